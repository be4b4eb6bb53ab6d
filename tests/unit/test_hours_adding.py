"""Open time, added, subtracted and counted: the figures written out, and what pauses leave out.

2026-11-18 is a Wednesday. The desk of the examples is open Monday to Friday, 08:00 to 24:00 UTC.
"""

from datetime import timedelta

import pytest

from hours_samples import DESK, FIRST, HOUR, INSTANT, LAST, LUNCH, Span, as_text, at, known, parse
from incidentrules.hours import Interval


@pytest.mark.parametrize(
    ("start", "hours", "landing"),
    [
        ("11-18T10:00", 24, "11-19T18:00"),
        ("11-20T20:00", 4, "11-21T00:00"),
        ("11-20T20:00", 12, "11-23T16:00"),
        ("11-18T08:00", 16, "11-19T00:00"),
        ("11-18T03:00", 16, "11-19T00:00"),
        ("11-21T12:00", 16, "11-24T00:00"),
        ("11-21T12:00", 0, "11-21T12:00"),
        ("11-18T10:00", 0, "11-18T10:00"),
        ("11-19T00:00", 1, "11-19T09:00"),
        ("12-31T20:00", 5, "2027-01-01T09:00"),
    ],
)
def test_an_amount_ends_at_the_earliest_moment_by_which_it_has_passed(start: str, hours: int, landing: str) -> None:
    assert landing == as_text(DESK.add(at(start), hours * HOUR))


@pytest.mark.parametrize(
    ("end", "hours", "landing"),
    [
        ("11-19T18:00", 24, "11-18T10:00"),
        ("11-21T00:00", 4, "11-20T20:00"),
        ("11-19T00:00", 16, "11-18T08:00"),
        ("11-19T08:00", 16, "11-18T08:00"),
        ("11-19T09:00", 1, "11-19T08:00"),
        ("11-19T08:00", 1, "11-18T23:00"),
        ("11-23T09:00", 2, "11-20T23:00"),
        ("11-22T12:00", 0, "11-22T12:00"),
    ],
)
def test_an_amount_back_begins_at_the_latest_moment_from_which_it_passes(end: str, hours: int, landing: str) -> None:
    assert landing == as_text(DESK.subtract(at(end), hours * HOUR))


def test_an_exact_fit_ends_at_the_close_before_lunch_and_begins_at_the_opening_after_it() -> None:
    assert at("11-18T12:00") == LUNCH.add(at("11-18T08:00"), 4 * HOUR)
    assert at("11-18T13:00") == LUNCH.subtract(at("11-18T17:00"), 4 * HOUR)
    assert at("11-18T13:00") + INSTANT == LUNCH.add(at("11-18T08:00"), 4 * HOUR + INSTANT)
    assert at("11-18T12:00") - INSTANT == LUNCH.subtract(at("11-18T17:00"), 4 * HOUR + INSTANT)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("11-18T10:00", "11-19T18:00", 24),
        ("11-20T20:00", "11-23T16:00", 12),
        ("11-21T00:00", "11-23T08:00", 0),
        ("11-16T00:00", "11-23T00:00", 80),
        ("11-18T10:00", "11-18T10:00", 0),
        ("2021-01-01T00:00", "2026-01-01T00:00", 1304 * 16),
    ],
)
def test_what_lies_between_is_signed(start: str, end: str, hours: int) -> None:
    assert hours * HOUR == DESK.between(at(start), at(end))
    assert -hours * HOUR == DESK.between(at(end), at(start))


def test_any_timedelta_will_do() -> None:
    assert at("11-18T12:00") == DESK.add(at("11-18T10:00"), Span(hours=2))
    assert at("11-18T10:00") == DESK.add(at("11-18T10:00"), Span(0))
    assert at("11-18T08:00") == DESK.subtract(at("11-18T10:00"), Span(hours=2))


def test_durations_of_other_libraries_leave_no_trace() -> None:
    fresh = parse("Mo-Fr 08:00-24:00")
    for hours in (fresh, fresh, DESK):
        landings = [ask(at("11-18T10:00"), Span(hours=3)) for ask in (hours.add, hours.subtract)]
        assert [at("11-18T13:00"), at("11-17T23:00")] == landings
        assert type(hours.add(at("11-18T10:00"), Span(0)) - at("11-18T09:00")) is timedelta


# --- pauses

PAUSES = [
    ("11-18T10:00", "11-18T11:00"),
    ("11-18T10:30", "11-18T14:00"),
    ("11-17T00:00", "11-18T07:00"),
    ("11-20T16:00", "11-23T09:00"),
    ("11-19T09:00", "11-19T09:00"),
]


def test_pauses_leave_out_the_open_time_in_them_once() -> None:
    pauses = [(at(start), at(end)) for start, end in PAUSES]
    for excluding in (pauses, pauses[::-1], [Interval(*pause) for pause in pauses], tuple(pauses), iter(pauses)):
        assert LUNCH.between(at("11-18T08:00"), at("11-21T00:00"), excluding=excluding) == 20 * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "landing"),
    [
        ("11-18T08:00", 2, "11-18T10:00"),
        ("11-18T08:00", 3, "11-18T15:00"),
        ("11-18T08:00", 5, "11-18T17:00"),
        ("11-18T10:00", 1, "11-18T15:00"),
        ("11-18T12:00", 1, "11-18T15:00"),
        ("11-18T12:00", 0, "11-18T12:00"),
        ("11-17T08:00", 1, "11-18T09:00"),
        ("11-20T15:00", 1, "11-20T16:00"),
        ("11-20T15:00", 2, "11-23T10:00"),
    ],
)
def test_an_amount_passes_outside_pauses(start: str, hours: int, landing: str) -> None:
    pauses = [(at(since), at(until)) for since, until in PAUSES]
    assert landing == as_text(LUNCH.add(at(start), hours * HOUR, excluding=pauses))


@pytest.mark.parametrize(
    ("end", "hours", "landing"),
    [
        ("11-18T17:00", 3, "11-18T14:00"),
        ("11-18T17:00", 4, "11-18T09:00"),
        ("11-18T12:00", 1, "11-18T09:00"),
        ("11-18T12:00", 0, "11-18T12:00"),
        ("11-18T09:00", 2, "11-16T16:00"),
        ("11-23T10:00", 1, "11-23T09:00"),
        ("11-23T10:00", 2, "11-20T15:00"),
    ],
)
def test_an_amount_back_passes_outside_pauses(end: str, hours: int, landing: str) -> None:
    pauses = [(at(since), at(until)) for since, until in PAUSES]
    assert landing == as_text(LUNCH.subtract(at(end), hours * HOUR, excluding=pauses))


def test_a_pause_that_comes_too_late_is_not_asked_about() -> None:
    """Its years may be unknown, and it may have no end in sight."""
    hours = parse("Mo-Fr 08:00-24:00; PH off", holidays=known(2026, 2026))
    later, earlier = [(at("2028-01-01T00:00"), LAST)], [(FIRST, at("2024-01-01T00:00"))]
    assert at("11-18T12:00") == hours.add(at("11-18T10:00"), 2 * HOUR, excluding=later)
    assert at("11-18T08:00") == hours.subtract(at("11-18T10:00"), 2 * HOUR, excluding=earlier)
    assert hours.between(at("11-18T10:00"), at("11-18T12:00"), excluding=later + earlier) == 2 * HOUR
