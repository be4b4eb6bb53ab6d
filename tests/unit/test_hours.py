"""Operating hours: the conventions one by one, with the figures written out; the ends of time; and refusals.

2026-11-18 is a Wednesday. The desk of the examples is open Monday to Friday, 08:00 to 24:00 UTC.
"""

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from incidentrules import HolidayCalendar, IncidentRulesError, Interval, OperatingHours, OutOfRangeError

parse = OperatingHours.parse
EVER = range(1, 10_000)
HOUR, DAY, NONE = timedelta(hours=1), timedelta(days=1), timedelta(0)
INSTANT = timedelta(microseconds=1)
DESK = parse("Mo-Fr 08:00-24:00")
LUNCH = parse("Mo-Fr 08:00-12:00,13:00-17:00")
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def at(text: str) -> datetime:
    """Return a moment of 2026, written as "11-18T10:00", or of another year, in UTC."""
    return datetime.fromisoformat(f"{text if text.count('-') == 2 else f'2026-{text}'}Z")


def told(moment: datetime) -> str:
    """Return a moment as `at` reads it."""
    assert moment.tzinfo is UTC
    return moment.replace(tzinfo=None).isoformat(timespec="auto").removesuffix(":00").removeprefix("2026-")


def spans(hours: OperatingHours, start: str, end: str) -> str:
    """Return what is open from one moment to another, written as "11-18T10:00/11-18T12:00"."""
    return " ".join(f"{told(each.start)}/{told(each.end)}" for each in hours.intervals(at(start), at(end)))


def days(*texts: str) -> HolidayCalendar:
    return HolidayCalendar.from_dates([date.fromisoformat(text) for text in texts], years=EVER)


def known(first: int, last: int, *texts: str) -> HolidayCalendar:
    return HolidayCalendar.from_dates([date.fromisoformat(text) for text in texts], years=range(first, last + 1))


# --- amounts


@pytest.mark.parametrize(
    ("start", "hours", "landing"),
    [
        ("11-18T10:00", 24, "11-19T18:00"),
        ("11-20T20:00", 4, "11-21T00:00"),
        ("11-20T20:00", 12, "11-23T16:00"),
        ("11-18T08:00", 16, "11-19T00:00"),
        ("11-18T03:00", 16, "11-19T00:00"),
        ("11-21T12:00", 16, "11-24T00:00"),
        ("11-21T12:00", 0, "11-21T12:00"),
        ("11-18T10:00", 0, "11-18T10:00"),
        ("11-19T00:00", 1, "11-19T09:00"),
        ("12-31T20:00", 5, "2027-01-01T09:00"),
    ],
)
def test_an_amount_ends_at_the_earliest_moment_by_which_it_has_passed(start: str, hours: int, landing: str) -> None:
    assert landing == told(DESK.add(at(start), hours * HOUR))


@pytest.mark.parametrize(
    ("end", "hours", "landing"),
    [
        ("11-19T18:00", 24, "11-18T10:00"),
        ("11-21T00:00", 4, "11-20T20:00"),
        ("11-19T00:00", 16, "11-18T08:00"),
        ("11-19T08:00", 16, "11-18T08:00"),
        ("11-19T09:00", 1, "11-19T08:00"),
        ("11-19T08:00", 1, "11-18T23:00"),
        ("11-23T09:00", 2, "11-20T23:00"),
        ("11-22T12:00", 0, "11-22T12:00"),
    ],
)
def test_an_amount_back_begins_at_the_latest_moment_from_which_it_passes(end: str, hours: int, landing: str) -> None:
    assert landing == told(DESK.subtract(at(end), hours * HOUR))


def test_an_exact_fit_ends_at_the_close_before_lunch_and_begins_at_the_opening_after_it() -> None:
    assert at("11-18T12:00") == LUNCH.add(at("11-18T08:00"), 4 * HOUR)
    assert at("11-18T13:00") == LUNCH.subtract(at("11-18T17:00"), 4 * HOUR)
    assert at("11-18T13:00") + INSTANT == LUNCH.add(at("11-18T08:00"), 4 * HOUR + INSTANT)
    assert at("11-18T12:00") - INSTANT == LUNCH.subtract(at("11-18T17:00"), 4 * HOUR + INSTANT)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("11-18T10:00", "11-19T18:00", 24),
        ("11-20T20:00", "11-23T16:00", 12),
        ("11-21T00:00", "11-23T08:00", 0),
        ("11-16T00:00", "11-23T00:00", 80),
        ("11-18T10:00", "11-18T10:00", 0),
        ("2021-01-01T00:00", "2026-01-01T00:00", 1304 * 16),
    ],
)
def test_what_lies_between_is_signed(start: str, end: str, hours: int) -> None:
    assert hours * HOUR == DESK.between(at(start), at(end))
    assert -hours * HOUR == DESK.between(at(end), at(start))


@pytest.mark.parametrize(
    ("moment", "is_open", "opens", "closes", "opened", "closed", "left"),
    [
        ("11-18T07:59", False, "11-18T08:00", "11-18T12:00", "11-17T13:00", "11-17T17:00", 0),
        ("11-18T08:00", True, "11-18T08:00", "11-18T12:00", "11-18T08:00", "11-17T17:00", 240),
        ("11-18T11:59", True, "11-18T11:59", "11-18T12:00", "11-18T08:00", "11-17T17:00", 1),
        ("11-18T12:00", False, "11-18T13:00", "11-18T17:00", "11-18T08:00", "11-18T12:00", 0),
        ("11-18T13:00", True, "11-18T13:00", "11-18T17:00", "11-18T13:00", "11-18T12:00", 240),
        ("11-21T12:00", False, "11-23T08:00", "11-23T12:00", "11-20T13:00", "11-20T17:00", 0),
        ("2027-01-02T00:00", False, "2027-01-04T08:00", "2027-01-04T12:00", "2027-01-01T13:00", "2027-01-01T17:00", 0),
    ],
)
def test_an_opening_is_in_and_a_close_is_out(
    moment: str, is_open: bool, opens: str, closes: str, opened: str, closed: str, left: int
) -> None:
    """Each question is asked of fresh hours, and of hours that hold years on both sides."""
    for hours in (parse(str(LUNCH)), LUNCH):
        hours.between(at("2024-06-01T00:00"), at("2028-06-01T00:00")) if hours is LUNCH else None
        assert is_open is hours.is_open(at(moment))
        assert opens == told(hours.next_open(at(moment)))
        assert closes == told(hours.next_close(at(moment)))
        assert opened == told(hours.previous_open(at(moment)))
        assert closed == told(hours.previous_close(at(moment)))
        assert timedelta(minutes=left) == hours.until_close(at(moment))


# --- what the words mean


@pytest.mark.parametrize(
    ("text", "start", "end", "open_"),
    [
        # ends at 24:00 meet openings at 00:00
        ("Mo-Tu 12:00-24:00; We 00:00-06:00", "11-16T00:00", "11-19T00:00",
         "11-16T12:00/11-17T00:00 11-17T12:00/11-18T06:00"),
        # across midnight, on the day that it begins on, and into the week and the year that follow
        ("Fr 22:00-06:00", "11-16T00:00", "11-23T00:00", "11-20T22:00/11-21T06:00"),
        ("Su 22:00-06:00", "11-16T00:00", "11-24T00:00", "11-16T00:00/11-16T06:00 11-22T22:00/11-23T06:00"),
        ("Th 22:00-06:00", "12-31T00:00", "2027-01-03T00:00", "12-31T22:00/2027-01-01T06:00"),
        ("Th 22:00-06:00", "2027-01-01T00:00", "2027-01-03T00:00", "2027-01-01T00:00/2027-01-01T06:00"),
        # what reaches over a day with hours of its own is still open, and counts once
        ("Mo 20:00-34:00; Tu 08:00-12:00", "11-16T00:00", "11-18T00:00", "11-16T20:00/11-17T12:00"),
        ("Mo 00:00-48:00; Tu 08:00-12:00", "11-16T00:00", "11-18T00:00", "11-16T00:00/11-18T00:00"),
        # a single date replaces the weekday: closed, special, an extra opening
        ("Mo-Fr 08:00-12:00; 2026 Nov 18 off; 2026 Nov 19 10:00-11:00; 2026 Nov 22 09:00-10:00",
         "11-17T00:00", "11-23T00:00",
         "11-17T08:00/11-17T12:00 11-19T10:00/11-19T11:00 11-20T08:00/11-20T12:00 11-22T09:00/11-22T10:00"),
        # a date that is closed doesn't stop what reaches over from the day before it
        ("Tu 22:00-06:00; 2026 Nov 18 off", "11-17T00:00", "11-19T00:00", "11-17T22:00/11-18T06:00"),
        ("2026 Dec 24 09:00-12:00", "2025-01-01T00:00", "2028-01-01T00:00", "12-24T09:00/12-24T12:00"),
    ],
)  # fmt: skip
def test_words_open_intervals(text: str, start: str, end: str, open_: str) -> None:
    assert open_ == spans(parse(text), start, end)


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("Mo-Fr 08:00-24:00; PH off", "11-17T08:00/11-18T00:00 11-19T08:00/11-20T00:00 11-20T08:00/11-21T00:00"),
        ("Mo-Fr 08:00-24:00; PH 09:00-20:00",
         ("11-17T08:00/11-18T00:00 11-18T09:00/11-18T20:00 11-19T08:00/11-20T00:00 "
          "11-20T08:00/11-21T00:00 11-22T09:00/11-22T20:00")),
        ("PH 09:00-20:00", "11-18T09:00/11-18T20:00 11-22T09:00/11-22T20:00"),
        ("PH 09:00-20:00; 2026 Nov 18 10:00-11:00", "11-18T10:00/11-18T11:00 11-22T09:00/11-22T20:00"),
        ("We 08:00-24:00; PH off; 2026 Nov 18 10:00-11:00", "11-18T10:00/11-18T11:00"),
        ("PH 22:00-02:00", "11-18T22:00/11-19T02:00 11-22T22:00/11-23T00:00"),
    ],
)  # fmt: skip
def test_holiday_hours_replace_the_weekly_ones_and_dates_replace_both(text: str, open_: str) -> None:
    """The holidays are a Wednesday, and a Sunday on which the desk would be shut."""
    assert open_ == spans(parse(text, holidays=days("2026-11-18", "2026-11-22")), "11-17T00:00", "11-23T00:00")


# --- clocks that change


@pytest.mark.parametrize(
    ("zone", "text", "day", "open_"),
    [
        # a gap of an hour, 02:00 to 03:00
        ("America/Los_Angeles", "00:00-24:00", "03-08", "03-08T08:00/03-09T07:00"),
        ("America/Los_Angeles", "02:00-04:00", "03-08", "03-08T10:00/03-08T11:00"),
        ("America/Los_Angeles", "01:00-02:30", "03-08", "03-08T09:00/03-08T10:30"),
        ("America/Los_Angeles", "02:15-02:45", "03-08", "03-08T10:15/03-08T10:45"),
        ("America/Los_Angeles", "02:30-03:15", "03-08", ""),
        ("America/Los_Angeles", "01:00-02:00", "03-08", "03-08T09:00/03-08T10:00"),
        # a fold of an hour, 01:00 to 02:00
        ("America/Los_Angeles", "00:00-24:00", "11-01", "11-01T07:00/11-02T08:00"),
        ("America/Los_Angeles", "01:00-01:30", "11-01", "11-01T08:00/11-01T08:30"),
        ("America/Los_Angeles", "01:30-02:00", "11-01", "11-01T08:30/11-01T10:00"),
        ("America/Los_Angeles", "00:00-01:00,02:00-03:00", "11-01", "11-01T07:00/11-01T08:00 11-01T10:00/11-01T11:00"),
        # half an hour, with the fold at 01:30 and the gap at 02:00
        ("Australia/Lord_Howe", "01:00-02:00", "04-05", "04-04T14:00/04-04T15:30"),
        ("Australia/Lord_Howe", "01:45-02:15", "04-05", "04-04T14:45/04-04T15:45"),
        ("Australia/Lord_Howe", "02:00-03:00", "10-04", "10-03T15:30/10-03T16:00"),
        ("Australia/Lord_Howe", "02:15-03:00", "10-04", "10-03T15:45/10-03T16:00"),
        # two hours, 01:00 to 03:00
        ("Antarctica/Troll", "00:00-24:00", "03-29", "03-29T00:00/03-29T22:00"),
        ("Antarctica/Troll", "02:00-04:00", "03-29", "03-29T02:00/03-29T02:00"),
        ("Antarctica/Troll", "00:00-24:00", "10-25", "10-24T22:00/10-26T00:00"),
        ("Antarctica/Troll", "02:30-04:00", "10-25", "10-25T00:30/10-25T04:00"),
        # gaps and folds at midnight
        ("America/Havana", "00:00-24:00", "03-08", "03-08T05:00/03-09T04:00"),
        ("America/Havana", "00:30-01:30", "03-08", "03-08T05:30/03-08T05:30"),
        ("America/Havana", "00:00-24:00", "11-01", "11-01T04:00/11-02T05:00"),
        ("America/Havana", "00:30-01:00", "11-01", "11-01T04:30/11-01T06:00"),
        ("Asia/Beirut", "00:00-24:00", "03-29", "03-28T22:00/03-29T21:00"),
        ("Asia/Beirut", "20:00-24:00", "03-28", "03-28T18:00/03-28T22:00"),
        ("Asia/Beirut", "00:00-24:00", "10-24", "10-23T21:00/10-24T22:00"),
        ("Asia/Beirut", "23:15-23:45", "10-24", "10-24T20:15/10-24T20:45"),
        ("America/Santiago", "00:00-24:00", "09-06", "09-06T04:00/09-07T03:00"),
        ("America/Santiago", "00:00-24:00", "04-04", "04-04T03:00/04-05T04:00"),
        ("Africa/Cairo", "00:00-24:00", "04-24", "04-23T22:00/04-24T21:00"),
        ("Africa/Cairo", "00:00-24:00", "10-29", "10-28T21:00/10-29T22:00"),
        ("America/Sao_Paulo", "00:00-24:00", "2018-11-04", "2018-11-04T03:00/2018-11-05T02:00"),
        ("America/Sao_Paulo", "00:00-24:00", "2019-02-16", "2019-02-16T02:00/2019-02-17T03:00"),
        # a fold that is no summer time
        ("Europe/Moscow", "00:00-24:00", "2014-10-26", "2014-10-25T20:00/2014-10-26T21:00"),
        ("Europe/Moscow", "01:00-01:30", "2014-10-26", "2014-10-25T21:00/2014-10-25T21:30"),
        ("Europe/Moscow", "01:30-02:00", "2014-10-26", "2014-10-25T21:30/2014-10-25T23:00"),
    ],
)
def test_gaps_move_ends_and_folds_count_the_first_pass(zone: str, text: str, day: str, open_: str) -> None:
    """The hours of one date, which the clock doesn't show as on other days."""
    full = date.fromisoformat(day if day.count("-") == 2 else f"2026-{day}")
    hours = parse(f"{full:%Y %b %d} {text}", tz=zone)
    start = datetime(full.year, full.month, full.day, tzinfo=UTC) - 2 * DAY
    kept = " ".join(span for span in open_.split() if span.split("/")[0] != span.split("/")[1])
    assert kept == spans(hours, told(start), told(start + 5 * DAY))


@pytest.mark.parametrize(
    ("zone", "before", "skipped", "after"),
    [
        ("Pacific/Apia", "2011-12-29", "2011-12-30", "2011-12-31"),
        ("Pacific/Kiritimati", "1994-12-30", "1994-12-31", "1995-01-01"),
        ("Pacific/Kwajalein", "1993-08-20", "1993-08-21", "1993-08-22"),
    ],
)
def test_a_day_that_a_zone_left_out_has_no_hours(zone: str, before: str, skipped: str, after: str) -> None:
    hours = parse("09:00-17:00", tz=zone)
    first, gone, last = (date.fromisoformat(text) for text in (before, skipped, after))
    assert hours.business_days(first, last + DAY) == 2
    assert last == hours.add_business_days(first, 1)
    assert first == hours.add_business_days(last, -1)
    assert last == hours.add_business_days(gone, 1)
    assert hours.between(hours.start_of_day(first), hours.end_of_day(hours.start_of_day(last))) == 16 * HOUR
    shifts, dawn = parse("09:00-17:00,22:00-06:00", tz=zone), hours.start_of_day(last)
    [shift] = list(shifts.intervals(dawn + 10 * HOUR, dawn + 11 * HOUR))
    assert f"{last:%a}"[:2] + " 09:00-17:00,22:00-06:00" == shift.why


def test_a_day_that_was_left_out_at_a_years_end_opens_nothing_in_the_next() -> None:
    """On 1995-01-01 it is noon in Kiritimati at 22:00 UTC of the day before."""
    text = "1994 Dec 31 12:00-13:00,20:00-30:00; 1995 Jan 3 12:00-13:00"
    assert not parse(text, tz="Pacific/Kiritimati").is_open(at("1994-12-31T22:30"))
    hours = parse(text, tz="Pacific/Kiritimati")
    assert spans(hours, "1994-12-01T00:00", "1995-02-01T00:00") == "1995-01-02T22:00/1995-01-02T23:00"


def test_a_night_that_runs_over_a_day_that_was_left_out_ends_in_the_year_after_it() -> None:
    """Kiritimati went from Friday, 1994-12-30, to Sunday, 1995-01-01: what ends in the gap ends later by the gap."""
    hours = parse("Fr 00:00-24:15", tz="Pacific/Kiritimati")
    assert hours.is_open(at("1994-12-31T10:10"))
    assert spans(hours, "1994-12-30T00:00", "1995-01-03T00:00") == "1994-12-30T10:00/1994-12-31T10:15"
    [night] = hours.intervals(at("1994-12-31T10:05"), at("1995-01-03T00:00"))
    assert night.why == "Fr 00:00-24:15"


@pytest.mark.parametrize(
    "zone",
    [
        timezone(timedelta(hours=9)),
        timezone(timedelta(hours=9), "JST"),
        "Asia/Tokyo",
        ZoneInfo("Asia/Tokyo"),
        ZoneInfo.no_cache("Asia/Tokyo"),
    ],
)
def test_any_zone_will_do(zone: tzinfo | str) -> None:
    assert at("11-18T00:00") == parse("We 09:00-17:00", tz=zone).next_open(at("11-17T00:00"))


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Z", UTC, ZoneInfo("UTC"), ZoneInfo("Etc/UTC"), timezone(NONE)])
def test_zones_that_mean_utc_are_one(zone: tzinfo | str) -> None:
    assert (parse("Mo-Fr 08:00-24:00", tz=zone), parse("Mo-Fr 08:00-24:00", tz=zone).tz) == (DESK, UTC)


class Stamp(datetime):
    """A moment of a kind of its own, as tables of data have them."""


class Span(timedelta):
    """A duration of a kind of its own."""


class Plain(tzinfo):
    """A zone of no name that tells an offset, and nothing else."""

    def utcoffset(self, at: datetime | None, /) -> timedelta:
        return 2 * HOUR

    def dst(self, at: datetime | None, /) -> None:
        return None

    def tzname(self, at: datetime | None, /) -> str:
        return "plain"


@pytest.mark.parametrize(
    "moment",
    [
        Stamp(2026, 11, 1, 9, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/Los_Angeles"), fold=1),
        Stamp(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/Los_Angeles"), fold=1),
        datetime(2026, 11, 1, 15, 15, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(2026, 11, 1, 11, 30, tzinfo=Plain()),
    ],
)
def test_any_aware_moment_will_do_and_comes_back_in_utc(moment: datetime) -> None:
    hours = parse("Su 09:00-10:00")
    landing = hours.add(moment, HOUR / 4)
    assert (datetime, at("11-01T09:45")) == (type(landing), landing)
    assert (hours.between(at("11-01T00:00"), moment), hours.until_close(moment)) == (HOUR / 2, HOUR / 2)
    assert hours.is_open(moment)
    assert [Interval(at("11-01T09:00"), at("11-01T09:30"))] == list(hours.intervals(at("11-01T00:00"), moment))
    assert type(hours.add_business_days(moment, 0)) is type(hours.add_business_days(moment, 1)) is datetime


def test_any_timedelta_will_do() -> None:
    assert at("11-18T12:00") == DESK.add(at("11-18T10:00"), Span(hours=2))
    assert at("11-18T10:00") == DESK.add(at("11-18T10:00"), Span(0))
    assert at("11-18T08:00") == DESK.subtract(at("11-18T10:00"), Span(hours=2))


# --- business days


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
    assert landing == told(hours.add_business_days(at(moment), steps))


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
    assert (start, end) == (told(hours.start_of_day(day)), told(hours.end_of_day(at(moment))))


# --- pauses

PAUSES = [
    ("11-18T10:00", "11-18T11:00"),
    ("11-18T10:30", "11-18T14:00"),
    ("11-17T00:00", "11-18T07:00"),
    ("11-20T16:00", "11-23T09:00"),
    ("11-19T09:00", "11-19T09:00"),
]


def test_pauses_leave_out_the_open_time_in_them_once() -> None:
    pauses = [(at(start), at(end)) for start, end in PAUSES]
    for excluding in (pauses, pauses[::-1], [Interval(*pause) for pause in pauses], tuple(pauses), iter(pauses)):
        assert LUNCH.between(at("11-18T08:00"), at("11-21T00:00"), excluding=excluding) == 20 * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "landing"),
    [
        ("11-18T08:00", 2, "11-18T10:00"),
        ("11-18T08:00", 3, "11-18T15:00"),
        ("11-18T08:00", 5, "11-18T17:00"),
        ("11-18T10:00", 1, "11-18T15:00"),
        ("11-18T12:00", 1, "11-18T15:00"),
        ("11-18T12:00", 0, "11-18T12:00"),
        ("11-17T08:00", 1, "11-18T09:00"),
        ("11-20T15:00", 1, "11-20T16:00"),
        ("11-20T15:00", 2, "11-23T10:00"),
    ],
)
def test_an_amount_passes_outside_pauses(start: str, hours: int, landing: str) -> None:
    pauses = [(at(since), at(until)) for since, until in PAUSES]
    assert landing == told(LUNCH.add(at(start), hours * HOUR, excluding=pauses))


@pytest.mark.parametrize(
    ("end", "hours", "landing"),
    [
        ("11-18T17:00", 3, "11-18T14:00"),
        ("11-18T17:00", 4, "11-18T09:00"),
        ("11-18T12:00", 1, "11-18T09:00"),
        ("11-18T12:00", 0, "11-18T12:00"),
        ("11-18T09:00", 2, "11-16T16:00"),
        ("11-23T10:00", 1, "11-23T09:00"),
        ("11-23T10:00", 2, "11-20T15:00"),
    ],
)
def test_an_amount_back_passes_outside_pauses(end: str, hours: int, landing: str) -> None:
    pauses = [(at(since), at(until)) for since, until in PAUSES]
    assert landing == told(LUNCH.subtract(at(end), hours * HOUR, excluding=pauses))


def test_a_pause_that_comes_too_late_is_not_asked_about() -> None:
    """Its years may be unknown, and it may have no end in sight."""
    hours = parse("Mo-Fr 08:00-24:00; PH off", holidays=known(2026, 2026))
    later, earlier = [(at("2028-01-01T00:00"), LAST)], [(FIRST, at("2024-01-01T00:00"))]
    assert at("11-18T12:00") == hours.add(at("11-18T10:00"), 2 * HOUR, excluding=later)
    assert at("11-18T08:00") == hours.subtract(at("11-18T10:00"), 2 * HOUR, excluding=earlier)
    assert hours.between(at("11-18T10:00"), at("11-18T12:00"), excluding=later + earlier) == 2 * HOUR


# --- told


def test_intervals_say_what_opened_them_in_both_directions() -> None:
    holidays = HolidayCalendar.from_dates({date(2026, 11, 19): "Founders' Day"}, years=EVER)
    hours = parse("Mo-Fr 08:00-24:00; PH 09:00-20:00; 2026 Nov 20 10:00-11:00", holidays=holidays)
    forwards = list(hours.intervals(at("11-18T20:00"), at("11-23T09:00")))
    assert [(told(each.start), told(each.end), each.duration // HOUR, each.why) for each in forwards] == [
        ("11-18T20:00", "11-19T00:00", 4, "We 08:00-24:00"),
        ("11-19T09:00", "11-19T20:00", 11, "PH 09:00-20:00 (Founders' Day)"),
        ("11-20T10:00", "11-20T11:00", 1, "2026 Nov 20 10:00-11:00"),
        ("11-23T08:00", "11-23T09:00", 1, "Mo 08:00-24:00"),
    ]
    backwards = list(hours.intervals(at("11-23T09:00"), at("11-18T20:00")))
    assert [(each, each.why) for each in forwards[::-1]] == [(each, each.why) for each in backwards]
    assert list(hours.intervals(at("11-18T20:00"), at("11-18T20:00"))) == []


def test_intervals_are_lazy_and_cut_by_pauses() -> None:
    told_ = DESK.intervals(at("11-18T20:00"), LAST, excluding=[(at("11-18T21:00"), at("11-18T22:00"))])
    first, second = next(told_), next(told_)
    assert (at("11-18T21:00"), at("11-18T22:00")) == (first.end, second.start)
    last = next(DESK.intervals(at("11-18T20:00"), FIRST))
    assert (at("11-18T08:00"), at("11-18T20:00")) == (last.start, last.end)


@pytest.mark.parametrize(
    ("hours", "start", "end", "why"),
    [
        (parse("24/7"), "12-31T00:00", "2027-01-02T00:00", ["24/7"]),
        (parse("Fr 22:00-06:00"), "11-21T01:00", "11-21T02:00", ["Fr 22:00-06:00"]),
        (parse("We 08:00-24:00; Th 00:00-06:00"), "11-18T00:00", "11-20T00:00", ["We 08:00-24:00; Th 00:00-06:00"]),
        (parse("Mo-Su,PH 00:00-24:00", holidays=days("2026-11-18")), "11-17T00:00", "11-20T00:00",
         ["Tu 00:00-24:00; PH 00:00-24:00 (holiday); Th 00:00-24:00"]),
        (parse("Th 20:00-02:00"), "12-31T21:00", "2027-01-01T01:00", ["Th 20:00-02:00"]),
        (DESK | parse("Sa 09:00-20:00"), "11-20T00:00", "11-22T00:00", ["Fr 08:00-24:00", "Sa 09:00-20:00"]),
        (DESK | parse("We 06:00-10:00"), "11-18T00:00", "11-19T00:00", ["We 08:00-24:00 or We 06:00-10:00"]),
        (DESK & parse("We 06:00-10:00"), "11-18T00:00", "11-19T00:00", ["We 08:00-24:00 and We 06:00-10:00"]),
        (DESK - parse("We 06:00-10:00"), "11-18T00:00", "11-19T00:00", ["We 08:00-24:00"]),
        (DESK.then(at("11-18T12:00"), LUNCH), "11-18T00:00", "11-19T00:00",
         ["We 08:00-24:00", "We 08:00-12:00,13:00-17:00"]),
        (DESK.then(at("11-18T10:00"), LUNCH), "11-18T00:00", "11-18T12:00",
         ["We 08:00-24:00; We 08:00-12:00,13:00-17:00"]),
        (DESK.whole_days(), "11-18T00:00", "11-19T00:00", ["We 00:00-24:00"]),
        (DESK.whole_days(), "11-18T00:00", "11-23T00:00", ["2026-11-18 to 2026-11-20, all hours"]),
    ],
)  # fmt: skip
def test_an_interval_says_why_it_is_open(hours: OperatingHours, start: str, end: str, why: list[str]) -> None:
    assert why == [each.why for each in hours.intervals(at(start), at(end))]


def test_an_interval_is_half_open_and_reads_as_a_pair() -> None:
    interval = Interval(at("11-18T10:00"), datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("UTC")), why="it is")
    assert Interval(at("11-18T10:00"), at("11-18T12:00")) == interval
    assert [at("11-18T10:00"), at("11-18T12:00")] == list(interval)
    assert [at(text) in interval for text in ("11-18T09:59", "11-18T10:00", "11-18T11:59", "11-18T12:00")] == [
        False,
        True,
        True,
        False,
    ]
    assert (interval.duration, interval.end.tzinfo) == (2 * HOUR, UTC)
    assert Interval(at("11-18T10:00"), at("11-18T10:00")).duration == NONE


# --- other hours


def test_desks_that_follow_the_sun_are_combined_across_zones() -> None:
    """Paris works from 08:00 to 16:00 UTC in winter, New York from 14:00 to 22:00."""
    paris, york = parse("Mo-Fr 09:00-17:00", tz="Europe/Paris"), parse("Mo-Fr 09:00-17:00", tz="America/New_York")
    day = "11-18T00:00", "11-19T00:00"
    assert spans(paris | york, *day) == "11-18T08:00/11-18T22:00"
    assert spans(paris & york, *day) == "11-18T14:00/11-18T16:00"
    assert spans(paris - york, *day) == "11-18T08:00/11-18T14:00"
    assert spans(york - paris, *day) == "11-18T16:00/11-18T22:00"
    assert (ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")) == ((paris | york).tz, (york & paris).tz)
    # in these weeks of spring, only New York has moved its clock
    assert spans(paris & york, "03-18T00:00", "03-19T00:00") == "03-18T13:00/03-18T16:00"


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
@pytest.mark.parametrize("years", [(2026, 2027, 2025), (2025, 2026, 2027), (2027, 2026, 2025)])
def test_years_that_are_compiled_one_by_one_leave_no_gap_between_zones(zone: str, years: tuple[int, ...]) -> None:
    """The year of one zone begins hours before or after that of the other."""
    always = parse("24/7")
    start, end = at("2024-06-01T00:00"), at("2028-06-01T00:00")
    for hours in (
        always & parse("24/7", tz=zone),
        parse("24/7", tz=zone) & always,
        always.then(start, parse("24/7", tz=zone)),
    ):
        for year in years:
            assert hours.is_open(at(f"{year}-06-01T00:00"))
        assert end - start == hours.between(start, end)


def test_what_never_opens_together_is_refused_and_what_does_on_one_date_is_not() -> None:
    assert told((parse("2040 Dec 24 09:00-12:00") & parse("24/7")).next_open(at("01-01T00:00"))) == "2040-12-24T09:00"
    with pytest.raises(IncidentRulesError, match="never opens"):
        assert parse("2040 Dec 24 09:00-12:00") & parse("2040 Dec 25 09:00-12:00")


def test_hours_that_met_before_a_zone_changed_its_clock_are_no_hours_that_never_open() -> None:
    """Until 2011 Samoa was a day behind: its Monday began with Monday noon in Cairo, not with Sunday noon."""
    hours = parse("Mo 00:00-00:15", tz="Pacific/Apia") & parse("Mo 00:00-24:15", tz="Africa/Cairo")
    assert spans(hours, "2000-01-01T00:00", "2000-01-05T00:00") == "2000-01-03T11:00/2000-01-03T11:15"


def test_hours_that_change_on_a_day_leave_the_past_as_it_was() -> None:
    hours = DESK.then(at("11-18T00:00"), LUNCH)
    assert (
        spans(hours, "11-17T00:00", "11-19T00:00")
        == "11-17T08:00/11-18T00:00 11-18T08:00/11-18T12:00 11-18T13:00/11-18T17:00"
    )
    assert told(DESK.add(at("11-16T08:00"), 20 * HOUR)) == told(hours.add(at("11-16T08:00"), 20 * HOUR))
    assert at("11-18T12:00") == hours.add(at("11-16T08:00"), 36 * HOUR)
    assert at("11-17T23:00") == hours.subtract(at("11-18T12:00"), 5 * HOUR)
    again = hours.then(at("2030-01-01T00:00"), parse("24/7"))
    assert at("2030-01-01T00:00") == again.next_open(at("2029-12-31T20:00"))


@pytest.mark.parametrize("moment", ["11-18T00:00", "11-18T03:00", "11-18T12:00", "11-18T23:00"])
def test_hours_that_change_have_the_business_days_of_each_part(moment: str) -> None:
    """A night belongs to the day on which it began, before the change and after it."""
    nights, days = parse("Mo,Tu 22:00-06:00"), parse("We,Sa 10:00-12:00")
    is_after_noon = moment >= "11-18T12:00"
    assert november(nights.then(at(moment), days)) == [2, 3, 9, 10, 16, 17, *[18] * (not is_after_noon), 21, 25, 28]
    assert november(days.then(at(moment), nights)) == [4, 7, 11, 14, *[18] * is_after_noon, 23, 24, 30]


def november(hours: OperatingHours) -> list[int]:
    """Return the business days of November 2026."""
    days = [date(2026, 11, 1) + timedelta(days=passed) for passed in range(30)]
    return [day.day for day in days if hours.business_days(day, day + timedelta(days=1))]


def test_each_part_of_hours_that_change_needs_to_know_its_own_years_only() -> None:
    before = parse("Mo-Fr 08:00-24:00; PH off", holidays=known(2025, 2026, "2026-12-25"))
    after = parse("Mo-Fr 09:00-17:00; PH off", holidays=known(2027, 2028, "2027-01-01"))
    hours = before.then(at("2027-01-01T00:00"), after)
    assert (
        spans(hours, "12-31T00:00", "2027-01-05T00:00")
        == "12-31T08:00/2027-01-01T00:00 2027-01-04T09:00/2027-01-04T17:00"
    )
    for moment in ("2024-12-31T12:00", "2029-01-01T00:00"):
        with pytest.raises(OutOfRangeError, match="don't cover"):
            hours.is_open(at(moment))


@pytest.mark.parametrize(
    ("zone", "text", "moment"),
    [
        ("UTC", "22:00-06:00; PH off", "2027-01-01T00:00"),
        ("America/Los_Angeles", "09:00-17:00; PH off", "2027-01-01T00:00"),
    ],
)
def test_the_night_before_a_change_has_to_be_known_where_it_matters(zone: str, text: str, moment: str) -> None:
    """What the new hours say of their first moments depends on a day of the year before."""
    hours = DESK.then(at(moment), parse(text, holidays=known(2027, 2027), tz=zone))
    for asked in ("12-01T12:00", "2027-01-05T23:00", "12-01T12:00"):
        assert hours.is_open(at(asked))
        with pytest.raises(OutOfRangeError, match="don't cover"):
            hours.is_open(at("2027-01-01T02:00"))
        with pytest.raises(OutOfRangeError, match="don't cover"):
            hours.between(at("12-01T12:00"), at("2027-01-05T23:00"))


@pytest.mark.parametrize("moment", ["12-31T20:00", "2027-01-01T00:00"])
def test_the_last_hours_before_a_change_have_to_be_known(moment: str) -> None:
    """In Tokyo the year, and with it what its calendar knows, ends at 15:00 UTC."""
    tokyo = parse("09:00-17:00; PH off", holidays=known(2026, 2026), tz="Asia/Tokyo")
    london = parse("09:00-17:00; PH off", holidays=known(2026, 2026))
    for hours in (tokyo, london | tokyo):
        with pytest.raises(OutOfRangeError, match="don't cover"):
            hours.then(at(moment), DESK).is_open(at("12-31T16:00"))


def test_what_one_of_two_calendars_does_not_know_is_left_to_the_last_moment() -> None:
    """At the end of 2026 Tokyo's calendar ends before London's: until then both parts of the hours answer."""
    tokyo = parse("09:00-17:00; PH off", holidays=known(2026, 2026), tz="Asia/Tokyo")
    either = parse("09:00-17:00; PH off", holidays=known(2026, 2026)) | tokyo
    for hours in (either.then(at("2027-06-01T00:00"), DESK), DESK.then(at("06-01T00:00"), either)):
        assert hours.is_open(at("12-31T14:59"))
        with pytest.raises(OutOfRangeError, match="don't cover"):
            hours.is_open(at("12-31T15:00"))


def test_a_change_in_the_new_desks_new_year_is_found_from_the_old_one() -> None:
    """When it is 2027 in Tokyo, it still is 2026 in London."""
    tokyo = parse("01:00-09:00; PH off", holidays=known(2027, 2028), tz="Asia/Tokyo")
    hours = parse("We-Fr 13:00-17:00").then(at("12-31T20:00"), tokyo)
    expected = "12-31T13:00/12-31T17:00 12-31T20:00/2027-01-01T00:00"
    assert expected == spans(hours, "12-31T00:00", "2027-01-01T12:00")


class Elsewhere(tzinfo):
    """A zone as other libraries have them: in a gap it counts with what holds after it, and it can't be hashed."""

    def __init__(self, key: str) -> None:
        self.zone = ZoneInfo(key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Elsewhere) and self.zone.key == other.zone.key

    __hash__ = None  # type: ignore[assignment]

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        assert at is not None
        first, second = (at.replace(tzinfo=self.zone, fold=fold).utcoffset() or NONE for fold in (0, 1))
        return max(first, second) if first < second or not at.fold else second

    def dst(self, at: datetime | None) -> timedelta | None:
        return None

    def tzname(self, at: datetime | None) -> str:
        return self.zone.key

    def fromutc(self, at: datetime) -> datetime:
        return at.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=self)


@pytest.mark.parametrize("key", ["Europe/Paris", "America/Havana", "Australia/Lord_Howe", "America/Sao_Paulo"])
def test_a_zone_of_another_library_says_the_same(key: str) -> None:
    text = "00:15-02:15,02:30-03:30,22:00-24:00"
    ours, other, same = parse(text, tz=key), parse(text, tz=Elsewhere(key)), parse(text, tz=Elsewhere(key))
    assert spans(ours, "2017-01-01T00:00", "2018-01-01T00:00") == spans(other, "2017-01-01T00:00", "2018-01-01T00:00")
    assert (other, hash(other)) == (same, hash(same))
    assert other != ours


def test_durations_of_other_libraries_leave_no_trace() -> None:
    fresh = parse("Mo-Fr 08:00-24:00")
    for hours in (fresh, fresh, DESK):
        landings = [ask(at("11-18T10:00"), Span(hours=3)) for ask in (hours.add, hours.subtract)]
        assert [at("11-18T13:00"), at("11-17T23:00")] == landings
        assert type(hours.add(at("11-18T10:00"), Span(0)) - at("11-18T09:00")) is timedelta


def test_a_refusal_tells_of_no_other_error() -> None:
    for ask in (
        lambda: DESK.add(LAST, HOUR),
        lambda: DESK.subtract(FIRST, HOUR),
        lambda: parse("08:00-24:00; PH off", holidays=known(2026, 2026)).is_open(at("2030-01-01T00:00")),
        lambda: parse("08:00-24:00; PH off", holidays=known(2026, 2026)).between(FIRST, LAST),
    ):
        with pytest.raises(OutOfRangeError) as caught:
            ask()
        assert caught.value.__context__ is None


def test_hours_are_the_same_everywhere_only_in_a_zone_with_a_name() -> None:
    fixed = [timezone(2 * HOUR), timezone(2 * HOUR, "home")]
    assert [parse("24/7", tz=zone).identity for zone in fixed] == ["24/7 in UTC+02:00"] * 2
    assert parse("24/7", tz=ZoneInfo("Europe/Paris")).identity == "24/7 in Europe/Paris"
    for zone in (Plain(), Elsewhere("Europe/Paris")):
        with pytest.raises(IncidentRulesError, match="no name that means the same everywhere"):
            parse("24/7", tz=zone).identity  # noqa: B018


# --- the years that a calendar knows


def test_years_that_nobody_asked_for_need_not_be_known() -> None:
    """A question about a year says the same, whichever other year was asked about before."""
    old, new = (parse("Mo-Fr 09:00-17:00; PH off", holidays=known(*years)) for years in ((2020, 2024), (2026, 2030)))
    hours, asked = old.then(at("2026-01-01T00:00"), new), ["2024-06-03T12:00", "2026-06-01T12:00"]
    assert [hours.is_open(at(moment)) for moment in (*asked, *asked)] == [True] * 4
    with pytest.raises(OutOfRangeError, match="got 2025"):
        hours.between(*map(at, asked))
    assert hours.is_open(at(asked[0]))


def test_a_business_day_that_is_not_known_is_no_day_without_hours() -> None:
    """In Tokyo the year ends at 15:00 UTC, so whether the desk opens on New Year's Eve is the next year's to say."""
    tokyo = parse("00:00-24:00; PH off", holidays=known(2026, 2026), tz="Asia/Tokyo")
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    both = parse("16:00-20:00") & tokyo
    for hours in (both, parse("00:00-24:00").then(at("06-01T00:00"), both)):
        assert hours.business_days(last - 9 * DAY, last) == 9
        assert last - DAY == hours.add_business_days(last - 2 * DAY, 1) == hours.add_business_days(last, -1)
        for ask in (
            lambda: hours.business_days(last, last + DAY),  # noqa: B023
            lambda: hours.add_business_days(last - DAY, 1),  # noqa: B023
            lambda: hours.whole_days().is_open(at("12-31T17:00")),  # noqa: B023
        ):
            with pytest.raises(OutOfRangeError, match="got 2027"):
                ask()
    york = parse("00:00-24:00; PH off", holidays=known(2026, 2026), tz="America/New_York") & parse("01:00-02:00")
    utc = parse("01:00-02:00") & york
    assert utc.business_days(first + DAY, first + 9 * DAY) == 8
    assert first + DAY == utc.add_business_days(first, 1) == utc.add_business_days(first + 2 * DAY, -1)
    for ask in (
        lambda: utc.business_days(first, first + DAY),
        lambda: utc.add_business_days(first + DAY, -1),
        lambda: utc.whole_days().is_open(at("01-01T01:30")),
    ):
        with pytest.raises(OutOfRangeError, match="got 2025"):
            ask()


def test_two_days_may_be_unknown_where_zones_are_a_day_apart() -> None:
    """Midnight comes to Kiritimati 26 hours before it comes to Baker Island."""
    calendar, [early, late] = known(2026, 2026), ["Pacific/Kiritimati", "Etc/GMT+12"]
    dawn = parse("00:15-00:30", tz=early) & parse("00:00-24:00; PH off", holidays=calendar, tz=late)
    dusk = parse("23:00-23:30", tz=late) & parse("00:00-24:00; PH off", holidays=calendar, tz=early)
    assert dawn.add_business_days(date(2026, 1, 2), 1) == date(2026, 1, 3)
    assert dusk.add_business_days(date(2026, 12, 30), -1) == date(2026, 12, 29)
    with pytest.raises(OutOfRangeError, match="got 2025"):
        dawn.add_business_days(date(2026, 1, 1), 1)
    with pytest.raises(OutOfRangeError, match="got 2027"):
        dusk.add_business_days(date(2026, 12, 31), -1)


def test_a_night_matters_only_where_the_eve_of_the_first_year_has_one() -> None:
    """The last day of 2025 was a Wednesday."""
    hours = parse("Fr 22:00-26:00; Mo 08:00-17:00; PH off", holidays=known(2026, 2026))
    assert hours.between(at("01-01T00:00"), at("01-03T00:00")) == 2 * HOUR
    for text in ("We 22:00-26:00; PH off", "Fr 22:00-26:00; PH 22:00-26:00"):
        with pytest.raises(OutOfRangeError, match="got 2025"):
            parse(text, holidays=known(2026, 2026)).is_open(at("01-01T00:00"))


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("UTC", "2026-01-01T00:00", "2028-01-01T00:00"),
        ("Asia/Tokyo", "2025-12-31T15:00", "2027-12-31T15:00"),
        ("America/Los_Angeles", "2026-01-01T08:00", "2028-01-01T08:00"),
    ],
)
@pytest.mark.parametrize("warm", [False, True])
def test_a_calendar_answers_to_the_edges_of_its_years_and_no_further(
    zone: str, first: str, last: str, warm: bool
) -> None:
    """The same, whatever was asked before."""

    def fresh() -> OperatingHours:
        hours = parse("Mo-Fr 08:00-24:00; PH off", holidays=known(2026, 2027, "2026-01-01"), tz=zone)
        hours.between(at("2026-06-01T00:00"), at("2027-06-01T00:00")) if warm else None
        return hours

    start, end = at(first), at(last)
    assert fresh().between(start, end) == (261 - 1 + 261) * 16 * HOUR
    assert sum((each.duration for each in fresh().intervals(end, start)), NONE) == (261 - 1 + 261) * 16 * HOUR
    assert not fresh().is_open(start)
    assert fresh().is_open(end - INSTANT)
    assert end - HOUR == fresh().subtract(end, HOUR)
    assert end == fresh().add(end - HOUR, HOUR)
    assert fresh().business_days(date(2026, 1, 1), date(2028, 1, 1)) == 521
    refused: list[Callable[[], Any]] = [
        lambda: fresh().is_open(start - INSTANT),
        lambda: fresh().is_open(end),
        lambda: fresh().between(start - INSTANT, end),
        lambda: fresh().between(start, end + INSTANT),
        lambda: fresh().add(end - HOUR, HOUR + INSTANT),
        lambda: fresh().subtract(start + 40 * HOUR, 100 * HOUR),
        lambda: fresh().next_open(end),
        lambda: fresh().next_close(end - HOUR),
        lambda: fresh().previous_open(start),
        lambda: fresh().previous_close(start),
        lambda: fresh().business_days(date(2026, 1, 1), date(2028, 1, 2)),
        lambda: fresh().add_business_days(date(2027, 12, 31), 1),
        lambda: list(fresh().intervals(start, end + INSTANT)),
    ]
    for ask in refused:
        with pytest.raises(OutOfRangeError) as caught:
            ask()
        assert (caught.value.code, caught.value.field) == ("outside_calendar", "day")
        assert caught.value.remedy in {
            "give a calendar with years=range(2025, 2028)",
            "give a calendar with years=range(2026, 2029)",
        }


def test_what_reaches_over_from_before_a_calendar_begins_is_unknown() -> None:
    """Whether the night of 2025-12-31 was worked is for the calendar of 2025 to say; by 06:00 it doesn't matter."""
    hours = parse("22:00-06:00; PH off", holidays=known(2026, 2026))
    for moment in ("01-01T00:00", "01-01T05:59"):
        with pytest.raises(OutOfRangeError, match=r"years=range\(2025, 2027\)"):
            hours.is_open(at(moment))
    assert not hours.is_open(at("01-01T06:00"))
    told_ = list(hours.intervals(at("01-01T06:00"), at("01-02T08:00")))
    assert [(told(each.start), told(each.end), each.why) for each in told_] == [
        ("01-01T22:00", "01-02T06:00", "Th 22:00-06:00")
    ]
    dated = parse("22:00-06:00; PH off; 2025 Dec 31 off", holidays=known(2026, 2026))
    assert not dated.is_open(at("01-01T00:00"))


def test_combined_hours_know_the_years_that_both_know() -> None:
    one = parse("Mo-Fr 08:00-24:00; PH off", holidays=known(2024, 2026))
    other = parse("Mo-Fr 08:00-24:00; PH off", holidays=known(2026, 2028), tz="Asia/Tokyo")
    both = one & other
    assert both.between(at("11-18T00:00"), at("11-18T16:00")) == 7 * HOUR
    for moment in ("2025-12-31T14:59", "2027-01-01T00:00", "2024-06-01T00:00", "2028-06-01T00:00"):
        with pytest.raises(OutOfRangeError, match="don't cover"):
            both.is_open(at(moment))
    for hours in (other & one, other | one):
        with pytest.raises(OutOfRangeError, match="don't cover"):
            hours.is_open(at("2027-01-01T01:00"))
    early = parse("09:00-17:00; PH off", holidays=known(2026, 2026), tz="Asia/Tokyo")
    late = parse("09:00-17:00; PH off", holidays=known(2026, 2026))
    for moment in ("01-01T00:00", "12-31T14:59"):
        (late | early).is_open(at(moment))
    for moment in ("2025-12-31T23:59", "12-31T15:00"):
        with pytest.raises(OutOfRangeError, match="don't cover"):
            (late | early).is_open(at(moment))


# --- the ends of time


def test_open_around_the_clock_is_plain_time_for_centuries() -> None:
    hours = parse("24/7")
    assert at("2226-11-18T00:00") == hours.add(at("11-18T00:00"), at("2226-11-18T00:00") - at("11-18T00:00"))
    assert at("1826-11-18T00:00") == hours.subtract(at("11-18T00:00"), at("11-18T00:00") - at("1826-11-18T00:00"))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_first_and_the_last_days_are_open_as_others_are(zone: str) -> None:
    """9999-12-31 is a Friday, and 0001-01-01 a Monday."""
    hours = parse("Mo-Fr 09:00-24:00", tz=zone)
    opens = hours.start_of_day(date(9999, 12, 31)) + 9 * HOUR
    closes = min(opens + 15 * HOUR, LAST) if opens < LAST - 15 * HOUR else LAST
    assert opens == hours.next_open(opens - HOUR)
    assert closes - opens == hours.between(opens - HOUR, closes)
    monday = hours.next_open(at("0001-01-02T12:00")) - DAY
    assert hours.is_open(monday) is hours.is_open(monday + DAY) is True


def test_beyond_the_ends_of_local_time_nothing_is_known() -> None:
    """In Los Angeles the year 1 begins hours after it does in UTC; in Tokyo 9999 ends hours before."""
    angeles, tokyo = (parse("24/7", tz=zone) for zone in ("America/Los_Angeles", "Asia/Tokyo"))
    assert tokyo.is_open(FIRST)
    assert angeles.is_open(LAST - INSTANT)
    assert tokyo.is_open(at("9999-12-31T14:59"))
    asks: list[Callable[[], Any]] = [
        lambda: angeles.is_open(FIRST),
        lambda: tokyo.is_open(at("9999-12-31T15:00")),
        lambda: parse("24/7").is_open(LAST),
        lambda: DESK.add(at("9999-12-31T23:00"), 2 * HOUR),
        lambda: DESK.subtract(at("0001-01-01T09:00"), 2 * HOUR),
        lambda: DESK.add(at("11-18T00:00"), timedelta(days=366 * 9000)),
        lambda: DESK.subtract(FIRST, HOUR),
        lambda: DESK.add_business_days(date.max, 1),
        lambda: DESK.add_business_days(date(2026, 11, 18), -(10**9)),
    ]
    for ask in asks:
        with pytest.raises(OutOfRangeError) as caught:
            ask()
        assert (caught.value.code, caught.value.field) == ("never", "at")


@pytest.mark.parametrize(
    ("ask", "where"), [("next_close", "after"), ("previous_open", "before"), ("previous_close", "before")]
)
def test_a_search_for_the_close_of_what_never_closes_ends_after_a_century(ask: str, where: str) -> None:
    with pytest.raises(OutOfRangeError, match=f"in 100 years {where} it the hours don't change"):
        getattr(parse("24/7"), ask)(at("11-18T00:00"))


def test_dates_are_found_from_any_distance() -> None:
    hours = parse("2026 Dec 24 09:00-12:00")
    assert told(hours.next_open(at("1500-01-01T00:00"))) == "12-24T09:00"
    assert told(hours.previous_close(at("2500-01-01T00:00"))) == "12-24T12:00"
    change = parse("24/7").then(at("2300-01-01T00:00"), DESK)
    assert told(change.next_close(at("11-18T00:00"))) == "2300-01-01T00:00"
    with pytest.raises(OutOfRangeError, match="in 100 years after it the hours don't change"):
        hours.next_open(at("2027-01-01T00:00"))


# --- values

SAMPLES = [
    DESK,
    parse("24/7", tz="Asia/Tokyo"),
    parse("Mo 22:00-06:00", tz=timezone(timedelta(hours=-3))),
    parse("Mo-Fr 08:00-24:00; PH off", holidays=days("2026-11-18")),
    DESK | parse("Sa 09:00-20:00", tz="Europe/Paris"),
    DESK.then(at("11-18T00:00"), LUNCH),
    DESK.whole_days(),
]


@pytest.mark.parametrize("hours", SAMPLES, ids=str)
def test_pickles_and_copies_are_equal_and_carry_nothing_compiled(hours: OperatingHours) -> None:
    fresh: OperatingHours = pickle.loads(pickle.dumps(hours))
    cold = pickle.dumps(fresh)
    fresh.add(at("11-18T10:00"), HOUR)
    assert cold == pickle.dumps(fresh)
    for again in (fresh, copy.copy(fresh), copy.deepcopy(fresh)):
        assert (hours, hash(hours), repr(hours), hours.identity) == (again, hash(again), repr(again), again.identity)
        assert hours.add(at("11-18T10:00"), 99 * HOUR) == again.add(at("11-18T10:00"), 99 * HOUR)


@pytest.mark.parametrize("hours", SAMPLES[:3], ids=str)
def test_the_repr_makes_it_again(hours: OperatingHours) -> None:
    import datetime as module

    assert hours == eval(repr(hours), {"OperatingHours": OperatingHours, "datetime": module})


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (DESK, "OperatingHours.parse('Mo-Fr 08:00-24:00')"),
        (SAMPLES[1], "OperatingHours.parse('24/7', tz='Asia/Tokyo')"),
        (SAMPLES[2],
         "OperatingHours.parse('Mo 22:00-06:00', tz=datetime.timezone(datetime.timedelta(days=-1, seconds=75600)))"),
        (parse("Mo 08:00-24:00; PH off", holidays=HolidayCalendar.none()),
         ("OperatingHours.parse('Mo 08:00-24:00; PH off', "
          "holidays=<HolidayCalendar none: 0 days in 1 to 9999, e4ceb68f20f47faf>)")),
        (SAMPLES[4], "<OperatingHours (Mo-Fr 08:00-24:00 | Sa 09:00-20:00)>"),
        (SAMPLES[5],
         "<OperatingHours (Mo-Fr 08:00-24:00 until 2026-11-18T00:00:00+00:00, then Mo-Fr 08:00-12:00,13:00-17:00)>"),
        (SAMPLES[6], "<OperatingHours whole days of (Mo-Fr 08:00-24:00)>"),
    ],
)  # fmt: skip
def test_the_repr_says_what_the_hours_are(hours: OperatingHours, shown: str) -> None:
    assert shown == repr(hours)


@pytest.mark.parametrize(
    ("hours", "identity"),
    [
        (DESK, "Mo-Fr 08:00-24:00 in UTC"),
        (parse("Mo 08:00-12:00", tz="Asia/Tokyo"), "Mo 08:00-12:00 in Asia/Tokyo"),
        (parse("Mo 08:00-12:00; PH off", holidays=HolidayCalendar.none()),
         "Mo 08:00-12:00; PH off in UTC, holidays e4ceb68f20f47faf"),
        (DESK - LUNCH, "(Mo-Fr 08:00-24:00 in UTC) - (Mo-Fr 08:00-12:00,13:00-17:00 in UTC)"),
        (DESK.then(at("11-18T00:00"), LUNCH),
         "(Mo-Fr 08:00-24:00 in UTC) until 2026-11-18T00:00:00+00:00, then (Mo-Fr 08:00-12:00,13:00-17:00 in UTC)"),
        (DESK.whole_days(), "whole days of (Mo-Fr 08:00-24:00 in UTC)"),
    ],
)  # fmt: skip
def test_the_identity_is_all_that_makes_the_hours(hours: OperatingHours, identity: str) -> None:
    assert identity == hours.identity


def test_equal_hours_are_equal_and_others_are_not() -> None:
    assert parse("Mo,Tu,We,Th,Fr 8:00-12:00,12:00-24:00", tz="Etc/UTC") == DESK
    tokyo = parse("24/7", tz=ZoneInfo.no_cache("Asia/Tokyo"))
    assert (tokyo, hash(tokyo)) == (parse("24/7", tz="Asia/Tokyo"), hash(parse("24/7", tz="Asia/Tokyo")))
    assert DESK | parse(str(LUNCH)) == DESK | LUNCH
    different = [*SAMPLES, DESK & LUNCH, DESK | LUNCH, LUNCH | DESK, DESK - LUNCH, parse("24/7"), LUNCH]
    assert len(different) == len(set(different))
    assert ASK != "Mo-Fr 08:00-24:00"


# --- refusals


class Pytz(Plain):
    """A zone whose offsets come from a method of its own."""

    def localize(self, at: datetime) -> datetime:
        return at

    def __repr__(self) -> str:
        return "<a zone>"

    def __str__(self) -> str:
        return "Europe/Paris"


class Offsetless(Plain):
    """A zone that tells no offset."""

    def utcoffset(self, at: datetime | None, /) -> Any:
        return None

    def __repr__(self) -> str:
        return "<no offset>"


ASK: Any = DESK
PARSE: Any = parse
AT = at("11-18T10:00")
NAIVE = AT.replace(tzinfo=None)
ANY_HOURS: Any = OperatingHours
PH_IN_2026, PH_IN_2027 = (parse("Mo 08:00-12:00; PH off", holidays=known(year, year)) for year in (2026, 2027))


@pytest.mark.parametrize(
    ("ask", "code", "field", "says"),
    [
        (lambda: PARSE(None), "wrong_type", "hours",
         'hours has to be a string, got None: write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        (lambda: PARSE("Mo-Fr 25:00-26:00"), "grammar", "hours",
         ("hours has 24:00 as a start at character 7 ('25:00-26:00'), got 'Mo-Fr 25:00-26:00': begin the next day "
          "at 00:00")),
        (lambda: parse(""), "never_open", "hours",
         "hours never opens, got '': give hours that open at some time"),
        (lambda: parse("off"), "never_open", "hours",
         "hours never opens, got 'off': give hours that open at some time"),
        (lambda: parse("Mo-Fr off; 2026 Dec 24 off"), "never_open", "hours",
         "hours never opens, got 'Mo-Fr off; 2026 Dec 24 off': give hours that open at some time"),
        (lambda: parse("Mo-Fr off; PH off", holidays=days("2026-11-18")), "never_open", "hours",
         "hours never opens, got 'Mo-Fr off; PH off': give hours that open at some time"),
        (lambda: parse("PH 09:00-12:00", holidays=HolidayCalendar.none()), "never_open", "hours",
         "hours never opens, got 'PH 09:00-12:00': give hours that open at some time"),
        (lambda: parse("Mo-Fr 08:00-24:00; PH off"), "holidays", "hours",
         "hours names PH without a calendar, got 'Mo-Fr 08:00-24:00; PH off': give holidays="),
        (lambda: parse("Mo-Fr 08:00-24:00", holidays=HolidayCalendar.none()), "holidays", "hours",
         'hours says nothing of the holidays given, got \'Mo-Fr 08:00-24:00\': add "; PH off"'),
        (lambda: PARSE("Mo 08:00-12:00; PH off", holidays=[date(2026, 12, 25)]), "wrong_type", "holidays",
         ("holidays has to be a HolidayCalendar, got [datetime.date(2026, 12, 25)]: take a snapshot: "
          "HolidayCalendar.from_country(...)")),
        (lambda: PARSE("Mo 08:00-12:00; PH off", holidays="GB"), "wrong_type", "holidays",
         "holidays has to be a HolidayCalendar, got 'GB': take a snapshot: HolidayCalendar.from_country(...)"),
        (lambda: parse("24/7", tz="Europe/Nowhere"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'Europe/Nowhere\': give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("24/7", tz=""), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'\': give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("24/7", tz="Europe"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'Europe\': give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("24/7", tz="../etc/passwd"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'../etc/passwd\': give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("24/7", tz="Europe/\0Paris"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'Europe/\\x00Paris\': give an IANA name, such as "Europe/Paris"'),
        (lambda: PARSE("24/7", tz=None), "wrong_type", "tz",
         'tz has to be a zone, got None: give an IANA name, such as "Europe/Paris", or a tzinfo'),
        (lambda: PARSE("24/7", tz=2), "wrong_type", "tz",
         'tz has to be a zone, got 2: give an IANA name, such as "Europe/Paris", or a tzinfo'),
        (lambda: PARSE("24/7", tz=b"UTC"), "wrong_type", "tz",
         'tz has to be a zone, got b\'UTC\': give an IANA name, such as "Europe/Paris", or a tzinfo'),
        (lambda: parse("24/7", tz=Pytz()), "unknown_zone", "tz",
         "tz is a zone of pytz, which has no offsets of its own, got <a zone>: give its name, 'Europe/Paris'"),
        (lambda: parse("24/7", tz=Offsetless()), "unknown_zone", "tz",
         'tz has no offset from UTC, got <no offset>: give an IANA name, such as "Europe/Paris"'),
        (lambda: DESK.is_open(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.is_open("2026-11-18T10:00Z"), "wrong_type", "at",
         "at has to be a datetime with a zone, got '2026-11-18T10:00Z': give datetime(..., tzinfo=UTC)"),
        (lambda: ASK.is_open(date(2026, 11, 18)), "wrong_type", "at",
         "at has to be a datetime with a zone, got datetime.date(2026, 11, 18): give datetime(..., tzinfo=UTC)"),
        (lambda: ASK.next_open(None), "wrong_type", "at",
         "at has to be a datetime with a zone, got None: give datetime(..., tzinfo=UTC)"),
        (lambda: DESK.next_close(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.previous_open(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.previous_close(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.until_close(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.is_open(AT.replace(tzinfo=Offsetless())), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0, tzinfo=<no offset>): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.is_open(datetime(9999, 12, 31, 23, tzinfo=timezone(-HOUR))), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in UTC, got datetime.datetime(9999, 12, 31, 23, 0, "
          "tzinfo=datetime.timezone(datetime.timede…: give a moment within them")),
        (lambda: DESK.is_open(datetime(1, 1, 1, tzinfo=timezone(HOUR))), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in UTC, got datetime.datetime(1, 1, 1, 0, 0, "
          "tzinfo=datetime.timezone(datetime.timedelta(se…: give a moment within them")),
        (lambda: DESK.add(NAIVE, HOUR), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.subtract(NAIVE, HOUR), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.add(AT, 3600), "wrong_type", "duration",
         "duration has to be a timedelta, got 3600: say the unit: timedelta(minutes=90)"),
        (lambda: ASK.add(AT, 1.5), "wrong_type", "duration",
         "duration has to be a timedelta, got 1.5: say the unit: timedelta(minutes=90)"),
        (lambda: ASK.subtract(AT, "1h"), "wrong_type", "duration",
         "duration has to be a timedelta, got '1h': say the unit: timedelta(minutes=90)"),
        (lambda: ASK.subtract(AT, None), "wrong_type", "duration",
         "duration has to be a timedelta, got None: say the unit: timedelta(minutes=90)"),
        (lambda: DESK.add(AT, -HOUR), "out_of_bounds", "duration",
         "duration is negative, got datetime.timedelta(days=-1, seconds=82800): subtract its opposite"),
        (lambda: DESK.subtract(AT, -INSTANT), "out_of_bounds", "duration",
         ("duration is negative, got datetime.timedelta(days=-1, seconds=86399, microseconds=999999): add its "
          "opposite")),
        (lambda: DESK.add(AT, timedelta.max), "out_of_bounds", "duration",
         ("duration is out of bounds, got datetime.timedelta(days=999999999, seconds=86399, microseconds=999999): "
          "give a timedelta from 0:00:00 to 3652058 days, 23:59:59.999999")),
        (lambda: DESK.subtract(AT, timedelta.max), "out_of_bounds", "duration",
         ("duration is out of bounds, got datetime.timedelta(days=999999999, seconds=86399, microseconds=999999): "
          "give a timedelta from 0:00:00 to 3652058 days, 23:59:59.999999")),
        (lambda: DESK.between(NAIVE, AT), "naive", "start",
         ("start has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.between(AT, NAIVE), "naive", "end",
         ("end has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: ASK.add(AT, HOUR, excluding=7), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got 7: give [(start, end), ...]"),
        (lambda: ASK.add(AT, NONE, excluding=None), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got None: give [(start, end), ...]"),
        (lambda: ASK.subtract(AT, NONE, excluding=0), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got 0: give [(start, end), ...]"),
        (lambda: ASK.between(AT, AT, excluding=False), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got False: give [(start, end), ...]"),
        (lambda: ASK.add(AT, HOUR, excluding=[AT]), "wrong_type", "excluding[0]",
         ("excluding[0] has to be a pair of moments, got datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc): give (start, end), or an Interval")),
        (lambda: ASK.between(AT, AT + DAY, excluding=(AT, AT + HOUR)), "wrong_type", "excluding[0]",
         ("excluding[0] has to be a pair of moments, got datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc): give (start, end), or an Interval")),
        (lambda: ASK.add(AT, HOUR, excluding=[(AT, AT), (AT, AT, AT)]), "wrong_type", "excluding[1]",
         ("excluding[1] has to be a pair of moments, got (datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc), datetime…: give (start, end), or an Interval")),
        (lambda: ASK.subtract(AT, HOUR, excluding="now"), "wrong_type", "excluding[0]",
         "excluding[0] has to be a pair of moments, got 'n': give (start, end), or an Interval"),
        (lambda: DESK.add(AT, HOUR, excluding=[(AT, NAIVE)]), "naive", "excluding[0] end",
         ("excluding[0] end has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.intervals(AT, AT, excluding=[(AT, AT), (NAIVE, AT)]), "naive", "excluding[1] start",
         ("excluding[1] start has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.subtract(AT, HOUR, excluding=[(AT, AT - HOUR)]), "contradiction", "excluding[0] end",
         ("excluding[0] end precedes its start (2026-11-18T10:00:00+00:00), got '2026-11-18T09:00:00+00:00': "
          "correct whichever of the two is wrong")),
        (lambda: DESK.intervals(NAIVE, AT), "naive", "start",
         ("start has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.intervals(AT, NAIVE), "naive", "end",
         ("end has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: Interval(NAIVE, AT), "naive", "start",
         ("start has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: Interval(AT, NAIVE), "naive", "end",
         ("end has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: Interval(AT, AT - INSTANT), "contradiction", "end",
         ("end precedes start (2026-11-18T10:00:00+00:00), got '2026-11-18T09:59:59.999999+00:00': correct "
          "whichever of the two is wrong")),
        (lambda: NAIVE in Interval(AT, AT), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.add_business_days("2026-11-18", 1), "wrong_type", "at",
         "at has to be a date, got '2026-11-18': give date(2026, 11, 18)"),
        (lambda: DESK.add_business_days(NAIVE, 1), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.add_business_days(AT, 1.0), "wrong_type", "days",
         "days has to be a whole number, got 1.0: give an int from -1,000,000,000 to 1,000,000,000"),
        (lambda: ASK.add_business_days(AT, True), "wrong_type", "days",
         "days has to be a whole number, got True: give an int from -1,000,000,000 to 1,000,000,000"),
        (lambda: DESK.add_business_days(AT, 10**10), "out_of_bounds", "days",
         "days is out of bounds, got 10000000000: give an int from -1,000,000,000 to 1,000,000,000"),
        (lambda: parse("24/7", tz="Asia/Tokyo").add_business_days(LAST, 1), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in Asia/Tokyo, got datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, "
          "tzinfo=datetime.timezone.ut…: give a moment within them")),
        (lambda: parse("24/7", tz="America/Lima").add_business_days(FIRST, 1), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in America/Lima, got datetime.datetime(1, 1, 1, 0, 0, "
          "tzinfo=datetime.timezone.utc): give a moment within them")),
        (lambda: parse("24/7", tz="Asia/Tokyo").end_of_day(LAST), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in Asia/Tokyo, got datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, "
          "tzinfo=datetime.timezone.ut…: give a moment within them")),
        (lambda: ASK.start_of_day(AT), "wrong_type", "day",
         ("day has to be a day, not a moment, got datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc): give its date in UTC: value.astimezone(UTC).date()")),
        (lambda: ASK.business_days(AT, date(2026, 11, 18)), "wrong_type", "start",
         ("start has to be a day, not a moment, got datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc): give its date in UTC: value.astimezone(UTC).date()")),
        (lambda: ASK.business_days(date(2026, 11, 18), "2026-11-20"), "wrong_type", "end",
         "end has to be a date, got '2026-11-20': give date(2026, 11, 18)"),
        (lambda: ASK.then("2026-11-18", DESK), "wrong_type", "at",
         "at has to be a datetime with a zone, got '2026-11-18': give datetime(..., tzinfo=UTC)"),
        (lambda: DESK.then(NAIVE, DESK), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.then(AT, "24/7"), "wrong_type", "other",
         'other has to be an OperatingHours, got \'24/7\': write OperatingHours.parse("Mo-Fr 08:00-24:00")'),
        (lambda: parse("Mo 08:00-12:00") & parse("Tu 08:00-12:00"), "never_open", "hours",
         "hours never opens, got '(Mo 08:00-12:00 & Tu 08:00-12:00)': give hours that open at some time"),
        (lambda: DESK - parse("24/7"), "never_open", "hours",
         "hours never opens, got '(Mo-Fr 08:00-24:00 - 24/7)': give hours that open at some time"),
        (lambda: PH_IN_2026 & PH_IN_2027, "no_run", "hours",
         ("hours has no year that both know, got '(Mo 08:00-12:00; PH off & Mo 08:00-12:00; PH off)': extend the "
          "holidays")),
        (lambda: ANY_HOURS(schedule="24/7"), "wrong_type", "schedule",
         'schedule has to be a Schedule, got \'24/7\': write OperatingHours.parse("Mo-Fr 08:00-24:00")'),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(ask: Callable[[], Any], code: str, field: str, says: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        ask()
    error = caught.value
    assert (code, field, says) == (error.code, error.field, str(error))


def test_a_zone_that_cannot_say_its_offset_is_refused() -> None:
    unfinished: Any = tzinfo
    with pytest.raises(IncidentRulesError, match="has no offset from UTC") as caught:
        parse("24/7", tz=unfinished())
    assert (caught.value.code, caught.value.field) == ("unknown_zone", "tz")


def test_hours_combine_with_hours_only() -> None:
    combinations: list[Callable[[], Any]] = [lambda: ASK & "24/7", lambda: ASK | None, lambda: ASK - HOUR]
    for combine in combinations:
        with pytest.raises(TypeError, match="unsupported operand"):
            combine()
