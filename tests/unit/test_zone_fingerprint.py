"""The fingerprint of zones: what their clocks do, as the time zone database that is installed says."""

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts import TERMS, stated
from hours_samples import Elsewhere, made_zone, parse
from incidentrules import HolidayCalendar, OperatingHours, TermsHistory
from incidentrules._hours.offsets import changes, digest
from incidentrules.sheet import sheet

HOUR = timedelta(hours=1)
YEARS = range(2026, 2028)
SPRING, AUTUMN = (datetime(2026, month, day, 1, tzinfo=UTC) for month, day in ((3, 29), (10, 25)))
FILE = [(SPRING, 2 * HOUR), (AUTUMN, HOUR)]


# --- what changes


@pytest.mark.parametrize(
    ("key", "year", "told"),
    [
        ("Europe/London", 2026, "01-01T00:00:00+00:00 03-29T02:00:00+01:00 10-25T01:00:00+00:00"),
        ("America/St_Johns", 2010, "01-01T00:00:00-03:30 03-14T01:01:00-02:30 11-06T23:01:00-03:30"),
        ("Australia/Lord_Howe", 2025, "01-01T00:00:00+11:00 04-06T01:30:00+10:30 10-05T02:30:00+11:00"),
        # midnight is skipped in spring and shown twice in autumn
        ("America/Havana", 2025, "01-01T00:00:00-05:00 03-09T01:00:00-04:00 11-02T00:00:00-05:00"),
        # a whole day is skipped
        ("Pacific/Apia", 2011, "01-01T00:00:00-10:00 04-02T03:00:00-11:00 09-24T04:00:00-10:00 12-31T00:00:00+14:00"),
        ("Africa/Monrovia", 1972, "01-01T00:00:00-00:44:30 01-07T00:44:30+00:00"),
        ("Asia/Kolkata", 2026, "01-01T00:00:00+05:30"),
    ],
)
def test_the_changes_of_a_zone_are_found_to_the_second(key: str, year: int, told: str) -> None:
    found = changes(ZoneInfo(key), range(year, year + 1))
    assert [f"{year}-{at}" for at in told.split()] == [at.isoformat() for at in found]


@pytest.mark.parametrize("key", ["Africa/Casablanca", "America/Sao_Paulo", "Antarctica/Troll", "Asia/Beirut"])
def test_the_changes_are_those_that_a_walk_meets(key: str) -> None:
    """Asked every half hour, the zone gives another offset at these moments, and at no other."""
    tz, at = ZoneInfo(key), datetime(2015, 1, 2, tzinfo=UTC)
    offset, met = at.astimezone(tz).utcoffset(), []
    while at < datetime(2016, 12, 31, tzinfo=UTC):
        at += HOUR / 2
        if (following := at.astimezone(tz).utcoffset()) != offset:
            met.append(at)
            offset = following
    assert met
    assert met == [change.astimezone(UTC) for change in changes(tz, range(2015, 2017))][1:]


@pytest.mark.parametrize("years", [range(1, 3), range(9998, 10_000)])
@pytest.mark.parametrize("key", ["Pacific/Kiritimati", "America/Adak"])
def test_the_years_at_the_ends_of_time_are_asked_as_far_as_there_are_local_times(key: str, years: range) -> None:
    [first, *later] = changes(ZoneInfo(key), years)
    assert f"{first:%m-%dT%H:%M}" == ("01-03T00:00" if years[0] == 1 else "01-01T00:00")
    assert len(later) == (4 if key == "America/Adak" and years[0] > 1 else 0)


@pytest.mark.parametrize("key", ["Europe/Paris", "America/Havana", "Pacific/Apia"])
def test_a_zone_of_another_library_is_asked_in_the_same_way(key: str) -> None:
    own, other, years = ZoneInfo(key), Elsewhere(key), range(2010, 2012)
    assert [at.isoformat() for at in changes(own, years)] == [at.isoformat() for at in changes(other, years)]
    assert digest([own], years) == digest([other], years)


# --- the digest


def test_a_digest_is_sixteen_digits_and_stays_what_it_is() -> None:
    """A sheet that was sent shows it; a change of this one breaks the comparison with it."""
    assert digest([made_zone(FILE)], YEARS) == "1138bf620db145d8"


def test_what_counts_is_what_the_clocks_do_and_not_the_name() -> None:
    assert (
        digest([made_zone(FILE, "One")], YEARS)
        == digest([made_zone(FILE, "Other")], YEARS)
        == digest([made_zone(FILE)], YEARS)
    )
    assert digest([ZoneInfo("Asia/Kolkata")], YEARS) == digest([ZoneInfo("Asia/Calcutta")], YEARS)


@pytest.mark.parametrize(
    "other",
    [
        [],
        FILE[:1],
        [(SPRING, 2 * HOUR), (AUTUMN + timedelta(seconds=1), HOUR)],
        [(SPRING - timedelta(seconds=1), 2 * HOUR), (AUTUMN, HOUR)],
        [(SPRING, 2 * HOUR), (AUTUMN, HOUR + timedelta(seconds=1))],
        [*FILE, (AUTUMN + timedelta(days=300), 2 * HOUR)],
    ],
)
def test_a_change_that_differs_in_the_years_makes_another_digest(other: list[tuple[datetime, timedelta]]) -> None:
    assert digest([made_zone(FILE)], YEARS) != digest([made_zone(other)], YEARS)


def test_a_change_outside_the_years_makes_none() -> None:
    later = [*FILE, (datetime(2028, 3, 26, 1, tzinfo=UTC), 2 * HOUR)]
    assert digest([made_zone(FILE)], YEARS) == digest([made_zone(later)], YEARS)
    assert digest([made_zone(FILE)], range(2026, 2029)) != digest([made_zone(later)], range(2026, 2029))


def test_of_endless_years_those_from_1970_to_2100_are_looked_at() -> None:
    tz = ZoneInfo("Europe/London")
    assert digest([tz], range(1970, 2101)) == digest([tz], range(1, 10_000)) == digest([tz], range(1969, 2102))
    assert digest([tz], range(1971, 2101)) != digest([tz], range(1970, 2101)) != digest([tz], range(1970, 2100))


def test_of_years_that_are_all_outside_the_first_are_looked_at() -> None:
    tz = ZoneInfo("Europe/London")
    assert digest([tz], range(1900, 1960)) != digest([tz], range(1901, 1960))
    assert digest([tz], range(2101, 9999)) == digest([tz], range(2101, 2232)) != digest([tz], range(2101, 2231))


@pytest.mark.parametrize("zones", [[], [UTC], [timezone(HOUR)], [timezone(HOUR, "home"), UTC]])
def test_zones_of_fixed_offsets_depend_on_no_database(zones: list[tzinfo]) -> None:
    assert digest(zones, YEARS) == ""


def test_the_digest_of_several_zones_knows_no_order() -> None:
    one, other = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
    assert digest([one, other], YEARS) == digest([other, one, UTC, one], YEARS)
    assert len({digest([one, other], YEARS), digest([one], YEARS), digest([other], YEARS)}) == 3


# --- hours and terms


PARIS, YORK = (ZoneInfo(key) for key in ("Europe/Paris", "America/New_York"))
CALENDAR = HolidayCalendar.none()


def hours(tz: tzinfo | str, *years: int) -> OperatingHours:
    calendar = HolidayCalendar.from_dates([], years=years) if years else CALENDAR
    return OperatingHours.parse("Mo-Fr 09:00-17:00; PH off", holidays=calendar, tz=tz)


@pytest.mark.parametrize(
    ("desk", "zones"),
    [
        (hours("UTC"), []),
        (hours(timezone(HOUR)), []),
        (hours(PARIS), [PARIS]),
        (hours(PARIS).whole_days(), [PARIS]),
        (hours(PARIS) | hours(PARIS, *range(1, 10_000)), [PARIS]),
        (hours(PARIS) | hours(YORK), [PARIS, YORK]),
        (hours("UTC") - hours(YORK), [YORK]),
        (hours("UTC").then(SPRING, hours(PARIS)).then(AUTUMN, hours(YORK)), [PARIS, YORK]),
    ],
)
def test_hours_bear_the_digest_of_all_their_zones(desk: OperatingHours, zones: list[tzinfo]) -> None:
    assert digest(zones, range(1970, 2101)) == desk.zone_fingerprint


def test_the_years_of_the_hours_are_those_that_their_calendar_knows() -> None:
    assert digest([PARIS], YEARS) == hours(PARIS, *YEARS).zone_fingerprint


def test_two_databases_give_equal_figures_another_fingerprint_where_deadlines_differ() -> None:
    """A week more of summer time: what is due at 11:00 UTC by one is due at 10:00 by the other."""
    late = [(SPRING, 2 * HOUR), (AUTUMN + timedelta(days=7), HOUR)]
    desks = [parse("Mo-Fr 09:00-17:00", tz=made_zone(moments)) for moments in (FILE, late)]
    received = datetime(2026, 10, 28, 3, tzinfo=UTC)
    due = [f"{desk.add(received, 3 * HOUR):%H:%M}" for desk in desks]
    assert due == ["11:00", "10:00"]
    assert len({desk.zone_fingerprint for desk in desks}) == 2


def test_a_zone_is_asked_once_however_often_it_stands_in_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[datetime | None] = []
    ask = Elsewhere.utcoffset

    def counted(self: Elsewhere, at: datetime | None) -> timedelta | None:
        asked.append(at)
        return ask(self, at)

    monkeypatch.setattr(Elsewhere, "utcoffset", counted)
    tz = Elsewhere("Asia/Tokyo")
    desk = parse("Mo 09:00-17:00", tz=tz)
    for day in ("Tu", "We", "Th"):
        desk = (desk | parse(f"{day} 09:00-17:00", tz=tz)).then(SPRING, parse("Mo-Fr 09:00-17:00", tz=tz))
    asked.clear()
    assert desk.zone_fingerprint
    assert 47_848 <= len(asked) < 47_860  # the midnights of 131 years, and that of the year after
    asked.clear()
    assert (desk.zone_fingerprint, asked) == (desk.zone_fingerprint, [])


@pytest.mark.parametrize(
    "made", [lambda: hours(PARIS), lambda: TERMS.replace(business_hours=hours(PARIS), severe_hours=hours(PARIS))]
)
def test_to_have_asked_changes_no_value(made: Callable[[], Any]) -> None:
    one, other = made(), made()
    before = hash(one), repr(one), pickle.dumps(one)
    assert one.zone_fingerprint
    assert (one, *before) == (other, hash(one), repr(one), pickle.dumps(one))


def test_the_fingerprint_of_terms_is_not_that_of_their_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms that were published stay the same where the database is renewed."""
    found = []
    for moments in (FILE, FILE[:1]):
        monkeypatch.setattr("zoneinfo.ZoneInfo", lambda key, moments=moments: made_zone(moments, key))
        desk = hours("Europe/Paris")
        found.append(TERMS.replace(business_hours=desk, severe_hours=desk))
    assert len({terms.fingerprint for terms in found}) == 1
    assert len({terms.zone_fingerprint for terms in found}) == 2


def test_terms_bear_that_of_their_hours_or_both_where_they_differ() -> None:
    severe = hours(PARIS, *YEARS)
    assert TERMS.zone_fingerprint == ""
    assert TERMS.replace(business_hours=hours(PARIS), severe_hours=severe).zone_fingerprint == (
        f"{hours(PARIS).zone_fingerprint}-{severe.zone_fingerprint}"
    )


def test_a_history_and_a_statement_bear_those_of_their_versions_each_once() -> None:
    paris = TERMS.replace(business_hours=hours(PARIS), severe_hours=hours(PARIS))
    joint = hours(PARIS) | hours(YORK)
    both = TERMS.replace(business_hours=joint, severe_hours=joint, business_day_length=8 * HOUR)
    history = TermsHistory({date(2026, 1, 1): paris, date(2026, 11, 10): both, date(2026, 12, 1): paris})
    expected = f"{paris.zone_fingerprint}-{both.zone_fingerprint}"
    assert (expected, expected) == (history.zone_fingerprint, stated(terms=history).zone_fingerprint)
    assert stated(terms=paris).zone_fingerprint == paris.zone_fingerprint


def test_the_footer_of_a_sheet_bears_it_where_a_zone_counts() -> None:
    paris = TERMS.replace(business_hours=hours(PARIS), severe_hours=hours(PARIS))
    expected = f"Terms: {paris.fingerprint}, zones: {paris.zone_fingerprint}."
    assert expected == sheet(stated(terms=paris)).footer[-1]
