"""The week of a desk: when it is open for every issue, and when for severe ones; what is shown, its words, the drawing.

It is an ordinary week, by the weekly hours, with a row for holidays; or the week that has a day, with its dates.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from .. import _checks as check
from .._hours.schedules import Weekly
from .._hours.week import DAY, Minutes
from ..hours import OperatingHours
from ..reason import WEEKDAYS, zone_words
from ..terms import Terms
from ._canvas import WRAPPED, Canvas, ThemeWord, short
from ._days import _times, by_day, holiday_name, hours_of
from ._ticks import day_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ONE_DAY = timedelta(days=1)
LETTER = 0.52
MIDNIGHT, EVERY = 24, 4
ALL, SEVERE = "all issues", "severe issues"


@attrs.frozen
class Opening:
    """From which hour to which the desk is open on a day, and the same in words."""

    start: float
    end: float
    words: str

    @property
    def brief(self) -> str:
        """The same in few letters, where it is from and to a full hour."""
        is_whole = self.start.is_integer() and self.end.is_integer()
        return f"{self.start:g}–{self.end:g}" if is_whole else self.words


@attrs.frozen(kw_only=True)
class Row:
    """A day of the week, with its openings for every issue, and for severe ones."""

    name: str
    normal: tuple[Opening, ...]
    severe: tuple[Opening, ...]
    note: str = ""


@attrs.frozen(kw_only=True)
class Week:
    """What a picture of a week shows."""

    title: str
    below: str
    rows: tuple[Row, ...]

    def text(self) -> str:
        """Return the picture in words, a line a day."""
        return "\n".join([f"{self.title}. {self.below}.", *map(_line, self.rows)])

    @property
    def has_severe_hours(self) -> bool:
        """Whether severe issues have hours of their own on any day."""
        return any(row.normal != row.severe for row in self.rows)


def _line(row: Row) -> str:
    normal, severe = (", ".join(one.words for one in times) or "closed" for times in (row.normal, row.severe))
    said = normal if normal == severe else f"{normal}; for severe issues {severe}"
    return f"{row.name}: {row.note}{', ' if row.note else ''}{said}."


def week(terms: Terms, on: date | None) -> Week:
    """Return what a picture of a week shows: an ordinary one, or the one that has a day."""
    check.instance("terms", terms, Terms, "give Terms.standard(holidays=...), or terms.on(day) of a history")
    below = f"Times are those of {zone_words(terms.tz)}"
    if on is None:
        rows = tuple(
            _ordinary(_weekly("business_hours", terms.business_hours), _weekly("severe_hours", terms.severe_hours))
        )
        return Week(title="An ordinary week of the desk", below=below, rows=rows)
    on = check.day("on", on)
    monday = on - ONE_DAY * on.weekday()
    if monday > date.max - 7 * ONE_DAY:
        check.refuse("on", on, "is in the last week that there is", "give an earlier day", code="out_of_bounds")
    title = f"The week from {day_of(monday)} {monday.year:04}"
    return Week(title=title, below=below, rows=tuple(_dated(terms, monday)))


# --- an ordinary week


def _weekly(field: str, hours: OperatingHours) -> Weekly:
    schedule = hours._schedule  # noqa: SLF001  # the weekly times, without holidays and dates
    if not isinstance(schedule, Weekly):
        remedy = "give on=, a day of the week to show"
        check.refuse(field, str(hours), "are made of others, and have no ordinary week", remedy, code="no_week")
    return schedule


def _ordinary(business: Weekly, severe: Weekly) -> Iterator[Row]:
    """Yield the seven days by their weekly times, and a holiday where either have times for it."""
    for place, name in enumerate(WEEKDAYS):
        times = (_openings(each.week.weekly[place], each.week.weekly[place - 1]) for each in (business, severe))
        yield Row(name=name, normal=next(times), severe=next(times))
    if any(each.week.on_holidays is not None for each in (business, severe)):
        times = (_openings(each.week.on_holidays or (), ()) for each in (business, severe))
        yield Row(name="holiday", normal=next(times), severe=next(times))


def _openings(day: Minutes, eve: Minutes) -> tuple[Opening, ...]:
    """Return the times of a day, up to its midnight, after what reaches into it from the night before."""
    nights = [(0, end - DAY) for _, end in eve if end > DAY]
    return tuple(
        Opening(start / 60, end / 60, f"{_clock(start)} to {_clock(end)}")
        for start, end in (*nights, *((start, min(end, DAY)) for start, end in day))
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


# --- a week with its dates


def _dated(terms: Terms, monday: date) -> Iterator[Row]:
    begins = terms.start_of(monday)
    ends = terms.business_hours.end_of_day(terms.start_of(monday + 6 * ONE_DAY))
    both = [_on_days(hours, terms, begins, ends) for hours in (terms.business_hours, terms.severe_hours)]
    for day in (monday + ONE_DAY * step for step in range(7)):
        normal, severe = (times.get(day, ()) for times in both)
        name = f"{WEEKDAYS[day.weekday()]} {day_of(day)}"
        yield Row(name=name, normal=normal, severe=severe, note=holiday_name(day, terms) or "")


def _on_days(hours: OperatingHours, terms: Terms, begins: datetime, ends: datetime) -> dict[date, tuple[Opening, ...]]:
    days = by_day(hours.intervals(begins, ends), terms)
    return {
        day: tuple(Opening(*hours_of(one, day, terms.tz), " to ".join(_times(one, terms.tz))) for one in intervals)
        for day, intervals in days.items()
    }


# --- the drawing


def draw(picture: Week, ax: "Axes | None", theme: ThemeWord) -> "Axes":
    """Draw a week: what is open for severe issues as an outline, and filled what is open for all."""
    lanes = sum(_lanes(row) for row in picture.rows)
    canvas = Canvas.of(ax, theme, lanes=lanes, xlim=(0, MIDNIGHT))
    top, names = 0.0, []
    for row in picture.rows:
        names.append((top + 0.7, row.name))
        _draw_row(canvas, row, top + 0.7)
        top += _lanes(row)
    canvas.rows(names)
    canvas.columns(((hour, str(hour)) for hour in range(0, MIDNIGHT + 1, EVERY)), "hour of the day")
    canvas.title(picture.title, picture.below)
    canvas.legend({"counted": ALL} | ({"open": f"{SEVERE} only"} if picture.has_severe_hours else {}))
    return canvas.ax


def _lanes(row: Row) -> float:
    return 1.4 + bool(row.note)


def _draw_row(canvas: Canvas, row: Row, y: float) -> None:
    for one in row.severe:
        canvas.bar("open", (one.start, one.end), y)
        if not any(other.start < one.end and one.start < other.end for other in row.normal):
            _write(canvas, one, y, colour=canvas.palette.ink)
    for one in row.normal:
        canvas.bar("counted", (one.start, one.end), y)
        _write(canvas, one, y, colour=canvas.palette.paper)
    quiet = canvas.palette.quiet
    if not (row.normal or row.severe):
        canvas.words("closed", 0, y, ha="left", shift=3, colour=quiet)
    if row.note:
        canvas.words(short(row.note, WRAPPED), 0, y + 1, ha="left", shift=3, colour=quiet)


def _write(canvas: Canvas, one: Opening, y: float, *, colour: str) -> None:
    """Write the times into a bar, as long as they fit; else the axis says them."""
    for words in (one.words, one.brief):
        if one.end - one.start >= LETTER * (len(words) + 1):
            canvas.words(words, (one.start + one.end) / 2, y, ha="center", colour=colour, ground=None)
            return
