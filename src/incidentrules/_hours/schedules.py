"""What operating hours are made of: weekly times in a zone, and whole days of other hours.

A *schedule* compiles the openings of a run of local years, and says why something is open. There are
four kinds, all of them values: `Weekly`; `WholeDays`, all hours of the days on which another has any; and, in
the module `combined`, `Combined` by a set operation and `Switched` to another at a moment.
"""

import abc
from bisect import bisect
from collections.abc import Iterable, Iterator
from datetime import MINYEAR, UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

import attrs

from ..calendars import ALL_YEARS, HolidayCalendar, check_year
from ..errors import OutOfRangeError
from .openings import INSTANT, Openings
from .spans import Span
from .timeline import Timeline
from .week import ALWAYS, DAY, WEEKDAYS, Minutes, Week, unparse, unparse_dates, unparse_times
from .zones import changing_years, local_day, moment_of, name_of, skipped_days, start_of, steady_offsets

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MIDNIGHT = time(tzinfo=UTC)


class Schedule(abc.ABC):
    """Anything that compiles openings."""

    @cached_property
    def size(self) -> int:
        """How many weekly schedules it is made of; its text grows with it."""
        return 1

    @cached_property
    def depth(self) -> int:
        """How deep schedules stand within schedules."""
        return 1

    @property
    @abc.abstractmethod
    def tz(self) -> tzinfo:
        """The zone whose days and years count."""

    @cached_property
    def zones(self) -> tuple[tzinfo, ...]:
        """The zones of all weekly schedules that it is made of."""
        return (self.tz,)

    @property
    @abc.abstractmethod
    def known_years(self) -> range:
        """The years that can be asked for."""

    @property
    @abc.abstractmethod
    def identity(self) -> str:
        """Its text, zone and holidays, the same on every machine."""

    @abc.abstractmethod
    def compile(self, first_year: int, last_year: int) -> Openings:
        """Return the openings of a run of local years."""

    @abc.abstractmethod
    def why(self, start: datetime, end: datetime) -> str:
        """Return in words why an interval is open."""

    @cached_property
    @abc.abstractmethod
    def marks(self) -> frozenset[int]:
        """The years in which the hours are not those of every week, so that a search must not stop before them."""

    @cached_property
    @abc.abstractmethod
    def zone_years(self) -> range:
        """The years in which a zone of it may change otherwise than every year."""

    def kind_of(self, year: int) -> object:
        """Return what is alike of years that are open alike: they begin and end on the same weekdays.

        Only years between the same marks are alike, since other hours may be in force after one. A year that is marked
        or next to one, or in which a zone may change, is like no other.
        """
        known, is_marked = self.known_years, not self.marks.isdisjoint((year - 1, year, year + 1))
        if is_marked or year in self.zone_years or not known.start < year < known.stop - 1:
            return year
        return (
            date(year, 1, 1).weekday(),
            date(year, 12, 31).weekday(),
            bisect(self._marks_in_order, year),
            year < self.zone_years.start,
        )

    @cached_property
    def _marks_in_order(self) -> list[int]:
        return sorted(self.marks)

    @cached_property
    def timeline(self) -> Timeline:
        """The openings that are compiled so far: a cache, no part of the value."""
        return Timeline(
            self.compile,
            local_year=lambda at: local_day(at, self.tz).year,
            start_of=lambda year: start_of(year, self.tz),
            kind_of=self.kind_of,
            known=self.known_years,
            marks=lambda: self.marks,
        )

    @cached_property
    def zone_digest(self) -> str:
        """What the clocks of its zones do, in the years that it knows."""
        from .offsets import digest  # only who asks for it needs it

        return digest(self.zones, self.known_years)

    @cached_property
    def whole_days(self) -> "WholeDays":
        """All hours of the days on which it has any; kept, with the openings that they compile."""
        return WholeDays(self)

    def reaching(self, first: datetime, last: datetime, first_year: int, last_year: int) -> Openings:
        """Return the openings of some years, reaching to two moments near their ends where those are known."""
        openings = self.timeline.years(first_year, last_year)
        earlier = openings.first > first and first_year - 1 in self.known_years
        later = openings.last < last and last_year + 1 in self.known_years
        # In one question, so that another thread's can't come between.
        return self.timeline.years(first_year - earlier, last_year + later) if earlier or later else openings

    def opens_in(self, year: int) -> bool:
        """Return whether anything is open in a year."""
        return bool(self.compile(year, year).openings)

    def week_of(self, year: int) -> list[Span]:
        """Return what is open in a week in the middle of a year; kept, as each join asks all parts for it again."""
        if (found := self._weeks.get(year)) is None:
            middle = datetime(year, 7, 1, tzinfo=UTC)
            self._weeks[year] = found = self.timeline.years(year, year).within(middle, middle + WEEK)
        return found

    @cached_property
    def _weeks(self) -> dict[int, list[Span]]:
        return {}


@attrs.frozen(cache_hash=True)
class Weekly(Schedule):
    """Times by weekday, on holidays and by date, in a zone."""

    week: Week
    holidays: HolidayCalendar | None
    zone: tzinfo = attrs.field(hash=False)  # some zones have none

    @property
    def tz(self) -> tzinfo:
        return self.zone

    @property
    def known_years(self) -> range:
        return ALL_YEARS if self.holidays is None else self.holidays.years

    @property
    def identity(self) -> str:
        holidays = f", holidays {self.holidays.digest}" if self.holidays is not None else ""
        return f"{self} in {name_of(self.tz)}{holidays}"

    def __str__(self) -> str:
        return unparse(self.week)

    @cached_property
    def marks(self) -> frozenset[int]:
        holidays = self.holidays.days if self.holidays is not None else ()
        return frozenset(day.year for day, _ in (*self.week.on_dates, *holidays))

    @cached_property
    def zone_years(self) -> range:
        return changing_years(self.zone)

    @cached_property
    def _on_dates(self) -> dict[date, Minutes]:
        return dict(self.week.on_dates)

    @cached_property
    def _after_dawn(self) -> dict[Minutes, list[tuple[timedelta, timedelta]]]:
        """All times as durations after the midnight of their day."""
        every = {*self.week.weekly, self.week.on_holidays or (), *self._on_dates.values()}
        return {times: [(timedelta(minutes=start), timedelta(minutes=end)) for start, end in times] for times in every}

    @cached_property
    def _overhang(self) -> timedelta:
        """The most by which any times reach past midnight."""
        return _past_midnight(self._after_dawn)

    def compile(self, first_year: int, last_year: int) -> Openings:
        first, last = start_of(first_year, self.tz), start_of(last_year + 1, self.tz)
        spans: list[Span] = []
        days: list[date] = []
        if self._overhang and first_year > MINYEAR:
            eve = self._eve(date(first_year, 1, 1))
            try:
                spans += self._spans(eve, self._times(eve))
            except OutOfRangeError:  # the last night before the calendar begins is unknown
                first += _past_midnight([self.week.weekly[eve.weekday()], self.week.on_holidays or ()])
        for year in range(first_year, last_year + 1):
            for day, opened in self._opened(year):
                days.append(day)
                spans += opened
        return Openings.compiled(first, last, spans, date(first_year, 1, 1), date(last_year, 12, 31), days)

    def _opened(self, year: int) -> Iterator[tuple[date, list[Span]]]:
        """Return the days of a year that have times, with what they open."""
        special: dict[int, Minutes] = {}
        if self.holidays is not None:
            check_year(self.holidays, "day", year, year)
            special = {day.toordinal(): self.week.on_holidays or () for day in self.holidays.of_year(year)}
        special |= {day.toordinal(): times for day, times in self.week.on_dates if day.year == year}
        skipped = skipped_days(year, self.tz)
        weekly = self.week.weekly
        for ordinal, offset in enumerate(steady_offsets(year, self.tz), date(year, 1, 1).toordinal()):
            times = special.get(ordinal, weekly[(ordinal - 1) % 7])
            if times and ordinal not in skipped:
                day = date.fromordinal(ordinal)
                yield day, self._spans(day, times) if offset is None else self._shifted(day, times, offset)

    def _eve(self, day: date) -> date:
        """Return the day before another; where the date line left it out, the day before that."""
        eve = day - ONE_DAY
        return eve - ONE_DAY if eve.toordinal() in skipped_days(eve.year, self.tz) else eve

    def _times(self, day: date) -> Minutes:
        if day.toordinal() in skipped_days(day.year, self.tz):
            return ()
        if day in self._on_dates:
            return self._on_dates[day]
        if self.holidays is not None and day in self.holidays:
            return self.week.on_holidays or ()
        return self.week.weekly[day.weekday()]

    def _spans(self, day: date, times: Minutes) -> list[Span]:
        return [(moment_of(day, start, self.tz), moment_of(day, end, self.tz)) for start, end in times]

    def _shifted(self, day: date, times: Minutes, offset: timedelta) -> list[Span]:
        """Return what `_spans` does, for times that all have one offset, without asking the zone."""
        dawn = datetime.combine(day, MIDNIGHT) - offset
        return [(dawn + start, dawn + end) for start, end in self._after_dawn[times]]

    def why(self, start: datetime, end: datetime) -> str:
        if self.week == ALWAYS:
            return "24/7"
        first, last = local_day(start, self.tz), local_day(end - INSTANT, self.tz)
        if self._overhang and first > date.min and (first - ONE_DAY).year in self.known_years:
            first = self._eve(first)
        days = [first + ONE_DAY * step for step in range((last - first).days + 1)]
        clauses = [
            self._clause(day, times)
            for day, times in ((day, self._times(day)) for day in days)
            if any(opens < end and start < closes for opens, closes in self._spans(day, times))
        ]
        return "; ".join(dict.fromkeys(clauses))

    def _clause(self, day: date, times: Minutes) -> str:
        written = unparse_times(times)
        if day in self._on_dates:
            return f"{unparse_dates(day, day)} {written}"
        if self.holidays is not None and (name := self.holidays.name(day)):
            return f"PH {written} ({name})"
        return f"{WEEKDAYS[day.weekday()]} {written}"


def _past_midnight(every: Iterable[Minutes]) -> timedelta:
    """Return the most by which any of several times reach past midnight."""
    return timedelta(minutes=max((end - DAY for times in every for _, end in times if end > DAY), default=0))


@attrs.frozen(cache_hash=True)
class WholeDays(Schedule):
    """All hours, midnight to midnight, of each day on which another schedule has any."""

    of: Schedule

    @cached_property
    def size(self) -> int:
        return self.of.size

    @cached_property
    def depth(self) -> int:
        return self.of.depth + 1

    @cached_property
    def whole_days(self) -> "WholeDays":
        return self

    @property
    def tz(self) -> tzinfo:
        return self.of.tz

    @cached_property
    def zones(self) -> tuple[tzinfo, ...]:
        return self.of.zones

    @property
    def known_years(self) -> range:
        return self.of.known_years

    @property
    def identity(self) -> str:
        return f"whole days of ({self.of.identity})"

    @cached_property
    def marks(self) -> frozenset[int]:
        return self.of.marks

    @cached_property
    def zone_years(self) -> range:
        return self.of.zone_years

    def __str__(self) -> str:
        return f"whole days of ({self.of})"

    def compile(self, first_year: int, last_year: int) -> Openings:
        openings = self.of.timeline.years(first_year, last_year)
        since, through = max(openings.since, date(first_year, 1, 1)), min(openings.through, date(last_year, 12, 31))
        days = [day for day in openings.days if since <= day <= through]
        spans = [(moment_of(day, 0, self.tz), moment_of(day, DAY, self.tz)) for day in days]
        first, last = moment_of(since, 0, self.tz), moment_of(through, DAY, self.tz)
        return Openings.compiled(first, last, spans, since, through, days)

    def why(self, start: datetime, end: datetime) -> str:
        first, last = local_day(start, self.tz), local_day(end - INSTANT, self.tz)
        return f"{WEEKDAYS[first.weekday()]} 00:00-24:00" if first == last else f"{first} to {last}, all hours"


def compiled_within(
    first: datetime, last: datetime, spans: list[Span], days: list[date], first_year: int, last_year: int, tz: tzinfo
) -> Openings:
    """Compile spans that are known between two moments only.

    A local day that reaches past them is unknown, but where it is open within them.
    """
    since, through = date(first_year, 1, 1), date(last_year, 12, 31)
    days = sorted({day for day in days if since <= day <= through})
    while since < through and since not in days and moment_of(since, 0, tz) < first:
        since += ONE_DAY
    while since < through and through not in days and last < moment_of(through, DAY, tz):
        through -= ONE_DAY
    return Openings.compiled(first, last, spans, since, through, days)


def days_of(spans: Iterable[Span], tz: tzinfo) -> list[date]:
    """Return the local days that spans in order touch."""
    ordinals: dict[int, None] = {}
    for start, end in spans:
        ordinals |= dict.fromkeys(range(local_day(start, tz).toordinal(), local_day(end - INSTANT, tz).toordinal() + 1))
    days = [date.fromordinal(ordinal) for ordinal in ordinals]
    skipped = {ordinal for year in {day.year for day in days} for ordinal in skipped_days(year, tz)}
    return [day for day in days if day.toordinal() not in skipped]
