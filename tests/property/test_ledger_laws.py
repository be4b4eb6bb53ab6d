"""Laws of the ledger.

The oracle counts every lot on every day, and knows no heaps, entries or running sums.

- the oracle: drawings, shortfalls, what is impossible, and the figures of every day are its own
- conservation: purchased + granted + reversed = drawn + lapsed + voided + balance, at the end of every day
- order: neither that of lots nor that of draws of different days matters, nor that of what was billed
- cover: covering in part never draws less than refusing, by any day; more credits never leave more short
- drawings: within the days of their lots, never more than was asked for or bought
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from account_oracle import KINDS, AccountOracle
from helpers import examples
from incidentrules import Draw, Drawing, Ledger, Lot, Reversal, Void, replay, verify
from incidentrules.ledger import EntryKind
from judgement_strategies import FIRST, draws, given_back, lots, posted, voids

EVERY_DAY = [FIRST + timedelta(days=ahead) for ahead in range(-3, 165)]


Facts = tuple[list[Lot], list[Draw], list[Void], list[Drawing], list[Reversal]]


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    held, asked = draw(lots()), draw(draws())
    billed = draw(posted(asked, held))
    return held, asked, draw(voids(held)), billed, draw(given_back(billed))


def ledger_of(given_facts: Facts, **options: Any) -> Ledger:
    held, asked, taken_back, billed, back = given_facts
    return replay(held, asked, voids=taken_back, posted=billed, reversals=back, **options)


@examples(200)
@given(facts(), st.booleans())
def test_the_ledger_is_that_of_the_oracle(facts: Facts, refuses: bool) -> None:
    held, asked, taken_back, billed, back = facts
    oracle = AccountOracle(held, asked, voids=taken_back, posted=billed, reversals=back, refuse_short=refuses)
    ledger = ledger_of(facts, refuse_short=refuses)
    drawn = {each.key: (each.credits, each.on.toordinal()) for each in ledger.drawings}
    assert (oracle.drawings, oracle.shortfalls) == (drawn, dict(ledger.shortfalls))
    assert oracle.impossible == {each.drawing.key: each.reversals for each in ledger.impossible}
    for on in EVERY_DAY[::3]:
        assert oracle.balance(on) == ledger.balance(on=on)
        assert [oracle.total(kind, on) for kind in KINDS] == [ledger.total(kind, on=on) for kind in KINDS]


@given(facts(), st.booleans())
def test_credits_are_conserved_at_every_day(facts: Facts, refuses: bool) -> None:
    """purchased + granted + reversed = drawn + lapsed + voided + balance, which is what remains of all lots."""
    ledger = ledger_of(facts, refuse_short=refuses)
    for on in EVERY_DAY:
        gained, lost = (
            sum(ledger.total(kind, on=on) for kind in kinds)
            for kinds in (
                (EntryKind.PURCHASED, EntryKind.GRANTED, EntryKind.REVERSED),
                (EntryKind.DRAWN, EntryKind.LAPSED, EntryKind.VOIDED),
            )
        )
        assert gained == lost + ledger.balance(on=on)
        assert ledger.balance(on=on) == sum(each.credits for each in ledger.remaining(on=on))


@given(st.data(), facts())
def test_the_order_of_lots_and_of_draws_of_different_days_does_not_matter(data: st.DataObject, facts: Facts) -> None:
    """Nor that of what was billed, nor whether that is told twice."""
    held, asked, taken_back, billed, back = facts
    days = data.draw(st.permutations(sorted({draw.on for draw in asked})))
    again = [draw for on in days for draw in asked if draw.on == on]
    mixed = data.draw(st.permutations(billed))
    others: dict[str, Any] = {"posted": [*mixed, *mixed[:1]], "reversals": [*back[::-1], *back[:1]]}
    other = replay(data.draw(st.permutations(held)), again, voids=taken_back[::-1], **others)
    ledger = ledger_of(facts)
    assert (ledger.entries, ledger.drawings) == (other.entries, other.drawings)
    assert (ledger.shortfalls, ledger.impossible) == (other.shortfalls, other.impossible)


@given(lots(), draws())
def test_covering_in_part_never_draws_less_than_refusing(held: list[Lot], asked: list[Draw]) -> None:
    covered, refused = replay(held, asked), replay(held, asked, refuse_short=True)
    for on in EVERY_DAY[::5]:
        assert covered.total("drawn", on=on) >= refused.total("drawn", on=on)
        assert covered.total("lapsed", on=on) <= refused.total("lapsed", on=on)


@given(lots(), draws(), st.integers(0, 60), st.integers(1, 4))
def test_more_credits_never_leave_more_short(held: list[Lot], asked: list[Draw], ahead: int, credits: int) -> None:
    further = Lot(id="further", credits=credits, on=FIRST + timedelta(days=ahead), last_usable_on=None)
    before, after = replay(held, asked), replay([*held, further], asked)
    assert sum(after.shortfalls.values()) <= sum(before.shortfalls.values())


@given(facts(), st.booleans())
def test_a_drawing_lies_within_its_lot_and_its_draw(facts: Facts, refuses: bool) -> None:
    """What was billed already may be of another day, or of more than its draw asks for by now."""
    held, asked, _, billed, back = facts
    ledger = ledger_of(facts, refuse_short=refuses)
    by_lot, by_draw = {lot.id: lot for lot in held}, {draw.id: draw for draw in asked}
    kept: dict[str, int] = Counter()
    for each in ledger.drawings:
        assert by_lot[each.lot].is_usable(each.on)
        assert each in billed or by_draw[each.draw].on == each.on
        assert each.credits > 0
        kept[each.draw] += each.credits
    for reversal in ledger.effective_reversals:
        assert reversal in back
        kept[reversal.draw] -= reversal.credits
    for id, draw in by_draw.items():
        assert kept[id] == ledger.kept(id)
        assert max(draw.credits, kept[id]) == kept[id] + ledger.shortfalls.get(id, 0)


@given(facts())
def test_every_drawing_says_why_it_took_from_its_lot(facts: Facts) -> None:
    ledger = ledger_of(facts)
    assert all(verify(ledger.why(drawing)) == () for drawing in ledger.drawings)


@given(lots(), draws())
def test_posting_all_drawings_changes_nothing(held: list[Lot], asked: list[Draw]) -> None:
    before = replay(held, asked)
    after = replay(held, asked, posted=before.drawings)
    assert (before.entries, before.shortfalls, ()) == (after.entries, after.shortfalls, after.impossible)


@given(lots(), draws())
def test_the_entries_stand_in_order_and_make_the_balance(held: list[Lot], asked: list[Draw]) -> None:
    ledger = replay(held, asked)
    kinds = list(EntryKind)
    keys = [(entry.on, kinds.index(entry.kind)) for entry in ledger.entries]
    assert keys == sorted(keys)
    for on in EVERY_DAY[::7]:
        assert ledger.balance(on=on) == sum(entry.change for entry in ledger.entries if entry.on <= on)
