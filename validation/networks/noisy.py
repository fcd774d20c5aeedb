"""Train a torch model of your own with log-normal noise in its weights and a price on what they know (eq. 3).

The posteriors are those that the experiments train (`validation.networks.posterior`), on one network of any kind.
"""

import copy
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from estimators.arguments import whole_number
from estimators.pac_bayes import Certificate, certificate, share_interval
from validation.networks.grid import Flat
from validation.networks.posterior import LEARNED, POSTERIORS, MixedSigns, State, TruncatedLogNormal
from validation.networks.signed import truncated_moments
from validation.networks.structure import masks, noisy_weights


class Noisy(nn.Module):
    """A model whose weights are drawn anew at every call, from a posterior that its optimiser trains.

    `information()` is what they know of the data, in nats: train on a mean loss plus beta/N times it. The noise is on
    the weights of linear, convolution, embedding, recurrent and attention layers; all else is trained as it is, within
    `model`. `posterior`: "claim-1" (log-normal, an alpha a weight, Claim 1's information at C = 0),
    "claim-1-per-layer", or "truncated" (the exact divergence from a proper prior: log |w| uniform over 13.8 nats below
    4/sqrt(inputs), signs as they were at the start). `log_alpha` is where the noise begins. The state of the generator
    is saved with the tensors. Raises ValueError for a posterior or a model that it does not know.

    >>> noisy = Noisy(nn.Linear(3, 2), posterior="truncated")
    >>> noisy(torch.ones(5, 3)).shape, [name for name, one in noisy.named_parameters() if one.requires_grad]
    (torch.Size([5, 2]), ['location', 'log_alpha', 'model.bias'])
    """

    log_alpha: Tensor
    w_hat: Tensor
    signed_unit: Tensor
    layer: Tensor

    def __init__(self, model: nn.Module, *, posterior: str = "claim-1", log_alpha: float = -6.0, seed: int = 0) -> None:
        super().__init__()
        if posterior not in POSTERIORS or isinstance(POSTERIORS[posterior], MixedSigns):
            known = ", ".join(name for name, one in POSTERIORS.items() if not isinstance(one, MixedSigns))
            raise ValueError(f"posterior: must be one of {known}, got {posterior!r}")
        names = noisy_weights(model) if isinstance(model, nn.Module) else ()
        if not names:
            raise ValueError("model: must be a torch module with a trained weight to put noise on")
        if not math.isfinite(log_alpha):
            raise ValueError(f"log_alpha: must be finite, got {log_alpha!r}")
        weights = {name: dict(model.named_parameters())[name].detach() for name in names}
        for name, kept in masks(model).items():  # what pruning took away holds nothing
            weights[name] = weights[name] * kept
        first = next(iter(weights.values()))
        self.model, self.posterior = _copied(model), POSTERIORS[posterior]
        self._flat = Flat({name: w.shape for name, w in weights.items()}, device=str(first.device), dtype=first.dtype)
        self._random = torch.Generator(first.device).manual_seed(seed)
        for name in names:  # the model's own are neither trained nor used: each call puts drawn ones in their place
            self.model.get_parameter(name).requires_grad_(False)
        flat = torch.cat([w.flatten() for w in weights.values()])[None]
        start = torch.full((1, 1), log_alpha, dtype=first.dtype, device=first.device)
        for name, tensor in self.posterior.start(flat, self._flat, start).items():
            if name in LEARNED:
                self.register_parameter(name, nn.Parameter(tensor))
            else:
                self.register_buffer(name, tensor)
        self._parts = tuple(name for name in (*LEARNED, "signed_unit", "layer") if hasattr(self, name))

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the model returns with weights drawn now, in training and in evaluation alike."""
        self._confine()
        drawn = self.posterior.draw(torch.Size([self._flat.weights]), self._random, self.log_alpha.dtype)
        weights = self._flat.layers(self.posterior.sample(self._state, drawn))
        return torch.func.functional_call(self.model, {name: w[0] for name, w in weights.items()}, args, kwargs)

    def information(self) -> Tensor:
        """I(w;D), a differentiable scalar in nats; of weights that are 0 there is none."""
        self._confine()  # of the law that is drawn from
        each = self.posterior.information(self._state)
        shape = torch.Size([1, self._flat.weights])
        each = each[:, self.layer] if each.shape != shape and "layer" in self._parts else each
        return (each.expand(shape) * self._there).sum()

    def groups(self, *, rate: float = 0.01, rate_of_log_alpha: float = 0.03) -> list[dict[str, Any]]:
        """Parameters for an optimiser: the noise wants a rate of its own."""
        rest = [parameter for name, parameter in self.named_parameters() if name != "log_alpha"]
        trained = [parameter for parameter in rest if parameter.requires_grad]
        return [{"params": trained, "lr": rate}, {"params": [self.log_alpha], "lr": rate_of_log_alpha}]

    @torch.no_grad()
    def settled(self) -> tuple[nn.Module, dict[str, Tensor]]:
        """The model with the weights' means, and the alpha of each by name: what `measure(..., alpha=)` takes.

        Of a truncated posterior they are those of the log-normal with its mean and variance.
        """
        self._confine()
        state = {name: t.double() if t.is_floating_point() else t for name, t in self._state.items()}
        if isinstance(self.posterior, TruncatedLogNormal):
            first, second = truncated_moments(state, -self.posterior.range)
            mean, alpha = state["signed_unit"] * first, torch.log(second) - 2 * torch.log(first)
        else:
            mean, alpha = state["w_hat"], torch.exp(state["log_alpha"])
            alpha = alpha[:, self.layer] if "layer" in self._parts else alpha
        model = _copied(self.model)
        for name, weight in self._flat.layers(mean).items():
            model.get_parameter(name).copy_(weight[0]).requires_grad_()
        return model, {name: one[0].clone() for name, one in self._flat.layers(alpha).items()}

    def get_extra_state(self) -> Tensor:
        return self._random.get_state()

    def set_extra_state(self, state: Tensor) -> None:
        self._random.set_state(state.cpu())

    @property
    def _state(self) -> State:
        return {name: getattr(self, name) for name in self._parts}

    @property
    def _there(self) -> Tensor:
        return (self.signed_unit if "signed_unit" in self._parts else self.w_hat) != 0

    @torch.no_grad()
    def _confine(self) -> None:
        """Bring the state within its bounds; left alone where it is, so that two calls may share a backward pass."""
        inside = {name: tensor.detach().clone() for name, tensor in self._state.items()}
        self.posterior.confine(inside)
        for name in LEARNED:
            if name in inside and not torch.equal(inside[name], getattr(self, name)):
                getattr(self, name).copy_(inside[name])


def _copied(model: nn.Module) -> nn.Module:
    """A deep copy; what a module made of its parameters, as pruning does, is remade at its next call."""
    made = [tensor for module in model.modules() for tensor in vars(module).values() if isinstance(tensor, Tensor)]
    return copy.deepcopy(model, {id(tensor): tensor.detach() for tensor in made if not tensor.is_leaf})


@dataclass(frozen=True, kw_only=True)
class Certified:
    """A certificate on the error of the classifier that draws its weights for each input; its error on held-out data.

    `divergence`: KL(posterior || prior), in nats. `held_out`: the share of errors and its 95 % interval.
    """

    certificate: Certificate
    divergence: float
    held_out: tuple[float, tuple[float, float]] | None


@torch.no_grad()
def certified(
    noisy: Noisy,
    data: Iterable[tuple[Tensor, Tensor]],
    *,
    held_out: Iterable[tuple[Tensor, Tensor]] | None = None,
    signs: str = "before the data",
    draws: int = 2_000,
    level: float = 0.95,
    seed: int = 0,
) -> Certified:
    """The PAC-Bayes certificate of a trained truncated posterior, from the data (inputs, labels) it was trained on.

    `signs`: "before the data" where the model was at its random start when the noise was put on, else "from the data",
    which costs log 2 a weight. The prior has no choice that the data could have told. Raises ValueError for a posterior
    without a proper prior, and for parameters trained without noise, whose divergence is infinite.
    """
    if not isinstance(noisy.posterior, TruncatedLogNormal):
        raise ValueError(f"noisy: its posterior must be a truncated one, which has a prior, got {noisy.posterior.name}")
    if signs not in ("before the data", "from the data"):
        raise ValueError(f'signs: must be "before the data" or "from the data", got {signs!r}')
    free = [name for name, parameter in noisy.model.named_parameters() if parameter.requires_grad]
    if free:
        raise ValueError(f"noisy: {', '.join(free)} are trained without noise; freeze them before training")
    whole_number("draws", draws, least=1)
    divergence = float(noisy.information().double())
    if signs == "from the data":
        divergence += math.log(2) * int(noisy._there.sum())
    inputs, labels = _together(data)
    bound = certificate(
        _mistakes(noisy, inputs, labels, draws, seed), draws, divergence=divergence, samples=len(labels), level=level
    )
    new = None
    if held_out is not None:
        others = _together(held_out)
        wrong = _mistakes(noisy, *others, draws, seed + 1)
        new = (wrong / draws, share_interval(wrong, draws))
    return Certified(certificate=bound, divergence=divergence, held_out=new)


def _together(data: Iterable[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    inputs, labels = zip(*data, strict=True)
    return torch.cat(inputs), torch.cat(labels)


def _mistakes(noisy: Noisy, inputs: Tensor, labels: Tensor, draws: int, seed: int) -> int:
    """Of inputs drawn at random, each with weights of its own, how many are called wrongly."""
    chosen = torch.randint(len(labels), (draws,), generator=torch.Generator().manual_seed(seed))
    was_training = noisy.training
    noisy.eval()
    wrong = sum(int(noisy(inputs[k : k + 1]).argmax(1) != labels[k]) for k in chosen.tolist())
    noisy.train(was_training)
    return wrong
