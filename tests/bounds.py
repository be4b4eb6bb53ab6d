"""What grows, and how it may: each scenario does something of a size, and its steps are counted.

A *step* is an instruction of Python, so a count is the same on every machine, and another for each minor Python.
`python tests/bounds.py`, which `make counts` calls, writes the counts of the Python that runs it into `COUNTS`.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from itertools import islice
from operator import and_, or_, sub
from pathlib import Path
from typing import Any

from incidentrules import (
    Account,
    Draw,
    HolidayCalendar,
    Incident,
    Lot,
    OperatingHours,
    Period,
    Terms,
    TermsHistory,
    advise_packs,
    assess,
    documents,
    plan_packs,
    replay,
    rows,
    settle,
)
from incidentrules.audit import verify
from incidentrules.compare import compare_readings, compare_tiers
from incidentrules.forecast import covered_until, restate, reversals
from incidentrules.incident import Change
from incidentrules.ledger import Ledger
from incidentrules.reason import Reason
from operations import steps

COUNTS = Path(__file__).with_name("counts.json")
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
MIDNIGHT, NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1)
TERMS = Terms.standard(holidays=HolidayCalendar.none())
MONTHLY = TERMS.with_readings(credit_basis="standing")
YEAR = Period(start=NEW_YEAR, end=date(2027, 1, 1))

Task = Callable[[], object]
parse = OperatingHours.parse


# --- hours


def year(number: int) -> datetime:
    return datetime(number, 1, 1, 12, tzinfo=UTC)


def between_years(size: int) -> Task:
    hours = parse("Mo-Fr 08:00-24:00")
    return lambda: hours.between(year(2000), year(2000 + size))


def between_centuries(size: int) -> Task:
    hours = parse("Mo-Fr 08:00-24:00", tz="Europe/Berlin")
    return lambda: hours.between(year(2200), year(2200 + 100 * size))


def business_days_over_centuries(size: int) -> Task:
    hours = parse("Mo-Fr 08:00-24:00")
    return lambda: hours.business_days(date(2000, 1, 1), date(2000 + 100 * size, 1, 1))


def intervals(size: int) -> Task:
    hours = parse("Mo-Fr 08:00-24:00")
    return lambda: list(hours.intervals(MIDNIGHT, MIDNIGHT + 60 * size * DAY))


def pauses(size: int) -> Task:
    hours, gaps = (
        parse("Mo-Fr 08:00-24:00"),
        [(MIDNIGHT + at * HOUR, MIDNIGHT + at * HOUR + MINUTE) for at in range(size)],
    )
    return lambda: hours.between(MIDNIGHT, MIDNIGHT + 40 * DAY, excluding=gaps)


def wednesdays(size: int) -> list[OperatingHours]:
    return [parse(f"We 10:00-11:{minute:02}") for minute in range(size)]


def joined(sign: Callable[[OperatingHours, OperatingHours], OperatingHours], first: str) -> Callable[[int], Task]:
    def joining(size: int) -> Task:
        parts = [parse(first), *wednesdays(size)]
        return lambda: reduce(sign, parts)

    joining.__name__ = f"joined_by_{sign.__name__.strip('_')}"
    return joining


def switched(size: int) -> Task:
    hours, others = parse("We 09:00-17:00"), wednesdays(2)
    for other in others:
        other.between(MIDNIGHT, MIDNIGHT + 365 * DAY)

    def switching() -> OperatingHours:
        return reduce(lambda one, at: one.then(MIDNIGHT + at * DAY, others[at % 2]), range(size), hours)

    return switching


def dates(size: int) -> Task:
    days = (NEW_YEAR + at * DAY for at in range(size))
    text = "; ".join(["Mo-Fr 08:00-24:00", *(f"{day:%Y %b %d} off" for day in days)])
    return lambda: parse(text)


# --- credits


def lots(size: int, credits: int = 2) -> list[Lot]:
    return [Lot(id=f"L-{at}", credits=credits, on=NEW_YEAR, last_usable_on=date(2027, 1, 1)) for at in range(size)]


def ledger(size: int) -> Ledger:
    return replay(lots(4, size), [Draw(id=f"T-{at}", on=NEW_YEAR + at % 300 * DAY, credits=1) for at in range(size)])


def replayed(size: int) -> Task:
    return lambda: ledger(size).entries


def why_every_drawing(size: int) -> Task:
    known = ledger(size)
    return lambda: [known.why(drawing) for drawing in known.drawings]


def covered(size: int) -> Task:
    known = replay(lots(size), [])
    return lambda: covered_until(known, 1, on=NEW_YEAR)


def late_fact(size: int) -> Task:
    known = ledger(size)
    after = replay(known.lots, known.draws[1:], posted=known.drawings)
    return lambda: (restate(known, after), reversals(after, on=date(2026, 12, 1)))


def advised(size: int) -> Task:
    return lambda: list(islice(advise_packs(size, TERMS.packs).cheapest, 3))


def planned(size: int) -> Task:
    return lambda: plan_packs({NEW_YEAR + 30 * at * DAY: 8 for at in range(size)}, TERMS.packs)


# --- incidents


def incidents(size: int, **facts: Any) -> list[Incident]:
    return [Incident(id=f"T-{at}", received_at=MIDNIGHT + at * HOUR, effort=MINUTE, **facts) for at in range(size)]


def settled(size: int) -> Task:
    account = Account(id="acme", lots=lots(4, size), incidents=incidents(size))
    return lambda: settle(account, TERMS).statement(YEAR).lines


def star(size: int) -> Account:
    """Return an account with one incident that all others follow from."""
    return Account(
        id="acme",
        lots=lots(4),
        incidents=[Incident(id="root", received_at=MIDNIGHT, effort=MINUTE), *incidents(size, follows="root")],
    )


def settled_star(size: int) -> Task:
    account = star(size)
    return lambda: settle(account, TERMS).statement(YEAR).lines


def page_of_star(size: int) -> Task:
    statement = settle(star(size), TERMS).statement(YEAR)
    return lambda: statement._repr_html_()


def why_every_line(size: int) -> Task:
    """Return how each line of a statement is explained where all that was drawn was posted, and is not owed now."""
    facts, first = lots(size, 3), Account(id="acme", lots=lots(size, 3), incidents=incidents(size))
    free = [incident.replace(kind="pre_sales") for incident in first.incidents]
    account = Account(id="acme", lots=facts, incidents=free, posted=settle(first, TERMS).ledger.drawings)
    statement = settle(account, TERMS).statement(Period(start=NEW_YEAR, end=date(2028, 1, 1)))
    return lambda: [line.why for line in statement.lines]


def settled_chain(size: int) -> Task:
    chain = [
        Incident(id=f"T-{at}", received_at=MIDNIGHT + at * HOUR, effort=MINUTE, follows=f"T-{at - 1}" if at else None)
        for at in range(size)
    ]
    account = Account(id="acme", lots=lots(4), incidents=chain)
    return lambda: settle(account, TERMS).statement(YEAR).lines


def many_versions(size: int) -> Task:
    first = date(2000, 1, 1)
    terms = TermsHistory({first + at * DAY: MONTHLY.replace(on_call_price=300 + at) for at in range(40 * size)})
    received = [datetime(2000, 1, 1, tzinfo=UTC) + at * DAY for at in range(40 * size)]
    account = Account(id="acme", incidents=[Incident(id=f"T-{at}", received_at=at, tier="6h") for at in received[::40]])
    return lambda: settle(account, terms).tier_months


def changed(size: int) -> Task:
    changes = [Change(at=MIDNIGHT + at * HOUR, severity="normal" if at % 2 else "severe") for at in range(size)]
    incident = Incident(id="T-1", received_at=MIDNIGHT, changes=changes)
    return lambda: assess(incident, TERMS).due_at


def tiers_over_centuries(size: int) -> Task:
    listed = [Incident(id=f"T-{at}", received_at=year(2000 + 100 * at), effort=MINUTE) for at in range(size)]
    return lambda: [one.credits for one in compare_tiers(listed, TERMS)]


def readings_of_changes(size: int) -> Task:
    changes = [Change(at=MIDNIGHT + at * HOUR, tier="6h" if at % 2 else "12h") for at in range(size)]
    incident = Incident(id="T-1", received_at=MIDNIGHT, effort=HOUR, changes=changes)
    return lambda: compare_readings(incident, TERMS)


# --- reasons, rows and documents


def deep_reason(size: int) -> Task:
    reason = reduce(lambda part, _: Reason("", 1, how="sum", parts=(part,)), range(size), Reason("", 1))
    return lambda: (verify(reason), reason.text(), reason.in_zone("Europe/Berlin"))


def shared_reason(size: int) -> Task:
    """Return how a reason is checked whose parts stand in two places each."""
    reason = reduce(
        lambda part, _: Reason("", part.value * 2, how="sum", parts=(part, part)), range(size), Reason("", 1)
    )
    return lambda: (verify(reason), reason.rules, reason.in_zone("Europe/Berlin"))


def read_rows(size: int) -> Task:
    cells = [{"id": f"T-{at}", "received_at": "2026-01-01 10:00 UTC", "effort_minutes": "20"} for at in range(size)]
    return lambda: rows.read(Incident, cells)


def bad_rows(size: int) -> Task:
    cells = [{"id": f"T-{at}", "received_at": "2026-01-01", "effort_minutes": "x"} for at in range(size)]
    return lambda: rows.read(Incident, cells)


def kept_account(size: int) -> Task:
    account = Account(id="acme", lots=lots(size), incidents=incidents(size))
    return lambda: documents.from_dict(documents.to_dict(account))


SCENARIOS: Mapping[Callable[[int], Task], int] = {
    between_years: 2,
    between_centuries: 30,
    business_days_over_centuries: 30,
    intervals: 2,
    pauses: 60,
    joined(or_, "24/7"): 20,
    joined(and_, "24/7"): 20,
    joined(sub, "24/7"): 20,
    switched: 20,
    dates: 60,
    replayed: 60,
    why_every_drawing: 60,
    covered: 60,
    late_fact: 60,
    advised: 60,
    planned: 10,
    settled: 40,
    settled_star: 60,
    page_of_star: 20,
    why_every_line: 60,
    settled_chain: 60,
    many_versions: 8,
    changed: 20,
    tiers_over_centuries: 4,
    readings_of_changes: 4,
    deep_reason: 60,
    shared_reason: 20,
    read_rows: 60,
    bad_rows: 60,
    kept_account: 20,
}
"""Each scenario with the size at which its steps are counted."""


def named(scenario: Callable[[int], Task]) -> str:
    return scenario.__name__.replace("_", " ")


def count(scenario: Callable[[int], Task], size: int) -> int:
    """Return the steps of a scenario of a size; a first time fills what is kept for all."""
    scenario(size)()
    return steps(scenario(size))


def main() -> None:
    counts = json.loads(COUNTS.read_text())
    counts[PYTHON] = {named(scenario): count(scenario, size) for scenario, size in SCENARIOS.items()}
    COUNTS.write_text(json.dumps(dict(sorted(counts.items())), indent=2) + "\n")


if __name__ == "__main__":
    main()
