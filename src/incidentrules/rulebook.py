"""The thirty rules of the terms as data, and the reasons that cite them.

A *rule* is a numbered clause of the published terms, in our own words. A *reason* says why a
figure is what it is: the rule, the reading where the rule leaves a question open, the value, and
the parts that it was made from, down to given facts and figures of the terms.

*Invariant:* a reason's value follows from the values of its parts by its `how`, which
`incidentrules.audit.verify` recomputes without knowing any rule.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

import attrs

__all__ = ["RULES", "Reason", "Rule", "told"]

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@attrs.frozen
class Rule:
    """A numbered clause of the terms: its id, title, summary and the topic it belongs to."""

    id: str
    title: str
    summary: str
    topic: str

    def __str__(self) -> str:
        return f"{self.id} {self.title}"


def _rules(topic: str, *rows: tuple[str, str, str]) -> list[Rule]:
    return [Rule(id, title, summary, topic) for id, title, summary in rows]


_ALL = (
    _rules(
        "incidents",
        ("R1", "One question, one issue", "An incident is a question about one specific issue, however often it goes back and forth."),
        ("R2", "Several issues, several incidents", "Each further issue needs an incident of its own."),
        ("R4", "Projects are quoted", "A complex project, or work outside the core, is a professional service: a quote, no incident."),
        ("R21", "What one issue is", "One feature, function, action or facet, or one aspect of operation or performance; what breaks down counts apart."),
        ("R22", "Consequences fold in", "What accompanies an incident, follows from it or depends on it may be part of it."),
        ("R23", "What is supported", "Installing and configuring supported packages, database connections, root causes in logs, advice, tuning, repairs, fixes."),
        ("R24", "What does not count", "Paid-for work that fails out of the box, questions before a sale, and problems within 7 days of a deployment."),
        ("R25", "Sixty minutes each", "An incident takes 60 minutes at most; for more, the customer is told that a further one is used."),
        ("R28", "Professional services", "Installation and upgrades, help with configuration, consulting and implementation are services of their own."),
    )
    + _rules(
        "credits",
        ("R3", "Credits lapse by term", "Credits last 3, 6 or 12 months from the day of purchase."),
        ("R5", "A server brings two credits", "Registering the card of a dedicated server adds two credits to the account."),
        ("R6", "Packs for all", "Packs are for those who have used a server's credits up, and for those who have no server."),
        ("R7", "Three packs", "Two credits for 3 months, four for 6 and eight for 12, the larger ones at a discount."),
        ("R8", "No refunds", "What was paid is not paid back; unused credits lapse when their term ends."),
        ("R18", "A faster response multiplies", "A response within 12, 6 or 3 hours requires 2, 4 or 8 credits."),
        ("R30", "Prices are data", "The price is what the portal shows."),
    )
    + _rules(
        "responses",
        ("R9", "One business day", "Every issue is answered within one business day."),
        ("R10", "Severity first", "Issues are worked on in the order of their severity."),
        ("R11", "Severe issues at once", "A severe issue gets full attention as quickly as possible."),
        ("R12", "The standard SLA", "A response comes within 24 hours."),
        ("R13", "The goal", "The desk strives for a first response within 4 hours, without promising it."),
        ("R26", "No time to resolve", "How long a resolution takes is not promised."),
    )
    + _rules(
        "hours",
        ("R14", "Business hours", "Monday to Friday except holidays, 08:00 to 24:00 UTC."),
        ("R15", "Hours for severe issues", "Saturdays, Sundays and holidays, 09:00 to 20:00 UTC, for severe issues only."),
        ("R16", "Outside the hours", "Work outside the hours needs advance notice and is billed separately."),
        ("R17", "After-hours projects", "A project after hours is arranged on request."),
    )
    + _rules(
        "on-call",
        ("R19", "On-call by the hour", "On-call work costs a price per hour, to the nearest hour, and no credits."),
        ("R29", "Help at once", "Who can't wait for the SLA asks for on-call."),
    )
    + _rules(
        "channels",
        ("R20", "Where to ask", "In the portal with a login, or by e-mail with an account, billing and account questions excepted."),
        ("R27", "Free documentation", "The documentation is free, at all hours."),
    )
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for rule in sorted(_ALL, key=lambda rule: int(rule.id[1:]))}
)
"""Every rule by its id, R1 to R30."""


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
