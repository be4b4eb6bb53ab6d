"""The worked cases of kind "terms": an adapter for each kind of fact, from a promised response to a month's credits."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from case_facts import Case, Facts, as_json, moment
from helpers import day, minutes, standard
from incidentrules import (
    Account,
    AfterHours,
    Assessment,
    Change,
    Draw,
    Incident,
    Lot,
    OperatingHours,
    Period,
    Terms,
    TierMonth,
    assess,
    fold,
    replay,
    settle,
)
from incidentrules.incident import refusal
from incidentrules.sla import Clock, Promise, Response


def terms_of(given: Facts) -> Terms:
    return standard(*map(day, given("holidays", [])))


def tier_of(hours: int) -> str:
    return f"{hours}h"


# --- what is promised, and whether it was met

GOVERNS = {"R9": "one_business_day", "R12": "sla_hours", "R18": "sla_hours"}
ALTERNATIVES: dict[str, tuple[dict[str, Any], Callable[[Response], datetime]]] = {
    "sla_clock_elapsed": ({"sla_clock": "elapsed"}, lambda owed: owed.promises[1].due_at),
    "sla_clock_elapsed_rolled_to_opening": ({"sla_clock": "elapsed_rolled"}, lambda owed: owed.promises[1].due_at),
    "sla_clock_business_days_24h": ({"sla_clock": "business_days_24h"}, lambda owed: owed.promises[1].due_at),
    "one_business_day_same_time": ({"business_day": "same_time"}, lambda owed: owed.promises[0].due_at),
    "one_business_day_end_of_next": ({"business_day": "end_of_next"}, lambda owed: owed.promises[0].due_at),
    "due_at_if_boundary_is_next_opening": ({"at_close": "next_opening"}, lambda owed: owed.due_at),
}


def response(given: Facts, alternatives: Case) -> Case:
    terms = terms_of(given)
    incident = Incident(
        id="case",
        received_at=moment(given("received_at")),
        severity=given("severity"),
        tier=tier_of(given("tier_hours")),
    )
    return response_answers(assess(incident, terms)) | {
        name: as_json(answer(owed(assess(incident, terms.with_readings(**ALTERNATIVES[name][0])))))
        for name in alternatives
        if name in ALTERNATIVES
        for answer in [ALTERNATIVES[name][1]]
    }


def owed(assessed: Assessment) -> Response:
    assert assessed.response is not None
    return assessed.response


def response_answers(assessed: Assessment) -> Case:
    promised = owed(assessed)
    serving = assessed.terms.hours_for(assessed.incident.severity)
    received_at = assessed.incident.received_at
    return {
        "clock_starts_at": as_json(serving.next_open(received_at)),
        "received_in_hours": serving.is_open(received_at),
        "sla_due_at": as_json(min(promise.due_at for promise in promised.promises[1:])),
        "business_day_due_at": as_json(promised.promises[0].due_at),
        "due_at": as_json(promised.due_at),
        "governs": GOVERNS[promised.governing.rule],
        "soft_target_at": as_json(promised.goal_at),
    }


def change_midway(given: Facts, _: Case) -> Case:
    terms = terms_of(given)
    first, *later = given("segments")
    incident = Incident(
        id="case",
        received_at=moment(given("received_at")),
        severity=first["severity"],
        tier=tier_of(first["tier_hours"]),
        changes=[
            Change(at=moment(segment["from"]), severity=segment["severity"], tier=tier_of(segment["tier_hours"]))
            for segment in later
        ],
    )
    return response_answers(assess(incident, terms))


def outcome(given: Facts, _: Case) -> Case:
    due_at = moment(given("due_at"))
    always = Clock(hours=OperatingHours.parse("24/7"))
    promise = Promise(rule="R9", since=due_at - timedelta(hours=1), amount=timedelta(hours=1), clock=always)
    replied_at, now = given("replied_at"), given("now")
    state = Response((promise,), timedelta(hours=4)).outcome(replied_at and moment(replied_at), at=now and moment(now))
    return {"state": str(state)}


def is_open(given: Facts, _: Case) -> Case:
    terms, at = terms_of(given), moment(given("at"))
    return {
        "normal": terms.business_hours.is_open(at),
        "severe": terms.severe_hours.is_open(at),
        "next_open_normal": as_json(terms.business_hours.next_open(at)),
        "next_open_severe": as_json(terms.severe_hours.next_open(at)),
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


# --- what it costs


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


def after_hours(given: Facts, _: Case) -> Case:
    terms = terms_of(given).replace(on_call_price=given("rate_usd_per_hour"))
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
        "incidents": {group[0].id: [incident.id for incident in group] for group in groups},
        "credits_per_incident": costs,
        "credits": sum(costs.values()),
    }


BASES: dict[str, Any] = {
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
        name: settle(account, standard().with_readings(credit_basis=BASES[name]))
        .statement(Period.month(2026, 11))
        .required
        for name in expected
    }


# --- credits that were bought or granted


def expiry(given: Facts, _: Case) -> Case:
    terms, size = standard(), given("pack_credits")
    lot = terms.purchase(size, id="case", on=date.fromisoformat(given("purchased_on")))
    return {
        "price_usd": lot.price,
        "valid_months": terms.pack(size).months,
        "last_valid_day": as_json(lot.last_usable_on),
    }


def server_grant(given: Facts, _: Case) -> Case:
    lot = standard().server_grant(id="case", on=date.fromisoformat(given("registered_on")))
    return {"credits": lot.credits, "last_valid_day": as_json(lot.last_usable_on)}


ORIGINS: dict[str, Any] = {"server": "complimentary", "pack": "purchased"}


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
        "taken": [{"grant": drawing.lot, "credits": drawing.credits} for drawing in ledger.drawings],
    }
    return answer | ({"shortfall": ledger.shortfalls["case"]} if ledger.shortfalls else {})


# --- every kind

KINDS: dict[str, Callable[[Facts, Case], Case]] = {
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
    adapter = KINDS[case("kind")]
    actual = adapter(given, alternatives or expected)
    given.all_asked_for()
    expected = expected | alternatives
    unknown = sorted(set(expected) - set(actual))
    assert not unknown, f"words that the runner doesn't know: {unknown}"
    return {name: actual[name] for name in expected}, expected
