"""A sheet printed: text of 80 columns, Markdown that a parser reads, HTML; each shows hostile texts as they are."""

from datetime import date
from types import SimpleNamespace

import pytest
from markdown_it import MarkdownIt

from accounts import NOVEMBER, OCTOBER, TERMS, stated, whole
from doors import any_of
from helpers import at, minutes, ticket
from incidentrules import (
    Account,
    HolidayCalendar,
    Lot,
    settle,
)
from incidentrules._printing import as_text
from incidentrules.sheet import sheet
from rendered import TAGS, Page, cells_of, columns

HOLIDAYS = HolidayCalendar.from_dates([], years=range(1, 10_000))
LOT = Lot(id="L-1", credits=8, on=date(2026, 10, 1), last_usable_on=date(2027, 10, 1), price=999)


# --- text

JAPANESE = "\u30e1\u30fc\u30eb\u304c\u9045\u3044"
"""Six wide characters, of two columns each."""

PRINTED = f"""\
acme, 2026-11-01 to 2026-11-30
Day           Id              What                           Units  Credits  USD
--------------------------------------------------------------------------------
Tue 03        L-1             purchased, usable through                  +4  599
                              2027-05-03
Wed 18 10:00  T-1             excluded: out of box, within
                              7 days
                              {JAPANESE * 4}{JAPANESE[0]}
                              {JAPANESE[1:]}{JAPANESE} twice
                              due Thu 19 10:00, overdue
Thu 19 12:00  INC-2026-11-19  incident, severe               2 x 4       -8
              -000001
                              due Thu 19 18:00, in time
                              4 short
--------------------------------------------------------------------------------
  Credits: 0 at the start + 4 purchased - 4 drawn = 0 at the end
  Packs: USD 599
  Short: 4 credits that nothing covered; the cheapest packs: 1 of 4, USD 599

  Days and times are those of UTC.
  Readings: the defaults.
  Holidays: given dates ({HOLIDAYS.digest}).
  Terms: {TERMS.fingerprint}."""


def test_a_statement_is_printed_in_80_columns() -> None:
    statement = stated(
        lots=[TERMS.purchase(4, id="L-1", on=date(2026, 11, 3))],
        incidents=[
            ticket(is_out_of_box=True, deployed_at=at("Wed 09:00")),
            ticket(
                "Thu 12:00",
                id="INC-2026-11-19-000001",
                severity="severe",
                tier="6h",
                effort=minutes(75),
                replied_at=at("Thu 13:00"),
            ),
        ],
    )
    assert str(sheet(statement, about={"T-1": f"{JAPANESE * 6} twice"})) == PRINTED


def test_what_is_longer_than_a_line_goes_on_in_the_next() -> None:
    long = Account(id="\u9577" * 100, lots=[LOT.replace(id="L" * 200, on=date(2026, 11, 3), price=10**15)])
    printed = str(settle(long, TERMS.replace(currency="C" * 200)).statement(NOVEMBER)).splitlines()
    assert max(map(columns, printed)) == 80
    assert printed[:3] == ["\u9577" * 40, "\u9577" * 40, "\u9577" * 20 + ", 2026-11-01 to 2026-11-30"]
    assert "".join(line[-12:].strip() for line in printed[3:20]) == "C" * 200
    assert "".join(line[8:22].strip() for line in printed[21:36]) == "L" * 200
    assert printed[21][-12:] + printed[22][-9:] == "1,000,000,000,000,000"


WIDEST = f"{'d' * 20}  {'i' * 14}  {'w' * 6}  {'u' * 9}  {'c' * 9}  {'a' * 12}"


def test_a_column_takes_its_share_of_80_characters_and_what_a_row_is_takes_the_rest() -> None:
    cells = {"day": "d", "id": "i", "what": "w", "units": "u", "credits": "c", "amount": "a"}
    row = SimpleNamespace(**{name: 50 * cell for name, cell in cells.items()}, about="", due="", short="")
    page = SimpleNamespace(title="t", period="p", currency="USD", rows=[row], sums=[], notes=[], footer=[])
    assert (len(WIDEST), WIDEST) == (80, as_text(any_of(page)).splitlines()[3])


def test_a_statement_prints_as_its_sheet() -> None:
    statement = whole().statement(NOVEMBER)
    assert str(statement) == str(sheet(statement))
    assert statement._repr_html_() == sheet(statement)._repr_html_()


def test_a_statement_without_lines_has_no_table() -> None:
    assert str(sheet(stated(OCTOBER))).splitlines()[:2] == [
        "acme, 2026-10-01 to 2026-10-31",
        "  Credits: 0 at the start = 0 at the end",
    ]
    assert "|" not in sheet(stated(OCTOBER)).markdown()
    assert "table" not in sheet(stated(OCTOBER))._repr_html_()


# --- Markdown and HTML

HOSTILE = [
    "<script>alert(1)</script>",
    "</pre></td><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp;",
    "a | b || c \\| d",
    "[click](javascript:alert(1)) ![x](y) <https://example.com>",
    "`code` ``more` *bold* _it_ ~~gone~~ $x$ # heading #",
    "=HYPERLINK(1)",
    "- item",
    "1. item",
    "\\",
    "{{ 7 * 7 }} {% raw %} {0} %s",
    "\x1b]0;title\x07 \u202eturned",
]


@pytest.mark.parametrize("subject", HOSTILE)
def test_markdown_shows_a_subject_as_it_is(subject: str) -> None:
    told = sheet(stated(incidents=[ticket()]), about={"T-1": subject})
    assert cells_of(told.markdown())[1][2] == " ".join(told.rows[0].about.split())


@pytest.mark.parametrize("id", [text for text in HOSTILE if text.isprintable()])
def test_markdown_and_html_show_an_id_as_it_is(id: str) -> None:
    account = Account(id=id, incidents=[ticket(id=id)])
    told = sheet(settle(account, TERMS).statement(NOVEMBER))
    heading, *_ = (token.children for token in MarkdownIt().parse(told.markdown()) if token.type == "inline")
    assert "".join(part.content for part in heading or ()) == f"{id}, {NOVEMBER}"
    assert cells_of(told.markdown())[1][1] == id
    page = Page(told._repr_html_())
    assert (page.texts["h3"], page.texts["td"][1]) == ([f"{id}, {NOVEMBER}"], id)


@pytest.mark.parametrize("subject", HOSTILE)
def test_html_shows_a_subject_as_it_is(subject: str) -> None:
    told = sheet(stated(incidents=[ticket()]), about={"T-1": subject})
    page = Page(told._repr_html_())
    assert page.texts["td"][2] == told.rows[0].about
    assert page.tags == TAGS


def test_markdown_is_a_heading_a_table_and_a_list() -> None:
    told = sheet(whole().statement(NOVEMBER))
    parsed = MarkdownIt("commonmark").enable("table").parse(told.markdown())
    blocks = [token.type for token in parsed if token.level == 0 and token.nesting == 1]
    assert blocks == ["heading_open", "table_open", "bullet_list_open"]
    header, *rows = cells_of(told.markdown())
    assert header == ["Day", "Id", "About", "What", "Units", "Credits", "Short", "Due", "Reply", "USD"]
    assert rows[14][:7] == ["Fri 20 10:00", "T-5", "", "incident", "2 x 4", "-8", "4"]
    assert len(rows) == 17


def test_html_opens_the_reason_of_each_row() -> None:
    told = sheet(whole().statement(NOVEMBER))
    page = Page(told._repr_html_())
    assert page.texts["pre"] == [row.reason for row in told.rows]
    assert page.texts["li"] == [*told.sums, *told.notes, *told.footer]
