"""The facts of incidents by the column, read and checked as `Incident` checks them one by one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from .. import _checks as check
from ..incident import Change, Channel, Incident, Kind, Severity, Topic
from ._compiled import DURATION, INSTANT, MOMENT, Flags, Whole, moment, whole
from ._faults import Faults
from ._given import moments_of, signed_durations_of
from ._words import MISSING, Codes, is_missing, names_of, words_of

NAT = np.iinfo(np.int64).min
"""Not-a-time, as a whole number."""
OF_ALL = 0
"""Stands for a customer who was advised of all units."""
COLUMNS = (*(field.name for field in attrs.fields(Incident)), "effort_minutes")
"""The columns that there may be: the facts of an incident, and its effort in minutes instead."""
EARLIEST, LATEST = (whole(moment(0).replace(year=year)) for year in (2, 9800))
"""Between them every local day, and a century of days, lies within the years 1 to 9999."""
WORDS: Mapping[str, Sequence[str]] = {
    "severity": tuple(Severity),
    "kind": tuple(Kind),
    "channel": tuple(Channel),
    "topic": tuple(Topic),
}
DEFAULTS = {field.name: field.default for field in attrs.fields(Incident)}


@attrs.frozen(kw_only=True, eq=False)
class Facts:
    """The facts of incidents, each an array over all of them: words as codes, times as whole microseconds.

    ``tier`` is a place among the names of tiers, or `MISSING`; ``effort`` and moments may be `NAT`.
    ``alone`` are the rows that a column can't hold.
    """

    received_at: Whole
    severity: Codes
    tier: Codes
    kind: Codes
    channel: Codes
    topic: Codes
    has_account: Flags
    effort: Whole
    advised_units: Whole
    replied_at: Whole
    arose_at: Whole
    deployed_at: Whole
    is_out_of_box: Flags
    alone: Flags

    def __len__(self) -> int:
        return len(self.received_at)

    def take(self, rows: Any) -> "Facts":
        """Return the facts of some rows, given by a slice, a mask or places."""
        return Facts(**{field.name: getattr(self, field.name)[rows] for field in attrs.fields(Facts)})


class Reader:
    """Columns by the names of facts, all of one length; what is wrong with rows goes to ``faults``."""

    def __init__(self, columns: Mapping[str, Any], faults: Faults) -> None:
        remedy = 'give {"received_at": ..., "severity": ...}, or judge_frame a frame'
        columns = check.mapping("columns", columns, "a mapping of arrays", remedy)
        for name in columns:
            if name not in COLUMNS:
                check.unknown("columns", name, COLUMNS, "fact of an incident")
        if "received_at" not in columns:
            remedy = "say when each incident was received"
            check.refuse("received_at", tuple(columns), "is not among the columns", remedy, code="missing")
        if "effort" in columns and "effort_minutes" in columns:
            problem = "is given twice, as effort and as effort_minutes"
            check.refuse("effort", tuple(columns), problem, "give one of them", code="contradiction")
        self.columns, self.faults = columns, faults
        self._cells: dict[str, list[Any]] = {}
        self.count = _length("received_at", columns["received_at"])
        for name, value in columns.items():
            if _length(name, value) != self.count:
                remedy = f"give one value for each of the {self.count:,} rows"
                check.refuse(name, _length(name, value), "has another length", remedy, code="shape")

    def facts(self, tiers: Sequence[str]) -> Facts:
        """Return all facts; ``tiers`` are the names of those that there are."""
        moments: dict[str, Any] = {
            name: self._moments(name) for name in ("received_at", "replied_at", "arose_at", "deployed_at")
        }
        self._check_order(moments["received_at"], moments["replied_at"], moments["arose_at"])
        words: dict[str, Any] = {name: self._words(name) for name in WORDS}
        return Facts(
            **moments,
            **words,
            tier=self._tiers(tiers),
            has_account=self._flags("has_account"),
            is_out_of_box=self._flags("is_out_of_box"),
            effort=self._efforts(),
            advised_units=self._advised(),
            alone=self._alone(moments.values()),
        )

    def _moments(self, name: str) -> Whole:
        if name not in self.columns:
            return np.broadcast_to(np.int64(NAT), self.count)
        return moments_of(name, self.columns[name], keep_nat=True).astype(np.int64)

    def _check_order(self, received_at: Whole, replied_at: Whole, arose_at: Whole) -> None:
        where, missing = self.faults.where, "is empty"
        told = received_at.astype(MOMENT)
        where(received_at == NAT, "received_at", told, missing, "say when it was received", code="missing")
        remedy, code = "correct whichever of the two is wrong", "contradiction"
        if "replied_at" in self.columns:
            late = (replied_at < received_at) & (replied_at != NAT)
            where(late, "replied_at", replied_at.astype(MOMENT), "precedes received_at", remedy, code=code)
        if "arose_at" in self.columns:
            early = (arose_at > received_at) & (received_at != NAT)
            where(early, "received_at", told, "precedes arose_at", remedy, code=code)

    def _words(self, name: str) -> Codes:
        words = WORDS[name]
        if name not in self.columns:
            return np.broadcast_to(np.int8(words.index(DEFAULTS[name])), self.count)
        return words_of(name, self.columns[name], words, self.faults)

    def _tiers(self, tiers: Sequence[str]) -> Codes:
        if "tier" not in self.columns:
            return np.broadcast_to(np.int8(MISSING), self.count)
        return names_of("tier", self.columns["tier"], tiers, self.faults, "tier of these terms")

    def _flags(self, name: str) -> Flags:
        if name not in self.columns:
            return np.broadcast_to(np.bool_(DEFAULTS[name]), self.count)
        array = np.asarray(self.columns[name])
        if array.dtype.kind == "b":
            return array
        remedy = "give the fact itself, True or False; an unknown fact is never a 'no'"
        if array.dtype.kind != "O":
            check.refuse_type(name, self.columns[name], "a column of True and False", remedy)
        cells = array.tolist()
        bad = np.fromiter((not isinstance(cell, bool | np.bool_) for cell in cells), np.bool_, self.count)
        self.faults.where(bad, name, array, "has to be True or False", remedy, code="wrong_type")
        return np.fromiter((cell is True or bool(cell is np.True_) for cell in cells), np.bool_, self.count)

    def _efforts(self) -> Whole:
        if "effort_minutes" in self.columns:
            name, remedy = "effort_minutes", "write whole minutes, such as 75"
            minutes, bad = _whole_numbers(name, self.columns[name], remedy)
            most = check.LONGEST // timedelta(minutes=1)
            bad |= (minutes != NAT) & ((minutes < 0) | (minutes > most))
            self.faults.where(bad, name, np.asarray(self.columns[name]), "is no duration", remedy, code="no_duration")
            return np.where(bad | (minutes == NAT), NAT, minutes * (timedelta(minutes=1) // INSTANT))
        if "effort" not in self.columns:
            return np.broadcast_to(np.int64(NAT), self.count)
        efforts = signed_durations_of("effort", self.columns["effort"], keep_nat=True).astype(np.int64)
        longest = check.LONGEST // INSTANT
        bad = (efforts != NAT) & ((efforts < 0) | (efforts > longest))
        remedy = f"give durations from 0 to {check.LONGEST}"
        cells = efforts.astype(DURATION)
        self.faults.where(bad & (efforts < 0), "effort", cells, "is negative", remedy, code="out_of_bounds")
        self.faults.where(bad & (efforts > 0), "effort", cells, "is out of bounds", remedy, code="out_of_bounds")
        return efforts

    def _advised(self) -> Whole:
        name = "advised_units"
        if name not in self.columns:
            return np.broadcast_to(np.int64(OF_ALL), self.count)
        remedy = f"give whole numbers from 1 to {check.MOST:,}, or NaN for one who was advised of all"
        units, bad = _whole_numbers(name, self.columns[name], remedy)
        bad |= (units != NAT) & ((units < 1) | (units > check.MOST))
        self.faults.where(bad, name, np.asarray(self.columns[name]), "is out of bounds", remedy, code="out_of_bounds")
        return np.where(units == NAT, OF_ALL, units)

    def _alone(self, moments: Any) -> Flags:
        alone = np.zeros(self.count, np.bool_)
        for at in moments:
            if at.size and at.strides != (0,):
                alone |= ((at < EARLIEST) & (at != NAT)) | (at > LATEST)
        for row, _ in self.changes():
            alone[row] = True
        return alone

    # --- what only single incidents have

    def changes(self) -> Iterator[tuple[int, tuple[Change, ...]]]:
        """Yield the rows whose severity or tier changed on the way, with the changes."""
        remedy = "give a tuple of Change(at=..., severity=...) for each row, or None"
        for row, cell in enumerate(self.cells("changes")):
            if isinstance(cell, list | tuple):
                if cell:
                    yield row, tuple(cell)
            elif not is_missing(cell):
                check.refuse_type("changes", cell, f"a tuple of changes in row {row}", remedy)

    def follows(self) -> dict[int, str]:
        """Return the rows that follow from another, with the id of that one."""
        cells = enumerate(self.cells("follows"))
        return {row: cell for row, cell in cells if cell != "" and not is_missing(cell)}

    def cells(self, name: str) -> list[Any]:
        """Return a column as Python has it; nothing where there is none."""
        if name not in self._cells:
            value = self.columns.get(name, ())
            self._cells[name] = value.tolist() if hasattr(value, "tolist") else list(value)
        return self._cells[name]

    def incident(self, facts: Facts, tiers: Sequence[str], row: int) -> Incident:
        """Return the incident of a row."""
        given: dict[str, Any] = {name: words[getattr(facts, name)[row]] for name, words in WORDS.items()}
        given["id"] = f"row {row}"
        for name in ("received_at", "replied_at", "arose_at", "deployed_at"):
            at = getattr(facts, name)[row]
            given[name] = None if at == NAT else moment(at)
        effort, advised, tier = facts.effort[row], facts.advised_units[row], facts.tier[row]
        for name in ("id", "follows", "changes"):
            if name in self.columns and not is_missing(cell := self.cells(name)[row]) and cell != "":
                given[name] = tuple(cell) if name == "changes" else cell
        return Incident(
            **given,
            effort=None if effort == NAT else int(effort) * INSTANT,
            advised_units=None if advised == OF_ALL else int(advised),
            tier=None if tier == MISSING else tiers[int(tier)],
            has_account=bool(facts.has_account[row]),
            is_out_of_box=bool(facts.is_out_of_box[row]),
        )


def _length(name: str, value: Any) -> int:
    shape = np.shape(value) if not hasattr(value, "__len__") or isinstance(value, str | bytes) else (len(value),)
    if len(shape) != 1 or getattr(value, "ndim", 1) != 1:
        check.refuse_type(name, value, "an array of one dimension", "give one value for each row")
    return int(shape[0])


def _whole_numbers(name: str, value: Any, remedy: str) -> tuple[Whole, npt.NDArray[np.bool_]]:
    """Return whole numbers, `NAT` where a cell is empty, and which of them are none."""
    array = np.asarray(value)
    if array.dtype.kind in "iu":
        return np.minimum(array, np.iinfo(np.int64).max).astype(np.int64), np.zeros(array.shape, np.bool_)
    if array.dtype.kind == "O":
        cells = [np.nan if is_missing(cell) else cell for cell in array.tolist()]
        if any(isinstance(cell, bool) or not isinstance(cell, int | float) for cell in cells):
            check.refuse_type(name, value, "a column of whole numbers", remedy)
        array = np.array(cells, np.float64)
    if array.dtype.kind != "f":
        check.refuse_type(name, value, "a column of whole numbers", remedy)
    missing = np.isnan(array)
    bad = ~missing & (np.abs(array) > 2.0**53) | ~missing & (array != np.floor(array))
    return np.where(missing, NAT, np.where(missing | bad, 0, array).astype(np.int64)), bad
