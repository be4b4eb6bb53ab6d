"""Rows of text: what becomes a value, what becomes a problem, and that nothing is left out.

- a row is a value or at least one problem, never both and never neither
- all problems of all rows are told, each by its row, its column and its own cell
- what a row leaves empty is not given, and nothing is guessed for it
"""

import copy
import json
import pickle
import sqlite3
from collections import ChainMap, OrderedDict, UserDict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from incidentrules import (
    AfterHours,
    CallOut,
    Channel,
    HolidayCalendar,
    Incident,
    InvalidTypeError,
    Kind,
    Lot,
    Severity,
    Terms,
    TierMonth,
    UnknownNameError,
    assess,
)
from incidentrules.rows import Problem, Rows, read

TERMS = Terms.standard(holidays=HolidayCalendar.none())
PLAIN = {"id": "T-1", "received_at": "2026-11-20T20:00Z"}


def told(make: Any, *rows: Mapping[str, str], **options: Any) -> list[tuple[int, str, object]]:
    """Return the row, the field and the value of every problem."""
    return [(each.row, each.field, each.value) for each in read(make, rows, **options).problems]


# --- good rows


def test_every_kind_of_cell_becomes_a_fact() -> None:
    row = {
        "id": "T-1",
        "received_at": "2026-11-20T20:00:30+01:00",
        "severity": "severe",
        "tier": "12h",
        "kind": "pre_sales",
        "channel": "email",
        "topic": "billing",
        "has_account": "No",
        "effort_minutes": "75",
        "advised_units": "2",
        "replied_at": "2026-11-20T20:10Z",
        "arose_at": "2026-11-20T01:00Z",
        "deployed_at": "2026-11-19T01:00Z",
        "is_out_of_box": "TRUE",
        "follows": "T-0",
    }
    expected = Incident(
        id="T-1",
        received_at=datetime(2026, 11, 20, 19, 0, 30, tzinfo=UTC),
        severity=Severity.SEVERE,
        tier="12h",
        kind=Kind.PRE_SALES,
        channel=Channel.EMAIL,
        topic="billing",
        has_account=False,
        effort=timedelta(minutes=75),
        advised_units=2,
        replied_at=datetime(2026, 11, 20, 20, 10, tzinfo=UTC),
        arose_at=datetime(2026, 11, 20, 1, tzinfo=UTC),
        deployed_at=datetime(2026, 11, 19, 1, tzinfo=UTC),
        is_out_of_box=True,
        follows="T-0",
    )
    found = read(Incident, [row])
    assert (expected,) == found.values
    assert found.problems == ()


def test_an_empty_cell_is_a_fact_not_given() -> None:
    row = {**PLAIN, "effort_minutes": "", "severity": "", "has_account": "", "follows": ""}
    assert (Incident(id="T-1", received_at=datetime(2026, 11, 20, 20, tzinfo=UTC)),) == read(Incident, [row]).values


def test_no_minutes_are_not_the_same_as_no_minutes_known() -> None:
    known, unknown = ({**PLAIN, "effort_minutes": cell} for cell in ("0", ""))
    assert timedelta(0) == read(Incident, [known]).values[0].effort
    assert read(Incident, [unknown]).values[0].effort is None


def test_a_method_of_the_terms_reads_purchases() -> None:
    lots = read(TERMS.purchase, [{"id": "P-1", "on": "2026-11-30", "credits": "2"}]).values
    assert (Lot(id="P-1", credits=2, on=date(2026, 11, 30), last_usable_on=date(2027, 2, 28), price=329),) == lots


def test_what_may_be_none_and_has_no_default_needs_its_column_but_no_cell() -> None:
    row = {"id": "P-1", "credits": "3", "on": "2026-11-30", "price": "12.50", "origin": ""}
    assert told(Lot, row) == [(1, "last_usable_on", "id, credits, on, price, origin")]
    lot = read(Lot, [{**row, "last_usable_on": ""}]).values[0]
    assert (None, Decimal("12.50")) == (lot.last_usable_on, lot.price)


def test_jobs_and_months_of_a_tier_are_read_alike() -> None:
    job = {"id": "C-1", "started_at": "2026-11-21T22:00Z", "duration_minutes": "89"}
    at, length = datetime(2026, 11, 21, 22, tzinfo=UTC), timedelta(minutes=89)
    assert (CallOut(id="C-1", started_at=at, duration=length),) == read(CallOut, [job]).values
    booked = AfterHours(id="C-1", started_at=at, duration=length, notice_accepted=True)
    assert (booked,) == read(AfterHours, [{**job, "notice_accepted": "yes"}]).values
    month = {"tier": "6h", "year": "2026", "month": "11"}
    assert (TierMonth(tier="6h", year=2026, month=11),) == read(TierMonth, [month]).values


def test_columns_beside_the_value_are_kept_and_group_it() -> None:
    rows = [{**PLAIN, "id": id, "account": account} for id, account in (("T-1", "a"), ("T-2", "b"), ("T-3", "a"))]
    found = read(Incident, rows, besides=["account"])
    assert [(row.number, row.besides) for row in found.good] == [
        (2, {"account": "a"}),
        (3, {"account": "b"}),
        (4, {"account": "a"}),
    ]
    assert {account: [each.id for each in group] for account, group in found.by("account").items()} == {
        "a": ["T-1", "T-3"],
        "b": ["T-2"],
    }


def test_columns_may_have_names_of_their_own_and_problems_bear_them() -> None:
    names = {"id": "number", "received_at": "opened", "effort": "spent"}
    row = {"number": "T-1", "opened": "2026-11-20T20:00Z", "spent": "75"}
    assert timedelta(minutes=75) == read(Incident, [row], names=names).values[0].effort
    assert told(Incident, {**row, "opened": "today", "spent": "long"}, names=names) == [
        (2, "opened", "today"),
        (2, "spent", "long"),
    ]


def test_a_function_reads_whatever_its_parameters_say() -> None:
    def pair(*, day: date, severity: Severity = Severity.NORMAL, more: tuple[int, ...] = ()) -> tuple[date, str]:
        return day, Severity(severity)

    rows = [{"day": "2026-11-20", "severity": ""}, {"day": "2026-11-20", "severity": "severe"}]
    assert ((date(2026, 11, 20), "normal"), (date(2026, 11, 20), "severe")) == read(pair, rows).values
    assert told(pair, {"day": "2026-11-20", "more": "1"}) == [(1, "more", "more")]


def test_no_rows_are_no_values_and_no_problems() -> None:
    found = read(Incident, [])
    assert (found.values, found.problems) == ((), ())
    assert read(Incident, [], besides=["account"]).by("account") == {}


# --- problems


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("received_at", "2026-11-20T20:00"),
        ("received_at", "2026-11-20"),
        ("received_at", "yesterday"),
        ("received_at", "2026-02-30T10:00Z"),
        ("received_at", "0001-01-01T00:00+14:00"),
        ("received_at", ""),
        ("id", ""),
        ("id", " T-1"),
        ("id", "x" * 201),
        ("id", "T-1\n"),
        ("severity", "high"),
        ("severity", "Severe"),
        ("tier", " "),
        ("kind", "answer"),
        ("channel", "fax"),
        ("topic", "weather"),
        ("has_account", "y"),
        ("has_account", "2"),
        ("is_out_of_box", "maybe"),
        ("effort_minutes", "-1"),
        ("effort_minutes", "1.5"),
        ("effort_minutes", "1 h"),
        ("effort_minutes", " 5"),
        ("effort_minutes", "\u0665"),
        ("effort_minutes", "1_0"),
        ("effort_minutes", "999999999"),
        ("effort_minutes", "9" * 5000),
        ("advised_units", "0"),
        ("advised_units", "two"),
        ("replied_at", "2026-11-20T19:59Z"),
        ("deployed_at", "2026-11-20T20:00"),
        ("follows", "T-1"),
        ("follows", " T-0"),
    ],
)
def test_a_bad_cell_is_a_problem_that_names_it(column: str, cell: str) -> None:
    problems = read(Incident, [{**PLAIN, column: cell}]).problems
    assert [(2, column, cell)] == [(each.row, each.field, each.value) for each in problems]
    assert all(each.problem and each.remedy and each.code for each in problems)


def test_a_problem_says_row_field_value_and_remedy() -> None:
    problem = read(Incident, [PLAIN, {**PLAIN, "effort_minutes": "1 h"}][1:]).problems[0]
    expected = Problem(
        row=2,
        field="effort_minutes",
        value="1 h",
        problem="is no duration",
        remedy="write whole minutes, such as 75",
        code="unreadable",
    )
    assert expected == problem
    assert str(problem) == "row 2, effort_minutes is no duration, got '1 h': write whole minutes, such as 75"


def test_all_problems_of_a_row_are_told_at_once() -> None:
    row = {
        "account": "",
        "id": " ",
        "received_at": "2026-11-20T20:00",
        "severity": "high",
        "kind": "x",
        "topic": "?",
        "effort_minutes": "-5",
        "advised_units": "0",
        "has_account": "maybe",
        "arose_at": "2026-11-20T20:00Z",
        "replied_at": "2026-11-19T20:00Z",
        "follows": " ",
    }
    fields = {field for _, field, _ in told(Incident, row, besides=["account"])}
    assert set(row) - {"arose_at", "replied_at"} == fields


def test_two_contradictions_of_one_row_are_both_told() -> None:
    row = {**PLAIN, "replied_at": "2026-11-19T20:00Z", "arose_at": "2026-11-22T20:00Z", "follows": "T-1"}
    assert [field for _, field, _ in told(Incident, row)] == ["replied_at", "received_at", "follows"]


def test_nothing_is_said_of_a_fact_because_another_could_not_be_read() -> None:
    """What can't be read is stood in for, and contradicts nothing."""
    row = {**PLAIN, "received_at": "?", "replied_at": "2026-11-19T20:00Z", "arose_at": "2026-11-22T20:00Z"}
    assert told(Incident, row) == [(2, "received_at", "?")]
    assert told(TERMS.purchase, {"id": "P-1", "on": "2026-11-20", "credits": "x"}) == [(2, "credits", "x")]


def test_each_row_is_told_by_its_own_number_and_the_good_ones_are_kept() -> None:
    rows = [PLAIN, {**PLAIN, "id": ""}, {**PLAIN, "id": "T-3"}, {**PLAIN, "received_at": "", "id": "T-4"}]
    found = read(Incident, rows)
    assert [each.id for each in found.values] == ["T-1", "T-3"]
    assert [(each.row, each.field) for each in found.problems] == [(3, "id"), (5, "received_at")]


def test_a_value_that_is_not_accepted_is_a_problem_of_its_column() -> None:
    found = read(Incident, [{**PLAIN, "tier": "9h"}, {**PLAIN, "tier": "6h"}], accept=lambda each: assess(each, TERMS))
    assert [(each.row, each.field, each.value) for each in found.problems] == [(2, "tier", "9h")]
    assert [each.tier for each in found.values] == ["6h"]


def test_what_is_not_accepted_is_told_beside_what_cannot_be_read() -> None:
    row = {**PLAIN, "received_at": "?", "tier": "9h"}
    found = told(Incident, row, accept=lambda each: assess(each, TERMS).due_at)
    assert found == [(2, "received_at", "?"), (2, "tier", "9h")]


def test_an_error_about_no_column_is_told_as_it_is() -> None:
    def refusing(*, id: str) -> Incident:
        return Incident(id=id, received_at=datetime(2026, 11, 20))  # noqa: DTZ001

    assert [(2, "received_at", datetime(2026, 11, 20))] == told(refusing, {"id": "T-1"})  # noqa: DTZ001


# --- one id


def test_a_row_that_is_refused_once_and_then_taken_is_not_lost() -> None:
    calls: list[str] = []

    def unsure(*, id: str) -> str:
        calls.append(id)
        if len(calls) == 1:
            TERMS.tier("no tier")
        return id

    found = read(unsure, [{"id": "T-1", "account": "a"}], besides=["account"])
    assert (found.by("account"), found.problems) == ({"a": ("T-1",)}, ())


def test_the_same_row_twice_is_one_fact() -> None:
    """An id with the same content is one fact, however it is written."""
    again = {**PLAIN, "received_at": "2026-11-20T21:00+01:00"}
    found = read(Incident, [PLAIN, again])
    assert (len(found.values), found.problems) == (1, ())


@pytest.mark.parametrize("changed", [{"account": "b"}, {"received_at": "2026-11-20T20:01Z"}])
def test_one_id_with_another_content_is_a_problem_of_the_later_row(changed: dict[str, str]) -> None:
    rows = [{**PLAIN, "account": "a"}, {**PLAIN, "account": "a", **changed}]
    found = read(Incident, rows, besides=["account"])
    assert [(each.row, each.field, each.value, each.code) for each in found.problems] == [
        (3, "id", "T-1", "one_id_two_contents")
    ]
    assert "row 2" in str(found.problems[0])
    assert [row.besides["account"] for row in found.good] == ["a"]


# --- the shape of a file


def test_an_unknown_column_is_told_once_by_the_row_of_names() -> None:
    rows = [{**PLAIN, "sevrity": "severe"}, {**PLAIN, "id": "T-2", "sevrity": ""}]
    found = read(Incident, rows)
    assert [(each.row, each.field) for each in found.problems] == [(1, "sevrity")]
    assert "severity" in found.problems[0].remedy
    assert len(found.values) == 2


def test_a_missing_column_is_told_once_and_leaves_no_values() -> None:
    found = read(Incident, [{"id": "T-1", "severity": "high"}, {"id": "T-2", "severity": ""}], besides=["account"])
    assert found.values == ()
    assert [(each.row, each.field) for each in found.problems] == [(1, "account"), (1, "received_at"), (2, "severity")]


@pytest.mark.parametrize(
    ("cells", "field"),
    [({None: ["more"]}, "row"), ({None: []}, "row"), ({"tier": 1.5}, "tier"), ({"tier": ["6h"]}, "tier")],
    ids=["too long", "cut short", "a number", "a list"],
)
def test_a_row_of_another_shape_is_a_problem(cells: dict[Any, Any], field: str) -> None:
    rows: list[Any] = [{**PLAIN, "tier": ""}, {**PLAIN, "id": "T-2", "tier": "", **cells}]
    found = read(Incident, rows)
    assert [(3, field)] == [(each.row, each.field) for each in found.problems]
    assert [each.id for each in found.values] == ["T-1"]


def test_a_column_that_one_row_leaves_out_is_not_given_there() -> None:
    """As objects in JSON leave them out."""
    rows: list[dict[str, str]] = [{**PLAIN, "tier": "6h"}, {**PLAIN, "id": "T-2"}, {"id": "T-3"}, {}]
    found = read(Incident, rows)
    assert [each.tier for each in found.values] == ["6h", None]
    assert [(each.row, each.field, each.code) for each in found.problems] == [
        (4, "received_at", "missing"),
        (5, "id", "missing"),
        (5, "received_at", "missing"),
    ]


def test_rows_without_any_column_are_told_by_the_row_of_names() -> None:
    assert told(Incident, {}, {}) == [(1, "id", ""), (1, "received_at", "")]


@pytest.mark.parametrize("cell", ["", " a", "a\x00", "a" * 1001])
def test_a_column_beside_the_value_has_to_be_readable(cell: str) -> None:
    assert [(2, "account", cell)] == told(Incident, {**PLAIN, "account": cell}, besides=["account"])


# --- the values read


def test_columns_beside_a_value_cannot_be_changed() -> None:
    row = read(Incident, [{**PLAIN, "account": "a"}], besides=["account"]).good[0]
    with pytest.raises(TypeError):
        row.besides["account"] = "b"  # type: ignore[index]
    assert row.besides == {"account": "a"}


def test_rows_can_be_kept_and_compared() -> None:
    found = read(Incident, [{**PLAIN, "account": "a"}, {"id": ""}], besides=["account"])
    assert found == pickle.loads(pickle.dumps(found)) == copy.deepcopy(found)
    assert {found.good[0]: 1}[copy.copy(found.good[0])] == 1


def test_an_unknown_column_groups_nothing() -> None:
    found = read(Incident, [{**PLAIN, "account": "a"}], besides=["account"])
    for rows in (found, read(Incident, [], besides=["account"]), Rows(found.good, ())):
        with pytest.raises(UnknownNameError, match="did you mean 'account'"):
            rows.by("acount")
    assert Rows[Incident]((), ()).by("account") == {}


@pytest.mark.parametrize("column", [None, b"account", ["account"], 5])
def test_a_column_to_group_by_is_a_text(column: Any) -> None:
    found = read(Incident, [{**PLAIN, "account": "a"}], besides=["account"])
    with pytest.raises(InvalidTypeError) as refused:
        found.by(column)
    assert refused.value.field == "column"


def test_a_problem_is_made_by_keywords() -> None:
    with pytest.raises(TypeError):
        Problem(2, "id", "", "is empty", "fill it in", "missing")  # type: ignore[call-arg]


# --- other rows


class Hidden:
    """A row of a database: it has keys, and is no mapping."""

    def __init__(self, cells: dict[str, Any]) -> None:
        self._cells = cells

    def keys(self) -> Iterable[str]:
        return self._cells.keys()

    def __getitem__(self, name: str) -> Any:
        return self._cells[name]


@pytest.mark.parametrize("kind", [UserDict, MappingProxyType, ChainMap, OrderedDict, Hidden])
def test_any_mapping_is_a_row(kind: Any) -> None:
    assert [each.id for each in read(Incident, [kind(PLAIN)]).values] == ["T-1"]


def test_rows_of_a_database_are_read() -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute("create table tickets (id integer, received_at text, effort_minutes real, has_account integer)")
    connection.execute("insert into tickets values (1001, '2026-11-20 20:00:00', 75.0, 0), (1002, null, null, null)")
    found = read(Incident, connection.execute("select * from tickets"), tz="UTC")
    connection.close()
    received_at = datetime(2026, 11, 20, 20, tzinfo=UTC)
    expected = Incident(id="1001", received_at=received_at, effort=timedelta(minutes=75), has_account=False)
    assert (expected,) == found.values
    assert [(each.row, each.field) for each in found.problems] == [(3, "received_at")]


def test_objects_of_json_are_read() -> None:
    text = """[{"id": 1001, "received_at": "2026-11-20T20:00Z", "effort_minutes": 75, "advised_units": 2,
                "has_account": false, "tier": null}]"""
    expected = Incident(
        id="1001",
        received_at=datetime(2026, 11, 20, 20, tzinfo=UTC),
        effort=timedelta(minutes=75),
        advised_units=2,
        has_account=False,
    )
    assert (expected,) == read(Incident, json.loads(text)).values


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31m", r"'a\x1b[31m'"),
        ("a\x00", r"'a\x00'"),
        ("\u202eabc", r"'\u202eabc'"),
        ("\ufeffa", r"'\ufeffa'"),
        ("a\nb", r"'a\nb'"),
        ("\ud800", r"'\ud800'"),
    ],
)
def test_a_hostile_text_is_shown_escaped_on_one_line(text: str, shown: str) -> None:
    """In a cell, and as the name of a column."""
    (of_cell,) = read(Incident, [{**PLAIN, "id": text}]).problems
    assert f"row 2, id is empty, or has blanks around it or characters that don't print, got {shown}: " in str(of_cell)
    for problem in read(Incident, [{**PLAIN, text: ""}]).problems:
        assert str(problem).isprintable()
        assert problem.row == 1


def test_a_formula_is_kept_as_it_is() -> None:
    assert [each.id for each in read(Incident, [{**PLAIN, "id": "=1+1"}]).values] == ["=1+1"]


@pytest.mark.parametrize(
    "subject", ["Caf\u00e9\u00a0is down", "\U0001f468\u200d\U0001f469 in", "two\nlines", "tab\there"]
)
def test_a_column_beside_the_value_holds_what_people_write(subject: str) -> None:
    found = read(Incident, [{"id": "T-1", "received_at": "2026-09-01T10:00Z", "subject": subject}], besides=["subject"])
    assert ([subject], ()) == ([row.besides["subject"] for row in found.good], found.problems)
