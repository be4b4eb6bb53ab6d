"""What all documents share: forms, and how a document is refused.

A *form* is how values of one type stand in a document: how they are written, read, and described by a
JSON Schema. What can't be read is refused with an empty field; whoever called puts its own place in front.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, NoReturn

import attrs

from .. import _checks as check
from ..errors import IncidentRulesError, UnknownNameError

Known = dict[Any, Any]
"""The calendars of a document that were met so far: written ones with their text, read ones by digest and source."""
Schema = dict[str, Any]
Definitions = dict[Any, Schema]
"""The schemas that others refer to, by the class that they describe."""


@attrs.frozen
class Form:
    """How values of one type stand in a document."""

    write: Callable[[Any, Known], Any]
    read: Callable[[Any, Known], Any]
    schema: Callable[[Definitions], Schema]


def as_is(value: Any, _: Known) -> Any:
    """Return a value that JSON has, too."""
    return value


# --- refusals


def placed(place: str, error: IncidentRulesError) -> IncidentRulesError:
    """Return an error with a place put in front of its field.

    >>> for field in ("", "[2]", "severity"):
    ...     print(placed("incidents", IncidentRulesError("", field=field, value=0, code="", remedy="")).field)
    incidents
    incidents[2]
    incidents.severity
    """
    dot = "." if place and error.field and not error.field.startswith("[") else ""
    return renamed(f"{place}{dot}{error.field}", error)


def renamed(field: str, error: IncidentRulesError) -> IncidentRulesError:
    """Return an error of another field."""
    return type(error)(error.problem, field=field, value=error.value, code=error.code, remedy=error.remedy)


@contextmanager
def at(place: str) -> Iterator[None]:
    """Put a place in front of what is refused within."""
    try:
        yield
    except IncidentRulesError as error:
        raise placed(place, error) from None


@contextmanager
def named(field: str, key: str) -> Iterator[None]:
    """Let what is refused within name the key of the document, where the library calls the field something else."""
    try:
        yield
    except IncidentRulesError as error:
        begins = re.match(rf"{field}\b", error.field)
        raise renamed(key + error.field[len(field) :], error) if begins else error from None


def refuse_name(field: str, name: object, problem: str, names: Iterable[str], *, code: str) -> NoReturn:
    """Raise for a name that is none of some."""
    raise UnknownNameError(problem, field=field, value=name, code=code, remedy=_nearest(name, names))


def refuse_key(key: object, value: object, problem: str, keys: Iterable[str]) -> NoReturn:
    """Raise for a key that is none of some, with what stands there."""
    field, remedy = str(key)[: check.LONGEST_ID], _nearest(key, keys)
    raise UnknownNameError(problem, field=field, value=value, code="unknown_key", remedy=remedy)


def _nearest(name: object, names: Iterable[str]) -> str:
    """Return which of the names may be meant, or all of them."""
    known = list(names)
    return check.suggested(name, known).rstrip() or f"known: {', '.join(map(repr, known)) or 'none'}"


def refuse_form(value: object, problem: str, remedy: str) -> NoReturn:
    """Raise for a text that is not written as it has to be."""
    check.refuse("", value, problem, remedy, code="format")


def refuse_type(value: object, wanted: str, remedy: str) -> NoReturn:
    """Raise for a value of another type than a document has here."""
    check.refuse_type("", value, wanted, remedy)


def as_mapping(value: object, what: str) -> Mapping[Any, Any]:
    """Return a value that is a mapping, as `json.loads` and `tomllib.load` give it; refuse any other."""
    return check.mapping("", value, f"a mapping ({what})", "give an object of JSON, or a table of TOML")


def as_list(value: object) -> list[Any] | tuple[Any, ...]:
    """Return a value that is a list; refuse any other."""
    if not isinstance(value, list | tuple):
        refuse_type(value, "a list", "write it between brackets")
    return value


def word_of(kind: type) -> str:
    """Return what a class is called in documents.

    >>> from incidentrules import TierMonth
    >>> word_of(TierMonth)
    'tier_month'
    """
    return _word(kind.__name__)


@cache
def _word(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def object_schema(properties: Schema, *, required: list[str] | None = None) -> Schema:
    """Return the schema of an object that has these keys, and no other; all are required, unless said."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }
