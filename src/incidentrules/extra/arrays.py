"""Operating time over numpy arrays: the questions of `OperatingHours`, many at once.

Moments are ``datetime64[us]`` and mean UTC, durations are ``timedelta64[us]``; other units of numpy are
converted, and refused where that would lose anything. The answers are those of the single questions,
bit for bit: they are read from the same compiled openings.

*Invariant:* no floats, and nothing is rounded.
*Needs:* numpy, which the rest of the library doesn't.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from .. import _checks as check
from .._hours.openings import Openings
from ..hours import LONGEST, OperatingHours

__all__ = ["add", "between", "is_open"]

Moments = npt.NDArray[np.datetime64]
Durations = npt.NDArray[np.timedelta64]
Whole = npt.NDArray[np.int64]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
MOMENT, DURATION = "datetime64[us]", "timedelta64[us]"
DAY = timedelta(days=1) // INSTANT
MANY = 6
"""Openings on one day from which on a search is faster than a look-up."""
FIRST, LAST = np.datetime64("0001-01-01", "us"), np.datetime64("9999-12-31T23:59:59.999999", "us")
"""The years that there are."""


class Compiled:
    """Openings as arrays of whole microseconds since 1970.

    The index of a moment is how many openings have begun by then. It is looked up by the day, and
    corrected by the few openings that begin on it; only where those are many is it searched for.
    """

    def __init__(self, compiled: Openings) -> None:
        self.first = (compiled.first - EPOCH) // INSTANT
        totals = np.array([total // INSTANT for total in compiled.totals], dtype=np.int64)
        ends = totals + np.array([(origin - EPOCH) // INSTANT for origin, *_ in compiled.openings], dtype=np.int64)
        starts = ends - np.diff(totals, prepend=0)
        self.starts = np.concatenate((starts, [np.iinfo(np.int64).max]))
        self.ends = np.concatenate(([self.first], ends))
        self.totals = np.concatenate((np.zeros(1, np.int64), totals))
        days = (compiled.last - compiled.first) // timedelta(days=1) + 2
        self.by_day = np.searchsorted(starts, self.first + DAY * np.arange(days), side="right")
        self.most_a_day = int(np.diff(self.by_day).max())

    def index(self, at: Whole) -> Whole:
        """Return how many openings have begun by each moment."""
        if self.most_a_day > MANY:
            return np.searchsorted(self.starts, at, side="right")
        index = self.by_day[(at - self.first) // DAY]
        for _ in range(self.most_a_day):
            index += self.starts[index] <= at
        return index

    def until(self, at: Whole) -> Whole:
        """Return the open time before each moment."""
        index = self.index(at)
        return self.totals[index] - np.maximum(self.ends[index] - at, 0)


def is_open(hours: OperatingHours, at: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return whether the desk is open at each moment; see `OperatingHours.is_open`."""
    _check(hours)
    moments = _moments("at", at)
    if not moments.size:
        return np.zeros(moments.shape, np.bool_)
    compiled = _through(hours, moments)
    whole = moments.astype(np.int64)
    return np.asarray(whole < compiled.ends[compiled.index(whole)])


def between(hours: OperatingHours, start: npt.ArrayLike, end: npt.ArrayLike) -> Durations:
    """Return the open time from each start to each end, negative backwards; see `OperatingHours.between`."""
    _check(hours)
    starts, ends = _broadcast("end", _moments("start", start), _moments("end", end))
    differing = starts != ends
    if not (differing.size and differing.all()):  # what lies between is nothing, also in years that aren't known
        spent = np.zeros(starts.shape, DURATION)
        if differing.any():
            spent[differing] = between(hours, starts[differing], ends[differing])
        return spent
    compiled = _compiled(hours, min(starts.min(), ends.min()), _datetime(max(starts.max(), ends.max())))
    return np.asarray(compiled.until(ends.astype(np.int64)) - compiled.until(starts.astype(np.int64))).astype(DURATION)


def add(hours: OperatingHours, at: npt.ArrayLike, duration: npt.ArrayLike | timedelta) -> Moments:
    """Return the earliest moment by which each duration has passed in open time; see `OperatingHours.add`."""
    _check(hours)
    moments, amounts = _broadcast("duration", _moments("at", at), _durations("duration", duration))
    counting = amounts != np.timedelta64(0, "us")
    if not (counting.size and counting.all()):  # none ends where it began, also in years that aren't known
        landed = moments.copy()
        if counting.any():
            landed[counting] = add(hours, moments[counting], amounts[counting])
        return landed
    compiled = _through(hours, moments)
    whole, spent = moments.astype(np.int64), amounts.astype(np.int64)
    target = np.asarray(compiled.until(whole) + spent)
    latest = int(np.argmax(target))
    if target.flat[latest] > compiled.totals[-1]:
        landing = hours.add(_datetime(moments.flat[latest]), int(spent.flat[latest]) * INSTANT)
        compiled = _compiled(hours, moments.min(), max(landing, _datetime(moments.max()) + INSTANT))
        target = compiled.until(whole) + spent
    index = np.searchsorted(compiled.totals, target, side="left")
    return np.asarray(compiled.ends[index] - (compiled.totals[index] - target)).astype(MOMENT)


def _through(hours: OperatingHours, moments: Moments) -> Compiled:
    """Return arrays of openings that hold all the moments; refuse a last one that single questions refuse."""
    last = _datetime(moments.max())
    hours.is_open(last)
    return _compiled(hours, moments.min(), last + INSTANT)


_COMPILED: WeakKeyDictionary[Openings, Compiled] = WeakKeyDictionary()
"""The arrays of openings, for as long as their hours keep these openings.

Openings are compared by identity. Two threads that meet them at once may both make the arrays, which are alike.
"""


def _compiled(hours: OperatingHours, first: np.datetime64, end: datetime) -> Compiled:
    """Return arrays of openings that hold the first moment and all until the end."""
    openings = hours._timeline.covering(_datetime(first), end)  # noqa: SLF001  # as the single questions read them
    compiled = _COMPILED.get(openings)
    if compiled is None:
        _COMPILED[openings] = compiled = Compiled(openings)
    return compiled


# --- what is given


def _check(hours: OperatingHours) -> None:
    check.instance("hours", hours, OperatingHours, 'write OperatingHours.parse("Mo-Fr 08:00-24:00")')


def _moments(field: str, value: npt.ArrayLike) -> Moments:
    remedy = 'give np.array([...], dtype="datetime64[us]"), in UTC and without a zone'
    array = _array(field, value, "M", "an array of datetime64", remedy)
    exact = _exact(field, array, MOMENT)
    if exact.size and not (exact.min() >= FIRST and exact.max() <= LAST):
        check.refuse(field, value, "leaves the years 1 to 9999", "give moments within them", code="out_of_bounds")
    return exact


def _durations(field: str, value: npt.ArrayLike | timedelta) -> Durations:
    if isinstance(value, timedelta):
        check.duration(field, value, most=LONGEST)
        return np.asarray(value, DURATION)
    remedy = 'give np.array([...], dtype="timedelta64[us]")'
    array = _array(field, value, "m", "an array of timedelta64", remedy)
    if np.datetime_data(array.dtype)[0] in ("Y", "M", "generic"):
        check.refuse_type(field, value, "of a unit with a length", remedy)
    exact = _exact(field, array, DURATION)
    if exact.size and exact.min() < np.timedelta64(0, "us"):
        check.refuse(field, value, "holds a negative duration", "give amounts of time", code="out_of_bounds")
    if exact.size and exact.max() > np.timedelta64(LONGEST):
        check.refuse(field, value, "holds more than the years 1 to 9999", "give less", code="out_of_bounds")
    return exact


def _array(field: str, value: npt.ArrayLike, kind: str, wanted: str, remedy: str) -> npt.NDArray[Any]:
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        check.refuse_type(field, value, wanted, remedy)
    if array.dtype.kind != kind:
        check.refuse_type(field, value, wanted, remedy)
    return array


def _broadcast(field: str, one: npt.NDArray[Any], other: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return both arrays in their common shape; refuse the second where there is none."""
    try:
        first, second = np.broadcast_arrays(one, other)
    except ValueError:
        remedy = f"give one value, or an array that fits {one.shape}"
        check.refuse(field, other.shape, "has a shape that doesn't fit", remedy, code="shape")
    return first, second


def _exact(field: str, array: npt.NDArray[Any], finest: str) -> npt.NDArray[Any]:
    """Return the array in microseconds; refuse not-a-time, and what microseconds can't hold."""
    if np.isnat(array).any():
        check.refuse(field, "NaT", "holds what is not a time", "leave it out, or fill it in", code="missing")
    with suppress(OverflowError):
        exact = array.astype(finest)
        if (exact.astype(array.dtype) == array).all():
            return exact
    check.refuse(field, array.dtype.name, "holds more than microseconds can", "round it first", code="out_of_bounds")


def _datetime(at: np.datetime64) -> datetime:
    exact: datetime = at.astype(MOMENT).astype(object)
    return exact.replace(tzinfo=UTC)
