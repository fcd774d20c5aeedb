"""Numbers for readers: few digits, thin errors, no false precision."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

MINUS = "\N{MINUS SIGN}"
DIGITS = 4
ENCLOSURE_DIGITS = 12
LONGEST = 30  # characters of an exact rational that is shown as it is
RATIONAL = re.compile(r"-?\d+(/\d+)?")


def number(value: Any, digits: int = DIGITS) -> str:
    """A number to some significant digits; whole numbers stay whole, what is no number is shown as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    if isinstance(value, str):
        if not RATIONAL.fullmatch(value):
            return _named(value)
        return _rounded(value) if len(value) > LONGEST else _minus(value)
    if isinstance(value, int):
        return _minus(f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if abs(value) >= 10_000 else str(value))
    if not math.isfinite(value):
        return _named(str(value))
    value = value or 0.0  # zero has no sign
    size = abs(value)
    if size and not 1e-4 <= size < 1e6:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return with_power(_trimmed(mantissa), int(exponent))
    decimals = max(0, digits - 1 - math.floor(math.log10(size))) if size else 0
    return _minus(_trimmed(f"{value:.{min(decimals, 8)}f}"))


def interval(low: Any, high: Any, digits: int = DIGITS) -> str:
    """A closed interval, with digits enough to tell its ends apart."""
    if all(isinstance(end, int | float) for end in (low, high)) and low != high:
        spread, size = abs(high - low), max(abs(low), abs(high))
        digits = max(digits, min(12, 2 + math.ceil(math.log10(size / spread)))) if spread < size < math.inf else digits
    return f"[{number(low, digits)}, {number(high, digits)}]"


def enclosure(data: Mapping[str, str]) -> str:
    """A rigorous enclosure: one number where its ends agree in all shown digits, else both ends."""
    low, high = (_decimal(data[end]) for end in ("low", "high"))
    return low if low == high else f"[{low}, {high}]"


def seconds(value: float) -> str:
    """A time for readers."""
    if value < 1:
        return f"{1000 * value:.0f} ms"
    if value < 90:
        return f"{value:.1f} s"
    return f"{value / 60:.0f} min" if value < 5400 else f"{value / 3600:.1f} h"


def share(value: float) -> str:
    """A probability as per cent, close ones to 1 as one minus a power of ten."""
    if 0.9999 < value < 1:
        return f"1 {MINUS} {number(1 - value, 2)}"
    return f"{_trimmed(f'{100 * value:.2f}')} %"


def _decimal(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return _named(text)
    if value == value.to_integral_value() and abs(value) < 10**6:
        return number(int(value))
    mantissa, _, exponent = f"{value:.{ENCLOSURE_DIGITS}g}".lower().partition("e")
    return with_power(mantissa, int(exponent)) if exponent else _minus(mantissa)


def _rounded(rational: str) -> str:
    try:
        return f"≈ {number(float(Fraction(rational)), 8)}"
    except (ValueError, ArithmeticError):  # more digits than Python reads, no denominator, beyond any float
        return rational


def _named(text: str) -> str:
    names = {"inf": "∞", "infinity": "∞", "-inf": f"{MINUS}∞", "-infinity": f"{MINUS}∞", "nan": "not a number"}
    return names.get(text.lower(), text)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


def with_power(mantissa: str, exponent: int) -> str:
    """`1.2` and -7 as 1.2 · 10⁻⁷."""
    return _minus(f"{mantissa} · 10{superscript(exponent)}")


def superscript(exponent: int) -> str:
    """An exponent above the line."""
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
