"""Cells of every type: the texts and the values that are read, and what each of the others is told.

- a text and the value that it stands for give the same fact
- what could mean two things is a problem, with its remedy
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal, NewType, Optional, Union
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from incidentrules import InvalidTypeError, Severity
from incidentrules.rows import Problem, Rows, read

AT = datetime(2026, 11, 20, 20, tzinfo=UTC)
CET = timezone(timedelta(hours=1))


def fact_of(kind: Any) -> Callable[..., Any]:
    """Return a function of one fact of a type."""

    def fact(*, fact: Any) -> Any:
        return fact

    fact.__annotations__["fact"] = kind
    return fact


def found(kind: Any, cell: Any, **options: Any) -> Rows[Any]:
    name = "fact_minutes" if kind is timedelta else "fact"
    return read(fact_of(kind), [{name: cell}], **options)


def only(kind: Any, cell: Any, **options: Any) -> Any:
    """Return the fact that a cell gives, of Python's own type."""
    (value,) = found(kind, cell, **options).values
    assert type(value).__module__ in ("builtins", "datetime", "decimal", "incidentrules.incident", __name__)
    return value


def problem(kind: Any, cell: Any, **options: Any) -> Problem:
    (problem,) = found(kind, cell, **options).problems
    return problem


class Text(str):
    """A text that lies about itself."""

    __slots__ = ()

    def __str__(self) -> str:
        return "x"


class Days(date):
    """A day of a class of one's own."""


class Moments(datetime):
    """A moment of a class of one's own, as pandas has them."""


class Color(Enum):
    RED = "red"
    BLUE = 5


class Word(StrEnum):
    SEVERE = "severe"


NaTType = type("NaTType", (Moments,), {})  # as pandas has it, a kind of datetime
NAType = type("NAType", (), {"__str__": lambda self: "<NA>"})


@pytest.mark.parametrize("kind", [str, int, bool, Decimal, timedelta, datetime, date, Severity])
@pytest.mark.parametrize(
    "cell",
    [
        "",
        None,
        float("nan"),
        np.float64("nan"),
        np.datetime64("NaT", "us"),
        np.timedelta64("NaT", "ns"),
        NaTType(1, 1, 1),
        NAType(),
        Text(""),
    ],
    ids=lambda cell: f"{type(cell).__name__} {cell!s}"[:20],
)
def test_what_gives_nothing_is_a_fact_not_given(kind: Any, cell: Any) -> None:
    assert [(each.problem, each.code) for each in found(kind, cell).problems] == [("is empty", "missing")]
    name = "fact_minutes" if kind is timedelta else "fact"
    assert read(fact_of(kind | None), [{name: cell}]).values == (None,)


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        (str, ["17", 17, np.int64(17), Text("17"), np.str_("17")], "17"),
        (str, ["=1+1"], "=1+1"),
        (str, ["NaN"], "NaN"),
        (int, ["4", "04", "4.0", 4, 4.0, Decimal(4), Decimal("4.0"), np.int8(4), np.float32(4), np.array(4)], 4),
        (int, ["0", 0, 0.0, -0.0], 0),
        (int, ["999999999", 999_999_999], 999_999_999),
        (bool, ["yes", "YES", "true", "True", "1", "1.0", True, 1, 1.0, np.bool_(True), np.int64(1)], True),
        (bool, ["no", "No", "false", "FALSE", "0", "0.0", False, 0, 0.0, np.bool_(False)], False),
        (timedelta, ["75", "75.0", 75, 75.0, timedelta(minutes=75), np.timedelta64(75, "m")], timedelta(minutes=75)),
        (timedelta, [timedelta(seconds=1), np.timedelta64(10**9, "ns")], timedelta(seconds=1)),
        (Decimal, ["329", 329, Decimal(329), "329.00", np.int64(329)], Decimal(329)),
        (Decimal, ["0.125", Decimal("0.125")], Decimal("0.125")),
        (date, ["2026-11-20", "20261120", "2026-11-20 00:00", "2026-11-20T00:00:00.000"], AT.date()),
        (date, [Days(2026, 11, 20), datetime(2026, 11, 20), np.datetime64("2026-11-20")], AT.date()),  # noqa: DTZ001
        (Severity, ["severe", Severity.SEVERE, Text("severe"), Word.SEVERE], Severity.SEVERE),
        (Severity | Literal["severe", "normal"], ["severe", Severity.SEVERE], Severity.SEVERE),
        (Literal[Severity.SEVERE], ["severe"], Severity.SEVERE),
        (Literal["severe", "normal", None], ["severe"], "severe"),
        (Color, ["red"], Color.RED),
        (Annotated[int, "units"], ["4"], 4),
        (Optional[Annotated[int, "units"]], ["4"], 4),  # noqa: UP045
        (NewType("Units", int), ["4"], 4),
        (Optional[Union[int, float]], ["4"], 4),  # noqa: UP007, UP045
        (Decimal | int | str, ["4.5"], Decimal("4.5")),
        (int | str, ["04"], "04"),
        (Severity | str, ["urgent"], "urgent"),
        (Severity | int, ["severe"], Severity.SEVERE),
    ],
    ids=str,
)
def test_cells_that_say_the_same_give_the_same_fact(kind: Any, cells: list[Any], expected: object) -> None:
    facts = [only(kind, cell) for cell in cells]
    assert [expected] * len(cells) == facts
    assert {type(expected)} == {type(fact) for fact in facts}


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-20T20:00Z",
        "2026-11-20 20:00Z",
        "2026-11-20 20:00:00 UTC",
        "2026-11-20 20:00 utc",
        "2026-11-20T20:00:00 GMT",
        "2026-11-20T20:00:00z",
        "2026-11-20t20:00:00Z",
        "2026-11-20T20:00:00.000000Z",
        "2026-11-20 20:00:00.000000001 UTC",
        "2026-11-20T21:00+01:00",
        "2026-11-20T21:00+0100",
        "2026-11-20 21:00:00 +0100",
        "2026-11-20 21:00:00 +01:00",
        "2026-11-20T21:00+01",
        "20261120T2000Z",
        AT,
        AT.astimezone(CET),
        Moments(2026, 11, 20, 21, tzinfo=CET),
    ],
)
def test_the_usual_forms_of_a_moment_are_read(cell: Any) -> None:
    for tz in (None, "Asia/Tokyo"):
        found = only(datetime, cell, tz=tz)
        assert (found, found.tzinfo) == (AT, UTC)


@pytest.mark.parametrize("cell", ["2026-11-20T21:00", "2026-11-20 21:00:00", "2026-11-20 21:00:00.0", "20261120T2100"])
def test_a_moment_without_a_zone_needs_one(cell: str) -> None:
    naive = datetime(2026, 11, 20, 21)  # noqa: DTZ001
    for given in (cell, naive, Moments(2026, 11, 20, 21), np.datetime64("2026-11-20T21:00", "ns")):
        assert (problem(datetime, given).code, "give tz=" in problem(datetime, given).remedy) == ("naive", True)
        assert AT == only(datetime, given, tz="Europe/Berlin") == only(datetime, given, tz=CET)


def test_the_second_pass_of_a_moment_with_a_zone_is_kept() -> None:
    zone = "Europe/Berlin"
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    cell = Moments(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo(zone))
    assert second == only(datetime, cell)


@pytest.mark.parametrize(
    ("kind", "cell", "told"),
    [
        (datetime, "20/11/2026 20:00", "without a guess"),
        (datetime, "11/20/2026 20:00", "give convert="),
        (datetime, "2026/11/20 20:00", "give convert="),
        (datetime, "20.11.2026 20:00", "give convert="),
        (datetime, "Nov 20, 2026", "give convert="),
        (datetime, "2026-11-20", "is a day without a time"),
        (datetime, "20261120", "is a day without a time"),
        (datetime, "2026-11-20 20:00 CET", "give convert="),
        (datetime, "2026-11-20 20:00 ", "give convert="),
        (datetime, "2026-02-30 20:00 UTC", "give convert="),
        (datetime, 1_795_204_800, "give convert="),
        (datetime, date(2026, 11, 20), "give convert="),
        (date, "20/11/2026", "give convert="),
        (date, "2026-11-20T00:00Z", "give convert="),
        (date, "2026-11-20 08:00", "give convert="),
        (date, "2026-02-30 00:00", "give convert="),
        (date, AT, "give convert="),
        (date, datetime(2026, 11, 20, tzinfo=UTC), "give convert="),
        (date, datetime(2026, 11, 20, 8), "give convert="),  # noqa: DTZ001
        (date, 5, "give convert="),
        (timedelta, "1:15", "write whole minutes"),
        (timedelta, "1 h", "write whole minutes"),
        (timedelta, "75.5", "write whole minutes"),
        (timedelta, 75.5, "write whole minutes"),
        (timedelta, -5, "write whole minutes"),
        (timedelta, "-5", "write whole minutes"),
        (timedelta, True, "write whole minutes"),
        (timedelta, 10**5000, "write whole minutes"),
        (timedelta, np.array([1, 2]), "write whole minutes"),
        (int, "1_000", "write digits alone"),
        (int, "1.000", "write digits alone"),
        (int, "1,000", "write digits alone"),
        (int, "4.", "write digits alone"),
        (int, "4\n", "write digits alone"),
        (int, "4.0\n", "write digits alone"),
        (int, "\u0664", "write digits alone"),
        (int, "1" * 10, "write digits alone"),
        (int, 10**9, "write digits alone"),
        (int, float("inf"), "write digits alone"),
        (int, Decimal("sNaN"), "write digits alone"),
        (int, Decimal("1E+999999"), "write digits alone"),
        (int, False, "write digits alone"),
        (int, b"4", "write digits alone"),
        (bool, "y", "write yes or no"),
        (bool, "on", "write yes or no"),
        (bool, 2, "write yes or no"),
        (bool, [], "write yes or no"),
        (Decimal, "12,50", "write digits, with a point"),
        (Decimal, "1_000", "write digits, with a point"),
        (Decimal, "1E3", "write digits, with a point"),
        (Decimal, "USD 329", "write digits, with a point"),
        (Decimal, "\u0663\u0662\u0669", "write digits, with a point"),
        (Decimal, 12.5, "as text"),
        (Decimal, True, "as text"),
        (Decimal, Decimal("Infinity"), "as text"),
        (Decimal, np.float64(12.5), "as text"),
        (str, 1.5, 'such as "T-1001"'),
        (str, True, 'such as "T-1001"'),
        (str, 10**5000, 'such as "T-1001"'),
        (str, b"T-1", 'such as "T-1001"'),
        (str, {}, 'such as "T-1001"'),
        (Severity, "Severe", "did you mean 'severe'? give one of 'severe', 'normal'"),
        (Severity, "", "fill it in"),
        (Severity, 1, "give one of 'severe', 'normal'"),
        (Literal["asap", "later"], "asp", "did you mean 'asap'? give one of 'asap', 'later'"),
        (Color, 5, "give one of 'red'"),
    ],
    ids=lambda value: repr(value)[:30] if not isinstance(value, int) else f"int of {value.bit_length()} bits",
)
def test_what_cannot_be_read_is_told_with_its_remedy(kind: Any, cell: Any, told: str) -> None:
    assert told in str(problem(kind, cell))
    assert str(problem(kind, cell)).isprintable()


def test_many_words_are_listed_in_part() -> None:
    kind = Literal[tuple(f"word {place}" for place in range(30))]  # type: ignore[valid-type]
    assert problem(kind, "?").remedy.endswith("'word 23', …")


@pytest.mark.parametrize("kind", [float, object, Any, tuple[int, ...], Literal[1, 2], type(None)])
def test_a_type_that_no_cell_can_hold_needs_a_default(kind: Any) -> None:
    with pytest.raises(InvalidTypeError, match="which 'fact' is not"):
        found(kind, "1")


@pytest.mark.parametrize(("cell", "name"), [(17, "17"), ("a b", "a b"), (np.int64(17), "17")])
def test_a_column_beside_takes_a_number_as_its_digits(cell: Any, name: str) -> None:
    rows = read(fact_of(int), [{"fact": 1, "account": cell}], besides=["account"])
    assert {name: (1,)} == rows.by("account")


@pytest.mark.parametrize("cell", [1.5, True, None, "", " a", "a\x1b"])
def test_a_column_beside_has_to_be_a_name(cell: Any) -> None:
    rows = read(fact_of(int), [{"fact": 1, "account": cell}], besides=["account"])
    assert [(each.row, each.field) for each in rows.problems] == [(2, "account")]
