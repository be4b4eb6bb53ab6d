"""A desk that examples/billing.py bills: its facts, the script as a shop runs it, and its statements as plain rows."""

import importlib.util
import io
import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import chdir, closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

SCRIPT = Path(__file__).parents[1] / "examples" / "billing.py"
DATA = SCRIPT.parent / "data"
COLUMNS = {
    "tickets": "account,id,subject,received_at,replied_at,tier,effort_minutes",
    "purchases": "account,id,on,credits,server",
    "call-outs": "account,id,subject,started_at,duration_minutes",
}
PACK = "acme,L,2026-09-01,8,"
T_1, T_1_CORRECTED = (
    f"acme,T-1,Disk full on mx,2026-09-10T10:00Z,2026-09-10T11:00Z,,{minutes}" for minutes in (90, 45)
)
T_9 = "acme,T-9,Shop is slow,2026-09-28T10:00Z,2026-09-28T11:00Z,,150"
OF_BIRCH = "birch,B-1,Printer,2026-10-20T10:00Z,2026-10-20T11:00Z,12h,20"


def load() -> Any:
    spec = importlib.util.spec_from_file_location(SCRIPT.stem, SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[SCRIPT.stem] = module
    spec.loader.exec_module(module)
    return module


billing = load()


class Desk(NamedTuple):
    """A folder with a database, and the script as a shop runs it."""

    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a process of its own."""
        command = [sys.executable, str(SCRIPT), "shop.db", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)

    def say(self, *arguments: str) -> str:
        """Return what a command prints that does what it should: run here, which is quicker."""
        with chdir(self.folder), redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()) as why:
            status = billing.main(["shop.db", *arguments])
        assert (why.getvalue(), status) == ("", 0)
        return said.getvalue()

    def refuse(self, *arguments: str) -> str:
        """Return why a command did nothing."""
        before = self.rows()
        done = self.run(*arguments)
        assert (done.stdout, done.returncode) == ("", 2)
        assert "Traceback" not in done.stderr
        assert self.rows() == before
        return done.stderr

    def write(self, kind: str, *rows: str) -> str:
        (self.folder / f"{kind}.csv").write_text("\n".join([COLUMNS[kind], *rows, ""]), "utf-8")
        return f"{kind}.csv"

    def add(self, kind: str, *rows: str) -> str:
        return self.say("add", kind, self.write(kind, *rows))

    def rows(self) -> list[tuple[Any, ...]]:
        return rows_of(self.folder / "shop.db")


def rows_of(database: Path) -> list[tuple[Any, ...]]:
    """Return everything in a database but when it was recorded."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as connection:
        if not connection.execute("SELECT name FROM sqlite_master").fetchall():
            return []
        facts = connection.execute("SELECT number, account, kind, id, subject, document FROM facts ORDER BY number")
        return [*facts.fetchall(), *connection.execute("SELECT * FROM bills ORDER BY account, month")]


def words(said: str) -> str:
    """Return what was said without the layout, and a statement without its footer."""
    lines = [" ".join(line.split()) for line in said.split("\n  Days and times are")[0].splitlines()]
    return "\n".join(line for line in lines if line.strip("-"))


def table(statement: str) -> list[tuple[str, str, str]]:
    """Return what each line of a statement is, its id and its credits, between the opening and the closing."""
    opening, closing = re.findall(r"(\d+)\s+at\s+the\s+(?:start|end)", statement)
    header, *lines = statement.split("\n  Credits: ")[0].splitlines()[1:] or [""]
    id, what, units, credits = (header.find(name) for name in ("Id", "What", "Units", "Credits"))
    rows = [line for line in lines if line[:1].isalpha()]
    cells = [
        (line[what:units].split(":")[0].strip(), line[id:what].strip(), line[units : credits + 7]) for line in rows
    ]
    moved = [(kind, id, (re.findall(r" ([+-]\d+)$", end) or [""])[0]) for kind, id, end in cells]
    return [("opening", "", opening), *moved, ("closing", "", closing)]


def assert_sound(sent: Sequence[str]) -> None:
    """Hold every statement of an account to its sums, and each to open where the one before closed."""
    balance = 0
    for statement in sent:
        (_, _, opening), *lines, (_, _, closing) = table(statement)
        assert int(opening) == balance
        balance += sum(int(credits or 0) for _, _, credits in lines)
        balance += sum(int(short) for short in re.findall(r"^ +(\d+) short$", statement, re.MULTILINE))
        assert int(closing) == balance
        sums = " ".join(statement.split("Credits: ")[1].split()).split(" at the end")[0]
        sums = re.sub(r" at the start|(?<=\d) [a-z ]+(?= [-+=])", "", sums).replace("- ", "-").replace("+ ", "+")
        moved, _, sum_ = sums.partition(" = ")
        assert sum(int(change) for change in moved.split()) == int(sum_) == balance
