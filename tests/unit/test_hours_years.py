"""How far hours answer: to the edges of the years that a calendar knows, and to the ends of time.

2026-11-18 is a Wednesday.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from hours_samples import DAY, DESK, FIRST, HOUR, INSTANT, LAST, NONE, as_text, at, known, parse
from incidentrules import OperatingHours, OutOfRangeError

# --- the years that a calendar knows


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
    assert sum((opening.duration for opening in fresh().intervals(end, start)), NONE) == (261 - 1 + 261) * 16 * HOUR
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
    openings = list(hours.intervals(at("01-01T06:00"), at("01-02T08:00")))
    assert [(as_text(opening.start), as_text(opening.end), opening.why) for opening in openings] == [
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
    assert as_text(hours.next_open(at("1500-01-01T00:00"))) == "12-24T09:00"
    assert as_text(hours.previous_close(at("2500-01-01T00:00"))) == "12-24T12:00"
    change = parse("24/7").then(at("2300-01-01T00:00"), DESK)
    assert as_text(change.next_close(at("11-18T00:00"))) == "2300-01-01T00:00"
    with pytest.raises(OutOfRangeError, match="in 100 years after it the hours don't change"):
        hours.next_open(at("2027-01-01T00:00"))


def test_a_night_over_new_year_is_whole_where_one_of_its_years_is_compiled() -> None:
    """What is compiled ends within the night, which neither opens nor closes there."""
    night = parse("22:00-06:00")
    assert night.is_open(at("2027-01-01T03:00"))
    assert at("2026-12-31T22:00") == night.previous_open(at("2027-01-01T03:00"))
    night = parse("22:00-06:00")
    assert night.is_open(at("2026-12-31T23:00"))
    assert at("2027-01-01T06:00") == night.next_close(at("2026-12-31T23:00"))


def test_what_opened_or_closed_last_may_lie_in_a_year_that_is_not_compiled() -> None:
    for moment in (at("2027-01-01T07:00"), at("2027-01-01T08:00")):
        desk = parse("Fr 08:00-18:00")
        assert not desk.is_open(at("2027-01-01T07:00"))
        assert at("2026-12-25T18:00") == desk.previous_close(moment)
    assert at("2026-12-25T08:00") == parse("Fr 08:00-18:00").previous_open(at("2027-01-01T07:00"))
