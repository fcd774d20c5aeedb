"""Drawing many figures at once: the same drawings, and failures that are not lost."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sample_results import figures

from reports.drawing import WORTH, drawn
from reports.figure import Figure

PLAIN = [Figure.from_json(data) for data in figures()]
MANY = [replace(PLAIN[place % len(PLAIN)], id=f"figure-{place}") for place in range(2 * WORTH)]


def test_two_processes_draw_what_one_draws() -> None:
    together = drawn(MANY, jobs=2)
    assert set(together) == {figure.id for figure in MANY}
    assert together == drawn(MANY, jobs=1)


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
