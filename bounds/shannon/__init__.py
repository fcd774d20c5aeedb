"""A prover of information inequalities: exact certificates for what is true, exact joints against what is not."""

from bounds.shannon.api import Result, prove
from bounds.shannon.certificate import Certificate
from bounds.shannon.expression import TC, Claim, Expression, H, I, chain, function, independent, sufficient
from bounds.shannon.grammar import parse
from bounds.shannon.witness import Counterexample

__all__ = [
    "TC",
    "Certificate",
    "Claim",
    "Counterexample",
    "Expression",
    "H",
    "I",
    "Result",
    "chain",
    "function",
    "independent",
    "parse",
    "prove",
    "sufficient",
]
