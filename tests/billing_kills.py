"""Kill examples/billing.py between any two of its steps, each time in a process of its own.

This is a script: it is given a command without the database, and prints how many kills the command got over.
"""

import io
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from billing_desk import billing, rows_of

Outcome = tuple[int, str, list[tuple[Any, ...]]]


def kill_between_all_steps(main: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Kill a command before each SQL statement, and before it prints; return how many kills it got over."""
    before = rows_of(Path("shop.db"))
    status, said, after = outcome(main, arguments, None)
    assert status == 0
    assert after != before
    shutil.copy("copy.db", "after.db")
    _, said_again, _ = outcome(main, arguments, None, "after.db")
    kills = 0
    while True:
        status, _, left = outcome(main, arguments, kills)
        if status == 0:
            return kills
        assert status == -signal.SIGKILL
        assert left in (before, after), f"half done after {kills} steps"
        shutil.copy("copy.db", "killed.db")
        expected = said if left == before else said_again
        assert outcome(main, arguments, None, "killed.db") == (0, expected, after), f"lost or done twice: {kills}"
        kills += 1


def outcome(
    main: Callable[[list[str]], int], arguments: list[str], steps: int | None, start: str = "shop.db"
) -> Outcome:
    """Run a command on a copy of a database, in a process of its own; return its status, what it says, and the rows."""
    for leftover in Path().glob("copy.db*"):
        leftover.unlink()
    for file in Path().glob(f"{start}*"):
        shutil.copy(file, file.name.replace(start, "copy.db"))
    child = os.fork()
    if not child:
        with Path("said").open("w", encoding="utf-8") as said, redirect_stdout(said):
            if steps is not None:
                kill_after(steps)
            status = main(["copy.db", *arguments])
        os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), Path("said").read_text("utf-8"), rows_of(Path("copy.db"))


def kill_after(steps: int) -> None:
    """Have this process killed once it did so many steps: SQL statements, and what it prints."""
    connect, taken = sqlite3.connect, iter(range(steps))

    def step(*_: object) -> None:
        if next(taken, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        database: sqlite3.Connection = connect(*arguments, **options)
        database.set_trace_callback(step)
        return database

    class Printed(io.StringIO):
        def write(self, text: str) -> int:
            step()
            return super().write(text)

    sqlite3.connect = connected  # type: ignore[assignment]
    sys.stdout = Printed()


if __name__ == "__main__":
    print(kill_between_all_steps(billing.main, sys.argv[1:]))  # noqa: T201
