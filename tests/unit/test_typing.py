"""Wrong scripts are refused by type checkers: each marked line, by both, and no other."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "tests" / "typed" / "wrong.py"
MARKED = {
    number for number, line in enumerate(SCRIPTS.read_text(encoding="utf-8").splitlines(), 1) if "# wrong" in line
}


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Return the scripts without their first line, which keeps type checkers from them."""
    _, _, rest = SCRIPTS.read_text(encoding="utf-8").partition("\n")
    copy = tmp_path / "scripts.py"
    copy.write_text("\n" + rest, encoding="utf-8")
    return copy


def ran(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, cwd=ROOT, check=False)
    return done.stdout


def refused_by_mypy(scripts: Path) -> set[int]:
    told = ran("mypy", "--strict", "--no-pretty", "--no-error-summary", str(scripts))
    return {int(line) for line in re.findall(r"scripts\.py:(\d+): error: ", told)}


def refused_by_pyright(scripts: Path) -> set[int]:
    told = json.loads(ran("pyright", "--outputjson", "--pythonpath", sys.executable, str(scripts)))
    found = told["generalDiagnostics"]
    return {each["range"]["start"]["line"] + 1 for each in found if each["severity"] == "error"}


@pytest.mark.parametrize("refused_by", [refused_by_mypy, refused_by_pyright])
def test_a_type_checker_refuses_what_is_wrong_and_nothing_else(
    refused_by: Callable[[Path], set[int]], scripts: Path
) -> None:
    assert sorted(MARKED) == sorted(refused_by(scripts))
