"""What the experiments share: their data, training one grid of networks, means over seeds with their intervals."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from bounds.claims import Evidence
from bounds.claims.measured import Answer, Quantities
from reports.figure import Figure, Series
from reports.record import Column, Quantity, Table
from validation.data import load
from validation.effort import Effort

if TYPE_CHECKING:
    import torch

    from validation.data.image_sets import ImageSet
    from validation.networks.grid import Grid
    from validation.networks.posterior import Posterior, State
    from validation.networks.training import Member, Schedule

LEVEL = 0.95
NON_NEGATIVE, SHARE = (0.0, math.inf), (0.0, 1.0)  # between what a quantity must lie
HOLLOW = "Hollow: training had not ended."
Row = dict[str, Any]
Measured = str | Callable[[Row], float]  # an entry of a row, or what is computed from one
M = TypeVar("M", bound=Mapping[str, Any])
measurement = partial(Evidence, kind="measurement")
over_beta = partial(Figure, x_label="beta", x_scale="log")


def data_source(effort: Effort, *, faces: bool = False) -> dict[str, Any]:
    """The part of a configuration that names the data: the digits, or what the data folder holds.

    CelebA comes first where `faces` are asked for, else MNIST before CIFAR-10. Images larger than the digits are
    averaged over pool x pool pixels: MNIST to 7 x 7 in quick and 14 x 14 in standard; full leaves them alone.
    """
    if effort.data is None:
        return {"data": "digits", "hash": load("digits").hash, "pool": 1}
    folder = Path(effort.data)
    if faces and (folder / "celeba").is_dir():
        name = "celeba"
    elif (folder / "cifar-10-batches-py").is_dir() and not any(folder.rglob("train-images-idx3-ubyte*")):
        name = "cifar-10"
    else:
        name = "mnist"
    images = load(name, effort.data)
    # the folder is no part of what a result depends on: the hash is
    return {"data": name, "hash": images.hash, "pool": effort.pick(quick=4, standard=2, full=1), "_folder": effort.data}


def image_set(configuration: Mapping[str, Any]) -> "ImageSet":
    """The image set a configuration names; raises ValueError where the run began with other data than is found here."""
    found = load(configuration["data"], configuration.get("_folder"))
    if found.hash != configuration["hash"]:
        raise ValueError(
            f"data: {found.name} has hash {found.hash} here, and {configuration['hash']} where the run began"
        )
    pool = configuration["pool"]
    return replace(
        found, train_images=averaged(found.train_images, pool), test_images=averaged(found.test_images, pool)
    )


def setting(configuration: Mapping[str, Any], *, interval: str = "") -> tuple[Quantity, ...]:
    """The data and the architecture of an experiment's networks, and what its intervals are, for the results."""
    pool = configuration["pool"]
    note = f"hash {configuration['hash']}" + (f", averaged over {pool} x {pool} pixels" if pool > 1 else "")
    given = {"architecture": configuration.get("architecture"), "interval": interval}
    more = [Quantity(name, _in_words(item)) for name, item in given.items() if item]
    return (Quantity("data", configuration["data"], note=note), *more)


def _in_words(item: str | Mapping[str, Any]) -> str:
    if isinstance(item, str):
        return item
    sizes = {name: size if isinstance(size, list | tuple) else [size] for name, size in item.items() if name != "name"}
    return ", ".join([item["name"], *(f"{name} {' and '.join(map(str, size))}" for name, size in sizes.items())])


def same(*names: str) -> dict[str, Column]:
    """Columns named as the entries that they show, with spaces for underscores."""
    return {name.replace("_", " "): name for name in names}


def networks_table(rows: Sequence[Row], columns: Mapping[str, Column] | None = None) -> Table:
    """Each network of an experiment, for the results file alone; without columns, all that the rows have."""
    return Table.of("networks", rows, columns or same(*rows[0]), shown=False)


def averaged(images: np.ndarray, pool: int) -> np.ndarray:
    """Images (N, channels, height, width) averaged over blocks of pool x pool pixels."""
    if pool == 1:
        return images
    count, channels, height, width = images.shape
    return images.reshape(count, channels, height // pool, pool, width // pool, pool).mean((3, 5))


def chosen(images: "ImageSet", samples: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """`samples` training images, as they are, and their labels, chosen at random."""
    if not 1 <= samples <= len(images.train_images):
        raise ValueError(f"samples: must lie in 1..{len(images.train_images)}, got {samples}")
    picked = rng.permutation(len(images.train_images))[:samples]
    return images.train_images[picked], images.train_labels[picked]


def settle_torch() -> None:
    """One thread a process (two are many times slower on small networks), and no denormal numbers."""
    import torch

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)


@dataclass(frozen=True, kw_only=True)
class Trained:
    """A trained grid: everything that was needed to train it, the state it ended in, and which training had ended."""

    grid: "Grid"
    posterior: "Posterior"
    members: "Sequence[Member]"
    state: "State"
    converged: Sequence[bool]  # of each member

    def information(self) -> np.ndarray:
        """I(w;D) of each network, in nats: summed in float64, from terms in float64."""
        precise = {name: part.double() if part.is_floating_point() else part for name, part in self.state.items()}
        return self.posterior.information(precise).sum(1).cpu().numpy()

    def evaluated(self, images: np.ndarray, labels: np.ndarray, *, samples: int) -> dict[str, np.ndarray]:
        """Cross-entropy and share of errors of each network, with the standard errors of their means over the noise."""
        from validation.networks.training import evaluate

        tensors = (self._tensor(images), self._tensor(labels))
        found = evaluate(self.grid, self.posterior, self.state, *tensors, self.members, samples=samples)
        return {name: value.cpu().numpy() for name, value in vars(found).items()}

    def certified(self, errors: np.ndarray, *, draws: int, samples: int) -> list[float | None]:
        """A PAC-Bayes certificate of each network, of level LEVEL, on new images with labels of the same kind.

        `errors`: its share of training errors, the mean over `draws` samples of the weights. None where the information
        is no divergence from a prior.
        """
        from estimators.pac_bayes import certificate_from_shares
        from validation.networks.posterior import LogNormal

        if isinstance(self.posterior, LogNormal):
            return [None] * len(errors)
        found = zip(errors, self.information(), strict=True)
        return [
            certificate_from_shares(float(error), draws, divergence=float(kl), samples=samples, level=LEVEL).bound
            for error, kl in found
        ]

    def for_all(self, labels: np.ndarray) -> np.ndarray:
        """The same labels for each network."""
        return np.repeat(labels[None], len(self.members), axis=0)

    def member(self, index: int) -> "tuple[list[torch.Tensor], list[torch.Tensor]]":
        """w_hat and log alpha of each layer of one network with log-normal weights, first to last."""
        from validation.networks.posterior import LogNormal

        if not isinstance(self.posterior, LogNormal):
            raise ValueError(f"posterior: must be log-normal, got {self.posterior.name}")
        parts = (self.state["w_hat"], self.posterior.log_alpha(self.state))
        w_hat, log_alpha = ([layer[index] for layer in self.grid.layers(part).values()] for part in parts)
        return w_hat, log_alpha

    def _tensor(self, array: np.ndarray) -> "torch.Tensor":
        import torch

        return torch.from_numpy(array).to(self.grid.device)


def train_grid(
    configuration: Mapping[str, Any],
    images: np.ndarray,
    labels: np.ndarray,
    members: "Sequence[Member]",
    schedule: "Schedule",
    *,
    data: "ImageSet",
) -> Trained:
    """Train the configuration's architecture and posterior: one network a member, labels (members, N) of the data's."""
    from validation.networks.architectures import build

    classes = labels.shape[2] if labels.ndim == 3 else data.classes  # an output for each of several attributes
    module = build(configuration["architecture"], shape=data.shape, classes=classes)
    return train_module(module, configuration, images, labels, members, schedule, classes=classes)


def train_module(
    module: "torch.nn.Module",
    configuration: Mapping[str, Any],
    inputs: np.ndarray,
    labels: np.ndarray,
    members: "Sequence[Member]",
    schedule: "Schedule",
    *,
    classes: int,
) -> Trained:
    """Train a module with the configuration's posterior, on its device: one network a member, labels (members, N)."""
    import torch

    from validation.networks.convergence import converged
    from validation.networks.grid import Grid
    from validation.networks.posterior import POSTERIORS
    from validation.networks.training import train

    settle_torch()
    grid = Grid(module, device=configuration["device"])
    posterior = POSTERIORS[configuration["posterior"]]
    seen, targets = (torch.from_numpy(array).to(grid.device) for array in (inputs, labels))
    history: list[torch.Tensor] = []
    state = train(grid, posterior, seen, targets, members, schedule, batch_seed=configuration["seed"], history=history)
    trivial = classes * math.log(2) if labels.ndim == 3 else math.log(classes)
    ended = converged(torch.stack(history).cpu().numpy(), members, schedule, trivial=trivial)
    return Trained(grid=grid, posterior=posterior, members=members, state=state, converged=ended.tolist())


@dataclass(frozen=True, kw_only=True)
class Mean:
    """A mean over seeds and its Student interval of level 0.95; one seed alone has none (low = high)."""

    value: float
    low: float
    high: float
    seeds: int
    values: tuple[float, ...] = ()  # of each seed

    def quantity(self, name: str = "", *, unit: str = "") -> Quantity:
        """The mean, for the results."""
        return Quantity(name, self.value, self.low, self.high, unit=unit)

    def within(self, least: float, most: float) -> "Mean":
        """The same mean of a quantity that lies in between, its interval made (delta method) where that has no ends.

        Of what cannot be negative that is on the scale of its logarithm, of a share on that of its log-odds.
        """
        if not least < self.value < most:
            return self
        up, down = self.value - least, most - self.value
        half = (self.high - self.value) * (1 / up + (0.0 if math.isinf(most) else 1 / down))
        if math.isinf(most):
            return replace(self, low=least + up * math.exp(-half), high=least + up * math.exp(half))
        ends = [least + (most - least) * up / (up + down * math.exp(sign * half)) for sign in (1, -1)]
        return replace(self, low=ends[0], high=ends[1])

    def __str__(self) -> str:
        return f"{self.value:.3g}" + (f" [{self.low:.3g}, {self.high:.3g}]" if self.seeds > 1 else "")


def mean_over_seeds(values: Iterable[float]) -> Mean:
    """The mean of one value a seed, with its interval."""
    from scipy.stats import t

    sample = np.asarray(list(values), float)
    mean, count = float(sample.mean()), len(sample)
    half = float(t.ppf((1 + LEVEL) / 2, count - 1) * sample.std(ddof=1) / np.sqrt(count)) if count > 1 else 0.0
    return Mean(value=mean, low=mean - half, high=mean + half, seeds=count, values=tuple(sample.tolist()))


def grouped(rows: Iterable[M], *keys: str) -> dict[tuple[Any, ...], list[M]]:
    """The rows by their values under the keys, in the order in which they first come."""
    groups: dict[tuple[Any, ...], list[M]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return groups


def unconverged(rows: Iterable[Row], *keys: str) -> dict[tuple[Any, ...], bool]:
    """Which groups have a network whose training had not ended: drawn hollow, and left out of judgements."""
    return {key: not all(row["converged"] for row in group) for key, group in grouped(rows, *keys).items()}


def only_converged(rows: Sequence[Row], *keys: str) -> list[Row]:
    """The rows of the groups in which the training of every network had ended."""
    left_out = unconverged(rows, *keys)
    return [row for row in rows if not left_out[tuple(row[key] for key in keys)]]


def not_judged(rows: Sequence[Row]) -> str:
    """The sentence of an experiment whose networks are too few that count."""
    ended = sum(row["converged"] for row in rows)
    return (
        f"Training had ended for {ended} of {len(rows)} networks, too few betas to judge: a network counts where its "
        "Lagrangian fell by 3 % of what knowing nothing costs at most from one half of its training to the next."
    )


def picked(row: Row, value: Measured) -> float:
    """The value of one row."""
    return row[value] if isinstance(value, str) else value(row)


def means(rows: Iterable[Row], keys: Sequence[str], value: Measured) -> dict[tuple[Any, ...], Mean]:
    """Each group's mean over seeds of one value."""
    return {key: mean_over_seeds(picked(row, value) for row in group) for key, group in grouped(rows, *keys).items()}


def above_the_best(rows: Sequence[Row], by: str, at: Any, value: Measured) -> Mean | None:
    """How far a value at one place exceeds that at the place of the least mean; None from one seed alone.

    Of each seed the best place is that of the other seeds: chosen by the seed itself, chance alone would find a better.
    """
    by_seed = grouped(rows, "seed")
    if len(by_seed) < 2:
        return None
    excess = []
    for (seed,), own in by_seed.items():
        others = means([row for row in rows if row["seed"] != seed], [by], value)
        (best,) = min(others, key=lambda key: others[key].value)
        here = {row[by]: picked(row, value) for row in own}
        excess.append(here[at] - here[best])
    return mean_over_seeds(excess)


def answer_if(holds: bool) -> Answer:
    """What a measurement says of a claim that it can tell."""
    return Answer.REPRODUCED if holds else Answer.NOT_REPRODUCED


def answers(
    statement: str, where: str, reading: str = "printed", **quantities: Mean
) -> list[tuple[str, str, Evidence]]:
    """Evidence for a claim about measured quantities, by the intervals of means over seeds; none from one seed alone.

    `where` says in words what was trained. The claim's own formula is evaluated over the intervals when it is examined.
    """
    if any(mean.seeds < 2 for mean in quantities.values()):
        return []
    found = Quantities({name: (mean.low, mean.high) for name, mean in quantities.items()})
    method = f"means over {min(mean.seeds for mean in quantities.values())} seeds, Student intervals"
    return [(statement, reading, measurement(method=method, summary=where, confidence=LEVEL, certificate=found))]


def curve(
    name: str,
    found: Mapping[Any, Mean],
    hollow: Mapping[Any, bool] | None = None,
    *,
    within: tuple[float, float] | None = None,
    panel: str = "",
) -> Series:
    """A figure's series from means by x (a one-element key counts as its element); `hollow` ones are drawn as such.

    `within`: between what the quantity must lie (NON_NEGATIVE, SHARE), and its intervals too. `panel`: where it stands.
    """
    ordered = sorted((_place(key), mean.within(*within) if within else mean) for key, mean in found.items())
    marks = {_place(key): mark for key, mark in (hollow or {}).items()}
    return Series(
        name=name,
        x=[x for x, _ in ordered],
        y=[mean.value for _, mean in ordered],
        low=[mean.low for _, mean in ordered],
        high=[mean.high for _, mean in ordered],
        hollow=[marks[x] for x, _ in ordered] if hollow is not None else None,
        panel=panel,
        seeds=[mean.values for _, mean in ordered] if all(mean.values for _, mean in ordered) else None,
    )


def _place(key: Any) -> Any:
    return key[0] if isinstance(key, tuple) else key


def stream(*names: int | str) -> np.random.Generator:
    """A generator for one purpose: the same names and numbers give the same stream."""
    import hashlib

    digest = hashlib.sha256("/".join(str(name) for name in names).encode()).digest()
    return np.random.default_rng(np.frombuffer(digest, np.uint32))
