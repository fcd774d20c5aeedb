"""Groups of nuisances: a cyclic group acts on the datum u, which lies on one of several orbits o, as x = n.u."""

from fractions import Fraction

import numpy as np

from bounds.claims.formula import Informational
from bounds.claims.statement import Claim, Evidence, informational
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017.deciding import is_orbit
from validation.checks import check
from validation.checks.drawing import fractions, random_channel
from validation.checks.informations import constructed_counterexample
from validation.effort import Effort


@check("remark-2.1/maximal-invariants", "printed")
def insufficient_orbit(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """A task that the orbit does not tell and the datum does, though the group is a nuisance for it."""
    control = informational(claim.sibling("repaired"))
    return constructed_counterexample(claim.informational, _with_task, control, _moved_evenly, rng, keep=is_orbit)


@check("remark-2.1/only-maximal-invariants", "printed")
def invariant_that_is_no_orbit(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """A function of the datum that is independent of the group element, and tells more than the orbit."""
    control: Informational = informational(claim.sibling("intended"))
    return constructed_counterexample(claim.informational, _with_function, control, _with_orbit, rng, keep=is_orbit)


def _acted_on(rng: np.random.Generator, *, even_group: bool, even_datum: bool = False) -> Joint:
    """o, u, n and x of one or two orbits of two or three points; group element and datum uniform where it is said."""
    size, orbits = int(rng.integers(2, 4)), fractions(rng, int(rng.integers(1, 3)))
    even = [Fraction(1, size)] * size
    elements = even if even_group else fractions(rng, size)
    places = [even if even_datum else fractions(rng, size) for _ in orbits]
    table = {
        (o, (o, k), n, (o, (k + n) % size)): at * places[o][k] * elements[n]
        for o, at in enumerate(orbits)
        for k in range(size)
        for n in range(size)
    }
    return Joint(table, ("o", "u", "n", "x"))


def _with_task(rng: np.random.Generator) -> Joint:
    """The task is seen through u, so it is independent of n; the group element is uniform most of the time."""
    joint = _acted_on(rng, even_group=rng.random() < 0.6)
    return joint.with_channel("y", random_channel(rng, joint.alphabets["u"], 2), "u")


def _moved_evenly(rng: np.random.Generator) -> Joint:
    joint = _acted_on(rng, even_group=True)
    return joint.with_channel("y", random_channel(rng, joint.alphabets["u"], 2), "u")


def _with_function(rng: np.random.Generator) -> Joint:
    """v is x where the datum is uniform on its orbit, so that x is independent of n; else v is the orbit."""
    even = rng.random() < 0.4
    return _acted_on(rng, even_group=False, even_datum=even).extended("v", lambda value: value, "x" if even else "o")


def _with_orbit(rng: np.random.Generator) -> Joint:
    """v a function of the orbit, which tells the orbits apart or does not."""
    seen = rng.random() < 0.5
    return _acted_on(rng, even_group=False).extended("v", lambda o: o if seen else 0, "o")
