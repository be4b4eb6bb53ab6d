"""The face, frozen: the names at the root, and the signatures of what is called and of what that returns."""

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from typing import Any

import pytest

import incidentrules

FACE = [
    "Account",
    "AfterHours",
    "Assessment",
    "CallOut",
    "Change",
    "Channel",
    "ConflictError",
    "Draw",
    "Drawing",
    "Exclusion",
    "HolidayCalendar",
    "Incident",
    "IncidentRulesError",
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
    "RULES",
    "Readings",
    "Reason",
    "Refusal",
    "Reversal",
    "Settlement",
    "Severity",
    "Statement",
    "Terms",
    "TermsHistory",
    "Tier",
    "TierMonth",
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
    "reversals",
    "settle",
    "verify",
]

RETURNED = {
    "advice": ["Plan", "Purchase"],
    "compare": ["Alternative", "ReadingsCompared", "TierCompared", "TiersCompared"],
    "cost": ["Basis"],
    "forecast": ["Restated"],
    "hours": ["Interval"],
    "ledger": ["Entry", "Impossible", "Remaining"],
    "oncall": ["AfterHoursJudgement", "Charge"],
    "readings": ["Setting"],
    "rulebook": ["Rule"],
    "sla": ["Clock", "Promise", "Response", "TimeLeft"],
}
"""What the face returns or holds that has no name at the root, by module."""

SIGNATURES = {
    "Account": (
        "(*, id, lots=(), incidents=(), call_outs=(), after_hours=(), tier_months=(), voids=(), "
        "posted=(), reversals=())"
    ),
    "AfterHours": "(*, id, started_at, duration, severity=<Severity.NORMAL: 'normal'>, notice_accepted)",
    "AfterHoursJudgement": "(work, hours, in_full)",
    "AfterHoursJudgement.why": "(self, *, reading, currency)",
    "Alternative": "(value, readings, tz=datetime.timezone.utc)",
    "Assessment": "(incident, terms, folded=())",
    "Assessment.explain": "(self, *, tz=None, cite=True, name=None)",
    "Assessment.outcome": "(self, *, at=None)",
    "Assessment.time_left": "(self, *, at)",
    "Basis": "(*, multiplier, by_month, draws_monthly, requires='sum')",
    "CallOut": "(*, id, started_at, duration)",
    "Change": "(*, at, severity=None, tier=None)",
    "Charge": ("(*, duration, price_per_hour, rounding=<Rounding.HALF_UP: 'half_up'>, minimum_hours=1)"),
    "Charge.why": "(self, rule, *, reading, currency, spent=None)",
    "Clock": "(*, hours, begin_in=None, land_in=None, begins_next_day=False)",
    "Clock.begin": "(self, since)",
    "Clock.due": "(self, since, amount)",
    "Clock.land": "(self, at)",
    "Draw": "(*, id, on, credits)",
    "Drawing": "(*, draw, lot, credits, on, part=1)",
    "Entry": "(*, on, kind, lot, credits, draw=None)",
    "HolidayCalendar": "(days, years, source='given dates')",
    "HolidayCalendar.adding": "(self, dates)",
    "HolidayCalendar.from_country": "(country, *, years, subdivision=None)",
    "HolidayCalendar.from_dates": "(dates, *, years)",
    "HolidayCalendar.name": "(self, day)",
    "HolidayCalendar.none": "()",
    "HolidayCalendar.of_year": "(self, year)",
    "HolidayCalendar.removing": "(self, dates)",
    "Impossible": "(drawing, why, reversals=())",
    "Incident": (
        "(*, id, received_at, severity=<Severity.NORMAL: 'normal'>, tier=None, "
        "kind=<Kind.QUESTION: 'question'>, channel=<Channel.PORTAL: 'portal'>, "
        "topic=<Topic.SUPPORT: 'support'>, has_account=True, effort=None, advised_units=None, "
        "replied_at=None, arose_at=None, deployed_at=None, is_out_of_box=False, follows=None, "
        "changes=())"
    ),
    "Interval": "(start, end, why='')",
    "Ledger": "(lots, draws, *, voids=(), posted=(), reversals=(), refuse_short=False)",
    "Ledger.available": "(self, *, on)",
    "Ledger.balance": "(self, *, on)",
    "Ledger.drawn": "(self, draw, *, on)",
    "Ledger.in_drawing_order": "(self, drawings)",
    "Ledger.kept": "(self, draw)",
    "Ledger.remaining": "(self, *, on)",
    "Ledger.shortfall": "(self, *, on)",
    "Ledger.total": "(self, kind, *, on)",
    "Ledger.why": "(self, drawing)",
    "Line": "(*, on, kind, id, credits=0, amount=Decimal('0'), shortfall=0, subject, statement)",
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
    "Period": "(*, start, end)",
    "Period.days": "(first, last)",
    "Period.month": "(year, month)",
    "Period.months": "(self)",
    "Period.quarter": "(year, quarter)",
    "Plan": "(purchases)",
    "Promise": ("(*, rule, since, amount, clock, name='The promise', remark=Remark(words='', moments=()))"),
    "Promise.counted": "(self)",
    "Promise.why": "(self, rule_of, *, reading, at_close, because=())",
    "Purchase": "(need, packs, on_sale)",
    "Readings": (
        "(*, sla_clock=<SlaClock.OPERATING_HOURS: 'operating_hours'>, "
        "business_day=<BusinessDay.ONE_OPERATING_DAY: 'one_operating_day'>, "
        "at_close=<AtClose.CLOSE: 'close'>, credit_basis=<CreditBasis.PER_INCIDENT: 'per_incident'>, "
        "multiplier_scope=<MultiplierScope.EVERY_UNIT: 'every_unit'>, "
        "overrun=<Overrun.WRITTEN_OFF: 'written_off'>, window=<Window.CALENDAR_DAYS: 'calendar_days'>, "
        "exclusion_event=<ExclusionEvent.AROSE: 'arose'>, rounding=<Rounding.HALF_UP: 'half_up'>, "
        "last_day=<LastDay.CORRESPONDING_DAY: 'corresponding_day'>)"
    ),
    "Readings.cite": "(self, field)",
    "ReadingsCompared": "(deadlines, costs)",
    "Reason": (
        "(rule, value, *, how='given', parts=(), says='{value}', reading=None, beside=(), tz=datetime.timezone.utc)"
    ),
    "Reason.text": "(self, *, depth=None, tz=None, cite=True)",
    "Reason.in_zone": "(self, tz)",
    "Remaining": "(lot, credits, last_usable_on)",
    "Response": "(promises, goal_amount)",
    "Response.outcome": "(self, replied_at=None, *, at=None)",
    "Response.time_left": "(self, *, at)",
    "Restated": "(*, kind, draw=None, lot=None, before, after, on)",
    "Reversal": "(*, draw, lot, credits, on, part=1)",
    "Rule": "(*, id, title, summary, topic)",
    "Setting": "(*, id, question, kind, rules)",
    "Settlement": "(account, terms)",
    "Settlement.basis_of": "(self, month)",
    "Settlement.day_of": "(self, assessed)",
    "Settlement.month_draw": "(self, month)",
    "Settlement.month_credits": "(self, month)",
    "Settlement.statement": "(self, period, *, billed=None)",
    "Settlement.terms_of": "(self, month)",
    "Statement": "(settlement, period, *, billed=None)",
    "Statement.outcome": "(self, assessed)",
    "Terms": (
        "(*, business_hours, severe_hours, tiers, packs, currency, on_call_price, "
        "on_call_minimum_hours, business_day_length=None, unit, grace_days, goal, server_credits, "
        "server_months, readings=NOTHING)"
    ),
    "Terms.business_day_amount": "(self, since)",
    "Terms.charge": "(self, duration)",
    "Terms.day_of": "(self, at)",
    "Terms.desk": (
        "(*, hours, tiers, packs, currency, on_call_price, severe_hours=None, on_call_minimum_hours=1, "
        "business_day_length=None, unit=datetime.timedelta(seconds=3600), grace_days=7, "
        "goal=datetime.timedelta(seconds=14400), server_credits=2, server_months=3, readings=None)"
    ),
    "Terms.difference": "(self, other)",
    "Terms.during": "(self, first, last)",
    "Terms.earliest": "(self, day)",
    "Terms.has_tier": "(self, tier)",
    "Terms.hours_for": "(self, severity)",
    "Terms.judge_after_hours": "(self, work)",
    "Terms.monthly_credits": "(self, tier)",
    "Terms.on": "(self, day)",
    "Terms.pack": "(self, credits)",
    "Terms.purchase": "(self, credits, *, id, on)",
    "Terms.server_grant": "(self, *, id, on)",
    "Terms.sla_clock": "(self, serving)",
    "Terms.sla_clock_of": "(self, severity)",
    "Terms.standard": "(*, holidays)",
    "Terms.start_of": "(self, day)",
    "Terms.tier": "(self, tier)",
    "Terms.why_last_day": "(self, lot)",
    "Terms.with_readings": "(self, **readings)",
    "TermsHistory": "(versions)",
    "TermsHistory.day_of": "(self, at)",
    "TermsHistory.during": "(self, first, last)",
    "TermsHistory.earliest": "(self, day)",
    "TermsHistory.on": "(self, day)",
    "Tier": "(*, name, response, multiplier)",
    "TierCompared": "(tier, assessments)",
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
    "plan_packs": "(needs, packs, *, lots=(), last_day=<LastDay.CORRESPONDING_DAY: 'corresponding_day'>)",
    "queue": "(assessments)",
    "replay": "(lots, draws, *, voids=(), posted=(), reversals=(), refuse_short=False)",
    "restate": "(before, after)",
    "reversals": "(ledger, *, on)",
    "settle": "(account, terms)",
    "verify": "(reason)",
}


def signature(named: Any) -> str:
    """Return the parameters as they are written, without their types."""
    parameters = inspect.signature(named).parameters.values()
    plain = [each.replace(annotation=inspect.Parameter.empty) for each in parameters]
    return str(inspect.Signature(plain))


def frozen() -> dict[str, Any]:
    """Return what the face is made of, by name."""
    named = {name: getattr(incidentrules, name) for name in FACE}
    for module, names in RETURNED.items():
        named |= {name: getattr(importlib.import_module(f"incidentrules.{module}"), name) for name in names}
    return named


def callables() -> dict[str, Any]:
    """Return what is called: functions, what makes values by hand, and their methods."""
    found: dict[str, Any] = {}
    for name, value in frozen().items():
        if inspect.isfunction(value):
            found[name] = value
        elif inspect.isclass(value) and not issubclass(value, (str, Exception)):
            found[name] = value
            found |= {f"{name}.{member}": method for member, method in public(value) if inspect.isroutine(method)}
    return found


def public(kind: type) -> list[tuple[str, Any]]:
    """Return the public members that a class defines itself."""
    return [(member, getattr(kind, member)) for member in vars(kind) if not member.startswith("_")]


# --- names and signatures


def test_the_names_at_the_root_are_these_and_sorted() -> None:
    assert FACE == incidentrules.__all__ == sorted(FACE)


@pytest.mark.parametrize("name", [each.name for each in pkgutil.iter_modules(incidentrules.__path__)])
def test_a_public_module_says_what_it_shows(name: str) -> None:
    module = importlib.import_module(f"incidentrules.{name}")
    assert name.startswith("_") or name == "extra" or all(hasattr(module, shown) for shown in module.__all__)


def test_every_name_is_there_and_public() -> None:
    assert all(hasattr(incidentrules, name) and not name.startswith("_") for name in FACE)


def test_all_that_is_called_is_frozen_here() -> None:
    assert sorted(SIGNATURES) == sorted(callables())


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_signature_stays_what_it_is(name: str) -> None:
    assert SIGNATURES[name] == signature(callables()[name])


def test_what_the_face_returns_is_part_of_it() -> None:
    """Every class of ours that a function, a method, a field or a property of the face names is frozen here too."""
    modules = [importlib.import_module(f"incidentrules.{name}") for name in public_modules()]
    ours = {name for module in modules for name in declared(module) if inspect.isclass(getattr(module, name))}
    named = set()
    for value in frozen().values():
        members = [member for _, member in public(value)] if inspect.isclass(value) else []
        for each in (value, *members):
            function = getattr(each, "fget", None) or getattr(each, "func", None) or each
            if inspect.isfunction(function) or inspect.ismethod(function):
                named |= words(inspect.signature(function).return_annotation)
        fields = getattr(value, "__attrs_attrs__", ())
        named |= {word for field in fields if field.init for word in words(field.type)}
    known = {kind for kind in ours if kind not in frozen() and not issubclass(our(modules, kind), (str, Exception))}
    assert named & known == set()


def words(annotation: Any) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", str(annotation)))


def declared(module: Any) -> list[str]:
    """Return the names that a module shows."""
    names: list[str] = getattr(module, "__all__", [])
    return names


def our(modules: list[Any], name: str) -> type:
    found: type = next(getattr(module, name) for module in modules if name in declared(module))
    return found


def public_modules() -> list[str]:
    found = pkgutil.iter_modules(incidentrules.__path__)
    return [each.name for each in found if not each.ispkg and not each.name.startswith("_")]


# --- the root is lazy


def ran(code: str) -> str:
    """Return what a script prints, in a fresh interpreter."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


LOADED = "print(*sorted(name for name in sys.modules if name.startswith('incidentrules')))"


def test_an_import_of_the_root_loads_no_module_of_it() -> None:
    assert ran(f"import sys, incidentrules; {LOADED}") == "incidentrules"


def test_a_name_loads_the_modules_that_it_needs_and_no_more() -> None:
    expected = "incidentrules incidentrules._checks incidentrules.errors incidentrules.period"
    assert ran(f"import sys, incidentrules; incidentrules.Period; {LOADED}") == expected


def test_a_name_is_looked_up_once() -> None:
    assert ran("import incidentrules; incidentrules.Period; print('Period' in vars(incidentrules))") == "True"
    assert incidentrules.Period is incidentrules.Period


@pytest.mark.parametrize("name", FACE)
def test_a_name_of_the_root_is_that_of_its_module(name: str) -> None:
    modules = [importlib.import_module(f"incidentrules.{each}") for each in public_modules()]
    [module] = [each for each in modules if name in declared(each)]
    assert getattr(incidentrules, name) is getattr(module, name)


def test_every_public_module_is_there_after_an_import_of_the_root_alone() -> None:
    names = public_modules()
    code = f"import incidentrules; print(*(getattr(incidentrules, name).__name__ for name in {names!r}))"
    assert ran(code).split() == [f"incidentrules.{name}" for name in names]
    assert ran("import incidentrules; print(incidentrules.reason.Reason.__name__)") == "Reason"


def test_what_needs_a_further_package_has_an_import_of_its_own() -> None:
    assert "AttributeError" in ran(
        "import incidentrules\ntry: incidentrules.extra\nexcept AttributeError as error: print(type(error).__name__)"
    )
    assert ran("import incidentrules.extra.arrays; print(incidentrules.extra.arrays.__name__)") == (
        "incidentrules.extra.arrays"
    )


def test_the_root_lists_its_names_and_its_modules() -> None:
    listed = ran("import incidentrules; print(*dir(incidentrules))").split()
    assert {*FACE, *public_modules()} <= set(listed)
    assert listed == sorted(listed)


def test_a_module_is_found_by_its_name_too() -> None:
    assert incidentrules.__getattr__("cost") is importlib.import_module("incidentrules.cost")
    assert {*FACE, *public_modules()} <= set(dir(incidentrules))


@pytest.mark.parametrize("name", ["Terms2", "told", "_money_", "setle", "Charge", "Rule"])
def test_what_is_no_name_of_the_root_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'incidentrules' has no attribute '{name}'"):
        getattr(incidentrules, name)


def test_a_star_gives_all_names() -> None:
    missing = "from incidentrules import *; import incidentrules; print({*incidentrules.__all__} - {*globals()})"
    assert ran(missing) == "set()"


@pytest.mark.parametrize(
    "line",
    ["import incidentrules", "from incidentrules import HolidayCalendar, Incident, Terms, assess"],
)
def test_an_import_brings_in_neither_holidays_nor_tools_of_tests_and_numbers(line: str) -> None:
    """What is heavy is imported where it is asked for: so with the root, and with the names of the README's line."""
    heavy = ("holidays", "hypothesis", "numpy", "pytest", "incidentrules.extra", "dateutil")
    assert ran(f"import sys\n{line}\nprint([name for name in {heavy!r} if name in sys.modules])") == "[]"
