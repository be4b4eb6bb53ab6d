"""The ten settings: where the terms leave a question open, which answer a desk chose.

Each *reading* is a word of its own enum, the default first. `Readings` holds one of each; words
are accepted for members, so that a script may say ``Readings(overrun="charged")``.

>>> Readings().overrun
<Overrun.WRITTEN_OFF: 'written_off'>
>>> Readings(overrun="free")
Traceback (most recent call last):
    ...
incidentrules.errors.InvalidValueError: overrun is not known, got 'free': give one of 'written_off', 'charged'
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, TypedDict

import attrs

from . import _checks as check

__all__ = [
    "AtClose", "BusinessDay", "CreditBasis", "ExclusionEvent", "LastDay", "MultiplierScope", "Overrun",
    "Readings", "Rounding", "SETTINGS", "Setting", "SlaClock", "Window",
]  # fmt: skip


class SlaClock(check.Word):
    """A1: what the hours of an SLA count."""

    OPERATING_HOURS = "operating_hours"
    """The hours that serve the issue's severity."""
    ELAPSED = "elapsed"
    """All hours, day and night."""
    ELAPSED_ROLLED = "elapsed_rolled"
    """All hours, and from there on to the next opening of the hours that serve the issue."""
    BUSINESS_DAYS_24H = "business_days_24h"
    """All 24 hours of the days that have business hours, for both severities."""


SlaClockWord = SlaClock | Literal["operating_hours", "elapsed", "elapsed_rolled", "business_days_24h"]


def as_sla_clock(value: SlaClockWord) -> SlaClock:
    """Return the reading of A1 by its word."""
    return value if type(value) is SlaClock else check.word(SlaClock, value)


class BusinessDay(check.Word):
    """A2: what one business day is."""

    ONE_OPERATING_DAY = "one_operating_day"
    """An amount of business hours, which is a figure of the terms."""
    SAME_TIME = "same_time"
    """The same time on the next business day, from the next business opening, or from now if open."""
    END_OF_NEXT = "end_of_next"
    """The close of the first business day after the day of receipt."""


BusinessDayWord = BusinessDay | Literal["one_operating_day", "same_time", "end_of_next"]


def as_business_day(value: BusinessDayWord) -> BusinessDay:
    """Return the reading of A2 by its word."""
    return value if type(value) is BusinessDay else check.word(BusinessDay, value)


class AtClose(check.Word):
    """A4: where a target lands that is used up exactly at a close."""

    CLOSE = "close"
    """At that close."""
    NEXT_OPENING = "next_opening"
    """At the next opening."""


AtCloseWord = AtClose | Literal["close", "next_opening"]


def as_at_close(value: AtCloseWord) -> AtClose:
    """Return the reading of A4 by its word."""
    return value if type(value) is AtClose else check.word(AtClose, value)


class CreditBasis(check.Word):
    """A10: what "per month" means for the credits of a faster tier."""

    PER_INCIDENT = "per_incident"
    """The multiplier applies to what each incident costs."""
    STANDING = "standing"
    """On the first day of the month the multiplier is charged once; each started hour costs one credit more."""
    FLAT = "flat"
    """On the first day of the month the multiplier is charged once; the tier's incidents cost nothing more."""
    MINIMUM = "minimum"
    """Each started hour costs one credit; the month needs at least the multiplier in credits."""


CreditBasisWord = CreditBasis | Literal["per_incident", "standing", "flat", "minimum"]


def as_credit_basis(value: CreditBasisWord) -> CreditBasis:
    """Return the reading of A10 by its word."""
    return value if type(value) is CreditBasis else check.word(CreditBasis, value)


class MultiplierScope(check.Word):
    """A11: what the multiplier applies to, over 60 minutes."""

    EVERY_UNIT = "every_unit"
    """Every unit."""
    FIRST_UNIT = "first_unit"
    """The first unit; each further one costs one credit."""


MultiplierScopeWord = MultiplierScope | Literal["every_unit", "first_unit"]


def as_multiplier_scope(value: MultiplierScopeWord) -> MultiplierScope:
    """Return the reading of A11 by its word."""
    return value if type(value) is MultiplierScope else check.word(MultiplierScope, value)


class Overrun(check.Word):
    """A12: what becomes of an overrun that the customer was not advised of."""

    WRITTEN_OFF = "written_off"
    """The desk: what was not advised is written off."""
    CHARGED = "charged"
    """The customer: every started unit is charged."""


OverrunWord = Overrun | Literal["written_off", "charged"]


def as_overrun(value: OverrunWord) -> Overrun:
    """Return the reading of A12 by its word."""
    return value if type(value) is Overrun else check.word(Overrun, value)


class Window(check.Word):
    """A13: what "within 7 days" of a deployment means."""

    CALENDAR_DAYS = "calendar_days"
    """At 24:00 of the last calendar day, counted from the day after the deployment."""
    HOURS = "hours"
    """After as many times 24 hours, the last instant included."""
    CALENDAR_DAYS_EXCLUSIVE = "calendar_days_exclusive"
    """At 24:00 of the last calendar day, counted from the day of the deployment."""


WindowWord = Window | Literal["calendar_days", "hours", "calendar_days_exclusive"]


def as_window(value: WindowWord) -> Window:
    """Return the reading of A13 by its word."""
    return value if type(value) is Window else check.word(Window, value)


class ExclusionEvent(check.Word):
    """A14: which event counts for the window of R24."""

    AROSE = "arose"
    """When the problem arose; its receipt, where that is not known."""
    RECEIVED = "received"
    """The receipt, always."""


ExclusionEventWord = ExclusionEvent | Literal["arose", "received"]


def as_exclusion_event(value: ExclusionEventWord) -> ExclusionEvent:
    """Return the reading of A14 by its word."""
    return value if type(value) is ExclusionEvent else check.word(ExclusionEvent, value)


class Rounding(check.Word):
    """A15: what "to the nearest hour" does with halves."""

    HALF_UP = "half_up"
    """To the nearest hour, half an hour up."""
    HALF_EVEN = "half_even"
    """To the nearest hour, half an hour to the even one."""
    UP = "up"
    """Up: every started hour counts."""


RoundingWord = Rounding | Literal["half_up", "half_even", "up"]


def as_rounding(value: RoundingWord) -> Rounding:
    """Return the reading of A15 by its word."""
    return value if type(value) is Rounding else check.word(Rounding, value)


class LastDay(check.Word):
    """A18: which day is the last of a credit."""

    CORRESPONDING_DAY = "corresponding_day"
    """The day with the same number, or the last day of a shorter month."""
    DAY_BEFORE = "day_before"
    """The day before the corresponding day."""


LastDayWord = LastDay | Literal["corresponding_day", "day_before"]


def as_last_day(value: LastDayWord) -> LastDay:
    """Return the reading of A18 by its word."""
    return value if type(value) is LastDay else check.word(LastDay, value)


class ReadingWords(TypedDict, total=False):
    """What `Readings` and `Terms.with_readings` take: a member or its word, by the field of the setting."""

    sla_clock: SlaClockWord
    business_day: BusinessDayWord
    at_close: AtCloseWord
    credit_basis: CreditBasisWord
    multiplier_scope: MultiplierScopeWord
    overrun: OverrunWord
    window: WindowWord
    exclusion_event: ExclusionEventWord
    rounding: RoundingWord
    last_day: LastDayWord


@attrs.frozen(kw_only=True)
class Readings(check.Record):
    """One reading of each of the ten settings; what is not said is the default."""

    sla_clock: SlaClock = attrs.field(default=SlaClock.OPERATING_HOURS, converter=as_sla_clock)
    """A1, see `SlaClock`."""
    business_day: BusinessDay = attrs.field(default=BusinessDay.ONE_OPERATING_DAY, converter=as_business_day)
    """A2, see `BusinessDay`."""
    at_close: AtClose = attrs.field(default=AtClose.CLOSE, converter=as_at_close)
    """A4, see `AtClose`."""
    credit_basis: CreditBasis = attrs.field(default=CreditBasis.PER_INCIDENT, converter=as_credit_basis)
    """A10, see `CreditBasis`."""
    multiplier_scope: MultiplierScope = attrs.field(default=MultiplierScope.EVERY_UNIT, converter=as_multiplier_scope)
    """A11, see `MultiplierScope`."""
    overrun: Overrun = attrs.field(default=Overrun.WRITTEN_OFF, converter=as_overrun)
    """A12, see `Overrun`."""
    window: Window = attrs.field(default=Window.CALENDAR_DAYS, converter=as_window)
    """A13, see `Window`."""
    exclusion_event: ExclusionEvent = attrs.field(default=ExclusionEvent.AROSE, converter=as_exclusion_event)
    """A14, see `ExclusionEvent`."""
    rounding: Rounding = attrs.field(default=Rounding.HALF_UP, converter=as_rounding)
    """A15, see `Rounding`."""
    last_day: LastDay = attrs.field(default=LastDay.CORRESPONDING_DAY, converter=as_last_day)
    """A18, see `LastDay`."""

    def cite(self, field: str) -> str:
        """Return how a reason names a setting and its reading.

        >>> Readings().cite("overrun")
        'A12=written_off'

        Raises `UnknownNameError` for what is no setting.
        """
        field = check.any_text("field", field, remedy='give the field of a setting, such as "overrun"')
        if field not in SETTINGS:
            check.unknown("field", field, SETTINGS, "setting")
        return f"{SETTINGS[field].id}={getattr(self, field)}"


@attrs.frozen(kw_only=True)
class Setting:
    """A question that the terms leave open: its id, the question, its readings and the rules that they read.

    Made by the library: one that is made by hand is not checked.

    >>> overrun = SETTINGS["overrun"]
    >>> overrun.id, str(overrun.default), [str(word) for word in overrun.kind], overrun.rules
    ('A12', 'written_off', ['written_off', 'charged'], ('R25',))
    """

    id: str
    """Such as ``"A12"``."""
    question: str
    """What the terms leave open."""
    kind: type[StrEnum]
    """The enum of its readings, the default first."""
    rules: tuple[str, ...]
    """The rules that it reads."""

    @property
    def default(self) -> StrEnum:
        """The reading that holds where none is chosen: the first."""
        return next(iter(self.kind))


def _setting(id: str, kind: type[StrEnum], question: str, *rules: str) -> Setting:
    return Setting(id=id, question=question, kind=kind, rules=rules)


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "sla_clock": _setting("A1", SlaClock, "What do the hours of an SLA count?", "R12", "R13", "R18"),
        "business_day": _setting("A2", BusinessDay, "What is one business day?", "R9"),
        "at_close": _setting(
            "A4", AtClose, "When is an answer due whose time is used up at a close?", "R9", "R12", "R13", "R18"
        ),
        "credit_basis": _setting("A10", CreditBasis, 'What does "per month" mean?', "R18"),
        "multiplier_scope": _setting("A11", MultiplierScope, "What is multiplied, over one unit?", "R18", "R25"),
        "overrun": _setting("A12", Overrun, "Who pays for an overrun that was not advised?", "R25"),
        "window": _setting("A13", Window, "When do the days after a deployment end?", "R24"),
        "exclusion_event": _setting("A14", ExclusionEvent, "Which event counts for those days?", "R24"),
        "rounding": _setting("A15", Rounding, "How are half hours rounded?", "R16", "R19"),
        "last_day": _setting("A18", LastDay, "Which is the last day of a credit?", "R3", "R5", "R7"),
    }
)
"""The ten settings, by the field of `Readings` that holds the answer."""
