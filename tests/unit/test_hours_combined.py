"""Hours that are made of many others: joined by signs, or changing often; their text, their limits, their speed.

2026-11-18 is a Wednesday.
"""

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import and_, or_, sub

import pytest

from incidentrules import HolidayCalendar, IncidentRulesError, OperatingHours, OutOfRangeError
from operations import steps

parse = OperatingHours.parse
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DESK, LUNCH, NIGHT = parse("Mo-Fr 08:00-24:00"), parse("Mo-Fr 08:00-12:00,13:00-17:00"), parse("Mo,Tu 22:00-06:00")
START = datetime(2026, 11, 18, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}Z")


def minutes(count: int) -> list[OperatingHours]:
    """Return hours that open for one minute each day, each three minutes later."""
    starts = [divmod(3 * place, 60) for place in range(count)]
    return [parse(f"{hour:02}:{minute:02}-{hour:02}:{minute + 1:02}") for hour, minute in starts]


def answers(hours: OperatingHours) -> tuple[object, ...]:
    """Return what hours say in every way."""
    day = START.date()
    return (
        str(hours),
        repr(hours),
        hours.identity,
        hash(hours) == hash(pickle.loads(pickle.dumps(hours))),
        hours == pickle.loads(pickle.dumps(hours)),
        hours.is_open(START + 12 * HOUR),
        hours.between(START, START + 9 * DAY),
        hours.business_days(day, day + 9 * DAY),
        [(each, each.why) for each in hours.intervals(START, START + DAY)],
    )


# --- many parts


def test_hours_that_are_joined_with_themselves_stay_as_they_are() -> None:
    hours = DESK
    for _ in range(24):
        hours = hours | hours
    assert str(hours) == "(Mo-Fr 08:00-24:00 | Mo-Fr 08:00-24:00)"
    assert answers(DESK | DESK) == answers(hours)
    assert hours is hours | DESK
    for _ in range(24):
        hours = hours & hours
    assert answers(hours)[5:8] == answers(DESK)[5:8]


@pytest.mark.parametrize(("join", "open_"), [(or_, 400), (sub, 1440 - 399)])
def test_four_hundred_hours_are_joined_one_by_one(
    join: Callable[[OperatingHours, OperatingHours], OperatingHours], open_: int
) -> None:
    first, *others = minutes(400)
    hours = reduce(join, others, parse("24/7") if join is sub else first)
    assert answers(hours)[6] == 9 * open_ * timedelta(minutes=1)
    assert str(hours).count("00:03-00:04") == 1
    again = reduce(join, others, parse("24/7") if join is sub else first)
    assert (again, hash(again)) == (hours, hash(hours))


def test_four_hundred_hours_that_all_have_to_be_open_are_joined_one_by_one() -> None:
    hours = reduce(and_, [parse(f"Mo-Fr 08:00-{12 + minute // 60}:{minute % 60:02}") for minute in range(400)])
    assert hours.between(START, START + DAY) == 4 * HOUR
    assert [each.why.count(" and ") for each in hours.intervals(START, START + DAY)] == [399]


def test_hours_of_the_same_sign_stand_in_one_row_in_which_nothing_stands_twice() -> None:
    a, b, c = DESK, LUNCH, parse("Sa 09:00-20:00")
    assert ((a | b) | c) == (a | (b | c)) == (a | b | c | b | a)
    assert str(a | b | c) == "(Mo-Fr 08:00-24:00 | Mo-Fr 08:00-12:00,13:00-17:00 | Sa 09:00-20:00)"
    assert (a & (b & a)) == (a & b)
    assert (a - b - c - b) == (a - b - c)
    assert str(a - b - c) == "(Mo-Fr 08:00-24:00 - Mo-Fr 08:00-12:00,13:00-17:00 - Sa 09:00-20:00)"
    assert str(a - (b - c)) == "(Mo-Fr 08:00-24:00 - (Mo-Fr 08:00-12:00,13:00-17:00 - Sa 09:00-20:00))"
    assert (a | b).identity == "(Mo-Fr 08:00-24:00 in UTC) | (Mo-Fr 08:00-12:00,13:00-17:00 in UTC)"
    assert (a | b) != (a & b)


@pytest.mark.parametrize("join", [or_, and_, sub])
def test_the_parts_answer_together_as_two_by_two(
    join: Callable[[OperatingHours, OperatingHours], OperatingHours],
) -> None:
    """Sums of pairs are kept apart by another sign, and say the same."""
    calendar = HolidayCalendar.from_dates([date(2026, 11, 20)], years=range(2025, 2028))
    parts = [
        parse("Mo-Su 06:00-22:00; PH 10:00-12:00", holidays=calendar, tz="Europe/Paris"),
        parse("Mo-Fr 09:00-17:00", tz="America/New_York"),
        parse("Mo,Th,Fr 00:00-02:30", tz="Asia/Tokyo"),
        parse("We-Su 12:00-30:00"),
    ]
    if join is sub:
        parts.insert(0, parse("24/7"))
    apart = reduce(lambda left, right: join(left, right) & parse("24/7"), parts)
    assert [(each.start, each.end) for each in apart.intervals(START, START + 20 * DAY)] == [
        (each.start, each.end) for each in reduce(join, parts).intervals(START, START + 20 * DAY)
    ]


def test_business_days_of_joined_hours_are_the_days_that_they_touch() -> None:
    """Also of hours that are joined with themselves only."""
    monday = date(2026, 11, 16)
    assert [NIGHT.business_days(monday, monday + 7 * DAY), (NIGHT | NIGHT).business_days(monday, monday + 7 * DAY)] == [
        2,
        3,
    ]


# --- many changes


def test_two_hundred_changes_in_one_year_stand_in_one_row() -> None:
    hours, expected = DESK, timedelta(0)
    for place in range(200):
        hours = hours.then(START + place * 6 * HOUR, (LUNCH, DESK)[place % 2])
    assert str(hours).count("until") == 200
    assert answers(hours)[4]
    for place in range(199):
        since = START + place * 6 * HOUR
        expected += (LUNCH, DESK)[place % 2].between(since, since + 6 * HOUR)
    assert expected == hours.between(START, START + 199 * 6 * HOUR)
    assert hours.business_days(date(2026, 1, 1), date(2027, 2, 1)) == DESK.business_days(
        date(2026, 1, 1), date(2027, 2, 1)
    )


def test_a_change_keeps_what_was_before_and_takes_the_others_changes_from_it_on() -> None:
    days = [START + step * DAY for step in range(6)]
    a, b, c, d = (parse(f"0{hour}:00-12:00") for hour in range(4))
    early, late = a.then(days[1], b).then(days[3], a), c.then(days[2], d).then(days[4], c)
    text = "(00:00 {}, then 01:00 {}, then 03:00 {}, then 02:00)"
    until = [f"until {day.isoformat()}" for day in (days[1], days[2], days[4])]
    assert text.format(*until) == str(early.then(days[2], late)).replace("Mo-Su ", "").replace("-12:00", "")
    assert early.then(days[2], late) == a.then(days[1], b).then(days[2], d).then(days[4], c)
    assert early.then(days[1], late) == a.then(days[1], c).then(days[2], d).then(days[4], c)
    assert early.then(days[0], late) == a.then(days[0], late)
    assert early.then(days[5], late) == early.then(days[5], c)
    assert early.then(days[3], b) == a.then(days[1], b).then(days[3], b)


def test_changes_across_zones_and_years_are_found_from_every_year() -> None:
    """The middle desk knows only its own years, and each desk answers for its own time."""
    calendar = HolidayCalendar.from_dates([], years=range(2026, 2028))
    tokyo = parse("09:00-17:00; PH off", holidays=calendar, tz="Asia/Tokyo")
    lima = parse("09:00-17:00", tz="America/Lima")
    first, second = datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
    for years in ((2025, 2026, 2027, 2028), (2028, 2025, 2027, 2026), (2027, 2026)):
        hours = DESK.then(first, tokyo).then(second, lima)
        for year in years:
            noon = datetime(year, 8, 2, 15, tzinfo=UTC)
            side = DESK if noon < first else tokyo if noon < second else lima
            assert side.is_open(noon) is hours.is_open(noon)
            assert side.between(noon, noon + 9 * DAY) == hours.between(noon, noon + 9 * DAY)
        assert tokyo.between(first, second) == hours.between(first, second)
        assert hours.business_days(date(2027, 8, 1), date(2027, 8, 8)) == 7


def test_what_ends_before_its_calendar_begins_leaves_the_rest_of_the_year_known() -> None:
    """In Los Angeles, 2027 begins at 08:00 UTC, when the desk has changed again."""
    calendar = HolidayCalendar.from_dates([], years=range(2027, 2029))
    west = parse("00:00-24:00; PH off", holidays=calendar, tz="America/Los_Angeles")
    hours = DESK.then(at("12-31T20:00"), west).then(datetime(2027, 1, 1, 3, tzinfo=UTC), DESK)
    assert hours.is_open(datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert not hours.is_open(datetime(2027, 1, 1, 5, tzinfo=UTC))
    with pytest.raises(OutOfRangeError, match="got 2026"):
        hours.is_open(datetime(2027, 1, 1, 2, tzinfo=UTC))


def test_a_long_history_in_one_year_compiles_in_linear_time() -> None:
    """Four times as many changes take about four times as many steps; the square would be sixteen."""

    def spent(count: int) -> int:
        hours = DESK
        for place in range(count):
            hours = hours.then(START + place * 5 * timedelta(minutes=1), (LUNCH, DESK)[place % 2])
        return steps(lambda: hours.is_open(START))

    assert spent(800) < 6 * spent(200)


# --- limits


def test_hours_that_mix_signs_and_grow_are_refused_at_once() -> None:
    """They would double each time."""
    hours, x, y = DESK, parse("Sa 09:00-10:00"), parse("Su 09:00-10:00")
    for _ in range(8):
        hours = (hours | x) & (hours | y)
    with pytest.raises(IncidentRulesError) as caught:
        _ = (hours | x) & (hours | y)
    assert str(caught.value) == (
        "other makes hours of more than 1,000 parts, got 1534: write the parts as one text, such as "
        '"Mo-Fr 09:00-17:00; 2026 Dec 24 off"'
    )
    assert caught.value.code == "too_many"
    assert answers(hours)[3:6] == (True, True, True)


def test_hours_that_mix_signs_too_deep_are_refused() -> None:
    hours = DESK
    for place in range(24):
        hours = (hours | LUNCH) & parse(f"00:{place:02}-24:00")
    hours = hours | LUNCH
    with pytest.raises(IncidentRulesError) as caught:
        _ = hours & DESK
    assert (caught.value.code, caught.value.field) == ("too_deep", "other")
    assert answers(hours)[3:6] == (True, True, True)


def test_too_many_changes_are_refused() -> None:
    both, day = DESK, START
    for place in range(900):
        both = both.then(day + place * DAY, (LUNCH, DESK)[place % 2])
    with pytest.raises(IncidentRulesError, match="more than 1,000 parts, got 1802"):
        _ = both | both.then(day, DESK.then(day + DAY, both))
    hours, day = both, day + 900 * DAY
    for step in range(10):
        hours = hours.then(day + step * DAY, DESK | both)
    with pytest.raises(IncidentRulesError, match="more than 10,000 parts, got 10823"):
        hours.then(day + 10 * DAY, DESK | both)


def test_whole_days_of_whole_days_are_whole_days() -> None:
    days = DESK.whole_days()
    assert days == days.whole_days()
    assert str((DESK | LUNCH).whole_days() & DESK) == (
        "(whole days of ((Mo-Fr 08:00-24:00 | Mo-Fr 08:00-12:00,13:00-17:00)) & Mo-Fr 08:00-24:00)"
    )
