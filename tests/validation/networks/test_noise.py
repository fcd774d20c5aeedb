"""Log-normal weight noise: exact moments, the closed form of the truncated KL against quadrature, and the extremes."""

import math
from functools import partial

import numpy as np
import pytest
import torch
from scipy import integrate, stats

from validation.networks import noise

EXTREMES = (-1e4, -60.0, -10.0, 0.0, 5.0, 16.0, 60.0, 1e4)


def information(w_hat: torch.Tensor, log_alpha: torch.Tensor, low: float, high: float) -> torch.Tensor:
    """The divergence of log-normal weights of mean w_hat, truncated to low <= |w| <= high, by that of their logs."""
    location = torch.log(w_hat.double()) - torch.exp(log_alpha.double().clamp(*noise.TRUNCATED_LOG_ALPHA_RANGE)) / 2
    return noise.information_truncated_normal(location, log_alpha, math.log(low), math.log(high))


def test_the_noise_has_mean_one_and_variance_expm1_alpha() -> None:
    alpha = 0.5
    w_hat = torch.full((400_000,), -2.0, dtype=torch.float64)
    w = noise.sample_log_normal(w_hat, torch.tensor(math.log(alpha)), torch.Generator().manual_seed(1))
    epsilon = (w / w_hat).numpy()
    assert epsilon.min() > 0
    assert abs(epsilon.mean() - 1) < 5 * math.sqrt(math.expm1(alpha) / epsilon.size)
    assert epsilon.var() == pytest.approx(math.expm1(alpha), rel=0.02)


@pytest.mark.parametrize("w_hat", [1e-4, 0.02, 0.3, 5.0, 40.0])
@pytest.mark.parametrize("log_alpha", [-4.0, -1.0, 0.0, 2.0, 4.0])
def test_truncated_information_is_the_kl_by_quadrature(w_hat: float, log_alpha: float) -> None:
    low, high = 1e-3, 7.0
    alpha = math.exp(log_alpha)
    law = stats.norm(math.log(w_hat) - alpha / 2, math.sqrt(alpha))
    # the density relative to its maximum on the interval, so that a far tail does not underflow
    top = max(law.logpdf(h) for h in np.linspace(math.log(low), math.log(high), 2001))
    points = [float(np.clip(law.mean() + t * law.std(), math.log(low), math.log(high))) for t in (-3, 0, 3)]
    ends = (math.log(low), math.log(high))
    mass, _ = integrate.quad(
        lambda h: math.exp(law.logpdf(h) - top), *ends, points=points, limit=400, epsabs=0, epsrel=1e-11
    )
    kl, _ = integrate.quad(
        lambda h: (
            math.exp(law.logpdf(h) - top) / mass * (law.logpdf(h) - top - math.log(mass) + math.log(ends[1] - ends[0]))
        ),
        *ends,
        points=points,
        limit=400,
        epsabs=1e-11,
    )
    value = information(
        torch.tensor(w_hat, dtype=torch.float64), torch.tensor(log_alpha, dtype=torch.float64), low, high
    )
    assert value.item() == pytest.approx(kl, abs=1e-7)


def test_truncated_information_meets_claim_1_up_to_its_constant_deep_inside_the_prior() -> None:
    log_alpha = torch.linspace(-8, -1, 8, dtype=torch.float64)
    w_hat = torch.ones(8, dtype=torch.float64)
    width = 200.0
    constant = math.log(2 * width) - 0.5 * math.log(2 * math.pi * math.e)
    truncated = information(w_hat, log_alpha, math.exp(-width), math.exp(width))
    assert torch.allclose(truncated, noise.information_claim_1(log_alpha) + constant, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("log_alpha", EXTREMES)
def test_extremes_of_log_alpha_give_finite_values_and_gradients(log_alpha: float, dtype: torch.dtype) -> None:
    w_hat = torch.tensor([1e-8, 1e-3, 0.5, 10.0, 1e5], dtype=dtype, requires_grad=True)
    logs = torch.full((5,), log_alpha, dtype=dtype, requires_grad=True)
    w = noise.sample_log_normal(w_hat, logs, torch.Generator().manual_seed(0))
    told = information(w_hat, logs, 1e-4, 10.0)
    gradients = torch.autograd.grad((w + told).sum(), (w_hat, logs))
    assert all(torch.isfinite(t).all() for t in (w, told, *gradients))
    assert told.min() >= 0


def test_functions_agree_under_vmap_and_with_leading_dimensions() -> None:
    generator = torch.Generator().manual_seed(3)
    w_hat, log_alpha = torch.rand(4, 3, 2, generator=generator) + 0.1, torch.randn(4, 3, 2, generator=generator)
    stacked = information(w_hat, log_alpha, 0.01, 5.0)
    mapped = torch.func.vmap(lambda w, a: information(w, a, 0.01, 5.0))(w_hat, log_alpha)
    assert torch.allclose(stacked, mapped)
    samples = torch.func.vmap(lambda w, a: noise.sample_log_normal(w, a, generator), randomness="different")(
        w_hat, log_alpha
    )
    assert samples.shape == w_hat.shape
    assert samples.unique().numel() == samples.numel()


def test_within_the_range_the_information_is_the_general_one_and_float32_gives_its_gradient() -> None:
    low = -math.log(1e6)  # the training's own range
    locations = torch.linspace(low, 0.0, 10, dtype=torch.float64)[:, None].expand(10, 9)
    logs = torch.linspace(-16.0, 8.0, 9, dtype=torch.float64).expand(10, 9)
    general = noise.information_truncated_normal(locations, logs, low, 0.0)
    values, gradients = [], []
    for dtype in (torch.float64, torch.float32):
        arguments = [t.to(dtype).requires_grad_() for t in (locations, logs)]
        values.append(noise.information_within(*arguments, low, 0.0))
        gradients.append(torch.stack(torch.autograd.grad(values[-1].sum(), arguments)).double())
    torch.testing.assert_close(values[0], general, rtol=0, atol=1e-12)
    # float32 moves the ends by 1e-7, which the smallest noise (3e-4) feels where a location lies there
    torch.testing.assert_close(values[1].double(), general, rtol=0, atol=3e-3)
    torch.testing.assert_close(*gradients, rtol=1e-4, atol=3e-3)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize(("location", "log_alpha"), [(-1.0, 0.0), (-7.0, 1.0), (2.0, -4.0), (0.0, 7.0), (-3.0, 3.0)])
def test_truncated_samples_follow_their_distribution_function(
    location: float, log_alpha: float, dtype: torch.dtype
) -> None:
    low, high, sigma = -7.0, 2.0, math.exp(log_alpha / 2)
    uniform = torch.rand(20_000, dtype=dtype, generator=torch.Generator().manual_seed(5))
    arguments = torch.tensor(location, dtype=dtype), torch.tensor(log_alpha, dtype=dtype)
    samples = noise.sample_truncated_normal(*arguments, low, high, uniform).numpy()
    law = stats.truncnorm((low - location) / sigma, (high - location) / sigma, loc=location, scale=sigma)
    assert stats.kstest(samples, law.cdf).pvalue > 1e-4


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("log_alpha", [-16.0, -12.0, 0.0, 16.0])
@pytest.mark.parametrize("location", [-7.0, -6.999, 0.0, 2.0])
@pytest.mark.parametrize("uniform", [0.0, 1e-300, 0.5, 1.0])
def test_truncated_samples_stay_in_range_with_finite_gradients(
    location: float, log_alpha: float, uniform: float, dtype: torch.dtype
) -> None:
    arguments = [torch.tensor([value], dtype=dtype, requires_grad=True) for value in (location, log_alpha)]
    sample = noise.sample_truncated_normal(*arguments, -7.0, 2.0, torch.tensor([uniform], dtype=dtype))
    rounding = 4 * torch.finfo(dtype).eps
    assert -7 - rounding <= sample.item() <= 2 + rounding
    assert all(torch.isfinite(gradient).all() for gradient in torch.autograd.grad(sample.sum(), arguments))


@pytest.mark.parametrize(("location", "log_alpha"), [(-3.0, 0.0), (-6.9, 0.0), (1.5, -2.0), (-1.0, 5.0)])
def test_gradients_of_truncated_samples_are_their_differences(location: float, log_alpha: float) -> None:
    arguments = [torch.tensor([value], dtype=torch.float64, requires_grad=True) for value in (location, log_alpha)]
    uniform = torch.tensor([0.3], dtype=torch.float64)
    assert torch.autograd.gradcheck(
        lambda *at: noise.sample_truncated_normal(*at, -7.0, 2.0, uniform), arguments, rtol=1e-3, atol=1e-6
    )


@pytest.mark.parametrize(("location", "log_alpha"), [(-3.0, 0.0), (-7.0, 0.5), (2.0, -2.0), (-1.0, 5.0), (-4.0, -6.0)])
def test_gradients_of_the_divergence_are_its_differences(location: float, log_alpha: float) -> None:
    arguments = [torch.tensor([value], dtype=torch.float64, requires_grad=True) for value in (location, log_alpha)]
    for divergence in (noise.information_within, noise.information_truncated_normal):
        assert torch.autograd.gradcheck(partial(divergence, low=-7.0, high=2.0), arguments, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("log_alpha", [-59.0, -50.0, -20.0])
def test_slopes_of_the_divergence_of_hardly_any_noise_are_those_of_a_point(log_alpha: float) -> None:
    arguments = [torch.tensor([value], dtype=torch.float64, requires_grad=True) for value in (-3.0, log_alpha)]
    value = noise.information_truncated_normal(*arguments, -7.0, 2.0)
    location, scale = torch.autograd.grad(value.sum(), arguments)
    torch.testing.assert_close(location, torch.zeros_like(location), rtol=0, atol=1e-12)
    torch.testing.assert_close(scale, torch.full_like(scale, -0.5), rtol=0, atol=1e-12)


def test_what_is_no_number_has_no_information() -> None:
    nan = torch.tensor(math.nan)
    assert information(nan, torch.tensor(0.0), 0.01, 1.0).isnan()
