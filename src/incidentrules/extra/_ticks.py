"""Where days and months are written along a picture: so few that their names fit into 360 pixels."""

from collections.abc import Iterator
from datetime import date, timedelta

MOST = 6
"""How many names fit."""
DAYS = (1, 2, 7, 14)
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
MONTH = 31


def day_ticks(first: date, days: int) -> list[tuple[float, str]]:
    """Return some days from a first one on, each with its name: days, months or years, by how many there are."""
    for step in DAYS:
        if days <= MOST * step:
            return [(float(at), _day(first + timedelta(days=at))) for at in range(0, days, step)]
    step = next(step for step in MONTHS if days <= MOST * step * MONTH)
    last = first + timedelta(days=days - 1)
    return [
        (float((day - first).days), f"{day:%b}" if day.month > 1 else str(day.year))
        for day in _firsts(first, last, step)
    ]


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _firsts(first: date, last: date, step: int) -> Iterator[date]:
    """Yield the first days of every so many months that lie between two days, counted from year 0."""
    for months in range(0, 12 * last.year + last.month, step):
        year, month = divmod(months, 12)
        if year and first <= date(year, month + 1, 1) <= last:
            yield date(year, month + 1, 1)
