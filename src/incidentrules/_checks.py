"""The checks at every public door: one small function a kind of value.

A converter makes right values equal (a zone becomes UTC, a list a tuple) and leaves wrong ones as
they are; the check that follows refuses them, with the field, the value and the remedy.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any, NoReturn, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

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
MOST_COMPARED = 1000
"""How many known names an unknown one is compared with."""
ALIKE = 0.8
"""How alike two names have to be for one to be suggested for the other, from 0 to 1."""
LONGEST_COMPARED = 64
"""The longest name that is compared, in characters."""
DEAREST = Decimal(1_000_000_000_000_000)
MOST_DECIMALS = 50
MOST_BITS = 10_000
"""The longest whole number that is read as money, in bits; a price has far fewer."""
ZERO = timedelta(0)
NAME_A_ZONE = 'give an IANA name, such as "Europe/Paris"'
ALWAYS_OFFSET = (ZoneInfo, timezone)
"""The zones of the standard library, whose moments all have an offset; asking others costs more."""


W = TypeVar("W", bound="Word")


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


def as_money(value: Decimal | int | str) -> Any:
    """Return whole and decimal figures as one Decimal, equal figures alike; anything else as it is."""
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return Decimal("Infinity")  # refused by the check that follows: to convert what is so long takes minutes
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            value = Decimal(value)
        except (ArithmeticError, ValueError):
            return value  # refused by the check that follows
    return value.copy_abs() if isinstance(value, Decimal) and value.is_zero() else value


def as_tuple(value: Iterable[A]) -> tuple[A, ...]:
    """Return an iterable as a tuple; a string, and what can't be iterated, as it is."""
    if type(value) is tuple:
        return value
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        return value  # type: ignore[return-value]  # refused by the check that follows
    return tuple(value)


def as_facts(value: Iterable[A]) -> tuple[A, ...]:
    """Return an iterable as a tuple in which a fact that is given twice stands once."""
    items = as_tuple(value)
    if not isinstance(items, tuple) or len(items) < 2:
        return items
    try:
        return tuple(dict.fromkeys(items))
    except TypeError:
        return items  # what has no hash is no fact, and refused by the check that follows


class Record:
    """The base of records with more than three fields: made by keywords alone, and changed by `replace`."""

    __slots__ = ()

    def __new__(cls, *args: Any, **facts: Any) -> Self:  # noqa: ARG004  # attrs takes the facts
        if args:
            names = ", ".join(f"{field.alias}=..." for field in _fields(cls) if field.init)
            remedy = f"write {cls.__name__}({names})"
            raise InvalidTypeError(
                "takes keywords only", field=cls.__name__, value=args[0], code="keywords", remedy=remedy
            )
        return object.__new__(cls)

    def replace(self, **changes: Any) -> Self:
        """Return the same record with other values for some fields.

        Raises `UnknownNameError` for what is no field.
        """
        return evolve(self, changes)


class Word(StrEnum):
    """The base of all enums: a member is its word, and a word that is none is refused by the enum's name."""

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        field = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
        words = ", ".join(repr(str(word)) for word in cls)
        if not isinstance(value, str):
            refuse_type(field, value, _a(cls.__name__), f"give one of {words}")
        refuse(field, value, "is not known", f"give one of {words}", code="unknown_word")


def word(kind: type[W], value: object) -> W:
    """Return the member of an enum by itself or by its word; anything else is refused, whatever it is."""
    if type(value) is kind:
        return value
    return kind(value) if isinstance(value, str) else kind._missing_(value)


# --- refusals


def refuse_type(field: str, value: object, wanted: str, remedy: str) -> NoReturn:
    """Raise for a value of the wrong type."""
    raise InvalidTypeError(f"has to be {wanted}", field=field, value=value, code="wrong_type", remedy=remedy)


def refuse(field: str, value: object, problem: str, remedy: str, *, code: str) -> NoReturn:
    """Raise for a value that no rule can take."""
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
        refuse_type(
            field, value, "a day, not a moment", "give its date in the zone of the terms, such as terms.day_of(value)"
        )
    if not isinstance(value, date):
        refuse_type(field, value, "a date", "give date(2026, 11, 18)")


def count(field: str, value: object, *, least: int = 1, most: int = MOST) -> None:
    """Refuse what is not a whole number within the bounds; a bool is none."""
    if type(value) is int and least <= value <= most:
        return
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
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MOST_DECIMALS:
        remedy = f"give at most {MOST_DECIMALS} decimal places"
        refuse(field, value, "has too many decimal places", remedy, code="out_of_bounds")


def text(field: str, value: object, *, most: int = LONGEST_ID) -> None:
    """Refuse what is not a non-empty string on one line."""
    if type(value) is str and 0 < len(value) <= most and value.isprintable() and " " not in (value[0], value[-1]):
        return
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


def zone(field: str, value: tzinfo | str) -> tzinfo:
    """Return a zone by its IANA name, or a zone as it is; those that mean UTC as `UTC`."""
    name = value if isinstance(value, str) else getattr(value, "key", None)
    if isinstance(name, str):
        return _named_zone(field, name, value)
    if not isinstance(value, tzinfo):
        refuse_type(field, value, "a zone", f"{NAME_A_ZONE}, or a tzinfo")
    if hasattr(value, "localize"):
        problem = "is a zone of pytz, which has no offsets of its own"
        refuse(field, value, problem, f"give its name, {str(value)!r}", code="unknown_zone")
    if not has_offset(datetime(2000, 1, 1, tzinfo=value)):
        refuse(field, value, "has no offset from UTC", NAME_A_ZONE, code="unknown_zone")
    return UTC if value == UTC else value


def _named_zone(field: str, name: str, value: tzinfo | str) -> tzinfo:
    if name in ("UTC", "Etc/UTC", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = _near_zone(name)
    remedy = f'write "{near}"' if near else NAME_A_ZONE
    refuse(field, value, "is no zone that is known here", remedy, code="unknown_zone")


def _near_zone(name: str) -> str | None:
    """Return the known zone that was probably meant: by its city alone, or nearly its name."""
    names = sorted(available_timezones())
    return next((known for known in names if known.endswith(f"/{name}")), None) or nearest(name, names)


A_FACT = "give the fact itself; an unknown fact is never a 'no'"


def flag(field: str, value: object, remedy: str = A_FACT) -> None:
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool):
        refuse_type(field, value, "True or False", remedy)


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"


def instance(field: str, value: object, kind: type | tuple[type, ...], remedy: str) -> None:
    """Refuse what is not of a class of this library, or of one of several."""
    if not isinstance(value, kind):
        names = " or ".join(one.__name__ for one in (kind if isinstance(kind, tuple) else (kind,)))
        refuse_type(field, value, _a(names), remedy)


def all_of(field: str, value: object, kind: type, remedy: str) -> None:
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
    """Raise for an unknown name; suggest the nearest of the known ones, and list the first."""
    known = list(islice(names, MOST_COMPARED))
    listed = ", ".join(map(shown, known[:MOST_TOLD])) + (", …" if len(known) > MOST_TOLD else "") or "none"
    remedy = f"{suggested(value, known)}known: {listed}"
    raise UnknownNameError(f"names no {what}", field=field, value=value, code="unknown_name", remedy=remedy)


def suggested(name: object, known: Iterable[object]) -> str:
    """Return the question whether the nearest known name was meant, to begin a remedy with; "" where none is near.

    >>> suggested("Sevrity", ["id", "severity"])
    "did you mean 'severity'? "
    """
    near = nearest(name, (text for text in known if isinstance(text, str)))
    return f"did you mean {shown(near)}? " if near else ""


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant; upper and lower case are alike.

    At most 1,000 names are compared, of at most 64 characters each, so that a refusal stays quick.
    """
    from difflib import get_close_matches  # here, as only a refusal needs it

    if not isinstance(name, str) or len(name) > LONGEST_COMPARED:
        return None
    texts = [str.__str__(text) for text in islice(known, MOST_COMPARED)]
    by_lower = {text.lower(): text for text in reversed(texts) if len(text) <= LONGEST_COMPARED}
    near = get_close_matches(str.__str__(name).lower(), by_lower, n=1, cutoff=ALIKE)
    return by_lower[near[0]] if near else None


def distinct(field: str, names: Sequence[object], what: str) -> None:
    """Refuse an empty list, and one in which two bear the same name."""
    if not names:
        refuse(field, (), "is empty", "give at least one", code="empty")
    twice = next((name for name, times in Counter(names).items() if times > 1), None)
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
    names = [field.alias for field in _fields(type(value)) if field.init]
    for name in changes:
        if name not in names:
            unknown("changes", name, names, f"field of {type(value).__name__}")
    evolved: A = attrs.evolve(_any(value), **changes)
    return evolved


def _fields(kind: type) -> tuple[Any, ...]:
    fields: tuple[Any, ...] = attrs.fields(_any(kind))
    return fields


def _any(value: object) -> Any:
    """Return a value that is known to be of attrs, which type checkers can't see."""
    return value


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
                f"has the id {shown(item.id)} twice, with two values for {differs}",
                field=f"{field}.{differs}",
                value=(getattr(earlier, differs), getattr(item, differs)),
                code="one_id_two_contents",
                remedy="give each fact an id of its own, or the same content",
            )
    return by_id
