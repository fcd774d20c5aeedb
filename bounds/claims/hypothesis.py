"""What a reading assumes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hypothesis:
    """One assumption, in words and, where words are not how one would write it, in mathematics."""

    text: str
    latex: str = ""

    def __str__(self) -> str:
        return self.text

    def to_json(self) -> dict[str, str]:
        return {"text": self.text, "latex": self.latex}
