"""Trials of section 3: many random joints at once, exact joints one by one, Gaussian vectors in closed form."""

import time
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bounds.claims.statement import Claim, Evidence
from bounds.distribution.batch import JointBatch
from bounds.distribution.joint import Joint
from bounds.distribution.sufficiency import minimal_sufficient
from bounds.papers.achille_soatto_2017.nuisance import with_nuisance
from bounds.shannon.grammar import parse
from validation.checks import check
from validation.checks.drawing import random_joint
from validation.checks.trying import trial
from validation.effort import Effort


@check("proposition-1", "repaired")
@check("proposition-1/inequality", "repaired")
@check("corollary-3.4", "repaired")
@check("proposition-2", "repaired")
def random_worlds(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The reading's own lines on random worlds with sufficient layers."""
    started = time.perf_counter()
    count = effort.pick(quick=3_000, standard=100_000)
    batch, members = layered_worlds(rng, count)
    margin = smallest_margin(claim, batch, members)
    return trial(
        "enumeration of random joints",
        f"{count:,} random joints of a task, an independent nuisance, a datum and three sufficient layers; the "
        f"smallest margin of the reading's lines is {margin:.3g} nats.",
        margin,
        started,
    )


def layered_worlds(rng: np.random.Generator, count: int) -> tuple[JointBatch, dict[str, tuple[str, ...]]]:
    """y and n independent; x = (a, b) with a seen through y, b through (a, n); layers keep a and ever less of b.

    Since b depends on y only through a, every layer that keeps a is sufficient.
    """
    y, n = rng.dirichlet([1.0, 1.0], count), rng.dirichlet([1.0, 1.0], count)
    a = rng.dirichlet([0.6, 0.6], (count, 2))
    b = rng.dirichlet([0.6, 0.6, 0.6], (count, 2, 2))
    blurs = [rng.dirichlet([0.6, 0.6], (count, size)) for size in (3, 2, 2)]
    p = np.einsum("ky,kn,kya,kanb,kbc,kcd,kde->kynabcde", y, n, a, b, *blurs)
    members = {"y": ("y",), "n": ("n",), "x": ("a", "b"), "z": ("a", "c")}
    members |= {"z1": ("a", "c"), "z2": ("a", "d"), "z3": ("a", "e")}
    return JointBatch(p, ("y", "n", "a", "b", "c", "d", "e")), members


def smallest_margin(claim: Claim, batch: JointBatch, members: dict[str, tuple[str, ...]]) -> float:
    """The least value of any goal line (minus its size, for an equality) over the batch."""
    margins = []
    for line in claim.informational.goal:
        for constraint in parse(line).constraints:
            total = np.full(len(batch.probabilities), float(constraint.expression.constant))
            for names, c in constraint.expression.coefficients.items():
                total += float(c) * batch.entropy(*(part for name in names for part in members[name]))
            margins.append(float((-np.abs(total) if constraint.sign == "=" else total).min()))
    return min(margins)


@check("proposition-1/equality", "printed")
@check("proposition-1/deterministic-task", "printed")
@check("remark-3.2", "printed")
def residual_on_random_joints(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Lemma 2.2's nuisance, built exactly for random joints, and the residual of Proposition 1; XOR beside them."""
    started = time.perf_counter()
    count = effort.pick(quick=40, standard=1_000)
    deterministic = claim.statement.id == "proposition-1/deterministic-task"
    joints = [_with_statistic(rng, deterministic) for _ in range(count)]
    shares = []
    for joint in joints:
        noise = float(joint.entropy("y", given="x"))
        residual = float(joint.mutual_information("z", "y", given="n")) - float(joint.mutual_information("x", "y"))
        if noise > 1e-9:
            shares.append(residual / noise)
    if not deterministic:
        joints.append(exclusive_or())
    margin = min(_exact_margin(claim, joint) for joint in joints)
    words = f"its share of H(y|x) has median {np.median(shares):.3f} and maximum {max(shares):.3f}; " if shares else ""
    upper = ""
    if not deterministic:
        joint = joints[-1]
        residual = float(joint.mutual_information("z", "y", given="n")) - float(joint.mutual_information("x", "y"))
        upper = f"for XOR it is {residual:.6f} = H(y|x) = {float(joint.entropy('y', given='x')):.6f}, the upper end"
    return trial(
        "exact enumeration",
        f"On {count} random rational joints with Lemma 2.2's nuisance the residual lies where it should; "
        f"{words}{upper or 'it is 0'}.",
        margin,
        started,
    )


def exclusive_or() -> Joint:
    """Footnote 3: y, n independent bits, x = y xor n, z = x; the task seen through x alone is pure noise."""
    table = {(y ^ n, y, n, y ^ n): Fraction(1, 4) for y in (0, 1) for n in (0, 1)}
    return Joint(table, ("x", "y", "n", "z"))


def _with_statistic(rng: np.random.Generator, deterministic: bool) -> Joint:
    if deterministic:
        joint = random_joint(rng, ("x",), (4,)).extended("y", lambda x: x % 2, "x")
    else:
        joint = random_joint(rng, ("x", "y"), (3, 2))
    return minimal_sufficient(with_nuisance(joint), "z")


def _exact_margin(claim: Claim, joint: Joint) -> float:
    margins = []
    for line in claim.informational.goal:
        for constraint in parse(line).constraints:
            value = joint.combination(constraint.expression.coefficients)
            sign = value.exactly().sign()
            # an exact 0 is no violation, whatever the float says
            margins.append(0.0 if not sign else -abs(value) if constraint.sign == "=" else float(value))
    return min(margins)


@check("corollary-3.3", "repaired")
@check("proposition-2", "repaired")
def gaussian_vectors(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Linear Gaussian worlds: x = A y + B n + noise, the sufficient M x, layers that add views of x to it."""
    started = time.perf_counter()
    count = effort.pick(quick=300, standard=5_000)
    margin = min(_gaussian_margin(rng) for _ in range(count))
    return trial(
        "Gaussian vectors, log-determinants",
        f"{count:,} linear Gaussian worlds with y and n independent: the sufficient statistic M x never holds "
        f"more of n than M x with noisy views of x beside it does (smallest difference {margin:.3g} nats). I(z;x) is "
        "infinite for any Gaussian z that is sufficient, so Proposition 1's bound is empty there and only the "
        "comparison of layers is tested.",
        margin,
        started,
    )


def _gaussian_margin(rng: np.random.Generator) -> float:
    """I(z1;n) - I(z2;n) and I(z2;n) - I(t;n), the lesser, z1 = (t, view of x), z2 = (t, noisier view), t = M x."""
    dim_x, dim_y, dim_n = 4, 1 + rng.integers(2), 1 + rng.integers(3)
    a, b = rng.normal(size=(dim_x, dim_y)), rng.normal(size=(dim_x, dim_n))
    noise = b @ b.T + 0.3 * np.eye(dim_x)
    statistic = a.T @ np.linalg.inv(noise)  # M: the likelihood of y depends on x through it alone
    view = rng.normal(size=(2, dim_x))
    clear = np.vstack([statistic, view])
    levels = [np.diag([0.0] * dim_y + [s] * 2) for s in (0.2, 0.2 + rng.exponential())]
    informations = [gaussian_information(clear, a, b, level) for level in levels]
    informations.append(gaussian_information(statistic, a, b, np.zeros((dim_y, dim_y))))
    return float(np.min(-np.diff(informations)))


def gaussian_information(
    view: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64], noise: NDArray[np.float64]
) -> float:
    """I(z;n) for z = view (a y + b n + 0.3-variance noise) + N(0, noise), y and n standard: half a difference of
    log-determinants.
    """
    inner = a @ a.T + 0.3 * np.eye(len(a))
    with_n = view @ (inner + b @ b.T) @ view.T + noise
    without_n = view @ inner @ view.T + noise
    return 0.5 * float(np.linalg.slogdet(with_n)[1] - np.linalg.slogdet(without_n)[1])
