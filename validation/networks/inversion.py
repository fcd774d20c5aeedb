"""Images that a representation cannot tell apart: an amortised MAP estimate of x given z with an adversarial prior.

Section 6.3, with the sign of its second display repaired: the generator maximises
E log p(z|x_hat) - KL(q(x_hat) || p(x_hat)), the divergence read off a discriminator of real and generated images.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

INSTANCE_NOISE = 0.1  # added to what the discriminator sees, so that the two image laws overlap
FREE = 16  # random inputs of the generator beside z
DRAWS = 8  # samples of z drawn for each image, once, before training
EASE = (1.0, 0.01)  # p(z|x) is widened by this share of the variance of z, from the first step to half-way and on


@dataclass(frozen=True, kw_only=True)
class Inversion:
    """A trained generator; `normalise` is the centre and scale of z that it was trained with."""

    generator: nn.Module
    centre: Tensor
    scale: Tensor

    @torch.no_grad()
    def sample(self, z: Tensor, noise: torch.Generator) -> Tensor:
        """Flat images in [0, 1], one for each row of z."""
        return self.generator(_with_noise((z - self.centre) / self.scale, noise))


def invert(
    draw: Callable[[Tensor], Tensor],
    moments: Callable[[Tensor], tuple[Tensor, Tensor]],
    images: Tensor,
    *,
    steps: int,
    width: int,
    seed: int,
    batch: int = 64,
    rate: float = 5e-3,
) -> Inversion:
    """Train a generator of flat images (N, pixels) in [0, 1].

    `draw(images)` samples z given images, `moments(images)` gives mean and variance of that law, taken as Gaussian for
    log p(z|x_hat) (Achille and Soatto 2017, Proposition 6). Deterministic in the seed.
    """
    noise = torch.Generator(images.device).manual_seed(seed)
    pixels = images.shape[1]
    bank = torch.stack([draw(images) for _ in range(DRAWS)])
    centre, scale = bank.flatten(0, 1).mean(0), bank.flatten(0, 1).std(0) + 1e-6
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        generator = _perceptron(len(centre) + FREE, width, pixels, nn.Sigmoid()).to(images.device)
        discriminator = _perceptron(pixels, width, 1, nn.Identity()).to(images.device)
    ours = torch.optim.Adam(generator.parameters(), lr=rate, betas=(0.5, 0.99), fused=True)
    theirs = torch.optim.Adam(discriminator.parameters(), lr=rate, betas=(0.5, 0.99), fused=True)
    for step in range(steps):
        rows = torch.randint(len(images), (2, batch), generator=noise, device=images.device)
        z = bank[torch.randint(DRAWS, (batch,), generator=noise, device=images.device), rows[0]]
        made = generator(_with_noise((z - centre) / scale, noise))

        # the discriminator's logit is log p(x)/q(x) at its optimum
        real, fake = (_blurred(part, noise) for part in (images[rows[1]], made.detach()))
        theirs.zero_grad(set_to_none=True)
        (softplus(-discriminator(real)).mean() + softplus(discriminator(fake)).mean()).backward()
        theirs.step()

        divergence = -discriminator(_blurred(made, noise)).mean()
        ours.zero_grad(set_to_none=True)
        mean, variance = moments(made)
        (divergence - log_likelihood(z, mean, variance + _ease(step / steps) * scale**2).mean()).backward()
        ours.step()
    return Inversion(generator=generator.eval(), centre=centre, scale=scale)


def log_likelihood(z: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
    """log p(z|x) up to a constant, (N,), for a Gaussian law with independent components."""
    return -((z - mean) ** 2 / variance + torch.log(variance)).sum(1) / 2


def _ease(share: float) -> float:
    # a law much narrower than the spread of z has no slope to follow while the generator is far off
    start, end = EASE
    return start * (end / start) ** min(1.0, 2 * share)


def _perceptron(inputs: int, width: int, outputs: int, last: nn.Module) -> nn.Sequential:
    hidden = (nn.Linear(inputs, width), nn.LeakyReLU(0.2), nn.Linear(width, width), nn.LeakyReLU(0.2))
    return nn.Sequential(*hidden, nn.Linear(width, outputs), last)


def _with_noise(z: Tensor, noise: torch.Generator) -> Tensor:
    return torch.cat([z, torch.randn(len(z), FREE, generator=noise, device=z.device, dtype=z.dtype)], dim=1)


def _blurred(images: Tensor, noise: torch.Generator) -> Tensor:
    added = torch.randn(images.shape, generator=noise, device=images.device, dtype=images.dtype)
    return images + INSTANCE_NOISE * added
