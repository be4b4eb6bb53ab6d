"""When an answer is due, and how that went.

A *clock* is the hours that count, where it begins and where it lands. A *promise* is an amount of
time on a clock, owed under a rule. Its *deadline* is where the amount is used up; the *governing*
promise is the one whose deadline comes first. The *goal* is a deadline whose miss breaks nothing.

*Invariant:* every reading of the terms is a clock with other values: there is one way to a deadline.
*Units:* a reply at the deadline is in time; without a reply, a promise is broken only after it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol, TypeVar

import attrs

from . import _checks as check
from .hours import Interval, OperatingHours
from .incident import Severity
from .readings import AtClose, BusinessDay, SlaClock
from .reason import Reason, literal, told

__all__ = ["Clock", "Outcome", "Promise", "Response", "Tier", "TimeLeft", "business_day", "queue", "sla_clock"]

ALWAYS = OperatingHours.parse("24/7")
ZERO = timedelta(0)


@attrs.frozen(kw_only=True)
class Tier:
    """A response time on sale, and what it multiplies the credits of an incident by (R12, R18)."""

    name: str
    response: timedelta
    multiplier: int

    def __attrs_post_init__(self) -> None:
        check.text("name", self.name)
        check.duration("response", self.response, least=timedelta(minutes=1))
        check.count("multiplier", self.multiplier)


@attrs.frozen
class Clock:
    """The hours that count; where it begins (at once, at an opening, next day) and lands (there, at an opening)."""

    hours: OperatingHours
    begin_in: OperatingHours | None = None
    land_in: OperatingHours | None = None
    begins_next_day: bool = False

    def begin(self, since: datetime) -> datetime:
        """Return the moment from which time counts."""
        if self.begins_next_day:
            return self.hours.end_of_day(since)
        return self.begin_in.next_open(since) if self.begin_in else since

    def land(self, at: datetime) -> datetime:
        """Return the moment at which a deadline lands whose time is used up."""
        return self.land_in.next_open(at) if self.land_in else at

    def due(self, since: datetime, amount: timedelta) -> datetime:
        """Return when an amount of time is due."""
        return self.land(self.hours.add(self.begin(since), amount))


@attrs.frozen
class Promise:
    """An amount of time on a clock, owed under a rule since a moment."""

    rule: str
    since: datetime
    amount: timedelta
    clock: Clock
    name: str = "The promise"

    @property
    def due_at(self) -> datetime:
        """The deadline."""
        return self.clock.due(self.since, self.amount)

    def counted(self) -> Iterator[Interval]:
        """Return what was counted, each interval with why; the durations add up to the amount."""
        begun = self.clock.begin(self.since)
        return self.clock.hours.intervals(begun, self.clock.hours.add(begun, self.amount))

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
        """
        begun, name = self.clock.begin(self.since), literal(self.name)
        counted = tuple(self.counted())
        end = counted[-1].end
        spent = ", then ".join(f"{told(each.duration)} {told((each.start, each.end))}" for each in counted)
        parts = (
            Reason("", begun, says="It is counted from {value}"),
            Reason(self.rule, self.amount, _how_given(because), because, f"{name} is {{value}}"),
            *(
                Reason(
                    rule_of(each.start, self.clock.hours),
                    (each.start, each.end),
                    says=f"{told(each.duration)} {{value}}, open by {literal(each.why)}",
                )
                for each in counted
            ),
        )
        cited = reading if self.clock.hours.is_open(end) else f"{reading}, {at_close}"
        if self.due_at == end:
            return Reason(self.rule, end, "counted", parts, f"{name} ({{1}}) ends {{value}}: {spent}", cited)
        ends = Reason(self.rule, end, "counted", parts, "{1} is used up {value}")
        rule = rule_of(self.due_at, self.clock.land_in or self.clock.hours)
        landing = Reason(rule, self.due_at, says="From there it lands {value}")
        says = f"{name} ({literal(told(self.amount))}) is used up {{0}} and ends {{value}}: {spent}"
        return Reason(self.rule, self.due_at, "latest", (ends, landing), says, cited)


def _how_given(because: tuple[Reason, ...]) -> str:
    if not because:
        return "given"
    return "given since" if any(part.value for part in because) else "given unless"


class Outcome(check.Word):
    """How a deadline went."""

    MET = "met"
    OPEN = "open"
    BREACHED = "breached"


@attrs.frozen
class TimeLeft:
    """What is left until a deadline, by the clock on the wall and in the hours that count; negative after it."""

    elapsed: timedelta
    counted: timedelta


@attrs.frozen
class Response:
    """What an incident is owed: all its promises, the business day's first, and the goal.

    All are of a first response; about the time to resolve nothing is promised (R26).
    """

    promises: tuple[Promise, ...]
    goal: Promise

    @property
    def governing(self) -> Promise:
        """The promise that comes first (A3); on a tie the one of R9 is named."""
        return min(self.promises, key=lambda promise: promise.due_at)

    @property
    def due_at(self) -> datetime:
        """When the answer is due."""
        return min([promise.due_at for promise in self.promises])

    @property
    def goal_at(self) -> datetime:
        """When the desk means to answer (R13), never later than it is due."""
        return min(self.goal.due_at, self.due_at)

    def outcome(self, replied_at: datetime | None = None, *, at: datetime | None = None) -> Outcome:
        """Return how the deadline went: by the reply, or where there is none by a moment, as of that moment.

        A reply at the deadline is in time; without one, it is broken only after it.

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


class Queued(Protocol):
    """Anything that can stand in the queue."""

    @property
    def id(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def due_at(self) -> datetime: ...


Q = TypeVar("Q", bound=Queued)
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def queue(items: Iterable[Q]) -> tuple[Q, ...]:
    """Return assessments in the order in which to work on them: by severity (R10, R11), then by what is due first."""
    items = check.as_tuple(items)
    if not isinstance(items, tuple):
        check.refuse_type("items", items, "a list of assessments", "give [assess(incident, terms), ...]")
    for place, item in enumerate(items):
        if not isinstance(getattr(item, "severity", None), Severity) or not hasattr(item, "due_at"):
            check.refuse_type(f"items[{place}]", item, "an Assessment", "give assess(incident, terms)")
    return tuple(sorted(items, key=lambda item: (_RANK[item.severity], item.due_at, item.id)))


# --- the readings, as rows


def sla_clock(reading: SlaClock, at_close: AtClose, serving: OperatingHours, business: OperatingHours) -> Clock:
    """Return the clock of the SLA (R12, R18, R13) under a reading of A1 and A4.

    ``serving`` are the hours that serve the issue's severity, ``business`` those of R14.
    """
    hours, lands_in = _SLA_CLOCKS[reading](serving, business)
    return Clock(hours, land_in=lands_in or _LANDS[at_close](hours))


def business_day(
    reading: BusinessDay, at_close: AtClose, business: OperatingHours, length: timedelta
) -> Callable[[datetime], tuple[timedelta, Clock]]:
    """Return what gives the amount and the clock of one business day (R9) from a receipt, under A2 and A4."""
    return _BUSINESS_DAYS[reading](business, _LANDS[at_close](business), length)


_DayFrom = Callable[[datetime], tuple[timedelta, Clock]]
_BUSINESS_DAYS: Mapping[BusinessDay, Callable[[OperatingHours, OperatingHours | None, timedelta], _DayFrom]]


def _one_operating_day(business: OperatingHours, lands_in: OperatingHours | None, length: timedelta) -> _DayFrom:
    day = (length, Clock(business, land_in=lands_in))
    return lambda since: day


def _same_time(business: OperatingHours, _: OperatingHours | None, __: timedelta) -> _DayFrom:
    days = business.whole_days()
    clock = Clock(days, begin_in=business, land_in=days)

    def day(since: datetime) -> tuple[timedelta, Clock]:
        begun = clock.begin(since)
        return days.between(begun, business.add_business_days(begun, 1)), clock

    return day


def _end_of_next(business: OperatingHours, lands_in: OperatingHours | None, _: timedelta) -> _DayFrom:
    clock = Clock(business, land_in=lands_in, begins_next_day=True)

    def day(since: datetime) -> tuple[timedelta, Clock]:
        begun = clock.begin(since)
        opens = business.next_open(begun)
        return business.between(begun, business.end_of_day(opens)), clock

    return day


_BUSINESS_DAYS = MappingProxyType(
    {
        BusinessDay.ONE_OPERATING_DAY: _one_operating_day,
        BusinessDay.SAME_TIME: _same_time,
        BusinessDay.END_OF_NEXT: _end_of_next,
    }
)
_SLA_CLOCKS: Mapping[
    SlaClock, Callable[[OperatingHours, OperatingHours], tuple[OperatingHours, OperatingHours | None]]
] = MappingProxyType(
    {
        SlaClock.OPERATING_HOURS: lambda serving, business: (serving, None),
        SlaClock.ELAPSED: lambda serving, business: (ALWAYS, None),
        SlaClock.ELAPSED_ROLLED: lambda serving, business: (ALWAYS, serving),
        SlaClock.BUSINESS_DAYS_24H: lambda serving, business: (business.whole_days(), None),
    }
)
_LANDS: Mapping[AtClose, Callable[[OperatingHours], OperatingHours | None]] = MappingProxyType(
    {AtClose.CLOSE: lambda hours: None, AtClose.NEXT_OPENING: lambda hours: hours}
)
