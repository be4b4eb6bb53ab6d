"""Operating hours and holidays in documents.

Weekly hours are the words that `OperatingHours.parse` reads, with their zone and calendar. Hours that are
made from others are a small tree:

    {"all": [...]}                              open where all of them are
    {"any": [...]}                              open where any of them is
    {"without": [hours, others, ...]}           open where the first are, and none of the others
    {"first": hours, "then": [{"at": moment, "hours": hours}, ...]}
                                                from each moment on others
    {"whole_days_of": hours}                    all hours of the days on which those have any

A calendar that stands in a document twice is written once; the others refer to it by its ``digest``. Who
writes by hand may refer to it by its ``source``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import reduce
from operator import and_, or_, sub
from typing import Any, NoReturn

import attrs

from .. import _checks as check
from .._hours.combined import Combined, Switched
from .._hours.schedules import Schedule, Weekly
from .._hours.zones import name_of
from ..calendars import HolidayCalendar
from ..errors import ConflictError
from ..hours import OperatingHours
from .forms import (
    Definitions,
    Form,
    Known,
    Schema,
    as_list,
    as_mapping,
    at,
    named,
    object_schema,
    refuse_form,
    refuse_key,
    refuse_name,
    refuse_type,
)
from .scalars import SCALARS, read_moment, write_moment

DEEPEST = 50
"""How many hours may stand inside each other; what is deeper is refused, before Python does."""
_OFFSET = re.compile(r"UTC([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{6}))?)?")
_SIGNS = {"&": "all", "|": "any", "-": "without"}
_COMBINE: Mapping[str, Callable[[OperatingHours, OperatingHours], OperatingHours]] = {
    "all": and_,
    "any": or_,
    "without": sub,
}


# --- zones


def write_zone(tz: tzinfo, _: Known) -> str:
    """Return the name of a zone: that of IANA, or a fixed offset such as ``UTC+02:00``."""
    with named("tz", ""):
        return name_of(check.zone("tz", tz))


def read_zone(value: object, _: Known) -> tzinfo:
    """Return a zone by its name."""
    if not isinstance(value, str):
        refuse_type(value, "a zone", 'write its name, such as "Europe/Paris"')
    if not (found := _OFFSET.fullmatch(value)):
        return check.zone("", value)
    hours, minutes, seconds, fraction = (int(part or 0) for part in found.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=fraction)
    if offset >= timedelta(days=1):
        refuse_form(value, "is no offset", "write less than 24 hours")
    return timezone(-offset if found[1] == "-" else offset)


ZONE = Form(write_zone, read_zone, lambda _: {"type": "string"})
"""The form of a zone."""


# --- calendars


@attrs.frozen
class Calendars:
    """The form of calendars, each of which stands in a document once; ``alone`` is that of one by itself."""

    alone: Form

    def write(self, calendar: HolidayCalendar, known: Known) -> Any:
        """Return a calendar with its days, or its digest where it stands in the document already."""
        if (first := known.get(calendar)) is None:
            known[calendar] = document = self.alone.write(calendar, known)
            return document
        first["digest"] = digest = calendar.digest
        return {"digest": digest}

    def read(self, value: object, known: Known) -> HolidayCalendar:
        """Return a calendar from its days, or the one in the document that a digest or a source refers to."""
        document = dict(as_mapping(value, "holidays"))
        if document.keys() in ({"digest"}, {"source"}):
            [[key, name]] = document.items()
            return _earlier(key, name, known)
        digest = document.pop("digest", None)
        with named("dates", "days"):
            calendar: HolidayCalendar = self.alone.read(document, known)
        if digest is not None:
            _check_digest(digest, calendar)
            known[digest] = calendar
        if "source" in document:  # of two with one source, neither can be meant by it
            known[calendar.source] = calendar if known.get(calendar.source, calendar) == calendar else None
        return calendar

    def schema(self, definitions: Definitions) -> Schema:
        """Return the schema of a calendar, or of what refers to one."""
        alone = self.alone.schema(definitions)
        definitions[HolidayCalendar]["properties"]["digest"] = {"type": "string"}
        return {"anyOf": [alone, *(object_schema({key: {"type": "string"}}) for key in ("digest", "source"))]}


def _earlier(key: str, name: object, known: Known) -> HolidayCalendar:
    calendar = known.get(name) if isinstance(name, str) else None
    if not isinstance(calendar, HolidayCalendar):
        names = [name for name, calendar in known.items() if calendar is not None]
        refuse_name(key, name, "is that of no one calendar before it in the document", names, code="unknown_name")
    return calendar


def _check_digest(digest: object, calendar: HolidayCalendar) -> None:
    if digest != calendar.digest:
        raise ConflictError(
            f"is not that of the days and years beside it ({calendar.digest})",
            field="digest",
            value=digest,
            code="one_id_two_contents",
            remedy="restore the days, or write their digest here and wherever the calendar is referred to",
        )


# --- hours


@attrs.frozen
class Hours:
    """The form of operating hours, with that of their calendars."""

    calendars: Calendars

    def write(self, hours: OperatingHours, known: Known) -> dict[str, Any]:
        """Return hours as words, or as a tree of them."""
        return self._write(hours._schedule, known)  # noqa: SLF001

    def _write(self, schedule: Schedule, known: Known) -> dict[str, Any]:
        if isinstance(schedule, Weekly):
            with at("tz"):
                document: dict[str, Any] = {"text": str(schedule), "tz": write_zone(schedule.tz, known)}
            if schedule.holidays is not None:
                document["holidays"] = self.calendars.write(schedule.holidays, known)
            return document
        if isinstance(schedule, Combined):
            return {_SIGNS[schedule.sign]: [self._write(part, known) for part in schedule.parts]}
        if isinstance(schedule, Switched):
            first = self._write(schedule.at_first, known)
            changes = [(write_moment(moment, known), self._write(other, known)) for moment, other in schedule.changes]
            return {"first": first, "then": [{"at": moment, "hours": hours} for moment, hours in changes]}
        return {"whole_days_of": self._write(schedule.of, known)}  # type: ignore[attr-defined]

    def read(self, value: object, known: Known, depth: int = 0) -> OperatingHours:
        """Return hours from words, or from a tree of them."""
        if depth > DEEPEST:
            _refuse_depth(value)
        document = as_mapping(value, "hours")
        _check_keys(document)
        if "text" in document:
            return self._weekly(document, known)
        if "whole_days_of" in document:
            return self._part(document, "whole_days_of", known, depth).whole_days()
        if "first" in document:
            return self._switched(document, known, depth)
        [key] = document
        combine = _COMBINE[key]
        with named("other", key):
            return reduce(combine, self._parts(key, document[key], known, depth))

    def _weekly(self, document: Mapping[str, Any], known: Known) -> OperatingHours:
        tz: tzinfo = UTC
        holidays = None
        if "tz" in document:
            with at("tz"):
                tz = read_zone(document["tz"], known)
        if "holidays" in document:
            with at("holidays"):
                holidays = self.calendars.read(document["holidays"], known)
        return OperatingHours.parse(document["text"], holidays=holidays, tz=tz)

    def _switched(self, document: Mapping[str, Any], known: Known, depth: int) -> OperatingHours:
        hours = self._part(document, "first", known, depth)
        with at("then"):
            switches = as_list(document["then"])
        for place, switch in enumerate(switches):
            with at(f"then[{place}]"):
                _check_keys(as_mapping(switch, "hours from a moment on"), [_SWITCH])
                with at("at"):
                    moment = read_moment(switch["at"], known)
                others = self._part(switch, "hours", known, depth)
                with named("other", "hours"):
                    hours = hours.then(moment, others)
        return hours

    def _part(self, document: Mapping[str, Any], key: str, known: Known, depth: int) -> OperatingHours:
        with at(key):
            return self.read(document[key], known, depth + 1)

    def _parts(self, key: str, value: object, known: Known, depth: int) -> list[OperatingHours]:
        with at(key):
            listed = as_list(value)
            if len(listed) < 2:
                check.refuse("", listed, "combines no hours", "give two or more", code="out_of_bounds")
        parts = []
        for place, item in enumerate(listed):
            with at(f"{key}[{place}]"):
                parts.append(self.read(item, known, depth + 1))
        return parts

    def schema(self, definitions: Definitions) -> Schema:
        """Return the schema of hours, as words or as a tree."""
        if OperatingHours not in definitions:
            again = {"$ref": "#/$defs/operating_hours"}
            several: Schema = {"type": "array", "items": again, "minItems": 2}
            switch = object_schema({"at": SCALARS[datetime].schema(definitions), "hours": again})
            definitions[OperatingHours] = {}  # before those that refer to it
            words = {"text": {"type": "string"}, "tz": {"type": "string"}}
            definitions[OperatingHours] |= {
                "description": "When a desk is open: in words, or made from other hours.",
                "anyOf": [
                    object_schema({**words, "holidays": self.calendars.schema(definitions)}, required=["text"]),
                    *(object_schema({key: several}) for key in _COMBINE),
                    object_schema({"first": again, "then": {"type": "array", "items": switch}}),
                    object_schema({"whole_days_of": again}),
                ],
            }
        return {"$ref": "#/$defs/operating_hours"}


_WAYS = (("text", "tz", "holidays"), ("all",), ("any",), ("without",), ("first", "then"), ("whole_days_of",))
"""The keys of hours, by the way in which they are written."""
_SWITCH = ("at", "hours")


def _check_keys(document: Mapping[str, Any], ways: Sequence[tuple[str, ...]] = _WAYS) -> None:
    """Refuse hours that are written in none of the ways, or in two of them."""
    allowed = next((keys for keys in ways if document.keys() & keys), ways[0])
    for key in document:
        if key not in allowed:
            refuse_key(key, document[key], "is no key of these hours", allowed)
    missing = next((key for key in allowed if key not in document and key not in ("tz", "holidays")), None)
    if missing is not None:
        remedy = 'write hours such as "Mo-Fr 08:00-24:00"' if missing == "text" else "give it"
        check.refuse(missing, document, "is missing", remedy, code="missing")


def _refuse_depth(value: object) -> NoReturn:
    check.refuse("", value, "stands too deep", f"nest hours {DEEPEST} deep at most", code="too_deep")
