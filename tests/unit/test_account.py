"""An account, judged whole: what its months require, what it drew, and which terms judge what."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts import DECEMBER, NOVEMBER, OCTOBER, TERMS, in_short, stated, whole
from helpers import at, minutes, ticket
from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Change,
    ConflictError,
    Drawing,
    OperatingHours,
    Period,
    Settlement,
    TermsHistory,
    Tier,
    TierMonth,
    UnknownNameError,
    Void,
    settle,
    verify,
)

BASES: tuple[Any, ...] = ("per_incident", "standing", "flat", "minimum")


# --- what a month requires (A10)


@pytest.mark.parametrize(
    ("tier", "efforts", "expected"),
    [
        ("12h", [30, 30, 30], [6, 5, 2, 3]),
        ("12h", [], [0, 2, 2, 2]),
        ("6h", [90, 20], [12, 7, 4, 4]),
        ("24h", [30, 30, 30], [3, 3, 3, 3]),
    ],
)
def test_a_month_requires_what_the_basis_says(tier: str, efforts: list[int], expected: list[int]) -> None:
    incidents = [ticket(id=f"T-{place}", tier=tier, effort=minutes(spent)) for place, spent in enumerate(efforts)]
    months = [TierMonth(tier=tier, year=2026, month=11)]
    found = [
        stated(terms=TERMS.with_readings(credit_basis=basis), incidents=incidents, tier_months=months)
        for basis in BASES
    ]
    assert expected == [statement.required for statement in found]
    assert [statement.drawn for statement in found] == [0, 0, 0, 0]


def test_a_minimum_is_held_month_by_month() -> None:
    incidents = [ticket(id=f"T-{place}", tier="12h", effort=minutes(5)) for place in range(3)]
    months = [TierMonth(tier=tier, year=2026, month=month) for tier, month in (("12h", 11), ("6h", 11), ("12h", 12))]
    terms = TERMS.with_readings(credit_basis="minimum")
    periods = (NOVEMBER, DECEMBER, Period.quarter(2026, 4))
    assert [stated(period, terms, incidents=incidents, tier_months=months).required for period in periods] == [4, 2, 6]


def test_a_standing_tier_draws_on_the_first_of_the_month_before_any_incident() -> None:
    statement = stated(
        terms=TERMS.with_readings(credit_basis="standing"),
        lots=[TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))],
        incidents=[ticket(id="T-1", received_at=datetime(2026, 11, 1, 0, tzinfo=UTC), tier="12h", effort=minutes(5))],
        tier_months=[TierMonth(tier="12h", year=2026, month=11)],
    )
    expected = [("purchased", "L-1", 2, 0), ("tier_month", "tier 12h 2026-11", -2, 0), ("incident", "T-1", -1, 1)]
    assert (expected, 3, 2, 1) == (in_short(statement), statement.required, statement.drawn, statement.shortfall)
    assert statement.lines[1].why.text() == (
        "A month of the 12h tier takes 2 (R18, A10=standing).\n  The 12h tier multiplies by 2 (R18)."
    )


@pytest.mark.parametrize(
    ("basis", "required", "drawn"), [("per_incident", 3, 3), ("standing", 12, 12), ("flat", 11, 11), ("minimum", 8, 2)]
)
def test_the_months_of_tiers_that_incidents_name_are_held(basis: Any, required: int, drawn: int) -> None:
    """A tier given, or changed to, is held in the month; the standard one, and one of a refused request, is not."""
    incidents = [
        ticket(id="T-1", tier="12h", effort=minutes(5)),
        ticket(
            id="T-2",
            effort=minutes(5),
            replied_at=at("Wed 10:30"),
            changes=[Change(at=at("Thu 10:00"), tier="3h"), Change(at=at("Fri 10:00"), tier="24h")],
        ),
        ticket(id="T-3", tier="6h", channel="phone"),
        ticket(id="T-4", tier="24h", kind="pre_sales"),
    ]
    lots = [TERMS.purchase(8, id=id, on=date(2026, 10, 1)) for id in ("L-1", "L-2")]
    statement = stated(terms=TERMS.with_readings(credit_basis=basis), incidents=incidents, lots=lots)
    held = [] if basis == "per_incident" else ["tier 12h 2026-11", "tier 3h 2026-11"]
    assert held == [month.id for month in statement.settlement.tier_months]
    assert (required, drawn) == (statement.required, statement.drawn)
    assert (required, ()) == (statement.why_required.value, verify(statement.why_required))


def test_a_month_that_is_given_and_named_is_held_once() -> None:
    month = TierMonth(tier="12h", year=2026, month=11)
    settled = settle(
        Account(id="acme", incidents=[ticket(tier="12h", effort=minutes(5))], tier_months=[month]),
        TERMS.with_readings(credit_basis="standing"),
    )
    assert (month,) == settled.tier_months
    assert [(draw.id, draw.credits) for draw in settled.ledger.draws] == [("tier 12h 2026-11", 2), ("T-1", 1)]


def test_a_tier_that_is_changed_to_in_a_later_month_is_held_in_that_month() -> None:
    bought = Change(at=datetime(2026, 12, 1, 8, tzinfo=UTC), tier="3h")
    late = ticket(received_at=datetime(2026, 11, 30, 20, tzinfo=UTC), tier="12h", changes=[bought])
    settled = settle(Account(id="acme", incidents=[late]), TERMS.with_readings(credit_basis="minimum"))
    assert [month.id for month in settled.tier_months] == ["tier 12h 2026-11", "tier 3h 2026-12"]
    assert [settled.statement(period).required for period in (OCTOBER, NOVEMBER, DECEMBER)] == [0, 2, 8]


def test_what_a_month_requires_cites_the_reading_that_its_incidents_are_judged_by() -> None:
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 11, 1): TERMS.with_readings(credit_basis="minimum")})
    incidents = [ticket(id="T-1", tier="12h", effort=minutes(5))]
    statement = stated(terms=history, incidents=incidents)
    assert (statement.required, statement.shortfall) == (2, 1)
    assert statement.why_required.readings == {"A10=minimum"}


TOLD = {
    "per_incident": """7 required (R18).
  7 in 2026-11 (R18, A10=per_incident).
    7 for incidents (R18).
      4 for T-1 (R18).
      3 for T-2 (R18).""",
    "minimum": """5 required (R18).
  5 in 2026-11 (R18, A10=minimum).
    2 for the 12h tier (R18).
    4 for the 6h tier (R18).
    5 for incidents (R18).
      2 for T-1 (R18).
      3 for T-2 (R18).""",
}


@pytest.mark.parametrize("basis", TOLD)
def test_what_a_month_requires_is_told_down_to_its_tiers_and_incidents(basis: Any) -> None:
    incidents = [ticket(id="T-1", tier="12h", effort=minutes(70)), ticket(id="T-2", effort=minutes(180))]
    months = [TierMonth(tier="6h", year=2026, month=11)]
    why = stated(terms=TERMS.with_readings(credit_basis=basis), incidents=incidents, tier_months=months).why_required
    assert (TOLD[basis], ()) == (why.text(), verify(why))


def test_the_month_of_a_standard_tier_costs_nothing() -> None:
    terms = TERMS.with_readings(credit_basis="flat")
    assert stated(terms=terms, tier_months=[TierMonth(tier="24h", year=2026, month=11)]).lines == ()


# --- a whole statement


def test_a_settlement_is_by_receipt_with_consequences_folded_in() -> None:
    settled = whole()
    expected = ["T-0", "T-1", "T-2", "T-3", "T-4", "T-6", "T-7", "T-5", "T-9"]
    assert expected == [each.id for each in settled.assessments]
    assert [each.id for each in settled.assessments[7].folded] == ["T-8"]


def test_the_first_reply_of_those_folded_decides_how_the_deadline_went() -> None:
    incidents = [ticket(id="T-1"), ticket(id="T-2", follows="T-1", replied_at=at("Wed 11:00"))]
    statement = stated(incidents=incidents)
    assert statement.outcome(statement.assessments[0]) == "met"


# --- facts outside the period, and of one moment


def test_days_are_those_of_the_zone_of_the_terms() -> None:
    hours = OperatingHours.parse("Mo-Fr 08:00-24:00", tz="Europe/Athens")
    terms = TERMS.replace(business_hours=hours, severe_hours=hours)
    midnight = ticket(received_at=datetime(2026, 10, 31, 23, tzinfo=UTC), effort=minutes(5))
    assert [len(stated(period, terms, incidents=[midnight]).lines) for period in (OCTOBER, NOVEMBER)] == [0, 1]


def test_a_fact_that_is_told_twice_counts_once() -> None:
    facts: dict[str, Any] = {
        "lots": [TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))],
        "incidents": [ticket(effort=minutes(5))],
        "call_outs": [CallOut(id="C-1", started_at=at("Wed 10:00"), duration=minutes(5))],
        "after_hours": [AfterHours(id="W-1", started_at=at("Wed 03:00"), duration=minutes(5), notice_accepted=True)],
        "tier_months": [TierMonth(tier="12h", year=2026, month=11)],
    }
    twice: dict[str, Any] = {name: [*given, *given] for name, given in facts.items()}
    terms = TERMS.with_readings(credit_basis="standing")
    once, again = stated(terms=terms, **facts), stated(terms=terms, **twice)
    assert (once.lines, once.charges, once.required) == (again.lines, again.charges, again.required)


def test_what_was_posted_stays_and_what_it_can_no_longer_be_is_told() -> None:
    account = Account(
        id="acme",
        lots=[TERMS.purchase(2, id="L-1", on=date(2026, 11, 1)), TERMS.purchase(4, id="L-2", on=date(2026, 11, 1))],
        incidents=[ticket(id="T-1", effort=minutes(5)), ticket("Thu 10:00", id="T-2", effort=minutes(5))],
        posted=[
            Drawing(draw="T-2", lot="L-2", credits=1, on=date(2026, 11, 19)),
            Drawing(draw="T-3", lot="L-2", credits=1, on=date(2026, 11, 19)),
            Drawing(draw="T-2", lot="L-9", credits=1, on=date(2026, 11, 19)),
        ],
    )
    ledger = settle(account, TERMS).ledger
    assert [(each.draw, each.lot) for each in ledger.drawings] == [("T-1", "L-1"), ("T-2", "L-2"), ("T-3", "L-2")]
    assert [(each.drawing.draw, each.drawing.lot) for each in ledger.impossible] == [("T-2", "L-9")]
    statements = [settle(account, TERMS).statement(period) for period in (OCTOBER, NOVEMBER)]
    assert [[each.drawing.draw for each in statement.impossible] for statement in statements] == [[], ["T-2"]]
    assert [statements[1].drawn, statements[1].closing] == [3, 3]


def test_an_empty_account_owes_nothing() -> None:
    statement = stated()
    assert ((), 0, 0, Decimal(0)) == (statement.lines, statement.required, statement.closing, statement.charges)


# --- terms over time


def test_each_fact_is_judged_by_the_terms_of_its_day() -> None:
    dearer = TERMS.replace(on_call_price=400, unit=minutes(30))
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 11, 19): dearer})
    statement = stated(
        terms=history,
        incidents=[ticket(id=day, received_at=at(f"{day} 10:00"), effort=minutes(45)) for day in ("Wed", "Thu")],
        call_outs=[CallOut(id=day, started_at=at(f"{day} 10:00"), duration=minutes(5)) for day in ("Wed", "Thu")],
    )
    assert ([1, 2], Decimal(729)) == ([each.units for each in statement.assessments], statement.charges)


# --- months of tiers of one day


def test_months_of_one_day_draw_by_response_the_slowest_first() -> None:
    """Not by the names of the tiers as strings: 12h, 3h, 6h."""
    months = [TierMonth(tier=tier, year=2026, month=11) for tier in ("3h", "6h", "12h")]
    lots = [TERMS.purchase(8, id="L-1", on=date(2026, 11, 1))]
    settled = settle(Account(id="acme", lots=lots, tier_months=months), TERMS.with_readings(credit_basis="standing"))
    assert [month.tier for month in settled.tier_months] == ["12h", "6h", "3h"]
    assert [(each.draw, each.credits) for each in settled.ledger.drawings] == [
        ("tier 12h 2026-11", 2),
        ("tier 6h 2026-11", 4),
        ("tier 3h 2026-11", 2),
    ]
    assert dict(settled.ledger.shortfalls) == {"tier 3h 2026-11": 6}


def test_tiers_of_one_response_draw_by_their_ids() -> None:
    tiers = [*TERMS.tiers, Tier(name="also 12h", response=TERMS.tiers[1].response, multiplier=3)]
    terms = TERMS.replace(tiers=tiers).with_readings(credit_basis="standing")
    months = [TierMonth(tier=tier, year=2026, month=11) for tier in ("also 12h", "12h")]
    assert [month.tier for month in settle(Account(id="acme", tier_months=months), terms).tier_months] == [
        "12h",
        "also 12h",
    ]


# --- made by hand


def test_a_settlement_made_by_hand_is_the_one_that_is_settled() -> None:
    settled = whole()
    by_hand = Settlement(settled.account, settled.terms)
    assert (settled, settled.ledger, settled.statement(NOVEMBER).lines) == (
        by_hand,
        by_hand.ledger,
        by_hand.statement(NOVEMBER).lines,
    )


def test_a_settlement_made_by_hand_is_checked_alike() -> None:
    twice = [ticket(), ticket(effort=minutes(5))]
    for make in (Settlement, settle):
        with pytest.raises(ConflictError):
            make(Account(id="acme", incidents=twice), TERMS)
        with pytest.raises(UnknownNameError):
            make(Account(id="acme", incidents=[ticket(tier="2h")]), TERMS)
        with pytest.raises(UnknownNameError):
            make(Account(id="acme", voids=[Void(lot="x", on=date(2026, 11, 1))]), TERMS)


def test_nothing_that_a_settlement_or_a_statement_hands_out_can_be_changed_in_it() -> None:
    for value in (whole(), whole().statement(NOVEMBER), whole().assessments[0]):
        names = [name for name in dir(value) if not name.startswith("_")]
        kept = [name for name in names if getattr(value, name) is getattr(value, name)]
        assert [name for name in kept if isinstance(getattr(value, name), dict | list | set)] == []
