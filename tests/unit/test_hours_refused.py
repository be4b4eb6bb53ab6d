"""What operating hours refuse: text, zones, calendars, arguments and combinations, each with its message.

2026-11-18 is a Wednesday.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest

from hours_samples import AT, DAY, DESK, FIRST, HOUR, INSTANT, LAST, NONE, Plain, as_text, at, days, known, parse
from incidentrules import HolidayCalendar, IncidentRulesError, OperatingHours
from incidentrules.hours import Interval


class Pytz(Plain):
    """A zone whose offsets come from a method of its own."""

    def localize(self, at: datetime) -> datetime:
        return at

    def __repr__(self) -> str:
        return "<a zone>"

    def __str__(self) -> str:
        return "Europe/Paris"


class Offsetless(Plain):
    """A zone that tells no offset."""

    def utcoffset(self, at: datetime | None, /) -> Any:
        return None

    def __repr__(self) -> str:
        return "<no offset>"


ASK: Any = DESK
PARSE: Any = parse
NAIVE = AT.replace(tzinfo=None)
ANY_HOURS: Any = OperatingHours
ANY_INTERVAL: Any = Interval
PH_IN_2026, PH_IN_2027 = (parse("Mo 08:00-12:00; PH off", holidays=known(year, year)) for year in (2026, 2027))


@pytest.mark.parametrize(
    ("ask", "code", "field", "says"),
    [
        (lambda: PARSE(None), "wrong_type", "text",
         'text has to be a string, got None: write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        (lambda: PARSE("Mo-Fr 25:00-26:00"), "grammar", "text",
         ("text has 24:00 as a start at character 7 ('25:00-26:00'), got 'Mo-Fr 25:00-26:00': begin the next day "
          "at 00:00")),
        (lambda: parse(""), "never_open", "text",
         "text makes hours that never open, got '': give hours that open at some time"),
        (lambda: parse("off"), "never_open", "text",
         "text makes hours that never open, got 'off': give hours that open at some time"),
        (lambda: parse("Mo-Fr off; 2026 Dec 24 off"), "never_open", "text",
         "text makes hours that never open, got 'Mo-Fr off; 2026 Dec 24 off': give hours that open at some time"),
        (lambda: parse("Mo-Fr off; PH off", holidays=days("2026-11-18")), "never_open", "text",
         "text makes hours that never open, got 'Mo-Fr off; PH off': give hours that open at some time"),
        (lambda: parse("PH 09:00-12:00", holidays=HolidayCalendar.none()), "never_open", "text",
         "text makes hours that never open, got 'PH 09:00-12:00': give hours that open at some time"),
        (lambda: parse("Mo-Fr 08:00-24:00; PH off"), "holidays", "text",
         ("text names PH without a calendar, got 'Mo-Fr 08:00-24:00; PH off': give holidays=, which may be "
          "HolidayCalendar.none()")),
        (lambda: parse("Mo-Fr 08:00-24:00", holidays=HolidayCalendar.none()), "holidays", "text",
         'text says nothing of the holidays given, got \'Mo-Fr 08:00-24:00\': add "; PH off"'),
        (lambda: PARSE("Mo 08:00-12:00; PH off", holidays=[date(2026, 12, 25)]), "wrong_type", "holidays",
         ("holidays has to be a HolidayCalendar, got [datetime.date(2026, 12, 25)]: take a snapshot: "
          "HolidayCalendar.from_country(...)")),
        (lambda: PARSE("Mo 08:00-12:00; PH off", holidays="GB"), "wrong_type", "holidays",
         "holidays has to be a HolidayCalendar, got 'GB': take a snapshot: HolidayCalendar.from_country(...)"),
        (lambda: parse("24/7", tz="Europe/Nowhere"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'Europe/Nowhere\': give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("24/7", tz=""), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'\': give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("24/7", tz="Europe"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'Europe\': give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("24/7", tz="../etc/passwd"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'../etc/passwd\': give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("24/7", tz="Europe/\0Paris"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'Europe/\\x00Paris\': write "Europe/Paris"'),
        (lambda: parse("24/7", tz="Europe/Berln"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'Europe/Berln\': write "Europe/Berlin"'),
        (lambda: parse("24/7", tz="Berlin"), "unknown_zone", "tz",
         'tz is no zone that is known here, got \'Berlin\': write "Europe/Berlin"'),
        (lambda: parse("24/7", tz="x" * 100), "unknown_zone", "tz",
         f'tz is no zone that is known here, got {"x" * 100!r:.79}…: give an IANA name, such as "Europe/Paris"'),
        (lambda: parse("Mon-Fri 9-17"), "grammar", "text",
         ("text has what is not read here at character 1 ('Mon-Fri 9-17'), got 'Mon-Fri 9-17': "
          'write "Mo-Fr 09:00-17:00"')),
        (lambda: PARSE("24/7", tz=None), "wrong_type", "tz",
         'tz has to be a zone, got None: give an IANA name, such as "Europe/Paris", or a tzinfo'),
        (lambda: PARSE("24/7", tz=2), "wrong_type", "tz",
         'tz has to be a zone, got 2: give an IANA name, such as "Europe/Paris", or a tzinfo'),
        (lambda: PARSE("24/7", tz=b"UTC"), "wrong_type", "tz",
         'tz has to be a zone, got b\'UTC\': give an IANA name, such as "Europe/Paris", or a tzinfo'),
        (lambda: parse("24/7", tz=Pytz()), "unknown_zone", "tz",
         "tz is a zone of pytz, which has no offsets of its own, got <a zone>: give its name, 'Europe/Paris'"),
        (lambda: parse("24/7", tz=Offsetless()), "unknown_zone", "tz",
         'tz has no offset from UTC, got <no offset>: give an IANA name, such as "Europe/Paris"'),
        (lambda: DESK.is_open(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.is_open("2026-11-18T10:00Z"), "wrong_type", "at",
         "at has to be a datetime with a zone, got '2026-11-18T10:00Z': give datetime(..., tzinfo=UTC)"),
        (lambda: ASK.is_open(date(2026, 11, 18)), "wrong_type", "at",
         "at has to be a datetime with a zone, got datetime.date(2026, 11, 18): give datetime(..., tzinfo=UTC)"),
        (lambda: ASK.next_open(None), "wrong_type", "at",
         "at has to be a datetime with a zone, got None: give datetime(..., tzinfo=UTC)"),
        (lambda: DESK.next_close(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.previous_open(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.previous_close(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.until_close(NAIVE), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.is_open(AT.replace(tzinfo=Offsetless())), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0, tzinfo=<no offset>): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.is_open(datetime(9999, 12, 31, 23, tzinfo=timezone(-HOUR))), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in UTC, got datetime.datetime(9999, 12, 31, 23, 0, "
          "tzinfo=datetime.timezone(datetime.timede…: give a moment within them")),
        (lambda: DESK.is_open(datetime(1, 1, 1, tzinfo=timezone(HOUR))), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in UTC, got datetime.datetime(1, 1, 1, 0, 0, "
          "tzinfo=datetime.timezone(datetime.timedelta(se…: give a moment within them")),
        (lambda: DESK.add(NAIVE, HOUR), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: DESK.subtract(NAIVE, HOUR), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.add(AT, 3600), "wrong_type", "duration",
         "duration has to be a timedelta, got 3600: say the unit: timedelta(minutes=90)"),
        (lambda: ASK.add(AT, 1.5), "wrong_type", "duration",
         "duration has to be a timedelta, got 1.5: say the unit: timedelta(minutes=90)"),
        (lambda: ASK.subtract(AT, "1h"), "wrong_type", "duration",
         "duration has to be a timedelta, got '1h': say the unit: timedelta(minutes=90)"),
        (lambda: ASK.subtract(AT, None), "wrong_type", "duration",
         "duration has to be a timedelta, got None: say the unit: timedelta(minutes=90)"),
        (lambda: DESK.add(AT, -HOUR), "out_of_bounds", "duration",
         "duration is negative, got datetime.timedelta(days=-1, seconds=82800): subtract its opposite"),
        (lambda: DESK.subtract(AT, -INSTANT), "out_of_bounds", "duration",
         ("duration is negative, got datetime.timedelta(days=-1, seconds=86399, microseconds=999999): add its "
          "opposite")),
        (lambda: DESK.add(AT, timedelta.max), "out_of_bounds", "duration",
         ("duration is out of bounds, got datetime.timedelta(days=999999999, seconds=86399, microseconds=999999): "
          "give a timedelta from 0:00:00 to 3652058 days, 23:59:59.999999")),
        (lambda: DESK.subtract(AT, timedelta.max), "out_of_bounds", "duration",
         ("duration is out of bounds, got datetime.timedelta(days=999999999, seconds=86399, microseconds=999999): "
          "give a timedelta from 0:00:00 to 3652058 days, 23:59:59.999999")),
        (lambda: DESK.between(NAIVE, AT), "naive", "start",
         ("start has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.between(AT, NAIVE), "naive", "end",
         ("end has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: ASK.add(AT, HOUR, excluding=7), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got 7: give [(start, end), ...]"),
        (lambda: ASK.add(AT, NONE, excluding=None), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got None: give [(start, end), ...]"),
        (lambda: ASK.subtract(AT, NONE, excluding=0), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got 0: give [(start, end), ...]"),
        (lambda: ASK.between(AT, AT, excluding=False), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got False: give [(start, end), ...]"),
        (lambda: ASK.add(AT, HOUR, excluding=[AT]), "wrong_type", "excluding[0]",
         ("excluding[0] has to be a pair of moments, got datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc): give (start, end), or an Interval")),
        (lambda: ASK.between(AT, AT + DAY, excluding=(AT, AT + HOUR)), "wrong_type", "excluding[0]",
         ("excluding[0] has to be a pair of moments, got datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc): give (start, end), or an Interval")),
        (lambda: ASK.add(AT, HOUR, excluding=[(AT, AT), (AT, AT, AT)]), "wrong_type", "excluding[1]",
         ("excluding[1] has to be a pair of moments, got (datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc), datetime…: give (start, end), or an Interval")),
        (lambda: ASK.subtract(AT, HOUR, excluding="now"), "wrong_type", "excluding",
         "excluding has to be a list of pauses, got 'now': give [(start, end), ...]"),
        (lambda: DESK.add(AT, HOUR, excluding=[(AT, NAIVE)]), "naive", "excluding[0] end",
         ("excluding[0] end has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.intervals(AT, AT, excluding=[(AT, AT), (NAIVE, AT)]), "naive", "excluding[1] start",
         ("excluding[1] start has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.subtract(AT, HOUR, excluding=[(AT, AT - HOUR)]), "contradiction", "excluding[0] end",
         ("excluding[0] end precedes its start (2026-11-18T10:00:00+00:00), got '2026-11-18T09:00:00+00:00': "
          "correct whichever of the two is wrong")),
        (lambda: DESK.intervals(NAIVE, AT), "naive", "start",
         ("start has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: DESK.intervals(AT, NAIVE), "naive", "end",
         ("end has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: Interval(NAIVE, AT), "naive", "start",
         ("start has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: Interval(AT, NAIVE), "naive", "end",
         ("end has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: "
          "value.replace(tzinfo=UTC), or another zone")),
        (lambda: Interval(AT, AT - INSTANT), "contradiction", "end",
         ("end precedes start (2026-11-18T10:00:00+00:00), got '2026-11-18T09:59:59.999999+00:00': correct "
          "whichever of the two is wrong")),
        (lambda: NAIVE in Interval(AT, AT), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.add_business_days("2026-11-18", 1), "wrong_type", "at",
         "at has to be a date, got '2026-11-18': give date(2026, 11, 18)"),
        (lambda: DESK.add_business_days(NAIVE, 1), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ASK.add_business_days(AT, 1.0), "wrong_type", "days",
         "days has to be a whole number, got 1.0: give an int from -1,000,000,000 to 1,000,000,000"),
        (lambda: ASK.add_business_days(AT, True), "wrong_type", "days",
         "days has to be a whole number, got True: give an int from -1,000,000,000 to 1,000,000,000"),
        (lambda: DESK.add_business_days(AT, 10**10), "out_of_bounds", "days",
         "days is out of bounds, got 10000000000: give an int from -1,000,000,000 to 1,000,000,000"),
        (lambda: parse("24/7", tz="Asia/Tokyo").add_business_days(LAST, 1), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in Asia/Tokyo, got datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, "
          "tzinfo=datetime.timezone.ut…: give a moment within them")),
        (lambda: parse("24/7", tz="America/Lima").add_business_days(FIRST, 1), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in America/Lima, got datetime.datetime(1, 1, 1, 0, 0, "
          "tzinfo=datetime.timezone.utc): give a moment within them")),
        (lambda: parse("24/7", tz="Asia/Tokyo").end_of_day(LAST), "out_of_bounds", "at",
         ("at leaves the years 1 to 9999 in Asia/Tokyo, got datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, "
          "tzinfo=datetime.timezone.ut…: give a moment within them")),
        (lambda: ASK.start_of_day(AT), "wrong_type", "day",
         ("day has to be a day, not a moment, got datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc): give its date in the zone of the terms, such as terms.day_of(value)")),
        (lambda: ASK.business_days(AT, date(2026, 11, 18)), "wrong_type", "start",
         ("start has to be a day, not a moment, got datetime.datetime(2026, 11, 18, 10, 0, "
          "tzinfo=datetime.timezone.utc): give its date in the zone of the terms, such as terms.day_of(value)")),
        (lambda: ASK.business_days(date(2026, 11, 18), "2026-11-20"), "wrong_type", "end",
         "end has to be a date, got '2026-11-20': give date(2026, 11, 18)"),
        (lambda: ASK.then("2026-11-18", DESK), "wrong_type", "at",
         "at has to be a datetime with a zone, got '2026-11-18': give datetime(..., tzinfo=UTC)"),
        (lambda: DESK.then(NAIVE, DESK), "naive", "at",
         ("at has no zone, got datetime.datetime(2026, 11, 18, 10, 0): say which it is: value.replace(tzinfo=UTC), "
          "or another zone")),
        (lambda: ANY_INTERVAL(AT, AT, why=7), "wrong_type", "why",
         'why has to be a string, got 7: say what opened it, such as "Mo 08:00-24:00"'),
        (lambda: ASK.then(AT, "24/7"), "wrong_type", "other",
         'other has to be an OperatingHours, got \'24/7\': write OperatingHours.parse("Mo-Fr 08:00-24:00")'),
        (lambda: parse("Mo 08:00-12:00") & parse("Tu 08:00-12:00"), "never_open", "other",
         ("other makes hours that never open, got '(Mo 08:00-12:00 & Tu 08:00-12:00)': give hours that open at some "
          "time")),
        (lambda: DESK - parse("24/7"), "never_open", "other",
         "other makes hours that never open, got '(Mo-Fr 08:00-24:00 - 24/7)': give hours that open at some time"),
        (lambda: PH_IN_2026 & PH_IN_2027, "no_run", "other",
         ("other shares no known year, got '(Mo 08:00-12:00; PH off & Mo 08:00-12:00; PH off)': extend the "
          "holidays")),
        (lambda: ANY_HOURS(schedule="24/7"), "wrong_type", "schedule",
         'schedule has to be a Schedule, got \'24/7\': write OperatingHours.parse("Mo-Fr 08:00-24:00")'),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(ask: Callable[[], Any], code: str, field: str, says: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        ask()
    error = caught.value
    assert (code, field, says) == (error.code, error.field, str(error))


def test_a_zone_that_cannot_say_its_offset_is_refused() -> None:
    unfinished: Any = tzinfo
    with pytest.raises(IncidentRulesError, match="has no offset from UTC") as caught:
        parse("24/7", tz=unfinished())
    assert (caught.value.code, caught.value.field) == ("unknown_zone", "tz")


def test_hours_combine_with_hours_only() -> None:
    combinations: list[Callable[[], Any]] = [lambda: ASK & "24/7", lambda: ASK | None, lambda: ASK - HOUR]
    for combine in combinations:
        with pytest.raises(TypeError, match="unsupported operand"):
            combine()


def test_what_never_opens_together_is_refused_and_what_does_on_one_date_is_not() -> None:
    assert (
        as_text((parse("2040 Dec 24 09:00-12:00") & parse("24/7")).next_open(at("01-01T00:00"))) == "2040-12-24T09:00"
    )
    with pytest.raises(IncidentRulesError, match="never open"):
        assert parse("2040 Dec 24 09:00-12:00") & parse("2040 Dec 25 09:00-12:00")
