"""Test the strategies as users have them: from a built wheel, beside the oldest and the newest Hypothesis."""

import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

from flit_core import buildapi

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "downstream"
LOCK = ROOT / "requirements" / "downstream.lock"
TESTS = ROOT / "tests" / "downstream"


def main() -> None:
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    os.chdir(ROOT)
    wheel = BUILD / buildapi.build_wheel(str(BUILD))
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    [floor] = project["optional-dependencies"]["strategies"]
    for name, further in (("oldest", [floor.replace(">=", "==")]), ("newest", [])):
        test(BUILD / name, wheel, further)


def test(folder: Path, wheel: Path, further: list[str]) -> None:
    """Make a clean environment with the wheel, and run the tests of a user in it."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    if further:
        subprocess.run([*pip, *further], check=True)
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    subprocess.run([python, "-c", "import hypothesis; print('Hypothesis', hypothesis.__version__)"], check=True)
    subprocess.run(
        [python, "-P", "-m", "pytest", "-q", "--noconftest", "-c", "pytest.ini", "-p", "no:cacheprovider", *files()],
        cwd=folder,
        check=True,
    )


def files() -> list[str]:
    return [str(path) for path in sorted(TESTS.glob("*.py"))]


if __name__ == "__main__":
    sys.exit(main())
