"""The figures of incidents by the column: verdicts, exclusions, costs and deadlines, rule by rule.

Every function does for many rows what `assessment`, `exclusion` and `cost` do for one; the tests compare them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from .. import _checks as check
from ..assessment import Assessment
from ..exclusion import SALES, last_free_moment
from ..incident import Channel, Exclusion, Kind, Topic, refusal
from ..readings import ExclusionEvent, MultiplierScope, Overrun, Window
from ..sla import Outcome
from ..terms import Terms
from ..verdict import ANSWERED, Verdict
from ._compiled import DURATION, INSTANT, MOMENT, Flags, Whole, whole
from ._facts import NAT, OF_ALL, Facts
from ._local import DAY, by_day, local_days, moments_of
from ._owed import business_day_due, sla_due, time_left
from ._words import Codes

VERDICTS = tuple(Verdict)
EXCLUSIONS = tuple(
    " ".join(exclusion for place, exclusion in enumerate(Exclusion) if bits >> place & 1) for bits in range(8)
)
"""What applies, by the sum of its bits: the first exclusion is 1, the second 2, the third 4."""
GOVERNING = ("", "R9", "R12", "R18")
OUTCOMES = ("", *Outcome)
WORDS: Mapping[str, Sequence[str]] = {
    "verdict": VERDICTS,
    "exclusions": EXCLUSIONS,
    "governing": GOVERNING,
    "outcome": OUTCOMES,
}
"""The words of each figure that is one, by their codes."""
IS_ANSWERED = np.array([verdict in ANSWERED for verdict in VERDICTS])
INCIDENT, EXCLUDED, WITHDRAWN = (
    VERDICTS.index(each) for each in (Verdict.INCIDENT, Verdict.EXCLUDED, Verdict.WITHDRAWN)
)
MET, OPEN, BREACHED = (OUTCOMES.index(each) for each in (Outcome.MET, Outcome.OPEN, Outcome.BREACHED))


def _first_verdict(channel: Channel, has_account: bool, topic: Topic, kind: Kind) -> Verdict:
    """Return the first verdict that applies (R20, R29, R4), `Verdict.INCIDENT` where none of them does."""
    if refusal(channel, has_account, topic):
        return Verdict.REFUSED
    if topic is Topic.ON_CALL:
        return Verdict.ON_CALL
    return Verdict.QUOTED if kind is Kind.PROFESSIONAL_SERVICES else Verdict.INCIDENT


FIRST_VERDICTS = np.array(
    [VERDICTS.index(_first_verdict(*facts)) for facts in product(Channel, (False, True), Topic, Kind)], np.int8
).reshape(len(Channel), 2, len(Topic), len(Kind))
IS_SALE = np.array([kind in SALES for kind in Kind], np.int8)


@attrs.frozen(kw_only=True, eq=False)
class Figures:
    """The figures of incidents, each an array over all of them: words as codes, times as microseconds or `NAT`."""

    verdict: Codes
    exclusions: Codes
    units: Whole
    multiplier: Whole
    credits: Whole
    is_pending: Flags
    due_at: Whole
    goal_at: Whole
    governing: Codes
    outcome: Codes
    time_left: Whole
    open_time_left: Whole

    @classmethod
    def empty(cls, count: int) -> "Figures":
        """Return figures of so many rows, of which nothing is known yet."""
        arrays: dict[str, Any] = {name: np.full(count, empty, dtype) for name, (dtype, empty) in DTYPES.items()}
        return cls(**arrays)

    def put(self, rows: Any, figures: "Figures") -> None:
        """Set the figures of some rows."""
        for name in DTYPES:
            getattr(self, name)[rows] = getattr(figures, name)

    def put_one(self, row: int, assessed: Assessment, at: datetime | None) -> None:
        """Set the figures of one row to those of its assessment."""
        for name, figure in _figures_of(assessed, at).items():
            getattr(self, name)[row] = figure


DTYPES: Mapping[str, tuple[type[np.generic], int]] = {
    "verdict": (np.int8, 0),
    "exclusions": (np.int8, 0),
    "units": (np.int64, 0),
    "multiplier": (np.int64, 0),
    "credits": (np.int64, 0),
    "is_pending": (np.bool_, 0),
    "due_at": (np.int64, NAT),
    "goal_at": (np.int64, NAT),
    "governing": (np.int8, 0),
    "outcome": (np.int8, 0),
    "time_left": (np.int64, NAT),
    "open_time_left": (np.int64, NAT),
}
"""The figures in their order, each with its dtype, and what it is where it says nothing."""
TIMES = {"due_at": MOMENT, "goal_at": MOMENT, "time_left": DURATION, "open_time_left": DURATION}
"""The figures that are times, with the dtype in which they are given out."""


def _figures_of(assessed: Assessment, at: datetime | None) -> dict[str, int]:
    """Return the figures of one assessment, as they stand in columns."""
    figures = {
        "verdict": VERDICTS.index(assessed.verdict),
        "exclusions": EXCLUSIONS.index(" ".join(assessed.exclusions)),
        "units": assessed.units,
        "multiplier": assessed.multiplier,
        "credits": assessed.credits,
        "is_pending": assessed.is_pending,
    }
    if not (response := assessed.response):
        return figures
    figures |= {"due_at": whole(response.due_at), "goal_at": whole(response.goal_at)}
    figures["governing"] = GOVERNING.index(response.governing.rule)
    if at is not None or assessed.replied_at is not None:
        figures["outcome"] = OUTCOMES.index(assessed.outcome(at=at))
    if at is not None:
        left = assessed.time_left(at=at)
        figures |= {"time_left": left.elapsed // INSTANT, "open_time_left": left.counted // INSTANT}
    return figures


def figures_of(facts: Facts, terms: Terms, tiers: Sequence[str], at: int | None) -> Figures:
    """Return the figures of all rows by the same terms; ``tiers`` are the names that the codes stand for."""
    tier = places_of_tiers(terms, tiers)
    figures = costs_of(facts, terms, tier[facts.tier])
    owed = IS_ANSWERED[figures.verdict]
    if owed.any():
        _owe(figures, facts, terms, tier, np.flatnonzero(owed), at)
    return figures


def places_of_tiers(terms: Terms, tiers: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the place among the terms' tiers of each name, and last of an empty one: that of the standard tier."""
    places = {tier.name: place for place, tier in enumerate(terms.tiers)}
    return np.array([*(places.get(name, 0) for name in tiers), 0])


# --- what counts, and what it costs


def costs_of(facts: Facts, terms: Terms, tier: npt.NDArray[np.int64]) -> Figures:
    """Return the verdicts, exclusions and costs of all rows (R20, R24, R25, R18, A10 to A12)."""
    figures = Figures.empty(len(facts))
    figures.exclusions[:] = _exclusions(facts, terms)
    verdict = FIRST_VERDICTS[facts.channel, facts.has_account.astype(np.int8), facts.topic, facts.kind]
    verdict[(verdict == INCIDENT) & (figures.exclusions > 0)] = EXCLUDED
    verdict[(verdict == INCIDENT) & (facts.effort == 0) & (facts.replied_at == NAT)] = WITHDRAWN
    figures.verdict[:] = verdict
    counts = verdict == INCIDENT
    figures.units[:] = np.where(counts, _units(facts, terms), 0)
    figures.multiplier[:] = np.array([_multiplier(terms, place) for place in range(len(terms.tiers))])[tier]
    figures.is_pending[:] = counts & (facts.effort == NAT)
    figures.credits[:] = np.where(figures.is_pending, 0, _credits(figures.units, figures.multiplier, terms))
    return figures


def _exclusions(facts: Facts, terms: Terms) -> Codes:
    """Return what speaks against counting a row (R24), as bits."""
    bits: Codes = facts.is_out_of_box.astype(np.int8) + np.int8(2) * IS_SALE[facts.kind]
    rows = np.flatnonzero(facts.deployed_at != NAT)
    if rows.size:
        deployed, counted = facts.deployed_at[rows], facts.received_at[rows]
        if terms.readings.exclusion_event is ExclusionEvent.AROSE:  # A14
            arose = facts.arose_at[rows]
            counted = np.where(arose == NAT, counted, arose)
        within = (deployed <= counted) & (counted <= _last_free(deployed, terms))
        bits[rows] += np.int8(4) * within
    return bits


def _last_free(deployed: Whole, terms: Terms) -> Whole:
    """Return the last moment at which a problem of what was deployed doesn't count (A13)."""
    window, days = terms.readings.window, terms.grace_days
    if window is Window.HOURS:
        return np.asarray(deployed + days * DAY)
    if check.is_standard(terms.tz):
        whole_days = days if window is Window.CALENDAR_DAYS else days - 1
        after = local_days(deployed, terms.tz) + whole_days + 1
        return np.asarray(moments_of(after * DAY, terms.tz) - 1)

    def last_of(at: datetime) -> int:
        return whole(last_free_moment(at, window=window, days=days, tz=terms.tz))

    return by_day(local_days(deployed, terms.tz), deployed, last_of)


def _units(facts: Facts, terms: Terms) -> Whole:
    """Return the units of each effort (R25), no more than were advised of (A12); one where it is not known."""
    unit = terms.unit // INSTANT
    units: Whole = np.maximum(-(-np.maximum(facts.effort, 0) // unit), 1)
    if terms.readings.overrun is Overrun.CHARGED:
        return np.asarray(units)
    return np.where(facts.advised_units == OF_ALL, units, np.minimum(units, facts.advised_units))


def _multiplier(terms: Terms, place: int) -> int:
    """Return what a tier multiplies units by, as the terms pay for it (A10); the first tier is the standard one."""
    paid = terms.basis.multiplier if place else None
    return terms.tiers[place].multiplier if paid is None else paid


def _credits(units: Whole, multiplier: Whole, terms: Terms) -> Whole:
    """Return the credits that units cost (R18, A11)."""
    if terms.readings.multiplier_scope is MultiplierScope.EVERY_UNIT:
        return np.asarray(units * multiplier)
    first_only = multiplier + (units - 1) * np.minimum(multiplier, 1)
    return np.asarray(np.where(units <= 1, units * multiplier, first_only))


# --- what is owed


def _owe(
    figures: Figures, facts: Facts, terms: Terms, tier: npt.NDArray[np.int64], rows: Whole, at: int | None
) -> None:
    """Set the deadlines of the rows that are owed an answer, and how they went (R9, R12, R13, R18, A3)."""
    since, severity, replied = facts.received_at[rows], facts.severity[rows], facts.replied_at[rows]
    paid = np.where(figures.verdict[rows] == INCIDENT, tier[facts.tier[rows]], 0)
    responses = np.array([each.response // INSTANT for each in terms.tiers])
    goal = np.broadcast_to(np.int64(terms.goal // INSTANT), since.shape)
    business = business_day_due(terms, since)
    sla, goal = sla_due(terms, severity, since, responses[paid], goal)
    by_sla = sla < business
    due = np.minimum(sla, business)
    figures.due_at[rows] = due
    figures.goal_at[rows] = np.minimum(goal, due)
    figures.governing[rows] = np.where(by_sla, np.where(paid == 0, GOVERNING.index("R12"), GOVERNING.index("R18")), 1)
    figures.outcome[rows] = _outcomes(replied, due, at)
    if at is not None:
        figures.time_left[rows] = due - at
        figures.open_time_left[rows] = time_left(terms, np.array([at]), due, severity, by_sla)


def _outcomes(replied: Whole, due: Whole, at: int | None) -> Codes:
    """Return how deadlines went, by the reply or, where there is none, as of a moment."""
    if at is None:
        by_reply = np.where(replied <= due, MET, BREACHED)
        return np.where(replied == NAT, 0, by_reply).astype(np.int8)
    counts = (replied != NAT) & (replied <= at)
    by_reply, by_now = np.where(replied <= due, MET, BREACHED), np.where(at <= due, OPEN, BREACHED)
    return np.where(counts, by_reply, by_now).astype(np.int8)


def words_of(name: str, codes: Codes) -> npt.NDArray[Any]:
    """Return the words of codes: strings, each of which there is once in memory."""
    words: npt.NDArray[Any] = np.array([str(word) for word in WORDS[name]], object)
    return words.take(codes)
