"""The laws of operating time, over random desks, zones and moments.

*Amounts:* between inverts add and subtract; adding in two steps is adding in one; later moments and larger
amounts land no earlier; what lies between is additive and signed; open and closed make up what elapses.
*Moments:* a moment is open where the next instant counts; the next and the last opening and close are the
nearest; the zone of a moment doesn't matter.
*Kinds of hours:* open around the clock is plain time; whole weeks shift; a holiday makes nothing earlier;
whole days are the business days.
*The oracle:* all answers are those of a walk from minute to minute, or from day to day.
*Algebra:* what two desks make together is what sets of minutes make; `then` is one desk, then the other.
*Told:* intervals add up, lie apart, read the same backwards, and each says why it is open.
*Values:* words, pickles and copies read back; the order of questions, and eight threads, change no answer.
"""

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from hypothesis import given
from hypothesis import strategies as st

import oracle
from helpers import examples
from incidentrules import HolidayCalendar, OperatingHours, OutOfRangeError
from oracle import Desk
from strategies import (
    calendar_of,
    calendars,
    desks,
    durations,
    hours_of,
    inputs,
    moments,
    pauses,
    scenes,
    text_of,
    zones,
)

INSTANT = timedelta(microseconds=1)
NONE = timedelta(0)
DAY = timedelta(days=1)
Scene = tuple[Desk, datetime, datetime]


@st.composite
def placed(draw: st.DrawFn) -> tuple[OperatingHours, datetime]:
    """Draw hours, and a moment near an edge of their zone."""
    zone = draw(zones)
    at = draw(moments(zone))
    return hours_of(draw(desks(st.just(zone), near=at))), at


# --- amounts


@examples(60)
@given(placed(), durations)
def test_between_inverts_add(place: tuple[OperatingHours, datetime], amount: timedelta) -> None:
    """between(t, add(t, a)) == a, and nothing earlier will do."""
    hours, at = place
    landing = hours.add(at, amount)
    assert amount == hours.between(at, landing)
    assert not amount or hours.between(at, landing - INSTANT) < amount


@examples(60)
@given(placed(), durations)
def test_between_inverts_subtract(place: tuple[OperatingHours, datetime], amount: timedelta) -> None:
    """between(subtract(t, a), t) == a, and nothing later will do."""
    hours, at = place
    landing = hours.subtract(at, amount)
    assert amount == hours.between(landing, at)
    assert not amount or hours.between(landing + INSTANT, at) < amount


@examples(40)
@given(placed(), durations, durations)
def test_adding_in_two_steps_is_adding_in_one(
    place: tuple[OperatingHours, datetime], first: timedelta, second: timedelta
) -> None:
    """add(add(t, a), b) == add(t, a + b), and so for subtract."""
    hours, at = place
    assert hours.add(at, first + second) == hours.add(hours.add(at, first), second)
    assert hours.subtract(at, first + second) == hours.subtract(hours.subtract(at, first), second)


@examples(40)
@given(placed(), durations, durations, st.timedeltas(NONE, timedelta(days=9)))
def test_later_moments_and_larger_amounts_land_no_earlier(
    place: tuple[OperatingHours, datetime], amount: timedelta, other: timedelta, later: timedelta
) -> None:
    hours, at = place
    assert hours.add(at, amount) <= hours.add(at + later, amount)
    assert hours.add(at, min(amount, other)) <= hours.add(at, max(amount, other))
    assert hours.subtract(at, amount) <= hours.subtract(at + later, amount)
    assert hours.subtract(at, max(amount, other)) <= hours.subtract(at, min(amount, other))


@examples(40)
@given(placed(), st.lists(st.timedeltas(timedelta(days=-400), timedelta(days=400)), min_size=2, max_size=2))
def test_what_lies_between_is_additive_and_signed(
    place: tuple[OperatingHours, datetime], steps: list[timedelta]
) -> None:
    """between(a, b) + between(b, c) == between(a, c), in any order of the three; and between(b, a) is its opposite."""
    hours, at = place
    middle, end = at + steps[0], at + steps[1]
    assert hours.between(at, end) == hours.between(at, middle) + hours.between(middle, end)
    assert hours.between(end, at) == -hours.between(at, end)


@examples(15)
@given(placed(), st.timedeltas(NONE, timedelta(days=400)))
def test_open_and_closed_make_up_what_elapses(place: tuple[OperatingHours, datetime], span: timedelta) -> None:
    hours, at = place
    always = OperatingHours.parse("24/7")
    gaps = _made(lambda: always - hours)
    closed = gaps.between(at, at + span) if gaps is not None else NONE
    assert span == hours.between(at, at + span) + closed


# --- moments


@examples(50)
@given(placed())
def test_a_moment_is_open_where_the_next_instant_counts(place: tuple[OperatingHours, datetime]) -> None:
    """is_open(t) iff between(t, t + 1 µs) > 0; so too at the nearest openings and closes, and beside them."""
    hours, at = place
    nearest = [hours.next_open(at), hours.next_close(at), hours.previous_open(at), hours.previous_close(at)]
    for moment in [at, *nearest, *(each - INSTANT for each in nearest)]:
        assert hours.is_open(moment) is (hours.between(moment, moment + INSTANT) > NONE)


@examples(50)
@given(placed())
def test_the_next_and_the_last_opening_and_close_are_the_nearest(place: tuple[OperatingHours, datetime]) -> None:
    hours, at = place
    opens, closes = hours.next_open(at), hours.next_close(at)
    assert opens >= at
    assert hours.is_open(opens)
    assert hours.between(at, opens) == NONE
    assert closes > at
    assert (hours.is_open(closes - INSTANT), hours.is_open(closes)) == (True, False)
    opened, closed = hours.previous_open(at), hours.previous_close(at)
    assert opened <= at
    assert (hours.is_open(opened - INSTANT), hours.is_open(opened)) == (False, True)
    assert hours.next_open(hours.next_close(opened)) > at
    assert closed <= at
    assert (hours.is_open(closed - INSTANT), hours.is_open(closed)) == (True, False)
    assert hours.next_close(closed) > at
    assert (closes - at if hours.is_open(at) else NONE) == hours.until_close(at)


@examples(60)
@given(placed(), durations, st.data())
def test_the_zone_of_a_moment_does_not_matter(
    place: tuple[OperatingHours, datetime], amount: timedelta, data: st.DataObject
) -> None:
    hours, at = place
    foreign = data.draw(inputs(at))
    for question in (hours.is_open, hours.next_open, hours.next_close, hours.previous_open, hours.previous_close):
        assert question(at) == question(foreign)
    assert hours.add(at, amount) == hours.add(foreign, amount)
    assert hours.add(foreign, amount).tzinfo is UTC
    assert hours.subtract(at, amount) == hours.subtract(foreign, amount)
    assert hours.between(at - DAY, at) == hours.between(at - DAY, foreign)
    assert hours.add_business_days(at, 3) == hours.add_business_days(foreign, 3)


# --- kinds of hours


@examples(40)
@given(zones, moments(), durations)
def test_open_around_the_clock_is_plain_time(zone: str, at: datetime, amount: timedelta) -> None:
    hours = OperatingHours.parse("24/7", tz=zone)
    assert at + amount == hours.add(at, amount)
    assert at - amount == hours.subtract(at, amount)
    assert amount == hours.between(at, at + amount)
    assert hours.is_open(at)


@examples(40)
@given(desks(st.just("UTC")), moments(), durations, st.integers(-60, 60))
def test_whole_weeks_shift(desk: Desk, at: datetime, amount: timedelta, weeks: int) -> None:
    """In UTC and without holidays, add(t + n weeks, a) == add(t, a) + n weeks."""
    hours, shift = hours_of(desk), timedelta(weeks=weeks)
    assert hours.add(at, amount) + shift == hours.add(at + shift, amount)
    assert hours.subtract(at, amount) + shift == hours.subtract(at + shift, amount)
    assert hours.is_open(at) is hours.is_open(at + shift)


@examples(60)
@given(scenes(), durations, st.integers(-3, 20))
def test_a_closed_holiday_makes_no_deadline_earlier(scene: Scene, amount: timedelta, step: int) -> None:
    desk, at, _ = scene
    text = f"{text_of(Desk(desk.weekly))}; PH off"
    fewer = HolidayCalendar.from_dates(desk.holidays, years=range(1, 10_000))
    more = fewer.adding([(at + step * DAY).date()])
    before, after = (OperatingHours.parse(text, holidays=each, tz=desk.zone) for each in (fewer, more))
    assert before.add(at, amount) <= after.add(at, amount)
    assert after.subtract(at, amount) <= before.subtract(at, amount)
    assert after.between(at, at + amount) <= before.between(at, at + amount)


@examples(40)
@given(placed())
def test_whole_days_are_the_business_days(place: tuple[OperatingHours, datetime]) -> None:
    hours, at = place
    days = hours.whole_days()
    local = at.astimezone(hours.tz).date()
    is_business_day = bool(hours.business_days(local, local + DAY))
    assert is_business_day is days.is_open(at)
    assert hours.add_business_days(local, 5) == days.add_business_days(local, 5)


# --- the oracle


@examples(80)
@given(scenes())
def test_what_lies_between_is_what_a_walk_counts(scene: Scene) -> None:
    desk, start, end = scene
    hours = hours_of(desk)
    assert oracle.between(desk, start, end) == hours.between(start, end)
    assert oracle.is_open(desk, start) is hours.is_open(start)


@examples(60)
@given(scenes(days=2), st.floats(0, 1))
def test_amounts_land_where_a_walk_ends(scene: Scene, share: float) -> None:
    """Amounts are drawn from what a span holds, so that the walk ends in it; all of it is an exact fit."""
    desk, start, end = scene
    hours = hours_of(desk)
    amount = share * hours.between(start, end)
    assert oracle.add(desk, start, amount) == hours.add(start, amount)
    assert oracle.subtract(desk, end, amount) == hours.subtract(end, amount)


@examples(60)
@given(scenes(days=2), st.data())
def test_pauses_are_what_a_walk_leaves_out(scene: Scene, data: st.DataObject) -> None:
    desk, start, end = scene
    away = data.draw(pauses(start))
    hours = hours_of(desk)
    counted = hours.between(start, end, excluding=away)
    assert oracle.between(desk, start, end, away) == counted
    assert -counted == hours.between(end, start, excluding=away)
    amount = data.draw(st.floats(0, 1)) * counted
    assert oracle.add(desk, start, amount, away) == hours.add(start, amount, excluding=away)
    assert oracle.subtract(desk, end, amount, away) == hours.subtract(end, amount, excluding=away)


@examples(60)
@given(scenes(), st.integers(-12, 12), st.integers(0, 60))
def test_business_days_are_what_a_walk_meets(scene: Scene, steps: int, length: int) -> None:
    desk, at, _ = scene
    hours, day = hours_of(desk), at.date()
    end = day + length * DAY
    assert oracle.business_days(desk, day, end) == hours.business_days(day, end)
    assert -oracle.business_days(desk, day, end) == hours.business_days(end, day)
    landing = oracle.add_business_days(desk, day, steps)
    assert landing == hours.add_business_days(day, steps)
    local = at.astimezone(ZoneInfo(desk.zone))
    if steps:
        landing = oracle.add_business_days(desk, local.date(), steps)
        passed = local.time().replace(fold=0)
        whole = passed.hour * 60 + passed.minute
        rest = datetime.combine(date.min, passed) - datetime.combine(date.min, time(passed.hour, passed.minute))
        assert oracle.landing(desk.zone, landing, whole) + rest == hours.add_business_days(at, steps)
    else:
        assert at == hours.add_business_days(at, 0)


# --- algebra


def _made(combine: Callable[[], OperatingHours]) -> OperatingHours | None:
    """Return combined hours, or None where they never open."""
    try:
        return combine()
    except ValueError:
        return None


@examples(30)
@given(scenes(days=2), st.data())
def test_what_two_desks_make_together_is_what_sets_of_minutes_make(scene: Scene, data: st.DataObject) -> None:
    left, start, end = scene
    right = data.draw(desks(zones, near=start))
    one, other = hours_of(left), hours_of(right)
    both, either, alone = _made(lambda: one & other), one | other, _made(lambda: one - other)
    counted = [NONE, NONE, NONE]
    at = start
    while at < end:
        following = min(at.replace(second=0, microsecond=0) + timedelta(minutes=1), end)
        here, there = oracle.is_open(left, at), oracle.is_open(right, at)
        for place, holds in enumerate((here and there, here or there, here and not there)):
            counted[place] += (following - at) * holds
        at = following
    spans = [each.between(start, end) if each is not None else NONE for each in (both, either, alone)]
    assert counted == spans


@examples(12)
@given(desks(), desks(), moments(), st.timedeltas(timedelta(days=-900), timedelta(days=900)))
def test_either_and_both_share_out_the_time_of_two(one: Desk, other: Desk, at: datetime, span: timedelta) -> None:
    """|a or b| + |a and b| == |a| + |b|, and |a without b| == |a| - |a and b|, over years."""
    left, right = hours_of(one), hours_of(other)
    both = _made(lambda: left & right)
    alone = _made(lambda: left - right)
    end = at + span
    shared = both.between(at, end) if both is not None else NONE
    assert left.between(at, end) + right.between(at, end) == (left | right).between(at, end) + shared
    assert left.between(at, end) - shared == (alone.between(at, end) if alone is not None else NONE)


@examples(20)
@given(scenes(), desks(), st.timedeltas(timedelta(days=-500), timedelta(days=500)))
def test_then_is_one_desk_and_then_the_other(scene: Scene, later: Desk, step: timedelta) -> None:
    desk, at, _ = scene
    before, after = hours_of(desk), hours_of(later)
    both, start, end = before.then(at, after), at + min(step, -step), at + max(step, -step)
    assert both.between(start, end) == before.between(start, at) + after.between(at, end)
    assert before.is_open(at - INSTANT) is both.is_open(at - INSTANT)
    assert after.is_open(at) is both.is_open(at)


# --- told


@examples(30)
@given(placed(), st.timedeltas(NONE, timedelta(days=500)), st.data())
def test_intervals_add_up_lie_apart_and_say_why(
    place: tuple[OperatingHours, datetime], span: timedelta, data: st.DataObject
) -> None:
    hours, at = place
    away = data.draw(pauses(at))
    end = at + span
    told = list(hours.intervals(at, end, excluding=away))
    assert hours.between(at, end, excluding=away) == sum((each.duration for each in told), NONE)
    assert all(one.end < two.start for one, two in pairwise(told))
    assert all(at <= each.start < each.end <= end for each in told)
    assert all(each.why for each in told)
    backwards = list(hours.intervals(end, at, excluding=away))
    assert told[::-1] == backwards
    assert [each.why for each in told[::-1]] == [each.why for each in backwards]


# --- values


@examples(50)
@given(scenes(), calendars())
def test_words_pickles_and_copies_read_back(scene: Scene, calendar: HolidayCalendar) -> None:
    desk, at, _ = scene
    hours = hours_of(desk)
    cold = pickle.dumps(hours)
    hours.is_open(at)
    assert hours == OperatingHours.parse(str(hours), holidays=calendar_of(desk), tz=desk.zone)
    assert str(hours) == str(OperatingHours.parse(str(hours), holidays=calendar_of(desk), tz=desk.zone))
    for again in (pickle.loads(pickle.dumps(hours)), copy.copy(hours), copy.deepcopy(hours)):
        assert (hours, hash(hours), repr(hours)) == (again, hash(again), repr(again))
    assert cold == pickle.dumps(hours)
    assert calendar == pickle.loads(pickle.dumps(calendar))
    assert calendar.digest == pickle.loads(pickle.dumps(calendar)).digest


def _answers(hours: OperatingHours, at: datetime) -> list[Any]:
    """Return what hours say of a moment, an error as its code."""
    questions: list[Callable[[], Any]] = [
        lambda: hours.is_open(at),
        lambda: hours.between(at, at + 9 * DAY),
        lambda: hours.between(at - 400 * DAY, at),
        lambda: hours.add(at, timedelta(hours=77)),
        lambda: hours.subtract(at, timedelta(hours=77)),
        lambda: hours.next_open(at),
        lambda: hours.next_close(at),
        lambda: hours.previous_open(at),
        lambda: hours.previous_close(at),
        lambda: hours.add_business_days(at.date(), 9),
        lambda: hours.add_business_days(at.date(), -9),
        lambda: hours.business_days(at.date(), at.date() + 99 * DAY),
        lambda: [(each, each.why) for each in hours.intervals(at, at + 9 * DAY)],
    ]

    def answer(question: Callable[[], Any]) -> Any:
        try:
            return question()
        except OutOfRangeError as error:
            return error.code

    return [answer(question) for question in questions]


def _resting(desk: Desk) -> Desk:
    monday, *rest = (tuple(span for span in times if span[1] <= 1440) for times in desk.weekly)
    return attrs.evolve(desk, weekly=(monday or ((480, 1020),), *rest[:-1], ()))


FAR = [
    datetime(year, month, day, 12, tzinfo=UTC)
    for year in (1700, 1969, 2000, 2031, 2062, 2100)
    for month, day in ((1, 1), (12, 31))
]


@st.composite
def schedules(draw: st.DrawFn) -> Callable[[], OperatingHours]:
    """Draw how fresh hours are made: of one desk, or of two combined; with years unknown to one of them, or not."""
    # Both rest on Sundays: a search for the close of what never closes would take up all the time.
    one, other = draw(desks(near=draw(st.sampled_from(FAR))).map(_resting)), draw(desks().map(_resting))
    calendar, zone = draw(calendars()), draw(zones)
    known = OperatingHours.parse(f"{text_of(other)}; PH off", holidays=calendar, tz=zone)
    at = datetime(draw(st.sampled_from(calendar.years)), 7, 1, tzinfo=UTC)
    kind = draw(st.sampled_from(["one", "known", "either", "any", "then", "before", "changing", "days"]))
    return {
        "one": lambda: hours_of(one),
        "known": lambda: pickle.loads(pickle.dumps(known)),
        "either": lambda: hours_of(one) | pickle.loads(pickle.dumps(known)),
        "any": lambda: hours_of(one) | pickle.loads(pickle.dumps(known)) | hours_of(other),
        "changing": lambda: (
            hours_of(one).then(at, pickle.loads(pickle.dumps(known))).then(at + 90 * DAY, hours_of(other))
        ),
        "then": lambda: hours_of(one).then(at, pickle.loads(pickle.dumps(known))),
        "before": lambda: pickle.loads(pickle.dumps(known)).then(at, hours_of(one)),
        "days": lambda: (hours_of(one) | hours_of(other)).whole_days(),
    }[kind]


@examples(12)
@given(schedules(), st.lists(st.one_of(st.sampled_from(FAR), moments()), min_size=2, max_size=4))
def test_the_order_of_questions_changes_no_answer(make: Callable[[], OperatingHours], asked: list[datetime]) -> None:
    """One schedule, asked of one year after another, says what a fresh one would; unknown years stay refused."""
    one = make()
    warm = [_answers(one, at) for at in asked]
    assert [_answers(make(), at) for at in asked] == warm


@examples(4)
@given(schedules(), st.permutations(FAR))
def test_eight_threads_that_ask_fresh_hours_at_once_get_the_right_answers(
    make: Callable[[], OperatingHours], asked: list[datetime]
) -> None:
    expected = [_answers(make(), at) for at in asked[:8]]
    hours, barrier = make(), Barrier(8)

    def ask(place: int) -> list[Any]:
        barrier.wait()
        return _answers(hours, asked[place])

    with ThreadPoolExecutor(8) as pool:
        assert expected == list(pool.map(ask, range(8)))
