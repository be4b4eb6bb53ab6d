"""Facts drawn at random, for the tests of the judgements; and what `helpers` has, for who imports it from here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from helpers import HOLIDAY, minutes, standard
from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Change,
    Draw,
    Drawing,
    Incident,
    Lot,
    Reversal,
    Settlement,
    Terms,
    TermsHistory,
    TierMonth,
    Void,
    reversals,
    settle,
)

TIERS = ("24h", "12h", "6h", "3h")
READINGS: dict[str, tuple[Any, ...]] = {
    "sla_clock": ("operating_hours", "elapsed", "elapsed_rolled", "business_days_24h"),
    "business_day": ("one_operating_day", "same_time", "end_of_next"),
    "at_close": ("close", "next_opening"),
    "credit_basis": ("per_incident", "standing", "flat", "minimum"),
    "multiplier_scope": ("every_unit", "first_unit"),
    "overrun": ("written_off", "charged"),
    "window": ("calendar_days", "hours", "calendar_days_exclusive"),
    "exclusion_event": ("arose", "received"),
    "rounding": ("half_up", "half_even", "up"),
    "last_day": ("corresponding_day", "day_before"),
}


# --- facts at random

START = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 40).map(lambda minute: START + timedelta(minutes=minute))
exact_moments = st.datetimes(
    datetime(2026, 11, 1),  # noqa: DTZ001  # Hypothesis wants bounds without a zone
    datetime(2026, 12, 20),  # noqa: DTZ001
    timezones=st.just(UTC),
)
efforts = st.none() | st.integers(0, 400).map(minutes)
severities: st.SearchStrategy[Any] = st.sampled_from(["severe", "normal"])
tiers = st.sampled_from([None, *TIERS])
KINDS: st.SearchStrategy[Any] = st.sampled_from(
    ["question"] * 5 + ["pre_sales", "product_availability", "professional_services"]
)
CHANNELS: st.SearchStrategy[Any] = st.sampled_from(["portal"] * 4 + ["email", "phone"])
TOPICS: st.SearchStrategy[Any] = st.sampled_from(["support"] * 4 + ["billing", "account", "on_call"])
readings: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {field: st.sampled_from(words) for field, words in READINGS.items()}
)


@st.composite
def changes(draw: st.DrawFn, received_at: datetime) -> tuple[Change, ...]:
    """Draw changes of severity, tier or both, in order."""
    gaps = sorted(draw(st.lists(st.integers(0, 5000), max_size=3)))
    return tuple(
        Change(
            at=received_at + timedelta(minutes=gap),
            severity=draw(severities),
            tier=draw(st.sampled_from([None, *TIERS])),
        )
        for gap in gaps
    )


@st.composite
def incidents(draw: st.DrawFn, *, id: str = "T-1", has_changes: bool = True) -> Incident:
    """Draw any facts that can stand together."""
    received_at = draw(moments | exact_moments)
    after: Callable[[int], datetime] = lambda minute: received_at + timedelta(minutes=minute)  # noqa: E731
    return Incident(
        id=id,
        received_at=received_at,
        severity=draw(severities),
        tier=draw(tiers),
        kind=draw(KINDS),
        channel=draw(CHANNELS),
        topic=draw(TOPICS),
        has_account=draw(st.sampled_from([True, True, True, False])),
        effort=draw(efforts),
        advised_units=draw(st.none() | st.integers(1, 5)),
        replied_at=draw(st.none() | st.integers(0, 9000).map(after)),
        arose_at=draw(st.none() | st.integers(-20_000, 0).map(after)),
        deployed_at=draw(st.none() | st.integers(-20_000, 500).map(after)),
        is_out_of_box=draw(st.sampled_from([False, False, False, True])),
        changes=draw(changes(received_at)) if has_changes else (),
    )


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Draw the published terms with other readings, figures, and perhaps a holiday."""
    drawn = standard(*draw(st.sampled_from([(), (HOLIDAY,)]))).with_readings(**draw(readings))
    return drawn.replace(
        grace_days=draw(st.sampled_from([7, 0, 3])),
        unit=minutes(draw(st.sampled_from([60, 30, 45]))),
        goal=minutes(draw(st.sampled_from([240, 60]))),
        business_day_length=draw(st.sampled_from([None, timedelta(hours=16), timedelta(hours=8)])),
        on_call_minimum_hours=draw(st.sampled_from([1, 0, 2])),
    )


FIRST = date(2026, 1, 1)
days = st.integers(0, 300).map(lambda ahead: FIRST + timedelta(days=ahead))


@st.composite
def lots(draw: st.DrawFn, *, most: int = 6) -> list[Lot]:
    """Draw lots, many of which share their days, so that every tie occurs."""
    ids = draw(st.lists(st.sampled_from("aAbBcC"), unique=True, max_size=most))
    some_days = st.sampled_from([FIRST + timedelta(days=ahead) for ahead in (0, 1, 30, 90)])
    return [_lot(id, draw(some_days), draw(st.none() | st.sampled_from([0, 1, 30, 60])), draw) for id in ids]


def _lot(id: str, on: date, span: int | None, draw: st.DrawFn) -> Lot:
    return Lot(
        id=id,
        credits=draw(st.integers(1, 6)),
        on=on,
        last_usable_on=None if span is None else on + timedelta(days=span),
        origin=draw(st.sampled_from(["purchased", "complimentary"])),
        price=draw(st.none() | st.sampled_from([329, 599, 999])),
    )


@st.composite
def draws(draw: st.DrawFn, *, most: int = 8) -> list[Draw]:
    """Draw requests for credits, some of one day."""
    some = draw(st.lists(st.tuples(st.integers(-2, 160), st.integers(1, 5)), max_size=most))
    return [
        Draw(id=f"d{place}", on=FIRST + timedelta(days=ahead), credits=credits)
        for place, (ahead, credits) in enumerate(some)
    ]


@st.composite
def voids(draw: st.DrawFn, held: list[Lot]) -> list[Void]:
    """Draw voids of some of the lots, each from its first day on."""
    some = draw(st.lists(st.sampled_from(held), max_size=2)) if held else []
    return [Void(lot=lot.id, on=lot.on + timedelta(days=draw(st.integers(0, 40)))) for lot in some]


@st.composite
def posted(draw: st.DrawFn, asked: list[Draw], held: list[Lot]) -> list[Drawing]:
    """Draw drawings that were billed already, possible and impossible ones, of draws and lots that are gone too."""
    ids = [*(lot.id for lot in held), "gone"]
    wanted = [*((each.id, each.on) for each in asked), ("gone", FIRST)]
    some = draw(st.lists(st.tuples(st.sampled_from(wanted), st.sampled_from(ids)), max_size=4))
    return [
        Drawing(
            draw=id,
            lot=lot,
            credits=draw(st.integers(1, 4)),
            on=on + timedelta(days=draw(st.sampled_from([0, 0, 0, 1]))),
            part=1 + sum((id, lot) == (other[0], earlier) for other, earlier in some[:place]),
        )
        for place, ((id, on), lot) in enumerate(some)
    ]


@st.composite
def given_back(draw: st.DrawFn, billed: list[Drawing]) -> list[Reversal]:
    """Draw reversals of some of the drawings, of some of their credits or all, from their day on."""
    some = draw(st.lists(st.sampled_from(billed), unique=True, max_size=3)) if billed else []
    return [
        Reversal(
            draw=each.draw,
            lot=each.lot,
            part=each.part,
            credits=draw(st.integers(1, each.credits)),
            on=each.on + timedelta(days=draw(st.sampled_from([0, 1, 20, 60]))),
        )
        for each in some
    ]


@st.composite
def months(draw: st.DrawFn) -> list[TierMonth]:
    """Draw months of tiers."""
    some = draw(st.lists(st.tuples(st.sampled_from(TIERS), st.integers(10, 12)), unique=True, max_size=3))
    return [TierMonth(tier=tier, year=2026, month=month) for tier, month in some]


@st.composite
def jobs(draw: st.DrawFn) -> tuple[list[CallOut], list[AfterHours]]:
    """Draw on-call and after-hours work."""
    call_outs = [
        CallOut(id=f"c{place}", started_at=draw(moments), duration=minutes(draw(st.integers(0, 300))))
        for place in range(draw(st.integers(0, 2)))
    ]
    work = [
        AfterHours(
            id=f"w{place}",
            started_at=draw(moments),
            duration=minutes(draw(st.integers(0, 900))),
            severity=draw(severities),
            notice_accepted=draw(st.booleans()),
        )
        for place in range(draw(st.integers(0, 2)))
    ]
    return call_outs, work


# --- the life of an account


class Life:
    """An account whose facts come in, change and are billed, within two months from `FIRST`.

    Every choice is a whole number that ``pick`` gives, from a least to a most. No two tickets are received at one
    moment, so that the order of their draws is known.
    """

    def __init__(self, pick: Callable[[int, int], int], terms: Terms | TermsHistory | None = None) -> None:
        self.pick = pick
        self.terms: Terms | TermsHistory = terms or standard()
        self.lots: dict[str, Lot] = {}
        self.tickets: dict[str, Incident] = {}
        self.tier_months: dict[str, TierMonth] = {}
        self.call_outs: dict[str, CallOut] = {}
        self.voids: list[Void] = []
        self.posted: tuple[Drawing, ...] = ()
        self.reversals: list[Reversal] = []
        self.count = 0

    @property
    def account(self) -> Account:
        return Account(
            id="acme",
            lots=self.lots.values(),
            incidents=self.tickets.values(),
            tier_months=self.tier_months.values(),
            call_outs=self.call_outs.values(),
            voids=self.voids,
            posted=self.posted,
            reversals=self.reversals,
        )

    def settled(self) -> Settlement:
        return settle(self.account, self.terms)

    def begins(self) -> None:
        """Let two to five lots and up to six tickets come in."""
        for _ in range(self.pick(2, 5)):
            self.a_lot_comes()
        for _ in range(self.pick(0, 6)):
            self.a_ticket_comes()

    def goes_on(self) -> None:
        """Let one thing happen, or become known."""
        HAPPENINGS[self.pick(0, len(HAPPENINGS) - 1)](self)

    # --- choices

    def a_day(self, most: int = 60) -> date:
        return FIRST + timedelta(days=self.pick(0, most))

    def one_of(self, facts: Any) -> Any:
        """Return one of some facts, or None where there are none."""
        facts = list(facts)
        return facts[self.pick(0, len(facts) - 1)] if facts else None

    def a_term(self) -> tuple[date, date | None]:
        on, span = self.a_day(40), self.pick(-1, 40)
        return on, None if span < 0 else on + timedelta(days=span)

    def a_receipt(self) -> datetime:
        self.count += 1
        midnight = datetime.combine(self.a_day(), datetime.min.time(), UTC)
        return midnight + timedelta(minutes=self.count)

    def an_effort(self) -> timedelta | None:
        """Return the effort that costs so many credits on the standard tier; None is not known yet."""
        units = self.pick(0, 5)
        return minutes(60 * units) if units else None

    # --- facts

    def a_lot_comes(self) -> None:
        self.count += 1
        on, last = self.a_term()
        origin: Any = "purchased" if self.pick(0, 2) else "complimentary"
        id = f"{'bAaB'[self.count % 4]}{self.count}"
        lot = Lot(id=id, credits=self.pick(1, 5), on=on, last_usable_on=last, origin=origin, price=100)
        self.lots[id] = lot

    def a_ticket_comes(self) -> None:
        received_at = self.a_receipt()
        id, tier = f"T{self.pick(0, 9)}-{self.count}", (None, None, None, "12h")[self.pick(0, 3)]
        self.tickets[id] = Incident(
            id=id, received_at=received_at, effort=self.an_effort(), tier=tier, replied_at=received_at
        )

    def a_call_out_comes(self) -> None:
        started_at = self.a_receipt()
        id = f"c{self.count}"
        self.call_outs[id] = CallOut(id=id, started_at=started_at, duration=minutes(self.pick(0, 200)))

    def a_tier_is_held(self) -> None:
        month = TierMonth(tier=TIERS[self.pick(1, 2)], year=2026, month=self.pick(1, 3))
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
            self.voids.append(Void(lot=lot.id, on=lot.on + timedelta(days=self.pick(0, 40))))

    def an_effort_is_corrected(self) -> None:
        if ticket := self.one_of(self.tickets.values()):
            self.tickets[ticket.id] = ticket.replace(effort=self.an_effort())

    def a_ticket_is_moved(self) -> None:
        if ticket := self.one_of(self.tickets.values()):
            received_at = self.a_receipt()
            self.tickets[ticket.id] = ticket.replace(received_at=received_at, replied_at=received_at, changes=())

    def a_ticket_is_gone(self) -> None:
        if ticket := self.one_of(self.tickets.values()):
            del self.tickets[ticket.id]

    def a_call_out_is_corrected(self) -> None:
        if call_out := self.one_of(self.call_outs.values()):
            self.call_outs[call_out.id] = call_out.replace(duration=minutes(self.pick(0, 200)))

    # --- bills

    def it_is_billed(self, until: date | None = None) -> None:
        """Post what was drawn until a day: to post is to add."""
        until = until or self.a_day(100)
        drawn = (drawing for drawing in self.settled().ledger.drawings if drawing.on <= until)
        self.posted = self.account.replace(posted=(*self.posted, *drawn)).posted

    def what_is_too_much_is_given_back(self) -> None:
        self.reversals += reversals(self.settled().ledger, on=self.a_day(100))

    def something_is_given_back_by_hand(self) -> None:
        if drawing := self.one_of(self.posted):
            back = sum(reversal.credits for reversal in self.reversals if reversal.key == drawing.key)
            if back < drawing.credits:
                on = drawing.on + timedelta(days=self.pick(0, 30))
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


def life_from(data: st.DataObject, *, most: int = 8, terms: Terms | TermsHistory | None = None) -> Life:
    """Return an account after some of its life."""
    life = Life(lambda least, most: int(data.draw(st.integers(least, most))), terms)
    life.begins()
    for _ in range(life.pick(0, most)):
        life.goes_on()
    return life
