"""One incident, judged whole: whether it counts, what it costs, when its answer is due, and why.

An *assessment* holds the facts and the terms; every figure is derived from them when it is asked
for, and so is the *reason* behind it. A *verdict* is what became of the request.

*Invariant:* an excluded issue costs nothing at any tier, and is owed what the standard tier owes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property

import attrs

from . import _checks as check
from ._reasons import letter, why_credits, why_due, why_goal, why_verdict
from .hours import OperatingHours
from .incident import (
    Exclusion,
    Incident,
    Kind,
    Refusal,
    Severity,
    Topic,
    billable_units,
    exclusions,
    multiplied_units,
    started_units,
)
from .reason import Reason, told
from .sla import Clock, Outcome, Promise, Response, Tier, TimeLeft
from .terms import Terms, TermsHistory, in_force
from .verdict import ANSWERED, Verdict

__all__ = ["Assessment", "Verdict", "assess"]

ZERO = timedelta(0)


@attrs.frozen
class Assessment:
    """The judgement of one incident, with those that fold into it; made by `assess`."""

    incident: Incident
    terms: Terms
    folded: tuple[Incident, ...] = ()

    # --- what it is

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the terms that it was judged by."""
        return self.terms.fingerprint

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.incident.id

    @property
    def severity(self) -> Severity:
        """The severity, after all changes."""
        return self.incident.last_severity

    @property
    def refusal(self) -> Refusal | None:
        """Why it was not admitted (R20), or None."""
        return self.incident.refusal

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        """All reasons why it does not count (R24)."""
        readings = self.terms.readings
        return exclusions(
            self.incident,
            window=readings.window,
            event=readings.exclusion_event,
            days=self.terms.grace_days,
            tz=self.terms.tz,
        )

    @property
    def verdict(self) -> Verdict:
        """What became of the request: the first that applies, in the order in which its reason tells them."""
        incident = self.incident
        if incident.refusal:
            return Verdict.REFUSED
        if incident.topic is Topic.ON_CALL:
            return Verdict.ON_CALL
        if incident.kind is Kind.PROFESSIONAL_SERVICES:
            return Verdict.QUOTED
        if self.exclusions:
            return Verdict.EXCLUDED
        if self.effort == ZERO and self.replied_at is None:
            return Verdict.WITHDRAWN
        return Verdict.INCIDENT

    # --- what it costs

    @property
    def _all(self) -> tuple[Incident, ...]:
        return (self.incident, *self.folded)

    @property
    def replied_at(self) -> datetime | None:
        """The first reply, to the incident or to what folds into it (R22); None where there is none yet."""
        if not self.folded:
            return self.incident.replied_at
        return min((each.replied_at for each in self._all if each.replied_at), default=None)

    @property
    def effort(self) -> timedelta | None:
        """The effort of the incident and all that folds into it (R22); None while any of it is unknown."""
        if not self.folded:
            return self.incident.effort
        return None if any(each.effort is None for each in self._all) else self.known_effort

    @property
    def known_effort(self) -> timedelta:
        """The effort of all of them as far as it is known."""
        if not self.folded:
            return self.incident.effort or ZERO
        return sum((each.effort for each in self._all if each.effort is not None), ZERO)

    @property
    def is_pending(self) -> bool:
        """Whether the cost waits for the effort to be known."""
        return self.effort is None and self.verdict is Verdict.INCIDENT

    @property
    def started_units(self) -> int:
        """The started units of what effort is known (R25); none where nothing is charged."""
        return started_units(self.known_effort, self.terms.unit) if self.verdict is Verdict.INCIDENT else 0

    @property
    def units(self) -> int:
        """The units that are charged (A12); of a pending incident the least that they can become."""
        return billable_units(self.started_units, self.incident.advised_units, self.terms.readings.overrun)

    @property
    def written_off(self) -> timedelta:
        """The effort that the customer was not advised of, and does not pay (A12)."""
        return max(self.known_effort - self.units * self.terms.unit, ZERO) if self.units else ZERO

    @property
    def tier(self) -> Tier:
        """The tier whose multiplier is paid: the fastest in force before the reply (A9)."""
        incident, terms = self.incident, self.terms
        held = terms.tier(incident.tier)
        for change in incident.changes:
            if change.tier and (self.replied_at is None or change.at < self.replied_at):
                held = min(held, terms.tier(change.tier), key=lambda tier: tier.response)
        return held

    @property
    def multiplier(self) -> int:
        """What the tier multiplies units by (R18); 0 where its incidents are not paid for one by one (A10)."""
        tier, terms = self.tier, self.terms
        return tier.multiplier if tier is terms.tiers[0] else terms.basis.multiplier(tier.multiplier)

    @property
    def multiplied(self) -> int:
        """How many of the units the tier multiplies (A11); the others are one credit each."""
        return multiplied_units(self.units, self.terms.readings.multiplier_scope)

    @property
    def least_credits(self) -> int:
        """The credits that it costs; of a pending incident the least that it can."""
        if not (units := self.units):
            return 0
        multiplier, multiplied = self.multiplier, multiplied_units(units, self.terms.readings.multiplier_scope)
        return multiplied * multiplier + (units - multiplied) * min(multiplier, 1)

    @property
    def credits(self) -> int:
        """The credits that it draws; none while it is pending."""
        return 0 if self.is_pending else self.least_credits

    # --- what it is owed

    @cached_property
    def response(self) -> Response | None:
        """What is promised, and when; None where no answer is owed: not admitted, on call, or withdrawn."""
        verdict = self.verdict
        return _response(self, counts=verdict is Verdict.INCIDENT) if verdict in ANSWERED else None

    @property
    def due_at(self) -> datetime:
        """When the answer is due; `InvalidValueError` where none is owed."""
        return self._owed.due_at

    @property
    def goal_at(self) -> datetime:
        """When the desk means to answer (R13); `InvalidValueError` where no answer is owed."""
        return self._owed.goal_at

    @property
    def _owed(self) -> Response:
        if not (response := self.response):
            remedy = f"ask only where response is not None: the request was {self.verdict}"
            check.refuse("response", self.id, "is not owed", remedy, code="not_owed")
        return response

    def outcome(self, *, at: datetime | None = None) -> Outcome:
        """Return how the deadline went, by the reply or, where there is none, as of a moment."""
        return self._owed.outcome(self.replied_at, at=at)

    def time_left(self, *, at: datetime) -> TimeLeft:
        """Return the time left until the deadline at a moment, elapsed and in the hours that count."""
        return self._owed.time_left(at=at)

    # --- why

    def explain(self) -> str:
        """Return what was decided and why, as one could write it to the customer; the reasons hold all of it."""
        return letter(self, self.response)

    @property
    def why_verdict(self) -> Reason:
        """Why it counts, or does not: what was asked, in order, until an answer decided."""
        return why_verdict(self)

    @property
    def why_credits(self) -> Reason:
        """Why it costs what it does; of a pending incident the least that it can cost."""
        return why_credits(self)

    @property
    def why_due(self) -> Reason:
        """Why the answer is due when it is: every promise, and the one that comes first."""
        return why_due(self, self._owed)

    @property
    def why_goal(self) -> Reason:
        """Why the goal is when it is."""
        return why_goal(self, self._owed)


def _response(assessed: Assessment, *, counts: bool) -> Response:
    incident, terms, since = assessed.incident, assessed.terms, assessed.incident.received_at
    tier = terms.tier(incident.tier) if counts else terms.standard_tier
    clock, served = _clock(incident, terms), _served(incident) if incident.changes else ""
    length, business_day = terms.business_day_from(since)
    promises = [
        Promise("R9", since, length, business_day, "One business day"),
        Promise(_rule(tier, terms), since, tier.response, clock, f"The {tier.name} tier{served}"),
    ]
    for change in incident.changes if counts else ():
        bought = terms.tier(change.tier) if change.tier else tier
        if bought.response < tier.response:
            tier, name = bought, f"The {bought.name} tier bought {told(change.at)}{served}"
            promises.append(Promise(_rule(tier, terms), change.at, tier.response, clock, name))
    return Response(tuple(promises), Promise("R13", since, terms.goal, clock, f"The goal{served}"))


def _rule(tier: Tier, terms: Terms) -> str:
    return "R12" if tier is terms.standard_tier else "R18"


def _served(incident: Incident) -> str:
    """Return in words as what an incident is served from when on (A9)."""
    return "".join(f", {change.severity} from {told(change.at)}" for change in incident.changes if change.severity)


def _clock(incident: Incident, terms: Terms) -> Clock:
    if not incident.changes:
        return terms.sla_clocks[incident.severity]
    return terms.sla_clock(_serving(incident, terms))


def _serving(incident: Incident, terms: Terms) -> OperatingHours:
    """Return the hours in which each open minute counts under the severity in force in it (A9)."""
    severity, hours = incident.severity, terms.hours_for(incident.severity)
    for change in incident.changes:
        if change.severity not in (None, severity):
            severity = change.severity
            hours = hours.then(change.at, terms.hours_for(severity))
    return hours


def assess(incident: Incident, terms: Terms | TermsHistory, *, folded: Iterable[Incident] = ()) -> Assessment:
    """Return the judgement of an incident, with those that fold into it (R22).

    >>> from datetime import UTC
    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> received_at = datetime(2026, 11, 20, 20, tzinfo=UTC)
    >>> ticket = Incident(id="T-1", received_at=received_at, tier="12h", effort=timedelta(minutes=75))
    >>> assess(ticket, terms).credits, assess(ticket, terms).due_at.isoformat()
    (4, '2026-11-23T16:00:00+00:00')

    Raises `UnknownNameError` for a tier that the terms don't have.
    """
    check.instance("incident", incident, Incident, "give Incident(id=..., received_at=...)")
    terms = in_force(terms, incident.received_at)
    folded = check.as_tuple(folded)
    if folded != ():
        check.each("folded", folded, Incident, "give the incidents that follow from it")
        check.distinct("folded", [incident.id, *(each.id for each in folded)], "id")
    for name in incident.tiers:
        if name not in terms.tiers_by_name:
            known = (tier.name for tier in terms.tiers)
            check.unknown("tier", name, known, f"tier of the terms that incident {incident.id!r} is judged by")
    return Assessment(incident, terms, folded)
