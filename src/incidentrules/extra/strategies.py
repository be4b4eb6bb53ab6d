"""Strategies for Hypothesis: values of every kind that this library has, to test one's own scripts with.

Each is named after what it draws: `incidents` draws incidents, `accounts` accounts. What is drawn is valid by
construction. It crowds where mistakes hide (an opening, a close, a change of the clock, two lots of one day), and
shrinks to the plainest value that still fails. All values lie in one period, ``within``, and are judged by one desk,
``terms``; facts that are given, as values or as strategies, are those of all.

Once the library is installed beside Hypothesis, ``st.from_type(Incident)`` draws from here, too.

*Invariant:* what one strategy draws can be given to `assess`, `settle` and `replay` with the same ``terms``, and
accounts and incidents drawn without with all terms that are drawn here.
*Units:* moments are in UTC; days are those of the zone of the terms.
*Needs:* Hypothesis; `columns` needs numpy, too.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from ..account import Account, Settlement, settle
from ..assessment import Assessment
from ..calendars import HolidayCalendar
from ..credits import Lot, Pack
from ..draws import Draw, Drawing, Reversal, Void
from ..hours import Interval, OperatingHours
from ..incident import Change, Incident
from ..ledger import Ledger
from ..line import Line
from ..oncall import AfterHours, CallOut
from ..period import Period, TierMonth
from ..readings import Readings
from ..reason import Reason
from ..sla import Tier
from ..statement import Statement
from ..terms import Terms, TermsHistory
from ._account_strategies import accounts, assessments, settlements, statements
from ._credit_strategies import drawings, draws, ledgers, lots, reversals, voids
from ._hours_strategies import calendars, hours
from ._incident_strategies import after_hours, call_outs, chains, changes, incidents, tier_months
from ._moment_strategies import WITHIN, days, moments, periods, zones
from ._terms_strategies import desks, histories, packs, readings, terms, tiers

__all__ = [
    "accounts",
    "after_hours",
    "assessments",
    "calendars",
    "call_outs",
    "chains",
    "changes",
    "columns",
    "days",
    "desks",
    "drawings",
    "draws",
    "histories",
    "hours",
    "incidents",
    "ledgers",
    "lots",
    "moments",
    "packs",
    "periods",
    "readings",
    "reversals",
    "settlements",
    "statements",
    "terms",
    "tier_months",
    "tiers",
    "voids",
    "zones",
]


def columns(
    *,
    words: str | None = None,
    most: int = 6,
    terms: Terms | TermsHistory | None = None,
    within: Period = WITHIN,
    **facts: Any,
) -> st.SearchStrategy[dict[str, Any]]:
    """Return the columns of lists of incidents, as `columns.judge` takes them, some with causes and changes.

    ``words`` is how words stand in them, one of ``"strings"``, ``"objects"`` and ``"codes"``; any unless said. The
    other arguments are those of `chains`.

    >>> from hypothesis import find
    >>> from incidentrules import HolidayCalendar
    >>> from incidentrules.extra.columns import judge
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> given = find(columns(terms=terms), lambda given: len(given["id"]) == 2)
    >>> len(judge(given, terms).credits)
    2
    """
    from ._incident_columns import columns as any_columns  # only who judges by the column needs numpy

    return any_columns(words=words, most=most, terms=terms, within=within, **facts)


# --- by type


def _intervals() -> st.SearchStrategy[Interval]:
    pairs = st.tuples(moments(), moments())
    return pairs.map(lambda pair: Interval(min(pair), max(pair)))


@st.composite
def _lines(draw: st.DrawFn) -> Line:
    """Draw a line of a statement, which has one at least: of a lot that comes in its period."""
    account, lot = draw(accounts(most=2)), draw(lots(id="L-0"))
    stated = settle(account.replace(lots=[lot, *account.lots]), draw(terms())).statement(WITHIN)
    return draw(st.sampled_from(stated.lines))


def _reasons() -> st.SearchStrategy[Reason]:
    judged = assessments()
    return judged.map(lambda one: one.why_verdict) | judged.map(lambda one: one.why_credits)


BY_TYPE: Mapping[type, Callable[[], st.SearchStrategy[Any]]] = MappingProxyType(
    {
        Account: accounts,
        AfterHours: after_hours,
        Assessment: assessments,
        CallOut: call_outs,
        Change: changes,
        Draw: draws,
        Drawing: drawings,
        HolidayCalendar: calendars,
        Incident: incidents,
        Interval: _intervals,
        Ledger: ledgers,
        Line: _lines,
        Lot: lots,
        OperatingHours: hours,
        Pack: packs,
        Period: periods,
        Readings: readings,
        Reason: _reasons,
        Reversal: reversals,
        Settlement: settlements,
        Statement: statements,
        Terms: terms,
        TermsHistory: histories,
        Tier: tiers,
        TierMonth: tier_months,
        Void: voids,
    }
)
"""What ``st.from_type`` draws for each type; the words of an enum need no strategy."""
