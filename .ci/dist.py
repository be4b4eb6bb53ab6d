"""Build the sdist, and the wheel from it; check what is in them; run the sdist's quick tests with the wheel installed.

The tests meet the wheel alone, in an environment of its own: the sources of the unpacked sdist are removed. Arguments
choose tests; without them all are run, with the examples in the docstrings of what is installed.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

from flit_core import buildapi

ROOT = Path(__file__).parents[1]
DIST, BUILD = ROOT / "dist", ROOT / "build" / "sdist"


def main() -> None:
    for folder in (DIST, BUILD):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    os.chdir(ROOT)
    sdist = DIST / buildapi.build_sdist(str(DIST))
    unpacked = check_sdist(sdist)
    os.chdir(unpacked)
    wheel = DIST / buildapi.build_wheel(str(DIST))
    check_wheel(wheel)
    test_wheel(wheel, unpacked)
    print(f"{sdist.relative_to(ROOT)} and {wheel.relative_to(ROOT)} are ready")


def test_wheel(wheel: Path, unpacked: Path) -> None:
    """Run the tests of the sdist in an environment that has the wheel, and not its sources."""
    environment = BUILD.parent / "wheel"
    venv.create(environment, clear=True, with_pip=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*install, "--require-hashes", "-r", unpacked / "requirements/dev.lock"], check=True)
    subprocess.run([*install, wheel], check=True)
    shutil.rmtree(unpacked / "src")
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    tests = sys.argv[1:] or ["tests", "README.md", "docs", "--pyargs", "incidentrules"]
    subprocess.run(
        [python, "-m", "pytest", "-n", "auto", *tests],
        cwd=unpacked,
        env=surroundings | {"HYPOTHESIS_PROFILE": "quick"},
        check=True,
    )


def check_sdist(path: Path) -> Path:
    """Unpack the sdist, and refuse one that lacks a file that git knows, or has another; return its folder."""
    with tarfile.open(path) as archive:
        archive.extractall(BUILD, filter="data")
    [folder] = BUILD.iterdir()
    packed = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()} - {"PKG-INFO"}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    refuse("is missing from the sdist", set(listed.splitlines()) - packed)
    refuse("is in the sdist, and unknown to git", packed - set(listed.splitlines()))
    return folder


def check_wheel(path: Path) -> None:
    """Refuse a wheel that has more than the package and its metadata, or less than the package."""
    with zipfile.ZipFile(path) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {str(file.relative_to("src")) for file in Path("src").rglob("*") if file.is_file()}
    refuse("is missing from the wheel", package - packed)
    refuse("does not belong into the wheel", packed - package)


def refuse(why: str, names: set[str]) -> None:
    if names:
        sys.exit("\n".join(f"{name} {why}" for name in sorted(names)))


if __name__ == "__main__":
    main()
