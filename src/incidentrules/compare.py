"""The same incidents at other tiers, or under other readings of the terms.

`compare_tiers` is for whoever thinks of buying a tier; `compare_readings` for whoever disputes a
figure. Both judge the same facts again, by terms that differ in one respect.

*Invariant:* what is compared is judged by the same functions as what is billed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from itertools import product, zip_longest
from typing import Any

import attrs

from . import _checks as check
from . import _money as money
from .assessment import Assessment, assess
from .cost import required
from .incident import Incident, fold
from .period import Period
from .readings import SETTINGS
from .reason import Reason, as_words
from .sla import Outcome, Tier
from .terms import Terms, TermsHistory

__all__ = ["Alternative", "ReadingsCompared", "TierCompared", "TiersCompared", "compare_readings", "compare_tiers"]

NOTHING_MATTERS = "no reading matters here"


# --- tiers


@attrs.frozen
class TierCompared:
    """The incidents as they would have been at one tier, held in every month from the first to the last.

    Made by the library: one that is made by hand is not checked.
    """

    tier: Tier
    """The tier that all of them would have had."""
    assessments: tuple[Assessment, ...]
    """Each incident, judged at this tier."""

    @property
    def credits(self) -> int:
        """What they would require, month by month (A10); of pending incidents the least that they can cost."""
        used: dict[Period, int] = defaultdict(int)
        terms = {}
        for one in self.assessments:
            day = one.terms.day_of(one.incident.received_at)
            month = Period.month(day.year, day.month)
            used[month] += one.least_credits
            terms[month] = one.terms
        months, total = sorted(used), 0
        for month, following in zip_longest(months, months[1:]):
            basis, monthly = terms[month].readings.credit_basis, [terms[month].monthly_credits(self.tier.name)]
            total += required(basis, monthly=monthly, used=used[month])
            if following:  # the months between have no incidents
                total += (_number(following) - _number(month) - 1) * required(basis, monthly=monthly)
        return total

    @property
    def due_at(self) -> tuple[datetime, ...]:
        """When the answers would be due, of those that were admitted, in the order of receipt."""
        return tuple(one.due_at for one in self.assessments if one.response)

    @property
    def kept(self) -> int:
        """How many of the replies would have been in time."""
        answered = (one for one in self.assessments if one.response and one.replied_at)
        return sum(one.outcome() is Outcome.MET for one in answered)


def _number(month: Period) -> int:
    return month.start.year * 12 + month.start.month


@attrs.frozen
class TiersCompared:
    """The incidents at each tier, the standard one first, and by the hour.

    Made by the library: one that is made by hand is not checked.
    """

    tiers: tuple[TierCompared, ...]
    """One for each tier of the terms, in their order."""

    @property
    def on_call(self) -> Decimal:
        """What their effort, as far as it is known, would have cost on call, each a job of its own (R19)."""
        judged = self.tiers[0].assessments
        return money.total(one.terms.charge(one.known_effort).amount for one in judged)

    @property
    def replies(self) -> int:
        """How many of the incidents were admitted and answered: the most that a tier can keep."""
        return sum(bool(one.response and one.replied_at) for one in self.tiers[0].assessments)

    def __getitem__(self, tier: str) -> TierCompared:
        name = check.any_text("tier", tier, remedy='give the name of a tier, such as "12h"')
        for one in self.tiers:
            if one.tier.name == name:
                return one
        check.unknown("tier", tier, (one.tier.name for one in self.tiers), "tier of these terms")

    def __iter__(self) -> Iterator[TierCompared]:
        return iter(self.tiers)


def compare_tiers(incidents: Iterable[Incident] | Incident, terms: Terms | TermsHistory) -> TiersCompared:
    """Return what each tier would have cost for incidents, when answers would be due, and how many were in time.

    One incident is enough, before a tier is bought. Severities stay as they are; tiers that the
    incidents name, or change to, are left aside. Of terms that changed meanwhile, those tiers are
    compared that all versions have.

    >>> from datetime import UTC
    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> ticket = Incident(id="T-1", received_at=datetime(2026, 11, 18, 15, tzinfo=UTC))
    >>> [(one.tier.name, one.credits, as_words(one.due_at[0])) for one in compare_tiers(ticket, terms)][:2]
    [('24h', 1, 'Thu 2026-11-19 15:00'), ('12h', 2, 'Thu 2026-11-19 11:00')]

    Raises `InvalidValueError` where there is no incident or no such tier, and what `assess` and `fold` raise.
    """
    listed: tuple[Incident, ...] = (
        (incidents,) if check.is_a(incidents, Incident) else check.as_tuple(incidents, Incident)  # type: ignore[assignment, arg-type]
    )
    check.all_of("incidents", listed, Incident, "give Incident(id=..., received_at=...)")
    check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
    if not listed:
        check.refuse("incidents", (), "is empty", "give at least one incident", code="empty")
    groups = sorted(fold(listed), key=lambda group: group[0].received_at)
    in_force = [terms.on(terms.day_of(group[0].received_at)) for group in groups]
    common = set.intersection(*({tier.name for tier in one.tiers} for one in in_force))
    offered = [tier for tier in in_force[0].tiers if tier.name in common]
    if not offered:
        remedy = "compare the incidents of each version by themselves"
        check.refuse("terms", [one.tiers[0].name for one in in_force], "have no tier in common", remedy, code="no_tier")
    return TiersCompared(
        tuple(
            TierCompared(
                tier,
                tuple(assess(_at_tier(group[0], tier), terms, folded=group[1:]) for group in groups),
            )
            for tier in offered
        )
    )


def _at_tier(incident: Incident, tier: Tier) -> Incident:
    changes = tuple(attrs.evolve(change, tier=None) for change in incident.changes if change.severity)
    return attrs.evolve(incident, tier=tier.name, changes=changes)


# --- readings


@attrs.frozen
class Alternative:
    """A value that some readings lead to: each as the settings in which it differs from the present ones.

    Made by the library: one that is made by hand is not checked.
    """

    value: datetime | int | None
    """A deadline, or None where no answer is owed; or credits."""
    readings: tuple[tuple[str, ...], ...]
    """Each way to it: the settings that differ, such as ``("A1=elapsed",)``; empty for the present ones."""
    tz: tzinfo = attrs.field(default=UTC, eq=False, repr=False)
    """The zone in which a deadline is written."""

    @property
    def is_present(self) -> bool:
        """Whether the present readings lead to it."""
        return () in self.readings

    def __str__(self) -> str:
        ways = (" and ".join(way) or "as it is" for way in self.readings)
        value = "never, as none is owed" if self.value is None else as_words(self.value, tz=self.tz)
        return f"{value}: {'; or '.join(ways)}"


@attrs.frozen
class ReadingsCompared:
    """Every deadline and every cost that some readings lead to, the present one first.

    Made by the library: one that is made by hand is not checked.
    """

    deadlines: tuple[Alternative, ...]
    """The moments at which an answer could be due."""
    costs: tuple[Alternative, ...]
    """The credits that it could cost."""

    @property
    def is_disputable(self) -> bool:
        """Whether any reading matters."""
        return len(self.deadlines) > 1 or len(self.costs) > 1

    def __str__(self) -> str:
        sections = (("The answer is due", self.deadlines), ("It costs", self.costs))
        return "\n".join(
            f"{title} {found[0]}; {NOTHING_MATTERS}" if len(found) == 1 else "\n  ".join([title, *map(str, found)])
            for title, found in sections
        )


def compare_readings(
    incident: Incident, terms: Terms | TermsHistory, *, folded: Iterable[Incident] = ()
) -> ReadingsCompared:
    """Return every distinct deadline and cost of an incident, with the readings that lead to it.

    Only settings that the reasons cite are varied, so that what can't matter isn't tried. Of the ways
    to a value, those are listed that differ in the fewest settings from the present ones.

    >>> from datetime import UTC, timedelta
    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> wednesday = datetime(2026, 11, 18, 15, tzinfo=UTC)
    >>> print(compare_readings(Incident(id="T-1", received_at=wednesday, effort=timedelta(minutes=20)), terms))
    The answer is due
      Thu 2026-11-19 15:00: as it is
      Thu 2026-11-19 23:00: A2=end_of_next
    It costs 1: as it is; no reading matters here
    """
    present = assess(incident, terms, folded=folded)

    def deadline(judged: Assessment) -> tuple[datetime | int | None, Reason]:
        return (judged.due_at, judged.why_due) if judged.response else (None, judged.why_verdict)

    def cost(judged: Assessment) -> tuple[datetime | int | None, Reason]:
        return judged.least_credits, judged.why_credits

    return ReadingsCompared(_alternatives(present, deadline), _alternatives(present, cost))


def _alternatives(
    present: Assessment, figure: Callable[[Assessment], tuple[datetime | int | None, Reason]]
) -> tuple[Alternative, ...]:
    """Try all readings of the settings that are cited, and of those that only other readings bring into play."""
    varied: set[str] = set()
    cited = _settings(figure(present)[1])
    found: dict[datetime | int | None, set[tuple[str, ...]]] = {}
    while not cited <= varied:
        varied |= cited
        found = {}
        fields = [field for field in SETTINGS if field in varied]
        for words in product(*(SETTINGS[field].kind for field in fields)):
            changed = dict(zip(fields, map(str, words), strict=True))
            judged = attrs.evolve(
                present, terms=present.terms.replace(readings=present.terms.readings.replace(**changed))
            )
            value, reason = figure(judged)
            cited |= _settings(reason)
            found.setdefault(value, set()).add(_way(changed, present.terms))
    found.setdefault(figure(present)[0], {()})
    alternatives = (Alternative(value, _fewest(ways), present.terms.tz) for value, ways in found.items())
    return tuple(sorted(alternatives, key=_listed_order))


def _listed_order(found: Alternative) -> tuple[bool, bool, Any]:
    """Order the present value first, then what is not owed at all, then by value."""
    return not found.is_present, found.value is not None, 0 if found.value is None else found.value


def _settings(reason: Reason) -> set[str]:
    cited = {reading.partition("=")[0] for reading in reason.readings}
    return {field for field, setting in SETTINGS.items() if setting.id in cited}


def _way(changed: dict[str, str], terms: Terms) -> tuple[str, ...]:
    """Return the readings that differ from the present ones, as reasons cite them."""
    differing = (field for field, word in changed.items() if word != getattr(terms.readings, field))
    return tuple(f"{SETTINGS[field].id}={changed[field]}" for field in differing)


def _fewest(ways: set[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return the ways that hold no other way, the shortest first."""
    minimal = (way for way in ways if not any(set(other) < set(way) for other in ways))
    return tuple(sorted(minimal, key=lambda way: (len(way), way)))
