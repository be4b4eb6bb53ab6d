"""Hours in words: what is read, what it is written back as, and what is refused, with its name and place."""

import calendar
import importlib.util
from datetime import date
from typing import Any

import pytest

from incidentrules import IncidentRulesError
from incidentrules._hours import week
from incidentrules._hours.grammar import parse
from incidentrules._hours.week import Week, unparse
from operations import steps

DAY = ((0, 1440),)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("24/7", "24/7"),
        (" 24/7 ", "24/7"),
        ("Mo-Su 00:00-24:00", "24/7"),
        ("00:00-24:00", "24/7"),
        ("Mo-Fr 08:00-24:00", "Mo-Fr 08:00-24:00"),
        ("Mo-Fr 8:00-24:00;", "Mo-Fr 08:00-24:00"),
        ("Mo,Tu,We,Th,Fr 08:00-12:00,12:00-24:00", "Mo-Fr 08:00-24:00"),
        ("Mo - Fr 08:00 - 12:00 , 13:00 - 17:00", "Mo-Fr 08:00-12:00,13:00-17:00"),
        ("Mo 13:00-17:00,08:00-12:00", "Mo 08:00-12:00,13:00-17:00"),
        ("Fr-Mo 10:00-12:00", "Mo,Fr-Su 10:00-12:00"),
        ("Mo-Mo 10:00-12:00", "Mo 10:00-12:00"),
        ("Sa,Su 10:00-12:00; Mo 09:00-10:00", "Mo 09:00-10:00; Sa,Su 10:00-12:00"),
        ("Mo,We-Fr 09:00-10:00", "Mo,We-Fr 09:00-10:00"),
        ("08:00-12:00; Su off", "Mo-Sa 08:00-12:00"),
        ("Mo-Fr 08:00-12:00; We closed", "Mo,Tu,Th,Fr 08:00-12:00"),
        ("Mo-Fr 08:00-12:00; We 14:00-16:00", "Mo,Tu,Th,Fr 08:00-12:00; We 14:00-16:00"),
        ("Mo-Fr 08:00-24:00; Sa,Su,PH 09:00-20:00", "Mo-Fr 08:00-24:00; Sa,Su,PH 09:00-20:00"),
        ("Mo-Fr 08:00-24:00; PH off", "Mo-Fr 08:00-24:00; PH off"),
        ("Mo-Fr 08:00-24:00; PH 08:00-24:00", "Mo-Fr,PH 08:00-24:00"),
        ("PH,Mo-Fr 08:00-12:00", "Mo-Fr,PH 08:00-12:00"),
        ("PH 10:00-12:00", "PH 10:00-12:00"),
        ("Mo-Fr,PH 08:00-12:00; PH off", "Mo-Fr 08:00-12:00; PH off"),
        ("Mo 22:00-06:00", "Mo 22:00-06:00"),
        ("Mo 22:00-30:00", "Mo 22:00-06:00"),
        ("Mo 22:00-22:30,23:00-02:00", "Mo 22:00-22:30,23:00-02:00"),
        ("Mo 02:00-26:00", "Mo 02:00-26:00"),
        ("Mo 00:00-48:00", "Mo 00:00-48:00"),
        ("Mo 00:00-26:00", "Mo 00:00-26:00"),
        ("Mo 23:59-00:00", "Mo 23:59-24:00"),
        ("Mo 08:00-12:00; 2026 Dec 24 09:00-12:00", "Mo 08:00-12:00; 2026 Dec 24 09:00-12:00"),
        ("Mo 08:00-12:00; 2026 Dec 24-26 off; 2026 Dec 31-2027 Jan 2 10:00-11:00",
         "Mo 08:00-12:00; 2026 Dec 24-2026 Dec 26 off; 2026 Dec 31-2027 Jan 02 10:00-11:00"),
        ("Mo 08:00-12:00; 2026 Dec 24, 2026 Dec 26 off", "Mo 08:00-12:00; 2026 Dec 24 off; 2026 Dec 26 off"),
        ("Mo 08:00-12:00; 2026 Dec 24 off; 2026 Dec 25 off; 2026 Dec 27 off",
         "Mo 08:00-12:00; 2026 Dec 24-2026 Dec 25 off; 2026 Dec 27 off"),
        ("2026 Dec 24 09:00-12:00; 2026 Dec 24 off; 2026 Dec 23 10:00-11:00",
         "2026 Dec 23 10:00-11:00; 2026 Dec 24 off"),
        ("Mo 08:00-12:00; 0001 Jan 1 off; 9999 Dec 31 off", "Mo 08:00-12:00; 0001 Jan 01 off; 9999 Dec 31 off"),
        ("Mo 08:00-12:00; 2028 Feb 29 off", "Mo 08:00-12:00; 2028 Feb 29 off"),
        ("Mo 08:00-12:00; 2026 Jan 1-2027 Jan 2 off", "Mo 08:00-12:00; 2026 Jan 01-2027 Jan 02 off"),
        ("; ;Mo 08:00-12:00; ;", "Mo 08:00-12:00"),
        ("Mo off", "off"),
        ("off", "off"),
    ],
)  # fmt: skip
def test_words_are_written_back_in_their_shortest_form(text: str, written: str) -> None:
    week = parse(text)
    assert written == unparse(week)
    assert week == parse(written)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Mo 00:00-24:00", DAY),
        ("Mo 8:05-24:00", ((485, 1440),)),
        ("Mo 22:00-06:00", ((1320, 1800),)),
        ("Mo 22:00-30:00", ((1320, 1800),)),
        ("Mo 00:00-26:00", ((0, 1560),)),
        ("Mo 02:00-26:00", ((120, 1560),)),
        ("Mo 12:00-00:00", ((720, 1440),)),
        ("Mo 00:00-48:00", ((0, 2880),)),
        ("Mo 13:00-17:00,08:00-12:00", ((480, 720), (780, 1020))),
        ("Mo 08:00-12:00,12:00-13:00,14:00-15:00", ((480, 780), (840, 900))),
        ("Mo 10:00-11:00; Mo 14:00-15:00", ((840, 900),)),
        ("Mo 10:00-11:00; Mo off", ()),
    ],
)
def test_times_are_minutes_from_midnight_in_order_and_apart(text: str, times: tuple[tuple[int, int], ...]) -> None:
    assert Week((times, *((),) * 6)) == parse(text)


def test_rules_without_days_name_every_weekday() -> None:
    assert Week((DAY,) * 7) == parse("00:00-24:00") == parse("24/7")
    assert Week() == parse("") == parse(" ; ") == parse("off")


def test_holidays_and_dates_stand_beside_the_week() -> None:
    week = parse("Mo 08:00-12:00; PH 09:00-10:00; 2026 Dec 31-2027 Jan 1 off; 2026 Dec 24 10:00-11:00")
    assert week.on_holidays == ((540, 600),)
    assert ((date(2026, 12, 24), ((600, 660),)), (date(2026, 12, 31), ()), (date(2027, 1, 1), ())) == week.on_dates
    assert parse("Mo 08:00-12:00").on_holidays is None
    assert parse("Mo 08:00-12:00; PH off").on_holidays == ()


def test_a_run_of_dates_is_a_year_and_a_day_at_most() -> None:
    """What is longer came from several rules, and is written as several."""
    assert len(parse("2026 Jan 1-2027 Jan 2 off").on_dates) == 367
    both = parse("2026 Jan 1-2026 Dec 31 off; 2027 Jan 1-2027 Dec 31 off")
    assert unparse(both) == "2026 Jan 01-2027 Jan 02 off; 2027 Jan 03-2027 Dec 31 off"
    assert both == parse(unparse(both))


@pytest.mark.parametrize(
    ("text", "place", "thing", "remedy"),
    [
        ("Mo-Fr 08:00-24:00; SH off", 20, "school holidays (SH)",
         "give them as dates, such as 2026 Dec 24-2027 Jan 2 off"),
        ("SH off", 1, "school holidays (SH)", "give them as dates, such as 2026 Dec 24-2027 Jan 2 off"),
        ("Mo-Fr sunrise-sunset", 7, "times of the sun", "give times such as 08:00-17:00"),
        ("Mo (sunrise+01:00)-18:00", 4, "times of the sun", "give times such as 08:00-17:00"),
        ("Mo-Fr dusk-22:00", 7, "times of the sun", "give times such as 08:00-17:00"),
        ("week 1-26 Mo 10:00-12:00", 1, "numbered weeks", "give the dates, such as 2026 Dec 24"),
        ("Dec 24 off", 1, "a month or date without its year", "give each date as 2026 Dec 24"),
        ("Jan-Mar 10:00-12:00", 1, "a month or date without its year", "give each date as 2026 Dec 24"),
        ("easter off", 1, "movable dates", "put them into the calendar of holidays"),
        ("PH -1 day off", 1, "days beside a holiday", "put them into the calendar of holidays"),
        ("PH+1 off", 1, "days beside a holiday", "put them into the calendar of holidays"),
        ("Mo[1] 10:00-12:00", 1, "the n-th weekday of a month", "give the dates, such as 2026 Dec 24"),
        ("Mo-We[1] 10:00-12:00", 3, "what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        ("Mo 10:00-12:00; 24/7", 17, "24/7 beside other rules", "write it alone, or give the days and 00:00-24:00"),
        ("24/7; PH off", 1, "24/7 beside other rules", "write it alone, or give the days and 00:00-24:00"),
        ("Mo 10:00-16:00/01:30", 4, "repeated times", "give each, such as 10:00-10:30,11:00-11:30"),
        ("Mo 10:00+", 4, "an open end", "give the end, such as 10:00-18:00"),
        ("Mo 10:00-18:00+", 4, "an open end", "give the end, such as 10:00-18:00"),
        ("2026-12-24 off", 1, "an ISO date", "write it as 2026 Dec 24"),
        ("2026 Mo 10:00-12:00", 1, "a whole year", "give the dates, such as 2026 Dec 24"),
        ("2026: Mo 10:00-12:00", 1, "a whole year", "give the dates, such as 2026 Dec 24"),
        ("Mo 10:00", 4, "a time without its end", "give both, such as 10:00-18:00"),
        ("Mo 10:00 -", 4, "a time without its end", "give both, such as 10:00-18:00"),
        ("Mo 10:00-12:00 || Tu 10:00-12:00", 16, "alternatives (||)", "give one set of hours"),
        ('Mo 10:00-12:00 "by appointment"', 16, "a comment", "leave it out"),
        ("Mo open", 4, "a state other than off", "give the times, such as 00:00-24:00"),
        ("Mo unknown", 4, "a state other than off", "give the times, such as 00:00-24:00"),
        ("mo-fr 10:00-12:00", 1, "another spelling of a day", "write Mo to Su, or PH"),
        ("MO 10:00-12:00", 1, "another spelling of a day", "write Mo to Su, or PH"),
        ("ph off", 1, "another spelling of a day", "write Mo to Su, or PH"),
        ("Mon-Fri 10:00-12:00", 1, "what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        ("Monday 10:00-12:00", 1, "what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        ("Mo-Fr 9-17", 7, "what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        ("Mo-Fr 9am-5pm", 7, "what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        ("Mo-Xx 10:00-12:00", 3, "what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        ("Mo-Fr 10:00–12:00", 7, "a time without its end", "give both, such as 10:00-18:00"),
        ("hello", 1, "what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        ("Mo 10:00-12:00, Tu 10:00-12:00", 17, "more days after the times", "begin another rule with a semicolon"),
        ("Mo off Tu", 8, "more days after the times", "begin another rule with a semicolon"),
        ("Mo Tu 10:00-12:00", 4, "days or times without a comma between them", "put commas between them"),
        ("Mo 10:00-12:00 13:00-14:00", 16, "days or times without a comma between them", "put commas between them"),
        ("Mo 10:00-12:00 off", 16, "days or times without a comma between them", "put commas between them"),
        ("Mo", 1, "days without times", "give times such as 08:00-17:00, or off"),
        ("PH", 1, "days without times", "give times such as 08:00-17:00, or off"),
        ("2026 Dec 24", 1, "days without times", "give times such as 08:00-17:00, or off"),
        ("Mo 10:00-12:00,off", 1, "both times and off", "give one of the two"),
        ("Mo off,10:00-12:00", 1, "both times and off", "give one of the two"),
        ("Mo,2026 Dec 24 off", 1, "dates among weekdays", "give dates a rule of their own, after the others"),
        ("2026 Dec 24,PH off", 1, "dates among weekdays", "give dates a rule of their own, after the others"),
        ("Mo 10:60-12:00", 4, "no time of day", "write times from 00:00 to 24:00; 26:00 is 02:00 of the next day"),
        ("Mo 10:00-12:60", 4, "no time of day", "write times from 00:00 to 24:00; 26:00 is 02:00 of the next day"),
        ("Mo 10:00-48:01", 4, "no time of day", "write times from 00:00 to 24:00; 26:00 is 02:00 of the next day"),
        ("Mo 24:00-26:00", 4, "24:00 as a start", "begin the next day at 00:00"),
        ("Mo 25:00-26:00", 4, "24:00 as a start", "begin the next day at 00:00"),
        ("Mo 99:00-99:30", 4, "no time of day", "write times from 00:00 to 24:00; 26:00 is 02:00 of the next day"),
        ("Mo 10:00-10:00", 4, "an interval without length", "write 00:00-24:00 for a whole day"),
        ("Mo 00:00-00:00", 4, "an interval without length", "write 00:00-24:00 for a whole day"),
        ("Mo 10:00-12:00,11:00-13:00", 1, "times that overlap", "let each begin where the one before ends, or later"),
        ("Mo 11:00-13:00,10:00-12:00", 1, "times that overlap", "let each begin where the one before ends, or later"),
        ("Mo 22:00-06:00,23:00-24:00", 1, "times that overlap", "let each begin where the one before ends, or later"),
        ("2026 Feb 29 off", 1, "no date", "give a day that the month has"),
        ("2026 Dec 0 off", 1, "no date", "give a day that the month has"),
        ("0000 Jan 1 off", 1, "no date", "give a day that the month has"),
        ("2026 Dec 24-32 off", 1, "no date", "give a day that the month has"),
        ("2026 Dec 24-2027 Feb 29 off", 1, "no date", "give a day that the month has"),
        ("2026 Dec 24-23 off", 1, "dates that end before they start, or run for over a year",
         "give the earlier one first"),
        ("2027 Jan 2-2026 Dec 24 off", 1, "dates that end before they start, or run for over a year",
         "give the earlier one first"),
        ("2026 Jan 1-2027 Jan 3 off", 1, "dates that end before they start, or run for over a year",
         "give the earlier one first"),
        ("2026 Dec 24 off; Mo 10:00-12:00", 18, "a rule in the wrong order", "put weekdays first, then PH, then dates"),
        ("2026 Dec 24 off; PH off", 18, "a rule in the wrong order", "put weekdays first, then PH, then dates"),
        ("PH off; Mo 10:00-12:00", 9, "a rule in the wrong order", "put weekdays first, then PH, then dates"),
        ("2026 Dec 24-Jan 2 off", 12, "what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'),
        ("2026 Dez 24 off", 1, "a whole year", "give the dates, such as 2026 Dec 24"),
        ("Mo-Fr 08:00-24:00; Sa 9:00-", 23, "a time without its end", "give both, such as 10:00-18:00"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_by_name_and_place(text: str, place: int, thing: str, remedy: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        parse(text)
    error = caught.value
    assert ("grammar", "text", text) == (error.code, error.field, error.value)
    assert f"has {thing} at character {place} ({text[place - 1 : place + 11]!r})" == error.problem
    assert remedy == error.remedy


@pytest.mark.parametrize("value", [None, 7, b"24/7", ["24/7"]])
def test_what_is_no_string_is_refused(value: Any) -> None:
    with pytest.raises(TypeError) as caught:
        parse(value)
    expected = f'text has to be a string, got {value!r}: write hours such as "Mo-Fr 08:00-24:00; PH off"'
    assert expected == str(caught.value)


@pytest.mark.parametrize("part", ["Mo,Tu,", "Mo,PH,", "2026 Dec 25,", "Mo 08:00-12:00;"])
def test_a_long_text_is_read_in_linear_time(part: str) -> None:
    """Four times as many weekdays, times, dates or rules take four times as many steps; the square would be sixteen."""

    def spent(count: int) -> int:
        text = part * count + ("PH off" if part.endswith(";") else f"{part[:-1]} 08:00-12:00")
        return steps(lambda: parse(text))

    assert spent(800) < 5 * spent(200)


def test_the_names_of_months_do_not_follow_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The months of the grammar are English, whatever language the program that imports it has chosen."""
    monkeypatch.setattr(calendar, "month_abbr", ["", *"JFMAMJJASOND"])
    spec = importlib.util.spec_from_file_location("incidentrules._hours._again", week.__file__)
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    assert again.unparse(parse("2026 Dec 24 10:00-11:00")) == "2026 Dec 24 10:00-11:00"
