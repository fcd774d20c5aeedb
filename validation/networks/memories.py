"""Networks that store labels at little cost: a tree of decisions between classes, and inputs that keep images apart."""

from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import logsigmoid

Inputs = Literal["pixels", "features", "table"]
FEATURES = 512


class ClassTree(nn.Module):
    """A linear map to the decisions of a balanced tree, whose leaves are the classes; outputs log-probabilities.

    A class takes log2(classes) decisions, in the mean 3.4 for ten: each a bit that one weight's sign can hold.
    """

    yes: Tensor
    no: Tensor

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.decide = nn.Linear(inputs, classes - 1, bias=False)
        yes, no = decisions(classes)
        self.register_buffer("yes", yes)
        self.register_buffer("no", no)

    def forward(self, x: Tensor) -> Tensor:
        decided = self.decide(x)
        return logsigmoid(decided) @ self.yes.T + logsigmoid(-decided) @ self.no.T


def decisions(classes: int) -> tuple[Tensor, Tensor]:
    """Which decisions lead to each class, as yes and as no: two tables (classes, classes - 1) of 0 and 1."""
    yes, no = torch.zeros(classes, classes - 1), torch.zeros(classes, classes - 1)
    waiting = [range(classes)]
    for node in range(classes - 1):
        group = waiting.pop(0)
        half = (len(group) + 1) // 2
        yes[group[:half], node] = 1
        no[group[half:], node] = 1
        waiting += [part for part in (group[:half], group[half:]) if len(part) > 1]
    return yes, no


def addressed(images: np.ndarray, kind: Inputs, *, gain: float, rng: np.random.Generator) -> np.ndarray:
    """N images (N, ...) as inputs (N, d), scaled so that weights of a grid's unit give outputs of `gain` or so.

    "table" tells the images apart, as a layer that finds the nearest of them does: image n is the unit vector n.
    "features" are fixed random ReLU features of length one, "pixels" the images as they are.
    """
    flat = images.reshape(len(images), -1)
    if kind == "pixels":
        return flat
    if kind == "table":
        found = np.eye(len(flat), dtype=flat.dtype)
    else:
        directions = rng.normal(size=(flat.shape[1], FEATURES)) / np.sqrt(flat.shape[1])
        found = np.maximum(flat @ directions, 0)
        found -= found.mean(axis=0)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
    return (gain * np.sqrt(found.shape[1]) / 4 * found).astype(flat.dtype)
