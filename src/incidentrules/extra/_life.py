"""The life of an account: facts come in, change, and are billed in between, step by step.

Every choice is a whole number that is asked for, from a least to a most, so that a test can draw or record it.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from ..account import Account, Settlement, settle
from ..credits import Lot, Origin
from ..draws import Reversal, Void
from ..forecast import reversals
from ..incident import Incident
from ..oncall import CallOut
from ..period import Period, TierMonth
from ..terms import Terms, TermsHistory
from ._moment_strategies import ONE_DAY, WITHIN
from ._terms_strategies import published, tier_names

MINUTE = timedelta(minutes=1)
F = TypeVar("F")


class Life:
    """An account whose facts come in, change and are billed within a period, and some days after it.

    Every choice is a whole number that ``pick`` gives, from a least to a most. No two tickets that come in later are
    received at one moment, so that the order of their draws is known.
    """

    def __init__(
        self,
        pick: Callable[[int, int], int],
        terms: Terms | TermsHistory | None = None,
        within: Period = WITHIN,
        *,
        account: Account | None = None,
    ) -> None:
        first = Account(id="acme") if account is None else account
        self.pick = pick
        self.terms: Terms | TermsHistory = published() if terms is None else terms
        self.within = within
        self.id = first.id
        self.lots = {each.id: each for each in first.lots}
        self.tickets = {each.id: each for each in first.incidents}
        self.tier_months = {each.id: each for each in first.tier_months}
        self.call_outs = {each.id: each for each in first.call_outs}
        self.after_hours = first.after_hours
        self.voids = [*first.voids]
        self.posted = first.posted
        self.reversals = [*first.reversals]
        self.count = 0

    @property
    def account(self) -> Account:
        return Account(
            id=self.id,
            lots=self.lots.values(),
            incidents=self.tickets.values(),
            tier_months=self.tier_months.values(),
            call_outs=self.call_outs.values(),
            after_hours=self.after_hours,
            voids=self.voids,
            posted=self.posted,
            reversals=self.reversals,
        )

    def settled(self) -> Settlement:
        return settle(self.account, self.terms)

    def goes_on(self) -> None:
        """Let one thing happen, or become known."""
        HAPPENINGS[self.pick(0, len(HAPPENINGS) - 1)](self)

    # --- choices

    @property
    def length(self) -> int:
        """How many days the last day is after the first."""
        return (self.within.last_day - self.within.start).days

    def a_day(self, most: int | None = None) -> date:
        return self.within.start + self.pick(0, self.length if most is None else most) * ONE_DAY

    def a_later_day(self) -> date:
        """Return a day in the period, or some days after it."""
        return self.a_day(self.length + 40)

    def one_of(self, facts: Iterable[F]) -> F | None:
        """Return one of some facts, or None where there are none."""
        facts = list(facts)
        return facts[self.pick(0, len(facts) - 1)] if facts else None

    def a_term(self) -> tuple[date, date | None]:
        on, span = self.a_day(self.length * 2 // 3), self.pick(-1, 40)
        return on, None if span < 0 else on + span * ONE_DAY

    def a_receipt(self) -> datetime:
        self.count += 1
        return self.terms.earliest(self.within.start).start_of(self.a_day()) + self.count * MINUTE

    def an_effort(self) -> timedelta | None:
        """Return the effort that costs so many credits on the standard tier; None is not known yet."""
        units = self.pick(0, 5)
        return 60 * units * MINUTE if units else None

    @property
    def faster(self) -> list[str]:
        """The names of the tiers that can be held by the month."""
        return tier_names(self.terms.during(self.within.start, self.within.last_day))[1:]

    def a_tier(self) -> str | None:
        """Return the standard tier, three times of four, or the first of the faster ones."""
        tiers = (None, None, None, *self.faster[:1])
        return tiers[self.pick(0, len(tiers) - 1)]

    # --- facts

    def a_lot_comes(self) -> None:
        self.count += 1
        on, last = self.a_term()
        origin = Origin.PURCHASED if self.pick(0, 2) else Origin.COMPLIMENTARY
        id = f"{'bAaB'[self.count % 4]}{self.count}"
        self.lots[id] = Lot(id=id, credits=self.pick(1, 5), on=on, last_usable_on=last, origin=origin, price=100)

    def a_ticket_comes(self) -> None:
        received_at = self.a_receipt()
        id, tier = f"T{self.pick(0, 9)}-{self.count}", self.a_tier()
        self.tickets[id] = Incident(
            id=id, received_at=received_at, effort=self.an_effort(), tier=tier, replied_at=received_at
        )

    def a_call_out_comes(self) -> None:
        started_at = self.a_receipt()
        id = f"c{self.count}"
        self.call_outs[id] = CallOut(id=id, started_at=started_at, duration=self.pick(0, 200) * MINUTE)

    def a_tier_is_held(self) -> None:
        tier, held = self.one_of(self.faster[:2]), self.one_of(self.within.months())
        if tier and held:
            month = TierMonth(tier=tier, year=held.start.year, month=held.start.month)
            self.tier_months[month.id] = month

    def a_tier_was_not_held(self) -> None:
        if month := self.one_of(self.tier_months.values()):
            del self.tier_months[month.id]

    def a_lot_is_corrected(self) -> None:
        if lot := self.one_of(self.lots.values()):
            self.lots[lot.id] = lot.replace(credits=self.pick(1, 5))

    def a_lot_is_moved(self) -> None:
        if lot := self.one_of(self.lots.values()):
            on, last = self.a_term()
            self.lots[lot.id] = lot.replace(on=on, last_usable_on=last)
            self.voids = [void for void in self.voids if void.lot != lot.id or void.on >= on]

    def a_lot_is_gone(self) -> None:
        if lot := self.one_of(self.lots.values()):
            del self.lots[lot.id]
            self.voids = [void for void in self.voids if void.lot != lot.id]

    def a_lot_is_voided(self) -> None:
        if lot := self.one_of(self.lots.values()):
            self.voids.append(Void(lot=lot.id, on=lot.on + self.pick(0, 40) * ONE_DAY))

    def an_effort_is_corrected(self) -> None:
        if ticket := self.one_of(self.tickets.values()):
            self.tickets[ticket.id] = ticket.replace(effort=self.an_effort())

    def a_ticket_is_moved(self) -> None:
        if ticket := self.one_of(self.tickets.values()):
            received_at = self.a_receipt()
            moved = ticket.replace(received_at=received_at, replied_at=received_at, arose_at=None, changes=())
            self.tickets[ticket.id] = moved

    def a_ticket_is_gone(self) -> None:
        if ticket := self.one_of(self.tickets.values()):
            del self.tickets[ticket.id]
            for id, other in self.tickets.items():
                if other.follows == ticket.id:
                    self.tickets[id] = other.replace(follows=None)

    def a_call_out_is_corrected(self) -> None:
        if call_out := self.one_of(self.call_outs.values()):
            self.call_outs[call_out.id] = call_out.replace(duration=self.pick(0, 200) * MINUTE)

    # --- bills

    def it_is_billed(self, until: date | None = None) -> None:
        """Post what was drawn until a day: to post is to add."""
        until = until or self.a_later_day()
        drawn = (drawing for drawing in self.settled().ledger.drawings if drawing.on <= until)
        self.posted = self.account.replace(posted=(*self.posted, *drawn)).posted

    def what_is_too_much_is_given_back(self) -> None:
        self.reversals += reversals(self.settled().ledger, on=self.a_later_day())

    def something_is_given_back_by_hand(self) -> None:
        if drawing := self.one_of(self.posted):
            back = sum(reversal.credits for reversal in self.reversals if reversal.key == drawing.key)
            if back < drawing.credits:
                on = drawing.on + self.pick(0, 30) * ONE_DAY
                facts: dict[str, Any] = {"draw": drawing.draw, "lot": drawing.lot, "part": drawing.part, "on": on}
                self.reversals.append(Reversal(credits=self.pick(1, drawing.credits - back), **facts))
                self.reversals = list(dict.fromkeys(self.reversals))


HAPPENINGS: tuple[Callable[[Life], None], ...] = (
    *[Life.it_is_billed] * 4,
    *[Life.what_is_too_much_is_given_back] * 2,
    *[Life.something_is_given_back_by_hand] * 2,
    *[Life.an_effort_is_corrected] * 3,
    Life.a_ticket_is_moved,
    Life.a_ticket_is_gone,
    Life.a_ticket_comes,
    Life.a_lot_is_corrected,
    Life.a_lot_is_moved,
    Life.a_lot_is_gone,
    Life.a_lot_is_voided,
    Life.a_lot_comes,
    Life.a_tier_is_held,
    Life.a_tier_was_not_held,
    Life.a_call_out_comes,
    Life.a_call_out_is_corrected,
)
"""What may happen to an account, or become known of it."""
