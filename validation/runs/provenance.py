"""Where results come from: versions, commit, machine."""

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from validation.runs.source import OURS

PACKAGES = "hypothesis matplotlib numpy python-flint scikit-learn scipy statsmodels sympy torch torchvision typst"
DISTRIBUTION = "emergence-audit"


def provenance(device: str) -> dict[str, Any]:
    """The `provenance` of a results file: version, commit, Python, the packages' versions, the machine's kind.

    `device`: "cpu", or "cuda" for a machine whose GPU is named.
    """
    return {
        "version": _version(DISTRIBUTION),
        "commit": _commit(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES.split()},
        "machine": f"{platform.system()} {platform.machine()}{_gpu(device)}",
    }


def _gpu(device: str) -> str:
    if device != "cuda":
        return ""
    import torch

    return f", {torch.cuda.get_device_name()}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    head = _git("rev-parse", "--short=12", "HEAD")
    changes = _git("status", "--porcelain", "--", *(f":/{name}" for name in OURS))  # elsewhere they change no result
    if not head:
        return "unknown"
    return head + (" with changes" if changes else "")


def _git(*arguments: str) -> str:
    folder = Path(__file__).resolve().parent
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # no git, or no checkout: an installed copy
        return ""
    return done.stdout.strip()
