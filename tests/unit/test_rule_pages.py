"""The pages of the rules: one for each rule and each decision, completed from the rulebook, the code and the tests."""

import re
from pathlib import Path

import pytest

import rule_cases
import rule_pages
import rule_places
import rule_sources
from incidentrules import RULES
from incidentrules.readings import SETTINGS
from statement_example import statement

DOCS = Path(__file__).parents[2] / "docs"
IDS = [*(f"R{number}" for number in range(1, 31)), *(f"A{number}" for number in range(1, 19))]
SETTING_IDS = [setting.id for setting in SETTINGS.values()]


def text(id: str) -> str:
    return (DOCS / "rules" / f"{id.lower()}.md").read_text("utf-8")


def completed(id: str) -> str:
    return rule_pages.page(f"rules/{id.lower()}", text(id), DOCS)


def test_every_rule_and_every_decision_has_a_page_and_nothing_else_is_decided() -> None:
    pages = {path.stem.upper() for path in (DOCS / "rules").glob("[ra][0-9]*.md")}
    assert (set(IDS), IDS) == (pages, list(rule_places.IDS))


@pytest.mark.parametrize("id", IDS)
def test_a_page_bears_the_title_of_its_rule_or_the_question_of_its_setting(id: str) -> None:
    titles = {rule.id: rule.title for rule in RULES.values()}
    titles |= {setting.id: setting.question for setting in SETTINGS.values()}
    assert f"# {id}: {titles.get(id, rule_pages.heading(id))}" == text(id).splitlines()[0]


@pytest.mark.parametrize("id", IDS)
def test_a_page_has_an_example_that_is_run_and_words_to_find_it_by(id: str) -> None:
    found = [part in text(id) for part in ("```{index} ! ", "## How it is read", "## Example", "```python\n>>> ")]
    assert found == [True] * 4


@pytest.mark.parametrize("id", IDS)
def test_a_page_says_where_its_rule_stands_in_the_terms_in_the_code_and_in_the_tests(id: str) -> None:
    page = completed(id)
    assert re.search(r"^- In the published terms: .+\(as read in November 2026", page, re.MULTILINE)
    assert re.search(r"^\*\*In the code\*\*\n\n- \{py:\w+\}`incidentrules\.", page, re.MULTILINE)
    assert re.search(r"^- `tests/\S+`\n  - \w", page, re.MULTILINE)


@pytest.mark.parametrize("id", RULES)
def test_the_page_of_a_rule_has_the_summary_of_the_rulebook(id: str) -> None:
    assert f"\n{RULES[id].summary}\n" in completed(id)


@pytest.mark.parametrize("id", RULES)
def test_the_page_of_a_rule_tells_the_terms_from_our_reading(id: str) -> None:
    assert re.search(r"^- The terms say: \w.+\.\n- Our reading: \w.+\.$", completed(id), re.MULTILINE)


def test_nothing_but_a_rule_has_what_the_terms_say() -> None:
    assert list(rule_sources.SOURCES) == list(RULES)


@pytest.mark.parametrize("id", IDS)
def test_code_on_the_page_of_a_rule_is_folded(id: str) -> None:
    page = completed(id)
    unfolded = re.sub(r"^<details>.*?^</details>$", "", page, flags=re.MULTILINE | re.DOTALL)
    assert (">>> " in page, ">>> " in unfolded, "{py:mod}" in unfolded, "`tests/" in unfolded) == (
        True, False, False, False,
    )  # fmt: skip


def test_code_on_other_pages_stays_open() -> None:
    code = "```python\n>>> 1\n1\n```\n"
    assert rule_pages.page("how-to/at-scale", code, DOCS) == code


@pytest.mark.parametrize("id", SETTING_IDS)
def test_the_page_of_a_setting_shows_each_reading_with_what_it_gives(id: str) -> None:
    _, setting = rule_cases.BY_ID[id]
    page = completed(id)
    meanings = re.findall(r"^- `(\w+)`( \(default\))?: [A-Z].+\.$", page, re.MULTILINE)
    words = [str(word) for word in setting.kind]
    assert [(word, " (default)" if word == words[0] else "") for word in words] == meanings
    table = page[page.index("computed when this page was built:") : page.index("## How it is read")]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)
    assert words == [word for word, _ in rows]
    assert len({gives for _, gives in rows}) == len(rows), (
        "readings that give the same in every case are not told apart"
    )


def test_what_each_reading_gives_is_computed() -> None:
    """A1, A10, A13: by hand, from the table of the specification."""
    assert "| Thu 18:00 | Tue 12:00 | Thu 11:00 | Thu 09:00 |" in rule_cases.readings("A1")
    assert "| Thu 10:00 | Mon 08:00 | Thu 08:00 | Thu 08:00 |" in rule_cases.readings("A1")
    assert re.findall(r"(\| \d+ \| \d+ \| \d+ \| \d+ \|)$", rule_cases.readings("A10"), re.MULTILINE) == [
        "| 6 | 0 | 3 | 12 |", "| 5 | 2 | 3 | 7 |", "| 2 | 2 | 3 | 4 |", "| 3 | 2 | 3 | 4 |",
    ]  # fmt: skip
    assert [row.split(" | ")[-1] for row in rule_cases.readings("A13").splitlines()[-3:]] == [
        "Mon 2026-11-09 24:00 |", "Mon 2026-11-09 10:00 |", "Sun 2026-11-08 24:00 |",
    ]  # fmt: skip


def test_the_code_that_is_named_is_public_and_cites_the_rule() -> None:
    assert "{py:func}`incidentrules.cost.units`" in rule_places.carried("R25")
    assert "._" not in "".join(rule_places.carried(id) for id in IDS).partition("**In the tests:**")[0]


def test_the_index_lists_all_in_order_each_with_an_anchor() -> None:
    assert re.findall(r"^\((\w+)\)=\n\[(\w+): .+?\]\(\1\.md\)", rule_pages.index(), re.MULTILINE) == [
        (id.lower(), id) for id in IDS
    ]


def test_every_rule_and_decision_has_one_topic_whose_page_lists_it() -> None:
    topics = sorted(rule_pages.TOPICS)
    assert topics == sorted({rule.topic for rule in RULES.values()})
    listed = [id for topic in topics for id in re.findall(r"^- \[(\w+): ", rule_pages.of_topic(topic), re.MULTILINE)]
    assert sorted(IDS) == sorted(listed)
    assert [f"```{{rules}} {topic}\n" in (DOCS / "rules" / f"{topic}.md").read_text("utf-8") for topic in topics] == [
        True
    ] * 6


def test_the_settings_are_listed_with_their_default_first() -> None:
    assert "| A12 | Who pays for an overrun that was not advised? | `overrun` | `written_off` | `charged` |" in (
        rule_pages.all_settings().splitlines()
    )


def test_a_picture_that_was_not_drawn_leaves_nothing(tmp_path: Path) -> None:
    block = "Before.\n\n```{picture} week\nThe week.\n```\n\nAfter.\n"
    assert rule_pages.page("index", block, tmp_path) == "Before.\n\n\n\nAfter.\n"
    (tmp_path / "_generated").mkdir()
    (tmp_path / "_generated" / "week.txt").write_text("Open\nfrom 8.\n", "utf-8")
    page = rule_pages.page("index", block, tmp_path)
    for theme in ("light", "dark"):
        assert f"{{image}} /_generated/week-{theme}.svg\n:alt: Open from 8.\n:class: picture only-{theme}\n" in page
    assert "\n\n*The week.*\n" in page


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>by R9, A2=x</p>", "<p>by [R9], [A2]=x</p>"),
        ("<h1>R9: a day</h1><p>R9</p>", "<h1>R9: a day</h1><p>[R9]</p>"),
        ('<a href="#R9">R9</a><br/>R9', '<a href="#R9">R9</a><br/>[R9]'),
        ("<code><span>'R30'</span> R31 AR1 R1x T-1</code>", "<code><span>'[R30]'</span> R31 AR1 R1x T-1</code>"),
        ("<p>R12 is here</p>", "<p>R12 is here</p>"),
    ],
)
def test_an_id_becomes_a_link_but_not_in_headings_links_or_on_its_own_page(html: str, expected: str) -> None:
    linked = rule_pages.linked(html, lambda id: f"rules/{id.lower()}.html", "R12")
    assert re.sub(r'<a class="rule-id" href="rules/\w+.html" title="[^"]+">(\w+)</a>', r"[\1]", linked) == expected


def test_each_line_that_is_explained_stands_on_the_statement_that_is_shown() -> None:
    text = (DOCS / "customers" / "statement.md").read_text("utf-8")
    explained = re.findall(r"^\| `(.+?)`(?: \(`\+`\)| or .*)? \|", text, re.MULTILINE)
    shown = rule_pages.page("customers/statement", text, DOCS)
    printed = shown[shown.index("```text") : shown.index("## The head")]
    assert len(explained) > 20
    assert [line for line in explained if line not in printed] == []


def test_each_line_of_the_statement_is_explained() -> None:
    """Every kind of line that the statement has, by the word that it begins with, is in the table."""
    text = (DOCS / "customers" / "statement.md").read_text("utf-8")
    words = {line.kind.value for line in statement().lines}
    assert len(words) >= 4
    assert [word for word in words if word.replace("_", "-") not in text] == []


def test_the_change_of_the_balance_that_is_explained_is_that_of_the_statement() -> None:
    """Line by line: the credits of all lines, then what was short."""
    text = (DOCS / "customers" / "statement.md").read_text("utf-8")
    stated = statement()
    credits = [line.credits for line in stated.lines if line.credits]
    assert sum(credits) + stated.shortfall == stated.closing - stated.opening
    figures = " ".join(f"{figure:+}" for figure in (*credits, stated.shortfall))
    spaced = figures[:1] + figures[1:].replace("+", "+ ").replace("-", "- ")
    assert f"`{spaced} = {stated.closing - stated.opening}`, from {stated.opening} to {stated.closing}" in text
