"""Rows to values: what a CSV file, a spreadsheet, JSON, a database or pandas gives, read without a guess.

A *row* is a mapping of cells. Its columns are named like the facts that a value is made of; a
duration's is in whole minutes and says so, such as ``effort_minutes``. An empty cell, None, NaN and
NaT are a fact not given. A *problem* names the row, the column, its cell and the remedy.

*Invariant:* every row becomes a value or a problem, and all problems of all rows are told at once.
Where the header itself can't be relied on, its problems stand for every row.
*Units:* rows are numbered as a spreadsheet numbers them: the names are row 1, the first facts row 2.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import tzinfo
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import attrs

from . import _checks as check
from ._rows.columns import Convert
from ._rows.reader import collected, reader
from ._rows.table import NAMES, Problem, Table, at_most, faults_of, table, table_of
from .errors import IncidentRulesError

__all__ = ["Problem", "Row", "Rows", "Table", "read", "table"]

A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)
ROWS = 'give rows.table(csv.reader(file)), the rows of csv.DictReader, frame.to_dict("records"), or other mappings'
NONE: Mapping[str, Any] = MappingProxyType({})


def _read_only(besides: Mapping[str, str]) -> Mapping[str, str]:
    found = check.mapping("besides", besides, "a mapping of columns to cells", 'give {"account": "acme"}')
    return MappingProxyType(dict(found))


@attrs.frozen
class Row(Generic[A_co]):
    """A good row: its number, its value, and the columns that are no part of the value, which can't be changed.

    Made by the library: one that is made by hand is not checked.
    """

    number: int
    """Its place in the table, as `table` counts."""
    value: A_co
    """What was read."""
    besides: Mapping[str, str] = attrs.field(converter=_read_only, hash=False)
    """The columns that are no part of the value, by name."""

    def __reduce__(self) -> tuple[Any, ...]:  # a read-only mapping can't be pickled
        return Row, (self.number, self.value, dict(self.besides))


@attrs.frozen
class Rows(Generic[A_co]):
    """What was read: the good rows in their order, every problem of the others, and the columns beside the values.

    Made by the library: one that is made by hand is not checked.
    """

    good: tuple[Row[A_co], ...]
    """The rows that could be read."""
    problems: tuple[Problem, ...]
    """Every problem, in the order of the rows."""
    columns: tuple[str, ...] | None = None
    """The columns that are no part of the values; None where the rows were made by hand."""

    @property
    def values(self) -> tuple[A_co, ...]:
        """The values of the good rows."""
        return tuple(row.value for row in self.good)

    def by(self, column: str) -> dict[str, tuple[A_co, ...]]:
        """Return the values by a column beside them, such as the account that they belong to.

        Raises `UnknownNameError` for a column that was not read by ``besides``.
        """
        name = check.any_text("column", column, remedy='give the name of a column, such as "account"')
        known = self.columns if self.columns is not None else next((tuple(row.besides) for row in self.good), None)
        if known is not None and name not in known:
            check.unknown("column", column, known, "column beside the values")
        groups: dict[str, list[A_co]] = {}
        for row in self.good:
            groups.setdefault(row.besides[name], []).append(row.value)
        return {group: tuple(values) for group, values in groups.items()}


# --- rows to values


def read(
    make: Callable[..., A],
    rows: Iterable[Any],
    *,
    besides: Iterable[str] = (),
    ignore: Iterable[str] = (),
    names: Mapping[str, str] = NONE,
    convert: Mapping[str, Convert] = NONE,
    tz: tzinfo | str | None = None,
    accept: Callable[[A], object] | None = None,
) -> Rows[A]:
    """Return the values that rows give, and every problem of every row that gives none.

    ``make`` is whatever makes a value of named facts: a class such as `Incident`, a method such as
    ``terms.purchase``, a function. Its parameters name the columns, their types say how to read them.

    ``rows`` are a `table`, a ``csv.DictReader``, or mappings: JSON objects, rows of a database, dicts of
    a data frame. ``names`` says what the columns of some facts are called instead. ``convert`` has a table
    of words, or a function of the cell, for a fact or a column beside; it is not asked about empty cells,
    and what it gives is read as a cell is. ``tz`` is the zone of moments that are written without one; a
    time that its clocks skip or show twice is a problem. ``besides`` are columns that are no part of the
    value, and have to be filled; ``ignore`` are columns that are not read. ``accept`` is called with each
    value, and raises an `IncidentRulesError` for one that can't be taken.

    Of two rows with one id, the second is a problem unless it says the same; then it is one fact.

    >>> from incidentrules import Incident
    >>> rows = [{"number": "T-1", "received_at": "2026-11-20 20:00 UTC", "effort_minutes": "1 h", "severity": "P1"}]
    >>> found = read(Incident, rows, names={"id": "number"}, convert={"severity": {"P1": "severe", "P2": "normal"}})
    >>> for problem in found.problems:
    ...     print(problem)
    row 2, effort_minutes is no duration, got '1 h': write whole minutes, such as 75

    Raises `InvalidTypeError` where ``make`` or ``rows`` can't be read, `UnknownNameError` for a name of no
    fact, `ConflictError` for a column that is named twice.
    """
    named = reader(make, besides=besides, ignore=ignore, names=names, convert=convert, tz=tz, accept=accept)
    found, faults, numbered = _source(rows)
    reading = named.of(found)
    faults = [fault for fault in faults if not reading.excuses(fault)]
    problems = [*faults, *reading.misnamed(faults)] if numbered else []
    good: dict[object, Row[A]] = {}
    for number, cells in () if faults else numbered:
        errors: list[IncidentRulesError] = []
        if made := reading.quick(cells) or reading.slow(cells, errors):
            row = Row(number, *made)
            id = getattr(row.value, "id", None)
            earlier = good.setdefault(id if isinstance(id, str | int) else (number,), row)
            if earlier is not row:
                with collected(errors):
                    _check_same(row, earlier)
        problems += [reading.problem(number, cells, error) for error in errors]
    return Rows(tuple(good.values()), tuple(problems), tuple(column.name for column in reading.besides))


def _source(rows: Any) -> tuple[Sequence[Any], Sequence[Problem], Iterable[tuple[int, Mapping[Any, Any]]]]:
    """Return the names of the columns, what is wrong with them, and the rows with their numbers."""
    if type(rows) is csv.DictReader:  # its own rows don't say which were cut short, and leave out blank lines
        names = rows.fieldnames or ()
        rows = table_of(names, rows.reader, rows.reader.line_num + 1)
    if type(rows) is Table:
        return rows.columns, rows.problems, rows.numbered()
    given = check.any_items("rows", rows, "a list of mappings", ROWS)
    listed = [_mapping(place, row) for place, row in enumerate(at_most("rows", given))]
    texts = dict.fromkeys(name for row in listed for name in row if isinstance(name, str))
    others = dict.fromkeys(name for row in listed for name in row if name is not None and not isinstance(name, str))
    names = [*texts, *others]
    return names, tuple(faults_of(names)) if names else (), list(enumerate(listed, NAMES + 1))


def _mapping(place: int, row: Any) -> dict[Any, Any]:
    """Return a row as a dict: a mapping, or what has keys as the rows of a database have."""
    if type(row) is dict:
        return row
    if not check.is_a(row, Mapping):
        with suppress(AttributeError, TypeError, ValueError, LookupError):
            if callable(row.keys):
                return dict(row)
    return check.mapping(f"rows[{place}]", row, "a mapping", ROWS)


def _check_same(row: Row[A], earlier: Row[A]) -> None:
    if (row.value, row.besides) != (earlier.value, earlier.besides):
        problem = f"is that of row {earlier.number} too, with other content"
        remedy = "give each fact an id of its own, or the same content"
        check.refuse("id", getattr(row.value, "id", None), problem, remedy, code="one_id_two_contents")
