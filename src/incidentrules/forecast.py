"""What is to come of a ledger, what is to be given back, and what a late fact changed.

Credits *at risk* lapse unless they are drawn first. *Breakage* is the money of what lapsed. *Reversals* give
posted credits back that a draw doesn't cost any more. A *restatement* lists what differs between the ledgers
before and after a fact became known.

*Invariant:* all figures are read from the ledger's entries; nothing here is worked out twice.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from enum import auto

import attrs

from . import _checks as check
from . import _money as money
from .draws import Drawing, Reversal
from .ledger import Entry, EntryKind, Ledger
from .reason import Reason, literal

__all__ = ["Restated", "RestatedKind", "at_risk", "breakage", "covered_until", "restate", "reversals"]

ONE_DAY = timedelta(days=1)


# --- what is to come


def at_risk(ledger: Ledger, *, on: date) -> tuple[Entry, ...]:
    """Return what will lapse after a day, lot by lot, soonest first, unless draws come that aren't known yet.

    >>> from incidentrules import Lot, replay
    >>> ledger = replay([Lot(id="a", credits=2, on=date(2026, 1, 1), last_usable_on=date(2026, 4, 1))], [])
    >>> [(entry.on.isoformat(), entry.credits) for entry in at_risk(ledger, on=date(2026, 1, 31))]
    [('2026-04-02', 2)]
    """
    _check(ledger)
    on = check.day("on", on)
    return tuple(entry for entry in ledger.entries if entry.kind is EntryKind.LAPSED and entry.on > on)


def covered_until(ledger: Ledger, credits: int, *, on: date) -> date | None:
    """Return the last day through which a draw of so many credits could be made from a day on, in full.

    None where it can't be made on that day itself; `date.max` where it always can. Credits that are billed already
    don't count; other known draws may fall short instead. This is the
    question to ask beforehand for those who refuse what can't be covered.

    >>> from incidentrules import Draw, Lot, replay
    >>> lot = Lot(id="L-1", credits=2, on=date(2026, 1, 15), last_usable_on=date(2026, 4, 15))
    >>> ledger = replay([lot], [Draw(id="T-1", on=date(2026, 2, 2), credits=1)])
    >>> covered_until(ledger, 2, on=date(2026, 1, 20)), covered_until(ledger, 1, on=date(2026, 1, 20))
    (datetime.date(2026, 2, 1), datetime.date(2026, 4, 15))
    """
    _check(ledger)
    credits = check.count("credits", credits)
    on = check.day("on", on)
    if ledger.available(on=on) < credits:
        return None
    days = ledger.days_of_change
    later = days[bisect_right(days, on) :]
    short = next((day for day in later if ledger.available(on=day) < credits), None)
    return date.max if short is None else short - ONE_DAY


def breakage(ledger: Ledger, *, on: date) -> dict[str, Decimal]:
    """Return the money of what lapsed until the end of a day, by lot; lots without a price are left out.

    The last credits of a lot are those that lapse, so that what was drawn and what lapsed add up to its price.

    >>> from incidentrules import Draw, Lot, replay
    >>> lot = Lot(id="L-1", credits=3, on=date(2026, 1, 15), last_usable_on=date(2026, 4, 15), price=100)
    >>> breakage(replay([lot], [Draw(id="T-1", on=date(2026, 2, 2), credits=2)]), on=date(2026, 4, 16))
    {'L-1': Decimal('33.33')}
    """
    _check(ledger)
    on = check.day("on", on)
    lapsed: Counter[str] = Counter()
    for entry in ledger.entries:
        if entry.kind is EntryKind.LAPSED and entry.on <= on:
            lapsed[entry.lot] += entry.credits
    values = {lot.id: lot.value_of(lot.credits - lapsed[lot.id], lot.credits) for lot in ledger.lots if lapsed[lot.id]}
    return {lot: value for lot, value in values.items() if value is not None}


# --- what is to be given back


def reversals(ledger: Ledger, *, on: date) -> tuple[Reversal, ...]:
    """Return what is to be given back on a day: of each draw, what was posted for it and it doesn't cost any more.

    All of it, where the draw is gone. It is taken from the drawing of the lot that was drawn last; drawings after
    the day are left out. Add them to the account's reversals, and the next proposal is empty.

    >>> from incidentrules import Draw, Lot, replay
    >>> lots = [Lot(id="a", credits=8, on=date(2026, 9, 1), last_usable_on=date(2027, 9, 1))]
    >>> posted = replay(lots, [Draw(id="T-1", on=date(2026, 9, 10), credits=2)]).drawings
    >>> corrected = replay(lots, [Draw(id="T-1", on=date(2026, 9, 10), credits=1)], posted=posted)
    >>> [(back.draw, back.lot, back.credits) for back in reversals(corrected, on=date(2026, 10, 5))]
    [('T-1', 'a', 1)]
    """
    _check(ledger)
    on = check.day("on", on)
    given_back = Counter[tuple[str, str, int]]()
    for reversal in ledger.effective_reversals:
        given_back[reversal.key] += reversal.credits
    posted, known = frozenset(ledger.posted), frozenset(ledger.reversals)
    by_draw: dict[str, list[Drawing]] = defaultdict(list)
    for drawing in ledger.drawings:
        if drawing in posted and drawing.on <= on:
            by_draw[drawing.draw].append(drawing)
    costs = {draw.id: draw.credits for draw in ledger.draws}
    proposed: list[Reversal] = []
    for draw, drawings in by_draw.items():
        left = {drawing: drawing.credits - given_back[drawing.key] for drawing in drawings}
        excess = sum(left.values()) - costs.get(draw, 0)
        for drawing in reversed(ledger.in_drawing_order(drawings)):
            if (back := min(excess, left[drawing])) > 0:
                excess -= back
                proposed.append(_reversal(drawing, back, on, known))
    return tuple(proposed)


def _reversal(drawing: Drawing, credits: int, on: date, known: frozenset[Reversal]) -> Reversal:
    """Return a reversal that is no fact yet: the same content twice would be one, so a second one is a day later."""
    reversal = Reversal(draw=drawing.draw, lot=drawing.lot, part=drawing.part, credits=credits, on=on)
    while reversal in known:
        reversal = reversal.replace(on=reversal.on + ONE_DAY)
    return reversal


# --- what a late fact changed


class RestatedKind(check.Word):
    """What differs between two ledgers, in the order in which it is listed."""

    PURCHASED = auto()
    """The credits of a lot that was sold."""
    GRANTED = auto()
    """The credits of a lot that was granted."""
    DRAWN = auto()
    """What a draw took from a lot."""
    REVERSED = auto()
    """What was given back of a drawing."""
    SHORTFALL = auto()
    """What of a draw no lot covered."""
    LAPSED = auto()
    """What of a lot lapsed."""
    VOIDED = auto()
    """What of a lot was taken back."""
    CHARGED = auto()
    """The money of a job by the hour."""


@attrs.frozen(kw_only=True)
class Restated:
    """One figure that differs: of a draw, of a lot, of what a draw took from a lot, or of a job charged by the hour.

    Made by the library: one that is made by hand is not checked.

    ``before`` and ``after`` are credits; of what is charged they are money, and ``draw`` is the id of the job.
    """

    kind: RestatedKind
    """Which figure."""
    draw: str | None = None
    """The draw or job; None for what is of a lot alone."""
    lot: str | None = None
    """The lot; None for what is of a draw alone."""
    before: int | Decimal
    """The figure before: credits, or money."""
    after: int | Decimal
    """The figure now."""
    on: date
    """The day of the figure; a draw that moved is listed on both days."""

    @property
    def id(self) -> str:
        """The id of the draw or the job; of what is about no draw, that of the lot."""
        return self.draw or self.lot or ""

    @property
    def change(self) -> int:
        """What it does to the balance, in credits."""
        if self.kind in (RestatedKind.SHORTFALL, RestatedKind.CHARGED):
            return 0
        difference = int(self.after) - int(self.before)
        return difference if self.kind in _GAINS else -difference

    @property
    def amount(self) -> Decimal:
        """What it does to the charges by the hour, in money."""
        if self.kind is not RestatedKind.CHARGED:
            return Decimal(0)
        return money.less(Decimal(self.after), Decimal(self.before))

    @property
    def why(self) -> Reason:
        """Why it changes the balance, or the charges: by what it was, and what it is."""
        what = f"{self.kind} for {literal(self.id)}"
        now, was = Reason("", self.after, says=f"{{value}} {what} now"), Reason("", self.before, says="{value} before")
        if self.kind is RestatedKind.CHARGED:
            says = f"{{value}} for {literal(self.id)}, restated"
            return Reason("", self.amount, how="difference", parts=(now, was), says=says)
        parts, says = (now, was) if self.kind in _GAINS else (was, now), f"{{value}} for {literal(self.id)}, restated"
        return Reason("", self.change, how="difference", parts=parts, says=says)


def restate(before: Ledger, after: Ledger) -> tuple[Restated, ...]:
    """Return what a late fact changed: purchases, grants, drawings, reversals, shortfalls, lapses and voids.

    >>> from incidentrules import Draw, Lot, replay
    >>> lots = [Lot(id="a", credits=2, on=date(2026, 1, 1), last_usable_on=date(2026, 4, 1))]
    >>> known = [Draw(id="T-2", on=date(2026, 2, 1), credits=2)]
    >>> late = Draw(id="T-1", on=date(2026, 1, 5), credits=1)
    >>> for figure in restate(replay(lots, known), replay(lots, [*known, late])):
    ...     print(figure.kind, figure.draw, figure.lot, figure.before, figure.after)
    drawn T-1 a 0 1
    drawn T-2 a 2 1
    shortfall T-2 None 0 1
    """
    _check(before, "before")
    _check(after, "after")
    old, new = _figures(before), _figures(after)
    keys = sorted(old.keys() | new.keys(), key=lambda key: (_RANK[key[0]], key[1] or "", key[2] or "", key[3]))
    return tuple(
        Restated(kind=key[0], draw=key[1], lot=key[2], on=key[3], before=old[key], after=new[key])
        for key in keys
        if old[key] != new[key]
    )


_RANK = {kind: rank for rank, kind in enumerate(RestatedKind)}
_GAINS = frozenset({RestatedKind.PURCHASED, RestatedKind.GRANTED, RestatedKind.REVERSED})
_Key = tuple[RestatedKind, str | None, str | None, date]


def _figures(ledger: Ledger) -> Counter[_Key]:
    figures: Counter[_Key] = Counter()
    for entry in ledger.entries:
        figures[RestatedKind(entry.kind), entry.draw, entry.lot, entry.on] += entry.credits
    for draw in ledger.draws:
        if draw.id in ledger.shortfalls:
            figures[RestatedKind.SHORTFALL, draw.id, None, draw.on] += ledger.shortfalls[draw.id]
    return figures


def _check(ledger: Ledger, field: str = "ledger") -> None:
    check.instance(field, ledger, Ledger, "give replay(lots, draws)")
