# type: ignore  # what is wrong here is wrong on purpose; the test takes this line off
"""Wrong scripts, and right ones beside them: a type checker refuses every line that is marked, and no other."""

from datetime import date, timedelta
from decimal import Decimal

from helpers import at
from incidentrules import (
    Account,
    Draw,
    Drawing,
    Incident,
    Ledger,
    Line,
    LineKind,
    Lot,
    OperatingHours,
    Pack,
    Period,
    Readings,
    Settlement,
    Statement,
    Terms,
    TermsHistory,
    Tier,
    Void,
    assess,
    replay,
    settle,
)
from incidentrules.cost import credits as credits_of
from incidentrules.cost import required, units

DAY = date(2026, 11, 2)


def accounts(lot: Lot, incident: Incident, lots: list[Lot]) -> None:
    Account(id="a", lots=[1])  # wrong
    Account(id="a", incidents="abc")  # wrong
    Account(id="a", incidents=incident)  # wrong
    Account(id="a", lots=lot)  # wrong
    Account(id=1)  # wrong
    Account("a")  # wrong
    Account()  # wrong
    Account(id="a", posted=[Draw(id="T-1", on=DAY, credits=1)])  # wrong
    Account(id="a", lots=[lot], incidents=[incident])
    Account(id="a", lots=(lot for lot in lots), incidents=(incident,))
    Account(id="a", posted=[Drawing(draw="T-1", lot="L-1", credits=1, on=DAY)], voids=[Void(lot="L-1", on=DAY)])


def incidents() -> None:
    Incident(id="T-1", received_at=at("Wed 10:00"), severity="sever")  # wrong
    Incident(id="T-1", received_at=at("Wed 10:00"), channel="fax")  # wrong
    Incident(id="T-1", received_at=DAY)  # wrong
    Incident(id="T-1", received_at=at("Wed 10:00"), effort=75)  # wrong
    Incident(id="T-1", received_at=at("Wed 10:00"), efort=timedelta(minutes=75))  # wrong
    Incident("T-1", at("Wed 10:00"))  # wrong
    Incident(id="T-1")  # wrong
    Incident(id="T-1", received_at=at("Wed 10:00"), severity="severe", effort=timedelta(minutes=75))


def terms_of_a_desk(terms: Terms, hours: OperatingHours, tier: Tier, pack: Pack) -> None:
    terms.replace(hours=3)  # wrong
    terms.replace(grace_days="7")  # wrong
    terms.with_readings(overrun="never")  # wrong
    terms.with_readings(overun="charged")  # wrong
    Readings(overrun="never")  # wrong
    Readings(sla="elapsed")  # wrong
    Terms.desk()  # wrong
    Terms.desk(hours=hours, tiers=[tier], packs=[pack], currency="EUR")  # wrong
    Terms.desk(hours="Mo-Fr 09:00-17:00", tiers=[tier], packs=[pack], currency="EUR", on_call_price=99)  # wrong
    Terms.standard()  # wrong
    Tier("8h", timedelta(hours=8), 2)  # wrong
    Tier(name="8h", response=8, multiplier=2)  # wrong
    Pack(credits=2, price=329.0, months=3)  # wrong
    TermsHistory({"2026-01-01": terms})  # wrong
    terms.replace(grace_days=14, on_call_price="99.50", tiers=[tier], business_day_length=None)
    terms.with_readings(overrun="charged", sla_clock="elapsed")
    Readings(overrun="charged")
    Terms.desk(hours=hours, tiers=[tier], packs=[pack], currency="EUR", on_call_price=Decimal(99), severe_hours=hours)
    Tier(name="8h", response=timedelta(hours=8), multiplier=2)
    Pack(credits=2, price="329.00", months=None)
    TermsHistory({DAY: terms})
    TermsHistory([(DAY, terms)])


def periods() -> None:
    Period(DAY, date(2026, 12, 1))  # wrong
    Period(start="2026-11-01", end=DAY)  # wrong
    Period.days(DAY)  # wrong
    Period.month("2026-11")  # wrong
    list(Period.month(2026, 11).months)  # wrong
    Period(start=DAY, end=date(2026, 12, 1))
    Period.days(DAY, date(2026, 11, 30))
    list(Period.month(2026, 11).months())


def settled(settlement: Settlement, terms: Terms, incident: Incident, lots: list[Lot]) -> list[object]:
    statement = settlement.statement(Period.month(2026, 11), billed=settlement)
    ledger: int = statement.settlement.ledger  # wrong
    settlement.statement("2026-11")  # wrong
    settlement.statement(Period.month(2026, 11), billed=statement)  # wrong
    settle("acme", terms)  # wrong
    settle(Account(id="acme"), None)  # wrong
    assess("T-1", terms)  # wrong
    replay(lots, [], posted=lots)  # wrong
    Ledger([1], [])  # wrong
    Ledger(lots, "draws")  # wrong
    Ledger(lots, [], posted=lots)  # wrong
    Line(DAY, LineKind.INCIDENT, "T-1")  # wrong
    right: Ledger = statement.settlement.ledger
    told: Statement = settle(Account(id="acme"), terms).statement(Period.month(2026, 11))
    amount: Decimal = told.charges
    why: str = assess(incident, terms).why_credits.text(depth=1, tz="Europe/Berlin", cite=False)
    return [ledger, right, amount, why]


def figures() -> None:
    units(90)  # wrong
    units(timedelta(minutes=90), overrun="free")  # wrong
    credits_of(1, scope="all")  # wrong
    required("yearly")  # wrong
    required("flat", monthly=2)  # wrong
    units(timedelta(minutes=90), advised=1, overrun="charged")
    credits_of(2, multiplier=4, scope="first_unit")
    required("flat", monthly=[2, 4], used=1)
