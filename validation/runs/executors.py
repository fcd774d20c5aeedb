"""Where cells run: in this process, in a pool of processes, or on a Dask cluster; one interface for all three."""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.forkserver import ensure_running
from typing import Any

PRELOADED = ["validation.runs.preloaded"]
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Unreachable(ValueError):
    """No scheduler answers, or no worker can be started; the message is one sentence for the user."""


def one_thread_a_process() -> None:
    """Let numerical libraries use one thread: two on small networks are many times slower than one."""
    for name, value in THREADS.items():
        os.environ.setdefault(name, value)


def executor_factory(*, jobs: int, scheduler: str | None) -> Callable[[], Executor] | None:
    """A maker of executors, or None to run in this process (one job and no scheduler).

    Raises Unreachable where a scheduler is named that does not answer.
    """
    if scheduler is not None:
        return _dask(scheduler)
    if jobs == 1:
        return None
    context = _context()
    return lambda: ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)


def start_loading() -> None:
    """Let the process that workers are forked from load libraries already now, beside this one."""
    _context()


def abandon(executor: Executor) -> None:
    """Let an executor go without waiting for it: what it has not begun it never will."""
    if isinstance(executor, ProcessPoolExecutor):
        executor.shutdown(wait=False, cancel_futures=True)
    else:
        executor.shutdown(wait=False)  # Dask cancels by itself, and is not asked to


def end_workers() -> None:
    """End the processes of every pool at once, with the cells that they have in hand."""
    for worker in multiprocessing.active_children():
        worker.kill()


def _context() -> Any:
    # a fork of this process could hang in the threads of a library that it has used; forks of a fresh one cannot
    multiprocessing.set_forkserver_preload(PRELOADED)
    try:
        ensure_running()
    except OSError:  # the name of the temporary folder is too long for a socket in it
        return multiprocessing.get_context("spawn")
    return multiprocessing.get_context("forkserver")


def _start_worker() -> None:
    one_thread_a_process()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to answer
    threading.Thread(target=_end_with_main, daemon=True).start()


def _end_with_main() -> None:
    # a main process that is killed cannot tell its workers: they wait for its end
    main = multiprocessing.parent_process()
    if main is not None:
        main.join()
    os._exit(1)


def _dask(address: str) -> Callable[[], Executor]:
    try:
        from distributed import Client, Security
        from distributed.comm import connect
    except ImportError as error:
        raise Unreachable("--scheduler: needs the extra [cluster] (pip install '.[cluster]')") from error

    async def knock() -> None:
        arguments = Security().get_connection_args("client")
        comm = await asyncio.wait_for(connect(address, timeout=10, **arguments), 12)  # one that says nothing is no Dask
        await comm.close()

    try:
        asyncio.run(knock())  # a Client that found nobody would say so again, at length, when it is collected
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError, ImportError) as error:  # other protocols raise others
        raise Unreachable(f"--scheduler: no scheduler answers at {address!r}") from error
    return lambda: client.get_executor(pure=False, retries=2)
