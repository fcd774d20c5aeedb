"""The three sentences that a researcher should take away, computed from the verdicts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reports.document import Link, Run, Strong, Text
from reports.prose import prose
from reports.vocabulary import counted, families, hypotheses, judged, label, together

Data = Mapping[str, Any]

NAMED = 8  # claims named in a sentence before the rest is counted
BY_VERDICT = {"proved": "proved", "supported": "supported by trials or measurements alone", "undecided": "undecided"}


def takeaways(statements: Sequence[Data]) -> tuple[Text, ...]:
    """What stands as printed, what to build on instead, and how sure all of it is; nothing where there is no claim."""
    claims = [claim for claim, _ in families(statements)]
    printed = _by_verdict(claims, "printed")
    if not any(printed.values()):
        return ()
    sentences = (_stands(printed), _replacements(claims, printed["refuted"]), _certainty(statements))
    return tuple(sentence for sentence in sentences if sentence)


def _stands(printed: Mapping[str, list[str]]) -> Text:
    total = sum(len(ids) for ids in printed.values())
    false = len(printed["refuted"])
    lead = f"As printed, {false or 'none'} of {counted(total, 'claim')} {'is' if false < 2 else 'are'} false"
    text: list[Run] = [Strong(f"{lead}, in whole or in a part" if false else lead)]
    for verdict, words in BY_VERDICT.items():
        ids = printed[verdict]
        if ids:
            text += [f"; {len(ids)} {_are(ids)} {words} (", *_links(ids), ")"]
    return (*text, ".")


def _replacements(claims: Sequence[Data], false: Sequence[str]) -> Text:
    if not false:
        return ()
    repaired = _by_verdict([claim for claim in claims if claim["anchor"] in false], "repaired")
    proved, supported = repaired["proved"], repaired["supported"]
    rest = [claim for claim in false if claim not in (*proved, *supported)]
    lead = f"{_how_many(len(proved), len(false))} a repaired form that is proved"
    text: list[Run] = [Strong(lead)]
    if proved:
        text += [", to build on instead: ", *_links(proved)]
    if supported:
        text += ["; trials or measurements alone support the repair of ", *_links(supported)]
    if rest:
        text += ["; nothing established replaces ", *_links(rest)]
    return (*text, ".")


def _how_many(some: int, false: int) -> str:
    if false == 1:
        return "The false one has" if some else "The false one lacks"
    if some == false:
        return f"All {some} false ones have"
    return f"{some or 'None'} of the false ones {'has' if some < 2 else 'have'}"


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


def _by_verdict(claims: Sequence[Data], name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {verdict: [] for verdict in ("proved", "supported", "refuted", "undecided")}
    for claim in claims:
        for reading in claim["readings"]:
            if reading["name"] == name:
                found[together(reading)].append(claim["anchor"])
    return found


def _are(ids: Sequence[str]) -> str:
    return "is" if len(ids) == 1 else "are"


def _links(ids: Sequence[str]) -> list[Run]:
    shown = ids if len(ids) <= NAMED + 1 else ids[:NAMED]
    text: list[Run] = []
    for place, claim in enumerate(shown):
        if place:
            text.append(" and " if place == len(ids) - 1 else ", ")
        text.append(Link(label(claim), anchor=claim))
    return [*text, f" and {len(ids) - len(shown)} more"] if len(shown) < len(ids) else text
