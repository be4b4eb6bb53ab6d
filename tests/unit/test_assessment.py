"""One incident judged whole: verdict, units, credits, and the reasons as they read."""

from datetime import date
from typing import Any, Literal

import attrs
import pytest

from helpers import at, day, minutes, standard, ticket
from incidentrules import (
    Assessment,
    Change,
    Exclusion,
    OperatingHours,
    Outcome,
    Refusal,
    Severity,
    TermsHistory,
    Verdict,
    assess,
    verify,
)
from operations import CountedId, comparisons

TERMS = standard()


def judged(received: str = "Wed 10:00", *, readings: dict[str, Any] | None = None, **facts: Any) -> Assessment:
    return assess(ticket(received, **facts), TERMS.with_readings(**readings) if readings else TERMS)


# --- verdicts


@pytest.mark.parametrize(
    ("facts", "verdict", "units", "is_owed"),
    [
        ({"effort": minutes(5)}, "incident", 1, True),
        ({"effort": minutes(0), "replied_at": at("Wed 11:00")}, "incident", 1, True),
        ({"effort": minutes(0)}, "withdrawn", 0, False),
        ({}, "incident", 1, True),
        ({"kind": "professional_services", "effort": minutes(500)}, "quoted", 0, True),
        ({"kind": "pre_sales", "effort": minutes(5)}, "excluded", 0, True),
        ({"kind": "product_availability"}, "excluded", 0, True),
        ({"is_out_of_box": True, "effort": minutes(5)}, "excluded", 0, True),
        ({"deployed_at": at("Wed 09:00"), "effort": minutes(5)}, "excluded", 0, True),
        ({"channel": "phone", "effort": minutes(5)}, "refused", 0, False),
        ({"channel": "phone", "topic": "on_call", "effort": minutes(5)}, "on_call", 0, False),
        ({"topic": "on_call"}, "on_call", 0, False),
        ({"topic": "on_call", "has_account": False, "kind": "pre_sales", "tier": "3h"}, "on_call", 0, False),
        ({"has_account": False, "kind": "pre_sales"}, "refused", 0, False),
        ({"kind": "professional_services", "is_out_of_box": True}, "quoted", 0, True),
        ({"is_out_of_box": True, "effort": minutes(0)}, "excluded", 0, True),
    ],
)
def test_a_request_gets_one_verdict(facts: dict[str, Any], verdict: str, units: int, is_owed: bool) -> None:
    found = judged(**facts)
    assert (verdict, units, is_owed) == (found.verdict, found.units, found.response is not None)


def test_the_verdict_of_any_facts_is_one() -> None:
    """Refused before on-call before quoted before excluded before withdrawn before counted."""
    facts: list[tuple[dict[str, Any], Verdict]] = [
        ({"channel": "phone", "topic": "support"}, Verdict.REFUSED),
        ({"topic": "on_call"}, Verdict.ON_CALL),
        ({"kind": "professional_services"}, Verdict.QUOTED),
        ({"is_out_of_box": True}, Verdict.EXCLUDED),
        ({"effort": minutes(0)}, Verdict.WITHDRAWN),
    ]
    for place in range(len(facts)):
        together: dict[str, Any] = {}
        for fact, _ in reversed(facts[place:]):
            together |= fact
        assert facts[place][1] is judged(**together).verdict


def test_why_not_is_told_with_all_exclusions_or_the_refusal() -> None:
    excluded = judged(is_out_of_box=True, kind="pre_sales", deployed_at=at("Wed 09:00"))
    expected = (Exclusion.OUT_OF_BOX_FAILURE, Exclusion.PRE_SALES, Exclusion.WITHIN_WINDOW)
    assert expected == excluded.exclusions
    assert Refusal.EMAIL_NEEDS_ACCOUNT is judged(channel="email", has_account=False).refusal


# --- credits


def test_a_pending_incident_draws_nothing_and_tells_the_least() -> None:
    found = judged(tier="6h")
    assert (found.is_pending, found.credits, found.least_credits) == (True, 0, 4)


@pytest.mark.parametrize(
    ("initial", "changes", "replied_at", "multiplier"),
    [
        (None, [("Wed 11:00", "3h")], None, 8),
        (None, [("Wed 11:00", "3h")], "Wed 11:00", 1),
        (None, [("Wed 11:00", "3h")], "Wed 11:01", 8),
        ("3h", [("Wed 11:00", "24h")], "Wed 12:00", 8),
        ("6h", [("Wed 11:00", "12h"), ("Wed 12:00", "3h")], "Wed 11:30", 4),
        ("24h", [("Wed 11:00", "12h"), ("Wed 12:00", "6h")], None, 4),
    ],
)
def test_the_fastest_tier_in_force_before_the_reply_is_paid(
    initial: str | None, changes: list[tuple[str, str]], replied_at: str | None, multiplier: int
) -> None:
    """A9, R18."""
    made = [Change(at=at(when), tier=tier) for when, tier in changes]
    found = judged(tier=initial, changes=made, replied_at=replied_at and at(replied_at), effort=minutes(5))
    assert (multiplier, multiplier) == (found.multiplier, found.credits)


def test_what_folds_in_shares_the_hour() -> None:
    """R22."""
    first, second = ticket(id="a", effort=minutes(40), tier="12h"), ticket(id="b", effort=minutes(30), tier="3h")
    found = assess(first, TERMS, folded=[second])
    assert (minutes(70), 2, 4) == (found.effort, found.units, found.credits)


def test_what_folds_in_keeps_it_pending_and_its_reply_keeps_it_from_being_withdrawn() -> None:
    first = ticket(id="a", effort=minutes(70))
    pending = assess(first, TERMS, folded=[ticket(id="b")])
    assert (pending.effort, pending.is_pending, pending.credits, pending.least_credits) == (None, True, 0, 2)
    nothing = attrs.evolve(first, effort=minutes(0))
    replied = ticket(id="b", effort=minutes(0), replied_at=at("Wed 12:00"))
    found = [assess(nothing, TERMS, folded=[each]) for each in (replied, attrs.evolve(replied, replied_at=None))]
    assert [each.verdict for each in found] == ["incident", "withdrawn"]


# --- what is owed


@pytest.mark.parametrize("facts", [{"kind": "pre_sales"}, {"kind": "professional_services"}, {"is_out_of_box": True}])
def test_what_does_not_count_is_owed_what_the_standard_tier_owes(facts: dict[str, Any]) -> None:
    bought = Change(at=at("Wed 11:00"), tier="3h")
    found = judged(tier="3h", changes=[bought], **facts)
    assert (at("Thu 10:00"), "R9") == (found.due_at, found.response and found.response.governing.rule)


def test_the_first_reply_to_any_of_those_folded_is_the_reply() -> None:
    """A7, R22: it decides the verdict, the tier that is paid, and the outcome."""
    bought = Change(at=at("Wed 12:00"), tier="3h")
    first = ticket(id="a", effort=minutes(0), changes=[bought])
    replies = [None, "Thu 10:00", "Wed 11:00"]
    folded = [
        ticket(id=f"b{place}", effort=minutes(0), replied_at=when and at(when)) for place, when in enumerate(replies)
    ]
    found = [assess(first, TERMS, folded=folded[: count + 1]) for count in range(3)]
    assert [None, at("Thu 10:00"), at("Wed 11:00")] == [each.replied_at for each in found]
    assert [each.verdict for each in found] == ["withdrawn", "incident", "incident"]
    assert [each.credits for each in found[1:]] == [8, 1]
    assert [each.outcome() for each in found[1:]] == [Outcome.BREACHED, Outcome.MET]


def test_a_judgement_bears_the_fingerprint_of_the_terms_of_its_day() -> None:
    dearer = TERMS.replace(on_call_price=400)
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 11, 19): dearer})
    found = [assess(ticket(f"{on} 10:00"), history).fingerprint for on in ("Wed", "Thu")]
    assert [TERMS.fingerprint, dearer.fingerprint] == found


def test_the_outcome_is_by_the_reply_or_as_of_a_moment() -> None:
    assert Outcome.MET is judged(replied_at=at("Thu 10:00")).outcome()
    assert [judged().outcome(at=at(now)) for now in ("Thu 10:00", "Thu 10:01")] == [Outcome.OPEN, Outcome.BREACHED]


def test_the_time_left_is_until_the_deadline() -> None:
    left = judged("Fri 20:00", tier="12h").time_left(at=at("Fri 21:00"))
    assert (minutes(67 * 60), minutes(11 * 60)) == (left.elapsed, left.counted)


def test_a_verdict_is_told_down_to_the_facts_that_were_asked_for() -> None:
    facts = {"channel": "email", "topic": "support", "effort": minutes(75), "replied_at": at("Wed 12:00")}
    assert assess(ticket("Wed 10:00", **facts), TERMS).why_verdict.text() == (
        "T-1 counts as an incident (R21).\n"
        "  It was admitted (R20).\n"
        "    It came by email, with an account, about support (R20).\n"
        "  It does not ask for on-call (R29).\n"
        "    It is about support (R29).\n"
        "  It is no professional service (R4).\n"
        "    It is of the kind: question (R4).\n"
        "  It is not excluded (R24).\n"
        "    Nothing that was paid for failed out of the box (R24).\n"
        "    It is of the kind: question (R24).\n"
        "  It was not withdrawn before any work or reply (R21).\n"
        "    It took 1 h 15 min of work, and the reply came Wed 2026-11-18 12:00 (R21).\n"
        "  It counts as an incident (R21)."
    )


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"channel": "phone", "topic": "on_call"}, "It is about on call (R29)."),
        ({"channel": "portal", "topic": "account"}, "It came by portal, with an account, about account (R20)."),
        ({"channel": "phone", "topic": "on_call", "has_account": False},
         "It came by phone, without an account, about on call (R20)."),
        ({"kind": "professional_services"}, "It is of the kind: professional services (R4)."),
        ({"effort": minutes(0)}, "It took 0 min of work, and nobody replied (R21)."),
        ({"effort": None}, "It is not known how much work it took, and nobody replied (R21)."),
    ],
)  # fmt: skip
def test_the_fact_that_decides_is_told(facts: dict[str, Any], told: str) -> None:
    assert told in [node.sentence for node in assess(ticket("Wed 10:00", **facts), TERMS).why_verdict.nodes]


def test_a_letter_tells_what_changed_on_the_way() -> None:
    changes = [Change(at=at("Sat 12:00"), severity="severe"), Change(at=at("Sat 13:00"), tier="3h")]
    letter = assess(ticket("Fri 23:00", changes=changes), TERMS).explain()
    told = [line.split(" (", 1)[0].strip() for line in letter.splitlines()[-3:]]
    assert told == [
        "One business day",
        "The 24h tier, severe from Sat 2026-11-21 12:00",
        "The 3h tier bought Sat 2026-11-21 13:00, severe from Sat 2026-11-21 12:00",
    ]


def test_the_severity_is_that_after_all_changes() -> None:
    """A6, A9."""
    raised = Change(at=at("Wed 11:00"), severity=Severity.SEVERE)
    assert (judged(changes=[raised]).id, judged(changes=[raised]).severity) == ("T-1", Severity.SEVERE)


# --- reasons


def test_the_reasons_of_the_first_example_read_like_a_letter() -> None:
    found = assess(ticket("Fri 20:00", id="T-1001", tier="12h", effort=minutes(75)), TERMS)
    expected = """\
T-1001 counts as an incident (R21).
It costs 4 credits: 2 x 2 (R18, A11=every_unit).
  1 h 15 min of work started 2 incidents, as one takes 1 h at most (R25).
  The 12h tier takes 2 credits for each (R18, A10=per_incident).
The answer is due Mon 2026-11-23 16:00 UTC, the earliest that was promised (R18).
  One business day (16 h) ends Mon 2026-11-23 20:00: 4 h Fri 2026-11-20 20:00 to 24:00, then 12 h Mon 2026-11-23 08:00 to 20:00 (R9, A2=one_operating_day).
  The 12h tier (12 h) ends Mon 2026-11-23 16:00: 4 h Fri 2026-11-20 20:00 to 24:00, then 8 h Mon 2026-11-23 08:00 to 16:00 (R18, A1=operating_hours)."""  # noqa: E501
    assert expected == found.explain()
    reasons = (found.why_verdict, found.why_credits, found.why_due, found.why_goal)
    assert [verify(reason) for reason in reasons] == [()] * 4


def test_a_whole_tree_reads_down_to_the_facts() -> None:
    found = judged("Fri 23:00", tier="3h", severity="severe", effort=minutes(5))
    expected = """\
The answer is due Sat 2026-11-21 11:00 UTC, the earliest that was promised (R18).
  One business day (16 h) ends Mon 2026-11-23 23:00: 1 h Fri 2026-11-20 23:00 to 24:00, then 15 h Mon 2026-11-23 08:00 to 23:00 (R9, A2=one_operating_day).
    It is counted from Fri 2026-11-20 23:00.
    One business day is 16 h (R9).
    1 h Fri 2026-11-20 23:00 to 24:00, open by Fr 08:00-24:00 (R14).
    15 h Mon 2026-11-23 08:00 to 23:00, open by Mo 08:00-24:00 (R14).
  The 3h tier (3 h) ends Sat 2026-11-21 11:00: 1 h Fri 2026-11-20 23:00 to 24:00, then 2 h Sat 2026-11-21 09:00 to 11:00 (R18, A1=operating_hours).
    It is counted from Fri 2026-11-20 23:00.
    The 3h tier is 3 h (R18).
    1 h Fri 2026-11-20 23:00 to 24:00, open by Fr 08:00-24:00 (R14).
    2 h Sat 2026-11-21 09:00 to 11:00, open by Sa 09:00-20:00 (R15)."""  # noqa: E501
    assert expected == found.why_due.text()


def test_a_landing_after_a_close_is_told_with_its_reading() -> None:
    reason = judged("Wed 03:00", readings={"at_close": "next_opening"}).why_due
    expected = """\
One business day (16 h) is used up Wed 2026-11-18 24:00 and ends Thu 2026-11-19 08:00: 16 h Wed 2026-11-18 08:00 to 24:00 (R9, A2=one_operating_day, A4=next_opening).
  16 h is used up Wed 2026-11-18 24:00 (R9).
    It is counted from Wed 2026-11-18 03:00.
    One business day is 16 h (R9).
    16 h Wed 2026-11-18 08:00 to 24:00, open by We 08:00-24:00 (R14).
  From there it lands Thu 2026-11-19 08:00 (R14)."""  # noqa: E501
    assert (expected, ()) == (reason.parts[0].text(), verify(reason))
    assert {"A1=operating_hours", "A2=one_operating_day", "A4=next_opening"} == reason.readings


def test_an_end_at_a_close_cites_the_reading_that_leaves_it_there() -> None:
    reason = judged("Wed 03:00").why_due.parts[0]
    expected = "One business day (16 h) ends Wed 2026-11-18 24:00: 16 h Wed 2026-11-18 08:00 to 24:00"
    assert f"{expected} (R9, A2=one_operating_day, A4=close)." == reason.sentence
    assert verify(reason) == ()


def test_elapsed_hours_that_roll_tell_where_they_are_used_up_and_where_they_end() -> None:
    [_, rolled] = judged("Fri 20:00", readings={"sla_clock": "elapsed_rolled"}).why_due.parts
    expected = """\
The 24h tier (24 h) is used up Sat 2026-11-21 20:00 and ends Mon 2026-11-23 08:00: 24 h Fri 2026-11-20 20:00 to Sat 2026-11-21 20:00 (R12, A1=elapsed_rolled).
  24 h is used up Sat 2026-11-21 20:00 (R12).
    It is counted from Fri 2026-11-20 20:00.
    The 24h tier is 24 h (R12).
    24 h Fri 2026-11-20 20:00 to Sat 2026-11-21 20:00, open by 24/7 (R12).
  From there it lands Mon 2026-11-23 08:00 (R14)."""  # noqa: E501
    assert (expected, ()) == (rolled.text(), verify(rolled))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, [False, False, False, False, False, True]),
        ({"channel": "phone"}, [True]),
        ({"topic": "on_call"}, [False, True]),
        ({"kind": "professional_services"}, [False, False, True]),
        ({"is_out_of_box": True}, [False, False, False, True]),
        ({"effort": minutes(0)}, [False, False, False, False, True]),
    ],
)
def test_a_verdict_is_the_first_answer_that_is_true(facts: dict[str, Any], expected: list[bool]) -> None:
    why = judged(**facts).why_verdict
    order = ["refused", "on_call", "quoted", "excluded", "withdrawn", "incident"]
    assert list(zip(expected, order, strict=False)) == [part.value for part in why.parts]
    assert ("first true", order[len(expected) - 1], ()) == (why.how, why.value, verify(why))


@pytest.mark.parametrize("facts", [{"channel": "phone"}, {"effort": minutes(0)}, {"topic": "on_call"}])
def test_an_explanation_of_what_is_owed_no_answer_tells_no_deadline(facts: dict[str, Any]) -> None:
    assert "due" not in judged(**facts).explain()


def test_a_goal_is_told_as_no_promise() -> None:
    expected = "The desk means to answer by Wed 2026-11-18 14:00 UTC, without promising it (R13)."
    assert expected == judged().why_goal.sentence


def test_ids_and_tiers_with_braces_are_told_as_they_are() -> None:
    tiers = [*TERMS.tiers, attrs.evolve(TERMS.tiers[1], name="{0}")]
    terms = TERMS.replace(tiers=tiers, currency="{usd}")
    found = assess(ticket(id="{value}", tier="{0}", effort=minutes(5)), terms, folded=[ticket(id="{x}")])
    told = found.explain() + found.why_credits.text() + found.why_due.text()
    assert [each in told for each in ("{value} counts", "{x}", "The {0} tier takes")] == [True] * 3
    assert "{usd} 329" in terms.charge(minutes(5)).why("R19", reading="A15=half_up", currency=terms.currency).text()


def test_open_hours_of_a_holiday_are_told_by_the_rule_that_opens_them() -> None:
    terms = standard(day("2026-11-18"))
    reason = assess(ticket(severity="severe", tier="3h"), terms).why_due
    assert {"R15"} == {node.rule for node in reason.parts[1].nodes if isinstance(node.value, tuple)}


# --- letters


def test_a_letter_is_told_in_another_zone_without_rules_and_without_an_id() -> None:
    found = assess(ticket("Fri 20:00", id="T-1001", tier="12h", effort=minutes(75)), TERMS)
    expected = """\
Your question counts as an incident.
It costs 4 credits: 2 x 2.
  1 h 15 min of work started 2 incidents, as one takes 1 h at most.
  The 12h tier takes 2 credits for each.
The answer is due Mon 2026-11-23 17:00 Europe/Berlin, the earliest that was promised.
  One business day (16 h) ends Mon 2026-11-23 21:00: 4 h Fri 2026-11-20 21:00 to Sat 2026-11-21 01:00, then 12 h Mon 2026-11-23 09:00 to 21:00.
  The 12h tier (12 h) ends Mon 2026-11-23 17:00: 4 h Fri 2026-11-20 21:00 to Sat 2026-11-21 01:00, then 8 h Mon 2026-11-23 09:00 to 17:00."""  # noqa: E501
    assert expected == found.explain(tz="Europe/Berlin", cite=False, name="Your question")


def test_moments_are_told_in_the_zone_of_the_terms() -> None:
    hours = OperatingHours.parse("Mo-Fr 08:00-24:00", tz="Europe/Berlin")
    found = assess(
        ticket("Wed 10:00", deployed_at=at("Tue 10:00")), TERMS.replace(business_hours=hours, severe_hours=hours)
    )
    assert "The answer is due Thu 2026-11-19 11:00 Europe/Berlin, the earliest" in found.explain()
    assert "The solution was deployed Tue 2026-11-24 11:00." in found.why_verdict.text()
    assert found.explain(tz="Europe/Berlin") == found.explain()


# --- made by hand, and many at once


def test_an_assessment_made_by_hand_is_the_one_that_is_judged() -> None:
    folded = [ticket(id="T-2", effort=minutes(30))]
    assert Assessment(ticket(), TERMS, folded) == assess(ticket(), TERMS, folded=iter(folded))


def test_what_folds_in_and_is_told_twice_counts_once() -> None:
    second = ticket(id="T-2", effort=minutes(40))
    found = assess(ticket(effort=minutes(40)), TERMS, folded=[second, second])
    assert (minutes(80), 2) == (found.effort, found.credits)


def test_folding_many_compares_few_ids() -> None:
    folded = [ticket(id=CountedId(f"T-{place}"), effort=minutes(1)) for place in range(2, 2_002)]
    assert comparisons(lambda: assess(ticket(), TERMS, folded=folded)) < 2 * len(folded)


def test_two_hundred_changes_of_severity_are_judged() -> None:
    """Each open minute counts under the severity in force in it: on Saturday the even ones, from 09:00 on."""
    words: tuple[Literal["severe"], Literal["normal"]] = ("severe", "normal")
    changes = [Change(at=at("Sat 09:00") + minutes(place), severity=words[place % 2]) for place in range(200)]
    found = assess(ticket("Sat 08:00", tier="3h", effort=minutes(5), changes=changes), TERMS)
    assert (at("Mon 09:20"), "R18") == (found.due_at, found.response and found.response.governing.rule)
    assert verify(found.why_due) == ()
