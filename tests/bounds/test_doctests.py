"""The examples of the prover and of joint distributions run, and nothing public is without one."""

import doctest
import importlib

import pytest

from tests.documented import examples_of, without_example

PACKAGES = [importlib.import_module(name) for name in ("bounds.shannon", "bounds.distribution")]
DOCUMENTED = (
    "bounds.shannon",
    "bounds.shannon.certificate",
    "bounds.shannon.expression",
    "bounds.shannon.parametric",
    "bounds.distribution",
    "bounds.distribution.entropies",
    "bounds.distribution.strategies",
)


@pytest.mark.parametrize("test", [t for package in PACKAGES for t in examples_of(package)], ids=lambda test: test.name)
def test_the_example_runs(test: doctest.DocTest) -> None:
    said: list[str] = []
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.DocTestRunner(optionflags=flags).run(test, out=said.append)
    assert result.failed == 0, "".join(said)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_everything_public_has_an_example(name: str) -> None:
    assert without_example(importlib.import_module(name)) == []
