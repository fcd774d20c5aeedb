"""Rigorous bounds of the true information of noisy units, in balls: what a decoder or the sign of z must tell."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import arb
from scipy.special import erfc

from bounds.claims.enclosure import ball

CELLS = 800  # of the integral in `positive_share`
REACH = 7  # standard deviations that it covers


def entropy(probabilities: list[Fraction]) -> arb:
    """The entropy of a finite distribution, as a ball."""
    return -sum((ball(p) * ball(p).log() for p in probabilities), start=arb(0))


def decoding_floor(count: int, ratio: Fraction, alpha: Fraction) -> arb:
    """A lower bound of I(eps x; x), x uniform on `count` points in geometric progression, by Fano's inequality.

    log z is log x plus Gaussian noise: rounding to the nearest point errs with a probability of at most
    erfc(d/sqrt(8 alpha)), d the log of the ratio.
    """
    error = (ball(ratio).log() / (8 * ball(alpha)).sqrt()).erfc()
    if not error < 0.5:
        return arb(0)
    binary = -error * error.log() - (1 - error) * (1 - error).log()
    return ball(count).log() - binary - error * ball(max(count - 1, 1)).log()


def geometric_inputs(count: int, ratio: Fraction) -> list[list[Fraction]]:
    """Inputs 1, r, r^2, ... of a single component."""
    return [[ratio**k] for k in range(count)]


def positive_share(a: Fraction, b: Fraction, c: Fraction, alpha: Fraction) -> arb:
    """P(a eps_1 > b eps_2 + c eps_3), enclosed.

    Given the difference d of log eps_2 and log eps_3, N(0, 2 alpha), the event is that an independent N(0, 3 alpha/2)
    exceeds log((b e^(d/2) + c e^(-d/2))/a); the integral over d is enclosed cell by cell.
    """
    root = arb(2).sqrt()
    scale, spread = (2 * ball(alpha)).sqrt(), ball(Fraction(3, 2) * alpha).sqrt() * root
    edges = [arb(REACH * (2 * k - CELLS)) / CELLS for k in range(CELLS + 1)]  # in standard deviations of d
    total = arb(0)
    for low, high in pairwise(edges):
        mass = ((low / root).erfc() - (high / root).erfc()) / 2
        d = low.union(high) * scale / 2
        threshold = ((ball(b) * d.exp() + ball(c) * (-d).exp()) / ball(a)).log()
        total += mass * (threshold / spread).erfc() / 2
    return total + arb(0).union((arb(REACH) / root).erfc())


def about_positive_share(a: float, b: float, c: float, alpha: float) -> float:
    """The same probability in floating point, for screening."""
    d = np.linspace(-REACH, REACH, 201) * np.sqrt(2 * alpha)
    threshold = np.log((b * np.exp(d / 2) + c * np.exp(-d / 2)) / a)
    weight = np.exp(-(d**2) / (4 * alpha))
    return float(weight @ (erfc(threshold / np.sqrt(3 * alpha)) / 2) / weight.sum())


def sign_floor(share: arb) -> arb:
    """A lower bound of I(z;x) for x = +v or -v: what the sign of z tells, P(z > 0 | +v) = share < 1/2."""
    worst = share.upper()  # what the sign tells falls as the share nears 1/2
    if not worst < 0.5:
        return arb(0)
    return arb(2).log() + worst * worst.log() + (1 - worst) * (1 - worst).log()
