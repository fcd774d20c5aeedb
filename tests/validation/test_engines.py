"""`--executor`: engines that are not ours end in the same results, outlive lost workers, and are named where wrong."""

import os
import sys
from pathlib import Path

import pytest

CELLS = str(Path(__file__).parent / "runs")
sys.path.insert(0, CELLS)
from cells_for_tests import cell  # noqa: E402

from validation.runs.cells import Store, run_cells  # noqa: E402
from validation.runs.executors import Unreachable, engine  # noqa: E402

ENGINES = {
    "dask:local": "distributed",
    "dask:queued": "dask_jobqueue",
    "submitit:local": "submitit",
    "ray:local": "ray",
}
FACTORIES = """
from concurrent.futures import ThreadPoolExecutor

def threads():
    return ThreadPoolExecutor(2)

def a_list():
    return []

def fails():
    raise RuntimeError("the queue is closed")
"""


@pytest.fixture
def theirs(tmp_path, monkeypatch):
    (tmp_path / "their_engines.py").write_text(FACTORIES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("their_engines", None)


def squares(folder, count=4):
    return [cell("square", value=value, _log=str(folder / "log")) for value in range(count)]


def test_any_executor_of_the_standard_library_will_do(tmp_path, theirs):
    cells = [*squares(tmp_path), cell("fail")]
    found = run_cells(cells, store=Store(tmp_path / "a"), engine=engine(jobs=1, executor="their_engines:threads"))
    assert [outcome.result["square"] for outcome in found[:4]] == [0, 1, 4, 9]
    assert found[4].error == "RuntimeError: this cell fails"


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("their_engines", "--executor: must be MODULE:FACTORY, got 'their_engines'"),
        ("their_engines:none", "--executor: 'their_engines' has no function 'none'"),
        ("no_such_module:local", "--executor: cannot import 'no_such_module'"),
        ("their_engines:a_list", "must return a concurrent.futures.Executor, got list"),
        ("their_engines:fails", "--executor: their_engines:fails makes no executor: the queue is closed"),
    ],
)
def test_what_makes_no_executor_is_named(named, sentence, theirs):
    with pytest.raises(Unreachable, match=sentence):
        engine(jobs=1, executor=named)


@pytest.mark.parametrize(("name", "library"), ENGINES.items())
def test_an_engine_that_is_not_installed_says_which_extra(name, library, monkeypatch):
    module = f"validation.engines.{name.partition(':')[0]}"
    monkeypatch.delitem(sys.modules, module, raising=False)
    for loaded in [one for one in sys.modules if one.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(Unreachable, match=r"needs the extra \[engines\]"):
        engine(jobs=1, executor=f"validation.engines.{name}")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "library"), ENGINES.items())
def test_an_engine_gives_the_same_and_outlives_a_lost_worker(name, library, tmp_path, monkeypatch):
    pytest.importorskip(library)
    paths = [CELLS, str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))  # workers find the test's cells by it
    on = engine(jobs=1, executor=f"validation.engines.{name}")
    chosen = [*squares(tmp_path), cell("fail"), cell("die_once", _mark=str(tmp_path / "mark"))]
    there = run_cells(chosen, store=Store(tmp_path / "there"), engine=on)
    here = run_cells(chosen[:5], store=Store(tmp_path / "here"))
    assert [outcome.result for outcome in there[:5]] == [outcome.result for outcome in here]
    assert there[4].error is not None
    assert "this cell fails" in there[4].error
    assert there[5].result == "survived"
