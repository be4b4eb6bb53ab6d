"""Accounts settled by the column: costs over all incidents at once, then one ledger an account.

What `Settlement` and `Statement` work out for one account is worked out here for all of them, without reasons.

*Invariant:* an account that a column can't hold (an incident that changed on the way, follows from another, or is given
twice; a lot that is given twice) is settled by `settle` itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import _checks as check
from .. import _money as money
from .._stock import Stock
from ..account import Account, settle
from ..credits import Lot, Origin
from ..errors import IncidentRulesError
from ..period import Period
from ..terms import Terms, TermsHistory
from ._compiled import Flags, Whole
from ._faults import Faults
from ._figures import INCIDENT, Figures, places_of_tiers
from ._judging import Judging
from ._local import day, day_number, local_days
from ._lots import read_lots
from ._months import Month, Months

NUMBERS = ("opening", "purchased", "granted", "drawn", "lapsed", "closing", "shortfall", "required")
"""The figures of a statement that are credits, in their order."""
Objects = npt.NDArray[np.object_]
Took = tuple[int, str, str, int, int]
"""A drawing: the place of its account, its draw, its lot, its credits, its day since 1970."""
Moved = tuple[int, int, int]
"""What moved: the place of its account, its day since 1970, and how many credits."""


def _is_name(text: Any) -> bool:
    """Return whether a text is surely a good name; `check.text` says what is wrong with others."""
    return type(text) is str and 0 < len(text) <= check.LONGEST_ID and text.isprintable() and text.strip() == text


class Tickets:
    """Tickets by the column: whose they are, what they cost, and when they draw; bad rows are ``faults``."""

    def __init__(self, columns: Mapping[str, Any], terms: Terms | TermsHistory, account: str) -> None:
        remedy = 'give {"account": ..., "id": ..., "received_at": ...}'
        columns = check.mapping("tickets", columns, "a mapping of arrays", remedy)
        for name, remedy in ((account, "say whose each incident is"), ("id", "say which is which")):
            if name not in columns:
                check.refuse(name, tuple(columns), "is not among the columns", remedy, code="missing")
        self.judging = judging = Judging({name: each for name, each in columns.items() if name != account}, terms, None)
        self.faults, self.facts = judging.faults, judging.facts
        self.ids = self._texts("id", columns["id"])
        self.accounts = self._texts(account, columns[account])
        if len(self.accounts) != judging.count:
            remedy = f"give one value for each of the {judging.count:,} rows"
            check.refuse(account, len(self.accounts), "has another length", remedy, code="shape")
        self.good = judging.good
        self.together = self.good & ~self.facts.alone
        tz = (terms if isinstance(terms, Terms) else terms.versions[0][1]).tz
        self.days = local_days(np.where(self.together, self.facts.received_at, 0), tz)
        self.costs: Figures = judging.costs(self.together)

    def _texts(self, name: str, value: Any) -> list[Any]:
        """Return a column of strings; rows that hold none are faults."""
        cells: list[Any] = value.tolist() if hasattr(value, "tolist") else list(value)
        for bad in [text for text in set(cells) if not _is_name(text)]:
            try:
                check.text(name, bad)
            except IncidentRulesError as error:
                for row in [row for row, cell in enumerate(cells) if cell is bad or cell == bad]:
                    self.faults.of_error(error, row, name)
                    cells[row] = None
        return cells

    def named_months(self, months: Months, owners: Whole) -> dict[int, list[Month]]:
        """Return the months of faster tiers that incidents name, by account."""
        faster = np.zeros(self.judging.count, np.bool_)
        for terms, rows in self.judging.versions:
            places = places_of_tiers(terms, self.judging.tiers)[self.facts.tier] > 0
            faster |= places if rows is None else places & rows
        counts = self.together & faster & (self.costs.verdict == INCIDENT)
        return months.named(owners, self.days, self.facts.tier, self.judging.tiers, counts)


class Settling:
    """All accounts, their tickets and lots, and what becomes of them."""

    def __init__(
        self, tickets: Mapping[str, Any], lots: Mapping[str, Any], terms: Terms | TermsHistory, account: str
    ) -> None:
        self.terms, self.lot_faults = terms, Faults()
        self.tickets = Tickets(tickets, terms, account)
        self.lots, self._bad = read_lots(lots, account, self.lot_faults)
        names = dict.fromkeys([*self.tickets.accounts, *(owner for owner, _ in self.lots)])
        names.pop(None, None)
        self.names: list[str] = list(names)
        places = {name: place for place, name in enumerate(self.names)} | {None: -1}
        owners = map(places.__getitem__, self.tickets.accounts)
        self.owners = np.fromiter(owners, np.int64, self.tickets.judging.count)
        self.lots_of: dict[int, list[Lot]] = defaultdict(list)
        for owner, lot in self.lots:
            self.lots_of[places[owner]].append(lot)

    def settled(self, period: Period, *, keep_faults: bool = False) -> tuple[dict[str, Any], list[Took], Flags]:
        """Return the figures of each account's statement, all drawings, and which accounts are good."""
        if not keep_faults:
            self.tickets.faults.check()
            self.lot_faults.check()
        months = Months(self.terms)
        named = self.tickets.named_months(months, self.owners)
        held, good = self._held(named), self._good()
        took, short = self._drawn(named, held & good)
        figures = Balances(self, period, held & good).figures(took, short)
        figures["required"] += self._required(months, named, period, held & good)
        for owner in np.flatnonzero(~held & good).tolist():
            try:
                took += self._settle_one(figures, owner, period)
            except IncidentRulesError as error:
                if not keep_faults:
                    raise
                good[owner] = False
                for row in np.flatnonzero(self.owners == owner).tolist():
                    self.tickets.faults.of_error(error, row, error.field)
        return figures, took, good

    def _good(self) -> Flags:
        """Return which accounts have no fault in any row."""
        good = np.ones(len(self.names), np.bool_)
        bad = self.owners[~self.tickets.judging.good]
        good[bad[bad >= 0]] = False
        good[[place for place, name in enumerate(self.names) if name in self._bad]] = False
        return good

    def _held(self, named: Mapping[int, Sequence[Month]]) -> Flags:
        """Return which accounts a column can hold: no changes, no consequences, and each id once."""
        held, owners, ids = np.ones(len(self.names), np.bool_), self.owners, self.tickets.ids
        known = owners >= 0
        held[owners[self.tickets.facts.alone & known]] = False
        held[[owners[row] for row in self.tickets.judging.reader.follows() if known[row]]] = False
        different = set(ids)
        held[[owner for owner, months in named.items() if any(month.id in different for month in months)]] = False
        if len(different) < len(ids):
            times = Counter(zip(owners.tolist(), ids, strict=True))
            held[[owner for (owner, _), count in times.items() if count > 1 and owner >= 0]] = False
        held[[owner for owner, lots in self.lots_of.items() if len({lot.id for lot in lots}) < len(lots)]] = False
        return held

    # --- the ledgers

    def _drawn(self, named: Mapping[int, Sequence[Month]], held: Flags) -> tuple[list[Took], list[Moved]]:
        """Return what the draws of each account took, in the order of the draws, and what they fell short."""
        took: list[Took] = []
        short: list[Moved] = []
        for owner, draws in self._draws(named, held):
            stock, last = Stock(self.lots_of.get(owner, ()), {}, {}), None
            for on, id, need in draws:
                if on != last:
                    stock.advance(day(on))
                    last = on
                for lot, credits in stock.take(need):
                    took.append((owner, id, lot, credits, on))
                    need -= credits
                if need:
                    short.append((owner, on, need))
        return took, short

    def _draws(
        self, named: Mapping[int, Sequence[Month]], held: Flags
    ) -> Iterator[tuple[int, list[tuple[int, str, int]]]]:
        """Yield the draws of each account, by day: months of tiers first, then incidents by receipt."""
        tickets = self.tickets
        asks = tickets.together & (tickets.costs.credits > 0) & (self.owners >= 0)
        asks[asks] = held[self.owners[asks]]
        rows = np.flatnonzero(asks)
        rows = rows[np.lexsort((tickets.facts.received_at[rows], tickets.days[rows], self.owners[rows]))]
        days = tickets.days[rows].tolist()
        draws = list(
            zip(days, map(tickets.ids.__getitem__, rows.tolist()), tickets.costs.credits[rows].tolist(), strict=True)
        )
        ends = np.cumsum(np.bincount(self.owners[rows], minlength=len(self.names))).tolist()
        start = 0
        for owner, end in enumerate(ends):
            mine = draws[start:end]
            start = end
            if held[owner] and owner in named:
                months = [(day_number(month.on), month.id, month.draws) for month in named[owner] if month.draws]
                mine = sorted([*months, *mine], key=lambda draw: draw[0])
            if mine:
                yield owner, mine

    def _required(self, months: Months, named: Mapping[int, Sequence[Month]], period: Period, held: Flags) -> Whole:
        """Return what the period requires of each account, month by month (A10)."""
        tickets, owners = self.tickets, self.owners
        first, end = map(day_number, (period.start, period.end))
        came = tickets.together & (tickets.days >= first) & (tickets.days < end) & (owners >= 0)
        numbers = tickets.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        rows = np.flatnonzero(came)
        keys, places = np.unique(np.stack((owners[rows], numbers[rows])), axis=1, return_inverse=True)
        sums = np.zeros(keys.shape[1], np.int64)
        np.add.at(sums, places.ravel(), tickets.costs.credits[rows])
        used = dict(zip(map(tuple, keys.T.tolist()), sums.tolist(), strict=True))
        monthly: dict[tuple[int, int], list[int]] = defaultdict(list)
        for owner, listed in named.items():
            for month in listed:
                if month.on in period:
                    monthly[owner, (month.on.year - 1970) * 12 + month.on.month - 1].append(month.credits)
        required = np.zeros(len(self.names), np.int64)
        for owner, number in {**used, **monthly}:
            if held[owner]:
                required[owner] += months.required(
                    number, monthly.get((owner, number), ()), used.get((owner, number), 0)
                )
        return required

    # --- accounts that a column can't hold

    def _settle_one(self, figures: dict[str, Any], owner: int, period: Period) -> list[Took]:
        judging = self.tickets.judging
        rows = np.flatnonzero(self.owners == owner).tolist()
        incidents = [judging.reader.incident(judging.facts, judging.tiers, row) for row in rows]
        account = Account(id=self.names[owner], lots=self.lots_of.get(owner, ()), incidents=incidents)
        settled = settle(account, self.terms)
        statement = settled.statement(period)
        for name in figures:
            figures[name][owner] = getattr(statement, name)
        return [(owner, one.draw, one.lot, one.credits, day_number(one.on)) for one in settled.ledger.drawings]


class Balances:
    """The figures of statements, account by account, summed up from lots and drawings."""

    def __init__(self, settling: Settling, period: Period, held: Flags) -> None:
        self.count, self.period = len(settling.names), period
        self.lots = [(owner, lot) for owner, lots in settling.lots_of.items() if held[owner] for lot in lots]

    def figures(self, took: Sequence[Took], short: Sequence[Moved]) -> dict[str, Any]:
        """Return all figures but what is required, which is 0."""
        figures: dict[str, Any] = {name: np.zeros(self.count, np.int64) for name in NUMBERS}
        figures["spent_on_packs"] = self._spent()
        drawn = self._by_period((owner, on, credits) for owner, _, _, credits, on in took)
        bought = self._by_period(
            (owner, day_number(lot.on), lot.credits) for owner, lot in self.lots if lot.origin is Origin.PURCHASED
        )
        granted = self._by_period(
            (owner, day_number(lot.on), lot.credits) for owner, lot in self.lots if lot.origin is Origin.COMPLIMENTARY
        )
        lapsed = self._by_period(self._lapses(took))
        figures["opening"] = bought[0] + granted[0] - drawn[0] - lapsed[0]
        figures |= {"purchased": bought[1], "granted": granted[1], "drawn": drawn[1], "lapsed": lapsed[1]}
        figures["closing"] = figures["opening"] + bought[1] + granted[1] - drawn[1] - lapsed[1]
        figures["shortfall"] = self._by_period(short)[1]
        return figures

    def _lapses(self, took: Sequence[Took]) -> Iterator[Moved]:
        """Yield what is left of each lot when it lapses (R8)."""
        taken: dict[tuple[int, str], int] = defaultdict(int)
        for owner, _, name, credits, _ in took:
            taken[owner, name] += credits
        for owner, lot in self.lots:
            if lot.lapses_on:
                yield owner, day_number(lot.lapses_on), lot.credits - taken.get((owner, lot.id), 0)

    def _spent(self) -> Objects:
        paid: dict[int, list[Decimal]] = defaultdict(list)
        for owner, lot in self.lots:
            if lot.origin is Origin.PURCHASED and lot.price is not None and lot.on in self.period:
                paid[owner].append(lot.price)
        spent = np.full(self.count, money.total(()), object)
        for owner, prices in paid.items():
            spent[owner] = money.total(prices)
        return spent

    def _by_period(self, moves: Any) -> tuple[Whole, Whole]:
        """Return what moved before the period, and in it, by account."""
        before, within = np.zeros(self.count, np.int64), np.zeros(self.count, np.int64)
        listed = list(moves)
        if listed:
            owners, days, credits = np.array(listed, np.int64).T
            start, end = day_number(self.period.start), day_number(self.period.end)
            for sums, mask in ((before, days < start), (within, (days >= start) & (days < end))):
                np.add.at(sums, owners[mask], credits[mask])
        return before, within
