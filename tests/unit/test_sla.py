"""Deadlines: every promise, which one governs, the goal, the outcome and the queue."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from helpers import HOLIDAY, at, minutes, standard, ticket
from incidentrules import (
    Change,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    OperatingHours,
    Outcome,
    Severity,
    Terms,
    Tier,
    assess,
    queue,
    verify,
)
from incidentrules.sla import Clock, Promise, Response, TimeLeft

TERMS = standard()
HOUR = timedelta(hours=1)


def owed(received: str, terms: Terms = TERMS, **facts: Any) -> Response:
    response = assess(ticket(received, **facts), terms).response
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("received", "severity", "tier", "sla", "business_day", "due", "rule"),
    [
        ("Wed 10:00", "normal", "24h", "Thu 18:00", "Thu 10:00", "Thu 10:00", "R9"),
        ("Fri 20:00", "normal", "24h", "Tue 12:00", "Mon 20:00", "Mon 20:00", "R9"),
        ("Wed 03:00", "normal", "24h", "Thu 16:00", "Wed 24:00", "Wed 24:00", "R9"),
        ("Wed 08:00", "normal", "24h", "Thu 16:00", "Wed 24:00", "Wed 24:00", "R9"),
        ("Wed 15:00", "normal", "12h", "Thu 11:00", "Thu 15:00", "Thu 11:00", "R18"),
        ("Sat 12:00", "normal", "24h", "Tue 16:00", "Mon 24:00", "Mon 24:00", "R9"),
        ("Fri 23:30", "severe", "3h", "Sat 11:30", "Mon 23:30", "Sat 11:30", "R18"),
        ("Wed 21:00", "normal", "3h", "Wed 24:00", "Thu 21:00", "Wed 24:00", "R18"),
        ("Sat 09:00", "severe", "24h", "Mon 10:00", "Mon 24:00", "Mon 10:00", "R12"),
    ],
)
def test_the_earlier_promise_governs(
    received: str, severity: str, tier: str, sla: str, business_day: str, due: str, rule: str
) -> None:
    """A3."""
    response = owed(received, severity=severity, tier=tier)
    expected = (at(business_day), at(sla), at(due), rule)
    by_day, by_sla = (promise.due_at for promise in response.promises)
    assert expected == (by_day, by_sla, response.due_at, response.governing.rule)


@pytest.mark.parametrize(
    ("reading", "wed_24", "fri_24", "wed_12", "wed_3"),
    [
        ("operating_hours", "Thu 18:00", "Tue 12:00", "Thu 11:00", "Thu 09:00"),
        ("elapsed", "Thu 10:00", "Sat 20:00", "Thu 03:00", "Thu 01:00"),
        ("elapsed_rolled", "Thu 10:00", "Mon 08:00", "Thu 08:00", "Thu 08:00"),
        ("business_days_24h", "Thu 10:00", "Mon 20:00", "Thu 03:00", "Thu 01:00"),
    ],
)
def test_the_hours_of_the_sla_count_by_the_reading(
    reading: Any, wed_24: str, fri_24: str, wed_12: str, wed_3: str
) -> None:
    terms = TERMS.with_readings(sla_clock=reading)
    received = {"Wed 10:00": "24h", "Fri 20:00": "24h", "Wed 15:00": "12h", "Wed 22:00": "3h"}
    expected = [at(wed_24), at(fri_24), at(wed_12), at(wed_3)]
    assert expected == [owed(when, terms, tier=tier).promises[1].due_at for when, tier in received.items()]


def test_all_hours_of_business_days_count_for_severe_issues_too_and_holidays_for_none() -> None:
    terms = standard(HOLIDAY).with_readings(sla_clock="business_days_24h")
    expected = [at("Mon 12:00"), datetime(2026, 11, 26, 12, tzinfo=UTC)]
    received = {"Sat 12:00": "12h", "Tue 12:00": "24h"}
    assert expected == [
        owed(when, terms, severity="severe", tier=tier).promises[1].due_at for when, tier in received.items()
    ]


@pytest.mark.parametrize("at_close", ["close", "next_opening"])
def test_an_end_at_a_close_rolls_under_elapsed_rolled_whatever_the_other_reading_says(at_close: Any) -> None:
    terms = TERMS.with_readings(sla_clock="elapsed_rolled", at_close=at_close)
    assert at("Thu 08:00") == owed("Wed 12:00", terms, tier="12h").promises[1].due_at


def test_elapsed_hours_roll_to_the_opening_that_serves_the_severity() -> None:
    terms = TERMS.with_readings(sla_clock="elapsed_rolled")
    expected = {"severe": at("Sat 09:00"), "normal": at("Mon 08:00")}
    assert expected == {
        severity: owed("Fri 22:00", terms, severity=severity, tier="3h").promises[1].due_at for severity in expected
    }


@pytest.mark.parametrize(
    ("reading", "sat_12", "wed_03", "wed_10"),
    [
        ("one_operating_day", "Mon 24:00", "Wed 24:00", "Thu 10:00"),
        ("same_time", "Tue 08:00", "Thu 08:00", "Thu 10:00"),
        ("end_of_next", "Mon 24:00", "Thu 24:00", "Thu 24:00"),
    ],
)
def test_a_business_day_is_what_the_reading_says(reading: Any, sat_12: str, wed_03: str, wed_10: str) -> None:
    terms = TERMS.with_readings(business_day=reading)
    expected = [at(sat_12), at(wed_03), at(wed_10)]
    assert expected == [owed(when, terms).promises[0].due_at for when in ("Sat 12:00", "Wed 03:00", "Wed 10:00")]


def test_the_same_time_skips_the_weekend_and_a_holiday() -> None:
    terms = standard(HOLIDAY).with_readings(business_day="same_time")
    expected = [at("Mon 20:00"), datetime(2026, 11, 26, 9, 30, tzinfo=UTC)]
    assert expected == [owed(when, terms).promises[0].due_at for when in ("Fri 20:00", "Tue 09:30")]


@pytest.mark.parametrize(
    ("received", "tier", "close", "next_opening"),
    [
        ("Wed 03:00", "24h", "Wed 24:00", "Thu 08:00"),
        ("Wed 21:00", "3h", "Wed 24:00", "Thu 08:00"),
        ("Fri 12:00", "12h", "Fri 24:00", "Mon 08:00"),
        ("Wed 10:00", "24h", "Thu 10:00", "Thu 10:00"),
    ],
)
def test_time_used_up_at_a_close_lands_there_or_at_the_next_opening(
    received: str, tier: str, close: str, next_opening: str
) -> None:
    found = [owed(received, TERMS.with_readings(at_close=how), tier=tier).due_at for how in ("close", "next_opening")]
    assert [at(close), at(next_opening)] == found


def test_elapsed_time_has_no_close_to_land_at_and_whole_days_have_midnight() -> None:
    after = TERMS.with_readings(at_close="next_opening")
    expected: dict[Any, datetime] = {"elapsed": at("Fri 24:00"), "business_days_24h": at("Mon 00:00")}
    assert expected == {
        reading: owed("Fri 12:00", after.with_readings(sla_clock=reading), tier="12h").promises[1].due_at
        for reading in expected
    }


def test_the_end_of_the_next_business_day_lands_at_the_next_opening_by_that_reading() -> None:
    terms = TERMS.with_readings(business_day="end_of_next", at_close="next_opening")
    assert at("Fri 08:00") == owed("Wed 10:00", terms).promises[0].due_at


def test_the_next_business_day_ends_at_its_close_whatever_its_length() -> None:
    hours = OperatingHours.parse("Mo-Th 08:00-20:00; Fr 08:00-10:00,12:00-14:00")
    terms = TERMS.replace(business_hours=hours, business_day_length=12 * HOUR).with_readings(business_day="end_of_next")
    expected = [at("Thu 20:00"), at("Fri 14:00"), at("Mon 20:00"), at("Mon 20:00")]
    received = ("Wed 10:00", "Thu 03:00", "Fri 13:00", "Sat 12:00")
    assert expected == [owed(when, terms).promises[0].due_at for when in received]
    assert [terms.business_day_amount(at(when)) for when in received] == [12 * HOUR, 4 * HOUR, 12 * HOUR, 12 * HOUR]


def test_the_same_time_keeps_the_wall_time_across_a_change_of_clocks() -> None:
    """The clocks of Athens go back on Sunday, 2026-10-25."""
    hours = OperatingHours.parse("Mo-Fr 08:00-24:00; Su 10:00-12:00", tz="Europe/Athens")
    terms = TERMS.replace(business_hours=hours, severe_hours=hours, business_day_length=16 * HOUR)
    terms = terms.with_readings(business_day="same_time")
    received = [datetime(2026, 10, day, 7, 30, tzinfo=UTC) for day in (22, 23)]
    due = [datetime(2026, 10, 23, 7, 30, tzinfo=UTC), datetime(2026, 10, 25, 8, 30, tzinfo=UTC)]
    judged = [assess(Incident(id="T-1", received_at=each), terms) for each in received]
    assert due == [each.response and each.response.promises[0].due_at for each in judged]
    assert [verify(each.why_due) for each in judged] == [()] * 2


def test_one_operating_day_is_the_same_from_any_receipt() -> None:
    assert [TERMS.business_day_amount(at(when)) for when in ("Wed 10:00", "Sat 12:00")] == [16 * HOUR] * 2
    assert TERMS.business_day_clock == Clock(hours=TERMS.business_hours)


def test_on_a_tie_the_business_day_is_named() -> None:
    """A3."""
    response = owed("Wed 10:00", TERMS.with_readings(sla_clock="elapsed"))
    assert ([at("Thu 10:00")] * 2, "R9") == ([each.due_at for each in response.promises], response.governing.rule)


@pytest.mark.parametrize(
    ("received", "severity", "tier", "goal"),
    [
        ("Wed 10:00", "normal", "24h", "Wed 14:00"),
        ("Wed 10:00", "normal", "3h", "Wed 13:00"),
        ("Fri 22:00", "normal", "24h", "Mon 10:00"),
        ("Fri 22:00", "severe", "24h", "Sat 11:00"),
        ("Sat 12:00", "normal", "24h", "Mon 12:00"),
        ("Wed 20:00", "normal", "24h", "Wed 24:00"),
    ],
)
def test_the_goal_is_four_hours_and_never_after_what_is_due(received: str, severity: str, tier: str, goal: str) -> None:
    assert at(goal) == owed(received, severity=severity, tier=tier).goal_at


def test_the_goal_counts_by_the_clock_of_the_sla() -> None:
    expected: dict[Any, datetime] = {"elapsed": at("Fri 24:00"), "elapsed_rolled": at("Mon 08:00")}
    expected["business_days_24h"] = at("Fri 24:00")
    assert expected == {
        reading: owed("Fri 20:00", TERMS.with_readings(sla_clock=reading)).goal_at for reading in expected
    }


# --- changes midway (A9)


@pytest.mark.parametrize(
    ("received", "severity", "tier", "change", "due", "rule"),
    [
        ("Fri 23:00", "normal", "3h", {"at": "Sat 12:00", "severity": "severe"}, "Sat 14:00", "R18"),
        ("Fri 23:00", "severe", "6h", {"at": "Sat 10:00", "severity": "normal"}, "Mon 12:00", "R18"),
        ("Wed 10:00", "normal", "24h", {"at": "Wed 12:00", "tier": "3h"}, "Wed 15:00", "R18"),
        ("Wed 10:00", "normal", "6h", {"at": "Wed 15:00", "tier": "3h"}, "Wed 16:00", "R18"),
        ("Wed 10:00", "normal", "3h", {"at": "Wed 11:00", "tier": "24h"}, "Wed 13:00", "R18"),
        ("Wed 10:00", "normal", "3h", {"at": "Wed 14:00", "severity": "severe"}, "Wed 13:00", "R18"),
        ("Sat 12:00", "severe", "3h", {"at": "Sat 15:00", "severity": "normal"}, "Sat 15:00", "R18"),
        ("Wed 10:00", "normal", "24h", {"at": "Fri 09:00", "tier": "3h"}, "Thu 10:00", "R9"),
    ],
)
def test_a_change_counts_from_its_moment_and_an_upgrade_is_never_later(
    received: str, severity: str, tier: str, change: dict[str, Any], due: str, rule: str
) -> None:
    """A9."""
    response = owed(received, severity=severity, tier=tier, changes=[Change(**{**change, "at": at(change["at"])})])
    assert (at(due), rule) == (response.due_at, response.governing.rule)


def test_only_a_faster_tier_is_a_further_promise() -> None:
    """A9."""
    changes = [Change(at=at(when), tier=tier) for when, tier in (("Wed 11:00", "24h"), ("Wed 12:00", "3h"))]
    assert [len(owed("Wed 10:00", tier=tier, changes=changes).promises) for tier in ("3h", "6h")] == [2, 3]


def test_severity_and_tier_may_change_together_and_more_than_once() -> None:
    """A9."""
    raised = Change(at=at("Sat 10:00"), severity="severe", tier="3h")
    lowered = Change(at=at("Sat 12:00"), severity="normal")
    response = owed("Fri 23:00", changes=[raised, lowered])
    assert (at("Mon 09:00"), 3) == (response.due_at, len(response.promises))


# --- how it went


@pytest.mark.parametrize(
    ("replied_at", "now", "outcome"),
    [
        ("Thu 09:59", None, "met"),
        ("Thu 10:00", None, "met"),
        ("Thu 10:01", None, "breached"),
        (None, "Thu 10:00", "open"),
        (None, "Thu 10:01", "breached"),
        ("Thu 10:00", "Fri 10:00", "met"),
        ("Thu 09:00", "Thu 09:00", "met"),
        ("Thu 09:00", "Thu 08:59", "open"),
        ("Fri 10:00", "Thu 10:00", "open"),
        ("Fri 10:00", "Thu 10:01", "breached"),
    ],
)
def test_a_reply_at_the_deadline_is_in_time_and_silence_breaks_it_only_after(
    replied_at: str | None, now: str | None, outcome: str
) -> None:
    """A7."""
    response = owed("Wed 10:00")
    assert outcome == response.outcome(at(replied_at) if replied_at else None, at=at(now) if now else None)


def test_a_microsecond_after_the_deadline_is_after_it() -> None:
    """A7."""
    assert Outcome.BREACHED is owed("Wed 10:00").outcome(at=at("Thu 10:00") + timedelta.resolution)


def test_one_assessment_is_no_queue() -> None:
    ticket_ = assess(ticket("Wed 10:00"), TERMS)
    with pytest.raises(IncidentRulesError, match="assessments has to be a list of assessments"):
        queue(ticket_)  # type: ignore[arg-type]


def test_the_outcome_needs_a_reply_or_a_moment() -> None:
    with pytest.raises(IncidentRulesError, match="give the moment to judge at"):
        owed("Wed 10:00").outcome()


def test_the_time_left_is_told_elapsed_and_in_hours_that_count() -> None:
    response = owed("Fri 20:00", tier="12h")
    expected = [TimeLeft(67 * HOUR, 11 * HOUR), TimeLeft(0 * HOUR, 0 * HOUR), TimeLeft(-20 * HOUR, -12 * HOUR)]
    assert expected == [response.time_left(at=at(now)) for now in ("Fri 21:00", "Mon 16:00", "Tue 12:00")]


def test_the_queue_goes_by_severity_then_by_what_is_due_then_by_id() -> None:
    facts = [
        ("late", "Thu 10:00", "normal"),
        ("b", "Wed 10:00", "normal"),
        ("a", "Wed 10:00", "normal"),
        ("grave", "Fri 10:00", "severe"),
    ]
    judged = [assess(ticket(when, id=id, severity=severity), TERMS) for id, when, severity in facts]
    assert [each.id for each in queue(judged)] == ["grave", "a", "b", "late"]


def test_the_queue_goes_by_the_severity_after_all_changes() -> None:
    """A6."""
    raised = Change(at=at("Thu 12:00"), severity="severe")
    judged = [assess(ticket("Wed 10:00", id="a"), TERMS), assess(ticket("Thu 10:00", id="b", changes=[raised]), TERMS)]
    assert [each.id for each in queue(iter(judged))] == ["b", "a"]


def test_nothing_waits_in_an_empty_queue() -> None:
    assert queue([]) == ()


# --- clocks and tiers as values


def test_a_clock_begins_and_lands_where_it_is_told() -> None:
    desk = OperatingHours.parse("Mo-Fr 08:00-24:00")
    begin = [Clock(hours=desk), Clock(hours=desk, begin_in=desk), Clock(hours=desk, begins_next_day=True)]
    assert [at("Sat 12:00"), at("Mon 08:00"), at("Sun 00:00")] == [clock.begin(at("Sat 12:00")) for clock in begin]
    assert [at("Sat 12:00"), at("Mon 08:00")] == [
        clock.land(at("Sat 12:00")) for clock in (Clock(hours=desk), Clock(hours=desk, land_in=desk))
    ]


def test_what_was_counted_adds_up_to_the_promise() -> None:
    promise = Promise(rule="R18", since=at("Fri 20:00"), amount=12 * HOUR, clock=Clock(hours=TERMS.business_hours))
    counted = [(each.start, each.end) for each in promise.counted()]
    assert [(at("Fri 20:00"), at("Fri 24:00")), (at("Mon 08:00"), at("Mon 16:00"))] == counted


def test_a_tier_is_a_name_a_time_and_a_multiplier() -> None:
    expected = [("24h", 24 * HOUR, 1), ("12h", 12 * HOUR, 2), ("6h", 6 * HOUR, 4), ("3h", 3 * HOUR, 8)]
    assert expected == [(tier.name, tier.response, tier.multiplier) for tier in TERMS.tiers]
    assert Tier(name="x", response=minutes(1), multiplier=1) == Tier(name="x", response=minutes(1), multiplier=1)


# --- hours (R14, R15)


@pytest.mark.parametrize(
    ("moment", "normal", "severe"),
    [
        ("Wed 08:00", True, True),
        ("Wed 07:59", False, False),
        ("Wed 23:59", True, True),
        ("Wed 24:00", False, False),
        ("Sat 08:59", False, False),
        ("Sat 09:00", False, True),
        ("Sat 19:59", False, True),
        ("Sat 20:00", False, False),
        ("Tue 08:30", False, False),
        ("Tue 09:00", False, True),
        ("Tue 20:00", False, False),
        ("Sun 10:00", False, True),
    ],
)
def test_the_hours_are_half_open_and_a_holiday_is_a_sunday(moment: str, normal: bool, severe: bool) -> None:
    """A8, R14, R15."""
    terms = standard(at("Tue 00:00").date(), at("Sun 00:00").date())
    hours = (terms.hours_for(each) for each in (Severity.NORMAL, Severity.SEVERE))
    assert [normal, severe] == [each.is_open(at(moment)) for each in hours]


def test_the_standard_hours_need_a_calendar() -> None:
    """A8."""
    with pytest.raises(IncidentRulesError, match=r"^holidays has to be a HolidayCalendar, got None: give "):
        Terms.standard(holidays=cast("Any", None))
    assert str(Terms.standard(holidays=HolidayCalendar.none()).business_hours) == "Mo-Fr 08:00-24:00; PH off"
