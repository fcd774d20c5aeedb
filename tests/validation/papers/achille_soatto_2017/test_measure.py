"""`measure` on networks that are not ours, the structure it reads, and the bounds it feeds."""

import json
import math

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils import prune

from bounds.ledger import LEDGER
from bounds.papers.achille_soatto_2017.row_numbers import unit_bounds
from validation.networks import measure
from validation.networks.structure import chain, noisy_weights
from validation.papers.achille_soatto_2017.measured_flatness import jensen_gap, proposition_5
from validation.papers.achille_soatto_2017.measured_information import BY_NORMS, SHARED


@pytest.fixture
def quadratic():
    """A least-squares line with a known Hessian, 2 diag(sum x_i^2), at its minimum."""
    model = nn.Linear(3, 1, bias=False).double()
    x = torch.diag(torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64))
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.5, -1.0, 2.0]]))
    return model, nn.MSELoss(reduction="sum"), [(x, (x @ model.weight.T).detach())]


class Skip(nn.Module):
    """Two layers with a skip between them."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.inner = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.first(x))
        return h + self.inner(h)


def _tied() -> nn.Module:
    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4))
    model[1].weight = model[0].weight
    return model


def test_a_quadratic_at_its_minimum_has_its_closed_forms(quadratic) -> None:
    beta = 0.01
    found = measure(*quadratic, beta=beta, name="line")
    a = np.array([0.25 * 2, 1 * 8, 4 * 18])
    assert found.flatness.is_minimum
    assert found.flatness.trace.value == pytest.approx(28)
    assert found.information_in_weights.value == pytest.approx(1.5 * np.log(a.sum() / (3 * beta)))
    assert found.layers[0].alpha == pytest.approx(3 * beta / a.sum())
    readings = found.information_in_weights.bounds.readings
    assert readings["proposition-5/statement repaired"].information == pytest.approx(0.5 * np.log(a / beta).sum())
    assert readings[SHARED].slack == pytest.approx(0, abs=1e-9)  # one layer: an identity
    assert readings[SHARED].holds
    norms = math.log(0.25 + 1 + 4) + math.log(28)
    assert readings["proposition-5/statement repaired"].bound == pytest.approx(1.5 * (norms - math.log(9 * beta)))
    assert readings["proposition-5/statement printed"].bound == pytest.approx(
        1.5 * (norms - 3 * math.log(9 * beta / 2))
    )
    json.dumps(found.to_json())


def test_a_name_with_markup_is_text_in_a_notebook(quadratic) -> None:
    shown = measure(*quadratic, beta=0.01, name="<b>line</b>")._repr_html_()
    assert "<b>line" not in shown
    assert "I(w;D) (nats)" in shown


def test_given_noise_is_checked_against_t1(quadratic) -> None:
    model, loss, data = quadratic
    beta, a = 0.05, np.array([0.5, 8.0, 72.0])
    from scipy.special import lambertw

    optimal = lambertw(beta / a).real
    found = measure(model, loss, data, beta=beta, alpha={"weight": torch.tensor(optimal)[None]})
    whole = found.information_in_weights.t1[0]
    total = (a * np.exp(optimal)).sum()  # E[w^2] = w_hat^2 e^alpha
    low, high = whole.bound_interval
    assert whole.information == found.information_in_weights.value == pytest.approx(-0.5 * np.log(optimal).sum())
    assert low < 1.5 * math.log(total / (3 * beta)) < high
    assert whole.ratio.interval[0] < 1 < whole.ratio.interval[1]
    assert whole.holds
    assert whole.slack > 0
    less = measure(model, loss, data, beta=beta, alpha=1e-4).information_in_weights.t1[0]
    assert less.holds is False  # nothing is stationary about so little noise, and its ratio says so
    assert less.ratio.interval[1] < 1


def _unequal(size: int = 40):
    """A least-squares line one of whose weights has nearly all of the size and of the curvature."""
    model, x = nn.Linear(size, 1, bias=False).double(), torch.full((size,), 0.01, dtype=torch.float64)
    with torch.no_grad():
        model.weight.fill_(0.1)
        model.weight[0, 0], x[0] = 1.0, 1.0
    return model, nn.MSELoss(reduction="sum"), [(x.diag(), (x.diag() @ model.weight.T).detach())]


@pytest.mark.parametrize("probes", [None, 4])
def test_noise_that_weights_share_stands_beside_its_own_bounds(probes: int | None) -> None:
    found = measure(*_unequal(), beta=0.01, probes=probes).information_in_weights
    total = 2 * (1 + 39 * 1e-6)
    readings = found.bounds.readings
    by_weight = readings["proposition-5/statement repaired"]
    assert found.value == pytest.approx(20 * math.log(total / (40 * 0.01)))
    # another noise's bound, which it exceeds: they are not set against each other
    assert found.value > by_weight.bound + 30
    assert by_weight.information is None or by_weight.information < by_weight.bound
    assert bool(by_weight.reason) == (probes is not None)
    for name in (SHARED, BY_NORMS):
        assert readings[name].information == pytest.approx(found.value)
        assert readings[name].holds
        assert readings[name].slack > -1e-9


def _perceptron() -> tuple:
    generator = torch.Generator().manual_seed(3)
    with torch.random.fork_rng():
        torch.manual_seed(3)
        model = nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 2)).double()
    x = torch.randn(40, 5, generator=generator, dtype=torch.float64)
    return model, nn.CrossEntropyLoss(), [(x, (x[:, 0] > 0).long())]


def test_sampled_and_exact_curvature_give_one_information() -> None:
    exact = measure(*_perceptron(), beta=0.05).information_in_weights
    assert exact.interval == pytest.approx((exact.value, exact.value))
    sampled = [measure(*_perceptron(), beta=0.05, probes=40, seed=seed).information_in_weights for seed in range(8)]
    ends = [one.interval for one in sampled]
    assert sum(low < exact.value < high for low, high in ends) >= 7
    assert max(high - low for low, high in ends) < 30  # and they say something


def test_a_layer_without_positive_curvature_has_no_noise_and_says_why() -> None:
    def hill(output: Tensor, target: Tensor) -> Tensor:
        return -((output - target) ** 2).sum()

    found = measure(*_line(), hill, _regression(1), reduction="sum")
    (layer,) = found.layers
    assert "not positive: no alpha is stationary" in layer.reason
    assert (layer.information, found.information_in_weights.value) == (None, None)
    assert found.information_in_weights.left_out == 4
    json.dumps(found.to_json(), allow_nan=False)


def _line() -> tuple:
    return (nn.Linear(4, 1, bias=False),)


def test_weights_that_are_zero_are_no_weights_of_their_layer() -> None:
    model, loss, data = _unequal(3)
    with torch.no_grad():
        model.weight[0, 2] = 0
    found = measure(model, loss, data, beta=0.01)
    assert found.layers[0].weights == 2
    assert found.information_in_weights.value == pytest.approx(math.log((2 + 2e-6) / 0.02))


def test_the_slack_of_t1_double_prime_is_its_two_divergences() -> None:
    rng = np.random.default_rng(0)
    w, h = rng.normal(size=9), rng.uniform(0.1, 3, size=9)
    found = proposition_5(w=w, diagonal=h, trace=h.sum(), nuclear_norm=h.sum(), beta=0.2)
    row = found.readings["proposition-5/statement repaired"]
    gap = jensen_gap(np.abs(w), h)
    assert row.bound - row.information == pytest.approx(gap["weights"] + gap["curvatures"])


def test_a_row_bound_is_the_ledgers_t3() -> None:
    rng = np.random.default_rng(1)
    w, alpha, x = rng.normal(size=(2, 3)), rng.uniform(0.1, 1, size=(2, 3)), rng.normal(size=(5, 3))
    formula = LEDGER["proposition-7/per-weight-alpha"]["repaired"].formula
    for k in range(2):
        world = {"N": 5, "d": 3, "w": w[k], "x": x, "alpha": alpha[k], "P": np.full(5, 0.2), "I": 0.0}
        assert unit_bounds(w, alpha, x)[k] == pytest.approx(float(formula.evaluate(world)[1]))


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2)), "0 is a convolution"),
        (Skip, "relu is used 2 times"),
        (lambda: nn.Sequential(*[nn.Linear(4, 4)] * 2), "0 is applied 2 times with one noise"),
        (lambda: _tied(), "0, 1 share one weight"),
        (nn.ReLU, "no linear layer"),
    ],
)
def test_a_network_without_the_chain_is_not_applicable_and_says_why(build, reason: str) -> None:
    structure = chain(build())
    assert not structure.applies
    assert reason in structure.reason


def test_a_plain_stack_is_a_chain() -> None:
    structure = chain(nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Linear(3, 2)).eval())
    assert structure.applies
    assert structure.layers == ("0", "3")


def test_a_shared_weight_counts_once() -> None:
    layer = nn.Linear(4, 4)
    assert noisy_weights(nn.Sequential(layer, nn.Tanh(), layer)) == ("0.weight",)


def test_convolutions_batch_norm_and_residuals_are_measured_with_a_budget() -> None:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.two = nn.Conv2d(1, 2, 3, padding=1), nn.Conv2d(2, 2, 3, padding=1)
            self.norm, self.last = nn.BatchNorm2d(2), nn.Linear(32, 3)

        def forward(self, x: Tensor) -> Tensor:
            h = torch.relu(self.norm(self.one(x)))
            return self.last(torch.flatten(h + torch.relu(self.two(h)), 1))

    with torch.random.fork_rng():
        torch.manual_seed(0)
        model, data = Net().eval(), [(torch.randn(6, 1, 4, 4), torch.randint(0, 3, (6,)))]
    exact = measure(model, nn.CrossEntropyLoss(), data)
    sampled = measure(model, nn.CrossEntropyLoss(), data, probes=40)
    assert exact.flatness.modes == {"norm": "eval"}
    assert not exact.flatness.is_minimum
    assert "no minimum" in exact.flatness.point
    assert "chosen alpha" in exact.information_in_weights.bounds.qualification
    for name in ("trace", "nuclear_norm", "negative_mass"):
        estimate = getattr(sampled.flatness, name)
        assert abs(estimate.value - getattr(exact.flatness, name).value) < 5 * estimate.standard_error
    for one, other in zip(exact.layers, sampled.layers, strict=True):
        low, high = other.sharpness.interval
        assert abs(one.sharpness.value - other.sharpness.value) < 3 * (high - low) / 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"beta": 0.0}, "beta: must be positive"),
        ({"alpha": -1.0}, "alpha: must be positive"),
        ({"alpha": {}}, "alpha: has no entry for weight"),
        ({"alpha": {"weight": torch.ones(7)}}, r"alpha: for weight has shape \(7,\)"),
    ],
)
def test_bad_input_is_named(quadratic, options, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        measure(*quadratic, **options)


def test_a_model_without_weights_is_refused() -> None:
    with pytest.raises(ValueError, match="model: has no trained weight of a linear"):
        measure(nn.LayerNorm(2), nn.MSELoss(), [(torch.zeros(1, 2), torch.zeros(1, 2))])


class Tagger(nn.Module):
    """Tokens, a recurrent layer, attention over its states, a transposed convolution and a label."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens = nn.Embedding(7, 4, padding_idx=0)
        self.states = nn.LSTM(4, 3, batch_first=True)
        self.attention = nn.MultiheadAttention(3, 1, batch_first=True)
        self.wider, self.norm = nn.ConvTranspose1d(3, 2, 2), nn.LayerNorm(2)
        self.label = nn.utils.parametrizations.weight_norm(nn.Linear(2, 2))

    def forward(self, x: Tensor) -> Tensor:
        h, _ = self.states(self.tokens(x))
        h, _ = self.attention(h, h, h, need_weights=False)
        return self.label(self.norm(self.wider(h.transpose(1, 2)).mean(-1)))


def test_what_is_left_out_is_said() -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model, x = Tagger().double(), torch.randint(1, 7, (6, 5))
    with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
        found = measure(model, nn.CrossEntropyLoss(), [(x, x[:, 0] % 2)])
    names = ["tokens.weight", "states.weight_ih_l0", "states.weight_hh_l0", "wider.weight"]
    names += ["attention.in_proj_weight", "attention.out_proj.weight"]
    assert sorted(layer.name for layer in found.layers) == sorted(names)
    sizes = {name: parameter.numel() for name, parameter in model.named_parameters()}
    assert found.trained == sum(sizes.values())
    assert found.trained - sum(found.left_out.values()) == sum(sizes[name] for name in names)
    assert found.left_out["original0 of the parametrised weight of Linear"] == 2
    assert found.left_out["bias of LayerNorm"] == 2
    assert next(layer for layer in found.layers if layer.name == "tokens.weight").weights == 24  # the padding is 0
    (share,) = found.to_json()["quantities"]
    assert share["value"] == f"{sum(sizes[name] for name in names)} of {found.trained}"
    assert "original1 of the parametrised weight of Linear (4)" in share["note"]
    assert f"{found.trained} weights measured; left out" in found.headline
    assert "noise of tokens (Embedding)" in found.corollary_5_1.reason
    # an LSTM's kernel takes no batch of weights; untrained, it is better off with noise
    assert "the loss falls by" in found.information_in_weights.at_cost.noise.reason
    # and what is measured is the dense Hessian's share
    everything = dict(model.named_parameters())

    def loss(weight: Tensor) -> Tensor:
        point = {**everything, "states.weight_hh_l0": weight}
        return nn.functional.cross_entropy(torch.func.functional_call(model, point, (x,)), x[:, 0] % 2, reduction="sum")

    weight = everything["states.weight_hh_l0"].detach()
    with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
        dense = torch.autograd.functional.hessian(loss, weight).reshape(weight.numel(), -1)
    sharpness = float((weight.flatten() ** 2 * dense.diagonal()).sum())
    row = next(layer for layer in found.layers if layer.name == "states.weight_hh_l0")
    assert row.sharpness.value == pytest.approx(sharpness, rel=1e-6)


def test_a_pruned_weight_counts_what_is_left_of_it() -> None:
    model = nn.Linear(4, 2)
    prune.l1_unstructured(model, "weight", amount=3)
    found = measure(model, nn.MSELoss(), _regression(2))
    assert [(layer.name, layer.weights) for layer in found.layers] == [("weight_orig", 5)]
    assert found.left_out == {"bias of Linear": 2}
    dense = sum((x**2).sum(0) for x, _ in _regression(2))  # of the sum of squares: H_ii = 2 sum x_i^2
    w = (model.weight_orig * model.weight_mask).detach()
    assert found.layers[0].sharpness.value == pytest.approx(float((w**2 * 2 * dense).sum()), rel=1e-6)


class Bare(nn.Module):
    """A network that uses the weight of its second layer without calling the layer."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.linear(self.first(x), self.second.weight)


def _regression(columns: int = 4) -> list[tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(2)
    return [(torch.randn(6, 4, generator=generator), torch.randn(6, columns, generator=generator))]


def test_a_layer_that_is_never_called_has_no_place_in_the_chain() -> None:
    found = measure(Bare(), nn.MSELoss(), _regression())
    assert not found.corollary_5_1.applies
    assert "second is never applied" in found.corollary_5_1.reason
    assert chain(nn.Linear(4, 4)).applies


class Untraceable(nn.Module):
    """A forward pass that raises what a tracer's values are not, as Hugging Face's do."""

    def __init__(self, error: type[Exception]) -> None:
        super().__init__()
        self.layer, self.error = nn.Linear(4, 2), error

    def forward(self, x: Tensor) -> Tensor:
        if not isinstance(x, Tensor):
            raise self.error("co_varnames is too small")
        return self.layer(x)


@pytest.mark.parametrize("error", [ValueError, AttributeError, AssertionError, KeyError])
def test_a_model_that_cannot_be_traced_is_measured_all_the_same(error: type[Exception]) -> None:
    found = measure(Untraceable(error), nn.MSELoss(), _regression(2))
    assert found.corollary_5_1.reason == f"its structure cannot be traced ({error.__name__}), so no chain is known"


@pytest.mark.parametrize("alpha", [1.0, 2.0, 1e4])
def test_noise_at_or_above_one_leaves_t1_without_a_prediction(alpha: float) -> None:
    found = measure(nn.Linear(4, 4), nn.MSELoss(), _regression(), alpha=alpha)
    whole = found.information_in_weights.t1[0]
    assert (whole.bound, whole.holds, whole.left_out) == (None, None, 16)
    json.dumps(found.to_json(), allow_nan=False)


def test_weights_that_are_all_zero_are_measured() -> None:
    model = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 4))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    found = measure(model, nn.MSELoss(), _regression(), alpha=0.1)
    assert found.information_in_weights.bounds.readings["proposition-5/statement repaired"].bound is None
    assert found.corollary_5_1.repaired == 0


def test_a_row_of_zeros_passes_nothing_on() -> None:
    x = np.random.default_rng(0).standard_normal((50, 3))
    w_hat = np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 0.5]])
    bounds = unit_bounds(w_hat, np.full((2, 3), 0.1), x)
    assert bounds[0] == 0
    assert bounds[1] == pytest.approx(unit_bounds(w_hat[1:], np.full((1, 3), 0.1), x)[0], rel=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": len}, "model: must be a torch module"),
        ({"data": None}, "data: must be an iterable"),
        ({"data": 3}, "data: must be an iterable"),
        ({"beta": "a"}, "beta: must be positive and finite, got 'a'"),
        ({"alpha": "a"}, "alpha: for weight must be numbers"),
        ({"alpha": {"weight": 0.1, "wieght": 0.2}}, "alpha: wieght is no noisy weight, these are: weight"),
        ({"probes": 0}, "probes: must be at least 2"),
    ],
)
def test_arguments_of_the_wrong_kind_are_named(change, message: str) -> None:
    arguments = {"model": nn.Linear(4, 4), "loss": nn.MSELoss(), "data": _regression()} | change
    with pytest.raises(ValueError, match=f"^{message}"):
        measure(**arguments)


def test_beta_may_be_any_real_number() -> None:
    one, other = (
        measure(nn.Linear(4, 4), nn.MSELoss(), _regression(), beta=beta, alpha=0.1).information_in_weights.beta
        for beta in (np.float32(0.5), np.int64(1))
    )
    assert (one, other) == (0.5, 1.0)


def test_a_minimum_is_one_of_the_loss_with_its_weight_decay() -> None:
    x, y = torch.eye(3, dtype=torch.float64), torch.tensor([[1.0], [2.0], [-1.0]], dtype=torch.float64)
    model, decay = nn.Linear(3, 1, bias=False).double(), 0.5
    with torch.no_grad():
        model.weight.copy_(y.T * (2 / 3) / (2 / 3 + decay))  # mean of (w_i - y_i)^2, and decay/2 sum w_i^2
    without = measure(model, nn.MSELoss(), [(x, y)])
    found = measure(model, nn.MSELoss(), [(x, y)], weight_decay=decay)
    assert not without.flatness.is_minimum
    assert found.flatness.is_minimum
    assert "a minimum of the loss, summed over the data, and weight decay 0.5" in found.flatness.point
    assert found.flatness.trace.value == pytest.approx(3 * (2 + 3 * decay))
    sampled = measure(model, nn.MSELoss(), [(x, y)], weight_decay=decay, probes=2)
    assert sampled.information_in_weights.value == pytest.approx(found.information_in_weights.value)


def test_too_little_memory_is_said_at_once() -> None:
    with pytest.raises(ValueError, match=r"^memory_limit: "):
        measure(nn.Linear(40, 40), nn.MSELoss(), [(torch.randn(5, 40), torch.randn(5, 40))], memory_limit=1e5)
    with pytest.raises(ValueError, match=r"^chunk: "):
        measure(nn.Linear(4, 4), nn.MSELoss(), _regression(), chunk=0)
