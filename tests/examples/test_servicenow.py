"""The tally of examples/servicenow.py, over small logs made here."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "examples" / "servicenow.py"
NAMES = "number,caller,location,category,priority,opened_at,responded_at,resolved_at"
Capture = pytest.CaptureFixture[str]


def load() -> Callable[[list[str]], int]:
    spec = importlib.util.spec_from_file_location(SCRIPT.stem, SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[SCRIPT.stem] = module
    spec.loader.exec_module(module)
    found: Callable[[list[str]], int] = module.main
    return found


main = load()


def row(number: str, priority: str, opened_at: str, responded_at: str) -> str:
    return f"{number},Caller 1,Location 1,Category 1,{priority},{opened_at},{responded_at},"


LOG = (
    # Wednesday 10:00, answered after 3, 6, 12 and 16 open hours and a minute: in time at 4, 3, 2 and 0 tiers.
    row("INC1", "3 - Moderate", "2026-11-18T10:00:00+00:00", "2026-11-18T13:00:00+00:00"),
    row("INC2", "3 - Moderate", "2026-11-18T10:00:00+00:00", "2026-11-18T16:00:00+00:00"),
    row("INC3", "4 - Low", "2026-11-18T10:00:00+00:00", "2026-11-18T22:00:00+00:00"),
    row("INC4", "3 - Moderate", "2026-11-18T10:00:00+00:00", "2026-11-19T10:01:00+00:00"),
    # Friday 23:30 and severe: three hours are over on Saturday at 11:30, six at 14:30.
    row("INC5", "1 - Critical", "2026-11-20T23:30:00+00:00", "2026-11-21T11:30:00+00:00"),
    row("INC6", "2 - High", "2026-11-20T23:30:00+00:00", "2026-11-21T11:31:00+00:00"),
    # Never answered: still open at 12 and 24 hours when the log ends, on Sunday at 12:00.
    row("INC7", "3 - Moderate", "2026-11-20T23:00:00+00:00", ""),
    row("INC8", "2 - High", "2026-11-22T12:00:00+00:00", "2026-11-22T12:00:00+00:00"),
)


def table(printed: str) -> dict[str, list[str]]:
    """Return the line of each tier, without its name."""
    lines = [line.split() for line in printed.splitlines()]
    return {line[0]: line[1:] for line in lines if line and line[0] in ("24h", "12h", "6h", "3h")}


@pytest.fixture
def log(tmp_path: Path) -> Callable[..., str]:
    def written(*rows: str, names: str = NAMES) -> str:
        path = tmp_path / "log.csv"
        path.write_text("\n".join((names, *rows)) + "\n", encoding="utf-8")
        return str(path)

    return written


def test_every_tier_tells_how_many_replies_would_have_been_in_time(log: Callable[..., str], capsys: Capture) -> None:
    assert main([log(*LOG)]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "8 incidents, opened 2026-11-18 to 2026-11-22" in printed.out
    assert table(printed.out) == {
        "24h": ["6", "of", "8", "75.0%", "3", "of", "3", "3", "of", "5", "1", "1"],
        "12h": ["6", "of", "8", "75.0%", "3", "of", "3", "3", "of", "5", "1", "1"],
        "6h": ["5", "of", "8", "62.5%", "3", "of", "3", "2", "of", "5", "2", "1"],
        "3h": ["3", "of", "8", "37.5%", "2", "of", "3", "1", "of", "5", "4", "1"],
    }


def test_the_worst_misses_come_first_with_operating_and_elapsed_time(log: Callable[..., str], capsys: Capture) -> None:
    """Due on Wednesday at 13:00 and answered on Thursday at 10:01: 13 h 1 min of open hours, 21 h 1 min in all."""
    assert main([log(*LOG), "--worst", "2"]) == 0
    fastest = capsys.readouterr().out.split("at the 3h tier, of 4")[1].splitlines()
    misses = [line.split() for line in fastest if line.startswith("INC")]
    assert [(each[0], " ".join(each[-8:])) for each in misses] == [
        ("INC4", "13 h 01 min 21 h 01 min"),
        ("INC3", "9 h 00 min 9 h 00 min"),
    ]


def test_what_nobody_answered_is_late_once_the_log_goes_on_past_its_deadline(
    log: Callable[..., str], capsys: Capture
) -> None:
    later = row("INC9", "4 - Low", "2026-11-24T12:00:00+00:00", "2026-11-24T12:10:00+00:00")
    assert main([log(LOG[6], later)]) == 0
    printed = capsys.readouterr().out
    assert table(printed)["24h"] == ["1", "of", "2", "50.0%", "0", "of", "0", "1", "of", "2", "1", "0"]
    assert "not yet" in printed


def test_holidays_are_kept_where_a_country_is_named(log: Callable[..., str], capsys: Capture) -> None:
    """Asked on the eve of Thanksgiving at 22:00: five hours into Friday with the holiday, into Thursday without."""
    path = log(row("INC1", "3", "2026-11-25T22:00:00+00:00", "2026-11-27T09:00:00+00:00"))
    found = {}
    for options in ([], ["--country", "US"]):
        assert main([path, *options]) == 0
        found[bool(options)] = table(capsys.readouterr().out)["6h"][:3]
    assert found == {False: ["0", "of", "1"], True: ["1", "of", "1"]}


def test_bad_rows_are_all_named_and_the_others_counted(log: Callable[..., str], capsys: Capture) -> None:
    bad = (
        row("INC10", "3 - Moderate", "2026-11-18T10:00:00+00:00", "2026-11-18T09:59:00+00:00"),
        row("INC11", "5 - Planning", "2026-11-18T10:00:00", ""),
        row("", "10 - Odd", "2026-11-18T10:00:00+00:00", ""),
        row("INC1", "3 - Moderate", "2026-11-18T10:00:00+00:00", ""),
        "INC12,Caller 1",
    )
    path = log(LOG[0], *bad)
    assert main([path]) == 1
    printed = capsys.readouterr()
    assert table(printed.out)["3h"][:3] == ["1", "of", "1"]
    assert [line.removeprefix(f"{path}: ").split()[:3] for line in printed.err.splitlines()] == [
        ["row", "3,", "responded_at"],
        ["row", "4,", "opened_at"],
        ["row", "4,", "priority"],
        ["row", "5,", "number"],
        ["row", "5,", "priority"],
        ["row", "6,", "number"],
        ["row", "7,", "location"],
    ]


def test_a_log_without_its_columns_is_told_by_the_row_of_names(log: Callable[..., str], capsys: Capture) -> None:
    assert main([log("INC1,3", names="number,prio")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "row 1, opened_at is no column here" in printed.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "No such file"),
        (b"", "row 1, header names no columns"),
        (b"number,priority,number\n", "row 1, number stands 2 times in the row of names"),
        (b"\xff", "can't decode"),
        (b'number\n"', "unexpected end"),
    ],
)
def test_a_log_that_cannot_be_read_is_said_in_a_line(
    content: bytes | None, told: str, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "log.csv"
    if content is not None:
        path.write_bytes(content)
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert (printed.out, printed.err.count("\n")) == ("", 1)


def test_an_unknown_country_is_said_in_a_line(log: Callable[..., str], capsys: Capture) -> None:
    assert main([log(*LOG), "--country", "XX"]) == 2
    assert "'XX'" in capsys.readouterr().err


def test_the_script_runs_as_it_stands(log: Callable[..., str]) -> None:
    run = subprocess.run(
        [sys.executable, SCRIPT, log(*LOG)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "\x1b" not in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 120
