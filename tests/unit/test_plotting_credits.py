"""Pictures of credits by their artists and by their words."""

from datetime import date, timedelta
from typing import Any

import pytest

from drawn import bars, columns, heights, legend, marks, rows, words
from helpers import minutes, standard
from incidentrules import (
    Account,
    Drawing,
    Incident,
    Lot,
    Reversal,
    Settlement,
    Void,
    settle,
)
from incidentrules.extra import plotting
from incidentrules.extra._canvas import MARKS
from incidentrules.extra._ticks import day_ticks
from incidentrules.ledger import EntryKind

pytest.importorskip("matplotlib")

TERMS = standard()
SEPTEMBER = date(2026, 9, 1)


def asked(id: str, on: date, effort: int) -> Incident:
    """Return an incident of a day, at noon; each started hour of its effort costs a credit."""
    return Incident(id=id, received_at=TERMS.start_of(on) + timedelta(hours=12), effort=minutes(effort))


def lot(id: str, credits: int, on: date, last: date | None, **facts: Any) -> Lot:
    return Lot(id=id, credits=credits, on=on, last_usable_on=last, **facts)


def account(*lots: Lot, **facts: Any) -> Settlement:
    return settle(Account(id="acme", lots=lots, **facts), TERMS)


USED = account(
    lot("L-1", 2, SEPTEMBER, date(2026, 9, 20)),
    lot("gift", 4, date(2026, 9, 11), None, origin="complimentary"),
    incidents=[
        asked("T-1", date(2026, 9, 3), 30),
        asked("T-2", date(2026, 9, 15), 10),
        asked("T-3", date(2026, 9, 25), 250),
    ],
)
THIRTIETH = date(2026, 9, 30)


def test_a_band_is_as_full_as_what_is_left_of_its_lot_in_the_order_of_drawing() -> None:
    ax = plotting.credits(USED, first=SEPTEMBER, last=THIRTIETH)
    assert rows(ax) == ["L-1", "gift", "not covered"]
    assert bars(ax, "open") == [(0, 20), (10, 30)]
    assert bars(ax, "counted") == [(0, 2.5), (2.5, 14.5), (10, 24.5)]
    assert heights(ax, "counted") == [0.8, 0.4, 0.8]
    assert marks(ax) == {"drawn": [2.5, 14.5, 24.5], "short": [24.5]}
    assert columns(ax) == ["1 Sep", "8 Sep", "15 Sep", "22 Sep", "29 Sep"]
    assert legend(ax) == ["used or lost", "left"]
    assert [word.replace("\xa0", " ") for word in words(ax)] == [
        "0 credits left on Wed 2026-09-30", "0 at the start + 2 purchased + 4 granted\n- 6 drawn = 0 at the end",
        "2", "2 credits, through 20 Sep 2026", "\u22121", "\u22121",
        "4", "4 credits, without end", "\u22124", "1",
    ]  # fmt: skip


def test_the_words_of_credits_name_each_lot_and_all_that_moved_its_credits() -> None:
    assert (
        plotting.credits_text(USED, first=SEPTEMBER, last=THIRTIETH)
        == """\
0 credits left on Wed 2026-09-30. 0 at the start + 2 purchased + 4 granted - 6 drawn = 0 at the end.
L-1: 2 credits, purchased Tue 2026-09-01, usable through Sun 2026-09-20; 0 left.
  Thu 2026-09-03: 1 drawn by T-1.
  Tue 2026-09-15: 1 drawn by T-2.
gift: 4 credits, complimentary Fri 2026-09-11, usable without end; 0 left.
  Fri 2026-09-25: 4 drawn by T-3.
Fri 2026-09-25: 1 not covered, of T-3."""
    )


LOST = account(
    lot("old", 1, date(2026, 1, 1), date(2026, 8, 1)),
    lot("L", 8, SEPTEMBER, date(2026, 11, 30)),
    lot("wrong", 2, date(2026, 9, 5), date(2027, 1, 1)),
    incidents=[asked("T-1", date(2026, 9, 10), 45)],
    posted=[Drawing(draw="T-1", lot="L", credits=2, on=date(2026, 9, 10))],
    reversals=[Reversal(draw="T-1", lot="L", credits=1, on=date(2026, 10, 5))],
    voids=[Void(lot="wrong", on=date(2026, 9, 25))],
)


def test_what_was_given_back_lapsed_and_voided_is_marked_and_what_ended_before_is_left_out() -> None:
    ax = plotting.credits(LOST, first=SEPTEMBER, last=date(2026, 12, 31))
    assert rows(ax) == ["L", "wrong"]
    assert marks(ax) == {"drawn": [9.5], "reversed": [34.5], "lapsed": [91], "voided": [24.5]}
    assert bars(ax, "open") == [(0, 91), (4, 24.5)]
    assert bars(ax, "counted") == [(0, 9.5), (9.5, 34.5), (34.5, 91), (4, 24.5)]
    assert columns(ax) == ["Sep", "Oct", "Nov", "Dec"]
    text = plotting.credits_text(LOST, first=SEPTEMBER, last=date(2026, 12, 31))
    assert [line.split(maxsplit=3)[3] for line in text.splitlines() if line.startswith("  ")] == [
        "drawn by T-1.",
        "given back.",
        "lapsed.",
        "voided.",
    ]


def test_a_picture_of_some_days_begins_with_what_was_left() -> None:
    ax = plotting.credits(LOST, first=date(2026, 10, 1), last=date(2026, 10, 10))
    assert bars(ax, "counted") == [(0, 4.5), (4.5, 10)]
    assert heights(ax, "counted") == [0.6, 0.7]
    assert columns(ax) == ["1 Oct", "3 Oct", "5 Oct", "7 Oct", "9 Oct"]


def test_where_there_are_many_lots_each_takes_one_lane_and_only_losses_are_written() -> None:
    days = [date(2026, 1, 1) + timedelta(days=5 * place) for place in range(50)]
    many = account(
        *(lot(f"pack-2026-{place:03}", 4, day, day + timedelta(days=40)) for place, day in enumerate(days)),
        incidents=[asked("T-1", date(2026, 1, 10), 70)],
    )
    ax = plotting.credits(many, first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert [rows(ax)[0], len(rows(ax))] == ["pack…6-000", 50]
    assert {"lapsed"} == set(marks(ax))
    assert words(ax)[2:4] == ["2 lapsed", "4 lapsed"]
    assert columns(ax) == ["2026", "Mar", "May", "Jul", "Sep", "Nov"]


def test_moves_that_lie_too_close_together_are_one_mark_with_their_sum() -> None:
    busy = account(
        lot("L", 20, SEPTEMBER, None),
        incidents=[asked(f"T-{place}", SEPTEMBER + timedelta(days=place), 30) for place in (10, 11, 50, 56, 90, 179)],
    )
    ax = plotting.credits(busy, first=SEPTEMBER, last=date(2027, 2, 28))
    assert marks(ax)["drawn"] == [10.5, 50.5, 90.5, 179.5]
    assert [word for word in words(ax) if word.startswith("\u2212")] == ["\u22122", "\u22122", "\u22121", "\u22121"]


def test_words_that_have_no_room_beside_a_mark_are_left_out() -> None:
    crowded = account(
        lot("L", 9, SEPTEMBER, date(2026, 9, 9)),
        incidents=[asked(f"T-{day}", date(2026, 9, day), 30) for day in (3, 5, 7)],
    )
    ax = plotting.credits(crowded, first=SEPTEMBER, last=date(2026, 9, 30))
    assert (
        marks(ax), [word for word in words(ax)[2:] if word.startswith("\u2212")],
    ) == ({"drawn": [2.5, 4.5, 6.5], "lapsed": [9]}, ["\u22121"])  # fmt: skip


def test_an_account_without_credits_has_a_picture_that_says_so() -> None:
    ax = plotting.credits(account(), first=SEPTEMBER, last=THIRTIETH)
    assert (words(ax)[2:], rows(ax), legend(ax)) == (["no credits in these days"], [], [])
    assert (
        plotting.credits_text(account(), first=SEPTEMBER, last=THIRTIETH)
        == "0 credits left on Wed 2026-09-30. 0 at the start = 0 at the end."
    )


def test_an_id_is_no_formula() -> None:
    ax = plotting.credits(account(lot(r"$\no$", 2, SEPTEMBER, None)), first=SEPTEMBER, last=THIRTIETH)
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]
    assert rows(ax) == [r"$\no$"]


def test_one_credit_is_no_plural() -> None:
    assert plotting.credits_text(account(lot("L", 1, SEPTEMBER, None)), first=SEPTEMBER, last=THIRTIETH).startswith(
        "1 credit left on"
    )


def test_every_move_of_a_ledger_has_a_mark() -> None:
    gains = {EntryKind.PURCHASED, EntryKind.GRANTED}
    assert {str(kind) for kind in EntryKind if kind not in gains} <= set(MARKS)


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (1, ["1 Sep"]),
        (12, ["1 Sep", "3 Sep", "5 Sep", "7 Sep", "9 Sep", "11 Sep"]),
        (60, ["1 Sep", "15 Sep", "29 Sep", "13 Oct", "27 Oct"]),
        (186, ["Sep", "Oct", "Nov", "Dec", "2027", "Feb", "Mar"]),
        (500, ["Oct", "2027", "Apr", "Jul", "Oct", "2028"]),
        (366 * 20, ["2030", "2035", "2040", "2045"]),
    ],
)
def test_few_days_are_named_along_a_picture_however_long_it_is(days: int, names: list[str]) -> None:
    assert names == [name for _, name in day_ticks(SEPTEMBER, days)]


def test_all_days_that_there_are_have_names_along_a_picture() -> None:
    assert [name for _, name in day_ticks(date.min, date.max.toordinal())] == ["2000", "4000", "6000", "8000"]


def test_a_month_is_named_where_it_begins() -> None:
    assert day_ticks(date(2026, 9, 22), 100)[:2] == [(9.0, "Oct"), (40.0, "Nov")]
