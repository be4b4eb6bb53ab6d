"""An account, judged whole: what it bought, asked for and owes.

An *account* is facts. A *settlement* is all that follows from them, worked out once; a *statement* is
its view of a *period*, as many of them as one likes.

*Invariant:* every incident draws on the day on which it was received, whenever its effort becomes known.
*Units:* days are those of the terms' zone.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import cast

import attrs

from . import _checks as check
from .assessment import Assessment, Verdict, assess
from .credits import Lot
from .errors import ConflictError
from .incident import Incident, fold
from .ledger import Draw, Drawing, Ledger, Void, replay
from .oncall import AfterHours, CallOut
from .period import Period, TierMonth
from .statement import Settled, Statement
from .terms import Terms, TermsHistory

__all__ = ["Account", "Settlement", "settle"]


@attrs.frozen(kw_only=True)
class Account:
    """The facts of one account. Ids are unique among the incidents, the lots, the call-outs and so on.

    ``posted`` are drawings that were billed already and stay as they are; ``voids`` take back what is
    left of lots that were granted in error.
    """

    id: str
    lots: tuple[Lot, ...] = attrs.field(default=(), converter=check.as_facts)
    incidents: tuple[Incident, ...] = attrs.field(default=(), converter=check.as_facts)
    call_outs: tuple[CallOut, ...] = attrs.field(default=(), converter=check.as_facts)
    after_hours: tuple[AfterHours, ...] = attrs.field(default=(), converter=check.as_facts)
    tier_months: tuple[TierMonth, ...] = attrs.field(default=(), converter=check.as_facts)
    voids: tuple[Void, ...] = attrs.field(default=(), converter=check.as_facts)
    posted: tuple[Drawing, ...] = attrs.field(default=(), converter=check.as_facts)

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id)
        check.each("lots", self.lots, Lot, "give terms.purchase(credits, id=..., on=...)")
        check.each("incidents", self.incidents, Incident, "give Incident(id=..., received_at=...)")
        check.each("call_outs", self.call_outs, CallOut, "give CallOut(id=..., started_at=..., duration=...)")
        check.each("after_hours", self.after_hours, AfterHours, "give AfterHours(id=..., started_at=..., ...)")
        check.each("tier_months", self.tier_months, TierMonth, 'give TierMonth(tier="12h", year=2026, month=11)')
        check.each("voids", self.voids, Void, "give Void(lot=..., on=...)")
        check.each("posted", self.posted, Drawing, "give the drawings of an earlier ledger")
        check.unique("call_outs", self.call_outs)
        check.unique("after_hours", self.after_hours)
        check.unique("tier_months", self.tier_months)


@attrs.frozen
class Settlement:
    """An account judged by the terms in force; made by `settle`."""

    account: Account
    terms: Terms | TermsHistory

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The judgement of every incident, by receipt; consequences are folded into their causes (R22)."""
        groups = fold(self.account.incidents)
        assessed = [assess(group[0], self.terms, folded=group[1:]) for group in groups]
        return tuple(sorted(assessed, key=lambda each: each.incident.received_at))

    @cached_property
    def _tier_months(self) -> dict[TierMonth, Terms]:
        months = {month: self.terms.on(month.on) for month in self.account.tier_months}
        for each in self.assessments:
            if each.terms.basis.by_month and each.verdict is Verdict.INCIDENT:
                months = dict.fromkeys(_months_named(each), each.terms) | months
        return months

    @property
    def tier_months(self) -> tuple[TierMonth, ...]:
        """The months of faster tiers: those given, and those that incidents name, where tiers are held by the month."""
        return tuple(sorted(self._tier_months, key=lambda month: (month.on, month.id)))

    def terms_of(self, month: TierMonth) -> Terms:
        """Return the terms that a month of a tier is judged by: those of its first day, or of who named it."""
        return self._tier_months[month]

    @cached_property
    def ledger(self) -> Ledger:
        """The account's lots, and what the months of a tier and the incidents draw from them."""
        account = self.account
        months = ((month, self.terms_of(month).month_draw(month.tier)) for month in self.tier_months)
        draws = [Draw(id=month.id, on=month.on, credits=credits) for month, credits in months if credits]
        costs = ((assessed, assessed.credits) for assessed in self.assessments)
        draws += [Draw(id=each.id, on=self.day_of(each), credits=credits) for each, credits in costs if credits]
        return replay(account.lots, draws, voids=account.voids, posted=account.posted)

    def day_of(self, assessed: Assessment) -> date:
        """Return the day on which an incident was received, and draws."""
        check.instance("assessed", assessed, Assessment, "give one of this settlement's assessments")
        return assessed.terms.day_of(assessed.incident.received_at)

    def statement(self, period: Period) -> Statement:
        """Return the view of a period."""
        check.instance("period", period, Period, "give Period.month(2026, 11)")
        return Statement(cast("Settled", self), period)  # pyright sees a converted field as a descriptor


def _months_named(assessed: Assessment) -> Iterator[TierMonth]:
    """Return the months in which an incident says that its account held a faster tier."""
    incident, terms = assessed.incident, assessed.terms
    named = [(incident.received_at, incident.tier), *((change.at, change.tier) for change in incident.changes)]
    for at, name in named:
        if name is not None and terms.monthly_credits(name):
            day = terms.day_of(at)
            yield TierMonth(tier=name, year=day.year, month=day.month)


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
    check.instance("account", account, Account, "give Account(id=..., lots=..., incidents=...)")
    check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
    for month in account.tier_months:
        terms.on(month.on).tier(month.tier)
    settled = Settlement(account, terms)
    taken = {each.id for each in settled.assessments}
    for month in settled.tier_months:
        if month.id in taken:
            raise ConflictError(
                "is the id of a month of a tier too",
                field="incidents.id",
                value=month.id,
                code="one_id_two_contents",
                remedy="give the incident another id",
            )
    settled.ledger  # noqa: B018  # so that facts which contradict each other are refused here
    return settled
