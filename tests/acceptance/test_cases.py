"""Every worked case of every file: what the library answers is what the case expects.

A case is data. An adapter turns its facts into the library's values and the answers back into the
case's words; a field that no adapter asks for, and a word that it doesn't know, fails the case.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from incidentrules import (
    Account,
    AfterHours,
    Assessment,
    Change,
    Draw,
    HolidayCalendar,
    Incident,
    Lot,
    OperatingHours,
    Pack,
    Period,
    Purchase,
    Terms,
    TierMonth,
    advise_packs,
    assess,
    fold,
    replay,
    settle,
)
from incidentrules.credits import last_usable_day
from incidentrules.incident import refusal
from incidentrules.sla import Clock, Promise, Response

Case = dict[str, Any]
OWN = Path(__file__).parent / "cases"
EVER = range(1, 10_000)
TOLD = {"note", "source", "topic"}  # what a case says to people


class Facts:
    """The fields of a case; whatever is not asked for by the end fails it."""

    def __init__(self, fields: Case) -> None:
        self._fields = dict(fields)

    def __call__(self, name: str, *default: Any) -> Any:
        return self._fields.pop(name, *default)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def all_asked_for(self) -> None:
        unknown = sorted(set(self._fields) - TOLD)
        assert not unknown, f"fields that the runner doesn't know: {unknown}"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def told(value: Any) -> Any:
    """Return a value in the words of the cases."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(seconds=1) if not value % timedelta(seconds=1) else value.total_seconds()
    return value


# --- hours


def hours_of(case: Facts) -> OperatingHours:
    rules = [
        f"{day.title()[:2]} {','.join('-'.join(span) for span in spans)}"
        for day, spans in case("weekly").items()
        if spans
    ]
    holidays = [date.fromisoformat(day) for day in case("holidays")]
    on_holidays = ",".join("-".join(span) for span in case("holiday_hours"))
    text = "; ".join([*rules, f"PH {on_holidays or 'off'}"])
    return OperatingHours.parse(text, holidays=HolidayCalendar.from_dates(holidays, years=EVER), tz=case("tz"))


def run_hours(case: Facts) -> tuple[Any, Any]:
    hours, op, at, expected = hours_of(case), case("op"), moment(case("at")), case("expect")
    actual: Any
    if op == "add":
        actual = hours.add(at, timedelta(seconds=case("seconds")))
    elif op == "subtract":
        actual = hours.subtract(at, timedelta(seconds=case("seconds")))
    elif op == "between":
        actual = hours.between(at, moment(case("to")))
    elif op == "business_days":
        actual = hours.add_business_days(at, case("days"))
    elif op in ("is_open", "next_open"):
        actual = getattr(hours, op)(at)
    else:
        pytest.fail(f"an op that the runner doesn't know: {op}")
    if isinstance(actual, datetime):
        expected = told(moment(expected))
    return told(actual), expected


# --- credits


def run_credits(case: Facts) -> tuple[Any, Any]:
    lots = [
        Lot(
            id=lot["id"],
            credits=lot["credits"],
            on=date.fromisoformat(lot["purchased_on"]),
            last_usable_on=last_usable_day(date.fromisoformat(lot["purchased_on"]), lot["months"]),
        )
        for lot in case("lots")
    ]
    draws = [Draw(id=draw["id"], on=date.fromisoformat(draw["on"]), credits=draw["credits"]) for draw in case("draws")]
    expected = {"covered": case("expect"), "refused": case("expect_if_short_draws_are_refused", None)}
    actual = {"covered": told_ledger(lots, draws, expected["covered"], refuse_short=False), "refused": None}
    if expected["refused"] is not None:
        actual["refused"] = told_ledger(lots, draws, expected["refused"], refuse_short=True)
    return actual, expected


def told_ledger(lots: list[Lot], draws: list[Draw], expected: Case, *, refuse_short: bool) -> Case:
    ledger = replay(lots, draws, refuse_short=refuse_short)
    answers: dict[str, Callable[[], Any]] = {
        "drawn": lambda: [{"draw": each.draw, "lot": each.lot, "credits": each.credits} for each in ledger.drawings],
        "shortfall": lambda: dict(ledger.shortfalls),
        "refused": lambda: [draw.id for draw in ledger.draws if draw.id in ledger.shortfalls],
        "balance": lambda: {day: ledger.balance(on=date.fromisoformat(day)) for day in expected["balance"]},
        "expired": lambda: {day: ledger.total("lapsed", on=date.fromisoformat(day)) for day in expected["expired"]},
        "last_usable_on": lambda: {lot.id: lot.last_usable_on and lot.last_usable_on.isoformat() for lot in lots},
    }
    return {name: answers[name]() for name in expected}


# --- packs


def run_packs(case: Facts) -> tuple[Any, Any]:
    on_sale = case("packs", None) or [{"id": "2", "credits": 2, "months": 3, "usd": 329}]
    packs = [Pack(credits=pack["credits"], price=pack["usd"], months=pack["months"]) for pack in on_sale]
    ids = {pack["credits"]: pack["id"] for pack in on_sale}
    need = case("need")
    horizons = {"any_expiry": 0, "usable_at_least_6_months": 6, "usable_at_least_12_months": 12}
    expected = {name: case(name) for name in horizons if name in case}
    actual = {
        name: told_purchase(advise_packs(need, packs, usable_for_months=horizons[name]), ids, expected[name])
        for name in expected
    }
    return actual, expected


def told_purchase(purchase: Purchase, ids: Mapping[int, str], expected: Case) -> Case:
    step = purchase.next_step
    answers: Case = {
        "cost_usd": purchase.cost,
        "packs": told_counts(purchase, ids),
        "credits": purchase.credits,
        "surplus": purchase.surplus,
        "optimal_solutions": [{"packs": told_counts(each, ids), "credits": each.credits} for each in purchase.cheapest],
        "next_more_credits": {
            "cost_usd": step.cost,
            "credits": step.credits,
            "extra_usd": step.cost - purchase.cost,
            "extra_credits": step.credits - purchase.credits,
        },
    }
    return {name: answers[name] for name in expected}


def told_counts(purchase: Purchase, ids: Mapping[int, str]) -> dict[str, int]:
    return dict(sorted((ids[pack.credits], count) for pack, count in purchase.counts.items()))


# --- terms


def standard(given: Facts | None = None) -> Terms:
    days = [date.fromisoformat(day) for day in given("holidays", [])] if given else []
    return Terms.standard(holidays=HolidayCalendar.from_dates(days, years=EVER))


def tier_of(hours: int) -> str:
    return f"{hours}h"


GOVERNS = {"R9": "one_business_day", "R12": "sla_hours", "R18": "sla_hours"}
ALTERNATIVES: dict[str, tuple[dict[str, str], Callable[[Response], datetime]]] = {
    "sla_clock_elapsed": ({"sla_clock": "elapsed"}, lambda owed: owed.promises[1].due_at),
    "sla_clock_elapsed_rolled_to_opening": ({"sla_clock": "elapsed_rolled"}, lambda owed: owed.promises[1].due_at),
    "sla_clock_business_days_24h": ({"sla_clock": "business_days_24h"}, lambda owed: owed.promises[1].due_at),
    "one_business_day_same_time": ({"business_day": "same_time"}, lambda owed: owed.promises[0].due_at),
    "one_business_day_end_of_next": ({"business_day": "end_of_next"}, lambda owed: owed.promises[0].due_at),
    "due_at_if_boundary_is_next_opening": ({"at_close": "next_opening"}, lambda owed: owed.due_at),
}


def response(given: Facts, alternatives: Case) -> Case:
    terms = standard(given)
    incident = Incident(
        id="case",
        received_at=moment(given("received_at")),
        severity=given("severity"),
        tier=tier_of(given("tier_hours")),
    )
    return told_response(assess(incident, terms)) | {
        name: told(answer(owed(assess(incident, terms.reading(**ALTERNATIVES[name][0])))))
        for name in alternatives
        if name in ALTERNATIVES
        for answer in [ALTERNATIVES[name][1]]
    }


def owed(assessed: Assessment) -> Response:
    assert assessed.response is not None
    return assessed.response


def told_response(assessed: Assessment) -> Case:
    promised = owed(assessed)
    serving = assessed.terms.hours_for(assessed.incident.severity)
    received_at = assessed.incident.received_at
    return {
        "clock_starts_at": told(serving.next_open(received_at)),
        "received_in_hours": serving.is_open(received_at),
        "sla_due_at": told(min(promise.due_at for promise in promised.promises[1:])),
        "business_day_due_at": told(promised.promises[0].due_at),
        "due_at": told(promised.due_at),
        "governs": GOVERNS[promised.governing.rule],
        "soft_target_at": told(promised.goal_at),
    }


def change_midway(given: Facts, _: Case) -> Case:
    terms = standard(given)
    first, *later = given("segments")
    incident = Incident(
        id="case",
        received_at=moment(given("received_at")),
        severity=first["severity"],
        tier=tier_of(first["tier_hours"]),
        changes=[
            Change(at=moment(each["from"]), severity=each["severity"], tier=tier_of(each["tier_hours"]))
            for each in later
        ],
    )
    return told_response(assess(incident, terms))


def outcome(given: Facts, _: Case) -> Case:
    due_at = moment(given("due_at"))
    always = Clock(OperatingHours.parse("24/7"))
    promise = Promise("R9", due_at - timedelta(hours=1), timedelta(hours=1), always)
    replied_at, now = given("replied_at"), given("now")
    state = Response((promise,), promise).outcome(replied_at and moment(replied_at), at=now and moment(now))
    return {"state": str(state)}


def credits_of(given: Facts, _: Case) -> Case:
    is_advised, is_worked_on, is_excluded = given("customer_advised"), given("work_done"), given("excluded")
    received_at = datetime(2026, 11, 18, 10, tzinfo=UTC)
    incident = Incident(
        id="case",
        received_at=received_at,
        tier=tier_of(given("tier_hours")),
        effort=minutes(given("effort_minutes")),
        advised_units=None if is_advised else 1,
        replied_at=received_at if is_worked_on else None,
        kind="pre_sales" if is_excluded else "question",
    )
    assessed = assess(incident, standard())
    return {
        "units": assessed.units,
        "credits": assessed.credits,
        "written_off_minutes": assessed.written_off // minutes(1),
    }


def on_call(given: Facts, _: Case) -> Case:
    terms = standard().replace(on_call_price=given("rate_usd_per_hour"))
    spent = minutes(given("minutes"))
    charge = terms.charge(spent)
    return {
        "hours": charge.hours,
        "charge_usd": charge.amount,
        "credits": 0,
        "literal_without_minimum_hours": terms.replace(on_call_minimum_hours=0).charge(spent).hours,
    }


def exclusion(given: Facts, _: Case) -> Case:
    arose_at, reported_at, deployed_at = given("arose_at", None), given("reported_at", None), given("deployed_at", None)
    is_paid_for = given("paid_for", True)
    is_ours = given("deployed_by_us", True)
    is_related = given("related", True)
    incident = Incident(
        id="case",
        received_at=moment(reported_at or arose_at or "2026-11-18T10:00:00Z"),
        kind=given("kind", "question"),
        is_out_of_box=given("out_of_box", False) and is_paid_for,
        deployed_at=moment(deployed_at) if deployed_at and is_ours and is_related else None,
        arose_at=arose_at and moment(arose_at),
    )
    assessed = assess(incident, standard())
    return {
        "reasons": [str(why) for why in assessed.exclusions],
        "counts_as_incident": assessed.verdict != "excluded",
    }


def expiry(given: Facts, _: Case) -> Case:
    terms, size = standard(), given("pack_credits")
    lot = terms.purchase(size, id="case", on=date.fromisoformat(given("purchased_on")))
    return {
        "price_usd": lot.price,
        "valid_months": terms.pack(size).months,
        "last_valid_day": told(lot.last_usable_on),
    }


def server_grant(given: Facts, _: Case) -> Case:
    lot = standard().server_grant(id="case", on=date.fromisoformat(given("registered_on")))
    return {"credits": lot.credits, "last_valid_day": told(lot.last_usable_on)}


ORIGINS = {"server": "complimentary", "pack": "purchased"}


def consume(given: Facts, expected: Case) -> Case:
    lots = [
        Lot(
            id=grant["id"],
            credits=grant["left"],
            on=date.fromisoformat(grant["from"]),
            last_usable_on=grant["last_day"] and date.fromisoformat(grant["last_day"]),
            origin=ORIGINS[grant["kind"]],
        )
        for grant in given("grants")
        if grant["left"]
    ]
    ledger = replay(lots, [Draw(id="case", on=date.fromisoformat(given("on")), credits=given("credits_needed"))])
    answer: Case = {
        "sufficient": not ledger.shortfalls,
        "taken": [{"grant": each.lot, "credits": each.credits} for each in ledger.drawings],
    }
    return answer | ({"shortfall": ledger.shortfalls["case"]} if ledger.shortfalls else {})


def split(given: Facts, _: Case) -> Case:
    tier, efforts = tier_of(given("tier_hours")), given("effort_minutes")
    received_at = datetime(2026, 11, 18, 10, tzinfo=UTC)
    incidents = [
        Incident(
            id=id,
            received_at=received_at,
            replied_at=received_at,
            tier=tier,
            effort=minutes(efforts[id]),
            follows=cause,
        )
        for id, cause in given("issues").items()
    ]
    groups = fold(incidents)
    costs = {group[0].id: assess(group[0], standard(), folded=group[1:]).credits for group in groups}
    return {
        "incidents": {group[0].id: [each.id for each in group] for group in groups},
        "credits_per_incident": costs,
        "credits": sum(costs.values()),
    }


def is_open(given: Facts, _: Case) -> Case:
    terms, at = standard(given), moment(given("at"))
    return {
        "normal": terms.business_hours.is_open(at),
        "severe": terms.severe_hours.is_open(at),
        "next_open_normal": told(terms.business_hours.next_open(at)),
        "next_open_severe": told(terms.severe_hours.next_open(at)),
    }


def channel(given: Facts, _: Case) -> Case:
    incident = Incident(
        id="case",
        received_at=datetime(2026, 11, 18, 10, tzinfo=UTC),
        channel=given("channel"),
        has_account=given("has_account"),
        topic=given("topic"),
    )
    why = refusal(incident.channel, incident.has_account, incident.topic)
    return {"admissible": why is None, "reason": why and str(why)}


def after_hours(given: Facts, _: Case) -> Case:
    terms = standard(given).replace(on_call_price=given("rate_usd_per_hour"))
    judged = terms.judge_after_hours(
        AfterHours(
            id="case",
            started_at=moment(given("start")),
            duration=minutes(given("minutes")),
            severity=given("severity"),
            notice_accepted=given("notice_accepted"),
        )
    )
    return {
        "mode": str(judged.mode),
        "minutes_inside": judged.inside // minutes(1),
        "minutes_outside": judged.outside // minutes(1),
        "separately_billed_hours": judged.charge.hours,
        "charge_usd": judged.charge.amount,
    }


BASES = {
    "per_incident": "per_incident",
    "monthly_standing": "standing",
    "monthly_flat": "flat",
    "monthly_minimum_hold": "minimum",
}


def month_bases(given: Facts, expected: Case) -> Case:
    tier, received_at = tier_of(given("tier_hours")), datetime(2026, 11, 18, 10, tzinfo=UTC)
    incidents = [
        Incident(id=str(place), received_at=received_at, replied_at=received_at, tier=tier, effort=minutes(effort))
        for place, effort in enumerate(given("effort_minutes_each"))
    ]
    account = Account(id="case", incidents=incidents, tier_months=[TierMonth(tier=tier, year=2026, month=11)])
    return {
        name: settle(account, standard().reading(credit_basis=BASES[name])).statement(Period.month(2026, 11)).required
        for name in expected
    }


TERMS: dict[str, Callable[[Facts, Case], Case]] = {
    "response": response,
    "change_midway": change_midway,
    "outcome": outcome,
    "credits": credits_of,
    "on_call": on_call,
    "exclusion": exclusion,
    "expiry": expiry,
    "server_grant": server_grant,
    "consume": consume,
    "split": split,
    "is_open": is_open,
    "channel": channel,
    "after_hours": after_hours,
    "month_bases": month_bases,
}


def run_terms(case: Facts) -> tuple[Any, Any]:
    expected, alternatives = case("expect"), case("alternatives", {})
    given = Facts(case("given"))
    adapter = TERMS[case("kind")]
    actual = adapter(given, alternatives or expected)
    given.all_asked_for()
    expected = expected | alternatives
    unknown = sorted(set(expected) - set(actual))
    assert not unknown, f"words that the runner doesn't know: {unknown}"
    return {name: actual[name] for name in expected}, expected


# --- every case of every file

KINDS: dict[str, Callable[[Facts], tuple[Any, Any]]] = {
    "hours": run_hours,
    "credits": run_credits,
    "packs": run_packs,
    "terms": run_terms,
}


def cases_in(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        shared = {name: value for name, value in told.items() if name not in ("kind", "cases")}
        for place, case in enumerate(told["cases"]):
            name = case.get("id", case.get("need", place))
            yield pytest.param(told["kind"], {**shared, **case}, id=f"{path.stem}-{name}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    given: Path | None = metafunc.config.getoption("--cases")
    folders = [OWN, *([given] if given else [])]
    if given and not list(given.glob("*.json")):
        raise pytest.UsageError(f"--cases {given}: no JSON file of cases in this folder")
    if "case" in metafunc.fixturenames:
        metafunc.parametrize(("kind", "case"), [case for folder in folders for case in cases_in(folder)])


def test_the_library_answers_as_the_case_expects(kind: str, case: Case) -> None:
    facts = Facts(case)
    facts("id", None)
    actual, expected = KINDS[kind](facts)
    facts.all_asked_for()
    assert expected == actual
