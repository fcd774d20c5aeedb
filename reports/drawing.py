"""Draws the figures of a report, many at once in processes of their own.

A process reads figures as JSON and writes their drawings as JSON (`python -m reports.drawing`): it ends with the pipe
to whoever started it, and needs nothing of that program's main module.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from reports.figure import Figure
from reports.results import finite

WORTH = 6  # figures a process: fewer are drawn sooner than it has started


def drawn(figures: Sequence[Figure], *, jobs: int) -> dict[str, str]:
    """The SVG of each figure by its id, by at most `jobs` processes; how many does not change a byte.

    Raises subprocess.CalledProcessError where one of them fails (its own words are on stderr).
    """
    count = min(jobs, len(figures) // WORTH)
    if count < 2:
        return _drawn(figures)
    with ThreadPoolExecutor(count) as waiting:
        shares = waiting.map(_drawn_apart, (figures[first::count] for first in range(count)))
        return {name: drawing for share in shares for name, drawing in share.items()}


def _drawn(figures: Sequence[Figure]) -> dict[str, str]:
    from reports.figures import draw

    return {figure.id: draw(figure) for figure in figures}


def _drawn_apart(figures: Sequence[Figure]) -> dict[str, str]:
    path = os.pathsep.join(folder for folder in sys.path if folder)
    run = subprocess.run(
        [sys.executable, "-m", "reports.drawing"],
        input=json.dumps([finite(figure.to_json()) for figure in figures]).encode(),
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
        process_group=0,  # Ctrl-C is ours to answer
        check=True,
    )
    return json.loads(run.stdout)


def main() -> None:
    """From figures on stdin to drawings on stdout."""
    figures = [Figure.from_json(data) for data in json.load(sys.stdin.buffer)]
    sys.stdout.buffer.write(json.dumps(_drawn(figures)).encode())


if __name__ == "__main__":
    main()
