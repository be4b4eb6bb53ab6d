"""Laws of operating time over arrays.

- element by element: each answer is that of the single question, bit for bit, for any desk, in any zone
- growth: also where the answers lie in years that are not compiled yet, and where what is compiled is elsewhere
- refusal: an array is answered exactly where each of its elements is
- missing: what is not a time is answered by not-a-time, and changes no other answer
- dates: the one to add equals numpy's own count of business days, where a desk is open all day
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpers import examples
from incidentrules import IncidentRulesError, OperatingHours
from incidentrules.extra import arrays
from oracle import Desk
from strategies import calendars, desks, durations, hours_of, moments, zones

MANY_A_DAY = ",".join(f"{hour:02}:10-{hour:02}:30" for hour in range(24))
Pairs = list[tuple[datetime, datetime]]
Amounts = list[tuple[datetime, timedelta]]


def array(at: list[datetime]) -> Any:
    return np.array([each.replace(tzinfo=None) for each in at], dtype="datetime64[us]")


def aware(answer: Any) -> list[datetime]:
    return [each.replace(tzinfo=UTC) for each in answer.tolist()]


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Desk, list[datetime]]:
    """Draw a desk, and moments where its clock changes, or up to a year from there."""
    zone = draw(zones)
    first = draw(moments(zone))
    gaps = st.integers(-500_000, 500_000).map(lambda minutes: timedelta(minutes=minutes))
    others = draw(st.lists(st.one_of(gaps, gaps.map(lambda gap: gap / 100)), max_size=7))
    return draw(desks(st.just(zone), near=first)), [first, *(first + gap for gap in others)]


@examples(60)
@given(scenes(), st.data())
def test_each_answer_is_that_of_the_single_question(scene: tuple[Desk, list[datetime]], data: st.DataObject) -> None:
    """Both are asked of hours that are freshly made, so that each compiles what it needs by itself."""
    desk, at = scene
    others = data.draw(st.permutations(at))
    amounts = data.draw(st.lists(durations, min_size=len(at), max_size=len(at)))
    one = hours_of(desk)
    assert [one.is_open(each) for each in at] == arrays.is_open(hours_of(desk), array(at)).tolist()
    expected = [one.between(start, end) for start, end in zip(at, others, strict=True)]
    assert expected == arrays.between(hours_of(desk), array(at), array(others)).tolist()
    landings = [one.add(each, amount) for each, amount in zip(at, amounts, strict=True)]
    assert landings == aware(arrays.add(hours_of(desk), array(at), np.array(amounts, "timedelta64[us]")))
    landings = [one.subtract(each, amount) for each, amount in zip(at, amounts, strict=True)]
    assert landings == aware(arrays.subtract(hours_of(desk), array(at), np.array(amounts, "timedelta64[us]")))
    assert [one.next_open(each) for each in at] == aware(arrays.next_open(hours_of(desk), array(at)))
    if not is_always_open(desk):
        assert [one.next_close(each) for each in at] == aware(arrays.next_close(hours_of(desk), array(at)))


def is_always_open(desk: Desk) -> bool:
    return all(times == ((0, 1440),) for times in desk.weekly)


@examples(30)
@given(scenes(), st.data())
def test_what_is_missing_stays_so_and_changes_no_other_answer(
    scene: tuple[Desk, list[datetime]], data: st.DataObject
) -> None:
    desk, at = scene
    hours = hours_of(desk)
    whole, missing = array(at), np.array([data.draw(st.booleans()) for _ in at])
    holed = whole.copy()
    holed[missing] = "NaT"
    amount, end = np.timedelta64(90, "m"), whole[0] + np.timedelta64(3, "D")
    for answer in (
        lambda at: arrays.add(hours, at, amount, keep_nat=True),
        lambda at: arrays.subtract(hours, at, amount, keep_nat=True),
        lambda at: arrays.between(hours, at, end, keep_nat=True),
        lambda at: arrays.next_open(hours, at, keep_nat=True),
    ):
        assert np.isnat(answer(holed)).tolist() == missing.tolist()
        assert answer(holed)[~missing].tolist() == answer(whole[~missing]).tolist()
    assert (arrays.is_open(hours, whole) & ~missing).tolist() == arrays.is_open(hours, holed, keep_nat=True).tolist()


@examples(60)
@given(scenes(), st.lists(st.timedeltas(timedelta(0), timedelta(days=3000)), min_size=1, max_size=4), st.booleans())
def test_landings_in_years_that_are_not_compiled_are_the_same(
    scene: tuple[Desk, list[datetime]], amounts: list[timedelta], is_warm: bool
) -> None:
    desk, at = scene
    one, many = hours_of(desk), hours_of(desk)
    if is_warm:
        arrays.is_open(many, np.datetime64("1985-01-01"))
    expected = [one.add(at[0], amount) for amount in amounts]
    assert expected == aware(arrays.add(many, array(at[:1]), np.array(amounts, "timedelta64[us]")))
    assert expected == aware(arrays.add(many, array(at[:1]), np.array(amounts, "timedelta64[us]")))


SHARED = [OperatingHours.parse(text) for text in ("24/7", f"Mo-Su {MANY_A_DAY}", "2026 Nov 18 08:00-09:00")]
AROUND = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1))  # noqa: DTZ001


@given(st.lists(AROUND, min_size=1), st.sampled_from(SHARED))
def test_hours_without_end_many_a_day_and_once_only_are_the_same(at: list[datetime], hours: OperatingHours) -> None:
    start, moments = datetime(2026, 11, 18, 8, 30, tzinfo=UTC), [each.replace(tzinfo=UTC) for each in at]
    assert [hours.is_open(each) for each in moments] == arrays.is_open(hours, array(at)).tolist()
    expected = [hours.between(start, each) for each in moments]
    assert expected == arrays.between(hours, array([start]), array(at)).tolist()


def answered(ask: Any) -> bool:
    try:
        ask()
    except IncidentRulesError:
        return False
    return True


@st.composite
def limited(draw: st.DrawFn) -> tuple[OperatingHours, OperatingHours, list[datetime]]:
    """Draw hours, twice, that know few years, and moments in them, at their ends and outside."""
    calendar = draw(calendars())
    text = draw(st.sampled_from(["Mo-Fr 08:00-24:00; PH off", "Mo-Su 20:00-26:00; PH off"]))
    first, last = calendar.years[0], calendar.years[-1]
    inside = st.datetimes(datetime(first, 1, 1), datetime(last, 12, 31))  # noqa: DTZ001
    edges = st.sampled_from([datetime(first, 1, 1), datetime(last + 1, 1, 1)])  # noqa: DTZ001
    near = edges.flatmap(
        lambda edge: st.sampled_from([edge, edge - timedelta(microseconds=1), edge - timedelta(days=400)])
    )
    at = draw(st.lists(st.one_of(inside, inside, near), min_size=1, max_size=4))
    one, many = (OperatingHours.parse(text, holidays=calendar) for _ in range(2))
    return one, many, [each.replace(tzinfo=UTC) for each in at]


@examples(60)
@given(limited(), st.data())
def test_an_array_is_answered_exactly_where_each_element_is(
    facts: tuple[OperatingHours, OperatingHours, list[datetime]], data: st.DataObject
) -> None:
    one, many, at = facts
    others = data.draw(st.permutations(at))
    amounts = data.draw(st.lists(durations, min_size=len(at), max_size=len(at)))
    assert answered(lambda: [one.is_open(each) for each in at]) == answered(lambda: arrays.is_open(many, array(at)))
    assert answered(lambda: [one.between(*pair) for pair in zip(at, others, strict=True)]) == answered(
        lambda: arrays.between(many, array(at), array(others))
    )
    assert answered(lambda: [one.add(*pair) for pair in zip(at, amounts, strict=True)]) == answered(
        lambda: arrays.add(many, array(at), np.array(amounts, "timedelta64[us]"))
    )
    assert answered(lambda: [one.subtract(*pair) for pair in zip(at, amounts, strict=True)]) == answered(
        lambda: arrays.subtract(many, array(at), np.array(amounts, "timedelta64[us]"))
    )
    assert answered(lambda: [one.next_open(each) for each in at]) == answered(lambda: arrays.next_open(many, array(at)))
    assert answered(lambda: [one.next_close(each) for each in at]) == answered(
        lambda: arrays.next_close(many, array(at))
    )


ALL_DAY = OperatingHours.parse("Mo-Fr 00:00-24:00")


@given(st.lists(st.integers(18_000, 22_000), min_size=1), st.integers(0, 500))
def test_whole_days_of_a_week_are_counted_as_numpy_counts_them(days: list[int], ahead: int) -> None:
    """Of a desk that is open all day, the open days between are `numpy.busday_count`."""
    start = np.array(days, "datetime64[D]")
    end = start + np.timedelta64(ahead, "D")
    between = arrays.between(ALL_DAY, start, end)
    assert np.busday_count(start, end).tolist() == (between // np.timedelta64(1, "D")).tolist()
