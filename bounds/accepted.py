"""What Coq accepts of a results file: its Shannon certificates, examples and counterexamples, as theorems."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bounds.claims.certificates import read_back
from bounds.claims.finding import ledger_of
from bounds.claims.ledger import Ledger
from bounds.claims.statement import Unknown
from bounds.shannon.coqc import Coq
from bounds.shannon.kernel import Unwritten, theorem

WRITTEN = ("Shannon proof", "parametric Shannon proof", "induction over a chain", "joint distribution", "example")


@dataclass(frozen=True)
class Accepted:
    """What Coq accepted, by its kind and by its seals; what it did not, and what was not put to it, a sentence each."""

    version: str
    accepted: Counter[str] = field(default_factory=Counter)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    unwritten: list[tuple[str, str]] = field(default_factory=list)
    seals: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """What a report marks: Coq's version, and the seal of each certificate that it accepted."""
        return {"coq": self.version, "accepted": sorted(self.seals)}

    def to_text(self) -> str:
        """A table for a terminal."""
        failed, open_ = (Counter(kind for kind, _ in pairs) for pairs in (self.rejected, self.unwritten))
        kinds = sorted({*self.accepted, *failed, *open_})
        title = f"Coq {self.version}"
        width = max(map(len, (title, *kinds)))
        lines = [f"{title:{width}}  accepted  rejected  not asked"]
        lines += [f"{kind:{width}}  {self.accepted[kind]:>8}  {failed[kind]:>8}  {open_[kind]:>9}" for kind in kinds]
        lines += [f"rejected: {why}" for _, why in self.rejected]
        return "\n".join([*lines, *(f"not asked: {why}" for _, why in self.unwritten)])


def seal(paper: str, id_: str, name: str, formula: str, certificate: Mapping[str, Any]) -> str:
    """A digest of a certificate and of the reading that it is for, in letter: any change of either gives another.

    >>> one, other = (seal("p", "claim-1", "printed", "H(x) >= 0", {"multipliers": [k]}) for k in (1, 2))
    >>> one == seal("p", "claim-1", "printed", "H(x) >= 0", {"multipliers": [1]}), one == other
    (True, False)
    """
    said = json.dumps([paper, id_, name, formula, certificate], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def accepted(
    results: Mapping[str, Any], *, coq: Coq | None = None, ledger_of: Callable[[str], Ledger] = ledger_of
) -> Accepted:
    """Coq's answer to every certificate of the kinds `WRITTEN`, for the formula that the ledger has.

    Raises Unusable where Coq cannot be asked.
    """
    coq = coq or Coq.find()
    found = Accepted(coq.version)
    asked: list[tuple[str, str, str]] = []
    texts: list[str] = []
    for statement in results["statements"]:
        for reading in statement["readings"]:
            for item in reading["evidence"]:
                kind = (item["certificate"] or {}).get("type")
                if kind not in WRITTEN:
                    continue
                what = f"{statement['paper']}:{statement['id']} {reading['name']}: the {item['kind']}"
                try:
                    formula = ledger_of(statement["paper"])[statement["id"]][reading["name"]].formula
                    texts.append(theorem(read_back(item["certificate"]), formula))
                except (Unwritten, Unknown, ValueError) as why:
                    found.unwritten.append((kind, f"{what}: {why}"))
                    continue
                where = statement["paper"], statement["id"], reading["name"]
                asked.append((kind, what, seal(*where, str(formula), item["certificate"])))
    failed = coq.rejected(texts)
    for place, (kind, what, sealed) in enumerate(asked):
        if place in failed:
            found.rejected.append((kind, f"{what}: {failed[place]}"))
        else:
            found.accepted[kind] += 1
            found.seals.append(sealed)
    return found
