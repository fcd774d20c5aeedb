"""What a long measurement says of itself while it runs, not too often."""

import time
from collections.abc import Callable

EVERY = 5.0  # seconds


class Progress:
    """Called with a stage, what is done of it and all of it; `say` gets a line a stage, and one in a while."""

    def __init__(self, say: Callable[[str], None], *, every: float = EVERY) -> None:
        self._say, self._every = say, every
        self._stage, self._last = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage or now - self._last >= self._every:
            self._stage, self._last = stage, now
            self._say(f"{stage}: {done} of {total} products" if total else stage)
