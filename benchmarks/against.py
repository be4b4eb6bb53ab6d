"""Measure this tree against another revision of it, in turns, as ratios: `make against REV=HEAD~1`.

Each turn is a process of its own. The best of several turns counts, since other work on the machine only adds time.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TURNS = 7
ROOT = Path(__file__).parent.parent
README_LINE = "from incidentrules import HolidayCalendar, Incident, Terms, assess"
WORK = f"""
import json, timeit
from datetime import UTC, date, datetime, timedelta
from random import Random
{README_LINE}
from incidentrules import Account, OperatingHours, Period, settle

chance, begin = Random(20261118), datetime(2026, 1, 1, tzinfo=UTC)
terms = Terms.standard(holidays=HolidayCalendar.none())
moments = [begin + timedelta(minutes=chance.randrange(500_000)) for _ in range(2_000)]
tickets = [
    Incident(id=f"T-{{n}}", received_at=at, severity=chance.choice(["severe", "normal"]),
             tier=chance.choice([None, "12h", "6h", "3h"]), effort=timedelta(minutes=chance.randrange(1, 200)))
    for n, at in enumerate(moments)
]
lots = [terms.purchase(8, id=f"L-{{n}}", on=date(2026, 1, 1) + timedelta(days=n % 365)) for n in range(600)]
account, march = Account(id="acme", lots=lots, incidents=tickets), Period.month(2026, 3)
england = HolidayCalendar.from_country("GB", subdivision="ENG", years=range(2015, 2031))
desks = {{
    "a desk in UTC": OperatingHours.parse("Mo-Fr 08:00-24:00"),
    "London, with holidays": OperatingHours.parse("Mo-Fr 08:00-18:00; PH off", holidays=england, tz="Europe/London"),
}}
twelve = timedelta(hours=12)


def judged():
    for ticket in tickets:
        assessed = assess(ticket, terms)
        assessed.credits, assessed.due_at


def stated(with_shortfall):
    statement = settle(account, terms).statement(march)
    statement.opening, statement.purchased, statement.drawn, statement.lapsed, statement.closing, statement.required
    if with_shortfall:
        statement.shortfall


calls = {{
    "assess, with credits and deadline": judged,
    "settle, with a month's statement": lambda: stated(False),
    "settle, with its shortfall too": lambda: stated(True),
}}
for name, hours in desks.items():
    calls |= {{
        f"between, {{name}}": lambda hours=hours: [hours.between(at, at + twelve) for at in moments],
        f"add, {{name}}": lambda hours=hours: [hours.add(at, twelve) for at in moments],
        f"subtract, {{name}}": lambda hours=hours: [hours.subtract(at, twelve) for at in moments],
        f"is_open, {{name}}": lambda hours=hours: [hours.is_open(at) for at in moments],
        f"next_open, {{name}}": lambda hours=hours: [hours.next_open(at) for at in moments],
    }}
for call in calls.values():
    call()
print(json.dumps({{name: min(timeit.repeat(call, number=1, repeat=5)) for name, call in calls.items()}}))
"""
LOAD = "import sys, time; began = time.perf_counter(); exec(sys.argv[1]); print(time.perf_counter() - began)"


def main(revision: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "tree"
        subprocess.run(["git", "-C", ROOT, "worktree", "add", "--detach", "--quiet", other, revision], check=True)
        try:
            compare({revision: other / "src", "this tree": ROOT / "src"})
        finally:
            subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", other], check=True)


def compare(sources: dict[str, Path]) -> None:
    seconds: dict[str, dict[str, float]] = {name: {} for name in sources}
    for _ in range(TURNS):
        for name, source in sources.items():
            for what, spent in measured(source).items():
                seconds[name][what] = min(spent, seconds[name].get(what, spent))
    before, after = seconds.values()
    print(f"{'':<38}{' and '.join(sources)}")
    for what, spent in after.items():
        print(f"{what:<38}{before[what] * 1e3:>9.2f} ms {spent * 1e3:>9.2f} ms {spent / before[what]:>6.2f}x")
    print(
        f"the README's line takes {after['the README line'] / after['import attrs']:.2f} times as long as import attrs"
    )


def measured(source: Path) -> dict[str, float]:
    loads = {"import attrs": "import attrs", "the README line": README_LINE}
    lines = {what: float(run(source, LOAD, line)) for what, line in loads.items()}
    return lines | json.loads(run(source, WORK))


def run(source: Path, code: str, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(source)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "HEAD")
