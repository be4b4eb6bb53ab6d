"""The lots of an account over some days: what a picture of its credits shows, and its words.

A *band* is a lot with what was left of it day by day, in the order in which lots are drawn.

*Invariant:* the balances and moves are those of the ledger's entries.
*Units:* credits are whole numbers; both days are included.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import attrs

from .. import _checks as check
from ..account import Settlement
from ..credits import Lot
from ..ledger import Entry, EntryKind
from ..period import Period
from ..reason import as_words, counted
from ..sheet import sheet
from ._ticks import day_of

ONE_DAY = timedelta(days=1)
WORDS: Mapping[EntryKind, str] = {EntryKind.REVERSED: "given back"}
"""What an entry does, in words, where that is not its own word."""


@attrs.frozen(kw_only=True)
class Band:
    """A lot, what was left of it before the first day, and what moved its credits since."""

    lot: Lot
    before: int
    entries: tuple[Entry, ...]

    @property
    def balances(self) -> tuple[tuple[Entry, int], ...]:
        """Each entry with what it left."""
        left, found = self.before, []
        for entry in self.entries:
            left += entry.change
            found.append((entry, left))
        return tuple(found)

    @property
    def left(self) -> int:
        """What is left of it at the end of the last day."""
        return self.before + sum(entry.change for entry in self.entries)

    @property
    def moves(self) -> tuple[Entry, ...]:
        """What moved its credits after they came."""
        return tuple(entry for entry in self.entries if entry.kind not in (EntryKind.PURCHASED, EntryKind.GRANTED))

    @property
    def usable(self) -> str:
        """Until when it is usable, in words."""
        last = self.lot.last_usable_on
        return "without end" if last is None else f"through {day_of(last)} {last.year:04}"


@attrs.frozen(kw_only=True)
class Shortfall:
    """Credits that no lot covered on a day, and the ids of what asked for them."""

    on: date
    credits: int
    draws: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Stocks:
    """What a picture of an account's credits shows."""

    title: str
    below: str
    period: Period
    bands: tuple[Band, ...]
    shortfalls: tuple[Shortfall, ...]

    def text(self) -> str:
        """Return the picture in words, a line a lot and a line a move."""
        return "\n".join([f"{self.title}. {self.below}.", *self._lines()])

    def _lines(self) -> Iterator[str]:
        for band in self.bands:
            lot = band.lot
            last = "without end" if lot.last_usable_on is None else f"through {as_words(lot.last_usable_on)}"
            came = f"{counted(lot.credits, 'credit')}, {lot.origin} {as_words(lot.on)}"
            yield f"{lot.id}: {came}, usable {last}; {band.left} left."
            for entry in band.moves:
                whose = f" by {entry.draw}" if entry.draw and entry.kind is EntryKind.DRAWN else ""
                yield f"  {as_words(entry.on)}: {entry.credits} {WORDS.get(entry.kind, entry.kind)}{whose}."
        for short in self.shortfalls:
            yield f"{as_words(short.on)}: {short.credits} not covered, of {', '.join(short.draws)}."


def stocks(settlement: Settlement, first: date, last: date) -> Stocks:
    """Return what a picture of an account's credits shows, from a first day to a last one."""
    check.instance("settlement", settlement, Settlement, "give settle(account, terms)")
    period = Period.days(first, last)
    ledger = settlement.ledger
    by_lot: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledger.entries:
        if entry.on <= last:
            by_lot[entry.lot].append(entry)
    bands = (_band(lot, by_lot[lot.id], first) for lot in ledger.lots)
    left = ledger.balance(on=last)
    return Stocks(
        title=f"{counted(left, 'credit')} left on {as_words(last)}",
        below=sheet(settlement.statement(period)).sums[0].removeprefix("Credits: "),
        period=period,
        bands=tuple(band for band in bands if band.before or band.entries),
        shortfalls=tuple(_shortfalls(settlement, period)),
    )


def _band(lot: Lot, entries: list[Entry], first: date) -> Band:
    before = sum(entry.change for entry in entries if entry.on < first)
    return Band(lot=lot, before=before, entries=tuple(entry for entry in entries if entry.on >= first))


def _shortfalls(settlement: Settlement, period: Period) -> Iterator[Shortfall]:
    """Yield what no lot covered, a day at a time."""
    ledger = settlement.ledger
    by_day: dict[date, list[str]] = defaultdict(list)
    for draw in ledger.draws:
        if draw.id in ledger.shortfalls and draw.on in period:
            by_day[draw.on].append(draw.id)
    for on, draws in by_day.items():
        yield Shortfall(on=on, credits=sum(ledger.shortfalls[id] for id in draws), draws=tuple(draws))
