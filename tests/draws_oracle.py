"""What the incidents and the months of an account draw, once more: from the rules alone, one case after the other.

It shares no code with the library, and knows the multipliers as literals. `account_oracle` takes draws as given; with
it whole accounts are judged, from facts to balances. Facts and terms are read by their attributes only.

*Limits:* terms that never change, in UTC, with the published tiers.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

MULTIPLIER = {None: 1, "24h": 1, "12h": 2, "6h": 4, "3h": 8}
MICROSECOND = timedelta(microseconds=1)
Drawn = tuple[str, date, int]
"""Whose draw it is, on which day, and of how many credits."""


def draws(incidents: Iterable[Any], held: Iterable[tuple[str, int, int]], terms: Any) -> list[Drawn]:
    """Return all draws of an account in their order; held are months of tiers: tier, year, month."""
    basis = terms.readings.credit_basis
    groups = [group for group in folded(list(incidents)) if counts(group[0], terms)]
    groups = [group for group in groups if not is_withdrawn(group)]
    months = {(tier, year, month) for tier, year, month in held if MULTIPLIER[tier] > 1}
    for cause, *_ in groups:
        months |= named(cause)
    found: list[Drawn] = []
    if basis in ("standing", "flat"):
        slowest_first = sorted(months, key=lambda each: (each[1:], MULTIPLIER[each[0]]))
        found = [(tier, date(year, month, 1), MULTIPLIER[tier]) for tier, year, month in slowest_first]
    for group in sorted(groups, key=lambda group: group[0].received_at):
        if credits := cost(group, terms):
            found.append((group[0].id, group[0].received_at.date(), credits))
    return sorted(found, key=lambda each: each[1])


def folded(incidents: list[Any]) -> list[list[Any]]:
    """Return each cause with all that follow from it, however far; what is not admitted follows and leads nowhere."""
    by_id = {incident.id: incident for incident in incidents}

    def cause_of(incident: Any) -> Any:
        cause = by_id[incident.follows] if incident.follows is not None else None
        return cause_of(cause) if cause and is_admitted(incident) and is_admitted(cause) else incident

    groups = {incident.id: [incident] for incident in incidents if cause_of(incident) is incident}
    for incident in incidents:
        if incident.id not in groups:
            groups[cause_of(incident).id].append(incident)
    return list(groups.values())


def is_admitted(incident: Any) -> bool:
    """Return whether it may be asked for there (R20), and is not on-call."""
    if incident.topic == "on_call" or incident.channel == "phone" or not incident.has_account:
        return False
    return incident.channel == "portal" or incident.topic not in ("billing", "account")


def counts(incident: Any, terms: Any) -> bool:
    """Return whether it is an incident that is charged: admitted, no quote (R4), and not excluded (R24)."""
    if not is_admitted(incident) or incident.kind != "question" or incident.is_out_of_box:
        return False
    return incident.deployed_at is None or not is_within_grace(incident, terms)


def is_within_grace(incident: Any, terms: Any) -> bool:
    """Return whether the problem came in the days after the deployment (A13, A14)."""
    at, deployed = incident.received_at, incident.deployed_at
    if terms.readings.exclusion_event == "arose" and incident.arose_at is not None:
        at = incident.arose_at
    if at < deployed:
        return False
    if terms.readings.window == "hours":
        return bool(at - deployed <= timedelta(hours=24 * terms.grace_days))
    days = (at.date() - deployed.date()).days
    return bool(days <= terms.grace_days - (terms.readings.window == "calendar_days_exclusive"))


def effort(group: list[Any]) -> timedelta | None:
    """Return the effort of all together; None where that of any is unknown."""
    efforts = [incident.effort for incident in group]
    return None if None in efforts else sum(efforts, timedelta(0))


def replied_at(group: list[Any]) -> datetime | None:
    replies = [incident.replied_at for incident in group if incident.replied_at is not None]
    return min(replies, default=None)


def is_withdrawn(group: list[Any]) -> bool:
    return effort(group) == timedelta(0) and replied_at(group) is None


def units(group: list[Any], terms: Any) -> int:
    """Return the started units (R25), at most as many as were advised where the rest is written off (A12)."""
    spent, started = effort(group) or timedelta(0), 1
    while spent > started * terms.unit:
        started += 1
    advised = group[0].advised_units
    return started if advised is None or terms.readings.overrun == "charged" else min(started, advised)


def multiplier(group: list[Any]) -> int:
    """Return that of the fastest tier in force before the reply (A9); one in force at the reply is too late."""
    cause, reply = group[0], replied_at(group)
    later = [change for change in cause.changes if change.tier and (reply is None or change.at < reply)]
    return max(MULTIPLIER[tier] for tier in (cause.tier, *(change.tier for change in later)))


def cost(group: list[Any], terms: Any) -> int:
    """Return the credits of an incident (R18, A10, A11): 0 while its effort is unknown."""
    if effort(group) is None:
        return 0
    charged, times, basis = units(group, terms), multiplier(group), terms.readings.credit_basis
    if times == 1 or basis in ("standing", "minimum"):
        return charged
    if basis == "flat":
        return 0
    return charged * times if terms.readings.multiplier_scope == "every_unit" else times + charged - 1


def named(cause: Any) -> set[tuple[str, int, int]]:
    """Return the months in which an incident was received, or changed to, a faster tier."""
    tiers = [(cause.tier, cause.received_at), *((change.tier, change.at) for change in cause.changes)]
    return {(tier, at.year, at.month) for tier, at in tiers if MULTIPLIER[tier] > 1}
