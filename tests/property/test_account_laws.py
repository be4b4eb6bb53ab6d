"""Whole accounts, from facts to balances, by two oracles that share no code with the library.

- draws: what incidents and months draw, under every reading that counts for it
- balances: what becomes of lots by these draws, on every day on which anything changes
- faults: an oracle that judges by another rule is found out
"""

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import draws_oracle
from account_oracle import AccountOracle
from helpers import examples
from incidentrules import Account, Draw, Incident, Ledger, Lot, Terms, TierMonth, settle
from judgement_strategies import TIERS, incidents, lots, months, terms


@st.composite
def cases(draw: st.DrawFn) -> list[Incident]:
    """Draw up to five incidents, some of which follow from an earlier one."""
    drawn = [draw(incidents(id=f"T-{place}")) for place in range(draw(st.integers(1, 5)))]
    for place in range(1, len(drawn)):
        if draw(st.integers(0, 3)) == 0:
            cause = drawn[draw(st.integers(0, place - 1))].id
            drawn[place] = attrs.evolve(drawn[place], follows=cause)
    return drawn


def both(asked: list[Incident], held: list[TierMonth], judged_by: Terms) -> tuple[list[Any], list[Any]]:
    """Return the draws by the oracle, and those of the settlement, a month's by its tier."""
    drawn = settle(Account(id="acme", incidents=asked, tier_months=held), judged_by).ledger.draws
    by_months = [(month.tier, month.year, month.month) for month in held]
    months_by_id = {
        TierMonth(tier=tier, year=one.on.year, month=one.on.month).id: tier for one in drawn for tier in TIERS
    }
    found = [(months_by_id.get(one.id, one.id), one.on, one.credits) for one in drawn]
    return draws_oracle.draws(asked, by_months, judged_by), sorted(found, key=lambda one: one[1])


@examples(200)
@given(cases(), months(), terms())
def test_what_is_drawn_is_what_the_oracle_draws(asked: list[Incident], held: list[TierMonth], judged_by: Terms) -> None:
    expected, found = both(asked, held, judged_by)
    assert expected == found


@examples(60)
@given(cases(), months(), lots(), terms())
def test_what_becomes_of_the_lots_is_what_both_oracles_say(
    asked: list[Incident], held: list[TierMonth], stock: list[Lot], judged_by: Terms
) -> None:
    ledger = settle(Account(id="acme", incidents=asked, tier_months=held, lots=stock), judged_by).ledger
    by_months = [(month.tier, month.year, month.month) for month in held]
    drawn = draws_oracle.draws(asked, by_months, judged_by)
    oracle = AccountOracle(stock, [Draw(id=f"{id} {on}", on=on, credits=credits) for id, on, credits in drawn])
    for on in ledger.days_of_change:
        assert (oracle.balance(on), oracle.shortfall(on)) == (ledger.balance(on=on), short(ledger, on))


def short(ledger: Ledger, on: date) -> int:
    return sum(ledger.shortfalls.get(one.id, 0) for one in ledger.draws if one.on <= on)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("MULTIPLIER", {None: 1, "24h": 1, "12h": 2, "6h": 4, "3h": 6}),
        ("is_within_grace", lambda incident, terms: False),
        ("replied_at", lambda group: None),
        ("is_withdrawn", lambda group: False),
        ("folded", lambda asked: [[incident] for incident in asked]),
        ("named", lambda cause: set()),
    ],
)
def test_a_planted_fault_is_found(name: str, fault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An oracle that judges by another rule differs on some account, and soon."""
    monkeypatch.setattr(draws_oracle, name, fault)
    accounts = st.tuples(cases(), months(), terms())

    def differs(account: tuple[list[Incident], list[TierMonth], Terms]) -> bool:
        expected, found = both(*account)
        return expected != found

    account = find(accounts, differs, settings=settings(max_examples=2000, phases=[Phase.generate]))
    expected, found = both(*account)
    assert expected != found
