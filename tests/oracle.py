"""The one oracle of operating time: it walks minute by minute, and knows no intervals.

It shares no code with the library. It asks of each minute whether anything that the desk says of the days
around it holds it; walls are read off the zone, a quarter of an hour at a time, never computed from offsets.

*Units:* moments are UTC; the times of a day are minutes from its midnight, an end past 1440 is on the next day.
*Limits:* the offsets of the zones are whole quarters of an hour.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import attrs

Times = tuple[tuple[int, int], ...]
Pauses = Iterable[tuple[datetime, datetime]]

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
NONE = timedelta(0)
FARTHEST = timedelta(hours=27)
"""More than the offset of any zone, and than what a change of it leaves out."""


@attrs.frozen
class Desk:
    """What a desk says of its hours, as plain facts: by weekday, Monday first; on holidays; by date."""

    weekly: tuple[Times, ...]
    on_holidays: Times | None = None
    holidays: frozenset[date] = frozenset()
    on_dates: tuple[tuple[date, Times], ...] = ()
    zone: str = "UTC"

    def times(self, day: date) -> Times:
        """Return the times of a day: by its date, else as a holiday, else by its weekday."""
        if not has_been(self.zone, day):
            return ()
        for special, times in self.on_dates:
            if special == day:
                return times
        if day in self.holidays and self.on_holidays is not None:
            return self.on_holidays
        return self.weekly[day.weekday()]


# --- walls


def wall(zone: str, at: datetime) -> datetime:
    """Return what the wall shows at a moment."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@lru_cache(maxsize=100_000)
def landing(zone: str, day: date, minutes: int) -> datetime:
    """Return the first moment at which the wall shows a time; one that it leaves out is later by what is left out."""
    wanted = datetime(day.year, day.month, day.day) + minutes * MINUTE  # noqa: DTZ001  # a wall has no zone
    at = wanted.replace(tzinfo=UTC) - FARTHEST
    shown = wall(zone, at)
    while shown < wanted:
        before, shown_before = at, shown
        at += QUARTER
        shown = wall(zone, at)
        if shown > wanted:
            return before + (wanted - shown_before)
    return at


@lru_cache(maxsize=100_000)
def has_been(zone: str, day: date) -> bool:
    """Return whether the wall showed a day at all."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return any(wall(zone, noon + step * QUARTER).date() == day for step in range(-160, 161))


# --- the questions


def is_open(desk: Desk, at: datetime) -> bool:
    """Return whether any time of a day nearby holds a moment, its start in and its end out."""
    today = wall(desk.zone, at).date()
    return any(
        landing(desk.zone, day, start) <= at < landing(desk.zone, day, end)
        for day in (today + step * DAY for step in range(-3, 2))
        for start, end in desk.times(day)
    )


def counts(desk: Desk, at: datetime, pauses: Pauses) -> bool:
    """Return whether a moment is open, and in no pause."""
    return is_open(desk, at) and not any(start <= at < end for start, end in pauses)


def between(desk: Desk, start: datetime, end: datetime, pauses: Pauses = ()) -> timedelta:
    """Walk from start to end, which is no earlier, and add up what counts; pauses are whole minutes."""
    total, at = NONE, start
    while at < end:
        following = min(_next_minute(at), end)
        if counts(desk, at, pauses):
            total += following - at
        at = following
    return total


def add(desk: Desk, at: datetime, amount: timedelta, pauses: Pauses = ()) -> datetime:
    """Walk on until an amount has passed of what counts."""
    while amount > NONE:
        following = _next_minute(at)
        if counts(desk, at, pauses):
            following = min(following, at + amount)
            amount -= following - at
        at = following
    return at


def subtract(desk: Desk, at: datetime, amount: timedelta, pauses: Pauses = ()) -> datetime:
    """Walk back until an amount has passed of what counts."""
    while amount > NONE:
        preceding = _minute(at - timedelta(microseconds=1))
        if counts(desk, preceding, pauses):
            preceding = max(preceding, at - amount)
            amount -= at - preceding
        at = preceding
    return at


def business_days(desk: Desk, start: date, end: date) -> int:
    """Walk from day to day, the last one left out, and count those with any times."""
    return sum(bool(desk.times(start + step * DAY)) for step in range((end - start).days))


def add_business_days(desk: Desk, day: date, steps: int) -> date:
    """Walk from day to day until so many with any times were met; back where the number is negative."""
    left = abs(steps)
    while left:
        day += DAY if steps > 0 else -DAY
        left -= bool(desk.times(day))
    return day


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _next_minute(at: datetime) -> datetime:
    return _minute(at) + MINUTE
