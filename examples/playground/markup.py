"""HTML and SVG as text: what is not markup already is escaped."""

import re
from collections.abc import Iterable
from html import escape

UNBROKEN = re.compile(r"((?:\w{3} )?\d{4}-\d\d-\d\d|\d+ credits?)")
"""What is shown on one line: a day, or a number of credits."""


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, *inside: str, **attributes: str | int | None) -> Markup:
    """Return an element; of attributes an underscore at the end is left out, others become hyphens, None is none.

    >>> tag("p", "1 < 2", tag("b", "!"), class_="note", aria_label='"so"')
    '<p class="note" aria-label="&quot;so&quot;">1 &lt; 2<b>!</b></p>'
    """
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    start = " ".join([name, *(f'{key}="{escape(str(value))}"' for key, value in given.items())])
    return Markup(f"<{start}>{joined(inside)}</{name}>")


def joined(parts: Iterable[str]) -> Markup:
    """Return texts and elements as one piece."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def unbroken(text: str) -> Markup:
    """Return a text in which no day, and no number of credits, is broken at the end of a line."""
    parts = enumerate(UNBROKEN.split(text))
    return joined(tag("span", part, class_="whole") if place % 2 else part for place, part in parts)


def table(
    names: list[str], rows: list[list[str]], *, numbers: tuple[int, ...] = (), chosen: int | None = None
) -> Markup:
    """Return a table; ``numbers`` are the places of columns of figures, ``chosen`` that of a row that stands out."""

    def cells(kind: str, texts: list[str]) -> list[Markup]:
        classes = ("number" if place in numbers else None for place in range(len(texts)))
        return [tag(kind, unbroken(text), class_=name) for text, name in zip(texts, classes, strict=True)]

    head = tag("thead", tag("tr", *cells("th", names)))
    lines = [
        tag("tr", *cells("td", row), class_="chosen" if place == chosen else None) for place, row in enumerate(rows)
    ]
    return tag("div", tag("table", head, tag("tbody", *lines)), class_="wide", tabindex=0)
