"""The lines of a statement: what each is about, what it says, and why."""

from datetime import date
from decimal import Decimal

from accounts import NOVEMBER, OCTOBER, TERMS, in_short, stated, whole
from helpers import minutes, ticket
from incidentrules import (
    Account,
    Assessment,
    Drawing,
    Incident,
    Line,
    LineKind,
    Lot,
    TermsHistory,
    TierMonth,
    settle,
    verify,
)
from incidentrules.oncall import AfterHoursJudgement, Charge


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


def test_the_line_of_a_lot_tells_why_it_lasts_as_long_as_it_does() -> None:
    lines = {line.id: line.why.text() for line in whole().statement(NOVEMBER).lines}
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
    1 drawn from it, or gone before (R18).
      1 drawn Sat 2026-10-31, for T-0 (R18).
  They are usable through"""
    assert line.why.text().startswith(expected)


def test_a_lot_lasts_by_the_terms_under_which_it_was_bought() -> None:
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 11, 2): TERMS.with_readings(last_day="day_before")})
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
    [line] = stated(terms=TERMS.with_readings(credit_basis="standing"), tier_months=[month]).lines
    assert (month, None) == (line.subject, line.assessment)


def test_who_asks_for_on_call_has_a_line_that_costs_nothing() -> None:
    call = ticket(channel="phone", topic="on_call", tier="3h", effort=minutes(90))
    statement = stated(incidents=[call], terms=TERMS.with_readings(credit_basis="standing"))
    assert in_short(statement) == [("on_call", "T-1", 0, 0)]
    assert (0, Decimal(0), None) == (statement.required, statement.charges, statement.outcome(statement.assessments[0]))


def test_a_request_that_was_refused_folds_neither_in_nor_over() -> None:
    incidents = [
        ticket(id="T-1", channel="phone", effort=minutes(30)),
        ticket(id="T-2", follows="T-1", effort=minutes(40)),
        ticket(id="T-3", follows="T-2", effort=minutes(30)),
    ]
    lots = [TERMS.purchase(4, id="L-1", on=date(2026, 11, 1))]
    expected = [("purchased", "L-1", 4, 0), ("incident", "T-2", -2, 0), ("refused", "T-1", 0, 0)]
    assert expected == in_short(stated(incidents=incidents, lots=lots))


def test_incidents_of_one_moment_draw_in_the_order_given() -> None:
    lots = [TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))]
    incidents = [ticket(id=id, effort=minutes(61)) for id in ("b", "a")]
    expected = [("purchased", "L-1", 2, 0), ("incident", "b", -2, 0), ("incident", "a", -2, 2)]
    assert expected == in_short(stated(lots=lots, incidents=incidents))


def test_a_lot_without_end_and_without_price_is_told_so() -> None:
    lots = [TERMS.replace(server_months=None).server_grant(id="S-1", on=date(2026, 11, 1))]
    expected = "2 granted (R5).\n  2 in lot S-1.\n  They are usable without end, as given (R5)."
    assert expected == stated(lots=lots).lines[0].why.text()


def test_lines_of_a_day_stand_in_the_order_of_their_kinds() -> None:
    expected = "restated reversed lapsed purchased granted voided posted tier_month"
    incidents = "incident pending excluded quoted withdrawn refused on_call"
    assert [*expected.split(), *incidents.split(), "call_out", "after_hours"] == [str(kind) for kind in LineKind]


# --- what was posted


def line_of(incident: Incident, *, on: date) -> Line:
    """Return the line of an incident for which 2 credits, all that there were, have been posted on a day."""
    lots = [TERMS.purchase(2, id="L-1", on=date(2026, 11, 1))]
    posted = [Drawing(draw="T-1", lot="L-1", credits=2, on=on)]
    statement = stated(lots=lots, incidents=[incident], posted=posted)
    return next(line for line in statement.lines if line.assessment)


def test_what_was_posted_for_an_incident_that_is_pending_now_is_to_be_given_back() -> None:
    line = line_of(ticket(), on=date(2026, 11, 18))
    expected = """\
2 drawn on its day; it costs 0 now; 2 to be given back (R18).
  2 drawn on its day (R18).
    2 from L-1 (R18).
  Until its effort is known, it draws nothing (R18).
  2 to be given back (R18).
    2 drawn for T-1 in all, less what was given back (R18).
    Until its effort is known, it draws nothing (R18)."""
    assert (str(line.kind), line.credits, line.shortfall) == ("pending", -2, 0)
    assert (expected, ()) == (line.why.text(), verify(line.why))


def test_what_was_posted_on_another_day_covers_its_draw_and_the_line_tells_what_is_short() -> None:
    line = line_of(ticket(effort=minutes(200)), on=date(2026, 11, 17))
    assert (str(line.kind), line.credits, line.shortfall) == ("incident", -2, 2)
    told = [node.sentence for node in line.why.nodes][:3]
    assert told == [
        "2 drawn or short on its day; it costs 4 now (R18).",
        "2 drawn or short on its day (R18).",
        "2 that no lot covered (R8).",
    ]
    assert verify(line.why) == ()
