"""Operating time over numpy arrays: the questions of `OperatingHours`, many at once.

Moments are ``datetime64[us]`` and mean UTC, durations are ``timedelta64[us]``; other units of numpy are
converted, and refused where that would lose anything. A pandas column whose moments have a zone is converted
to UTC. The answers are those of the single questions, bit for bit: they are read from the same compiled openings.

*Missing:* not-a-time, which is also what a mask hides, is refused, or with ``keep_nat=True`` answered by not-a-time
(of `is_open` by False).
*Bound:* between moments of one run, no two of which are more than about thirty years apart, all years are compiled.
*Invariant:* no floats, and nothing is rounded.
*Needs:* numpy, which the rest of the library doesn't.
"""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from .. import _checks as check
from ..hours import OperatingHours
from . import _engine as engine
from ._compiled import DURATION, MOMENT, Durations, Flags, Moments, Whole
from ._given import broadcast, durations_of, moments_of

__all__ = ["add", "between", "is_open", "next_close", "next_open", "subtract"]

NAT = np.iinfo(np.int64).min
"""Not-a-time, as a whole number."""


def is_open(hours: OperatingHours, at: npt.ArrayLike, *, keep_nat: bool = False) -> Flags:
    """Return whether the desk is open at each moment; see `OperatingHours.is_open`.

    >>> hours = OperatingHours.parse("Mo-Fr 09:00-17:00")
    >>> is_open(hours, np.array(["2026-11-18T16:59", "2026-11-18T17:00"], "datetime64[us]")).tolist()
    [True, False]
    """
    _check(hours, keep_nat)
    moments = moments_of("at", at, keep_nat=keep_nat)
    known = ~np.isnat(moments)
    opens = np.zeros(moments.shape, np.bool_)
    if known.any():
        opens[known] = engine.is_open(hours, moments[known].astype(np.int64))
    return opens


def next_open(hours: OperatingHours, at: npt.ArrayLike, *, keep_nat: bool = False) -> Moments:
    """Return the next moment at which the desk is open; see `OperatingHours.next_open`.

    >>> hours = OperatingHours.parse("Mo-Fr 09:00-17:00")
    >>> next_open(hours, np.array(["2026-11-20T17:00"], "datetime64[us]")).astype("datetime64[m]").astype(str).tolist()
    ['2026-11-23T09:00']
    """
    return _moved(hours, at, engine.next_open, keep_nat=keep_nat)


def next_close(hours: OperatingHours, at: npt.ArrayLike, *, keep_nat: bool = False) -> Moments:
    """Return the first close after each moment; see `OperatingHours.next_close`.

    >>> hours = OperatingHours.parse("Mo-Fr 09:00-17:00")
    >>> next_close(hours, np.array(["2026-11-20T17:00"], "datetime64[us]")).astype("datetime64[m]").astype(str).tolist()
    ['2026-11-23T17:00']
    """
    return _moved(hours, at, engine.next_close, keep_nat=keep_nat)


def _moved(
    hours: OperatingHours, at: npt.ArrayLike, question: Callable[[OperatingHours, Whole], Whole], *, keep_nat: bool
) -> Moments:
    _check(hours, keep_nat)
    moments = moments_of("at", at, keep_nat=keep_nat)
    known = ~np.isnat(moments)
    landed = np.full(moments.shape, NAT)
    if known.any():
        landed[known] = question(hours, moments[known].astype(np.int64))
    return landed.astype(MOMENT)


def between(hours: OperatingHours, start: npt.ArrayLike, end: npt.ArrayLike, *, keep_nat: bool = False) -> Durations:
    """Return the open time from each start to each end, negative backwards; see `OperatingHours.between`.

    >>> hours = OperatingHours.parse("Mo-Fr 09:00-17:00")
    >>> friday, monday = np.array(["2026-11-20T16:00", "2026-11-23T10:00"], "datetime64[us]")
    >>> between(hours, [friday, monday], [monday, friday]).astype("timedelta64[h]").tolist()
    [datetime.timedelta(seconds=7200), datetime.timedelta(days=-1, seconds=79200)]
    """
    _check(hours, keep_nat)
    starts = moments_of("start", start, keep_nat=keep_nat)
    starts, ends = broadcast("end", starts, moments_of("end", end, keep_nat=keep_nat))
    known = ~(np.isnat(starts) | np.isnat(ends))
    spent = np.where(known, 0, NAT)
    differing = known & (starts != ends)  # what lies between is nothing, also in years that aren't known
    if differing.any():
        spent[differing] = engine.between(hours, starts[differing].astype(np.int64), ends[differing].astype(np.int64))
    return spent.astype(DURATION)


def add(
    hours: OperatingHours, at: npt.ArrayLike, duration: npt.ArrayLike | timedelta, *, keep_nat: bool = False
) -> Moments:
    """Return the earliest moment by which each duration has passed in open time; see `OperatingHours.add`.

    >>> hours = OperatingHours.parse("Mo-Fr 09:00-17:00")
    >>> friday = np.array(["2026-11-20T16:00"], "datetime64[us]")
    >>> add(hours, friday, np.array([1, 2], "timedelta64[h]")).astype("datetime64[m]").astype(str).tolist()
    ['2026-11-20T17:00', '2026-11-23T10:00']
    """
    return _counted(hours, at, duration, engine.add, keep_nat=keep_nat)


def subtract(
    hours: OperatingHours, at: npt.ArrayLike, duration: npt.ArrayLike | timedelta, *, keep_nat: bool = False
) -> Moments:
    """Return the latest moment from which each duration passes in open time; see `OperatingHours.subtract`.

    >>> hours = OperatingHours.parse("Mo-Fr 09:00-17:00")
    >>> monday = np.array(["2026-11-23T10:00"], "datetime64[us]")
    >>> subtract(hours, monday, np.array([1, 2], "timedelta64[h]")).astype("datetime64[m]").astype(str).tolist()
    ['2026-11-23T09:00', '2026-11-20T16:00']
    """
    return _counted(hours, at, duration, engine.subtract, keep_nat=keep_nat)


def _counted(
    hours: OperatingHours,
    at: npt.ArrayLike,
    duration: npt.ArrayLike | timedelta,
    question: Callable[[OperatingHours, Whole, Whole], Whole],
    *,
    keep_nat: bool,
) -> Moments:
    _check(hours, keep_nat)
    moments = moments_of("at", at, keep_nat=keep_nat)
    moments, amounts = broadcast("duration", moments, durations_of("duration", duration, keep_nat=keep_nat))
    known = ~(np.isnat(moments) | np.isnat(amounts))
    landed = np.where(known, moments.astype(np.int64), NAT)
    counting = known & (amounts != np.timedelta64(0, "us"))  # none ends where it began, also in years that aren't known
    if counting.any():
        whole = moments[counting].astype(np.int64), amounts[counting].astype(np.int64)
        landed[counting] = question(hours, *whole)
    return landed.astype(MOMENT)


def _check(hours: OperatingHours, keep_nat: bool) -> None:
    check.instance("hours", hours, OperatingHours, 'write OperatingHours.parse("Mo-Fr 08:00-24:00")')
    check.flag("keep_nat", keep_nat)
