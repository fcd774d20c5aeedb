"""Learning log alpha alone, w_hat fixed: the stationary noise of E[L(w)] - (beta/2) sum log alpha (eq. 3, Claim 1)."""

import numpy as np
import torch

from estimators.hessian.calling import by_row
from estimators.hessian.objective import Objective
from validation.networks.noise import log_normal, standard_normal

PAIRS = 4
DECAY = 0.5  # the share of the steps after which the rate falls to a tenth and averaging begins


def learn_log_alpha(
    problem: Objective, *, betas: np.ndarray, start: np.ndarray, steps: int, rate: float, seed: int
) -> np.ndarray:
    """log alpha (betas, K) by Adam on exact samples, antithetic pairs, averaged over the second half of the steps.

    `start` (betas, K) is where log alpha begins. The loss is the objective's, summed over its data.
    """
    generator = torch.Generator().manual_seed(seed)
    w_hat = problem.flat()
    log_alpha = torch.tensor(start, dtype=problem.dtype, requires_grad=True)
    scale = torch.tensor(betas, dtype=problem.dtype)[:, None]
    optimiser = torch.optim.Adam([log_alpha], lr=rate, fused=True)
    total, averaged = torch.zeros_like(log_alpha), 0
    for step in range(steps):
        late = step >= DECAY * steps
        for group in optimiser.param_groups:
            group["lr"] = rate / 10 if late else rate
        xi = standard_normal(log_alpha.expand(PAIRS, *log_alpha.shape), generator)
        both = torch.cat([xi, -xi])
        loss = losses(problem, log_normal(w_hat, log_alpha, both)).sum() / len(both)
        lagrangian = loss - (scale / 2 * log_alpha).sum()
        (gradient,) = torch.autograd.grad(lagrangian, log_alpha)
        # each row is its own problem: its gradient is measured in units of its beta
        log_alpha.grad = gradient / scale
        optimiser.step()
        if late:
            total, averaged = total + log_alpha.detach(), averaged + 1
    return (total / averaged).numpy()


def losses(problem: Objective, weights: torch.Tensor) -> torch.Tensor:
    """The loss at every row of weights (..., K), differentiable in them."""
    rows = weights.flatten(0, -2)
    total = torch.zeros(len(rows), dtype=rows.dtype, device=rows.device)
    for term in problem.terms():
        total = total + by_row(term, problem.unflatten(rows))
    return total
