"""A support desk's month: what each account has, used and owes, from CSV files of tickets, purchases and jobs.

    python examples/month_end.py
    python examples/month_end.py --month 2026-08 --account kestrel-air
    python examples/month_end.py --why T-3265

The exit status is 0; 1 where rows could not be read, or an account not be settled, which are all named; 2 where
nothing could be done.
"""

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Incident,
    IncidentRulesError,
    Lot,
    Outcome,
    Period,
    Settlement,
    Statement,
    Terms,
    assess,
    rows,
    settle,
)
from incidentrules.sheet import Sheet, sheet
from month_end_files import holidays_in, holidays_of, lines_of

DATA = Path(__file__).parent / "data"
WIDTH = 120  # where the output is no terminal
LAYOUT: dict[str, Any] = {"box": SIMPLE_HEAD, "padding": (0, 1, 0, 0), "show_edge": False, "expand": True}
FACTS = {"tickets": "incidents", "purchases": "lots", "call_outs": "call_outs", "after_hours": "after_hours"}


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # what an old terminal can't show
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, markup=False, emoji=False)
    try:
        desk = read_desk(options)
        show(desk, options, console)
    except (OSError, csv.Error, IncidentRulesError, LookupError) as error:
        print(f"month_end: {error}", file=sys.stderr)
        return 2
    for problem in desk.problems:
        print(problem, file=sys.stderr)
    return 1 if desk.problems else 0


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="month_end.py", description="State a month of every account of a support desk, and the desk as a whole."
    )
    options.add_argument("--month", type=month, metavar="YYYY-MM", default="2026-09", help="default: %(default)s")
    options.add_argument("--account", help="state this account alone")
    options.add_argument("--why", metavar="ID", help="print the reasons behind a ticket, a purchase or a job instead")
    options.add_argument("--country", help="the public holidays of a country, such as US or GB-ENG, or none")
    names = ", ".join(f"{name}.csv" for name in (*FACTS, "holidays"))
    options.add_argument("--data", type=Path, metavar="FOLDER", default=DATA, help=f"the folder of {names}")
    return options


def month(text: str) -> Period:
    try:
        year, number = text.split("-")
        return Period.month(int(year), int(number))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no month: write it as 2026-09") from None


# --- files in


@attrs.frozen
class Desk:
    """Every account, settled; what each ticket and job was about; and what could not be read or settled."""

    settlements: dict[str, Settlement]
    about: dict[str, str]
    problems: list[str]


def read_desk(options: argparse.Namespace) -> Desk:
    terms = Terms.standard(holidays=holidays_of(options.country) if options.country else holidays_in(options.data))

    def lot(*, id: str, on: date, credits: int | None, server: str | None) -> Lot:
        return terms.server_grant(id=id, on=on) if server else terms.purchase(credits or 0, id=id, on=on)

    make: dict[str, Callable[..., Any]] = {"purchases": lot, "tickets": Incident, "call_outs": CallOut}
    # An unknown tier is a problem of its row, and so is a year whose holidays are not known.
    accept: dict[str, Callable[[Any], object]] = {
        "tickets": lambda ticket: (owed := assess(ticket, terms).response) and owed.due_at,
        "after_hours": lambda work: terms.judge_after_hours(work).mode,
    }
    found: dict[str, rows.Rows[Any]] = {}
    for name in FACTS:
        besides = ["account"] if name == "purchases" else ["account", "subject"]
        lines, to_accept = lines_of(options.data / f"{name}.csv"), accept.get(name)
        found[name] = rows.read(make.get(name, AfterHours), rows.table(lines), besides=besides, accept=to_accept)
    problems = [f"{name}.csv: {problem}" for name, read in found.items() for problem in read.problems]
    about = {row.value.id: row.besides.get("subject", "") for read in found.values() for row in read.good}
    facts = {FACTS[name]: read.by("account") for name, read in found.items()}
    settlements = {}
    for id in sorted({id for by_account in facts.values() for id in by_account}):
        try:
            account = Account(id=id, **{fact: by_account.get(id, ()) for fact, by_account in facts.items()})
            settlements[id] = settle(account, terms)
        except IncidentRulesError as error:
            problems.append(f"{id} is left out: {error}")
    return Desk(settlements, about, problems)


# --- statements out


def show(desk: Desk, options: argparse.Namespace, console: Console) -> None:
    """Print what is asked for; a LookupError says that it is nowhere in the files."""
    if options.why:
        return show_reasons(desk, options.why, console)
    if options.account and options.account not in desk.settlements:
        raise LookupError(f"--account {options.account!r} is in none of the files, only {', '.join(desk.settlements)}")
    names = [options.account] if options.account else list(desk.settlements)
    statements = [desk.settlements[name].statement(options.month) for name in names]
    for statement in statements:
        show_sheet(sheet(statement, about=desk.about), console)
    if not options.account:
        console.print(f"The desk, {options.month}", style="bold")
        console.print(summary_table(statements))


def show_reasons(desk: Desk, id: str, console: Console) -> None:
    sheets = [sheet(settled.statement(Period(start=date.min, end=date.max))) for settled in desk.settlements.values()]
    reasons = [row.reason for told in sheets for row in told.rows if row.id == id]
    if not reasons:
        raise LookupError(f"--why {id!r} is no ticket, purchase or job in these files")
    console.print("\n".join(reasons), soft_wrap=True)


def show_sheet(told: Sheet, console: Console) -> None:
    console.print(f"{told.title}, {told.period}", style="bold")
    table = Table("Day", "Id", **LAYOUT)
    table.add_column("About", ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column("What", max_width=26)
    for name in ("Units", "Credits", "Due", "Reply", told.currency):
        table.add_column(name, justify="left" if name in ("Due", "Reply") else "right", no_wrap=True)
    for row in told.rows:
        credits = f"{row.credits} ({row.short} short)" if row.short else row.credits
        table.add_row(row.day, row.id, row.about, row.what, row.units, credits, row.due, row.reply, row.amount)
    if told.rows:
        console.print(table)
    for sentence in (*told.sums, *told.notes, ""):
        console.print(f"  {sentence}".rstrip())


def summary_table(statements: Sequence[Statement]) -> Table:
    table = Table(show_footer=True, **LAYOUT)
    summaries = [summary(statement) for statement in statements]
    table.add_column("Account", "in all", no_wrap=True)
    for name in summaries[0] if summaries else ():
        table.add_column(name, f"{sum(figures[name] for figures in summaries):,}", justify="right")
    for statement, figures in zip(statements, summaries, strict=True):
        id = statement.settlement.account.id
        table.add_row(id, *(f"{figure:,}" if figure else "" for figure in figures.values()))
    return table


def summary(statement: Statement) -> dict[str, Decimal | int]:
    names = ("opening", "purchased", "granted", "drawn", "lapsed", "closing", "shortfall")
    replies = Counter(statement.outcome(one) for one in statement.assessments)
    return {name.capitalize(): getattr(statement, name) for name in names} | {
        "Pending": len(statement.pending),
        "In time": replies[Outcome.MET],
        "Late": replies[Outcome.BREACHED],
        "Open": replies[Outcome.OPEN],
        f"Packs {statement.terms.currency}": statement.spent_on_packs,
        "By the hour": statement.charges,
    }


if __name__ == "__main__":
    sys.exit(main())
