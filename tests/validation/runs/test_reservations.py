"""Several runs on one folder share its cells: none is computed twice, none is lost with a run that ends."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from validation.runs import cells, reservations
from validation.runs.cells import Store, run_cells
from validation.runs.reservations import Reservations

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from cells_for_tests import cell  # noqa: E402


def test_what_one_run_has_in_hand_is_not_anothers_until_it_lets_go(tmp_path):
    with Reservations(tmp_path) as ours, Reservations(tmp_path) as theirs:
        assert ours.take("a")
        assert ours.take("a")  # and again: a worker died
        assert not theirs.take("a")
        assert theirs.take("b")
        ours.drop("a")
        assert theirs.take("a")
    assert not list(tmp_path.iterdir())


def test_without_a_folder_or_with_a_file_in_its_place_everything_is_free(tmp_path):
    (tmp_path / "file").touch()
    for folder in (None, tmp_path / "file"):
        with Reservations(folder) as ours, Reservations(folder) as theirs:
            assert ours.take("a")
            assert theirs.take("a")


def gone():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize(
    ("host", "process", "silent_for", "free"),
    [
        (socket.gethostname(), gone(), 0, True),  # killed here
        (socket.gethostname(), os.getpid(), 0, False),
        ("another", gone(), 0, False),  # its processes cannot be seen from here
        ("another", 1, 2 * reservations.SILENT, True),
        (socket.gethostname(), os.getpid(), 2 * reservations.SILENT, True),  # the number was given again
    ],
    ids=["killed here", "alive here", "elsewhere", "silent elsewhere", "silent here"],
)
def test_a_run_that_is_gone_holds_nothing(host, process, silent_for, free, tmp_path):
    left = tmp_path / f"a{reservations.ENDING}"
    left.write_text(json.dumps({"host": host, "process": process, "run": "0"}))
    written = left.stat().st_mtime - silent_for
    os.utime(left, (written, written))
    with Reservations(tmp_path) as ours:
        assert ours.take("a") == free


def test_a_file_that_says_nothing_counts_while_it_is_fresh(tmp_path):
    left = tmp_path / f"a{reservations.ENDING}"
    left.write_text("")
    with Reservations(tmp_path) as ours:
        assert not ours.take("a")
        os.utime(left, (0, 0))
        assert ours.take("a")


def test_a_run_keeps_fresh_what_it_has_in_hand(tmp_path, monkeypatch):
    monkeypatch.setattr(reservations, "BEAT", 0.01)
    with Reservations(tmp_path) as ours:
        ours.take("a")
        (file,) = tmp_path.iterdir()
        os.utime(file, (0, 0))
        for _ in range(500):
            if file.stat().st_mtime > 0:
                break
            ours._ended.wait(0.01)
        assert file.stat().st_mtime > 0


def test_what_another_run_has_in_hand_is_waited_for_and_not_computed(tmp_path, monkeypatch):
    monkeypatch.setattr(cells, "LOOK", 0.05)
    log, store = tmp_path / "log", Store(tmp_path / "cells")
    one, other = (cell("square", value=value, _log=str(log)) for value in range(2))
    with Reservations(store.folder) as theirs:
        theirs.take(store.key(one))

        def they_finish(outcome):
            if outcome.cell is other:
                store.save(cells.compute(one))
                theirs.drop(store.key(one))

        found = run_cells([one, other], store=Store(tmp_path / "cells"), on_done=they_finish)
    assert log.read_text().split() == ["1", "0"]
    assert [outcome.reused for outcome in found] == [True, False]


def test_what_another_run_gives_up_is_computed(tmp_path, monkeypatch):
    monkeypatch.setattr(cells, "LOOK", 0.05)
    log, store = tmp_path / "log", Store(tmp_path / "cells")
    one, other = (cell("square", value=value, _log=str(log)) for value in range(2))
    with Reservations(store.folder) as theirs:
        theirs.take(store.key(one))
        drop = lambda outcome: theirs.drop(store.key(one))  # noqa: E731
        found = run_cells([one, other], store=store, on_done=drop)
    assert [outcome.reused for outcome in found] == [False, False]


@pytest.mark.slow
def test_two_runs_at_once_share_the_work_and_end_with_the_same(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
        "from pathlib import Path\n"
        "from cells_for_tests import cell\n"
        "from validation.runs.cells import Store, run_cells\n"
        "from validation.runs.executors import engine\n"
        "if __name__ == '__main__':\n"
        f"    many = [cell('square', value=n, _log={str(tmp_path / 'log')!r}) for n in range(300)]\n"
        f"    done = run_cells(many, store=Store(Path({str(tmp_path / 'cells')!r})), engine=engine(jobs=1))\n"
        "    print(sum(not one.reused for one in done), sum(one.result['square'] for one in done))\n"
    )
    runs = [subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120)[0].split() for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sorted((tmp_path / "log").read_text().split(), key=int) == [str(n) for n in range(300)]
    assert sum(int(computed) for computed, _ in said) == 300
    assert {total for _, total in said} == {str(sum(n**2 for n in range(300)))}
    assert not list((tmp_path / "cells").glob(f"*{reservations.ENDING}"))
