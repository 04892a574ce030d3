"""Heavy work as `kernel(shard) -> table`, run on this machine or on a cluster by the same code.

A shard is a tuple of places (or of anything that belongs to one place), so that medians, counts and ranks inside a
shard are exact and results are only put one after the other. `HUB_CLUSTER=` empty: a pool of processes.
`HUB_CLUSTER=tcp://…`: Dask distributed. Results come back in the order of the shards, so both give the same bytes.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
Table = TypeVar("Table")

RETRIES = 2


@contextmanager
def open_executor(*, cluster: str = "", workers: int = 0) -> Iterator[Executor]:
    """Open the executor that the settings name and close it afterwards.

    cluster  address of a Dask scheduler (`tcp://host:port`), blank for this machine
    workers  processes on this machine; 0 for as many as there are cores
    """
    if cluster:
        with _cluster_executor(cluster) as executor:
            yield executor
        return
    # spawn: a forked child would inherit open databases and half-held locks of threads
    with ProcessPoolExecutor(workers or _cores(), mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def _cluster_executor(address: str) -> Iterator[Executor]:
    from distributed import Client

    with Client(address, timeout="30s", set_as_default=False) as client:
        yield client.get_executor(retries=RETRIES, pure=False)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cut_shards(items: Sequence[Item], *, size: int) -> list[tuple[Item, ...]]:
    """Cut into shards of `size` items, in order; the same cut on every machine, whatever its number of cores."""
    if size < 1:
        raise ValueError(f"a shard holds at least one item, not {size}")
    return [tuple(items[first : first + size]) for first in range(0, len(items), size)]


def run_shards(
    kernel: Callable[[Any], Table],
    shards: Sequence[Any],
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Table]:
    """Run a kernel over shards and return its tables in the order of the shards.

    kernel    a function of a module (it is sent by name), pure: the same shard gives the same table
    executor  None runs one after the other in this process
    progress  called with (shards done, shards in all)
    """
    if executor is None:
        tables = []
        for done, shard in enumerate(shards, 1):
            tables.append(kernel(shard))
            _report(progress, done, len(shards))
        return tables
    futures = [executor.submit(kernel, shard) for shard in shards]
    tables = []
    for done, future in enumerate(futures, 1):
        tables.append(future.result())
        _report(progress, done, len(shards))
    return tables


def _report(progress: Callable[[int, int], None] | None, done: int, of: int) -> None:
    if progress:
        progress(done, of)
