"""Why an assessment says what it does: its verdict, down to the facts, and the letter.

What an incident costs, and why, stands in `cost`; when it is due in `sla`; what excludes it in `exclusion`.

*Invariant:* nothing is judged here: values are those of the assessment, of its facts and of its terms.
"""

from datetime import timedelta, tzinfo
from itertools import takewhile
from typing import TYPE_CHECKING

from .exclusion import why_excluded
from .incident import in_words, why_refused
from .reason import Reason, as_words, literal
from .verdict import QUESTIONS, Verdict

if TYPE_CHECKING:
    from .assessment import Assessment

ZERO = timedelta(0)


def letter(assessed: "Assessment", *, tz: tzinfo | str | None, cite: bool, name: str | None) -> str:
    """Return what was decided and why, as one could write it to the customer."""
    decided, cost, owed = why_verdict(assessed, name=name), assessed.why_credits, assessed.response
    lines = [decided.text(depth=0, tz=tz, cite=cite)]
    is_incident = assessed.verdict is Verdict.INCIDENT
    if not is_incident:
        grounds = (ground for ground in decided.parts[-1].parts if ground.value is not False)
        lines += (f"  {ground.text(depth=0, tz=tz, cite=cite)}" for ground in grounds)
    lines.append(cost.text(depth=int(is_incident), tz=tz, cite=cite))
    if owed:
        lines.append(assessed.why_due.text(depth=1, tz=tz, cite=cite))
    return "\n".join(lines)


# --- what it is


def why_verdict(assessed: "Assessment", *, name: str | None = None) -> Reason:
    """Return why it counts, or does not: what was asked, in order, until an answer decided."""
    asked = [*takewhile(lambda verdict: verdict is not assessed.verdict, QUESTIONS), assessed.verdict]
    question = QUESTIONS[assessed.verdict]
    answers = tuple(_answer(assessed, verdict) for verdict in asked)
    says = f"{literal(name or assessed.id)} {question.yes}"
    reason = Reason(question.rule, assessed.verdict, how="first true", parts=answers, says=says)
    return reason.in_zone(assessed.terms.tz)


def _answer(assessed: "Assessment", verdict: Verdict) -> Reason:
    """Return whether a verdict applies, over all that speaks for it or against it."""
    question, is_so = QUESTIONS[verdict], verdict is assessed.verdict
    grounds = _grounds(assessed, verdict)
    how, says = "any" if grounds else "given", f"It {question.yes if is_so else question.no}"
    return Reason(question.rule, (is_so, verdict), how=how, parts=grounds, says=says)


def _grounds(assessed: "Assessment", verdict: Verdict) -> tuple[Reason, ...]:
    """Return all that speaks for a verdict or against it; nothing more for the last, which is what is left."""
    incident, applies = assessed.incident, verdict is assessed.verdict
    if verdict is Verdict.REFUSED:
        return (why_refused(incident),)
    if verdict is Verdict.ON_CALL:
        return (Reason("R29", applies, says=f"It is about {in_words(incident.topic)}"),)
    if verdict is Verdict.QUOTED:
        return (Reason("R4", applies, says=f"It is of the kind: {in_words(incident.kind)}"),)
    if verdict is Verdict.EXCLUDED:
        return why_excluded(incident, assessed.terms, assessed.exclusions)
    return (_withdrawn(assessed, applies=applies),) if verdict is Verdict.WITHDRAWN else ()


def _withdrawn(assessed: "Assessment", *, applies: bool) -> Reason:
    effort, replied_at = assessed.effort, assessed.replied_at
    work = "It is not known how much work it took" if effort is None else f"It took {as_words(effort)} of work"
    if replied_at is None:
        return Reason("R21", applies, says=f"{work}, and nobody replied")
    return Reason("R21", applies, says=f"{work}, and the reply came {{beside[0]}}", beside=(replied_at,))
