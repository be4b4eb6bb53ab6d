"""Credits as they are sold, granted and kept.

A *pack* is what is on sale. A *lot* is credits bought or granted together, *purchased* or
*complimentary*, with one *last usable day*; it *lapses on* the day after.

*Invariant:* a lot's last usable day is its own: one addition of months from its first day, clipped to
the month's end, or the day given by whoever knows better.
*Units:* credits are whole numbers, money is `Decimal` in the currency of the price list.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import attrs

from . import _checks as check
from . import _money as money
from .readings import LastDay, LastDayWord, as_last_day

__all__ = ["Lot", "Origin", "Pack", "last_usable_day"]

LONGEST_TERM = 1200
"""Months that a term takes at most: a century."""
ONE_DAY = timedelta(days=1)


class Origin(check.Word):
    """Where a lot is from; on a tie, complimentary credits are drawn first."""

    COMPLIMENTARY = "complimentary"
    """Granted, such as the credits of a server (R5)."""
    PURCHASED = "purchased"
    """Sold."""


OriginWord = Origin | Literal["complimentary", "purchased"]


def as_origin(value: OriginWord) -> Origin:
    """Return an origin by its word."""
    return value if type(value) is Origin else check.word(Origin, value)


@attrs.frozen(kw_only=True)
class Pack(check.Record):
    """Credits on sale (R7): how many, at what price, usable for how many months; None is without end."""

    credits: int
    """How many, at least one."""
    price: Decimal = attrs.field(converter=check.as_money)
    """The money for all of them."""
    months: int | None
    """For how many months they last; None is without end."""

    def __attrs_post_init__(self) -> None:
        check.count("credits", self.credits, self)
        check.money("price", self.price)
        if self.months is not None:
            check.count("months", self.months, self, most=LONGEST_TERM)

    @property
    def price_per_credit(self) -> Decimal:
        """What one credit costs, in full precision."""
        return money.divided(self.price, self.credits)


@attrs.frozen(kw_only=True)
class Lot(check.Record):
    """Credits that came together, usable from ``on`` through ``last_usable_on``; None is without end.

    Give those bought elsewhere as they are; `purchased` and `complimentary` work out the last day.

    >>> pack = Pack(credits=2, price=329, months=3)
    >>> Lot.purchased(pack, id="L-1", on=date(2026, 11, 30)).last_usable_on
    datetime.date(2027, 2, 28)
    """

    id: str
    """The name of the purchase or grant."""
    credits: int
    """How many came, at least one."""
    on: date
    """The day of the purchase; they are usable from it on."""
    last_usable_on: date | None
    """The last day on which they can be drawn; None is without end."""
    origin: Origin = attrs.field(default=Origin.PURCHASED, converter=as_origin)
    """Whether they were sold or granted."""
    price: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(check.as_money))
    """What was paid for all of them; None where that is not known, or nothing was paid."""

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id, self)
        check.count("credits", self.credits, self)
        check.day("on", self.on, self)
        if self.price is not None:
            check.money("price", self.price)
        if self.last_usable_on is not None:
            check.day("last_usable_on", self.last_usable_on, self)
            if self.last_usable_on < self.on:
                check.refuse(
                    "last_usable_on",
                    self.last_usable_on.isoformat(),
                    f"precedes the day of purchase ({self.on})",
                    "give a day from then on, or None for a lot that never lapses",
                    code="contradiction",
                )

    @classmethod
    def purchased(cls, pack: Pack, *, id: str, on: date, last_day: LastDayWord = LastDay.CORRESPONDING_DAY) -> "Lot":
        """Return the lot that buying a pack on a day gives (R3, R7)."""
        check.instance("pack", pack, Pack, "give a Pack, such as one of terms.packs")
        last = last_usable_day(on, pack.months, as_last_day(last_day))
        return cls(id=id, credits=pack.credits, on=on, last_usable_on=last, price=pack.price)

    @classmethod
    def complimentary(
        cls,
        *,
        id: str,
        on: date,
        credits: int,
        months: int | None,
        last_day: LastDayWord = LastDay.CORRESPONDING_DAY,
    ) -> "Lot":
        """Return a lot that is granted, not sold (R5)."""
        last = last_usable_day(on, months, as_last_day(last_day))
        return cls(id=id, credits=credits, on=on, last_usable_on=last, origin=Origin.COMPLIMENTARY)

    def value_of(self, start: int, stop: int) -> Decimal | None:
        """Return what the credits from one place in the lot to another cost; None where no price is known.

        >>> lot = Lot.purchased(Pack(credits=8, price=999, months=12), id="L-1", on=date(2026, 1, 1))
        >>> [str(lot.value_of(place, place + 1)) for place in range(3)], str(lot.value_of(0, 8))
        (['124.88', '124.87', '124.88'], '999.00')
        """
        start = check.count("start", start, least=0, most=self.credits)
        stop = check.count("stop", stop, least=start, most=self.credits)
        return None if self.price is None else money.share(self.price, start, stop, self.credits)

    @property
    def lapses_on(self) -> date | None:
        """The day after the last usable one, on which what is left is gone (R8); None is never."""
        last = self.last_usable_on
        return None if last is None or last == date.max else last + ONE_DAY

    def is_usable(self, on: date) -> bool:
        """Return whether credits can be drawn on a day, both its first and its last day included."""
        on = check.day("on", on)
        return self.on <= on and (self.last_usable_on is None or on <= self.last_usable_on)

    @property
    def drawing_order(self) -> tuple[bool, date, bool, date, str]:
        """The key by which lots are drawn: earliest last day, then complimentary, then earliest, then id."""
        never = self.last_usable_on is None
        return never, self.last_usable_on or date.max, self.origin is Origin.PURCHASED, self.on, self.id


def as_packs(value: Iterable[Pack]) -> tuple[Pack, ...]:
    """Return packs as a tuple."""
    return check.as_tuple(value, Pack)


def as_lots(value: Iterable[Lot]) -> tuple[Lot, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, Lot)


def last_usable_day(on: date, months: int | None, reading: LastDayWord = LastDay.CORRESPONDING_DAY) -> date | None:
    """Return the last day of a term that begins on a day (A18); None for a term without end.

    One addition from the first day, clipped to the month's end: never month by month.

    >>> last_usable_day(date(2026, 12, 31), 3), last_usable_day(date(2026, 1, 15), 3, LastDay.DAY_BEFORE)
    (datetime.date(2027, 3, 31), datetime.date(2026, 4, 14))

    Raises `InvalidValueError` where it would lie past year 9999.
    """
    on = check.day("on", on)
    months = _plain_months(months)
    from dateutil.relativedelta import relativedelta  # here, so that a script that buys nothing doesn't load it

    days_less = ONE_DAY if check.word(LastDay, reading, "reading") is LastDay.DAY_BEFORE else timedelta(0)
    if months is None:
        return None
    try:
        return on + relativedelta(months=months) - days_less
    except (ValueError, OverflowError):
        check.refuse("on", on, f"plus {months} months lies past year 9999", "give an earlier day", code="out_of_bounds")


def _plain_months(months: int | None) -> int | None:
    return None if months is None else check.count("months", months, most=LONGEST_TERM)
