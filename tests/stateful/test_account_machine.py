"""The life of an account: tickets, changes, purchases, months billed, late facts, corrections, and new terms.

Whatever comes in, changes or is billed, in whatever order, after every step

- every credit is where the oracle has it, and credits are conserved on every day
- the statements of all months add up, and so do their lines; what was sent closes where the next one opens
- what was posted is drawn as it was, or impossible; to post all that is drawn changes nothing
- with what is proposed for reversal applied, no draw falls short for it, and nothing is left to propose
- a month requires what its draws ask for, but where credits have only to be held

and of each statement that is sent every figure has a reason that verifies.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from account_oracle import GAINS, KINDS, AccountOracle
from helpers import examples, minutes, standard
from incidentrules import (
    Change,
    Ledger,
    Period,
    Settlement,
    Statement,
    Terms,
    TermsHistory,
    replay,
    reversals,
    settle,
    verify,
)
from judgement_strategies import FIRST, HAPPENINGS, TIERS, Life, life_of

MONTHS = [Period.month(2026, month) for month in range(1, 7)]
FIGURES = (*KINDS, "opening", "restated", "closing", "shortfall", "required", "charges", "restated_charges")
BASES = ("per_incident", "standing", "flat", "minimum")


class AccountMachine(RuleBasedStateMachine):
    """The facts that are known, the versions of the terms, and the statements that were sent."""

    def __init__(self) -> None:
        super().__init__()
        self.life = life_of(lambda least, most: least)
        self.versions: dict[date, Terms] = {FIRST: standard()}
        self.sent: list[Statement] = []
        self.settled: Settlement | None = None

    def choose(self, data: st.DataObject) -> Life:
        self.life.pick = lambda least, most: int(data.draw(st.integers(least, most)))
        return self.life

    @property
    def now(self) -> Settlement:
        """All that is known, settled; once for all that is asked of it."""
        last, account, terms = self.settled, self.life.account, self.life.terms
        if last is None or (last.account, last.terms) != (account, terms):
            last = self.settled = settle(account, terms)
        return last

    # --- what happens, or becomes known

    @initialize(data=st.data(), basis=st.sampled_from(BASES))
    def an_account_is_opened(self, data: st.DataObject, basis: Any) -> None:
        self.versions[FIRST] = standard().with_readings(credit_basis=basis)
        self.life.terms = TermsHistory(self.versions)
        self.choose(data).begins()

    @rule(data=st.data(), happening=st.sampled_from(HAPPENINGS))
    def something_becomes_known(self, data: st.DataObject, happening: Callable[[Life], None]) -> None:
        happening(self.choose(data))

    @rule(data=st.data(), severity=st.sampled_from([None, "severe", "normal"]), tier=st.sampled_from(TIERS))
    def a_ticket_changes(self, data: st.DataObject, severity: Any, tier: str) -> None:
        life = self.choose(data)
        if ticket := life.one_of(life.tickets.values()):
            later = ticket.received_at + minutes(life.pick(0, 60 * 24 * 40))
            changes = sorted(
                (*ticket.changes, Change(at=later, severity=severity, tier=tier)), key=lambda each: each.at
            )
            life.tickets[ticket.id] = ticket.replace(changes=changes)

    @rule(month=st.integers(1, 4), basis=st.sampled_from(BASES), unit=st.sampled_from([60, 30]))
    def other_terms_come_into_force(self, month: int, basis: Any, unit: int) -> None:
        """They may become known late, too, and change what was billed."""
        self.versions[date(2026, month, 1)] = standard().with_readings(credit_basis=basis).replace(unit=minutes(unit))
        self.life.terms = TermsHistory(self.versions)

    @precondition(lambda self: len(self.sent) < len(MONTHS))
    @rule()
    def a_month_is_billed(self) -> None:
        """Its statement is sent, which opens with what the customer was told, and what was drawn is posted."""
        month, billed = MONTHS[len(self.sent)], self.billed
        statement = self.now.statement(month, billed=billed)
        assert not self.sent or self.sent[-1].closing == statement.opening
        for name in FIGURES:
            why = getattr(statement, f"why_{name}")
            assert (getattr(statement, name), ()) == (why.value, verify(why)), name
        assert all(verify(line.why) == () for line in statement.lines)
        self.sent.append(statement)
        self.life.it_is_billed(until=month.last_day)

    @property
    def billed(self) -> Settlement | None:
        return self.sent[-1].settlement if self.sent else None

    # --- what has to hold

    @invariant()
    def it_is_settled_as_by_the_oracle(self) -> None:
        ledger = self.now.ledger
        oracle = AccountOracle(ledger.lots, ledger.draws, **facts(ledger))
        assert oracle.drawings == {each.key: (each.credits, each.on.toordinal()) for each in ledger.drawings}
        assert oracle.shortfalls == dict(ledger.shortfalls)
        assert oracle.impossible == {each.drawing.key: each.reversals for each in ledger.impossible}
        for on in [*ledger.days_of_change, *(month.last_day for month in MONTHS)]:
            assert oracle.remaining(on) == {each.lot: each.credits for each in ledger.remaining(on=on)}
            change = sum(ledger.total(kind, on=on) * (1 if kind in GAINS else -1) for kind in KINDS)
            assert change == ledger.balance(on=on)

    @invariant()
    def every_statement_adds_up(self) -> None:
        for month in MONTHS:
            for billed in (None, self.billed):
                statement = self.now.statement(month, billed=billed)
                came = statement.restated + statement.purchased + statement.granted + statement.reversed
                went = statement.drawn + statement.lapsed + statement.voided
                assert statement.opening + came - went == statement.closing
                moved = sum(line.credits + line.shortfall for line in statement.lines)
                assert moved == statement.closing - statement.opening
                assert sum(line.shortfall for line in statement.lines) == statement.shortfall

    @invariant()
    def what_was_posted_stays_or_is_impossible(self) -> None:
        ledger = self.now.ledger
        impossible = {one.drawing for one in ledger.impossible}
        assert set(ledger.posted) == impossible | (set(ledger.posted) & set(ledger.drawings))
        assert not impossible & set(ledger.drawings)

    @invariant()
    def to_post_what_is_drawn_changes_nothing(self) -> None:
        ledger = self.now.ledger
        after = again(ledger, posted=(*ledger.posted, *ledger.drawings))
        assert set(ledger.drawings) == set(after.drawings)
        assert (ledger.shortfalls, ledger.impossible) == (after.shortfalls, after.impossible)
        assert sorted(map(repr, ledger.entries)) == sorted(map(repr, after.entries))

    @invariant()
    def what_is_proposed_takes_from_no_other_draw(self) -> None:
        ledger, on = self.now.ledger, MONTHS[len(self.sent) - 1].last_day
        proposed = reversals(ledger, on=on)
        after = again(ledger, reversals=(*ledger.reversals, *proposed))
        assert reversals(after, on=on) == ()
        assert all(short <= ledger.shortfalls.get(draw, 0) for draw, short in after.shortfalls.items())

    @invariant()
    def a_month_requires_what_its_draws_ask_for(self) -> None:
        for month in MONTHS:
            asked = sum(draw.credits for draw in self.now.ledger.draws if draw.on in month)
            required = self.now.statement(month).required
            is_only_held = self.life.terms.earliest(month.start).readings.credit_basis == "minimum"
            assert asked <= required if is_only_held else asked == required


def facts(ledger: Ledger) -> dict[str, Any]:
    return {"voids": ledger.voids, "posted": ledger.posted, "reversals": ledger.reversals}


def again(ledger: Ledger, **changes: Any) -> Ledger:
    return replay(ledger.lots, ledger.draws, **{**facts(ledger), **changes})


TestAccount = AccountMachine.TestCase
TestAccount.settings = examples(40, stateful_step_count=30, deadline=None)
