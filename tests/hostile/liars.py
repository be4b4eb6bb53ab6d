"""Objects that lie about what they are, and those that raise whenever they are asked."""

# pyright: reportAssignmentType=false, reportIncompatibleMethodOverride=false

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any, NamedTuple


class Lie:
    """The base of every subclass that lies, so that one that is kept is found in what was made of it."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __lt__(self, other: object) -> bool:
        return True

    __gt__ = __le__ = __ge__ = __lt__

    def __hash__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "'a lie'"

    __str__ = __repr__

    def __len__(self) -> int:
        return 0


class LyingStr(Lie, str):
    """A text that says to be another."""

    def strip(self, *_: Any) -> str:
        return self

    def isprintable(self) -> bool:
        return True


class LyingInt(Lie, int):
    """A whole number that is any other."""

    def __index__(self) -> int:
        return -5

    __int__ = __neg__ = __add__ = __mul__ = __index__  # type: ignore[assignment]


class LyingDecimal(Lie, Decimal):
    """An amount that is any other."""

    def is_finite(self) -> bool:
        return True

    def is_zero(self) -> bool:
        return False


class LyingDate(Lie, date):
    """A day that lies in any other year."""

    year = month = day = 7

    def isoformat(self) -> str:
        return "a lie"

    def toordinal(self) -> int:
        return 1


class LyingDatetime(Lie, datetime):
    """A moment that is at any other time."""

    year = month = day = 7

    def date(self) -> date:
        return date(1, 1, 1)

    def timetz(self) -> time:
        return time(1)

    def utcoffset(self) -> timedelta:
        return timedelta(hours=3)

    def astimezone(self, tz: Any = None) -> Any:
        return self


class LyingTimedelta(Lie, timedelta):
    """A duration that is any other."""

    days = seconds = microseconds = 7

    def __neg__(self) -> Any:
        return self

    def __add__(self, _: Any) -> Any:
        return self

    __floordiv__ = __sub__ = __mul__ = __divmod__ = __add__


class LyingTuple(Lie, tuple[Any, ...]):
    """Items that are others when they are gone through."""

    def __iter__(self) -> Iterator[Any]:
        return iter(["a lie"])


class LyingList(Lie, list[Any]):  # type: ignore[misc]
    """Items that are others when they are gone through."""

    def __iter__(self) -> Iterator[Any]:
        return iter(["a lie"])


class LyingDict(Lie, dict[Any, Any]):  # type: ignore[misc]
    """Items that are others when they are gone through."""

    def items(self) -> Any:
        return [("a lie", "another")]

    keys = __iter__ = lambda self: iter(["a lie"])  # type: ignore[assignment]


class Own(Exception):  # noqa: N818
    """What a caller's own object raises in its own methods, and what may pass through."""


class Raising:
    """An object all of whose methods raise."""

    def _raise(self, *_: Any) -> Any:
        raise Own

    __eq__ = __lt__ = __bool__ = __iter__ = __len__ = __repr__ = __str__ = __getitem__ = __call__ = _raise
    __hash__ = _raise


class RaisingStr(str):
    """A text whose comparisons, hash and words fail."""

    __slots__ = ()

    def _raise(self, *_: Any) -> Any:
        raise Own

    __eq__ = __ne__ = __lt__ = __len__ = __repr__ = __str__ = __iter__ = __contains__ = _raise
    __hash__ = _raise


class RaisingInt(int):
    """A whole number whose comparisons and arithmetic fail."""

    def _raise(self, *_: Any) -> Any:
        raise Own

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __repr__ = __str__ = __index__ = __add__ = _raise
    __hash__ = __bool__ = _raise


class RaisingItems:
    """Items that can't be gone through."""

    def __iter__(self) -> Iterator[Any]:
        raise Own


class Faked:
    """An object that says to be of another class."""

    def __init__(self, kind: type) -> None:
        self.kind = kind

    @property
    def __class__(self) -> Any:
        return self.kind

    @__class__.setter
    def __class__(self, _: Any) -> None:
        raise Own


class Keyed:
    """An object with the key of a zone."""

    key = "Europe/Paris"


class Zone(tzinfo):
    """A zone that answers what it was given, or raises it."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer

    def utcoffset(self, at: datetime | None) -> Any:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    dst = utcoffset

    def tzname(self, at: datetime | None) -> str:
        return "a zone"

    def __reduce__(self) -> Any:
        return Zone, (self.answer,)


class Fickle(Zone):
    """A zone that answers at first, and raises later."""

    def __init__(self, answers: int = 2) -> None:
        self.answers = answers

    def utcoffset(self, at: datetime | None) -> Any:
        self.answers -= 1
        if self.answers < 0:
            raise Own
        return timedelta(hours=1)

    dst = utcoffset


class Urgency(StrEnum):
    """Words of somebody else, one of them ours."""

    SEVERE = "severe"
    WORD = "word"


class Floor(IntEnum):
    """Whole numbers of somebody else."""

    FIRST = 1


class Colour(Enum):
    """Members that are neither texts nor numbers."""

    RED = object()


class Pair(NamedTuple):
    """Two values by name."""

    one: Any
    two: Any
