"""What the project promises about itself: locks that name no host, and commands that exist."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_pins_every_package_with_hashes_and_names_no_host(lock: Path) -> None:
    text = lock.read_text("utf-8")
    entries = re.split(r"\n(?! )", text.strip())
    pinned = [
        bool(re.match(r"[\w.-]+(\[[\w,]+\])?==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", each)) for each in entries
    ]
    assert (pinned, []) == ([True] * len(entries), re.findall(r"\w+://|^-|@ ", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_pins_all_that_its_group_asks_for(lock: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"][lock.stem]]
    names = {re.split(r"[^\w-]", each)[0].replace("_", "-") for each in asked}
    assert names <= set(re.findall(r"^([\w-]+)", lock.read_text("utf-8"), re.MULTILINE))


def test_the_demo_needs_nothing_that_checks_or_tests() -> None:
    """The library's own dependencies, the zones, and the build backend that installs it."""
    names = set(re.findall(r"^([\w-]+)==", (ROOT / "requirements" / "run.lock").read_text("utf-8"), re.MULTILINE))
    assert names == {"attrs", "flit-core", "holidays", "python-dateutil", "six", "tzdata"}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".github/workflows/ci.yml", ".ci/run"])
def test_every_command_that_is_named_is_a_target(page: str) -> None:
    named = re.findall(r"(?:`|^|run: )make (?:\w+=\S+ )?([a-z-]+)", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    assert named
    assert [name for name in named if name not in TARGETS] == []


def test_every_command_is_described_to_contributors() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [name for name in TARGETS if f"`make {name}`" not in page] == ["help"]


def test_names_of_days_and_months_are_ours_and_not_those_of_the_locale() -> None:
    """What Python writes for %a and %b changes with `locale.setlocale`."""
    sources = (ROOT / "src").rglob("*.py")
    assert [path for path in sources if re.search(r"\{[^}]*:%[aAbB]|strftime", path.read_text("utf-8"))] == []


def test_no_file_of_tests_is_too_long_to_find_one_s_way_in() -> None:
    files = [path for path in (ROOT / "tests").rglob("*.py") if len(path.read_text("utf-8").splitlines()) > 500]
    assert files == []
