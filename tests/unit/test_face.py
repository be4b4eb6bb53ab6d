"""The face, frozen: the names at the root, and the signatures of what is called."""

import inspect
import subprocess
import sys
from typing import Any

import pytest

import incidentrules

FACE = [
    "RULES",
    "Account",
    "AfterHours",
    "AfterHoursJudgement",
    "AfterHoursMode",
    "Assessment",
    "CallOut",
    "Change",
    "Channel",
    "Charge",
    "ConflictError",
    "Draw",
    "Drawing",
    "Entry",
    "EntryKind",
    "Exclusion",
    "HolidayCalendar",
    "Impossible",
    "Incident",
    "IncidentRulesError",
    "Interval",
    "InvalidTypeError",
    "InvalidValueError",
    "Kind",
    "Ledger",
    "Line",
    "LineKind",
    "Lot",
    "OperatingHours",
    "Origin",
    "OutOfRangeError",
    "Outcome",
    "Pack",
    "Period",
    "Plan",
    "Promise",
    "Purchase",
    "Readings",
    "ReadingsCompared",
    "Reason",
    "Refusal",
    "Remaining",
    "Response",
    "Restated",
    "Rule",
    "Settlement",
    "Severity",
    "Statement",
    "Terms",
    "TermsHistory",
    "Tier",
    "TierMonth",
    "TiersCompared",
    "TimeLeft",
    "Topic",
    "UnknownNameError",
    "Verdict",
    "Void",
    "advise_packs",
    "assess",
    "at_risk",
    "breakage",
    "compare_readings",
    "compare_tiers",
    "covered_until",
    "fold",
    "plan_packs",
    "queue",
    "replay",
    "restate",
    "settle",
    "verify",
]

SIGNATURES = {
    "Account": ("(*, id, lots=(), incidents=(), call_outs=(), after_hours=(), tier_months=(), voids=(), posted=())"),
    "AfterHours": ("(*, id, started_at, duration, severity=<Severity.NORMAL: 'normal'>, notice_accepted)"),
    "AfterHoursJudgement": ("(work, hours, price_per_hour, rounding=<Rounding.HALF_UP: 'half_up'>, minimum_hours=1)"),
    "AfterHoursJudgement.why": "(self, *, reading, currency)",
    "Assessment": "(incident, terms, folded=())",
    "Assessment.explain": "(self)",
    "Assessment.outcome": "(self, *, at=None)",
    "Assessment.time_left": "(self, *, at)",
    "CallOut": "(*, id, started_at, duration)",
    "Change": "(*, at, severity=None, tier=None)",
    "Charge": ("(duration, price_per_hour, rounding=<Rounding.HALF_UP: 'half_up'>, minimum_hours=1)"),
    "Charge.why": "(self, rule, *, reading, currency, spent=None)",
    "Draw": "(*, id, on, credits)",
    "Drawing": "(draw, lot, credits, on)",
    "Entry": "(on, kind, lot, credits, draw=None)",
    "HolidayCalendar": "(days, years, source='given dates')",
    "HolidayCalendar.adding": "(self, dates)",
    "HolidayCalendar.from_country": "(country, *, years, subdivision=None)",
    "HolidayCalendar.from_dates": "(dates, *, years)",
    "HolidayCalendar.name": "(self, day)",
    "HolidayCalendar.none": "()",
    "HolidayCalendar.of_year": "(self, year)",
    "HolidayCalendar.removing": "(self, dates)",
    "Impossible": "(drawing, why)",
    "Incident": (
        "(*, id, received_at, severity=<Severity.NORMAL: 'normal'>, tier=None, kind=<Kind.QUESTION: "
        "'question'>, channel=<Channel.PORTAL: 'portal'>, topic=<Topic.SUPPORT: 'support'>, has_account=True,"
        " effort=None, advised_units=None, replied_at=None, arose_at=None, deployed_at=None, "
        "is_out_of_box=False, follows=None, changes=())"
    ),
    "Interval": "(start, end, why='')",
    "Ledger": "(lots, draws, voids=(), posted=(), refuses_short=False)",
    "Ledger.balance": "(self, *, on)",
    "Ledger.remaining": "(self, *, on)",
    "Ledger.total": "(self, kind, *, on)",
    "Ledger.why": "(self, drawing)",
    "Line": "(on, kind, id, credits, amount, why, subject, shortfall=0)",
    "Lot": ("(*, id, credits, on, last_usable_on, origin=<Origin.PURCHASED: 'purchased'>, price=None)"),
    "Lot.complimentary": ("(*, id, on, credits, months, last_day=<LastDay.CORRESPONDING_DAY: 'corresponding_day'>)"),
    "Lot.is_usable": "(self, on)",
    "Lot.purchased": "(pack, *, id, on, last_day=<LastDay.CORRESPONDING_DAY: 'corresponding_day'>)",
    "Lot.value_of": "(self, start, stop)",
    "OperatingHours": "(schedule)",
    "OperatingHours.add": "(self, at, duration, *, excluding=())",
    "OperatingHours.add_business_days": "(self, at, days)",
    "OperatingHours.between": "(self, start, end, *, excluding=())",
    "OperatingHours.business_days": "(self, start, end)",
    "OperatingHours.end_of_day": "(self, at)",
    "OperatingHours.intervals": "(self, start, end, *, excluding=())",
    "OperatingHours.is_open": "(self, at)",
    "OperatingHours.next_close": "(self, at)",
    "OperatingHours.next_open": "(self, at)",
    "OperatingHours.parse": "(text, *, holidays=None, tz=datetime.timezone.utc)",
    "OperatingHours.previous_close": "(self, at)",
    "OperatingHours.previous_open": "(self, at)",
    "OperatingHours.start_of_day": "(self, day)",
    "OperatingHours.subtract": "(self, at, duration, *, excluding=())",
    "OperatingHours.then": "(self, at, other)",
    "OperatingHours.until_close": "(self, at)",
    "OperatingHours.whole_days": "(self)",
    "Pack": "(*, credits, price, months)",
    "Period": "(start, end)",
    "Period.month": "(year, month)",
    "Period.quarter": "(year, quarter)",
    "Plan": "(purchases)",
    "Promise": "(rule, since, amount, clock, name='The promise')",
    "Promise.counted": "(self)",
    "Promise.why": "(self, rule_of, *, reading, at_close, because=())",
    "Purchase": "(need, packs, on_sale)",
    "Readings": (
        "(*, sla_clock=<SlaClock.OPERATING_HOURS: 'operating_hours'>, "
        "business_day=<BusinessDay.ONE_OPERATING_DAY: 'one_operating_day'>, at_close=<AtClose.CLOSE: "
        "'close'>, credit_basis=<CreditBasis.PER_INCIDENT: 'per_incident'>, "
        "multiplier_scope=<MultiplierScope.EVERY_UNIT: 'every_unit'>, overrun=<Overrun.WRITTEN_OFF: "
        "'written_off'>, window=<Window.CALENDAR_DAYS: 'calendar_days'>, "
        "exclusion_event=<ExclusionEvent.AROSE: 'arose'>, rounding=<Rounding.HALF_UP: 'half_up'>, "
        "last_day=<LastDay.CORRESPONDING_DAY: 'corresponding_day'>)"
    ),
    "Readings.cite": "(self, field)",
    "ReadingsCompared": "(deadlines, costs)",
    "Reason": "(rule, value, how='given', parts=(), says='{value}', reading=None)",
    "Reason.told": "(self, depth=None)",
    "Remaining": "(lot, credits, last_usable_on)",
    "Response": "(promises, goal)",
    "Response.outcome": "(self, replied_at=None, *, at=None)",
    "Response.time_left": "(self, *, at)",
    "Restated": "(kind, draw, lot, before, after, on)",
    "Rule": "(id, title, summary, topic)",
    "Settlement": "(account, terms)",
    "Settlement.day_of": "(self, assessed)",
    "Settlement.statement": "(self, period)",
    "Settlement.terms_of": "(self, month)",
    "Statement": "(settlement, period)",
    "Statement.outcome": "(self, assessed)",
    "Terms": (
        "(*, business_hours, severe_hours, tiers, packs, currency, on_call_price, on_call_minimum_hours, "
        "business_day, unit, grace_days, goal, server_credits, server_months, readings=NOTHING)"
    ),
    "Terms.charge": "(self, duration)",
    "Terms.day_of": "(self, at)",
    "Terms.difference": "(self, other)",
    "Terms.during": "(self, first, last)",
    "Terms.hours_for": "(self, severity)",
    "Terms.judge_after_hours": "(self, work)",
    "Terms.month_draw": "(self, tier)",
    "Terms.monthly_credits": "(self, tier)",
    "Terms.on": "(self, day)",
    "Terms.pack": "(self, credits)",
    "Terms.purchase": "(self, credits, *, id, on)",
    "Terms.reading": "(self, **readings)",
    "Terms.replace": "(self, **changes)",
    "Terms.server_grant": "(self, *, id, on)",
    "Terms.sla_clock": "(self, serving)",
    "Terms.standard": "(*, holidays)",
    "Terms.start_of": "(self, day)",
    "Terms.tier": "(self, name)",
    "Terms.why_after_hours": "(self, work)",
    "Terms.why_charge": "(self, rule, duration)",
    "Terms.why_last_day": "(self, lot)",
    "TermsHistory": "(versions)",
    "TermsHistory.day_of": "(self, at)",
    "TermsHistory.during": "(self, first, last)",
    "TermsHistory.on": "(self, day)",
    "Tier": "(*, name, response, multiplier)",
    "TierMonth": "(*, tier, year, month)",
    "TiersCompared": "(tiers)",
    "TimeLeft": "(elapsed, counted)",
    "Void": "(*, lot, on)",
    "advise_packs": "(need, packs, *, usable_for_months=0)",
    "assess": "(incident, terms, *, folded=())",
    "at_risk": "(ledger, *, on)",
    "breakage": "(ledger, *, on)",
    "compare_readings": "(incident, terms, *, folded=())",
    "compare_tiers": "(incidents, terms)",
    "covered_until": "(ledger, credits, *, on)",
    "fold": "(incidents)",
    "plan_packs": ("(needs, packs, *, lots=(), last_day=<LastDay.CORRESPONDING_DAY: 'corresponding_day'>)"),
    "queue": "(items)",
    "replay": "(lots, draws, *, voids=(), posted=(), refuse_short=False)",
    "restate": "(before, after)",
    "settle": "(account, terms)",
    "verify": "(reason)",
}


def signature(named: Any) -> str:
    """Return the parameters as they are written, without their types."""
    parameters = inspect.signature(named).parameters.values()
    plain = [each.replace(annotation=inspect.Parameter.empty) for each in parameters]
    return str(inspect.Signature(plain))


def test_the_names_at_the_root_are_these_and_sorted() -> None:
    """Constants, then classes, then functions."""
    assert FACE == incidentrules.__all__ == sorted(FACE, key=lambda name: (not name.isupper(), name))


def test_every_name_is_there_and_public() -> None:
    assert all(hasattr(incidentrules, name) and not name.startswith("_") for name in FACE)


def callables() -> dict[str, Any]:
    """Return what is called: functions, what makes values by hand, and their methods with parameters."""
    found: dict[str, Any] = {}
    for name in incidentrules.__all__:
        named = getattr(incidentrules, name)
        if inspect.isfunction(named):
            found[name] = named
        elif inspect.isclass(named) and not issubclass(named, (str, Exception)):
            found[name] = named
            found |= {
                f"{name}.{member}": getattr(named, member)
                for member in vars(named)
                if not member.startswith("_") and inspect.isroutine(getattr(named, member))
            }
    return found


def test_all_that_is_called_is_frozen_here() -> None:
    assert sorted(SIGNATURES) == sorted(callables())


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_signature_stays_what_it_is(name: str) -> None:
    assert SIGNATURES[name] == signature(callables()[name])


def test_an_import_brings_in_neither_holidays_nor_tools_of_tests_and_numbers() -> None:
    """What is heavy is imported where it is asked for."""
    heavy = ("holidays", "hypothesis", "numpy", "pytest")
    code = f"import sys, incidentrules; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
