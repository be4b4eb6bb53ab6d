"""The checks at every public door: one small function a kind of value.

A converter makes right values equal (a zone becomes UTC, a list a tuple) and leaves wrong ones as
they are; the check that follows refuses them, with the field, the value and the remedy.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any, NoReturn, TypeVar, cast
from zoneinfo import ZoneInfo

import attrs

from .errors import ConflictError, InvalidTypeError, InvalidValueError, UnknownNameError, shown

A = TypeVar("A")

MOST = 1_000_000_000
"""The largest count that anything takes: credits, months, units."""
LONGEST = timedelta(days=366 * 100)
"""The longest duration that a fact takes: a century."""
LONGEST_ID = 200
MOST_TOLD = 24
"""How many known names a message lists."""
DEAREST = Decimal(10) ** 15
ZERO = timedelta(0)
ALWAYS_OFFSET = (ZoneInfo, timezone)
"""The zones of the standard library, whose moments all have an offset; asking others costs more."""


# --- converters: what is right becomes equal to what else is right; the rest is left for the check


def has_offset(value: datetime) -> bool:
    """Return whether a moment is aware; a zone that fails to say has no offset."""
    if type(value.tzinfo) in ALWAYS_OFFSET:
        return True
    try:
        return value.utcoffset() is not None
    except (NotImplementedError, TypeError, ValueError):
        return False


def as_utc(value: datetime) -> datetime:
    """Return an aware moment in UTC; anything else as it is."""
    if type(value) is datetime and value.tzinfo is UTC:
        return value
    if isinstance(value, datetime) and has_offset(value):
        plain = value if type(value) is datetime else datetime.combine(value.date(), value.timetz())
        try:
            return plain.astimezone(UTC)
        except (OverflowError, ValueError):
            return value
    return value


def maybe_utc(value: datetime | None) -> datetime | None:
    """Return an aware moment in UTC; None, and anything else, as it is."""
    return None if value is None else as_utc(value)


def as_money(value: Decimal | int | str) -> Decimal:
    """Return whole and decimal figures as one Decimal, equal figures alike; anything else as it is."""
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            value = Decimal(value)
        except ArithmeticError:
            return cast("Decimal", value)  # refused by the check that follows
    return value.copy_abs() if isinstance(value, Decimal) and value.is_zero() else cast("Decimal", value)


def as_tuple(value: Iterable[Any]) -> tuple[Any, ...]:
    """Return an iterable as a tuple; a string, and what can't be iterated, as it is."""
    if type(value) is tuple:
        return value
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        return cast("tuple[Any, ...]", value)  # refused by the check that follows
    return tuple(value)


def as_facts(value: Iterable[Any]) -> tuple[Any, ...]:
    """Return an iterable as a tuple in which a fact that is told twice stands once."""
    items = as_tuple(value)
    try:
        return tuple(dict.fromkeys(items)) if isinstance(items, tuple) else items
    except TypeError:
        return items  # what has no hash is no fact, and refused by the check that follows


class Word(StrEnum):
    """The base of all enums: a member is its word, and a word that is none is refused by the enum's name."""

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        field = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
        words = ", ".join(repr(str(word)) for word in cls)
        if not isinstance(value, str):
            refuse_type(field, value, _a(cls.__name__), f"give one of {words}")
        refuse(field, value, "is not known", f"give one of {words}", code="unknown_word")


# --- refusals


def refuse_type(field: str, value: object, wanted: str, remedy: str) -> NoReturn:
    """Raise that a value is of the wrong type."""
    raise InvalidTypeError(f"has to be {wanted}", field=field, value=value, code="wrong_type", remedy=remedy)


def refuse(field: str, value: object, problem: str, remedy: str, *, code: str) -> NoReturn:
    """Raise that a value can't be taken."""
    raise InvalidValueError(problem, field=field, value=value, code=code, remedy=remedy)


# --- checks


def local(field: str, at: datetime, tz: tzinfo) -> datetime:
    """Return a moment as a zone's wall shows it; one that leaves the years 1 to 9999 there is refused."""
    try:
        return at.astimezone(tz)
    except (OverflowError, ValueError):
        refuse(field, at, f"leaves the years 1 to 9999 in {tz}", "give a moment within them", code="out_of_bounds")


def moment(field: str, value: object) -> None:
    """Refuse what is not an aware datetime, in UTC by now."""
    if type(value) is datetime and value.tzinfo is UTC:
        return
    if not isinstance(value, datetime):
        refuse_type(field, value, "a datetime with a zone", "give datetime(..., tzinfo=UTC)")
    if not has_offset(value):
        refuse(field, value, "has no zone", "say which it is: value.replace(tzinfo=UTC), or another zone", code="naive")
    refuse(field, value, "leaves the years 1 to 9999 in UTC", "give a moment within them", code="out_of_bounds")


def day(field: str, value: object) -> None:
    """Refuse what is not a plain date; a datetime is none."""
    if type(value) is date:
        return
    if isinstance(value, datetime):
        refuse_type(field, value, "a day, not a moment", "give its date in UTC: value.astimezone(UTC).date()")
    if not isinstance(value, date):
        refuse_type(field, value, "a date", "give date(2026, 11, 18)")


def count(field: str, value: object, *, least: int = 1, most: int = MOST) -> None:
    """Refuse what is not a whole number within the bounds; a bool is none."""
    if not isinstance(value, int) or isinstance(value, bool):
        refuse_type(field, value, "a whole number", f"give an int from {least:,} to {most:,}")
    if not least <= value <= most:
        refuse(field, value, "is out of bounds", f"give an int from {least:,} to {most:,}", code="out_of_bounds")


def duration(field: str, value: object, *, least: timedelta = ZERO, most: timedelta = LONGEST) -> None:
    """Refuse what is not a timedelta within the bounds; a number is none."""
    if not isinstance(value, timedelta):
        refuse_type(field, value, "a timedelta", "say the unit: timedelta(minutes=90)")
    if not least <= value <= most:
        what = "is negative" if value < ZERO else "is out of bounds"
        refuse(field, value, what, f"give a timedelta from {least} to {most}", code="out_of_bounds")


def money(field: str, value: object) -> None:
    """Refuse what is not a finite, exact, non-negative amount; a float is none."""
    if not isinstance(value, Decimal):
        refuse_type(field, value, "an exact amount", 'give an int, a Decimal or its text, such as Decimal("329.00")')
    if not value.is_finite() or not 0 <= value <= DEAREST:
        refuse(field, value, "is no amount", f"give a finite amount from 0 to {DEAREST:,}", code="out_of_bounds")


def text(field: str, value: object, *, most: int = LONGEST_ID) -> None:
    """Refuse what is not a non-empty string on one line."""
    if not isinstance(value, str):
        refuse_type(field, value, "a string", 'give a non-empty string, such as "T-1001"')
    if not value or value != value.strip() or not value.isprintable():
        refuse(
            field,
            value,
            "is empty, or has blanks around it or characters that don't print",
            "give a name that can be read",
            code="no_text",
        )
    if len(value) > most:
        refuse(field, value, "is too long", f"give {most} characters at most", code="out_of_bounds")


def flag(field: str, value: object) -> None:
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool):
        refuse_type(field, value, "True or False", "give the fact itself; an unknown fact is never a 'no'")


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"


def instance(field: str, value: object, kind: type | tuple[type, ...], remedy: str) -> None:
    """Refuse what is not of a class of this library, or of one of several."""
    if not isinstance(value, kind):
        names = " or ".join(each.__name__ for each in (kind if isinstance(kind, tuple) else (kind,)))
        refuse_type(field, value, _a(names), remedy)


def each(field: str, value: object, kind: type, remedy: str) -> None:
    """Refuse what is not a tuple of a class of this library; the item is named by its place."""
    if not isinstance(value, tuple):
        refuse_type(field, value, f"a list of {kind.__name__}", remedy)
    for place, item in enumerate(value):
        if not isinstance(item, kind):
            refuse_type(f"{field}[{place}]", item, _a(kind.__name__), remedy)


def in_order(field: str, value: datetime, other: str, earlier: datetime) -> None:
    """Refuse a moment that precedes one which it can only follow."""
    if value < earlier:
        refuse(
            field,
            value.isoformat(),
            f"precedes {other} ({earlier.isoformat()})",
            "correct whichever of the two is wrong",
            code="contradiction",
        )


def unknown(field: str, value: object, names: Iterable[str], what: str) -> NoReturn:
    """Raise that a name is borne by nothing given, and which names are."""
    told = [shown(name) for name in islice(names, MOST_TOLD + 1)]
    listed = ", ".join(told[:MOST_TOLD]) + (", …" if len(told) > MOST_TOLD else "") or "none"
    raise UnknownNameError(f"names no {what}", field=field, value=value, code="unknown_name", remedy=f"known: {listed}")


def distinct(field: str, names: Sequence[object], what: str) -> None:
    """Refuse an empty list, and one in which two bear the same name."""
    if not names:
        refuse(field, (), "is empty", "give at least one", code="empty")
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        raise ConflictError(
            f"has the same {what} twice",
            field=field,
            value=twice,
            code="one_id_two_contents",
            remedy="give each its own",
        )


def evolve(value: A, changes: Mapping[str, Any]) -> A:
    """Return an attrs value with other fields; what is no field is refused."""
    names = [field.name for field in attrs.fields(cast("Any", type(value)))]
    for name in changes:
        if name not in names:
            unknown(name, changes[name], names, f"field of {type(value).__name__}")
    return cast("A", attrs.evolve(cast("Any", value), **changes))


def unique(field: str, items: Iterable[Any]) -> dict[str, Any]:
    """Return the items by id; the same content twice is one, another content under one id is refused."""
    by_id: dict[str, Any] = {}
    for item in items:
        earlier = by_id.setdefault(item.id, item)
        if earlier is not item and earlier != item:
            differs = next(
                name for name in item.__attrs_attrs__ if getattr(item, name.name) != getattr(earlier, name.name)
            ).name
            raise ConflictError(
                f"has the id {shown(item.id)} twice, with another {differs}",
                field=f"{field}.{differs}",
                value=(getattr(earlier, differs), getattr(item, differs)),
                code="one_id_two_contents",
                remedy="give each fact an id of its own, or the same content",
            )
    return by_id
