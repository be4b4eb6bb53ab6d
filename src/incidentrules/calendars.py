"""Holidays, given explicitly: which days, of which years, and where they are known from.

A *holiday calendar* is a snapshot: dates with their names, and the years that it knows. The desk's
terms don't say whose holidays count (A8), so nothing is ever assumed.

*Invariant:* a question about a year that the calendar doesn't know is an error, never "no holiday".
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date
from functools import cached_property

import attrs

from . import _checks as check
from .errors import OutOfRangeError, UnknownNameError

__all__ = ["HolidayCalendar"]

ALL_YEARS = range(MINYEAR, MAXYEAR + 1)
NAMELESS = "holiday"

Named = tuple[tuple[date, str], ...]


def _as_days(value: Iterable[date] | Mapping[date, str] | Named) -> Named:
    if type(value).__module__.split(".")[0] == "holidays":
        check.refuse_type(
            "dates", type(value), "a snapshot of dates", 'write HolidayCalendar.from_country("GB", years=...)'
        )
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        check.refuse_type("dates", value, "a list of dates", "give [date(2026, 12, 25), ...]")
    items = value.items() if isinstance(value, Mapping) else value
    pairs = (item if isinstance(item, tuple) and len(item) == 2 else (item, NAMELESS) for item in items)
    days: dict[date, str] = {}
    for place, (day, name) in enumerate(pairs):
        check.day(f"dates[{place}]", day)
        check.text(f"dates[{place}] name", name)
        days[day] = name
    return tuple(sorted(days.items()))


def _as_years(value: Iterable[int]) -> range:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        check.refuse_type("years", value, "a run of years", "give range(2025, 2031)")
    years = list(value) if not isinstance(value, range) else value
    for year in (*years[:1], *years[-1:]) if isinstance(years, range) else years:
        check.count("years", year, least=MINYEAR, most=MAXYEAR)
    if not years or len(years) != max(years) - min(years) + 1 or sorted(years) != sorted(set(years)):
        check.refuse("years", value, "is no run of years", "give range(2025, 2031), without a gap", code="no_run")
    return range(min(years), max(years) + 1)


@attrs.frozen(repr=False)
class HolidayCalendar:
    """Holidays by date, within the years that are known.

    Make one by `none`, `from_dates` or `from_country`. Two with the same days, by the same
    names, and the same years are equal, wherever they come from.

    >>> calendar = HolidayCalendar.from_dates({date(2026, 12, 25): "Christmas Day"}, years=range(2026, 2028))
    >>> date(2026, 12, 25) in calendar, date(2027, 12, 25) in calendar
    (True, False)
    >>> date(2028, 1, 1) in calendar
    Traceback (most recent call last):
        ...
    incidentrules.errors.OutOfRangeError: day is in a year that the holidays don't cover (2026 to 2027), got \
datetime.date(2028, 1, 1): give a calendar with years=range(2026, 2029)
    """

    days: Named = attrs.field(converter=_as_days)
    """Each holiday with its name, in order."""
    years: range = attrs.field(converter=_as_years)
    """The years that are known."""
    source: str = attrs.field(default="given dates", eq=False)
    """Where the days are from, such as ``"holidays 0.109: GB-ENG"``; no part of the value."""

    def __attrs_post_init__(self) -> None:
        for day, _ in self.days:
            if day.year not in self.years:
                check.refuse(
                    "dates",
                    day,
                    f"is outside the years {_told(self.years)}",
                    "extend years= to it",
                    code="out_of_years",
                )

    @classmethod
    def none(cls) -> "HolidayCalendar":
        """Return the calendar of a desk that keeps no holidays, in any year."""
        return cls((), ALL_YEARS, "none")

    @classmethod
    def from_dates(cls, dates: Iterable[date] | Mapping[date, str], *, years: Iterable[int]) -> "HolidayCalendar":
        """Return a calendar of given dates, or of dates with their names, that knows the years given."""
        return cls(dates, years)

    @classmethod
    def from_country(cls, country: str, *, years: Iterable[int], subdivision: str | None = None) -> "HolidayCalendar":
        """Return the public holidays of a country, or a part of it, from the `holidays` package, as it is installed.

        ``country`` and ``subdivision`` are ISO 3166 codes, such as "GB" and "ENG".
        """
        import holidays
        from holidays.version import __version__

        run = _as_years(years)
        check.text("country", country)
        if subdivision is not None:
            check.text("subdivision", subdivision)
        where = country if subdivision is None else f"{country}-{subdivision}"
        try:
            found = holidays.country_holidays(
                country, subdiv=subdivision, years=run, expand=False, categories=("public",), language="en_US"
            )
        except NotImplementedError:
            raise UnknownNameError(
                "is not known to the holidays package",
                field="country",
                value=where,
                code="unknown_name",
                remedy='give ISO 3166 codes, such as from_country("GB", subdivision="ENG", years=...)',
            ) from None
        if run.start < found.start_year or run.stop - 1 > found.end_year:
            raise OutOfRangeError(
                "leaves the years that the holidays package knows",
                field="years",
                value=_told(run),
                code="outside_calendar",
                remedy=f"{where} is known from {found.start_year} to {found.end_year}",
            )
        return cls(dict(found), run, f"holidays {__version__}: {where}")

    @cached_property
    def _names(self) -> dict[date, str]:
        return dict(self.days)

    def _check_year(self, year: int, asked: object) -> None:
        if year not in self.years:
            wanted = range(min(self.years.start, year), max(self.years.stop, year + 1))
            raise OutOfRangeError(
                f"is in a year that the holidays don't cover ({_told(self.years)})",
                field="day",
                value=asked,
                code="outside_calendar",
                remedy=f"give a calendar with years={wanted}",
            )

    def __contains__(self, day: date) -> bool:
        return self.name(day) is not None

    def name(self, day: date) -> str | None:
        """Return the name of a day's holiday, or None where it is none; `OutOfRangeError` outside the years."""
        check.day("day", day)
        self._check_year(day.year, day)
        return self._names.get(day)

    def of_year(self, year: int) -> list[date]:
        """Return a year's holidays in order; `OutOfRangeError` outside the years."""
        check.count("year", year, least=MINYEAR, most=MAXYEAR)
        self._check_year(year, year)
        return [day for day, _ in self.days if day.year == year]

    def __or__(self, other: "HolidayCalendar") -> "HolidayCalendar":
        """Return the holidays of either, in the years that both know; the left one's names come first."""
        if not isinstance(other, HolidayCalendar):
            return NotImplemented
        years = range(max(self.years.start, other.years.start), min(self.years.stop, other.years.stop))
        if not years:
            check.refuse(
                "years", _told(other.years), f"shares no year with {_told(self.years)}", "extend either", code="no_run"
            )
        names = {day: name for day, name in (other._names | self._names).items() if day.year in years}
        return HolidayCalendar(names, years, f"{self.source} | {other.source}")

    def adding(self, dates: Iterable[date] | Mapping[date, str]) -> "HolidayCalendar":
        """Return the calendar with more days; a name given anew replaces the old one."""
        return HolidayCalendar(self._names | dict(_as_days(dates)), self.years, f"{self.source}, edited")

    def removing(self, dates: Iterable[date]) -> "HolidayCalendar":
        """Return the calendar without some days; one that is no holiday is refused."""
        gone = dict(_as_days(dates))
        for day in gone:
            if day not in self:
                check.refuse("dates", day, "is no holiday here", "leave it out", code="unknown_name")
        kept = {day: name for day, name in self.days if day not in gone}
        return HolidayCalendar(kept, self.years, f"{self.source}, edited")

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that are the same wherever the days, names and years are."""
        lines = [_told(self.years), *(f"{day.isoformat()} {name}" for day, name in self.days)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"<HolidayCalendar {self.source}: {len(self.days)} days in {_told(self.years)}, {self.digest}>"


def _told(years: range) -> str:
    return f"{years.start} to {years.stop - 1}"
