"""Stretches of days that people ask about: periods, and the months of a tier.

*Units:* days are civil dates; a period is half-open, its end left out.
"""

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta

import attrs

from . import _checks as check

__all__ = ["Period", "TierMonth"]

ONE_DAY = timedelta(days=1)


@attrs.frozen(order=True, kw_only=True)
class Period(check.Record):
    """Days from a start to an end, the end left out; `days` takes the last day instead.

    >>> Period.month(2026, 2).last_day, str(Period.quarter(2026, 1))
    (datetime.date(2026, 2, 28), '2026-01-01 to 2026-03-31')
    """

    start: date
    """The first day."""
    end: date
    """The day after the last one."""

    def __attrs_post_init__(self) -> None:
        check.day("start", self.start, self)
        check.day("end", self.end, self)
        if self.end <= self.start:
            problem = f"does not follow {self.start}"
            check.refuse("end", self.end.isoformat(), problem, "give the first day after", code="contradiction")

    @classmethod
    def days(cls, first: date, last: date) -> "Period":
        """Return the days from a first to a last one, both included.

        >>> Period.days(date(2026, 2, 1), date(2026, 2, 28)) == Period.month(2026, 2)
        True

        Raises `InvalidValueError` where the last day precedes the first, or has no day after it.
        """
        first = check.day("first", first)
        last = check.day("last", last)
        if last < first or last == date.max:
            problem, remedy = f"precedes {first}", "give a day from the first one on"
            if last == date.max:
                problem, remedy = "has no day after it", "give an earlier day"
            check.refuse("last", last.isoformat(), problem, remedy, code="contradiction")
        return cls(start=first, end=last + ONE_DAY)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """Return a calendar month."""
        return cls._months(year, month, 1)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        """Return a quarter of a calendar year, 1 to 4."""
        quarter = check.count("quarter", quarter, most=4)
        return cls._months(year, 3 * quarter - 2, 3)

    @classmethod
    def _months(cls, year: int, month: int, count: int) -> "Period":
        year = check.count("year", year, least=MINYEAR, most=MAXYEAR - 1)
        month = check.count("month", month, most=12)
        years, last = divmod(month - 1 + count, 12)
        return cls(start=date(year, month, 1), end=date(year + years, last + 1, 1))

    @property
    def last_day(self) -> date:
        """The last day that is in it."""
        return self.end - ONE_DAY

    def __contains__(self, day: date) -> bool:
        day = check.day("day", day)
        return self.start <= day < self.end

    def __str__(self) -> str:
        return f"{self.start} to {self.last_day}"

    def months(self) -> Iterator["Period"]:
        """Return the calendar months that it touches, each whole."""
        month = Period.month(self.start.year, self.start.month)
        yield month
        while month.end < self.end:
            month = Period.month(month.end.year, month.end.month)
            yield month


@attrs.frozen(kw_only=True)
class TierMonth(check.Record):
    """A calendar month in any part of which the account held a faster tier (R18, A10)."""

    tier: str
    """The name of the tier."""
    year: int
    """Such as 2026."""
    month: int
    """From 1 to 12."""

    def __attrs_post_init__(self) -> None:
        check.text("tier", self.tier, self)
        check.count("year", self.year, self, least=MINYEAR, most=MAXYEAR - 1)
        check.count("month", self.month, self, most=12)

    @property
    def id(self) -> str:
        """The id of the draw that it makes."""
        return f"tier {self.tier} {self.year:04}-{self.month:02}"

    @property
    def on(self) -> date:
        """Its first day, on which it draws."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return Period.month(self.year, self.month).last_day


def as_tier_months(value: Iterable[TierMonth]) -> tuple[TierMonth, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, TierMonth)
