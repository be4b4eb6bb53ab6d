"""A week of hours, and how it is written; `grammar` reads what is written here.

*Invariant:* reading what `unparse` writes gives the same week.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

Minutes = tuple[tuple[int, int], ...]
"""Times of a day in minutes from its midnight: in order, apart; an end past 1440 is on the next day."""

DAY = 24 * 60
WHOLE: Minutes = ((0, DAY),)
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_RUN = timedelta(days=366)


class Week(NamedTuple):
    """Times by weekday, Monday first; times on holidays (None: as on other days); times by date."""

    weekly: tuple[Minutes, ...] = ((),) * 7
    on_holidays: Minutes | None = None
    on_dates: tuple[tuple[date, Minutes], ...] = ()


ALWAYS = Week((WHOLE,) * 7)
"""What `24/7` says."""


def crosses_midnight(every: Iterable[Minutes]) -> bool:
    """Return whether any times reach past the midnight that ends their day."""
    return any(end > DAY for times in every for _, end in times)


def unparse(week: Week) -> str:
    """Return the shortest text that `parse` reads as this week."""
    if week == ALWAYS:
        return "24/7"
    by_times: dict[Minutes, list[str]] = {}
    for weekday, times in zip(WEEKDAYS, week.weekly, strict=True):
        if times:
            by_times.setdefault(times, []).append(weekday)
    rules = [(_run(weekdays), times) for times, weekdays in by_times.items()]
    if week.on_holidays is not None:
        rules.append(("PH", week.on_holidays))
        if len(rules) > 1 and rules[-2][1] == week.on_holidays:
            rules[-2:] = [(f"{rules[-2][0]},PH", week.on_holidays)]
    rules += [(unparse_dates(*run), times) for run, times in _runs(week.on_dates)]
    return "; ".join(f"{days} {unparse_times(times)}" for days, times in rules) or "off"


def _run(weekdays: list[str]) -> str:
    """Return weekdays as ranges where three or more follow each other."""
    runs = groupby(weekdays, key=lambda day: WEEKDAYS.index(day) - weekdays.index(day))
    return ",".join(
        f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run) for run in (list(group) for _, group in runs)
    )


def _runs(on_dates: tuple[tuple[date, Minutes], ...]) -> Iterator[tuple[tuple[date, date], Minutes]]:
    run: list[date] = []
    for place, (day, times) in enumerate(on_dates):
        run.append(day)
        following = on_dates[place + 1] if place + 1 < len(on_dates) else None
        goes_on = following is not None and (following[0] - day).days == 1 and following[1] == times
        if not goes_on or len(run) > LONGEST_RUN.days:
            yield (run[0], run[-1]), times
            run = []


def unparse_dates(*run: date) -> str:
    """Return a run of dates in words, from its first to its last day."""
    first, last = (f"{day.year:04} {MONTHS[day.month - 1]} {day.day:02}" for day in run)
    return first if first == last else f"{first}-{last}"


def unparse_times(times: Minutes) -> str:
    """Return the times of a day in words."""
    return (
        ",".join(f"{_time(start)}-{_time(end - DAY if DAY < end < DAY + start else end)}" for start, end in times)
        or "off"
    )


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
