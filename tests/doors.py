"""What the tests of bad input share: doors that take right facts but for one, and what a refusal has to say."""

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, cast

import pytest

from helpers import at, minutes, standard
from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Change,
    ConflictError,
    Draw,
    Drawing,
    Incident,
    IncidentRulesError,
    InvalidTypeError,
    InvalidValueError,
    Lot,
    OutOfRangeError,
    Pack,
    Reversal,
    Tier,
    TierMonth,
    UnknownNameError,
    Void,
)
from incidentrules.errors import shown
from incidentrules.oncall import Charge

TERMS = standard()
DAY = date(2026, 1, 1)
NAIVE = datetime(2026, 11, 18, 10)  # noqa: DTZ001  # what is refused
LAST = datetime.max.replace(tzinfo=UTC)
TYPE, VALUE, NAME, RANGE, CONFLICT = (
    InvalidTypeError,
    InvalidValueError,
    UnknownNameError,
    OutOfRangeError,
    ConflictError,
)


class Vague(tzinfo):
    """A zone that doesn't know its offset."""

    def utcoffset(self, _: datetime | None) -> timedelta | None:
        return None


class Localizing(Vague):
    """A zone as pytz makes them, which has to localize each moment."""

    def localize(self, at: datetime) -> datetime:
        return at.replace(tzinfo=self)


def vague(kind: Any) -> datetime:
    return NAIVE.replace(tzinfo=kind())


def make(kind: Callable[..., Any], right: dict[str, Any]) -> Callable[..., Any]:
    """Return a door that takes right facts, but for those that a row gives."""
    return lambda **wrong: kind(**{**right, **wrong})


incident = make(Incident, {"id": "T-1", "received_at": at("Wed 10:00")})
lot = make(Lot, {"id": "L-1", "credits": 2, "on": DAY, "last_usable_on": None})
pack = make(Pack, {"credits": 2, "price": 329, "months": 3})
draw = make(Draw, {"id": "d", "on": DAY, "credits": 1})
tier = make(Tier, {"name": "1h", "response": minutes(60), "multiplier": 16})
call_out = make(CallOut, {"id": "C-1", "started_at": at("Wed 10:00"), "duration": minutes(5)})
after_hours = make(
    AfterHours, {"id": "W-1", "started_at": at("Wed 10:00"), "duration": minutes(5), "notice_accepted": True}
)
change = make(Change, {"at": at("Wed 10:00"), "tier": "3h"})
month = make(TierMonth, {"tier": "12h", "year": 2026, "month": 11})
void = make(Void, {"lot": "L-1", "on": DAY})
charge = make(Charge, {"duration": minutes(5), "price_per_hour": Decimal(329)})
account = make(Account, {"id": "acme"})
purchased = make(Lot.purchased, {"pack": Pack(credits=2, price=1, months=3), "id": "L-1", "on": DAY})
granted = make(Lot.complimentary, {"id": "S-1", "on": DAY, "credits": 2, "months": 3})
drawing = make(Drawing, {"draw": "d", "lot": "L-1", "credits": 1, "on": DAY})
reversal = make(Reversal, {"draw": "d", "lot": "L-1", "credits": 1, "on": DAY})


def any_of(value: Any) -> Any:
    """Hide a value's type from the type checker: what it would refuse is what is tested."""
    return cast("Any", value)


Door = tuple[Callable[[], Any], type[IncidentRulesError], str, str]
"""What is called, and the kind, the code and the field of its refusal."""


def refusal_of(call: Callable[[], Any]) -> IncidentRulesError:
    with pytest.raises(IncidentRulesError) as caught:
        call()
    return caught.value


def check_refusal(door: Door) -> None:
    """A refusal has code, field, value and remedy, and a message of one line that says them."""
    call, kind, code, field = door
    error = refusal_of(call)
    assert (kind, code, field) == (type(error), error.code, error.field)
    message = str(error)
    assert message.startswith(f"{field} ")
    assert error.remedy
    assert message.endswith(error.remedy)
    assert f"got {shown(error.value)}" in message
    assert len(message) <= 400
    assert "\n" not in message


def check_copies(door: Door) -> None:
    """A refusal survives a copy and a pickle."""
    call, kind, code, field = door
    error = refusal_of(call)
    again = [copy.copy(error)]
    if is_plain(error.value):
        again += [copy.deepcopy(error), pickle.loads(pickle.dumps(error))]
    for other in again:
        assert (kind, code, field, str(error)) == (type(other), other.code, other.field, str(other))


def is_plain(value: object) -> bool:
    """Tell whether a wrong value can be pickled itself, and is told alike then; a NaN can, a zone of our own not."""
    return not isinstance(value, datetime | tzinfo)
