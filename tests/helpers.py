"""What many test files need, in one notation: the week of the worked examples, and how often a law is tried.

2026-11-18 is a Wednesday; the days named here are that one and those that follow.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings

from incidentrules import HolidayCalendar, Incident, Terms

DAYS = {"Wed": 18, "Thu": 19, "Fri": 20, "Sat": 21, "Sun": 22, "Mon": 23, "Tue": 24}
HOLIDAY = date(2026, 11, 25)


def at(text: str) -> datetime:
    """Return a moment of the worked week: "Wed 10:00", or "Wed 24:00", which is Thursday's midnight."""
    day, clock = text.split()
    hours, minutes = clock.split(":")
    return datetime(2026, 11, DAYS[day], tzinfo=UTC) + timedelta(hours=int(hours), minutes=int(minutes))


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def day(text: str) -> date:
    return date.fromisoformat(text)


def standard(*holidays: date) -> Terms:
    calendar = HolidayCalendar.from_dates(holidays, years=range(1, 10_000))
    return Terms.standard(holidays=calendar)


def ticket(received: str = "Wed 10:00", **facts: Any) -> Incident:
    """Return an incident of the worked week."""
    return Incident(**{"id": "T-1", "received_at": at(received), **facts})


def examples(count: int, **options: Any) -> settings:
    """Return the settings of a law that is tried on so many examples; by another profile on more or fewer of them.

    A profile's ``max_examples`` says how many of a hundred (see `conftest.py`).
    """
    return settings(max_examples=max(1, count * settings().max_examples // 100), **options)
