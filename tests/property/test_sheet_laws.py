"""Laws of a statement in words, whatever an account has lived through, and whatever its facts are called.

- text: no line is wider than 80 columns, no character commands a terminal or turns text round
- HTML and Markdown: a parser finds no markup but the sheet's own, and in each cell what the row says
- every row has a reason, and every request of the period a row
"""

from datetime import timedelta
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from helpers import examples, standard
from incidentrules import Account, Lot, Period, Terms, settle
from incidentrules.sheet import Sheet, sheet
from judgement_strategies import FIRST, incidents, jobs, life_from, months, terms
from rendered import TAGS, Page, cells_of, columns

HOSTILE = ["<b>", "</td>", "</pre><script>", "<!--", "&lt;", "|", "\\", "`", "**", "[a](b)", "{", "=1+1", "\u9577"]
COMMANDS = ["\n", "\r", "\t", "\x00", "\x1b[2J", "\x9b", "\u202e", "\u2028", "\ufeff", "\ud800"]
JOINERS = "\u200c\u200d"
subjects = st.lists(st.sampled_from([*HOSTILE, *COMMANDS]) | st.text(max_size=12), max_size=8).map("".join)
names = (
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), min_size=1, max_size=9)
    .map("".join)
    .filter(lambda name: name == name.strip() != "" and name.isprintable())
)
periods = st.one_of(
    st.integers(1, 12).map(lambda month: Period.month(2026, month)),
    st.sampled_from([Period.quarter(2026, 4), Period.days(FIRST, FIRST + timedelta(days=400))]),
)


def check_prints(told: Sheet) -> None:
    printed = str(told)
    assert max(map(columns, printed.splitlines())) <= 80
    assert {letter for letter in printed if category(letter)[0] in "CZ"} <= {" ", "\n", *JOINERS}
    cells = [
        [row.day, row.id, row.about, row.what, row.units, row.credits, row.short, row.due, row.reply, row.amount]
        for row in told.rows
    ]
    page = Page(told._repr_html_())
    assert page.tags <= TAGS
    tens = page.texts["td"]
    assert [tens[start : start + 10] for start in range(0, len(tens), 11)] == cells
    assert page.texts["pre"] == [row.reason for row in told.rows]
    assert page.texts["li"] == [*told.sums, *told.notes, *told.footer]
    one_space = [[" ".join(cell.split()) for cell in row] for row in cells]
    found = [[" ".join(cell.split()) for cell in row] for row in cells_of(told.markdown())]
    assert found[1:] == one_space
    assert all(row.reason for row in told.rows)


@given(st.data(), periods, st.sampled_from([None, "Asia/Kathmandu"]))
@examples(100)
def test_an_account_after_some_of_its_life_prints(data: st.DataObject, period: Period, tz: str | None) -> None:
    life = life_from(data)
    billed = life.settled()
    for _ in range(life.pick(0, 4)):
        life.goes_on()
    statement = life.settled().statement(period, billed=billed)
    ids = [*life.tickets, *life.lots, *life.call_outs, "gone"]
    told = sheet(statement, about={id: data.draw(subjects) for id in ids[:3]}, tz=tz)
    check_prints(told)
    assert {assessed.id for assessed in statement.assessments} <= {row.id for row in told.rows}
    assert len(told.rows) >= len(statement.lines)


@given(st.data(), names, st.lists(names, min_size=3, max_size=3, unique=True), terms())
@examples(100)
def test_facts_of_any_name_print(data: st.DataObject, account: str, ids: list[str], judged_by: Terms) -> None:
    call_outs, after_hours = data.draw(jobs())
    cause, follows = (data.draw(incidents(id=id)) for id in ids[:2])
    if cause.received_at <= follows.received_at:
        follows = follows.replace(follows=cause.id)
    facts = Account(
        id=account,
        lots=[Lot(id=ids[2], credits=3, on=FIRST, last_usable_on=None, price=10**15)],
        incidents=[cause, follows],
        call_outs=call_outs,
        after_hours=after_hours,
        tier_months=data.draw(months()),
    )
    desk = judged_by.replace(currency=data.draw(names)[:200])
    check_prints(sheet(settle(facts, desk).statement(data.draw(periods))))


@given(subjects)
@examples(50)
def test_nothing_is_told_of_ids_that_are_not_on_the_statement(subject: str) -> None:
    statement = settle(Account(id="acme"), standard()).statement(Period.month(2026, 11))
    assert sheet(statement, about={"T-1": subject}) == sheet(statement)
