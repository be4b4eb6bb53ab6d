"""Sheets as a reader sees them: the texts of HTML by tag, the cells of a Markdown table, the columns of a line."""

from collections import defaultdict
from html.parser import HTMLParser
from unicodedata import east_asian_width

from markdown_it import MarkdownIt

TAGS = {"h3", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "pre", "ul", "li"}
"""The tags of a sheet."""


class Page(HTMLParser):
    """The tags of a page, which have no attributes, and the texts within each tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: dict[str, list[str]] = defaultdict(list)
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.tags.add(tag)
        self.open.append(tag)
        self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data


def cells_of(markdown: str) -> list[list[str]]:
    """Return the cells of a Markdown table, by row, the names first; whatever is in them has to be text alone."""
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline":
            parts = token.children or []
            assert {part.type for part in parts} <= {"text"}
            if token.level == 4:  # within a cell
                rows[-1].append("".join(part.content for part in parts))
    return rows


def columns(line: str) -> int:
    """Return how many columns of a terminal a line takes; wide characters take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)
