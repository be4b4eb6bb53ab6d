"""The statement that the site explains line by line: one account, one month, made by the library."""

from datetime import UTC, date, datetime, timedelta

from incidentrules import Account, CallOut, HolidayCalendar, Incident, Period, Statement, Terms, settle


def statement() -> Statement:
    """Return the statement of November 2026 of an account that bought, used, lost and fell short."""
    terms = Terms.standard(holidays=HolidayCalendar.none())

    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=UTC)

    account = Account(
        id="acme",
        lots=[
            terms.purchase(2, id="L-1", on=date(2026, 8, 10)),
            terms.purchase(4, id="L-2", on=date(2026, 11, 2)),
        ],
        incidents=[
            Incident(id="T-1", received_at=at(3, 10), replied_at=at(3, 11), effort=timedelta(minutes=30)),
            Incident(id="T-2", received_at=at(20, 20), replied_at=at(23, 9), tier="12h", effort=timedelta(minutes=75)),
            Incident(
                id="T-3", received_at=at(21, 12), replied_at=at(24, 9), effort=timedelta(minutes=61), advised_units=1
            ),
            Incident(
                id="T-4", received_at=at(25, 9), replied_at=at(25, 10), kind="pre_sales", effort=timedelta(minutes=20)
            ),
            Incident(id="T-5", received_at=at(30, 15), replied_at=at(30, 16)),
        ],
        call_outs=[CallOut(id="C-1", started_at=at(29, 3), duration=timedelta(minutes=90))],
    )
    return settle(account, terms).statement(Period.month(2026, 11))
