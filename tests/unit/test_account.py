"""An account: its settlement, and statements of any period."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from incidentrules import (
    Account,
    AfterHours,
    AfterHoursJudgement,
    Assessment,
    CallOut,
    Change,
    Charge,
    Drawing,
    Incident,
    Line,
    LineKind,
    Lot,
    OperatingHours,
    Period,
    Remaining,
    Settlement,
    Statement,
    Terms,
    TermsHistory,
    TierMonth,
    Void,
    settle,
    verify,
)
from judgement_strategies import at, day, minutes, standard, ticket

TERMS = standard()
OCTOBER, NOVEMBER, DECEMBER = (Period.month(2026, month) for month in (10, 11, 12))
BASES = ("per_incident", "standing", "flat", "minimum")


def stated(period: Period = NOVEMBER, terms: Terms | TermsHistory = TERMS, **facts: Any) -> Statement:
    return settle(Account(id="acme", **facts), terms).statement(period)


def told(statement: Statement) -> list[tuple[str, str, int, int]]:
    return [(line.kind, line.id, line.credits, line.shortfall) for line in statement.lines]


# --- periods


@pytest.mark.parametrize(
    ("period", "start", "last", "months"),
    [
        (Period.month(2026, 2), "2026-02-01", "2026-02-28", 1),
        (Period.month(2028, 2), "2028-02-01", "2028-02-29", 1),
        (Period.month(2026, 12), "2026-12-01", "2026-12-31", 1),
        (Period.quarter(2026, 1), "2026-01-01", "2026-03-31", 3),
        (Period.quarter(2026, 4), "2026-10-01", "2026-12-31", 3),
        (Period(date(2026, 1, 15), date(2026, 3, 2)), "2026-01-15", "2026-03-01", 3),
    ],
)
def test_a_period_is_half_open(period: Period, start: str, last: str, months: int) -> None:
    assert (day(start), day(last)) == (period.start, period.last_day)
    assert [each in period for each in (period.start, period.last_day, period.end)] == [True, True, False]
    assert (months, f"{start} to {last}") == (len(list(period.months)), str(period))


def test_periods_go_by_their_start() -> None:
    assert sorted([NOVEMBER, OCTOBER]) == [OCTOBER, NOVEMBER]


def test_the_month_of_a_tier_draws_on_its_first_day_under_its_own_id() -> None:
    month = TierMonth(tier="12h", year=2026, month=3)
    assert ("tier 12h 2026-03", date(2026, 3, 1)) == (month.id, month.on)


# --- what a month requires (A10)


@pytest.mark.parametrize(
    ("tier", "efforts", "expected"),
    [
        ("12h", [30, 30, 30], [6, 5, 2, 3]),
        ("12h", [], [0, 2, 2, 2]),
        ("6h", [90, 20], [12, 7, 4, 4]),
        ("24h", [30, 30, 30], [3, 3, 3, 3]),
    ],
)
def test_a_month_requires_what_the_basis_says(tier: str, efforts: list[int], expected: list[int]) -> None:
    incidents = [ticket(id=f"T-{place}", tier=tier, effort=minutes(spent)) for place, spent in enumerate(efforts)]
    months = [TierMonth(tier=tier, year=2026, month=11)]
    found = [
        stated(terms=TERMS.reading(credit_basis=basis), incidents=incidents, tier_months=months) for basis in BASES
    ]
    assert expected == [statement.required for statement in found]
    assert [statement.drawn for statement in found] == [0, 0, 0, 0]


def test_a_minimum_is_held_month_by_month() -> None:
    incidents = [ticket(id=f"T-{place}", tier="12h", effort=minutes(5)) for place in range(3)]
    months = [TierMonth(tier=tier, year=2026, month=month) for tier, month in (("12h", 11), ("6h", 11), ("12h", 12))]
    terms = TERMS.reading(credit_basis="minimum")
    periods = (NOVEMBER, DECEMBER, Period.quarter(2026, 4))
    assert [stated(period, terms, incidents=incidents, tier_months=months).required for period in periods] == [4, 2, 6]


def test_a_standing_tier_draws_on_the_first_of_the_month_before_any_incident() -> None:
    statement = stated(
        terms=TERMS.reading(credit_basis="standing"),
        lots=[TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))],
        incidents=[ticket(id="T-1", received_at=datetime(2026, 11, 1, 0, tzinfo=UTC), tier="12h", effort=minutes(5))],
        tier_months=[TierMonth(tier="12h", year=2026, month=11)],
    )
    expected = [("purchased", "L-1", 2, 0), ("tier_month", "tier 12h 2026-11", -2, 0), ("incident", "T-1", -1, 1)]
    assert (expected, 3, 2, 1) == (told(statement), statement.required, statement.drawn, statement.shortfall)
    assert statement.lines[1].why.text == (
        "A month of the 12h tier takes 2 (R18, A10=standing).\n  The 12h tier multiplies by 2 (R18)."
    )


@pytest.mark.parametrize(
    ("basis", "required", "drawn"), [("per_incident", 3, 3), ("standing", 12, 12), ("flat", 11, 11), ("minimum", 8, 2)]
)
def test_the_months_of_tiers_that_incidents_name_are_held(basis: str, required: int, drawn: int) -> None:
    """A tier given, or changed to, is held in the month; the standard one, and one of a refused request, is not."""
    incidents = [
        ticket(id="T-1", tier="12h", effort=minutes(5)),
        ticket(
            id="T-2",
            effort=minutes(5),
            replied_at=at("Wed 10:30"),
            changes=[Change(at=at("Thu 10:00"), tier="3h"), Change(at=at("Fri 10:00"), tier="24h")],
        ),
        ticket(id="T-3", tier="6h", channel="phone"),
        ticket(id="T-4", tier="24h", kind="pre_sales"),
    ]
    lots = [TERMS.purchase(8, id=id, on=date(2026, 10, 1)) for id in ("L-1", "L-2")]
    statement = stated(terms=TERMS.reading(credit_basis=basis), incidents=incidents, lots=lots)
    held = [] if basis == "per_incident" else ["tier 12h 2026-11", "tier 3h 2026-11"]
    assert held == [month.id for month in statement.settlement.tier_months]
    assert (required, drawn) == (statement.required, statement.drawn)
    assert (required, ()) == (statement.why_required.value, verify(statement.why_required))


def test_a_month_that_is_given_and_named_is_held_once() -> None:
    month = TierMonth(tier="12h", year=2026, month=11)
    settled = settle(
        Account(id="acme", incidents=[ticket(tier="12h", effort=minutes(5))], tier_months=[month]),
        TERMS.reading(credit_basis="standing"),
    )
    assert (month,) == settled.tier_months
    assert [(draw.id, draw.credits) for draw in settled.ledger.draws] == [("tier 12h 2026-11", 2), ("T-1", 1)]


def test_a_tier_that_is_changed_to_in_a_later_month_is_held_in_that_month() -> None:
    bought = Change(at=datetime(2026, 12, 1, 8, tzinfo=UTC), tier="3h")
    late = ticket(received_at=datetime(2026, 11, 30, 20, tzinfo=UTC), tier="12h", changes=[bought])
    settled = settle(Account(id="acme", incidents=[late]), TERMS.reading(credit_basis="minimum"))
    assert [month.id for month in settled.tier_months] == ["tier 12h 2026-11", "tier 3h 2026-12"]
    assert [settled.statement(period).required for period in (OCTOBER, NOVEMBER, DECEMBER)] == [0, 2, 8]


def test_what_a_month_requires_cites_the_reading_that_its_incidents_are_judged_by() -> None:
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 11, 15): TERMS.reading(credit_basis="minimum")})
    incidents = [ticket(id="T-1", tier="12h", effort=minutes(5))]
    statement = stated(terms=history, incidents=incidents)
    assert (statement.required, statement.shortfall) == (2, 1)
    assert statement.why_required.readings == {"A10=minimum"}


TOLD = {
    "per_incident": """7 required (R18).
  7 in 2026-11 (R18, A10=per_incident).
    7 for incidents (R18).
      4 for T-1 (R18).
      3 for T-2 (R18).""",
    "minimum": """5 required (R18).
  5 in 2026-11 (R18, A10=minimum).
    2 for the 12h tier (R18).
    4 for the 6h tier (R18).
    5 for incidents (R18).
      2 for T-1 (R18).
      3 for T-2 (R18).""",
}


@pytest.mark.parametrize("basis", TOLD)
def test_what_a_month_requires_is_told_down_to_its_tiers_and_incidents(basis: str) -> None:
    incidents = [ticket(id="T-1", tier="12h", effort=minutes(70)), ticket(id="T-2", effort=minutes(180))]
    months = [TierMonth(tier="6h", year=2026, month=11)]
    why = stated(terms=TERMS.reading(credit_basis=basis), incidents=incidents, tier_months=months).why_required
    assert (TOLD[basis], ()) == (why.text, verify(why))


def test_the_month_of_a_standard_tier_costs_nothing() -> None:
    terms = TERMS.reading(credit_basis="flat")
    assert stated(terms=terms, tier_months=[TierMonth(tier="24h", year=2026, month=11)]).lines == ()


# --- a whole statement


def whole() -> Settlement:
    def received(on: str, id: str, **facts: Any) -> Incident:
        return Incident(id=id, received_at=datetime.fromisoformat(f"{on}T10:00:00+00:00"), **facts)

    account = Account(
        id="acme",
        lots=[
            TERMS.server_grant(id="S-0", on=date(2026, 8, 1)),
            TERMS.server_grant(id="S-1", on=date(2026, 8, 10)),
            TERMS.purchase(4, id="L-1", on=date(2026, 11, 3)),
            TERMS.purchase(2, id="L-2", on=date(2026, 11, 3)),
            TERMS.server_grant(id="S-2", on=date(2026, 11, 4)),
        ],
        incidents=[
            received("2026-11-20", "T-5", effort=minutes(61), tier="6h"),
            received("2026-10-31", "T-0", effort=minutes(5)),
            received("2026-11-05", "T-1", effort=minutes(75), tier="12h"),
            received("2026-11-05", "T-2"),
            received("2026-11-05", "T-3", kind="pre_sales"),
            received("2026-11-05", "T-4", channel="phone"),
            received("2026-11-05", "T-6", kind="professional_services"),
            received("2026-11-05", "T-7", effort=minutes(0)),
            received("2026-11-21", "T-8", effort=minutes(5), follows="T-5"),
            received("2026-12-01", "T-9", effort=minutes(5)),
        ],
        call_outs=[CallOut(id="C-1", started_at=at("Sun 02:00"), duration=minutes(90))],
        after_hours=[
            AfterHours(id="W-1", started_at=at("Wed 03:00"), duration=minutes(60), notice_accepted=True),
            AfterHours(id="W-2", started_at=at("Wed 03:00"), duration=minutes(60), notice_accepted=False),
            AfterHours(id="W-3", started_at=at("Wed 10:00"), duration=minutes(60), notice_accepted=False),
        ],
        voids=[Void(lot="S-2", on=date(2026, 11, 5))],
    )
    return settle(account, TERMS)


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
    assert sorted(expected) == sorted(told(november))
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
    assert (december.opening, december.shortfall, told(december)) == (0, 1, [("incident", "T-9", -1, 1)])
    assert (Remaining("S-0", 1, date(2026, 11, 1)), Remaining("S-1", 2, date(2026, 11, 10))) == october.remaining


def test_each_line_says_why() -> None:
    november = whole().statement(NOVEMBER)
    said = {line.id + " " + line.kind: line.why.sentence for line in november.lines}
    expected = {
        "L-1 purchased": "4 bought (R7).",
        "S-2 granted": "2 granted (R5).",
        "S-0 lapsed": "1 unused after their last day (R8).",
        "S-2 voided": "2 taken back (R8).",
        "T-1 incident": "It costs 4 credits: 2 x 2 (R18, A11=every_unit).",
        "T-2 pending": "Until the effort is known, it costs at least 1 credit (R18).",
        "T-4 refused": "It costs no credits (R20).",
        "C-1 call_out": "It costs USD 658: 2 x 329 (R19).",
        "W-1 after_hours": "It costs USD 329: 1 x 329 (R16).",
        "W-3 after_hours": "It costs nothing: all of it lies within the hours (R16).",
    }
    assert expected == {name: said[name] for name in expected}
    assert [()] * len(said) == [verify(line.why) for line in november.lines]


def test_the_closing_balance_gives_its_reason() -> None:
    november = whole().statement(NOVEMBER)
    expected = """\
0 at the end.
  3 at the start.
  -1 lapsed (R8).
    -1 Mon 2026-11-02, lot S-0 (R8).
  6 purchased (R7).
    2 Tue 2026-11-03, lot L-2 (R7).
    4 Tue 2026-11-03, lot L-1 (R7).
  2 granted (R5).
    2 Wed 2026-11-04, lot S-2 (R5).
  -2 voided (R8).
    -2 Thu 2026-11-05, lot S-2 (R8).
  -8 drawn (R18).
    -2 Thu 2026-11-05, lot S-1, for T-1 (R18).
    -2 Thu 2026-11-05, lot L-2, for T-1 (R18).
    -4 Fri 2026-11-20, lot L-1, for T-5 (R18)."""
    assert (expected, ()) == (november.why_closing.text, verify(november.why_closing))


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
    assert expected == [line.strip() for line in why.told(1).splitlines()]
    assert (getattr(november, name), ()) == (why.value, verify(why))


@pytest.mark.parametrize("name", ["closing", "charges", "spent_on_packs", "required", "shortfall"])
def test_nothing_has_a_reason_too(name: str) -> None:
    why = getattr(stated(), f"why_{name}")
    assert (why.value, verify(why)) == (0, ())


def test_the_line_of_a_lot_tells_why_it_lasts_as_long_as_it_does() -> None:
    lines = {line.id: line.why.text for line in whole().statement(NOVEMBER).lines}
    expected = """\
4 bought (R7).
  4 in lot L-1.
  They are usable through Mon 2027-05-03 (R3, A18=corresponding_day).
    They begin Tue 2026-11-03.
    They last 6 months (R3)."""
    assert expected == lines["L-1"]
    assert "They are usable through Sun 2026-11-01 (R5, A18=corresponding_day)." in lines["S-0"]


def test_the_line_of_what_lapsed_tells_what_was_drawn_before() -> None:
    [line] = (line for line in whole().statement(NOVEMBER).lines if line.id == "S-0")
    expected = """\
1 unused after their last day (R8).
  1 left in lot S-0 (R8).
    2 in lot S-0.
    1 drawn from it (R18).
      1 for T-0 (R18)."""
    assert line.why.text.startswith(expected)


def test_a_lot_lasts_by_the_terms_under_which_it_was_bought() -> None:
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 11, 2): TERMS.reading(last_day="day_before")})
    lot = history.on(date(2026, 8, 1)).server_grant(id="S-1", on=date(2026, 8, 1))
    [line] = stated(terms=history, lots=[lot]).lines
    assert (str(line.kind), set(line.why.readings)) == ("lapsed", {"A18=corresponding_day"})


def test_a_lot_of_before_all_terms_lasts_as_it_was_given() -> None:
    history = TermsHistory({date(2026, 11, 1): TERMS})
    lots = [TERMS.purchase(2, id=id, on=on) for id, on in (("old", date(2026, 8, 1)), ("older", date(2026, 7, 1)))]
    lines = {line.id: line for line in stated(terms=history, lots=lots).lines}
    assert list(lines) == ["old"]
    assert verify(lines["old"].why) == ()
    october = settle(Account(id="acme", lots=lots), history).statement(OCTOBER)
    assert [line.why.readings for line in october.lines] == [frozenset()]


def test_a_line_holds_what_was_paid_and_the_assessment() -> None:
    lines: dict[str, Line] = {line.id: line for line in whole().statement(NOVEMBER).lines}
    assert [Decimal(599), Decimal(658), Decimal(0)] == [lines[id].amount for id in ("L-1", "C-1", "T-5")]
    assert (lines["T-5"].assessment and lines["T-5"].assessment.id, lines["L-1"].assessment) == ("T-5", None)


def test_a_line_is_about_a_lot_an_incident_a_job_or_the_month_of_a_tier() -> None:
    lines = {line.id: line.subject for line in whole().statement(NOVEMBER).lines}
    kinds = {"L-1": Lot, "S-0": Lot, "T-1": Assessment, "T-4": Assessment, "C-1": Charge, "W-1": AfterHoursJudgement}
    assert kinds == {id: type(lines[id]) for id in kinds}
    month = TierMonth(tier="12h", year=2026, month=11)
    [line] = stated(terms=TERMS.reading(credit_basis="standing"), tier_months=[month]).lines
    assert (month, None) == (line.subject, line.assessment)


def test_who_asks_for_on_call_has_a_line_that_costs_nothing() -> None:
    call = ticket(channel="phone", topic="on_call", tier="3h", effort=minutes(90))
    statement = stated(incidents=[call], terms=TERMS.reading(credit_basis="standing"))
    assert told(statement) == [("on_call", "T-1", 0, 0)]
    assert (0, Decimal(0), None) == (statement.required, statement.charges, statement.outcome(statement.assessments[0]))


def test_a_request_that_was_refused_folds_neither_in_nor_over() -> None:
    incidents = [
        ticket(id="T-1", channel="phone", effort=minutes(30)),
        ticket(id="T-2", follows="T-1", effort=minutes(40)),
        ticket(id="T-3", follows="T-2", effort=minutes(30)),
    ]
    lots = [TERMS.purchase(4, id="L-1", on=date(2026, 11, 1))]
    expected = [("purchased", "L-1", 4, 0), ("incident", "T-2", -2, 0), ("refused", "T-1", 0, 0)]
    assert expected == told(stated(incidents=incidents, lots=lots))


def test_a_settlement_is_by_receipt_with_consequences_folded_in() -> None:
    settled = whole()
    expected = ["T-0", "T-1", "T-2", "T-3", "T-4", "T-6", "T-7", "T-5", "T-9"]
    assert expected == [each.id for each in settled.assessments]
    assert [each.id for each in settled.assessments[7].folded] == ["T-8"]


def test_a_statement_bears_the_fingerprint_of_its_terms() -> None:
    assert (TERMS.fingerprint, TERMS) == (stated().fingerprint, stated().terms)


def test_versions_that_come_later_change_no_fingerprint_of_a_statement() -> None:
    dearer = TERMS.replace(on_call_price=400)
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 12, 15): dearer})
    found = [stated(period, history) for period in (NOVEMBER, DECEMBER, Period.month(2027, 1))]
    one, other = TERMS.fingerprint, dearer.fingerprint
    assert [one, f"{one}-{other}", other] == [statement.fingerprint for statement in found]
    assert [TERMS, dearer, dearer] == [statement.terms for statement in found]


def test_the_first_reply_of_those_folded_decides_how_the_deadline_went() -> None:
    incidents = [ticket(id="T-1"), ticket(id="T-2", follows="T-1", replied_at=at("Wed 11:00"))]
    statement = stated(incidents=incidents)
    assert statement.outcome(statement.assessments[0]) == "met"


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


# --- facts outside the period, and of one moment


def test_an_incident_belongs_to_the_period_of_its_receipt_also_when_it_is_answered_later() -> None:
    late = ticket(
        received_at=datetime(2026, 10, 31, 23, 59, tzinfo=UTC),
        replied_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        effort=minutes(5),
    )
    facts: dict[str, Any] = {"incidents": [late], "lots": [TERMS.purchase(2, id="L-1", on=date(2026, 10, 31))]}
    assert [told(stated(period, **facts)) for period in (OCTOBER, NOVEMBER)] == [
        [("purchased", "L-1", 2, 0), ("incident", "T-1", -1, 0)],
        [],
    ]
    assert [stated(NOVEMBER, **facts).opening, stated(NOVEMBER, **facts).closing] == [1, 1]


def test_days_are_those_of_the_zone_of_the_terms() -> None:
    hours = OperatingHours.parse("Mo-Fr 08:00-24:00", tz="Europe/Athens")
    terms = TERMS.replace(business_hours=hours, severe_hours=hours)
    midnight = ticket(received_at=datetime(2026, 10, 31, 23, tzinfo=UTC), effort=minutes(5))
    assert [len(stated(period, terms, incidents=[midnight]).lines) for period in (OCTOBER, NOVEMBER)] == [0, 1]


def test_incidents_of_one_moment_draw_in_the_order_given() -> None:
    lots = [TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))]
    incidents = [ticket(id=id, effort=minutes(61)) for id in ("b", "a")]
    expected = [("purchased", "L-1", 2, 0), ("incident", "b", -2, 0), ("incident", "a", -2, 2)]
    assert expected == told(stated(lots=lots, incidents=incidents))


def test_a_fact_that_is_told_twice_counts_once() -> None:
    facts: dict[str, Any] = {
        "lots": [TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))],
        "incidents": [ticket(effort=minutes(5))],
        "call_outs": [CallOut(id="C-1", started_at=at("Wed 10:00"), duration=minutes(5))],
        "after_hours": [AfterHours(id="W-1", started_at=at("Wed 03:00"), duration=minutes(5), notice_accepted=True)],
        "tier_months": [TierMonth(tier="12h", year=2026, month=11)],
    }
    twice: dict[str, Any] = {name: [*given, *given] for name, given in facts.items()}
    terms = TERMS.reading(credit_basis="standing")
    once, again = stated(terms=terms, **facts), stated(terms=terms, **twice)
    assert (once.lines, once.charges, once.required) == (again.lines, again.charges, again.required)


def test_what_was_posted_stays_and_what_it_can_no_longer_be_is_told() -> None:
    account = Account(
        id="acme",
        lots=[TERMS.purchase(2, id="L-1", on=date(2026, 11, 1)), TERMS.purchase(4, id="L-2", on=date(2026, 11, 1))],
        incidents=[ticket(id="T-1", effort=minutes(5)), ticket("Thu 10:00", id="T-2", effort=minutes(5))],
        posted=[Drawing("T-2", "L-2", 1, date(2026, 11, 19)), Drawing("T-3", "L-2", 1, date(2026, 11, 19))],
    )
    ledger = settle(account, TERMS).ledger
    assert [(each.draw, each.lot) for each in ledger.drawings] == [("T-1", "L-1"), ("T-2", "L-2"), ("T-3", "L-2")]
    assert [each.drawing.draw for each in ledger.impossible] == ["T-3"]
    statements = [settle(account, TERMS).statement(period) for period in (OCTOBER, NOVEMBER)]
    assert [[each.drawing.draw for each in statement.impossible] for statement in statements] == [[], ["T-3"]]
    assert [statements[1].drawn, statements[1].closing] == [3, 3]


def test_a_statement_reaches_back_to_the_first_day_there_is() -> None:
    period = Period(date.min, date(2027, 1, 1))
    lots = [TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))]
    statement = stated(period, lots=lots)
    assert (statement.opening, statement.purchased, statement.closing) == (0, 2, 2)


def test_an_empty_account_owes_nothing() -> None:
    statement = stated()
    assert ((), 0, 0, Decimal(0)) == (statement.lines, statement.required, statement.closing, statement.charges)


def test_a_lot_without_end_and_without_price_is_told_so() -> None:
    lots = [TERMS.replace(server_months=None).server_grant(id="S-1", on=date(2026, 11, 1))]
    expected = "2 granted (R5).\n  2 in lot S-1.\n  They were given as usable for good (R5)."
    assert expected == stated(lots=lots).lines[0].why.text


def test_lines_of_a_day_stand_in_the_order_of_their_kinds() -> None:
    expected = "purchased granted lapsed voided tier_month incident pending excluded quoted withdrawn refused"
    assert [*expected.split(), "on_call", "call_out", "after_hours"] == [str(kind) for kind in LineKind]


# --- terms over time


def test_each_fact_is_judged_by_the_terms_of_its_day() -> None:
    dearer = TERMS.replace(on_call_price=400, unit=minutes(30))
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 11, 19): dearer})
    statement = stated(
        terms=history,
        incidents=[ticket(id=day, received_at=at(f"{day} 10:00"), effort=minutes(45)) for day in ("Wed", "Thu")],
        call_outs=[CallOut(id=day, started_at=at(f"{day} 10:00"), duration=minutes(5)) for day in ("Wed", "Thu")],
    )
    assert ([1, 2], Decimal(729)) == ([each.units for each in statement.assessments], statement.charges)
