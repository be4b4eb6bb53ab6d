"""The engine of operating time: hours are compiled a year at a time, as questions need them.

Every question is then a look-up by the day, or a bisection, whatever the span.

*Threads:* compiled openings never change. Longer ones are built beside them and published in one assignment, and
each question works on the openings that it read; so threads need no lock.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import NoReturn

from ..errors import OutOfRangeError
from .openings import INSTANT, NEVER_AFTER, NEVER_BEFORE, ZERO, Openings

DAY = timedelta(days=1)
REACH = 30
"""Years between what is compiled and what is asked for, beyond which a fresh start is cheaper."""
HORIZON = 100
"""Years without a change after which a search ends, once no year to come is marked: what stays so stays for good."""
GROWTH = 8
"""A search that runs out of openings compiles an eighth more years at once, so that a far one stays linear."""
NOTHING = Openings(NEVER_AFTER, NEVER_BEFORE, [], [], [], date.max, date.min, [])
"""What is compiled at first."""


class Timeline:
    """The questions, over openings that grow as they are asked.

    ``compile`` gives the openings from one local year to another, and refuses years that a calendar doesn't know;
    ``local_year`` is the local year of a moment, ``known`` are the years that can be asked for, and ``marks`` those
    that a search must not stop before. Moments are in UTC and durations not negative: the caller has checked.
    `OperatingHours` asks the ``openings`` themselves first, which is fast, and comes here where they don't reach.
    """

    __slots__ = ("_compile", "_known", "_local_year", "_marks", "openings")

    def __init__(
        self,
        compile: Callable[[int, int], Openings],
        *,
        local_year: Callable[[datetime], int],
        known: range,
        marks: frozenset[int],
    ) -> None:
        self._compile = compile
        self._local_year = local_year
        self._known = known
        self._marks = (min(marks), max(marks)) if marks else (MAXYEAR, MINYEAR)
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
        if openings is NOTHING or first > openings.last_year + REACH or last < openings.first_year - REACH:
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

    # --- questions

    def is_open(self, at: datetime) -> bool:
        """Return whether the desk is open: true from the opening until just before the close."""
        openings = self.covering(at, at)
        return openings.begun(at) > openings.ended(at)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from start to end, which is no earlier."""
        openings = self.covering(start, end)
        return openings.spent(end) - openings.spent(start)

    def add(self, at: datetime, amount: timedelta) -> datetime:
        """Return the earliest moment by which an amount of open time, more than none, has passed."""
        openings = self.covering(at, at)
        target = openings.spent(at) + amount
        while (place := bisect_left(openings.totals, target)) == len(openings.totals):
            if amount > NEVER_AFTER - at:
                _nothing_more(at, 0, "after")
            openings = self._later(openings, at, openings.end(-1) if openings.openings else None)
            target = openings.spent(at) + amount
        return openings.openings[place][0] + target

    def subtract(self, at: datetime, amount: timedelta) -> datetime:
        """Return the latest moment from which an amount of open time, more than none, passes."""
        if amount > at - NEVER_BEFORE:
            _nothing_more(at, 0, "before")
        openings = self.covering(at - INSTANT, at)
        while (target := openings.spent(at) - amount) < ZERO:
            openings = self._earlier(openings, at, openings.start(0) if openings.openings else None)
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
                openings = self._later(openings, day, openings.days[-1] if openings.days else None)
        else:
            if openings.through < day - DAY:
                openings = self._later(openings, day)
            while (index := bisect_left(openings.days, day) + steps) < 0:
                openings = self._earlier(openings, day, openings.days[0] if openings.days else None)
        return openings.days[index]

    def business_days(self, start: date, end: date) -> int:
        """Return how many days with hours there are from start to end, which is later and left out."""
        openings = self.years(start.year, (end - DAY).year)
        if start < openings.since:
            openings = self._earlier(openings, start)
        if openings.through < end - DAY:
            openings = self._later(openings, end)
        return bisect_left(openings.days, end) - bisect_left(openings.days, start)

    # --- growing

    def _earlier(self, openings: Openings, at: date, changed: date | None = None) -> Openings:
        first = openings.first_year
        quiet = (changed or at).year - first if first <= self._marks[0] else 0
        if first == MINYEAR or quiet > HORIZON:
            _nothing_more(at, quiet, "before")
        return self._grown(
            openings, max(first - _step(openings), min(self._known.start, first - 1)), openings.last_year
        )

    def _later(self, openings: Openings, at: date, changed: date | None = None) -> Openings:
        last = openings.last_year
        quiet = last - (changed or at).year if last >= self._marks[1] else 0
        if last == MAXYEAR or quiet > HORIZON:
            _nothing_more(at, quiet, "after")
        return self._grown(
            openings, openings.first_year, min(last + _step(openings), max(self._known.stop - 1, last + 1))
        )


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
