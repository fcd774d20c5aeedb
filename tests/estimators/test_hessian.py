"""Curvature of networks against dense autograd and against closed forms (autograd against autograd shares its bugs)."""

import math

import numpy as np
import pytest
import torch
from scipy import stats
from torch import Tensor, nn
from torch.nn import functional

from estimators import hessian


class Residual(nn.Module):
    """Two linear layers with a skip between them and one weight used twice."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.inner, self.last = nn.Linear(6, 8), nn.Linear(8, 8), nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.tanh(self.first(x))
        h = h + torch.relu(self.inner(h))
        return self.last(h + torch.tanh(self.inner(h)))


def _mlp() -> nn.Module:
    return nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 12), nn.Tanh(), nn.Linear(12, 3))


def _cnn() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(4, 6, 3),
        nn.Tanh(),
        nn.Flatten(),
        nn.Linear(6, 3),
    ).eval()


def _vectors(n: int) -> Tensor:
    return torch.randn(n, 6)


def _images(n: int) -> Tensor:
    return torch.randn(n, 1, 6, 6)


CASES = {
    "mlp": (_mlp, _vectors, nn.CrossEntropyLoss()),
    "cnn": (_cnn, _images, nn.CrossEntropyLoss(reduction="sum")),
    "residual": (Residual, _vectors, nn.CrossEntropyLoss()),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest):
    """A model, its loss, and data in batches of unequal size."""
    build, draw, loss = CASES[request.param]
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = build()
        data = [(draw(n), torch.randint(0, 3, (n,))) for n in (7, 12, 1)]
    return model, loss, data


@pytest.fixture
def small():
    """A small softmax network with 43 parameters."""
    with torch.random.fork_rng():
        torch.manual_seed(1)
        model = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3))
        data = [(torch.randn(20, 4), torch.randint(0, 3, (20,)))]
    return model, nn.CrossEntropyLoss(), data


def _dense(model: nn.Module, data) -> Tensor:
    """The Hessian of the summed cross-entropy by torch.autograd.functional, in float64."""
    names = [name for name, _ in model.named_parameters()]
    point = torch.cat([p.detach().double().flatten() for p in model.parameters()])
    buffers = {name: b.double() if b.is_floating_point() else b for name, b in model.named_buffers()}
    sizes = [p.numel() for p in model.parameters()]
    shapes = [p.shape for p in model.parameters()]

    def total(flat: Tensor) -> Tensor:
        parts = {n: v.reshape(s) for n, v, s in zip(names, flat.split(sizes), shapes, strict=True)}
        outputs = [(torch.func.functional_call(model, {**buffers, **parts}, (x.double(),)), y) for x, y in data]
        return sum(functional.cross_entropy(out, y, reduction="sum") for out, y in outputs)

    return torch.autograd.functional.hessian(total, point)


def test_exact_quantities_agree_with_the_dense_hessian(case) -> None:
    model, loss, data = case
    dense = _dense(model, data)
    eigenvalues = torch.linalg.eigvalsh(dense)
    assert np.abs(hessian.diagonal(model, loss, data).value - dense.diagonal().numpy()).max() < 1e-8
    assert hessian.trace(model, loss, data).value == pytest.approx(float(dense.trace()), abs=1e-8)
    norm = hessian.nuclear_norm(model, loss, data)
    assert norm.value == pytest.approx(float(eigenvalues.abs().sum()), abs=1e-8)
    assert norm.details["negative mass"].value == pytest.approx(float(-eigenvalues.clamp(max=0).sum()), abs=1e-8)
    assert norm.interval == (norm.value, norm.value)
    assert norm.standard_error == 0
    spectrum = hessian.spectrum(model, loss, data)
    assert np.abs(spectrum.nodes - eigenvalues.numpy()).max() < 1e-8
    assert spectrum.error == 0


def test_the_sum_does_not_depend_on_the_batches(case) -> None:
    model, _, data = case
    whole = [(torch.cat([x for x, _ in data]), torch.cat([y for _, y in data]))]
    mean, total = nn.CrossEntropyLoss(), nn.CrossEntropyLoss(reduction="sum")
    parts = hessian.diagonal(model, mean, data).value
    assert np.allclose(parts, hessian.diagonal(model, total, whole).value, atol=1e-9)
    assert np.allclose(parts, hessian.diagonal(model, functional.cross_entropy, iter(data), reduction="mean").value)


def test_softmax_regression_has_its_closed_form() -> None:
    generator = torch.Generator().manual_seed(4)
    x = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    y = torch.randint(0, 3, (30,), generator=generator)
    model = nn.Linear(5, 3, bias=False).double()
    p = torch.softmax(model(x), dim=1).detach()
    # H = sum_n (diag p - p p') kron x x'
    expected = sum(torch.kron(torch.diag(q) - torch.outer(q, q), torch.outer(v, v)) for q, v in zip(p, x, strict=True))
    for curvature in ("hessian", "gauss-newton"):
        op = hessian.operator(model, nn.CrossEntropyLoss(), [(x, y)], curvature=curvature)
        assert torch.allclose(hessian.matrix(op), expected, atol=1e-10)


def test_least_squares_has_its_closed_form_and_gauss_newton_ignores_the_residual() -> None:
    x = torch.linspace(-1, 2, 9, dtype=torch.float64).unsqueeze(1)
    y = torch.full((9, 1), 5.0, dtype=torch.float64)
    model = nn.Sequential(nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False)).double()
    u, v = (p.item() for p in model.parameters())
    loss = nn.MSELoss(reduction="sum")
    square, product = float((x**2).sum()), float((x * y).sum())
    mixed = 4 * u * v * square - 2 * product
    full = torch.tensor([[2 * v * v * square, mixed], [mixed, 2 * u * u * square]], dtype=torch.float64)
    assert torch.allclose(hessian.matrix(hessian.operator(model, loss, [(x, y)])), full)
    gauss_newton = hessian.operator(model, loss, [(x, y)], curvature="gauss-newton")
    outer = 2 * square * torch.tensor([[v * v, u * v], [u * v, u * u]], dtype=torch.float64)
    assert torch.allclose(hessian.matrix(gauss_newton), outer)


def test_selected_parameters_give_the_sub_block(case) -> None:
    model, loss, data = case
    name = next(n for n, _ in model.named_parameters() if n.endswith("weight"))
    layer = name.rsplit(".", 1)[0]
    whole, op = hessian.operator(model, loss, data), hessian.operator(model, loss, data, parameters=[layer])
    part = torch.cat([torch.arange(s.start, s.stop) for n, s in whole.objective.blocks.items() if n.startswith(layer)])
    assert torch.allclose(hessian.matrix(op), hessian.matrix(whole)[part][:, part], atol=1e-10)
    by_function = hessian.trace(model, loss, data, parameters=lambda n, _: n.startswith(layer)).value
    assert by_function == pytest.approx(hessian.trace(op).value)


def test_traces_by_parameter_add_up(small) -> None:
    model, loss, data = small
    blocks = hessian.trace_by_parameter(model, loss, data)
    assert list(blocks) == [name for name, _ in model.named_parameters()]
    assert sum(b.value for b in blocks.values()) == pytest.approx(hessian.trace(model, loss, data).value)
    sampled = hessian.trace_by_parameter(model, loss, data, probes=400, seed=1)
    for name, block in blocks.items():
        assert abs(sampled[name].value - block.value) < 5 * sampled[name].standard_error + 1e-12


def test_lanczos_quadrature_is_exact_for_a_known_spectrum() -> None:
    eigenvalues = torch.tensor([-2.0, -0.5, 0.0, 0.0, 1.0, 3.0, 3.0, 10.0], dtype=torch.float64)
    basis, _ = torch.linalg.qr(torch.randn(8, 8, generator=torch.Generator().manual_seed(2), dtype=torch.float64))
    op = hessian.MatrixOperator(basis * eigenvalues @ basis.T)
    norm = hessian.nuclear_norm(op, probes=4000, steps=8)
    assert abs(norm.value - 19.5) < 4 * norm.standard_error
    assert abs(norm.details["negative mass"].value - 2.5) < 4 * norm.details["negative mass"].standard_error
    spectrum = hessian.spectrum(op, probes=4000, steps=8)
    assert spectrum.weights.sum() == pytest.approx(8)
    assert np.abs(spectrum.nodes[:, None] - eigenvalues.numpy()).min(axis=1).max() < 1e-8
    for value, count in ((-2.0, 1), (0.0, 2), (3.0, 2), (10.0, 1)):
        share = spectrum.weights[np.abs(spectrum.nodes - value) < 1e-6].sum()
        assert abs(share - count) < 5 * 8 * spectrum.error


def test_the_interval_of_a_quadrature_is_widened_by_what_the_last_steps_changed() -> None:
    op = hessian.MatrixOperator(torch.diag(torch.linspace(-3, 4, 40, dtype=torch.float64) ** 3))
    four, three = (hessian.nuclear_norm(op, probes=8, steps=steps, seed=1) for steps in (4, 3))
    sampling = stats.t.ppf(0.975, 7) * four.standard_error
    assert (four.interval[1] - four.interval[0]) / 2 == pytest.approx(sampling + abs(four.value - three.value))
    assert abs(four.value - three.value) > 1


def test_extreme_eigenvalues_lie_within_their_residuals(case) -> None:
    model, loss, data = case
    op = hessian.operator(model, loss, data)
    true = hessian.eigenvalues(op)
    found = hessian.extreme_eigenvalues(op, steps=50)
    assert abs(found.smallest - float(true[0])) <= found.residuals[0] + 1e-9
    assert abs(found.largest - float(true[-1])) <= found.residuals[1] + 1e-9
    assert found.residuals[1] < 1e-3


@pytest.mark.parametrize("method", ["hutchinson", "hutch++"])
def test_a_tolerance_is_met_or_its_failure_is_said(small, method: str) -> None:
    model, loss, data = small
    loose = hessian.trace(model, loss, data, method="hutchinson", tolerance=0.2)
    assert (loose.interval[1] - loose.interval[0]) / 2 <= 0.2 * abs(loose.value)
    assert not loose.warnings
    hopeless = hessian.trace(model, loss, data, method=method, tolerance=1e-6, probes=30)
    assert hopeless.cost == 30
    assert "wider" in hopeless.warnings[-1]


def test_an_algorithm_takes_an_operator_or_what_it_is_made_of(small) -> None:
    options = {"parameters": ["2"], "curvature": "gauss-newton", "chunk": 3}
    op = hessian.operator(*small, **options)
    assert op.chunk == 3
    assert np.array_equal(hessian.diagonal(*small, **options).value, hessian.diagonal(op).value)
    assert hessian.trace(*small, probes=5, **options) == hessian.trace(op, probes=5)
    assert torch.equal(hessian.matrix(*small, **options), hessian.matrix(op))
    hessian_op = hessian.operator(*small, chunk=16)
    averaged = [hessian.noise_averaged_curvature(*a, alpha=0.1, samples=40) for a in (small, (hessian_op,))]
    assert np.array_equal(averaged[0].value, averaged[1].value)


def test_what_an_algorithm_cannot_take_is_said_before_anything_is_computed(small) -> None:
    model, _, data = small

    def never(out: Tensor, target: Tensor) -> Tensor:
        raise AssertionError("computed")

    with pytest.raises(TypeError, match="'prboes'"):
        hessian.trace(model, never, data, prboes=3)
    with pytest.raises(ValueError, match=r"^data: must be given with a model"):
        hessian.trace(model)
    op = hessian.operator(*small)
    with pytest.raises(ValueError, match=r"^loss, data: an operator has its own"):
        hessian.trace(op, never, data)
    with pytest.raises(TypeError, match="'parameters'"):
        hessian.trace(op, parameters=["2"])


def test_seeds_and_budgets_change_the_answer_and_repeat_it(small) -> None:
    model, loss, data = small
    first = hessian.trace(model, loss, data, probes=20, seed=1)
    assert first == hessian.trace(model, loss, data, probes=20, seed=1)
    assert first.value != hessian.trace(model, loss, data, probes=20, seed=2).value
    assert first.value != hessian.trace(model, loss, data, probes=40, seed=1).value


def test_global_random_state_and_the_model_stay_untouched(small) -> None:
    model, loss, data = small
    before, weights = torch.random.get_rng_state(), [p.clone() for p in model.parameters()]
    hessian.nuclear_norm(model, loss, data, probes=3, steps=4)
    hessian.noise_averaged_curvature(model, loss, data, alpha=0.1, samples=4)
    assert torch.equal(before, torch.random.get_rng_state())
    assert all(torch.equal(p, w) and p.grad is None for p, w in zip(model.parameters(), weights, strict=True))


class _OneWeight(nn.Module):
    """f(x) = relu(w x - c) with one weight."""

    def __init__(self, w: float, c: float) -> None:
        super().__init__()
        self.w, self.c = nn.Parameter(torch.tensor(w, dtype=torch.float64)), c

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.w * x - self.c)


def test_the_two_forms_of_noise_averaged_curvature_differ_at_a_relu_kink() -> None:
    w_hat, c, alpha = 1.0, 1.2, 0.3
    data = [(torch.ones(1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64))]
    arguments = _OneWeight(w_hat, c), lambda out, _: out.sum(), data
    options = {"alpha": alpha, "samples": 40_000, "reduction": "sum", "chunk": 4000}
    weak = hessian.noise_averaged_curvature(*arguments, **options)
    # the second derivative of relu(w - c) is a unit mass at c: E[w^2 delta(w - c)] = c^2 p(c), p the log-normal density
    z = (math.log(c / w_hat) + alpha / 2) / math.sqrt(alpha)
    truth = c**2 * math.exp(-(z**2) / 2) / (c * math.sqrt(2 * math.pi * alpha))
    assert abs(weak.value[0] - truth) < 4 * weak.standard_error[0] < 0.1 * truth
    second = hessian.noise_averaged_curvature(*arguments, form="second-derivative", **options)
    assert second.value[0] == 0.0


def test_the_two_forms_agree_on_a_smooth_network_and_on_a_quadratic(small) -> None:
    model, loss, data = small
    weak = hessian.noise_averaged_curvature(model, loss, data, alpha=0.05, samples=4000, seed=1)
    second = hessian.noise_averaged_curvature(
        model, loss, data, alpha=0.05, samples=4000, seed=2, form="second-derivative"
    )
    z = (weak.value - second.value) / np.hypot(weak.standard_error, second.standard_error)
    assert np.abs(z).max() < 4.5
    line = nn.Linear(3, 1, bias=False).double()
    x, y = torch.eye(3, dtype=torch.float64), torch.zeros(3, 1, dtype=torch.float64)
    alpha = np.array([0.1, 0.4, 1.0])
    quadratic = hessian.noise_averaged_curvature(
        line, nn.MSELoss(reduction="sum"), [(x, y)], alpha=alpha, samples=20_000
    )
    expected = 2 * line.weight.detach().numpy()[0] ** 2 * np.exp(alpha)  # E w^2 = w_hat^2 e^alpha, H = 2
    assert np.abs((quadratic.value - expected) / quadratic.standard_error).max() < 4.5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m, loss, d: (m.append(nn.Dropout(0.5)), loss, d), "model: Dropout '3' is in training mode"),
        (lambda m, loss, d: (m.append(nn.BatchNorm1d(3)), loss, d), "model: BatchNorm1d '3' is in training mode"),
        (lambda m, loss, d: (m, nn.CrossEntropyLoss(reduction="none"), d), "reduction: must be"),
        (lambda m, loss, d: (m, lambda out, y: functional.cross_entropy(out, y), d), "reduction: state"),
        (lambda m, loss, d: (m, loss, []), "data: holds no batch"),
        (lambda m, loss, d: (m.requires_grad_(False), loss, d), "parameters: none selected"),
    ],
)
def test_bad_input_is_named(small, change, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hessian.trace(*change(*small))


def test_more_bad_input_is_named(small) -> None:
    model, loss, data = small
    with pytest.raises(ValueError, match="loss: must return a scalar tensor, got shape"):
        hessian.trace(model, lambda out, _: out, data, reduction="sum")
    with pytest.raises(ValueError, match="the model has no parameter or layer 'nowhere'"):
        hessian.trace(model, loss, data, parameters=["nowhere"])
    with pytest.raises(ValueError, match="memory_limit: the exact matrix of 43 parameters"):
        hessian.nuclear_norm(model, loss, data, memory_limit=1000)
    with pytest.raises(ValueError, match="alpha: must be positive"):
        hessian.noise_averaged_curvature(model, loss, data, alpha=0.0)
    with torch.no_grad():
        model[0].weight[0, 0] = math.nan
    with pytest.raises(ValueError, match=r"model: 0\.weight holds values that are not finite"):
        hessian.trace(model, loss, data)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": len}, "model: must be a torch module"),
        ({"model": nn.Sequential(nn.LazyLinear(3))}, "model: 0.weight, 0.bias have no shape yet"),
        ({"data": 3}, "data: must be an iterable of pairs"),
        ({"data": [(torch.ones(2, 6),)]}, r"data: must hold pairs \(input, target\)"),
        ({"data": torch.ones(4, 6)}, r"data: must hold pairs \(input, target\)"),
        ({"data": [(torch.ones(2, 9), torch.zeros(2).long())]}, "data: the model fails on the first batch's input"),
        ({"data": [(torch.ones(4), torch.ones(3))]}, "data: must hold batches"),
        ({"data": [(torch.ones(2, 4), torch.full((2,), 9))]}, "loss: fails on the first batch"),
        ({"loss": nn.CrossEntropyLoss(), "reduction": "sum"}, "reduction: the loss's own is 'mean'"),
        ({"loss": lambda out, _: out.sum().reshape(1), "reduction": "sum"}, "loss: must return a scalar tensor"),
        ({"loss": lambda out, _: out.sum().detach(), "reduction": "sum"}, "loss: does not depend on the model's"),
        ({"loss": lambda out, _: torch.tensor(1.0), "reduction": "sum"}, "loss: does not depend on the model's"),
        ({"parameters": 3}, "parameters: must be names or a function"),
        ({"dtype": "float32"}, "dtype: must be"),
        ({"dtype": torch.float16}, "dtype: must be"),
        ({"curvature": "fisher"}, "curvature: must be one of hessian, gauss-newton"),
        ({"level": 2}, "level: must lie"),
        ({"probes": 2.5}, "probes: must be a whole number"),
        ({"probes": 0, "method": "hutch++"}, "probes: must be at least 3"),
        ({"chunk": 2.5}, "chunk: must be a whole number"),
    ],
)
def test_input_of_the_wrong_kind_is_named(small, change, message: str) -> None:
    model, loss, data = small
    arguments = {"model": model, "loss": loss, "data": data} | change
    with pytest.raises(ValueError, match=f"^{message}"):
        hessian.trace(**arguments)


def test_what_the_noise_average_cannot_use_is_named(small) -> None:
    with pytest.raises(ValueError, match=r"^curvature: the noise averages the Hessian alone"):
        hessian.noise_averaged_curvature(*small, alpha=0.1, curvature="gauss-newton")
    with pytest.raises(ValueError, match=r"^samples: must be at least 2"):
        hessian.noise_averaged_curvature(*small, alpha=0.1, samples=1)
    with pytest.raises(ValueError, match=r"^alpha: must be a number"):
        hessian.noise_averaged_curvature(*small, alpha="a")


@pytest.mark.parametrize(
    "matrix",
    [
        torch.ones(3, 2),
        torch.eye(2).long(),
        torch.full((2, 2), math.nan),
        torch.eye(2) + torch.tensor([[0.0, 1.0], [0.0, 0.0]]),
    ],
)
def test_a_matrix_that_is_no_symmetric_operator_is_refused(matrix: Tensor) -> None:
    with pytest.raises(ValueError, match=r"^matrix: must be"):
        hessian.MatrixOperator(matrix)


def test_a_loss_with_class_weights_follows_the_dtype_and_stays_as_it_was(small) -> None:
    model, _, data = small
    loss = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 0.5]), reduction="sum")
    weight = loss.weight.double()
    stated = hessian.trace(
        model, lambda out, y: functional.cross_entropy(out, y, weight=weight, reduction="sum"), data, reduction="sum"
    )
    assert hessian.trace(model, loss, data).value == pytest.approx(stated.value, rel=1e-12)
    assert loss.weight.dtype == torch.float32


def test_a_shared_parameter_is_found_under_each_of_its_names() -> None:
    model = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 3))
    model[2].weight = model[0].weight
    data = [(torch.randn(5, 3), torch.randn(5, 3))]
    first, second = (hessian.diagonal(model, nn.MSELoss(), data, parameters=[f"{i}.weight"]).value for i in (0, 2))
    assert np.array_equal(first, second)
    assert hessian.diagonal(model, nn.MSELoss(), data, parameters=["2"]).value.shape == (12,)


def test_the_trace_of_one_parameter_is_exact_under_hutch_plus_plus() -> None:
    model, data = nn.Linear(1, 1, bias=False), [(torch.tensor([[1.0], [3.0]]), torch.zeros(2, 1))]
    assert hessian.trace(model, nn.MSELoss(), data, method="hutch++").value == pytest.approx(20)


def test_hidden_randomness_is_found_by_two_identical_products(small) -> None:
    model, loss, data = small

    class Noisy(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, x: Tensor) -> Tensor:
            return functional.dropout(self.inner(x), 0.5, training=True)

    with torch.random.fork_rng(), pytest.raises(ValueError, match="two identical products differ"):
        hessian.trace(Noisy(), loss, data)


def test_a_mean_that_may_stop_early_spends_its_error_on_all_looks():
    from scipy import stats

    from estimators.hessian.sampling import FIRST_LOOK, sample_mean

    draw = np.random.default_rng(0).standard_normal  # of mean 0: no look is narrow enough
    found = sample_mean(draw, samples=4 * FIRST_LOOK, tolerance=1e-9, level=0.9, chunk=FIRST_LOOK)
    spent = 0.1 / 4  # half at the first look, half of the rest at the second
    quantile = stats.t.ppf(1 - spent / 2, 4 * FIRST_LOOK - 1)
    assert found.half_width == pytest.approx(quantile * found.standard_error)


def test_a_mean_of_several_outputs_counts_examples_and_not_their_outputs():
    model, loss = torch.nn.Linear(1, 3, bias=False), torch.nn.CrossEntropyLoss()
    inputs, soft = torch.ones(4, 1), torch.full((4, 3), 1 / 3)
    torch.nn.init.zeros_(model.weight)
    assert hessian.objective(model, loss, [(inputs, soft)]).value() == pytest.approx(4 * np.log(3))
