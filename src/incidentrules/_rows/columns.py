"""Columns: the facts that a function takes, as a file names them.

A *column* is a fact with its name in the file, how its cells are read, and whether it has to be filled.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs

from .. import _checks as check
from ..errors import IncidentRulesError, shown
from .cells import UNREADABLE, Kind, kinds, plain, refuse_word, words

Convert = Callable[[Any], object] | Mapping[Any, object]
"""A table of words, or a function of the cell."""
Step = tuple[str, str, Callable[[str], Any] | None, Callable[[Any], Any]]
"""How a cell is read at once: its name, its fact, what reads a text, what reads any cell."""


@attrs.frozen(kw_only=True)
class Column:
    """A fact as a column: its name, how its cells are read, and whether it has to be there and be filled."""

    fact: str
    name: str
    kind: Kind
    is_needed: bool = True
    may_be_empty: bool = False
    convert: Callable[[Any], object] | None = None

    @property
    def step(self) -> Step:
        """How a cell is read at once."""
        return self.name, self.fact, None if self.convert else self.kind.text, self.fact_of

    def fact_of(self, cell: object) -> Any:
        """Return the fact that a cell gives, or None; what can't be read raises one of `UNREADABLE`."""
        given = plain(cell)
        if self.convert and given is not None and not _is_empty(given):
            given = plain(self.convert(cell))
        if given is None or _is_empty(given):
            return None
        return self.kind.text(given) if isinstance(given, str) else self.kind.value(given)

    def checked(self, cell: object) -> Any:
        """Return the fact that a cell gives, or None; what can't be read is refused by the column's name."""
        try:
            fact = self.fact_of(cell)
        except IncidentRulesError as error:
            check.refuse(self.name, cell, error.problem, error.remedy, code=error.code)
        except UNREADABLE:
            check.refuse(self.name, cell, self.kind.problem, self.kind.remedy, code="unreadable")
        if fact is None and not self.may_be_empty:
            check.refuse(self.name, cell, "is empty", "fill it in", code="missing")
        return fact


def _is_empty(cell: object) -> bool:
    return isinstance(cell, str) and not cell


def converter(convert: Convert | None) -> Callable[[Any], object] | None:
    """Return a caller's table, or function, as a function that refuses what it doesn't know."""
    if convert is None:
        return None
    return partial(_looked_up, dict(convert)) if isinstance(convert, Mapping) else partial(_called, convert)


def _looked_up(table: Mapping[Any, object], cell: Any) -> object:
    try:
        return table[cell]
    except (KeyError, TypeError, BytesWarning):  # a list has no hash, and bytes are no text
        refuse_word(cell, table)


def _called(function: Callable[[Any], object], cell: Any) -> object:
    try:
        return function(cell)
    except IncidentRulesError:
        raise
    except UNREADABLE as error:
        remedy = f"correct it; the function of convert said {shown(str(error))}"
        check.refuse("", cell, "can't be converted", remedy, code="unreadable")


# --- the columns of a function


def columns(make: Callable[..., object], tz: tzinfo | None) -> Iterator[Column]:
    """Yield the parameters that a cell can hold, as columns; one that it can't hold needs a default."""
    known = kinds(tz)
    for parameter in _parameters(make):
        is_needed = parameter.default is parameter.empty
        types = list(_members(str if parameter.annotation is parameter.empty else parameter.annotation))
        kind = _kind(types, known)
        if kind:
            yield Column(
                fact=parameter.name,
                name=f"{parameter.name}_minutes" if kind is known[timedelta] else parameter.name,
                kind=kind,
                is_needed=is_needed,
                may_be_empty=NoneType in types or None in types or not is_needed,
            )
        elif is_needed:
            problem = f"a function of facts that a cell can give, which {parameter.name!r} is not"
            check.refuse_type("make", make, problem, f"give {parameter.name!r} a default, or a type that can be read")


def _parameters(make: Callable[..., object]) -> Iterable[inspect.Parameter]:
    """Return the parameters that can be given by name."""
    try:
        # What attrs takes is said by `__init__`, also where a base class has a `__new__` of its own.
        source: Any = make.__init__ if isinstance(make, type) and attrs.has(make) else make
        found = list(inspect.signature(source, eval_str=True).parameters.values())[1 if source is not make else 0 :]
    except (NameError, AttributeError, SyntaxError) as error:
        remedy = f"import the types that it names, not only for the type checker ({shown(str(error))})"
        check.refuse_type("make", make, "a function whose annotations can be resolved", remedy)
    except (ValueError, TypeError):
        check.refuse_type("make", make, "a function whose parameters can be read", "wrap it in one of your own")
    for parameter in found:
        if parameter.kind is parameter.POSITIONAL_ONLY and parameter.default is parameter.empty:
            problem = f"a function of named parameters, and {parameter.name!r} can't be given by name"
            check.refuse_type("make", make, problem, "leave the slash out")
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    named = [parameter for parameter in found if parameter.kind in by_name]
    if not named:
        remedy = "name its parameters as the columns are named: def ticket(*, id: str)"
        check.refuse_type("make", make, "a function of named parameters", remedy)
    return named


def _members(annotation: Any) -> Iterator[Any]:
    """Yield the types of a union, and the words of its literals."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType, Literal):
        for member in get_args(annotation):
            yield from _members(member)
    elif origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif hasattr(annotation, "__supertype__"):
        yield from _members(annotation.__supertype__)
    else:
        yield annotation


def _kind(types: list[Any], known: Mapping[type, Kind]) -> Kind | None:
    """Return how cells of a union are read: an amount, any text, words, or the first type that can be read."""
    enums = [member for each in types if isinstance(each, type) and issubclass(each, Enum) for member in each]
    listed = {each: each for each in types if isinstance(each, str) and not isinstance(each, Enum)}
    members = {each.value: each for each in (*types, *enums) if isinstance(each, Enum) and isinstance(each.value, str)}
    classes = [each for each in types if isinstance(each, type) and not issubclass(each, Enum)]
    by_class = (kind for base, kind in known.items() if any(issubclass(each, base) for each in classes))
    kind = next(by_class, None)
    known_words: dict[str, object] = {**listed, **members}
    is_open = kind in (known[Decimal], known[str])
    return words(known_words) if known_words and not is_open else kind
