"""How days and months are written in a picture, and where along it: so few that they fit into 360 pixels."""

from collections.abc import Iterator
from datetime import date, timedelta

from .._hours.week import MONTHS

MOST = 6
"""How many names fit."""
DAYS = (1, 2, 7, 14)
EVERY_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
MONTH = 31


def day_ticks(first: date, days: int) -> list[tuple[float, str]]:
    """Return some days from a first one on, each with its name: days, months or years, by how many there are."""
    for step in DAYS:
        if days <= MOST * step:
            return [(float(at), day_of(first + timedelta(days=at))) for at in range(0, days, step)]
    step = next(step for step in EVERY_MONTHS if days <= MOST * step * MONTH)
    last = first + timedelta(days=days - 1)
    return [
        (float((day - first).days), month_of(day) if day.month > 1 else str(day.year))
        for day in _firsts(first, last, step)
    ]


def day_of(day: date) -> str:
    """Return a day in short words, such as 23 Nov; they are English, whatever locale the program has."""
    return f"{day.day} {month_of(day)}"


def month_of(day: date) -> str:
    """Return the month of a day in short words, such as Nov."""
    return MONTHS[day.month - 1]


def _firsts(first: date, last: date, step: int) -> Iterator[date]:
    """Yield the first days of every so many months that lie between two days, counted from year 0."""
    for months in range(0, 12 * last.year + last.month, step):
        year, month = divmod(months, 12)
        if year and first <= date(year, month + 1, 1) <= last:
            yield date(year, month + 1, 1)
