"""When hours are open: openings and closes, weekly, on dates and on holidays; and intervals, which say why.

2026-11-18 is a Wednesday. The desk of the examples is open Monday to Friday, 08:00 to 24:00 UTC.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hours_samples import DESK, EVER, FIRST, HOUR, LAST, LUNCH, NONE, as_text, at, days, parse, spans
from incidentrules import HolidayCalendar, OperatingHours
from incidentrules.hours import Interval


@pytest.mark.parametrize(
    ("moment", "is_open", "opens", "closes", "opened", "closed", "left"),
    [
        ("11-18T07:59", False, "11-18T08:00", "11-18T12:00", "11-17T13:00", "11-17T17:00", 0),
        ("11-18T08:00", True, "11-18T08:00", "11-18T12:00", "11-18T08:00", "11-17T17:00", 240),
        ("11-18T11:59", True, "11-18T11:59", "11-18T12:00", "11-18T08:00", "11-17T17:00", 1),
        ("11-18T12:00", False, "11-18T13:00", "11-18T17:00", "11-18T08:00", "11-18T12:00", 0),
        ("11-18T13:00", True, "11-18T13:00", "11-18T17:00", "11-18T13:00", "11-18T12:00", 240),
        ("11-21T12:00", False, "11-23T08:00", "11-23T12:00", "11-20T13:00", "11-20T17:00", 0),
        ("2027-01-02T00:00", False, "2027-01-04T08:00", "2027-01-04T12:00", "2027-01-01T13:00", "2027-01-01T17:00", 0),
    ],
)
def test_an_opening_is_in_and_a_close_is_out(
    moment: str, is_open: bool, opens: str, closes: str, opened: str, closed: str, left: int
) -> None:
    """Each question is asked of fresh hours, and of hours that hold years on both sides."""
    for hours in (parse(str(LUNCH)), LUNCH):
        hours.between(at("2024-06-01T00:00"), at("2028-06-01T00:00")) if hours is LUNCH else None
        assert is_open is hours.is_open(at(moment))
        assert opens == as_text(hours.next_open(at(moment)))
        assert closes == as_text(hours.next_close(at(moment)))
        assert opened == as_text(hours.previous_open(at(moment)))
        assert closed == as_text(hours.previous_close(at(moment)))
        assert timedelta(minutes=left) == hours.until_close(at(moment))


# --- what the words mean


@pytest.mark.parametrize(
    ("text", "start", "end", "open_"),
    [
        # ends at 24:00 meet openings at 00:00
        ("Mo-Tu 12:00-24:00; We 00:00-06:00", "11-16T00:00", "11-19T00:00",
         "11-16T12:00/11-17T00:00 11-17T12:00/11-18T06:00"),
        # across midnight, on the day that it begins on, and into the week and the year that follow
        ("Fr 22:00-06:00", "11-16T00:00", "11-23T00:00", "11-20T22:00/11-21T06:00"),
        ("Su 22:00-06:00", "11-16T00:00", "11-24T00:00", "11-16T00:00/11-16T06:00 11-22T22:00/11-23T06:00"),
        ("Th 22:00-06:00", "12-31T00:00", "2027-01-03T00:00", "12-31T22:00/2027-01-01T06:00"),
        ("Th 22:00-06:00", "2027-01-01T00:00", "2027-01-03T00:00", "2027-01-01T00:00/2027-01-01T06:00"),
        # what reaches over a day with hours of its own is still open, and counts once
        ("Mo 20:00-34:00; Tu 08:00-12:00", "11-16T00:00", "11-18T00:00", "11-16T20:00/11-17T12:00"),
        ("Mo 00:00-48:00; Tu 08:00-12:00", "11-16T00:00", "11-18T00:00", "11-16T00:00/11-18T00:00"),
        # a single date replaces the weekday: closed, special, an extra opening
        ("Mo-Fr 08:00-12:00; 2026 Nov 18 off; 2026 Nov 19 10:00-11:00; 2026 Nov 22 09:00-10:00",
         "11-17T00:00", "11-23T00:00",
         "11-17T08:00/11-17T12:00 11-19T10:00/11-19T11:00 11-20T08:00/11-20T12:00 11-22T09:00/11-22T10:00"),
        # a date that is closed doesn't stop what reaches over from the day before it
        ("Tu 22:00-06:00; 2026 Nov 18 off", "11-17T00:00", "11-19T00:00", "11-17T22:00/11-18T06:00"),
        ("2026 Dec 24 09:00-12:00", "2025-01-01T00:00", "2028-01-01T00:00", "12-24T09:00/12-24T12:00"),
    ],
)  # fmt: skip
def test_words_open_intervals(text: str, start: str, end: str, open_: str) -> None:
    assert open_ == spans(parse(text), start, end)


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("Mo-Fr 08:00-24:00; PH off", "11-17T08:00/11-18T00:00 11-19T08:00/11-20T00:00 11-20T08:00/11-21T00:00"),
        ("Mo-Fr 08:00-24:00; PH 09:00-20:00",
         ("11-17T08:00/11-18T00:00 11-18T09:00/11-18T20:00 11-19T08:00/11-20T00:00 "
          "11-20T08:00/11-21T00:00 11-22T09:00/11-22T20:00")),
        ("PH 09:00-20:00", "11-18T09:00/11-18T20:00 11-22T09:00/11-22T20:00"),
        ("PH 09:00-20:00; 2026 Nov 18 10:00-11:00", "11-18T10:00/11-18T11:00 11-22T09:00/11-22T20:00"),
        ("We 08:00-24:00; PH off; 2026 Nov 18 10:00-11:00", "11-18T10:00/11-18T11:00"),
        ("PH 22:00-02:00", "11-18T22:00/11-19T02:00 11-22T22:00/11-23T00:00"),
    ],
)  # fmt: skip
def test_holiday_hours_replace_the_weekly_ones_and_dates_replace_both(text: str, open_: str) -> None:
    """The holidays are a Wednesday, and a Sunday on which the desk would be shut."""
    assert open_ == spans(parse(text, holidays=days("2026-11-18", "2026-11-22")), "11-17T00:00", "11-23T00:00")


# --- intervals


def test_intervals_say_what_opened_them_in_both_directions() -> None:
    holidays = HolidayCalendar.from_dates({date(2026, 11, 19): "Founders' Day"}, years=EVER)
    hours = parse("Mo-Fr 08:00-24:00; PH 09:00-20:00; 2026 Nov 20 10:00-11:00", holidays=holidays)
    forwards = list(hours.intervals(at("11-18T20:00"), at("11-23T09:00")))
    assert [
        (as_text(opening.start), as_text(opening.end), opening.duration // HOUR, opening.why) for opening in forwards
    ] == [
        ("11-18T20:00", "11-19T00:00", 4, "We 08:00-24:00"),
        ("11-19T09:00", "11-19T20:00", 11, "PH 09:00-20:00 (Founders' Day)"),
        ("11-20T10:00", "11-20T11:00", 1, "2026 Nov 20 10:00-11:00"),
        ("11-23T08:00", "11-23T09:00", 1, "Mo 08:00-24:00"),
    ]
    backwards = list(hours.intervals(at("11-23T09:00"), at("11-18T20:00")))
    assert [(opening, opening.why) for opening in forwards[::-1]] == [(opening, opening.why) for opening in backwards]
    assert list(hours.intervals(at("11-18T20:00"), at("11-18T20:00"))) == []


def test_intervals_are_lazy_and_cut_by_pauses() -> None:
    openings = DESK.intervals(at("11-18T20:00"), LAST, excluding=[(at("11-18T21:00"), at("11-18T22:00"))])
    first, second = next(openings), next(openings)
    assert (at("11-18T21:00"), at("11-18T22:00")) == (first.end, second.start)
    last = next(DESK.intervals(at("11-18T20:00"), FIRST))
    assert (at("11-18T08:00"), at("11-18T20:00")) == (last.start, last.end)


@pytest.mark.parametrize(
    ("hours", "start", "end", "why"),
    [
        (parse("24/7"), "12-31T00:00", "2027-01-02T00:00", ["24/7"]),
        (parse("Fr 22:00-06:00"), "11-21T01:00", "11-21T02:00", ["Fr 22:00-06:00"]),
        (parse("We 08:00-24:00; Th 00:00-06:00"), "11-18T00:00", "11-20T00:00", ["We 08:00-24:00; Th 00:00-06:00"]),
        (parse("Mo-Su,PH 00:00-24:00", holidays=days("2026-11-18")), "11-17T00:00", "11-20T00:00",
         ["Tu 00:00-24:00; PH 00:00-24:00 (holiday); Th 00:00-24:00"]),
        (parse("Th 20:00-02:00"), "12-31T21:00", "2027-01-01T01:00", ["Th 20:00-02:00"]),
        (DESK | parse("Sa 09:00-20:00"), "11-20T00:00", "11-22T00:00", ["Fr 08:00-24:00", "Sa 09:00-20:00"]),
        (DESK | parse("We 06:00-10:00"), "11-18T00:00", "11-19T00:00", ["We 08:00-24:00 or We 06:00-10:00"]),
        (DESK & parse("We 06:00-10:00"), "11-18T00:00", "11-19T00:00", ["We 08:00-24:00 and We 06:00-10:00"]),
        (DESK - parse("We 06:00-10:00"), "11-18T00:00", "11-19T00:00", ["We 08:00-24:00"]),
        (DESK.then(at("11-18T12:00"), LUNCH), "11-18T00:00", "11-19T00:00",
         ["We 08:00-24:00", "We 08:00-12:00,13:00-17:00"]),
        (DESK.then(at("11-18T10:00"), LUNCH), "11-18T00:00", "11-18T12:00",
         ["We 08:00-24:00; We 08:00-12:00,13:00-17:00"]),
        (DESK.whole_days(), "11-18T00:00", "11-19T00:00", ["We 00:00-24:00"]),
        (DESK.whole_days(), "11-18T00:00", "11-23T00:00", ["2026-11-18 to 2026-11-20, all hours"]),
    ],
)  # fmt: skip
def test_an_interval_says_why_it_is_open(hours: OperatingHours, start: str, end: str, why: list[str]) -> None:
    assert why == [opening.why for opening in hours.intervals(at(start), at(end))]


def test_an_interval_is_half_open_and_reads_as_a_pair() -> None:
    interval = Interval(at("11-18T10:00"), datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("UTC")), why="it is")
    assert Interval(at("11-18T10:00"), at("11-18T12:00")) == interval
    assert [at("11-18T10:00"), at("11-18T12:00")] == list(interval)
    assert [at(text) in interval for text in ("11-18T09:59", "11-18T10:00", "11-18T11:59", "11-18T12:00")] == [
        False,
        True,
        True,
        False,
    ]
    assert (interval.duration, interval.end.tzinfo) == (2 * HOUR, UTC)
    assert Interval(at("11-18T10:00"), at("11-18T10:00")).duration == NONE
