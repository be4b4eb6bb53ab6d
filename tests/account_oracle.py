"""The credits of an account, once more: day by day, slowly, from the rules alone.

It knows no heaps, running sums or entries, and shares no code with the library: lots are counted on every day
from the first to the last, and every figure is read from those counts. Facts are read by their attributes only.

*Units:* days are numbers here (`date.toordinal`), so that a day after the last is one, too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

NEVER = 10**9
KINDS: tuple[Any, ...] = ("reversed", "lapsed", "purchased", "granted", "voided", "drawn")
GAINS = ("reversed", "purchased", "granted")

Key = tuple[str, str, int]
"""Draw, lot and part."""


def number(day: Any) -> int:
    return int(day.toordinal())


def key_of(fact: Any) -> Key:
    return fact.draw, fact.lot, fact.part


@dataclass
class LotOnDays:
    """A lot: what it begins with, on which day it ends and how, and what its draws do to it on which day."""

    lot: Any
    voided_on: int
    moves: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        last = self.lot.last_usable_on
        self.begins = number(self.lot.on)
        self.lapses = NEVER if last is None else number(last) + 1
        # of one day what lapses comes before what is voided
        self.ends_by = "lapsed" if self.lapses <= self.voided_on else "voided"
        self.ends = min(self.lapses, self.voided_on)

    @property
    def order(self) -> tuple[int, bool, int, str]:
        return self.lapses, self.lot.origin != "complimentary", self.begins, self.lot.id

    def held(self, day: int) -> int:
        """Return what it holds at the end of a day."""
        if not self.begins <= day < self.ends:
            return 0
        return int(self.lot.credits) + sum(change for on, change in self.moves.items() if on <= day)

    def can_give(self, day: int, horizon: int) -> int:
        """Return the least that it holds on a day or any later one."""
        if not self.begins <= day < self.ends:
            return 0
        return min(self.held(later) for later in range(day, min(self.ends, max(horizon, day + 1))))


class AccountOracle:
    """What becomes of an account's credits."""

    def __init__(
        self,
        lots: Iterable[Any],
        draws: Iterable[Any],
        *,
        voids: Iterable[Any] = (),
        posted: Iterable[Any] = (),
        reversals: Iterable[Any] = (),
        refuse_short: bool = False,
    ) -> None:
        voided: dict[str, int] = {}
        for void in voids:
            voided[void.lot] = min(number(void.on), voided.get(void.lot, NEVER))
        kept_lots = {lot.id: LotOnDays(lot, voided.get(lot.id, NEVER)) for lot in lots}
        self.lots = dict(sorted(kept_lots.items(), key=lambda item: item[1].order))
        by_id = {draw.id: draw for draw in draws}
        self.draws = sorted(by_id.values(), key=lambda draw: number(draw.on))
        self.posted = self._in_order(set(posted))
        self.reversals = sorted(set(reversals), key=lambda back: (number(back.on), key_of(back), back.credits))
        self.horizon = 2 + max(
            [0]
            + [number(fact.on) for fact in (*self.draws, *self.posted, *self.reversals)]
            + [day for lot in self.lots.values() for day in (lot.begins, lot.lapses, lot.voided_on) if day != NEVER]
        )
        self.drawings: dict[Key, tuple[int, int]] = {}
        """Credits and day, by draw, lot and part."""
        self.impossible: dict[Key, tuple[Any, ...]] = {}
        """Posted drawings that nothing gave, each with its reversals."""
        self.moved_back: list[Any] = []
        """The reversals that move credits."""
        self.shortfalls: dict[str, int] = {}
        self._post()
        for draw in self.draws:
            self._serve(draw, refuse_short=refuse_short)

    def _in_order(self, facts: Iterable[Any]) -> list[Any]:
        places = list(self.lots)

        def order(fact: Any) -> tuple[Any, ...]:
            place = places.index(fact.lot) if fact.lot in places else len(places)
            return number(fact.on), fact.draw, place, fact.lot, fact.part

        return sorted(facts, key=order)

    def _post(self) -> None:
        """Let the lots give what was posted, by day; what they can't give is impossible, with its reversals."""
        for drawing in self.posted:
            lot, on = self.lots.get(drawing.lot), number(drawing.on)
            backs = tuple(back for back in self.reversals if key_of(back) == key_of(drawing))
            # a day counts as a whole: what is given back on the day itself is there to be given
            needs = drawing.credits - sum(back.credits for back in backs if number(back.on) == on)
            if lot is None or not lot.begins <= on < lot.ends or lot.can_give(on, self.horizon) < needs:
                self.impossible[key_of(drawing)] = backs
                continue
            self.drawings[key_of(drawing)] = drawing.credits, on
            lot.moves[on] -= drawing.credits
            for back in backs:
                self.moved_back.append(back)
                lot.moves[number(back.on)] += back.credits

    def stands(self, draw: str) -> int:
        """Return what is posted for a draw and not reversed, whether a lot gave it or couldn't."""
        billed = sum(drawing.credits for drawing in self.posted if drawing.draw == draw)
        return int(billed - sum(back.credits for back in self.reversals if back.draw == draw))

    def kept(self, draw: str) -> int:
        """Return what a draw took in all, less what was given back."""
        taken = sum(credits for (of, _, _), (credits, _) in self.drawings.items() if of == draw)
        return int(taken - sum(back.credits for back in self.moved_back if back.draw == draw))

    def _serve(self, draw: Any, *, refuse_short: bool) -> None:
        """Let a draw take what it still needs, from the lots in the order of drawing."""
        on, needs = number(draw.on), max(draw.credits - self.stands(draw.id), 0)
        gifts = {id: lot.can_give(on, self.horizon) for id, lot in self.lots.items()}
        if not (refuse_short and sum(gifts.values()) < needs):
            for id, gift in gifts.items():
                taken = min(gift, needs)
                if taken:
                    needs -= taken
                    parts = [part for of, lot, part in map(key_of, self.posted) if (of, lot) == (draw.id, id)]
                    self.drawings[draw.id, id, max(parts, default=0) + 1] = taken, on
                    self.lots[id].moves[on] -= taken
        if self.kept(draw.id) < draw.credits:
            self.shortfalls[draw.id] = draw.credits - self.kept(draw.id)

    # --- figures on a day

    def remaining(self, day: Any) -> dict[str, int]:
        """Return what is left of each lot at the end of a day."""
        left = {id: lot.held(number(day)) for id, lot in self.lots.items()}
        return {id: credits for id, credits in left.items() if credits}

    def balance(self, day: Any) -> int:
        return sum(self.remaining(day).values())

    def happened(self, kind: str, on: int) -> dict[tuple[str | None, str], int]:
        """Return what happened on one day, by draw and lot."""
        found: Counter[tuple[str | None, str]] = Counter()
        if kind == "drawn":
            for (draw, lot, _), (credits, day) in self.drawings.items():
                found[draw, lot] += credits if day == on else 0
        elif kind == "reversed":
            for back in self.moved_back:
                found[back.draw, back.lot] += back.credits if number(back.on) == on else 0
        else:
            for id, lot in self.lots.items():
                found[None, id] += self._came_or_ended(lot, kind, on)
        return {key: credits for key, credits in found.items() if credits}

    def _came_or_ended(self, lot: LotOnDays, kind: str, on: int) -> int:
        if kind in ("purchased", "granted"):
            is_kind = (kind == "granted") == (lot.lot.origin == "complimentary")
            return int(lot.lot.credits) if is_kind and lot.begins == on else 0
        if kind != lot.ends_by or on < lot.ends:
            return 0
        given_back = sum(back.credits for back in self.moved_back if back.lot == lot.lot.id and number(back.on) == on)
        if on > lot.ends:  # given back to a lot that is gone: it goes on the same day
            return int(given_back)
        came_today = int(lot.lot.credits) if lot.begins == on else 0
        return int(lot.held(on - 1) + came_today + given_back)

    def total(self, kind: str, day: Any) -> int:
        """Return what happened until the end of a day."""
        if kind in ("drawn", "reversed"):
            days = {on for _, on in self.drawings.values()} | {number(back.on) for back in self.moved_back}
        else:
            days = {day for lot in self.lots.values() for day in (lot.begins, lot.ends) if day != NEVER}
            days |= {number(back.on) for back in self.moved_back}
        return sum(sum(self.happened(kind, on).values()) for on in days if on <= number(day))

    def shortfall(self, day: Any) -> int:
        return sum(self.shortfalls.get(draw.id, 0) for draw in self.draws if number(draw.on) <= number(day))

    # --- what is to be given back

    def proposed(self, day: Any) -> list[tuple[Key, int]]:
        """Return what is to be given back on a day: drawing and credits."""
        found: list[tuple[Key, int]] = []
        costs = {draw.id: draw.credits for draw in self.draws}
        possible = [one for one in self.posted if key_of(one) in self.drawings and number(one.on) <= number(day)]
        for draw in dict.fromkeys(one.draw for one in possible):
            mine = [one for one in possible if one.draw == draw]
            left = {
                key_of(one): one.credits - sum(back.credits for back in self.moved_back if key_of(back) == key_of(one))
                for one in mine
            }
            excess = sum(left.values()) - costs.get(draw, 0)
            for key in reversed(left):  # the drawing of the lot that was drawn last
                back = min(excess, left[key])
                if back > 0:
                    found.append((key, back))
                    excess -= back
        return found

    # --- what differs from what was billed

    def moves_before(self, day: Any) -> Counter[tuple[str, str | None, str, int]]:
        """Return every figure before a day that moved the balance: kind, draw, lot, day."""
        figures: Counter[tuple[str, str | None, str, int]] = Counter()
        days = {on for _, on in self.drawings.values()} | {number(back.on) for back in self.moved_back}
        days |= {on for lot in self.lots.values() for on in (lot.begins, lot.ends)}
        for on in days:
            for kind in KINDS if on < number(day) else ():
                for (draw, lot), credits in self.happened(kind, on).items():
                    figures[kind, draw, lot, on] += credits
        return figures


def restated(billed: AccountOracle, now: AccountOracle, start: Any) -> dict[tuple[str, str | None, str, int], int]:
    """Return every figure before a day that has changed, with what that does to the balance."""
    before, after = billed.moves_before(start), now.moves_before(start)
    changed = {key: after[key] - before[key] for key in before.keys() | after.keys() if after[key] != before[key]}
    return {key: change if key[0] in GAINS else -change for key, change in changed.items()}
