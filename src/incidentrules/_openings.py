"""What hours compile to: openings in order, each with the open time before it and after it.

An *opening* is an interval in UTC that is open throughout. Its *origin* is its start, moved back by the open
time before it: from there, the desk would have to be open throughout to have been open for as long by then. So
within the opening, and only there, the open time until a moment is ``moment - origin``, and an amount of open
time is used up at ``origin + amount``.

*Invariant:* openings neither touch nor overlap, and lie within what is covered. What is made is never changed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from operator import eq

import attrs

Span = tuple[datetime, datetime]
Opening = tuple[datetime, timedelta, timedelta, int]
"""Its origin, the open time before it and after it, and the place of the next one."""

ZERO = timedelta(0)
INSTANT = timedelta(microseconds=1)
NEVER_BEFORE = datetime.min.replace(tzinfo=UTC)
NEVER_AFTER = datetime.max.replace(tzinfo=UTC)
MANY = 8
"""How many openings a day are too many to walk over, so that it is quicker to search them."""


@attrs.define(eq=False)
class Openings:
    """All that is open in [first, last), the local years from one to another.

    A moment's opening is the first that ends after it. It is looked up by the day in UTC, and the few others of that
    day walked over; these loops are written out, as a call would cost what they do. The first four questions are
    those that are asked most; they raise `LookupError` where what is compiled, or a short walk, doesn't reach.
    """

    first: datetime
    last: datetime
    openings: list[Opening]
    days: list[date]  # the local days that have hours
    first_year: int
    last_year: int
    totals: list[timedelta] = attrs.field(init=False)  # the open time after each opening
    eve: int = attrs.field(init=False)  # the first day in UTC that is covered whole, by its ordinal
    by_day: list[Opening] = attrs.field(init=False)  # the first opening that ends on each day from then on, or later

    def __attrs_post_init__(self) -> None:
        self.totals = [after for _, _, after, _ in self.openings]
        self.eve = self.first.toordinal() + (self.first.time() > time.min)
        self.by_day = _by_day(self.openings, self.eve)

    @classmethod
    def compiled(
        cls, first: datetime, last: datetime, spans: Iterable[Span], days: list[date], first_year: int, last_year: int
    ) -> "Openings":
        """Compile spans, merged where they touch and cut to what is covered."""
        openings: list[Opening] = []
        before = ZERO
        for start, end in merge(spans):
            if start < first or last < end:
                start, end = max(start, first), min(end, last)
            if start >= end:
                continue
            after = before + (end - start)
            openings.append((start - before, before, after, len(openings) + 1))
            before = after
        return cls(first, last, openings, days, first_year, last_year)

    def then(self, later: "Openings") -> "Openings":
        """Return both as one, the later beginning where this ends; an opening across the border becomes whole."""
        spent = self.totals[-1] if self.totals else ZERO
        is_whole = bool(self.openings and later.openings) and self.end(-1) == later.start(0)
        kept = len(self.openings) - is_whole
        moved = [
            (origin - spent, spent + before, spent + after, kept + place)
            for origin, before, after, place in later.openings
        ]
        if is_whole:
            origin, _, after, place = moved[0]
            moved[0] = (origin, self.openings[-1][1], after, place)
        openings = self.openings[:kept] + moved
        return Openings(self.first, later.last, openings, self.days + later.days, self.first_year, later.last_year)

    # --- questions that are asked most

    def is_open(self, at: datetime) -> bool:
        """Return whether a moment is in an opening, start in and end out."""
        day = at.toordinal() - self.eve
        if day < 0:
            raise LookupError
        origin, before, after, place = self.by_day[day]
        until = at - origin
        while until >= after:
            origin, before, after, place = self.openings[place]
            until = at - origin
        return until >= before

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from start to end, which is no earlier."""
        day = start.toordinal() - self.eve
        if day < 0:
            raise LookupError
        origin, before, after, place = self.by_day[end.toordinal() - self.eve]
        until_end = end - origin
        while until_end > after:
            origin, before, after, place = self.openings[place]
            until_end = end - origin
        if until_end < before:
            until_end = before
        origin, before, after, place = self.by_day[day]
        until_start = start - origin
        while until_start > after:
            origin, before, after, place = self.openings[place]
            until_start = start - origin
        return until_end - (until_start if until_start > before else before)

    def add(self, at: datetime, amount: timedelta) -> datetime:
        """Return the earliest moment by which an amount of open time, more than none, has passed."""
        openings = self.openings
        day = at.toordinal() - self.eve
        if day < 0:
            raise LookupError
        origin, before, after, place = self.by_day[day]
        until = at - origin
        while until > after:
            origin, before, after, place = openings[place]
            until = at - origin
        target = (until if until > before else before) + amount
        if target > after:
            origin, _, after, place = openings[place]
            if target > after:
                origin, _, after, place = openings[place]
                if target > after:
                    origin, _, _, _ = openings[bisect_left(self.totals, target, place)]
        return origin + target

    def subtract(self, at: datetime, amount: timedelta) -> datetime:
        """Return the latest moment from which an amount of open time, more than none, passes."""
        openings = self.openings
        day = at.toordinal() - self.eve
        if day < 0:
            raise LookupError
        origin, before, after, place = self.by_day[day]
        until = at - origin
        while until > after:
            origin, before, after, place = openings[place]
            until = at - origin
        target = (until if until > before else before) - amount
        if target < before:
            if target < ZERO:
                raise LookupError
            origin, before, _, place = openings[place - 2]
            if target < before:
                origin, before, _, place = openings[place - 2]
                if target < before:
                    origin, _, _, _ = openings[bisect_right(self.totals, target, 0, place)]
        return origin + target

    # --- what is covered

    def start(self, place: int) -> datetime:
        """Return the start of an opening."""
        origin, before, _, _ = self.openings[place]
        return origin + before

    def end(self, place: int) -> datetime:
        """Return the end of an opening."""
        return _end(self.openings[place])

    def ended(self, at: datetime) -> int:
        """Return how many openings have ended by a moment: the place of its own."""
        day = at.toordinal() - self.eve
        is_near = 0 <= day < len(self.by_day)
        place = self.by_day[day][3] - 1 if is_near else bisect_right(self.openings, at, key=_end)
        while place < len(self.openings) and self.end(place) <= at:
            place += 1
        return place

    def begun(self, at: datetime) -> int:
        """Return how many openings have begun by a moment."""
        place = self.ended(at)
        return place + (place < len(self.openings) and self.start(place) <= at)

    def until(self, at: datetime) -> timedelta:
        """Return the open time from the first moment that is covered until another."""
        place = self.ended(at)
        if place == len(self.openings):
            return self.totals[-1] if self.totals else ZERO
        origin, before, _, _ = self.openings[place]
        return max(at - origin, before)

    def within(self, start: datetime, end: datetime) -> list[Span]:
        """Return the openings between two moments that are covered, cut to them."""
        if start >= end:
            return []
        openings = self.openings[self.ended(start) : self.begun(end - INSTANT)]
        spans = [(origin + before, origin + after) for origin, before, after, _ in openings]
        if spans:
            spans[0] = max(spans[0][0], start), spans[0][1]
            spans[-1] = spans[-1][0], min(spans[-1][1], end)
        return spans


def _by_day(openings: list[Opening], eve: int) -> list[Opening]:
    """Return the first opening that ends on each day or later; nothing, where a day has too many to walk over."""
    ends = [(origin + after - INSTANT).toordinal() - eve for origin, _, after, _ in openings]
    if any(map(eq, ends, ends[MANY:])):
        return []
    by_day: list[Opening] = []
    for opening, day in zip(openings, ends, strict=True):
        by_day += [opening] * (day + 1 - len(by_day))
    return by_day


def _end(opening: Opening) -> datetime:
    origin, _, after, _ = opening
    return origin + after


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
