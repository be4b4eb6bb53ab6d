"""The statements of examples/month.py: as wide as a terminal, and right to the credit."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import month

SCRIPT = Path(month.__file__)

CORVID_GAMES = """\
corvid-games, 2026-09-01 to 2026-09-30
Day           Id      What                                   Units  Credits  USD
--------------------------------------------------------------------------------
Tue 01        P-542   purchased, usable through 2027-09-01               +8  999
Wed 02        P-544   purchased, usable through 2027-03-02               +4  599
Wed 02 17:22  T-3215  incident                               1 x 4       -4
                      Elasticsearch on lobby-1 turned read-only
                      due Wed 02 23:22, in time
Thu 03 17:13  T-3218  incident                               1 x 4       -4
                      Backup of lobby-1 ended with code 23
                      due Thu 03 23:13, in time
Thu 17 23:28  T-3257  incident                               1 x 4       -4
                      PHP-FPM workers on assets run out
                      due Fri 18 13:28, in time
Wed 30 17:10  T-3293  incident                               2 x 4       -8
                      Lobby latency doubled after the tournament
                      due Wed 30 23:10, late
                      6 short
--------------------------------------------------------------------------------
  Credits: 2 at the start + 12 purchased - 14 drawn = 0 at the end
  Packs: USD 1,598
  Short: 6 credits that nothing covered; the cheapest packs: 1 of 4 and 1 of
    2, USD 928

  Days and times are those of UTC.
  Readings: the defaults.
"""
REASONS = """\
Why T-3264?
  It costs 4 credits: 2 x 2 (R18, A11=every_unit).
    1 h 25 min of work started 2 incidents, as one takes 1 h at most (R25).
      1 h 25 min of work on T-3264.
      One incident takes 1 h at most (R25).
    The 12h tier takes 2 credits for each (R18, A10=per_incident).
  The answer is due Mon 2026-09-21 21:04 UTC, the earliest that was promised
      (R18).
"""


@pytest.fixture(scope="module")
def printed() -> str:
    return subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True).stdout


def sums(printed: str) -> Iterator[list[int]]:
    """Yield the figures of each statement's balance: the start, what moved, the end."""
    for line in printed.splitlines():
        if "at the start" in line:
            words = line.replace("- ", "-").replace("+ ", "").split()
            yield [int(word) for word in words if word.lstrip("-").isdecimal()]


def test_no_line_is_wider_than_a_terminal_of_80_columns(printed: str) -> None:
    assert [line for line in printed.splitlines() if len(line) > 80] == []


def test_it_states_a_month_to_the_credit_with_what_nothing_covered(printed: str) -> None:
    assert CORVID_GAMES in printed


def test_it_ends_with_the_reasons_behind_one_ticket(printed: str) -> None:
    assert printed.split("\n\n")[-1].startswith(REASONS)


def test_every_balance_adds_up(printed: str) -> None:
    found = list(sums(printed))
    assert [sum(figures[:-1]) for figures in found] == [figures[-1] for figures in found]
    assert len(found) == 14


def test_every_ticket_of_the_month_is_in_one_statement(printed: str) -> None:
    """Also those that were refused, or folded into another."""
    with (SCRIPT.parent / "data" / "tickets.csv").open(newline="", encoding="utf-8") as file:
        asked = [row["id"] for row in csv.DictReader(file) if row["received_at"].startswith("2026-09")]
    shown = [line[14:20] for line in printed.splitlines() if line[14:16] == "T-"]
    assert sorted(asked) == sorted(shown)


def test_rows_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text("account,subject,id,received_at\na,s,T-1,yesterday\na,s,T-2\n", "utf-8")
    (tmp_path / "purchases.csv").write_text("account,id,on,credits,server\na,P-1,2026-09-01,5,\n", "utf-8")
    with pytest.raises(SystemExit) as stopped:
        month.read_sheets(tmp_path)
    assert [problem.split()[:3] for problem in str(stopped.value.code).splitlines()] == [
        ["row", "2,", "received_at"],
        ["row", "3,", "received_at"],
        ["row", "2,", "credits"],
    ]


def test_an_account_that_only_bought_is_stated_too(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text("account,subject,id,received_at\na,s,T-1,2026-09-01T10:00Z\n", "utf-8")
    (tmp_path / "purchases.csv").write_text("account,id,on,credits,server\nb,P-1,2026-09-01,4,\n", "utf-8")
    assert [told.title for told in month.read_sheets(tmp_path)] == ["a", "b"]


def test_the_same_month_by_the_terms_of_another_desk() -> None:
    desk = SCRIPT.parent / "desk.toml"
    told = subprocess.run(
        [sys.executable, SCRIPT, "--terms", desk], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    assert "Days and times are those of Pacific/Auckland." in told
    assert "Mon 07 22:30  T-3224  incident                               2 x 1       -2" in told
    assert {len(line) <= 80 for line in told.splitlines()} == {True}
