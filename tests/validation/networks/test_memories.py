"""Networks that store labels at little cost."""

import math

import numpy as np
import pytest
import torch

from validation.networks.memories import ClassTree, addressed, decisions


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_the_tree_is_a_law_of_the_classes(classes):
    torch.manual_seed(0)
    outputs = ClassTree(5, classes)(torch.randn(7, 5))
    torch.testing.assert_close(outputs.exp().sum(1), torch.ones(7))
    torch.testing.assert_close(torch.log_softmax(outputs, 1), outputs)


def test_ten_classes_take_three_or_four_decisions():
    yes, no = decisions(10)
    assert (yes * no).sum() == 0
    assert sorted((yes + no).sum(1).tolist()) == [3.0] * 6 + [4.0] * 4


def test_a_table_tells_every_image_apart_and_scales_to_its_gain():
    images = np.random.default_rng(0).normal(size=(9, 1, 2, 2)).astype(np.float32)
    table = addressed(images, "table", gain=6.0, rng=np.random.default_rng(0))
    assert table.dtype == np.float32
    np.testing.assert_allclose(table * 4 / math.sqrt(9), 6 * np.eye(9), rtol=1e-6)  # a unit is 4/sqrt(inputs)
    features = addressed(images, "features", gain=2.0, rng=np.random.default_rng(0))
    lengths = np.linalg.norm(features, axis=1) * 4 / math.sqrt(features.shape[1])
    np.testing.assert_allclose(lengths, 2.0, rtol=1e-5)
    np.testing.assert_array_equal(
        addressed(images, "pixels", gain=3.0, rng=np.random.default_rng(0)), images.reshape(9, 4)
    )
