"""The packages' manners: quick imports, one-way arrows, everything importable, no machine's paths."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bounds", "estimators", "reports", "validation")


def modules():
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield name
        for module in pkgutil.walk_packages(package.__path__, prefix=f"{name}."):
            if not module.name.endswith("__main__"):
                yield module.name


@pytest.mark.parametrize("name", list(modules()))
def test_every_module_can_be_imported_and_says_what_it_is(name):
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        if "needs the extra" not in str(error):
            raise
        pytest.skip(str(error))
    assert module.__doc__


@pytest.mark.parametrize(
    "statement",
    [
        "import bounds",
        "from bounds.ledger import LEDGER",
        "import estimators",
        "import reports",
        "import validation.papers",
    ],
)
def test_imports_are_quick_and_load_nothing_heavy(statement):
    heavy = "sympy scipy torch matplotlib pandas seaborn flint statsmodels".split()
    code = f"import sys; {statement}; print([m for m in {heavy!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout.strip() == "[]"


CONTRACTS = {"bounds/ledger.py", "validation/networks/__init__.py"}  # that hand on to the first paper
A_PAPERS_FOLDER = re.compile(r"/papers/\w+/")
A_PAPER = re.compile(r"2017|Achille|proposition", re.IGNORECASE)


def _docstrings(tree):
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, kinds)]


def test_the_core_knows_no_paper():
    """Outside the papers' folders a paper is cited, in docstrings, and nothing more."""
    named = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if (
            not name.startswith(("bounds/", "validation/", "reports/"))
            or A_PAPERS_FOLDER.search(name)
            or name in CONTRACTS
        ):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            for docstring in _docstrings(ast.parse(text)):
                if docstring and "Achille and Soatto 2017" in docstring:
                    text = text.replace(docstring, "")
        named += [f"{name}: {match[0]}" for match in A_PAPER.finditer(text)]
    assert named == []


def tracked():
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\n") if name and (ROOT / name).is_file()]


def test_nothing_that_we_keep_names_one_machines_folders():
    pattern = re.compile(rb"(?<![\w.~])/(?:home|root|work|tmp)/\w")
    binary = {".png", ".pdf", ".safetensors", ".gz", ".ttf", ".otf"}
    texts = [path for path in tracked() if path.suffix not in binary]
    assert [str(path.relative_to(ROOT)) for path in texts if pattern.search(path.read_bytes())] == []


def test_the_pinned_pair_is_among_the_constraints():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert {"torch==2.14.1", "torchvision==0.29.1"} <= set(lines)
