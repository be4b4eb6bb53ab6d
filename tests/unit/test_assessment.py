"""One incident judged whole: verdict, units, credits, and the reasons as they read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from incidentrules import (
    Assessment,
    Change,
    Exclusion,
    Incident,
    OperatingHours,
    Outcome,
    Refusal,
    Severity,
    TermsHistory,
    Verdict,
    assess,
    verify,
)
from judgement_strategies import at, day, minutes, standard, ticket

TERMS = standard()


def judged(received: str = "Wed 10:00", *, readings: dict[str, str] | None = None, **facts: Any) -> Assessment:
    return assess(ticket(received, **facts), TERMS.reading(**(readings or {})))


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


@pytest.mark.parametrize(
    ("effort", "tier", "advised", "units", "credits", "written_off"),
    [
        (30, "24h", None, 1, 1, 0),
        (60, "12h", None, 1, 2, 0),
        (61, "12h", None, 2, 4, 0),
        (75, "12h", None, 2, 4, 0),
        (121, "6h", None, 3, 12, 0),
        (20, "3h", None, 1, 8, 0),
        (61, "24h", 1, 1, 1, 1),
        (121, "24h", 2, 2, 2, 1),
        (121, "6h", 1, 1, 4, 61),
        (45, "24h", 3, 1, 1, 0),
    ],
)
def test_credits_are_units_times_the_multiplier(
    effort: int, tier: str, advised: int | None, units: int, credits: int, written_off: int
) -> None:
    found = judged(tier=tier, effort=minutes(effort), advised_units=advised)
    assert (units, credits, minutes(written_off)) == (found.units, found.credits, found.written_off)


@pytest.mark.parametrize(
    ("effort", "tier", "every_unit", "first_unit"),
    [(75, "12h", 4, 3), (60, "12h", 2, 2), (121, "6h", 12, 6), (121, "24h", 3, 3), (181, "3h", 32, 11)],
)
def test_the_multiplier_is_of_every_unit_or_of_the_first(
    effort: int, tier: str, every_unit: int, first_unit: int
) -> None:
    found = [judged(readings={"multiplier_scope": how}, tier=tier, effort=minutes(effort)) for how in SCOPES]
    assert [every_unit, first_unit] == [each.credits for each in found]


SCOPES = ("every_unit", "first_unit")


def test_an_overrun_that_was_not_advised_is_charged_by_that_reading() -> None:
    found = judged(readings={"overrun": "charged"}, effort=minutes(121), advised_units=1, tier="12h")
    assert (3, 6, minutes(0)) == (found.units, found.credits, found.written_off)


@pytest.mark.parametrize(
    ("tier", "expected"),
    [("12h", [4, 2, 0, 2]), ("24h", [2, 2, 2, 2]), (None, [2, 2, 2, 2]), ("3h", [16, 2, 0, 2])],
)
def test_what_an_incident_pays_is_the_basis_s(tier: str | None, expected: list[int]) -> None:
    bases = ("per_incident", "standing", "flat", "minimum")
    found = [judged(readings={"credit_basis": basis}, tier=tier, effort=minutes(75)) for basis in bases]
    assert expected == [each.credits for each in found]
    assert [verify(each.why_credits) for each in found] == [()] * 4


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
    made = [Change(at=at(when), tier=tier) for when, tier in changes]
    found = judged(tier=initial, changes=made, replied_at=replied_at and at(replied_at), effort=minutes(5))
    assert (multiplier, multiplier) == (found.multiplier, found.credits)


def test_what_folds_in_shares_the_hour() -> None:
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
    """It decides the verdict, the tier that is paid, and the outcome."""
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
    assert assess(ticket("Wed 10:00", **facts), TERMS).why_verdict.text == (
        "T-1 counts as an incident (R21).\n"
        "  It was admitted (R20).\n"
        "    It came by email, with an account, about support (R20).\n"
        "  It does not ask for on-call (R29).\n"
        "    It is about support (R29).\n"
        "  It is no professional service (R4).\n"
        "    It is of the kind question (R4).\n"
        "  It is not excluded (R24).\n"
        "    Nothing that was paid for failed out of the box (R24).\n"
        "    It is of the kind question (R24).\n"
        "  It was not withdrawn before any work or reply (R21).\n"
        "    It took 1 h 15 min of work, and the reply came Wed 2026-11-18 12:00 (R21).\n"
        "  It counts as an incident (R21)."
    )


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"channel": "phone", "topic": "on_call"}, "It is about on_call (R29)."),
        ({"channel": "portal", "topic": "account"}, "It came by portal, with an account, about account (R20)."),
        ({"channel": "phone", "topic": "on_call", "has_account": False},
         "It came by phone, without an account, about on_call (R20)."),
        ({"kind": "professional_services"}, "It is of the kind professional_services (R4)."),
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
    raised = Change(at=at("Wed 11:00"), severity=Severity.SEVERE)
    assert (judged(changes=[raised]).id, judged(changes=[raised]).severity) == ("T-1", Severity.SEVERE)


# --- reasons

CAME = "The problem came Wed 2026-11-18 10:00"


def test_the_reasons_of_the_first_example_read_like_a_letter() -> None:
    found = assess(ticket("Fri 20:00", id="T-1001", tier="12h", effort=minutes(75)), TERMS)
    expected = """\
T-1001 counts as an incident (R21).
It costs 4 credits: 2 x 2 (R18, A11=every_unit).
  1 h 15 min of work started 2 incidents, as one takes 1 h at most (R25).
  The 12h tier takes 2 for each (R18, A10=per_incident).
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
    assert expected == found.why_due.text


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        (
            {"effort": minutes(61), "advised_units": 1},
            [
                "It costs 1 credit (R18).",
                "1 incident charged, as advised; 1 min of work is written off (R25, A12=written_off).",
            ],
        ),
        (
            {"effort": minutes(61), "advised_units": 1, "readings": {"overrun": "charged"}},
            ["It costs 2 credits (R18).", "2 incidents charged, though advised of 1 (R25, A12=charged)."],
        ),
        ({"tier": "12h"}, ["Until the effort is known, it costs at least 2 credits (R18)."]),
        (
            {"tier": "12h", "effort": minutes(5), "readings": {"credit_basis": "flat"}},
            [
                "It costs 0 credits (R18).",
                "5 min of work started 1 incident, as one takes 1 h at most (R25).",
                "The 12h tier is paid by the month, not here (R18, A10=flat).",
            ],
        ),
        (
            {"tier": "12h", "effort": minutes(75), "readings": {"multiplier_scope": "first_unit"}},
            [
                "It costs 3 credits: 2 + 1 (R18).",
                "2 for the first (R18).",
                "The tier multiplies the first (R18, A11=first_unit).",
                "1 for the rest, at one credit each (R25).",
            ],
        ),
        (
            {"kind": "pre_sales"},
            [
                "It costs no credits (R24).",
                "It was admitted (R20).",
                "It does not ask for on-call (R29).",
                "It is no professional service (R4).",
                "It does not count as an incident (R24).",
                "It was asked before a sale, or about what is on sale (R24).",
            ],
        ),
        ({"is_out_of_box": True}, ["Work that was paid for failed out of the box (R24)."]),
        ({"channel": "phone"}, ["It costs no credits (R20).", "By phone only on-call can be asked for (R20)."]),
        ({"has_account": False}, ["The portal needs a login (R20)."]),
        ({"channel": "email", "has_account": False}, ["E-mail needs an account (R20)."]),
        (
            {"channel": "email", "topic": "billing"},
            ["E-mail is not for billing and account questions (R20)."],
        ),
        (
            {"channel": "phone", "topic": "on_call"},
            ["It costs no credits (R29).", "It asks for on-call, which is billed by the hour (R29)."],
        ),
        ({"kind": "professional_services"}, ["T-1 is a professional service, for which there is a quote (R4)."]),
        ({"effort": minutes(0)}, ["T-1 was withdrawn before any work or reply (R21)."]),
        (
            {"deployed_at": at("Wed 09:00"), "effort": minutes(5)},
            [
                f"{CAME}, within the 7 days after the deployment on Wed 2026-11-18 09:00 (R24, A13=calendar_days).",
                "The solution was deployed Wed 2026-11-18 09:00.",
                "The problem counts from Wed 2026-11-18 10:00 (A14=arose).",
                "The free days end Wed 2026-11-25 24:00 (R24).",
                "7 days after a deployment are free (R24).",
            ],
        ),
    ],
)
def test_the_reason_of_a_cost_tells_what_decided(facts: dict[str, Any], lines: list[str]) -> None:
    reason = judged(**facts).why_credits
    told = [line.strip() for line in reason.text.splitlines()]
    assert [line for line in lines if line not in told] == []
    assert verify(reason) == ()


def test_a_landing_after_a_close_is_told_with_its_reading() -> None:
    reason = judged("Wed 03:00", readings={"at_close": "next_opening"}).why_due
    expected = """\
One business day (16 h) is used up Thu 2026-11-19 00:00 and ends Thu 2026-11-19 08:00: 16 h Wed 2026-11-18 08:00 to 24:00 (R9, A2=one_operating_day, A4=next_opening).
  16 h is used up Thu 2026-11-19 00:00 (R9).
    It is counted from Wed 2026-11-18 03:00.
    One business day is 16 h (R9).
    16 h Wed 2026-11-18 08:00 to 24:00, open by We 08:00-24:00 (R14).
  From there it lands Thu 2026-11-19 08:00 (R14)."""  # noqa: E501
    assert (expected, ()) == (reason.parts[0].text, verify(reason))
    assert {"A1=operating_hours", "A2=one_operating_day", "A4=next_opening"} == reason.readings


def test_an_end_at_a_close_cites_the_reading_that_leaves_it_there() -> None:
    reason = judged("Wed 03:00").why_due.parts[0]
    expected = "One business day (16 h) ends Thu 2026-11-19 00:00: 16 h Wed 2026-11-18 08:00 to 24:00"
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
    assert (expected, ()) == (rolled.text, verify(rolled))


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


@pytest.mark.parametrize(("deployed", "is_within"), [("Wed 09:00", True), ("Wed 10:00", True), ("Wed 10:01", False)])
def test_whether_a_problem_falls_into_the_free_days_can_be_checked(deployed: str, is_within: bool) -> None:
    why = judged(deployed_at=at(deployed), effort=minutes(5)).why_verdict
    [window] = [node for node in why.nodes if node.how == "in order"]
    assert (is_within, at("Wed 10:00")) == (window.value, window.parts[1].value)
    assert verify(window) == ()
    assert verify(attrs.evolve(window, value=not is_within)) != ()


@pytest.mark.parametrize("window", ["calendar_days", "calendar_days_exclusive", "hours"])
@pytest.mark.parametrize("zone", ["Europe/Athens", "America/Havana", "America/Sao_Paulo", "Pacific/Apia"])
def test_the_end_of_the_free_days_can_be_checked_in_any_zone(zone: str, window: str) -> None:
    """Clocks change at midnight in Havana and Sao Paulo, and Apia has no 2011-12-30. The end is told by the wall."""
    hours = OperatingHours.parse("Mo-Fr 08:00-24:00", tz=zone)
    terms = TERMS.replace(business_hours=hours, severe_hours=hours).reading(window=window)
    for first in (datetime(2011, 12, 1), datetime(2018, 2, 1), datetime(2026, 3, 1), datetime(2026, 11, 1)):  # noqa: DTZ001
        for hour in range(0, 24 * 28, 5):
            deployed = first.replace(tzinfo=UTC) + timedelta(hours=hour)
            why = assess(Incident(id="T-1", received_at=deployed, deployed_at=deployed), terms).why_verdict
            assert (why.value, verify(why)) == (Verdict.EXCLUDED, ())
            assert ("24:00" in why.text) == (window != "hours")


def test_the_tier_of_a_problem_that_is_not_free_tells_the_judgement_on_which_it_rests() -> None:
    late = judged(deployed_at=at("Wed 11:00"), tier="3h", effort=minutes(5))
    for reason in (late.why_credits, late.why_due):
        assert "outside the 7 days after the deployment on Wed 2026-11-18 11:00" in reason.text
        assert {"A13=calendar_days", "A14=arose"} <= reason.readings
    plain = judged(deployed_at=at("Wed 11:00"), effort=minutes(5))
    assert "outside the 7 days" not in plain.why_due.text


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
    told = found.explain() + found.why_credits.text + found.why_due.text
    assert [each in told for each in ("{value} counts", "{x}", "The {0} tier takes")] == [True] * 3
    assert "{usd} 329" in terms.why_charge("R19", minutes(5)).text


def test_open_hours_of_a_holiday_are_told_by_the_rule_that_opens_them() -> None:
    terms = standard(day("2026-11-18"))
    reason = assess(ticket(severity="severe", tier="3h"), terms).why_due
    assert {"R15"} == {node.rule for node in reason.parts[1].nodes if isinstance(node.value, tuple)}
