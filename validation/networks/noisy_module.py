"""Log-normal weight noise for any torch module: its Linear and convolution weights become w = eps * w_hat."""

from typing import Any, Literal

import torch
from torch import Tensor, nn

from validation.networks import noise
from validation.networks.structure import LAYERS, noisy_weights

Sampling = Literal["exact", "gaussian"]
VARIANCE_RANGE = (-60.0, 3.0)  # of log alpha: beyond, a few layers of exp(alpha) - 1 overflow float32


class NoisyModule(nn.Module):
    """A module whose noisy weights are drawn anew at every call; log alpha is learned for each weight or each layer.

    `sampling`: "exact" draws the log-normal weights, once a call for all inputs; "gaussian" draws each layer's outputs
    from the Gaussian with the right mean and variance, independently for every input (local reparametrisation). That is
    another noise model: faster to train with, and not the one that T1 and the layers' information speak of.
    Raises ValueError where the module has no weight to put noise on.
    """

    def __init__(
        self,
        module: nn.Module,
        *,
        log_alpha: float = -6.0,
        per: Literal["weight", "layer"] = "weight",
        sampling: Sampling = "exact",
        seed: int = 0,
    ) -> None:
        super().__init__()
        names = noisy_weights(module)
        if not names:
            raise ValueError("module: has no trained Linear or convolution weight to put noise on")
        if per not in ("weight", "layer"):
            raise ValueError(f'per: must be "weight" or "layer", got {per!r}')
        if sampling not in ("exact", "gaussian"):
            raise ValueError(f'sampling: must be "exact" or "gaussian", got {sampling!r}')
        self.module, self.names, self.sampling = module, names, sampling
        weights = dict(module.named_parameters())
        self.log_alpha = nn.ParameterList(
            torch.full(weights[name].shape if per == "weight" else (), log_alpha, dtype=weights[name].dtype)
            for name in names
        )
        self._generator = torch.Generator(weights[names[0]].device).manual_seed(seed)

    def forward(self, *inputs: Any) -> Any:
        if self.sampling == "gaussian":
            return self._with_noisy_outputs(*inputs)
        weights = dict(self.module.named_parameters())
        drawn = {
            name: noise.sample_log_normal(weights[name], log_alpha, self._generator)
            for name, log_alpha in zip(self.names, self.log_alpha, strict=True)
        }
        return torch.func.functional_call(self.module, drawn, inputs)

    def alpha(self) -> dict[str, Tensor]:
        """alpha of every noisy weight by parameter name, as `measure` takes it."""
        weights = dict(self.module.named_parameters())
        return {
            name: torch.exp(log_alpha.detach()).expand(weights[name].shape)
            for name, log_alpha in zip(self.names, self.log_alpha, strict=True)
        }

    def information(self, prior: tuple[float, float] | None = None) -> Tensor:
        """I(w;D) in nats: Claim 1's with C = 0, or the exact divergence of the truncated noise from a proper prior.

        `prior`: the range (a, b) of |w| of a log-uniform prior on the weight's own sign (Remark 4.3).
        """
        weights = dict(self.module.named_parameters())
        total = torch.zeros((), dtype=self.log_alpha[0].dtype, device=self.log_alpha[0].device)
        for name, log_alpha in zip(self.names, self.log_alpha, strict=True):
            every = log_alpha.expand(weights[name].shape)
            if prior is None:
                total = total + noise.information_claim_1(every).sum()
            else:
                total = total + noise.information_truncated(weights[name], every, *prior).sum()
        return total

    def _with_noisy_outputs(self, *inputs: Any) -> Any:
        by_weight = {
            id(dict(self.module.named_parameters())[name]): a
            for name, a in zip(self.names, self.log_alpha, strict=True)
        }

        def add_noise(layer: nn.Module, arguments: tuple[Tensor, ...], output: Tensor) -> Tensor:
            variance = _output_variance(layer, arguments[0], by_weight[id(layer.weight)])
            xi = noise.standard_normal(output, self._generator)
            # the square root has no derivative at 0, where an input is 0 throughout
            return output + torch.sqrt(variance + torch.finfo(variance.dtype).tiny) * xi

        layers = [m for m in self.module.modules() if isinstance(m, LAYERS) and id(m.weight) in by_weight]
        handles = [layer.register_forward_hook(add_noise) for layer in layers]
        try:
            return self.module(*inputs)
        finally:
            for handle in handles:
                handle.remove()


def _output_variance(layer: Any, x: Tensor, log_alpha: Tensor) -> Tensor:
    """The variance of a layer's outputs under independent weight noise: the layer on x^2 with w_hat^2 (e^alpha - 1)."""
    spread = layer.weight**2 * torch.expm1(torch.exp(log_alpha.clamp(*VARIANCE_RANGE)))
    if isinstance(layer, nn.Linear):
        return nn.functional.linear(x**2, spread)
    return layer._conv_forward(x**2, spread, None)
