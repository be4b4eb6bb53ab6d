"""Hours that change at a moment: each part answers for its own time, and needs to know its own years only.

2026-11-18 is a Wednesday.
"""

from datetime import date, timedelta

import pytest

from hours_samples import DESK, HOUR, LUNCH, as_text, at, known, parse, spans
from incidentrules import OperatingHours, OutOfRangeError


def test_hours_that_change_on_a_day_leave_the_past_as_it_was() -> None:
    hours = DESK.then(at("11-18T00:00"), LUNCH)
    assert (
        spans(hours, "11-17T00:00", "11-19T00:00")
        == "11-17T08:00/11-18T00:00 11-18T08:00/11-18T12:00 11-18T13:00/11-18T17:00"
    )
    assert as_text(DESK.add(at("11-16T08:00"), 20 * HOUR)) == as_text(hours.add(at("11-16T08:00"), 20 * HOUR))
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


def test_years_that_nobody_asked_for_need_not_be_known() -> None:
    """A question about a year says the same, whichever other year was asked about before."""
    old, new = (parse("Mo-Fr 09:00-17:00; PH off", holidays=known(*years)) for years in ((2020, 2024), (2026, 2030)))
    hours, asked = old.then(at("2026-01-01T00:00"), new), ["2024-06-03T12:00", "2026-06-01T12:00"]
    assert [hours.is_open(at(moment)) for moment in (*asked, *asked)] == [True] * 4
    with pytest.raises(OutOfRangeError, match="got 2025"):
        hours.between(*map(at, asked))
    assert hours.is_open(at(asked[0]))
