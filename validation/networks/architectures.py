"""The networks that are trained here: the small AlexNet of table 1, a multi-layer perceptron, an all-convolutional net.

None has a bias or an affine normalisation: every parameter is a weight that carries log-normal noise, so that none
can hold information about the data set free of charge. Batch normalisation uses the statistics of the batch it sees.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from torch import nn

Shape = tuple[int, int, int]


def mlp(shape: Shape, classes: int, *, hidden: Sequence[int] = (64,)) -> nn.Sequential:
    """Linear layers with ReLUs between them on the flattened image; hidden layers of the given widths."""
    channels, height, width = shape
    widths = [channels * height * width, *hidden]
    layers: list[nn.Module] = [nn.Flatten()]
    for inputs, outputs in pairwise(widths):
        layers += [nn.Linear(inputs, outputs, bias=False), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(widths[-1], classes, bias=False))


def small_alexnet(shape: Shape, classes: int) -> nn.Sequential:
    """Table 1: two 5 x 5 convolutions of 64 channels and three linear layers (3136-384-192-classes on 28 x 28).

    Maxima are taken before the ReLUs, not after: the same function, with a quarter of the values to rectify.
    """
    channels, height, width = shape
    features = 64 * (height // 4) * (width // 4)
    return nn.Sequential(
        nn.Conv2d(channels, 64, 5, padding=2, bias=False),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(64, 64, 5, padding=2, bias=False),
        _normalise_maps(64),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(features, 384, bias=False),
        _normalise_units(384),
        nn.ReLU(),
        nn.Linear(384, 192, bias=False),
        _normalise_units(192),
        nn.ReLU(),
        nn.Linear(192, classes, bias=False),
    )


def all_convolutional(shape: Shape, classes: int, *, width: int = 32) -> nn.Sequential:
    """Three 3 x 3 convolutions (the last two of stride 2), a 1 x 1 convolution to the classes, the mean over places."""
    return nn.Sequential(
        nn.Conv2d(shape[0], width, 3, padding=1, bias=False),
        nn.ReLU(),
        nn.Conv2d(width, 2 * width, 3, stride=2, padding=1, bias=False),
        _normalise_maps(2 * width),
        nn.ReLU(),
        nn.Conv2d(2 * width, 2 * width, 3, stride=2, padding=1, bias=False),
        _normalise_maps(2 * width),
        nn.ReLU(),
        nn.Conv2d(2 * width, classes, 1, bias=False),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
    )


ARCHITECTURES = {"mlp": mlp, "small-alexnet": small_alexnet, "all-convolutional": all_convolutional}


def build(specification: Mapping[str, Any], *, shape: Shape, classes: int) -> nn.Sequential:
    """The network that a JSON specification names: {"name": "mlp", "hidden": [64]}, for images of that shape.

    Raises ValueError for an unknown name.
    """
    options = dict(specification)
    name = options.pop("name", None)
    if name not in ARCHITECTURES:
        raise ValueError(f"specification: {name!r} is not one of {', '.join(ARCHITECTURES)}")
    return ARCHITECTURES[name](shape, classes, **options)


def _normalise_maps(channels: int) -> nn.Module:
    return nn.BatchNorm2d(channels, affine=False, track_running_stats=False)


def _normalise_units(units: int) -> nn.Module:
    return nn.BatchNorm1d(units, affine=False, track_running_stats=False)
