"""Laws of rows: nothing is lost, nothing is guessed.

- every row becomes a value or a problem, whatever its cells hold, and nothing else is raised
- facts written as text and read back are the same facts; so are facts as values, and in a table
- a text and the value that it stands for give the same fact, or neither gives one
- other names and other words change no fact
"""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from incidentrules import Incident, Lot
from incidentrules.rows import Rows, read, table
from judgement_strategies import incidents, lots

COLUMNS = [each.name for each in attrs.fields(Incident) if each.name != "changes"]
HOSTILE = [
    "",
    " ",
    "0",
    "1",
    "yes",
    "\ufeff",
    "\x00",
    "\u202e",
    "\x1b[31m",
    "=1+1",
    "\ud800",
    "a\nb",
    "T-1",
    "1.0",
    "severe",
]
natives: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC) | st.timezones())
    | st.dates()
    | st.timedeltas()
    | st.binary(max_size=3)
    | st.lists(st.integers(), max_size=2)
)
texts = st.sampled_from([*HOSTILE, "2026-11-20T20:00Z", "2026-11-20 20:00", "75", "6h"]) | st.text(max_size=12)
cells = texts | natives
names = st.sampled_from(COLUMNS) | texts


def name_of(fact: str) -> str:
    return "effort_minutes" if fact == "effort" else fact


def text_of(value: Any) -> str:
    """Return a fact as a file has it."""
    if value is None:
        return ""
    if isinstance(value, timedelta):
        return str(value // timedelta(minutes=1))
    return value.isoformat() if isinstance(value, date) else str(value)


def is_told(found: Rows[Any], numbers: range) -> bool:
    """Return whether each row is a value or has a problem of its own, or one of all rows."""
    good, bad = {row.number for row in found.good}, {each.row for each in found.problems}
    return 1 in bad or (good | bad == set(numbers) and not good & bad)


def ids(place: int) -> str:
    return f"T-{place}"


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS) | st.none(), cells, max_size=6), max_size=4))
def test_every_row_becomes_a_value_or_a_problem(rows: list[dict[Any, Any]]) -> None:
    numbered = [
        {**row, "id": ids(place), "received_at": row.get("received_at", "2026-11-20T20:00Z")}
        for place, row in enumerate(rows)
    ]
    given = [{name_of(name) if name else name: cell for name, cell in row.items()} for row in numbered]
    found = read(Incident, given)
    assert is_told(found, range(2, len(rows) + 2))
    assert all(str(each).isprintable() for each in found.problems)


@given(
    st.just(["id", "received_at", "tier"]) | st.lists(names, max_size=4),
    st.lists(st.lists(cells, max_size=4) | st.tuples(texts, texts, cells).map(list), max_size=4),
    st.sampled_from([None, "Europe/Berlin"]),
)
def test_every_line_becomes_a_value_or_a_problem(header: list[Any], lines: list[list[Any]], tz: str | None) -> None:
    """Whatever the first line says; blank ones are left out, and a fact that is told twice is one."""
    found = read(Incident, table([header, *lines]), tz=tz)
    given = {number for number, line in enumerate(lines, 2) if not is_blank(line)}
    good, bad = {row.number for row in found.good}, {each.row for each in found.problems}
    if 1 not in bad:
        assert good | bad <= given
        assert not good & bad
        for number in given - good - bad:
            assert set(read(Incident, table([header, lines[number - 2]]), tz=tz).values) & set(found.values)
    assert all(str(each).isprintable() for each in found.problems)


@given(
    st.lists(incidents(), max_size=4), st.sampled_from([UTC, timezone(timedelta(hours=9, minutes=30))]), st.booleans()
)
def test_facts_written_as_text_are_read_back(drawn: list[Incident], tz: timezone, leaves_zone_out: bool) -> None:
    """By a file, and without the zone, where that is given."""
    tickets = tuple(attrs.evolve(each, id=ids(place), changes=()) for place, each in enumerate(drawn))

    def written(value: Any) -> str:
        if not isinstance(value, datetime):
            return text_of(value)
        local = value.astimezone(tz)
        return (local.replace(tzinfo=None) if leaves_zone_out else local).isoformat(sep=" ")

    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(map(name_of, COLUMNS))
    writer.writerows([written(getattr(ticket, name)) for name in COLUMNS] for ticket in tickets)
    for rows in (csv.DictReader(io.StringIO(file.getvalue())), table(csv.reader(io.StringIO(file.getvalue())))):
        found = read(Incident, rows, tz=tz if leaves_zone_out else None)
        assert (found.values, found.problems) == (tickets, ())


@given(st.lists(incidents(), max_size=4))
def test_facts_as_values_are_read_back(drawn: list[Incident]) -> None:
    tickets = tuple(attrs.evolve(each, id=ids(place), changes=()) for place, each in enumerate(drawn))
    rows = [{name_of(name): getattr(ticket, name) for name in COLUMNS} for ticket in tickets]
    assert read(Incident, rows) == read(
        Incident, table([[name_of(name) for name in COLUMNS], *([*row.values()] for row in rows)])
    )
    assert read(Incident, rows).values == tickets


@given(lots())
def test_lots_are_read_back(drawn: list[Lot]) -> None:
    fields = [each.name for each in attrs.fields(Lot)]
    expected = tuple({lot.id: lot for lot in drawn}.values())
    rows = [{name: text_of(getattr(lot, name)) for name in fields} for lot in expected]
    assert read(Lot, rows).values == expected


def is_blank(line: list[Any]) -> bool:
    return all(cell is None or cell == "" for cell in line)


pairs: dict[Any, st.SearchStrategy[tuple[Any, str]]] = {
    str: st.integers(-5, 10**12).map(lambda number: (number, str(number))),
    int: st.integers(-3, 10**10).map(lambda number: (number, str(number))),
    bool: (st.booleans() | st.integers(-1, 2)).map(lambda flag: (flag, str(flag))),
    timedelta: st.integers(-3, 10**10).map(lambda number: (Decimal(number), str(number))),
    Decimal: st.decimals(-(10**9), 10**9, places=2).map(lambda amount: (amount, f"{amount:f}")),
    datetime: (st.datetimes() | st.datetimes(timezones=st.timezones())).map(lambda at: (at, at.isoformat(" "))),
    date: (st.dates() | st.datetimes().map(lambda at: at.combine(at, at.min.time()))).map(lambda day: (day, str(day))),
}
whole = st.integers(-1, 10**4).map(lambda number: (float(number), f"{number}.0"))
parts = st.floats(0.001, 0.999).map(lambda part: (part, str(part)))


@given(
    st.sampled_from([*pairs]).flatmap(lambda kind: st.tuples(st.just(kind), pairs[kind])),
    st.sampled_from(["UTC", None]),
)
def test_a_text_and_its_value_give_the_same_fact_or_neither_gives_one(
    drawn: tuple[Any, tuple[Any, str]], tz: Any
) -> None:
    kind, (value, text) = drawn
    assert read_by(kind, value, tz) == read_by(kind, text, tz)


@given(st.sampled_from([int, timedelta, bool]), whole | parts)
def test_a_float_counts_where_it_is_whole(kind: Any, drawn: tuple[float, str]) -> None:
    """As pandas keeps the numbers of a column in which one is not known."""
    value, text = drawn
    assert read_by(kind, value, None) == read_by(kind, text, None)
    assert value.is_integer() or read_by(kind, value, None) == ()


def read_by(kind: Any, cell: Any, tz: Any) -> tuple[Any, ...]:
    """Return the fact of a type that a cell gives, if it gives one."""

    def fact(*, fact: Any) -> Any:
        return fact

    fact.__annotations__["fact"] = kind
    return read(fact, [{"fact_minutes" if kind is timedelta else "fact": cell}], tz=tz).values


@given(incidents())
def test_other_names_and_other_words_change_no_fact(drawn: Incident) -> None:
    ticket = attrs.evolve(drawn, changes=())
    row = {name_of(name): text_of(getattr(ticket, name)) for name in COLUMNS}
    others = {name: f"Column of {name}" for name in COLUMNS}
    renamed = {others[name]: row[name_of(name)] for name in COLUMNS} | {"severity": "x"}
    renamed[others["severity"]] = {"severe": "Hoch", "normal": "Niedrig"}[row["severity"]]
    convert = {"severity": {"Hoch": "severe", "Niedrig": "normal"}}
    found = read(Incident, [renamed], names=others, convert=convert, ignore=["severity"])
    assert (found.values, found.problems) == ((ticket,), ())
