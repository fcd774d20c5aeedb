"""Faults of the machine are a sentence and status 2; a reader who leaves and files that are damaged stop no run."""

import errno
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from validation.faults import lacking
from validation.run_all import main

ROOT = Path(__file__).resolve().parents[2]
ONE = ["--only", "proposition-7/g", "--jobs", "1"]
EVERY_COMMAND = {
    "run": ["-m", "validation.run_all"],
    "list": ["-c", "import sys; from validation.console import main; sys.argv[1:] = ['list']; sys.exit(main())"],
    "report": ["-m", "reports", "results.json"],
}


def python(*arguments, **options):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment, **options)


@pytest.mark.parametrize("command", EVERY_COMMAND.values(), ids=EVERY_COMMAND)
def test_a_python_without_our_dependencies_is_told_how_to_install_them(command, tmp_path):
    (tmp_path / "results.json").write_text('{"schema": 2}')
    done = python("-S", *command, cwd=tmp_path)  # -S: no installed package is found
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert "`pip install .`" in line or "pip install . has all" in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results.json"]


@pytest.mark.parametrize("megabytes", [300, 600, pytest.param(3_000, marks=pytest.mark.slow)])
def test_too_little_memory_is_a_sentence_and_no_different_verdict(megabytes, tmp_path):
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)  # noqa: E731
    done = python("-m", "validation.run_all", *ONE, "--out", str(tmp_path / "out"), preexec_fn=limit)
    assert done.returncode == 2 or (megabytes > 2_000 and done.returncode == 0), done.stderr  # torch may need less
    assert done.returncode == 0 or [line[:7] for line in done.stderr.splitlines()] == ["error: "]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "too little memory"),
        (RuntimeError("can't start new thread"), "too little memory"),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), "too little memory"),
        (ImportError("libtorch.so: failed to map segment"), "a library cannot be loaded"),
        (ModuleNotFoundError("No module named 'torch'", name="torch"), "[networks]"),
        (ModuleNotFoundError("No module named 'numpy'", name="numpy"), "`pip install .`"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "Cannot allocate memory"),
    ],
)
def test_what_the_machine_lacks_is_told_in_a_clause(error, said):
    assert said in lacking(error)


@pytest.mark.parametrize("error", [RuntimeError("a fault"), OSError(errno.ENOSPC, "full"), ValueError("memory")])
def test_other_faults_are_not_the_machine_s(error):
    assert lacking(error) == ""


@pytest.mark.parametrize("lines_read", [0, 1])
def test_a_reader_who_leaves_does_not_end_the_run(lines_read, tmp_path):
    command = [sys.executable, "-m", "validation.run_all", *ONE, "--out", str(tmp_path)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(lines_read):
        run.stdout.readline()
    run.stdout.close()
    assert (run.wait(timeout=120), run.stderr.read()) == (0, "")
    run.stderr.close()
    assert {"results.json", "report.html", "report.pdf"} <= {path.name for path in tmp_path.iterdir()}


@pytest.fixture
def finished(tmp_path):
    """A finished run's folder."""
    assert main([*ONE, "--out", str(tmp_path)]) == 0
    return tmp_path


def again(folder, capsys):
    """What the same command says in the same folder, and the results that it leaves."""
    capsys.readouterr()
    assert main([*ONE, "--out", str(folder)]) == 0
    return capsys.readouterr().out, json.loads((folder / "results.json").read_text())


@pytest.mark.parametrize("damage", ["", "{", '{"schema": 99}', "[" * 100_000])
def test_a_damaged_results_file_of_our_own_run_is_written_anew(finished, damage, capsys):
    (finished / "results.json").write_text(damage)
    said, results = again(finished, capsys)
    assert results["statements"][0]["id"] == "proposition-7/g"
    assert said.count("(stored)") == 3


def test_a_folder_in_a_cell_s_place_is_left_there_and_said(finished, capsys):
    cell = next((finished / "cells").glob("*.json"))
    cell.unlink()
    cell.mkdir()
    (cell / "mine").write_text("mine")
    said, _ = again(finished, capsys)
    assert f"{cell.name} is in the way" in said.replace("\n", "")
    assert (cell / "mine").read_text() == "mine"


def test_a_file_in_the_cells_folder_s_place_is_left_there_and_said_once(finished, capsys):
    (finished / "cells").rename(finished / "elsewhere")
    (finished / "cells").write_text("mine")
    said, _ = again(finished, capsys)
    assert said.count("is in the way") == 1
    assert (finished / "cells").read_text() == "mine"


def test_an_altered_cell_is_computed_again_and_said_in_a_line(finished, capsys):
    before = json.loads((finished / "results.json").read_text())
    cell = next(path for path in (finished / "cells").glob("*.json") if '"counterexample"' in path.read_text())
    cell.write_text(cell.read_text().replace('"counterexample"', '"proof"'))
    said, results = again(finished, capsys)
    assert said.count("damaged and is computed anew") == 1
    assert [verdicts(results), said.count("(stored)")] == [verdicts(before), 2]


def test_one_cell_s_result_under_another_s_name_is_not_believed(finished, capsys):
    one, other, *_ = sorted((finished / "cells").glob("*.json"))
    other.write_bytes(one.read_bytes())
    said, _ = again(finished, capsys)
    assert said.count("damaged and is computed anew") == 1


def verdicts(results):
    return [[reading["verdict"] for reading in statement["readings"]] for statement in results["statements"]]
