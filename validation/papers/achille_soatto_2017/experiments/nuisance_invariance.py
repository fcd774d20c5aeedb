"""Figure 3: what a representation keeps of an occlusion as beta grows, measured by the discriminator of section 6.2.

The representation z is the last hidden layer of a noisy perceptron, before its ReLU; every image has noise of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bounds.claims import Evidence
from reports.figure import Figure, Image, Series
from reports.record import Column, Quantity, Record
from reports.tightness import Case, recorded
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
    same,
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
    "As beta grows and the information in the weights falls, I(z;n) decreases: the representation becomes invariant to "
    "the nuisance, while I(z;y) stays constant: it remains sufficient."
)
SHOWN = 6  # training samples shown


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a beta and seed: train, represent the held-out images, measure."""
    common = {
        **data_source(effort),
        "nuisance": "occlusion",
        "architecture": {"name": "mlp", "hidden": effort.pick(quick=[32, 6], standard=[64, 8])},
        "posterior": "claim-1-per-layer",
        "samples": effort.pick(quick=800, standard=1_000, full=10_000),
        "steps": effort.pick(quick=1_500, standard=3_000, full=5_000),
        "test_samples": effort.pick(quick=2_000, standard=4_000, full=20_000),
        "unit_samples": effort.pick(quick=250, standard=400, full=1_000),
        "critic": effort.pick(
            quick={"width": 32, "epochs": 60, "batch": 128, "patience": 6, "negatives": 2, "rate": 5e-3},
            standard={"epochs": 50, "batch": 250, "patience": 8, "negatives": 2},
        ),
        "folds": effort.pick(quick=4, standard=4, full=5),
        "device": effort.device,
    }
    return plan(
        "validation.papers.achille_soatto_2017.experiments.nuisance_invariance:network",
        common,
        name="nuisance-invariance",
        betas=effort.pick(quick=(0.01, 0.3, 5.0), standard=(0.01, 0.1, 0.3, 1.0, 5.0)),
        seeds=range(seed, seed + effort.pick(quick=2, standard=3)),
    )


def network(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """One network: its information, and what its representation holds of nuisance, class and image."""
    data, seed = image_set(configuration), configuration["seed"]
    rng = stream("nuisance invariance", seed)
    setting = train_under_nuisance(configuration, data, rng)
    held = represented(setting, configuration, data, rng)
    trained, w_hat, log_alpha = setting.trained, *setting.trained.member(0)
    about_image = _units(w_hat[:-1], log_alpha[:-1], held.inputs[: configuration["unit_samples"]], held.noise)
    errors = trained.evaluated(held.images, trained.for_all(held.labels), samples=5)["errors"]
    row = {
        "beta": configuration["beta"],
        "seed": seed,
        "samples": configuration["samples"],
        "information": float(trained.information()[0]),
        "test_error": float(errors[0]),
        **held.measured,
        "image_upper": about_image,
        "nuisance_entropy": setting.nuisance.entropy,
        "bound": about_image - held.measured["class"]["low"],
        "converged": trained.converged[0],
    }
    of_nuisance, of_class = (held.measured[name]["value"] for name in ("nuisance", "class"))
    headline = f"I(z;n) {of_nuisance:.3f}, I(z;y) {of_class:.2f} nats, test error {row['test_error']:.2f}"
    return {"row": row, "examples": setting.seen[:SHOWN, 0].round(3).tolist(), "headline": headline}


@dataclass(frozen=True, kw_only=True)
class Represented:
    """Held-out images under new nuisances, their labels, the network's inputs, z's noise, and what z holds."""

    images: np.ndarray
    labels: np.ndarray
    inputs: Any
    noise: Any
    measured: dict[str, Any]


def represented(
    setting: UnderNuisance, configuration: Mapping[str, Any], data: Any, rng: np.random.Generator
) -> Represented:
    """What the last hidden layer of a trained network holds of nuisance and class, and how its units hang together."""
    import torch

    from estimators.critic import Training
    from estimators.density_ratio import discriminator_information
    from estimators.total_correlation import total_correlation
    from validation.networks.grid import generator
    from validation.networks.representation import sample_representation

    picked = np.arange(configuration["test_samples"]) % len(data.test_images)
    patterns = setting.nuisance.draw(len(picked), rng)
    images = setting.normalised(setting.nuisance.apply(data.test_images[picked], patterns))
    labels = data.test_labels[picked]
    w_hat, log_alpha = setting.trained.member(0)
    inputs = torch.from_numpy(images).to(configuration["device"])
    noise = generator(configuration["seed"], 10, configuration["device"])
    z = sample_representation(w_hat[:-1], log_alpha[:-1], inputs, noise).cpu().numpy()
    options: dict[str, Any] = {
        "number_of_folds": configuration["folds"],
        "training": Training(**configuration["critic"]),
        "seed": configuration["seed"],
    }
    once = slice(0, min(len(picked), len(data.test_images)))  # an image in two folds would give its class away
    measured = {
        "nuisance": _plain(discriminator_information(z, patterns, **options)),
        "class": _plain(discriminator_information(z[once], labels[once], **options)),
        "total_correlation": _plain(total_correlation(z[: configuration["unit_samples"]])),
    }
    return Represented(images=images, labels=labels, inputs=inputs, noise=noise, measured=measured)


def _units(w_hat: Sequence[Any], log_alpha: Sequence[Any], inputs: Any, noise: Any) -> float:
    """An upper bound on I(z;x), in nats: the sum over units of the upper ends of I(z_k; activations below)."""
    import torch

    from estimators.noisy_layer import information_per_unit
    from validation.networks.representation import sample_representation

    below = torch.relu(sample_representation(w_hat[:-1], log_alpha[:-1], inputs, noise)).double().cpu().numpy()
    alpha = float(log_alpha[-1].double().exp().flatten()[0])  # one alpha a layer
    found = information_per_unit(w_hat[-1].double().cpu().numpy(), alpha, below, inputs="sample")
    return float(found.interval[1].sum())


def _plain(estimate: Any) -> dict[str, Any]:
    low, high = estimate.interval
    interval = {"value": estimate.value, "low": low, "high": high}
    return {**interval, "error": estimate.standard_error, "warnings": list(estimate.warnings)}


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [result["row"] for result in results]
    first, held = cells[0].configuration, proposition_1(rows)
    interval = "95 % Student interval over seeds; each discriminator has an interval of its own"
    bound = Record(
        "Proposition 1 on what was measured",
        (
            Quantity("networks", held["networks"]),
            Quantity("smallest slack", held["smallest_slack"], unit="nats"),
            Quantity("networks that exceed the bound", held["violated"]),
        ),
    )
    record = Record(
        "",
        (*setting(first, interval=interval), Quantity("nuisance", first["nuisance"])),
        (by_beta(rows, COLUMNS), networks_table(rows, NETWORK), recorded(map(_case, rows))),
        (bound,),
    )
    drawn = figures(rows, results[0]["examples"])
    return Summary(
        record=record, evidence=evidence(rows), figures=drawn, paper=PAPER, found=sentences(rows), numbers=numbers(rows)
    )


def numbers(rows: Sequence[Row]) -> list[Quantity]:
    """How the representation and the errors change from the smallest beta to the largest, where that counts."""
    ended = only_converged(rows, "beta")
    rows = ended if len({row["beta"] for row in ended}) > 1 else rows
    first, last = (end(row["beta"] for row in rows) for end in (min, max))
    named: dict[str, tuple[Measured, str]] = {
        "I(z;n)": (about_nuisance, "nats"),
        "I(z;y)": (about_class, "nats"),
        "the share of test errors": ("test_error", ""),
    }
    return [
        change(rows, of).quantity(f"change of {name} from beta {first:g} to {last:g}", unit=unit)
        for name, (of, unit) in named.items()
    ]


def _case(row: Row) -> Case:
    """Proposition 1's bound on one network; it says nothing where it lies above the nuisance's entropy."""
    return Case(
        claim="proposition-1",
        reading="repaired",
        where=f"beta {row['beta']:g}, seed {row['seed']}",
        measured=_discriminated(row["nuisance"]),
        bound=Quantity("", row["bound"]),
        vacuous_from=row["nuisance_entropy"],
    )


def evidence(rows: Sequence[Row]) -> list[tuple[str, str, Evidence]]:
    """Figure 3's claims, of the same networks at the smallest beta and at the largest where training had ended."""
    rows = only_converged(rows, "beta")
    betas = sorted({row["beta"] for row in rows})
    if len(betas) < 2:
        return []
    where = f"from beta {betas[0]:g} to {betas[-1]:g}"
    first = means(rows, ["beta"], about_class)[betas[0],]
    return [
        *answers(
            "section-4/emergence",
            where,
            Delta_n=change(rows, about_nuisance),
            Delta_TC=_change_within(rows, betas[-1]),
        ),
        *answers("figure-3", where, Delta_n=change(rows, about_nuisance)),
        *answers("figure-3/sufficiency", where, Delta_y=change(rows, about_class), I_y=first),
    ]


def _change_within(rows: Sequence[Row], last: float) -> Mean:
    """The change of TC(z), its interval widened to what the estimates' own leave open."""

    def of(first: str, then: str) -> Mean:
        return change(rows, lambda row: row["total_correlation"][then if row["beta"] == last else first])

    found = of("value", "value")
    return replace(found, low=min(found.low, of("high", "low").value), high=max(found.high, of("low", "high").value))


def about_nuisance(row: Row) -> float:
    """I(z;n) of one network."""
    return row["nuisance"]["value"]


def about_class(row: Row) -> float:
    """I(z;y) of one network."""
    return row["class"]["value"]


COLUMNS: dict[str, Measured] = {
    "I(w;D) (nats)": "information",
    "I(z;n) (nats)": about_nuisance,
    "I(z;y) (nats)": about_class,
    "I(z;x), from above (nats)": "image_upper",
    "bound on I(z;n) (nats)": "bound",
    "share of test errors": "test_error",
}
NETWORK: dict[str, Column] = {
    **same("beta", "seed"),
    "N": "samples",
    **COLUMNS,
    "I(z;n) (nats)": lambda row: _discriminated(row["nuisance"]),
    "I(z;y) (nats)": lambda row: _discriminated(row["class"]),
    "H(n) (nats)": "nuisance_entropy",
    "converged": "converged",
}


def _discriminated(found: Mapping[str, Any]) -> Quantity:
    ends = found["low"], found["high"]
    return Quantity("", found["value"], *ends, standard_error=found["error"], note="; ".join(found["warnings"]))


def proposition_1(rows: Sequence[Row]) -> dict[str, Any]:
    """I(z;n) <= I(z;x) - I(z;y) as measured: I(z;x) from above, I(z;y) from below, I(z;n) by its interval."""
    slack = [row["bound"] - row["nuisance"]["low"] for row in rows]
    return {"networks": len(rows), "smallest_slack": min(slack), "violated": sum(value < 0 for value in slack)}


def sentences(rows: Sequence[Row]) -> str:
    """One finding a line, against what the paper says of it: of the betas at which the training of all had ended."""
    held, ended = proposition_1(rows), only_converged(rows, "beta")
    betas = sorted({row["beta"] for row in ended})
    if len(betas) < 2:
        return f"{not_judged(rows)}\n{_bound_holds(held)}"
    rows = ended
    nuisance, label = (means(rows, ["beta"], of) for of in (about_nuisance, about_class))
    findings = [
        f"{_moved('I(z;n)', rows, about_nuisance, ' nats')}; the paper says that it falls.",
        f"{_moved('I(z;y)', rows, about_class, ' nats')}; the paper says that it stays constant.",
        f"Of what it was at beta {betas[0]:g}, I(z;n) keeps {_kept(nuisance, betas)}, and I(z;y) "
        f"{_kept(label, betas)}, at beta {', '.join(f'{beta:g}' for beta in betas[1:])}.",
        f"{_moved('the share of test errors', rows, 'test_error')}.",
        _bound_holds(held),
    ]
    return "\n".join(findings)


def _bound_holds(held: Mapping[str, Any]) -> str:
    fits = held["networks"] - held["violated"]
    least = f", by {held['smallest_slack']:.2f} nats or more" if not held["violated"] else ""
    return (
        f"Proposition 1's bound, from measured quantities, lies above I(z;n) for {fits} of {held['networks']} "
        f"networks{least}."
    )


def _moved(what: str, rows: Sequence[Row], value: Measured, unit: str = "") -> str:
    """How a measured value goes from the smallest to the largest beta."""
    betas = sorted({row["beta"] for row in rows})
    found, moved = means(rows, ["beta"], value), change(rows, value)
    return (
        f"From beta {betas[0]:g} to {betas[-1]:g} {what} goes from {found[betas[0],]} to {found[betas[-1],]}{unit}, "
        f"a change of {moved} ({_direction(moved)})"
    )


def _direction(mean: Mean) -> str:
    if mean.low > 0:
        return "it rises"
    return "it falls" if mean.high < 0 else "no change beyond its interval"


def _kept(found: Mapping[tuple[Any, ...], Mean], betas: Sequence[float]) -> str:
    first = found[betas[0],].value
    return ", ".join(f"{100 * found[beta,].value / first:.0f} %" for beta in betas[1:])


def figures(rows: Sequence[Row], examples: Sequence[Any]) -> list[Figure]:
    samples = rows[0]["samples"]
    nuisance, label = (means(rows, ["beta"], of) for of in (about_nuisance, about_class))
    hollow = unconverged(rows, "beta")
    in_z, in_w, bounded = "in the representation (nats)", "in the weights (nats a sample)", "Proposition 1 (nats)"
    series = [curve("I(z;n)", nuisance, hollow, panel=in_z), curve("I(z;y)", label, hollow, panel=in_z)]
    of_weights = curve(
        "I(w;D)/N",
        means(rows, ["beta"], lambda row: row["information"] / samples),
        hollow,
        within=NON_NEGATIVE,
        panel=in_w,
    )
    ends = [end(row["beta"] for row in rows) for end in (min, max)]
    entropy = Series(name="H(n)", x=ends, y=[rows[0]["nuisance_entropy"]] * 2, reference=True, panel=in_z)
    strip = np.concatenate([np.asarray(image) for image in examples], axis=1)
    bound = curve("I(z;x) - I(z;y), from above", means(rows, ["beta"], "bound"), panel=bounded)
    return [
        over_beta(
            id="figure-3",
            subject="nuisance-invariance",
            title="Information about nuisance and class, and in the weights, against beta",
            y_label="information",
            series=[*series, entropy, of_weights, replace(series[0], panel=bounded), replace(bound, reference=True)],
            own_axes=True,
            caption="Mean over seeds with 95 % intervals. I(w;D) is Claim 1's, for alpha at most 1. The bound takes "
            f"I(z;x) from the sum of the units' informations and I(z;y) from the discriminator. {HOLLOW}",
        ),
        Figure(
            id="figure-3-samples",
            subject="nuisance-invariance",
            title="Training samples",
            x_label="",
            y_label="",
            images=[Image(name="occluded digits", values=strip.tolist())],
            caption="A blank square hides a third of the image's width in one of nine places.",
        ),
    ]


EXPERIMENT = Experiment(
    name="nuisance-invariance",
    title="Figure 3: invariance to occlusions",
    group="experiments",
    cells=cells,
    summarise=summarise,
    statements=("figure-3", "figure-3/sufficiency", "section-4/emergence"),
)
