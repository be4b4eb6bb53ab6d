"""What does not count as an incident (R24), and why.

Three things don't count: paid-for work that fails out of the box, questions before a sale, and problems in the
*grace days* after a deployment. Which event counts for those days is a reading (A14), and so is when they end (A13).

*Invariant:* all exclusions that apply are listed, in the order of `Exclusion`.
*Units:* moments are aware; calendar days are those of the zone of the terms.
"""

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from . import _checks as check
from .incident import Exclusion, Incident, Kind, in_words
from .readings import ExclusionEvent, ExclusionEventWord, Window, WindowWord, as_exclusion_event, as_window
from .reason import Reason, counted

if TYPE_CHECKING:
    from .terms import Terms

__all__ = ["exclusions", "last_free_moment"]

ONE_DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
LAST = datetime.max.replace(tzinfo=UTC)
MOST_DAYS = 36_500
SALES = (Kind.PRE_SALES, Kind.PRODUCT_AVAILABILITY)


def exclusions(
    incident: Incident,
    *,
    window: WindowWord = Window.CALENDAR_DAYS,
    event: ExclusionEventWord = ExclusionEvent.AROSE,
    days: int = 7,
    tz: tzinfo = UTC,
) -> tuple[Exclusion, ...]:
    """Return all reasons why an issue does not count (R24), in the order in which they are listed.

    ``window`` is the reading of A13, ``event`` that of A14; ``days`` are the grace days, those of ``tz``.

    >>> deployed_at, received_at = (datetime(2026, 11, day, 10, tzinfo=UTC) for day in (2, 9))
    >>> problem = Incident(id="T-1", received_at=received_at, deployed_at=deployed_at, kind="pre_sales")
    >>> [str(why) for why in exclusions(problem)]
    ['pre_sales', 'within_7_days_of_deployment']
    """
    check.instance("incident", incident, Incident, "give Incident(id=..., received_at=...)")
    window, event = as_window(window), check.word(ExclusionEvent, event, "event")
    tz = check.zone("tz", tz)
    days = check.count("days", days, least=0, most=MOST_DAYS)
    applying = {
        Exclusion.OUT_OF_BOX_FAILURE: incident.is_out_of_box,
        Exclusion.PRE_SALES: incident.kind in SALES,
        Exclusion.WITHIN_WINDOW: _is_within_window(incident, window, event, days, tz),
    }
    return tuple(exclusion for exclusion, applies in applying.items() if applies)


def _is_within_window(incident: Incident, window: WindowWord, event: ExclusionEventWord, days: int, tz: tzinfo) -> bool:
    if incident.deployed_at is None:
        return False
    last = last_free_moment(incident.deployed_at, window=window, days=days, tz=tz)
    return incident.deployed_at <= _counts_from(incident, event) <= last


def _counts_from(incident: Incident, event: ExclusionEventWord) -> datetime:
    """Return the moment that counts for the grace days (A14): when the problem arose, or was received."""
    if as_exclusion_event(event) is ExclusionEvent.RECEIVED or incident.arose_at is None:
        return incident.received_at
    return incident.arose_at


def last_free_moment(
    deployed_at: datetime, *, window: WindowWord = Window.CALENDAR_DAYS, days: int = 7, tz: tzinfo = UTC
) -> datetime:
    """Return the last moment at which a problem of what was deployed doesn't count (R24, A13), in UTC.

    >>> last_free_moment(datetime(2026, 11, 2, 15, tzinfo=UTC), window="hours", days=7).isoformat()
    '2026-11-09T15:00:00+00:00'
    """
    check.moment("deployed_at", deployed_at := check.as_utc(deployed_at))
    days = check.count("days", days, least=0, most=MOST_DAYS)
    window, tz = as_window(window), check.zone("tz", tz)
    if window is Window.HOURS:
        return deployed_at + min(days * ONE_DAY, LAST - deployed_at)
    whole_days = days if window is Window.CALENDAR_DAYS else days - 1
    try:
        after = check.local("deployed_at", deployed_at, tz).date() + (whole_days + 1) * ONE_DAY
        return datetime.combine(after, time(), tz).astimezone(UTC) - INSTANT
    except OverflowError:
        return LAST


# --- why


def why_excluded(incident: Incident, terms: "Terms", applying: tuple[Exclusion, ...]) -> tuple[Reason, ...]:
    """Return the facts for and against each exclusion (R24)."""
    failed, sold = Exclusion.OUT_OF_BOX_FAILURE in applying, Exclusion.PRE_SALES in applying
    box = (
        "Work that was paid for failed out of the box" if failed else "Nothing that was paid for failed out of the box"
    )
    sale = (
        "It was asked before a sale, or about what is on sale"
        if sold
        else f"It is of the kind: {in_words(incident.kind)}"
    )
    return (Reason("R24", failed, says=box), Reason("R24", sold, says=sale), *why_window(incident, terms))


def why_window(incident: Incident, terms: "Terms") -> tuple[Reason, ...]:
    """Return whether the problem came in the grace days, where there was a deployment (R24)."""
    if incident.deployed_at is None:
        return ()
    readings, at = terms.readings, _counts_from(incident, terms.readings.exclusion_event)
    deployed = Reason("", incident.deployed_at, says="The solution was deployed {value}")
    came = Reason("", at, says="The problem counts from {value}", reading=readings.cite("exclusion_event"))
    last = _why_last_free(deployed, terms)
    is_within = deployed.value <= at <= last.value
    # What came outside lies beyond one of the bounds, and that one is told; what came within needs both.
    parts = (deployed, came, last) if is_within else (deployed, came) if at < deployed.value else (came, last)
    where = f"{'within' if is_within else 'outside'} the {counted(terms.grace_days, 'day')} after the deployment"
    says = f"The problem came {{beside[0]}}, {where} on {{beside[1]}}"
    reading, beside = readings.cite("window"), (at, deployed.value)
    return (Reason("R24", is_within, how="in order", parts=parts, says=says, reading=reading, beside=beside),)


def _why_last_free(deployed: Reason, terms: "Terms") -> Reason:
    """Return why the grace days end when they do (A13)."""
    window, says = terms.readings.window, "The grace days end {value}"
    last = last_free_moment(deployed.value, window=window, days=terms.grace_days, tz=terms.tz)
    if last == LAST:  # the calendar ends, and arithmetic with it
        return Reason("R24", last, says=says)
    grace = Reason("R24", terms.grace_days, says="{value} grace days follow a deployment")
    how, length = "end of day", grace
    if window is Window.HOURS:
        day = Reason("", ONE_DAY, says="A day is {value}")
        hours = grace.value * ONE_DAY
        how, length = "sum", Reason("R24", hours, how="product", parts=(grace, day), says="They are {value}")
    elif window is Window.CALENDAR_DAYS_EXCLUSIVE:
        first = Reason("R24", 1, says="The day of the deployment is {value} of them")
        says_left, left = "{value} days come after it", grace.value - 1
        length = Reason("R24", left, how="difference", parts=(grace, first), says=says_left)
    return Reason("R24", last.astimezone(terms.tz), how=how, parts=(deployed, length), says=says)
