"""Statements: the figures of a period, how they add up, and their reasons."""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal, Inexact, localcontext
from typing import Any

import pytest

from accounts import DECEMBER, NOVEMBER, OCTOBER, TERMS, in_short, stated, whole
from helpers import at, minutes, standard, ticket
from incidentrules import (
    Account,
    CallOut,
    HolidayCalendar,
    OperatingHours,
    OutOfRangeError,
    Period,
    Reason,
    Statement,
    TermsHistory,
    breakage,
    settle,
    verify,
)
from incidentrules.ledger import Remaining


def test_an_incident_belongs_to_the_day_that_the_clock_showed_even_if_that_day_begins_twice() -> None:
    """At 00:01 of 7 November 2010 the clocks of St. John's went back to 23:01 of the day before."""
    none = HolidayCalendar.none()
    hours = OperatingHours.parse("Mo-Su 00:00-24:00; PH off", holidays=none, tz="America/St_Johns")
    terms = TERMS.replace(business_hours=hours, severe_hours=hours)
    tickets = [
        ticket(id="first", received_at=datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC)),
        ticket(id="then", received_at=datetime(2010, 11, 7, 2, 31, 30, tzinfo=UTC)),
    ]
    settled = settle(Account(id="acme", incidents=tickets), terms)
    days = (date(2010, 11, 6), date(2010, 11, 7))
    by_day = [[one.id for one in settled.statement(Period.days(day, day)).assessments] for day in days]
    assert by_day == [["then"], ["first"]]


def test_a_statement_tells_everything_of_its_period_by_day() -> None:
    november = whole().statement(NOVEMBER)
    expected = [
        ("purchased", "L-2", 2, 0),
        ("purchased", "L-1", 4, 0),
        ("granted", "S-2", 2, 0),
        ("voided", "S-2", -2, 0),
        ("incident", "T-1", -4, 0),
        ("pending", "T-2", 0, 0),
        ("excluded", "T-3", 0, 0),
        ("quoted", "T-6", 0, 0),
        ("withdrawn", "T-7", 0, 0),
        ("refused", "T-4", 0, 0),
        ("lapsed", "S-0", -1, 0),
        ("after_hours", "W-1", 0, 0),
        ("after_hours", "W-2", 0, 0),
        ("after_hours", "W-3", 0, 0),
        ("incident", "T-5", -8, 4),
        ("call_out", "C-1", 0, 0),
    ]
    assert sorted(expected) == sorted(in_short(november))
    days = [line.on for line in november.lines]
    assert days == sorted(days)
    fifth = [line.kind for line in november.lines if line.on == date(2026, 11, 5)]
    assert fifth == ["voided", "incident", "pending", "excluded", "quoted", "withdrawn", "refused"]


def test_a_statement_s_figures_add_up() -> None:
    november = whole().statement(NOVEMBER)
    figures = {
        "opening": 3,
        "purchased": 6,
        "granted": 2,
        "drawn": 8,
        "lapsed": 1,
        "voided": 2,
        "closing": 0,
        "shortfall": 4,
        "required": 12,
    }
    assert figures == {name: getattr(november, name) for name in figures}
    assert (Decimal(329 * 3), Decimal(928)) == (november.charges, november.spent_on_packs)
    assert (november.remaining, [each.id for each in november.pending]) == ((), ["T-2"])


def test_the_months_around_it_hold_the_rest() -> None:
    settled = whole()
    october, december = settled.statement(OCTOBER), settled.statement(DECEMBER)
    assert (october.opening, october.drawn, october.closing) == (4, 1, 3)
    assert (december.opening, december.shortfall, in_short(december)) == (0, 1, [("incident", "T-9", -1, 1)])
    assert (Remaining("S-0", 1, date(2026, 11, 1)), Remaining("S-1", 2, date(2026, 11, 10))) == october.remaining


def test_the_closing_balance_gives_its_reason() -> None:
    november = whole().statement(NOVEMBER)
    expected = """\
0 at the end.
  11 at the start and added.
    3 at the start.
      4 granted before (R5).
      -1 drawn before (R18).
    6 purchased (R7).
      2 Tue 2026-11-03, lot L-2 (R7).
      4 Tue 2026-11-03, lot L-1 (R7).
    2 granted (R5).
      2 Wed 2026-11-04, lot S-2 (R5).
  11 drawn, lapsed or voided.
    1 lapsed (R8).
      1 Mon 2026-11-02, lot S-0 (R8).
    2 voided (R8).
      2 Thu 2026-11-05, lot S-2 (R8).
    8 drawn (R18).
      2 Thu 2026-11-05, lot S-1, for T-1 (R18).
      2 Thu 2026-11-05, lot L-2, for T-1 (R18).
      4 Fri 2026-11-20, lot L-1, for T-5 (R18)."""
    assert (expected, ()) == (november.why_closing.text(), verify(november.why_closing))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "charges",
            [
                "USD 987 by the hour.",
                "329 for W-1 (R16).",
                "0 for W-2 (R16).",
                "0 for W-3 (R16).",
                "658 for C-1 (R19).",
            ],
        ),
        ("spent_on_packs", ["USD 928 for packs.", "329 for L-2 (R7).", "599 for L-1 (R7)."]),
        ("required", ["12 required (R18).", "12 in 2026-11 (R18, A10=per_incident)."]),
        ("shortfall", ["4 short (R8).", "4 for T-5 (R8)."]),
    ],
)
def test_each_figure_of_a_statement_gives_its_reason(name: str, expected: list[str]) -> None:
    november = whole().statement(NOVEMBER)
    why = getattr(november, f"why_{name}")
    assert expected == [line.strip() for line in why.text(depth=1).splitlines()]
    assert (getattr(november, name), ()) == (why.value, verify(why))


@pytest.mark.parametrize("name", ["closing", "charges", "spent_on_packs", "required", "shortfall"])
def test_nothing_has_a_reason_too(name: str) -> None:
    why = getattr(stated(), f"why_{name}")
    assert (why.value, verify(why)) == (0, ())


def test_a_statement_bears_the_fingerprint_of_its_terms() -> None:
    assert (TERMS.fingerprint, TERMS) == (stated().fingerprint, stated().terms)


def test_versions_that_come_later_change_no_fingerprint_of_a_statement() -> None:
    dearer = TERMS.replace(on_call_price=400)
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 12, 15): dearer})
    found = [stated(period, history) for period in (NOVEMBER, DECEMBER, Period.month(2027, 1))]
    one, other = TERMS.fingerprint, dearer.fingerprint
    assert [one, f"{one}-{other}", other] == [statement.fingerprint for statement in found]
    assert [TERMS, dearer, dearer] == [statement.terms for statement in found]


@pytest.mark.parametrize(
    ("received", "facts", "outcome"),
    [
        (datetime(2026, 11, 18, 10, tzinfo=UTC), {"replied_at": at("Thu 10:00")}, "met"),
        (datetime(2026, 11, 18, 10, tzinfo=UTC), {"replied_at": at("Thu 10:01")}, "breached"),
        (datetime(2026, 11, 18, 10, tzinfo=UTC), {}, "breached"),
        (datetime(2026, 11, 30, 10, tzinfo=UTC), {}, "open"),
        (datetime(2026, 11, 30, 8, tzinfo=UTC), {}, "open"),
        (datetime(2026, 11, 30, 10, tzinfo=UTC), {"replied_at": datetime(2026, 12, 5, tzinfo=UTC)}, "open"),
        (datetime(2026, 11, 18, 10, tzinfo=UTC), {"channel": "phone"}, None),
    ],
)
def test_a_promise_stands_as_it_did_at_the_end_of_the_period(
    received: datetime, facts: dict[str, Any], outcome: str | None
) -> None:
    statement = stated(incidents=[ticket(received_at=received, **facts)])
    assert outcome == statement.outcome(statement.assessments[0])


def test_an_incident_belongs_to_the_period_of_its_receipt_also_when_it_is_answered_later() -> None:
    late = ticket(
        received_at=datetime(2026, 10, 31, 23, 59, tzinfo=UTC),
        replied_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        effort=minutes(5),
    )
    facts: dict[str, Any] = {"incidents": [late], "lots": [TERMS.purchase(2, id="L-1", on=date(2026, 10, 31))]}
    assert [in_short(stated(period, **facts)) for period in (OCTOBER, NOVEMBER)] == [
        [("purchased", "L-1", 2, 0), ("incident", "T-1", -1, 0)],
        [],
    ]
    assert [stated(NOVEMBER, **facts).opening, stated(NOVEMBER, **facts).closing] == [1, 1]


def test_a_statement_reaches_back_to_the_first_day_there_is() -> None:
    period = Period(start=date.min, end=date(2027, 1, 1))
    lots = [TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))]
    statement = stated(period, lots=lots)
    assert (statement.opening, statement.purchased, statement.closing) == (0, 2, 2)


# --- adding up


@pytest.mark.parametrize("period", [OCTOBER, NOVEMBER, DECEMBER, Period.quarter(2026, 4)], ids=str)
def test_the_figures_and_the_lines_of_a_statement_add_up(period: Period) -> None:
    found = whole().statement(period)
    came = found.opening + found.restated + found.purchased + found.granted + found.reversed
    assert found.closing == came - found.drawn - found.lapsed - found.voided
    assert found.closing - found.opening == sum(line.credits + line.shortfall for line in found.lines)


# --- reasons are built when somebody asks


FIGURES = (
    *("opening", "restated", "purchased", "granted", "reversed", "drawn", "lapsed", "voided", "closing", "shortfall"),
    *("required", "remaining", "impossible", "entries", "restatements", "assessments", "pending", "charges"),
    *("restated_charges", "spent_on_packs", "fingerprint", "lines"),
)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the sentences of all reasons that are built from now on."""
    sentences: list[str] = []
    make = Reason.__init__

    def counted(self: Reason, *args: Any, **facts: Any) -> None:
        sentences.append(facts.get("says", ""))
        make(self, *args, **facts)

    monkeypatch.setattr(Reason, "__init__", counted)
    return sentences


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_builds_no_reason(name: str, built: list[str]) -> None:
    statement = whole().statement(NOVEMBER)
    assert getattr(statement, name) is not None
    assert built == []


def test_a_line_builds_its_reason_when_it_is_asked_for_and_then_only() -> None:
    statement = whole().statement(NOVEMBER)
    lines = {line.id: line for line in statement.lines}
    assert repr(lines["T-1"]).startswith("Line(")
    assert lines["T-1"].why is not lines["T-1"].why


def test_what_gives_a_reason_builds_one(built: list[str]) -> None:
    statement = whole().statement(NOVEMBER)
    before = len(built)
    assert statement.why_closing.value == 0
    assert (before, len(built) > 10) == (0, True)


# --- the caller's decimal context


def test_no_context_of_the_caller_changes_a_statement() -> None:
    expected = [figures(whole().statement(period)) for period in (OCTOBER, NOVEMBER)]
    with localcontext() as context:
        context.prec, context.rounding, context.traps[Inexact] = 3, ROUND_DOWN, True
        found = [figures(whole().statement(period)) for period in (OCTOBER, NOVEMBER)]
    assert expected == found
    assert [Decimal(987), Decimal(928)] == [expected[1]["charges"], expected[1]["spent_on_packs"]]


def figures(statement: Statement) -> dict[str, Any]:
    """Return every figure, that every reason follows, and what lapsed in money."""
    names = [*FIGURES, *(name for name in dir(statement) if name.startswith("why_"))]
    wrong = [name for name in names if name.startswith("why_") and verify(getattr(statement, name))]
    lost = breakage(statement.settlement.ledger, on=statement.period.last_day)
    return {name: getattr(statement, name) for name in FIGURES} | {"wrong": wrong, "lost": lost}


def test_a_job_before_all_terms_is_asked_about_only_in_its_own_period() -> None:
    """What no terms price is refused where it is asked for, and disturbs no other month."""
    history = TermsHistory({date(2026, 6, 1): standard()})
    early = CallOut(id="c", started_at=datetime(2026, 5, 20, 3, tzinfo=UTC), duration=timedelta(hours=1))
    settled = settle(Account(id="acme", call_outs=[early]), history)
    assert settled.statement(Period.month(2026, 6)).charges == 0
    with pytest.raises(OutOfRangeError, match="precedes all versions"):
        settled.statement(Period.month(2026, 5)).lines  # noqa: B018
