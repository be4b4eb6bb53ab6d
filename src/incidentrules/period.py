"""Stretches of days that people ask about: periods, and the months of a tier.

*Units:* days are civil dates; a period is half-open, its end left out.
"""

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta

import attrs

from . import _checks as check

__all__ = ["Period", "TierMonth"]

ONE_DAY = timedelta(days=1)


@attrs.frozen(order=True)
class Period:
    """Days from a start to an end, the end left out.

    >>> Period.month(2026, 2).last_day, str(Period.quarter(2026, 1))
    (datetime.date(2026, 2, 28), '2026-01-01 to 2026-03-31')
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        check.day("start", self.start)
        check.day("end", self.end)
        if self.end <= self.start:
            check.refuse(
                "end", self.end, f"does not follow {self.start}", "give the first day after", code="contradiction"
            )

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """Return a calendar month."""
        return cls._months(year, month, 1)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        """Return a quarter of a calendar year, 1 to 4."""
        check.count("quarter", quarter, most=4)
        return cls._months(year, 3 * quarter - 2, 3)

    @classmethod
    def _months(cls, year: int, month: int, count: int) -> "Period":
        check.count("year", year, least=MINYEAR, most=MAXYEAR - 1)
        check.count("month", month, most=12)
        years, last = divmod(month - 1 + count, 12)
        return cls(date(year, month, 1), date(year + years, last + 1, 1))

    @property
    def last_day(self) -> date:
        """The last day that is in it."""
        return self.end - ONE_DAY

    def __contains__(self, day: date) -> bool:
        check.day("day", day)
        return self.start <= day < self.end

    def __str__(self) -> str:
        return f"{self.start} to {self.last_day}"

    @property
    def months(self) -> Iterator["Period"]:
        """The calendar months that it touches, each whole."""
        month = Period.month(self.start.year, self.start.month)
        while month.start < self.end:
            yield month
            month = Period.month(month.end.year, month.end.month)


@attrs.frozen(kw_only=True)
class TierMonth:
    """A calendar month in any part of which the account held a faster tier (R18, A10)."""

    tier: str
    year: int
    month: int

    def __attrs_post_init__(self) -> None:
        check.text("tier", self.tier)
        check.count("year", self.year, least=MINYEAR, most=MAXYEAR - 1)
        check.count("month", self.month, most=12)

    @property
    def id(self) -> str:
        """The id of the draw that it makes."""
        return f"tier {self.tier} {self.year:04}-{self.month:02}"

    @property
    def on(self) -> date:
        """Its first day, on which it draws."""
        return date(self.year, self.month, 1)
