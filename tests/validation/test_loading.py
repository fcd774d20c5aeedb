"""MODULE:FACTORY from the current folder, and weights that can only be tensors."""

import pickle

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from validation.networks.loading import load_factory, load_weights


def test_a_factory_is_found_in_the_current_folder(tmp_path, monkeypatch) -> None:
    (tmp_path / "their_network.py").write_text("def build():\n    return 'model', 'loss', 'data'\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["/nowhere"])
    assert load_factory("their_network:build")() == ("model", "loss", "data")


@pytest.mark.parametrize(
    ("specification", "message"),
    [
        ("no_colon", "--network: must be MODULE:FACTORY"),
        ("there_is_no_such_module:build", "--network: cannot import"),
        ("json:there_is_none", "--network: 'json' has no function"),
    ],
)
def test_a_factory_that_is_not_there_is_named(specification: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load_factory(specification)


@pytest.mark.parametrize("text", ["def build(:", "1 / 0", "raise SystemExit(3)"])
def test_a_module_that_cannot_be_run_is_named(text: str, tmp_path, monkeypatch) -> None:
    (tmp_path / "broken_network.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["/nowhere"])
    with pytest.raises(ValueError, match="--network: cannot import 'broken_network': "):
        load_factory("broken_network:build")


@pytest.mark.parametrize("suffix", [".safetensors", ".pt"])
def test_weights_come_back(tmp_path, suffix: str) -> None:
    source, target = nn.Linear(3, 2), nn.Linear(3, 2)
    path = tmp_path / f"weights{suffix}"
    if suffix == ".safetensors":
        save_file(source.state_dict(), path)
    else:
        torch.save(source.state_dict(), path)
    assert torch.equal(load_weights(target, path).weight, source.weight)


class Payload:
    """What an unchecked pickle would run."""

    def __reduce__(self):
        return (pytest.fail, ("the pickle was run",))


def test_a_pickle_is_never_run(tmp_path) -> None:
    path = tmp_path / "weights.pt"
    path.write_bytes(pickle.dumps(Payload(), protocol=2))
    with pytest.raises(ValueError, match=r"path: .*holds more than tensors, or is damaged"):
        load_weights(nn.Linear(3, 2), path)


def test_a_file_that_does_not_fit_is_named(tmp_path) -> None:
    path = tmp_path / "weights.safetensors"
    save_file(nn.Linear(4, 2).state_dict(), path)
    with pytest.raises(ValueError, match=r"does not fit the model: .*size mismatch"):
        load_weights(nn.Linear(3, 2), path)
    with pytest.raises(ValueError, match="is no file"):
        load_weights(nn.Linear(3, 2), tmp_path / "absent.pt")
    path.write_bytes(b"junk")
    with pytest.raises(ValueError, match="is no safetensors file"):
        load_weights(nn.Linear(3, 2), path)
