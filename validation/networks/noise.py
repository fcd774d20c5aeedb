"""Log-normal weight noise: w = eps * w_hat, eps ~ logN(-alpha/2, alpha), and what it tells about the data set.

Every function works entry by entry on tensors of any shape, under `torch.func.vmap`, and in float32 or float64. The
noise is parametrised by log alpha: outside [-60, 60] a sample no longer changes in floating point (it is w_hat, or 0),
so the scale saturates there instead of overflowing. What is for a location within the prior's range is for training,
which keeps log alpha in range too: it does not saturate.
"""

import math
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

LOG_ALPHA_RANGE = (-60.0, 60.0)
TRUNCATED_LOG_ALPHA_RANGE = (-60.0, 16.0)
FAR = 1e4  # standard deviations beyond which a normal tail is an exponential, to 1e-8
BELOW_ONE = 1 - 2.0**-24  # in float32 and float64
LEAST_EXPONENT = -85.0  # exp is many times slower where it underflows float32


def log_normal(w_hat: Tensor, log_alpha: Tensor, xi: Tensor) -> Tensor:
    """The weights w = w_hat * exp(sqrt(alpha) xi - alpha/2) for standard normal xi (section 4, noise model)."""
    return scaled(w_hat, torch.exp(log_alpha.clamp(*LOG_ALPHA_RANGE) / 2), xi)


def scaled(w_hat: Tensor, sigma: Tensor, xi: Tensor) -> Tensor:
    """`log_normal` for a given sigma = sqrt(alpha)."""
    return w_hat * torch.exp(sigma * torch.sub(xi, sigma, alpha=0.5))


def standard_normal(like: Tensor, generator: torch.Generator | None) -> Tensor:
    """Standard normal numbers of the shape, dtype and device of `like`."""
    return torch.randn(like.shape, generator=generator, dtype=like.dtype, device=like.device)


def sample_log_normal(w_hat: Tensor, log_alpha: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """One exact sample of the weights for every entry of w_hat; log_alpha broadcasts against it.

    Under `torch.func.vmap` ask for randomness="different" (or "same"), or draw xi outside and call `log_normal`.
    """
    return log_normal(w_hat, log_alpha, standard_normal(w_hat, generator))


def information_claim_1(log_alpha: Tensor) -> Tensor:
    """Claim 1's information per weight, -1/2 log alpha, in nats up to the constant C of an improper prior."""
    return -0.5 * log_alpha


def information_truncated_normal(location: Tensor, log_alpha: Tensor, low: float, high: float) -> Tensor:
    """KL of N(location, alpha) truncated to [low, high] from the uniform law on it, in nats, in float64.

    With log|w| for the variable this is the divergence of truncated log-normal weights from Remark 4.3's proper prior,
    and the location is free of the mean-one convention.
    """
    log_sigma = log_alpha.double().clamp(*TRUNCATED_LOG_ALPHA_RANGE) / 2
    sigma, location = torch.exp(log_sigma), location.double()
    # the law is symmetric: mirror it where the interval lies left of the location, so that tails are right tails
    mirrored = location > high
    start = torch.where(mirrored, location - high, low - location) / sigma
    width = (high - low) / sigma
    inside, tail = start <= 0, (start > 0) & (start <= FAR)
    far = ~(inside | tail)  # what is no number goes this way, and stays none
    # every branch sees harmless arguments where it is not taken, or its gradient would be 0 * inf
    gap = torch.where(
        inside,
        _central(torch.where(inside, start, -torch.ones_like(start)), width),
        torch.where(
            tail,
            _tail(torch.where(tail, start, torch.ones_like(start)), width),
            torch.log(torch.where(far, start, torch.ones_like(start))) - 1,
        ),
    )
    return _from_uniform(gap, log_sigma, low, high)


def _from_uniform(gap: Tensor, log_sigma: Tensor, low: float, high: float) -> Tensor:
    """The divergence from the uniform law on [low, high], given minus the entropy in units of sigma."""
    return math.log(high - low) - log_sigma + gap


def _central(start: Tensor, width: Tensor) -> Tensor:
    """Minus the entropy of the standard normal on [start, start + width], start <= 0 <= start + width."""
    return _MinusEntropy.apply(start, start + width)[0]


class _MinusEntropy(torch.autograd.Function):
    """log p(z) averaged over the standard normal z on [a, b], a <= 0 <= b; its slopes in closed form, for speed."""

    generate_vmap_rule = True

    @staticmethod
    def forward(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        mass = (torch.erf(b / math.sqrt(2)) - torch.erf(a / math.sqrt(2))) / 2
        at_a, at_b = _density(a) / mass, _density(b) / mass
        edges = a * at_a - b * at_b
        return -0.5 * math.log(2 * math.pi * math.e) - torch.log(mass) - edges / 2, at_a, at_b, edges

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, ...], output: tuple[Tensor, ...]) -> None:
        ctx.save_for_backward(*inputs, *output[1:])
        ctx.mark_non_differentiable(*output[1:])

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, slope: Tensor, *_: Tensor) -> tuple[Tensor, Tensor]:
        a, b, at_a, at_b, edges = ctx.saved_tensors
        half, rest = slope / 2, 1 - edges
        # a density is 0 beyond where it is cut off: its product with the square is too
        squares = ((end * end).clamp(max=-2 * LEAST_EXPONENT) for end in (a, b))
        first, second = (half * at * (rest + square) for at, square in zip((at_a, at_b), squares, strict=True))
        return first, -second


def _tail(start: Tensor, width: Tensor) -> Tensor:
    """The same for 0 < start: the density at `start` is taken out of the mass, so that nothing underflows."""
    end = start + width
    fall = torch.exp(-width * (start + end) / 2)
    mass = _mills(start) - fall * _mills(end)
    edges = (start - end * fall) / (2 * mass)
    return start**2 / 2 - 0.5 - torch.log(mass) - edges


def _density(x: Tensor) -> Tensor:
    return _exp(-0.5 * x * x) / math.sqrt(2 * math.pi)


def _exp(x: Tensor) -> Tensor:
    return torch.exp(x.clamp(min=LEAST_EXPONENT))


def _mills(x: Tensor) -> Tensor:
    return math.sqrt(math.pi / 2) * torch.special.erfcx(x / math.sqrt(2))


def information_within(location: Tensor, log_alpha: Tensor, low: float, high: float) -> Tensor:
    """`information_truncated_normal` for low <= location <= high: no tails, and the dtype of its arguments."""
    log_sigma = log_alpha / 2
    sigma = torch.exp(log_sigma)
    gap = _central((low - location) / sigma, (high - low) / sigma)
    return _from_uniform(gap, log_sigma, low, high)


def sample_truncated_normal(location: Tensor, log_alpha: Tensor, low: float, high: float, uniform: Tensor) -> Tensor:
    """N(location, alpha) truncated to [low, high] by inversion of its distribution function at `uniform` in (0, 1).

    For low <= location <= high, so that neither end lies in a far tail; in [low, high] to rounding. All of one dtype.
    """
    sigma = torch.exp(log_alpha / 2)
    ends = torch.broadcast_tensors((low - location) / sigma, (high - location) / sigma, uniform)
    return location + sigma * _Quantile.apply(*ends)


class _Quantile(torch.autograd.Function):
    """The quantile at u of the standard normal on [a, b], a <= 0 <= b; its slopes in closed form, for speed."""

    generate_vmap_rule = True

    @staticmethod
    def forward(a: Tensor, b: Tensor, u: Tensor) -> Tensor:
        start, end = torch.erf(a / math.sqrt(2)), torch.erf(b / math.sqrt(2))
        inner = torch.lerp(start, end, u).clamp(-BELOW_ONE, BELOW_ONE)  # the inverse is infinite at 1
        return torch.clamp(math.sqrt(2) * torch.erfinv(inner), a, b)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        ctx.save_for_backward(*inputs, output)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, slope: Tensor) -> tuple[Tensor, Tensor, None]:
        a, b, u, z = ctx.saved_tensors
        square = z * z
        at_a, at_b = (_exp(0.5 * (square - end * end)) for end in (a, b))
        return slope * (1 - u) * at_a, slope * u * at_b, None
