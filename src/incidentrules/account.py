"""An account, judged whole: what it bought, asked for and owes.

An *account* is facts. A *settlement* is all that follows from them, worked out once; a *statement* is
its view of a *period*, as many of them as one likes.

*Invariant:* every incident draws on the day on which it was received, whenever its effort becomes known.
*Units:* days are those of the terms' zone.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

import attrs

from . import _checks as check
from .assessment import Assessment, assess
from .cost import Basis
from .credits import Lot, as_lots
from .draws import Draw, Drawing, Reversal, Void, as_drawings, as_reversals, as_voids
from .errors import ConflictError
from .incident import Incident, as_incidents, fold
from .ledger import Ledger
from .oncall import AfterHours, CallOut, as_after_hours, as_call_outs
from .period import Period, TierMonth, as_tier_months
from .statement import Statement
from .terms import Terms, TermsHistory
from .verdict import Verdict

__all__ = ["Account", "Settlement", "settle"]


@attrs.frozen(kw_only=True)
class Account(check.Record):
    """The facts of one account. Ids are unique among the incidents, the lots, the call-outs and so on."""

    id: str
    """The name of the account, as the desk knows it."""
    lots: tuple[Lot, ...] = attrs.field(default=(), converter=as_lots)
    """What was bought and granted."""
    incidents: tuple[Incident, ...] = attrs.field(default=(), converter=as_incidents)
    """What was asked."""
    call_outs: tuple[CallOut, ...] = attrs.field(default=(), converter=as_call_outs)
    """On-call jobs (R19)."""
    after_hours: tuple[AfterHours, ...] = attrs.field(default=(), converter=as_after_hours)
    """Work outside the hours, with or without accepted notice (R16)."""
    tier_months: tuple[TierMonth, ...] = attrs.field(default=(), converter=as_tier_months)
    """Months in which a faster tier was held, also without any incident (A10)."""
    voids: tuple[Void, ...] = attrs.field(default=(), converter=as_voids)
    """Lots that were granted in error, whose rest is taken back."""
    posted: tuple[Drawing, ...] = attrs.field(default=(), converter=as_drawings)
    """Drawings that were billed already; they stay as they are."""
    reversals: tuple[Reversal, ...] = attrs.field(default=(), converter=as_reversals)
    """Posted credits that are given back."""

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id, self)
        check.all_of("lots", self.lots, Lot, "give terms.purchase(credits, id=..., on=...)")
        check.all_of("incidents", self.incidents, Incident, "give Incident(id=..., received_at=...)")
        check.all_of("call_outs", self.call_outs, CallOut, "give CallOut(id=..., started_at=..., duration=...)")
        check.all_of("after_hours", self.after_hours, AfterHours, "give AfterHours(id=..., started_at=..., ...)")
        check.all_of("tier_months", self.tier_months, TierMonth, 'give TierMonth(tier="12h", year=2026, month=11)')
        check.all_of("voids", self.voids, Void, "give Void(lot=..., on=...)")
        check.all_of("posted", self.posted, Drawing, "give the drawings of an earlier ledger")
        check.all_of("reversals", self.reversals, Reversal, "give Reversal(draw=..., lot=..., credits=..., on=...)")
        check.unique("lots", self.lots)
        check.unique("incidents", self.incidents)
        check.unique("call_outs", self.call_outs)
        check.unique("after_hours", self.after_hours)
        check.unique("tier_months", self.tier_months)


@attrs.frozen
class Settlement:
    """An account judged by the terms in force; the same as what `settle` returns.

    Raises an `IncidentRulesError` for ids with two contents, unknown tiers, circles of causes, and facts that
    contradict each other.
    """

    account: Account
    """The facts."""
    terms: Terms | TermsHistory
    """By what they are judged."""

    def __attrs_post_init__(self) -> None:
        check.instance("account", self.account, Account, "give Account(id=..., lots=..., incidents=...)")
        check.instance("terms", self.terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
        for month in self.account.tier_months:
            self.terms_of(month).monthly_credits(month.tier)
        taken = {assessed.id for assessed in self.assessments} if self.tier_months else ()
        for month in self.tier_months:
            if month.id in taken:
                raise ConflictError(
                    "is the id of a month of a tier too",
                    field="incidents.id",
                    value=month.id,
                    code="one_id_two_contents",
                    remedy="give the incident another id",
                )
        self.ledger.drawings  # noqa: B018  # so that facts which contradict each other are refused here

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The judgement of every incident, by receipt; consequences are folded into their causes (R22)."""
        groups = fold(self.account.incidents)
        assessed = [assess(group[0], self.terms, folded=group[1:]) for group in groups]
        return tuple(sorted(assessed, key=lambda one: one.incident.received_at))

    # --- months of faster tiers (R18, A10)

    @cached_property
    def _tier_months(self) -> dict[TierMonth, Terms]:
        """Each month of a faster tier, those given and those that incidents name, with the terms that have its tier.

        Those are the terms of its first day, or the first ones of the month that have it.
        """
        months = {month: self.terms_of(month) for month in self.account.tier_months}
        if not any(terms.basis.by_month for terms in self.terms.during(date.min, date.max)):
            return months
        for assessed in self.assessments:
            if assessed.verdict is Verdict.INCIDENT:
                for month in self._months_named(assessed):
                    months.setdefault(month, self._sold_in(month) or assessed.terms)
        return months

    def _months_named(self, assessed: Assessment) -> Iterator[TierMonth]:
        """Yield the months in which an incident was received at, or changed to, a faster tier that is held by them."""
        incident, terms = assessed.incident, assessed.terms
        named = [(incident.received_at, incident.tier), *((change.at, change.tier) for change in incident.changes)]
        for at, tier in named:
            if tier is not None and terms.monthly_credits(tier):
                first = terms.day_of(at).replace(day=1)
                if self._basis_on(first).by_month:
                    yield TierMonth(tier=tier, year=first.year, month=first.month)

    @cached_property
    def tier_months(self) -> tuple[TierMonth, ...]:
        """The months of faster tiers: those given, and those that incidents name, where tiers are held by the month.

        They are in the order in which they draw: by day, of one day the slowest response first.
        """

        def order(month: TierMonth) -> tuple[date, float, str]:
            return month.on, -self._tier_months[month].tier(month.tier).response.total_seconds(), month.id

        return tuple(sorted(self._tier_months, key=order))

    def terms_of(self, month: TierMonth) -> Terms:
        """Return the terms that a month of a tier is judged by: those of its first day.

        Where that day precedes all terms, the first terms; of a tier that is newer, the first ones of the month
        that have it.
        """
        check.instance("month", month, TierMonth, 'give TierMonth(tier="12h", year=2026, month=11)')
        return self._sold_in(month) or self.terms.earliest(month.on)

    def _sold_in(self, month: TierMonth) -> Terms | None:
        """Return the first terms of a month that have its tier, or None."""
        versions = (self.terms.earliest(month.on), *self.terms.during(month.on, month.last_day))
        return next((terms for terms in versions if terms.has_tier(month.tier)), None)

    def basis_of(self, month: TierMonth) -> Basis:
        """Return how a month of a tier is paid for: by the terms of its first day (A10)."""
        check.instance("month", month, TierMonth, 'give TierMonth(tier="12h", year=2026, month=11)')
        return self._basis_on(month.on)

    def _basis_on(self, day: date) -> Basis:
        return self.terms.earliest(day).basis

    def month_credits(self, month: TierMonth) -> int:
        """Return the credits of a month of a tier: those it draws, or asks to be held (R18, A10)."""
        check.instance("month", month, TierMonth, 'give TierMonth(tier="12h", year=2026, month=11)')
        terms = self._tier_months.get(month) or self.terms_of(month)
        return terms.monthly_credits(month.tier) if self.basis_of(month).by_month else 0

    def month_draw(self, month: TierMonth) -> int:
        """Return the credits that a month of a tier draws; none where incidents pay for it, or it is only held."""
        return self.month_credits(month) if self.basis_of(month).draws_monthly else 0

    # --- the ledger

    @cached_property
    def ledger(self) -> Ledger:
        """The account's lots, and what the months of tiers and the incidents draw from them.

        Of one day months draw before incidents, and incidents by receipt.
        """
        account, day_of = self.account, self.terms.day_of
        months = ((month, self.month_draw(month)) for month in self.tier_months)
        draws = [Draw(id=month.id, on=month.on, credits=credits) for month, credits in months if credits]
        costs = ((assessed.incident, assessed.credits) for assessed in self.assessments)
        draws += [Draw(id=one.id, on=day_of(one.received_at), credits=credits) for one, credits in costs if credits]
        return Ledger(account.lots, draws, voids=account.voids, posted=account.posted, reversals=account.reversals)

    def day_of(self, assessed: Assessment) -> date:
        """Return the day on which an incident was received, and draws."""
        check.instance("assessed", assessed, Assessment, "give one of this settlement's assessments")
        return assessed.terms.day_of(assessed.incident.received_at)

    def statement(self, period: Period, *, billed: "Settlement | None" = None) -> Statement:
        """Return the view of a period.

        ``billed`` is the settlement that the earlier statements were drawn up from, of the same account: then this
        one opens with the balance that the customer was told, and lists what has changed since as restated.
        """
        return Statement(settlement=self, period=period, billed=billed)


def settle(account: Account, terms: Terms | TermsHistory) -> Settlement:
    """Return an account judged by the terms in force: its ledger, its assessments, a statement of any period.

    >>> from datetime import UTC, datetime, timedelta
    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> ticket = Incident(id="T-1", received_at=datetime(2026, 11, 20, 20, tzinfo=UTC), effort=timedelta(minutes=61))
    >>> lots = [terms.purchase(2, id="L-1", on=date(2026, 11, 2))]
    >>> november = settle(Account(id="acme", lots=lots, incidents=[ticket]), terms).statement(Period.month(2026, 11))
    >>> november.opening, november.purchased, november.drawn, november.closing
    (0, 2, 2, 0)

    Raises an `IncidentRulesError` for ids with two contents, unknown tiers, and circles of causes.
    """
    return Settlement(account, terms)
