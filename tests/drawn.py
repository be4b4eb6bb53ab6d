"""What a drawn picture shows, read from its artists: bars, marks and words, each by its name."""

from collections import defaultdict
from typing import Any


def bars(ax: Any, kind: str) -> list[tuple[float, float]]:
    """Return the left and right ends of all bars of a kind, in the order in which they were drawn."""
    found = [patch for patch in ax.patches if patch.get_label() == f"_{kind}"]
    return [(round(bar.get_x(), 6), round(bar.get_x() + bar.get_width(), 6)) for bar in found]


def heights(ax: Any, kind: str) -> list[float]:
    """Return the heights of all bars of a kind, in lanes."""
    return [round(patch.get_height(), 6) for patch in ax.patches if patch.get_label() == f"_{kind}"]


def marks(ax: Any) -> dict[str, list[float]]:
    """Return where marks lie, by their kind."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in ax.lines:
        if line.get_marker() != "None":
            found[line.get_label().removeprefix("_")].append(round(float(line.get_xdata()[0]), 6))
    return dict(found)


def words(ax: Any) -> list[str]:
    """Return the words in a picture, its title and the sentence below that first; rows and columns are apart."""
    below = [text for text in ax.texts if text.xycoords == "axes fraction"]
    within = [text for text in ax.texts if text.xycoords == "data"]
    return [ax.get_title(loc="left"), *(text.get_text() for text in (*below, *within))]


def rows(ax: Any) -> list[str]:
    """Return the names of the rows."""
    return [label.get_text() for label in ax.get_yticklabels()]


def columns(ax: Any) -> list[str]:
    """Return the names below the picture."""
    return [label.get_text() for label in ax.get_xticklabels()]


def legend(ax: Any) -> list[str]:
    """Return the words of the legend."""
    return [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []
