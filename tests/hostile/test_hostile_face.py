"""Every parameter of the public face, with every hostile value: an error of the library that names the parameter.

*Law:* what fits no type of a parameter is refused as a wrong type. What fits one is taken as a plain value of it, or
refused by its value. Nothing else is raised but what a caller's own object raises in its own methods.
"""

import itertools
import re
from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from hostile.face import ANY, PUBLIC, Door, Parameter, doors
from hostile.liars import Lie, Own
from hostile.right import attack, value_of
from hostile.values import KINDS
from incidentrules import (
    ConflictError,
    IncidentRulesError,
    InvalidTypeError,
    InvalidValueError,
    OutOfRangeError,
    UnknownNameError,
)

NOT_CHECKED = "Made by the library: one that is made by hand is not checked."
"""What the docstring of a class says whose constructor takes what it is given."""
ANSWERS = {
    "Alternative", "Basis", "Clock", "Entry", "Impossible", "Judged", "Line", "Problem", "Promise", "ReadingsCompared",
    "Remaining", "Response", "Restated", "Row", "Rows", "Rule", "Setting", "Settled", "Sheet", "Table", "TierCompared",
    "TiersCompared", "TimeLeft",
}  # fmt: skip
"""The classes whose constructors are left out: they are answers, and never asked for."""

CODES: Mapping[type[IncidentRulesError], set[str]] = {
    InvalidTypeError: {"wrong_type", "keywords"},
    UnknownNameError: {"unknown_name", "unknown_key", "another_type"},
    ConflictError: {"one_id_two_contents", "circle"},
    OutOfRangeError: {"outside_calendar", "before_terms", "out_of_bounds", "never", "past_calendar"},
}
"""The codes of each class; those of `InvalidValueError` are all others, and some of these."""

FUNCTIONS = "a function of the caller's: what it raises, and what it returns, is the caller's"
OPERATOR = "Python itself refuses what an operator doesn't take"
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("rows.read", "make"): FUNCTIONS,
    ("rows.read", "accept"): FUNCTIONS,
    ("sla.Promise.why", "rule_of"): FUNCTIONS,
    ("calendars.HolidayCalendar.__or__", "other"): OPERATOR,
    ("hours.OperatingHours.__and__", "other"): OPERATOR,
    ("hours.OperatingHours.__or__", "other"): OPERATOR,
    ("hours.OperatingHours.__sub__", "other"): OPERATOR,
}
"""The parameters that are left out, each with its reason."""

NAMED_OTHERWISE: dict[tuple[str, str], str] = {
    ("documents.from_dict", "document"): "the field is the path of what is wrong in the document",
    ("extra.columns.judge", "columns"): "the field is the column",
    ("extra.columns.settle", "tickets"): "the field is the column",
    ("extra.frames.judge_frame", "frame"): "the field is the column",
    ("extra.frames.settle_frame", "tickets"): "the field is the column",
    ("extra.columns.settle", "account"): "the field is the column that bears the name",
    ("extra.frames.settle_frame", "account"): "the field is the column that bears the name",
    ("calendars.HolidayCalendar", "years"): "a day outside the years is wrong by itself",
    ("calendars.HolidayCalendar.from_dates", "years"): "a day outside the years is wrong by itself",
    ("reason.Reason.text", "tz"): "a zone that fails later fails with the value that it tells",
    ("sheet.sheet", "tz"): "a zone that fails later fails with the value that it tells",
    ("sla.Response.outcome", "replied_at"): "without a reply the other moment is missing",
    ("assessment.Assessment.outcome", "at"): "without a reply the other moment is missing",
    ("hours.OperatingHours.add_business_days", "days"): "the day that is not reached from `at`",
    ("oncall.AfterHours", "started_at"): "what ends too late is wrong by its duration",
    ("oncall.AfterHours.replace", "started_at"): "what ends too late is wrong by its duration",
    ("credits.Lot.replace", "on"): "a last day before the first is wrong by itself",
}
"""The parameters whose values may be refused by another name, each with its reason."""

TAKES_TOO: dict[tuple[str, str], str] = {("hours.OperatingHours.add_business_days", "at"): "moment"}
"""What a parameter takes beside what its annotation says: that of the overloads."""

LONG_SPANS = {"first moment", "last moment", "first day", "last day"}
"""The ends of the calendar: how long a question over all years takes is bounded by tests of its own."""
COUNTS_TIME = re.compile(r"^hours\.|^sla\.|Assessment|arrays|judge|^terms\.Terms\.business_day_amount")
"""The doors that count open time."""


def is_left_out(door: Door, parameter: Parameter) -> bool:
    return (door.name, parameter.name) in EXCEPTIONS or (door.name.rpartition(".")[2] in ANSWERS and door.of is None)


DOORS = [door for door in doors() if door.name.rpartition(".")[2] not in ANSWERS or door.of is not None]
ROWS = [(door, parameter) for door in DOORS for parameter in door.parameters if not is_left_out(door, parameter)]


def lies(value: Any, depth: int = 8) -> bool:
    """Return whether there is a lie within a value: among its fields, its first items, and theirs."""
    if isinstance(value, Lie):
        return True
    parts: list[Any] = []
    if attrs.has(type(value)):
        parts = [getattr(value, field.name) for field in attrs.fields(type(value))]
    elif type(value) in (tuple, list, dict, frozenset):
        parts = [*itertools.islice(value, 10), *(value.values() if type(value) is dict else ())]
    return depth > 0 and any(lies(part, depth - 1) for part in parts)


def complaint(door: Door, parameter: Parameter, name: str) -> str | None:
    """Return what is wrong with how a door takes a hostile value; None where all is well."""
    kind = KINDS[name]
    takes = parameter.types | {TAKES_TOO.get((door.name, parameter.name), ANY)} - {ANY}
    types = kind.fits & takes or parameter.types & {ANY}
    try:
        found = attack(door, parameter, kind.make())
    except IncidentRulesError as error:
        return _of_error(error, door, parameter, is_wrong_type=not types)
    except Own:
        return None if "raise" in name or "fail" in name or "fickle" in name else "lets pass what no caller raised"
    except BaseException as error:  # noqa: BLE001  # whatever it is, it is a finding
        return f"raises {type(error).__name__}"
    if not types:
        return "takes it"
    return "keeps a lie" if ANY not in types and lies(found) else None


def _of_error(error: IncidentRulesError, door: Door, parameter: Parameter, *, is_wrong_type: bool) -> str | None:
    kind = type(error)
    if error.code not in CODES.get(kind, set()) and (kind is not InvalidValueError or error.code == "wrong_type"):
        return f"raises {kind.__name__} of the code {error.code}"
    if is_wrong_type and error.code != "wrong_type":
        return f"says {error.code} of a wrong type"
    if not re.match(rf"{re.escape(parameter.name)}\b", error.field) and (
        is_wrong_type or not _may_name(error, door, parameter)
    ):
        return f"names {error.field!r}"
    return None if str(error) and repr(error) and error.remedy else "says nothing"


def _may_name(error: IncidentRulesError, door: Door, parameter: Parameter) -> bool:
    """Return whether a value may be refused by another field: facts that contradict each other name either."""
    of_both = error.code in ("contradiction", "no_change")
    return of_both or (door.name, parameter.name) in NAMED_OTHERWISE


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_door_takes_right_values(door: Door) -> None:
    """Or what is refused would be for another reason than the hostile value."""
    for parameter in door.parameters[:1]:
        attack(door, parameter, value_of(door, parameter))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_every_hostile_value_is_refused_by_name_or_taken_as_a_plain_one(door: Door) -> None:
    found = {
        f"{parameter.name}=<{name}>": wrong
        for parameter in door.parameters
        if not is_left_out(door, parameter)
        for name in KINDS
        if not (name in LONG_SPANS and COUNTS_TIME.search(door.name))
        if (wrong := complaint(door, parameter, name))
    }
    assert not found


def test_there_are_as_many_kinds_and_parameters_as_are_said() -> None:
    assert len(KINDS) >= 240
    assert len(ROWS) >= 500


def test_every_exception_is_about_a_parameter_that_there_is() -> None:
    there_are = {(door.name, parameter.name) for door in doors() for parameter in door.parameters}
    assert EXCEPTIONS.keys() | NAMED_OTHERWISE.keys() <= there_are


@pytest.mark.parametrize("name", [name for name in PUBLIC if name.rpartition(".")[2] in ANSWERS])
def test_a_class_that_is_not_checked_says_so(name: str) -> None:
    assert NOT_CHECKED in " ".join((PUBLIC[name].__doc__ or "").split())


def test_what_is_not_checked_is_found() -> None:
    """The table itself finds an acceptance, a bare exception, a wrong name, a wrong type and a lie that is kept."""

    def taken(value: int) -> int:
        return value

    def bare(value: int) -> int:
        return sum(value)  # type: ignore[call-overload, no-any-return]

    def misnamed(value: int) -> int:
        raise InvalidTypeError("is wrong", field="other", value=value, code="wrong_type", remedy="none")

    parameter = Parameter("value", frozenset({"int"}), int, is_needed=True, by_place=True)
    complaints = {
        complaint(Door(call.__name__, call, (parameter,)), parameter, name)
        for call in (taken, bare, misnamed)
        for name in ("None ", "int that lies")
    }
    assert complaints == {"takes it", "keeps a lie", "raises TypeError", "names 'other'"}
