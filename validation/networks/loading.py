"""Networks that a user brings: MODULE:FACTORY, and weights from safetensors or torch files that hold tensors alone."""

import importlib
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Factory = Callable[[], tuple[Any, Any, Any]]


def load_factory(specification: str) -> Factory:
    """The factory named MODULE:FACTORY, looked up with the current folder on the path; it returns (model, loss, data).

    Raises ValueError, in one sentence that begins with --network, where there is no such thing.
    """
    module_name, _, name = specification.partition(":")
    if not module_name or not name:
        raise ValueError(f"--network: must be MODULE:FACTORY, got {specification!r}")
    folder = os.getcwd()
    if folder not in sys.path:
        sys.path.append(folder)  # last: a package of the folder that has the name of ours, or of a library, is not that
    try:
        module = importlib.import_module(module_name)
    except (Exception, SystemExit) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"--network: cannot import {module_name!r}: {said}") from error
    factory = getattr(module, name, None)
    if not callable(factory):
        raise ValueError(f"--network: {module_name!r} has no function {name!r}")
    return factory


def load_weights(model: Any, path: str | Path) -> Any:
    """Put the weights of a .safetensors file, or of a torch file read with weights_only, into a model; returns it.

    Raises ValueError where the file is missing, holds more than tensors, or does not fit the model.
    """
    import torch

    path = Path(path)
    if not path.is_file():
        raise ValueError(f"path: {path} is no file")
    if path.suffix == ".safetensors":
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        try:
            state = load_file(path)
        except SafetensorError as error:
            raise ValueError(f"path: {path} is no safetensors file: {error}") from error
    else:
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
        except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
            raise ValueError(f"path: {path} holds more than tensors, or is damaged: {error}".splitlines()[0]) from error
    if not isinstance(state, dict):
        raise ValueError(f"path: {path} holds no dictionary of tensors")
    try:
        model.load_state_dict(state)
    except RuntimeError as error:
        raise ValueError(f"path: {path} does not fit the model: {' '.join(str(error).split())}") from error
    return model
