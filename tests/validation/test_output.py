"""A run's folder: new, or the one that the same command left unfinished."""

import pytest

from validation.output import RUNS, output_folder


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_unfinished_run_of_the_same_settings_is_gone_on_with():
    first = output_folder(None, settings={"seed": 1})
    assert output_folder(None, settings={"seed": 1}) == first
    assert (RUNS / "latest").resolve() == first.resolve()


def test_a_finished_run_is_left_alone(monkeypatch):
    first = output_folder(None, settings={"seed": 1})
    first.rename(RUNS / "earlier")
    (RUNS / "latest").unlink()
    (RUNS / "latest").symlink_to("earlier")
    (RUNS / "earlier" / "results.json").write_text("{}")
    assert output_folder(None, settings={"seed": 1}).name != "earlier"


def test_other_settings_or_no_resume_start_anew():
    first = output_folder(None, settings={"seed": 1})
    first.rename(RUNS / "earlier")
    (RUNS / "latest").unlink()
    (RUNS / "latest").symlink_to("earlier")
    assert output_folder(None, settings={"seed": 2}).name != "earlier"
    assert output_folder(None, settings={"seed": 1}, resume=False).name != "earlier"


def test_a_named_folder_is_used_as_it_is(here):
    assert output_folder(str(here / "mine"), settings={}) == here / "mine"
    assert not (here / "runs").exists()


def test_a_folder_that_cannot_be_made_raises_an_os_error(here):
    (here / "file").write_text("")
    with pytest.raises(OSError):
        output_folder(str(here / "file" / "inside"), settings={})
