"""The thirty rules of the terms as data.

A *rule* is a clause of the published terms. The numbers and the words are ours.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

__all__ = ["RULES", "Rule"]


@attrs.frozen(kw_only=True)
class Rule:
    """A clause of the terms: the id that we gave it, its title, its summary in our words, and its topic.

    Made by the library: one that is made by hand is not checked.
    """

    id: str
    """Such as ``"R25"``."""
    title: str
    """A few words."""
    summary: str
    """What it says, in our words."""
    topic: str
    """Such as ``"incidents"``."""

    def __str__(self) -> str:
        return f"{self.id} {self.title}"


def _rules(topic: str, *rows: tuple[str, str, str]) -> list[Rule]:
    return [Rule(id=id, title=title, summary=summary, topic=topic) for id, title, summary in rows]


_ALL = (
    _rules(
        "incidents",
        ("R1", "One question, one issue", "An incident is a question about one specific issue, however often it goes back and forth."),
        ("R2", "Several issues, several incidents", "Each further issue needs an incident of its own."),
        ("R4", "Projects are quoted", "A complex project, or work outside the core, is a professional service: it gets a quote and is not an incident."),
        ("R21", "What one issue is", "One feature, function, action or facet, or one aspect of operation or performance; an issue that breaks down into parts counts as several."),
        ("R22", "Consequences fold in", "What accompanies an incident, follows from it or depends on it may be part of it."),
        ("R23", "What is supported", "Installing and configuring supported packages, database connections, root causes in logs, advice, tuning, repairs, fixes."),
        ("R24", "What does not count", "Paid-for work that did not work when it was delivered, questions before a sale, and problems in the first days after a deployment."),
        ("R25", "One unit of time each", "An incident takes one unit of time at most; for more, the customer is told that a further one is used."),
        ("R28", "Professional services", "Installation and upgrades, help with configuration, consulting and implementation are services of their own."),
    )
    + _rules(
        "credits",
        ("R3", "Credits lapse by term", "Credits last for the months of their pack, from the day of purchase."),
        ("R5", "A server brings credits", "Registering the card of a dedicated server adds credits to the account."),
        ("R6", "Packs for all", "Packs are for customers who have used up the credits of a server, and for those who have no server."),
        ("R7", "Packs", "Credits are sold in packs, each with its price and its months; in the larger ones a credit costs less."),
        ("R8", "No refunds", "What was paid is not paid back; unused credits lapse when their term ends."),
        ("R18", "A faster response multiplies", "A faster tier requires as many times the credits as its multiplier says."),
        ("R30", "Prices are data", "The price is what the portal shows."),
    )
    + _rules(
        "responses",
        ("R9", "One business day", "Every issue is answered within one business day."),
        ("R10", "Severity first", "Issues are worked on in the order of their severity."),
        ("R11", "Severe issues at once", "A severe issue gets full attention as quickly as possible."),
        ("R12", "The standard SLA", "A response comes within the hours of the standard tier."),
        ("R13", "The goal", "The desk means to give a first response sooner than it is due, without promising it."),
        ("R26", "No time to resolve", "How long a resolution takes is not promised."),
    )
    + _rules(
        "hours",
        ("R14", "Business hours", "The hours in which every issue is worked on."),
        ("R15", "Hours for severe issues", "Further hours, such as those of weekends and holidays, in which only severe issues are worked on."),
        ("R16", "Outside the hours", "Work outside the hours needs advance notice and is billed separately."),
        ("R17", "After-hours projects", "A project after hours is arranged on request."),
    )
    + _rules(
        "on-call",
        ("R19", "On-call by the hour", "On-call work costs a price per hour, to the nearest hour, and no credits."),
        ("R29", "Help at once", "A customer who can't wait for the SLA asks for on-call."),
    )
    + _rules(
        "channels",
        ("R20", "Where to ask", "In the portal with a login, or by e-mail with an account. E-mail is not for billing or account questions."),
        ("R27", "Free documentation", "The documentation is free, at all hours."),
    )
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for rule in sorted(_ALL, key=lambda rule: int(rule.id[1:]))}
)
"""Every rule by its id, R1 to R30."""
