"""What happened to an account in a period, line by line, and where that leaves it.

A *statement* is a view of what was settled; a *line* is one thing that happened. An incident belongs to
the period in which it was received, also when its effort becomes known later.

*Invariant:* opening + purchased + granted - drawn - lapsed - voided = closing.
*Units:* days are those of the terms' zone; money is in the terms' currency.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Protocol

import attrs

from . import _checks as check
from .assessment import Assessment
from .credits import Lot, required_in_month
from .ledger import GAINS, Drawing, Entry, EntryKind, Impossible, Ledger, Remaining
from .oncall import AfterHours, AfterHoursJudgement, CallOut, Charge
from .period import Period, TierMonth
from .reason import Reason, literal, told
from .sla import Outcome
from .terms import Terms, TermsHistory

__all__ = ["Facts", "Line", "LineKind", "Settled", "Statement"]

ONE_DAY = timedelta(days=1)


class Facts(Protocol):
    """The facts of an account that lines are drawn up from."""

    @property
    def id(self) -> str:
        """The account's id."""
        ...

    @property
    def lots(self) -> tuple[Lot, ...]:
        """What it bought and was granted."""
        ...

    @property
    def call_outs(self) -> tuple[CallOut, ...]:
        """Its on-call jobs."""
        ...

    @property
    def after_hours(self) -> tuple[AfterHours, ...]:
        """Its work outside the hours."""
        ...


class Settled(Protocol):
    """An account judged whole, as `incidentrules.account.Settlement` is."""

    @property
    def account(self) -> Facts:
        """The facts."""
        ...

    @property
    def terms(self) -> Terms | TermsHistory:
        """What they are judged by."""
        ...

    @property
    def ledger(self) -> Ledger:
        """What became of every credit."""
        ...

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The judgement of every incident."""
        ...

    @property
    def tier_months(self) -> tuple[TierMonth, ...]:
        """The months of faster tiers."""
        ...

    def terms_of(self, month: TierMonth) -> Terms:
        """Return the terms that a month of a tier is judged by."""
        ...

    def day_of(self, assessed: Assessment) -> date:
        """Return the day on which an incident was received, and draws."""
        ...


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
    ON_CALL = "on_call"
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
class _Month:
    """What a calendar month requires: for the faster tiers held in it, and for its incidents (A10)."""

    on: date
    terms: Terms
    tiers: list[tuple[str, int]]  # their names, and the credits of a month
    incidents: list[Assessment]

    @property
    def required(self) -> int:
        monthly = [credits for _, credits in self.tiers]
        return required_in_month(self.terms.readings.credit_basis, monthly, self._used)

    @property
    def _used(self) -> int:
        return sum(each.credits for each in self.incidents)

    @property
    def why(self) -> Reason:
        basis, cited = self.terms.basis, self.terms.readings.cite("credit_basis")
        tiers = self.tiers if basis.by_month else []
        held = (Reason("R18", credits, says=f"{{value}} for the {literal(tier)} tier") for tier, credits in tiers)
        costs = tuple(Reason("R18", each.credits, says=f"{{value}} for {literal(each.id)}") for each in self.incidents)
        used = Reason("R18", self._used, "sum", costs, "{value} for incidents")
        says = f"{{value}} in {self.on:%Y-%m}"
        return Reason("R18", self.required, basis.requires, (*held, used), says, cited)


@attrs.frozen
class Statement:
    """What happened to an account in a period, and where that leaves it."""

    settlement: Settled
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
        return sum(month.required for month in self._by_month)

    @property
    def _by_month(self) -> Iterator["_Month"]:
        """Every month in which a tier was held or an incident came, by the terms of what came last in it."""
        settled = self.settlement
        held: dict[date, list[TierMonth]] = defaultdict(list)
        used: dict[date, list[Assessment]] = defaultdict(list)
        for month in settled.tier_months:
            if month.on in self.period:
                held[month.on].append(month)
        for each in self.assessments:
            used[settled.day_of(each).replace(day=1)].append(each)
        for first in sorted({*held, *used}):
            tiers = [(month.tier, settled.terms_of(month).monthly_credits(month.tier)) for month in held[first]]
            terms = used[first][-1].terms if used[first] else settled.terms_of(held[first][-1])
            yield _Month(first, terms, tiers, used[first])

    @property
    def remaining(self) -> tuple[Remaining, ...]:
        """What is left of each lot at the end, with its last usable day, in the order of drawing."""
        return self.settlement.ledger.remaining(on=self.period.last_day)

    @property
    def why_closing(self) -> Reason:
        """How the closing balance follows from the opening one, entry by entry."""
        moves: dict[EntryKind, list[Reason]] = {kind: [] for kind in EntryKind}
        for entry in self.settlement.ledger.entries:
            if entry.on in self.period:
                whose = f", for {literal(entry.draw)}" if entry.draw else ""
                says = f"{{value}} {told(entry.on)}, lot {literal(entry.lot)}{whose}"
                moves[entry.kind].append(Reason(_MOVES[entry.kind], entry.change, says=says))
        sums = tuple(
            Reason(_MOVES[kind], sum(each.value for each in parts), "sum", tuple(parts), f"{{value}} {kind}")
            for kind, parts in moves.items()
            if parts
        )
        opening = Reason("", self.opening, says="{value} at the start")
        return Reason("", self.closing, "sum", (opening, *sums), "{value} at the end")

    @property
    def why_charges(self) -> Reason:
        """What on-call and after-hours work cost, job by job."""
        jobs = tuple(
            Reason(line.why.rule, line.amount, "first", (line.why,), f"{{value}} for {literal(line.id)}")
            for line in self.lines
            if line.kind in _CHARGED
        )
        return Reason("", self.charges, "sum", jobs, f"{literal(self.terms.currency)} {{value}} by the hour")

    @property
    def why_spent_on_packs(self) -> Reason:
        """What was paid for packs, lot by lot."""
        paid = tuple(
            Reason(line.why.rule, line.amount, says=f"{{value}} for {literal(line.id)}")
            for line in self.lines
            if line.kind is LineKind.PURCHASED
        )
        return Reason("", self.spent_on_packs, "sum", paid, f"{literal(self.terms.currency)} {{value}} for packs")

    @property
    def why_required(self) -> Reason:
        """What the period requires, month by month (A10)."""
        parts = tuple(month.why for month in self._by_month)
        return Reason("R18", self.required, "sum", parts, "{value} required")

    @property
    def why_shortfall(self) -> Reason:
        """What no lot could cover, draw by draw."""
        short = (line for line in self.lines if line.shortfall)
        parts = tuple(Reason("R8", line.shortfall, says=f"{{value}} for {literal(line.id)}") for line in short)
        return Reason("R8", self.shortfall, "sum", parts, "{value} short")

    @property
    def impossible(self) -> tuple[Impossible, ...]:
        """Posted drawings of the period that the other facts no longer allow: said, and not repaired."""
        return tuple(each for each in self.settlement.ledger.impossible if each.drawing.on in self.period)

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
        check.instance("assessed", assessed, Assessment, "give one of this statement's assessments")
        if assessed.response is None:
            return None
        replied_at, end = assessed.replied_at, self.terms.start_of(self.period.end)
        return assessed.response.outcome(replied_at if replied_at and replied_at < end else None, at=end)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the terms in force in the period; versions that come later don't change it."""
        in_force = self.settlement.terms.during(self.period.start, self.period.last_day)
        return "-".join(terms.fingerprint for terms in in_force)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Everything that happened in the period, by day."""
        lines = [*self._lot_lines(), *self._month_lines(), *self._incident_lines(), *self._charge_lines()]
        return tuple(sorted(lines, key=lambda line: (line.on, _RANK[line.kind])))

    def _lot_lines(self) -> Iterator[Line]:
        lots = {lot.id: lot for lot in self.settlement.account.lots}
        drawn: dict[str, list[Drawing]] = defaultdict(list)
        for drawing in self.settlement.ledger.drawings:
            drawn[drawing.lot].append(drawing)
        for entry in self.settlement.ledger.entries:
            if entry.on in self.period and entry.kind is not EntryKind.DRAWN:
                lot, kind = lots[entry.lot], LineKind(entry.kind)
                rule, says = _LOT_REASONS[kind]
                bought_under = self.settlement.terms.during(lot.on, entry.on)
                lasts = tuple(terms.why_last_day(lot) for terms in bought_under[:1])
                why = Reason(rule, entry.credits, "first", (_why_moved(entry, lot, drawn[lot.id]), *lasts), says)
                price = lot.price if kind is LineKind.PURCHASED and lot.price is not None else Decimal(0)
                yield Line(entry.on, kind, entry.lot, entry.change, price, why, lot)

    def _month_lines(self) -> Iterator[Line]:
        settled = self.settlement
        for month in settled.tier_months:
            terms = settled.terms_of(month)
            if month.on in self.period and (credits := terms.month_draw(month.tier)):
                reading = terms.readings.cite("credit_basis")
                says = f"A month of the {literal(month.tier)} tier takes {{value}}"
                multiplier = Reason("R18", credits, says=f"The {literal(month.tier)} tier multiplies by {{value}}")
                why = Reason("R18", credits, "first", (multiplier,), says, reading)
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


def _why_moved(entry: Entry, lot: Lot, drawings: Iterable[Drawing]) -> Reason:
    """Return why so many credits came to a lot: all that it has; or left it: those that were not drawn."""
    name = literal(lot.id)
    held = Reason("", lot.credits, says=f"{{value}} in lot {name}")
    if entry.kind in GAINS:
        return held
    draws = tuple(Reason("R18", each.credits, says=f"{{value}} for {literal(each.draw)}") for each in drawings)
    drawn = Reason("R18", sum(each.value for each in draws), "sum", draws, "{value} drawn from it")
    return Reason("R8", entry.credits, "difference", (held, drawn), f"{{value}} left in lot {name}")


_CHARGED = frozenset({LineKind.CALL_OUT, LineKind.AFTER_HOURS})
_RANK: Mapping[LineKind, int] = {kind: rank for rank, kind in enumerate(LineKind)}
_LOT_REASONS: Mapping[LineKind, tuple[str, str]] = {
    LineKind.PURCHASED: ("R7", "{value} bought"),
    LineKind.GRANTED: ("R5", "{value} granted"),
    LineKind.LAPSED: ("R8", "{value} unused after their last day"),
    LineKind.VOIDED: ("R8", "{value} taken back"),
}
_MOVES: Mapping[EntryKind, str] = {
    EntryKind.LAPSED: "R8",
    EntryKind.PURCHASED: "R7",
    EntryKind.GRANTED: "R5",
    EntryKind.VOIDED: "R8",
    EntryKind.DRAWN: "R18",
}
