"""Image sets: read from tiny folders of the right format, checked by hash, refused when something is wrong."""

import gzip
import hashlib
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest

from validation.data import image_sets, load


def idx(array: np.ndarray) -> bytes:
    return (
        bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.astype(np.uint8).tobytes()
    )


@pytest.fixture
def tiny_mnist(tmp_path, monkeypatch) -> Path:
    """A folder with the four idx files, gzipped, and the module told their hashes."""
    rng = np.random.default_rng(1)
    contents = {
        "train-images-idx3-ubyte": idx(rng.integers(256, size=(6, 28, 28))),
        "train-labels-idx1-ubyte": idx(np.arange(6)),
        "t10k-images-idx3-ubyte": idx(rng.integers(256, size=(3, 28, 28))),
        "t10k-labels-idx1-ubyte": idx(np.arange(3)),
    }
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name, content in contents.items():
        (raw / f"{name}.gz").write_bytes(gzip.compress(content))
    monkeypatch.setattr(image_sets, "MNIST_FILES", {n: hashlib.sha256(c).hexdigest() for n, c in contents.items()})
    return tmp_path


def test_mnist_is_read_in_order_from_gzip_and_from_a_bare_unpacked_folder(tiny_mnist, tmp_path):
    packed = image_sets.mnist(tiny_mnist)
    assert packed.shape == (1, 28, 28)
    assert packed.train_labels.tolist() == [0, 1, 2, 3, 4, 5]
    first = gzip.decompress((tiny_mnist / "MNIST/raw/train-images-idx3-ubyte.gz").read_bytes())[16 : 16 + 784]
    np.testing.assert_allclose(packed.train_images[0].ravel() * 255, list(first), atol=1e-4)

    bare = tmp_path / "bare"
    bare.mkdir()
    for path in (tiny_mnist / "MNIST/raw").iterdir():
        (bare / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
    assert image_sets.mnist(bare).hash == packed.hash


def test_mnist_refuses_what_is_missing_cut_short_or_other_data(tiny_mnist, tmp_path, monkeypatch):
    labels = tiny_mnist / "MNIST/raw/train-labels-idx1-ubyte.gz"
    whole = labels.read_bytes()
    labels.write_bytes(whole[:-6])
    with pytest.raises(ValueError, match=r"data: .*cannot be read"):
        image_sets.mnist(tiny_mnist)
    labels.write_bytes(whole[:10] + b"\xff" * 8 + whole[18:])
    with pytest.raises(ValueError, match=r"data: .*cannot be read"):
        image_sets.mnist(tiny_mnist)
    labels.write_bytes(gzip.compress(idx(np.arange(6)[::-1])))
    with pytest.raises(ValueError, match=r"data: .*hash"):
        image_sets.mnist(tiny_mnist)
    labels.unlink()
    with pytest.raises(ValueError, match=r"data: .*train-labels.*half there"):
        image_sets.mnist(tiny_mnist)
    with pytest.raises(ValueError, match=r"data: .*not a folder"):
        image_sets.mnist(tmp_path / "nowhere")

    def offline(root: Path, **_: object) -> None:
        (root / "MNIST" / "raw").mkdir(parents=True)
        raise OSError("no\nnetwork")

    monkeypatch.setattr("torchvision.datasets.MNIST", offline)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match=r"data: .*could not be downloaded \(no network\)"):
        image_sets.mnist(tmp_path / "empty")
    assert not list((tmp_path / "empty").iterdir())
    with pytest.raises(ValueError, match="data: mnist is read from a folder"):
        load("mnist")
    with pytest.raises(ValueError, match="data: 'imagenet' is not one of"):
        load("imagenet")


@pytest.fixture
def tiny_cifar(tmp_path, monkeypatch) -> Path:
    """A folder in CIFAR-10's python format, with torchvision told its hashes."""
    from torchvision.datasets import CIFAR10

    folder = tmp_path / CIFAR10.base_folder
    folder.mkdir()
    rng = np.random.default_rng(2)

    def file(name: str, content: object) -> list[str]:
        (folder / name).write_bytes(pickle.dumps(content))
        return [name, hashlib.md5((folder / name).read_bytes()).hexdigest()]

    def batch(count: int) -> dict[str, object]:
        return {"data": rng.integers(256, size=(count, 3072), dtype=np.uint8), "labels": list(range(count))}

    monkeypatch.setattr(CIFAR10, "train_list", [file("data_batch_1", batch(4)), file("data_batch_2", batch(3))])
    monkeypatch.setattr(CIFAR10, "test_list", [file("test_batch", batch(2))])
    name, md5 = file("batches.meta", {"label_names": [str(k) for k in range(10)]})
    monkeypatch.setattr(CIFAR10, "meta", {"filename": name, "key": "label_names", "md5": md5})
    return tmp_path


def test_cifar_is_cropped_to_its_centre_channels_first(tiny_cifar):
    data = image_sets.cifar10(tiny_cifar)
    assert data.train_images.shape == (7, 3, 28, 28)
    assert data.train_labels.tolist() == [0, 1, 2, 3, 0, 1, 2]
    flat = pickle.loads((tiny_cifar / "cifar-10-batches-py/data_batch_1").read_bytes())["data"][1]
    green_pixel = flat.reshape(3, 32, 32)[1, 2 + 5, 2 + 9]
    assert data.train_images[1, 1, 5, 9] == pytest.approx(green_pixel / 255)


def test_cifar_with_a_changed_file_is_refused_before_it_is_unpickled(tiny_cifar):
    (tiny_cifar / "cifar-10-batches-py/test_batch").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    with pytest.raises(ValueError, match=r"data: .*CIFAR10 whole"):
        image_sets.cifar10(tiny_cifar)


@pytest.fixture
def tiny_celeba(tmp_path, monkeypatch) -> Path:
    """A folder in CelebA's format: five grey faces, each brighter than the one before."""
    from PIL import Image
    from torchvision.datasets import CelebA

    folder = tmp_path / CelebA.base_folder
    (folder / "img_align_celeba").mkdir(parents=True)
    names = [f"{k:06d}.jpg" for k in range(5)]
    for k, name in enumerate(names):
        Image.new("RGB", (178, 218), (40 * k,) * 3).save(folder / "img_align_celeba" / name)
    rows = {
        "list_attr_celeba.txt": ["5", " ".join(f"a{j}" for j in range(40))]
        + [f"{name} {' '.join(['1' if j == k else '-1' for j in range(40)])}" for k, name in enumerate(names)],
        "identity_CelebA.txt": [f"{name} 1" for name in names],
        "list_bbox_celeba.txt": ["5", "x y w h"] + [f"{name} 0 0 1 1" for name in names],
        "list_landmarks_align_celeba.txt": ["5", "x y"] + [f"{name} 0 0" for name in names],
        "list_eval_partition.txt": [f"{name} {part}" for name, part in zip(names, (0, 0, 0, 2, 2), strict=True)],
    }
    listed = []
    for name, lines in rows.items():
        (folder / name).write_text("\n".join(lines) + "\n")
        listed.append(("", hashlib.md5((folder / name).read_bytes()).hexdigest(), name))
    monkeypatch.setattr(CelebA, "file_list", listed)
    return tmp_path


def test_celeba_has_faces_and_forty_attributes(tiny_celeba):
    data = image_sets.celeba(tiny_celeba, size=16)
    assert data.train_images.shape == (3, 3, 16, 16)
    assert data.test_labels.shape == (2, 40)
    assert data.train_labels.argmax(1).tolist() == [0, 1, 2]
    np.testing.assert_allclose(data.train_images.mean((1, 2, 3)), np.array([0, 40, 80]) / 255, atol=0.01)


def test_celeba_with_a_missing_or_broken_picture_is_refused(tiny_celeba):
    picture = tiny_celeba / "celeba/img_align_celeba/000001.jpg"
    picture.write_bytes(picture.read_bytes()[:100])
    with pytest.raises(ValueError, match=r"data: .*000001.jpg cannot be read"):
        image_sets.celeba(tiny_celeba, size=16)
    (tiny_celeba / "celeba/list_attr_celeba.txt").unlink()
    with pytest.raises(ValueError, match=r"data: .*CelebA whole"):
        image_sets.celeba(tiny_celeba, size=16)


def test_digits_are_split_without_overlap_and_normalised_by_the_training_set():
    data = load("digits")
    assert (len(data.train_images), len(data.test_images)) == (1297, 500)
    everything = {image.tobytes() for image in data.train_images}
    assert sum(image.tobytes() in everything for image in data.test_images) == 0
    assert set(np.bincount(data.train_labels)) <= set(range(100, 160))
    normal = data.normalised(data.train_images)
    assert (normal.mean(), normal.std()) == pytest.approx((0, 1), abs=1e-4)


def test_the_hash_covers_every_array():
    data = load("digits")
    parts = ("train_images", "train_labels", "test_images", "test_labels")
    hashes = {data.hash}
    for part in parts:
        arrays = {name: getattr(data, name).copy() for name in parts}
        arrays[part].flat[0] = 1 if arrays[part].flat[0] != 1 else 0
        hashes.add(image_sets.ImageSet(name="digits", classes=10, **arrays).hash)
    assert len(hashes) == 5


def test_labels_out_of_range_are_refused():
    images = np.zeros((2, 1, 4, 4), np.float32)
    with pytest.raises(ValueError, match="test_labels"):
        image_sets.ImageSet(
            name="x",
            classes=3,
            train_images=images,
            train_labels=np.array([0, 2]),
            test_images=images,
            test_labels=np.array([0, 3]),
        )
    with pytest.raises(ValueError, match="2 images for 1 labels"):
        image_sets.ImageSet(
            name="x",
            classes=3,
            train_images=images,
            train_labels=np.array([0]),
            test_images=images,
            test_labels=np.array([0, 1]),
        )
