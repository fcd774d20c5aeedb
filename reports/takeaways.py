"""The three sentences that a researcher should take away, computed from verdicts, ranks and kinds of fault."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reports.document import Link, Run, Strong, Text
from reports.holding import NOT_AT_ALL, UNDECIDED, WAYS, holding, is_of_a_result
from reports.prose import prose
from reports.vocabulary import counted, families, hypotheses, judged, label

Data = Mapping[str, Any]

NAMED = 8  # claims named in a sentence before the rest is counted
OTHERS = " (definitions, sentences, remarks, footnotes, captions, lines of proofs)"
HOLD = {UNDECIDED: "{are} undecided", NOT_AT_ALL: "{do} not hold in any form"}


def takeaways(statements: Sequence[Data]) -> tuple[Text, ...]:
    """How far the numbered results hold, how far all else does, and how sure all of it is; nothing without claims."""
    results = [(claim, *parts) for claim, parts in families(statements) if is_of_a_result(claim)]
    numbered = [[one for one in family if is_of_a_result(one)] for family in results]
    rest = [[statement] for statement in statements if not is_of_a_result(statement)]
    sentences = (_hold(numbered, "numbered result"), _hold(rest, "other claim"), _certainty(statements))
    return tuple(sentence for sentence in sentences if sentence) if any(sentences[:2]) else ()


def _hold(claims: Sequence[Sequence[Data]], name: str) -> Text:
    """How many of these claims, each with its parts, hold in which way."""
    by_way: dict[str, list[str]] = {way: [] for way in WAYS}
    for family in claims:
        way = holding(family)
        if way is not None:
            by_way[way].append(family[0]["anchor"])
    total = sum(map(len, by_way.values()))
    if not total:
        return ()
    text: list[Run] = [Strong(f"Of {counted(total, name)}{OTHERS if name == 'other claim' else ''}")]
    for way, anchors in by_way.items():
        if anchors:
            many = len(anchors) > 1
            verb = HOLD.get(way, "hold" if many else "holds").format(
                are="are" if many else "is", do="do" if many else "does"
            )
            lead = f"{verb} {way}" if way not in HOLD else verb
            text += [", " if len(text) > 1 else " ", Strong(f"{len(anchors)} {lead}"), " (", *_links(anchors), ")"]
    return (*text, ".")


def _certainty(statements: Sequence[Data]) -> Text:
    readings = [reading for statement in statements for reading in judged(statement) if reading["formula"]]
    tally = Counter(reading["verdict"] for reading in readings)
    settled = tally["proved"] + tally["refuted"]
    text: list[Run] = [
        Strong(f"{settled} of {counted(len(readings), 'reading')} are settled by a proof or a counterexample")
    ]
    rest, are = "rests" if tally["supported"] == 1 else "rest", "is" if tally["undecided"] == 1 else "are"
    text.append(
        f", {tally['supported']} {rest} on trials or measurements and {tally['undecided'] or 'none'} {are} undecided"
    )
    extra = Counter(hypothesis for statement in statements for hypothesis in _unstated(statement))
    if extra:
        often = min(extra, key=lambda name: (-extra[name], name))
        text.append(
            f"; the repairs assume {counted(len(extra), 'hypothesis', 'hypotheses')} that the page does not state, "
            "most often ‘"
        )
        text += [*prose(often), "’"]
    return (*text, ".")


def _unstated(statement: Data) -> set[str]:
    """The hypotheses of the repaired reading that the printed one does without."""
    assumed = {reading["name"]: set(hypotheses(reading)) for reading in statement["readings"]}
    return assumed["repaired"] - assumed["printed"] if {"repaired", "printed"} <= set(assumed) else set()


def _links(ids: Sequence[str]) -> list[Run]:
    shown = ids if len(ids) <= NAMED + 1 else ids[:NAMED]
    text: list[Run] = []
    for place, claim in enumerate(shown):
        if place:
            text.append(" and " if place == len(ids) - 1 else ", ")
        text.append(Link(label(claim), anchor=claim))
    return [*text, f" and {len(ids) - len(shown)} more"] if len(shown) < len(ids) else text
