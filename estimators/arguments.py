"""Checks of plain arguments that many estimators share: each raises one ValueError that names the argument."""

import operator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def whole_number(name: str, value: Any, *, least: int | None = None) -> int:
    """The value as an int, at least `least` where that is given.

    >>> whole_number("k", np.int64(3), least=1)
    3
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        raise ValueError(f"{name}: must be a whole number, got {value!r}")
    if least is not None and number < least:
        raise ValueError(f"{name}: must be at least {least}, got {number}")
    return number


def numbers(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """The values as a float64 array; they may be infinite or not a number.

    >>> numbers("x", [1, 2, True]).tolist()
    [1.0, 2.0, 1.0]
    """
    try:
        array = plain_array(values)
    except ValueError:
        raise ValueError(f"{name}: must be one array, got rows of different length") from None
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{name}: must hold real numbers, got {array.dtype}")
    with np.errstate(over="ignore"):
        return array.astype(np.float64)


def plain_array(values: Any) -> NDArray[Any]:
    """The values as a numpy array; a torch tensor leaves its gradient and its device behind.

    >>> plain_array([[1, 2], [3, 4]]).shape
    (2, 2)
    """
    if hasattr(values, "detach"):
        values = values.detach().cpu()
        if str(values.dtype) == "torch.bfloat16":  # numpy has none
            values = values.float()
    return np.asarray(values)


def generator(seed: Any) -> np.random.Generator:
    """The numpy generator of a seed, or the generator that was given in its place.

    >>> int(generator(7).integers(100)), int(generator(np.random.default_rng(7)).integers(100))
    (94, 94)
    """
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise ValueError(f"seed: must be a whole number from 0 or a numpy generator, got {seed!r}") from None
