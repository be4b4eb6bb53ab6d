"""Checking reasons by arithmetic alone: this module knows no rule.

`verify` recomputes the value of every node from the values of its parts, by the node's `how`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from . import _checks as check
from .rulebook import Reason

__all__ = ["HOWS", "verify"]


def verify(reason: Reason) -> tuple[Reason, ...]:
    """Return the nodes of a reason whose value does not follow from their parts; none where all is well.

    >>> two, three = Reason("R25", 2), Reason("R18", 3)
    >>> verify(Reason("R18", 6, "product", (two, three)))
    ()
    >>> verify(Reason("R18", 7, "product", (two, three)))[0].value
    7
    """
    check.instance("reason", reason, Reason, "give a reason, such as assess(...).why_credits")
    return tuple(node for node in reason.nodes if not _follows(node))


def _follows(node: Reason) -> bool:
    values = [part.value for part in node.parts]
    try:
        return bool(HOWS[node.how](node.value, values))
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError):
        return False


def _sum(value: Any, values: list[Any]) -> bool:
    return bool(value == sum(values[1:], values[0]))


def _product(value: Any, values: list[Any]) -> bool:
    product = 1
    for factor in values:
        product = product * factor
    return bool(value == product)


def _counted(value: Any, values: list[Any]) -> bool:
    begun, amount, *spans = values
    ends: list[datetime] = [begun, *(end for _, end in spans)]
    in_order = all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    return in_order and sum((end - start for start, end in spans), timedelta(0)) == amount and bool(value == ends[-1])


def _started(value: Any, values: list[Any]) -> bool:
    spent, unit = values
    return bool(value == 1 if spent <= unit else (value - 1) * unit < spent <= value * unit)


def _rounded(up_at_half: Callable[[int], bool]) -> Callable[[Any, list[Any]], bool]:
    def follows(value: Any, values: list[Any]) -> bool:
        spent, unit, least = values
        whole, rest = divmod(spent, unit)
        nearest = whole + (2 * rest > unit or (2 * rest == unit and up_at_half(whole)))
        return bool(value == (max(nearest, least) if spent else 0))

    return follows


def _rounded_up(value: Any, values: list[Any]) -> bool:
    spent, unit, least = values
    return bool(value == (max(-(-spent // unit), least) if spent else 0))


HOWS: Mapping[str, Callable[[Any, list[Any]], bool]] = MappingProxyType(
    {
        "given": lambda value, values: not values,
        "first": lambda value, values: value == values[0],
        "first true": lambda value, values: [value] == [what for is_so, what in values if is_so][:1],
        "any": lambda value, values: value[0] == any(values),
        "within": lambda value, values: value == (values[0] <= values[1] <= values[2]),
        "judged": lambda value, values: value is not None,
        "nothing": lambda value, values: value == 0,
        "sum": _sum,
        "product": _product,
        "difference": lambda value, values: value == values[0] - values[1],
        "least": lambda value, values: value == min(values),
        "earliest": lambda value, values: value == min(values),
        "latest": lambda value, values: value == max(values),
        "counted": _counted,
        "started": _started,
        "rounded half_up": _rounded(lambda whole: True),
        "rounded half_even": _rounded(lambda whole: whole % 2 == 1),
        "rounded up": _rounded_up,
    }
)
"""What each `how` of a reason claims of its value and its parts' values."""
