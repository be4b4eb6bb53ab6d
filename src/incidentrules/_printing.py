"""How a sheet is printed: as text of 80 columns, as Markdown, and as HTML for a notebook.

*Invariant:* no line of the text is wider than 80 columns, whatever the facts hold; wide characters take two.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from .sheet import Row, Sheet

WIDTH = 80
GAP = "  "
MOST = (20, 14, 0, 9, 9, 12)
"""How wide each column of the text is at most; the third, what a row is, takes the rest."""
WHAT = 2
JOINERS = "\u200c\u200d"
"""What joins and parts letters, in Persian, in Hindi and in emoji; it has no width, and turns nothing round."""


def shown(text: str) -> str:
    """Return a text without what a terminal takes for a command, and without what turns text round."""
    return "".join(
        letter
        if letter.isprintable() or letter in JOINERS
        else " "
        if letter.isspace()
        else "\N{REPLACEMENT CHARACTER}"
        for letter in text
    )


def _names(sheet: "Sheet") -> tuple[str, ...]:
    return "Day", "Id", "About", "What", "Units", "Credits", "Short", "Due", "Reply", sheet.currency


def _cells(row: "Row") -> tuple[str, ...]:
    before_due = row.day, row.id, row.about, row.what, row.units, row.credits, row.short
    return *before_due, row.due, row.reply, row.amount


# --- text


def as_text(sheet: "Sheet") -> str:
    """Return a sheet as text of at most 80 columns."""
    return "\n".join(_text(sheet))


def _text(sheet: "Sheet") -> Iterator[str]:
    yield from _folded(f"{sheet.title}, {sheet.period}", WIDTH)
    if sheet.rows:
        heads = [("Day", "Id", "What", "Units", "Credits", sheet.currency)]
        heads += [(row.day, row.id, row.what, row.units, row.credits, row.amount) for row in sheet.rows]
        widths = _widths(heads)
        yield from _beside(heads[0], widths)
        yield "-" * WIDTH
        for row, head in zip(sheet.rows, heads[1:], strict=True):
            yield from _beside(head, widths)
            yield from _below(row, sum(widths[:WHAT]) + WHAT * len(GAP))
        yield "-" * WIDTH
    for sentence in (*sheet.sums, *sheet.notes, "", *sheet.footer):
        lines = _folded(sentence, WIDTH - 4) or [""]
        yield from (f"{'    ' if at else '  '}{line}".rstrip() for at, line in enumerate(lines))


def _widths(heads: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column has to be: as its widest cell, within bounds."""
    widths = [min(max(map(_width, column)), most) for column, most in zip(zip(*heads, strict=True), MOST, strict=True)]
    widths[WHAT] = WIDTH - sum(widths) - len(GAP) * (len(widths) - 1)
    return widths


def _beside(cells: Iterable[str], widths: Iterable[int]) -> Iterator[str]:
    """Yield the lines of cells that stand beside each other, each folded to its width; figures to the right."""
    folded = [_folded(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*folded, fillvalue=""):
        gaps = (" " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        padded = (
            gap + cell if at > WHAT else cell + gap for at, (cell, gap) in enumerate(zip(line, gaps, strict=True))
        )
        yield GAP.join(padded).rstrip()


def _below(row: "Row", indent: int) -> Iterator[str]:
    """Yield what stands under a row: what it is about, its deadline, what no lot covered."""
    due = f"due {row.due}, {row.reply}" if row.due else ""
    short = f"{row.short} short" if row.short else ""
    for text in (row.about, due, short):
        for line in _folded(text, WIDTH - indent):
            yield " " * indent + line


def _folded(text: str, width: int) -> list[str]:
    """Return a text in lines of so many columns at most."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, width):
            if lines and _width(lines[-1]) + 1 + _width(piece) <= width:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield a word in pieces of so many columns at most."""
    piece, used = "", 0
    for letter in word:
        if used + _width(letter) > width:
            yield piece
            piece, used = "", 0
        piece += letter
        used += _width(letter)
    yield piece


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


# --- Markdown

MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]#|~$"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def as_markdown(sheet: "Sheet") -> str:
    """Return a sheet as Markdown."""
    return "\n".join(_markdown(sheet))


def _markdown(sheet: "Sheet") -> Iterator[str]:
    yield f"## {sheet.title.translate(MARKUP)}, {sheet.period}"
    yield ""
    if sheet.rows:
        yield _piped(_names(sheet))
        yield "| --- | --- | --- | --- | ---: | ---: | ---: | --- | --- | ---: |"
        yield from (_piped(_cells(row)) for row in sheet.rows)
        yield ""
    for sentence in (*sheet.sums, *sheet.notes, *sheet.footer):
        yield f"- {sentence.translate(MARKUP)}"


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.translate(MARKUP) for cell in cells)} |"


# --- HTML


def as_html(sheet: "Sheet") -> str:
    """Return a sheet as HTML without any style, in which the reason of each row opens."""
    return "\n".join(_html(sheet))


def _html(sheet: "Sheet") -> Iterator[str]:
    yield f"<h3>{escape(sheet.title)}, {sheet.period}</h3>"
    if sheet.rows:
        yield f"<table><thead><tr>{_tagged('th', _names(sheet))}<th>Why</th></tr></thead><tbody>"
        for row in sheet.rows:
            why = f"<details><summary>Why?</summary><pre>{escape(row.reason)}</pre></details>"
            yield f"<tr>{_tagged('td', _cells(row))}<td>{why}</td></tr>"
        yield "</tbody></table>"
    yield f"<ul>{_tagged('li', (*sheet.sums, *sheet.notes, *sheet.footer))}</ul>"


def _tagged(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)
