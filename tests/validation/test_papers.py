"""A paper is a plug-in: a folder with an entry point is found, checked and reported; what is wrong with one is said."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports.results import read
from validation.experiments import Experiment, Summary
from validation.papers import UnusablePaper
from validation.runs.selection import _tell_apart

ROOT = Path(__file__).resolve().parents[2]

SUITE = '''
"""A toy paper of three claims."""

from pathlib import Path

from bounds.claims import Informational, Ledger, Paper, Rank, Reading, Statement, formulas_in
from validation.papers import Suite

formula = formulas_in("toy_paper.formulas")

PAPER = Paper(
    id="toy-2020", title="A toy paper", authors=("Ada Author",), year=2020, source="nowhere, 2020", text="toy.md"
)


def statement(id, *readings):
    title = f"The toy's {id}"
    return Statement(id=id, title=title, section="1", rank=Rank.SENTENCE, quote="so it is", readings=readings)


LEDGER = Ledger(
    (
        statement("theorem-1", Reading(name="printed", formula=formula("square"))),
        statement("theorem-1/parts", Reading(name="printed", formula=formula("twice"))),
        statement("theorem-2", Reading(name="printed", formula=Informational(goal=("I(a;b) <= H(a)",)))),
    )
)
SUITE = Suite(paper=PAPER, ledger=LEDGER, checks="toy_paper.checks", audited=Path(__file__).parent / "audited.toml")
'''
FORMULAS = '''
"""The toy's formulas."""

import sympy

x = sympy.Symbol("x", real=True)


def square():
    return sympy.Ge(x**2, 2 * x - 1, evaluate=False)


def twice():
    return sympy.Ge(x**2, 2 * x, evaluate=False)
'''
CHECKS = '''
"""The toy's checks."""

from fractions import Fraction

from bounds.derivations.derivation import Derivation, Step, sampled
from bounds.claims import Evidence
from toy_paper import LEDGER
from validation.checks import check
from validation.checks.informations import shannon_checks
from validation.checks.searching import find_counterexample

CHECKS = shannon_checks(LEDGER, {})


@check("theorem-1", "printed")
def a_square(claim, rng, effort):
    step = Step(lhs=claim.symbolic.lhs, relation=">=", rhs=claim.symbolic.rhs)
    derivation = Derivation(steps=(step,), points=sampled(lambda rng: {"x": rng.normal()}))
    return Evidence(kind="proof", method="algebra", summary="A square.", certificate=derivation)


@check("theorem-1/parts", "printed")
def between(claim, rng, effort):
    draw = lambda rng: {"x": Fraction(int(rng.integers(-8, 9)), 4)}
    return find_counterexample(claim, draw, rng, tries=40, text="Small rationals")
'''
AUDITED = """
[theorem-1]
printed = "proved"

["theorem-1/parts"]
printed = "refuted"

[theorem-2]
printed = "proved"
"""


def installed(
    folder: Path, *, suite: str = SUITE, checks: str = CHECKS, audited: str = AUDITED, name: str = "toy-2020"
) -> Path:
    """The toy as a package and its metadata, as an installer would leave them in a folder."""
    package, metadata = folder / "toy_paper", folder / "toy_paper-1.0.dist-info"
    (package / "checks").mkdir(parents=True)
    metadata.mkdir()
    (package / "__init__.py").write_text(suite)
    (package / "formulas.py").write_text(FORMULAS)
    (package / "checks" / "__init__.py").write_text('"""The toy\'s checks."""\n')
    (package / "checks" / "all.py").write_text(checks)
    (package / "audited.toml").write_text(audited)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-paper\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[emergence_audit.papers]\n{name} = toy_paper:SUITE\n")
    return folder


def run(folder: Path, *arguments: str, out: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line where the toy is installed beside ours."""
    path = os.pathsep.join([str(folder), str(ROOT)])
    command = [sys.executable, "-m", "validation.run_all", "--out", str(out or folder / "out"), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env={**os.environ, "PYTHONPATH": path}, timeout=300
    )


def test_a_toy_paper_is_found_checked_and_reported(tmp_path: Path) -> None:
    done = run(installed(tmp_path), "--paper", "toy-2020")
    assert done.returncode == 0, done.stdout + done.stderr
    results = read(tmp_path / "out" / "results.json")
    assert [paper["id"] for paper in results["papers"]] == ["toy-2020"]
    verdicts = {(s["id"], r["name"]): r["verdict"] for s in results["statements"] for r in s["readings"]}
    assert verdicts == {
        ("theorem-1", "printed"): "proved",
        ("theorem-1/parts", "printed"): "refuted",
        ("theorem-2", "printed"): "proved",
    }
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert 'id="toy-2020:theorem-1"' in page
    assert "A toy paper" in page
    assert "Achille" not in page
    assert (tmp_path / "out" / "report.pdf").stat().st_size > 0


def test_two_papers_in_one_run(tmp_path: Path) -> None:
    done = run(installed(tmp_path), "--only", "theorem-2", "remark-2.1", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert {s["paper"] for s in results["statements"]} == {"achille-soatto-2017", "toy-2020"}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert 'id="toy-2020:theorem-2"' in page
    assert 'id="remark-2.1"' in page


@pytest.mark.slow
def test_a_stored_result_is_good_until_a_formula_of_its_paper_changes(tmp_path: Path) -> None:
    installed(tmp_path)
    run(tmp_path, "--paper", "toy-2020", "--jobs", "1")
    again = run(tmp_path, "--paper", "toy-2020", "--jobs", "1")
    assert again.stdout.count("(stored)") == 3
    formulas = tmp_path / "toy_paper" / "formulas.py"
    formulas.write_text(FORMULAS.replace("2 * x,", "x,"))
    changed = run(tmp_path, "--paper", "toy-2020", "--jobs", "1")
    assert "(stored)" not in changed.stdout


@pytest.mark.slow
def test_a_formula_that_cannot_be_built_leaves_the_rest_of_the_run(tmp_path: Path) -> None:
    done = run(installed(tmp_path, suite=SUITE.replace('formula("twice")', 'formula("thrice")')), "--paper", "toy-2020")
    assert done.returncode == 1
    assert "failed: toy-2020:theorem-1/parts printed: AttributeError" in " ".join(done.stdout.split())
    verdicts = {s["id"]: s["readings"][0]["verdict"] for s in read(tmp_path / "out" / "results.json")["statements"]}
    assert verdicts["theorem-2"] == "proved"


DRAWS = """

@check("theorem-2", "printed")
def draws(claim, rng, effort):
    series = (Series(name="s", x=[1, 2], y=[1, 2]),)
    yield Figure(id="one", subject="theorem-2", title="t", x_label="x", y_label="y", caption="", series=series)
    yield Evidence(kind="trial", method="m", summary="s", witness={"a": WITNESS})
"""
FIGURES = CHECKS.replace("from toy_paper", "from reports.figure import Figure, Series\nfrom toy_paper") + DRAWS


@pytest.mark.slow
def test_what_a_check_finds_is_told_from_other_papers_and_fails_alone(tmp_path: Path) -> None:
    done = run(installed(tmp_path, checks=FIGURES.replace("WITNESS", "1")), "--paper", "toy-2020")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [figure["id"] for figure in read(tmp_path / "out" / "results.json")["figures"]] == ["toy-2020.one"]
    other = installed(tmp_path / "other", checks=FIGURES.replace("WITNESS", "{1, 2}"))
    done = run(other, "--paper", "toy-2020")
    assert done.returncode == 1
    assert "failed: toy-2020:theorem-2 printed: TypeError" in " ".join(done.stdout.split())
    assert (other / "out" / "report.pdf").exists()


def test_two_distributions_of_one_paper_are_both_named(tmp_path: Path) -> None:
    installed(tmp_path)
    metadata = tmp_path / "other_toy-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: other-toy\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[emergence_audit.papers]\ntoy-2020 = other_toy:SUITE\n")
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stderr == "error: --paper: other-toy and toy-paper both offer the paper toy-2020\n"


@pytest.mark.slow
def test_a_run_of_another_paper_does_not_overwrite_one(tmp_path: Path) -> None:
    installed(tmp_path)
    assert run(tmp_path, "--paper", "toy-2020").returncode == 0
    done = run(tmp_path, "--paper", "achille-soatto-2017", "--only", "remark-2.1")
    assert done.returncode == 2
    assert "another --paper" in done.stderr


REFUSED = {
    "unknown": (
        {},
        ["--paper", "toy-2021"],
        "--paper: 'toy-2021' is no installed paper, these are: achille-soatto-2017, achille-soatto-2018, "
        "toy-2020; did you mean 'toy-2020'?",
    ),
    "raises": (
        {"suite": "raise RuntimeError('no toy today')"},
        [],
        "--paper: toy-2020 cannot be loaded (RuntimeError: no toy today)",
    ),
    "one id twice": (
        {"suite": SUITE.replace('"theorem-2", Reading', '"theorem-1", Reading')},
        [],
        "--paper: toy-2020 cannot be loaded (ValueError: statements: the id 'theorem-1' stands twice)",
    ),
    "a line for no reading": (
        {"audited": AUDITED + '\n["theorem-3"]\nprinted = "proved"\n'},
        [],
        "--paper: toy-2020 has an audited line for theorem-3 printed, which is no reading",
    ),
    "no table": ({"audited": "theorem-1 is true"}, [], "--paper: the audited table of toy-2020 cannot be read"),
    "no suite": ({"suite": "SUITE = 3"}, [], "--paper: toy-2020 offers a int, not a Suite"),
    "another id": ({"name": "toy-2019"}, [], "--paper: toy-2019 offers a paper with another id, toy-2020"),
    "the prefix of another": (
        {"suite": SUITE.replace('text="toy.md"', 'text="toy.md", prefix=""')},
        [],
        "--paper: achille-soatto-2017 and toy-2020 have one prefix",
    ),
    "no checks": ({"suite": SUITE.replace("toy_paper.checks", "toy_paper.nothing")}, [], "--paper: checks of toy-2020"),
    "checks that exit": ({"checks": "raise SystemExit(0)"}, [], "--paper: checks of toy-2020 cannot be loaded"),
    "a check of no statement": (
        {"checks": CHECKS.replace('"theorem-1", "printed"', '"theorem-9", "printed"')},
        [],
        "--paper: toy-2020 has a check of theorem-9 printed, no reading",
    ),
    "two checks of one name": (
        {"checks": CHECKS + "\nCHECKS = (*CHECKS, CHECKS[0])\n"},
        [],
        "--paper: checks of toy-2020 cannot be loaded (ValueError: checks: 'theorem-2:printed:shannon' is the name of",
    ),
    "an experiment that is not there": (
        {"suite": SUITE.replace("checks=", 'experiments=("toy_paper.nothing",), checks=')},
        [],
        "--paper: toy_paper.nothing of toy-2020 cannot be loaded (ModuleNotFoundError",
    ),
}


@pytest.mark.parametrize(("fault", "arguments", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_with_a_paper_is_one_sentence(tmp_path: Path, fault, arguments, sentence) -> None:
    done = run(installed(tmp_path, **fault), *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {sentence}")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_two_experiments_of_one_name_are_refused() -> None:
    one, other = (
        Experiment(name="size", title="t", group="experiments", cells=lambda e, s: [], summarise=lambda *a: Summary())
        for _ in range(2)
    )
    _tell_apart([one, one])  # two papers may share one
    with pytest.raises(UnusablePaper, match="two experiments are called 'size'"):
        _tell_apart([one, other])


LACKING = {
    "a library at a check's top": ("import torch_not_here", "--paper: checks of toy-2020 cannot be loaded"),
    "a library inside a check": (CHECKS.replace("    step =", "    import not_here\n    step ="), "not_here is not"),
    "memory": (CHECKS.replace("    step =", "    raise MemoryError\n    step ="), "there is too little memory here"),
}


@pytest.mark.parametrize(("checks", "sentence"), LACKING.values(), ids=LACKING)
def test_what_the_machine_lacks_is_no_different_verdict(checks: str, sentence: str, tmp_path: Path) -> None:
    done = run(installed(tmp_path, checks=checks), "--paper", "toy-2020", "--jobs", "1")
    (line,) = done.stderr.splitlines()
    assert (done.returncode, line[:7]) == (2, "error: ")
    assert sentence in line
    assert "not as audited" not in done.stdout


def test_torch_at_the_top_of_a_check_is_answered_by_the_extra_that_has_it(tmp_path: Path) -> None:
    folder = installed(tmp_path, checks=f"import torch\n{CHECKS}")
    (folder / "torch.py").write_text("raise ModuleNotFoundError('No module named torch', name='torch')")
    done = run(folder, "--paper", "toy-2020")
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert "needs the extra [networks]" in line


@pytest.mark.slow
def test_a_check_whose_worker_dies_is_no_different_verdict(tmp_path: Path) -> None:
    checks = CHECKS.replace("    step =", "    import os; os.kill(os.getpid(), 9)\n    step =")
    done = run(installed(tmp_path, checks=checks), "--paper", "toy-2020", "--jobs", "2")
    (line,) = done.stderr.splitlines()
    assert (done.returncode, "its worker died each time" in line) == (2, True)
    assert (tmp_path / "out" / "report.pdf").exists()


def test_a_reader_who_leaves_does_not_hide_that_a_verdict_differs(tmp_path: Path) -> None:
    folder = installed(tmp_path, audited=AUDITED.replace('printed = "proved"', 'printed = "refuted"'))
    reader, writer = os.pipe()
    os.close(reader)
    path = os.pathsep.join([str(folder), str(ROOT)])
    command = [sys.executable, "-m", "validation.run_all", "--paper", "toy-2020", "--jobs", "1", "--out", "out"]
    done = subprocess.run(
        command, stdout=writer, stderr=subprocess.PIPE, cwd=folder, env={**os.environ, "PYTHONPATH": path}
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")
    assert (folder / "out" / "report.pdf").exists()


def test_a_check_that_fails_is_status_1_even_where_its_verdict_is_the_audited_one(tmp_path: Path) -> None:
    breaking = '\n\n@check("theorem-2", "printed")\ndef breaks(claim, rng, effort):\n    raise ZeroDivisionError\n'
    done = run(installed(tmp_path, checks=CHECKS + breaking), "--only", "theorem-2", "--jobs", "1")
    assert done.returncode == 1
    assert "failed: toy-2020:theorem-2 printed: ZeroDivisionError" in done.stdout
    assert "not as audited" not in done.stdout
