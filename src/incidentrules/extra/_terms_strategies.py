"""Strategies for readings, tiers, packs, terms, desks and histories."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from functools import cache
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from .. import _checks as check
from ..calendars import ALL_YEARS, HolidayCalendar
from ..credits import Pack
from ..errors import OutOfRangeError
from ..hours import OperatingHours
from ..period import Period
from ..readings import SETTINGS, Readings
from ..sla import Tier
from ..terms import Terms, TermsHistory
from ._facts_given import narrowed
from ._hours_strategies import hours as any_hours
from ._moment_strategies import WITHIN, check_known, check_within

HOLIDAY = date(2026, 11, 25)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FIGURES: Mapping[str, Sequence[Any]] = MappingProxyType(
    {
        "grace_days": (7, 0, 3, 1),
        "unit": (60 * MINUTE, 30 * MINUTE, 45 * MINUTE),
        "goal": (4 * HOUR, HOUR),
        "business_day_length": (16 * HOUR, 8 * HOUR, HOUR, 961 * MINUTE),
        "on_call_minimum_hours": (1, 0, 2),
    }
)
"""The figures that vary, and the values that they take beside those of the terms."""


@cache
def published(*holidays: date) -> Terms:
    """Return the published terms, once, with their hours compiled."""
    return Terms.standard(holidays=HolidayCalendar.from_dates(holidays, years=ALL_YEARS))


def readings(**fixed: Any) -> st.SearchStrategy[Readings]:
    """Return readings of the ten settings, all but those that are fixed, such as ``readings(overrun="charged")``."""
    return _readings_near(Readings(), fixed)


def _readings_near(own: Readings, fixed: Mapping[str, Any]) -> st.SearchStrategy[Readings]:
    """Return readings, the plainest of which are these."""
    own = own.replace(**fixed)
    chosen = {
        field: st.just(getattr(own, field))
        if field in fixed
        else st.sampled_from([*dict.fromkeys((getattr(own, field), *setting.kind))])
        for field, setting in SETTINGS.items()
    }
    return st.builds(Readings, **chosen)


def tiers(**facts: Any) -> st.SearchStrategy[Tier]:
    """Return response times on sale; facts that are given are those of all."""
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "name": st.sampled_from(["24h", "12h", "6h", "3h"]) | st.integers(1, 99).map(lambda hours: f"{hours} hours"),
        "response": st.sampled_from([24, 12, 6, 3]).map(lambda hours: hours * HOUR)
        | st.integers(1, 5000).map(lambda minutes: minutes * MINUTE),
        "multiplier": st.integers(1, 16),
    }
    return narrowed(Tier(name="24h", response=24 * HOUR, multiplier=1), drawn, facts)


def packs(**facts: Any) -> st.SearchStrategy[Pack]:
    """Return credits on sale; facts that are given are those of all."""
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "credits": st.sampled_from([2, 4, 8]) | st.integers(1, 100),
        "price": st.sampled_from([329, 599, 999]) | st.decimals(0, 9999, places=2),
        "months": st.sampled_from([3, 6, 12, None]) | st.integers(1, 36),
    }
    return narrowed(Pack(credits=2, price=329, months=3), drawn, facts)


# --- terms


def terms(like: Terms | None = None, **fixed: Any) -> st.SearchStrategy[Terms]:
    """Return terms with other readings and figures than those of a desk, the published terms unless said.

    Readings that are given are those of all: ``terms(credit_basis="standing")``. The plainest terms are those of the
    desk itself.
    """
    if like is None:
        return _terms(published(), fixed) | _terms(published(HOLIDAY), fixed)
    check.instance("like", like, Terms, "give Terms.standard(holidays=...)")
    return _terms(like, fixed)


def _terms(like: Terms, fixed: Mapping[str, Any]) -> st.SearchStrategy[Terms]:
    own = {name: getattr(like, name) for name in FIGURES} | {"business_day_length": like._business_day_length}  # noqa: SLF001
    figures = {name: st.sampled_from([*dict.fromkeys((own[name], *FIGURES[name]))]) for name in FIGURES}
    changes: dict[str, st.SearchStrategy[Any]] = {"readings": _readings_near(like.readings, fixed), **figures}
    return st.fixed_dictionaries(changes).map(lambda drawn: like.replace(**drawn))


def desks(
    *, hours: OperatingHours | None = None, tz: tzinfo | str | None = None, within: Period = WITHIN, **fixed: Any
) -> st.SearchStrategy[Terms]:
    """Return terms of a desk of one's own: any hours, in any zone, at any readings.

    Hours, or their zone, and readings that are given are those of all. Tiers bear the names of the published ones.
    """
    if hours is None:
        return _desks(any_hours(tz=tz, within=within), _readings_near(Readings(), fixed))
    check.instance("hours", hours, OperatingHours, 'write OperatingHours.parse("Mo-Fr 09:00-17:00")')
    return _desks(st.just(hours), _readings_near(Readings(), fixed))


@st.composite
def _desks(draw: st.DrawFn, opens: st.SearchStrategy[OperatingHours], chosen: st.SearchStrategy[Readings]) -> Terms:
    hours = draw(opens)
    longer = OperatingHours.parse("Mo-Su 09:00-20:00", tz=hours.tz)
    return Terms.desk(
        hours=hours,
        severe_hours=hours | longer if draw(st.booleans()) else hours,
        tiers=[published().standard_tier.replace(multiplier=draw(st.integers(1, 3))), *published().tiers[1:]],
        packs=published().packs,
        currency="EUR",
        on_call_price=120,
        business_day_length=draw(st.sampled_from(FIGURES["business_day_length"][1:])),
        grace_days=draw(st.sampled_from(FIGURES["grace_days"])),
        readings=draw(chosen),
    )


def histories(*, like: Terms | None = None, within: Period = WITHIN, **fixed: Any) -> st.SearchStrategy[TermsHistory]:
    """Return terms that change in a period, at most once a month; the first are in force well before it.

    What "per month" means (A10) changes on the first day of a month only.
    """
    check_within(within)
    return _histories(terms(like, **fixed), within)


@st.composite
def _histories(draw: st.DrawFn, each: st.SearchStrategy[Terms], within: Period) -> TermsHistory:
    versions = {date(within.start.year - 1, 1, 1): draw(each)}
    for month in within.months():
        day = month.start + timedelta(days=draw(st.sampled_from([0, 0, 13])))
        if day in within and draw(st.booleans()):
            last, later = [*versions.values()][-1], draw(each)
            is_within_month = day.day > 1
            basis = last.readings.credit_basis if is_within_month else later.readings.credit_basis
            versions[day] = later.with_readings(credit_basis=basis)
    return TermsHistory(versions)


# --- what other strategies ask of terms


def versions_of(terms: Terms | TermsHistory | None, within: Period) -> tuple[Terms, ...]:
    """Return the terms in force in a period, the published ones for None; refuse a period that they don't cover."""
    check_within(within)
    if terms is None:
        return (published(),)
    check.instance("terms", terms, (Terms, TermsHistory), "give Terms.standard(holidays=...)")
    if isinstance(terms, TermsHistory) and within.start < terms.versions[0][0]:
        raise OutOfRangeError(
            "begins before all versions of the terms",
            field="within",
            value=str(within),
            code="before_terms",
            remedy=f"give a period from {terms.versions[0][0]} on",
        )
    versions = terms.during(within.start, within.last_day)
    for each in versions:
        check_known(within, each.business_hours)
        check_known(within, each.severe_hours)
    return versions


def tier_names(versions: Sequence[Terms]) -> list[str]:
    """Return the names of the tiers that all terms have, the standard one of the first terms first."""
    return [tier.name for tier in versions[0].tiers if all(each.has_tier(tier.name) for each in versions)]
