"""The rules of a support desk that sells prepaid incident credits, as pure functions over frozen values."""

from .account import Account, Line, LineKind, Period, Settlement, Statement, TierMonth, settle
from .advice import Purchase, advise_packs
from .assessment import Assessment, Verdict, assess
from .audit import verify
from .calendars import HolidayCalendar
from .credits import Lot, Origin, Pack
from .errors import (
    ConflictError,
    IncidentRulesError,
    InvalidTypeError,
    InvalidValueError,
    OutOfRangeError,
    UnknownNameError,
)
from .hours import Interval, OperatingHours
from .incident import Change, Channel, Exclusion, Incident, Kind, Refusal, Severity, Topic, fold
from .ledger import Draw, Drawing, Entry, EntryKind, Impossible, Ledger, Remaining, Void, replay
from .oncall import AfterHours, AfterHoursJudgement, AfterHoursMode, CallOut, Charge
from .readings import Readings
from .rulebook import RULES, Reason, Rule
from .sla import Outcome, Promise, Response, Tier, TimeLeft, queue
from .terms import Terms

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
    "Promise",
    "Purchase",
    "Readings",
    "Reason",
    "Refusal",
    "Remaining",
    "Response",
    "Rule",
    "Settlement",
    "Severity",
    "Statement",
    "Terms",
    "Tier",
    "TierMonth",
    "TimeLeft",
    "Topic",
    "UnknownNameError",
    "Verdict",
    "Void",
    "advise_packs",
    "assess",
    "fold",
    "queue",
    "replay",
    "settle",
    "verify",
]
