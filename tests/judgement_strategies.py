"""Facts drawn at random, for the tests of the judgements: those of the strategies that users have, on the tests' days.

Lots, draws and the life of an account lie in the first months of 2026, incidents and work in its last ones.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st

from incidentrules import AfterHours, CallOut, Incident, Period, Terms, TermsHistory, TierMonth
from incidentrules.extra import _credit_strategies as together
from incidentrules.extra import _life
from incidentrules.extra import strategies as public
from incidentrules.extra._life import HAPPENINGS

__all__ = ["HAPPENINGS", "FIRST", "READINGS", "TIERS", "Life"]

TIERS = ("24h", "12h", "6h", "3h")
READINGS: dict[str, tuple[Any, ...]] = {
    "sla_clock": ("operating_hours", "elapsed", "elapsed_rolled", "business_days_24h"),
    "business_day": ("one_operating_day", "same_time", "end_of_next"),
    "at_close": ("close", "next_opening"),
    "credit_basis": ("per_incident", "standing", "flat", "minimum"),
    "multiplier_scope": ("every_unit", "first_unit"),
    "overrun": ("written_off", "charged"),
    "window": ("calendar_days", "hours", "calendar_days_exclusive"),
    "exclusion_event": ("arose", "received"),
    "rounding": ("half_up", "half_even", "up"),
    "last_day": ("corresponding_day", "day_before"),
}


FIRST = date(2026, 1, 1)
WITHIN = Period.days(date(2026, 11, 1), date(2026, 12, 20))
"""When incidents are received, and work begins."""
LIFETIME = Period.days(FIRST, FIRST + timedelta(days=60))
"""When the facts of an account lie that is billed."""
DRAWN = Period.days(FIRST, FIRST + timedelta(days=160))
"""When lots come, and draws ask for credits."""

moments = public.moments(within=WITHIN)
lots = partial(together.some_lots, within=DRAWN)
draws = partial(together.some_draws, within=DRAWN)
posted = partial(together.some_posted, within=DRAWN)
voids, given_back = together.some_voids, together.some_reversals
terms = public.terms


def incidents(*, id: str = "T-1", **facts: Any) -> st.SearchStrategy[Incident]:
    return public.incidents(id=id, within=WITHIN, **facts)


def months() -> st.SearchStrategy[list[TierMonth]]:
    """Return months of tiers."""
    each = public.tier_months(within=Period.quarter(2026, 4))
    return st.lists(each, unique_by=lambda month: month.id, max_size=3)


@st.composite
def jobs(draw: st.DrawFn) -> tuple[list[CallOut], list[AfterHours]]:
    """Draw on-call and after-hours work."""
    call_outs = draw(st.lists(public.call_outs(within=WITHIN), max_size=2))
    work = draw(st.lists(public.after_hours(within=WITHIN), max_size=2))
    return (
        [each.replace(id=f"c{place}") for place, each in enumerate(call_outs)],
        [each.replace(id=f"w{place}") for place, each in enumerate(work)],
    )


class Life(_life.Life):
    """The life of an account that has something to bill from the first."""

    def begins(self) -> None:
        """Let two to five lots and up to six tickets come in."""
        for _ in range(self.pick(2, 5)):
            self.a_lot_comes()
        for _ in range(self.pick(0, 6)):
            self.a_ticket_comes()


def life_of(pick: Callable[[int, int], int], terms: Terms | TermsHistory | None = None) -> Life:
    return Life(pick, terms, LIFETIME)


def life_from(data: st.DataObject, *, most: int = 8, terms: Terms | TermsHistory | None = None) -> Life:
    """Return an account after some of its life."""
    drawn = life_of(lambda least, most: int(data.draw(st.integers(least, most))), terms)
    drawn.begins()
    for _ in range(drawn.pick(0, most)):
        drawn.goes_on()
    return drawn
