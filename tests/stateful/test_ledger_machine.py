"""A ledger as it goes on, against the oracle, which counts every lot on every day.

Facts become known one by one, some of them late: purchases, grants, draws of any day, voids, what is billed, and
what is given back of it. After each, the ledger of all that is known is made anew, and compared on many days.

*Invariant:* purchased + granted + reversed = drawn + lapsed + voided + balance, on every day.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from account_oracle import GAINS, KINDS, AccountOracle
from helpers import examples
from incidentrules import Draw, Drawing, Ledger, Lot, Reversal, Void, replay, restate, reversals

FIRST = date(2028, 1, 29)
"""Two days before a month ends, in a leap year."""
SPANS = st.sampled_from([0, 2, 31, 31, 60, 60, None, None])
LATE = st.sampled_from([0, 0, 0, 0, 1, 7, 30])
TIMES = st.sampled_from([0, 1, 3, 30])


def after(days: int) -> date:
    return FIRST + timedelta(days=days)


class LedgerMachine(RuleBasedStateMachine):
    """What is known so far, as the library is given it and as the model holds it."""

    def __init__(self) -> None:
        super().__init__()
        self.lots: list[Lot] = []
        self.draws: list[Draw] = []
        self.voids: list[Void] = []
        self.posted: tuple[Drawing, ...] = ()
        self.reversals: list[Reversal] = []
        self.today = FIRST
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

    @precondition(lambda self: self.draws)
    @rule(place=st.integers(0, 9), credits=st.integers(1, 9))
    def a_draw_is_corrected(self, place: int, credits: int) -> None:
        draw = self.draws[place % len(self.draws)]
        self.draws = [draw.replace(credits=credits) if each.id == draw.id else each for each in self.draws]

    @rule()
    def what_was_drawn_so_far_is_billed(self) -> None:
        drawn = tuple(each for each in self.ledger.drawings if each.on <= self.today)
        self.posted = tuple(dict.fromkeys((*self.posted, *drawn)))

    @rule()
    def what_is_too_much_is_given_back(self) -> None:
        self.reversals += reversals(self.ledger, on=self.today)

    @precondition(lambda self: self.posted)
    @rule(place=st.integers(0, 9), later=TIMES)
    def a_credit_is_given_back_by_hand(self, place: int, later: int) -> None:
        drawing = self.posted[place % len(self.posted)]
        if sum(each.credits for each in self.reversals if each.key == drawing.key) < drawing.credits:
            facts: dict[str, Any] = {"draw": drawing.draw, "lot": drawing.lot, "part": drawing.part}
            self.reversals.append(Reversal(credits=1, on=drawing.on + timedelta(days=later), **facts))

    @precondition(lambda self: self.draws)
    @rule(place=st.integers(0, 9))
    def a_fact_is_told_twice(self, place: int) -> None:
        self.draws.append(self.draws[place % len(self.draws)])
        self.lots += self.lots[:1]

    # --- what has to hold

    def facts(self) -> dict[str, Any]:
        return {"voids": self.voids, "posted": self.posted, "reversals": self.reversals}

    @invariant()
    def it_is_the_ledger_of_the_oracle(self) -> None:
        before, self.ledger = self.ledger, replay(self.lots, self.draws, **self.facts())
        oracle = AccountOracle(self.lots, self.draws, **self.facts())
        assert oracle.drawings == {each.key: (each.credits, each.on.toordinal()) for each in self.ledger.drawings}
        assert oracle.shortfalls == dict(self.ledger.shortfalls)
        assert set(oracle.impossible) == {each.drawing.key for each in self.ledger.impossible}
        for on in self.days():
            assert oracle.remaining(on) == {each.lot: each.credits for each in self.ledger.remaining(on=on)}
            assert sum(oracle.remaining(on).values()) == self.ledger.balance(on=on)
        assert (restate(before, self.ledger) == ()) == (figures(before) == figures(self.ledger))

    @invariant()
    def credits_are_conserved(self) -> None:
        ledger = self.ledger
        for on in self.days():
            change = sum(ledger.total(kind, on=on) * (1 if kind in GAINS else -1) for kind in KINDS)
            assert change == ledger.balance(on=on)

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
        kind = each.kind
        moved[each.on, kind, each.lot, each.draw] += each.credits
    days = {draw.id: draw.on for draw in ledger.draws}
    return moved, {(days[id], id): credits for id, credits in ledger.shortfalls.items()}


TestLedger = LedgerMachine.TestCase
TestLedger.settings = examples(100, stateful_step_count=40, deadline=None)
