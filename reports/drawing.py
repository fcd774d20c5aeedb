"""Draws the figures of a report, many at once in processes of their own.

A process reads figures as JSON and writes their drawings as JSON (`python -m reports.drawing`): it needs nothing of the
main module of whoever started it, and ends by itself when that is gone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from reports.figure import Figure
from reports.results import finite

EXIT_LACKING = 3  # a library, or memory
WORTH = 6  # figures a process: fewer are drawn sooner than it has started


def drawn(figures: Sequence[Figure], *, jobs: int) -> dict[str, str]:
    """The SVG of each figure by its id, by at most `jobs` processes; how many does not change a byte.

    Raises subprocess.CalledProcessError where one of them fails (its own words are on stderr).
    """
    plain = [finite(figure.to_json()) for figure in figures]
    count = min(jobs, len(plain) // WORTH)
    if count < 2:
        return _drawn(plain)
    workers = [_worker() for _ in range(count)]
    with ThreadPoolExecutor(count) as waiting:
        try:
            shares = waiting.map(_ask, workers, (plain[first::count] for first in range(count)))
            return {name: drawing for share in shares for name, drawing in share.items()}
        except BaseException:  # Ctrl-C too: nobody waits for the rest
            for worker in workers:
                worker.kill()
            raise


def _drawn(figures: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    from reports.figures import draw

    return {data["id"]: draw(Figure.from_json(data)) for data in figures}


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "reports.drawing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(folder or os.getcwd() for folder in sys.path)},
        process_group=0,  # Ctrl-C is ours to answer
    )


def _ask(worker: subprocess.Popen[bytes], figures: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    written, _ = worker.communicate(json.dumps(figures).encode())
    if worker.returncode:
        raise subprocess.CalledProcessError(worker.returncode, worker.args)
    return json.loads(written)


def main() -> None:
    """From figures on stdin to drawings on stdout."""
    try:
        drawings = _drawn(json.load(sys.stdin.buffer))
    except (ImportError, MemoryError):
        sys.exit(EXIT_LACKING)  # whoever asked says so
    sys.stdout.buffer.write(json.dumps(drawings).encode())


if __name__ == "__main__":
    main()
