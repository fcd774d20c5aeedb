"""The examples in the docstrings of `estimators`: each prints what it claims, and nothing public goes without."""

import pytest

from tests.documented import complaints, examples_of, without_example

EXAMPLES = examples_of("estimators")


@pytest.mark.parametrize("module", EXAMPLES)
def test_the_examples_print_what_they_claim(module):
    assert complaints(EXAMPLES[module]) == ""


def test_everything_public_has_an_example():
    assert without_example("estimators") == []
