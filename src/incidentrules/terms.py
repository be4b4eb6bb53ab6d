"""Everything that a desk's published terms say, as one value.

`Terms.standard` are the terms that the library was written for; a desk of one's own replaces what
differs. Prices, hours, tiers, packs and readings are data (R30): no figure stands anywhere else.

*Invariant:* terms are a value; two with the same fields are equal, and have the same `fingerprint`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn, TypedDict

import attrs

from . import _checks as check
from . import _money as money
from .calendars import HolidayCalendar
from .cost import BASES, Basis
from .credits import LONGEST_TERM, Lot, Origin, Pack, as_packs, last_usable_day
from .errors import OutOfRangeError
from .exclusion import MOST_DAYS
from .hours import OperatingHours
from .incident import Severity, SeverityWord, as_severity
from .readings import CreditBasis, LastDay, Readings, ReadingWords
from .reason import Reason
from .sla import Clock, Tier, amount_of_business_day, clock_of_business_day, clock_of_sla

if TYPE_CHECKING:
    from typing import Unpack

    from .oncall import AfterHours, AfterHoursJudgement, Charge

__all__ = ["Terms", "TermsHistory"]

HOUR = timedelta(hours=1)
ONE_DAY = timedelta(days=1)


def _as_tiers(value: Iterable[Tier]) -> tuple[Tier, ...]:
    return check.as_tuple(value, Tier)


class TermsFields(TypedDict, total=False):
    """What `Terms.replace` takes: the fields of `Terms`."""

    business_hours: OperatingHours
    severe_hours: OperatingHours
    tiers: Iterable[Tier]
    packs: Iterable[Pack]
    currency: str
    on_call_price: Decimal | int | str
    on_call_minimum_hours: int
    business_day_length: timedelta | None
    unit: timedelta
    grace_days: int
    goal: timedelta
    server_credits: int
    server_months: int | None
    readings: Readings


@attrs.frozen(kw_only=True)
class Terms(check.Record):
    """Hours, tiers, packs, figures and readings of one desk. The first tier is the standard one.

    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> [(tier.name, tier.multiplier) for tier in terms.tiers]
    [('24h', 1), ('12h', 2), ('6h', 4), ('3h', 8)]
    """

    business_hours: OperatingHours
    """When the desk is open for every issue (R14)."""
    severe_hours: OperatingHours
    """When it is open for severe ones (R14 and R15)."""
    tiers: tuple[Tier, ...] = attrs.field(converter=_as_tiers)
    """The response times, the standard one first (R12, R18)."""
    packs: tuple[Pack, ...] = attrs.field(converter=as_packs)
    """What is on sale (R7)."""
    currency: str
    """The code of the currency of all prices."""
    on_call_price: Decimal = attrs.field(converter=check.as_money)
    """What an hour on call costs (R19)."""
    on_call_minimum_hours: int
    """The least that a call-out is charged (A15)."""
    _business_day_length: timedelta | None = attrs.field(default=None, alias="business_day_length", eq=False)
    business_day_length: timedelta = attrs.field(init=False)
    """How much of the business hours is one business day (R9, A2); as given, or that of a business weekday."""
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
        check.all_of("tiers", self.tiers, Tier, "give Tier(name=..., response=..., multiplier=...)")
        check.all_of("packs", self.packs, Pack, "give Pack(credits=..., price=..., months=...)")
        check.distinct("tiers", [tier.name for tier in self.tiers], "name")
        check.distinct("packs", [pack.credits for pack in self.packs], "number of credits")
        check.text("currency", self.currency, self)
        check.money("on_call_price", self.on_call_price)
        check.count("on_call_minimum_hours", self.on_call_minimum_hours, self, least=0)
        if self.business_hours.tz != self.severe_hours.tz:
            problem = f"are in another zone than the business hours ({self.business_hours.tz})"
            remedy = "give both hours in one zone: its days are those of the terms"
            check.refuse("severe_hours", str(self.severe_hours.tz), problem, remedy, code="contradiction")
        object.__setattr__(self, "business_day_length", self._length_of_a_business_day())
        check.duration("unit", self.unit, self, least=timedelta(minutes=1))
        check.count("grace_days", self.grace_days, self, least=0, most=MOST_DAYS)
        check.duration("goal", self.goal, self, least=timedelta(minutes=1))
        check.count("server_credits", self.server_credits, self)
        if self.server_months is not None:
            check.count("server_months", self.server_months, self, most=LONGEST_TERM)
        check.instance("readings", self.readings, Readings, 'give Readings(overrun="charged")')

    def _length_of_a_business_day(self) -> timedelta:
        """Return the length that was given, or the open time that all business weekdays have alike (A2)."""
        given = self._business_day_length
        length = self.business_hours.weekday_length if given is None else given
        if length is None:
            problem = "is left open, but not all business days of these hours are equally long"
            remedy = "say what one business day is, such as business_day_length=timedelta(hours=8)"
            check.refuse("business_day_length", str(self.business_hours), problem, remedy, code="missing")
        length = check.duration("business_day_length", length, least=timedelta(minutes=1))
        if given is not None:
            object.__setattr__(self, "_business_day_length", length)
        return length

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
            unit=HOUR,
            grace_days=7,
            goal=4 * HOUR,
            server_credits=2,
            server_months=3,
        )

    @classmethod
    def desk(
        cls,
        *,
        hours: OperatingHours,
        tiers: Iterable[Tier],
        packs: Iterable[Pack],
        currency: str,
        on_call_price: Decimal | int | str,
        severe_hours: OperatingHours | None = None,
        on_call_minimum_hours: int = 1,
        business_day_length: timedelta | None = None,
        unit: timedelta = HOUR,
        grace_days: int = 7,
        goal: timedelta = 4 * HOUR,
        server_credits: int = 2,
        server_months: int | None = 3,
        readings: Readings | None = None,
    ) -> "Terms":
        """Return the terms of a desk of one's own: its hours, tiers, packs and prices are all given.

        ``severe_hours`` are those for severe issues, the same as ``hours`` unless said. ``business_day_length`` is
        the open time of a business weekday unless said. The other figures are those of the published terms.

        >>> desk = Terms.desk(
        ...     hours=OperatingHours.parse("Mo-Fr 09:00-17:00", tz="Europe/Berlin"),
        ...     tiers=[Tier(name="day", response=timedelta(hours=8), multiplier=1)],
        ...     packs=[Pack(credits=10, price=500, months=12)],
        ...     currency="EUR",
        ...     on_call_price=120,
        ... )
        >>> desk.business_day_length, str(desk.tz)
        (datetime.timedelta(seconds=28800), 'Europe/Berlin')

        Raises an `IncidentRulesError` where hours lie in two zones, or business days are not equally long and
        their length isn't given.
        """
        check.instance("hours", hours, OperatingHours, "write OperatingHours.parse(...)")
        return cls(
            business_hours=hours,
            severe_hours=hours if severe_hours is None else severe_hours,
            tiers=tiers,
            packs=packs,
            currency=currency,
            on_call_price=on_call_price,
            on_call_minimum_hours=on_call_minimum_hours,
            business_day_length=business_day_length,
            unit=unit,
            grace_days=grace_days,
            goal=goal,
            server_credits=server_credits,
            server_months=server_months,
            readings=Readings() if readings is None else readings,
        )

    if TYPE_CHECKING:

        def replace(self, **changes: Unpack[TermsFields]) -> "Terms":  # type: ignore[override]  # fewer names
            """Return terms with other values for some fields; `UnknownNameError` for what is no field."""

    def with_readings(self, **readings: "Unpack[ReadingWords]") -> "Terms":
        """Return terms with other readings of some settings, such as ``with_readings(overrun="charged")``."""
        return self.replace(readings=self.readings.replace(**readings))

    # --- what is looked up in them

    @property
    def standard_tier(self) -> Tier:
        """The tier of whoever bought no faster one (R12)."""
        return self.tiers[0]

    def tier(self, tier: str | None) -> Tier:
        """Return a tier by its name, None being the standard one; `UnknownNameError` where there is none."""
        name = _plain_name(tier)
        if name not in self._tiers_by_name:
            check.unknown("tier", name, (known.name for known in self.tiers), "tier of these terms")
        return self._tiers_by_name[name]

    def has_tier(self, tier: str | None) -> bool:
        """Return whether there is a tier of that name; None is the standard one.

        Raises `InvalidTypeError` for what is no name.
        """
        return _plain_name(tier) in self._tiers_by_name

    @cached_property
    def _tiers_by_name(self) -> Mapping[str | None, Tier]:
        return {None: self.standard_tier} | {tier.name: tier for tier in self.tiers}

    def pack(self, credits: int) -> Pack:
        """Return the pack with so many credits; `UnknownNameError` where there is none."""
        credits = check.count("credits", credits)
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
        check.instance("lot", lot, Lot, "give one of the account's lots")
        rule, last = ("R3" if lot.origin is Origin.PURCHASED else "R5"), lot.last_usable_on
        sold = [pack.months for pack in self.packs if (pack.credits, pack.price) == (lot.credits, lot.price)]
        granted = [self.server_months] if lot.credits == self.server_credits else []
        for months in sold if lot.origin is Origin.PURCHASED else granted:
            if months is not None and last_usable_day(lot.on, months, self.readings.last_day) == last:
                begins = Reason("", lot.on, says="They begin {value}")
                some = "{value} month" if months == 1 else "{value} months"
                lasts = Reason(rule, months, says=f"They last {some}")
                parts = [begins, lasts]
                if self.readings.last_day is LastDay.DAY_BEFORE:
                    parts.append(Reason("", ONE_DAY, says="The last day is {value} before that"))
                reading, says = self.readings.cite("last_day"), "They are usable through {value}"
                return Reason(rule, last, how="months after", parts=tuple(parts), says=says, reading=reading)
        return Reason(
            rule,
            last,
            says="They are usable " + ("without end, as given" if last is None else "through {value}, as given"),
        )

    def monthly_credits(self, tier: str | None) -> int:
        """Return the credits of a month of a tier, where tiers are paid or held by the month (R18, A10)."""
        found = self.tier(tier)
        return 0 if found is self.standard_tier else found.multiplier

    def charge(self, duration: timedelta) -> "Charge":
        """Return what time on call costs (R19, A15)."""
        from .oncall import Charge  # only who bills by the hour needs it

        return Charge(
            duration=duration,
            price_per_hour=self.on_call_price,
            rounding=self.readings.rounding,
            minimum_hours=self.on_call_minimum_hours,
        )

    def judge_after_hours(self, work: "AfterHours") -> "AfterHoursJudgement":
        """Return what of after-hours work lies outside the hours, and what that costs (R16, A16)."""
        from .oncall import AfterHours, AfterHoursJudgement  # only who bills by the hour needs it

        check.instance("work", work, AfterHours, "give AfterHours(id=..., started_at=..., ...)")
        return AfterHoursJudgement(work, self.hours_for(work.severity), self.charge(work.duration))

    def hours_for(self, severity: SeverityWord) -> OperatingHours:
        """Return the hours that serve a severity (R14, R15, A5)."""
        return self.severe_hours if as_severity(severity) is Severity.SEVERE else self.business_hours

    @cached_property
    def tz(self) -> tzinfo:
        """The zone whose days count."""
        return self.business_hours.tz

    def day_of(self, at: datetime) -> date:
        """Return the day of a moment in the terms' zone."""
        if type(at) is not datetime or at.tzinfo is not UTC:
            check.moment("at", at := check.as_utc(at))
        return at.date() if self.tz is UTC else check.local("at", at, self.tz).date()

    def start_of(self, day: date) -> datetime:
        """Return the moment at which a day begins in the terms' zone."""
        return self.business_hours.start_of_day(day)

    def sla_clock(self, serving: OperatingHours) -> Clock:
        """Return the clock of the SLA on hours that serve an issue (A1, A4)."""
        check.instance("serving", serving, OperatingHours, "give terms.hours_for(severity)")
        readings = self.readings
        return clock_of_sla(readings.sla_clock, readings.at_close, serving=serving, business=self.business_hours)

    @cached_property
    def _sla_clocks(self) -> Mapping[str, Clock]:
        return {severity: self.sla_clock(self.hours_for(severity)) for severity in Severity}

    def sla_clock_of(self, severity: SeverityWord) -> Clock:
        """Return the clock of the SLA for a severity (A1, A4, A5)."""
        return self._sla_clocks[as_severity(severity)]

    @cached_property
    def business_day_clock(self) -> Clock:
        """The clock on which one business day is counted (R9, A2, A4)."""
        return clock_of_business_day(self.readings.business_day, self.readings.at_close, business=self.business_hours)

    def business_day_amount(self, since: datetime) -> timedelta:
        """Return the time that one business day is, counted from a receipt (R9, A2)."""
        if type(since) is not datetime or since.tzinfo is not UTC:
            check.moment("since", since := check.as_utc(since))
        return amount_of_business_day(
            self.readings.business_day,
            since,
            clock=self.business_day_clock,
            business=self.business_hours,
            length=self.business_day_length,
        )

    def on(self, day: date) -> "Terms":
        """Return the terms in force on a day: these, on any."""
        day = check.day("day", day)
        return self

    def earliest(self, day: date) -> "Terms":
        """Return the terms in force on a day: these, on any."""
        return self.on(day)

    def during(self, first: date, last: date) -> "tuple[Terms, ...]":
        """Return the terms in force from a day to another: these alone."""
        first = check.day("first", first)
        last = check.day("last", last)
        return (self,)

    def difference(self, other: "Terms") -> dict[str, tuple[Any, Any]]:
        """Return the fields in which other terms differ, each with both values; readings one by one.

        >>> terms = Terms.standard(holidays=HolidayCalendar.none())
        >>> terms.difference(terms.with_readings(overrun="charged").replace(grace_days=14))
        {'grace_days': (7, 14), 'overrun': (<Overrun.WRITTEN_OFF: 'written_off'>, <Overrun.CHARGED: 'charged'>)}
        """
        check.instance("other", other, Terms, "give Terms.standard(holidays=...)")
        ours, theirs = _figures(self), _figures(other)
        return {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits, the same wherever the terms are, and others for other terms."""
        return _digest(f"{name}={_canonical(value)}" for name, value in _figures(self).items())

    @cached_property
    def zone_fingerprint(self) -> str:
        """The `zone_fingerprint` of the hours, or both joined by "-" where they differ; no part of the fingerprint."""
        return joined([self.business_hours.zone_fingerprint, self.severe_hours.zone_fingerprint])


def _plain_name(tier: str | None) -> str | None:
    """Return the name of a tier as a plain string, or None; refuse what is neither."""
    if tier is None or type(tier) is str:
        return tier
    return check.any_text("tier", tier, remedy='give the name of a tier, such as "12h"')


def _figures(terms: Terms) -> dict[str, Any]:
    """Return what terms say, by name: the fields that count for equality, and the readings one by one.

    A reading that bears the name of a field would hide it, so that the test of all fields finds it.
    """
    fields = {field.name: getattr(terms, field.name) for field in attrs.fields(Terms) if field.eq}
    readings = fields.pop("readings")
    return fields | attrs.asdict(readings)


def _as_versions(value: Mapping[date, Terms] | Iterable[tuple[date, Terms]]) -> tuple[tuple[date, Terms], ...]:
    wanted, remedy = "terms by their first day", "give {date(2026, 1, 1): terms}"
    is_mapping = check.is_a(value, Mapping)
    pairs: Any = tuple(check.mapping("versions", value, wanted, remedy).items()) if is_mapping else None
    pairs = pairs if is_mapping else check.as_tuple(value, tuple)
    if type(pairs) is not tuple:
        check.a_list("versions", pairs, wanted, remedy)
    if not pairs:
        check.refuse_type("versions", value, wanted, remedy)
    versions: list[tuple[date, Terms]] = []
    for place, pair in enumerate(pairs):
        if type(pair) is not tuple or len(pair) != 2:
            check.refuse_type(f"versions[{place}]", pair, "a day and terms", "give {date(2026, 1, 1): terms}")
        check.instance(f"versions[{place}]", pair[1], Terms, "give Terms.standard(holidays=...)")
        versions.append((check.day(f"versions[{place}] day", pair[0]), pair[1]))
    check.distinct("versions", [day for day, _ in versions], "first day")
    return tuple(sorted(versions, key=lambda version: version[0]))


@attrs.frozen
class TermsHistory:
    """Terms by the day on which they come into force, each until the next: no gaps, and no overlaps.

    An incident is judged by the terms of the day on which it was received, a month of a tier by those of its first
    day; a lot keeps those under which it was bought. All versions share one zone and one currency. What "per month"
    means (A10) is about calendar months, and changes only with one.

    >>> old = Terms.standard(holidays=HolidayCalendar.none())
    >>> history = TermsHistory({date(2026, 1, 1): old, date(2027, 1, 1): old.replace(on_call_price=349)})
    >>> history.on(date(2026, 12, 31)).on_call_price, history.on(date(2027, 1, 1)).on_call_price
    (Decimal('329'), Decimal('349'))
    """

    versions: tuple[tuple[date, Terms], ...] = attrs.field(converter=_as_versions)
    """Each with the day from which it is in force, in order."""

    def __attrs_post_init__(self) -> None:
        for name in ("tz", "currency"):
            if len({str(getattr(terms, name)) for _, terms in self.versions}) > 1:
                check.refuse("versions", name, "differs between them", "keep one for all", code="contradiction")
        for (_, terms), (day, later) in pairwise(self.versions):
            if day.day > 1 and terms.readings.credit_basis is not later.readings.credit_basis:
                _refuse_within_month(day, later.readings.credit_basis)

    def on(self, day: date) -> Terms:
        """Return the terms in force on a day; `OutOfRangeError` before the first version."""
        day = check.day("day", day)
        index = bisect_right(self.versions, day, key=_first_day)
        if not index:
            first = self.versions[0][0]
            raise OutOfRangeError(
                "precedes all versions of the terms",
                field="day",
                value=day.isoformat(),
                code="before_terms",
                remedy=f"add the terms that were in force before {first}",
            )
        return self.versions[index - 1][1]

    def earliest(self, day: date) -> Terms:
        """Return the terms in force on a day, or the first ones, where the day precedes them."""
        day = check.day("day", day)
        return self.on(max(day, self.versions[0][0]))

    def during(self, first: date, last: date) -> tuple[Terms, ...]:
        """Return the terms in force on any day from one to another, in order; none before the first version."""
        first = check.day("first", first)
        last = check.day("last", last)
        begun = max(bisect_right(self.versions, first, key=_first_day) - 1, 0)
        end = bisect_right(self.versions, last, key=_first_day)
        return tuple(terms for _, terms in self.versions[begun:end])

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
        return _digest(f"{day.isoformat()} {terms.fingerprint}" for day, terms in self.versions)

    @cached_property
    def zone_fingerprint(self) -> str:
        """Those of the versions, joined by "-" where they differ; no part of the fingerprint."""
        return joined(terms.zone_fingerprint for _, terms in self.versions)


def _first_day(version: tuple[date, Terms]) -> date:
    return version[0]


def _refuse_within_month(day: date, basis: CreditBasis) -> NoReturn:
    first = day.replace(day=1)
    days = [str(first)] if (first.year, first.month) == (MAXYEAR, 12) else [str(first), str(_next_month(first))]
    problem = f"change what a faster tier costs in the middle of a month (A10={basis})"
    remedy = f"let these terms come into force on the first day of a month: {' or '.join(days)}"
    check.refuse("versions", day.isoformat(), problem, remedy, code="within_month")


def _next_month(first: date) -> date:
    return (first + 31 * ONE_DAY).replace(day=1)


def in_force(terms: Terms | TermsHistory, at: datetime) -> Terms:
    """Return the terms of the day of a moment."""
    check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
    return terms.on(terms.day_of(at))


def joined(fingerprints: Iterable[str]) -> str:
    """Return fingerprints in one text: each once, empty ones left out."""
    return "-".join(dict.fromkeys(filter(None, fingerprints)))


def _digest(lines: Iterable[str]) -> str:
    import hashlib

    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _canonical(value: object) -> str:
    """Return a value in words that are the same everywhere, and others for another value."""
    if isinstance(value, OperatingHours):
        return value.identity
    if isinstance(value, Decimal):
        return money.text(money.EXACT.normalize(value))
    if isinstance(value, str):
        return repr(str(value))
    if isinstance(value, tuple):
        return f"[{', '.join(_canonical(item) for item in value)}]"
    fields: tuple[Any, ...] = getattr(value, "__attrs_attrs__", ())
    words = ", ".join(f"{field.name}={_canonical(getattr(value, field.name))}" for field in fields)
    return f"({words})" if fields else str(value)
