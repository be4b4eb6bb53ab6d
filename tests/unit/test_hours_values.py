"""Hours as values: pickles and copies, what makes them equal, their repr and their identity."""

import copy
import pickle
from datetime import timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hours_samples import DESK, HOUR, LUNCH, at, days, parse
from incidentrules import HolidayCalendar, OperatingHours

SAMPLES = [
    DESK,
    parse("24/7", tz="Asia/Tokyo"),
    parse("Mo 22:00-06:00", tz=timezone(timedelta(hours=-3))),
    parse("Mo-Fr 08:00-24:00; PH off", holidays=days("2026-11-18")),
    DESK | parse("Sa 09:00-20:00", tz="Europe/Paris"),
    DESK.then(at("11-18T00:00"), LUNCH),
    DESK.whole_days(),
]


@pytest.mark.parametrize("hours", SAMPLES, ids=str)
def test_pickles_and_copies_are_equal_and_carry_nothing_compiled(hours: OperatingHours) -> None:
    fresh: OperatingHours = pickle.loads(pickle.dumps(hours))
    cold = pickle.dumps(fresh)
    fresh.add(at("11-18T10:00"), HOUR)
    assert cold == pickle.dumps(fresh)
    for again in (fresh, copy.copy(fresh), copy.deepcopy(fresh)):
        assert (hours, hash(hours), repr(hours), hours.identity) == (again, hash(again), repr(again), again.identity)
        assert hours.add(at("11-18T10:00"), 99 * HOUR) == again.add(at("11-18T10:00"), 99 * HOUR)


@pytest.mark.parametrize("hours", SAMPLES[:3], ids=str)
def test_the_repr_makes_it_again(hours: OperatingHours) -> None:
    import datetime as module

    assert hours == eval(repr(hours), {"OperatingHours": OperatingHours, "datetime": module})


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (DESK, "OperatingHours.parse('Mo-Fr 08:00-24:00')"),
        (SAMPLES[1], "OperatingHours.parse('24/7', tz='Asia/Tokyo')"),
        (SAMPLES[2],
         "OperatingHours.parse('Mo 22:00-06:00', tz=datetime.timezone(datetime.timedelta(days=-1, seconds=75600)))"),
        (parse("Mo 08:00-24:00; PH off", holidays=HolidayCalendar.none()),
         ("OperatingHours.parse('Mo 08:00-24:00; PH off', "
          "holidays=<HolidayCalendar none: 0 days in 1 to 9999, e4ceb68f20f47faf>)")),
        (SAMPLES[4], "<OperatingHours (Mo-Fr 08:00-24:00 | Sa 09:00-20:00)>"),
        (SAMPLES[5],
         "<OperatingHours (Mo-Fr 08:00-24:00 until 2026-11-18T00:00:00+00:00, then Mo-Fr 08:00-12:00,13:00-17:00)>"),
        (SAMPLES[6], "<OperatingHours whole days of (Mo-Fr 08:00-24:00)>"),
    ],
)  # fmt: skip
def test_the_repr_says_what_the_hours_are(hours: OperatingHours, shown: str) -> None:
    assert shown == repr(hours)


@pytest.mark.parametrize(
    ("hours", "identity"),
    [
        (DESK, "Mo-Fr 08:00-24:00 in UTC"),
        (parse("Mo 08:00-12:00", tz="Asia/Tokyo"), "Mo 08:00-12:00 in Asia/Tokyo"),
        (parse("Mo 08:00-12:00; PH off", holidays=HolidayCalendar.none()),
         "Mo 08:00-12:00; PH off in UTC, holidays e4ceb68f20f47faf"),
        (DESK - LUNCH, "(Mo-Fr 08:00-24:00 in UTC) - (Mo-Fr 08:00-12:00,13:00-17:00 in UTC)"),
        (DESK.then(at("11-18T00:00"), LUNCH),
         "(Mo-Fr 08:00-24:00 in UTC) until 2026-11-18T00:00:00+00:00, then (Mo-Fr 08:00-12:00,13:00-17:00 in UTC)"),
        (DESK.whole_days(), "whole days of (Mo-Fr 08:00-24:00 in UTC)"),
    ],
)  # fmt: skip
def test_the_identity_is_all_that_makes_the_hours(hours: OperatingHours, identity: str) -> None:
    assert identity == hours.identity


def test_equal_hours_are_equal_and_others_are_not() -> None:
    assert parse("Mo,Tu,We,Th,Fr 8:00-12:00,12:00-24:00", tz="Etc/UTC") == DESK
    tokyo = parse("24/7", tz=ZoneInfo.no_cache("Asia/Tokyo"))
    assert (tokyo, hash(tokyo)) == (parse("24/7", tz="Asia/Tokyo"), hash(parse("24/7", tz="Asia/Tokyo")))
    assert DESK | parse(str(LUNCH)) == DESK | LUNCH
    different = [*SAMPLES, DESK & LUNCH, DESK | LUNCH, LUNCH | DESK, DESK - LUNCH, parse("24/7"), LUNCH]
    assert len(different) == len(set(different))
    desk: Any = DESK
    assert desk != "Mo-Fr 08:00-24:00"
