"""What became of a paper's claims in its later edition: the sentences and the table of the front page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bounds.claims.statement import Source
from bounds.editions import MEANING, Fate
from reports.document import Aside, Block, Fold, Link, Paragraph, Run, Strong, Table, Text, plain
from reports.prose import symbols
from reports.vocabulary import chip, cited, counted, judged, label, part_label

Data = Mapping[str, Any]

MENDED = (Fate.FIXED, Fate.CLARIFIED)
ERRORS = (Fate.STILL_FALSE, Fate.CHANGED_FALSE, Fate.NEW_ERROR)
BEFORE = (Fate.FIXED, Fate.CLARIFIED, Fate.STILL_FALSE, Fate.CHANGED_FALSE, Fate.AS_TRANSCRIBED)


def editions(results: Data) -> tuple[Block, ...]:
    """For each later edition of the run: is it right? Three sentences, and a table of every claim."""
    papers = {paper["id"]: paper for paper in results["papers"]}
    anchored = {(one["paper"], one["id"]): one for one in results["statements"]}
    blocks: list[Block] = []
    for pair in results.get("editions", ()):
        names = f"From {cited(papers[pair['earlier']])} to {cited(papers[pair['later']])}"
        blocks.append(Paragraph((names, *_read_from(papers[pair["later"]])), tone="label"))
        blocks += [Paragraph(text, tone="lead") for text in sentences(pair, anchored)]
        blocks.append(_table(pair, anchored, papers))
        met = [fate for fate in Fate if any(change["fate"] == fate for change in pair["changes"])]
        blocks.append(Paragraph((Aside("; ".join(f"{fate}: {MEANING[fate]}" for fate in met) + "."),)))
    return tuple(blocks)


def in_short(results: Data) -> tuple[Text, ...]:
    """For each later edition of the run one sentence: how much of the earlier it mends, how much of it is false."""
    papers = {paper["id"]: paper for paper in results["papers"]}
    said = []
    for pair in results.get("editions", ()):
        count = Counter(change["fate"] for change in pair["changes"])
        false, mended, wrong = (sum(count[fate] for fate in fates) for fates in (BEFORE, MENDED, ERRORS))
        earlier, later = (cited(papers[pair[which]]) for which in ("earlier", "later"))
        were = f"{counted(false, 'claim')} of {earlier} that {_were(false)} false even as meant"
        said.append(
            (Strong(f"Of {were}, {later} mends {mended}"), f"; {counted(wrong, 'claim')} of it {_are(wrong)} false.")
        )
    return tuple(said)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def sentences(pair: Data, statements: Mapping[tuple[str, str], Data]) -> tuple[Text, ...]:
    """What was mended, what is still wrong or new and wrong, what holds and what was not read."""
    by_fate: dict[str, list[Data]] = {fate: [] for fate in Fate}
    for change in pair["changes"]:
        by_fate[change["fate"]].append(statements[pair["later"], change["id"]])
    count = {fate: len(found) for fate, found in by_fate.items()}
    false = sum(count[fate] for fate in BEFORE)
    mended = count[Fate.FIXED] + count[Fate.CLARIFIED]
    first: list[Run] = [
        Strong(
            f"Of {counted(false, 'claim')} that {_were(false)} false even as meant, the later edition mends {mended}"
        ),
        *_named(by_fate[Fate.FIXED] + by_fate[Fate.CLARIFIED]),
        f", and {counted(count[Fate.WITHDRAWN], 'claim')} {_were(count[Fate.WITHDRAWN])} withdrawn.",
    ]
    errors = sum(count[fate] for fate in ERRORS)
    wrong: list[Run] = [Strong(f"{counted(errors, 'claim')} of the later edition {_are(errors)} false")]
    for fate in ERRORS:
        if by_fate[fate]:
            wrong += [f"; {many(fate, count[fate])}", *_named(by_fate[fate])]
    if by_fate[Fate.AS_TRANSCRIBED]:
        wrong += [f". {count[Fate.AS_TRANSCRIBED]} {Fate.AS_TRANSCRIBED}", *_named(by_fate[Fate.AS_TRANSCRIBED])]
        wrong.append(": the copy that was read may be damaged there, so compare the page")
    holds = sum(count[fate] for fate in (Fate.FIXED, Fate.CLARIFIED, Fate.STILL_TRUE, Fate.NEW_TRUE))
    last = (
        Strong(f"{counted(holds, 'claim')} of the later edition {'holds' if holds == 1 else 'hold'} as printed"),
        f", {count[Fate.NEW_TRUE]} of them new; {count[Fate.AS_MEANT]} more fail to the letter and hold as meant",
        *_named(by_fate[Fate.AS_MEANT]),
        f"; {count[Fate.UNDECIDED]} undecided, {count[Fate.NOT_READ]} not read.",
    )
    return tuple(first), (*wrong, "."), last


def _read_from(paper: Data) -> list[Run]:
    return (
        [f". The later edition was read from {paper['retold']}; quotations are in our words."]
        if paper["retold"]
        else []
    )


def many(fate: str, count: int) -> str:
    """How many met this fate, in words."""
    return f"{count} {fate}s" if fate == Fate.NEW_ERROR and count > 1 else f"{count} {fate}"


def _named(statements: Sequence[Data]) -> list[Run]:
    text: list[Run] = []
    for place, statement in enumerate(statements):
        text += ["; " if place else " (", Link(label(statement["anchor"]), anchor=statement["anchor"])]
    return [*text, ")"] if text else []


def _table(pair: Data, statements: Mapping[tuple[str, str], Data], papers: Mapping[str, Data]) -> Fold:
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
    counts = ", ".join(many(fate, tally[fate]) for fate in Fate if tally[fate])
    caption = f"Every claim of {years[0]}"
    table = Table(f"{caption}: {counts}", head, tuple(rows), role="editions")
    return Fold((Strong(caption), f": {counts}"), (table,), role="table")


def _cell(statement: Data) -> Text:
    name, title = label(statement["anchor"]), symbols(statement["title"])
    return (Link(name, anchor=statement["anchor"]), *((Aside(f" {title}"),) if title != name else ()))


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
