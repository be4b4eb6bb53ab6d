"""Shards settled on one machine, in several processes.

`ProcessPoolExecutor` says when a worker dies; `multiprocessing.Pool` would wait for its answer forever.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from shard import DIED, ShardError, Task, Totals, settle_shard

MOST_IN_VAIN = 3
"""So many pools in a row may break before one of them has settled a shard."""


def settle_all(tasks: Iterable[Task], workers: int) -> Iterator[Totals]:
    """Yield the totals of each shard; where a worker died, a new pool goes on with what is missing."""
    missing, in_vain = dict.fromkeys(tasks), 0
    while missing:
        count = len(missing)
        # With one worker it is the first of the missing shards on which it dies.
        for task, totals in settle_until_broken(list(missing), 1 if in_vain else workers):
            del missing[task]
            yield totals
        in_vain = in_vain + 1 if len(missing) == count else 0
        if in_vain == MOST_IN_VAIN:
            raise ShardError(f"{next(iter(missing)).shard}: {DIED}")


def settle_until_broken(tasks: Iterable[Task], workers: int) -> Iterator[tuple[Task, Totals]]:
    """Yield what one pool settles: everything, or what was done when a worker died."""
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))  # a fork would copy locks of threads
    try:
        futures = {pool.submit(settle_shard, task): task for task in tasks}
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(cancel_futures=True)
