"""Cells to facts: how a text, or a value from JSON, a database or pandas, is read for a fact of each type.

A *kind* says how the cells of a type are read.

*Invariant:* a text and the value that it stands for give the same fact, or neither gives one.
*Units:* whole numbers are minutes where a duration is read.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import partial
from math import isfinite, isnan
from typing import Any, NoReturn
from unicodedata import category

import attrs

from .. import _checks as check
from ..errors import shown

LARGEST = 999_999_999
"""The largest whole number that a cell gives: what nine digits can say."""
LONGEST_NAME = 1000
UNREADABLE = (ValueError, LookupError, ArithmeticError)
"""What reading a cell raises, and what a caller's function may raise for one."""


@attrs.frozen(kw_only=True)
class Kind:
    """How cells are read, what stands in for a fact of this type, and what is said of a cell that can't be read."""

    text: Callable[[str], Any]
    value: Callable[[Any], Any]
    stand_in: Any
    problem: str
    remedy: str


# --- values


def plain(cell: object) -> Any:
    """Return a cell as a value of Python's own types, and None where it gives nothing (NaN, NaT, NA)."""
    if isinstance(cell, str):
        return str.__str__(cell)
    if type(cell).__name__ in ("NaTType", "NAType"):  # of pandas, which need not be installed
        return None
    if hasattr(cell, "dtype") and hasattr(cell, "item"):
        cell = _of_numpy(cell)
    return None if isinstance(cell, float) and isnan(cell) else cell


def _of_numpy(cell: Any) -> Any:
    """Return a scalar of numpy as Python's own value; a count of nanoseconds would be no moment."""
    unit = {"M": "datetime64[us]", "m": "timedelta64[us]"}.get(cell.dtype.kind)
    return (cell.astype(unit) if unit else cell).item()


def _refuse_value(cell: object) -> NoReturn:
    raise ValueError(cell)


def _text_of(cell: object) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int):
        _refuse_value(cell)
    return str(cell)


def _flag_of(cell: object) -> bool:
    return cell if isinstance(cell, bool) else (False, True)[_whole_of(cell)]


def _whole_of(cell: object) -> int:
    """Return a whole number, also one that pandas keeps as 4.0 or a database as Decimal("4")."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal) or not isfinite(cell):
        _refuse_value(cell)
    if not 0 <= cell <= LARGEST or int(cell) != cell:
        _refuse_value(cell)
    return int(cell)


def _duration_of(cell: object) -> timedelta:
    if isinstance(cell, timedelta):
        return timedelta(cell.days, cell.seconds, cell.microseconds)
    return timedelta(minutes=_whole_of(cell))


def _day_of(cell: object) -> date:
    """Return a day, also one that pandas or a database keeps as its midnight, without a zone."""
    if isinstance(cell, datetime) and (cell.tzinfo is not None or cell.time() != time.min):
        _refuse_value(cell)
    if not isinstance(cell, date):
        _refuse_value(cell)
    return date(cell.year, cell.month, cell.day)


def _money_of(cell: object) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal) or not isfinite(cell):
        _refuse_value(cell)
    return Decimal(cell)


def _moment_of(cell: object, tz: tzinfo | None) -> datetime:
    if not isinstance(cell, datetime):
        _refuse_value(cell)
    if check.has_offset(cell):
        return check.as_utc(cell)
    return _in_zone(datetime.combine(cell.date(), cell.time()), tz)


# --- texts

_WHOLE = re.compile(r"[0-9]{1,9}(?=(?:\.0)?\Z)")  # pandas writes 4.0 where a number of the column is not known
_MONEY = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0{1,9})?)?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?) ?"
    r"(?:UTC|GMT|Z|([+-][0-9]{2}:?[0-9]{2}))",
    re.IGNORECASE | re.ASCII,
)
_FLAGS = {word: flag for words, flag in (("yes true 1 1.0", True), ("no false 0 0.0", False)) for word in words.split()}
_DAY_LENGTH = len("2026-11-18")
WITH_ZONE = "write it as 2026-11-18T10:00Z, or with +01:00 for Z"


def _whole(text: str) -> int:
    found = _WHOLE.match(text)
    return int(found[0]) if found else _refuse_value(text)


def _day(text: str) -> date:
    midnight = _MIDNIGHT.fullmatch(text)
    return date.fromisoformat(midnight[1] if midnight else text)


def _money(text: str) -> Decimal:
    return Decimal(text) if _MONEY.fullmatch(text) else _refuse_value(text)


def _moment(text: str, tz: tzinfo | None) -> datetime:
    """Return a moment in UTC: ISO 8601, also with a blank for T, and a blank before UTC or an offset."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        found = _MOMENT.fullmatch(text)
        if not found:
            raise
        at = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or 'Z'}")
    if at.tzinfo is not None:
        return check.as_utc(at)
    if len(text) <= _DAY_LENGTH:
        check.refuse("", text, "is a day without a time", WITH_ZONE, code="unreadable")
    return _in_zone(at, tz)


def _in_zone(wall: datetime, tz: tzinfo | None) -> datetime:
    """Return in UTC the moment at which a zone's clocks show a time; refuse one that they skip, or show twice."""
    if tz is None:
        remedy = f"{WITH_ZONE}; where a whole export leaves the zone out, give tz="
        check.refuse("", wall, "is no moment with a zone", remedy, code="naive")
    first, second = (wall.replace(tzinfo=tz, fold=fold) for fold in (0, 1))
    if check.is_standard(tz) and first.utcoffset() == second.utcoffset():
        return check.as_utc(first)
    try:
        shows = {at.astimezone(UTC) for at in (first, second)}
        is_shown = all(at.astimezone(tz).replace(tzinfo=None, fold=0) == wall.replace(fold=0) for at in shows)
    except OverflowError:
        return first  # refused by the record's own check
    remedy = "write it with its offset, such as 2026-10-25T02:30+01:00"
    if not is_shown:
        check.refuse("", wall, f"is a time that the clocks skip in {tz}", remedy, code="no_such_time")
    if len(shows) > 1:
        check.refuse("", wall, f"is a time that the clocks show twice in {tz}", remedy, code="ambiguous")
    return check.as_utc(first)


def _name(text: str) -> str:
    """Return a text that is no part of a value, such as the subject of a ticket, as people write them.

    Unlike an id it may hold line breaks, spaces of every width, and letters that join others.
    """
    plain = "".join("x" if letter in "\n\t" or category(letter) in ("Zs", "Cf") else letter for letter in text)
    check.text("", plain if text == text.strip() else text, most=LONGEST_NAME)
    return text


# --- kinds


def kinds(tz: tzinfo | None) -> dict[type, Kind]:
    """Return how the cells of each type are read, in the order in which the types of a union are tried."""
    return {
        Decimal: Kind(
            text=_money,
            value=_money_of,
            stand_in=Decimal(0),
            problem="is no exact amount",
            remedy='write digits, with a point before the cents, as text where a number would be rounded: "329.00"',
        ),
        str: Kind(
            text=str, value=_text_of, stand_in="?", problem="is no text", remedy='give it as text, such as "T-1001"'
        ),
        bool: Kind(
            text=lambda text: _FLAGS[text.lower()],
            value=_flag_of,
            stand_in=False,
            problem="is neither yes nor no",
            remedy="write yes or no, true or false, 1 or 0",
        ),
        int: Kind(
            text=_whole,
            value=_whole_of,
            stand_in=1,
            problem="is no whole number",
            remedy="write digits alone, such as 4",
        ),
        timedelta: Kind(
            text=lambda text: timedelta(minutes=_whole(text)),
            value=_duration_of,
            stand_in=timedelta(0),
            problem="is no duration",
            remedy="write whole minutes, such as 75",
        ),
        datetime: Kind(
            text=partial(_moment, tz=tz),
            value=partial(_moment_of, tz=tz),
            stand_in=datetime.min.replace(tzinfo=UTC),
            problem="is no moment that can be read without a guess",
            remedy=f"{WITH_ZONE}; to read another form, give convert=",
        ),
        date: Kind(
            text=_day,
            value=_day_of,
            stand_in=date.min,
            problem="is no day that can be read without a guess",
            remedy="write it as 2026-11-18; to read another form, give convert=",
        ),
    }


NAME = Kind(
    text=_name,
    value=lambda cell: _name(_text_of(cell)),
    stand_in="?",
    problem="is no name",
    remedy="give a name that can be read",
)


def words(known: Mapping[str, object]) -> Kind:
    """Return how words of a list are read."""

    def word(text: str) -> object:
        try:
            return known[text]
        except KeyError:
            refuse_word(text, known)

    first = next(iter(known.values()))
    return Kind(
        text=word, value=_refuse_value, stand_in=first, problem="is not known", remedy=f"give one of {listed(known)}"
    )


def listed(known: Iterable[object]) -> str:
    """Return the first of some words or names, and whether there are more."""
    texts = [*map(shown, known)]
    return ", ".join(texts[: check.MOST_TOLD]) + (", …" if len(texts) > check.MOST_TOLD else "")


def refuse_word(cell: object, known: Mapping[Any, object]) -> NoReturn:
    """Refuse a word that is not in a list; the column is named by who reads it."""
    remedy = f"{check.suggested(cell, known)}give one of {listed(known)}"
    check.refuse("", cell, "is not known", remedy, code="unknown_word")
