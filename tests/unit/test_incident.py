"""Facts of an incident: admission and folding."""

from datetime import UTC, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from helpers import at, minutes, standard, ticket
from incidentrules import (
    Change,
    Channel,
    ConflictError,
    Incident,
    IncidentRulesError,
    Kind,
    Refusal,
    Severity,
    Topic,
    UnknownNameError,
    fold,
)
from incidentrules.incident import ADMISSION, refusal
from operations import CountedId, comparisons

TERMS = standard()

# --- admission (R20)

Row = tuple[tuple[Channel, ...], tuple[bool, ...], tuple[Topic, ...], Refusal | None]
FACTS = list(product(Channel, (True, False), Topic))


def faults(table: tuple[Row, ...]) -> list[tuple[int, tuple[Channel, bool, Topic]]]:
    """Return the facts that not exactly one row fits, with how many do."""
    fitting = [
        (sum(facts[0] in row[0] and facts[1] in row[1] and facts[2] in row[2] for row in table), facts)
        for facts in FACTS
    ]
    return [(rows, facts) for rows, facts in fitting if rows != 1]


def test_one_row_of_the_table_fits_any_facts() -> None:
    """Admission is unique and complete over what it reads."""
    assert faults(ADMISSION) == []


@pytest.mark.parametrize("place", range(len(ADMISSION)))
def test_a_missing_row_is_found_as_a_gap(place: int) -> None:
    assert {0} == {rows for rows, _ in faults(ADMISSION[:place] + ADMISSION[place + 1 :])}


def test_a_further_row_is_found_as_an_overlap() -> None:
    further: Row = ((Channel.EMAIL,), (True,), (Topic.BILLING, Topic.SUPPORT), None)
    expected = [(2, (Channel.EMAIL, True, Topic.SUPPORT)), (2, (Channel.EMAIL, True, Topic.BILLING))]
    assert expected == faults((*ADMISSION, further))


def expected_refusal(channel: str, has_account: bool, topic: str) -> str | None:
    """State R20 once more, as a reader would: in words, not in rows."""
    if topic == "on_call":
        return None
    if channel == "portal":
        return None if has_account else "portal_needs_login"
    if channel == "email":
        if not has_account:
            return "email_needs_account"
        return None if topic == "support" else "email_not_for_topic"
    return "channel_not_offered"


@pytest.mark.parametrize(("channel", "has_account", "topic"), FACTS)
def test_admission_says_what_the_rule_says(channel: Channel, has_account: bool, topic: Topic) -> None:
    assert expected_refusal(channel, has_account, topic) == refusal(channel, has_account, topic)
    words: Any = (str(channel), has_account, str(topic))
    assert refusal(*words) is refusal(channel, has_account, topic)
    assert refusal(*words) is ticket(channel=channel, has_account=has_account, topic=topic).refusal


# --- folding (R2, R21, R22)


def issue(id: str, cause: str | None = None, **facts: Any) -> Incident:
    return ticket(id=id, follows=cause, **facts)


@pytest.mark.parametrize(
    ("issues", "groups"),
    [
        ([], []),
        ([("a", None), ("b", None)], [["a"], ["b"]]),
        ([("a", None), ("b", "a"), ("c", None)], [["a", "b"], ["c"]]),
        ([("c", "b"), ("b", "a"), ("a", None)], [["a", "c", "b"]]),
        ([("b", "a"), ("c", None), ("a", None), ("d", "c")], [["c", "d"], ["a", "b"]]),
    ],
)
def test_a_consequence_folds_into_its_cause_transitively(
    issues: list[tuple[str, str | None]], groups: list[list[str]]
) -> None:
    """R1, R2, R21, R22."""
    assert groups == [[each.id for each in group] for group in fold(issue(*each) for each in issues)]


@pytest.mark.parametrize(
    ("issues", "circle"),
    [
        ([("a", "b"), ("b", "a")], "a -> b -> a"),
        ([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a")], "a -> b -> c -> a"),
    ],
)
def test_a_circle_of_causes_is_told(issues: list[tuple[str, str]], circle: str) -> None:
    with pytest.raises(ConflictError) as caught:
        fold(issue(*each) for each in issues)
    assert ("circle", "follows", circle) == (caught.value.code, caught.value.field, caught.value.value)


def test_a_cause_that_is_not_there_is_told() -> None:
    with pytest.raises(UnknownNameError, match="known: 'a', 'b'"):
        fold([issue("a"), issue("b", "z")])


def test_the_same_incident_twice_is_one_and_another_under_its_id_is_refused() -> None:
    assert ((issue("a"),),) == fold([issue("a"), issue("a")])
    with pytest.raises(ConflictError) as caught:
        fold([issue("a"), issue("a", effort=minutes(5))])
    assert ("incidents.effort", (None, minutes(5))) == (caught.value.field, caught.value.value)


@pytest.mark.parametrize("facts", [{"channel": "phone"}, {"topic": "on_call"}, {"has_account": False}])
@pytest.mark.parametrize(("odd", "groups"), [("a", ["a", "bc"]), ("b", ["a", "b", "c"]), ("c", ["ab", "c"])])
def test_what_can_be_no_part_of_an_incident_is_cut_from_its_chain(
    facts: dict[str, Any], odd: str, groups: list[str]
) -> None:
    """Of a chain a, b, c the links to a request that was refused, or asks for on-call, are cut at both ends."""
    chain = [issue(id, cause, **(facts if id == odd else {})) for id, cause in (("a", None), ("b", "a"), ("c", "b"))]
    assert [each.id != odd for each in chain] == [each.can_fold for each in chain]
    for order in (chain, chain[::-1]):
        assert sorted(groups) == sorted("".join(sorted(each.id for each in group)) for group in fold(order))
        assert [group[0].id for group in fold(order) if len(group) > 1] == [
            "".join(group)[0] for group in groups if len(group) > 1
        ]


def test_a_circle_through_what_cannot_fold_is_a_circle_all_the_same() -> None:
    with pytest.raises(ConflictError, match="circle of causes"):
        fold([issue("a", "b", channel="phone"), issue("b", "a")])


def test_ten_thousand_consequences_fold_in_any_order() -> None:
    chain = [issue("0"), *(issue(str(place), str(place - 1)) for place in range(1, 10_000))]
    assert [len(group) for group in fold(reversed(chain))] == [10_000]


# --- facts as values


def test_words_stand_for_members_and_moments_are_held_in_utc() -> None:
    there = datetime(2026, 11, 18, 11, tzinfo=ZoneInfo("Europe/Paris"))
    incident = Incident(
        id="T-1", received_at=there, severity="severe", kind="pre_sales", channel="email", topic="billing"
    )
    assert (
        incident.severity,
        incident.kind,
        incident.channel,
        incident.topic,
    ) == (Severity.SEVERE, Kind.PRE_SALES, Channel.EMAIL, Topic.BILLING)
    assert (at("Wed 10:00"), UTC) == (incident.received_at, incident.received_at.tzinfo)


def test_facts_that_say_the_same_are_equal() -> None:
    change = Change(at=at("Wed 12:00"), tier="3h")
    assert ticket(changes=[change]) == ticket(changes=(change,))
    assert len({ticket(), ticket()}) == 1


@pytest.mark.parametrize(
    ("words", "last"),
    [([], "normal"), (["severe"], "severe"), (["severe", None], "severe"), (["severe", "normal"], "normal")],
)
def test_the_last_severity_is_that_after_all_changes(words: list[Any], last: str) -> None:
    changes = [
        Change(at=at("Wed 12:00") + minutes(place), severity=word, tier=None if word else "3h")
        for place, word in enumerate(words)
    ]
    assert last == ticket(changes=changes).last_severity


@pytest.mark.parametrize(
    "changed",
    [
        {"replied_at": at("Wed 10:00")},
        {"arose_at": at("Wed 10:00")},
        {"changes": [Change(at=at("Wed 10:00"), tier="3h"), Change(at=at("Wed 10:00"), tier="6h")]},
        {"deployed_at": at("Fri 10:00")},
    ],
)
def test_what_happens_at_one_moment_is_in_order(changed: dict[str, Any]) -> None:
    assert ticket("Wed 10:00", **changed).id == "T-1"


def test_a_change_has_to_change_something() -> None:
    with pytest.raises(IncidentRulesError, match="say what changes"):
        Change(at=at("Wed 10:00"))


def test_folding_many_incidents_compares_few_ids() -> None:
    chain = [issue(CountedId("0")), *(issue(CountedId(place), CountedId(place - 1)) for place in range(1, 2_000))]
    assert comparisons(lambda: fold(chain)) < 20 * len(chain)
