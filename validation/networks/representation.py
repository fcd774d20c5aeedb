"""What a noisy perceptron represents: samples of z given x with fresh noise for every image, and their two moments."""

from collections.abc import Sequence

import torch
from torch import Tensor

from validation.networks.noise import sample_log_normal

CHUNK = 1 << 24  # weights drawn at once


def sample_representation(
    w_hat: Sequence[Tensor], log_alpha: Sequence[Tensor], images: Tensor, generator: torch.Generator
) -> Tensor:
    """z (N, dim z): the last layer's (eps * W_hat) z below, ReLU between layers; each image has noise of its own.

    `w_hat`: each layer's (outputs, inputs), first to last; `log_alpha` broadcasts against it. `images`: (N, ...).
    """
    size = max(1, CHUNK // max(w.numel() for w in w_hat))
    flat = images.flatten(1)
    return torch.cat([_sampled(w_hat, log_alpha, part, generator) for part in flat.split(size)])


def _sampled(
    w_hat: Sequence[Tensor], log_alpha: Sequence[Tensor], activations: Tensor, generator: torch.Generator
) -> Tensor:
    for layer, (mean, noise) in enumerate(zip(w_hat, log_alpha, strict=True)):
        below = activations if layer == 0 else torch.relu(activations)
        weights = sample_log_normal(mean.expand(len(below), *mean.shape), noise, generator)
        activations = torch.einsum("noi,ni->no", weights, below)
    return activations


def moments(w_hat: Sequence[Tensor], log_alpha: Sequence[Tensor], images: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and variance (N, dim z) of z given x, at the mean activations of the layers below.

    Source: Achille and Soatto 2017, Proposition 6. Exact for one layer; differentiable in the images.
    """
    activations = images.flatten(1)
    for mean in w_hat[:-1]:
        activations = torch.relu(activations @ mean.T)
    variance = torch.expm1(torch.exp(log_alpha[-1])) * w_hat[-1] ** 2
    return activations @ w_hat[-1].T, activations**2 @ variance.expand_as(w_hat[-1]).T
