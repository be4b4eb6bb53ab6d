"""What an error says, and bad input at the doors of terms, judgements and accounts."""

import copy
import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from doors import (
    CONFLICT,
    DAY,
    LAST,
    NAIVE,
    NAME,
    RANGE,
    TERMS,
    TYPE,
    VALUE,
    Door,
    Localizing,
    Vague,
    account,
    after_hours,
    any_of,
    call_out,
    change,
    check_copies,
    check_refusal,
    draw,
    incident,
    month,
    pack,
    refusal_of,
    tier,
)
from helpers import at, minutes, ticket
from incidentrules import (
    Assessment,
    ConflictError,
    HolidayCalendar,
    IncidentRulesError,
    InvalidTypeError,
    InvalidValueError,
    OperatingHours,
    OutOfRangeError,
    Period,
    Readings,
    Reason,
    Settlement,
    Statement,
    Terms,
    Tier,
    UnknownNameError,
    assess,
    queue,
    settle,
    verify,
)
from incidentrules.errors import shown

NOVEMBER = Period.month(2026, 11)
SHORT_FRIDAY = OperatingHours.parse("Mo-Th 08:00-20:00; Fr 08:00-14:00")
BERLIN = OperatingHours.parse("Mo-Fr 08:00-24:00", tz="Europe/Berlin")
WHY = Reason("R25", 2)

DOORS: list[Door] = [
    # terms and readings
    (lambda: tier(name=""), VALUE, "no_text", "name"),
    (lambda: tier(response=minutes(0)), VALUE, "out_of_bounds", "response"),
    (lambda: tier(response=3), TYPE, "wrong_type", "response"),
    (lambda: tier(multiplier=0), VALUE, "out_of_bounds", "multiplier"),
    (lambda: Terms.standard(holidays=any_of(None)), TYPE, "wrong_type", "holidays"),
    (lambda: Terms.standard(holidays=any_of([DAY])), TYPE, "wrong_type", "holidays"),
    (lambda: TERMS.replace(**any_of({"prices": 1})), NAME, "unknown_name", "changes"),
    (lambda: TERMS.replace(tiers=[]), VALUE, "empty", "tiers"),
    (lambda: TERMS.replace(tiers=any_of("12h")), TYPE, "wrong_type", "tiers"),
    (lambda: TERMS.replace(tiers=[tier(), tier(multiplier=2)]), CONFLICT, "one_id_two_contents", "tiers"),
    (lambda: TERMS.replace(packs=[]), VALUE, "empty", "packs"),
    (lambda: TERMS.replace(packs=[pack(), pack(price=1)]), CONFLICT, "one_id_two_contents", "packs"),
    (lambda: TERMS.replace(business_hours=any_of("Mo-Fr 08:00-24:00")), TYPE, "wrong_type", "business_hours"),
    (lambda: TERMS.replace(severe_hours=any_of(None)), TYPE, "wrong_type", "severe_hours"),
    (lambda: TERMS.replace(currency=""), VALUE, "no_text", "currency"),
    (lambda: TERMS.replace(on_call_price=any_of(329.0)), TYPE, "wrong_type", "on_call_price"),
    (lambda: TERMS.replace(on_call_minimum_hours=-1), VALUE, "out_of_bounds", "on_call_minimum_hours"),
    (lambda: TERMS.replace(business_day_length=any_of(16)), TYPE, "wrong_type", "business_day_length"),
    (lambda: TERMS.replace(business_day_length=minutes(0)), VALUE, "out_of_bounds", "business_day_length"),
    (lambda: TERMS.replace(business_hours=SHORT_FRIDAY), VALUE, "missing", "business_day_length"),
    (lambda: TERMS.replace(severe_hours=BERLIN), VALUE, "contradiction", "severe_hours"),
    (lambda: TERMS.has_tier(any_of(["12h"])), TYPE, "wrong_type", "tier"),
    (lambda: TERMS.replace(unit=minutes(0)), VALUE, "out_of_bounds", "unit"),
    (lambda: TERMS.replace(grace_days=-1), VALUE, "out_of_bounds", "grace_days"),
    (lambda: TERMS.replace(grace_days=10**6), VALUE, "out_of_bounds", "grace_days"),
    (lambda: TERMS.replace(goal=minutes(0)), VALUE, "out_of_bounds", "goal"),
    (lambda: TERMS.replace(server_credits=0), VALUE, "out_of_bounds", "server_credits"),
    (lambda: TERMS.replace(server_months=0), VALUE, "out_of_bounds", "server_months"),
    (lambda: TERMS.replace(readings=any_of({"overrun": "charged"})), TYPE, "wrong_type", "readings"),
    (lambda: TERMS.with_readings(overrun=any_of("free")), VALUE, "unknown_word", "overrun"),
    (lambda: TERMS.with_readings(**any_of({"sla": "elapsed"})), NAME, "unknown_name", "changes"),
    (lambda: TERMS.tier("2h"), NAME, "unknown_name", "tier"),
    (lambda: TERMS.tier(any_of(["12h"])), TYPE, "wrong_type", "tier"),
    (lambda: TERMS.pack(3), NAME, "unknown_name", "credits"),
    (lambda: TERMS.pack(any_of("2")), TYPE, "wrong_type", "credits"),
    (lambda: TERMS.pack(True), TYPE, "wrong_type", "credits"),
    (lambda: TERMS.purchase(3, id="L-1", on=DAY), NAME, "unknown_name", "credits"),
    (lambda: TERMS.purchase(2, id="L-1", on=NAIVE), TYPE, "wrong_type", "on"),
    (lambda: TERMS.server_grant(id="", on=DAY), VALUE, "no_text", "id"),
    (lambda: TERMS.monthly_credits("2h"), NAME, "unknown_name", "tier"),
    (lambda: TERMS.hours_for(any_of("grave")), VALUE, "unknown_word", "severity"),
    (lambda: TERMS.sla_clock_of(any_of("grave")), VALUE, "unknown_word", "severity"),
    (lambda: TERMS.sla_clock_of(any_of([])), TYPE, "wrong_type", "severity"),
    (lambda: TERMS.sla_clock(any_of("24/7")), TYPE, "wrong_type", "serving"),
    (lambda: TERMS.business_day_amount(NAIVE), VALUE, "naive", "since"),
    (lambda: TERMS.difference(any_of(None)), TYPE, "wrong_type", "other"),
    (lambda: TERMS.day_of(NAIVE), VALUE, "naive", "at"),
    (lambda: Readings(sla_clock=any_of("clock")), VALUE, "unknown_word", "sla_clock"),
    (lambda: Readings(window=any_of(7)), TYPE, "wrong_type", "window"),
    (lambda: Readings().cite("A1"), NAME, "unknown_name", "field"),
    # judgements
    (lambda: assess(any_of("T-1"), TERMS), TYPE, "wrong_type", "incident"),
    (lambda: assess(incident(), any_of(None)), TYPE, "wrong_type", "terms"),
    (lambda: assess(incident(), TERMS, folded=any_of("T-2")), TYPE, "wrong_type", "folded"),
    (lambda: assess(incident(), TERMS, folded=any_of(["T-2"])), TYPE, "wrong_type", "folded[0]"),
    (lambda: assess(incident(), TERMS, folded=[incident()]), CONFLICT, "one_id_two_contents", "folded"),
    (
        lambda: assess(incident(), TERMS, folded=[ticket(id="T-2"), ticket(id="T-2", tier="3h")]),
        CONFLICT,
        "one_id_two_contents",
        "folded",
    ),
    (lambda: assess(incident(), TERMS, folded=any_of(None)), TYPE, "wrong_type", "folded"),
    (lambda: assess(incident(), TERMS, folded=any_of("")), TYPE, "wrong_type", "folded"),
    (lambda: assess(incident(tier="2h"), TERMS), NAME, "unknown_name", "tier"),
    (lambda: assess(incident(changes=[change(tier="2h")]), TERMS), NAME, "unknown_name", "tier"),
    (lambda: assess(incident(), TERMS).outcome(), VALUE, "missing", "at"),
    (lambda: assess(incident(), TERMS).outcome(at=NAIVE), VALUE, "naive", "at"),
    (lambda: assess(incident(channel="phone"), TERMS).due_at, VALUE, "not_owed", "response"),
    (lambda: assess(incident(channel="phone"), TERMS).goal_at, VALUE, "not_owed", "response"),
    (lambda: assess(incident(channel="phone"), TERMS).why_due, VALUE, "not_owed", "response"),
    (lambda: assess(incident(received_at=LAST), TERMS).due_at, RANGE, "never", "at"),
    (
        lambda: (
            assess(incident(), Terms.standard(holidays=HolidayCalendar.from_dates([], years=range(2020, 2021)))).due_at
        ),
        RANGE,
        "outside_calendar",
        "day",
    ),
    (lambda: any_of(assess(incident(), TERMS).response).outcome(NAIVE), VALUE, "naive", "replied_at"),
    (lambda: any_of(assess(incident(), TERMS).response).time_left(at=DAY), TYPE, "wrong_type", "at"),
    (lambda: assess(incident(effort=minutes(0)), TERMS).due_at, VALUE, "not_owed", "response"),
    (lambda: assess(incident(topic="on_call"), TERMS).outcome(at=at("Wed 10:00")), VALUE, "not_owed", "response"),
    (lambda: assess(incident(), TERMS).time_left(at=NAIVE), VALUE, "naive", "at"),
    (lambda: queue(any_of([1])), TYPE, "wrong_type", "assessments[0]"),
    (lambda: queue(any_of(1)), TYPE, "wrong_type", "assessments"),
    (lambda: queue(any_of([incident()])), TYPE, "wrong_type", "assessments[0]"),
    (lambda: queue([assess(incident(channel="phone"), TERMS)]), VALUE, "not_owed", "response"),
    (lambda: verify(any_of("why")), TYPE, "wrong_type", "reason"),
    # accounts
    (lambda: month(tier=""), VALUE, "no_text", "tier"),
    (lambda: month(year=0), VALUE, "out_of_bounds", "year"),
    (lambda: month(month=13), VALUE, "out_of_bounds", "month"),
    (lambda: month(month=True), TYPE, "wrong_type", "month"),
    (lambda: Period(start=DAY, end=DAY), VALUE, "contradiction", "end"),
    (lambda: Period.days(DAY, date(2025, 12, 31)), VALUE, "contradiction", "last"),
    (lambda: Period.days(DAY, date.max), VALUE, "contradiction", "last"),
    (lambda: Period.days(DAY, NAIVE), TYPE, "wrong_type", "last"),
    (lambda: Period.days(any_of("2026-01-01"), DAY), TYPE, "wrong_type", "first"),
    (lambda: Period(start=DAY, end=NAIVE), TYPE, "wrong_type", "end"),
    (lambda: Period(start=any_of("2026-01-01"), end=DAY), TYPE, "wrong_type", "start"),
    (lambda: Period.month(2026, 0), VALUE, "out_of_bounds", "month"),
    (lambda: Period.month(9999, 12), VALUE, "out_of_bounds", "year"),
    (lambda: Period.quarter(2026, 5), VALUE, "out_of_bounds", "quarter"),
    (lambda: at("Wed 10:00") in Period.month(2026, 11), TYPE, "wrong_type", "day"),
    (lambda: account(id=""), VALUE, "no_text", "id"),
    (lambda: account(lots=[2]), TYPE, "wrong_type", "lots[0]"),
    (lambda: account(incidents=incident()), TYPE, "wrong_type", "incidents"),
    (lambda: account(call_outs=[{}]), TYPE, "wrong_type", "call_outs[0]"),
    (lambda: account(call_outs="C-1"), TYPE, "wrong_type", "call_outs"),
    (lambda: account(after_hours=[call_out()]), TYPE, "wrong_type", "after_hours[0]"),
    (lambda: account(tier_months=["12h"]), TYPE, "wrong_type", "tier_months[0]"),
    (lambda: account(voids=[DAY]), TYPE, "wrong_type", "voids[0]"),
    (lambda: account(posted=[draw()]), TYPE, "wrong_type", "posted[0]"),
    (lambda: account(reversals=[draw()]), TYPE, "wrong_type", "reversals[0]"),
    (
        lambda: account(call_outs=[call_out(), call_out(duration=minutes(6))]),
        CONFLICT,
        "one_id_two_contents",
        "call_outs.duration",
    ),
    (
        lambda: account(after_hours=[after_hours(), after_hours(notice_accepted=False)]),
        CONFLICT,
        "one_id_two_contents",
        "after_hours.notice_accepted",
    ),
    (lambda: settle(any_of("acme"), TERMS), TYPE, "wrong_type", "account"),
    (lambda: settle(account(), any_of(None)), TYPE, "wrong_type", "terms"),
    (lambda: settle(account(tier_months=[month(tier="2h")]), TERMS), NAME, "unknown_name", "tier"),
    (lambda: settle(account(incidents=[incident(tier="2h")]), TERMS), NAME, "unknown_name", "tier"),
    (
        lambda: settle(account(incidents=[incident(), incident(effort=minutes(1))]), TERMS),
        CONFLICT,
        "one_id_two_contents",
        "incidents.effort",
    ),
    (
        lambda: settle(
            account(incidents=[incident(id="tier 12h 2026-11", tier="12h")]),
            TERMS.with_readings(credit_basis="standing"),
        ),
        CONFLICT,
        "one_id_two_contents",
        "incidents.id",
    ),
    (
        lambda: settle(account(incidents=[incident(id="tier 12h 2026-11")], tier_months=[month()]), TERMS),
        CONFLICT,
        "one_id_two_contents",
        "incidents.id",
    ),
    (lambda: settle(account(), TERMS).statement(any_of("2026-11")), TYPE, "wrong_type", "period"),
    (lambda: settle(account(), TERMS).day_of(any_of(incident())), TYPE, "wrong_type", "assessed"),
    (
        lambda: settle(account(), TERMS).statement(Period.month(2026, 11)).outcome(any_of("T-1")),
        TYPE,
        "wrong_type",
        "assessed",
    ),
    (lambda: settle(account(), TERMS).terms_of(any_of("12h")), TYPE, "wrong_type", "month"),
    (lambda: settle(account(), TERMS).statement(NOVEMBER, billed=any_of(1)), TYPE, "wrong_type", "billed"),
    (
        lambda: settle(account(), TERMS).statement(NOVEMBER, billed=settle(account(id="other"), TERMS)),
        VALUE,
        "contradiction",
        "billed",
    ),
    (lambda: Statement(any_of(account()), NOVEMBER), TYPE, "wrong_type", "settlement"),
    (lambda: Settlement(any_of("acme"), TERMS), TYPE, "wrong_type", "account"),
    (lambda: Settlement(account(tier_months=[month(tier="2h")]), TERMS), NAME, "unknown_name", "tier"),
    (lambda: Assessment(incident(tier="2h"), TERMS), NAME, "unknown_name", "tier"),
    (lambda: Assessment(incident(), any_of(None)), TYPE, "wrong_type", "terms"),
    (lambda: Assessment(incident(), TERMS, any_of([1])), TYPE, "wrong_type", "folded[0]"),
    (lambda: Assessment(incident(), TERMS, [incident()]), CONFLICT, "one_id_two_contents", "folded"),
    # reasons and letters
    (lambda: WHY.text(tz="Nowhere"), VALUE, "unknown_zone", "tz"),
    (lambda: WHY.text(tz=any_of(5)), TYPE, "wrong_type", "tz"),
    (lambda: WHY.text(tz=any_of(Vague)()), VALUE, "unknown_zone", "tz"),
    (lambda: WHY.text(tz=any_of(Localizing)()), VALUE, "unknown_zone", "tz"),
    (lambda: WHY.text(depth=-1), VALUE, "out_of_bounds", "depth"),
    (lambda: WHY.text(depth=True), TYPE, "wrong_type", "depth"),
    (lambda: WHY.text(cite=any_of(None)), TYPE, "wrong_type", "cite"),
    (lambda: assess(incident(), TERMS).explain(tz="Nowhere"), VALUE, "unknown_zone", "tz"),
    (lambda: assess(incident(), TERMS).explain(cite=any_of(1)), TYPE, "wrong_type", "cite"),
    (lambda: assess(incident(), TERMS).explain(name=""), VALUE, "no_text", "name"),
]


@pytest.mark.parametrize("door", DOORS, ids=range(len(DOORS)))
def test_bad_input_is_refused_with_code_field_value_and_remedy(door: Door) -> None:
    check_refusal(door)


@pytest.mark.parametrize("door", DOORS, ids=range(len(DOORS)))
def test_an_error_survives_a_pickle_and_a_copy(door: Door) -> None:
    check_copies(door)


@pytest.mark.parametrize(
    ("kind", "built_in"),
    [
        (InvalidValueError, ValueError),
        (InvalidTypeError, TypeError),
        (UnknownNameError, LookupError),
        (OutOfRangeError, LookupError),
        (ConflictError, ValueError),
    ],
)
def test_an_error_is_also_the_built_in_that_a_caller_would_catch(
    kind: type[IncidentRulesError], built_in: type[Exception]
) -> None:
    assert issubclass(kind, IncidentRulesError)
    assert issubclass(kind, built_in)


class Broken:
    """A value that can't even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", "'x'"),
        ("x" * 78, "'" + "x" * 78 + "'"),
        ("x" * 79, "'" + "x" * 78 + "…"),
        ([1, "a\nb"], "[1, 'a\\nb']"),
        (Broken(), "<Broken whose repr fails>"),
    ],
)
def test_a_message_shows_a_value_on_one_line_of_80_characters(value: object, expected: str) -> None:
    assert expected == shown(value)


def test_many_long_names_still_make_a_message_that_can_be_read() -> None:
    tiers = [Tier(name=f"{place:03}" + "x" * 190, response=minutes(60), multiplier=1) for place in range(50)]
    with pytest.raises(UnknownNameError) as caught:
        TERMS.replace(tiers=tiers).tier("y" * 200)
    assert len(str(caught.value)) < 24 * 84 + 300
    assert str(caught.value).endswith("…, …")


def test_a_tier_that_is_not_there_is_told_with_the_incident_that_names_it() -> None:
    with pytest.raises(UnknownNameError, match="tier of the terms that incident 'T-7' is judged by"):
        settle(account(incidents=[incident(), incident(id="T-7", tier="2h")]), TERMS)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            lambda: assess(incident(id="i", channel="phone"), TERMS).due_at,
            "response is not owed for the incident 'i', got 'refused': ask only where response is not None",
        ),
        (
            lambda: TERMS.replace(**any_of({"hours": 3})),
            "changes names no field of Terms, got 'hours': known: 'business_hours', 'severe_hours', 'tiers', ",
        ),
        (
            lambda: any_of(Tier)("8h", minutes(480), 2),
            "Tier takes keywords only, got '8h': write Tier(name=..., response=..., multiplier=...)",
        ),
    ],
)
def test_a_message_names_what_is_wrong_and_what_to_write(call: Callable[[], Any], expected: str) -> None:
    assert str(refusal_of(call)).replace("did you mean 'business_hours'? ", "").startswith(expected)


def test_a_note_survives_a_pickle_and_a_copy() -> None:
    error = refusal_of(lambda: pack(credits=0))
    error.add_note("row 7 of packs.csv")
    for again in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert again.__notes__ == ["row 7 of packs.csv"]
        assert str(error) == str(again)
