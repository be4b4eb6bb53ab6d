"""Columns of lots: an array for each field of a `Lot`, and the account that has it."""

from collections.abc import Mapping
from typing import Any

import attrs
import numpy as np

from .. import _checks as check
from ..credits import Lot
from ..errors import IncidentRulesError
from ._compiled import Flags
from ._faults import Faults
from ._given import moments_of
from ._words import is_missing

COLUMNS = tuple(field.name for field in attrs.fields(Lot))
REQUIRED = ("id", "credits", "on", "last_usable_on")
DAYS = 'give np.array([...], dtype="datetime64[D]"): days, not moments'


def read_lots(columns: Mapping[str, Any], account: str, faults: Faults) -> tuple[list[tuple[str, Lot]], set[str]]:
    """Return the lots with their accounts, and the accounts with a row that makes no lot: such rows are faults."""
    cells = _cells_of(columns, account)
    lots: list[tuple[str, Lot]] = []
    bad: set[str] = set()
    for row, values in enumerate(zip(*cells.values(), strict=True)):
        facts = dict(zip(cells, values, strict=True))
        if facts.get("origin", "") is None:
            del facts["origin"]  # it is the default
        owner = facts.pop(account)
        try:
            check.text(account, owner)
            lots.append((owner, Lot(**facts)))
        except IncidentRulesError as error:
            faults.of_error(error, row, f"lots.{error.field}")
            bad.add(owner)
    return lots, bad


def _cells_of(columns: Mapping[str, Any], account: str) -> dict[str, list[Any]]:
    """Return the columns as Python has them; refuse those that are no field, are missing, or differ in length."""
    remedy = 'give {"account": ..., "id": ..., "credits": ...}'
    columns = check.mapping("lots", columns, "a mapping of arrays", remedy)
    for name in columns:
        if name not in (*COLUMNS, account):
            check.unknown("lots", name, (*COLUMNS, account), "field of a lot")
    for name in (account, *REQUIRED):
        if name not in columns:
            check.refuse(f"lots.{name}", tuple(columns), "is not among the columns", "add it", code="missing")
    cells = {name: _cells(name, value) for name, value in columns.items()}
    count = len(cells[account])
    for name, each in cells.items():
        if len(each) != count:
            remedy = f"give one value for each of the {count:,} rows"
            check.refuse(f"lots.{name}", len(each), "has another length", remedy, code="shape")
    return cells


def _cells(name: str, value: Any) -> list[Any]:
    """Return a column as Python has it: days as dates, empty cells as None."""
    if name in ("on", "last_usable_on"):
        return _days(name, value)
    cells = value.tolist() if hasattr(value, "tolist") else list(value)
    return [None if is_missing(cell) else cell for cell in cells]


def _days(name: str, value: Any) -> list[Any]:
    """Return days as dates; moments are refused where they are no midnights."""
    moments = moments_of(f"lots.{name}", value, keep_nat=True)
    days = moments.astype("datetime64[D]")
    inside: Flags = (days != moments) & ~np.isnat(moments)
    if inside.any():
        check.refuse(f"lots.{name}", str(moments[inside][0]), "is a moment, not a day", DAYS, code="wrong_type")
    dates: list[Any] = days.tolist()
    return dates
