"""Ask the whole face what it has, and print every answer: run in processes of their own by `test_surroundings`.

The answers depend on the facts alone, so each process has to print the same. With ``--closed`` no file, program or
connection may be opened while they are worked out; with ``--three-digits`` the program that asks has a decimal
context of its own.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Inexact, setcontext
from typing import Any

from incidentrules import (
    RULES,
    Account,
    AfterHours,
    CallOut,
    Change,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    OperatingHours,
    Period,
    Settlement,
    Terms,
    TermsHistory,
    TierMonth,
    Void,
    advise_packs,
    assess,
    at_risk,
    breakage,
    compare_readings,
    compare_tiers,
    covered_until,
    documents,
    plan_packs,
    queue,
    reversals,
    rows,
    settle,
    sheet,
    verify,
)

REFUSED = ("open", "os.", "socket.", "subprocess.", "shutil.", "tempfile.", "urllib.", "sqlite3.", "ctypes.", "time.")
"""How the audit events begin of what is no pure function: files, programs, the network."""


def settled(first: date) -> Settlement:
    """Return an account that begins on a day, judged: lots, chains, changes, months, call-outs, by two versions."""
    at = moment(first)
    terms = Terms.standard(holidays=calendar(first))
    history = TermsHistory({date(2000, 1, 1): terms, first.replace(day=1): terms.replace(on_call_price="399.00")})
    account = Account(
        id="acme",
        lots=[terms.purchase(8, id="L-1", on=first), terms.purchase(2, id="L-2", on=first)],
        incidents=tickets(first),
        call_outs=[CallOut(id="C-1", started_at=at, duration=timedelta(minutes=50))],
        after_hours=[
            AfterHours(id="W-1", started_at=at, duration=timedelta(hours=6), severity="severe", notice_accepted=True)
        ],
        tier_months=[TierMonth(tier="6h", year=first.year, month=first.month)],
        voids=[Void(lot="L-2", on=first + timedelta(days=9))],
    )
    return settle(account, history)


def moment(first: date) -> datetime:
    return datetime(first.year, first.month, first.day, 20, tzinfo=UTC)


def calendar(first: date) -> HolidayCalendar:
    return HolidayCalendar.from_dates({first + timedelta(days=3): "a holiday"}, years=range(1, 10_000))


def tickets(first: date) -> list[Incident]:
    at = moment(first)
    return [
        Incident(id="T-1", received_at=at, tier="12h", effort=timedelta(minutes=75)),
        Incident(id="T-2", received_at=at, severity="severe", effort=timedelta(minutes=5), follows="T-1"),
        Incident(id="T-3", received_at=at, changes=[Change(at=at + timedelta(hours=1), severity="severe", tier="3h")]),
        Incident(id="T-4", received_at=at, kind="pre_sales", channel="email", topic="billing", replied_at=at),
    ]


def answers(first: date) -> list[Any]:
    """Return what the face says of an account that begins on a day: numbers, words, values and refusals."""
    at, asked, whole = moment(first), tickets(first), settled(first)
    berlin = OperatingHours.parse("Mo-Fr 08:00-12:00,13:00-18:00; PH off", holidays=calendar(first), tz="Europe/Berlin")
    terms, history, account = Terms.standard(holidays=calendar(first)), whole.terms, whole.account
    statement = whole.statement(Period.month(first.year, first.month))
    later = settle(account.replace(posted=whole.ledger.drawings, incidents=[]), history)
    judged = [assess(ticket, terms) for ticket in asked if ticket.follows is None]
    return [
        judged,
        [one.explain() for one in judged],
        [(str(one.verdict), one.credits, one.exclusions) for one in judged],
        [(one.due_at, one.goal_at) for one in judged if one.response],
        [verify(one.why_credits) for one in judged],
        queue(one for one in judged if one.response),
        compare_tiers(asked, terms),
        compare_readings(asked[0], terms),
        [berlin, berlin.add(at, timedelta(hours=30)), berlin.between(at, at + timedelta(days=40))],
        [*berlin.intervals(at, at + timedelta(days=5))],
        str(statement),
        whole.ledger.entries,
        sheet.sheet(statement)._repr_html_(),
        reversals(later.ledger, on=first + timedelta(days=40)),
        [breakage(whole.ledger, on=first), at_risk(whole.ledger, on=first)],
        plan_packs({first: 3, first + timedelta(days=90): 5}, terms.packs),
        covered_until(whole.ledger, 1, on=first),
        advise_packs(6, terms.packs),
        documents.to_dict(account),
        documents.from_dict(documents.to_dict(account)) == account,
        rows.read(Incident, [{"id": "T-9", "received_at": "2026-11-20T20:00Z", "efort": "5"}]),
        [terms.fingerprint, history.fingerprint, statement.fingerprint],
        [refusal(lambda: Terms.standard(holidays=5)), refusal(lambda: terms.tier("13h"))],  # type: ignore[arg-type]
        dict(RULES),
    ]


def refusal(call: Any) -> str:
    try:
        call()
    except IncidentRulesError as error:
        return repr(error)
    raise AssertionError("it was not refused")


def refuse_all_but_figures(event: str, _: object) -> None:
    """Refuse what is no pure function's: an audit hook."""
    if event.startswith(REFUSED):
        raise RuntimeError(f"{event}: it is no figure")


def main(first: str, *options: str) -> None:
    if "--three-digits" in options:
        setcontext(Context(prec=3, traps=[Inexact]))
    answers(date(2025, 10, 23))  # loads what is loaded when it is first used: modules, and the file of the zone
    if "--closed" in options:
        sys.addaudithook(refuse_all_but_figures)
    sys.stdout.writelines(f"{answer!a}\n" for answer in answers(date.fromisoformat(first)))


if __name__ == "__main__":
    main(*sys.argv[1:])
