"""Proposition 1 on continuous data: normal vectors, labels with normal nuisances, sums of other laws, and samples.

With y and n independent and (y,n) -> x -> z, I(z;x) - I(z;y) - I(z;n) = I(y;n|z) + I(z;x|y,n). So the bound is an
equality where z sees of x nothing but y and n, and each through its own channel: z = T (C_y y + e_y, C_n n + e_n). A
noisy z = x is one where x turns (y, n) by a rotation; where it mixes them otherwise, y and n depend on each other given
z, however small the noise. These are the tight worlds here.

A sufficient z that is normal and holds anything of y tells it without noise: I(z;x) is infinite. With a label for the
task and a normal nuisance all is finite: x = (a, b), a the label seen through a channel, z = (a, a noisy view of b),
and I(z;x) - I(x;y) - I(z;n) = H(a|y) + I(z;x|a,n).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from bounds.claims.statement import Claim, Evidence
from bounds.papers.achille_soatto_2017.input_families import InputFamily, families
from estimators.estimate import Estimate
from estimators.mutual_information import mutual_information
from validation.checks import check
from validation.checks.significance import chance
from validation.checks.trying import Entropy, finite_margins, gaussian_entropy, trial_of_margins
from validation.effort import Effort

Array = NDArray[np.float64]
Characteristic = Callable[[Array], NDArray[Any]]
Components = Sequence[Mapping[str, float]]  # of z: the factor of each source
Members = dict[str, list[int]]
GRID, REACH = 1 << 12, 120.0  # of the densities: points, and the length that they cover
NOISE = 0.5  # of a component: its scale
ROUNDING = 1e-9  # nats


# --- normal vectors ---------------------------------------------------------------------------------------------------


@check("proposition-1/inequality", "sharpened")
def normal_vectors(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """Both lines in closed form, on any linear channels and on those that attain equality."""
    count = effort.pick(quick=300, standard=5_000)
    for make, words in ((normal_world, "linear channels at random"), (tight_world, "channels that attain equality")):
        found = np.array([finite_margins(claim.informational, normal(*make(rng))) for _ in range(count)])
        summary = f"{count:,} normal vectors y, n, x, z: {words}. {said(found)}"
        yield trial_of_margins("normal vectors, log-determinants", summary, least(found), error=ROUNDING)


def normal(rows: Array, members: Members) -> Entropy:
    """The entropies of linear maps of independent standard normals."""
    return gaussian_entropy(rows @ rows.T, members)


def least(found: Array) -> Array:
    """The least margin of each world's lines (worlds, lines); a line that holds what is infinite has none."""
    return np.asarray(np.nanmin(found, axis=1))


def said(found: Array) -> str:
    return f"I(z;x) exceeds the rest by {found[:, 0].min():.3g} to {found[:, 0].max():.3g} nats."


def normal_world(rng: np.random.Generator) -> tuple[Array, Members]:
    """x = A y + B n + noise and z = C x + noise, as maps of independent standard normals."""
    dim_y, dim_n, dim_x, dim_z = (int(k) for k in rng.integers(1, 4, size=4))
    y, n, inner, outer = _split(np.eye(dim_y + dim_n + dim_x + dim_z), dim_y, dim_n, dim_x, dim_z)
    x = rng.normal(size=(dim_x, dim_y)) @ y + rng.normal(size=(dim_x, dim_n)) @ n + rng.exponential() * inner
    z = rng.normal(size=(dim_z, dim_x)) @ x + np.exp(rng.normal(-1, 1)) * outer
    return _named(y=y, n=n, x=x, z=z)


def tight_world(rng: np.random.Generator) -> tuple[Array, Members]:
    """x = M (y, n, v) for an invertible M, v of no interest; z = T (C_y y + e_y, C_n n + e_n) for an invertible T."""
    dim_y, dim_n, dim_v = (int(k) for k in rng.integers(1, 3, size=3))
    y, n, v, of_y, of_n = _split(np.eye(2 * (dim_y + dim_n) + dim_v), dim_y, dim_n, dim_v, dim_y, dim_n)
    x = _invertible(rng, dim_y + dim_n + dim_v) @ np.concatenate([y, n, v])
    seen = [_invertible(rng, len(part)) @ part + rng.exponential() * e for part, e in ((y, of_y), (n, of_n))]
    return _named(y=y, n=n, x=x, z=_invertible(rng, dim_y + dim_n) @ np.concatenate(seen))


def _split(rows: Array, *sizes: int) -> list[Array]:
    return np.split(rows, np.cumsum(sizes)[:-1])


def _invertible(rng: np.random.Generator, dim: int) -> Array:
    """A rotation, a scaling by 1/2 to 2, and a rotation."""
    turns = [np.linalg.qr(rng.normal(size=(dim, dim)))[0] for _ in range(2)]
    return np.asarray(turns[0] @ np.diag(2.0 ** rng.uniform(-1, 1, size=dim)) @ turns[1])


def _named(**parts: Array) -> tuple[Array, Members]:
    places = np.split(np.arange(sum(map(len, parts.values()))), np.cumsum([len(part) for part in parts.values()])[:-1])
    return np.concatenate(list(parts.values())), {k: place.tolist() for k, place in zip(parts, places, strict=True)}


# --- a label for the task, a normal nuisance --------------------------------------------------------------------------


@check("proposition-1", "repaired")
@check("proposition-1/inequality", "repaired")
def labels_with_normal_nuisances(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """Sufficient representations whose informations are finite, in closed form, equality among them."""
    count = effort.pick(quick=200, standard=3_000)
    for tight, words in ((False, "seen through a channel"), (True, "seen as it is: equality")):
        found = np.array([finite_margins(claim.informational, labelled(rng, tight=tight)) for _ in range(count)])
        summary = f"{count:,} tasks of three labels with a normal nuisance, the label {words}, z sufficient. "
        summary += f"The least of the lines' slacks is {least(found).min():.3g} to {least(found).max():.3g} nats."
        yield trial_of_margins("labels and normal nuisances, closed form", summary, least(found), error=ROUNDING)


def labelled(rng: np.random.Generator, *, tight: bool, labels: int = 3) -> Entropy:
    """x = (a, b) and z = (a, a view of b): given the label a all is normal, and b is a map of n and of its own noise.

    `tight`: a is y, and the view is of n alone.
    """
    channel = np.eye(labels) if tight else rng.dirichlet(np.ones(labels), size=labels)
    joint = rng.dirichlet(np.ones(labels))[:, None] * channel
    given = [normal(*_view(rng, tight=tight)) for _ in range(labels)]

    def entropy(names: Sequence[str]) -> float:
        seen = "x" in names or "z" in names
        law = {(True, True): joint, (True, False): joint.sum(1), (False, True): joint.sum(0)}.get(("y" in names, seen))
        rest = [name for name in names if name != "y"]
        inside = sum(p * one(rest) for p, one in zip(joint.sum(0), given, strict=True)) if rest else 0.0
        return float(inside + (0.0 if law is None else entr(law).sum()))

    return entropy


def _view(rng: np.random.Generator, *, tight: bool) -> tuple[Array, Members]:
    n, v, noise = _split(np.eye(6), 2, 2, 2)
    b = _invertible(rng, 4) @ np.concatenate([n, v])
    seen = _invertible(rng, 2) @ n + (0.0 if tight else 1.0) * (_invertible(rng, 2) @ v)
    return _named(n=n, x=b, z=seen + rng.exponential() * noise)


# --- sums of independent laws -----------------------------------------------------------------------------------------


def sums(laws: Mapping[str, Characteristic], components: Components) -> Entropy:
    """Entropies where z is a list of components, each `NOISE` times a normal and multiples of sources of its own.

    `laws`: the sources' characteristic functions; x is all of them together. Each entropy is less that of the sources
    among its variables, which is the same on both sides of I(z;.).
    """

    @cache
    def of_component(factors: tuple[tuple[str, float], ...]) -> float:
        t = np.arange(GRID // 2 + 1) * (2 * np.pi / REACH)
        transform = np.exp(-((NOISE * t) ** 2) / 2) * np.prod([laws[k](np.asarray(c * t)) for k, c in factors], axis=0)
        density = np.fft.irfft(np.conj(transform), GRID) * GRID / REACH
        return float(entr(np.maximum(density, 0.0)).sum() * REACH / GRID)

    def entropy(names: Sequence[str]) -> float:
        known = set(laws) if "x" in names else set(names)
        unknown = [tuple((k, c) for k, c in one.items() if k not in known) for one in components]
        return sum(map(of_component, unknown)) if "z" in names else 0.0

    return entropy


APART: Components = ({"y": 1.0}, {"n": 0.7})  # y and n each in a component of its own: equality


def summed(sources: str) -> Components:
    """All in one component."""
    return (dict.fromkeys(sources, 1.0),)


@check("proposition-1/inequality", "sharpened")
def sums_of_every_family(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """Both lines with samples of every family as the laws of y, n and a third source."""
    size = effort.pick(quick=60, standard=500)
    worlds = [{name: drawn(family, rng, size) for name in "ynv"} for family in families()]
    names = ", ".join(family.name for family in families())
    for components, words in ((summed("ynv"), "summed"), (APART, "y and n each by itself: equality")):
        found = np.array([finite_margins(claim.informational, sums(laws, components)) for laws in worlds])
        summary = (
            f"z a normal beside y, n and a third source, {words}; their laws are samples of {size} from each of "
            f"{len(worlds)} families ({names}). {said(found)}"
        )
        yield trial_of_margins("entropies by characteristic functions", summary, least(found), error=ROUNDING)


def drawn(family: InputFamily, rng: np.random.Generator, size: int) -> Characteristic:
    """The characteristic function of a sample, each point equally likely; an outlier would leave the grid."""
    points = np.clip(family.draw(rng, size, 1)[:, 0], -REACH / 10, REACH / 10)
    return lambda t: np.exp(1j * np.multiply.outer(t, points)).mean(axis=1)


# --- samples, and the estimators --------------------------------------------------------------------------------------

LAWS: dict[str, Characteristic] = {
    "Gaussian": lambda t: np.exp(-(t**2) / 2) + 0j,
    "uniform": lambda t: np.sinc(np.sqrt(3) * t / np.pi) + 0j,
    "Laplace": lambda t: 1 / (1 + t**2 / 2) + 0j,
}


@check("proposition-1/inequality", "sharpened")
def by_estimators(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The first line from samples by the suite's estimator, beside the informations by integrals."""
    size = effort.pick(quick=700, standard=5_000)
    known = {family.name: family for family in families()}
    chances, told, held = [], [], []
    for (name, law), components in product(LAWS.items(), (APART, summed("yn"))):
        sources = dict(zip("yn", known[name].draw(rng, size, 2).T[:, :, None], strict=True))
        found, exact = informations(components, sources, rng), sums({"y": law, "n": law}, components)
        slack, true = (finite_margins(claim.informational, one)[0] for one in (_entropy_from(found), exact))
        error = float(np.sqrt(sum(one.standard_error**2 for one in found.values())))
        chances.append(float(chance(-slack, error)))
        told.append(f"{name} {'apart' if components is APART else 'summed'} {slack:.3f} ({true:.3f})")
        held += [low <= exact(["z"]) - exact([k, "z"]) <= high for k, (low, high) in _intervals(found)]
    return Evidence(
        kind="trial",
        method="estimators of mutual information on samples",
        summary=f"Samples of {size:,} of y, n and z, x = (y, n): the slack by the suite's estimator, and by integrals "
        f"in brackets, in nats: {'; '.join(told)}. The 95 % intervals hold {sum(held)} of {len(held)} informations.",
        p_value=min(chances),
        comparisons=len(chances),
    )


def informations(components: Components, sources: Mapping[str, Array], rng: np.random.Generator) -> dict[str, Estimate]:
    """I(z;y), I(z;n) and I(z;x) from samples of the sources (N, 1); z's components are mixed, which keeps them."""
    size = len(sources["y"])
    parts = [sum(c * sources[k] for k, c in one.items()) + NOISE * rng.normal(size=(size, 1)) for one in components]
    z = np.hstack(parts) @ _invertible(rng, len(parts))
    sides = {**sources, "x": np.hstack(list(sources.values()))}
    return {name: mutual_information(z, side, seed=int(rng.integers(2**31))) for name, side in sides.items()}


def _intervals(found: Mapping[str, Estimate]) -> list[tuple[str, tuple[float, float]]]:
    return [(name, one.interval) for name, one in found.items()]


def _entropy_from(found: Mapping[str, Estimate]) -> Entropy:
    """Entropies that have these informations with z; not a number where none was estimated."""

    def entropy(names: Sequence[str]) -> float:
        others = [name for name in names if name != "z"]
        if "z" not in names or not others:
            return 0.0
        return -float(found[others[0]].value) if len(others) == 1 else np.nan

    return entropy
