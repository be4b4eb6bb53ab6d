"""Make up tickets and lots, cut into shards by account, to try the engines on.

    python examples/scale/make_shards.py shards --tickets 1000000 --shards 16

An account has fifty tickets and eight packs over two years. The same arguments make the same files.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TICKETS, PACKS = 50, 8
"""How many an account has."""
TIERS = {"": 0.7, "12h": 0.2, "6h": 0.08, "3h": 0.02}
START, DAYS = np.datetime64("2025-01-01", "us"), 730
MINUTE, DAY = np.timedelta64(60_000_000, "us"), np.timedelta64(1, "D")


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="make_shards.py", description="Make up tickets and lots, in shards.")
    options.add_argument("shards", type=Path, help="a folder that is not there yet")
    options.add_argument("--tickets", type=int, default=1_000_000)
    options.add_argument("--shards", dest="count", type=int, default=16)
    given = options.parse_args(arguments)
    if not 0 < given.count <= given.tickets // TICKETS:
        options.error(f"an account has {TICKETS} tickets, and a shard an account or more")
    try:
        given.shards.mkdir(parents=True)
    except FileExistsError:
        options.error(f"{given.shards} is there already: give a new folder")
    accounts: dict[int, list[str]] = defaultdict(list)
    for number in range(given.tickets // TICKETS):
        accounts[shard_of(name := f"A{number:07}", given.count)].append(name)
    for number, names in accounts.items():
        folder = given.shards / f"{number:05}"
        folder.mkdir()
        for file, table in made(names, np.random.default_rng(number)).items():
            pq.write_table(table, folder / f"{file}.parquet")
    return 0


def shard_of(account: str, count: int) -> int:
    """Return the shard of an account: the same for its tickets and its lots, on every machine and in every run."""
    return crc32(account.encode()) % count


def made(names: list[str], generator: np.random.Generator) -> dict[str, Any]:
    """Return the tickets and the lots of accounts."""
    count = len(names) * TICKETS
    received = START + generator.integers(0, DAYS * 1440, count) * MINUTE
    day = START.astype("datetime64[D]") + generator.integers(0, DAYS // 28, len(names) * PACKS) * 28 * DAY
    tickets = {
        "account": np.repeat(names, TICKETS),
        "id": [f"{name}-{number}" for name in names for number in range(TICKETS)],
        "received_at": pa.array(received, pa.timestamp("us", "UTC")),
        "replied_at": pa.array(received + generator.integers(1, 1440, count) * MINUTE, pa.timestamp("us", "UTC")),
        "severity": np.array(["normal", "severe"])[(generator.random(count) < 0.1).astype(int)],
        "tier": generator.choice(list(TIERS), count, p=list(TIERS.values())),
        "effort_minutes": generator.integers(1, 90, count),
    }
    lots = {
        "account": np.repeat(names, PACKS),
        "id": [f"{name}-P{number}" for name in names for number in range(PACKS)],
        "credits": np.full(len(day), 8),
        "on": day,
        "last_usable_on": day + 365 * DAY,
        "price": np.full(len(day), 999),
    }
    return {"tickets": pa.table(tickets), "lots": pa.table(lots)}


if __name__ == "__main__":
    sys.exit(main())
