"""An Axes to draw on: colours that can be read in light and in dark, rows from the top down, and words beside marks.

What is shown differs by shape and by pattern too, not by colour alone. Artists bear the name of what they show as
their label, such as ``_counted``; the underscore keeps them out of legends.

*Invariant:* no global state: pyplot isn't used, and nothing of matplotlib's settings is changed.
*Invariant:* words are shown as they are: a ``$`` in an id is no formula.
*Units:* sizes are inches and points; a *lane* is the height of a line of words.
"""

import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

import attrs

from .. import _checks as check

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

WIDTH, LANE, AROUND, MARGIN = 3.6, 0.2, 1.25, 0.08
"""The width of a figure, the heights of a lane and of all around the lanes, the margin: 360 pixels, at 100 an inch."""
SMALL, LARGE = 8.0, 9.5
WRAPPED, TITLE = 44, 34
"""Characters that fit into a line of 360 pixels, beside the names of rows; in a title, which is larger."""


class Theme(check.Word):
    """What a picture is to be read on: a light page, or a dark one."""

    LIGHT = "light"
    DARK = "dark"


ThemeWord = Theme | Literal["light", "dark"]


@attrs.frozen(kw_only=True)
class Palette:
    """The colours of a theme: each but ``faint`` stands out from the paper by 4.5 to 1, and ink from ``faint`` too."""

    paper: str
    ink: str
    quiet: str
    faint: str
    counted: str
    due: str
    good: str


PALETTES: Mapping[Theme, Palette] = {
    Theme.LIGHT: Palette(
        paper="#ffffff",
        ink="#1b1b1b",
        quiet="#595959",
        faint="#e3edf7",
        counted="#0a5a9c",
        due="#a83c00",
        good="#006a4e",
    ),
    Theme.DARK: Palette(
        paper="#131416",
        ink="#f2f2f2",
        quiet="#b0b0b0",
        faint="#22303d",
        counted="#74b8f5",
        due="#ff9c66",
        good="#55d0a6",
    ),
}

MARKS: Mapping[str, tuple[str, str]] = {
    "received": (">", "ink"),
    "severity": ("^", "ink"),
    "tier": ("^", "ink"),
    "goal": ("o", "quiet"),
    "used_up": ("|", "quiet"),
    "due": ("D", "due"),
    "replied": ("P", "good"),
    "late": ("X", "due"),
    "drawn": ("v", "ink"),
    "reversed": ("^", "good"),
    "lapsed": ("X", "due"),
    "voided": ("s", "due"),
    "short": ("X", "due"),
}
"""The shape and the colour of each mark; a goal is hollow, as it is no promise."""


@attrs.frozen(kw_only=True)
class Canvas:
    """An Axes, and the colours to draw with."""

    ax: "Axes"
    palette: Palette

    @classmethod
    def of(cls, ax: "Axes | None", theme: ThemeWord, *, lanes: float, xlim: tuple[float, float]) -> "Canvas":
        """Return a canvas of so many lanes, on the Axes given or on one of a figure of its own."""
        palette = PALETTES[check.word(Theme, theme)]
        canvas = cls(ax=_axes(ax, palette, lanes), palette=palette)
        canvas._prepare(lanes, xlim)
        return canvas

    def _prepare(self, lanes: float, xlim: tuple[float, float]) -> None:
        ax, palette = self.ax, self.palette
        ax.set_facecolor(palette.paper)
        ax.set_xlim(*xlim)
        ax.set_ylim(lanes, 0)
        ax.spines[:].set_visible(False)
        ax.set_axisbelow(True)
        ax.tick_params(length=0, labelsize=SMALL, colors=palette.ink)

    def title(self, title: str, below: str) -> None:
        """Write what the picture says, and a sentence below it."""
        words = textwrap.fill(below, WRAPPED)
        pad = 8 + 1.3 * SMALL * (words.count("\n") + 1 if words else 0)
        title = textwrap.fill(title, TITLE, break_long_words=False)
        ink = self.palette.ink
        self.ax.set_title(title, loc="left", fontsize=LARGE, fontweight="bold", color=ink, pad=pad, parse_math=False)
        self.ax.annotate(
            words,
            (0, 1),
            (0, 5),
            "axes fraction",
            "offset points",
            fontsize=SMALL,
            color=ink,
            va="bottom",
            parse_math=False,
        )

    def rows(self, names: Iterable[tuple[float, str]]) -> None:
        """Write the names of rows to the left, each at its height."""
        placed = list(names)
        self.ax.set_yticks([at for at, _ in placed], labels=[name for _, name in placed], parse_math=False)

    def columns(self, ticks: Iterable[tuple[float, str]], name: str) -> None:
        """Write what lies along the picture below it, with lines up from there."""
        placed = list(ticks)
        self.ax.set_xticks([at for at, _ in placed], labels=[words for _, words in placed])
        self.ax.grid(axis="x", color=self.palette.quiet, linewidth=0.4, alpha=0.5)
        self.ax.set_xlabel(name, fontsize=SMALL, color=self.palette.ink, loc="left")

    def line(self, y: float) -> None:
        """Draw a thin line between rows."""
        self.ax.axhline(y, color=self.palette.quiet, linewidth=0.4, alpha=0.5)

    # --- bars

    def bar(self, kind: str, ends: tuple[float, float], y: float, height: float = 0.8) -> "Rectangle":
        """Draw a bar in the middle of a lane: "open" is an outline, "counted" is filled, "short" is hatched."""
        patch = self._patch(kind, ends, y, height)
        self.ax.add_patch(patch)
        return patch

    def _patch(self, kind: str, ends: tuple[float, float], y: float, height: float) -> "Rectangle":
        from matplotlib.patches import Rectangle

        palette = self.palette
        style = {
            "open": {"facecolor": palette.faint, "edgecolor": palette.quiet, "linewidth": 0.8, "zorder": 1.5},
            "counted": {"facecolor": palette.counted, "edgecolor": palette.counted, "linewidth": 0.0, "zorder": 2},
            "short": {"facecolor": palette.paper, "edgecolor": palette.due, "hatch": "/////", "zorder": 2},
        }[kind]
        left, right = sorted(ends)
        return Rectangle((left, y - height / 2), right - left, height, label=f"_{kind}", **style)  # type: ignore[arg-type]

    def on_bar(self, text: str, ends: tuple[float, float], y: float, *, letter: float, beside: bool = True) -> None:
        """Write into a bar where its words fit, else ``beside`` it or nowhere; ``letter`` is the width of a letter."""
        left, right = ends
        room, end = letter * (len(text) + 1), self.ax.get_xlim()[1]
        if right - left >= room:
            self.words(text, (left + right) / 2, y, ha="center", colour=self.palette.paper, ground=None)
        elif beside:
            ha, x = ("left", right) if right + room <= end else ("right", left)
            self.words(text, x, y, ha=ha, shift=3, ground="faint")

    # --- marks and words

    def mark(self, kind: str, x: float, y: float) -> None:
        """Draw a mark: a shape and a colour for each kind."""
        shape, colour = MARKS[kind]
        ink = getattr(self.palette, colour)
        face = self.palette.paper if kind == "goal" else ink
        self.ax.plot(
            [x], [y], marker=shape, markersize=5.5, markeredgecolor=ink, markerfacecolor=face, markeredgewidth=1.2,
            linestyle="none", clip_on=False, zorder=4, label=f"_{kind}",
        )  # fmt: skip

    def lead(self, x: float, top: float, bottom: float) -> None:
        """Draw a thin line from a bar down to a mark."""
        self.ax.plot(
            [x, x], [top, bottom], color=self.palette.ink, linewidth=0.8, clip_on=False, zorder=2.5, label="_lead"
        )

    def words(
        self, text: str, x: float, y: float, *, ha: str, shift: float = 0.0,
        colour: str | None = None, bold: bool = False, ground: str | None = "paper",
    ) -> None:  # fmt: skip
        """Write words in a lane, ``shift`` points away from a place, on a ``ground`` that hides the lines below."""
        box = {"facecolor": getattr(self.palette, ground), "edgecolor": "none", "pad": 0.6} if ground else None
        self.ax.annotate(
            text, (x, y), (-shift if ha == "right" else shift, 0), "data", "offset points",
            ha=ha, va="center_baseline", fontsize=SMALL, color=colour or self.palette.ink, bbox=box,
            fontweight="bold" if bold else "normal", zorder=3, annotation_clip=False, parse_math=False,
        )  # fmt: skip

    def legend(self, kinds: Mapping[str, str]) -> None:
        """Say below the picture what its bars are, if there are any."""
        from matplotlib.transforms import ScaledTranslation

        if not kinds:
            return
        below = self.ax.transAxes + ScaledTranslation(0, -32 / 72, self.ax.figure.dpi_scale_trans)
        handles = [self._patch(kind, (0, 1), 0, 1) for kind in kinds]
        self.ax.legend(
            handles, list(kinds.values()), loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=below,
            borderaxespad=0, borderpad=0, ncols=len(kinds), fontsize=SMALL, labelcolor=self.palette.ink,
            frameon=False, handlelength=1.4, columnspacing=1.2,
        )  # fmt: skip


def _axes(ax: "Axes | None", palette: Palette, lanes: float) -> "Axes":
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    if ax is None:
        layout = ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
        size = (WIDTH, LANE * lanes + AROUND)
        return Figure(figsize=size, dpi=100, layout=layout, facecolor=palette.paper).subplots()
    if not isinstance(ax, Axes):
        remedy = "give one of figure.subplots(), or leave it out for a figure of its own"
        check.refuse_type("ax", ax, "an Axes of matplotlib", remedy)
    return ax


def short(text: str, most: int) -> str:
    """Return a text cut to so many characters, the last of them an ellipsis where anything was cut."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
