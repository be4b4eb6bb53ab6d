"""The facts of an incident, and what follows from them alone: admission, exclusions, units, folding.

An *incident* is one issue, and the reasonable effort to resolve it (R1, R21). An *exclusion* is why
it does not count (R24); a *refusal* why it was not admitted (R20). *Units* are started hours of effort.

*Invariant:* nothing is inferred that the desk has to say: severity (A6), the reply and the channel (A7)
are facts. What the free documentation answers (R27) never gets here.
*Units:* moments are aware, and held in UTC; effort is the incident's total, never rounded entry by entry.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import NoReturn

import attrs

from . import _checks as check
from .errors import ConflictError
from .readings import ExclusionEvent, MultiplierScope, Overrun, Window

__all__ = [
    "Change", "Channel", "Exclusion", "Incident", "Kind", "Refusal", "Severity", "Topic",
    "billable_units", "exclusions", "fold", "multiplied_units", "refusal", "started_units",
]  # fmt: skip

ONE_DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
LAST = datetime.max.replace(tzinfo=UTC)


class Severity(check.Word):
    """The two severities that the terms tell apart, the graver first; the desk says which it is (A6)."""

    SEVERE = "severe"
    NORMAL = "normal"


class Kind(check.Word):
    """What is asked for: support (R23), something before a sale (R24), or a professional service (R4, R28)."""

    QUESTION = "question"
    PRE_SALES = "pre_sales"
    PRODUCT_AVAILABILITY = "product_availability"
    PROFESSIONAL_SERVICES = "professional_services"


class Channel(check.Word):
    """Where it was asked (R20)."""

    PORTAL = "portal"
    EMAIL = "email"
    PHONE = "phone"


class Topic(check.Word):
    """What it is about, as far as the channels tell topics apart (R20)."""

    SUPPORT = "support"
    BILLING = "billing"
    ACCOUNT = "account"
    ON_CALL = "on_call"


class Exclusion(check.Word):
    """Why an issue does not count as an incident (R24), in the order in which they are told."""

    OUT_OF_BOX_FAILURE = "out_of_box_failure"
    PRE_SALES = "pre_sales"
    WITHIN_WINDOW = "within_7_days_of_deployment"


class Refusal(check.Word):
    """Why a request was not admitted (R20)."""

    PORTAL_NEEDS_LOGIN = "portal_needs_login"
    EMAIL_NEEDS_ACCOUNT = "email_needs_account"
    EMAIL_NOT_FOR_TOPIC = "email_not_for_topic"
    CHANNEL_NOT_OFFERED = "channel_not_offered"


@attrs.frozen(kw_only=True)
class Change:
    """From a moment on another severity, another tier, or both (A9); None leaves it as it was."""

    at: datetime = attrs.field(converter=check.as_utc)
    severity: Severity | None = attrs.field(default=None, converter=attrs.converters.optional(Severity))
    tier: str | None = None

    def __attrs_post_init__(self) -> None:
        check.moment("at", self.at)
        if self.tier is not None:
            check.text("tier", self.tier)
        if self.severity is None and self.tier is None:
            check.refuse("severity", None, "and tier are both as they were", "say what changes", code="no_change")


@attrs.frozen(kw_only=True)
class Incident:
    """What is known of one issue. Only ``effort`` and ``arose_at`` may be unknown.

    ``tier`` names a response time that the account holds; None is the standard one. ``effort`` is
    None while it is not known. ``advised_units`` is of how many incidents the customer was told in
    all; None is of every one. ``deployed_at`` is given only for a problem of a solution that the
    desk itself deployed, ``is_out_of_box`` only of paid-for work. ``follows`` is the id of the
    incident that caused this one, ``changes`` are those of severity or tier, in order. ``has_account``
    says whether whoever asked was known by an account.

    Raises an `IncidentRulesError` for anything of the wrong kind, and for facts in an impossible order.
    """

    id: str
    received_at: datetime = attrs.field(converter=check.as_utc)
    severity: Severity = attrs.field(default=Severity.NORMAL, converter=Severity)
    tier: str | None = None
    kind: Kind = attrs.field(default=Kind.QUESTION, converter=Kind)
    channel: Channel = attrs.field(default=Channel.PORTAL, converter=Channel)
    topic: Topic = attrs.field(default=Topic.SUPPORT, converter=Topic)
    has_account: bool = True
    effort: timedelta | None = None
    advised_units: int | None = None
    replied_at: datetime | None = attrs.field(default=None, converter=check.maybe_utc)
    arose_at: datetime | None = attrs.field(default=None, converter=check.maybe_utc)
    deployed_at: datetime | None = attrs.field(default=None, converter=check.maybe_utc)
    is_out_of_box: bool = False
    follows: str | None = None
    changes: tuple[Change, ...] = attrs.field(default=(), converter=check.as_tuple)

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id)
        check.moment("received_at", self.received_at)
        check.flag("has_account", self.has_account)
        check.flag("is_out_of_box", self.is_out_of_box)
        if self.tier is not None:
            check.text("tier", self.tier)
        if self.effort is not None:
            check.duration("effort", self.effort)
        if self.advised_units is not None:
            check.count("advised_units", self.advised_units)
        self._check_moments()
        if self.follows is not None:
            check.text("follows", self.follows)
            if self.follows == self.id:
                raise ConflictError(
                    "names the incident itself",
                    field="follows",
                    value=self.follows,
                    code="circle",
                    remedy="name the cause, or leave it out for an independent issue",
                )
        if self.changes:
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
        check.each("changes", self.changes, Change, "give Change(at=..., severity=...) or Change(at=..., tier=...)")
        before, what = self.received_at, "received_at"
        for place, change in enumerate(self.changes):
            check.in_order(f"changes[{place}].at", change.at, what, before)
            before, what = change.at, f"changes[{place}].at"

    @property
    def refusal(self) -> Refusal | None:
        """Why it is not admitted (R20), or None where it is."""
        return _ADMISSION[self.channel, self.has_account, self.topic]

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


# --- admission (R20)

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


def refusal(channel: Channel, has_account: bool, topic: Topic) -> Refusal | None:
    """Return why a request is not admitted (R20), or None where it is.

    >>> refusal(Channel.EMAIL, True, Topic.BILLING)
    <Refusal.EMAIL_NOT_FOR_TOPIC: 'email_not_for_topic'>
    """
    check.flag("has_account", has_account)
    return _ADMISSION[Channel(channel), has_account, Topic(topic)]


_ADMISSION = MappingProxyType(
    {
        (channel, has_account, topic): why
        for channels, accounts, topics, why in ADMISSION
        for channel in channels
        for has_account in accounts
        for topic in topics
    }
)

# --- exclusions (R24)


def exclusions(
    incident: Incident, *, window: Window, event: ExclusionEvent, days: int, tz: tzinfo = UTC
) -> tuple[Exclusion, ...]:
    """Return all reasons why an issue does not count (R24), in the order in which they are told.

    ``window`` is the reading of A13, ``event`` that of A14; calendar days are those of ``tz``.
    """
    if not incident.is_out_of_box and incident.deployed_at is None and incident.kind not in _SALES:
        return ()
    applying = (
        incident.is_out_of_box,
        incident.kind in _SALES,
        is_within_window(incident, window=window, event=event, days=days, tz=tz),
    )
    return tuple(why for why, applies in zip(Exclusion, applying, strict=True) if applies)


def is_within_window(incident: Incident, *, window: Window, event: ExclusionEvent, days: int, tz: tzinfo) -> bool:
    """Return whether a problem of a deployed solution falls into the days after it; never before it."""
    if incident.deployed_at is None:
        return False
    last = last_free_moment(incident.deployed_at, window=window, days=days, tz=tz)
    return incident.deployed_at <= event_of(incident, event) <= last


def last_free_moment(deployed_at: datetime, *, window: Window, days: int, tz: tzinfo) -> datetime:
    """Return the last moment at which a problem of what was deployed doesn't count (R24, A13).

    >>> last_free_moment(datetime(2026, 11, 2, 15, tzinfo=UTC), window=Window.HOURS, days=7, tz=UTC).isoformat()
    '2026-11-09T15:00:00+00:00'
    """
    return _WINDOWS[window](deployed_at, days, tz)


def event_of(incident: Incident, event: ExclusionEvent) -> datetime:
    """Return the moment that counts for the window (A14): when the problem arose, or was received."""
    return _EVENTS[event](incident)


def _end_of_day(deployed_at: datetime, days: int, tz: tzinfo) -> datetime:
    """Return the last instant of the local day so many days after."""
    try:
        day = check.local("deployed_at", deployed_at, tz).date() + (days + 1) * ONE_DAY
        return datetime.combine(day, time(), tz).astimezone(UTC) - INSTANT
    except OverflowError:
        return LAST


_SALES = (Kind.PRE_SALES, Kind.PRODUCT_AVAILABILITY)
_EVENTS: Mapping[ExclusionEvent, Callable[[Incident], datetime]] = MappingProxyType(
    {
        ExclusionEvent.AROSE: lambda incident: incident.arose_at or incident.received_at,
        ExclusionEvent.RECEIVED: lambda incident: incident.received_at,
    }
)
_WINDOWS: Mapping[Window, Callable[[datetime, int, tzinfo], datetime]] = MappingProxyType(
    {
        Window.CALENDAR_DAYS: _end_of_day,
        Window.CALENDAR_DAYS_EXCLUSIVE: lambda deployed_at, days, tz: _end_of_day(deployed_at, days - 1, tz),
        Window.HOURS: lambda deployed_at, days, tz: deployed_at + min(days * ONE_DAY, LAST - deployed_at),
    }
)

# --- units (R25)


def started_units(effort: timedelta, unit: timedelta) -> int:
    """Return the started units of an effort; any time past a whole one starts the next, and no time is one.

    >>> [started_units(timedelta(minutes=spent), timedelta(hours=1)) for spent in (0, 60, 61)]
    [1, 1, 2]
    """
    return max(-(-effort // unit), 1)


def billable_units(started: int, advised: int | None, overrun: Overrun) -> int:
    """Return the units that are charged, of those started, where the customer was advised of so many (A12)."""
    return started if advised is None else _OVERRUNS[overrun](started, advised)


_OVERRUNS: Mapping[Overrun, Callable[[int, int], int]] = MappingProxyType(
    {Overrun.WRITTEN_OFF: min, Overrun.CHARGED: lambda started, advised: started}
)


def multiplied_units(units: int, scope: MultiplierScope) -> int:
    """Return how many of the units that are charged a tier multiplies (A11)."""
    return _SCOPES[scope](units)


_SCOPES: Mapping[MultiplierScope, Callable[[int], int]] = MappingProxyType(
    {MultiplierScope.EVERY_UNIT: lambda units: units, MultiplierScope.FIRST_UNIT: lambda units: min(units, 1)}
)

# --- splitting and folding (R2, R21, R22)


def fold(incidents: Iterable[Incident]) -> tuple[tuple[Incident, ...], ...]:
    """Return groups of incidents that count as one: a cause first, then what follows from it, transitively.

    Independent issues are groups of their own (R21), and so is what can't be part of an incident: a
    request that was not admitted, or asks for on-call. Causes stand in the order given.

    Raises `UnknownNameError` where a cause is not among the incidents, and `ConflictError` for a circle.
    """
    incidents = check.as_tuple(incidents)
    check.each("incidents", incidents, Incident, "give Incident(id=..., received_at=...)")
    by_id: dict[str, Incident] = check.unique("incidents", incidents)
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
    """Raise that causes, each named after what follows from it, end where they have been."""
    raise ConflictError(
        "is a circle of causes",
        field="follows",
        value=" -> ".join(path[path.index(path[-1]) :]),
        code="circle",
        remedy="leave follows out of the one that came first",
    )
