"""Commands of examples/billing.py that are run again: nothing changes, also after a SIGKILL between any two steps."""

import os
import subprocess
import sys

import pytest

import billing_kills
from billing_desk import OF_BIRCH, T_1, T_1_CORRECTED, T_9, Desk, table


@pytest.mark.parametrize("month", ["2026-09", "2026-10"])
def test_to_bill_again_changes_nothing(desk: Desk, month: str) -> None:
    desk.add("tickets", T_1_CORRECTED, T_9, OF_BIRCH)
    first = desk.say("bill", month)
    rows = desk.rows()
    assert desk.say("bill", month) == first
    assert desk.rows() == rows


def test_to_add_again_changes_nothing(desk: Desk) -> None:
    rows = desk.rows()
    assert desk.add("tickets", T_1) == "tickets.csv: 0 of 1 rows are new or have changed\n"
    assert desk.rows() == rows


def test_a_fact_is_never_changed_but_added_to(desk: Desk) -> None:
    before = desk.rows()
    desk.add("tickets", T_1_CORRECTED)
    desk.add("tickets", T_1)
    assert [row for row in before if row not in desk.rows()] == []
    assert [row[3] for row in desk.rows() if "incidents" in row] == ["T-1"] * 3
    assert table(desk.say("bill", "2026-10")) == [("opening", "", "6"), ("closing", "", "6")]


# --- killed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, and kills its children")
@pytest.mark.parametrize(
    ("arguments", "steps"),
    [
        (("add", "tickets", "tickets.csv"), 15),
        (("bill", "2026-10", "--on", "2026-10-05"), 26),
    ],
)
def test_a_command_that_is_killed_between_any_two_steps_can_be_run_again(
    desk: Desk, arguments: tuple[str, ...], steps: int
) -> None:
    """After each kill the database is as before or as after the command; run again, all is as if never killed."""
    desk.write("tickets", T_1_CORRECTED, T_9, OF_BIRCH)
    if arguments[0] == "bill":
        desk.say("add", "tickets", "tickets.csv")
    command = [sys.executable, billing_kills.__file__, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=desk.folder)
    assert (done.stderr, done.returncode) == ("", 0)
    kills = int(done.stdout)
    assert kills >= steps
