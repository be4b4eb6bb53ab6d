"""The catalogue of rules."""

import pytest

from incidentrules import RULES, rulebook


def test_there_are_thirty_rules_in_order() -> None:
    assert [f"R{number}" for number in range(1, 31)] == list(RULES)
    assert list(RULES) == [rule.id for rule in RULES.values()]


def test_every_rule_has_a_title_a_summary_and_a_topic() -> None:
    assert all(rule.title and rule.summary.endswith(".") for rule in RULES.values())
    topics = {"incidents", "credits", "responses", "hours", "on-call", "channels"}
    assert topics == {rule.topic for rule in RULES.values()}
    assert 30 == len({rule.title for rule in RULES.values()}) == len({rule.summary for rule in RULES.values()})


def test_a_rule_is_told_by_id_and_title() -> None:
    assert str(RULES["R12"]) == "R12 The standard SLA"


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        RULES["R31"] = RULES["R1"]  # type: ignore[index]


def test_the_catalogue_alone_is_public() -> None:
    assert {"Rule", "RULES"} == set(rulebook.__all__)
