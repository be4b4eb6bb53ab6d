"""How an account's lots are drawn: a band a lot, as full as what was left of it, and its moves below it.

Where there are many lots, each takes one lane, and only what was lost is written beside its band.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from ..ledger import Entry, EntryKind
from ._canvas import Canvas, ThemeWord
from ._stocks import Band, Stocks
from ._ticks import day_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MANY = 8
"""From how many lots on each takes one lane."""
LETTER = 1 / 48
"""The width of a letter, as a part of a picture of 360 pixels."""
CLOSE = 2
"""How many letters apart two marks have to be."""
LONGEST_NAME = 10
LOST = (EntryKind.LAPSED, EntryKind.VOIDED)
SIGNS: Mapping[str, str] = {"drawn": "\u2212", "reversed": "+", "short": ""}

_Move = tuple[str, float, int]
"""What moved credits: its kind, where it lies, and how many."""


@attrs.frozen
class _Scale:
    """Where days lie: in days since the first one."""

    first: date
    days: int

    def at(self, day: date, part: float = 0.0) -> float:
        return (day - self.first).days + part

    @property
    def letter(self) -> float:
        return self.days * LETTER


def draw(picture: Stocks, ax: "Axes | None", theme: ThemeWord) -> "Axes":
    """Draw the lots of an account."""
    period = picture.period
    scale = _Scale(period.start, (period.end - period.start).days)
    is_many = len(picture.bands) > MANY
    each = 1.15 if is_many else 3.3
    lanes = max(each * len(picture.bands) + 2.0 * bool(picture.shortfalls), 1.0)
    canvas = Canvas.of(ax, theme, lanes=lanes, xlim=(0, scale.days))
    names = []
    for place, band in enumerate(picture.bands):
        y = place * each + (0.55 if is_many else 1.5)
        names.append((y, _name(band.lot.id)))
        _draw_band(canvas, scale, band, y, is_many=is_many)
    if picture.shortfalls:
        y = each * len(picture.bands) + 0.55
        names.append((y, "not covered"))
        canvas.line(y - 0.55)
        _draw_marks(canvas, scale, (("short", scale.at(one.on, 0.5), one.credits) for one in picture.shortfalls), y)
    canvas.rows(names)
    canvas.columns(day_ticks(period.start, scale.days), f"{period.start} to {period.last_day}")
    if not names:
        canvas.words("no credits in these days", 0, 0.5, ha="left", colour=canvas.palette.quiet)
    canvas.title(picture.title, re.sub(r" ([-+=]) (\d+) ", " \\1\xa0\\2\xa0", picture.below))
    canvas.legend(_legend(picture))
    return canvas.ax


def _name(id: str) -> str:
    """Return an id, or both ends of a long one."""
    return id if len(id) <= LONGEST_NAME else f"{id[:4]}…{id[-5:]}"


def _legend(picture: Stocks) -> dict[str, str]:
    return {"open": "used or lost", "counted": "left"} if picture.bands else {}


def _draw_band(canvas: Canvas, scale: _Scale, band: Band, y: float, *, is_many: bool) -> None:
    left, right = _life(scale, band)
    canvas.bar("open", (left, right), y)
    for start, end, credits in _levels(scale, band, right):
        height = 0.8 * credits / band.lot.credits
        canvas.bar("counted", (start, end), y + (0.8 - height) / 2, height)
        if not is_many:
            canvas.on_bar(
                str(credits), (start, end), y + (0.8 - height) / 2, letter=_roomy(scale, height), beside=False
            )
    if is_many:
        _draw_marks(canvas, scale, _moves(scale, band, LOST), y)
        return
    ha, x = ("left", left) if left < scale.days / 2 else ("right", right)
    canvas.words(f"{band.lot.credits} credits, {band.usable}", x, y - 0.95, ha=ha)
    _draw_marks(canvas, scale, _moves(scale, band, tuple(EntryKind)), y + 0.95)


def _moves(scale: _Scale, band: Band, kinds: Iterable[EntryKind]) -> list[_Move]:
    return [(str(entry.kind), _place(scale, entry), entry.credits) for entry in band.moves if entry.kind in kinds]


def _roomy(scale: _Scale, height: float) -> float:
    """Return the width of a letter where a bar is high enough for one; elsewhere more than there is."""
    return scale.letter if height >= 0.55 else float(scale.days)


def _life(scale: _Scale, band: Band) -> tuple[float, float]:
    """Return from where to where a lot is usable, as far as the picture goes."""
    lapses_on = band.lot.lapses_on
    voided = next((_place(scale, entry) for entry in band.entries if entry.kind is EntryKind.VOIDED), float(scale.days))
    end = float(scale.days) if lapses_on is None else scale.at(lapses_on)
    return max(scale.at(band.lot.on), 0.0), min(end, voided, float(scale.days))


def _levels(scale: _Scale, band: Band, right: float) -> Iterator[tuple[float, float, int]]:
    """Yield what was left of a lot, from where to where."""
    edges = [(0.0, band.before), *((_place(scale, entry), left) for entry, left in band.balances), (right, 0)]
    for (start, credits), (end, _) in pairwise(edges):
        if credits and start < end:
            yield start, end, credits


def _place(scale: _Scale, entry: Entry) -> float:
    """Return where an entry lies: what comes and what lapses at the beginning of its day, the rest in the middle."""
    at_once = entry.kind in (EntryKind.PURCHASED, EntryKind.GRANTED, EntryKind.LAPSED)
    return scale.at(entry.on, 0.0 if at_once else 0.5)


def _draw_marks(canvas: Canvas, scale: _Scale, moves: Iterable[_Move], y: float) -> None:
    """Draw marks, each with its words where there is room between the words before it and the mark after it."""
    marks, taken = _gathered(scale, moves), 0.0
    for (kind, x, credits), (_, following, _) in pairwise([*marks, ("", float(scale.days), 0)]):
        words = _says(kind, credits)
        room = scale.letter * (len(words) + 2.5)
        canvas.mark(kind, x, y)
        if x >= taken and x + room <= following:
            canvas.words(words, x, y, ha="left", shift=5)
            taken = x + room
        elif x - room >= taken:
            canvas.words(words, x, y, ha="right", shift=5)
            taken = x


def _gathered(scale: _Scale, moves: Iterable[_Move]) -> list[_Move]:
    """Return moves in order, in which those of one kind that lie too close together are one."""
    gathered: list[_Move] = []
    for kind, x, credits in sorted(moves, key=lambda move: move[1]):
        near = gathered and gathered[-1][0] == kind and x - gathered[-1][1] < CLOSE * scale.letter
        if near:
            gathered[-1] = (kind, gathered[-1][1], gathered[-1][2] + credits)
        else:
            gathered.append((kind, x, credits))
    return gathered


def _says(kind: str, credits: int) -> str:
    sign = SIGNS.get(kind)
    return f"{credits} {kind}" if sign is None else f"{sign}{credits}"
