"""How a reason reads: values in words, trees of sentences, zones and depths."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from helpers import at, minutes
from incidentrules import InvalidTypeError, Reason, verify
from incidentrules.reason import as_words, literal

BEIRUT = ZoneInfo("Asia/Beirut")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (at("Wed 10:00"), "Wed 2026-11-18 10:00"),
        (at("Wed 24:00"), "Wed 2026-11-18 24:00"),
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
        ((at("Wed 20:00"), at("Fri 00:00")), "Wed 2026-11-18 20:00 to Thu 2026-11-19 24:00"),
        ((at("Wed 24:00"), at("Thu 08:00")), "Thu 2026-11-19 00:00 to 08:00"),
        ((at("Wed 00:00"), at("Wed 24:00")), "Wed 2026-11-18 00:00 to 24:00"),
        (timedelta(microseconds=1), "0.000001 s"),
        (timedelta(minutes=1, microseconds=-1), "59.999999 s"),
        (timedelta(hours=1, microseconds=50), "1 h 0.00005 s"),
        (timedelta(microseconds=-1), "-0.000001 s"),
        (at("Wed 24:00") - timedelta.resolution, "Wed 2026-11-18 24:00"),
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
    assert expected == as_words(value)


def test_a_text_is_shown_as_it_is_braces_and_all() -> None:
    text = "{value} {0} {x} {{"
    assert f"{text} is 5." == Reason("", 5, says=f"{literal(text)} is {{value}}").sentence


TWO = Reason("R25", 2, says="{value} were started")


THREE = Reason("", 3, says="{value} for each", reading="A10=per_incident")


SIX = Reason("R18", 6, how="product", parts=(TWO, THREE), says="It costs {value}: {0} x {1}", reading="A11=every_unit")


def test_a_reason_reads_as_a_tree_of_sentences() -> None:
    expected = "It costs 6: 2 x 3 (R18, A11=every_unit).\n  2 were started (R25).\n  3 for each (A10=per_incident)."
    assert [expected] * 3 == [SIX.text(), str(SIX), SIX.text(depth=5)]
    assert [SIX.sentence] * 2 == [SIX.text(depth=0), expected.splitlines()[0]]
    assert Reason("", 5).text() == "5."


def test_a_reason_tells_its_nodes_rules_and_readings() -> None:
    assert SIX.nodes == (SIX, TWO, THREE)
    assert {"R18", "R25"} == set(SIX.rules)
    assert {"A10=per_incident", "A11=every_unit"} == set(SIX.readings)


def test_a_reason_may_cite_two_settings() -> None:
    both = Reason("R9", 1, parts=(SIX,), reading="A2=end_of_next, A4=close")
    assert both.sentence == "1 (R9, A2=end_of_next, A4=close)."
    assert both.readings == {"A2=end_of_next", "A4=close", "A10=per_incident", "A11=every_unit"}


def test_reasons_nest_to_any_depth_that_is_shown() -> None:
    nested = Reason("R18", 6, how="sum", parts=(SIX,))
    assert [nested.text(depth=0), len(nested.text(depth=1).splitlines()), len(nested.text().splitlines())] == [
        "6 (R18).",
        2,
        4,
    ]


# --- zones


ATHENS, BERLIN = ZoneInfo("Europe/Athens"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "zone", "expected"),
    [
        (at("Wed 10:00"), BERLIN, "Wed 2026-11-18 11:00"),
        (at("Wed 23:00"), BERLIN, "Wed 2026-11-18 24:00"),
        (at("Wed 23:00") - timedelta.resolution, BERLIN, "Wed 2026-11-18 24:00"),
        (at("Wed 24:00"), BERLIN, "Thu 2026-11-19 01:00"),
        ((at("Wed 23:00"), at("Thu 07:00")), BERLIN, "Thu 2026-11-19 00:00 to 08:00"),
        ((at("Wed 07:00"), at("Wed 23:00")), BERLIN, "Wed 2026-11-18 08:00 to 24:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), BERLIN, "Sun 2026-10-25 02:30+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN, "Sun 2026-10-25 02:30+01:00"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), BERLIN, "Sun 2026-10-25 03:30"),
        (at("Wed 10:00"), timezone(timedelta(hours=-5)), "Wed 2026-11-18 05:00"),
        (datetime(2025, 11, 2, 4, tzinfo=UTC), ZoneInfo("America/Havana"), "Sat 2025-11-01 24:00-04:00"),
        (datetime(2025, 11, 2, 5, tzinfo=UTC), ZoneInfo("America/Havana"), "Sun 2025-11-02 00:00-05:00"),
        (datetime(2026, 10, 24, 21, tzinfo=UTC) - timedelta.resolution, BEIRUT, "Sat 2026-10-24 23:59:59.999999+03:00"),
        (datetime(2026, 10, 24, 22, tzinfo=UTC) - timedelta.resolution, BEIRUT, "Sat 2026-10-24 24:00"),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), BEIRUT, "Sat 2026-10-24 24:00"),
        (datetime.max.replace(tzinfo=UTC), BERLIN, "Fri 9999-12-31 24:00"),
        (datetime.min.replace(tzinfo=UTC), timezone(timedelta(hours=-5)), "Mon 0001-01-01 00:00"),
        (date(2026, 11, 18), BERLIN, "Wed 2026-11-18"),
        ((at("Wed 10:00"), 5), BERLIN, "Wed 2026-11-18 11:00, 5"),
    ],
)
def test_a_moment_is_told_as_the_wall_of_a_zone_shows_it(value: Any, zone: Any, expected: str) -> None:
    """An hour that repeats carries its offset; midnight is the end of a day, or the beginning of an interval."""
    assert expected == as_words(value, tz=zone)


MOMENT = Reason(
    "R9", at("Wed 10:00"), says="It is due {value} {zone}", parts=(Reason("", at("Wed 23:00")),), how="most"
)


@pytest.mark.parametrize(
    ("tz", "expected"),
    [
        (None, "It is due Wed 2026-11-18 12:00 Europe/Athens (R9).\n  Thu 2026-11-19 01:00."),
        ("UTC", "It is due Wed 2026-11-18 10:00 UTC (R9).\n  Wed 2026-11-18 23:00."),
        ("Europe/Berlin", "It is due Wed 2026-11-18 11:00 Europe/Berlin (R9).\n  Wed 2026-11-18 24:00."),
        (BERLIN, "It is due Wed 2026-11-18 11:00 Europe/Berlin (R9).\n  Wed 2026-11-18 24:00."),
        (timezone(timedelta(hours=2)), "It is due Wed 2026-11-18 12:00 UTC+02:00 (R9).\n  Thu 2026-11-19 01:00."),
    ],
)
def test_a_reason_is_told_in_its_own_zone_or_in_one_that_is_asked_for(tz: Any, expected: str) -> None:
    own = Reason("R9", MOMENT.value, says=MOMENT.says, parts=MOMENT.parts, how="most", tz=ATHENS)
    assert expected == own.text(tz=tz)


def test_a_reason_told_in_a_zone_is_so_down_to_its_parts_and_stays_equal() -> None:
    berlin = MOMENT.in_zone(BERLIN)
    assert berlin.text() == "It is due Wed 2026-11-18 11:00 Europe/Berlin (R9).\n  Wed 2026-11-18 24:00."
    assert (MOMENT, hash(MOMENT), repr(MOMENT)) == (berlin, hash(berlin), repr(berlin))
    assert berlin.in_zone(BERLIN) is berlin


def test_without_citations_a_reason_is_told_in_plain_sentences() -> None:
    assert SIX.text(cite=False) == "It costs 6: 2 x 3.\n  2 were started.\n  3 for each."
    assert SIX.text(cite=False, depth=0) == "It costs 6: 2 x 3."


def test_only_the_rule_and_the_value_are_given_by_place() -> None:
    with pytest.raises(TypeError):
        Reason("R1", 1, "sum")  # type: ignore[call-arg]


# --- however deep


def deep(levels: int) -> Reason:
    reason = Reason("R1", 1)
    for _ in range(levels):
        reason = Reason("R1", 1, how="sum", parts=(reason,))
    return reason


def test_a_reason_may_be_five_thousand_deep() -> None:
    reason = deep(5_000)
    assert (len(reason.nodes), verify(reason)) == (5_001, ())
    lines = reason.text().splitlines()
    assert (len(lines), lines[0], lines[-1]) == (5_001, "1 (R1).", "  " * 5_000 + "1 (R1).")
    assert [{"R1"}, set(), 3] == [reason.rules, reason.readings, len(reason.text(depth=2).splitlines())]


def test_a_wrong_value_is_found_five_thousand_deep() -> None:
    reason = Reason("R1", 2, how="sum", parts=(Reason("R1", 1),))
    for _ in range(5_000):
        reason = Reason("R1", 2, how="sum", parts=(reason,))
    assert [node.value for node in verify(reason)] == [2]
    assert len(verify(reason)[0].nodes) == 2


@pytest.mark.parametrize("parts", [[Reason("R1", 1)], (Reason("R1", 1), 2), None])
def test_a_reason_is_made_of_reasons(parts: Any) -> None:
    with pytest.raises(InvalidTypeError, match="parts"):
        Reason("R1", 1, how="sum", parts=parts)
