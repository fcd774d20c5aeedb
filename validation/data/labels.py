"""Labels made random at a chosen rate, and nuisances: patterns laid over an image that know nothing of its label."""

import math
from dataclasses import dataclass

import numpy as np


def corrupted(labels: np.ndarray, rate: float, *, classes: int, rng: np.random.Generator) -> np.ndarray:
    """The labels with a share `rate` of them, chosen at random, redrawn uniformly from all classes.

    A redrawn label may be the true one, so rate 1 leaves nothing to learn. With one seed, the labels redrawn at a lower
    rate are redrawn alike at a higher one. Raises ValueError for a rate outside [0, 1] or labels outside 0..classes-1.
    """
    labels = np.asarray(labels)
    if not 0 <= rate <= 1:
        raise ValueError(f"rate: must lie in [0, 1], got {rate}")
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError(f"labels: must be a row of integers, got {labels.dtype} of shape {labels.shape}")
    if labels.size and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError(f"labels: must lie in 0..{classes - 1}, got {labels.min()}..{labels.max()}")
    order, drawn = rng.permutation(len(labels)), rng.integers(classes, size=len(labels))
    redrawn = order[: round(rate * len(labels))]
    result = labels.astype(np.int64)
    result[redrawn] = drawn[redrawn]
    return result


@dataclass(frozen=True, kw_only=True, eq=False)
class Nuisance:
    """A uniform choice n among patterns, and p(x|n): an image of the set, chosen at random, seen through pattern n.

    `masks` (patterns, height, width) says which pixels a pattern sets, `values` of the same shape to what. An occlusion
    sets them all; clutter only shows where it is brighter than the digit in front of it.
    """

    name: str
    masks: np.ndarray
    values: np.ndarray
    in_front: bool = True

    @property
    def patterns(self) -> int:
        return len(self.masks)

    @property
    def entropy(self) -> float:
        """H(n) in nats."""
        return math.log(self.patterns)

    def draw(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """`count` independent pattern numbers from p(n)."""
        return rng.integers(self.patterns, size=count)

    def apply(self, images: np.ndarray, patterns: np.ndarray) -> np.ndarray:
        """The images (N, channels, height, width), each seen through its pattern."""
        if len(images) != len(patterns) or images.shape[2:] != self.masks.shape[1:]:
            raise ValueError(f"images: expected {len(patterns)} of {self.masks.shape[1:]} pixels, got {images.shape}")
        if len(patterns) and not 0 <= np.min(patterns) <= np.max(patterns) < self.patterns:
            raise ValueError(f"patterns: must lie in 0..{self.patterns - 1}")
        mask, values = self.masks[patterns][:, None], self.values[patterns][:, None]
        return np.where(mask, values if self.in_front else np.maximum(images, values), images).astype(np.float32)


def occlusion(height: int, width: int, *, places: int = 3) -> Nuisance:
    """A blank square, a third of the image wide, in one of places x places positions from corner to corner."""
    if places < 2:
        raise ValueError(f"places: must be at least 2, got {places}")
    side = round(max(height, width) / 3)
    corners = [
        (round(row * (height - side) / (places - 1)), round(column * (width - side) / (places - 1)))
        for row in range(places)
        for column in range(places)
    ]
    masks = np.zeros((len(corners), height, width), bool)
    for mask, (top, left) in zip(masks, corners, strict=True):
        mask[top : top + side, left : left + side] = True
    return Nuisance(name="occlusion", masks=masks, values=np.full(masks.shape, 0.5, np.float32))


def clutter(height: int, width: int, *, patterns: int = 8, strokes: int = 3, seed: int = 0) -> Nuisance:
    """One of several fixed backgrounds of short bright strokes, drawn once from the seed, behind the digit."""
    if patterns < 1:
        raise ValueError(f"patterns: must be at least 1, got {patterns}")
    rng = np.random.default_rng(seed)
    side = max(height, width)
    masks = np.zeros((patterns, height, width), bool)
    for mask in masks:
        for _ in range(strokes):
            centre, angle = rng.uniform(0, (height - 1, width - 1)), rng.uniform(0, math.pi)
            for step in np.linspace(-side / 6, side / 6, side):
                row, column = np.round(centre + step * np.array([math.sin(angle), math.cos(angle)])).astype(int)
                if 0 <= row < height and 0 <= column < width:
                    mask[row, column] = True
    return Nuisance(name="clutter", masks=masks, values=np.where(masks, 0.8, 0.0).astype(np.float32), in_front=False)
