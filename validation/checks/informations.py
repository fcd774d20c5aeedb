"""Deciding a claim about informations: a proof with its certificate, or a search for an exact counterexample."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from bounds.claims import Claim, Evidence, Informational, Ledger
from bounds.claims.statement import Certificate, informational
from bounds.claims.world import Violation
from bounds.distribution import Joint
from bounds.shannon.auxiliary import find_extended_proof
from bounds.shannon.beam import CLEAR, measure, search
from bounds.shannon.grammar import parse
from bounds.shannon.parametric import find_parametric_proof
from bounds.shannon.polymatroid import Polymatroid
from bounds.shannon.problem import Problem
from bounds.shannon.proof import decide, find_proof
from bounds.shannon.shrinking import shrunk
from bounds.shannon.spaces import Space, all_partitions, generated, random_source, uniform
from bounds.shannon.witness import Counterexample, numbered, violation
from validation.checks import Check
from validation.checks.searching import Hunt, Look, hunted, hunted_hard
from validation.effort import Effort

MEMBERS = 200  # joints that a seed draws
CANDIDATES = 20 * MEMBERS  # partly laid joints that it measures at each step
SHRUNK = 3  # witnesses of a hunt that are made smaller


def question(formula: Informational) -> Problem:
    """The formula as the prover's problem."""
    return Problem.of([parse(line) for line in formula.goal], [parse(line, "given") for line in formula.given])


@dataclass(frozen=True, kw_only=True)
class Shannon:
    """How the Shannon check treats one reading, where it differs from the rule.

    `control`: the statement whose true reading a search tries beside this one (its own, unless named).
    `constants`: the share of variables that a search draws constant, so that most joints are no witness. `search` is
    False where a hypothesis cannot be said by a line of the grammar: what meets the lines need not meet it. A claim
    about every beta is proved for 0 < beta < `below` (None: every beta > 0).
    """

    control: str | None = None
    constants: float = 0.0
    search: bool = True
    below: Fraction | None = None


def shannon_checks(ledger: Ledger, exceptions: Mapping[tuple[str, str], Shannon]) -> tuple[Check, ...]:
    """A check of every reading about informations: a proof with its certificate, or an exact counterexample.

    Raises Unknown, or ValueError, where an exception names no reading about informations.
    """
    for id_, name in exceptions:
        informational(ledger[id_][name])
    made = []
    for statement in ledger:
        for reading in statement.readings:
            own = reading.same_as is None  # another paper's has its evidence from there
            if own and isinstance(reading.formula, Informational) and not reading.formula.exists:
                treated = exceptions.get((statement.id, reading.name), Shannon())
                control = _control(ledger, treated.control or statement.id)
                function = partial(_shannon, treated=treated, control=control)
                made.append(Check(statement=statement.id, reading=reading.name, function=function, name="shannon"))
    return tuple(made)


def _control(ledger: Ledger, statement: str) -> Informational | None:
    """The formula of the repaired reading, or where there is none of the intended one."""
    formulas = {reading.name: reading.formula for reading in ledger[statement].readings}
    found = formulas.get("repaired", formulas.get("intended"))
    return found if isinstance(found, Informational) else None


def _shannon(
    claim: Claim, rng: np.random.Generator, effort: Effort, *, treated: Shannon, control: Informational | None
) -> Evidence | None:
    """A proof; where there is none a counterexample; where neither is, a proof with one auxiliary variable."""
    formula = claim.informational
    if any(re.search(r"\bbeta\b", line) for line in (*formula.goal, *formula.given)):
        return proof_for_every_beta(formula, treated.below)
    found = proof(formula)
    if found is None and treated.search:
        found = counterexample(formula, control, rng, constants=treated.constants)
    return found or proof_with_auxiliary(formula)


def proof(formula: Informational) -> Evidence | None:
    """A Shannon-type proof of the formula; None where there is none."""
    started = time.perf_counter()
    problem = question(formula)
    certificate = find_proof(problem)
    if certificate is None:
        return None
    summary = (
        f"The claim is a sum of {len(certificate.terms)} exact multiples of elemental inequalities and hypotheses, "
        f"added up again over the joint entropies of {', '.join(problem.names)}."
    )
    if not certificate.terms:
        summary = "An identity: both sides are the same combination of joint entropies."
    return _proof("Shannon-type proof, exact multipliers", summary, certificate, started)


def proof_with_auxiliary(formula: Informational) -> Evidence | None:
    """A Shannon-type proof with one auxiliary variable; None where there is none."""
    started = time.perf_counter()
    problem = question(formula)
    certificate = find_extended_proof(problem)
    if certificate is None:
        return None
    names = ", ".join(name for a in certificate.auxiliaries for name in a.names)
    summary = (
        f"The claim is a sum of {len(certificate.terms)} exact multiples of elemental inequalities and hypotheses, "
        f"added up again over the joint entropies of {', '.join(problem.names)}. It uses the auxiliary variable "
        f"{names} ({certificate.auxiliaries[0].kind})"
    )
    # said where a polymatroid shows it
    summary += "; no proof without one exists." if isinstance(decide(problem), Polymatroid) else "."
    return _proof("Shannon-type proof with an auxiliary variable", summary, certificate, started)


def proof_for_every_beta(formula: Informational, upper: Fraction | None = None) -> Evidence | None:
    """A proof with multipliers linear in beta, valid for 0 < beta < upper (None: every beta > 0)."""
    started = time.perf_counter()
    certificate = find_parametric_proof(formula, "beta", upper)
    if certificate is None:
        return None
    summary = (
        f"The claim is a sum of {len(certificate.terms)} rows whose multipliers are linear in beta and of the right "
        f"sign for every beta {'> 0' if upper is None else f'between 0 and {upper}'}."
    )
    return _proof("Shannon-type proof, multipliers linear in beta", summary, certificate, started)


def _proof(method: str, summary: str, certificate: Certificate, started: float) -> Evidence:
    seconds = time.perf_counter() - started
    return Evidence(kind="proof", method=method, summary=summary, certificate=certificate, seconds=seconds)


def counterexample(
    formula: Informational,
    control: Informational | None,
    rng: np.random.Generator,
    *,
    constants: float = 0.0,
) -> Evidence | None:
    """The smallest exact counterexample of a seeded search, and what the same search meets against the control.

    `constants`: the share of variables that are drawn constant, so that most joints are no witness.
    """
    started = time.perf_counter()
    found = hunted_hard(partial(_laid, question(formula), constants), rng)
    if not found.witnesses:
        return None
    against = hunted(partial(_laid, question(control), constants), rng) if control is not None else None
    return refutation(formula, found, against, started)


def constructed_counterexample(
    formula: Informational,
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
    found = hunted_hard(partial(_constructed, question(formula), draw, members), rng)
    if not found.witnesses:
        return None
    against = hunted(partial(_constructed, question(control), control_draw, members), rng)
    return refutation(formula, found, against, started, keep=keep)


def by_hand(claim: Claim, joint: Joint, text: str) -> Evidence:
    """A joint that was built to break the claim: one that a few words tell, where a search would find a larger one."""
    formula, found = claim.informational, numbered(joint)
    problem = question(formula)
    broken = violation(found, problem.goal, problem.given)
    return Evidence(
        kind="counterexample",
        method="built by hand, exact check",
        summary=f"{text}. {_words(broken)}." if broken else f"{text}, which breaks nothing.",
        witness=found.to_json(),
        certificate=Counterexample(found, formula.goal, formula.given),
    )


def _laid(problem: Problem, constants: float, number: int, rng: np.random.Generator) -> Look[Joint]:
    """Random joints under the hypotheses in one small space, drawn without looking at the goal."""
    space = _space(rng, number, constants)
    layout = search(problem, problem.lines[0], space, rng, MEMBERS, greedy=False, candidates=CANDIDATES)
    values = [measure(line.vector, layout.chosen, space) for line in problem.lines]
    breaks = np.zeros(len(layout.values), dtype=bool)
    for line, value in zip(problem.lines, values, strict=True):
        breaks |= value < (CLEAR if line.sign == ">" else -CLEAR)
    nearest = (layout.joint(int(index), problem.names) for index in np.flatnonzero(breaks)[:3])
    return Look(len(breaks), int(breaks.sum()), next((joint for joint in nearest if _breaks(problem, joint)), None))


def _constructed(
    problem: Problem, draw: Callable[[np.random.Generator], Joint], members: int, number: int, rng: np.random.Generator
) -> Look[Joint]:
    """Joints of one seed that are built to meet the hypotheses."""
    broken = [joint for joint in (draw(rng) for _ in range(members)) if _breaks(problem, joint)]
    return Look(members, len(broken), min(broken, key=_size, default=None))


def _breaks(problem: Problem, joint: Joint) -> bool:
    return violation(joint, problem.goal, problem.given) is not None


def refutation(
    formula: Informational,
    found: Hunt[Joint],
    against: Hunt[Joint] | None,
    started: float,
    *,
    keep: Callable[[Joint], bool] = lambda joint: True,
) -> Evidence:
    """The evidence of a hunt that succeeded: of its smallest witnesses, made smaller still, the smallest."""
    problem = question(formula)
    small = sorted(found.witnesses, key=_size)[:SHRUNK]
    joint = min((shrunk(one, problem.goal, problem.given, keep=keep) for one in small), key=_size)
    broken = violation(joint, problem.goal, problem.given)
    if broken is None:
        raise ArithmeticError("a shrunk witness broke nothing: a fault of the search")
    return Evidence(
        kind="counterexample",
        method="seeded search, exact check",
        summary=f"{_words(broken)}, in a joint of {len(joint.probabilities)} atoms that meets every hypothesis "
        f"exactly. {found.told(against, worlds='joints')}",
        witness={**joint.to_json(), "search": found.counted(against)},
        certificate=Counterexample(joint, formula.goal, formula.given),
        seconds=time.perf_counter() - started,
    )


def _space(rng: np.random.Generator, number: int, constants: float) -> Space:
    """Two or three sources, fair or biased, in turn."""
    count = 3 if number % 2 else 2
    sources = tuple(random_source(2, rng) if rng.random() < 0.5 else uniform(2) for _ in range(count))
    partitions = generated((2,) * 3, 30, rng) if count == 3 else all_partitions(4)
    more = round(len(partitions) * constants / (1 - constants))
    constant = np.full((more, partitions.shape[1]), (1 << partitions.shape[1]) - 1)
    return Space(sources, np.concatenate([partitions, constant]), f"{count} bits")


def _size(joint: Joint) -> tuple[int, int]:
    return len(joint.probabilities), max(p.denominator for p in joint.probabilities.values())


def _words(broken: Violation) -> str:
    if broken.relation not in broken.text:  # an independence or a Markov chain has no sides
        return f"{broken.text} fails: what must be 0 is {float(broken.lhs):.6g} nats"
    sides = f"the left side is {float(broken.lhs):.6g} and the right side {float(broken.rhs):.6g} nats"
    return f"{broken.text} fails: {sides}"
