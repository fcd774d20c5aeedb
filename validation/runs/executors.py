"""Where cells run: in a pool of processes, on a Dask cluster, or on an engine of the user's; one interface for all."""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.forkserver import ensure_running
from typing import Any

from validation.loading import load_factory

PRELOADED = ["validation.runs.preloaded"]
IN_THE_POOL = 2  # cells handed over for each process: the next one waits there while one is computed
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Unreachable(ValueError):
    """No scheduler answers, or no worker can be started; the message is one sentence for the user."""


@dataclass(frozen=True, kw_only=True)
class Engine:
    """A maker of executors, the option of the command line that asked for it, and how many cells it is handed at once.

    `at_once` of None is all of them: one that queues by itself can then plan. A new executor is made where one broke.
    """

    make: Callable[[], Executor]
    option: str
    at_once: int | None = None


class _Here(Executor):
    """Computes in this process, at once."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*arguments, **named))
        return future


HERE = Engine(make=_Here, option="--jobs", at_once=1)


def one_thread_a_process() -> None:
    """Let numerical libraries use one thread: two on small networks are many times slower than one."""
    for name, value in THREADS.items():
        os.environ.setdefault(name, value)


def engine(*, jobs: int, scheduler: str | None = None, executor: str | None = None) -> Engine:
    """The engine that the command line asks for: this process for one job, where no other is named.

    Raises Unreachable for a scheduler that does not answer, and for a factory (MODULE:FACTORY) that makes no executor.
    """
    if executor is not None:
        return Engine(make=_named(executor), option="--executor")
    if scheduler is not None:
        return Engine(make=_dask(scheduler), option="--scheduler")
    if jobs == 1:
        return HERE
    context = _context()

    def pool() -> Executor:
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)

    return Engine(make=pool, option="--jobs", at_once=IN_THE_POOL * jobs)


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


def _named(specification: str) -> Callable[[], Executor]:
    """Executors of the user's factory; the first is made at once, so that what is wrong with it is said before work."""
    try:
        factory = load_factory(specification, option="--executor")
    except ValueError as error:
        raise Unreachable(str(error)) from error

    def made() -> Executor:
        try:
            executor = factory()
        except (Exception, SystemExit) as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise Unreachable(f"--executor: {specification} makes no executor: {said}") from error
        if not isinstance(executor, Executor):
            kind = type(executor).__name__
            raise Unreachable(f"--executor: {specification} must return a concurrent.futures.Executor, got {kind}")
        return executor

    first = [made()]
    return lambda: first.pop() if first else made()


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
