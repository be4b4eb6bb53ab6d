"""When answers are due, by the column: each clock of `sla`, asked for many incidents at once."""

from datetime import datetime

import numpy as np

from ..hours import ALWAYS, OperatingHours
from ..incident import Severity
from ..readings import BusinessDay
from ..sla import Clock
from ..terms import Terms
from . import _engine as engine
from ._compiled import INSTANT, Flags, Whole, whole
from ._local import DAY, by_day, day, local, local_days, moments_of
from ._words import Codes

SEVERITIES = tuple(Severity)


def business_day_due(terms: Terms, since: Whole) -> Whole:
    """Return when one business day from each receipt ends (R9, A2, A4)."""
    reading, clock = terms.readings.business_day, terms.business_day_clock
    if reading is BusinessDay.ONE_OPERATING_DAY:
        length = np.broadcast_to(np.int64(terms.business_day_length // INSTANT), since.shape)
        return _due(clock, since, length)
    if reading is BusinessDay.END_OF_NEXT:  # it counts from the end of the day, so that it is the same all day
        return by_day(local_days(since, terms.tz), since, lambda at: whole(_end_of_next(terms, at)))
    return _same_time(terms, since)


def _end_of_next(terms: Terms, at: datetime) -> datetime:
    return terms.business_day_clock.due(at, terms.business_day_amount(at))


def _same_time(terms: Terms, since: Whole) -> Whole:
    """Return the next business opening, then the same time on the next business day, which has all its hours."""
    clock, business, tz = terms.business_day_clock, terms.business_hours, terms.tz
    begun = engine.next_open(business, since)
    walls = local(begun, tz)
    days = walls // DAY
    later = by_day(days, begun, lambda at: _next_business_day(business, terms.day_of(at).toordinal()))
    target = moments_of(later * DAY + (walls - days * DAY), tz)
    amount = engine.between(clock.hours, begun, target)
    used_up = begun.copy()  # where no hours lie between, it has ended already
    some = np.flatnonzero(amount)
    used_up[some] = _added(clock.hours, begun[some], amount[some]) if some.size else 0
    return _landed(clock, used_up)


def _next_business_day(hours: OperatingHours, ordinal: int) -> int:
    today = day(ordinal - day(0).toordinal())
    return hours.add_business_days(today, 1).toordinal() - day(0).toordinal()


def sla_due(terms: Terms, severity: Codes, since: Whole, *amounts: Whole) -> list[Whole]:
    """Return when each of several amounts of time is used up on the clock that serves the severity (A1, A4, A5)."""
    clocks = [terms.sla_clock_of(word) for word in SEVERITIES]
    if clocks[0] == clocks[1]:
        return [_due(clocks[0], since, amount) for amount in amounts]
    landed = [np.empty(since.shape, np.int64) for _ in amounts]
    for code, clock in enumerate(clocks):
        rows = np.flatnonzero(severity == code)
        if rows.size:
            for amount, land in zip(amounts, landed, strict=True):
                land[rows] = _due(clock, since[rows], amount[rows])
    return landed


def time_left(terms: Terms, at: Whole, due: Whole, severity: Codes, by_sla: Flags) -> Whole:
    """Return the time from a moment to each deadline in the hours that the governing promise counts."""
    left = np.zeros(due.shape, np.int64)
    groups = [(terms.business_day_clock.hours, ~by_sla)]
    for code, word in enumerate(SEVERITIES):
        groups.append((terms.sla_clock_of(word).hours, by_sla & (severity == code)))
    for hours, mask in groups:
        rows = np.flatnonzero(mask & (due != at))
        if rows.size:
            left[rows] = due[rows] - at if hours is ALWAYS else engine.between(hours, at, due[rows])
    return left


def _due(clock: Clock, since: Whole, amount: Whole) -> Whole:
    return _landed(clock, _added(clock.hours, since, amount))


def _added(hours: OperatingHours, at: Whole, amount: Whole) -> Whole:
    if hours is ALWAYS:
        return at + amount
    return engine.add(hours, at, amount)


def _landed(clock: Clock, at: Whole) -> Whole:
    if clock.land_in is None or clock.land_in is ALWAYS:
        return at
    return engine.next_open(clock.land_in, at)
