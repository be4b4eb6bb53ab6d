"""Runs of examples/scale in processes of their own, and workers of them that are killed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SCALE = Path(__file__).parents[1] / "examples" / "scale"
MONTH = "2026-11"
KILLED = "00004.parquet"
"""The part whose worker is killed: that of the fifth of eight shards."""
PLAN = f"""
import json, os, signal
from pathlib import Path

replace, point = Path.replace, os.environ["KILL_POINT"]
mark, parts = Path(os.environ["KILL_MARK"]), Path(os.environ["KILL_PARTS"])

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

def kill_once():
    try:
        with mark.open("x") as file:
            json.dump({{part.name: part.stat().st_ino for part in parts.glob("*.parquet")}}, file)
    except FileExistsError:
        return
    kill()

def replace_and_die(unfinished, part):
    is_killed = Path(part).name == {KILLED!r}
    if is_killed and point == "always":
        kill()
    if is_killed and point == "written":
        kill_once()
    replace(unfinished, part)
    if is_killed and point == "renamed":
        kill_once()

Path.replace = replace_and_die
"""
"""What Python runs at its start, as `sitecustomize`: so the example itself knows nothing of kills."""


def run(script: str, *arguments: object, status: int = 0, environment: dict[str, str] | None = None) -> tuple[str, str]:
    """Run a script of the example; return what it prints, and what it says on stderr."""
    command = [sys.executable, str(SCALE / script), *map(str, arguments)]
    # S603: the command is made above.
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env=os.environ | (environment or {})
    )
    assert status == done.returncode, done.stderr
    return done.stdout, done.stderr


def parts_of(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by their names: its parts, where nothing else was left there."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def inodes_of(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.iterdir()}


def killing(folder: Path, parts: Path, point: str) -> dict[str, str]:
    """Return the environment in which a worker is killed; the mark gets the parts that there were by then."""
    (folder / "sitecustomize.py").write_text(PLAN, encoding="utf-8")
    paths = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    mark = folder / "mark.json"
    return {"PYTHONPATH": paths, "KILL_MARK": str(mark), "KILL_PARTS": str(parts), "KILL_POINT": point}


def check_kill(shards: Path, serial: Path, folder: Path, engine: str, point: str) -> None:
    """Kill a worker in the middle: all is as in the serial run, and what was there by then is not written again."""
    parts = folder / "parts"
    said, _ = run("main.py", shards, parts, MONTH, "--engine", engine, "--workers", 2,
                  environment=killing(folder, parts, point))  # fmt: skip
    there = json.loads((folder / "mark.json").read_text("utf-8"))
    assert 0 < len(there) < len(parts_of(serial))
    assert (point == "renamed") == (KILLED in there)
    assert there.items() <= inodes_of(parts).items()
    assert parts_of(serial) == parts_of(parts)
    assert "tickets                        2,000\n" in said


def spoilt(shards: Path, folder: Path) -> Path:
    """Return a copy of one shard, among copies of others, to be spoilt."""
    for shard in sorted(shards.iterdir())[:3]:
        shutil.copytree(shard, folder / "shards" / shard.name)
    return folder / "shards" / "00001"
