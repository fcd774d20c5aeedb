"""Lemmas against numbers: the ball of each holds the information that integrals, or many samples, give."""

from fractions import Fraction

import numpy as np
import pytest

from bounds.claims.enclosure import Enclosure, ball_precision
from bounds.claims.world import Missing, World
from bounds.papers.achille_soatto_2017 import lemmas
from validation.checks.one_term_channels import one_term_information

HALF = Fraction(1, 2)


def ends(lemma, world) -> tuple[float, float]:
    with ball_precision():
        enclosure = Enclosure.of_ball(lemma.encloses(world))
    return float(enclosure.low), float(enclosure.high)


def grid(count, ratio, *, alpha, units=1):
    points = tuple((ratio**k,) for k in range(count))
    inputs = {"N": count, "x": points, "P": (Fraction(1, count),) * count, "alpha": alpha}
    return World({**inputs, "d": 1, "w": (1,), "W": ((1,),) * units})


@pytest.mark.parametrize("count", [2, 3, 9])
@pytest.mark.parametrize("ratio", [Fraction(5, 4), Fraction(2), Fraction(8)])
@pytest.mark.parametrize("alpha", [Fraction(1, 50), Fraction(1, 4), Fraction(2)])
def test_decoding_holds_the_information_of_one_unit_and_of_copies(count, ratio, alpha) -> None:
    x = np.array([[float(ratio**k)] for k in range(count)])
    probability = np.full((count, 1), 1 / count)
    for lemma, units in ((lemmas.decoding, 1), (lemmas.decoding_copies, 4)):
        low, high = ends(lemma, grid(count, ratio, alpha=alpha, units=units))
        truth = float(one_term_information(x, probability, np.full((count, 1), float(alpha) / units))[0])
        assert low <= truth + 1e-6  # of the integral
        assert truth <= high + 1e-6


def test_decoding_is_sharp_where_noise_confuses_nothing() -> None:
    low, high = ends(lemmas.decoding, grid(8, Fraction(4), alpha=Fraction(1, 100)))
    assert high - low < 1e-6
    assert high == pytest.approx(np.log(8))


def test_decoding_is_nearly_attained_by_two_points() -> None:
    """Fano's inequality for a bit is the entropy of the error: the floor is what the rounded z tells, no less."""
    low, _ = ends(lemmas.decoding, grid(2, Fraction(2), alpha=Fraction(1, 4)))
    from scipy.special import erfc

    error = erfc(np.log(2) / np.sqrt(8 * 0.25))  # of both tails
    assert low == pytest.approx(np.log(2) + error * np.log(error) + (1 - error) * np.log(1 - error), abs=1e-8)


def two_signs(alpha):
    row = {"N": 2, "d": 3, "P": (HALF, HALF), "x": ((1, 1, 1), (-1, -1, -1))}
    return World({**row, "w": (2, -1, -1), "alpha": alpha})


@pytest.mark.parametrize("alpha", [Fraction(1, 10), Fraction(1), Fraction(4)])
def test_the_sign_tells_what_samples_of_it_tell(alpha) -> None:
    noise = np.exp(np.random.default_rng(0).normal(-float(alpha) / 2, np.sqrt(float(alpha)), size=(400_000, 3)))
    share = float((noise @ [2, -1, -1] > 0).mean())
    told = np.log(2) + share * np.log(share) + (1 - share) * np.log(1 - share)
    low, high = ends(lemmas.sign_floor, two_signs(alpha))
    assert low <= told + 0.003
    assert low == pytest.approx(told, abs=0.004)
    assert high == pytest.approx(np.log(2))


def test_the_ceiling_is_the_ledgers_and_above_what_the_sign_tells() -> None:
    low, high = ends(lemmas.unit_ceiling, two_signs(Fraction(1, 100)))
    assert low == pytest.approx(0, abs=1e-9)
    # V = 0, rho = 0: 1/2 log((e^alpha - 1)/alpha) + alpha/2, and c = 0
    assert high == pytest.approx(np.log(np.expm1(0.01) / 0.01) / 2 + 0.005)
    assert ends(lemmas.sign_floor, two_signs(Fraction(1)))[0] < ends(lemmas.unit_ceiling, two_signs(Fraction(1)))[1]


def test_the_ceiling_wants_the_hypotheses_of_its_reading() -> None:
    world = two_signs(Fraction(1, 100))
    with pytest.raises(Missing, match="no input leaves z at 0"):
        lemmas.unit_ceiling.encloses(World({**world.values, "x": ((1, 1, 1), (0, 0, 0))}))


def test_c_of_a_layer_is_the_mean_over_its_rows() -> None:
    inputs = {"N": 2, "P": (HALF, HALF), "x": ((1, 3), (2, 1))}
    one, other = (ends(lemmas.mean_c, World({**inputs, "W": (row,)}))[0] for row in ((1, 1), (2, 0)))
    low, high = ends(lemmas.mean_c, World({**inputs, "W": ((1, 1), (2, 0), (2, 0))}))
    assert low == pytest.approx((one + 2 * other) / 3)
    assert high - low < 1e-12
    assert one == pytest.approx(np.log(7.5) / 2 - (np.log(10) + np.log(5)) / 4)


@pytest.mark.parametrize(
    ("lemma", "change"),
    [
        (lemmas.sign_entropy, {"P": (Fraction(1, 1000),) * 1000}),
        (lemmas.sign_entropy_of_layer, {"P": (Fraction(1, 1000),) * 1000}),
        (lemmas.decoding_copies, {"x": ((1,), (2,)), "N": 1}),
        (lemmas.mean_c, {"N": 1}),
        (lemmas.mean_c, {"P": (HALF, HALF, 0)}),
        (lemmas.unit_ceiling, {"N": 1}),
        (lemmas.unit_ceiling, {"w": (1, 1), "x": ((1, 3), (-1, 4))}),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_a_lemma_counts_the_inputs_and_their_probabilities(lemma, change) -> None:
    inputs = {"N": 2, "d": 1, "x": ((1,), (-1,)), "P": (HALF, HALF), "alpha": HALF, "w": (1,), "W": ((1,),)}
    with pytest.raises(Missing):
        ends(lemma, World({**inputs, **change}))


def test_a_layer_without_units_tells_nothing() -> None:
    world = World({"N": 2, "d": 1, "P": (HALF, HALF), "x": ((1,), (-1,)), "W": (), "alpha": 1})
    with pytest.raises(Missing, match="there is no unit"):
        ends(lemmas.sign_entropy_of_layer, world)


def test_entropies_are_those_of_the_probabilities() -> None:
    world = World({"pi": (HALF, Fraction(1, 4), Fraction(1, 4)), "alpha": Fraction(1, 3)})
    assert ends(lemmas.of_finitely_many_data_sets, world)[1] == pytest.approx(1.5 * np.log(2))
    assert ends(lemmas.per_weight, world)[0] == pytest.approx(np.log(3) / 2)
