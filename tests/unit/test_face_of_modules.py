"""What each module shows, frozen: the names in its `__all__`, in order."""

import importlib
import pkgutil

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


def test_a_module_shows_these_names_and_has_them() -> None:
    found = pkgutil.walk_packages(incidentrules.__path__, "incidentrules.")
    modules = {one.name.removeprefix("incidentrules."): importlib.import_module(one.name) for one in found}
    shown = {name: module.__all__ for name, module in modules.items() if hasattr(module, "__all__")}
    missing = [word for name, words in shown.items() for word in words if not hasattr(modules[name], word)]
    assert ({name: words.split() for name, words in SHOWN.items()}, []) == (shown, missing)
