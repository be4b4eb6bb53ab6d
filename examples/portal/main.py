"""A desk's portal: a page that says when a reply is due, what it costs and why, and the JSON API behind it.

    make portal

The accounts are those of the CSV files in examples/data. There is no login: a real portal puts its own in front.
"""

import argparse
import csv
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import uvicorn
from fastapi import Response
from fastapi.staticfiles import StaticFiles

from edge import COUNT, DAY, TEXT, a, answer, api, body_of, gives, maybe, refused, some, takes, zone_of
from incidentrules import (
    Account,
    HolidayCalendar,
    Incident,
    Lot,
    Period,
    Settlement,
    Terms,
    advise_packs,
    assess,
    at_risk,
    settle,
)
from incidentrules.documents import to_dict
from incidentrules.reason import as_words
from incidentrules.rows import read

HERE = Path(__file__).parent
DATA = Path(os.environ.get("PORTAL_DATA", HERE.parent / "data"))
TERMS = Terms.standard(holidays=HolidayCalendar.from_country("US", years=range(2025, 2037)))

app = api("The portal of a support desk")


# --- the accounts


def lot(*, id: str, on: date, credits: int | None, server: str | None) -> Lot:
    return TERMS.server_grant(id=id, on=on) if server else TERMS.purchase(credits or 0, id=id, on=on)


def cells(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def settlements() -> dict[str, Settlement]:
    purchases = read(lot, cells("purchases.csv"), besides=["account"])
    tickets = read(Incident, cells("tickets.csv"), besides=["account", "subject"])
    for problem in (*purchases.problems, *tickets.problems):
        print(problem, file=sys.stderr)
    lots, incidents = purchases.by("account"), tickets.by("account")
    accounts = (Account(id=id, lots=lots.get(id, ()), incidents=incidents.get(id, ())) for id in {*lots, *incidents})
    return {account.id: settle(account, TERMS) for account in accounts}


SETTLED = settlements()


def settled(name: str) -> Settlement:
    if name not in SETTLED:
        raise refused("account", "is no account here", name, code="no_account", remedy="see /api/accounts")
    return SETTLED[name]


# --- the API


@app.get("/api/terms", responses=gives(terms=a("terms")))
def terms() -> Response:
    """Give the terms of the desk."""
    return answer(terms=to_dict(TERMS))


@app.post(
    "/api/assessments",
    openapi_extra=takes("incident"),
    responses=gives(
        assessment=a("assessment"), due=maybe(TEXT), why=TEXT, reasons=some(a("reason")),
        day=DAY, missing=COUNT, packs=some(a("pack")), price=TEXT,
    ),
)  # fmt: skip
def judge(incident: Annotated[Incident, body_of("incident")], tz: str = "UTC", account: str | None = None) -> Response:
    """Judge an incident: when its reply is due, what it costs and why, and what the account has to buy for it."""
    zone = zone_of(tz)
    judged = assess(incident, TERMS)
    day = TERMS.day_of(incident.received_at)
    usable = settled(account).ledger.available(on=day) if account else 0
    missing = max(judged.least_credits - usable, 0)
    purchase = advise_packs(missing, TERMS.packs) if missing else None
    reasons = [judged.why_verdict, judged.why_credits, *([judged.why_due] if judged.response else [])]
    return answer(
        assessment=to_dict(judged),
        due=as_words(judged.due_at, tz=zone) if judged.response else None,
        why=judged.explain(tz=zone, name="Your request"),
        reasons=[to_dict(reason) for reason in reasons],
        day=day.isoformat(),
        missing=missing,
        packs=[to_dict(pack) for pack in purchase.packs] if purchase else [],
        price=str(purchase.cost if purchase else 0),
    )


@app.get("/api/accounts", responses=gives(accounts=some(TEXT)))
def names() -> Response:
    """List the accounts."""
    return answer(accounts=sorted(SETTLED))


@app.get(
    "/api/accounts/{account:path}",
    responses=gives(balance=COUNT, remaining=some(a("remaining")), at_risk=some(a("entry"))),
)
def balance(account: str, on: date) -> Response:
    """Give the balance of an account at the end of a day, lot by lot, and what lapses after it, soonest first."""
    ledger = settled(account).ledger
    return answer(
        balance=ledger.balance(on=on),
        remaining=[to_dict(lot) for lot in ledger.remaining(on=on)],
        at_risk=[to_dict(entry) for entry in at_risk(ledger, on=on)],
    )


@app.post("/api/statements", openapi_extra=takes("account"), responses=gives(statement=a("statement")))
def statement(first: date, last: date, account: Annotated[Account, body_of("account")]) -> Response:
    """Settle an account, and draw up its statement from a first day to a last one."""
    return answer(statement=to_dict(settle(account, TERMS).statement(Period.days(first, last))))


app.mount("/", StaticFiles(directory=HERE / "page", html=True))


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the portal on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="0 for any that is free")
    uvicorn.run(app, port=parser.parse_args().port, access_log=False, server_header=False)


if __name__ == "__main__":
    main()
