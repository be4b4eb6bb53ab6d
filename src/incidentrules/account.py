"""An account, judged whole: what it bought, asked for and owes, and statements of any period.

An *account* is facts. A *settlement* is all that follows from them, worked out once; a *statement* is
its view of a *period*, as many of them as one likes. An incident belongs to the period in which it
was received, and draws on that day, also when its effort becomes known later.

*Invariant:* in every statement, opening + purchased + granted - drawn - lapsed - voided = closing.
*Units:* days are those of the terms' zone; a period is half-open; money is in the terms' currency.
"""

from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from decimal import Decimal
from functools import cached_property

import attrs

from . import _checks as check
from .assessment import Assessment, assess
from .credits import Lot, required_in_month
from .incident import Incident, fold
from .ledger import Draw, Drawing, EntryKind, Ledger, Remaining, Void, replay
from .oncall import AfterHours, AfterHoursJudgement, CallOut, Charge
from .rulebook import Reason, literal, told
from .sla import Outcome
from .terms import Terms, TermsHistory

__all__ = ["Account", "Line", "LineKind", "Period", "Settlement", "Statement", "TierMonth", "settle"]

ONE_DAY = timedelta(days=1)


@attrs.frozen(order=True)
class Period:
    """Days from a start to an end, the end left out.

    >>> Period.month(2026, 2).last_day, str(Period.quarter(2026, 1))
    (datetime.date(2026, 2, 28), '2026-01-01 to 2026-03-31')
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        check.day("start", self.start)
        check.day("end", self.end)
        if self.end <= self.start:
            check.refuse(
                "end", self.end, f"does not follow {self.start}", "give the first day after", code="contradiction"
            )

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """Return a calendar month."""
        return cls._months(year, month, 1)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        """Return a quarter of a calendar year, 1 to 4."""
        check.count("quarter", quarter, most=4)
        return cls._months(year, 3 * quarter - 2, 3)

    @classmethod
    def _months(cls, year: int, month: int, count: int) -> "Period":
        check.count("year", year, least=MINYEAR, most=MAXYEAR - 1)
        check.count("month", month, most=12)
        years, last = divmod(month - 1 + count, 12)
        return cls(date(year, month, 1), date(year + years, last + 1, 1))

    @property
    def last_day(self) -> date:
        """The last day that is in it."""
        return self.end - ONE_DAY

    def __contains__(self, day: date) -> bool:
        check.day("day", day)
        return self.start <= day < self.end

    def __str__(self) -> str:
        return f"{self.start} to {self.last_day}"

    @property
    def months(self) -> Iterator["Period"]:
        """The calendar months that it touches, each whole."""
        month = Period.month(self.start.year, self.start.month)
        while month.start < self.end:
            yield month
            month = Period.month(month.end.year, month.end.month)


@attrs.frozen(kw_only=True)
class TierMonth:
    """A calendar month in any part of which the account held a faster tier (R18, A10)."""

    tier: str
    year: int
    month: int

    def __attrs_post_init__(self) -> None:
        check.text("tier", self.tier)
        check.count("year", self.year, least=MINYEAR, most=MAXYEAR - 1)
        check.count("month", self.month, most=12)

    @property
    def id(self) -> str:
        """The id of the draw that it makes."""
        return f"tier {self.tier} {self.year:04}-{self.month:02}"

    @property
    def on(self) -> date:
        """Its first day, on which it draws."""
        return date(self.year, self.month, 1)

    def credits(self, terms: Terms) -> int:
        """Return what it draws; nothing where incidents pay for the tier, or it is only to be held."""
        return terms.monthly_credits(self.tier) if terms.basis.draws_monthly else 0


@attrs.frozen(kw_only=True)
class Account:
    """The facts of one account. Ids are unique among the incidents, the lots, the call-outs and so on.

    ``posted`` are drawings that were billed already and stay as they are; ``voids`` take back what is
    left of lots that were granted in error.
    """

    id: str
    lots: tuple[Lot, ...] = attrs.field(default=(), converter=check.as_facts)
    incidents: tuple[Incident, ...] = attrs.field(default=(), converter=check.as_facts)
    call_outs: tuple[CallOut, ...] = attrs.field(default=(), converter=check.as_facts)
    after_hours: tuple[AfterHours, ...] = attrs.field(default=(), converter=check.as_facts)
    tier_months: tuple[TierMonth, ...] = attrs.field(default=(), converter=check.as_facts)
    voids: tuple[Void, ...] = attrs.field(default=(), converter=check.as_facts)
    posted: tuple[Drawing, ...] = attrs.field(default=(), converter=check.as_facts)

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id)
        check.each("lots", self.lots, Lot, "give terms.purchase(credits, id=..., on=...)")
        check.each("incidents", self.incidents, Incident, "give Incident(id=..., received_at=...)")
        check.each("call_outs", self.call_outs, CallOut, "give CallOut(id=..., started_at=..., duration=...)")
        check.each("after_hours", self.after_hours, AfterHours, "give AfterHours(id=..., started_at=..., ...)")
        check.each("tier_months", self.tier_months, TierMonth, 'give TierMonth(tier="12h", year=2026, month=11)')
        check.each("voids", self.voids, Void, "give Void(lot=..., on=...)")
        check.each("posted", self.posted, Drawing, "give the drawings of an earlier ledger")
        check.unique("call_outs", self.call_outs)
        check.unique("after_hours", self.after_hours)
        check.unique("tier_months", self.tier_months)


@attrs.frozen
class Settlement:
    """An account judged by the terms in force; made by `settle`."""

    account: Account
    terms: Terms | TermsHistory

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The judgement of every incident, by receipt; consequences are folded into their causes (R22)."""
        groups = fold(self.account.incidents)
        assessed = [assess(group[0], self.terms, folded=group[1:]) for group in groups]
        return tuple(sorted(assessed, key=lambda each: each.incident.received_at))

    @cached_property
    def ledger(self) -> Ledger:
        """The account's lots, and what the months of a tier and the incidents draw from them."""
        account = self.account
        months = ((month, month.credits(self.terms.on(month.on))) for month in account.tier_months)
        draws = [Draw(id=month.id, on=month.on, credits=credits) for month, credits in months if credits]
        costs = ((assessed, assessed.credits) for assessed in self.assessments)
        draws += [Draw(id=each.id, on=self.day_of(each), credits=credits) for each, credits in costs if credits]
        return replay(account.lots, draws, voids=account.voids, posted=account.posted)

    def day_of(self, assessed: Assessment) -> date:
        """Return the day on which an incident was received, and draws."""
        return assessed.terms.day_of(assessed.incident.received_at)

    def statement(self, period: Period) -> "Statement":
        """Return the view of a period."""
        check.instance("period", period, Period, "give Period.month(2026, 11)")
        return Statement(self, period)


class LineKind(check.Word):
    """What a line of a statement is, in the order in which those of one day stand."""

    PURCHASED = "purchased"
    GRANTED = "granted"
    LAPSED = "lapsed"
    VOIDED = "voided"
    TIER_MONTH = "tier_month"
    INCIDENT = "incident"
    PENDING = "pending"
    EXCLUDED = "excluded"
    QUOTED = "quoted"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    CALL_OUT = "call_out"
    AFTER_HOURS = "after_hours"


@attrs.frozen
class Line:
    """One line of a statement: credits asked for or moved, money charged, and why.

    ``credits`` counts towards the balance with its sign; of an incident it is what was asked for, and
    ``shortfall`` what of that no lot covered. ``subject`` is what the line is about: the judgement of an
    incident or of after-hours work, the charge of a call-out, the lot, or the month of a tier.
    """

    on: date
    kind: LineKind
    id: str
    credits: int
    amount: Decimal
    why: Reason
    subject: Assessment | AfterHoursJudgement | Charge | Lot | TierMonth = attrs.field(repr=False)
    shortfall: int = 0

    @property
    def assessment(self) -> Assessment | None:
        """The judgement of the incident, where the line is about one."""
        return self.subject if isinstance(self.subject, Assessment) else None


@attrs.frozen
class Statement:
    """What happened to an account in a period, and where that leaves it."""

    settlement: Settlement
    period: Period

    # --- credits

    @property
    def opening(self) -> int:
        """The balance before the period."""
        start = self.period.start
        return self.settlement.ledger.balance(on=start - ONE_DAY) if start > date.min else 0

    @property
    def closing(self) -> int:
        """The balance at the end of its last day."""
        return self.settlement.ledger.balance(on=self.period.last_day)

    @property
    def purchased(self) -> int:
        """The credits that were bought."""
        return self._moved(EntryKind.PURCHASED)

    @property
    def granted(self) -> int:
        """The credits that were granted."""
        return self._moved(EntryKind.GRANTED)

    @property
    def drawn(self) -> int:
        """The credits that were drawn."""
        return self._moved(EntryKind.DRAWN)

    @property
    def lapsed(self) -> int:
        """The credits that lapsed."""
        return self._moved(EntryKind.LAPSED)

    @property
    def voided(self) -> int:
        """The credits that were taken back."""
        return self._moved(EntryKind.VOIDED)

    def _moved(self, kind: EntryKind) -> int:
        total, start = self.settlement.ledger.total, self.period.start
        before = total(kind, on=start - ONE_DAY) if start > date.min else 0
        return total(kind, on=self.period.last_day) - before

    @property
    def shortfall(self) -> int:
        """The credits that incidents and months of the period asked for, and no lot covered."""
        return sum(line.shortfall for line in self.lines)

    @property
    def required(self) -> int:
        """The credits that the period requires, covered or not, by the month (A10)."""
        settled, total = self.settlement, 0
        for month in self.period.months:
            terms = settled.terms.on(month.start)
            months = (each for each in settled.account.tier_months if each.on == month.start and each.on in self.period)
            used = sum(each.credits for each in self.assessments if settled.day_of(each) in month)
            held = [terms.monthly_credits(each.tier) for each in months]
            total += required_in_month(terms.readings.credit_basis, held, used)
        return total

    @property
    def remaining(self) -> tuple[Remaining, ...]:
        """What is left of each lot at the end, with its last usable day, in the order of drawing."""
        return self.settlement.ledger.remaining(on=self.period.last_day)

    @property
    def why_closing(self) -> Reason:
        """How the closing balance follows from the opening one."""
        moves = (
            Reason("", self.opening, says="{value} at the start"),
            Reason("R7", self.purchased, says="{value} purchased"),
            Reason("R5", self.granted, says="{value} granted"),
            Reason("R18", -self.drawn, says="{value} drawn"),
            Reason("R8", -self.lapsed, says="{value} lapsed"),
            Reason("", -self.voided, says="{value} voided"),
        )
        return Reason("", self.closing, "sum", moves, says="{value} at the end")

    # --- incidents and money

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The judgements of incidents that were received in the period."""
        settled = self.settlement
        return tuple(each for each in settled.assessments if settled.day_of(each) in self.period)

    @property
    def pending(self) -> tuple[Assessment, ...]:
        """The incidents whose effort is not known yet: they draw nothing until it is."""
        return tuple(each for each in self.assessments if each.is_pending)

    @property
    def charges(self) -> Decimal:
        """What on-call and after-hours work of the period costs."""
        return sum((line.amount for line in self.lines if line.kind in _CHARGED), Decimal(0))

    @property
    def spent_on_packs(self) -> Decimal:
        """What was paid for packs in the period."""
        return sum((line.amount for line in self.lines if line.kind is LineKind.PURCHASED), Decimal(0))

    @property
    def terms(self) -> Terms:
        """The terms in force on the last day."""
        return self.settlement.terms.on(self.period.last_day)

    def outcome(self, assessed: Assessment) -> Outcome | None:
        """Return how the deadline of an incident had gone by the end of the period; None where no answer is owed."""
        if assessed.response is None:
            return None
        replied_at, end = assessed.incident.replied_at, self.terms.start_of(self.period.end)
        return assessed.response.outcome(replied_at if replied_at and replied_at < end else None, at=end)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the terms that it was drawn up under."""
        return self.settlement.terms.fingerprint

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Everything that happened in the period, by day."""
        lines = [*self._lot_lines(), *self._month_lines(), *self._incident_lines(), *self._charge_lines()]
        return tuple(sorted(lines, key=lambda line: (line.on, _RANK[line.kind])))

    def _lot_lines(self) -> Iterator[Line]:
        lots = {lot.id: lot for lot in self.settlement.account.lots}
        for entry in self.settlement.ledger.entries:
            if entry.on in self.period and entry.kind is not EntryKind.DRAWN:
                lot, kind = lots[entry.lot], LineKind(entry.kind)
                rule, says = _LOT_REASONS[kind]
                last = f"through {told(lot.last_usable_on)}" if lot.last_usable_on else "without end"
                why = Reason(rule, entry.credits, says=says.format(last=last))
                price = lot.price if kind is LineKind.PURCHASED and lot.price is not None else Decimal(0)
                yield Line(entry.on, kind, entry.lot, entry.change, price, why, lot)

    def _month_lines(self) -> Iterator[Line]:
        settled = self.settlement
        for month in settled.account.tier_months:
            terms = settled.terms.on(month.on)
            if month.on in self.period and (credits := month.credits(terms)):
                reading = terms.readings.cite("credit_basis")
                says = f"A month of the {literal(month.tier)} tier takes {{value}}"
                why = Reason("R18", credits, "given", (), says, reading)
                short = settled.ledger.shortfalls.get(month.id, 0)
                yield Line(month.on, LineKind.TIER_MONTH, month.id, -credits, Decimal(0), why, month, short)

    def _incident_lines(self) -> Iterator[Line]:
        settled = self.settlement
        for each in self.assessments:
            kind = LineKind.PENDING if each.is_pending else LineKind(each.verdict)
            short = settled.ledger.shortfalls.get(each.id, 0)
            yield Line(settled.day_of(each), kind, each.id, -each.credits, Decimal(0), each.why_credits, each, short)

    def _charge_lines(self) -> Iterator[Line]:
        account, history = self.settlement.account, self.settlement.terms
        for call_out in account.call_outs:
            if (on := history.day_of(call_out.started_at)) in self.period:
                charge, why = (
                    history.on(on).charge(call_out.duration),
                    history.on(on).why_charge("R19", call_out.duration),
                )
                yield Line(on, LineKind.CALL_OUT, call_out.id, 0, charge.amount, why, charge)
        for work in account.after_hours:
            if (on := history.day_of(work.started_at)) in self.period:
                judged, why = history.on(on).judge_after_hours(work), history.on(on).why_after_hours(work)
                yield Line(on, LineKind.AFTER_HOURS, work.id, 0, judged.charge.amount, why, judged)


_CHARGED = frozenset({LineKind.CALL_OUT, LineKind.AFTER_HOURS})
_RANK: Mapping[LineKind, int] = {kind: rank for rank, kind in enumerate(LineKind)}
_LOT_REASONS: Mapping[LineKind, tuple[str, str]] = {
    LineKind.PURCHASED: ("R7", "{{value}} bought, usable {last}"),
    LineKind.GRANTED: ("R5", "{{value}} granted, usable {last}"),
    LineKind.LAPSED: ("R8", "{{value}} unused, though usable {last}"),
    LineKind.VOIDED: ("R8", "{{value}} taken back"),
}


def settle(account: Account, terms: Terms | TermsHistory) -> Settlement:
    """Return an account judged by the terms in force: its ledger, its assessments, a statement of any period.

    >>> from datetime import UTC, datetime
    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> ticket = Incident(id="T-1", received_at=datetime(2026, 11, 20, 20, tzinfo=UTC), effort=timedelta(minutes=61))
    >>> lots = [terms.purchase(2, id="L-1", on=date(2026, 11, 2))]
    >>> november = settle(Account(id="acme", lots=lots, incidents=[ticket]), terms).statement(Period.month(2026, 11))
    >>> november.opening, november.purchased, november.drawn, november.closing
    (0, 2, 2, 0)

    Raises an `IncidentRulesError` for ids with two contents, unknown tiers, and circles of causes.
    """
    check.instance("account", account, Account, "give Account(id=..., lots=..., incidents=...)")
    check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
    for month in account.tier_months:
        terms.on(month.on).tier(month.tier)
    settled = Settlement(account, terms)
    settled.ledger  # noqa: B018  # so that facts which contradict each other are refused here
    return settled
