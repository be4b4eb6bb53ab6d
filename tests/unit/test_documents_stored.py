"""Documents that were stored are read by every later release: one of each type and version is kept.

The upgrades that lead from an old version to the present one are shown by one that is registered for the test.
"""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from document_samples import FOLDER, samples
from incidentrules import InvalidTypeError, InvalidValueError, Pack, documents
from incidentrules.documents import from_dict, schema, to_dict

SAMPLES = samples()
STORED = sorted(FOLDER.glob("*.json"))


def stored(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_what_was_stored_is_read_as_the_value_that_it_was(path: Any) -> None:
    document = json.loads(path.read_text("utf-8"))
    assert SAMPLES[document["type"]] == from_dict(document)
    assert f"{document['type']}.{document['version']}.json" == path.name


@pytest.mark.parametrize("word", SAMPLES)
def test_what_is_written_is_what_is_stored_of_the_present_version_and_valid(word: str) -> None:
    document = to_dict(SAMPLES[word])
    assert stored(f"{word}.{document['version']}") == document
    assert [error.message for error in Draft202012Validator(schema(word)).iter_errors(document)] == []


def test_there_is_a_stored_document_of_each_type_and_of_each_version() -> None:
    names = {f"{word}.{version}" for word in documents._kinds() for version in range(1, documents._version(word) + 1)}
    assert names == {path.stem for path in STORED}


# --- upgrades


def test_a_document_of_an_old_version_is_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say that packs once said their price in cents, and then called their months a term."""

    def from_cents(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "price": f"{document['price'] // 100}.{document['price'] % 100:02}"}

    def from_term(document: dict[str, Any]) -> dict[str, Any]:
        return {("months" if key == "term" else key): item for key, item in document.items()}

    monkeypatch.setitem(documents.UPGRADES, ("pack", 1), from_cents)
    monkeypatch.setitem(documents.UPGRADES, ("pack", 2), from_term)
    pack = Pack(credits=2, price="329.00", months=3)
    assert to_dict(pack)["version"] == 3
    assert schema("pack")["properties"]["version"] == {"const": 3}
    for old in (
        {"type": "pack", "version": 1, "credits": 2, "price": 32900, "term": 3},
        {"type": "pack", "version": 2, "credits": 2, "price": "329.00", "term": 3},
        {"type": "pack", "version": 3, "credits": 2, "price": "329.00", "months": 3},
        {"type": "pack", "credits": 2, "price": "329.00", "months": 3},
    ):
        before = dict(old)
        assert (pack, before) == (from_dict(old), old)


def test_a_version_of_a_later_release_is_refused_with_the_remedy() -> None:
    with pytest.raises(InvalidValueError) as caught:
        from_dict({"type": "pack", "version": 2, "terms": "of the future"})
    error = caught.value
    assert (error.code, error.field, error.value) == ("newer_version", "version", 2)
    assert str(error) == "version was written by a newer incidentrules, got 2: upgrade incidentrules"


@pytest.mark.parametrize(
    ("version", "kind"), [(0, InvalidValueError), ("1", InvalidTypeError), (True, InvalidTypeError)]
)
def test_a_version_is_a_whole_number(version: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=r"^version "):
        from_dict({"type": "pack", "version": version, "credits": 2, "price": "329", "months": 3})
