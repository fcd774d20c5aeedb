"""The handwritten digits bundled with scikit-learn (8 x 8, UCI optdigits): the data when no folder is given."""

import numpy as np

from validation.data.image_sets import ImageSet

TEST = 500  # images held out of the 1,797


def digits() -> ImageSet:
    """The digits, split once and for all into 1,297 for training and 500 for testing."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(np.float32).reshape(-1, 1, 8, 8)
    order = np.random.default_rng(0).permutation(len(images))  # the file lists whole writers one after another
    train, test = order[TEST:], order[:TEST]
    return ImageSet.of("digits", 10, (images[train], labels[train]), (images[test], labels[test]))
