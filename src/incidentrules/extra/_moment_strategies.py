"""Strategies for days, periods and moments: crowded where a desk opens and closes, and where a clock changes."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from .. import _checks as check
from ..errors import OutOfRangeError
from ..hours import OperatingHours
from ..period import Period

WITHIN = Period.quarter(2026, 4)
"""The days from which facts are, where nothing else is said."""
EARLIEST, LATEST = 2, 9900
"""The years of such days: what is around them lies within the years 1 to 9999, too."""
SHARED_DAYS = (0, 1, 30, 90)
"""How far from the first day those lie that many facts share, so that ties occur."""
ONE_DAY, MINUTE, INSTANT, NONE = timedelta(days=1), timedelta(minutes=1), timedelta.resolution, timedelta(0)
NEAREST = (
    OperatingHours.next_open,
    OperatingHours.next_close,
    OperatingHours.previous_open,
    OperatingHours.previous_close,
)
BESIDE = (NONE, -INSTANT, INSTANT, -MINUTE, MINUTE)

CHANGES: Mapping[str, Sequence[str]] = MappingProxyType({
    "UTC": ["2026-01-01T00:00Z", "2028-02-29T00:00Z"],
    "America/Los_Angeles": ["2026-03-08T10:00Z", "2026-11-01T09:00Z"],
    "Europe/Paris": ["2026-03-29T01:00Z", "2025-10-26T01:00Z", "2026-10-25T01:00Z"],
    "Australia/Lord_Howe": ["2026-04-04T15:00Z", "2026-10-03T15:30Z"],
    "Antarctica/Troll": ["2026-03-29T01:00Z", "2026-10-25T01:00Z"],
    "America/Havana": ["2026-03-08T05:00Z", "2026-11-01T05:00Z"],
    "Asia/Beirut": ["2026-03-28T22:00Z", "2026-10-24T21:00Z"],
    "America/Santiago": ["2026-09-06T04:00Z", "2026-04-05T03:00Z"],
    "Africa/Cairo": ["2026-04-23T22:00Z", "2026-10-29T21:00Z"],
    "America/Sao_Paulo": ["2018-11-04T03:00Z", "2019-02-17T02:00Z"],
    "Europe/Moscow": ["2014-10-25T22:00Z"],
    "Pacific/Apia": ["2011-12-30T10:00Z"],
    "Pacific/Kiritimati": ["1994-12-31T10:00Z"],
    "Asia/Kathmandu": ["2026-01-01T00:00Z"],
})  # fmt: skip
"""Zones with all kinds of clocks, each with moments at which its clock changes, or its year turns."""


def zones() -> st.SearchStrategy[str]:
    """Return names of zones with all kinds of clocks: half-hour changes, changes at midnight, a day left out."""
    return st.sampled_from([*CHANGES])


def check_within(within: Period) -> None:
    """Refuse what is no period, and one whose surroundings leave the years that there are."""
    check.instance("within", within, Period, "give Period.month(2026, 11)")
    if within.start.year < EARLIEST or within.end.year > LATEST:
        problem, remedy = f"leaves the years {EARLIEST} to {LATEST}", "give a period within them"
        check.refuse("within", str(within), problem, remedy, code="out_of_bounds")


def check_known(within: Period, hours: OperatingHours) -> None:
    """Refuse a period in years that the holidays of the hours don't cover."""
    known = hours._schedule.known_years  # noqa: SLF001
    if within.start.year not in known or within.last_day.year not in known:
        raise OutOfRangeError(
            f"is in years that the holidays don't cover ({known.start} to {known.stop - 1})",
            field="within",
            value=str(within),
            code="outside_calendar",
            remedy="give a period that they cover, such as within=Period.month(2026, 11)",
        )


# --- days and periods


def days(*, within: Period = WITHIN) -> st.SearchStrategy[date]:
    """Return days of a period, many of which are alike; the plainest is the first."""
    check_within(within)
    length = (within.end - within.start).days
    return _after(within.start, shared(length) | st.integers(0, length - 1))


def shared_days(within: Period) -> st.SearchStrategy[date]:
    """Return the few days of a period that many facts share."""
    return _after(within.start, shared((within.end - within.start).days))


def shared(length: int) -> st.SearchStrategy[int]:
    return st.sampled_from([ahead for ahead in SHARED_DAYS if ahead < length])


def _after(start: date, ahead: st.SearchStrategy[int]) -> st.SearchStrategy[date]:
    return ahead.map(lambda days: start + timedelta(days=days))


def periods(*, within: Period = WITHIN) -> st.SearchStrategy[Period]:
    """Return periods that lie in another one: its calendar months, all of it, and runs of its days."""
    check_within(within)
    months = [month for month in within.months() if within.start <= month.start and month.end <= within.end]
    runs = st.tuples(days(within=within), days(within=within)).map(lambda two: Period.days(min(two), max(two)))
    return st.sampled_from([*months, within]) | runs


# --- moments


def moments(near: OperatingHours | None = None, *, within: Period = WITHIN) -> st.SearchStrategy[datetime]:
    """Return moments in UTC on the days of a period, many of them at an opening or a close, or just beside one.

    ``near`` are the hours that open and close, those of the published terms unless said; the days are those of their
    zone. Most moments are whole minutes. The plainest one is the first opening of the period.
    """
    hours = OperatingHours.parse("Mo-Fr 08:00-24:00") if near is None else near
    check.instance("near", hours, OperatingHours, 'write OperatingHours.parse("Mo-Fr 08:00-24:00")')
    return moments_near((hours,), within)


def moments_near(hours: Sequence[OperatingHours], within: Period) -> st.SearchStrategy[datetime]:
    """Return moments on the days of a period in the zone of some hours, many of them near an edge of the hours."""
    check_within(within)
    for each in hours:
        check_known(within, each)
    first, last = hours[0].start_of_day(within.start), hours[0].start_of_day(within.end) - INSTANT
    changes = [datetime.fromisoformat(text) for text in CHANGES.get(str(hours[0].tz), ())]
    return _moments(tuple(hours), first, last, [change for change in changes if first <= change <= last])


@st.composite
def _moments(
    draw: st.DrawFn, hours: Sequence[OperatingHours], first: datetime, last: datetime, changes: Sequence[datetime]
) -> datetime:
    opens = _first_opening(hours[0], first, last)
    at = opens + MINUTE * draw(st.integers(-((opens - first) // MINUTE), (last - opens) // MINUTE))
    how = draw(st.integers(0, 5))
    found = at
    if how == 1:
        found = at + INSTANT * draw(st.integers(0, MINUTE // INSTANT - 1))
    elif how == 2 and changes:
        found = draw(st.sampled_from(changes)) + 15 * MINUTE * draw(st.integers(-12, 12))
    elif how > 3:
        ask, of = draw(st.sampled_from(NEAREST)), draw(st.sampled_from(hours))
        with suppress(OutOfRangeError):  # hours that never open again, or never close
            found = ask(of, at) + draw(st.sampled_from(BESIDE))
    return found if first <= found <= last else at


def _first_opening(hours: OperatingHours, first: datetime, last: datetime) -> datetime:
    """Return the first moment of a span at which the hours are open; its start where there is none."""
    try:
        opens = hours.next_open(first)
    except OutOfRangeError:
        return first
    return opens if opens <= last else first
