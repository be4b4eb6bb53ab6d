"""Strategies for lots and draws, and for what was drawn, posted, given back and voided of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from .. import _checks as check
from ..credits import Lot, Origin
from ..draws import Draw, Drawing, Reversal, Void
from ..ledger import Ledger, replay
from ..period import Period
from ..terms import Terms, TermsHistory
from ._facts_given import check_facts, check_given_with, narrowed, strategy_of
from ._moment_strategies import ONE_DAY, WITHIN, check_within, days, shared_days
from ._terms_strategies import versions_of

PLAINEST = Lot(id="L-1", credits=1, on=WITHIN.start, last_usable_on=None)
FACTS = ("id", "credits", "on", "last_usable_on", "origin", "price")
some_credits = st.integers(1, 6)
spans = st.none() | st.sampled_from([0, 1, 30, 60])
prices: st.SearchStrategy[Any] = st.none() | st.sampled_from([329, 599, 999, "99.50"])
origins = st.sampled_from([Origin.PURCHASED, Origin.COMPLIMENTARY])


# --- one of each


def lots(*, terms: Terms | TermsHistory | None = None, within: Period = WITHIN, **facts: Any) -> st.SearchStrategy[Lot]:
    """Return lots that come in a period; with ``terms``, those that the terms sell and grant.

    Facts that are given, as values or as strategies, are those of all: ``lots(origin="purchased", id="L-1")``. The
    plainest lot has one credit without end, or is the first pack of the terms, and comes on the first day.
    """
    if terms is not None:
        versions_of(terms, within)
    check_facts(PLAINEST, FACTS, facts)
    check_given_with(facts, "on", ("last_usable_on",))
    given = {name: strategy_of(fact) for name, fact in facts.items()}
    on = given.pop("on", days(within=within))
    id = given.pop("id", st.integers(1, 9999).map(lambda number: f"L-{number}"))
    return _lots(id, on, terms, st.fixed_dictionaries(given))


@st.composite
def _lots(
    draw: st.DrawFn,
    id: st.SearchStrategy[str],
    days: st.SearchStrategy[date],
    terms: Terms | TermsHistory | None,
    given: st.SearchStrategy[dict[str, Any]],
) -> Lot:
    on = draw(days)
    lot = _any_lot(draw, draw(id), on) if terms is None else _lot_of(draw, draw(id), on, terms.earliest(on))
    return lot.replace(**draw(given))


def _any_lot(draw: st.DrawFn, id: str, on: date) -> Lot:
    span = draw(spans)
    return Lot(
        id=id,
        credits=draw(some_credits),
        on=on,
        last_usable_on=None if span is None else on + span * ONE_DAY,
        origin=draw(origins),
        price=draw(prices),
    )


def _lot_of(draw: st.DrawFn, id: str, on: date, terms: Terms) -> Lot:
    credits = draw(st.sampled_from([*(pack.credits for pack in terms.packs), None]))
    return terms.server_grant(id=id, on=on) if credits is None else terms.purchase(credits, id=id, on=on)


def draws(*, within: Period = WITHIN, **facts: Any) -> st.SearchStrategy[Draw]:
    """Return requests for credits in a period; facts that are given are those of all."""
    drawn = {"id": _ids(), "on": days(within=within), "credits": st.integers(1, 5)}
    return narrowed(Draw(id="d1", on=WITHIN.start, credits=1), drawn, facts)


def drawings(*, within: Period = WITHIN, **facts: Any) -> st.SearchStrategy[Drawing]:
    """Return what draws took from lots in a period; facts that are given are those of all."""
    plainest = Drawing(draw="d1", lot="L-1", credits=1, on=WITHIN.start)
    return narrowed(plainest, _of_a_drawing(within), facts)


def reversals(*, within: Period = WITHIN, **facts: Any) -> st.SearchStrategy[Reversal]:
    """Return what is given back to lots in a period; facts that are given are those of all."""
    plainest = Reversal(draw="d1", lot="L-1", credits=1, on=WITHIN.start)
    return narrowed(plainest, _of_a_drawing(within), facts)


def _of_a_drawing(within: Period) -> dict[str, st.SearchStrategy[Any]]:
    parts = st.sampled_from([1, 1, 1, 2])
    return {"draw": _ids(), "lot": _lot_ids(), "credits": st.integers(1, 4), "on": days(within=within), "part": parts}


def voids(*, within: Period = WITHIN, **facts: Any) -> st.SearchStrategy[Void]:
    """Return days in a period on which lots were taken back; facts that are given are those of all."""
    return narrowed(Void(lot="L-1", on=WITHIN.start), {"lot": _lot_ids(), "on": days(within=within)}, facts)


def _ids() -> st.SearchStrategy[str]:
    return st.integers(1, 9).map(lambda number: f"d{number}")


def _lot_ids() -> st.SearchStrategy[str]:
    return st.integers(1, 9).map(lambda number: f"L-{number}")


# --- several that stand together


@st.composite
def some_lots(draw: st.DrawFn, *, most: int = 6, within: Period = WITHIN) -> list[Lot]:
    """Draw lots, many of which share their days, so that every tie occurs."""
    ids = draw(st.lists(st.sampled_from("aAbBcC"), unique=True, max_size=most))
    on = shared_days(within)
    return [_any_lot(draw, id, draw(on)) for id in ids]


@st.composite
def some_draws(draw: st.DrawFn, *, most: int = 8, within: Period = WITHIN) -> list[Draw]:
    """Draw requests for credits, some of one day, some before all lots."""
    days_after = st.integers(-2, (within.end - within.start).days - 1)
    some = draw(st.lists(st.tuples(days_after, st.integers(1, 5)), max_size=most))
    return [
        Draw(id=f"d{place}", on=within.start + ahead * ONE_DAY, credits=credits)
        for place, (ahead, credits) in enumerate(some)
    ]


@st.composite
def some_voids(draw: st.DrawFn, lots: Sequence[Lot]) -> list[Void]:
    """Draw voids of some of the lots, each from its first day on."""
    some = draw(st.lists(st.sampled_from(lots), max_size=2)) if lots else []
    return [Void(lot=lot.id, on=lot.on + timedelta(days=draw(st.integers(0, 40)))) for lot in some]


@st.composite
def some_posted(
    draw: st.DrawFn, draws: Sequence[Draw], lots: Sequence[Lot], *, within: Period = WITHIN
) -> list[Drawing]:
    """Draw drawings that were billed already, possible and impossible ones, of draws and lots that are gone too."""
    ids = [*(lot.id for lot in lots), "gone"]
    wanted = [*((each.id, each.on) for each in draws), ("gone", within.start)]
    some = draw(st.lists(st.tuples(st.sampled_from(wanted), st.sampled_from(ids)), max_size=4))
    return [
        Drawing(
            draw=id,
            lot=lot,
            credits=draw(st.integers(1, 4)),
            on=on + timedelta(days=draw(st.sampled_from([0, 0, 0, 1]))),
            part=1 + sum((id, lot) == (other[0], earlier) for other, earlier in some[:place]),
        )
        for place, ((id, on), lot) in enumerate(some)
    ]


@st.composite
def some_reversals(draw: st.DrawFn, posted: Sequence[Drawing]) -> list[Reversal]:
    """Draw reversals of some of the drawings, of some of their credits or all, from their day on."""
    some = draw(st.lists(st.sampled_from(posted), unique=True, max_size=3)) if posted else []
    return [
        Reversal(
            draw=each.draw,
            lot=each.lot,
            part=each.part,
            credits=draw(st.integers(1, each.credits)),
            on=each.on + timedelta(days=draw(st.sampled_from([0, 1, 20, 60]))),
        )
        for each in some
    ]


def ledgers(*, within: Period = WITHIN, refuse_short: bool | None = None) -> st.SearchStrategy[Ledger]:
    """Return ledgers of lots and draws in a period, some with voids, with what was posted, and with reversals.

    ``refuse_short`` is either unless said.
    """
    check_within(within)
    if refuse_short is not None:
        check.flag("refuse_short", refuse_short, "give True or False, or leave it out for either")
    return _ledgers(within, st.booleans() if refuse_short is None else st.just(refuse_short))


@st.composite
def _ledgers(draw: st.DrawFn, within: Period, refuses: st.SearchStrategy[bool]) -> Ledger:
    lots, asked = draw(some_lots(within=within)), draw(some_draws(within=within))
    posted = draw(some_posted(asked, lots, within=within))
    return replay(
        lots,
        asked,
        voids=draw(some_voids(lots)),
        posted=posted,
        reversals=draw(some_reversals(posted)),
        refuse_short=draw(refuses),
    )
