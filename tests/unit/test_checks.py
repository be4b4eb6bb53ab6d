"""Converters: what says the same becomes equal, and what is wrong stays as it is for the check."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pytest

from helpers import at
from incidentrules import ConflictError, IncidentRulesError, InvalidTypeError, UnknownNameError
from incidentrules import _checks as check
from incidentrules.credits import as_origin
from incidentrules.incident import as_severity
from incidentrules.readings import as_overrun
from operations import CountedId, comparisons

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        NOON,
        datetime(2026, 11, 18, 13, tzinfo=ZoneInfo("Europe/Paris")),
        datetime(2026, 11, 18, 7, tzinfo=timezone(timedelta(hours=-5))),
        datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("UTC")),
    ],
)
def test_moments_of_any_zone_become_moments_in_utc(value: datetime) -> None:
    found = check.as_utc(value)
    assert (NOON, UTC, datetime) == (found, found.tzinfo, type(found))


class Stamp(datetime):
    """A datetime of another library."""


def test_a_moment_of_a_class_of_its_own_becomes_a_plain_one() -> None:
    found = check.as_utc(Stamp(2026, 11, 18, 12, tzinfo=UTC))
    assert (NOON, datetime) == (found, type(found))


def test_the_second_pass_of_a_fold_is_told_from_the_first() -> None:
    paris = ZoneInfo("Europe/Paris")
    passes = [datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=fold) for fold in (0, 1)]
    assert [check.as_utc(each).hour for each in passes] == [0, 1]


@pytest.mark.parametrize(
    "value", [date(2026, 1, 1), "now", 5, datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))]
)
def test_what_is_no_moment_stays_as_it_is_and_is_refused(value: Any) -> None:
    assert value is check.as_utc(value)
    with pytest.raises(IncidentRulesError):
        check.moment("at", value)


def test_an_unknown_moment_stays_unknown() -> None:
    assert (check.maybe_utc(None), check.maybe_utc(NOON)) == (None, NOON)


def test_a_moment_past_the_years_of_a_zone_is_refused() -> None:
    ahead = timezone(timedelta(hours=9))
    assert check.local("at", NOON, ahead).hour == 21
    with pytest.raises(IncidentRulesError, match="years 1 to 9999"):
        check.local("at", datetime.max.replace(tzinfo=UTC), ahead)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(329, "329"), ("329.00", "329.00"), (Decimal("0.10"), "0.10"), ("-0", "0"), (Decimal("-0.00"), "0.00")],
)
def test_exact_amounts_become_decimals(value: Any, expected: str) -> None:
    assert expected == str(check.as_money(value))


@pytest.mark.parametrize("value", [1.5, True, "dear", None])
def test_what_is_no_amount_stays_as_it_is(value: Any) -> None:
    assert value is check.as_money(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [([1, 2], (1, 2)), (iter("ab"), ("a", "b")), ("ab", "ab"), (b"a", b"a"), (None, None), (3, 3)],
)
def test_lists_become_tuples_and_strings_do_not(value: Any, expected: Any) -> None:
    assert expected == check.as_tuple(value)


@pytest.mark.parametrize(
    ("value", "expected"), [([2, 1, 2], (2, 1)), ("aa", "aa"), ([[], []], ([], [])), (None, None), ([], ())]
)
def test_a_fact_that_is_told_twice_stands_once(value: Any, expected: Any) -> None:
    assert expected == check.as_facts(value, int)


class ExitDoor(check.Word):
    """Two words."""

    OUT = "out"
    IN = "in"


def test_a_word_that_is_none_is_refused_by_the_name_of_its_enum() -> None:
    with pytest.raises(IncidentRulesError) as caught:
        ExitDoor("up")
    expected = "exit_door is not known, got 'up': give one of 'out', 'in'"
    assert (expected, "exit_door") == (str(caught.value), caught.value.field)
    assert ExitDoor.OUT is ExitDoor("out")


class Holiday(date):
    """A day of another library."""


def test_a_day_of_a_class_of_its_own_is_a_day() -> None:
    check.day("on", Holiday(2026, 1, 1))


@pytest.mark.parametrize("value", [0, 11, -1])
def test_a_count_keeps_within_its_bounds(value: int) -> None:
    for right in (1, 10):
        check.count("n", right, most=10)
    with pytest.raises(IncidentRulesError, match="from 1 to 10"):
        check.count("n", value, most=10)


class Floor(IntEnum):
    """A whole number of another library."""

    FIRST = 1


def test_a_whole_number_of_a_class_of_its_own_is_one() -> None:
    check.count("n", Floor.FIRST)


def test_a_duration_keeps_within_its_bounds() -> None:
    hour = timedelta(hours=1)
    for right in (hour, 2 * hour):
        check.duration("d", right, least=hour, most=2 * hour)
    for wrong, problem in ((-hour, "is negative"), (hour - timedelta.resolution, "is out of bounds")):
        with pytest.raises(IncidentRulesError, match=problem):
            check.duration("d", wrong, least=hour)


@pytest.mark.parametrize("value", [Decimal(0), Decimal(10) ** 15])
def test_amounts_reach_from_nothing_to_a_million_billions(value: Decimal) -> None:
    check.money("price", value)
    with pytest.raises(IncidentRulesError):
        check.money("price", value * 2 + 1 if value else Decimal("-0.01"))


def test_names_may_be_of_any_letters_and_of_200_characters() -> None:
    for right in ("x", "x" * 200, "Überfällig № 5", "{braces}"):
        check.text("id", right)


def test_a_class_or_one_of_several_is_asked_for_by_name() -> None:
    with pytest.raises(IncidentRulesError, match="has to be a int or str"):
        check.instance("x", None, (int, str), "give one")


def test_an_order_is_told_with_both_moments() -> None:
    check.in_order("end", NOON, "start", NOON)
    with pytest.raises(IncidentRulesError, match=r"end precedes start \(2026-11-18T12:00:00\+00:00\)"):
        check.in_order("end", at("Wed 11:00"), "start", NOON)


def test_names_that_are_known_are_told_up_to_24_and_that_there_are_more() -> None:
    listed = ", ".join(str(name) for name in range(24))
    with pytest.raises(IncidentRulesError, match=f"known: {listed}$"):
        check.unknown("x", "y", any_names(range(24)), "thing")
    with pytest.raises(IncidentRulesError, match=f"known: {listed}, …$"):
        check.unknown("x", "y", any_names(range(25)), "thing")
    with pytest.raises(IncidentRulesError, match="known: none"):
        check.unknown("x", "y", [], "thing")


def any_names(names: Any) -> Any:
    return names


def test_names_are_distinct_and_there_is_one_at_least() -> None:
    check.distinct("tiers", ["a", "A"], "name")
    with pytest.raises(ConflictError, match="same name twice, got 'a'"):
        check.distinct("tiers", ["b", "a", "a"], "name")
    with pytest.raises(IncidentRulesError, match="is empty"):
        check.distinct("tiers", [], "name")


@attrs.frozen
class Fact:
    """A fact with an id."""

    id: str
    a: int
    b: int = 0


def test_facts_are_one_by_id_and_the_first_field_that_differs_is_told() -> None:
    assert {"x": Fact("x", 1), "y": Fact("y", 1)} == check.unique("facts", [Fact("x", 1), Fact("y", 1), Fact("x", 1)])
    with pytest.raises(ConflictError) as caught:
        check.unique("facts", [Fact("x", 1, 1), Fact("x", 2, 2)])
    assert (caught.value.field, caught.value.value) == ("facts.a", (1, 2))


def test_a_value_evolves_only_in_its_own_fields() -> None:
    assert Fact("x", 2) == check.evolve(Fact("x", 1), {"a": 2})
    with pytest.raises(IncidentRulesError, match=r"^changes names no field of Fact, got 'c': "):
        check.evolve(Fact("x", 1), {"a": 2, "c": 3})


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("sevrity", ["id", "severity"], "did you mean 'severity'? "),
        ("SEVERITY", ["id", "severity"], "did you mean 'severity'? "),
        ("Europe/Berln", ["Europe/Paris", "Europe/Berlin"], "did you mean 'Europe/Berlin'? "),
        ("weather", ["id", "severity"], ""),
        ("ab", [None, 5, "ab\x1b"], "did you mean 'ab\\x1b'? "),
        ("ab", [], ""),
        (5, ["5"], ""),
        ("ab", (f"x{place}" if place < 1000 else "ab" for place in range(2000)), ""),
        ("a" * 65, ["a" * 65], ""),
        ("a" * 64, ["a" * 65, "a" * 63], f"did you mean '{'a' * 63}'? "),
    ],
)
def test_the_nearest_known_name_is_suggested(name: Any, known: Any, expected: str) -> None:
    assert expected == check.suggested(name, known)


def test_an_unknown_name_is_told_with_the_nearest_and_the_known_ones() -> None:
    with pytest.raises(IncidentRulesError, match=r": did you mean '12h'\? known: '24h', '12h'$"):
        check.unknown("tier", "1h", ["24h", "12h"], "tier")


@attrs.frozen(kw_only=True)
class Kept(check.Record):
    """A record that is made by keywords."""

    id: str
    most: int = 1


def test_a_record_is_made_by_keywords_and_says_which() -> None:
    made: Any = Kept
    for args in (("x",), ("x", 2)):
        with pytest.raises(InvalidTypeError) as caught:
            made(*args)
        assert str(caught.value) == "Kept takes keywords only, got 'x': write Kept(id=..., most=...)"
        assert (caught.value.code, caught.value.field, caught.value.value) == ("keywords", "Kept", "x")


def test_a_record_is_changed_by_replace_in_its_own_fields() -> None:
    kept = Kept(id="x")
    assert (Kept(id="x", most=2), Kept(id="x")) == (kept.replace(most=2), kept)
    with pytest.raises(UnknownNameError, match=r"^changes names no field of Kept, got 'least': ") as caught:
        kept.replace(least=2)
    assert (caught.value.field, caught.value.value) == ("changes", "least")


def test_two_of_a_name_are_found_without_comparing_each_with_each() -> None:
    names = [CountedId(f"T-{place}") for place in range(2_000)]
    assert comparisons(lambda: check.distinct("folded", names, "id")) < 2 * len(names)


DEEP: list[Any] = []
for _ in range(3_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value",
    [None, True, 1, 10**5000, b"severe", ["severe"], DEEP, np.array([1, 2]), object()],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_word_is_refused_whatever_it_is(value: Any) -> None:
    """Neither its comparison nor its text is asked for before its type."""
    for make in (as_severity, as_overrun, as_origin):
        with pytest.raises(InvalidTypeError) as caught:
            make(value)
        assert (caught.value.code, caught.value.value is value) == ("wrong_type", True)
