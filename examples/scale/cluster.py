"""Shards settled by Dask, on one machine or on many that see the same folders.

Dask gives the tasks of a worker that died to the others, up to three times; the nanny of that worker starts a new one.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from distributed import Client, Future, KilledWorker, as_completed
from distributed.deploy.subprocess import SubprocessCluster

import shard
from shard import DIED, ShardError, Task, Totals


def settle_all(tasks: Iterable[Task], workers: int, scheduler: str | None = None) -> Iterator[Totals]:
    """Yield the totals of each shard, settled by the workers of a scheduler, or else by processes of this machine."""
    with ExitStack() as stack:
        cluster = scheduler or stack.enter_context(local_cluster(workers))
        client = stack.enter_context(Client(cluster))
        client.upload_file(shard.__file__)  # to workers that start later, too
        futures, suspects = {submit(client, task): task for task in tasks}, []
        for future in as_completed(futures):
            try:
                yield future.result()
            except KilledWorker:
                suspects.append(futures[future])
        for task in suspects:  # what had waited on the same worker is blamed as well: alone it is settled
            try:
                yield submit(client, task).result()
            except KilledWorker as error:
                raise ShardError(f"{task.shard}: {DIED}") from error


def submit(client: Client, task: Task) -> Future:
    return client.submit(shard.settle_shard, task, pure=False)


def local_cluster(workers: int) -> SubprocessCluster:
    """Return a scheduler and workers that are processes of their own, and talk by TCP on the loopback."""
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "critical")  # what is wrong with a shard is said once, by us
    return SubprocessCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    )
