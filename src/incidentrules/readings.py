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

import attrs

from . import _checks as check

__all__ = [
    "AtClose", "BusinessDay", "CreditBasis", "ExclusionEvent", "LastDay", "MultiplierScope", "Overrun",
    "Readings", "Rounding", "SETTINGS", "Setting", "SlaClock", "Window",
]  # fmt: skip


class SlaClock(check.Word):
    """A1: what the hours of an SLA count."""

    OPERATING_HOURS = "operating_hours"
    ELAPSED = "elapsed"
    ELAPSED_ROLLED = "elapsed_rolled"
    BUSINESS_DAYS_24H = "business_days_24h"


class BusinessDay(check.Word):
    """A2: what one business day is."""

    ONE_OPERATING_DAY = "one_operating_day"
    SAME_TIME = "same_time"
    END_OF_NEXT = "end_of_next"


class AtClose(check.Word):
    """A4: where a target lands that is used up exactly at a close."""

    CLOSE = "close"
    NEXT_OPENING = "next_opening"


class CreditBasis(check.Word):
    """A10: what "per month" means for the credits of a faster tier."""

    PER_INCIDENT = "per_incident"
    STANDING = "standing"
    FLAT = "flat"
    MINIMUM = "minimum"


class MultiplierScope(check.Word):
    """A11: what the multiplier applies to, over 60 minutes."""

    EVERY_UNIT = "every_unit"
    FIRST_UNIT = "first_unit"


class Overrun(check.Word):
    """A12: what becomes of an overrun that the customer was not advised of."""

    WRITTEN_OFF = "written_off"
    CHARGED = "charged"


class Window(check.Word):
    """A13: what "within 7 days" of a deployment means."""

    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    CALENDAR_DAYS_EXCLUSIVE = "calendar_days_exclusive"


class ExclusionEvent(check.Word):
    """A14: which event counts for the window of R24."""

    AROSE = "arose"
    RECEIVED = "received"


class Rounding(check.Word):
    """A15: what "to the nearest hour" does with halves."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"


class LastDay(check.Word):
    """A18: which day is the last of a credit."""

    CORRESPONDING_DAY = "corresponding_day"
    DAY_BEFORE = "day_before"


@attrs.frozen(kw_only=True)
class Readings:
    """One reading of each of the ten settings; what is not said is the default."""

    sla_clock: SlaClock = attrs.field(default=SlaClock.OPERATING_HOURS, converter=SlaClock)
    business_day: BusinessDay = attrs.field(default=BusinessDay.ONE_OPERATING_DAY, converter=BusinessDay)
    at_close: AtClose = attrs.field(default=AtClose.CLOSE, converter=AtClose)
    credit_basis: CreditBasis = attrs.field(default=CreditBasis.PER_INCIDENT, converter=CreditBasis)
    multiplier_scope: MultiplierScope = attrs.field(default=MultiplierScope.EVERY_UNIT, converter=MultiplierScope)
    overrun: Overrun = attrs.field(default=Overrun.WRITTEN_OFF, converter=Overrun)
    window: Window = attrs.field(default=Window.CALENDAR_DAYS, converter=Window)
    exclusion_event: ExclusionEvent = attrs.field(default=ExclusionEvent.AROSE, converter=ExclusionEvent)
    rounding: Rounding = attrs.field(default=Rounding.HALF_UP, converter=Rounding)
    last_day: LastDay = attrs.field(default=LastDay.CORRESPONDING_DAY, converter=LastDay)

    def cite(self, field: str) -> str:
        """Return how a reason names a setting and its reading.

        >>> Readings().cite("overrun")
        'A12=written_off'
        """
        if field not in SETTINGS:
            check.unknown("field", field, SETTINGS, "setting")
        return f"{SETTINGS[field].id}={getattr(self, field)}"


@attrs.frozen
class Setting:
    """A question that the terms leave open: its id, the question, its readings and the rules that they read.

    >>> overrun = SETTINGS["overrun"]
    >>> overrun.id, str(overrun.default), [str(word) for word in overrun.kind], overrun.rules
    ('A12', 'written_off', ['written_off', 'charged'], ('R25',))
    """

    id: str
    question: str
    kind: type[StrEnum]
    rules: tuple[str, ...]

    @property
    def default(self) -> StrEnum:
        """The reading that holds where none is chosen: the first."""
        return next(iter(self.kind))


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "sla_clock": Setting("A1", "What do the hours of an SLA count?", SlaClock, ("R12", "R13", "R18")),
        "business_day": Setting("A2", "What is one business day?", BusinessDay, ("R9",)),
        "at_close": Setting(
            "A4", "Where does a target land that is used up at a close?", AtClose, ("R9", "R12", "R13", "R18")
        ),
        "credit_basis": Setting("A10", 'What does "per month" mean?', CreditBasis, ("R18",)),
        "multiplier_scope": Setting("A11", "What is multiplied, over 60 minutes?", MultiplierScope, ("R18", "R25")),
        "overrun": Setting("A12", "Who bears an overrun that was not advised?", Overrun, ("R25",)),
        "window": Setting("A13", 'What does "within 7 days" mean?', Window, ("R24",)),
        "exclusion_event": Setting("A14", "Which event counts for the 7 days?", ExclusionEvent, ("R24",)),
        "rounding": Setting("A15", "Which hour is nearest to a half?", Rounding, ("R16", "R19")),
        "last_day": Setting("A18", "Which is the last day of a credit?", LastDay, ("R3", "R5", "R7")),
    }
)
"""The ten settings, by the field of `Readings` that holds the answer."""
