"""Questions over centuries: whole years are added up, of which there are fourteen kinds but for holidays and zones."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from incidentrules import HolidayCalendar, OperatingHours, OutOfRangeError
from incidentrules._hours.zones import CHANGING, changing_years

parse = OperatingHours.parse
DAY = timedelta(days=1)

MONDAYS, NIGHTS = parse("Mo 22:00-06:00; Sa 09:00-20:00", tz="Europe/Berlin"), parse("Sa 20:00-47:00", tz="Asia/Tokyo")
FAR_AWAY = [
    (parse("We 08:00-24:00"), 1),
    (parse("We 08:00-24:00"), 9789),
    (MONDAYS, 1735),
    (parse("Fr 22:00-06:00; 2150 Dec 31 10:00-34:00", tz="Australia/Sydney"), 1995),
    (parse("Sa 20:00-47:00", tz="Pacific/Apia"), 1850),
    (parse("Su 01:30-03:30; 2200 Feb 28 off; 2250 Jan 01 off", tz="Africa/Casablanca"), 2080),
    (parse("Mo 22:00-06:00").then(datetime(2300, 5, 1, tzinfo=UTC), parse("We 08:00-24:00")), 2200),
    (MONDAYS.then(datetime(2400, 5, 1, tzinfo=UTC), NIGHTS).whole_days() - NIGHTS, 2300),
]


@pytest.mark.parametrize(("hours", "first"), FAR_AWAY)
def test_a_span_of_centuries_is_the_sum_of_its_parts(hours: OperatingHours, first: int) -> None:
    """The parts are short enough to be compiled day by day."""
    edges = [datetime(year, 3, 1, 9, tzinfo=UTC) for year in range(first, first + 211, 35)]
    start, end = edges[0], edges[-1]
    spent = hours.between(start, end)
    assert spent == sum((hours.between(*edge) for edge in pairwise(edges)), timedelta(0))
    days = hours.business_days(start.date(), end.date())
    assert days == sum(hours.business_days(first.date(), last.date()) for first, last in pairwise(edges))
    landing, leaving = hours.add(start, spent), hours.subtract(end, spent)
    assert (hours.between(landing, end), hours.between(start, leaving)) == (timedelta(0), timedelta(0))
    assert landing <= end
    assert start <= leaving
    last = hours.add_business_days(start.date(), days - 2)
    assert hours.business_days(start.date() + DAY, last + DAY) == days - 2
    assert hours.business_days(hours.add_business_days(end.date(), 2 - days), end.date()) == days - 2


def test_four_centuries_have_20871_weeks() -> None:
    """So the same days and times follow again, and a search for one of them need not compile what lies between."""
    hours, first, last = parse("We 08:00-24:00"), date(2000, 1, 5), date(2400, 1, 5)
    assert (first.weekday(), last.weekday()) == (2, 2)
    assert hours.add_business_days(first, 20_871) == last
    assert hours.add_business_days(last, -20_871) == first
    start, end, spent = datetime(2000, 1, 5, 8, tzinfo=UTC), datetime(2400, 1, 5, 8, tzinfo=UTC), timedelta(hours=16)
    assert hours.add(start, 20_871 * spent) == end - 7 * DAY + spent
    assert hours.subtract(end, 20_871 * spent) == start
    assert hours._timeline.openings.first_year < 2001
    assert hours._timeline.openings.last_year < 2010


def test_a_date_is_found_beyond_centuries_without_any() -> None:
    hours, half = parse("2000 Jan 01 08:00-09:00; 2900 Jan 01 08:00-09:00"), timedelta(minutes=90)
    assert hours.add(datetime(1999, 12, 31, tzinfo=UTC), half) == datetime(2900, 1, 1, 8, 30, tzinfo=UTC)
    assert hours.subtract(datetime(2901, 1, 1, tzinfo=UTC), half) == datetime(2000, 1, 1, 8, 30, tzinfo=UTC)
    assert hours.add_business_days(date(1999, 12, 31), 2) == date(2900, 1, 1)
    assert hours.add_business_days(date(2901, 1, 1), -2) == date(2000, 1, 1)


@pytest.mark.parametrize("question", ["between", "business_days", "add", "add_business_days"])
def test_centuries_that_a_calendar_does_not_know_are_refused(question: str) -> None:
    holidays = HolidayCalendar.from_dates([], years=range(2000, 2400))
    hours = parse("We 08:00-24:00; PH off", holidays=holidays)
    start = datetime(2001, 1, 1, tzinfo=UTC)
    asks: dict[str, Callable[[], object]] = {
        "between": lambda: hours.between(start, datetime(3000, 1, 1, tzinfo=UTC)),
        "business_days": lambda: hours.business_days(start.date(), date(3000, 1, 1)),
        "add": lambda: hours.add(start, timedelta(days=30_000)),
        "add_business_days": lambda: hours.add_business_days(start.date(), 50_000),
    }
    with pytest.raises(OutOfRangeError) as caught:
        asks[question]()
    assert (caught.value.code, caught.value.value) == ("outside_calendar", 2400)


def test_a_year_that_is_known_but_for_its_last_hours_is_refused() -> None:
    """In Tokyo the year ends at 15:00 UTC; what is open after that is the next year's to say."""
    holidays = HolidayCalendar.from_dates([], years=range(2000, 2240))
    hours = parse("16:00-20:00") & parse("We 00:00-24:00; PH off", holidays=holidays, tz="Asia/Tokyo")
    with pytest.raises(OutOfRangeError) as caught:
        hours.between(datetime(2001, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC))
    assert (caught.value.code, caught.value.value) == ("outside_calendar", 2240)


def test_open_time_that_the_years_do_not_have_never_comes() -> None:
    hours, now = parse("Mo 08:00-08:01"), datetime(2026, 1, 1, tzinfo=UTC)
    for ask in (hours.add, hours.subtract):
        with pytest.raises(OutOfRangeError, match="the years 1 to 9999 end first") as caught:
            ask(now, timedelta(days=400))
        assert (caught.value.code, caught.value.value) == ("never", now.isoformat())


def test_zones_change_otherwise_than_every_year_only_in_the_years_that_are_named() -> None:
    """Before them each has one offset; after them years that begin on the same weekday are alike."""
    days = [(month, day) for month in range(1, 13) for day in (1, 15)]

    def offsets(zone: ZoneInfo, year: int) -> list[timedelta | None]:
        return [datetime(year, month, day, 12, tzinfo=zone).utcoffset() for month, day in days]

    for name in sorted(available_timezones() - {"localtime"}):
        zone = ZoneInfo(name)
        assert len({*offsets(zone, 1), *offsets(zone, CHANGING.start - 1)}) == 1, name
        assert offsets(zone, CHANGING.stop) == offsets(zone, CHANGING.stop + 400), name
        assert offsets(zone, 2104) == offsets(zone, 2132), name


class Lunar(tzinfo):
    """A zone of one's own, whose offset is another in each century."""

    def utcoffset(self, at: datetime | None) -> timedelta:
        return timedelta(minutes=at.year // 100 if at else 0)

    def dst(self, at: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, at: datetime | None) -> str:
        return "lunar"


def test_of_an_unknown_kind_of_zone_every_year_is_looked_at() -> None:
    assert changing_years(Lunar()) == range(1, 10_000)
    assert changing_years(UTC) == changing_years(timezone(timedelta(hours=3))) == range(0)


@pytest.mark.parametrize("first", [1900, 2000, 2001])
def test_a_long_span_may_end_with_the_last_year_that_is_known(first: int) -> None:
    calendar = HolidayCalendar.from_dates([], years=range(1900, 2201))
    desk = OperatingHours.parse("Mo-Fr 09:00-17:00; PH off", holidays=calendar)
    start, end = date(first, 1, 1), date(2201, 1, 1)
    weekdays = sum((start + timedelta(days=place)).weekday() < 5 for place in range((end - start).days))
    assert weekdays == desk.business_days(start, end)
    assert timedelta(hours=8 * weekdays) == desk.between(
        datetime(first, 1, 1, tzinfo=UTC), datetime(2201, 1, 1, tzinfo=UTC)
    )
