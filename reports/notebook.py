"""What a notebook shows of a result: blocks as a small piece of HTML that needs no style and no script."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any
from zlib import crc32

from reports.document import Block, Fold, Items, Paragraph, Run, Script, Strong, Table, Text, plain
from reports.figure import Figure
from reports.figures import draw
from reports.networks import page


def network(data: Mapping[str, Any], figures: Sequence[Figure]) -> str:
    """A measured network, an entry of the results' `networks`."""
    return fragment(page(data), figures)


def fragment(blocks: Sequence[Block], figures: Sequence[Figure] = ()) -> str:
    """Sentences, figures and tables as HTML."""
    drawings = "".join(
        f"<figure>{draw(_apart(figure))}<figcaption>{escape(figure.title)}</figcaption></figure>" for figure in figures
    )
    first = [block for block in blocks if not isinstance(block, Fold)]
    folded = [block for block in blocks if isinstance(block, Fold)]
    return f"<div>{''.join(map(_block, first))}{drawings}{''.join(map(_block, folded))}</div>"


def _apart(figure: Figure) -> Figure:
    """The figure under an id that no other result's has: a notebook shows many on one page."""
    return replace(figure, id=f"{figure.id}-{crc32(repr(figure).encode()):08x}")


def _block(block: Block) -> str:
    if isinstance(block, Items):
        return f"<ul>{''.join(f'<li>{_text(one)}</li>' for one in block.items)}</ul>"
    if isinstance(block, Fold):
        return f"<details><summary>{_text(block.summary)}</summary>{''.join(map(_block, block.blocks))}</details>"
    if isinstance(block, Table):
        head = "".join(f"<th>{_cell(one)}</th>" for one in block.head)
        rows = "".join(f"<tr>{''.join(f'<td>{_text(one)}</td>' for one in row)}</tr>" for row in block.rows)
        return f"<table><caption>{escape(block.caption)}</caption><tr>{head}</tr>{rows}</table>"
    if isinstance(block, Paragraph):
        return f"<p>{_text(block.text)}</p>"
    raise TypeError(f"blocks: a result has no {type(block).__name__}")


def _text(text: Text) -> str:
    return "".join(map(_run, text))


def _cell(head: str | Text) -> str:
    return escape(head) if isinstance(head, str) else _text(head)


def _run(run: Run) -> str:
    words = escape(plain((run,)))
    if isinstance(run, Strong):
        return f"<b>{words}</b>"
    if isinstance(run, Script):
        return f"<sub>{words}</sub>" if run.below else f"<sup>{words}</sup>"
    return words
