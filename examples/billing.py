"""A support desk's billing cycle over SQLite: facts come in, a month is billed once, what comes later is restated.

    python examples/billing.py shop.db add tickets tickets.csv    take facts in; a row that changed is a newer version
    python examples/billing.py shop.db bill 2026-09               draw up the month's statements, post what they drew
    python examples/billing.py shop.db show 2026-09               print the statements again, as they were sent

Facts are only ever added, numbered as they become known: so what a statement was drawn up from can be settled anew.
A command is one transaction. It is done in full or not at all, and done again it changes nothing.
The exit status is 0, or 2 where nothing was done; stderr says why.
"""

import argparse
import csv
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    Lot,
    Period,
    Terms,
    reversals,
    settle,
)
from incidentrules.documents import from_dict, to_dict
from incidentrules.rows import read
from incidentrules.sheet import sheet

TERMS = Terms.standard(holidays=HolidayCalendar.from_country("US", years=range(2020, 2041)))
ALWAYS = Period(start=date.min, end=date.max)
TABLES = (
    """CREATE TABLE IF NOT EXISTS facts (
        number INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
        account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, subject TEXT NOT NULL, document TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS versions ON facts (account, kind, id, number)",
    """CREATE TABLE IF NOT EXISTS bills (
        account TEXT NOT NULL, month TEXT NOT NULL, known INTEGER NOT NULL, closing INTEGER NOT NULL,
        statement TEXT NOT NULL, PRIMARY KEY (account, month))""",
)


class RefusedError(Exception):
    """Why nothing was done."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        if options.command is not add and not options.database.exists():
            raise RefusedError(f"{options.database}: there is no such file; add makes it")
        with closing(sqlite3.connect(options.database, isolation_level=None)) as database, database:
            database.execute("BEGIN IMMEDIATE")
            for table in TABLES:
                database.execute(table)
            done = options.command(database, options)
    except (OSError, UnicodeError, csv.Error, sqlite3.Error, IncidentRulesError, RefusedError) as error:
        print(f"billing: {error}", file=sys.stderr)
        return 2
    print(done)
    return 0


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="billing.py", description="Bill the accounts of a support desk by the month."
    )
    options.add_argument("database", type=Path, help="an SQLite file; add makes it where there is none")
    commands = options.add_subparsers(required=True)
    adding, billing, showing = (commands.add_parser(each.__name__, help=each.__doc__) for each in (add, bill, show))
    adding.set_defaults(command=add)
    adding.add_argument("kind", choices=KINDS)
    adding.add_argument("file", type=Path, help="a CSV file")
    billing.set_defaults(command=bill, account=None)
    billing.add_argument("month", type=month, metavar="YYYY-MM")
    billing.add_argument("--on", type=day, help="the day of the month on which credits are given back, or its first")
    showing.set_defaults(command=show)
    showing.add_argument("month", type=month, metavar="YYYY-MM")
    showing.add_argument("--account", help="only the statement of this account")
    return options


def month(text: str) -> Period:
    first = day(f"{text}-01")
    return Period.month(first.year, first.month)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no {text}; a month is 2026-09, a day 2026-09-30") from None


# --- facts


def lot(*, id: str, on: date, credits: int | None, server: str | None) -> Lot:
    """Return the credits of a pack, or of a server that was registered."""
    return TERMS.server_grant(id=id, on=on) if server else TERMS.purchase(credits or 0, id=id, on=on)


KINDS: dict[str, tuple[str, Callable[..., Any], tuple[str, ...]]] = {
    "tickets": ("incidents", Incident, ("account", "subject")),
    "purchases": ("lots", lot, ("account",)),
    "call-outs": ("call_outs", CallOut, ("account", "subject")),
    "after-hours": ("after_hours", AfterHours, ("account", "subject")),
}
"""What a file can hold: the field of an account, what makes a fact of a row, and the columns beside it."""


def add(database: sqlite3.Connection, options: argparse.Namespace) -> str:
    """Record what is new in a file; nothing of it where a row can't be read or billed."""
    kind, make, besides = KINDS[options.kind]
    with options.file.open(newline="", encoding="utf-8-sig") as file:
        rows = read(make, csv.DictReader(file, strict=True), besides=besides)
    if rows.problems:
        raise RefusedError("\n".join(f"{options.file}: {problem}" for problem in rows.problems))
    new = sum(record(database, kind, row.value, **row.besides) for row in rows.good)
    for account in rows.by("account"):
        sheet(settle(known(database, account), TERMS).statement(ALWAYS))  # refuses what no statement could tell
    return f"{options.file}: {new} of {len(rows.good)} rows are new or have changed"


def record(database: sqlite3.Connection, kind: str, fact: Any, *, account: str, subject: str = "") -> bool:
    """Add a fact, and return True, unless its newest version says the same."""
    document = json.dumps(to_dict(fact))
    key, content = (account, kind, getattr(fact, "id", document)), (subject, document)
    newest = "SELECT subject, document FROM facts WHERE (account, kind, id) = (?, ?, ?) ORDER BY number DESC LIMIT 1"
    if database.execute(newest, key).fetchone() == content:
        return False
    insert = "INSERT INTO facts (account, kind, id, subject, document) VALUES (?, ?, ?, ?, ?)"
    database.execute(insert, key + content)
    return True


def known(database: sqlite3.Connection, account: str, through: int | None = None) -> Account:
    """Return the facts that were known through a number, or all that are known now: of each the newest version."""
    newest = """SELECT kind, document, max(number) FROM facts WHERE account = ? AND number <= ifnull(?, number)
        GROUP BY kind, id ORDER BY kind, id"""
    facts = defaultdict(list)
    for kind, document, _ in database.execute(newest, (account, through)):
        facts[kind].append(from_dict(json.loads(document)))
    return Account(id=account, **facts)


# --- bills


def bill(database: sqlite3.Connection, options: argparse.Namespace) -> str:
    """Bill a month of every account, and print the statements; what is billed already stays."""
    on = options.on or options.month.start
    if on not in options.month:
        raise RefusedError(f"{on} is not in {options.month}: credits are given back in the month that is billed")
    for (account,) in database.execute("SELECT DISTINCT account FROM facts").fetchall():
        bill_account(database, account, options.month, on)
    return show(database, options)


def bill_account(database: sqlite3.Connection, account: str, period: Period, on: date) -> None:
    """Give back what was billed too much, draw up the statement, and post what was drawn until its last day."""
    newest = "SELECT month, known, closing FROM bills WHERE account = ? ORDER BY month DESC LIMIT 1"
    last, through, told = database.execute(newest, (account,)).fetchone() or ("", 0, 0)
    if last >= f"{period.start:%Y-%m}":
        return
    if last not in ("", f"{period.start - timedelta(days=1):%Y-%m}"):
        raise RefusedError(f"{account} is billed through {last}: bill the month after it first")
    for reversal in reversals(settle(known(database, account), TERMS).ledger, on=on):
        record(database, "reversals", reversal, account=account)
    billed, settled = settle(known(database, account, through), TERMS), settle(known(database, account), TERMS)
    statement = settled.statement(period, billed=billed)
    if statement.opening != told:
        raise RefusedError(f"{account} was told {told} credits, and now had {statement.opening}: did the terms change?")
    for drawing in settled.ledger.drawings:
        if drawing.on <= period.last_day:
            record(database, "posted", drawing, account=account)
    named = "SELECT id, subject FROM facts WHERE account = ? AND subject <> '' ORDER BY number"
    about = dict(database.execute(named, (account,)).fetchall())
    words = sheet(statement, about=about)
    if last or statement.lines:
        sent = account, f"{period.start:%Y-%m}", statement.closing, str(words)
        database.execute("INSERT INTO bills SELECT ?, ?, max(number), ?, ? FROM facts", sent)


def show(database: sqlite3.Connection, options: argparse.Namespace) -> str:
    """Print the statements of a month again, as they were sent."""
    sent = "SELECT statement FROM bills WHERE month = ? AND account = ifnull(?, account) ORDER BY account"
    statements = database.execute(sent, (f"{options.month.start:%Y-%m}", options.account)).fetchall()
    if not statements:
        raise RefusedError(f"there is no statement of {options.month} for {options.account or 'any account'}")
    return "\n\n\n".join(statement for (statement,) in statements)


if __name__ == "__main__":
    sys.exit(main())
