"""Which packs to buy.

A *purchase* is how many of each pack. The cheapest one for a need costs least, has the fewest
credits left over among those, and the longest-lived credits among those.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import attrs

from . import _checks as check
from .credits import Pack

__all__ = ["Purchase", "advise_packs"]

LARGEST_NEED = 20_000
"""The most credits for which a purchase is worked out; cost grows with it."""
FOREVER = 10**6
"""How long a pack without end counts, in months, beside others."""

_Bought = tuple[Pack, Any]
"""The pack bought last, and those before it in the same shape, or None."""
_Best = tuple[Decimal, int, _Bought | None]
"""The least cost of a number of credits, their lifetime (negative, so that less is better), and the packs."""


@attrs.frozen
class Purchase:
    """Packs to buy together for a need; one that appears twice is bought twice."""

    need: int
    packs: tuple[Pack, ...]
    _on_sale: tuple[Pack, ...] = attrs.field(alias="on_sale", repr=False)

    @property
    def credits(self) -> int:
        """The credits that come with the packs."""
        return sum(pack.credits for pack in self.packs)

    @property
    def cost(self) -> Decimal:
        """What the packs cost."""
        return sum((pack.price for pack in self.packs), Decimal(0))

    @property
    def surplus(self) -> int:
        """The credits beyond the need."""
        return self.credits - self.need

    @property
    def counts(self) -> dict[Pack, int]:
        """How many of each pack, the largest first."""
        return dict(Counter(self.packs))

    @property
    def next_step(self) -> "Purchase":
        """The cheapest purchase of more credits than this one brings."""
        return _cheapest(self.credits + 1, self._on_sale)

    @property
    def cheapest(self) -> "tuple[Purchase, ...]":
        """Every purchase that covers the need and costs as little, fewest credits first; this one is the first."""
        best = _best(self.need, self._on_sale)
        enough = sorted(credits for credits in best if credits >= self.need and best[credits][0] == self.cost)
        ways = (way for credits in enough for way in _ways(credits, self.cost, self._on_sale, best))
        others = [Purchase(self.need, _listed(way), self._on_sale) for way in ways]
        return self, *(each for each in others if each != self)


def advise_packs(need: int, packs: Iterable[Pack], *, usable_for_months: int = 0) -> Purchase:
    """Return the cheapest purchase that covers a need (R7), of packs that last as many months at least.

    Ties go to fewer credits left over, then to longer-lived ones.

    >>> packs = [Pack(credits=2, price=329, months=3), Pack(credits=4, price=599, months=6)]
    >>> packs += [Pack(credits=8, price=999, months=12)]
    >>> six = advise_packs(6, packs)
    >>> six.cost, six.next_step.cost - six.cost, six.next_step.credits
    (Decimal('928'), Decimal('71'), 8)

    Raises `InvalidValueError` where no pack lasts that long, or the need is past 20,000 credits.
    """
    check.count("need", need, most=LARGEST_NEED)
    check.count("usable_for_months", usable_for_months, least=0)
    packs = check.as_tuple(packs)
    check.each("packs", packs, Pack, "give a list of Pack, such as terms.packs")
    for place, pack in enumerate(packs):
        check.count(f"packs[{place}].credits", pack.credits, most=LARGEST_NEED)
    lasting = tuple(pack for pack in packs if pack.months is None or pack.months >= usable_for_months)
    if not lasting:
        check.refuse(
            "usable_for_months", usable_for_months, "is more than any pack lasts", "ask for less", code="no_pack"
        )
    return _cheapest(need, lasting)


def _cheapest(need: int, packs: tuple[Pack, ...]) -> Purchase:
    """Return the best of all purchases that reach the need."""
    best = _best(need, packs)
    enough = min((credits for credits in best if credits >= need), key=lambda credits: (best[credits][0], credits))
    bought: list[Pack] = []
    link = best[enough][2]
    while link:
        pack, link = link
        bought.append(pack)
    return Purchase(need, _listed(bought), packs)


def _best(need: int, packs: tuple[Pack, ...]) -> dict[int, _Best]:
    """Return the best way to each exact number of credits that can matter for a need."""
    best: dict[int, _Best] = {0: (Decimal(0), 0, None)}
    for credits in range(1, need + max(pack.credits for pack in packs)):
        options: list[_Best] = []
        for pack in packs:
            if before := best.get(credits - pack.credits):
                cost, lifetime, bought = before
                months = pack.months or FOREVER
                options.append((cost + pack.price, lifetime - pack.credits * months, (pack, bought)))
        if options:
            best[credits] = min(options, key=lambda option: option[:2])
    return best


def _ways(credits: int, cost: Decimal, packs: tuple[Pack, ...], best: dict[int, _Best]) -> Iterator[tuple[Pack, ...]]:
    """Return all ways to an exact number of credits at the least cost of it."""
    if not credits:
        yield ()
    for place, pack in enumerate(packs):
        rest = credits - pack.credits
        if rest in best and best[rest][0] == cost - pack.price:
            for way in _ways(rest, cost - pack.price, packs[place:], best):
                yield (pack, *way)


def _listed(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    return tuple(sorted(packs, key=lambda pack: (-pack.credits, pack.price)))
