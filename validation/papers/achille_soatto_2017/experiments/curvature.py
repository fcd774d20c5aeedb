"""Learned noise against curvature: Proposition 5's alpha and bounds, and T1, on networks trained here on digits.

At a converged minimum of the loss, alpha alone is learned and set against beta/(w^2 H_ii), the printed
beta/(2 w^2 H_ii), and T1's beta/E[w^2 H_ii(w)]. On networks whose weights and noise are trained together every reading
of the bound is set against the information measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
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
    common = {**data_source(effort), "samples": 1_000, "draws": effort.pick(quick=300, standard=2_000)}
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

    settle_torch()
    task = _task(configuration)
    _adam(task, steps=30)
    away = _learned(task, where="on the way", betas=configuration["betas"][1:2])
    _adam(task, steps=500)
    _lbfgs(task)
    return [*away, *_learned(task, where="minimum", betas=configuration["betas"])]


def trained_together(configuration: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Train weights and noise together at every beta; set every reading's bound against the information measured."""
    import torch

    from validation.networks.grid import Grid
    from validation.networks.posterior import POSTERIORS
    from validation.networks.training import Member, Schedule, train

    settle_torch()
    task = _task(configuration)
    seed, betas = configuration["seed"], configuration["betas"]
    grid, posterior = Grid(task.model), POSTERIORS["claim-1"]
    schedule = Schedule(steps=configuration["steps"], rate=configuration["rate"], batch=configuration["batch"])
    members = [Member(beta=beta, seed=seed) for beta in betas]
    targets = task.labels.expand(len(members), -1)
    state = train(grid, posterior, task.inputs.float(), targets, members, schedule, batch_seed=seed)
    rows = []
    for index, beta in enumerate(betas):
        w_hat, log_alpha = (state[name][index].double().numpy() for name in ("w_hat", "log_alpha"))
        torch.nn.utils.vector_to_parameters(torch.from_numpy(w_hat), task.model.double().parameters())
        row = _compared(_curvature(task), _averaged(task, log_alpha), log_alpha, beta)
        rows.append({**row, **{name: configuration[name] for name in ("batch", "rate", "seed")}})
    return rows


@dataclass(frozen=True)
class Task:
    """A network, and the inputs and labels that it learns."""

    configuration: Mapping[str, Any]
    model: Any
    inputs: Any
    labels: Any

    @property
    def loss(self) -> Any:
        import torch

        return torch.nn.CrossEntropyLoss(reduction="sum")

    @property
    def data(self) -> list[Any]:
        return [(self.inputs, self.labels)]


def _task(configuration: Mapping[str, Any]) -> Task:
    """The digits' leading principal components, whitened, labels half of which are random, and a network for them."""
    import torch

    from validation.data.labels import corrupted

    data, samples = image_set(configuration), configuration["samples"]
    images = data.train_images[:samples].reshape(samples, -1).astype(np.float64)
    left, _, _ = np.linalg.svd(images - images.mean(0), full_matrices=False)
    labels = corrupted(data.train_labels[:samples], CORRUPTED, classes=data.classes, rng=stream("curvature labels"))
    inputs = torch.from_numpy(left[:, :FEATURES] * np.sqrt(samples))
    return Task(configuration, _network(configuration["seed"]), inputs, torch.from_numpy(labels))


def _network(seed: int) -> Any:
    """A smooth network, so that both forms of the averaged curvature hold."""
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.nn.Sequential(
            torch.nn.Linear(FEATURES, HIDDEN, bias=False), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, 10, bias=False)
        ).double()


def _adam(task: Task, *, steps: int) -> None:
    import torch

    optimiser = torch.optim.Adam(task.model.parameters(), lr=0.02, fused=True)
    for _ in range(steps):
        optimiser.zero_grad()
        (task.loss(task.model(task.inputs), task.labels) / len(task.labels)).backward()
        optimiser.step()


def _lbfgs(task: Task) -> None:
    import torch

    end: dict[str, Any] = {"max_iter": 400, "tolerance_grad": 1e-9, "tolerance_change": 1e-16}
    optimiser = torch.optim.LBFGS(task.model.parameters(), history_size=50, line_search_fn="strong_wolfe", **end)

    def closure() -> Any:
        optimiser.zero_grad()
        value = task.loss(task.model(task.inputs), task.labels)
        value.backward()
        return value

    optimiser.step(closure)


def _learned(task: Task, *, where: str, betas: Sequence[float]) -> list[dict[str, Any]]:
    from estimators import hessian
    from validation.networks.learning_alpha import learn_log_alpha

    point, seed = _curvature(task), task.configuration["seed"]
    problem = hessian.objective(task.model, task.loss, task.data)
    # every weight starts with the same noise, so that what it ends with is learned
    start = np.repeat(np.log(np.array(betas))[:, None] - 2, problem.size, axis=1)
    steps = task.configuration["steps"]
    learned = learn_log_alpha(problem, betas=np.array(betas), start=start, steps=steps, rate=0.12, seed=seed)
    return [
        {**_compared(point, _averaged(task, log_alpha), log_alpha, beta), "where": where, "seed": seed}
        for beta, log_alpha in zip(betas, learned, strict=True)
    ]


def _curvature(task: Task) -> dict[str, Any]:
    """The exact curvature at the mean weights, and how far they are from a minimum."""
    from estimators import hessian

    problem = hessian.objective(task.model, task.loss, task.data)
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


def _averaged(task: Task, log_alpha: np.ndarray) -> Any:
    from estimators import hessian

    drawn: dict[str, Any] = {
        "samples": task.configuration["draws"],
        "chunk": 50,
        "seed": task.configuration["seed"] + 1,
    }
    return hessian.noise_averaged_curvature(task.model, task.loss, task.data, alpha=np.exp(log_alpha), **drawn)


def _compared(point: Mapping[str, Any], averaged: Any, log_alpha: np.ndarray, beta: float) -> dict[str, Any]:
    """The information measured beside every reading's, as JSON data."""
    from validation.papers.achille_soatto_2017.measured_flatness import noise_averaged, proposition_5

    names = ("trace", "nuclear_norm", "smallest_eigenvalue", "largest_eigenvalue", "gradient_norm", "loss")
    known = {name: point[name] for name in ("w", "diagonal", "trace", "nuclear_norm")}
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
        "proposition_5": asdict(proposition_5(**known, beta=beta)),
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
