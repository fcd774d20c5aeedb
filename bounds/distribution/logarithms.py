"""Exact rational combinations of logarithms of positive integers: what every entropy of a rational distribution is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum, gcd, lcm, log
from typing import TYPE_CHECKING

from bounds.claims.enclosure import PRECISION, Enclosure, ball_precision

if TYPE_CHECKING:
    from flint import arb


@dataclass(frozen=True)
class LogSum:
    """The number sum_n c_n log n, held by its rational coefficients c_n.

    >>> zero = LogSum({12: Fraction(1), 2: Fraction(-2), 3: Fraction(-1)})
    >>> zero.is_zero(), zero.is_rational(), zero.sign()
    (True, True, 0)
    >>> half = LogSum.of_weights({Fraction(1, 2): Fraction(1)})
    >>> float(half), half.sign()
    (-0.6931471805599453, -1)
    >>> half.ball(precision=64).contains(half.ball(precision=128))
    True
    """

    coefficients: Mapping[int, Fraction] = field(default_factory=dict)
    constant: Fraction = Fraction(0)

    @classmethod
    def of_weights(cls, weights: Mapping[Fraction, Fraction], constant: Fraction = Fraction(0)) -> "LogSum":
        """The sum of c log q over the pairs q: c of rational numbers, q positive."""
        coefficients: dict[int, Fraction] = {}
        for ratio, weight in weights.items():
            coefficients[ratio.numerator] = coefficients.get(ratio.numerator, Fraction(0)) + weight
            coefficients[ratio.denominator] = coefficients.get(ratio.denominator, Fraction(0)) - weight
        return cls({n: c for n, c in coefficients.items() if c and n != 1}, constant)

    def __add__(self, other: "LogSum") -> "LogSum":
        coefficients = dict(self.coefficients)
        for n, c in other.coefficients.items():
            coefficients[n] = coefficients.get(n, Fraction(0)) + c
        return LogSum({n: c for n, c in coefficients.items() if c}, self.constant + other.constant)

    def __mul__(self, factor: int | Fraction) -> "LogSum":
        return LogSum({n: c * factor for n, c in self.coefficients.items() if factor}, self.constant * factor)

    def __neg__(self) -> "LogSum":
        return self * -1

    def __sub__(self, other: "LogSum") -> "LogSum":
        return self + (-other)

    def __float__(self) -> float:
        return fsum([float(self.constant), *(float(c) * log(n) for n, c in self.coefficients.items())])

    def ball(self, precision: int = PRECISION) -> "arb":
        """A ball around the value, computed with that many bits."""
        from flint import arb

        with ball_precision(precision):
            total = arb(self.constant.numerator) / arb(self.constant.denominator)
            for n, c in self.coefficients.items():
                total += arb(c.numerator) / arb(c.denominator) * arb(n).log()
            return total

    @property
    def enclosure(self) -> Enclosure:
        if self.is_rational():
            return Enclosure.of_exact(self.constant)
        with ball_precision(PRECISION):
            return Enclosure.of_ball(self.ball())

    def is_rational(self) -> bool:
        """Whether the logarithms cancel: prod n^c_n = 1, decided on a coprime base of the n."""
        if not self.coefficients:
            return True
        scale = lcm(*(c.denominator for c in self.coefficients.values()))
        return not _on_coprime_base({n: int(c * scale) for n, c in self.coefficients.items()})

    def is_zero(self) -> bool:
        """Whether the value is exactly 0; a rational is never a non-trivial combination of logarithms (Lindemann)."""
        return self.constant == 0 and self.is_rational()

    def sign(self) -> int:
        """-1, 0 or 1, exactly."""
        precision = 64
        while True:
            ball = self.ball(precision)
            if not ball.contains(0):
                return 1 if ball > 0 else -1
            if precision == 64 and self.is_zero():
                return 0
            precision *= 2


def entropy_of(probabilities: list[Fraction]) -> LogSum:
    """-sum p log p of positive rationals.

    >>> entropy_of([Fraction(1, 4)] * 4) == LogSum({4: Fraction(1)})
    True
    """
    weights: dict[Fraction, Fraction] = {}
    for p in probabilities:
        weights[p] = weights.get(p, Fraction(0)) - p
    return LogSum.of_weights(weights)


def _on_coprime_base(powers: Mapping[int, int]) -> dict[int, int]:
    """The product of n^e written over pairwise coprime numbers > 1; empty iff the product is 1."""
    pending = list(powers.items())
    base: dict[int, int] = {}
    while pending:
        n, e = pending.pop()
        if n == 1 or e == 0:
            continue
        for b in base:
            g = gcd(n, b)
            if g > 1:
                f = base.pop(b)
                pending += [(g, e + f), (n // g, e), (b // g, f)]
                break
        else:
            base[n] = e
    return base
