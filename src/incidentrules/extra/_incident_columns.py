"""Incidents as the columns that `columns.judge` takes, and a strategy for such columns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import numpy as np
from hypothesis import strategies as st

from .. import _checks as check
from ..incident import Channel, Incident, Kind, Severity, Topic
from ._incident_strategies import chains

MOMENTS = ("received_at", "replied_at", "arose_at", "deployed_at")
WORDS: Mapping[str, Sequence[str]] = MappingProxyType(
    {"severity": tuple(Severity), "kind": tuple(Kind), "channel": tuple(Channel), "topic": tuple(Topic)}
)
WAYS = ("strings", "objects", "codes")
"""How words can stand in a column."""


def columns(*, words: str | None = None, most: int = 6, **narrowing: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return the columns of a chain of incidents; ``words`` is one of `WAYS`, any of them unless said."""
    if words is not None and words not in WAYS:
        check.unknown("words", words, WAYS, "way in which words stand in a column")
    ways = st.sampled_from(WAYS) if words is None else st.just(words)
    return st.builds(lambda listed, way: columns_of(listed, words=way), chains(most=most, **narrowing), ways)


def columns_of(incidents: Sequence[Incident], *, words: str = "strings") -> dict[str, Any]:
    """Return the facts of incidents as columns; words as strings, objects or codes."""
    columns: dict[str, Any] = {name: _moments(getattr(each, name) for each in incidents) for name in MOMENTS}
    columns |= {name: _words(name, [getattr(each, name) for each in incidents], words) for name in WORDS}
    columns["tier"] = np.array([each.tier or "" for each in incidents], str if words == "strings" else object)
    columns["effort"] = np.array([each.effort for each in incidents], "timedelta64[us]")
    columns["advised_units"] = np.array([each.advised_units or np.nan for each in incidents])
    for name in ("has_account", "is_out_of_box"):
        columns[name] = np.array([getattr(each, name) for each in incidents], bool)
    columns["id"] = np.array([each.id for each in incidents], str)
    if any(each.changes for each in incidents):
        columns["changes"] = [each.changes for each in incidents]
    if any(each.follows for each in incidents):
        columns["follows"] = np.array([each.follows or "" for each in incidents], str)
    return columns


def _moments(at: Iterable[datetime | None]) -> Any:
    """Return moments in UTC as an array, which has no zone; NaT where there is none."""
    return np.array([None if each is None else each.replace(tzinfo=None) for each in at], "datetime64[us]")


def _words(name: str, words: Sequence[str], way: str) -> Any:
    if way == "codes":
        return np.array([WORDS[name].index(word) for word in words], np.int8)
    return np.array([str(word) for word in words], str if way == "strings" else object)
