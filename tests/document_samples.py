"""A value of each type, whose documents are kept in tests/documents, one a version.

    python tests/document_samples.py

writes the documents of the present versions anew. Those of a version that was released are never changed:
an upgrade is written for them instead.
"""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Change,
    Draw,
    Drawing,
    HolidayCalendar,
    Incident,
    OperatingHours,
    Pack,
    Period,
    Reversal,
    Terms,
    TermsHistory,
    Tier,
    TierMonth,
    Void,
    settle,
)
from incidentrules.documents import to_dict
from incidentrules.forecast import Restated, RestatedKind
from incidentrules.hours import Interval
from incidentrules.ledger import replay
from incidentrules.oncall import Charge

FOLDER = Path(__file__).parent / "documents"
MINUTE = timedelta(minutes=1)


def moment(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def calendar() -> HolidayCalendar:
    days = {date(2026, 11, 25): "Founders' Day", date(2026, 12, 25): "Christmas Day"}
    return HolidayCalendar(days=days, years=range(2026, 2028), source="the desk's own list")


def hours() -> OperatingHours:
    """Return hours of every kind, in one."""
    weekly = OperatingHours.parse(
        "Mo-Fr 09:00-17:00; PH off; 2026 Dec 24 09:00-12:00", holidays=calendar(), tz="Europe/Paris"
    )
    nights = OperatingHours.parse("Mo-Su 20:00-02:00", tz="UTC")
    lunch = OperatingHours.parse("12:00-13:00", tz="Europe/Paris")
    return (((weekly | nights) - lunch) & OperatingHours.parse("24/7")).then(moment(1), weekly.whole_days())


def history() -> TermsHistory:
    old = Terms.standard(holidays=calendar())
    return TermsHistory({date(2026, 1, 1): old, date(2027, 1, 1): old.replace(on_call_price="349.50")})


def account() -> Account:
    terms = history().on(date(2026, 11, 2))
    change = Change(at=moment(20, 12), severity="severe", tier="3h")
    incidents = [
        Incident(
            id="T-1",
            received_at=moment(20),
            effort=75 * MINUTE,
            tier="12h",
            replied_at=moment(20, 11),
            changes=[change],
        ),
        Incident(id="T-2", received_at=moment(21), follows="T-1", effort=10 * MINUTE),
        Incident(id="T-3", received_at=moment(22), channel="phone"),
        Incident(id="T-4", received_at=moment(23), deployed_at=moment(20), arose_at=moment(22), advised_units=2),
    ]
    return Account(
        id="acme",
        lots=[terms.purchase(4, id="L-1", on=date(2026, 11, 2)), terms.server_grant(id="L-2", on=date(2026, 11, 3))],
        incidents=incidents,
        call_outs=[CallOut(id="C-1", started_at=moment(24, 3), duration=95 * MINUTE)],
        after_hours=[AfterHours(id="A-1", started_at=moment(21, 22), duration=60 * MINUTE, notice_accepted=True)],
        tier_months=[TierMonth(tier="12h", year=2026, month=11)],
        voids=[Void(lot="L-2", on=date(2026, 11, 28))],
        posted=[
            Drawing(draw="T-1", lot="L-1", credits=1, on=date(2026, 11, 20)),
            Drawing(draw="T-1", lot="L-1", credits=1, on=date(2026, 11, 20), part=2),
        ],
        reversals=[Reversal(draw="T-1", lot="L-1", credits=1, on=date(2026, 11, 27), part=2)],
    )


def samples() -> dict[str, Any]:
    """Return a value of each type, by its word."""
    settled = settle(account(), history())
    billed = settle(account().replace(incidents=account().incidents[:2], reversals=[]), history())
    terms = history().on(date(2026, 11, 2))
    first = account().lots[0]
    impossible = Drawing(draw="T-9", lot="L-9", credits=1, on=date(2026, 11, 20))
    draw = Draw(id="T-1", on=date(2026, 11, 5), credits=3)
    ledger = replay([first], [draw], posted=[impossible])
    judged = settled.assessments[0]
    values = [
        account(), account().after_hours[0], account().call_outs[0], account().incidents[0], account().voids[0],
        account().incidents[0].changes[0], account().posted[0], account().tier_months[0],
        terms, terms.readings, terms.judge_after_hours(account().after_hours[0]), history(), hours(), calendar(), first,
        Charge(duration=95 * MINUTE, price_per_hour=329), Pack(credits=2, price="329", months=3),
        Tier(name="12h", response=timedelta(hours=12), multiplier=2),
        Period(start=date(2026, 11, 1), end=date(2026, 12, 1)),
        Interval(start=moment(20), end=moment(20, 17), why="Fr 09:00-17:00"),
        draw, ledger, ledger.entries[0], ledger.impossible[0], ledger.remaining(on=date(2026, 11, 5))[0],
        Restated(kind=RestatedKind.CHARGED, draw="C-1", before=Decimal(329), after=Decimal("658.00"), on=first.on),
        account().reversals[0], judged, judged.why_due, settled,
        settled.statement(Period.month(2026, 12), billed=billed),
    ]  # fmt: skip
    return {str(to_dict(value)["type"]): value for value in values}


def main() -> None:
    for word, value in samples().items():
        document = to_dict(value)
        path = FOLDER / f"{word}.{document['version']}.json"
        path.write_text(json.dumps(document, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
