"""Proofs for Markov chains of every length: by induction over it, each step a Shannon-type proof.

The induction is over L, for any one i: lines that hold where z[L] is the last layer that they speak of, and that the
next layer leaves true. Layers that no line names stand together as one variable, `rest`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bounds.claims.formula import Chained, Informational
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.grammar import parse
from bounds.shannon.problem import Problem
from bounds.shannon.proof import find_proof

REST, HERE, AFTER, LAST, NEXT = "rest", "z_i", "z_i'", "z_L", "z_L'"
NAME = re.compile(r"[^\W\d][\w']*")
PARTS = {
    "prefix": "a chain without its last layer is a chain",
    "base": "the lines hold where z[L] is the last layer that they name",
    "step": "they hold at L + 1 if they hold at L",
    "end": "at every L they give the claim",
}


@dataclass(frozen=True)
class Induction:
    """The lines that the induction carries, and a Shannon-type proof of each of its `PARTS`.

    What each part must show is worked out from the formula and the lines, never taken from the certificate.

    >>> formula = Chained(goal=("I(x;z[L]) <= I(x;z[i])",), head=("x",))
    >>> found = find_induction(formula, carried=formula.goal)
    >>> found.verify(formula), found.verify(Chained(goal=("I(x;z[L]) >= I(x;z[i])",), head=("x",)))
    (True, False)
    >>> Induction.from_json(found.to_json()) == found
    True
    """

    carried: tuple[str, ...]
    proofs: tuple[ShannonCertificate, ...]  # in the order of PARTS

    def verify(self, formula: Any, hypotheses: Sequence[Any] = ()) -> bool:
        """Whether every part is proved, for exactly this formula."""
        if not isinstance(formula, Chained) or len(self.proofs) != len(PARTS):
            return False
        try:
            asked = problems(formula, self.carried)
        except ValueError:
            return False
        return all(proof.verify(problem) for proof, problem in zip(self.proofs, asked, strict=True))

    @property
    def lines(self) -> tuple[str, ...]:
        """The proof, part by part."""
        text = [f"carried from one length to the next, for any one i: {line}" for line in self.carried]
        for (part, shows), proof in zip(PARTS.items(), self.proofs, strict=False):
            text += [f"{part}: {shows}; given {'; '.join(proof.given) or 'nothing'}", *proof.lines]
        return tuple(text)

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "induction over a chain",
            "carried": list(self.carried),
            "proofs": [proof.to_json() for proof in self.proofs],
            "lines": list(self.lines),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Induction":
        """The certificate that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            proofs = tuple(ShannonCertificate.from_json(one) for one in data["proofs"])
            return cls(tuple(map(str, data["carried"])), proofs)
        except (KeyError, TypeError) as error:
            raise ValueError(f"data: is not an induction ({type(error).__name__}: {error})") from None


def problems(formula: Chained, carried: Sequence[str]) -> tuple[Informational, ...]:
    """What each part must show. Raises ValueError where a line names what it must not.

    Step: the chain's condition at z[L] parts all before it from z[L+1]. Where i is L, or i + 1 is, two of the names
    are one variable, for which a proof about any two holds.

    >>> for part in problems(Chained(goal=("I(x;z[L]) <= I(x;z[i])",), head=("x",)), ["I(x;z[L]) <= I(x;z[i])"]):
    ...     print(part)
    before -> here -> after  given  before -> here -> (after,last)
    I(x;z_i) <= I(x;z_i)
    I(x;z_L') <= I(x;z_i)  given  (x,rest,z_i) -> z_L -> z_L'; I(x;z_L) <= I(x;z_i)
    I(x;z_L) <= I(x;z_i)  given  I(x;z_L) <= I(x;z_i)
    """
    members = tuple(name for member in formula.head for name in NAME.findall(member))
    own = (REST, HERE, AFTER, LAST, NEXT)
    said = (*formula.head, *formula.goal, *formula.given, *carried)
    if any(name in own for line in said for name in NAME.findall(line)):  # at L and at L + 1 `rest` is not the same
        raise ValueError(f"carried: a line names one of the induction's own, {', '.join(own)}")
    if any("z[i" in line for line in formula.given):
        raise ValueError("given: a line may name no layer but z[L]")

    def at(lines: Sequence[str], last: str) -> tuple[str, ...]:
        named = {"z[i]": HERE, "z[i+1]": AFTER, "z[L]": last}
        for layer, name in named.items():
            lines = [line.replace(layer, name) for line in lines]
        if any("[" in line for line in lines):
            raise ValueError("carried: a line names a layer that is none of z[i], z[i+1] and z[L]")
        return tuple(lines)

    def chain(*layers: str) -> tuple[str, ...]:
        """The chain's conditions at the head, and that at the last layer but one."""
        before = (*members, *layers[:-2])
        conditions = [" -> ".join((*formula.head, f"({','.join(layers)})"))] if len(formula.head) > 1 else []
        if layers[-2] != REST:
            conditions.append(f"({','.join(before)}) -> {layers[-2]} -> {layers[-1]}")
        return tuple(conditions)

    first = (REST, HERE, AFTER) if any("z[i+1]" in line for line in (*carried, *formula.goal)) else (REST, HERE)
    if (AFTER in first) != formula.names_next:
        raise ValueError("carried: a line names z[i+1], which the claim does not")
    head = chain(*first, LAST)[:1] if len(formula.head) > 1 else ()
    return (
        Informational(goal=("before -> here -> after",), given=("before -> here -> (after,last)",)),
        Informational(goal=at(carried, first[-1]), given=chain(*first)),
        Informational(goal=at(carried, NEXT), given=(*chain(*first, LAST, NEXT), *at(carried, LAST))),
        Informational(goal=at(formula.goal, LAST), given=(*head, *at(carried, LAST), *at(formula.given, LAST))),
    )


def find_induction(formula: Chained, carried: Sequence[str]) -> Induction | None:
    """A verified proof by induction that carries these lines, or None.

    >>> backwards = Chained(goal=("I(x;z[i]) <= I(x;z[L])",), head=("x",))
    >>> print(find_induction(backwards, backwards.goal))
    None
    """
    proofs = []
    for problem in problems(formula, carried):
        goal, given = [parse(line) for line in problem.goal], [parse(line, "given") for line in problem.given]
        proof = find_proof(Problem.of(goal, given))
        if proof is None:
            return None
        proofs.append(proof)
    found = Induction(tuple(carried), tuple(proofs))
    if not found.verify(formula):
        raise ArithmeticError("the induction does not verify: a fault of the search")
    return found
