"""One incident, judged whole: whether it counts, what it costs, when its answer is due, and why.

An *assessment* holds the facts and the terms; every figure is derived from them when it is asked
for, and so is the *reason* behind it. A *verdict* is what became of the request.

*Invariant:* an excluded issue costs nothing at any tier, and is owed what the standard tier owes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

import attrs

from . import _checks as check
from . import cost
from .exclusion import exclusions
from .hours import OperatingHours
from .incident import Exclusion, Incident, Kind, Refusal, Severity, Topic, as_incidents
from .reason import Reason
from .sla import Clock, Outcome, Promise, Remark, Response, Tier, TimeLeft, why_due, why_goal
from .terms import Terms, TermsHistory, in_force
from .verdict import ANSWERED, Verdict

__all__ = ["Assessment", "assess"]

ZERO = timedelta(0)


@attrs.frozen
class Assessment:
    """The judgement of one incident, with those that fold into it; `assess` finds the terms in force for it.

    Raises `UnknownNameError` for a tier that the terms don't have.
    """

    incident: Incident
    """The facts; of a group the cause."""
    terms: Terms
    """Those in force on the day of receipt."""
    folded: tuple[Incident, ...] = attrs.field(default=(), converter=as_incidents)
    """The incidents that count as part of it (R22)."""
    verdict: Verdict = attrs.field(init=False, eq=False)
    """What became of the request. Nearly every figure asks for it, so it is worked out once."""

    def __attrs_post_init__(self) -> None:
        incident, terms = self.incident, self.terms
        if type(incident) is not Incident or type(terms) is not Terms:
            check.instance("incident", incident, Incident, "give Incident(id=..., received_at=...)")
            check.instance("terms", terms, Terms, "give Terms.standard(holidays=...)")
        if type(self.folded) is not tuple or self.folded:
            check.all_of("folded", self.folded, Incident, "give the incidents that follow from it")
            check.distinct("folded", [incident.id for incident in self._all], "id")
        for name in incident.tiers:
            if not terms.has_tier(name):
                known = [tier.name for tier in terms.tiers]
                check.unknown("tier", name, known, f"tier of the terms that incident {self.id!r} is judged by")
        object.__setattr__(self, "verdict", self._worked_out())

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
        if self.incident.is_plain:
            return ()
        readings = self.terms.readings
        return exclusions(
            self.incident,
            window=readings.window,
            event=readings.exclusion_event,
            days=self.terms.grace_days,
            tz=self.terms.tz,
        )

    def _worked_out(self) -> Verdict:
        """Return the first verdict that applies, in the order in which its reason lists them."""
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
        return min((one.replied_at for one in self._all if one.replied_at), default=None)

    @property
    def effort(self) -> timedelta | None:
        """The effort of the incident and all that folds into it (R22); None while any of it is unknown."""
        if not self.folded:
            return self.incident.effort
        return None if any(one.effort is None for one in self._all) else self.known_effort

    @property
    def known_effort(self) -> timedelta:
        """The effort of all of them as far as it is known."""
        if not self.folded:
            return self.incident.effort or ZERO
        return sum((one.effort for one in self._all if one.effort is not None), ZERO)

    @property
    def is_pending(self) -> bool:
        """Whether the cost waits for the effort to be known."""
        return self.effort is None and self.verdict is Verdict.INCIDENT

    @property
    def started_units(self) -> int:
        """The started units of what effort is known (R25); none where nothing is charged."""
        return cost.units_started(self.known_effort, self.terms.unit) if self.verdict is Verdict.INCIDENT else 0

    @property
    def units(self) -> int:
        """The units that are charged (A12); of a pending incident the least that they can become."""
        return cost.units_charged(self.started_units, self.incident.advised_units, self.terms.readings.overrun)

    @property
    def written_off(self) -> timedelta:
        """The effort that the customer was not advised of, and does not pay (A12)."""
        return cost.written_off(self.known_effort, units=self.units, unit=self.terms.unit)

    @property
    def tier(self) -> Tier:
        """The tier whose multiplier is paid: the fastest in force before the reply (A9)."""
        incident, terms = self.incident, self.terms
        fastest = terms.tier(incident.tier)
        for change in incident.changes:
            if change.tier and (self.replied_at is None or change.at < self.replied_at):
                fastest = min(fastest, terms.tier(change.tier), key=lambda tier: tier.response)
        return fastest

    @property
    def multiplier(self) -> int:
        """What the tier multiplies units by (R18); 0 where its incidents are not paid for one by one (A10)."""
        return cost.multiplier(self)

    @property
    def least_credits(self) -> int:
        """The credits that it costs (A11); of a pending incident the least that it can."""
        units = self.units
        return cost.multiplied(units, self.multiplier, self.terms.readings.multiplier_scope) if units else 0

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
            problem = f"is not owed for the incident {self.id!r}"
            check.refuse("response", str(self.verdict), problem, "ask only where response is not None", code="not_owed")
        return response

    def outcome(self, *, at: datetime | None = None) -> Outcome:
        """Return how the deadline went, by the reply or, where there is none, as of a moment.

        A reply that came after the moment given had not come by then.
        """
        return self._owed.outcome(self.replied_at, at=at)

    def time_left(self, *, at: datetime) -> TimeLeft:
        """Return the time left until the deadline at a moment, elapsed and in the hours that count."""
        return self._owed.time_left(at=at)

    # --- why

    def explain(self, *, tz: tzinfo | str | None = None, cite: bool = True, name: str | None = None) -> str:
        """Return what was decided and why, as one could write it to the customer; the reasons hold all of it.

        Moments are told in the zone of the terms' hours, or in ``tz``. Without ``cite`` rules and readings are left
        out. ``name`` stands for the id, such as "Your question" where customers know none.
        """
        if name is not None:
            name = check.text("name", name)
        from ._reasons import letter  # only who asks why needs it

        return letter(self, tz=tz, cite=cite, name=name)

    @property
    def why_verdict(self) -> Reason:
        """Why it counts, or does not: what was asked, in order, until an answer decided."""
        from ._reasons import why_verdict  # only who asks why needs it

        return why_verdict(self)

    @property
    def why_credits(self) -> Reason:
        """Why it costs what it does; of a pending incident the least that it can cost."""
        return cost.why_credits(self).in_zone(self.terms.tz)

    @property
    def why_due(self) -> Reason:
        """Why the answer is due when it is: every promise, and the one that comes first."""
        return why_due(self, self._owed)

    @property
    def why_goal(self) -> Reason:
        """Why the goal is when it is."""
        return why_goal(self, self._owed)


def _response(assessed: Assessment, *, counts: bool) -> Response:
    """Return all promises: those of a business day (R9) and of the tier (R12, R18), and of each faster tier bought."""
    incident, terms, since = assessed.incident, assessed.terms, assessed.incident.received_at
    tier = terms.tier(incident.tier) if counts else terms.standard_tier
    if incident.changes:
        return _changed_response(incident, terms, tier, counts=counts)
    clock = terms.sla_clock_of(incident.severity)
    sla = Promise(rule=_rule(tier, terms), since=since, amount=tier.response, clock=clock, name=_called(tier))
    return Response((_business_day(terms, since), sla), terms.goal)


def _changed_response(incident: Incident, terms: Terms, tier: Tier, *, counts: bool) -> Response:
    """Return the promises to an incident that changed on the way (A9): each names the changes that it counts by."""
    clock, since, served = _clock(incident, terms), incident.received_at, _served(incident)

    def promise(rule: str, since: datetime, amount: timedelta, name: str, bought: str = "") -> Promise:
        remark = Remark(bought + served.words, (since, *served.moments))
        return Promise(rule=rule, since=since, amount=amount, clock=clock, name=name, remark=remark)

    promises = [_business_day(terms, since), promise(_rule(tier, terms), since, tier.response, _called(tier))]
    for change in incident.changes if counts else ():
        bought = terms.tier(change.tier) if change.tier else tier
        if bought.response < tier.response:
            tier = bought
            promises.append(promise(_rule(tier, terms), change.at, tier.response, _called(tier), " bought {beside[0]}"))
    return Response(tuple(promises), terms.goal)


def _business_day(terms: Terms, since: datetime) -> Promise:
    """Return the promise of an answer within one business day (R9)."""
    amount, clock = terms.business_day_amount(since), terms.business_day_clock
    return Promise(rule="R9", since=since, amount=amount, clock=clock, name="One business day")


def _called(tier: Tier) -> str:
    return f"The {tier.name} tier"


def _rule(tier: Tier, terms: Terms) -> str:
    return "R12" if tier is terms.standard_tier else "R18"


def _served(incident: Incident) -> Remark:
    """Return the changes of severity in words, with their moments (A9)."""
    changes = [change for change in incident.changes if change.severity]
    words = (f", {change.severity} from {{beside[{place}]}}" for place, change in enumerate(changes, 1))
    return Remark("".join(words), tuple(change.at for change in changes))


def _clock(incident: Incident, terms: Terms) -> Clock:
    """Return the clock of the SLA, on the hours that served the incident from moment to moment."""
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
    if type(terms) is not Terms:
        check.instance("incident", incident, Incident, "give Incident(id=..., received_at=...)")
        terms = in_force(terms, incident.received_at)
    return Assessment(incident, terms, folded)
