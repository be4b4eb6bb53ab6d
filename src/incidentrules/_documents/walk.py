"""The walk over the fields of a value: one way from a field's annotation to its form in a document.

*Invariant:* nothing here knows the fields of any class. The forms of a class are worked out from its
annotations, once.
"""

import sys
from collections.abc import Mapping
from datetime import date, tzinfo
from functools import cache
from types import NoneType, SimpleNamespace, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from .. import _checks as check
from ..account import Settlement
from ..calendars import HolidayCalendar
from ..hours import OperatingHours
from .containers import by_day, either, list_of, mapping_of, optional
from .forms import Form
from .hours import ZONE, Calendars, Hours
from .records import MISSING, Field, Record, Tree
from .scalars import SCALARS, word_form
from .values import VALUE

NAMES = {"Settlement": Settlement}
"""Classes that annotations name without importing them."""


# --- from a class to a record


@cache
def record_of(kind: Any) -> Record:
    """Return how a class with fields stands in documents."""
    for field in attrs.fields(kind):
        if get_args(annotation_of(kind, field.name)) == (kind, ...):
            return Tree(kind, lambda: _fields(kind), field.name)
    return Record(kind, lambda: _fields(kind))


@cache
def annotation_of(kind: Any, name: str) -> Any:
    """Return the annotation of a field or a property, with what it names; no other of the class is looked at."""
    asked = getattr(kind, name, None)
    function = asked.fget if isinstance(asked, property) else _cached_of(kind).get(name)
    annotation = function.__annotations__["return"] if function else kind.__annotations__[name]
    alone = SimpleNamespace(__annotations__={name: annotation})
    return get_type_hints(alone, globalns=vars(sys.modules[kind.__module__]), localns=NAMES)[name]


def _cached_of(kind: Any) -> Mapping[str, Any]:
    """Return the functions of the cached properties of a class.

    attrs keeps them in the `__getattr__` that it makes. From Python 3.14 on, the annotations of the class lack them.
    """
    made = getattr(kind, "__getattr__", None)
    return made.__defaults__[0] if made else {}


def _fields(kind: Any) -> tuple[Field, ...]:
    return tuple(
        Field(field.name, field.alias or field.name, _default(field.default), form_of(annotation_of(kind, field.name)))
        for field in attrs.fields(kind)
        if field.init
    )


def _default(default: Any) -> Any:
    if default is attrs.NOTHING:
        return MISSING
    return default.factory() if hasattr(default, "factory") else default


# --- from an annotation to a form


@cache
def form_of(annotation: Any) -> Form:
    """Return the form of whatever an annotation allows.

    Raises `TypeError` for an annotation that no document can hold.
    """
    if (form := SCALARS.get(annotation) or SPECIAL.get(annotation)) is not None:
        return form
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _union(arguments)
    if origin is tuple and arguments[-1] is ...:
        return _several(arguments[0])
    if origin is not None and issubclass(origin, Mapping):
        return mapping_of(form_of(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, check.Word):
        return word_form(annotation)
    if isinstance(annotation, type) and attrs.has(annotation):
        record = record_of(annotation)
        return Form(record.write, record.read, record.schema)
    raise TypeError(f"no document can hold {annotation}")


def _union(arguments: tuple[Any, ...]) -> Form:
    kinds = [kind for kind in arguments if kind is not NoneType]
    form = form_of(kinds[0]) if len(kinds) == 1 else either([record_of(kind) for kind in kinds])
    return optional(form) if len(kinds) < len(arguments) else form


def _several(annotation: Any) -> Form:
    """Return the form of a tuple of any length: a list; of pairs of a day and something, an object by the day."""
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple and len(arguments) == 2 and arguments[0] is date:
        return by_day(form_of(arguments[1]), is_text=arguments[1] is str)
    return list_of(form_of(annotation))


def _special() -> dict[Any, Form]:
    record = record_of(HolidayCalendar)
    calendars = Calendars(Form(record.write, record.read, record.schema))
    hours = Hours(calendars)
    return {
        Any: VALUE,
        tzinfo: ZONE,
        HolidayCalendar: Form(calendars.write, calendars.read, calendars.schema),
        OperatingHours: Form(hours.write, hours.read, hours.schema),
    }


SPECIAL: Mapping[Any, Form] = _special()
"""The forms of what is no record, though it has parts."""
