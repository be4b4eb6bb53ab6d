"""Another desk: its own hours and zone, tiers, packs, figures and readings.

    python examples/another_desk.py

A desk in Berlin counts work by the half hour, answers severe issues at all hours, and draws the credits of a faster
tier by the month. Everything that differs from the published terms is a value in its own terms.
"""

from datetime import UTC, date, datetime, timedelta

from incidentrules import (
    Account,
    CallOut,
    HolidayCalendar,
    Incident,
    OperatingHours,
    Pack,
    Period,
    Readings,
    Statement,
    Terms,
    Tier,
    TierMonth,
    settle,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def berlin_terms() -> Terms:
    holidays = HolidayCalendar.from_dates({date(2026, 10, 3): "Day of German Unity"}, years=[2026])
    desk = OperatingHours.parse("Mo-Fr 07:30-19:00; PH off", holidays=holidays, tz="Europe/Berlin")
    return Terms.desk(
        hours=desk,
        severe_hours=desk | OperatingHours.parse("24/7", tz="Europe/Berlin"),
        tiers=[
            Tier(name="bronze", response=23 * HOUR, multiplier=1),
            Tier(name="silver", response=8 * HOUR, multiplier=5),
            Tier(name="gold", response=2 * HOUR, multiplier=15),
        ],
        packs=[Pack(credits=10, price="149.00", months=1), Pack(credits=50, price="599.00", months=None)],
        currency="EUR",
        on_call_price="180.00",
        on_call_minimum_hours=2,
        business_day_length=11.5 * HOUR,
        unit=30 * MINUTE,
        grace_days=14,
        goal=1 * HOUR,
        server_credits=5,
        server_months=1,
        readings=Readings(
            business_day="same_time",
            at_close="next_opening",
            credit_basis="standing",
            overrun="charged",
            window="hours",
            exclusion_event="received",
            rounding="up",
            last_day="day_before",
        ),
    )


def october() -> Statement:
    terms = berlin_terms()
    account = Account(
        id="spree-logistik",
        lots=[
            terms.purchase(50, id="P-1", on=date(2026, 9, 14)),
            terms.purchase(10, id="P-2", on=date(2026, 9, 30)),
            terms.server_grant(id="S-1", on=date(2026, 9, 21)),
        ],
        tier_months=[TierMonth(tier="silver", year=2026, month=10)],
        incidents=[
            Incident(
                id="B-1",
                received_at=datetime(2026, 10, 2, 16, 0, tzinfo=UTC),
                tier="silver",
                effort=75 * MINUTE,
                advised_units=1,
            ),
            Incident(
                id="B-2",
                received_at=datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
                severity="severe",
                tier="silver",
                effort=20 * MINUTE,
            ),
            Incident(
                id="B-3",
                received_at=datetime(2026, 10, 16, 9, 0, tzinfo=UTC),
                deployed_at=datetime(2026, 10, 2, 10, 0, tzinfo=UTC),
                effort=40 * MINUTE,
            ),
        ],
        call_outs=[CallOut(id="C-1", started_at=datetime(2026, 10, 11, 2, 0, tzinfo=UTC), duration=65 * MINUTE)],
    )
    return settle(account, terms).statement(Period.month(2026, 10))


def main() -> None:
    statement = october()
    print(f"{statement.settlement.account.id}, {statement.period}")
    for line in statement.lines:
        print(f"  {line.on}  {line.id:<22}{line.kind:<12}{line.credits:>5}{line.amount:>10}")
    print(f"  {statement.opening} + {statement.purchased + statement.granted} - {statement.drawn}"
          f" - {statement.lapsed} = {statement.closing} credits")  # fmt: skip
    for assessed in statement.assessments:
        print(f"\n{assessed.explain()}")


if __name__ == "__main__":
    main()
