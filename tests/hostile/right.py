"""Right values: what each door is called with, but for the one parameter that is attacked."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import EnumType
from typing import Any, get_args

import numpy as np
import pandas as pd  # type: ignore[import-untyped]

from document_samples import account, calendar, history
from hostile.face import Door, Parameter
from incidentrules import (
    AfterHours,
    Change,
    Draw,
    HolidayCalendar,
    Incident,
    LineKind,
    OperatingHours,
    Pack,
    Period,
    Readings,
    Reason,
    Terms,
    Tier,
    TierMonth,
    Void,
    advise_packs,
    assess,
    compare_readings,
    compare_tiers,
    plan_packs,
    replay,
    settle,
)
from incidentrules.extra import columns
from incidentrules.forecast import Restated, RestatedKind
from incidentrules.hours import Interval
from incidentrules.rows import read, table
from incidentrules.sheet import sheet

DAY = date(2026, 11, 18)
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
TERMS = Terms.standard(holidays=HolidayCalendar.none())
SETTLED = settle(account(), history())
STATEMENT = SETTLED.statement(Period.month(2026, 11))
TICKET = Incident(id="T-1", received_at=NOON, effort=timedelta(minutes=20), changes=[Change(at=NOON, tier="12h")])
ASSESSED = assess(TICKET, TERMS)
LOT = account().lots[0]
LEDGER = replay([LOT], [Draw(id="T-1", on=DAY, credits=1)])
OWED = ASSESSED.response
assert OWED is not None
COLUMNS = {"received_at": np.array(["2026-11-18T12:00"], "datetime64[us]")}
TICKETS = {**COLUMNS, "account": ["acme"], "id": ["T-1"]}
LOTS = {
    "account": ["acme"],
    "id": ["L-1"],
    "credits": [2],
    "on": np.array(["2026-11-01"], "datetime64[D]"),
    "last_usable_on": np.array(["2027-11-01"], "datetime64[D]"),
}
JUDGED = columns.judge(COLUMNS, TERMS)
ROWS = table([["id", "received_at"], ["T-1", "2026-11-18T12:00Z"]])
READ = read(Incident, [{"id": "T-1", "received_at": "2026-11-18T12:00Z", "account": "acme"}], besides=["account"])

VALUES: dict[str, Any] = {
    value_type.__name__: value
    for value in (
        account(),
        LOT,
        Pack(credits=2, price=329, months=3),
        Tier(name="12h", response=timedelta(hours=12), multiplier=2),
        TERMS,
        SETTLED,
        STATEMENT,
        TICKET,
        TICKET.changes[0],
        ASSESSED,
        LEDGER,
        LEDGER.draws[0],
        LEDGER.drawings[0],
        history(),
        LEDGER.entries[0],
        LEDGER.remaining(on=DAY)[0],
        calendar(),
        OperatingHours.parse("Mo-Fr 08:00-24:00"),
        Period.month(2026, 11),
        TierMonth(tier="12h", year=2026, month=11),
        Readings(),
        ASSESSED.why_due,
        account().call_outs[0],
        account().after_hours[0],
        account().reversals[0],
        Void(lot=LOT.id, on=DAY),
        TERMS.charge(timedelta(hours=1)),
        OWED,
        OWED.governing,
        OWED.governing.clock,
        OWED.governing.remark,
        OWED.time_left(at=NOON),
        advise_packs(3, TERMS.packs),
        plan_packs({DAY: 2}, TERMS.packs),
        TERMS.judge_after_hours(account().after_hours[0]),
        SETTLED.ledger.impossible[0] if SETTLED.ledger.impossible else None,
        Interval(start=NOON, end=NOON),
        STATEMENT.lines[0],
        sheet(STATEMENT),
        sheet(STATEMENT).rows[0],
        JUDGED,
        READ,
        READ.good[0],
        ROWS,
        compare_tiers(TICKET, TERMS),
        compare_tiers(TICKET, TERMS).tiers[0],
        compare_readings(TICKET, TERMS),
        compare_readings(TICKET, TERMS).costs[0],
        TERMS.basis,
        LEDGER.lots[0],
        Restated(kind=RestatedKind.DRAWN, draw="T-1", before=1, after=2, on=DAY),
    )
    if (value_type := type(value))
}
"""A value of each class, by the name of the class."""

BY_TYPE: dict[str, Any] = {
    "text": "a",
    "int": 1,
    "flag": True,
    "day": DAY,
    "moment": NOON,
    "duration": timedelta(hours=1),
    "money": Decimal(1),
    "zone": UTC,
    "none": None,
    "list": (),
    "mapping": {},
}


def _ticket(*, id: str, received_at: datetime) -> Incident:
    return Incident(id=id, received_at=received_at)


RIGHT: dict[str, dict[str, Any]] = {
    "HolidayCalendar": {"years": range(2026, 2028), "days": [date(2026, 12, 25)], "dates": [date(2026, 12, 25)]},
    "HolidayCalendar.__contains__": {"day": date(2026, 12, 25)},
    "HolidayCalendar.from_country": {"country": "GB"},
    "HolidayCalendar.from_dates": {"years": range(2026, 2028)},
    "HolidayCalendar.of_year": {"year": 2026},
    "OperatingHours.__sub__": {"other": OperatingHours.parse("Sa 08:00-09:00")},
    "OperatingHours": {"schedule": VALUES["OperatingHours"]._schedule, "text": "Mo-Fr 08:00-24:00"},
    "Period": {"start": DAY, "end": date(2026, 12, 1), "year": 2026, "month": 11, "quarter": 4},
    "TierMonth": {"year": 2026, "month": 11, "tier": "12h"},
    "Terms": {
        "tiers": TERMS.tiers,
        "packs": TERMS.packs,
        "on_call_minimum_hours": 1,
        "grace_days": 7,
        "tier": "12h",
        "credits": 2,
        "severity": "normal",
    },
    "TermsHistory": {"versions": {date(2026, 1, 1): TERMS}},
    "Terms.sla_clock": {"serving": TERMS.business_hours},
    "Assessment.explain": {"name": "a"},
    "Assessment.outcome": {"at": NOON},
    "Response.outcome": {"replied_at": NOON, "at": NOON},
    "Setting": {"kind": LineKind},
    "Readings.cite": {"field": "overrun"},
    "Lot.value_of": {"start": 0},
    "Ledger": {"kind": "drawn"},
    "Change": {"severity": "severe"},
    "advise_packs": {"packs": TERMS.packs, "need": 2},
    "plan_packs": {"needs": {DAY: 2}, "packs": TERMS.packs},
    "Purchase": {"packs": TERMS.packs[:1], "on_sale": TERMS.packs},
    "Plan": {"purchases": [(DAY, TERMS.packs[0])]},
    "fold": {"incidents": [TICKET]},
    "compare_tiers": {"incidents": [TICKET]},
    "TiersCompared.__getitem__": {"tier": "12h"},
    "required": {"basis": "minimum"},
    "refusal": {"channel": "portal", "topic": "support"},
    "from_dict": {"document": {"type": "pack", "credits": 2, "price": "329", "months": 3}},
    "schema": {"kind": "pack"},
    "to_dict": {"value": TICKET},
    "restate": {"before": LEDGER, "after": LEDGER},
    "Ledger.why": {"drawing": LEDGER.drawings[0]},
    "Settlement.statement": {"billed": SETTLED},
    "Statement": {"billed": SETTLED, "assessed": STATEMENT.assessments[0], "settlement": SETTLED},
    "sheet": {"statement": STATEMENT},
    "read": {"make": _ticket, "rows": [{"id": "T-1", "received_at": "2026-11-18T12:00Z"}]},
    "table": {"lines": [["id"], ["T-1"]]},
    "Rows.by": {"column": "account"},
    "AfterHoursJudgement": {"work": account().after_hours[0], "reading": "A15=half_up", "currency": "USD"},
    "Promise.why": {"rule_of": lambda at, hours: "R14"},
    "judge": {"columns": COLUMNS},
    "settle": {"tickets": TICKETS, "lots": LOTS},
    "Judged": {"figures": JUDGED._figures, "name": "verdict"},
    "judge_frame": {"frame": pd.DataFrame({"received_at": pd.to_datetime(["2026-11-18T12:00Z"])})},
    "settle_frame": {
        "tickets": pd.DataFrame(TICKETS).assign(received_at=pd.to_datetime(["2026-11-18T12:00Z"])),
        "lots": pd.DataFrame(LOTS),
    },
    "arrays": {
        "at": COLUMNS["received_at"],
        "start": COLUMNS["received_at"],
        "end": COLUMNS["received_at"],
        "duration": np.timedelta64(1, "h"),
        "hours": VALUES["OperatingHours"],
    },
}
"""Right values that don't follow from a type, by the door, or by its class, function or module."""


def value_of(door: Door, parameter: Parameter) -> Any:
    """Return a right value of a parameter: one said above, or one of its type."""
    parts = door.name.split(".")
    for key in (".".join(parts[-2:]), parts[-1], *parts[-2:-1]):
        if parameter.name in RIGHT.get(key, {}):
            return RIGHT[key][parameter.name]
    for word in sorted(parameter.types):
        if word.startswith("a ") and word[2:] in VALUES:
            return VALUES[word[2:]]
    if words := [
        member
        for member in (parameter.annotation, *get_args(parameter.annotation))
        if issubclass(type(member), EnumType)
    ]:
        return next(iter(words[0]))
    for word in sorted(parameter.types, reverse=True):
        if word in BY_TYPE:
            return BY_TYPE[word]
    return None


def call_of(door: Door) -> Callable[..., Any]:
    """Return what calls a door: a method with its own right value before the others."""
    if door.of is None:
        return door.call
    return lambda *args, **facts: door.call(VALUES[door.of.__name__], *args, **facts)  # type: ignore[union-attr]


def attack(door: Door, parameter: Parameter, value: Any) -> Any:
    """Call a door with right values, but for one parameter; go through what comes back lazily."""
    args, facts = [], {}
    for other in door.parameters:
        if other.name == parameter.name or other.is_needed or other.name in RIGHT.get(door.name.split(".")[-1], {}):
            given = value if other.name == parameter.name else value_of(door, other)
            if other.by_place and other.is_needed:
                args.append(given)
            else:
                facts[other.name] = given
    found = call_of(door)(*args, **facts)
    return list(found) if hasattr(found, "__next__") else found


__all__ = ["OWED", "AfterHours", "LineKind", "Reason", "attack", "call_of", "value_of"]
