"""Terms of a desk of one's own: what it has to say, what follows from its hours, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from helpers import HOLIDAY, at, standard
from incidentrules import HolidayCalendar, IncidentRulesError, OperatingHours, Pack, Readings, Terms, Tier

TERMS = standard()
HOUR = timedelta(hours=1)

# --- the length of a business day (A2)


NINE_TO_FIVE = OperatingHours.parse("Mo-Fr 09:00-17:00")
EIGHT = 8 * HOUR


def with_hours(hours: OperatingHours, **changes: Any) -> Terms:
    return TERMS.replace(business_hours=hours, severe_hours=hours, **changes)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mo-Fr 08:00-24:00; PH off", 16),
        ("Mo-Fr 09:00-17:00; PH off", 8),
        ("Mo-Fr 09:00-12:00,13:00-18:00; PH off", 8),
        ("Tu,Th 09:00-17:00; PH 10:00-12:00", 8),
        ("Mo-Su 00:00-24:00; PH off", 24),
    ],
)
def test_a_business_day_that_is_left_open_is_the_open_time_of_a_business_weekday(text: str, hours: int) -> None:
    calendar = HolidayCalendar.from_dates([HOLIDAY], years=[2026])
    assert hours * HOUR == with_hours(OperatingHours.parse(text, holidays=calendar)).business_day_length


def test_it_follows_the_hours_that_are_replaced_unless_it_was_given() -> None:
    given = TERMS.replace(business_day_length=16 * HOUR)
    assert [TERMS.business_day_length, given.business_day_length] == [16 * HOUR] * 2
    changes: dict[str, Any] = {"business_hours": NINE_TO_FIVE, "severe_hours": NINE_TO_FIVE}
    assert [terms.replace(**changes).business_day_length for terms in (TERMS, given)] == [EIGHT, 16 * HOUR]
    assert given.replace(**changes, business_day_length=None).business_day_length == EIGHT


@pytest.mark.parametrize(
    "hours",
    [
        OperatingHours.parse("Mo-Th 08:00-20:00; Fr 08:00-14:00"),
        OperatingHours.parse("Mo-Fr 08:00-24:00; Su 10:00-12:00"),
        OperatingHours.parse("Mo-Fr 22:00-06:00"),
        NINE_TO_FIVE | OperatingHours.parse("Sa 10:00-12:00"),
        NINE_TO_FIVE.then(at("Wed 10:00"), OperatingHours.parse("Mo-Fr 08:00-24:00")),
    ],
    ids=["a short Friday", "a short Sunday", "across midnight", "joined", "switched"],
)
def test_it_has_to_be_given_where_business_days_are_not_equally_long(hours: OperatingHours) -> None:
    with pytest.raises(IncidentRulesError, match=r"business_day_length=timedelta\(hours=8\)") as caught:
        with_hours(hours)
    assert (caught.value.code, caught.value.field) == ("missing", "business_day_length")
    assert with_hours(hours, business_day_length=EIGHT).business_day_length == EIGHT


def test_equality_difference_and_fingerprint_go_by_the_figure() -> None:
    given = TERMS.replace(business_day_length=16 * HOUR)
    assert (TERMS, hash(TERMS), TERMS.fingerprint) == (given, hash(given), given.fingerprint)
    assert TERMS.difference(given) == {}
    shorter = TERMS.replace(business_day_length=EIGHT)
    assert shorter != TERMS
    assert shorter.fingerprint != TERMS.fingerprint


# --- a desk of one's own


DAY_TIER = Tier(name="day", response=EIGHT, multiplier=1)
TEN = Pack(credits=10, price=500, months=12)
BERLIN = OperatingHours.parse("Mo-Fr 09:00-17:00", tz="Europe/Berlin")


def desk(**facts: Any) -> Terms:
    given: dict[str, Any] = {"hours": BERLIN, "tiers": [DAY_TIER], "packs": [TEN], "currency": "EUR"}
    return Terms.desk(**{**given, "on_call_price": 120, **facts})


def test_a_desk_of_its_own_keeps_nothing_of_the_standard_one_by_accident() -> None:
    own = desk()
    assert (own.business_hours, own.severe_hours, own.business_day_length) == (BERLIN, BERLIN, EIGHT)
    assert ((DAY_TIER,), (TEN,), "EUR", Decimal(120)) == (own.tiers, own.packs, own.currency, own.on_call_price)
    assert str(own.tz) == "Europe/Berlin"


def test_the_figures_of_a_desk_that_are_not_said_are_those_of_the_published_terms() -> None:
    names = ["on_call_minimum_hours", "unit", "grace_days", "goal", "server_credits", "server_months", "readings"]
    assert [getattr(TERMS, name) for name in names] == [getattr(desk(), name) for name in names]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("severe_hours", OperatingHours.parse("24/7", tz="Europe/Berlin")),
        ("on_call_minimum_hours", 0),
        ("business_day_length", 7 * HOUR),
        ("unit", 2 * HOUR),
        ("grace_days", 0),
        ("goal", HOUR),
        ("server_credits", 1),
        ("server_months", None),
        ("readings", Readings(overrun="charged")),
    ],
)
def test_a_desk_says_its_own_figures(field: str, value: Any) -> None:
    assert value == getattr(desk(**{field: value}), field)
    assert desk().difference(desk(**{field: value})).keys() <= {field, "overrun"}


@pytest.mark.parametrize("missing", ["hours", "tiers", "packs", "currency", "on_call_price"])
def test_a_desk_has_hours_tiers_packs_and_prices_of_its_own(missing: str) -> None:
    given: dict[str, Any] = {"hours": BERLIN, "tiers": [DAY_TIER], "packs": [TEN], "currency": "EUR"}
    given = {name: value for name, value in {**given, "on_call_price": 120}.items() if name != missing}
    with pytest.raises(TypeError, match=f"'{missing}'"):
        Terms.desk(**given)


@pytest.mark.parametrize(
    "made",
    [
        lambda: desk(severe_hours=OperatingHours.parse("24/7")),
        lambda: TERMS.replace(business_hours=BERLIN),
        lambda: TERMS.replace(severe_hours=BERLIN),
    ],
)
def test_hours_in_two_zones_are_refused(made: Callable[[], Terms]) -> None:
    with pytest.raises(IncidentRulesError, match="Europe/Berlin") as caught:
        made()
    assert (caught.value.code, caught.value.field) == ("contradiction", "severe_hours")
