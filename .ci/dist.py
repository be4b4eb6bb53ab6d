"""Build the sdist, and the wheel from it; check what is in them; run the quick tests of the unpacked sdist."""

import os
import shutil
import subprocess
import sys
import tarfile
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
    # The tests of the sdist meet the sources of the sdist, and not those of this folder.
    subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "auto"],
        env=os.environ | {"PYTHONPATH": "src", "HYPOTHESIS_PROFILE": "quick"},
        check=True,
    )
    print(f"{sdist.relative_to(ROOT)} and {wheel.relative_to(ROOT)} are ready")


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
