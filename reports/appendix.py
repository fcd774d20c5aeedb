"""Moves what few will read to the end of a document: in print, nothing can be folded away."""

from dataclasses import replace

from reports.document import Block, Document, Fold, Formula, Group, Items, Link, Panel, Paragraph, Section, plain
from reports.vocabulary import label

LONG = 8  # lines of a certificate that stay where they are
FORMULA = 4  # lines that a step of a derivation takes


def hoisted(document: Document) -> Document:
    """The document with its long certificates and its folds of numbers in appendices, linked there and back."""
    certificates: list[Section] = []
    numbers: list[Section] = []

    def section(one: Section) -> Section:
        blocks = tuple(block(inner, one, "") for inner in one.blocks)
        return replace(one, blocks=blocks, sections=tuple(section(inner) for inner in one.sections))

    def block(one: Block, home: Section, where: str) -> Block:
        if isinstance(one, Group) and one.role == "certificate" and _length(one) > LONG:
            title = f"{label(home.anchor)}{where}"
            certificates.append(_entry(f"certificate {len(certificates) + 1}", title, one, home=home))
            return _pointer(one.lead, certificates[-1])
        if isinstance(one, Fold) and one.role == "numbers":
            numbers.append(_entry(f"numbers {len(numbers) + 1}", home.title, *one.blocks, home=home))
            return _pointer(plain(one.summary), numbers[-1])
        if isinstance(one, Panel):
            return replace(one, blocks=tuple(block(inner, home, f", {one.title.lower()}") for inner in one.blocks))
        if isinstance(one, Fold):
            return replace(one, blocks=tuple(block(inner, home, where) for inner in one.blocks))
        return one

    sections = tuple(section(one) for one in document.sections)
    title = "Appendix: numbers of networks and experiments"
    appendices = (
        Section("appendix:certificates", "Appendix: certificates", sections=tuple(certificates), role="columns"),
        Section("appendix:numbers", title, sections=tuple(numbers), role="small"),
    )
    return replace(document, sections=(*sections, *(one for one in appendices if one.sections)))


def _length(group: Group) -> int:
    """About how many lines a certificate takes."""
    lists = sum(len(block.items) for block in group.blocks if isinstance(block, Items))
    return lists + FORMULA * sum(isinstance(block, Formula) for block in group.blocks)


def _entry(name: str, title: str, *blocks: Block, home: Section) -> Section:
    """Blocks that were moved here, under a name, with the way back."""
    back = Paragraph(("Back to ", Link(title, anchor=home.anchor)), tone="note")
    anchor = f"appendix:{name.replace(' ', '-')}"
    return Section(anchor, title, short=name.capitalize(), blocks=(*blocks, back), role="entry")


def _pointer(what: str, entry: Section) -> Paragraph:
    return Paragraph((f"{what}: ", Link(f"appendix, {entry.short.lower()}", anchor=entry.anchor)), tone="note")
