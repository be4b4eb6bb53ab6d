"""The statements of examples/month_end.py: the desk of examples/data, and files of one's own."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from incidentrules import (
    Assessment,
    Exclusion,
    Line,
    LineKind,
    Outcome,
    Period,
    Refusal,
    Settlement,
    Severity,
    Verdict,
    verify,
)
from incidentrules.oncall import AfterHoursMode

SCRIPT = Path(__file__).parents[2] / "examples" / "month_end.py"
QUARTER = Period.quarter(2026, 3)
TOTALS = "in all 76 88 4 131 3 34 13 3 69 5 2 11,188 3,290".split()  # noqa: SIM905
"""The last line of the summary of September."""
NO_FILE = ("voided", "tier_month", "posted", "reversed", "restated")
"""The kinds of lines that no file of the example leads to."""
FILES = ("tickets", "purchases", "call_outs", "after_hours", "holidays")


def load(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(script.stem, script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[script.stem] = module
    spec.loader.exec_module(module)
    return module


SCRIPT_MODULE = load(SCRIPT)
main: Callable[[list[str]], int] = SCRIPT_MODULE.main
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def desk() -> Any:
    return SCRIPT_MODULE.read_desk(SCRIPT_MODULE.parser().parse_args([]))


@pytest.fixture(scope="module")
def settlements(desk: Any) -> dict[str, Settlement]:
    return dict(desk.settlements)


@pytest.fixture(scope="module")
def judged(settlements: dict[str, Settlement]) -> list[Assessment]:
    return [each for settled in settlements.values() for each in settled.assessments]


@pytest.fixture(scope="module")
def lines(settlements: dict[str, Settlement]) -> list[Line]:
    return [line for settled in settlements.values() for line in settled.statement(QUARTER).lines]


@pytest.fixture
def copies(tmp_path: Path) -> Callable[..., list[str]]:
    """Return what copies the files, with more lines at the end of some, and gives the option for it."""

    def copied(**more: str) -> list[str]:
        for name in FILES:
            content = (SCRIPT.parent / "data" / f"{name}.csv").read_text("utf-8")
            (tmp_path / f"{name}.csv").write_text(content + more.get(name, ""), "utf-8")
        return ["--data", str(tmp_path)]

    return copied


# --- what is in the data


def test_the_desk_is_of_a_real_size_and_every_row_is_good(desk: Any, judged: list[Assessment]) -> None:
    assert desk.problems == []
    assert len(desk.settlements) == 14
    assert sum(1 + len(each.folded) for each in judged) == 195
    assert all(date(2026, 7, 1) <= each.incident.received_at.date() <= date(2026, 9, 30) for each in judged)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_occurs(verdict: Verdict, judged: list[Assessment]) -> None:
    assert any(each.verdict is verdict for each in judged)


@pytest.mark.parametrize("exclusion", Exclusion)
def test_every_exclusion_occurs_alone(exclusion: Exclusion, judged: list[Assessment]) -> None:
    assert any(each.exclusions == (exclusion,) and each.credits == 0 for each in judged)


def test_two_exclusions_occur_together(judged: list[Assessment]) -> None:
    together = (Exclusion.OUT_OF_BOX_FAILURE, Exclusion.WITHIN_WINDOW)
    assert any(each.exclusions == together for each in judged)


@pytest.mark.parametrize("kind", ["pre_sales", "product_availability", "professional_services"])
def test_every_kind_of_question_occurs(kind: str, judged: list[Assessment]) -> None:
    assert any(each.incident.kind == kind for each in judged)


def test_a_deployment_that_is_longer_ago_counts(judged: list[Assessment]) -> None:
    assert any(each.incident.deployed_at and each.verdict is Verdict.INCIDENT for each in judged)


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_occurs(refusal: Refusal, judged: list[Assessment]) -> None:
    assert any(each.refusal is refusal and each.response is None for each in judged)


@pytest.mark.parametrize(("tier", "multiplier"), [("24h", 1), ("12h", 2), ("6h", 4), ("3h", 8)])
def test_every_tier_occurs(tier: str, multiplier: int, judged: list[Assessment]) -> None:
    assert any(each.tier.name == tier and each.credits == each.units * multiplier > 0 for each in judged)


def test_an_overrun_occurs_advised_and_not(judged: list[Assessment]) -> None:
    minutes = timedelta(minutes=1)
    overruns = [each for each in judged if each.effort and each.effort > 60 * minutes and not each.folded]
    assert any(each.units == 2 and not each.written_off for each in overruns)
    assert any(each.units == 1 and each.written_off == each.effort - 60 * minutes for each in overruns if each.effort)


def test_a_consequence_is_folded_across_the_hour(judged: list[Assessment]) -> None:
    """Neither takes 60 minutes, both together do: two units, and the tier's multiplier of four for each."""
    cause = next(each for each in judged if each.folded and each.multiplier == 4)
    efforts = [each.effort for each in (cause.incident, *cause.folded)]
    assert (efforts, cause.units, cause.credits) == ([timedelta(minutes=50), timedelta(minutes=25)], 2, 8)


def test_a_consequence_of_a_consequence_is_folded(judged: list[Assessment]) -> None:
    assert any(len(each.folded) == 2 for each in judged)


def test_one_request_is_split_into_independent_issues(judged: list[Assessment]) -> None:
    at = sorted((each for each in judged if each.verdict is Verdict.INCIDENT), key=lambda each: each.due_at)
    same = [list(group) for _, group in groupby(at, key=lambda each: each.incident.received_at)]
    assert [[each.units for each in group] for group in same if len(group) == 3] == [[1, 1, 2]]


def test_severe_tickets_come_at_weekends_and_both_severities_on_a_holiday(judged: list[Assessment]) -> None:
    days = {(each.severity, each.incident.received_at.date()) for each in judged}
    assert any(severity is Severity.SEVERE and day.weekday() >= 5 for severity, day in days)
    assert {(Severity.NORMAL, date(2026, 9, 7)), (Severity.SEVERE, date(2026, 9, 7))} <= days


def test_a_holiday_moves_a_deadline(judged: list[Assessment]) -> None:
    """Asked on Labor Day at 10:30, a normal question is due when Tuesday ends."""
    asked = next(each for each in judged if each.id == "T-3224")
    assert asked.due_at.isoformat() == "2026-09-09T00:00:00+00:00"


def test_tickets_are_pending_answered_without_minutes_and_withdrawn(judged: list[Assessment]) -> None:
    zero = timedelta(0)
    assert {True, False} == {each.incident.replied_at is not None for each in judged if each.is_pending}
    assert any(each.effort == zero and each.units == 1 for each in judged)
    assert any(each.effort == zero and each.verdict is Verdict.WITHDRAWN for each in judged)


@pytest.mark.parametrize("outcome", Outcome)
def test_promises_are_kept_broken_and_open(outcome: Outcome, settlements: dict[str, Settlement]) -> None:
    statements = [settled.statement(QUARTER) for settled in settlements.values()]
    assert any(each.outcome(judged) is outcome for each in statements for judged in each.assessments)


@pytest.mark.parametrize("mode", AfterHoursMode)
def test_after_hours_work_is_included_billed_and_refused(
    mode: AfterHoursMode, settlements: dict[str, Settlement]
) -> None:
    works = [(settled, work) for settled in settlements.values() for work in settled.account.after_hours]
    assert any(settled.terms.on(date(2026, 9, 1)).judge_after_hours(work).mode is mode for settled, work in works)


@pytest.mark.parametrize("kind", [kind for kind in LineKind if kind not in NO_FILE])
def test_every_kind_of_line_occurs_but_those_that_no_file_holds(kind: LineKind, lines: list[Line]) -> None:
    assert any(line.kind is kind for line in lines)


def test_credits_run_short_in_part_and_in_full(lines: list[Line]) -> None:
    short = [(line.credits, line.shortfall) for line in lines if line.shortfall]
    assert (-8, 6) in short
    assert (-1, 1) in short


# --- what the library makes of it


def test_every_statement_adds_up(settlements: dict[str, Settlement]) -> None:
    """Opening + purchased + granted - drawn - lapsed = closing, month by month, and one opens as the last closed."""
    for settled in settlements.values():
        months = [settled.statement(Period.month(2026, month)) for month in (7, 8, 9)]
        for each in months:
            assert each.closing == each.opening + each.purchased + each.granted - each.drawn - each.lapsed
        assert [each.opening for each in months[1:]] == [each.closing for each in months[:-1]]


def test_every_reason_follows_from_its_parts(lines: list[Line]) -> None:
    for line in lines:
        reasons = [line.why]
        if line.assessment and line.assessment.response:
            reasons += [line.assessment.why_due, line.assessment.why_verdict]
        assert [verify(reason) for reason in reasons] == [()] * len(reasons)


def test_the_totals_of_september_are_these(settlements: dict[str, Settlement]) -> None:
    statements = [settled.statement(Period.month(2026, 9)) for settled in settlements.values()]
    totals = [
        sum(getattr(each, name) for each in statements)
        for name in ("opening", "purchased", "granted", "drawn", "lapsed", "closing", "shortfall", "charges")
    ]
    assert totals == [76, 88, 4, 131, 3, 34, 13, 3290]


# --- what the script prints


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_script_runs_as_it_stands(encoding: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    run = subprocess.run([sys.executable, SCRIPT], capture_output=True, env=environment, check=False)
    printed = run.stdout.decode(encoding).replace("|", " ")  # what ASCII has for spaces
    assert (run.returncode, run.stderr) == (0, b"")
    assert "\x1b" not in printed
    assert max(map(len, printed.splitlines())) <= 120
    assert printed.splitlines()[-1].split() == TOTALS


def test_every_ticket_job_and_purchase_of_the_month_has_a_line(capsys: Capture, lines: list[Line]) -> None:
    assert main([]) == 0
    printed = capsys.readouterr().out
    for line in lines:
        if line.on in Period.month(2026, 9):
            assert f" {line.id} " in printed


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ("kestrel-air", "Mon 21 09:40 T-3265 ops-1: RAID controller d… incident 2 x 4 -8 Mon 21 15:40 in time"),
        ("kestrel-air", "folded into T-3265"),
        ("kestrel-air", "Credits: 3 at the start + 24 purchased - 22 drawn = 5 at the end"),
        ("kestrel-air", "By the hour: USD 329"),
        ("aldgate-books", "pending 1+ x 1 Fri 18 16:25 overdue"),
        ("corvid-games", "2 x 4 -8 (6 short) Wed 30 23:10 late"),
        ("corvid-games", "Short: 6 credits that nothing covered; the cheapest packs: 1 of 4 and 1 of 2, USD 928"),
        ("inkwell-press", "lapsed -3"),
    ],
)
def test_a_statement_tells(account: str, told: str, capsys: Capture) -> None:
    assert main(["--month", "2026-09", "--account", account]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert f"{account}, 2026-09-01 to 2026-09-30" in printed
    assert told in printed
    assert "The desk" not in printed


def test_an_account_without_a_line_in_the_month_has_its_balance(capsys: Capture) -> None:
    assert main(["--month", "2027-01", "--account", "northgate-radio"]) == 0
    balance = "Credits: 0 at the start = 0 at the end"
    assert capsys.readouterr().out == f"northgate-radio, 2027-01-01 to 2027-01-31\n  {balance}\n\n"


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("T-3265", ["R22", "R25", "R18", "R9", "Mon 2026-09-21 15:40"]),
        ("T-3266", ["R22", "T-3265"]),
        ("T-3231", ["R20"]),
        ("C-45", ["R19", "USD 987"]),
        ("A-14", ["R16", "USD 1316"]),
        ("P-501", ["R7", "R8", "Wed 2026-09-02"]),
    ],
)
def test_why_tells_the_rules_and_figures_behind_a_line(id: str, told: list[str], capsys: Capture) -> None:
    assert main(["--why", id]) == 0
    printed = capsys.readouterr().out
    assert [each for each in told if each not in printed] == []


def test_other_holidays_give_other_deadlines(capsys: Capture) -> None:
    """Asked on the US Labor Day at 10:30: due when Tuesday ends there, at Tuesday's 10:30 elsewhere."""
    due = {}
    for country in ("US", "GB-ENG", "none"):
        assert main(["--country", country, "--account", "aldgate-books", "--month", "2026-09"]) == 0
        due[country] = next(line for line in capsys.readouterr().out.splitlines() if "T-3224" in line)
    assert "Tue 08 24:00" in due["US"]
    assert "Tue 08 10:30" in due["GB-ENG"]
    assert "Tue 08 10:30" in due["none"]


# --- bad rows and bad arguments


def test_every_bad_row_is_named_and_the_good_ones_are_still_stated(
    copies: Callable[..., list[str]], capsys: Capture
) -> None:
    options = copies(
        tickets=(
            "kestrel-air,T-9001,s,2026-09-29T10:00,high,9h,,,,,abc,,,,,,\n"
            "kestrel-air,T-9002,s,2062-09-29T10:00Z,,,,,,,10,,,,,,\n"
            "kestrel-air,T-3101,s,2026-09-29T10:00Z,,,,,,,10,,,,,,\n"
            "kestrel-air,T-9007,cut short\n"
            "kestrel-air,T-9008,a,comma,2026-09-29T10:00Z,,,,,,,10,,,,,,\n"
            "\n"
            ",T-9009,s,2026-09-29T10:00Z,,,,,,,10,,,,,,\n"
        ),
        purchases="x,P-900,2026-09-31,3,\nx,P-901,2026-09-30,,\n",
        call_outs="x,C-900,s,2026-09-01T10:00Z,-1\n",
        after_hours="x,A-900,s,2026-09-01T10:00Z,60,,perhaps\n",
    )
    assert main([*options, "--month", "2026-09"]) == 1
    printed = capsys.readouterr()
    named = [" ".join(line.replace(".csv: row", "").replace(",", "").split()[:3]) for line in printed.err.splitlines()]
    assert named == [
        "tickets 197 received_at",
        "tickets 197 severity",
        "tickets 197 effort_minutes",
        "tickets 197 tier",
        "tickets 198 day",
        "tickets 199 id",
        "tickets 200 received_at",
        "tickets 201 row",
        "tickets 203 account",
        "purchases 57 on",
        "purchases 57 credits",
        "purchases 58 credits",
        "call_outs 9 duration_minutes",
        "after_hours 9 notice_accepted",
    ]
    assert all("got " in line and line.rsplit(": ", 1)[1] for line in printed.err.splitlines())
    assert printed.out.splitlines()[-1].split() == TOTALS


def test_an_account_that_cannot_be_settled_is_named_and_the_others_are_stated(
    copies: Callable[..., list[str]], capsys: Capture
) -> None:
    """A cause that is no ticket of the account leaves open what it costs."""
    assert main(copies(tickets="kestrel-air,T-9003,s,2026-09-29T10:00Z,,,,,,,10,,,,,,T-3111\n")) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("kestrel-air is left out: ")
    assert "'T-3111'" in printed.err
    assert "\naldgate-books " in printed.out
    assert "kestrel-air" not in printed.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--account", "nobody"], "--account 'nobody' is in none of the files, only aldgate-books, "),
        (["--why", "T-1"], "--why 'T-1' is no ticket, purchase or job"),
        (["--data", "nowhere"], "nowhere/holidays.csv"),
        (["--country", "XX"], "'XX'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(arguments: list[str], told: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert (printed.out, printed.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    ("name", "content", "status", "told"),
    [
        ("tickets", b"", 1, "tickets.csv: row 1, header names no columns"),
        ("tickets", b"\xff\xfe", 2, "can't decode"),
        ("tickets", b'account,id\n"a,b', 2, "unexpected end of data"),
        ("holidays", b"day,name\n", 2, "there is no holiday"),
        ("holidays", b"day,name\n2026-13-01,x\n", 2, "holidays.csv: row 2, day"),
    ],
)
def test_a_file_that_is_none_is_said_in_a_line(
    name: str, content: bytes, status: int, told: str, copies: Callable[..., list[str]], capsys: Capture
) -> None:
    options = copies()
    Path(options[1], f"{name}.csv").write_bytes(content)
    assert main(options) == status
    printed = capsys.readouterr()
    assert told in printed.err
    assert bool(printed.out) is (status == 1)
    assert status == 1 or printed.err.count("\n") == 1


@pytest.mark.parametrize("month", ["2026-13", "2026", "September", "2026-09-01", "0000-01", "9999-01"])
def test_a_month_that_is_none_is_refused(month: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--month", month])
    assert stopped.value.code == 2
    assert "write it as 2026-09" in capsys.readouterr().err


def test_help_names_every_option(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    helped = capsys.readouterr().out
    assert [option for option in ("--month", "--account", "--why", "--country", "--data") if option not in helped] == []
