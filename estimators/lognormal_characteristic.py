"""The characteristic function of mean-one log-normal noise, on a logarithmic frequency axis.

log E exp(i t eps) is a smooth function of log t, so a table per alpha and its interpolation serve every scaled term
a eps: log|a| only shifts the axis. Sums over terms become sums over a histogram of log|a|.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 0.01  # of the table, in log t
NODES = 241  # of the contour integral
SPAN = 9.0  # of the contour, in standard deviations of log eps
VANISHED = -46.0  # log of a modulus that no longer counts (1e-20)


def log_characteristic(alpha: float, log_t: NDArray[np.float64]) -> NDArray[np.complex128]:
    """log E exp(i t eps) for log eps ~ N(-alpha/2, alpha), continuous in t and 0 at t = 0.

    `log_t`: any shape. The integral over u = log eps + alpha/2 runs along the horizontal line through the saddle point
    u = -W0(-i alpha t e^(-alpha/2)), where the integrand neither cancels nor oscillates; the trapezoidal rule is
    then accurate to about 1e-11.

    >>> value = log_characteristic(0.3, np.log(np.array([1e-3])))[0]  # i t for a mean of one
    >>> bool(abs(value - 1e-3j) < 1e-6)
    True
    """
    from scipy.special import lambertw

    log_t = np.asarray(log_t, dtype=np.float64)
    scale = np.exp(log_t.reshape(-1, 1) - alpha / 2)
    saddle = -lambertw(-1j * alpha * scale)
    line = saddle + np.linspace(-SPAN, SPAN, NODES) * np.sqrt(alpha)

    def exponent(u: NDArray[np.complex128]) -> NDArray[np.complex128]:
        return 1j * scale * np.exp(u) - u**2 / (2 * alpha)

    top = exponent(saddle)
    step = 2 * SPAN * np.sqrt(alpha) / (NODES - 1)
    integral = np.exp(exponent(line) - top).sum(axis=1, keepdims=True) * step / np.sqrt(2 * np.pi * alpha)
    logarithm: NDArray[np.complex128] = np.log(integral) + top
    return logarithm.reshape(log_t.shape)


class Table:
    """log E exp(i t eps) for one alpha, tabulated once; calling it interpolates at any log t.

    >>> log_t = np.array([-1.0, 0.5])
    >>> real, imaginary = Table(0.3)(log_t)
    >>> bool(np.abs(real + 1j * imaginary - log_characteristic(0.3, log_t)).max() < 1e-8)
    True
    """

    def __init__(self, alpha: float) -> None:
        from scipy.interpolate import CubicSpline

        self.alpha = alpha
        low = -0.5 * np.log1p(np.expm1(alpha)) - 18.0  # below, 1 + i t - t^2 e^alpha / 2 is exact in float64
        chunk, start, pieces = 400, low, []
        while True:
            log_t = start + STEP * np.arange(chunk)
            pieces.append((log_t, log_characteristic(alpha, log_t)))
            start += STEP * chunk
            if pieces[-1][1].real.min() < VANISHED:
                break
        log_t, values = (np.concatenate(part) for part in zip(*pieces, strict=True))
        end = int(np.argmax(values.real < VANISHED)) + 1
        self._low, self._high = log_t[0], log_t[end - 1]
        self._spline = CubicSpline(log_t[:end], np.stack([values.real, values.imag], axis=-1)[:end])

    def __call__(self, log_t: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Real and imaginary part at each log t; constant beyond the point where the modulus has vanished."""
        parts = self._spline(np.clip(log_t, self._low, self._high))
        small = log_t < self._low
        t = np.exp(np.minimum(log_t, self._low))
        real = np.where(small, -np.expm1(self.alpha) / 2 * t**2, parts[..., 0])
        return real, np.where(small, t, parts[..., 1])


@lru_cache(maxsize=64)
def table(alpha: float) -> Table:
    """The table for one alpha, kept for the next call.

    >>> table(0.3) is table(0.3)
    True
    """
    return Table(alpha)


def cubic_weights(s: Any) -> tuple[Any, Any, Any, Any]:
    """The shares of grid points -1, 0, 1, 2 in a point at 0 <= s < 1 (Lagrange); `s` is an array or a tensor.

    >>> s, points = 0.25, np.arange(-1, 3)
    >>> float(cubic_weights(s) @ points**3), s**3  # exact for a cubic
    (0.015625, 0.015625)
    """
    return (
        -s * (s - 1) * (s - 2) / 6,
        (s * s - 1) * (s - 2) / 2,
        -s * (s + 1) * (s - 2) / 2,
        s * (s * s - 1) / 6,
    )
