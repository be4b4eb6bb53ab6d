"""One row to a value: what is asked for, checked once, and how each row is read by it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from functools import cached_property
from typing import Any, Generic, TypeVar

import attrs

from .. import _checks as check
from ..errors import IncidentRulesError, shown
from .cells import NAME, UNREADABLE, listed
from .columns import Column, Convert, Step, columns, converter
from .table import Problem, clean, problem_of_names

A = TypeVar("A")


@contextmanager
def collected(errors: list[IncidentRulesError]) -> Iterator[None]:
    """Keep an error for later, and go on."""
    try:
        yield
    except IncidentRulesError as error:
        errors.append(error)


@attrs.frozen(kw_only=True)
class Reader(Generic[A]):
    """How a row is read: at once where all is well, else column by column, so that all that is wrong is told."""

    make: Callable[..., A]
    columns: tuple[Column, ...]
    besides: tuple[Column, ...]
    ignore: tuple[str, ...]
    accept: Callable[[A], object] | None
    found: Sequence[str] = ()

    def of(self, found: Sequence[object]) -> "Reader[A]":
        """Return the same for rows whose columns have these names."""
        return attrs.evolve(self, found=[name for name in found if isinstance(name, str)])

    @cached_property
    def _known(self) -> dict[str, None]:
        return dict.fromkeys(column.name for column in (*self.besides, *self.columns))

    def excuses(self, fault: Problem) -> bool:
        """Return whether a name that is at fault is ignored, or was asked for as it is."""
        if not isinstance(fault.value, str):
            return False
        return fault.value in self.ignore or (fault.code == "no_text" and fault.value in self._known)

    @cached_property
    def _needed(self) -> list[str]:
        return [column.name for column in (*self.besides, *self.columns) if column.is_needed]

    @cached_property
    def _is_whole(self) -> bool:
        """Whether every column is there that has to be."""
        return set(self._needed) <= set(self.found)

    @cached_property
    def _steps(self) -> tuple[Sequence[Step], Sequence[Step]]:
        facts, besides = (
            [column.step for column in each if column.name in self.found] for each in (self.columns, self.besides)
        )
        return facts, besides

    @cached_property
    def _filled(self) -> frozenset[str]:
        """The facts that have to be given."""
        return frozenset(column.fact for column in self.columns if not column.may_be_empty)

    @cached_property
    def _empty(self) -> dict[str, None]:
        """The facts that may be None, and have no default."""
        return {column.fact: None for column in self.columns if column.is_needed and column.may_be_empty}

    def misnamed(self, faults: Sequence[Problem]) -> Iterator[Problem]:
        """Yield the names of no column, and the columns that are not named."""
        as_is = {*self._known, *self.ignore}
        names = dict.fromkeys(name if name in as_is else clean(name) for name in self.found if name)
        if any(fault.code in ("one_column", "empty") for fault in faults):
            return
        for name in names:
            if name not in as_is and name.isprintable():  # what doesn't print is at fault already
                near = check.suggested(name, self._known)
                remedy = f"{near}name it one of {listed(self._known)}, or put it in ignore= or besides="
                yield problem_of_names(name, name, "is no column that is read", remedy, code="unknown_name")
        for name in self._needed:
            if name not in names:
                is_beside = any(column.name == name for column in self.besides)
                remedy = f"add it, or say in {'besides=' if is_beside else 'names='} what it is called"
                yield problem_of_names(name, ", ".join(names), "is no column here", remedy, code="missing")

    def quick(self, cells: Mapping[Any, Any]) -> tuple[A, dict[str, str]] | None:
        """Return the value, and what is beside it; None where anything at all is wrong."""
        if None in cells or not self._is_whole:
            return None
        facts, besides = self._steps
        try:
            given = _given(facts, cells, self._empty.copy())
            beside = _given(besides, cells, {})
            if len(beside) < len(besides) or not self._filled <= given.keys():
                return None
            value = self.make(**given)
            if self.accept:
                self.accept(value)
        except (IncidentRulesError, *UNREADABLE):  # what is not about the row is raised by `slow` once more
            return None
        return value, beside

    def slow(self, cells: Mapping[Any, Any], errors: list[IncidentRulesError]) -> tuple[A, dict[str, str]] | None:
        """Return the same; what is wrong with the row is added to the errors."""
        with collected(errors):
            _check_shape(cells, self.found)
        if errors:
            return None
        facts, besides = (_checked(columns, cells, errors, self.found) for columns in (self.columns, self.besides))
        value = self._made(facts, errors)
        return None if errors or value is None or len(besides) < len(self.besides) else (value, besides)

    def problem(self, number: int, cells: Mapping[Any, Any], error: IncidentRulesError) -> Problem:
        """Return an error as a row's, with the name and the cell of the column."""
        name = next((column.name for column in self.columns if column.fact == error.field), error.field)
        value = cells.get(name, error.value)
        return Problem(row=number, field=name, value=value, problem=error.problem, remedy=error.remedy, code=error.code)

    def _made(self, facts: dict[str, Any], errors: list[IncidentRulesError]) -> A | None:
        """Return the value; what is refused is set aside and the rest tried again, so that all is told."""
        stand_ins = {column.fact: column.kind.stand_in for column in self.columns if column.is_needed}
        rest = dict(facts)
        while True:
            is_whole = rest.keys() >= stand_ins.keys()
            try:
                value = self.make(**(stand_ins | rest))
                if self.accept:
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


def _given(steps: Sequence[Step], cells: Mapping[Any, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that the cells give; what can't be read raises one of `UNREADABLE`."""
    for name, fact, text, fact_of in steps:
        cell = cells.get(name)
        if text is not None and type(cell) is str:
            if cell:
                facts[fact] = text(cell)
        elif cell is not None:
            value = fact_of(cell)
            if value is not None:
                facts[fact] = value
    return facts


def _checked(
    columns: Iterable[Column], cells: Mapping[Any, Any], errors: list[IncidentRulesError], found: Sequence[str]
) -> dict[str, Any]:
    """Return the facts that the cells give; every one that can't be read is added to the errors."""
    facts: dict[str, Any] = {}
    for column in columns:
        if column.name in found:  # one that is in no row is told by the row of names
            with collected(errors):
                fact = column.checked(cells.get(column.name))
                if fact is not None or column.is_needed:
                    facts[column.fact] = fact
    return facts


def _aside(error: IncidentRulesError, facts: Mapping[str, Any], stand_ins: Mapping[str, Any]) -> list[str]:
    """Return the facts to try again without: the one refused, or those like a stand-in that they contradict."""
    if error.field in facts or error.field not in stand_ins:
        return [fact for fact in facts if fact == error.field]
    return [fact for fact in facts if type(facts[fact]) is type(stand_ins[error.field])]


def _check_shape(cells: Mapping[Any, Any], found: Sequence[str]) -> None:
    """Refuse a row that is longer or shorter than that of the names, as `table` and `csv.DictReader` give them."""
    if None not in cells:
        return
    if cells[None]:
        remedy = "put quotes round a cell that holds a comma"
        check.refuse("row", cells[None], "has more cells than there are columns", remedy, code="too_long")
    name = next((name for name in found if name not in cells), "row")
    check.refuse(name, None, "has no cell: the row is cut short", "write its empty cells", code="missing")


# --- what is asked for


def reader(
    make: Callable[..., A],
    *,
    besides: Iterable[str],
    ignore: Iterable[str],
    names: Mapping[str, str],
    convert: Mapping[str, Convert],
    tz: tzinfo | str | None,
    accept: Callable[[A], object] | None,
) -> Reader[A]:
    if not callable(make):
        check.refuse_type("make", make, "a function", "give a class such as Incident, or a function")
    if accept is not None and not callable(accept):
        check.refuse_type("accept", accept, "a function", "give a function of the value")
    besides, ignore = check.as_tuple(besides, str), check.as_tuple(ignore, str)
    for field, columns_named in (("besides", besides), ("ignore", ignore)):
        check.all_of(field, columns_named, str, 'give the names of columns, such as ["account"]')
    besides, ignore = tuple(map(check.plain_text, besides)), tuple(map(check.plain_text, ignore))
    facts = {column.fact: column for column in columns(make, None if tz is None else check.zone("tz", tz))}
    _check_names(names, facts)
    _check_convert(convert, [*facts, *besides])
    found = [
        attrs.evolve(column, name=names.get(fact, column.name), convert=converter(convert.get(fact)))
        for fact, column in facts.items()
    ]
    check.distinct("names", [column.name for column in found], "column")
    if besides:
        check.distinct("besides", besides, "column")
    beside = tuple(Column(fact=name, name=name, kind=NAME, convert=converter(convert.get(name))) for name in besides)
    return Reader(make=make, columns=tuple(found), besides=beside, ignore=ignore, accept=accept)


def _check_names(names: Mapping[str, str], facts: Mapping[str, object]) -> None:
    if not isinstance(names, Mapping):
        check.refuse_type("names", names, "a mapping of facts to columns", 'give {"id": "number"}')
    for fact, name in names.items():
        if not isinstance(fact, str) or not isinstance(name, str):
            check.refuse_type("names", (fact, name), "a mapping of texts to texts", 'give {"id": "number"}')
        if fact not in facts and name in facts:
            remedy = f"write it the other way round: {{{shown(name)}: {shown(fact)}}}"
            check.refuse("names", {fact: name}, "names the fact by the column", remedy, code="reversed")
        if fact not in facts:
            check.unknown("names", fact, facts, "fact that is read")


def _check_convert(convert: Mapping[str, Convert], known: Sequence[str]) -> None:
    if not isinstance(convert, Mapping):
        remedy = 'give {"severity": {"urgent": "severe", "low": "normal"}}'
        check.refuse_type("convert", convert, "a mapping of facts to tables or functions", remedy)
    for fact, given in convert.items():
        if not isinstance(fact, str):
            check.refuse_type("convert", fact, "a mapping of facts, which are texts", 'give {"severity": {...}}')
        if fact not in known:
            check.unknown("convert", fact, known, "fact that is read, and no column beside")
        if not isinstance(given, Mapping) and not callable(given):
            remedy = 'give {"urgent": "severe"}, or a function of the cell'
            check.refuse_type(f"convert[{fact!r}]", given, "a table or a function", remedy)
