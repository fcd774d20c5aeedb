"""Proposition 1 on continuous data: worlds that meet its hypotheses, equality in some, a changed line noticed."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate, special

from bounds.claims.formula import Informational
from bounds.claims.statement import Claim, Evidence, is_violated
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.input_families import families
from validation.checks.trying import Entropy, gaussian_entropy
from validation.effort import Effort
from validation.papers.achille_soatto_2017.checks import proposition_1_on_continuous_data as checks

INEQUALITY, IDENTITY = LEDGER["proposition-1/inequality"]["sharpened"].formula.goal


def information(entropy: Entropy, one: str, other: str, *given: str) -> float:
    sides = [sorted({*names}) for names in ((one, *given), (other, *given), given, (one, other, *given))]
    found = [entropy(names) if names else 0.0 for names in sides]
    return found[0] + found[1] - found[2] - found[3]


@pytest.mark.parametrize("make", [checks.normal_world, checks.tight_world])
def test_the_normal_worlds_meet_the_hypotheses(make) -> None:
    rows, members = make(np.random.default_rng(0))
    covariance = rows @ rows.T
    assert np.abs(covariance[np.ix_(members["y"], members["n"])]).max() < 1e-12
    before = [k for name in ("y", "n", "x") for k in members[name]]

    def told_by(names: list[int]) -> np.ndarray:
        """The best linear guess of z from these, as a map of what all is made of."""
        return covariance[np.ix_(members["z"], names)] @ np.linalg.pinv(covariance[np.ix_(names, names)]) @ rows[names]

    assert told_by(before) == pytest.approx(told_by(members["x"]), abs=1e-9)


@pytest.mark.parametrize(("mixing", "slack"), [(np.array([[0.6, 0.8], [-0.8, 0.6]]), 0.0), (np.eye(2) + 0.5, 0.5)])
@pytest.mark.parametrize("noise", [1.0, 1e-3])
def test_a_noisy_copy_of_x_attains_equality_where_x_is_a_rotation_alone(mixing, slack, noise) -> None:
    y, n, first, second = np.eye(4)
    x = mixing @ np.stack([y, n])
    rows = np.concatenate([[y, n], x, x + noise * np.stack([first, second])])
    entropy = gaussian_entropy(rows @ rows.T, {"y": [0], "n": [1], "x": [2, 3], "z": [4, 5]})
    found = information(entropy, "z", "x") - information(entropy, "z", "y") - information(entropy, "z", "n")
    assert (found == pytest.approx(0, abs=1e-8)) if slack == 0 else (found > 0.1)


@pytest.mark.parametrize("tight", [False, True])
def test_the_labelled_worlds_are_sufficient(tight: bool) -> None:
    entropy = checks.labelled(np.random.default_rng(1), tight=tight)
    assert information(entropy, "y", "n") == pytest.approx(0, abs=1e-9)
    assert information(entropy, "z", "y") == pytest.approx(information(entropy, "x", "y"))
    assert information(entropy, "x", "y") > 0.05
    assert information(entropy, "z", "n") > 0.05


def test_entropies_by_characteristic_functions() -> None:
    gaussian = checks.sums({"y": checks.LAWS["Gaussian"]}, ({"y": 2.0},))
    expected = 0.5 * np.log1p(4 / checks.NOISE**2)
    assert information(gaussian, "z", "y") == pytest.approx(expected, abs=1e-10)
    uniform, edge = checks.sums({"y": checks.LAWS["uniform"]}, ({"y": 1.0},)), np.sqrt(3)

    def density(z: float) -> float:
        return (special.ndtr((z + edge) / checks.NOISE) - special.ndtr((z - edge) / checks.NOISE)) / (2 * edge)

    whole = integrate.quad(lambda z: special.entr(density(z)), -8, 8, epsabs=1e-12)[0]
    assert uniform(["z"]) == pytest.approx(whole, abs=1e-9)


@pytest.mark.parametrize("name", checks.LAWS)
def test_the_laws_are_the_families_that_are_drawn(name: str) -> None:
    (family,) = [one for one in families() if one.name == name]
    t = np.array([0.3, 1.0, 2.5])
    sampled = checks.drawn(family, np.random.default_rng(0), 200_000)(t)
    assert sampled == pytest.approx(checks.LAWS[name](t), abs=0.01)


def planted(statement: str, name: str, *goal: str) -> Claim:
    reading = LEDGER[statement][name]
    return Claim(
        statement=LEDGER[statement],
        reading=replace(reading, formula=Informational(goal=goal or reading.formula.goal, given=reading.formula.given)),
    )


def violated(check, claim: Claim) -> bool:
    found = check(claim, np.random.default_rng(0), Effort())
    return is_violated([found] if isinstance(found, Evidence) else list(found))


WITHOUT_SUFFICIENCY = (checks.normal_vectors, checks.sums_of_every_family, checks.by_estimators)


@pytest.mark.parametrize("check", WITHOUT_SUFFICIENCY)
@pytest.mark.parametrize(
    "goal",
    [
        ("2 I(z;n) <= I(z;x) - I(z;y)", IDENTITY),
        ("I(z;n) <= I(z;x) - 2 I(z;y)", IDENTITY),
        ("I(z;n) <= 1/2 I(z;x) - I(z;y)", IDENTITY),
    ],
)
def test_a_factor_is_noticed(check, goal: tuple[str, str]) -> None:
    assert not violated(check, planted("proposition-1/inequality", "sharpened"))
    assert violated(check, planted("proposition-1/inequality", "sharpened", *goal))


@pytest.mark.parametrize("check", WITHOUT_SUFFICIENCY[:2])
@pytest.mark.parametrize(
    "goal",
    [
        ("101/100 I(z;n) <= I(z;x) - I(z;y)", IDENTITY),
        (INEQUALITY, "I(z;x) - I(z;y) - I(z;n) = 1/2 I(y;n|z) + I(z;x|y,n)"),
        (INEQUALITY, "I(z;x) - I(z;y) - I(z;n) = I(y;n|z) - I(z;x|y,n)"),
    ],
)
def test_one_per_cent_and_each_part_of_what_is_lost_is_noticed(check, goal: tuple[str, str]) -> None:
    assert violated(check, planted("proposition-1/inequality", "sharpened", *goal))


@pytest.mark.parametrize("statement", ["proposition-1", "proposition-1/inequality"])
def test_the_form_with_sufficiency_is_tight_too(statement: str) -> None:
    check = checks.labels_with_normal_nuisances
    assert not violated(check, planted(statement, "repaired"))
    assert violated(check, planted(statement, "repaired", "101/100 I(z;n) <= I(z;x) - I(x;y)"))
    assert violated(check, planted(statement, "repaired", "I(z;n) <= I(z;x) - 101/100 I(x;y)"))
