"""The scripts that show how short a task is stay short, counted in lines of code: no blank lines, no docstrings."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lines_of_code(source: str) -> int:
    """Return how many lines of a script hold code; comments and the docstrings of a module and its parts are none."""
    tree = ast.parse(source)
    texts = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None
        for line in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }
    code = [
        line
        for number, line in enumerate(source.splitlines(), 1)
        if number not in texts and line.strip() and not line.strip().startswith("#")
    ]
    return len(code)


def blocks_of(page: str) -> list[list[str]]:
    """Return the lines of Python of each block of a how-to; what it prints is none."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "how-to" / page).read_text("utf-8"), re.DOTALL)
    return [[line for line in block.splitlines() if line.startswith((">>> ", "... "))] for block in blocks]


def test_lines_of_code_are_counted_without_docstrings_and_comments() -> None:
    source = '"""Say\n\nmore."""\n\nx = 1  # one\n\n# two\n\ndef f():\n    """Say."""\n    return (\n        x\n    )\n'
    assert lines_of_code(source) == 5


@pytest.mark.parametrize(
    ("script", "most"), [("month.py", 36), ("mail.py", 30), ("month_end.py", 200), ("another_desk.py", 100)]
)
def test_a_script_stays_short(script: str, most: int) -> None:
    assert 10 <= lines_of_code((ROOT / "examples" / script).read_text("utf-8")) <= most


def test_the_script_with_options_is_short_as_a_file_too() -> None:
    assert len((ROOT / "examples" / "month_end.py").read_text("utf-8").splitlines()) < 200


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("csv-to-statement.md", 20),
        ("mail.md", 20),
        ("json-api.md", 20),
        ("database.md", 30),
        ("keep-as-json.md", 20),
        ("property-testing.md", 15),
        ("desk-in-a-file.md", 34),  # of which 24 are the file
    ],
)
def test_a_page_of_the_how_to_does_its_task_in_few_lines(page: str, most: int) -> None:
    assert 5 <= max(map(len, blocks_of(page))) <= most
