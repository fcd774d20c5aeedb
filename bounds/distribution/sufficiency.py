"""What a datum tells about a task, and no more."""

from typing import Any

from bounds.distribution.joint import Joint


def minimal_sufficient(joint: Joint, name: str = "t", *, datum: str = "x", task: str = "y") -> Joint:
    """The joint with the datum's minimal sufficient statistic for the task: values with equal p(task|datum) are one.

    >>> from fractions import Fraction
    >>> third = Fraction(1, 3)
    >>> joint = minimal_sufficient(Joint({(0, 0): third, (1, 1): third, (2, 1): third}, ("x", "y")))
    >>> list(joint.probabilities)
    [(0, 0, 0), (1, 1, 1), (2, 1, 1)]
    """
    codes: dict[Any, int] = {}
    posterior = {
        x: frozenset(joint.conditional(task, given={datum: x}).probabilities.items()) for x in joint.alphabets[datum]
    }
    return joint.extended(name, lambda x: codes.setdefault(posterior[x], len(codes)), datum)
