"""Slurm through `submitit`: each cell is a job; those that come together are one array.

    # my_cluster.py, run with: emergence-audit run --executor my_cluster:slurm
    import submitit
    from validation.engines.submitit import Submitted

    def slurm():
        queue = submitit.AutoExecutor(folder="jobs/%j")
        queue.update_parameters(timeout_min=120, mem_gb=4, slurm_array_parallelism=100)
        return Submitted(queue)

A job starts Python and loads our libraries, some seconds: short cells are better off on Dask.
"""

import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from validation.engines import MISSING, RETRIES

try:
    import submitit
    from submitit.core.utils import UncompletedJobError
except ImportError as error:
    raise ImportError(MISSING) from error

LOOK = 1.0  # seconds between two looks at the queue


def local() -> Executor:
    """Jobs as processes of this machine, as many at once as it has cores."""
    folder = tempfile.mkdtemp(prefix="emergence-audit-jobs-")
    return Submitted(submitit.LocalExecutor(folder=folder), at_once=os.cpu_count())


class Submitted(Executor):
    """A `submitit` executor as one of the standard library; `at_once` limits the jobs that wait or run.

    What a job raises is the future's exception. A job that ended without a result (killed, out of time, preempted) is
    submitted again, twice.
    """

    def __init__(self, queue: Any, *, at_once: int | None = None) -> None:
        self._queue = queue
        self._at_once = at_once
        self._lock = threading.Lock()
        self._waiting: list[_Task] = []
        self._running: list[tuple[Any, _Task]] = []
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._work, daemon=True)
        self._watch.start()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> "Future[Any]":
        if self._ended.is_set():
            raise RuntimeError("the executor has been shut down")
        task = _Task(function, arguments, named)
        with self._lock:
            self._waiting.append(task)
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End; without `wait` at once, with the jobs that run."""
        while wait and not cancel_futures and (self._waiting or self._running) and self._watch.is_alive():
            self._ended.wait(LOOK)
        self._ended.set()
        self._watch.join()
        for job, _ in self._running:
            job.cancel()

    def _work(self) -> None:
        while not self._ended.is_set():
            self._submit_some()
            for job, task in [pair for pair in self._running if pair[0].done()]:
                self._running.remove((job, task))
                self._settle(job, task)
            self._ended.wait(LOOK)

    def _submit_some(self) -> None:
        with self._lock:
            room = len(self._waiting) if self._at_once is None else max(self._at_once - len(self._running), 0)
            tasks, self._waiting = self._waiting[:room], self._waiting[room:]
        if not tasks:
            return
        try:
            with self._queue.batch():
                jobs = [self._queue.submit(task.function, *task.arguments, **task.named) for task in tasks]
        except Exception as error:  # noqa: BLE001 - what a queue refuses is each task's to say
            for task in tasks:
                task.future.set_exception(error)
            return
        self._running += zip(jobs, tasks, strict=True)

    def _settle(self, job: Any, task: "_Task") -> None:
        try:
            task.future.set_result(job.result())
        except UncompletedJobError as error:
            if type(error) is not UncompletedJobError or task.lost == RETRIES:  # a FailedJobError has raised
                task.future.set_exception(error)
                return
            task.lost += 1
            with self._lock:
                self._waiting.append(task)
        except Exception as error:  # noqa: BLE001 - whatever the job raised
            task.future.set_exception(error)


class _Task:
    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
        self.function, self.arguments, self.named = function, arguments, named
        self.future: Future[Any] = Future()
        self.lost = 0
