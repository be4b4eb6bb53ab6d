"""Why an assessment says what it does: its verdict, its cost, its deadline, each down to the facts.

Every function here takes what was judged and returns a *reason*, or several parts of one: those that
an assessment shows are `why_verdict`, `why_credits`, `why_due` and `why_goal`; `letter` tells them all.

*Invariant:* nothing is judged here: values are those of the assessment, of its facts and of its terms.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import takewhile
from types import MappingProxyType
from typing import Protocol

from .hours import OperatingHours
from .incident import LAST, ONE_DAY, Exclusion, Incident, Refusal, event_of, last_free_moment
from .readings import Window
from .reason import Reason, literal, told
from .sla import ALWAYS, Promise, Response, Tier
from .terms import Terms
from .verdict import QUESTIONS, Verdict

ZERO = timedelta(0)
Parts = tuple[Reason, ...]


class Judged(Protocol):
    """One incident judged whole, as `incidentrules.assessment.Assessment` is."""

    @property
    def incident(self) -> Incident: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def folded(self) -> tuple[Incident, ...]: ...
    @property
    def refusal(self) -> Refusal | None: ...
    @property
    def exclusions(self) -> tuple[Exclusion, ...]: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def replied_at(self) -> datetime | None: ...
    @property
    def effort(self) -> timedelta | None: ...
    @property
    def known_effort(self) -> timedelta: ...
    @property
    def is_pending(self) -> bool: ...
    @property
    def started_units(self) -> int: ...
    @property
    def units(self) -> int: ...
    @property
    def written_off(self) -> timedelta: ...
    @property
    def tier(self) -> Tier: ...
    @property
    def multiplier(self) -> int: ...
    @property
    def multiplied(self) -> int: ...
    @property
    def least_credits(self) -> int: ...


def letter(judged: Judged, owed: Response | None) -> str:
    """Return what was decided and why, as one could write it to the customer."""
    decided, cost = why_verdict(judged), why_credits(judged)
    if judged.verdict is Verdict.INCIDENT:
        told_of = [decided.told(depth=0), cost.told(depth=1)]
    else:
        grounds = (part for part in decided.parts[-1].parts if part.value is not False)
        told_of = [decided.told(depth=0), *(f"  {part.sentence}" for part in grounds), cost.told(depth=0)]
    return "\n".join([*told_of, why_due(judged, owed).told(depth=1)] if owed else told_of)


# --- what it is


def why_verdict(judged: Judged) -> Reason:
    """Return why it counts, or does not: what was asked, in order, until an answer decided."""
    asked = [*takewhile(lambda verdict: verdict is not judged.verdict, QUESTIONS), judged.verdict]
    question = QUESTIONS[judged.verdict]
    answers = tuple(_answer(judged, verdict) for verdict in asked)
    return Reason(question.rule, judged.verdict, "first true", answers, f"{literal(judged.incident.id)} {question.yes}")


def _answer(judged: Judged, verdict: Verdict) -> Reason:
    """Return whether a verdict applies, over all that speaks for it or against it."""
    question, is_so = QUESTIONS[verdict], verdict is judged.verdict
    grounds = _GROUNDS[verdict](judged) if verdict in _GROUNDS else ()
    says = f"It {question.yes if is_so else question.no}"
    return Reason(question.rule, (is_so, verdict), "any" if grounds else "given", grounds, says)


def _refused(judged: Judged) -> Parts:
    if judged.refusal:
        return (Reason("R20", True, says=_REFUSALS[judged.refusal]),)
    incident = judged.incident
    account = "with an account" if incident.has_account else "without an account"
    return (Reason("R20", False, says=f"It came by {incident.channel}, {account}, about {incident.topic}"),)


def _on_call(judged: Judged) -> Parts:
    return (Reason("R29", judged.verdict is Verdict.ON_CALL, says=f"It is about {judged.incident.topic}"),)


def _quoted(judged: Judged) -> Parts:
    return (Reason("R4", judged.verdict is Verdict.QUOTED, says=f"It is of the kind {judged.incident.kind}"),)


def _excluded(judged: Judged) -> Parts:
    facts = {
        Exclusion.OUT_OF_BOX_FAILURE: "Nothing that was paid for failed out of the box",
        Exclusion.PRE_SALES: f"It is of the kind {judged.incident.kind}",
    }
    grounds = (
        Reason("R24", why in judged.exclusions, says=_EXCLUSIONS[why] if why in judged.exclusions else fact)
        for why, fact in facts.items()
    )
    return (*grounds, *_window(judged))


def _withdrawn(judged: Judged) -> Parts:
    work = (
        "It is not known how much work it took" if judged.effort is None else f"It took {told(judged.effort)} of work"
    )
    reply = "nobody replied" if judged.replied_at is None else f"the reply came {told(judged.replied_at)}"
    return (Reason("R21", judged.verdict is Verdict.WITHDRAWN, says=f"{work}, and {reply}"),)


def _window(judged: Judged) -> Parts:
    """Return whether the problem came in the days after a deployment, where there was one (R24)."""
    incident, terms = judged.incident, judged.terms
    if incident.deployed_at is None:
        return ()
    readings, at = terms.readings, event_of(incident, terms.readings.exclusion_event)
    is_within = Exclusion.WITHIN_WINDOW in judged.exclusions
    deployed = Reason("", incident.deployed_at, says="The solution was deployed {value}")
    came = Reason("", at, says="The problem counts from {value}", reading=readings.cite("exclusion_event"))
    last = _last_free(deployed, terms)
    # What came outside lies beyond one of the bounds, and that one is told; what came within needs both.
    parts = (deployed, came, last) if is_within else (deployed, came) if at < deployed.value else (came, last)
    where = f"{'within' if is_within else 'outside'} the {terms.grace_days} days after the deployment"
    says = f"The problem came {told(at)}, {where} on {told(deployed.value)}"
    return (Reason("R24", is_within, "in order", parts, says, readings.cite("window")),)


def _last_free(deployed: Reason, terms: Terms) -> Reason:
    """Return why the free days after a deployment end when they do (A13)."""
    window, says = terms.readings.window, "The free days end {value}"
    last = last_free_moment(deployed.value, window=window, days=terms.grace_days, tz=terms.tz)
    if last == LAST:  # the calendar ends, and arithmetic with it
        return Reason("R24", last, says=says)
    grace = Reason("R24", terms.grace_days, says="{value} days after a deployment are free")
    how, length = _LENGTHS[window](grace)
    return Reason("R24", last.astimezone(terms.tz), how, (deployed, length), says)


def _days_less_one(grace: Reason) -> Reason:
    first = Reason("R24", 1, says="The day of the deployment is {value} of them")
    return Reason("R24", grace.value - 1, "difference", (grace, first), "{value} days come after it")


def _days_in_hours(grace: Reason) -> Reason:
    day = Reason("", ONE_DAY, says="A day is {value}")
    return Reason("R24", grace.value * ONE_DAY, "product", (grace, day), "They are {value}")


_LENGTHS: Mapping[Window, Callable[[Reason], tuple[str, Reason]]] = MappingProxyType(
    {
        Window.CALENDAR_DAYS: lambda grace: ("end of day", grace),
        Window.CALENDAR_DAYS_EXCLUSIVE: lambda grace: ("end of day", _days_less_one(grace)),
        Window.HOURS: lambda grace: ("sum", _days_in_hours(grace)),
    }
)
"""How the free days end by each reading of A13: by which arithmetic, and how long after the deployment."""
_GROUNDS: Mapping[Verdict, Callable[[Judged], Parts]] = MappingProxyType(
    {
        Verdict.REFUSED: _refused,
        Verdict.ON_CALL: _on_call,
        Verdict.QUOTED: _quoted,
        Verdict.EXCLUDED: _excluded,
        Verdict.WITHDRAWN: _withdrawn,
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
_EXCLUSIONS: Mapping[Exclusion, str] = MappingProxyType(
    {
        Exclusion.OUT_OF_BOX_FAILURE: "Work that was paid for failed out of the box",
        Exclusion.PRE_SALES: "It was asked before a sale, or about what is on sale",
    }
)


# --- what it costs


def why_credits(judged: Judged) -> Reason:
    """Return why it costs what it does; of a pending incident the least that it can cost."""
    if judged.verdict is not Verdict.INCIDENT:
        row = Reason("R21", (judged.verdict, 0), says="Only what counts as an incident costs credits")
        parts = (why_verdict(judged), row)
        return Reason(QUESTIONS[judged.verdict].rule, 0, "looked up", parts, "It costs no credits")
    credits, units, multiplier = judged.least_credits, _why_units(judged), _why_multiplier(judged)
    begins = "Until the effort is known, it costs at least" if judged.is_pending else "It costs"
    says = f"{begins} {_some(credits, 'credit')}"
    if judged.units == 1 or judged.multiplier <= 1:
        return Reason("R18", credits, "product", (units, multiplier), says)
    scope, rest = judged.terms.readings.cite("multiplier_scope"), judged.units - judged.multiplied
    if not rest:
        return Reason("R18", credits, "product", (units, multiplier), f"{says}: {{0}} x {{1}}", scope)
    one = Reason("R18", 1, says="{value} is multiplied at most")
    first = Reason("R18", judged.multiplied, "least", (units, one), "The tier multiplies the first", scope)
    dear = Reason("R18", judged.multiplied * judged.multiplier, "product", (first, multiplier), "{value} for the first")
    plain = Reason("R25", rest, "difference", (units, first), "{value} for the rest, at one credit each")
    return Reason("R18", credits, "sum", (dear, plain), f"{says}: {{0}} + {{1}}")


def _why_multiplier(judged: Judged) -> Reason:
    tier, terms = judged.tier, judged.terms
    reading = None if tier is terms.standard_tier else terms.readings.cite("credit_basis")
    is_monthly = judged.multiplier != tier.multiplier
    says = "is paid by the month, not here" if is_monthly else "takes {value} for each"
    window = _window(judged)
    how = "given unless" if window else "given"
    return Reason("R18", judged.multiplier, how, window, f"The {literal(tier.name)} tier {says}", reading)


def _why_units(judged: Judged) -> Reason:
    """Return why so many units are charged: those started, or those advised of (A12)."""
    readings, started = judged.terms.readings, _why_started(judged)
    advised = judged.incident.advised_units
    if advised is None or advised >= started.value:
        return started
    known = Reason("R25", advised, says="The customer was advised of {value}")
    cited, charged = readings.cite("overrun"), f"{_some(judged.units, 'incident')} charged"
    if judged.units == started.value:
        return Reason("R25", judged.units, "first", (started, known), f"{charged}, though advised of {{1}}", cited)
    says = f"{charged}, as advised; {told(judged.written_off)} of work is written off"
    return Reason("R25", judged.units, "least", (started, known), says, cited)


def _why_started(judged: Judged) -> Reason:
    """Return why so many units were started (R25), by the effort of all that folds into one (R22)."""
    efforts = (_effort(judged.incident, ""), *(_effort(each, "R22") for each in judged.folded))
    effort = Reason("R22", judged.known_effort, "sum", efforts, "{value} of work in all")
    unit = Reason("R25", judged.terms.unit, says="One incident takes {value} at most")
    some = _some(judged.started_units, "incident")
    says = f"{{0}} of work started {some}, as one takes {{1}} at most"
    if judged.is_pending:
        says = f"{some} at the least, as any work starts one, and one takes {{1}} at most"
    spent = effort if judged.folded else efforts[0]
    return Reason("R25", judged.started_units, "started", (spent, unit), says)


def _effort(incident: Incident, rule: str) -> Reason:
    name = literal(incident.id)
    says = f"The work on {name} is not known yet" if incident.effort is None else f"{{value}} of work on {name}"
    return Reason(rule, incident.effort or ZERO, says=says)


def _some(count: int, what: str) -> str:
    return f"{{value}} {what}" if count == 1 else f"{{value}} {what}s"


# --- what it is owed


def why_due(judged: Judged, owed: Response) -> Reason:
    """Return why the answer is due when it is: every promise, and the one that comes first."""
    promises = tuple(_why_promise(judged, promise) for promise in owed.promises)
    says = "The answer is due {value} UTC, the earliest that was promised"
    return Reason(owed.governing.rule, owed.due_at, "earliest", promises, says)


def why_goal(judged: Judged, owed: Response) -> Reason:
    """Return why the goal is when it is."""
    parts = (_why_promise(judged, owed.goal), why_due(judged, owed))
    says = "The desk means to answer by {value} UTC, without promising it"
    return Reason("R13", owed.goal_at, "earliest", parts, says)


def _why_promise(judged: Judged, promise: Promise) -> Reason:
    readings, business = judged.terms.readings, judged.terms.business_hours

    def rule_of(at: datetime, hours: OperatingHours) -> str:
        if hours is ALWAYS:
            return promise.rule
        return "R14" if hours == business.whole_days() or business.is_open(at) else "R15"

    is_day = promise.rule == "R9"
    return promise.why(
        rule_of,
        reading=readings.cite("business_day" if is_day else "sla_clock"),
        at_close=readings.cite("at_close"),
        because=() if is_day else _why_tier_counts(judged),
    )


def _why_tier_counts(judged: Judged) -> Parts:
    """Return what decides whether the tier's promise is owed, or any, where that could be otherwise (R24)."""
    terms = judged.terms
    is_faster = any(terms.tier(name) is not terms.standard_tier for name in judged.incident.tiers)
    might_be_withdrawn = judged.effort == ZERO and judged.replied_at is None
    return _COUNTS[judged.verdict](judged) if is_faster or might_be_withdrawn else ()


_COUNTS: Mapping[Verdict, Callable[[Judged], Parts]] = MappingProxyType(
    {Verdict.INCIDENT: _window, Verdict.EXCLUDED: _excluded, Verdict.QUOTED: lambda judged: ()}
)
"""What decides whether the tier counts for what is owed an answer: the window, any exclusion, nothing of R24."""
