"""On-call and after-hours work: billed by the hour, and no part of any incident.

A *call-out* is one on-call job (R19). *After-hours work* is asked for in advance (R16): the desk
accepts the notice, or offers on-call instead. A *charge* is what either costs.

*Invariant:* the minutes of a job are totalled, then rounded once, then raised to the minimum.
*Units:* charges are whole hours at a price per hour.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import attrs

from . import _checks as check
from . import _money as money
from .hours import OperatingHours
from .incident import Severity, as_severity
from .readings import Rounding, as_rounding
from .reason import Reason, literal

__all__ = ["AfterHours", "AfterHoursJudgement", "AfterHoursMode", "CallOut", "Charge"]

HOUR = timedelta(hours=1)
ZERO = timedelta(0)
LAST = datetime.max.replace(tzinfo=UTC)


@attrs.frozen(kw_only=True)
class CallOut(check.Record):
    """One on-call job, for help at once (R19, R29): when it began, how long it took in all. It needs no credits."""

    id: str
    """The name of the job."""
    started_at: datetime = attrs.field(converter=check.as_utc)
    """When it began."""
    duration: timedelta
    """How long it took in all."""

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id, self)
        check.moment("started_at", self.started_at)
        check.duration("duration", self.duration, self)


def as_call_outs(value: Iterable[CallOut]) -> tuple[CallOut, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, CallOut)


@attrs.frozen(kw_only=True)
class AfterHours(check.Record):
    """Work at a time that was asked for (R16), projects too (R17), and whether the notice was accepted."""

    id: str
    """The name of the job."""
    started_at: datetime = attrs.field(converter=check.as_utc)
    """When it began."""
    duration: timedelta
    """How long it took in all."""
    severity: Severity = attrs.field(default=Severity.NORMAL, converter=as_severity)
    """Which hours serve it."""
    notice_accepted: bool
    """Whether notice was given beforehand, and accepted."""

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id, self)
        check.moment("started_at", self.started_at)
        check.duration("duration", self.duration, self)
        check.flag("notice_accepted", self.notice_accepted)
        if self.duration > LAST - self.started_at:
            check.refuse(
                "duration", self.duration, "ends past year 9999", "give an earlier start", code="out_of_bounds"
            )


def as_after_hours(value: Iterable[AfterHours]) -> tuple[AfterHours, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, AfterHours)


@attrs.frozen(kw_only=True)
class Charge(check.Record):
    """Time by the hour (R19, A15): rounded once, raised to a minimum, at a price."""

    duration: timedelta
    """The time, before it is rounded."""
    price_per_hour: Decimal = attrs.field(converter=check.as_money)
    """The price, in the currency of the terms."""
    rounding: Rounding = attrs.field(default=Rounding.HALF_UP, converter=as_rounding)
    """What becomes of a half hour."""
    minimum_hours: int = 1
    """The least that is charged for any time at all."""

    def __attrs_post_init__(self) -> None:
        check.duration("duration", self.duration, self)
        check.money("price_per_hour", self.price_per_hour)
        check.count("minimum_hours", self.minimum_hours, self, least=0)

    @property
    def hours(self) -> int:
        """The hours that are charged; none where no time was spent.

        >>> [Charge(duration=timedelta(minutes=spent), price_per_hour=329).hours for spent in (0, 1, 89, 90, 150)]
        [0, 1, 1, 2, 3]
        """
        return max(_rounded(self.duration, self.rounding), self.minimum_hours) if self.duration else 0

    @property
    def amount(self) -> Decimal:
        """What they cost."""
        return money.times(self.hours, self.price_per_hour)

    def why(self, rule: str, *, reading: str, currency: str, spent: Reason | None = None) -> Reason:
        """Return why the hours cost what they do.

        ``reading`` is how to cite the rounding, ``spent`` why it is this duration, where that isn't given.
        """
        rule = check.text("rule", rule)
        reading, currency = check.text("reading", reading), check.text("currency", currency)
        if spent is not None:
            check.instance("spent", spent, Reason, "give the reason of its duration, or None")
        parts = (
            spent or Reason(rule, self.duration, says="It took {value} in all"),
            Reason(rule, HOUR, says="It is billed by {value}"),
            Reason(rule, self.minimum_hours, says="A job is {value} h at least"),
        )
        is_least = self.hours != _rounded(self.duration, self.rounding)
        says = "{0} is {value} h, the least" if is_least else "{0} is {value} h, rounded"
        hours = Reason(rule, self.hours, how=f"rounded {self.rounding}", parts=parts, says=says, reading=reading)
        price = Reason("R19", self.price_per_hour, says=f"An hour costs {literal(currency)} {{value}}")
        says = f"It costs {literal(currency)} {{value}}: {{0}} x {{1}}"
        return Reason(rule, self.amount, how="product", parts=(hours, price), says=says)


def _rounded(duration: timedelta, rounding: Rounding) -> int:
    """Return the nearest whole hours (A15); what a half does is the reading's."""
    whole, rest = divmod(duration, HOUR)
    if rounding is Rounding.UP:
        return whole + (rest > ZERO)
    is_half_up = rounding is Rounding.HALF_UP or whole % 2 == 1
    return whole + (2 * rest > HOUR or (2 * rest == HOUR and is_half_up))


class AfterHoursMode(check.Word):
    """How after-hours work is judged (R16, A16)."""

    INCLUDED = "included"
    """All of it lies inside the hours: nothing is billed."""
    BILLED_SEPARATELY = "billed_separately"
    """What lies outside is billed by the hour."""
    REFUSED_OFFER_ON_CALL = "refused_offer_on_call"
    """There was no accepted notice: what lies outside is refused, and on-call is offered."""


@attrs.frozen
class AfterHoursJudgement:
    """What of a job lies inside the hours and outside them, and what the outside costs.

    ``hours`` are those that serve the severity, ``in_full`` is what the whole job would cost by the hour.
    """

    work: AfterHours
    """The job that is judged."""
    hours: OperatingHours
    """Those that serve the severity of the job."""
    in_full: Charge
    """What the whole job would cost by the hour."""

    def __attrs_post_init__(self) -> None:
        check.instance("work", self.work, AfterHours, "give AfterHours(id=..., started_at=..., ...)")
        check.instance("hours", self.hours, OperatingHours, "give terms.hours_for(severity)")
        check.instance("in_full", self.in_full, Charge, "give terms.charge(duration)")

    @property
    def inside(self) -> timedelta:
        """The time within the hours that serve the severity."""
        return self.hours.between(self.work.started_at, self.work.started_at + self.work.duration)

    @property
    def outside(self) -> timedelta:
        """The time outside them; no part of any incident's effort."""
        return self.work.duration - self.inside

    @property
    def mode(self) -> AfterHoursMode:
        """Included where nothing lies outside; billed with accepted notice; else refused, and on-call offered."""
        if not self.outside:
            return AfterHoursMode.INCLUDED
        return AfterHoursMode.BILLED_SEPARATELY if self.work.notice_accepted else AfterHoursMode.REFUSED_OFFER_ON_CALL

    def why(self, *, reading: str, currency: str) -> Reason:
        """Return why the work costs what it does; ``reading`` is how to cite the rounding."""
        reading, currency = check.text("reading", reading), check.text("currency", currency)
        job = Reason("R16", self.work.duration, says="It took {value} in all")
        hours = "R14" if self.work.severity is Severity.NORMAL else "R15"
        inside = Reason(hours, self.inside, says="{value} of it lies within the hours")
        says = "{value} of it lies outside the hours"
        outside = Reason("R16", self.outside, how="difference", parts=(job, inside), says=says)
        if self.mode is AfterHoursMode.BILLED_SEPARATELY:
            return self.charge.why("R16", reading=reading, currency=currency, spent=outside)
        notice = Reason("R16", self.work.notice_accepted, says="The notice was not accepted")
        parts = (outside, notice) if self.outside else (outside,)
        return Reason("R16", self.charge.amount, how="nothing", parts=parts, says=_FREE[self.mode])

    @property
    def amount(self) -> Decimal:
        """What the time outside costs, in money."""
        return self.charge.amount

    @property
    def charge(self) -> Charge:
        """What the time outside costs, where it is billed."""
        billed = self.outside if self.mode is AfterHoursMode.BILLED_SEPARATELY else ZERO
        return self.in_full.replace(duration=billed)


_FREE: Mapping[AfterHoursMode, str] = {
    AfterHoursMode.INCLUDED: "It costs nothing: all of it lies within the hours",
    AfterHoursMode.REFUSED_OFFER_ON_CALL: "It costs nothing: without notice it was refused, and on-call offered",
}
