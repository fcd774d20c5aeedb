"""PAC-Bayes certificates: a bound on the error of a randomised classifier from its training error and a divergence.

A randomised (Gibbs) classifier draws its weights anew for each image, from a posterior that training found. Sources:
Langford and Seeger (2001); Maurer, A note on the PAC Bayesian theorem (2004).
"""

import math
from dataclasses import dataclass

from scipy import optimize, special, stats

from estimators.arguments import whole_number
from estimators.intervals import Interval, checked_level

TOLERANCE = 1e-14  # of an inversion, which is rounded up by it


def bernoulli_divergence(q: float, p: float) -> float:
    """kl(q || p) of two probabilities, in nats.

    >>> round(bernoulli_divergence(0.1, 0.2), 6), bernoulli_divergence(0.3, 0.3)
    (0.03669, 0.0)
    """
    return float(special.rel_entr(q, p) + special.rel_entr(1 - q, 1 - p))


def largest_error(q: float, divergence: float) -> float:
    """The largest p with kl(q || p) <= divergence (nats), rounded up: the inversion of the kl form.

    >>> round(largest_error(0.0, math.log(2)), 12)
    0.5
    """
    if not 0 <= q <= 1:
        raise ValueError(f"q: must lie in [0, 1], got {q}")
    if not divergence >= 0:
        raise ValueError(f"divergence: must not be negative, got {divergence}")
    if q == 0:
        return math.nextafter(-math.expm1(-divergence), 1.0) if divergence else 0.0
    highest = 1 - TOLERANCE
    if q >= highest or bernoulli_divergence(q, highest) <= divergence:
        return 1.0
    found = float(optimize.brentq(lambda p: bernoulli_divergence(q, p) - divergence, q, highest, xtol=TOLERANCE))
    # a divergence is off by its terms' rounding, which moves the root by that over its slope (p - q) / (p (1 - p))
    off = TOLERANCE * found * (1 - found) / max(found - q, math.sqrt(TOLERANCE * found * (1 - found)), TOLERANCE)
    return min(found + TOLERANCE + off, 1.0)


def share_interval(events: int, trials: int, level: float = 0.95) -> Interval:
    """The exact (Clopper and Pearson 1934) interval of a probability from independent trials.

    >>> low, high = share_interval(0, 100)
    >>> low, round(high, 4)
    (0.0, 0.0362)
    """
    found = stats.binomtest(events, trials).proportion_ci(checked_level(level), method="exact")
    return float(found.low), float(found.high)


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """With probability `level`, over the data and over the Monte-Carlo draws, the true error is at most `bound`.

    `training_error` is the share of the draws that were wrong, `training_error_bound` what it can be at most;
    `budget` is the divergence that the kl form allows, in nats a sample; `floor` is the bound that this divergence
    alone would give at no training error and no price of confidence.

    >>> found = certificate(0, 10**6, divergence=math.log(2) * 1_960, samples=60_000)  # a sign for 1,960 weights
    >>> round(found.floor, 4), round(1 - 2 ** (-1_960 / 60_000), 4)
    (0.0224, 0.0224)
    """

    bound: float
    training_error: float
    training_error_bound: float
    budget: float
    floor: float
    level: float


def certificate(
    mistakes: int, draws: int, *, divergence: float, samples: int, choices: int = 1, level: float = 0.95
) -> Certificate:
    """The kl form of the PAC-Bayes bound, inverted at the Monte-Carlo bound of the Gibbs classifier's training error.

    `mistakes` of `draws` independent pairs (weights from the posterior, a training image) are wrong; `divergence` is
    KL(posterior || prior) in nats; `samples` the number of training images; `choices` how many priors were tried, which
    a union bound pays for. Half of 1 - level pays for the data, half for the draws. Raises ValueError for counts that
    are none, or a divergence that is negative or not finite. Source: Maurer (2004), theorem 5.

    >>> round(certificate(800, 10_000, divergence=2_500.0, samples=60_000).bound, 3)
    0.189
    """
    draws, mistakes = whole_number("draws", draws, least=1), whole_number("mistakes", mistakes, least=0)
    if mistakes > draws:
        raise ValueError(f"mistakes: must be at most the {draws} draws, got {mistakes}")
    failure = (1 - checked_level(level)) / 2
    highest = share_interval(mistakes, draws, 1 - 2 * failure)[1]  # one end: each of the two fails half as often
    return _certificate(mistakes / draws, highest, divergence, samples, choices, level)


def certificate_from_shares(
    share: float, draws: int, *, divergence: float, samples: int, choices: int = 1, level: float = 0.95
) -> Certificate:
    """As `certificate`, from the mean `share` of all training images that `draws` samples of the weights get wrong.

    Few samples of the weights pay more: their mean is bounded by the kl form of the Chernoff bound. Source: Langford
    and Caruana, (Not) bounding the true error (2002).

    >>> round(certificate_from_shares(0.08, 1_000, divergence=2_500.0, samples=60_000).bound, 3)
    0.215
    """
    draws = whole_number("draws", draws, least=1)
    highest = largest_error(share, math.log(2 / (1 - checked_level(level))) / draws)
    return _certificate(share, highest, divergence, samples, choices, level)


def _certificate(
    error: float, highest: float, divergence: float, samples: int, choices: int, level: float
) -> Certificate:
    samples, choices = whole_number("samples", samples, least=1), whole_number("choices", choices, least=1)
    if not (math.isfinite(divergence) and divergence >= 0):
        raise ValueError(f"divergence: must be finite and not negative, got {divergence}")
    budget = (divergence + math.log(2 * math.sqrt(samples) * choices * 2 / (1 - level))) / samples
    return Certificate(
        bound=largest_error(highest, budget),
        training_error=error,
        training_error_bound=highest,
        budget=budget,
        floor=1 - math.exp(-divergence / samples),
        level=level,
    )
