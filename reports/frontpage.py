"""The front page: the question, what a researcher should take away, the table of verdicts, what was run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reports.document import Block, Chip, Items, Link, Paragraph, Strong, Table, Text
from reports.numbers import seconds
from reports.vocabulary import (
    MEANING,
    READING_MEANING,
    READINGS,
    VERDICTS,
    chip,
    counted,
    families,
    label,
    listed,
    verdicts_of,
)

Data = Mapping[str, Any]

PAPER = "A. Achille and S. Soatto, On the emergence of invariance and disentangling in deep representations (UCLA, 30 May 2017)"
TITLE = "Which bounds hold?"
SUBTITLE = "An audit of ‘On the emergence of invariance and disentangling in deep representations’"
QUESTION = (
    "For each claim of the paper: is it true as printed, as its own proof gives it, as repaired? How tight is it, and what does "
    "it say about a trained network?"
)
MAIN_PACKAGES = ("torch", "numpy", "scipy", "sympy", "python-flint", "highspy")
NAMED = 6  # claims named in a sentence before the rest is counted


def front(results: Data) -> tuple[Block, ...]:
    """The blocks of the front page."""
    return (
        Paragraph((f"The paper: {PAPER}.",), tone="note"),
        *(Paragraph(sentence, tone="lead") for sentence in takeaways(results["statements"])),
        *notes(results),
        _counts(results["statements"]),
        _verdict_table(results["statements"]),
        _run_table(results),
        Items(items=tuple((Chip(verdict), f" {meaning}") for verdict, meaning in MEANING.items())),
    )


def takeaways(statements: Sequence[Data]) -> tuple[Text, ...]:
    """Three sentences that the verdicts alone decide."""
    claims = [claim for claim, _ in families(statements)]
    if not claims:
        return ()
    printed = {c["id"]: _verdict(c, "printed") for c in claims if _verdict(c, "printed")}
    holds = [i for i, verdict in printed.items() if verdict == "proved"]
    fails = [i for i, verdict in printed.items() if verdict == "refuted"]
    other = [i for i, verdict in printed.items() if verdict not in ("proved", "refuted")]
    return (
        _first(len(printed), holds, fails, other),
        _second(claims, fails),
        _third(statements),
    )


def _first(count: int, holds: list[str], fails: list[str], other: list[str]) -> Text:
    text: list[Any] = [
        Strong(f"As printed, {len(fails)} of {counted(count, 'claim')} "),
        Strong("is false" if len(fails) == 1 else "are false"),
    ]
    text += [", ", str(len(holds)), " proved" if len(holds) != 1 else " is proved"]
    if holds:
        text += [" (", *_links(holds), ")"]
    text += [f", and {len(other)} neither." if other else "."]
    return tuple(text)


def _second(claims: Sequence[Data], fails: list[str]) -> Text:
    repaired = {c["id"]: _verdict(c, "repaired") for c in claims if c["id"] in fails}
    proved = [i for i, verdict in repaired.items() if verdict == "proved"]
    partly = [i for i, verdict in repaired.items() if verdict == "supported"]
    bare = [i for i in fails if i not in proved and i not in partly]
    text: list[Any] = [Strong(f"Of the false ones, {len(proved)} have a repaired form that is proved")]
    if proved:
        text += [": build on the repairs of ", *_links(proved)]
    if partly:
        text += ["; trials alone support the repair of ", *_links(partly)]
    if bare:
        text += ["; nothing established replaces ", *_links(bare)]
    return (*text, ".")


def _third(statements: Sequence[Data]) -> Text:
    extra: Counter[str] = Counter()
    for statement in statements:
        forms = {reading["name"]: reading["hypotheses"] for reading in statement["readings"]}
        if "printed" in forms and "repaired" in forms:
            extra.update(set(forms["repaired"]) - set(forms["printed"]))
    everything = [r["verdict"] for s in statements for r in s["readings"] if r["formula"]]
    open_ = everything.count("undecided")
    text: list[Any] = [
        Strong(
            f"{everything.count('proved') + everything.count('refuted')} of {counted(len(everything), 'reading')} are settled for certain"
        )
    ]
    text += [
        f", {everything.count('supported')} rest on trials or measurements, {open_} {'is' if open_ == 1 else 'are'} undecided"
    ]
    if extra:
        asked = sorted(extra, key=lambda name: (-extra[name], name))
        text += [
            f"; the repairs ask for {counted(len(extra), 'hypothesis', 'hypotheses')} that the page does not state, most often: {asked[0]}"
        ]
    return (*text, ".")


def notes(results: Data) -> tuple[Block, ...]:
    """What a reader must know of a run that was not whole."""
    made: list[Block] = []
    only = results.get("only") or []
    if only:
        made.append(
            Paragraph(
                (Strong("Part of the audit."), f" This run was limited to {listed(list(only), limit=NAMED)}."),
                tone="warning",
            )
        )
    failures = results.get("failures") or []
    if failures:
        made.append(
            Paragraph(
                (
                    Strong(f"{counted(len(failures), 'part')} of this run failed"),
                    " and left no results; see ",
                    Link("what failed", anchor="failures"),
                    ".",
                ),
                tone="warning",
            )
        )
    if not results["experiments"]:
        made.append(Paragraph((Strong("Skipped."), " No experiment was run."), tone="warning"))
    return tuple(made)


def _counts(statements: Sequence[Data]) -> Table:
    tally = Counter(
        (reading["name"], reading["verdict"]) for s in statements for reading in s["readings"] if reading["formula"]
    )
    names = [name for name in READINGS if any(tally[name, verdict] for verdict in VERDICTS)]
    rows = tuple(
        ((Strong(name), f" {READING_MEANING[name]}"), *((str(tally[name, v]),) for v in VERDICTS)) for name in names
    )
    return Table(
        caption="How many readings have each verdict",
        head=("reading", *VERDICTS),
        rows=rows,
        numeric=(1, 2, 3, 4),
        role="counts",
    )


def _verdict_table(statements: Sequence[Data]) -> Table:
    rows, verdicts = [], []
    for claim, parts in families(statements):
        for statement in (claim, *parts):
            by_name = {reading["name"]: reading for reading in statement["readings"]}
            cells = tuple((chip(by_name[name]),) if name in by_name else ("",) for name in READINGS)
            name = (
                label(statement["id"])
                if statement is claim
                else "↳ " + statement["id"].partition("/")[2].replace("-", " ")
            )
            rows.append(((Link(name, anchor=statement["id"]),), (statement["title"],), *cells))
            verdicts.append(verdicts_of([statement]))
    return Table(
        caption="Every claim and its verdicts",
        head=("claim", "title", *READINGS),
        rows=tuple(rows),
        verdicts=tuple(verdicts),
        role="verdicts",
    )


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
    return Table(caption="What was run", head=("", "this run"), rows=tuple(((a,), (b,)) for a, b in rows), role="run")


def started(text: str) -> str:
    """The time a run began, for readers; anything that is no time is shown as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.day} {moment:%B %Y, %H:%M}{f' {moment:%Z}' if moment.tzinfo else ''}"


def _verdict(statement: Data, name: str) -> str:
    return next((reading["verdict"] for reading in statement["readings"] if reading["name"] == name), "")


def _links(ids: Sequence[str]) -> list[Any]:
    shown = ids if len(ids) <= NAMED + 1 else ids[:NAMED]
    text: list[Any] = []
    for place, claim in enumerate(shown):
        if place:
            text.append(" and " if place == len(ids) - 1 else ", ")
        text.append(Link(label(claim), anchor=claim))
    return [*text, f" and {len(ids) - len(shown)} more"] if len(shown) < len(ids) else text
