"""Hugging Face's models without a wrapper: tiny ones with random weights, nothing is fetched."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from estimators import hessian
from validation.networks import measure

transformers = pytest.importorskip("transformers")


@pytest.fixture(autouse=True)
def _seeded():
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield


def bert() -> tuple:
    sizes = {"vocab_size": 20, "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = transformers.BertConfig(**sizes, intermediate_size=6, max_position_embeddings=6, num_labels=3)
    ids = torch.randint(1, 20, (6, 5))
    batch = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "labels": torch.arange(6) % 3}
    return transformers.BertForSequenceClassification(config).eval(), [batch], {"reduction": "mean"}


def gpt() -> tuple:
    sizes = {"vocab_size": 20, "n_embd": 4, "n_layer": 1, "n_head": 2, "n_positions": 6, "n_inner": 6}
    ids = torch.randint(1, 20, (6, 5))
    config = transformers.GPT2Config(**sizes, bos_token_id=1, eos_token_id=1)
    tokens = {"reduction": "mean", "examples": lambda output, target: target[:, 1:].numel()}
    return transformers.GPT2LMHeadModel(config).eval(), [{"input_ids": ids, "labels": ids}], tokens


@pytest.mark.parametrize(("made", "terms"), [(bert, 6), (gpt, 24)])
def test_a_model_with_a_loss_of_its_own_agrees_with_a_dense_hessian(made, terms: int) -> None:
    model, data, options = made()
    name = next(
        name for name, weight in model.named_parameters() if name.endswith("word_embeddings.weight") or "wte" in name
    )
    named = {key: weight.detach().double() for key, weight in model.double().named_parameters()}

    def loss(weight: Tensor) -> Tensor:
        with nn.attention.sdpa_kernel(nn.attention.SDPBackend.MATH):
            return terms * torch.func.functional_call(model, {**named, name: weight}, (), dict(data[0])).loss

    with nn.attention.sdpa_kernel(nn.attention.SDPBackend.MATH):
        dense = torch.autograd.functional.hessian(loss, named[name]).reshape(named[name].numel(), -1)
    found = hessian.matrix(model, None, data, parameters=[name], **options)
    assert np.allclose(found, dense, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("made", [bert, gpt])
def test_its_page_ends(made) -> None:
    model, data, options = made()
    found = measure(model, None, data, probes=4, **options)
    assert len(found.answers) == 5
    assert "no chain is known" in found.corollary_5_1.reason or "noise of" in found.corollary_5_1.reason


def test_an_image_model_takes_a_mapping_and_a_loss_of_torch() -> None:
    sizes = {"hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 6}
    config = transformers.ViTConfig(**sizes, image_size=8, patch_size=4, num_channels=1, num_labels=3)
    data = [({"pixel_values": torch.randn(6, 1, 8, 8)}, torch.arange(6) % 3)]
    model = transformers.ViTForImageClassification(config).eval()
    found = measure(model, nn.CrossEntropyLoss(), data, probes=4)
    assert "left out: cls_token of ViTEmbeddings (4)" in found.coverage
