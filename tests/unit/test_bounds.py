"""Bounds on time, in steps of Python: how cost grows, what it was before, and what is refused at once."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bounds import COUNTS, PYTHON, SCENARIOS, TERMS, Task, count, named, parse, planned
from incidentrules import HolidayCalendar, Incident, IncidentRulesError, Pack, Tier, advise_packs, assess, plan_packs
from operations import steps

STORED: dict[str, dict[str, int]] = json.loads(COUNTS.read_text())
LIMITED = {planned}
"""What may grow faster, since it counts its own steps and ends with a refusal."""
START, END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if one not in LIMITED], ids=named)
def test_twice_as_much_takes_at_most_little_more_than_twice_the_steps(scenario: Callable[[int], Task]) -> None:
    size = SCENARIOS[scenario]
    assert count(scenario, 2 * size) < 2.2 * count(scenario, size)


@pytest.mark.skipif(PYTHON not in STORED, reason=f"no counts are stored of Python {PYTHON}: write `make counts`")
@pytest.mark.parametrize("scenario", SCENARIOS, ids=named)
def test_the_steps_are_those_that_are_stored(scenario: Callable[[int], Task]) -> None:
    """Within two percent; who means to change them writes `make counts`, and says why in the commit."""
    assert count(scenario, SCENARIOS[scenario]) == pytest.approx(STORED[PYTHON][named(scenario)], rel=0.02)


WHOLE_TIME: dict[str, Task] = {
    "between": lambda: parse(
        "Mo-Fr 08:00-24:00; PH off",
        holidays=HolidayCalendar.from_dates([date(2026, 12, 25)], years=range(1, 10_000)),
    ).between(START, END),
    "time left": lambda: assess(Incident(id="T-1", received_at=NOW), TERMS).time_left(at=END),
}


@pytest.mark.parametrize("task", WHOLE_TIME.values(), ids=WHOLE_TIME)
def test_all_years_that_there_are_are_added_up(task: Task) -> None:
    """Hours repeat: but for years in which a holiday or a zone changes, there are fourteen kinds of years."""
    assert steps(task) < 4_000_000


REFUSED: dict[str, tuple[Task, str]] = {
    "a text of megabytes": (lambda: parse("Mo-Fr 08:00-24:00; " * 100_000), "text"),
    "a price of a million digits": (lambda: Pack(credits=1, price=10**100_000, months=3), "price"),
    "a plan of 10,000 days": (
        lambda: plan_packs({date(2026, 1, 1) + timedelta(days=day): 1 for day in range(10_000)}, TERMS.packs),
        "needs",
    ),
    "packs without end": (
        lambda: advise_packs(1, [Pack(credits=1, price=price, months=1) for price in range(1_000)]),
        "packs",
    ),
}


@pytest.mark.parametrize(("task", "field"), REFUSED.values(), ids=REFUSED)
def test_what_would_take_too_long_is_refused_at_once(task: Task, field: str) -> None:
    caught: list[IncidentRulesError] = []

    def refused() -> None:
        with pytest.raises(IncidentRulesError) as refusal:
            task()
        caught.append(refusal.value)

    assert steps(refused) < 1_000_000
    assert [error.field for error in caught] == [field]


def test_a_plan_is_refused_after_so_many_steps_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidentrules.advice.MOST_STEPS", 20_000)
    packs = [Pack(credits=size, price=size, months=size) for size in range(1, 11)]
    needs = {date(2026, 1, 1) + timedelta(days=30 * month): 200 for month in range(24)}

    def refused() -> None:
        with pytest.raises(IncidentRulesError, match="plan fewer days or credits"):
            plan_packs(needs, packs)

    assert steps(refused) < 40 * 20_000


def test_a_reason_lists_no_more_intervals_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline itself is worked out, however far away."""
    slow = TERMS.replace(tiers=[Tier(name="slow", response=timedelta(hours=160), multiplier=1)])
    judged = assess(Incident(id="T-1", received_at=NOW), slow)
    sla = judged.response.promises[1] if judged.response else None
    assert sla is not None
    listed = len(tuple(sla.counted()))
    monkeypatch.setattr("incidentrules.sla.MOST_COUNTED", listed)
    assert judged.why_due.value == judged.due_at
    monkeypatch.setattr("incidentrules.sla.MOST_COUNTED", listed - 1)
    with pytest.raises(IncidentRulesError, match="ask for the deadline alone") as caught:
        judged.why_due  # noqa: B018
    assert (caught.value.code, caught.value.field) == ("too_many", "amount")
