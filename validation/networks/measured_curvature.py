"""The curvature of one network at its weights: exact where it is small, sampled with intervals where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from estimators import hessian
from estimators.estimate import Estimate, exact
from estimators.hessian.lanczos import fitting_steps
from estimators.hessian.operator import NetworkOperator
from estimators.hessian.sampling import array, rademacher, sample_mean
from reports.record import Quantity, Record

EXACT = 2_000  # up to this many weights the whole Hessian is computed
PROBES, STEPS = 4, 32  # of the sampled form
FLAT = 1e-6  # of the largest eigenvalue: a smaller negative one counts as zero
DESCENT = 1e-2  # nats: what a gradient step may still gain at a minimum


@dataclass(frozen=True, kw_only=True)
class Curvature:
    """Trace, nuclear norm, negative mass, the ends of the spectrum, and the sharpness sum w_i^2 H_ii of each layer.

    `gauss_newton`: that sum of the Gauss-Newton matrix, by layer; empty where the model returns its own loss.
    `diagonal` and `sharpness` (w_i^2 H_ii) are there where the Hessian is exact, where it is sampled the correlation of
    the layers' errors, which share their probes. `modes`: the modules that act otherwise while training, and how they
    were measured; `loss` is the `objective`, in words, at the weights. No eigenvalue lies outside `bounds`: with
    probability 0.95 where the ends are sampled.
    """

    trace: Estimate
    nuclear_norm: Estimate
    negative_mass: Estimate
    layers: dict[str, Estimate]
    gauss_newton: dict[str, Estimate]
    correlation: np.ndarray | None = field(default=None, repr=False, compare=False)
    diagonal: np.ndarray | None = field(repr=False, compare=False)
    sharpness: np.ndarray | None = field(repr=False, compare=False)
    smallest_eigenvalue: float
    largest_eigenvalue: float
    bounds: tuple[float, float]
    gradient_norm: float
    loss: float
    objective: str
    modes: Mapping[str, str]
    weights: int
    method: str

    @property
    def descent(self) -> float:
        """What a step along the gradient can still gain at least, ||g||^2 / (2 lambda_max), in nats."""
        scale = max(abs(self.largest_eigenvalue), abs(self.smallest_eigenvalue))
        return self.gradient_norm**2 / (2 * scale) if scale > 0 else float(self.gradient_norm > 0)

    @property
    def is_minimum(self) -> bool:
        """Whether the gradient is spent and no eigenvalue is negative beyond rounding."""
        return self.descent < DESCENT and self.smallest_eigenvalue > -FLAT * abs(self.largest_eigenvalue)

    @property
    def point(self) -> str:
        """What the point is, in words."""
        below = f"; no eigenvalue is below {self.bounds[0]:.3g} (95 %)" if self.diagonal is None else ""
        if self.is_minimum:
            return f"a minimum of {self.objective}, as far as its gradient and curvature tell{below}"
        reasons = []
        if self.descent >= DESCENT:
            reasons.append(f"a gradient step can still lower the loss by about {self.descent:.3g} nats")
        if self.smallest_eigenvalue <= -FLAT * abs(self.largest_eigenvalue):
            reasons.append(
                f"the smallest eigenvalue is {self.smallest_eigenvalue:.3g}, and the negative ones add up to "
                f"{self.negative_mass.value:.3g}"
            )
        return f"no minimum of {self.objective}: {'; '.join(reasons)}{below}"

    def record(self) -> Record:
        """All of it but the arrays and the layers, for the results."""
        modes = [Quantity(f"mode of {name}", mode) for name, mode in self.modes.items()]
        quantities = (
            Quantity("weights", self.weights),
            Quantity("is a minimum", self.is_minimum, note=self.point),
            quantity("trace", self.trace),
            quantity("nuclear norm", self.nuclear_norm),
            quantity("negative mass", self.negative_mass),
            Quantity("smallest eigenvalue", self.smallest_eigenvalue, self.bounds[0], self.smallest_eigenvalue),
            Quantity("largest eigenvalue", self.largest_eigenvalue, self.largest_eigenvalue, self.bounds[1]),
            Quantity("gradient norm", self.gradient_norm),
            Quantity("loss", self.loss, unit="nats", note=self.objective),
            Quantity("method", self.method),
        )
        return Record("Flatness", (*quantities, *modes))


def quantity(name: str, estimate: Estimate, *, unit: str = "") -> Quantity:
    """An estimate of one number, for the results."""
    error, note = estimate.standard_error, "; ".join(estimate.warnings)
    return Quantity(name, estimate.value, *estimate.interval, standard_error=error, unit=unit, note=note)


def measured_curvature(op: hessian.HessianOperator, *, probes: int | None, seed: int) -> Curvature:
    """Measure an operator: exactly up to 2,000 weights unless a budget of probes is named."""
    problem = op.objective
    slope, modes = float(problem.gradient().norm()), dict(problem.modes)
    loss: dict[str, Any] = {"loss": problem.value(), "objective": problem.words}
    loss["gauss_newton"] = _gauss_newton(op, probes=probes, seed=seed)
    curvature = partial(Curvature, gradient_norm=slope, modes=modes, weights=op.size, **loss)
    if probes is None and op.size <= EXACT:
        matrix = hessian.matrix(op).cpu().numpy()
        eigenvalues, diagonal = np.linalg.eigvalsh(matrix), np.diagonal(matrix).copy()
        sharpness = problem.flat().cpu().numpy() ** 2 * diagonal
        return curvature(
            trace=_exact(eigenvalues.sum()),
            nuclear_norm=_exact(np.abs(eigenvalues).sum()),
            negative_mass=_exact(np.maximum(-eigenvalues, 0).sum()),
            layers={name: _exact(sharpness[part].sum()) for name, part in problem.blocks.items()},
            diagonal=diagonal,
            sharpness=sharpness,
            smallest_eigenvalue=float(eigenvalues[0]),
            largest_eigenvalue=float(eigenvalues[-1]),
            bounds=(float(eigenvalues[0]), float(eigenvalues[-1])),
            method="exact Hessian",
        )
    count = PROBES if probes is None else probes
    steps = fitting_steps(op, min(STEPS, op.size))
    norm = hessian.nuclear_norm(op, probes=count, steps=steps, seed=seed)
    ends = hessian.extreme_eigenvalues(op, steps=steps, seed=seed)
    op.begin("the layers' sharpness", products=8 * count)
    layers, correlation = _layer_sharpness(op, probes=8 * count, seed=seed)
    return curvature(
        trace=norm.details["trace"],
        nuclear_norm=norm,
        negative_mass=norm.details["negative mass"],
        layers=layers,
        correlation=correlation,
        diagonal=None,
        sharpness=None,
        smallest_eigenvalue=ends.smallest,
        largest_eigenvalue=ends.largest,
        bounds=ends.bounds,
        method=f"{count} probes of {steps} Lanczos steps, as many for the ends, {8 * count} products for the layers",
    )


def _gauss_newton(op: hessian.HessianOperator, *, probes: int | None, seed: int) -> dict[str, Estimate]:
    """sum of w_i^2 G_ii over each layer: exact as the Hessian's is, else from a quarter of its products."""
    import torch

    problem = op.objective
    inputs, _ = next(problem.batches())
    with torch.no_grad():
        output = problem.output(problem.point, inputs)
    if not isinstance(output, torch.Tensor) or output.ndim == 0:
        return {}
    op.begin("the Gauss-Newton matrix")
    other = hessian.GaussNewtonOperator(problem, chunk=op.chunk, memory_limit=op.memory_limit)
    if probes is None and op.size <= EXACT:
        entries = problem.flat() ** 2 * hessian.matrix(other).diagonal()
        return {name: _exact(float(entries[part].sum())) for name, part in problem.blocks.items()}
    return _layer_sharpness(other, probes=2 * (PROBES if probes is None else probes), seed=seed)[0]


def _layer_sharpness(op: NetworkOperator, *, probes: int, seed: int) -> tuple[dict[str, Estimate], np.ndarray]:
    """sum of w_i^2 H_ii over each layer: z'(w H w)z restricted to the layer's entries, z random signs.

    And the correlation of the layers' samples.
    """
    import torch

    problem, generator = op.objective, torch.Generator().manual_seed(seed)
    w, drawn = problem.flat(), []

    def draw(k: int) -> np.ndarray:
        z = w * rademacher(k, op.size, generator=generator, dtype=op.dtype, device=op.device)
        entries = z * op.products(z)
        drawn.append(array(torch.stack([entries[:, part].sum(1) for part in problem.blocks.values()], dim=1)))
        return drawn[-1]

    mean = sample_mean(draw, samples=probes, tolerance=None, level=0.95, chunk=op.chunk)
    low, high = mean.interval
    layers = {
        name: Estimate(
            value=float(mean.value[i]),
            standard_error=float(mean.standard_error[i]),
            interval=(float(low[i]), float(high[i])),
            method="random signs by layer",
            n=mean.n,
            seed=seed,
            cost=mean.n,
        )
        for i, name in enumerate(problem.blocks)
    }
    # layers of one sign a weight have no error: they are correlated with none
    covariance = np.atleast_2d(np.cov(np.concatenate(drawn), rowvar=False))
    size = np.sqrt(np.outer(np.diagonal(covariance), np.diagonal(covariance)))
    return layers, np.divide(covariance, size, out=np.eye(len(layers)), where=size > 0)


def _exact(value: float) -> Estimate:
    return exact(float(value), method="exact Hessian")
