"""Operating time: when a desk is open, and how much of that lies between two moments.

*Operating hours* are weekly times, with holidays and single dates of their own, in a time zone.
An *interval* is half-open: its start is in, its end is out. A *business day* is a day with any hours.

*Invariant:* hours are values. What they compile on the way is a cache, and no part of them.
*Units:* moments are aware and come back in UTC; durations are `timedelta`, exact to the microsecond.
In other zones than UTC they are elapsed time, so a day of 23 or 25 hours counts as such.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import chain, pairwise
from typing import NoReturn, overload

import attrs

from . import _checks as check
from ._hours import week
from ._hours.openings import NEVER_AFTER, NEVER_BEFORE
from ._hours.schedules import Schedule, Weekly
from ._hours.spans import Span, merge, minus
from ._hours.timeline import Timeline
from ._hours.zones import moment_of, utc_of
from .calendars import HolidayCalendar
from .errors import InvalidValueError, OutOfRangeError

__all__ = ["Interval", "OperatingHours"]


ZERO = timedelta(0)
WEEK = timedelta(days=7)
LONGEST = NEVER_AFTER - NEVER_BEFORE
"""The longest duration that there can be between two moments."""
SAMPLE = range(2024, 2032)
"""Years in which hours that are combined have to open at least once, where their calendars know them."""


@attrs.frozen
class Interval:
    """Time from a start until just before an end; ``why`` says what opened it, and doesn't count when compared."""

    start: datetime = attrs.field(converter=check.as_utc)
    """The first moment, in UTC."""
    end: datetime = attrs.field(converter=check.as_utc)
    """The first moment after it, in UTC."""
    why: str = attrs.field(default="", eq=False)
    """What opened it."""

    def __attrs_post_init__(self) -> None:
        check.moment("start", self.start)
        check.moment("end", self.end)
        check.in_order("end", self.end, "start", self.start)
        check.any_text("why", self.why, self, 'say what opened it, such as "Mo 08:00-24:00"')

    @property
    def duration(self) -> timedelta:
        """The elapsed time between the two."""
        return self.end - self.start

    def __contains__(self, at: datetime) -> bool:
        return self.start <= _moment("at", at) < self.end

    def __iter__(self) -> Iterator[datetime]:
        return iter((self.start, self.end))


Pauses = Iterable[Interval | tuple[datetime, datetime]]
NO_PAUSES: Pauses = ()


@attrs.frozen(repr=False)
class OperatingHours:
    """When a desk is open; made by `parse`, and by combining hours with ``&``, ``|``, ``-`` and `then`.

    Hours that say the same are equal. Questions take aware moments of any zone, and answer in UTC.

    >>> desk = OperatingHours.parse("Mo-Fr 08:00-24:00")
    >>> desk.add(datetime(2026, 11, 20, 20, tzinfo=UTC), timedelta(hours=12)).isoformat()
    '2026-11-23T16:00:00+00:00'
    """

    _schedule: Schedule = attrs.field(alias="schedule")
    _timeline: Timeline = attrs.field(init=False, eq=False)  # a cache, no part of the value

    def __attrs_post_init__(self) -> None:
        check.instance("schedule", self._schedule, Schedule, 'write OperatingHours.parse("Mo-Fr 08:00-24:00")')
        object.__setattr__(self, "_timeline", self._schedule.timeline)

    def __reduce__(self) -> tuple[type["OperatingHours"], tuple[Schedule]]:
        return OperatingHours, (self._schedule,)

    @classmethod
    def parse(cls, text: str, *, holidays: HolidayCalendar | None = None, tz: tzinfo | str = UTC) -> "OperatingHours":
        """Return hours from a text in OpenStreetMap's grammar; the how-to "Parse hours" says what is read.

        On a holiday the times of ``PH`` replace the weekly ones; times for a date replace both. ``PH``
        needs a calendar, and a calendar a rule for ``PH``.

        >>> print(OperatingHours.parse("Mo,Tu,We,Th,Fr 8:00-12:00,12:00-24:00"))
        Mo-Fr 08:00-24:00

        Raises `InvalidValueError` for a text that is not read, for hours that never open and for unknown zones; where
        a text or a zone is nearly right, it offers the right one.
        """
        from ._hours import grammar  # only hours that are written need it

        text = check.any_text("text", text, remedy='write hours such as "Mo-Fr 08:00-24:00; PH off"')
        try:
            read = grammar.parse(text)
        except InvalidValueError as refusal:
            from ._hours.corrections import corrected  # only a refusal needs it

            raise corrected(refusal, text) from None
        if holidays is not None:
            check.instance("holidays", holidays, HolidayCalendar, "take a snapshot: HolidayCalendar.from_country(...)")
        if read.on_holidays is not None and holidays is None:
            remedy = "give holidays=, which may be HolidayCalendar.none()"
            check.refuse("text", text, "names PH without a calendar", remedy, code="holidays")
        if read.on_holidays is None and holidays is not None:
            check.refuse("text", text, "says nothing of the holidays given", 'add "; PH off"', code="holidays")
        on_holidays = read.on_holidays if holidays is not None and holidays.days else None
        if not any((*read.weekly, on_holidays, *(times for _, times in read.on_dates))):
            _refuse_never_open("text", text)
        return cls(Weekly(read, holidays, check.zone("tz", tz)))

    @property
    def tz(self) -> tzinfo:
        """The zone whose days count; of combined hours that of the first."""
        return self._schedule.tz

    @property
    def holidays(self) -> HolidayCalendar | None:
        """The calendar that the hours were parsed with; None without one, and of hours that are made of others."""
        return self._schedule.holidays if isinstance(self._schedule, Weekly) else None

    @property
    def weekday_length(self) -> timedelta | None:
        """The open time of a weekday by the weekly hours, where all weekdays that have hours are equally long.

        None where they aren't, where no weekday has hours or times cross midnight, and of hours that are made of
        others: joined, switched or whole days. Holidays, dates and changes of the clock are left out of it.

        >>> OperatingHours.parse("Mo-Fr 09:00-12:00,13:00-18:00").weekday_length
        datetime.timedelta(seconds=28800)
        >>> OperatingHours.parse("Mo-Th 09:00-17:00; Fr 09:00-15:00").weekday_length is None
        True
        """
        weekly = self._schedule.week.weekly if isinstance(self._schedule, Weekly) else ()
        lengths = {sum(end - start for start, end in times) for times in weekly if times}
        if len(lengths) != 1 or week.crosses_midnight(weekly):
            return None
        return timedelta(minutes=lengths.pop())

    @property
    def identity(self) -> str:
        """The text, zone and holidays of the hours, the same on every machine; for fingerprints.

        Raises `InvalidValueError` for a zone that has neither an IANA name nor a fixed offset.
        """
        return self._schedule.identity

    @property
    def zone_fingerprint(self) -> str:
        """Sixteen hexadecimal digits for what the clocks of the hours' zones do; empty in UTC and at fixed offsets.

        They are made of the offsets, and of the moments at which these change, in the years that the calendar knows
        (of these at most 1970 to 2100). It is no part of the value, and of no other fingerprint: on two machines hours
        may be equal, and open at other moments, where the releases of the time zone database differ for the zone.

        >>> london = OperatingHours.parse("Mo-Fr 09:00-17:00", tz="Europe/London")
        >>> len(london.zone_fingerprint), OperatingHours.parse("Mo-Fr 09:00-17:00").zone_fingerprint
        (16, '')
        """
        return self._schedule.zone_digest

    def __str__(self) -> str:
        return str(self._schedule)

    def __repr__(self) -> str:
        schedule = self._schedule
        if not isinstance(schedule, Weekly):
            return f"<OperatingHours {schedule}>"
        holidays = "" if schedule.holidays is None else f", holidays={schedule.holidays!r}"
        zone = "" if schedule.tz is UTC else f", tz={getattr(schedule.tz, 'key', schedule.tz)!r}"
        return f"OperatingHours.parse({str(self)!r}{holidays}{zone})"

    # --- questions about a moment

    def is_open(self, at: datetime) -> bool:
        """Return whether the desk is open: true from the opening until just before the close."""
        if type(at) is not datetime or at.tzinfo is not UTC:
            at = _moment("at", at)
        try:
            return self._timeline.openings.is_open(at)
        except LookupError:
            pass
        return self._timeline.is_open(at)

    def next_open(self, at: datetime) -> datetime:
        """Return the next moment at which the desk is open: this one itself, where it is."""
        if type(at) is not datetime or at.tzinfo is not UTC:
            at = _moment("at", at)
        try:
            return self._timeline.openings.next_open(at)
        except LookupError:
            pass
        return self._timeline.next_open(at)

    def next_close(self, at: datetime) -> datetime:
        """Return the first close after a moment; at a close, the following one."""
        if type(at) is not datetime or at.tzinfo is not UTC:
            at = _moment("at", at)
        try:
            return self._timeline.openings.next_close(at)
        except LookupError:
            pass
        return self._timeline.next_close(at)

    def previous_open(self, at: datetime) -> datetime:
        """Return the last opening at or before a moment."""
        if type(at) is not datetime or at.tzinfo is not UTC:
            at = _moment("at", at)
        try:
            return self._timeline.openings.previous_open(at)
        except LookupError:
            pass
        return self._timeline.previous_open(at)

    def previous_close(self, at: datetime) -> datetime:
        """Return the last close at or before a moment."""
        if type(at) is not datetime or at.tzinfo is not UTC:
            at = _moment("at", at)
        try:
            return self._timeline.openings.previous_close(at)
        except LookupError:
            pass
        return self._timeline.previous_close(at)

    def until_close(self, at: datetime) -> timedelta:
        """Return the time left until the close; 0 where the desk is shut."""
        at = _moment("at", at)
        return self.next_close(at) - at if self.is_open(at) else ZERO

    # --- amounts of open time

    def add(self, at: datetime, duration: timedelta, *, excluding: Pauses = NO_PAUSES) -> datetime:
        """Return the earliest moment by which so much open time has passed, without the pauses.

        What is used up exactly at a close ends at that close. ``add(at, 0)`` is ``at``, open or not.

        >>> desk = OperatingHours.parse("Mo-Fr 08:00-24:00")
        >>> desk.add(datetime(2026, 11, 20, 20, tzinfo=UTC), timedelta(hours=4)).isoformat()
        '2026-11-21T00:00:00+00:00'
        """
        if type(at) is not datetime or at.tzinfo is not UTC:
            at = _moment("at", at)
        if excluding is not NO_PAUSES:
            return self._add_around(at, _amount(duration, "subtract"), _pauses(excluding))
        if type(duration) is timedelta and duration > ZERO:
            try:
                return self._timeline.openings.add(at, duration)
            except (LookupError, OverflowError):
                pass
        duration = _amount(duration, "subtract")
        return self._timeline.add(at, duration) if duration else at

    def _add_around(self, at: datetime, duration: timedelta, pauses: list[Span]) -> datetime:
        for start, end in pauses if duration else ():
            if end > at:
                # A pause after the landing isn't asked about: its years may not be known.
                if start > at:
                    landing = self.add(at, duration)
                    if landing <= start:
                        return landing
                    duration -= self.between(at, start)
                at = end
        return self.add(at, duration)

    def subtract(self, at: datetime, duration: timedelta, *, excluding: Pauses = NO_PAUSES) -> datetime:
        """Return the latest moment from which so much open time passes until this one, without the pauses.

        The mirror of `add`: an exact fit begins at an opening.
        """
        if type(at) is not datetime or at.tzinfo is not UTC:
            at = _moment("at", at)
        if excluding is not NO_PAUSES:
            return self._subtract_around(at, _amount(duration, "add"), _pauses(excluding))
        if type(duration) is timedelta and duration > ZERO:
            try:
                return self._timeline.openings.subtract(at, duration)
            except (LookupError, OverflowError):
                pass
        duration = _amount(duration, "add")
        return self._timeline.subtract(at, duration) if duration else at

    def _subtract_around(self, at: datetime, duration: timedelta, pauses: list[Span]) -> datetime:
        for start, end in reversed(pauses) if duration else ():
            if start < at:
                if end < at:
                    landing = self.subtract(at, duration)
                    if landing >= end:
                        return landing
                    duration -= self.between(end, at)
                at = start
        return self.subtract(at, duration)

    def between(self, start: datetime, end: datetime, *, excluding: Pauses = NO_PAUSES) -> timedelta:
        """Return the open time from start to end, without the pauses; negative where the end comes first."""
        if type(start) is not datetime or start.tzinfo is not UTC:
            start = _moment("start", start)
        if type(end) is not datetime or end.tzinfo is not UTC:
            end = _moment("end", end)
        if excluding is not NO_PAUSES:
            return self._between_around(start, end, _pauses(excluding))
        if start < end:
            try:
                return self._timeline.openings.between(start, end)
            except LookupError:
                pass
            return self._timeline.between(start, end)
        return -self.between(end, start) if end < start else ZERO

    def _between_around(self, start: datetime, end: datetime, pauses: list[Span]) -> timedelta:
        if end < start:
            return -self._between_around(end, start, pauses)
        paused = ((max(since, start), min(until, end)) for since, until in pauses)
        holes = (self.between(since, until) for since, until in paused if since < until)
        return self.between(start, end) - sum(holes, ZERO)

    def intervals(self, start: datetime, end: datetime, *, excluding: Pauses = NO_PAUSES) -> Iterator[Interval]:
        """Return the open intervals from start to end, lazily; their durations add up to `between`.

        Where the end comes first, so does the latest interval.
        """
        start, end = _moment("start", start), _moment("end", end)
        spans = self._spans(start, end, _pauses(excluding))
        return (Interval(since, until, self._schedule.why(since, until)) for since, until in spans)

    def _spans(self, start: datetime, end: datetime, pauses: list[Span]) -> Iterator[Span]:
        """Go through the years one by one, so that no more is compiled than is asked for."""
        sign = 1 if start <= end else -1
        years = [datetime(year, 1, 1, tzinfo=UTC) for year in range(min(start, end).year + 1, max(start, end).year + 1)]
        edges = [start, *years[::sign], end]
        last: Span | None = None  # given out once it is known to be whole
        for edge, following in pairwise(edges):
            since, until = min(edge, following), max(edge, following)
            if since == until:
                continue
            for span in minus(self._timeline.covering(since, until).within(since, until), pauses)[::sign]:
                if last and (last[1] == span[0] or last[0] == span[1]):
                    last = min(last[0], span[0]), max(last[1], span[1])
                    continue
                if last:
                    yield last
                last = span
        if last:
            yield last

    # --- business days

    @overload
    def add_business_days(self, at: datetime, days: int) -> datetime: ...
    @overload
    def add_business_days(self, at: date, days: int) -> date: ...
    def add_business_days(self, at: date, days: int) -> date:
        """Return the n-th business day strictly after a day, or before it where n is negative; 0 is the day itself.

        Of a moment the local wall time is kept; one that a gap or fold touches is treated like an end.
        """
        days = check.count("days", days, least=-check.MOST, most=check.MOST)
        if not check.is_a(at, datetime):
            at = check.day("at", at)
            return self._timeline.business_day(at, days) if days else at
        at = _moment("at", at)  # type: ignore[arg-type]
        if not days:
            return at
        local = check.local("at", at, self.tz)
        day = self._timeline.business_day(local.date(), days)
        return utc_of(datetime.combine(day, local.time().replace(fold=0)), self.tz)

    def start_of_day(self, day: date) -> datetime:
        """Return the moment at which a local day begins."""
        day = check.day("day", day)
        return moment_of(day, 0, self.tz)

    def end_of_day(self, at: datetime) -> datetime:
        """Return the midnight that ends the local day of a moment."""
        return moment_of(check.local("at", _moment("at", at), self.tz).date(), week.DAY, self.tz)

    def business_days(self, start: date, end: date) -> int:
        """Return the number of business days from start until before end; negative where the end comes first.

        A night is counted on the day on which it begins; in joined hours, on each day that it touches.
        """
        start = check.day("start", start)
        end = check.day("end", end)
        if end <= start:
            return -self.business_days(end, start) if end < start else 0
        return self._timeline.business_days(start, end)

    # --- other hours

    def __and__(self, other: "OperatingHours") -> "OperatingHours":
        """Return hours that are open where both are."""
        return self._combined("&", other)

    def __or__(self, other: "OperatingHours") -> "OperatingHours":
        """Return hours that are open where either are."""
        return self._combined("|", other)

    def __sub__(self, other: "OperatingHours") -> "OperatingHours":
        """Return hours that are open where these are and the others aren't."""
        return self._combined("-", other)

    def _combined(self, sign: str, other: "OperatingHours") -> "OperatingHours":
        if not isinstance(other, OperatingHours):
            return NotImplemented
        from ._hours.combined import Combined, check_size  # only who joins hours needs it

        schedule = Combined.of(sign, self._schedule, other._schedule)  # noqa: SLF001
        if schedule is self._schedule:
            return self
        check_size(schedule)
        _check_opens(schedule)
        return OperatingHours(schedule)

    def then(self, at: datetime, other: "OperatingHours") -> "OperatingHours":
        """Return hours that are these before a moment and others from it on, so that the past stays as it was.

        Of these hours, changes from the moment on are dropped; of the others, changes before it.
        """
        check.instance("other", other, OperatingHours, 'write OperatingHours.parse("Mo-Fr 08:00-24:00")')
        from ._hours.combined import Switched, check_size  # only who switches hours needs it

        at = _moment("at", at)
        schedule = Switched.of(self._schedule, at, other._schedule)  # noqa: SLF001
        check_size(schedule)
        if not other._opens_soon(at):  # noqa: SLF001
            _check_opens(schedule)
        return OperatingHours(schedule)

    def _opens_soon(self, at: datetime) -> bool:
        """Return whether anything is open in the week after a moment, as far as that is known."""
        try:
            return self.between(at, min(at, NEVER_AFTER - WEEK) + WEEK) > ZERO
        except OutOfRangeError:
            return False

    def whole_days(self) -> "OperatingHours":
        """Return all hours, midnight to midnight, of each business day."""
        return OperatingHours(self._schedule.whole_days)


def _check_opens(schedule: Schedule) -> None:
    """Refuse hours that never open, or that no year is known of."""
    years = schedule.known_years
    if not years:
        check.refuse("other", str(schedule), "shares no known year", "extend the holidays", code="no_run")
    sample = range(max(years.start, SAMPLE.start), min(years.stop, SAMPLE.stop)) or years[: len(SAMPLE)]
    marked = (year for year in sorted(schedule.marks) if year in years and year not in sample)
    if not any(map(schedule.opens_in, chain(sample, marked))):
        _refuse_never_open("other", str(schedule))


def _moment(field: str, at: datetime) -> datetime:
    at = check.as_utc(at)
    check.moment(field, at)
    return at


def _amount(duration: timedelta, inverse: str) -> timedelta:
    if check.is_a(duration, timedelta) and timedelta.__lt__(duration, ZERO):
        check.refuse("duration", duration, "is negative", f"{inverse} its opposite", code="out_of_bounds")
    return check.duration("duration", duration, most=LONGEST)


def _pauses(excluding: Pauses) -> list[Span]:
    """Return pauses in UTC and in order, those that overlap as one."""
    given = check.items("excluding", excluding, "a list of pauses", "give [(start, end), ...]")
    spans: list[Span] = []
    for place, pause in enumerate(given):
        field = f"excluding[{place}]"
        try:
            start, end = pause
        except (TypeError, ValueError):
            check.refuse_type(field, pause, "a pair of moments", "give (start, end), or an Interval")
        start, end = _moment(f"{field} start", start), _moment(f"{field} end", end)
        check.in_order(f"{field} end", end, "its start", start)
        spans.append((start, end))
    return merge(spans)


def _refuse_never_open(field: str, text: str) -> NoReturn:
    check.refuse(field, text, "makes hours that never open", "give hours that open at some time", code="never_open")


ALWAYS = OperatingHours(Weekly(week.ALWAYS, None, UTC))
"""Hours that are always open: every minute counts."""
