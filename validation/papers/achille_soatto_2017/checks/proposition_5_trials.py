"""Numerical checks of section 4: T1 by quadrature on small exact worlds, Remark 4.4 on ReLU networks."""

from itertools import cycle

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.papers.achille_soatto_2017.input_families import families
from validation.checks import check
from validation.checks.trying import margins, trial_of_margins
from validation.effort import Effort

TOLERANCE = 1e-6


@check("proposition-5/noise-averaged-curvature", "repaired")
def quadrature_on_small_worlds(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T1 for two weights of a logistic loss on data of every family, both sides by quadrature on a tensor grid."""
    worlds = effort.pick(quick=40, standard=400)
    laws = cycle(families())
    measured = sympy.symbols("slope curvature", real=True)
    formula = claim.symbolic.expression
    # what the formula integrates, for one weight, is integrated over both
    both = (next(iter(formula.lhs.atoms(sympy.Derivative))), next(iter(formula.rhs.atoms(sympy.Integral))))
    sides = sympy.lambdify(measured, [s.xreplace(dict(zip(both, measured, strict=True))) for s in formula.args])
    gaps, numerical = [], []
    for _ in range(worlds):
        x, y = np.clip(next(laws).draw(rng, 6, 2), -1.5, 1.5), rng.choice([-1.0, 1.0], size=6)
        w_hat, alpha = rng.uniform(-1.5, 1.5, size=2), rng.uniform(0.05, 0.6, size=2)
        i = int(rng.integers(2))
        coarse, fine = (_slope_and_curvature(x, y, w_hat, alpha, i, nodes=nodes) for nodes in (48, 72))
        scale = 1 + abs(fine[0])
        numerical.append(sum(abs(one - other) for one, other in zip(coarse, fine, strict=True)) / scale)
        lhs, rhs = sides(*fine)
        gaps.append(-abs(lhs - rhs) / scale)
    summary = (
        f"{worlds} logistic losses of two weights on inputs of {len(families())} families in turn: d/d alpha_i E[L] "
        "against the reading's multiple of E[w_i^2 H_ii(w)], relative to 1 + their size (a finer grid moves them by "
        f"{max(numerical):.1e} at most)."
    )
    error = TOLERANCE + 10 * max(numerical)
    return trial_of_margins("Gauss-Hermite quadrature on a tensor grid", summary, np.array(gaps), error=error)


def _slope_and_curvature(
    x: np.ndarray, y: np.ndarray, w_hat: np.ndarray, alpha: np.ndarray, i: int, *, nodes: int
) -> tuple[float, float]:
    """d/d alpha_i E[L(w)] by a difference of fourth order, and E[w_i^2 H_ii(w)], both on one grid."""
    step = 1e-3
    shifts = [alpha + k * step * np.eye(2)[i] for k in (-2, -1, 1, 2)]
    means = [_logistic_mean(x, y, w_hat, shifted, None, nodes=nodes) for shifted in shifts]
    slope = (means[0] - 8 * means[1] + 8 * means[2] - means[3]) / (12 * step)
    return slope, _logistic_mean(x, y, w_hat, alpha, i, nodes=nodes)


def _logistic_mean(
    x: np.ndarray, y: np.ndarray, w_hat: np.ndarray, alpha: np.ndarray, i: int | None, *, nodes: int
) -> float:
    """E[L(w)] of a summed logistic loss, or E[w_i^2 H_ii(w)] where i is given."""
    from scipy.special import expit

    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    one = [w * np.exp(np.sqrt(a) * points - a / 2) for w, a in zip(w_hat, alpha, strict=True)]
    w = np.stack(np.meshgrid(*one, indexing="ij"), axis=-1)
    margins = y * (w @ x.T)
    if i is None:
        value = np.logaddexp(0, -margins).sum(-1)
    else:
        p = expit(margins)
        value = w[..., i] ** 2 * ((p * (1 - p)) @ x[:, i] ** 2)
    return float(weights @ value @ weights / (2 * np.pi))


@check("remark-4.4", "sharpened")
def rescaling_a_relu_network(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Exact Hessians of ReLU networks before and after their layers are rescaled: w_i^2 H_ii stays, flatness moves."""
    import torch

    from estimators import hessian

    nets = effort.pick(quick=3, standard=20)
    gaps: list[float] = []
    ratios: list[float] = []
    while len(ratios) < nets:
        inputs = torch.from_numpy(rng.normal(size=(12, 3)))
        labels = torch.from_numpy(rng.integers(0, 3, size=12))
        layers = [torch.nn.Linear(a, b, bias=False).double() for a, b in ((3, 4), (4, 4), (4, 3))]
        model = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1], torch.nn.ReLU(), layers[2])
        scales = np.exp(rng.normal(0, 0.7, size=2))
        measured = []
        with torch.no_grad():
            for layer in layers:
                layer.weight.copy_(torch.from_numpy(rng.normal(0, 0.8, size=tuple(layer.weight.shape))))
        for factors in ((1.0, 1.0, 1.0), (*scales, 1 / scales.prod())):
            with torch.no_grad():
                for layer, factor in zip(layers, factors, strict=True):
                    layer.weight.mul_(factor)
            op = hessian.HessianOperator(hessian.objective(model, torch.nn.CrossEntropyLoss(), [(inputs, labels)]))
            matrix, w = hessian.matrix(op).numpy(), op.objective.flat().numpy()
            norm = float(np.abs(np.linalg.eigvalsh(matrix)).sum())
            measured.append((w, np.diagonal(matrix), (w @ w) * norm))
        (w, h, product), (moved_w, moved_h, moved) = measured
        if product == 0:  # no unit is on for any input: the loss depends on no weight
            continue
        # every weight by itself; one that the loss hardly depends on has no logarithm
        for i in np.flatnonzero(w**2 * h > 1e-6 * (w**2 * h).max()):
            one = {"w": w[[i]], "h": h[[i]], "m": moved_w[[i]], "f": moved_h[[i]], "K": 1, "beta": 1.0}
            gaps.append(float(margins(claim.symbolic, one)))
        ratios.append(moved / product)
    summary = (
        f"{nets} random ReLU networks rescaled layer by layer: the left side after it against the right side before, "
        f"weight by weight, while ||w||^2 ||H||_* changes by a factor of {min(ratios):.3g} to {max(ratios):.3g}."
    )
    return trial_of_margins("exact Hessians of random ReLU networks", summary, np.array(gaps), error=1e-8)
