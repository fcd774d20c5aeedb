"""Dask: a cluster of this machine's processes, or any that the user has made, one of `dask-jobqueue` among them."""

import os
from concurrent.futures import Executor
from functools import cache
from typing import Any

from validation.engines import MISSING, RETRIES

try:
    from distributed import Client, LocalCluster
except ImportError as error:
    raise ImportError(MISSING) from error


def on(cluster: Any, *, workers: int | None = None) -> Executor:
    """The cluster as an executor, asked for so many workers first. Cells of lost workers are begun again."""
    if workers is not None:
        cluster.scale(workers)
    executor: Executor = Client(cluster, set_as_default=False).get_executor(pure=False, retries=RETRIES)
    return executor


def local() -> Executor:
    """A worker for each core of this machine."""
    return on(_local())


def queued() -> Executor:
    """Workers as jobs of `dask-jobqueue`, in the form that needs no queue: two, on this machine."""
    return on(_queued(), workers=2)


@cache  # one cluster a run, however often an executor is asked for; it ends with the process
def _local() -> Any:
    return LocalCluster(n_workers=os.cpu_count(), threads_per_worker=1, processes=True, dashboard_address=None)


@cache
def _queued() -> Any:
    try:
        from dask_jobqueue.local import LocalCluster as QueuedCluster
    except ImportError as error:
        raise ImportError(MISSING) from error
    return QueuedCluster(cores=1, memory="4GB", processes=1, scheduler_options={"dashboard_address": None})
