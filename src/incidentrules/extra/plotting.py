"""Pictures of deadlines, credits, hours and readings, each with its words.

`deadline`, `credits`, `week` and `readings` draw on an Axes of matplotlib and return it: on the one given as ``ax``, or
on one of a new figure, which is 360 pixels wide and as high as it has to be. ``theme`` is "light" or "dark". The four
functions that end in ``_text`` say the same in words, for whoever can't see a picture; they need no matplotlib.

*Invariant:* a picture and its words are made from one value, whose figures are those of the judgement.
*Invariant:* nothing global is touched: neither pyplot nor the settings of matplotlib.
*Units:* days and hours are those of the zone of the terms.
*Needs:* matplotlib, and only for drawing.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ..account import Settlement
from ..assessment import Assessment
from ..incident import Incident
from ..terms import Terms, TermsHistory
from . import _credits, _deadline, _options, _week
from ._canvas import Theme, ThemeWord
from ._days import days
from ._stocks import stocks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "credits", "credits_text", "deadline", "deadline_text", "readings", "readings_text", "week", "week_text",
]  # fmt: skip


def deadline(assessment: Assessment, *, ax: "Axes | None" = None, theme: ThemeWord = Theme.LIGHT) -> "Axes":
    """Draw the days from a receipt to its deadline: a row a day, when the desk is open, and what of that is counted.

    Closed days bear their name, and the moments on the way stand below their day: received, changed, goal, due,
    replied. Stretches on which nothing counts are one row, and so are long ones. Where no reply is owed,
    there is no deadline, and the picture says why.

    >>> from datetime import UTC, datetime
    >>> from incidentrules import HolidayCalendar, assess
    >>> saturday = Incident(id="T-1", received_at=datetime(2026, 11, 21, 12, tzinfo=UTC))
    >>> ax = deadline(assess(saturday, Terms.standard(holidays=HolidayCalendar.none())))
    >>> ax.get_title(loc="left"), [label.get_text() for label in ax.get_yticklabels()]
    ('Due Mon 2026-11-23 24:00 UTC', ['Sat 21 Nov', 'Sun 22 Nov', 'Mon 23 Nov'])

    Raises an `IncidentRulesError` for what is no assessment, no Axes and no theme.
    """
    return _deadline.draw(days(assessment), ax, theme)


def deadline_text(assessment: Assessment) -> str:
    """Return the picture of a deadline in words, a line a day.

    >>> from datetime import UTC, datetime
    >>> from incidentrules import HolidayCalendar, assess
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)
    >>> print(deadline_text(assess(Incident(id="T-1", received_at=saturday), terms)))
    Due Mon 2026-11-23 24:00 UTC. One business day (16 h).
    Sat 2026-11-21: weekend; received 12:00.
    Sun 2026-11-22: weekend.
    Mon 2026-11-23: open 08:00 to 24:00; counted 08:00 to 24:00 (16 h); goal 12:00; due 24:00.
    """
    return days(assessment).text()


def credits(
    settlement: Settlement,
    *,
    first: date,
    last: date,
    ax: "Axes | None" = None,
    theme: ThemeWord = Theme.LIGHT,
) -> "Axes":
    """Draw the lots of an account from a first day to a last one, both included, in the order of drawing.

    A band is as full as what is left of its lot. Below it stand what was drawn, given back, lapsed and voided; below
    all lots what none of them covered. Of more than eight lots only what was lost is written. Lots that have nothing
    to show in these days are left out.

    >>> from incidentrules import Account, HolidayCalendar, settle
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> settled = settle(Account(id="acme", lots=[terms.purchase(2, id="L-1", on=date(2026, 9, 1))]), terms)
    >>> credits(settled, first=date(2026, 9, 1), last=date(2026, 12, 31)).get_title(loc="left")
    '0 credits left on Thu 2026-12-31'

    Raises an `IncidentRulesError` for what is no settlement, no Axes and no theme, and for a last day before the first.
    """
    return _credits.draw(stocks(settlement, first, last), ax, theme)


def credits_text(settlement: Settlement, *, first: date, last: date) -> str:
    """Return the picture of an account's credits in words: a line a lot, and a line for all that moved its credits.

    >>> from incidentrules import Account, HolidayCalendar, settle
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> settled = settle(Account(id="acme", lots=[terms.purchase(2, id="L-1", on=date(2026, 9, 1))]), terms)
    >>> print(credits_text(settled, first=date(2026, 9, 1), last=date(2026, 12, 31)))
    0 credits left on Thu 2026-12-31. 0 at the start + 2 purchased - 2 lapsed = 0 at the end.
    L-1: 2 credits, purchased Tue 2026-09-01, usable through Tue 2026-12-01; 0 left.
      Wed 2026-12-02: 2 lapsed.
    """
    return stocks(settlement, first, last).text()


def week(terms: Terms, *, on: date | None = None, ax: "Axes | None" = None, theme: ThemeWord = Theme.LIGHT) -> "Axes":
    """Draw a week of the desk: when it is open for all issues, and when for severe ones only.

    It is an ordinary week by the weekly hours, with a row for holidays; or the week of the day ``on``, with the
    holidays and dates in it.

    >>> from incidentrules import HolidayCalendar
    >>> ax = week(Terms.standard(holidays=HolidayCalendar.none()), theme="dark")
    >>> [label.get_text() for label in ax.get_yticklabels()][-2:]
    ['Sun', 'holiday']

    Raises an `IncidentRulesError` for what are no terms, no day, no Axes and no theme, and without ``on`` for hours
    that are joined or switched: they have no ordinary week.
    """
    return _week.draw(_week.week(terms, on), ax, theme)


def week_text(terms: Terms, *, on: date | None = None) -> str:
    """Return the picture of a week in words, a line a day.

    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> print(week_text(terms).splitlines()[-3])
    Sat: closed; for severe issues 09:00 to 20:00.
    """
    return _week.week(terms, on).text()


def readings(
    incident: Incident,
    terms: Terms | TermsHistory,
    *,
    setting: str | None = None,
    folded: Iterable[Incident] = (),
    ax: "Axes | None" = None,
    theme: ThemeWord = Theme.LIGHT,
) -> "Axes":
    """Draw the deadlines of one incident under other readings of the terms, side by side, with what each counts.

    Those are all that `compare_readings` finds, each deadline once; or with ``setting``, such as "sla_clock" or "A1",
    one for each reading of that setting. The present one is first, or in bold.

    >>> from datetime import UTC, datetime
    >>> from incidentrules import HolidayCalendar
    >>> ticket = Incident(id="T-1", received_at=datetime(2026, 11, 18, 15, tzinfo=UTC))
    >>> readings(ticket, Terms.standard(holidays=HolidayCalendar.none()), setting="A2").get_title(loc="left")
    '2 deadlines, by how it is read'

    Raises `UnknownNameError` for an unknown setting, an `IncidentRulesError` for what is no Axes and no theme, and
    what `assess` raises.
    """
    return _options.draw(_options.options(incident, terms, setting=setting, folded=folded), ax, theme)


def readings_text(
    incident: Incident, terms: Terms | TermsHistory, *, setting: str | None = None, folded: Iterable[Incident] = ()
) -> str:
    """Return the picture of readings in words, a line a deadline.

    >>> from datetime import UTC, datetime
    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> ticket = Incident(id="T-1", received_at=datetime(2026, 11, 18, 15, tzinfo=UTC))
    >>> print(readings_text(ticket, terms))
    2 deadlines, by how it is read. Received Wed 2026-11-18 15:00 UTC.
    Thu 2026-11-19 15:00: as it is.
    Thu 2026-11-19 23:00: a business day ends at the close of the next one (A2=end_of_next).
    """
    return _options.options(incident, terms, setting=setting, folded=folded).text()
