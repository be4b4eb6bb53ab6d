"""Scalars as JSON has them: money, moments, days, durations, words.

*Units:* a duration is written in hours, minutes and seconds, never in days, which may have 23 or 25 hours;
read, a day is 24 hours. A moment is written in UTC.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .. import _checks as check
from .forms import Definitions, Form, Known, Schema, as_is, as_list, refuse_form, refuse_name, refuse_type

MINUTE = timedelta(minutes=1)
ZERO = timedelta(0)

DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOMENT_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})$"
)
MONEY_PATTERN = r"^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]{1,6})?$"
DURATION_PATTERN = (
    r"^(?P<sign>-?)P(?=[0-9T])((?P<weeks>[0-9]{1,9})W)?((?P<days>[0-9]{1,9})D)?"
    r"(T(?=[0-9])((?P<hours>[0-9]{1,12})H)?((?P<minutes>[0-9]{1,12})M)?"
    r"((?P<seconds>[0-9]{1,15})([.,](?P<fraction>[0-9]{1,6}))?S)?)?$"
)
_DAY, _MONEY, _DURATION = (re.compile(pattern) for pattern in (DAY_PATTERN, MONEY_PATTERN, DURATION_PATTERN))


# --- what stands as it is


def _text(value: object, _: Known) -> str:
    if not isinstance(value, str):
        refuse_type(value, "a string", "write it in quotes")
    return value


def _count(value: object, _: Known) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        refuse_type(value, "a whole number", "write it without quotes, and without a point or an exponent")
    return value


def _flag(value: object, _: Known) -> bool:
    if not isinstance(value, bool):
        refuse_type(value, "true or false", "write it without quotes")
    return value


# --- money


def write_money(value: Decimal, _: Known) -> str:
    """Return an amount with all its digits; one that is not finite is refused."""
    return str(_finite(value))


def read_money(value: object, _: Known) -> Decimal:
    """Return an amount from its text, or from a whole number; a float is none."""
    if isinstance(value, str):
        if not _MONEY.fullmatch(value):
            refuse_form(value, "is no amount", 'write digits alone, such as "149.00"')
        return Decimal(value)
    if isinstance(value, Decimal):
        return _finite(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    refuse_type(value, "an exact amount", 'write it in quotes: "149.00"')


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        refuse_form(value, "is not finite", "give an amount that is a number")
    return value


def write_figure(value: int | Decimal, known: Known) -> int | str:
    """Return credits as a number, and money as a text."""
    return value if isinstance(value, int) else write_money(value, known)


def read_figure(value: object, known: Known) -> int | Decimal:
    """Return credits from a number, and money from a text."""
    return _count(value, known) if isinstance(value, int) else read_money(value, known)


# --- moments and days


def write_moment(value: datetime, _: Known) -> str:
    """Return a moment in UTC, its end a Z."""
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    return f"{at.isoformat()[:-6]}Z"


def read_moment(value: object, _: Known) -> datetime:
    """Return an aware moment from its text, or as TOML gives it."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            refuse_form(value, "is no moment", "write it as 2026-11-18T10:00:00Z, or with +01:00 for Z")
    if not isinstance(value, datetime):
        refuse_type(value, "a moment", 'write it as "2026-11-18T10:00:00Z"')
    if value.tzinfo is None:
        check.refuse("", value.isoformat(), "has no zone", "end it with Z, or with an offset", code="naive")
    return value


def write_day(value: date, _: Known) -> str:
    """Return a day as year, month and day."""
    return value.isoformat()


def read_day(value: object, _: Known) -> date:
    """Return a day from its text, or as TOML gives it; a moment is none."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value if _DAY.fullmatch(value) else "")
        except ValueError:
            refuse_form(value, "is no day", "write it as 2026-11-18")
    if not isinstance(value, date) or isinstance(value, datetime):
        refuse_type(value, "a day", 'write it as "2026-11-18"')
    return value


# --- durations


def write_duration(value: timedelta, _: Known) -> str:
    """Return a duration in hours, minutes and seconds, as ISO 8601 has them.

    >>> write_duration(timedelta(days=1, minutes=15), {}), write_duration(timedelta(seconds=-1.5), {})
    ('PT24H15M', '-PT1.5S')
    """
    sign, value = ("-", -value) if value < ZERO else ("", value)
    minutes, rest = divmod(value, MINUTE)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
    if rest or not text:
        fraction = f".{rest.microseconds:06}".rstrip("0").rstrip(".")
        text += f"{rest.seconds}{fraction}S"
    return f"{sign}PT{text}"


def read_duration(value: object, _: Known) -> timedelta:
    """Return a duration from its text: weeks, days of 24 hours, hours, minutes, seconds; months have no length."""
    if not isinstance(value, str):
        refuse_type(value, "a duration", 'write it with its unit: "PT1H15M"')
    if not (found := _DURATION.fullmatch(value)):
        refuse_form(value, "is no duration", 'write hours, minutes and seconds: "PT1H15M", "PT0.5S"')
    sign, weeks, days, hours, minutes, seconds, fraction = found.group(
        "sign", "weeks", "days", "hours", "minutes", "seconds", "fraction"
    )
    try:
        duration = timedelta(
            weeks=int(weeks or 0),
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=int(f"{fraction or 0:0<6}"),
        )
    except OverflowError:
        refuse_form(value, "is too long", "write fewer hours")
    return -duration if sign else duration


# --- runs of years


def write_years(value: range, _: Known) -> list[int]:
    """Return a run of years as its first and its last."""
    return [value.start, value.stop - 1]


def read_years(value: object, known: Known) -> range:
    """Return a run of years from its first and its last, both in it."""
    years = [_count(year, known) for year in as_list(value)]
    if len(years) != 2 or years[0] > years[1]:
        refuse_form(value, "is no run of years", "write the first and the last, such as [2026, 2028]")
    return range(years[0], years[1] + 1)


# --- words


def word_form(kind: type[StrEnum]) -> Form:
    """Return the form of an enum: its words."""
    members = {str(member): member for member in kind}

    def read(value: object, _: Known) -> StrEnum:
        if not isinstance(value, str):
            refuse_type(value, "a word", f"give one of {', '.join(map(repr, members))}")
        if value not in members:
            refuse_name("", value, "is not known", members, code="unknown_word")
        return members[value]

    return Form(lambda value, _: str(value), read, lambda _: {"enum": list(members)})


def _text_schema(pattern: str, **more: str) -> Callable[[Definitions], Schema]:
    return lambda _: {"type": "string", "pattern": re.sub(r"\?P<\w+>", "", pattern), **more}


SCALARS: Mapping[Any, Form] = {
    str: Form(as_is, _text, lambda _: {"type": "string"}),
    int: Form(as_is, _count, lambda _: {"type": "integer"}),
    bool: Form(as_is, _flag, lambda _: {"type": "boolean"}),
    Decimal: Form(write_money, read_money, lambda _: {"type": ["string", "integer"], "pattern": MONEY_PATTERN}),
    int | Decimal: Form(write_figure, read_figure, lambda _: {"type": ["string", "integer"], "pattern": MONEY_PATTERN}),
    datetime: Form(write_moment, read_moment, _text_schema(MOMENT_PATTERN, format="date-time")),
    date: Form(write_day, read_day, _text_schema(DAY_PATTERN, format="date")),
    timedelta: Form(write_duration, read_duration, _text_schema(DURATION_PATTERN)),
    range: Form(
        write_years, read_years, lambda _: {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    ),
}
"""The forms of what has no parts."""
