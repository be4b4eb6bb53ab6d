"""Checking reasons by arithmetic alone: this module knows no rule.

`verify` recomputes the value of every node from the values of its parts, by the node's `how`.

*Invariant:* every `how` but "given" is computed again, so that a change is found at its own node or at the one that
it is a part of. A change is not found in a fact that stands alone or is shown beside another, in one of several
grounds, in a factor of a product with 0, and in a fact that stays on its side of a bound.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import localcontext
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from . import _checks as check
from ._money import EXACT
from .reason import Reason, distinct

__all__ = ["HOWS", "verify"]

ZERO = timedelta(0)


def verify(reason: Reason) -> tuple[Reason, ...]:
    """Return the nodes of a reason whose value does not follow from their parts; none where all is well.

    A part that stands in several places is one node here, so that the cost is that of what was made.

    >>> two, three = Reason("R25", 2), Reason("R18", 3)
    >>> verify(Reason("R18", 6, how="product", parts=(two, three)))
    ()
    >>> verify(Reason("R18", 7, how="product", parts=(two, three)))[0].value
    7
    """
    check.instance("reason", reason, Reason, "give a reason, such as assess(...).why_credits")
    with localcontext(EXACT):
        return tuple(node for node in distinct(reason) if not _follows(node))


def _follows(node: Reason) -> bool:
    values = [part.value for part in node.parts]
    try:
        return bool(HOWS[node.how](node.value, values))
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError):
        return False


def _sum(value: Any, values: list[Any]) -> bool:
    return bool(value == (sum(values[1:], values[0]) if values else 0))


def _product(value: Any, values: list[Any]) -> bool:
    product = 1
    for factor in values:
        product = product * factor
    return bool(value == product)


def _months_after(value: Any, values: list[Any]) -> bool:
    """Clip to the month's end, and take off what days follow the months."""
    begun, months, *less = values
    years, month = divmod(begun.month - 1 + months, 12)
    year, month = begun.year + years, month + 1
    term: date = begun.replace(year=year, month=month, day=min(begun.day, monthrange(year, month)[1]))
    return bool(value == term - sum(less, ZERO))


def _end_of_day(value: Any, values: list[Any]) -> bool:
    """Count days in the zone of the value: it is the last microsecond before the midnight that follows them."""
    begun, days = values
    zone = value.tzinfo
    midnight = datetime.combine(begun.astimezone(zone).date() + timedelta(days + 1), time(), zone)
    return bool(value.astimezone(UTC) == midnight.astimezone(UTC) - timedelta.resolution)


def _counted(value: Any, values: list[Any]) -> bool:
    begun, amount, *spans = values
    ends: list[datetime] = [begun, *(end for _, end in spans)]
    in_order = all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    return in_order and sum((end - start for start, end in spans), ZERO) == amount and bool(value == ends[-1])


def _started(value: Any, values: list[Any]) -> bool:
    spent, unit = values
    return bool(value == 1 if spent <= unit else (value - 1) * unit < spent <= value * unit)


def _rounded(up_at_half: Callable[[int], bool]) -> Callable[[Any, list[Any]], bool]:
    def follows(value: Any, values: list[Any]) -> bool:
        spent, unit, least = values
        whole, rest = divmod(spent, unit)
        nearest = whole + (2 * rest > unit or (2 * rest == unit and up_at_half(whole)))
        return unit > ZERO and bool(value == (max(nearest, least) if spent else 0))

    return follows


def _rounded_up(value: Any, values: list[Any]) -> bool:
    spent, unit, least = values
    return unit > ZERO and bool(value == (max(-(-spent // unit), least) if spent else 0))


HOWS: Mapping[str, Callable[[Any, list[Any]], bool]] = MappingProxyType(
    {
        # a fact, or a figure of the terms: by itself, as none of the parts is so, or as one is
        "given": lambda value, values: not values,
        "given unless": lambda value, values: bool(values) and not any(values),
        "given since": lambda value, values: any(values),
        # the first part, the others shown beside it; of pairs the first whose answer is yes
        "first": lambda value, values: value == values[0],
        "first true": lambda value, values: [value] == [what for is_so, what in values if is_so][:1],
        # an answer, and what it is about: whether one part is so
        "any": lambda value, values: value[0] == any(values),
        # whether no part comes before the one ahead of it
        "in order": lambda value, values: value == all(before <= after for before, after in pairwise(values)),
        # what a row says: the second part pairs the first with it
        "looked up": lambda value, values: values[1] == (values[0], value),
        # none, as one of the parts is none, whatever they are counted in
        "nothing": lambda value, values: value == 0 and not all(values),
        # arithmetic; the sum of no parts is 0
        "sum": _sum,
        "product": _product,
        "difference": lambda value, values: value == values[0] - values[1],
        "least": lambda value, values: value == min(values),
        "most": lambda value, values: value == max(values),
        "earliest": lambda value, values: value == min(values),
        "latest": lambda value, values: value == max(values),
        # dates: so many months after a day, days taken off; the last instant of the day so many days after a moment
        "months after": _months_after,
        "end of day": _end_of_day,
        # intervals in order that add up to an amount; hours that were started, and rounded ones with a least
        "counted": _counted,
        "started": _started,
        "rounded half_up": _rounded(lambda whole: True),
        "rounded half_even": _rounded(lambda whole: whole % 2 == 1),
        "rounded up": _rounded_up,
    }
)
"""What each `how` of a reason claims of its value and its parts' values."""
