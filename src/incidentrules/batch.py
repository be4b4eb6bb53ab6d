"""Operating time over numpy arrays: the questions of `OperatingHours`, many at once.

Moments are ``datetime64[us]`` and mean UTC, durations are ``timedelta64[us]``; other units of numpy are
converted, and refused where that would lose anything. The answers are those of the single questions,
bit for bit: they are read from the same compiled openings.

*Invariant:* no floats, and nothing is rounded.
*Needs:* numpy, which the rest of the library doesn't.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _checks as check
from ._timeline import NEVER_AFTER, Openings
from .hours import OperatingHours

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

    def __init__(self, held: Openings) -> None:
        self.held = held
        self.first = (held.first - EPOCH) // INSTANT
        starts, totals = _whole(held.starts), np.array([total // INSTANT for total in held.totals], dtype=np.int64)
        self.starts = np.concatenate((starts, [np.iinfo(np.int64).max]))
        self.ends = np.concatenate(([self.first], _whole(held.origins) + totals))
        self.totals = np.concatenate((np.zeros(1, np.int64), totals))
        days = (held.last - held.first) // timedelta(days=1) + 2
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
        left = self.ends[index] - at
        np.maximum(left, 0, out=left)
        return self.totals[index] - left


def is_open(hours: OperatingHours, at: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return whether the hours hold each moment; see `OperatingHours.is_open`."""
    moments = _moments("at", at)
    if not moments.size:
        return np.zeros(moments.shape, np.bool_)
    compiled = _compiled(hours, moments)
    whole = moments.astype(np.int64)
    return np.asarray(whole < compiled.ends[compiled.index(whole)])


def between(hours: OperatingHours, start: npt.ArrayLike, end: npt.ArrayLike) -> Durations:
    """Return the open time from each start to each end, negative backwards; see `OperatingHours.between`."""
    starts, ends = np.broadcast_arrays(_moments("start", start), _moments("end", end))
    if not starts.size:
        return np.zeros(starts.shape, DURATION)
    compiled = _compiled(hours, starts, ends)
    spent = compiled.until(ends.astype(np.int64)) - compiled.until(starts.astype(np.int64))
    return spent.astype(DURATION)


def add(hours: OperatingHours, at: npt.ArrayLike, duration: npt.ArrayLike | timedelta) -> Moments:
    """Return the earliest moment by which each duration has passed in open time; see `OperatingHours.add`."""
    moments, amounts = np.broadcast_arrays(_moments("at", at), _durations("duration", duration))
    if not moments.size:
        return moments.copy()
    compiled = _compiled(hours, moments)
    whole, spent = moments.astype(np.int64), amounts.astype(np.int64)
    target = compiled.until(whole) + spent
    latest = int(np.argmax(target))
    if target.flat[latest] > compiled.totals[-1]:
        landing = hours.add(_datetime(moments.flat[latest]), int(spent.flat[latest]) * INSTANT)
        compiled = _compiled(hours, moments, np.asarray(landing.replace(tzinfo=None), MOMENT))
        target = compiled.until(whole) + spent
    index = np.searchsorted(compiled.totals, target, side="left")
    landed = compiled.ends[index] - (compiled.totals[index] - target)
    return np.where(spent == 0, whole, landed).astype(MOMENT)


def _compiled(hours: OperatingHours, *moments: Moments) -> Compiled:
    """Return arrays of openings that hold all the moments, made once for what is compiled."""
    timeline = hours._timeline  # noqa: SLF001  # the same openings as the single questions read
    first = _datetime(min(each.min() for each in moments))
    last = _datetime(max(each.max() for each in moments))
    held = timeline.covering(first, last + INSTANT if last < NEVER_AFTER else last)
    compiled = timeline.derived
    if not isinstance(compiled, Compiled) or compiled.held is not held:
        timeline.derived = compiled = Compiled(held)
    return compiled


def _moments(field: str, value: npt.ArrayLike) -> Moments:
    array = np.asarray(value)
    if array.dtype.kind != "M":
        remedy = 'give np.array([...], dtype="datetime64[us]"), in UTC and without a zone'
        check.refuse_type(field, value, "an array of datetime64", remedy)
    exact = _exact(field, array, MOMENT)
    if exact.size and not (exact.min() >= FIRST and exact.max() <= LAST):
        check.refuse(field, value, "leaves the years 1 to 9999", "give moments within them", code="out_of_bounds")
    return exact


def _durations(field: str, value: npt.ArrayLike | timedelta) -> Durations:
    array = np.asarray(value, DURATION) if isinstance(value, timedelta) else np.asarray(value)
    if array.dtype.kind != "m":
        check.refuse_type(field, value, "an array of timedelta64", 'give np.array([...], dtype="timedelta64[us]")')
    exact = _exact(field, array, DURATION)
    if exact.size and exact.min() < np.timedelta64(0, "us"):
        check.refuse(field, value, "holds a negative duration", "give amounts of time", code="out_of_bounds")
    return exact


def _exact(field: str, array: npt.NDArray[Any], finest: str) -> npt.NDArray[Any]:
    """Return the array in microseconds; not-a-time, and what microseconds can't hold, is refused."""
    if np.isnat(array).any():
        check.refuse(field, "NaT", "holds what is not a time", "leave it out, or fill it in", code="missing")
    exact = array.astype(finest)
    if (exact.astype(array.dtype) != array).any():
        check.refuse(
            field, array.dtype.name, "holds more than microseconds can", "round it first", code="out_of_bounds"
        )
    return exact


def _datetime(at: np.datetime64) -> datetime:
    exact: datetime = at.astype(MOMENT).astype(object)
    return exact.replace(tzinfo=UTC)


def _whole(moments: list[datetime]) -> Whole:
    return np.array([(at - EPOCH) // INSTANT for at in moments], dtype=np.int64)
