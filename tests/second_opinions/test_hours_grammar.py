"""The grammar of hours, as opening-hours-py reads it: the same text opens at the same minutes.

That library is an implementation of OpenStreetMap's `opening_hours` in Rust. It knows the holidays of countries, so
the calendar that `parse` is given here is what it says of `PH`. Without a zone it counts local time only, as we do in
UTC; what clocks that change do to hours, `test_operating_time.py` compares.

- days: whatever is said of weekdays, PH and dates, the text opens at the same minutes
- nights: so it does where one rule says all; where several do, we differ: here a night belongs to the day on which it
  begins, there another rule for the next day cuts it off at midnight
- our words: what we print is read there as what we read here
- faults: a minute, a weekday, a holiday or a date that differs is found
"""

from datetime import UTC, datetime, timedelta
from functools import partial

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours, State

from helpers import examples
from incidentrules import HolidayCalendar, OperatingHours
from incidentrules.extra._hours_strategies import times
from oracle import Desk, Times
from strategies import WEEKDAYS, clock, desks, text_of

YEARS = range(2025, 2028)
FIRST, LAST = datetime(2025, 12, 1), datetime(2026, 2, 1)  # noqa: DTZ001  # it takes local time as local time
NEAR = datetime(2025, 12, 29, 12, tzinfo=UTC)
Spans = list[tuple[datetime, datetime]]


def holidays_of(country: str) -> HolidayCalendar:
    start, end = datetime(YEARS.start, 1, 1), datetime(YEARS.stop, 1, 1)  # noqa: DTZ001
    every = OpeningHours("PH 00:00-24:00", country=country).intervals(start, end)
    days = [
        since.date() + timedelta(days=step)
        for since, until, state, _ in every
        if state == State.OPEN
        for step in range((until - since).days)
    ]
    return HolidayCalendar.from_dates(days, years=YEARS)


GERMAN = holidays_of("DE")


def theirs(text: str) -> Spans:
    """Return what is open by their reading, with what touches as one."""
    spans: Spans = []
    for start, end, state, _ in OpeningHours(text, country="DE").intervals(FIRST, LAST):
        if state == State.OPEN:
            spans = [*spans[:-1], (spans[-1][0], end)] if spans and spans[-1][1] == start else [*spans, (start, end)]
    return spans


def ours(text: str) -> Spans:
    hours = OperatingHours.parse(text, holidays=GERMAN if "PH" in text else None)
    found = hours.intervals(FIRST.replace(tzinfo=UTC), LAST.replace(tzinfo=UTC))
    return [(one.start.replace(tzinfo=None), one.end.replace(tzinfo=None)) for one in found]


def difference(text: str, other: str) -> tuple[Spans, Spans] | None:
    """Return what they read in one text and what we read in another, where that differs."""
    found = theirs(text), ours(other)
    return None if found[0] == found[1] else found


def in_one_day(desk: Desk) -> Desk:
    """Return a desk with its times cut at midnight."""
    cut = partial(_cut, most=1440)
    on_dates = tuple((day, cut(times)) for day, times in desk.on_dates)
    on_holidays = None if desk.on_holidays is None else cut(desk.on_holidays)
    return attrs.evolve(desk, weekly=tuple(map(cut, desk.weekly)), on_holidays=on_holidays, on_dates=on_dates)


def _cut(times: Times, most: int) -> Times:
    return tuple((start, min(end, most)) for start, end in times)


DAYS = desks(st.just("UTC"), near=NEAR).map(in_one_day)


@examples(300)
@given(DAYS)
def test_whatever_the_desk_its_text_opens_at_the_same_minutes(desk: Desk) -> None:
    assert difference(text_of(desk), text_of(desk)) is None


@examples(100)
@given(DAYS)
def test_what_we_print_is_read_there_as_what_we_read(desk: Desk) -> None:
    text = text_of(desk)
    printed = str(OperatingHours.parse(text, holidays=GERMAN if "PH" in text else None))
    assert difference(printed, text) is None


@examples(150)
@given(st.sets(st.sampled_from(WEEKDAYS), min_size=1), times(least=1))
def test_nights_of_one_rule_open_at_the_same_minutes(days: set[str], nights: Times) -> None:
    text = f"{','.join(day for day in WEEKDAYS if day in days)} {clock(_cut(nights, most=2880))}"
    assert difference(text, text) is None


def test_a_night_that_meets_another_rule_is_cut_off_there_and_not_here() -> None:
    """The one difference that is known; if it goes, nights need no law of their own."""
    text = "Mo 22:00-30:00; Tu 12:00-13:00"
    [monday, tuesday] = theirs(text)[:2]
    assert (monday[1].hour, tuesday[0].hour) == (0, 12)
    assert ours(text)[0][1].hour == 6


TEXT = "Mo-Fr 08:00-12:00,13:00-24:00; Sa,Su,PH 09:00-20:00; 2025 Dec 23-24 10:00-12:00; 2025 Dec 31 off"


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("-24:00", "-23:59"),
        ("08:00-", "08:01-"),
        ("Mo-Fr", "Mo-Th"),
        ("Sa,Su,PH", "Sa,PH"),
        ("Sa,Su,PH 09:00-20:00", "Sa,Su 09:00-20:00; PH off"),
        ("Dec 23-24", "Dec 22-24"),
        ("Dec 31 off", "Dec 30 off"),
    ],
)
def test_a_planted_fault_is_found(said: str, instead: str) -> None:
    assert said in TEXT
    assert difference(TEXT, TEXT) is None
    assert difference(TEXT, TEXT.replace(said, instead)) is not None
