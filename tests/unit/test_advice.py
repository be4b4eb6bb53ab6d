"""Which packs to buy: the least cost, the ties, and the next step up."""

from datetime import date, timedelta
from decimal import Decimal, Inexact, localcontext
from itertools import combinations_with_replacement, islice, product
from operator import mul
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import examples, standard
from incidentrules import Draw, IncidentRulesError, Lot, Pack, advise_packs, plan_packs, replay
from incidentrules.advice import Plan, Purchase
from incidentrules.readings import LastDay
from operations import steps

PACKS = standard().packs
ANYTHING: Any = "the day before"


def of(*items: Any) -> Any:
    """Return a list of what a type checker would refuse."""
    return list(items)


NEEDS = range(1, 9)


def test_one_to_eight_credits_cost_what_they_cost() -> None:
    assert [advise_packs(need, PACKS).cost for need in NEEDS] == [329, 329, 599, 599, 928, 928, 999, 999]


def test_credits_that_last_six_months_cost_more() -> None:
    expected = [599] * 4 + [999] * 4
    assert expected == [advise_packs(need, PACKS, usable_for_months=6).cost for need in NEEDS]


def test_only_the_largest_pack_lasts_a_year() -> None:
    assert [advise_packs(need, PACKS, usable_for_months=12).cost for need in (1, 9)] == [999, 1998]


@pytest.mark.parametrize("need", [*range(1, 25), 100, 1000])
def test_eight_more_credits_cost_one_large_pack_more(need: int) -> None:
    """cost(n + 8) = cost(n) + 999."""
    assert advise_packs(need, PACKS).cost + 999 == advise_packs(need + 8, PACKS).cost


@pytest.mark.parametrize("need", [5, 6])
def test_the_next_step_up_from_five_or_six_is_eight_for_a_year(need: int) -> None:
    advised = advise_packs(need, PACKS)
    step = advised.next_step
    expected = (Decimal(928), 6, Decimal(71), 8)
    assert expected == (advised.cost, advised.credits, step.cost - advised.cost, step.credits)
    assert {12} == {pack.months for pack in step.packs}


@pytest.mark.parametrize("need", [*range(1, 20), 41])
def test_no_purchase_costs_less(need: int) -> None:
    """What is advised costs as little as the best of all purchases, with as little left over as any of those."""
    reach = range(need // 2 + 2)
    options = [
        (Decimal(329 * twos + 599 * fours + 999 * eights), twos * 2 + fours * 4 + eights * 8)
        for twos, fours, eights in product(reach, repeat=3)
        if twos * 2 + fours * 4 + eights * 8 >= need
    ]
    advised = advise_packs(need, PACKS)
    assert min(options) == (advised.cost, advised.credits)


def test_ties_go_to_fewer_credits_left_over_then_to_longer_lives() -> None:
    short, long, never = (Pack(credits=2, price=10, months=months) for months in (3, 6, None))
    large = Pack(credits=3, price=10, months=12)
    assert [(short,), (long,), (never,)] == [
        advise_packs(2, packs).packs for packs in ([large, short], [short, long, large], [short, never, long])
    ]


def test_all_cheapest_purchases_are_told_the_advised_one_first() -> None:
    single, double = Pack(credits=1, price=5, months=3), Pack(credits=2, price=10, months=6)
    advised = advise_packs(3, [single, double])
    expected = [{double: 1, single: 1}, {single: 3}]
    assert expected == [each.counts for each in advised.cheapest]


def test_more_credits_at_the_same_cost_are_among_the_cheapest() -> None:
    packs = [Pack(credits=2, price=10, months=3), Pack(credits=3, price=10, months=3)]
    assert [each.credits for each in advise_packs(2, packs).cheapest] == [2, 3]


def test_a_pack_that_is_offered_twice_is_one_offer() -> None:
    assert [*advise_packs(5, PACKS).cheapest] == [*advise_packs(5, [*PACKS, *PACKS]).cheapest]


def test_a_purchase_counts_what_it_holds() -> None:
    advised = advise_packs(13, PACKS)
    expected = (Decimal(1927), 14, 1, {PACKS[2]: 1, PACKS[1]: 1, PACKS[0]: 1})
    assert expected == (advised.cost, advised.credits, advised.surplus, advised.counts)


@examples(60)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 6), st.integers(1, 3)), min_size=1, max_size=4, unique=True),
    st.integers(1, 9),
)
def test_the_cheapest_purchases_are_all_that_cost_as_little(offers: list[tuple[int, int, int]], need: int) -> None:
    """No purchase that costs as little is missing, and none comes twice, also where a pack costs nothing."""
    packs = [Pack(credits=credits, price=price, months=months) for credits, price, months in offers]
    reach = need + max(pack.credits for pack in packs)
    by_counts = product(*(range(reach // pack.credits + 1) for pack in packs))
    options = {
        counts: (
            sum(map(mul, counts, (pack.price for pack in packs))),
            sum(map(mul, counts, (p.credits for p in packs))),
        )
        for counts in by_counts
    }
    enough = {counts: option for counts, option in options.items() if need <= option[1] < reach}
    least = min(cost for cost, _ in enough.values())
    advised = advise_packs(need, packs)
    ways = [tuple(way.counts.get(pack, 0) for pack in packs) for way in advised.cheapest]
    assert sorted(counts for counts, (cost, _) in enough.items() if cost == least) == sorted(ways)
    assert advised == next(advised.cheapest)
    credits = [way.credits for way in advised.cheapest]
    assert sorted(credits[1:]) == credits[1:]


def test_of_very_many_like_packs_the_first_few_cheapest_purchases_come_at_once() -> None:
    """There are more than a million times a million ways to put these together."""
    packs = [Pack(credits=size, price=10 * size, months=months) for size in (1, 2, 3, 5) for months in range(1, 13)]
    advised = advise_packs(200, packs)
    ways: list[Purchase] = []
    assert steps(lambda: ways.extend(islice(advised.cheapest, 100))) < 5_000_000
    assert {(Decimal(2000), 200)} == {(way.cost, way.credits) for way in ways}
    assert len({way.packs for way in ways}) == 100 == len(ways)
    assert advised == ways[0]


def test_a_dead_end_is_never_looked_for() -> None:
    """Many packs reach the need, but only one way is cheapest; a search through all would take for ever."""
    packs = [Pack(credits=2 * size, price=20 * size + 1, months=3) for size in range(1, 40)]
    packs.append(Pack(credits=7, price=63, months=3))
    advised = advise_packs(21, packs)
    assert [len(way.packs) for way in advised.cheapest] == [3]
    assert steps(lambda: list(advised.cheapest)) < 1_000_000


def test_no_context_of_the_caller_changes_what_is_advised() -> None:
    packs = [Pack(credits=2, price="329.99", months=3), Pack(credits=3, price="494.97", months=3)]
    with localcontext() as context:
        context.prec = 3
        context.traps[Inexact] = True
        advised = advise_packs(5, packs)
        plan = plan_packs({date(2026, 1, 1): 5}, packs)
        costs = advised.cost, plan.cost, advised.next_step.cost, [way.counts for way in advised.cheapest]
    assert (Decimal("824.96"), Decimal("824.96"), Decimal("989.94"), [{packs[1]: 1, packs[0]: 1}]) == costs


@pytest.mark.parametrize(
    ("ask", "code", "field"),
    [
        (lambda: Purchase(0, PACKS, PACKS), "out_of_bounds", "need"),
        (lambda: Purchase(100_001, PACKS, PACKS), "out_of_bounds", "need"),
        (lambda: Purchase(1, PACKS, [Pack(credits=20_001, price=1, months=3)]), "out_of_bounds", "on_sale[0].credits"),
        (lambda: Purchase(1, of(1), PACKS), "wrong_type", "packs[0]"),
        (lambda: Purchase(1, PACKS, of(1)), "wrong_type", "on_sale[0]"),
        (lambda: Purchase(1, PACKS, []), "empty", "on_sale"),
        (lambda: Plan(of(date(2026, 1, 1))), "wrong_type", "purchases[0]"),
        (lambda: Plan(of((date(2026, 1, 1),))), "wrong_type", "purchases[0]"),
        (lambda: Plan(of(("2026-01-01", PACKS[0]))), "wrong_type", "purchases[0][0]"),
        (lambda: Plan(of((date(2026, 1, 1), 2))), "wrong_type", "purchases[0][1]"),
        (lambda: plan_packs({}, PACKS, last_day=ANYTHING), "unknown_word", "last_day"),
    ],
)
def test_what_makes_no_purchase_is_refused(ask: Any, code: str, field: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        ask()
    assert (code, field) == (caught.value.code, caught.value.field)


def test_a_large_need_has_its_cheapest_purchases_too() -> None:
    assert [len(each.packs) for each in advise_packs(10_000, PACKS).cheapest] == [1250]


# --- purchases over time

SMALL = [
    Pack(credits=1, price=5, months=1),
    Pack(credits=3, price=12, months=3),
    Pack(credits=4, price="18.50", months=None),
]
NEED_DAYS = [date(2026, 1, 5), date(2026, 2, 10), date(2026, 5, 1)]


def cheapest_by_search(needs: dict[date, int], packs: list[Pack], lots: list[Lot]) -> tuple[Decimal, int]:
    """Return the least cost, and the fewest credits at it, of all purchases on the days of need."""
    draws = [Draw(id=str(on), on=on, credits=credits) for on, credits in needs.items()]
    most = sum(needs.values())
    found: list[tuple[Decimal, int]] = []
    for count in range(most + 1):
        for bought in combinations_with_replacement(list(product(needs, packs)), count):
            cost = sum((pack.price for _, pack in bought), Decimal(0))
            new = [Lot.purchased(pack, id=f"n{place}", on=on) for place, (on, pack) in enumerate(bought)]
            if (not found or cost <= min(found)[0]) and not replay([*lots, *new], draws).shortfalls:
                found.append((cost, sum(pack.credits for _, pack in bought)))
    return min(found)


@examples(25)
@given(
    st.dictionaries(st.sampled_from(NEED_DAYS), st.integers(1, 3), max_size=3),
    st.sampled_from([SMALL[:2], SMALL[1:], SMALL[:1], SMALL[::2]]),
    st.lists(st.tuples(st.sampled_from(NEED_DAYS), st.integers(0, 100), st.integers(1, 2)), max_size=2),
)
def test_no_plan_of_purchases_costs_less(
    needs: dict[date, int], packs: list[Pack], held: list[tuple[date, int, int]]
) -> None:
    """A plan covers every need, and costs as little as the best of all purchases."""
    while sum(needs.values()) > 5:
        needs.popitem()
    lots = [
        Lot(id=f"l{place}", credits=credits, on=on, last_usable_on=on + timedelta(days=days))
        for place, (on, days, credits) in enumerate(held)
    ]
    plan = plan_packs(needs, packs, lots=lots)
    assert cheapest_by_search(needs, packs, lots) == (plan.cost, plan.credits)
    new = [Lot.purchased(pack, id=f"n{place}", on=on) for place, (on, pack) in enumerate(plan.purchases)]
    draws = [Draw(id=str(on), on=on, credits=credits) for on, credits in needs.items()]
    assert dict(replay([*lots, *new], draws).shortfalls) == {}


def test_what_is_held_and_lasts_need_not_be_bought() -> None:
    held = [Lot(id="l", credits=2, on=date(2026, 1, 1), last_usable_on=None)]
    assert [int(plan_packs({date(2026, 2, 1): need}, PACKS, lots=held).cost) for need in (2, 3)] == [0, 329]
    assert plan_packs({}, PACKS).purchases == ()


def test_two_years_of_needs_are_planned_month_by_month() -> None:
    """What lasts longer is bought where that is cheaper, and never more than is needed."""
    needs = {date(2026 + month // 12, month % 12 + 1, 1): 3 + month % 5 for month in range(24)}
    plan = plan_packs(needs, PACKS)
    assert (sum(needs.values()), True) == (118, plan.credits >= 118)
    assert advise_packs(118, PACKS).cost <= plan.cost
    lots = [Lot.purchased(pack, id=f"n{place}", on=on) for place, (on, pack) in enumerate(plan.purchases)]
    draws = [Draw(id=str(on), on=on, credits=credits) for on, credits in needs.items()]
    assert dict(replay(lots, draws).shortfalls) == {}


def test_a_day_before_is_not_the_corresponding_day() -> None:
    needs = {date(2026, 1, 5): 1, date(2026, 4, 5): 1}
    packs = PACKS[:1]
    assert [len(plan_packs(needs, packs, last_day=reading).purchases) for reading in LastDay] == [1, 2]


@pytest.mark.parametrize("most", [100, 1_000])
def test_needs_that_leave_too_many_ways_are_refused(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Before anything is tried, and on the way."""
    monkeypatch.setattr("incidentrules.advice.MOST_STEPS", most)
    needs = {date(2026, month, 1): 5 for month in range(1, 7)}
    with pytest.raises(IncidentRulesError, match="plan fewer days"):
        plan_packs(needs, PACKS)


def test_too_many_packs_are_refused() -> None:
    many = [Pack(credits=credits, price=credits, months=3) for credits in range(1, 102)]
    assert advise_packs(1, many[:100]).cost == plan_packs({date(2026, 1, 1): 1}, many[:100]).cost == 1
    asks: list[tuple[str, Any]] = [
        ("packs", lambda: advise_packs(1, many)),
        ("packs", lambda: plan_packs({date(2026, 1, 1): 1}, many)),
        ("on_sale", lambda: Purchase(1, PACKS, many)),
    ]
    for field, ask in asks:
        with pytest.raises(IncidentRulesError) as caught:
            ask()
        assert (caught.value.code, caught.value.field, caught.value.value) == ("too_many", field, 101)


def test_what_is_asked_for_has_to_last() -> None:
    with pytest.raises(IncidentRulesError, match="more than any pack lasts"):
        advise_packs(1, PACKS, usable_for_months=13)
    assert len(advise_packs(1, [Pack(credits=1, price=1, months=None)], usable_for_months=999).packs) == 1
