"""Put the playground together in build/playground: Pyodide from npm, the wheels that it needs, and the page.

    make playground

Nothing of them is in this repository. Pyodide is pinned below by its version and its digest, the wheels by
requirements/run.lock; what was fetched once is kept in build/fetched, and not asked for again.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from contextlib import chdir
from pathlib import Path

from flit_core import buildapi  # type: ignore[import-untyped]

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
SITE, FETCHED = ROOT / "build" / "playground", ROOT / "build" / "fetched"
LOCK = ROOT / "requirements" / "run.lock"
VERSION = "314.0.7"
DIGEST = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")
MODULES = ("answers.py", "markup.py", "picture.py")
UNUSED = "flit_core-"


class NotHereError(Exception):
    """What the playground is made of can't be had on this machine."""


def assemble(site: Path = SITE, fetched: Path = FETCHED) -> Path:
    """Make the folder anew, and return it; `NotHereError` where Pyodide or a wheel can't be had."""
    runtime, wheels = pyodide(fetched), dependencies(fetched)
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(HERE / "page", site)
    with tarfile.open(runtime) as archive:
        for name in RUNTIME:
            member = archive.getmember(f"package/{name}")
            member.name = name
            archive.extract(member, site / "pyodide", filter="data")
    archives = site / "archives"
    archives.mkdir()
    for wheel in wheels:
        shutil.copy(wheel, archives)
    with chdir(ROOT):
        buildapi.build_wheel(str(archives))
    with zipfile.ZipFile(archives / "playground.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name in MODULES:
            packed.write(HERE / name, f"playground/{name}")
    loaded = [path for folder in ("pyodide", "archives") for path in sorted((site / folder).iterdir())]
    megabytes = round(sum(path.stat().st_size for path in loaded) / 1e6)
    names = [f"archives/{path.name}" for path in loaded if path.parent == archives]
    (site / "parts.json").write_text(json.dumps({"megabytes": megabytes, "archives": names}), "utf-8")
    return site


def pyodide(fetched: Path) -> Path:
    """Return Pyodide's archive; it is fetched by npm, by its name, where it isn't here yet."""
    fetched.mkdir(parents=True, exist_ok=True)
    archive = fetched / f"pyodide-{VERSION}.tgz"
    if not archive.is_file():
        npm = shutil.which("npm")
        if not npm:
            raise NotHereError("npm isn't here, which fetches Pyodide: install it, such as by apt-get install npm")
        run("Pyodide", [npm, "pack", f"pyodide@{VERSION}", "--silent", "--pack-destination", str(fetched)])
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{found}" != DIGEST:
        archive.unlink()
        sys.exit(f"{archive.name} is not the one that was pinned: its digest is sha512-{found}. It was removed.")
    return archive


def dependencies(fetched: Path) -> list[Path]:
    """Return the wheels of the library's dependencies; pip checks their digests."""
    wheels = fetched / f"wheels-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    if not wheels.is_dir():
        unfinished = wheels.with_suffix(".unfinished")
        options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
        pip = [sys.executable, "-m", "pip", "download", *options, "-r", str(LOCK), "-d", str(unfinished)]
        run("what the library needs", pip)
        unfinished.rename(wheels)
    return sorted(path for path in wheels.glob("*.whl") if not path.name.startswith(UNUSED))


def run(what: str, command: list[str]) -> None:
    """Run a command that fetches something, and say what could not be had."""
    print(f"fetching {what}", flush=True)
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # made above
    if done.returncode:
        raise NotHereError(
            f"{what} can't be fetched, and is not in {FETCHED.relative_to(ROOT)}:\n{done.stderr.strip()}"
        )
