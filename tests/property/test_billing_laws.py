"""Laws of bills: what was posted, given back, and restated.

An account's facts come in, change, and are billed in between; see `Life`.

- the oracle: an independent account of every credit on every day agrees, and on what is restated
- conservation: purchased + granted + reversed = drawn + lapsed + voided + balance, on every day
- statements: the figures and the lines add up, of every period, and each line is of one figure
- chains: the closing of what was sent is the opening of what comes next, over any late facts
- posting: to post and settle again is the identity, in part and twice too; what was posted stays, or is impossible
- order: between two postings the order in which facts arrive doesn't matter
- reversals: those proposed make no draw fall short, and leave nothing to propose; lots that lapsed keep nothing
- capacity: what is available on a day is what one more draw takes
- restatements: they add up to the difference of the balances, by any day
- reasons: every figure and line of a statement verifies, and shows tampering
"""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from account_oracle import GAINS, KINDS, AccountOracle, restated
from helpers import examples, standard
from incidentrules import (
    Draw,
    Ledger,
    Line,
    LineKind,
    Period,
    Reason,
    Settlement,
    Statement,
    breakage,
    replay,
    restate,
    reversals,
    settle,
    verify,
)
from judgement_strategies import FIRST, Life, life_from, life_of
from tampering import unnoticed

EVERY_DAY = [FIRST + timedelta(days=ahead) for ahead in range(-2, 125)]
MONTHS = [Period.month(2026, month) for month in range(1, 5)]
PERIODS = [*MONTHS, Period.quarter(2026, 1), Period.days(FIRST + timedelta(days=9), FIRST + timedelta(days=37))]
STANDING = standard().with_readings(credit_basis="standing")
TERMS = st.sampled_from([standard(), STANDING])


def oracle_of(ledger: Ledger) -> AccountOracle:
    facts: dict[str, Any] = {"voids": ledger.voids, "posted": ledger.posted, "reversals": ledger.reversals}
    return AccountOracle(ledger.lots, ledger.draws, refuse_short=ledger.refuse_short, **facts)


def again(ledger: Ledger, **changes: Any) -> Ledger:
    """Return the ledger of the same facts but for some."""
    names = ("lots", "draws", "voids", "posted", "reversals", "refuse_short")
    return replay(**{name: getattr(ledger, name) for name in names} | changes)


# --- the oracle


@examples(200)
@given(st.data(), TERMS)
def test_every_credit_is_where_the_oracle_has_it(data: st.DataObject, terms: Any) -> None:
    ledger = life_from(data, terms=terms).settled().ledger
    oracle = oracle_of(ledger)
    assert oracle.drawings == {each.key: (each.credits, each.on.toordinal()) for each in ledger.drawings}
    assert oracle.shortfalls == dict(ledger.shortfalls)
    assert oracle.impossible == {each.drawing.key: each.reversals for each in ledger.impossible}
    for on in EVERY_DAY[::3]:
        assert oracle.remaining(on) == {each.lot: each.credits for each in ledger.remaining(on=on)}
        assert oracle.shortfall(on) == ledger.shortfall(on=on)
        assert [oracle.total(kind, on) for kind in KINDS] == [ledger.total(kind, on=on) for kind in KINDS]
    for on in EVERY_DAY[::25]:
        assert sorted(oracle.proposed(on)) == sorted((back.key, back.credits) for back in reversals(ledger, on=on))


@examples(100)
@given(st.data())
def test_a_statement_is_that_of_the_oracle(data: st.DataObject) -> None:
    """Every figure of it, and all that is restated, of an account that went on since it was billed."""
    life = life_from(data)
    billed = life.settled()
    for _ in range(life.pick(0, 4)):
        life.goes_on()
    now = life.settled()
    before, after = oracle_of(billed.ledger), oracle_of(now.ledger)
    for period in MONTHS:
        statement = now.statement(period, billed=billed)
        eve = period.start - timedelta(days=1)
        changed = restated(before, after, period.start)
        assert statement.opening == before.balance(eve)
        assert statement.closing == after.balance(period.last_day)
        assert statement.restated == sum(changed.values())
        assert statement.shortfall == after.shortfall(period.last_day) - after.shortfall(eve)
        for kind in KINDS:
            assert getattr(statement, kind) == after.total(kind, period.last_day) - after.total(kind, eve), kind
        told = Counter[str]()
        for line in statement.lines:
            if line.kind is LineKind.RESTATED:
                told[line.id] += line.credits
        expected = Counter[str]()
        for (_, draw, lot, _), credits in changed.items():
            expected[draw or lot] += credits
        assert {id: credits for id, credits in told.items() if credits} == {
            id: credits for id, credits in expected.items() if credits
        }


# --- conservation


@given(st.data(), TERMS)
def test_credits_are_conserved_on_every_day(data: st.DataObject, terms: Any) -> None:
    """And a lot never holds less than nothing, nor more than it began with."""
    ledger = life_from(data, terms=terms).settled().ledger
    bought = {lot.id: lot.credits for lot in ledger.lots}
    for on in EVERY_DAY:
        change = sum(ledger.total(kind, on=on) * (1 if kind in GAINS else -1) for kind in KINDS)
        assert change == ledger.balance(on=on)
        left = {each.lot: each.credits for each in ledger.remaining(on=on)}
        assert sum(left.values()) == ledger.balance(on=on)
        assert all(0 < credits <= bought[lot] for lot, credits in left.items())


# --- statements


def check_that_it_adds_up(statement: Statement) -> None:
    """Both identities, and every figure the sum of its lines."""
    came = statement.restated + statement.purchased + statement.granted + statement.reversed
    went = statement.drawn + statement.lapsed + statement.voided
    assert statement.opening + came - went == statement.closing
    assert sum(line.credits + line.shortfall for line in statement.lines) == statement.closing - statement.opening
    assert statement.closing == sum(each.credits for each in statement.remaining)

    moved: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for line in statement.lines:
        moved[line.kind if line.kind in MOVES else "drawn"] += line.credits + line.shortfall
        amounts[line.kind] += line.amount  # type: ignore[assignment]
    assert {kind: getattr(statement, kind) for kind in (*KINDS, "restated")} == {
        kind: moved[kind] if kind in (*GAINS, "restated") else -moved[kind] for kind in (*KINDS, "restated")
    }
    assert statement.shortfall == sum(line.shortfall for line in statement.lines)
    assert statement.charges == amounts["call_out"] + amounts["after_hours"]
    assert statement.restated_charges == amounts["restated"]
    assert statement.spent_on_packs == amounts["purchased"]


MOVES = ("restated", "reversed", "lapsed", "purchased", "granted", "voided")


@examples(150)
@given(st.data(), TERMS)
def test_every_statement_adds_up_also_where_facts_contradict_what_was_posted(data: st.DataObject, terms: Any) -> None:
    life = life_from(data, terms=terms)
    billed = life.settled()
    for _ in range(life.pick(0, 4)):
        life.goes_on()
    now = life.settled()
    for period in PERIODS:
        check_that_it_adds_up(now.statement(period))
        check_that_it_adds_up(now.statement(period, billed=billed))


@examples(100)
@given(st.data(), TERMS)
def test_months_chain_and_a_quarter_is_its_months(data: st.DataObject, terms: Any) -> None:
    settled = life_from(data, terms=terms).settled()
    quarter, months = settled.statement(PERIODS[4]), [settled.statement(month) for month in MONTHS[:3]]
    assert [quarter.opening, *(month.closing for month in months)] == [
        *(month.opening for month in months),
        quarter.closing,
    ]
    for name in (*KINDS, "shortfall", "required", "charges", "spent_on_packs"):
        assert getattr(quarter, name) == sum(getattr(month, name) for month in months), name
    assert quarter.lines == tuple(line for month in months for line in month.lines)


@examples(100)
@given(st.data(), TERMS)
def test_what_was_sent_closes_where_the_next_statement_opens(data: st.DataObject, terms: Any) -> None:
    """Month after month is billed, and anything becomes known in between; charges chain likewise."""
    life = life_from(data, most=2, terms=terms)
    sent: list[Statement] = []
    for month in MONTHS:
        for _ in range(life.pick(0, 4)):
            life.goes_on()
        statement = life.settled().statement(month, billed=sent[-1].settlement if sent else None)
        check_that_it_adds_up(statement)
        assert not sent or sent[-1].closing == statement.opening
        sent.append(statement)
        life.it_is_billed(until=month.last_day)
    last = sent[-1].settlement
    whole = last.statement(Period(start=MONTHS[0].start, end=MONTHS[-1].end))
    told = sum((statement.charges + statement.restated_charges for statement in sent), Decimal(0))
    assert told == whole.charges
    assert sent[-1].closing == whole.closing


@given(st.data())
def test_where_nothing_changed_nothing_is_restated(data: st.DataObject) -> None:
    settled = life_from(data).settled()
    for period in MONTHS:
        assert settled.statement(period, billed=settled).lines == settled.statement(period).lines


# --- posting


def figures(ledger: Ledger) -> tuple[Any, ...]:
    """Return what became of every credit, whatever of it was posted."""
    impossible = [(one.drawing, one.reversals) for one in ledger.impossible]
    return sorted(map(repr, ledger.entries)), frozenset(ledger.drawings), dict(ledger.shortfalls), impossible


@examples(150)
@given(st.data(), TERMS, st.booleans())
def test_to_post_and_settle_again_is_the_identity(data: st.DataObject, terms: Any, is_in_part: bool) -> None:
    """Drawings, shortfalls, entries and balances stay, whether all that was drawn is posted, or only some of it."""
    ledger = life_from(data, terms=terms).settled().ledger
    drawn = [each for each in ledger.drawings if not is_in_part or data.draw(st.booleans())]
    after = again(ledger, posted=(*ledger.posted, *drawn))
    assert figures(ledger) == figures(after)
    assert [ledger.balance(on=on) for on in EVERY_DAY] == [after.balance(on=on) for on in EVERY_DAY]


@given(st.data(), TERMS)
def test_posting_twice_changes_nothing(data: st.DataObject, terms: Any) -> None:
    settled = life_from(data, terms=terms).settled()
    once = settled.account.replace(posted=(*settled.account.posted, *settled.ledger.drawings))
    ledger = settle(once, settled.terms).ledger
    assert once == once.replace(posted=(*once.posted, *ledger.drawings))


@given(st.data(), TERMS)
def test_nothing_posted_is_changed_but_what_is_impossible(data: st.DataObject, terms: Any) -> None:
    ledger = life_from(data, terms=terms).settled().ledger
    impossible = [one.drawing for one in ledger.impossible]
    assert not set(impossible) & set(ledger.drawings)
    assert set(ledger.posted) == set(impossible) | (set(ledger.posted) & set(ledger.drawings))
    assert set(impossible) <= set(ledger.posted)
    idle = {one for lost in ledger.impossible for one in lost.reversals}
    assert set(ledger.reversals) == idle | set(ledger.effective_reversals)


@given(st.data(), TERMS)
def test_a_draw_is_covered_or_falls_short_of_what_it_costs(data: st.DataObject, terms: Any) -> None:
    """What it keeps and its shortfall are its cost, or what is still to be given back is more; none is negative."""
    ledger = life_from(data, terms=terms).settled().ledger
    for draw in ledger.draws:
        kept = ledger.kept(draw.id)
        assert kept >= 0
        assert kept + ledger.shortfalls.get(draw.id, 0) == max(draw.credits, kept)


# --- order


@examples(100)
@given(st.data(), TERMS, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_arrive_does_not_matter(data: st.DataObject, terms: Any, chance: Any) -> None:
    settled = life_from(data, terms=terms).settled()
    account = settled.account
    names = ("lots", "incidents", "call_outs", "tier_months", "voids", "posted", "reversals")
    mixed = {name: chance.sample(facts, len(facts)) for name in names if (facts := getattr(account, name))}
    other = settle(account.replace(**mixed), settled.terms)
    assert settled.ledger == other.ledger
    assert settled.ledger.entries == other.ledger.entries
    assert settled.ledger.drawings == other.ledger.drawings
    assert settled.ledger.impossible == other.ledger.impossible
    assert [each.incident for each in settled.assessments] == [each.incident for each in other.assessments]
    for month in MONTHS:
        one, two = settled.statement(month), other.statement(month)
        assert Counter(map(shown, one.lines)) == Counter(map(shown, two.lines))


def shown(line: Any) -> tuple[Any, ...]:
    return line.on, line.kind, line.id, line.credits, line.shortfall, line.amount


# --- reversals


@examples(200)
@given(st.data(), TERMS)
def test_what_is_proposed_makes_no_draw_fall_short_and_leaves_nothing_to_propose(
    data: st.DataObject, terms: Any
) -> None:
    life = life_from(data, terms=terms)
    ledger, on = life.settled().ledger, life.a_day()
    proposed = reversals(ledger, on=on)
    after = again(ledger, reversals=(*ledger.reversals, *proposed))
    assert reversals(after, on=on) == ()
    assert all(short <= ledger.shortfalls.get(draw, 0) for draw, short in after.shortfalls.items())
    assert after.impossible == ledger.impossible
    costs = {draw.id: draw.credits for draw in ledger.draws}
    for draw in {back.draw for back in proposed}:
        back = sum(one.credits for one in proposed if one.draw == draw)
        later = sum(each.credits for each in ledger.drawings if each.draw == draw and each.on > on)
        assert back == ledger.kept(draw) - later - costs.get(draw, 0)
        assert after.kept(draw) == ledger.kept(draw) - back


# --- capacity


@examples(200)
@given(st.data())
def test_what_is_available_is_what_one_more_draw_takes(data: st.DataObject) -> None:
    """Tried with one that asks for all of it, and for one more; nothing posted is changed for either."""
    life = life_from(data)
    ledger, on = life.settled().ledger, life.a_day(70)
    available = ledger.available(on=on)
    for further in (0, 1):
        if credits := available + further:
            tried = again(ledger, draws=[*ledger.draws, Draw(id="another", on=on, credits=credits)])
            assert tried.kept("another") == available
            assert tried.shortfalls.get("another", 0) == further
            assert tried.impossible == ledger.impossible
            assert set(ledger.posted) & set(ledger.drawings) <= set(tried.drawings)


# --- restatements


@examples(100)
@given(st.data(), TERMS)
def test_what_is_restated_adds_up_to_the_difference_of_the_balances(data: st.DataObject, terms: Any) -> None:
    life = life_from(data, terms=terms)
    before = life.settled().ledger
    for _ in range(life.pick(0, 4)):
        life.goes_on()
    after = life.settled().ledger
    found = restate(before, after)
    for on in EVERY_DAY:
        change = sum(figure.change for figure in found if figure.on <= on)
        assert change == after.balance(on=on) - before.balance(on=on)
    assert [figure.change for figure in restate(after, before)] == [-figure.change for figure in found]
    assert restate(after, after) == ()


@given(st.data())
def test_the_money_of_what_lapsed_is_that_of_its_credits(data: st.DataObject) -> None:
    """Where a lot lapses twice, too: 100 for the whole lot, and never more."""
    ledger = life_from(data).settled().ledger
    for on in EVERY_DAY[::20]:
        money = breakage(ledger, on=on)
        lapsed: Counter[str] = Counter()
        for entry in ledger.entries:
            if entry.kind == "lapsed" and entry.on <= on:
                lapsed[entry.lot] += entry.credits
        by_id = {lot.id: lot for lot in ledger.lots}
        assert {lot: by_id[lot].credits for lot in money} == {lot: by_id[lot].credits for lot in lapsed}
        for lot, value in money.items():
            assert abs(value - Decimal(100) * lapsed[lot] / by_id[lot].credits) <= Decimal("0.01")


# --- reasons

WHYS = ("opening", "restated", "closing", "shortfall", "required", "charges", "restated_charges", "spent_on_packs")


def reasons(statement: Statement) -> list[tuple[Any, Reason]]:
    """Return every figure of a statement with its reason, and what each line says with its own."""
    found = [(getattr(statement, name), getattr(statement, f"why_{name}")) for name in (*KINDS, *WHYS)]
    return found + [(explained(line), line.why) for line in statement.lines]


def explained(line: Line) -> int | Decimal:
    """Return the figure of a line that its reason explains."""
    if line.kind in ("call_out", "after_hours") or (line.amount and line.kind == "restated"):
        return line.amount
    if line.kind == "pending" and not line.credits:
        assert line.assessment is not None
        return line.assessment.least_credits
    return line.credits if line.kind in (*GAINS, "restated") else -line.credits


def two_settlements(data: st.DataObject, terms: Any) -> tuple[Settlement, Settlement]:
    """Return an account as it was billed, and as it is now."""
    life: Life = life_from(data, terms=terms)
    billed = life.settled()
    for _ in range(life.pick(0, 4)):
        life.goes_on()
    return billed, life.settled()


@examples(100)
@given(st.data(), TERMS)
def test_every_figure_and_line_of_a_statement_has_its_reason(data: st.DataObject, terms: Any) -> None:
    billed, now = two_settlements(data, terms)
    for statement in (now.statement(period, billed=billed) for period in PERIODS):
        for figure, why in reasons(statement):
            assert (figure, ()) == (why.value, verify(why)), why.text()
            assert "{" not in why.text()


@examples(30)
@given(st.data(), TERMS)
def test_whichever_node_of_a_statement_is_tampered_with_it_is_noticed(data: st.DataObject, terms: Any) -> None:
    billed, now = two_settlements(data, terms)
    for statement in (now.statement(period, billed=billed) for period in MONTHS[:3]):
        assert [node for _, reason in reasons(statement) for node in unnoticed(reason)] == []


# --- what the lives reach


def reached(ledger: Ledger) -> set[str]:
    """Return what of the rarer things an account has come to."""
    ends = Counter((entry.lot, entry.kind) for entry in ledger.entries if entry.kind in ("lapsed", "voided"))
    return {
        name
        for name, is_so in {
            "a second part": any(each.part > 1 for each in ledger.drawings),
            "impossible": bool(ledger.impossible),
            "impossible, and given back": any(one.reversals for one in ledger.impossible),
            "given back": bool(ledger.effective_reversals),
            "a lot that ends twice": any(times > 1 for times in ends.values()),
            "voided": ledger.total("voided", on=date.max) > 0,
            "short": bool(ledger.shortfalls),
            "too much": bool(reversals(ledger, on=date.max)),
        }.items()
        if is_so
    }


def test_the_lives_reach_all_that_can_become_of_a_bill() -> None:
    """So that no law above holds for want of an example: two hundred lives with fixed choices have it all."""
    found, kinds = Counter[str](), Counter[str]()
    for seed in range(200):
        life = life_of(random.Random(seed).randint, STANDING)
        life.begins()
        for _ in range(6):
            life.goes_on()
        billed = life.settled()
        for _ in range(4):
            life.goes_on()
        now = life.settled()
        found.update(reached(now.ledger))
        kinds.update({line.kind for line in now.statement(PERIODS[-1], billed=billed).lines})
    assert len(found) == 8
    assert min(found.values()) >= 3
    assert set(kinds) >= {*MOVES, "posted", "tier_month", "incident", "pending", "call_out"}
