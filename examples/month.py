"""A month's statements as text, from two CSV files of tickets and purchases; and the reasons behind one ticket.

    python examples/month.py
    python examples/month.py --terms examples/desk.toml    by the terms of another desk

`mail.py` beside it makes a page for each customer; `month_end.py` has options, jobs by the hour, and a summary.
"""

import csv
import sys
import tomllib
from datetime import date
from pathlib import Path
from textwrap import fill

from incidentrules import Account, HolidayCalendar, Incident, Lot, Period, Terms, settle
from incidentrules.documents import from_dict
from incidentrules.rows import Table, read, table
from incidentrules.sheet import Sheet, sheet

DATA = Path(__file__).parent / "data"
MONTH = Period.month(2026, 9)
TERMS = Terms.standard(holidays=HolidayCalendar.from_country("US", years=range(2025, 2028)))


def main(terms: Terms = TERMS, explained: str = "T-3264") -> None:
    sheets = read_sheets(terms=terms)
    print(*sheets, sep="\n\n")
    print(f"\nWhy {explained}?")
    for line in next(row.reason for told in sheets for row in told.rows if row.id == explained).splitlines():
        print(fill(f"  {line}", 80, subsequent_indent=" " * (6 + len(line) - len(line.lstrip()))))


def read_sheets(data: Path = DATA, terms: Terms = TERMS) -> list[Sheet]:
    def lot(*, id: str, on: date, credits: int | None, server: str | None) -> Lot:
        return terms.server_grant(id=id, on=on) if server else terms.purchase(credits or 0, id=id, on=on)

    tickets = read(Incident, rows_of(data / "tickets.csv"), besides=["account", "subject"])
    purchases = read(lot, rows_of(data / "purchases.csv"), besides=["account"])
    if problems := (*tickets.problems, *purchases.problems):
        sys.exit("\n".join(map(str, problems)))
    about = {row.value.id: row.besides["subject"] for row in tickets.good}
    lots, incidents = purchases.by("account"), tickets.by("account")
    names = sorted({*lots, *incidents})
    accounts = [Account(id=name, lots=lots.get(name, ()), incidents=incidents.get(name, ())) for name in names]
    return [sheet(settle(account, terms).statement(MONTH), about=about) for account in accounts]


def rows_of(path: Path) -> Table:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return table(list(csv.reader(file)))


if __name__ == "__main__":
    main(from_dict(tomllib.loads(Path(sys.argv[2]).read_text("utf-8"))) if sys.argv[1:2] == ["--terms"] else TERMS)
