"""What an incident costs, what a month requires, and why.

*Units* are started hours of effort (R25), no more than the customer was advised of (A12). A faster tier has a
*multiplier* (R18), on every unit or on the first (A11). What "per month" means for it is a reading (A10): the row
of `BASES` says whether incidents pay for the tier, or the calendar months in which it is held.

    credits of an incident = multiplied units x multiplier + other units x 1

*Invariant:* every figure here has its reason beside it.
*Units:* effort is the incident's total, never rounded entry by entry; credits are whole numbers.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import attrs

from . import _checks as check
from .exclusion import why_window
from .readings import (
    CreditBasis,
    CreditBasisWord,
    MultiplierScope,
    MultiplierScopeWord,
    Overrun,
    OverrunWord,
    as_overrun,
)
from .reason import Reason, as_words, literal
from .verdict import QUESTIONS, Verdict

if TYPE_CHECKING:
    from .assessment import Assessment
    from .incident import Incident
    from .terms import Terms

__all__ = ["BASES", "Basis", "credits", "required", "units", "written_off"]

ZERO = timedelta(0)
HOUR = timedelta(hours=1)


# --- units (R25, A12)


def units(
    effort: timedelta,
    *,
    unit: timedelta = HOUR,
    advised: int | None = None,
    overrun: OverrunWord = Overrun.WRITTEN_OFF,
) -> int:
    """Return the units that an effort is charged as (R25, A12).

    Any time past a whole unit starts the next; no time is one. ``advised`` is the number of units that the customer
    was advised of; None is all.

    >>> [units(timedelta(minutes=spent)) for spent in (0, 60, 61)], units(timedelta(minutes=61), advised=1)
    ([1, 1, 2], 1)
    """
    effort = check.duration("effort", effort)
    unit = check.duration("unit", unit, least=timedelta.resolution)
    if advised is not None:
        advised = check.count("advised", advised)
    return units_charged(units_started(effort, unit), advised, as_overrun(overrun))


def units_started(effort: timedelta, unit: timedelta) -> int:
    """Return the units that an effort starts (R25)."""
    return max(-(-effort // unit), 1)


def units_charged(started: int, advised: int | None, overrun: Overrun) -> int:
    """Return the units that are charged of those started (A12)."""
    return started if advised is None or overrun is Overrun.CHARGED else min(started, advised)


def written_off(effort: timedelta, *, units: int, unit: timedelta = HOUR) -> timedelta:
    """Return the effort beyond the units that are charged (A12); none where nothing is charged.

    >>> written_off(timedelta(minutes=121), units=2)
    datetime.timedelta(seconds=60)
    """
    effort = check.duration("effort", effort)
    units = check.count("units", units, least=0)
    unit = check.duration("unit", unit, least=timedelta.resolution)
    return max(effort - units * unit, ZERO) if units else ZERO


def why_units(assessed: "Assessment") -> Reason:
    """Return why so many units are charged: those started, or those advised of (A12)."""
    readings, started = assessed.terms.readings, _why_started(assessed)
    advised = assessed.incident.advised_units
    if advised is None or advised >= started.value:
        return started
    known = Reason("R25", advised, says="The customer was advised of {value}")
    cited, charged = readings.cite("overrun"), f"{_some(assessed.units, 'incident')} charged"
    if assessed.units == started.value:
        says = f"{charged}, though the customer was advised of {{1}}"
        return Reason("R25", assessed.units, how="first", parts=(started, known), says=says, reading=cited)
    says = f"{charged}, as advised; {as_words(assessed.written_off)} of work is written off"
    return Reason("R25", assessed.units, how="least", parts=(started, known), says=says, reading=cited)


def _why_started(assessed: "Assessment") -> Reason:
    """Return why so many units were started (R25), by the effort of all that folds into one (R22)."""
    efforts = (_effort(assessed.incident, ""), *(_effort(incident, "R22") for incident in assessed.folded))
    effort = Reason("R22", assessed.known_effort, how="sum", parts=efforts, says="{value} of work in all")
    unit = Reason("R25", assessed.terms.unit, says="One incident takes {value} at most")
    some = _some(assessed.started_units, "incident")
    says = f"{{0}} of work started {some}, as one takes {{1}} at most"
    if assessed.is_pending:
        says = f"{some} at the least, as any work starts one, and one takes {{1}} at most"
    spent = effort if assessed.folded else efforts[0]
    return Reason("R25", assessed.started_units, how="started", parts=(spent, unit), says=says)


def _effort(incident: "Incident", rule: str) -> Reason:
    name = literal(incident.id)
    says = f"The work on {name} is not known yet" if incident.effort is None else f"{{value}} of work on {name}"
    return Reason(rule, incident.effort or ZERO, says=says)


# --- credits of an incident (R18, A10, A11)


def credits(
    units: int,
    *,
    multiplier: int = 1,
    scope: MultiplierScopeWord = MultiplierScope.EVERY_UNIT,
) -> int:
    """Return the credits that units cost (R18, A11). A multiplier of 0 is that of a tier that is paid by the month.

    >>> [credits(2, multiplier=2, scope=scope) for scope in MultiplierScope]
    [4, 3]
    """
    units = check.count("units", units, least=0)
    multiplier = check.count("multiplier", multiplier, least=0)
    return multiplied(units, multiplier, check.word(MultiplierScope, scope, "scope"))


def multiplied(units: int, multiplier: int, scope: MultiplierScope) -> int:
    """Return the credits of units (R18): each of them multiplied, or the first alone (A11)."""
    if scope is MultiplierScope.EVERY_UNIT or units <= 1:
        return units * multiplier
    return multiplier + (units - 1) * min(multiplier, 1)


def multiplier(assessed: "Assessment") -> int:
    """Return what the tier multiplies units by (R18), as the terms pay for it (A10)."""
    tier, terms = assessed.tier, assessed.terms
    paid = None if tier is terms.standard_tier else terms.basis.multiplier
    return tier.multiplier if paid is None else paid


def why_credits(assessed: "Assessment") -> Reason:
    """Return why an incident costs what it does; of a pending one the least that it can cost."""
    if assessed.verdict is not Verdict.INCIDENT:
        row = Reason("R21", (assessed.verdict, 0), says="Only what counts as an incident costs credits")
        rule, parts = QUESTIONS[assessed.verdict].rule, (assessed.why_verdict, row)
        return Reason(rule, 0, how="looked up", parts=parts, says="It costs no credits")
    begins = "Until the effort is known, it costs at least" if assessed.is_pending else "It costs"
    says = f"{begins} {_some(assessed.least_credits, 'credit')}"
    counted, times = why_units(assessed), _why_multiplier(assessed)
    several = assessed.units > 1 and assessed.multiplier > 1
    scope = assessed.terms.readings.cite("multiplier_scope") if several else None
    if several and assessed.terms.readings.multiplier_scope is MultiplierScope.FIRST_UNIT:
        return _why_first_unit(assessed, counted, times, says)
    says = f"{says}: {{0}} x {{1}}" if several else says
    return Reason("R18", assessed.least_credits, how="product", parts=(counted, times), says=says, reading=scope)


def _why_first_unit(assessed: "Assessment", counted: Reason, times: Reason, says: str) -> Reason:
    """Return why several units cost what they do where the tier multiplies only the first (A11)."""
    scope = assessed.terms.readings.cite("multiplier_scope")
    one = Reason("R18", 1, says="{value} is multiplied at most")
    first = Reason("R18", 1, how="least", parts=(counted, one), says="The tier multiplies the first", reading=scope)
    dear = Reason("R18", assessed.multiplier, how="product", parts=(first, times), says="{value} for the first")
    others = "{value} for the rest, at one credit each"
    plain = Reason("R25", assessed.units - 1, how="difference", parts=(counted, first), says=others)
    return Reason("R18", assessed.least_credits, how="sum", parts=(dear, plain), says=f"{says}: {{0}} + {{1}}")


def _why_multiplier(assessed: "Assessment") -> Reason:
    tier, terms = assessed.tier, assessed.terms
    reading = None if tier is terms.standard_tier else terms.readings.cite("credit_basis")
    is_monthly = assessed.multiplier != tier.multiplier
    monthly = "is paid by the month" if terms.basis.draws_monthly else "asks for credits to be held by the month"
    by_incident = f"takes {_some(assessed.multiplier, 'credit')} for each"
    says = f"{monthly}, not by the incident" if is_monthly else by_incident
    window = why_window(assessed.incident, terms)
    how = "given unless" if window else "given"
    says = f"The {literal(tier.name)} tier {says}"
    return Reason("R18", assessed.multiplier, how=how, parts=window, says=says, reading=reading)


def _some(count: int, what: str) -> str:
    return f"{{value}} {what}" if count == 1 else f"{{value}} {what}s"


# --- credits of a month (R18, A10)


@attrs.frozen(kw_only=True)
class Basis:
    """How a faster tier is paid for (A10).

    Made by the library: one that is made by hand is not checked.
    """

    multiplier: int | None
    """What an incident's units are multiplied by; None is the multiplier of its tier."""
    by_month: bool
    """Whether the account holds the tier for calendar months."""
    draws_monthly: bool
    """Whether each such month draws its credits."""
    requires: Literal["sum", "most"] = "sum"
    """Whether a month requires the sum of the credits of its tiers and its incidents, or the most of them."""


BASES: Mapping[CreditBasis, Basis] = MappingProxyType(
    {
        CreditBasis.PER_INCIDENT: Basis(multiplier=None, by_month=False, draws_monthly=False),
        CreditBasis.STANDING: Basis(multiplier=1, by_month=True, draws_monthly=True),
        CreditBasis.FLAT: Basis(multiplier=0, by_month=True, draws_monthly=True),
        CreditBasis.MINIMUM: Basis(multiplier=1, by_month=True, draws_monthly=False, requires="most"),
    }
)
"""The readings of A10. The standard tier costs its units in all of them, and is never paid by the month."""


def required(
    basis: CreditBasisWord,
    *,
    monthly: Iterable[int] = (),
    used: int = 0,
) -> int:
    """Return the credits that a calendar month requires (A10), covered or not.

    ``monthly`` are those of the faster tiers that the account holds in it, ``used`` those of its incidents.

    >>> [required(basis, monthly=[2], used=3) for basis in CreditBasis]
    [3, 5, 5, 3]
    """
    row = BASES[check.word(CreditBasis, basis, "basis")]
    tiers = check.as_tuple(monthly, int)
    check.all_of("monthly", tiers, int, "give the credits of each tier, such as [2]")
    tiers = tuple(check.count(f"monthly[{place}]", tier, least=0) for place, tier in enumerate(tiers))
    used = check.count("used", used, least=0)
    parts = [*(tiers if row.by_month else ()), used]
    return sum(parts) if row.requires == "sum" else max(parts)


def why_required(
    month: date, value: int, *, terms: "Terms", tiers: Iterable[tuple[str, int]], assessments: "Iterable[Assessment]"
) -> Reason:
    """Return why a month requires its credits: those of its tiers, by name, and those of its incidents (A10)."""
    basis = terms.basis
    named = tiers if basis.by_month else ()
    monthly = [Reason("R18", credits, says=f"{{value}} for the {literal(tier)} tier") for tier, credits in named]
    costs = tuple(Reason("R18", one.credits, says=f"{{value}} for {literal(one.id)}") for one in assessments)
    used = Reason("R18", sum(cost.value for cost in costs), how="sum", parts=costs, says="{value} for incidents")
    reading, says = terms.readings.cite("credit_basis"), f"{{value}} in {month.year:04}-{month.month:02}"
    return Reason("R18", value, how=basis.requires, parts=(*monthly, used), says=says, reading=reading)
