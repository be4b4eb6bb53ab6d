"""Strategies for others: what they draw is valid, narrow where that is asked for, and plain where it has shrunk."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import Phase, __version_info__, find, given, settings
from hypothesis import strategies as st

import incidentrules
from helpers import HOLIDAY, examples, minutes, standard
from incidentrules import (
    Account,
    Change,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    InvalidTypeError,
    InvalidValueError,
    Lot,
    OperatingHours,
    OutOfRangeError,
    Pack,
    Period,
    Readings,
    Severity,
    Terms,
    TermsHistory,
    Tier,
    UnknownNameError,
    settle,
)
from incidentrules.extra import columns, strategies
from incidentrules.extra._hypothesis import register, strategy_of, value_types
from incidentrules.extra._life import Life

ROOT = Path(__file__).parents[2]
NOVEMBER = Period.month(2026, 11)
BERLIN = OperatingHours.parse("Mo-Fr 09:00-17:00", tz="Europe/Berlin")
DESK = Terms.desk(
    hours=BERLIN,
    tiers=[
        Tier(name="day", response=timedelta(hours=8), multiplier=1),
        Tier(name="hour", response=timedelta(hours=1), multiplier=3),
    ],
    packs=[Pack(credits=10, price=500, months=12)],
    currency="EUR",
    on_call_price=120,
)
ALONE = DESK.replace(tiers=DESK.tiers[:1])
HISTORY = TermsHistory({date(2026, 1, 1): DESK, date(2026, 11, 10): DESK.replace(grace_days=3)})
PLAIN = settings(max_examples=300, database=None)
any_of: Callable[[Any], Any] = lambda value: value  # noqa: E731  # what type checkers would refuse


def plainest(strategy: st.SearchStrategy[Any], has: Callable[[Any], object] = lambda _: True) -> Any:
    """Return what a strategy shrinks to, of what has something."""
    return find(strategy, lambda value: bool(has(value)), settings=PLAIN, random=Random(1))


# --- each gives valid values, by its type too


def kinds() -> list[type]:
    return list(strategies.BY_TYPE)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_value_is_made_again_from_its_own_fields(kind: Any) -> None:
    """What stands in it was checked where it was made, and is what its checks accept once more."""

    @examples(10)
    @given(strategy_of(kind))
    def law(value: Any) -> None:
        assert type(value) is kind
        if not issubclass(kind, OperatingHours | Terms):  # whose fields are not what they are made from
            assert value == kind(**{each.alias: getattr(value, each.name) for each in attrs.fields(kind) if each.init})

    law()


def test_every_type_at_the_root_can_be_drawn() -> None:
    assert {kind.__name__ for kind in kinds()} == {"Interval", *(kind.__name__ for kind in value_types())}
    left_out = {"RULES"} | {kind.__name__ for kind in value_types()}
    others = [getattr(incidentrules, name) for name in incidentrules.__all__ if name not in left_out]
    assert all(not isinstance(each, type) or issubclass(each, str | Exception) for each in others)


def test_hypothesis_draws_by_type_once_it_has_been_told() -> None:
    register()
    assert plainest(st.from_type(Incident)) == plainest(strategies.incidents())
    assert plainest(st.lists(st.from_type(Lot), min_size=2), lambda lots: lots[0].id != lots[1].id)[1].id == "L-2"


def test_the_entry_point_names_what_tells_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, name = project["entry-points"]["hypothesis"]["incidentrules"].partition(":")
    assert getattr(import_module(module), name) is register


def test_an_import_of_the_root_brings_in_no_hypothesis_and_one_of_the_hook_no_strategy() -> None:
    code = "import sys, {}; print(*(name in sys.modules for name in ('hypothesis', 'incidentrules.extra.strategies')))"
    for module in ("incidentrules", "incidentrules.extra._hypothesis"):
        told = subprocess.run([sys.executable, "-c", code.format(module)], capture_output=True, text=True, check=True)
        assert told.stdout.split() == ["False", "False"]


@examples(20)
@given(strategies.accounts(), strategies.terms() | strategies.desks() | strategies.histories(), strategies.periods())
def test_any_account_is_settled_by_any_terms(account: Account, terms: Terms | TermsHistory, period: Period) -> None:
    statement = settle(account, terms).statement(period)
    assert statement.closing == sum(each.credits for each in statement.remaining)


@examples(10)
@given(strategies.columns(), strategies.terms())
def test_any_columns_are_judged_by_any_terms(given_columns: dict[str, Any], terms: Terms) -> None:
    assert len(columns.judge(given_columns, terms)) == len(given_columns["id"])


@pytest.mark.parametrize("terms", [DESK, ALONE, HISTORY], ids=["a desk", "of one tier", "a history"])
def test_what_is_drawn_for_terms_is_judged_by_them(terms: Any) -> None:
    @examples(10)
    @given(strategies.accounts(terms=terms, steps=12), strategies.columns(terms=terms, within=NOVEMBER))
    def law(account: Account, drawn: dict[str, Any]) -> None:
        assert settle(account, terms).statement(NOVEMBER).closing >= 0
        assert len(columns.judge(drawn, terms)) == len(drawn["id"])

    law()


# --- what they reach


HOURS = OperatingHours.parse("Mo-Fr 08:00-24:00")
PARIS = OperatingHours.parse("Mo-Fr 09:00-17:00", tz="Europe/Paris")
CLOCK_CHANGES, OCTOBER = datetime(2026, 10, 25, 1, tzinfo=UTC), Period.month(2026, 10)
BESIDE = timedelta.resolution
REACHED: list[tuple[st.SearchStrategy[Any], Callable[[Any], object]]] = [
    (strategies.moments(), lambda at: at == HOURS.next_close(at - BESIDE)),
    (strategies.moments(), lambda at: at + BESIDE == HOURS.next_open(at)),
    (strategies.moments(), lambda at: not HOURS.is_open(at)),
    (strategies.moments(), lambda at: at.second and at.microsecond),
    (strategies.moments(PARIS, within=OCTOBER), lambda at: at == CLOCK_CHANGES),
    (strategies.hours(), lambda hours: hours.holidays and hours.holidays.days),
    (strategies.incidents(), lambda incident: len(incident.changes) == 3),
    (strategies.incidents(), lambda incident: incident.received_at == incident.arose_at),
    (strategies.chains(), lambda listed: {one.follows for one in listed} >= {"T-1", "T-2"}),
    (strategies.histories(), lambda history: any(day.day > 1 for day, _ in history.versions)),
    (strategies.ledgers(), lambda ledger: ledger.impossible and ledger.reversals),
    (strategies.accounts(most=2, steps=12), lambda account: account.posted and account.reversals),
    (strategies.accounts(), lambda account: account.voids and account.tier_months),
    (strategies.lots(terms=DESK), lambda lot: lot.origin == "complimentary"),
    (strategies.changes(), lambda change: change.severity is None),
    (strategies.columns(), lambda drawn: "changes" in drawn and "follows" in drawn),
    (strategies.periods(), lambda period: period == Period.quarter(2026, 4)),
]


@pytest.mark.parametrize("place", range(len(REACHED)))
def test_they_reach_what_is_easily_overlooked(place: int) -> None:
    strategy, has = REACHED[place]
    tries = settings(max_examples=2000, database=None, derandomize=True, phases=[Phase.generate])
    assert find(strategy, lambda value: bool(has(value)), settings=tries) is not None


def test_where_there_is_one_tier_none_is_held_by_the_month() -> None:
    life = Life(lambda least, most: least, ALONE)
    life.a_tier_is_held()
    life.a_call_out_is_corrected()
    assert life.account == Account(id="acme")


# --- the plainest example


OPENS = datetime(2026, 10, 1, 8, tzinfo=UTC)
"""The first opening of the fourth quarter of 2026: a Thursday."""


@pytest.mark.skipif(__version_info__ < (6, 150), reason="older releases of Hypothesis shrink less far")
@pytest.mark.parametrize(
    ("strategy", "has", "expected"),
    [
        (strategies.moments(), lambda _: True, OPENS),
        (strategies.moments(), lambda at: at > OPENS, OPENS + minutes(1)),
        (strategies.days(), lambda _: True, date(2026, 10, 1)),
        (strategies.periods(), lambda _: True, Period.month(2026, 10)),
        (strategies.hours(), lambda _: True, OperatingHours.parse("Mo-Fr 09:00-17:00")),
        (strategies.calendars(), lambda _: True, HolidayCalendar.from_dates([], years=[2026])),
        (strategies.readings(), lambda _: True, Readings()),
        (strategies.readings(), lambda one: one.overrun == "charged", Readings(overrun="charged")),
        (strategies.terms(), lambda _: True, standard()),
        (strategies.terms(DESK), lambda _: True, DESK),
        (strategies.terms(), lambda terms: terms.grace_days == 0, standard().replace(grace_days=0)),
        (strategies.histories(like=DESK), lambda _: True, TermsHistory({date(2025, 1, 1): DESK})),
        (strategies.tiers(), lambda _: True, standard().standard_tier),
        (strategies.packs(), lambda _: True, standard().pack(2)),
        (strategies.lots(), lambda _: True, Lot(id="L-1", credits=1, on=date(2026, 10, 1), last_usable_on=None)),
        (strategies.lots(terms=DESK), lambda _: True, DESK.purchase(10, id="L-1", on=date(2026, 10, 1))),
        (strategies.incidents(), lambda _: True, Incident(id="T-1", received_at=OPENS)),
        (
            strategies.incidents(),
            lambda incident: incident.severity == "severe" and incident.effort,
            Incident(id="T-1", received_at=OPENS, severity="severe", effort=minutes(1)),
        ),
        (
            strategies.incidents(),
            lambda incident: incident.changes,
            Incident(id="T-1", received_at=OPENS, changes=[Change(at=OPENS, severity="normal")]),
        ),
        (strategies.accounts(), lambda _: True, Account(id="acme")),
        (strategies.ledgers(), lambda ledger: len(ledger.lots), None),
    ],
)
def test_the_plainest_example_is_that(strategy: Any, has: Callable[[Any], object], expected: Any) -> None:
    found = plainest(strategy, has)
    if expected is None:  # of a ledger with a lot
        assert ([lot.credits for lot in found.lots], found.draws, found.posted) == ([1], (), ())
    else:
        assert found == expected


def test_of_accounts_the_plainest_is_one_lot_and_one_severe_ticket_on_a_weekday() -> None:
    """Hypothesis may stop at a second ticket or lot, as they have many facts; one of three tries gets there."""

    def has(account: Account) -> bool:
        return bool(account.lots) and any(one.severity is Severity.SEVERE for one in account.incidents)

    expected = Account(
        id="acme",
        lots=[Lot(id="L-1", credits=1, on=date(2026, 10, 1), last_usable_on=None)],
        incidents=[Incident(id="T-1", received_at=OPENS, severity="severe")],
    )
    tries = (find(strategies.accounts(), has, settings=PLAIN, random=Random(seed)) for seed in (1, 2, 3))
    assert any(expected == found for found in tries)


# --- narrower


@examples(10)
@given(st.data())
def test_what_is_given_is_that_of_all(data: st.DataObject) -> None:
    draw = data.draw
    incident = draw(
        strategies.incidents(terms=DESK, within=NOVEMBER, severity="severe", effort=minutes(75), changes=())
    )
    assert (incident.severity, incident.effort, incident.changes) == (Severity.SEVERE, minutes(75), ())
    assert DESK.day_of(incident.received_at) in NOVEMBER
    assert incident.tier in (None, "day", "hour")
    assert draw(strategies.incidents(tier=st.just("6h"))).tier == "6h"
    received = draw(strategies.incidents(received_at=OPENS, replied_at=OPENS, deployed_at=None))
    assert (received.received_at, received.replied_at, received.deployed_at) == (OPENS, OPENS, None)
    assert draw(strategies.changes(tier="3h", severity=None)).tier == "3h"
    assert draw(strategies.changes(at=OPENS)).at == OPENS
    chain = draw(strategies.chains(most=2, kind="question"))
    assert len(chain) <= 2
    assert {one.kind for one in chain} <= {"question"}
    lot = draw(strategies.lots(terms=HISTORY, within=NOVEMBER, origin="purchased", id="L-9"))
    assert (lot.id, lot.origin, lot.on in NOVEMBER) == ("L-9", "purchased", True)
    assert draw(strategies.lots(on=HOLIDAY, last_usable_on=HOLIDAY)).last_usable_on == HOLIDAY
    assert draw(strategies.draws(credits=3, within=NOVEMBER)).on in NOVEMBER
    assert draw(strategies.drawings(lot="L-7")).lot == draw(strategies.reversals(lot="L-7")).lot == "L-7"
    assert draw(strategies.voids(on=HOLIDAY)).on == HOLIDAY
    assert draw(strategies.call_outs(duration=minutes(5))).duration == minutes(5)
    assert draw(strategies.after_hours(notice_accepted=True, within=NOVEMBER)).notice_accepted
    assert draw(strategies.tier_months(terms=DESK, within=NOVEMBER, tier="hour")).on == NOVEMBER.start
    assert draw(strategies.hours(tz="Europe/Berlin")).tz == BERLIN.tz
    calendar = draw(strategies.calendars(years=range(2026, 2028)))
    assert calendar.years == range(2026, 2028)
    assert draw(strategies.hours(holidays=calendar)).holidays == calendar
    assert draw(strategies.terms(credit_basis="standing")).readings.credit_basis == "standing"
    assert draw(strategies.terms(DESK, overrun="charged")).business_hours == BERLIN
    assert draw(strategies.desks(hours=BERLIN, rounding="up")).readings.rounding == "up"
    assert draw(strategies.desks(tz="Europe/Berlin")).tz == BERLIN.tz
    assert draw(strategies.tiers(multiplier=5)).multiplier == draw(strategies.packs(credits=5)).credits == 5
    assert draw(strategies.ledgers(refuse_short=True)).refuse_short
    assert draw(strategies.assessments(terms=DESK, kind="pre_sales")).terms == DESK
    assert draw(strategies.settlements(terms=DESK, most=1, steps=0, id="b")).account.id == "b"
    assert draw(strategies.statements(terms=DESK, within=NOVEMBER, steps=0)).period.last_day in NOVEMBER
    assert draw(strategies.columns(words="codes", most=1))["severity"].dtype.kind == "i"
    assert draw(strategies.days(within=NOVEMBER)) in NOVEMBER
    assert draw(strategies.zones()) in ("UTC", *OFFERED)


OFFERED = {
    "America/Los_Angeles", "Europe/Paris", "Australia/Lord_Howe", "Antarctica/Troll", "America/Havana", "Asia/Beirut",
    "America/Santiago", "Africa/Cairo", "America/Sao_Paulo", "Europe/Moscow", "Pacific/Apia", "Pacific/Kiritimati",
    "Asia/Kathmandu",
}  # fmt: skip


@pytest.mark.parametrize(
    "text", ["24/7", "2026 Nov 18 08:00-09:00", "2025 Nov 18 08:00-09:00", "2026 Nov 30 23:00-24:00"]
)
def test_moments_are_found_for_hours_of_any_kind(text: str) -> None:
    hours = OperatingHours.parse(text)

    @examples(20)
    @given(strategies.moments(hours, within=NOVEMBER))
    def law(at: datetime) -> None:
        assert at.date() in NOVEMBER

    law()


# --- refused


EARLIER = Period.month(2025, 12)
KNOWN = HolidayCalendar.from_dates([], years=[2025])
OLD = Terms.standard(holidays=KNOWN)
REFUSED: list[tuple[Callable[[], object], type[IncidentRulesError], str, str]] = [
    (lambda: strategies.incidents(within=any_of("2026-11")), InvalidTypeError, "wrong_type", "within"),
    (lambda: strategies.incidents(terms=any_of("standard")), InvalidTypeError, "wrong_type", "terms"),
    (lambda: strategies.incidents(terms=OLD), OutOfRangeError, "outside_calendar", "within"),
    (
        lambda: strategies.incidents(terms=HISTORY, within=Period.month(2025, 12)),
        OutOfRangeError,
        "before_terms",
        "within",
    ),
    (lambda: strategies.incidents(sevrity="severe"), UnknownNameError, "unknown_name", "facts"),
    (lambda: strategies.incidents(severity="urgent"), InvalidValueError, "unknown_word", "severity"),
    (lambda: strategies.incidents(replied_at=OPENS), InvalidValueError, "missing", "replied_at"),
    (lambda: strategies.chains(id="T-1"), InvalidValueError, "given", "id"),
    (lambda: strategies.chains(most=-1), InvalidValueError, "out_of_bounds", "most"),
    (lambda: strategies.changes(tier=any_of(12)), InvalidTypeError, "wrong_type", "tier"),
    (lambda: strategies.lots(terms=any_of(2)), InvalidTypeError, "wrong_type", "terms"),
    (lambda: strategies.lots(credits=0), InvalidValueError, "out_of_bounds", "credits"),
    (lambda: strategies.lots(last_usable_on=HOLIDAY), InvalidValueError, "missing", "last_usable_on"),
    (lambda: strategies.draws(lot="L-1"), UnknownNameError, "unknown_name", "facts"),
    (lambda: strategies.days(within=Period.days(date(1, 1, 1), HOLIDAY)), InvalidValueError, "out_of_bounds", "within"),
    (lambda: strategies.days(within=Period.month(9900, 12)), InvalidValueError, "out_of_bounds", "within"),
    (lambda: strategies.moments(any_of("24/7")), InvalidTypeError, "wrong_type", "near"),
    (lambda: strategies.hours(tz="Berlin"), InvalidValueError, "unknown_zone", "tz"),
    (lambda: strategies.hours(holidays=any_of([])), InvalidTypeError, "wrong_type", "holidays"),
    (lambda: strategies.calendars(years=[2026, 2028]), InvalidValueError, "no_run", "years"),
    (lambda: strategies.readings(overun="charged"), UnknownNameError, "unknown_name", "changes"),
    (lambda: strategies.terms(any_of(KNOWN)), InvalidTypeError, "wrong_type", "like"),
    (lambda: strategies.terms(rounding="down"), InvalidValueError, "unknown_word", "rounding"),
    (lambda: strategies.terms(DESK, rounding="down"), InvalidValueError, "unknown_word", "rounding"),
    (lambda: strategies.desks(hours=any_of("24/7")), InvalidTypeError, "wrong_type", "hours"),
    (lambda: strategies.accounts(id=""), InvalidValueError, "no_text", "id"),
    (lambda: strategies.accounts(steps=any_of(True)), InvalidTypeError, "wrong_type", "steps"),
    (lambda: strategies.ledgers(refuse_short=any_of(1)), InvalidTypeError, "wrong_type", "refuse_short"),
    (lambda: strategies.columns(words="numbers"), UnknownNameError, "unknown_name", "words"),
]


@pytest.mark.parametrize("place", range(len(REFUSED)))
def test_what_is_wrong_is_refused_when_the_strategy_is_made(place: int) -> None:
    make, kind, code, field = REFUSED[place]
    with pytest.raises(kind) as caught:
        make()
    assert (caught.value.code, caught.value.field) == (code, field)
