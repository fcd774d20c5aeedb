"""The packages' manners: quick imports, one-way arrows, everything importable, no machine's paths."""

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
    assert importlib.import_module(name).__doc__


@pytest.mark.parametrize(
    "statement", ["import bounds", "from bounds.ledger import LEDGER", "import estimators", "import reports"]
)
def test_imports_are_quick_and_load_nothing_heavy(statement):
    heavy = "sympy scipy torch matplotlib pandas flint statsmodels".split()
    code = f"import sys; {statement}; print([m for m in {heavy!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout.strip() == "[]"


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
