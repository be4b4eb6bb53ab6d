"""A statement in words.

- what each kind of line says, and its reason
- the period's own month is left out of days; midnight is 24:00 of the day that ends
- `about`: subjects, also of what is folded; ids that are not on the statement are ignored
- sums, notes and footer
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from accounts import DECEMBER, NOVEMBER, TERMS, stated, whole
from helpers import at, minutes, ticket
from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Drawing,
    HolidayCalendar,
    IncidentRulesError,
    Lot,
    OperatingHours,
    Period,
    Reason,
    Reversal,
    Statement,
    Terms,
    TermsHistory,
    TierMonth,
    Void,
    settle,
)
from incidentrules.sheet import Row, sheet

HOLIDAYS = HolidayCalendar.from_dates([], years=range(1, 10_000))
LOT = Lot(id="L-1", credits=8, on=date(2026, 10, 1), last_usable_on=date(2027, 10, 1), price=999)


def row_of(statement: Statement, id: str = "T-1", **options: Any) -> Row:
    return next(row for row in sheet(statement, **options).rows if row.id == id)


def in_words(row: Row) -> dict[str, str]:
    """Return what a row says, but its reason."""
    return {
        name: text for name, text in attrs.asdict(row, recurse=False).items() if text and name not in ("line", "tz")
    }


# --- rows


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"effort": minutes(5)}, "incident"),
        ({"effort": minutes(5), "severity": "severe"}, "incident, severe"),
        ({}, "pending"),
        ({"severity": "severe"}, "pending, severe"),
        ({"effort": minutes(0)}, "withdrawn"),
        ({"kind": "professional_services"}, "a quote, no incident"),
        ({"topic": "on_call"}, "on call, by the hour"),
        ({"kind": "pre_sales"}, "excluded: before a sale"),
        ({"is_out_of_box": True, "deployed_at": at("Wed 09:00")}, "excluded: out of box, within 7 days"),
        ({"channel": "phone"}, "refused: not by phone"),
        ({"has_account": False}, "refused: no login"),
        ({"has_account": False, "channel": "email"}, "refused: no account"),
        ({"topic": "account", "channel": "email"}, "refused: not by e-mail"),
    ],
)
def test_a_request_says_what_became_of_it(facts: dict[str, Any], what: str) -> None:
    assert row_of(stated(incidents=[ticket(**facts)])).what == what


@pytest.mark.parametrize(("days", "what"), [(3, "excluded: within 3 days"), (1, "excluded: within 1 day")])
def test_a_window_of_other_days_says_its_days(days: int, what: str) -> None:
    terms = TERMS.replace(grace_days=days)
    statement = stated(terms=terms, incidents=[ticket(deployed_at=at("Wed 09:00"))])
    assert row_of(statement).what == what


@pytest.mark.parametrize(
    ("facts", "due", "reply"),
    [
        ({"replied_at": at("Wed 11:00")}, "Thu 19 10:00", "in time"),
        ({"replied_at": at("Fri 11:00")}, "Thu 19 10:00", "late"),
        ({}, "Thu 19 10:00", "overdue"),
        ({"received_at": at("Mon 10:00") + timedelta(days=7)}, "Tue 2026-12-01 10:00", "open"),
        ({"channel": "phone"}, "", ""),
        ({"tier": "12h", "received_at": at("Thu 12:00")}, "Thu 19 24:00", "overdue"),
    ],
)
def test_a_request_says_when_its_answer_was_due_and_how_that_went(facts: dict[str, Any], due: str, reply: str) -> None:
    row = row_of(stated(incidents=[ticket(**{"effort": minutes(5), **facts})]))
    assert (row.due, row.reply) == (due, reply)


def test_a_request_says_what_it_costs_and_what_no_lot_covered() -> None:
    lot = LOT.replace(credits=1)
    row = row_of(stated(lots=[lot], incidents=[ticket(tier="12h", effort=minutes(75))]))
    assert in_words(row) == {
        "day": "Wed 18 10:00",
        "id": "T-1",
        "what": "incident",
        "units": "2 x 2",
        "credits": "-4",
        "short": "3",
        "due": "Wed 18 22:00",
        "reply": "overdue",
    }


def test_a_pending_request_says_the_least_that_it_can_become() -> None:
    row = row_of(stated(incidents=[ticket()]))
    assert (row.what, row.units, row.credits) == ("pending", "1+ x 1", "")


def test_what_is_folded_follows_its_cause_whose_row_has_the_reason() -> None:
    incidents = [ticket(effort=minutes(50)), ticket("Fri 00:00", id="T-2", effort=minutes(20), follows="T-1")]
    cause, folded = sheet(stated(incidents=incidents), about={"T-2": "Again"}).rows
    assert in_words(folded) == {"day": "Fri 20 00:00", "id": "T-2", "about": "Again", "what": "folded into T-1"}
    assert cause.reason.splitlines()[1].startswith("  1 h 10 min of work started 2 incidents")
    assert folded.reason == "It counts as part of T-1, and the reason is told there (R22)."


def test_the_lots_say_how_long_they_are_usable() -> None:
    for_good = Lot(id="L-2", credits=2, on=date(2026, 11, 2), last_usable_on=None, origin="complimentary")
    lapses = Lot(id="L-3", credits=3, on=date(2026, 8, 1), last_usable_on=date(2026, 11, 1), price=1000)
    bought = LOT.replace(on=date(2026, 11, 3), price="1234.50")
    statement = stated(lots=[for_good, lapses, bought], voids=[Void(lot="L-2", on=date(2026, 11, 9))])
    assert [in_words(row) for row in sheet(statement).rows] == [
        {"day": "Mon 02", "id": "L-3", "what": "lapsed", "credits": "-3"},
        {"day": "Mon 02", "id": "L-2", "what": "granted, usable for good", "credits": "+2"},
        {
            "day": "Tue 03",
            "id": "L-1",
            "what": "purchased, usable through 2027-10-01",
            "credits": "+8",
            "amount": "1,234.50",
        },
        {"day": "Mon 09", "id": "L-2", "what": "voided", "credits": "-2"},
    ]


def test_a_lot_can_have_a_subject_too() -> None:
    statement = stated(lots=[LOT.replace(on=date(2026, 11, 3))])
    assert row_of(statement, "L-1", about={"L-1": "Order 4711"}).about == "Order 4711"


def test_work_by_the_hour_says_what_it_costs() -> None:
    statement = stated(
        call_outs=[CallOut(id="C-1", started_at=at("Sun 02:00"), duration=minutes(90))],
        after_hours=[
            AfterHours(id=id, started_at=at(when), duration=minutes(60), notice_accepted=accepted)
            for id, when, accepted in (
                ("W-1", "Wed 03:00", True),
                ("W-2", "Wed 03:00", False),
                ("W-3", "Wed 10:00", True),
            )
        ],
    )
    assert [(row.day, row.id, row.what, row.amount) for row in sheet(statement).rows] == [
        ("Wed 18", "W-1", "after hours: billed", "329"),
        ("Wed 18", "W-2", "after hours: refused", ""),
        ("Wed 18", "W-3", "within the hours", ""),
        ("Sun 22", "C-1", "call-out", "658"),
    ]


def test_a_month_of_a_tier_says_so() -> None:
    terms = TERMS.with_readings(credit_basis="flat")
    month = TierMonth(tier="12h", year=2026, month=11)
    row = row_of(stated(terms=terms, lots=[LOT], tier_months=[month]), month.id)
    assert in_words(row) == {
        "day": "Sun 01",
        "id": "tier 12h 2026-11",
        "what": "month of a tier",
        "credits": "-2",
    }


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def corrected() -> Statement:
    """Return a November in which October's ticket costs less than was billed, a job is longer, and a ticket is new."""
    billed = ticket(received_at=noon("2026-10-07"), effort=minutes(75))
    job = CallOut(id="C-1", started_at=noon("2026-10-08"), duration=minutes(60))
    before = settle(Account(id="acme", lots=[LOT], incidents=[billed], call_outs=[job]), TERMS)
    after = Account(
        id="acme",
        lots=[LOT],
        incidents=[
            billed.replace(effort=minutes(45)),
            ticket(id="T-2", received_at=noon("2026-10-20"), effort=minutes(5)),
        ],
        call_outs=[job.replace(duration=minutes(120))],
        posted=before.ledger.drawings,
        reversals=[Reversal(draw="T-1", lot="L-1", credits=1, on=date(2026, 11, 5))],
    )
    return settle(after, TERMS).statement(NOVEMBER, billed=before)


def test_what_is_restated_and_given_back_says_so() -> None:
    assert [in_words(row) for row in sheet(corrected()).rows] == [
        {"day": "Thu 2026-10-08", "id": "C-1", "what": "restated: charged", "amount": "329"},
        {"day": "Tue 2026-10-20", "id": "T-2", "what": "restated: drawn", "credits": "-1"},
        {"day": "Thu 05", "id": "T-1", "what": "given back to lot L-1", "credits": "+1"},
    ]
    assert sheet(corrected()).sums == (
        "Credits: 6 at the start - 1 restated + 1 given back = 6 at the end",
        "By the hour, restated: USD 329",
    )


def test_what_was_posted_for_a_draw_that_is_gone_says_its_lot() -> None:
    posted = [Drawing(draw="T-0", lot="L-1", credits=2, on=date(2026, 11, 4))]
    row = row_of(stated(lots=[LOT], posted=posted), "T-0")
    assert (row.what, row.credits) == ("drawn as billed, from lot L-1", "-2")


def test_every_row_has_a_reason_down_to_the_rules() -> None:
    rows = sheet(whole().statement(NOVEMBER)).rows
    assert len(rows) == 17
    assert [row.id for row in rows if "(R" not in row.reason] == []


def test_the_reason_of_a_request_says_what_it_costs_and_when_its_answer_was_due() -> None:
    lines = row_of(whole().statement(NOVEMBER)).reason.splitlines()
    assert lines[0] == "It costs 4 credits: 2 x 2 (R18, A11=every_unit)."
    assert "The answer is due Thu 2026-11-05 22:00 UTC, the earliest that was promised (R18)." in lines


# --- days and zones


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        (NOVEMBER, "Wed 18 10:00"),
        (Period.days(date(2026, 11, 18), date(2026, 11, 18)), "Wed 18 10:00"),
        (Period.quarter(2026, 4), "Wed 2026-11-18 10:00"),
        (Period.days(date(2025, 11, 1), date(2026, 11, 30)), "Wed 2026-11-18 10:00"),
    ],
)
def test_year_and_month_are_left_out_where_they_are_the_whole_statements(period: Period, shown: str) -> None:
    assert row_of(stated(period, incidents=[ticket()])).day == shown


def test_what_comes_at_midnight_comes_at_0_00_and_what_is_due_then_is_due_at_24_00() -> None:
    statement = stated(DECEMBER, incidents=[ticket(received_at=noon("2026-12-01").replace(hour=0), tier="24h")])
    assert (row_of(statement).day, row_of(statement).due) == ("Tue 01 00:00", "Tue 01 24:00")


@pytest.mark.parametrize("tz", ["America/New_York", ZoneInfo("America/New_York")])
def test_moments_are_told_in_the_zone_that_is_asked_for(tz: Any) -> None:
    statement = stated(incidents=[ticket()])
    told = sheet(statement, tz=tz)
    assert (told.rows[0].day, told.rows[0].due) == ("Wed 18 05:00", "Thu 19 05:00")
    assert "due Thu 2026-11-19 05:00 America/New_York" in told.rows[0].reason
    assert told.footer[0] == "Times are those of America/New_York, days of UTC."
    assert sheet(statement, tz="Etc/UTC") == sheet(statement)


# --- subjects


def test_ids_that_are_not_on_the_statement_are_ignored() -> None:
    statement = stated(incidents=[ticket()])
    assert sheet(statement, about={"T-9": "x", "L-1": 5}) == sheet(statement)  # type: ignore[dict-item]


PERSIAN = "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
"""Two parts of a word, which a joiner keeps apart."""


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Mail is slow", "Mail is slow"),
        ("in\ttwo\r\nlines\xa0here", "in two  lines here"),
        ("\x1b[31mred\x07", "\N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER}"),
        ("txt.\u202eexe", "txt.\N{REPLACEMENT CHARACTER}exe"),
        ("\ud800", "\N{REPLACEMENT CHARACTER}"),
        (
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("=1+1", "=1+1"),
    ],
)
def test_a_subject_is_shown_without_what_a_terminal_takes_for_a_command(subject: str, shown: str) -> None:
    assert row_of(stated(incidents=[ticket()]), about={"T-1": subject}).about == shown


@pytest.mark.parametrize(
    ("statement", "options", "told"),
    [
        ("statement", {}, "statement has to be a Statement, got 'statement': give settle(account, terms).statement("),
        (whole(), {}, "statement has to be a Statement, got "),
        (stated(), {"about": ["T-1"]}, "about has to be a mapping of ids to texts, got ['T-1']: give {"),
        (stated(incidents=[ticket()]), {"about": {"T-1": None}}, "about['T-1'] has to be a text, got None: say in"),
        (
            stated(),
            {"tz": "Europe/Berln"},
            "tz is no zone that is known here, got 'Europe/Berln': write ",
        ),
    ],
)
def test_what_cannot_be_put_in_words_is_refused(statement: Any, options: dict[str, Any], told: str) -> None:
    with pytest.raises(IncidentRulesError) as refused:
        sheet(statement, **options)
    assert str(refused.value).startswith(told)


# --- sums, notes and footer


def test_the_sums_name_what_moved_and_leave_out_what_is_nothing() -> None:
    assert sheet(stated()).sums == ("Credits: 0 at the start = 0 at the end",)
    assert sheet(whole().statement(NOVEMBER)).sums == (
        "Credits: 3 at the start + 6 purchased + 2 granted - 8 drawn - 1 lapsed - 2 voided = 0 at the end",
        "Packs: USD 928",
        "By the hour: USD 987",
    )


def test_the_notes_name_what_is_usable_and_what_fell_short() -> None:
    for_good = Lot(id="L-2", credits=2, on=date(2026, 11, 2), last_usable_on=None, origin="complimentary")
    assert sheet(stated(lots=[LOT, for_good])).notes == ("Usable: 8 through 2027-10-01, 2 for good",)
    assert sheet(whole().statement(NOVEMBER)).notes == (
        "Short: 4 credits that nothing covered; the cheapest packs: 1 of 4, USD 599",
    )
    six = [ticket(tier="6h", effort=minutes(75)), ticket(id="T-2", tier="12h", effort=minutes(5))]
    assert sheet(stated(lots=[LOT.replace(credits=4)], incidents=six)).notes == (
        "Short: 6 credits that nothing covered; the cheapest packs: 1 of 4 and 1 of 2, USD 928",
    )


def test_a_shortfall_of_one_credit_is_in_the_singular() -> None:
    assert sheet(stated(incidents=[ticket(effort=minutes(5))])).notes == (
        "Short: 1 credit that nothing covered; the cheapest packs: 1 of 2, USD 329",
    )


def test_a_shortfall_past_all_advice_is_still_told() -> None:
    huge = [ticket(tier="3h", effort=timedelta(hours=2501), advised_units=2501)]
    assert sheet(stated(incidents=huge)).notes == ("Short: 20008 credits that nothing covered",)


def test_the_notes_name_what_was_written_off() -> None:
    notes = sheet(stated(lots=[LOT], incidents=[ticket(effort=minutes(75), advised_units=1)])).notes
    assert notes[-1] == "Written off: 15 min of work on T-1 that the customer was not advised of"


def test_the_notes_name_posted_drawings_that_their_lot_cannot_give() -> None:
    posted = [Drawing(draw="T-0", lot="L-9", credits=2, on=date(2026, 11, 4))]
    (note,) = sheet(stated(posted=posted)).notes
    assert note.startswith("Impossible: 2 for T-0 from lot L-9, as ")


def test_the_footer_says_by_what_the_statement_was_drawn_up() -> None:
    zone, readings, holidays, terms = sheet(stated()).footer
    assert zone == "Days and times are those of UTC."
    assert readings == "Readings: the defaults."
    assert holidays == f"Holidays: given dates ({HOLIDAYS.digest})."
    assert terms == f"Terms: {TERMS.fingerprint}."


def test_the_footer_says_other_readings_and_where_the_holidays_are_from() -> None:
    calendar = HolidayCalendar([], range(2026, 2028), "the \x1b[2Jcity")
    terms = Terms.standard(holidays=calendar).with_readings(overrun="charged", credit_basis="flat")
    _, readings, holidays, _ = sheet(stated(terms=terms)).footer
    assert readings == "Readings: A10=flat, A12=charged."
    assert holidays == f"Holidays: the \N{REPLACEMENT CHARACTER}[2Jcity ({calendar.digest})."


def test_the_footer_says_that_the_hours_know_no_holidays() -> None:
    hours = OperatingHours.parse("Mo-Fr 09:00-17:00")
    terms = TERMS.replace(business_hours=hours)
    assert sheet(stated(terms=terms)).footer[2] == "Holidays: none."


def test_the_footer_says_every_version_of_the_terms_in_the_period() -> None:
    dearer = TERMS.replace(on_call_price=400)
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 11, 15): dearer})
    assert sheet(stated(terms=history)).footer[-1] == f"Terms: {TERMS.fingerprint}-{dearer.fingerprint}."


def test_no_reason_is_worded_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text and Markdown show none, and a statement may have thousands of lines."""
    monkeypatch.setattr(Reason, "text", None)
    november = sheet(whole().statement(NOVEMBER))
    assert "T-1" in str(november)
    assert "T-1" in november.markdown()
