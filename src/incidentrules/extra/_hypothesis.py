"""What Hypothesis runs when it is imported: it learns which types the strategies draw.

*Invariant:* no strategy is made and none is loaded before one is asked for.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import incidentrules

from ..hours import Interval

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def register() -> None:
    """Let ``st.from_type`` draw the values of this library; the entry point in `pyproject.toml` names this function."""
    from hypothesis import strategies as st

    for kind in (*value_types(), Interval):
        st.register_type_strategy(kind, strategy_of)


def value_types() -> list[type]:
    """Return the types at the root that are neither words nor errors."""
    named = (getattr(incidentrules, name) for name in incidentrules.__all__)
    return [each for each in named if isinstance(each, type) and not issubclass(each, StrEnum | Exception)]


def strategy_of(kind: type) -> "SearchStrategy[Any]":
    """Return the strategy of a type."""
    from .strategies import BY_TYPE

    return BY_TYPE[kind]()
