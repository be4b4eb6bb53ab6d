"""Columns of a frame as arrays, and arrays as columns of a frame, by narwhals."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

import narwhals as nw
import numpy as np

from .. import _checks as check
from ._compiled import MOMENT, Flags, Moments, whole
from ._facts import NAT, WORDS
from ._faults import Faults
from ._local import clashing, moments_of
from ._words import UNKNOWN, Codes, is_missing

MOMENTS = ("received_at", "replied_at", "arose_at", "deployed_at")
NAIVE = 'say in which zone these moments are, such as tz="UTC", or convert the column'


def array_of(name: str, series: Any, faults: Faults, tz: tzinfo | None) -> Any:
    """Return a column of facts as `columns.judge` takes it."""
    if name in MOMENTS:
        return _moments(name, series, faults, tz)
    if name in WORDS and series.dtype in (nw.String, nw.Categorical, nw.Enum):
        return _words(series, WORDS[name])
    if name == "tier" and series.dtype in (nw.Categorical, nw.Enum):
        return _categories(series)
    return series.to_numpy()


def _categories(series: Any) -> Any:
    """Return categories as texts; of what is missing, the cast of pandas 2 makes the text "nan"."""
    texts = np.array(series.cast(nw.String).to_numpy(), object)
    texts[series.is_null().to_numpy()] = None
    return texts


def _words(series: Any, words: Sequence[str]) -> Any:
    """Return the codes of words, or the words themselves where there are others among them."""
    is_text = series.dtype == nw.String
    texts = series if is_text else series.cast(nw.String)
    codes: Codes = np.full(len(series), UNKNOWN, np.int8)
    for code, word in enumerate(words):
        codes[(texts == word).fill_null(False).to_numpy()] = code
    if (codes == UNKNOWN).any():
        return texts.to_numpy() if is_text else _categories(series)
    return codes


def _moments(name: str, series: Any, faults: Faults, tz: tzinfo | None) -> Moments:
    """Return moments in UTC; those without a zone are in the one that is given, and refused without it."""
    if series.dtype == nw.String or series.dtype == nw.Object:
        return _texts(name, series.to_list(), faults, tz)
    if series.null_count() == len(series):
        return np.full(len(series), "NaT", MOMENT)
    if series.dtype != nw.Datetime:
        remedy = "give moments, or texts such as 2026-11-20T20:00Z"
        check.refuse_type(name, str(series.dtype), "a column of moments", remedy)
    if series.dtype.time_zone is not None:
        moments: Moments = series.dt.convert_time_zone("UTC").dt.replace_time_zone(None).to_numpy()
        return moments
    if tz is None:
        check.refuse(name, str(series.dtype), "has no zone", NAIVE, code="naive")
    return _in_zone(name, series.to_numpy().astype(MOMENT), faults, tz)


def _texts(name: str, cells: Sequence[Any], faults: Faults, tz: tzinfo | None) -> Moments:
    """Return moments that are written out, with their offset or in the zone that is given."""
    moments = np.full(len(cells), NAT)
    bad, naive = np.zeros(len(cells), np.bool_), np.zeros(len(cells), np.bool_)
    for row, cell in enumerate(cells):
        if is_missing(cell) or cell == "":
            continue
        try:
            at = datetime.fromisoformat(cell) if isinstance(cell, str) else cell
            naive[row] = at.tzinfo is None
            moments[row] = whole(at.replace(tzinfo=UTC) if naive[row] else at)
        except (AttributeError, TypeError, ValueError):
            bad[row] = True
    remedy, texts = "write such as 2026-11-20T20:00Z", np.array([*cells, None], object)[:-1]
    faults.where(bad, name, texts, "is no moment", remedy, code="no_moment")
    if naive.any():
        if tz is None:
            check.refuse(name, cells[int(naive.argmax())], "has no zone", NAIVE, code="naive")
        moments[naive] = _in_zone(name, moments[naive].astype(MOMENT), faults, tz, naive).astype(np.int64)
    return moments.astype(MOMENT)


def _in_zone(name: str, walls: Moments, faults: Faults, tz: tzinfo, rows: Flags | None = None) -> Moments:
    """Return local times in UTC; those that the clocks skip or show twice are faults."""
    known = ~np.isnat(walls)
    local, moments, clash = walls[known].astype(np.int64), walls.copy(), np.zeros(walls.shape, np.bool_)
    clash[known] = clashing(local, tz)
    moments[known] = moments_of(local, tz).astype(MOMENT)
    told, bad = walls, clash
    if rows is not None:
        told, bad = np.full(rows.shape, "NaT", MOMENT), np.zeros(rows.shape, np.bool_)
        told[rows], bad[rows] = walls, clash
    remedy = "give moments with their offset from UTC"
    faults.where(bad, name, told, f"is skipped or shown twice by the clocks of {tz}", remedy, code="ambiguous")
    return moments


# --- columns of lots


def cells_of(name: str, series: Any) -> Any:
    """Return a column of lots as `columns.settle` takes it: days without a time, whole numbers as such."""
    if name in ("on", "last_usable_on"):
        cells = [None if is_missing(cell) or cell == "" else cell for cell in series.to_list()]
        try:
            return np.array(cells, "datetime64[us]")
        except ValueError:
            check.refuse_type(f"lots.{name}", series.dtype, "a column of days", "write such as 2026-11-20")
    if name == "id" or series.dtype.is_integer() or not series.dtype.is_float():
        return series.to_list()
    return [int(cell) if cell == cell and cell.is_integer() else cell for cell in series.to_list()]
