"""The terms as one value: figures, look-ups, other readings, fingerprints, and versions over time."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from incidentrules import (
    HolidayCalendar,
    IncidentRulesError,
    Lot,
    OperatingHours,
    OutOfRangeError,
    Pack,
    Readings,
    Severity,
    Terms,
    TermsHistory,
    Tier,
    UnknownNameError,
)
from judgement_strategies import HOLIDAY, at, standard

TERMS = standard()
HOUR = timedelta(hours=1)


def test_the_figures_are_those_that_were_published() -> None:
    expected = {
        "currency": "USD",
        "on_call_price": Decimal(329),
        "on_call_minimum_hours": 1,
        "business_day": 16 * HOUR,
        "unit": HOUR,
        "grace_days": 7,
        "goal": 4 * HOUR,
        "server_credits": 2,
        "server_months": 3,
        "readings": Readings(),
        "tz": UTC,
    }
    assert expected == {name: getattr(TERMS, name) for name in expected}
    assert [(each.credits, int(each.price), each.months) for each in TERMS.packs] == [
        (2, 329, 3),
        (4, 599, 6),
        (8, 999, 12),
    ]
    assert [str(hours) for hours in (TERMS.business_hours, TERMS.severe_hours)] == [
        "Mo-Fr 08:00-24:00; PH off",
        "Mo-Fr 08:00-24:00; Sa,Su,PH 09:00-20:00",
    ]


@pytest.mark.parametrize(
    ("name", "hours", "multiplier", "monthly"), [("24h", 24, 1, 0), ("12h", 12, 2, 2), ("6h", 6, 4, 4), ("3h", 3, 8, 8)]
)
def test_a_tier_is_found_by_its_name(name: str, hours: int, multiplier: int, monthly: int) -> None:
    tier = TERMS.tier(name)
    assert (hours * HOUR, multiplier, monthly) == (tier.response, tier.multiplier, TERMS.monthly_credits(name))


def test_no_name_is_the_standard_tier() -> None:
    assert TERMS.standard_tier is TERMS.tier(None) is TERMS.tier("24h")
    with pytest.raises(UnknownNameError, match="known: '24h', '12h', '6h', '3h'"):
        TERMS.tier("24H")


def test_a_desk_of_its_own_replaces_what_differs() -> None:
    tier = Tier(name="8h", response=8 * HOUR, multiplier=3)
    own = TERMS.replace(tiers=[tier], currency="EUR", on_call_price="99.50")
    assert (tier, Decimal("99.50"), TERMS.packs) == (own.standard_tier, own.on_call_price, own.packs)


def test_a_reading_replaces_one_and_keeps_the_others() -> None:
    terms = TERMS.reading(overrun="charged").reading(window="hours")
    assert Readings(overrun="charged", window="hours") == terms.readings


def test_hours_and_days_are_asked_for_by_severity_and_moment() -> None:
    assert [TERMS.severe_hours, TERMS.business_hours] == [TERMS.hours_for(each) for each in Severity]
    there = datetime(2026, 11, 18, 1, tzinfo=timezone(timedelta(hours=5)))
    assert [date(2026, 11, 17), date(2026, 11, 18)] == [TERMS.day_of(each) for each in (there, at("Wed 00:00"))]
    tokyo = TERMS.replace(business_hours=OperatingHours.parse("Mo-Fr 08:00-24:00", tz="Asia/Tokyo"))
    assert date(2026, 11, 19) == tokyo.day_of(at("Wed 15:00"))


@pytest.mark.parametrize(
    ("lot", "expected"),
    [
        (
            TERMS.purchase(2, id="L-1", on=date(2026, 11, 30)),
            "They are usable through Sun 2027-02-28 (R3, A18={}).|They begin Mon 2026-11-30.|They last 3 months (R3).",
        ),
        (
            TERMS.server_grant(id="S-1", on=date(2026, 11, 30)),
            "They are usable through Sun 2027-02-28 (R5, A18={}).|They begin Mon 2026-11-30.|They last 3 months (R5).",
        ),
        (
            Lot(id="L-1", credits=2, on=date(2026, 11, 30), last_usable_on=date(2027, 2, 28)),
            "They were given as usable through Sun 2027-02-28 (R3).",
        ),
        (
            Lot(id="L-1", credits=2, price=329, on=date(2026, 11, 30), last_usable_on=date(2027, 3, 1)),
            "They were given as usable through Mon 2027-03-01 (R3).",
        ),
        (
            Lot(id="S-1", credits=3, origin="complimentary", on=date(2026, 11, 30), last_usable_on=date(2027, 2, 28)),
            "They were given as usable through Sun 2027-02-28 (R5).",
        ),
        (
            Lot(id="S-1", credits=2, origin="complimentary", on=date(2026, 11, 30), last_usable_on=None),
            "They were given as usable for good (R5).",
        ),
    ],
)
def test_the_last_day_of_a_lot_is_that_of_these_terms_or_was_given(lot: Lot, expected: str) -> None:
    why = TERMS.why_last_day(lot)
    told = "|".join(line.strip() for line in why.text.splitlines())
    assert expected.format("corresponding_day") == told
    assert lot.last_usable_on == why.value


def test_the_last_day_of_other_terms_was_given_by_these() -> None:
    lot = TERMS.purchase(2, id="L-1", on=date(2026, 1, 15))
    before = TERMS.reading(last_day="day_before")
    assert [terms.why_last_day(lot).reading for terms in (TERMS, before)] == ["A18=corresponding_day", None]
    own = TERMS.replace(packs=[Pack(credits=2, price=329, months=None)], server_months=None)
    lots = [own.purchase(2, id="L-1", on=date(2026, 1, 15)), own.server_grant(id="S-1", on=date(2026, 1, 15))]
    assert ["for good" in own.why_last_day(each).text for each in lots] == [True, True]


# --- fingerprints


def test_a_fingerprint_is_sixteen_digits_and_stays_what_it_is() -> None:
    """An old statement replays to the same fingerprint, on any machine; a change of this one breaks that."""
    assert FINGERPRINT == TERMS.fingerprint == standard().fingerprint


FINGERPRINT = "d7e26e89370e483e"


@pytest.mark.parametrize(
    "changes",
    [
        {"on_call_price": Decimal("329.00")},
        {"on_call_price": "329"},
        {"tiers": list(TERMS.tiers)},
        {"readings": Readings(overrun="written_off")},
        {
            "business_hours": OperatingHours.parse(
                "Mo-Fr 8:00-24:00; PH off", holidays=HolidayCalendar.from_dates([], years=range(1, 10_000))
            )
        },
    ],
)
def test_what_says_the_same_bears_the_same_fingerprint(changes: dict[str, Any]) -> None:
    terms = TERMS.replace(**changes)
    assert (TERMS, TERMS.fingerprint) == (terms, terms.fingerprint)


def test_no_price_has_a_sign() -> None:
    assert len({TERMS.replace(on_call_price=price).fingerprint for price in (0, "-0", Decimal("0.00"))}) == 1


def test_names_cannot_be_written_so_that_other_terms_look_alike() -> None:
    a, b = (Tier(name=name, response=HOUR, multiplier=place) for place, name in enumerate("ab", start=1))
    both = TERMS.replace(tiers=[a, b])
    told = "a', response=1:00:00, multiplier=1), (name='b"
    plain = "a, response=1:00:00, multiplier=1), (name=b"
    for name in (told, plain):
        assert both.fingerprint != TERMS.replace(tiers=[Tier(name=name, response=HOUR, multiplier=2)]).fingerprint


def test_holidays_are_part_of_the_terms() -> None:
    assert TERMS.fingerprint != standard(HOLIDAY).fingerprint


# --- versions over time


DEARER = TERMS.replace(on_call_price=349)
HISTORY = TermsHistory({date(2027, 1, 1): DEARER, date(2026, 1, 1): TERMS})


@pytest.mark.parametrize(
    ("on", "price"), [("2026-01-01", 329), ("2026-12-31", 329), ("2027-01-01", 349), ("9999-12-31", 349)]
)
def test_terms_hold_from_their_first_day_until_the_next(on: str, price: int) -> None:
    assert price == HISTORY.on(date.fromisoformat(on)).on_call_price


def test_a_day_before_the_first_version_is_an_error_and_no_guess() -> None:
    with pytest.raises(OutOfRangeError, match="held before 2026-01-01") as caught:
        HISTORY.on(date(2025, 12, 31))
    assert (caught.value.code, caught.value.field) == ("before_terms", "day")


@pytest.mark.parametrize(
    ("versions", "field", "code"),
    [
        ({}, "versions", "wrong_type"),
        (None, "versions", "wrong_type"),
        ([TERMS], "versions[0]", "wrong_type"),
        ({"2026-01-01": TERMS}, "versions[0] day", "wrong_type"),
        ({datetime(2026, 1, 1, tzinfo=UTC): TERMS}, "versions[0] day", "wrong_type"),
        ({date(2026, 1, 1): "terms"}, "versions[0]", "wrong_type"),
        ([(date(2026, 1, 1), TERMS), (date(2026, 1, 1), DEARER)], "versions", "one_id_two_contents"),
        ({date(2026, 1, 1): TERMS, date(2027, 1, 1): TERMS.replace(currency="EUR")}, "versions", "contradiction"),
    ],
)
def test_versions_are_terms_by_their_first_day_of_one_currency(versions: Any, field: str, code: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        TermsHistory(versions)
    assert (field, code) == (caught.value.field, caught.value.code)


def test_terms_are_a_history_of_one() -> None:
    assert TERMS is TERMS.on(date.min)
    assert {"on_call_price": (Decimal(329), Decimal(349))} == TERMS.difference(DEARER)
    assert TERMS.difference(standard()) == {}


def test_a_history_bears_a_fingerprint_of_its_days_and_versions() -> None:
    moved = TermsHistory({date(2026, 1, 2): TERMS, date(2027, 1, 1): DEARER})
    again = TermsHistory([(date(2026, 1, 1), standard()), (date(2027, 1, 1), DEARER)])
    assert HISTORY.fingerprint == again.fingerprint
    assert len({each.fingerprint for each in (HISTORY, moved, TERMS, DEARER)}) == 4


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-01", "2026-12-31", [TERMS]),
        ("2026-12-31", "2027-01-01", [TERMS, DEARER]),
        ("2027-01-01", "2027-01-31", [DEARER]),
        ("2025-01-01", "2025-12-31", []),
        ("2025-12-31", "2026-01-01", [TERMS]),
    ],
)
def test_the_terms_in_force_in_a_period_are_told_in_order(first: str, last: str, expected: list[Terms]) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert tuple(expected) == HISTORY.during(*days)
    assert TERMS.during(*days) == (TERMS,)


def test_a_day_begins_in_the_zone_of_the_terms() -> None:
    athens = TERMS.replace(business_hours=OperatingHours.parse("Mo-Fr 08:00-24:00", tz="Europe/Athens"))
    assert [at("Wed 00:00"), at("Wed 00:00") - 2 * HOUR] == [
        terms.start_of(date(2026, 11, 18)) for terms in (TERMS, athens)
    ]


def test_a_history_has_the_days_and_the_currency_of_its_versions() -> None:
    assert ("USD", date(2026, 11, 18)) == (HISTORY.currency, HISTORY.day_of(at("Wed 10:00")))
