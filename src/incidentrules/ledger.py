"""The ledger of one account: lots and draws in, every credit's fate out.

A *draw* asks for credits on a day; a *drawing* is what it took from one lot; a *shortfall* is what
no lot could cover, and is final. What is left of a lot after its last usable day *lapses*. Lots are
drawn by earliest last day, then complimentary before purchased, then earlier purchase, then id.

*Invariant:* at the end of every day, purchased + granted = drawn + lapsed + voided + balance.
*Units:* credits are whole numbers; days are civil dates, and a figure "on" a day is that at its end.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate
from types import MappingProxyType

import attrs

from . import _checks as check
from .credits import Lot, Origin
from .reason import Reason, literal, told

__all__ = ["Draw", "Drawing", "Entry", "EntryKind", "Impossible", "Ledger", "Remaining", "Void", "replay"]


@attrs.frozen(kw_only=True)
class Draw:
    """A request for credits on a day; of those of one day, the one given first is served first."""

    id: str
    on: date
    credits: int

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id)
        check.day("on", self.on)
        check.count("credits", self.credits)


@attrs.frozen
class Drawing:
    """What one draw took from one lot."""

    draw: str
    lot: str
    credits: int
    on: date


@attrs.frozen
class Remaining:
    """What is left of a lot, and its last usable day."""

    lot: str
    credits: int
    last_usable_on: date | None


@attrs.frozen(kw_only=True)
class Void:
    """What is left of a lot is taken back on a day, before the draws of that day: it was granted in error."""

    lot: str
    on: date

    def __attrs_post_init__(self) -> None:
        check.text("lot", self.lot)
        check.day("on", self.on)


@attrs.frozen
class Impossible:
    """A posted drawing that the other facts no longer allow, and why: said, and not repaired."""

    drawing: Drawing
    why: str


class EntryKind(check.Word):
    """What an entry does, in the order in which those of one day stand."""

    LAPSED = "lapsed"
    PURCHASED = "purchased"
    GRANTED = "granted"
    VOIDED = "voided"
    DRAWN = "drawn"


GAINS = frozenset({EntryKind.PURCHASED, EntryKind.GRANTED})
_RANK = {kind: rank for rank, kind in enumerate(EntryKind)}


@attrs.frozen
class Entry:
    """A line of the ledger: credits that came to a lot or left it on a day."""

    on: date
    kind: EntryKind
    lot: str
    credits: int
    draw: str | None = None

    @property
    def change(self) -> int:
        """What the entry does to the balance."""
        return self.credits if self.kind in GAINS else -self.credits


@attrs.frozen
class _Replayed:
    drawings: tuple[Drawing, ...]
    shortfalls: Mapping[str, int]
    left: Mapping[str, int]
    impossible: tuple[Impossible, ...]


@attrs.frozen
class Ledger:
    """An account's lots and draws, and all that follows from them; made by `replay`."""

    lots: tuple[Lot, ...]
    draws: tuple[Draw, ...]
    voids: tuple[Void, ...] = ()
    posted: tuple[Drawing, ...] = ()
    refuses_short: bool = False

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """What each draw took from which lot, in the order of the draws."""
        return self._replayed.drawings

    @property
    def shortfalls(self) -> Mapping[str, int]:
        """The credits that no lot could cover, by draw; draws that were covered are not in it."""
        return self._replayed.shortfalls

    @property
    def impossible(self) -> tuple[Impossible, ...]:
        """Posted drawings that the other facts no longer allow."""
        return self._replayed.impossible

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every line of the ledger, by day, then by kind, then by drawing order."""
        lots, left = self._lots, self._replayed.left
        entries: list[Entry] = []
        for lot in sorted(self.lots, key=lambda lot: lot.drawing_order):
            kind = EntryKind.GRANTED if lot.origin is Origin.COMPLIMENTARY else EntryKind.PURCHASED
            entries.append(Entry(lot.on, kind, lot.id, lot.credits))
            rest = left[lot.id]
            if rest and lot.id in self._voided:
                entries.append(Entry(self._voided[lot.id], EntryKind.VOIDED, lot.id, rest))
            elif rest and (lapses_on := lots[lot.id].lapses_on):
                entries.append(Entry(lapses_on, EntryKind.LAPSED, lot.id, rest))
        entries += [Entry(each.on, EntryKind.DRAWN, each.lot, each.credits, each.draw) for each in self.drawings]
        return tuple(sorted(entries, key=lambda entry: (entry.on, _RANK[entry.kind])))

    # --- figures on a day

    def balance(self, *, on: date) -> int:
        """Return the credits that are left at the end of a day."""
        check.day("on", on)
        return _upto(self._balances, on)

    def total(self, kind: EntryKind | str, *, on: date) -> int:
        """Return the credits purchased, granted, drawn, lapsed or voided until the end of a day.

        >>> ledger = replay([Lot(id="a", credits=2, on=date(2026, 1, 1), last_usable_on=date(2026, 4, 1))], [])
        >>> ledger.total("lapsed", on=date(2026, 4, 1)), ledger.total("lapsed", on=date(2026, 4, 2))
        (0, 2)
        """
        check.day("on", on)
        return _upto(self._totals[EntryKind(kind)], on)

    def remaining(self, *, on: date) -> tuple[Remaining, ...]:
        """Return what is left of each lot at the end of a day, in the order in which it will be drawn."""
        check.day("on", on)
        held = [(lot, _upto(self._by_lot[lot.id], on)) for lot in self.lots]
        held.sort(key=lambda pair: pair[0].drawing_order)
        return tuple(Remaining(lot.id, credits, lot.last_usable_on) for lot, credits in held if credits)

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
        if drawing not in self.drawings:
            check.unknown("drawing", drawing, (each.draw for each in self.drawings), "drawing of this ledger")
        if drawing in self.posted:
            return Reason("", drawing.credits, says=f"{{value}} from {literal(drawing.lot)}, as billed before")
        place, billed, taken = self.drawings.index(drawing), set(self.posted), Counter[str]()
        for at, each in enumerate(self.drawings):
            taken[each.lot] += each.credits if at < place or each in billed else 0
        usable = [
            lot
            for lot in sorted(self.lots, key=lambda lot: lot.drawing_order)
            if lot.is_usable(drawing.on)
            and self._voided.get(lot.id, date.max) > drawing.on
            and taken[lot.id] < lot.credits
        ]
        parts = tuple(Reason(_RULES[lot.origin], lot.drawing_order, says=_usable(lot)) for lot in usable)
        says = f"{drawing.credits} from {literal(drawing.lot)}: of the lots usable then, it comes first"
        return Reason("R3", self._lots[drawing.lot].drawing_order, "least", parts, says)

    # --- what they are read from

    @cached_property
    def _lots(self) -> dict[str, Lot]:
        return {lot.id: lot for lot in self.lots}

    @cached_property
    def _voided(self) -> dict[str, date]:
        """The day on which each lot was voided, where it was still usable."""
        voided: dict[str, date] = {}
        for void in self.voids:
            on = min(void.on, voided.get(void.lot, void.on))
            lot = self._lots[void.lot]
            if lot.last_usable_on is None or on <= lot.last_usable_on:
                voided[void.lot] = on
        return voided

    @cached_property
    def _balances(self) -> "_Running":
        return _running((entry.on, entry.change) for entry in self.entries)

    @cached_property
    def _totals(self) -> "dict[EntryKind, _Running]":
        by_kind: dict[EntryKind, list[tuple[date, int]]] = {kind: [] for kind in EntryKind}
        for entry in self.entries:
            by_kind[entry.kind].append((entry.on, entry.credits))
        return {kind: _running(changes) for kind, changes in by_kind.items()}

    @cached_property
    def _by_lot(self) -> "dict[str, _Running]":
        by_lot: dict[str, list[tuple[date, int]]] = {lot.id: [] for lot in self.lots}
        for entry in self.entries:
            by_lot[entry.lot].append((entry.on, entry.change))
        return {lot: _running(changes) for lot, changes in by_lot.items()}

    @cached_property
    def _replayed(self) -> _Replayed:
        left = {lot.id: lot.credits for lot in self.lots}
        fixed, impossible, lost = self._laid(left)
        drawings: list[Drawing] = []
        short: dict[str, int] = {}
        stock = _Stock(self.lots, self._voided, left)
        for draw in self.draws:
            stock.advance(draw.on)
            mine = fixed.pop(draw.id, [])
            drawings += mine
            need = max(draw.credits - sum(each.credits for each in mine), 0)
            fresh = max(need - lost[draw.id], 0)
            if fresh and not (self.refuses_short and fresh > stock.available):
                for lot, taken in stock.take(fresh):
                    drawings.append(Drawing(draw.id, lot, taken, draw.on))
                    need -= taken
            if need:
                short[draw.id] = need
        drawings += (each for orphans in fixed.values() for each in orphans)
        return _Replayed(tuple(drawings), MappingProxyType(short), MappingProxyType(left), impossible)

    def _laid(self, left: dict[str, int]) -> tuple[dict[str, list[Drawing]], tuple[Impossible, ...], Counter[str]]:
        """Take what was posted from its lots; return it by draw, what the facts contradict, and what no lot gives.

        A posted drawing that its lot can give stays drawn, also where its draw says otherwise by now: it is
        billed. What its lot can't give is lost to the draw, and not drawn from another.
        """
        draws = {draw.id: draw for draw in self.draws} if self.posted else {}
        fixed: dict[str, list[Drawing]] = {}
        impossible: list[Impossible] = []
        lost, asked = Counter[str](), Counter[str]()
        for drawing in self.posted:
            lot, draw = self._lots.get(drawing.lot), draws.get(drawing.draw)
            asked[drawing.draw] += drawing.credits
            if why := self._refused_by(lot, drawing, left):
                lost[drawing.draw] += drawing.credits
            else:
                left[drawing.lot] -= drawing.credits
                fixed.setdefault(drawing.draw, []).append(drawing)
                if draw is None:
                    why = "its draw is not among the facts"
                elif draw.on != drawing.on:
                    why = f"its draw is on {draw.on}"
                elif draw.credits < asked[drawing.draw]:
                    why = "its draw asks for fewer credits"
            if why:
                impossible.append(Impossible(drawing, why))
        return fixed, tuple(impossible), lost

    def _refused_by(self, lot: Lot | None, drawing: Drawing, left: Mapping[str, int]) -> str | None:
        """Return why a lot can't give what was posted, or None where it can."""
        if lot is None:
            return "its lot is not among the facts"
        if not lot.is_usable(drawing.on):
            return "its lot is not usable on that day"
        if self._voided.get(lot.id, date.max) <= drawing.on:
            return "its lot is voided by then"
        return "its lot has fewer credits left" if drawing.credits > left[lot.id] else None


def _usable(lot: Lot) -> str:
    last = "for good" if lot.last_usable_on is None else f"through {told(lot.last_usable_on)}"
    return f"{literal(lot.id)}, {lot.origin} {told(lot.on)}, is usable {last}"


_RULES: Mapping[Origin, str] = MappingProxyType({Origin.PURCHASED: "R3", Origin.COMPLIMENTARY: "R5"})
"""The rules that fix the last day of a lot."""


class _Stock:
    """The lots that are usable on a day, as days go by: a heap in the order of drawing."""

    def __init__(self, lots: Iterable[Lot], voided: Mapping[str, date], left: dict[str, int]) -> None:
        self._coming = sorted(lots, key=lambda lot: lot.on, reverse=True)
        self._voids = sorted(((on, lot) for lot, on in voided.items()), reverse=True)
        self._left = left
        self._gone: set[str] = set()
        self._heap: list[tuple[tuple[bool, date, bool, date, str], Lot]] = []
        self.available = 0

    def advance(self, on: date) -> None:
        """Go on to a day: lots arrive, lapse and are voided."""
        while self._coming and self._coming[-1].on <= on:
            lot = self._coming.pop()
            heappush(self._heap, (lot.drawing_order, lot))
            self.available += self._left[lot.id]
        while self._voids and self._voids[-1][0] <= on:
            id = self._voids.pop()[1]
            self._gone.add(id)
            self.available -= self._left[id]
        while self._heap and not self._heap[0][1].is_usable(on):
            id = heappop(self._heap)[1].id
            self.available -= 0 if id in self._gone else self._left[id]

    def take(self, need: int) -> Iterator[tuple[str, int]]:
        """Take credits from the lots in order, as many of those needed as there are."""
        while need and self._heap:
            id = self._heap[0][1].id
            if id in self._gone or not self._left[id]:
                heappop(self._heap)
                continue
            taken = min(need, self._left[id])
            self._left[id] -= taken
            self.available -= taken
            need -= taken
            yield id, taken


_Running = tuple[list[date], list[int]]


def _running(changes: Iterable[tuple[date, int]]) -> _Running:
    """Return the days of changes, and the sum after each."""
    listed = list(changes)
    return [on for on, _ in listed], list(accumulate(change for _, change in listed))


def _upto(running: _Running, on: date) -> int:
    """Return the sum at the end of a day."""
    index = bisect_right(running[0], on)
    return running[1][index - 1] if index else 0


def replay(
    lots: Iterable[Lot],
    draws: Iterable[Draw],
    *,
    voids: Iterable[Void] = (),
    posted: Iterable[Drawing] = (),
    refuse_short: bool = False,
) -> Ledger:
    """Return the ledger of an account's lots and draws.

    Draws are taken by day, those of one day as given; what can't be covered is a shortfall, final.
    With ``refuse_short`` a draw that can't be covered in full takes nothing. ``posted`` drawings are
    already billed: they stay as they are, and the others are laid around them.

    >>> lots = [Lot(id="a", credits=2, on=date(2026, 1, 1), last_usable_on=date(2026, 4, 1))]
    >>> ledger = replay(lots, [Draw(id="T-1", on=date(2026, 4, 1), credits=3)])
    >>> ledger.drawings[0].credits, dict(ledger.shortfalls), ledger.balance(on=date(2026, 4, 1))
    (2, {'T-1': 1}, 0)

    Raises `ConflictError` for an id with two contents, `UnknownNameError` for a void of no lot.
    """
    lots, draws = check.as_tuple(lots), check.as_tuple(draws)
    voids, posted = check.as_tuple(voids), check.as_tuple(posted)
    check.each("lots", lots, Lot, "give Lot.purchased(pack, id=..., on=...)")
    check.each("draws", draws, Draw, "give Draw(id=..., on=..., credits=...)")
    check.each("voids", voids, Void, "give Void(lot=..., on=...)")
    check.each("posted", posted, Drawing, "give the drawings of an earlier ledger")
    check.flag("refuse_short", refuse_short)
    _check_posted(posted)
    by_id = check.unique("lots", lots)
    _check_voids(voids, by_id)
    kept = check.unique("draws", draws).values()
    in_order = sorted(by_id.values(), key=lambda lot: lot.drawing_order)
    places = {lot.id: place for place, lot in enumerate(in_order)}
    return Ledger(
        tuple(in_order),
        tuple(sorted(kept, key=lambda draw: draw.on)),
        tuple(sorted(set(voids), key=lambda void: (void.on, void.lot))),
        tuple(sorted(set(posted), key=lambda each: (each.on, each.draw, _place(places, each.lot), each.credits))),
        refuse_short,
    )


def _check_posted(posted: Iterable[Drawing]) -> None:
    for place, drawing in enumerate(posted):
        check.text(f"posted[{place}].draw", drawing.draw)
        check.text(f"posted[{place}].lot", drawing.lot)
        check.count(f"posted[{place}].credits", drawing.credits)
        check.day(f"posted[{place}].on", drawing.on)


def _check_voids(voids: Iterable[Void], lots: Mapping[str, Lot]) -> None:
    for place, void in enumerate(voids):
        if void.lot not in lots:
            check.unknown(f"voids[{place}].lot", void.lot, lots, "lot")
        if void.on < lots[void.lot].on:
            check.refuse(
                f"voids[{place}].on", void.on, "precedes its lot", "give a day from then on", code="contradiction"
            )


def _place(places: Mapping[str, int], lot: str) -> tuple[int, str]:
    """Return where a lot stands in the order of drawing; those that are not among the facts come last."""
    return places.get(lot, len(places)), lot
