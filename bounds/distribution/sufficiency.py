"""What a datum tells about a task, and no more."""

from typing import Any

from bounds.distribution.joint import Joint


def minimal_sufficient(joint: Joint, name: str = "t", *, datum: str = "x", task: str = "y") -> Joint:
    """The joint with the minimal sufficient statistic of the datum for the task: values with equal p(task|datum)
    are one.
    """
    codes: dict[Any, int] = {}
    posterior = {
        x: frozenset(joint.conditional(task, given={datum: x}).probabilities.items()) for x in joint.alphabets[datum]
    }
    return joint.extended(name, lambda x: codes.setdefault(posterior[x], len(codes)), datum)
