"""The report as a paper of some twenty pages: what stays of the whole, which is its supplement."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bounds.claims.statement import Rank
from reports.document import (
    Beside,
    Block,
    Document,
    Fold,
    Formula,
    Items,
    Panel,
    Paragraph,
    Picture,
    Quote,
    Section,
    Table,
)
from reports.holding import ESTABLISHED
from reports.vocabulary import READING_TITLE

SUPPLEMENT = "supplement.pdf"
POINTER = f"Every reading of every claim with its proof, counterexample or trial, and every number, is in {SUPPLEMENT}."
REASONS = ("Why it fails.", "Why it holds.", "What supports it.", "What is known.")
INSTEAD = tuple(READING_TITLE[name] for name in ("repaired", "intended", "proved", "sharpened"))


def paper(document: Document) -> Document:
    """The front page, the first paper's main results in half a page each, the experiments in a figure each."""
    front = (*(kept for block in document.front for kept in _front(block)), Paragraph((POINTER,), tone="note"))
    claims = next((one for one in document.sections if _claims(one)), None)
    sections = []
    for one in document.sections:
        if one is claims:
            results = tuple(_result(inner) for inner in _claims(one) if inner.rank == Rank.RESULT)
            sections.append(replace(one, title="The main results", blocks=(), sections=results))
        elif one.anchor == "experiments":
            sections.append(replace(one, sections=tuple(map(_experiment, one.sections))))
        elif one.anchor == "failures":
            sections.append(one)
    return replace(document, front=front, sections=tuple(one for one in sections if one.sections or one.blocks))


def _claims(chapter: Section) -> tuple[Section, ...]:
    """The claims of a chapter, out of the page's sections."""
    return tuple(claim for group in chapter.sections for claim in group.sections if claim.rank)


def _front(block: Block) -> Iterator[Block]:
    """A front page's block; of the table of claims the claims without their parts, of the editions' none."""
    if isinstance(block, Fold) and block.role == "cite":
        return
    if isinstance(block, Fold) and block.role == "table":
        for inner in block.blocks:
            yield from _front(inner)
    elif not isinstance(block, Table):
        yield block
    elif block.role == "verdicts":
        kept = [place for place, claim in enumerate(block.under) if not claim]
        yield replace(
            block,
            rows=tuple(block.rows[place] for place in kept),
            verdicts=tuple(block.verdicts[place] for place in kept),
            under=(),
        )
    elif block.role != "editions":
        yield block


def _result(section: Section) -> Section:
    """A main result: the page's words, its printed form and the one to use, each with its hypotheses and its reason."""
    panels = [block for block in section.blocks if isinstance(block, Panel)]
    printed = [one for one in panels if one.title == READING_TITLE["printed"]]
    others = sorted((one for one in panels if one.title in INSTEAD), key=lambda one: INSTEAD.index(one.title))
    holds = [one for one in others if one.chip is not None and one.chip.verdict in ESTABLISHED]
    said = tuple(
        block
        for block in section.blocks
        if isinstance(block, Quote | Beside) or (isinstance(block, Paragraph) and block.tone == "falls")
    )
    return replace(section, blocks=(*said, *map(_panel, (*printed, *holds[:1]))), sections=())


def _panel(panel: Panel) -> Panel:
    return replace(panel, blocks=tuple(_short(panel.blocks)))


def _short(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Formula | Items):
            yield block
        elif isinstance(block, Paragraph) and (block.tone in ("change", "label") or _is_reason(block)):
            yield block


def _is_reason(block: Paragraph) -> bool:
    return bool(block.text) and getattr(block.text[0], "text", "") in REASONS


def _experiment(section: Section) -> Section:
    """What the paper says, whether it came out, three numbers, and the first figure."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            blocks.append(block)
        elif isinstance(block, Table):
            blocks.append(block)
        elif isinstance(block, Picture) and not any(isinstance(one, Picture) for one in blocks):
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))
