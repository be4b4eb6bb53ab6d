"""Laws of the judgements.

- deadlines: a faster tier, a graver severity, an upgrade and an earlier receipt are never due later;
  a change after the deadline does nothing to it
- credits: what is excluded, pending or refused draws nothing; rival readings keep their order
- reasons: they verify, carry the figure that they explain, count intervals that add up, and show tampering
- terms: fingerprints are equal exactly where terms are
- statements: each closes where the next one opens, and a quarter is its months
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from helpers import HOLIDAY, at, examples, minutes, standard
from incidentrules import (
    Account,
    Change,
    Incident,
    Line,
    LineKind,
    Lot,
    OperatingHours,
    Outcome,
    Pack,
    Period,
    Reason,
    Settlement,
    Severity,
    Terms,
    Tier,
    Verdict,
    Void,
    assess,
    queue,
    replay,
    settle,
    verify,
)
from judgement_strategies import FIRST, READINGS, TIERS, draws, incidents, jobs, months, terms
from tampering import unnoticed

STANDARD = standard()


def due(incident: Incident, judged_by: Terms, **changed: Any) -> datetime:
    return assess(attrs.evolve(incident, **changed), judged_by).due_at


@st.composite
def admitted(draw: st.DrawFn, /, **options: Any) -> Incident:
    drawn = draw(incidents(**options))
    is_withdrawn = drawn.effort == timedelta(0) and drawn.replied_at is None
    return attrs.evolve(
        drawn,
        channel="portal",
        topic="support",
        has_account=True,
        effort=None if is_withdrawn else drawn.effort,
    )


# --- deadlines


@given(admitted(changes=()), terms())
def test_a_faster_tier_is_never_due_later(incident: Incident, judged_by: Terms) -> None:
    found = [due(incident, judged_by, tier=tier) for tier in TIERS]
    assert found == sorted(found, reverse=True)


@given(admitted(changes=()), terms())
def test_a_severe_issue_is_never_due_later_than_a_normal_one(incident: Incident, judged_by: Terms) -> None:
    assert due(incident, judged_by, severity="severe") <= due(incident, judged_by, severity="normal")


@given(admitted(changes=()), terms(), st.integers(1, 10_000))
def test_what_is_received_later_is_never_due_earlier(incident: Incident, judged_by: Terms, later: int) -> None:
    plain = attrs.evolve(incident, replied_at=None, deployed_at=None, effort=None)
    after = plain.received_at + minutes(later)
    assert due(plain, judged_by) <= due(plain, judged_by, received_at=after)


@given(admitted(changes=()), terms(), st.integers(0, 5000), st.sampled_from(TIERS), st.booleans())
def test_an_upgrade_is_never_due_later_and_a_slower_tier_changes_nothing(
    incident: Incident, judged_by: Terms, after: int, tier: str, is_raised: bool
) -> None:
    change = Change(
        at=incident.received_at + minutes(after), tier=tier, severity=Severity.SEVERE if is_raised else None
    )
    before, changed = due(incident, judged_by), due(incident, judged_by, changes=[change])
    assert changed <= before
    is_slower = TIERS.index(tier) <= TIERS.index(incident.tier or "24h")
    assert changed == before or not is_slower or is_raised


@given(admitted(changes=()), terms(), st.data())
def test_what_changes_after_the_deadline_does_nothing_to_it(
    incident: Incident, judged_by: Terms, data: st.DataObject
) -> None:
    before = due(incident, judged_by)
    change = Change(
        at=before + minutes(data.draw(st.integers(1, 3000))),
        severity=data.draw(st.sampled_from(Severity)),
        tier=data.draw(st.sampled_from(TIERS)),
    )
    assert before == due(incident, judged_by, changes=[change])


@given(admitted(), terms())
def test_the_goal_is_never_after_what_is_due_nor_either_before_the_receipt(
    incident: Incident, judged_by: Terms
) -> None:
    judged = assess(incident, judged_by)
    assert incident.received_at <= judged.goal_at <= judged.due_at


@given(admitted(), terms())
def test_a_reply_is_in_time_through_the_deadline_and_not_after(incident: Incident, judged_by: Terms) -> None:
    response = assess(incident, judged_by).response
    assert response is not None
    after = response.due_at + timedelta.resolution
    assert [response.outcome(response.due_at), response.outcome(after)] == [Outcome.MET, Outcome.BREACHED]
    assert [response.outcome(at=response.due_at), response.outcome(at=after)] == [Outcome.OPEN, Outcome.BREACHED]


@examples(40)
@given(st.lists(admitted(), max_size=4))
def test_the_queue_does_not_depend_on_the_order_given(listed: list[Incident]) -> None:
    judged = [assess(attrs.evolve(each, id=str(place)), STANDARD) for place, each in enumerate(listed)]
    expected = queue(judged)
    assert expected == queue(judged[::-1])
    assert [each.severity for each in expected] == sorted((each.severity for each in judged), key="severe normal".find)


# --- credits


NOT_ANSWERED = (Verdict.REFUSED, Verdict.ON_CALL, Verdict.WITHDRAWN)


@given(incidents(), terms())
def test_only_what_counts_and_is_known_draws_credits(incident: Incident, judged_by: Terms) -> None:
    judged = assess(incident, judged_by)
    assert (judged.verdict is Verdict.INCIDENT) == (judged.units > 0)
    assert judged.credits == (0 if judged.is_pending else judged.least_credits)
    assert judged.credits == 0 or judged.verdict is Verdict.INCIDENT
    assert judged.units <= judged.started_units
    assert (judged.response is None) == (judged.verdict in NOT_ANSWERED)


@given(incidents(), terms())
def test_the_readings_keep_their_order(incident: Incident, judged_by: Terms) -> None:
    """Charging an overrun, and multiplying every unit, never cost less."""

    def cost(**readings: Any) -> int:
        return assess(incident, judged_by.with_readings(**readings)).least_credits

    assert cost(overrun="written_off") <= cost(overrun="charged")
    assert cost(multiplier_scope="first_unit") <= cost(multiplier_scope="every_unit")
    assert cost(credit_basis="flat") <= cost(credit_basis="minimum") == cost(credit_basis="standing")
    assert cost(credit_basis="standing") <= cost(credit_basis="per_incident")


@given(incidents(), terms(), st.integers(0, 300))
def test_more_work_never_costs_less(incident: Incident, judged_by: Terms, further: int) -> None:
    if incident.effort is not None:
        more = attrs.evolve(incident, effort=incident.effort + minutes(further))
        assert assess(incident, judged_by).credits <= assess(more, judged_by).credits


@given(incidents(), terms())
def test_what_is_paid_and_written_off_covers_the_work(incident: Incident, judged_by: Terms) -> None:
    judged = assess(incident, judged_by)
    if judged.units:
        paid = judged.units * judged_by.unit
        assert judged.written_off == max(judged.known_effort - paid, timedelta(0))


# --- reasons


def reasons(incident: Incident, judged_by: Terms, folded: list[Incident]) -> dict[str, tuple[Reason, Any]]:
    judged = assess(incident, judged_by, folded=folded)
    found: dict[str, tuple[Reason, Any]] = {
        "verdict": (judged.why_verdict, judged.verdict),
        "credits": (judged.why_credits, judged.least_credits),
    }
    if judged.response:
        found |= {"due": (judged.why_due, judged.due_at), "goal": (judged.why_goal, judged.goal_at)}
    return found


@examples(120)
@given(incidents(), st.lists(incidents(id="T-2"), max_size=1), terms())
def test_every_reason_verifies_and_bears_the_figure(
    incident: Incident, folded: list[Incident], judged_by: Terms
) -> None:
    for reason, figure in reasons(incident, judged_by, folded).values():
        assert (figure, ()) == (reason.value, verify(reason))
        assert "{" not in reason.text()
        assert all(name.partition("=")[2] in str(judged_by.readings) for name in reason.readings)


@examples(40)
@given(incidents(), st.lists(incidents(id="T-2"), max_size=1), terms())
def test_whichever_node_of_a_reason_is_tampered_with_it_is_noticed(
    incident: Incident, folded: list[Incident], judged_by: Terms
) -> None:
    assert [node for reason, _ in reasons(incident, judged_by, folded).values() for node in unnoticed(reason)] == []


@given(admitted(), terms())
def test_the_intervals_of_a_deadline_add_up_to_the_promise(incident: Incident, judged_by: Terms) -> None:
    response = assess(incident, judged_by).response
    assert response is not None
    for promise in (*response.promises, response.goal):
        assert promise.amount == sum((each.duration for each in promise.counted()), timedelta(0))


@given(incidents(), terms(), st.sampled_from(sorted(READINGS)), st.data())
def test_where_a_reading_changes_a_figure_its_reason_names_the_setting(
    incident: Incident, judged_by: Terms, field: str, data: st.DataObject
) -> None:
    """Perturb one setting: what it changes cites it, before or after."""
    other = judged_by.with_readings(**{field: data.draw(st.sampled_from(READINGS[field]))})
    before, after = reasons(incident, judged_by, []), reasons(incident, other, [])
    cited = {judged_by.readings.cite(field), other.readings.cite(field)}
    for name in before.keys() & after.keys():
        if before[name][1] != after[name][1]:
            assert cited & (before[name][0].readings | after[name][0].readings)


# --- terms


def perturbed() -> list[Terms]:
    always = OperatingHours.parse("24/7")
    words = [(field, word) for field, options in READINGS.items() for word in options[1:]]
    figures: dict[str, Any] = {
        "business_hours": always,
        "severe_hours": always,
        "tiers": STANDARD.tiers[::-1],
        "packs": STANDARD.packs[:2],
        "currency": "EUR",
        "on_call_price": "329.01",
        "on_call_minimum_hours": 0,
        "business_day_length": timedelta(hours=8),
        "unit": minutes(61),
        "grace_days": 8,
        "goal": timedelta(hours=5),
        "server_credits": 3,
        "server_months": None,
    }
    return [
        STANDARD,
        standard(HOLIDAY),
        *(STANDARD.with_readings(**{field: word}) for field, word in words),
        *(STANDARD.replace(**{name: value}) for name, value in figures.items()),
        STANDARD.replace(tiers=[*STANDARD.tiers, Tier(name="1h", response=minutes(60), multiplier=16)]),
        STANDARD.replace(packs=[*STANDARD.packs, Pack(credits=16, price=1900, months=None)]),
        STANDARD.replace(packs=[*STANDARD.packs, Pack(credits=16, price=1900, months=12)]),
    ]


def test_other_terms_bear_other_fingerprints() -> None:
    """Each figure, and each reading, is in the fingerprint."""
    found = perturbed()
    assert len(found) == len({each.fingerprint for each in found}) == len(set(found))


def test_terms_that_are_made_anew_bear_the_same_fingerprints() -> None:
    assert [each.fingerprint for each in perturbed()] == [each.fingerprint for each in perturbed()]


@given(terms(), terms())
def test_fingerprints_are_equal_exactly_where_terms_are(one: Terms, other: Terms) -> None:
    assert (one == other) == (one.fingerprint == other.fingerprint)


# --- statements


@st.composite
def settlements(draw: st.DrawFn) -> Settlement:
    judged_by = draw(terms())
    bought = [
        judged_by.purchase(draw(st.sampled_from([2, 4, 8])), id=f"L-{place}", on=date(2026, month, 20))
        for place, month in enumerate(draw(st.lists(st.integers(7, 12), max_size=3)))
    ]
    granted = [judged_by.server_grant(id="S-1", on=date(2026, 9, 1))] * draw(st.integers(0, 1))
    held: list[Lot] = [*bought, *granted]
    call_outs, work = draw(jobs())
    account = Account(
        id="acme",
        lots=held,
        incidents=[draw(incidents(id=f"T-{place}")) for place in range(draw(st.integers(0, 4)))],
        call_outs=call_outs,
        after_hours=work,
        tier_months=draw(months()),
        voids=[Void(lot=each.id, on=each.on + timedelta(days=20)) for each in held[: draw(st.integers(0, 1))]],
    )
    return settle(account, judged_by)


OCTOBER, NOVEMBER, DECEMBER = (Period.month(2026, month) for month in (10, 11, 12))
FIGURES = ["purchased", "granted", "drawn", "lapsed", "voided", "shortfall", "required", "charges", "spent_on_packs"]


@examples(60)
@given(settlements())
def test_statements_chain_and_a_quarter_is_its_months(settled: Settlement) -> None:
    """Each month closes where the next opens; a quarter's figures, lines and assessments are those of its months."""
    quarter = settled.statement(Period.quarter(2026, 4))
    parts = [settled.statement(month) for month in (OCTOBER, NOVEMBER, DECEMBER)]
    chain = [quarter.opening, *(part.closing for part in parts)]
    assert chain == [*(part.opening for part in parts), quarter.closing]
    for name in FIGURES:
        assert getattr(quarter, name) == sum(getattr(part, name) for part in parts), name
    assert quarter.lines == tuple(line for part in parts for line in part.lines)
    assert quarter.assessments == tuple(each for part in parts for each in part.assessments)


@examples(20)
@given(settlements())
def test_whichever_node_of_a_line_is_tampered_with_it_is_noticed(settled: Settlement) -> None:
    lines = settled.statement(NOVEMBER).lines
    assert [node for line in lines for node in unnoticed(line.why)] == []


@examples(60)
@given(settlements())
def test_every_statement_adds_up_and_gives_its_reasons(settled: Settlement) -> None:
    """opening + purchased + granted - drawn - lapsed - voided = closing, and all reasons verify."""
    for month in (OCTOBER, NOVEMBER, DECEMBER):
        statement = settled.statement(month)
        gained = statement.purchased + statement.granted
        lost = statement.drawn + statement.lapsed + statement.voided
        assert statement.closing == statement.opening + gained - lost
        assert statement.closing == sum(each.credits for each in statement.remaining)
        for name in ("closing", "charges", "spent_on_packs", "required", "shortfall"):
            why = getattr(statement, f"why_{name}")
            assert (getattr(statement, name), ()) == (why.value, verify(why))
        assert all(verify(line.why) == () and "{" not in line.why.text() for line in statement.lines)
        assert statement.drawn + statement.shortfall == sum(asked(line) for line in statement.lines)
        moves = sum(line.credits for line in statement.lines if line.kind in MOVES)
        assert moves - statement.drawn == statement.closing - statement.opening


MOVES = {LineKind.PURCHASED, LineKind.GRANTED, LineKind.LAPSED, LineKind.VOIDED}


def asked(line: Line) -> int:
    return -line.credits if line.kind in (LineKind.INCIDENT, LineKind.TIER_MONTH) else 0


@examples(60)
@given(settlements(), st.randoms(use_true_random=False))
def test_a_settlement_does_not_depend_on_the_order_of_facts(settled: Settlement, random: Any) -> None:
    """Lots and jobs may stand in any order; incidents too, where no two were received on one day."""
    account = settled.account
    days = [settled.day_of(each) for each in settled.assessments]
    if len(days) != len(set(days)):
        return
    names = ("lots", "incidents", "call_outs", "after_hours")
    mixed = {name: random.sample(getattr(account, name), len(getattr(account, name))) for name in names}
    other = settle(attrs.evolve(account, **mixed), settled.terms)
    assert settled.ledger.drawings == other.ledger.drawings
    assert settled.assessments == other.assessments
    assert settled.statement(NOVEMBER).closing == other.statement(NOVEMBER).closing


@given(draws())
def test_an_account_without_lots_is_short_of_all_it_asks_for(listed: list[Any]) -> None:
    ledger = replay([], listed)
    assert {draw.id: draw.credits for draw in listed} == dict(ledger.shortfalls)
    assert ledger.balance(on=FIRST) == 0


def test_the_worked_week_is_the_one_that_the_rules_name() -> None:
    assert datetime(2026, 11, 18, 10, tzinfo=UTC) == at("Wed 10:00")
    assert f"{at('Wed 10:00'):%a}" == "Wed"
