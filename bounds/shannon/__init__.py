"""A prover of information inequalities: exact certificates for what is true, exact joints against what is not."""

# scipy and flint are imported in the functions that need them, so that the command line's help is quick

from bounds.shannon.api import Result, prove
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.expression import TC, Assertion, Expression, H, I, chain, function, independent, sufficient
from bounds.shannon.grammar import parse
from bounds.shannon.polymatroid import Polymatroid
from bounds.shannon.questions import Best, largest, minimise, needed_hypotheses, smallest
from bounds.shannon.witness import Counterexample

__all__ = [
    "TC",
    "Assertion",
    "Best",
    "Counterexample",
    "Expression",
    "H",
    "I",
    "Polymatroid",
    "Result",
    "ShannonCertificate",
    "chain",
    "function",
    "independent",
    "largest",
    "minimise",
    "needed_hypotheses",
    "parse",
    "prove",
    "smallest",
    "sufficient",
]
