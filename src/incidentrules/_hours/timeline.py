"""The engine of operating time: hours are compiled a year at a time, as questions need them.

Every question is then a look-up by the day, or a bisection, whatever the span. A question over centuries adds up
whole years instead, of which only the sums are kept.

*Threads:* compiled openings never change. Longer ones are built beside them and published in one assignment, and
each question works on the openings that it read; so threads need no lock.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple, NoReturn

from ..errors import OutOfRangeError
from .openings import INSTANT, NEVER_AFTER, NEVER_BEFORE, ZERO, Openings

DAY = timedelta(days=1)
REACH = 30
"""Years between what is compiled and what is asked for, beyond which a fresh start is cheaper."""
FAR = 200
"""Years beyond which whole years are added up, and what is compiled begins anew: 200 of them take about 16 MB."""
HORIZON = 100
"""Years without a change after which a search ends, once no year to come is marked: what stays so stays for good."""
GROWTH = 8
"""A search that runs out of openings compiles an eighth more years at once, so that a far one stays linear."""

NOTHING = Openings(NEVER_AFTER, NEVER_BEFORE, [], [], [], date.max, date.min, [])
"""What is compiled at first."""


class Year(NamedTuple):
    """What a whole local year comes to: its open time, and its days with hours."""

    time: timedelta
    days: int


_TIME: Callable[[Year], timedelta] = attrgetter("time")
_DAYS: Callable[[Year], int] = attrgetter("days")


class Timeline:
    """The questions, over openings that grow as they are asked.

    ``compile`` gives the openings from one local year to another, and refuses years that a calendar doesn't know;
    ``local_year`` is the local year of a moment, ``start_of`` the moment at which one begins, ``known`` are the years
    that can be asked for, and ``marks`` those that a search must not stop before. Years of one ``kind_of`` come to the
    same. Moments are in UTC and durations not negative: the caller has checked.
    `OperatingHours` asks the ``openings`` themselves first, which is fast, and comes here where they don't reach.
    """

    __slots__ = ("_compile", "_kind_of", "_known", "_local_year", "_marks", "_start_of", "_years", "openings")

    def __init__(
        self,
        compile: Callable[[int, int], Openings],
        *,
        local_year: Callable[[datetime], int],
        start_of: Callable[[int], datetime],
        kind_of: Callable[[int], object],
        known: range,
        marks: Callable[[], frozenset[int]],
    ) -> None:
        self._compile = compile
        self._local_year = local_year
        self._start_of = start_of
        self._kind_of = kind_of
        self._years: dict[object, Year] = {}
        self._known = known
        self._marks = marks
        self.openings = NOTHING

    # --- what is compiled

    def years(self, first: int, last: int) -> Openings:
        """Return openings of the local years from first to last; compile those that are missing."""
        with suppress(OutOfRangeError):
            return self._grown(self.openings, first, last)
        # What lies between isn't known, and wasn't asked for.
        self.openings = openings = self._compile(first, last)
        return openings

    def _grown(self, openings: Openings, first: int, last: int) -> Openings:
        is_apart = openings is NOTHING or first > openings.last_year + REACH or last < openings.first_year - REACH
        if is_apart or last - first < FAR <= max(last, openings.last_year) - min(first, openings.first_year):
            openings = self._compile(first, last)
        else:
            if first < openings.first_year:
                openings = self._joined(self._compile(first, openings.first_year - 1), openings)
            if last > openings.last_year:
                openings = self._joined(openings, self._compile(openings.last_year + 1, last))
        self.openings = openings
        return openings

    def _joined(self, earlier: Openings, later: Openings) -> Openings:
        """Return both as one; compile both together where one alone doesn't know the hours between."""
        if earlier.last == later.first:
            return earlier.then(later)
        return self._compile(earlier.first_year, later.last_year)

    def covering(self, start: datetime, end: datetime) -> Openings:
        """Return openings that cover the time from start to end, which is no earlier, and the start itself."""
        openings = self.openings
        if not (openings.first <= start < openings.last and end <= openings.last):
            last = end - INSTANT if start < end else end
            openings = self.years(self._local_year(start), self._local_year(last))
            # Openings leave out what a calendar doesn't know at the edges of its years; compiling past them says so.
            if start < openings.first:
                openings = self._earlier(openings, start)
            if not (start < openings.last and end <= openings.last):
                openings = self._later(openings, end)
        return openings

    def year(self, year: int) -> Year:
        """Return what a whole year comes to; its openings are not kept."""
        kind = self._kind_of(year)
        if (found := self._years.get(kind)) is None:
            start, end = self._start_of(year), self._start_of(year + 1)
            openings = self._compile(year, year)
            if not (openings.first <= start and end <= openings.last):
                openings = self.covering(start, end)  # says what isn't known
            days = bisect_right(openings.days, date(year, 12, 31)) - bisect_left(openings.days, date(year, 1, 1))
            self._years[kind] = found = Year(openings.spent(end) - openings.spent(start), days)
        return found

    # --- questions

    def is_open(self, at: datetime) -> bool:
        """Return whether the desk is open: true from the opening until just before the close."""
        openings = self.covering(at, at)
        return openings.begun(at) > openings.ended(at)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from start to end, which is no earlier."""
        if (end - start).days > FAR * 366:
            first, last = self._local_year(start) + 1, self._local_year(end - INSTANT)
            head = self.between(start, self._start_of(first))
            whole = sum((self.year(year).time for year in range(first, last)), ZERO)
            return head + whole + self.between(self._start_of(last), end)
        openings = self.covering(start, end)
        return openings.spent(end) - openings.spent(start)

    def add(self, at: datetime, amount: timedelta) -> datetime:
        """Return the earliest moment by which an amount of open time, more than none, has passed."""
        openings = self.covering(at, at)
        target = openings.spent(at) + amount
        while (place := bisect_left(openings.totals, target)) == len(openings.totals):
            if amount > NEVER_AFTER - at:
                _nothing_more(at, 0, "after")
            changed = openings.end(-1) if openings.openings else at
            if openings.last_year - at.year > FAR:
                rest = target - openings.totals[-1] if openings.totals else target
                year, rest = self._searched(at, openings.last_year, 1, rest, changed, _TIME)
                return self.add(self._start_of(year), rest)
            openings = self._later(openings, at, changed)
            target = openings.spent(at) + amount
        return openings.openings[place][0] + target

    def subtract(self, at: datetime, amount: timedelta) -> datetime:
        """Return the latest moment from which an amount of open time, more than none, passes."""
        if amount > at - NEVER_BEFORE:
            _nothing_more(at, 0, "before")
        openings = self.covering(at - INSTANT, at)
        while (target := openings.spent(at) - amount) < ZERO:
            changed = openings.start(0) if openings.openings else at
            if at.year - openings.first_year > FAR:
                year, rest = self._searched(at, openings.first_year, -1, -target, changed, _TIME)
                return self.subtract(self._start_of(year + 1), rest)
            openings = self._earlier(openings, at, changed)
        return openings.openings[bisect_right(openings.totals, target)][0] + target

    def next_open(self, at: datetime) -> datetime:
        """Return the first moment from this one on that is open."""
        openings = self.covering(at, at)
        while (place := openings.ended(at)) == len(openings.openings):
            openings = self._later(openings, at, _last_start(openings))
        return max(at, openings.start(place))

    def next_close(self, at: datetime) -> datetime:
        """Return the first end after a moment, also where the opening runs into years that aren't compiled yet."""
        openings = self.covering(at, at)
        while (place := openings.ended(at)) == len(openings.openings) or openings.end(place) == openings.last:
            openings = self._later(openings, at, _last_start(openings))
        return openings.end(place)

    def previous_open(self, at: datetime) -> datetime:
        """Return the last start at or before a moment."""
        openings = self.covering(at, at)
        while (place := openings.begun(at) - 1) < 0 or openings.start(place) == openings.first:
            openings = self._earlier(openings, at, _first_start(openings))
        return openings.start(place)

    def previous_close(self, at: datetime) -> datetime:
        """Return the last end at or before a moment."""
        openings = self.covering(at, at)
        while (place := openings.ended(at) - 1) < 0:
            openings = self._earlier(openings, at, _first_start(openings))
        return openings.end(place)

    def business_day(self, day: date, steps: int) -> date:
        """Return the n-th day with hours strictly after a day, or before it where n is negative; n is not 0."""
        if not 1 <= day.toordinal() + steps <= date.max.toordinal():
            _nothing_more(day, 0, "after" if steps > 0 else "before")
        openings = self.years(day.year, day.year)
        if steps > 0:
            if day + DAY < openings.since:
                openings = self._earlier(openings, day)
            while (index := bisect_right(openings.days, day) + steps - 1) >= len(openings.days):
                changed = openings.days[-1] if openings.days else day
                if openings.last_year - day.year > FAR:
                    left = index + 1 - len(openings.days)
                    year, left = self._searched(day, openings.last_year, 1, left, changed, _DAYS)
                    return self.business_day(date(year - 1, 12, 31), left)
                openings = self._later(openings, day, changed)
        else:
            if openings.through < day - DAY:
                openings = self._later(openings, day)
            while (index := bisect_left(openings.days, day) + steps) < 0:
                changed = openings.days[0] if openings.days else day
                if day.year - openings.first_year > FAR:
                    year, left = self._searched(day, openings.first_year, -1, -index, changed, _DAYS)
                    return self.business_day(date(year + 1, 1, 1), -left)
                openings = self._earlier(openings, day, changed)
        return openings.days[index]

    def business_days(self, start: date, end: date) -> int:
        """Return how many days with hours there are from start to end, which is later and left out."""
        if (end - start).days > FAR * 366:
            first, last = start.year + 1, (end - DAY).year
            head = self.business_days(start, date(first, 1, 1))
            whole = sum(self.year(year).days for year in range(first, last))
            return head + whole + self.business_days(date(last, 1, 1), end)
        openings = self.years(start.year, (end - DAY).year)
        if start < openings.since:
            openings = self._earlier(openings, start)
        if openings.through < end - DAY:
            openings = self._later(openings, end)
        return bisect_left(openings.days, end) - bisect_left(openings.days, start)

    # --- growing

    def _earlier(self, openings: Openings, at: date, changed: date | None = None) -> Openings:
        first = openings.first_year
        self._check_more(at, first, -1, changed or at)
        return self._grown(
            openings, max(first - _step(openings), min(self._known.start, first - 1)), openings.last_year
        )

    def _later(self, openings: Openings, at: date, changed: date | None = None) -> Openings:
        last = openings.last_year
        self._check_more(at, last, 1, changed or at)
        return self._grown(
            openings, openings.first_year, min(last + _step(openings), max(self._known.stop - 1, last + 1))
        )

    def _check_more(self, at: date, year: int, step: int, changed: date) -> None:
        """Refuse to search past a year where nothing more comes; ``changed`` is when the hours last changed."""
        marks = self._marks()
        passed = not marks or (year >= max(marks) if step > 0 else year <= min(marks))
        quiet = abs(year - changed.year) if passed else 0
        if year == (MAXYEAR if step > 0 else MINYEAR) or quiet > HORIZON:
            _nothing_more(at, quiet, "after" if step > 0 else "before")

    def _searched(
        self, at: date, year: int, step: int, rest: Any, changed: date, size: Callable[[Year], Any]
    ) -> tuple[int, Any]:
        """Return the year, after or before one that was searched, in which a rest is used up, and what is left then.

        ``size`` is what a year has of it: open time, or days with hours.
        """
        while True:
            self._check_more(at, year, step, changed)
            year += step
            if (found := size(self.year(year))) >= rest:
                return year, rest
            rest -= found
            if found:
                changed = date(year, 1, 1)


def _first_start(openings: Openings) -> datetime | None:
    """Return the first start; one at the first compiled moment is none, since the opening may begin earlier."""
    starts = map(openings.start, range(len(openings.openings)))
    return next((start for start in starts if start > openings.first), None)


def _last_start(openings: Openings) -> datetime | None:
    return openings.start(-1) if openings.openings else None


def _step(openings: Openings) -> int:
    return (openings.last_year - openings.first_year) // GROWTH + 1


def _nothing_more(at: date, quiet: int, where: str) -> NoReturn:
    why = (
        f"in {HORIZON} years {where} it the hours don't change" if quiet > HORIZON else "the years 1 to 9999 end first"
    )
    raise OutOfRangeError(
        "asks for what never comes",
        field="at",
        value=at.isoformat(),
        code="never",
        remedy=f"{why}; ask for less, or of hours that open and close",
    )
