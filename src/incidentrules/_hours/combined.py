"""Schedules that are made of others: joined by signs, or following each other.

Both kinds keep their parts in one row, so that many of them are not deep, and none is there twice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, tzinfo
from functools import cached_property
from itertools import chain
from operator import attrgetter, itemgetter

import attrs

from .. import _checks as check
from .openings import INSTANT, Openings
from .schedules import Schedule, compiled_within, days_of
from .spans import Span, common, merge, minus
from .week import DAY
from .zones import local_day, moment_of, start_of

MOST_JOINED = 1_000
"""How many weekly schedules may be joined by signs; mixed signs can double their number at each step."""
MOST_CHANGES = 10_000
"""How many schedules may follow each other."""
DEEPEST = 50
"""How many levels of schedules within schedules there may be; each level takes some of Python's stack."""
ZONES_CHANGED = frozenset(range(1880, 2038))
"""Years in which zones changed their offsets, so that hours may have met that never meet today."""
Change = tuple[datetime, Schedule]
"""A moment, and the schedule in force from it on."""
_SIZE: Callable[[Schedule], int] = attrgetter("size")
_DEPTH: Callable[[Schedule], int] = attrgetter("depth")
_AFTER: Callable[[Change], Schedule] = itemgetter(1)
WORDS = {"|": "or", "&": "and", "-": "without"}


@attrs.frozen(cache_hash=True)
class Combined(Schedule):
    """Open where all of several schedules are (``&``), any is (``|``), or the first alone is (``-``).

    Days are those of the first one's zone.
    """

    sign: str
    parts: tuple[Schedule, ...]

    @classmethod
    def of(cls, sign: str, left: Schedule, right: Schedule) -> Schedule:
        """Return two schedules as one: the parts of the same sign in one row, in which nothing stands twice.

        A schedule that is joined with itself stays as two parts, since business days are those of joined hours.
        """
        first, *others = left.parts if isinstance(left, Combined) and left.sign == sign else (left,)
        if sign == "-":
            parts = (first, *dict.fromkeys((*others, right)))
        else:
            others += right.parts if isinstance(right, Combined) and right.sign == sign else (right,)
            parts = tuple(dict.fromkeys((first, *others)))
        joined = cls(sign, parts if len(parts) > 1 else parts * 2)
        return left if joined == left else joined

    @cached_property
    def size(self) -> int:
        return sum(map(_SIZE, self.parts))

    @cached_property
    def depth(self) -> int:
        return 1 + max(map(_DEPTH, self.parts))

    @property
    def tz(self) -> tzinfo:
        return self.parts[0].tz

    @cached_property
    def zones(self) -> tuple[tzinfo, ...]:
        return _zones_of(self.parts)

    @property
    def known_years(self) -> range:
        return self._common_years

    @cached_property
    def _common_years(self) -> range:
        known = [part.known_years for part in self.parts]
        return range(max(years.start for years in known), min(years.stop for years in known))

    @property
    def identity(self) -> str:
        return f" {self.sign} ".join(f"({part.identity})" for part in self.parts)

    @cached_property
    def marks(self) -> frozenset[int]:
        marks = frozenset().union(*(part.marks for part in self.parts))
        return marks if all(part.tz == self.tz for part in self.parts) else marks | ZONES_CHANGED

    @cached_property
    def zone_years(self) -> range:
        return max((part.zone_years for part in self.parts), key=len)

    def __str__(self) -> str:
        return f"({f' {self.sign} '.join(map(str, self.parts))})"

    def compile(self, first_year: int, last_year: int) -> Openings:
        first, last = start_of(first_year, self.tz), start_of(last_year + 1, self.tz)
        parts = [part.reaching(first, last, first_year, last_year) for part in self.parts]
        first, last = max(first, *(part.first for part in parts)), min(last, *(part.last for part in parts))
        spans = self._joined([part.within(first, last) for part in parts])
        return compiled_within(first, last, spans, days_of(spans, self.tz), first_year, last_year, self.tz)

    def _joined(self, parts: list[list[Span]]) -> list[Span]:
        """Return what is open in any, in all, or in the first alone."""
        if self.sign == "&":
            return common(parts)
        if self.sign == "|":
            return merge(chain.from_iterable(parts))
        return minus(parts[0], merge(chain.from_iterable(parts[1:])))

    def opens_in(self, year: int) -> bool:
        """Return whether anything is open in a year; a week in the middle is tried first, which is quicker."""
        if self.sign == "|" and any(part.week_of(year) for part in self.parts):
            return True
        return bool(self._joined([part.week_of(year) for part in self.parts])) or super().opens_in(year)

    def why(self, start: datetime, end: datetime) -> str:
        parts = self.parts[:1] if self.sign == "-" else self.parts
        opened = [(part, part.timeline.covering(start, end).within(start, end)) for part in parts]
        return f" {WORDS[self.sign]} ".join(part.why(spans[0][0], spans[-1][1]) for part, spans in opened if spans)


Stretch = tuple[datetime, datetime, Schedule]
"""The time in which a schedule is in force, its end left out."""


@attrs.frozen(cache_hash=True)
class Switched(Schedule):
    """One schedule at first, and others from their moments on, which are in order."""

    at_first: Schedule
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, before: Schedule, at: datetime, after: Schedule) -> "Switched":
        """Return what one schedule says before a moment, and another from it on, in one row of changes."""
        at_first, changes = _history(before)
        following, later = _history(after)
        in_force = bisect_right(later, at, key=_moment)
        kept = changes[: bisect_left(changes, at, key=_moment)]
        now = later[in_force - 1][1] if in_force else following
        return cls(at_first, (*kept, (at, now), *later[in_force:]))

    @cached_property
    def size(self) -> int:
        return self.at_first.size + sum(map(_SIZE, map(_AFTER, self.changes)))

    @cached_property
    def depth(self) -> int:
        return 1 + max(self.at_first.depth, *map(_DEPTH, map(_AFTER, self.changes)))

    @property
    def tz(self) -> tzinfo:
        return self.at_first.tz

    @cached_property
    def zones(self) -> tuple[tzinfo, ...]:
        return _zones_of([self.at_first, *(schedule for _, schedule in self.changes)])

    @property
    def known_years(self) -> range:
        return range(self.at_first.known_years.start, self.changes[-1][1].known_years.stop)

    @property
    def identity(self) -> str:
        rest = (f" until {at.isoformat()}, then ({schedule.identity})" for at, schedule in self.changes)
        return f"({self.at_first.identity}){''.join(rest)}"

    @cached_property
    def marks(self) -> frozenset[int]:
        schedules = {self.at_first, *(schedule for _, schedule in self.changes)}
        return frozenset(at.year for at, _ in self.changes).union(*(schedule.marks for schedule in schedules))

    @cached_property
    def zone_years(self) -> range:
        return max((self.at_first.zone_years, *(schedule.zone_years for _, schedule in self.changes)), key=len)

    def __str__(self) -> str:
        rest = (f" until {at.isoformat()}, then {schedule}" for at, schedule in self.changes)
        return f"({self.at_first}{''.join(rest)})"

    def _stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """Return the schedules in force from one moment to another, which is later, each with its time."""
        place = bisect_right(self.changes, start, key=_moment)
        schedule = self.changes[place - 1][1] if place else self.at_first
        while place < len(self.changes) and self.changes[place][0] < end:
            yield start, self.changes[place][0], schedule
            start, schedule = self.changes[place]
            place += 1
        yield start, end, schedule

    def compile(self, first_year: int, last_year: int) -> Openings:
        stretches = list(self._stretches(start_of(first_year, self.tz), start_of(last_year + 1, self.tz)))
        first, last = self._known(stretches, first_year, last_year)
        spans: list[Span] = []
        days: list[date] = []
        for start, end, schedule in stretches:
            since, until = max(start, first), min(end, last)
            if since < until:
                openings = schedule.timeline.covering(since, until)
                opened = openings.within(since, until)
                spans += opened
                days += self._days(start, end, openings) if schedule.tz == self.tz else days_of(opened, self.tz)
        return compiled_within(first, last, spans, days, first_year, last_year, self.tz)

    def _known(self, stretches: list[Stretch], first_year: int, last_year: int) -> tuple[datetime, datetime]:
        """Return from when to when the years are known: at their edges a calendar may not know all."""
        start, end, schedule = stretches[0]
        known = schedule.reaching(start, end, first_year, local_day(end - INSTANT, self.tz).year)
        first = min(max(start, known.first), end)
        year = first_year
        if len(stretches) > 1:
            start, end, schedule = stretches[-1]
            year = local_day(start, schedule.tz).year
        known = schedule.reaching(start, end, year, max(year, last_year))
        return first, min(end, known.last)

    def _days(self, start: datetime, end: datetime, openings: Openings) -> list[date]:
        """Return the days with hours of a stretch; one that is cut off counts where it is open in the stretch."""
        first, last = local_day(start, self.tz), local_day(end - INSTANT, self.tz)
        days = openings.days[bisect_left(openings.days, first) : bisect_right(openings.days, last)]
        return [day for day in days if first < day < last or self._counts(day, start, end, openings)]

    def _counts(self, day: date, start: datetime, end: datetime, openings: Openings) -> bool:
        dawn, dusk = moment_of(day, 0, self.tz), moment_of(day, DAY, self.tz)
        return (start <= dawn and dusk <= end) or bool(openings.within(max(start, dawn), min(end, dusk)))

    def why(self, start: datetime, end: datetime) -> str:
        stretches = self._stretches(start, end)
        return "; ".join(dict.fromkeys(schedule.why(since, until) for since, until, schedule in stretches))


def check_size(schedule: Schedule) -> None:
    """Refuse hours of too many parts, or too deep: each part makes their text longer, each level takes stack."""
    most = MOST_CHANGES if isinstance(schedule, Switched) else MOST_JOINED
    remedy = 'write the parts as one text, such as "Mo-Fr 09:00-17:00; 2026 Dec 24 off"'
    if schedule.size > most:
        check.refuse("other", schedule.size, f"makes hours of more than {most:,} parts", remedy, code="too_many")
    if schedule.depth > DEEPEST:
        problem = f"makes hours that are combined more than {DEEPEST} times with different signs"
        check.refuse("other", schedule.depth, problem, remedy, code="too_deep")


def _zones_of(schedules: Iterable[Schedule]) -> tuple[tzinfo, ...]:
    """Return the zones of several schedules, none twice; some can't be hashed."""
    return tuple({id(zone): zone for schedule in schedules for zone in schedule.zones}.values())


def _moment(change: Change) -> datetime:
    return change[0]


def _history(schedule: Schedule) -> tuple[Schedule, tuple[Change, ...]]:
    return (schedule.at_first, schedule.changes) if isinstance(schedule, Switched) else (schedule, ())
