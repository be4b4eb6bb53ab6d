"""The whole public face as doors: every parameter of every public function, constructor and method.

It is walked, not listed: a new parameter of a public name is a new row by itself, with the types of its annotation.
"""

import collections.abc
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

import incidentrules
from incidentrules import IncidentRulesError

OPERATORS = ("__and__", "__contains__", "__getitem__", "__or__", "__sub__")
"""The methods of Python's own that a class may have, and that take an argument."""
PLAIN = {
    str: "text", int: "int", bool: "flag", date: "day", datetime: "moment", timedelta: "duration", Decimal: "money",
    tzinfo: "zone", types.NoneType: "none", type: "callable",
}  # fmt: skip
ANY = "any"
LEFT_OUT = {"incidentrules.extra.strategies"}
"""The modules that are left out: what strategies take is refused when they draw, and tested with them."""


class Parameter(NamedTuple):
    """A parameter of a door, the types that it takes, in words, and whether it has to be given."""

    name: str
    types: frozenset[str]
    annotation: Any
    is_needed: bool
    by_place: bool


class Door(NamedTuple):
    """What is called: a function, a constructor, or a method of the class ``of``."""

    name: str
    call: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    of: type | None = None


def modules() -> Iterator[types.ModuleType]:
    yield incidentrules
    for found in pkgutil.walk_packages(incidentrules.__path__, "incidentrules."):
        if not any(part.startswith("_") for part in found.name.split(".")) and found.name not in LEFT_OUT:
            module = importlib.import_module(found.name)
            if hasattr(module, "__all__"):
                yield module


def public() -> dict[str, Any]:
    """Return every public value by its module and name, each once, under the module that defines it."""
    found: dict[int, tuple[str, Any]] = {}
    for module in modules():
        for name in module.__all__:
            value = getattr(module, name)
            home = getattr(value, "__module__", module.__name__) if callable(value) else module.__name__
            found.setdefault(id(value), (f"{home.removeprefix('incidentrules.')}.{name}", value))
    return dict(sorted(found.values(), key=lambda pair: pair[0]))


PUBLIC = public()
CLASSES = {value.__name__: value for value in PUBLIC.values() if isinstance(value, type)}


def doors() -> Iterator[Door]:
    for name, value in PUBLIC.items():
        if not isinstance(value, type):
            if callable(value) and "ax" not in inspect.signature(value).parameters:  # its words take the same
                yield Door(name, value, tuple(_parameters(value)))
        elif issubclass(value, Enum):
            yield Door(name, value, (Parameter(_snake(value.__name__), frozenset({"text"}), value, True, True),))
        elif not issubclass(value, IncidentRulesError):
            yield Door(name, value, tuple(_parameters(_made_by(value), bound=False)))
            yield from _methods(name, value)


def _methods(name: str, kind: type) -> Iterator[Door]:
    for method in sorted(dir(kind)):
        if method.startswith("_") and method not in OPERATORS:
            continue
        static = inspect.getattr_static(kind, method)
        if isinstance(static, classmethod | staticmethod):
            yield Door(f"{name}.{method}", getattr(kind, method), tuple(_parameters(getattr(kind, method))))
        elif inspect.isfunction(static):
            parameters = tuple(_parameters(static, bound=False, of=kind))
            if parameters:
                yield Door(f"{name}.{method}", static, parameters, kind)


def _parameters(call: Any, *, bound: bool = True, of: type | None = None) -> Iterator[Parameter]:
    found = list(inspect.signature(call).parameters.values())
    for parameter in found if bound else found[1:]:
        if parameter.kind is parameter.VAR_KEYWORD:
            yield from _fields(parameter, of)
        else:
            by_place = parameter.kind is not parameter.KEYWORD_ONLY
            annotation = parameter.annotation
            yield Parameter(
                parameter.name, words(annotation), annotation, parameter.default is parameter.empty, by_place
            )


def _fields(parameter: inspect.Parameter, of: type | None) -> Iterator[Parameter]:
    """Yield the keywords that ``**changes`` takes: the fields of the record, or the keys of its `TypedDict`."""
    if "ReadingWords" in str(parameter.annotation):
        of = CLASSES["Readings"]
    assert of is not None
    for field in _parameters(_made_by(of), bound=False):
        yield field._replace(is_needed=False, by_place=False)


def _made_by(kind: Any) -> Any:
    return kind.__init__


def words(annotation: Any) -> frozenset[str]:
    """Return the types of an annotation in the words of `values.KINDS`."""
    return frozenset(_words(annotation))


def _words(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, str | typing.ForwardRef):
        text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        annotation = eval(text, {**vars(typing), **vars(collections.abc), **CLASSES})  # our own source
    origin = typing.get_origin(annotation)
    if annotation in (Any, object) or isinstance(annotation, typing.TypeVar) or "npt.ArrayLike" in str(annotation):
        yield ANY
    elif any(part in str(annotation) for part in ("_array_like", "numpy", "ArrayLike")):
        yield from ("moments", "durations")
        yield from ["duration"] * (timedelta in typing.get_args(annotation))
    elif origin in (typing.Union, types.UnionType):
        members = typing.get_args(annotation)
        found = {word for member in members for word in _words(member)}
        yield from found - {"text", "int"} | {"money"} if "money" in found and len(members) > 1 else found
    elif origin is typing.Literal:
        yield "text"
    elif annotation is type or origin is type:
        yield "callable"
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield "text"
    elif annotation in PLAIN:
        yield PLAIN[annotation]
    elif origin is collections.abc.Callable:
        yield "callable"
    elif isinstance(origin or annotation, type) and issubclass(origin or annotation, Mapping):
        yield "mapping"
    elif isinstance(origin or annotation, type) and issubclass(origin or annotation, Iterable) and origin:
        yield "list"
    else:
        yield f"a {getattr(annotation, '__name__', annotation)}"


def _snake(name: str) -> str:
    return "".join(
        f"_{letter.lower()}" if letter.isupper() and at else letter.lower() for at, letter in enumerate(name)
    )
