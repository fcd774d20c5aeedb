"""The examples of the prover and of joint distributions print what they claim, and nothing public goes without."""

from types import FunctionType

import pytest

from bounds.distribution import Joint, JointBatch, LogSum
from bounds.shannon import Counterexample, Expression, ShannonCertificate
from tests.documented import complaints, examples_of, without_example

EXAMPLES = examples_of("bounds.shannon") | examples_of("bounds.distribution")
METHODS = (FunctionType, classmethod)
PUBLIC = (
    "bounds.shannon",
    "bounds.shannon.certificate",
    "bounds.shannon.example",
    "bounds.shannon.expression",
    "bounds.shannon.induction",
    "bounds.shannon.parametric",
    "bounds.distribution",
    "bounds.distribution.entropies",
    "bounds.distribution.strategies",
)


@pytest.mark.parametrize("module", EXAMPLES)
def test_the_examples_print_what_they_claim(module: str) -> None:
    assert complaints(EXAMPLES[module]) == ""


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_public_has_an_example(name: str) -> None:
    assert without_example(name) == []


@pytest.mark.parametrize("kind", [Counterexample, Expression, Joint, JointBatch, LogSum, ShannonCertificate])
def test_a_method_is_shown_by_itself_or_by_its_class(kind: type) -> None:
    examples = [test for test in EXAMPLES[kind.__module__] if f".{kind.__name__}" in test.name]
    shown = "".join(example.source for test in examples for example in test.examples)
    methods = {name for base in kind.__mro__ for name, part in vars(base).items() if isinstance(part, METHODS)}
    assert [name for name in sorted(methods) if not name.startswith("_") and f".{name}(" not in shown] == []
