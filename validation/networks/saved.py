"""A trained network's tensors as text, so that a cell's JSON result can carry them, and as a safetensors file."""

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.results import write_atomically

if TYPE_CHECKING:
    from torch import Tensor

FOLDER = "networks"


def encoded(tensors: Mapping[str, "Tensor"]) -> str:
    """The tensors in the safetensors format, in base64."""
    from safetensors.torch import save

    plain = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    return base64.b64encode(save(plain)).decode("ascii")


def written(network: Mapping[str, Any], out: Path) -> dict[str, Any]:
    """The network's entry with its tensors, where it carries any, moved to OUT/networks and named relative to OUT."""
    entry = dict(network)
    tensors = entry.pop("tensors", None)
    if tensors is None:
        return entry
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9.]+", "-", str(entry["name"]).lower()).strip("-")
    write_atomically(out / FOLDER / f"{name}.safetensors", base64.b64decode(tensors))
    return {**entry, "file": f"{FOLDER}/{name}.safetensors"}
