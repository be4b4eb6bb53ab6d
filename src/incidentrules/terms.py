"""Everything that a desk's published terms say, as one value.

`Terms.standard` are the terms that the library was written for; a desk of one's own replaces what
differs. Prices, hours, tiers, packs and readings are data (R30): no figure stands anywhere else.

*Invariant:* terms are a value; two with the same fields are equal, and bear the same `fingerprint`.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs

from . import _checks as check
from .calendars import HolidayCalendar
from .credits import BASES, LONGEST_TERM, Basis, Lot, Origin, Pack, last_usable_day
from .errors import OutOfRangeError
from .hours import OperatingHours
from .incident import Severity
from .oncall import AfterHours, AfterHoursJudgement, Charge
from .readings import LastDay, Readings
from .reason import Reason
from .sla import Clock, Tier, business_day, sla_clock

__all__ = ["Terms", "TermsHistory"]

HOUR = timedelta(hours=1)


@attrs.frozen(kw_only=True)
class Terms:
    """Hours, tiers, packs, figures and readings of one desk. The first tier is the standard one.

    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> [(tier.name, tier.multiplier) for tier in terms.tiers]
    [('24h', 1), ('12h', 2), ('6h', 4), ('3h', 8)]
    """

    business_hours: OperatingHours
    """When the desk is open for every issue (R14)."""
    severe_hours: OperatingHours
    """When it is open for severe ones (R14 and R15)."""
    tiers: tuple[Tier, ...] = attrs.field(converter=check.as_tuple)
    """The response times, the standard one first (R12, R18)."""
    packs: tuple[Pack, ...] = attrs.field(converter=check.as_tuple)
    """What is on sale (R7)."""
    currency: str
    """The code of the currency of all prices."""
    on_call_price: Decimal = attrs.field(converter=check.as_money)
    """What an hour on call costs (R19)."""
    on_call_minimum_hours: int
    """The least that a call-out is charged (A15)."""
    business_day: timedelta
    """How much of the business hours is one business day (R9, A2)."""
    unit: timedelta
    """The effort that one incident takes at most (R25)."""
    grace_days: int
    """For how many days after a deployment its problems don't count (R24)."""
    goal: timedelta
    """Within what time the desk means to answer (R13)."""
    server_credits: int
    """The credits that registering a server adds (R5)."""
    server_months: int | None
    """For how many months those are usable; None is without end (A17)."""
    readings: Readings = attrs.field(factory=Readings)
    """The answers to what the terms leave open."""

    def __attrs_post_init__(self) -> None:
        check.instance("business_hours", self.business_hours, OperatingHours, "write OperatingHours.parse(...)")
        check.instance("severe_hours", self.severe_hours, OperatingHours, "write OperatingHours.parse(...)")
        check.each("tiers", self.tiers, Tier, "give Tier(name=..., response=..., multiplier=...)")
        check.each("packs", self.packs, Pack, "give Pack(credits=..., price=..., months=...)")
        check.distinct("tiers", [tier.name for tier in self.tiers], "name")
        check.distinct("packs", [pack.credits for pack in self.packs], "number of credits")
        check.text("currency", self.currency)
        check.money("on_call_price", self.on_call_price)
        check.count("on_call_minimum_hours", self.on_call_minimum_hours, least=0)
        check.duration("business_day", self.business_day, least=timedelta(minutes=1))
        check.duration("unit", self.unit, least=timedelta(minutes=1))
        check.count("grace_days", self.grace_days, least=0, most=36_500)
        check.duration("goal", self.goal, least=timedelta(minutes=1))
        check.count("server_credits", self.server_credits)
        if self.server_months is not None:
            check.count("server_months", self.server_months, most=LONGEST_TERM)
        check.instance("readings", self.readings, Readings, 'give Readings(overrun="charged")')

    @classmethod
    def standard(cls, *, holidays: HolidayCalendar) -> "Terms":
        """Return the published terms, at their default readings, with the holidays of a calendar (A8)."""
        check.instance(
            "holidays", holidays, HolidayCalendar, "give HolidayCalendar.none(), or those that the desk keeps"
        )
        return cls(
            business_hours=OperatingHours.parse("Mo-Fr 08:00-24:00; PH off", holidays=holidays),
            severe_hours=OperatingHours.parse("Mo-Fr 08:00-24:00; Sa,Su,PH 09:00-20:00", holidays=holidays),
            tiers=(
                Tier(name="24h", response=24 * HOUR, multiplier=1),
                Tier(name="12h", response=12 * HOUR, multiplier=2),
                Tier(name="6h", response=6 * HOUR, multiplier=4),
                Tier(name="3h", response=3 * HOUR, multiplier=8),
            ),
            packs=(
                Pack(credits=2, price=329, months=3),
                Pack(credits=4, price=599, months=6),
                Pack(credits=8, price=999, months=12),
            ),
            currency="USD",
            on_call_price=329,
            on_call_minimum_hours=1,
            business_day=16 * HOUR,
            unit=HOUR,
            grace_days=7,
            goal=4 * HOUR,
            server_credits=2,
            server_months=3,
        )

    def replace(self, **changes: Any) -> "Terms":
        """Return terms with other values for some fields.

        >>> Terms.standard(holidays=HolidayCalendar.none()).replace(goal=timedelta(hours=2)).goal
        datetime.timedelta(seconds=7200)

        Raises `UnknownNameError` for what is no field.
        """
        return check.evolve(self, changes)

    def reading(self, **readings: str) -> "Terms":
        """Return terms with other readings of some settings, such as ``reading(overrun="charged")``."""
        return attrs.evolve(self, readings=check.evolve(self.readings, readings))

    # --- what is looked up in them

    @property
    def standard_tier(self) -> Tier:
        """The tier of whoever bought no faster one (R12)."""
        return self.tiers[0]

    def tier(self, name: str | None) -> Tier:
        """Return a tier by its name, None being the standard one; `UnknownNameError` where there is none."""
        try:
            return self.tiers_by_name[name]
        except (KeyError, TypeError):
            check.unknown("tier", name, (tier.name for tier in self.tiers), "tier of these terms")

    @cached_property
    def tiers_by_name(self) -> Mapping[str | None, Tier]:
        """Each tier by its name; None names the standard one."""
        return {None: self.standard_tier} | {tier.name: tier for tier in self.tiers}

    def pack(self, credits: int) -> Pack:
        """Return the pack with so many credits; `UnknownNameError` where there is none."""
        check.count("credits", credits)
        for pack in self.packs:
            if pack.credits == credits:
                return pack
        check.unknown("credits", credits, (str(pack.credits) for pack in self.packs), "pack of these terms")

    def purchase(self, credits: int, *, id: str, on: date) -> Lot:
        """Return the lot that buying the pack of so many credits gives (R3, R7); anybody may, at any time (R6)."""
        return Lot.purchased(self.pack(credits), id=id, on=on, last_day=self.readings.last_day)

    def server_grant(self, *, id: str, on: date) -> Lot:
        """Return the lot that registering a server gives (R5, A17)."""
        return Lot.complimentary(
            id=id, on=on, credits=self.server_credits, months=self.server_months, last_day=self.readings.last_day
        )

    @cached_property
    def basis(self) -> Basis:
        """How a faster tier is paid for (A10)."""
        return BASES[self.readings.credit_basis]

    def why_last_day(self, lot: Lot) -> Reason:
        """Return why a lot's last usable day is the one it is (R3, R5): by these terms (A18), or as it was given."""
        rule, last = ("R3" if lot.origin is Origin.PURCHASED else "R5"), lot.last_usable_on
        sold = [pack.months for pack in self.packs if (pack.credits, pack.price) == (lot.credits, lot.price)]
        granted = [self.server_months] if lot.credits == self.server_credits else []
        for months in sold if lot.origin is Origin.PURCHASED else granted:
            if months is not None and last_usable_day(lot.on, months, self.readings.last_day) == last:
                parts = (
                    Reason("", lot.on, says="They begin {value}"),
                    Reason(rule, months, says="They last {value} months"),
                    *_DAYS_OFF[self.readings.last_day],
                )
                reading = self.readings.cite("last_day")
                return Reason(rule, last, "months after", parts, "They are usable through {value}", reading)
        return Reason(
            rule, last, says="They were given as usable " + ("for good" if last is None else "through {value}")
        )

    def monthly_credits(self, tier: str) -> int:
        """Return the credits of a month of a tier, where tiers are paid or held by the month (A10)."""
        held = self.tier(tier)
        return 0 if held is self.standard_tier else held.multiplier

    def month_draw(self, tier: str) -> int:
        """Return what a month of a tier draws; nothing where incidents pay for it, or it is only to be held (A10)."""
        return self.monthly_credits(tier) if self.basis.draws_monthly else 0

    def charge(self, duration: timedelta) -> Charge:
        """Return what time on call costs (R19, A15)."""
        return Charge(duration, self.on_call_price, self.readings.rounding, self.on_call_minimum_hours)

    def why_charge(self, rule: str, duration: timedelta) -> Reason:
        """Return why time by the hour costs what it does (R16, R19)."""
        return self.charge(duration).why(rule, reading=self.readings.cite("rounding"), currency=self.currency)

    def why_after_hours(self, work: AfterHours) -> Reason:
        """Return why after-hours work costs what it does (R16)."""
        return self.judge_after_hours(work).why(reading=self.readings.cite("rounding"), currency=self.currency)

    def judge_after_hours(self, work: AfterHours) -> AfterHoursJudgement:
        """Return what of after-hours work lies outside the hours, and what that costs (R16, A16)."""
        check.instance("work", work, AfterHours, "give AfterHours(id=..., started_at=..., ...)")
        charge = self.charge(work.duration)
        return AfterHoursJudgement(
            work, self.hours_for(work.severity), charge.price_per_hour, charge.rounding, charge.minimum_hours
        )

    def hours_for(self, severity: Severity) -> OperatingHours:
        """Return the hours that serve a severity (R14, R15, A5)."""
        return self.severe_hours if Severity(severity) is Severity.SEVERE else self.business_hours

    @cached_property
    def tz(self) -> tzinfo:
        """The zone whose days count."""
        return self.business_hours.tz

    def day_of(self, at: datetime) -> date:
        """Return the day of a moment in the terms' zone."""
        check.moment("at", at := check.as_utc(at))
        return at.date() if self.tz is UTC else check.local("at", at, self.tz).date()

    def start_of(self, day: date) -> datetime:
        """Return the moment at which a day begins in the terms' zone."""
        return self.business_hours.start_of_day(day)

    def sla_clock(self, serving: OperatingHours) -> Clock:
        """Return the clock of the SLA on hours that serve an issue (A1, A4)."""
        readings = self.readings
        return sla_clock(readings.sla_clock, readings.at_close, serving, self.business_hours)

    @cached_property
    def sla_clocks(self) -> Mapping[Severity, Clock]:
        """The clock of the SLA for each severity."""
        return {severity: self.sla_clock(self.hours_for(severity)) for severity in Severity}

    @cached_property
    def business_day_from(self) -> Callable[[datetime], tuple[timedelta, Clock]]:
        """What gives the amount and the clock of one business day (R9, A2, A4) from a receipt."""
        readings = self.readings
        return business_day(readings.business_day, readings.at_close, self.business_hours, self.business_day)

    def on(self, day: date) -> "Terms":  # noqa: ARG002  # as a history has it
        """Return the terms in force on a day: these, on any."""
        return self

    def during(self, first: date, last: date) -> "tuple[Terms, ...]":  # noqa: ARG002  # as a history has it
        """Return the terms in force from a day to another: these alone."""
        return (self,)

    def difference(self, other: "Terms") -> dict[str, tuple[Any, Any]]:
        """Return the fields in which other terms differ, each with both values; readings one by one.

        >>> terms = Terms.standard(holidays=HolidayCalendar.none())
        >>> terms.difference(terms.reading(overrun="charged").replace(grace_days=14))
        {'grace_days': (7, 14), 'overrun': (<Overrun.WRITTEN_OFF: 'written_off'>, <Overrun.CHARGED: 'charged'>)}
        """
        check.instance("other", other, Terms, "give Terms.standard(holidays=...)")
        ours, theirs = (
            attrs.asdict(each, recurse=False, filter=lambda field, _: field.name != "readings")
            | attrs.asdict(each.readings)
            for each in (self, other)
        )
        return {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits, the same wherever the terms are, and others for other terms."""
        told = "\n".join(f"{field.name}={_told(getattr(self, field.name))}" for field in attrs.fields(Terms))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


_DAYS_OFF: Mapping[LastDay, tuple[Reason, ...]] = MappingProxyType(
    {
        LastDay.CORRESPONDING_DAY: (),
        LastDay.DAY_BEFORE: (Reason("", timedelta(days=1), says="The last day is {value} before that"),),
    }
)
"""What a reason takes off the day on which a term ends (A18)."""


def _as_versions(value: Mapping[date, Terms] | Iterable[tuple[date, Terms]]) -> tuple[tuple[date, Terms], ...]:
    pairs = check.as_tuple(value.items() if isinstance(value, Mapping) else value)
    if not isinstance(pairs, tuple) or not pairs:
        check.refuse_type("versions", value, "terms by their first day", "give {date(2026, 1, 1): terms}")
    for place, pair in enumerate(pairs):
        if not isinstance(pair, tuple) or len(pair) != 2:
            check.refuse_type(f"versions[{place}]", pair, "a day and terms", "give {date(2026, 1, 1): terms}")
        check.day(f"versions[{place}] day", pair[0])
        check.instance(f"versions[{place}]", pair[1], Terms, "give Terms.standard(holidays=...)")
    check.distinct("versions", [day for day, _ in pairs], "first day")
    return tuple(sorted(pairs, key=lambda pair: pair[0]))


@attrs.frozen
class TermsHistory:
    """Terms by the day on which they come into force, each until the next: no gaps, and no overlaps.

    An incident is judged by the terms of the day on which it was received; a lot keeps those under
    which it was bought. All versions share one zone and one currency.

    >>> old = Terms.standard(holidays=HolidayCalendar.none())
    >>> history = TermsHistory({date(2026, 1, 1): old, date(2027, 1, 1): old.replace(on_call_price=349)})
    >>> history.on(date(2026, 12, 31)).on_call_price, history.on(date(2027, 1, 1)).on_call_price
    (Decimal('329'), Decimal('349'))
    """

    versions: tuple[tuple[date, Terms], ...] = attrs.field(converter=_as_versions)

    def __attrs_post_init__(self) -> None:
        for name in ("tz", "currency"):
            if len({str(getattr(terms, name)) for _, terms in self.versions}) > 1:
                check.refuse("versions", name, "differs between them", "keep one for all", code="contradiction")

    def on(self, day: date) -> Terms:
        """Return the terms in force on a day; `OutOfRangeError` before the first version."""
        check.day("day", day)
        index = bisect_right(self.versions, day, key=lambda version: version[0])
        if not index:
            first = self.versions[0][0]
            raise OutOfRangeError(
                "precedes all versions of the terms",
                field="day",
                value=day.isoformat(),
                code="before_terms",
                remedy=f"add the terms that held before {first}",
            )
        return self.versions[index - 1][1]

    def during(self, first: date, last: date) -> tuple[Terms, ...]:
        """Return the terms in force on any day from one to another, in order; none before the first version."""
        begun = [day for day, _ in self.versions if day <= first]
        since = begun[-1] if begun else first
        return tuple(terms for day, terms in self.versions if since <= day <= last)

    @property
    def currency(self) -> str:
        """The code of the currency of all prices."""
        return self.versions[0][1].currency

    def day_of(self, at: datetime) -> date:
        """Return the day of a moment in the terms' zone."""
        return self.versions[0][1].day_of(at)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits, the same wherever the versions are, and others for other ones."""
        told = "\n".join(f"{day.isoformat()} {terms.fingerprint}" for day, terms in self.versions)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def in_force(terms: Terms | TermsHistory, at: datetime) -> Terms:
    """Return the terms of the day of a moment."""
    if isinstance(terms, Terms):
        return terms
    check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
    return terms.on(terms.day_of(at))


def _told(value: object) -> str:
    if isinstance(value, OperatingHours):
        return value.identity
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, str):
        return repr(str(value))
    if isinstance(value, tuple):
        return f"[{', '.join(_told(item) for item in value)}]"
    fields: tuple[Any, ...] = getattr(value, "__attrs_attrs__", ())
    told = ", ".join(f"{field.name}={_told(getattr(value, field.name))}" for field in fields)
    return f"({told})" if fields else str(value)
