"""What a long cell tells while it works: lines in a file, which the main process reads and shows.

A cell runs in another process, on a cluster on another machine: where the file cannot be written it works in silence.
"""

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

FILE = "progress.txt"
PAUSE = 0.5  # seconds between two looks


def teller(path: str | None, label: str) -> Callable[[str], None]:
    """What adds a line under the cell's label to the file; without a path it says nothing."""

    def tell(line: str) -> None:
        if path is not None:
            with contextlib.suppress(OSError), Path(path).open("a", encoding="utf-8") as file:
                file.write(f"{label}: {line}\n")

    return tell


class Listening:
    """Within it every new line of the file is handed on; the file is taken away at the end."""

    def __init__(self, path: Path, show: Callable[[str], None]) -> None:
        self._path, self._show, self._read = path, show, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Listening":
        self._path.unlink(missing_ok=True)
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._thread.join()
        self._look()
        self._path.unlink(missing_ok=True)

    def _listen(self) -> None:
        while not self._over.wait(PAUSE):
            self._look()

    def _look(self) -> None:
        with contextlib.suppress(OSError):
            text = self._path.read_text(encoding="utf-8")[self._read :]
            whole = text[: text.rfind("\n") + 1]
            self._read += len(whole)
            for line in whole.splitlines():
                self._show(line)
