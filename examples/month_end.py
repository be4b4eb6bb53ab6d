"""A support desk's month: what each account has, used and owes, from CSV files of tickets, purchases and jobs.

    python examples/month_end.py                                    the last month of examples/data
    python examples/month_end.py --month 2026-08 --account kestrel-air
    python examples/month_end.py --why T-3265                       the reasons behind one ticket, job or purchase

The exit status is 0; 1 where rows could not be read, which are all named; 2 where nothing could be done.
"""

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

import attrs
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from incidentrules import (
    Account,
    AfterHours,
    AfterHoursJudgement,
    AfterHoursMode,
    Assessment,
    CallOut,
    Exclusion,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    Line,
    Lot,
    Outcome,
    Period,
    Reason,
    Refusal,
    Settlement,
    Severity,
    Statement,
    Terms,
    Verdict,
    advise_packs,
    assess,
    settle,
)
from incidentrules.rows import Problem, Row, Rows, read

DATA = Path(__file__).parent / "data"
WIDTH = 120  # where the output is no terminal
COUNTRY_YEARS = range(2015, 2036)  # of which a country's holidays are looked up
EVER = Period(date.min, date.max)
BESIDES = ("account", "subject")


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # what an old terminal can't show
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, markup=False, emoji=False)
    try:
        desk = read_desk(options)
    except OSError as error:
        return failed(f"{error.filename}: {error.strerror}")
    except (csv.Error, IncidentRulesError) as error:
        return failed(str(error))
    status = show(desk, options, console)
    for problem in desk.problems:
        print(problem, file=sys.stderr)
    return status or int(bool(desk.problems))


def failed(why: str) -> int:
    print(f"month_end: {why}", file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="month_end.py",
        description="State a month of every account of a support desk, and the desk as a whole.",
        epilog=f"What is not given is read from {DATA}.",
    )
    options.add_argument("--month", type=month, metavar="YYYY-MM", help="default: the month of the last ticket")
    options.add_argument("--account", help="state this account alone")
    options.add_argument("--why", metavar="ID", help="print the reasons behind a ticket, a purchase or a job instead")
    whose = options.add_mutually_exclusive_group()
    whose.add_argument("--country", help="keep the public holidays of a country, such as US or GB-ENG, or none")
    whose.add_argument(
        "--holidays", type=Path, metavar="FILE", default=DATA / "holidays.csv", help="instead of holidays.csv"
    )
    for name in ("tickets", "purchases", "call-outs", "after-hours"):
        default = DATA / f"{name.replace('-', '_')}.csv"
        options.add_argument(f"--{name}", type=Path, metavar="FILE", default=default, help=f"instead of {default.name}")
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
    """Every account, settled; what each ticket and job was about; and the rows that could not be read."""

    settlements: dict[str, Settlement]
    subjects: dict[str, str]
    problems: list[str]


def read_desk(options: argparse.Namespace) -> Desk:
    days = read(holiday, [] if options.country else cells_of(options.holidays))
    terms = Terms.standard(holidays=country(options.country) if options.country else listed(days, options.holidays))
    tickets = with_causes(read(Incident, cells_of(options.tickets), besides=BESIDES, accept=deadline_by(terms)))
    purchases = read(lot_by(terms), cells_of(options.purchases), besides=["account"])
    call_outs = read(CallOut, cells_of(options.call_outs), besides=BESIDES)
    after_hours = read(AfterHours, cells_of(options.after_hours), besides=BESIDES, accept=judged_by(terms))
    files: dict[Path, Rows[object]] = {
        options.holidays: days,
        options.tickets: tickets,
        options.purchases: purchases,
        options.call_outs: call_outs,
        options.after_hours: after_hours,
    }
    subjects = {row.value.id: row.besides["subject"] for rows in (tickets, call_outs, after_hours) for row in rows.good}
    lots, asked, called, booked = (rows.by("account") for rows in (purchases, tickets, call_outs, after_hours))
    settlements = {
        name: settle(
            Account(
                id=name,
                lots=lots.get(name, ()),
                incidents=asked.get(name, ()),
                call_outs=called.get(name, ()),
                after_hours=booked.get(name, ()),
            ),
            terms,
        )
        for name in sorted({*lots, *asked, *called, *booked})
    }
    return Desk(settlements, subjects, [f"{path}: {each}" for path, rows in files.items() for each in rows.problems])


def cells_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file; one that is too short holds None, one that is too long holds it by None."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = list(csv.reader(file, strict=True))
    except (UnicodeError, csv.Error) as error:
        raise csv.Error(f"{path}: {error}") from error
    if not lines or len(set(lines[0])) < len(lines[0]):
        raise csv.Error(f"{path}: the first row has to name each column once")
    while not lines[-1]:
        lines.pop()
    return [dict(zip_longest(lines[0], cells)) for cells in lines[1:]]


def holiday(*, day: date, name: str) -> tuple[date, str]:
    return day, name


def listed(days: Rows[tuple[date, str]], path: Path) -> HolidayCalendar:
    """Return the holidays of a file, which knows the years from its first day to its last."""
    years = [day.year for day, _ in days.values]
    if not years:
        raise csv.Error(f"{path}: no holiday could be read from its columns day and name; --country none keeps none")
    return HolidayCalendar.from_dates(dict(days.values), years=range(min(years), max(years) + 1))


def country(name: str) -> HolidayCalendar:
    if name == "none":
        return HolidayCalendar.none()
    code, _, subdivision = name.partition("-")
    return HolidayCalendar.from_country(code, subdivision=subdivision or None, years=COUNTRY_YEARS)


def lot_by(terms: Terms) -> Callable[..., Lot]:
    def lot(*, id: str, on: date, credits: int | None, server: str | None) -> Lot:
        """Return the credits of a pack, or of a server that was registered."""
        return terms.server_grant(id=id, on=on) if server else terms.purchase(credits or 0, id=id, on=on)

    return lot


def deadline_by(terms: Terms) -> Callable[[Incident], object]:
    """Return what refuses a ticket of an unknown tier, or of a year whose holidays are not known."""

    def deadline(ticket: Incident) -> datetime | None:
        response = assess(ticket, terms).response
        return response.due_at if response else None

    return deadline


def judged_by(terms: Terms) -> Callable[[AfterHours], object]:
    return lambda work: terms.judge_after_hours(work).mode


def with_causes(tickets: Rows[Incident]) -> Rows[Incident]:
    """Return the tickets, and as problems those whose causes lead to no ticket of their account that was read."""
    rooted: set[tuple[str, str | None]] = {(account, None) for account in tickets.by("account")}
    while more := {own(row) for row in tickets.good if cause(row) in rooted} - rooted:
        rooted |= more
    remedy = "name a ticket of this account that came before, or leave it empty"
    astray = (
        Problem(row.number, "follows", row.value.follows, "leads to no ticket that was read", remedy, "unknown_name")
        for row in tickets.good
        if own(row) not in rooted
    )
    problems = sorted([*tickets.problems, *astray], key=lambda problem: problem.row)
    return Rows(tuple(row for row in tickets.good if own(row) in rooted), tuple(problems))


def own(row: Row[Incident]) -> tuple[str, str | None]:
    return row.besides["account"], row.value.id


def cause(row: Row[Incident]) -> tuple[str, str | None]:
    return row.besides["account"], row.value.follows


# --- statements out

VERDICTS = {
    Refusal.PORTAL_NEEDS_LOGIN: "refused: no login",
    Refusal.EMAIL_NEEDS_ACCOUNT: "refused: no account",
    Refusal.EMAIL_NOT_FOR_TOPIC: "refused: not by e-mail",
    Refusal.CHANNEL_NOT_OFFERED: "refused: not by phone",
    Exclusion.OUT_OF_BOX_FAILURE: "out of box",
    Exclusion.PRE_SALES: "before a sale",
    Exclusion.WITHIN_WINDOW: "within 7 days",
    Verdict.QUOTED: "a quote, no incident",
    Verdict.ON_CALL: "on call, by the hour",
    Verdict.WITHDRAWN: "withdrawn",
    AfterHoursMode.INCLUDED: "within the hours",
    AfterHoursMode.BILLED_SEPARATELY: "after hours: billed",
    AfterHoursMode.REFUSED_OFFER_ON_CALL: "after hours: refused",
}
LAYOUT: dict[str, Any] = {
    "box": SIMPLE_HEAD,
    "padding": (0, 1, 0, 0),
    "show_edge": False,
    "pad_edge": False,
    "expand": True,
}
REPLIES = {
    (Outcome.MET, True): "in time",
    (Outcome.BREACHED, True): "late",
    (Outcome.BREACHED, False): "overdue",
    (Outcome.OPEN, False): "open",
    (Outcome.OPEN, True): "open",
}


def show(desk: Desk, options: argparse.Namespace, console: Console) -> int:
    """Print what is asked for, and return 2 where that is nowhere in the files."""
    if options.why:
        return show_reasons(desk, options.why, console)
    if options.account and options.account not in desk.settlements:
        return failed(f"--account {options.account!r} is in none of the files, only {', '.join(desk.settlements)}")
    period = options.month or last_month(desk)
    if not period:
        return failed("there is no last month, as there are no tickets: give --month 2026-09")
    names = [options.account] if options.account else list(desk.settlements)
    statements = [desk.settlements[name].statement(period) for name in names]
    for statement in statements:
        show_statement(statement, desk.subjects, console)
    if not options.account:
        console.print(f"The desk, {period}", style="bold")
        console.print(summary_table(statements))
    return 0


def show_reasons(desk: Desk, id: str, console: Console) -> int:
    lines = [line for settled in desk.settlements.values() for line in settled.statement(EVER).lines]
    found = [line for line in lines if id in (line.id, *(each.id for each in folded(line)))]
    for line in found:
        for reason in reasons(line):
            console.print(reason.text, soft_wrap=True)
    return 0 if found else failed(f"--why {id!r} is no ticket, purchase or job in these files")


def reasons(line: Line) -> Iterator[Reason]:
    if line.assessment:
        yield line.assessment.why_verdict
    yield line.why
    if line.assessment and line.assessment.response:
        yield line.assessment.why_due


def folded(line: Line) -> tuple[Incident, ...]:
    return line.assessment.folded if line.assessment else ()


def last_month(desk: Desk) -> Period | None:
    days = [settled.day_of(each) for settled in desk.settlements.values() for each in settled.assessments]
    return Period.month(max(days).year, max(days).month) if days else None


def show_statement(statement: Statement, subjects: dict[str, str], console: Console) -> None:
    console.print(f"{statement.settlement.account.id}, {statement.period}", style="bold")
    if statement.lines:
        console.print(statement_table(statement, subjects))
    for sentence in sentences(statement):
        console.print(f"  {sentence}")
    console.print()


def statement_table(statement: Statement, subjects: dict[str, str]) -> Table:
    table = Table(**LAYOUT)
    table.add_column("Received", no_wrap=True)
    table.add_column("Id", no_wrap=True)
    table.add_column("About", no_wrap=True, ratio=1, overflow="ellipsis")
    table.add_column("Verdict")
    table.add_column("Units", justify="right", no_wrap=True)
    table.add_column("Credits", justify="right", no_wrap=True)
    table.add_column("Due", no_wrap=True)
    table.add_column("Reply", no_wrap=True)
    table.add_column(statement.terms.currency, justify="right", no_wrap=True)
    for line in statement.lines:
        if line.assessment:
            table.add_row(*ticket_cells(line, line.assessment, statement, subjects))
        else:
            table.add_row(*other_cells(line, subjects))
        for each in folded(line):
            received = moment(each.received_at, statement.period)
            table.add_row(received, each.id, subjects[each.id], f"folded into {line.id}")
    return table


def ticket_cells(line: Line, assessed: Assessment, statement: Statement, subjects: dict[str, str]) -> list[str]:
    period, outcome = statement.period, statement.outcome(assessed)
    more = "+" if assessed.is_pending else ""
    return [
        moment(assessed.incident.received_at, period),
        line.id,
        subjects[line.id],
        verdict(assessed),
        f"{assessed.units}{more} x {assessed.multiplier}" if assessed.units else "",
        change(line),
        moment(assessed.due_at, period) if outcome else "",
        REPLIES[outcome, assessed.incident.replied_at is not None] if outcome else "",
        "",
    ]


def other_cells(line: Line, subjects: dict[str, str]) -> list[str]:
    about, said = subjects.get(line.id, ""), line.kind.replace("_", "-")
    if isinstance(line.subject, Lot):
        about = f"usable through {line.subject.last_usable_on}"
    elif isinstance(line.subject, AfterHoursJudgement):
        said = VERDICTS[line.subject.mode]
    return [f"{line.on:%a %d}", line.id, about, said, "", change(line), "", "", money(line.amount)]


def verdict(assessed: Assessment) -> str:
    """Say in a few words what became of a ticket."""
    if assessed.refusal:
        return VERDICTS[assessed.refusal]
    if assessed.verdict is Verdict.EXCLUDED:
        return f"excluded: {', '.join(VERDICTS[why] for why in assessed.exclusions)}"
    if assessed.verdict is not Verdict.INCIDENT:
        return VERDICTS[assessed.verdict]
    word = "pending" if assessed.is_pending else "incident"
    return f"{word}, severe" if assessed.severity is Severity.SEVERE else word


def sentences(statement: Statement) -> Iterator[str]:
    """Yield what the lines come to."""
    currency = statement.terms.currency
    yield (
        f"Credits: {statement.opening} at the start + {statement.purchased} purchased + {statement.granted} granted"
        f" - {statement.drawn} drawn - {statement.lapsed} lapsed = {statement.closing} at the end"
    )
    if left := ", ".join(f"{each.credits} through {each.last_usable_on}" for each in statement.remaining):
        yield f"Usable: {left}"
    if statement.shortfall:
        yield f"Short: {statement.shortfall} credits that nothing covered; the cheapest packs: {advice(statement)}"
    if statement.spent_on_packs:
        yield f"Packs: {currency} {money(statement.spent_on_packs)}"
    if statement.charges:
        yield f"By the hour: {currency} {money(statement.charges)}"
    for each in statement.assessments:
        if each.written_off:
            minutes = each.written_off // timedelta(minutes=1)
            yield f"Written off: {minutes} min of {each.id}, of which the customer was not advised"


def advice(statement: Statement) -> str:
    terms = statement.terms
    purchase = advise_packs(statement.shortfall, terms.packs)
    packs = " and ".join(f"{count} of {pack.credits}" for pack, count in purchase.counts.items())
    return f"{packs}, {terms.currency} {money(purchase.cost)}"


def summary_table(statements: Sequence[Statement]) -> Table:
    table = Table(show_footer=True, **LAYOUT)
    rows = [summary(statement) for statement in statements]
    table.add_column("Account", "in all", no_wrap=True)
    for name in rows[0] if rows else ():
        table.add_column(name, f"{sum(row[name] for row in rows):,}", justify="right")
    for statement, row in zip(statements, rows, strict=True):
        table.add_row(statement.settlement.account.id, *(f"{figure:,}" if figure else "" for figure in row.values()))
    return table


def summary(statement: Statement) -> dict[str, Decimal | int]:
    replies = Counter(statement.outcome(each) for each in statement.assessments)
    return {
        "Opening": statement.opening,
        "Bought": statement.purchased,
        "Granted": statement.granted,
        "Drawn": statement.drawn,
        "Lapsed": statement.lapsed,
        "Closing": statement.closing,
        "Short": statement.shortfall,
        "Pending": len(statement.pending),
        "In time": replies[Outcome.MET],
        "Late": replies[Outcome.BREACHED],
        "Open": replies[Outcome.OPEN],
        f"Packs {statement.terms.currency}": statement.spent_on_packs,
        "By the hour": statement.charges,
    }


# --- words


def moment(at: datetime, period: Period) -> str:
    """Say a moment to the minute, with its month where that is another; midnight is 24:00 of the day before."""
    day, clock = (at, f"{at:%H:%M}") if at.time() != time() else (at - timedelta(days=1), "24:00")
    return f"{day:%a %d} {clock}" if day.date() in period else f"{day:%a %d %b} {clock}"


def change(line: Line) -> str:
    """Say what a line does to the balance, and how much of it no lot covered."""
    short = f" ({line.shortfall} short)" if line.shortfall else ""
    return f"{line.credits:+}{short}" if line.credits else ""


def money(amount: Decimal) -> str:
    return f"{amount:,}" if amount else ""


if __name__ == "__main__":
    sys.exit(main())
