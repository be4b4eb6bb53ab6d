"""Every limit that a caller can meet, on both sides: what is just taken, and what is just refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from doors import DAY, TERMS, account, after_hours, any_of, call_out, incident, lot, pack
from helpers import at, minutes
from incidentrules import (
    CallOut,
    Draw,
    Drawing,
    HolidayCalendar,
    IncidentRulesError,
    OperatingHours,
    Period,
    Reversal,
    Tier,
    TierMonth,
    advise_packs,
    assess,
    plan_packs,
)
from incidentrules._checks import suggested
from incidentrules._rows.table import at_most
from incidentrules.cost import credits, required, units, written_off  # noqa: A004
from incidentrules.errors import shown
from incidentrules.exclusion import last_free_moment
from incidentrules.oncall import Charge

BILLION = 10**9
CENTURY = timedelta(days=36_600)
BIG = pack(credits=20_000, price=1)

LIMITS: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
    ("an id of 200 characters", lambda: incident(id="x" * 200), lambda: incident(id="x" * 201)),
    ("a billion credits", lambda: lot(credits=BILLION), lambda: lot(credits=BILLION + 1)),
    ("one credit", lambda: lot(credits=1), lambda: lot(credits=0)),
    ("effort of a century", lambda: incident(effort=CENTURY), lambda: incident(effort=CENTURY + timedelta.resolution)),
    ("no effort", lambda: incident(effort=minutes(0)), lambda: incident(effort=-timedelta.resolution)),
    ("a price of nothing", lambda: pack(price=0), lambda: pack(price=Decimal("-0.01"))),
    ("a price of 10^15", lambda: pack(price=10**15), lambda: pack(price=10**15 + 1)),
    ("50 decimal places", lambda: pack(price=Decimal(1).scaleb(-50)), lambda: pack(price=Decimal(1).scaleb(-51))),
    ("a grace of a century", lambda: TERMS.replace(grace_days=36_500), lambda: TERMS.replace(grace_days=36_501)),
    ("no grace", lambda: TERMS.replace(grace_days=0), lambda: TERMS.replace(grace_days=-1)),
    ("no minimum", lambda: TERMS.replace(on_call_minimum_hours=0), lambda: TERMS.replace(on_call_minimum_hours=-1)),
    ("a unit of a minute", lambda: TERMS.replace(unit=minutes(1)), lambda: TERMS.replace(unit=timedelta(seconds=59))),
    ("a goal of a minute", lambda: TERMS.replace(goal=minutes(1)), lambda: TERMS.replace(goal=timedelta(seconds=59))),
    (
        "a tier of a minute",
        lambda: Tier(name="1m", response=minutes(1), multiplier=1),
        lambda: Tier(name="1m", response=timedelta(seconds=59), multiplier=1),
    ),
    ("a server's credit", lambda: TERMS.replace(server_credits=1), lambda: TERMS.replace(server_credits=0)),
    ("a server's month", lambda: TERMS.replace(server_months=1), lambda: TERMS.replace(server_months=0)),
    ("20,000 credits to buy", lambda: advise_packs(20_000, [BIG]), lambda: advise_packs(20_001, [BIG])),
    (
        "a pack of 20,000 to buy",
        lambda: advise_packs(1, [BIG]),
        lambda: advise_packs(1, [pack(credits=20_001, price=1)]),
    ),
    ("20,000 credits to plan", lambda: plan_packs({DAY: 20_000}, [BIG]), lambda: plan_packs({DAY: 20_001}, [BIG])),
    (
        "no months to last",
        lambda: advise_packs(1, [BIG], usable_for_months=0),
        lambda: any_of(advise_packs)(1, [BIG], usable_for_months=-1),
    ),
    ("December", lambda: Period.month(9998, 12), lambda: Period.month(2026, 13)),
    ("January of year 1", lambda: Period.month(1, 1), lambda: Period.month(0, 1)),
    ("the last month", lambda: Period.month(9998, 12), lambda: Period.month(9999, 1)),
    ("the last quarter", lambda: Period.quarter(9998, 4), lambda: Period.quarter(2026, 0)),
    (
        "a month of a tier",
        lambda: TierMonth(tier="12h", year=1, month=1),
        lambda: TierMonth(tier="12h", year=1, month=0),
    ),
    (
        "a year of a tier",
        lambda: TierMonth(tier="12h", year=1, month=12),
        lambda: TierMonth(tier="12h", year=0, month=12),
    ),
    ("a first part", lambda: drawing(part=1), lambda: drawing(part=0)),
    ("a drawing of one", lambda: drawing(credits=1), lambda: drawing(credits=0)),
    ("a reversal of one", lambda: reversal(1), lambda: reversal(0)),
    ("a draw of one", lambda: Draw(id="d", on=DAY, credits=1), lambda: Draw(id="d", on=DAY, credits=0)),
    ("a call-out of no time", lambda: call(minutes(0)), lambda: call(minutes(-1))),
    ("units of no incident", lambda: credits(0), lambda: credits(-1)),
    ("no multiplier", lambda: credits(1, multiplier=0), lambda: credits(1, multiplier=-1)),
    ("nothing used", lambda: required("flat", monthly=[0], used=0), lambda: required("flat", monthly=[0], used=-1)),
    ("nothing monthly", lambda: required("flat", monthly=[0]), lambda: required("flat", monthly=[-1])),
    ("one that was advised", lambda: units(minutes(1), advised=1), lambda: units(minutes(1), advised=0)),
    ("nothing written off", lambda: written_off(minutes(1), units=0), lambda: written_off(minutes(1), units=-1)),
    (
        "an instant's unit to write off",
        lambda: written_off(minutes(0), units=1, unit=timedelta.resolution),
        lambda: written_off(minutes(0), units=1, unit=minutes(0)),
    ),
    ("an id of work", lambda: after_hours(id="W"), lambda: after_hours(id="")),
    ("an id of a call-out", lambda: call_out(id="C"), lambda: call_out(id="")),
    (
        "an instant's unit",
        lambda: units(minutes(0), unit=timedelta.resolution),
        lambda: units(minutes(0), unit=minutes(0)),
    ),
    (
        "no days free",
        lambda: last_free_moment(at("Wed 10:00"), days=0),
        lambda: last_free_moment(at("Wed 10:00"), days=-1),
    ),
    ("no hours at least", lambda: charge(0), lambda: charge(-1)),
    (
        "no depth",
        lambda: assess(incident(), TERMS).why_due.text(depth=0),
        lambda: assess(incident(), TERMS).why_due.text(depth=-1),
    ),
    (
        "100,000 characters",
        lambda: OperatingHours.parse("24/7".ljust(100_000)),
        lambda: OperatingHours.parse("24/7".ljust(100_001)),
    ),
    ("year 1", lambda: HolidayCalendar.from_dates([], years=[1]), lambda: HolidayCalendar.from_dates([], years=[0])),
    (
        "year 9999",
        lambda: HolidayCalendar.from_dates([], years=[9999]),
        lambda: HolidayCalendar.from_dates([], years=[10_000]),
    ),
    ("a million rows", lambda: at_most("rows", range(1_000_000)), lambda: at_most("rows", range(1_000_001))),
    ("lots of one account", lambda: account(lots=[lot(), lot()]), lambda: account(lots=[lot(), lot(credits=3)])),
    ("places in a lot", lambda: lot(price=9).value_of(0, 2), lambda: lot(price=9).value_of(0, 3)),
    ("places from one on", lambda: lot(price=9).value_of(2, 2), lambda: lot(price=9).value_of(2, 1)),
    ("the last day there is", lambda: Period.days(DAY, date(9999, 12, 30)), lambda: Period.days(DAY, date.max)),
]


def drawing(**facts: Any) -> Drawing:
    return Drawing(**{"draw": "d", "lot": "L-1", "credits": 1, "on": DAY, **facts})


def reversal(count: int) -> Reversal:
    return Reversal(draw="d", lot="L-1", credits=count, on=DAY)


def call(duration: timedelta) -> CallOut:
    return CallOut(id="C-1", started_at=at("Wed 10:00"), duration=duration)


def charge(least: int) -> Charge:
    return Charge(duration=minutes(5), price_per_hour=329, minimum_hours=least)


@pytest.mark.parametrize(("taken", "refused"), [limit[1:] for limit in LIMITS], ids=[limit[0] for limit in LIMITS])
def test_what_is_at_the_limit_is_taken_and_what_is_past_it_is_refused(
    taken: Callable[[], Any], refused: Callable[[], Any]
) -> None:
    taken()
    with pytest.raises(IncidentRulesError):
        refused()


def test_a_value_is_shown_by_80_characters_at_most() -> None:
    whole, cut = shown("x" * 78), shown("x" * 79)
    assert (f"'{'x' * 78}'", 80, 80) == (whole, len(whole), len(cut))
    assert cut.endswith("…")


@pytest.mark.parametrize(("length", "is_compared"), [(64, True), (65, False)])
def test_a_name_of_64_characters_is_compared_with_the_known_ones(length: int, is_compared: bool) -> None:
    assert is_compared == bool(suggested("x" * length, ["x" * (length - 1) + "y"[: length - 63]]))


@pytest.mark.parametrize(("count", "is_compared"), [(1000, True), (1001, False)])
def test_the_first_1000_known_names_are_compared(count: int, is_compared: bool) -> None:
    known = [*(f"{place:04}" for place in range(count - 1)), "severity"]
    assert is_compared == bool(suggested("sevrity", known))


@pytest.mark.parametrize(("name", "is_near"), [("abcdexxx", False), ("abcdefgx", True), ("abcdefxx", False)])
def test_names_are_near_where_four_fifths_of_them_are_alike(name: str, is_near: bool) -> None:
    assert is_near == bool(suggested(name, ["abcdefgh"]))


def test_moments_reach_to_the_ends_of_the_years() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert (first, last) == (incident(received_at=first).received_at, incident(received_at=last).received_at)


def test_a_text_of_200_characters_is_corrected_and_a_longer_one_is_not() -> None:
    remedies = []
    for length in (200, 201):
        with pytest.raises(IncidentRulesError) as caught:
            OperatingHours.parse("mo-Fr 08:00-24:00".ljust(length))
        remedies.append(caught.value.remedy)
    assert ['write "Mo-Fr 08:00-24:00"' in remedy for remedy in remedies] == [True, False], remedies
