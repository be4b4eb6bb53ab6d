"""Every rule and every decision has code, a test and a place in the docs, and nothing else is cited.

The rules that no figure follows from have their tests here.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import incidentrules
from incidentrules import (
    RULES,
    AfterHours,
    HolidayCalendar,
    Incident,
    Terms,
    assess,
    queue,
)
from incidentrules.oncall import AfterHoursMode
from incidentrules.readings import SETTINGS
from incidentrules.sla import Response

ROOT = Path(__file__).parents[2]
TERMS = Terms.standard(holidays=HolidayCalendar.none())
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)

ALL_RULES = [f"R{number}" for number in range(1, 31)]
ALL_DECISIONS = [f"A{number}" for number in range(1, 19)]
PLACES = {
    "code": [path for path in Path(incidentrules.__file__).parent.glob("*.py") if path.name != "rulebook.py"],
    "a test": list((ROOT / "tests").rglob("test_*.py")),
    "docs": list((ROOT / "docs" / "rules").glob("*.md")),
}


def cited(paths: list[Path], letter: str) -> set[str]:
    return {found for path in paths for found in re.findall(rf"\b{letter}\d+\b", path.read_text(encoding="utf-8"))}


def test_the_rulebook_holds_the_thirty_rules_in_order() -> None:
    assert list(RULES) == ALL_RULES
    assert all(rule.id == name for name, rule in RULES.items())


@pytest.mark.parametrize("place", ["code", "docs"])
def test_every_rule_has_a_place_and_no_other_is_cited(place: str) -> None:
    assert cited(PLACES[place], "R") == set(ALL_RULES)


@pytest.mark.parametrize(("letter", "every"), [("R", ALL_RULES), ("A", ALL_DECISIONS)])
def test_every_rule_and_every_decision_has_a_test(letter: str, every: list[str]) -> None:
    assert cited(PLACES["a test"], letter) >= set(every)


@pytest.mark.parametrize("place", ["code", "docs"])
def test_every_decision_has_a_place_and_no_other_is_cited(place: str) -> None:
    assert cited(PLACES[place], "A") == set(ALL_DECISIONS)


def test_settings_read_rules_that_there_are() -> None:
    assert {rule for setting in SETTINGS.values() for rule in setting.rules} <= set(ALL_RULES)
    assert [setting.id for setting in SETTINGS.values()] == [
        "A1",
        "A2",
        "A4",
        "A10",
        "A11",
        "A12",
        "A13",
        "A14",
        "A15",
        "A18",
    ]


# --- rules without figures


def test_packs_are_sold_to_anybody_with_or_without_a_server() -> None:
    """R6: nothing is refused for it."""
    lots = [TERMS.purchase(2, id=f"L-{number}", on=date(2026, 11, 18)) for number in range(3)]
    assert [lot.credits for lot in lots] == [2, 2, 2]


def incidents() -> Iterator[Incident]:
    yield Incident(id="late", received_at=WEDNESDAY)
    yield Incident(id="severe, later", received_at=WEDNESDAY + HOUR, severity="severe")
    yield Incident(id="early", received_at=WEDNESDAY - HOUR)
    yield Incident(id="fast", received_at=WEDNESDAY, tier="3h")
    yield Incident(id="severe", received_at=WEDNESDAY, severity="severe")


def test_the_queue_takes_severe_issues_first_then_what_is_due_first() -> None:
    """R10, R11: the order only, no figure."""
    judged = [assess(incident, TERMS) for incident in incidents()]
    assert [each.id for each in queue(judged)] == ["severe", "severe, later", "fast", "early", "late"]


@pytest.mark.parametrize(("notice_accepted", "mode"), [(True, "billed_separately"), (False, "refused_offer_on_call")])
def test_a_project_after_hours_is_by_request_and_who_can_t_wait_asks_for_on_call(
    notice_accepted: bool, mode: str
) -> None:
    """R17, R29."""
    work = AfterHours(
        id="move", started_at=datetime(2026, 11, 18, 2, tzinfo=UTC), duration=HOUR, notice_accepted=notice_accepted
    )
    assert TERMS.judge_after_hours(work).mode is AfterHoursMode(mode)


def test_what_is_supported_counts_and_services_are_quoted() -> None:
    """R23, R28, R4."""
    asked = Incident(id="log review", received_at=WEDNESDAY, effort=HOUR)
    service = Incident(id="migration", received_at=WEDNESDAY, effort=HOUR, kind="professional_services")
    assert [(judged.verdict, judged.credits) for judged in (assess(asked, TERMS), assess(service, TERMS))] == [
        ("incident", 1),
        ("quoted", 0),
    ]


def test_nothing_is_promised_about_the_time_to_resolve_or_asked_of_who_reads_the_documentation() -> None:
    """R26, R27: all promises are of a first response, and begin with an incident."""
    owed = assess(Incident(id="T", received_at=WEDNESDAY, effort=9 * HOUR), TERMS).response
    assert isinstance(owed, Response)
    assert {promise.rule for promise in (*owed.promises, owed.goal)} == {"R9", "R12", "R13"}


def test_prices_are_data() -> None:
    """R30."""
    dearer = TERMS.replace(on_call_price=400)
    assert [TERMS.charge(HOUR).amount, dearer.charge(HOUR).amount] == [Decimal(329), Decimal(400)]
