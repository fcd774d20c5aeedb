"""What a reading's proof rests on: the readings that it cites, and those that cite it, as links; rules and lemmas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reports.document import Block, Link, Paragraph, Run, Strong
from reports.vocabulary import READING_TITLE, label, listed

Data = Mapping[str, Any]
Key = tuple[str, str, str]


def citations(statement: Data, reading: Data, statements: Sequence[Data]) -> tuple[Block, ...]:
    """Two lines at most: what the reading rests on, and what rests on it."""
    own = (statement["paper"], statement["id"], reading["name"])
    below = [_key(one) for one in reading.get("cites", ())]
    above = [
        (other["paper"], other["id"], one["name"])
        for other in statements
        for one in other["readings"]
        if not one.get("same_as") and own in [_key(cited) for cited in one.get("cites", ())]
    ]
    anchors = {(one["paper"], one["id"]): one["anchor"] for one in statements}
    lines = (("Rests on", below), ("Cited by", above))
    return tuple(_line(heading, keys, anchors) for heading, keys in lines if keys)


def _line(heading: str, keys: Iterable[Key], anchors: Mapping[tuple[str, str], str]) -> Paragraph:
    text: list[Run] = [Strong(f"{heading}:"), " "]
    for number, (paper, id_, name) in enumerate(keys):
        title = READING_TITLE[name]
        words = f"{label(id_)}, {title[:1].lower()}{title[1:]}"
        anchor = anchors.get((paper, id_))
        text += ["; "] if number else []
        text.append(Link(words, anchor=anchor) if anchor else f"{words} (checked beside this selection)")
    return Paragraph((*text, "."), tone="note")


def _key(citation: Data) -> Key:
    return citation["paper"], citation["id"], citation["name"]


def axioms(certificate: Data) -> str:
    """What a derivation rests on besides citations, in one sentence; empty where the certificate does not say."""
    kinds = "; ".join(_kinds(certificate.get("rests_on") or {}))
    return f"It rests on {kinds}." if kinds else ""


def _kinds(rests_on: Data) -> Iterator[str]:
    if rests_on.get("algebra"):
        yield f"computation: {listed(rests_on['algebra'])}"
    for kind, heading in (("rules", "textbook rules"), ("lemmas", "lemmas taken without proof")):
        if rests_on.get(kind):
            yield f"{heading}: {listed([rule['name'] + _source(rule) for rule in rests_on[kind]])}"


def _source(rule: Data) -> str:
    return f" ({rule['source']})" if rule["source"] else ""
