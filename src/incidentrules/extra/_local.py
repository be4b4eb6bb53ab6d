"""Local days and local times by the column, in any zone.

A zone's offset changes a few times a year. Those moments are found once, year by year, so that a local time is its
moment plus the offset of the last change before it. What is the same all day is asked once a day.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np

from .. import _checks as check
from .._hours.zones import utc_of
from ._compiled import EPOCH, INSTANT, Flags, Whole, moment, whole

DAY = timedelta(days=1) // INSTANT
STEP = DAY // 4
"""How far apart a zone is asked for its offset; no zone has changed it twice within that time, to and fro."""
FIRST_DAY = date(1970, 1, 1).toordinal()


def local(at: Whole, tz: tzinfo) -> Whole:
    """Return what the wall shows at each moment, as microseconds since 1970 began there."""
    if tz is UTC or not at.size:
        return at
    begins, offsets = _offsets(tz, moment(at.min()).year, moment(at.max()).year)
    return np.asarray(at + offsets[np.searchsorted(begins, at, side="right") - 1])


def local_days(at: Whole, tz: tzinfo) -> Whole:
    """Return the local date of each moment, in days since 1970."""
    return np.asarray(local(at, tz) // DAY)


def day_number(day: date) -> int:
    """Return a date in days since 1970."""
    return day.toordinal() - FIRST_DAY


@lru_cache(maxsize=4096)
def day(number: int) -> date:
    """Return the date of so many days since 1970."""
    return date.fromordinal(FIRST_DAY + number)


def by_day(days: Whole, at: Whole, question: Callable[[datetime], int]) -> Whole:
    """Return the answer to a question that has one answer a day; it is asked with one moment of each day."""
    first = days.min()
    places = days - first
    moments = np.zeros(int(places.max()) + 1, np.int64)
    moments[places] = at
    asked = np.zeros(moments.shape, np.bool_)
    asked[places] = True
    for place in np.flatnonzero(asked).tolist():
        moments[place] = question(moment(moments[place]))
    return np.asarray(moments[places])


def moments_of(walls: Whole, tz: tzinfo) -> Whole:
    """Return local times in UTC: in a gap later by the gap, in a fold the first pass."""
    if tz is UTC or not walls.size:
        return walls
    if not check.is_standard(tz):
        each = (whole(utc_of(moment(wall).replace(tzinfo=None), tz)) for wall in walls.tolist())
        return np.fromiter(each, np.int64, len(walls))
    return _by_offsets(walls, tz, np.maximum)


def clashing(walls: Whole, tz: tzinfo) -> Flags:
    """Return which local times the clocks of a zone skip, or show twice."""
    if not check.is_standard(tz) or tz is UTC or not walls.size:
        return np.zeros(walls.shape, np.bool_)
    return np.asarray(_by_offsets(walls, tz, np.maximum) != _by_offsets(walls, tz, np.minimum))


def _by_offsets(walls: Whole, tz: tzinfo, of_both: Callable[[Whole, Whole], Whole]) -> Whole:
    """Return local times in UTC; ``of_both`` says until when the wall shows the offset before a change."""
    begins, offsets = _offsets(tz, moment(walls.min()).year - 1, moment(walls.max()).year + 1)
    ends = begins[1:] + of_both(offsets[:-1], offsets[1:])
    return np.asarray(walls - offsets[np.searchsorted(ends, walls, side="right")])


def _offsets(tz: tzinfo, first: int, last: int) -> tuple[Whole, Whole]:
    """Return when each offset of the years from first to last begins, and the offsets."""
    try:
        years = [_offsets_of(tz, year) for year in range(first, last + 1)]
    except TypeError:  # a zone that has no hash
        years = [_offsets_of.__wrapped__(tz, year) for year in range(first, last + 1)]
    changes = [change for year in years for change in year]
    kept = [change for place, change in enumerate(changes) if not place or change[1] != changes[place - 1][1]]
    return np.array([at for at, _ in kept]), np.array([offset for _, offset in kept])


@lru_cache(maxsize=4096)
def _offsets_of(tz: tzinfo, year: int) -> list[tuple[int, int]]:
    """Return the offset with which a year in UTC begins, and those that follow, each with its first moment."""
    at, end = (whole(datetime(each, 1, 1, tzinfo=UTC)) for each in (year, year + 1))
    found = [(at, _offset(tz, at))]
    for start in range(at, end, STEP):
        if _offset(tz, start + STEP) != found[-1][1]:
            found.append(_change(tz, start, start + STEP))
    return found


def _change(tz: tzinfo, before: int, after: int) -> tuple[int, int]:
    """Return the moment between two at which the offset changes, and the new one."""
    old, new = _offset(tz, before), _offset(tz, after)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(tz, middle) == old:
            before = middle
        else:
            after = middle
    return after, new


def _offset(tz: tzinfo, at: int) -> int:
    offset = (EPOCH + at * INSTANT).astimezone(tz).utcoffset()
    return (offset or timedelta(0)) // INSTANT
