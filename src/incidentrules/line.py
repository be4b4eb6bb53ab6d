"""The lines of a statement: each thing that happened in its period, and why.

A *line* is credits that were asked for or moved, or money that was charged. What is *posted* was billed: a line
says what was drawn, what it would cost by what is known now where that differs, and what is to be given back.

*Invariant:* the credits of all lines plus their shortfalls are what the period does to the balance.
*Units:* days are those of the terms' zone; money is in the terms' currency.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from . import _checks as check
from .assessment import Assessment
from .credits import Lot
from .draws import Drawing, Reversal
from .forecast import Restated
from .ledger import GAINS, Entry, EntryKind
from .oncall import AfterHoursJudgement, CallOut, Charge
from .period import TierMonth
from .reason import Reason, as_words, literal

if TYPE_CHECKING:
    from .statement import Statement

__all__ = ["Line", "LineKind"]

NOTHING = Decimal(0)

Subject = Assessment | AfterHoursJudgement | Charge | Drawing | Lot | Restated | Reversal | TierMonth


class LineKind(check.Word):
    """What a line of a statement is, in the order in which those of one day stand."""

    RESTATED = "restated"
    """A figure of an earlier period has changed since it was billed."""
    REVERSED = "reversed"
    """Posted credits were given back."""
    LAPSED = "lapsed"
    """Credits lapsed."""
    PURCHASED = "purchased"
    """A pack was bought."""
    GRANTED = "granted"
    """Complimentary credits came."""
    VOIDED = "voided"
    """A lot was taken back."""
    POSTED = "posted"
    """A drawing that was billed, of another day or of a draw that is gone."""
    TIER_MONTH = "tier_month"
    """The credits of a month of a tier."""
    INCIDENT = "incident"
    """An incident."""
    PENDING = "pending"
    """An incident whose effort is not known yet."""
    EXCLUDED = "excluded"
    """An issue that does not count (R24)."""
    QUOTED = "quoted"
    """A professional service (R4)."""
    WITHDRAWN = "withdrawn"
    """A request that ended before any work."""
    REFUSED = "refused"
    """A request that was not admitted (R20)."""
    ON_CALL = "on_call"
    """A request for help at once (R29)."""
    CALL_OUT = "call_out"
    """On-call work, by the hour."""
    AFTER_HOURS = "after_hours"
    """Work outside the hours, by the hour."""


@attrs.frozen(kw_only=True)
class Line:
    """One line of a statement: credits asked for or moved, money charged, and why.

    Made by the library: one that is made by hand is not checked.

    ``credits`` counts towards the balance with its sign. Of an incident it is what it drew on its own day, and
    what of its cost no lot covered: its ``shortfall``. ``subject`` is what the line is about: the judgement of an
    incident or of after-hours work, the charge of a call-out, a lot, a month of a tier, a posted drawing, a reversal,
    or what is restated.
    """

    on: date
    """The day."""
    kind: LineKind
    """What it is."""
    id: str
    """The id of the incident, lot or job."""
    credits: int = 0
    """What it adds to the balance, with its sign."""
    amount: Decimal = NOTHING
    """What was charged or paid in money."""
    shortfall: int = 0
    """What of its cost no lot covered."""
    subject: Subject = attrs.field(repr=False)
    """What it is about."""
    statement: "Statement" = attrs.field(repr=False, eq=False)
    """The statement that it stands on."""

    @property
    def assessment(self) -> Assessment | None:
        """The judgement of the incident, where the line is about one."""
        return self.subject if isinstance(self.subject, Assessment) else None

    @property
    def why(self) -> Reason:
        """Why the line says what it says."""
        return _why(self, self.subject)


def draw_up(statement: "Statement") -> tuple[Line, ...]:
    """Return every line of a statement, by day."""
    lines = [
        *_restated_lines(statement),
        *_lot_lines(statement),
        *_posted_lines(statement),
        *_month_lines(statement),
        *_incident_lines(statement),
        *_charge_lines(statement),
    ]
    return tuple(sorted(lines, key=lambda line: (line.on, _RANK[line.kind])))


_RANK: Mapping[LineKind, int] = {kind: rank for rank, kind in enumerate(LineKind)}


# --- what is drawn


def _incident_lines(statement: "Statement") -> Iterator[Line]:
    settled = statement.settlement
    for assessed in statement.assessments:
        on = settled.day_of(assessed)
        kind = LineKind.PENDING if assessed.is_pending else LineKind(assessed.verdict)
        short = settled.ledger.shortfalls.get(assessed.id, 0)
        credits = -settled.ledger.drawn(assessed.id, on=on) - short
        yield Line(
            on=on,
            kind=kind,
            id=assessed.id,
            credits=credits,
            shortfall=short,
            subject=assessed,
            statement=statement,
        )


def _month_lines(statement: "Statement") -> Iterator[Line]:
    """Yield the months of tiers that draw credits, or have drawn some."""
    settled = statement.settlement
    for month in settled.tier_months:
        if month.on in statement.period:
            short = settled.ledger.shortfalls.get(month.id, 0)
            asked = settled.ledger.drawn(month.id, on=month.on) + short
            if asked or settled.month_draw(month):
                yield Line(
                    on=month.on,
                    kind=LineKind.TIER_MONTH,
                    id=month.id,
                    credits=-asked,
                    shortfall=short,
                    subject=month,
                    statement=statement,
                )


def _posted_lines(statement: "Statement") -> Iterator[Line]:
    """Yield what was posted for a draw that has moved to another day since, or is gone; and what was given back."""
    ledger, days = statement.settlement.ledger, statement.days_of_draws
    for drawing in ledger.drawings:
        if drawing.on in statement.period and days.get(drawing.draw) != drawing.on:
            yield Line(
                on=drawing.on,
                kind=LineKind.POSTED,
                id=drawing.draw,
                credits=-drawing.credits,
                subject=drawing,
                statement=statement,
            )
    for reversal in ledger.effective_reversals:
        if reversal.on in statement.period:
            yield Line(
                on=reversal.on,
                kind=LineKind.REVERSED,
                id=reversal.draw,
                credits=reversal.credits,
                subject=reversal,
                statement=statement,
            )


def _why(line: Line, subject: Subject) -> Reason:
    """Return why a line says what it says, by what it is about."""
    if isinstance(subject, Assessment):
        return _why_drawn(line, subject.why_credits, 0 if subject.is_pending else subject.credits)
    if isinstance(subject, TierMonth):
        cost = _why_month(line, subject)
        return _why_drawn(line, cost, cost.value)
    if isinstance(subject, Drawing):
        return _why_posted(line, subject)
    if isinstance(subject, Reversal):
        return why_reversed(subject)
    if isinstance(subject, Restated):
        return subject.why
    if isinstance(subject, Lot):
        return _why_lot(line, subject)
    terms = line.statement.settlement.terms.earliest(line.on)
    reading = terms.readings.cite("rounding")
    if isinstance(subject, AfterHoursJudgement):
        return subject.why(reading=reading, currency=terms.currency)
    return subject.why("R19", reading=reading, currency=terms.currency)


def _why_drawn(line: Line, cost: Reason, credits: int) -> Reason:
    """Return why a draw took what it took on its day: its cost, or what was billed where it costs another sum now."""
    asked, ledger = -line.credits, line.statement.settlement.ledger
    kept = ledger.kept(line.id)
    if asked == credits and kept + line.shortfall == credits:
        return cost
    if cost.value != credits:  # of a pending incident
        cost = Reason("R18", credits, says="Until its effort is known, it draws nothing")
    of_draw = ledger._drawings_by_draw.get(line.id, ())  # noqa: SLF001
    drawings = [drawing for drawing in of_draw if drawing.on == line.on]
    parts = [Reason("R18", drawing.credits, says=f"{{value}} from {literal(drawing.lot)}") for drawing in drawings]
    if line.shortfall:
        parts.append(Reason("R8", line.shortfall, says="{value} that no lot covered"))
    what = "{value} drawn or short on its day" if line.shortfall else "{value} drawn on its day"
    drawn = Reason("R18", asked, how="sum", parts=tuple(parts), says=what)
    beside, says = [drawn, cost], f"{what}; it costs {{1}} now"
    if kept > credits:
        beside.append(_why_give_back(line, kept, cost))
        says += "; {2} to be given back"
    return Reason("R18", asked, how="first", parts=tuple(beside), says=says)


def _why_give_back(line: Line, kept: int, cost: Reason) -> Reason:
    stands = Reason("R18", kept, says=f"{{value}} drawn for {literal(line.id)} in all, less what was given back")
    return Reason("R18", kept - cost.value, how="difference", parts=(stands, cost), says="{value} to be given back")


def _why_month(line: Line, month: TierMonth) -> Reason:
    """Return why a month of a tier draws its credits (R18, A10)."""
    settled = line.statement.settlement
    reading, tier = settled.terms_of(month).readings.cite("credit_basis"), literal(month.tier)
    credits = settled.month_draw(month)
    if not credits:
        return Reason("R18", 0, says=f"A month of the {tier} tier draws nothing", reading=reading)
    multiplier = Reason("R18", credits, says=f"The {tier} tier multiplies by {{value}}")
    says = f"A month of the {tier} tier takes {{value}}"
    return Reason("R18", credits, how="first", parts=(multiplier,), says=says, reading=reading)


def _why_posted(line: Line, drawing: Drawing) -> Reason:
    billed = Reason("R18", drawing.credits, says=f"{{value}} from {literal(drawing.lot)}, as billed")
    moved = line.statement.days_of_draws.get(drawing.draw)
    gone = "What it was drawn for is not among the facts any more"
    since = Reason("", moved, says="What it was drawn for is on {value} now" if moved else gone)
    says = f"{{value}} drawn for {literal(drawing.draw)}, as billed before"
    return Reason("R18", drawing.credits, how="first", parts=(billed, since), says=says)


def why_reversed(reversal: Reversal) -> Reason:
    """Return why a reversal gives credits back: they had been posted."""
    says = f"{{value}} given back to {literal(reversal.lot)}, of what was drawn for {literal(reversal.draw)}"
    return Reason("", reversal.credits, says=says)


# --- what comes to lots, and leaves them


def _lot_lines(statement: "Statement") -> Iterator[Line]:
    lots = {lot.id: lot for lot in statement.settlement.ledger.lots}
    for entry in statement.entries:
        if entry.kind not in (EntryKind.DRAWN, EntryKind.REVERSED):
            lot = lots[entry.lot]
            price = lot.price if entry.kind is EntryKind.PURCHASED and lot.price is not None else NOTHING
            yield Line(
                on=entry.on,
                kind=LineKind(entry.kind),
                id=entry.lot,
                credits=entry.change,
                amount=price,
                subject=lot,
                statement=statement,
            )


def _why_lot(line: Line, lot: Lot) -> Reason:
    """Return why credits came to a lot or left it, and how long they are usable."""
    rule, says = _LOT_REASONS[line.kind]
    bought_under = line.statement.settlement.terms.during(lot.on, line.on)
    lasts = tuple(terms.why_last_day(lot) for terms in bought_under[:1])
    moved = _why_moved(line, lot)
    return Reason(rule, abs(line.credits), how="first", parts=(moved, *lasts), says=says)


def _why_moved(line: Line, lot: Lot) -> Reason:
    """Return why so many credits came to a lot: all that it has; or left it: what it had, less what went before."""
    name, ledger = literal(lot.id), line.statement.settlement.ledger
    all_of_it = Reason("", lot.credits, says=f"{{value}} in lot {name}")
    if EntryKind(line.kind) in GAINS:
        return all_of_it
    entries = [entry for entry in ledger._entries_by_lot[lot.id] if entry.on <= line.on]  # noqa: SLF001
    back = _listed(entries, {EntryKind.REVERSED}, "R18", "{value} given back to it")
    came = Reason("", lot.credits + back.value, how="sum", parts=(all_of_it, back), says="{value} in all")
    before = [entry for entry in entries if entry.on < line.on or entry.kind is EntryKind.DRAWN]
    went = _listed(before, set(EntryKind) - GAINS, "R18", "{value} drawn from it, or gone before")
    parts = (came if back.value else all_of_it, went)
    return Reason("R8", -line.credits, how="difference", parts=parts, says=f"{{value}} left in lot {name}")


def _listed(entries: Iterable[Entry], kinds: Iterable[EntryKind], rule: str, says: str) -> Reason:
    """Return the sum of the entries of some kinds, entry by entry."""
    parts = tuple(
        Reason(rule, entry.credits, says=f"{{value}} {entry.kind} {as_words(entry.on)}{_whose(entry)}")
        for entry in entries
        if entry.kind in kinds
    )
    return Reason(rule, sum(part.value for part in parts), how="sum", parts=parts, says=says)


def _whose(entry: Entry) -> str:
    return f", for {literal(entry.draw)}" if entry.draw else ""


_LOT_REASONS: Mapping[LineKind, tuple[str, str]] = {
    LineKind.PURCHASED: ("R7", "{value} bought"),
    LineKind.GRANTED: ("R5", "{value} granted"),
    LineKind.LAPSED: ("R8", "{value} unused after their last day"),
    LineKind.VOIDED: ("R8", "{value} taken back"),
}


# --- what is charged by the hour


def _charge_lines(statement: "Statement") -> Iterator[Line]:
    for job, on, charge in statement.jobs:
        yield Line(
            on=on,
            kind=LineKind.CALL_OUT if isinstance(job, CallOut) else LineKind.AFTER_HOURS,
            id=job.id,
            amount=charge.amount,
            subject=charge,
            statement=statement,
        )


# --- what has changed since it was billed


def _restated_lines(statement: "Statement") -> Iterator[Line]:
    for figure in statement.restatements:
        yield Line(
            on=figure.on,
            kind=LineKind.RESTATED,
            id=figure.id,
            credits=figure.change,
            amount=figure.amount,
            subject=figure,
            statement=statement,
        )
