"""One shard settled: its tickets and lots are read, its accounts settled, and their figures written as its part.

A shard is a folder with ``tickets.parquet`` and ``lots.parquet``. It has all tickets and lots of its accounts, since an
account is settled as a whole; accounts don't depend on each other, so shards don't either.

*Invariant:* a part is there in full or not at all, and the same shard gives the same bytes. So a shard may be settled
twice, by two workers at once, or again after a worker died.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from incidentrules import HolidayCalendar, IncidentRulesError, Period, Terms
from incidentrules.extra.frames import settle_frame

TERMS = Terms.standard(holidays=HolidayCalendar.from_country("US", years=range(2020, 2041)))
CREDITS = ("opening", "purchased", "granted", "drawn", "lapsed", "closing", "shortfall", "required")
FILES = ("tickets.parquet", "lots.parquet")
SCHEMA = pa.schema(
    [("account", pa.string()), *((name, pa.int64()) for name in CREDITS), ("spent_on_packs", pa.decimal128(38, 2))]
)
"""The columns of a part: the figures of a statement."""
DIED = "its worker died again and again; cut it into smaller shards"
Totals = dict[str, int | Decimal]


class ShardError(Exception):
    """Why a shard was not settled."""


@attrs.frozen
class Task:
    """What a worker is given: where a shard is, where its part belongs, and the month."""

    shard: Path
    part: Path
    month: Period


def settle_shard(task: Task) -> Totals:
    """Write the part of a shard, unless it is there, and return its totals."""
    try:
        if not task.part.exists():
            tickets, lots = (pq.read_table(task.shard / name, use_threads=False) for name in FILES)
            write(settled(tickets, lots, task.month), task.part)
        return totals(task)
    except (OSError, pa.ArrowException, IncidentRulesError) as error:
        raise ShardError(f"{task.shard}: {error}") from error


def settled(tickets: Any, lots: Any, month: Period) -> Any:
    """Return one row an account, the figures of its statement."""
    return settle_frame(tickets, lots, TERMS, month).cast(SCHEMA).replace_schema_metadata({"month": str(month.start)})


def write(table: Any, path: Path) -> None:
    """Write a table under another name first: what has the right name is whole."""
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}.tmp")
    pq.write_table(table, unfinished)
    unfinished.replace(path)


def totals(task: Task) -> Totals:
    """Return the sums of a part, with the number of its accounts and tickets."""
    part = pq.read_table(task.part, use_threads=False)
    if (part.schema.metadata or {}).get(b"month") != str(task.month.start).encode():
        raise ShardError(f"{task.part}: is the part of another month; give a folder of its own")
    counts = {"accounts": part.num_rows, "tickets": pq.read_metadata(task.shard / FILES[0]).num_rows}
    return counts | {name: pc.sum(part[name]).as_py() or 0 for name in SCHEMA.names[1:]}
