"""Cells of work: stored under a key that covers all they depend on, computed by any executor, never computed twice."""

import hashlib
import importlib
import json
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from traceback import format_exc
from typing import Any

from reports.results import finite, write_atomically
from validation.experiments import Cell
from validation.faults import lacking
from validation.runs.executors import HERE, Engine, Unreachable, abandon
from validation.runs.reservations import Reservations
from validation.runs.source import source_hash

FORMAT = 3
LOOK = 1.0  # seconds between two looks at what another run has in hand
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

    def has(self, key: str) -> bool:
        """Whether a file stands there, which `load` may find damaged."""
        return self.resume and (self.folder / f"{key}.json").exists()

    def load(self, cell: Cell) -> Outcome | None:
        """The stored outcome, or None; a file that is damaged or of another version is noted and computed anew."""
        key = self.key(cell)
        path = self.folder / f"{key}.json"
        if not self.has(key):
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
    engine: Engine = HERE,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
    doubt: Callable[[Outcome], str] = lambda outcome: "",
) -> list[Outcome]:
    """Every cell's outcome, in the cells' order: from the store where it has one, else computed, once, and stored.

    `doubt` says why a stored outcome is not to be believed; that is noted, and the cell computed anew. Other runs may
    work on the same store: what one of them has in hand is left to it, and taken from the store when it is there.
    """
    outcomes: dict[int, Outcome] = {}
    looked_at: set[str] = set()  # what is wrong with a stored outcome is noted once

    def stored(cell: Cell) -> Outcome | None:
        key = store.key(cell)
        if key in looked_at or not store.has(key):
            return None
        looked_at.add(key)
        outcome = store.load(cell)
        why_not = outcome and doubt(outcome)
        if why_not:
            store.notes.append(f"{cell.label}: the stored result is computed anew ({why_not})")
        return None if why_not else outcome

    alike: dict[str, list[int]] = {}  # cells of several experiments may be one piece of work
    for index, cell in enumerate(cells):
        alike.setdefault(store.key(cell), []).append(index)
    waiting = {indices[0]: cells[indices[0]] for indices in alike.values()}
    for first, cell in dict(waiting).items():
        known = stored(cell)
        if known is not None:
            del waiting[first]
            for one in alike[store.key(cell)]:
                outcomes[one] = replace(known, cell=cells[one])
                on_done(outcomes[one])
    with Reservations(store.folder if store.resume else None) as in_hand:
        take = lambda cell: in_hand.take(store.key(cell))  # noqa: E731
        for index, outcome in _computed(waiting, engine, take, stored, store.notes.append):
            if outcome.error is None and not outcome.reused:
                store.save(outcome)
            key = store.key(outcome.cell)
            in_hand.drop(key)
            for one in alike[key]:
                outcomes[one] = replace(outcome, cell=cells[one], reused=outcome.reused or one != index)
                on_done(outcomes[one])
    return [outcomes[index] for index in range(len(cells))]


def _computed(
    cells: Mapping[int, Cell],
    engine: Engine,
    take: Callable[[Cell], bool],
    stored: Callable[[Cell], Outcome | None],
    note: Callable[[str], None],
) -> Iterator[tuple[int, Outcome]]:
    waiting = dict(cells)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            for index, outcome in _on_executor(dict(waiting), engine, take, stored):
                del waiting[index]
                yield index, outcome
            return
        except BrokenExecutor:
            note(f"a worker died (try {attempt} of {ATTEMPTS}); cells still to be done: {len(waiting)}")
            if attempt == ATTEMPTS:
                for index, cell in waiting.items():
                    died = "its worker died each time it was run"
                    yield index, Outcome(cell=cell, error=died, lacking=died)


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


def _on_executor(
    waiting: Mapping[int, Cell],
    engine: Engine,
    take: Callable[[Cell], bool],
    stored: Callable[[Cell], Outcome | None],
) -> Iterator[tuple[int, Outcome]]:
    if not waiting:
        return
    executor = engine.make()
    queued, others = deque(waiting), deque[int]()  # `others`: other runs have these in hand
    running: dict[Future[tuple[str, Outcome]], int] = {}
    finished: SimpleQueue[Future[tuple[str, Outcome]]] = SimpleQueue()
    try:
        while queued or others or running:
            while queued and (engine.at_once is None or len(running) < engine.at_once):
                index = queued.popleft()
                cell = waiting[index]
                if not take(cell):
                    others.append(index)
                    continue
                known = stored(cell)  # by another run, since this one began
                if known is not None:
                    yield index, known
                    continue
                try:
                    future = executor.submit(_elsewhere, cell)
                except (OSError, EOFError, MemoryError, RuntimeError) as error:
                    if isinstance(error, BrokenExecutor):
                        raise
                    said = f"no worker can be started here ({one_line(error)}); try --jobs 1"
                    raise Unreachable(f"{engine.option}: {said}") from error
                running[future] = index
                future.add_done_callback(finished.put)
            if not running and not others:
                continue
            try:
                future = finished.get(timeout=LOOK if others else None)
            except Empty:
                queued.extend(others)
                others.clear()
                continue
            index = running.pop(future)
            yield index, _brought(future, waiting[index])
    except CancelledError as error:  # nobody here cancels a cell
        raise Unreachable(f"{engine.option}: it has gone away; the same command goes on from here") from error
    finally:
        abandon(executor)
