"""Incidents judged by the column: the answers of `assess`, bit for bit, for a million rows at once.

`judge` takes a mapping of arrays that are named like the facts of an `Incident`; a column that is left out is its
default. Moments are ``datetime64`` and mean UTC, ``NaT`` where there is none; an effort of ``NaT`` is pending, or it
is given in whole minutes, as ``effort_minutes``. Words are strings, categoricals, or codes in the order of the enum.
``advised_units`` of ``NaN`` are "of all". An empty tier is the standard one.

*Invariant:* what a column can't hold (changes on the way, consequences that fold) is judged by `assess` itself.
*Units:* moments come back in UTC, words as strings. Rows are counted from 0.
*Needs:* numpy, which the rest of the library doesn't.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from .. import _checks as check
from ..period import Period
from ..terms import Terms, TermsHistory
from ._compiled import Flags, Moments, Whole
from ._figures import DTYPES, WORDS, Figures, words_of
from ._judging import Judging
from ._settling import Settling, Took

__all__ = ["COLUMNS", "Judged", "Settled", "judge", "settle"]

COLUMNS = tuple(DTYPES)
"""The names of the arrays that a judgement gives, in their order."""
Words = npt.NDArray[np.object_]


@attrs.frozen(eq=False)
class Judged:
    """The judgements of incidents, an array each; words are made of their codes when asked for.

    Made by the library: one that is made by hand is not checked.

    ``codes`` has the codes of a column of words, the places in `Judged.words`.
    """

    _figures: Figures

    def __len__(self) -> int:
        return len(self._figures.verdict)

    @cached_property
    def verdict(self) -> Words:
        """What became of each request."""
        return words_of("verdict", self._figures.verdict)

    @cached_property
    def exclusions(self) -> Words:
        """All reasons why it does not count (R24), joined by a blank; "" where it does."""
        return words_of("exclusions", self._figures.exclusions)

    @property
    def units(self) -> Whole:
        """The units that are charged (R25, A12); of a pending incident the least that they can become."""
        return self._figures.units

    @property
    def multiplier(self) -> Whole:
        """What the tier multiplies units by (R18, A10)."""
        return self._figures.multiplier

    @property
    def credits(self) -> Whole:
        """The credits that it draws; none while it is pending."""
        return self._figures.credits

    @property
    def is_pending(self) -> Flags:
        """Whether the cost waits for the effort to be known."""
        return self._figures.is_pending

    @property
    def due_at(self) -> Moments:
        """When the answer is due, in UTC; NaT where none is owed."""
        return self._figures.due_at.view("datetime64[us]")

    @property
    def goal_at(self) -> Moments:
        """When the desk means to answer (R13); NaT where no answer is owed."""
        return self._figures.goal_at.view("datetime64[us]")

    @cached_property
    def governing(self) -> Words:
        """The id of the rule whose promise comes first (A3); "" where no answer is owed."""
        return words_of("governing", self._figures.governing)

    @cached_property
    def outcome(self) -> Words:
        """How the deadline went, by the reply or as of ``at``; "" where there is neither, or no answer is owed."""
        return words_of("outcome", self._figures.outcome)

    @property
    def time_left(self) -> npt.NDArray[np.timedelta64]:
        """The elapsed time from ``at`` to the deadline, negative after it; NaT without ``at``."""
        return self._figures.time_left.view("timedelta64[us]")

    @property
    def open_time_left(self) -> npt.NDArray[np.timedelta64]:
        """The same in the hours that the governing promise counts; NaT without ``at``."""
        return self._figures.open_time_left.view("timedelta64[us]")

    def codes(self, name: str) -> npt.NDArray[np.int8]:
        """Return a column of words as codes: their places in `words`."""
        self.words(name)
        codes: npt.NDArray[np.int8] = getattr(self._figures, name)
        return codes

    @staticmethod
    def words(name: str) -> tuple[str, ...]:
        """Return the words that a column can have, in the order of their codes.

        >>> Judged.words("outcome")
        ('', 'met', 'open', 'breached')

        Raises `UnknownNameError` for a column that has no words.
        """
        name = check.any_text("name", name, remedy='give the name of a column, such as "verdict"')
        if name not in WORDS:
            check.unknown("name", name, WORDS, "column of words")
        return tuple(map(str, WORDS[name]))


def judge(columns: Mapping[str, Any], terms: Terms | TermsHistory, *, at: datetime | None = None) -> Judged:
    """Return the judgements of incidents that are given by the column, those of `assess`.

    ``at`` is the moment as of which deadlines are judged that were not answered by then.

    Where ``follows`` is given, consequences fold into their causes (R22): the cause has the effort, the units and
    the credits of all, a consequence the figures of its cause, but no units and no credits.

    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> received = np.array(["2026-11-20T20:00", "2026-11-21T12:00"], "datetime64[us]")
    >>> judged = judge({"received_at": received, "tier": ["12h", ""], "effort_minutes": [75, np.nan]}, terms)
    >>> judged.credits.tolist(), judged.due_at.astype(str).tolist()
    ([4, 0], ['2026-11-23T16:00:00.000000', '2026-11-24T00:00:00.000000'])

    Raises an `IncidentRulesError` for what is no column of facts, and for rows that `Incident` or `assess` refuse:
    it names the column, the first rows, and what to write.
    """
    return Judged(Judging(columns, terms, at).figures())


@attrs.frozen(kw_only=True, eq=False)
class Settled:
    """The figures of the statements of many accounts, an array each, and all that was drawn.

    Made by the library: one that is made by hand is not checked.

    Accounts stand in the order in which they are first named, by the tickets and then by the lots. Drawings are of
    all periods: the place of the account, the draw, the lot, the credits and the day.
    """

    account: Words
    """The names of the accounts."""
    opening: Whole
    """Credits before the first day."""
    purchased: Whole
    """Credits that were bought."""
    granted: Whole
    """Complimentary credits that came."""
    drawn: Whole
    """Credits that were drawn."""
    lapsed: Whole
    """Credits that lapsed."""
    closing: Whole
    """Credits after the last day."""
    shortfall: Whole
    """Credits that no lot covered."""
    required: Whole
    """Credits that the period asked for, covered or not."""
    spent_on_packs: Words
    """The money that was paid for packs, each a `Decimal`."""
    drawings: Mapping[str, npt.NDArray[Any]]
    """All drawings of all periods, a column each."""

    def __len__(self) -> int:
        return len(self.account)


def settle(
    tickets: Mapping[str, Any],
    lots: Mapping[str, Any],
    terms: Terms | TermsHistory,
    period: Period,
    *,
    account: str = "account",
) -> Settled:
    """Return the figures of many accounts in a period, those of `settle(...).statement(period)`.

    ``tickets`` are columns as `judge` takes them, with an id and the account that each is of; ``lots`` has a column
    for each field of a `Lot`, and the account. Both name it by ``account``.

    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> tickets = {
    ...     "account": ["acme", "acme"],
    ...     "id": ["T-1", "T-2"],
    ...     "received_at": np.array(["2026-11-20T20:00", "2026-11-21T12:00"], "datetime64[us]"),
    ...     "effort_minutes": [61, 20],
    ... }
    >>> day, last = (np.array([each], "datetime64[D]") for each in ("2026-11-02", "2027-02-02"))
    >>> lots = {"account": ["acme"], "id": ["L-1"], "credits": [2], "on": day, "last_usable_on": last, "price": [329]}
    >>> november = settle(tickets, lots, terms, Period.month(2026, 11))
    >>> november.drawn.tolist(), november.shortfall.tolist(), november.closing.tolist()
    ([2], [1], [0])

    Raises an `IncidentRulesError` for what is no column of facts, and for rows that are refused one by one, too.
    """
    check.instance("period", period, Period, "give Period.month(2026, 11)")
    settling = Settling(tickets, lots, terms, check.text("account", account))
    figures, took, _ = settling.settled(period)
    return Settled(account=_strings(settling.names), drawings=drawings_of(settling.names, took), **figures)


def drawings_of(names: Sequence[str], took: Sequence[Took]) -> dict[str, npt.NDArray[Any]]:
    """Return drawings by the column."""
    _, draws, lots, credits, days = zip(*took, strict=True) if took else ((),) * 5
    return {
        "account": _strings([names[owner] for owner, *_ in took]),
        "draw": _strings(draws),
        "lot": _strings(lots),
        "credits": np.array(credits, np.int64),
        "on": np.array(days, np.int64).astype("datetime64[D]"),
    }


def _strings(texts: Sequence[str]) -> Words:
    strings = np.empty(len(texts), object)
    strings[:] = texts
    return strings
