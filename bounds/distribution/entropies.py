"""Every information as a signed sum of joint entropies, over sets of names."""

from collections.abc import Iterable, Sequence

Signs = dict[frozenset[str], int]  # how often each set's joint entropy is taken


def entropy(names: frozenset[str], given: frozenset[str] = frozenset()) -> Signs:
    """H(names | given).

    >>> entropy(frozenset("xy"), frozenset("y")) == {frozenset("xy"): 1, frozenset("y"): -1}
    True
    """
    return _sum([(names | given, 1), (given, -1)])


def mutual_information(groups: Sequence[frozenset[str]], given: frozenset[str] = frozenset()) -> Signs:
    """I(a; b | given), of three or more groups their co-information, by inclusion and exclusion.

    Raises ValueError for fewer than two groups.

    >>> mutual_information([frozenset("x"), frozenset("x")]) == entropy(frozenset("x"))
    True
    """
    if len(groups) < 2:
        raise ValueError(f"groups: an information I is of at least two, got {len(groups)}")
    return _sum(
        (given.union(*(group for k, group in enumerate(groups) if chosen >> k & 1)), -((-1) ** chosen.bit_count()))
        for chosen in range(1 << len(groups))
    )


def total_correlation(groups: Sequence[frozenset[str]], given: frozenset[str] = frozenset()) -> Signs:
    """TC(groups | given) = sum_k H(group_k | given) - H(all | given).

    >>> x, y = frozenset("x"), frozenset("y")
    >>> total_correlation([x, y]) == mutual_information([x, y])
    True
    """
    return _sum([(given, 1 - len(groups)), (given.union(*groups), -1), *((group | given, 1) for group in groups)])


def _sum(signed: Iterable[tuple[frozenset[str], int]]) -> Signs:
    """Added up, set by set; no set is left at 0, and the entropy of nothing is 0."""
    total: Signs = {}
    for names, sign in signed:
        total[names] = total.get(names, 0) + sign
    return {names: sign for names, sign in total.items() if sign and names}
