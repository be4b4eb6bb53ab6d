"""What examples/billing.py refuses, and what it then leaves as it was: everything."""

import io
from contextlib import chdir, redirect_stderr
from datetime import timedelta
from pathlib import Path

import pytest

from billing_desk import T_9, Desk, billing


def test_rows_that_can_t_be_read_are_all_named_and_none_is_taken(desk: Desk) -> None:
    file = desk.write(
        "tickets",
        T_9,
        "acme,T-2,Mail,2026-09-31T10:00Z,,,20",
        "acme,T-3,Web,2026-09-30T10:00Z,2026-09-30T11:00Z,,1 h",
        "acme",
    )
    problems = desk.refuse("add", "tickets", file).splitlines()
    assert [problem.split(" is ")[0].split(" has ")[0] for problem in problems] == [
        "billing: tickets.csv: row 3, received_at",
        "tickets.csv: row 4, effort_minutes",
        "tickets.csv: row 5, id",
    ]


@pytest.mark.parametrize(
    ("kind", "row", "why"),
    [
        (
            "tickets",
            "acme,T-2,Mail,2026-09-30T10:00Z,2026-09-30T11:00Z,7h,20",
            "tier names no tier of the terms that incident 'T-2' is judged by, got '7h'",
        ),
        ("purchases", "acme,P,2026-09-30,3,", "3"),
    ],
)
def test_a_fact_that_can_t_be_billed_is_not_taken(desk: Desk, kind: str, row: str, why: str) -> None:
    assert why in desk.refuse("add", kind, desk.write(kind, row))


def test_a_file_of_another_kind_is_not_taken(desk: Desk) -> None:
    why = desk.refuse("add", "call-outs", desk.write("tickets", T_9))
    assert "tickets.csv: row 1, received_at is no column that is read" in why


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("bill 2026-13", "there is no 2026-13-01; a month is 2026-09, a day 2026-09-30"),
        ("show september", "there is no september-01; a month is 2026-09, a day 2026-09-30"),
        ("bill 2026-10 --on 2026-10-32", "there is no 2026-10-32; a month is 2026-09, a day 2026-09-30"),
        ("bill 2026-10 --on 2026-11-02", "2026-11-02 is not in 2026-10-01 to 2026-10-31"),
        ("bill 2026-11", "acme is billed through 2026-09: bill the month after it first"),
        ("bill 2026-08", "there is no statement of 2026-08-01 to 2026-08-31 for any account"),
        ("show 2026-10", "there is no statement of 2026-10-01 to 2026-10-31 for any account"),
        ("show 2026-09 --account birch", "there is no statement of 2026-09-01 to 2026-09-30 for birch"),
        ("add tickets nowhere.csv", "No such file or directory: 'nowhere.csv'"),
        ("add invoices tickets.csv", "invalid choice: 'invoices'"),
    ],
)
def test_what_can_t_be_done_is_refused(desk: Desk, command: str, why: str) -> None:
    assert why in desk.refuse(*command.split())


def test_a_database_that_is_not_there_is_not_made_by_billing(tmp_path: Path) -> None:
    assert Desk(tmp_path).refuse("bill", "2026-09") == "billing: shop.db: there is no such file; add makes it\n"
    assert not (tmp_path / "shop.db").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_text("no database, but a text of some length " * 30, "utf-8")
    done = Desk(tmp_path).run("show", "2026-09")
    assert (done.stdout, done.stderr, done.returncode) == ("", "billing: file is not a database\n", 2)


def test_terms_that_change_what_was_billed_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 45 minutes an incident, T-1 would have taken 2 of a pack all the same; at 30 it would have taken 3."""
    monkeypatch.setattr(billing, "TERMS", billing.TERMS.replace(unit=timedelta(minutes=30)))
    with chdir(desk.folder), redirect_stderr(io.StringIO()) as why:
        assert billing.main(["shop.db", "bill", "2026-10"]) == 2
    assert why.getvalue() == "billing: acme was told 6 credits, and now had 5: did the terms change?\n"
