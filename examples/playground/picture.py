"""The days from a receipt to its deadline, a row each: the hours that count, the time that was counted, the moments.

A bar is an SVG of 1440 by 20, a unit a minute of the local day, that the page stretches; all words are HTML beside it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from incidentrules import Assessment
from incidentrules.hours import Interval
from incidentrules.reason import as_words

from .markup import Markup, tag

Place = tuple[date, int]
"""A local day, and a minute of it."""
MOST_DAYS = 14
"""How many days are drawn; a reply that came later is told in words."""
DAY = timedelta(days=1)
MINUTES = 1440
LEGEND = (("open", "the hours that count"), ("counted", "the time that was counted"))
MARKS = {"received": "received", "goal": "the desk means to answer by", "due": "answer due", "replied": "answered"}


def picture(judged: Assessment, tz: tzinfo) -> Markup:
    """Return the picture of an incident that is owed an answer, in the days of a zone."""
    marks = {"received": judged.incident.received_at, "goal": judged.goal_at, "due": judged.due_at}
    if judged.replied_at:
        marks["replied"] = judged.replied_at
    places = {name: _place(at, tz) for name, at in marks.items()}
    first = places["received"][0]
    last = max(day for day, _ in places.values() if day - first < MOST_DAYS * DAY)
    rows = [_row(first + count * DAY, judged, places, tz) for count in range((last - first).days + 1)]
    hours = tag("div", *(tag("span", f"{hour:02}") for hour in (0, 6, 12, 18, 24)), class_="axis", aria_hidden="true")
    later = [f"{MARKS[name]} {as_words(marks[name], tz=tz)}" for name, (day, _) in places.items() if day > last]
    after = [tag("p", f"Later than these days: {', '.join(later)}.", class_="note")] if later else []
    legend = [tag("span", words, class_=f"key {name}") for name, words in LEGEND]
    return tag("figure", *rows, hours, *after, tag("figcaption", *legend))


def _row(day: date, judged: Assessment, places: dict[str, Place], tz: tzinfo) -> Markup:
    """Return one day: its name, what was then, and its bar."""
    assert judged.response
    governing = judged.response.governing
    start, end = _start(day, tz), _start(day + DAY, tz)
    open_hours = list(governing.clock.hours.intervals(start, end))
    counted = [span for span in governing.counted() if span.start < end and start < span.end]
    here = {name: minute for name, (on, minute) in places.items() if on == day}
    said = [tag("span", f"{MARKS[name]} {_clock(minute)}", class_=f"mark {name}") for name, minute in here.items()]
    calendar = judged.terms.business_hours.holidays
    holiday = calendar.name(judged.terms.day_of(start + DAY / 2)) if calendar else None
    is_served = any(judged.terms.hours_for(judged.severity).intervals(start, end))
    remarks = [holiday or "", "" if open_hours else "no hours that count" if is_served else "closed"]
    notes = [tag("span", ", ".join(filter(None, remarks)), class_="note")] if any(remarks) else []
    bar = tag(
        "svg",
        *_rectangles("open", open_hours, start, end, tz),
        *_rectangles("counted", counted, start, end, tz),
        *(tag("line", x1=minute, x2=minute, y1=0, y2=20, class_=name) for name, minute in here.items()),
        viewBox=f"0 0 {MINUTES} 20",
        preserveAspectRatio="none",
        role="img",
        aria_label=_in_words(open_hours, counted, start, end, tz),
    )
    return tag("div", tag("p", tag("b", as_words(day)), *notes, *said), bar, class_="day")


def _rectangles(name: str, spans: Iterable[Interval], start: datetime, end: datetime, tz: tzinfo) -> Iterator[Markup]:
    for span in spans:
        since, until = _minute(max(span.start, start), tz), _until(min(span.end, end), end, tz)
        yield tag("rect", x=since, y=0, width=max(until - since, 0), height=20, class_=name)


def _in_words(open_hours: list[Interval], counted: list[Interval], start: datetime, end: datetime, tz: tzinfo) -> str:
    """Return what a bar shows, for those who can't see it."""
    times = [
        f"{_clock(_minute(max(span.start, start), tz))} to {_clock(_until(min(span.end, end), end, tz))}"
        for span in (*open_hours, *counted)
    ]
    opened, used = times[: len(open_hours)], times[len(open_hours) :]
    return f"counts: {', '.join(opened) or 'nothing'}; counted: {', '.join(used) or 'nothing'}"


def _start(day: date, tz: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)


def _minute(at: datetime, tz: tzinfo) -> int:
    local = at.astimezone(tz)
    return local.hour * 60 + local.minute


def _until(at: datetime, end: datetime, tz: tzinfo) -> int:
    return MINUTES if at == end else _minute(at, tz)


def _place(at: datetime, tz: tzinfo) -> Place:
    """Return the local day and the minute of a moment; midnight is the last minute of the day that ends."""
    local, minute = at.astimezone(tz), _minute(at, tz)
    is_midnight = at == _start(local.date(), tz)
    return (local.date() - DAY, MINUTES) if is_midnight else (local.date(), minute)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
