"""Section 3: Propositions 1 to 3 and their corollaries, decided: proofs, and exact counterexamples found by search."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from bounds.claims.statement import Evidence, Reading
from bounds.distribution.joint import Joint
from bounds.distribution.sufficiency import minimal_sufficient
from bounds.papers.achille_soatto_2017.nuisance import with_nuisance
from validation.checks import check
from validation.checks.informations import constructed_counterexample, counterexample, formula_of, proof
from validation.effort import Effort
from validation.papers.achille_soatto_2017.checks.section_2 import is_minimal, random_joint


@check("proposition-1", "repaired")
@check("proposition-1/inequality", "printed", "repaired")
@check("proposition-1/equality", "printed")
@check("proposition-1/deterministic-task", "printed")
@check("proposition-1/if-and-only-if", "repaired", "sharpened")
@check("remark-3.2", "printed")
@check("footnote-3", "repaired")
@check("corollary-3.3", "repaired", "sharpened")
@check("corollary-3.4", "printed", "repaired")
@check("corollary-3.4/more-invariant", "repaired")
@check("proposition-2", "repaired")
@check("proposition-3", "repaired")
def shannon(reading: Reading, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """A proof with exact multipliers, with one auxiliary variable where it needs one."""
    found = proof(reading)
    if found is not None:
        yield found


def _refuted(name: str, reading_name: str, constants: float = 0.0) -> None:
    @check(name, reading_name)
    def shannon(reading: Reading, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
        found = counterexample(reading, formula_of(name), rng, constants=constants)
        if found is not None:
            yield found


_refuted("proposition-1/inequality", "proved")
_refuted("proposition-1/if-and-only-if", "printed", constants=0.5)
_refuted("footnote-3", "printed", constants=0.5)
_refuted("corollary-3.4/more-invariant", "printed")
_refuted("proposition-2", "printed")
_refuted("proposition-3", "printed", constants=0.5)


@check("corollary-3.3", "printed")
def minimal_but_not_invariant(reading: Reading, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """A minimal sufficient statistic that holds information about Lemma 2.2's nuisance."""
    control = formula_of("corollary-3.3")
    found = constructed_counterexample(
        reading, _split_with_statistic, control, _split_with_representation, rng, keep=is_minimal
    )
    if found is not None:
        yield found


def _split_with_statistic(rng: np.random.Generator) -> Joint:
    """x with a task that is mostly certain, its minimal sufficient statistic t and Lemma 2.2's nuisance n."""
    joint = random_joint(rng, ("x",), (3,))
    noisy = rng.random() < 0.3
    channel = {}
    for x in joint.alphabets["x"]:
        flip = Fraction(int(rng.integers(1, 4)), 8) if noisy else Fraction(0)
        channel[x] = {x % 2: 1 - flip, 1 - x % 2: flip}
    return with_nuisance(minimal_sufficient(joint.with_channel("y", channel, "x")))


def _split_with_representation(rng: np.random.Generator) -> Joint:
    """The same with a sufficient z: t, and a noisy view of the rest of x."""
    joint = _split_with_statistic(rng)
    channel = {}
    for x, t in joint.marginal("x", "t").probabilities:
        blur = Fraction(int(rng.integers(0, 5)), 4)
        channel[x, t] = {(t, k): p for k, p in ((x, 1 - blur), (0, blur)) if p} if x else {(t, 0): Fraction(1)}
    return joint.with_channel("z", channel, "x", "t")
