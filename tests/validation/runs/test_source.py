"""A stored result is good as long as the source that its cell can reach has not changed, and no longer."""

import sys
from pathlib import Path

import pytest

from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE
from validation.runs import source
from validation.runs.runner import check_cell
from validation.runs.source import reach, source_hash

HERE = "validation.papers.achille_soatto_2017"


CACHES = (source._source_hash, source._reach, source._path, source._imported, source._meaning)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A maker of packages on the path, found afresh at each question."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(files: dict[str, str]) -> None:
        for name, text in files.items():
            path = tmp_path / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for cached in CACHES:
            cached.cache_clear()
        sys.path_importer_cache.clear()

    yield write
    for cached in CACHES:
        cached.cache_clear()


LINKS = {
    "an import": "import box.other",
    "an import from a package": "from box import other",
    "a name from a module": "from box.other import x",
    "an import inside a function": "def f():\n    from box.other import x\n    return x",
    "a relative import": "from .other import x",
    "a module of the same folder": "from . import other",
    "a formula's name": "formula = 'box.other:square'",
    "a module's name": "formulas = lambda name: name\nmade = formulas('box.other')",
}


@pytest.mark.parametrize("text", LINKS.values(), ids=LINKS)
def test_what_a_module_names_is_in_its_reach(tree, text):
    tree({"box/__init__": "", "box/main": text, "box/other": "x = 1", "box/stranger": "y = 1"})
    before = source_hash(["box.main"])
    assert reach(["box.main"]) == ("box", "box.main", "box.other")
    tree({"box/stranger": "y = 2"})
    assert source_hash(["box.main"]) == before
    tree({"box/other": "x = 2"})
    assert source_hash(["box.main"]) != before


def test_what_is_reached_in_two_steps_is_in_the_reach(tree):
    tree(
        {
            "box/__init__": "",
            "box/main": "from box import middle",
            "box/middle": "from box import other",
            "box/other": "x = 1",
        }
    )
    assert "box.other" in reach(["box.main"])


def test_importing_a_module_runs_its_packages_but_calls_nothing_in_them(tree):
    tree(
        {
            "box/__init__": "from box import early\n\ndef f():\n    from box import late",
            "box/early": "",
            "box/late": "",
            "box/main": "",
        }
    )
    assert reach(["box.main"]) == ("box", "box.early", "box.main")


def test_what_a_package_imports_under_a_condition_is_reached(tree):
    tree({"box/__init__": "try:\n    from box import early\nexcept ImportError:\n    early = None", "box/early": ""})
    tree({"box/main": ""})
    assert "box.early" in reach(["box.main"])


def test_a_comment_is_no_change_and_a_docstring_s_formula_is(tree):
    tree({"box/__init__": "", "box/main": "x = 1"})
    before = source_hash(["box.main"])
    tree({"box/main": "# a comment\nx  =  1"})
    assert source_hash(["box.main"]) == before
    tree({"box/main": "x = 1.0"})
    assert source_hash(["box.main"]) != before


@pytest.mark.parametrize("text", [b"\xef\xbb\xbfx = 1", b"# coding: latin-1\nx = '\xe9'", b"print 'python 2'"])
def test_a_source_that_is_hard_to_read_is_hashed_all_the_same(tree, tmp_path, text):
    tree({"box/__init__": "", "box/main": "from box import odd", "box/odd": ""})
    (tmp_path / "box" / "odd.py").write_bytes(text)
    tree({})
    before = source_hash(["box.main"])
    (tmp_path / "box" / "odd.py").write_bytes(text + b"\ny = 2")
    tree({})
    assert source_hash(["box.main"]) != before


def test_a_plug_in_counts_wherever_it_is_installed(tree):
    tree({"site-packages/box/__init__": "", "site-packages/box/main": "x = 1", "site-packages/lib": "x = 1"})
    sys.path.insert(0, str(Path(sys.path[0]) / "site-packages"))
    tree({"site-packages/box/main": "import lib\nx = 2"})
    assert reach(["box.main"]) == ("box", "box.main")
    sys.path.pop(0)


def test_a_formula_that_a_suite_builds_itself_is_reached():
    assert "bounds.papers.achille_soatto_2017.formulas.proposition_7" in SUITE.sources
    assert HERE in SUITE.sources


def test_modules_that_a_cell_looks_up_are_named_by_it(tree):
    tree({"box/__init__": "", "box/main": "import importlib", "box/other": "x = 1"})
    assert reach(["box.main", "box.other"]) == ("box", "box.main", "box.other")


def test_a_theme_of_the_report_does_not_discard_a_training():
    for experiment in SUITE.all_experiments:
        for cell in experiment.cells(Effort(), 0):
            reached = reach([cell.function.split(":")[0], *cell.reaches])
            assert not {"reports.theme", "reports.html", "reports.content"} & set(reached), cell.label


def test_a_training_reaches_the_code_that_trains():
    reached = reach([f"{HERE}.experiments.phase_transition"])
    assert {"validation.networks.training", "validation.networks.grid", "validation.networks.noise"} <= set(reached)


def test_a_check_reaches_its_formula_its_own_module_and_the_prover():
    proof = next(c for c in SUITE.all_checks if (c.statement, c.name) == ("proposition-7", "one_alpha"))
    cell = check_cell(SUITE, proof, effort=Effort(), seed=0)
    reached = set(reach([cell.function.split(":")[0], *cell.reaches]))
    assert proof.module in cell.reaches
    assert {"bounds.derivations.derivation", "bounds.papers.achille_soatto_2017.rows"} <= reached
    shannon = next(c for c in SUITE.all_checks if c.name == "shannon")
    reached = set(reach([*check_cell(SUITE, shannon, effort=Effort(), seed=0).reaches]))
    assert {"bounds.shannon.proof", "bounds.papers.achille_soatto_2017.section_3"} <= reached


def test_ours_are_ours_wherever_they_are_installed(monkeypatch):
    assert "bounds.claims.formula" in reach(["bounds.claims.formula"])
    assert not any(name.startswith(("numpy", "sympy", "json")) for name in reach(["bounds.derivations.algebra"]))
