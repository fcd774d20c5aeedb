"""What a user brings by name: MODULE:FACTORY, of a network or of an executor."""

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any


def load_factory(specification: str, *, option: str) -> Callable[[], Any]:
    """The factory named MODULE:FACTORY, looked up with the current folder on the path.

    Raises ValueError, in one sentence that begins with the option that named it, where there is no such thing.
    """
    module_name, _, name = specification.partition(":")
    if not module_name or not name:
        raise ValueError(f"{option}: must be MODULE:FACTORY, got {specification!r}")
    folder = os.getcwd()
    if folder not in sys.path:
        sys.path.append(folder)  # last: a package of the folder that has the name of ours, or of a library, is not that
    try:
        module = importlib.import_module(module_name)
    except (Exception, SystemExit) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"{option}: cannot import {module_name!r}: {said}") from error
    factory = getattr(module, name, None)
    if not callable(factory):
        raise ValueError(f"{option}: {module_name!r} has no function {name!r}")
    return factory
