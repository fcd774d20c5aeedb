"""The information that one unit of a noisy layer passes on: I(z_k;x) for z = (eps * W_hat) x with log-normal eps.

No Gaussian assumption: z given x is a sum of independent scaled log-normals, whose density is computed from its
characteristic function (`estimators.noisy_layer_density`); z itself is the mixture of these over the inputs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.arguments import generator, numbers, whole_number
from estimators.estimate import Estimate
from estimators.extras import require_networks
from estimators.intervals import checked_level

if TYPE_CHECKING:
    from estimators.noisy_layer_density import NoisyLayer, Resolution

ALPHA_RANGE = (1e-4, 4.0)
PROBES = 32  # inputs on which the numerical error is measured
BATCH = 1 << 21  # float64 numbers in one array
KEEP = 1 << 25  # densities of a batch are kept up to this many numbers, else computed twice
TINY = 1e-300
REACH = 1e20  # between the largest and the smallest input of a unit: the nested grid's reach

Sampler = Callable[[np.random.Generator, int], NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True)
class UnitInformation(Estimate):
    """I(z_k;x) for each unit; `numerical_error` is the grid's share of the error, apart from sampling.

    >>> error = np.array([1e-6])
    >>> found = UnitInformation(value=error, standard_error=error, interval=(0, 2 * error), numerical_error=error / 2)
    >>> (found.numerical_error < found.standard_error).tolist()
    [True]
    """

    numerical_error: Any = 0.0


def information_per_unit(
    w_hat: ArrayLike,
    alpha: ArrayLike,
    x: ArrayLike | Sampler,
    *,
    weights: ArrayLike | None = None,
    inputs: Literal["distribution", "sample"] | None = None,
    n_inputs: int = 1000,
    level: float = 0.95,
    device: str = "cpu",
    seed: int = 0,
) -> UnitInformation:
    """True I(z_k;x) in nats for each unit of z = (eps * W_hat) x, log eps_ki ~ N(-alpha_ki/2, alpha_ki).

    `w_hat`: (dim z, dim x). `alpha`: scalar or of that shape. `x`: (N, dim x), or a sampler `(rng, n) -> (n, dim x)`.
    inputs="distribution" (the default for an array) takes the N inputs, with `weights` (N,), as the distribution of x:
    no sampling error, and at most log N nats. inputs="sample" (the default for a sampler, which draws `n_inputs`) takes
    them as a sample: the value is still that of the empirical distribution, a lower bound in expectation; the interval
    runs from it, less its error, to the leave-one-out estimate, an upper bound in expectation, plus its error.
    `numerical_error` is the difference to a coarser and narrower grid, on at most 32 of the inputs.
    Raises ValueError for bad shapes, alpha outside [1e-4, 4], fewer than two distinct inputs.
    Source: the setting of Proposition 6 (Achille and Soatto, 2017), without its Gaussian assumption.

    >>> w_hat = np.array([[1.0, 1.0], [0.0, 0.0]])
    >>> x = np.array([[1.0, 1.0], [-1.0, -1.0]])  # z tells them apart: log-normal noise keeps the sign
    >>> information_per_unit(w_hat, 0.1, x).value.round(4)  # log 2, and nothing through weights of zero
    array([0.6931, 0.    ])
    """
    sampled = callable(x)
    inputs = inputs or ("sample" if sampled else "distribution")
    if inputs not in ("distribution", "sample"):
        raise ValueError(f"inputs: must be 'distribution' or 'sample', got {inputs!r}")
    if inputs == "sample" and weights is not None:
        raise ValueError("weights: a sample has none, pass inputs='distribution'")
    values_of_x = x(generator(seed), whole_number("n_inputs", n_inputs, least=2)) if callable(x) else x
    w_hat, alpha, x = _checked(w_hat, alpha, values_of_x)
    shares = _checked_weights(weights, len(x))
    n, x, shares = len(x), x[shares > 0], shares[shares > 0]
    if len(np.unique(x, axis=0)) < 2:
        raise ValueError("x: must contain at least two distinct inputs" + ("" if weights is None else " of weight > 0"))
    checked_level(level)
    _check_device(device)

    values, errors, low, high, numeric = (np.zeros(len(w_hat)) for _ in range(5))
    notes = []
    # all inputs that leave a unit at exactly 0 form an atom of z
    active = (w_hat != 0).astype(float) @ (x != 0).T > 0
    _check_sizes(w_hat, x, active)
    dead = ~active.any(axis=1)
    if dead.any():
        notes.append(f"rows {np.flatnonzero(dead).tolist()} of w_hat see only zeros: their information is 0")
    for pattern, rows in _patterns(active):
        q = float(shares[~pattern].sum())
        if not pattern.any():
            continue
        own_alpha = alpha if isinstance(alpha, float) else alpha[rows]
        part = _Problem(w_hat[rows], own_alpha, x[pattern], shares[pattern] / (1 - q), device)
        atom = _binary_entropy(q)
        if q > 0:
            where = f"x leaves {len(rows)} units at exactly 0 with probability {q:.3g}"
            notes.append(f"{where}: equation (4) is infinite there")
        answer = part.solve(sample=inputs == "sample", level=level)
        values[rows] = atom + (1 - q) * answer.value
        errors[rows] = (1 - q) * answer.standard_error
        low[rows], high[rows] = (atom + (1 - q) * side for side in answer.interval)
        numeric[rows] = (1 - q) * part.numerical_error()
    return UnitInformation(
        value=values,
        standard_error=errors,
        interval=(low - numeric, high + numeric),
        level=level,
        bound="lower" if inputs == "sample" else "neither",
        method="characteristic function on nested grids",
        n=n,
        seed=seed if sampled else None,
        warnings=tuple(notes),
        numerical_error=numeric,
    )


@dataclass(frozen=True)
class _Answer:
    value: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    interval: tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class _Problem:
    """Rows that are active for the same inputs, none of which is dead."""

    w_hat: NDArray[np.float64]
    alpha: float | NDArray[np.float64]
    x: NDArray[np.float64]
    shares: NDArray[np.float64]
    device: str

    def solve(self, *, sample: bool, level: float) -> _Answer:
        from estimators.noisy_layer_density import FINE

        rows, n = len(self.w_hat), len(self.x)
        value, error, low, high = (np.zeros(rows) for _ in range(4))
        if n == 1:
            return _Answer(value, error, (low, high))
        for batch in self._row_batches():
            terms = _pointwise(self._layer(batch), self.shares, FINE, sample=sample)
            value[batch] = terms[0]
            low[batch] = high[batch] = terms[0]
            if sample:
                from scipy.stats import norm

                quantile = norm.ppf(0.5 + level / 2)
                plug_in, left_out = terms[1:]
                error[batch] = plug_in.std(axis=1, ddof=1) / np.sqrt(n)
                low[batch] = terms[0] - quantile * error[batch]
                high[batch] = left_out.mean(axis=1) + quantile * left_out.std(axis=1, ddof=1) / np.sqrt(n)
        return _Answer(value, error, (low, high))

    def numerical_error(self) -> NDArray[np.float64]:
        """The difference between two grids, on inputs spread evenly over the order of their size."""
        from estimators.noisy_layer_density import COARSE, FINE

        order = np.argsort(np.abs(self.x).sum(axis=1))
        probes = order[np.unique(np.linspace(0, len(order) - 1, min(PROBES, len(order))).round().astype(int))]
        if len(probes) == 1:
            return np.zeros(len(self.w_hat))
        part = replace(self, x=self.x[probes], shares=self.shares[probes] / self.shares[probes].sum())
        gaps = []
        for batch in part._row_batches():
            fine, coarse = (_pointwise(part._layer(batch), part.shares, r, sample=False)[0] for r in (FINE, COARSE))
            gaps.append(np.abs(fine - coarse))
        return np.concatenate(gaps)

    def _row_batches(self) -> Iterator[slice]:
        from estimators.noisy_layer_density import batches

        n, dim = self.x.shape
        return batches(len(self.w_hat), BATCH // (n * max(dim, 512)))

    def _layer(self, batch: slice) -> "NoisyLayer":
        import torch

        from estimators.noisy_layer_density import NoisyLayer

        w_hat, x = (torch.from_numpy(v).to(self.device) for v in (self.w_hat[batch], self.x))
        alpha = self.alpha if isinstance(self.alpha, float) else torch.from_numpy(self.alpha[batch]).to(self.device)
        return NoisyLayer(w_hat, alpha, x)


def _pointwise(
    layer: "NoisyLayer", shares: NDArray[np.float64], resolution: "Resolution", *, sample: bool
) -> tuple[Any, ...]:
    """I(z_k;x), (rows,); for a sample also KL(p(z|x_j) || p(z)), plain and with p(z) from the others, (rows, N)."""
    import torch

    from estimators.noisy_layer_density import batches, densities, frame, histogram

    setting = frame(layer, resolution)
    n = layer.x.shape[0]
    pi = torch.from_numpy(shares).to(layer.x)
    rows = layer.w_hat.shape[0]
    chunks = list(batches(n, BATCH // (rows * max(layer.x.shape[1], setting.nodes))))

    def conditionals() -> Iterator[tuple[slice, Any]]:
        for chunk in chunks:
            density = densities(histogram(layer.inputs(chunk), setting), setting)
            yield chunk, density / (density @ setting.weights)[..., None]

    kept = list(conditionals()) if rows * n * setting.nodes <= KEEP else None
    again = conditionals if kept is None else lambda: iter(kept)
    mixture = torch.zeros(rows, setting.nodes, dtype=pi.dtype, device=pi.device)
    for chunk, density in again():
        mixture += torch.einsum("n,rnz->rz", pi[chunk], density)
    plug_in, left_out = [], []
    for _, density in again():
        inside = torch.special.xlogy(density, density) - torch.special.xlogy(density, mixture[:, None])
        plug_in.append(inside @ setting.weights)
        if sample:
            others = (n * mixture[:, None] - density).clamp(min=0) / (n - 1)
            ratio = torch.where(density > 0, torch.log(density / others.clamp(min=TINY)), 0.0)
            left_out.append((density * ratio) @ setting.weights)
    pointwise = torch.cat(plug_in, dim=1)
    value = (pointwise @ pi).cpu().numpy()
    if not sample:
        return (value,)
    return value, pointwise.cpu().numpy(), torch.cat(left_out, dim=1).cpu().numpy()


def _patterns(active: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.int64]]]:
    """Each distinct row of `active` with the indices of the rows that have it."""
    patterns, which = np.unique(active, axis=0, return_inverse=True)
    for k, pattern in enumerate(patterns):
        yield pattern, np.flatnonzero(which.reshape(-1) == k)


def _binary_entropy(q: float) -> float:
    return float(-(q * np.log(q) + (1 - q) * np.log1p(-q))) if 0 < q < 1 else 0.0


def _checked(
    w_hat: ArrayLike, alpha: ArrayLike, x: ArrayLike
) -> tuple[NDArray[np.float64], float | NDArray[np.float64], NDArray[np.float64]]:
    w_hat, x, alphas = (numbers(name, value) for name, value in (("w_hat", w_hat), ("x", x), ("alpha", alpha)))
    if w_hat.ndim != 2:
        raise ValueError(f"w_hat: must have shape (dim z, dim x), got {w_hat.shape}")
    if x.ndim != 2 or x.shape[1] != w_hat.shape[1]:
        raise ValueError(f"x: must have shape (N, {w_hat.shape[1]}) to match w_hat, got {x.shape}")
    for name, value in (("w_hat", w_hat), ("x", x)):
        if not np.isfinite(value).all():
            raise ValueError(f"{name}: must be finite")
    if alphas.shape not in ((), w_hat.shape):
        raise ValueError(f"alpha: must be a scalar or have w_hat's shape {w_hat.shape}, got {alphas.shape}")
    if not (np.isfinite(alphas).all() and (alphas > 0).all()):
        worst = alphas[~(np.isfinite(alphas) & (alphas > 0))].flat[0]
        raise ValueError(f"alpha: must be positive and finite, got {worst}")
    low, high = ALPHA_RANGE
    if alphas.max(initial=low) > high:
        raise ValueError(f"alpha: {alphas.max()} is too large for the grid, the largest that works is {high}")
    if alphas.min(initial=high) < low:
        raise ValueError(f"alpha: {alphas.min()} is too small for the grid, the smallest that works is {low}")
    one_alpha = alphas.size > 0 and bool((alphas == alphas.flat[0]).all())
    # the information knows no units; powers of two leave every digit as it was
    w_hat, x = _unit_scale(w_hat, axis=1), _unit_scale(x, axis=None)
    return w_hat, float(alphas.flat[0]) if one_alpha else alphas, x


def _unit_scale(values: NDArray[np.float64], axis: int | None) -> NDArray[np.float64]:
    """The values over the power of two next to the largest of them, where there is one other than 0."""
    largest = np.abs(values).max(axis=axis, keepdims=True, initial=0.0)
    return np.ascontiguousarray(np.ldexp(values, -np.frexp(largest)[1]))


def _check_sizes(w_hat: NDArray[np.float64], x: NDArray[np.float64], active: NDArray[np.bool_]) -> None:
    size = np.abs(w_hat) @ np.abs(x).T
    smallest = np.where(active, size, np.inf).min(axis=1, initial=np.inf)
    if (size.max(axis=1, initial=0.0) > REACH * smallest).any():
        raise ValueError(f"x: a unit's inputs differ in size by more than a factor {REACH:g}, too much for the grid")


def _check_device(device: str) -> None:
    require_networks("estimators.noisy_layer")
    import torch

    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, TypeError) as error:
        raise ValueError(f"device: torch has no device {device!r} here") from error


def _checked_weights(weights: ArrayLike | None, n: int) -> NDArray[np.float64]:
    if weights is None:
        return np.full(n, 1.0 / max(n, 1))
    shares = numbers("weights", weights)
    if shares.shape != (n,):
        raise ValueError(f"weights: must have shape ({n},), one for each input, got {shares.shape}")
    if not (np.isfinite(shares).all() and (shares >= 0).all() and abs(shares.sum() - 1) < 1e-9):
        raise ValueError("weights: must be non-negative and sum to 1")
    return shares
