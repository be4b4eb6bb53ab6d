"""Periods, and the months of tiers."""

from datetime import date

import pytest

from helpers import day
from incidentrules import InvalidTypeError, Period, TierMonth

OCTOBER, NOVEMBER = Period.month(2026, 10), Period.month(2026, 11)


@pytest.mark.parametrize(
    ("period", "start", "last", "months"),
    [
        (Period.month(2026, 2), "2026-02-01", "2026-02-28", 1),
        (Period.month(2028, 2), "2028-02-01", "2028-02-29", 1),
        (Period.month(2026, 12), "2026-12-01", "2026-12-31", 1),
        (Period.quarter(2026, 1), "2026-01-01", "2026-03-31", 3),
        (Period.quarter(2026, 4), "2026-10-01", "2026-12-31", 3),
        (Period(start=date(2026, 1, 15), end=date(2026, 3, 2)), "2026-01-15", "2026-03-01", 3),
    ],
)
def test_a_period_is_half_open(period: Period, start: str, last: str, months: int) -> None:
    assert (day(start), day(last)) == (period.start, period.last_day)
    assert [each in period for each in (period.start, period.last_day, period.end)] == [True, True, False]
    assert (months, f"{start} to {last}") == (len(list(period.months())), str(period))


def test_periods_go_by_their_start() -> None:
    assert sorted([NOVEMBER, OCTOBER]) == [OCTOBER, NOVEMBER]


def test_the_month_of_a_tier_draws_on_its_first_day_under_its_own_id() -> None:
    month = TierMonth(tier="12h", year=2026, month=3)
    assert ("tier 12h 2026-03", date(2026, 3, 1)) == (month.id, month.on)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-02-01", "2026-02-28", Period.month(2026, 2)),
        ("2026-01-01", "2026-03-31", Period.quarter(2026, 1)),
        ("2026-02-28", "2026-02-28", Period(start=date(2026, 2, 28), end=date(2026, 3, 1))),
    ],
)
def test_days_are_from_the_first_through_the_last(first: str, last: str, expected: Period) -> None:
    days = Period.days(day(first), day(last))
    assert (expected, day(last), True) == (days, days.last_day, day(last) in days)


def test_the_half_open_form_is_told_by_its_keywords() -> None:
    with pytest.raises(InvalidTypeError, match=r"write Period\(start=\.\.\., end=\.\.\.\)"):
        Period(date(2026, 11, 1), date(2026, 11, 30))  # type: ignore[call-arg]


def test_a_period_with_another_end_is_another() -> None:
    assert Period.month(2026, 11).replace(end=date(2027, 1, 1)) == Period.days(date(2026, 11, 1), date(2026, 12, 31))


def test_the_months_that_a_period_touches_are_whole() -> None:
    touched = Period.days(date(2026, 11, 30), date(2027, 1, 1)).months()
    assert [Period.month(2026, 11), Period.month(2026, 12), Period.month(2027, 1)] == list(touched)


def test_a_month_of_a_tier_has_a_last_day() -> None:
    assert date(2028, 2, 29) == TierMonth(tier="12h", year=2028, month=2).last_day
