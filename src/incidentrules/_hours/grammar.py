"""The grammar of hours: the part of OpenStreetMap's `opening_hours` that a desk needs.

    Mo-Fr 08:00-24:00; Sa,Su,PH 09:00-20:00; 2026 Dec 24 09:00-12:00

Rules are separated by semicolons. A rule has days and times: weekdays (`Mo-Fr`, `Sa,Su`), public holidays
(`PH`) or dates (`2026 Dec 24`, `2026 Dec 24-2027 Jan 2`), then times (`08:00-12:00,13:00-17:00`) or
`off`; `24/7` alone is always. A later rule replaces an earlier one on the days that it names. Rules for
`PH` follow those for weekdays, and dates follow both, so that they mean here what they mean there.

Everything else in that grammar is refused by its name and place; nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NoReturn

from .. import _checks as check
from .week import ALWAYS, DAY, LONGEST_RUN, MONTHS, WEEKDAYS, Minutes, Week

LONGEST_TEXT = 100_000
"""How many characters a text of hours has at most: five thousand dates."""

# The patterns are compiled when a first text is read, and kept by `re`.
_WEEKDAY = "|".join(WEEKDAYS)
_DATE = rf"(\d{{4}}) +({'|'.join(MONTHS)}) +(\d{{1,2}})"
_DATES = rf"{_DATE}(?: *- *(?:{_DATE}|(\d{{1,2}})(?![\d:])))?"
_DAYS = rf"({_WEEKDAY})\b(?: *- *({_WEEKDAY})\b)?(?!\[)"
_HOLIDAYS = r"PH\b(?! *[-+])"
_TIMES = r"(\d{1,2}):(\d{2}) *- *(\d{1,2}):(\d{2})(?![\d/+])"
_OFF = r"(off|closed)\b"
_BETWEEN = r"[ ,]*"

_NOT_READ = (
    (r"SH\b", "school holidays (SH)", "give them as dates, such as 2026 Dec 24-2027 Jan 2 off"),
    (r"\(?(sunrise|sunset|dawn|dusk)", "times of the sun", "give times such as 08:00-17:00"),
    (r"week\b", "numbered weeks", "give the dates, such as 2026 Dec 24"),
    (rf"({'|'.join(MONTHS)})\b", "a month or date without its year", "give each date as 2026 Dec 24"),
    (r"easter\b", "movable dates", "put them into the calendar of holidays"),
    (r"PH *[-+]", "days beside a holiday", "put them into the calendar of holidays"),
    (r"[A-Z][a-z]( *- *[A-Z][a-z])?\[", "the n-th weekday of a month", "give the dates, such as 2026 Dec 24"),
    (r"24/7", "24/7 beside other rules", "write it alone, or give the days and 00:00-24:00"),
    (r"[\d:]+ *- *[\d:]+/", "repeated times", "give each, such as 10:00-10:30,11:00-11:30"),
    (r"[\d:]+( *- *[\d:]+)?\+", "an open end", "give the end, such as 10:00-18:00"),
    (r"\d{4}-\d{2}-\d{2}", "an ISO date", "write it as 2026 Dec 24"),
    (r"\d{4}\b", "a whole year", "give the dates, such as 2026 Dec 24"),
    (r"\d{1,2}:\d{2}", "a time without its end", "give both, such as 10:00-18:00"),
    (r"\|\|", "alternatives (||)", "give one set of hours"),
    (r'"', "a comment", "leave it out"),
    (r"(open|unknown)\b", "a state other than off", "give the times, such as 00:00-24:00"),
    (rf"(?!({_WEEKDAY}|PH)\b)(?i:{_WEEKDAY}|PH)\b", "another spelling of a day", "write Mo to Su, or PH"),
)  # fmt: skip


def parse(text: str) -> Week:
    """Return the times that a text gives; refuse what is not read, with its place."""
    if not isinstance(text, str):
        check.refuse_type("text", text, "a string", 'write hours such as "Mo-Fr 08:00-24:00; PH off"')
    if len(text) > LONGEST_TEXT:
        remedy = f"give {LONGEST_TEXT:,} characters at most, and holidays in a calendar of their own"
        check.refuse("text", text, f"is {len(text):,} characters long", remedy, code="out_of_bounds")
    if text.strip() == "24/7":
        return ALWAYS
    weekly: list[Minutes] = [()] * 7
    on_holidays: Minutes | None = None
    on_dates: dict[date, Minutes] = {}
    for rule in re.finditer(r"[^;]+", text):
        if not rule[0].strip():
            continue
        days, times = _rule(text, rule.start(), rule.end())
        follows_holidays = on_holidays is not None and all(day != "PH" for _, day in days)
        for place, day in days:
            if isinstance(day, date):
                on_dates[day] = times
            elif on_dates or follows_holidays:
                _refuse(text, place, "a rule in the wrong order", "put weekdays first, then PH, then dates")
            elif day == "PH":
                on_holidays = times
            else:
                weekly[WEEKDAYS.index(day)] = times
    return Week(tuple(weekly), on_holidays, tuple(sorted(on_dates.items())))


def _rule(text: str, at: int, end: int) -> tuple[list[tuple[int, date | str]], Minutes]:
    """Return the days that one rule names, each with its place, and its times."""
    days: list[tuple[int, date | str]] = []
    spans: list[tuple[int, int]] = []
    is_off = False
    first = at = _skip(text, at, end)
    comma = True
    while at < end:
        is_time = False
        if found := re.compile(_TIMES).match(text, at, end):
            spans.append(_span(text, at, *(int(part) for part in found.groups())))
            is_time = True
        elif found := re.compile(_OFF).match(text, at, end):
            is_off = is_time = True
        elif spans or is_off:
            _unread(text, at, ("more days after the times", "begin another rule with a semicolon"))
        elif found := re.compile(_HOLIDAYS).match(text, at, end):
            days.append((at, "PH"))
        elif found := re.compile(_DAYS).match(text, at, end):
            days += [(at, day) for day in _weekdays(found[1], found[2] or found[1])]
        elif found := re.compile(_DATES).match(text, at, end):
            days += [(at, day) for day in _dates(text, at, found)]
        else:
            _unread(text, at, ("what is not read here", 'write hours such as "Mo-Fr 08:00-24:00; PH off"'))
        if not comma and (not is_time or len(spans) + is_off > 1):
            _refuse(text, at, "days or times without a comma between them", "put commas between them")
        at = _skip(text, found.end(), end)
        comma = "," in text[found.end() : at]
    _check_rule(text, first, days, spans, is_off)
    return days or [(first, day) for day in WEEKDAYS], _joined(text, first, spans)


def _check_rule(
    text: str, first: int, days: list[tuple[int, date | str]], spans: list[tuple[int, int]], is_off: bool
) -> None:
    if not spans and not is_off:
        _refuse(text, first, "days without times", "give times such as 08:00-17:00, or off")
    if spans and is_off:
        _refuse(text, first, "both times and off", "give one of the two")
    if len({isinstance(day, date) for _, day in days}) > 1:
        _refuse(text, first, "dates among weekdays", "give dates a rule of their own, after the others")


def _skip(text: str, at: int, end: int) -> int:
    found = re.compile(_BETWEEN).match(text, at, end)
    return found.end() if found else at


def _span(text: str, at: int, hour: int, minute: int, end_hour: int, end_minute: int) -> tuple[int, int]:
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or end > 2 * DAY:
        _refuse(text, at, "no time of day", "write times from 00:00 to 24:00; 26:00 is 02:00 of the next day")
    if start >= DAY:
        _refuse(text, at, "24:00 as a start", "begin the next day at 00:00")
    if start == end:
        _refuse(text, at, "an interval without length", "write 00:00-24:00 for a whole day")
    return start, end if end > start else end + DAY


def _joined(text: str, at: int, spans: Iterable[tuple[int, int]]) -> Minutes:
    """Return times in order; join those that touch, refuse those that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            _refuse(text, at, "times that overlap", "let each begin where the one before ends, or later")
        if joined and start == joined[-1][1]:
            start = joined.pop()[0]
        joined.append((start, end))
    return tuple(joined)


def _weekdays(first: str, last: str) -> Iterator[str]:
    start, length = WEEKDAYS.index(first), (WEEKDAYS.index(last) - WEEKDAYS.index(first)) % 7
    return (WEEKDAYS[(start + step) % 7] for step in range(length + 1))


def _dates(text: str, at: int, found: re.Match[str]) -> list[date]:
    year, month, day, end_year, end_month, end_day, same_month = found.groups()
    try:
        first = date(int(year), MONTHS.index(month) + 1, int(day))
        last = first
        if same_month:
            last = first.replace(day=int(same_month))
        elif end_year:
            last = date(int(end_year), MONTHS.index(end_month) + 1, int(end_day))
    except ValueError:
        _refuse(text, at, "no date", "give a day that the month has")
    if not timedelta(0) <= last - first <= LONGEST_RUN:
        _refuse(text, at, "dates that end before they start, or run for over a year", "give the earlier one first")
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _unread(text: str, at: int, otherwise: tuple[str, str]) -> NoReturn:
    for pattern, name, remedy in _NOT_READ:
        if re.compile(pattern).match(text, at):
            _refuse(text, at, name, remedy)
    _refuse(text, at, *otherwise)


def _refuse(text: str, at: int, problem: str, remedy: str) -> NoReturn:
    check.refuse("text", text, f"has {problem} at character {at + 1} ({text[at : at + 12]!r})", remedy, code="grammar")
