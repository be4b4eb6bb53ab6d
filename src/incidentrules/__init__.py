"""The rules of a support desk that sells prepaid incident credits, as pure functions over frozen values."""

from .account import Account, Settlement, settle
from .advice import Plan, Purchase, advise_packs, plan_packs
from .assessment import Assessment, Verdict, assess
from .audit import verify
from .calendars import HolidayCalendar
from .compare import ReadingsCompared, TiersCompared, compare_readings, compare_tiers
from .credits import Lot, Origin, Pack
from .errors import (
    ConflictError,
    IncidentRulesError,
    InvalidTypeError,
    InvalidValueError,
    OutOfRangeError,
    UnknownNameError,
)
from .forecast import Restated, at_risk, breakage, covered_until, restate
from .hours import Interval, OperatingHours
from .incident import Change, Channel, Exclusion, Incident, Kind, Refusal, Severity, Topic, fold
from .ledger import Draw, Drawing, Entry, EntryKind, Impossible, Ledger, Remaining, Void, replay
from .oncall import AfterHours, AfterHoursJudgement, AfterHoursMode, CallOut, Charge
from .period import Period, TierMonth
from .readings import Readings
from .reason import Reason
from .rulebook import RULES, Rule
from .sla import Outcome, Promise, Response, Tier, TimeLeft, queue
from .statement import Line, LineKind, Statement
from .terms import Terms, TermsHistory

__all__ = [
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
