"""Incidents as columns, and what `assess` says of each of them, for the tests of columns and frames."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from incidentrules import Incident, Lot, Terms, TermsHistory, assess
from incidentrules.assessment import Assessment

FIGURES = (
    "verdict", "exclusions", "units", "multiplier", "credits", "is_pending", "due_at", "goal_at", "governing",
    "outcome", "time_left", "open_time_left",
)  # fmt: skip
STATEMENT = (
    "opening", "purchased", "granted", "drawn", "lapsed", "closing", "shortfall", "required", "spent_on_packs",
)  # fmt: skip
Row = tuple[Any, ...]


def naive(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(tzinfo=None)


def columns_of_lots(lots: Sequence[tuple[str, Lot]]) -> dict[str, Any]:
    """Return lots, each with its account, as columns."""
    columns: dict[str, Any] = {name: [getattr(lot, name) for _, lot in lots] for name in ("id", "credits", "price")}
    columns["origin"] = [str(lot.origin) for _, lot in lots]
    columns["account"] = [name for name, _ in lots]
    for name in ("on", "last_usable_on"):
        columns[name] = np.array([getattr(lot, name) for _, lot in lots], "datetime64[D]")
    return columns


def row_of(assessed: Assessment, at: datetime | None) -> Row:
    """Return the figures of an assessment as a row of columns has them."""
    response = assessed.response
    owed = response is not None
    has_outcome = owed and (at is not None or assessed.replied_at is not None)
    left = assessed.time_left(at=at) if owed and at is not None else None
    return (
        str(assessed.verdict),
        " ".join(assessed.exclusions),
        assessed.units,
        assessed.multiplier,
        assessed.credits,
        assessed.is_pending,
        naive(assessed.due_at) if owed else None,
        naive(assessed.goal_at) if owed else None,
        response.governing.rule if response else "",
        str(assessed.outcome(at=at)) if has_outcome else "",
        left.elapsed if left else None,
        left.counted if left else None,
    )


def rows_of(judged: Any) -> list[Row]:
    """Return what columns say, row by row."""
    return list(zip(*(getattr(judged, name).tolist() for name in FIGURES), strict=True))


def expected_rows(incidents: Iterable[Incident], terms: Terms | TermsHistory, at: datetime | None = None) -> list[Row]:
    return [row_of(assess(incident, terms), at) for incident in incidents]


def difference(incidents: Sequence[Incident], terms: Any, at: datetime | None, judged: Any) -> list[Any]:
    """Return the first row in which columns say something else than `assess`, figure by figure; nothing where none."""
    for incident, wanted, told in zip(incidents, expected_rows(incidents, terms, at), rows_of(judged), strict=True):
        if wanted != told:
            return [incident, *((name, a, b) for name, a, b in zip(FIGURES, wanted, told, strict=True) if a != b)]
    return []
