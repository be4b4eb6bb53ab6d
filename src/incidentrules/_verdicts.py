"""What can become of a request: every verdict, the question that it answers, and the words for it.

*Invariant:* the verdict is that of the first question whose answer is yes; the last one's always is.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple, Protocol

from . import _checks as check
from .incident import Exclusion, Incident, Kind, Refusal, Topic
from .sla import Tier
from .terms import Terms

ZERO = timedelta(0)


class Verdict(check.Word):
    """What became of a request."""

    INCIDENT = "incident"
    """It counts."""
    EXCLUDED = "excluded"
    """It does not count (R24), and is answered all the same."""
    QUOTED = "quoted"
    """It is a professional service (R4): a quote, no incident."""
    WITHDRAWN = "withdrawn"
    """It ended before any work and any reply."""
    REFUSED = "refused"
    """It was not admitted (R20): no clock started."""
    ON_CALL = "on_call"
    """It asks for help at once (R29), which is a call-out, and billed by the hour."""


class Judged(Protocol):
    """One incident judged whole, as `incidentrules.assessment.Assessment` is."""

    @property
    def incident(self) -> Incident: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def folded(self) -> tuple[Incident, ...]: ...
    @property
    def refusal(self) -> Refusal | None: ...
    @property
    def exclusions(self) -> tuple[Exclusion, ...]: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def replied_at(self) -> datetime | None: ...
    @property
    def effort(self) -> timedelta | None: ...
    @property
    def known_effort(self) -> timedelta: ...
    @property
    def is_pending(self) -> bool: ...
    @property
    def started_units(self) -> int: ...
    @property
    def units(self) -> int: ...
    @property
    def written_off(self) -> timedelta: ...
    @property
    def tier(self) -> Tier: ...
    @property
    def multiplier(self) -> int: ...
    @property
    def multiplied(self) -> int: ...
    @property
    def least_credits(self) -> int: ...


class Question(NamedTuple):
    """The rule of a verdict, what decides whether it applies, and how either answer is told."""

    rule: str
    is_so: Callable[[Judged], bool]
    yes: str
    no: str


QUESTIONS: Mapping[Verdict, Question] = MappingProxyType(
    {
        Verdict.REFUSED: Question(
            "R20",
            lambda judged: judged.refusal is not None,
            "was not admitted",
            "was admitted",
        ),
        Verdict.ON_CALL: Question(
            "R29",
            lambda judged: judged.incident.topic is Topic.ON_CALL,
            "asks for on-call, which is billed by the hour",
            "does not ask for on-call",
        ),
        Verdict.QUOTED: Question(
            "R4",
            lambda judged: judged.incident.kind is Kind.PROFESSIONAL_SERVICES,
            "is a professional service, for which there is a quote",
            "is no professional service",
        ),
        Verdict.EXCLUDED: Question(
            "R24",
            lambda judged: bool(judged.exclusions),
            "does not count as an incident",
            "is not excluded",
        ),
        Verdict.WITHDRAWN: Question(
            "R21",
            lambda judged: judged.effort == ZERO and judged.replied_at is None,
            "was withdrawn before any work or reply",
            "was not withdrawn before any work or reply",
        ),
        Verdict.INCIDENT: Question(
            "R21",
            lambda judged: True,
            "counts as an incident",
            "does not count as an incident",
        ),
    }
)
"""Every verdict, in the order in which they are asked for."""
ANSWERED = frozenset({Verdict.INCIDENT, Verdict.EXCLUDED, Verdict.QUOTED})
"""The verdicts on what is owed an answer."""
