"""Bad input at every public door: an error of the library, with code, field, value and remedy."""

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, cast

import pytest

from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Change,
    Channel,
    Charge,
    ConflictError,
    Draw,
    Drawing,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    InvalidTypeError,
    InvalidValueError,
    Lot,
    OutOfRangeError,
    Pack,
    Period,
    Readings,
    Terms,
    Tier,
    TierMonth,
    Topic,
    UnknownNameError,
    Void,
    advise_packs,
    assess,
    fold,
    plan_packs,
    queue,
    replay,
    settle,
    verify,
)
from incidentrules.credits import last_usable_day
from incidentrules.errors import shown
from incidentrules.incident import refusal
from judgement_strategies import at, minutes, standard, ticket

TERMS = standard()
DAY = date(2026, 1, 1)
NAIVE = datetime(2026, 11, 18, 10)  # noqa: DTZ001  # what is refused
LAST = datetime.max.replace(tzinfo=UTC)
TYPE, VALUE, NAME, RANGE, CONFLICT = (
    InvalidTypeError,
    InvalidValueError,
    UnknownNameError,
    OutOfRangeError,
    ConflictError,
)


class Vague(tzinfo):
    """A zone that doesn't know its offset."""

    def utcoffset(self, _: datetime | None) -> timedelta | None:
        return None


def vague(kind: Any) -> datetime:
    return NAIVE.replace(tzinfo=kind())


def make(kind: Callable[..., Any], right: dict[str, Any]) -> Callable[..., Any]:
    """Return a door that takes right facts, but for those that a row gives."""
    return lambda **wrong: kind(**{**right, **wrong})


incident = make(Incident, {"id": "T-1", "received_at": at("Wed 10:00")})
lot = make(Lot, {"id": "L-1", "credits": 2, "on": DAY, "last_usable_on": None})
pack = make(Pack, {"credits": 2, "price": 329, "months": 3})
draw = make(Draw, {"id": "d", "on": DAY, "credits": 1})
tier = make(Tier, {"name": "1h", "response": minutes(60), "multiplier": 16})
call_out = make(CallOut, {"id": "C-1", "started_at": at("Wed 10:00"), "duration": minutes(5)})
after_hours = make(
    AfterHours, {"id": "W-1", "started_at": at("Wed 10:00"), "duration": minutes(5), "notice_accepted": True}
)
change = make(Change, {"at": at("Wed 10:00"), "tier": "3h"})
month = make(TierMonth, {"tier": "12h", "year": 2026, "month": 11})
void = make(Void, {"lot": "L-1", "on": DAY})
charge = make(Charge, {"duration": minutes(5), "price_per_hour": Decimal(329)})
account = make(Account, {"id": "acme"})
purchased = make(Lot.purchased, {"pack": Pack(credits=2, price=1, months=3), "id": "L-1", "on": DAY})
granted = make(Lot.complimentary, {"id": "S-1", "on": DAY, "credits": 2, "months": 3})
posted = make(
    lambda **told: replay([lot()], [draw()], posted=[Drawing(**told)]),
    {"draw": "d", "lot": "L-1", "credits": 1, "on": DAY},
)


def any_of(value: Any) -> Any:
    """Hide a value's type from the type checker: what it would refuse is what is tested."""
    return cast("Any", value)


DOORS: list[tuple[Callable[[], Any], type[IncidentRulesError], str, str]] = [
    # an incident
    (lambda: incident(id=""), VALUE, "no_text", "id"),
    (lambda: incident(id=" T-1"), VALUE, "no_text", "id"),
    (lambda: incident(id="T\n1"), VALUE, "no_text", "id"),
    (lambda: incident(id="\ud800"), VALUE, "no_text", "id"),
    (lambda: incident(id="x" * 201), VALUE, "out_of_bounds", "id"),
    (lambda: incident(id=1), TYPE, "wrong_type", "id"),
    (lambda: incident(id=None), TYPE, "wrong_type", "id"),
    (lambda: incident(received_at=NAIVE), VALUE, "naive", "received_at"),
    (lambda: incident(received_at=vague(Vague)), VALUE, "naive", "received_at"),
    (lambda: incident(received_at=vague(tzinfo)), VALUE, "naive", "received_at"),
    (lambda: incident(received_at=DAY), TYPE, "wrong_type", "received_at"),
    (lambda: incident(received_at="2026-11-18T10:00:00Z"), TYPE, "wrong_type", "received_at"),
    (lambda: incident(received_at=1_700_000_000), TYPE, "wrong_type", "received_at"),
    (lambda: incident(received_at=None), TYPE, "wrong_type", "received_at"),
    (lambda: incident(severity="critical"), VALUE, "unknown_word", "severity"),
    (lambda: incident(severity=None), TYPE, "wrong_type", "severity"),
    (lambda: incident(severity=[]), TYPE, "wrong_type", "severity"),
    (lambda: incident(severity=1), TYPE, "wrong_type", "severity"),
    (lambda: incident(kind="incident"), VALUE, "unknown_word", "kind"),
    (lambda: incident(channel="fax"), VALUE, "unknown_word", "channel"),
    (lambda: incident(topic="weather"), VALUE, "unknown_word", "topic"),
    (lambda: incident(has_account=None), TYPE, "wrong_type", "has_account"),
    (lambda: incident(has_account=1), TYPE, "wrong_type", "has_account"),
    (lambda: incident(is_out_of_box=None), TYPE, "wrong_type", "is_out_of_box"),
    (lambda: incident(tier=""), VALUE, "no_text", "tier"),
    (lambda: incident(tier=3), TYPE, "wrong_type", "tier"),
    (lambda: incident(effort=75), TYPE, "wrong_type", "effort"),
    (lambda: incident(effort=minutes(-1)), VALUE, "out_of_bounds", "effort"),
    (lambda: incident(effort=timedelta.max), VALUE, "out_of_bounds", "effort"),
    (lambda: incident(advised_units=0), VALUE, "out_of_bounds", "advised_units"),
    (lambda: incident(advised_units=True), TYPE, "wrong_type", "advised_units"),
    (lambda: incident(advised_units=1.0), TYPE, "wrong_type", "advised_units"),
    (lambda: incident(advised_units=10**12), VALUE, "out_of_bounds", "advised_units"),
    (lambda: incident(replied_at=at("Wed 09:59")), VALUE, "contradiction", "replied_at"),
    (lambda: incident(replied_at=NAIVE), VALUE, "naive", "replied_at"),
    (lambda: incident(arose_at=at("Wed 10:01")), VALUE, "contradiction", "received_at"),
    (lambda: incident(arose_at=DAY), TYPE, "wrong_type", "arose_at"),
    (lambda: incident(deployed_at=NAIVE), VALUE, "naive", "deployed_at"),
    (lambda: incident(follows=""), VALUE, "no_text", "follows"),
    (lambda: incident(follows="T-1"), CONFLICT, "circle", "follows"),
    (lambda: incident(changes=change()), TYPE, "wrong_type", "changes"),
    (lambda: incident(changes=["severe"]), TYPE, "wrong_type", "changes[0]"),
    (lambda: incident(changes=[change(at=at("Wed 09:00"))]), VALUE, "contradiction", "changes[0].at"),
    (
        lambda: incident(changes=[change(at=at("Wed 12:00")), change(at=at("Wed 11:00"))]),
        VALUE,
        "contradiction",
        "changes[1].at",
    ),
    (lambda: change(at=NAIVE), VALUE, "naive", "at"),
    (lambda: change(tier=""), VALUE, "no_text", "tier"),
    (lambda: change(tier=None), VALUE, "no_change", "severity"),
    (lambda: change(severity="worse"), VALUE, "unknown_word", "severity"),
    (lambda: refusal(any_of("fax"), True, Topic.SUPPORT), VALUE, "unknown_word", "channel"),
    (lambda: refusal(Channel.EMAIL, any_of(None), Topic.SUPPORT), TYPE, "wrong_type", "has_account"),
    (lambda: refusal(Channel.EMAIL, True, any_of(1)), TYPE, "wrong_type", "topic"),
    # folding
    (lambda: fold(any_of(None)), TYPE, "wrong_type", "incidents"),
    (lambda: fold(any_of([1])), TYPE, "wrong_type", "incidents[0]"),
    (lambda: fold([incident(follows="T-0")]), NAME, "unknown_name", "incidents['T-1'].follows"),
    (lambda: fold([ticket(id="a", follows="b"), ticket(id="b", follows="a")]), CONFLICT, "circle", "follows"),
    (lambda: fold([incident(), incident(tier="3h")]), CONFLICT, "one_id_two_contents", "incidents.tier"),
    # packs and lots
    (lambda: pack(credits=0), VALUE, "out_of_bounds", "credits"),
    (lambda: pack(credits=-2), VALUE, "out_of_bounds", "credits"),
    (lambda: pack(credits=10**5000), VALUE, "out_of_bounds", "credits"),
    (lambda: pack(credits=True), TYPE, "wrong_type", "credits"),
    (lambda: pack(credits="2"), TYPE, "wrong_type", "credits"),
    (lambda: pack(price=329.0), TYPE, "wrong_type", "price"),
    (lambda: pack(price=True), TYPE, "wrong_type", "price"),
    (lambda: pack(price="cheap"), TYPE, "wrong_type", "price"),
    (lambda: pack(price=None), TYPE, "wrong_type", "price"),
    (lambda: pack(price=-1), VALUE, "out_of_bounds", "price"),
    (lambda: pack(price=Decimal("NaN")), VALUE, "out_of_bounds", "price"),
    (lambda: pack(price=Decimal("sNaN")), VALUE, "out_of_bounds", "price"),
    (lambda: pack(price=Decimal("Infinity")), VALUE, "out_of_bounds", "price"),
    (lambda: pack(price="1e5000"), VALUE, "out_of_bounds", "price"),
    (lambda: pack(price=10**5000), VALUE, "out_of_bounds", "price"),
    (lambda: pack(months=0), VALUE, "out_of_bounds", "months"),
    (lambda: pack(months=10**9), VALUE, "out_of_bounds", "months"),
    (lambda: pack(months=True), TYPE, "wrong_type", "months"),
    (lambda: pack(months=1.5), TYPE, "wrong_type", "months"),
    (lambda: lot(id=""), VALUE, "no_text", "id"),
    (lambda: lot(credits=0), VALUE, "out_of_bounds", "credits"),
    (lambda: lot(on=at("Wed 10:00")), TYPE, "wrong_type", "on"),
    (lambda: lot(on="2026-01-01"), TYPE, "wrong_type", "on"),
    (lambda: lot(last_usable_on=at("Wed 10:00")), TYPE, "wrong_type", "last_usable_on"),
    (lambda: lot(last_usable_on=date(2025, 12, 31)), VALUE, "contradiction", "last_usable_on"),
    (lambda: lot(origin="stolen"), VALUE, "unknown_word", "origin"),
    (lambda: lot(price=1.5), TYPE, "wrong_type", "price"),
    (lambda: purchased(pack=2), TYPE, "wrong_type", "pack"),
    (lambda: purchased(on=NAIVE), TYPE, "wrong_type", "on"),
    (lambda: purchased(on=date(9999, 12, 1)), VALUE, "out_of_bounds", "on"),
    (lambda: purchased(last_day="some day"), VALUE, "unknown_word", "last_day"),
    (lambda: granted(credits=0), VALUE, "out_of_bounds", "credits"),
    (lambda: granted(months=0), VALUE, "out_of_bounds", "months"),
    (lambda: last_usable_day(DAY, any_of("3")), TYPE, "wrong_type", "months"),
    (lambda: lot(price=1).value_of(-1, 1), VALUE, "out_of_bounds", "start"),
    (lambda: lot(price=1).value_of(0, 3), VALUE, "out_of_bounds", "stop"),
    (lambda: lot(price=1).value_of(2, 1), VALUE, "out_of_bounds", "stop"),
    (lambda: lot(price=1).value_of(0.5, 1), TYPE, "wrong_type", "start"),
    (lambda: lot().is_usable(NAIVE), TYPE, "wrong_type", "on"),
    (lambda: lot().is_usable(None), TYPE, "wrong_type", "on"),
    # the ledger
    (lambda: draw(id=""), VALUE, "no_text", "id"),
    (lambda: draw(on=NAIVE), TYPE, "wrong_type", "on"),
    (lambda: draw(credits=0), VALUE, "out_of_bounds", "credits"),
    (lambda: draw(credits=False), TYPE, "wrong_type", "credits"),
    (lambda: void(lot=""), VALUE, "no_text", "lot"),
    (lambda: void(on=NAIVE), TYPE, "wrong_type", "on"),
    (lambda: replay(any_of(None), []), TYPE, "wrong_type", "lots"),
    (lambda: replay(any_of([draw()]), []), TYPE, "wrong_type", "lots[0]"),
    (lambda: replay([], any_of("draws")), TYPE, "wrong_type", "draws"),
    (lambda: replay([], [], voids=any_of([DAY])), TYPE, "wrong_type", "voids[0]"),
    (lambda: replay([], [], posted=any_of([DAY])), TYPE, "wrong_type", "posted[0]"),
    (lambda: replay([], [], refuse_short=any_of(1)), TYPE, "wrong_type", "refuse_short"),
    (lambda: replay([], [], voids=[void()]), NAME, "unknown_name", "voids[0].lot"),
    (lambda: replay([lot()], [], voids=[void(on=date(2025, 1, 1))]), VALUE, "contradiction", "voids[0].on"),
    (lambda: replay([lot(), lot(credits=3)], []), CONFLICT, "one_id_two_contents", "lots.credits"),
    (lambda: replay([], [draw(), draw(credits=3)]), CONFLICT, "one_id_two_contents", "draws.credits"),
    (lambda: posted(credits=-5), VALUE, "out_of_bounds", "posted[0].credits"),
    (lambda: posted(credits=1.0), TYPE, "wrong_type", "posted[0].credits"),
    (lambda: posted(draw=None), TYPE, "wrong_type", "posted[0].draw"),
    (lambda: posted(lot=""), VALUE, "no_text", "posted[0].lot"),
    (lambda: posted(on=NAIVE), TYPE, "wrong_type", "posted[0].on"),
    (lambda: replay([], []).balance(on=NAIVE), TYPE, "wrong_type", "on"),
    (lambda: replay([], []).remaining(on=any_of(None)), TYPE, "wrong_type", "on"),
    (lambda: replay([], []).total("lapsed", on=NAIVE), TYPE, "wrong_type", "on"),
    (lambda: replay([], []).total("lost", on=DAY), VALUE, "unknown_word", "entry_kind"),
    # advice
    (lambda: advise_packs(0, TERMS.packs), VALUE, "out_of_bounds", "need"),
    (lambda: advise_packs(20_001, TERMS.packs), VALUE, "out_of_bounds", "need"),
    (lambda: advise_packs(any_of(1.5), TERMS.packs), TYPE, "wrong_type", "need"),
    (lambda: advise_packs(1, TERMS.packs, usable_for_months=-1), VALUE, "out_of_bounds", "usable_for_months"),
    (lambda: advise_packs(1, TERMS.packs, usable_for_months=13), VALUE, "no_pack", "usable_for_months"),
    (lambda: advise_packs(1, any_of([329])), TYPE, "wrong_type", "packs[0]"),
    (lambda: advise_packs(1, [pack(credits=10**6)]), VALUE, "out_of_bounds", "packs[0].credits"),
    (lambda: plan_packs(any_of([6]), TERMS.packs), TYPE, "wrong_type", "needs"),
    (lambda: plan_packs({any_of(NAIVE): 6}, TERMS.packs), TYPE, "wrong_type", "needs"),
    (lambda: plan_packs({DAY: 0}, TERMS.packs), VALUE, "out_of_bounds", "needs[2026-01-01]"),
    (lambda: plan_packs({DAY: 6}, []), VALUE, "empty", "packs"),
    (lambda: plan_packs({DAY: 6}, TERMS.packs, lots=any_of([1])), TYPE, "wrong_type", "lots[0]"),
    (
        lambda: plan_packs({DAY: 6}, TERMS.packs, lots=[lot(), lot(credits=3)]),
        CONFLICT,
        "one_id_two_contents",
        "lots.credits",
    ),
    # on-call
    (lambda: call_out(id=""), VALUE, "no_text", "id"),
    (lambda: call_out(started_at=NAIVE), VALUE, "naive", "started_at"),
    (lambda: call_out(duration=minutes(-5)), VALUE, "out_of_bounds", "duration"),
    (lambda: call_out(duration=90), TYPE, "wrong_type", "duration"),
    (lambda: after_hours(started_at=NAIVE), VALUE, "naive", "started_at"),
    (lambda: after_hours(started_at=LAST), VALUE, "out_of_bounds", "duration"),
    (lambda: after_hours(severity="grave"), VALUE, "unknown_word", "severity"),
    (lambda: after_hours(notice_accepted=None), TYPE, "wrong_type", "notice_accepted"),
    (lambda: charge(duration=90), TYPE, "wrong_type", "duration"),
    (lambda: charge(duration=minutes(-1)), VALUE, "out_of_bounds", "duration"),
    (lambda: charge(price_per_hour=329.0), TYPE, "wrong_type", "price_per_hour"),
    (lambda: charge(rounding="down"), VALUE, "unknown_word", "rounding"),
    (lambda: charge(minimum_hours=-1), VALUE, "out_of_bounds", "minimum_hours"),
    (lambda: TERMS.charge(any_of(90)), TYPE, "wrong_type", "duration"),
    (lambda: TERMS.judge_after_hours(any_of(call_out())), TYPE, "wrong_type", "work"),
    # terms and readings
    (lambda: tier(name=""), VALUE, "no_text", "name"),
    (lambda: tier(response=minutes(0)), VALUE, "out_of_bounds", "response"),
    (lambda: tier(response=3), TYPE, "wrong_type", "response"),
    (lambda: tier(multiplier=0), VALUE, "out_of_bounds", "multiplier"),
    (lambda: Terms.standard(holidays=any_of(None)), TYPE, "wrong_type", "holidays"),
    (lambda: Terms.standard(holidays=any_of([DAY])), TYPE, "wrong_type", "holidays"),
    (lambda: TERMS.replace(prices=1), NAME, "unknown_name", "prices"),
    (lambda: TERMS.replace(tiers=[]), VALUE, "empty", "tiers"),
    (lambda: TERMS.replace(tiers="12h"), TYPE, "wrong_type", "tiers"),
    (lambda: TERMS.replace(tiers=[tier(), tier(multiplier=2)]), CONFLICT, "one_id_two_contents", "tiers"),
    (lambda: TERMS.replace(packs=[]), VALUE, "empty", "packs"),
    (lambda: TERMS.replace(packs=[pack(), pack(price=1)]), CONFLICT, "one_id_two_contents", "packs"),
    (lambda: TERMS.replace(business_hours="Mo-Fr 08:00-24:00"), TYPE, "wrong_type", "business_hours"),
    (lambda: TERMS.replace(severe_hours=None), TYPE, "wrong_type", "severe_hours"),
    (lambda: TERMS.replace(currency=""), VALUE, "no_text", "currency"),
    (lambda: TERMS.replace(on_call_price=329.0), TYPE, "wrong_type", "on_call_price"),
    (lambda: TERMS.replace(on_call_minimum_hours=-1), VALUE, "out_of_bounds", "on_call_minimum_hours"),
    (lambda: TERMS.replace(business_day=16), TYPE, "wrong_type", "business_day"),
    (lambda: TERMS.replace(unit=minutes(0)), VALUE, "out_of_bounds", "unit"),
    (lambda: TERMS.replace(grace_days=-1), VALUE, "out_of_bounds", "grace_days"),
    (lambda: TERMS.replace(grace_days=10**6), VALUE, "out_of_bounds", "grace_days"),
    (lambda: TERMS.replace(goal=minutes(0)), VALUE, "out_of_bounds", "goal"),
    (lambda: TERMS.replace(server_credits=0), VALUE, "out_of_bounds", "server_credits"),
    (lambda: TERMS.replace(server_months=0), VALUE, "out_of_bounds", "server_months"),
    (lambda: TERMS.replace(readings={"overrun": "charged"}), TYPE, "wrong_type", "readings"),
    (lambda: TERMS.reading(overrun="free"), VALUE, "unknown_word", "overrun"),
    (lambda: TERMS.reading(sla="elapsed"), NAME, "unknown_name", "sla"),
    (lambda: TERMS.tier("2h"), NAME, "unknown_name", "tier"),
    (lambda: TERMS.tier(any_of(["12h"])), NAME, "unknown_name", "tier"),
    (lambda: TERMS.pack(3), NAME, "unknown_name", "credits"),
    (lambda: TERMS.pack(any_of("2")), TYPE, "wrong_type", "credits"),
    (lambda: TERMS.pack(True), TYPE, "wrong_type", "credits"),
    (lambda: TERMS.purchase(3, id="L-1", on=DAY), NAME, "unknown_name", "credits"),
    (lambda: TERMS.purchase(2, id="L-1", on=NAIVE), TYPE, "wrong_type", "on"),
    (lambda: TERMS.server_grant(id="", on=DAY), VALUE, "no_text", "id"),
    (lambda: TERMS.monthly_credits("2h"), NAME, "unknown_name", "tier"),
    (lambda: TERMS.hours_for(any_of("grave")), VALUE, "unknown_word", "severity"),
    (lambda: TERMS.day_of(NAIVE), VALUE, "naive", "at"),
    (lambda: Readings(sla_clock=any_of("clock")), VALUE, "unknown_word", "sla_clock"),
    (lambda: Readings(window=any_of(7)), TYPE, "wrong_type", "window"),
    (lambda: Readings().cite("A1"), NAME, "unknown_name", "field"),
    # judgements
    (lambda: assess(any_of("T-1"), TERMS), TYPE, "wrong_type", "incident"),
    (lambda: assess(incident(), any_of(None)), TYPE, "wrong_type", "terms"),
    (lambda: assess(incident(), TERMS, folded=any_of("T-2")), TYPE, "wrong_type", "folded"),
    (lambda: assess(incident(), TERMS, folded=any_of(["T-2"])), TYPE, "wrong_type", "folded[0]"),
    (lambda: assess(incident(), TERMS, folded=[incident()]), CONFLICT, "one_id_two_contents", "folded"),
    (lambda: assess(incident(), TERMS, folded=[ticket(id="T-2")] * 2), CONFLICT, "one_id_two_contents", "folded"),
    (lambda: assess(incident(), TERMS, folded=any_of(None)), TYPE, "wrong_type", "folded"),
    (lambda: assess(incident(), TERMS, folded=any_of("")), TYPE, "wrong_type", "folded"),
    (lambda: assess(incident(tier="2h"), TERMS), NAME, "unknown_name", "tier"),
    (lambda: assess(incident(changes=[change(tier="2h")]), TERMS), NAME, "unknown_name", "tier"),
    (lambda: assess(incident(), TERMS).outcome(), VALUE, "missing", "at"),
    (lambda: assess(incident(), TERMS).outcome(at=NAIVE), VALUE, "naive", "at"),
    (lambda: assess(incident(channel="phone"), TERMS).due_at, VALUE, "not_owed", "response"),
    (lambda: assess(incident(channel="phone"), TERMS).goal_at, VALUE, "not_owed", "response"),
    (lambda: assess(incident(channel="phone"), TERMS).why_due, VALUE, "not_owed", "response"),
    (lambda: assess(incident(received_at=LAST), TERMS).due_at, RANGE, "never", "at"),
    (
        lambda: (
            assess(incident(), Terms.standard(holidays=HolidayCalendar.from_dates([], years=range(2020, 2021)))).due_at
        ),
        RANGE,
        "outside_calendar",
        "day",
    ),
    (lambda: any_of(assess(incident(), TERMS).response).outcome(NAIVE), VALUE, "naive", "replied_at"),
    (lambda: any_of(assess(incident(), TERMS).response).time_left(at=DAY), TYPE, "wrong_type", "at"),
    (lambda: assess(incident(effort=minutes(0)), TERMS).due_at, VALUE, "not_owed", "response"),
    (lambda: assess(incident(topic="on_call"), TERMS).outcome(at=at("Wed 10:00")), VALUE, "not_owed", "response"),
    (lambda: assess(incident(), TERMS).time_left(at=NAIVE), VALUE, "naive", "at"),
    (lambda: queue(any_of([1])), TYPE, "wrong_type", "items[0]"),
    (lambda: queue(any_of(1)), TYPE, "wrong_type", "items"),
    (lambda: queue(any_of([incident()])), TYPE, "wrong_type", "items[0]"),
    (lambda: queue([assess(incident(channel="phone"), TERMS)]), VALUE, "not_owed", "response"),
    (lambda: verify(any_of("why")), TYPE, "wrong_type", "reason"),
    # accounts
    (lambda: month(tier=""), VALUE, "no_text", "tier"),
    (lambda: month(year=0), VALUE, "out_of_bounds", "year"),
    (lambda: month(month=13), VALUE, "out_of_bounds", "month"),
    (lambda: month(month=True), TYPE, "wrong_type", "month"),
    (lambda: Period(DAY, DAY), VALUE, "contradiction", "end"),
    (lambda: Period(DAY, NAIVE), TYPE, "wrong_type", "end"),
    (lambda: Period(any_of("2026-01-01"), DAY), TYPE, "wrong_type", "start"),
    (lambda: Period.month(2026, 0), VALUE, "out_of_bounds", "month"),
    (lambda: Period.month(9999, 12), VALUE, "out_of_bounds", "year"),
    (lambda: Period.quarter(2026, 5), VALUE, "out_of_bounds", "quarter"),
    (lambda: at("Wed 10:00") in Period.month(2026, 11), TYPE, "wrong_type", "day"),
    (lambda: account(id=""), VALUE, "no_text", "id"),
    (lambda: account(lots=[2]), TYPE, "wrong_type", "lots[0]"),
    (lambda: account(incidents=incident()), TYPE, "wrong_type", "incidents"),
    (lambda: account(call_outs=[{}]), TYPE, "wrong_type", "call_outs[0]"),
    (lambda: account(call_outs="C-1"), TYPE, "wrong_type", "call_outs"),
    (lambda: account(after_hours=[call_out()]), TYPE, "wrong_type", "after_hours[0]"),
    (lambda: account(tier_months=["12h"]), TYPE, "wrong_type", "tier_months[0]"),
    (lambda: account(voids=[DAY]), TYPE, "wrong_type", "voids[0]"),
    (lambda: account(posted=[draw()]), TYPE, "wrong_type", "posted[0]"),
    (
        lambda: account(call_outs=[call_out(), call_out(duration=minutes(6))]),
        CONFLICT,
        "one_id_two_contents",
        "call_outs.duration",
    ),
    (
        lambda: account(after_hours=[after_hours(), after_hours(notice_accepted=False)]),
        CONFLICT,
        "one_id_two_contents",
        "after_hours.notice_accepted",
    ),
    (lambda: settle(any_of("acme"), TERMS), TYPE, "wrong_type", "account"),
    (lambda: settle(account(), any_of(None)), TYPE, "wrong_type", "terms"),
    (lambda: settle(account(tier_months=[month(tier="2h")]), TERMS), NAME, "unknown_name", "tier"),
    (lambda: settle(account(incidents=[incident(tier="2h")]), TERMS), NAME, "unknown_name", "tier"),
    (
        lambda: settle(account(incidents=[incident(), incident(effort=minutes(1))]), TERMS),
        CONFLICT,
        "one_id_two_contents",
        "incidents.effort",
    ),
    (
        lambda: settle(
            account(incidents=[incident(id="tier 12h 2026-11", tier="12h")]), TERMS.reading(credit_basis="standing")
        ),
        CONFLICT,
        "one_id_two_contents",
        "incidents.id",
    ),
    (
        lambda: settle(account(incidents=[incident(id="tier 12h 2026-11")], tier_months=[month()]), TERMS),
        CONFLICT,
        "one_id_two_contents",
        "incidents.id",
    ),
    (lambda: settle(account(), TERMS).statement(any_of("2026-11")), TYPE, "wrong_type", "period"),
    (lambda: settle(account(), TERMS).day_of(any_of(incident())), TYPE, "wrong_type", "assessed"),
    (
        lambda: settle(account(), TERMS).statement(Period.month(2026, 11)).outcome(any_of("T-1")),
        TYPE,
        "wrong_type",
        "assessed",
    ),
]


@pytest.mark.parametrize(("call", "kind", "code", "field"), DOORS, ids=range(len(DOORS)))
def test_bad_input_is_refused_with_code_field_value_and_remedy(
    call: Callable[[], Any], kind: type[IncidentRulesError], code: str, field: str
) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        call()
    error = caught.value
    assert (kind, code, field) == (type(error), error.code, error.field)
    message = str(error)
    assert message.startswith(f"{field} ")
    assert error.remedy
    assert message.endswith(error.remedy)
    assert f"got {shown(error.value)}" in message
    assert len(message) <= 400
    assert "\n" not in message


@pytest.mark.parametrize(("call", "kind", "code", "field"), DOORS, ids=range(len(DOORS)))
def test_an_error_survives_a_pickle_and_a_copy(
    call: Callable[[], Any], kind: type[IncidentRulesError], code: str, field: str
) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        call()
    error = caught.value
    again = [copy.copy(error)]
    if is_plain(error.value):
        again += [copy.deepcopy(error), pickle.loads(pickle.dumps(error))]
    for other in again:
        assert (kind, code, field, str(error)) == (type(other), other.code, other.field, str(other))


def is_plain(value: object) -> bool:
    """Tell whether a wrong value can be pickled itself; a NaN can, a tzinfo without a state too."""
    return not isinstance(value, datetime)


@pytest.mark.parametrize(
    ("kind", "built_in"),
    [
        (InvalidValueError, ValueError),
        (InvalidTypeError, TypeError),
        (UnknownNameError, LookupError),
        (OutOfRangeError, LookupError),
        (ConflictError, ValueError),
    ],
)
def test_an_error_is_also_the_built_in_that_a_caller_would_catch(
    kind: type[IncidentRulesError], built_in: type[Exception]
) -> None:
    assert issubclass(kind, IncidentRulesError)
    assert issubclass(kind, built_in)


class Broken:
    """A value that can't even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", "'x'"),
        ("x" * 78, "'" + "x" * 78 + "'"),
        ("x" * 79, "'" + "x" * 78 + "…"),
        ([1, "a\nb"], "[1, 'a\\nb']"),
        (Broken(), "<Broken whose repr fails>"),
    ],
)
def test_a_message_shows_a_value_on_one_line_of_80_characters(value: object, expected: str) -> None:
    assert expected == shown(value)


def test_many_long_names_still_make_a_message_that_can_be_read() -> None:
    tiers = [Tier(name=f"{place:03}" + "x" * 190, response=minutes(60), multiplier=1) for place in range(50)]
    with pytest.raises(UnknownNameError) as caught:
        TERMS.replace(tiers=tiers).tier("y" * 200)
    assert len(str(caught.value)) < 24 * 84 + 300
    assert str(caught.value).endswith("…, …")


def test_a_tier_that_is_not_there_is_told_with_the_incident_that_names_it() -> None:
    with pytest.raises(UnknownNameError, match="tier of the terms that incident 'T-7' is judged by"):
        settle(account(incidents=[incident(), incident(id="T-7", tier="2h")]), TERMS)
