"""Business days: which days they are, in steps and counted, whole, from midnight to midnight, and how long.

2026-11-18 is a Wednesday.
"""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from hours_samples import AT, DAY, DESK, HOUR, LUNCH, as_text, at, days, parse, spans


@pytest.mark.parametrize(
    ("day", "steps", "landing"),
    [
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-21", -1, "2026-11-20"),
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2026-12-31", 1, "2027-01-01"),
        ("2027-01-01", -1, "2026-12-31"),
        ("2026-11-18", 2610, "2036-11-19"),
    ],
)
def test_a_business_day_is_strictly_after_or_before(day: str, steps: int, landing: str) -> None:
    assert date.fromisoformat(landing) == DESK.add_business_days(date.fromisoformat(day), steps)


@pytest.mark.parametrize(
    ("zone", "moment", "steps", "landing"),
    [
        ("UTC", "11-20T20:00", 1, "11-23T20:00"),
        ("UTC", "11-21T12:34:56.789", 1, "11-23T12:34:56.789000"),
        ("UTC", "11-21T12:00", 0, "11-21T12:00"),
        # the wall time is kept where the offset changes
        ("America/Los_Angeles", "03-07T18:00", 1, "03-08T17:00"),
        # 02:30 is in the gap of the day after: later by the gap
        ("America/Los_Angeles", "03-07T10:30", 1, "03-08T10:30"),
        # 01:30 comes twice on the day after: the first pass
        ("America/Los_Angeles", "10-31T08:30", 1, "11-01T08:30"),
        ("America/Los_Angeles", "11-02T09:30", -1, "11-01T08:30"),
        # from the second pass on, to a plain day, to a gap and to itself
        ("America/Los_Angeles", "11-01T09:30", 1, "11-02T09:30"),
        ("Europe/Paris", "2025-10-26T01:30", 154, "03-29T01:30"),
        ("America/Los_Angeles", "11-01T09:30", 0, "11-01T09:30"),
        # the day is that of the zone
        ("Asia/Tokyo", "11-20T20:00", 1, "11-21T20:00"),
    ],
)
def test_of_a_moment_the_wall_time_is_kept(zone: str, moment: str, steps: int, landing: str) -> None:
    hours = parse("Mo-Fr 08:00-24:00") if zone == "UTC" else parse("09:00-17:00", tz=zone)
    assert landing == as_text(hours.add_business_days(at(moment), steps))


def test_business_days_are_counted_with_the_end_left_out() -> None:
    count = DESK.business_days
    assert [
        count(date(2026, 11, 16), date(2026, 11, 23)),
        count(date(2026, 11, 21), date(2026, 11, 23)),
        count(date(2026, 11, 20), date(2026, 11, 23)),
        count(date(2026, 1, 1), date(2027, 1, 1)),
        count(date(2027, 1, 1), date(2026, 1, 1)),
        count(date(2026, 11, 18), date(2026, 11, 18)),
    ] == [5, 0, 1, 261, -261, 0]


def test_a_business_day_has_any_hours_and_a_night_belongs_to_the_day_it_begins_on() -> None:
    """Holidays with hours are business days; of combined hours, each local day of which anything is open."""
    holidays = days("2026-11-18")
    week = date(2026, 11, 16), date(2026, 11, 23)
    assert parse("Mo-Fr 08:00-24:00; PH off", holidays=holidays).business_days(*week) == 4
    assert parse("Mo-Fr 08:00-24:00; PH 09:00-10:00", holidays=holidays).business_days(*week) == 5
    night = parse("Fr 22:00-06:00")
    assert night.business_days(*week) == 1
    assert (night | night).business_days(*week) == 2


def test_whole_days_are_all_hours_of_business_days() -> None:
    hours = parse("Mo-Fr 08:00-24:00; PH off", holidays=days("2026-11-18")).whole_days()
    assert spans(hours, "11-17T00:00", "11-23T00:00") == "11-17T00:00/11-18T00:00 11-19T00:00/11-21T00:00"
    assert str(hours) == "whole days of (Mo-Fr 08:00-24:00; PH off)"
    local = parse("Su 12:00-13:00", tz="America/Los_Angeles").whole_days()
    assert [local.between(at(day), at(day) + 2 * DAY) for day in ("03-08T00:00", "11-01T00:00")] == [
        23 * HOUR,
        25 * HOUR,
    ]
    assert ZoneInfo("America/Los_Angeles") == local.tz


@pytest.mark.parametrize(
    ("zone", "moment", "start", "end"),
    [
        ("UTC", "11-18T10:00", "11-18T00:00", "11-19T00:00"),
        ("UTC", "11-18T00:00", "11-18T00:00", "11-19T00:00"),
        ("Asia/Tokyo", "11-18T20:00", "11-18T15:00", "11-19T15:00"),
        ("America/Havana", "03-08T12:00", "03-08T05:00", "03-09T04:00"),
    ],
)
def test_a_local_day_starts_and_ends_at_midnight(zone: str, moment: str, start: str, end: str) -> None:
    hours = parse("09:00-17:00", tz=zone)
    day = at(moment).astimezone(ZoneInfo(zone)).date()
    assert (start, end) == (as_text(hours.start_of_day(day)), as_text(hours.end_of_day(at(moment))))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mo-Fr 08:00-24:00; PH off", 16),
        ("Mo-Fr 08:00-24:00; Sa off; PH 22:00-06:00; 2026 Dec 24 09:00-10:00", 16),
        ("Mo-Fr 09:00-17:00", 8),
        ("Mo-Fr 09:00-12:00,13:00-18:00; PH off", 8),
        ("Mo-Fr 09:00-17:00; Sa 10:00-18:00", 8),
        ("24/7", 24),
        ("Mo-Th 09:00-17:00; Fr 09:00-15:00", None),
        ("Mo-Fr 22:00-06:00", None),
        ("Mo-Th 09:00-17:00; Fr 18:00-26:00", None),
        ("2026 Dec 24 09:00-12:00", None),
        ("PH 09:00-12:00", None),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_the_length_of_a_weekday_is_that_of_all_weekdays_that_have_hours(
    text: str, hours: int | None, zone: str
) -> None:
    calendar = days("2026-11-18") if "PH" in text else None
    expected = None if hours is None else hours * HOUR
    assert expected == parse(text, holidays=calendar, tz=zone).weekday_length


def test_hours_that_are_made_of_others_have_no_length_of_a_weekday_and_no_holidays() -> None:
    calendar = days("2026-11-18")
    desk = parse("Mo-Fr 08:00-24:00; PH off", holidays=calendar)
    assert (calendar, None) == (desk.holidays, DESK.holidays)
    for hours in (desk | desk, desk & LUNCH, desk - LUNCH, desk.then(AT, desk), desk.whole_days()):
        assert (hours.weekday_length, hours.holidays) == (None, None)
