"""The front page: the question, what a researcher should take away, the table of verdicts, what was run."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reports.claims_table import claims_tables
from reports.document import Aside, Block, Chip, Code, Fold, Items, Link, Paragraph, Strong, Table, Text
from reports.editions import editions, in_short
from reports.numbers import seconds
from reports.takeaways import takeaways
from reports.vocabulary import (
    MEANING,
    READING_MEANING,
    READINGS,
    VERDICTS,
    cited,
    counted,
    judged,
    listed,
)

Data = Mapping[str, Any]

TITLE = "Which bounds hold?"
QUESTION = (
    "For each claim: is it true as printed, as its own proof gives it, as repaired? How tight is it, and "
    "what does it say about a trained network?"
)
COMPUTED = "Every verdict below is computed from the evidence in this report."
UNVERIFIED = "Unverified: the verdicts of this report are not those that its own evidence gives."
RUNNING = "The run still goes:"
UNKNOWN = "what is not known yet reads ‘undecided’, and figures come at the end"
MARKED = "In a formula, the marked symbols are those that the printed and the repaired form do not share."
MAIN_PACKAGES = ("torch", "numpy", "scipy", "sympy", "python-flint", "highspy")
NAMED = 6  # names in a sentence before the rest is counted


def subtitle(papers: Sequence[Data]) -> str:
    """What the report is about."""
    return f"An audit of {listed([f'‘{title}’' for title in dict.fromkeys(paper['title'] for paper in papers)])}"


def citation(paper: Data) -> str:
    """`A. Author and B. Author, Title, where it was published.`"""
    source = paper.get("source") or str(paper["year"])
    return f"{listed([_initialled(name) for name in paper['authors']])}, {paper['title']}, {source}."


def _initialled(name: str) -> str:
    *given, family = name.split() or [name]
    return " ".join([*(f"{one[0]}." for one in given), family])


def front(results: Data, *, doubt: str = "", progress: str = "", bounds: tuple[Block, ...] = ()) -> tuple[Block, ...]:
    """The blocks of the front page; papers are told apart where there are several. A doubt stands before all else.

    Then three sentences, of the first paper and of its later edition, and the `bounds` that were measured.
    """
    statements, several = results["statements"], len(results["papers"]) > 1
    by_paper = [
        (cited(paper) if several else "", [s for s in statements if s["paper"] == paper["id"]])
        for paper in results["papers"]
    ]
    short = in_short(results)
    (first, said), *others = [(name, takeaways(own)) for name, own in by_paper] or [("", ())]
    lead = [said[0], said[-1]] if short and len(said) > 2 else said  # three sentences, the last of the later edition
    return (
        *((Paragraph((Strong(UNVERIFIED), f" {doubt}."), tone="warning"),) if doubt else ()),
        *((Paragraph((Strong(RUNNING), f" {progress}; {UNKNOWN}."), tone="warning"),) if progress else ()),
        Paragraph((" ".join([*map(citation, results["papers"]), *(() if doubt else (COMPUTED,))]),), tone="note"),
        *notes(results),
        *_lead(first, [*lead, *short]),
        *bounds,
        *editions(results),
        *_lead(first, [sentence for sentence in said if sentence not in lead]),
        *(block for name, own in others for block in _lead(name, own)),
        *((_counts(statements), _legend()) if statements else ()),
        *(block for name, own in by_paper if own for block in claims_tables(own, of=f" of {name}" if name else "")),
        _run_table(results),
        Fold(
            (Strong("To cite it"), " · BibTeX of this audit and of what it reads"),
            (Code(bibtex(results)),),
            role="cite",
        ),
    )


def _lead(name: str, said: Sequence[Text]) -> tuple[Paragraph, ...]:
    """What to take away of one paper, under its name where it has one."""
    sentences = tuple(Paragraph(sentence, tone="lead") for sentence in said)
    return (Paragraph((name,), tone="label"), *sentences) if name and sentences else sentences


def notes(results: Data) -> tuple[Block, ...]:
    """What a reader must know of a run that was not whole."""
    made: list[Text] = []
    only = results.get("only") or []
    failures = results.get("failures") or []
    if only:
        made.append((Strong("Part of the audit."), f" This run was limited to {listed(list(only), limit=NAMED)}."))
    if failures:
        failed = Strong(f"{counted(len(failures), 'part')} of this run failed")
        made.append((failed, " and left no results; see ", Link("what failed", anchor="failures"), "."))
    missing = [words for key, words in (("experiments", "experiment"), ("networks", "network")) if not results[key]]
    if missing:
        made.append((Strong("Skipped."), f" This run holds no {' and no '.join(missing)}."))
    return tuple(Paragraph(text, tone="warning") for text in made)


def started(text: str) -> str:
    """The time a run began, for readers; anything that is no time is shown as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.day} {moment:%B %Y, %H:%M}{f' {moment:%Z}' if moment.tzinfo else ''}"


def _counts(statements: Sequence[Data]) -> Table:
    tally = Counter((r["name"], r["verdict"]) for s in statements for r in judged(s) if r["formula"])
    names = [name for name in READINGS if any(tally[name, verdict] for verdict in VERDICTS)]
    rows = tuple(
        ((Strong(name), Aside(f" {READING_MEANING[name]}")), *((str(tally[name, verdict]),) for verdict in VERDICTS))
        for name in names
    )
    head = ("reading", *VERDICTS)
    return Table("How many readings have each verdict", head, rows, numeric=(1, 2, 3, 4), role="counts")


def _legend() -> Items:
    meanings = tuple((Chip(verdict), f" {meaning}") for verdict, meaning in MEANING.items())
    return Items(items=(*meanings, (MARKED,)), role="legend")


def bibtex(results: Data) -> str:
    """Entries for this audit, with its commit, and for each paper."""
    provenance, moment = results["provenance"], results["started"][:4]
    commit = f"commit {provenance['commit']}, {results['profile']} profile, seed {results['seed']}"
    own = {
        "title": "{emergence-audit}: " + _escaped(listed([cited(paper) for paper in results["papers"]])),
        "author": "{the emergence-audit authors}",
        "year": moment if moment.isdigit() else "",
        "version": _escaped(provenance["version"]),
        "note": _escaped(commit),
    }
    entries = [("software", "emergence-audit", own)]
    for paper in results["papers"]:
        said = {"title": paper["title"], "author": " and ".join(paper["authors"]), "year": str(paper["year"])}
        said |= {"howpublished": paper["source"]} if paper.get("source") else {}
        entries.append(("misc", paper["id"], {name: _escaped(value) for name, value in said.items()}))
    return "\n\n".join(_entry(*one) for one in entries)


def _entry(kind: str, key: str, fields: Data) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _escaped(text: str) -> str:
    return re.sub(r"[&%$#_{}]", r"\\\g<0>", text.replace("\\", "/"))


def _run_table(results: Data) -> Table:
    provenance = results["provenance"]
    packages = provenance["packages"]
    main = [f"{name} {packages[name]}" for name in MAIN_PACKAGES if name in packages]
    rows = (
        ("profile and seed", f"{results['profile']}, seed {results['seed']}"),
        ("device", results["device"]),
        ("started", started(results["started"])),
        ("took", seconds(results["seconds"])),
        ("version", f"{provenance['version']}, commit {provenance['commit']}"),
        ("python", provenance["python"]),
        ("packages", ", ".join(main or [f"{name} {version}" for name, version in packages.items()][:NAMED])),
        ("machine", provenance["machine"]),
    )
    return Table("What was run", ("", "this run"), tuple(((name,), (value,)) for name, value in rows), role="run")
