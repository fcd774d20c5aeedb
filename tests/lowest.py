"""Prints the lowest version of every dependency that pyproject.toml allows, as constraints for pip."""

import tomllib
from pathlib import Path

PYPROJECT = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8"))


def lowest() -> list[str]:
    """`name==version` for each `name>=version` that a light install and its tests declare."""
    declared = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["test"]]
    return [requirement.replace(">=", "==") for requirement in declared]


if __name__ == "__main__":
    print("\n".join(lowest()))
