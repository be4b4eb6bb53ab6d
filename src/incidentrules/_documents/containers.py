"""What contains other values: lists, mappings, what stands by the day, and what may be one of several."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from .. import _checks as check
from ..calendars import NAMELESS
from ..errors import IncidentRulesError
from .forms import Definitions, Form, Known, Schema, as_is, as_list, as_mapping, at, placed, refuse_name, word_of
from .records import Record
from .scalars import SCALARS, read_day, write_day

NONE = "none"
"""What stands for null where no text can stand: TOML has no null."""


def optional(form: Form) -> Form:
    """Return the form of values that may be None."""
    write, read = form.write, form.read
    nothing = (None, NONE) if form in SCALARS.values() and form is not SCALARS[str] else (None,)
    return Form(
        write if write is as_is else lambda value, known: None if value is None else write(value, known),
        lambda value, known: None if value in nothing else read(value, known),
        lambda definitions: {"anyOf": [form.schema(definitions), {"enum": list(nothing)}]},
    )


def either(records: Sequence[Record]) -> Form:
    """Return the form of values of several classes, which say their type."""
    by_word = {record.word: record for record in records}

    def write(value: Any, known: Known) -> dict[str, Any]:
        word = word_of(type(value))
        return {"type": word, **by_word[word].write(value, known)}

    def read(value: object, known: Known) -> Any:
        document = as_mapping(value, " or ".join(by_word))
        if "type" not in document:
            check.refuse("type", document, "is missing", f"give one of {', '.join(map(repr, by_word))}", code="missing")
        word = document["type"]
        if not isinstance(word, str) or word not in by_word:
            refuse_name("type", word, "is no type that stands here", by_word, code="another_type")
        return by_word[word].read(document, known)

    def schema(definitions: Definitions) -> Schema:
        return {"anyOf": [{**record.schema(definitions), "required": ["type"]} for record in records]}

    return Form(write, read, schema)


def list_of(form: Form) -> Form:
    """Return the form of a tuple of values: a list."""

    def write(value: tuple[Any, ...], known: Known) -> list[Any]:
        items = []
        for place, item in enumerate(value):
            try:
                items.append(form.write(item, known))
            except IncidentRulesError as error:
                raise placed(f"[{place}]", error) from None
        return items

    def read(value: object, known: Known) -> tuple[Any, ...]:
        items = []
        for place, item in enumerate(as_list(value)):
            try:
                items.append(form.read(item, known))
            except IncidentRulesError as error:
                raise placed(f"[{place}]", error) from None
        return tuple(items)

    return Form(write, read, lambda definitions: {"type": "array", "items": form.schema(definitions)})


def by_day(form: Form, *, is_text: bool) -> Form:
    """Return the form of pairs of a day and a value: an object with days for keys; of names, a list of days will do."""

    def write(value: tuple[tuple[date, Any], ...], known: Known) -> dict[str, Any]:
        document = {}
        for day, item in value:
            with at(write_day(day, known)):
                document[write_day(day, known)] = form.write(item, known)
        return document

    def read(value: object, known: Known) -> tuple[tuple[date, Any], ...]:
        if is_text and isinstance(value, list):
            return tuple((day, NAMELESS) for day in list_of(SCALARS[date]).read(value, known))
        pairs = []
        for day, item in as_mapping(value, "by day").items():
            with at(str(day)[: check.LONGEST_ID]):
                pairs.append((read_day(day, known), form.read(item, known)))
        return tuple(pairs)

    def schema(definitions: Definitions) -> Schema:
        day = SCALARS[date].schema(definitions)
        document: Schema = {
            "type": "object",
            "patternProperties": {day["pattern"]: form.schema(definitions)},
            "additionalProperties": False,
        }
        return {"anyOf": [document, {"type": "array", "items": day}]} if is_text else document

    return Form(write, read, schema)


def mapping_of(form: Form) -> Form:
    """Return the form of a mapping of names to values."""

    def write(value: dict[str, Any], known: Known) -> dict[str, Any]:
        return {name: form.write(item, known) for name, item in value.items()}

    def read(value: object, known: Known) -> dict[str, Any]:
        items = {}
        for name, item in as_mapping(value, "by name").items():
            with at(str(name)[: check.LONGEST_ID]):
                items[name] = form.read(item, known)
        return items

    def schema(definitions: Definitions) -> Schema:
        return {"type": "object", "additionalProperties": form.schema(definitions)}

    return Form(write, read, schema)
