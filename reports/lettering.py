"""Words on a drawing: our plain text in matplotlib's notation, its lines broken where they would grow too long."""

import textwrap

from reports.document import Script
from reports.prose import prose


def lettered(text: str, *, width: int = 0) -> str:
    """The text for a drawing; a width breaks it into lines of about that many characters."""
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) if width else [text]
    return "\n".join(_line(line) for line in lines)


def _line(text: str) -> str:
    return "".join(_script(run) if isinstance(run, Script) else _literal(str(run)) for run in prose(text))


def _script(run: Script) -> str:
    sign = "_" if run.below else "^"
    if not all(letter.isalnum() or letter in " ,.;:+*()=−/" for letter in run.text):
        return _literal(f"{sign}{run.text}")
    inner = run.text.replace(" ", r"\ ")
    return rf"${{}}{sign}{{\mathrm{{{inner}}}}}$"


def _literal(text: str) -> str:
    return text.replace("$", r"\$")
