"""Image sets read from a folder: MNIST, CIFAR-10, CelebA. Each knows a hash of its content."""

import gzip
import hashlib
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

# SHA-256 of the four files once unpacked: recompressed copies are the same data
MNIST_FILES = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
MNIST_FOLDERS = ("MNIST/raw", "raw", "")
CELEBA_LIMIT = 20_000  # images kept a split: the whole set is 8 GB at 64 x 64 in float32


class UnusableData(ValueError):
    """A folder that does not hold what is asked of it; the message is one sentence that names it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ImageSet:
    """Images (N, channels, height, width), float32 in [0, 1], with labels (N,) of `classes` kinds.

    Labels of a set with several binary attributes have shape (N, attributes), and `classes` is 2.
    """

    name: str
    classes: int
    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray

    def __post_init__(self) -> None:
        for part in ("train", "test"):
            images, labels = getattr(self, f"{part}_images"), getattr(self, f"{part}_labels")
            if len(images) == 0 or len(images) != len(labels):
                raise ValueError(f"{part}_images: {self.name} has {len(images)} images for {len(labels)} labels")
            if labels.min() < 0 or labels.max() >= self.classes:
                raise ValueError(f"{part}_labels: {self.name} has labels outside 0..{self.classes - 1}")

    @classmethod
    def of(cls, name: str, classes: int, train: tuple[np.ndarray, Any], test: tuple[np.ndarray, Any]) -> "ImageSet":
        """The set of these images with their labels."""
        (images, labels), (others, theirs) = ((part, np.asarray(kinds, np.int64)) for part, kinds in (train, test))
        held = {"test_images": others, "test_labels": theirs}
        return cls(name=name, classes=classes, train_images=images, train_labels=labels, **held)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(channels, height, width) of one image."""
        return self.train_images.shape[1:]

    @cached_property
    def hash(self) -> str:
        """A hash of everything in the set, whatever files it was read from."""
        digest = hashlib.sha256(self.name.encode())
        for array in (self.train_images, self.train_labels, self.test_images, self.test_labels):
            digest.update(f"{array.dtype}{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()[:16]

    def normalised(self, images: np.ndarray) -> np.ndarray:
        """The images by the training set's channel-wise mean and variance (appendix A.1)."""
        axes = (0, 2, 3)
        mean = self.train_images.mean(axes, dtype=np.float64, keepdims=True)
        deviation = self.train_images.std(axes, dtype=np.float64, keepdims=True)
        return ((images - mean) / deviation).astype(np.float32)


def mnist(folder: Path | str) -> ImageSet:
    """MNIST from a folder in torchvision's layout, or one that holds the four idx files, gzipped or not.

    Nothing is unpacked on disk. Downloads into the folder what is not there. Raises UnusableData for a folder that is
    missing and for files that are missing, cut short or not MNIST's.
    """
    root = _existing(folder)
    if not any(_find(root, name) for name in MNIST_FILES):
        _download("MNIST", root)
    train_images, train_labels, test_images, test_labels = (_idx(root, name) for name in MNIST_FILES)
    train, test = (_unit(train_images[:, None]), train_labels), (_unit(test_images[:, None]), test_labels)
    return ImageSet.of("mnist", 10, train, test)


def cifar10(folder: Path | str) -> ImageSet:
    """CIFAR-10, central 28 x 28 crop (appendix A.1), from a folder in torchvision's layout; downloaded if absent.

    Raises UnusableData for a missing folder and for files that are missing or do not have torchvision's hashes, which
    are checked before anything is unpickled.
    """
    from torchvision.datasets import CIFAR10

    root = _existing(folder)
    download = not (root / CIFAR10.base_folder).exists()
    train, test = (_torchvision(CIFAR10, root, download, train=part) for part in (True, False))

    def cropped(part: Any) -> tuple[np.ndarray, Any]:
        return _unit(np.moveaxis(part.data, 3, 1)[:, :, 2:30, 2:30]), part.targets

    return ImageSet.of("cifar-10", 10, cropped(train), cropped(test))


def celeba(folder: Path | str, *, size: int = 32, limit: int = CELEBA_LIMIT) -> ImageSet:
    """CelebA's faces, centre-cropped and scaled to size x size, with the 40 binary attributes as labels (N, 40).

    The first `limit` images of each split are kept. From a folder in torchvision's layout; downloaded if absent.
    Raises UnusableData for a missing folder and for files that are missing or do not have torchvision's hashes.
    """
    from torchvision.datasets import CelebA

    root = _existing(folder)
    download = not (root / CelebA.base_folder).exists()
    parts = {}
    for part in ("train", "test"):
        faces = _torchvision(CelebA, root, download, split=part)
        paths = [root / CelebA.base_folder / "img_align_celeba" / name for name in faces.filename[:limit]]
        parts[part] = np.stack([_face(path, size) for path in paths]), faces.attr[:limit].numpy()
    return ImageSet.of("celeba", 2, parts["train"], parts["test"])


def _existing(folder: Path | str) -> Path:
    root = Path(folder)
    if not root.is_dir():
        raise UnusableData(f"data: {folder} is not a folder")
    return root


def _find(root: Path, name: str) -> Path | None:
    candidates = (root / folder / f"{name}{ending}" for folder in MNIST_FOLDERS for ending in ("", ".gz"))
    return next((path for path in candidates if path.is_file()), None)


def _idx(root: Path, name: str) -> np.ndarray:
    """The array in an idx file: two zero bytes, a type, the number of dimensions, their sizes, the bytes."""
    path = _find(root, name)
    if path is None:
        raise UnusableData(f"data: {root} holds no {name} (MNIST is half there: delete it or complete it)")
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise UnusableData(f"data: {path} cannot be read ({error})") from error
    if hashlib.sha256(content).hexdigest() != MNIST_FILES[name]:
        raise UnusableData(f"data: {path} does not have the hash of MNIST's file (cut short, or other data)")
    dimensions = content[3]
    shape = struct.unpack_from(f">{dimensions}I", content, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def _download(name: str, root: Path) -> None:
    from torchvision import datasets

    folders = [folder for folder in (root / name / "raw", root / name) if not folder.exists()]
    try:
        getattr(datasets, name)(root, download=True)
    except (OSError, RuntimeError) as error:
        for made in folders:
            with suppress(OSError):  # something is in it, or it was not made
                made.rmdir()
        sentence = f"data: {root} holds no {name}, and it could not be downloaded ({_one_line(error)})"
        raise UnusableData(sentence) from error


def _torchvision(dataset: Any, root: Path, download: bool, **part: Any) -> Any:
    try:
        return dataset(root, download=download, **part)
    except (OSError, RuntimeError) as error:
        raise UnusableData(f"data: {root} does not hold {dataset.__name__} whole ({_one_line(error)})") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _face(path: Path, size: int) -> np.ndarray:
    from PIL import Image

    try:
        with Image.open(path) as image:
            side = min(image.size)
            left, top = ((extent - side) // 2 for extent in image.size)
            square = image.convert("RGB").crop((left, top, left + side, top + side)).resize((size, size))
    except OSError as error:
        raise UnusableData(f"data: {path} cannot be read ({error})") from error
    return _unit(np.moveaxis(np.asarray(square), 2, 0))


def _unit(images: np.ndarray) -> np.ndarray:
    return images.astype(np.float32) / np.float32(255)
