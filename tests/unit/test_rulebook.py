"""The catalogue of rules, and how a reason reads."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from incidentrules import RULES, Reason, rulebook
from incidentrules.reason import literal, told
from judgement_strategies import at, minutes


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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (at("Wed 10:00"), "Wed 2026-11-18 10:00"),
        (at("Wed 24:00"), "Thu 2026-11-19 00:00"),
        (at("Wed 10:00") + timedelta(seconds=5), "Wed 2026-11-18 10:00:05"),
        (datetime(2026, 11, 18, 10, 0, 0, 7, tzinfo=UTC), "Wed 2026-11-18 10:00:00.000007"),
        (date(2026, 11, 18), "Wed 2026-11-18"),
        (timedelta(hours=16), "16 h"),
        (minutes(75), "1 h 15 min"),
        (minutes(5), "5 min"),
        (timedelta(0), "0 min"),
        (minutes(-75), "-1 h 15 min"),
        (timedelta(hours=1, seconds=1), "1 h 1 s"),
        (timedelta(seconds=1.5), "1.5 s"),
        (timedelta(days=2), "48 h"),
        ((at("Wed 20:00"), at("Wed 22:00")), "Wed 2026-11-18 20:00 to 22:00"),
        ((at("Wed 20:00"), at("Wed 24:00")), "Wed 2026-11-18 20:00 to 24:00"),
        ((at("Wed 20:00"), at("Fri 00:00")), "Wed 2026-11-18 20:00 to Fri 2026-11-20 00:00"),
        (timedelta(microseconds=1), "0.000001 s"),
        (timedelta(minutes=1, microseconds=-1), "59.999999 s"),
        (timedelta(hours=1, microseconds=50), "1 h 0.00005 s"),
        (timedelta(microseconds=-1), "-0.000001 s"),
        (at("Wed 24:00") - timedelta.resolution, "Wed 2026-11-18 24:00"),
        (
            (at("Wed 23:00") - timedelta.resolution).astimezone(timezone(timedelta(hours=1))),
            "Wed 2026-11-18 24:00+01:00",
        ),
        ((1, 2, 3), "1, 2, 3"),
        ((), "none"),
        ((1, 2), "1, 2"),
        (Decimal("329.50"), "329.50"),
        ("a word", "a word"),
        (None, "None"),
        (True, "True"),
    ],
)
def test_a_value_is_told_as_a_sentence_shows_it(value: Any, expected: str) -> None:
    assert expected == told(value)


def test_a_text_is_shown_as_it_is_braces_and_all() -> None:
    text = "{value} {0} {x} {{"
    assert f"{text} is 5." == Reason("", 5, says=f"{literal(text)} is {{value}}").sentence


TWO = Reason("R25", 2, says="{value} were started")
THREE = Reason("", 3, says="{value} for each", reading="A10=per_incident")
SIX = Reason("R18", 6, "product", (TWO, THREE), "It costs {value}: {0} x {1}", "A11=every_unit")


def test_a_reason_reads_as_a_tree_of_sentences() -> None:
    expected = "It costs 6: 2 x 3 (R18, A11=every_unit).\n  2 were started (R25).\n  3 for each (A10=per_incident)."
    assert [expected] * 3 == [SIX.text, str(SIX), SIX.told(5)]
    assert [SIX.sentence] * 2 == [SIX.told(0), expected.splitlines()[0]]
    assert Reason("", 5).text == "5."


def test_a_reason_tells_its_nodes_rules_and_readings() -> None:
    assert SIX.nodes == (SIX, TWO, THREE)
    assert {"R18", "R25"} == set(SIX.rules)
    assert {"A10=per_incident", "A11=every_unit"} == set(SIX.readings)


def test_a_reason_may_cite_two_settings() -> None:
    both = Reason("R9", 1, parts=(SIX,), reading="A2=end_of_next, A4=close")
    assert both.sentence == "1 (R9, A2=end_of_next, A4=close)."
    assert both.readings == {"A2=end_of_next", "A4=close", "A10=per_incident", "A11=every_unit"}


def test_what_tells_a_value_is_public() -> None:
    assert {"Rule", "RULES"} == set(rulebook.__all__)


def test_reasons_nest_to_any_depth_that_is_shown() -> None:
    nested = Reason("R18", 6, "sum", (SIX,))
    assert [nested.told(0), len(nested.told(1).splitlines()), len(nested.text.splitlines())] == ["6 (R18).", 2, 4]
