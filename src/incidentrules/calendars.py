"""Holidays, given explicitly: which days, of which years, and where they are known from.

A *holiday calendar* is a snapshot: dates with their names, and the years that it knows. The desk's
terms don't say whose holidays count (A8), so nothing is ever assumed.

*Invariant:* a question about a year that the calendar doesn't know is an error, never "no holiday".
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date
from functools import cached_property
from itertools import islice
from typing import Any, NoReturn

import attrs

from . import _checks as check
from .errors import OutOfRangeError, UnknownNameError

__all__ = ["HolidayCalendar"]

ALL_YEARS = range(MINYEAR, MAXYEAR + 1)
NAMELESS = "holiday"

Named = tuple[tuple[date, str], ...]


def _named_days(field: str, value: Iterable[date] | Mapping[date, str] | Named) -> Named:
    """Return days with their names, in order, for a parameter of that name."""
    if type(value).__module__.split(".")[0] == "holidays":
        remedy = 'write HolidayCalendar.from_country("GB", years=...)'
        check.refuse_type(field, type(value), "a snapshot of dates", remedy)
    wanted, remedy = "a list of dates", "give [date(2026, 12, 25), ...]"
    items: Iterable[Any] = (
        check.mapping(field, value, wanted, remedy).items()
        if check.is_a(value, Mapping)
        else check.items(field, value, wanted, remedy)
    )
    days: dict[date, str] = {}
    for place, item in enumerate(items):
        day, name = item if type(item) is tuple and len(item) == 2 else (item, NAMELESS)
        day = check.day(f"{field}[{place}]", day)
        days[day] = check.text(f"{field}[{place}] name", name)
    return tuple(sorted(days.items()))


def _as_days(value: Iterable[date] | Mapping[date, str] | Named) -> Named:
    return _named_days("days", value)


def _check_days(field: str, days: Named, years: range) -> None:
    """Refuse a day outside the years."""
    for day, _ in days:
        if day.year not in years:
            problem = f"is outside the years {_years_text(years)}"
            check.refuse(field, day, problem, "extend years= to it", code="out_of_years")


def _as_years(value: Iterable[int]) -> range:
    given: Iterable[Any] = (
        (*value[:1], *value[-1:])
        if type(value) is range
        else islice(check.items("years", value, "a run of years", "give range(2025, 2031)"), MAXYEAR + 1)
    )
    plain = [check.count("years", year, least=MINYEAR, most=MAXYEAR) for year in given]
    years = value if type(value) is range else plain
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
        _check_days("days", self.days, self.years)
        check.any_text("source", self.source, self, 'say where the days are from: "given dates"')

    @classmethod
    def none(cls) -> "HolidayCalendar":
        """Return the calendar of a desk that keeps no holidays, in any year."""
        return cls((), ALL_YEARS, "none")

    @classmethod
    def from_dates(cls, dates: Iterable[date] | Mapping[date, str], *, years: Iterable[int]) -> "HolidayCalendar":
        """Return a calendar of given dates, or of dates with their names, that knows the years given."""
        days, known = _named_days("dates", dates), _as_years(years)
        _check_days("dates", days, known)
        return cls(days, known)

    @classmethod
    def from_country(cls, country: str, *, years: Iterable[int], subdivision: str | None = None) -> "HolidayCalendar":
        """Return the public holidays of a country, or a part of it, from the `holidays` package, as it is installed.

        ``country`` and ``subdivision`` are ISO 3166 codes, such as "GB" and "ENG".

        Raises an `IncidentRulesError` for a country or a part of it that the package does not have.
        """
        import holidays
        from holidays.registry import COUNTRIES
        from holidays.version import __version__

        run = _as_years(years)
        country = check.text("country", country)
        if subdivision is not None:
            subdivision = check.text("subdivision", subdivision)
        if all(country not in names for names in COUNTRIES.values()):  # a market, or another name of the package
            _refuse_place(country, subdivision)
        try:
            found = holidays.country_holidays(
                country, subdiv=subdivision, years=run, expand=False, categories=("public",), language="en_US"
            )
        except NotImplementedError:
            found = None
        if found is None:
            _refuse_place(country, subdivision)
        where = country if subdivision is None else f"{country}-{subdivision}"
        if run.start < found.start_year or run.stop - 1 > found.end_year:
            raise OutOfRangeError(
                "leaves the years that the holidays package knows",
                field="years",
                value=_years_text(run),
                code="outside_calendar",
                remedy=f"{where} is known from {found.start_year} to {found.end_year}",
            )
        return cls(dict(found), run, f"holidays {__version__}: {where}")

    @cached_property
    def _names(self) -> dict[date, str]:
        return dict(self.days)

    def __contains__(self, day: date) -> bool:
        return self.name(day) is not None

    def name(self, day: date) -> str | None:
        """Return the name of a day's holiday, or None where it is none; `OutOfRangeError` outside the years."""
        day = check.day("day", day)
        check_year(self, "day", day.year, day)
        return self._names.get(day)

    def of_year(self, year: int) -> list[date]:
        """Return a year's holidays in order; `OutOfRangeError` outside the years."""
        year = check.count("year", year, least=MINYEAR, most=MAXYEAR)
        check_year(self, "year", year, year)
        first, end = bisect_left(self.days, year, key=_year), bisect_right(self.days, year, key=_year)
        return [day for day, _ in self.days[first:end]]

    def __or__(self, other: "HolidayCalendar") -> "HolidayCalendar":
        """Return the holidays of either, in the years that both know; the left one's names come first."""
        if not isinstance(other, HolidayCalendar):
            return NotImplemented
        years = range(max(self.years.start, other.years.start), min(self.years.stop, other.years.stop))
        if not years:
            problem = f"shares no year with {_years_text(self.years)}"
            check.refuse("other", _years_text(other.years), problem, "extend either", code="no_run")
        names = {day: name for day, name in (other._names | self._names).items() if day.year in years}
        return HolidayCalendar(names, years, f"{self.source} | {other.source}")

    def adding(self, dates: Iterable[date] | Mapping[date, str]) -> "HolidayCalendar":
        """Return the calendar with more days; where one is a holiday already, its new name replaces the old one."""
        added = _named_days("dates", dates)
        _check_days("dates", added, self.years)
        return HolidayCalendar(self._names | dict(added), self.years, f"{self.source}, edited")

    def removing(self, dates: Iterable[date]) -> "HolidayCalendar":
        """Return the calendar without some days; `InvalidValueError` for a day that is no holiday."""
        listed = check.items("dates", dates, "a list of dates", "give [date(2026, 12, 25), ...]")
        gone = dict(_named_days("dates", listed))
        for day in gone:
            check_year(self, "dates", day.year, day)
            if day not in self:
                check.refuse("dates", day, "is no holiday here", "leave it out", code="unknown_name")
        kept = {day: name for day, name in self.days if day not in gone}
        return HolidayCalendar(kept, self.years, f"{self.source}, edited")

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that are the same wherever the days, names and years are."""
        lines = [_years_text(self.years), *(f"{day.isoformat()} {name}" for day, name in self.days)]
        import hashlib  # only who asks for it needs it

        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"<HolidayCalendar {self.source}: {len(self.days)} days in {_years_text(self.years)}, {self.digest}>"


def check_year(calendar: HolidayCalendar, field: str, year: int, asked: object) -> None:
    """Refuse what was asked about a year that a calendar doesn't know."""
    if year not in calendar.years:
        wanted = range(min(calendar.years.start, year), max(calendar.years.stop, year + 1))
        raise OutOfRangeError(
            f"is in a year that the holidays don't cover ({_years_text(calendar.years)})",
            field=field,
            value=asked,
            code="outside_calendar",
            remedy=f"give a calendar with years={wanted}",
        )


def _refuse_place(country: str, subdivision: str | None) -> NoReturn:
    """Raise for an unknown country or part of it, and offer the one that was probably meant."""
    import holidays
    from holidays.registry import COUNTRIES

    by_country = holidays.list_supported_countries(include_aliases=True)
    field, value, remedy = "country", country, 'give ISO 3166 codes, such as from_country("GB", subdivision="ENG")'
    first, _, rest = country.partition("-")
    if subdivision is not None and country in by_country:
        known = by_country[country]
        near = check.nearest(subdivision, known)
        field, value = "subdivision", subdivision
        remedy = f'write "{near}"' if near else f"known: {', '.join(known[: check.MOST_TOLD]) or 'none'}"
    elif subdivision is None and rest in by_country.get(first, ()):
        remedy = f'write from_country("{first}", subdivision="{rest}")'
    elif near := check.nearest(country, (name for names in COUNTRIES.values() for name in names)):
        remedy = f'write "{getattr(getattr(holidays, near), "country", near)}"'
    problem = "is not known to the holidays package"
    raise UnknownNameError(problem, field=field, value=value, code="unknown_name", remedy=remedy)


def _year(named: tuple[date, str]) -> int:
    return named[0].year


def _years_text(years: range) -> str:
    return f"{years.start} to {years.stop - 1}"
