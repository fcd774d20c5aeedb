"""What a reading assumes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

UNDECIDED = "no world decides it"


@dataclass(frozen=True)
class Hypothesis:
    """One assumption, in words and, where words are not how one would write it, in mathematics.

    `holds` decides it in a world: a `World` of numbers, or a joint distribution. Where none can, `undecided` says why,
    and no counterexample to a reading that assumes it is accepted. `implies` has others that hold wherever it does,
    each with the sentence that says why. `binds` names the symbols that are what it says they are, so no other number
    may be put in their place where a proof cites the reading; `informations` which symbol stands for which information
    of a claim in the prover's grammar. Two hypotheses of the same words are the same.
    """

    text: str
    latex: str = ""
    holds: Callable[[Any], bool] | None = field(default=None, compare=False, repr=False)
    undecided: str = field(default=UNDECIDED, compare=False, repr=False)
    implies: tuple[tuple["Hypothesis", str], ...] = field(default=(), compare=False, repr=False)
    binds: tuple[str, ...] = field(default=(), compare=False, repr=False)
    informations: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    def to_json(self) -> dict[str, str]:
        said = {"text": self.text, "latex": self.latex}
        return said if self.holds else {**said, "undecidable": self.undecided}


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
