"""A real log, judged by the terms: how many first replies each tier would have had in time, and the worst misses.

    python examples/servicenow.py servicenow_incidents.csv
    python examples/servicenow.py servicenow_incidents.csv --country US --worst 10

The log holds a row an incident, with the columns number, priority, opened_at and responded_at; others are
passed over. Priorities 1 and 2 are severe. No holidays are kept, unless a country is named. What nobody
replied to is open, or late, as of the last moment in the log. The exit status is 0; 1 where rows could not
be read, which are all named; 2 where nothing could be done.
"""

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import attrs
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from incidentrules import (
    Assessment,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    Outcome,
    Severity,
    Terms,
    TimeLeft,
    assess,
)
from incidentrules.rows import Rows, read

WIDTH = 120  # where the output is no terminal
COUNTRY_YEARS = range(2005, 2036)  # of which a country's holidays are looked up
NAMES = {"id": "number", "severity": "priority", "received_at": "opened_at", "replied_at": "responded_at"}
SEVERITIES = {"1": "severe", "2": "severe", "3": "normal", "4": "normal"}
LAYOUT: dict[str, Any] = {"box": SIMPLE_HEAD, "padding": (0, 1, 0, 0), "show_edge": False, "pad_edge": False}


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # what an old terminal can't show
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, markup=False, emoji=False)
    try:
        terms = Terms.standard(holidays=country(options.country) if options.country else HolidayCalendar.none())
        log = read_log(options.path, terms)
    except OSError as error:
        return failed(f"{error.filename}: {error.strerror}")
    except (csv.Error, IncidentRulesError) as error:
        return failed(str(error))
    if log.values:
        show(log.values, terms, options.worst, console)
    for problem in log.problems:
        print(f"{options.path}: {problem}", file=sys.stderr)
    return 1 if log.problems else 0


def failed(why: str) -> int:
    print(f"servicenow: {why}", file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="servicenow.py", description="Tell for each tier how many first replies of a log would have been in time."
    )
    options.add_argument("path", type=Path, metavar="PATH", help="the log, as CSV")
    options.add_argument("--country", help="keep a country's public holidays, such as US or GB-ENG")
    options.add_argument("--worst", type=int, default=3, metavar="N", help="list so many misses a tier (default: 3)")
    return options


def country(name: str) -> HolidayCalendar:
    code, _, subdivision = name.partition("-")
    return HolidayCalendar.from_country(code, subdivision=subdivision or None, years=COUNTRY_YEARS)


# --- the log in


def read_log(path: Path, terms: Terms) -> Rows[Incident]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = list(csv.reader(file, strict=True))
    except (UnicodeError, csv.Error) as error:
        raise csv.Error(f"{path}: {error}") from error
    if not lines or len(set(lines[0])) < len(lines[0]):
        raise csv.Error(f"{path}: the first row has to name each column once")
    rows = [in_our_words(dict(zip_longest(lines[0], cells))) for cells in lines[1:]]
    return read(Incident, rows, names=NAMES, accept=lambda each: assess(each, terms).due_at)


def in_our_words(row: dict[str, str]) -> dict[str, str]:
    """Return the columns that are read, a priority such as "2 - High" as a severity; None holds a surplus cell."""
    kept = {name: cell for name, cell in row.items() if name is None or name in NAMES.values()}
    priority = kept.get("priority") or ""
    severity = SEVERITIES.get(priority.split(" - ")[0])
    return kept | {"priority": severity} if severity else kept


# --- the answer out


def show(incidents: Sequence[Incident], terms: Terms, worst: int, console: Console) -> None:
    opened = [each.received_at for each in incidents]
    last = max([*opened, *(each.replied_at for each in incidents if each.replied_at)])
    by_tier = {
        tier.name: [assess(attrs.evolve(each, tier=tier.name), terms) for each in incidents] for tier in terms.tiers
    }
    console.print(
        f"{len(incidents):,} incidents, opened {min(opened):%Y-%m-%d} to {max(opened):%Y-%m-%d}", style="bold"
    )
    console.print(summary_table(by_tier, last))
    for name, assessments in by_tier.items():
        late = [each for each in assessments if each.outcome(at=last) is Outcome.BREACHED]
        late.sort(key=lambda each: late_by(each, last).counted, reverse=True)
        if late[:worst]:
            console.print(f"\nThe worst misses at the {name} tier, of {len(late):,}", style="bold")
            console.print(misses_table(late[:worst], last))


def summary_table(by_tier: dict[str, list[Assessment]], last: datetime) -> Table:
    table = Table(**LAYOUT)
    for name in ("Tier", "In time", "Share", "Severe", "Normal", "Late", "Open"):
        table.add_column(name, justify="left" if name == "Tier" else "right")
    for name, assessments in by_tier.items():
        outcomes = Counter((each.severity, each.outcome(at=last)) for each in assessments)
        counts = Counter(outcome for _, outcome in outcomes.elements())
        split = [f"{outcomes[severity, Outcome.MET]:,} of {of(severity, outcomes):,}" for severity in Severity]
        share = f"{counts[Outcome.MET] / len(assessments):.1%}"
        late, still_open = counts[Outcome.BREACHED], counts[Outcome.OPEN]
        met = f"{counts[Outcome.MET]:,} of {len(assessments):,}"
        table.add_row(name, met, share, *split, f"{late:,}", f"{still_open:,}")
    return table


def of(severity: Severity, outcomes: Counter[tuple[Severity, Outcome]]) -> int:
    return sum(outcomes[severity, outcome] for outcome in Outcome)


def misses_table(late: Sequence[Assessment], last: datetime) -> Table:
    table = Table(**LAYOUT)
    for name in ("Incident", "Severity", "Opened", "Due", "Replied"):
        table.add_column(name, no_wrap=True)
    table.add_column("Late, operating", justify="right", no_wrap=True)
    table.add_column("Late, elapsed", justify="right", no_wrap=True)
    for each in late:
        by, incident = late_by(each, last), each.incident
        replied = moment(incident.replied_at) if incident.replied_at else "not yet"
        due = moment(each.due_at)
        spans = (span(by.counted), span(by.elapsed))
        table.add_row(each.id, each.severity, moment(incident.received_at), due, replied, *spans)
    return table


def late_by(assessed: Assessment, last: datetime) -> TimeLeft:
    """Return by how much a reply came after the deadline, or has not come by the last moment of the log."""
    promised = assessed.response
    if promised is None:
        raise AssertionError("the channel of a log is one that is offered, so an answer is owed")
    left = promised.time_left(at=assessed.incident.replied_at or last)
    return TimeLeft(-left.elapsed, -left.counted)


def moment(at: datetime) -> str:
    """Say a moment to the minute; midnight is 24:00 of the day before."""
    return f"{at - timedelta(days=1):%a %m-%d} 24:00" if at.time() == time() else f"{at:%a %m-%d %H:%M}"


def span(length: timedelta) -> str:
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    return f"{hours} h {minutes:02} min"


if __name__ == "__main__":
    sys.exit(main())
