"""Strategies for accounts through their billing cycle, and for what follows from them."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from .. import _checks as check
from ..account import Account, Settlement, settle
from ..assessment import Assessment, assess
from ..period import Period
from ..statement import Statement
from ..terms import Terms, TermsHistory
from ._credit_strategies import lots, some_voids
from ._incident_strategies import after_hours, call_outs, chains, incidents, tier_months
from ._life import Life
from ._moment_strategies import WITHIN, periods
from ._terms_strategies import terms as any_terms
from ._terms_strategies import versions_of


def accounts(
    *,
    terms: Terms | TermsHistory | None = None,
    within: Period = WITHIN,
    id: str = "acme",
    most: int = 4,
    steps: int = 6,
) -> st.SearchStrategy[Account]:
    """Return accounts whose facts came in within a period, changed, and were billed and corrected in between.

    ``most`` is how many lots and how many incidents there are at first, ``steps`` how many things happen then: months
    are posted, credits given back, facts corrected, withdrawn or added; 0 is an account that nothing was billed of.
    All of it was billed by ``terms``, the published ones unless said. The plainest account has no facts at all.

    >>> from hypothesis import find
    >>> account = find(accounts(steps=0), lambda account: bool(account.lots and account.incidents))
    >>> account.id, bool(account.lots and account.incidents), account.posted
    ('acme', True, ())
    """
    versions_of(terms, within)
    check.text("id", id)
    check.count("most", most, least=0, most=1000)
    check.count("steps", steps, least=0, most=1000)
    first = _first_facts(most, terms, within)
    return _accounts(first, terms, within, id, steps)


def _first_facts(
    most: int, terms: Terms | TermsHistory | None, within: Period
) -> dict[str, st.SearchStrategy[list[Any]]]:
    """Return what is known of an account before anything of it was billed."""
    return {
        "lots": _numbered("L", lots(within=within) | lots(terms=terms, within=within), most),
        "incidents": chains(most=most, terms=terms, within=within),
        "call_outs": _numbered("C", call_outs(within=within), 2),
        "after_hours": _numbered("W", after_hours(within=within), 2),
        "tier_months": st.lists(tier_months(terms=terms, within=within), unique_by=lambda month: month.id, max_size=3),
    }


def _numbered(letter: str, each: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[list[Any]]:
    """Return lists of facts with ids of their own."""
    listed = st.lists(each, max_size=most)
    return listed.map(lambda facts: [fact.replace(id=f"{letter}-{place}") for place, fact in enumerate(facts, 1)])


@st.composite
def _accounts(
    draw: st.DrawFn,
    first: Mapping[str, st.SearchStrategy[list[Any]]],
    terms: Terms | TermsHistory | None,
    within: Period,
    id: str,
    steps: int,
) -> Account:
    facts = {name: draw(each) for name, each in first.items()}
    account = Account(id=id, voids=draw(some_voids(facts["lots"])), **facts)
    life = Life(lambda least, most: draw(st.integers(least, most)), terms, within, account=account)
    for step in range(draw(st.integers(0, steps))):
        if step:
            life.goes_on()
        else:
            life.it_is_billed()
    return life.account


# --- what follows from them


def assessments(
    *, terms: Terms | TermsHistory | None = None, within: Period = WITHIN, **facts: Any
) -> st.SearchStrategy[Assessment]:
    """Return judgements of incidents, by the terms given or by any; the other arguments are those of `incidents`."""
    judged_by: st.SearchStrategy[Any] = any_terms() if terms is None else st.just(terms)
    return st.builds(assess, incidents(terms=terms, within=within, **facts), judged_by)


def settlements(
    *, terms: Terms | TermsHistory | None = None, within: Period = WITHIN, **options: Any
) -> st.SearchStrategy[Settlement]:
    """Return accounts judged whole, by the terms given or by any; the other arguments are those of `accounts`."""
    judged_by: st.SearchStrategy[Any] = any_terms() if terms is None else st.just(terms)
    return st.builds(settle, accounts(terms=terms, within=within, **options), judged_by)


def statements(
    *, terms: Terms | TermsHistory | None = None, within: Period = WITHIN, **options: Any
) -> st.SearchStrategy[Statement]:
    """Return statements of periods, by the terms given or by any; the other arguments are those of `accounts`."""
    settled = settlements(terms=terms, within=within, **options)
    return st.builds(Settlement.statement, settled, periods(within=within))
