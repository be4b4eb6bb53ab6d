"""The pages of examples/mail.py: one a customer, complete, in no need of anything else, and safe to open."""

import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import mail

DATA = Path(mail.__file__).parent / "data"
HOSTILE = [
    "<script>alert(1)</script>",
    "</span></td><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    '" onload="x',
    "=HYPERLINK(1)",
    "&lt;b&gt;",
]
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "h1", "p", "section", "table", "thead"),
    *("tbody", "tr", "th", "td", "span", "details", "summary", "div", "ul", "li", "footer"),
}
ATTRIBUTES = {"lang", "charset", "name", "content", "class", "dir", "colspan", "style", "data-currency"}


class Page(HTMLParser):
    """The tags of a page, its attributes, and its words without its style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] != "style":
            self.words += f" {data}"


def page_of(folder: Path, name: str) -> Page:
    return Page((folder / f"{name}.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "statements"
    mail.main(folder)
    return folder


def test_every_customer_has_a_page(pages: Path) -> None:
    assert len(list(pages.glob("*.html"))) == 14


def test_a_page_tells_the_statement_and_why(pages: Path) -> None:
    page = page_of(pages, "corvid-games")
    words = " ".join(page.words.split())
    assert "Statement for 2026-09-01 to 2026-09-30" in words
    assert "Credits: 2 at the start + 12 purchased - 14 drawn = 0 at the end" in words
    assert "Lobby latency doubled after the tournament T-3293: incident; 6 not covered" in words
    assert "Answer due Wed 30 23:10: late" in words
    assert "It costs 8 credits: 2 x 4" in words
    assert "Terms: " in words
    assert page.tags.count("details") == page.tags.count("tbody") == 7 - 1


def test_a_page_needs_nothing_else(pages: Path) -> None:
    for path in pages.glob("*.html"):
        page = path.read_text("utf-8")
        assert [word for word in ("http", "url(", "@import", "src=", "href=", "<script") if word in page] == []


def test_a_page_is_made_for_paper_the_dark_and_a_phone(pages: Path) -> None:
    page = (pages / "corvid-games.html").read_text("utf-8")
    for media in ("@media print", "prefers-color-scheme: dark", "@media (max-width", 'name="viewport"'):
        assert media in page


def test_hostile_texts_are_shown_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "purchases.csv").write_text("account,id,on,credits,server\n", "utf-8")
    lines = [["account", "subject", "id", "received_at"]]
    lines += [["<b>Evil</b>", text, f"{place} {text}", "2026-09-02T10:00Z"] for place, text in enumerate(HOSTILE)]
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    (tmp_path / "tickets.csv").write_text(quoted, "utf-8")
    mail.main(tmp_path / "out", tmp_path)
    page = page_of(tmp_path / "out", "%3Cb%3EEvil%3C%2Fb%3E")
    assert set(page.tags) <= TAGS
    assert page.attributes <= {
        "lang",
        "charset",
        "name",
        "content",
        "class",
        "dir",
        "colspan",
        "style",
        "data-currency",
    }
    assert [text for text in [*HOSTILE, "<b>Evil</b>"] if text not in page.words] == []


def test_a_name_that_looks_like_a_path_stays_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "purchases.csv").write_text("account,id,on,credits,server\n../up,P-1,2026-09-01,4,\n", "utf-8")
    shutil.copy(DATA / "tickets.csv", tmp_path)
    mail.main(tmp_path / "out", tmp_path)
    assert (tmp_path / "out" / "..%2Fup.html").exists()
    assert not list(tmp_path.glob("*.html"))


def test_nothing_is_written_where_a_row_cannot_be_read(tmp_path: Path) -> None:
    for name in ("tickets.csv", "purchases.csv"):
        shutil.copy(DATA / name, tmp_path)
    with (tmp_path / "tickets.csv").open("a", encoding="utf-8") as file:
        file.write("kestrel-air,T-9,cut short\n")
    with pytest.raises(SystemExit, match=r"row \d+, .* the row is cut short"):
        mail.main(tmp_path / "out", tmp_path)
    assert not (tmp_path / "out").exists()


def test_the_script_runs_as_it_stands(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, mail.__file__, tmp_path / "out"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (tmp_path / "out" / "kestrel-air.html").exists()
