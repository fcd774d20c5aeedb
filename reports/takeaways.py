"""The three sentences that a researcher should take away, computed from verdicts, ranks and kinds of fault."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bounds.claims.measured import Answer
from bounds.claims.statement import Rank
from reports.assumed import texts
from reports.document import Link, Run, Strong, Text
from reports.holding import NOT_AT_ALL, UNDECIDED, WAYS, holding, is_of_a_result
from reports.prose import prose
from reports.vocabulary import answered, counted, families, judged, label, listed

Data = Mapping[str, Any]

NAMED = 8  # results named in a sentence before the rest is counted
SOME = 3  # of the other claims
OTHERS = " (definitions, sentences, remarks, footnotes, lines of proofs)"
HOLD = {UNDECIDED: "{are} undecided", NOT_AT_ALL: "{do} not hold in any form that is established"}


def takeaways(statements: Sequence[Data]) -> tuple[Text, ...]:
    """How far the numbered results hold, how far all else does, and how sure all of it is; nothing without claims."""
    results = [(claim, *parts) for claim, parts in families(statements) if is_of_a_result(claim)]
    numbered = [[one for one in family if is_of_a_result(one)] for family in results]
    rest = [[one] for one in statements if not is_of_a_result(one) and not _is_measured(one)]
    sentences = (
        _hold(numbered, "numbered result", limit=NAMED),
        _hold(rest, "other claim", of=OTHERS, limit=SOME),
        _certainty(statements),
    )
    return tuple(sentence for sentence in sentences if sentence) if any(sentences[:2]) else ()


def _is_measured(statement: Data) -> bool:
    """Whether a claim is about what was measured."""
    return statement.get("rank") == Rank.CAPTION or any(map(answered, judged(statement)))


def _hold(claims: Sequence[Sequence[Data]], name: str, *, of: str = "", limit: int) -> Text:
    """How many of these claims, each with its parts, hold in which way."""
    by_way: dict[str, list[str]] = {way: [] for way in WAYS}
    for family in claims:
        way = holding(family)
        if way is not None:
            by_way[way].append(family[0]["anchor"])
    total = sum(map(len, by_way.values()))
    if not total:
        return ()
    text: list[Run] = [Strong(f"Of {counted(total, name)}{of}")]
    for way, anchors in by_way.items():
        if anchors:
            many = len(anchors) > 1
            verb = HOLD.get(way, f"hold{'' if many else 's'} {way}")
            said = verb.format(are="are" if many else "is", do="do" if many else "does")
            links = _links(anchors, limit=limit)
            text += [", " if len(text) > 1 else " ", Strong(f"{len(anchors)} {said}"), " (", *links, ")"]
    return (*text, ".")


def _certainty(statements: Sequence[Data]) -> Text:
    theory = [one for one in statements if not _is_measured(one)]
    readings = [reading for statement in theory for reading in judged(statement) if reading["formula"]]
    tally = Counter(reading["verdict"] for reading in readings)
    settled = tally["proved"] + tally["refuted"]
    of = f"{settled} of {counted(len(readings), 'reading')} {'is' if len(readings) == 1 else _are(settled)}"
    text: list[Run] = [Strong(f"{of} settled by a proof or a counterexample")]
    rest = "rests" if tally["supported"] == 1 else "rest"
    text.append(
        f", {tally['supported']} {rest} on trials or measurements and {tally['undecided'] or 'none'} "
        f"{_are(tally['undecided'])} undecided"
    )
    extra = Counter(hypothesis for statement in theory for hypothesis in _unstated(statement))
    if extra:
        often = min(extra, key=lambda name: (-extra[name], name))
        text.append(
            f"; the repairs assume {counted(len(extra), 'hypothesis', 'hypotheses')} that the printed forms do "
            "without, most often ‘"
        )
        text += [*prose(often), "’"]
    return (*text, *_measured(statements), ".")


def _measured(statements: Sequence[Data]) -> Text:
    """What the measurements of this run say of the paper's figures and experiments."""
    readings = [r for one in statements if _is_measured(one) for r in judged(one) if r["name"] == "printed"]
    found = Counter(answered(reading) or "not measured" for reading in readings)
    if not readings:
        return ()
    said = [f"{found[answer]} {answer}" for answer in (*Answer, "not measured") if found[answer]]
    count = counted(len(readings), "claim")
    return (f"; of {count} about figures and experiments, at the size of this run: {listed(said)}",)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _unstated(statement: Data) -> set[str]:
    """The hypotheses of the repaired reading that the printed one does without."""
    assumed = {reading["name"]: set(texts(reading)) for reading in statement["readings"]}
    return assumed["repaired"] - assumed["printed"] if {"repaired", "printed"} <= set(assumed) else set()


def _links(ids: Sequence[str], *, limit: int) -> list[Run]:
    shown = ids if len(ids) <= limit + 1 else ids[:limit]
    text: list[Run] = []
    for place, claim in enumerate(shown):
        if place:
            text.append(" and " if place == len(ids) - 1 else ", ")
        text.append(Link(label(claim), anchor=claim))
    return [*text, f" and {len(ids) - len(shown)} more"] if len(shown) < len(ids) else text
