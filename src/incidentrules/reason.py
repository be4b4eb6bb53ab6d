"""Reasons: why a figure is what it is, as a tree that reads as text and can be checked.

A *reason* names the rule, the reading where the rule leaves a question open, the value, and the parts that
the value was made from, down to given facts and figures of the terms.

*Invariant:* a reason's value follows from the values of its parts by its `how`, which
`incidentrules.audit.verify` computes again without knowing any rule.
*Units:* moments are kept in UTC, and written in the zone of the terms or in the one that is asked for.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import attrs

from . import _checks as check
from .errors import IncidentRulesError

__all__ = ["Reason", "as_words"]

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@attrs.frozen
class Reason:
    """Why a figure is what it is.

    ``how`` names the arithmetic that makes ``value`` from the parts' values; "given" has none. ``says`` is the
    sentence, with ``{value}``, the parts by place (``{0}``, ``{1}``), values shown ``beside`` them
    (``{beside[0]}``) and the ``{zone}``. ``reading`` is the setting that decided, such as ``"A12=written_off"``,
    or several with commas between. ``tz`` is the zone in which moments are written, and no part of the value.

    >>> units = Reason("R25", 2, says="{value} incidents were started")
    >>> twice = Reason("R18", 2, says="The 12h tier takes {value} credits for each")
    >>> print(Reason("R18", 4, how="product", parts=(units, twice), says="It costs {value} credits"))
    It costs 4 credits (R18).
      2 incidents were started (R25).
      The 12h tier takes 2 credits for each (R18).
    """

    rule: str
    """The id of the rule, such as ``"R25"``; empty where there is none."""
    value: Any
    """The figure."""
    how: str = attrs.field(default="given", kw_only=True)
    """The arithmetic that makes it from the values of its parts; see `audit.HOWS`."""
    parts: tuple["Reason", ...] = attrs.field(default=(), kw_only=True)
    """What it was made from."""
    says: str = attrs.field(default="{value}", kw_only=True)
    """The sentence, with places for the values."""
    reading: str | None = attrs.field(default=None, kw_only=True)
    """The setting that decided, such as ``"A12=written_off"``."""
    beside: tuple[Any, ...] = attrs.field(default=(), kw_only=True)
    """Values that the sentence shows and the arithmetic does not use."""
    tz: tzinfo = attrs.field(default=UTC, kw_only=True, eq=False, repr=False)
    """The zone in which moments are written."""

    def __attrs_post_init__(self) -> None:
        if type(self.rule) is not str or type(self.how) is not str or type(self.says) is not str:
            check.any_text("rule", self.rule, self, 'give the id of a rule, such as "R25", or ""')
            check.any_text("how", self.how, self, 'give what `audit.HOWS` names, such as "sum"')
            check.any_text("says", self.says, self, 'give the sentence, such as "It costs {value} credits"')
        if self.reading is not None:
            check.any_text("reading", self.reading, self, "give what `Readings.cite` returns, or None")
        if type(self.parts) is not tuple or not all(type(part) is Reason for part in self.parts):
            check.all_of("parts", self.parts, Reason, "give a tuple of Reason")
        if type(self.beside) is not tuple:
            check.refuse_type("beside", self.beside, "a tuple", "give a tuple of values")
        if self.tz is not UTC:
            object.__setattr__(self, "tz", check.zone("tz", self.tz))

    @property
    def sentence(self) -> str:
        """This node alone, as a sentence."""
        return self._sentence(self.tz, cite=True)

    def _sentence(self, tz: tzinfo, *, cite: bool) -> str:
        try:
            said = self.says.format(
                *(as_words(part.value, tz=tz) for part in self.parts),
                value=as_words(self.value, tz=tz),
                beside=[as_words(value, tz=tz) for value in self.beside],
                zone=zone_words(tz),
            )
        except (ValueError, LookupError, AttributeError, TypeError, MemoryError) as error:
            if isinstance(error, IncidentRulesError):
                raise
            remedy = "name {value}, the parts by place, {beside[0]} and so on, or {zone}"
            check.refuse("says", self.says, "can't be filled in", remedy, code="no_text")
        cited = ", ".join(name for name in (self.rule, self.reading) if name) if cite else ""
        return f"{said} ({cited})." if cited else f"{said}."

    def text(self, *, depth: int | None = None, tz: tzinfo | str | None = None, cite: bool = True) -> str:
        """Return the tree in words, a node a line, parts indented below what they make.

        ``depth`` 0 is this node alone. ``tz`` is the zone in which moments are written, by its IANA name or as a
        tzinfo; the zone of the terms, unless said. Without ``cite`` rules and readings are left out.

        Raises `InvalidValueError` for an unknown zone.
        """
        zone = self.tz if tz is None else check.zone("tz", tz)
        if depth is not None:
            depth = check.count("depth", depth, least=0)
        check.flag("cite", cite, "write True or False")
        lines = (
            "  " * at + node._sentence(zone, cite=cite)  # noqa: SLF001
            for at, node in _walk(self)
            if depth is None or at <= depth
        )
        return "\n".join(lines)

    def in_zone(self, tz: tzinfo | str) -> "Reason":
        """Return the same reason, all of whose moments are written in a zone."""
        zone = check.zone("tz", tz)
        if zone is self.tz:
            return self
        made: dict[int, Reason] = {}
        for node in reversed(distinct(self)):  # parts before what they make, however deep the tree is
            made[id(node)] = attrs.evolve(node, tz=zone, parts=tuple(made[id(part)] for part in node.parts))
        return made[id(self)]

    @property
    def nodes(self) -> tuple["Reason", ...]:
        """Every node of the tree, this one first."""
        return tuple(node for _, node in _walk(self))

    @property
    def rules(self) -> frozenset[str]:
        """The ids of all rules that the tree cites."""
        return frozenset(node.rule for node in distinct(self) if node.rule)

    @property
    def readings(self) -> frozenset[str]:
        """The readings that the tree cites, such as ``"A1=operating_hours"``."""
        return frozenset(cited for node in distinct(self) if node.reading for cited in node.reading.split(", "))

    def __str__(self) -> str:
        return self.text()


def _walk(root: Reason) -> Iterator[tuple[int, Reason]]:
    """Yield every node with its depth, a node before its parts; however deep the tree is."""
    waiting = [(0, root)]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        waiting += ((depth + 1, part) for part in reversed(node.parts))


def distinct(root: Reason) -> tuple[Reason, ...]:
    """Return every node of a tree once, the root first and each before its parts, whichever places it stands in."""
    ordered: list[Reason] = []
    known: set[int] = set()
    waiting: list[tuple[Reason, bool]] = [(root, False)]
    while waiting:
        node, is_done = waiting.pop()
        if is_done:
            ordered.append(node)
        elif id(node) not in known:
            known.add(id(node))
            waiting.append((node, True))
            waiting += ((part, False) for part in node.parts)
    return tuple(reversed(ordered))


def literal(text: str) -> str:
    """Return a text as it has to stand in ``says`` to be shown as it is, braces and all."""
    return text.replace("{", "{{").replace("}", "}}")


# --- values in words


def as_words(value: object, *, tz: tzinfo | str = UTC) -> str:
    """Return a value as a sentence shows it: moments to the minute, durations in hours and minutes.

    Midnight, and the last instant of a day, are 24:00 of the day that ends; an interval may begin at 00:00.

    >>> as_words(timedelta(minutes=75)), as_words(date(2026, 11, 18)), as_words(datetime(2026, 11, 24, tzinfo=UTC))
    ('1 h 15 min', 'Wed 2026-11-18', 'Mon 2026-11-23 24:00')

    Raises an `IncidentRulesError` for a value that has no words, such as a moment without a zone.
    """
    tz = check.zone("tz", tz)
    try:
        return _in_words(value, tz)
    except Exception as error:
        if isinstance(error, IncidentRulesError):
            raise
        remedy = "give a moment with a zone, a day, a duration, a number or a text"
        check.refuse_type("value", value, "a value that can be told in words", remedy)


def _in_words(value: object, tz: tzinfo) -> str:
    if isinstance(value, datetime):
        if not check.has_offset(value):
            check.moment("value", value)
        return " ".join(_end_words(_local(value, tz)))
    if isinstance(value, date):
        return _day_words(value)
    if isinstance(value, timedelta):
        return _duration_words(value)
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, datetime) for end in value):
        start, end = (_local(at, tz) for at in value)
        day, time_of_end = _end_words(end)
        same_day = _day_words(start) == day
        return f"{_day_words(start)} {_time_words(start)} to {time_of_end if same_day else f'{day} {time_of_end}'}"
    if isinstance(value, tuple):
        return ", ".join(_in_words(item, tz) for item in value) or "none"
    return str(value)


def counted(count: int, noun: str) -> str:
    """Return a number of things in words: 1 day, 7 days."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def zone_words(tz: tzinfo) -> str:
    """Return the name of a zone: ``UTC``, ``Europe/Berlin``, or ``UTC+02:00`` for a fixed offset."""
    return str(getattr(tz, "key", tz))


def _local(at: datetime, tz: tzinfo) -> datetime:
    try:
        return at.astimezone(tz)
    except (OverflowError, ValueError):  # at the very ends of time
        return at


def _day_words(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.year:04}-{day.month:02}-{day.day:02}"


def _time_words(local: datetime) -> str:
    """Return the time of day; an hour that repeats carries its offset."""
    exact = local.second or local.microsecond
    shown = local.replace(tzinfo=None).time().isoformat("auto" if exact else "minutes")
    return shown + _offset_words(local)


def _offset_words(local: datetime) -> str:
    repeats = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return local.isoformat()[len(local.replace(tzinfo=None).isoformat()) :] if repeats else ""


def _end_words(local: datetime) -> tuple[str, str]:
    """Return the day and the time at which something ends: 24:00 of a day, where that is when the day ends."""
    if local.time() == time.max:
        end = _next_instant(local)
        if end is None or end.date() > local.date():
            return _day_words(local), f"24:00{_offset_words(end) if end else ''}"
    if local.time() == time() and not local.fold and local.date() > date.min:
        return _day_words(local.date() - ONE_DAY), f"24:00{_offset_words(local)}"
    return _day_words(local), _time_words(local)


def _next_instant(local: datetime) -> datetime | None:
    """Return the next microsecond on the same wall; None at the end of year 9999."""
    try:
        return (local.astimezone(UTC) + timedelta.resolution).astimezone(local.tzinfo)
    except OverflowError:
        return None


def _duration_words(value: timedelta) -> str:
    if value < timedelta(0):
        return f"-{_duration_words(-value)}"
    hours, rest = divmod(value, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    if rest or not parts:
        seconds = f"{rest.seconds}.{rest.microseconds:06}".rstrip("0").rstrip(".")
        parts.append(f"{seconds} s" if rest else "0 min")
    return " ".join(parts)
