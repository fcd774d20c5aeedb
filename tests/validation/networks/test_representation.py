"""Samples of a noisy representation have the moments of Proposition 6, and noise of their own for every image."""

import torch

from validation.networks import representation
from validation.networks.representation import moments, sample_representation


def layers() -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    generator = torch.Generator().manual_seed(0)
    shapes = [(6, 4), (3, 6)]
    w_hat = [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]
    log_alpha = [torch.rand(shape, generator=generator, dtype=torch.float64) - 2 for shape in shapes]
    return w_hat, log_alpha


def test_one_layer_has_the_mean_and_variance_of_proposition_6():
    w_hat, log_alpha = (part[:1] for part in layers())
    image = torch.tensor([[0.3, -1.0, 2.0, 0.5]], dtype=torch.float64)
    z = sample_representation(w_hat, log_alpha, image.expand(100_000, -1), torch.Generator().manual_seed(1))
    mean, variance = moments(w_hat, log_alpha, image)
    torch.testing.assert_close(z.mean(0), mean[0], atol=0.03, rtol=0)
    torch.testing.assert_close(z.var(0), variance[0], atol=0, rtol=0.05)


def test_noise_differs_from_image_to_image_and_chunks_join(monkeypatch):
    w_hat, log_alpha = layers()
    images = torch.ones(50, 4, dtype=torch.float64)
    whole = sample_representation(w_hat, log_alpha, images, torch.Generator().manual_seed(1))
    assert whole.shape == (50, 3)
    assert len(whole[:, 0].unique()) == 50
    monkeypatch.setattr(representation, "CHUNK", 24 * 7)
    parts = sample_representation(w_hat, log_alpha, images, torch.Generator().manual_seed(1))
    assert parts.shape == (50, 3)
    torch.testing.assert_close(parts.mean(0), whole.mean(0), atol=1.5, rtol=0.5)


def test_without_noise_it_is_the_network():
    w_hat, _ = layers()
    silent = [torch.tensor(-60.0, dtype=torch.float64)] * 2
    images = torch.randn(20, 4, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    expected = torch.relu(images @ w_hat[0].T) @ w_hat[1].T
    z = sample_representation(w_hat, silent, images, torch.Generator().manual_seed(1))
    torch.testing.assert_close(z, expected)
    torch.testing.assert_close(moments(w_hat, silent, images)[0], expected)
