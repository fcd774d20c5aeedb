"""What a reading assumes."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Hypothesis:
    """One assumption, in words and, where words are not how one would write it, in mathematics.

    `implies` has others that hold wherever it does, each with the sentence that says why.
    """

    text: str
    latex: str = ""
    implies: tuple[tuple["Hypothesis", str], ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    def to_json(self) -> dict[str, str]:
        return {"text": self.text, "latex": self.latex}


def implied_by(hypotheses: Iterable[Hypothesis]) -> set[Hypothesis]:
    """The hypotheses, and all that they imply one by one."""
    found: set[Hypothesis] = set()
    waiting = list(hypotheses)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [other for other, _ in one.implies]
    return found
