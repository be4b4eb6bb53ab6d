"""What the tests of the judgements share: the week of the worked examples, and facts drawn at random.

2026-11-18 is a Wednesday; the days named here are that one and those that follow.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from incidentrules import (
    AfterHours,
    CallOut,
    Change,
    Draw,
    Drawing,
    HolidayCalendar,
    Incident,
    Lot,
    Terms,
    TierMonth,
    Void,
)

DAYS = {"Wed": 18, "Thu": 19, "Fri": 20, "Sat": 21, "Sun": 22, "Mon": 23, "Tue": 24}
HOLIDAY = date(2026, 11, 25)
TIERS = ("24h", "12h", "6h", "3h")
READINGS = {
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


def at(text: str) -> datetime:
    """Return a moment of the worked week: "Wed 10:00", or "Wed 24:00", which is Thursday's midnight."""
    day, clock = text.split()
    hours, minutes = clock.split(":")
    return datetime(2026, 11, DAYS[day], tzinfo=UTC) + timedelta(hours=int(hours), minutes=int(minutes))


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def day(text: str) -> date:
    return date.fromisoformat(text)


def standard(*holidays: date) -> Terms:
    calendar = HolidayCalendar.from_dates(holidays, years=range(1, 10_000))
    return Terms.standard(holidays=calendar)


def ticket(received: str = "Wed 10:00", **facts: Any) -> Incident:
    """Return an incident of the worked week."""
    return Incident(**{"id": "T-1", "received_at": at(received), **facts})


# --- facts at random

START = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 40).map(lambda minute: START + timedelta(minutes=minute))
exact_moments = st.datetimes(
    datetime(2026, 11, 1),  # noqa: DTZ001  # Hypothesis wants bounds without a zone
    datetime(2026, 12, 20),  # noqa: DTZ001
    timezones=st.just(UTC),
)
efforts = st.none() | st.integers(0, 400).map(minutes)
severities = st.sampled_from(["severe", "normal"])
tiers = st.sampled_from([None, *TIERS])
readings = st.fixed_dictionaries({field: st.sampled_from(words) for field, words in READINGS.items()})


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
        kind=draw(st.sampled_from(["question"] * 5 + ["pre_sales", "product_availability", "professional_services"])),
        channel=draw(st.sampled_from(["portal"] * 4 + ["email", "phone"])),
        topic=draw(st.sampled_from(["support"] * 4 + ["billing", "account", "on_call"])),
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
    drawn = standard(*draw(st.sampled_from([(), (HOLIDAY,)]))).reading(**draw(readings))
    return drawn.replace(
        grace_days=draw(st.sampled_from([7, 0, 3])),
        unit=minutes(draw(st.sampled_from([60, 30, 45]))),
        goal=minutes(draw(st.sampled_from([240, 60]))),
        business_day=timedelta(hours=draw(st.sampled_from([16, 8]))),
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
        Drawing(id, lot, draw(st.integers(1, 4)), on + timedelta(days=draw(st.sampled_from([0, 0, 0, 1]))))
        for (id, on), lot in some
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
