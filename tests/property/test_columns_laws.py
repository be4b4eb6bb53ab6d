"""Laws of judging and settling by the column.

- judging: each row is what `assess` says of its incident, under every reading, in any zone, by terms and by histories
- folding: a cause has the figures of all that folds into it, a consequence those of its cause, at no cost
- words: strings, objects and codes say the same
- settling: each account has the figures of its statement, and its drawings are those of its ledger
"""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from column_facts import STATEMENT, columns_of_lots, difference, row_of, rows_of
from helpers import examples
from incidentrules import (
    Account,
    Incident,
    Lot,
    Origin,
    Period,
    Terms,
    TermsHistory,
    assess,
    fold,
    settle,
)
from incidentrules.extra import strategies as public
from incidentrules.extra._incident_columns import columns_of
from incidentrules.extra._incident_strategies import changes_after, severities
from incidentrules.extra.columns import judge
from incidentrules.extra.columns import settle as settle_columns
from judgement_strategies import WITHIN, incidents, moments, terms
from strategies import desks, hours_of, zones
from strategies import moments as moments_in


@st.composite
def zoned_terms(draw: st.DrawFn, zone: str, near: datetime) -> Terms:
    """Draw terms of a desk in a zone, with hours of any kind."""
    return draw(public.desks(hours=hours_of(draw(desks(st.just(zone), near=near)))))


facts_of_incidents = st.lists(incidents(), max_size=6)
families = public.chains(within=WITHIN)
histories = public.histories(within=WITHIN)
grave = st.fixed_dictionaries({"severity": severities})
asked = st.none() | moments


@examples(150)
@given(facts_of_incidents, terms() | histories, asked, st.sampled_from(["strings", "objects", "codes"]))
def test_each_row_is_what_is_said_of_its_incident(
    facts: list[Incident], terms: Terms | TermsHistory, at: datetime | None, words: str
) -> None:
    judged = judge(columns_of(facts, words=words), terms, at=at)
    assert difference(facts, terms, at, judged) == []


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Terms, list[Incident], datetime]:
    """Draw terms in a zone, and incidents around moments at which its clock changes."""
    zone = draw(zones)
    near = draw(moments_in(zone))
    terms = draw(zoned_terms(zone, near))
    steps = st.integers(-15_000, 15_000).map(lambda minutes: timedelta(minutes=minutes))
    facts = []
    for place in range(draw(st.integers(1, 5))):
        received = near + draw(steps | st.just(timedelta(0)))
        facts.append(
            Incident(
                id=f"T-{place}",
                received_at=received,
                severity=draw(st.sampled_from(["severe", "normal"])),
                tier=draw(st.sampled_from([None, "6h"])),
                replied_at=draw(st.none() | st.just(received + timedelta(hours=5))),
                deployed_at=draw(st.none() | steps.map(lambda step: near + step / 2)),
                effort=timedelta(minutes=90),
                changes=draw(changes_after(received, grave)),
            )
        )
    return terms, facts, near + draw(steps)


@examples(150)
@given(scenes())
def test_in_any_zone_too(scene: tuple[Terms, list[Incident], datetime]) -> None:
    terms, facts, at = scene
    assert difference(facts, terms, at, judge(columns_of(facts), terms, at=at)) == []


@examples(100)
@given(families, terms() | histories, asked)
def test_a_cause_has_the_figures_of_all_and_a_consequence_those_of_its_cause_at_no_cost(
    facts: list[Incident], terms: Terms | TermsHistory, at: datetime | None
) -> None:
    expected: dict[str, Any] = {}
    for cause, *rest in fold(facts):
        row = row_of(assess(cause, terms, folded=rest), at)
        free = (*row[:2], 0, row[3], 0, *row[5:])
        expected |= {cause.id: row} | {one.id: free for one in rest}
    judged = judge(columns_of(facts), terms, at=at)
    assert [expected[one.id] for one in facts] == rows_of(judged)
    assert sum(row[4] for row in expected.values()) == int(judged.credits.sum())


@st.composite
def some_lots(draw: st.DrawFn) -> list[Lot]:
    """Draw lots around the days on which incidents are received."""
    lots = []
    for place in range(draw(st.integers(0, 4))):
        on = date(2026, 10, 20) + timedelta(days=draw(st.integers(0, 50)))
        last = draw(st.none() | st.integers(0, 40).map(lambda days: on + timedelta(days=days)))  # noqa: B023
        price: Any = draw(st.none() | st.sampled_from([329, "99.50"]))
        lots.append(
            Lot(
                id=f"L-{place}",
                credits=draw(st.integers(1, 9)),
                on=on,
                last_usable_on=last,
                origin=draw(st.sampled_from(Origin)),
                price=price,
            )
        )
    return lots


@st.composite
def account_facts(draw: st.DrawFn) -> tuple[list[Incident], list[Lot]]:
    facts: dict[str, Any] = draw(st.sampled_from([{"changes": ()}] * 3 + [{}]))
    if draw(st.integers(0, 3)):
        some = [draw(incidents(id=f"T-{place}", **facts)) for place in range(draw(st.integers(0, 6)))]
    else:
        some = draw(families)
    if some and draw(st.integers(0, 9)) == 0:
        some.append(some[0])
    return some, draw(some_lots())


periods = st.sampled_from(
    [
        Period.month(2026, 11),
        Period.month(2026, 12),
        Period.quarter(2026, 4),
        Period.days(date(2026, 11, 5), date(2026, 12, 3)),
    ]
)


@examples(150)
@given(st.lists(account_facts(), max_size=4), terms() | histories, periods)
def test_each_account_has_the_figures_of_its_statement_and_its_drawings(
    facts: list[tuple[list[Incident], list[Lot]]], terms: Terms | TermsHistory, period: Period
) -> None:
    names = [f"account {place}" for place in range(len(facts))]
    tickets = [(name, one) for name, (some, _) in zip(names, facts, strict=True) for one in some]
    lots = [(name, one) for name, (_, some) in zip(names, facts, strict=True) for one in some]
    columns = {**columns_of([one for _, one in tickets]), "account": [name for name, _ in tickets]}
    settled = settle_columns(columns, columns_of_lots(lots), terms, period)
    one_by_one = {
        name: settle(Account(id=name, incidents=some, lots=lots), terms)
        for name, (some, lots) in zip(names, facts, strict=True)
        if some or lots
    }
    assert sorted(one_by_one) == sorted(settled.account.tolist())
    for place, name in enumerate(settled.account.tolist()):
        statement = one_by_one[name].statement(period)
        expected = {figure: getattr(statement, figure) for figure in STATEMENT}
        assert expected == {figure: getattr(settled, figure).tolist()[place] for figure in STATEMENT}
    drawn = zip(
        *(settled.drawings[field].tolist() for field in ("account", "draw", "lot", "credits", "on")), strict=True
    )
    drawings = [
        (name, each.draw, each.lot, each.credits, each.on)
        for name, one in one_by_one.items()
        for each in one.ledger.drawings
    ]
    assert sorted(drawings) == sorted(drawn)
