"""The ledger of one account: lots and draws in, what became of every credit out.

A *draw* asks for credits on a day; a *drawing* is what it took from one lot; a *shortfall* is what no lot could
cover, and is final. What is left of a lot after its last usable day *lapses*. A *posted* drawing was billed, and
stays as it is; a *reversal* gives posted credits back. Lots are drawn by earliest last day, then complimentary
before purchased, then earlier purchase, then id.

*Invariant:* at the end of every day, purchased + granted + reversed = drawn + lapsed + voided + balance.
*Units:* credits are whole numbers; days are civil dates, and a figure "on" a day is that at its end.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Literal

import attrs

from . import _checks as check
from ._replay import Accepted, Replayed, accepted, replayed
from ._stock import Running, Stock, running, upto
from .credits import Lot, Origin, as_lots
from .draws import (
    Draw,
    Drawing,
    Impossible,
    Reversal,
    Void,
    as_drawings,
    as_draws,
    as_reversals,
    as_voids,
    check_posted,
    check_reversals,
    check_voids,
    drawn_order,
)
from .reason import Reason, as_words, literal

__all__ = ["Entry", "EntryKind", "Ledger", "Remaining", "replay"]


@attrs.frozen
class Remaining:
    """What is left of a lot, and its last usable day.

    Made by the library: one that is made by hand is not checked.
    """

    lot: str
    """The lot."""
    credits: int
    """How many are left."""
    last_usable_on: date | None
    """The last day on which they can be drawn; None is without end."""


class EntryKind(check.Word):
    """What an entry does, in the order in which those of one day stand."""

    REVERSED = "reversed"
    """Posted credits came back to their lot."""
    LAPSED = "lapsed"
    """What was left after the last usable day went."""
    PURCHASED = "purchased"
    """Credits were bought."""
    GRANTED = "granted"
    """Complimentary credits came."""
    VOIDED = "voided"
    """What was left of a lot was taken back."""
    DRAWN = "drawn"
    """A draw took credits."""


EntryKindWord = EntryKind | Literal["reversed", "lapsed", "purchased", "granted", "voided", "drawn"]
GAINS = frozenset({EntryKind.PURCHASED, EntryKind.GRANTED, EntryKind.REVERSED})
_RANK = {kind: rank for rank, kind in enumerate(EntryKind)}


@attrs.frozen(kw_only=True)
class Entry:
    """A line of the ledger: credits that came to a lot or left it on a day; ``draw`` is whose, where it is a draw's.

    Made by the library: one that is made by hand is not checked.
    """

    on: date
    """The day."""
    kind: EntryKind
    """What happened."""
    lot: str
    """The lot."""
    credits: int
    """How many, at least one; the kind says whether they came or went."""
    draw: str | None = None
    """Whose, where it is a draw's."""

    @property
    def change(self) -> int:
        """What the entry does to the balance."""
        return self.credits if self.kind in GAINS else -self.credits


@attrs.frozen
class Ledger:
    """An account's lots and draws, and all that follows from them; see `replay`.

    Raises `ConflictError` for one id with two contents, and for more reversed than was posted; `UnknownNameError`
    for a void or a reversal of no lot, and for a reversal of no posted drawing.
    """

    lots: tuple[Lot, ...] = attrs.field(converter=as_lots)
    """What was bought and granted."""
    draws: tuple[Draw, ...] = attrs.field(converter=as_draws)
    """What asks for credits."""
    voids: tuple[Void, ...] = attrs.field(default=(), kw_only=True, converter=as_voids)
    """Lots whose rest is taken back."""
    posted: tuple[Drawing, ...] = attrs.field(default=(), kw_only=True, converter=as_drawings)
    """Drawings that were billed already; they stay as they are."""
    reversals: tuple[Reversal, ...] = attrs.field(default=(), kw_only=True, converter=as_reversals)
    """Posted credits that are given back."""
    refuse_short: bool = attrs.field(default=False, kw_only=True)
    """Whether a draw that can't be covered in full takes nothing."""

    def __attrs_post_init__(self) -> None:
        """Check the facts, and put them in order: equal facts make equal ledgers."""
        check.all_of("lots", self.lots, Lot, "give Lot.purchased(pack, id=..., on=...)")
        check.all_of("draws", self.draws, Draw, "give Draw(id=..., on=..., credits=...)")
        check.all_of("voids", self.voids, Void, "give Void(lot=..., on=...)")
        check.all_of("posted", self.posted, Drawing, "give the drawings of an earlier ledger")
        check.all_of("reversals", self.reversals, Reversal, "give Reversal(draw=..., lot=..., credits=..., on=...)")
        check.flag("refuse_short", self.refuse_short, "write True or False")
        lots = sorted(check.unique("lots", self.lots).values(), key=lambda lot: lot.drawing_order)
        draws = sorted(check.unique("draws", self.draws).values(), key=lambda draw: draw.on)
        object.__setattr__(self, "lots", tuple(lots))
        object.__setattr__(self, "draws", tuple(draws))
        if self.voids:
            check_voids(self.voids, self._lots)
            object.__setattr__(self, "voids", tuple(sorted(self.voids, key=lambda void: (void.on, void.lot))))
        if self.posted or self.reversals:
            check_posted(self.posted)
            check_reversals(self.reversals, self.posted, self._lots)
            order = drawn_order(self._places)
            object.__setattr__(self, "posted", tuple(sorted(self.posted, key=order)))
            object.__setattr__(self, "reversals", tuple(sorted(self.reversals, key=order)))

    def in_drawing_order(self, drawings: Iterable[Drawing]) -> list[Drawing]:
        """Return drawings as they were drawn: by day, then by lot in the order of drawing, then by part."""
        drawings = check.as_tuple(drawings, Drawing)
        check.all_of("drawings", drawings, Drawing, "give drawings of this ledger")
        return sorted(drawings, key=drawn_order(self._places))

    # --- what became of the draws

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """What each draw took from which lot, in the order of the draws; posted ones of draws that are gone, last."""
        return self._replayed.drawings

    @property
    def shortfalls(self) -> Mapping[str, int]:
        """The credits that no lot could cover, by draw; draws that were covered are not in it."""
        return self._replayed.shortfalls

    @property
    def impossible(self) -> tuple[Impossible, ...]:
        """Posted drawings that their lots can't give."""
        return self._accepted.impossible

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every line of the ledger, by day, then by kind, then by drawing order."""
        return tuple(sorted(self._entries(), key=lambda entry: (entry.on, _RANK[entry.kind])))

    def _entries(self) -> Iterator[Entry]:
        moved: dict[str, list[tuple[date, int]]] = {lot.id: [] for lot in self.lots}
        for drawing in self.drawings:
            moved[drawing.lot].append((drawing.on, -drawing.credits))
        for reversal in self.effective_reversals:
            moved[reversal.lot].append((reversal.on, reversal.credits))
        for lot in self.lots:
            kind = EntryKind.GRANTED if lot.origin is Origin.COMPLIMENTARY else EntryKind.PURCHASED
            yield Entry(on=lot.on, kind=kind, lot=lot.id, credits=lot.credits)
            yield from self._ended(lot, moved[lot.id])
        facts: list[tuple[EntryKind, Iterable[Drawing | Reversal]]] = [
            (EntryKind.REVERSED, self.effective_reversals),
            (EntryKind.DRAWN, self.drawings),
        ]
        for kind, moves in facts:
            for move in moves:
                yield Entry(on=move.on, kind=kind, lot=move.lot, credits=move.credits, draw=move.draw)

    def _ended(self, lot: Lot, moved: list[tuple[date, int]]) -> Iterator[Entry]:
        """Yield how a lot ends: what is left is voided or lapses, and so is what is given back later, on its day."""
        voided_on = self._voided.get(lot.id)
        kind, end = (EntryKind.VOIDED, voided_on) if voided_on else (EntryKind.LAPSED, lot.lapses_on)
        if end is None:
            return
        gone: dict[date, int] = defaultdict(int)
        gone[end] = lot.credits
        for on, change in moved:
            gone[max(on, end)] += change
        yield from (Entry(on=on, kind=kind, lot=lot.id, credits=credits) for on, credits in gone.items() if credits)

    # --- figures on a day

    def balance(self, *, on: date) -> int:
        """Return the credits that are left at the end of a day."""
        on = check.day("on", on)
        return upto(self._balances, on)

    def total(self, kind: EntryKindWord, *, on: date) -> int:
        """Return the credits purchased, granted, reversed, drawn, lapsed or voided until the end of a day.

        >>> ledger = replay([Lot(id="a", credits=2, on=date(2026, 1, 1), last_usable_on=date(2026, 4, 1))], [])
        >>> ledger.total("lapsed", on=date(2026, 4, 1)), ledger.total("lapsed", on=date(2026, 4, 2))
        (0, 2)
        """
        on = check.day("on", on)
        return upto(self._totals[check.word(EntryKind, kind, "kind")], on)

    def shortfall(self, *, on: date) -> int:
        """Return the credits that draws asked for until the end of a day, and no lot covered."""
        on = check.day("on", on)
        return upto(self._short, on)

    def available(self, *, on: date) -> int:
        """Return the credits that one more draw could take on a day, after those that are known.

        Of each lot that is the least that it holds on that or any later day, so that what is billed already stays
        as it is.
        """
        on = check.day("on", on)
        return upto(self._available, on)

    @property
    def days_of_change(self) -> list[date]:
        """The days on which what is available changes, in order."""
        return list(self._available[0])

    def drawn(self, draw: str, *, on: date) -> int:
        """Return the credits that a draw took on a day."""
        draw = check.text("draw", draw)
        on = check.day("on", on)
        return self._drawn.get((draw, on), 0)

    def kept(self, draw: str) -> int:
        """Return the credits that a draw took in all, less those that were given back."""
        draw = check.text("draw", draw)
        return self._kept.get(draw, 0)

    def remaining(self, *, on: date) -> tuple[Remaining, ...]:
        """Return what is left of each lot at the end of a day, in the order in which it will be drawn."""
        on = check.day("on", on)
        left = ((lot, upto(self._by_lot[lot.id], on)) for lot in self.lots)
        return tuple(Remaining(lot.id, credits, lot.last_usable_on) for lot, credits in left if credits)

    def why(self, drawing: Drawing) -> Reason:
        """Return why a draw took credits from this lot: the lots that were usable then, and the order among them.

        >>> new_year = date(2026, 1, 1)
        >>> lots = [Lot(id="a", credits=2, on=new_year, last_usable_on=date(2026, 7, 1))]
        >>> lots += [Lot(id="b", credits=2, on=new_year, last_usable_on=date(2026, 4, 1))]
        >>> ledger = replay(lots, [Draw(id="T-1", on=date(2026, 2, 1), credits=1)])
        >>> print(ledger.why(ledger.drawings[0]))
        1 from b: of the lots usable then, it comes first (R3).
          b, purchased Thu 2026-01-01, is usable through Wed 2026-04-01 (R3).
          a, purchased Thu 2026-01-01, is usable through Wed 2026-07-01 (R3).

        Raises `UnknownNameError` for a drawing that is not this ledger's.
        """
        check.instance("drawing", drawing, Drawing, "give one of this ledger's drawings")
        place = self._drawing_places.get(drawing)
        if place is None:
            check.unknown("drawing", drawing.draw, (known.draw for known in self.drawings), "drawing of this ledger")
        if drawing in self._posted:
            return Reason("", drawing.credits, says=f"{{value}} from {literal(drawing.lot)}, as billed before")
        usable = self._usable_before(place)
        parts = tuple(Reason(_RULES[lot.origin], lot.drawing_order, says=_usable(lot)) for lot in usable)
        says = f"{drawing.credits} from {literal(drawing.lot)}: of the lots usable then, it comes first"
        return Reason("R3", self._lots[drawing.lot].drawing_order, how="least", parts=parts, says=says)

    def _usable_before(self, place: int) -> list[Lot]:
        """Return the lots that can give credits before a drawing; go on from the last one that was asked about.

        So all drawings in their order take one walk. It is taken out while it goes on: another thread begins anew.
        """
        try:
            reached, stock = self._walk.pop()
        except IndexError:
            reached, stock = 0, self._stock()
        if reached > place:
            reached, stock = 0, self._stock()
        for earlier in self.drawings[reached:place]:
            if earlier not in self._posted:
                stock.advance(earlier.on)
                stock.remove(earlier.lot, earlier.credits)
        stock.advance(self.drawings[place].on)
        self._walk.append((place, stock))
        return stock.usable()

    # --- what they are read from

    @cached_property
    def _entries_by_lot(self) -> Mapping[str, list[Entry]]:
        by_lot: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            by_lot[entry.lot].append(entry)
        return by_lot

    @cached_property
    def _drawings_by_draw(self) -> Mapping[str, list[Drawing]]:
        by_draw: dict[str, list[Drawing]] = defaultdict(list)
        for drawing in self.drawings:
            by_draw[drawing.draw].append(drawing)
        return by_draw

    @cached_property
    def _walk(self) -> list[tuple[int, Stock]]:
        """The drawing that was asked about last, and the lots before it."""
        return []

    @cached_property
    def _lots(self) -> dict[str, Lot]:
        return {lot.id: lot for lot in self.lots}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {lot.id: place for place, lot in enumerate(self.lots)}

    @cached_property
    def _posted(self) -> frozenset[Drawing]:
        return frozenset(self.posted)

    @cached_property
    def _drawing_places(self) -> dict[Drawing, int]:
        return {drawing: place for place, drawing in enumerate(self.drawings)}

    @cached_property
    def _voided(self) -> dict[str, date]:
        """The day on which each lot was voided, where it was still usable."""
        voided: dict[str, date] = {}
        for void in self.voids:  # by day, so that the first one counts
            if self._lots[void.lot].is_usable(void.on):
                voided.setdefault(void.lot, void.on)
        return voided

    @cached_property
    def _balances(self) -> Running:
        return running((entry.on, entry.change) for entry in self.entries)

    @cached_property
    def _totals(self) -> dict[EntryKind, Running]:
        by_kind: dict[EntryKind, list[tuple[date, int]]] = {kind: [] for kind in EntryKind}
        for entry in self.entries:
            by_kind[entry.kind].append((entry.on, entry.credits))
        return {kind: running(changes) for kind, changes in by_kind.items()}

    @cached_property
    def _by_lot(self) -> dict[str, Running]:
        by_lot: dict[str, list[tuple[date, int]]] = {lot.id: [] for lot in self.lots}
        for entry in self.entries:
            by_lot[entry.lot].append((entry.on, entry.change))
        return {lot: running(changes) for lot, changes in by_lot.items()}

    @cached_property
    def _drawn(self) -> dict[tuple[str, date], int]:
        drawn: dict[tuple[str, date], int] = defaultdict(int)
        for drawing in self.drawings:
            drawn[drawing.draw, drawing.on] += drawing.credits
        return drawn

    @cached_property
    def _kept(self) -> dict[str, int]:
        kept: dict[str, int] = defaultdict(int)
        for drawing in self.drawings:
            kept[drawing.draw] += drawing.credits
        for reversal in self.effective_reversals:
            kept[reversal.draw] -= reversal.credits
        return kept

    @cached_property
    def _short(self) -> Running:
        short = self.shortfalls
        return running((draw.on, short[draw.id]) for draw in self.draws if draw.id in short)

    @cached_property
    def _available(self) -> Running:
        stock, changes = self._stock(), []
        taken: dict[date, list[Drawing]] = defaultdict(list)
        for drawing in self.drawings:
            if drawing not in self._posted:
                taken[drawing.on].append(drawing)
        before = 0
        for on in sorted({*stock.days(), *taken}):
            stock.advance(on)
            for drawing in taken.get(on, ()):
                stock.remove(drawing.lot, drawing.credits)
            changes.append((on, stock.available - before))
            before = stock.available
        return running(changes)

    # --- the replay

    def _stock(self) -> Stock:
        """Return the lots, with the posted drawings and reversals that move credits of theirs."""
        moved: dict[str, list[tuple[date, int]]] = defaultdict(list)
        for drawing in self._accepted.drawings:
            moved[drawing.lot].append((drawing.on, -drawing.credits))
        for reversal in self.effective_reversals:
            moved[reversal.lot].append((reversal.on, reversal.credits))
        return Stock(self.lots, self._voided, moved)

    @cached_property
    def _replayed(self) -> Replayed:
        return replayed(
            self.draws,
            self._stock(),
            posted=self.posted,
            reversals=self.reversals,
            accepted=self._accepted,
            refuse_short=self.refuse_short,
            places=self._places,
        )

    @cached_property
    def _accepted(self) -> Accepted:
        return accepted(self.posted, self.reversals, self._lots, self._voided)

    @property
    def effective_reversals(self) -> tuple[Reversal, ...]:
        """The reversals that give credits back: all but those of drawings that turned out impossible."""
        return self._accepted.reversals


def _usable(lot: Lot) -> str:
    last = "for good" if lot.last_usable_on is None else f"through {as_words(lot.last_usable_on)}"
    return f"{literal(lot.id)}, {lot.origin} {as_words(lot.on)}, is usable {last}"


_RULES: Mapping[Origin, str] = {Origin.PURCHASED: "R3", Origin.COMPLIMENTARY: "R5"}
"""The rules that fix the last day of a lot."""


def replay(
    lots: Iterable[Lot],
    draws: Iterable[Draw],
    *,
    voids: Iterable[Void] = (),
    posted: Iterable[Drawing] = (),
    reversals: Iterable[Reversal] = (),
    refuse_short: bool = False,
) -> Ledger:
    """Return the ledger of an account's lots and draws.

    Draws are taken by day, those of one day as given; what can't be covered is a shortfall, final.
    With ``refuse_short`` a draw that can't be covered in full takes nothing. ``posted`` drawings are
    already billed: they stay as they are, and what is drawn anew leaves them so. ``reversals`` give
    credits of theirs back.

    >>> lots = [Lot(id="a", credits=2, on=date(2026, 1, 1), last_usable_on=date(2026, 4, 1))]
    >>> ledger = replay(lots, [Draw(id="T-1", on=date(2026, 4, 1), credits=3)])
    >>> ledger.drawings[0].credits, dict(ledger.shortfalls), ledger.balance(on=date(2026, 4, 1))
    (2, {'T-1': 1}, 0)

    Raises what `Ledger` does.
    """
    return Ledger(lots, draws, voids=voids, posted=posted, reversals=reversals, refuse_short=refuse_short)
