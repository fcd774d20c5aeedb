"""A results file, checked again with nothing but `bounds`: its verdicts against its evidence, its certificates anew.

`differences` asks whether the verdicts are those of the evidence, `verified` whether the evidence stands.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bounds.claims.certificates import read_back
from bounds.claims.citation import STRENGTH, Citation, cited_by, standing
from bounds.claims.finding import ledger_of
from bounds.claims.ledger import Ledger
from bounds.claims.measured import Answer, Quantities
from bounds.claims.statement import (
    Contradiction,
    Evidence,
    Reading,
    Statement,
    Unknown,
    Verdict,
    combined,
    is_violated,
    verdict,
)
from bounds.editions import changes
from bounds.fault import fault_of

Data = Mapping[str, Any]
EXAMINED = ("proof", "counterexample")
FORM = ("formula", "latex", "hypotheses", "text", "change", "quote")


@dataclass(frozen=True)
class Verified:
    """What stands, by its kind; what does not, a sentence each; what cannot be checked again, by kind and why."""

    stands: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)
    unchecked: Counter[tuple[str, str]] = field(default_factory=Counter)

    def to_text(self) -> str:
        """A table for a terminal."""
        fails = Counter(kind for kind, _ in self.failed)
        kinds = sorted({*self.stands, *fails})
        width = max(map(len, ("checked again", *kinds)))
        rows = [("checked again", "stand", "fail"), *((k, str(self.stands[k]), str(fails[k])) for k in kinds)]
        lines = [f"{kind:{width}}  {stand:>6}  {fail:>6}" for kind, stand, fail in rows]
        lines += [f"not checked again: {n} of {kind} ({why})" for (kind, why), n in sorted(self.unchecked.items())]
        return "\n".join([*lines, *(f"does not stand: {why}" for _, why in self.failed)])


def differences(results: Data) -> Iterator[str]:
    """A sentence for each reading whose verdict, or other finding, is not what the evidence in the file gives.

    What is cited and not in the file is undecided, unless the run was a part of an audit: there it may be anything.
    """
    evidence: dict[Citation, list[Evidence]] = {}
    alone: dict[Citation, Verdict] = {}
    for key, reading in _readings(results):
        try:
            evidence[key] = [Evidence.from_json(item) for item in reading["evidence"]]
        except ValueError as error:
            yield f"{key} has evidence that cannot be read ({error})"
            evidence[key] = []
        for item in [one for one in evidence[key] if one.answer and one.answer not in list(Answer)]:
            yield f"{key} is said to be {item.answer!r}, which is no answer of measurements"
            evidence[key].remove(item)
        for item in evidence[key]:
            if item.kind not in EXAMINED and item.certificate is not None and not _is_measured(item):
                yield f"{key} has a {item.kind} with a certificate, which is for a proof or a counterexample"
            if item.answer and not _is_measured(item):
                yield f"{key} is said to be {item.answer} by a {item.kind} without measured quantities"
        try:
            alone[key] = verdict(evidence[key])
        except Contradiction as contradiction:
            alone[key] = Verdict.UNDECIDED
            if not any(failure["error"].startswith("internal contradiction") for failure in _failures(results, key)):
                yield f"{key} has evidence that contradicts itself: {contradiction}"
    cites = {key: cited_by(items) for key, items in evidence.items()}
    part = {one: Verdict.PROVED for below in cites.values() for one in below} if results.get("only") else {}
    stands, _ = standing({**part, **alone}, cites)
    families: dict[Citation, list[Verdict]] = defaultdict(list)
    parents = {}
    for key, statement in _statements(results):
        whole, slash, _ = key.id.partition("/")
        parents[key.paper, key.id] = parent = whole if slash else None
        if statement["parent"] != parent:
            yield f"{key.paper}:{key.id} is recorded as a part of {statement['parent']}, where its id says {parent}"
    for key, reading in _readings(results):
        if reading["formula"] or reading["evidence"]:  # a claim that stands in parts has none of its own
            for member in {key.id, parents[key.paper, key.id] or key.id}:
                families[key._replace(id=member)].append(stands[key])
    together = {(paper, parent) for (paper, _), parent in parents.items() if parent}
    for key, reading in _readings(results):
        own = {"verdict": stands[key]} if reading["formula"] or reading["evidence"] else {}
        wanted = own | ({"combined": combined(families[key])} if (key.paper, key.id) in together else {})
        open_ = any(one not in alone for one in cites[key])
        for name in ("verdict", "combined"):
            said, right = reading.get(name), wanted.get(name)
            if said != right and not (open_ and said and right and _weaker(said, right)):
                yield f"{key} is recorded as {said} ({name}), where its evidence makes it {right}"
        if reading["violated"] != is_violated(evidence[key]):
            yield f"{key} is {'' if reading['violated'] else 'not '}recorded as violated, against its evidence"
        if "cites" in reading and {Citation(**one) for one in reading["cites"]} != set(cites[key]):
            yield f"{key} is recorded with other citations than its evidence has"


def _is_measured(item: Evidence) -> bool:
    held = item.certificate.to_json() if item.kind == "measurement" and item.certificate else {}
    return held.get("type") == Quantities.type


def _weaker(one: str, other: Verdict) -> bool:
    return one == Verdict.UNDECIDED or (
        one in STRENGTH and other in STRENGTH and STRENGTH.index(Verdict(one)) < STRENGTH.index(other)
    )


def verified(results: Data, *, ledger_of: Callable[[str], Ledger] = ledger_of) -> Verified:
    """Every certificate of a results file, read back and examined against the reading that the ledger has."""
    found = Verified(failed=[("verdict", why) for why in differences(results)])
    found.stands["verdict"] = max(0, sum(1 for _ in _readings(results)) - len(found.failed))
    said = {key: Verdict(one["verdict"]) for key, one in _readings(results) if "verdict" in one}
    for key, statement in _statements(results):
        stated = _statement(key, ledger_of)
        if stated is not None:
            words = ("title", "section", "rank", "quote")
            same = all(statement.get(name) == getattr(stated, name) for name in words)
            names = [reading["name"] for reading in statement["readings"]]
            same = same and names == list(ledger_of(key.paper).reading_names(key.id))
            what = f"{key.paper}:{key.id}: its title, its section, its rank, its quote or its readings' names"
            _told(found, "statement", what, "" if same else "differ from the ledger's")
            what = f"{key.paper}:{key.id}: what is wrong with it as printed"
            _told(found, "fault", what, _same_fault(key, statement, said, ledger_of))
    found.failed.extend(("statement", why) for why in _left_out(results, ledger_of))
    for pair in results.get("editions", ()):
        what = f"what became of {pair['earlier']} in {pair['later']}"
        _told(found, "editions", what, _same_changes(pair, said, ledger_of))
    for key, recorded in _readings(results):
        own = _of_ledger(key, ledger_of)
        if isinstance(own, Reading):
            _told(found, "formula", f"{key}: its formula or its hypotheses", _same_form(own, recorded))
        elif isinstance(own, str) and any(recorded.get(name) for name in FORM if name != "text"):  # parts have none
            found.failed.append(("formula", f"{key}: it has a formula or words, where the ledger has no such reading"))
        for item in recorded["evidence"]:
            kind = (item["certificate"] or {}).get("type") or item["kind"]
            if item["kind"] not in EXAMINED and item["certificate"] is None:
                found.unchecked[kind, "no certificate: only a run repeats it"] += 1
            elif isinstance(own, Exception):
                why = "is not installed" if isinstance(own, Unknown) else f"cannot be loaded: {own}"
                found.unchecked[str(kind), f"the paper {key.paper} {why}"] += 1
            else:
                _told(found, str(kind), f"{key}: the {item['kind']} by {item['method']}", _why_not(item, own))
                for cited in Evidence.from_json(item).cites:
                    known = isinstance(_of_ledger(Citation(*cited), ledger_of), Reading)
                    _told(found, "citation", f"{key}: {Citation(*cited)}", "" if known else "no ledger has it")
    return found


def _left_out(results: Data, ledger_of: Callable[[str], Ledger]) -> Iterator[str]:
    """The statements of its papers that the file of a whole run has not."""
    recorded = {key for key, _ in _statements(results)}
    for paper in [] if results.get("only") else results["papers"]:
        try:
            ledger = ledger_of(paper["id"])
        except Exception:  # noqa: BLE001 - a paper that cannot be loaded is told with its readings
            continue
        for statement in ledger:
            if Citation(paper["id"], statement.id, "") not in recorded:
                yield f"{paper['id']}:{statement.id}: the file of a whole run has not this statement"


def _told(found: Verified, kind: str, what: str, why_not: str) -> None:
    if why_not:
        found.failed.append((kind, f"{what}: {why_not}"))
    else:
        found.stands[kind] += 1


def _of_ledger(key: Citation, ledger_of: Callable[[str], Ledger]) -> Reading | str | Exception:
    """The reading; why its ledger has none; the error where that cannot be had."""
    try:
        ledger = ledger_of(key.paper)
    except Exception as error:  # noqa: BLE001 - a paper that is installed is somebody else's code
        return error
    try:
        return ledger[key.id][key.name]
    except Unknown as error:
        return str(error)


def _statement(key: Citation, ledger_of: Callable[[str], Ledger]) -> Statement | None:
    try:
        return ledger_of(key.paper)[key.id]
    except Exception:  # noqa: BLE001 - what cannot be had is told with its readings
        return None


def _same_fault(
    key: Citation, recorded: Data, verdicts: Mapping[Citation, Verdict], ledger_of: Callable[[str], Ledger]
) -> str:
    try:
        of_paper = {other[1:]: verdict for other, verdict in verdicts.items() if other.paper == key.paper}
        right = fault_of(key.id, ledger_of(key.paper), of_paper)
    except Exception as error:  # noqa: BLE001 - a formula of a paper that is installed is somebody else's code
        return f"cannot be told ({type(error).__name__}: {error})"
    said = {one["name"]: one["fault"] for one in recorded["readings"] if "fault" in one}
    return "" if said == ({"printed": str(right)} if right else {}) else "is not what its readings say"


def _same_changes(pair: Data, verdicts: Mapping[Citation, Verdict], ledger_of: Callable[[str], Ledger]) -> str:
    papers = (pair["earlier"], pair["later"])
    try:
        told = [one.to_json() for one in changes(ledger_of(papers[0]), ledger_of(papers[1]), verdicts, papers)]
    except Exception as error:  # noqa: BLE001 - a formula of a paper that is installed is somebody else's code
        return f"cannot be told ({type(error).__name__}: {error})"
    return "" if told == pair["changes"] else "is not what the verdicts say"


def _same_form(own: Reading, recorded: Data) -> str:
    try:
        formula, hypotheses = own.formula, [one.to_json() for one in own.hypotheses]
        same_as = own.same_as._asdict() if own.same_as else None
        said = (str(formula), formula.to_latex(), hypotheses, own.text, own.change, own.quote, same_as)
        same = said == tuple(recorded.get(name) for name in (*FORM, "same_as"))
    except Exception as error:  # noqa: BLE001 - a formula of a paper that is installed is somebody else's code
        return f"cannot be built ({type(error).__name__}: {error})"
    return "" if same else "differ from the ledger's"


def _why_not(item: Data, own: Reading | str) -> str:
    """Why the evidence does not stand as it is recorded; empty if it does."""
    if isinstance(own, str):
        return own
    if item["certificate"] is None:
        return "it has no certificate"
    try:
        found = Evidence.from_json(item).examine(own)
        certificate = read_back(item["certificate"])
        shown = json.loads(json.dumps(certificate.to_json()))
        told = json.loads(json.dumps(getattr(certificate, "described", certificate.to_json)()))
    except Exception as error:  # noqa: BLE001 - what a file has may be wrong in any way
        return f"its certificate cannot be checked ({type(error).__name__}: {error})"
    if not found.accepted:
        return "its certificate is not accepted"
    if not item["accepted"]:
        return "its certificate is accepted, and recorded as not accepted"
    if found.answer != item.get("answer", ""):
        return f"what was measured says {found.answer or 'nothing'}, and {item['answer'] or 'nothing'} is recorded"
    if shown != item["certificate"]:
        return "what its certificate shows is not what it holds"
    sides = ("lhs", "rhs", "relation", "margin") if item["kind"] == "counterexample" else ()
    again = found.to_json()
    witness = item["witness"] if sides else {}
    if any(witness[name] != value for name, value in told.items() if name in witness):
        return "its witness is not its world"
    return "" if all(again[side] == item[side] for side in sides) else "its sides are not those of its world"


def _statements(results: Data) -> Iterator[tuple[Citation, Data]]:
    for statement in results["statements"]:
        yield Citation(statement["paper"], statement["id"], ""), statement


def _readings(results: Data) -> Iterator[tuple[Citation, Data]]:
    for key, statement in _statements(results):
        for reading in statement["readings"]:
            yield key._replace(name=reading["name"]), reading


def _failures(results: Data, key: Citation) -> Sequence[Data]:
    """What the file says went wrong with a reading."""
    prefix = next(paper["prefix"] for paper in results["papers"] if paper["id"] == key.paper)
    what = f"{prefix}:{key.id} {key.name}" if prefix else f"{key.id} {key.name}"
    return [failure for failure in results.get("failures") or [] if failure["what"] == what]
