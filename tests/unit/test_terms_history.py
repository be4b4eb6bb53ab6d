"""Terms over time: which version judges what, and what a history refuses."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import day, minutes, standard
from incidentrules import (
    Account,
    CallOut,
    Change,
    ConflictError,
    Incident,
    IncidentRulesError,
    OperatingHours,
    OutOfRangeError,
    Pack,
    Period,
    Terms,
    TermsHistory,
    Tier,
    TierMonth,
    assess,
    settle,
    verify,
)

OLD = standard()
NEW = OLD.replace(
    tiers=[OLD.tiers[0], Tier(name="12h", response=timedelta(hours=12), multiplier=3)],
    packs=[Pack(credits=2, price=349, months=1)],
    on_call_price=349,
).with_readings(overrun="charged")
PARIS = OperatingHours.parse("24/7", tz="Europe/Paris")
HISTORY = TermsHistory({day("2026-01-15"): OLD, day("2026-04-01"): NEW})


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-01-15", OLD),
        ("2026-03-31", OLD),
        ("2026-04-01", NEW),
        ("2026-04-02", NEW),
        ("9999-12-31", NEW),
    ],
)
def test_a_version_holds_from_its_first_day_until_the_next(on: str, expected: Terms) -> None:
    assert expected is HISTORY.on(day(on))


@pytest.mark.parametrize("on", ["2026-01-14", "0001-01-01"])
def test_a_day_before_the_first_version_is_an_error(on: str) -> None:
    with pytest.raises(OutOfRangeError, match="add the terms that were in force before 2026-01-15") as caught:
        HISTORY.on(day(on))
    assert ("before_terms", on) == (caught.value.code, caught.value.value)


@given(st.dates(), st.lists(st.dates(), min_size=1, unique=True))
def test_the_version_in_force_is_the_last_that_had_begun(on: date, first_days: list[date]) -> None:
    versions = {first: OLD.replace(grace_days=place) for place, first in enumerate(first_days)}
    history = TermsHistory(versions)
    begun = [first for first in sorted(versions) if first <= on]
    if begun:
        assert versions[begun[-1]] is history.on(on)
    else:
        with pytest.raises(OutOfRangeError):
            history.on(on)


def test_versions_are_given_in_any_order_and_form() -> None:
    pairs = [(day("2026-04-01"), NEW), (day("2026-01-15"), OLD)]
    assert {HISTORY} == {TermsHistory(pairs), TermsHistory(dict(pairs)), TermsHistory(pair for pair in pairs)}


# --- what it judges


def ticket(id: str, received_at: datetime) -> Incident:
    return Incident(id=id, received_at=received_at, tier="12h", effort=minutes(75), advised_units=1)


BEFORE = ticket("before", datetime(2026, 3, 31, 23, 59, tzinfo=UTC))
AFTER = ticket("after", datetime(2026, 4, 1, tzinfo=UTC))


def test_an_incident_is_judged_by_the_terms_of_the_day_it_was_received() -> None:
    judged = [assess(each, HISTORY) for each in (BEFORE, AFTER)]
    assert [(OLD.fingerprint, 2), (NEW.fingerprint, 6)] == [(each.terms.fingerprint, each.credits) for each in judged]


def test_a_settlement_across_a_change_keeps_the_old_answers() -> None:
    """Incidents, call-outs and months go by the day they are of; a lot keeps the terms it was bought under."""
    account = Account(
        id="acme",
        lots=[
            HISTORY.on(day("2026-03-31")).purchase(8, id="old", on=day("2026-03-31")),
            HISTORY.on(day("2026-04-01")).purchase(2, id="new", on=day("2026-04-01")),
        ],
        incidents=[BEFORE, AFTER],
        call_outs=[
            CallOut(id=f"c{place}", started_at=each.received_at, duration=minutes(60))
            for place, each in enumerate((BEFORE, AFTER))
        ],
    )
    settled = settle(account, HISTORY)
    march, april = (settled.statement(Period.month(2026, month)) for month in (3, 4))
    assert [(2, Decimal(329)), (6, Decimal(349))] == [(month.drawn, month.charges) for month in (march, april)]
    last_days = {each.lot: each.last_usable_on for each in settled.ledger.remaining(on=day("2026-04-01"))}
    assert {"old": day("2027-03-31")} == last_days
    assert [(each.draw, each.lot) for each in settled.ledger.drawings] == [
        ("before", "old"),
        ("after", "new"),
        ("after", "old"),
    ]
    assert settle(account, HISTORY).statement(Period.month(2026, 3)).lines == march.lines


def test_a_month_of_a_tier_goes_by_the_terms_of_its_first_day() -> None:
    history = TermsHistory(
        {
            day("2026-03-01"): OLD.with_readings(credit_basis="standing"),
            day("2026-04-01"): NEW.with_readings(credit_basis="standing"),
        }
    )
    months = [TierMonth(tier="12h", year=2026, month=month) for month in (3, 4)]
    settled = settle(Account(id="acme", tier_months=months), history)
    assert dict(settled.ledger.shortfalls) == {"tier 12h 2026-03": 2, "tier 12h 2026-04": 3}


def test_what_was_received_before_the_first_version_is_not_judged() -> None:
    early = ticket("early", datetime(2026, 1, 14, 23, 59, tzinfo=UTC))
    for ask in (lambda: assess(early, HISTORY), lambda: settle(Account(id="acme", incidents=[early]), HISTORY)):
        with pytest.raises(OutOfRangeError, match="precedes all versions"):
            ask()


def test_days_are_those_of_the_zone_of_the_terms() -> None:
    hours = OperatingHours.parse("Mo-Fr 08:00-18:00", tz="America/Los_Angeles")
    here = OLD.replace(business_hours=hours, severe_hours=hours)
    history = TermsHistory({day("2026-01-15"): here, day("2026-04-01"): here.replace(grace_days=8)})
    at = datetime(2026, 4, 1, 6, 59, tzinfo=UTC)
    assert [day("2026-03-31"), day("2026-04-01")] == [history.day_of(at + minutes(later)) for later in (0, 1)]
    judged = [assess(Incident(id="T-1", received_at=at + minutes(later)), history) for later in (0, 1)]
    assert [each.terms.grace_days for each in judged] == [7, 8]


# --- what tells them apart


def test_the_difference_of_two_versions_names_what_changed() -> None:
    changed = OLD.difference(NEW)
    assert {"tiers", "packs", "on_call_price", "overrun"} == changed.keys()
    assert (Decimal(329), Decimal(349)) == changed["on_call_price"]
    assert OLD.difference(standard()) == {}


def test_a_history_bears_one_fingerprint_wherever_it_is_made_and_others_bear_another() -> None:
    others = [
        TermsHistory({day("2026-01-15"): OLD}),
        TermsHistory({day("2026-01-15"): OLD, day("2026-04-02"): NEW}),
        TermsHistory({day("2026-01-15"): OLD, day("2026-04-01"): NEW.replace(goal=timedelta(hours=5))}),
        TermsHistory({day("2026-01-15"): NEW, day("2026-04-01"): OLD}),
    ]
    again = TermsHistory([(day("2026-04-01"), NEW.replace()), (day("2026-01-15"), standard())])
    assert (HISTORY, HISTORY.fingerprint) == (again, again.fingerprint)
    assert len({each.fingerprint for each in (HISTORY, *others)}) == 5
    assert {16} == {len(each.fingerprint) for each in others}


def test_a_statement_bears_the_fingerprints_of_the_versions_in_its_period() -> None:
    """So that a version which comes later leaves an old statement as it was."""
    settled = settle(Account(id="acme"), HISTORY)
    expected = [OLD.fingerprint, f"{OLD.fingerprint}-{NEW.fingerprint}", NEW.fingerprint]
    periods = (Period.month(2026, 3), Period(start=day("2026-03-31"), end=day("2026-04-02")), Period.month(2026, 4))
    assert expected == [settled.statement(period).fingerprint for period in periods]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-01-01", "2026-01-14", ()),
        ("2025-01-01", "2026-01-15", (OLD,)),
        ("2026-01-15", "2026-03-31", (OLD,)),
        ("2026-03-31", "2026-04-01", (OLD, NEW)),
        ("2025-01-01", "2026-04-01", (OLD, NEW)),
        ("2026-04-01", "2026-04-01", (NEW,)),
        ("2027-01-01", "2028-01-01", (NEW,)),
    ],
)
def test_the_versions_of_a_run_of_days_are_those_in_force_on_any(
    first: str, last: str, expected: tuple[Terms, ...]
) -> None:
    assert expected == HISTORY.during(day(first), day(last))


def test_one_currency_holds_for_all_versions() -> None:
    assert HISTORY.currency == "USD"


# --- what is refused


@pytest.mark.parametrize(
    ("versions", "field", "code"),
    [
        ({}, "versions", "wrong_type"),
        ([], "versions", "wrong_type"),
        (None, "versions", "wrong_type"),
        (OLD, "versions", "wrong_type"),
        ("terms", "versions", "wrong_type"),
        ([OLD], "versions[0]", "wrong_type"),
        ([(day("2026-01-01"), OLD, NEW)], "versions[0]", "wrong_type"),
        ([(day("2026-01-01"), OLD), [day("2026-02-01"), NEW]], "versions[1]", "wrong_type"),
        ({"2026-01-01": OLD}, "versions[0] day", "wrong_type"),
        ({datetime(2026, 1, 1, tzinfo=UTC): OLD}, "versions[0] day", "wrong_type"),
        ({day("2026-01-01"): None}, "versions[0]", "wrong_type"),
        ([(day("2026-01-01"), OLD), (day("2026-01-01"), NEW)], "versions", "one_id_two_contents"),
        ([(day("2026-01-01"), OLD), (day("2026-01-01"), OLD)], "versions", "one_id_two_contents"),
        ({day("2026-01-01"): OLD, day("2026-02-01"): OLD.replace(currency="EUR")}, "versions", "contradiction"),
        (
            {
                day("2026-01-01"): OLD,
                day("2026-02-01"): OLD.replace(business_hours=PARIS, severe_hours=PARIS),
            },
            "versions",
            "contradiction",
        ),
    ],
)
def test_versions_that_overlap_or_do_not_fit_together_are_refused(versions: Any, field: str, code: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        TermsHistory(versions)
    assert (field, code) == (caught.value.field, caught.value.code)
    assert isinstance(caught.value, ConflictError) == (code == "one_id_two_contents")


@pytest.mark.parametrize("on", [datetime(2026, 5, 1, tzinfo=UTC), "2026-05-01", None])
def test_what_is_no_day_has_no_terms(on: Any) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        HISTORY.on(on)
    assert (caught.value.field, caught.value.code) == ("day", "wrong_type")


def test_a_month_of_a_tier_that_is_newer_goes_by_the_first_terms_that_have_it() -> None:
    """The tier exists only since the middle of the month; the history may begin there too."""
    later = OLD.with_readings(credit_basis="standing")
    fewer = later.replace(tiers=OLD.tiers[:2])
    ticket = Incident(id="T", received_at=datetime(2026, 11, 18, 10, tzinfo=UTC), tier="3h", effort=timedelta(hours=1))
    histories = [
        TermsHistory({date(2026, 1, 1): fewer, date(2026, 11, 15): later}),
        TermsHistory({date(2026, 11, 15): later}),
    ]
    settled = [settle(Account(id="acme", incidents=[ticket]), history) for history in histories]
    assert [each.statement(Period.month(2026, 11)).required for each in settled] == [9, 9]


# --- a change of what "per month" means (A10)

BASES = ("per_incident", "standing", "flat", "minimum")
CHANGES = [(old, new) for old in BASES for new in BASES if old != new]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_change_within_a_month_is_refused_with_the_two_days_on_which_it_could_be(old: str, new: str) -> None:
    versions = {day("2026-01-01"): by(old), day("2026-11-15"): by(new)}
    with pytest.raises(IncidentRulesError) as caught:
        TermsHistory(versions)
    assert (caught.value.code, caught.value.field, caught.value.value) == ("within_month", "versions", "2026-11-15")
    assert "first day of a month: 2026-11-01 or 2026-12-01" in str(caught.value)
    assert f"(A10={new})" in str(caught.value)
    TermsHistory({day("2026-01-01"): by(old), day("2026-12-01"): by(new)})


def by(basis: Any) -> Terms:
    return OLD.with_readings(credit_basis=basis)


def test_in_the_last_month_there_is_one_day_on_which_it_could_be() -> None:
    with pytest.raises(IncidentRulesError, match=r"first day of a month: 9999-12-01$"):
        TermsHistory({day("2026-01-01"): by("flat"), day("9999-12-15"): by("standing")})


def test_other_terms_change_within_a_month_and_the_first_version_begins_on_any_day() -> None:
    versions = {day("2026-01-15"): by("flat"), day("2026-11-15"): by("flat").replace(on_call_price=400)}
    assert len(TermsHistory(versions).versions) == 2


def received(id: str, on: str, **facts: Any) -> Incident:
    moment = datetime.fromisoformat(f"{on}T20:00:00+00:00")
    return Incident(id=id, received_at=moment, **{"effort": minutes(30), **facts})


def test_the_first_worked_case_requires_what_it_drew() -> None:
    """Flat to per_incident with the 6h month given, an incident on the 20th: on the 15th refused, on the 1st held."""
    account = Account(
        id="acme",
        lots=[OLD.purchase(8, id="L-1", on=day("2026-11-01"))],
        incidents=[received("T-1", "2026-11-20", tier="6h")],
        tier_months=[TierMonth(tier="6h", year=2026, month=11)],
    )
    with pytest.raises(IncidentRulesError, match="2026-11-01 or 2026-12-01"):
        TermsHistory({day("2026-01-01"): by("flat"), day("2026-11-15"): by("per_incident")})
    for first, drawn in (("2026-11-01", 4), ("2026-12-01", 4)):
        history = TermsHistory({day("2026-01-01"): by("flat"), day(first): by("per_incident")})
        november = settle(account, history).statement(Period.month(2026, 11))
        assert (drawn, drawn) == (november.required, november.drawn)


def test_the_second_worked_case_requires_what_it_drew() -> None:
    """Standing to per_incident on the 1st of October, where a tier was bought on that day for a September incident."""
    bought = Change(at=datetime(2026, 10, 1, 9, tzinfo=UTC), tier="6h")
    account = Account(
        id="acme",
        lots=[OLD.purchase(8, id="L-1", on=day("2026-09-01"))],
        incidents=[received("T-1", "2026-09-30", changes=[bought]), received("T-2", "2026-10-20")],
    )
    history = TermsHistory({day("2026-01-01"): by("standing"), day("2026-10-01"): by("per_incident")})
    september, october = (settle(account, history).statement(Period.month(2026, month)) for month in (9, 10))
    assert [(month.required, month.drawn) for month in (september, october)] == [(1, 1), (1, 1)]
    assert october.settlement.tier_months == ()


@pytest.mark.parametrize(("old", "new"), [change for change in CHANGES if "minimum" not in change])
@pytest.mark.parametrize("credits", [2, 8])
def test_a_month_requires_what_it_drew_and_what_it_fell_short(old: str, new: str, credits: int) -> None:
    """Under per_incident, standing and flat, where nothing was posted; also in the months around a change."""
    bought = Change(at=datetime(2026, 10, 1, 9, tzinfo=UTC), tier="3h")
    account = Account(
        id="acme",
        lots=[OLD.purchase(credits, id="L-1", on=day("2026-09-01"))],
        incidents=[
            received("T-1", "2026-09-30", tier="12h", changes=[bought]),
            received("T-2", "2026-10-20", tier="6h"),
            received("T-3", "2026-10-21", effort=minutes(70)),
        ],
        tier_months=[TierMonth(tier="12h", year=2026, month=month) for month in (9, 10, 11)],
    )
    history = TermsHistory({day("2026-01-01"): by(old), day("2026-10-01"): by(new)})
    settled = settle(account, history)
    months = [settled.statement(Period.month(2026, month)) for month in (8, 9, 10, 11)]
    assert [month.drawn + month.shortfall for month in months] == [month.required for month in months]
    assert [verify(month.why_required) for month in months] == [()] * 4


def test_a_day_before_the_first_version_is_judged_by_it_where_a_month_began_then() -> None:
    month = TierMonth(tier="12h", year=2026, month=1)
    settled = settle(Account(id="acme", tier_months=[month]), TermsHistory({day("2026-01-15"): by("standing")}))
    assert dict(settled.ledger.shortfalls) == {"tier 12h 2026-01": 2}
    assert by("standing") == settled.terms_of(month)
