"""Rows of text to values: what `csv.DictReader` or a spreadsheet gives, read without a guess.

A *row* is a mapping of strings. Its columns are named like the facts that a value is made of; a
duration's is in whole minutes and says so, such as ``effort_minutes``. An empty cell is a fact not
given. A *problem* names the row, the field, what it held and the remedy.

*Invariant:* every row becomes a value or a problem, and all problems of all rows are told at once.
*Units:* rows are numbered as a spreadsheet numbers them: the names are row 1, the first facts row 2.
"""

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Generic, NamedTuple, TypeVar, Union, get_args, get_origin

import attrs

from . import _checks as check
from .errors import IncidentRulesError, shown

__all__ = ["Problem", "Row", "Rows", "read"]

A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)
Cells = Mapping[str, str]
NAMES = 1
"""The number of the row that holds the names of the columns."""
LONGEST_NAME = 1000


@attrs.frozen
class Problem:
    """Why a row is no value: what an `IncidentRulesError` says, with the row, and the column's own name and cell."""

    row: int
    field: str
    value: object
    problem: str
    remedy: str
    code: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.field} {self.problem}, got {shown(self.value)}: {self.remedy}"


@attrs.frozen
class Row(Generic[A_co]):
    """A good row: its number, its value, and the columns that are no part of the value."""

    number: int
    value: A_co
    besides: Cells


@attrs.frozen
class Rows(Generic[A_co]):
    """What was read: the good rows in their order, and every problem of the others."""

    good: tuple[Row[A_co], ...]
    problems: tuple[Problem, ...]

    @property
    def values(self) -> tuple[A_co, ...]:
        """The values of the good rows."""
        return tuple(row.value for row in self.good)

    def by(self, column: str) -> dict[str, tuple[A_co, ...]]:
        """Return the values by a column beside them, such as the account that they belong to."""
        groups: dict[str, list[A_co]] = {}
        for row in self.good:
            groups.setdefault(row.besides[column], []).append(row.value)
        return {group: tuple(values) for group, values in groups.items()}


def read(
    make: Callable[..., A],
    rows: Iterable[Cells],
    *,
    besides: Iterable[str] = (),
    names: Mapping[str, str] = MappingProxyType({}),
    accept: Callable[[A], object] = lambda value: value,
) -> Rows[A]:
    """Return the values that rows of text give, and every problem of every row that gives none.

    ``make`` is whatever makes a value of named facts: a class such as `Incident`, a method such as
    ``terms.purchase``, a function. Its parameters name the columns, their types say how to read them.
    ``besides`` are columns that are no part of the value, and have to be filled; ``names`` says what the
    columns of some facts are called instead; ``accept`` is called with each value, and raises an
    `IncidentRulesError` for one that can't be taken. Of two rows with one id, the second is a problem
    unless it says the same.

    >>> from incidentrules import Incident
    >>> rows = [{"id": "T-1", "received_at": "2026-11-20T20:00Z", "effort_minutes": "1 h", "severity": "high"}]
    >>> for problem in read(Incident, rows).problems:
    ...     print(problem)
    row 2, effort_minutes is no duration, got '1 h': write whole minutes, such as 75
    row 2, severity is not known, got 'high': give one of 'severe', 'normal'

    Raises `InvalidTypeError` where ``rows`` are no mappings, `UnknownNameError` for a name of no fact.
    """
    for field, function in (("make", make), ("accept", accept)):
        if not callable(function):
            check.refuse_type(field, function, "a function", "give a class such as Incident, or a function")
    if not isinstance(names, Mapping):
        check.refuse_type("names", names, "a mapping of facts to columns", 'give {"id": "number"}')
    listed, besides = check.as_tuple(rows), check.as_tuple(besides)
    check.each("rows", listed, Mapping, "give the rows of csv.DictReader, or other mappings of strings")
    check.each("besides", besides, str, 'give the names of columns, such as ["account"]')
    columns = tuple(_columns(make, names))
    reader = _Reader(make, columns, tuple(_Column(name, name, _NAME) for name in besides), accept)
    empty: dict[str, Any] = dict.fromkeys(name for cells in listed for name in cells if name is not None)
    problems = list(reader.misnamed(empty)) if listed else []
    good: dict[object, Row[A]] = {}
    for number, given in enumerate(listed, NAMES + 1):
        errors: list[IncidentRulesError] = []
        cells = empty | given
        row = reader.row(number, cells, errors)
        if row:
            earlier = good.setdefault(getattr(row.value, "id", number), row)
            with _collected(errors):
                _check_same(row, earlier)
        problems += [reader.problem(number, cells, error) for error in errors]
    return Rows(tuple(good.values()), tuple(problems))


def _check_same(row: Row[A], earlier: Row[A]) -> None:
    if (row.value, row.besides) != (earlier.value, earlier.besides):
        problem = f"is that of row {earlier.number} too, with other content"
        remedy = "give each fact an id of its own, or the same content"
        check.refuse("id", getattr(row.value, "id", None), problem, remedy, code="one_id_two_contents")


@contextmanager
def _collected(errors: list[IncidentRulesError]) -> Iterator[None]:
    """Keep an error for later, and go on."""
    try:
        yield
    except IncidentRulesError as error:
        errors.append(error)


@attrs.frozen
class _Reader(Generic[A]):
    make: Callable[..., A]
    columns: "tuple[_Column, ...]"
    besides: "tuple[_Column, ...]"
    accept: Callable[[A], object]

    def misnamed(self, names: Collection[str]) -> Iterator[Problem]:
        """Yield what is wrong with the names of the columns."""
        columns = (*self.besides, *self.columns)
        known = dict.fromkeys(column.name for column in columns)
        for name in names:
            if name not in known:
                remedy = f"leave it out, or name it one of {', '.join(known)}"
                yield Problem(NAMES, name, name, "is no column that is read", remedy, "unknown_name")
        for column in columns:
            if column.is_needed and column.name not in names:
                yield Problem(NAMES, column.name, ", ".join(names), "is no column here", "add it", "missing")

    def row(self, number: int, cells: Cells, errors: list[IncidentRulesError]) -> Row[A] | None:
        """Return a good row, or None; what is wrong with it is added to the errors."""
        with _collected(errors):
            _check_shape(cells)
        if errors:
            return None
        facts, besides = (self._facts(columns, cells, errors) for columns in (self.columns, self.besides))
        value = self._made(facts, errors)
        if errors or value is None or len(besides) < len(self.besides):
            return None
        return Row(number, value, besides)

    def problem(self, number: int, cells: Cells, error: IncidentRulesError) -> Problem:
        """Return an error as a row's, with the name and the cell of the column."""
        name = next((column.name for column in self.columns if column.fact == error.field), error.field)
        return Problem(number, name, cells.get(name, error.value), error.problem, error.remedy, error.code)

    def _facts(self, columns: "Iterable[_Column]", cells: Cells, errors: list[IncidentRulesError]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for column in columns:
            with _collected(errors):
                facts |= column.fact_of(cells)
        return facts

    def _made(self, facts: dict[str, Any], errors: list[IncidentRulesError]) -> A | None:
        """Return the value; what is refused is set aside and the rest tried again, so that all is told."""
        stand_ins = {column.fact: column.cell.stand_in for column in self.columns if column.is_needed}
        rest = dict(facts)
        while True:
            is_whole = rest.keys() >= stand_ins.keys()
            try:
                value = self.make(**(stand_ins | rest))
                self.accept(value)
            except IncidentRulesError as error:
                if error.field in rest or is_whole:  # what is said of no fact may be said of a stand-in
                    errors.append(error)
                aside = _aside(error, rest, stand_ins)
                if not aside:
                    return None
                rest = {fact: rest[fact] for fact in rest if fact not in aside}
            else:
                return value if is_whole else None


def _aside(error: IncidentRulesError, facts: Mapping[str, Any], stand_ins: Mapping[str, Any]) -> list[str]:
    """Return the facts to try again without: the one refused, or those like a stand-in that they contradict."""
    if error.field in facts or error.field not in stand_ins:
        return [fact for fact in facts if fact == error.field]
    return [fact for fact in facts if type(facts[fact]) is type(stand_ins[error.field])]


def _check_shape(cells: Mapping[Any, Any]) -> None:
    """Refuse what `csv.DictReader` makes of a row that is longer or shorter than that of the names, and no strings."""
    for name, cell in cells.items():
        if name is None:
            remedy = "put quotes round a cell that holds a comma"
            check.refuse("row", cell, "has more cells than there are columns", remedy, code="too_long")
        if cell is None:
            check.refuse(str(name), cell, "has no cell: the row is cut short", "write its empty cells", code="missing")
        if not isinstance(cell, str):
            check.refuse_type(str(name), cell, "a string", 'give the text of the cell, such as "75"')


# --- cells


class _Cell(NamedTuple):
    """How the cells of a type are read, what stands in for a value of it, and what is said of one that can't be."""

    parse: Callable[[str], Any]
    stand_in: Any
    problem: str = ""
    remedy: str = ""


def _whole(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", cell):
        raise ValueError(cell)
    return int(cell)


def _aware(cell: str) -> datetime:
    at = datetime.fromisoformat(cell)
    if at.tzinfo is None:
        raise ValueError(cell)
    return at


_FLAGS = {"yes": True, "true": True, "no": False, "false": False}
_CELLS: Mapping[Any, _Cell] = MappingProxyType(
    {
        str: _Cell(str, "?"),
        bool: _Cell(lambda cell: _FLAGS[cell.lower()], False, "is neither yes nor no", "write yes, no, true or false"),
        int: _Cell(_whole, 1, "is no whole number", "write digits alone, such as 4"),
        timedelta: _Cell(
            lambda cell: timedelta(minutes=_whole(cell)),
            timedelta(0),
            "is no duration",
            "write whole minutes, such as 75",
        ),
        datetime: _Cell(
            _aware,
            datetime.min.replace(tzinfo=UTC),
            "is no moment with a zone",
            "write it as 2026-11-18T10:00Z, or with +01:00 for Z",
        ),
        date: _Cell(date.fromisoformat, date.min, "is no day", "write it as 2026-11-18"),
    }
)


def _readable(cell: str) -> str:
    check.text("", cell, most=LONGEST_NAME)
    return cell


_NAME = _Cell(_readable, "", "has blanks around it or characters that don't print", "give a name that can be read")


@attrs.frozen
class _Column:
    """A fact as a column: its name, how its cells are read, and whether it has to be there and be filled."""

    fact: str
    name: str
    cell: _Cell
    is_needed: bool = True
    may_be_empty: bool = False

    def fact_of(self, cells: Cells) -> dict[str, Any]:
        """Return the fact by its name, or nothing where the cell gives none."""
        text = cells.get(self.name)
        if text:
            try:
                return {self.fact: self.cell.parse(text)}
            except (ValueError, KeyError):  # an InvalidValueError too
                check.refuse(self.name, text, self.cell.problem, self.cell.remedy, code="unreadable")
        if text is not None and not self.may_be_empty:
            check.refuse(self.name, text, "is empty", "fill it in", code="missing")
        return {} if text is None or not self.is_needed else {self.fact: None}


def _columns(make: Callable[..., object], names: Mapping[str, str]) -> Iterator[_Column]:
    """Yield the parameters that a cell can hold, words where they have no type; the others need a default."""
    parameters = inspect.signature(make, eval_str=True).parameters
    for fact in names:
        if fact not in parameters:
            check.unknown("names", fact, parameters, "fact that is read")
    for parameter in parameters.values():
        is_needed = parameter.default is parameter.empty
        annotation = str if parameter.annotation is parameter.empty else parameter.annotation
        types = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
        classes = [each for each in types if isinstance(each, type)]
        held = next((kind for kind in _CELLS if any(issubclass(each, kind) for each in classes)), None)
        if held:
            own = f"{parameter.name}_minutes" if held is timedelta else parameter.name
            name = names.get(parameter.name, own)
            yield _Column(parameter.name, name, _CELLS[held], is_needed, NoneType in types or not is_needed)
        elif is_needed:
            check.refuse_type("make", make, f"of text: a cell can't hold {parameter.name!r}", "give it a default")
