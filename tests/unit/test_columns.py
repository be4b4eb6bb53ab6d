"""Judging and settling by the column: worked rows, what a column may be, and what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from column_facts import difference
from helpers import at, standard, ticket
from incidentrules import (
    Change,
    ConflictError,
    HolidayCalendar,
    IncidentRulesError,
    OperatingHours,
    OutOfRangeError,
    Pack,
    Period,
    Terms,
    TermsHistory,
    Tier,
    UnknownNameError,
)
from incidentrules.extra._incident_columns import columns_of
from incidentrules.extra.columns import COLUMNS, Judged, judge, settle

NOW = at("Thu 12:00")
TICK, DAY = np.timedelta64(1, "us"), np.timedelta64(1, "D")
WED = np.array(["2026-11-18T10:00", "2026-11-18T15:00", "2026-11-20T23:30"], "datetime64[us]")


def three(**columns: Any) -> dict[str, Any]:
    return {"received_at": WED, **columns}


def judged(**columns: Any) -> Judged:
    return judge(three(**columns), standard())


# --- worked rows


def test_what_is_left_out_is_its_default() -> None:
    found = judge({"received_at": WED}, standard())
    assert found.verdict.tolist() == ["incident"] * 3
    assert found.governing.tolist() == ["R9"] * 3
    assert [found.credits.tolist(), found.is_pending.tolist()] == [[0] * 3, [True] * 3]
    assert [found.outcome.tolist(), np.isnat(found.time_left).all()] == [[""] * 3, True]
    assert len(found) == 3


def test_the_worked_deadlines() -> None:
    found = judged(tier=["24h", "12h", "3h"], severity=["normal", "normal", "severe"])
    assert found.due_at.astype(str).tolist() == [
        "2026-11-19T10:00:00.000000", "2026-11-19T11:00:00.000000", "2026-11-21T11:30:00.000000",
    ]  # fmt: skip
    assert found.governing.tolist() == ["R9", "R18", "R18"]


def test_no_rows_have_empty_answers() -> None:
    found = judge({"received_at": WED[:0], "severity": np.array([], str)}, standard(), at=NOW)
    assert [getattr(found, name).tolist() for name in COLUMNS] == [[]] * len(COLUMNS)


def test_times_are_in_microseconds_and_words_are_strings() -> None:
    found = judge(three(), standard(), at=NOW)
    kinds = [str(getattr(found, name).dtype) for name in ("due_at", "goal_at", "time_left", "open_time_left")]
    assert kinds == ["datetime64[us]"] * 2 + ["timedelta64[us]"] * 2
    assert {type(word) for word in found.verdict.tolist()} == {str}


def test_codes_are_the_places_of_words() -> None:
    found = judged(is_out_of_box=[True, False, False])
    assert Judged.words("verdict")[:2] == ("incident", "excluded")
    assert found.codes("verdict").tolist() == [1, 0, 0]
    with pytest.raises(UnknownNameError, match="did you mean 'verdict'"):
        found.codes("verdicts")


class Categories:
    """A column of categories, as pandas has it: codes, -1 for an empty cell, and what they stand for."""

    def __init__(self, codes: list[int], categories: list[str]) -> None:
        self.codes, self.categories = np.array(codes), categories

    def __len__(self) -> int:
        return len(self.codes)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array([*self.categories, None], object)[self.codes]


NAN = float("nan")
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    "tiers",
    [
        ["12h", "", "3h"],
        np.array(["12h", None, "3h"], object),
        np.array(["12h", NAN, "3h"], object),
        Categories([1, -1, 0], ["3h", "12h"]),
        np.array([1, -1, 3]),
    ],
)
def test_an_empty_tier_is_the_standard_one(tiers: Any) -> None:
    assert judged(tier=tiers).multiplier.tolist() == [2, 1, 8]


class Nothing:
    """What pandas has for an empty cell: nothing can be said of it."""

    def __eq__(self, other: object) -> Any:
        raise TypeError

    __ne__ = __eq__
    __hash__ = object.__hash__


@pytest.mark.parametrize("empty", [None, NAN, Nothing()])
def test_advised_of_all_and_efforts_in_minutes(empty: Any) -> None:
    units = np.array([1, empty, 2], object)
    found = judged(advised_units=units, effort_minutes=np.array([61, 61, 121]))
    assert found.units.tolist() == [1, 2, 2]
    assert judged(effort_minutes=np.array([61, empty, 121], object)).is_pending.tolist() == [False, True, False]
    assert judged(advised_units=np.array([1, 1, 2]), effort_minutes=[61.0, NAN, 121]).units.tolist() == [1, 1, 2]


def test_flags_may_be_objects() -> None:
    flags = np.array([True, False, np.True_], object)
    assert judged(is_out_of_box=flags).exclusions.tolist() == ["out_of_box_failure", "", "out_of_box_failure"]


def test_changes_and_the_ends_of_the_calendar_are_judged_by_assess() -> None:
    facts = [
        ticket(id="T-1", tier="6h", changes=(Change(at=at("Wed 15:00"), tier="3h"),), follows=None),
        ticket(id="T-2", received_at=datetime(1, 3, 5, tzinfo=UTC), effort=timedelta(minutes=61), advised_units=1),
        ticket(id="T-3", received_at=datetime(9850, 3, 5, tzinfo=UTC)),
        ticket(id="T-4"),
    ]
    terms = standard()
    columns = columns_of(facts)
    assert difference(facts, terms, None, judge(columns, terms)) == []
    del columns["id"]
    columns["changes"] = [facts[0].changes, None, (), []]
    assert difference(facts, terms, None, judge(columns, terms)) == []


class Odd(tzinfo):
    """Paris, as a zone without a name and without a hash."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Odd)

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        return PARIS.utcoffset(at.replace(tzinfo=PARIS)) if at else None

    def dst(self, at: datetime | None) -> timedelta | None:
        return PARIS.dst(at.replace(tzinfo=PARIS)) if at else None

    def tzname(self, at: datetime | None) -> str:
        return "Paris"

    def fromutc(self, at: datetime) -> datetime:
        return PARIS.fromutc(at.replace(tzinfo=PARIS)).replace(tzinfo=self)


def test_a_zone_that_is_no_zone_of_the_standard_library_is_asked_moment_by_moment() -> None:
    for reading in ("same_time", "end_of_next"):
        hours = OperatingHours.parse("Mo-Su 01:00-04:00", tz=Odd())
        terms = Terms.desk(
            hours=hours,
            tiers=[Tier(name="24h", response=timedelta(hours=24), multiplier=1)],
            packs=[Pack(credits=2, price=329, months=3)],
            currency="EUR",
            on_call_price=1,
        ).with_readings(business_day=reading, window="calendar_days")
        facts = [
            ticket(id=f"T-{hour}", received_at=moment, deployed_at=moment - timedelta(days=7, hours=hour))
            for hour in range(24)
            for moment in [datetime(2026, 3, 28, tzinfo=UTC) + timedelta(hours=hour)]
        ]
        assert difference(facts, terms, NOW, judge(columns_of(facts), terms, at=NOW)) == []


def test_strings_whose_words_have_no_letter_of_their_own_are_read_all_the_same() -> None:
    tiers = [
        Tier(name=name, response=timedelta(hours=place + 3), multiplier=place + 1)
        for place, name in enumerate(["aa", "ab", "ba", "bb"])
    ]
    terms = standard().replace(tiers=tiers)
    names = np.array(["ab", "bb", "ba"])
    assert judge(three(tier=names), terms).multiplier.tolist() == [2, 4, 3]
    assert judge(three(tier=np.array(["ab", "x", "bb"])[::2][[0, 1, 0]]), terms).multiplier.tolist() == [2, 4, 2]


def test_a_moment_as_of_which_all_is_judged_may_be_the_deadline() -> None:
    found = judge(three(), standard(), at=at("Thu 10:00"))
    assert found.time_left.tolist()[0] == timedelta(0)
    assert found.outcome.tolist() == ["open"] * 3


# --- terms over time


def history() -> TermsHistory:
    tiers = [Tier(name="24h", response=timedelta(hours=24), multiplier=1)]
    return TermsHistory({date(2026, 1, 1): standard(), date(2026, 11, 20): standard().replace(tiers=tiers)})


def test_each_row_is_judged_by_the_terms_of_its_day() -> None:
    assert judge(three(tier=["12h", "3h", ""]), history()).multiplier.tolist() == [2, 8, 1]


@pytest.mark.parametrize(
    ("columns", "column", "code"),
    [
        (three(tier=["12h", "3h", "12h"]), "tier", "unknown_name"),
        (three(tier=np.array([0, 0, 0])), "tier", "wrong_type"),
        ({"received_at": np.array(["2025-12-31T23:59"], "datetime64[m]")}, "received_at", "before_terms"),
    ],
)
def test_a_row_that_the_terms_of_its_day_can_not_judge(columns: Any, column: str, code: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        judge(columns, history())
    assert (caught.value.field, caught.value.code) == (column, code)


# --- what is refused


@pytest.mark.parametrize(
    ("columns", "field", "code", "words"),
    [
        ([WED], "columns", "wrong_type", "judge_frame"),
        (three(sevrity=["normal"] * 3), "columns", "unknown_name", "did you mean 'severity'"),
        ({"severity": ["normal"]}, "received_at", "missing", "is not among"),
        (three(effort=np.zeros(3, "m8[us]"), effort_minutes=[1, 2, 3]), "effort", "contradiction", "twice"),
        (three(severity=["normal"]), "severity", "shape", "each of the 3 rows"),
        (three(severity="normal"), "severity", "wrong_type", "one dimension"),
        (three(severity=np.array([["normal"]] * 3)), "severity", "wrong_type", "one dimension"),
        (three(severity=[1.5] * 3), "severity", "wrong_type", "column of words"),
        (three(severity=np.array([["a"], "b", "c"], object)), "severity", "wrong_type", "column of words"),
        (three(severity=["normal", "sever", "P1"]), "severity", "unknown_word", r"2 rows \(1, 2\).*mean 'severe'"),
        (three(severity=np.array(["normal", "P1", 7], object)), "severity", "unknown_word", r"2 rows \(1, 2\)"),
        (three(severity=np.array([0, 1, 2])), "severity", "unknown_word", "row 2"),
        (three(severity=["normal", "", "severe"]), "severity", "missing", "row 1"),
        (three(tier=["12h", "12 h", "3h"]), "tier", "unknown_name", "names no tier .*row 1.*mean '12h'"),
        (three(has_account=["yes"] * 3), "has_account", "wrong_type", "True or False"),
        (three(has_account=np.array([True, None, False], object)), "has_account", "wrong_type", "row 1"),
        (three(effort=[1, 2, 3]), "effort", "wrong_type", "timedelta64"),
        (three(effort=np.array([1, -1, 2], "m8[m]")), "effort", "out_of_bounds", "is negative in row 1"),
        (three(effort=np.array([1, 60_000, 2], "m8[D]")), "effort", "out_of_bounds", "is out of bounds in row 1"),
        (three(effort_minutes=[1.5, 2, 3]), "effort_minutes", "no_duration", "row 0"),
        (three(effort_minutes=[1, -2, 3]), "effort_minutes", "no_duration", "row 1"),
        (three(effort_minutes=["a"] * 3), "effort_minutes", "wrong_type", "whole numbers"),
        (three(advised_units=[1, 0, 3]), "advised_units", "out_of_bounds", "row 1"),
        (three(advised_units=np.array([1, True, 3], object)), "advised_units", "wrong_type", "whole numbers"),
        (three(received_at=["2026"] * 3), "received_at", "wrong_type", "datetime64"),
        ({"received_at": np.array(["NaT"], "M8[us]")}, "received_at", "missing", "is empty in row 0"),
        (three(replied_at=WED - TICK), "replied_at", "contradiction", r"precedes received_at in 3 rows \(0, 1, 2\)"),
        (three(arose_at=WED + TICK), "received_at", "contradiction", "precedes arose_at"),
        (three(changes=["x", None, None]), "changes", "wrong_type", "in row 0"),
        (three(changes=[(1,), None, None]), "changes", "wrong_type", "in row 0"),
        (three(follows=["", "T-1", ""]), "id", "missing", "named in follows"),
        (three(id=["T-1", "T-2", "T-3"], follows=["", "T-0", ""]), "follows", "unknown_name", "in row 1"),
    ],
)  # fmt: skip
def test_what_is_no_column_of_facts_is_refused(columns: Any, field: str, code: str, words: str) -> None:
    with pytest.raises(IncidentRulesError, match=words) as caught:
        judge(columns, standard())
    assert (caught.value.field, caught.value.code) == (field, code)


def test_many_bad_rows_are_counted_and_the_first_are_listed() -> None:
    received = np.full(1000, "2026-11-18", "M8[us]")
    with pytest.raises(IncidentRulesError, match=r"is not known in 1,000 rows \(0, 1, 2, 3, 4, …\)"):
        judge({"received_at": received, "kind": ["x"] * 1000}, standard())


@pytest.mark.parametrize(
    ("ask", "field", "code"),
    [
        (lambda: judge(three(), "terms"), "terms", "wrong_type"),  # type: ignore[arg-type]
        (lambda: judge(three(), standard(), at=datetime(2026, 1, 1)), "at", "naive"),  # noqa: DTZ001
    ],
)
def test_terms_and_moments_are_checked(ask: Callable[[], Any], field: str, code: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        ask()
    assert (caught.value.field, caught.value.code) == (field, code)


def test_a_calendar_that_does_not_know_the_days_says_so() -> None:
    terms = Terms.standard(holidays=HolidayCalendar.from_dates([], years=range(2026, 2027)))
    with pytest.raises(OutOfRangeError, match="2026"):
        judge({"received_at": np.array(["2026-12-31T20:00"], "M8[us]")}, terms)


# --- settling

TICKETS = {
    "account": ["acme", "beta", "acme"],
    "id": ["T-1", "T-1", "T-2"],
    "received_at": WED,
    "effort_minutes": [61, 20, 20],
}
ON, LAST = np.array(["2026-11-02"], "M8[D]"), np.array(["2026-11-19"], "M8[D]")
LOTS = {"account": ["acme"], "id": ["L"], "credits": [4], "on": ON, "last_usable_on": LAST, "price": [329]}
NOVEMBER = Period.month(2026, 11)


def test_accounts_are_settled_one_by_one() -> None:
    settled = settle(TICKETS, LOTS, standard(), NOVEMBER)
    assert settled.account.tolist() == ["acme", "beta"]
    assert [settled.purchased.tolist(), settled.drawn.tolist(), settled.lapsed.tolist()] == [[4, 0], [2, 0], [2, 0]]
    assert [settled.shortfall.tolist(), settled.closing.tolist()] == [[1, 1], [0, 0]]
    assert [str(each) for each in settled.spent_on_packs] == ["329", "0"]
    assert settled.drawings["draw"].tolist() == ["T-1"]
    assert len(settled) == 2


def test_no_tickets_and_no_lots_are_no_accounts() -> None:
    tickets = {"account": [], "id": [], "received_at": WED[:0]}
    lots = {"account": [], "id": [], "credits": [], "on": ON[:0], "last_usable_on": ON[:0]}
    assert len(settle(tickets, lots, standard(), NOVEMBER)) == 0


def test_an_empty_origin_is_purchased_and_no_last_day_is_without_end() -> None:
    lots = {**LOTS, "last_usable_on": np.array(["NaT"], "M8[D]"), "origin": [None]}
    settled = settle(TICKETS, lots, standard(), NOVEMBER)
    assert [settled.purchased.tolist()[0], settled.closing.tolist()[0]] == [4, 1]


def test_a_ticket_that_bears_the_id_of_a_month_is_refused_as_by_settle() -> None:
    tickets = {**TICKETS, "id": ["tier 12h 2026-11", "T-1", "T-2"], "tier": ["", "", "12h"]}
    with pytest.raises(ConflictError, match="month of a tier"):
        settle(tickets, LOTS, standard().with_readings(credit_basis="standing"), NOVEMBER)


@pytest.mark.parametrize(
    ("tickets", "lots", "field", "code"),
    [
        ([], LOTS, "tickets", "wrong_type"),
        ({"id": ["a"]}, LOTS, "account", "missing"),
        ({"account": ["a"]}, LOTS, "id", "missing"),
        ({**TICKETS, "account": ["a"]}, LOTS, "account", "shape"),
        ({**TICKETS, "account": ["acme", "", "acme"]}, LOTS, "account", "no_text"),
        ({**TICKETS, "id": ["T-1", None, "T-2"]}, LOTS, "id", "wrong_type"),
        ({**TICKETS, "id": ["T-1", "T-1", "T-1"]}, LOTS, "incidents.received_at", "one_id_two_contents"),
        (TICKETS, [], "lots", "wrong_type"),
        (TICKETS, {**LOTS, "credit": [1]}, "lots", "unknown_name"),
        (TICKETS, {"account": ["a"]}, "lots.id", "missing"),
        (TICKETS, {**LOTS, "credits": [1, 2]}, "lots.credits", "shape"),
        (TICKETS, {**LOTS, "credits": [0]}, "lots.credits", "out_of_bounds"),
        (TICKETS, {**LOTS, "account": [""]}, "lots.account", "no_text"),
        (TICKETS, {**LOTS, "on": np.array(["2026-11-02T10:00"], "M8[m]")}, "lots.on", "wrong_type"),
        (TICKETS, {**LOTS, "on": LAST + DAY}, "lots.last_usable_on", "contradiction"),
    ],
)
def test_what_is_no_account_is_refused(tickets: Any, lots: Any, field: str, code: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        settle(tickets, lots, standard(), NOVEMBER)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_draws_of_one_day_are_taken_by_receipt() -> None:
    tickets = {**TICKETS, "received_at": WED[[1, 0, 0]]}
    settled = settle(tickets, LOTS, standard(), NOVEMBER)
    assert settled.drawings["draw"].tolist() == ["T-2", "T-1"]
    assert settled.drawings["on"].astype(str).tolist() == ["2026-11-18"] * 2


def test_months_of_a_tier_draw_from_the_first_month_on_that_asks_for_them() -> None:
    november = standard()
    terms = TermsHistory(
        {date(2026, 1, 1): november, date(2026, 12, 1): november.with_readings(credit_basis="standing")}
    )
    received = np.array(["2026-11-18", "2026-12-02", "2026-12-02"], "M8[us]")
    tickets = {"account": ["a", "a", "b"], "id": ["1", "2", "3"], "received_at": received, "tier": ["12h"] * 3}
    settled = settle(
        tickets, {**LOTS, "account": ["a"], "last_usable_on": LAST + 60 * DAY}, terms, Period.month(2026, 12)
    )
    assert settled.required.tolist() == [2, 2]
    assert settled.drawings["draw"].tolist() == ["tier 12h 2026-12"]


def test_a_period_is_checked() -> None:
    with pytest.raises(IncidentRulesError, match="period"):
        settle(TICKETS, LOTS, standard(), "2026-11")  # type: ignore[arg-type]
