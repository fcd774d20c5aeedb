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
from validation.checks import check
from validation.checks.drawing import random_joint
from validation.checks.trying import exact_margin, finite_margins, gaussian_entropy, smallest_margin, trial
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
    margin = smallest_margin(claim.informational, batch, members)
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
    margin = min(exact_margin(claim.informational, joint) for joint in joints)
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


@check("remark-3.2/pathological", "printed")
def residual_under_noise(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """How often the residual is positive, for labels under noise and Lemma 2.2's nuisance."""
    started = time.perf_counter()
    joints = [_with_statistic(rng, deterministic=False) for _ in range(effort.pick(quick=40, standard=1_000))]
    noisy = [joint for joint in joints if not joint.entropy("y", given="x").is_zero()]
    positive = sum(not joint.mutual_information("y", "n", given="z").is_zero() for joint in noisy)
    return trial(
        "exact enumeration",
        f"Of {len(noisy)} random rational joints with labels under noise, z the minimal sufficient statistic and n "
        f"Lemma 2.2's nuisance, {positive} have a positive residual.",
        min(exact_margin(claim.informational, joint) for joint in joints),
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


@check("corollary-3.3", "repaired")
@check("proposition-2", "repaired")
def gaussian_vectors(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Linear Gaussian worlds: x = A y + B n + noise, the sufficient M x, layers that add views of x to it."""
    started = time.perf_counter()
    count = effort.pick(quick=300, standard=5_000)
    worlds = [gaussian_world(rng) for _ in range(count)]
    margin = float(np.nanmin([finite_margins(claim.informational, gaussian_entropy(*world)) for world in worlds]))
    return trial(
        "Gaussian vectors, log-determinants",
        f"{count:,} linear Gaussian worlds with y and n independent: layers that keep the sufficient statistic M x and "
        f"noisier and noisier views of x, and it alone. The smallest margin of the reading's lines is {margin:.3g} "
        "nats. I(z;x) is infinite for any Gaussian z that is sufficient, so no line that holds it is tested.",
        margin,
        started,
    )


def gaussian_world(rng: np.random.Generator) -> tuple[NDArray[np.float64], dict[str, list[int]]]:
    """The covariance of all that is drawn, and which of its rows each variable is.

    t = M x is sufficient for y; z1 is t with a noisy view of x beside it, z2 the same seen through more noise, and t
    the third layer: each is a function of the one before and of its own noise.
    """
    dim_x, dim_y, dim_n = 4, int(1 + rng.integers(2)), int(1 + rng.integers(3))
    a, b = rng.normal(size=(dim_x, dim_y)), rng.normal(size=(dim_x, dim_n))
    noise = b @ b.T + 0.3 * np.eye(dim_x)
    statistic = a.T @ np.linalg.inv(noise)  # M: the likelihood of y depends on x through it alone
    view = rng.normal(size=(2, dim_x))
    sources = np.eye(dim_y + dim_n + dim_x + 4)  # y, n, the datum's noise, the two views' noise
    y, n, inner, first, more = np.split(sources, np.cumsum([dim_y, dim_n, dim_x, 2]))
    x = a @ y + b @ n + np.sqrt(0.3) * inner
    t, clear = statistic @ x, view @ x + np.sqrt(0.2) * first
    blurred = clear + np.sqrt(rng.exponential()) * more
    rows = np.concatenate([y, n, x, t, clear, blurred])
    places = np.split(np.arange(len(rows)), np.cumsum([dim_y, dim_n, dim_x, dim_y, 2]))
    of_y, of_n, of_x, of_t, of_clear, of_blurred = (place.tolist() for place in places)
    members = {"y": of_y, "n": of_n, "x": of_x, "t": of_t, "z3": of_t, "z1": of_t + of_clear, "z2": of_t + of_blurred}
    return rows @ rows.T, {**members, "z": members["z1"]}
