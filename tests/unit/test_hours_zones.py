"""Hours in zones: clocks that change, days that were left out, the zones of other libraries, and several zones at once.

2026-11-18 is a Wednesday.
"""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from hours_samples import DAY, DESK, HOUR, NONE, Elsewhere, Plain, as_text, at, made_zone, parse, spans
from incidentrules import IncidentRulesError
from incidentrules._hours.zones import moment_of, steady_offsets
from incidentrules.hours import Interval

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
        ("America/Havana", "00:00-24:00", "2025-11-02", "2025-11-02T04:00/2025-11-03T05:00"),
        ("America/Havana", "00:30-01:00", "2025-11-02", "2025-11-02T04:30/2025-11-02T06:00"),
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
    assert kept == spans(hours, as_text(start), as_text(start + 5 * DAY))


@pytest.mark.parametrize(
    ("zone", "year", "unknown"),
    [
        ("America/Recife", 2000, 6),  # there and back within seven days, the soonest that any zone did since 1940
        ("Europe/Vienna", 1945, 4),
        ("Africa/Casablanca", 2025, 4),
        ("Australia/Lord_Howe", 2026, 4),
        ("America/Havana", 2025, 4),
        ("Asia/Kolkata", 2026, 0),
    ],
)
def test_the_offset_of_a_day_is_that_of_all_its_times(zone: str, year: int, unknown: int) -> None:
    """It is unknown only where times, which reach over two days at most, may lie on both sides of a change."""
    check_steady(ZoneInfo(zone), year, unknown)


def test_a_zone_that_changes_there_and_back_within_four_days_is_no_exception() -> None:
    """So did Freetown in 1939, as long as the database told."""
    there = datetime(1939, 9, 5, 0, 20, tzinfo=UTC)
    check_steady(made_zone([(there, 2 * HOUR), (there + timedelta(hours=95, minutes=40), HOUR)]), 1939, 4)


def check_steady(tz: ZoneInfo, year: int, unknown: int) -> None:
    offsets, first = steady_offsets(year, tz), date(year, 1, 1)
    assert len(offsets) == (date(year + 1, 1, 1) - first).days
    assert offsets.count(None) == unknown
    for place, offset in enumerate(offsets):
        day = first + place * DAY
        dawn = datetime(day.year, day.month, day.day, tzinfo=UTC)
        if offset is not None:
            for minutes in range(0, 2 * 24 * 60 + 1, 60):
                assert dawn + timedelta(minutes=minutes) - offset == moment_of(day, minutes, tz)


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


# --- any zone


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


@pytest.mark.parametrize("key", ["Europe/Paris", "America/Havana", "Australia/Lord_Howe", "America/Sao_Paulo"])
def test_a_zone_of_another_library_says_the_same(key: str) -> None:
    text = "00:15-02:15,02:30-03:30,22:00-24:00"
    ours, other, same = parse(text, tz=key), parse(text, tz=Elsewhere(key)), parse(text, tz=Elsewhere(key))
    assert spans(ours, "2017-01-01T00:00", "2018-01-01T00:00") == spans(other, "2017-01-01T00:00", "2018-01-01T00:00")
    assert (other, hash(other)) == (same, hash(same))
    assert other != ours


def test_hours_are_the_same_everywhere_only_in_a_zone_with_a_name() -> None:
    fixed = [timezone(2 * HOUR), timezone(2 * HOUR, "home")]
    assert [parse("24/7", tz=zone).identity for zone in fixed] == ["24/7 in UTC+02:00"] * 2
    assert parse("24/7", tz=ZoneInfo("Europe/Paris")).identity == "24/7 in Europe/Paris"
    for zone in (Plain(), Elsewhere("Europe/Paris")):
        with pytest.raises(IncidentRulesError, match="no name that means the same everywhere"):
            parse("24/7", tz=zone).identity  # noqa: B018


# --- several zones


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


def test_hours_that_met_before_a_zone_changed_its_clock_are_no_hours_that_never_open() -> None:
    """Until 2011 Samoa was a day behind: its Monday began with Monday noon in Cairo, not with Sunday noon."""
    hours = parse("Mo 00:00-00:15", tz="Pacific/Apia") & parse("Mo 00:00-24:15", tz="Africa/Cairo")
    assert spans(hours, "2000-01-01T00:00", "2000-01-05T00:00") == "2000-01-03T11:00/2000-01-03T11:15"
