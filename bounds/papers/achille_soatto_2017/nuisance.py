"""Lemma 2.2 made concrete: the nuisance that splits a datum from its task."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bounds.claims.formula import Informational
from bounds.claims.hypothesis import Hypothesis
from bounds.distribution.joint import Joint

INSTANCES = 60  # random joints on which the construction is checked exactly


def with_nuisance(joint: Joint, name: str = "n", *, datum: str = "x", task: str = "y") -> Joint:
    """The joint with Lemma 2.2's nuisance: independent of the task, and the datum a function of both.

    A uniform point of [0,1) is cut at every value of every conditional distribution function F(x|y); the nuisance is
    the cell it falls in, and the datum the generalised inverse min{x : F(x|y) > point}. Given (x, y) it is drawn
    independently of all other variables. Exact for rational probabilities.
    """
    pair = joint.marginal(datum, task)
    ends = {y: _distribution_function(pair, datum, task, y) for y in pair.alphabets[task]}
    cuts = sorted({end for _, low, high in (row for rows in ends.values() for row in rows) for end in (low, high)})
    channel: dict[tuple[Hashable, Hashable], dict[Hashable, Any]] = {}
    for y, rows in ends.items():
        for x, low, high in rows:
            cells = [k for k in range(len(cuts) - 1) if low <= cuts[k] < high]
            channel[x, y] = {k: (cuts[k + 1] - cuts[k]) / (high - low) for k in cells}
    return joint.with_channel(name, channel, datum, task)


def _distribution_function(pair: Joint, datum: str, task: str, y: Hashable) -> list[tuple[Hashable, Any, Any]]:
    """(x, F(x-|y), F(x|y)) for the values of the datum in a fixed order."""
    law = pair.conditional(datum, given={task: y}).probabilities
    rows, total = [], Fraction(0) if pair.exact else 0.0
    for x in pair.alphabets[datum]:
        p = law.get((x,), 0)
        if p:
            rows.append((x, total, total + p))
            total += p
    return rows


@dataclass(frozen=True)
class Construction:
    """The proof of Lemma 2.2 for every finite joint: the three sums that it stands on, derived in symbols.

    `with_nuisance` is run on random joints as well: a guard against a wrong description of it, not a proof.
    """

    seed: int = 0

    def verify(self, formula: Any, hypotheses: Sequence[Hypothesis] = ()) -> bool:
        """Whether the formula is the lemma's, every sum is derived, and the construction stands in numbers."""
        from bounds.papers.achille_soatto_2017.cells import lines
        from bounds.shannon import H, I, parse

        if not isinstance(formula, Informational):
            return False
        if tuple(formula.exists) != ("n",) or formula.given or len(formula.goal) != 2:
            return False
        claims = [parse(line) for line in formula.goal]
        wanted = [I("y", "n"), H("x", given=("y", "n"))]
        for claim, expression in zip(claims, wanted, strict=True):
            (constraint,) = claim.constraints
            if constraint.sign != "=" or constraint.expression != expression:
                return False
        derived = all(proof.verify(total, hypotheses) for _, total, proof in lines())
        return derived and all(_stands(joint, claims) for joint in _instances(self.seed))

    def to_json(self) -> dict[str, Any]:
        from bounds.papers.achille_soatto_2017.cells import lines, rests_on

        described: list[str | dict[str, str]] = [
            "let F(k|y) = p(x_1|y) + ... + p(x_k|y), and cut [0,1) at all F(k|y), for all k and y, into cells",
            "let n be the cell of a uniform point, and x = x_k where the cell lies in [F(k-1|y), F(k|y))",
        ]
        for shows, _, proof in lines():
            described += [shows, *(step.line for step in proof.steps)]
        return {
            "type": f"{__name__}:{type(self).__name__}",
            "seed": self.seed,
            "construction": "common refinement of the conditional distribution functions",
            "lines": [*described, f"run exactly on {INSTANCES} rational joints as well"],
            "rests_on": rests_on().to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Construction":
        """The certificate that `to_json` wrote. Raises ValueError for data that is not of that form."""
        if type(data.get("seed")) is not int or data["seed"] < 0:
            raise ValueError("data: is not a construction with its seed")
        return cls(seed=data["seed"])


def _instances(seed: int) -> list[Joint]:
    import numpy as np

    rng = np.random.default_rng(seed)
    joints = []
    for _ in range(INSTANCES):
        shape = rng.integers(1, 5, 2)
        counts = rng.integers(0, 5, shape)
        counts.flat[rng.integers(counts.size)] += 1
        total = int(counts.sum())
        table = {(int(a), int(b)): Fraction(int(counts[a, b]), total) for a, b in np.argwhere(counts > 0)}
        joints.append(Joint(table, ("x", "y")))
    return joints


def _stands(joint: Joint, claims: Sequence[Any]) -> bool:
    """Whether the constructed extension has the given marginal and meets the claims exactly."""
    from bounds.shannon.witness import holds

    extended = with_nuisance(joint)
    return extended.marginal("x", "y") == joint and all(
        holds(extended, constraint) for claim in claims for constraint in claim.constraints
    )
