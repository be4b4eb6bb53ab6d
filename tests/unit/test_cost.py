"""What an incident costs, and what a month requires: units, multipliers, and their reasons (R18, R25)."""

from datetime import timedelta
from typing import Any, Literal

import pytest

from helpers import at, minutes, standard, ticket
from incidentrules import Assessment, assess, verify
from incidentrules.cost import BASES, required, units
from incidentrules.cost import credits as credits_of
from incidentrules.readings import CreditBasis, MultiplierScope, Overrun

TERMS = standard()
OVERRUNS: tuple[Literal["written_off"], Literal["charged"]] = ("written_off", "charged")


def judged(*, readings: dict[str, Any] | None = None, **facts: Any) -> Assessment:
    return assess(ticket(**facts), TERMS.with_readings(**readings) if readings else TERMS)


# --- units (R25, A12)


@pytest.mark.parametrize(
    ("effort", "expected"),
    [(0, 1), (1, 1), (60, 1), (61, 2), (75, 2), (119, 2), (120, 2), (121, 3), (180, 3), (181, 4)],
)
def test_a_unit_is_a_started_hour(effort: int, expected: int) -> None:
    assert expected == units(minutes(effort))


def test_a_microsecond_past_the_hour_starts_the_next() -> None:
    assert units(timedelta(hours=1, microseconds=1)) == 2


@pytest.mark.parametrize(
    ("started", "advised", "written_off", "charged"),
    [(2, 1, 1, 2), (2, 2, 2, 2), (3, 2, 2, 3), (1, 5, 1, 1), (3, None, 3, 3)],
)
def test_an_overrun_is_borne_by_the_desk_unless_the_reading_charges_it(
    started: int, advised: int | None, written_off: int, charged: int
) -> None:
    effort = minutes(60 * started)
    assert [written_off, charged] == [units(effort, advised=advised, overrun=reading) for reading in Overrun]
    assert [written_off, charged] == [units(effort, advised=advised, overrun=word) for word in OVERRUNS]


@pytest.mark.parametrize(
    ("monthly", "used", "expected"),
    [([], 3, [3, 3, 3, 3]), ([2], 3, [3, 5, 5, 3]), ([2], 0, [0, 2, 2, 2]), ([2, 8], 3, [3, 13, 13, 8])],
)
def test_a_month_requires_what_the_basis_says(monthly: list[int], used: int, expected: list[int]) -> None:
    assert expected == [required(basis, monthly=monthly, used=used) for basis in CreditBasis]


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


CAME = "The problem came Wed 2026-11-18 10:00"


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
            [
                "It costs 2 credits (R18).",
                "2 incidents charged, though the customer was advised of 1 (R25, A12=charged).",
            ],
        ),
        ({"tier": "12h"}, ["Until the effort is known, it costs at least 2 credits (R18)."]),
        (
            {"tier": "12h", "effort": minutes(5), "readings": {"credit_basis": "flat"}},
            [
                "It costs 0 credits (R18).",
                "5 min of work started 1 incident, as one takes 1 h at most (R25).",
                "The 12h tier is paid by the month, not by the incident (R18, A10=flat).",
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
        ({"channel": "phone"}, ["It costs no credits (R20).", "By phone you can only ask for on-call (R20)."]),
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
                "The grace days end Wed 2026-11-25 24:00 (R24).",
                "7 grace days follow a deployment (R24).",
            ],
        ),
    ],
)
def test_the_reason_of_a_cost_tells_what_decided(facts: dict[str, Any], lines: list[str]) -> None:
    reason = judged(**facts).why_credits
    told = [line.strip() for line in reason.text().splitlines()]
    assert [line for line in lines if line not in told] == []
    assert verify(reason) == ()


# --- the plain functions


@pytest.mark.parametrize(
    ("effort", "unit", "expected"), [(0, 30, 1), (30, 30, 1), (31, 30, 2), (90, 30, 3), (91, 120, 1), (121, 120, 2)]
)
def test_a_unit_is_as_long_as_the_terms_say(effort: int, unit: int, expected: int) -> None:
    assert expected == units(minutes(effort), unit=minutes(unit))


@pytest.mark.parametrize(
    ("counted", "multiplier", "every_unit", "first_unit"),
    [(0, 8, 0, 0), (1, 1, 1, 1), (1, 8, 8, 8), (2, 2, 4, 3), (3, 4, 12, 6), (3, 1, 3, 3), (3, 0, 0, 0)],
)
def test_credits_are_units_times_the_multiplier_or_the_first_of_them(
    counted: int, multiplier: int, every_unit: int, first_unit: int
) -> None:
    expected = [every_unit, first_unit]
    assert expected == [credits_of(counted, multiplier=multiplier, scope=scope) for scope in MultiplierScope]
    assert every_unit == credits_of(counted, multiplier=multiplier)
    assert first_unit == credits_of(counted, multiplier=multiplier, scope="first_unit")


def test_a_row_says_how_a_faster_tier_is_paid() -> None:
    """By incident, both, by month, or by incident with a month's minimum; the standard tier costs its units."""
    rows = {basis: (row.multiplier, row.by_month, row.draws_monthly, row.requires) for basis, row in BASES.items()}
    assert rows == {
        "per_incident": (None, False, False, "sum"),
        "standing": (1, True, True, "sum"),
        "flat": (0, True, True, "sum"),
        "minimum": (1, True, False, "most"),
    }
    with pytest.raises(TypeError):
        BASES[CreditBasis.FLAT] = BASES[CreditBasis.MINIMUM]  # type: ignore[index]


def test_a_month_requires_nothing_where_nothing_is_held_or_used() -> None:
    assert [required(basis) for basis in CreditBasis] == [0, 0, 0, 0]


def test_several_minimums_ask_for_the_largest() -> None:
    assert [required("minimum", monthly=iter([2, 8, 4]), used=used) for used in (3, 9)] == [8, 9]
