"""A trained network's tensors reach the run's folder as they were."""

import torch
from safetensors.torch import load_file

from validation.networks.saved import encoded, written


def test_the_file_holds_the_tensors(tmp_path):
    tensors = {"layer_0.w_hat": torch.randn(3, 2), "layer_0.log_alpha": torch.randn(1).double()}
    entry = written({"name": "mlp, beta 0.03/<b>, seed 0", "tensors": encoded(tensors)}, tmp_path)
    assert entry == {"name": "mlp, beta 0.03/<b>, seed 0", "file": "networks/mlp-beta-0.03-b-seed-0.safetensors"}
    loaded = load_file(tmp_path / entry["file"])
    assert all(torch.equal(loaded[name], tensor) for name, tensor in tensors.items())


def test_a_network_without_tensors_is_left_as_it_is(tmp_path):
    assert written({"name": "theirs"}, tmp_path) == {"name": "theirs"}
    assert list(tmp_path.iterdir()) == []
