"""A ticket log, judged by the terms: for each tier, how many first replies were in time, and the worst misses.

    python examples/servicenow.py servicenow_incidents.csv
    python examples/servicenow.py servicenow_incidents.csv --country US --worst 10

The log has a row for each incident, with the columns number, priority, opened_at and responded_at; others are
ignored. Priorities 1 and 2 are severe. There are no holidays, unless you name a country. An incident without a reply
is judged at the last moment in the log. The exit status is 0; 1 where rows could not be read (each is named); 2 where
the log could not be read at all.
"""

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

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
    assess,
)
from incidentrules.rows import Rows, read, table
from incidentrules.sla import TimeLeft

WIDTH = 120  # where the output is not a terminal
COUNTRY_YEARS = range(2005, 2036)  # the years of a country's holidays
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
        prog="servicenow.py", description="For each tier, count the first replies of a log that were in time."
    )
    options.add_argument("path", type=Path, metavar="PATH", help="the log, as CSV")
    options.add_argument("--country", help="the public holidays of a country, such as US or GB-ENG")
    options.add_argument(
        "--worst", type=int, default=3, metavar="N", help="how many misses to list for each tier (default: 3)"
    )
    return options


def country(name: str) -> HolidayCalendar:
    code, _, subdivision = name.partition("-")
    return HolidayCalendar.from_country(code, subdivision=subdivision or None, years=COUNTRY_YEARS)


# --- the log in


def read_log(path: Path, terms: Terms) -> Rows[Incident]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            log = table(list(csv.reader(file, strict=True)))
    except (UnicodeError, csv.Error) as error:
        raise csv.Error(f"{path}: {error}") from error
    if log.problems:
        raise csv.Error(f"{path}: {log.problems[0]}")
    return read(
        Incident,
        log,
        names=NAMES,
        convert={"severity": severity_of},
        ignore=set(log.columns) - set(NAMES.values()),
        accept=lambda incident: assess(incident, terms).due_at,
    )


def severity_of(priority: str) -> str:
    """Return the severity of a priority such as "2 - High"; an unknown priority as it is, so that it is refused."""
    return SEVERITIES.get(priority.split(" - ")[0], priority)


# --- the answer out


def show(incidents: Sequence[Incident], terms: Terms, worst: int, console: Console) -> None:
    opened = [incident.received_at for incident in incidents]
    last = max([*opened, *(incident.replied_at for incident in incidents if incident.replied_at)])
    by_tier = {
        tier.name: [assess(incident.replace(tier=tier.name), terms) for incident in incidents] for tier in terms.tiers
    }
    console.print(
        f"{len(incidents):,} incidents, opened {min(opened):%Y-%m-%d} to {max(opened):%Y-%m-%d}", style="bold"
    )
    console.print(summary_table(by_tier, last))
    for name, assessments in by_tier.items():
        late = [assessed for assessed in assessments if assessed.outcome(at=last) is Outcome.BREACHED]
        late.sort(key=lambda assessed: late_by(assessed, last).counted, reverse=True)
        if late[:worst]:
            console.print(f"\nThe worst misses at the {name} tier, of {len(late):,}", style="bold")
            console.print(misses_table(late[:worst], last))


def summary_table(by_tier: dict[str, list[Assessment]], last: datetime) -> Table:
    summary = Table(**LAYOUT)
    for name in ("Tier", "In time", "Share", "Severe", "Normal", "Late", "Open"):
        summary.add_column(name, justify="left" if name == "Tier" else "right")
    for name, assessments in by_tier.items():
        outcomes = Counter((assessed.severity, assessed.outcome(at=last)) for assessed in assessments)
        counts = Counter(outcome for _, outcome in outcomes.elements())
        split = [f"{outcomes[severity, Outcome.MET]:,} of {of(severity, outcomes):,}" for severity in Severity]
        share = f"{counts[Outcome.MET] / len(assessments):.1%}"
        late, still_open = counts[Outcome.BREACHED], counts[Outcome.OPEN]
        met = f"{counts[Outcome.MET]:,} of {len(assessments):,}"
        summary.add_row(name, met, share, *split, f"{late:,}", f"{still_open:,}")
    return summary


def of(severity: Severity, outcomes: Counter[tuple[Severity, Outcome]]) -> int:
    return sum(outcomes[severity, outcome] for outcome in Outcome)


def misses_table(late: Sequence[Assessment], last: datetime) -> Table:
    misses = Table(**LAYOUT)
    for name in ("Incident", "Severity", "Opened", "Due", "Replied"):
        misses.add_column(name, no_wrap=True)
    misses.add_column("Late, operating", justify="right", no_wrap=True)
    misses.add_column("Late, elapsed", justify="right", no_wrap=True)
    for assessed in late:
        by, incident = late_by(assessed, last), assessed.incident
        replied = moment(incident.replied_at) if incident.replied_at else "not yet"
        due = moment(assessed.due_at)
        spans = (span(by.counted), span(by.elapsed))
        misses.add_row(assessed.id, assessed.severity, moment(incident.received_at), due, replied, *spans)
    return misses


def late_by(assessed: Assessment, last: datetime) -> TimeLeft:
    """Return how long after the deadline the reply came; without a reply, how long after it the log ends."""
    promised = assessed.response
    if promised is None:
        raise AssertionError("every incident of a log is admitted, so an answer is owed")
    left = promised.time_left(at=assessed.incident.replied_at or last)
    return TimeLeft(-left.elapsed, -left.counted)


def moment(at: datetime) -> str:
    """Return a moment in words, to the minute; midnight is 24:00 of the day that ends."""
    return f"{at - timedelta(days=1):%a %m-%d} 24:00" if at.time() == time() else f"{at:%a %m-%d %H:%M}"


def span(length: timedelta) -> str:
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    return f"{hours} h {minutes:02} min"


if __name__ == "__main__":
    sys.exit(main())
