"""Schemas of documents: JSON Schema 2020-12, from the same walk as the documents."""

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from document_samples import samples
from incidentrules import Incident, IncidentRulesError, OperatingHours, Severity
from incidentrules.documents import schema, to_dict

SAMPLES = samples()


def errors(document: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(document["type"])).iter_errors(document)]


@pytest.mark.parametrize("word", SAMPLES)
def test_a_schema_is_one_and_refers_to_what_it_defines(word: str) -> None:
    described = schema(word)
    Draft202012Validator.check_schema(described)
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    defined = set(described["$defs"])
    assert defined == {text.partition("'")[0] for text in str(described).split("'#/$defs/")[1:]}


def test_a_class_and_its_word_have_one_schema() -> None:
    assert schema("incident") == schema(Incident)
    assert schema("operating_hours") == schema(OperatingHours)


def test_a_schema_says_what_each_key_takes() -> None:
    described = schema("incident")
    assert (
        described["title"],
        described["additionalProperties"],
        described["required"],
    ) == ("incident", False, ["type", "id", "received_at"])
    assert described["properties"]["severity"] == {"enum": ["severe", "normal"], "default": "normal"}
    assert described["properties"]["version"] == {"const": 1}
    assert "What is known of one issue." in described["description"]
    assert described["properties"]["changes"] == {"type": "array", "items": {"$ref": "#/$defs/change"}, "default": []}


@pytest.mark.parametrize(
    ("word", "path", "value"),
    [
        ("incident", ["severty"], "severe"),
        ("incident", ["severity"], "sever"),
        ("incident", ["received_at"], "2026-11-20T20:00"),
        ("incident", ["effort"], "75 min"),
        ("incident", ["effort"], "P1M"),
        ("incident", ["effort"], "P"),
        ("incident", ["has_account"], 1),
        ("incident", ["version"], 2),
        ("incident", ["type"], None),
        ("incident", ["changes", 0, "at"], 5),
        ("pack", ["price"], 329.5),
        ("pack", ["price"], "1,5"),
        ("pack", ["months"], "never"),
        ("account", ["lots", 0, "on"], "20261120"),
        ("account", ["lots", 0, "type"], "pack"),
        ("settlement", ["terms", "type"], "term"),
        ("holiday_calendar", ["years"], [2026]),
        ("holiday_calendar", ["days"], {"25 Dec": "Christmas Day"}),
        ("operating_hours", ["then", 0, "at"], "noon"),
        ("operating_hours", ["text"], "24/7"),
        ("operating_hours", ["first"], {"any": [{"text": "24/7"}]}),
        ("reason", ["value"], 1.5),
        ("reason", ["value"], {"mony": "1"}),
        ("reason", ["parts", 0, "value"], {"word": "severe", "of": "severty"}),
        ("statement", ["figures", "closing"], "2"),
        ("statement", ["figures", "closng"], 2),
    ],
)
def test_what_is_wrong_is_invalid(word: str, path: list[Any], value: Any) -> None:
    document: Any = copy.deepcopy(to_dict(SAMPLES[word]))
    assert errors(document) == []
    at = document
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    document["type"] = word if path != ["type"] else value
    assert list(Draft202012Validator(schema(word)).iter_errors(document))


@pytest.mark.parametrize(
    "document",
    [
        {"type": "pack", "credits": 2, "price": 329, "months": "none"},
        {"type": "holiday_calendar", "days": ["2026-12-25"], "years": [2026, 2026]},
        {"type": "operating_hours", "text": "Mo-Fr 09:00-17:00; PH off", "holidays": {"source": "the town hall"}},
        {"type": "incident", "id": "T-1", "received_at": "2026-11-20 20:00+01:00", "effort": "P1W"},
        {"type": "reason", "rule": "", "value": [1, None, {"moment": "2026-11-20T20:00Z", "tz": "Europe/Paris"}]},
    ],
)
def test_what_else_is_read_is_valid_too(document: Any) -> None:
    assert errors(document) == []


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [("incidnt", "did you mean 'incident'?"), (Severity, None), (int, None)],
)
def test_the_schema_of_what_no_document_holds_is_refused(kind: Any, remedy: str | None) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        schema(kind)
    assert (caught.value.field, caught.value.code) == ("kind", "unknown_name")
    assert remedy in (None, caught.value.remedy)
