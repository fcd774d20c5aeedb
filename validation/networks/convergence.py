"""Whether training had ended: the two halves of what was trained at full beta and at the full rate are compared.

Before that beta still rises, after it the rate has fallen and any network seems to stand still.
"""

from collections.abc import Sequence

import numpy as np

from validation.networks.training import Member, Schedule

TOLERANCE = 0.03  # of what a network pays that knows nothing


def converged(history: np.ndarray, members: Sequence[Member], schedule: Schedule, *, trivial: float) -> np.ndarray:
    """Whether each member's Lagrangian fell by no more than 3 % of `trivial` from one half to the next.

    `history` (steps, members): the Lagrangians as they were trained, nats a sample; `trivial` is that of a network that
    knows nothing (the log of the classes). The halves are of what lies between half the steps at the full rate, or the
    end of the warm-up, and the rate's last fall. Where they have no step, training has not converged.
    """
    end = round(max(schedule.decays, default=1.0) * schedule.steps)
    found = []
    for member, losses in zip(members, np.asarray(history, float).T, strict=True):
        start = max(round(member.warm_up * schedule.steps), end // 2)
        middle = (start + end) // 2
        enough = start < middle < end
        found.append(enough and losses[start:middle].mean() - losses[middle:end].mean() <= TOLERANCE * trivial)
    return np.array(found, bool)
