"""How the days to a deadline are drawn: a row a day, its bars, and its moments below them in lanes of their own."""

import textwrap
from typing import TYPE_CHECKING

from ..reason import WEEKDAYS, as_words, zone_words
from ._canvas import WRAPPED, Canvas, ThemeWord, short
from ._days import ZERO, Days, Mark, Row, hours_of
from ._ticks import day_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 0.4
"""The room between rows, in lanes."""
LETTER = 0.55
"""The width of a letter in hours, on a picture of 360 pixels."""
MIDNIGHT, EVERY = 24, 4


def draw(picture: Days, ax: "Axes | None", theme: ThemeWord) -> "Axes":
    """Draw the days to a deadline."""
    lanes = sum(_lanes(row) + GAP for row in picture.rows)
    canvas = Canvas.of(ax, theme, lanes=lanes, xlim=(0, MIDNIGHT))
    top, names = 0.0, []
    for row in picture.rows:
        names.append((top + 0.5, "…" if row.is_stretch else _brief(row)))
        _draw_row(canvas, picture, row, top)
        top += _lanes(row) + GAP
        canvas.line(top - GAP / 2)
    canvas.rows(names)
    canvas.columns(
        ((hour, str(hour)) for hour in range(0, MIDNIGHT + 1, EVERY)), f"hour of the day, {zone_words(picture.tz)}"
    )
    canvas.title(picture.title, picture.below)
    canvas.legend(_legend(picture))
    return canvas.ax


def _legend(picture: Days) -> dict[str, str]:
    legend = {"open": "open"} if any(row.open for row in picture.rows) else {}
    if total := sum((row.counted_time for row in picture.rows), ZERO):
        legend["counted"] = f"counted, {as_words(total)} in all"
    return legend


def _brief(row: Row) -> str:
    return f"{WEEKDAYS[row.first.weekday()]} {day_of(row.first)}"


def _notes(row: Row) -> list[str]:
    """Return the note of a row in lines: two of a stretch, one of a day."""
    if not row.is_stretch:
        return [short(row.note, WRAPPED - 4)] if row.note else []
    lines = textwrap.wrap(row.note, WRAPPED - 4)
    return lines if len(lines) < 3 else [lines[0], short(" ".join(lines[1:]), WRAPPED - 4)]


def _has_bar(row: Row) -> bool:
    return not row.is_stretch and bool(row.open or row.counted)


def _lanes(row: Row) -> int:
    """Return how many lanes a row takes: a bar or a note, and a line of words a mark."""
    return _has_bar(row) + len(_notes(row)) + len(row.marks)


def _draw_row(canvas: Canvas, picture: Days, row: Row, top: float) -> None:
    y = top + 0.5
    if _has_bar(row):
        for one in row.open:
            canvas.bar("open", hours_of(one, row.first, picture.tz), y)
        for one in row.counted:
            ends = hours_of(one, row.first, picture.tz)
            canvas.bar("counted", ends, y)
            canvas.on_bar(as_words(one.duration), ends, y, letter=LETTER, beside=len(row.counted) == 1)
        y += 1
    for note in _notes(row):
        canvas.words(note, 0, y, ha="left", shift=3, colour=canvas.palette.quiet)
        y += 1
    for mark in _stairs(row.marks):
        canvas.lead(mark.hour, top + 0.9, y)
        canvas.mark(mark.kind, mark.hour, y)
        ha = "left" if _fits_right(mark) else "right"
        canvas.words(mark.says, mark.hour, y, ha=ha, shift=7, bold=mark.kind == "due")
        y += 1


def _stairs(marks: tuple[Mark, ...]) -> list[Mark]:
    """Return the marks of a day in the order of their lanes, so that few lines to a mark cross the words of another."""
    to_left = [mark for mark in marks if not _fits_right(mark)]
    to_right = [mark for mark in marks if _fits_right(mark)]
    return [*to_left, *reversed(to_right)]


def _fits_right(mark: Mark) -> bool:
    return mark.hour + LETTER * (len(mark.says) + 2) <= MIDNIGHT
