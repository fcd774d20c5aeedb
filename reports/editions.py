"""What became of a paper's claims in its later edition: the sentences and the table of the front page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bounds.claims.statement import Source
from bounds.editions import Fate
from reports.document import Aside, Block, Link, Paragraph, Run, Strong, Table, Text, plain
from reports.prose import symbols
from reports.vocabulary import chip, cited, counted, judged, label, part_label

Data = Mapping[str, Any]

MENDED, FALSE = (Fate.FIXED, Fate.CLARIFIED), (Fate.STILL_FALSE, Fate.CHANGED_FALSE)
ERRORS = (Fate.STILL_FALSE, Fate.CHANGED_FALSE, Fate.NEW_ERROR)


def editions(results: Data) -> tuple[Block, ...]:
    """For each later edition of the run: is it right? Three sentences, and a table of every claim."""
    papers = {paper["id"]: paper for paper in results["papers"]}
    anchored = {(one["paper"], one["id"]): one for one in results["statements"]}
    blocks: list[Block] = []
    for pair in results.get("editions", ()):
        names = f"From {cited(papers[pair['earlier']])} to {cited(papers[pair['later']])}"
        blocks.append(Paragraph((names,), tone="label"))
        blocks += [Paragraph(text, tone="lead") for text in sentences(pair, anchored)]
        blocks.append(_table(pair, anchored, papers))
    return tuple(blocks)


def in_short(results: Data) -> tuple[Text, ...]:
    """For each later edition of the run one sentence: how much of the earlier it mends, how much of it is false."""
    papers = {paper["id"]: paper for paper in results["papers"]}
    said = []
    for pair in results.get("editions", ()):
        count = Counter(change["fate"] for change in pair["changes"])
        false = sum(count[fate] for fate in MENDED + FALSE)
        mended, wrong = (sum(count[fate] for fate in fates) for fates in (MENDED, ERRORS))
        earlier, later = (cited(papers[pair[which]]) for which in ("earlier", "later"))
        first = Strong(f"{later} mends {mended} of {counted(false, 'claim')} of {earlier} that {_were(false)} false")
        said.append((first, f"; {counted(wrong, 'claim')} of it must not be used as printed."))
    return tuple(said)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def sentences(pair: Data, statements: Mapping[tuple[str, str], Data]) -> tuple[Text, ...]:
    """What was mended, what is still wrong or new and wrong, what holds and what was not read."""
    by_fate: dict[str, list[Data]] = {fate: [] for fate in Fate}
    for change in pair["changes"]:
        by_fate[change["fate"]].append(statements[pair["later"], change["id"]])
    count = {fate: len(found) for fate, found in by_fate.items()}
    false = sum(count[fate] for fate in MENDED + FALSE)
    mended = count[Fate.FIXED] + count[Fate.CLARIFIED]
    were = f"{counted(false, 'claim')} that {_were(false)} false"
    first: list[Run] = [
        Strong(f"Of {were} in the earlier edition the later one mends {mended}"),
        *_named(by_fate[Fate.FIXED] + by_fate[Fate.CLARIFIED]),
        f", and {counted(count[Fate.WITHDRAWN], 'claim')} {_were(count[Fate.WITHDRAWN])} withdrawn.",
    ]
    wrong: list[Run] = [Strong(f"{counted(sum(count[f] for f in ERRORS), 'claim')} of it must not be used as printed")]
    for fate in ERRORS:
        if by_fate[fate]:
            wrong += [f"; {count[fate]} {_fate(fate, count[fate])}", *_named(by_fate[fate])]
    holds = sum(count[fate] for fate in (Fate.FIXED, Fate.CLARIFIED, Fate.STILL_TRUE, Fate.NEW_TRUE))
    last = (
        Strong(f"{counted(holds, 'claim')} of it {'holds' if holds == 1 else 'hold'} as printed"),
        f", {count[Fate.NEW_TRUE]} of them new, and {count[Fate.AS_MEANT]} as meant",
        *_named(by_fate[Fate.AS_MEANT]),
        f"; {count[Fate.UNDECIDED]} undecided, {count[Fate.NOT_READ]} not read.",
    )
    return tuple(first), (*wrong, "."), last


def _fate(fate: Fate, count: int) -> str:
    return f"{fate}s" if fate == Fate.NEW_ERROR and count > 1 else str(fate)


def _named(statements: Sequence[Data]) -> list[Run]:
    text: list[Run] = []
    for place, statement in enumerate(statements):
        text += [", " if place else " (", Link(label(statement["anchor"]), anchor=statement["anchor"])]
    return [*text, ")"] if text else []


def _table(pair: Data, statements: Mapping[tuple[str, str], Data], papers: Mapping[str, Data]) -> Table:
    rows: list[tuple[Text, ...]] = []
    for change in pair["changes"]:
        later = statements[pair["later"], change["id"]]
        before = [statements[pair["earlier"], id_] for id_ in change["earlier"] if (pair["earlier"], id_) in statements]
        none = Aside(later.get("mark") or "\N{EN DASH}")
        rows.append(
            (_cell(later), _joined(before) or (none,), (*_printed(later), *_mark(change)), (Strong(change["fate"]),))
        )
    years = (str(papers[pair["later"]]["year"]), str(papers[pair["earlier"]]["year"]))
    head = (f"claim of {years[0]}", f"in {years[1]}", f"as printed in {years[0]}", "what became of it")
    tally = Counter(change["fate"] for change in pair["changes"])
    counts = ", ".join(f"{tally[fate]} {_fate(fate, tally[fate])}" for fate in Fate if tally[fate])
    return Table(f"Every claim of {years[0]}: {counts}", head, tuple(rows), role="editions")


def _cell(statement: Data) -> Text:
    return (Link(label(statement["anchor"]), anchor=statement["anchor"]), Aside(f" {symbols(statement['title'])}"))


def _joined(statements: Sequence[Data]) -> Text:
    """The earlier claims, each with its verdict."""
    text: list[Run] = []
    for statement in statements:
        name = label(statement["id"]) if statement["parent"] is None else part_label(statement["id"])
        text += [" " if text else "", Link(name, anchor=statement["anchor"]), " ", *_printed(statement)]
    return tuple(text)


def _printed(statement: Data) -> Text:
    return tuple(chip(reading) for reading in judged(statement) if reading["name"] == "printed")


def _mark(change: Data) -> Text:
    return (Aside(f" {change['source']}"),) if change["source"] == Source.TRANSCRIBED else ()


def to_text(results: Data) -> str:
    """The sentences and the table for a terminal, and which run they are of."""
    papers = {paper["id"]: paper for paper in results["papers"]}
    anchored = {(one["paper"], one["id"]): {"anchor": one["id"], **one} for one in results["statements"]}
    lines = [f"{results['profile']} profile, seed {results['seed']}, {results['started']}"]
    for pair in results["editions"]:
        lines += ["", f"From {cited(papers[pair['earlier']])} to {cited(papers[pair['later']])}"]
        lines += [plain(text) for text in sentences(pair, anchored)]
        width, fates = max(len(one["id"]) for one in pair["changes"]), max(map(len, Fate))
        for change in pair["changes"]:
            before = ", ".join(change["earlier"]) or "-"
            mark = f" ({change['source']})" if change["source"] == Source.TRANSCRIBED else ""
            lines.append(f"  {change['id']:{width}}  {change['fate']:{fates}}  {before}{mark}")
    return "\n".join(lines)
