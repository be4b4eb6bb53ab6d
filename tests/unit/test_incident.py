"""Facts of an incident: admission, exclusions, units, and folding."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from incidentrules import (
    Change,
    Channel,
    ConflictError,
    Exclusion,
    Incident,
    IncidentRulesError,
    Kind,
    Refusal,
    Severity,
    Topic,
    UnknownNameError,
    assess,
    fold,
)
from incidentrules.incident import ADMISSION, billable_units, exclusions, last_free_moment, refusal, started_units
from incidentrules.readings import ExclusionEvent, Overrun, Window
from judgement_strategies import at, minutes, standard, ticket

TERMS = standard()

# --- units (R25, A12)


@pytest.mark.parametrize(
    ("effort", "units"),
    [(0, 1), (1, 1), (60, 1), (61, 2), (75, 2), (119, 2), (120, 2), (121, 3), (180, 3), (181, 4)],
)
def test_a_unit_is_a_started_hour(effort: int, units: int) -> None:
    assert units == started_units(minutes(effort), timedelta(hours=1))


def test_a_microsecond_past_the_hour_starts_the_next() -> None:
    assert started_units(timedelta(hours=1, microseconds=1), timedelta(hours=1)) == 2


@pytest.mark.parametrize(
    ("started", "advised", "written_off", "charged"),
    [(2, 1, 1, 2), (2, 2, 2, 2), (3, 2, 2, 3), (1, 5, 1, 1), (3, None, 3, 3)],
)
def test_an_overrun_is_borne_by_the_desk_unless_the_reading_charges_it(
    started: int, advised: int | None, written_off: int, charged: int
) -> None:
    assert [written_off, charged] == [billable_units(started, advised, reading) for reading in Overrun]


# --- exclusions (R24)


def excluded(incident: Incident, **readings: str) -> list[str]:
    return [str(why) for why in assess(incident, TERMS.reading(**readings)).exclusions]


@pytest.mark.parametrize(
    ("arose", "calendar_days", "hours", "exclusive"),
    [
        ("2026-11-02T14:59", False, False, False),
        ("2026-11-02T15:00", True, True, True),
        ("2026-11-08T23:59", True, True, True),
        ("2026-11-09T00:00", True, True, False),
        ("2026-11-09T15:00", True, True, False),
        ("2026-11-09T15:01", True, False, False),
        ("2026-11-09T23:59", True, False, False),
        ("2026-11-10T00:00", False, False, False),
    ],
)
def test_seven_days_end_where_the_reading_says(arose: str, calendar_days: bool, hours: bool, exclusive: bool) -> None:
    incident = Incident(
        id="T-1",
        received_at=datetime(2026, 11, 18, tzinfo=UTC),
        arose_at=datetime.fromisoformat(arose + "+00:00"),
        deployed_at=datetime(2026, 11, 2, 15, tzinfo=UTC),
    )
    expected = {"calendar_days": calendar_days, "hours": hours, "calendar_days_exclusive": exclusive}
    assert expected == {reading: bool(excluded(incident, window=reading)) for reading in expected}


def test_the_last_of_168_hours_is_included() -> None:
    deployed_at = datetime(2026, 11, 2, 15, tzinfo=UTC)
    last = Incident(id="T-1", received_at=deployed_at + timedelta(days=7), deployed_at=deployed_at)
    after = Incident(id="T-1", received_at=deployed_at + timedelta(days=7, microseconds=1), deployed_at=deployed_at)
    assert [excluded(each, window="hours") for each in (last, after)] == [["within_7_days_of_deployment"], []]


@pytest.mark.parametrize(
    ("arose", "received", "by_arising", "by_receipt"),
    [
        ("2026-11-09T23:00", "2026-11-10T01:00", True, False),
        (None, "2026-11-09T23:00", True, True),
        (None, "2026-11-10T01:00", False, False),
        ("2026-11-01T10:00", "2026-11-03T10:00", False, True),
    ],
)
def test_the_event_is_when_the_problem_arose_or_was_received(
    arose: str | None, received: str, by_arising: bool, by_receipt: bool
) -> None:
    incident = Incident(
        id="T-1",
        received_at=datetime.fromisoformat(received + "+00:00"),
        arose_at=datetime.fromisoformat(arose + "+00:00") if arose else None,
        deployed_at=datetime(2026, 11, 2, 15, tzinfo=UTC),
    )
    expected = {"arose": by_arising, "received": by_receipt}
    assert expected == {reading: bool(excluded(incident, exclusion_event=reading)) for reading in expected}


def test_days_are_those_of_the_zone_given() -> None:
    incident = Incident(
        id="T-1",
        received_at=datetime(2026, 11, 9, 20, tzinfo=UTC),
        deployed_at=datetime(2026, 11, 2, 10, tzinfo=UTC),
    )

    def told(tz: tzinfo) -> tuple[Exclusion, ...]:
        return exclusions(incident, window=Window.CALENDAR_DAYS, event=ExclusionEvent.AROSE, days=7, tz=tz)

    assert [told(UTC), told(timezone(timedelta(hours=5)))] == [(Exclusion.WITHIN_WINDOW,), ()]


@pytest.mark.parametrize(
    ("window", "last"),
    [
        ("calendar_days", "2026-03-31T21:00"),
        ("calendar_days_exclusive", "2026-03-30T21:00"),
        ("hours", "2026-03-31T10:00"),
    ],
)
def test_calendar_days_follow_the_clocks_of_a_zone_and_hours_do_not(window: str, last: str) -> None:
    """The clocks of Athens go forward on Sunday, 2026-03-29: a week later noon is at 09:00 UTC."""
    deployed_at = datetime(2026, 3, 24, 10, tzinfo=UTC)
    found = last_free_moment(deployed_at, window=Window(window), days=7, tz=ZoneInfo("Europe/Athens"))
    end = datetime.fromisoformat(last + "+00:00")
    assert found == (end if window == "hours" else end - timedelta.resolution)


@pytest.mark.parametrize(("window", "days"), [("calendar_days", 7), ("calendar_days", 36_500), ("hours", 36_500)])
def test_free_days_past_the_last_year_end_with_it(window: str, days: int) -> None:
    deployed_at = datetime(9999, 12, 30, 10, tzinfo=UTC)
    found = last_free_moment(deployed_at, window=Window(window), days=days, tz=UTC)
    assert datetime.max.replace(tzinfo=UTC) == found


@pytest.mark.parametrize("is_out_of_box", [False, True])
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("is_within", [False, True])
def test_all_exclusions_that_apply_are_told_in_their_order(is_out_of_box: bool, kind: Kind, is_within: bool) -> None:
    expected = [
        *["out_of_box_failure"] * is_out_of_box,
        *["pre_sales"] * (kind in ("pre_sales", "product_availability")),
        *["within_7_days_of_deployment"] * is_within,
    ]
    deployed_at = at("Wed 09:00") if is_within else None
    assert expected == excluded(ticket(is_out_of_box=is_out_of_box, kind=kind, deployed_at=deployed_at))


def test_a_desk_may_grant_no_days_or_more_of_them() -> None:
    incident = ticket("Sat 10:00", deployed_at=at("Wed 10:00"))
    assert [bool(assess(incident, TERMS.replace(grace_days=days)).exclusions) for days in (0, 2, 3)] == [
        False,
        False,
        True,
    ]


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
def test_the_last_severity_is_that_after_all_changes(words: list[str | None], last: str) -> None:
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
