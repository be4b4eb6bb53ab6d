"""What lots can give, as days go by, and sums of changes by day.

On a day a lot can give the least that it holds on that or any later day, counting the posted drawings and the
reversals that move its credits. So what is drawn anew leaves what is posted as it is.

*Units:* credits are whole numbers; a day counts as a whole, as it is at its end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from heapq import heappop, heappush
from itertools import accumulate

from .credits import Lot

Change = tuple[date, int]
Running = tuple[list[date], list[int]]
"""The days of changes, and the sum after each."""


class Stock:
    """The lots that are usable on a day, in the order of drawing.

    ``voided`` is the day on which a lot is taken back, ``moved`` what posted facts take from a lot or give back.
    """

    def __init__(self, lots: Iterable[Lot], voided: Mapping[str, date], moved: Mapping[str, list[Change]]) -> None:
        self._lots = {lot.id: lot for lot in lots}
        self._coming = sorted(self._lots.values(), key=lambda lot: lot.on, reverse=True)
        self._voids = sorted(((on, lot) for lot, on in voided.items()), reverse=True)
        self._left = {lot.id: lot.credits for lot in self._lots.values()}
        self._rises = sorted(self._risen(voided, moved), reverse=True) if moved else []
        self._gone: set[str] = set()
        self._queue: list[tuple[tuple[bool, date, bool, date, str], Lot]] = []
        self._queued: set[str] = set()
        self.available = 0

    def _risen(self, voided: Mapping[str, date], moved: Mapping[str, list[Change]]) -> Iterator[tuple[date, str, int]]:
        """Set apart what later days need of each lot; yield when a lot can give more, as such a day has passed."""
        for id, changes in moved.items():
            end = voided.get(id, self._lots[id].lapses_on)
            days, sums = by_day(change for change in changes if end is None or change[0] < end)
            least = list(accumulate(reversed([0, *sums]), min))[::-1]
            self._left[id] += least[0]
            for day, before, after in zip(days, least, least[1:], strict=False):
                if after > before:
                    yield day, id, after - before

    def days(self) -> Iterator[date]:
        """Yield every day on which what is available changes without a draw, in no order."""
        for lot in self._lots.values():
            yield lot.on
            if lot.lapses_on:
                yield lot.lapses_on
        yield from (on for on, _ in self._voids)
        yield from (on for on, _, _ in self._rises)

    def advance(self, on: date) -> None:
        """Go on to a day: lots arrive, can give more, are voided and lapse."""
        while self._coming and self._coming[-1].on <= on:
            lot = self._coming.pop()
            self._enqueue(lot)
            self.available += self._left[lot.id]
        while self._rises and self._rises[-1][0] <= on:
            _, id, credits = self._rises.pop()
            self._left[id] += credits
            self.available += credits
            self._enqueue(self._lots[id])
        while self._voids and self._voids[-1][0] <= on:
            id = self._voids.pop()[1]
            self._gone.add(id)
            self.available -= self._left[id]
        while self._queue and not self._queue[0][1].is_usable(on):
            id = self._dequeue()
            self.available -= 0 if id in self._gone else self._left[id]

    def take(self, need: int) -> Iterator[tuple[str, int]]:
        """Take credits from the lots in order, as many of those needed as there are."""
        while need and self._queue:
            id = self._queue[0][1].id
            if id in self._gone or not self._left[id]:
                self._dequeue()
                continue
            taken = min(need, self._left[id])
            self.remove(id, taken)
            need -= taken
            yield id, taken

    def remove(self, id: str, credits: int) -> None:
        """Take credits from one lot."""
        self._left[id] -= credits
        self.available -= credits

    def usable(self) -> list[Lot]:
        """Return the lots that can give credits now, in the order of drawing."""
        lots = (lot for _, lot in sorted(self._queue))
        return [lot for lot in lots if self._left[lot.id] and lot.id not in self._gone]

    def _enqueue(self, lot: Lot) -> None:
        if lot.id not in self._queued:
            self._queued.add(lot.id)
            heappush(self._queue, (lot.drawing_order, lot))

    def _dequeue(self) -> str:
        id = heappop(self._queue)[1].id
        self._queued.discard(id)
        return id


def by_day(changes: Iterable[Change]) -> Running:
    """Return the days of changes in order, and the sum at the end of each."""
    totals: dict[date, int] = {}
    for on, change in changes:
        totals[on] = totals.get(on, 0) + change
    days = sorted(totals)
    return days, list(accumulate(totals[day] for day in days))


def running(changes: Iterable[Change]) -> Running:
    """Return the days of changes that are in order, and the sum after each."""
    listed = list(changes)
    return [on for on, _ in listed], list(accumulate(change for _, change in listed))


def upto(sums: Running, on: date) -> int:
    """Return the sum at the end of a day."""
    index = bisect_right(sums[0], on)
    return sums[1][index - 1] if index else 0
