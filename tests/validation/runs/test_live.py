"""The page of a run that still goes."""

import re
import time

import pytest

from validation.effort import Effort
from validation.runs import runner
from validation.runs.live import FILE_NAME, Live
from validation.runs.selection import select


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """What a run tells of itself after each cell."""
    told = []

    def on_part(done, cells, part):
        then = part()
        told.append((done, cells, lambda: then))

    out = tmp_path_factory.mktemp("run")
    found = runner.run(
        select(["proposition-7/g", "markov-chain"]),
        effort=Effort(),
        seed=0,
        out=out,
        on_part=on_part,
    )
    return told, found


def test_every_cell_is_told_and_the_last_part_is_the_whole(parts):
    told, found = parts
    assert [done for done, *_ in told] == list(range(1, len(told) + 1))
    assert {cells for _, cells, _ in told} == {len(told)}
    first, last = (told[place][2]() for place in (0, -1))
    assert last.verdicts == found.verdicts
    undecided = [sum(v == "undecided" for v in run.verdicts.values()) for run in (first, last)]
    assert undecided[0] > undecided[1]
    assert first.failures == []


def live(path, told):
    page = Live(path, first=0.0, least=30.0)
    page(*told)
    page._thread.join()
    return page


def test_the_page_says_how_far_the_run_is_loads_itself_again_and_is_not_the_report(parts, tmp_path):
    told, _ = parts
    page = live(tmp_path, told[0])
    text = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="30">' in text
    assert f"1 of {len(told)} cells are done; what is not known yet reads ‘undecided’" in text
    assert 'id="proposition-7/g"' in text
    before = text
    page(*told[-1])  # too soon
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == before
    page.end()
    text = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert re.search(r'content="0; url=report.html"', text)
    assert len(text) < 500


def test_a_short_run_leaves_no_page(parts, tmp_path):
    page = Live(tmp_path)
    page(*parts[0][0])
    page.end()
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_made_ends_no_run(parts, tmp_path):
    def broken():
        raise ValueError("no page")

    page = live(tmp_path, (1, 2, broken))
    page(*parts[0][0])
    page.end()
    assert list(tmp_path.iterdir()) == []
    live(tmp_path / "no-such-folder", parts[0][0]).end()


def test_pages_take_their_share_of_the_time_at_most(parts, tmp_path, monkeypatch):
    monkeypatch.setattr("validation.runs.live.SHARE", 1e-4)
    page = live(tmp_path, parts[0][0])
    assert page._next > time.perf_counter() + 100
