"""What property tests of operating time draw: moments, zones, desks and their words, calendars, pauses.

A *desk* is drawn as plain facts, from which come both what the oracle walks and what the library parses.
Moments crowd where clocks change and years turn.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from incidentrules import HolidayCalendar, OperatingHours
from oracle import Desk, Times

EVER = range(1, 10_000)
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
QUARTERS = 24 * 4

CHANGES = {
    "UTC": ["2026-01-01T00:00Z", "2028-02-29T00:00Z"],
    "America/Los_Angeles": ["2026-03-08T10:00Z", "2026-11-01T09:00Z"],
    "Europe/Paris": ["2026-03-29T01:00Z", "2025-10-26T01:00Z"],
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
}  # fmt: skip
"""Zones, each with moments at which its clock changes, or its year turns."""

zones = st.sampled_from(sorted(CHANGES))


def edges(zone: str) -> st.SearchStrategy[datetime]:
    """Return where the clock of a zone changes, or its year turns."""
    turn = datetime(2027, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return st.sampled_from([*(datetime.fromisoformat(change) for change in CHANGES[zone]), turn])


@st.composite
def moments(draw: st.DrawFn, zone: str = "UTC", *, spread: timedelta = timedelta(days=3)) -> datetime:
    """Draw a moment in UTC: near an edge of the zone, or anywhere from 1990 to 2040; most are whole minutes."""
    if draw(st.booleans()):
        steps = spread // timedelta(minutes=15)
        at = draw(edges(zone)) + timedelta(minutes=15) * draw(st.integers(-steps, steps))
    else:
        at = draw(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1))).replace(tzinfo=UTC)  # noqa: DTZ001
        at = at.replace(second=0, microsecond=0)
    return at + draw(st.sampled_from([timedelta(0)] * 3 + [timedelta(microseconds=1), timedelta(seconds=59.999999)]))


def inputs(at: datetime) -> st.SearchStrategy[datetime]:
    """Return the same moment as the clocks of other zones show it, in the second pass of a fold too."""
    offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.one_of(zones.map(lambda zone: at.astimezone(ZoneInfo(zone))), offsets.map(at.astimezone))


durations = st.one_of(
    st.integers(0, 48 * 4).map(lambda quarters: timedelta(minutes=15 * quarters)),
    st.timedeltas(timedelta(0), timedelta(days=40)),
)


@st.composite
def times(draw: st.DrawFn, *, least: int = 0) -> Times:
    """Draw the times of a day, apart and in order, some up to 24:00 and some across midnight."""
    cuts = sorted(draw(st.sets(st.integers(0, QUARTERS), min_size=2 * least, max_size=4)))
    spans = [(15 * start, 15 * end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    if spans and draw(st.integers(0, 3)) == 0:
        start = spans[-1][0]
        spans[-1] = (start, 1440 + 15 * draw(st.integers(1, QUARTERS)))
    return tuple(spans)


@st.composite
def desks(draw: st.DrawFn, zone: st.SearchStrategy[str] = zones, near: datetime | None = None) -> Desk:
    """Draw a desk that opens every week, with its holidays and dates within a week of a moment."""
    weekly = [draw(times()) for _ in WEEKDAYS]
    always = draw(st.integers(0, 6))
    weekly[always] = weekly[always] or draw(times(least=1))
    if near is None:
        return Desk(weekly=tuple(weekly), zone=draw(zone))
    nearby = st.integers(-7, 7).map(lambda step: (near + timedelta(days=step)).date())
    return Desk(
        weekly=tuple(weekly),
        on_holidays=draw(st.none() | times()),
        holidays=frozenset(draw(st.sets(nearby, max_size=4))),
        on_dates=tuple(sorted(draw(st.dictionaries(nearby, times(), max_size=2)).items())),
        zone=draw(zone),
    )


@st.composite
def scenes(draw: st.DrawFn, days: int = 3) -> tuple[Desk, datetime, datetime]:
    """Draw a desk, and two moments in order, a few days apart at most, that are short enough to walk."""
    zone = draw(zones)
    start = draw(moments(zone))
    end = start + timedelta(minutes=draw(st.integers(0, days * 1440)), microseconds=draw(st.sampled_from([0, 0, 1])))
    return draw(desks(st.just(zone), near=start)), start, end


@st.composite
def pauses(draw: st.DrawFn, near: datetime, most: int = 3) -> list[tuple[datetime, datetime]]:
    """Draw pauses of whole minutes around a moment, in no order, some of which overlap."""
    whole = near.replace(second=0, microsecond=0)
    begins = [whole + timedelta(minutes=draw(st.integers(-1440, 3 * 1440))) for _ in range(draw(st.integers(0, most)))]
    return [(begin, begin + timedelta(minutes=draw(st.integers(0, 1440)))) for begin in begins]


@st.composite
def calendars(draw: st.DrawFn) -> HolidayCalendar:
    """Draw a calendar of a few years, with holidays in some of them."""
    first = draw(st.integers(2020, 2030))
    years = range(first, first + draw(st.integers(1, 4)))
    days = st.dates(date(first, 1, 1), date(years[-1], 12, 31))
    names = st.sampled_from(["holiday", "Christmas Day", "Fête nationale"])
    return HolidayCalendar.from_dates(draw(st.dictionaries(days, names, max_size=6)), years=years)


# --- desks as the library reads them


def text_of(desk: Desk) -> str:
    """Return what a desk says, in words that `OperatingHours.parse` reads."""
    rules = [f"{day} {clock(times)}" for day, times in zip(WEEKDAYS, desk.weekly, strict=True) if times]
    if desk.on_holidays is not None:
        rules.append(f"PH {clock(desk.on_holidays)}")
    rules += [f"{day.year:04} {MONTHS[day.month - 1]} {day.day} {clock(times)}" for day, times in desk.on_dates]
    return "; ".join(rules)


def clock(times: Times) -> str:
    """Return the times of a day in words, ends on the next day past 24:00."""
    return ",".join(f"{s // 60:02}:{s % 60:02}-{e // 60:02}:{e % 60:02}" for s, e in times) or "off"


def calendar_of(desk: Desk) -> HolidayCalendar | None:
    """Return the holidays of a desk, known in all years; none where it says nothing of holidays."""
    return None if desk.on_holidays is None else HolidayCalendar.from_dates(desk.holidays, years=EVER)


def hours_of(desk: Desk) -> OperatingHours:
    """Return the hours of a desk, freshly made: nothing of them is compiled."""
    return OperatingHours.parse(text_of(desk), holidays=calendar_of(desk), tz=desk.zone)
