"""Values as documents, and back: dicts, lists and strings that JSON and TOML can hold.

A *document* is what `to_dict` gives and `from_dict` takes. It says its ``type`` and its ``version``; its
other keys are the fields that the constructor takes, and what is the default is left out. Money is a string,
a duration is as ISO 8601 has it, a moment ends in Z. A judgement stands there as what it is made from, with
its ``figures`` beside that: read back, it is judged again, and figures that no longer agree are an error.

*Invariant:* ``from_dict(to_dict(value)) == value``, also through JSON, for every value that can be written.
*Units:* durations are written in hours, minutes and seconds; moments in UTC.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from . import _checks as check
from ._documents.forms import Definitions, Schema, as_mapping, at, object_schema, placed, refuse_name, word_of
from ._documents.judgements import FIGURES, figures_of
from ._documents.walk import form_of
from .assessment import Assessment
from .credits import Pack
from .errors import IncidentRulesError
from .hours import Interval
from .ledger import Ledger
from .oncall import AfterHoursJudgement, Charge
from .reason import Reason
from .statement import Statement
from .terms import TermsHistory

__all__ = ["from_dict", "schema", "to_dict"]

Document = dict[str, Any]

UPGRADES: dict[tuple[str, int], Callable[[Document], Document]] = {}
"""By type and old version: what makes a document of the next version of one. A change of a value changes the
version of every type that contains it."""

_ROOTS = (Statement, Assessment, TermsHistory, Ledger, AfterHoursJudgement, Charge, Pack, Interval, Reason)
"""Classes from whose fields all others are reached."""


def to_dict(value: Any) -> Document:
    """Return a value as a document, which `json.dumps` writes as it is.

    >>> from datetime import UTC, datetime, timedelta
    >>> from incidentrules import Incident
    >>> received_at = datetime(2026, 11, 20, 20, tzinfo=UTC)
    >>> to_dict(Incident(id="T-1", received_at=received_at, effort=timedelta(minutes=75)))
    {'type': 'incident', 'version': 1, 'id': 'T-1', 'received_at': '2026-11-20T20:00:00Z', 'effort': 'PT1H15M'}

    Raises `InvalidTypeError` for what is no fact, no terms, no reason and no judgement of this library, and an
    `IncidentRulesError` for what can't be written, such as a zone without a name.
    """
    kind: type = type(value)
    word = word_of(kind)
    if _kinds().get(word) is not kind:
        remedy = f"give one of {', '.join(sorted(_kinds()))}"
        check.refuse_type("value", value, "a value that documents hold", remedy)
    try:
        document = {"type": word, "version": _version(word), **form_of(kind).write(value, {})}
    except IncidentRulesError as error:
        raise placed(word, error) from None
    if kind in FIGURES:
        document["figures"] = figures_of(kind).write(value)
    return document


def from_dict(document: Mapping[str, Any]) -> Any:
    """Return the value that a document holds, as `json.loads` or `tomllib.load` gives it.

    A document without a version is one of the present version. Keys that are unknown are refused, and so
    are floats: ``0.1`` is no amount of money.

    >>> from_dict({"type": "pack", "credits": 2, "price": "329", "months": 3})
    Pack(credits=2, price=Decimal('329'), months=3)
    >>> from_dict({"type": "pack", "credits": 2, "price": 329.0, "months": 3})
    Traceback (most recent call last):
        ...
    incidentrules.errors.InvalidTypeError: price has to be an exact amount, got 329.0: write it in quotes: "149.00"

    Raises an `IncidentRulesError` whose ``field`` is the path of what is wrong, such as
    ``incidents[2].severity``.
    """
    with at("document"):
        body = dict(as_mapping(document, "a document"))
    word = _word(body, document)
    body = _upgraded(word, body)
    del body["type"]
    body.pop("version", None)
    kind = _kinds()[word]
    figures = body.pop("figures", None) if kind in FIGURES else None
    value = form_of(kind).read(body, {})
    if figures is not None:
        with at("figures"):
            figures_of(kind).compare(figures, value)
    return value


def schema(kind: type | str) -> Schema:
    """Return the JSON Schema (2020-12) of the documents of a class, given as itself or as its word.

    >>> schema("pack")["required"]
    ['type', 'credits', 'price', 'months']

    Raises `UnknownNameError` for what no document holds.
    """
    if not check.is_a(kind, (type, str)):
        check.refuse_type("kind", kind, "a class, or its word", 'write schema("pack")')
    word = check.plain_text(kind) if check.is_a(kind, str) else word_of(kind)  # type: ignore[arg-type]
    if word not in _kinds() or (check.is_a(kind, type) and kind is not _kinds()[word]):
        refuse_name("kind", kind, "is no type of document", sorted(_kinds()), code="unknown_name")
    return _schema(_kinds()[word], word)


# --- types and versions


@cache
def _kinds() -> Mapping[str, type]:
    """Every class that documents hold, by its word: those that the schemas of the roots define."""
    definitions: Definitions = {}
    for kind in _ROOTS:
        form_of(kind).schema(definitions)
        if kind in FIGURES:
            figures_of(kind).schema(definitions)
    return {word_of(kind): kind for kind in definitions if kind is not Any}


def _version(word: str) -> int:
    """Return the present version of a type: one more than its upgrades."""
    version = 1
    while (word, version) in UPGRADES:
        version += 1
    return version


def _word(body: Document, document: object) -> str:
    if "type" not in body:
        check.refuse("type", document, "is missing", 'say what the document is, such as "incident"', code="missing")
    word = body["type"]
    if not isinstance(word, str) or word not in _kinds():
        refuse_name("type", word, "is no type of document", sorted(_kinds()), code="unknown_name")
    return word


def _upgraded(word: str, body: Document) -> Document:
    """Return a document of the present version."""
    present = _version(word)
    version = body.get("version", present)
    version = check.count("version", version)
    if version > present:
        check.refuse(
            "version", version, "was written by a newer incidentrules", "upgrade incidentrules", code="newer_version"
        )
    for old in range(version, present):
        body = dict(UPGRADES[word, old](body))
    return body


# --- schemas


def _schema(kind: type, word: str) -> Schema:
    definitions: Definitions = {}
    form_of(kind).schema(definitions)
    properties: Schema = {"type": {"const": word}, "version": {"const": _version(word)}}
    if kind in FIGURES:
        properties["figures"] = figures_of(kind).schema(definitions)
    whole = _with(definitions[kind], properties)
    defined = {"value" if each is Any else word_of(each): definition for each, definition in definitions.items()}
    if f"#/$defs/{word}'" not in str(definitions):  # no part is of its own class
        del defined[word]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": word, **whole, "$defs": defined}


def _with(definition: Schema, properties: Schema) -> Schema:
    """Return the schema of a value with what the document says of itself, of which the type is required."""
    if "anyOf" in definition:
        return {**definition, "anyOf": [_with(each, properties) for each in definition["anyOf"]]}
    names = [name for name in definition["required"] if name not in properties]
    more = object_schema(properties | definition["properties"] | properties, required=["type", *names])
    return {**definition, **more}
