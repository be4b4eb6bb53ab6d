"""An account as it goes on, against a model that holds one record for each credit.

Facts become known one by one, some of them late: purchases, grants, draws of any day, voids, and what is billed.
After each, the ledger of all that is known is made anew, and compared with the model's on many days.

*Invariant:* purchased + granted = drawn + lapsed + voided + balance, on every day.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from incidentrules import Draw, Drawing, EntryKind, Ledger, Lot, Void, replay, restate

FIRST = date(2028, 1, 29)
"""Two days before a month ends, in a leap year."""
SPANS = st.sampled_from([0, 2, 31, 31, 60, 60, None, None])
LATE = st.sampled_from([0, 0, 0, 0, 1, 7, 30])
TIMES = st.sampled_from([0, 1, 3, 30])


def after(days: int) -> date:
    return FIRST + timedelta(days=days)


@attrs.define
class Credit:
    """One credit: of which lot, usable from when until when, and what took it on which day."""

    lot: str
    key: tuple[date, bool, date, str]
    begins: date
    last: date
    draw: str = ""
    drawn_on: date = date.max
    is_billed: bool = False


class LedgerMachine(RuleBasedStateMachine):
    """What is known so far, as the library is given it and as the model holds it."""

    def __init__(self) -> None:
        super().__init__()
        self.lots: list[Lot] = []
        self.draws: list[Draw] = []
        self.voids: list[Void] = []
        self.posted: list[Drawing] = []
        self.today = FIRST
        self.billed_until = date.min
        self.ledger = replay([], [])

    # --- what becomes known

    @rule(days=TIMES)
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(credits=st.integers(1, 5), span=SPANS, is_granted=st.booleans(), late=LATE)
    def a_lot_comes(self, credits: int, span: int | None, is_granted: bool, late: int) -> None:
        on = self.today - timedelta(days=late)
        lot = Lot(
            id=f"{'gG'[late % 2]}{len(self.lots)}",
            credits=credits,
            on=on,
            last_usable_on=None if span is None else on + timedelta(days=span),
            origin="complimentary" if is_granted else "purchased",
        )
        self.lots.append(lot)

    @rule(credits=st.integers(1, 3))
    def credits_are_asked_for_today(self, credits: int) -> None:
        self.credits_are_asked_for(credits, 0)

    @rule(credits=st.integers(1, 9), late=LATE)
    def credits_are_asked_for(self, credits: int, late: int) -> None:
        on = self.today - timedelta(days=late)
        self.draws.append(Draw(id=f"d{len(self.draws)}", on=on, credits=credits))

    @precondition(lambda self: self.lots)
    @rule(place=st.integers(0, 9), later=TIMES)
    def a_lot_was_granted_in_error(self, place: int, later: int) -> None:
        lot = self.lots[place % len(self.lots)]
        self.voids.append(Void(lot=lot.id, on=lot.on + timedelta(days=later)))

    @rule()
    def what_was_drawn_so_far_is_billed(self) -> None:
        ledger = self.replayed()
        billed = {(each.draw, each.lot) for each in self.posted}
        fresh = [each for each in ledger.drawings if each.on <= self.today and (each.draw, each.lot) not in billed]
        self.posted += fresh

    @precondition(lambda self: self.draws)
    @rule(place=st.integers(0, 9))
    def a_fact_is_told_twice(self, place: int) -> None:
        self.draws.append(self.draws[place % len(self.draws)])
        self.lots += self.lots[:1]

    # --- what has to hold

    def replayed(self) -> Ledger:
        return replay(self.lots, self.draws, voids=self.voids, posted=self.posted)

    @invariant()
    def it_is_the_ledger_of_the_model(self) -> None:
        before, self.ledger = self.ledger, self.replayed()
        model = Model(self.lots, self.draws, self.voids, self.posted)
        drawn: Counter[tuple[str, str]] = Counter()
        for each in self.ledger.drawings:
            drawn[each.draw, each.lot] += each.credits
        assert model.drawn == drawn
        assert model.short == dict(self.ledger.shortfalls)
        assert set(model.impossible) == {each.drawing for each in self.ledger.impossible}
        for on in self.days():
            assert model.balance(on) == self.ledger.balance(on=on)
            assert model.remaining(on) == {each.lot: each.credits for each in self.ledger.remaining(on=on)}
        assert (restate(before, self.ledger) == ()) == (figures(before) == figures(self.ledger))

    @invariant()
    def credits_are_conserved(self) -> None:
        ledger = self.ledger
        for on in self.days():
            gained = ledger.total(EntryKind.PURCHASED, on=on) + ledger.total(EntryKind.GRANTED, on=on)
            lost = sum(ledger.total(kind, on=on) for kind in (EntryKind.DRAWN, EntryKind.LAPSED, EntryKind.VOIDED))
            assert gained == lost + ledger.balance(on=on)

    @invariant()
    def what_is_billed_stays(self) -> None:
        """Billed drawings are among the drawings, or told to be impossible, and never both."""
        impossible = [each.drawing for each in self.ledger.impossible]
        assert not set(impossible) & set(self.ledger.drawings)
        assert set(self.posted) <= {*impossible, *self.ledger.drawings}

    def days(self) -> list[date]:
        edges = {self.today, date.max, *(draw.on for draw in self.draws), *(void.on for void in self.voids)}
        for lot in self.lots:
            edges |= {lot.on, lot.last_usable_on or lot.on, lot.lapses_on or lot.on}
        return sorted(edges | {on - timedelta(days=1) for on in edges})


def figures(ledger: Ledger) -> tuple[Counter[Any], Any]:
    """Return all that a restatement tells, by day: what came to lots, left them, and fell short."""
    moved: Counter[Any] = Counter()
    for each in ledger.entries:
        kind = "added" if each.kind in ("purchased", "granted") else each.kind
        moved[each.on, kind, each.lot, each.draw] += each.credits
    days = {draw.id: draw.on for draw in ledger.draws}
    return moved, {(days[id], id): credits for id, credits in ledger.shortfalls.items()}


class Model:
    """Every credit by itself: nothing is grouped, sorted once or kept as a sum."""

    def __init__(self, lots: list[Lot], draws: list[Draw], voids: list[Void], posted: list[Drawing]) -> None:
        taken_back = {void.lot: min(each.on for each in voids if each.lot == void.lot) for void in voids}
        self.taken_back = taken_back
        self.credits = [
            Credit(lot.id, _key(lot), lot.on, lot.last_usable_on or date.max)
            for lot in {lot.id: lot for lot in lots}.values()
            for _ in range(lot.credits)
        ]
        by_id = {draw.id: draw for draw in draws}
        self.impossible: list[Drawing] = []
        lost: Counter[str] = Counter()
        for drawing in posted:
            mine = [each for each in self.usable(drawing.on) if each.lot == drawing.lot][: drawing.credits]
            if len(mine) < drawing.credits:
                self.impossible.append(drawing)
                lost[drawing.draw] += drawing.credits
            for each in mine if len(mine) == drawing.credits else []:
                each.draw, each.drawn_on = drawing.draw, drawing.on
        self.short: dict[str, int] = {}
        for draw in sorted(by_id.values(), key=lambda draw: draw.on):
            held = sum(each.draw == draw.id for each in self.credits)
            wanting = draw.credits - held
            for _ in range(wanting - lost[draw.id]):
                if usable := self.usable(draw.on):
                    first = min(usable, key=lambda each: each.key)
                    first.draw, first.drawn_on = draw.id, draw.on
                    wanting -= 1
            if wanting:
                self.short[draw.id] = wanting

    def usable(self, on: date) -> list[Credit]:
        return [
            each
            for each in self.credits
            if not each.draw and each.begins <= on <= each.last and on < self.taken_back.get(each.lot, date.max)
        ]

    @property
    def drawn(self) -> Counter[tuple[str, str]]:
        return Counter((each.draw, each.lot) for each in self.credits if each.draw)

    def left(self, on: date) -> list[Credit]:
        """Return the credits that are there at the end of a day."""
        return [
            each
            for each in self.credits
            if (each.begins <= on <= each.last and on < min(each.drawn_on, self.taken_back.get(each.lot, date.max)))
            or (on == date.max == each.last and not each.draw and each.lot not in self.taken_back)
        ]

    def balance(self, on: date) -> int:
        return len(self.left(on))

    def remaining(self, on: date) -> dict[str, int]:
        return dict(Counter(each.lot for each in self.left(on)))


def _key(lot: Lot) -> tuple[date, bool, date, str]:
    return lot.last_usable_on or date.max, lot.origin == "purchased", lot.on, lot.id


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
