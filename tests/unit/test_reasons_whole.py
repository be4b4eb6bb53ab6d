"""Reasons, whole: every node of those of a worked month, under many readings, with what it cites and how it is made.

They stand in `tests/reasons.txt`, sorted, each once. After a change that is meant,

    PYTHONPATH=tests:tests/unit python -c "import test_reasons_whole; test_reasons_whole.write()"

writes them anew.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from helpers import HOLIDAY, at, day, minutes, standard, ticket
from incidentrules import (
    Account,
    AfterHours,
    CallOut,
    Change,
    Drawing,
    Lot,
    OperatingHours,
    Period,
    Reason,
    Reversal,
    Terms,
    TierMonth,
    Void,
    assess,
    settle,
    verify,
)
from incidentrules.forecast import restate

FROZEN = Path(__file__).parents[1] / "reasons.txt"
TERMS = standard(HOLIDAY)
NOVEMBER = Period.month(2026, 11)
OTHERS: list[dict[str, Any]] = [
    {},
    {"sla_clock": "elapsed", "business_day": "same_time", "multiplier_scope": "first_unit", "window": "hours"},
    {"sla_clock": "elapsed_rolled", "business_day": "end_of_next", "overrun": "charged", "rounding": "half_even"},
    {"sla_clock": "business_days_24h", "at_close": "next_opening", "window": "calendar_days_exclusive"},
    {"at_close": "next_opening", "credit_basis": "standing", "last_day": "day_before", "rounding": "up"},
    {"credit_basis": "flat", "exclusion_event": "received"},
    {"credit_basis": "minimum", "multiplier_scope": "first_unit"},
]
DEPLOYED = at("Wed 08:00") - timedelta(days=5)
TICKETS = [
    ticket(id="plain", effort=minutes(75), replied_at=at("Wed 12:00")),
    ticket("Sat 12:00", id="severe", severity="severe", tier="6h", effort=minutes(130), advised_units=2),
    ticket(
        "Fri 23:00", id="raised", tier="3h", effort=minutes(5), changes=[Change(at=at("Sat 12:00"), severity="severe")]
    ),
    ticket(
        "Wed 10:00", id="bought", effort=minutes(61), advised_units=1, changes=[Change(at=at("Wed 12:00"), tier="3h")]
    ),
    ticket(
        "Fri 23:00", id="lowered", severity="severe", tier="6h", changes=[Change(at=at("Sat 10:00"), severity="normal")]
    ),
    ticket(id="pending", tier="12h"),
    ticket(id="withdrawn", effort=minutes(0)),
    ticket(id="quoted", kind="professional_services"),
    ticket(id="box", is_out_of_box=True, effort=minutes(20)),
    ticket(id="sale", kind="pre_sales"),
    ticket(id="stock", kind="product_availability", tier="12h"),
    ticket(id="window", deployed_at=DEPLOYED, effort=minutes(20)),
    ticket("Thu 10:00", id="arose", deployed_at=DEPLOYED, arose_at=at("Wed 09:00"), effort=minutes(20), tier="12h"),
    ticket("Tue 10:00", id="past", deployed_at=DEPLOYED, effort=minutes(20)),
    ticket(id="phone", channel="phone"),
    ticket(id="mail", channel="email", has_account=False),
    ticket(id="bill", channel="email", topic="billing"),
    ticket(id="portal", has_account=False),
    ticket(id="call", topic="on_call", channel="phone"),
    ticket("Wed 03:00", id="night"),
    ticket("Wed 21:00", id="late", tier="3h"),
]


def nodes(reason: Reason) -> Iterator[str]:
    """Yield a line for each node: its sentence with what it cites, the arithmetic, and how many parts it is made of."""
    yield f"{reason.sentence} [{reason.how}, {len(reason.parts)}]"
    for part in reason.parts:
        yield from nodes(part)


def whys(judged: Any) -> Iterator[tuple[str, Reason]]:
    """Yield the reasons that a judgement has, by name."""
    for name in sorted(name for name in dir(type(judged)) if name.startswith("why")):
        try:
            found = getattr(judged, name)
        except ValueError:  # none is owed
            continue
        if isinstance(found, Reason):
            yield name, found


def of_assessments(terms: Terms) -> Iterator[tuple[str, Reason]]:
    folded = assess(TICKETS[0], terms, folded=[ticket(id="follows", effort=minutes(50), follows="plain")])
    for assessed in [*(assess(each, terms) for each in TICKETS), folded]:
        for name, reason in whys(assessed):
            yield f"{assessed.id} {name}", reason


def facts(terms: Terms, **more: Any) -> Account:
    """Return an account that bought, was granted, posted, gave back, lost and worked by the hour."""
    return Account(
        id="acme",
        lots=[
            terms.purchase(2, id="L-old", on=day("2026-08-10")),
            terms.purchase(4, id="L-4", on=day("2026-10-01")),
            terms.server_grant(id="S-1", on=day("2026-11-02")),
            Lot(id="L-free", credits=3, on=day("2026-11-03"), last_usable_on=None, origin="complimentary"),
            Lot(id="L-own", credits=5, on=day("2026-11-20"), last_usable_on=day("2026-11-28"), price=300),
        ],
        incidents=[*TICKETS[:6], *TICKETS[8:10], ticket("Thu 09:00", id="over", effort=minutes(400), tier="12h")],
        tier_months=[TierMonth(tier="12h", year=2026, month=11)],
        call_outs=[CallOut(id="C-1", started_at=at("Sun 22:00"), duration=minutes(90))],
        after_hours=[
            AfterHours(id="W-1", started_at=at("Fri 23:30"), duration=minutes(100), notice_accepted=True),
            AfterHours(id="W-2", started_at=at("Sat 07:30"), duration=minutes(100), notice_accepted=False),
        ],
        posted=[
            Drawing(draw="plain", lot="L-4", credits=3, on=day("2026-11-18")),
            Drawing(draw="gone", lot="L-4", credits=1, on=day("2026-11-05")),
            Drawing(draw="never", lot="L-old", credits=2, on=day("2026-11-15")),
        ],
        reversals=[Reversal(draw="gone", lot="L-4", credits=1, on=day("2026-11-09"))],
        voids=[Void(lot="L-free", on=day("2026-11-29"))],
        **more,
    )


def of_account(terms: Terms) -> Iterator[tuple[str, Reason]]:
    settled, before = settle(facts(terms), terms), settle(Account(id="acme", lots=facts(terms).lots[:3]), terms)
    statement = settled.statement(NOVEMBER, billed=before)
    yield from whys(statement)
    for line in statement.lines:
        yield f"line {line.id}", line.why
    for drawing in settled.ledger.drawings:
        yield f"drawing {drawing.draw} {drawing.lot}", settled.ledger.why(drawing)
    for restated in restate(before.ledger, settled.ledger):
        yield f"restated {restated.kind}", restated.why
    for lot in settled.account.lots:
        yield f"lot {lot.id}", terms.why_last_day(lot)


def reasons() -> Iterator[Reason]:
    berlin: dict[str, Any] = {
        name: OperatingHours.parse(text, holidays=TERMS.business_hours.holidays, tz="Europe/Berlin")
        for name, text in (("business_hours", "Mo-Fr 09:00-17:00; PH off"), ("severe_hours", "Mo-Su,PH 07:00-23:00"))
    }
    for terms in (*(TERMS.with_readings(**readings) for readings in OTHERS), TERMS.replace(**berlin)):
        for _, reason in [*of_assessments(terms), *of_account(terms)]:
            yield reason


def told() -> list[str]:
    return sorted({line for reason in reasons() for line in nodes(reason)})


def write() -> None:
    FROZEN.write_text("\n".join([*told(), ""]), "utf-8")


def test_reasons_say_what_they_say() -> None:
    expected, actual = FROZEN.read_text("utf-8").splitlines(), told()
    assert (sorted({*expected} - {*actual}), sorted({*actual} - {*expected})) == ([], [])


def test_they_hold() -> None:
    for reason in reasons():
        verify(reason)
