"""The cells of the estimators' experiment: pure functions of a configuration that give JSON data."""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.experiments.common import settle_torch, stream

if TYPE_CHECKING:
    from estimators.estimate import Estimate
    from validation.data.known_truth import Task

Row = dict[str, Any]
TRAINED = ("discriminator", "DV", "InfoNCE")


def on_task(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Every estimator the configuration names, and the peers that are installed, on one task of known truth."""
    from validation.data.known_truth import task

    settle_torch()
    chosen, n = task(configuration["task"]), configuration["n"]
    rows = []
    for repeat in range(configuration["seeds"]):
        x, y = chosen.sample(n, stream("known truth", configuration["seed"], chosen.name, repeat))
        rows += [
            _timed(name, chosen.truth, partial(estimators()[name], x, y, repeat))
            for name in configuration["estimators"]
            if repeat == 0 or name not in TRAINED  # a trained one costs as much as all the others
        ]
        if configuration["peers"]:
            rows += [_timed(name, chosen.truth, call) for name, call in peers(x, y)]
    return {"task": chosen.name, "family": chosen.family, "truth": chosen.truth, "n": n, "rows": rows}


def coverage(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """How often intervals hold the truth of one task, over many seeds: the default's, and of the estimators beside."""
    chosen, n = _task(configuration["task"]), configuration["n"]
    calls = {"default": _default_of(chosen.family)} | {name: estimators()[name] for name in configuration["beside"]}
    found: dict[str, list[tuple[Estimate, float]]] = {name: [] for name in calls}
    for repeat in range(configuration["seeds"]):
        x, y = chosen.sample(n, stream("coverage", configuration["seed"], chosen.name, repeat))
        for name, call in calls.items():
            started = time.perf_counter()
            estimate = call(x, y, repeat)
            found[name].append((estimate, time.perf_counter() - started))
    rows = [{"estimator": name, **_held(estimates, chosen.truth)} for name, estimates in found.items()]
    told = {"task": chosen.name, "family": chosen.family, "truth": chosen.truth, "n": n}
    return {**told, "seeds": configuration["seeds"], **rows[0], "rows": rows}


def _held(found: "list[tuple[Estimate, float]]", truth: float) -> Row:
    """What the estimates of one estimator come to; a value that is none, or an open end, enters no mean."""
    unwarned = [one for one, _ in found if not one.warnings]
    inside = [one.interval[0] <= truth <= one.interval[1] for one in unwarned]
    widths = [float(one.interval[1] - one.interval[0]) for one in unwarned if np.isfinite(one.interval).all()]
    errors = [float(one.value - truth) for one in unwarned]
    valued = [abs(float(one.value - truth)) for one, _ in found if np.isfinite(one.value)]
    return {
        "unwarned": len(unwarned),
        "covered": sum(map(bool, inside)),
        "silent": len(inside) - sum(map(bool, inside)),
        "mean_width": float(np.mean(widths)) if widths else None,
        "median_width": float(np.median(widths)) if widths else None,
        "mean_error": float(np.mean(errors)) if errors else None,
        "mean_absolute_error": float(np.mean(valued)) if valued else None,
        "seconds": float(np.median([seconds for _, seconds in found])),
    }


def _task(name: str) -> "Task":
    from validation.data.hard_truth import hard_tasks
    from validation.data.known_truth import task

    hard = {one.name: one for one in hard_tasks()}
    return hard[name] if name in hard else task(name)


def _default_of(family: str) -> "Callable[[np.ndarray, np.ndarray, int], Estimate]":
    """The estimator that is meant for the family's samples."""
    from estimators import discrete
    from estimators.mutual_information import mixed

    if family == "discrete":
        return lambda x, y, seed: discrete.mutual_information(x, y)
    if "labels" in family:
        return lambda x, y, seed: mixed(x, y, seed=seed)
    return estimators()["default"]


def discriminator(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """The corrected and the printed discriminator of section 6.2 where I(z;n) is known.

    n is a fair bit, x = 2n + normal noise, z = x + normal noise: z sees n through x alone.
    """
    from estimators.density_ratio import discriminator_information, printed_discriminator_information
    from validation.data.known_truth import two_labels

    settle_torch()
    samples, noise = configuration["n"], 0.5
    rng = stream("discriminator", configuration["seed"])
    n = rng.integers(0, 2, samples)
    x = 2.0 * n[:, None] + rng.standard_normal((samples, 1))
    z, again = (x + noise * rng.standard_normal((samples, 1)) for _ in range(2))
    truth = two_labels(2.0 / np.sqrt(1 + noise**2)).truth
    corrected = discriminator_information(z, n, seed=configuration["seed"])
    printed = printed_discriminator_information(z, again, x, n, seed=configuration["seed"])
    return {"truth": truth, "n": samples, "corrected": as_json(corrected), "printed": as_json(printed)}


def representation(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Two noisy units on three inputs: estimated I(z;x), TC(z), I(z;n) beside the units' informations and T3's bound.

    The rows' noises are independent, so I(z;x) + TC(z) is the sum of the units' informations. n is the last input.
    """
    from bounds.claims.formula import Symbolic
    from bounds.papers.achille_soatto_2017 import LEDGER
    from estimators.mutual_information import mutual_information
    from estimators.noisy_layer import information_per_unit
    from estimators.total_correlation import total_correlation

    family, alpha, n, seed = (configuration[key] for key in ("inputs", "alpha", "n", "seed"))
    rng = stream("representation", seed, family)
    w_hat = np.array([[1.0, 0.6, 0.4], [0.7, -1.0, 0.5]])

    def inputs(generator: np.random.Generator, number: int) -> np.ndarray:
        if family == "normal":
            return generator.standard_normal((number, 3))
        return generator.uniform(-1, 1, (number, 3))

    x = inputs(rng, n)
    noise = np.exp(np.sqrt(alpha) * rng.standard_normal((n, *w_hat.shape)) - alpha / 2)
    z = np.einsum("nki,ni->nk", noise * w_hat, x)
    units = information_per_unit(w_hat, alpha, inputs, n_inputs=configuration["inputs_drawn"], seed=seed)
    formula = LEDGER["proposition-7/true-information"]["repaired"].formula
    if not isinstance(formula, Symbolic):
        raise TypeError("proposition-7/true-information: its repaired formula must be symbolic")
    sample = x[: configuration["inputs_drawn"]]
    bound = 0.0
    for row in w_hat:
        values = {"I": 0.0, "N": len(sample), "P": np.full(len(sample), 1 / len(sample)), "alpha": alpha}
        bound += float(formula.evaluate({**values, "d": 3, "w": row, "x": sample})[1])
    whole, shared = mutual_information(x, z, seed=seed), total_correlation(z, seed=seed)
    ends = [values.tolist() for values in (units.value, *units.interval)]
    return {
        "inputs": family,
        "alpha": alpha,
        "n": n,
        "information": as_json(whole),
        "total_correlation": as_json(shared),
        "nuisance_information": as_json(mutual_information(x[:, 2:], z, seed=seed)),
        "unit_informations": dict(zip(("value", "low", "high"), ends, strict=True)),
        "bound": bound,
    }


def nuisance(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Proposition 1's two sides, estimated on a representation that is not normal.

    y is a fair sign, n uniform and independent of it; x = (y (1 + exponential), n + 1/2); z = x times log-normal noise
    of positive sign, so z keeps y: I(z;y) = I(x;y) = log 2.
    """
    from estimators.mutual_information import mixed, mutual_information

    samples, seed, alpha = configuration["n"], configuration["seed"], configuration["alpha"]
    rng = stream("nuisance", seed)
    y = rng.choice([-1.0, 1.0], samples)
    n = rng.uniform(size=samples)
    x = np.stack([y * (1 + rng.exponential(size=samples)), n + 0.5], axis=1)
    z = x * np.exp(np.sqrt(alpha) * rng.standard_normal((samples, 2)) - alpha / 2)
    return {
        "n": samples,
        "alpha": alpha,
        "I(z;n)": as_json(mutual_information(z, n, seed=seed)),
        "I(z;x)": as_json(mutual_information(z, x, seed=seed)),
        "I(x;y)": as_json(mixed(x, y, seed=seed)),
        "I(z;y)": as_json(mixed(z, y, seed=seed)),
    }


def speed(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Seconds of the textbook estimator at N samples, ours with its interval and the installed peers' without."""
    from estimators.mutual_information import ksg

    rows = []
    for dim in (1, 2):
        rng = stream("speed", configuration["seed"], dim)
        x = rng.standard_normal((configuration["n"], dim))
        y = 0.7 * x + 0.7 * rng.standard_normal(x.shape)
        calls: dict[str, Callable[[], Any]] = {"ours": partial(ksg, x, y, margins="none"), **dict(peers(x, y))}
        for name, call in calls.items():
            found: Any = None
            times = []
            for _ in range(configuration["repeats"]):
                started = time.perf_counter()
                found = call()
                times.append(time.perf_counter() - started)
            value = float(found) if isinstance(found, float) else float(found.value)
            rows.append({"estimator": name, "dim": dim, "value": value, "seconds": min(times)})
    return {"n": configuration["n"], "rows": rows}


def estimators() -> dict[str, Callable[[np.ndarray, np.ndarray, int], "Estimate"]]:
    """The benchmark's estimators by name, each of (x, y, seed)."""
    from estimators import density_ratio, gaussian, mutual_information, variational

    return {
        "default": lambda x, y, seed: mutual_information.mutual_information(x, y, seed=seed),
        "KSG, k = 10": lambda x, y, seed: mutual_information.ksg(x, y, k=10, margins="none", seed=seed),
        "KSG, scores, k = 3": lambda x, y, seed: mutual_information.ksg(x, y, seed=seed),
        "CCA": lambda x, y, seed: gaussian.mutual_information(x, y, margins="none"),
        "Gaussian copula": lambda x, y, seed: gaussian.mutual_information(x, y),
        "discriminator": lambda x, y, seed: density_ratio.discriminator_information(x, y, seed=seed),
        "DV": lambda x, y, seed: variational.lower_bound(x, y, objective="dv", seed=seed),
        "InfoNCE": lambda x, y, seed: variational.lower_bound(x, y, objective="infonce", seed=seed),
    }


def peers(x: np.ndarray, y: np.ndarray) -> Iterator[tuple[str, Callable[[], float]]]:
    """The textbook estimator (Kraskov's algorithm 1, k = 3) as the installed peers compute it."""
    from importlib.util import find_spec

    if x.shape[1] == y.shape[1] == 1 and find_spec("sklearn"):
        from sklearn.feature_selection._mutual_info import _compute_mi_cc

        yield "scikit-learn", lambda: float(_compute_mi_cc(x[:, 0], y[:, 0], 3))
    if find_spec("ennemi"):
        from ennemi._entropy_estimators import _estimate_single_mi

        yield "ennemi", lambda: float(_estimate_single_mi(x, y, 3))
    if find_spec("infomeasure"):
        import infomeasure

        options: dict[str, Any] = {"approach": "ksg", "k": 3, "noise_level": 0, "base": "e"}
        yield "infomeasure", lambda: float(infomeasure.mutual_information(x, y, **options))


def as_json(found: "Estimate") -> Row:
    """An estimate as JSON data; an open end of the interval is null."""
    low, high = (float(end) if np.isfinite(end) else None for end in found.interval)
    return {
        "value": float(found.value),
        "standard_error": float(found.standard_error) if np.isfinite(found.standard_error) else None,
        "low": low,
        "high": high,
        "bound": found.bound,
        "method": found.method,
        "warnings": list(found.warnings),
    }


def _timed(name: str, truth: float, call: "Callable[[], Estimate | float]") -> Row:
    started = time.perf_counter()
    found = call()
    row = {"value": found, "low": None, "high": None, "warnings": []} if isinstance(found, float) else as_json(found)
    return {"estimator": name, **row, "error": row["value"] - truth, "seconds": time.perf_counter() - started}
