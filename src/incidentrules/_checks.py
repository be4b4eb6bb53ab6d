"""The checks at every public door: one small function a kind of value.

A converter makes right values equal (a zone becomes UTC, a list a tuple) and leaves wrong ones as
they are; the check that follows refuses them, with the field, the value and the remedy.

A value counts as of a class by its type alone, not by what it says of itself. One of a class of its own that is made
from `str`, `int`, `date`, `datetime`, `timedelta` or `Decimal` is *plain* after its check: it is read as its base
class reads it, and none of its own methods is asked. The check returns the plain value, and puts it into the record
that it is a field of.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import EnumType, StrEnum
from itertools import islice
from typing import Any, NoReturn, Self, TypeVar

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
MOST_ITEMS = 1_000_000
"""How many items are taken from what is gone through, so that what has no end is refused; lists and tuples have one."""
DEAREST = Decimal(1_000_000_000_000_000)
MOST_DECIMALS = 50
MOST_BITS = 10_000
"""The longest whole number that is read as money, in bits; a price has far fewer."""
ZERO = timedelta(0)
NO_LISTS = (str, bytes, bytearray, memoryview, Mapping)
"""What can be gone through, and is no list all the same."""
NAME_A_ZONE = 'give an IANA name, such as "Europe/Paris"'


W = TypeVar("W", bound="Word")
_MONEY = r"[+-]?[0-9]+(\.[0-9]*)?([Ee][+-]?[0-9]+)?"


# --- types and plain values


def is_a(value: object, kind: type | tuple[type, ...]) -> bool:
    """Return whether a value is of a class, or of one of several, by its type: a mock only says that it is."""
    return issubclass(type(value), kind)


def is_of(value: object, name: str) -> bool:
    """Return whether a value is of a class that lies above who asks, named by module and class.

    Whoever has such a value has loaded its module.
    """
    module, _, kind = name.partition(".")
    loaded = sys.modules.get(f"incidentrules.{module}")
    return loaded is not None and is_a(value, getattr(loaded, kind))


def are_all(items: tuple[object, ...], kind: type) -> bool:
    """Return whether all items are of a class; each type is asked once."""
    return all(issubclass(each, kind) for each in set(map(type, items)))


def _is_whole(value: object) -> bool:
    return is_a(value, int) and type(value) is not bool


def plain_text(value: str) -> str:
    """Return a text of any class of strings as a plain one."""
    return str.__str__(value)


def _kept(field: str, plain: A, owner: object) -> A:
    """Put a plain value into the record that had one of a class of its own."""
    if owner is not None:
        object.__setattr__(owner, field, plain)
    return plain


# --- converters: what is right becomes equal to what else is right; the rest is left for the check


def has_offset(value: datetime) -> bool:
    """Return whether a moment is aware; a zone that fails to say has no offset."""
    if type(value.tzinfo) is timezone:
        return True
    try:
        return value.utcoffset() is not None
    except Exception:  # noqa: BLE001  # a zone of a caller's own may raise anything
        return False


def is_standard(tz: tzinfo) -> bool:
    """Return whether a zone is of the standard library: its moments all have an offset, which it keeps for days."""
    if type(tz) is timezone:
        return True
    from zoneinfo import ZoneInfo  # only who has another zone than UTC needs it

    return type(tz) is ZoneInfo


def as_utc(value: datetime) -> datetime:
    """Return an aware moment in UTC; anything else as it is."""
    if type(value) is datetime and value.tzinfo is UTC:
        return value.replace(fold=0) if value.fold else value  # UTC shows no moment twice
    if not is_a(value, datetime):
        return value
    plain = value if type(value) is datetime else datetime.combine(datetime.date(value), datetime.timetz(value))
    try:
        return plain.astimezone(UTC) if has_offset(plain) else value
    except Exception:  # noqa: BLE001  # past the years that there are, or a zone of a caller's own
        return value


def maybe_utc(value: datetime | None) -> datetime | None:
    """Return an aware moment in UTC; None, and anything else, as it is."""
    return None if value is None else as_utc(value)


def as_money(value: Decimal | int | str) -> Any:
    """Return whole and decimal figures as one Decimal, equal figures alike; anything else as it is."""
    if type(value) is not Decimal:
        if is_a(value, str):
            text = plain_text(value)  # type: ignore[arg-type]
            if not re.fullmatch(_MONEY, text):
                return value  # refused by the check that follows
            value = text
        elif _is_whole(value):
            if int.bit_length(value) > MOST_BITS:  # type: ignore[arg-type]
                return Decimal("Infinity")  # refused by the check that follows: so long a number takes minutes
            value = int.__int__(value)  # type: ignore[arg-type]
        elif not is_a(value, Decimal):
            return value
        try:
            value = Decimal(value)
        except ArithmeticError:  # an exponent that no Decimal can have
            return value
    if not value.is_zero() or _exponent(value) < -MOST_DECIMALS:
        return value
    return Decimal((0, (0,), min(_exponent(value), 0)))


class TooMany:
    """What had more items than are taken; the check that follows refuses it."""


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def as_tuple(value: Iterable[A], kind: type = object) -> tuple[A, ...]:
    """Return an iterable as a tuple, up to the first item that is not of a kind; what is no list as it is.

    A string, a mapping and what can't be gone through are no lists.
    """
    if type(value) is tuple:
        return value
    if type(value) is list:
        return tuple(value)
    if is_a(value, NO_LISTS) or not is_a(value, Iterable):
        return value  # type: ignore[return-value]  # refused by the check that follows
    try:
        items = iter(value)
    except TypeError:  # an array of no dimension
        return value  # type: ignore[return-value]
    listed: list[A] = []
    for item in islice(items, MOST_ITEMS + 1):
        listed.append(item)
        if not is_a(item, kind):
            break
    return tuple(listed) if len(listed) <= MOST_ITEMS else TooMany()  # type: ignore[return-value]


def as_facts(value: Iterable[A], kind: type = object) -> tuple[A, ...]:
    """Return an iterable of facts of a class as a tuple in which one that is given twice stands once.

    Their types are looked at before they are compared: what is no fact may have no hash, or be too deep to have one.
    """
    items = as_tuple(value, kind)
    if type(items) is not tuple or len(items) < 2 or not are_all(items, kind):
        return items
    return tuple(dict.fromkeys(items))


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


class _Words(EnumType):
    """What makes a member of its word, and asks nothing of a value that is no string."""

    def __call__(cls, value: object, *names: Any, **options: Any) -> Any:
        if names or options:
            return super().__call__(value, *names, **options)  # a new enum
        return word(cls, value)  # type: ignore[arg-type]


class Word(StrEnum, metaclass=_Words):
    """The base of all enums: a member is its word, and a word that is none is refused by the enum's name."""


def word(kind: type[W], value: object, field: str = "") -> W:
    """Return the member of an enum by itself or by its word; anything else is refused, whatever it is.

    ``field`` is the name of the parameter, where it isn't that of the enum.
    """
    if type(value) is kind:
        return value
    is_text = is_a(value, str)
    if is_text and (member := kind._value2member_map_.get(plain_text(value))):  # type: ignore[arg-type]
        return member  # type: ignore[return-value]
    field = field or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
    remedy = f"give one of {', '.join(repr(str(each)) for each in kind)}"
    if not is_text:
        refuse_type(field, value, _a(kind.__name__), remedy)
    refuse(field, value, "is not known", remedy, code="unknown_word")


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
    if not is_a(value, datetime):
        refuse_type(field, value, "a datetime with a zone", "give datetime(..., tzinfo=UTC)")
    if not has_offset(value):  # type: ignore[arg-type]
        refuse(field, value, "has no zone", "say which it is: value.replace(tzinfo=UTC), or another zone", code="naive")
    refuse(field, value, "leaves the years 1 to 9999 in UTC", "give a moment within them", code="out_of_bounds")


def day(field: str, value: object, owner: object = None) -> date:
    """Return a plain date; refuse what is none, such as a datetime."""
    if type(value) is date:
        return value
    if is_a(value, datetime):
        refuse_type(
            field, value, "a day, not a moment", "give its date in the zone of the terms, such as terms.day_of(value)"
        )
    if not is_a(value, date):
        refuse_type(field, value, "a date", "give date(2026, 11, 18)")
    return _kept(field, date.fromordinal(date.toordinal(value)), owner)  # type: ignore[arg-type]


def count(field: str, value: object, owner: object = None, *, least: int = 1, most: int = MOST) -> int:
    """Return a plain whole number within the bounds; refuse what is none, such as a bool."""
    if type(value) is int and least <= value <= most:
        return value
    if not _is_whole(value):
        refuse_type(field, value, "a whole number", f"give an int from {least:,} to {most:,}")
    plain = int.__int__(value)  # type: ignore[arg-type]
    if not least <= plain <= most:
        refuse(field, value, "is out of bounds", f"give an int from {least:,} to {most:,}", code="out_of_bounds")
    return _kept(field, plain, owner)


def duration(
    field: str, value: object, owner: object = None, *, least: timedelta = ZERO, most: timedelta = LONGEST
) -> timedelta:
    """Return a plain timedelta within the bounds; refuse what is none, such as a number."""
    if type(value) is timedelta and least <= value <= most:
        return value
    if not is_a(value, timedelta):
        refuse_type(field, value, "a timedelta", "say the unit: timedelta(minutes=90)")
    plain = timedelta.__add__(value, ZERO)  # type: ignore[operator]
    if not least <= plain <= most:
        what = "is negative" if plain < ZERO else "is out of bounds"
        refuse(field, value, what, f"give a timedelta from {least} to {most}", code="out_of_bounds")
    return _kept(field, plain, owner)


def money(field: str, value: object) -> None:
    """Refuse what is not a finite, exact, non-negative amount; a float is none."""
    if type(value) is not Decimal:
        refuse_type(field, value, "an exact amount", 'give an int, a Decimal or its text, such as Decimal("329.00")')
    if not value.is_finite() or not 0 <= value <= DEAREST:
        refuse(field, value, "is no amount", f"give a finite amount from 0 to {DEAREST:,}", code="out_of_bounds")
    if _exponent(value) < -MOST_DECIMALS:
        remedy = f"give at most {MOST_DECIMALS} decimal places"
        refuse(field, value, "has too many decimal places", remedy, code="out_of_bounds")


def text(field: str, value: object, owner: object = None, *, most: int = LONGEST_ID) -> str:
    """Return a plain string; refuse what is not a non-empty string on one line."""
    if type(value) is str and 0 < len(value) <= most and value.isprintable() and " " not in (value[0], value[-1]):
        return value
    plain = any_text(field, value)
    if not plain or plain != plain.strip() or not plain.isprintable():
        refuse(
            field,
            value,
            "is empty, or has blanks around it or characters that don't print",
            "give a name that can be read",
            code="no_text",
        )
    if len(plain) > most:
        refuse(field, value, "is too long", f"give {most} characters at most", code="out_of_bounds")
    return _kept(field, plain, owner)


def any_text(
    field: str, value: object, owner: object = None, remedy: str = 'give a non-empty string, such as "T-1001"'
) -> str:
    """Return a plain string, whatever is in it; refuse what is none."""
    if type(value) is str:
        return value
    if not is_a(value, str):
        refuse_type(field, value, "a string", remedy)
    return _kept(field, plain_text(value), owner)  # type: ignore[arg-type]


def zone(field: str, value: tzinfo | str) -> tzinfo:
    """Return a zone by its IANA name, or a zone as it is; those that mean UTC as `UTC`."""
    if type(value) is not str and not is_a(value, (str, tzinfo)):
        refuse_type(field, value, "a zone", f"{NAME_A_ZONE}, or a tzinfo")
    name = value if is_a(value, str) else getattr(value, "key", None)
    if is_a(name, str):
        return _named_zone(field, plain_text(name), value)  # type: ignore[arg-type]
    if hasattr(value, "localize"):
        problem = "is a zone of pytz, which has no offsets of its own"
        refuse(field, value, problem, f"give its name, {str(value)!r}", code="unknown_zone")
    if not has_offset(datetime(2000, 1, 1, tzinfo=value)):  # type: ignore[arg-type]
        refuse(field, value, "has no offset from UTC", NAME_A_ZONE, code="unknown_zone")
    return UTC if value == UTC else value  # type: ignore[return-value]


def _named_zone(field: str, name: str, value: tzinfo | str) -> tzinfo:
    if name in ("UTC", "Etc/UTC", "Z"):
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # only who has another zone than UTC needs it

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = _near_zone(name)
    remedy = f'write "{near}"' if near else NAME_A_ZONE
    refuse(field, value, "is no zone that is known here", remedy, code="unknown_zone")


def _near_zone(name: str) -> str | None:
    """Return the known zone that was probably meant: by its city alone, or nearly its name."""
    from zoneinfo import available_timezones

    names = sorted(available_timezones())
    return next((known for known in names if known.endswith(f"/{name}")), None) or nearest(name, names)


A_FACT = "give the fact itself; an unknown fact is never a 'no'"


def flag(field: str, value: object, remedy: str = A_FACT) -> None:
    """Refuse what is neither True nor False."""
    if type(value) is not bool:
        refuse_type(field, value, "True or False", remedy)


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"


def instance(field: str, value: object, kind: type | tuple[type, ...], remedy: str) -> None:
    """Refuse what is not of a class of this library, or of one of several."""
    if not is_a(value, kind):
        names = " or ".join(one.__name__ for one in (kind if isinstance(kind, tuple) else (kind,)))
        refuse_type(field, value, _a(names), remedy)


def all_of(field: str, value: object, kind: type, remedy: str) -> None:
    """Refuse what is not a tuple of a class of this library; the item is named by its place."""
    if type(value) is not tuple:
        a_list(field, value, f"a list of {kind.__name__}", remedy)
    if value and not are_all(value, kind):
        place, item = next((place, item) for place, item in enumerate(value) if not is_a(item, kind))
        refuse_type(f"{field}[{place}]", item, _a(kind.__name__), remedy)


def items(field: str, value: object, wanted: str, remedy: str) -> Iterator[Any]:
    """Return what a list gives, item by item, up to as many as are taken; refuse what is none."""
    given = any_items(field, value, wanted, remedy)
    return given if is_a(value, (list, tuple)) else _bounded(field, given)


def any_items(field: str, value: object, wanted: str, remedy: str) -> Iterator[Any]:
    """Return what a list gives, item by item, however many they are; refuse what is none."""
    if not is_a(value, NO_LISTS) and is_a(value, Iterable):
        with suppress(TypeError):  # an array of no dimension
            return iter(value)  # type: ignore[call-overload, no-any-return]
    refuse_type(field, value, wanted, remedy)


def _bounded(field: str, given: Iterator[A]) -> Iterator[A]:
    yield from islice(given, MOST_ITEMS)
    for _ in given:
        a_list(field, TooMany(), "", "")


def a_list(field: str, value: object, wanted: str, remedy: str) -> NoReturn:
    """Refuse what `as_tuple` could not make a tuple of."""
    if type(value) is TooMany:
        refuse(
            field,
            f"more than {MOST_ITEMS:,}",
            "are too many, or have no end",
            f"give a list, or at most {MOST_ITEMS:,} at a time",
            code="out_of_bounds",
        )
    refuse_type(field, value, wanted, remedy)


def mapping(field: str, value: object, wanted: str, remedy: str) -> dict[Any, Any]:
    """Return a mapping as a plain dict; refuse what is none, or can't be gone through."""
    if type(value) is dict:
        return value
    if is_a(value, dict):
        return dict.copy(value)  # type: ignore[arg-type]
    if is_a(value, Mapping):
        with suppress(TypeError, ValueError, LookupError):
            return dict(value)  # type: ignore[call-overload, no-any-return]
    refuse_type(field, value, wanted, remedy)


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
    texts: list[Any] = [text for text in islice(known, MOST_COMPARED) if is_a(text, str)]
    near = nearest(name, texts)
    return f"did you mean {shown(near)}? " if near else ""


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant; upper and lower case are alike.

    At most 1,000 names are compared, of at most 64 characters each, so that a refusal stays quick.
    """
    from difflib import get_close_matches  # here, as only a refusal needs it

    if not is_a(name, str) or len(plain := plain_text(name)) > LONGEST_COMPARED:  # type: ignore[arg-type]
        return None
    texts = [plain_text(text) for text in islice(known, MOST_COMPARED)]
    by_lower = {text.lower(): text for text in reversed(texts) if len(text) <= LONGEST_COMPARED}
    near = get_close_matches(plain.lower(), by_lower, n=1, cutoff=ALIKE)
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


def _difference(fact: Any, other: Any) -> str:
    """Return in what two facts differ: in their class, such as one of a caller's own, or in a field."""
    if type(fact) is not type(other):
        return "__class__"
    names: list[str] = [field.name for field in _fields(type(fact))]
    return next(name for name in names if getattr(fact, name) != getattr(other, name))


def unique(field: str, items: Iterable[Any]) -> dict[str, Any]:
    """Return the items by id; the same content twice is one, another content under one id is refused."""
    by_id: dict[str, Any] = {}
    for item in items:
        earlier = by_id.setdefault(item.id, item)
        if earlier is not item and earlier != item:
            differs = _difference(earlier, item)
            raise ConflictError(
                f"has the id {shown(item.id)} twice, with two values for {differs}",
                field=f"{field}.{differs}",
                value=(getattr(earlier, differs), getattr(item, differs)),
                code="one_id_two_contents",
                remedy="give each fact an id of its own, or the same content",
            )
    return by_id
