"""When an answer is due, and how that went.

A *clock* is the hours that count, where it begins and where it lands. A *promise* is an amount of
time on a clock, owed under a rule. Its *deadline* is where the amount is used up; the *governing*
promise is the one whose deadline comes first. The *goal* is a deadline whose miss breaks nothing.

*Invariant:* every reading of the terms is a clock with other values: there is one way to a deadline.
*Units:* a reply at the deadline is in time; without a reply, a promise is broken only after it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import attrs

from . import _checks as check
from .exclusion import why_excluded, why_window
from .hours import ALWAYS, Interval, OperatingHours
from .incident import Severity
from .readings import AtClose, BusinessDay, SlaClock
from .reason import Reason, as_words, literal
from .verdict import Verdict

if TYPE_CHECKING:
    from .assessment import Assessment

__all__ = ["Clock", "Outcome", "Promise", "Response", "Tier", "TimeLeft", "queue"]

ZERO = timedelta(0)
MOST_COUNTED = 10_000
"""How many intervals a reason lists: those of about thirty years."""


@attrs.frozen(kw_only=True)
class Tier(check.Record):
    """A response time on sale, and what it multiplies the credits of an incident by (R12, R18)."""

    name: str
    """Such as ``12h``; unique among the tiers of the terms."""
    response: timedelta
    """The hours of its SLA."""
    multiplier: int
    """How many credits it takes for one unit."""

    def __attrs_post_init__(self) -> None:
        check.text("name", self.name, self)
        check.duration("response", self.response, self, least=timedelta(minutes=1))
        check.count("multiplier", self.multiplier, self)


@attrs.frozen(kw_only=True)
class Clock:
    """The hours that count, where it begins, and where it lands.

    Made by the library: one that is made by hand is not checked.

    It begins at once, at the next opening of ``begin_in``, or with the next day. It lands where the time is used
    up, or at the next opening of ``land_in``.
    """

    hours: OperatingHours
    """The hours that count."""
    begin_in: OperatingHours | None = None
    """Counting begins at their next opening; None is at once."""
    land_in: OperatingHours | None = None
    """The deadline lands at their next opening; None is where the time is used up."""
    begins_next_day: bool = False
    """Whether counting begins at the end of the day."""

    def begin(self, since: datetime) -> datetime:
        """Return the moment from which time counts."""
        check.moment("since", since := check.as_utc(since))
        return self._begin(since)

    def _begin(self, since: datetime) -> datetime:
        if self.begins_next_day:
            return self.hours.end_of_day(since)
        return self.begin_in.next_open(since) if self.begin_in else since

    def land(self, at: datetime) -> datetime:
        """Return the moment at which a deadline lands whose time is used up."""
        check.moment("at", at := check.as_utc(at))
        return self.land_in.next_open(at) if self.land_in else at

    def due(self, since: datetime, amount: timedelta) -> datetime:
        """Return when an amount of time is due."""
        check.moment("since", since := check.as_utc(since))
        return self._due(since, check.duration("amount", amount))

    def _due(self, since: datetime, amount: timedelta) -> datetime:
        """Return the same of what was checked before."""
        used_up = self.hours.add(self._begin(since), amount)
        return self.land_in.next_open(used_up) if self.land_in else used_up


class Remark(NamedTuple):
    """Words that follow a name, with ``{beside[0]}`` and so on for the moments."""

    words: str = ""
    moments: tuple[datetime, ...] = ()


NO_REMARK = Remark()


@attrs.frozen(kw_only=True)
class Promise:
    """An amount of time on a clock, owed under a rule since a moment.

    Made by the library: one that is made by hand is not checked.

    ``name`` is what a reason calls it, ``remark`` what follows the name.
    """

    rule: str
    """The rule under which it is owed."""
    since: datetime
    """From when it counts."""
    amount: timedelta
    """How much time."""
    clock: Clock
    """Which hours count."""
    name: str = "The promise"
    """What a reason calls it."""
    remark: Remark = NO_REMARK
    """What follows the name in a reason."""

    @property
    def due_at(self) -> datetime:
        """The deadline."""
        return self.clock._due(self.since, self.amount)  # noqa: SLF001  # both were checked before

    def counted(self) -> Iterator[Interval]:
        """Return what was counted, each interval with why; the durations add up to the amount."""
        begun = self.clock.begin(self.since)
        return self.clock.hours.intervals(begun, self.clock.hours.add(begun, self.amount))

    def _listed(self) -> tuple[Interval, ...]:
        """Return what was counted, where a reason has room for it."""
        counted = tuple(islice(self.counted(), MOST_COUNTED + 1))
        if len(counted) > MOST_COUNTED:
            problem, remedy = f"counts more than {MOST_COUNTED:,} intervals", "ask for the deadline alone"
            check.refuse("amount", self.amount, problem, remedy, code="too_many")
        return counted

    def why(
        self,
        rule_of: Callable[[datetime, OperatingHours], str],
        *,
        reading: str,
        at_close: str,
        because: tuple[Reason, ...] = (),
    ) -> Reason:
        """Return the reason behind the deadline: what was counted, interval by interval, and where that lands.

        ``rule_of`` gives the rule by which hours are open at a moment, ``reading`` and ``at_close`` how to
        cite the settings that decided, ``because`` what makes it this amount: any that is so, or that none is.

        Raises `InvalidValueError` where more than 10,000 intervals were counted.
        """
        if not callable(rule_of):
            check.refuse_type("rule_of", rule_of, "a function", "give a function of a moment and hours")
        reading, at_close = check.text("reading", reading), check.text("at_close", at_close)
        check.all_of("because", because, Reason, "give a tuple of Reason")
        begun, counted, name = self.clock.begin(self.since), self._listed(), literal(self.name)
        end, is_landed = counted[-1].end, self.due_at == counted[-1].end
        amount = Reason(self.rule, self.amount, how=_how_given(because), parts=because, says=f"{name} is {{value}}")
        start = Reason("", begun, says="It is counted from {value}")
        parts = (start, amount, *_why_counted(counted, rule_of, self.clock))
        moments = self.remark.moments
        beside = (*moments, *((one.start, one.end) for one in counted))
        spent = ", then ".join(
            f"{as_words(one.duration)} {{beside[{place}]}}" for place, one in enumerate(counted, len(moments))
        )
        cited = reading if self.clock.hours.is_open(end) else f"{reading}, {at_close}"
        title = f"{name}{self.remark.words} ({literal(as_words(self.amount))})"
        if is_landed:
            says = f"{title} ends {{value}}: {spent}"
            return Reason(self.rule, end, how="counted", parts=parts, says=says, reading=cited, beside=beside)
        used_up = Reason(self.rule, end, how="counted", parts=parts, says="{1} is used up {value}")
        rule = rule_of(self.due_at, self.clock.land_in or self.clock.hours)
        landing = Reason(rule, self.due_at, says="From there it lands {value}")
        says = f"{title} is used up {{0}} and ends {{value}}: {spent}"
        return Reason(
            self.rule,
            self.due_at,
            how="latest",
            parts=(used_up, landing),
            says=says,
            reading=cited,
            beside=beside,
        )


def _why_counted(
    counted: tuple[Interval, ...], rule_of: Callable[[datetime, OperatingHours], str], clock: Clock
) -> Iterator[Reason]:
    """Yield why each interval counts: by what rule the desk is open then."""
    for one in counted:
        says = f"{as_words(one.duration)} {{value}}, open by {literal(one.why)}"
        yield Reason(rule_of(one.start, clock.hours), (one.start, one.end), says=says)


def _how_given(because: tuple[Reason, ...]) -> str:
    """Return how an amount is given: by itself, since one of its grounds is so, or as none is."""
    if not because:
        return "given"
    return "given since" if any(ground.value for ground in because) else "given unless"


class Outcome(check.Word):
    """How a deadline went."""

    MET = "met"
    """The reply came by the deadline."""
    OPEN = "open"
    """There is no reply, and the deadline has not passed."""
    BREACHED = "breached"
    """The reply came after the deadline, or the deadline passed without one."""


@attrs.frozen
class TimeLeft:
    """What is left until a deadline, by the clock on the wall and in the hours that count; negative after it.

    Made by the library: one that is made by hand is not checked.
    """

    elapsed: timedelta
    """On the wall."""
    counted: timedelta
    """In the hours that count for the promise that governs."""


@attrs.frozen
class Response:
    """What an incident is owed: all its promises, the business day's first and the SLA's next, and the goal.

    Made by the library: one that is made by hand is not checked.

    All are of a first response; about the time to resolve nothing is promised (R26).
    """

    promises: tuple[Promise, ...]
    """The business day's first, then the SLA's; further ones of faster tiers bought on the way."""
    goal_amount: timedelta
    """The time until the goal (R13)."""

    @property
    def governing(self) -> Promise:
        """The promise that comes first (A3); on a tie the one of R9 is named."""
        return min(self.promises, key=lambda promise: promise.due_at)

    @property
    def due_at(self) -> datetime:
        """When the answer is due."""
        return min([promise.due_at for promise in self.promises])

    @property
    def goal(self) -> Promise:
        """The goal (R13): an amount of time on the clock of the SLA, from the receipt."""
        return attrs.evolve(self.promises[1], rule="R13", amount=self.goal_amount, name="The goal")

    @property
    def goal_at(self) -> datetime:
        """When the desk means to answer (R13), never later than it is due."""
        return min(self.goal.due_at, self.due_at)

    def outcome(self, replied_at: datetime | None = None, *, at: datetime | None = None) -> Outcome:
        """Return how the deadline went: by the reply, or where there is none by a moment, as of that moment.

        A reply at the deadline is in time; without one, it is broken only after it. What the reply was, the desk
        says (A7).

        Raises `InvalidValueError` where neither is given.
        """
        if replied_at is None and at is None:
            check.refuse("at", None, "is missing, and there is no reply", "give the moment to judge at", code="missing")
        replied_at, at = check.maybe_utc(replied_at), check.maybe_utc(at)
        for field, moment in (("replied_at", replied_at), ("at", at)):
            if moment is not None:
                check.moment(field, moment)
        if replied_at is not None and (at is None or replied_at <= at):
            return Outcome.MET if replied_at <= self.due_at else Outcome.BREACHED
        return Outcome.OPEN if at is not None and at <= self.due_at else Outcome.BREACHED

    def time_left(self, *, at: datetime) -> TimeLeft:
        """Return the time left at a moment, elapsed and in the hours that the governing promise counts."""
        check.moment("at", at := check.as_utc(at))
        return TimeLeft(self.due_at - at, self.governing.clock.hours.between(at, self.due_at))


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def queue(assessments: "Iterable[Assessment]") -> "tuple[Assessment, ...]":
    """Return assessments in the order in which to work on them: by severity (R10, R11), then by what is due first.

    >>> from datetime import UTC
    >>> from incidentrules import HolidayCalendar, Incident, Terms, assess
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> received_at = datetime(2026, 11, 18, 10, tzinfo=UTC)
    >>> normal = Incident(id="T-1", received_at=received_at, tier="3h")
    >>> severe = Incident(id="T-2", received_at=received_at, severity="severe")
    >>> [assessed.id for assessed in queue([assess(normal, terms), assess(severe, terms)])]
    ['T-2', 'T-1']

    Raises an `IncidentRulesError` for what is no assessment, or is owed no answer.
    """
    items = check.as_tuple(assessments)
    if type(items) is not tuple:
        check.a_list("assessments", items, "a list of assessments", "give [assess(incident, terms), ...]")
    for place, item in enumerate(items):
        if not check.is_of(item, "assessment.Assessment"):
            check.refuse_type(f"assessments[{place}]", item, "an Assessment", "give assess(incident, terms)")
    return tuple(sorted(items, key=lambda item: (_RANK[item.severity], item.due_at, item.id)))


# --- the clocks of the readings (A1, A2, A4)


def clock_of_sla(reading: SlaClock, at_close: AtClose, *, serving: OperatingHours, business: OperatingHours) -> Clock:
    """Return the clock of the SLA (R12, R18, R13) under a reading of A1 and of A4.

    ``serving`` are the hours that serve the issue's severity, ``business`` those of R14.
    """
    if reading is SlaClock.ELAPSED_ROLLED:  # it lands in the hours whatever A4 says
        return Clock(hours=ALWAYS, land_in=serving)
    counted = {
        SlaClock.OPERATING_HOURS: serving,
        SlaClock.ELAPSED: ALWAYS,
        SlaClock.BUSINESS_DAYS_24H: business.whole_days(),
    }
    return _landing(Clock(hours=counted[reading]), at_close)


def clock_of_business_day(reading: BusinessDay, at_close: AtClose, *, business: OperatingHours) -> Clock:
    """Return the clock on which one business day is counted (R9), under a reading of A2 and of A4."""
    if reading is BusinessDay.SAME_TIME:
        days = business.whole_days()
        return Clock(hours=days, begin_in=business, land_in=days)
    return _landing(Clock(hours=business, begins_next_day=reading is BusinessDay.END_OF_NEXT), at_close)


def amount_of_business_day(
    reading: BusinessDay, since: datetime, *, clock: Clock, business: OperatingHours, length: timedelta
) -> timedelta:
    """Return how much time one business day is from a receipt on (R9, A2), on its clock."""
    if reading is BusinessDay.ONE_OPERATING_DAY:
        return length
    begun = clock.begin(since)
    if reading is BusinessDay.SAME_TIME:
        return clock.hours.between(begun, business.add_business_days(begun, 1))
    return business.between(begun, business.end_of_day(business.next_open(begun)))


def _landing(clock: Clock, at_close: AtClose) -> Clock:
    """Return a clock that lands where its time is used up, or at the next opening of its own hours (A4)."""
    return clock if at_close is AtClose.CLOSE else attrs.evolve(clock, land_in=clock.hours)


# --- why


def why_due(assessed: "Assessment", owed: Response) -> Reason:
    """Return why the answer is due when it is: every promise, and the one that comes first."""
    promises = tuple(_why_promise(assessed, promise) for promise in owed.promises)
    says = "The answer is due {value} {zone}, the earliest that was promised"
    reason = Reason(owed.governing.rule, owed.due_at, how="earliest", parts=promises, says=says)
    return reason.in_zone(assessed.terms.tz)


def why_goal(assessed: "Assessment", owed: Response) -> Reason:
    """Return why the goal is when it is (R13)."""
    parts = (_why_promise(assessed, owed.goal), why_due(assessed, owed))
    says = "The desk means to answer by {value} {zone}, without promising it"
    return Reason("R13", owed.goal_at, how="earliest", parts=parts, says=says).in_zone(assessed.terms.tz)


def _why_promise(assessed: "Assessment", promise: Promise) -> Reason:
    readings, business = assessed.terms.readings, assessed.terms.business_hours

    def rule_of(at: datetime, hours: OperatingHours) -> str:
        if hours is ALWAYS:
            return promise.rule
        return "R14" if hours == business.whole_days() or business.is_open(at) else "R15"

    is_day = promise.rule == "R9"
    return promise.why(
        rule_of,
        reading=readings.cite("business_day" if is_day else "sla_clock"),
        at_close=readings.cite("at_close"),
        because=() if is_day else _why_tier_counts(assessed),
    )


def _why_tier_counts(assessed: "Assessment") -> tuple[Reason, ...]:
    """Return what decides whether the tier's promise is owed, or any, where that could be otherwise (R24)."""
    incident, terms = assessed.incident, assessed.terms
    is_faster = any(terms.tier(name) is not terms.standard_tier for name in incident.tiers)
    might_be_withdrawn = assessed.effort == ZERO and assessed.replied_at is None
    if not (is_faster or might_be_withdrawn) or assessed.verdict is Verdict.QUOTED:
        return ()
    if assessed.verdict is Verdict.EXCLUDED:
        return why_excluded(incident, terms, assessed.exclusions)
    return why_window(incident, terms)
