"""The engine of operating time: openings that grow with what is asked.

Hours are compiled a year at a time, as questions need them. Every question is then a look-up by the day, or a
bisection, whatever the span.

*Threads:* what is compiled is never changed. A longer one is built beside it and published in one
assignment, and each question works on the one that it read; so threads need no lock.
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

    ``compile`` gives the openings of the local years from one to another, and refuses years that
    a calendar doesn't know; ``local_year`` tells the local year of a moment, ``known`` the years that
    can be asked for, and ``marks`` those that a search must not stop before. Moments are in UTC and
    durations not negative: the caller has checked. Of the questions that `Openings` answers too, `OperatingHours`
    asks what is ``held``, which is fast, and comes here where that doesn't know.
    """

    __slots__ = ("_compile", "_known", "_local_year", "_marks", "derived", "held")

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
        self.held = NOTHING
        self.derived: object = None  # what others made of what is compiled, for as long as it is the same

    # --- what is compiled

    def years(self, first: int, last: int) -> Openings:
        """Return openings that hold the local years from first to last; what is missing is compiled."""
        with suppress(OutOfRangeError):
            return self._grown(self.held, first, last)
        # What lies between isn't known, and wasn't asked for.
        self.held = held = self._compile(first, last)
        return held

    def _grown(self, held: Openings, first: int, last: int) -> Openings:
        if held is NOTHING or first > held.last_year + REACH or last < held.first_year - REACH:
            held = self._compile(first, last)
        else:
            if first < held.first_year:
                held = self._joined(self._compile(first, held.first_year - 1), held)
            if last > held.last_year:
                held = self._joined(held, self._compile(held.last_year + 1, last))
        self.held = held
        return held

    def _joined(self, earlier: Openings, later: Openings) -> Openings:
        """Return both as one; where one alone doesn't know the hours between, both are compiled together."""
        if earlier.last == later.first:
            return earlier.then(later)
        return self._compile(earlier.first_year, later.last_year)

    def covering(self, start: datetime, end: datetime) -> Openings:
        """Return openings that hold the first moment and all until the second, which is no earlier."""
        held = self.held
        if not (held.first <= start < held.last and end <= held.last):
            last = end - INSTANT if start < end else end
            held = self.years(self._local_year(start), self._local_year(last))
            # What a calendar doesn't know is left out at the edges of its years; compiling past them says so.
            if start < held.first:
                held = self._earlier(held, start)
            if not (start < held.last and end <= held.last):
                held = self._later(held, end)
        return held

    # --- questions

    def is_open(self, at: datetime) -> bool:
        """Return whether a moment is in an opening, start in and end out."""
        held = self.covering(at, at)
        return held.begun(at) > held.ended(at)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from start to end, which is no earlier."""
        held = self.covering(start, end)
        return held.spent(end) - held.spent(start)

    def add(self, at: datetime, amount: timedelta) -> datetime:
        """Return the earliest moment by which an amount of open time, more than none, has passed."""
        held = self.covering(at, at)
        target = held.spent(at) + amount
        while (place := bisect_left(held.totals, target)) == len(held.totals):
            if amount > NEVER_AFTER - at:
                _nothing_more(at, 0, "after")
            held = self._later(held, at, held.end(-1) if held.openings else None)
            target = held.spent(at) + amount
        return held.openings[place][0] + target

    def subtract(self, at: datetime, amount: timedelta) -> datetime:
        """Return the latest moment from which an amount of open time, more than none, passes."""
        if amount > at - NEVER_BEFORE:
            _nothing_more(at, 0, "before")
        held = self.covering(at - INSTANT, at)
        while (target := held.spent(at) - amount) < ZERO:
            held = self._earlier(held, at, held.start(0) if held.openings else None)
        return held.openings[bisect_right(held.totals, target)][0] + target

    def next_open(self, at: datetime) -> datetime:
        """Return the first moment from this one on that is open."""
        held = self.covering(at, at)
        while (place := held.ended(at)) == len(held.openings):
            held = self._later(held, at, _last_start(held))
        return max(at, held.start(place))

    def next_close(self, at: datetime) -> datetime:
        """Return the first end after a moment; an opening that runs into years not yet compiled is followed."""
        held = self.covering(at, at)
        while (place := held.ended(at)) == len(held.openings) or held.end(place) == held.last:
            held = self._later(held, at, _last_start(held))
        return held.end(place)

    def previous_open(self, at: datetime) -> datetime:
        """Return the last start at or before a moment."""
        held = self.covering(at, at)
        while (place := held.begun(at) - 1) < 0 or held.start(place) == held.first:
            held = self._earlier(held, at, _first_start(held))
        return held.start(place)

    def previous_close(self, at: datetime) -> datetime:
        """Return the last end at or before a moment."""
        held = self.covering(at, at)
        while (place := held.ended(at) - 1) < 0:
            held = self._earlier(held, at, _first_start(held))
        return held.end(place)

    def business_day(self, day: date, steps: int) -> date:
        """Return the day with hours that is so many strictly after a day, or before it; not zero."""
        if not 1 <= day.toordinal() + steps <= date.max.toordinal():
            _nothing_more(day, 0, "after" if steps > 0 else "before")
        held = self.years(day.year, day.year)
        if steps > 0:
            if day + DAY < held.since:
                held = self._earlier(held, day)
            while (index := bisect_right(held.days, day) + steps - 1) >= len(held.days):
                held = self._later(held, day, held.days[-1] if held.days else None)
        else:
            if held.through < day - DAY:
                held = self._later(held, day)
            while (index := bisect_left(held.days, day) + steps) < 0:
                held = self._earlier(held, day, held.days[0] if held.days else None)
        return held.days[index]

    def business_days(self, start: date, end: date) -> int:
        """Return how many days with hours there are from start to end, which is later and left out."""
        held = self.years(start.year, (end - DAY).year)
        if start < held.since:
            held = self._earlier(held, start)
        if held.through < end - DAY:
            held = self._later(held, end)
        return bisect_left(held.days, end) - bisect_left(held.days, start)

    # --- growing

    def _earlier(self, held: Openings, at: date, changed: date | None = None) -> Openings:
        first = held.first_year
        quiet = (changed or at).year - first if first <= self._marks[0] else 0
        if first == MINYEAR or quiet > HORIZON:
            _nothing_more(at, quiet, "before")
        return self._grown(held, max(first - _step(held), min(self._known.start, first - 1)), held.last_year)

    def _later(self, held: Openings, at: date, changed: date | None = None) -> Openings:
        last = held.last_year
        quiet = last - (changed or at).year if last >= self._marks[1] else 0
        if last == MAXYEAR or quiet > HORIZON:
            _nothing_more(at, quiet, "after")
        return self._grown(held, held.first_year, min(last + _step(held), max(self._known.stop - 1, last + 1)))


def _first_start(held: Openings) -> datetime | None:
    """Return the first start, which is one only where it isn't where what is compiled begins."""
    starts = map(held.start, range(len(held.openings)))
    return next((start for start in starts if start > held.first), None)


def _last_start(held: Openings) -> datetime | None:
    return held.start(-1) if held.openings else None


def _step(held: Openings) -> int:
    return (held.last_year - held.first_year) // GROWTH + 1


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
