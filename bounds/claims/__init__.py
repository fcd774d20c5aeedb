"""The vocabulary of every paper: statements, readings, formulas and evidence, and the verdict computed from it."""

from bounds.claims.enclosure import Enclosure
from bounds.claims.formula import Chained, Formula, Informational, Symbolic, formulas_in
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.ledger import Ledger
from bounds.claims.paper import Paper
from bounds.claims.statement import Claim, Contradiction, Evidence, Rank, Reading, Statement, Unknown, Verdict, verdict
from bounds.claims.world import By, Lemma, World

__all__ = [
    "By",
    "Chained",
    "Claim",
    "Contradiction",
    "Enclosure",
    "Evidence",
    "Formula",
    "Hypothesis",
    "Informational",
    "Ledger",
    "Lemma",
    "Paper",
    "Rank",
    "Reading",
    "Statement",
    "Symbolic",
    "Unknown",
    "Verdict",
    "World",
    "formulas_in",
    "verdict",
]
