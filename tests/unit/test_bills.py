"""The life of a bill: the worked figures of "Billing" in the rules, as literals.

One pack of 8 was bought on 2026-09-01 (lot L). T-1, received on 09-10, took 90 minutes: 2 credits, billed and posted.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from helpers import day, minutes, standard
from incidentrules import (
    Account,
    CallOut,
    Draw,
    Drawing,
    Incident,
    Line,
    Lot,
    Period,
    Reversal,
    Settlement,
    Statement,
    TierMonth,
    Void,
    replay,
    reversals,
    settle,
    verify,
)

TERMS = standard()
SEPTEMBER, OCTOBER, NOVEMBER = (Period.month(2026, month) for month in (9, 10, 11))
L = TERMS.purchase(8, id="L", on=day("2026-09-01"))
BILLED = Drawing(draw="T-1", lot="L", credits=2, on=day("2026-09-10"))
GIVEN_BACK = Reversal(draw="T-1", lot="L", credits=1, on=day("2026-10-05"))


def ticket(id: str, on: str, effort: int | None) -> Incident:
    """Return a ticket of the standard tier, received on a day at ten."""
    received_at = datetime.fromisoformat(on).replace(hour=10, tzinfo=UTC)
    return Incident(id=id, received_at=received_at, effort=None if effort is None else minutes(effort))


T_1, T_1_CORRECTED = ticket("T-1", "2026-09-10", 90), ticket("T-1", "2026-09-10", 45)
T_9 = ticket("T-9", "2026-09-28", 150)


def known(*incidents: Incident, lot: Lot = L, **facts: Any) -> Settlement:
    return settle(Account(id="acme", lots=[lot], incidents=incidents, **facts), TERMS)


def figures(statement: Statement) -> dict[str, int]:
    """Return every figure of a statement that makes its closing balance; those that are 0 are left out."""
    names = ("opening", "restated", "purchased", "granted", "reversed", "drawn", "lapsed", "voided", "closing")
    return {name: value for name in names if (value := getattr(statement, name))}


def told(statement: Statement) -> list[tuple[str, str, int, int]]:
    return [(line.kind, line.id, line.credits, line.shortfall) for line in statement.lines]


def line_of(statement: Statement, id: str) -> Line:
    return next(line for line in statement.lines if line.id == id)


# --- September is billed, and T-1 corrected


def test_september_is_0_and_8_bought_less_2_drawn() -> None:
    september = known(T_1).statement(SEPTEMBER)
    assert figures(september) == {"purchased": 8, "drawn": 2, "closing": 6}
    assert told(september) == [("purchased", "L", 8, 0), ("incident", "T-1", -2, 0)]


def test_what_was_posted_stays_drawn_and_its_line_says_what_it_costs_now_and_what_is_to_be_given_back() -> None:
    september = known(T_1_CORRECTED, posted=[BILLED]).statement(SEPTEMBER)
    assert figures(september) == {"purchased": 8, "drawn": 2, "closing": 6}
    assert told(september) == [("purchased", "L", 8, 0), ("incident", "T-1", -2, 0)]
    why = line_of(september, "T-1").why
    assert (why.value, verify(why)) == (2, ())
    assert why.text(depth=0) == ("2 drawn on its day; it costs 1 now; 1 to be given back (R18).")


def test_the_credit_too_many_is_proposed_for_reversal() -> None:
    ledger = known(T_1_CORRECTED, posted=[BILLED]).ledger
    assert reversals(ledger, on=day("2026-10-05")) == (GIVEN_BACK,)
    assert ledger.impossible == ()


def test_with_the_reversal_october_is_6_and_1_and_september_stays_6() -> None:
    corrected = known(T_1_CORRECTED, posted=[BILLED], reversals=[GIVEN_BACK])
    october, september = corrected.statement(OCTOBER), corrected.statement(SEPTEMBER)
    assert figures(october) == {"opening": 6, "reversed": 1, "closing": 7}
    assert told(october) == [("reversed", "T-1", 1, 0)]
    assert october.lines[0].subject == GIVEN_BACK
    assert figures(september) == {"purchased": 8, "drawn": 2, "closing": 6}
    assert reversals(corrected.ledger, on=day("2026-10-05")) == ()
    assert "to be given back" not in line_of(september, "T-1").why.text(depth=0)


def test_what_is_given_back_to_a_lot_that_has_lapsed_lapses_on_the_same_day() -> None:
    """L lapses on 1 October here: the 6 that were left then, and the 1 that is given back on the fifth."""
    short_lived = L.replace(last_usable_on=day("2026-09-30"))
    facts: dict[str, Any] = {"posted": [BILLED], "reversals": [GIVEN_BACK]}
    october = known(T_1_CORRECTED, lot=short_lived, **facts).statement(OCTOBER)
    assert told(october) == [("lapsed", "L", -6, 0), ("reversed", "T-1", 1, 0), ("lapsed", "L", -1, 0)]
    assert figures(october) == {"opening": 6, "reversed": 1, "lapsed": 7}
    assert [verify(line.why) for line in october.lines] == [(), (), ()]
    after = known(T_1_CORRECTED, lot=short_lived, **facts).statement(Period.days(day("2026-10-02"), day("2026-10-31")))
    assert figures(after) == {"reversed": 1, "lapsed": 1}


def test_what_is_given_back_to_a_voided_lot_goes_with_it() -> None:
    facts: dict[str, Any] = {
        "posted": [BILLED],
        "reversals": [GIVEN_BACK],
        "voids": [Void(lot="L", on=day("2026-10-01"))],
    }
    october = known(T_1_CORRECTED, **facts).statement(OCTOBER)
    assert told(october) == [("voided", "L", -6, 0), ("reversed", "T-1", 1, 0), ("voided", "L", -1, 0)]
    assert figures(october) == {"opening": 6, "reversed": 1, "voided": 7}


# --- T-9 becomes known late


def test_what_becomes_known_late_is_restated_in_the_next_statement() -> None:
    billed = known(T_1)
    now = known(T_1, T_9, posted=[BILLED])
    assert now.statement(SEPTEMBER).closing == 3
    october = now.statement(OCTOBER, billed=billed)
    assert figures(october) == {"opening": 6, "restated": -3, "closing": 3}
    assert told(october) == [("restated", "T-9", -3, 0)]
    assert october.lines[0].on == day("2026-09-28")
    assert october.shortfall == october.required == 0


def test_without_what_was_billed_nothing_is_restated() -> None:
    october = known(T_1, T_9, posted=[BILLED]).statement(OCTOBER)
    assert (figures(october), october.lines) == ({"opening": 3, "closing": 3}, ())


def test_each_statement_that_was_sent_closes_where_the_next_opens() -> None:
    """T-9 is told in October, T-1's correction is given back in November, and a late T-5 of September is restated."""
    first = known(T_1)
    second = known(T_1, T_9, posted=first.ledger.drawings)
    posted = tuple(dict.fromkeys((*first.ledger.drawings, *second.ledger.drawings)))
    late = ticket("T-5", "2026-09-05", 30)
    back = GIVEN_BACK.replace(on=day("2026-11-05"))
    third = known(T_1_CORRECTED, T_9, late, posted=posted, reversals=[back])
    sent = [
        first.statement(SEPTEMBER),
        second.statement(OCTOBER, billed=first),
        third.statement(NOVEMBER, billed=second),
    ]
    assert [figures(statement) for statement in sent] == [
        {"purchased": 8, "drawn": 2, "closing": 6},
        {"opening": 6, "restated": -3, "closing": 3},
        {"opening": 3, "restated": -1, "reversed": 1, "closing": 3},
    ]
    assert told(sent[2]) == [("restated", "T-5", -1, 0), ("reversed", "T-1", 1, 0)]


def test_a_draw_that_is_gone_is_restated_to_nothing_where_it_was_not_posted() -> None:
    october = known(T_1).statement(OCTOBER, billed=known(T_1, T_9))
    assert figures(october) == {"opening": 3, "restated": 3, "closing": 6}
    assert [(line.id, line.credits, line.why.value) for line in october.lines] == [("T-9", 3, 3)]


def test_charges_of_earlier_months_are_restated_with_their_amount() -> None:
    job = CallOut(id="C-1", started_at=datetime(2026, 9, 12, 3, tzinfo=UTC), duration=timedelta(hours=2))
    october = known(call_outs=[job.replace(duration=timedelta(hours=3))]).statement(
        OCTOBER, billed=known(call_outs=[job])
    )
    assert (october.charges, october.restated_charges, october.restated) == (Decimal(0), Decimal(329), 0)
    assert [(str(line.kind), line.id, line.amount) for line in october.lines] == [("restated", "C-1", Decimal(329))]


# --- facts that contradict what was posted


def test_what_a_corrected_lot_can_not_give_is_impossible_and_short() -> None:
    """L has 2, and 4 were posted for T-1: nothing is drawn, and the line says -4, with 4 short."""
    long = ticket("T-1", "2026-09-10", 210)
    posted = BILLED.replace(credits=4)
    september = known(long, lot=L.replace(credits=2), posted=[posted]).statement(SEPTEMBER)
    assert [one.drawing for one in september.impossible] == [posted]
    assert told(september) == [("purchased", "L", 2, 0), ("incident", "T-1", -4, 4)]
    assert figures(september) == {"purchased": 2, "closing": 2}
    assert september.shortfall == 4


def at(ahead: int) -> date:
    return date(2026, 1, 1) + timedelta(days=ahead)


@pytest.mark.parametrize(("late", "short"), [(1, {}), (2, {"T-3": 1})])
def test_a_lot_gives_the_least_that_it_holds_on_that_or_any_later_day(late: int, short: dict[str, int]) -> None:
    """L of 4: T-1 posted 2 (day 0), reversed 2 (day 45), T-2 posted 3 (day 50); on day 10 one is left to give."""
    ledger = replay(
        [Lot(id="L", credits=4, on=at(0), last_usable_on=None)],
        [Draw(id="T-2", on=at(50), credits=3), Draw(id="T-3", on=at(10), credits=late)],
        posted=[
            Drawing(draw="T-1", lot="L", credits=2, on=at(0)),
            Drawing(draw="T-2", lot="L", credits=3, on=at(50)),
        ],
        reversals=[Reversal(draw="T-1", lot="L", credits=2, on=at(45))],
    )
    assert (dict(ledger.shortfalls), ledger.impossible) == (short, ())
    assert [ledger.balance(on=at(ahead)) for ahead in (0, 9, 10, 44, 45, 49, 50)] == [2, 2, 1, 1, 3, 3, 0]
    assert ledger.kept("T-3") == 1


def test_what_was_posted_on_another_day_has_a_line_of_its_own() -> None:
    """T-1 moved from 30 September to 2 October: nothing is reversed for the move alone."""
    posted = BILLED.replace(on=day("2026-09-30"))
    moved = known(ticket("T-1", "2026-10-02", 90), posted=[posted])
    september, october = moved.statement(SEPTEMBER), moved.statement(OCTOBER)
    assert told(september) == [("purchased", "L", 8, 0), ("posted", "T-1", -2, 0)]
    assert september.lines[1].subject == posted
    assert told(october) == [("incident", "T-1", 0, 0)]
    assert [figures(september), figures(october)] == [
        {"purchased": 8, "drawn": 2, "closing": 6},
        {"opening": 6, "closing": 6},
    ]
    assert (moved.ledger.impossible, reversals(moved.ledger, on=day("2026-10-31"))) == ((), ())


def test_what_was_posted_for_a_draw_that_is_gone_has_a_line_of_its_own_and_is_proposed_for_reversal() -> None:
    gone = known(posted=[BILLED])
    assert told(gone.statement(SEPTEMBER)) == [("purchased", "L", 8, 0), ("posted", "T-1", -2, 0)]
    assert reversals(gone.ledger, on=day("2026-10-05")) == (GIVEN_BACK.replace(credits=2),)


# --- parts, and posting again


def test_a_cost_that_rises_again_draws_anew_on_the_own_day_of_the_incident() -> None:
    facts: dict[str, Any] = {"posted": [BILLED], "reversals": [GIVEN_BACK]}
    risen = known(T_1, **facts)
    assert risen.ledger.drawings == (BILLED, BILLED.replace(credits=1, part=2))
    assert told(risen.statement(SEPTEMBER)) == [("purchased", "L", 8, 0), ("incident", "T-1", -3, 0)]
    assert risen.ledger.kept("T-1") == 2
    again = known(T_1, posted=(*risen.account.posted, *risen.ledger.drawings), reversals=[GIVEN_BACK])
    assert (again.ledger.entries, again.ledger.shortfalls) == (risen.ledger.entries, risen.ledger.shortfalls)
    assert again.ledger.drawings == risen.ledger.drawings


def test_posting_twice_changes_nothing() -> None:
    first = known(T_1, T_9)
    once = known(T_1, T_9, posted=first.ledger.drawings)
    twice = known(T_1, T_9, posted=(*once.account.posted, *once.ledger.drawings))
    assert once.account == twice.account
    assert first.ledger.entries == once.ledger.entries == twice.ledger.entries


def test_a_month_of_a_tier_is_billed_and_given_back_likewise() -> None:
    """Held by the month, September's 12h costs 2; the month was a mistake, and is taken out of the facts."""
    standing = TERMS.with_readings(credit_basis="standing")
    month = TierMonth(tier="12h", year=2026, month=9)
    billed = settle(Account(id="acme", lots=[L], tier_months=[month]), standing)
    posted = billed.ledger.drawings
    assert [(each.draw, each.credits) for each in posted] == [("tier 12h 2026-09", 2)]
    gone = settle(Account(id="acme", lots=[L], posted=posted), standing)
    back = reversals(gone.ledger, on=day("2026-10-05"))
    assert [(each.draw, each.credits) for each in back] == [("tier 12h 2026-09", 2)]
    october = settle(Account(id="acme", lots=[L], posted=posted, reversals=back), standing).statement(
        OCTOBER, billed=billed
    )
    assert figures(october) == {"opening": 6, "reversed": 2, "closing": 8}


def test_a_month_that_draws_nothing_any_more_says_so() -> None:
    """It was billed while a month cost credits; now its incidents pay, and all of it is to be given back."""
    standing = TERMS.with_readings(credit_basis="standing")
    facts: dict[str, Any] = {"lots": [L], "tier_months": [TierMonth(tier="12h", year=2026, month=9)]}
    posted = settle(Account(id="acme", **facts), standing).ledger.drawings
    line = settle(Account(id="acme", **facts, posted=posted), TERMS).statement(SEPTEMBER).lines[-1]
    assert (line.kind, line.credits, verify(line.why)) == ("tier_month", -2, ())
    assert "A month of the 12h tier draws nothing (R18, A10=per_incident)." in line.why.text()
    assert "; 2 to be given back (R18)." in line.why.sentence


def test_what_is_given_back_on_the_day_itself_can_be_drawn_on_it_and_posted() -> None:
    """A day counts as a whole: T-1's 1 is given back on its day, T-0 takes it, and posting that changes nothing."""
    on = day("2026-09-10")
    facts: dict[str, Any] = {"reversals": [Reversal(draw="T-1", lot="L", credits=1, on=on)]}
    lots, draws = [L.replace(credits=1)], [Draw(id="T-0", on=on, credits=1)]
    posted = [Drawing(draw="T-1", lot="L", credits=1, on=on)]
    before = replay(lots, draws, posted=posted, **facts)
    after = replay(lots, draws, posted=[*posted, *before.drawings], **facts)
    assert set(before.drawings) == set(after.drawings)
    assert (after.impossible, dict(after.shortfalls), after.balance(on=on)) == ((), {}, 0)


def test_what_was_given_back_of_an_impossible_drawing_is_not_short_too() -> None:
    """4 were posted, 3 given back as T-1 costs 1 now, and L has 2: it falls short of 1, and L keeps its 2."""
    back = GIVEN_BACK.replace(credits=3)
    now = known(T_1_CORRECTED, lot=L.replace(credits=2), posted=[BILLED.replace(credits=4)], reversals=[back])
    assert [one.reversals for one in now.ledger.impossible] == [(back,)]
    assert told(now.statement(SEPTEMBER)) == [("purchased", "L", 2, 0), ("incident", "T-1", -1, 1)]
    assert figures(now.statement(OCTOBER)) == {"opening": 2, "closing": 2}


def test_what_is_given_back_to_a_voided_lot_is_not_available() -> None:
    voids = [Void(lot="L", on=day("2026-10-01"))]
    ledger = known(T_1_CORRECTED, posted=[BILLED], reversals=[GIVEN_BACK], voids=voids).ledger
    days = ("2026-09-09", "2026-09-10", "2026-09-30", "2026-10-01", "2026-10-05", "2026-10-06")
    assert [ledger.available(on=day(on)) for on in days] == [6, 6, 6, 0, 0, 0]
