"""Lines to rows: the row of names, the numbers of the rows, and lines of another length.

- a header that can't be relied on is a problem of row 1 with its remedy, and no row is read by it
- rows are numbered as a spreadsheet numbers them, blank ones counted
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import repeat
from typing import Any

import numpy as np
import pytest

from incidentrules import Incident, InvalidTypeError, InvalidValueError
from incidentrules.rows import Problem, Table, read, table

NAMES = ["id", "received_at", "tier"]
AT = "2026-11-20T20:00Z"
FIRST = ["T-1", AT, "6h"]


def told(*lines: Any, **options: Any) -> list[tuple[int, str, str]]:
    """Return the row, the field and the code of every problem."""
    return [(each.row, each.field, each.code) for each in read(Incident, table(lines), **options).problems]


def fault(names: Sequence[Any]) -> Problem:
    (problem,) = table([names]).problems
    return problem


def test_lines_are_rows_by_the_names_of_the_first() -> None:
    rows = table([NAMES, FIRST, ["T-2", AT, ""]])
    assert rows.columns == tuple(NAMES)
    assert list(rows) == [dict(zip(NAMES, FIRST, strict=True)), {"id": "T-2", "received_at": AT, "tier": ""}]
    assert list(rows) == []


def test_lines_are_taken_as_they_come() -> None:
    text = "id,received_at,tier\nT-1,2026-11-20T20:00Z,6h\n"
    for lines in (csv.reader(io.StringIO(text)), iter([tuple(NAMES), tuple(FIRST)])):
        assert [each.tier for each in read(Incident, table(lines)).values] == ["6h"]


def test_blank_lines_are_left_out_and_counted() -> None:
    """Also those of which a spreadsheet keeps the commas."""
    rows = table([NAMES, [], FIRST, ["", "", ""], [None, None], ["T-2", "", ""], [], []])
    found = read(Incident, rows)
    assert [row.number for row in found.good] == [3]
    assert [(each.row, each.field) for each in found.problems] == [(6, "received_at")]


def test_a_line_of_zeros_is_not_blank() -> None:
    def credits(*, credits: int, bonus: bool) -> tuple[int, bool]:
        return credits, bonus

    assert read(credits, table([["credits", "bonus"], [0, False]])).values == ((0, False),)


def test_a_line_of_what_is_no_cell_is_a_problem() -> None:
    assert told(NAMES, [np.array([1, 2]), b"", {}]) == [
        (2, "id", "unreadable"),
        (2, "received_at", "unreadable"),
        (2, "tier", "unreadable"),
    ]


def test_a_line_of_another_length_is_a_problem() -> None:
    found = read(Incident, table([NAMES, FIRST[:2], [*FIRST, "more"], FIRST, ["T-2"], [*FIRST, ""]]))
    assert [(each.row, each.field, each.value, each.code) for each in found.problems] == [
        (2, "tier", None, "missing"),
        (3, "row", ["more"], "too_long"),
        (5, "received_at", None, "missing"),
        (6, "row", [""], "too_long"),
    ]
    assert [row.number for row in found.good] == [4]
    assert "cut short" in str(found.problems[0])
    assert "put quotes round" in str(found.problems[1])


def test_a_header_only_is_checked_and_gives_no_rows() -> None:
    """A month without any tickets is no mistake."""
    assert told(NAMES) == []
    assert told(["id", "tear"]) == [(1, "tear", "unknown_name"), (1, "received_at", "missing")]


def test_an_empty_file_is_told() -> None:
    assert told() == told([]) == told([], NAMES, FIRST) == [(1, "header", "empty")]
    found = read(Incident, csv.DictReader(io.StringIO("")), besides=["account"])
    assert [(each.row, each.code) for each in found.problems] == [(1, "empty")]
    assert found.by("account") == {}


@pytest.mark.parametrize(
    ("names", "field", "code", "remedy"),
    [
        (["\ufeffid", *NAMES[1:]], "id", "byte_order_mark", 'open the file with encoding="utf-8-sig"'),
        (['\ufeff"id"', *NAMES[1:]], "id", "byte_order_mark", 'open the file with encoding="utf-8-sig"'),
        (["\u00ef\u00bb\u00bfid", *NAMES[1:]], "id", "byte_order_mark", 'open the file with encoding="utf-8-sig"'),
        ([";".join(NAMES)], "id;received_at;tier", "one_column", "give csv.reader(file, delimiter=';')"),
        (["\t".join(NAMES)], "id\treceived_at\ttier", "one_column", "give csv.reader(file, delimiter='\\t')"),
        (["|".join(NAMES)], "id|received_at|tier", "one_column", "give csv.reader(file, delimiter='|')"),
        ([*NAMES, "tier"], "tier", "one_id_two_contents", "rename or take out all but one of the columns 3, 4"),
        (["id", " received_at", "tier"], "received_at", "no_text", "skipinitialspace=True"),
        (["id", "received_at ", "tier"], "received_at", "no_text", "take the blanks away"),
        ([*NAMES, ""], "column 4", "missing", "take the empty column out"),
        ([*NAMES, None], "column 4", "missing", "take the empty column out"),
        ([*NAMES, 5], "column 4", "wrong_type", "name it by a text"),
        ([*NAMES, ["x"]], "column 4", "wrong_type", "name it by a text"),
    ],
)
def test_a_header_that_cannot_be_relied_on_is_told_once(names: list[Any], field: str, code: str, remedy: str) -> None:
    """And nothing else is said of what it was meant to say."""
    assert (fault(names).field, fault(names).code) == (field, code)
    assert remedy in fault(names).remedy
    assert str(fault(names)).isprintable()
    assert told(names, FIRST) == [(1, field, code)]
    with pytest.raises(InvalidValueError) as refused:
        list(table([names, FIRST]))
    assert (refused.value.field, refused.value.code) == (field, code)


def test_all_faults_of_a_header_are_told_at_once() -> None:
    names = ["\ufeffid", "tier ", "tier ", "sevrity", "a\x00"]
    assert told(names, FIRST) == [
        (1, "id", "byte_order_mark"),
        (1, "tier", "no_text"),
        (1, "tier", "no_text"),
        (1, "a\x00", "no_text"),
        (1, "tier ", "one_id_two_contents"),
        (1, "sevrity", "unknown_name"),
        (1, "received_at", "missing"),
    ]


def test_mappings_are_told_of_their_names_alike() -> None:
    found = read(Incident, [{"\ufeffid": "T-1", "received_at": AT}])
    assert [(each.row, each.field, each.code) for each in found.problems] == [(1, "id", "byte_order_mark")]
    found = read(Incident, [{5: "T-1", "id": "T-1", "received_at": AT}])
    assert [(each.row, each.field, each.code) for each in found.problems] == [(1, "column 3", "wrong_type")]


def test_names_that_an_export_has_may_be_asked_for_as_they_are() -> None:
    lines = [["Ticket ", " opened", "Labels", "Labels", ""], ["T-1", AT, "a", "b", "c"]]
    names = {"id": "Ticket ", "received_at": " opened"}
    found = read(Incident, table(lines), names=names, ignore=["Labels", ""])
    assert ([each.id for each in found.values], found.problems) == (["T-1"], ())


def test_a_dict_reader_is_read_line_by_line() -> None:
    """So that a row that is cut short is told from one with nothing in it, and blank lines are counted."""
    text = "id,received_at,tier\n\nT-1,2026-11-20T20:00Z,\nT-2,2026-11-20T20:00Z\n\nT-3,2026-11-20T20:00Z,,\n"
    found = read(Incident, csv.DictReader(io.StringIO(text)))
    assert [(row.number, row.value.id) for row in found.good] == [(3, "T-1")]
    assert [(each.row, each.field) for each in found.problems] == [(4, "tier"), (6, "row")]
    text = "T-1,2026-11-20T20:00Z,\nT-2,,\n"
    found = read(Incident, csv.DictReader(io.StringIO(text), NAMES))
    assert [(row.number, row.value.id) for row in found.good] == [(1, "T-1")]
    assert [(each.row, each.field) for each in found.problems] == [(2, "received_at")]


def test_cells_of_a_workbook_keep_their_types() -> None:
    lines = [tuple(NAMES), (1001, datetime(2026, 11, 20, 21), None)]  # noqa: DTZ001
    (ticket,) = read(Incident, table(lines), tz="Europe/Berlin").values
    assert (ticket.id, ticket.received_at.isoformat(), ticket.tier) == ("1001", "2026-11-20T20:00:00+00:00", None)


@pytest.mark.parametrize("lines", ["id,tier", b"id", {"id": 1}, 5, None, ["id,tier\n"], [{"id": 1}], [5]])
def test_lines_have_to_be_lists_of_cells(lines: Any) -> None:
    with pytest.raises(InvalidTypeError, match=r"give csv\.reader\(file\)") as refused:
        table(lines)
    assert refused.value.field.startswith("lines")


def test_a_later_line_has_to_be_a_list_too() -> None:
    with pytest.raises(InvalidTypeError) as refused:
        read(Incident, table([NAMES, FIRST, "T-2"]))
    assert refused.value.field == "lines[2]"


def test_endless_lines_are_refused() -> None:
    endless: list[Iterable[list[str]]] = [repeat(NAMES), repeat([])]
    for lines in endless:
        with pytest.raises(InvalidValueError, match="1,000,000"):
            list(Table(columns=("id",), problems=(), lines=lines, first=2))
