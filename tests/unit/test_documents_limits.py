"""Documents: how deep they go, how a long path is told, and their schemas, whole.

The schemas stand in `tests/schemas.txt`. After a change that is meant,

    PYTHONPATH=tests:tests/unit python -c "import test_documents_limits; test_documents_limits.write()"

writes them anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from document_samples import samples
from doors import refusal_of
from incidentrules import Reason
from incidentrules.documents import from_dict, schema, to_dict

FROZEN = Path(__file__).parents[1] / "schemas.txt"
MONDAY = {"text": "Mo 08:00-09:00", "tz": "UTC"}


def nested(inner: Any, times: int, around: Any) -> Any:
    """Put a value into as many others as are asked for."""
    for _ in range(times):
        inner = around(inner)
    return inner


def hours(times: int) -> dict[str, Any]:
    return {"type": "operating_hours", **nested(MONDAY, times, lambda inner: {"any": [inner, MONDAY]})}


def value(times: int) -> Any:
    return nested(1, times, lambda inner: [inner])


def test_hours_nest_50_deep_in_a_document() -> None:
    assert from_dict(hours(50))
    error = refusal_of(lambda: from_dict(hours(51)))
    assert (error.code, error.problem, error.remedy) == ("too_deep", "stands too deep", "nest hours 50 deep at most")


def test_values_of_reasons_nest_50_deep_when_they_are_read() -> None:
    assert from_dict({"type": "reason", "rule": "R1", "value": value(50)})
    error = refusal_of(lambda: from_dict({"type": "reason", "rule": "R1", "value": value(51)}))
    assert error.code == "wrong_type"


def test_values_of_reasons_nest_50_deep_when_they_are_written() -> None:
    deep = [Reason("R1", nested(1, times, lambda inner: (inner,))) for times in (50, 51)]
    assert value(50) == to_dict(deep[0])["value"]
    assert refusal_of(lambda: to_dict(deep[1])).code == "wrong_type"


@pytest.mark.parametrize(
    ("times", "told", "is_cut"), [(19, 19, False), (20, 20, False), (21, 20, True), (40, 20, True)]
)
def test_a_path_is_told_by_20_places_at_most_the_first_ones_and_the_last(times: int, told: int, is_cut: bool) -> None:
    parts = nested({"rule": "R1", "value": 1.5}, times, lambda inner: {"rule": "R1", "value": 1, "parts": [inner]})
    path = refusal_of(lambda: from_dict({"type": "reason", **parts})).field
    assert (told, is_cut) == (path.count("parts[0]"), "…" in path)
    assert path.endswith("parts[0].value")


APART = ("$defs", "$schema")
"""What is frozen apart: what several schemas define, and the dialect that all of them are written in."""


def schemas() -> list[str]:
    """Return what all schemas define, and each without that, a line each."""
    found = {word: schema(word) for word in samples()}
    lines = {f"$defs {name}": one for each in found.values() for name, one in each.get("$defs", {}).items()}
    lines |= {word: {key: item for key, item in each.items() if key not in APART} for word, each in found.items()}
    return [f"{name}: {json.dumps(lines[name], sort_keys=True, ensure_ascii=False)}" for name in sorted(lines)]


def write() -> None:
    FROZEN.write_text("\n".join([*schemas(), ""]), "utf-8")


def test_all_schemas_are_of_one_dialect() -> None:
    assert {"https://json-schema.org/draft/2020-12/schema"} == {schema(word)["$schema"] for word in samples()}


def test_schemas_say_what_they_say() -> None:
    assert FROZEN.read_text("utf-8").splitlines() == schemas()
