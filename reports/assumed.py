"""What a reading assumes: what its formula is given, then its hypotheses, each as mathematics and in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bounds.claims.formula import GIVEN
from bounds.shannon.typeset import latex
from reports.document import Aside, Maths, Run, Strong, Text, plain
from reports.gloss import gloss
from reports.prose import prose

Data = Mapping[str, Any]

NEW = " (not assumed on the page)"


@dataclass(frozen=True)
class Assumed:
    """One assumption: a line of the grammar with its gloss, or a hypothesis in words, with its mathematics if any."""

    text: str
    latex: str = ""
    gloss: str = ""
    undecided: str = ""

    def runs(self, *, new: bool) -> Text:
        """For a card: the mathematics, the words, whether the page has it, and why no world decides it, if none can."""
        words: Text = prose(self.gloss) if self.latex else prose(self.text)
        said: list[Run] = [Maths(self.text, self.latex), *((": ", *words) if words else ())] if self.latex else [*words]
        if new:
            said.append(Strong(NEW))
        if self.undecided:
            said.append(Aside(f" (no world decides it: {self.undecided})"))
        return tuple(said)

    def to_text(self, *, new: bool) -> str:
        """The same for a terminal, its mathematics as it can be typed again."""
        said = f": {plain(prose(self.gloss))}" if self.gloss and self.gloss != self.text else ""
        return f"{self.text}{said}{NEW if new else ''}"


def assumed(reading: Data) -> tuple[Assumed, ...]:
    """Everything that a reading assumes: what its formula is given, and its hypotheses."""
    lines = given(reading["formula"])
    said = tuple(Assumed(line, _latex(line), gloss(line, lines)) for line in lines)
    return (*said, *map(_in_words, reading["hypotheses"]))


def given(formula: str) -> tuple[str, ...]:
    """The lines that a formula about informations is given; of any other formula none."""
    return tuple(formula.partition(GIVEN)[2].split("; ")) if GIVEN in formula else ()


def texts(reading: Data) -> tuple[str, ...]:
    """What a reading assumes, in the words that tell its assumptions from those of another reading."""
    return tuple(one.text for one in assumed(reading))


def _in_words(hypothesis: Data) -> Assumed:
    mathematics, undecided = hypothesis.get("latex", ""), hypothesis.get("undecidable", "")
    return Assumed(hypothesis["text"], mathematics, hypothesis["text"] if mathematics else "", undecided)


def _latex(line: str) -> str:
    """A line of the grammar, or of a chain of any length, whose layers are z[1] to z[L]."""
    return re.sub(r"\[([^]]+)\]", r"_{\1}", latex(line)).replace("...", r"\cdots")
