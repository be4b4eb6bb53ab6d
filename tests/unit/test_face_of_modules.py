"""What each module shows, frozen: the names in its `__all__`, in order, and the signatures of what is called."""

import importlib
import inspect
import pkgutil
from typing import Any

import pytest

import incidentrules

SHOWN = {
    "account": "Account Settlement settle",
    "advice": "Plan Purchase advise_packs plan_packs",
    "assessment": "Assessment assess",
    "audit": "HOWS verify",
    "calendars": "HolidayCalendar",
    "compare": "Alternative ReadingsCompared TierCompared TiersCompared compare_readings compare_tiers",
    "cost": "BASES Basis credits required units written_off",
    "credits": "Lot Origin Pack last_usable_day",
    "documents": "from_dict schema to_dict",
    "draws": "Draw Drawing Impossible Reversal Void",
    "errors": "ConflictError IncidentRulesError InvalidTypeError InvalidValueError OutOfRangeError UnknownNameError",
    "exclusion": "exclusions last_free_moment",
    "extra.arrays": "add between is_open next_close next_open subtract",
    "extra.columns": "COLUMNS Judged Settled judge settle",
    "extra.frames": "judge_frame settle_frame",
    "forecast": "Restated RestatedKind at_risk breakage covered_until restate reversals",
    "hours": "Interval OperatingHours",
    "incident": "ADMISSION Change Channel Exclusion Incident Kind Refusal Severity Topic fold refusal",
    "ledger": "Entry EntryKind Ledger Remaining replay",
    "line": "Line LineKind",
    "oncall": "AfterHours AfterHoursJudgement AfterHoursMode CallOut Charge",
    "period": "Period TierMonth",
    "readings": (
        "AtClose BusinessDay CreditBasis ExclusionEvent LastDay "
        "MultiplierScope Overrun Readings Rounding SETTINGS Setting SlaClock Window"
    ),
    "reason": "Reason as_words",
    "rows": "Problem Row Rows Table read table",
    "rulebook": "RULES Rule",
    "sheet": "Row Sheet sheet",
    "sla": "Clock Outcome Promise Response Tier TimeLeft queue",
    "statement": "Statement",
    "terms": "Terms TermsHistory",
    "verdict": "Verdict",
}
"""The names that a module shows, by the module."""


SIGNATURES = {
    "cost.credits": "(units, *, multiplier=1, scope=<MultiplierScope.EVERY_UNIT: 'every_unit'>)",
    "cost.required": "(basis, *, monthly=(), used=0)",
    "cost.units": (
        "(effort, *, unit=datetime.timedelta(seconds=3600), advised=None, overrun=<Overrun.WRITTEN_OFF: 'written_off'>)"
    ),
    "cost.written_off": "(effort, *, units, unit=datetime.timedelta(seconds=3600))",
    "credits.last_usable_day": "(on, months, reading=<LastDay.CORRESPONDING_DAY: 'corresponding_day'>)",
    "documents.from_dict": "(document)",
    "documents.schema": "(kind)",
    "documents.to_dict": "(value)",
    "exclusion.exclusions": (
        "(incident, *, window=<Window.CALENDAR_DAYS: 'calendar_days'>, event=<ExclusionEvent.AROSE: 'arose'>, "
        "days=7, tz=datetime.timezone.utc)"
    ),
    "exclusion.last_free_moment": (
        "(deployed_at, *, window=<Window.CALENDAR_DAYS: 'calendar_days'>, days=7, tz=datetime.timezone.utc)"
    ),
    "extra.arrays.add": "(hours, at, duration, *, keep_nat=False)",
    "extra.arrays.between": "(hours, start, end, *, keep_nat=False)",
    "extra.arrays.is_open": "(hours, at, *, keep_nat=False)",
    "extra.arrays.next_close": "(hours, at, *, keep_nat=False)",
    "extra.arrays.next_open": "(hours, at, *, keep_nat=False)",
    "extra.arrays.subtract": "(hours, at, duration, *, keep_nat=False)",
    "extra.columns.Judged": "(figures)",
    "extra.columns.Judged.codes": "(self, name)",
    "extra.columns.Judged.words": "(name)",
    "extra.columns.Settled": (
        "(*, account, opening, purchased, granted, drawn, lapsed, closing, shortfall, required, spent_on_packs, "
        "drawings)"
    ),
    "extra.columns.judge": "(columns, terms, *, at=None)",
    "extra.columns.settle": "(tickets, lots, terms, period, *, account='account')",
    "extra.frames.judge_frame": "(frame, terms, *, at=None, tz=None, ignore=(), problems=False)",
    "extra.frames.settle_frame": (
        "(tickets, lots, terms, period, *, account='account', drawings=False, tz=None, ignore=(), problems=False)"
    ),
    "incident.refusal": "(channel, has_account, topic)",
    "reason.as_words": "(value, *, tz=datetime.timezone.utc)",
    "rows.Problem": "(*, row, field, value, problem, remedy, code)",
    "rows.Row": "(number, value, besides)",
    "rows.Rows": "(good, problems, columns=None)",
    "rows.Rows.by": "(self, column)",
    "rows.Table": "(*, columns, problems, lines, first)",
    "rows.Table.numbered": "(self)",
    "rows.read": (
        "(make, rows, *, besides=(), ignore=(), names=mappingproxy({}), convert=mappingproxy({}), tz=None, accept=None)"
    ),
    "rows.table": "(lines)",
    "sheet.Row": (
        "(*, day, id, about='', what, units='', credits='', short='', due='', reply='', amount='', line, tz)"
    ),
    "sheet.Sheet": "(*, title, period, currency, rows, sums, notes, footer)",
    "sheet.Sheet.markdown": "(self)",
    "sheet.sheet": "(statement, *, about=mappingproxy({}), tz=None)",
}
"""What is called in a module, and is not of the root's face, which `test_face.py` freezes."""


def signature(path: str) -> str:
    """Return the parameters of what a module shows, without their types."""
    module = max((name for name in SHOWN if path.startswith(f"{name}.")), key=len)
    found: Any = importlib.import_module(f"incidentrules.{module}")
    for name in path.removeprefix(f"{module}.").split("."):
        found = getattr(found, name)
    parameters = inspect.signature(found).parameters.values()
    return str(inspect.Signature([each.replace(annotation=inspect.Parameter.empty) for each in parameters]))


def test_a_module_shows_these_names_and_has_them() -> None:
    modules = {name: importlib.import_module(f"incidentrules.{name}") for name in SHOWN}
    missing = [word for name, module in modules.items() for word in module.__all__ if not hasattr(module, word)]
    expected = {name: words.split() for name, words in SHOWN.items()}
    assert (expected, []) == ({name: module.__all__ for name, module in modules.items()}, missing)


def test_no_module_is_left_out_but_those_that_need_more_packages() -> None:
    names = [found.name for found in pkgutil.iter_modules(incidentrules.__path__) if found.name[0] != "_"]
    assert [name for name in names if name != "extra"] == [name for name in SHOWN if "." not in name]


@pytest.mark.parametrize("path", SIGNATURES)
def test_a_signature_of_a_module_stays_what_it_is(path: str) -> None:
    assert SIGNATURES[path] == signature(path)
