"""Reasons: why a figure is what it is, as a tree that reads as text and can be checked.

A *reason* names the rule, the reading where the rule leaves a question open, the value, and the
parts that it was made from, down to given facts and figures of the terms.

*Invariant:* a reason's value follows from the values of its parts by its `how`, which
`incidentrules.audit.verify` recomputes without knowing any rule.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import attrs

__all__ = ["Reason", "told"]

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@attrs.frozen
class Reason:
    """Why a figure is what it is: a small tree that reads as text and can be checked.

    ``how`` names the arithmetic that makes ``value`` from the parts' values ("given" has none);
    ``says`` is the sentence, with ``{value}`` and the parts by place, ``{0}``, ``{1}``; ``reading``
    is the setting that decided, such as ``"A12=written_off"``, or several with commas between.

    >>> units = Reason("R25", 2, says="{value} incidents were started")
    >>> twice = Reason("R18", 2, says="The 12h tier takes {value} credits for each")
    >>> print(Reason("R18", 4, how="product", parts=(units, twice), says="It costs {value} credits"))
    It costs 4 credits (R18).
      2 incidents were started (R25).
      The 12h tier takes 2 credits for each (R18).
    """

    rule: str
    value: Any
    how: str = "given"
    parts: tuple["Reason", ...] = ()
    says: str = "{value}"
    reading: str | None = None

    @property
    def sentence(self) -> str:
        """This node alone, as a sentence."""
        said = self.says.format(*(told(part.value) for part in self.parts), value=told(self.value))
        cited = ", ".join(name for name in (self.rule, self.reading) if name)
        return f"{said} ({cited})." if cited else f"{said}."

    @property
    def text(self) -> str:
        """The whole tree in words, a node a line, parts indented below what they make."""
        return self.told()

    def told(self, depth: int | None = None) -> str:
        """Return the tree in words down to a depth, 0 being this node alone; all of it, unless said."""
        lines = (("  " * at + node.sentence) for at, node in _walk(self) if depth is None or at <= depth)
        return "\n".join(lines)

    @property
    def nodes(self) -> tuple["Reason", ...]:
        """Every node of the tree, this one first."""
        return tuple(node for _, node in _walk(self))

    @property
    def rules(self) -> frozenset[str]:
        """The ids of all rules that the tree cites."""
        return frozenset(node.rule for node in self.nodes if node.rule)

    @property
    def readings(self) -> frozenset[str]:
        """The readings that the tree cites, such as ``"A1=operating_hours"``."""
        return frozenset(each for node in self.nodes if node.reading for each in node.reading.split(", "))

    def __str__(self) -> str:
        return self.text


def _walk(node: Reason, depth: int = 0) -> Iterator[tuple[int, Reason]]:
    yield depth, node
    for part in node.parts:
        yield from _walk(part, depth + 1)


def literal(text: str) -> str:
    """Return a text as it has to stand in ``says`` to be shown as it is, braces and all."""
    return text.replace("{", "{{").replace("}", "}}")


def told(value: object) -> str:
    """Return a value as a sentence shows it: moments to the minute, durations in hours and minutes.

    The last instant of a day is told as its 24:00.

    >>> told(timedelta(minutes=75)), told(date(2026, 11, 18))
    ('1 h 15 min', 'Wed 2026-11-18')
    """
    if isinstance(value, datetime):
        if value.time() == time.max:
            offset = value.isoformat().partition(".999999")[2]
            return f"{value:%a} {value.date()} 24:00{offset}".removesuffix("+00:00")
        exact = value.second or value.microsecond
        return f"{value:%a} {value.date()} {value.timetz().isoformat() if exact else f'{value:%H:%M}'}".removesuffix(
            "+00:00"
        )
    if isinstance(value, date):
        return f"{value:%a} {value.isoformat()}"
    if isinstance(value, timedelta):
        return _told_duration(value)
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, datetime) for end in value):
        return f"{told(value[0])} to {_told_end(*value)}"
    if isinstance(value, tuple):
        return ", ".join(told(item) for item in value) or "none"
    return str(value)


def _told_end(start: datetime, end: datetime) -> str:
    """Return the end of an interval, without the day where it is that of the start; midnight is 24:00 of it."""
    if end.date() == start.date():
        return told(end).split(" ", 2)[2]
    is_midnight = end == datetime.combine(start.date() + timedelta(days=1), time(), end.tzinfo)
    return "24:00" if is_midnight else told(end)


def _told_duration(value: timedelta) -> str:
    if value < timedelta(0):
        return f"-{_told_duration(-value)}"
    hours, rest = divmod(value, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    if rest or not parts:
        seconds = f"{rest.seconds}.{rest.microseconds:06}".rstrip("0").rstrip(".")
        parts.append(f"{seconds} s" if rest else "0 min")
    return " ".join(parts)
