"""The report of a run as a document: everything that HTML and PDF say is decided here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reports import findings, frontpage, glossary, graph, networks, tightness
from reports.document import Block, Document, Items, Paragraph, Section, Strong
from reports.figure import Figure
from reports.page_sections import by_section
from reports.pictures import Pictures
from reports.tightest import tightest
from reports.vocabulary import VERDICTS, cited, counted, judged
from reports.wording import compared

Data = Mapping[str, Any]


def compose(results: Data, *, doubt: str = "", progress: str = "") -> tuple[Document, Sequence[Figure]]:
    """The document, and the figures whose drawings it names, in their order; `doubt` is why not to believe it.

    `progress`: how far a run that still goes has come.
    """
    results = {**results, "statements": compared(results, _anchored(results))}
    found = tightness.rows(results)
    compared_with = [tightness.figure(found, tightness.missing(results, found)).to_json()] if found else []
    pictures = Pictures([*results["figures"], *compared_with])
    bounds = _bounds(results, found, pictures)  # on the front page, so it is figure 1
    theirs = [network for network in results["networks"] if network.get("users")]
    own = [network for network in results["networks"] if not network.get("users")]
    # in reading order, for the figures are numbered as they are placed; a reader's own network comes first
    chapters = (
        networks.users(theirs, pictures, first=1),
        *_claims(results, pictures),
        graph.section(results["statements"]),
        networks.trained(own, pictures, first=len(theirs) + 1),
        Section("experiments", "Experiments", sections=_experiments(results, pictures)),
        Section("figures", "Further figures", blocks=tuple(pictures.rest())),
        _failures(results.get("failures") or []),
        glossary.section(results),
    )
    document = Document(
        title=frontpage.TITLE,
        subtitle=frontpage.subtitle(results["papers"]),
        question=frontpage.QUESTION,
        front=frontpage.front(results, doubt=doubt, progress=progress, bounds=(*tightest(results), *bounds)),
        sections=tuple(chapter for chapter in chapters if chapter.sections or chapter.blocks),
        filters=tuple((verdict, _having(results["statements"], verdict)) for verdict in VERDICTS),
        footer=f"{results['profile']} profile, seed {results['seed']}, {frontpage.started(results['started'])}. "
        "Information is in nats.",
    )
    return glossary.glossed(document, results), pictures.placed


def _bounds(results: Data, found: Sequence[tightness.Row], pictures: Pictures) -> tuple[Block, ...]:
    """The figure of every bound against what was measured, and its table; nothing where none was measured."""
    anchors = {one["id"]: one["anchor"] for one in reversed(results["statements"])}  # the first paper's counts
    return (*pictures.of(tightness.ID), tightness.summary(found, anchors)) if found else ()


def _anchored(results: Data) -> list[Data]:
    """The statements, each with its address in the report: its id, behind its paper's prefix where that has one."""
    prefixes = {paper["id"]: paper["prefix"] for paper in results["papers"]}
    return [
        {**statement, "anchor": ":".join(part for part in (prefixes[statement["paper"]], statement["id"]) if part)}
        for statement in results["statements"]
    ]


def _claims(results: Data, pictures: Pictures) -> list[Section]:
    """A chapter of claims for each paper that has any here."""
    chapters = []
    for paper in results["papers"]:
        several = len(results["papers"]) > 1
        anchor, title = (f"claims:{paper['id']}", f"Claims of {cited(paper)}") if several else ("claims", "Claims")
        claims = [s for s in results["statements"] if s["paper"] == paper["id"]]
        sections = by_section(claims, pictures, anchor=anchor, run=results)
        chapters.append(Section(anchor, title, sections=sections))
    return chapters


def _experiments(results: Data, pictures: Pictures) -> tuple[Section, ...]:
    def place(item: tuple[str, Data]) -> tuple[bool, str]:  # what remakes a figure of a paper first, in their order
        title = item[1]["title"]
        return not title.startswith("Figure"), title

    ordered = sorted(results["experiments"].items(), key=place)
    return tuple(findings.experiment(name, data, pictures, run=results) for name, data in ordered)


def _having(statements: Iterable[Data], verdict: str) -> int:
    return sum(any(reading["verdict"] == verdict for reading in judged(statement)) for statement in statements)


def _failures(failures: list[Data]) -> Section:
    if not failures:
        return Section("failures", "What failed")
    them = "it" if len(failures) == 1 else "them"
    lead = (
        f"{counted(len(failures), 'part')} of this run ended in an error; nothing else in this report rests on {them}."
    )
    items = tuple((Strong(failure["what"]), f": {failure['error']}") for failure in failures)
    return Section("failures", "What failed", blocks=(Paragraph((lead,)), Items(items=items)))
