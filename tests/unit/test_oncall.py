"""On-call and after-hours work: rounding, minimum, and what lies outside the hours."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from helpers import at, minutes, standard
from incidentrules import AfterHours, Reason, Terms, verify
from incidentrules.oncall import Charge

TERMS = standard()


def why_charge(terms: Terms, spent: int) -> Reason:
    return terms.charge(minutes(spent)).why("R19", reading=terms.readings.cite("rounding"), currency=terms.currency)


def why_work(work: AfterHours) -> Reason:
    return TERMS.judge_after_hours(work).why(reading="A15=half_up", currency="USD")


@pytest.mark.parametrize(
    ("spent", "half_up", "half_even", "up"),
    [
        (0, 0, 0, 0),
        (1, 1, 1, 1),
        (29, 1, 1, 1),
        (30, 1, 1, 1),
        (60, 1, 1, 1),
        (61, 1, 1, 2),
        (89, 1, 1, 2),
        (90, 2, 2, 2),
        (91, 2, 2, 2),
        (149, 2, 2, 3),
        (150, 3, 2, 3),
        (151, 3, 3, 3),
        (180, 3, 3, 3),
        (210, 4, 4, 4),
    ],
)
def test_time_on_call_is_billed_to_the_nearest_hour(spent: int, half_up: int, half_even: int, up: int) -> None:
    charges = [TERMS.with_readings(rounding=how).charge(minutes(spent)) for how in ("half_up", "half_even", "up")]
    assert [half_up, half_even, up] == [charge.hours for charge in charges]
    assert [329 * half_up, 329 * half_even, 329 * up] == [charge.amount for charge in charges]


@pytest.mark.parametrize(("spent", "hours"), [(0, 0), (1, 0), (29, 0), (30, 1), (89, 1), (90, 2)])
def test_the_literal_text_has_no_minimum(spent: int, hours: int) -> None:
    assert hours == TERMS.replace(on_call_minimum_hours=0).charge(minutes(spent)).hours


def test_a_half_is_exact_to_the_microsecond() -> None:
    before, after = minutes(90) - timedelta.resolution, minutes(150) + timedelta.resolution
    assert [TERMS.charge(before).hours, TERMS.with_readings(rounding="half_even").charge(minutes(150)).hours] == [1, 2]
    assert TERMS.with_readings(rounding="half_even").charge(after).hours == 3


def test_a_minimum_holds_only_where_there_was_work() -> None:
    charges = [Charge(duration=minutes(spent), price_per_hour=Decimal(10), minimum_hours=3) for spent in (0, 1, 240)]
    assert [charge.hours for charge in charges] == [0, 3, 4]


@pytest.mark.parametrize("spent", [0, 1, 75, 90, 150])
@pytest.mark.parametrize("rounding", ["half_up", "half_even", "up"])
def test_a_charge_gives_its_reason(spent: int, rounding: Any) -> None:
    terms = TERMS.with_readings(rounding=rounding)
    why = why_charge(terms, spent)
    assert (terms.charge(minutes(spent)).amount, ()) == (why.value, verify(why))
    assert {f"A15={rounding}"} == why.readings


def test_the_reason_of_a_charge_reads_as_sentences() -> None:
    expected = (
        "It costs USD 658: 2 x 329 (R19).\n"
        "  1 h 30 min is 2 h, rounded (R19, A15=half_up).\n"
        "    It took 1 h 30 min in all (R19).\n"
        "    It is billed by 1 h (R19).\n"
        "    A job is 1 h at least (R19).\n"
        "  An hour costs USD 329 (R19)."
    )
    assert expected == why_charge(TERMS, 90).text()


@pytest.mark.parametrize(
    ("start", "spent", "severity", "is_accepted", "mode", "inside", "hours"),
    [
        ("Wed 10:00", 60, "normal", False, "included", 60, 0),
        ("Wed 03:00", 60, "normal", True, "billed_separately", 0, 1),
        ("Wed 03:00", 60, "normal", False, "refused_offer_on_call", 0, 0),
        ("Wed 07:59", 61, "normal", True, "billed_separately", 60, 1),
        ("Wed 23:00", 150, "normal", True, "billed_separately", 60, 2),
        ("Sat 10:00", 60, "severe", True, "included", 60, 0),
        ("Sat 10:00", 60, "normal", True, "billed_separately", 0, 1),
        ("Sat 19:00", 90, "severe", True, "billed_separately", 60, 1),
        ("Wed 03:00", 0, "normal", True, "included", 0, 0),
        ("Fri 22:00", 60 * 36, "normal", True, "billed_separately", 120, 34),
    ],
)
def test_only_minutes_outside_the_hours_are_billed_and_only_with_notice(
    start: str, spent: int, severity: Any, is_accepted: bool, mode: str, inside: int, hours: int
) -> None:
    """A16."""
    work = AfterHours(
        id="W-1",
        started_at=at(start),
        duration=minutes(spent),
        severity=severity,
        notice_accepted=is_accepted,
    )
    judged = TERMS.judge_after_hours(work)
    expected = (mode, minutes(inside), minutes(spent - inside), hours, Decimal(329 * hours))
    assert expected == (str(judged.mode), judged.inside, judged.outside, judged.charge.hours, judged.charge.amount)
    why = why_work(work)
    assert (329 * hours, ()) == (why.value, verify(why))


def test_after_hours_work_is_rounded_by_the_same_reading() -> None:
    """A16."""
    work = AfterHours(id="W-1", started_at=at("Wed 03:00"), duration=minutes(150), notice_accepted=True)
    hours = [TERMS.with_readings(rounding=how).judge_after_hours(work).charge.hours for how in ("half_up", "half_even")]
    assert hours == [3, 2]
    assert (
        TERMS.replace(on_call_minimum_hours=0)
        .judge_after_hours(AfterHours(id="W-1", started_at=at("Wed 03:00"), duration=minutes(29), notice_accepted=True))
        .charge.hours
        == 0
    )


def test_work_outside_without_notice_is_told_to_be_refused() -> None:
    work = AfterHours(id="W-1", started_at=at("Wed 03:00"), duration=minutes(29), notice_accepted=False)
    assert why_work(work).text() == (
        "It costs nothing: without notice it was refused, and on-call offered (R16).\n"
        "  29 min of it lies outside the hours (R16).\n"
        "    It took 29 min in all (R16).\n"
        "    0 min of it lies within the hours (R14).\n"
        "  The notice was not accepted (R16)."
    )


def test_time_outside_is_the_job_less_what_lies_inside_by_the_rule_of_its_hours() -> None:
    work = AfterHours(
        id="W-1", started_at=at("Sat 19:50"), duration=minutes(30), severity="severe", notice_accepted=True
    )
    expected = """\
It costs USD 329: 1 x 329 (R16).
  20 min is 1 h, the least (R16, A15=half_up).
    20 min of it lies outside the hours (R16).
      It took 30 min in all (R16).
      10 min of it lies within the hours (R15).
    It is billed by 1 h (R16).
    A job is 1 h at least (R16).
  An hour costs USD 329 (R19)."""
    assert (expected, ()) == (why_work(work).text(), verify(why_work(work)))


@pytest.mark.parametrize(
    ("spent", "least", "said"),
    [(29, 1, "the least"), (30, 1, "rounded"), (90, 1, "rounded"), (90, 3, "the least"), (29, 0, "rounded")],
)
def test_the_least_is_named_where_the_minimum_decides(spent: int, least: int, said: str) -> None:
    hours = why_charge(TERMS.replace(on_call_minimum_hours=least), spent).parts[0]
    assert said == hours.sentence.partition(" h, ")[2].partition(" (")[0]
