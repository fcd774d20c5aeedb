"""The information bottleneck solved: its limit, what it keeps of the nuisance, and a fixed beta."""

import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bounds.claims.statement import Claim, Evidence
from bounds.distribution.batch import JointBatch
from bounds.distribution.information_bottleneck import Bottleneck, annealed
from bounds.distribution.joint import Joint
from bounds.distribution.sufficiency import minimal_sufficient
from bounds.papers.achille_soatto_2017.nuisance import with_nuisance
from reports.figure import Figure, Series
from validation.checks import check
from validation.checks.drawing import random_joint
from validation.checks.trying import smallest_margin, trial
from validation.effort import Effort

METHOD = "Blahut-Arimoto with reverse annealing"
SETTLED = 1e-6  # nats


def noisy_tasks() -> dict[str, Joint]:
    """Tasks that are no function of the datum: two labels under uneven noise, three labels, a parity under noise."""
    uneven = (Fraction(1, 10), Fraction(1, 10), Fraction(3, 10), Fraction(1, 5))
    two = {x: {x // 2: 1 - f, 1 - x // 2: f} for x, f in enumerate(uneven)}
    three = {x: {x % 3: Fraction(7, 10), (x + 1) % 3: Fraction(3, 10)} for x in range(4)}
    parity = {x: {x.bit_count() % 2: Fraction(9, 10), 1 - x.bit_count() % 2: Fraction(1, 10)} for x in range(4)}
    names = {"two labels": two, "three labels": three, "a noisy parity": parity}
    return {name: _datum().with_channel("y", channel, "x") for name, channel in names.items()}


def certain_task() -> Joint:
    """A task that is a function of the datum."""
    return _datum().extended("y", lambda x: x // 2, "x")


def _datum() -> Joint:
    return Joint({(x,): Fraction(x + 1, 10) for x in range(4)}, ("x",))


def curve(joint: Joint, betas: Sequence[float]) -> Iterator[tuple[Bottleneck, JointBatch]]:
    """Solutions with the joint of x, y, z and n, Lemma 2.2's nuisance."""
    p = _table(with_nuisance(joint), "x", "y", "n")
    for solution in annealed(p.sum(axis=2), betas, steps=1_000):
        yield solution, JointBatch(np.einsum("xyn,xz->xynz", p, solution.encoder)[None], ("x", "y", "n", "z"))


def _table(joint: Joint, *names: str) -> NDArray[np.float64]:
    """The joint's probabilities as an array, an axis a name."""
    values = [joint.alphabets[name] for name in names]
    p = np.zeros([len(v) for v in values])
    for key, q in joint.marginal(*names).probabilities.items():
        p[tuple(v.index(k) for v, k in zip(values, key, strict=True))] = q
    return p


def _kept(batch: JointBatch) -> float:
    """I(z;n)."""
    return float(batch.mutual_information("n", "z")[0])


def _betas(effort: Effort) -> list[float]:
    return np.geomspace(1e-3, 1.5, effort.pick(quick=15, standard=40)).tolist()


@check("information-bottleneck-limit", "printed")
def solved_bottleneck(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The reading's own lines on solutions for falling beta, t the minimal sufficient statistic."""
    started = time.perf_counter()
    betas = np.geomspace(0.02, 0.5, 7).tolist()
    count = effort.pick(quick=5, standard=40)
    margin = np.inf
    for _ in range(count):
        joint = minimal_sufficient(random_joint(rng, ("x", "y"), (4, 2)))
        p = _table(joint, "x", "y", "t")
        complexity, noise = float(joint.mutual_information("t", "x")), float(joint.entropy("y", given="x"))
        for solution in annealed(p.sum(axis=2), betas):
            # a stationary point need not be a minimiser: only those that beat the sufficient statistic are in the claim
            if solution.lagrangian <= noise + solution.beta * complexity + 1e-12:
                batch = JointBatch(np.einsum("xyt,xz->xytz", p, solution.encoder)[None], ("x", "y", "t", "z"))
                members = {name: (name,) for name in batch.names}
                margin = min(margin, smallest_margin(claim.informational, batch, members, beta=solution.beta))
    return trial(
        METHOD,
        f"Solved on {count} random joints at {len(betas)} values of beta from {betas[0]:.2g} to {betas[-1]:.2g}: the "
        f"complexity never passes the minimal sufficient statistic's, nor the missed information beta times it "
        f"(smallest margin {margin:.3g} nats).",
        float(margin),
        started,
    )


@check("corollary-3.3", "printed")
def minimal_keeps_the_nuisance(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence | Figure]:
    """For tasks under noise: at small beta the solution is the minimal sufficient statistic, and not invariant."""
    started = time.perf_counter()
    betas, sentences = _betas(effort), []
    for number, (name, joint) in enumerate(noisy_tasks().items(), start=1):
        points = list(curve(joint, betas))
        yield _figure(f"printed-{number}", name, points, noisy=True)
        (solution, batch), minimal = points[0], minimal_sufficient(joint)
        sentences.append(
            f"{name}: I(z;x) = {solution.complexity:.4f} (the minimal sufficient statistic's "
            f"{float(minimal.mutual_information('t', 'x')):.4f}), I(z;n) = {_kept(batch):.4f}"
        )
    yield Evidence(
        kind="measurement",
        method=METHOD,
        summary=f"At beta = {betas[0]:.2g}, in nats, n Lemma 2.2's nuisance: {'; '.join(sentences)}. The limit is "
        "minimal and sufficient and keeps some of the nuisance wherever the task is no function of the datum.",
        seconds=time.perf_counter() - started,
    )


@check("corollary-3.3", "sharpened")
def minimal_forgets_the_nuisance(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence | Figure]:
    """For a task that is a function of the datum the solution is invariant at small beta."""
    started = time.perf_counter()
    joint, betas = certain_task(), _betas(effort)
    points = list(curve(joint, betas))
    solution, batch = points[0]
    margin = smallest_margin(claim.informational, batch, {name: (name,) for name in batch.names})
    yield _figure("sharpened", "two labels, certain", points, noisy=False)
    yield trial(
        METHOD,
        f"At beta = {betas[0]:.2g}, the task a function of the datum, the solution has I(z;n) = {_kept(batch):.3g} and "
        f"I(z;x) = {solution.complexity:.6f} nats, H(y) = {float(joint.entropy('y')):.6f}.",
        margin,
        started,
        error=SETTLED,
    )


@check("information-bottleneck-limit/fixed-beta", "sharpened")
def the_price_of_sufficiency(claim: Claim, rng: np.random.Generator, effort: Effort) -> Figure:
    """How far the minimal sufficient statistic's Lagrangian lies above the solution's."""
    betas = _betas(effort)
    series = []
    for name, joint in {**noisy_tasks(), "two labels, certain": certain_task()}.items():
        minimal = minimal_sufficient(joint)
        complexity, noise = float(minimal.mutual_information("t", "x")), float(minimal.entropy("y", given="x"))
        gaps = [noise + s.beta * complexity - s.lagrangian for s, _ in curve(joint, betas)]
        series.append(Series(name=name, x=betas, y=gaps))
    return Figure(
        id="information-bottleneck-fixed-beta",
        subject="information-bottleneck-limit",
        title="What sufficiency costs at a fixed beta",
        x_label="beta",
        y_label="excess of the Lagrangian (nats)",
        x_scale="log",
        caption="The Lagrangian of the minimal sufficient statistic less that of the bottleneck's solution. It "
        "vanishes as beta falls (the page's limit); at a fixed beta it is positive where the task is under noise, and "
        "0 up to beta = 1 where the task is a function of the datum.",
        series=tuple(series),
    )


def _figure(name: str, task: str, points: Sequence[tuple[Bottleneck, JointBatch]], *, noisy: bool) -> Figure:
    pick: dict[str, Callable[[tuple[Bottleneck, JointBatch]], float]] = {
        "I(z;x)": lambda point: point[0].complexity,
        "I(z;n)": lambda point: _kept(point[1]),
        "H(y|z)": lambda point: point[0].missed,
    }
    betas = [solution.beta for solution, _ in points]
    end = "I(z;n) stays away from 0 as beta falls." if noisy else "I(z;n) vanishes for every beta below 1."
    return Figure(
        id=f"corollary-3.3-{name}",
        subject="corollary-3.3",
        title=f"The bottleneck's solutions: {task}",
        x_label="beta",
        y_label="information (nats)",
        x_scale="log",
        caption=f"A datum of four values and its task ({task}); solutions followed from small beta up. n is Lemma "
        f"2.2's nuisance. {end}",
        series=tuple(Series(name=label, x=betas, y=[get(point) for point in points]) for label, get in pick.items()),
    )
