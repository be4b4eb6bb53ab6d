"""Arrays of moments and durations as they are given, in microseconds and in UTC; what is none is refused."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import _checks as check
from ..hours import LONGEST
from ._compiled import DURATION, MOMENT, Durations, Moments

FIRST, LAST = np.datetime64("0001-01-01", "us"), np.datetime64("9999-12-31T23:59:59.999999", "us")
"""The years that there are."""
MOMENTS = 'give np.array([...], dtype="datetime64[us]"), in UTC and without a zone'
DURATIONS = 'give np.array([...], dtype="timedelta64[us]")'


def moments_of(field: str, value: npt.ArrayLike, *, keep_nat: bool = False) -> Moments:
    """Return moments in microseconds; those of pandas that have a zone in UTC."""
    array = array_of(field, value, "M", "an array of datetime64", MOMENTS)
    exact = _exact(field, array, MOMENT, keep_nat)
    if not (((exact >= FIRST) & (exact <= LAST)) | np.isnat(exact)).all():
        check.refuse(field, value, "leaves the years 1 to 9999", "give moments within them", code="out_of_bounds")
    return exact


def durations_of(field: str, value: npt.ArrayLike | timedelta, *, keep_nat: bool = False) -> Durations:
    """Return durations in microseconds, none of them negative."""
    if isinstance(value, timedelta):
        check.duration(field, value, most=LONGEST)
        return np.asarray(value, DURATION)
    exact = signed_durations_of(field, value, keep_nat=keep_nat)
    known = exact[~np.isnat(exact)]
    if known.size and known.min() < np.timedelta64(0, "us"):
        check.refuse(field, value, "holds a negative duration", "give amounts of time", code="out_of_bounds")
    if known.size and known.max() > np.timedelta64(LONGEST):
        check.refuse(field, value, "holds more than the years 1 to 9999", "give less", code="out_of_bounds")
    return exact


def signed_durations_of(field: str, value: npt.ArrayLike, *, keep_nat: bool = False) -> Durations:
    """Return durations in microseconds, also negative ones and those that are longer than all years."""
    array = array_of(field, value, "m", "an array of timedelta64", DURATIONS)
    if np.datetime_data(array.dtype)[0] in ("Y", "M", "generic"):
        check.refuse_type(field, value, "of a unit with a length", DURATIONS)
    return _exact(field, array, DURATION, keep_nat)


def array_of(field: str, value: Any, kind: str, wanted: str, remedy: str) -> npt.NDArray[Any]:
    """Return an array of one kind of dtype, such as "M"; what a mask hides is not-a-time."""
    dtype: Any = getattr(value, "dtype", None)
    dtype = getattr(dtype, "pyarrow_dtype", dtype)  # of a pandas column that is kept by arrow
    zoned = getattr(dtype, "tz", None) is not None
    try:
        array = np.asarray(value, f"datetime64[{dtype.unit}]" if zoned else None)
    except Exception:  # noqa: BLE001  # rows of different lengths, and whatever else numpy makes no array of
        check.refuse_type(field, value, wanted, remedy)
    if array.dtype.kind != kind:
        check.refuse_type(field, value, wanted, remedy)
    if np.ma.isMaskedArray(value):
        return np.where(np.ma.getmaskarray(value), np.array("NaT", array.dtype), array)
    return array


def broadcast(field: str, one: npt.NDArray[Any], other: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return both arrays in their common shape; refuse the second where there is none."""
    try:
        first, second = np.broadcast_arrays(one, other)
    except ValueError:
        remedy = f"give one value, or an array that fits {one.shape}"
        check.refuse(field, other.shape, "has a shape that doesn't fit", remedy, code="shape")
    return first, second


def _exact(field: str, array: npt.NDArray[Any], finest: str, keep_nat: bool) -> npt.NDArray[Any]:
    """Return the array in microseconds; refuse what they can't hold, and not-a-time unless it is to be kept."""
    missing = np.isnat(array)
    if missing.any() and not keep_nat:
        remedy = "leave it out, fill it in, or give keep_nat=True"
        check.refuse(field, "NaT", "holds what is not a time", remedy, code="missing")
    if array.dtype == finest:
        return array
    with suppress(OverflowError):
        exact = array.astype(finest)
        if ((exact.astype(array.dtype) == array) | missing).all():
            return exact
    check.refuse(field, array.dtype.name, "holds more than microseconds can", "round it first", code="out_of_bounds")
