"""Lines to rows: the names of the columns, what is wrong with them, and each row by its number.

*Units:* rows are numbered as a spreadsheet numbers them: the names are row 1, the first facts row 2.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NoReturn, TypeVar

import attrs

from .. import _checks as check
from ..errors import shown

A = TypeVar("A")
Cells = Mapping[str, Any]
NAMES = 1
"""The number of the row that holds the names of the columns."""
MOST_ROWS = 1_000_000
"""How many rows are read at once."""
BYTE_ORDER_MARKS = ("\ufeff", "\u00ef\u00bb\u00bf")
"""What an editor puts before the first name, and what it looks like in another encoding."""


@attrs.frozen(kw_only=True)
class Problem:
    """Why a row is no value: what an `IncidentRulesError` says, with the row, and the column's own name and cell.

    Made by the library: one that is made by hand is not checked.
    """

    row: int
    field: str
    value: object
    problem: str
    remedy: str
    code: str

    def __str__(self) -> str:
        column = self.field if self.field.isprintable() and " " not in self.field else shown(self.field)
        return f"row {self.row}, {column} {self.problem}, got {shown(self.value)}: {self.remedy}"


@attrs.frozen(kw_only=True, eq=False)
class Table(Iterable[Cells]):
    """Lines as rows, made by `table`: the names of the columns, what is wrong with them, and the rows.

    Made by the library: one that is made by hand is not checked.

    It can be gone through once. A blank line gives no row, and is counted. A line that is longer or
    shorter than the first one gives a mapping that `read` tells as a problem.
    """

    columns: tuple[Any, ...]
    problems: tuple[Problem, ...]
    lines: Iterable[Any] = attrs.field(repr=False)
    first: int

    def __iter__(self) -> Iterator[Cells]:
        for problem in self.problems:
            check.refuse(problem.field, problem.value, problem.problem, problem.remedy, code=problem.code)
        return (cells for _, cells in self.numbered())

    def numbered(self) -> Iterator[tuple[int, dict[Any, Any]]]:
        """Yield the rows with their numbers."""
        width = len(self.columns)
        for number, line in enumerate(at_most("lines", self.lines), self.first):
            if not isinstance(line, list | tuple):
                _refuse_line(f"lines[{number - NAMES}]", line)
            if all(cell is None or (type(cell) is str and not cell) for cell in line):
                continue
            cells: dict[Any, Any] = dict(zip(self.columns, line, strict=False))
            if len(line) != width:
                cells[None] = line[width:]
            yield number, cells


def table(lines: Iterable[Sequence[Any]]) -> Table:
    """Return the rows of lines whose first names the columns: what `csv.reader` gives, or a sheet of a workbook.

    >>> rows = table([["id", "tier"], ["T-1", "6h"], [], ["T-2", ""]])
    >>> list(rows)
    [{'id': 'T-1', 'tier': '6h'}, {'id': 'T-2', 'tier': ''}]
    >>> for problem in table([["id;tier"], ["T-1;6h"]]).problems:
    ...     print(problem)
    row 1, id;tier is the only column, got 'id;tier': give csv.reader(file, delimiter=';')

    Raises `InvalidTypeError` where ``lines`` are no lists of cells.
    """
    given = check.any_items("lines", lines, "an iterable of lists of cells", "give csv.reader(file)")
    names = next(given, ())
    if not isinstance(names, list | tuple):
        _refuse_line("lines[0]", names)
    return table_of(names, given)


def table_of(names: Sequence[Any], lines: Iterable[Sequence[Any]], first: int = NAMES + 1) -> Table:
    """Return the rows of lines, and the number of the first."""
    return Table(columns=tuple(names), problems=tuple(faults_of(names)), lines=lines, first=first)


def _refuse_line(field: str, line: object) -> NoReturn:
    check.refuse_type(field, line, "a list of cells", "give csv.reader(file), or the rows of a sheet as lists")


def at_most(field: str, items: Iterable[A]) -> list[A]:
    """Return the items; refuse more of them than are read at once."""
    listed = list(islice(items, MOST_ROWS + 1))
    if len(listed) > MOST_ROWS:
        remedy = f"read {MOST_ROWS:,} of them at a time"
        check.refuse(field, f"more than {MOST_ROWS:,}", "are too many", remedy, code="out_of_bounds")
    return listed


def problem_of_names(field: str, value: object, problem: str, remedy: str, *, code: str) -> Problem:
    """Return a problem of the row of names."""
    return Problem(row=NAMES, field=field, value=value, problem=problem, remedy=remedy, code=code)


def faults_of(names: Sequence[object]) -> Iterator[Problem]:
    """Yield why the names of the columns can't be relied on."""
    if not names:
        remedy = "give a file whose first row names the columns"
        yield problem_of_names("header", (), "names no columns", remedy, code="empty")
    only = names[0] if len(names) == 1 else None
    delimiter = next((each for each in ";\t|" if each in only), None) if isinstance(only, str) else None
    if delimiter:
        remedy = f"give csv.reader(file, delimiter={delimiter!r})"
        yield problem_of_names(str(only), only, "is the only column", remedy, code="one_column")
        return
    places: dict[str, list[str]] = {}
    for place, name in enumerate(names, 1):
        yield from _faults_of_name(place, name)
        if isinstance(name, str) and name:
            places.setdefault(name, []).append(str(place))
    for name, alike in places.items():
        if len(alike) > 1:
            problem = f"stands {len(alike)} times in the row of names"
            remedy = f"rename or take out all but one of the columns {', '.join(alike)}"
            yield problem_of_names(name, name, problem, remedy, code="one_id_two_contents")


def _faults_of_name(place: int, name: object) -> Iterator[Problem]:
    if name is None or (isinstance(name, str) and not name):
        remedy = "name it, or take the empty column out"
        yield problem_of_names(f"column {place}", name, "has no name", remedy, code="missing")
    elif not isinstance(name, str):
        problem = "has a name that is no text"
        yield problem_of_names(f"column {place}", name, problem, "name it by a text", code="wrong_type")
    elif name.startswith(BYTE_ORDER_MARKS):
        remedy = 'open the file with encoding="utf-8-sig"'
        yield problem_of_names(clean(name), name, "has a byte order mark before it", remedy, code="byte_order_mark")
    elif name != name.strip():
        remedy = "take the blanks away; where they follow commas, give csv.reader(file, skipinitialspace=True)"
        yield problem_of_names(clean(name), name, "has blanks around it", remedy, code="no_text")
    elif not name.isprintable():
        remedy = 'open the file with its own encoding, such as "utf-16", or write the name again'
        yield problem_of_names(name, name, "has characters that don't print", remedy, code="no_text")


def clean(name: str) -> str:
    """Return the name that was meant, without a byte order mark and blanks."""
    for mark in BYTE_ORDER_MARKS:
        if name.startswith(mark):
            name = name.removeprefix(mark).strip('"')  # quotes after a mark stand for themselves
    return name.strip()
