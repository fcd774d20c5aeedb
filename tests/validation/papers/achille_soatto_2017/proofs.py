"""The paper's derivations, as its checks find them."""

import sys
from collections.abc import Iterator
from functools import cache

import bounds.papers.achille_soatto_2017 as paper
from bounds.claims import Claim, Evidence, Ledger
from bounds.claims.citation import Citation
from bounds.derivations.derivation import Derivation, Step
from bounds.papers.achille_soatto_2017 import cells
from validation.checks import Check
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE
from validation.runs.runner import _flat, _generator

# the checks of the modules that derive
PROOFS = [check for check in SUITE.all_checks if hasattr(sys.modules[check.module], "derivation")]


def citation(check: Check) -> Citation:
    """How the reading is cited that the check is of."""
    return Citation(paper.PAPER.id, check.statement, check.reading)


def evidence_of(check: Check, ledger: Ledger) -> list[Evidence]:
    """What the check finds where the ledger is this one; a check that fails finds nothing."""
    statement = ledger[check.statement]
    claim = Claim(statement=statement, reading=statement[check.reading])
    try:
        found = list(_flat(check.function(claim, _generator(0, check.key), Effort())))
        return [item.examine(claim.reading) for item in found if isinstance(item, Evidence)]
    except (ValueError, StopIteration):
        return []


@cache
def found_by(check: Check) -> tuple[Evidence, ...]:
    """What the check finds with the paper's own ledger."""
    return tuple(evidence_of(check, paper.LEDGER))


def steps() -> Iterator[tuple[Check, Derivation, Step]]:
    """Every step of every derivation, those of the proofs within steps and of Lemma 2.2's sums too."""
    for check in PROOFS:
        for item in found_by(check):
            if isinstance(item.certificate, Derivation):
                yield from ((check, proof, step) for proof, step in _nested(item.certificate))

    (construction,) = (check for check in SUITE.all_checks if check.key == "lemma-2.2:printed:construction")
    yield from ((construction, proof, step) for *_, proof in cells.lines() for step in proof.steps)


def _nested(derivation: Derivation) -> Iterator[tuple[Derivation, Step]]:
    for step in derivation.steps:
        yield derivation, step
        for argument in step.arguments.values():
            if isinstance(argument, Derivation):
                yield from _nested(argument)
