"""What the tests of accounts share: a statement of any facts, its lines in short, and a month in which all happens."""

from datetime import date, datetime
from typing import Any

from helpers import at, minutes, standard
from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Incident,
    Period,
    Settlement,
    Statement,
    Terms,
    TermsHistory,
    Void,
    settle,
)

TERMS = standard()
OCTOBER, NOVEMBER, DECEMBER = (Period.month(2026, month) for month in (10, 11, 12))


def stated(period: Period = NOVEMBER, terms: Terms | TermsHistory = TERMS, **facts: Any) -> Statement:
    return settle(Account(id="acme", **facts), terms).statement(period)


def in_short(statement: Statement) -> list[tuple[str, str, int, int]]:
    return [(line.kind, line.id, line.credits, line.shortfall) for line in statement.lines]


def whole() -> Settlement:
    def received(on: str, id: str, **facts: Any) -> Incident:
        return Incident(id=id, received_at=datetime.fromisoformat(f"{on}T10:00:00+00:00"), **facts)

    account = Account(
        id="acme",
        lots=[
            TERMS.server_grant(id="S-0", on=date(2026, 8, 1)),
            TERMS.server_grant(id="S-1", on=date(2026, 8, 10)),
            TERMS.purchase(4, id="L-1", on=date(2026, 11, 3)),
            TERMS.purchase(2, id="L-2", on=date(2026, 11, 3)),
            TERMS.server_grant(id="S-2", on=date(2026, 11, 4)),
        ],
        incidents=[
            received("2026-11-20", "T-5", effort=minutes(61), tier="6h"),
            received("2026-10-31", "T-0", effort=minutes(5)),
            received("2026-11-05", "T-1", effort=minutes(75), tier="12h"),
            received("2026-11-05", "T-2"),
            received("2026-11-05", "T-3", kind="pre_sales"),
            received("2026-11-05", "T-4", channel="phone"),
            received("2026-11-05", "T-6", kind="professional_services"),
            received("2026-11-05", "T-7", effort=minutes(0)),
            received("2026-11-21", "T-8", effort=minutes(5), follows="T-5"),
            received("2026-12-01", "T-9", effort=minutes(5)),
        ],
        call_outs=[CallOut(id="C-1", started_at=at("Sun 02:00"), duration=minutes(90))],
        after_hours=[
            AfterHours(id="W-1", started_at=at("Wed 03:00"), duration=minutes(60), notice_accepted=True),
            AfterHours(id="W-2", started_at=at("Wed 03:00"), duration=minutes(60), notice_accepted=False),
            AfterHours(id="W-3", started_at=at("Wed 10:00"), duration=minutes(60), notice_accepted=False),
        ],
        voids=[Void(lot="S-2", on=date(2026, 11, 5))],
    )
    return settle(account, TERMS)
