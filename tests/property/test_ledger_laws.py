"""Laws of the ledger.

A naive model holds one record for each credit and knows no lots, heaps or running sums.

- the model: drawings, shortfalls, what is impossible, and the figures of every day are its own
- conservation: purchased + granted = drawn + lapsed + voided + balance, at the end of every day
- order: neither that of lots nor that of draws of different days matters, nor that of what was billed
- cover: covering in part never draws less than refusing, by any day; more credits never leave more short
- drawings: within the days of their lots, never more than was asked for or bought
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentrules import Draw, Drawing, EntryKind, Ledger, Lot, Void, replay, verify
from judgement_strategies import FIRST, draws, lots, posted, voids

EVERY_DAY = [FIRST + timedelta(days=ahead) for ahead in range(-3, 165)]


@attrs.define
class Credit:
    """One credit, and what became of it on which day."""

    lot: Lot
    end: date
    fate: str = "left"
    on: date = date.max
    draw: str = ""

    def is_free(self, on: date) -> bool:
        return self.fate == "left" and self.lot.is_usable(on) and on < self.end


class Model:
    """Every credit by itself."""

    def __init__(
        self,
        lots: list[Lot],
        draws: list[Draw],
        voids: Iterable[Void] = (),
        posted: Iterable[Drawing] = (),
        *,
        refuses: bool = False,
    ) -> None:
        ends: dict[str, date] = {}
        for void in voids:
            ends[void.lot] = min(void.on, ends.get(void.lot, date.max))
        self.credits = [Credit(lot, ends.get(lot.id, date.max)) for lot in lots for _ in range(lot.credits)]
        self.credits.sort(
            key=lambda each: (
                each.lot.last_usable_on is None,
                each.lot.last_usable_on or date.max,
                each.lot.origin == "purchased",
                each.lot.on,
                each.lot.id,
            )
        )
        asked = {draw.id: draw for draw in draws}
        lost: dict[str, int] = defaultdict(int)
        self.impossible: list[Drawing] = []
        billed: dict[str, int] = defaultdict(int)
        order = list(dict.fromkeys(each.lot.id for each in self.credits))
        for drawing in sorted(
            set(posted),
            key=lambda each: (
                each.on,
                each.draw,
                order.index(each.lot) if each.lot in order else len(order),
                each.lot,
                each.credits,
            ),
        ):
            mine = [each for each in self.credits if each.lot.id == drawing.lot and each.is_free(drawing.on)]
            draw = asked.get(drawing.draw)
            billed[drawing.draw] += drawing.credits
            if len(mine) < drawing.credits:
                self.impossible.append(drawing)
                lost[drawing.draw] += drawing.credits
                continue
            self._draw(mine[: drawing.credits], drawing.draw, drawing.on)
            if draw is None or draw.on != drawing.on or billed[drawing.draw] > draw.credits:
                self.impossible.append(drawing)
        self.short: dict[str, int] = {}
        for draw in sorted(draws, key=lambda draw: draw.on):
            drawn = sum(each.draw == draw.id for each in self.credits)
            fresh = max(draw.credits - drawn - lost[draw.id], 0)
            free = [each for each in self.credits if each.is_free(draw.on)]
            taken = [] if refuses and len(free) < fresh else free[:fresh]
            self._draw(taken, draw.id, draw.on)
            if (missing := draw.credits - drawn - len(taken)) > 0:
                self.short[draw.id] = missing
        for each in self.credits:
            last = each.lot.last_usable_on
            if each.fate == "left" and each.end != date.max and (last is None or each.end <= last):
                each.fate, each.on = "voided", each.end
            elif each.fate == "left" and last is not None:
                each.fate, each.on = "lapsed", last + timedelta(days=1)

    @staticmethod
    def _draw(credits: list[Credit], id: str, on: date) -> None:
        for each in credits:
            each.fate, each.on, each.draw = "drawn", on, id

    @property
    def drawn(self) -> dict[tuple[str, str], int]:
        return Counter((each.draw, each.lot.id) for each in self.credits if each.fate == "drawn")

    def balance(self, on: date) -> int:
        return sum(each.lot.on <= on < each.on or (each.lot.on <= on and each.fate == "left") for each in self.credits)

    def total(self, fate: str, on: date) -> int:
        return sum(each.fate == fate and each.on <= on for each in self.credits)


Facts = tuple[list[Lot], list[Draw], list[Void], list[Drawing]]


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    held, asked = draw(lots()), draw(draws())
    return held, asked, draw(voids(held)), draw(posted(asked, held))


def drawn(ledger: Ledger) -> dict[tuple[str, str], int]:
    total: dict[tuple[str, str], int] = Counter()
    for each in ledger.drawings:
        total[each.draw, each.lot] += each.credits
    return total


def ledger_of(given_facts: Facts, **options: Any) -> Ledger:
    held, asked, taken_back, billed = given_facts
    return replay(held, asked, voids=taken_back, posted=billed, **options)


@settings(max_examples=250)
@given(facts(), st.booleans())
def test_the_ledger_is_that_of_a_model_of_single_credits(facts: Facts, refuses: bool) -> None:
    held, asked, taken_back, billed = facts
    model = Model(held, asked, taken_back, billed, refuses=refuses)
    ledger = ledger_of(facts, refuse_short=refuses)
    assert model.drawn == drawn(ledger)
    assert model.short == dict(ledger.shortfalls)
    assert model.impossible == [each.drawing for each in ledger.impossible]
    for on in EVERY_DAY[::3]:
        assert model.balance(on) == ledger.balance(on=on)
        assert [model.total(fate, on) for fate in ("drawn", "lapsed", "voided")] == [
            ledger.total(fate, on=on) for fate in ("drawn", "lapsed", "voided")
        ]


@given(facts(), st.booleans())
def test_credits_are_conserved_at_every_day(facts: Facts, refuses: bool) -> None:
    """purchased + granted = drawn + lapsed + voided + balance, and the balance is what remains of each lot."""
    ledger = ledger_of(facts, refuse_short=refuses)
    for on in EVERY_DAY:
        gained, lost = (
            sum(ledger.total(kind, on=on) for kind in kinds)
            for kinds in (
                (EntryKind.PURCHASED, EntryKind.GRANTED),
                (EntryKind.DRAWN, EntryKind.LAPSED, EntryKind.VOIDED),
            )
        )
        assert gained == lost + ledger.balance(on=on)
        assert ledger.balance(on=on) == sum(each.credits for each in ledger.remaining(on=on))


@given(st.data(), facts())
def test_the_order_of_lots_and_of_draws_of_different_days_does_not_matter(data: st.DataObject, facts: Facts) -> None:
    """Nor that of what was billed, nor whether that is told twice."""
    held, asked, taken_back, billed = facts
    days = data.draw(st.permutations(sorted({draw.on for draw in asked})))
    again = [draw for on in days for draw in asked if draw.on == on]
    mixed = data.draw(st.permutations(billed))
    other = replay(data.draw(st.permutations(held)), again, voids=taken_back[::-1], posted=[*mixed, *mixed[:1]])
    ledger = ledger_of(facts)
    assert (ledger.entries, ledger.drawings) == (other.entries, other.drawings)
    assert (ledger.shortfalls, ledger.impossible) == (other.shortfalls, other.impossible)


@given(lots(), draws())
def test_covering_in_part_never_draws_less_than_refusing(held: list[Lot], asked: list[Draw]) -> None:
    covered, refused = replay(held, asked), replay(held, asked, refuse_short=True)
    for on in EVERY_DAY[::5]:
        assert covered.total("drawn", on=on) >= refused.total("drawn", on=on)
        assert covered.total("lapsed", on=on) <= refused.total("lapsed", on=on)


@given(lots(), draws(), st.integers(0, 60), st.integers(1, 4))
def test_more_credits_never_leave_more_short(held: list[Lot], asked: list[Draw], ahead: int, credits: int) -> None:
    further = Lot(id="further", credits=credits, on=FIRST + timedelta(days=ahead), last_usable_on=None)
    before, after = replay(held, asked), replay([*held, further], asked)
    assert sum(after.shortfalls.values()) <= sum(before.shortfalls.values())


@given(facts(), st.booleans())
def test_a_drawing_lies_within_its_lot_and_its_draw(facts: Facts, refuses: bool) -> None:
    """What was billed already may be of another day, or of more than its draw asks for by now."""
    held, asked, _, billed = facts
    ledger = ledger_of(facts, refuse_short=refuses)
    by_lot, by_draw = {lot.id: lot for lot in held}, {draw.id: draw for draw in asked}
    taken: dict[str, int] = Counter()
    for each in ledger.drawings:
        assert by_lot[each.lot].is_usable(each.on)
        assert each in billed or by_draw[each.draw].on == each.on
        assert each.credits > 0
        taken[each.draw] += each.credits
    for id, draw in by_draw.items():
        assert max(draw.credits, taken[id]) == taken[id] + ledger.shortfalls.get(id, 0)


@given(facts())
def test_every_drawing_says_why_it_took_from_its_lot(facts: Facts) -> None:
    ledger = ledger_of(facts)
    assert all(verify(ledger.why(drawing)) == () for drawing in ledger.drawings)


@given(lots(), draws())
def test_posting_all_drawings_changes_nothing(held: list[Lot], asked: list[Draw]) -> None:
    before = replay(held, asked)
    after = replay(held, asked, posted=before.drawings)
    assert (before.entries, before.shortfalls, ()) == (after.entries, after.shortfalls, after.impossible)


@given(lots(), draws())
def test_the_entries_stand_in_order_and_make_the_balance(held: list[Lot], asked: list[Draw]) -> None:
    ledger = replay(held, asked)
    kinds = list(EntryKind)
    keys = [(entry.on, kinds.index(entry.kind)) for entry in ledger.entries]
    assert keys == sorted(keys)
    for on in EVERY_DAY[::7]:
        assert ledger.balance(on=on) == sum(entry.change for entry in ledger.entries if entry.on <= on)
