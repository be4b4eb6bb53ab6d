"""The days from a receipt to its deadline: what a picture of a deadline shows, and its words.

A *row* is a day with its open time and the time that counts, or a stretch of days that are left out of the picture. A
*mark* is a moment that has a name: received, changed, goal, due, replied.

*Invariant:* what is counted in all rows adds up to the promise that governs.
*Units:* days are those of the terms' zone; hours are those that the wall shows, 24 being the midnight that ends a day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby

import attrs

from .. import _checks as check
from ..assessment import Assessment, _serving
from ..hours import Interval
from ..incident import Change
from ..reason import as_words, zone_words
from ..sla import Outcome, Response
from ..terms import Terms

ONE_DAY = timedelta(days=1)
ZERO = timedelta(0)
MOST_ROWS = 10
"""How many days a picture shows one by one."""
LEFT_OUT = 3
"""From how many days on a stretch is left out."""
SATURDAY = 5


@attrs.frozen(kw_only=True)
class Mark:
    """A moment with its name: the day and the hour at which it is shown, and what is said of it there."""

    kind: str
    at: datetime
    day: date
    hour: float
    says: str


@attrs.frozen(kw_only=True)
class Row:
    """A day, or a stretch of days that are left out: when the desk is open, and what of that counts."""

    first: date
    last: date
    open: tuple[Interval, ...] = ()
    counted: tuple[Interval, ...] = ()
    marks: tuple[Mark, ...] = ()
    note: str = ""
    """Why the day is closed or isn't counted; of a stretch, what is in it."""
    is_skipped: bool = False
    """Whether the desk is open, and none of that counts, though counting goes on later."""
    closed: str = ""
    """The name of a day on which the desk is shut: weekend, the holiday, or closed."""

    @property
    def is_stretch(self) -> bool:
        """Whether it stands for several days."""
        return self.first < self.last

    @property
    def counted_time(self) -> timedelta:
        """How much of it counts."""
        return sum((one.duration for one in self.counted), ZERO)


@attrs.frozen(kw_only=True)
class Days:
    """What a picture of a deadline shows."""

    title: str
    below: str
    rows: tuple[Row, ...]
    tz: tzinfo

    def text(self) -> str:
        """Return the picture in words, a line a row."""
        return "\n".join([f"{self.title}. {self.below}.", *(self._row(row) for row in self.rows)])

    def _row(self, row: Row) -> str:
        if row.is_stretch:
            return f"{as_words(row.first)} to {as_words(row.last)}: {row.note}."
        said = [row.note] if row.note else []
        for word, intervals in (("open", row.open), ("counted", row.counted)):
            if intervals:
                total = sum((one.duration for one in intervals), ZERO)
                times = ", ".join(f"{start} to {end}" for start, end in (_times(one, self.tz) for one in intervals))
                said.append(f"{word} {times}" + (f" ({as_words(total)})" if word == "counted" else ""))
        return f"{as_words(row.first)}: {'; '.join([*said, *(mark.says for mark in row.marks)])}."


def days(assessed: Assessment) -> Days:
    """Return what a picture of the deadline of an assessment shows."""
    check.instance("assessment", assessed, Assessment, "give assess(incident, terms)")
    response, terms = assessed.response, assessed.terms
    counted = tuple(response.governing.counted()) if response else ()
    marks = sorted(_marks(assessed, response, counted), key=lambda mark: (mark.at, _ORDER.index(mark.kind)))
    every = list(_rows(assessed, marks, counted))
    rows = tuple(_elided(every, all_of_them=False))
    if len(rows) > MOST_ROWS:
        rows = tuple(_elided(every, all_of_them=True))
    if response is None:
        return Days(title="No reply is owed", below=_why_none(assessed), rows=rows, tz=terms.tz)
    promise = response.governing
    return Days(
        title=f"Due {as_words(promise.due_at, tz=terms.tz)} {zone_words(terms.tz)}",
        below=f"{promise.name} ({as_words(promise.amount)})",
        rows=rows,
        tz=terms.tz,
    )


def _why_none(assessed: Assessment) -> str:
    """Return why no reply is owed: the ground that decided."""
    decided = assessed.why_verdict
    grounds = [ground for ground in decided.parts[-1].parts if ground.value is not False]
    return (grounds or [decided])[0].text(depth=0, cite=False).removesuffix(".")


# --- moments


_ORDER = ("received", "severity", "tier", "goal", "used_up", "due", "replied", "late")


def _marks(assessed: Assessment, response: Response | None, counted: tuple[Interval, ...]) -> Iterator[Mark]:
    """Yield every moment that has a name."""
    incident, tz = assessed.incident, assessed.terms.tz
    yield _begins("received", incident.received_at, "received {time}", tz)
    for change in incident.changes:
        yield from _changed(change, tz)
    if response:
        due_at, goal_at, end = response.due_at, response.goal_at, counted[-1].end
        if goal_at < due_at:
            yield _ends("goal", goal_at, "goal {time}", tz)
        if end != due_at:
            yield _ends("used_up", end, f"{as_words(response.governing.amount)} used up {{time}}", tz)
        yield _ends("due", due_at, "due {time}" if goal_at < due_at else "goal and due {time}", tz)
    if assessed.replied_at:
        yield _replied(assessed.replied_at, incident.received_at, response, tz)


def _changed(change: Change, tz: tzinfo) -> Iterator[Mark]:
    if change.severity:
        yield _begins("severity", change.at, f"{change.severity} from {{time}}", tz)
    if change.tier:
        yield _begins("tier", change.at, f"{change.tier} tier from {{time}}", tz)


def _replied(at: datetime, received_at: datetime, response: Response | None, tz: tzinfo) -> Mark:
    kind, says = "replied", "replied {time}"
    if response:
        in_time = response.outcome(at) is Outcome.MET
        kind, says = ("replied", f"{says}, in time") if in_time else ("late", f"{says}, late")
    return (_ends if at > received_at else _begins)(kind, at, says, tz)


def _begins(kind: str, at: datetime, says: str, tz: tzinfo) -> Mark:
    """Return the mark of a moment from which something is so: midnight is 00:00 of the day that begins."""
    time_words, _ = _times(Interval(at, at), tz)
    local = check.local("at", at, tz)
    return Mark(kind=kind, at=at, day=local.date(), hour=hour_of(local), says=says.replace("{time}", time_words))


def _ends(kind: str, at: datetime, says: str, tz: tzinfo) -> Mark:
    """Return the mark of a moment up to which something is so: midnight is 24:00 of the day that ends."""
    *_, time_words = as_words(at, tz=tz).split()
    local = check.local("at", at, tz)
    day, hour = local.date(), hour_of(local)
    if hour == 0 and not local.fold and day > date.min:
        day, hour = day - ONE_DAY, 24.0
    return Mark(kind=kind, at=at, day=day, hour=hour, says=says.replace("{time}", time_words))


def hour_of(local: datetime) -> float:
    """Return the hours that the wall shows since midnight."""
    wall = datetime.combine(date.min, local.time()) - datetime.combine(date.min, time())
    return wall / timedelta(hours=1)


def hours_of(interval: Interval, day: date, tz: tzinfo) -> tuple[float, float]:
    """Return the hours that the wall shows at both ends of a part of a day."""
    start, end = (check.local("at", at, tz) for at in interval)
    return hour_of(start), 24.0 if end.date() > day else hour_of(end)


def _times(interval: Interval, tz: tzinfo) -> tuple[str, str]:
    """Return the times of day of both ends, as they are written."""
    start, _, end = as_words((interval.start, interval.end), tz=tz).partition(" to ")
    return start.split()[-1], end.split()[-1]


# --- rows


def _rows(assessed: Assessment, marks: list[Mark], counted: tuple[Interval, ...]) -> Iterator[Row]:
    """Yield a row for every day from the first mark to the last."""
    terms = assessed.terms
    first, last = min(mark.day for mark in marks), max(mark.day for mark in marks)
    begins = terms.start_of(first)
    ends = terms.business_hours.end_of_day(terms.start_of(last))
    opened = by_day(_serving(assessed.incident, terms).intervals(begins, ends), terms)
    counting = by_day(counted, terms)
    received_at, counted_to = assessed.incident.received_at, counted[-1].end if counted else None
    for step in range((last - first).days + 1):
        day = first + ONE_DAY * step
        row = Row(
            first=day,
            last=day,
            open=tuple(opened.get(day, ())),
            counted=tuple(counting.get(day, ())),
            marks=tuple(mark for mark in marks if mark.day == day),
        )
        is_late = counted_to is None or not row.open or row.open[-1].start >= counted_to
        skipped = not (is_late or row.counted or row.open[-1].end <= received_at)
        yield _named(row, terms, skipped=skipped)


def by_day(intervals: Iterable[Interval], terms: Terms) -> dict[date, list[Interval]]:
    """Return the parts of intervals that lie on one day each, by day."""
    parts: dict[date, list[Interval]] = defaultdict(list)
    for one in intervals:
        start = one.start
        while start < one.end:
            end = min(one.end, terms.business_hours.end_of_day(start))
            parts[terms.day_of(start)].append(Interval(start, end, one.why))
            start = end
    return parts


def _named(row: Row, terms: Terms, *, skipped: bool) -> Row:
    """Return a row with the name of its day, where the desk is shut, or open and not counted."""
    holiday = holiday_name(row.first, terms)
    name = holiday or ("weekend" if row.first.weekday() >= SATURDAY else "")
    if not row.open:
        closed = name or "closed"
        return attrs.evolve(row, closed=closed, note=closed)
    if skipped:
        return attrs.evolve(row, is_skipped=True, note=f"{name}, not counted".removeprefix(", "))
    return attrs.evolve(row, note=holiday or "")


def holiday_name(day: date, terms: Terms) -> str | None:
    """Return the name of a day's holiday by the calendar of the business hours, or None."""
    holidays = terms.business_hours.holidays
    return holidays.name(day) if holidays is not None and day.year in holidays.years else None


# --- what is left out


def _elided(rows: list[Row], *, all_of_them: bool) -> Iterator[Row]:
    """Yield rows, in which stretches without a mark are one row: of days on which nothing counts, or of all days.

    A day is kept that explains why the deadline is later: the desk is open then, and it does not count.
    """

    def is_dull(row: Row) -> bool:
        return not row.marks and (all_of_them or not (row.counted or row.is_skipped))

    for dull, group in groupby(rows, key=is_dull):
        stretch = list(group)
        if dull and (stretch[-1].last - stretch[0].first).days + 1 >= LEFT_OUT:
            yield _stretch(stretch)
        else:
            yield from stretch


def _stretch(rows: list[Row]) -> Row:
    """Return one row for several: how many days, how much of them counts, and which are closed."""
    first, last = rows[0].first, rows[-1].last
    counted = tuple(one for row in rows for one in row.counted)
    closed = ", ".join(dict.fromkeys(row.closed for row in rows if row.closed))
    count = (last - first).days + 1
    total = sum((one.duration for one in counted), ZERO)
    is_closed = all(row.closed for row in rows) and not counted
    what = f"{count} closed days" if is_closed else f"{count} days" + (f", {as_words(total)} counted" if total else "")
    note = f"{what}: {closed}" if is_closed else f"{what}; closed: {closed}" if closed else what
    return Row(first=first, last=last, counted=counted, note=note)
