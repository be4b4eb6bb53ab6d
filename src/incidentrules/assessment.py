"""One incident, judged whole: whether it counts, what it costs, when its answer is due, and why.

An *assessment* holds the facts and the terms; every figure is derived from them when it is asked
for, and so is the *reason* behind it. A *verdict* is what became of the request.

*Invariant:* an excluded issue costs nothing at any tier, and is owed what the standard tier owes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType

import attrs

from . import _checks as check
from .incident import (
    Exclusion,
    Incident,
    Kind,
    Refusal,
    Severity,
    billable_units,
    event_of,
    exclusions,
    multiplied_units,
    refusal,
    started_units,
)
from .rulebook import Reason, literal, told
from .sla import Clock, Outcome, Promise, Response, Tier, TimeLeft
from .terms import Terms, TermsHistory

__all__ = ["Assessment", "Verdict", "assess"]

ZERO = timedelta(0)


class Verdict(check.Word):
    """What became of a request."""

    INCIDENT = "incident"
    """It counts."""
    EXCLUDED = "excluded"
    """It does not count (R24), and is answered all the same."""
    QUOTED = "quoted"
    """It is a professional service (R4): a quote, no incident."""
    WITHDRAWN = "withdrawn"
    """It ended before any work and any reply."""
    REFUSED = "refused"
    """It was not admitted (R20): no clock started."""


@attrs.frozen
class Assessment:
    """The judgement of one incident, with those that fold into it; made by `assess`."""

    incident: Incident
    terms: Terms
    folded: tuple[Incident, ...] = ()

    # --- what it is

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
        return refusal(self.incident.channel, self.incident.has_account, self.incident.topic)

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

    @cached_property
    def verdict(self) -> Verdict:
        """What became of the request."""
        if self.refusal:
            return Verdict.REFUSED
        if self.incident.kind is Kind.PROFESSIONAL_SERVICES:
            return Verdict.QUOTED
        if self.exclusions:
            return Verdict.EXCLUDED
        if self.effort == ZERO and not any(each.replied_at for each in self._all):
            return Verdict.WITHDRAWN
        return Verdict.INCIDENT

    # --- what it costs

    @property
    def _all(self) -> tuple[Incident, ...]:
        return (self.incident, *self.folded)

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
        if self.verdict is not Verdict.INCIDENT:
            return 0
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
            if change.tier and (incident.replied_at is None or change.at < incident.replied_at):
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
        """What is promised, and when; None where no answer is owed: not admitted, or withdrawn before one."""
        return None if self.verdict in (Verdict.REFUSED, Verdict.WITHDRAWN) else _response(self)

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
        if self.response is None:
            remedy = f"ask only where response is not None: the request was {self.verdict}"
            check.refuse("response", self.id, "is not owed", remedy, code="not_owed")
        return self.response

    def outcome(self, *, at: datetime | None = None) -> Outcome:
        """Return how the deadline went, by the reply or, where there is none, as of a moment."""
        return self._owed.outcome(self.incident.replied_at, at=at)

    def time_left(self, *, at: datetime) -> TimeLeft:
        """Return the time left until the deadline at a moment, elapsed and in the hours that count."""
        return self._owed.time_left(at=at)

    # --- why

    def explain(self) -> str:
        """Return what was decided and why, as one could write it to the customer; the reasons hold all of it."""
        owed = [] if self.response is None else [self.why_due]
        return "\n".join(reason.told(depth=1) for reason in (self.why_verdict, self.why_credits, *owed))

    @property
    def why_verdict(self) -> Reason:
        """Why it counts, or does not."""
        rule, says = _VERDICTS[self.verdict]
        parts = self._why_window
        if self.refusal:
            parts = (Reason("R20", self.refusal, says=f"The reason is: {_words(self.refusal)}"),)
        elif self.verdict is Verdict.EXCLUDED:
            others = (why for why in self.exclusions if why is not _WINDOW)
            parts = (*(Reason("R24", why, says=f"It is: {_words(why)}") for why in others), *parts)
        return Reason(rule, self.verdict, "judged", parts, says=f"{literal(self.id)} {says}")

    @property
    def _why_window(self) -> tuple[Reason, ...]:
        incident, readings, is_within = self.incident, self.terms.readings, _WINDOW in self.exclusions
        if incident.deployed_at is None:
            return ()
        event = readings.cite("exclusion_event")
        parts = (
            Reason("", incident.deployed_at, says="The solution was deployed {value}"),
            Reason(
                "", event_of(incident, readings.exclusion_event), "given", (), "The problem counts from {value}", event
            ),
            Reason("R24", self.terms.grace_days, says="{value} days after a deployment are free"),
        )
        says = "{1} is within {2} days of {0}" if is_within else "{1} is not within {2} days of {0}"
        return (Reason("R24", is_within, "judged", parts, says, readings.cite("window")),)

    @property
    def why_credits(self) -> Reason:
        """Why it costs what it does; of a pending incident the least that it can cost."""
        if self.verdict is not Verdict.INCIDENT:
            return Reason(_VERDICTS[self.verdict][0], 0, "nothing", (self.why_verdict,), "It costs no credits")
        credits, units, multiplier = self.least_credits, self._why_units, self._why_multiplier
        begins = "Until the effort is known, it costs at least" if self.is_pending else "It costs"
        says = f"{begins} {_some(credits, 'credit')}"
        if not credits:
            return Reason("R18", 0, "nothing", (units, multiplier), says)
        if self.units == 1 or self.multiplier == 1:
            return Reason("R18", credits, "product", (units, multiplier), says)
        scope, rest = self.terms.readings.cite("multiplier_scope"), self.units - self.multiplied
        if not rest:
            return Reason("R18", credits, "product", (units, multiplier), f"{says}: {{0}} x {{1}}", scope)
        first = Reason("R18", self.multiplied, "judged", (units,), "The tier multiplies {value} of them", scope)
        dear = Reason("R18", self.multiplied * self.multiplier, "product", (first, multiplier), "{value} for {0}")
        plain = Reason("R25", rest, "difference", (units, first), "{value} for the rest, at one credit each")
        return Reason("R18", credits, "sum", (dear, plain), f"{says}: {{0}} + {{1}}")

    @property
    def _why_tier_counts(self) -> tuple[Reason, ...]:
        """The judgement that decides whether a faster tier is owed, where there is one to make (R24)."""
        is_faster = any(self.terms.tier(name) is not self.terms.standard_tier for name in self.incident.tiers)
        return self._why_window if is_faster else ()

    @property
    def _why_multiplier(self) -> Reason:
        is_standard = self.tier is self.terms.standard_tier
        reading = None if is_standard else self.terms.readings.cite("credit_basis")
        is_monthly = self.multiplier != self.tier.multiplier
        says = "is paid by the month, not here" if is_monthly else "takes {value} for each"
        window = self._why_window
        how = "judged" if window else "given"
        return Reason("R18", self.multiplier, how, window, f"The {literal(self.tier.name)} tier {says}", reading)

    @property
    def _why_units(self) -> Reason:
        incident, terms = self.incident, self.terms
        efforts = tuple(
            Reason(
                "R22" if each is not incident else "",
                each.effort or ZERO,
                says=f"{{value}} of work on {literal(each.id)}",
            )
            for each in self._all
        )
        effort = (
            Reason("R22", self.known_effort, "sum", efforts, "{value} of work in all") if self.folded else efforts[0]
        )
        unit = Reason("R25", terms.unit, says="One incident takes {value} at most")
        started = self.started_units
        says = f"{{0}} of work started {_some(started, 'incident')}, as one takes {{1}} at most"
        if self.is_pending:
            says = f"{{0}} of work is known so far: {_some(started, 'incident')} at least, as one takes {{1}} at most"
        reason = Reason("R25", started, "started", (effort, unit), says)
        advised = incident.advised_units
        if advised is None or advised >= started:
            return reason
        cited = terms.readings.cite("overrun")
        known = Reason("R25", advised, says="The customer was advised of {value}")
        if self.units == started:
            return Reason(
                "R25",
                started,
                "sum",
                (reason,),
                f"{_some(started, 'incident')} charged, though advised of {advised}",
                cited,
            )
        says = f"{_some(self.units, 'incident')} charged, as advised; {told(self.written_off)} of work is written off"
        return Reason("R25", self.units, "least", (reason, known), says, cited)

    @property
    def why_due(self) -> Reason:
        """Why the answer is due when it is: every promise, and the one that comes first."""
        owed = self._owed
        promises = tuple(self._why_promise(promise) for promise in owed.promises)
        return Reason(
            owed.governing.rule,
            owed.due_at,
            "earliest",
            promises,
            "The answer is due {value} UTC, as promised first",
        )

    @property
    def why_goal(self) -> Reason:
        """Why the goal is when it is."""
        owed = self._owed
        parts = (self._why_promise(owed.goal), self.why_due)
        return Reason(
            "R13", owed.goal_at, "earliest", parts, "The desk means to answer by {value} UTC, without promising it"
        )

    def _why_promise(self, promise: Promise) -> Reason:
        readings, business = self.terms.readings, self.terms.business_hours
        reading = readings.cite("business_day" if promise.rule == "R9" else "sla_clock")
        is_operating = promise.clock.hours in (business, self.terms.severe_hours)
        return promise.why(
            lambda each: ("R14" if business.is_open(each.start) else "R15") if is_operating else promise.rule,
            reading=reading,
            at_close=readings.cite("at_close"),
            because=() if promise.rule == "R9" else self._why_tier_counts,
        )


_WINDOW = Exclusion.WITHIN_WINDOW
_VERDICTS: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.INCIDENT: ("R21", "counts as an incident"),
        Verdict.EXCLUDED: ("R24", "does not count as an incident"),
        Verdict.QUOTED: ("R4", "is a professional service, for which there is a quote"),
        Verdict.WITHDRAWN: ("R21", "was withdrawn before any work or reply"),
        Verdict.REFUSED: ("R20", "was not admitted"),
    }
)


def _words(word: check.Word) -> str:
    return str(word).replace("_", " ")


def _some(count: int, what: str) -> str:
    return f"{{value}} {what}" if count == 1 else f"{{value}} {what}s"


def _response(assessed: Assessment) -> Response:
    incident, terms, since = assessed.incident, assessed.terms, assessed.incident.received_at
    counts = assessed.verdict is Verdict.INCIDENT
    tier = terms.tier(incident.tier) if counts else terms.standard_tier
    clock = _clock(incident, terms)
    length, business_day = terms.business_day_clock
    promises = [Promise("R9", since, length, business_day, "One business day"), _sla(tier, since, clock, terms)]
    for change in incident.changes if counts else ():
        bought = terms.tier(change.tier) if change.tier else tier
        if bought.response < tier.response:
            tier = bought
            promises.append(_sla(tier, change.at, clock, terms))
    return Response(tuple(promises), Promise("R13", since, terms.goal, clock, "The goal"))


def _sla(tier: Tier, since: datetime, clock: Clock, terms: Terms) -> Promise:
    return Promise(
        "R12" if tier is terms.standard_tier else "R18", since, tier.response, clock, f"The {tier.name} tier"
    )


def _clock(incident: Incident, terms: Terms) -> Clock:
    """Return the clock on which each open minute counts under the severity in force in it (A9)."""
    changes = [change for change in incident.changes if change.severity]
    if not changes:
        return terms.sla_clocks[incident.severity]
    hours = terms.hours_for(incident.severity)
    for change in changes:
        hours = hours.then(change.at, terms.hours_for(change.severity or incident.severity))
    return terms.sla_clock(hours)


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
    check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
    terms = terms.on(terms.day_of(incident.received_at))
    folded = check.as_tuple(folded)
    check.each("folded", folded, Incident, "give the incidents that follow from it")
    if incident.tier is not None or incident.changes:
        for name in incident.tiers:
            terms.tier(name)
    return Assessment(incident, terms, folded)
