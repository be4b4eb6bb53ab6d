"""The order of drawing is the best that there is, and where it would not be.

*Theorem:* drawing the credits that lapse first, as many as there are, leaves the least shortfall and the
least lapse at every date at once, whatever draws are to come; ties between lots don't matter to either.

- flow: what is drawn by any date is a maximum flow from draws to lots; what lapses by any date is what a
  maximum flow to the lots that lapsed by then must leave
- search: on tiny instances no assignment of single credits to single lots does better on any date
- ties: another origin, another id or another order of one day's draws changes no total
- limits: draws that take all or nothing, draws in the order of their entry, and money in place of credits
- cover: a draw is covered through the day that `covered_until` tells, and not on the next
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import attrs
import networkx as nx  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from helpers import examples
from incidentrules import Draw, Drawing, Ledger, Lot, breakage, covered_until, replay
from judgement_strategies import FIRST, draws, given_back, lots, posted, voids


def most_drawn(held: Sequence[Lot], asked: Sequence[Draw]) -> int:
    """Return the most credits that draws can take from lots, as a maximum flow; it knows no order."""
    network = nx.DiGraph()
    network.add_nodes_from(["source", "sink"])
    for draw in asked:
        network.add_edge("source", ("draw", draw.id), capacity=draw.credits)
    for lot in held:
        network.add_edge(("lot", lot.id), "sink", capacity=lot.credits)
        for draw in asked:
            if lot.on <= draw.on and (lot.last_usable_on is None or draw.on <= lot.last_usable_on):
                network.add_edge(("draw", draw.id), ("lot", lot.id))
    return int(nx.maximum_flow_value(network, "source", "sink"))


@examples(150)
@given(lots(), draws())
def test_by_any_date_no_more_could_have_been_drawn(held: list[Lot], asked: list[Draw]) -> None:
    """Of the draws until a date, as much is drawn by it as a maximum flow takes."""
    ledger = replay(held, asked)
    for on in {draw.on for draw in asked}:
        expected = most_drawn(held, [draw for draw in asked if draw.on <= on])
        assert expected == ledger.total("drawn", on=on)
        short = sum(ledger.shortfalls.get(draw.id, 0) for draw in asked if draw.on <= on)
        assert short == sum(draw.credits for draw in asked if draw.on <= on) - expected


@examples(150)
@given(lots(), draws())
def test_by_any_date_no_less_could_have_lapsed(held: list[Lot], asked: list[Draw]) -> None:
    """Of the lots that lapse until a date, what is left of them is what no flow to them alone could take."""
    ledger = replay(held, asked)
    for on in {lot.lapses_on for lot in held if lot.lapses_on is not None}:
        lapsing = [lot for lot in held if lot.lapses_on is not None and lot.lapses_on <= on]
        expected = sum(lot.credits for lot in lapsing) - most_drawn(lapsing, asked)
        assert expected == ledger.total("lapsed", on=on)


Single = tuple[Draw, Lot | None]


def totals(assigned: Sequence[Single], held: Sequence[Lot], on: date) -> tuple[int, int]:
    """Return what single credits that are assigned leave short and lapsed by a date."""
    short = sum(lot is None and draw.on <= on for draw, lot in assigned)
    drawn = Counter(lot.id for _, lot in assigned if lot is not None)
    lapsed = sum(lot.credits - drawn[lot.id] for lot in held if lot.lapses_on is not None and lot.lapses_on <= on)
    return short, lapsed


@st.composite
def tiny(draw: st.DrawFn) -> tuple[list[Lot], list[Draw]]:
    """Draw up to three lots and five credits asked for, within ten days."""
    begins = draw(st.lists(st.integers(0, 6), min_size=1, max_size=3))
    held = [
        Lot(
            id=str(place),
            credits=draw(st.integers(1, 3)),
            on=FIRST + timedelta(days=begin),
            last_usable_on=FIRST + timedelta(days=begin + draw(st.integers(0, 6))),
        )
        for place, begin in enumerate(begins)
    ]
    asked = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 2)), min_size=1, max_size=3))
    listed = [
        Draw(id=str(place), on=FIRST + timedelta(days=ahead), credits=credits)
        for place, (ahead, credits) in enumerate(asked)
    ]
    return held, listed if sum(each.credits for each in listed) <= 5 else listed[:2]


@examples(60)
@given(tiny())
def test_no_assignment_of_single_credits_does_better_on_any_date(instance: tuple[list[Lot], list[Draw]]) -> None:
    """All assignments are tried; the least of them, of short and of lapsed, is the ledger's on every date."""
    held, asked = instance
    ledger = replay(held, asked)
    singles = [draw for draw in asked for _ in range(draw.credits)]
    choices = [[None, *(lot for lot in held if lot.is_usable(draw.on))] for draw in singles]
    possible = [
        list(zip(singles, chosen, strict=True))
        for chosen in product(*choices)
        if all(Counter(chosen)[lot] <= lot.credits for lot in held)
    ]
    for on in (FIRST + timedelta(days=ahead) for ahead in range(14)):
        found = [totals(assigned, held, on) for assigned in possible]
        short = sum(ledger.shortfalls.get(draw.id, 0) for draw in asked if draw.on <= on)
        assert (min(short for short, _ in found), min(lapsed for _, lapsed in found)) == (
            short,
            ledger.total("lapsed", on=on),
        )


@given(lots(), draws(), st.data())
def test_ties_change_no_total(held: list[Lot], asked: list[Draw], data: st.DataObject) -> None:
    """Lots with other ids and origins, and draws of one day in another order, leave the same totals."""
    ids = data.draw(st.permutations([lot.id for lot in held]))
    words: st.SearchStrategy[Any] = st.sampled_from(["purchased", "complimentary"])
    origins = data.draw(st.lists(words, min_size=len(held), max_size=len(held)))
    others = [attrs.evolve(lot, id=id, origin=origin) for lot, id, origin in zip(held, ids, origins, strict=True)]
    one, other = replay(held, asked), replay(others, data.draw(st.permutations(asked)))
    for on in {*(draw.on for draw in asked), *(lot.lapses_on or FIRST for lot in held)}:
        for kind in ("drawn", "lapsed"):
            assert one.total(kind, on=on) == other.total(kind, on=on)
        assert one.balance(on=on) == other.balance(on=on)


# --- limits: where the theorem does not hold


def lot(id: str, credits: int, first: int, last: int, price: Any = None) -> Lot:
    """Return a lot that is usable from a day of January to another."""
    begins, ends = (date(2026, 1, on) for on in (first, last))
    return Lot(id=id, credits=credits, on=begins, last_usable_on=ends, price=price)


def asks(id: str, on: int, credits: int) -> Draw:
    return Draw(id=id, on=date(2026, 1, on), credits=credits)


def test_draws_of_all_or_nothing_can_be_served_better_than_by_date() -> None:
    """Refusing the first would let the second take both credits; served by date, it takes none, and one lapses."""
    held, asked = [lot("a", 2, 1, 20)], [asks("small", 5, 1), asks("large", 6, 2)]
    ledger = replay(held, asked, refuse_short=True)
    assert (ledger.total("drawn", on=date.max), dict(ledger.shortfalls)) == (1, {"large": 2})
    assert replay(held, asked[1:], refuse_short=True).total("drawn", on=date.max) == 2
    assert replay(held, asked).total("drawn", on=date.max) == 2


def test_draws_in_the_order_of_their_entry_leave_more_short() -> None:
    """The later draw, entered first, would take what the earlier one alone depends on: so they are taken by date."""
    held = [lot("early", 1, 1, 10), lot("late", 1, 8, 20)]
    entered = [asks("later", 9, 1), asks("earlier", 5, 1)]
    assert dict(replay(held, entered).shortfalls) == {}
    as_entered = replay(held, entered, posted=[Drawing(draw="later", lot="early", credits=1, on=date(2026, 1, 9))])
    assert (dict(as_entered.shortfalls), as_entered.total("lapsed", on=date.max)) == ({"earlier": 1}, 1)


def test_money_in_place_of_credits_can_lapse_less_in_another_order() -> None:
    """The least credits lapse, not the least money: a dear lot may lapse behind a cheap one that lapses first."""
    held = [lot("cheap", 1, 1, 10, 10), lot("dear", 1, 1, 20, 100)]
    asked = [asks("d", 5, 1)]
    assert breakage(replay(held, asked), on=date.max) == {"dear": Decimal(100)}
    otherwise = replay(held, asked, posted=[Drawing(draw="d", lot="dear", credits=1, on=date(2026, 1, 5))])
    assert breakage(otherwise, on=date.max) == {"cheap": Decimal(10)}
    assert [ledger.total("lapsed", on=date.max) for ledger in (replay(held, asked), otherwise)] == [1, 1]


# --- cover


def with_another(ledger: Ledger, on: date, credits: int) -> int:
    """Return what a further draw would be short of."""
    draws = [*ledger.draws, Draw(id="another", on=on, credits=credits)]
    facts: dict[str, Any] = {"voids": ledger.voids, "posted": ledger.posted, "reversals": ledger.reversals}
    again = replay(ledger.lots, draws, refuse_short=ledger.refuse_short, **facts)
    return again.shortfalls.get("another", 0)


@given(lots(), draws(most=4), st.data())
def test_a_draw_is_covered_through_the_day_told_and_not_on_the_next(
    held: list[Lot], asked: list[Draw], data: st.DataObject
) -> None:
    """The question asked beforehand has the answer that the draw itself would get, on each day until then."""
    facts: dict[str, Any] = {"voids": data.draw(voids(held)), "posted": data.draw(posted(asked, held))}
    facts["reversals"] = data.draw(given_back(facts["posted"]))
    ledger = replay(held, asked, refuse_short=data.draw(st.booleans()), **facts)
    credits, on = data.draw(st.integers(1, 6)), FIRST + timedelta(days=data.draw(st.integers(-2, 160)))
    until = covered_until(ledger, credits, on=on)
    if until is None:
        assert with_another(ledger, on, credits) > 0
        return
    days = (until - on).days
    for ahead in {0, days // 2, days, *range(0, min(days, 200), 9)}:
        assert with_another(ledger, on + timedelta(days=ahead), credits) == 0
    if until < date.max:
        assert with_another(ledger, until + timedelta(days=1), credits) > 0
