"""What is to come of a ledger: credits at risk, cover, breakage, and what a late fact changes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from helpers import day
from incidentrules import (
    Draw,
    Drawing,
    IncidentRulesError,
    Ledger,
    Lot,
    Void,
    at_risk,
    breakage,
    covered_until,
    replay,
    restate,
    reversals,
)
from operations import calls


def lot(id: str, credits: int, on: str, last: str | None, price: Any = None, origin: str = "purchased") -> Lot:
    until = last and day(last)
    return Lot(id=id, credits=credits, on=day(on), last_usable_on=until, price=price, origin=origin)  # type: ignore[arg-type]


def draw(id: str, on: str, credits: int) -> Draw:
    return Draw(id=id, on=day(on), credits=credits)


TWO = lot("two", 2, "2026-01-15", "2026-04-15", 329)
EIGHT = lot("eight", 8, "2026-02-01", "2027-02-01", 999)
NEVER = lot("never", 3, "2026-03-01", None)


# --- credits at risk


def risks(ledger: Ledger, on: str) -> list[tuple[str, str, int]]:
    return [(each.on.isoformat(), each.lot, each.credits) for each in at_risk(ledger, on=day(on))]


def test_what_is_not_drawn_is_at_risk_soonest_first_until_the_day_it_lapses() -> None:
    ledger = replay([EIGHT, NEVER, TWO], [draw("d", "2026-03-01", 1)])
    two, eight = ("2026-04-16", "two", 1), ("2027-02-02", "eight", 8)
    expected = [[two, eight], [two, eight], [eight], [eight], []]
    days = ("2025-01-01", "2026-04-15", "2026-04-16", "2027-02-01", "2027-02-02")
    assert expected == [risks(ledger, on) for on in days]


def test_what_is_used_up_or_taken_back_is_not_at_risk() -> None:
    ledger = replay([TWO, EIGHT], [draw("d", "2026-03-01", 2)], voids=[Void(lot="eight", on=day("2026-05-01"))])
    assert risks(ledger, "2026-01-01") == []


# --- cover


@pytest.mark.parametrize(
    ("credits", "on", "until"),
    [
        (1, "2026-01-14", None),
        (2, "2026-01-15", "9999-12-31"),
        (3, "2026-01-15", None),
        (3, "2026-03-01", "9999-12-31"),
        (4, "2026-02-01", "2027-02-01"),
        (11, "2026-02-01", None),
        (12, "2026-03-01", "2026-04-15"),
        (11, "2026-03-01", "2027-02-01"),
        (12, "2026-04-16", None),
        (4, "2027-02-01", "2027-02-01"),
        (4, "2027-02-02", None),
        (3, "9999-12-31", "9999-12-31"),
    ],
)
def test_a_draw_is_covered_until_the_last_day_before_too_few_are_left(credits: int, on: str, until: str | None) -> None:
    ledger = replay([TWO, EIGHT, NEVER], [draw("d", "2026-03-01", 1)])
    assert (until and day(until)) == covered_until(ledger, credits, on=day(on))


def test_cover_ends_before_a_known_draw_that_leaves_too_few() -> None:
    ledger = replay([NEVER], [draw("d", "2026-06-01", 2)])
    assert day("2026-05-31") == covered_until(ledger, 2, on=day("2026-03-01"))


def test_what_is_billed_to_a_later_draw_is_not_there_to_be_drawn() -> None:
    later = draw("d", "2026-06-01", 2)
    ledger = replay([NEVER], [later], posted=[Drawing(draw="d", lot="never", credits=2, on=day("2026-06-01"))])
    expected = [day("9999-12-31"), None, day("9999-12-31")]
    days = [(1, "2026-03-01"), (2, "2026-03-01"), (1, "2026-06-01")]
    assert expected == [covered_until(ledger, credits, on=day(on)) for credits, on in days]
    asked = replay([NEVER], [later, draw("new", "2026-04-01", 2)], posted=ledger.posted)
    assert dict(asked.shortfalls) == {"new": 1}


def test_what_is_billed_from_a_lot_to_come_takes_nothing_from_those_that_are_there() -> None:
    facts = {
        "draws": [draw("d", "2026-06-01", 8)],
        "posted": [Drawing(draw="d", lot="eight", credits=8, on=day("2026-06-01"))],
    }
    ledger = replay([lot("one", 1, "2026-01-01", None), EIGHT], **facts)  # type: ignore[arg-type]
    assert date.max == covered_until(ledger, 1, on=day("2026-01-01"))


def test_a_billed_drawing_that_its_lot_cannot_give_holds_nothing_back() -> None:
    """Of two, the lot gives one; the other is impossible, and what it asked for is there to be drawn."""
    billed = [Drawing(draw=id, lot="never", credits=2, on=day("2026-06-01")) for id in ("a", "b")]
    ledger = replay([NEVER], [draw(each.draw, "2026-06-01", 2) for each in billed], posted=billed)
    assert (len(ledger.impossible), dict(ledger.shortfalls)) == (1, {"b": 2})
    assert [date.max, None] == [covered_until(ledger, credits, on=day("2026-03-01")) for credits in (1, 2)]


# --- breakage


@pytest.mark.parametrize(
    ("pack", "drawn", "money"),
    [
        (TWO, 0, "329.00"),
        (TWO, 1, "164.50"),
        (EIGHT, 0, "999.00"),
        (EIGHT, 1, "874.12"),
        (EIGHT, 2, "749.25"),
        (EIGHT, 7, "124.87"),
    ],
)
def test_breakage_is_the_price_of_what_lapsed_from_its_day_on(pack: Lot, drawn: int, money: str) -> None:
    ledger = replay([pack], [draw("d", "2026-02-01", drawn)] if drawn else [])
    assert breakage(ledger, on=pack.last_usable_on or date.max) == {}
    assert {pack.id: Decimal(money)} == breakage(ledger, on=pack.lapses_on or date.max)


@pytest.mark.parametrize(("credits", "price"), [(2, 329), (8, 999), (3, "0.01"), (7, "599.99"), (6, 0)])
def test_what_was_drawn_and_what_lapsed_add_up_to_the_price(credits: int, price: Any) -> None:
    """The parts of 329/2 dollars and of 999/8 cents are no whole ones, and yet nothing is lost."""
    bought = lot("a", credits, "2026-01-01", "2026-12-31", price)
    for drawn in range(1, credits):
        ledger = replay([bought], [draw("d", "2026-02-01", drawn)])
        lapsed = breakage(ledger, on=date.max)["a"]
        single = [bought.value_of(place, place + 1) or Decimal(0) for place in range(credits)]
        assert Decimal(price) == sum(single[:drawn], lapsed)
        assert lapsed == sum(single[drawn:], Decimal(0))


def test_what_was_used_up_taken_back_or_granted_leaves_no_breakage() -> None:
    free = lot("free", 2, "2026-01-01", "2026-04-01", origin="complimentary")
    wrong = lot("wrong", 2, "2026-01-01", "2026-08-01", 329)
    facts: dict[str, Any] = {"voids": [Void(lot="wrong", on=day("2026-01-02"))]}
    assert breakage(replay([TWO, free, wrong], [draw("d", "2026-04-02", 2)], **facts), on=date.max) == {}


# --- restatement


def restated(before: Ledger, after: Ledger) -> list[tuple[Any, ...]]:
    return [(str(each.kind), each.draw, each.lot, each.before, each.after) for each in restate(before, after)]


def test_a_back_dated_draw_moves_drawings_and_shortfalls() -> None:
    known = [draw("b", "2026-03-01", 2), draw("c", "2026-05-01", 8)]
    before = replay([TWO, EIGHT], known)
    after = replay([TWO, EIGHT], [*known, draw("a", "2026-02-15", 1)])
    expected = [
        ("drawn", "a", "two", 0, 1),
        ("drawn", "b", "eight", 0, 1),
        ("drawn", "b", "two", 2, 1),
        ("drawn", "c", "eight", 8, 7),
        ("shortfall", "c", None, 0, 1),
    ]
    assert expected == restated(before, after)


def test_a_back_dated_purchase_covers_what_was_short_and_lets_others_lapse() -> None:
    draws = [draw("a", "2026-02-15", 3)]
    before = replay([TWO], draws)
    late = lot("late", 4, "2026-02-01", "2026-03-01", 99)
    expected = [
        ("purchased", None, "late", 0, 4),
        ("drawn", "a", "late", 0, 3),
        ("drawn", "a", "two", 2, 0),
        ("shortfall", "a", None, 1, 0),
        ("lapsed", None, "late", 0, 1),
        ("lapsed", None, "two", 0, 2),
    ]
    assert expected == restated(before, replay([TWO, late], draws))


def test_a_grant_and_a_void_are_told_too() -> None:
    free = lot("free", 2, "2026-01-01", "2026-06-01", origin="complimentary")
    after = replay([TWO, free], [], voids=[Void(lot="two", on=day("2026-02-01"))])
    expected = [
        ("granted", None, "free", 0, 2),
        ("lapsed", None, "free", 0, 2),
        ("lapsed", None, "two", 2, 0),
        ("voided", None, "two", 0, 2),
    ]
    assert expected == restated(replay([TWO], []), after)


def test_the_same_facts_change_nothing_and_the_way_back_is_the_mirror() -> None:
    draws = [draw("a", "2026-02-15", 3)]
    before, after = replay([TWO], draws), replay([TWO, EIGHT], draws)
    assert restate(before, replay([TWO], draws)) == ()
    mirrored = tuple(attrs.evolve(each, before=each.after, after=each.before) for each in restate(before, after))
    assert mirrored == restate(after, before)


def test_what_moves_to_another_day_is_told_of_both_days() -> None:
    """A void that is found to be of an earlier day changes no amount, and yet the balances between."""
    before, after = (replay([TWO], [], voids=[Void(lot="two", on=day(on))]) for on in ("2026-03-01", "2026-02-01"))
    told = [(str(each.kind), each.before, each.after, each.on.isoformat()) for each in restate(before, after)]
    assert told == [("voided", 0, 2, "2026-02-01"), ("voided", 2, 0, "2026-03-01")]


def test_a_late_fact_that_makes_a_billed_drawing_impossible_is_said() -> None:
    """The lot turns out to have been granted in error before the drawing: it is said, and falls short."""
    draws = [draw("a", "2026-03-01", 2)]
    before = replay([TWO, EIGHT], draws)
    voids = [Void(lot="two", on=day("2026-02-01"))]
    after = replay([TWO, EIGHT], draws, voids=voids, posted=before.drawings)
    said = [(each.drawing.draw, each.drawing.lot, each.why) for each in after.impossible]
    assert said == [("a", "two", "its lot is voided by then")]
    expected = [("drawn", "a", "two", 2, 0), ("shortfall", "a", None, 0, 2), ("voided", None, "two", 0, 2)]
    assert expected == restated(before, after)


# --- what is refused


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (lambda: at_risk([], on=date.max), "ledger"),  # type: ignore[arg-type]
        (lambda: covered_until(None, 1, on=date.max), "ledger"),  # type: ignore[arg-type]
        (lambda: breakage("x", on=date.max), "ledger"),  # type: ignore[arg-type]
        (lambda: restate(replay([], []), None), "after"),  # type: ignore[arg-type]
        (lambda: restate(None, replay([], [])), "before"),  # type: ignore[arg-type]
        (lambda: at_risk(replay([], []), on=datetime(2026, 1, 1)), "on"),  # noqa: DTZ001
        (lambda: breakage(replay([], []), on="2026-01-01"), "on"),  # type: ignore[arg-type]
        (lambda: covered_until(replay([], []), 1, on=None), "on"),  # type: ignore[arg-type]
        (lambda: covered_until(replay([], []), 0, on=date.max), "credits"),
        (lambda: covered_until(replay([], []), True, on=date.max), "credits"),
        (lambda: covered_until(replay([], []), 1.5, on=date.max), "credits"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_ledger_no_day_and_no_count_is_refused(ask: Callable[[], Any], field: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        ask()
    assert field == caught.value.field


def test_cover_with_posted_drawings_takes_ten_times_the_work_for_ten_times_as_many() -> None:
    """Told by operations, not by time: linear, but for a logarithm."""

    def work(count: int) -> int:
        start = day("2026-01-01")
        days = [start + timedelta(days=place) for place in range(count)]
        posted = [Drawing(draw=f"T-{place}", lot="never", credits=1, on=on) for place, on in enumerate(days)]
        lots = [lot("never", count + 1, "2026-01-01", None), lot("next", 2, "2026-01-01", None)]
        ledger = replay(lots, [Draw(id=each.draw, on=each.on, credits=1) for each in posted], posted=posted)
        assert date.max == covered_until(ledger, 3, on=start)
        return calls(lambda: covered_until(replay(lots, ledger.draws, posted=posted), 3, on=start))

    few, many = work(100), work(1_000)
    assert few * 5 < many < few * 15


# --- what is to be given back


def test_what_was_posted_after_the_day_is_left_out_and_what_is_not_posted_too() -> None:
    draws = [draw("a", "2026-03-01", 2), draw("b", "2026-06-01", 2)]
    posted = replay([NEVER, EIGHT], draws).drawings
    known = replay([NEVER, EIGHT], [draw("new", "2026-03-02", 1)], posted=posted)
    assert [
        [back.draw for back in reversals(known, on=day(on))] for on in ("2026-02-28", "2026-03-01", "2026-06-01")
    ] == [[], ["a"], ["a", "b"]]


def test_the_lot_that_was_drawn_last_is_given_back_first() -> None:
    lots = [lot("first", 2, "2026-01-01", "2026-06-01"), lot("last", 2, "2026-01-01", "2026-07-01")]
    posted = replay(lots, [draw("a", "2026-03-01", 4)]).drawings
    known = replay(lots, [draw("a", "2026-03-01", 1)], posted=posted)
    back = reversals(known, on=day("2026-03-02"))
    assert [(each.lot, each.credits) for each in back] == [("last", 2), ("first", 1)]
    applied = replay(lots, known.draws, posted=posted, reversals=back)
    assert (reversals(applied, on=day("2026-03-02")), applied.kept("a"), applied.balance(on=day("2026-03-02"))) == (
        (),
        1,
        3,
    )


def test_the_same_amount_given_back_again_is_another_fact_of_the_next_day() -> None:
    """The same content twice is one fact; so what is proposed differs from what is known."""
    posted = replay([EIGHT], [draw("a", "2026-03-01", 3)]).drawings
    first = reversals(replay([EIGHT], [draw("a", "2026-03-01", 2)], posted=posted), on=day("2026-04-01"))
    again = replay([EIGHT], [draw("a", "2026-03-01", 1)], posted=posted, reversals=first)
    second = reversals(again, on=day("2026-04-01"))
    assert [each.credits for each in (*first, *second)] == [1, 1]
    assert [each.on.isoformat() for each in (*first, *second)] == ["2026-04-01", "2026-04-02"]
    applied = replay([EIGHT], again.draws, posted=posted, reversals=(*first, *second))
    assert (reversals(applied, on=day("2026-04-02")), applied.kept("a")) == ((), 1)
