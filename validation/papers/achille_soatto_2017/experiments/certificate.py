"""A certificate on the test error of trained networks: PAC-Bayes with four priors, and the floor of fixed signs.

Each network's weights are drawn anew for every image (the Gibbs classifier). Its certificate pays for the divergence
from a prior, for the choice of that prior among CHOICES, and for the Monte-Carlo error of its training error; all
certificates of a run hold together with probability LEVEL. Where the signs are fixed before the data, every pixel
comes in twice, once with its sign turned, to weights that are all positive: any linear map is still within reach.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bounds.claims import Evidence
from estimators.pac_bayes import Certificate, certificate, share_interval
from reports.figure import Figure, Series
from reports.record import Column, Quantity, Record, Table
from reports.tightness import Case, recorded
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import LEVEL, Row, data_source, grouped, image_set, measurement, same, setting

if TYPE_CHECKING:
    from validation.networks.signed import Prior

STATEMENT = "generalisation/pac-bayes"
PAPER = "Generalisation can be improved by controlling the information in the weights; no bound is given."
CHOICES = 100  # priors that a union bound pays for: more than were tried before these were named
STRICT = 1e-6  # the failure of the certificates that the theorem is judged by
WIDTH, TOP = math.log(30), 2.0  # log |w| is uniform over [log(top unit) - width, log(top unit)]
PRIORS: dict[str, dict[str, Any]] = {
    "fixed signs": {"signs": "learned"},
    "signs before the data": {"signs": "known"},
    "atom at 0": {"signs": "learned", "present": 0.5},
    "mixed signs": {"signs": "mixed"},
}


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a network and a prior: linear ones on coarse and on finer pixels, and perceptrons."""
    source = data_source(effort)
    coarse, fine = (2, 1) if source["data"] == "digits" else (4, 2)  # pixels averaged over squares of this side
    common = {
        **source,
        "steps": effort.pick(quick=150, standard=1_000, full=4_000),
        "batch": effort.pick(quick=100, standard=500),
        "draws": effort.pick(quick=2_000, standard=20_000, full=100_000),
        "beta": 2.5,
        "seed": seed,
    }
    networks = [(coarse, []), (fine, []), (fine, [20]), (fine, [100])][: effort.pick(quick=2, standard=3, full=4)]
    return [
        Cell(
            function="validation.papers.achille_soatto_2017.experiments.certificate:network",
            configuration={
                **common,
                "pool": pool,
                "architecture": {"name": "mlp", "hidden": hidden},
                "prior": prior,
            },
            label=f"certificate {prior} pool={pool} hidden={hidden}",
        )
        for pool, hidden in networks
        for prior in PRIORS
    ]


def prior(name: str) -> "Prior":
    """The prior of that name."""
    from validation.networks.signed import Prior

    return Prior(width=WIDTH, top=TOP, **PRIORS[name])


def network(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train one posterior, and count the mistakes of its Gibbs classifier on drawn training images and on new ones."""
    import torch

    from validation.experiments.common import settle_torch
    from validation.networks.architectures import build
    from validation.networks.grid import Grid, generator
    from validation.networks.signed import Plan, mistakes, train

    settle_torch()
    data, seed, chosen = image_set(configuration), configuration["seed"], prior(configuration["prior"])
    images, others = (torch.from_numpy(data.normalised(x)).double() for x in (data.train_images, data.test_images))
    both = chosen.signs == "known"
    if both:
        images, others = (torch.cat([x, -x], dim=1) for x in (images, others))
    _, channels, height, width = images.shape
    module = build(configuration["architecture"], shape=(channels, height, width), classes=data.classes)
    grid = Grid(module, dtype=torch.float64)
    weights = grid.initial([seed])[0]
    if both:
        weights[: grid.sizes[0]].abs_()
    labels, theirs = (torch.from_numpy(y) for y in (data.train_labels, data.test_labels))
    plan = Plan(seed=seed, **{name: configuration[name] for name in ("beta", "steps", "batch")})
    state = train(chosen, grid, weights, images, labels, plan)
    drawn = torch.randint(len(images), (configuration["draws"],), generator=generator(seed, 7))
    on_training = mistakes(chosen, grid, state, images[drawn], labels[drawn], seed=seed)
    on_test = mistakes(chosen, grid, state, others, theirs, seed=seed + 1)
    row = {
        "prior": configuration["prior"],
        "network": "-".join(map(str, (data.train_images[0].size, *configuration["architecture"]["hidden"], 10))),
        "weights": grid.weights,
        "samples": len(images),
        "divergence": float(chosen.information(state).sum()),
        "mistakes": int(on_training.sum()),
        "draws": len(on_training),
        "test_mistakes": int(on_test.sum()),
        "test_images": len(on_test),
    }
    return {"row": row, "headline": f"test error {row['test_mistakes'] / len(on_test):.3f}, KL {row['divergence']:.0f}"}


def certified(row: Row, *, level: float) -> Certificate:
    """The certificate of one network."""
    counts = {name: row[name] for name in ("mistakes", "draws", "divergence", "samples")}
    return certificate(**counts, choices=CHOICES, level=level)


def judged(rows: Sequence[Row]) -> list[Row]:
    """Every network with its certificate, its test error and the floor of fixed signs for its size."""
    found = []
    for row in rows:
        one = certified(row, level=1 - (1 - LEVEL) / len(rows))
        low, high = share_interval(row["test_mistakes"], row["test_images"], LEVEL)
        found.append(
            {
                **row,
                "K/N": row["weights"] / row["samples"],
                "budget": one.budget,
                "certificate": one.bound,
                "training_error": Quantity("", one.training_error, high=one.training_error_bound, low=0.0),
                "test_error": Quantity("", row["test_mistakes"] / row["test_images"], low, high),
                "floor": 1 - 2 ** (-row["weights"] / row["samples"]),
            }
        )
    return found


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = judged([result["row"] for result in results])
    quantities = (
        *setting(cells[0].configuration, interval=f"{LEVEL:.0%} Clopper-Pearson interval of a share"),
        Quantity("level of all certificates together", LEVEL),
        Quantity("priors paid for", CHOICES),
        Quantity("training images", rows[0]["samples"]),
        Quantity("signs before the data", "every pixel twice, once with its sign turned, to positive weights"),
    )
    return Summary(
        record=Record("", quantities, (Table.of("certificates", rows, COLUMNS), recorded(map(_case, rows)))),
        evidence=[(STATEMENT, "sharpened", evidence(rows))],
        figures=[figure(rows)],
        paper=PAPER,
        found=sentences(rows),
        numbers=numbers(rows),
    )


def numbers(rows: Sequence[Row]) -> list[Quantity]:
    """The least certificate, and the errors of the network that it is of."""
    best = min(rows, key=lambda row: row["certificate"])
    where = f"network {best['network']}, {best['prior']}"
    return [
        Quantity(f"least certificate on the test error ({where})", best["certificate"], unit="of 1"),
        replace(best["test_error"], name=f"its share of errors on {best['test_images']:,} held-out images"),
        replace(best["training_error"], name="its share of training errors"),
    ]


def _case(row: Row) -> Case:
    """One certificate; of 1 it says nothing."""
    return Case(
        claim=STATEMENT,
        reading="sharpened",
        form="certificate",
        where=f"network {row['network']}, prior: {row['prior']}",
        measured=row["test_error"],
        bound=Quantity("", row["certificate"], unit="of the errors"),  # a share, no information
        vacuous_from=1.0,
    )


COLUMNS: dict[str, Column] = {
    **same("prior", "network", "weights"),
    "KL (nats)": "divergence",
    "KL and confidence (nats an image)": "budget",
    "training error": "training_error",
    "test error": "test_error",
    "certificate": "certificate",
    "floor of fixed signs": "floor",
}


def evidence(rows: Sequence[Row]) -> Evidence:
    """The held-out errors against certificates so strict that chance does not break one."""
    from scipy.stats import binomtest

    p_values, slack = [], []
    for row in rows:
        bound = certified(row, level=1 - STRICT).bound
        p_values.append(binomtest(row["test_mistakes"], row["test_images"], bound, alternative="greater").pvalue)
        slack.append(bound - row["test_mistakes"] / row["test_images"])
    return measurement(
        method="trained networks, held-out images",
        summary=f"The certificate (with probability 1 - {STRICT:g}) less the error on held-out images is at least "
        f"{min(slack):.3f} for {len(rows)} networks.",
        p_value=float(min(p_values)),
        comparisons=len(rows),
    )


def sentences(rows: Sequence[Row]) -> str:
    """One finding a line."""
    covered = sum(row["test_error"].value <= row["certificate"] for row in rows)
    findings = [f"Of {len(rows)} certificates {covered} are above the error on held-out images."]
    for (network,), group in grouped(rows, "network").items():
        named = {row["prior"]: row for row in group}
        fixed = named["fixed signs"]
        others = ", ".join(
            f"{named[name]['certificate']:.3f} with {name} (test error {named[name]['test_error'].value:.3f})"
            for name in named
            if name != "fixed signs"
        )
        findings.append(
            f"With a network {network} and {fixed['samples']:,} images the certificate is {fixed['certificate']:.3f} "
            f"with fixed signs (test error {fixed['test_error'].value:.3f}; no posterior of fixed signs has one below "
            f"{fixed['floor']:.3f}), {others}."
        )
    return "\n".join(findings)


def figure(rows: Sequence[Row]) -> Figure:
    ordered = sorted(rows, key=lambda row: row["weights"])
    series = []
    for (prior,), group in grouped(ordered, "prior").items():
        places, errors = [row["weights"] for row in group], [row["test_error"] for row in group]
        values, low, high = ([getattr(one, end) for one in errors] for end in ("value", "low", "high"))
        certificates = [row["certificate"] for row in group]
        series.append(Series(name="certificate", x=places, y=certificates, panel=prior))
        series.append(Series(name="held-out error", x=places, y=values, low=low, high=high, panel=prior))
    sizes = sorted({(row["weights"], row["floor"]) for row in rows})
    x, y = zip(*sizes, strict=True)
    floor = Series(name="floor of fixed signs", x=x, y=y, reference=True, panel="fixed signs")
    return Figure(
        id="certificate",
        subject="certificate",
        title="What the information in the weights certifies",
        x_label="number of weights K",
        y_label="share of errors",
        x_scale="log",
        series=[*series, floor],
        caption=f"N = {rows[0]['samples']:,} images; a panel a prior. Certificates hold together with probability "
        f"{LEVEL:.0%}; held-out errors with {LEVEL:.0%} Clopper-Pearson intervals. The floor is 1 - 2^(-K/N).",
    )


EXPERIMENT = Experiment(
    name="certificate",
    title="A certificate on the test error by the information in the weights",
    group="experiments",
    cells=cells,
    summarise=summarise,
    statements=(STATEMENT,),
)
