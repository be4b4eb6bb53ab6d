"""What an account did in a period, figure by figure, and where that leaves it.

A *statement* is a view of what was settled. An incident belongs to the period in which it was received, also when
its effort becomes known later. What has changed in earlier periods since they were billed is *restated*.

*Invariant:* opening + restated + purchased + granted + reversed - drawn - lapsed - voided = closing, and the
credits of the lines plus their shortfalls are closing - opening.
*Units:* days are those of the terms' zone; money is in the terms' currency.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from . import _checks as check
from . import _money as money
from .assessment import Assessment
from .cost import required, why_required
from .draws import Impossible
from .forecast import Restated, RestatedKind, restate
from .ledger import GAINS, Entry, EntryKind, Remaining
from .line import Line, LineKind, draw_up
from .oncall import AfterHours, AfterHoursJudgement, CallOut, Charge
from .period import Period
from .reason import Reason, as_words, literal
from .sheet import sheet
from .sla import Outcome
from .terms import Terms, joined

if TYPE_CHECKING:
    from .account import Settlement

__all__ = ["Statement"]

ONE_DAY = timedelta(days=1)


@attrs.frozen
class Statement:
    """What happened to an account in a period, and where that leaves it."""

    settlement: "Settlement"
    """The account, judged."""
    period: Period
    """The days that it covers."""
    billed: "Settlement | None" = attrs.field(default=None, kw_only=True)
    """The settlement that the earlier statements were drawn up from: what has changed since is restated."""

    def __attrs_post_init__(self) -> None:
        check.instance("period", self.period, Period, "give Period.month(2026, 11)")
        _check_settlement("settlement", self.settlement)
        if self.billed is None:
            return
        _check_settlement("billed", self.billed)
        if self.billed.account.id != self.settlement.account.id:
            problem = f"is of another account than {self.settlement.account.id!r}"
            remedy = "give the settlement that its earlier statements were drawn up from"
            check.refuse("billed", self.billed.account.id, problem, remedy, code="contradiction")

    def __str__(self) -> str:
        """Return the statement in words, as text of at most 80 columns; see `incidentrules.sheet`."""
        return str(sheet(self))

    def _repr_html_(self) -> str:
        return sheet(self)._repr_html_()

    # --- credits

    @property
    def opening(self) -> int:
        """The balance before the period, as the customer was told it."""
        return (self.billed or self.settlement).ledger.balance(on=self._eve) if self._eve else 0

    @property
    def closing(self) -> int:
        """The balance at the end of its last day."""
        return self.settlement.ledger.balance(on=self.period.last_day)

    @property
    def restated(self) -> int:
        """What has changed of earlier periods since they were billed, in credits."""
        return sum(figure.change for figure in self.restatements)

    @property
    def purchased(self) -> int:
        """The credits that were bought."""
        return self._moved(EntryKind.PURCHASED)

    @property
    def granted(self) -> int:
        """The credits that were granted."""
        return self._moved(EntryKind.GRANTED)

    @property
    def reversed(self) -> int:
        """The credits that were given back."""
        return self._moved(EntryKind.REVERSED)

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

    @property
    def shortfall(self) -> int:
        """The credits that incidents and months of the period asked for, and no lot covered."""
        ledger = self.settlement.ledger
        return ledger.shortfall(on=self.period.last_day) - (ledger.shortfall(on=self._eve) if self._eve else 0)

    @property
    def required(self) -> int:
        """The credits that the period requires, covered or not, by the month (A10)."""
        return sum(month.required for month in self._months)

    @property
    def remaining(self) -> tuple[Remaining, ...]:
        """What is left of each lot at the end, with its last usable day, in the order of drawing."""
        return self.settlement.ledger.remaining(on=self.period.last_day)

    @property
    def impossible(self) -> tuple[Impossible, ...]:
        """Posted drawings of the period that their lots can't give: listed, and not drawn."""
        return tuple(one for one in self.settlement.ledger.impossible if one.drawing.on in self.period)

    @property
    def _eve(self) -> date | None:
        """The day before the period, where there is one."""
        return self.period.start - ONE_DAY if self.period.start > date.min else None

    def _moved(self, kind: EntryKind) -> int:
        total = self.settlement.ledger.total
        return total(kind, on=self.period.last_day) - (total(kind, on=self._eve) if self._eve else 0)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines of the ledger in the period."""
        entries = self.settlement.ledger.entries
        edges = self.period.start, self.period.end
        first, end = (bisect_left(entries, day, key=lambda entry: entry.on) for day in edges)
        return entries[first:end]

    @cached_property
    def restatements(self) -> tuple[Restated, ...]:
        """Every figure of earlier periods that has changed since they were billed."""
        credits = (figure for figure in self._changed if figure.kind is not RestatedKind.SHORTFALL)
        return (*credits, *self._charges_restated())

    @property
    def restated_shortfalls(self) -> tuple[Restated, ...]:
        """The shortfalls of earlier periods that have changed since they were billed: they move no credits."""
        return tuple(figure for figure in self._changed if figure.kind is RestatedKind.SHORTFALL)

    @cached_property
    def _changed(self) -> tuple[Restated, ...]:
        if self.billed is None:
            return ()
        figures = restate(self.billed.ledger, self.settlement.ledger)
        return tuple(figure for figure in figures if figure.on < self.period.start)

    def _charges_restated(self) -> Iterator[Restated]:
        if self.billed is None:
            return
        before, after = (
            {
                (on, isinstance(job, AfterHours), job.id): charge.amount
                for job, on, charge in _jobs(settled, date.min, self.period.start)
            }
            for settled in (self.billed, self.settlement)
        )
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key, Decimal(0)), after.get(key, Decimal(0))
            if was != now:
                on, _, id = key
                yield Restated(kind=RestatedKind.CHARGED, draw=id, before=was, after=now, on=on)

    # --- incidents

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The judgements of incidents that were received in the period."""
        day_of, first, end = self.settlement.terms.day_of, self.period.start, self.period.end
        return tuple(one for one in self.settlement.assessments if first <= day_of(one.incident.received_at) < end)

    @property
    def pending(self) -> tuple[Assessment, ...]:
        """The incidents whose effort is not known yet: they draw nothing until it is."""
        return tuple(one for one in self.assessments if one.is_pending)

    def outcome(self, assessed: Assessment) -> Outcome | None:
        """Return whether a deadline was met, open or breached at the end of the period; None where none is owed."""
        check.instance("assessed", assessed, Assessment, "give one of this statement's assessments")
        if assessed.response is None:
            return None
        replied_at, end = assessed.replied_at, self.terms.start_of(self.period.end)
        return assessed.response.outcome(replied_at if replied_at and replied_at < end else None, at=end)

    # --- money

    @cached_property
    def jobs(self) -> "tuple[Job, ...]":
        """The work of the period that is charged by the hour: the job, its day, and what it costs."""
        return tuple(_jobs(self.settlement, self.period.start, self.period.end))

    @property
    def charges(self) -> Decimal:
        """What on-call and after-hours work of the period costs."""
        return money.total(charge.amount for _, _, charge in self.jobs)

    @property
    def restated_charges(self) -> Decimal:
        """What has changed of the charges of earlier periods since they were billed."""
        return money.total(figure.amount for figure in self.restatements)

    @property
    def spent_on_packs(self) -> Decimal:
        """What was paid for packs in the period."""
        return money.total(line.amount for line in self.lines if line.kind is LineKind.PURCHASED)

    @property
    def terms(self) -> Terms:
        """The terms in force on the last day; the first ones, where it precedes them all."""
        return self.settlement.terms.earliest(self.period.last_day)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the terms in force in the period; versions that come later don't change it."""
        return "-".join(terms.fingerprint for terms in self._in_force)

    @property
    def zone_fingerprint(self) -> str:
        """The `zone_fingerprint` of the terms in force in the period, those that differ joined by "-"."""
        return joined(terms.zone_fingerprint for terms in self._in_force)

    @property
    def _in_force(self) -> tuple[Terms, ...]:
        return self.settlement.terms.during(self.period.start, self.period.last_day)

    # --- lines

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Everything that happened in the period, by day, after what is restated."""
        return draw_up(self)

    @cached_property
    def days_of_draws(self) -> Mapping[str, date]:
        """The day on which each incident and each month of a tier draws, of all periods."""
        settled = self.settlement
        incidents = {assessed.id: settled.day_of(assessed) for assessed in settled.assessments}
        return MappingProxyType({month.id: month.on for month in settled.tier_months} | incidents)

    # --- why

    @property
    def why_opening(self) -> Reason:
        """How the opening balance follows from all that came before, by what moved it."""
        ledger, eve = (self.billed or self.settlement).ledger, self._eve
        totals = ((kind, ledger.total(kind, on=eve)) for kind in EntryKind) if eve else ()
        parts = tuple(
            Reason(_MOVES[kind], total if kind in GAINS else -total, says=f"{{value}} {kind} before")
            for kind, total in totals
            if total
        )
        return Reason("", self.opening, how="sum", parts=parts, says="{value} at the start")

    @property
    def why_restated(self) -> Reason:
        """What has changed of earlier periods, figure by figure."""
        parts = tuple(figure.why for figure in self.restatements if figure.kind is not RestatedKind.CHARGED)
        return Reason("", self.restated, how="sum", parts=parts, says="{value} restated")

    @property
    def why_purchased(self) -> Reason:
        """What was bought, lot by lot."""
        return self._why_moved(EntryKind.PURCHASED)

    @property
    def why_granted(self) -> Reason:
        """What was granted, lot by lot."""
        return self._why_moved(EntryKind.GRANTED)

    @property
    def why_reversed(self) -> Reason:
        """What was given back, draw by draw."""
        return self._why_moved(EntryKind.REVERSED)

    @property
    def why_drawn(self) -> Reason:
        """What was drawn, draw by draw."""
        return self._why_moved(EntryKind.DRAWN)

    @property
    def why_lapsed(self) -> Reason:
        """What lapsed, lot by lot."""
        return self._why_moved(EntryKind.LAPSED)

    @property
    def why_voided(self) -> Reason:
        """What was taken back, lot by lot."""
        return self._why_moved(EntryKind.VOIDED)

    def _why_moved(self, kind: EntryKind) -> Reason:
        parts = tuple(
            Reason(_MOVES[kind], entry.credits, says=f"{{value}} {_when_and_whose(entry)}")
            for entry in self.entries
            if entry.kind is kind
        )
        return Reason(_MOVES[kind], self._moved(kind), how="sum", parts=parts, says=f"{{value}} {kind}")

    @property
    def why_closing(self) -> Reason:
        """How the closing balance follows from the opening one: what came to it, less what left it."""
        moved = [(kind, self._why_moved(kind)) for kind in EntryKind if self._moved(kind)]
        came = (self.why_opening, *([self.why_restated] if self.restatements else ()))
        came = (*came, *(reason for kind, reason in moved if kind in GAINS))
        went = tuple(reason for kind, reason in moved if kind not in GAINS)
        left = Reason(
            "", sum(reason.value for reason in came), how="sum", parts=came, says="{value} at the start and added"
        )
        gone = Reason(
            "", sum(reason.value for reason in went), how="sum", parts=went, says="{value} drawn, lapsed or voided"
        )
        return Reason("", self.closing, how="difference", parts=(left, gone), says="{value} at the end")

    @property
    def why_shortfall(self) -> Reason:
        """What no lot could cover, draw by draw."""
        ledger = self.settlement.ledger
        short = ((draw, ledger.shortfalls.get(draw.id, 0)) for draw in ledger.draws if draw.on in self.period)
        parts = tuple(
            Reason("R8", credits, says=f"{{value}} for {literal(draw.id)}") for draw, credits in short if credits
        )
        return Reason("R8", self.shortfall, how="sum", parts=parts, says="{value} short")

    @property
    def why_required(self) -> Reason:
        """What the period requires, month by month (A10)."""
        parts = tuple(month.why for month in self._months)
        return Reason("R18", self.required, how="sum", parts=parts, says="{value} required")

    @property
    def why_charges(self) -> Reason:
        """What on-call and after-hours work cost, job by job."""
        jobs = (line for line in self.lines if line.kind in (LineKind.CALL_OUT, LineKind.AFTER_HOURS))
        return self._why_paid(self.charges, jobs, "by the hour")

    @property
    def why_restated_charges(self) -> Reason:
        """What has changed of the charges of earlier periods, job by job."""
        jobs = (line for line in self.lines if line.kind is LineKind.RESTATED and line.amount)
        return self._why_paid(self.restated_charges, jobs, "restated")

    @property
    def why_spent_on_packs(self) -> Reason:
        """What was paid for packs, lot by lot."""
        bought = (line for line in self.lines if line.kind is LineKind.PURCHASED)
        return self._why_paid(self.spent_on_packs, bought, "for packs")

    def _why_paid(self, amount: Decimal, lines: Iterable[Line], what: str) -> Reason:
        parts = tuple(_why_amount(line) for line in lines)
        return Reason("", amount, how="sum", parts=parts, says=f"{literal(self.terms.currency)} {{value}} {what}")

    # --- months (A10)

    @property
    def _months(self) -> "Iterator[_Month]":
        """Every month in which a tier was held or an incident came."""
        settled = self.settlement
        tiers: dict[date, list[tuple[str, int]]] = defaultdict(list)
        came: dict[date, list[Assessment]] = defaultdict(list)
        for month in settled.tier_months:
            if month.on in self.period:
                tiers[month.on].append((month.tier, settled.month_credits(month)))
        for assessed in self.assessments:
            came[settled.day_of(assessed).replace(day=1)].append(assessed)
        for first in sorted({*tiers, *came}):
            yield _Month(on=first, terms=settled.terms.earliest(first), tiers=tiers[first], assessments=came[first])


def _check_settlement(field: str, value: object) -> None:
    if not check.is_of(value, "account.Settlement"):
        check.refuse_type(field, value, "a Settlement", "give settle(account, terms)")


@attrs.frozen(kw_only=True)
class _Month:
    """A calendar month: the faster tiers held in it, by name and credits, and its incidents (A10)."""

    on: date
    terms: Terms
    tiers: list[tuple[str, int]]
    assessments: list[Assessment]

    @property
    def required(self) -> int:
        monthly, used = [credits for _, credits in self.tiers], sum(one.credits for one in self.assessments)
        return required(self.terms.readings.credit_basis, monthly=monthly, used=used)

    @property
    def why(self) -> Reason:
        return why_required(self.on, self.required, terms=self.terms, tiers=self.tiers, assessments=self.assessments)


Job = tuple[CallOut | AfterHours, date, Charge | AfterHoursJudgement]


def _jobs(settled: "Settlement", first: date, end: date) -> Iterator[Job]:
    """Yield the work that is charged by the hour (R16, R19) from a day on, before another: its day, its charge."""
    account, terms = settled.account, settled.terms
    for call_out in account.call_outs:
        if first <= (on := terms.day_of(call_out.started_at)) < end:
            yield call_out, on, terms.on(on).charge(call_out.duration)
    for work in account.after_hours:
        if first <= (on := terms.day_of(work.started_at)) < end:
            yield work, on, terms.on(on).judge_after_hours(work)


def _why_amount(line: Line) -> Reason:
    """Return why a line has its amount; the price of a lot is given."""
    says, why = f"{{value}} for {literal(line.id)}", line.why
    if line.kind is LineKind.PURCHASED:
        return Reason(why.rule, line.amount, says=says)
    return Reason(why.rule, line.amount, how="first", parts=(why,), says=says)


def _when_and_whose(entry: Entry) -> str:
    whose = f", for {literal(entry.draw)}" if entry.draw else ""
    return f"{as_words(entry.on)}, lot {literal(entry.lot)}{whose}"


_MOVES: dict[EntryKind, str] = {
    EntryKind.REVERSED: "",
    EntryKind.LAPSED: "R8",
    EntryKind.PURCHASED: "R7",
    EntryKind.GRANTED: "R5",
    EntryKind.VOIDED: "R8",
    EntryKind.DRAWN: "R18",
}
