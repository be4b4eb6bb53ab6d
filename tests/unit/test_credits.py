"""Packs and lots: prices, last days, and the order of drawing."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from helpers import day, standard
from incidentrules import IncidentRulesError, Lot, Origin, Pack
from incidentrules.credits import last_usable_day
from incidentrules.readings import LastDay

TERMS = standard()


@pytest.mark.parametrize(
    ("credits", "price", "months", "per_credit"),
    [(2, "329", 3, "164.50"), (4, "599", 6, "149.75"), (8, "999", 12, "124.875")],
)
def test_three_packs_are_on_sale(credits: int, price: str, months: int, per_credit: str) -> None:
    pack = TERMS.pack(credits)
    expected = (credits, Decimal(price), months, Decimal(per_credit))
    assert expected == (pack.credits, pack.price, pack.months, pack.price_per_credit)


@pytest.mark.parametrize(
    ("on", "credits", "corresponding", "before"),
    [
        ("2026-01-15", 2, "2026-04-15", "2026-04-14"),
        ("2026-11-30", 2, "2027-02-28", "2027-02-27"),
        ("2027-11-30", 2, "2028-02-29", "2028-02-28"),
        ("2026-12-31", 2, "2027-03-31", "2027-03-30"),
        ("2026-08-31", 4, "2027-02-28", "2027-02-27"),
        ("2027-02-28", 8, "2028-02-28", "2028-02-27"),
        ("2028-02-29", 8, "2029-02-28", "2029-02-27"),
    ],
)
def test_a_pack_lasts_through_the_corresponding_day(on: str, credits: int, corresponding: str, before: str) -> None:
    readings = (TERMS, TERMS.with_readings(last_day="day_before"))
    lots = [terms.purchase(credits, id="L-1", on=day(on)) for terms in readings]
    assert [day(corresponding), day(before)] == [lot.last_usable_on for lot in lots]


def test_a_lot_lapses_on_the_day_after_its_last() -> None:
    lot = TERMS.purchase(2, id="L-1", on=day("2026-01-15"))
    expected = (day("2026-04-16"), True, True, False, False)
    days = ("2026-01-15", "2026-04-15", "2026-04-16", "2026-01-14")
    assert expected == (lot.lapses_on, *(lot.is_usable(day(each)) for each in days))


def test_a_lot_without_end_never_lapses() -> None:
    lot = Lot(id="L-1", credits=1, on=date(2026, 1, 1), last_usable_on=None)
    assert (lot.lapses_on, lot.is_usable(date.max)) == (None, True)


def test_a_lot_that_lasts_to_the_last_day_there_is_never_lapses() -> None:
    assert None is Lot(id="L-1", credits=1, on=date(2026, 1, 1), last_usable_on=date.max).lapses_on


def test_a_pack_without_end_gives_lots_without_end() -> None:
    pack = Pack(credits=3, price="10.50", months=None)
    assert None is Lot.purchased(pack, id="L-1", on=date(2026, 1, 1)).last_usable_on


@pytest.mark.parametrize(("on", "last"), [("2026-11-30", "2027-02-28"), ("2026-01-15", "2026-04-15")])
def test_a_server_brings_two_credits_for_three_months(on: str, last: str) -> None:
    """R5, A17."""
    lot = TERMS.server_grant(id="S-1", on=day(on))
    expected = (2, Origin.COMPLIMENTARY, day(last), None)
    assert expected == (lot.credits, lot.origin, lot.last_usable_on, lot.price)


def test_a_desk_may_let_the_credits_of_a_server_last_for_ever() -> None:
    """A17."""
    assert None is TERMS.replace(server_months=None).server_grant(id="S-1", on=date(2026, 1, 1)).last_usable_on


@pytest.mark.parametrize("reading", LastDay)
def test_months_are_added_once(reading: LastDay) -> None:
    """Adding months never goes month by month: 31 December and 3 months is 31 March."""
    first = date(2026, 12, 31)
    expected = {LastDay.CORRESPONDING_DAY: date(2027, 3, 31), LastDay.DAY_BEFORE: date(2027, 3, 30)}[reading]
    assert expected == last_usable_day(first, 3, reading)


def test_a_term_past_the_last_year_is_refused() -> None:
    with pytest.raises(IncidentRulesError, match="past year 9999"):
        last_usable_day(date(9999, 11, 1), 2)


def test_lots_are_drawn_by_last_day_then_complimentary_then_earliest_then_id() -> None:
    def lot(id: str, last: str | None, origin: str = "purchased", on: str = "2026-01-01") -> Lot:
        return Lot(id=id, credits=1, on=day(on), last_usable_on=last and day(last), origin=origin)  # type: ignore[arg-type]

    in_order = [
        lot("z", "2026-03-01", on="2026-02-01"),
        lot("y", "2026-04-01", "complimentary", on="2026-03-01"),
        lot("x", "2026-04-01", on="2026-01-01"),
        lot("B", "2026-04-01", on="2026-01-02"),
        lot("a", "2026-04-01", on="2026-01-02"),
        lot("w", "9999-12-31"),
        lot("v", None, "complimentary", on="2026-05-01"),
        lot("u", None),
    ]
    mixed = in_order[::-1]
    assert in_order == sorted(mixed, key=lambda each: each.drawing_order)


# --- money of parts of a lot


def test_what_was_granted_has_no_price() -> None:
    lots = [TERMS.server_grant(id="S-1", on=date(2026, 1, 1)), TERMS.purchase(2, id="L-1", on=date(2026, 1, 1))]
    assert [None, Decimal("164.50")] == [lot.value_of(0, 1) for lot in lots]


def priced(price: str, credits: int) -> Lot:
    return Lot(id="L-1", credits=credits, on=date(2026, 1, 1), last_usable_on=None, price=price)


def values(lot: Lot, *cuts: int) -> list[Decimal]:
    """Return what the parts of a lot cost, cut at some places; all of them have a price."""
    parts = [lot.value_of(start, stop) for start, stop in pairwise((0, *cuts, lot.credits))]
    return [part for part in parts if part is not None]


@pytest.mark.parametrize(("price", "credits"), [("329", 2), ("999", 8), ("0.01", 3), ("599.99", 7)])
def test_the_parts_of_a_price_add_up_to_it_to_the_cent(price: str, credits: int) -> None:
    """Rounding is of everything up to a place, so that no cent is lost wherever a lot is cut."""
    lot = priced(price, credits)
    for parts in (values(lot, *range(1, credits)), values(lot, 2)):
        assert [Decimal(price), []] == [sum(parts), [part for part in parts if part != round(part, 2)]]


def test_half_a_cent_goes_up() -> None:
    expected = [Decimal(each) for each in ("124.88", "124.87", "124.88", "124.87")]
    lot = priced("999", 8)
    assert expected == values(lot, *range(1, 8))[:4]
    assert Decimal("374.63") == lot.value_of(0, 3)
