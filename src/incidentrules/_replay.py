"""What the draws of an account take, given what was posted.

What is posted stays as it is, but for what its lot can't give: that is *impossible*, and part of its draw's
shortfall. What a draw still needs is its cost less what is posted and not reversed.

*Invariant:* what is drawn anew makes nothing that is posted impossible.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from heapq import heappop, heappush
from itertools import count
from types import MappingProxyType

import attrs

from ._stock import Stock
from .credits import Lot
from .draws import Draw, Drawing, DrawingKey, Impossible, Reversal, drawn_order


@attrs.frozen(kw_only=True)
class Accepted:
    """The posted drawings that their lots can give, with the reversals of them; and those that they can't."""

    drawings: tuple[Drawing, ...]
    reversals: tuple[Reversal, ...]
    impossible: tuple[Impossible, ...]


def accepted(
    posted: Iterable[Drawing], reversals: Iterable[Reversal], lots: Mapping[str, Lot], voided: Mapping[str, date]
) -> Accepted:
    """Return which posted drawings their lots can give, day by day; what is given back can be given again.

    A day counts as a whole: what is given back on the day of a drawing is there for it, its own credits too.
    """
    by_key: dict[DrawingKey, list[Reversal]] = defaultdict(list)
    for reversal in reversals:
        by_key[reversal.key].append(reversal)
    left = {lot.id: lot.credits for lot in lots.values()}
    to_come: list[tuple[date, int, Reversal]] = []  # reversals of what was accepted, by day
    numbers = count()  # so that those of one day are never compared
    drawings: list[Drawing] = []
    impossible: list[Impossible] = []
    for drawing in posted:
        while to_come and to_come[0][0] <= drawing.on:
            reversal = heappop(to_come)[2]
            left[reversal.lot] += reversal.credits
        mine = by_key.get(drawing.key, [])
        back = sum(reversal.credits for reversal in mine if reversal.on == drawing.on)
        if why := _refused_by(lots.get(drawing.lot), drawing, voided, left.get(drawing.lot, 0) + back):
            impossible.append(Impossible(drawing, why, tuple(mine)))
        else:
            left[drawing.lot] -= drawing.credits
            drawings.append(drawing)
            for reversal in mine:
                heappush(to_come, (reversal.on, next(numbers), reversal))
    idle = {one.drawing.key for one in impossible}
    effective = tuple(reversal for reversal in reversals if reversal.key not in idle)
    return Accepted(drawings=tuple(drawings), reversals=effective, impossible=tuple(impossible))


def _refused_by(lot: Lot | None, drawing: Drawing, voided: Mapping[str, date], left: int) -> str | None:
    """Return why a lot can't give what was posted, or None where it can."""
    if lot is None:
        return "its lot is not among the facts"
    if not lot.is_usable(drawing.on):
        return "its lot is not usable on that day"
    if voided.get(lot.id, date.max) <= drawing.on:
        return "its lot is voided by then"
    return "its lot has fewer credits left" if drawing.credits > left else None


@attrs.frozen(kw_only=True)
class Replayed:
    """What the draws took, in the order of the draws, and what no lot covered, by draw."""

    drawings: tuple[Drawing, ...]
    shortfalls: Mapping[str, int]


def replayed(
    draws: Iterable[Draw],
    stock: Stock,
    *,
    posted: Iterable[Drawing],
    reversals: Iterable[Reversal],
    accepted: Accepted,
    refuse_short: bool,
    places: Mapping[str, int],
) -> Replayed:
    """Return what the draws took: what was posted for them, and what they still need, as far as lots can give it."""
    kept: Counter[str] = Counter()  # by draw, what is posted and not reversed
    parts: Counter[tuple[str, str]] = Counter()
    for drawing in posted:
        kept[drawing.draw] += drawing.credits
        parts[drawing.draw, drawing.lot] += 1
    for reversal in reversals:
        kept[reversal.draw] -= reversal.credits
    lost: Counter[str] = Counter()  # by draw, what its lots can't give
    for one in accepted.impossible:
        lost[one.drawing.draw] += one.drawing.credits - sum(reversal.credits for reversal in one.reversals)
    billed: dict[str, list[Drawing]] = defaultdict(list)
    for drawing in accepted.drawings:
        billed[drawing.draw].append(drawing)
    drawings: list[Drawing] = []
    shortfalls: dict[str, int] = {}
    order = drawn_order(places)
    for draw in draws:
        stock.advance(draw.on)
        mine = billed.pop(draw.id, [])
        need = draw.credits - kept.get(draw.id, 0)
        if need > 0 and not (refuse_short and need > stock.available):
            for lot, credits in stock.take(need):
                part = parts.get((draw.id, lot), 0) + 1
                mine.append(Drawing(draw=draw.id, lot=lot, credits=credits, on=draw.on, part=part))
                need -= credits
        if (short := need + lost.get(draw.id, 0)) > 0:
            shortfalls[draw.id] = short
        drawings += sorted(mine, key=order) if draw.id in kept else mine
    drawings += (drawing for gone in billed.values() for drawing in gone)
    return Replayed(drawings=tuple(drawings), shortfalls=MappingProxyType(shortfalls))
