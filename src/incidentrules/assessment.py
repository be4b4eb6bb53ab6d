"""One incident, judged whole: whether it counts, what it costs, when its answer is due, and why.

An *assessment* holds the facts and the terms; every figure is derived from them when it is asked
for, and so is the *reason* behind it. A *verdict* is what became of the request.

*Invariant:* an excluded issue costs nothing at any tier, and is owed what the standard tier owes.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from itertools import takewhile
from types import MappingProxyType

import attrs

from . import _checks as check
from .hours import OperatingHours
from .incident import (
    Exclusion,
    Incident,
    Kind,
    Refusal,
    Severity,
    Topic,
    billable_units,
    event_of,
    exclusions,
    last_free_moment,
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
    ON_CALL = "on_call"
    """It asks for help at once (R29), which is a call-out, and billed by the hour."""


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
        return next(verdict for is_so, verdict in self._verdicts if is_so)

    @property
    def _verdicts(self) -> Iterator[tuple[bool, Verdict]]:
        """Every verdict, and whether it applies; the first that does is given."""
        yield self.refusal is not None, Verdict.REFUSED
        yield self.incident.topic is Topic.ON_CALL, Verdict.ON_CALL
        yield self.incident.kind is Kind.PROFESSIONAL_SERVICES, Verdict.QUOTED
        yield bool(self.exclusions), Verdict.EXCLUDED
        yield self.effort == ZERO and self.replied_at is None, Verdict.WITHDRAWN
        yield True, Verdict.INCIDENT

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
        return _response(self) if self.verdict in _ANSWERED else None

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
        return self._owed.outcome(self.replied_at, at=at)

    def time_left(self, *, at: datetime) -> TimeLeft:
        """Return the time left until the deadline at a moment, elapsed and in the hours that count."""
        return self._owed.time_left(at=at)

    # --- why

    def explain(self) -> str:
        """Return what was decided and why, as one could write it to the customer; the reasons hold all of it."""
        decided = self.why_verdict
        lines = [decided.told(depth=0)]
        if self.verdict is Verdict.INCIDENT:
            lines.append(self.why_credits.told(depth=1))
        else:
            lines += [f"  {part.sentence}" for part in decided.parts[-1].parts if part.value is not False]
            lines.append(self.why_credits.told(depth=0))
        if self.response:
            lines.append(self.why_due.told(depth=1))
        return "\n".join(lines)

    @property
    def why_verdict(self) -> Reason:
        """Why it counts, or does not: what was asked, in order, until an answer decided."""
        rule, says = _VERDICTS[self.verdict]
        asked = [*takewhile(lambda each: not each[0], self._verdicts), (True, self.verdict)]
        parts = tuple(self._why_answer(is_so, verdict) for is_so, verdict in asked)
        return Reason(rule, self.verdict, "first true", parts, f"{literal(self.id)} {says}")

    def _why_answer(self, is_so: bool, verdict: Verdict) -> Reason:
        details = {Verdict.REFUSED: self._why_refused, Verdict.EXCLUDED: self._why_excluded}.get(verdict, tuple)()
        words = _VERDICTS[verdict][1] if is_so else _NOT[verdict]
        how = "any" if details else "given"
        return Reason(_VERDICTS[verdict][0], (is_so, verdict), how, details, f"It {words}")

    def _why_refused(self) -> tuple[Reason, ...]:
        return (Reason("R20", True, says=_REFUSALS[self.refusal]),) if self.refusal else ()

    def _why_excluded(self) -> tuple[Reason, ...]:
        facts = {
            Exclusion.OUT_OF_BOX_FAILURE: "Work that was paid for failed out of the box",
            Exclusion.PRE_SALES: "It was asked before a sale, or about what is on sale",
        }
        given = (Reason("R24", True, says=says) for why, says in facts.items() if why in self.exclusions)
        return (*given, *self._why_window)

    @property
    def _why_window(self) -> tuple[Reason, ...]:
        incident, terms, is_within = self.incident, self.terms, _WINDOW in self.exclusions
        if incident.deployed_at is None:
            return ()
        window, days = terms.readings.window, terms.grace_days
        last = last_free_moment(incident.deployed_at, window=window, days=days, tz=terms.tz)
        at = event_of(incident, terms.readings.exclusion_event)
        event, reading = terms.readings.cite("exclusion_event"), terms.readings.cite("window")
        deployed = Reason("", incident.deployed_at, says="The solution was deployed {value}")
        grace = Reason("R24", days, says="{value} days after a deployment are free")
        parts = (
            deployed,
            Reason("", at, says="The problem counts from {value}", reading=event),
            Reason("R24", last, "judged", (deployed, grace), "The free days end {value}"),
        )
        where = "within" if is_within else "outside"
        says = f"The problem came {{1}}, {where} the {days} days after the deployment on {{0}}"
        return (Reason("R24", is_within, "within", parts, says, reading),)

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
        first = Reason("R18", self.multiplied, "judged", (units,), "The tier multiplies the first", scope)
        dear = Reason("R18", self.multiplied * self.multiplier, "product", (first, multiplier), "{value} for the first")
        plain = Reason("R25", rest, "difference", (units, first), "{value} for the rest, at one credit each")
        return Reason("R18", credits, "sum", (dear, plain), f"{says}: {{0}} + {{1}}")

    @property
    def _why_tier_counts(self) -> tuple[Reason, ...]:
        """The judgement that decides whether the tier's promise is owed, where there is one to make (R24)."""
        is_faster = any(self.terms.tier(name) is not self.terms.standard_tier for name in self.incident.tiers)
        might_be_withdrawn = self.effort == ZERO and self.replied_at is None
        return self._why_window if is_faster or might_be_withdrawn else ()

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
            Reason("R22" if each is not incident else "", each.effort or ZERO, says=_told_effort(each))
            for each in self._all
        )
        effort = (
            Reason("R22", self.known_effort, "sum", efforts, "{value} of work in all") if self.folded else efforts[0]
        )
        unit = Reason("R25", terms.unit, says="One incident takes {value} at most")
        started = self.started_units
        says = f"{{0}} of work started {_some(started, 'incident')}, as one takes {{1}} at most"
        if self.is_pending:
            says = f"{_some(started, 'incident')} at the least, as any work starts one, and one takes {{1}} at most"
        reason = Reason("R25", started, "started", (effort, unit), says)
        advised = incident.advised_units
        if advised is None or advised >= started:
            return reason
        cited = terms.readings.cite("overrun")
        known = Reason("R25", advised, says="The customer was advised of {value}")
        if self.units == started:
            says = f"{_some(started, 'incident')} charged, though advised of {{1}}"
            return Reason("R25", started, "first", (reason, known), says, cited)
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
        operating = (business, self.terms.severe_hours, _serving(self.incident, self.terms))

        def rule_of(at: datetime, hours: OperatingHours) -> str:
            if hours in operating:
                return "R14" if business.is_open(at) else "R15"
            return "R14" if hours == business.whole_days() else promise.rule

        return promise.why(
            rule_of,
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
        Verdict.ON_CALL: ("R29", "asks for on-call, which is billed by the hour"),
    }
)
_NOT: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.REFUSED: "was admitted",
        Verdict.ON_CALL: "does not ask for on-call",
        Verdict.QUOTED: "is no professional service",
        Verdict.EXCLUDED: "is not excluded",
        Verdict.WITHDRAWN: "was not withdrawn before any work or reply",
    }
)
_REFUSALS: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.PORTAL_NEEDS_LOGIN: "The portal needs a login",
        Refusal.EMAIL_NEEDS_ACCOUNT: "E-mail needs an account",
        Refusal.EMAIL_NOT_FOR_TOPIC: "E-mail is not for billing and account questions",
        Refusal.CHANNEL_NOT_OFFERED: "By phone only on-call can be asked for",
    }
)
_ANSWERED = frozenset({Verdict.INCIDENT, Verdict.EXCLUDED, Verdict.QUOTED})
"""The verdicts on what is owed an answer."""


def _told_effort(incident: Incident) -> str:
    name = literal(incident.id)
    return f"The work on {name} is not known yet" if incident.effort is None else f"{{value}} of work on {name}"


def _some(count: int, what: str) -> str:
    return f"{{value}} {what}" if count == 1 else f"{{value}} {what}s"


def _response(assessed: Assessment) -> Response:
    incident, terms, since = assessed.incident, assessed.terms, assessed.incident.received_at
    counts = assessed.verdict is Verdict.INCIDENT
    tier = terms.tier(incident.tier) if counts else terms.standard_tier
    clock = _clock(incident, terms)
    length, business_day = terms.business_day_from(since)
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
    if not any(change.severity for change in incident.changes):
        return terms.sla_clocks[incident.severity]
    return terms.sla_clock(_serving(incident, terms))


def _serving(incident: Incident, terms: Terms) -> OperatingHours:
    """Return the hours in which each open minute counts under the severity in force in it (A9)."""
    hours = terms.hours_for(incident.severity)
    for change in incident.changes:
        if change.severity:
            hours = hours.then(change.at, terms.hours_for(change.severity))
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
    check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
    terms = terms.on(terms.day_of(incident.received_at))
    folded = check.as_tuple(folded)
    check.each("folded", folded, Incident, "give the incidents that follow from it")
    if folded:
        check.distinct("folded", [incident.id, *(each.id for each in folded)], "id")
    for name in incident.tiers if incident.tier is not None or incident.changes else ():
        if name is not None and all(name != tier.name for tier in terms.tiers):
            known = (tier.name for tier in terms.tiers)
            check.unknown("tier", name, known, f"tier of the terms that incident {incident.id!r} is judged by")
    return Assessment(incident, terms, folded)
