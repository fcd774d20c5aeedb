"""Which run has a cell in hand, where several runs work on one folder: a file a cell, that its run keeps fresh.

A run that ends, or is killed, leaves its cells to the others: a file that nobody keeps fresh, or whose process is gone
from this machine, counts no more. Where two runs disagree all the same, a cell is computed twice, and comes out alike.
"""

import json
import os
import socket
import threading
import uuid
from contextlib import suppress
from pathlib import Path
from types import TracebackType

BEAT = 15.0  # seconds between two signs of life
SILENT = 120.0  # without one for so long a run is gone; file systems of a network tell of changes a minute late
ENDING = ".in-hand"


class Reservations:
    """The cells that this run has in hand, by their keys; without a folder everything is free."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._held: set[str] = set()
        self._ended = threading.Event()
        self._owner = json.dumps({"host": socket.gethostname(), "process": os.getpid(), "run": uuid.uuid4().hex})
        self._beats = threading.Thread(target=self._keep_fresh, daemon=True)

    def __enter__(self) -> "Reservations":
        self._beats.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        for key in tuple(self._held):
            self.drop(key)

    def take(self, key: str) -> bool:
        """Whether the cell is this run's now; not while another, living run has it in hand."""
        if self._folder is None or key in self._held:
            return True
        path = self._path(key)
        if not self._made(path):
            if not self._abandoned(path):
                return False
            aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
            with suppress(FileNotFoundError):  # its run, or another that waited, was faster
                path.rename(aside)
                aside.unlink()
            if not self._made(path):
                return False
        self._held.add(key)
        return True

    def drop(self, key: str) -> None:
        """Leave the cell: it is stored now, or somebody else's to try."""
        if key in self._held:
            self._held.discard(key)
            with suppress(FileNotFoundError, NotADirectoryError):  # taken over; never made
                self._path(key).unlink()

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{key}{ENDING}"

    def _made(self, path: Path) -> bool:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(path, "x", encoding="utf-8") as stream:
                stream.write(self._owner)
        except (FileExistsError, NotADirectoryError):
            return not path.parent.is_dir()  # something else is in the way of all cells: the store says so
        return True

    def _abandoned(self, path: Path) -> bool:
        try:
            owner = json.loads(path.read_text(encoding="utf-8"))
            there, process = owner["host"] == socket.gethostname(), int(owner["process"])
        except FileNotFoundError:
            return True
        except (ValueError, KeyError, TypeError):  # being written, or no file of ours: its age tells
            there, process = False, 0
        return (there and not _lives(process)) or self._age(path) > SILENT

    def _age(self, path: Path) -> float:
        """Seconds since the last sign of life, by the clock of the file system, which is one for all machines."""
        now = path.with_name(f".now.{uuid.uuid4().hex}")
        try:
            now.touch()
            return now.stat().st_mtime - path.stat().st_mtime
        except FileNotFoundError:
            return float("inf")
        finally:
            now.unlink(missing_ok=True)

    def _keep_fresh(self) -> None:
        while not self._ended.wait(BEAT):
            for key in tuple(self._held):
                with suppress(OSError):  # dropped this moment, or taken over by a run that thought us gone
                    os.utime(self._path(key))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # another user's; no process at all
        return True
    return True
