"""Local time and UTC: zones by name, and the moments at which local years, days and minutes begin.

*Edges:* a local time in a gap comes later by the gap, in a fold at the first pass; in UTC all stays
within the years 1 to 9999.
"""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo

from .. import _checks as check
from ..calendars import ALL_YEARS
from .openings import NEVER_AFTER, NEVER_BEFORE, ZERO
from .week import DAY

SKIPPED = timedelta(hours=12)
"""A change of offset from which on whole days may be missing, as in Samoa in 2011."""

CHANGING = range(1800, 2101)
"""Years in which the zones of IANA change their offsets: before them they have one, after them a rule for every year.

The first change of all is of 1835; Morocco's, which follow the moon, are listed until 2087.
"""


def changing_years(tz: tzinfo) -> range:
    """Return the years in which a zone may change otherwise than every year: of an unknown kind of zone, all."""
    if type(tz) is timezone:
        return range(0)
    return CHANGING if check.is_standard(tz) and getattr(tz, "key", None) else ALL_YEARS


def name_of(tz: tzinfo) -> str:
    """Return the IANA name of a zone, or its fixed offset; a zone that has neither is refused."""
    key = getattr(tz, "key", None)
    if isinstance(key, str):
        return key
    if type(tz) is timezone:
        return str(timezone(tz.utcoffset(None)))
    problem = "has no name that means the same everywhere"
    check.refuse("tz", tz, problem, check.NAME_A_ZONE, code="unknown_zone")


def utc_of(wall: datetime, tz: tzinfo) -> datetime:
    """Return a local time in UTC: in a gap later by the gap, in a fold the first pass; cut to the years 1 to 9999."""
    if tz is UTC:
        return wall.replace(tzinfo=UTC)
    try:
        at = wall.replace(tzinfo=tz).astimezone(UTC)
        if check.is_standard(tz) or at.astimezone(tz).replace(tzinfo=None, fold=0) == wall:
            return at
        # In a gap other zones may count back: the offset of the day before puts it after the gap.
        offset = (wall - timedelta(days=1)).replace(tzinfo=tz).utcoffset()
        return (wall - (offset or ZERO)).replace(tzinfo=UTC)
    except OverflowError:
        return NEVER_BEFORE if wall.year == MINYEAR else NEVER_AFTER


def midnight(day: date) -> datetime:
    """Return the local time at which a day begins."""
    return datetime.combine(day, time.min)


def start_of(year: int, tz: tzinfo) -> datetime:
    """Return the moment at which a local year begins."""
    return utc_of(midnight(date(year, 1, 1)), tz) if year <= MAXYEAR else moment_of(date.max, DAY, tz)


def moment_of(day: date, minutes: int, tz: tzinfo) -> datetime:
    """Return the moment of so many minutes of local time after midnight; past year 9999, of elapsed time."""
    dawn, passed = midnight(day), timedelta(minutes=minutes)
    try:
        wall = dawn + passed
    except OverflowError:
        return min(utc_of(dawn, tz), NEVER_AFTER - passed) + passed
    return utc_of(wall, tz)


def local_day(at: datetime, tz: tzinfo) -> date:
    """Return the local date of a moment; at the very ends of time, the nearest that there is."""
    try:
        return at.astimezone(tz).date()
    except OverflowError:
        return at.date()


def steady_offsets(year: int, tz: tzinfo) -> list[timedelta | None]:
    """Return for each day of a year the offset that a zone keeps for two days from its midnight on.

    None where it changes, and where it isn't known: a zone that isn't of the standard library may change at any time.
    Those of the standard library keep an offset for days, so one that is the same at three midnights stays between
    them.
    """
    first, after = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
    if year in (MINYEAR, MAXYEAR) or not check.is_standard(tz):
        return [None] * (after - first)
    if type(tz) is timezone:
        return [tz.utcoffset(None)] * (after - first)
    offsets = [tz.utcoffset(datetime.fromordinal(day)) for day in range(first, after + 2)]
    midnights = zip(offsets, offsets[1:], offsets[2:], strict=False)
    return [offset if offset == next_day == second_day else None for offset, next_day, second_day in midnights]


def skipped_days(year: int, tz: tzinfo) -> set[int]:
    """Return the days of a year, by ordinal, that a change of the date line left out."""
    ends = date(year, 1, 1), date(min(year + 1, MAXYEAR), 1, 1)
    start, end = (midnight(day).replace(tzinfo=tz).utcoffset() or ZERO for day in ends)
    if abs(start - end) < SKIPPED:
        return set()
    walls = [midnight(ends[0]) + timedelta(days=step) for step in range(366)]
    return {wall.toordinal() for wall in walls if utc_of(wall, tz) == utc_of(wall + timedelta(days=1), tz)}
