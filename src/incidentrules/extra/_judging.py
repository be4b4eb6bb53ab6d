"""Rows judged by the column, and the few that a column can't hold by `assess` itself.

*Invariant:* a row is judged by `assess` only where its severity or tier changed on the way, where others fold into it
or it folds into another, and where its moments lie at the very ends of the calendar.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy as np

from .. import _checks as check
from ..assessment import Assessment, assess
from ..errors import IncidentRulesError, OutOfRangeError, UnknownNameError
from ..incident import Incident, fold
from ..terms import Terms, TermsHistory
from ._compiled import MOMENT, Flags, Whole, whole
from ._facts import COLUMNS, NAT, Reader
from ._faults import Faults
from ._figures import Figures, costs_of, figures_of, places_of_tiers
from ._local import FIRST_DAY, local_days

CHUNK = 1 << 15
"""How many rows are judged at once, so that what is worked out on the way stays in the processor's cache."""
FEW = 64
"""How many rows are judged one by one where a calendar doesn't know all of their days."""


class Judging:
    """Columns, the terms that judge them, and the figures that come of it; what is wrong with rows is in ``faults``."""

    def __init__(self, columns: Mapping[str, Any], terms: Terms | TermsHistory, at: datetime | None) -> None:
        check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
        if at is not None:
            check.moment("at", at := check.as_utc(at))
        self.terms, self.at = terms, at
        self.faults = Faults()
        self.reader = Reader(columns, self.faults)
        self.count = self.reader.count
        self.tiers = self._names_of_tiers()
        self.facts = self.reader.facts(self.tiers)
        self.versions = list(self._versions())
        self.causes: dict[int, int] = {}
        """The rows that fold into another, each with the row of its cause."""
        self.assessed: dict[int, Assessment] = {}
        """The assessments of the rows that are judged alone."""

    def figures(self, *, keep_faults: bool = False) -> Figures:
        """Return the figures of all rows; raise what is wrong with any, or keep it and leave their figures empty."""
        if not keep_faults:
            self.faults.check()
        figures = Figures.empty(self.count)
        self._judge_alone(figures)
        if not keep_faults:
            self.faults.check()
        together = self.good
        together[[*self.assessed, *self.causes]] = False
        for terms, rows in self.versions:
            mine = together if rows is None else together & rows
            for chunk in _chunks(mine):
                self._judge_together(figures, terms, chunk, keep_faults)
        return figures

    def costs(self, wanted: Flags) -> Figures:
        """Return the verdicts and costs of the rows that are wanted; the figures of others are empty."""
        figures = Figures.empty(self.count)
        for terms, rows in self.versions:
            places = places_of_tiers(terms, self.tiers)
            for chunk in _chunks(wanted if rows is None else wanted & rows):
                facts = self.facts.take(chunk)
                figures.put(chunk, costs_of(facts, terms, places[facts.tier]))
        return figures

    @property
    def good(self) -> Flags:
        """Which rows have no fault."""
        return ~self.faults.rows(self.count)

    # --- terms

    def _names_of_tiers(self) -> list[str]:
        """Return the names of the tiers of all terms; codes are places among them."""
        if isinstance(self.terms, Terms):
            return [tier.name for tier in self.terms.tiers]
        names = [[tier.name for tier in terms.tiers] for _, terms in self.terms.versions]
        codes = np.asarray(self.reader.columns.get("tier", ()))
        if codes.dtype.kind in "iu" and any(each != names[0] for each in names):
            remedy = "give the names of tiers, as these terms have had several lists of them"
            check.refuse_type("tier", codes, "a column of names", remedy)
        return list(dict.fromkeys(name for each in names for name in each))

    def _versions(self) -> Iterator[tuple[Terms, Flags | None]]:
        """Yield the terms, each with the rows that they judge: None is all of them."""
        if isinstance(self.terms, Terms):
            yield self.terms, None
            return
        received = self.facts.received_at
        days = local_days(np.where(self.facts.alone | (received == NAT), 0, received), self.terms.versions[0][1].tz)
        firsts = np.array([first.toordinal() - FIRST_DAY for first, _ in self.terms.versions])
        places = np.searchsorted(firsts, days, side="right") - 1
        places[self.facts.alone | (received == NAT)] = len(firsts)  # of those `assess` finds the terms
        told, first = received.astype(MOMENT), self.terms.versions[0][0]
        problem, remedy = "precedes all versions of the terms", f"add the terms that held before {first}"
        more: Any = {"code": "before_terms", "kind": OutOfRangeError}
        self.faults.where(places < 0, "received_at", told, problem, remedy, **more)
        for place, (_, terms) in enumerate(self.terms.versions):
            rows = places == place
            for code, name in enumerate(self.tiers):
                if not terms.has_tier(name):
                    known = [tier.name for tier in terms.tiers]
                    remedy = f"known: {', '.join(map(repr, known))}"
                    more = {"code": "unknown_name", "kind": UnknownNameError, "words": known}
                    lacking = rows & (self.facts.tier == code)
                    cells = np.full(self.count, name, object)
                    self.faults.where(lacking, "tier", cells, "names no tier of the terms in force", remedy, **more)
            yield terms, rows

    # --- rows that a column can't hold

    def _judge_alone(self, figures: Figures) -> None:
        """Judge by `assess` what a column can't hold: causes with what folds into them, and incidents that changed."""
        groups = self._groups()
        self.causes = {row: cause for cause, rest in groups.items() for row in rest}
        alone = (row for row in np.flatnonzero(self.facts.alone & self.good).tolist() if row not in self.causes)
        for cause, rest in (dict.fromkeys(alone, ()) | groups).items():
            try:
                folded = [self._incident(row) for row in rest]
                assessed = assess(self._incident(cause), self.terms, folded=folded)
                figures.put_one(cause, assessed, self.at)
            except IncidentRulesError as error:
                column = error.field.partition("[")[0]
                for row in (cause, *rest):
                    self.faults.of_error(error, row, column if column in COLUMNS else "received_at")
                continue
            self.assessed[cause] = assessed
            for row in rest:  # the cause costs what all of them cost
                figures.put_one(row, assessed, self.at)
                figures.units[row] = figures.credits[row] = 0

    def _groups(self) -> dict[int, tuple[int, ...]]:
        """Return the rows into which others fold, each with those rows (R22)."""
        follows = self.reader.follows()
        if not follows:
            return {}
        if "id" not in self.reader.columns:
            remedy = "give the ids that are named in follows"
            check.refuse("id", tuple(self.reader.columns), "is not among the columns", remedy, code="missing")
        named, good = set(follows.values()), self.good
        rows = {row: id for row, id in enumerate(self.reader.cells("id")) if row in follows or id in named}
        incidents: dict[str, Incident] = {}
        places: dict[str, list[int]] = defaultdict(list)
        for row, id in rows.items():
            if good[row]:
                places[id].append(row)
                incidents[id] = self._incident(row)
        try:
            groups = fold(incidents.values())
        except IncidentRulesError as error:
            for row in follows:
                self.faults.of_error(error, row, "follows")
            return {}
        return {
            places[cause.id][0]: tuple(row for one in (cause, *rest) for row in places[one.id])[1:]
            for cause, *rest in groups
            if rest
        }

    def _incident(self, row: int) -> Incident:
        return self.reader.incident(self.facts, self.tiers, row)

    # --- rows that it can hold

    def _judge_together(self, figures: Figures, terms: Terms, rows: Any, keep_faults: bool) -> None:
        """Judge rows by the column; where a calendar doesn't know all of their days, find those that it knows."""
        try:
            at = None if self.at is None else whole(self.at)
            figures.put(rows, figures_of(self.facts.take(rows), terms, self.tiers, at))
        except OutOfRangeError:
            if not keep_faults:
                raise
            places = np.arange(self.count)[rows]
            self._judge_known(figures, terms, places[np.argsort(self.facts.received_at[places])])

    def _judge_known(self, figures: Figures, terms: Terms, rows: Whole) -> None:
        """Judge rows that are in order by halves, down to a few that are judged one by one."""
        if len(rows) > FEW:
            for half in np.array_split(rows, 2):
                self._judge_together(figures, terms, half, keep_faults=True)
            return
        for row in rows.tolist():
            try:
                figures.put_one(row, assess(self._incident(row), self.terms), self.at)
            except IncidentRulesError as error:
                self.faults.of_error(error, row, "received_at")


def _chunks(rows: Flags) -> Iterator[Any]:
    """Yield the rows of a mask in pieces: slices where all are in it."""
    if rows.all():
        yield from (slice(start, start + CHUNK) for start in range(0, len(rows), CHUNK))
        return
    places = np.flatnonzero(rows)
    yield from (places[start : start + CHUNK] for start in range(0, len(places), CHUNK))
