"""The deadlines of one incident under several readings, side by side: what is shown, its words, the drawing.

Either those that `compare_readings` finds, each deadline once; or those of each reading of one setting.
"""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from math import ceil
from typing import TYPE_CHECKING

import attrs

from .. import _checks as check
from .._hours.zones import moment_of
from ..assessment import Assessment, _serving, assess
from ..compare import compare_readings
from ..hours import Interval
from ..incident import Incident
from ..readings import SETTINGS, Setting
from ..reason import as_words, zone_words
from ..terms import Terms, TermsHistory
from ._canvas import Canvas, ThemeWord, short
from ._ticks import day_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ONE_DAY = timedelta(days=1)
GAP = 1.7
"""The room of a bar and below it, in lanes."""
WIDE, BOLD = 51, 5
"""Characters that fit into a line of 360 pixels, and by how many fewer they are in bold."""
MOST_LINES = 4
"""How many lines of words a deadline has at most."""
MOST_SHADED = 21
"""The most days of a picture that shows the hours of the desk."""
NEITHER = "no reply is owed"

PLAIN: Mapping[str, str] = {
    "A1=operating_hours": "open hours count",
    "A1=elapsed": "all hours count",
    "A1=elapsed_rolled": "all hours count, up to an opening",
    "A1=business_days_24h": "all hours of business days count",
    "A2=one_operating_day": "a business day is an amount of open hours",
    "A2=same_time": "a business day ends at the same time on the next one",
    "A2=end_of_next": "a business day ends at the close of the next one",
    "A4=close": "what ends at a close is due then",
    "A4=next_opening": "what ends at a close is due at the next opening",
    "A13=calendar_days": "free through the last day after a deployment",
    "A13=hours": "free for whole hours after a deployment",
    "A13=calendar_days_exclusive": "free until the last day after a deployment",
    "A14=arose": "what counts is when it arose",
    "A14=received": "what counts is when it was received",
}
"""The readings that can move a deadline, in plain words."""


@attrs.frozen(kw_only=True)
class Option:
    """A deadline, the ways to read the terms that lead to it, and what counts under the first of them."""

    due_at: datetime | None
    ways: tuple[str, ...]
    is_present: bool
    counted: tuple[Interval, ...]


@attrs.frozen(kw_only=True)
class Options:
    """What a picture of readings shows."""

    title: str
    below: str
    received_at: datetime
    options: tuple[Option, ...]
    open: tuple[Interval, ...]
    """When the desk is open, from the day of the receipt to that of the last deadline; nothing over many days."""
    days: int
    tz: tzinfo

    def text(self) -> str:
        """Return the picture in words, a line a deadline."""
        return "\n".join(
            [f"{self.title}. {self.below}.", *(f"{self.due(one)}: {'; or '.join(one.ways)}." for one in self.options)]
        )

    def due(self, option: Option) -> str:
        """Return a deadline in words."""
        return NEITHER if option.due_at is None else as_words(option.due_at, tz=self.tz)


def options(
    incident: Incident, terms: Terms | TermsHistory, *, setting: str | None, folded: Iterable[Incident]
) -> Options:
    """Return what a picture of readings shows."""
    present = assess(incident, terms, folded=folded)
    tz, received_at = present.terms.tz, present.incident.received_at
    found = _distinct(present) if setting is None else _of_setting(present, _setting(setting))
    options = tuple(_option(one, ways, is_present=one == present) for one, ways in found)
    dues = {one.due_at for one in options}
    begins = moment_of(present.terms.day_of(received_at), 0, tz)
    days = max([1, *(ceil((due_at - begins) / ONE_DAY) for due_at in dues if due_at)])
    received = f"Received {as_words((received_at, received_at), tz=tz).partition(' to ')[0]} {zone_words(tz)}"
    return Options(
        title=_title(dues),
        below=received,
        received_at=received_at,
        options=options,
        open=tuple(_open(present, begins, days)),
        days=days,
        tz=tz,
    )


def _title(dues: set[datetime | None]) -> str:
    if len(dues) > 1:
        return f"{len(dues)} deadlines, by how it is read"
    return "No reply is owed by any reading" if dues == {None} else "One deadline, however it is read"


def _open(present: Assessment, begins: datetime, days: int) -> Iterator[Interval]:
    if days <= MOST_SHADED:
        yield from _serving(present.incident, present.terms).intervals(begins, begins + days * ONE_DAY)


def _setting(name: str) -> tuple[str, Setting]:
    """Return a setting by its field or by its id."""
    name = check.any_text("setting", name, remedy=f"give one of {', '.join(SETTINGS)}")
    for field, setting in SETTINGS.items():
        if name in (field, setting.id):
            return field, setting
    check.unknown("setting", name, SETTINGS, "setting")


def _distinct(present: Assessment) -> Iterator[tuple[Assessment, tuple[str, ...]]]:
    """Yield the assessment of every deadline that some readings lead to, with all ways there."""
    fields = {setting.id: field for field, setting in SETTINGS.items()}
    for found in compare_readings(present.incident, present.terms, folded=present.folded).deadlines:
        way = (reading.partition("=") for reading in found.readings[0])
        changed = {fields[id]: word for id, _, word in way}
        yield _read(present, changed), tuple(map(_way, found.readings))


def _of_setting(present: Assessment, named: tuple[str, Setting]) -> Iterator[tuple[Assessment, tuple[str, ...]]]:
    """Yield the assessment of each reading of a setting."""
    field, setting = named
    for word in setting.kind:
        cited = f"{setting.id}={word}"
        is_present = getattr(present.terms.readings, field) is word
        yield _read(present, {field: str(word)}), (_plain(cited) + (", as it is" if is_present else ""),)


def _read(present: Assessment, changed: Mapping[str, str]) -> Assessment:
    readings = present.terms.readings.replace(**changed)
    return attrs.evolve(present, terms=present.terms.replace(readings=readings))


def _way(way: tuple[str, ...]) -> str:
    return " and ".join(map(_plain, way)) or "as it is"


def _plain(cited: str) -> str:
    """Return a reading in plain words, with its own; those that move no deadline have only their own."""
    return f"{PLAIN[cited]} ({cited})" if cited in PLAIN else cited


def _option(judged: Assessment, ways: tuple[str, ...], *, is_present: bool) -> Option:
    if (response := judged.response) is None:
        return Option(due_at=None, ways=ways, is_present=is_present, counted=())
    counted = tuple(response.governing.counted())
    return Option(due_at=response.due_at, ways=ways, is_present=is_present, counted=counted)


# --- the drawing


def draw(picture: Options, ax: "Axes | None", theme: ThemeWord) -> "Axes":
    """Draw deadlines side by side: a bar each from the receipt on, and its words above it."""
    first = check.local("received_at", picture.received_at, picture.tz).date()
    begins = moment_of(first, 0, picture.tz)

    def at(moment: datetime) -> float:
        return (moment - begins) / ONE_DAY

    lines = [_lines(picture, one) for one in picture.options]
    canvas = Canvas.of(ax, theme, lanes=sum(len(words) + GAP for words in lines), xlim=(0, picture.days))
    y = 0.5
    for option, words in zip(picture.options, lines, strict=True):
        for line in words:
            canvas.words(line, 0, y, ha="left", bold=option.is_present)
            y += 1
        _draw_bars(canvas, picture, option, y, at)
        y += GAP
    canvas.rows(())
    places = ((first + ONE_DAY * round(day), name) for day, name in day_ticks(first, picture.days))
    canvas.columns(
        ((at(moment_of(day, 0, picture.tz)), name) for day, name in places), f"days, {zone_words(picture.tz)}"
    )
    canvas.title(picture.title, picture.below)
    kinds = {"open": bool(picture.open), "counted": any(one.counted for one in picture.options)}
    canvas.legend({kind: kind for kind, is_there in kinds.items() if is_there})
    return canvas.ax


def _lines(picture: Options, option: Option) -> list[str]:
    wide = WIDE - option.is_present * BOLD
    first, *others = option.ways
    more = f"; or {len(others)} other ways" if len(others) > 1 else "".join(f"; or {way}" for way in others)
    lines = textwrap.wrap(f"{picture.due(option)}: {first}{more}", wide)
    rest = " ".join(lines[MOST_LINES - 1 :])
    return [*lines[: MOST_LINES - 1], *([short(rest, wide)] if rest else [])]


def _draw_bars(canvas: Canvas, picture: Options, option: Option, y: float, at: Callable[[datetime], float]) -> None:
    for one in picture.open:
        canvas.bar("open", (at(one.start), at(one.end)), y)
    for one in option.counted:
        canvas.bar("counted", (at(one.start), at(one.end)), y, 0.4)
    canvas.mark("received", at(picture.received_at), y)
    if option.due_at:
        canvas.mark("due", at(option.due_at), y)
