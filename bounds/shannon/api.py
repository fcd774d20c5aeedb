"""`prove`: a verdict with its certificate or its counterexample."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any, Literal

from bounds.claims.world import Violation
from bounds.distribution.joint import Joint
from bounds.notebook import set_apart
from bounds.shannon.auxiliary import PROGRAMS, find_extended_proof, proof_by_steps
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.expression import Assertion
from bounds.shannon.grammar import parse
from bounds.shannon.polymatroid import Polymatroid
from bounds.shannon.problem import Problem, estimate
from bounds.shannon.proof import attempted, contradiction, decide, is_large
from bounds.shannon.refutation import counterexample_of, find_counterexample, quick_counterexample
from bounds.shannon.shrinking import shrunk
from bounds.shannon.steps import by_hand
from bounds.shannon.typeset import html_lines, latex
from bounds.shannon.witness import violation

Line = str | Assertion
Lines = Line | Sequence[Line]
Answer = Literal["proved", "refuted", "undecided"]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What `prove` found: "proved" with a certificate, "refuted" with a counterexample, or "undecided" and what
    was tried. `polymatroid` shows, where there is one, that no Shannon-type proof exists.

    >>> print(prove("H(x) <= I(x;y)", given="x = f(y)"))
    proved
    H(x) <= I(x;y), because it is the sum of
        -1 x [H(x|y) = 0]    hypothesis 1: x = f(y)
    """

    verdict: Answer
    goal: tuple[str, ...]
    given: tuple[str, ...]
    certificate: ShannonCertificate | None = None
    counterexample: Joint | None = None
    violation: Violation | None = None
    polymatroid: Polymatroid | None = None
    tried: tuple[str, ...] = ()
    seconds: float = 0.0

    def __str__(self) -> str:
        lines: list[str] = [self.verdict]
        if self.certificate is not None:
            lines += self.certificate.lines
        if self.counterexample is not None:
            lines.append(str(self.violation))
            for values, p in self.counterexample.probabilities.items():
                pairs = zip(self.counterexample.names, values, strict=True)
                lines.append(f"    P({', '.join(f'{name} = {value}' for name, value in pairs)}) = {p}")
        elif self.certificate is None and self.polymatroid is not None:
            lines.append("no Shannon-type proof exists: here is a polymatroid that meets all that such a proof may use")
            lines += [f"    {line}" for line in self.polymatroid.lines]
        return "\n".join([*lines, *self.tried])

    def _repr_html_(self) -> str:
        return html_lines(str(self).split("\n"))

    def _repr_latex_(self) -> str:
        return set_apart(self.to_latex())

    def to_latex(self) -> str:
        """The claim, and the derivation where it is proved."""
        given = rf"\quad\text{{given}}\quad {','.join(map(latex, self.given))}" if self.given else ""
        claim = r",\ ".join(map(latex, self.goal)) + given
        return claim if self.certificate is None else rf"{claim}\\ {self.certificate.to_latex()}"


def prove(
    goal: Lines,
    given: Lines = (),
    *,
    variables: Iterable[str] | None = None,
    auxiliary: bool | str | Sequence[str] = False,
    search: bool = True,
    seed: int = 0,
    rounds: int = 2,
    shrink: bool = False,
) -> Result:
    """Whether the goal holds for every joint distribution that meets the hypotheses.

    `goal` and `given`: lines of the grammar or `Assertion`s. `variables`: the names that may appear. `auxiliary`: also
    try proofs with auxiliary variables, one (common part, copy lemma), then several, one step after another, at most
    1600 choices of steps and 7 variables in all, or with the steps that lines say: "c' = copy of c given a, b" and
    "u = common part of x, y for z". `search`, `seed`, `rounds`: of the search for a counterexample, the first of which
    is the answer; `shrink` makes it smaller. An infeasible program alone never refutes.

    Raises ValueError for text that is not in the grammar (with the position), unknown variables, hypotheses that
    contradict each other, and more than 14 variables (with an estimate of the size).

    >>> proved = prove("I(x;z) <= I(x;y)", given=["x -> y -> z"])
    >>> proved.verdict, proved.certificate.verify()
    ('proved', True)
    >>> print(prove("I(x;y) <= I(x;y|z)"))
    refuted
    I(x;y) <= I(x;y|z) fails: 0.693147 <= 0 is false
        P(x = 0, y = 0, z = 0) = 1/2
        P(x = 1, y = 1, z = 1) = 1/2
    """
    started = time.perf_counter()
    for argument, number in (("seed", seed), ("rounds", rounds)):
        if not isinstance(number, Integral) or number < 0:
            raise ValueError(f"{argument}: must be a whole number, 0 or more, got {number!r}")
    if variables is not None and not isinstance(variables, Iterable):
        raise ValueError(f"variables: must be names, got {variables!r}")
    goals, hypotheses = assertions(goal, "goal"), assertions(given, "given")
    problem = Problem.of(goals, hypotheses, variables)
    if variables is None:
        _apart(problem.names)
    steps = _steps(auxiliary)
    by_hand(problem, steps)
    if contradiction(problem):
        raise ValueError(f"given: the hypotheses contradict each other: {'; '.join(line.text for line in hypotheses)}")

    def result(verdict: Answer, **found: Any) -> Result:
        goal_lines, given_lines = (tuple(line.text for line in lines) for lines in (goals, hypotheses))
        return Result(
            verdict=verdict, goal=goal_lines, given=given_lines, seconds=time.perf_counter() - started, **found
        )

    def refuted(joint: Joint, polymatroid: Polymatroid | None = None) -> Result:
        joint = shrunk(joint, goals, hypotheses) if shrink else joint
        broken = violation(joint, goals, hypotheses)
        return result("refuted", counterexample=joint, violation=broken, polymatroid=polymatroid)

    if search and is_large(problem):
        joint = quick_counterexample(problem, seed=seed)
        if joint is not None:
            return refuted(joint)
    found = attempted(problem)
    if None not in found:
        return result("proved", certificate=decide(problem, found))
    if search and rounds:
        joint = quick_counterexample(problem, seed=seed)
        if joint is not None:
            return refuted(joint)
    tried = []
    decided = decide(problem, found)
    certificate = decided if isinstance(decided, ShannonCertificate) else None
    polymatroid = decided if isinstance(decided, Polymatroid) else None
    if decided is None:
        tried.append(f"no Shannon-type proof found, nor shown that there is none: {estimate(len(problem.names))}")
    if polymatroid is not None and search and rounds:
        joint = counterexample_of(polymatroid, problem)
        if joint is not None:
            return refuted(joint, polymatroid)
    if certificate is None and steps:
        certificate = proof_by_steps(problem, steps)
        tried.append(f"no proof with these auxiliary variables: {'; '.join(steps)}")
    elif certificate is None and auxiliary:
        certificate = find_extended_proof(problem)
        tried.append("no proof with one auxiliary variable (common part, copy lemma)")
    if certificate is None and search:
        joint = find_counterexample(problem, seed=seed, rounds=rounds)
        if joint is not None:
            return refuted(joint, polymatroid)
        tried.append(f"no counterexample in {rounds} rounds of structured spaces, linear codes and optimised weights")
    if certificate is None and auxiliary and not steps:
        certificate = find_extended_proof(problem, several=True)
        tried.append(f"no proof with several auxiliary variables, up to {PROGRAMS} choices of steps")
    if certificate is not None:
        return result("proved", certificate=certificate, polymatroid=polymatroid)
    if not auxiliary:
        tried.append("auxiliary variables were not tried: auxiliary=True, at the command line --auxiliary, tries them")
    return result("undecided", polymatroid=polymatroid, tried=tuple(tried))


def _apart(names: Sequence[str]) -> None:
    """Raises ValueError for a name that others write one behind the other: H(xy) of some books is H(x,y) here."""
    letters = [name for name in names if len(name) == 1]
    joined = next((name for name in names if len(set(name)) == len(name) > 1 and set(name) <= set(letters)), None)
    if joined is not None:
        said = f"is written {','.join(joined)}; for a variable of this name give all names as variables=[...]"
        raise ValueError(f"variables: {joined!r} is one name beside {', '.join(joined)}; their joint {said}")


def _steps(auxiliary: bool | str | Sequence[str]) -> tuple[str, ...]:
    if isinstance(auxiliary, str):
        return (auxiliary,)
    if not isinstance(auxiliary, bool | Sequence):
        raise ValueError(f"auxiliary: must be True, False or lines of steps, got {auxiliary!r}")
    return () if isinstance(auxiliary, bool) else tuple(auxiliary)


def assertions(lines: Lines, argument: str) -> tuple[Assertion, ...]:
    """One line or several, as text or as assertions. Raises ValueError that names the argument."""
    if isinstance(lines, str | Assertion) or not isinstance(lines, Sequence):
        lines = (lines,)
    read = []
    for line in lines:
        if not isinstance(line, str | Assertion):
            raise ValueError(f"{argument}: must be text or an assertion such as I('x', 'y') <= H('x'), got {line!r}")
        read.append(parse(line, argument) if isinstance(line, str) else _as_it_reads(line, argument))
    if argument == "goal" and not read:
        raise ValueError("goal: empty")
    return tuple(read)


def _as_it_reads(assertion: Assertion, argument: str) -> Assertion:
    """The assertion, once its text is known to say what it asserts: certificates and counterexamples quote it."""
    try:
        read = [(c.expression, c.sign) for c in parse(assertion.text).constraints]
    except ValueError:
        read = []
    if not read or read != [(c.expression, c.sign) for c in assertion.constraints]:
        raise ValueError(f"{argument}: the assertion's text {assertion.text!r} does not say what it asserts")
    return assertion
