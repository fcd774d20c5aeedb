"""Networks that a user brings: MODULE:FACTORY."""

import importlib
import os
import sys
from collections.abc import Callable
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
