"""Facts that a caller of a strategy gives: each a value, or a strategy for it."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from hypothesis import strategies as st

from .. import _checks as check

R = TypeVar("R", bound=check.Record)


def narrowed(
    plainest: R, drawn: Mapping[str, st.SearchStrategy[Any]], facts: Mapping[str, Any]
) -> st.SearchStrategy[R]:
    """Return records like the plainest one, with the facts that are given and all others drawn."""
    check_facts(plainest, drawn, facts)
    return st.builds(type(plainest), **{**drawn, **{name: strategy_of(fact) for name, fact in facts.items()}})


def check_facts(plainest: check.Record, names: Collection[str], facts: Mapping[str, Any]) -> None:
    """Refuse names of no fact, and values that a record refuses."""
    for name in facts:
        if name not in names:
            check.unknown("facts", name, names, f"fact of {type(plainest).__name__} that can be given")
    plainest.replace(**{name: fact for name, fact in facts.items() if not isinstance(fact, st.SearchStrategy)})


def check_given_with(facts: Mapping[str, Any], name: str, dependent: Collection[str]) -> None:
    """Refuse a fact that only another one, which isn't given, could agree with."""
    for each in dependent:
        if name not in facts and facts.get(each) is not None and facts[each] != ():
            problem, remedy = f"is given without {name}", f"give {name}=, too, so that both agree"
            check.refuse(each, facts[each], problem, remedy, code="missing")


def strategy_of(fact: Any) -> st.SearchStrategy[Any]:
    """Return a strategy as it is, and one of a value alone for a value."""
    return fact if isinstance(fact, st.SearchStrategy) else st.just(fact)
