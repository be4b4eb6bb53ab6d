"""What refusals say, word for word: of every door of the other tables, of wrong documents, and of the calls below.

They stand in `tests/messages.txt`, sorted, so that a changed word is a changed line. After a change that is meant,

    PYTHONPATH=tests:tests/unit python -c "import test_messages; test_messages.write()"

writes them anew.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any

from doors import DAY, LAST, TERMS, account, any_of, incident, lot, pack, refusal_of
from incidentrules import (
    HolidayCalendar,
    OperatingHours,
    Period,
    Reason,
    TermsHistory,
    advise_packs,
    compare_tiers,
    plan_packs,
    replay,
    restate,
    rows,
    settle,
)
from incidentrules.advice import Plan, Purchase
from incidentrules.documents import from_dict, to_dict
from incidentrules.sheet import sheet

FROZEN = Path(__file__).parents[1] / "messages.txt"
WEST, EAST = timezone(timedelta(hours=-5)), timezone(timedelta(hours=5))
SETTLED = settle(account(), TERMS)
CHRISTMAS = HolidayCalendar.from_dates([date(2026, 12, 25)], years=range(2026, 2028))
OTHER = TERMS.with_readings(credit_basis="flat")

MORE: list[Callable[[], Any]] = [
    # moments at the ends of time
    lambda: incident(received_at=LAST.replace(tzinfo=WEST)),
    lambda: TERMS.replace(
        business_hours=OperatingHours.parse("Mo-Fr 08:00-24:00", tz=EAST),
        severe_hours=OperatingHours.parse("Mo-Su 08:00-24:00", tz=EAST),
    ).day_of(LAST),
    # terms
    lambda: TERMS.replace(packs=any_of([2])),
    lambda: TERMS.why_last_day(any_of("L-1")),
    lambda: TermsHistory(any_of(5)),
    lambda: TermsHistory({}),
    lambda: TermsHistory(any_of([DAY])),
    lambda: TermsHistory(any_of({DAY: 5})),
    lambda: TermsHistory([(DAY, TERMS), (DAY, TERMS)]),
    lambda: TermsHistory({DAY: TERMS}).on(date(2025, 12, 31)),
    lambda: TermsHistory({DAY: TERMS, date(2026, 2, 1): TERMS.replace(currency="EUR")}),
    lambda: TermsHistory({DAY: TERMS, date(2026, 2, 2): OTHER}),
    lambda: TermsHistory({DAY: TERMS, date(9999, 12, 2): OTHER}),
    # packs
    lambda: advise_packs(3, []),
    lambda: advise_packs(3, any_of([2])),
    lambda: advise_packs(20_001, [pack()]),
    lambda: advise_packs(3, [pack(credits=20_001)]),
    lambda: advise_packs(3, [pack()], usable_for_months=4),
    lambda: Purchase(3, any_of([2]), [pack()]),
    lambda: Purchase(3, [], any_of([2])),
    lambda: Purchase(3, [pack()], []),
    lambda: Plan(any_of([2])),
    lambda: Plan(any_of([(DAY,)])),
    lambda: Plan(any_of([(DAY, 2)])),
    lambda: plan_packs({DAY: 1}, any_of([2])),
    lambda: plan_packs({DAY: 1}, [pack()], lots=any_of([2])),
    lambda: plan_packs(any_of([DAY]), [pack()]),
    # accounts
    lambda: account(lots=[lot(), lot(credits=3)]),
    lambda: SETTLED.basis_of(any_of("12h")),
    lambda: SETTLED.month_credits(any_of("12h")),
    lambda: replay([lot()], []).in_drawing_order(any_of([1])),
    lambda: restate(replay([], []), any_of(5)),
    lambda: restate(any_of(5), replay([], [])),
    lambda: Reason("R1", 1, parts=any_of([1])),
    # comparing
    lambda: compare_tiers([], TERMS),
    lambda: compare_tiers(any_of([1]), TERMS),
    lambda: compare_tiers(incident(), any_of(None)),
    lambda: compare_tiers(incident(), TERMS)["2h"],
    # holidays
    lambda: HolidayCalendar.from_dates(any_of("2026-12-25"), years=range(2026, 2027)),
    lambda: HolidayCalendar.from_dates(any_of(["2026-12-25"]), years=range(2026, 2027)),
    lambda: HolidayCalendar.from_dates({DAY: ""}, years=range(2026, 2027)),
    lambda: HolidayCalendar.from_dates([DAY], years=range(2027, 2028)),
    lambda: HolidayCalendar.from_dates([], years=any_of(2026)),
    lambda: HolidayCalendar.from_dates([], years=[2026, 2028]),
    lambda: HolidayCalendar.from_dates([], years=[0]),
    lambda: HolidayCalendar(any_of(5), range(2026, 2027)),
    lambda: HolidayCalendar((), range(2026, 2027), any_of(5)),
    lambda: HolidayCalendar.from_country("Atlantis", years=range(2026, 2027)),
    lambda: HolidayCalendar.from_country("GB-ENG", years=range(2026, 2027)),
    lambda: date(2028, 1, 1) in CHRISTMAS,
    lambda: CHRISTMAS.of_year(2025),
    lambda: CHRISTMAS.removing([date(2026, 12, 24)]),
    lambda: CHRISTMAS.adding([date(2028, 12, 24)]),
    lambda: CHRISTMAS | HolidayCalendar.from_dates([], years=[2029]),
    # rows, sheets, documents
    lambda: rows.Rows((), (), ("account",)).by(any_of(5)),
    lambda: rows.Rows((), (), ("account",)).by("acount"),
    lambda: rows.read(any_of(5), any_of(incident)),
    lambda: rows.read(any_of([5]), any_of(incident)),
    lambda: sheet(any_of(5)),
    lambda: sheet(SETTLED.statement(Period.month(2026, 11)), about=any_of([])),
    lambda: sheet(SETTLED.statement(Period.month(2026, 11)), tz="Nowhere"),
    lambda: to_dict(5),
    lambda: from_dict({"type": "period", "version": 99, "start": "2026-01-01", "end": "2026-02-01"}),
    # zones
    lambda: OperatingHours.parse("24/7", tz="Berlin"),
    lambda: OperatingHours.parse("24/7", tz="Europe/Berln"),
    lambda: OperatingHours.parse("24/7", tz="Nowhere"),
    lambda: OperatingHours.parse("24/7", tz=any_of(5)),
]


def calls() -> Iterator[Callable[[], Any]]:
    for name in ("test_errors", "test_errors_of_facts"):
        yield from (door[0] for door in import_module(name).DOORS)
    documents = import_module("test_documents_refused")
    table = documents.test_what_is_wrong_is_refused_with_its_path_a_code_and_a_remedy
    for document, *_ in table.pytestmark[0].args[1]:
        yield lambda document=document: from_dict(document)  # type: ignore[misc]
    yield from MORE


def messages() -> list[str]:
    """Return the kind, the code and the text of each refusal."""
    refusals = map(refusal_of, calls())
    texts = {f"{type(error).__name__} {error.code}: {error}" for error in refusals}
    return sorted({re.sub(r" at 0x\w*…?>?", "", text) for text in texts})  # no addresses


def write() -> None:
    FROZEN.write_text("\n".join([*messages(), ""]), "utf-8")


def test_a_refusal_says_what_it_says() -> None:
    expected, actual = FROZEN.read_text("utf-8").splitlines(), messages()
    assert (sorted({*expected} - {*actual}), sorted({*actual} - {*expected})) == ([], [])
