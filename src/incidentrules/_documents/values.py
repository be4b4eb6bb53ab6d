"""The values that a reason explains: written so that each reads back as it was.

What JSON can't tell apart is written with its kind: {"money": "329"}, {"moment": "2026-11-18T10:00:00Z"} (with
"tz", where that is not UTC), {"day": "2026-11-18"}, {"duration": "PT1H"}, {"word": "excluded", "of": "verdict"}.
Strings, whole numbers, true, false and null stand for themselves, lists for tuples.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any, NoReturn

from .. import _checks as check
from .forms import Definitions, Form, Known, Schema, at, object_schema, refuse_name, refuse_type, word_of
from .hours import read_zone, write_zone
from .scalars import SCALARS, word_form

DEEPEST = 50
"""How many tuples may stand inside each other."""
_AS_THEY_ARE = (str, int, bool, NoneType)
_KINDS: Mapping[str, type] = {"money": Decimal, "moment": datetime, "day": date, "duration": timedelta}
_TAGS = {kind: tag for tag, kind in _KINDS.items()}


def _write(value: Any, known: Known, depth: int = 0) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple and depth < DEEPEST:
        return _each(_write, value, known, depth + 1)
    if isinstance(value, check.Word):
        return {"word": str(value), "of": word_of(kind)}
    if kind not in _TAGS or (kind is datetime and not check.has_offset(value)):
        _refuse(value)
    document = {_TAGS[kind]: SCALARS[kind].write(value, known)}
    if kind is datetime and (tz := write_zone(value.tzinfo, known)) != "UTC":
        document["tz"] = tz
    return document


def _read(value: Any, known: Known, depth: int = 0) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return tuple(_each(_read, value, known, depth + 1))
    if not isinstance(value, Mapping):
        _refuse(value)
    document = dict(value)
    if document.keys() == {"word", "of"}:
        return _read_word(document["word"], document["of"], known)
    tz = document.pop("tz", None) if "moment" in document else None
    if len(document) != 1 or (tag := next(iter(document))) not in _KINDS:
        _refuse(value)
    with at(tag):
        read = SCALARS[_KINDS[tag]].read(document[tag], known)
    if tag != "moment":
        return read
    with at("tz"):
        return check.local("", read, UTC if tz is None else read_zone(tz, known))


def _each(way: Callable[[Any, Known, int], Any], values: Iterable[Any], known: Known, depth: int) -> list[Any]:
    items = []
    for place, item in enumerate(values):
        with at(f"[{place}]"):
            items.append(way(item, known, depth))
    return items


def _read_word(word: object, of: object, known: Known) -> StrEnum:
    words = _words()
    if not isinstance(of, str) or of not in words:
        refuse_name("of", of, "is no kind of word", sorted(words), code="unknown_name")
    with at("word"):
        read: StrEnum = word_form(words[of]).read(word, known)
        return read


def _words() -> dict[str, type[StrEnum]]:
    return {word_of(kind): kind for kind in check.Word.__subclasses__() if _is_ours(kind.__module__)}


def _is_ours(module: str) -> bool:
    """Return whether a module's words stand in documents: the library's, but for those of `extra`."""
    return module.startswith("incidentrules.") and not module.startswith("incidentrules.extra.")


def _refuse(value: object) -> NoReturn:
    remedy = 'give a text, a whole number, a list of them, or its kind: {"money": "329"}'
    refuse_type(value, "a value that a reason explains", remedy)


def _schema(definitions: Definitions) -> Schema:
    text: Schema = {"type": "string"}
    tagged = {tag: {tag: SCALARS[kind].schema(definitions)} for tag, kind in _KINDS.items()}
    tagged["moment"]["tz"] = text
    definitions[Any] = {
        "description": "A value that a reason explains, with its kind where JSON has none of its own.",
        "anyOf": [
            {"type": ["string", "integer", "boolean", "null"]},
            {"type": "array", "items": {"$ref": "#/$defs/value"}},
            object_schema({"word": text, "of": {"enum": sorted(_words())}}),
            *(object_schema(properties, required=[tag]) for tag, properties in tagged.items()),
        ],
    }
    return {"$ref": "#/$defs/value"}


VALUE = Form(_write, _read, _schema)
"""The form of any value that a reason explains."""
