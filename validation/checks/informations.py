"""Deciding a claim about informations: a proof with its certificate, or a search for an exact counterexample."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bounds.claims.formula import Informational
from bounds.claims.statement import Evidence, Reading
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.shannon.auxiliary import find_extended_proof
from bounds.shannon.beam import CLEAR, measure, search
from bounds.shannon.grammar import parse
from bounds.shannon.parametric import find_parametric_proof
from bounds.shannon.problem import Problem
from bounds.shannon.proof import find_proof
from bounds.shannon.spaces import Space, all_partitions, generated, random_source, uniform
from bounds.shannon.witness import Counterexample, Violation, shrunk, violation

SEEDS = 20
MEMBERS = 200  # joints that a seed draws
CANDIDATES = 20 * MEMBERS  # partly laid joints that it measures at each step
SHRUNK = 3  # witnesses of a hunt that are made smaller


def formula_of(statement: str, reading: str = "repaired") -> Informational:
    """The formula of a reading of the ledger that is a claim about informations."""
    return informational(LEDGER[statement][reading])


def question(formula: Informational) -> Problem:
    """The formula as the prover's problem."""
    return Problem.of([parse(line) for line in formula.goal], [parse(line, "given") for line in formula.given])


def proof(reading: Reading) -> Evidence | None:
    """A Shannon-type proof of the reading, with one auxiliary variable where it needs one; None where there is none."""
    started = time.perf_counter()
    problem = question(informational(reading))
    certificate, method = find_proof(problem), "Shannon-type proof, exact multipliers"
    if certificate is None:
        certificate, method = find_extended_proof(problem), "Shannon-type proof with an auxiliary variable"
    if certificate is None:
        return None
    extra = ""
    if certificate.auxiliaries:
        names = ", ".join(name for a in certificate.auxiliaries for name in a.names)
        extra = (
            f" It uses the auxiliary variable {names} ({certificate.auxiliaries[0].kind}); no proof without one exists."
        )
    summary = (
        f"The claim is a sum of {len(certificate.terms)} exact multiples of elemental inequalities and hypotheses, "
        f"added up again over the joint entropies of {', '.join(problem.names)}.{extra}"
    )
    if not certificate.terms:
        summary = "An identity: both sides are the same combination of joint entropies."
    return Evidence(
        kind="proof", method=method, summary=summary, certificate=certificate, seconds=time.perf_counter() - started
    )


def proof_for_every_beta(reading: Reading, upper: Fraction | None = None) -> Evidence | None:
    """A proof with multipliers linear in beta, valid for 0 < beta < upper (None: every beta > 0)."""
    started = time.perf_counter()
    certificate = find_parametric_proof(informational(reading), "beta", upper)
    if certificate is None:
        return None
    return Evidence(
        kind="proof",
        method="Shannon-type proof, multipliers linear in beta",
        summary=f"The claim is a sum of {len(certificate.terms)} rows whose multipliers are linear in beta and of "
        f"the right sign "
        f"for every beta {'> 0' if upper is None else f'between 0 and {upper}'}.",
        certificate=certificate,
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True)
class Hunt:
    """What a search over seeds met: how many joints under the hypotheses, how many of them broke the goal."""

    members: int
    breaking: int
    seeds: int
    successful: int  # seeds
    witnesses: tuple[Joint, ...]  # exact, the smallest few, shrunk


def counterexample(
    reading: Reading, control: Informational, rng: np.random.Generator, *, seeds: int = SEEDS, constants: float = 0.0
) -> Evidence | None:
    """The smallest exact counterexample of a seeded search, and what the same search meets against the control.

    `constants`: the share of variables that are drawn constant, so that most joints are no witness.
    """
    started = time.perf_counter()
    formula = informational(reading)
    found = hunt(formula, rng.spawn(seeds), constants)
    if not found.witnesses:  # bad luck is no verdict
        found = hunt(formula, rng.spawn(4 * seeds), constants)
    if not found.witnesses:
        return None
    against = hunt(control, rng.spawn(seeds), constants)
    return refutation(formula, found, against, started)


def constructed_counterexample(
    reading: Reading,
    draw: Callable[[np.random.Generator], Joint],
    control: Informational,
    control_draw: Callable[[np.random.Generator], Joint],
    rng: np.random.Generator,
    *,
    keep: Callable[[Joint], bool],
    members: int = 8,
) -> Evidence | None:
    """As `counterexample`, for hypotheses that a line of the grammar cannot say: `draw` builds joints that meet them.

    `keep` tells whether a joint meets them, while it is made smaller.
    """
    started = time.perf_counter()
    formula = informational(reading)
    found = _drawn(formula, draw, rng.spawn(SEEDS), members, keep)
    if not found.witnesses:  # bad luck is no verdict
        found = _drawn(formula, draw, rng.spawn(4 * SEEDS), members, keep)
    if not found.witnesses:
        return None
    return refutation(formula, found, _drawn(control, control_draw, rng.spawn(SEEDS), members, keep), started)


def _drawn(
    formula: Informational,
    draw: Callable[[np.random.Generator], Joint],
    streams: Sequence[np.random.Generator],
    members: int,
    keep: Callable[[Joint], bool],
) -> Hunt:
    problem = question(formula)
    broken = []
    for rng in streams:
        joints = [draw(rng) for _ in range(members)]
        broken.append([joint for joint in joints if violation(joint, problem.goal, problem.given) is not None])
    small = sorted((joint for joints in broken for joint in joints), key=_size)[:SHRUNK]
    witnesses = tuple(shrunk(joint, problem.goal, problem.given, keep=keep) for joint in small)
    successful = sum(1 for joints in broken if joints)
    return Hunt(members * len(streams), sum(map(len, broken)), len(streams), successful, witnesses)


def refutation(formula: Informational, found: Hunt, against: Hunt, started: float) -> Evidence:
    """The evidence of a hunt that succeeded."""
    goal, given = [parse(line) for line in formula.goal], [parse(line, "given") for line in formula.given]
    joint = min(found.witnesses, key=_size)
    broken = violation(joint, goal, given)
    if broken is None:
        raise ArithmeticError("a shrunk witness broke nothing: a fault of the search")
    summary = (
        f"{_words(broken)}, in a joint of {len(joint.probabilities)} atoms that meets every hypothesis exactly. "
        f"The search found one from {found.successful} of {found.seeds} seeds; of the {found.members:,} joints it "
        f"drew under "
        f"the hypotheses {found.breaking:,} ({100 * found.breaking / found.members:.0f} %) break the claim. The "
        f"same search "
        f"against the repaired reading drew {against.members:,} joints and found {against.breaking or 'none'}."
    )
    statistics = {
        "seeds": found.seeds,
        "seeds_with_witness": found.successful,
        "drawn": found.members,
        "breaking": found.breaking,
        "control_drawn": against.members,
        "control_breaking": against.breaking,
    }
    return Evidence(
        kind="counterexample",
        method="seeded search, exact check",
        summary=summary,
        relation=broken.relation,
        lhs=broken.lhs,
        rhs=broken.rhs,
        margin=_margin(broken),
        witness={**joint.to_json(), "search": statistics},
        certificate=Counterexample(joint, formula.goal, formula.given),
        seconds=time.perf_counter() - started,
    )


def hunt(formula: Informational, streams: Sequence[np.random.Generator], constants: float = 0.0) -> Hunt:
    """Random joints under the hypotheses, one small space a seed, drawn without looking at the goal."""
    problem = question(formula)
    members = breaking = 0
    witnesses = []
    for number, rng in enumerate(streams):
        space = _space(rng, number, constants)
        layout = search(problem, problem.lines[0], space, rng, MEMBERS, greedy=False, candidates=CANDIDATES)
        values = [measure(line.vector, layout.chosen, space) for line in problem.lines]
        breaks = np.zeros(len(layout.values), dtype=bool)
        for line, value in zip(problem.lines, values, strict=True):
            breaks |= value < (CLEAR if line.sign == ">" else -CLEAR)
        members += len(breaks)
        breaking += int(breaks.sum())
        for index in np.flatnonzero(breaks)[:3]:
            joint = layout.joint(int(index), problem.names)
            if violation(joint, problem.goal, problem.given) is not None:
                witnesses.append(joint)
                break
    small = [shrunk(joint, problem.goal, problem.given) for joint in sorted(witnesses, key=_size)[:SHRUNK]]
    return Hunt(members, breaking, len(streams), len(witnesses), tuple(small))


def _space(rng: np.random.Generator, number: int, constants: float) -> Space:
    """Two or three sources, fair or biased, in turn."""
    count = 3 if number % 2 else 2
    sources = tuple(random_source(2, rng) if rng.random() < 0.5 else uniform(2) for _ in range(count))
    partitions = generated((2,) * 3, 30, rng) if count == 3 else all_partitions(4)
    more = round(len(partitions) * constants / (1 - constants))
    constant = np.full((more, partitions.shape[1]), (1 << partitions.shape[1]) - 1)
    return Space(sources, np.concatenate([partitions, constant]), f"{count} bits")


def informational(reading: Reading) -> Informational:
    """The reading's formula, a claim about informations."""
    if not isinstance(reading.formula, Informational):
        raise ValueError(f"reading: {reading.name} is not a claim about informations")
    return reading.formula


def _size(joint: Joint) -> tuple[int, int]:
    return len(joint.probabilities), max(p.denominator for p in joint.probabilities.values())


def _words(broken: Violation) -> str:
    if broken.relation not in broken.text:  # an independence or a Markov chain has no sides
        return f"{broken.text} fails: what must be 0 is {float(broken.lhs):.6g} nats"
    return (
        f"{broken.text} fails: the left side is {float(broken.lhs):.6g} and the right side {float(broken.rhs):.6g} nats"
    )


def _margin(broken: Violation) -> float:
    difference = float(broken.rhs) - float(broken.lhs)
    return (
        -abs(difference) if broken.relation == "=" else difference if broken.relation.startswith("<") else -difference
    )
