"""Both sides of a bound, defaults that are left out, ties, and orders: what a small slip would change unnoticed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from doors import DAY, NAIVE, TERMS, account, any_of, incident, month, refusal_of
from helpers import at, minutes, ticket
from incidentrules import (
    Incident,
    IncidentRulesError,
    Lot,
    OperatingHours,
    Pack,
    Period,
    Terms,
    TermsHistory,
    TierMonth,
    advise_packs,
    assess,
    compare_readings,
    plan_packs,
    settle,
)
from incidentrules.credits import last_usable_day
from incidentrules.readings import CreditBasisWord
from incidentrules.rows import read

LONG = OperatingHours.parse("Mo-Fr 08:00-24:00")
SHORT = OperatingHours.parse("Mo-Fr 09:00-17:00")
HOUR = timedelta(hours=1)
HISTORY = TermsHistory({DAY: TERMS})


def moment(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def hours_of_weekdays(start: date, end: date, each: int) -> timedelta:
    """Count by hand: so many hours on every weekday from one day until another."""
    days = (start + timedelta(days=place) for place in range((end - start).days))
    return timedelta(hours=each * sum(day.weekday() < 5 for day in days))


# --- hours that change, asked once over many years


@pytest.mark.parametrize(
    ("first", "change", "last"),
    [
        (date(2020, 1, 1), date(2023, 7, 1), date(2027, 1, 1)),
        (date(2020, 1, 1), date(2020, 1, 2), date(2026, 6, 1)),
        (date(2019, 5, 7), date(2025, 12, 31), date(2026, 1, 1)),
        (date(2010, 3, 1), date(2012, 3, 1), date(2030, 3, 1)),
    ],
)
def test_hours_that_change_are_right_when_they_are_asked_once_over_many_years(
    first: date, change: date, last: date
) -> None:
    start, switch, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, change, last))
    expected = hours_of_weekdays(first, change, 16) + hours_of_weekdays(change, last, 8)
    assert expected == LONG.then(switch, SHORT).between(start, end)
    assert -expected == LONG.then(switch, SHORT).between(end, start)
    ends = LONG.then(switch, SHORT).add(start, expected)
    assert (expected, timedelta(0)) == (LONG.then(switch, SHORT).between(start, ends), SHORT.between(ends, end))


def test_hours_that_change_twice_are_right_when_they_are_asked_once() -> None:
    """2019 to 2021 are long, 2022 to 2024 short, 2025 to 2029 long again."""
    hours = LONG.then(moment(2022, 1, 1), SHORT).then(moment(2025, 1, 1), LONG)
    expected = hours_of_weekdays(date(2019, 1, 1), date(2030, 1, 1), 16)
    expected -= hours_of_weekdays(date(2022, 1, 1), date(2025, 1, 1), 8)
    assert expected == hours.between(moment(2019, 1, 1), moment(2030, 1, 1))


# --- a business day


@pytest.mark.parametrize("length", [timedelta(0), timedelta(seconds=59), timedelta(minutes=-1)])
def test_a_business_day_of_no_length_is_refused(length: timedelta) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        TERMS.replace(business_day_length=length)
    assert (caught.value.field, caught.value.code) == ("business_day_length", "out_of_bounds")


def test_a_business_day_of_one_minute_is_none_too_short() -> None:
    assert timedelta(minutes=1) == TERMS.replace(business_day_length=minutes(1)).business_day_length
    hours = OperatingHours.parse("Mo-Fr 08:00-08:01")
    assert minutes(1) == TERMS.replace(business_hours=hours, business_day_length=None).business_day_length


# --- the months of a term


def test_a_term_lasts_a_century_at_most() -> None:
    assert date(2126, 1, 15) == last_usable_day(date(2026, 1, 15), 1200)
    assert Pack(credits=1, price=1, months=1200).months == 1200
    assert TERMS.replace(server_months=1200).server_months == 1200
    for call in (
        lambda: last_usable_day(date(2026, 1, 15), 1201),
        lambda: Pack(credits=1, price=1, months=1201),
        lambda: TERMS.replace(server_months=1201),
    ):
        with pytest.raises(IncidentRulesError, match=r"give an int from 1 to 1,200$"):
            call()


def test_the_last_day_is_the_corresponding_one_where_none_is_said() -> None:
    on = date(2026, 1, 15)
    granted = Lot.complimentary(id="S-1", on=on, credits=2, months=3)
    purchased = Lot.purchased(Pack(credits=2, price=329, months=3), id="L-1", on=on)
    days = (granted.last_usable_on, purchased.last_usable_on, last_usable_day(on, 3))
    assert (date(2026, 4, 15),) * 3 == days
    origins = (granted.origin, purchased.origin, Lot(id="x", credits=1, on=on, last_usable_on=None).origin)
    assert origins == ("complimentary", "purchased", "purchased")


def test_a_lot_without_end_is_drawn_after_one_that_lasts_to_the_last_day_there_is() -> None:
    on = date(2026, 1, 1)
    endless = Lot(id="a", credits=1, on=on, last_usable_on=None)
    last = Lot(id="b", credits=1, on=on, last_usable_on=date.max)
    assert [last, endless] == sorted([endless, last], key=lambda lot: lot.drawing_order)
    assert (True, date.max, True, on, "a") == endless.drawing_order


# --- packs without end


@pytest.mark.parametrize("months", [12, 120, 1200])
def test_a_pack_without_end_outlasts_any_other_at_the_same_price(months: int) -> None:
    long, endless = (Pack(credits=2, price=100, months=term) for term in (months, None))
    assert ([(endless,)] * 2) == [advise_packs(2, packs).packs for packs in ([long, endless], [endless, long])]
    assert (endless, endless) == advise_packs(3, [long, endless]).packs


def test_a_plan_takes_a_pack_without_end_where_only_that_one_lasts() -> None:
    long, endless = Pack(credits=2, price=100, months=1200), Pack(credits=3, price=140, months=None)
    needs = {date(2026, 1, 5): 2, date(2126, 1, 6): 1}
    assert (((date(2026, 1, 5), endless),)) == plan_packs(needs, [long, endless]).purchases


# --- months of a tier that incidents pay for


def test_a_month_of_a_tier_draws_nothing_where_incidents_pay_for_it() -> None:
    """Under per_incident a month requires nothing, draws nothing, and is no entry of the ledger."""
    settled = settle(account(tier_months=[month()], lots=[TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))]), TERMS)
    statement = settled.statement(Period.month(2026, 11))
    assert (settled.month_draw(month()), settled.month_credits(month()), settled.ledger.draws) == (0, 0, ())
    assert (statement.purchased, statement.drawn, statement.closing) == (2, 0, 2)


@pytest.mark.parametrize(("basis", "drawn", "held"), [("standing", 2, 2), ("flat", 2, 2), ("minimum", 0, 2)])
def test_a_month_of_a_tier_draws_or_asks_to_be_held_where_tiers_are_paid_by_the_month(
    basis: CreditBasisWord, drawn: int, held: int
) -> None:
    settled = settle(account(tier_months=[month()]), TERMS.with_readings(credit_basis=basis))
    assert (drawn, held) == (settled.month_draw(month()), settled.month_credits(month()))


# --- the order of what is listed


def test_the_ways_to_a_figure_are_listed_by_their_number_of_readings_then_by_name() -> None:
    compared = compare_readings(ticket("Fri 20:00", tier="6h", effort=minutes(130), advised_units=1), TERMS)
    severe = ticket("Wed 03:00", severity="severe", effort=minutes(61), deployed_at=at("Wed 02:00"))
    assert str(compared) == "\n".join(
        [
            "The answer is due",
            "  Mon 2026-11-23 10:00: as it is",
            "  Sat 2026-11-21 02:00: A1=elapsed",
            "  Mon 2026-11-23 02:00: A1=business_days_24h",
            "  Mon 2026-11-23 08:00: A1=elapsed_rolled",
            "It costs",
            "  4: as it is",
            "  0: A10=flat",
            "  1: A10=minimum; or A10=standing",
            "  3: A10=minimum and A12=charged; or A10=standing and A12=charged",
            "  6: A11=first_unit and A12=charged",
            "  12: A12=charged",
        ]
    )
    [_, night, *_] = compare_readings(severe, TERMS).deadlines
    assert str(night) == (
        "Thu 2026-11-19 03:00: A1=business_days_24h and A2=end_of_next; or A1=business_days_24h and A2=same_time; "
        "or A1=business_days_24h and A4=next_opening; or A1=elapsed and A2=end_of_next; "
        "or A1=elapsed and A2=same_time; or A1=elapsed and A4=next_opening"
    )
    [_, _, opening, _] = compare_readings(severe, TERMS).deadlines
    assert str(opening) == (
        "Thu 2026-11-19 08:00: A2=same_time; or A4=next_opening; or A1=elapsed_rolled and A2=end_of_next"
    )


# --- a reply at the end of a period


def test_a_reply_at_the_very_end_of_a_period_belongs_to_the_next_one() -> None:
    settled = settle(account(incidents=[ticket("Mon 10:00", replied_at=at("Mon 24:00"))]), TERMS)
    days = [Period.days(date(2026, 11, 1), date(2026, 11, last)) for last in (23, 24)]
    statements = [settled.statement(period) for period in days]
    assert [statement.outcome(statement.assessments[0]) for statement in statements] == ["open", "met"]


# --- an instant at a bound


@pytest.mark.parametrize(("beyond", "found"), [(-1, 0), (0, 0), (1, 1), (2, 2)])
def test_an_opening_that_is_met_for_an_instant_only_is_met(beyond: int, found: int) -> None:
    """The desk opens at 08:00; so many microseconds of it are in the interval."""
    opens = moment(2026, 11, 18, 8)
    end = opens + beyond * timedelta.resolution
    spans = [(opens, end)] if found else []
    assert spans == [(each.start, each.end) for each in LONG.intervals(opens - HOUR, end)]
    assert found * timedelta.resolution == LONG.between(opens - HOUR, end)


# --- one fact more, and another reason


def test_units_are_charged_as_advised_only_where_more_were_started() -> None:
    """Two were started; who was advised of two, or of three, was advised of all."""
    told = [assess(ticket(effort=minutes(61), advised_units=advised), TERMS).why_credits for advised in (1, 2, 3)]
    assert ["advised" in str(reason) for reason in told] == [True, False, False]
    assert "1 incident charged, as advised; 1 min of work is written off" in str(told[0])


@pytest.mark.parametrize(("effort", "is_told"), [(minutes(0), True), (minutes(1), False), (minutes(24 * 60), False)])
def test_a_deadline_tells_what_excludes_an_issue_that_else_were_withdrawn(effort: timedelta, is_told: bool) -> None:
    """Without work and reply nothing would be due, if it weren't excluded."""
    excluded = assess(ticket(deployed_at=at("Wed 09:00"), effort=effort), TERMS)
    replied = assess(ticket(deployed_at=at("Wed 09:00"), effort=effort, replied_at=at("Wed 11:00")), TERMS)
    assert [is_told, False] == ["within the 7 days" in str(each.why_due) for each in (excluded, replied)]


# --- one id, and another class


class OwnIncident(Incident):
    """An incident of a caller's own."""


class OwnMonth(TierMonth):
    """A month of a tier of a caller's own."""


@pytest.mark.parametrize(
    ("field", "fact", "own"),
    [
        ("incidents", incident(), OwnIncident(id="T-1", received_at=at("Wed 10:00"))),
        ("tier_months", month(), OwnMonth(tier="12h", year=2026, month=11)),
    ],
)
def test_facts_of_two_classes_and_one_id_are_refused(field: str, fact: Any, own: Any) -> None:
    error = refusal_of(lambda: account(**{field: [fact, own]}))
    assert (error.field, error.code) == (f"{field}.__class__", "one_id_two_contents")
    assert error.value == (type(fact), type(own))
    assert account(**{field: [own, own]}) == account(**{field: [own]})


def test_two_facts_of_a_class_of_a_callers_own_are_told_apart_by_their_fields() -> None:
    own = OwnIncident(id="T-1", received_at=at("Wed 10:00"))
    error = refusal_of(lambda: account(incidents=[own, own.replace(tier="3h")]))
    assert (error.field, error.value) == ("incidents.tier", (None, "3h"))


# --- which parameter is refused

NOTHING = any_of(None)


@pytest.mark.parametrize(
    ("call", "field", "code"),
    [
        (lambda: TERMS.during(NOTHING, DAY), "first", "wrong_type"),
        (lambda: TERMS.during(DAY, NOTHING), "last", "wrong_type"),
        (lambda: HISTORY.during(NOTHING, DAY), "first", "wrong_type"),
        (lambda: HISTORY.during(DAY, NOTHING), "last", "wrong_type"),
        (lambda: TERMS.business_day_amount(NOTHING), "since", "wrong_type"),
        (lambda: TERMS.business_day_amount(NAIVE), "since", "naive"),
        (lambda: Period.days(NOTHING, DAY), "first", "wrong_type"),
        (lambda: Period.days(DAY, NOTHING), "last", "wrong_type"),
        (lambda: Period.days(DAY, DAY - timedelta(days=1)), "last", "contradiction"),
        (lambda: Period.days(date.max, date.max), "last", "contradiction"),
    ],
)
def test_a_refusal_names_its_own_parameter(call: Callable[[], Any], field: str, code: str) -> None:
    error = refusal_of(call)
    assert (error.field, error.code) == (field, code)


def test_a_business_day_is_counted_alike_from_one_moment_in_every_zone() -> None:
    """21:00 in New York is 02:00 UTC of the day after, when the desk is closed."""
    terms = TERMS.with_readings(business_day="end_of_next")
    there = datetime(2026, 11, 18, 21, tzinfo=ZoneInfo("America/New_York"))
    assert [timedelta(hours=16)] * 2 == [terms.business_day_amount(each) for each in (there, there.astimezone(UTC))]


# --- names beside the facts of a row


@pytest.mark.parametrize(("length", "is_read"), [(1000, True), (1001, False)])
def test_a_text_beside_a_row_has_1000_characters_at_most(length: int, is_read: bool) -> None:
    row = {"id": "T-1", "received_at": "2026-11-20T20:00Z", "subject": "x" * length}
    found = read(Incident, [row], besides=["subject"])
    assert [is_read, not is_read] == [bool(found.good), bool(found.problems)]


# --- what is told of records and zones


def test_a_record_tells_each_of_its_keywords_once() -> None:
    with pytest.raises(IncidentRulesError) as caught:
        any_of(Terms)(1)
    told = [part.split("=")[0].removeprefix("write Terms(") for part in caught.value.remedy.split(", ")]
    assert sorted({*told}) == sorted(told)
    assert "business_day_length" in told


class Wrong(tzinfo):
    """A zone whose offset is of another type."""

    def utcoffset(self, _: datetime | None) -> Any:
        return 5


def test_a_zone_whose_offset_is_no_duration_has_none() -> None:
    with pytest.raises(IncidentRulesError, match="received_at has no zone"):
        incident(received_at=datetime(2026, 11, 18, 10, tzinfo=any_of(Wrong)()))
