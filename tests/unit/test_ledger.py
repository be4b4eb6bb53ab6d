"""The ledger: which lot a draw took from, what was short, what lapsed, and what is left when."""

from datetime import date, timedelta
from typing import Any

import pytest

from helpers import day
from incidentrules import (
    ConflictError,
    Draw,
    Drawing,
    IncidentRulesError,
    InvalidTypeError,
    Ledger,
    Lot,
    Reversal,
    UnknownNameError,
    Void,
    replay,
    verify,
)
from incidentrules.ledger import Entry, EntryKind, Remaining
from operations import calls


def lot(id: str, credits: int, on: str, last: str | None, origin: str = "purchased") -> Lot:
    return Lot(id=id, credits=credits, on=day(on), last_usable_on=last and day(last), origin=origin)  # type: ignore[arg-type]


def draw(id: str, on: str, credits: int) -> Draw:
    return Draw(id=id, on=day(on), credits=credits)


def told(ledger: Ledger) -> list[tuple[str, str, int]]:
    return [(each.draw, each.lot, each.credits) for each in ledger.drawings]


SPRING = lot("spring", 2, "2026-01-15", "2026-04-15")
YEAR = lot("year", 8, "2026-01-01", "2027-01-01")
SERVER = lot("server", 2, "2026-02-01", "2026-05-01", "complimentary")

# --- the order of drawing


def test_the_lot_that_lapses_first_is_drawn_first() -> None:
    assert told(replay([YEAR, SERVER, SPRING], [draw("d", "2026-03-01", 3)])) == [
        ("d", "spring", 2),
        ("d", "server", 1),
    ]


def test_a_lot_is_usable_from_its_first_day_through_its_last() -> None:
    draws = [draw(on, on, 1) for on in ("2026-01-14", "2026-01-15", "2026-04-15", "2026-04-16")]
    ledger = replay([SPRING], draws)
    assert told(ledger) == [("2026-01-15", "spring", 1), ("2026-04-15", "spring", 1)]
    assert dict(ledger.shortfalls) == {"2026-01-14": 1, "2026-04-16": 1}


def test_ties_go_to_complimentary_then_to_the_earlier_then_to_the_id_as_a_plain_string() -> None:
    lots = [
        lot("b", 1, "2026-01-02", "2026-06-01"),
        lot("B", 1, "2026-01-02", "2026-06-01"),
        lot("old", 1, "2026-01-01", "2026-06-01"),
        lot("free", 1, "2026-01-03", "2026-06-01", "complimentary"),
    ]
    expected = ["free", "old", "B", "b"]
    assert expected == [each.lot for each in replay(lots, [draw("d", "2026-02-01", 4)]).drawings]


def test_lots_without_end_are_drawn_last() -> None:
    lots = [lot("a", 1, "2026-01-01", None, "complimentary"), lot("b", 1, "2026-01-01", "9999-12-31")]
    assert [each.lot for each in replay(lots, [draw("d", "2026-02-01", 2)]).drawings] == ["b", "a"]


def test_draws_are_taken_by_day_and_those_of_one_day_as_given() -> None:
    draws = [draw("late", "2026-03-02", 2), draw("z", "2026-03-01", 1), draw("a", "2026-03-01", 1)]
    ledger = replay([SPRING], draws)
    assert (told(ledger), dict(ledger.shortfalls)) == ([("z", "spring", 1), ("a", "spring", 1)], {"late": 2})


def test_what_cannot_be_covered_is_a_final_shortfall() -> None:
    later = lot("later", 5, "2026-03-02", None)
    ledger = replay([SPRING, later], [draw("d", "2026-03-01", 5)])
    assert (dict(ledger.shortfalls), ledger.balance(on=day("2026-12-01"))) == ({"d": 3}, 5)


def test_a_draw_that_is_refused_when_short_takes_nothing() -> None:
    draws = [draw("big", "2026-02-01", 3), draw("small", "2026-02-02", 2)]
    ledger = replay([SPRING], draws, refuse_short=True)
    assert (told(ledger), dict(ledger.shortfalls)) == ([("small", "spring", 2)], {"big": 3})


# --- figures on a day


def test_a_figure_on_a_day_is_that_at_its_end() -> None:
    ledger = replay([SPRING], [draw("d", "2026-02-01", 1)])
    days = ("2026-01-14", "2026-01-15", "2026-01-31", "2026-02-01", "2026-04-15", "2026-04-16", "9999-12-31")
    assert [ledger.balance(on=day(on)) for on in days] == [0, 2, 2, 1, 1, 0, 0]
    assert [ledger.total("lapsed", on=day(on)) for on in days] == [0, 0, 0, 0, 0, 1, 1]
    assert [ledger.total(EntryKind.DRAWN, on=day(on)) for on in days] == [0, 0, 0, 1, 1, 1, 1]


def test_what_remains_is_told_in_the_order_of_drawing() -> None:
    ledger = replay([YEAR, SERVER, SPRING], [draw("d", "2026-03-01", 3)])
    expected = (Remaining("server", 1, day("2026-05-01")), Remaining("year", 8, day("2027-01-01")))
    assert expected == ledger.remaining(on=day("2026-03-01"))
    assert ledger.remaining(on=day("2025-12-31")) == ()


def test_entries_of_a_day_stand_by_kind_then_by_the_order_of_drawing() -> None:
    lots = [
        lot("old", 1, "2026-01-01", "2026-01-31"),
        lot("new", 2, "2026-02-01", None),
        lot("free", 1, "2026-02-01", "2026-03-01", "complimentary"),
        lot("wrong", 3, "2026-02-01", None, "complimentary"),
    ]
    ledger = replay(lots, [draw("d", "2026-02-01", 2)], voids=[Void(lot="wrong", on=day("2026-02-01"))])
    february = day("2026-02-01")
    expected = (
        Entry(on=day("2026-01-01"), kind=EntryKind.PURCHASED, lot="old", credits=1),
        Entry(on=february, kind=EntryKind.LAPSED, lot="old", credits=1),
        Entry(on=february, kind=EntryKind.PURCHASED, lot="new", credits=2),
        Entry(on=february, kind=EntryKind.GRANTED, lot="free", credits=1),
        Entry(on=february, kind=EntryKind.GRANTED, lot="wrong", credits=3),
        Entry(on=february, kind=EntryKind.VOIDED, lot="wrong", credits=3),
        Entry(on=february, kind=EntryKind.DRAWN, lot="free", credits=1, draw="d"),
        Entry(on=february, kind=EntryKind.DRAWN, lot="new", credits=1, draw="d"),
    )
    assert expected == ledger.entries
    assert [entry.change for entry in ledger.entries] == [1, -1, 2, 1, 3, -3, -1, -1]


def test_a_lot_used_up_neither_lapses_nor_is_voided() -> None:
    ledger = replay([SPRING], [draw("d", "2026-02-01", 2)], voids=[Void(lot="spring", on=day("2026-03-01"))])
    assert [entry.kind for entry in ledger.entries] == ["purchased", "drawn"]


def test_nothing_given_is_an_empty_ledger() -> None:
    ledger = replay([], [])
    assert (ledger.entries, ledger.drawings, dict(ledger.shortfalls), ledger.balance(on=date.max)) == ((), (), {}, 0)


# --- voids


def test_a_void_takes_back_what_is_left_before_the_draws_of_its_day() -> None:
    draws = [draw("before", "2026-02-01", 1), draw("same day", "2026-02-02", 1)]
    ledger = replay([SPRING], draws, voids=[Void(lot="spring", on=day("2026-02-02"))])
    assert (told(ledger), dict(ledger.shortfalls)) == ([("before", "spring", 1)], {"same day": 1})
    assert (ledger.total("voided", on=day("2026-02-02")), ledger.total("lapsed", on=day("2027-01-01"))) == (1, 0)


def test_of_two_voids_of_a_lot_the_earlier_counts() -> None:
    voids = [Void(lot="spring", on=day(on)) for on in ("2026-03-01", "2026-02-01", "2026-03-02")]
    assert [replay([SPRING], [], voids=voids).total("voided", on=day(on)) for on in ("2026-01-31", "2026-02-01")] == [
        0,
        2,
    ]


def test_a_void_after_the_last_day_finds_nothing() -> None:
    ledger = replay([SPRING], [], voids=[Void(lot="spring", on=day("2026-04-16"))])
    assert (ledger.total("lapsed", on=date.max), ledger.total("voided", on=date.max)) == (2, 0)


def test_a_lot_without_end_can_be_voided() -> None:
    ledger = replay([lot("a", 4, "2026-01-01", None)], [], voids=[Void(lot="a", on=day("2026-01-01"))])
    assert (ledger.total("voided", on=date.max), ledger.balance(on=day("2026-01-01"))) == (4, 0)


# --- posted drawings


def test_posted_drawings_stay_and_the_others_are_laid_around_them() -> None:
    draws = [draw("first", "2026-02-01", 2), draw("second", "2026-03-01", 2)]
    ledger = replay(
        [SPRING, YEAR], draws, posted=[Drawing(draw="second", lot="spring", credits=2, on=day("2026-03-01"))]
    )
    assert told(ledger) == [("first", "year", 2), ("second", "spring", 2)]
    assert ledger.impossible == ()


def test_a_draw_that_was_posted_in_part_takes_the_rest_afresh() -> None:
    ledger = replay(
        [SPRING, YEAR],
        [draw("d", "2026-02-01", 3)],
        posted=[Drawing(draw="d", lot="year", credits=1, on=day("2026-02-01"))],
    )
    assert told(ledger) == [("d", "spring", 2), ("d", "year", 1)]


@pytest.mark.parametrize(
    ("drawing", "why", "drawn", "short"),
    [
        (Drawing(draw="d", lot="x", credits=1, on=day("2026-02-01")), "its lot is not among the facts", 2, 1),
        (Drawing(draw="d", lot="server", credits=1, on=day("2026-02-01")), "its lot is voided by then", 2, 1),
        (Drawing(draw="d", lot="autumn", credits=1, on=day("2026-02-01")), "its lot is not usable on that day", 2, 1),
        (Drawing(draw="d", lot="spring", credits=3, on=day("2026-02-01")), "its lot has fewer credits left", 0, 3),
        (Drawing(draw="d", lot="x", credits=9, on=day("2026-02-01")), "its lot is not among the facts", 0, 3),
    ],
)
def test_a_posted_drawing_that_is_no_longer_possible_is_said_and_not_repaired(
    drawing: Drawing, why: str, drawn: int, short: int
) -> None:
    """What its lot can't give is lost to the draw."""
    ledger = posted_alone(drawing)
    assert [(drawing, why)] == [(each.drawing, each.why) for each in ledger.impossible]
    asked = sum(each.credits for each in ledger.drawings if each.draw == "d")
    assert (drawn, short) == (asked, ledger.shortfalls.get("d", 0))
    assert drawing not in ledger.drawings


@pytest.mark.parametrize(
    ("drawing", "drawn"),
    [
        (Drawing(draw="x", lot="spring", credits=1, on=day("2026-02-01")), 3),
        (Drawing(draw="d", lot="spring", credits=1, on=day("2026-02-02")), 3),
        (Drawing(draw="d", lot="year", credits=4, on=day("2026-02-01")), 4),
    ],
    ids=["its draw is gone", "its draw has moved", "its draw asks for less"],
)
def test_a_posted_drawing_stays_whatever_has_become_of_its_draw(drawing: Drawing, drawn: int) -> None:
    """To reverse what is too much is another fact; a draw that moved is covered by what was posted."""
    ledger = posted_alone(drawing)
    assert (ledger.impossible, dict(ledger.shortfalls)) == ((), {})
    assert drawing in ledger.drawings
    assert drawn == sum(each.credits for each in ledger.drawings if each.draw == "d")


def posted_alone(drawing: Drawing) -> Ledger:
    """Return a ledger of one draw of 3 credits, with one drawing that was posted."""
    lots = [SPRING, YEAR, SERVER, lot("autumn", 4, "2026-09-01", None)]
    voids = [Void(lot="server", on=day("2026-02-01"))]
    return replay(lots, [draw("d", "2026-02-01", 3)], voids=voids, posted=[drawing])


def test_credits_billed_to_a_draw_that_is_gone_are_not_drawn_again() -> None:
    posted = [Drawing(draw="gone", lot="spring", credits=2, on=day("2026-02-01"))]
    ledger = replay([SPRING], [draw("d", "2026-03-01", 1)], posted=posted)
    assert (told(ledger), dict(ledger.shortfalls)) == ([("gone", "spring", 2)], {"d": 1})
    assert ledger.balance(on=day("2026-03-01")) == 0


def test_the_order_in_which_facts_are_given_does_not_matter_nor_whether_twice() -> None:
    """Lots by the order of drawing, voids by day, posted drawings by day and draw; of draws only those of one day."""
    lots = [YEAR, SERVER, SPRING]
    asked = [draw("a", "2026-02-10", 3), draw("b", "2026-03-01", 4)]
    voids = [Void(lot="server", on=day("2026-03-02")), Void(lot="year", on=day("2026-06-01"))]
    posted = [
        Drawing(draw="b", lot="year", credits=1, on=day("2026-03-01")),
        Drawing(draw="a", lot="spring", credits=2, on=day("2026-02-10")),
    ]
    posted += [Drawing(draw="a", lot="spring", part=2, credits=1, on=day("2026-02-10"))]
    expected = replay(lots, asked, voids=voids, posted=posted)
    found = replay(lots[::-1] * 2, asked[::-1] * 2, voids=voids[::-1] * 2, posted=posted[::-1] * 2)
    assert (expected, expected.entries, expected.impossible) == (found, found.entries, found.impossible)
    assert [each.id for each in expected.lots] == ["spring", "server", "year"]
    assert [(each.draw, each.credits) for each in expected.posted] == [("a", 2), ("a", 1), ("b", 1)]
    assert [(each.drawing, each.why) for each in expected.impossible] == [(posted[2], "its lot has fewer credits left")]


def test_the_second_of_two_posted_drawings_may_find_too_little() -> None:
    posted = [Drawing(draw=id, lot="spring", credits=2, on=day("2026-02-01")) for id in ("a", "b")]
    ledger = replay([SPRING], [draw("a", "2026-02-01", 2), draw("b", "2026-02-01", 2)], posted=posted)
    assert ([posted[1]], {"b": 2}) == ([each.drawing for each in ledger.impossible], dict(ledger.shortfalls))


def test_posting_what_a_ledger_drew_changes_nothing() -> None:
    draws = [draw("a", "2026-02-01", 3), draw("b", "2026-03-01", 4)]
    before = replay([SPRING, YEAR, SERVER], draws)
    after = replay([SPRING, YEAR, SERVER], draws, posted=before.drawings)
    assert (before.drawings, before.entries) == (after.drawings, after.entries)


def test_nothing_is_posted_to_a_draw_that_is_refused_but_what_was() -> None:
    posted = [Drawing(draw="d", lot="spring", credits=1, on=day("2026-02-01"))]
    ledger = replay([SPRING], [draw("d", "2026-02-01", 4)], posted=posted, refuse_short=True)
    assert (told(ledger), dict(ledger.shortfalls)) == ([("d", "spring", 1)], {"d": 3})


# --- why this lot


def test_a_drawing_tells_the_lots_that_were_usable_and_the_rule_of_the_last_day() -> None:
    draws = [draw("t1", "2026-03-01", 2), draw("t2", "2026-03-01", 1), draw("t3", "2026-06-01", 1)]
    gone, later = lot("gone", 1, "2026-01-01", "2026-12-01"), lot("later", 1, "2026-03-02", None)
    ledger = replay([YEAR, SERVER, SPRING, gone, later], draws, voids=[Void(lot="gone", on=day("2026-03-01"))])
    expected = """\
1 from server: of the lots usable then, it comes first (R3).
  server, complimentary Sun 2026-02-01, is usable through Fri 2026-05-01 (R5).
  year, purchased Thu 2026-01-01, is usable through Fri 2027-01-01 (R3)."""
    assert expected == ledger.why(ledger.drawings[1]).text()
    assert "later, purchased Mon 2026-03-02, is usable for good (R3)." in ledger.why(ledger.drawings[2]).text()
    assert [verify(ledger.why(drawing)) for drawing in ledger.drawings] == [()] * 3


def test_a_drawing_that_was_posted_says_so_and_one_that_is_not_there_is_refused() -> None:
    february = day("2026-02-01")
    posted = [
        Drawing(draw="d", lot="year", credits=1, on=february),
        Drawing(draw="x", lot="year", credits=2, on=february),
        Drawing(draw="d", lot="gone", credits=1, on=february),
    ]
    ledger = replay([SPRING, YEAR], [draw("d", "2026-02-01", 3)], posted=posted)
    assert told(ledger) == [("d", "spring", 1), ("d", "year", 1), ("x", "year", 2)]
    assert [ledger.why(ledger.drawings[place]).text() for place in (1, 2)] == [
        "1 from year, as billed before.",
        "2 from year, as billed before.",
    ]
    assert verify(ledger.why(ledger.drawings[0])) == ()
    with pytest.raises(UnknownNameError):
        ledger.why(posted[2])


# --- ids


def test_the_same_fact_twice_is_one() -> None:
    ledger = replay([SPRING, SPRING], [draw("d", "2026-02-01", 1)] * 2)
    assert (len(ledger.lots), told(ledger)) == (1, [("d", "spring", 1)])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"lots": [SPRING, lot("spring", 2, "2026-01-15", "2026-04-14")]}, "lots.last_usable_on"),
        ({"lots": [SPRING, lot("spring", 3, "2026-01-15", "2026-04-15")]}, "lots.credits"),
        ({"draws": [draw("d", "2026-02-01", 1), draw("d", "2026-02-01", 2)]}, "draws.credits"),
        ({"draws": [draw("d", "2026-02-01", 1), draw("d", "2026-02-02", 1)]}, "draws.on"),
    ],
)
def test_one_id_with_two_contents_is_refused_by_the_field(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(ConflictError) as caught:
        replay(**{"lots": [], "draws": [], **facts})
    assert ("one_id_two_contents", field) == (caught.value.code, caught.value.field)


def test_ids_that_differ_by_case_are_two() -> None:
    lots = [lot("a", 1, "2026-01-01", None), lot("A", 1, "2026-01-01", None)]
    assert replay(lots, []).balance(on=day("2026-01-01")) == 2


def test_a_void_names_a_lot_and_does_not_precede_it() -> None:
    with pytest.raises(UnknownNameError, match="known: 'spring'"):
        replay([SPRING], [], voids=[Void(lot="x", on=day("2026-02-01"))])
    with pytest.raises(IncidentRulesError, match="precedes its lot"):
        replay([SPRING], [], voids=[Void(lot="spring", on=day("2026-01-14"))])


def test_ten_thousand_lots_are_drawn_in_the_order_of_their_last_days() -> None:
    new_year, one_day = date(2026, 1, 1), timedelta(days=1)
    last_days = [new_year + (7919 * number % 10_000) * one_day for number in range(10_000)]
    lots = [Lot(id=f"L-{number}", credits=1, on=new_year, last_usable_on=last) for number, last in enumerate(last_days)]
    ledger = replay(lots, [Draw(id="T-1", on=new_year, credits=9_000), Draw(id="T-2", on=new_year, credits=2_000)])
    by_id = {lot.id: lot.last_usable_on for lot in lots}
    assert [by_id[each.lot] for each in ledger.drawings] == sorted(last_days)
    assert (dict(ledger.shortfalls), ledger.balance(on=new_year)) == ({"T-2": 1_000}, 0)


# --- a ledger made by hand


HAND: dict[str, Any] = {
    "lots": [YEAR, SERVER, SPRING],
    "draws": [draw("late", "2026-03-02", 4), draw("early", "2026-02-10", 3), draw("first", "2026-02-10", 1)],
}


@pytest.mark.parametrize("facts", [HAND, {**HAND, "lots": HAND["lots"] * 2, "draws": HAND["draws"] * 2}])
def test_a_ledger_made_by_hand_is_the_one_that_is_replayed(facts: dict[str, Any]) -> None:
    """Draws out of order, lists, and facts that are told twice: what `replay` does to its input, `Ledger` does."""
    by_hand, replayed = Ledger(**facts), replay(iter(facts["lots"]), iter(facts["draws"]))
    assert (replayed, hash(replayed), replayed.entries) == (by_hand, hash(by_hand), by_hand.entries)
    assert told(by_hand) == [
        ("early", "spring", 2),
        ("early", "server", 1),
        ("first", "server", 1),
        ("late", "year", 4),
    ]
    assert [draw.id for draw in by_hand.draws] == ["early", "first", "late"]


@pytest.mark.parametrize("make", [Ledger, replay])
def test_a_ledger_made_by_hand_is_checked_alike(make: Any) -> None:
    with pytest.raises(ConflictError):
        make([SPRING, lot("spring", 3, "2026-01-15", "2026-04-15")], [])
    with pytest.raises(UnknownNameError):
        make([], [], voids=[Void(lot="spring", on=day("2026-02-01"))])
    with pytest.raises(InvalidTypeError):
        make([SPRING], [("d", day("2026-02-01"), 1)])


def test_nothing_that_a_ledger_hands_out_can_be_changed_in_it() -> None:
    ledger = replay([SPRING], [draw("d", "2026-02-01", 3)])
    with pytest.raises(TypeError):
        ledger.shortfalls["d"] = 0  # type: ignore[index]
    names = [name for name in dir(ledger) if not name.startswith("_")]
    kept = [name for name in names if getattr(ledger, name) is getattr(ledger, name)]
    assert [name for name in kept if isinstance(getattr(ledger, name), dict | list | set)] == []


# --- what a draw took, and what one more could take


def test_a_shortfall_on_a_day_is_of_all_draws_until_its_end() -> None:
    ledger = replay([SPRING], [draw("a", "2026-01-14", 1), draw("b", "2026-02-01", 3), draw("c", "2026-05-01", 2)])
    days = ("2026-01-13", "2026-01-14", "2026-01-31", "2026-02-01", "2026-04-30", "2026-05-01", "9999-12-31")
    assert [ledger.shortfall(on=day(on)) for on in days] == [0, 1, 1, 2, 2, 4, 4]


def test_what_a_draw_took_is_told_by_its_day_and_in_all() -> None:
    posted = [Drawing(draw="d", lot="year", credits=2, on=day("2026-02-01"))]
    back = [Reversal(draw="d", lot="year", credits=1, on=day("2026-03-01"))]
    ledger = replay([SPRING, YEAR], [draw("d", "2026-03-05", 3)], posted=posted, reversals=back)
    days = ("2026-01-31", "2026-02-01", "2026-03-01", "2026-03-05")
    assert [ledger.drawn("d", on=day(on)) for on in days] == [0, 2, 0, 2]
    assert [ledger.kept("d"), ledger.kept("x")] == [3, 0]
    assert ledger.drawn("x", on=day("2026-02-01")) == 0


def test_what_one_more_draw_could_take_leaves_what_is_posted() -> None:
    """Of 8 credits 5 are billed on 1 June: until then 3 are there, though 8 are held."""
    posted = [Drawing(draw="d", lot="year", credits=5, on=day("2026-06-01"))]
    ledger = replay([YEAR], [draw("d", "2026-06-01", 5)], posted=posted)
    days = ("2025-12-31", "2026-01-01", "2026-06-01", "2026-12-31", "2027-01-01", "2027-01-02")
    assert [ledger.available(on=day(on)) for on in days] == [0, 3, 3, 3, 3, 0]
    assert [ledger.balance(on=day(on)) for on in days] == [0, 8, 3, 3, 3, 0]


def test_posting_in_several_parts_from_one_lot_loses_nothing() -> None:
    """A draw that grows after it was posted takes a second part of the same lot."""
    first = replay([YEAR], [draw("d", "2026-02-01", 2)])
    second = replay([YEAR], [draw("d", "2026-02-01", 3)], posted=first.drawings)
    assert [(each.part, each.credits) for each in second.drawings] == [(1, 2), (2, 1)]
    third = replay([YEAR], [draw("d", "2026-02-01", 3)], posted=(*first.drawings, *second.drawings))
    assert (second.drawings, second.entries) == (third.drawings, third.entries)


def test_ten_times_the_posted_drawings_take_ten_times_the_work() -> None:
    """Posted drawings and reversals of one lot are told by operations, not by time: linear, but for a logarithm."""

    def work(count: int) -> int:
        start = day("2026-01-01")
        year = Lot(id="year", credits=count, on=start, last_usable_on=None)
        draws = [Draw(id=f"T-{place:05}", on=start + place * timedelta(days=1), credits=1) for place in range(count)]
        posted = [Drawing(draw=each.id, lot="year", credits=1, on=each.on) for each in draws[::2]]
        return calls(lambda: replay([year], draws, posted=posted).available(on=start))

    few, many = work(100), work(1_000)
    assert few * 5 < many < few * 15


def test_why_a_drawing_was_made_is_the_same_in_whichever_order_it_is_asked() -> None:
    lots = [Lot(id=f"L-{on}", credits=2, on=day(f"2026-0{on}-01"), last_usable_on=None) for on in (1, 2, 3)]
    draws = [draw(f"d{place}", f"2026-0{place}-15", 1) for place in range(1, 6)]

    def ledger() -> Ledger:
        return replay(lots, draws)

    alone = [ledger().why(drawing) for drawing in ledger().drawings]
    asked = ledger()
    assert alone == [asked.why(drawing) for drawing in asked.drawings]
    assert alone[::-1] == [asked.why(drawing) for drawing in reversed(asked.drawings)]
    assert alone[-1] == asked.why(asked.drawings[-1]) == asked.why(asked.drawings[-1])


def test_what_was_posted_before_leaves_the_order_among_the_others() -> None:
    posted = [Drawing(draw="a", lot="year", credits=8, on=day("2026-02-01"))]
    ledger = replay([SPRING, YEAR], [draw("a", "2026-02-01", 8), draw("b", "2026-02-01", 1)], posted=posted)
    why = ledger.why(ledger.drawings[1])
    assert (len(why.parts), verify(why)) == (1, ())
    assert why.parts[0].sentence == "spring, purchased Thu 2026-01-15, is usable through Wed 2026-04-15 (R3)."
