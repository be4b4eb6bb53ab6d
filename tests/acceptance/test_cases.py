"""Every worked case of every file: what the library answers is what the case expects.

A case is data. An adapter turns its facts into the library's values and the answers back into the
case's words; a field that no adapter asks for, and a word that it doesn't know, fails the case.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from case_facts import Case, Facts, as_json, moment
from cases_of_terms import run_terms
from incidentrules import Draw, HolidayCalendar, Lot, OperatingHours, Pack, advise_packs, replay
from incidentrules.advice import Purchase
from incidentrules.credits import last_usable_day

OWN = Path(__file__).parent / "cases"
EVER = range(1, 10_000)


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
        expected = as_json(moment(expected))
    return as_json(actual), expected


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
    actual = {"covered": ledger_answers(lots, draws, expected["covered"], refuse_short=False), "refused": None}
    if expected["refused"] is not None:
        actual["refused"] = ledger_answers(lots, draws, expected["refused"], refuse_short=True)
    return actual, expected


def ledger_answers(lots: list[Lot], draws: list[Draw], expected: Case, *, refuse_short: bool) -> Case:
    ledger = replay(lots, draws, refuse_short=refuse_short)
    answers: dict[str, Callable[[], Any]] = {
        "drawn": lambda: [
            {"draw": drawing.draw, "lot": drawing.lot, "credits": drawing.credits} for drawing in ledger.drawings
        ],
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
        name: purchase_answers(advise_packs(need, packs, usable_for_months=horizons[name]), ids, expected[name])
        for name in expected
    }
    return actual, expected


def purchase_answers(purchase: Purchase, ids: Mapping[int, str], expected: Case) -> Case:
    step = purchase.next_step
    answers: Case = {
        "cost_usd": purchase.cost,
        "packs": counts_by_id(purchase, ids),
        "credits": purchase.credits,
        "surplus": purchase.surplus,
        "optimal_solutions": [
            {"packs": counts_by_id(option, ids), "credits": option.credits} for option in purchase.cheapest
        ],
        "next_more_credits": {
            "cost_usd": step.cost,
            "credits": step.credits,
            "extra_usd": step.cost - purchase.cost,
            "extra_credits": step.credits - purchase.credits,
        },
    }
    return {name: answers[name] for name in expected}


def counts_by_id(purchase: Purchase, ids: Mapping[int, str]) -> dict[str, int]:
    return dict(sorted((ids[pack.credits], count) for pack, count in purchase.counts.items()))


# --- every case of every file

KINDS: dict[str, Callable[[Facts], tuple[Any, Any]]] = {
    "hours": run_hours,
    "credits": run_credits,
    "packs": run_packs,
    "terms": run_terms,
}


def cases_in(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        shared = {name: value for name, value in content.items() if name not in ("kind", "cases")}
        for place, case in enumerate(content["cases"]):
            name = case.get("id", case.get("need", place))
            yield pytest.param(content["kind"], {**shared, **case}, id=f"{path.stem}-{name}")


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
