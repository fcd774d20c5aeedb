"""How claims and their parts are called."""

import pytest

from reports.vocabulary import label, part_label


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("proposition-7", "Proposition 7"),
        ("proposition-7/lower-bound", "Proposition 7, lower bound"),
        ("proposition-5/alpha-i", "Proposition 5, αᵢ"),
        ("proposition-6/sigma-1", "Proposition 6, σ₁"),
        ("claim-1/kl-display", "Claim 1, KL display"),
        ("corollary-5.1/monotone-in-alpha", "Corollary 5.1, monotone in α"),
    ],
)
def test_label(statement: str, name: str) -> None:
    assert label(statement) == name
    assert part_label(statement) == name.partition(", ")[2]
