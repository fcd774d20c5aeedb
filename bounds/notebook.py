"""What notebooks show of our objects: small tables as HTML, formulas as LaTeX between dollars."""

from collections.abc import Iterable, Sequence
from html import escape


def table(caption: str, rows: Iterable[Sequence[str]], *, head: Sequence[str] = ()) -> str:
    """An HTML table of texts, all of them escaped; the first entry of a row heads it.

    >>> table("a < b", [("x", "1")])
    '<table><caption>a &lt; b</caption><tr><th>x</th><td>1</td></tr></table>'
    """
    top = f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>" if head else ""
    return f"<table><caption>{escape(caption)}</caption>{top}{''.join(map(_row, rows))}</table>"


def set_apart(latex: str) -> str:
    """A formula as a notebook sets it."""
    return rf"$\displaystyle {latex}$"


def _row(texts: Sequence[str]) -> str:
    first, *rest = map(escape, texts)
    return f"<tr><th>{first}</th>{''.join(f'<td>{one}</td>' for one in rest)}</tr>"
