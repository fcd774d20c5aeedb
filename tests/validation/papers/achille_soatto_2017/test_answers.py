"""The five sentences that a network's page begins with, and its figures."""

import math
from xml.etree import ElementTree

import pytest
import torch
from torch import Tensor, nn

from validation.networks import measure
from validation.papers.achille_soatto_2017.answers import BOUND, INFORMATION, LAYER, POINT, REST


def line(scale: float = 1.0, *, bias: bool = False) -> tuple:
    """A least-squares line at its minimum: w = (1/2, -1, 2) and H = 2 diag(1, 4, 9) scale^2."""
    model = nn.Linear(3, 1, bias=bias).double()
    x = scale * torch.diag(torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64))
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.5, -1.0, 2.0]]))
    return model, nn.MSELoss(reduction="sum"), [(x, model(x).detach())]


def test_a_line_at_its_minimum_has_its_closed_forms_in_words() -> None:
    beta = 0.01
    found = measure(*line(), beta=beta).answers
    assert list(found) == [POINT, INFORMATION, LAYER, BOUND, REST]
    assert found[POINT].startswith("It is at a minimum of the loss, summed over the data, as far as")
    value = 1.5 * math.log((0.5 + 8 + 72) / (3 * beta))
    assert found[INFORMATION].startswith(f"{value:.2f} nats ({value / 3:.2f} a weight) at one alpha a layer")
    assert "counted from alpha = 1" in found[INFORMATION]
    assert "negative" not in found[INFORMATION]
    bound = 1.5 * math.log(5.25 * 28 / (3 * beta))  # |w|^2 tr H; for noise by weight the slack is 1.36
    tightest = f"for one alpha a layer: {bound:.2f} nats, {bound - value:.3f} above its {value:.2f}"
    assert found[BOUND].startswith(f"Proposition 5 by the norms, {tightest}")
    assert "an equality at this noise" in found[BOUND]
    assert "Proposition 5 as printed, which is false, happens to hold here" in found[BOUND]
    assert found[REST] == "3 of 3 weights measured."


def test_a_negative_information_says_why() -> None:
    found = measure(*line(), beta=100.0).answers
    assert f"{1.5 * math.log(80.5 / 300):.3f}".replace("-", "−") in found[INFORMATION]
    assert "it is negative because the noise is larger than that, which is no mistake" in found[INFORMATION]


def test_what_does_not_apply_says_why() -> None:
    model = nn.Sequential(nn.Conv1d(1, 2, 2), nn.Flatten(), nn.Linear(4, 1))
    data = [(torch.randn(5, 1, 3), torch.randn(5, 1))]
    found = measure(model, nn.MSELoss(), data).answers
    assert "no minimum" in found[POINT]
    assert "what passes a layer is not bounded (0 is a convolution" in found[LAYER]
    assert "Does not apply: Corollary 5.1: 0 is a convolution" in found[BOUND]
    assert "the noise by weight is chosen and no optimum" in found[BOUND]
    assert found[REST] == "8 of 11 weights measured; left out: bias of Conv1d (2), bias of Linear (1)."


def test_a_noise_that_is_far_from_stationary_does_not_pass_for_a_bound() -> None:
    found = measure(*line(), beta=0.05, alpha=1e-4).answers
    assert "T1 at the given noise: the noise is not stationary, and its information exceeds it by" in found[BOUND]
    assert "at the given noise, counted" in found[INFORMATION]
    near = measure(*line(), beta=0.05, alpha={"weight": [[0.09, 6e-3, 7e-4]]}).answers
    assert near[BOUND].startswith("T1 at the given noise: ")


def test_the_narrowest_layer_is_that_of_the_least_bound() -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model, x = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 1), nn.Linear(1, 5)), torch.randn(300, 6)
    found = measure(model, nn.MSELoss(), [(x, torch.randn(300, 5))], alpha=0.5)
    least = min(found.corollary_5_1.layers, key=lambda one: one.bound)
    assert (least.layer, least.units) == ("2", 1)
    assert found.answers[LAYER].startswith("2: at most ")
    assert "for each of its 1 units" in found.answers[LAYER]
    wide = measure(model, nn.MSELoss(), [(x[:2], torch.randn(2, 5))], alpha=1e-6).answers
    assert "its inputs hold 0.6931 nats, so that this says nothing" in wide[LAYER]


def hill(output: Tensor, target: Tensor) -> Tensor:
    return -((output - target) ** 2).sum()


def test_a_network_without_noise_still_has_its_page() -> None:
    model, _, data = line(bias=True)
    found = measure(model, hill, data, reduction="sum")
    assert "no stationary noise" in found.answers[INFORMATION]
    assert "weight has no noise, as the sum of w_i^2 H_ii is" in found.answers[REST]
    assert found.answers[BOUND].startswith("None applies")
    ElementTree.fromstring(found._repr_html_())


@pytest.mark.parametrize("probes", [None, 2])
def test_a_notebook_and_a_terminal_say_the_same(probes: int | None) -> None:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        model, x = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)), torch.randn(9, 4)
    found = measure(model, nn.CrossEntropyLoss(), [(x, x[:, 0].long().clamp(0, 1))], probes=probes, name="a < b")
    told = str(found).splitlines()
    assert told[0] == "a < b"
    assert told[1:] == [f"  {question} {answer}" for question, answer in found.answers.items()]
    page = ElementTree.fromstring(found._repr_html_())  # well-formed, with its figures
    first = page.find("ul/li")
    assert "".join(first.itertext()).startswith(POINT)
    assert [one.findtext("figcaption") for one in page.findall("figure")] == [one.title for one in found.figures]
    assert page.find("details/table") is not None


def test_the_figure_of_bounds_has_what_was_compared() -> None:
    found = measure(*line(), beta=0.01)
    layers, bounds = found.figures
    assert {one.name.split(" ")[0] for one in layers.series} == {"information", "sharpness", "unit"}
    measured, bound = bounds.series
    place = list(measured.x).index("one-alpha repaired")
    one = found.information_in_weights.bounds.readings["proposition-5/one-alpha repaired"]
    assert (measured.y[place], bound.y[place]) == (one.information, one.bound)
    assert "statement printed" in measured.x
