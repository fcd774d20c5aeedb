"""Data: image sets with content hashes, corrupted labels, nuisances, and synthetic families with known truth."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validation.data.image_sets import ImageSet


@lru_cache(maxsize=2)
def load(name: str, folder: str | None = None) -> "ImageSet":
    """The image set of that name: "digits", or "mnist", "cifar-10", "celeba" from a folder.

    Raises ValueError for an unknown name, a set that needs a folder and has none, and whatever is wrong in the folder.
    """
    from validation.data import image_sets
    from validation.data.digits import digits

    readers = {"mnist": image_sets.mnist, "cifar-10": image_sets.cifar10, "celeba": image_sets.celeba}
    if name == "digits":
        return digits()
    if name not in readers:
        raise ValueError(f"data: {name!r} is not one of digits, {', '.join(readers)}")
    if folder is None:
        raise ValueError(f"data: {name} is read from a folder, and none was named")
    return readers[name](folder)
