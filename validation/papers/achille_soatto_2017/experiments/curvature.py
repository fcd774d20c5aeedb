"""Learned noise against curvature: Proposition 5's alpha and bounds, and T1, on networks trained here on digits.

At a converged minimum of the loss, alpha alone is learned and set against beta/(w^2 H_ii), the printed
beta/(2 w^2 H_ii), and T1's beta/E[w^2 H_ii(w)]. On networks whose weights and noise are trained together every reading
of the bound is set against the information measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from validation.effort import Effort
from validation.experiments import Cell, Experiment
from validation.experiments.common import data_source, image_set, settle_torch, stream
from validation.papers.achille_soatto_2017.experiments.curvature_findings import summarise

FEATURES, HIDDEN = 6, 3
CORRUPTED = 0.5  # of the labels are random: the minimum is interior, no weight runs off to infinity


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a seed at a minimum, one a seed and way of training for weights and noise trained together."""
    common = {
        **data_source(effort),
        "samples": 1_000,
        "draws": effort.pick(quick=300, standard=2_000),
    }
    minima = [
        Cell(
            function="validation.papers.achille_soatto_2017.experiments.curvature:at_minimum",
            configuration={
                **common,
                "betas": (0.01, 0.1, 1.0),
                "steps": effort.pick(quick=240, standard=1_000),
                "seed": seed + repeat,
            },
            label=f"curvature at a minimum seed={seed + repeat}",
        )
        for repeat in range(effort.pick(quick=2, standard=5, full=10))
    ]
    ways = ({"batch": None, "rate": 0.01}, {"batch": 50, "rate": 0.01}, {"batch": 50, "rate": 0.05})
    together = [
        Cell(
            function="validation.papers.achille_soatto_2017.experiments.curvature:trained_together",
            configuration={
                **common,
                **way,
                "betas": (0.03, 0.3, 1.0),
                "steps": effort.pick(quick=800, standard=4_000),
                "seed": seed + repeat,
            },
            label=f"curvature trained together batch={way['batch']} rate={way['rate']} seed={seed + repeat}",
        )
        for way in ways
        for repeat in range(effort.pick(quick=1, standard=3, full=5))
    ]
    return [*minima, *together]


def at_minimum(configuration: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Train to a minimum, and stop once on the way; at both points learn alpha alone and measure the curvature."""
    import torch

    settle_torch()
    inputs, labels = _problem(configuration)
    model = _network(configuration["seed"])
    loss = torch.nn.CrossEntropyLoss(reduction="sum")
    _adam(model, loss, inputs, labels, steps=30)
    away = _learned(configuration, model, loss, inputs, labels, where="on the way", betas=configuration["betas"][1:2])
    _adam(model, loss, inputs, labels, steps=500)
    _lbfgs(model, loss, inputs, labels)
    return [*away, *_learned(configuration, model, loss, inputs, labels, where="minimum", betas=configuration["betas"])]


def trained_together(configuration: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Train weights and noise together at every beta; set every reading's bound against the information measured."""
    import torch

    from validation.networks.grid import Grid
    from validation.networks.posterior import POSTERIORS
    from validation.networks.training import Member, Schedule, train

    settle_torch()
    inputs, labels = _problem(configuration)
    seed, betas = configuration["seed"], configuration["betas"]
    model = _network(seed)
    grid, posterior = Grid(model), POSTERIORS["claim-1"]
    schedule = Schedule(steps=configuration["steps"], rate=configuration["rate"], batch=configuration["batch"])
    members = [Member(beta=beta, seed=seed) for beta in betas]
    targets = labels.expand(len(members), -1)
    state = train(grid, posterior, inputs.float(), targets, members, schedule, batch_seed=seed)
    rows = []
    for index, beta in enumerate(betas):
        w_hat, log_alpha = (state[name][index].double().numpy() for name in ("w_hat", "log_alpha"))
        torch.nn.utils.vector_to_parameters(torch.from_numpy(w_hat), model.double().parameters())
        loss = torch.nn.CrossEntropyLoss(reduction="sum")
        point = _curvature(model, loss, inputs, labels)
        averaged = _averaged(configuration, model, loss, inputs, labels, log_alpha)
        rows.append(
            {
                **_compared(point, averaged, log_alpha, beta),
                "batch": configuration["batch"],
                "rate": configuration["rate"],
                "seed": seed,
            }
        )
    return rows


def _problem(configuration: Mapping[str, Any]) -> tuple[Any, Any]:
    """The digits' leading principal components, whitened, and labels half of which are random."""
    import torch

    from validation.data.labels import corrupted

    data, samples = image_set(configuration), configuration["samples"]
    images = data.train_images[:samples].reshape(samples, -1).astype(np.float64)
    left, _, _ = np.linalg.svd(images - images.mean(0), full_matrices=False)
    labels = corrupted(data.train_labels[:samples], CORRUPTED, classes=data.classes, rng=stream("curvature labels"))
    return torch.from_numpy(left[:, :FEATURES] * np.sqrt(samples)), torch.from_numpy(labels)


def _network(seed: int) -> Any:
    """A smooth network, so that both forms of the averaged curvature hold."""
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.nn.Sequential(
            torch.nn.Linear(FEATURES, HIDDEN, bias=False), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, 10, bias=False)
        ).double()


def _adam(model: Any, loss: Any, inputs: Any, labels: Any, *, steps: int) -> None:
    import torch

    optimiser = torch.optim.Adam(model.parameters(), lr=0.02, fused=True)
    for _ in range(steps):
        optimiser.zero_grad()
        (loss(model(inputs), labels) / len(labels)).backward()
        optimiser.step()


def _lbfgs(model: Any, loss: Any, inputs: Any, labels: Any) -> None:
    import torch

    optimiser = torch.optim.LBFGS(
        model.parameters(),
        max_iter=400,
        history_size=50,
        tolerance_grad=1e-9,
        tolerance_change=1e-16,
        line_search_fn="strong_wolfe",
    )

    def closure() -> Any:
        optimiser.zero_grad()
        value = loss(model(inputs), labels)
        value.backward()
        return value

    optimiser.step(closure)


def _learned(
    configuration: Mapping[str, Any],
    model: Any,
    loss: Any,
    inputs: Any,
    labels: Any,
    *,
    where: str,
    betas: Sequence[float],
) -> list[dict[str, Any]]:
    from estimators import hessian
    from validation.networks.learning_alpha import learn_log_alpha

    point = _curvature(model, loss, inputs, labels)
    problem = hessian.objective(model, loss, [(inputs, labels)])
    # every weight starts with the same noise, so that what it ends with is learned
    start = np.repeat(np.log(np.array(betas))[:, None] - 2, problem.size, axis=1)
    learned = learn_log_alpha(
        problem, betas=np.array(betas), start=start, steps=configuration["steps"], rate=0.12, seed=configuration["seed"]
    )
    rows = []
    for beta, log_alpha in zip(betas, learned, strict=True):
        averaged = _averaged(configuration, model, loss, inputs, labels, log_alpha)
        row = _compared(point, averaged, log_alpha, beta)
        rows.append({**row, "where": where, "seed": configuration["seed"]})
    return rows


def _curvature(model: Any, loss: Any, inputs: Any, labels: Any) -> dict[str, Any]:
    """The exact curvature at the mean weights, and how far they are from a minimum."""
    from estimators import hessian

    problem = hessian.objective(model, loss, [(inputs, labels)])
    op = hessian.HessianOperator(problem)
    matrix = hessian.matrix(op).numpy()
    eigenvalues = np.linalg.eigvalsh(matrix)
    return {
        "w": problem.flat().numpy(),
        "diagonal": np.diagonal(matrix).copy(),
        "trace": float(eigenvalues.sum()),
        "nuclear_norm": float(np.abs(eigenvalues).sum()),
        "smallest_eigenvalue": float(eigenvalues[0]),
        "largest_eigenvalue": float(eigenvalues[-1]),
        "gradient_norm": float(problem.gradient().norm()),
        "loss": problem.value(),
    }


def _averaged(
    configuration: Mapping[str, Any], model: Any, loss: Any, inputs: Any, labels: Any, log_alpha: np.ndarray
) -> Any:
    from estimators import hessian

    return hessian.noise_averaged_curvature(
        model,
        loss,
        [(inputs, labels)],
        alpha=np.exp(log_alpha),
        samples=configuration["draws"],
        chunk=50,
        seed=configuration["seed"] + 1,
    )


def _compared(point: Mapping[str, Any], averaged: Any, log_alpha: np.ndarray, beta: float) -> dict[str, Any]:
    """The information measured beside every reading's, as JSON data."""
    from validation.papers.achille_soatto_2017.measured_flatness import noise_averaged, proposition_5

    names = ("trace", "nuclear_norm", "smallest_eigenvalue", "largest_eigenvalue", "gradient_norm", "loss")
    return {
        "beta": beta,
        "weights": len(log_alpha),
        "information": float(-log_alpha.sum() / 2),
        **{name: point[name] for name in names},
        "negative_mass": (point["nuclear_norm"] - point["trace"]) / 2,
        "sharpness": (point["w"] ** 2 * point["diagonal"]).tolist(),
        "averaged": averaged.value.tolist(),
        "averaged_error": averaged.standard_error.tolist(),
        "log_alpha": log_alpha.tolist(),
        "proposition_5": asdict(
            proposition_5(
                w=point["w"],
                diagonal=point["diagonal"],
                trace=point["trace"],
                nuclear_norm=point["nuclear_norm"],
                beta=beta,
            )
        ),
        "t1": asdict(noise_averaged(curvature=averaged.value, log_alpha=log_alpha, beta=beta)),
    }


EXPERIMENT = Experiment(
    name="curvature",
    title="Learned noise against curvature",
    group="networks",
    cells=cells,
    summarise=summarise,
    statements=(
        "proposition-5",
        "proposition-5/statement",
        "proposition-5/alpha-i",
        "proposition-5/noise-averaged-curvature",
        "proposition-5/nuclear-norm",
    ),
)
