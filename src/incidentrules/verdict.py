"""What can become of a request, and the words for it.

A *verdict* is the first answer that applies, in the order in which they are asked for.
"""

from collections.abc import Mapping
from typing import NamedTuple

from . import _checks as check

__all__ = ["Verdict"]


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


class Question(NamedTuple):
    """The rule by which a verdict is asked for, and how either answer is worded."""

    rule: str
    yes: str
    no: str


QUESTIONS: Mapping[Verdict, Question] = {
    Verdict.REFUSED: Question("R20", "was not admitted", "was admitted"),
    Verdict.ON_CALL: Question("R29", "asks for on-call, which is billed by the hour", "does not ask for on-call"),
    Verdict.QUOTED: Question(
        "R4", "is a professional service, for which there is a quote", "is no professional service"
    ),
    Verdict.EXCLUDED: Question("R24", "does not count as an incident", "is not excluded"),
    Verdict.WITHDRAWN: Question(
        "R21", "was withdrawn before any work or reply", "was not withdrawn before any work or reply"
    ),
    Verdict.INCIDENT: Question("R21", "counts as an incident", "does not count as an incident"),
}
"""Every verdict, in the order in which they are asked for: the first that applies is given, the last always does."""
ANSWERED = frozenset({Verdict.INCIDENT, Verdict.EXCLUDED, Verdict.QUOTED})
"""The verdicts on what is owed an answer."""
