"""What the clocks of zones do: their offsets from UTC, and the exact moments at which these change.

A zone is a name. What it means stands in the time zone database, of which there are several releases a year. The
*digest* of zones is made of the offsets that the zones themselves give: two databases have the same one where, in the
years looked at, these zones do the same. No file is read for it.

*Limits:* a change that is taken back before the next local midnight is not noticed.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import pairwise

from .. import _checks as check

YEARS = range(1970, 2101)
"""The years that are looked at, of those that are known; what a database says of earlier ones is often a guess."""
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
EARLIEST, LATEST = date.min.toordinal() + 2, date.max.toordinal() - 2
"""The days, by ordinal, a day before and after whose midnight there is a local time in any zone."""


def digest(zones: Iterable[tzinfo], known: range) -> str:
    """Return sixteen hexadecimal digits for what the clocks of zones do in the years that are known.

    Empty where all offsets are fixed, so that no database counts.
    """
    years = range(max(known.start, YEARS.start), min(known.stop, YEARS.stop)) or known[: len(YEARS)]
    histories = {"\n".join(at.isoformat() for at in changes(tz, years)) for tz in zones if type(tz) is not timezone}
    return hashlib.sha256("\n\n".join(sorted(histories)).encode()).hexdigest()[:16] if histories else ""


def changes(tz: tzinfo, years: range) -> Iterator[datetime]:
    """Yield the midnight at which years begin, and each moment from which on the offset is another, in local time."""
    first, last = date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()
    days = range(max(first, EARLIEST), min(last + 1, LATEST) + 1)
    yield _midnight(days[0], tz)
    offsets: Iterable[timedelta | None]
    if check.is_standard(tz):  # they need no zone in what they are asked, which is four times as fast
        offsets = map(tz.utcoffset, map(datetime.fromordinal, days))
    else:
        offsets = (_midnight(day, tz).utcoffset() for day in days)
    for day, (before, after) in zip(days, pairwise(offsets), strict=False):
        if before != after:
            yield _change(_midnight(day, tz), _midnight(day + 1, tz))


def _midnight(day: int, tz: tzinfo) -> datetime:
    return datetime.fromordinal(day).replace(tzinfo=tz)


def _change(before: datetime, after: datetime) -> datetime:
    """Return the moment from which on the offset is no longer that of one local midnight, by that of the next.

    A midnight that is skipped is no moment: it bears the offset before it or, in zones of other libraries, the one
    after it. So the search reaches a day farther on both sides.
    """
    start, old = before.astimezone(UTC) - DAY, before.utcoffset()
    moments = range((after.astimezone(UTC) + DAY - start) // SECOND)

    def local(seconds: int) -> datetime:
        return (start + seconds * SECOND).astimezone(before.tzinfo)

    return local(bisect_left(moments, True, key=lambda seconds: local(seconds).utcoffset() != old))
