"""Densities of z = sum_i a_i eps_i, a_i = w_hat_i x_i, for many rows and inputs at once, on nested grids.

The log characteristic function of a sum is the sum of its terms' over a histogram of log|a_i|, that is one matrix
product for all frequencies. A Fourier transform gives the density. Log-normal sums have structure on many scales
(a sharp rise near 0, a long tail), so the grid is nested: level k covers (-R/2^k, R/2^k) and adds the detail that
level k - 1 had smoothed away. All inputs of a row share its grid, and the marginal density is their plain average.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from estimators.lognormal_characteristic import cubic_weights, table

CUTOFF = 0.4  # where a level's smoothing sets in, in its highest frequency
DEPTH = 14.0  # terms smaller than e^-14 of an input's largest enter by their mean alone
FLAT_POINTS = 4096  # up to this size one level is cheaper than nesting
NESTED_POINTS = (512, 8192)  # least and most points of a level
MAX_DOUBLINGS = 80
LEAST_EXPONENT = -700.0  # exp is many times slower where it underflows


@dataclass(frozen=True)
class Resolution:
    """How fine the numbers are.

    >>> COARSE.axis_step > FINE.axis_step == Resolution().axis_step
    True
    """

    axis_step: float = 0.1  # of log|a|
    alpha_step: float = 0.2  # of log alpha
    vanished: float = -17.0  # the log modulus at which frequencies end
    tail: float = 5.3  # standard deviations of log eps that the range covers
    taps: int = 12  # neighbours on each side that a mid-point is interpolated from


FINE = Resolution()
COARSE = Resolution(axis_step=0.14, alpha_step=0.28, vanished=-11.0, tail=4.6, taps=9)


@dataclass(frozen=True)
class NoisyLayer:
    """Weights, noise and inputs as float64 tensors: w_hat (rows, d), alpha scalar or (rows, d), x (N, d).

    >>> x = torch.tensor([[1.0, 1.0], [2.0, -1.0], [0.5, 3.0]]).double()
    >>> layer = NoisyLayer(torch.ones(1, 2).double(), 0.1, x)
    >>> mean, deviation, largest = layer.moments()
    >>> mean.tolist(), largest.tolist()
    ([[2.0, 1.0, 3.5]], [[1.0, 2.0, 3.0]])
    """

    w_hat: Tensor
    alpha: float | Tensor
    x: Tensor

    def inputs(self, chosen: slice | list[int]) -> "NoisyLayer":
        """The same layer at some of the inputs."""
        return NoisyLayer(self.w_hat, self.alpha, self.x[chosen])

    def moments(self) -> tuple[Tensor, Tensor, Tensor]:
        """Mean and standard deviation of z given x, and the largest |a_i|, each (rows, N)."""
        noise_variance = np.expm1(self.alpha) if isinstance(self.alpha, float) else torch.expm1(self.alpha)
        mean = self.w_hat @ self.x.T
        deviation = torch.sqrt((self.w_hat**2 * noise_variance) @ (self.x**2).T)
        largest = torch.stack([(row.abs() * self.x.abs()).amax(dim=1) for row in self.w_hat])
        return mean, deviation, largest

    def largest_share(self) -> Tensor:
        """sum a_i^4 / (sum a_i^2)^2, (rows, N): 1 where one term makes the sum."""
        square = self.w_hat**2, self.x.T**2
        return (square[0] ** 2 @ square[1] ** 2) / (square[0] @ square[1]) ** 2

    def range(self, tail: float) -> Tensor:
        """Half-width (rows,) of an interval around 0 that holds z for every input but for a tail of about 1e-7."""
        alpha = self.alpha if isinstance(self.alpha, float) else float(self.alpha.max())
        mean, deviation, largest = self.moments()
        jump = np.expm1(-alpha / 2 + tail * np.sqrt(alpha)) * largest
        return (mean.abs() + torch.hypot((tail + 0.7) * deviation, jump)).amax(dim=1)


@dataclass(frozen=True)
class Frame:
    """What a batch of rows shares: the unit of z for each row, the logarithmic axis, and the nested grid.

    `points` on each level, `levels` beyond the first; `weights` are the nodes' quadrature weights, for z / scale.

    >>> x = torch.tensor([[1.0, 1.0], [2.0, -1.0], [0.5, 3.0]]).double()
    >>> layer = NoisyLayer(torch.ones(1, 2).double(), 0.1, x)
    >>> shared = frame(layer, FINE)
    >>> shared.weights.shape == (shared.nodes,), round(float(shared.weights.sum()), 6)  # they cover (-1, 1)
    (True, 2.0)
    """

    scale: Tensor
    floor: float
    points: int
    levels: int
    resolution: Resolution

    @property
    def bins(self) -> int:
        return int(np.ceil(-self.floor / self.resolution.axis_step)) + 4

    @property
    def axis(self) -> NDArray[np.float64]:
        return self.floor + self.resolution.axis_step * np.arange(-1.0, self.bins - 1)

    @cached_property
    def level_weights(self) -> list[Tensor]:
        """The quadrature weight of every node of each level, 0 where a finer level takes over."""
        points, quarter = self.points, self.points // 4
        answer = []
        for level in range(self.levels + 1):
            weight = torch.full((points,), 2.0 / points * 2.0**-level, dtype=self.scale.dtype, device=self.scale.device)
            if level > 0:
                weight[0] = 0.0  # this node is the coarser level's
            if level < self.levels:
                weight[quarter + 1 : points - quarter] = 0.0
                weight[[quarter, points - quarter]] *= 0.75  # half an interval of this level, half a one of the next
            answer.append(weight)
        return answer

    @cached_property
    def weights(self) -> Tensor:
        return torch.cat([weight[weight > 0] for weight in self.level_weights])

    @property
    def nodes(self) -> int:
        return self.points + self.levels * (self.points // 2)


def frame(layer: NoisyLayer, resolution: Resolution) -> Frame:
    """A frame in which every density lies in (-1, 1) and every spectrum has vanished at the last frequency.

    >>> x = torch.tensor([[1.0, 1.0], [2.0, -1.0], [0.5, 3.0]]).double()
    >>> layer = NoisyLayer(torch.ones(1, 2).double(), 0.1, x)
    >>> frame(layer, COARSE).nodes <= frame(layer, FINE).nodes
    True
    """
    mean, deviation, largest = layer.moments()
    scale = layer.range(resolution.tail)
    floor = float(torch.log(largest.amin(dim=1) / scale).min()) - DEPTH
    offset = float((mean.abs() / deviation).max())
    needed = _points_needed(layer, Frame(scale, floor, 0, 0, resolution))
    if needed <= FLAT_POINTS:
        return Frame(scale, floor, needed, 0, resolution)
    points = int(np.clip(2.0 ** np.ceil(np.log2(32 * (offset + 7))), *NESTED_POINTS))
    return Frame(scale, floor, points, max(int(np.log2(needed / points)), 0), resolution)


def _points_needed(layer: NoisyLayer, frame: Frame) -> int:
    """Points of a flat grid that reaches the last frequency that counts, for the inputs of slowest decay."""
    effective = layer.largest_share()
    n = layer.x.shape[0]
    _, deviation, _ = layer.moments()
    slowest = [torch.topk(-score, min(8, n), dim=1).indices for score in (deviation, -effective)]
    hard = {k for index in slowest for k in index.flatten().tolist()}
    probes = sorted(hard | set(np.linspace(0, n - 1, min(16, n)).astype(int).tolist()))
    terms = histogram(layer.inputs(probes), frame)
    real, _ = terms.tables(np.exp2(np.arange(float(MAX_DOUBLINGS))))
    alive = ((terms.even @ real) > frame.resolution.vanished).any(dim=0).any(dim=0).cpu().numpy()
    last = int(np.flatnonzero(alive).max(initial=0)) + 1
    return 1 << max(int(np.ceil(last + 1 - np.log2(np.pi))), 6)


@dataclass(frozen=True)
class Histogram:
    """Terms of many sums on a logarithmic axis: `even` counts them, `odd` their signs, (rows, N, alphas * axis).

    >>> x = torch.tensor([[1.0, 1.0], [2.0, -1.0], [0.5, 3.0]]).double()
    >>> layer = NoisyLayer(torch.ones(1, 2).double(), 0.1, x)
    >>> real, imaginary = histogram(layer, frame(layer, FINE)).tables(np.array([1.0, 2.0]))
    >>> real.shape == imaginary.shape, bool((real < 1e-9).all())  # a modulus of at most 1
    (True, True)
    """

    even: Tensor
    odd: Tensor
    axis: NDArray[np.float64]
    alphas: tuple[float, ...]

    def tables(self, t: NDArray[np.float64]) -> tuple[Tensor, Tensor]:
        """Real and imaginary log characteristic function of every bin at every t, each (alphas * axis, t)."""
        parts = [table(alpha)(self.axis[:, None] + np.log(t)) for alpha in self.alphas]
        stacked = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
        real, imaginary = (torch.from_numpy(part).to(self.even) for part in stacked)
        return real, imaginary


def histogram(layer: NoisyLayer, frame: Frame) -> Histogram:
    """The terms a_i / scale of every row and input on the frame's axis.

    >>> x = torch.tensor([[1.0, 1.0], [2.0, -1.0], [0.5, 3.0]]).double()
    >>> layer = NoisyLayer(torch.ones(1, 2).double(), 0.1, x)
    >>> terms = histogram(layer, frame(layer, FINE))
    >>> terms.even.sum(dim=-1).tolist()  # two terms a sum
    [[2.0, 2.0, 2.0]]
    """
    rows = layer.w_hat.shape[0]
    n = layer.x.shape[0]
    step, bins, axis = frame.resolution.axis_step, frame.bins, frame.axis
    log_w = torch.log(layer.w_hat.abs() / frame.scale[:, None])
    position = (log_w[:, None, :] + torch.log(layer.x.abs()) - frame.floor) / step
    # a term below the axis goes to its lowest bin in proportion to its size: that keeps the mean exact
    size = torch.where(position < 0, torch.exp(position * step), torch.ones_like(position))
    position = position.clamp(min=0.0)
    first = torch.floor(position)
    weights = cubic_weights(position - first)
    alphas, group, alpha_weights = _alpha_groups(layer, frame.resolution.alpha_step)
    negative = (layer.w_hat < 0)[:, None, :] ^ (layer.x < 0)
    cell = torch.arange(rows * n, device=position.device).reshape(rows, n, 1)
    width = len(alphas) * bins
    counts = torch.zeros(2 * rows * n * width, dtype=position.dtype, device=position.device)
    for alpha_offset, alpha_weight in alpha_weights:
        start = (2 * cell + negative) * width + (group + alpha_offset) * bins + first.long()
        for offset, weight in enumerate(weights):
            share = (weight * size * alpha_weight).reshape(-1)
            counts += torch.bincount((start + offset).reshape(-1), weights=share, minlength=counts.numel())
    counts = counts.reshape(rows, n, 2, width)
    return Histogram(counts[:, :, 0] + counts[:, :, 1], counts[:, :, 0] - counts[:, :, 1], axis, alphas)


def _alpha_groups(layer: NoisyLayer, step: float) -> tuple[tuple[float, ...], Any, list[tuple[int, Any]]]:
    """Values of alpha to tabulate, each weight's first group (rows, 1, d), its shares of that group and the next."""
    if isinstance(layer.alpha, float):
        return (layer.alpha,), 0, [(0, 1.0)]
    distinct = torch.unique(layer.alpha)
    if len(distinct) <= 8:
        group = torch.searchsorted(distinct, layer.alpha)[:, None, :]
        return tuple(distinct.tolist()), group, [(0, 1.0)]
    log_alpha = torch.log(layer.alpha)
    low = float(log_alpha.min())
    position = (log_alpha - low) / step
    first = torch.floor(position)
    count = int(first.max()) + 4
    nodes = tuple(np.exp(low + step * (np.arange(count) - 1)).tolist())
    shares = [(k, weight[:, None, :]) for k, weight in enumerate(cubic_weights(position - first))]
    return nodes, first.long()[:, None, :], shares


def densities(terms: Histogram, frame: Frame) -> Tensor:
    """Density of z / scale for each row and input at the frame's nodes, (rows, N, nodes).

    >>> x = torch.tensor([[1.0, 1.0], [2.0, -1.0], [0.5, 3.0]]).double()
    >>> layer = NoisyLayer(torch.ones(1, 2).double(), 0.1, x)
    >>> shared = frame(layer, FINE)
    >>> density = densities(histogram(layer, shared), shared)
    >>> (density @ shared.weights).round(decimals=4).tolist()
    [[1.0, 1.0, 1.0]]
    """
    points = frame.points
    half = points // 2
    frequencies = np.pi * np.arange(1.0, half + 1)
    highest = frequencies[-1]
    smooth = _kernel(frequencies / (CUTOFF * highest))
    smoother = _kernel(frequencies / (CUTOFF * highest / 2))
    # the grid starts at -1: a phase of pi for every step of frequency
    signs = torch.from_numpy(np.where(np.arange(half + 1) % 2, -1.0, 1.0)).to(terms.even)
    values: list[Tensor] = []
    density = None
    for level, weight in enumerate(frame.level_weights):
        real, imaginary = terms.tables(frequencies * 2.0**level)
        kept = (1.0 if level == frame.levels else smooth) - (0.0 if level == 0 else smoother)
        modulus = torch.exp((terms.even @ real).clamp(min=LEAST_EXPONENT)) * torch.as_tensor(np.maximum(kept, 0.0)).to(
            real
        )
        spectrum = torch.polar(modulus, -(terms.odd @ imaginary))
        zero = torch.full_like(spectrum[..., :1], 1.0 if level == 0 else 0.0)
        detail = torch.fft.irfft(torch.cat([zero, spectrum], dim=-1) * signs, n=points) * (points * 2.0**level / 2)
        density = detail if density is None else detail + _upsampled(density, frame.resolution.taps)
        values.append(density[..., weight > 0])
    return torch.cat(values, dim=-1).clamp(min=0.0)


def _kernel(frequency: NDArray[np.float64]) -> NDArray[np.float64]:
    # flat at 0: a density that a level resolves adds nothing to the finer levels, outside of which it may lie
    return np.exp(-(frequency**8))


def _upsampled(density: Tensor, taps: int) -> Tensor:
    """The inner half of a density on its grid, at twice the resolution."""
    points = density.shape[-1]
    start, stop = points // 4, points - points // 4
    between = torch.zeros_like(density[..., start:stop])
    for k, weight in enumerate(_midpoint_weights(taps)):
        between += weight * (density[..., start - k : stop - k] + density[..., start + 1 + k : stop + 1 + k])
    return torch.stack([density[..., start:stop], between], dim=-1).flatten(start_dim=-2)


@lru_cache
def _midpoint_weights(taps: int) -> tuple[float, ...]:
    """Lagrange's weights of the points at distance 1/2, 3/2, ... on either side."""
    points = [k + 0.5 for k in range(-taps, taps)]
    return tuple(float(np.prod([q / (q - p) for q in points if q != p])) for p in points[taps:])


def batches(count: int, size: int) -> Iterator[slice]:
    """Slices of at most `size` that cover range(count).

    >>> [(part.start, part.stop) for part in batches(5, 2)]
    [(0, 2), (2, 4), (4, 5)]
    """
    for start in range(0, count, max(size, 1)):
        yield slice(start, min(start + max(size, 1), count))
