"""One section a claim: what the page says, what holds, why, and the evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bounds.claims.statement import Rank, Source
from reports.assumed import assumed, texts
from reports.citations import citations
from reports.claims_table import instead
from reports.document import (
    Aside,
    Block,
    Command,
    Formula,
    Items,
    Link,
    Maths,
    Panel,
    Paragraph,
    Quote,
    Run,
    Section,
    Strong,
    Text,
)
from reports.evidence import findings, reason
from reports.holding import AS_MEANT, ESTABLISHED, PRINTED, UNDECIDED, holding, is_of_a_result
from reports.pictures import Pictures
from reports.prose import prose, symbols
from reports.vocabulary import (
    FAULT_MEANING,
    READING_TITLE,
    chip,
    command,
    counted,
    judged,
    label,
    part_label,
    together,
    verdicts_of,
)
from reports.wording import wording

Data = Mapping[str, Any]


def section(statement: Data, parts: Sequence[Data], pictures: Pictures, *, run: Data) -> Section:
    """The section of a claim, its parts as sections of their own within it."""
    own = _alone(statement, pictures, short=label(statement["id"]), run=run)
    summary = (_parts_summary(statement, parts),) if parts else ()
    return replace(
        own,
        rank=statement.get("rank") or Rank.RESULT,
        kicker=" · ".join([f"Section {statement['section']}", *_marks(statement)]),
        sign=_sign(statement, parts),
        blocks=(
            *_parts_heading(parts),
            *_use_instead(statement, parts),
            *own.blocks,
            *summary,
            Command(command(run, statement["id"], paper=statement["paper"])),
        ),
        sections=tuple(
            replace(
                _alone(part, pictures, short=part_label(part["id"]), run=run),
                kicker=" · ".join(_marks(part, rank=False)),
            )
            for part in parts
        ),
    )


def _use_instead(statement: Data, parts: Sequence[Data]) -> Iterator[Block]:
    """What to use in place of a numbered result that does not hold as meant, before all that is said of it."""
    use = instead(statement)
    if use and is_of_a_result(statement) and holding(_family(statement, parts)) not in (PRINTED, AS_MEANT):
        count = len(assumed(use))
        under = f", under the {counted(count, 'hypothesis', 'hypotheses')} listed there" if count else ""
        said = f" ({READING_TITLE[use['name']].lower()} below{under}): "
        yield Paragraph((Strong("Use instead"), said, *prose(use["text"])))
        yield Formula(use["latex"], plain=use["formula"])


def _marks(statement: Data, *, rank: bool = True) -> list[str]:
    """What the claim is on its page, whether it could be read there, and whether one edition alone has it.

    An older file says nothing of these.
    """
    source = statement.get("source", Source.READ)
    said = (statement.get("rank") if rank else "", source if source != Source.READ else "", statement.get("mark"))
    return [one for one in said if one]


def _sign(statement: Data, parts: Sequence[Data]) -> str:
    """The verdict that stands for a claim in the contents: how it holds with its parts, as the front page counts it."""
    family = _family(statement, parts)
    way = holding(family)
    if way is None:
        return next((together(reading) for reading in statement["readings"]), "")
    if way in (PRINTED, AS_MEANT):
        told = (one["verdict"] for each in family for one in judged(each) if one["name"] in ("printed", "intended"))
        return "supported" if "supported" in told else "proved"
    return "undecided" if way == UNDECIDED else "refuted"


def _family(statement: Data, parts: Sequence[Data]) -> list[Data]:
    """The claim with those of its parts that count with it."""
    return [statement, *(part for part in parts if is_of_a_result(part) == is_of_a_result(statement))]


def _alone(statement: Data, pictures: Pictures, *, short: str, run: Data) -> Section:
    """What is said of a statement itself, a claim or a part of one."""
    return Section(
        anchor=statement["anchor"],
        title=symbols(statement["title"]),
        short=short,
        chips=tuple(chip(reading, named=True) for reading in judged(statement)),
        verdicts=verdicts_of([statement]),
        blocks=_blocks(statement, pictures, run=run),
    )


def _blocks(statement: Data, pictures: Pictures, *, run: Data) -> tuple[Block, ...]:
    said = wording(statement, {paper["id"]: paper for paper in run["papers"]})
    own = [reading for reading in judged(statement) if reading["formula"] or reading["evidence"]]
    panels = tuple(_panel(reading, own, _grounds(statement, reading, run["statements"])) for reading in own)
    return (*said, *panels, *pictures.of(statement["anchor"]))


def _grounds(statement: Data, reading: Data, statements: Sequence[Data]) -> tuple[Block, ...]:
    """Why a reading has its verdict; of one that another paper of the run has too, where that is said."""
    same = reading.get("same_as")
    anchors = {(one["paper"], one["id"]): one["anchor"] for one in statements}
    if same and (same["paper"], same["id"]) in anchors:
        anchor = anchors[same["paper"], same["id"]]
        name = f"{label(anchor)}, {READING_TITLE[same['name']].lower()}"
        return (Paragraph((Strong("The same as"), " ", Link(name, anchor=anchor), ", where its evidence stands.")),)
    return (*reason(reading), *citations(statement, reading, statements), *findings(reading))


def _panel(reading: Data, readings: Sequence[Data], grounds: Sequence[Block]) -> Panel:
    printed = next((one for one in readings if one["name"] == "printed"), None)
    blocks: list[Block] = []
    if reading["text"]:
        blocks.append(Paragraph(prose(reading["text"])))
    if reading["latex"]:
        blocks.append(Formula(reading["latex"], plain=reading["formula"], other=_counterpart(reading, readings)))
    if reading.get("fault"):
        blocks.append(Paragraph((Strong("What is wrong:"), f" {FAULT_MEANING[reading['fault']]}."), tone="change"))
    if reading.get("quote"):
        blocks.append(Quote(prose(reading["quote"]), source="the words of the page that say so"))
    if reading["change"]:
        blocks.append(Paragraph((Strong("What differs."), " ", *prose(reading["change"])), tone="change"))
    hypotheses = assumed(reading)
    if hypotheses:
        of_the_page = texts(printed if printed and printed is not reading else reading)
        blocks.append(Paragraph(("Hypotheses",), tone="label"))
        blocks.append(Items(tuple(one.runs(new=one.text not in of_the_page) for one in hypotheses), role="hypotheses"))
    blocks += [*grounds, *_proposed(reading)]
    return Panel(title=READING_TITLE[reading["name"]], chip=chip(reading), blocks=tuple(blocks))


def _proposed(reading: Data) -> tuple[Block, ...]:
    """What the machine found true near a refuted claim, and what the readings that people repaired are to it."""
    kin = {"same": "says the same", "weaker": "says less", "stronger": "says more"}
    items: list[Text] = []
    formulas = any("same_as" in one for one in reading.get("proposals", ()))
    for one in reading.get("proposals", ()):
        if "same_as" in one:
            items.append(_edited(one))
            continue
        near = [(name, kin[is_]) for name, is_ in one["beside"].items() if is_ in kin]
        beside = "; ".join(f"{READING_TITLE[name].lower()} the claim {said}" for name, said in near)
        items.append((f"{one['line']}.", *([Aside(f" ({beside})")] if beside else [])))
    if not items:
        return ()
    said = " True claims near this one, by one edit, each with a proof; they change no verdict."
    if formulas:
        said = " Formulas one edit from this one that are true, or that no world tried refutes; they change no verdict."
    return (Paragraph((Strong("Found by the machine."), said)), Items(items=tuple(items)))


def _edited(one: Data) -> Text:
    """An edited formula, what was edited, and whether it is proved, by which reading, or in how many worlds it held."""
    proved = " and ".join(f"{part_label(read['id'])} {READING_TITLE[read['name']].lower()}" for read in one["same_as"])
    why = f"proved: {proved} says so" if proved else f"survives {one['trials']} trials, not proved"
    (formula,) = one["goal"]
    return (Maths(formula, one["latex"]), " (", *prose(one["line"]), "): ", Strong(why), ".")


def _counterpart(reading: Data, readings: Sequence[Data]) -> str | None:
    """The formula to mark differences against: the page's for a repair, the repair for the page's."""
    wanted = ("repaired", "proved", "sharpened") if reading["name"] == "printed" else ("printed",)
    forms = {one["name"]: one["latex"] for one in readings if one["latex"]}
    return next((forms[name] for name in wanted if name in forms and forms[name] != reading["latex"]), None)


def _parts_heading(parts: Sequence[Data]) -> tuple[Paragraph, ...]:
    """Which parts of the claim hold and which fail, a line a reading that has any that fails."""
    made = []
    for name, title in READING_TITLE.items():
        verdicts = [(part, r["verdict"]) for part in parts for r in judged(part) if r["name"] == name]
        said = [
            _parts([part for part, verdict in verdicts if verdict in ways], verb)
            for ways, verb in ((ESTABLISHED, "hold"), (("refuted",), "fail"), (("undecided",), "stay"))
        ]
        if said[1]:
            text: list[Run] = [Strong(f"{title}:")]
            for clause in filter(None, said):
                text += [" " if len(text) == 1 else "; ", *clause]
            made.append(Paragraph((*text, "."), tone="falls"))
    return tuple(made)


def _parts(parts: Sequence[Data], verb: str) -> list[Run]:
    """`inequality and equality hold`, each a link."""
    text: list[Run] = []
    for place, part in enumerate(parts):
        if place:
            text.append(" and " if place == len(parts) - 1 else ", ")
        text.append(Link(part_label(part["id"]), anchor=part["anchor"]))
    end = f"{verb}{'s' if len(parts) == 1 else ''}{' undecided' if verb == 'stay' else ''}"
    return [*text, " ", Strong(end)] if text else []


def _parts_summary(statement: Data, parts: Sequence[Data]) -> Paragraph:
    follow = "follows" if len(parts) == 1 else "follow"
    own = "its verdicts above are those of its own formula" if judged(statement) else "it has no formula of its own"
    lead = f"{counted(len(parts), 'part')} of this claim {follow}, each with its own verdicts; {own}."
    return Paragraph((lead,), tone="note")
