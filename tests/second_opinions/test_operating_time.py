"""Operating time, as other libraries count it: the same answers where the conventions are the same.

- workclock: any weekly hours in any zone that left out no day, nights too; and days off, where no hours cross midnight
- timegrid: the same hours on all days from Monday to Friday, and days off, in UTC
- pandas: hours added while the desk is open; what ends at a close, it moves on to the next opening
- numpy: business days, by weekday and holidays

Each comparison is a list of differences. It has to be empty for equal hours, and it must not be empty where one
close is a minute earlier, or one holiday a day later: a comparison that finds no planted fault compares nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import attrs
import numpy as np
import pytest
import timegrid
import workclock
from hypothesis import given
from hypothesis import strategies as st
from pandas import Timestamp  # type: ignore[import-untyped]
from pandas.tseries.offsets import CustomBusinessHour  # type: ignore[import-untyped]

from helpers import examples
from incidentrules import OperatingHours
from oracle import Desk
from strategies import desks, hours_of, moments, zones

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
YEARS = range(2020, 2032)
START = datetime(2025, 1, 1, tzinfo=UTC)
Difference = tuple[str, Any, Any]
Questions = list[tuple[datetime, timedelta]]


def differences(answers: Iterable[tuple[str, object, object]]) -> list[Difference]:
    return [(what, ours, theirs) for what, ours, theirs in answers if ours != theirs]


def asked(random: Random, count: int) -> Questions:
    """Return moments of three years with amounts up to 100 hours, most in whole minutes."""
    return [
        (START + random.randrange(3 * 365 * 1440) * MINUTE, random.randrange(1, 6000) * MINUTE) for _ in range(count)
    ]


def at_noon(hours: OperatingHours) -> Iterator[datetime]:
    """Yield moments while the desk is open, one a day."""
    for step in range(365):
        if hours.is_open(at := START + step * DAY + 12 * HOUR):
            yield at


# --- workclock


def rust_of(desk: Desk, days_off: Iterable[date] = ()) -> workclock.Schedule:
    """Return a desk as workclock has it; what is longer than 24 hours are two of its days."""
    rules: list[workclock.Rule] = [
        workclock.WorkDay(clock(start), clock(end), [day % 7])
        for weekday, times in enumerate(desk.weekly)
        for opening, close in times
        for day, start, end in parts(weekday, opening, close)
    ]
    return workclock.Schedule([*rules, workclock.Holidays(days_off)], time_zone=desk.zone)


def parts(weekday: int, start: int, end: int) -> list[tuple[int, int, int]]:
    return [(weekday, start, end)] if end - start <= 1440 else [(weekday, start, start), (weekday + 1, start, end)]


def clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def by_workclock(hours: OperatingHours, rust: workclock.Schedule, questions: Questions) -> Iterator[Difference]:
    for at, amount in questions:
        yield f"add {amount} to {at}", hours.add(at, amount), rust.add(at, amount)
        yield f"subtract {amount} from {at}", hours.subtract(at, amount), rust.sub(at, amount)
        yield (
            f"between {at} and {amount * 9} later",
            hours.between(at, at + 9 * amount),
            rust.between(at, at + 9 * amount),
        )


LEFT_OUT = ("Pacific/Apia", "Pacific/Kiritimati")
"""Zones that once left out a whole day, which has no hours here, and at its gap has there."""
COMPARED = zones.filter(lambda zone: zone not in LEFT_OUT)


@examples(100)
@given(COMPARED.flatmap(lambda zone: st.tuples(desks(st.just(zone)), moments(zone))), st.randoms(use_true_random=False))
def test_workclock_counts_any_weekly_hours_as_we_do(scene: tuple[Desk, datetime], random: Random) -> None:
    desk, at = scene
    questions = [*asked(random, 5), *((at, random.randrange(1, 6000) * MINUTE) for _ in range(5))]
    assert differences(by_workclock(hours_of(desk), rust_of(desk), questions)) == []


def test_a_day_that_a_zone_left_out_has_hours_there_and_not_here() -> None:
    """The one difference that is known: 31 December 1994 never was in Kiritimati; it was a Saturday."""
    desk = Desk(weekly=((),) * 5 + (((0, 15),), ()), zone="Pacific/Kiritimati")
    at = datetime(1994, 12, 31, 10, tzinfo=UTC)
    assert rust_of(desk).add(at, MINUTE) == at + MINUTE
    assert hours_of(desk).add(at, MINUTE) == at + MINUTE + 6 * DAY


def day_hours() -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    """Draw times of a day that end by 24:00."""
    cuts = st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True).map(sorted)
    return cuts.map(lambda cuts: tuple((15 * a, 15 * b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)))


DAYS_OFF = st.sets(st.dates(date(2025, 1, 1), date(2028, 12, 31)), max_size=60)


@examples(60)
@given(st.lists(day_hours(), min_size=7, max_size=7), COMPARED, DAYS_OFF, st.randoms(use_true_random=False))
def test_workclock_leaves_out_holidays_as_we_do(weekly: list[Any], zone: str, off: set[date], random: Random) -> None:
    desk = Desk(weekly=tuple(weekly), zone=zone, holidays=frozenset(off), on_holidays=())
    assert differences(by_workclock(hours_of(desk), rust_of(desk, off), asked(random, 10))) == []


# --- timegrid


def grid_of(times: Iterable[tuple[int, int]], days_off: Iterable[date]) -> timegrid.TimeGridCalendar:
    """Return hours of all weekdays as timegrid has them, in UTC; it knows no zones, and no end at 24:00."""
    (start, end), *others = times
    grid = timegrid.TimeGridCalendar.weekdays(clock(start), clock(end))
    for opening, close in others:
        grid = grid.add_weekday_open_rule(clock(opening), clock(close))
    for day in sorted(days_off):
        grid = grid.close(day)
    return grid


def by_timegrid(hours: OperatingHours, grid: timegrid.TimeGridCalendar, questions: Questions) -> Iterator[Difference]:
    line = grid.compile(naive(START - 30 * DAY), naive(START + 5 * 365 * DAY))
    for at, amount in questions:
        yield f"add {amount} to {at}", naive(hours.add(at, amount)), grid.add_work_duration(naive(at), amount)
        spent = line.get_working_duration(naive(at), naive(at + 9 * amount))
        yield f"between {at} and {amount * 9} later", hours.between(at, at + 9 * amount), spent
        yield f"is_open {at}", hours.is_open(at), grid.can_work(naive(at))
        yield f"next_open {at}", naive(hours.next_open(at)), grid.get_next_open_time(naive(at))


def naive(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def weekdays(times: Iterable[tuple[int, int]], off: Iterable[date]) -> OperatingHours:
    """Return the hours of a desk in UTC that are the same on all days from Monday to Friday."""
    return hours_of(Desk(weekly=(tuple(times),) * 5 + ((), ()), holidays=frozenset(off), on_holidays=()))


@examples(60)
@given(day_hours().filter(lambda times: times[-1][1] < 1440), DAYS_OFF, st.randoms(use_true_random=False))
def test_timegrid_counts_the_hours_of_weekdays_as_we_do(times: Any, off: set[date], random: Random) -> None:
    assert differences(by_timegrid(weekdays(times, off), grid_of(times, off), asked(random, 10))) == []


# --- pandas


def by_pandas(hours: OperatingHours, offset: Callable[[int], Any]) -> Iterator[Difference]:
    for place, at in enumerate(at_noon(hours)):
        n = 1 + place % 40
        theirs = (Timestamp(naive(at)) + offset(n)).to_pydatetime()
        yield f"add {n} h to {at}", naive(hours.next_open(hours.add(at, n * HOUR))), theirs


def business_hour(start: int, end: int, off: Iterable[date]) -> Callable[[int], Any]:
    words = clock(start).strftime("%H:%M"), clock(end).strftime("%H:%M")
    return lambda n: CustomBusinessHour(n=n, start=words[0], end=words[1], holidays=sorted(off))


@examples(20)
@given(st.integers(0, 47), st.integers(49, 95), DAYS_OFF)
def test_pandas_adds_hours_as_we_do(start: int, end: int, off: set[date]) -> None:
    desk = weekdays([(15 * start, 15 * end)], off)
    assert differences(by_pandas(desk, business_hour(15 * start, 15 * end, off))) == []


# --- numpy


def by_numpy(
    hours: OperatingHours, mask: str, off: Iterable[date], random: Random, count: int = 40
) -> Iterator[Difference]:
    calendar = np.busdaycalendar(weekmask=mask, holidays=sorted(off))
    for _ in range(count):
        day, n = date(2025, 1, 1) + random.randrange(900) * DAY, random.randrange(1, 60)
        later = day + random.randrange(400) * DAY
        after = np.busday_offset(day, n, roll="backward", busdaycal=calendar).item()
        before = np.busday_offset(day, -n, roll="forward", busdaycal=calendar).item()
        yield f"{n} days after {day}", hours.add_business_days(day, n), after
        yield f"{n} days before {day}", hours.add_business_days(day, -n), before
        yield f"{day} to {later}", hours.business_days(day, later), np.busday_count(day, later, busdaycal=calendar)


def masked(mask: str, off: Iterable[date]) -> OperatingHours:
    weekly = tuple(((540, 1020),) if bit == "1" else () for bit in mask)
    return hours_of(Desk(weekly=weekly, holidays=frozenset(off), on_holidays=()))


@examples(60)
@given(st.lists(st.sampled_from("01"), min_size=7, max_size=7), DAYS_OFF, st.randoms(use_true_random=False))
def test_numpy_counts_business_days_as_we_do(bits: list[str], off: set[date], random: Random) -> None:
    mask = "".join(bits) if "1" in bits else "1111100"
    assert differences(by_numpy(masked(mask, off), mask, off, random)) == []


# --- planted faults


NINE_TO_FIVE = ((540, 1020),)
OFF = {date(2025, 4, 18), date(2025, 12, 25), date(2026, 1, 1), date(2026, 12, 25)}
A_MINUTE_EARLY = ((540, 1019),)
A_DAY_LATE = {date(2025, 4, 21), date(2025, 12, 26), date(2026, 1, 2), date(2026, 12, 28)}
LONDON = Desk(weekly=(NINE_TO_FIVE,) * 5 + ((), ()), zone="Europe/London", holidays=frozenset(OFF), on_holidays=())

Comparison = Callable[[OperatingHours], Iterable[Difference]]
COMPARISONS: dict[str, Comparison] = {
    "timegrid": lambda hours: by_timegrid(hours, grid_of(NINE_TO_FIVE, OFF), asked(Random(1), 400)),
    "workclock": lambda hours: by_workclock(
        hours, rust_of(attrs.evolve(LONDON, zone="UTC"), OFF), asked(Random(1), 400)
    ),
    "pandas": lambda hours: by_pandas(hours, business_hour(540, 1020, OFF)),
    "numpy": lambda hours: by_numpy(hours, "1111100", OFF, Random(1), 400),
}


@pytest.mark.parametrize("peer", COMPARISONS)
def test_no_difference_is_found_where_there_is_none(peer: str) -> None:
    assert differences(COMPARISONS[peer](weekdays(NINE_TO_FIVE, OFF))) == []


@pytest.mark.parametrize("peer", sorted({*COMPARISONS} - {"numpy"}))
def test_a_close_a_minute_early_is_found(peer: str) -> None:
    assert differences(COMPARISONS[peer](weekdays(A_MINUTE_EARLY, OFF)))


@pytest.mark.parametrize("peer", COMPARISONS)
def test_a_holiday_a_day_late_is_found(peer: str) -> None:
    assert differences(COMPARISONS[peer](weekdays(NINE_TO_FIVE, A_DAY_LATE)))


def test_a_zone_that_is_not_the_same_is_found_by_workclock() -> None:
    """Lisbon's clocks are London's, Dublin's too; Paris is an hour ahead."""
    for zone, found in (("Europe/Lisbon", False), ("Europe/Paris", True)):
        other = hours_of(attrs.evolve(LONDON, zone=zone))
        assert bool(differences(by_workclock(other, rust_of(LONDON, OFF), asked(Random(1), 400)))) is found
