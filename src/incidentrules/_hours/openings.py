"""What hours compile to: openings in order, each with how much had been open by its start and by its end.

An *opening* is an interval in UTC that is open throughout. Its *origin* is its start, moved back by what had been
open by then: from there, the desk would have to be open throughout to have been open for as long. So within the
opening, and only there, what has been open by a moment is ``moment - origin``, and an amount of open time is used
up at ``origin + amount``.

*Invariant:* openings neither touch nor overlap, and lie within what is covered. What is made is never changed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from sys import maxsize

import attrs

Span = tuple[datetime, datetime]
Opening = tuple[datetime, timedelta, timedelta, int]
"""Its origin, what had been open by its start and by its end, and the place of the one that follows."""

ZERO = timedelta(0)
INSTANT = timedelta(microseconds=1)
NEVER_BEFORE = datetime.min.replace(tzinfo=UTC)
NEVER_AFTER = datetime.max.replace(tzinfo=UTC)
MANY = 8
"""How many openings a day are too many to walk over, so that it is quicker to search them."""
SEARCHED: Opening = (NEVER_BEFORE, ZERO, -INSTANT, maxsize)
"""Stands for the openings of a day that has too many: every moment is past it, and nothing follows."""


@attrs.define(eq=False)
class Openings:
    """All that is open from one moment on until another, and which local days have hours.

    A moment's opening is the first that ends after it. It is looked up by the day in UTC, and the few others of that
    day walked over; these loops are written out, as a call would cost what they do. The first four questions are
    those that are asked most: they raise `LookupError` where what is compiled doesn't reach, or a search is needed.
    """

    first: datetime
    last: datetime
    openings: list[Opening]
    totals: list[timedelta]  # what had been open by the end of each
    by_day: list[Opening]  # of each day in UTC, from the first whole one on, the first opening that ends then or later
    since: date  # the local days that are known, from this one
    through: date  # to this one
    days: list[date]  # those of them that have hours
    first_day: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.first_day = _first_day(self.first)

    @property
    def first_year(self) -> int:
        """The first local year."""
        return self.since.year

    @property
    def last_year(self) -> int:
        """The last local year."""
        return self.through.year

    @classmethod
    def compiled(
        cls, first: datetime, last: datetime, spans: Iterable[Span], since: date, through: date, days: list[date]
    ) -> "Openings":
        """Compile spans, merged where they touch and cut to what is covered."""
        openings: list[Opening] = []
        spent = ZERO
        for start, end in merge(spans):
            if start < first or last < end:
                start, end = max(start, first), min(end, last)
            if start >= end:
                continue
            origin, by_start = start - spent, spent
            spent = end - origin
            openings.append((origin, by_start, spent, len(openings) + 1))
        totals = [by_end for _, _, by_end, _ in openings]
        return cls(first, last, openings, totals, _by_day(openings, _first_day(first)), since, through, days)

    def then(self, later: "Openings") -> "Openings":
        """Return both as one, the later beginning where this ends; an opening across the border becomes whole."""
        spent = self.totals[-1] if self.totals else ZERO
        is_whole = bool(self.openings and later.openings) and self.end(-1) == later.start(0)
        kept = len(self.openings) - is_whole
        totals = [spent + total for total in later.totals]
        moved = [
            (origin - spent, by_start, by_end, kept + following)
            for (origin, _, _, following), by_start, by_end in zip(
                later.openings, [spent, *totals], totals, strict=False
            )
        ]
        by_day = self.by_day.copy()
        if is_whole:
            origin, _, by_end, following = moved[0]
            moved[0] = (origin, self.openings[-1][1], by_end, following)
            while by_day and by_day[-1] is self.openings[-1]:
                by_day.pop()
        return Openings(
            self.first,
            later.last,
            self.openings[:kept] + moved,
            self.totals[:kept] + totals,
            by_day + _by_day(moved, self.first_day + len(by_day)),
            self.since,
            later.through,
            self.days + later.days,
        )

    # --- questions that are asked most

    def is_open(self, at: datetime) -> bool:
        """Return whether a moment is in an opening, start in and end out."""
        day = at.toordinal() - self.first_day
        if day < 0:
            raise LookupError
        origin, by_start, by_end, following = self.by_day[day]
        spent = at - origin
        while spent >= by_end:
            origin, by_start, by_end, following = self.openings[following]
            spent = at - origin
        return spent >= by_start

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from start to end, which is no earlier."""
        day = start.toordinal() - self.first_day
        if day < 0:
            raise LookupError
        origin, by_start, by_end, following = self.by_day[end.toordinal() - self.first_day]
        spent = end - origin
        while spent > by_end:
            origin, by_start, by_end, following = self.openings[following]
            spent = end - origin
        if spent < by_start:
            spent = by_start
        origin, by_start, by_end, following = self.by_day[day]
        before = start - origin
        while before > by_end:
            origin, by_start, by_end, following = self.openings[following]
            before = start - origin
        return spent - (before if before > by_start else by_start)

    def add(self, at: datetime, amount: timedelta) -> datetime:
        """Return the earliest moment by which an amount of open time, more than none, has passed."""
        openings = self.openings
        day = at.toordinal() - self.first_day
        if day < 0:
            raise LookupError
        origin, by_start, by_end, following = self.by_day[day]
        spent = at - origin
        while spent > by_end:
            origin, by_start, by_end, following = openings[following]
            spent = at - origin
        target = (spent if spent > by_start else by_start) + amount
        if target > by_end:
            origin, _, by_end, following = openings[following]
            if target > by_end:
                origin, _, by_end, following = openings[following]
                if target > by_end:
                    origin, _, _, _ = openings[bisect_left(self.totals, target, following)]
        return origin + target

    def subtract(self, at: datetime, amount: timedelta) -> datetime:
        """Return the latest moment from which an amount of open time, more than none, passes."""
        openings = self.openings
        day = at.toordinal() - self.first_day
        if day < 0:
            raise LookupError
        origin, by_start, by_end, following = self.by_day[day]
        spent = at - origin
        while spent > by_end:
            origin, by_start, by_end, following = openings[following]
            spent = at - origin
        target = (spent if spent > by_start else by_start) - amount
        if target < by_start:
            if target < ZERO:
                raise LookupError
            origin, by_start, _, following = openings[following - 2]  # the one before
            if target < by_start:
                origin, by_start, _, following = openings[following - 2]
                if target < by_start:
                    origin, _, _, _ = openings[bisect_right(self.totals, target, 0, following)]
        return origin + target

    # --- what is covered

    def start(self, place: int) -> datetime:
        """Return the start of an opening."""
        origin, by_start, _, _ = self.openings[place]
        return origin + by_start

    def end(self, place: int) -> datetime:
        """Return the end of an opening."""
        return _end(self.openings[place])

    def ended(self, at: datetime) -> int:
        """Return how many openings have ended by a moment: the place of its own."""
        day = at.toordinal() - self.first_day
        place = self.by_day[day][3] - 1 if 0 <= day < len(self.by_day) else maxsize
        if place > len(self.openings):
            return bisect_right(self.openings, at, key=_end)
        while place < len(self.openings) and self.end(place) <= at:
            place += 1
        return place

    def begun(self, at: datetime) -> int:
        """Return how many openings have begun by a moment."""
        place = self.ended(at)
        return place + (place < len(self.openings) and self.start(place) <= at)

    def spent(self, at: datetime) -> timedelta:
        """Return the open time from the first moment that is covered until another."""
        place = self.ended(at)
        if place == len(self.openings):
            return self.totals[-1] if self.totals else ZERO
        origin, by_start, _, _ = self.openings[place]
        return max(at - origin, by_start)

    def within(self, start: datetime, end: datetime) -> list[Span]:
        """Return the openings between two moments that are covered, cut to them."""
        if start >= end:
            return []
        openings = self.openings[self.ended(start) : self.begun(end - INSTANT)]
        spans = [(origin + by_start, origin + by_end) for origin, by_start, by_end, _ in openings]
        if spans:
            spans[0] = max(spans[0][0], start), spans[0][1]
            spans[-1] = spans[-1][0], min(spans[-1][1], end)
        return spans


def _first_day(first: datetime) -> int:
    """Return the first whole day in UTC, by its ordinal."""
    return first.toordinal() + (first.time() > time.min)


def _by_day(openings: list[Opening], first_day: int) -> list[Opening]:
    """Return of each day from a first one on the opening that ends then or later, until that of the last opening."""
    ends = [(origin + by_end - INSTANT).toordinal() - first_day for origin, _, by_end, _ in openings]
    by_day: list[Opening] = []
    for opening, day in zip(openings, ends, strict=True):
        by_day += [opening] * (day + 1 - len(by_day))
    for day in {day for day, later in zip(ends, ends[MANY:], strict=False) if 0 <= day == later}:
        by_day[day] = SEARCHED
    return by_day


def _end(opening: Opening) -> datetime:
    origin, _, by_end, _ = opening
    return origin + by_end


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
