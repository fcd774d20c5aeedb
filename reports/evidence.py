"""The evidence for a reading as blocks: why it fails, why it holds, and each finding one click away."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bounds.claims import Evidence, Verdict, verdict
from reports.citations import axioms
from reports.document import Aside, Block, Fold, Formula, Group, Items, Paragraph, Strong, Table
from reports.numbers import enclosure, interval, number, seconds, share
from reports.prose import prose
from reports.vocabulary import BROKEN, RELATION, answered, counted
from reports.witness import blocks as witness_blocks

Data = Mapping[str, Any]

KINDS = {"proof": "Proof", "counterexample": "Counterexample", "trial": "Trials", "measurement": "Measurement"}
PROSE = re.compile(r"^[^\\]*[A-Za-z]{3,} [A-Za-z]{2,}[^\\]*$")  # a side in words is no formula
LATEX = {"<=": r"\le", ">=": r"\ge", "->": r"\to"}
LINES = 80  # a longer certificate shows its first lines and says so


def reason(reading: Data) -> tuple[Block, ...]:
    """Why the verdict is what it is, in the words of the evidence that decides it."""
    answer = answered(reading)
    if answer:
        return (Paragraph((Strong(f"{answer[:1].upper()}{answer[1:]}."),)), _measured(reading))
    if _only_violated(reading):
        beyond = "A bound was exceeded beyond chance, and no proof or counterexample decides."
        return (_paragraph("Violated in trials.", beyond),)
    if not reading["evidence"] and not reading["formula"]:
        return ()
    deciding = _deciding(reading)
    if deciding is None:
        return (Paragraph(("No check has decided this reading.",), tone="note"),)
    heading = {
        "refuted": "Why it fails.",
        "proved": "Why it holds.",
        "supported": "What supports it.",
        "undecided": "What is known.",
    }[reading["verdict"]]
    return (_paragraph(heading, deciding["summary"]), *_case(deciding))


def _measured(reading: Data) -> Table:
    """What was measured of a claim: a row a measurement, its quantities with their intervals, and what they say."""
    rows = []
    for item in reading["evidence"]:
        if item.get("answer"):
            ends = item["certificate"]["intervals"].items()
            said = "; ".join(f"{name} in {interval(low, high)}" for name, (low, high) in ends)
            rows.append((prose(item["summary"]), prose(said), (item["answer"],)))
    level = next((item["confidence"] for item in reading["evidence"] if item.get("answer")), None)
    caption = "What was measured" + (f", {share(level)} intervals" if level else "")
    return Table(caption=caption, head=("where", "measured", "the claim is"), rows=tuple(rows), role="measured")


def findings(reading: Data) -> tuple[Block, ...]:
    """Every finding behind its own fold; of the deciding one, whose case stands in the open, the proof and numbers."""
    shown = None if _only_violated(reading) else _deciding(reading)
    told = [item for item in reading["evidence"] if not item.get("answer")]  # `reason` has a table of the others
    return tuple(_found(item, reading["latex"], repeated=item is shown) for item in told)


def _only_violated(reading: Data) -> bool:
    return reading["violated"] and reading["verdict"] == "undecided" and not answered(reading)


def _deciding(reading: Data) -> Data | None:
    """The finding that a reader should see first: the counterexample before the proof, the proof before the trials."""
    given = reading["verdict"]
    candidates = [item for item in reading["evidence"] if given in (Verdict.UNDECIDED, _alone(item))]
    order = ("counterexample", "proof", "measurement", "trial")
    return min(
        candidates,
        key=lambda item: (not item["accepted"], order.index(item["kind"]), _size(item["witness"])),
        default=None,
    )


def _alone(item: Data) -> Verdict:
    """The verdict on a reading that had no other evidence."""
    return verdict([Evidence.from_json({**item, "lhs": None, "rhs": None})])  # accepted or not, its sides are for show


def _size(witness: Any) -> int:
    """How much a reader must take in: the smallest witness is the best one."""
    if isinstance(witness, Mapping):
        return sum(_size(item) for item in witness.values())
    return sum(_size(item) for item in witness) if isinstance(witness, list | tuple) else 1


def _case(item: Data) -> tuple[Block, ...]:
    """The concrete case that a finding names, with both of its sides."""
    caption = "The counterexample" if item["kind"] == "counterexample" else "What was found"
    witness = witness_blocks(item["witness"], caption=caption) if item["witness"] else ()
    return (*witness, *_sides(item))


def _sides(item: Data) -> tuple[Block, ...]:
    if item["lhs"] is None or item["rhs"] is None:
        return ()
    relation = item["relation"]
    caption = "Both sides, enclosed"
    if relation:
        caption += f": the claim needs left {RELATION[relation]} right"
    if relation and item["kind"] == "counterexample" and item["accepted"]:
        caption += f", here left {BROKEN[relation]} right"
    rows = tuple(((side,), (enclosure(item[key]),)) for side, key in (("left", "lhs"), ("right", "rhs")))
    return (Table(caption=caption, head=("side", "enclosure"), rows=rows, role="sides"),)


def _found(item: Data, latex: str, *, repeated: bool) -> Block:
    """A finding behind a fold, or, where nothing is left to unfold, one line."""
    status = "" if item["accepted"] else ", not accepted by its checker"
    negated = " of the negation" if item["negation"] else ""
    name = Strong(f"{KINDS[item['kind']]}{negated}{status}")
    mark = (Aside(f" · accepted by Coq {item['coq']}"),) if item.get("coq") else ()
    method = (" · ", *prose(item["method"]), *mark)
    inner: list[Block] = [] if repeated else [Paragraph(prose(item["summary"])), *_case(item)]
    if item["certificate"]:
        inner += _certificate(item["certificate"], latex)
    facts = "; ".join(_facts(item))
    if not inner:
        return Paragraph((name, *method, Aside(f" · {facts}")), tone="note")
    return Fold(summary=(name, *method), blocks=(*inner, Paragraph((f"{facts[:1].upper()}{facts[1:]}.",), tone="note")))


def _facts(item: Data) -> Iterator[str]:
    if item["margin"] is not None:
        error = item.get("error", 0.0)
        yield f"smallest margin {number(item['margin'])}" + (f", error at most {number(error, 2)}" if error else "")
    if item["confidence"] is not None:
        yield f"confidence {share(item['confidence'])}"
    if item["comparisons"]:
        yield counted(item["comparisons"], "comparison")
    if item["p_value"] is not None:
        yield f"p-value of the worst excess, corrected for the run's comparisons, {number(item['p_value'], 3)}"
    yield f"computed in {seconds(item['seconds'])}"


def _certificate(certificate: Data, latex: str) -> tuple[Block, ...]:
    """The lines of a certificate, where it has any; one step that is the reading's own formula is not shown again."""
    lines = certificate.get("lines") or []
    named = str(certificate.get("type", "certificate")).rpartition(":")[2]  # a paper's own goes by its address
    kind = named.replace("-", " ").replace("_", " ")
    plain = tuple(prose(str(line)) for line in lines[:LINES] if not isinstance(line, Mapping))
    steps = [line for line in lines[:LINES] if isinstance(line, Mapping)]
    if len(lines) == len(steps) == 1 and _same(_latex(steps[0]), latex) and _reason(steps[0]):
        said = (f"The formula itself, {_reason(steps[0])}.", axioms(certificate))
        return (Paragraph(prose(" ".join(filter(None, said))), tone="note"),)
    made: list[Block] = [block for line in steps for block in _step(line)]
    if plain:
        made.append(Items(items=plain, ordered=True, role="certificate"))
    if axioms(certificate):
        made.append(Paragraph(prose(axioms(certificate)), tone="note"))
    if len(lines) > LINES:
        more = counted(len(lines) - LINES, "more line is", "more lines are")
        made.append(Paragraph((f"{more} in the results file.",), tone="note"))
    title = f"{kind[:1].upper()}{kind[1:]}, {counted(len(lines), 'line')}"
    return (Group(title, tuple(made), role="certificate"),) if made else ()


def _step(line: Data) -> tuple[Block, ...]:
    lhs, relation, rhs = _sides_of(line)
    reason = (Paragraph(prose(_reason(line)), tone="note"),) if _reason(line) else ()
    if PROSE.search(lhs) or PROSE.search(rhs):
        return (Paragraph(prose(f"{lhs} {RELATION.get(relation, relation)} {rhs}")), *reason)
    return (Formula(_latex(line), plain=_latex(line)), *reason)


def _latex(line: Data) -> str:
    lhs, relation, rhs = _sides_of(line)
    return f"{lhs} {LATEX.get(relation, relation)} {rhs}"


def _sides_of(line: Data) -> tuple[str, str, str]:
    return str(line.get("lhs", "")), str(line.get("relation", "")), str(line.get("rhs", ""))


def _reason(line: Data) -> str:
    words = [str(line[key]) for key in ("by", "because") if line.get(key)]
    return f"by {': '.join(words)}" if words else ""


def _same(one: str, other: str) -> bool:
    """Whether two formulas are one, whatever their spaces and the names of their relations."""
    return _bare(one) == _bare(other)


def _bare(latex: str) -> str:
    return latex.replace(" ", "").replace(r"\leq", r"\le").replace(r"\geq", r"\ge")


def _paragraph(heading: str, text: str) -> Paragraph:
    return Paragraph((Strong(heading), " ", *prose(text)))
