"""The documentation holds what it has to: each word, and each public module. `test_rule_pages` has the rules.

What the examples in it print is checked by running them, see `conftest.py` at the root.
"""

import importlib
import re
from pathlib import Path

import pytest

import incidentrules

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)]
WORDS = (
    "assessment", "billed", "breakage", "call-out", "clock", "complimentary", "day", "deadline", "draw", "drawing",
    "exclusion", "goal", "governing", "impossible", "incident", "interval", "lapse", "lapses on", "last usable day",
    "lot", "moment", "multiplier", "pack", "part", "pending", "posted", "promise", "purchased", "reading", "reason",
    "restated", "reversal", "rule", "settlement", "shortfall", "statement", "tier", "units", "verdict",
    "zone of the terms",
)  # fmt: skip


EXTRA = ("arrays", "columns", "frames", "plotting", "strategies")
"""The modules of `extra`: each needs another package, and has one door, also for a name that the root has too."""


def fences(page: str) -> list[tuple[str, str]]:
    return re.findall(r"^```(\S*)[^\n]*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_glossary_has_every_word_in_alphabetical_order() -> None:
    [glossary] = [text for kind, text in fences((DOCS / "glossary.md").read_text("utf-8")) if kind == "{glossary}"]
    words = re.findall(r"^(\S.*)$", glossary, re.MULTILINE)
    assert (sorted(words), []) == (words, [word for word in WORDS if word not in words])


def test_every_public_module_has_a_page_in_the_reference_and_a_row_in_its_index() -> None:
    package = Path(incidentrules.__file__).parent
    paths = (path.relative_to(package) for path in package.rglob("[!_]*.py"))
    modules = {path.stem for path in paths if not path.parts[0].startswith("_")}
    index = (DOCS / "reference" / "index.md").read_text("utf-8")
    pages = {page.stem for page in (DOCS / "reference").glob("*.md")} - {"index"}
    assert (modules, modules) == (pages, set(re.findall(r"^\| \[(\w+)\]\(\1\.md\)", index, re.MULTILINE)))


def test_the_reference_lists_each_name_at_its_one_door() -> None:
    """Names of the root stand in the column of the root, what else a module shows in the column of the module."""
    index = (DOCS / "reference" / "index.md").read_text("utf-8")
    rows = re.findall(r"^\| \[(\w+)\]\(.+?\) \| .+? \|(.*?)\|(.*?)\|$", index, re.MULTILINE)
    root, expected, listed = set(incidentrules.__all__), {}, {}
    for name, *columns in rows:
        module = importlib.import_module(f"incidentrules.extra.{name}" if name in EXTRA else f"incidentrules.{name}")
        at_root = set() if name in EXTRA else root & set(module.__all__)
        expected[name] = [at_root, set(module.__all__) - at_root]
        listed[name] = [set(re.findall(r"`(\w+)`", column)) for column in columns]
    assert expected == listed
    assert root == {word for at_root, _ in listed.values() for word in at_root}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_takes_a_name_of_the_root_from_the_root(page: Path) -> None:
    imports = re.findall(
        r"^(?:>>>|\.\.\.) from incidentrules\.(?!extra)[\w.]+ import (.+)$", page.read_text("utf-8"), re.MULTILINE
    )
    names = [name.strip() for line in imports for name in line.split(",")]
    assert [name for name in names if name in incidentrules.__all__] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_stands_in_a_fence_that_is_run(page: Path) -> None:
    text = page.read_text("utf-8")
    run = [example for kind, example in fences(text) if kind == "python"]
    assert text.count("\n>>> ") == sum(f"\n{example}".count("\n>>> ") for example in run)
    assert all(example.startswith(">>> ") for example in run)


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_link_of_a_page_outside_the_docs_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_changelog_speaks_of_the_version_that_is_built() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert version[1] in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_figures_of_the_comparison_are_those_that_were_measured() -> None:
    """Each row of the table on *Why this* is one of *Performance*, cell by cell, and so are the figures around it."""
    measured, compared = ((DOCS / page).read_text("utf-8") for page in ("performance.md", "start/why.md"))

    def rows(text: str) -> dict[str, list[str]]:
        cells = [
            [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:2] == "| "
        ]
        return {first: rest for first, *rest in cells}

    shown = {question: row for question, row in rows(compared).items() if "`" in question}
    expected = {question: rows(measured)[question][:4] for question in shown}
    assert (4, expected) == (len(shown), shown)
    times = [re.search(rf"`{name}`: (\S+)x", measured) for name in ("busday_count", "busday_offset")]
    assert all(times)
    assert f"{times[0][1]} and {times[1][1]} times as long" in compared  # type: ignore[index]
    million = re.search(r"a million incidents over ten thousand accounts take (\d+) s on one core", measured)
    assert million
    assert re.search(rf"a million incidents over ten thousand accounts in {million[1]} s on one core", compared)
