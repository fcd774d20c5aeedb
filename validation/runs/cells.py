"""Cells of work: stored under a key that covers all they depend on, computed by any executor, never computed twice."""

import hashlib
import importlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import format_exc
from typing import Any

from reports.results import finite, write_atomically
from validation.experiments import Cell
from validation.faults import lacking
from validation.runs.executors import Unreachable, abandon
from validation.runs.source import source_hash

FORMAT = 3
ATTEMPTS = 3  # a cell whose worker dies is run again this often before the run gives up


class OtherSource(RuntimeError):
    """A worker has other source than this process: what it computes cannot be stored under ours."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A finished cell: its result (JSON data), or the error that ended it, as one line and as a traceback.

    `lacking` says what the machine lacked, where that and no fault of the cell ended it.
    """

    cell: Cell
    result: Any = None
    error: str | None = None
    traceback: str = ""
    lacking: str = ""
    seconds: float = 0.0
    reused: bool = False


class Store:
    """Finished cells in a folder, one file each, written whole or not at all."""

    def __init__(self, folder: Path, *, resume: bool = True) -> None:
        self.folder = folder
        self.resume = resume
        self.notes: list[str] = []

    def key(self, cell: Cell) -> str:
        """A hash of function, configuration (keys with a leading underscore apart) and the source that is reached."""
        configuration = {name: value for name, value in cell.configuration.items() if not name.startswith("_")}
        text = json.dumps([FORMAT, cell.function, finite(configuration), _source(cell)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def load(self, cell: Cell) -> Outcome | None:
        """The stored outcome, or None; a file that is damaged or of another version is noted and computed anew."""
        key = self.key(cell)
        path = self.folder / f"{key}.json"
        if not self.resume or not path.exists():
            return None
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["format"] != FORMAT:
                raise ValueError("another format")
            if stored["hash"] != _hash_of(key, stored["result"]):
                raise ValueError("its result does not have the hash it was stored with")
            return Outcome(cell=cell, result=stored["result"], seconds=stored["seconds"], reused=True)
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            self.notes.append(f"{cell.label}: the stored result is damaged and is computed anew ({error})")
            return None

    def save(self, outcome: Outcome) -> None:
        """Write the outcome; what stands in its place and is no cell is left there, and noted."""
        key = self.key(outcome.cell)
        path = self.folder / f"{key}.json"
        if path.is_dir() or (self.folder.exists() and not self.folder.is_dir()):
            taken = f"{path if path.is_dir() else self.folder} is in the way: what is computed is not stored there"
            self.notes += [taken] if taken not in self.notes else []
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        stored = {
            "format": FORMAT,
            "function": outcome.cell.function,
            "label": outcome.cell.label,
            "seconds": outcome.seconds,
            "hash": _hash_of(key, outcome.result),
            "result": outcome.result,
        }
        write_atomically(path, json.dumps(stored))


def _hash_of(key: str, result: Any) -> str:
    return hashlib.sha256(json.dumps([key, result]).encode()).hexdigest()[:32]


def _source(cell: Cell) -> str:
    return source_hash((cell.function.split(":")[0], *cell.reaches))


def compute(cell: Cell) -> Outcome:
    """Run one cell here; an exception becomes the outcome's error, so that one fault does not end a run."""
    started = time.perf_counter()
    try:
        module, name = cell.function.split(":")
        function = getattr(importlib.import_module(module), name)
        result = whole(function(dict(cell.configuration)))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it is reported with its name, and fails the run
        return _ended(cell, error, seconds=time.perf_counter() - started)
    return Outcome(cell=cell, result=result, seconds=time.perf_counter() - started)


def _ended(cell: Cell, error: BaseException, *, seconds: float = 0.0) -> Outcome:
    trace, lacks = encodable(format_exc()), encodable(lacking(error))
    return Outcome(cell=cell, error=one_line(error), traceback=trace, lacking=lacks, seconds=seconds)


def whole(result: Any) -> Any:
    """The result as plain JSON data; raises TypeError or ValueError for what no file can hold."""
    plain = finite(result)
    json.dumps(plain, ensure_ascii=False).encode()
    return plain


def _elsewhere(cell: Cell) -> tuple[str, Outcome]:
    return _source(cell), compute(cell)


def one_line(error: BaseException) -> str:
    """An exception as one line: its type and the first line of what it says."""
    return encodable(f"{type(error).__name__}: {error}".splitlines()[0])


def encodable(text: str) -> str:
    """The text as UTF-8 can hold it: an exception may speak of anything."""
    return text.encode(errors="backslashreplace").decode()


def run_cells(
    cells: Sequence[Cell],
    *,
    store: Store,
    make_executor: Callable[[], Executor] | None,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
    doubt: Callable[[Outcome], str] = lambda outcome: "",
) -> list[Outcome]:
    """Every cell's outcome, in the cells' order: from the store where it has one, else computed, once, and stored.

    `doubt` says why a stored outcome is not to be believed; that is noted, and the cell computed anew. Without
    `make_executor` the cells run one after another in this process.
    """
    outcomes: dict[int, Outcome] = {}
    for index, cell in enumerate(cells):
        stored = store.load(cell)
        why_not = stored and doubt(stored)
        if why_not:
            store.notes.append(f"{cell.label}: the stored result is computed anew ({why_not})")
        elif stored is not None:
            outcomes[index] = stored
            on_done(stored)
    alike: dict[str, list[int]] = {}  # cells of several experiments may be one piece of work
    for index, cell in enumerate(cells):
        if index not in outcomes:
            alike.setdefault(store.key(cell), []).append(index)
    waiting = {indices[0]: cells[indices[0]] for indices in alike.values()}
    others = {indices[0]: indices[1:] for indices in alike.values()}
    for index, outcome in _computed(waiting, make_executor):
        if outcome.error is None:
            store.save(outcome)
        for one in (index, *others[index]):
            outcomes[one] = replace(outcome, cell=cells[one], reused=one != index)
            on_done(outcomes[one])
    return [outcomes[index] for index in range(len(cells))]


def _computed(waiting: dict[int, Cell], make_executor: Callable[[], Executor] | None) -> Iterator[tuple[int, Outcome]]:
    if make_executor is None:
        for index, cell in waiting.items():
            yield index, compute(cell)
        return
    attempts = 0
    while waiting:
        attempts += 1
        try:
            for index, outcome in _on_executor(dict(waiting), make_executor):
                del waiting[index]
                yield index, outcome
        except BrokenExecutor:
            if attempts == ATTEMPTS:
                for index, cell in waiting.items():
                    died = "its worker died each time it was run"
                    yield index, Outcome(cell=cell, error=died, lacking=died)
                return


def _brought(future: Future[tuple[str, Outcome]], cell: Cell) -> Outcome:
    """What a worker found; what it raises came on the way, and is the error of this cell alone."""
    try:
        source, outcome = future.result()
    except (BrokenExecutor, CancelledError):
        raise
    except Exception as error:  # noqa: BLE001 - a worker without our packages, one that a cluster has given up
        return _ended(cell, error)
    if source != _source(cell):
        raise OtherSource("a worker has other source files than this command; start both anew")
    return outcome


def _on_executor(waiting: dict[int, Cell], make_executor: Callable[[], Executor]) -> Iterator[tuple[int, Outcome]]:
    executor = make_executor()
    futures: dict[Future[tuple[str, Outcome]], int] = {}
    try:
        try:
            for index, cell in waiting.items():
                futures[executor.submit(_elsewhere, cell)] = index
        except (OSError, EOFError, MemoryError, RuntimeError) as error:
            if isinstance(error, BrokenExecutor):
                raise
            raise Unreachable(f"--jobs: no worker can be started here ({one_line(error)}); try --jobs 1") from error
        while futures:
            done, _ = wait(futures, return_when=FIRST_COMPLETED)
            for future in done:
                index = futures.pop(future)
                yield index, _brought(future, waiting[index])
    except CancelledError as error:  # nobody here cancels a cell
        raise Unreachable("--scheduler: it has gone away; the same command goes on from here") from error
    finally:
        abandon(executor)
