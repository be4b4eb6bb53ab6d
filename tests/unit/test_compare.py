"""The same incidents at other tiers, and under other readings."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from helpers import at, day, minutes, standard, ticket
from incidentrules import (
    Account,
    Change,
    Incident,
    IncidentRulesError,
    Period,
    Severity,
    TermsHistory,
    Tier,
    TierMonth,
    UnknownNameError,
    compare_readings,
    compare_tiers,
    settle,
)
from incidentrules.compare import Alternative
from judgement_strategies import READINGS, TIERS

TERMS = standard()
BASES: tuple[Any, ...] = ("per_incident", "standing", "flat", "minimum")


def received(month: int, on: int, hour: int = 10) -> datetime:
    return datetime(2026, month, on, hour, tzinfo=UTC)


def issues(*efforts: int, month: int = 11) -> list[Incident]:
    """Return incidents of a month, by their minutes."""
    return [
        Incident(id=f"{month}-{place}", received_at=received(month, place + 2), effort=minutes(effort))
        for place, effort in enumerate(efforts)
    ]


# --- one ticket at each tier


def test_one_ticket_has_a_deadline_and_a_price_at_each_tier() -> None:
    compared = compare_tiers(ticket("Wed 15:00", effort=minutes(75)), TERMS)
    expected = [
        ("24h", 2, (at("Thu 15:00"),)),
        ("12h", 4, (at("Thu 11:00"),)),
        ("6h", 8, (at("Wed 21:00"),)),
        ("3h", 16, (at("Wed 18:00"),)),
    ]
    assert expected == [(each.tier.name, each.credits, each.due_at) for each in compared]
    assert compared.on_call == Decimal(329)


def test_severity_stays_and_tiers_that_are_named_are_left_aside() -> None:
    """The changes of severity count at every tier, those of tier at none; one that isn't on sale does no harm."""
    changes = [
        Change(at=at("Sat 12:00"), severity=Severity.SEVERE, tier="3h"),
        Change(at=at("Sat 13:00"), tier="6h"),
    ]
    compared = compare_tiers(ticket("Fri 23:00", tier="of old", effort=minutes(30), changes=changes), TERMS)
    assert (at("Sat 14:00"),) == compared["3h"].due_at
    assert {each.tier.name: each.credits for each in compared} == {"24h": 1, "12h": 2, "6h": 4, "3h": 8}


def test_what_is_pending_costs_the_least_that_it_can_and_nothing_on_call() -> None:
    compared = compare_tiers(ticket(), TERMS)
    assert [each.credits for each in compared] == [1, 2, 4, 8]
    assert compared.on_call == Decimal(0)


def test_what_does_not_count_costs_nothing_and_is_due_as_at_the_standard_tier() -> None:
    compared = compare_tiers(ticket("Wed 15:00", kind="pre_sales", effort=minutes(90)), TERMS)
    assert [(0, (at("Thu 15:00"),))] * 4 == [(each.credits, each.due_at) for each in compared]
    assert compared.on_call == Decimal(658)


def test_what_is_not_admitted_has_no_deadline_at_any_tier() -> None:
    compared = compare_tiers([ticket(channel="phone", replied_at=at("Wed 11:00")), *issues(30)], TERMS)
    assert [(len(each.due_at), each.kept) for each in compared] == [(1, 0)] * 4
    assert compared.replies == 0


def test_consequences_share_the_hour_of_their_cause() -> None:
    cause, effect = ticket(id="a", effort=minutes(30)), ticket("Wed 11:00", id="b", follows="a", effort=minutes(30))
    compared = compare_tiers([effect, cause], TERMS)
    assert ([1, 2, 4, 8], Decimal(329)) == ([each.credits for each in compared], compared.on_call)


# --- a quarter at each tier


@pytest.mark.parametrize(
    ("efforts", "tier", "expected"),
    [
        ([30, 30, 30], "24h", [3, 3, 3, 3]),
        ([30, 30, 30], "12h", [6, 5, 2, 3]),
        ([90, 20], "6h", [12, 7, 4, 4]),
        ([30], "3h", [8, 9, 8, 8]),
        ([90, 20], "24h", [3, 3, 3, 3]),
    ],
)
def test_a_month_costs_what_the_basis_says(efforts: list[int], tier: str, expected: list[int]) -> None:
    assert expected == [
        compare_tiers(issues(*efforts), TERMS.with_readings(credit_basis=basis))[tier].credits for basis in BASES
    ]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [("per_incident", 10 + 0 + 2), ("standing", 7 + 2 + 3), ("flat", 2 + 2 + 2), ("minimum", 5 + 2 + 2)],
)
def test_months_are_counted_one_by_one_those_between_too(basis: Any, expected: int) -> None:
    """Five in October and one in December: a month without any requires what holding the tier does (A10)."""
    quarter = [*issues(30, 30, 30, 30, 30, month=10), *issues(30, month=12)]
    assert expected == compare_tiers(quarter, TERMS.with_readings(credit_basis=basis))["12h"].credits


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("tier", TIERS)
def test_a_quarter_costs_what_its_statement_would_require(basis: Any, tier: str) -> None:
    terms = TERMS.with_readings(credit_basis=basis)
    quarter = [*issues(30, 61, 90, month=10), *issues(200, month=12)]
    held = [TierMonth(tier=tier, year=2026, month=month) for month in (10, 11, 12)] if tier != "24h" else []
    asked = [Incident(id=each.id, received_at=each.received_at, effort=each.effort, tier=tier) for each in quarter]
    account = Account(id="acme", incidents=asked, tier_months=held)
    stated = settle(account, terms).statement(Period.quarter(2026, 4))
    assert stated.required == compare_tiers(quarter, terms)[tier].credits


def test_a_faster_tier_keeps_fewer_of_the_same_replies() -> None:
    """Of replies after so many hours those in time are counted, at the deadline itself too; one is still open."""
    gone = [2, 3, 5, 6, 8, 12, 13, 16]
    answered = [
        Incident(id=str(hours), received_at=received(11, 18, 8), replied_at=received(11, 18, 8) + minutes(60 * hours))
        for hours in gone
    ]
    compared = compare_tiers([*answered, Incident(id="open", received_at=received(11, 18, 8))], TERMS)
    assert {each.tier.name: each.kept for each in compared} == {"24h": 8, "12h": 6, "6h": 4, "3h": 2}
    assert compared.replies == 8


def test_deadlines_stand_in_the_order_of_receipt() -> None:
    compared = compare_tiers([ticket("Thu 10:00", id="late"), ticket("Wed 10:00", id="early")], TERMS)
    assert (at("Wed 22:00"), at("Thu 22:00")) == compared["12h"].due_at


def test_on_call_each_incident_is_a_job_of_its_own() -> None:
    compared = compare_tiers(issues(1, 89, 90, 0), TERMS)
    assert compared.on_call == Decimal(4 * 329)


def test_each_month_goes_by_its_own_terms_and_tiers_are_those_of_all_versions() -> None:
    """November is flat and takes 2; December takes 3 for a tier that stands by itself, and 1 for its incident."""
    dearer = TERMS.replace(tiers=[TERMS.tiers[0], Tier(name="12h", response=minutes(720), multiplier=3)])
    flat, standing = TERMS.with_readings(credit_basis="flat"), dearer.with_readings(credit_basis="standing")
    history = TermsHistory({day("2026-01-01"): flat, day("2026-12-01"): standing})
    compared = compare_tiers([*issues(30, 30, month=11), *issues(30, month=12)], history)
    assert {each.tier.name: each.credits for each in compared} == {"24h": 3, "12h": 2 + 3 + 1}


def test_versions_without_a_tier_in_common_cannot_be_compared() -> None:
    other = TERMS.replace(tiers=[Tier(name="1 day", response=minutes(1440), multiplier=1)])
    history = TermsHistory({day("2026-01-01"): TERMS, day("2026-12-01"): other})
    with pytest.raises(IncidentRulesError, match="no tier in common") as caught:
        compare_tiers([*issues(30, month=11), *issues(30, month=12)], history)
    assert (caught.value.code, caught.value.value) == ("no_tier", ["24h", "1 day"])
    assert [each.tier.name for each in compare_tiers(issues(30, month=12), history)] == ["1 day"]


def test_a_tier_is_asked_for_by_its_name() -> None:
    compared = compare_tiers(ticket(), TERMS)
    assert compared["3h"] is compared.tiers[3]
    with pytest.raises(UnknownNameError, match="known: '24h', '12h', '6h', '3h'"):
        compared["1h"]


@pytest.mark.parametrize(
    ("incidents", "terms", "field"),
    [
        ([], TERMS, "incidents"),
        (None, TERMS, "incidents"),
        (["T-1"], TERMS, "incidents[0]"),
        ([ticket()], None, "terms"),
        ([ticket(), ticket("Wed 11:00")], TERMS, "incidents.received_at"),
    ],
)
def test_what_cannot_be_compared_is_refused(incidents: Any, terms: Any, field: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        compare_tiers(incidents, terms)
    assert field == caught.value.field


# --- readings: deadlines

CLOCKS = READINGS["sla_clock"]
DAYS = READINGS["business_day"]
SLA = {
    ("Wed 10:00", "24h"): ("Thu 18:00", "Thu 10:00", "Thu 10:00", "Thu 10:00"),
    ("Fri 20:00", "24h"): ("Tue 12:00", "Sat 20:00", "Mon 08:00", "Mon 20:00"),
    ("Wed 15:00", "12h"): ("Thu 11:00", "Thu 03:00", "Thu 08:00", "Thu 03:00"),
    ("Wed 22:00", "3h"): ("Thu 09:00", "Thu 01:00", "Thu 08:00", "Thu 01:00"),
    ("Sat 12:00", "24h"): ("Tue 16:00", "Sun 12:00", "Mon 08:00", "Mon 24:00"),
    ("Wed 03:00", "24h"): ("Thu 16:00", "Thu 03:00", "Thu 08:00", "Thu 03:00"),
    ("Wed 21:00", "3h"): ("Wed 24:00", "Wed 24:00", "Thu 08:00", "Wed 24:00"),
}
"""By the readings of A1."""
BUSINESS_DAY = {
    "Wed 10:00": ("Thu 10:00", "Thu 10:00", "Thu 24:00"),
    "Fri 20:00": ("Mon 20:00", "Mon 20:00", "Mon 24:00"),
    "Wed 15:00": ("Thu 15:00", "Thu 15:00", "Thu 24:00"),
    "Wed 22:00": ("Thu 22:00", "Thu 22:00", "Thu 24:00"),
    "Sat 12:00": ("Mon 24:00", "Tue 08:00", "Mon 24:00"),
    "Wed 03:00": ("Wed 24:00", "Thu 08:00", "Thu 24:00"),
    "Wed 21:00": ("Thu 21:00", "Thu 21:00", "Thu 24:00"),
}
"""By the readings of A2."""
NEXT_OPENING = {"Wed 24:00": "Thu 08:00", "Thu 24:00": "Fri 08:00", "Mon 24:00": "Tue 08:00"}
"""Where the closes of the tables land under the other reading of A4."""


def lands(text: str, clock: str, at_close: str) -> datetime:
    """Return where a target of the tables lands: elapsed time and whole days have no close at midnight."""
    rolls = at_close == "next_opening" and clock in ("operating_hours", *DAYS)
    return at(NEXT_OPENING.get(text, text) if rolls else text)


@pytest.mark.parametrize(("when", "tier"), SLA)
def test_every_deadline_of_the_worked_tables_is_told(when: str, tier: str) -> None:
    expected = {
        min(lands(sla, clock, at_close), lands(business_day, reading, at_close))
        for clock, sla in zip(CLOCKS, SLA[when, tier], strict=True)
        for reading, business_day in zip(DAYS, BUSINESS_DAY[when], strict=True)
        for at_close in ("close", "next_opening")
    }
    compared = compare_readings(ticket(when, tier=tier), TERMS)
    assert expected == {each.value for each in compared.deadlines}
    assert min(at(SLA[when, tier][0]), at(BUSINESS_DAY[when][0])) == compared.deadlines[0].value
    assert compared.deadlines[0].readings == ((),)


def test_a_deadline_is_told_with_the_fewest_readings_that_lead_to_it() -> None:
    compared = compare_readings(ticket("Wed 15:00", tier="12h", effort=minutes(75)), TERMS)
    assert str(compared) == (
        "The answer is due\n"
        "  Thu 2026-11-19 11:00: as it is\n"
        "  Thu 2026-11-19 03:00: A1=business_days_24h; or A1=elapsed\n"
        "  Thu 2026-11-19 08:00: A1=elapsed_rolled\n"
        "It costs\n"
        "  4: as it is\n"
        "  0: A10=flat\n"
        "  2: A10=minimum; or A10=standing\n"
        "  3: A11=first_unit"
    )
    assert compared.is_disputable


def test_several_ways_to_a_deadline_are_told_and_none_that_holds_another() -> None:
    """Of the ways to one value, A4 beside A2 is left out where A2 alone leads there."""
    found = {each.value: each.readings for each in compare_readings(ticket("Sat 12:00"), TERMS).deadlines}
    assert found[at("Tue 08:00")] == (("A2=same_time",), ("A4=next_opening",))
    later = {each.value: each.readings for each in compare_readings(ticket("Wed 10:00"), TERMS).deadlines}
    assert {at("Thu 10:00"): ((),), at("Thu 18:00"): (("A2=end_of_next",),)} == later


def test_a_deadline_that_only_two_readings_together_make_is_found() -> None:
    """Under elapsed hours the business day never governs, so that neither A1 nor A2 alone leads there."""
    compared = compare_readings(ticket("Sat 12:00"), TERMS.with_readings(sla_clock="elapsed"))
    found = {each.value: each.readings for each in compared.deadlines}
    assert found[at("Tue 08:00")] == (("A1=operating_hours", "A2=same_time"), ("A1=operating_hours", "A4=next_opening"))


@pytest.mark.parametrize(
    "facts",
    [
        {"severity": "severe", "tier": "3h", "effort": minutes(60), "replied_at": at("Wed 10:05")},
        {"channel": "phone"},
        {"effort": minutes(0)},
    ],
)
def test_where_no_reading_matters_that_is_said(facts: dict[str, Any]) -> None:
    basis_matters = facts.get("tier") is not None
    compared = compare_readings(ticket("Wed 10:00", **facts), TERMS)
    assert str(compared).startswith("The answer is due ")
    assert str(compared).splitlines()[0].endswith(": as it is; no reading matters here")
    assert basis_matters is compared.is_disputable


def test_where_no_answer_is_owed_it_is_due_never() -> None:
    compared = compare_readings(ticket(channel="phone"), TERMS)
    assert str(compared) == (
        "The answer is due never, as none is owed: as it is; no reading matters here\n"
        "It costs 0: as it is; no reading matters here"
    )


def test_readings_decide_whether_an_answer_is_owed_at_all() -> None:
    """Withdrawn, or excluded and answered all the same: what is due is a moment, several, or none."""
    facts: dict[str, Any] = {"effort": minutes(0), "arose_at": at("Wed 10:00"), "deployed_at": at("Wed 09:00")}
    withdrawn = ticket("Fri 10:00", **facts)
    excluded = compare_readings(withdrawn, TERMS.replace(grace_days=1))
    assert excluded.deadlines[0] == Alternative(at("Mon 10:00"), ((),))
    assert {each.value: each.readings for each in excluded.deadlines}[None] == (("A14=received",),)
    present = compare_readings(withdrawn, TERMS.replace(grace_days=1).with_readings(exclusion_event="received"))
    assert present.deadlines[0] == Alternative(None, ((),))
    assert {each.value: each.readings for each in present.deadlines}[at("Mon 10:00")] == (("A14=arose",),)


# --- readings: costs


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"effort": minutes(60)}, {1: ["as it is"]}),
        ({"effort": minutes(61), "advised_units": 1}, {1: ["as it is"], 2: ["A12=charged"]}),
        (
            {"effort": minutes(75), "advised_units": 1, "tier": "12h"},
            {
                2: ["as it is"],
                0: ["A10=flat"],
                1: ["A10=minimum", "A10=standing"],
                3: ["A11=first_unit and A12=charged"],
                4: ["A12=charged"],
            },
        ),
        (
            {"effort": minutes(121), "tier": "6h"},
            {12: ["as it is"], 0: ["A10=flat"], 3: ["A10=minimum", "A10=standing"], 6: ["A11=first_unit"]},
        ),
    ],
)
def test_every_cost_is_told_with_the_readings_that_lead_to_it(
    facts: dict[str, Any], expected: dict[int, list[str]]
) -> None:
    compared = compare_readings(ticket(**facts), TERMS)
    found = {each.value: [" and ".join(way) or "as it is" for way in each.readings] for each in compared.costs}
    assert expected == found
    assert next(iter(expected)) == compared.costs[0].value


def test_an_excluded_ticket_is_disputed_by_the_window_and_its_event() -> None:
    deployed, arose, received_at = at("Wed 12:00"), at("Sat 11:00"), at("Sun 11:00")
    terms = TERMS.replace(grace_days=3)
    incident = Incident(
        id="T-1", received_at=received_at, arose_at=arose, deployed_at=deployed, effort=minutes(30), tier="12h"
    )
    compared = compare_readings(incident, terms)
    found = {each.value: each.readings for each in compared.costs}
    assert compared.costs[0] == Alternative(0, ((),))
    assert found[2] == (("A13=calendar_days_exclusive",), ("A14=received",))
    # Excluded it is owed a business day, and else the tier's twelve hours.
    due = {each.value: each.readings for each in compared.deadlines}
    assert due[at("Mon 20:00")] == (("A13=calendar_days_exclusive",), ("A14=received",))
    assert due[at("Mon 24:00")] == ((),)


def test_readings_that_only_others_bring_into_play_are_tried_too() -> None:
    """A second unit is charged under another reading of A12 alone, and only then can A11 matter."""
    compared = compare_readings(ticket(effort=minutes(61), advised_units=1, tier="12h"), TERMS)
    assert {each.value: each.readings for each in compared.costs}[3] == (("A11=first_unit", "A12=charged"),)
    flat = compare_readings(ticket(effort=minutes(61), tier="12h"), TERMS.with_readings(credit_basis="flat"))
    assert {0, 2, 3, 4} == {each.value for each in flat.costs}
    assert {each.value: each.readings for each in flat.costs}[3] == (("A10=per_incident", "A11=first_unit"),)


def test_what_folds_in_is_compared_too() -> None:
    effect = ticket("Wed 11:00", id="T-2", follows="T-1", effort=minutes(31))
    compared = compare_readings(ticket(effort=minutes(30), advised_units=1), TERMS, folded=[effect])
    assert [each.value for each in compared.costs] == [1, 2]


def test_the_terms_of_the_day_of_receipt_are_compared() -> None:
    charged = TERMS.with_readings(overrun="charged")
    history = TermsHistory({day("2026-01-01"): TERMS, day("2026-11-18"): charged})
    facts: dict[str, Any] = {"effort": minutes(61), "advised_units": 1}
    assert [each.value for each in compare_readings(ticket("Wed 10:00", **facts), history).costs] == [2, 1]
