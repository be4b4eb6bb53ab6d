"""Checking reasons without knowing any rule: what follows is passed, and what was tampered with is found."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from helpers import at, minutes, standard, ticket
from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Change,
    Incident,
    Lot,
    Period,
    Reason,
    Reversal,
    Settlement,
    Statement,
    Void,
    assess,
    settle,
    verify,
)
from incidentrules.audit import HOWS
from incidentrules.readings import SETTINGS
from tampering import unnoticed

TERMS = standard()
HOUR, MICROSECOND, ATHENS = timedelta(hours=1), timedelta.resolution, ZoneInfo("Europe/Athens")
NEVER = datetime.max.replace(tzinfo=UTC) - 3 * timedelta(hours=1)
NINE, TEN, NOON, TWO = at("Wed 09:00"), at("Wed 10:00"), at("Wed 12:00"), at("Wed 14:00")


def made(how: str, value: Any, *parts: Any) -> Reason:
    return Reason("R1", value, how=how, parts=tuple(Reason("R1", part) for part in parts))


@pytest.mark.parametrize(
    ("how", "value", "parts"),
    [
        ("given", 5, []),
        ("first", 5, [5, 1]),
        ("first true", "b", [(False, "a"), (True, "b"), (True, "c")]),
        ("any", (True, "a"), [False, True]),
        ("any", (False, "a"), [False]),
        ("any", (False, "a"), []),
        ("given unless", 5, [False]),
        ("given unless", HOUR, [False, False]),
        ("given since", 5, [True]),
        ("given since", HOUR, [False, True]),
        ("in order", True, [NINE, NINE, TEN]),
        ("in order", True, [NINE, TEN, TEN]),
        ("in order", False, [TEN, NINE, NOON]),
        ("in order", False, [NINE, NOON, TEN]),
        ("in order", False, [NOON, TEN]),
        ("looked up", 0, ["excluded", ("excluded", 0)]),
        ("nothing", 0, [1, 0]),
        ("nothing", Decimal(0), [HOUR, False]),
        ("nothing", Decimal(0), [0 * HOUR]),
        ("sum", 0, []),
        ("sum", Decimal(0), []),
        ("sum", 6, [1, 2, 3]),
        ("sum", TEN, [NINE, HOUR]),
        ("sum", minutes(90), [minutes(30), HOUR]),
        ("product", 6, [2, 3]),
        ("product", Decimal("658.00"), [2, Decimal("329.00")]),
        ("difference", 2, [3, 1]),
        ("difference", minutes(30), [HOUR, minutes(30)]),
        ("least", 1, [2, 1]),
        ("most", 2, [2, 1]),
        ("earliest", TEN, [NOON, TEN]),
        ("latest", NOON, [NOON, TEN]),
        ("months after", date(2027, 2, 28), [date(2026, 11, 30), 3]),
        ("months after", date(2028, 2, 29), [date(2027, 11, 30), 3]),
        ("months after", date(2027, 3, 31), [date(2026, 12, 31), 3]),
        ("months after", date(2026, 12, 31), [date(2025, 12, 31), 12]),
        ("months after", date(2027, 2, 27), [date(2026, 11, 30), 3, timedelta(days=1)]),
        ("end of day", at("Fri 24:00") - MICROSECOND, [NINE, 2]),
        ("end of day", at("Tue 24:00") - MICROSECOND, [at("Wed 24:00"), 5]),
        ("end of day", (at("Fri 22:00") - MICROSECOND).astimezone(ATHENS), [NINE, 2]),
        ("end of day", (at("Fri 22:00") - MICROSECOND).astimezone(ATHENS), [at("Wed 22:00"), 1]),
        ("counted", TWO, [NINE, 3 * HOUR, (NINE, TEN), (NOON, TWO)]),
        ("started", 1, [minutes(0), HOUR]),
        ("started", 1, [HOUR, HOUR]),
        ("started", 2, [minutes(61), HOUR]),
        ("started", 2, [2 * HOUR, HOUR]),
        ("rounded half_up", 2, [minutes(90), HOUR, 1]),
        ("rounded half_up", 3, [minutes(150), HOUR, 1]),
        ("rounded half_even", 2, [minutes(150), HOUR, 1]),
        ("rounded half_even", 2, [minutes(90), HOUR, 1]),
        ("rounded half_up", 0, [minutes(0), HOUR, 1]),
        ("rounded half_up", 1, [minutes(1), HOUR, 1]),
        ("rounded up", 2, [minutes(61), HOUR, 1]),
        ("rounded up", 0, [minutes(0), HOUR, 1]),
        ("rounded up", 3, [minutes(1), HOUR, 3]),
    ],
)
def test_what_follows_is_passed(how: str, value: Any, parts: list[Any]) -> None:
    assert verify(made(how, value, *parts)) == ()


@pytest.mark.parametrize(
    ("how", "value", "parts"),
    [
        ("given", 5, [5]),
        ("first", 5, [1, 5]),
        ("first", 5, []),
        ("first true", "c", [(False, "a"), (True, "b"), (True, "c")]),
        ("first true", "a", [(False, "a")]),
        ("first true", None, [(False, "a")]),
        ("first true", "a", []),
        ("first true", "a", [True]),
        ("any", (False, "a"), [False, True]),
        ("any", (True, "a"), [False]),
        ("any", (True, "a"), []),
        ("any", True, [True]),
        ("given unless", 5, []),
        ("given unless", 5, [False, True]),
        ("given since", 5, []),
        ("given since", 5, [False]),
        ("in order", False, [NINE, TEN, TEN]),
        ("in order", True, [TEN, NINE, NOON]),
        ("in order", True, [NINE, NOON, TEN]),
        ("in order", True, [NINE, TEN, 5]),
        ("looked up", 1, ["excluded", ("excluded", 0)]),
        ("looked up", 0, ["incident", ("excluded", 0)]),
        ("looked up", 0, ["excluded"]),
        ("nothing", 1, [0]),
        ("nothing", 0, [1, 2]),
        ("nothing", 0, []),
        ("sum", 7, [1, 2, 3]),
        ("sum", 1, []),
        ("sum", 1, [1, "x"]),
        ("product", 5, [2, 3]),
        ("difference", 3, [3, 1]),
        ("difference", 3, [3]),
        ("least", 2, [2, 1]),
        ("most", 1, [2, 1]),
        ("earliest", NOON, [NOON, TEN]),
        ("earliest", NOON, [NOON, 5]),
        ("latest", TEN, [NOON, TEN]),
        ("latest", TEN, []),
        ("months after", date(2027, 3, 2), [date(2026, 11, 30), 3]),
        ("months after", date(2027, 2, 28), [date(2026, 11, 30), 3, timedelta(days=1)]),
        ("months after", date(2027, 2, 28), [date(2026, 11, 30), 4]),
        ("months after", date.max, [date.max, 1]),
        ("months after", 5, [5, 1]),
        ("end of day", at("Fri 24:00"), [NINE, 2]),
        ("end of day", at("Fri 24:00") - MICROSECOND, [NINE, 3]),
        ("end of day", at("Fri 24:00") - MICROSECOND, [at("Wed 24:00"), 2]),
        ("end of day", at("Fri 24:00") - MICROSECOND, [NINE]),
        ("counted", TEN, [NINE, 2 * HOUR, (NINE, TEN)]),
        ("counted", NOON, [NINE, HOUR, (NINE, TEN)]),
        ("counted", TEN, [NOON, HOUR, (NINE, TEN)]),
        ("counted", TWO, [NINE, 4 * HOUR, (NINE, NOON), (TEN, TWO)]),
        ("counted", NINE, [NINE, 0 * HOUR, (NINE, NINE)]),
        ("counted", TEN, [NINE, HOUR, NINE]),
        ("started", 1, [minutes(61), HOUR]),
        ("started", 2, [HOUR, HOUR]),
        ("started", 3, [2 * HOUR, HOUR]),
        ("started", 2, [minutes(0), HOUR]),
        ("started", 1, [HOUR]),
        ("rounded half_up", 1, [minutes(90), HOUR, 1]),
        ("rounded half_even", 3, [minutes(150), HOUR, 1]),
        ("rounded half_even", 1, [minutes(90), HOUR, 1]),
        ("rounded half_up", 1, [minutes(0), HOUR, 1]),
        ("rounded up", 1, [minutes(61), HOUR, 1]),
        ("rounded up", 1, [minutes(61), 0 * HOUR, 1]),
        ("rounded up", 1, [minutes(47), -HOUR, 1]),
        ("rounded half_up", 1, [minutes(47), -HOUR, 1]),
        ("by magic", 1, []),
    ],
)
def test_what_does_not_follow_is_found(how: str, value: Any, parts: list[Any]) -> None:
    wrong = made(how, value, *parts)
    assert (wrong,) == verify(wrong)


def test_every_kind_of_arithmetic_has_its_rows_here() -> None:
    tests: list[Any] = [test_what_follows_is_passed, test_what_does_not_follow_is_found]
    passed, found = ({row[0] for row in test.pytestmark[0].args[1]} for test in tests)
    assert (set(HOWS), {*HOWS, "by magic"}) == (passed, found)


def test_a_wrong_node_is_found_however_deep_it_lies() -> None:
    wrong = made("sum", 5, 1, 1)
    tree = Reason("R1", 5, how="sum", parts=(Reason("R1", 5, how="least", parts=(wrong, made("given", 9))),))
    assert (wrong,) == verify(tree)


# --- tampering with the reasons of judgements


JUDGED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "plain": ({}, {"tier": "12h", "effort": minutes(75)}),
    "pending": ({}, {"tier": "12h"}),
    "an overrun": ({}, {"tier": "3h", "effort": minutes(130), "advised_units": 2}),
    "an overrun charged": ({"overrun": "charged"}, {"effort": minutes(130), "advised_units": 1}),
    "the first multiplied": ({"multiplier_scope": "first_unit"}, {"tier": "3h", "effort": minutes(130)}),
    "paid by the month": ({"credit_basis": "flat"}, {"tier": "3h", "effort": minutes(130)}),
    "held by the month": ({"credit_basis": "minimum"}, {"tier": "3h", "effort": minutes(130)}),
    "landing at an opening": ({"at_close": "next_opening"}, {"tier": "12h"}),
    "rolled": ({"sla_clock": "elapsed_rolled"}, {"severity": "severe"}),
    "of whole days": ({"sla_clock": "business_days_24h", "business_day": "same_time"}, {}),
    "by the next day": ({"business_day": "end_of_next"}, {}),
    "changed": ({}, {"tier": "6h", "changes": [Change(at=at("Sat 10:00"), tier="3h", severity="severe")]}),
    "refused": ({}, {"channel": "phone", "effort": minutes(5)}),
    "on call": ({}, {"topic": "on_call"}),
    "quoted": ({}, {"kind": "professional_services", "tier": "3h", "deployed_at": NINE}),
    "withdrawn": ({}, {"effort": minutes(0)}),
    "before a sale": ({}, {"kind": "pre_sales", "tier": "3h"}),
    "out of the box": ({}, {"is_out_of_box": True}),
    "both, and after a deployment": (
        {},
        {"is_out_of_box": True, "kind": "pre_sales", "deployed_at": NINE, "tier": "3h"},
    ),
    "after a deployment": ({}, {"deployed_at": NINE, "tier": "3h"}),
    "in the hours after one": ({"window": "hours"}, {"deployed_at": NINE, "tier": "3h"}),
    "in the days after its day": ({"window": "calendar_days_exclusive"}, {"deployed_at": NINE, "effort": minutes(0)}),
    "before a deployment": ({}, {"deployed_at": at("Tue 24:00"), "tier": "3h"}),
    "long after a deployment": ({}, {"deployed_at": NINE - timedelta(days=9), "tier": "3h", "effort": minutes(5)}),
    "long after one, by the hour": ({"window": "hours"}, {"deployed_at": NINE - timedelta(days=9), "tier": "3h"}),
}
"""Requests of all kinds: the readings they are judged by, and their facts."""
WORK: dict[str, tuple[str, bool]] = {
    "after hours": ("Wed 03:00", True),
    "within the hours": ("Wed 10:00", False),
    "without notice": ("Wed 03:00", False),
}
FIGURES = (
    *("opening", "restated", "purchased", "granted", "reversed", "drawn", "lapsed", "voided", "closing"),
    *("shortfall", "required", "charges", "restated_charges", "spent_on_packs"),
)


def cited(rounding: str) -> dict[str, Any]:
    return {"reading": f"A15={rounding}", "currency": "USD"}


def reasons() -> Iterator[Any]:
    """Return a reason, at least, of all that gives any."""
    for name, (readings, facts) in JUDGED.items():
        judged = assess(ticket(**{"received": "Fri 20:00", **facts}), TERMS.with_readings(**readings))
        yield pytest.param(judged.why_verdict, id=f"verdict, {name}")
        yield pytest.param(judged.why_credits, id=f"credits, {name}")
        if judged.response:
            yield pytest.param(judged.why_due, id=f"deadline, {name}")
            yield pytest.param(judged.why_goal, id=f"goal, {name}")
    last = assess(Incident(id="T-1", received_at=NEVER, deployed_at=NEVER), TERMS)
    yield pytest.param(last.why_verdict, id="verdict, where the calendar ends")
    folded = assess(ticket(tier="12h", effort=minutes(75)), TERMS, folded=[ticket(id="T-2", effort=minutes(60))])
    yield pytest.param(folded.why_credits, id="credits, folded")
    for rounding in ("half_up", "half_even", "up"):
        yield pytest.param(
            TERMS.with_readings(rounding=rounding).charge(minutes(150)).why("R19", **cited(rounding)),
            id=f"on call, {rounding}",
        )
    for name, (start, is_accepted) in WORK.items():
        work = AfterHours(id="W", started_at=at(start), duration=minutes(90), notice_accepted=is_accepted)
        yield pytest.param(TERMS.judge_after_hours(work).why(**cited("half_up")), id=f"work, {name}")
    for last_day in ("corresponding_day", "day_before"):
        terms = TERMS.with_readings(last_day=last_day)
        lots = [terms.purchase(4, id="L-4", on=date(2026, 11, 30)), terms.server_grant(id="S", on=date(2026, 2, 28))]
        for lot in lots:
            yield pytest.param(terms.why_last_day(lot), id=f"last day of {lot.id}, {last_day}")
    for name, statement in statements().items():
        for figure in FIGURES:
            yield pytest.param(getattr(statement, f"why_{figure}"), id=f"{figure}, {name}")
        for line in statement.lines:
            yield pytest.param(line.why, id=f"line {line.id} {line.kind}, {name}")
    for name in ("a month", "billed"):
        ledger = statements()[name].settlement.ledger
        for drawing in ledger.drawings:
            yield pytest.param(ledger.why(drawing), id=f"{drawing.credits} from {drawing.lot} for {drawing.draw}")


def statements() -> dict[str, Statement]:
    """Return a month in which all happens that gives a line, and one in which nothing does."""
    terms = TERMS.with_readings(credit_basis="standing")
    account = Account(
        id="acme",
        lots=[
            Lot(id="old", credits=3, on=date(2026, 8, 1), last_usable_on=date(2026, 11, 10)),
            terms.server_grant(id="S-9", on=date(2026, 9, 3)),
            terms.server_grant(id="S-11", on=date(2026, 11, 3)),
            terms.purchase(4, id="L-4", on=date(2026, 11, 2)),
        ],
        incidents=[ticket(id="T-1", effort=minutes(400), tier="12h"), ticket(id="T-2", channel="phone")],
        call_outs=[CallOut(id="C", started_at=NINE, duration=minutes(150))],
        after_hours=[
            AfterHours(id=name, started_at=at(start), duration=minutes(90), notice_accepted=is_accepted)
            for name, (start, is_accepted) in WORK.items()
        ],
        voids=[Void(lot="S-9", on=date(2026, 11, 12))],
    )
    settled = settle(account, terms)
    return {
        **corrected(),
        "a month": settled.statement(Period.month(2026, 11)),
        "nothing": settled.statement(Period.month(2026, 7)),
        "a month with a minimum": settle(account, TERMS.with_readings(credit_basis="minimum")).statement(
            Period.month(2026, 11)
        ),
    }


def corrected() -> dict[str, Statement]:
    """Return a month that was billed and corrected since, and the next, which restates it."""

    def account(*incidents: Incident, hours: int, **facts: Any) -> Settlement:
        lots = [TERMS.purchase(8, id="L", on=date(2026, 9, 1))]
        jobs = [CallOut(id="C-1", started_at=september(20), duration=hours * HOUR)]
        jobs += [CallOut(id="C-2", started_at=september(21), duration=HOUR)]
        return settle(Account(id="acme", lots=lots, incidents=incidents, call_outs=jobs, **facts), TERMS)

    def september(on: int, month: int = 9) -> datetime:
        return datetime(2026, month, on, 10, tzinfo=UTC)

    def asked(id: str, at: datetime, effort: int) -> Incident:
        return Incident(id=id, received_at=at, effort=minutes(effort))

    gone, moved = asked("T-0", september(9), 5), asked("T-2", september(30), 5)
    billed = account(asked("T-1", september(10), 90), gone, moved, hours=2)
    later = account(
        asked("T-1", september(10), 45),
        asked("T-2", september(2, 10), 5),
        asked("T-3", september(28), 150),
        asked("T-4", september(3, 10), 500),
        hours=1,
        posted=billed.ledger.drawings,
        reversals=[Reversal(draw="T-0", lot="L", credits=1, on=date(2026, 10, 5))],
    )
    return {
        "billed": later.statement(Period.month(2026, 9)),
        "restated": later.statement(Period.month(2026, 10), billed=billed),
    }


@pytest.mark.parametrize("reason", list(reasons()))
def test_whichever_node_is_tampered_with_it_is_noticed(reason: Reason) -> None:
    """It shows at its own node, or at the one that it is a part of."""
    assert verify(reason) == ()
    assert unnoticed(reason) == []


def test_a_month_in_which_all_happens_has_all_lines_of_lots() -> None:
    kinds = {line.kind for line in statements()["a month"].lines}
    assert {"purchased", "granted", "lapsed", "voided", "tier_month", "call_out", "after_hours"} <= kinds


def test_months_that_were_corrected_have_all_lines_of_what_was_billed() -> None:
    found = corrected()
    kinds = {name: {line.kind for line in statement.lines} for name, statement in found.items()}
    assert {"posted", "incident", "purchased", "call_out"} == kinds["billed"]
    assert {"restated", "reversed", "incident"} == kinds["restated"]
    assert [found[name].restated_charges for name in ("restated", "billed")] == [-329, 0]


def test_a_setting_is_cited_by_rules_that_read_it() -> None:
    rules = {setting.id: setting.rules for setting in SETTINGS.values()}
    cited = {
        (reading.split("=")[0], node.rule)
        for row in reasons()
        for node in row.values[0].nodes
        if node.reading
        for reading in node.reading.split(", ")
    }
    assert [(id, rule) for id, rule in sorted(cited) if rule and rule not in rules[id]] == []
    assert {id for id, _ in cited} == set(rules)


def test_every_kind_of_arithmetic_is_used() -> None:
    used = {node.how for row in reasons() for node in row.values[0].nodes}
    assert set(HOWS) == used


def test_a_microsecond_is_noticed() -> None:
    reason = assess(ticket("Fri 20:00"), TERMS).why_due
    assert len(verify(attrs.evolve(reason, value=reason.value + timedelta.resolution))) == 1


def test_moments_of_other_zones_and_days_are_no_trouble() -> None:
    assert verify(made("earliest", date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 1))) == ()
    assert len(verify(made("earliest", NOON, NOON, datetime(2026, 1, 1)))) == 1  # noqa: DTZ001
    assert UTC is NOON.tzinfo


def test_a_part_that_stands_in_many_places_is_checked_once() -> None:
    wrong = Reason("R1", 2, how="sum", parts=(Reason("R1", 1),))
    whole = Reason("R1", 4, how="sum", parts=(wrong, wrong))
    for _ in range(100):
        whole = Reason("R1", whole.value * 2, how="sum", parts=(whole, whole))
    assert verify(whole) == (wrong,)
    assert whole.rules == {"R1"}
    assert str(whole.in_zone("Europe/Berlin").parts[0].tz) == "Europe/Berlin"
