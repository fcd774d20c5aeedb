"""Faults of the machine, not of a claim: too little memory, a library that is missing, a reader who has left."""

import errno
import os
import sys
from typing import Any, TextIO

from estimators.extras import NETWORKS

OF_NETWORKS = ("torch", "torchvision", "safetensors", "sklearn", "PIL")
NO_MEMORY = "there is too little memory here; free some, or lift the limit on it (ulimit -v)"
SPENT = (errno.ENOMEM, errno.EAGAIN, errno.EMFILE, errno.ENFILE)
WORDS = ("can't allocate memory", "out of memory", "can't start new thread")  # what libraries say in a RuntimeError


def lacking(error: BaseException) -> str:
    """What the machine lacks that raised this error, and what to do, in a clause; "" for an error of another kind."""
    if isinstance(error, ModuleNotFoundError):
        missing = f"{error.name} is not installed for {sys.executable}"
        if (error.name or "").split(".")[0] in OF_NETWORKS:
            return f"{missing}, and what asks for it {NETWORKS}"
        return f"{missing}; `make setup` or `pip install .` installs what this project needs"
    if isinstance(error, ImportError):
        return f"a library cannot be loaded here, which may want more memory, or to be installed anew ({_said(error)})"
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if isinstance(error, OSError) and error.errno in SPENT:
        return f"the machine has no more to give ({error.strerror})"
    if isinstance(error, RuntimeError) and any(words in str(error) for words in WORDS):
        return NO_MEMORY
    return ""


def _said(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


class Patient:
    """A stream whose reader may leave: what is said after that goes nowhere, and the work goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError:
            self._leave()
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            self._leave()

    def _leave(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())  # for what the stream still holds, too
        os.close(nowhere)
