"""The facts of an incident, and what follows from them alone: admission and folding.

An *incident* is one issue, and the reasonable effort to resolve it (R1, R21). A *refusal* is why a request
was not admitted (R20). A consequence *folds* into its cause, and the two count as one (R22).

*Invariant:* nothing is inferred that the desk has to say: severity (A6), the reply and the channel (A7)
are facts. What the free documentation answers (R27) never gets here.
*Units:* moments are aware, and held in UTC; effort is the incident's total, never rounded entry by entry.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NoReturn

import attrs

from . import _checks as check
from .errors import ConflictError
from .reason import Reason

__all__ = [
    "ADMISSION", "Change", "Channel", "Exclusion", "Incident", "Kind", "Refusal", "Severity", "Topic",
    "fold", "refusal",
]  # fmt: skip


class Severity(check.Word):
    """The two severities that the terms tell apart, the graver first; the desk says which it is (A6)."""

    SEVERE = "severe"
    """Served in the hours for severe issues too (R15), and first (R10)."""
    NORMAL = "normal"
    """Served in business hours (R14)."""


SeverityWord = Severity | Literal["severe", "normal"]


def as_severity(value: SeverityWord) -> Severity:
    """Return a severity by its word."""
    return value if type(value) is Severity else check.word(Severity, value)


class Kind(check.Word):
    """What is asked for: support (R23), something before a sale (R24), or a professional service (R4, R28)."""

    QUESTION = "question"
    """Support, which is an incident."""
    PRE_SALES = "pre_sales"
    """A question before a sale, which is excluded."""
    PRODUCT_AVAILABILITY = "product_availability"
    """Whether a product can be had, which is excluded as before a sale."""
    PROFESSIONAL_SERVICES = "professional_services"
    """A project, which is quoted."""


KindWord = Kind | Literal["question", "pre_sales", "product_availability", "professional_services"]


def as_kind(value: KindWord) -> Kind:
    """Return a kind by its word."""
    return value if type(value) is Kind else check.word(Kind, value)


class Channel(check.Word):
    """Where it was asked (R20)."""

    PORTAL = "portal"
    """The customer portal; it needs a login."""
    EMAIL = "email"
    """The e-mail address for support; it needs an account."""
    PHONE = "phone"
    """The phone, which is offered for on-call only."""


ChannelWord = Channel | Literal["portal", "email", "phone"]


def as_channel(value: ChannelWord) -> Channel:
    """Return a channel by its word."""
    return value if type(value) is Channel else check.word(Channel, value)


class Topic(check.Word):
    """What it is about, as far as the channels tell topics apart (R20)."""

    SUPPORT = "support"
    """A technical question."""
    BILLING = "billing"
    """An invoice or a payment; not by e-mail."""
    ACCOUNT = "account"
    """The account itself; not by e-mail."""
    ON_CALL = "on_call"
    """Help at once (R29), by any channel."""


TopicWord = Topic | Literal["support", "billing", "account", "on_call"]


def as_topic(value: TopicWord) -> Topic:
    """Return a topic by its word."""
    return value if type(value) is Topic else check.word(Topic, value)


def in_words(word: Kind | Channel | Topic) -> str:
    """Return a word as a sentence shows it: without underscores."""
    return str(word).replace("_", " ")


class Exclusion(check.Word):
    """Why an issue does not count as an incident (R24), in the order in which they are listed."""

    OUT_OF_BOX_FAILURE = "out_of_box_failure"
    """Paid-for work failed out of the box."""
    PRE_SALES = "pre_sales"
    """It was asked before a sale, or about availability."""
    WITHIN_WINDOW = "within_7_days_of_deployment"
    """The problem arose in the grace days after a deployment (A13, A14)."""


class Refusal(check.Word):
    """Why a request was not admitted (R20)."""

    PORTAL_NEEDS_LOGIN = "portal_needs_login"
    """No account was known in the portal."""
    EMAIL_NEEDS_ACCOUNT = "email_needs_account"
    """No account was known to the sender."""
    EMAIL_NOT_FOR_TOPIC = "email_not_for_topic"
    """The address is not for billing or account questions."""
    CHANNEL_NOT_OFFERED = "channel_not_offered"
    """There is no support by this channel."""


_LOGGED_IN, _UNKNOWN = (True,), (False,)
_ABOUT_SUPPORT = (Topic.SUPPORT,)
_ABOUT_MONEY = (Topic.BILLING, Topic.ACCOUNT)
_ON_REQUEST = (*_ABOUT_SUPPORT, *_ABOUT_MONEY)

ADMISSION: tuple[tuple[tuple[Channel, ...], tuple[bool, ...], tuple[Topic, ...], Refusal | None], ...] = (
    (tuple(Channel), (True, False), (Topic.ON_CALL,), None),
    ((Channel.PORTAL,), _LOGGED_IN, _ON_REQUEST, None),
    ((Channel.PORTAL,), _UNKNOWN, _ON_REQUEST, Refusal.PORTAL_NEEDS_LOGIN),
    ((Channel.EMAIL,), _LOGGED_IN, _ABOUT_SUPPORT, None),
    ((Channel.EMAIL,), _LOGGED_IN, _ABOUT_MONEY, Refusal.EMAIL_NOT_FOR_TOPIC),
    ((Channel.EMAIL,), _UNKNOWN, _ON_REQUEST, Refusal.EMAIL_NEEDS_ACCOUNT),
    ((Channel.PHONE,), (True, False), _ON_REQUEST, Refusal.CHANNEL_NOT_OFFERED),
)
"""By channel, account and topic: what is refused, and why; None is admitted. One row fits any facts."""

_REFUSALS: Mapping[tuple[Channel, bool, Topic], Refusal | None] = {
    (channel, has_account, topic): refusal
    for channels, accounts, topics, refusal in ADMISSION
    for channel in channels
    for has_account in accounts
    for topic in topics
}
_REFUSED_BECAUSE: Mapping[Refusal, str] = {
    Refusal.PORTAL_NEEDS_LOGIN: "The portal needs a login",
    Refusal.EMAIL_NEEDS_ACCOUNT: "E-mail needs an account",
    Refusal.EMAIL_NOT_FOR_TOPIC: "E-mail is not for billing and account questions",
    Refusal.CHANNEL_NOT_OFFERED: "By phone you can only ask for on-call",
}


@attrs.frozen(kw_only=True)
class Change(check.Record):
    """From a moment on another severity, another tier, or both (A9); None leaves it as it was."""

    at: datetime = attrs.field(converter=check.as_utc)
    """The moment from which it holds."""
    severity: Severity | None = attrs.field(default=None, converter=attrs.converters.optional(as_severity))
    """The severity from then on; None where it stays."""
    tier: str | None = None
    """The tier from then on; None where it stays."""

    def __attrs_post_init__(self) -> None:
        check.moment("at", self.at)
        if self.tier is not None:
            check.text("tier", self.tier, self)
        if self.severity is None and self.tier is None:
            check.refuse("severity", None, "and tier are both as they were", "say what changes", code="no_change")


def _as_changes(value: Iterable[Change]) -> tuple[Change, ...]:
    return check.as_tuple(value, Change)


@attrs.frozen(kw_only=True)
class Incident(check.Record):
    """What is known of one issue. Only ``effort`` and ``arose_at`` may be unknown.

    However often it goes back and forth, it is one incident (R1, R21); a further issue is another (R2).

    Raises an `IncidentRulesError` for anything of the wrong kind, and for facts in an impossible order.
    """

    id: str
    """The name of the ticket."""
    received_at: datetime = attrs.field(converter=check.as_utc)
    """When it was received; the clocks start here."""
    severity: Severity = attrs.field(default=Severity.NORMAL, converter=as_severity)
    """Severe or normal, as the desk says (A6)."""
    tier: str | None = None
    """The response time that the account has; None is the standard one (R12, R18)."""
    kind: Kind = attrs.field(default=Kind.QUESTION, converter=as_kind)
    """What is asked for."""
    channel: Channel = attrs.field(default=Channel.PORTAL, converter=as_channel)
    """By which channel it was asked (R20)."""
    topic: Topic = attrs.field(default=Topic.SUPPORT, converter=as_topic)
    """What it is about (R20)."""
    has_account: bool = True
    """Whether the customer who asked has an account (R20)."""
    effort: timedelta | None = None
    """All work on it, added up (R25); None while it is not known."""
    advised_units: int | None = None
    """Of how many units the customer was advised in all (A12); None is of every one."""
    replied_at: datetime | None = attrs.field(default=None, converter=check.maybe_utc)
    """The first reply by a person (A7); None while there is none."""
    arose_at: datetime | None = attrs.field(default=None, converter=check.maybe_utc)
    """When the problem arose (A14); None where that is not known."""
    deployed_at: datetime | None = attrs.field(default=None, converter=check.maybe_utc)
    """When the desk itself deployed what has the problem (R24); None where it deployed nothing of the kind."""
    is_out_of_box: bool = False
    """Whether it is paid-for work that failed out of the box (R24)."""
    follows: str | None = None
    """The id of the incident that caused this one (R22)."""
    changes: tuple[Change, ...] = attrs.field(default=(), converter=_as_changes)
    """Changes of severity or tier, in order (A9)."""

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id, self)
        check.moment("received_at", self.received_at)
        check.flag("has_account", self.has_account)
        check.flag("is_out_of_box", self.is_out_of_box)
        if self.tier is not None:
            check.text("tier", self.tier, self)
        if self.effort is not None:
            check.duration("effort", self.effort, self)
        if self.advised_units is not None:
            check.count("advised_units", self.advised_units, self)
        self._check_moments()
        if self.follows is not None:
            check.text("follows", self.follows, self)
            if self.follows == self.id:
                raise ConflictError(
                    "names the incident itself",
                    field="follows",
                    value=self.follows,
                    code="circle",
                    remedy="name the cause, or leave it out for an independent issue",
                )
        if type(self.changes) is not tuple or self.changes:
            self._check_changes()

    def _check_moments(self) -> None:
        if self.replied_at is not None:
            check.moment("replied_at", self.replied_at)
            check.in_order("replied_at", self.replied_at, "received_at", self.received_at)
        if self.arose_at is not None:
            check.moment("arose_at", self.arose_at)
            check.in_order("received_at", self.received_at, "arose_at", self.arose_at)
        if self.deployed_at is not None:
            check.moment("deployed_at", self.deployed_at)

    def _check_changes(self) -> None:
        check.all_of("changes", self.changes, Change, "give Change(at=..., severity=...) or Change(at=..., tier=...)")
        before, what = self.received_at, "received_at"
        for place, change in enumerate(self.changes):
            check.in_order(f"changes[{place}].at", change.at, what, before)
            before, what = change.at, f"changes[{place}].at"

    @property
    def refusal(self) -> Refusal | None:
        """Why it is not admitted (R20), or None where it is."""
        return _REFUSALS[self.channel, self.has_account, self.topic]

    @property
    def is_plain(self) -> bool:
        """Whether no fact speaks for an exclusion (R24): no sale, no deployment, nothing that failed out of the box."""
        return self.kind is Kind.QUESTION and self.deployed_at is None and not self.is_out_of_box

    @property
    def can_fold(self) -> bool:
        """Whether it can be part of an incident, or have others folded into it."""
        return self.topic is not Topic.ON_CALL and self.refusal is None

    @property
    def tiers(self) -> tuple[str | None, ...]:
        """The names of the tiers that were in force, in order; None is the standard one."""
        return (self.tier, *(change.tier for change in self.changes if change.tier)) if self.changes else (self.tier,)

    @property
    def last_severity(self) -> Severity:
        """The severity after all changes."""
        return next((change.severity for change in reversed(self.changes) if change.severity), self.severity)


def as_incidents(value: Iterable[Incident]) -> tuple[Incident, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, Incident)


# --- admission (R20)


def refusal(channel: ChannelWord, has_account: bool, topic: TopicWord) -> Refusal | None:
    """Return why a request is not admitted (R20), or None where it is admitted.

    >>> refusal(Channel.EMAIL, True, Topic.BILLING)
    <Refusal.EMAIL_NOT_FOR_TOPIC: 'email_not_for_topic'>
    """
    check.flag("has_account", has_account)
    return _REFUSALS[as_channel(channel), has_account, as_topic(topic)]


def why_refused(incident: Incident) -> Reason:
    """Return why a request was admitted, or not (R20)."""
    if incident.refusal:
        return Reason("R20", True, says=_REFUSED_BECAUSE[incident.refusal])
    account = "with an account" if incident.has_account else "without an account"
    return Reason(
        "R20", False, says=f"It came by {in_words(incident.channel)}, {account}, about {in_words(incident.topic)}"
    )


# --- splitting and folding (R2, R21, R22)


def fold(incidents: Iterable[Incident]) -> tuple[tuple[Incident, ...], ...]:
    """Return groups of incidents that count as one: a cause first, then what follows from it, transitively.

    Independent issues are groups of their own (R21), and so is what can't be part of an incident: a
    request that was not admitted, or asks for on-call. Causes stand in the order given.

    >>> from datetime import UTC
    >>> received_at = datetime(2026, 11, 18, 10, tzinfo=UTC)
    >>> cause, other = (Incident(id=id, received_at=received_at) for id in ("T-1", "T-2"))
    >>> result = Incident(id="T-3", received_at=received_at, follows="T-1")
    >>> [[incident.id for incident in group] for group in fold([result, other, cause])]
    [['T-2'], ['T-1', 'T-3']]

    Raises `UnknownNameError` where a cause is not among the incidents, and `ConflictError` for a circle.
    """
    incidents = check.as_tuple(incidents, Incident)
    check.all_of("incidents", incidents, Incident, "give Incident(id=..., received_at=...)")
    by_id: dict[str, Incident] = check.unique("incidents", incidents)
    if all(incident.follows is None for incident in by_id.values()):
        return tuple((incident,) for incident in by_id.values())
    groups: dict[str, list[Incident]] = {}
    roots = {id: id for id, incident in by_id.items() if incident.follows is None}
    for incident in by_id.values():
        path: dict[str, None] = {}  # in order, and quick to ask
        at = incident
        while at.id not in roots:
            path[at.id] = None
            cause = at.follows or ""
            if cause not in by_id:
                check.unknown(f"incidents[{at.id!r}].follows", cause, by_id, "incident here")
            if cause in path:
                _refuse_circle([*path, cause])
            at = by_id[cause]
        for id in reversed(path):
            this, source = by_id[id], by_id[by_id[id].follows or ""]
            roots[id] = roots[source.id] if this.can_fold and source.can_fold else id
        groups.setdefault(roots[incident.id], []).append(incident)
    ordered = ((root, groups[root]) for root in by_id if root in groups)
    return tuple((by_id[root], *(each for each in group if each.id != root)) for root, group in ordered)


def _refuse_circle(path: list[str]) -> NoReturn:
    """Raise for a circle of causes, and show it."""
    raise ConflictError(
        "is a circle of causes",
        field="follows",
        value=" -> ".join(path[path.index(path[-1]) :]),
        code="circle",
        remedy="leave follows out of the one that came first",
    )
