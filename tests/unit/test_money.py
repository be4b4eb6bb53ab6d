"""Amounts of money: exact, to the cent where they are cut, and the same in every decimal context of the caller."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal, Inexact, Rounded, getcontext, localcontext
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentrules import _money

PRICE = Decimal("12345678.90")


@pytest.fixture(params=["the usual context", "three digits", "a trap on what is rounded"])
def context(request: pytest.FixtureRequest) -> Iterator[None]:
    with localcontext() as context:
        if request.param != "the usual context":
            context.prec, context.rounding, context.capitals = 3, ROUND_DOWN, 0
            context.Emin, context.Emax = -3, 3
        if request.param == "a trap on what is rounded":
            context.traps[Inexact] = context.traps[Rounded] = True
        yield


@pytest.mark.usefixtures("context")
def test_no_context_of_the_caller_changes_an_amount() -> None:
    amounts = [
        ("24691357.80", _money.total([PRICE, PRICE])),
        ("0", _money.total([])),
        ("37037036.70", _money.times(3, PRICE)),
        ("1543209.8625", _money.divided(PRICE, 8)),
        ("0." + 120 * "3", _money.divided(Decimal(1), 3)),
        ("1543209.86", _money.share(PRICE, 0, 1, of=8)),
        ("1543209.87", _money.share(PRICE, 1, 2, of=8)),
        ("12345678.90", _money.share(PRICE, 0, 8, of=8)),
    ]
    assert [expected for expected, _ in amounts] == [str(amount) for _, amount in amounts]


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("amount", "expected"),
    [("329", "329"), ("329.00", "329.00"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("12345678.90", "12345678.90")],
)
def test_an_amount_is_written_without_an_exponent(amount: str, expected: str) -> None:
    assert expected == _money.text(Decimal(amount))


def test_the_callers_context_stays_as_it_was() -> None:
    with localcontext() as context:
        context.clear_flags()
        _money.divided(Decimal(1), 3)
        assert [signal for signal, is_raised in getcontext().flags.items() if is_raised] == []


def test_an_amount_of_forty_digits_stays_exact() -> None:
    long = Decimal("1234567890.123456789012345678901234567891")
    assert Decimal("2469135780.246913578024691357802469135782") == _money.total([long, long]) == _money.times(2, long)


@given(st.decimals(0, 10_000, places=2), st.integers(1, 40))
def test_the_shares_of_a_price_add_up_to_it_wherever_it_is_cut(price: Decimal, parts: int) -> None:
    shares = [_money.share(price, start, stop, of=parts) for start, stop in pairwise(range(parts + 1))]
    assert price == _money.total(shares)
    assert max(shares) - min(shares) <= Decimal("0.01")
