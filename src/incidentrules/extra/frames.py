"""Data frames judged and settled: pandas, polars, pyarrow, and what else narwhals takes; the same kind comes out.

The columns are named like the facts of an `Incident` and the fields of a `Lot`; other columns are left as they are.
Moments have a zone, or ``tz`` says in which zone they are. They may be written out, as a CSV file has them.

*Invariant:* the figures are those of `columns.judge` and `columns.settle`, and so those of `assess` and `settle`.
*Needs:* narwhals, numpy, and the package of the frame.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

import narwhals as nw
import numpy as np

from .. import _checks as check
from ..errors import ConflictError
from ..period import Period
from ..terms import Terms, TermsHistory
from . import _facts, _lots
from ._faults import Fault, Faults
from ._figures import DTYPES, TIMES, WORDS, Figures
from ._judging import Judging
from ._series import array_of, cells_of
from ._settling import Settling
from .columns import drawings_of

__all__ = ["judge_frame", "settle_frame"]

PROBLEMS = ("row", "column", "value", "code", "remedy")
NOTHING: tuple[str, ...] = ()


def judge_frame(
    frame: Any,
    terms: Terms | TermsHistory,
    *,
    at: datetime | None = None,
    tz: tzinfo | str | None = None,
    ignore: Iterable[str] = NOTHING,
    problems: bool = False,
) -> Any:
    """Return a frame of tickets with the columns of its judgements added; see `columns.judge`.

    Deadlines are in the zone of ``received_at``. ``ignore`` are columns that only look like facts. With ``problems``
    the answer is a pair: the good rows with their judgements, and a frame of what is wrong with the others (the row,
    counted from 0, the column, its value, the code, the remedy).

    >>> from datetime import timedelta
    >>> import polars as pl
    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> effort = [timedelta(minutes=75)]
    >>> tickets = pl.DataFrame({"received_at": ["2026-11-20T20:00Z"], "tier": ["12h"], "effort": effort})
    >>> judge_frame(tickets, terms).select("verdict", "credits", pl.col("due_at").dt.to_string("%a %H:%M")).row(0)
    ('incident', 4, 'Mon 16:00')

    Raises an `IncidentRulesError` for columns that can't be read and, without ``problems``, for rows that are wrong.
    """
    table, zone = _table("frame", frame), _zone(tz)
    check.flag("problems", problems, "write True or False")
    faults = Faults()
    columns, receipts = _facts_of(table, faults, zone, ignore)
    for name in DTYPES:
        if name in table.columns:
            remedy = "leave it out, or give it another name"
            check.refuse("frame", name, "has a column of the name of a figure", remedy, code="contradiction")
    judging = Judging(columns, terms, at)
    judging.faults.found[:0] = faults.found
    _check_ids(table, columns, judging.faults)
    figures = judging.figures(keep_faults=problems)
    made = {name: _series(name, figures, receipts, table) for name in DTYPES}
    answer = table.with_columns(*made.values())
    if not problems:
        return answer.to_native()
    return answer.filter(judging.good.tolist()).to_native(), _problems(judging.faults.found, table).to_native()


def settle_frame(
    tickets: Any,
    lots: Any,
    terms: Terms | TermsHistory,
    period: Period,
    *,
    account: str = "account",
    drawings: bool = False,
    tz: tzinfo | str | None = None,
    ignore: Iterable[str] = NOTHING,
    problems: bool = False,
) -> Any:
    """Return one row an account, with the figures of its statement; with ``drawings`` all drawings instead.

    Both frames name the account by ``account``; ``lots`` has a column for each field of a `Lot`. With ``problems``
    the answer is a pair: that of the accounts that have no wrong row, and a frame of what is wrong.

    >>> from datetime import UTC, date, timedelta
    >>> import polars as pl
    >>> from incidentrules import HolidayCalendar
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> received_at = datetime(2026, 11, 20, 20, tzinfo=UTC)
    >>> ticket = {"account": ["acme"], "id": ["T-1"], "received_at": [received_at], "effort": [timedelta(hours=1)]}
    >>> lot = {"account": ["acme"], "id": ["L-1"], "credits": [2], "on": [date(2026, 11, 2)], "last_usable_on": [None]}
    >>> settled = settle_frame(pl.DataFrame(ticket), pl.DataFrame(lot), terms, Period.month(2026, 11))
    >>> settled.select("account", "drawn", "closing").row(0)
    ('acme', 1, 1)

    Raises an `IncidentRulesError` for columns that can't be read and, without ``problems``, for rows that are wrong.
    """
    table, bought = _table("tickets", tickets), _table("lots", lots)
    check.instance("period", period, Period, "give Period.month(2026, 11)")
    faults = Faults()
    account = check.text("account", account)
    check.flag("drawings", drawings, "write True or False")
    check.flag("problems", problems, "write True or False")
    columns, _ = _facts_of(table, faults, _zone(tz), (*_names("ignore", ignore), account))
    if account in table.columns:
        columns[account] = table[account].to_list()
    fields = {name: cells_of(name, bought[name]) for name in bought.columns if name in (*_lots.COLUMNS, account)}
    settling = Settling(columns, fields, terms, account)
    settling.tickets.faults.found[:0] = faults.found
    figures, took, good = settling.settled(period, keep_faults=problems)
    if drawings:
        made = {name: _listed(values) for name, values in drawings_of(settling.names, took).items()}
    else:
        kept = np.flatnonzero(good)
        made = {account: [settling.names[place] for place in kept.tolist()]}
        made |= {name: _listed(values[kept]) for name, values in figures.items()}
    answer = nw.from_dict(made, backend=table.implementation).to_native()
    found = [*settling.tickets.faults.found, *settling.lot_faults.found]
    return (answer, _problems(found, table).to_native()) if problems else answer


# --- what is given


def _table(field: str, frame: Any) -> Any:
    try:
        return nw.from_native(frame, eager_only=True)
    except TypeError:
        remedy = "give a frame of pandas, polars or pyarrow; collect a lazy one, and judge a mapping by columns.judge"
        check.refuse_type(field, frame, "a data frame", remedy)


def _names(field: str, names: Iterable[str]) -> tuple[str, ...]:
    listed = check.as_tuple(names, str)
    check.all_of(field, listed, str, 'give the names of columns, such as ["effort"]')
    return tuple(map(check.plain_text, listed))


def _zone(tz: tzinfo | str | None) -> tzinfo | None:
    return None if tz is None else check.zone("tz", tz)


def _facts_of(table: Any, faults: Faults, tz: tzinfo | None, ignore: Iterable[str]) -> tuple[dict[str, Any], str]:
    """Return the columns that are facts, and the zone in which deadlines are given out; refuse a near miss."""
    left_out = set(_names("ignore", ignore))
    names = [name for name in table.columns if name not in left_out]
    missing = [name for name in _facts.COLUMNS if name not in names]
    for name in names:
        if name not in _facts.COLUMNS and (near := check.nearest(name, missing)):
            remedy = f"did you mean {near!r}? otherwise give ignore=[{name!r}]"
            check.refuse("frame", name, "has a column that is nearly a fact", remedy, code="unknown_name")
    columns = {name: array_of(name, table[name], faults, tz) for name in names if name in _facts.COLUMNS}
    zone = getattr(table["received_at"].dtype, "time_zone", None) if "received_at" in columns else None
    return columns, zone or str(tz or "UTC")


def _check_ids(table: Any, columns: Mapping[str, Any], faults: Faults) -> None:
    """Keep the rows that have an id of an earlier one, with other content."""
    if "id" not in columns:
        return
    rows = np.flatnonzero(table["id"].is_duplicated().to_numpy())
    seen: dict[Any, Any] = {}
    remedy = "give each fact an id of its own, or the same content"
    facts = [(name, np.asarray(values, object)) for name, values in columns.items() if name != "changes"]
    for row in rows.tolist():
        content = tuple(str(values[row]) for _, values in facts)
        if seen.setdefault(table["id"][row], content) != content:
            error = ConflictError(
                "is that of an earlier row, with other content",
                field="id",
                value=table["id"][row],
                code="one_id_two_contents",
                remedy=remedy,
            )
            faults.of_error(error, row, "id")


# --- what is given out


def _series(name: str, figures: Figures, zone: str, table: Any) -> Any:
    """Return a figure as a column of the kind of a frame."""
    values, backend = getattr(figures, name), table.implementation
    if name in WORDS:
        words = [str(word) for word in WORDS[name]]
        codes = nw.new_series(name, values, nw.Int8, backend=backend)
        return codes.replace_strict(list(range(len(words))), words, return_dtype=nw.String)
    if name not in TIMES:
        return nw.new_series(name, values, backend=backend)
    times = values.view(TIMES[name])
    if name in ("time_left", "open_time_left"):
        return nw.new_series(name, times, nw.Duration("us"), backend=backend)
    moments = nw.new_series(name, times, nw.Datetime("us"), backend=backend)
    return moments.dt.replace_time_zone("UTC").dt.convert_time_zone(zone)


def _listed(values: Any) -> list[Any]:
    cells: list[Any] = values.tolist()
    return cells


def _problems(found: list[Fault], table: Any) -> Any:
    """Return what is wrong as a frame, by row."""
    first: dict[tuple[int, str], tuple[Any, ...]] = {}
    for fault in found:
        for row, value in zip(fault.rows.tolist(), fault.values, strict=True):
            first.setdefault((row, fault.column), (row, fault.column, str(value), fault.code, fault.remedy_for(value)))
    listed = sorted(first.values(), key=lambda problem: problem[0])
    schema = {name: nw.Int64 if name == "row" else nw.String for name in PROBLEMS}
    made = {name: [problem[place] for problem in listed] for place, name in enumerate(PROBLEMS)}
    return nw.from_dict(made, schema, backend=table.implementation)
