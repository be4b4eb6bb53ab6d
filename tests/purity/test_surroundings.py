"""The answers depend on the facts alone: not on the process, the machine, the threads or the copies.

Each case asks the whole face, in a process of its own (see `whole_face.py`).
"""

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

import incidentrules
from incidentrules import Period
from purity import whole_face

SCRIPT = Path(whole_face.__file__)
SOURCES = Path(incidentrules.__file__).parents[1]
FIRST = "2026-11-20"


def told(*flags: str, options: tuple[str, ...] = (), **environment: str) -> str:
    """Return what a process prints, that was started with flags, and in an environment."""
    variables = {**os.environ, "PYTHONPATH": str(SOURCES), **environment}
    command = [sys.executable, *flags, str(SCRIPT), FIRST, *options]
    return subprocess.run(command, env=variables, check=True, capture_output=True, text=True).stdout


@cache
def plain() -> str:
    return told(PYTHONHASHSEED="0", TZ="UTC")


@pytest.mark.parametrize(
    "run",
    [
        lambda: told(PYTHONHASHSEED="4242"),
        lambda: told(TZ="America/St_Johns"),
        lambda: told(TZ="Asia/Kathmandu", LC_ALL="C", PYTHONUTF8="0"),
        lambda: told(LC_ALL="tr_TR.UTF-8", LANGUAGE="de"),
        lambda: told("-OO"),
        lambda: told("-bb", "-W", "error", "-X", "dev"),
        lambda: told(options=("--three-digits",)),
        lambda: told(options=("--closed",)),
    ],
    ids=["hash seed", "zone", "locale C", "locale of Turkey", "-OO", "-bb -W error", "decimal context", "no I/O"],
)
def test_the_answers_are_the_same_whatever_is_around(run: Callable[[], str]) -> None:
    assert len(plain()) > 20_000
    assert run() == plain()


def test_what_the_hook_refuses_is_noticed() -> None:
    """A calendar of a country is read from a package, and that package reads its files: the hook stops it."""
    code = (
        "import sys; from purity.whole_face import *; sys.addaudithook(refuse_all_but_figures); "
        "HolidayCalendar.from_country('GB', years=range(2026, 2027))"
    )
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCES), str(SCRIPT.parents[1])])}
    ran = subprocess.run([sys.executable, "-c", code], env=variables, check=False, capture_output=True, text=True)
    assert "it is no figure" in ran.stderr


@pytest.fixture
def quick_switches() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("quick_switches")
def test_eight_threads_that_meet_a_cold_settlement_read_the_same_statement() -> None:
    settled = whole_face.settled(date(2026, 11, 20))
    alone = str(whole_face.settled(date(2026, 11, 20)).statement(Period.month(2026, 11)))
    gate = Barrier(8)

    def ask(_: int) -> str:
        gate.wait()
        return str(settled.statement(Period.month(2026, 11)))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == {alone}


@pytest.mark.parametrize("again", [lambda value: pickle.loads(pickle.dumps(value)), copy.copy, copy.deepcopy])
def test_values_and_judgements_survive_pickles_and_copies(again: Callable[[Any], Any]) -> None:
    settled = whole_face.settled(date(2026, 11, 20))
    statement = settled.statement(Period.month(2026, 11))
    judgements = [settled, statement, settled.ledger, *settled.assessments, settled.account, settled.terms]
    figures = [*statement.lines, *settled.ledger.entries, statement.why_closing, incidentrules.sheet.sheet(statement)]
    for value in [*judgements, *figures, *whole_face.answers(date(2026, 11, 20))]:
        other = again(value)
        assert other == value
        assert ascii(other) == ascii(value)
    assert str(again(settled).statement(Period.month(2026, 11))) == str(statement)
