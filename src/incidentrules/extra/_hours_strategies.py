"""Strategies for weeks, operating hours and holiday calendars."""

from collections.abc import Iterable
from datetime import date, tzinfo

from hypothesis import strategies as st

from .. import _checks as check
from .._hours.week import DAY, WEEKDAYS, Minutes, Week, unparse
from ..calendars import ALL_YEARS, HolidayCalendar
from ..hours import OperatingHours
from ..period import Period
from ._moment_strategies import WITHIN, check_within, days, zones

QUARTERS = 24 * 4
PLAINEST = Week(weekly=(((9 * 60, 17 * 60),),) * 5 + ((),) * 2)
"""Monday to Friday, nine to five."""


@st.composite
def times(draw: st.DrawFn, *, least: int = 0) -> Minutes:
    """Draw the times of a day, apart and in order, some up to 24:00 and some across midnight."""
    cuts = sorted(draw(st.sets(st.integers(0, QUARTERS), min_size=2 * least, max_size=4)))
    spans = [(15 * start, 15 * end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    if spans and draw(st.integers(0, 3)) == 0:
        start = spans[-1][0]
        spans[-1] = (start, DAY + 15 * draw(st.integers(1, QUARTERS)))
    return tuple(spans)


@st.composite
def weeks(draw: st.DrawFn, special: st.SearchStrategy[date] | None = None) -> Week:
    """Draw times that open every week; on holidays and dates, too, where there are ``special`` days."""
    weekly = [draw(times()) for _ in WEEKDAYS]
    always = draw(st.integers(0, 6))
    weekly[always] = weekly[always] or draw(times(least=1))
    if special is None:
        return Week(tuple(weekly))
    on_dates = draw(st.dictionaries(special, times(), max_size=2))
    return Week(tuple(weekly), draw(st.none() | times()), tuple(sorted(on_dates.items())))


def hours(
    *, tz: tzinfo | str | None = None, holidays: HolidayCalendar | None = None, within: Period = WITHIN
) -> st.SearchStrategy[OperatingHours]:
    """Return hours that open every week, some with holidays and dates of their own in a period, in any zone.

    ``tz`` and ``holidays`` fix the zone and the calendar. The plainest are Monday to Friday, nine to five.
    """
    if holidays is not None:
        check.instance("holidays", holidays, HolidayCalendar, "give HolidayCalendar.none(), or those of the desk")
    check_within(within)
    return _hours(zones() if tz is None else st.just(check.zone("tz", tz)), holidays, days(within=within))


@st.composite
def _hours(
    draw: st.DrawFn,
    zone: st.SearchStrategy[tzinfo | str],
    calendar: HolidayCalendar | None,
    special: st.SearchStrategy[date],
) -> OperatingHours:
    week = draw(weeks(special)) if draw(st.integers(0, 3)) else PLAINEST
    if calendar is not None:
        week = week._replace(on_holidays=week.on_holidays or ())
    elif week.on_holidays is not None:
        calendar = HolidayCalendar.from_dates(draw(st.sets(special, max_size=4)), years=ALL_YEARS)
    return OperatingHours.parse(unparse(week), holidays=calendar, tz=draw(zone))


def calendars(*, years: Iterable[int] | None = None) -> st.SearchStrategy[HolidayCalendar]:
    """Return calendars with up to six holidays, in the years given or in a few; the plainest has none, in 2026."""
    if years is not None:
        return _calendars_of(HolidayCalendar.from_dates((), years=years).years)
    firsts = st.integers(-6, 4).map(lambda later: 2026 + later)
    runs = st.tuples(firsts, st.integers(1, 4)).map(lambda run: range(run[0], run[0] + run[1]))
    return runs.flatmap(_calendars_of)


def _calendars_of(years: range) -> st.SearchStrategy[HolidayCalendar]:
    any_day = st.dates(date(years[0], 1, 1), date(years[-1], 12, 31))
    names = st.sampled_from(["holiday", "Christmas Day", "Fête nationale"])
    named = st.dictionaries(any_day, names, max_size=6)
    return named.map(lambda dates: HolidayCalendar.from_dates(dates, years=years))
