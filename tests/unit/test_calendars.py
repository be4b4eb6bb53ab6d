"""Holiday calendars: what they know, what they refuse, and that they are values."""

import copy
import pickle
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import holidays
import pytest
from holidays.version import __version__

from incidentrules import HolidayCalendar, IncidentRulesError, OutOfRangeError

CHRISTMAS, BOXING = date(2026, 12, 25), date(2026, 12, 26)
NEW_YEAR = date(2027, 1, 1)
BOTH = {CHRISTMAS: "Christmas Day", BOXING: "Boxing Day"}
CALENDAR = HolidayCalendar.from_dates(BOTH, years=range(2026, 2028))


def loose(value: Any) -> Any:
    """Return a value as of any type: what the contract refuses."""
    return value


def test_a_calendar_tells_its_days_with_their_names_in_order() -> None:
    backwards = HolidayCalendar.from_dates([BOXING, CHRISTMAS], years=[2027, 2026])
    assert backwards.days == ((CHRISTMAS, "holiday"), (BOXING, "holiday"))
    assert range(2026, 2028) == backwards.years
    assert CALENDAR.name(CHRISTMAS) == "Christmas Day"
    assert CALENDAR.name(date(2026, 12, 24)) is None
    assert (CHRISTMAS in CALENDAR, NEW_YEAR in CALENDAR) == (True, False)
    assert CALENDAR.of_year(2026) == [CHRISTMAS, BOXING]
    assert CALENDAR.of_year(2027) == []


def test_none_knows_every_year_and_no_holiday() -> None:
    none = HolidayCalendar.none()
    assert [date.min in none, date.max in none] == [False, False]
    assert HolidayCalendar.from_dates([], years=range(1, 10_000)) == none
    assert none.source == "none"


def test_dates_may_be_pairs_with_names_and_come_lazily() -> None:
    pairs = HolidayCalendar.from_dates(loose(item for item in BOTH.items()), years=(year for year in (2026, 2027)))
    assert pairs == CALENDAR


def test_equal_days_and_years_are_equal_wherever_they_come_from() -> None:
    country = HolidayCalendar.from_country("GB", subdivision="ENG", years=[2026])
    given = HolidayCalendar.from_dates(dict(country.days), years=range(2026, 2027))
    assert (given, hash(given), given.digest) == (country, hash(country), country.digest)
    assert given.source != country.source
    others = [
        HolidayCalendar.from_dates(BOTH, years=range(2026, 2029)),
        HolidayCalendar.from_dates([CHRISTMAS, BOXING], years=range(2026, 2028)),
        HolidayCalendar.from_dates([CHRISTMAS], years=range(2026, 2028)),
    ]
    assert all(other != CALENDAR and other.digest != CALENDAR.digest for other in others)


def test_the_digest_is_the_same_everywhere() -> None:
    assert re.fullmatch("[0-9a-f]{16}", CALENDAR.digest)
    assert CALENDAR.digest == "c13b886d30c0d4dd"


def test_pickles_and_copies_are_equal_and_leave_out_what_was_looked_up() -> None:
    fresh = HolidayCalendar.from_dates(BOTH, years=range(2026, 2028))
    before = pickle.dumps(fresh)
    assert CHRISTMAS in fresh
    assert before == pickle.dumps(fresh)
    for again in (pickle.loads(before), copy.copy(fresh), copy.deepcopy(fresh)):
        assert (fresh, fresh.source) == (again, again.source)
        assert again.name(BOXING) == "Boxing Day"


def test_the_repr_tells_source_years_and_digest() -> None:
    assert repr(CALENDAR) == "<HolidayCalendar given dates: 2 days in 2026 to 2027, c13b886d30c0d4dd>"


# --- countries


def test_a_country_is_a_snapshot_of_public_holidays_in_english() -> None:
    england = HolidayCalendar.from_country("GB", subdivision="ENG", years=range(2026, 2028))
    assert [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 4), "May Day"),
        (date(2026, 5, 25), "Spring Bank Holiday"),
        (date(2026, 8, 31), "Late Summer Bank Holiday"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day (observed)"),
    ] == [(day, name) for day, name in england.days if day.year == 2026 and day != BOXING]
    assert f"holidays {__version__}: GB-ENG" == england.source


def _country(code: str) -> HolidayCalendar:
    return HolidayCalendar.from_country(code, years=[2026])


def test_a_subdivision_and_the_country_differ() -> None:
    bavaria = HolidayCalendar.from_country("DE", subdivision="BY", years=[2026])
    assert (date(2026, 1, 6) in bavaria, date(2026, 1, 6) in _country("DE")) == (True, False)
    assert f"holidays {__version__}: DE" == _country("DE").source


def test_the_language_of_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _country("DE")
    monkeypatch.setenv("LANGUAGE", "de")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert (expected, expected.digest) == (_country("DE"), _country("DE").digest)


# --- editing


def test_a_union_keeps_what_either_has_in_the_years_that_both_know() -> None:
    other = HolidayCalendar.from_dates({NEW_YEAR: "New Year", BOXING: "St Stephen"}, years=range(2026, 2030))
    union = CALENDAR | other
    assert dict(union.days) == {**BOTH, NEW_YEAR: "New Year"}
    assert range(2026, 2028) == union.years
    assert union.source == "given dates | given dates"
    later = HolidayCalendar.from_dates([NEW_YEAR], years=range(2027, 2030))
    assert ([(NEW_YEAR, "holiday")], range(2027, 2028)) == (list((CALENDAR | later).days), (CALENDAR | later).years)


def test_a_union_with_anything_else_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        assert ANY | {CHRISTMAS}


def test_days_are_added_and_removed() -> None:
    added = CALENDAR.adding({NEW_YEAR: "New Year", BOXING: "St Stephen"})
    assert dict(added.days) == {CHRISTMAS: "Christmas Day", BOXING: "St Stephen", NEW_YEAR: "New Year"}
    assert added.source == "given dates, edited"
    removed = CALENDAR.removing([BOXING])
    assert dict(removed.days) == {CHRISTMAS: "Christmas Day"}
    assert ("given dates, edited", range(2026, 2028)) == (removed.source, removed.years)
    assert dict(removed.adding([NEW_YEAR]).days) == {CHRISTMAS: "Christmas Day", NEW_YEAR: "holiday"}


# --- refusals

ANY: Any = CALENDAR
from_dates: Any = HolidayCalendar.from_dates
from_country: Any = HolidayCalendar.from_country
made: Any = HolidayCalendar
YEARS = range(2026, 2028)


@pytest.mark.parametrize(
    ("ask", "code", "field", "says"),
    [
        (lambda: from_dates("2026-12-25", years=YEARS), "wrong_type", "dates",
         "dates has to be a list of dates, got '2026-12-25': give [date(2026, 12, 25), ...]"),
        (lambda: from_dates(7, years=YEARS), "wrong_type", "dates",
         "dates has to be a list of dates, got 7: give [date(2026, 12, 25), ...]"),
        (lambda: from_dates(["2026-12-25"], years=YEARS), "wrong_type", "dates[0]",
         "dates[0] has to be a date, got '2026-12-25': give date(2026, 11, 18)"),
        (lambda: from_dates([CHRISTMAS, datetime(2026, 12, 26, tzinfo=UTC)], years=YEARS), "wrong_type", "dates[1]",
         ("dates[1] has to be a day, not a moment, got datetime.datetime(2026, 12, 26, 0, 0, "
          "tzinfo=datetime.timezone.utc): give its date in the zone of the terms, such as terms.day_of(value)")),
        (lambda: from_dates([(CHRISTMAS, 7)], years=YEARS), "wrong_type", "dates[0] name",
         'dates[0] name has to be a string, got 7: give a non-empty string, such as "T-1001"'),
        (lambda: from_dates({CHRISTMAS: ""}, years=YEARS), "no_text", "dates[0] name",
         ("dates[0] name is empty, or has blanks around it or characters that don't print, got '': give a name "
          "that can be read")),
        (lambda: from_dates({CHRISTMAS: "two\nlines"}, years=YEARS), "no_text", "dates[0] name",
         ("dates[0] name is empty, or has blanks around it or characters that don't print, got 'two\\nlines': give "
          "a name that can be read")),
        (lambda: from_dates({CHRISTMAS: "x" * 201}, years=YEARS), "out_of_bounds", "dates[0] name",
         ("dates[0] name is too long, got "
          "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…: give 200 characters "
          "at most")),
        (lambda: from_dates(holidays.country_holidays("GB", years=2026), years=YEARS), "wrong_type", "dates",
         ("dates has to be a snapshot of dates, got <class 'holidays.countries.united_kingdom.GB'>: write "
          'HolidayCalendar.from_country("GB", years=...)')),
        (lambda: from_dates([date(2028, 1, 1)], years=YEARS), "out_of_years", "dates",
         "dates is outside the years 2026 to 2027, got datetime.date(2028, 1, 1): extend years= to it"),
        (lambda: from_dates([date(2025, 12, 31)], years=YEARS), "out_of_years", "dates",
         "dates is outside the years 2026 to 2027, got datetime.date(2025, 12, 31): extend years= to it"),
        (lambda: from_dates([], years=2026), "wrong_type", "years",
         "years has to be a run of years, got 2026: give range(2025, 2031)"),
        (lambda: from_dates([], years="2026"), "wrong_type", "years",
         "years has to be a run of years, got '2026': give range(2025, 2031)"),
        (lambda: from_dates([], years=[]), "no_run", "years",
         "years is no run of years, got []: give range(2025, 2031), without a gap"),
        (lambda: from_dates([], years=range(2026, 2026)), "no_run", "years",
         "years is no run of years, got range(2026, 2026): give range(2025, 2031), without a gap"),
        (lambda: from_dates([], years=[2026, 2028]), "no_run", "years",
         "years is no run of years, got [2026, 2028]: give range(2025, 2031), without a gap"),
        (lambda: from_dates([], years=[2026, 2026]), "no_run", "years",
         "years is no run of years, got [2026, 2026]: give range(2025, 2031), without a gap"),
        (lambda: from_dates([], years=range(2020, 2030, 2)), "no_run", "years",
         "years is no run of years, got range(2020, 2030, 2): give range(2025, 2031), without a gap"),
        (lambda: from_dates([], years=["2026"]), "wrong_type", "years",
         "years has to be a whole number, got '2026': give an int from 1 to 9,999"),
        (lambda: from_dates([], years=[True]), "wrong_type", "years",
         "years has to be a whole number, got True: give an int from 1 to 9,999"),
        (lambda: from_dates([], years=range(5)), "out_of_bounds", "years",
         "years is out of bounds, got 0: give an int from 1 to 9,999"),
        (lambda: from_dates([], years=range(9_999, 10_001)), "out_of_bounds", "years",
         "years is out of bounds, got 10000: give an int from 1 to 9,999"),
        (lambda: from_dates([], years=range(1, 10**18)), "out_of_bounds", "years",
         "years is out of bounds, got 999999999999999999: give an int from 1 to 9,999"),
        (lambda: from_country("XX", years=YEARS), "unknown_name", "country",
         ("country is not known to the holidays package, got 'XX': give ISO 3166 codes, such as "
          'from_country("GB", subdivision="ENG")')),
        (lambda: from_country("XX", subdivision="YY", years=YEARS), "unknown_name", "country",
         ("country is not known to the holidays package, got 'XX': give ISO 3166 codes, such as "
          'from_country("GB", subdivision="ENG")')),
        (lambda: from_country("DE-BY", years=YEARS), "unknown_name", "country",
         ("country is not known to the holidays package, got 'DE-BY': write "
          'from_country("DE", subdivision="BY")')),
        (lambda: from_country("DE-XX", years=YEARS), "unknown_name", "country",
         ("country is not known to the holidays package, got 'DE-XX': give ISO 3166 codes, such as "
          'from_country("GB", subdivision="ENG")')),
        (lambda: from_country("Germny", years=YEARS), "unknown_name", "country",
         "country is not known to the holidays package, got 'Germny': write \"DE\""),
        (lambda: from_country("GB", subdivision="XX", years=YEARS), "unknown_name", "subdivision",
         "subdivision is not known to the holidays package, got 'XX': known: ENG, NIR, SCT, WLS"),
        (lambda: from_country("GB", subdivision="EN", years=YEARS), "unknown_name", "subdivision",
         "subdivision is not known to the holidays package, got 'EN': write \"ENG\""),
        (lambda: from_country("GB", subdivision=3, years=YEARS), "wrong_type", "subdivision",
         'subdivision has to be a string, got 3: give a non-empty string, such as "T-1001"'),
        (lambda: from_country("gb", years=YEARS), "unknown_name", "country",
         "country is not known to the holidays package, got 'gb': write \"GB\""),
        (lambda: from_country("", years=YEARS), "no_text", "country",
         ("country is empty, or has blanks around it or characters that don't print, got '': give a name that can "
          "be read")),
        (lambda: from_country(44, years=YEARS), "wrong_type", "country",
         'country has to be a string, got 44: give a non-empty string, such as "T-1001"'),
        (lambda: from_country("GB", years=2026), "wrong_type", "years",
         "years has to be a run of years, got 2026: give range(2025, 2031)"),
        (lambda: CALENDAR.name(date(2025, 12, 31)), "outside_calendar", "day",
         ("day is in a year that the holidays don't cover (2026 to 2027), got datetime.date(2025, 12, 31): give a "
          "calendar with years=range(2025, 2028)")),
        (lambda: CALENDAR.name(date(2028, 1, 1)), "outside_calendar", "day",
         ("day is in a year that the holidays don't cover (2026 to 2027), got datetime.date(2028, 1, 1): give a "
          "calendar with years=range(2026, 2029)")),
        (lambda: CALENDAR.name(datetime(2026, 12, 25, tzinfo=UTC)), "wrong_type", "day",
         ("day has to be a day, not a moment, got datetime.datetime(2026, 12, 25, 0, 0, "
          "tzinfo=datetime.timezone.utc): give its date in the zone of the terms, such as terms.day_of(value)")),
        (lambda: "2026-12-25" in ANY, "wrong_type", "day",
         "day has to be a date, got '2026-12-25': give date(2026, 11, 18)"),
        (lambda: CALENDAR.of_year(2030), "outside_calendar", "year",
         ("year is in a year that the holidays don't cover (2026 to 2027), got 2030: give a calendar with "
          "years=range(2026, 2031)")),
        (lambda: CALENDAR | from_dates([], years=[2028]), "no_run", "other",
         "other shares no year with 2026 to 2027, got '2028 to 2028': extend either"),
        (lambda: CALENDAR.adding([date(2028, 1, 1)]), "out_of_years", "dates",
         "dates is outside the years 2026 to 2027, got datetime.date(2028, 1, 1): extend years= to it"),
        (lambda: ANY.adding("2026"), "wrong_type", "dates",
         "dates has to be a list of dates, got '2026': give [date(2026, 12, 25), ...]"),
        (lambda: CALENDAR.removing([NEW_YEAR]), "unknown_name", "dates",
         "dates is no holiday here, got datetime.date(2027, 1, 1): leave it out"),
        (lambda: made(["2026-12-25"], YEARS), "wrong_type", "days[0]",
         "days[0] has to be a date, got '2026-12-25': give date(2026, 11, 18)"),
        (lambda: made([date(2028, 1, 1)], YEARS), "out_of_years", "days",
         "days is outside the years 2026 to 2027, got datetime.date(2028, 1, 1): extend years= to it"),
        (lambda: made([], YEARS, 7), "wrong_type", "source",
         'source has to be a string, got 7: say where the days are from: "given dates"'),
        (lambda: CALENDAR.removing([date(2030, 1, 1)]), "outside_calendar", "dates",
         ("dates is in a year that the holidays don't cover (2026 to 2027), got datetime.date(2030, 1, 1): give a "
          "calendar with years=range(2026, 2031)")),
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(ask: Callable[[], Any], code: str, field: str, says: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        ask()
    error = caught.value
    assert (code, field, says) == (error.code, error.field, str(error))


@pytest.mark.parametrize("years", [range(1800, 1803), range(2020, 3000)])
def test_years_that_the_package_does_not_know_are_refused(years: range) -> None:
    """The holidays of Germany are known from its union on, for some decades ahead."""
    with pytest.raises(OutOfRangeError) as caught:
        from_country("DE", years=years)
    assert (caught.value.code, caught.value.field) == ("outside_calendar", "years")
    assert f"{years[0]} to {years[-1]}" == caught.value.value
    assert caught.value.remedy.startswith("DE is known from 199")
