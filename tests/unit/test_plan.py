"""Which packs to buy when: worked plans, ties, the bound, and a search of everything that could be bought."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import day, examples
from incidentrules import Draw, IncidentRulesError, Lot, Pack, plan_packs, replay
from incidentrules.advice import Plan
from incidentrules.readings import LastDay
from judgement_strategies import FIRST

TWO, FOUR, EIGHT = (
    Pack(credits=2, price=329, months=3),
    Pack(credits=4, price=599, months=6),
    Pack(credits=8, price=999, months=12),
)
PACKS = [TWO, FOUR, EIGHT]
Needs = dict[date, int]


def needs(**by_day: int) -> Needs:
    """Return needs by day: ``_2026_01_05=2``."""
    return {day(name[1:].replace("_", "-")): credits for name, credits in by_day.items()}


def told(plan: Plan) -> list[tuple[str, int]]:
    return [(on.isoformat(), pack.credits) for on, pack in plan.purchases]


def held(credits: int, last: str | None, on: str = "2026-01-01", id: str = "held") -> Lot:
    return Lot(id=id, credits=credits, on=day(on), last_usable_on=last and day(last))  # type: ignore[arg-type]


def shortfalls(needed: Needs, plan: Plan, lots: list[Lot], last_day: Any = "corresponding_day") -> dict[str, int]:
    """Return what the ledger says of a plan that is carried out."""
    bought = [
        Lot.purchased(pack, id=f"bought {place}", on=on, last_day=last_day)
        for place, (on, pack) in enumerate(plan.purchases)
    ]
    asked = [Draw(id=str(on), on=on, credits=credits) for on, credits in needed.items()]
    return dict(replay([*lots, *bought], asked).shortfalls)


# --- worked plans


@pytest.mark.parametrize(
    ("needed", "expected", "cost"),
    [
        ({}, [], 0),
        (needs(_2026_01_05=6), [("2026-01-05", 2), ("2026-01-05", 4)], 928),
        (needs(_2026_01_05=2, _2026_09_01=3, _2027_03_01=4), [("2026-01-05", 2), ("2026-09-01", 8)], 1328),
        (needs(_2026_01_15=1, _2026_04_15=1), [("2026-01-15", 2)], 329),
        (needs(_2026_01_15=1, _2026_04_16=1), [("2026-01-15", 4)], 599),
        (needs(_2026_01_15=1, _2027_01_16=1), [("2026-01-15", 2), ("2027-01-16", 2)], 658),
    ],
)
def test_the_cheapest_purchases_cover_needs_by_day(needed: Needs, expected: list[tuple[str, int]], cost: int) -> None:
    plan = plan_packs(needed, PACKS)
    assert (expected, Decimal(cost)) == (told(plan), plan.cost)
    assert sum(credits for _, credits in expected) == plan.credits


def test_the_last_day_of_a_pack_is_that_of_the_reading() -> None:
    needed = needs(_2026_01_15=1, _2026_04_15=1)
    expected = [[("2026-01-15", 2)], [("2026-01-15", 4)]]
    assert expected == [told(plan_packs(needed, PACKS, last_day=reading)) for reading in LastDay]


@pytest.mark.parametrize(
    ("lots", "expected"),
    [
        ([], [("2026-03-01", 4)]),
        ([held(1, None)], [("2026-05-01", 2)]),
        ([held(3, None)], []),
        ([held(3, "2026-03-01")], [("2026-05-01", 2)]),
        ([held(3, "2026-02-28")], [("2026-03-01", 4)]),
        ([held(3, None, on="2026-03-02")], [("2026-03-01", 2)]),
        ([held(3, None, on="2026-06-01")], [("2026-03-01", 4)]),
        ([held(3, None), held(3, None)], []),
        ([held(1, None), held(2, "2026-04-01", id="other")], [("2026-05-01", 2)]),
    ],
)
def test_lots_that_are_held_are_drawn_from(lots: list[Lot], expected: list[tuple[str, int]]) -> None:
    assert expected == told(plan_packs(needs(_2026_03_01=1, _2026_05_01=2), PACKS, lots=lots))


def test_the_same_lot_twice_is_one() -> None:
    needed = needs(_2026_03_01=4)
    lots = [held(2, None), held(2, None)]
    assert (
        told(plan_packs(needed, PACKS, lots=lots[:1]))
        == told(plan_packs(needed, PACKS, lots=lots))
        == [("2026-03-01", 2)]
    )


def test_a_pack_is_bought_beside_stock_that_would_do_where_the_stock_lasts_longer() -> None:
    """Four credits without end would cover January; kept, they cover what no short-lived pack reaches."""
    pack = Pack(credits=4, price=100, months=3)
    plan = plan_packs(needs(_2026_01_01=4, _2026_02_01=2, _2026_09_01=2), [pack], lots=[held(4, None)])
    assert ([("2026-01-01", 4)], Decimal(100)) == (told(plan), plan.cost)


def test_prices_that_no_decimal_can_divide_are_compared_exactly() -> None:
    plan = plan_packs(
        needs(_2026_01_01=1, _2026_02_01=3), [Pack(credits=3, price=5, months=3)], lots=[held(1, "2026-01-01")]
    )
    assert ([("2026-02-01", 3)], Decimal(5)) == (told(plan), plan.cost)


def test_a_larger_pack_that_lasts_less_and_one_without_end_have_their_uses() -> None:
    short, never = Pack(credits=5, price=10, months=1), Pack(credits=2, price=11, months=None)
    needed = needs(_2026_01_01=5, _2026_06_01=1, _2030_01_01=1)
    assert told(plan_packs(needed, [short, never])) == [("2026-01-01", 5), ("2026-06-01", 2)]


def test_ties_go_to_fewer_credits_then_to_later_purchases() -> None:
    packs = [Pack(credits=2, price=10, months=3), Pack(credits=3, price=10, months=3)]
    assert told(plan_packs(needs(_2026_01_01=2), packs)) == [("2026-01-01", 2)]
    free = [Pack(credits=2, price=0, months=3), Pack(credits=3, price=0, months=3)]
    assert told(plan_packs(needs(_2026_01_01=1), free)) == [("2026-01-01", 2)]
    late = plan_packs(needs(_2026_01_01=2, _2026_02_01=2), packs[:1], lots=[held(2, None)])
    assert told(late) == [("2026-02-01", 2)]


def test_on_a_tie_credits_are_bought_as_late_as_can_be() -> None:
    """Two ways cost 6 for 4 credits: the three are bought in May, and not in April with one more in June."""
    packs = [Pack(credits=1, price=3, months=3), Pack(credits=3, price=3, months=3)]
    lots = [held(4, "2026-05-26"), held(3, None, on="2026-06-30", id="new")]
    needed = needs(_2026_03_17=2, _2026_04_01=3, _2026_05_01=2, _2026_06_30=4)
    assert told(plan_packs(needed, packs, lots=lots)) == [("2026-04-01", 1), ("2026-05-01", 3)]


def test_on_a_tie_fewer_credits_count_more_than_fewer_days() -> None:
    packs = [Pack(credits=4, price=3, months=None), Pack(credits=3, price=3, months=None)]
    plan = plan_packs(needs(_2026_02_20=4, _2026_03_17=2, _2026_05_01=3), packs)
    assert told(plan) == [("2026-02-20", 3), ("2026-02-20", 3), ("2026-05-01", 3)]


# --- against everything that could be bought


@st.composite
def instances(draw: st.DrawFn) -> tuple[Needs, list[Pack], list[Lot], str]:
    """Draw few needs around the ends of months, one or two packs of any shape, and lots."""
    ahead = st.sampled_from([0, 20, 28, 31, 45, 59, 60, 90, 120, 150, 181, 240])
    some_days = ahead.map(lambda days: date(2026, 1, 31) + timedelta(days=days))
    needed = draw(st.dictionaries(some_days, st.integers(1, 3), min_size=1, max_size=3))
    sizes = draw(st.lists(st.sampled_from([1, 2, 3, 4, 6]), min_size=1, max_size=2, unique=True))
    lives, prices = st.sampled_from([1, 2, 3, 4, 6, None]), st.integers(0, 8)
    packs = [Pack(credits=credits, price=draw(prices), months=draw(lives)) for credits in sizes]
    lots = [
        Lot(
            id=f"{place}",
            credits=draw(st.integers(1, 4)),
            on=begins,
            last_usable_on=draw(st.none() | st.just(begins + timedelta(days=draw(st.sampled_from([0, 60, 150]))))),
        )
        for place, begins in enumerate(draw(st.lists(some_days, max_size=2)))
    ]
    return needed, packs, lots, draw(st.sampled_from(["corresponding_day", "day_before"]))


def key(plan: Plan, needed: Needs) -> tuple[Decimal, int, int]:
    """Return the cost, the credits, and how late they are bought, by place among the days of need."""
    places = sorted(needed)
    late = sum(pack.credits * sum(day < on for day in places) for on, pack in plan.purchases)
    return plan.cost, plan.credits, -late


@examples(250)
@given(instances(), st.integers(0, 19))
def test_nothing_that_could_be_bought_costs_less(
    instance: tuple[Needs, list[Pack], list[Lot], str], early: int
) -> None:
    """Of all purchases, on the days of need and on others, none that covers them costs less, or on a tie is better."""
    needed, packs, lots, last_day = instance
    plan = plan_packs(needed, packs, lots=lots, last_day=last_day)  # type: ignore[arg-type]
    assert shortfalls(needed, plan, lots, last_day) == {}
    days = [*needed, *(on - timedelta(days=early + 1) for on in list(needed)[:1])]
    offers = [(on, pack) for on in days for pack in packs]
    for count in range(4):
        for purchases in combinations_with_replacement(offers, count):
            other = Plan(purchases)
            if key(other, needed) < key(plan, needed):
                assert shortfalls(needed, other, lots, last_day) != {}


# --- sizes


def test_two_years_of_two_hundred_credits_are_planned() -> None:
    """Monthly needs that add up to 200 credits, with lots held, are within the bound, and covered."""
    needed = {date(2026 + month // 12, month % 12 + 1, 1 + month): 1 + (7 * month) % 16 for month in range(24)}
    needed[day("2027-12-24")] += 200 - sum(needed.values())
    lots = [held(5, "2026-11-01", id="a"), held(12, None, id="b"), held(3, "2027-05-01", on="2026-06-01", id="c")]
    plan = plan_packs(needed, PACKS, lots=lots)
    assert shortfalls(needed, plan, lots) == {}
    assert plan.credits >= 180
    assert plan.cost <= plan_packs(needed, [EIGHT], lots=lots).cost


def test_what_is_too_much_to_compare_is_refused() -> None:
    prices = {(1, 1): 10, (2, 3): 19, (777, 7): 7000, (5000, 12): 40_000}
    many = [Pack(credits=credits, price=price, months=months) for (credits, months), price in prices.items()]
    with pytest.raises(IncidentRulesError, match="plan fewer days or credits at a time") as caught:
        plan_packs({FIRST + timedelta(days=30 * month): 20_000 - month for month in range(24)}, many)
    assert (caught.value.code, caught.value.field, caught.value.value) == ("too_many", "needs", 24)


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"needs": [(FIRST, 1)]}, "needs", "wrong_type"),
        ({"needs": None}, "needs", "wrong_type"),
        ({"needs": {datetime(2026, 1, 1): 1}}, "needs", "wrong_type"),  # noqa: DTZ001
        ({"needs": {"2026-01-01": 1}}, "needs", "wrong_type"),
        ({"needs": {FIRST: 0}}, "needs[2026-01-01]", "out_of_bounds"),
        ({"needs": {FIRST: 20_001}}, "needs[2026-01-01]", "out_of_bounds"),
        ({"needs": {FIRST: True}}, "needs[2026-01-01]", "wrong_type"),
        ({"packs": []}, "packs", "empty"),
        ({"packs": TWO}, "packs", "wrong_type"),
        ({"packs": [TWO, 4]}, "packs[1]", "wrong_type"),
        ({"packs": [TWO, TWO]}, "packs", "one_id_two_contents"),
        ({"lots": [TWO]}, "lots[0]", "wrong_type"),
        ({"lots": [held(1, None), held(2, None)]}, "lots.credits", "one_id_two_contents"),
        ({"last_day": "some_day"}, "last_day", "unknown_word"),
        ({"needs": {date(9999, 12, 1): 1}}, "on", "out_of_bounds"),
    ],
)
def test_wrong_needs_packs_and_lots_are_refused(changed: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        plan_packs(**{"needs": {FIRST: 1}, "packs": PACKS, **changed})
    assert (field, code) == (caught.value.field, caught.value.code)


def test_packs_of_one_size_may_differ_in_how_long_they_last() -> None:
    packs = [Pack(credits=2, price=100, months=3), Pack(credits=2, price=150, months=12)]
    plan = plan_packs({date(2026, 1, 1): 1, date(2026, 9, 1): 1}, packs)
    assert plan.purchases == ((date(2026, 1, 1), packs[1]),)
