"""Figure 4: images made from a representation alone, over beta; what of the digit and what of the clutter comes back.

The generator is section 6.3's amortised MAP estimate with an adversarial prior, its sign repaired. On CelebA the task
is the 40 attributes, and the middle of the picture stands for the face, its rim for the background.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from bounds.claims import Evidence
from reports.figure import Figure, Image, Series
from reports.record import Quantity, Record
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import (
    HOLLOW,
    NON_NEGATIVE,
    Mean,
    Measured,
    Row,
    answers,
    curve,
    data_source,
    image_set,
    means,
    networks_table,
    not_judged,
    only_converged,
    over_beta,
    setting,
    stream,
    unconverged,
)
from validation.papers.achille_soatto_2017.experiments.under_nuisance import (
    UnderNuisance,
    by_beta,
    change,
    plan,
    train_under_nuisance,
)

PAPER = (
    "For small beta the image made from z is close to x, background included; as beta grows backgrounds and other "
    "nuisances vary from sample to sample while what the task needs stays."
)
SHOWN, TRIES = 8, 2  # images shown, and samples of each
INK = 0.3  # brightness from which a pixel belongs to the digit


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a beta and seed: train the classifier, then the generator, then compare pixels."""
    source = data_source(effort, faces=effort.profile == "full")
    common = {
        **source,
        "nuisance": None if source["data"] == "celeba" else "clutter",
        # z as wide as the layer below: a narrow z drops the nuisance at any beta
        "architecture": {"name": "mlp", "hidden": effort.pick(quick=[32, 32], standard=[64, 64], full=[256, 256])},
        "posterior": "claim-1",
        "samples": effort.pick(quick=800, standard=1_200, full=10_000),
        "steps": effort.pick(quick=600, standard=3_000, full=5_000),
        "generator_steps": effort.pick(quick=600, standard=2_000, full=50_000),
        "width": effort.pick(quick=64, standard=128, full=512),
        "device": effort.device,
    }
    return plan(
        "validation.papers.achille_soatto_2017.experiments.reconstruction:network",
        common,
        name="reconstruction",
        betas=effort.pick(
            quick=(0.0001, 0.1, 5.0), standard=(0.0001, 0.01, 0.1, 3.0), full=(0.0001, 0.003, 0.03, 0.3, 1.0, 5.0)
        ),
        seeds=range(seed, seed + effort.pick(quick=2, standard=3)),
    )


def network(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """One network and its generator: relative reconstruction errors on held-out images, and a few images."""
    import torch

    from validation.networks.grid import generator
    from validation.networks.inversion import invert
    from validation.networks.representation import moments, sample_representation

    data, seed, beta = image_set(configuration), configuration["seed"], configuration["beta"]
    rng = stream("reconstruction", seed)
    setting = train_under_nuisance(configuration, data, rng)
    trained = setting.trained
    clean = data.test_images[:500]
    test, masks = overlaid(setting, clean, rng)
    targets = trained.for_all(data.test_labels[: len(test)])
    errors = trained.evaluated(setting.normalised(test), targets, samples=5)["errors"]

    device = configuration["device"]
    w_hat, log_alpha = (layers[:-1] for layers in trained.member(0))
    noise = generator(seed, 30, device)

    def draw(flat: torch.Tensor) -> torch.Tensor:
        return sample_representation(w_hat, log_alpha, setting.normalised(flat), noise)

    inverse = invert(
        draw,
        lambda flat: moments(w_hat, log_alpha, setting.normalised(flat)),
        torch.from_numpy(setting.seen).flatten(1).to(device),
        steps=configuration["generator_steps"],
        width=configuration["width"],
        seed=seed,
    )
    flat = torch.from_numpy(test).flatten(1).to(device)
    z = draw(flat)
    made = inverse.sample(z, noise).cpu().numpy()
    other = inverse.sample(z[torch.randperm(len(z), generator=noise, device=device)], noise).cpu().numpy()
    original = flat.cpu().numpy()
    relative = {
        name: relative_error(original, made, other, mask) for name, mask in pixels(clean, masks, data.shape).items()
    }
    row = {
        "beta": beta,
        "seed": seed,
        "information": float(trained.information()[0]),
        "samples": configuration["samples"],
        "test_error": float(errors[0]),
        "converged": trained.converged[0],
        **relative,
    }
    tries = [inverse.sample(z[:SHOWN], noise).cpu().numpy() for _ in range(TRIES)]
    shown = [strip(part, data.shape) for part in (original[:SHOWN], *tries)]
    headline = ", ".join(f"{name} {value:.2f}" for name, value in relative.items())
    return {"row": row, "images": np.concatenate(shown).round(3).tolist(), "headline": f"relative error: {headline}"}


def overlaid(
    setting: UnderNuisance, images: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray | None]:
    """The images under the setting's nuisance, and the pixels it covers; None without a nuisance."""
    if setting.nuisance is None:
        return images, None
    patterns = setting.nuisance.draw(len(images), rng)
    return setting.nuisance.apply(images, patterns), setting.nuisance.masks[patterns]


def pixels(clean: np.ndarray, masks: np.ndarray | None, shape: tuple[int, int, int]) -> dict[str, np.ndarray]:
    """Which pixels (N, pixels) belong to the task and which to the nuisance."""
    if masks is not None:
        ink = clean > INK
        return {"task": ink.reshape(len(clean), -1), "nuisance": (masks[:, None] & ~ink).reshape(len(clean), -1)}
    channels, height, width = shape
    middle = np.zeros((channels, height, width), bool)
    middle[:, height // 4 : -(height // 4), width // 4 : -(width // 4)] = True
    face = np.repeat(middle.reshape(1, -1), len(clean), axis=0)
    return {"task": face, "nuisance": ~face}


def relative_error(original: np.ndarray, made: np.ndarray, other: np.ndarray, mask: np.ndarray) -> float:
    """Squared error of the images made from z, over that of images made from another image's z: 1 tells nothing."""
    return float(((made - original) ** 2)[mask].mean() / ((other - original) ** 2)[mask].mean())


def strip(flat: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Images side by side, in grey."""
    return np.concatenate(list(flat.reshape(len(flat), *shape).mean(1)), axis=1)


def difference(row: Row) -> float:
    """The nuisance's error less the task's."""
    return row["nuisance"] - row["task"]


COLUMNS: dict[str, Measured] = {
    "error on the task": "task",
    "error on the nuisance": "nuisance",
    "difference": difference,
    "I(w;D) (nats)": "information",
    "share of test errors": "test_error",
}


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [result["row"] for result in results]
    first = cells[0].configuration
    quantities = (
        *setting(first, interval="95 % Student interval over seeds"),
        Quantity("nuisance", first["nuisance"] or "the rim of the picture"),
        Quantity("error", "squared error over that of images made from another image's z; 1 tells nothing"),
    )
    record = Record("", quantities, (by_beta(rows, COLUMNS), networks_table(rows)))
    found = sentences(rows)
    return Summary(
        record=record,
        evidence=evidence(rows),
        figures=figures(results),
        paper=PAPER,
        found=found,
        numbers=numbers(rows),
    )


def numbers(rows: Sequence[Row]) -> list[Quantity]:
    """The nuisance's error at the smallest beta, and how both errors change to the largest, where that counts."""
    ended = only_converged(rows, "beta")
    rows = ended if len({row["beta"] for row in ended}) > 1 else rows
    first, last = (end(row["beta"] for row in rows) for end in (min, max))
    at_first = means(rows, ["beta"], "nuisance")[first,].within(*NON_NEGATIVE)
    return [
        at_first.quantity(f"relative squared error on the nuisance at beta {first:g}"),
        *(
            change(rows, name).quantity(f"change of the error on the {name} from beta {first:g} to {last:g}")
            for name in ("nuisance", "task")
        ),
    ]


def evidence(rows: Sequence[Row]) -> list[tuple[str, str, Evidence]]:
    """Figure 4's claims, of the same networks at the smallest beta and at the largest where training had ended."""
    rows = only_converged(rows, "beta")
    betas = sorted({row["beta"] for row in rows})
    if len(betas) < 2:
        return []
    where = f"from beta {betas[0]:g} to {betas[-1]:g}"
    first = means(rows, ["beta"], "nuisance")[betas[0],]
    return [
        *answers("figure-4", f"at beta {betas[0]:g}", e_n=first),
        *answers("figure-4/background", where, Delta_n=change(rows, "nuisance")),
        *answers("figure-4/task", where, Delta_t=change(rows, "task")),
    ]


def sentences(rows: Sequence[Row]) -> str:
    """One finding a line, against what the paper says of it: of the betas at which the training of all had ended."""
    ended = only_converged(rows, "beta")
    if len({row["beta"] for row in ended}) < 2:
        return not_judged(rows)
    rows = ended
    findings = [
        f"On the pixels of the nuisance {_moved('the error, 1 where z tells nothing,', 'nuisance', rows)}; the paper "
        "says that backgrounds come back at small beta and are lost at large.",
        f"On the pixels of the task {_moved('the error', 'task', rows)}; the paper says that what the task needs "
        "stays.",
        f"The nuisance's error less the task's is {_gap(rows, min)} at the smallest beta and {_gap(rows, max)} at the "
        "largest.",
        f"Of the class itself, on the same images, {_moved('the share of errors', 'test_error', rows)}.",
    ]
    return "\n".join(findings)


def _moved(what: str, name: str, rows: Sequence[Row]) -> str:
    """How one measured value goes from the smallest to the largest beta."""
    betas, error = sorted({row["beta"] for row in rows}), means(rows, ["beta"], name)
    return (
        f"{what} goes from {error[betas[0],]} at beta {betas[0]:g} to {error[betas[-1],]} at beta {betas[-1]:g}, a "
        f"change of {change(rows, name)}"
    )


def _gap(rows: Sequence[Row], end: Callable[[Iterable[float]], float]) -> Mean:
    beta = end(row["beta"] for row in rows)
    return means(rows, ["beta"], difference)[beta,]


def figures(results: Sequence[Any]) -> list[Figure]:
    rows = [result["row"] for result in results]
    betas = sorted({row["beta"] for row in rows})
    first = {beta: next(r["images"] for r in results if r["row"]["beta"] == beta) for beta in betas}
    nothing = Series(name="knowing nothing", x=[betas[0], betas[-1]], y=[1.0, 1.0], reference=True)
    return [
        Figure(
            id="figure-4",
            subject="reconstruction",
            title="Images made from the representation alone",
            x_label="",
            y_label="",
            images=[Image(name=f"beta = {beta:g}", values=images) for beta, images in first.items()],
            caption="First row: held-out images x. Below: samples of x given z, z one sample for each x.",
        ),
        over_beta(
            id="figure-4-error",
            subject="reconstruction",
            title="What comes back of task and nuisance",
            y_label="relative squared error",
            series=[
                *(
                    curve(
                        "made from z",
                        means(rows, ["beta"], name),
                        unconverged(rows, "beta"),
                        within=NON_NEGATIVE,
                        panel=f"pixels of the {name}",
                    )
                    for name in ("task", "nuisance")
                ),
                nothing,
            ],
            caption="Mean over seeds with 95 % intervals; 1 is the error of an image made from another image's z. "
            f"{HOLLOW}",
        ),
    ]


EXPERIMENT = Experiment(
    name="reconstruction",
    title="Figure 4: images reconstructed from the representation",
    group="experiments",
    cells=cells,
    summarise=summarise,
    statements=("figure-4", "figure-4/background", "figure-4/task"),
)
