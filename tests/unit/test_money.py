"""Amounts of money: exact, to the cent where they are cut, and the same in every decimal context of the caller."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal, DefaultContext, Inexact, Rounded, getcontext, localcontext
from importlib.util import find_spec, module_from_spec
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


EXACT = (
    "Context(prec=120, rounding=ROUND_HALF_UP, Emin=-999999999999999999, Emax=999999999999999999, capitals=1, clamp=0, "
    "flags=[], traps=[InvalidOperation, DivisionByZero, Overflow])"
)


@pytest.fixture
def defaults() -> Iterator[None]:
    """Change what new contexts begin with, as a caller may do before the import."""
    kept = {name: getattr(DefaultContext, name) for name in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")}
    changed = {"prec": 3, "rounding": ROUND_DOWN, "Emin": -3, "Emax": 3, "capitals": 0, "clamp": 1}
    for name, value in changed.items():
        setattr(DefaultContext, name, value)
    DefaultContext.flags[Inexact] = True
    yield
    DefaultContext.clear_flags()
    for name, value in kept.items():
        setattr(DefaultContext, name, value)


@pytest.mark.usefixtures("defaults")
def test_the_context_of_money_says_everything_itself() -> None:
    spec = find_spec("incidentrules._money")
    assert spec is not None
    assert spec.loader is not None
    fresh = module_from_spec(spec)
    spec.loader.exec_module(fresh)
    assert repr(fresh.EXACT) == EXACT


@given(st.decimals(0, 10_000, places=2), st.integers(1, 40))
def test_the_shares_of_a_price_add_up_to_it_wherever_it_is_cut(price: Decimal, parts: int) -> None:
    shares = [_money.share(price, start, stop, of=parts) for start, stop in pairwise(range(parts + 1))]
    assert price == _money.total(shares)
    assert max(shares) - min(shares) <= Decimal("0.01")
