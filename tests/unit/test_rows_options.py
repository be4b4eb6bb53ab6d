"""What `read` is asked for: other names, other words, a zone; and what a caller gets wrong.

- what converts a cell is asked once about a cell that is given, and what it gives is read as a cell is
- a caller's mistake raises, by the parameter's own name
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from itertools import repeat
from typing import Any
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import attrs
import pytest
from dateutil.tz import gettz  # noqa: TID251  # a zone that ignores what ours does in a gap

from incidentrules import (
    ConflictError,
    HolidayCalendar,
    Incident,
    InvalidTypeError,
    InvalidValueError,
    Terms,
    UnknownNameError,
)
from incidentrules.rows import read

TERMS = Terms.standard(holidays=HolidayCalendar.none())
PLAIN = {"id": "T-1", "received_at": "2026-11-20T20:00Z"}


def told(make: Any, *rows: Mapping[str, str], **options: Any) -> list[tuple[int, str, object]]:
    """Return the row, the field and the value of every problem."""
    return [(each.row, each.field, each.value) for each in read(make, rows, **options).problems]


# --- columns of other names, and other words


def test_a_column_that_is_ignored_is_not_read() -> None:
    rows = [{**PLAIN, "assignee": "", "tags": "a"}]
    assert told(Incident, *rows, ignore=["tags"]) == [(1, "assignee", "assignee")]
    found = read(Incident, rows, ignore=["tags", "assignee"])
    assert ([each.id for each in found.values], found.problems, (found.good[0].besides,)) == (["T-1"], (), ({},))


def test_a_table_gives_other_words_and_lists_its_own() -> None:
    convert = {"severity": {"Urgent": "severe", "Low": "normal"}, "account": {"17": "acme"}}
    rows = [
        {**PLAIN, "id": f"T-{place}", "severity": word, "account": "17"}
        for place, word in enumerate(["Urgent", "Low", "", "Ugrent", "severe"])
    ]
    found = read(Incident, rows, besides=["account"], convert=convert)
    assert [(str(row.value.severity), row.besides["account"]) for row in found.good] == [
        ("severe", "acme"),
        ("normal", "acme"),
        ("normal", "acme"),
    ]
    assert list(map(str, found.problems)) == [
        "row 5, severity is not known, got 'Ugrent': did you mean 'Urgent'? give one of 'Urgent', 'Low'",
        "row 6, severity is not known, got 'severe': give one of 'Urgent', 'Low'",
    ]


def test_a_long_table_is_listed_in_part() -> None:
    for count, end in ((24, "'priority 23'"), (25, "'priority 23', …")):
        table = {f"priority {place}": "normal" for place in range(count)}
        (problem,) = read(Incident, [{**PLAIN, "severity": "?"}], convert={"severity": table}).problems
        assert problem.remedy.endswith(end)


def test_a_word_that_has_no_hash_is_not_known() -> None:
    rows: list[Any] = [{**PLAIN, "severity": ["P1"]}]
    assert told(Incident, *rows, convert={"severity": {"P1": "severe"}}) == [(2, "severity", ["P1"])]


def test_a_function_converts_a_cell_and_what_it_gives_is_read_as_a_cell() -> None:
    """Also where it gives nothing: then the fact is not given."""
    convert = {
        "received_at": lambda cell: datetime.strptime(cell, "%d/%m/%Y %H:%M").replace(tzinfo=UTC),
        "effort": lambda cell: round(float(cell) * 60),
        "tier": lambda cell: {"none": None, "-": ""}.get(cell, cell),
    }
    row = {"id": "T-1", "received_at": "20/11/2026 20:00", "effort_minutes": "1.25", "tier": "none"}
    expected = Incident(id="T-1", received_at=datetime(2026, 11, 20, 20, tzinfo=UTC), effort=timedelta(minutes=75))
    assert (expected,) == read(Incident, [row], convert=convert).values
    assert (expected,) == read(Incident, [{**row, "tier": "-"}], convert=convert).values


def refuse_as_unknown(cell: object) -> object:
    TERMS.tier(str(cell))
    raise AssertionError


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (int, "effort_minutes can't be converted, got 'x': correct it; the function of convert said \"invalid literal"),
        (lambda cell: {}[cell], "effort_minutes can't be converted, got 'x': correct it; the function of convert said"),
        (Decimal, "effort_minutes can't be converted, got 'x': correct it"),
        (lambda cell: cell.split()[1], "effort_minutes can't be converted, got 'x': correct it"),
        (refuse_as_unknown, "effort_minutes names no tier of these terms, got 'x': known: '24h'"),
        (lambda cell: "1 h", "effort_minutes is no duration, got 'x': write whole minutes"),
        (lambda cell: 1.5, "effort_minutes is no duration, got 'x': write whole minutes"),
    ],
    ids=["ValueError", "KeyError", "ArithmeticError", "IndexError", "UnknownNameError", "text", "number"],
)
def test_what_a_function_refuses_is_a_problem_of_the_cell(function: Any, told: str) -> None:
    (problem,) = read(Incident, [{**PLAIN, "effort_minutes": "x"}], convert={"effort": function}).problems
    assert str(problem).startswith(f"row 2, {told}")


def test_other_errors_of_a_function_are_the_callers_own() -> None:
    with pytest.raises(AttributeError):
        read(Incident, [PLAIN], convert={"id": lambda cell: cell.nothing})


def test_the_zone_of_an_export_is_given_once() -> None:
    rows = [{**PLAIN, "received_at": "2026-11-20 21:00", "replied_at": "2026-11-20T20:30Z"}]
    for tz in ("Europe/Berlin", timezone(timedelta(hours=1))):
        (ticket,) = read(Incident, rows, tz=tz).values
        assert datetime(2026, 11, 20, 20, tzinfo=UTC) == ticket.received_at
        assert datetime(2026, 11, 20, 20, 30, tzinfo=UTC) == ticket.replied_at


@pytest.mark.parametrize("zone", [ZoneInfo("Europe/Berlin"), gettz("Europe/Berlin")], ids=["zoneinfo", "dateutil"])
@pytest.mark.parametrize(
    ("written", "code"),
    [("2026-10-25 02:30", "ambiguous"), ("2026-03-29 02:30", "no_such_time"), ("2026-10-25 03:00", None)],
)
@pytest.mark.parametrize("is_native", [False, True], ids=["text", "native"])
def test_a_time_that_the_clocks_skip_or_show_twice_is_a_problem(
    written: str, code: str | None, is_native: bool, zone: tzinfo
) -> None:
    cell = datetime.fromisoformat(written) if is_native else written
    found = read(Incident, [{"id": "T-1", "received_at": cell}], tz=zone)
    assert [each.code for each in found.problems] == ([code] if code else [])
    assert all("+01:00" in each.remedy and "Europe/Berlin" in each.problem for each in found.problems)
    if not code:
        assert datetime(2026, 10, 25, 2, tzinfo=UTC) == found.values[0].received_at


def test_a_local_time_at_the_end_of_time_is_refused_by_the_record() -> None:
    found = read(Incident, [{"id": "T-1", "received_at": "0001-01-01T00:00"}], tz=gettz("Asia/Tokyo"))
    assert [(each.field, each.code) for each in found.problems] == [("received_at", "out_of_bounds")]


# --- the caller's own mistakes


class Lying(Mapping[str, str]):
    """A mapping that has no cell for a name that it lists."""

    def __iter__(self) -> Iterator[str]:
        return iter(("id",))

    def __len__(self) -> int:
        return 1

    def __getitem__(self, name: str) -> str:
        raise TypeError(name)


@pytest.mark.parametrize(
    "rows",
    ["id,received_at", [["T-1"]], 5, PLAIN, [None], [Lying()], [dict], [Mock()], [Mock(keys=5)], [[("id", "T-1")]]],
)
def test_rows_have_to_be_mappings(rows: Any) -> None:
    with pytest.raises(InvalidTypeError, match="DictReader"):
        read(Incident, rows)


def test_a_name_for_no_fact_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="received_at"):
        read(Incident, [PLAIN], names={"receved_at": "opened"})


def test_columns_beside_have_to_be_named_in_a_list() -> None:
    with pytest.raises(InvalidTypeError, match="account"):
        read(Incident, [PLAIN], besides="account")


def test_what_a_cell_cannot_hold_needs_a_default() -> None:
    def of_many(*, incidents: tuple[Incident, ...]) -> int:
        return len(incidents)

    with pytest.raises(InvalidTypeError, match="incidents"):
        read(of_many, [])


@pytest.mark.parametrize("error", [OSError, ValueError, KeyError, TypeError])
def test_other_errors_are_the_callers_own(error: type[Exception]) -> None:
    """Also those that a cell which can't be read would raise."""

    def broken(*, id: str) -> str:
        raise error(id)

    with pytest.raises(error, match="T-1"):
        read(broken, [{"id": "T-1"}])
    with pytest.raises(error, match="T-1"):
        read(Incident, [PLAIN], accept=lambda ticket: broken(id=ticket.id))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"make": None}, "make"),
        ({"accept": 5}, "accept"),
        ({"names": ["id"]}, "names"),
        ({"names": {1: "id"}}, "names"),
        ({"names": {"id": 1}}, "names"),
        ({"convert": ["id"]}, "convert"),
        ({"convert": {"severity": 5}}, "convert['severity']"),
        ({"convert": {5: {}}}, "convert"),
        ({"besides": [1]}, "besides[0]"),
        ({"ignore": [1]}, "ignore[0]"),
        ({"ignore": "tags"}, "ignore"),
        ({"tz": 5}, "tz"),
    ],
    ids=str,
)
def test_what_is_no_function_and_no_mapping_is_refused(wrong: dict[str, Any], field: str) -> None:
    given: dict[str, Any] = {"make": Incident, "rows": [], **wrong}
    with pytest.raises(InvalidTypeError) as refused:
        read(given.pop("make"), given.pop("rows"), **given)
    assert refused.value.field == field


def positional_only(id: str, /, *, tier: str = "") -> str:
    return id


def starred(*ids: str, **facts: str) -> int:
    return len(ids)


def unresolvable(*, id: "NoSuchType") -> object:  # type: ignore[name-defined]  # noqa: F821
    return id


def misspelt(*, id: "str.nothing") -> object:  # type: ignore[name-defined]
    return id


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (positional_only, "'id' can't be given by name"),
        (starred, "a function of named parameters, got"),
        (lambda: None, "a function of named parameters, got"),
        (unresolvable, "a function whose annotations can be resolved.*NoSuchType"),
        (misspelt, "a function whose annotations can be resolved.*nothing"),
        (dict, "a function whose parameters can be read"),
    ],
)
def test_a_function_that_names_no_facts_is_refused(make: Any, told: str) -> None:
    with pytest.raises(InvalidTypeError, match=told) as refused:
        read(make, [PLAIN])
    assert refused.value.field == "make"


def test_what_cannot_be_given_by_name_and_need_not_be_is_left_out() -> None:
    def some(rest: str = "", /, *more: str, id: str, **others: str) -> str:
        return id + rest

    assert read(some, [{"id": "T-1"}]).values == ("T-1",)


def test_facts_are_those_of_init_where_a_class_has_a_new_of_its_own() -> None:
    class Named:
        __slots__ = ()

        def __new__(cls, *args: Any, **facts: Any) -> "Named":
            return object.__new__(cls)

    @attrs.frozen(kw_only=True)
    class Fact(Named):
        id: str
        on: date

    assert (Fact(id="a", on=date(2026, 11, 20)),) == read(Fact, [{"id": "a", "on": "2026-11-20"}]).values


def test_names_that_are_reversed_are_told_as_such() -> None:
    with pytest.raises(InvalidValueError, match=r"the other way round: \{'id': 'number'\}") as refused:
        read(Incident, [PLAIN], names={"number": "id"})
    assert refused.value.code == "reversed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"besides": ["account", "account"]},
        {"names": {"id": "tier"}},
        {"names": {"id": "x", "tier": "x"}},
    ],
    ids=str,
)
def test_a_column_that_is_named_twice_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConflictError):
        read(Incident, [PLAIN], **wrong)


def test_a_conversion_of_no_fact_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'severity'"):
        read(Incident, [PLAIN], convert={"sevrity": {}})


def test_endless_rows_are_refused() -> None:
    with pytest.raises(InvalidValueError) as refused:
        read(Incident, repeat(PLAIN))
    told = "rows are too many, got 'more than 1,000,000': read 1,000,000 of them at a time"
    assert str(refused.value) == told
    assert refused.value.code == "out_of_bounds"
