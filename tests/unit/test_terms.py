"""The terms as one value: figures, look-ups, other readings, fingerprints, and versions over time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_DOWN, Decimal, Inexact, localcontext
from typing import Any

import attrs
import pytest

from doors import any_of
from helpers import HOLIDAY, at, standard
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
    verify,
)
from incidentrules.sla import Clock
from judgement_strategies import READINGS

TERMS = standard()
HOUR = timedelta(hours=1)


def in_zone(zone: str) -> Terms:
    hours = OperatingHours.parse("Mo-Fr 08:00-24:00", tz=zone)
    return TERMS.replace(business_hours=hours, severe_hours=hours)


def test_the_figures_are_those_that_were_published() -> None:
    expected = {
        "currency": "USD",
        "on_call_price": Decimal(329),
        "on_call_minimum_hours": 1,
        "business_day_length": 16 * HOUR,
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
    terms = TERMS.with_readings(overrun="charged").with_readings(window="hours")
    assert Readings(overrun="charged", window="hours") == terms.readings


def test_hours_and_days_are_asked_for_by_severity_and_moment() -> None:
    """A5."""
    assert [TERMS.severe_hours, TERMS.business_hours] == [TERMS.hours_for(each) for each in Severity]
    there = datetime(2026, 11, 18, 1, tzinfo=timezone(timedelta(hours=5)))
    assert [date(2026, 11, 17), date(2026, 11, 18)] == [TERMS.day_of(each) for each in (there, at("Wed 00:00"))]
    tokyo = in_zone("Asia/Tokyo")
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
            "They are usable through Sun 2027-02-28, as given (R3).",
        ),
        (
            Lot(id="L-1", credits=2, price=329, on=date(2026, 11, 30), last_usable_on=date(2027, 3, 1)),
            "They are usable through Mon 2027-03-01, as given (R3).",
        ),
        (
            Lot(id="S-1", credits=3, origin="complimentary", on=date(2026, 11, 30), last_usable_on=date(2027, 2, 28)),
            "They are usable through Sun 2027-02-28, as given (R5).",
        ),
        (
            Lot(id="S-1", credits=2, origin="complimentary", on=date(2026, 11, 30), last_usable_on=None),
            "They are usable without end, as given (R5).",
        ),
    ],
)
def test_the_last_day_of_a_lot_is_that_of_these_terms_or_was_given(lot: Lot, expected: str) -> None:
    why = TERMS.why_last_day(lot)
    told = "|".join(line.strip() for line in why.text().splitlines())
    assert expected.format("corresponding_day") == told
    assert lot.last_usable_on == why.value


def test_one_month_is_no_months() -> None:
    lot = Lot.purchased(Pack(credits=1, price=1, months=1), id="L-1", on=date(2026, 11, 2))
    terms = TERMS.replace(packs=[Pack(credits=1, price=1, months=1)])
    assert "They last 1 month (R3)." in terms.why_last_day(lot).text()


def test_the_last_day_of_other_terms_was_given_by_these() -> None:
    lot = TERMS.purchase(2, id="L-1", on=date(2026, 1, 15))
    before = TERMS.with_readings(last_day="day_before")
    assert [terms.why_last_day(lot).reading for terms in (TERMS, before)] == ["A18=corresponding_day", None]
    own = TERMS.replace(packs=[Pack(credits=2, price=329, months=None)], server_months=None)
    lots = [own.purchase(2, id="L-1", on=date(2026, 1, 15)), own.server_grant(id="S-1", on=date(2026, 1, 15))]
    assert ["without end" in own.why_last_day(each).text() for each in lots] == [True, True]


# --- fingerprints


def test_a_fingerprint_is_sixteen_digits_and_stays_what_it_is() -> None:
    """An old statement replays to the same fingerprint, on any machine; a change of this one breaks that."""
    assert FINGERPRINT == TERMS.fingerprint == standard().fingerprint


FINGERPRINT = "57b596e95ca48e06"


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
    """A8."""
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
    with pytest.raises(OutOfRangeError, match="in force before 2026-01-01") as caught:
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
    athens = in_zone("Europe/Athens")
    assert [at("Wed 00:00"), at("Wed 00:00") - 2 * HOUR] == [
        terms.start_of(date(2026, 11, 18)) for terms in (TERMS, athens)
    ]


def test_a_history_has_the_days_and_the_currency_of_its_versions() -> None:
    assert ("USD", date(2026, 11, 18)) == (HISTORY.currency, HISTORY.day_of(at("Wed 10:00")))


# --- differences


def test_a_business_day_of_another_length_is_told_beside_another_reading_of_it() -> None:
    other = TERMS.replace(business_day_length=8 * HOUR).with_readings(business_day="same_time")
    assert TERMS.difference(other) == {
        "business_day_length": (16 * HOUR, 8 * HOUR),
        "business_day": ("one_operating_day", "same_time"),
    }


OTHERS: dict[str, Any] = {
    "business_hours": OperatingHours.parse("Mo-Fr 06:00-22:00"),
    "severe_hours": OperatingHours.parse("24/7"),
    "tiers": TERMS.tiers[:2],
    "packs": TERMS.packs[:2],
    "currency": "EUR",
    "on_call_price": Decimal(330),
    "on_call_minimum_hours": 2,
    "business_day_length": 8 * HOUR,
    "unit": 2 * HOUR,
    "grace_days": 8,
    "goal": 5 * HOUR,
    "server_credits": 3,
    "server_months": None,
}


def test_every_field_of_terms_has_its_row_here() -> None:
    fields = {field.alias for field in attrs.fields(Terms) if field.init}
    assert {*OTHERS, "readings"} == fields


@pytest.mark.parametrize("name", OTHERS)
def test_a_field_that_differs_is_told_and_makes_another_fingerprint(name: str) -> None:
    other = TERMS.replace(**{name: OTHERS[name]})
    assert {name: (getattr(TERMS, name), OTHERS[name])} == TERMS.difference(other)
    assert other.fingerprint != TERMS.fingerprint


@pytest.mark.parametrize("field", READINGS)
def test_a_reading_that_differs_is_told_and_makes_another_fingerprint(field: str) -> None:
    word = READINGS[field][1]
    other = TERMS.with_readings(**any_of({field: word}))
    assert {field: (getattr(TERMS.readings, field), word)} == TERMS.difference(other)
    assert other.fingerprint != TERMS.fingerprint


# --- the caller's decimal context


@pytest.fixture(params=["three digits", "a trap on what is rounded"])
def context(request: pytest.FixtureRequest) -> Iterator[None]:
    with localcontext() as context:
        context.prec, context.rounding = 3, ROUND_DOWN
        context.traps[Inexact] = request.param == "a trap on what is rounded"
        yield


@pytest.mark.usefixtures("context")
def test_no_context_of_the_caller_changes_an_amount_or_a_fingerprint() -> None:
    dear = TERMS.replace(on_call_price="329.99")
    assert Decimal("989.97") == dear.charge(3 * HOUR).amount
    assert [Decimal("124.875"), FINGERPRINT] == [TERMS.pack(8).price_per_credit, standard().fingerprint]
    lot = TERMS.purchase(8, id="L-1", on=date(2026, 11, 2))
    assert [Decimal("124.88"), Decimal("874.12")] == [lot.value_of(0, 1), lot.value_of(1, 8)]
    reason = dear.charge(3 * HOUR).why("R19", reading="A15=half_up", currency="USD")
    assert (Decimal("989.97"), ()) == (reason.value, verify(reason))


@pytest.mark.usefixtures("context")
def test_two_prices_of_forty_digits_are_two() -> None:
    one, other = (TERMS.replace(on_call_price="329." + 39 * "0" + last) for last in "12")
    assert one.fingerprint != other.fingerprint
    assert one.difference(other) == {"on_call_price": (one.on_call_price, other.on_call_price)}


# --- what terms hand out


def test_nothing_that_terms_hand_out_can_be_changed_in_them() -> None:
    names = [name for name in dir(TERMS) if not name.startswith("_")]
    handed_out = {name: getattr(TERMS, name) for name in names}
    assert [name for name, value in handed_out.items() if isinstance(value, dict | list | set)] == []
    TERMS.difference(DEARER).clear()
    assert TERMS.difference(DEARER) == {"on_call_price": (Decimal(329), Decimal(349))}


def test_a_tier_is_there_or_not() -> None:
    assert [TERMS.has_tier(name) for name in ("24h", "3h", None, "2h")] == [True, True, True, False]


def test_a_clock_of_the_sla_is_found_by_the_severity() -> None:
    """A5."""
    clocks = [TERMS.sla_clock_of("normal"), TERMS.sla_clock_of(Severity.SEVERE)]
    assert [Clock(hours=TERMS.business_hours), Clock(hours=TERMS.severe_hours)] == clocks


def test_terms_of_any_day_are_these() -> None:
    assert TERMS is TERMS.earliest(date.min)
