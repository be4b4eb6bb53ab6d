"""The billing cycle of examples/billing.py: statement after statement, with what became known between them.

The figures are those of a desk's story, worked by hand.
"""

from collections import defaultdict
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing_desk import DATA, OF_BIRCH, PACK, T_1, T_1_CORRECTED, T_9, Desk, assert_sound, table, words

SEPTEMBER = """\
acme, 2026-09-01 to 2026-09-30
Day Id What Units Credits USD
Tue 01 L purchased, usable through 2027-09-01 +8 999
Thu 10 10:00 T-1 incident 2 x 1 -2
Disk full on mx
due Fri 11 10:00, in time
Credits: 0 at the start + 8 purchased - 2 drawn = 6 at the end
Packs: USD 999
Usable: 6 through 2027-09-01"""
OCTOBER = """\
acme, 2026-10-01 to 2026-10-31
Day Id What Units Credits USD
Mon 2026-09-28 T-9 restated: drawn -3
Shop is slow
Mon 05 T-1 given back to lot L +1
Disk full on mx
Credits: 6 at the start - 3 restated + 1 given back = 4 at the end
Usable: 4 through 2027-09-01"""


# --- the story


def test_the_story_as_a_shop_runs_it(tmp_path: Path) -> None:
    """T-1 then takes 1 credit less, given back on 5 October; T-9 of September takes 3. What was sent stays: 6."""
    desk = Desk(tmp_path)
    steps: list[tuple[str, str, tuple[str, ...]]] = [
        ("add purchases purchases.csv", "purchases.csv: 1 of 1 rows are new or have changed", (PACK,)),
        ("add tickets tickets.csv", "tickets.csv: 1 of 1 rows are new or have changed", (T_1,)),
        ("bill 2026-09", SEPTEMBER, ()),
        ("add tickets tickets.csv", "tickets.csv: 2 of 2 rows are new or have changed", (T_1_CORRECTED, T_9)),
        ("bill 2026-09", SEPTEMBER, ()),
        ("bill 2026-10 --on 2026-10-05", OCTOBER, ()),
        ("bill 2026-10 --on 2026-10-05", OCTOBER, ()),
        ("show 2026-09", SEPTEMBER, ()),
        ("show 2026-10", OCTOBER, ()),
    ]
    for command, said, rows in steps:
        if rows:
            desk.write(command.split()[1], *rows)
        done = desk.run(*command.split())
        assert (words(done.stdout), done.stderr, done.returncode) == (said, "", 0)


def test_a_correction_alone_is_given_back(desk: Desk) -> None:
    """Without a day, it is given back on the first of the month that is billed."""
    desk.add("tickets", T_1_CORRECTED)
    october = desk.say("bill", "2026-10")
    assert "\nThu 01 T-1 given back to lot L +1\nDisk full on mx\n" in words(october)
    assert table(october) == [("opening", "", "6"), ("given back to lot L", "T-1", "+1"), ("closing", "", "7")]


def test_a_late_ticket_alone_is_restated(desk: Desk) -> None:
    desk.add("tickets", T_9)
    october = table(desk.say("bill", "2026-10"))
    assert october == [("opening", "", "6"), ("restated", "T-9", "-3"), ("closing", "", "3")]


def test_what_is_given_back_to_a_lapsed_lot_lapses(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.add("purchases", "acme,L,2025-09-30,8,")
    desk.add("tickets", T_1)
    assert table(desk.say("bill", "2026-09"))[-1] == ("closing", "", "6")
    desk.add("tickets", T_1_CORRECTED)
    assert table(desk.say("bill", "2026-10", "--on", "2026-10-05")) == [
        ("opening", "", "6"),
        ("lapsed", "L", "-6"),
        ("given back to lot L", "T-1", "+1"),
        ("lapsed", "L", "-1"),
        ("closing", "", "0"),
    ]


def test_what_a_corrected_lot_can_t_give_is_restated_to_nothing(tmp_path: Path) -> None:
    """Of the 8 credits of L there were 2, and 4 of them were billed."""
    desk = Desk(tmp_path)
    desk.add("purchases", PACK)
    desk.add("tickets", "acme,T-1,Disk full on mx,2026-09-10T10:00Z,2026-09-10T11:00Z,6h,50")
    assert table(desk.say("bill", "2026-09"))[-1] == ("closing", "", "4")
    desk.add("purchases", "acme,L,2026-09-01,2,")
    october = desk.say("bill", "2026-10")
    assert table(october) == [
        ("opening", "", "4"),
        ("restated", "L", "-6"),
        ("restated", "T-1", "+4"),
        ("closing", "", "2"),
    ]
    assert "\nShort since it was billed: 4 for T-1 on 2026-09-10, 0 before" in words(october)


@pytest.mark.parametrize(
    ("minutes", "short"), [(50, ""), (90, "\nShort since it was billed: 1 for T-3 on 2026-08-11, 0 before")]
)
def test_a_late_ticket_takes_what_later_bills_left(tmp_path: Path, minutes: int, short: str) -> None:
    """Of 4 credits 2 were drawn on day 0 and given back on day 45, 3 on day 50: on day 10 there is 1 to draw."""
    desk = Desk(tmp_path)
    desk.add("purchases", "acme,L,2026-08-01,4,")
    desk.add("tickets", "acme,T-1,Mail,2026-08-01T10:00Z,2026-08-01T11:00Z,,90")
    assert table(desk.say("bill", "2026-08"))[-1] == ("closing", "", "2")
    desk.add("tickets", "acme,T-1,Mail,2026-08-01T10:00Z,,,0", "acme,T-2,Web,2026-09-20T10:00Z,2026-09-20T11:00Z,,150")
    september = table(desk.say("bill", "2026-09", "--on", "2026-09-15"))
    assert september[1:] == [("given back to lot L", "T-1", "+2"), ("incident", "T-2", "-3"), ("closing", "", "1")]
    desk.add("tickets", f"acme,T-3,Late,2026-08-11T10:00Z,2026-08-11T11:00Z,,{minutes}")
    october = desk.say("bill", "2026-10")
    assert table(october) == [("opening", "", "1"), ("restated", "T-3", "-1"), ("closing", "", "0")]
    assert short in words(october)
    assert ("Short" in october) == bool(short)


def test_a_ticket_that_moves_to_another_month_is_billed_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.add("purchases", PACK)
    desk.add("tickets", "acme,T-1,Mail,2026-09-30T10:00Z,2026-09-30T11:00Z,,90")
    assert table(desk.say("bill", "2026-09"))[-1] == ("closing", "", "6")
    desk.add("tickets", "acme,T-1,Mail,2026-10-02T10:00Z,2026-10-02T11:00Z,,90")
    assert table(desk.say("bill", "2026-10")) == [("opening", "", "6"), ("incident", "T-1", ""), ("closing", "", "6")]


def test_what_is_known_of_a_later_month_stays_open_to_corrections(tmp_path: Path) -> None:
    """T-2 of October is known as 2 credits when September is billed, and as 1 when October is: nothing to give back."""
    desk = Desk(tmp_path)
    desk.add("purchases", PACK)
    desk.add("tickets", T_1, "acme,T-2,Web,2026-10-20T10:00Z,2026-10-20T11:00Z,,90")
    assert words(desk.say("bill", "2026-09")) == SEPTEMBER
    desk.add("tickets", "acme,T-2,Web,2026-10-20T10:00Z,2026-10-20T11:00Z,,45")
    assert table(desk.say("bill", "2026-10")) == [("opening", "", "6"), ("incident", "T-2", "-1"), ("closing", "", "5")]


def test_what_is_charged_by_the_hour_is_restated_with_its_amount(desk: Desk) -> None:
    """A call-out of 95 minutes is 2 hours; corrected to 80 it is 1: USD 329 less."""
    desk.add("call-outs", "acme,C-1,Gateway,2026-10-18T22:10Z,95")
    october = desk.say("bill", "2026-10")
    assert "\nSun 18 C-1 call-out 658\nGateway\n" in words(october)
    desk.add("call-outs", "acme,C-1,Gateway,2026-10-18T22:10Z,80")
    november = desk.say("bill", "2026-11")
    assert "\nSun 2026-10-18 C-1 restated: charged -329\n" in words(november)
    assert "\nBy the hour, restated: USD -329\n" in words(november)
    assert table(november)[-1] == ("closing", "", "6")


def test_two_accounts_have_bills_of_their_own(desk: Desk) -> None:
    """birch begins in October, so it has no statement of September."""
    desk.add("tickets", OF_BIRCH)
    assert words(desk.say("bill", "2026-09")) == SEPTEMBER
    acme, birch = desk.say("bill", "2026-10").split("\n\n\n")
    assert table(acme) == [("opening", "", "6"), ("closing", "", "6")]
    assert table(birch) == [("opening", "", "0"), ("incident", "B-1", "-2"), ("closing", "", "0")]
    assert "Short: 2 credits that nothing covered" in words(birch)
    assert desk.say("show", "2026-10", "--account", "birch") == birch


def test_an_id_is_an_account_s_own(desk: Desk) -> None:
    desk.add("tickets", "birch,T-1,Printer,2026-10-20T10:00Z,2026-10-20T11:00Z,,20")
    acme, birch = desk.say("bill", "2026-10").split("\n\n\n")
    assert table(acme) == [("opening", "", "6"), ("closing", "", "6")]
    assert table(birch) == [("opening", "", "0"), ("incident", "T-1", "-1"), ("closing", "", "0")]


def test_an_account_that_is_new_to_the_desk_is_billed_from_its_first_fact(desk: Desk) -> None:
    desk.say("bill", "2026-10")
    desk.add("purchases", "birch,P,2026-09-15,2,", "birch,S,2026-09-16,,web-1")
    assert desk.say("bill", "2026-10").count(" at the end") == 2
    assert table(desk.say("show", "2026-10", "--account", "birch")) == [
        ("opening", "", "0"),
        ("restated", "P", "+2"),
        ("restated", "S", "+2"),
        ("closing", "", "4"),
    ]


def test_the_desk_of_the_other_examples_is_billed_through(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for kind in ("tickets", "purchases", "call-outs", "after-hours"):
        desk.say("add", kind, str(DATA / f"{kind.replace('-', '_')}.csv"))
    statements = [desk.say("bill", f"2026-{month:02}").split("\n\n\n") for month in range(7, 13)]
    assert [len(month) for month in statements] == [13, 13, 14, 14, 14, 14]  # lumen-labs begins in September
    by_account = defaultdict(list)
    for statement in chain.from_iterable(statements):
        by_account[statement.split(",")[0]].append(statement)
    for sent in by_account.values():
        assert_sound(sent)
    assert max(len(line) for month in statements for statement in month for line in statement.splitlines()) == 80


# --- any life

TICKET = st.tuples(
    st.integers(1, 5), st.sampled_from(["08-05", "09-10", "09-28", "10-02", "11-20"]), st.integers(0, 130)
)
FACTS = st.lists(st.lists(TICKET, max_size=4), min_size=5, max_size=5)


@settings(max_examples=15, deadline=None)
@given(facts=FACTS, packs=st.lists(st.sampled_from([0, 2, 8]), min_size=5, max_size=5))
def test_whatever_becomes_known_when_statements_add_up_and_follow_on(
    facts: list[list[tuple[int, str, int]]], packs: list[int]
) -> None:
    """Before each of five months tickets come in, late and corrected, and a pack; billed again, nothing changes."""
    with TemporaryDirectory() as folder:
        desk, sent = Desk(Path(folder)), []
        for month, (known, pack) in enumerate(zip(facts, packs, strict=True), 8):
            desk.add(
                "purchases", "acme,L,2026-07-01,4,", *([f"acme,L-{month},2026-{month:02}-01,{pack},"] if pack else [])
            )
            desk.add(
                "tickets",
                *{id: f"acme,T-{id},Mail,2026-{day}T10:00Z,2026-{day}T11:00Z,,{m}" for id, day, m in known}.values(),
            )
            sent.append(desk.say("bill", f"2026-{month:02}"))
            rows = desk.rows()
            assert desk.say("bill", f"2026-{month:02}") == sent[-1]
            assert desk.rows() == rows
        assert_sound(sent)
