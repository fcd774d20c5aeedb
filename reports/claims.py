"""The answers to a claims file as one HTML page, of the same make as a report's."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bounds.shannon.typeset import latex
from reports.document import (
    Block,
    Chip,
    Command,
    Document,
    Fold,
    Formula,
    Items,
    Link,
    Paragraph,
    Quote,
    Section,
    Strong,
    Table,
)
from reports.html import to_html
from reports.prose import prose
from reports.results import write_atomically
from reports.vocabulary import counted
from reports.witness import blocks as witness_blocks

Data = Mapping[str, Any]

PAGE = "answers.html"
VERDICTS = ("proved", "refuted", "undecided")
SHOWN = 80  # lines of a derivation


def write(answers: Data, out: Path) -> Path:
    """Writes the page into a folder, and says where it is."""
    path = out / PAGE
    write_atomically(path, to_html(compose(answers), {}))
    return path


def compose(answers: Data) -> Document:
    """The page as a document: a table of the verdicts, then each claim with its evidence."""
    claims = answers["claims"]
    rows = tuple(
        ((Link(one["id"], anchor=f"claim:{one['id']}"),), ("; ".join(one["goal"]),), (Chip(one["verdict"]),))
        for one in claims
    )
    table = Table(
        "The claims", ("claim", "what it says", "verdict"), rows, verdicts=tuple((one["verdict"],) for one in claims)
    )
    return Document(
        title=answers["title"] or "Claims about informations",
        subtitle=answers["source"],
        question=_asked(len(claims)),
        front=(table,),
        sections=(Section("claims", "Claims", sections=tuple(map(_section, claims))),),
        filters=tuple((verdict, sum(one["verdict"] == verdict for one in claims)) for verdict in VERDICTS),
        footer="Proofs are exact and checked again, counterexamples are exact. Information is in nats.",
    )


def _asked(count: int) -> str:
    return f"{'Does this claim' if count == 1 else f'Which of {count} claims'} hold for every joint distribution?"


def _section(claim: Data) -> Section:
    blocks: list[Block] = []
    if claim["quote"]:
        blocks.append(Quote(prose(claim["quote"]), source="the words of the page"))
    blocks += [Formula(latex(line), plain=line) for line in claim["goal"]]
    if claim["given"]:
        blocks += [Paragraph(("Hypotheses",), tone="label"), Items(tuple((line,) for line in claim["given"]))]
    if claim["remark"]:
        blocks.append(Paragraph(prose(claim["remark"]), tone="note"))
    return Section(
        anchor=f"claim:{claim['id']}",
        title=claim["id"],
        blocks=(*blocks, *_evidence(claim)),
        chips=(Chip(claim["verdict"]),),
        verdicts=(claim["verdict"],),
        sign=claim["verdict"],
        open=True,
    )


def _evidence(claim: Data) -> tuple[Block, ...]:
    proof, witness, polymatroid = (claim[name] for name in ("certificate", "counterexample", "polymatroid"))
    found: list[Block] = []
    if proof:
        said = f"A sum of {counted(len(proof['rows']), 'exact multiple')} of elemental inequalities and hypotheses."
        unused = [line for line in claim["given"] if line not in claim["used"]]
        more = f" It does not use {'; '.join(unused)}." if unused else ""
        found.append(Paragraph((Strong("Why it holds."), f" {said}{more}")))
        lines = proof["lines"]
        cut = [f"and {len(lines) - SHOWN} lines more, in answers.json"] if len(lines) > SHOWN else []
        found.append(Fold(("The derivation",), (Items(tuple((line.strip(),) for line in [*lines[:SHOWN], *cut])),)))
    if witness:
        found.append(Paragraph((Strong("Why it fails."), f" {witness['lines'][-1]}.")))
        found += witness_blocks(witness, caption="A joint distribution in which every hypothesis holds")
    if claim.get("repairs"):
        found.append(Paragraph((Strong("What would be true."), " Found by the machine, each with its proof:")))
        found.append(Items(tuple((f"{one['line']}.",) for one in claim["repairs"])))
    elif claim.get("without_repairs"):
        said = claim["without_repairs"]
        found.append(Paragraph((f"{said[:1].upper()}{said[1:]}.",), tone="note"))
    if polymatroid and not witness:
        said = "A polymatroid meets every elemental inequality and hypothesis and breaks the claim."
        found.append(Paragraph((Strong("No Shannon-type proof exists."), f" {said}")))
        found.append(Items(tuple((line,) for line in polymatroid["lines"])))
    found += [Paragraph((f"{line[:1].upper()}{line[1:]}.",), tone="note") for line in claim["tried"] if not proof]
    given = "".join(f' --given "{line}"' for line in claim["given"])
    goal = " ".join(f'"{line}"' for line in claim["goal"])
    return (*found, Command(f"emergence-audit shannon {goal}{given}"))
