"""What operating hours are made of: weekly times in a zone, and what is combined from others.

A *schedule* compiles the openings of a run of local years, and says why something is open. There
are four kinds, all of them values: `Weekly`; `Combined` by a set operation; `Switched` to another at
a moment; and `WholeDays`, all hours of the days on which another has any.
"""

import abc
from collections.abc import Callable, Iterable, Iterator
from datetime import MINYEAR, date, datetime, timedelta, tzinfo
from functools import cached_property

import attrs

from ..calendars import ALL_YEARS, HolidayCalendar
from ..errors import OutOfRangeError
from .grammar import DAY, WEEKDAYS, Minutes, Week, unparse, unparse_dates, unparse_times
from .openings import INSTANT, Openings, Span, merge, minus
from .timeline import Timeline
from .zones import local_day, moment_of, name_of, skipped_days, start_of

ONE_DAY = timedelta(days=1)
ZONES_CHANGED = frozenset(range(1880, 2038))
"""Years in which clocks were set anew against each other, so that what never meets today may have met."""


@attrs.frozen
class Schedule(abc.ABC):
    """Anything that compiles openings."""

    @property
    @abc.abstractmethod
    def tz(self) -> tzinfo:
        """The zone whose days and years count."""

    @property
    @abc.abstractmethod
    def known_years(self) -> range:
        """The years that can be asked for."""

    @property
    @abc.abstractmethod
    def identity(self) -> str:
        """All that makes the schedule what it is, in words that are the same everywhere."""

    @abc.abstractmethod
    def compile(self, first_year: int, last_year: int) -> Openings:
        """Return the openings of a run of local years."""

    @abc.abstractmethod
    def why(self, start: datetime, end: datetime) -> str:
        """Return in words what opens an interval that is open."""

    @property
    @abc.abstractmethod
    def marks(self) -> frozenset[int]:
        """The years in which anything else than the time of the week decides."""

    @cached_property
    def timeline(self) -> Timeline:
        """What is compiled so far: a cache, no part of the value."""
        return Timeline(
            self.compile,
            local_year=lambda at: local_day(at, self.tz).year,
            known=self.known_years,
            marks=self.marks,
        )

    @cached_property
    def whole_days(self) -> "WholeDays":
        """All hours of the days on which it has any; kept with what they compile."""
        return WholeDays(self)

    def known(self, first: datetime, last: datetime, first_year: int, last_year: int) -> Openings:
        """Return openings of some years, reaching to two moments near their ends where those are known."""
        held = self.timeline.years(first_year, last_year)
        earlier = held.first > first and first_year - 1 in self.known_years
        later = held.last < last and last_year + 1 in self.known_years
        # In one question, so that another thread's can't come between.
        return self.timeline.years(first_year - earlier, last_year + later) if earlier or later else held

    def opens_in(self, years: Iterable[int]) -> bool:
        """Return whether anything is open in any of the years."""
        return any(self.compile(year, year).openings for year in years)


@attrs.frozen
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

    @property
    def marks(self) -> frozenset[int]:
        holidays = self.holidays.days if self.holidays is not None else ()
        return frozenset(day.year for day, _ in (*self.week.on_dates, *holidays))

    @cached_property
    def _on_dates(self) -> dict[date, Minutes]:
        return dict(self.week.on_dates)

    @cached_property
    def _overhang(self) -> timedelta:
        """How far times reach past midnight at most."""
        return _past_midnight([*self.week.weekly, self.week.on_holidays or (), *self._on_dates.values()])

    def compile(self, first_year: int, last_year: int) -> Openings:
        first, last = start_of(first_year, self.tz), start_of(last_year + 1, self.tz)
        spans: list[Span] = []
        days: list[date] = []
        if self._overhang and first_year > MINYEAR:
            eve = self._eve(date(first_year, 1, 1))
            try:
                spans += self._spans(eve, self._times(eve))
            except OutOfRangeError:  # what reaches over from the last night before the calendar begins is unknown
                first += _past_midnight([self.week.weekly[eve.weekday()], self.week.on_holidays or ()])
        for year in range(first_year, last_year + 1):
            for day, times in self._days(year):
                days.append(day)
                spans += self._spans(day, times)
        return Openings.compiled(first, last, spans, date(first_year, 1, 1), date(last_year, 12, 31), days)

    def _days(self, year: int) -> Iterator[tuple[date, Minutes]]:
        """Return the days of a year that have times, and the times."""
        special: dict[int, Minutes] = {}
        if self.holidays is not None:
            special = {day.toordinal(): self.week.on_holidays or () for day in self.holidays.of_year(year)}
        special |= {day.toordinal(): times for day, times in self.week.on_dates if day.year == year}
        skipped = skipped_days(year, self.tz)
        weekly = self.week.weekly
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
            times = special.get(ordinal, weekly[(ordinal - 1) % 7])
            if times and ordinal not in skipped:
                yield date.fromordinal(ordinal), times

    def _eve(self, day: date) -> date:
        """Return the day before another; of one that was left out, the day before it."""
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

    def _spans(self, day: date, times: Minutes) -> Iterator[Span]:
        for start, end in times:
            yield moment_of(day, start, self.tz), moment_of(day, end, self.tz)

    def why(self, start: datetime, end: datetime) -> str:
        if str(self) == "24/7":
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
    """Return how far any of several times reach past midnight."""
    return timedelta(minutes=max((end - DAY for times in every for _, end in times if end > DAY), default=0))


@attrs.frozen
class Combined(Schedule):
    """What is open in both of two schedules, in either, or in the first alone; days are those of the first's zone."""

    sign: str
    left: Schedule
    right: Schedule

    @property
    def tz(self) -> tzinfo:
        return self.left.tz

    @property
    def known_years(self) -> range:
        return _common(self.left.known_years, self.right.known_years)

    @property
    def identity(self) -> str:
        return f"({self.left.identity}) {self.sign} ({self.right.identity})"

    @property
    def marks(self) -> frozenset[int]:
        marks = self.left.marks | self.right.marks
        return marks if self.left.tz == self.right.tz else marks | ZONES_CHANGED

    def __str__(self) -> str:
        return f"({self.left} {self.sign} {self.right})"

    def compile(self, first_year: int, last_year: int) -> Openings:
        first, last = start_of(first_year, self.tz), start_of(last_year + 1, self.tz)
        left = self.left.known(first, last, first_year, last_year)
        right = self.right.known(first, last, first_year, last_year)
        first, last = max(first, left.first, right.first), min(last, left.last, right.last)
        spans = _OPERATIONS[self.sign](left.within(first, last), right.within(first, last))
        return _compiled(first, last, spans, _days_of(spans, self.tz), first_year, last_year, self.tz)

    def why(self, start: datetime, end: datetime) -> str:
        sides = [self.left] if self.sign == "-" else [self.left, self.right]
        held = [(side, side.timeline.covering(start, end).within(start, end)) for side in sides]
        return f" {_WORDS[self.sign]} ".join(side.why(spans[0][0], spans[-1][1]) for side, spans in held if spans)


_OPERATIONS: dict[str, Callable[[list[Span], list[Span]], list[Span]]] = {
    "|": lambda left, right: merge(left + right),
    "-": minus,
    "&": lambda left, right: minus(left, minus(left, right)),
}
_WORDS = {"|": "or", "&": "and", "-": "without"}


@attrs.frozen
class Switched(Schedule):
    """One schedule before a moment, another from it on."""

    before: Schedule
    at: datetime
    after: Schedule

    @property
    def tz(self) -> tzinfo:
        return self.before.tz

    @property
    def known_years(self) -> range:
        return range(self.before.known_years.start, self.after.known_years.stop)

    @property
    def identity(self) -> str:
        return f"({self.before.identity}) until {self.at.isoformat()}, then ({self.after.identity})"

    @property
    def marks(self) -> frozenset[int]:
        return self.before.marks | self.after.marks | {self.at.year}

    def __str__(self) -> str:
        return f"({self.before} until {self.at.isoformat()}, then {self.after})"

    def compile(self, first_year: int, last_year: int) -> Openings:
        first, last = start_of(first_year, self.tz), start_of(last_year + 1, self.tz)
        if first < self.at < last:
            return self._compile_across(first, last, first_year, last_year)
        side = self.before if last <= self.at else self.after
        held = side.known(first, last, first_year, last_year)
        first, last = max(first, held.first), min(last, held.last)
        spans = held.within(first, last)
        return _compiled(first, last, spans, self._days(side, held, spans), first_year, last_year, self.tz)

    def _compile_across(self, first: datetime, last: datetime, first_year: int, last_year: int) -> Openings:
        year_before, year_after = local_day(self.at - INSTANT, self.tz).year, local_day(self.at, self.after.tz).year
        first = max(first, self.before.known(first, self.at, first_year, year_before).first)
        last = min(last, self.after.known(self.at, last, year_after, max(year_after, last_year)).last)
        before = self.before.timeline.covering(first, self.at)
        after = self.after.timeline.covering(self.at, last)
        earlier, later = before.within(first, self.at), after.within(self.at, last)
        today = local_day(self.at, self.tz)
        dawn, dusk = moment_of(today, 0, self.tz), moment_of(today, DAY, self.tz)
        opens = [before.within(dawn, self.at), after.within(self.at, dusk)]
        days = [day for day in self._days(self.before, before, earlier) if day < today or (day == today and opens[0])]
        days += [day for day in self._days(self.after, after, later) if day > today or (day == today and opens[1])]
        return _compiled(first, last, earlier + later, days, first_year, last_year, self.tz)

    def _days(self, side: Schedule, held: Openings, spans: list[Span]) -> list[date]:
        """Return the days of one side with hours, in the zone whose days count."""
        return held.days if side.tz == self.tz else _days_of(spans, self.tz)

    def why(self, start: datetime, end: datetime) -> str:
        parts = [(self.before, start, min(end, self.at)), (self.after, max(start, self.at), end)]
        return "; ".join(dict.fromkeys(side.why(since, until) for side, since, until in parts if since < until))


@attrs.frozen
class WholeDays(Schedule):
    """All hours, midnight to midnight, of each day on which another schedule has any."""

    of: Schedule

    @property
    def tz(self) -> tzinfo:
        return self.of.tz

    @property
    def known_years(self) -> range:
        return self.of.known_years

    @property
    def identity(self) -> str:
        return f"whole days of ({self.of.identity})"

    @property
    def marks(self) -> frozenset[int]:
        return self.of.marks

    def __str__(self) -> str:
        return f"whole days of ({self.of})"

    def compile(self, first_year: int, last_year: int) -> Openings:
        held = self.of.timeline.years(first_year, last_year)
        since, through = max(held.since, date(first_year, 1, 1)), min(held.through, date(last_year, 12, 31))
        days = [day for day in held.days if since <= day <= through]
        spans = [(moment_of(day, 0, self.tz), moment_of(day, DAY, self.tz)) for day in days]
        first, last = moment_of(since, 0, self.tz), moment_of(through, DAY, self.tz)
        return Openings.compiled(first, last, spans, since, through, days)

    def why(self, start: datetime, end: datetime) -> str:
        first, last = local_day(start, self.tz), local_day(end - INSTANT, self.tz)
        return f"{WEEKDAYS[first.weekday()]} 00:00-24:00" if first == last else f"{first} to {last}, all hours"


def _common(left: range, right: range) -> range:
    return range(max(left.start, right.start), min(left.stop, right.stop))


def _compiled(
    first: datetime, last: datetime, spans: list[Span], days: list[date], first_year: int, last_year: int, tz: tzinfo
) -> Openings:
    """Compile spans of which some may be unknown at the ends; a day there that is known to open is known."""
    since, through = date(first_year, 1, 1), date(last_year, 12, 31)
    days = sorted({day for day in days if since <= day <= through})
    while since < through and since not in days and moment_of(since, 0, tz) < first:
        since += ONE_DAY
    while since < through and through not in days and last < moment_of(through, DAY, tz):
        through -= ONE_DAY
    return Openings.compiled(first, last, spans, since, through, days)


def _days_of(spans: Iterable[Span], tz: tzinfo) -> list[date]:
    """Return the local days of which anything is open, of spans in order."""
    ordinals: dict[int, None] = {}
    for start, end in spans:
        ordinals |= dict.fromkeys(range(local_day(start, tz).toordinal(), local_day(end - INSTANT, tz).toordinal() + 1))
    days = [date.fromordinal(ordinal) for ordinal in ordinals]
    skipped = {ordinal for year in {day.year for day in days} for ordinal in skipped_days(year, tz)}
    return [day for day in days if day.toordinal() not in skipped]
