"""What is wrong with rows of columns: which rows, what they hold, and what to write instead."""

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from .. import _checks as check
from ..errors import IncidentRulesError, InvalidValueError
from ._compiled import Flags, Whole

MOST_LISTED = 5
"""How many rows a message lists."""


@attrs.frozen(kw_only=True, eq=False)
class Fault:
    """One thing that is wrong with a column, and the rows in which it is; rows are counted from 0.

    ``words`` are those from which the nearest is suggested.
    """

    column: str
    rows: Whole
    values: tuple[Any, ...]
    problem: str
    remedy: str
    code: str
    kind: type[IncidentRulesError] = InvalidValueError
    words: Sequence[str] = ()

    def remedy_for(self, value: Any) -> str:
        """Return what to write instead of a value."""
        return f"{check.suggested(value, self.words)}{self.remedy}"

    @property
    def error(self) -> IncidentRulesError:
        """What is raised for all of the rows at once."""
        count, value = len(self.rows), self.values[0]
        listed = ", ".join(map(str, self.rows[:MOST_LISTED].tolist())) + (", …" if count > MOST_LISTED else "")
        problem = f"{self.problem} in {f'row {listed}' if count == 1 else f'{count:,} rows ({listed})'}"
        return self.kind(problem, field=self.column, value=value, code=self.code, remedy=self.remedy_for(value))


class Faults:
    """The faults that are found while columns are read."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def where(self, bad: Flags, column: str, values: npt.NDArray[Any], problem: str, remedy: str, **more: Any) -> None:
        """Keep a fault of the rows that are bad; nothing where none is."""
        rows = np.flatnonzero(bad)
        if rows.size:
            fault = Fault(
                column=column,
                rows=rows,
                values=tuple(map(_plain, values[rows])),
                problem=problem,
                remedy=remedy,
                **more,
            )
            self.found.append(fault)

    def of_error(self, error: IncidentRulesError, row: int, column: str) -> None:
        """Keep what was raised for one row."""
        told: dict[str, Any] = {
            "problem": error.problem,
            "remedy": error.remedy,
            "code": error.code,
            "kind": type(error),
        }
        self.found.append(Fault(column=column, rows=np.array([row]), values=(error.value,), **told))

    def rows(self, count: int) -> Flags:
        """Return which of so many rows are bad."""
        bad = np.zeros(count, np.bool_)
        for fault in self.found:
            bad[fault.rows] = True
        return bad

    def check(self) -> None:
        """Raise the first fault, if there is one."""
        if self.found:
            raise self.found[0].error


def _plain(value: Any) -> Any:
    """Return what numpy holds as Python has it; a time as its text."""
    if not isinstance(value, np.generic):
        return value
    return str(value) if value.dtype.kind in "mM" else value.item()
