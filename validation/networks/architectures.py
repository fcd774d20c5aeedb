"""The networks trained here: the small AlexNet of table 1, a perceptron, an all-convolutional and a residual net.

None has a bias or an affine normalisation: every parameter is a weight that carries log-normal noise, so that none
can hold information about the data set free of charge. Batch normalisation uses the statistics of the batch it sees.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from torch import Tensor, nn

Shape = tuple[int, int, int]


def mlp(shape: Shape, classes: int, *, hidden: Sequence[int] = (64,)) -> nn.Sequential:
    """Linear layers with ReLUs between them on the flattened image; hidden layers of the given widths."""
    channels, height, width = shape
    widths = [channels * height * width, *hidden]
    layers: list[nn.Module] = [nn.Flatten()]
    for inputs, outputs in pairwise(widths):
        layers += [nn.Linear(inputs, outputs, bias=False), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(widths[-1], classes, bias=False))


def small_alexnet(shape: Shape, classes: int, *, width: int = 64) -> nn.Sequential:
    """Table 1: two 5 x 5 convolutions of 64 channels and three linear layers (3136-384-192-classes on 28 x 28).

    Another `width` than 64 channels scales the linear layers too. Maxima are taken before the ReLUs, not after: the
    same function, with a quarter of the values to rectify.
    """
    channels, rows, columns = shape
    features, first, second = width * (rows // 4) * (columns // 4), 6 * width, 3 * width
    return nn.Sequential(
        nn.Conv2d(channels, width, 5, padding=2, bias=False),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(width, width, 5, padding=2, bias=False),
        _normalise_maps(width),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(features, first, bias=False),
        _normalise_units(first),
        nn.ReLU(),
        nn.Linear(first, second, bias=False),
        _normalise_units(second),
        nn.ReLU(),
        nn.Linear(second, classes, bias=False),
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


class Residual(nn.Module):
    """x + f(x), f two 3 x 3 convolutions of the same width, each after its normalisation and its ReLU."""

    def __init__(self, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for _ in range(2):
            layers += [_normalise_maps(width), nn.ReLU(), nn.Conv2d(width, width, 3, padding=1, bias=False)]
        self.body = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        added: Tensor = self.body(x)
        return x + added


def residual(shape: Shape, classes: int, *, width: int = 16) -> nn.Sequential:
    """A small residual net: two blocks, a convolution of stride 2 that doubles the width between them, the mean."""
    return nn.Sequential(
        nn.Conv2d(shape[0], width, 3, padding=1, bias=False),
        Residual(width),
        nn.Conv2d(width, 2 * width, 3, stride=2, padding=1, bias=False),
        Residual(2 * width),
        _normalise_maps(2 * width),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(2 * width, classes, bias=False),
    )


ARCHITECTURES: dict[str, Callable[..., nn.Sequential]] = {
    "mlp": mlp,
    "small-alexnet": small_alexnet,
    "all-convolutional": all_convolutional,
    "residual": residual,
}


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
