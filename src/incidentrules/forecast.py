"""What is to come of a ledger, and what a late fact changed in it.

Credits *at risk* lapse unless they are drawn first. *Breakage* is the money of what lapsed.
A *restatement* lists what differs between the ledgers before and after a fact became known.

*Invariant:* all figures are read from the ledger's entries; nothing here is worked out twice.
"""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from enum import auto

import attrs

from . import _checks as check
from .ledger import Entry, EntryKind, Ledger

__all__ = ["Restated", "RestatedKind", "at_risk", "breakage", "covered_until", "restate"]

ONE_DAY = timedelta(days=1)


def at_risk(ledger: Ledger, *, on: date) -> tuple[Entry, ...]:
    """Return what will lapse after a day, lot by lot, soonest first, unless draws come that aren't known yet.

    >>> from incidentrules import Lot, replay
    >>> ledger = replay([Lot(id="a", credits=2, on=date(2026, 1, 1), last_usable_on=date(2026, 4, 1))], [])
    >>> [(each.on.isoformat(), each.credits) for each in at_risk(ledger, on=date(2026, 1, 31))]
    [('2026-04-02', 2)]
    """
    _check(ledger)
    check.day("on", on)
    return tuple(entry for entry in ledger.entries if entry.kind is EntryKind.LAPSED and entry.on > on)


def covered_until(ledger: Ledger, credits: int, *, on: date) -> date | None:
    """Return the last day through which a draw of so many credits could be made from a day on, in full.

    None where it can't be made on that day itself; `date.max` where it always can. What is billed already is
    not there to be drawn, also before its day; other draws that are known may fall short instead. This is the
    question to ask beforehand for those who refuse what can't be covered.
    """
    _check(ledger)
    check.count("credits", credits)
    check.day("on", on)
    billed = set(ledger.posted) & set(ledger.drawings)
    begin = {lot.id: lot.on for lot in ledger.lots}

    def available(day: date) -> int:
        later = sum(each.credits for each in billed if begin[each.lot] <= day < each.on)
        return ledger.balance(on=day) - later

    changes = sorted({entry.on for entry in ledger.entries if entry.on > on})
    short = next((day for day in (on, *changes) if available(day) < credits), None)
    if short is None:
        return date.max
    return None if short == on else short - ONE_DAY


def breakage(ledger: Ledger, *, on: date) -> dict[str, Decimal]:
    """Return the money of what lapsed until the end of a day, by lot; lots without a price are left out.

    The last credits of a lot are those that lapse, so that what was drawn and what lapsed add up to its price.
    """
    _check(ledger)
    check.day("on", on)
    lots = {lot.id: lot for lot in ledger.lots}
    lapsed = (entry for entry in ledger.entries if entry.kind is EntryKind.LAPSED and entry.on <= on)
    values = (
        (entry.lot, lots[entry.lot].value_of(lots[entry.lot].credits - entry.credits, lots[entry.lot].credits))
        for entry in lapsed
    )
    return {lot: value for lot, value in values if value is not None}


class RestatedKind(check.Word):
    """What differs between two ledgers, in the order in which it is told."""

    ADDED = auto()
    DRAWN = auto()
    SHORTFALL = auto()
    LAPSED = auto()
    VOIDED = auto()


@attrs.frozen
class Restated:
    """One figure that differs: of a draw, of a lot, or of what a draw took from a lot."""

    kind: RestatedKind
    draw: str | None
    lot: str | None
    before: int
    after: int
    on: date
    """The day of it; what moved from one day to another is told of both."""


def restate(before: Ledger, after: Ledger) -> tuple[Restated, ...]:
    """Return what a late fact changed: credits added, drawings, shortfalls, lapses and voids, in that order.

    >>> from incidentrules import Draw, Lot, replay
    >>> lots = [Lot(id="a", credits=2, on=date(2026, 1, 1), last_usable_on=date(2026, 4, 1))]
    >>> known = [Draw(id="T-2", on=date(2026, 2, 1), credits=2)]
    >>> late = Draw(id="T-1", on=date(2026, 1, 5), credits=1)
    >>> for each in restate(replay(lots, known), replay(lots, [*known, late])):
    ...     print(each.kind, each.draw, each.lot, each.before, each.after)
    drawn T-1 a 0 1
    drawn T-2 a 2 1
    shortfall T-2 None 0 1
    """
    _check(before, "before")
    _check(after, "after")
    old, new = _figures(before), _figures(after)
    keys = sorted(old.keys() | new.keys(), key=lambda key: (_RANK[key[0]], key[1] or "", key[2] or "", key[3]))
    return tuple(
        Restated(kind, draw, lot, was, now, on)
        for kind, draw, lot, on in keys
        if (was := old[kind, draw, lot, on]) != (now := new[kind, draw, lot, on])
    )


_RANK = {kind: rank for rank, kind in enumerate(RestatedKind)}
_KINDS = {
    EntryKind.PURCHASED: RestatedKind.ADDED,
    EntryKind.GRANTED: RestatedKind.ADDED,
    EntryKind.DRAWN: RestatedKind.DRAWN,
    EntryKind.LAPSED: RestatedKind.LAPSED,
    EntryKind.VOIDED: RestatedKind.VOIDED,
}


_Key = tuple[RestatedKind, str | None, str | None, date]


def _figures(ledger: Ledger) -> Counter[_Key]:
    figures: Counter[_Key] = Counter()
    for entry in ledger.entries:
        figures[_KINDS[entry.kind], entry.draw, entry.lot, entry.on] += entry.credits
    for draw in ledger.draws:
        if draw.id in ledger.shortfalls:
            figures[RestatedKind.SHORTFALL, draw.id, None, draw.on] += ledger.shortfalls[draw.id]
    return figures


def _check(ledger: Ledger, field: str = "ledger") -> None:
    check.instance(field, ledger, Ledger, "give replay(lots, draws)")
