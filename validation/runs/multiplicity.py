"""One false-alarm level for a whole run: p-values corrected for every comparison that the run makes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bounds.claims.statement import Evidence

K = TypeVar("K")


def corrected(evidence: Mapping[K, Sequence[Evidence]]) -> dict[K, list[Evidence]]:
    """The same evidence with p-values corrected: Bonferroni over each item's own comparisons, Holm over the items."""
    from statsmodels.stats.multitest import multipletests

    tested = [
        (key, index) for key, items in evidence.items() for index, item in enumerate(items) if item.p_value is not None
    ]
    result = {key: list(items) for key, items in evidence.items()}
    if not tested:
        return result
    raw = [min(1.0, (evidence[k][i].p_value or 0.0) * max(1, evidence[k][i].comparisons)) for k, i in tested]
    adjusted = multipletests(raw, method="holm")[1]
    for (key, index), p_value in zip(tested, adjusted, strict=True):
        item = evidence[key][index]
        result[key][index] = replace(item, p_value=float(p_value))
    return result
