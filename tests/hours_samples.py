"""What the tests of operating hours share: two desks, moments and intervals as text, calendars, and odd zones.

2026-11-18 is a Wednesday. The desk of the examples is open Monday to Friday, 08:00 to 24:00 UTC.
"""

import struct
from datetime import UTC, date, datetime, timedelta, tzinfo
from io import BytesIO
from zoneinfo import ZoneInfo

from incidentrules import HolidayCalendar, OperatingHours

parse = OperatingHours.parse
EVER = range(1, 10_000)
HOUR, DAY, NONE = timedelta(hours=1), timedelta(days=1), timedelta(0)
INSTANT = timedelta(microseconds=1)
DESK = parse("Mo-Fr 08:00-24:00")
LUNCH = parse("Mo-Fr 08:00-12:00,13:00-17:00")
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def at(text: str) -> datetime:
    """Return a moment of 2026, written as "11-18T10:00", or of another year, in UTC."""
    return datetime.fromisoformat(f"{text if text.count('-') == 2 else f'2026-{text}'}Z")


def as_text(moment: datetime) -> str:
    """Return a moment as `at` reads it."""
    assert moment.tzinfo is UTC
    return moment.replace(tzinfo=None).isoformat(timespec="auto").removesuffix(":00").removeprefix("2026-")


def spans(hours: OperatingHours, start: str, end: str) -> str:
    """Return what is open from one moment to another, written as "11-18T10:00/11-18T12:00"."""
    return " ".join(
        f"{as_text(opening.start)}/{as_text(opening.end)}" for opening in hours.intervals(at(start), at(end))
    )


def days(*texts: str) -> HolidayCalendar:
    return HolidayCalendar.from_dates([date.fromisoformat(text) for text in texts], years=EVER)


def known(first: int, last: int, *texts: str) -> HolidayCalendar:
    return HolidayCalendar.from_dates([date.fromisoformat(text) for text in texts], years=range(first, last + 1))


AT = at("11-18T10:00")


class Span(timedelta):
    """A duration of a kind of its own."""


class Plain(tzinfo):
    """A zone of no name that tells an offset, and nothing else."""

    def utcoffset(self, at: datetime | None, /) -> timedelta:
        return 2 * HOUR

    def dst(self, at: datetime | None, /) -> None:
        return None

    def tzname(self, at: datetime | None, /) -> str:
        return "plain"


class Elsewhere(tzinfo):
    """A zone as other libraries have them: in a gap it counts with what holds after it, and it can't be hashed."""

    def __init__(self, key: str) -> None:
        self.zone = ZoneInfo(key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Elsewhere) and self.zone.key == other.zone.key

    __hash__ = None  # type: ignore[assignment]

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        assert at is not None
        first, second = (at.replace(tzinfo=self.zone, fold=fold).utcoffset() or NONE for fold in (0, 1))
        return max(first, second) if first < second or not at.fold else second

    def dst(self, at: datetime | None) -> timedelta | None:
        return None

    def tzname(self, at: datetime | None) -> str:
        return self.zone.key

    def fromutc(self, at: datetime) -> datetime:
        return at.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=self)


def made_zone(changes: list[tuple[datetime, timedelta]], key: str | None = None) -> ZoneInfo:
    """Return a zone at +01:00 until it changes to given offsets, read from a file as the database has them."""
    times = [int(moment.timestamp()) for moment, _ in changes]
    offsets = [HOUR, *(offset for _, offset in changes)]
    count = len(times)
    header = struct.pack(">4s16x6l", b"TZif", 0, 0, 0, count, count + 1, 4)
    kinds = b"".join(struct.pack(">lbb", offset // timedelta(seconds=1), 0, 0) for offset in offsets)
    body = struct.pack(f">{count}l", *times) + bytes(range(1, count + 1)) + kinds + b"ABC\0"
    return ZoneInfo.from_file(BytesIO(header + body), key)
