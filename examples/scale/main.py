"""Settle the shards of a folder in several processes, and print the totals.

    python examples/scale/main.py shards parts 2026-11                         in the processes of a pool
    python examples/scale/main.py shards parts 2026-11 --engine dask           by Dask, on this machine
    python examples/scale/main.py shards parts 2026-11 --engine dask --scheduler tcp://10.0.0.1:8786

Each shard becomes one part, a Parquet file with a row an account. What stopped goes on with --resume.
The exit status is 0, or 2 where not all is settled; stderr says why.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

import pool
from incidentrules import Period
from shard import ShardError, Task, Totals, settle_shard

WIDTH = 40


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        tasks, began = tasks_of(options), perf_counter()
        totals = add_up(settle_all(tasks, options), len(tasks))
        for left in options.parts.glob("*.tmp"):  # by workers that died
            left.unlink()
    except (OSError, ShardError) as error:
        print(f"scale: {error}", file=sys.stderr)
        return 2
    print(described(totals, perf_counter() - began))
    return 0


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="main.py", description="Settle shards of accounts in several processes.")
    options.add_argument("shards", type=Path, help="a folder with a folder for each shard; make_shards.py makes one")
    options.add_argument("parts", type=Path, help="the folder for the parts")
    options.add_argument("month", type=month, metavar="YYYY-MM")
    options.add_argument("--engine", choices=("serial", "pool", "dask"), default="pool")
    options.add_argument("--workers", type=positive, default=os.cpu_count() or 1, help="how many processes")
    options.add_argument("--scheduler", help="the address of a Dask scheduler that runs already")
    options.add_argument("--resume", action="store_true", help="keep the parts that are there, and make the others")
    return options


def month(text: str) -> Period:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no {text}; a month is 2026-11") from None
    return Period.month(first.year, first.month)


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes; give 1 or more")
    return int(text)


def tasks_of(options: argparse.Namespace) -> list[Task]:
    """Return a task for each shard; refuse a folder without shards, and one that has parts already."""
    shards = sorted(path for path in options.shards.glob("*") if path.is_dir())
    if not shards:
        raise ShardError(f"{options.shards}: there are no shards; make_shards.py makes some")
    options.parts.mkdir(parents=True, exist_ok=True)
    if not options.resume and any(options.parts.glob("*.parquet")):
        raise ShardError(f"{options.parts}: there are parts already; give --resume to keep them, or another folder")
    return [Task(shard, options.parts / f"{shard.name}.parquet", options.month) for shard in shards]


def settle_all(tasks: Sequence[Task], options: argparse.Namespace) -> Iterator[Totals]:
    """Return the totals of each shard, as they are settled by the engine."""
    if options.engine == "serial":
        return map(settle_shard, tasks)
    if options.engine == "pool":
        return pool.settle_all(tasks, options.workers)
    try:
        import cluster
    except ImportError as error:
        raise ShardError(f"{error}: Dask is not in this environment; make scale has one with it") from error
    return cluster.settle_all(tasks, options.workers, options.scheduler)


def add_up(each: Iterator[Totals], count: int) -> Totals:
    """Return the sums over all shards, and show on stderr how far they are."""
    sums: Totals = {}
    show(0, count)
    try:
        for done, totals in enumerate(each, 1):
            sums = {name: sums.get(name, 0) + value for name, value in totals.items()}
            show(done, count)
    finally:
        if sys.stderr.isatty():
            print(file=sys.stderr)
    return sums


def show(done: int, count: int) -> None:
    """Draw a bar, on a terminal over the one before; elsewhere only the last one."""
    bar = f"{'#' * (WIDTH * done // count):.<{WIDTH}} {done:,} of {count:,} shards"
    if sys.stderr.isatty():
        print(f"\r{bar}", end="", file=sys.stderr, flush=True)
    elif done == count:
        print(bar, file=sys.stderr)


def described(totals: Totals, seconds: float) -> str:
    lines = [f"{name.replace('_', ' '):<16}{value:>20,}" for name, value in totals.items()]
    return "\n".join([*lines, f"{'seconds':<16}{seconds:>20,.1f}"])


if __name__ == "__main__":
    sys.exit(main())
