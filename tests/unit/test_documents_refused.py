"""Documents: what is refused, with its path, a code and a remedy."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from document_samples import samples
from incidentrules.documents import schema, to_dict
from plain_documents import INCIDENT, LOT, PACK, REASON, RECEIVED, refused

SAMPLES = samples()


@pytest.mark.parametrize(
    ("document", "field", "code", "remedy"),
    [
        # no document
        (None, "document", "wrong_type", "give an object of JSON, or a table of TOML"),
        ('{"type": "incident"', "document", "wrong_type", "give an object of JSON, or a table of TOML"),
        ([INCIDENT], "document", "wrong_type", "give an object of JSON, or a table of TOML"),
        ({}, "type", "missing", 'say what the document is, such as "incident"'),
        ({"type": "incidnt"}, "type", "unknown_name", "did you mean 'incident'?"),
        ({"type": ["incident"]}, "type", "unknown_name", None),
        # keys
        ({**INCIDENT, "severty": "severe"}, "severty", "unknown_key", "did you mean 'severity'?"),
        ({"type": "incident", "id": "T", "receivd_at": 1}, "receivd_at", "unknown_key", "did you mean 'received_at'?"),
        ({**PACK, "received_at": 1}, "received_at", "unknown_key", "known: 'credits', 'price', 'months'"),
        (dict([*PACK.items(), (5, 1)]), "5", "unknown_key", "known: 'credits', 'price', 'months'"),
        ({"type": "incident", "id": "T-1"}, "received_at", "missing", "give it"),
        ({**INCIDENT, "figures": {}}, "figures", "unknown_key", None),
        # values
        ({**INCIDENT, "id": 5}, "id", "wrong_type", "write it in quotes"),
        ({**INCIDENT, "id": ""}, "id", "no_text", None),
        ({**INCIDENT, "has_account": 1}, "has_account", "wrong_type", "write it without quotes"),
        ({**INCIDENT, "advised_units": True}, "advised_units", "wrong_type", None),
        ({**INCIDENT, "advised_units": 2.0}, "advised_units", "wrong_type", None),
        ({**INCIDENT, "advised_units": 0}, "advised_units", "out_of_bounds", None),
        ({**INCIDENT, "severity": "sever"}, "severity", "unknown_word", "did you mean 'severe'?"),
        ({**INCIDENT, "severity": 1}, "severity", "wrong_type", "give one of 'severe', 'normal'"),
        ({**PACK, "price": 329.0}, "price", "wrong_type", 'write it in quotes: "149.00"'),
        ({**PACK, "price": True}, "price", "wrong_type", 'write it in quotes: "149.00"'),
        ({**PACK, "price": "1,5"}, "price", "format", 'write digits alone, such as "149.00"'),
        ({**PACK, "price": "329\n"}, "price", "format", 'write digits alone, such as "149.00"'),
        ({**PACK, "price": "NaN"}, "price", "format", 'write digits alone, such as "149.00"'),
        ({**PACK, "price": Decimal("Infinity")}, "price", "format", "give an amount that is a number"),
        ({**PACK, "price": "-1"}, "price", "out_of_bounds", None),
        ({**INCIDENT, "effort": 75}, "effort", "wrong_type", 'write it with its unit: "PT1H15M"'),
        ({**INCIDENT, "effort": "75 min"}, "effort", "format", None),
        ({**INCIDENT, "effort": "P1M"}, "effort", "format", None),
        ({**INCIDENT, "effort": "PT"}, "effort", "format", None),
        ({**INCIDENT, "effort": f"P{'9' * 9}D"}, "effort", "out_of_bounds", None),
        ({**INCIDENT, "effort": f"P{'9' * 9}W"}, "effort", "format", "write fewer hours"),
        ({**INCIDENT, "effort": "-PT1H"}, "effort", "out_of_bounds", None),
        ({**INCIDENT, "received_at": 5}, "received_at", "wrong_type", None),
        ({**INCIDENT, "received_at": date(2026, 11, 20)}, "received_at", "wrong_type", None),
        ({**INCIDENT, "received_at": "yesterday"}, "received_at", "format", None),
        ({**INCIDENT, "received_at": "2026-11-20T20:00"}, "received_at", "naive", "end it with Z, or with an offset"),
        ({**INCIDENT, "received_at": RECEIVED.replace(tzinfo=None)}, "received_at", "naive", None),
        ({**INCIDENT, "received_at": "0001-01-01T00:00+05:00"}, "received_at", "out_of_bounds", None),
        ({**INCIDENT, "replied_at": "2026-11-19T20:00Z"}, "replied_at", "contradiction", None),
        # parts
        ({**INCIDENT, "changes": {}}, "changes", "wrong_type", "write it between brackets"),
        ({**INCIDENT, "changes": ["severe"]}, "changes[0]", "wrong_type", None),
        ({**INCIDENT, "changes": [{"at": RECEIVED}]}, "changes[0].severity", "no_change", None),
        (
            {"type": "account", "id": "a", "incidents": [INCIDENT, {**INCIDENT, "severty": 1}]},
            "incidents[1].severty",
            "unknown_key",
            "did you mean 'severity'?",
        ),
        ({"type": "account", "id": "a", "lots": [INCIDENT]}, "lots[0].type", "another_type", "leave it out"),
        ({"type": "account", "id": "a", "lots": [{**LOT, "on": "2026-11-31"}]}, "lots[0].on", "format", None),
        ({"type": "account", "id": "a", "lots": [{**LOT, "on": "20261120"}]}, "lots[0].on", "format", None),
        ({"type": "account", "id": "a", "lots": [{**LOT, "on": RECEIVED}]}, "lots[0].on", "wrong_type", None),
        ({"type": "settlement", "account": {"id": "a"}, "terms": {}}, "terms.type", "missing", None),
        (
            {"type": "settlement", "account": {"id": "a"}, "terms": {"type": "term"}},
            "terms.type",
            "another_type",
            "did you mean 'terms'?",
        ),
        ({"type": "settlement", "account": {"id": "a"}, "terms": {"type": []}}, "terms.type", "another_type", None),
        ({"type": "settlement", "account": {"id": "a"}, "terms": 5}, "terms", "wrong_type", None),
        ({"type": "terms_history", "versions": []}, "versions", "wrong_type", None),
        ({"type": "terms_history", "versions": {"2026-01": {}}}, "versions.2026-01", "format", None),
        (
            {"type": "terms_history", "versions": {"2026-01-01": {"goal": 5}}},
            "versions.2026-01-01.business_hours",
            "missing",
            None,
        ),
        # reasons
        (REASON, "value", "missing", "give it"),
        ({**REASON, "value": 1.5}, "value", "wrong_type", None),
        ({**REASON, "value": [1, {"day": "x"}]}, "value[1].day", "format", None),
        ({**REASON, "value": {"mony": "1"}}, "value", "wrong_type", None),
        ({**REASON, "value": {"money": "1", "day": "2026-11-20"}}, "value", "wrong_type", None),
        ({**REASON, "value": {"moment": "x", "tz": "UTC"}}, "value.moment", "format", None),
        ({**REASON, "value": {"moment": RECEIVED, "tz": "Europe/Berln"}}, "value.tz", "unknown_zone", None),
        ({**REASON, "value": {"moment": RECEIVED, "tz": 1}}, "value.tz", "wrong_type", None),
        ({**REASON, "value": {"word": "sever", "of": "severity"}}, "value.word", "unknown_word", None),
        ({**REASON, "value": {"word": "severe", "of": "severety"}}, "value.of", "unknown_name", None),
        ({**REASON, "value": {"word": "severe", "of": []}}, "value.of", "unknown_name", None),
        ({**REASON, "value": 1, "parts": 5}, "parts", "wrong_type", None),
        ({**REASON, "value": 1, "parts": [5]}, "parts[0]", "wrong_type", None),
        ({**REASON, "value": 1, "parts": [{"rule": "R1", "value": 1.5}]}, "parts[0].value", "wrong_type", None),
    ],
)
def test_what_is_wrong_is_refused_with_its_path_a_code_and_a_remedy(
    document: Any, field: str, code: str, remedy: str | None
) -> None:
    error = refused(document)
    assert (field, code) == (error.field, error.code)
    assert remedy in (None, error.remedy)


@pytest.mark.parametrize("word", SAMPLES)
def test_a_document_that_lacks_what_it_has_to_say_is_refused_by_the_key(word: str) -> None:
    document = to_dict(SAMPLES[word])
    for key in schema(word).get("required", ["type"]):
        error = refused({name: item for name, item in document.items() if name != key})
        assert (key, "missing") == (error.field, error.code)


def test_what_contains_itself_is_refused() -> None:
    itself: dict[str, Any] = {"rule": "R1", "value": 1, "parts": []}
    itself["parts"].append(itself)
    error = refused({**REASON, "value": 1, "parts": [itself]})
    assert (error.code, error.field) == ("circle", "parts[0].parts[0]")
    values: list[Any] = [1]
    values.append(values)
    assert refused({**REASON, "value": values}).code == "wrong_type"


def test_a_path_that_is_very_long_is_cut_in_the_middle() -> None:
    document: Any = {"rule": "R1", "value": 1.5}
    for _ in range(3000):
        document = {"rule": "R1", "value": 1, "how": "sum", "parts": [document]}
    field = refused({**document, "type": "reason"}).field
    ten = ".".join(["parts[0]"] * 10)
    assert f"{ten}.….{ten}.value" == field
