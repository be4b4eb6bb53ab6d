"""Which packs to buy, and when.

A *purchase* is packs that are bought together for a need. The cheapest one costs least; of those, it has the fewest
credits left over; and of those, the credits that last longest. A *plan* is purchases by day, for needs by day.

*Invariant:* both are exact: prices are counted in whole units, in no decimal context. What would take too long to be
exact is refused.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import lcm
from operator import ge
from typing import Any

import attrs

from . import _checks as check
from . import _money
from .credits import Lot, Pack, as_packs, last_usable_day
from .readings import LastDay

__all__ = ["Plan", "Purchase", "advise_packs", "plan_packs"]

LARGEST_NEED = 20_000
"""The most credits for which a purchase is worked out; cost grows with it."""
MOST_PACKS = 100
"""How many packs may be on sale where a purchase is worked out; cost grows with them."""
LONGEST_PURCHASE = 100_000
"""The most credits that are bought together, in steps from one purchase to the next."""
MOST_STEPS = 5_000_000
"""How many steps a plan may take: what is tried, four for each of its days; and what is compared. About a second."""
FOREVER = 10**6
"""How long a pack without end counts, in months, beside others."""

_Bought = tuple[Pack, Any]
"""The pack bought last, and those before it in the same shape, or None."""
_Best = tuple[int, int, _Bought | None]
"""The least cost of a number of credits, their lifetime (negative, so that less is better), and the packs."""
_Least = list[int | None]
"""The least cost of each number of credits, from 0 on; None where the packs can't make that number."""


@attrs.frozen
class Purchase:
    """Packs to buy together for a need; one that appears twice is bought twice."""

    need: int
    """How many credits are needed."""
    packs: tuple[Pack, ...] = attrs.field(converter=as_packs)
    """What to buy, the largest packs first."""
    _on_sale: tuple[Pack, ...] = attrs.field(alias="on_sale", converter=as_packs, repr=False)

    def __attrs_post_init__(self) -> None:
        check.count("need", self.need, self, most=LONGEST_PURCHASE)
        check.all_of("packs", self.packs, Pack, "give a list of Pack")
        check.all_of("on_sale", self._on_sale, Pack, "give a list of Pack, such as terms.packs")
        if not self._on_sale:
            check.refuse("on_sale", (), "is empty", "give at least one", code="empty")
        _check_sizes("on_sale", self._on_sale)

    @property
    def credits(self) -> int:
        """The credits that come with the packs."""
        return sum(pack.credits for pack in self.packs)

    @property
    def cost(self) -> Decimal:
        """What the packs cost."""
        return _money.total(_money.times(count, pack.price) for pack, count in self.counts.items())

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
        """The cheapest purchase of more credits than this one brings, up to 100,000."""
        return _cheapest(self.credits + 1, self._on_sale)

    @property
    def cheapest(self) -> "Iterator[Purchase]":
        """Every purchase that covers the need at the same cost, one after another: this one, then by credits.

        Like packs can be put together in very many ways; take the first few by `itertools.islice`.

        >>> from itertools import islice
        >>> packs = [Pack(credits=1, price=50 + size, months=size) for size in (3, 6, 12)]
        >>> packs += [Pack(credits=2, price=100 + 2 * size, months=size) for size in (3, 6, 12)]
        >>> [[pack.credits for pack in way.packs] for way in islice(advise_packs(4, packs).cheapest, 3)]
        [[1, 1, 1, 1], [2, 1, 1], [2, 2]]
        """
        yield self
        for way in _ways(self.need, self._on_sale):
            purchase = Purchase(self.need, _listed(way), self._on_sale)
            if purchase != self:
                yield purchase


def advise_packs(need: int, packs: Iterable[Pack], *, usable_for_months: int = 0) -> Purchase:
    """Return the cheapest purchase that covers a need (R7), of packs that last as many months at least.

    Ties go to fewer credits left over, then to longer-lived ones.

    >>> packs = [Pack(credits=2, price=329, months=3), Pack(credits=4, price=599, months=6)]
    >>> packs += [Pack(credits=8, price=999, months=12)]
    >>> six = advise_packs(6, packs)
    >>> six.cost, six.next_step.cost - six.cost, six.next_step.credits
    (Decimal('928'), Decimal('71'), 8)

    Raises `InvalidValueError` where no pack lasts that long, the need or a pack is past 20,000 credits, or there are
    more than 100 packs.
    """
    need = check.count("need", need, most=LARGEST_NEED)
    usable_for_months = check.count("usable_for_months", usable_for_months, least=0)
    packs = check.as_tuple(packs, Pack)
    check.all_of("packs", packs, Pack, "give a list of Pack, such as terms.packs")
    check.distinct("packs", tuple(dict.fromkeys(packs)), "pack")
    _check_sizes("packs", packs)
    lasting = tuple(dict.fromkeys(pack for pack in packs if pack.months is None or pack.months >= usable_for_months))
    if not lasting:
        check.refuse(
            "usable_for_months", usable_for_months, "is more than any pack lasts", "ask for less", code="no_pack"
        )
    return _cheapest(need, lasting)


def _check_sizes(field: str, packs: Sequence[Pack]) -> None:
    """Refuse more packs, or larger ones, than can be compared in about a second."""
    if len(packs) > MOST_PACKS:
        check.refuse(field, len(packs), "are too many to compare", f"give {MOST_PACKS} at most", code="too_many")
    for place, pack in enumerate(packs):
        check.count(f"{field}[{place}].credits", pack.credits, most=LARGEST_NEED)


def _cheapest(need: int, packs: tuple[Pack, ...]) -> Purchase:
    """Return the best of all purchases that reach the need."""
    best = _best(need, packs)
    enough = min((credits for credits in best if credits >= need), key=lambda credits: (best[credits][0], credits))
    return Purchase(need, _listed(_unlinked(best[enough][2])), packs)


def _best(need: int, packs: tuple[Pack, ...]) -> dict[int, _Best]:
    """Return the best way to each exact number of credits that can matter for a need."""
    best: dict[int, _Best] = {0: (0, 0, None)}
    on_sale = list(zip(packs, _whole_prices(packs), strict=True))
    for credits in range(1, need + max(pack.credits for pack in packs)):
        options: list[_Best] = []
        for pack, price in on_sale:
            if before := best.get(credits - pack.credits):
                cost, lifetime, bought = before
                months = pack.months or FOREVER
                options.append((cost + price, lifetime - pack.credits * months, (pack, bought)))
        if options:
            best[credits] = min(options, key=lambda option: option[:2])
    return best


def _whole_prices(packs: Sequence[Pack]) -> list[int]:
    """Return the prices in whole units, of which the largest is chosen that divides them all."""
    unit = lcm(*(pack.price.as_integer_ratio()[1] for pack in packs))
    return [int(Fraction(pack.price) * unit) for pack in packs]


def _ways(need: int, packs: tuple[Pack, ...]) -> Iterator[list[Pack]]:
    """Return all ways to cover a need at the least cost, one after another, fewest credits first.

    From each number of credits, one more of a pack is bought, or the next pack is turned to, wherever the packs from
    there on reach the rest at the least cost. So no branch is followed in vain, and the time between two ways grows
    with their packs only.
    """
    prices = _whole_prices(packs)
    least = _least_costs(need + max(pack.credits for pack in packs), packs, prices)
    cost = min(total for total in least[0][need:] if total is not None)
    enough = [credits for credits in range(need, len(least[0])) if least[0][credits] == cost]
    branches: list[tuple[int, int, _Bought | None]] = [(0, credits, None) for credits in reversed(enough)]
    while branches:
        place, rest, bought = branches.pop()
        if place == len(packs):
            yield _unlinked(bought)
            continue
        pack, price = packs[place], prices[place]
        total = least[place][rest]
        if least[place + 1][rest] == total:
            branches.append((place + 1, rest, bought))
        if (
            rest >= pack.credits
            and (before := least[place][rest - pack.credits]) is not None
            and before + price == total
        ):
            branches.append((place, rest - pack.credits, (pack, bought)))


def _least_costs(numbers: int, packs: Sequence[Pack], prices: Sequence[int]) -> list[_Least]:
    """Return the least cost of each number of credits below a bound, by the packs from each place on."""
    least: list[_Least] = [[0, *[None] * (numbers - 1)]]
    for pack, price in zip(reversed(packs), reversed(prices), strict=True):
        costs = list(least[-1])
        for credits in range(pack.credits, numbers):
            before, now = costs[credits - pack.credits], costs[credits]
            if before is not None and (now is None or before + price < now):
                costs[credits] = before + price
        least.append(costs)
    return least[::-1]


def _unlinked(bought: _Bought | None) -> list[Pack]:
    packs: list[Pack] = []
    while bought:
        pack, bought = bought
        packs.append(pack)
    return packs


def _listed(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    return tuple(sorted(packs, key=lambda pack: (-pack.credits, pack.price)))


# --- for dated needs


def _as_purchases(value: Iterable[tuple[date, Pack]]) -> tuple[tuple[date, Pack], ...]:
    return check.as_tuple(value, tuple)


@attrs.frozen
class Plan:
    """Which packs to buy on which days, so that dated needs are covered at the least cost."""

    purchases: tuple[tuple[date, Pack], ...] = attrs.field(converter=_as_purchases)
    """Each day with a pack to buy on it, in order."""

    def __attrs_post_init__(self) -> None:
        check.all_of("purchases", self.purchases, tuple, "give [(date(2026, 12, 1), pack), ...]")
        plain: list[tuple[date, Pack]] = []
        for place, purchase in enumerate(self.purchases):
            if len(purchase) != 2:
                check.refuse_type(f"purchases[{place}]", purchase, "a day and a pack", "give (date(2026, 12, 1), pack)")
            check.instance(f"purchases[{place}][1]", purchase[1], Pack, "give a Pack, such as one of terms.packs")
            plain.append((check.day(f"purchases[{place}][0]", purchase[0]), purchase[1]))
        object.__setattr__(self, "purchases", tuple(plain))

    @property
    def cost(self) -> Decimal:
        """What all packs cost."""
        return _money.total(pack.price for _, pack in self.purchases)

    @property
    def credits(self) -> int:
        """The credits that come with them."""
        return sum(pack.credits for _, pack in self.purchases)


def plan_packs(
    needs: Mapping[date, int],
    packs: Iterable[Pack],
    *,
    lots: Iterable[Lot] = (),
    last_day: LastDay = LastDay.CORRESPONDING_DAY,
) -> Plan:
    """Return the cheapest purchases that cover credits needed by day, beside the lots that there are.

    Lots hold what is left of them. The cost is the least that there is. Ties go to fewer credits, then to
    later purchases.

    >>> packs = [Pack(credits=2, price=329, months=3), Pack(credits=8, price=999, months=12)]
    >>> plan = plan_packs({date(2026, 1, 5): 2, date(2026, 9, 1): 3, date(2027, 3, 1): 4}, packs)
    >>> [(on.isoformat(), pack.credits) for on, pack in plan.purchases], plan.cost
    ([('2026-01-05', 2), ('2026-09-01', 8)], Decimal('1328'))

    Raises `InvalidValueError` within about a second where the needs are too many to be exact, which 24 months and 200
    credits are not, and for more than 100 packs.
    """
    packs, lots = check.as_tuple(packs, Pack), check.as_tuple(lots, Lot)
    check.all_of("packs", packs, Pack, "give a list of Pack, such as terms.packs")
    check.all_of("lots", lots, Lot, "give the lots that there are, with what is left of them")
    check.distinct("packs", packs, "pack")
    if len(packs) > MOST_PACKS:
        check.refuse("packs", len(packs), "are too many to compare", f"give {MOST_PACKS} at most", code="too_many")
    if not isinstance(needs, Mapping):
        check.refuse_type("needs", needs, "credits by day", "give {date(2026, 12, 1): 6}")
    plain = {
        check.day("needs", day): check.count(f"needs[{day}]", credits, most=LARGEST_NEED)
        for day, credits in needs.items()
    }
    return _Planning(plain, packs, check.unique("lots", lots).values(), LastDay(last_day)).plan()


_Stock = tuple[int, ...]
"""Credits in stock, by the last day of need that they reach."""
_Way = tuple[int, int, int, Any]
"""What was paid for a stock, for how many credits, how late (negative), and the purchases, last first."""
_Exact = tuple[int, Any] | None
"""What it costs to buy an exact number of credits, and the packs as places, last first; None where none do."""


class _Planning:
    """All ways that can still be cheapest, day of need by day of need.

    A pack of which nothing is drawn on its day would better be bought on the next day of need: it lasts
    no shorter. So all packs bought on a day are used up on it, but for the longest-lived one, of which
    something is drawn; and so is the stock that lapses no later than that one.
    """

    def __init__(
        self, needs: Mapping[date, int], packs: Sequence[Pack], lots: Iterable[Lot], last_day: LastDay
    ) -> None:
        self.steps = 0
        self.days = sorted(needs)
        self.needs = [needs[day] for day in self.days]
        most = max(self.needs, default=0)
        self._count(len(packs) * (len(self.days) * (len(self.days) + 40) + most))  # what is worked out beforehand
        self.packs = sorted(packs, key=lambda pack: (pack.months or FOREVER, pack.credits))
        self.prices = _whole_prices(self.packs)
        self.cheapest = min(
            (Fraction(price, pack.credits), price, pack.credits)
            for price, pack in zip(self.prices, self.packs, strict=True)
        )
        self.arriving = [[0] * len(self.days) for _ in self.days]
        for lot in lots:
            first, last = bisect_left(self.days, lot.on), self._reach(lot.last_usable_on)
            if first <= last:
                self.arriving[first][last] += lot.credits
        self.reaches = [
            [self._reach(last_usable_day(day, pack.months, last_day)) for pack in self.packs] for day in self.days
        ]
        self.exact = self._exact_ways(most)
        arriving = map(sum, self.arriving)
        more = [need - new for need, new in zip(self.needs, arriving, strict=True)]
        self.to_come = [0, *accumulate(reversed(more))][::-1]

    def _reach(self, last_usable_on: date | None) -> int:
        """Return the place of the last day of need that a lot reaches; -1 where it reaches none."""
        return len(self.days) - 1 if last_usable_on is None else bisect_right(self.days, last_usable_on) - 1

    def _exact_ways(self, most: int) -> list[list[_Exact]]:
        """Return the cheapest way to each number of credits below a need, by the longest-lived pack allowed."""
        ways: list[_Exact] = [(0, None), *[None] * max(most - 1, 0)]
        by_pack = []
        for index, (pack, price) in enumerate(zip(self.packs, self.prices, strict=True)):
            for credits in range(pack.credits, most):
                before, now = ways[credits - pack.credits], ways[credits]
                if before and (now is None or before[0] + price < now[0]):
                    ways[credits] = before[0] + price, (index, before[1])
            by_pack.append(list(ways))
        return by_pack

    def plan(self) -> Plan:
        """Return the cheapest way past the last day of need."""
        ways: dict[_Stock, _Way] = {(0,) * len(self.days): (0, 0, 0, None)}
        most = min(self._cost_of_one_kind(place) for place in range(len(self.packs)))
        for place in range(len(self.days)):
            ways = self._undominated(place, self._after(place, ways, most))
        *_, bought = min(ways.values(), key=lambda way: way[:3])
        purchases: list[tuple[date, Pack]] = []
        while bought:
            place, (longest, used_up), bought = bought
            chosen = [longest]
            while used_up:
                index, used_up = used_up
                chosen.append(index)
            purchases += [(self.days[place], self.packs[index]) for index in chosen]
        return Plan(tuple(sorted(purchases, key=lambda purchase: (purchase[0], purchase[1].credits))))

    def _after(self, place: int, ways: dict[_Stock, _Way], most: int) -> dict[_Stock, _Way]:
        """Return the stocks that are left after a day of need, each with the best way to it."""
        after: dict[_Stock, _Way] = {}
        days = len(self.days) - place
        to_come = self.to_come[place + 1]
        _, price, per = self.cheapest
        for way, kept in self._tried(place, ways):
            self._count(4 * days)
            left = self._useful(place, kept)
            is_too_dear = (most - way[0]) * per < max(to_come - sum(left), 0) * price
            if not is_too_dear and (left not in after or way[:3] < after[left][:3]):
                after[left] = way
        return after

    def _count(self, steps: int) -> None:
        """Count what is done, and refuse needs that would take too long."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            remedy = "plan fewer days or credits at a time; up to 24 months and 200 credits there is room"
            check.refuse("needs", len(self.needs), "leave too many ways to compare", remedy, code="too_many")

    def _tried(self, place: int, ways: dict[_Stock, _Way]) -> Iterator[tuple[_Way, list[int]]]:
        """Return every way past a day of need, and the stock after it."""
        for stock, (cost, credits, late, bought) in ways.items():
            usable = [left + new for left, new in zip(stock, self.arriving[place], strict=True)]
            for paid, brought, kept, chosen in self._choices(place, usable):
                purchases = (place, chosen, bought) if chosen else bought
                yield (cost + paid, credits + brought, late - brought * place, purchases), kept

    def _choices(self, place: int, usable: list[int]) -> Iterator[tuple[int, int, list[int], Any]]:
        """Return what can be bought on a day: the price, the credits, the stock after the need, and the packs."""
        need, total = self.needs[place], sum(usable)
        if total >= need:
            yield 0, 0, _drawn(usable, place, need), None
        for index, pack in enumerate(self.packs):
            last = self.reaches[place][index]
            for used_up in range(max(need - total - pack.credits, 0), need - sum(usable[: last + 1])):
                if exact := self.exact[index][used_up]:
                    stock = list(usable)
                    stock[last] += pack.credits + used_up
                    paid, brought = exact[0] + self.prices[index], used_up + pack.credits
                    yield paid, brought, _drawn(stock, place, need), (index, exact[1])

    def _useful(self, place: int, stock: list[int]) -> _Stock:
        """Return a stock without what can't be needed any more before it lapses."""
        useful = [0] * len(stock)
        wanted = kept = 0
        for later in range(place + 1, len(stock)):
            wanted += self.needs[later]
            useful[later] = min(stock[later], wanted - kept)
            kept += useful[later]
        return tuple(useful)

    def _undominated(self, place: int, ways: dict[_Stock, _Way]) -> dict[_Stock, _Way]:
        """Return the ways to which no cheaper one leaves as much for as long."""
        kept: list[tuple[tuple[int, ...], _Stock]] = []
        for stock in sorted(ways, key=lambda stock: (ways[stock][:3], [-left for left in stock])):
            self._count(len(kept))
            lasting = tuple(accumulate(reversed(stock[place + 1 :])))
            if not any(all(map(ge, other, lasting)) for other, _ in kept):
                kept.append((lasting, stock))
        return {stock: ways[stock] for _, stock in kept}

    def _cost_of_one_kind(self, kind: int) -> int:
        """Return what it costs to buy one kind of pack only: no plan that costs more can be the cheapest."""
        stock, pack, paid = [0] * len(self.days), self.packs[kind], 0
        for place, need in enumerate(self.needs):
            stock = [left + new for left, new in zip(stock, self.arriving[place], strict=True)]
            bought = max(-(-(need - sum(stock)) // pack.credits), 0)
            stock[self.reaches[place][kind]] += bought * pack.credits
            stock = _drawn(stock, place, need)
            paid += bought * self.prices[kind]
        return paid


def _drawn(stock: Sequence[int], place: int, need: int) -> list[int]:
    """Return a stock after a need that it covers, earliest last day first; what lapses that day is left out."""
    left = list(stock)
    for last in range(place, len(left)):
        taken = min(left[last], need)
        left[last] -= taken
        need -= taken
    left[place] = 0
    return left
