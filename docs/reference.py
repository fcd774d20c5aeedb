"""Writes the reference of every module, from the docstrings, into a folder: python docs/reference.py [FOLDER]."""

import sys
from pathlib import Path

import pdoc

import validation.networks

PACKAGES = ("bounds", "estimators", "reports", "validation")


FOLDER = Path(__file__).with_name("_build")


def main(folder: str | Path = FOLDER) -> None:
    # `measure` is loaded when it is asked for, and pdoc does not ask
    vars(validation.networks)["measure"] = validation.networks.measure
    pdoc.render.configure(docformat="markdown", show_source=False)
    pdoc.pdoc(*PACKAGES, output_directory=Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
