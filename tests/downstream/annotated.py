"""What somebody tests who has installed the library: values by their types, in tests of their own scripts.

`make downstream` runs this file from a built wheel, where the entry point is, so it is none of the other tests.
"""

import sys
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import incidentrules
from incidentrules import (
    Account,
    Incident,
    Lot,
    OperatingHours,
    Period,
    Severity,
    Statement,
    Terms,
    TermsHistory,
    assess,
    settle,
)

TYPES = [
    "Account", "AfterHours", "Assessment", "CallOut", "Change", "Draw", "Drawing", "HolidayCalendar", "Incident",
    "Ledger", "Line", "Lot", "OperatingHours", "Pack", "Period", "Readings", "Reason", "Reversal", "Settlement",
    "Statement", "Terms", "TermsHistory", "Tier", "TierMonth", "Void",
]  # fmt: skip

settings.register_profile("any machine", deadline=None)  # a slow one may take longer than 0.2 s for an example
settings.load_profile("any machine")


def test_the_library_is_the_installed_one() -> None:
    assert "site-packages" in str(incidentrules.__file__)


def test_to_import_hypothesis_loads_no_strategy() -> None:
    import subprocess

    code = "import sys, hypothesis; print('incidentrules.extra.strategies' in sys.modules, 'numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("name", TYPES)
def test_a_value_is_drawn_by_its_type(name: str) -> None:
    kind: type[Any] = getattr(incidentrules, name)

    @given(st.from_type(kind))
    def draws(value: Any) -> None:
        assert isinstance(value, kind)

    draws()


@given(...)
def test_annotations_are_enough(incident: Incident, terms: Terms, severity: Severity) -> None:
    assert assess(incident.replace(severity=severity), terms).credits >= 0


@given(...)
def test_an_account_is_settled_by_any_terms(account: Account, terms: Terms, period: Period) -> None:
    statement = settle(account, terms).statement(period)
    came = statement.purchased + statement.granted + statement.reversed
    went = statement.drawn + statement.lapsed + statement.voided
    assert statement.opening + came - went == statement.closing


@given(...)
def test_and_by_any_history(account: Account, history: TermsHistory) -> None:
    assert settle(account, history).ledger.balance(on=Period.month(2026, 12).last_day) >= 0


@given(hours=..., statement=...)
def test_in_containers_and_unions_too(hours: list[OperatingHours], statement: Statement | None) -> None:
    assert all(each.next_open(each.start_of_day(Period.month(2026, 11).start)) for each in hours)
    assert statement is None or statement.closing >= 0


def test_a_field_of_a_class_of_ones_own_is_drawn() -> None:
    class Invoice:
        def __init__(self, lots: Sequence[Lot], account: Account) -> None:
            self.lots, self.account = lots, account

    invoice = find(st.from_type(Invoice), lambda each: bool(each.lots))
    assert (len(invoice.lots), invoice.account) == (1, Account(id="acme"))
