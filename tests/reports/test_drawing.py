"""Drawing many figures at once: the same drawings, and failures that are not lost."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sample_results import figures

from reports import drawing
from reports.drawing import WORTH, drawn
from reports.figure import Figure, Series

PLAIN = [Figure.from_json(data) for data in figures()]
MANY = [replace(PLAIN[place % len(PLAIN)], id=f"figure-{place}") for place in range(2 * WORTH)]


def test_two_processes_draw_what_one_draws_infinities_too() -> None:
    series = Series(
        name="s", x=[1, 2, 3], y=[3.0, np.nan, np.float32(5.5)], low=[2.0, 2.0, 2.0], high=[4.0, np.inf, 6.0]
    )
    endless = replace(MANY[0], series=(series,), images=(), x_scale="linear", y_scale="linear")
    together = drawn([endless, *MANY[1:]], jobs=2)
    assert set(together) == {figure.id for figure in MANY}
    assert together == drawn([endless, *MANY[1:]], jobs=1)


def test_what_lies_in_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "random.py").write_text("raise SystemExit('run')")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [folder for folder in sys.path if folder])
    assert len(drawn(MANY, jobs=2)) == len(MANY)


def test_an_interrupt_waits_for_no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(worker: subprocess.Popen[bytes], figures: object) -> dict[str, str]:
        if interrupted.first:
            interrupted.first = False
            raise KeyboardInterrupt
        worker.communicate()  # as long as it lives
        return {}

    interrupted.first = True
    monkeypatch.setattr(drawing, "_ask", interrupted)
    monkeypatch.setattr(drawing, "_worker", lambda: subprocess.Popen(["sleep", "600"], stdin=subprocess.PIPE))
    with pytest.raises(KeyboardInterrupt):
        drawn(MANY, jobs=2)


def test_a_process_that_fails_is_not_taken_for_one_that_drew(capfd: pytest.CaptureFixture[str]) -> None:
    wrong = replace(MANY[0], y_scale="no such scale")  # type: ignore[arg-type]
    with pytest.raises(subprocess.CalledProcessError):
        drawn([wrong, *MANY[1:]], jobs=2)
    assert "no such scale" in capfd.readouterr().err


def test_a_script_that_guards_nothing_can_draw(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from reports.drawing import drawn\n"
        "from reports.figure import Figure, Series\n"
        "series = (Series(name='a', x=[1, 2], y=[3, 4]),)\n"
        "words = dict(subject='s', title='t', x_label='x', y_label='y', caption='c')\n"
        f"many = [Figure(id=str(k), series=series, **words) for k in range({2 * WORTH})]\n"
        "print('once', len(drawn(many, jobs=2)))\n"
    )
    run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path)
    assert (run.stdout, run.returncode) == (f"once {2 * WORTH}\n", 0), run.stderr
