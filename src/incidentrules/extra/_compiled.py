"""Compiled openings as numpy arrays of whole microseconds since 1970, looked up by buckets instead of a search.

*Invariant:* no floats, and nothing is rounded: the answers are those of the openings themselves.
"""

from datetime import UTC, datetime, timedelta
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from .._hours.openings import Openings
from ..hours import OperatingHours

Moments = npt.NDArray[np.datetime64]
Durations = npt.NDArray[np.timedelta64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
MOMENT, DURATION = "datetime64[us]", "timedelta64[us]"
NEVER = np.iinfo(np.int64).max
MANY = 6
"""Edges in one bucket from which on a search is faster than a look-up."""
ROOM = 8
"""Buckets for each edge at most, so that a table stays as small as what it is made of."""


class Buckets:
    """Edges in order, and for buckets of equal width how many edges lie before each.

    The width is a power of two, at most the least gap where that leaves few enough buckets: then a bucket has one
    edge at most. A count begins with that of its bucket, and is corrected by the edges in it.
    """

    def __init__(self, edges: Whole, first: int, last: int) -> None:
        self.edges = np.append(edges, NEVER)
        self.first = first
        gap = int(np.diff(edges).min()) if len(edges) > 1 else last - first
        least = (last - first) // (ROOM * len(edges) + ROOM)
        self.shift = max(gap.bit_length() - 1, least.bit_length(), 0)
        bounds = first + (np.arange(((last - first) >> self.shift) + 2) << self.shift)
        self.before = np.searchsorted(edges, bounds, side="left")
        self.most = int(np.diff(self.before).max())

    def through(self, at: Whole) -> Whole:
        """Return how many edges lie at or before each value."""
        if self.most > MANY:
            return np.searchsorted(self.edges, at, side="right")
        index: Whole = self.before[(at - self.first) >> self.shift]
        for _ in range(self.most):
            index += self.edges[index] <= at
        return index

    def below(self, at: Whole) -> Whole:
        """Return how many edges lie before each value."""
        if self.most > MANY:
            return np.searchsorted(self.edges, at, side="left")
        index: Whole = self.before[(at - self.first) >> self.shift]
        for _ in range(self.most):
            index += self.edges[index] < at
        return index


class Compiled:
    """Openings by place, the first being 1; place 0 stands for what comes before them.

    ``ends`` and ``totals`` (the open time before each end) are by place; ``origins = ends - totals``, so that within
    an opening the open time before a moment is ``moment - origin``.
    """

    def __init__(self, compiled: Openings) -> None:
        self.first, self.last = whole(compiled.first), whole(compiled.last)
        totals = np.array([total // INSTANT for total in compiled.totals], dtype=np.int64)
        origins = np.array([whole(origin) for origin, *_ in compiled.openings], dtype=np.int64)
        starts = origins + totals - np.diff(totals, prepend=0)
        self.total = int(totals[-1]) if len(totals) else 0
        self.totals = np.append(0, totals)
        self.origins = np.append(self.first, origins)
        self.ends = np.concatenate(([self.first], origins + totals, [NEVER]))
        self.starts = Buckets(starts, self.first, self.last)
        self.spent = Buckets(totals, 0, self.total)

    def begun(self, at: Whole) -> Whole:
        """Return how many openings have begun by each moment; that is the place of the last of them."""
        return self.starts.through(at)

    def is_open(self, at: Whole) -> Flags:
        """Return whether each moment lies in an opening."""
        return np.asarray(at < self.ends[self.begun(at)])

    def until(self, at: Whole) -> Whole:
        """Return the open time before each moment."""
        place = self.begun(at)
        return np.asarray(np.minimum(self.totals[place], at - self.origins[place]))

    def used_up(self, spent: Whole) -> Whole:
        """Return the earliest moment by which each amount of open time, more than none, has passed."""
        return np.asarray(self.origins[self.spent.below(spent) + 1] + spent)

    def left(self, spent: Whole) -> Whole:
        """Return the latest moment before which each amount of open time, less than all, has passed."""
        return np.asarray(self.origins[self.spent.through(spent) + 1] + spent)

    def next_open(self, at: Whole) -> Whole:
        """Return each moment where it is open, or the next start; `NEVER` where none is compiled."""
        place = self.begun(at)
        return np.where(at < self.ends[place], at, self.starts.edges[place])

    def next_close(self, at: Whole) -> Whole:
        """Return the first end after each moment; `NEVER` where none is compiled, or what is compiled ends there."""
        place = self.begun(at)
        place += at >= self.ends[place]
        ends = self.ends[place]
        return np.where(ends == self.last, NEVER, ends)


_COMPILED: WeakKeyDictionary[Openings, Compiled] = WeakKeyDictionary()
"""The arrays of openings, for as long as their hours keep these openings.

Openings are compared by identity. Two threads that meet them at once may both make the arrays, which are alike.
"""


def compiled_of(hours: OperatingHours, first: datetime, end: datetime) -> Compiled:
    """Return arrays of openings that hold the first moment and all until the end."""
    openings = hours._timeline.covering(first, end)  # noqa: SLF001  # as the single questions read them
    compiled = _COMPILED.get(openings)
    if compiled is None:
        _COMPILED[openings] = compiled = Compiled(openings)
    return compiled


def whole(at: datetime) -> int:
    """Return a moment as whole microseconds since 1970."""
    return (at - EPOCH) // INSTANT


def moment(at: int | np.int64) -> datetime:
    """Return the moment of whole microseconds since 1970."""
    return EPOCH + int(at) * INSTANT
