"""The rules of a support desk that sells prepaid incident credits, as pure functions over frozen values.

A name at the root is imported from its module when it is first asked for, so that a script loads what it uses.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .account import Account, Settlement, settle
    from .advice import advise_packs, plan_packs
    from .assessment import Assessment, assess
    from .audit import verify
    from .calendars import HolidayCalendar
    from .compare import compare_readings, compare_tiers
    from .credits import Lot, Origin, Pack
    from .draws import Draw, Drawing, Reversal, Void
    from .errors import (
        ConflictError,
        IncidentRulesError,
        InvalidTypeError,
        InvalidValueError,
        OutOfRangeError,
        UnknownNameError,
    )
    from .forecast import at_risk, breakage, covered_until, restate, reversals
    from .hours import OperatingHours
    from .incident import Change, Channel, Exclusion, Incident, Kind, Refusal, Severity, Topic, fold
    from .ledger import Ledger, replay
    from .line import Line, LineKind
    from .oncall import AfterHours, CallOut
    from .period import Period, TierMonth
    from .readings import Readings
    from .reason import Reason
    from .rulebook import RULES
    from .sla import Outcome, Tier, queue
    from .statement import Statement
    from .terms import Terms, TermsHistory
    from .verdict import Verdict

__all__ = [
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

_NAMES = {
    "account": (
        "Account",
        "Settlement",
        "settle",
    ),
    "advice": (
        "advise_packs",
        "plan_packs",
    ),
    "assessment": (
        "Assessment",
        "assess",
    ),
    "audit": ("verify",),
    "calendars": ("HolidayCalendar",),
    "compare": (
        "compare_readings",
        "compare_tiers",
    ),
    "credits": (
        "Lot",
        "Origin",
        "Pack",
    ),
    "errors": (
        "ConflictError",
        "IncidentRulesError",
        "InvalidTypeError",
        "InvalidValueError",
        "OutOfRangeError",
        "UnknownNameError",
    ),
    "forecast": (
        "at_risk",
        "breakage",
        "covered_until",
        "restate",
        "reversals",
    ),
    "hours": ("OperatingHours",),
    "incident": (
        "Change",
        "Channel",
        "Exclusion",
        "Incident",
        "Kind",
        "Refusal",
        "Severity",
        "Topic",
        "fold",
    ),
    "draws": ("Draw", "Drawing", "Reversal", "Void"),
    "ledger": ("Ledger", "replay"),
    "line": (
        "Line",
        "LineKind",
    ),
    "oncall": (
        "AfterHours",
        "CallOut",
    ),
    "period": (
        "Period",
        "TierMonth",
    ),
    "readings": ("Readings",),
    "reason": ("Reason",),
    "rulebook": ("RULES",),
    "sla": (
        "Outcome",
        "Tier",
        "queue",
    ),
    "statement": ("Statement",),
    "terms": (
        "Terms",
        "TermsHistory",
    ),
    "verdict": ("Verdict",),
}
"""What the root shows of each module."""
_PUBLIC_MODULES = frozenset(_NAMES) | {"cost", "documents", "exclusion", "rows", "sheet"}
"""The modules that are there after an import of the root; those of `extra` need an import of their own."""
_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    elif name in _PUBLIC_MODULES:
        return import_module(f".{name}", __name__)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_PUBLIC_MODULES})
