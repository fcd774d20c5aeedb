"""The page of a run that still goes: the report of what is known so far, written anew now and then."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

from reports.rendering import HTML, render_live
from reports.results import write_atomically

FILE_NAME = "live.html"
FIRST = 20.0  # seconds: a shorter run has no page before its report
SHARE = 0.02  # of the time, at most, goes into pages
LEAST = 30.0  # seconds from one page to the next, at which a browser looks again too
ENDED = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Ended</title>'
    '<meta http-equiv="refresh" content="0; url={0}"><p>The run has ended: <a href="{0}">{0}</a></p></html>\n'
)


class Live:
    """Writes the page beside the run, in a thread of its own, no more often than SHARE of the time allows."""

    def __init__(self, out: Path, *, first: float = FIRST, least: float = LEAST) -> None:
        self.path = out / FILE_NAME
        self.least = least
        self._next = time.perf_counter() + first
        self._thread: Thread | None = None

    def __call__(self, done: int, cells: int, part: Callable[[], Any]) -> None:
        """Told after each cell how many are done, and what makes the run of those."""
        if time.perf_counter() < self._next or (self._thread is not None and self._thread.is_alive()):
            return
        self._thread = Thread(target=self._write, args=(done, cells, part), daemon=True)
        self._thread.start()

    def _write(self, done: int, cells: int, part: Callable[[], Any]) -> None:
        started = time.thread_time()
        try:
            page = render_live(part().results, progress=f"{done} of {cells} cells are done", refresh=int(self.least))
            write_atomically(self.path, page)
        except Exception:  # noqa: BLE001 - a page that cannot be written, of whatever cause, is no reason to end a run
            self._next = float("inf")
            return
        cost = time.thread_time() - started
        self._next = time.perf_counter() + max(self.least, cost / SHARE)

    def end(self) -> None:
        """Lead whoever looks at the page to the report."""
        if self._thread is not None:
            self._next = float("inf")
            self._thread.join()
            if self.path.exists():
                write_atomically(self.path, ENDED.format(HTML))
