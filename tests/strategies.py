"""What property tests of operating time draw, for the oracle too: moments, zones, desks and their words, pauses.

A *desk* is drawn as plain facts, from which come both what the oracle walks and what the library parses.
Moments crowd where clocks change and years turn. Weeks, zones and calendars are those that users draw.
"""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from incidentrules import HolidayCalendar, OperatingHours
from incidentrules.extra import strategies as public
from incidentrules.extra._hours_strategies import weeks
from incidentrules.extra._moment_strategies import CHANGES
from oracle import Desk, Times

EVER = range(1, 10_000)
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

zones = public.zones()
calendars = public.calendars


def edges(zone: str) -> st.SearchStrategy[datetime]:
    """Return where the clock of a zone changes, or its year turns."""
    turn = datetime(2027, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return st.sampled_from([*map(datetime.fromisoformat, CHANGES[zone]), turn])


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
def desks(draw: st.DrawFn, zone: st.SearchStrategy[str] = zones, near: datetime | None = None) -> Desk:
    """Draw a desk that opens every week, with its holidays and dates within a week of a moment."""
    if near is None:
        return Desk(weekly=draw(weeks()).weekly, zone=draw(zone))
    nearby = st.integers(-7, 7).map(lambda step: (near + timedelta(days=step)).date())
    week = draw(weeks(nearby))
    holidays = frozenset(draw(st.sets(nearby, max_size=4)))
    return Desk(week.weekly, week.on_holidays, holidays, week.on_dates, zone=draw(zone))


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
