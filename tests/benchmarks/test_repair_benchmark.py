"""Repairs found without help: of slips planted in the ledger's proved claims, and of its false readings."""

import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from bounds.claims import Reading
from bounds.claims.formula import Informational
from bounds.distribution.joint import Joint
from bounds.ledger import LEDGER
from bounds.shannon.api import assertions
from bounds.shannon.edits import changes
from bounds.shannon.phrases import Comparison, phrases
from bounds.shannon.problem import Problem
from bounds.shannon.proof import attempted
from bounds.shannon.refutation import quick_counterexample
from bounds.shannon.repair import Claim, implies, kinship, mends, repairs
from bounds.shannon.repair_search import Search

SLIPS = ("relation", "sign", "dropped term", "factor", "variable", "exchange", "condition", "group", "measure")
IN_HYPOTHESES = ("variable", "exchange", "group", "condition")
PLANTED, SEED = 100, 20261129  # the search was tuned on others; one fault of it was found on this one
SECTIONS = "234"
TRUE = ("intended", "repaired", "sharpened")

# the informational readings that the audit had refuted (sections 2 to 4, and equation 3 where section 6.1 has it again)
# before there was a search for repairs: by the ledger of that time, 8c163ebb
SEVENTEEN = (
    ("total-correlation", "printed"),  # its repair is a definition, which no edit of the line is
    ("markov-chain", "printed"),
    ("sufficiency/independence-gives-equality", "printed"),
    ("sufficiency/equality-gives-independence", "printed"),
    ("information-bottleneck-limit/fixed-beta", "sharpened"),
    ("remark-2.1/only-if", "printed"),
    ("proposition-1/inequality", "proved"),
    ("proposition-1/if-and-only-if", "printed"),
    ("footnote-3", "printed"),
    ("corollary-3.3", "printed"),
    ("corollary-3.4", "printed"),
    ("corollary-3.4/more-invariant", "printed"),
    ("proposition-2", "printed"),
    ("proposition-3", "printed"),
    ("proposition-4/identity-1", "printed"),
    ("equation-3/sufficiency", "printed"),
    ("equation-3/random-labels", "printed"),
)
AS_THE_LEDGER, MENDED = "as the ledger has it, or weaker", "mended, and no more is assumed than in the ledger"
CONSTANTS = {"information-bottleneck-limit/fixed-beta": ("beta", "1/4")}  # of the refuted reading


def test_planted_slips_are_undone(capsys: pytest.CaptureFixture[str]) -> None:
    claims = _claims()
    rng = np.random.default_rng(SEED)
    order = [k for _ in range(3) for k in rng.permutation(len(claims))][:PLANTED]
    ranks, start = [], time.process_time()
    for k in order:
        false, joint = _planted(claims[k], rng)
        found = repairs(*false, counterexample=joint)
        ranks.append(next((n for n, one in enumerate(found, 1) if implies((one.goal, one.given), claims[k])), None))
    undone = sum(rank is not None for rank in ranks)
    with capsys.disabled():
        first, seconds = ranks.count(1), time.process_time() - start
        print(
            f"\n{undone} of {PLANTED} slips undone by five repairs, {first} by the first: {seconds:.0f} s of one core"
        )
    assert undone >= 90


def test_the_seventeen(capsys: pytest.CaptureFixture[str]) -> None:
    start, said = time.process_time(), {}
    for id_, name in SEVENTEEN:
        false = _claim(LEDGER[id_][name])
        if _is_provable(LEDGER[id_][name].formula):
            said[id_] = "true itself: it fell with a part of it"
            continue
        found = [(one.goal, one.given) for one in repairs(*false)]
        readings = [r for r in LEDGER[id_].readings if r.name in TRUE and isinstance(r.formula, Informational)]
        true = [_claim(reading, CONSTANTS.get(id_, ())) for reading in readings]
        kin = {kinship(one, claim) for one in found for claim in true}
        mended = any(mends(one, false, claim) for one in found for claim in true)
        said[id_] = AS_THE_LEDGER if kin & {"same", "weaker"} else MENDED if mended else "not found"
    seconds = time.process_time() - start
    with capsys.disabled():
        print("", *(f"{id_}: {how}" for id_, how in said.items()), f"{seconds:.0f} s of one core", sep="\n")
    ways = list(said.values())
    assert seconds < 60
    assert ways.count(AS_THE_LEDGER) >= 9
    assert ways.count(AS_THE_LEDGER) + ways.count(MENDED) >= 13


def test_false_readings_of_sections_2_to_4(capsys: pytest.CaptureFixture[str]) -> None:
    start, said = time.process_time(), []
    for id_, name, false, joint, true in _false_readings():
        found = repairs(*false, counterexample=joint)
        claims = [(one.goal, one.given) for one in found]
        kin = {kinship(one, claim) for one in claims for claim in true}
        mended = any(mends(one, false, claim) for one in claims for claim in true)
        said.append((id_, name, bool(kin & {"same", "weaker"}), mended, found))
    seconds = time.process_time() - start
    whole, mended = (sum(one[k] for one in said) for k in (2, 3))
    necessary = sum(any(one.necessary for one in found) for *_, found in said)
    with capsys.disabled():
        print(f"\n{len(said)} false readings: {whole} repaired as the ledger has it or better, {mended} mended so")
        print(f"{necessary} with a hypothesis that is necessary, in {seconds:.0f} s of one core")
    assert seconds < 60
    assert mended >= 20


def _claim(reading: Reading, constant: Sequence[str] = ()) -> Claim:
    """Its goal and hypotheses, a constant's name replaced by a number."""
    formula: Any = reading.formula
    (goal, given) = (
        [line.replace(*constant) if constant else line for line in part] for part in (formula.goal, formula.given)
    )
    return goal, given


@cache
def _claims() -> tuple[Claim, ...]:
    """The ledger's claims that have a Shannon-type proof and pass the filters that a repair has to pass."""
    found = {}
    for statement in LEDGER:
        for reading in statement.readings:
            formula = reading.formula
            if isinstance(formula, Informational) and not formula.exists and "beta" not in str(formula):
                if _is_provable(formula) and _is_eligible(formula.goal, formula.given):
                    found[formula.goal, formula.given] = True
    return tuple(found)


def _is_provable(formula: Informational) -> bool:
    problem = Problem.of(assertions(formula.goal, "goal"), assertions(formula.given, "given"))
    return len(problem.names) <= 6 and None not in attempted(problem)


def _is_eligible(goal: Sequence[str], given: Sequence[str]) -> bool:
    search = Search(assertions(goal, "goal"), assertions(given, "given"), None)
    itself = search.candidate([])
    singles = np.eye(search.models.size)[[1 << k for k in range(len(search.names))]]
    terms = [
        search.row_of(term)
        for k in (*search.goal, *search.given)
        if isinstance(phrase := search.phrases[k], Comparison) and not search.is_vanishing(k)
        for side in (phrase.lhs, phrase.rhs)
        for term, _ in side.terms
    ]
    return (
        all(search.can_be_positive(row, search.given) for row in (*singles, *terms))
        and not any(search.is_empty(k, search.given) for k in search.goal)
        and not any(search.restates(k, itself) for k in search.given)
    )


def _planted(claim: Claim, rng: np.random.Generator) -> tuple[Claim, Joint]:
    """The claim with one slip, of a kind drawn first, which a joint distribution refutes."""
    parts = [[phrase for line in lines for phrase in phrases(line)] for lines in claim]
    names = sorted({name for part in parts for phrase in part for name in phrase.names})
    kinds = [*((0, kind) for kind in SLIPS), *((1, kind) for kind in IN_HYPOTHESES), (1, "left out")]
    for _ in range(1000):
        at, kind = kinds[rng.integers(len(kinds))]
        if not parts[at]:
            continue
        k = int(rng.integers(len(parts[at])))
        spoilt = [list(map(str, part)) for part in parts]
        if kind == "left out":
            del spoilt[at][k]
        else:
            options = [one.line for one in changes(parts[at][k], names, terms=False) if one.kind == kind]
            if not options:
                continue
            spoilt[at][k] = str(options[rng.integers(len(options))])
        problem = Problem.of(assertions(spoilt[0], "goal"), assertions(spoilt[1], "given"))
        joint = None if None not in attempted(problem) else quick_counterexample(problem)
        if joint is not None:
            return (spoilt[0], spoilt[1]), joint
    raise AssertionError(f"no slip refutes {claim}")


def _false_readings() -> Iterator[tuple[str, str, Claim, Joint, list[Claim]]]:
    """Each with a joint that refutes it, and the proved readings of its statement."""
    for statement in LEDGER:
        if statement.section[0] not in SECTIONS:
            continue
        asked: list[Any] = [
            r for r in statement.readings if isinstance(r.formula, Informational) and not r.formula.exists
        ]
        asked = [r for r in asked if "beta" not in str(r.formula)]
        problems = {
            r.name: Problem.of(assertions(r.formula.goal, "goal"), assertions(r.formula.given, "given")) for r in asked
        }
        true = [(r.formula.goal, r.formula.given) for r in asked if None not in attempted(problems[r.name])]
        for r in asked:
            joint = None if None not in attempted(problems[r.name]) else quick_counterexample(problems[r.name])
            if joint is not None:
                yield statement.id, r.name, (r.formula.goal, r.formula.given), joint, true
