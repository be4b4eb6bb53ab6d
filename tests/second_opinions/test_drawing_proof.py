"""The order of drawing is the best: proved by z3 for up to five lots and five draws, whatever their days and credits.

docs/drawing-order.md claims it for any number, and tells why. Here nothing is drawn at random: days and credits are
unknowns, our way of drawing is a formula in them, any other way is a table of unknowns, and z3 is asked for an account
in which the other way is better. It answers that there is none.

- drawn: after each draw, no way has drawn more so far
- lapsed: of the lots that end first, however many, no way has drawn more in all, so none lets fewer credits lapse
- model: the formula, on plain numbers, draws what `replay` draws
- faults: with another order of lots or draws, or draws of all or nothing, z3 finds an account in which it is worse
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import attrs
import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

from helpers import examples
from incidentrules import Draw, Lot, replay

Taken = list[list[Any]]
"""What each draw takes from each lot: a row a draw, a column a lot."""
Way = Callable[["Facts"], Taken]
MILLISECONDS = 120_000


@attrs.frozen
class Facts:
    """Lots in the order of their last days, and draws by day: numbers, or unknowns."""

    begins: Sequence[Any]
    ends: Sequence[Any]
    credits: Sequence[Any]
    days: Sequence[Any]
    needs: Sequence[Any]

    def is_usable(self, draw: int, lot: int) -> Any:
        return both(self.begins[lot] <= self.days[draw], self.days[draw] <= self.ends[lot])


def both(one: Any, other: Any) -> Any:
    return z3.And(one, other) if z3.is_expr(one) or z3.is_expr(other) else one and other


def either(test: Any, then: Any, otherwise: Any) -> Any:
    return z3.If(test, then, otherwise) if z3.is_expr(test) else then if test else otherwise


def least(one: Any, other: Any) -> Any:
    return either(one <= other, one, other)


def unknown(lots: int, draws: int) -> Facts:
    def several(name: str, count: int) -> list[Any]:
        return [z3.Real(f"{name}{place}") for place in range(count)]

    named = {"begins": lots, "ends": lots, "credits": lots, "days": draws, "needs": draws}
    return Facts(**{name: several(name, count) for name, count in named.items()})


def conditions(facts: Facts, *, by_day: bool = True) -> list[Any]:
    """Return what is true of all accounts; any real number will do for a day or for credits."""
    return [
        *(begin <= end for begin, end in zip(facts.begins, facts.ends, strict=True)),
        *(one <= next_one for one, next_one in pairwise(facts.ends)),
        *(one <= next_one for one, next_one in pairwise(facts.days) if by_day),
        *(credits >= 0 for credits in (*facts.credits, *facts.needs)),
    ]


# --- ways of drawing


def ours(facts: Facts, order: Callable[[int], Sequence[int]] = range) -> Taken:
    """Draw by day, from the usable lots in the order of their last days, as much as there is."""
    left, taken = list(facts.credits), []
    for draw, need in enumerate(facts.needs):
        row = [0] * len(left)
        for lot in order(len(left)):
            row[lot] = either(facts.is_usable(draw, lot), least(need, left[lot]), 0)
            need, left[lot] = need - row[lot], left[lot] - row[lot]
        taken.append(row)
    return taken


def last_first(facts: Facts) -> Taken:
    return ours(facts, order=lambda count: range(count)[::-1])


def all_or_nothing(facts: Facts) -> Taken:
    left, taken = list(facts.credits), []
    for draw, need in enumerate(facts.needs):
        gifts = [either(facts.is_usable(draw, lot), left[lot], 0) for lot in range(len(left))]
        need = either(sum(gifts) >= need, need, 0)
        row = []
        for lot, gift in enumerate(gifts):
            row.append(least(need, gift))
            need, left[lot] = need - row[lot], left[lot] - row[lot]
        taken.append(row)
    return taken


def any_other(facts: Facts) -> tuple[Taken, list[Any]]:
    """Return a table of unknowns, with what is true of any way of drawing."""
    lots, draws = range(len(facts.credits)), range(len(facts.needs))
    taken = [[z3.Real(f"taken{draw}_{lot}") for lot in lots] for draw in draws]
    return taken, [
        *(taken[draw][lot] >= 0 for draw in draws for lot in lots),
        *(z3.Implies(z3.Not(facts.is_usable(draw, lot)), taken[draw][lot] == 0) for draw in draws for lot in lots),
        *(z3.Sum(taken[draw]) <= facts.needs[draw] for draw in draws),
        *(z3.Sum([taken[draw][lot] for draw in draws]) <= facts.credits[lot] for lot in lots),
    ]


# --- the claims


def drawn(taken: Taken) -> list[Any]:
    """Return what is drawn by the first draw, the first two, and so on."""
    return [sum(sum(row) for row in taken[: count + 1]) for count in range(len(taken))]


def saved(taken: Taken) -> list[Any]:
    """Return what is drawn in all from the lot that ends first, the first two, and so on: it didn't lapse."""
    return [sum(sum(row[: count + 1]) for row in taken) for count in range(len(taken[0]))]


def better(way: Way, claim: Callable[[Taken], list[Any]], lots: int, draws: int, *, by_day: bool = True) -> Any:
    """Return whether an account exists in which another way does better than this one: sat, unsat or unknown."""
    facts = unknown(lots, draws)
    other, possible = any_other(facts)
    figures = zip(claim(other), claim(way(facts)), strict=True)
    solver = z3.Solver()
    solver.set(timeout=MILLISECONDS, random_seed=1)
    solver.add(*conditions(facts, by_day=by_day), *possible, z3.Or([theirs > mine for theirs, mine in figures]))
    return solver.check()


SIZES = [(1, 1), (1, 5), (5, 1), (2, 2), (2, 4), (4, 2), (3, 3), (4, 4), (5, 5)]


@pytest.mark.parametrize("claim", [drawn, saved])
@pytest.mark.parametrize(("lots", "draws"), SIZES)
def test_no_way_of_drawing_does_better_by_any_draw_or_last_day(lots: int, draws: int, claim: Any) -> None:
    assert better(ours, claim, lots, draws) == z3.unsat


@pytest.mark.parametrize(
    ("way", "claim", "by_day"),
    [(last_first, drawn, True), (last_first, saved, True), (all_or_nothing, drawn, True), (ours, drawn, False)],
)
def test_another_order_is_found_to_be_worse(way: Way, claim: Any, by_day: bool) -> None:
    assert better(way, claim, 2, 2, by_day=by_day) == z3.sat


def test_there_are_accounts_at_all() -> None:
    """So that nothing above holds for want of an account in which all draws take something from all lots."""
    facts = unknown(3, 3)
    solver = z3.Solver()
    other, possible = any_other(facts)
    solver.add(*conditions(facts), *possible, *(credits > 0 for row in other for credits in row))
    assert solver.check() == z3.sat


# --- the formula is what the ledger does


FIRST = date(2026, 1, 1)
SMALL = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=4)


@examples(300)
@given(SMALL, st.lists(st.tuples(st.integers(0, 19), st.integers(1, 6)), min_size=1, max_size=4))
def test_the_formula_draws_what_replay_draws(held: list[tuple[int, int, int]], asked: list[tuple[int, int]]) -> None:
    lots = sorted(((begin, begin + length, credits) for begin, length, credits in held), key=lambda lot: (lot[1], lot))
    draws = sorted(asked)
    ledger = replay(
        [
            Lot(id=str(n), credits=credits, on=FIRST + begin * DAY, last_usable_on=FIRST + end * DAY)
            for n, (begin, end, credits) in enumerate(lots)
        ],
        [Draw(id=str(n), on=FIRST + day * DAY, credits=credits) for n, (day, credits) in enumerate(draws)],
    )
    begins, ends, credits = zip(*lots, strict=True)
    days, needs = zip(*draws, strict=True)
    facts = Facts(begins=begins, ends=ends, credits=credits, days=days, needs=needs)
    found = {(one.draw, one.lot): one.credits for one in ledger.drawings}
    expected = {(str(draw), str(lot)): n for draw, row in enumerate(ours(facts)) for lot, n in enumerate(row) if n}
    assert expected == found


DAY = timedelta(days=1)
