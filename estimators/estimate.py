"""The one result type of every estimator: a value that knows its error."""

from dataclasses import dataclass, field
from html import escape
from numbers import Real
from typing import Any, Literal

Bound = Literal["upper", "lower", "neither"]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """An estimate with its error.

    `value` and `standard_error` are floats or float64 arrays of one shape; `interval` is (low, high), covering the
    truth with probability `level`. `bound` says whether the estimator's expectation bounds the truth. `n` is the
    number of samples (or probes), `cost` the number of Hessian-vector products where that is the price. Information
    is in nats.

    >>> Estimate(value=0.5, standard_error=0.1, interval=(0.3, 0.7), method="by hand").bound
    'neither'
    """

    value: Any
    standard_error: Any
    interval: tuple[Any, Any]
    level: float = 0.95
    bound: Bound = "neither"
    method: str = ""
    n: int | None = None
    seed: int | None = None
    warnings: tuple[str, ...] = ()
    cost: int | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (isinstance(self.level, Real) and 0 < self.level < 1):
            raise ValueError(f"level: must lie strictly between 0 and 1, got {self.level!r}")

    def _repr_html_(self) -> str:
        """What a notebook shows: numbers as they are, of an array its shape and what it spans."""
        rows = {
            "value": _brief(self.value),
            "standard error": _brief(self.standard_error),
            f"{self.level:.0%} interval": " to ".join(map(_brief, self.interval)),
            "method": self.method,
            "warnings": "; ".join(self.warnings),
        }
        cells = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in rows.items() if v)
        return f"<table>{cells}</table>"


def _brief(value: Any) -> str:
    if getattr(value, "ndim", 0):
        span = f" from {value.min():.6g} to {value.max():.6g}" if value.size else ""
        return f"array of shape {value.shape}{span}"
    return f"{float(value):.6g}"


def exact(value: Any, *, method: str, **fields: Any) -> Estimate:
    """An estimate without error: standard error 0 and the interval (value, value).

    >>> exact(2.0, method="closed form").interval
    (2.0, 2.0)
    """
    zero = 0.0 if isinstance(value, float | int) else value * 0.0
    return Estimate(value=value, standard_error=zero, interval=(value, value), method=method, **fields)
