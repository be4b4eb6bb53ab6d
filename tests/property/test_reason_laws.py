"""Laws of comparisons and of reasons.

- readings: what `compare_readings` tells is what trying all combinations of readings finds, and nothing else
- figures: perturb one figure of the terms; where an answer changes, its reason holds the figure, under its rule
- settings: perturb one setting; where an answer changes, its reason names it
- tables: verdicts and exclusions are unique and complete over the facts that they read
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import HOLIDAY, at, examples, minutes, standard, ticket
from incidentrules import (
    AfterHours,
    Assessment,
    CallOut,
    Change,
    Channel,
    Exclusion,
    Incident,
    Kind,
    OperatingHours,
    Reason,
    Terms,
    Topic,
    Verdict,
    assess,
    compare_readings,
)
from incidentrules.compare import Alternative
from judgement_strategies import READINGS, incidents, jobs, terms

IDS = {
    "A1": "sla_clock",
    "A2": "business_day",
    "A4": "at_close",
    "A10": "credit_basis",
    "A11": "multiplier_scope",
    "A12": "overrun",
    "A13": "window",
    "A14": "exclusion_event",
    "A15": "rounding",
    "A18": "last_day",
}


def deadline(judged: Assessment) -> datetime | None:
    return judged.due_at if judged.response else None


def cost(judged: Assessment) -> int:
    return judged.least_credits


# --- readings


def every(fields: Iterable[str]) -> list[dict[str, Any]]:
    """Return all combinations of the readings of some settings."""
    fields = list(fields)
    return [dict(zip(fields, words, strict=True)) for words in product(*(READINGS[field] for field in fields))]


@st.composite
def related(draw: st.DrawFn) -> tuple[Incident, list[Incident]]:
    """Draw an incident, at times with one that follows from it."""
    incident = draw(incidents())
    effects = draw(st.lists(incidents(id="T-2", changes=()), max_size=1))
    return incident, [attrs.evolve(each, follows="T-1") for each in effects]


def reread(judged_by: Terms, way: tuple[str, ...]) -> Terms:
    words: dict[str, Any] = dict(reading.split("=") for reading in way)
    return judged_by.with_readings(**{IDS[id]: word for id, word in words.items()})


FIGURES_AND_SETTINGS: list[tuple[Callable[[Assessment], Any], str, tuple[str, ...]]] = [
    (deadline, "deadlines", ("sla_clock", "business_day", "at_close", "window", "exclusion_event")),
    (cost, "costs", ("credit_basis", "multiplier_scope", "overrun", "window", "exclusion_event")),
]
"""What can be disputed, and the settings that can touch it."""


@examples(15)
@given(related(), terms(), st.data())
def test_all_deadlines_and_costs_are_told_and_no_others(
    facts: tuple[Incident, list[Incident]], judged_by: Terms, data: st.DataObject
) -> None:
    """All combinations of the settings that can touch a figure are tried, and one of all ten.

    Each way that is told leads to its value, none leads there with a reading less, and the present comes first.
    """
    incident, folded = facts

    def judged(terms: Terms) -> Assessment:
        return assess(incident, terms, folded=folded)

    compared = compare_readings(incident, judged_by, folded=folded)
    anything = data.draw(st.fixed_dictionaries({field: st.sampled_from(words) for field, words in READINGS.items()}))
    for figure, name, fields in FIGURES_AND_SETTINGS:
        told: tuple[Alternative, ...] = getattr(compared, name)
        values = [each.value for each in told]
        assert {figure(judged(judged_by.with_readings(**words))) for words in every(fields)} == set(values)
        assert figure(judged(judged_by.with_readings(**anything))) in values
        assert len(set(values)) == len(values)
        assert figure(judged(judged_by)) == values[0]
        assert [each.is_present for each in told] == [True] + [False] * (len(told) - 1)
        for value, way in ((each.value, way) for each in told for way in each.readings):
            assert {IDS[reading.split("=")[0]] for reading in way} <= set(fields)
            assert figure(judged(reread(judged_by, way))) == value
            shorter = [way[:place] + way[place + 1 :] for place in range(len(way))]
            assert value not in {figure(judged(reread(judged_by, each))) for each in shorter}


# --- reasons


def answers(incident: Incident, judged_by: Terms) -> dict[str, tuple[Any, Reason]]:
    """Return every answer that terms give on an incident, with its reason."""
    judged = assess(incident, judged_by)
    found: dict[str, tuple[Any, Reason]] = {
        "verdict": (judged.verdict, judged.why_verdict),
        "credits": (judged.least_credits, judged.why_credits),
    }
    if judged.response:
        found["due"] = judged.due_at, judged.why_due
        found["goal"] = judged.goal_at, judged.why_goal
    return found


def cites(reason: Reason, rules: tuple[str, ...], value: Any) -> bool:
    """Return whether a node of the tree holds a figure of the terms under one of the rules."""
    return any(node.rule in rules and node.value == value for node in reason.nodes)


FIGURES: Mapping[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "unit": (("R25",), (minutes(60), minutes(30), minutes(45))),
    "grace_days": (("R24",), (7, 3, 0)),
    "goal": (("R13",), (minutes(240), minutes(60))),
    "business_day_length": (("R9",), (timedelta(hours=16), timedelta(hours=8), timedelta(hours=1))),
}
"""The figures that judge an incident: their rules, and values that they may have."""


def changed_answers(incident: Incident, one: Terms, other: Terms) -> Iterable[tuple[str, Reason, Reason]]:
    """Return the answers on which two terms differ, with both reasons."""
    before, after = answers(incident, one), answers(incident, other)
    for name in before.keys() & after.keys():
        if before[name][0] != after[name][0]:
            yield name, before[name][1], after[name][1]


@pytest.mark.parametrize("figure", FIGURES)
@examples(80)
@given(incidents(), terms(), st.data())
def test_where_a_figure_changes_an_answer_its_reasons_hold_it(
    figure: str, incident: Incident, judged_by: Terms, data: st.DataObject
) -> None:
    """The reason before holds the figure before, and the reason after the figure after, each under its rule."""
    rules, values = FIGURES[figure]
    one, other = (judged_by.replace(**{figure: data.draw(st.sampled_from(values))}) for _ in range(2))
    for name, before, after in changed_answers(incident, one, other):
        assert cites(before, rules, getattr(one, figure)), (name, before.text())
        assert cites(after, rules, getattr(other, figure)), (name, after.text())


@examples(120)
@given(incidents(), terms(), st.data())
def test_where_a_tier_changes_an_answer_its_reasons_hold_it(
    incident: Incident, judged_by: Terms, data: st.DataObject
) -> None:
    """The response of a tier stands under R12 or R18, its multiplier under R18."""
    place = data.draw(st.integers(0, 3))
    tier = judged_by.tiers[place]
    response, multiplier = tier.response + minutes(data.draw(st.integers(-90, 90))), data.draw(st.integers(1, 9))
    for field, value, rules in (("response", response, ("R12", "R18")), ("multiplier", multiplier, ("R18",))):
        tiers = list(judged_by.tiers)
        changed: dict[str, Any] = {field: value}
        tiers[place] = attrs.evolve(tier, **changed)
        for name, before, after in changed_answers(incident, judged_by, judged_by.replace(tiers=tiers)):
            held = cites(before, rules, getattr(tier, field)), cites(after, rules, value)
            # Another response may also make another tier the fastest one in force, whose multiplier is then paid.
            assert all(held) or (any(held) and field == "response"), (name, field, before.text(), after.text())


HOURS: Mapping[str, tuple[str, ...]] = {
    "business_hours": ("Mo-Fr 08:00-24:00; PH off", "Mo-Fr 09:00-18:00; PH off", "Mo-Sa 08:00-20:00; PH 10:00-12:00"),
    "severe_hours": (
        "Mo-Fr 08:00-24:00; Sa,Su,PH 09:00-20:00",
        "Mo-Su 00:00-24:00; PH off",
        "Mo-Fr 08:00-24:00; Sa 10:00-14:00; PH off",
    ),
}


@pytest.mark.parametrize("field", HOURS)
@examples(80)
@given(incidents(), terms(), st.data())
def test_where_the_hours_change_a_deadline_its_reasons_cite_them(
    field: str, incident: Incident, judged_by: Terms, data: st.DataObject
) -> None:
    """The rule of the hours is named, R14 or R15, or the reading by which they only say where time begins or lands."""
    texts = data.draw(st.permutations(HOURS[field]))[:2]
    holidays = standard(HOLIDAY).business_hours._schedule.holidays  # type: ignore[attr-defined]
    words: list[dict[str, Any]] = [{field: OperatingHours.parse(text, holidays=holidays)} for text in texts]
    one, other = (judged_by.replace(**changed) for changed in words)
    for name, before, after in changed_answers(incident, one, other):
        assert (before.rules | after.rules) & {"R14", "R15"}, (name, before.text(), after.text())


@examples(120)
@given(incidents(), terms(), st.sampled_from(sorted(READINGS)), st.data())
def test_where_a_setting_changes_an_answer_its_reasons_name_it(
    incident: Incident, judged_by: Terms, field: str, data: st.DataObject
) -> None:
    """The reason under either reading names that reading: neither leaves out what decided it."""
    other = judged_by.with_readings(**{field: data.draw(st.sampled_from(READINGS[field]))})
    for name, before, after in changed_answers(incident, judged_by, other):
        assert judged_by.readings.cite(field) in before.readings, (name, before.text())
        assert other.readings.cite(field) in after.readings, (name, after.text())


CHARGES: Mapping[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "on_call_price": (("R19",), (329, 349, 0)),
    "on_call_minimum_hours": (("R16", "R19"), (0, 1, 3)),
}


@pytest.mark.parametrize("figure", CHARGES)
@given(jobs(), terms(), st.data())
def test_where_a_figure_changes_a_charge_its_reasons_hold_it(
    figure: str, work: tuple[list[CallOut], list[AfterHours]], judged_by: Terms, data: st.DataObject
) -> None:
    rules, values = CHARGES[figure]
    one, other = (judged_by.replace(**{figure: data.draw(st.sampled_from(values))}) for _ in range(2))
    for before, after in charged(work, one, other):
        assert cites(before, rules, getattr(one, figure)), before.text()
        assert cites(after, rules, getattr(other, figure)), after.text()


@given(jobs(), terms(), st.sampled_from(READINGS["rounding"]), st.sampled_from(sorted(HOURS)))
def test_where_a_reading_or_the_hours_change_a_charge_its_reasons_name_them(
    work: tuple[list[CallOut], list[AfterHours]], judged_by: Terms, rounding: Any, field: str
) -> None:
    always: dict[str, Any] = {field: OperatingHours.parse("24/7")}
    other = judged_by.with_readings(rounding=rounding)
    for before, after in charged(work, judged_by, other):
        assert {f"A15={judged_by.readings.rounding}"} == before.readings
        assert {f"A15={rounding}"} == after.readings
    for before, after in charged(work, judged_by, judged_by.replace(**always)):
        assert "R16" in before.rules & after.rules


def charged(work: tuple[list[CallOut], list[AfterHours]], one: Terms, other: Terms) -> Iterable[tuple[Reason, Reason]]:
    """Return the reasons of the charges on which two terms differ."""
    call_outs, after_hours = work
    reasons: list[Callable[[Terms], Reason]] = [
        *(lambda by, each=each: by.charge(each.duration).why("R19", **cited(by)) for each in call_outs),
        *(lambda by, each=each: by.judge_after_hours(each).why(**cited(by)) for each in after_hours),
    ]
    for reason in reasons:
        if reason(one).value != reason(other).value:
            yield reason(one), reason(other)


def cited(by: Terms) -> dict[str, Any]:
    """Return what the reason of a charge says of its terms."""
    return {"reading": by.readings.cite("rounding"), "currency": by.currency}


# --- tables without gaps

Facts = tuple[Channel, bool, Topic, Kind, bool, str | None, int | None, bool]
"""Channel, account, topic, kind, out of the box, deployed how long ago, minutes of effort, replied to."""

EVERY: list[Facts] = list(
    product(
        Channel,
        (True, False),
        Topic,
        Kind,
        (False, True),
        (None, "yesterday", "long ago", "later"),
        (None, 0, 30),
        (False, True),
    )
)
DEPLOYED = {
    "yesterday": at("Wed 09:00"),
    "later": at("Fri 09:00"),
    "long ago": datetime.fromisoformat("2026-11-01T10:00Z"),
}
Row = tuple[Verdict, Callable[[Facts], bool]]


def is_admitted(facts: Facts) -> bool:
    channel, has_account, topic, *_ = facts
    if topic == "on_call":
        return True
    return has_account and (channel == "portal" or (channel == "email" and topic == "support"))


def is_excluded(facts: Facts) -> bool:
    _, _, _, kind, is_out_of_box, deployed, *_ = facts
    return is_out_of_box or kind in ("pre_sales", "product_availability") or deployed == "yesterday"


def counts(facts: Facts) -> bool:
    """Return whether nothing but its end can keep a request from being an incident."""
    is_support = facts[2] != "on_call" and facts[3] != "professional_services"
    return is_admitted(facts) and is_support and not is_excluded(facts)


VERDICTS: list[Row] = [
    (Verdict.REFUSED, lambda facts: not is_admitted(facts)),
    (Verdict.ON_CALL, lambda facts: facts[2] == "on_call"),
    (
        Verdict.QUOTED,
        lambda facts: is_admitted(facts) and facts[2] != "on_call" and facts[3] == "professional_services",
    ),
    (
        Verdict.EXCLUDED,
        lambda facts: (
            is_admitted(facts) and facts[2] != "on_call" and facts[3] != "professional_services" and is_excluded(facts)
        ),
    ),
    (Verdict.WITHDRAWN, lambda facts: counts(facts) and facts[6] == 0 and not facts[7]),
    (Verdict.INCIDENT, lambda facts: counts(facts) and (facts[6] != 0 or facts[7])),
]
"""The verdicts once more, in words: each with all that it takes, so that their order doesn't matter."""


def faults(table: list[Row]) -> list[tuple[int, Facts]]:
    """Return the facts that not exactly one row fits, with how many do."""
    fitting = ((sum(fits(facts) for _, fits in table), facts) for facts in EVERY)
    return [(rows, facts) for rows, facts in fitting if rows != 1]


def judged(facts: Facts) -> Assessment:
    channel, has_account, topic, kind, is_out_of_box, deployed, effort, has_reply = facts
    return assess(
        ticket(
            "Thu 10:00",
            channel=channel,
            has_account=has_account,
            topic=topic,
            kind=kind,
            is_out_of_box=is_out_of_box,
            deployed_at=DEPLOYED.get(deployed or ""),
            effort=None if effort is None else minutes(effort),
            replied_at=at("Thu 11:00") if has_reply else None,
        ),
        STANDARD,
    )


STANDARD = standard()


def test_one_verdict_fits_any_facts_and_it_is_the_one_given() -> None:
    """Verdicts are unique and complete over what they read: channel, topic, kind, exclusions, effort and reply."""
    assert not faults(VERDICTS)
    assert {verdict for verdict, _ in VERDICTS} == set(Verdict)
    for facts in EVERY:
        assert [judged(facts).verdict] == [verdict for verdict, fits in VERDICTS if fits(facts)]


@pytest.mark.parametrize("place", range(len(VERDICTS)))
def test_a_missing_verdict_is_found_as_a_gap(place: int) -> None:
    assert {rows for rows, _ in faults(VERDICTS[:place] + VERDICTS[place + 1 :])} == {0}


def test_a_further_verdict_is_found_as_an_overlap() -> None:
    further: Row = (Verdict.INCIDENT, lambda facts: counts(facts) and facts[6] == 0)
    found = faults([*VERDICTS, further])
    assert {rows for rows, _ in found} == {2}
    assert {facts[6] for _, facts in found} == {0}


Ground = tuple[Exclusion, Callable[[Facts], bool]]
EXCLUSIONS: list[Ground] = [
    (Exclusion.OUT_OF_BOX_FAILURE, lambda facts: facts[4]),
    (Exclusion.PRE_SALES, lambda facts: facts[3] in ("pre_sales", "product_availability")),
    (Exclusion.WITHIN_WINDOW, lambda facts: facts[5] == "yesterday"),
]
"""The exclusions once more, in words, in order."""


def differing(table: list[Ground]) -> list[Facts]:
    """Return the facts of which a table says other exclusions than the code does."""
    return [
        facts for facts in EVERY if judged(facts).exclusions != tuple(why for why, applies in table if applies(facts))
    ]


def test_any_facts_have_their_exclusions_in_order_and_no_others() -> None:
    """Exclusions are told whatever else is so, each by the facts that it reads, all that apply."""
    assert differing(EXCLUSIONS) == []
    assert [why for why, _ in EXCLUSIONS] == list(Exclusion)
    assert set(Exclusion) == {"out_of_box_failure", "pre_sales", "within_7_days_of_deployment"}


@pytest.mark.parametrize("place", range(len(EXCLUSIONS)))
def test_a_missing_exclusion_is_found_as_a_gap(place: int) -> None:
    _, applies = EXCLUSIONS[place]
    found = differing(EXCLUSIONS[:place] + EXCLUSIONS[place + 1 :])
    assert found == [facts for facts in EVERY if applies(facts)] != []


def test_a_further_exclusion_is_found_as_an_overlap() -> None:
    found = differing([*EXCLUSIONS, (Exclusion.PRE_SALES, lambda facts: facts[3] == "question")])
    assert {facts[3] for facts in found} == {"question"}


def test_every_verdict_gives_its_figures_and_reasons() -> None:
    """What is owed and what it costs follow from the verdict, for any facts, and no question fails."""
    for facts in EVERY:
        each = judged(facts)
        assert (each.response is None) == (each.verdict in ("refused", "withdrawn", "on_call"))
        assert each.least_credits == (1 if each.verdict == "incident" else 0)
        assert each.is_pending == (each.verdict == "incident" and facts[6] is None)
        assert each.why_verdict.value == each.verdict
        assert each.explain().startswith("T-1 ")


def test_a_change_of_tier_counts_for_any_verdict_or_none() -> None:
    faster = [Change(at=at("Thu 10:00"), tier="3h")]
    for facts in EVERY[::7]:
        each = judged(facts)
        upgraded = assess(attrs.evolve(each.incident, changes=faster), STANDARD)
        assert upgraded.verdict == each.verdict
        assert upgraded.least_credits == 8 * each.least_credits
        if each.response and each.verdict != "incident":
            assert upgraded.due_at == each.due_at
