"""A run's folder: new, or the one that the same command left unfinished."""

from pathlib import Path

import pytest

from reports.results import InvalidResults
from validation.runs.output import RUNS, check_ours, latest, output_folder


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
    assert output_folder(None, settings={"seed": 1}).name == "earlier"  # its report is still to be drawn
    for name in ("report.html", "report.pdf"):
        (RUNS / "earlier" / name).write_text("")
    assert output_folder(None, settings={"seed": 1}).name != "earlier"


def test_other_settings_or_no_resume_start_anew():
    first = output_folder(None, settings={"seed": 1})
    first.rename(RUNS / "earlier")
    (RUNS / "latest").unlink()
    (RUNS / "latest").symlink_to("earlier")
    assert output_folder(None, settings={"seed": 2}).name != "earlier"
    assert output_folder(None, settings={"seed": 1}, resume=False).name != "earlier"


def test_two_runs_of_one_second_have_a_folder_each():
    assert len({output_folder(None, settings={"seed": seed}) for seed in range(3)}) == 3


def test_runs_may_be_a_link_to_another_disk(here, tmp_path_factory):
    RUNS.symlink_to(tmp_path_factory.mktemp("disk"))
    first = output_folder(None, settings={"seed": 1})
    assert output_folder(None, settings={"seed": 1}) == first


def test_the_link_to_the_latest_run_may_be_named():
    first = output_folder(None, settings={"seed": 1})
    latest(output_folder("runs/latest", settings={"seed": 1}))
    assert (RUNS / "latest").resolve() == first.resolve()


def test_a_run_in_a_folder_on_another_disk_is_the_latest_too(tmp_path_factory):
    RUNS.mkdir()
    (RUNS / "big").symlink_to(tmp_path_factory.mktemp("disk"))
    latest(output_folder("runs/big", settings={"seed": 1}))
    assert output_folder(None, settings={"seed": 1}) == RUNS / "big"


def test_a_folder_named_like_that_link_stays_one():
    latest(output_folder("runs/latest", settings={"seed": 1}))
    assert not (RUNS / "latest").is_symlink()
    assert [path.name for path in RUNS.iterdir()] == ["latest"]


def test_a_run_of_other_settings_is_not_overwritten(here):
    settings = {"seed": 1, "profile": "quick", "only": []}
    out = output_folder("mine", settings=settings)
    check_ours(out, settings)
    with pytest.raises(
        InvalidResults, match=r"^--out: mine has a run with another --profile and --seed; name another folder"
    ):
        check_ours(out, {**settings, "seed": 2, "profile": "full"})
    check_ours(out, {**settings, "only": ["proposition-7"]})  # its cells serve the other run too


def test_a_named_folder_is_used_as_it_is(here):
    assert output_folder(str(here / "mine"), settings={}) == here / "mine"
    assert not (here / "runs").exists()


def test_a_folder_that_cannot_be_made_raises_an_os_error(here):
    (here / "file").write_text("")
    with pytest.raises(OSError):
        output_folder(str(here / "file" / "inside"), settings={})


@pytest.mark.parametrize("broken", ["refuses", "copies"])
def test_a_file_system_that_cannot_replace_a_file_is_named(broken, tmp_path, monkeypatch):
    def replace(source, target):
        if broken == "refuses":
            raise PermissionError(1, "not here")
        Path(target).write_text(Path(source).read_text())  # and leaves the source: not at once

    monkeypatch.setattr("os.replace", replace)
    with pytest.raises(InvalidResults, match="cannot replace a file at once"):
        output_folder(str(tmp_path / "out"), settings={})
    assert not list((tmp_path / "out").iterdir())
