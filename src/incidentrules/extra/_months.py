"""The months of faster tiers that incidents name, by the column (R18, A10)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import attrs
import numpy as np

from ..account import Account, Settlement
from ..period import TierMonth
from ..terms import Terms, TermsHistory
from ._compiled import Flags, Whole
from ._local import day
from ._words import Codes


@attrs.frozen(kw_only=True)
class Month:
    """A month of a faster tier: what it draws on its first day, and what it asks for."""

    on: date
    id: str
    draws: int
    credits: int
    order: tuple[date, float, str]


class Months:
    """What terms say of the months of tiers; each is asked for once."""

    def __init__(self, terms: Terms | TermsHistory) -> None:
        self.terms = terms
        self.of_nobody = Settlement(Account(id="nobody"), terms)
        self.by_month = any(each.basis.by_month for each in terms.during(date.min, date.max))
        self._known: dict[tuple[str, int], Month | None] = {}

    def named(
        self, owners: Whole, days: Whole, tiers: Codes, names: Sequence[str], counts: Flags
    ) -> dict[int, list[Month]]:
        """Return the months that incidents of faster tiers name, by account, in the order in which they draw."""
        found: dict[int, list[Month]] = defaultdict(list)
        if not self.by_month:
            return found
        rows = np.flatnonzero(counts & (tiers >= 0))
        months = days[rows].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        keys = np.unique(np.stack((owners[rows], months, tiers[rows].astype(np.int64))), axis=1)
        listed_keys: list[tuple[int, int, int]] = keys.T.tolist()
        for owner, number, tier in listed_keys:
            if month := self._month(names[tier], number):
                found[owner].append(month)
        for listed in found.values():
            listed.sort(key=lambda month: month.order)
        return found

    def _month(self, tier: str, number: int) -> Month | None:
        """Return a month of a tier, so many months after January 1970; None where it is not held by the month."""
        key = tier, number
        if key not in self._known:
            self._known[key] = self._made(TierMonth(tier=tier, year=1970 + number // 12, month=number % 12 + 1))
        return self._known[key]

    def _made(self, month: TierMonth) -> Month | None:
        terms, basis = self.of_nobody.terms_of(month), self.of_nobody.basis_of(month)
        credits = terms.monthly_credits(month.tier)
        if not basis.by_month or not credits:
            return None
        draws = credits if basis.draws_monthly else 0
        order = month.on, -terms.tier(month.tier).response.total_seconds(), month.id
        return Month(on=month.on, id=month.id, draws=draws, credits=credits, order=order)

    def required(self, number: int, monthly: Sequence[int], used: int) -> int:
        """Return the credits that a month requires, so many months after January 1970."""
        first = day(int(np.datetime64(number, "M").astype("datetime64[D]").astype(np.int64)))
        basis = self.terms.earliest(first).basis
        parts = [*(monthly if basis.by_month else ()), used]
        return sum(parts) if basis.requires == "sum" else max(parts)
