"""Cells are computed once, survive kills and damaged files, and come out the same wherever they run."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path

import pytest

from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE
from validation.papers.achille_soatto_2017.experiments import (
    label_corruption,
    layer_information,
    nuisance_invariance,
    phase_transition,
)
from validation.runs import cells
from validation.runs.cells import OtherSource, Store, run_cells
from validation.runs.executors import Engine, Unreachable, engine
from validation.runs.runner import check_cell

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # workers find the test's cells by the parent's path
from cells_for_tests import cell  # noqa: E402


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


def squares(log, count=4):
    return [cell("square", value=value, _log=str(log)) for value in range(count)]


def results(outcomes):
    return [outcome.result for outcome in outcomes]


def test_a_cell_is_computed_once(tmp_path, log):
    store = Store(tmp_path / "cells")
    first = run_cells(squares(log), store=store)
    second = run_cells(squares(log), store=store)
    assert results(first) == results(second)
    assert log.read_text() == "0\n1\n2\n3\n"
    assert all(outcome.reused for outcome in second)


def test_cells_that_are_alike_are_one_piece_of_work(tmp_path, log):
    twice = [*squares(log, 2), *squares(log, 2)]
    renamed = [replace(one, label=f"{one.label} {place}") for place, one in enumerate(twice)]
    told = []
    found = run_cells(renamed, store=Store(tmp_path), on_done=told.append)
    assert log.read_text() == "0\n1\n"
    assert results(found) == results(found[:2]) * 2
    assert [outcome.cell.label for outcome in found] == [one.label for one in renamed]
    assert [outcome.reused for outcome in found] == [False, False, True, True]
    assert len(told) == 4


def test_without_resume_it_is_computed_again(tmp_path, log):
    run_cells(squares(log), store=Store(tmp_path))
    run_cells(squares(log), store=Store(tmp_path, resume=False))
    assert len(log.read_text().split()) == 8


def test_the_key_covers_the_configuration_and_the_source(tmp_path, log, monkeypatch):
    store = Store(tmp_path)
    one, other = squares(log, 2)
    key = store.key(one)
    assert key != store.key(other)
    assert key == store.key(cell("square", value=0, _log="another place"))
    monkeypatch.setattr(cells, "source_hash", lambda modules: "changed")
    assert key != store.key(one)


DAMAGES = {
    "empty": "",
    "cut short": "{",
    "another format": '{"format": 0, "result": 1, "seconds": 1}',
    "a list": "[]",
    "no result": f'{{"format": {cells.FORMAT}}}',
    "another result": f'{{"format": {cells.FORMAT}, "result": null, "seconds": 1, "hash": "0"}}',
    "too deep": "[" * 100_000,
    "no text": "\udcff",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_computed_anew_and_said(tmp_path, log, damage):
    store = Store(tmp_path)
    run_cells(squares(log, 1), store=store)
    (stored,) = tmp_path.glob("*.json")
    stored.write_bytes(damage.encode(errors="surrogateescape"))
    outcomes = run_cells(squares(log, 1), store=store)
    assert results(outcomes)[0]["square"] == 0
    assert not outcomes[0].reused
    assert len(store.notes) == 1
    assert json.loads(stored.read_text())["result"]["square"] == 0


def test_a_result_that_was_changed_by_hand_is_computed_anew(tmp_path, log):
    store = Store(tmp_path)
    run_cells(squares(log, 1), store=store)
    (stored,) = tmp_path.glob("*.json")
    stored.write_text(stored.read_text().replace('"square": 0', '"square": 1'))
    (outcome,) = run_cells(squares(log, 1), store=store)
    assert outcome.result["square"] == 0
    assert "hash" in store.notes[0]


def test_a_cell_that_exits_does_not_take_the_run_with_it(tmp_path):
    (outcome,) = run_cells([cell("leave")], store=Store(tmp_path))
    assert outcome.error == "SystemExit: 0"


def test_a_failing_cell_is_reported_and_not_stored(tmp_path):
    (outcome,) = run_cells([cell("fail")], store=Store(tmp_path))
    assert outcome.error == "RuntimeError: this cell fails"
    assert "Traceback" in outcome.traceback
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.slow
def test_the_pool_and_inline_agree(tmp_path, log):
    inline = run_cells(squares(log), store=Store(tmp_path / "a"))
    pool = run_cells(squares(log), store=Store(tmp_path / "b"), engine=engine(jobs=2))
    assert results(inline) == results(pool)


@pytest.mark.slow
def test_what_a_worker_of_other_source_computes_is_not_stored(tmp_path, log, monkeypatch):
    monkeypatch.setattr(cells, "source_hash", lambda modules: "changed")  # here, not in the workers
    with pytest.raises(OtherSource, match="a worker has other source files than this command"):
        run_cells(squares(log), store=Store(tmp_path), engine=engine(jobs=2))
    assert not list(tmp_path.glob("*.json"))


def test_what_a_cluster_gives_up_is_the_error_of_that_cell_alone(tmp_path, log):
    class GivingUp(Executor):
        """Runs here, but for the second cell, which it says to have lost."""

        def submit(self, function, one):
            future = Future()
            if one.configuration["value"] == 1:
                future.set_exception(AttributeError("a worker without our function"))
            else:
                future.set_result(function(one))
            return future

    outcomes = run_cells(squares(log), store=Store(tmp_path), engine=Engine(make=GivingUp, option="--executor"))
    assert [outcome.error for outcome in outcomes] == [
        None,
        "AttributeError: a worker without our function",
        None,
        None,
    ]
    assert len(list(tmp_path.glob("*.json"))) == 3


@pytest.mark.slow
def test_a_cell_whose_worker_dies_is_run_again(tmp_path):
    cells_to_run = [cell("die_once", _mark=str(tmp_path / "mark"))]
    on = engine(jobs=2)
    store = Store(tmp_path / "cells")
    assert results(run_cells(cells_to_run, store=store, engine=on)) == ["survived"]
    assert store.notes == ["a worker died (try 1 of 3); cells still to be done: 1"]


@pytest.mark.slow
def test_workers_end_with_a_killed_parent(tmp_path):
    pids = tmp_path / "pids"
    many = f"[cell('sleep_long', n=n, _pids={str(pids)!r}) for n in range(2)]"
    file = pool_script(tmp_path, many)
    parent = subprocess.Popen([sys.executable, str(file)])
    wait_for(lambda: pids.exists() and len(pids.read_text().split()) == 2)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    workers = [int(pid) for pid in pids.read_text().split()]
    wait_for(lambda: not any(alive(pid) for pid in workers))


@pytest.mark.slow
def test_the_pool_works_where_a_temporary_folder_has_too_long_a_name_for_a_socket(tmp_path):
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    script = pool_script(tmp_path, f"[cell('square', value=3, _log={str(tmp_path / 'log')!r})]")
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=environment, check=True)
    assert "'square': 9" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_or_a_queue_ends_a_run_in_one_line_and_leaves_nothing_behind(how, tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    run = estimators_begun(tmp_path / "out", "--jobs", "2", TMPDIR=str(folder))
    assert list(folder.glob("pymp-*"))  # workers have their socket here
    assert ended(run, how) == (130, STOPPED)
    assert not list(folder.glob("pymp-*"))


@pytest.mark.slow
def test_ctrl_c_ends_a_run_on_dask_in_one_line_and_frees_the_cluster(tmp_path):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        run = estimators_begun(tmp_path / "out", "--scheduler", cluster.scheduler_address)
        assert ended(run, signal.SIGINT) == (130, STOPPED)
        with distributed.Client(cluster) as client:
            wait_for(lambda: not any(client.processing().values()))


STOPPED = "stopped; the same command goes on from here"


def estimators_begun(out, *options, **environment):
    """A run of the estimators' cells, one of which it has stored."""
    listening = ["env", "--default-signal=INT"]  # a job in the background inherits deaf ears
    run = subprocess.Popen(
        [*listening, sys.executable, *"-m validation.run_all --only estimators --out".split(), str(out), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    wait_for(lambda: run.poll() is not None or list((out / "cells").glob("*.json")), seconds=90)
    return run


def ended(run, how):
    if how == signal.SIGINT:
        os.killpg(run.pid, how)  # a terminal sends it to workers too
    else:
        os.kill(run.pid, how)
    _, said = run.communicate(timeout=60)
    return run.returncode, said.strip()


def pool_script(folder, many):
    """A file that runs the cells of an expression in a pool of two and prints their results."""
    file = folder / "script.py"
    file.write_text(
        f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
        "from pathlib import Path\n"
        "from cells_for_tests import cell\n"
        "from validation.runs.cells import Store, run_cells\n"
        "from validation.runs.executors import engine\n"
        "if __name__ == '__main__':\n"
        f"    store = Store(Path({str(folder)!r}))\n"
        f"    done = run_cells({many}, store=store, engine=engine(jobs=2))\n"
        "    print([outcome.result for outcome in done])\n"
    )
    return file


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_a_scheduler_that_does_not_answer_is_named():
    pytest.importorskip("distributed")
    with pytest.raises(Unreachable, match="--scheduler: no scheduler answers at"):
        engine(jobs=1, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(Unreachable, match="--scheduler: no scheduler answers at ''"):
        engine(jobs=1, scheduler="")
    for other in ("tls://127.0.0.1:1", "ucx://127.0.0.1:1"):
        with pytest.raises(Unreachable, match="--scheduler: no scheduler answers at"):
            engine(jobs=1, scheduler=other)


@pytest.mark.slow
def test_something_else_that_listens_there_is_no_scheduler():
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unreachable, match="--scheduler: no scheduler answers"):
            engine(jobs=1, scheduler=address)


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_named(tmp_path, log):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        on = engine(jobs=1, scheduler=cluster.scheduler_address)
        long = [*squares(log, 1), cell("sleep_long", _pids=str(tmp_path / "pids"))]
        with pytest.raises(Unreachable, match="--scheduler: it has gone away; the same command goes on from here"):
            run_cells(long, store=Store(tmp_path), engine=on, on_done=lambda _: cluster.close())
    assert len(list(tmp_path.glob("*.json"))) == 1


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_and_outlives_a_lost_worker(tmp_path, log):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        on = engine(jobs=1, scheduler=cluster.scheduler_address)
        on_dask = run_cells(squares(log), store=Store(tmp_path / "a"), engine=on)
        lost = [cell("die_once", _mark=str(tmp_path / "mark"))]
        again = run_cells(lost, store=Store(tmp_path / "b"), engine=on)
    inline = run_cells(squares(log), store=Store(tmp_path / "c"))
    assert results(on_dask) == results(inline)
    assert results(again) == ["survived"]


def real_cells():
    """A trial, and one cell of four experiments in their quick form: batched training, critics, enclosures."""
    effort = Effort(profile="quick", device="cpu")
    trial = next(check for check in SUITE.all_checks if check.statement == "proposition-2")
    of_experiments = [
        phase_transition.cells(effort, 0)[0],
        label_corruption.cells(effort, 0)[-1],
        nuisance_invariance.cells(effort, 0)[-1],
        layer_information.cells(effort, 0)[-1],
    ]
    return [check_cell(SUITE, trial, effort=effort, seed=0), *of_experiments]


def timeless(value):
    if isinstance(value, dict):
        return {name: timeless(item) for name, item in value.items() if name != "seconds"}
    return [timeless(item) for item in value] if isinstance(value, list) else value


@pytest.mark.slow
def test_real_cells_come_out_the_same_inline_on_the_pool_and_on_dask(tmp_path):
    distributed = pytest.importorskip("distributed")
    chosen = real_cells()
    store = lambda name: Store(tmp_path / name)  # noqa: E731
    inline = run_cells(chosen, store=store("inline"))
    pool = run_cells(chosen, store=store("pool"), engine=engine(jobs=2))
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        on = engine(jobs=1, scheduler=cluster.scheduler_address)
        dask = run_cells(chosen, store=store("dask"), engine=on)
    assert all(outcome.error is None for outcome in inline)
    assert timeless(results(inline)) == timeless(results(pool)) == timeless(results(dask))
