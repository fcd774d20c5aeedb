"""Rigorous enclosures: closed intervals with exact decimal endpoints, made from python-flint's balls."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flint import arb

DIGITS = 25
PRECISION = 200  # bits of every ball


@dataclass(frozen=True)
class Enclosure:
    """A closed interval that contains the true value; endpoints are exact decimals, possibly infinite."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"low, high: [{self.low}, {self.high}] is not an interval")

    @classmethod
    def of_ball(cls, ball: "arb") -> "Enclosure":
        """The enclosure of a ball, rounded outward to 25 digits; a ball that is not finite encloses the whole line."""
        if not ball.is_finite():
            return cls(Decimal("-Infinity"), Decimal("Infinity"))
        return cls(_decimal(ball.lower(), ROUND_FLOOR), _decimal(ball.upper(), ROUND_CEILING))

    @classmethod
    def of_exact(cls, value: int | Fraction) -> "Enclosure":
        """The enclosure of a rational number, rounded outward to 25 digits."""
        value = Fraction(value)
        return cls(*(_quotient(value, rounding) for rounding in (ROUND_FLOOR, ROUND_CEILING)))

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> "Enclosure":
        return cls(Decimal(data["low"]), Decimal(data["high"]))

    def to_json(self) -> dict[str, str]:
        return {"low": str(self.low), "high": str(self.high)}

    def above(self, other: "Enclosure") -> bool:
        """Whether every point here is larger than every point of the other."""
        return self.low > other.high

    def below(self, other: "Enclosure") -> bool:
        """Whether every point here is smaller than every point of the other."""
        return self.high < other.low

    def brief(self) -> str:
        """For reading, to nine places: one number where the ends agree so far.

        >>> Enclosure.of_exact(Fraction(1, 3)).brief(), Enclosure(Decimal("-1e-12"), Decimal("0.5")).brief()
        ('0.333333', '[0, 0.5]')
        """
        low, high = (round(float(end), 9) + 0.0 for end in (self.low, self.high))  # and no minus zero
        return f"{low:.6g}" if low == high else f"[{low:.6g}, {high:.6g}]"

    def __float__(self) -> float:
        return float((self.low + self.high) / 2)

    def __str__(self) -> str:
        return f"[{self.low:.12g}, {self.high:.12g}]"


@contextmanager
def ball_precision(bits: int = PRECISION) -> Iterator[None]:
    """Within this, every ball is computed to so many bits."""
    import flint

    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def ball(value: Any) -> "arb":
    """A ball that contains an int, a Fraction, or the exact binary value of a float."""
    from flint import arb

    if isinstance(value, arb):
        return value
    value = Fraction(value)
    return arb(value.numerator) / arb(value.denominator)


def _quotient(value: Fraction, rounding: str) -> Decimal:
    return Context(prec=DIGITS, rounding=rounding).divide(Decimal(value.numerator), Decimal(value.denominator))


def _decimal(point: "arb", rounding: str) -> Decimal:
    mantissa, exponent = (int(part) for part in point.man_exp())
    return _quotient(Fraction(mantissa) * Fraction(2) ** exponent, rounding)
