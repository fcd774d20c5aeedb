"""Sections 6.2, 6.3 and 7: verdicts, and the discriminators summed out."""

from fractions import Fraction

import pytest

from bounds.claims.statement import Verdict
from bounds.distribution.joint import Joint
from validation.papers.achille_soatto_2017.checks.section_6 import _ratios

EXPECTED = {
    ("section-6.2/discriminator", "printed"): Verdict.REFUTED,
    ("section-6.2/discriminator", "intended"): Verdict.PROVED,
    ("section-6.2/discriminator", "repaired"): Verdict.PROVED,
    ("section-6.2/less-information", "printed"): Verdict.REFUTED,
    ("section-6.2/less-information", "repaired"): Verdict.PROVED,
    ("section-6.2/definition", "printed"): Verdict.PROVED,
    ("section-7/copy", "printed"): Verdict.PROVED,
    ("section-7/shared", "printed"): Verdict.PROVED,
    ("section-7/no-more-informative", "printed"): Verdict.PROVED,
    ("section-6.2/log-ratio", "printed"): Verdict.PROVED,
    ("section-6.2/log-ratio", "repaired"): Verdict.PROVED,
    ("footnote-8", "printed"): Verdict.REFUTED,
    ("footnote-8", "repaired"): Verdict.PROVED,
    ("section-6.3", "printed"): Verdict.PROVED,
    ("section-6.3/objective", "printed"): Verdict.REFUTED,
    ("section-6.3/objective", "repaired"): Verdict.PROVED,
}


@pytest.mark.parametrize(("statement", "reading"), EXPECTED)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_verdict_is_the_mathematics(statement: str, reading: str, seed: int, verdict_of) -> None:
    assert verdict_of(statement, reading, seed) is EXPECTED[statement, reading]


def test_the_ratios_are_likelihood_ratios() -> None:
    # z = x = n with probability 3/4, flipped otherwise
    joint = Joint({(n, x, x): Fraction(3 if n == x else 1, 8) for n in (0, 1) for x in (0, 1)}, ("n", "x", "z"))
    assert (
        sorted(ratio for ratio, _ in _ratios(joint, given_datum=False)) == [Fraction(1, 2)] * 2 + [Fraction(3, 2)] * 2
    )
    assert {ratio for ratio, _ in _ratios(joint, given_datum=True)} == {Fraction(1)}
