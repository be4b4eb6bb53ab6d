"""What is said of rows, word for word: each names the row and the column, the cell, and what to write instead."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from incidentrules import Incident, IncidentRulesError, Severity, rows
from incidentrules.rows import read, table

AT = "2026-11-20T20:00Z"
NAMES = ["id", "received_at", "effort_minutes"]
KNOWN = (
    "'id', 'received_at', 'severity', 'tier', 'kind', 'channel', 'topic', 'has_account', 'effort', 'advised_units', "
    "'replied_at', 'arose_at', 'deployed_at', 'is_out_of_box', 'follows'"
)
COLUMNS = KNOWN.replace("effort", "effort_minutes")
ROWS = 'give rows.table(csv.reader(file)), the rows of csv.DictReader, frame.to_dict("records"), or other mappings'


def test_the_face_of_the_module() -> None:
    assert rows.__all__ == ["Problem", "Row", "Rows", "Table", "read", "table"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], "row 1, header names no columns, got (): give a file whose first row names the columns"),
        (
            [["\ufeffid", "received_at"]],
            "row 1, id has a byte order mark before it, got '\\ufeffid': open the file with encoding=\"utf-8-sig\"",
        ),
        (
            [["id;received_at"]],
            "row 1, id;received_at is the only column, got 'id;received_at': give csv.reader(file, delimiter=';')",
        ),
        (
            [["id", "received_at", "id"]],
            (
                "row 1, id stands 2 times in the row of names, got 'id': rename or take out all but one of the "
                "columns 1, 3"
            ),
        ),
        (
            [["id", " received_at"]],
            (
                "row 1, received_at has blanks around it, got ' received_at': take the blanks away; where they follow "
                "commas, give csv.reader(file, skipinitialspace=True)"
            ),
        ),
        (
            [["id", "received_at", ""]],
            "row 1, 'column 3' has no name, got '': name it, or take the empty column out",
        ),
        (
            [["id", "received_at", 5]],
            "row 1, 'column 3' has a name that is no text, got 5: name it by a text",
        ),
        (
            [["id", "received_at", "a\x00"]],
            (
                "row 1, 'a\\x00' has characters that don't print, got 'a\\x00': open the file with its own encoding, "
                'such as "utf-16", or write the name again'
            ),
        ),
        (
            [["id", "received_at", "Tierr"]],
            (
                f"row 1, Tierr is no column that is read, got 'Tierr': did you mean 'tier'? name it one of {COLUMNS}, "
                "or put it in ignore= or besides="
            ),
        ),
        (
            [["id", "severity"]],
            "row 1, received_at is no column here, got 'id, severity': add it, or say in names= what it is called",
        ),
        (
            [NAMES, ["T-1", AT]],
            "row 2, effort_minutes has no cell: the row is cut short, got None: write its empty cells",
        ),
        (
            [NAMES, ["T-1", AT, "75", "x"]],
            "row 2, row has more cells than there are columns, got ['x']: put quotes round a cell that holds a comma",
        ),
        ([NAMES, ["", AT, "75"]], "row 2, id is empty, got '': fill it in"),
        (
            [NAMES, ["T-1", AT, "1:15"]],
            "row 2, effort_minutes is no duration, got '1:15': write whole minutes, such as 75",
        ),
        (
            [NAMES, ["T-1", "20/11/2026", "75"]],
            (
                "row 2, received_at is no moment that can be read without a guess, got '20/11/2026': write it as "
                "2026-11-18T10:00Z, or with +01:00 for Z; to read another form, give convert="
            ),
        ),
        (
            [NAMES, ["T-1", AT[:-1], "75"]],
            (
                "row 2, received_at is no moment with a zone, got '2026-11-20T20:00': write it as 2026-11-18T10:00Z, "
                "or with +01:00 for Z; where a whole export leaves the zone out, give tz="
            ),
        ),
        (
            [NAMES, ["T-1", "2026-11-20", "75"]],
            (
                "row 2, received_at is a day without a time, got '2026-11-20': write it as 2026-11-18T10:00Z, "
                "or with +01:00 for Z"
            ),
        ),
        (
            [NAMES, ["T-1", AT, ""], ["T-1", AT, "5"]],
            (
                "row 3, id is that of row 2 too, with other content, got 'T-1': give each fact an id of its own, "
                "or the same content"
            ),
        ),
    ],
)
def test_a_problem_of_a_file_is_said_in_full(lines: list[list[Any]], told: str) -> None:
    assert [str(problem) for problem in read(Incident, table(lines)).problems] == [told]


WITH_ZONE = "write it as 2026-11-18T10:00Z, or with +01:00 for Z"


@pytest.mark.parametrize(
    ("kind", "cell", "problem", "remedy"),
    [
        (str, [], "is no text", 'give it as text, such as "T-1001"'),
        (int, "x", "is no whole number", "write digits alone, such as 4"),
        (bool, "x", "is neither yes nor no", "write yes or no, true or false, 1 or 0"),
        (timedelta, "x", "is no duration", "write whole minutes, such as 75"),
        (
            Decimal,
            "x",
            "is no exact amount",
            'write digits, with a point before the cents, as text where a number would be rounded: "329.00"',
        ),
        (
            datetime,
            "x",
            "is no moment that can be read without a guess",
            f"{WITH_ZONE}; to read another form, give convert=",
        ),
        (datetime, "2026-11-20", "is a day without a time", WITH_ZONE),
        (
            date,
            "x",
            "is no day that can be read without a guess",
            "write it as 2026-11-18; to read another form, give convert=",
        ),
        (Severity, 5, "is not known", "give one of 'severe', 'normal'"),
    ],
)
def test_a_cell_of_each_type_is_said_in_full(kind: Any, cell: Any, problem: str, remedy: str) -> None:
    def fact(*, fact: Any) -> Any:
        return fact

    fact.__annotations__["fact"] = kind
    (found,) = read(fact, [{"fact_minutes" if kind is timedelta else "fact": cell}]).problems
    assert (found.problem, found.remedy, found.code) == (problem, remedy, "unreadable")


def test_a_name_beside_is_said_in_full() -> None:
    (problem,) = read(Incident, [{"id": "T-1", "received_at": AT, "account": 1.5}], besides=["account"]).problems
    assert str(problem) == "row 2, account is no name, got 1.5: give a name that can be read"


def test_a_column_beside_that_is_missing_is_said_in_full() -> None:
    (problem,) = read(Incident, [{"id": "T-1", "received_at": AT}], besides=["account"]).problems
    assert str(problem) == (
        "row 1, account is no column here, got 'id, received_at': add it, or say in besides= what it is called"
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-10-25 02:30", "is a time that the clocks show twice in Europe/Berlin, got '2026-10-25 02:30'"),
        ("2026-03-29 02:30", "is a time that the clocks skip in Europe/Berlin, got '2026-03-29 02:30'"),
    ],
)
def test_a_local_time_that_is_not_one_moment_is_said_in_full(written: str, told: str) -> None:
    (problem,) = read(Incident, [{"id": "T-1", "received_at": written}], tz="Europe/Berlin").problems
    assert str(problem) == (f"row 2, received_at {told}: write it with its offset, such as 2026-10-25T02:30+01:00")


def positional(id: str, /) -> str:
    return id


def starred(*ids: str) -> int:
    return len(ids)


def listing(*, ids: tuple[str, ...]) -> int:
    return len(ids)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"make": 5}, "make has to be a function, got 5: give a class such as Incident, or a function"),
        ({"accept": 5}, "accept has to be a function, got 5: give a function of the value"),
        ({"names": 5}, 'names has to be a mapping of facts to columns, got 5: give {"id": "number"}'),
        ({"names": {"id": 5}}, 'names has to be a mapping of texts to texts, got (\'id\', 5): give {"id": "number"}'),
        (
            {"names": {"number": "id"}},
            "names names the fact by the column, got {'number': 'id'}: write it the other way round: {'id': 'number'}",
        ),
        ({"names": {"ID": "x"}}, f"names names no fact that is read, got 'ID': did you mean 'id'? known: {KNOWN}"),
        ({"names": {"id": "tier"}}, "names has the same column twice, got 'tier': give each its own"),
        (
            {"convert": 5},
            (
                "convert has to be a mapping of facts to tables or functions, got 5: "
                'give {"severity": {"urgent": "severe", "low": "normal"}}'
            ),
        ),
        (
            {"convert": {5: {}}},
            'convert has to be a mapping of facts, which are texts, got 5: give {"severity": {...}}',
        ),
        (
            {"convert": {"severity": 5}},
            (
                "convert['severity'] has to be a table or a function, got 5: "
                'give {"urgent": "severe"}, or a function of the cell'
            ),
        ),
        (
            {"convert": {"tierr": {}}},
            (
                "convert names no fact that is read, and no column beside, got 'tierr': did you mean 'tier'? "
                f"known: {KNOWN}"
            ),
        ),
        ({"besides": ["a", "a"]}, "besides has the same column twice, got 'a': give each its own"),
        (
            {"ignore": "a"},
            "ignore has to be a list of str, got 'a': give the names of columns, such as [\"account\"]",
        ),
        ({"rows": 5}, f"rows has to be a list of mappings, got 5: {ROWS}"),
        ({"rows": [5]}, f"rows[0] has to be a mapping, got 5: {ROWS}"),
        (
            {"rows": table([["id"], 5])},  # type: ignore[list-item]
            "lines[1] has to be a list of cells, got 5: give csv.reader(file), or the rows of a sheet as lists",
        ),
        (
            {"make": dict},
            "make has to be a function whose parameters can be read, got <class 'dict'>: wrap it in one of your own",
        ),
    ],
    ids=str,
)
def test_a_mistake_of_the_caller_is_said_in_full(given: dict[str, Any], told: str) -> None:
    asked: dict[str, Any] = {"make": Incident, "rows": [], **given}
    with pytest.raises(IncidentRulesError) as refused:
        read(asked.pop("make"), asked.pop("rows"), **asked)
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("make", "wanted", "remedy"),
    [
        (positional, "a function of named parameters, and 'id' can't be given by name", "leave the slash out"),
        (
            starred,
            "a function of named parameters",
            "name its parameters as the columns are named: def ticket(*, id: str)",
        ),
        (
            listing,
            "a function of facts that a cell can give, which 'ids' is not",
            "give 'ids' a default, or a type that can be read",
        ),
    ],
)
def test_a_function_that_cannot_be_used_is_said_in_full(make: Any, wanted: str, remedy: str) -> None:
    with pytest.raises(IncidentRulesError) as refused:
        read(make, [])
    assert (refused.value.problem, refused.value.remedy) == (f"has to be {wanted}", remedy)


def test_what_is_no_line_is_said_in_full() -> None:
    with pytest.raises(IncidentRulesError) as refused:
        table(5)  # type: ignore[arg-type]
    assert str(refused.value) == "lines has to be an iterable of lists of cells, got 5: give csv.reader(file)"
