"""All arithmetic of money, in a decimal context of our own.

The caller's context (its precision, rounding and traps) changes no amount: every function works in `EXACT`.

*Units:* amounts are `Decimal`, in the currency of the price list.
"""

from collections.abc import Iterable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import reduce

CENT = Decimal("0.01")
EXACT = Context(
    prec=120,
    rounding=ROUND_HALF_UP,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""120 digits: enough for the dearest price, times the largest count, to many more places than anyone writes."""


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum of amounts; of none, 0."""
    return reduce(EXACT.add, amounts, Decimal(0))


def less(amount: Decimal, other: Decimal) -> Decimal:
    """Return an amount less another."""
    return EXACT.subtract(amount, other)


def times(count: int, price: Decimal) -> Decimal:
    """Return what a number of things cost."""
    return EXACT.multiply(price, count)


def divided(price: Decimal, by: int) -> Decimal:
    """Return the price of one of several, in full precision: nothing is rounded to cents."""
    return EXACT.divide(price, by)


def share(price: Decimal, start: int, stop: int, of: int) -> Decimal:
    """Return the price of the parts from one place to another, of many equal parts, to the cent.

    The shares add up to the price, wherever it is cut: what is rounded, half up, is the price of everything
    up to a place. This is the only rounding of money.

    >>> [str(share(Decimal(999), place, place + 1, of=8)) for place in range(3)]
    ['124.88', '124.87', '124.88']
    """
    before, after = (EXACT.quantize(divided(times(place, price), of), CENT) for place in (start, stop))
    return EXACT.subtract(after, before)


def text(amount: Decimal) -> str:
    """Return an amount with the digits that it was given with, never with an exponent.

    >>> text(Decimal("329.00")), text(Decimal("1E+3"))
    ('329.00', '1000')
    """
    return format(amount, "f")
