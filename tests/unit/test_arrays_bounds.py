"""Arrays at the exact openings and closes of a day that has many: each side of every comparison, by hand."""

from typing import Any

import numpy as np
import pytest

from incidentrules import OperatingHours
from incidentrules.extra import arrays

MANY = 20
"""Minutes from 08:00 on of which every other one is open, on one Saturday."""
FEW = OperatingHours.parse("Mo-Fr 08:00-18:00; 2026 Nov 21 08:00-08:01,08:02-08:03")
CROWDED = OperatingHours.parse(
    "Mo-Fr 08:00-18:00; 2026 Nov 21 " + ",".join(f"08:{minute:02}-08:{minute + 1:02}" for minute in range(0, MANY, 2))
)


def clock(*minutes: int) -> Any:
    """Return moments of the Saturday, in minutes after 08:00."""
    return np.array([np.datetime64("2026-11-21T08:00:00", "us") + np.timedelta64(each, "m") for each in minutes])


def spans(*minutes: int) -> Any:
    return np.array([np.timedelta64(each, "m") for each in minutes]).astype("timedelta64[us]")


def same(expected: Any, actual: Any) -> None:
    assert expected.tolist() == actual.tolist()


@pytest.mark.parametrize(("hours", "last"), [(FEW, 2), (CROWDED, 18)])
def test_a_desk_is_open_at_each_opening_and_shut_at_each_close(hours: OperatingHours, last: int) -> None:
    opens = range(0, last + 1, 2)
    same(np.array([True] * len(opens)), arrays.is_open(hours, clock(*opens)))
    same(np.array([False] * len(opens)), arrays.is_open(hours, clock(*(each + 1 for each in opens))))


@pytest.mark.parametrize(("hours", "last"), [(FEW, 2), (CROWDED, 18)])
def test_time_is_counted_from_each_opening_to_each_close(hours: OperatingHours, last: int) -> None:
    opens = range(0, last + 1, 2)
    same(spans(*(each // 2 for each in opens)), arrays.between(hours, clock(*[0] * len(opens)), clock(*opens)))
    closes = clock(*(each + 1 for each in opens))
    same(spans(*(each // 2 + 1 for each in opens)), arrays.between(hours, clock(*[0] * len(opens)), closes))


@pytest.mark.parametrize(("hours", "last"), [(FEW, 2), (CROWDED, 18)])
def test_an_exact_fit_ends_at_the_close_and_begins_at_the_opening(hours: OperatingHours, last: int) -> None:
    opens = range(0, last + 1, 2)
    amounts, start, end = spans(*(each // 2 + 1 for each in opens)), clock(*[0] * len(opens)), clock(last + 1)
    same(clock(*(each + 1 for each in opens)), arrays.add(hours, start, amounts))
    same(clock(*reversed(opens)), arrays.subtract(hours, np.repeat(end, len(opens)), amounts))


@pytest.mark.parametrize(("hours", "last"), [(FEW, 2), (CROWDED, 18)])
def test_the_next_opening_is_itself_where_it_is_open_and_the_next_close_is_later(
    hours: OperatingHours, last: int
) -> None:
    opens = range(0, last, 2)
    same(clock(*opens), arrays.next_open(hours, clock(*opens)))
    same(clock(*(each + 2 for each in opens)), arrays.next_open(hours, clock(*(each + 1 for each in opens))))
    same(clock(*(each + 1 for each in opens)), arrays.next_close(hours, clock(*opens)))
    same(clock(*(each + 3 for each in opens)), arrays.next_close(hours, clock(*(each + 1 for each in opens))))
