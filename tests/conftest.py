"""What all tests share: Hypothesis profiles, the marker of properties, and a watch over global random state."""

import os
from collections.abc import Iterator

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy: threads that wait for each other waste both cores

import hypothesis
import numpy as np
import pytest

hypothesis.settings.register_profile("default", deadline=None, max_examples=50, print_blob=True)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if hypothesis.is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.property)


@pytest.fixture(autouse=True)
def _global_random_state_is_left_alone() -> Iterator[None]:
    before = np.random.get_state()[1].tolist()  # noqa: NPY002 - the legacy state is what is watched
    yield
    if np.random.get_state()[1].tolist() != before:  # noqa: NPY002
        pytest.fail("the test, or what it called, drew from numpy's global random state")
