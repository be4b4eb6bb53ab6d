"""Strategies for incidents, what changes on the way, what follows from them, and work by the hour."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from .. import _checks as check
from ..incident import Change, Channel, Incident, Kind, Severity, Topic
from ..oncall import AfterHours, CallOut
from ..period import Period, TierMonth
from ..terms import Terms, TermsHistory
from ._facts_given import check_facts, check_given_with, narrowed, strategy_of
from ._moment_strategies import WITHIN, check_within, moments_near
from ._terms_strategies import published, tier_names, versions_of

MINUTE = timedelta(minutes=1)
PLAINEST = Incident(id="T-1", received_at=published().business_hours.next_open(published().start_of(WITHIN.start)))
DEPENDENT = ("replied_at", "arose_at", "changes")
"""Facts that have to agree with the receipt."""


def some_minutes(least: int, most: int) -> st.SearchStrategy[timedelta]:
    return st.integers(least, most).map(lambda count: count * MINUTE)


severities = st.sampled_from([Severity.NORMAL, Severity.SEVERE])
DRAWN: Mapping[str, st.SearchStrategy[Any]] = MappingProxyType(
    {
        "id": st.integers(1, 9999).map(lambda number: f"T-{number}"),
        "severity": severities,
        "kind": st.sampled_from([Kind.QUESTION] * 5 + [*Kind][1:]),
        "channel": st.sampled_from([Channel.PORTAL] * 4 + [*Channel][1:]),
        "topic": st.sampled_from([Topic.SUPPORT] * 4 + [*Topic][1:]),
        "has_account": st.sampled_from([True, True, True, False]),
        "effort": st.none() | some_minutes(0, 400),
        "advised_units": st.none() | st.integers(1, 5),
        "is_out_of_box": st.sampled_from([False, False, False, True]),
        "follows": st.none(),
    }
)
"""Facts that stand by themselves."""
AFTER: Mapping[str, st.SearchStrategy[Any]] = MappingProxyType(
    {
        "replied_at": st.none() | some_minutes(0, 9000),
        "arose_at": st.none() | some_minutes(-20_000, 0),
        "deployed_at": st.none() | some_minutes(-20_000, 500),
    }
)
"""Moments, by how long after the receipt they are."""


# --- incidents


def incidents(
    *, terms: Terms | TermsHistory | None = None, within: Period = WITHIN, **facts: Any
) -> st.SearchStrategy[Incident]:
    """Return incidents that are received in a period, often just beside an opening or a close, and may change.

    Facts that are given, as values or as strategies, are those of all: ``incidents(severity="severe", changes=())``.
    ``terms`` say which tiers there are, and when the desk is open; they are the published ones unless said. The
    plainest is an incident with no facts but its id and its receipt, at the first opening of the period.

    >>> from hypothesis import find
    >>> find(incidents(), lambda incident: incident.severity == "severe").received_at.isoformat()
    '2026-10-01T08:00:00+00:00'

    Raises an `IncidentRulesError` for what is no fact, for what `Incident` refuses, and for moments that have to
    agree with ``received_at`` where that isn't given, too.
    """
    versions = versions_of(terms, within)
    check_facts(PLAINEST, [*DRAWN, *AFTER, "received_at", "tier", "changes"], facts)
    check_given_with(facts, "received_at", DEPENDENT)
    names = tier_names(versions)
    drawn = {**DRAWN, "tier": st.sampled_from([None, *names]), "received_at": receipts(versions, within)}
    drawn |= {name: strategy_of(fact) for name, fact in facts.items()}
    return _incidents(drawn, changes_by(names))


def receipts(versions: Sequence[Terms], within: Period) -> st.SearchStrategy[datetime]:
    """Return moments of a period, many near an opening or a close of the hours of terms."""
    return moments_near([hours for each in versions for hours in (each.business_hours, each.severe_hours)], within)


@st.composite
def _incidents(draw: st.DrawFn, drawn: dict[str, st.SearchStrategy[Any]], change: st.SearchStrategy[Any]) -> Incident:
    facts = {name: draw(each) for name, each in drawn.items()}
    received_at = check.as_utc(facts["received_at"])
    for name, spans in AFTER.items():
        if name not in drawn:
            span = draw(spans)
            facts[name] = None if span is None else received_at + span
    if "changes" not in drawn:
        facts["changes"] = draw(changes_after(received_at, change))
    return Incident(**facts)


def changes_by(names: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return what a change changes: the severity, the tier, or both."""
    tiers = st.sampled_from([*names])
    severity, both = {"severity": severities}, {"severity": severities, "tier": st.none() | tiers}
    return st.one_of(*(st.fixed_dictionaries(each) for each in (severity, both, {"tier": tiers})))


@st.composite
def changes_after(draw: st.DrawFn, received_at: datetime, change: st.SearchStrategy[Any]) -> tuple[Change, ...]:
    """Draw up to three changes after a receipt, in order."""
    gaps = sorted(draw(st.lists(st.integers(0, 5000), max_size=3)))
    return tuple(Change(at=received_at + gap * MINUTE, **draw(change)) for gap in gaps)


def changes(
    *, terms: Terms | TermsHistory | None = None, within: Period = WITHIN, **facts: Any
) -> st.SearchStrategy[Change]:
    """Return changes of severity, of tier or of both in a period; facts that are given are those of all."""
    versions = versions_of(terms, within)
    check_facts(Change(at=PLAINEST.received_at, severity="severe"), ("at", "severity", "tier"), facts)
    given = {name: strategy_of(fact) for name, fact in facts.items()}
    at = given.pop("at", receipts(versions, within))
    pairs = st.tuples(at, changes_by(tier_names(versions)), st.fixed_dictionaries(given))
    return pairs.map(lambda pair: Change(at=pair[0], **(pair[1] | pair[2])))


def chains(
    *, most: int = 6, terms: Terms | TermsHistory | None = None, within: Period = WITHIN, **facts: Any
) -> st.SearchStrategy[list[Incident]]:
    """Return lists of incidents with ids of their own, some of which follow from others, in any order.

    ``most`` is how many there are at most. The other arguments are those of `incidents`.
    """
    check.count("most", most, least=0, most=1000)
    for name in ("id", "follows"):
        if name in facts:
            check.refuse(name, facts[name], "is drawn for a chain", "leave it out, or use incidents()", code="given")
    each = incidents(terms=terms, within=within, id="T-0", **facts)
    numbers = st.integers(0, 2 * most + 1)
    return st.lists(st.tuples(each, numbers, st.integers(0, most)), max_size=most).map(_chained)


def _chained(drawn: Sequence[tuple[Incident, int, int]]) -> list[Incident]:
    """Return incidents with ids of their own, each after its cause and in its place.

    Both come with the incident, so that an incident which is left out on the way to the plainest example takes them
    along. An odd number says that there is a cause, and which.
    """
    named: list[Incident] = []
    ordered: list[Incident] = []
    for number, (incident, cause, earlier) in enumerate(drawn, 1):
        follows = named[cause // 2 % len(named)].id if named and cause % 2 else None
        named.append(incident.replace(id=f"T-{number}", follows=follows))
        ordered.insert(max(len(ordered) - earlier, 0), named[-1])
    return ordered


# --- work by the hour, and months of a tier


def call_outs(*, within: Period = WITHIN, **facts: Any) -> st.SearchStrategy[CallOut]:
    """Return jobs on call that begin in a period; facts that are given are those of all."""
    check_within(within)
    plainest = CallOut(id="C-1", started_at=PLAINEST.received_at, duration=0 * MINUTE)
    drawn = {"id": _ids("C"), "started_at": receipts((published(),), within), "duration": some_minutes(0, 300)}
    return narrowed(plainest, drawn, facts)


def after_hours(*, within: Period = WITHIN, **facts: Any) -> st.SearchStrategy[AfterHours]:
    """Return work after hours that begins in a period; facts that are given are those of all."""
    check_within(within)
    plainest = AfterHours(id="W-1", started_at=PLAINEST.received_at, duration=0 * MINUTE, notice_accepted=False)
    drawn = {
        "id": _ids("W"),
        "started_at": receipts((published(),), within),
        "duration": some_minutes(0, 900),
        "severity": severities,
        "notice_accepted": st.booleans(),
    }
    return narrowed(plainest, drawn, facts)


def _ids(letter: str) -> st.SearchStrategy[str]:
    return st.integers(1, 9999).map(lambda number: f"{letter}-{number}")


def tier_months(
    *, terms: Terms | TermsHistory | None = None, within: Period = WITHIN, **facts: Any
) -> st.SearchStrategy[TierMonth]:
    """Return months of a period in which a tier was held; facts that are given are those of all."""
    names = tier_names(versions_of(terms, within))
    check_facts(TierMonth(tier="12h", year=2026, month=11), ("tier", "year", "month"), facts)
    given = st.fixed_dictionaries({name: strategy_of(fact) for name, fact in facts.items()})
    months = st.sampled_from([(each.start.year, each.start.month) for each in within.months()])
    drawn = st.tuples(st.sampled_from([*names[1:], names[0]]), months, given)
    return drawn.map(lambda one: TierMonth(tier=one[0], year=one[1][0], month=one[1][1]).replace(**one[2]))
