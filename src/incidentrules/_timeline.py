"""The engine of operating time: compiled openings, and bisections over them.

Hours are compiled a year at a time, as questions need them, into *openings*: sorted starts and ends
in UTC, and running totals of open time. Every question is then a bisection, whatever the span.

*Invariant:* openings neither touch nor overlap, and lie within what is covered.
*Threads:* what is compiled is never changed. A longer one is built beside it and published in one
assignment, and each question works on the one that it read; so threads need no lock.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple, NoReturn

from .errors import OutOfRangeError

Span = tuple[datetime, datetime]

ZERO = timedelta(0)
NEVER_BEFORE = datetime.min.replace(tzinfo=UTC)
NEVER_AFTER = datetime.max.replace(tzinfo=UTC)
REACH = 30
"""Years between what is compiled and what is asked for, beyond which a fresh start is cheaper."""
NEAR = 8
"""How many openings ahead a short amount is looked for before it is searched for among all."""
HORIZON = 100
"""Years without a change after which a search ends, once no year to come is marked: what stays so stays for good."""
GROWTH = 8
"""A search that runs out of openings compiles an eighth more years at once, so that a far one stays linear."""
INSTANT = timedelta(microseconds=1)


class Openings(NamedTuple):
    """What is compiled: all that is open in [first, last), the local years from one to another.

    An opening's *origin* is its start, moved back by the open time before it: from there, the desk would
    have to be open throughout to have been open for as long by then. So within the opening, and only
    there, the open time until a moment is ``moment - origin``, and a total is where ``origin + total`` is.
    """

    first: datetime
    last: datetime
    starts: list[datetime]
    origins: list[datetime]
    totals: list[timedelta]  # the open time up to each end
    days: list[date]  # the local days that have hours
    first_year: int
    last_year: int
    inner: int  # the place of the last opening: what starts before it is covered without asking

    @classmethod
    def compiled(
        cls, first: datetime, last: datetime, spans: Iterable[Span], days: list[date], first_year: int, last_year: int
    ) -> "Openings":
        """Compile spans, merged where they touch and cut to what is covered."""
        kept = merge((max(start, first), min(end, last)) for start, end in spans)
        starts = [start for start, _ in kept]
        totals = list(accumulate(end - start for start, end in kept))
        origins = [start - before for start, before in zip(starts, [ZERO, *totals], strict=False)]
        return cls(first, last, starts, origins, totals, days, first_year, last_year, len(starts) - 1)

    def then(self, later: "Openings") -> "Openings":
        """Return both as one, the later beginning where this ends; an opening across the border becomes whole."""
        whole = bool(self.starts and later.starts and self.end(-1) == later.starts[0])
        before = self.totals[-1] if self.totals else ZERO
        starts = self.starts + later.starts[whole:]
        return Openings(
            self.first,
            later.last,
            starts,
            self.origins + [origin - before for origin in later.origins[whole:]],
            self.totals[: len(self.totals) - whole] + [before + total for total in later.totals],
            self.days + later.days,
            self.first_year,
            later.last_year,
            len(starts) - 1,
        )

    def end(self, place: int) -> datetime:
        """Return the end of an opening."""
        return self.origins[place] + self.totals[place]

    def begun(self, at: datetime) -> int:
        """Return how many openings have started by a moment that is covered."""
        return bisect_right(self.starts, at)

    def is_open(self, at: datetime) -> bool:
        """Return whether a moment that is covered is in an opening."""
        begun = self.begun(at)
        return begun > 0 and at - self.origins[begun - 1] < self.totals[begun - 1]

    def until(self, at: datetime) -> timedelta:
        """Return the open time from the first moment that is covered until another."""
        begun = self.begun(at)
        return min(at - self.origins[begun - 1], self.totals[begun - 1]) if begun else ZERO

    def within(self, start: datetime, end: datetime) -> list[Span]:
        """Return the openings between two moments that are covered, cut to them."""
        places = range(self.begun(start) - self.is_open(start), bisect_left(self.starts, end))
        return [(max(self.starts[place], start), min(self.end(place), end)) for place in places]


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, empty ones left out, those that touch or overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def minus(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return merged spans without the holes, which are merged too."""
    left: list[Span] = []
    rest = iter(holes)
    hole = next(rest, None)
    for start, end in spans:
        while hole is not None and hole[1] <= start:
            hole = next(rest, None)
        while hole is not None and hole[0] < end:
            if start < hole[0]:
                left.append((start, hole[0]))
            start = hole[1]
            if start >= end:
                break
            hole = next(rest, None)
        if start < end:
            left.append((start, end))
    return left


NOTHING = Openings(NEVER_AFTER, NEVER_BEFORE, [], [], [], [], MAXYEAR, MINYEAR, -1)
"""What is compiled at first."""


class Timeline:
    """The questions, over openings that grow as they are asked.

    ``compile`` gives the openings of the local years from one to another, and refuses years that
    a calendar doesn't know; ``local_year`` tells the local year of a moment, ``known`` the years that
    can be asked for, and ``marks`` those that a search must not stop before. Moments are in UTC and
    durations not negative: the caller has checked.
    """

    __slots__ = ("_compile", "_held", "_known", "_local_year", "_marks", "derived")

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
        self._held = NOTHING
        self.derived: object = None  # what others made of what is compiled, for as long as it is the same

    # --- what is compiled

    def years(self, first: int, last: int) -> Openings:
        """Return openings that hold the local years from first to last; what is missing is compiled."""
        return self._grown(self._held, first, last)

    def _grown(self, held: Openings, first: int, last: int) -> Openings:
        if held is NOTHING or first > held.last_year + REACH or last < held.first_year - REACH:
            held = self._compile(first, last)
        else:
            if first < held.first_year:
                held = self._compile(first, held.first_year - 1).then(held)
            if last > held.last_year:
                held = held.then(self._compile(held.last_year + 1, last))
        self._held = held
        return held

    def covering(self, start: datetime, end: datetime) -> Openings:
        """Return openings that hold the first moment and all until the second, which is no earlier."""
        held = self._held
        if not (held.first <= start < held.last and end <= held.last):
            last = end - INSTANT if start < end else end
            held = self.years(self._local_year(start), self._local_year(last))
            # What a calendar doesn't know is left out at the edges of its years; compiling past them says so.
            if start < held.first:
                held = self._earlier(held, start, ())
            if not (start < held.last and end <= held.last):
                held = self._later(held, end, ())
        return held

    # --- questions; the first three are asked most, and don't ask what is covered where it can't matter

    def is_open(self, at: datetime) -> bool:
        """Return whether a moment is in an opening, start in and end out."""
        held = self._held
        place = bisect_right(held.starts, at) - 1
        if 0 <= place < held.inner:
            return at - held.origins[place] < held.totals[place]
        return self.covering(at, at).is_open(at)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from start to end, which is no earlier."""
        held = self._held
        first, last = bisect_right(held.starts, start) - 1, bisect_right(held.starts, end) - 1
        if first < 0 or last >= held.inner:
            held = self.covering(start, end)
            return held.until(end) - held.until(start)
        origins, totals = held.origins, held.totals
        until_end, until_start = end - origins[last], start - origins[first]
        if until_end > totals[last]:
            until_end = totals[last]
        return until_end - (until_start if until_start < totals[first] else totals[first])

    def add(self, at: datetime, amount: timedelta) -> datetime:
        """Return the earliest moment by which an amount of open time, more than none, has passed."""
        held = self._held
        totals = held.totals
        place = bisect_right(held.starts, at) - 1
        if 0 <= place < held.inner - NEAR:
            until = at - held.origins[place]
            target = (until if until < totals[place] else totals[place]) + amount
            if target <= totals[place + NEAR]:
                return held.origins[bisect_left(totals, target, place, place + NEAR)] + target
        held = self.covering(at, at)
        target = held.until(at) + amount
        while (place := bisect_left(held.totals, target)) == len(held.totals):
            if amount > NEVER_AFTER - at:
                _nothing_more(at, 0, "after")
            held = self._later(held, at, [held.end(-1)] if held.starts else ())
            target = held.until(at) + amount
        return held.origins[place] + target

    def subtract(self, at: datetime, amount: timedelta) -> datetime:
        """Return the latest moment from which an amount of open time, more than none, passes."""
        if amount > at - NEVER_BEFORE:
            _nothing_more(at, 0, "before")
        held = self.covering(at - INSTANT, at)
        while (target := held.until(at) - amount) < ZERO:
            held = self._earlier(held, at, held.starts)
        return held.origins[bisect_right(held.totals, target)] + target

    def next_open(self, at: datetime) -> datetime:
        """Return the first moment from this one on that is open."""
        held = self.covering(at, at)
        if held.is_open(at):
            return at
        while (place := held.begun(at)) == len(held.starts):
            held = self._later(held, at, held.starts)
        return held.starts[place]

    def next_close(self, at: datetime) -> datetime:
        """Return the first end after a moment; an opening that runs into years not yet compiled is followed."""
        held = self.covering(at, at)
        while (place := held.begun(at) - held.is_open(at)) == len(held.starts) or held.end(place) == held.last:
            held = self._later(held, at, held.starts)
        return held.end(place)

    def previous_open(self, at: datetime) -> datetime:
        """Return the last start at or before a moment."""
        held = self.covering(at, at)
        while (place := held.begun(at) - 1) < 0 or held.starts[place] == held.first:
            held = self._earlier(held, at, held.starts[1:])
        return held.starts[place]

    def previous_close(self, at: datetime) -> datetime:
        """Return the last end at or before a moment."""
        held = self.covering(at, at)
        while (place := held.begun(at) - held.is_open(at) - 1) < 0:
            held = self._earlier(held, at, () if held.starts[:1] == [held.first] else held.starts)
        return held.end(place)

    def business_day(self, day: date, steps: int) -> date:
        """Return the day with hours that is so many strictly after a day, or before it; not zero."""
        if not 1 <= day.toordinal() + steps <= date.max.toordinal():
            _nothing_more(day, 0, "after" if steps > 0 else "before")
        held = self.years(day.year, day.year)
        if steps > 0:
            while (index := bisect_right(held.days, day) + steps - 1) >= len(held.days):
                held = self._later(held, day, held.days)
        else:
            while (index := bisect_left(held.days, day) + steps) < 0:
                held = self._earlier(held, day, held.days)
        return held.days[index]

    def business_days(self, start: date, end: date) -> int:
        """Return how many days with hours there are from start to end, which is later and left out."""
        held = self.years(start.year, (end - timedelta(days=1)).year)
        return bisect_left(held.days, end) - bisect_left(held.days, start)

    # --- growing

    def _earlier(self, held: Openings, at: date, changes: Sequence[date]) -> Openings:
        first = held.first_year
        quiet = (changes[0] if changes else at).year - first if first <= self._marks[0] else 0
        if first == MINYEAR or quiet > HORIZON:
            _nothing_more(at, quiet, "before")
        return self._grown(held, max(first - _step(held), min(self._known.start, first - 1)), held.last_year)

    def _later(self, held: Openings, at: date, changes: Sequence[date]) -> Openings:
        last = held.last_year
        quiet = last - (changes[-1] if changes else at).year if last >= self._marks[1] else 0
        if last == MAXYEAR or quiet > HORIZON:
            _nothing_more(at, quiet, "after")
        return self._grown(held, held.first_year, min(last + _step(held), max(self._known.stop - 1, last + 1)))


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
