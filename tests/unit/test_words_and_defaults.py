"""The words of every enum and the defaults of every record, written out by hand: data that no branch would miss."""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

import incidentrules
from doors import TERMS, account, after_hours, charge, drawing, incident, lot, reversal
from helpers import at
from incidentrules import Change, OperatingHours, Pack, Readings, Terms, Tier
from incidentrules._checks import Word

WORDS = {
    "AfterHoursMode": "included billed_separately refused_offer_on_call",
    "AtClose": "close next_opening",
    "BusinessDay": "one_operating_day same_time end_of_next",
    "Channel": "portal email phone",
    "CreditBasis": "per_incident standing flat minimum",
    "EntryKind": "reversed lapsed purchased granted voided drawn",
    "Exclusion": "out_of_box_failure pre_sales within_7_days_of_deployment",
    "ExclusionEvent": "arose received",
    "Kind": "question pre_sales product_availability professional_services",
    "LastDay": "corresponding_day day_before",
    "LineKind": (
        "restated reversed lapsed purchased granted voided posted tier_month incident pending "
        "excluded quoted withdrawn refused on_call call_out after_hours"
    ),
    "MultiplierScope": "every_unit first_unit",
    "Origin": "complimentary purchased",
    "Outcome": "met open breached",
    "Overrun": "written_off charged",
    "Refusal": "portal_needs_login email_needs_account email_not_for_topic channel_not_offered",
    "RestatedKind": "purchased granted drawn reversed shortfall lapsed voided charged",
    "Rounding": "half_up half_even up",
    "Severity": "severe normal",
    "SlaClock": "operating_hours elapsed elapsed_rolled business_days_24h",
    "Topic": "support billing account on_call",
    "Verdict": "incident excluded quoted withdrawn refused on_call",
    "Window": "calendar_days hours calendar_days_exclusive",
}
"""The words of an enum in order, by its name: they are stored, and read again."""
NAMED_OTHERWISE = {"within_7_days_of_deployment": "WITHIN_WINDOW"}
"""The members whose name isn't their word in capitals."""


def kinds() -> dict[str, type[Word]]:
    """Return the enums of the library, the extras' left out."""
    modules = [each.name for each in pkgutil.iter_modules(incidentrules.__path__, "incidentrules.") if not each.ispkg]
    loaded = [importlib.import_module(name) for name in modules]
    found = [value for module in loaded for value in vars(module).values() if isinstance(value, type)]
    return {kind.__name__: kind for kind in found if issubclass(kind, Word) and kind is not Word}


def test_every_enum_has_its_words_in_order() -> None:
    assert {name: " ".join(kind) for name, kind in kinds().items()} == WORDS


@pytest.mark.parametrize("name", WORDS)
def test_a_member_is_named_after_its_word_and_is_found_by_it(name: str) -> None:
    kind = kinds()[name]
    expected = {NAMED_OTHERWISE.get(word, word.upper()): word for word in WORDS[name].split()}
    assert expected == {member: str(word) for member, word in kind.__members__.items()}
    assert [kind(word) for word in WORDS[name].split()] == list(kind)


# --- defaults

DEFAULTS: list[tuple[str, Callable[[], Any], dict[str, Any]]] = [
    (
        "Readings",
        Readings,
        {
            "sla_clock": "operating_hours",
            "business_day": "one_operating_day",
            "at_close": "close",
            "credit_basis": "per_incident",
            "multiplier_scope": "every_unit",
            "overrun": "written_off",
            "window": "calendar_days",
            "exclusion_event": "arose",
            "rounding": "half_up",
            "last_day": "corresponding_day",
        },
    ),
    (
        "Incident",
        incident,
        {
            "severity": "normal",
            "tier": None,
            "kind": "question",
            "channel": "portal",
            "topic": "support",
            "has_account": True,
            "effort": None,
            "advised_units": None,
            "replied_at": None,
            "arose_at": None,
            "deployed_at": None,
            "is_out_of_box": False,
            "follows": None,
            "changes": (),
        },
    ),
    ("Change of a tier", lambda: Change(at=at("Wed 10:00"), tier="3h"), {"severity": None}),
    ("Change of a severity", lambda: Change(at=at("Wed 10:00"), severity="severe"), {"tier": None}),
    ("Lot", lot, {"origin": "purchased", "price": None}),
    ("Drawing", drawing, {"part": 1}),
    ("Reversal", reversal, {"part": 1}),
    ("AfterHours", after_hours, {"severity": "normal"}),
    ("Charge", charge, {"rounding": "half_up", "minimum_hours": 1}),
    (
        "Account",
        account,
        dict.fromkeys(
            ["lots", "incidents", "call_outs", "after_hours", "tier_months", "voids", "posted", "reversals"], ()
        ),
    ),
    (
        "Terms.standard",
        lambda: TERMS,
        {
            "currency": "USD",
            "on_call_price": Decimal(329),
            "on_call_minimum_hours": 1,
            "business_day_length": timedelta(hours=16),
            "unit": timedelta(hours=1),
            "grace_days": 7,
            "goal": timedelta(hours=4),
            "server_credits": 2,
            "server_months": 3,
            "readings": Readings(),
        },
    ),
    (
        "Terms.desk",
        lambda: desk(),
        {
            "severe_hours": OperatingHours.parse("Mo-Fr 09:00-17:00"),
            "on_call_minimum_hours": 1,
            "business_day_length": timedelta(hours=8),
            "unit": timedelta(hours=1),
            "grace_days": 7,
            "goal": timedelta(hours=4),
            "server_credits": 2,
            "server_months": 3,
            "readings": Readings(),
        },
    ),
]


def desk(**facts: Any) -> Terms:
    """Return the terms of a desk that gives what it has to give."""
    given = {
        "hours": OperatingHours.parse("Mo-Fr 09:00-17:00"),
        "tiers": [Tier(name="day", response=timedelta(hours=8), multiplier=1)],
        "packs": [Pack(credits=10, price=500, months=12)],
        "currency": "EUR",
        "on_call_price": 120,
    }
    return Terms.desk(**{**given, **facts})


@pytest.mark.parametrize(("make", "expected"), [row[1:] for row in DEFAULTS], ids=[row[0] for row in DEFAULTS])
def test_what_is_left_out_is_the_default(make: Callable[[], Any], expected: dict[str, Any]) -> None:
    made = make()
    assert expected == {field: getattr(made, field) for field in expected}


def test_the_published_tiers_and_packs_are_these() -> None:
    hour = timedelta(hours=1)
    tiers = [(tier.name, tier.response // hour, tier.multiplier) for tier in TERMS.tiers]
    packs = [(pack.credits, int(pack.price), pack.months) for pack in TERMS.packs]
    assert tiers == [("24h", 24, 1), ("12h", 12, 2), ("6h", 6, 4), ("3h", 3, 8)]
    assert packs == [(2, 329, 3), (4, 599, 6), (8, 999, 12)]
    assert all(tier.response % hour == timedelta(0) for tier in TERMS.tiers)
    assert (str(TERMS.business_hours), str(TERMS.severe_hours)) == (
        "Mo-Fr 08:00-24:00; PH off",
        "Mo-Fr 08:00-24:00; Sa,Su,PH 09:00-20:00",
    )
