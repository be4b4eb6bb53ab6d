"""Compiled hours: openings in order, each with the open time before its start and before its end.

An *opening* is an interval in UTC that is open throughout. ``origin = start - open time before start``. So within
the opening, and only there, the open time before a moment is ``moment - origin``, and an amount of open time is
used up at ``origin + amount``.

*Invariant:* openings neither touch nor overlap, and lie within what is covered. They never change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from sys import maxsize

import attrs

from .spans import Span, merge

Opening = tuple[datetime, timedelta, timedelta, int]
"""Its origin, the open time before its start and before its end, and the place of the opening that follows."""

ZERO = timedelta(0)
INSTANT = timedelta(microseconds=1)
NEVER_BEFORE = datetime.min.replace(tzinfo=UTC)
NEVER_AFTER = datetime.max.replace(tzinfo=UTC)
MANY = 8
"""Openings on one day from which on a search is quicker than to go through them."""
SEARCHED: Opening = (NEVER_BEFORE, ZERO, -INSTANT, maxsize)
"""Stands for the openings of a day that has too many: every moment lies past it, and nothing follows."""


@attrs.define(eq=False)
class Openings:
    """All openings from one moment until another, and the local days that have hours.

    The opening of a moment is the first that ends after it. It is looked up by the day in UTC; then the few others of
    that day are gone through. Where a question is asked most, these loops are written out, since a call would cost as
    much as they do. The questions raise `LookupError` where the openings don't reach, or a search is needed.
    """

    first: datetime
    last: datetime
    openings: list[Opening]
    totals: list[timedelta]  # the open time before the end of each opening
    by_day: list[Opening]  # for each day in UTC, from the first whole one on: the first opening that ends then or later
    since: date  # the first local day that is known
    through: date  # the last local day that is known
    days: list[date]  # the known local days that have hours
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
        """Return whether the desk is open: true from the opening until just before the close."""
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

    # --- questions about the openings before and after

    def opening(self, at: datetime) -> Opening:
        """Return the opening of a moment."""
        day = at.toordinal() - self.first_day
        if day < 0:
            raise LookupError
        opening = self.by_day[day]
        while at - opening[0] >= opening[2]:
            opening = self.openings[opening[3]]
        return opening

    def next_open(self, at: datetime) -> datetime:
        """Return the first moment from this one on that is open."""
        origin, by_start, _, _ = self.opening(at)
        start = origin + by_start
        return at if start < at else start

    def next_close(self, at: datetime) -> datetime:
        """Return the first end after a moment."""
        origin, _, by_end, _ = self.opening(at)
        end = origin + by_end
        if end == self.last:  # it may go on
            raise LookupError
        return end

    def previous_open(self, at: datetime) -> datetime:
        """Return the last start at or before a moment."""
        origin, by_start, _, following = self.opening(at)
        start = origin + by_start
        if start > at:
            start = self.start(_place_before(following))
        if start == self.first:  # it may have begun before
            raise LookupError
        return start

    def previous_close(self, at: datetime) -> datetime:
        """Return the last end at or before a moment."""
        return self.end(_place_before(self.opening(at)[3]))

    # --- what is covered

    def start(self, place: int) -> datetime:
        """Return the start of an opening."""
        origin, by_start, _, _ = self.openings[place]
        return origin + by_start

    def end(self, place: int) -> datetime:
        """Return the end of an opening."""
        return _end(self.openings[place])

    def ended(self, at: datetime) -> int:
        """Return how many openings have ended by a moment; that is the place of its own opening."""
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
    """Return for each day, from the first one to that of the last opening, the opening that ends then or later."""
    ends = [(origin + by_end - INSTANT).toordinal() - first_day for origin, _, by_end, _ in openings]
    by_day: list[Opening] = []
    for opening, day in zip(openings, ends, strict=True):
        by_day += [opening] * (day + 1 - len(by_day))
    for day in {day for day, later in zip(ends, ends[MANY:], strict=False) if 0 <= day == later}:
        by_day[day] = SEARCHED
    return by_day


def _place_before(following: int) -> int:
    """Return the place of the opening before that of a moment, which is followed by another."""
    if following < 2:
        raise LookupError
    return following - 2


def _end(opening: Opening) -> datetime:
    origin, _, by_end, _ = opening
    return origin + by_end
