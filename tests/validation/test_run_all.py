"""The command line: what it answers to bad arguments, and one small run from end to end."""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from reports.results import validate
from validation.papers.achille_soatto_2017 import SUITE
from validation.run_all import main


def command(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "validation.run_all", *arguments], capture_output=True, text=True, **options
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--only", "proposition-77"], "--only: 'proposition-77' is no statement, group or experiment; did you mean"),
        (["--seed", "-1"], "--seed: must not be negative, got -1"),
        (["--seed", str(2**65)], "--seed: must be at most"),
        (["--jobs", "0"], "--jobs: must be at least 1, got 0"),
        (["--jobs", "3000000000"], "--jobs: must be at most"),
        (["--data", "a" * 300], "is not a folder"),
        (["--data", "no-such-folder"], "--data: no-such-folder is not a folder"),
        (["--scheduler", "tcp://127.0.0.1:9"], "--scheduler: no scheduler answers"),
        (["--network", "no_such_module:factory"], "--network"),
        (["--network", "nothing"], "--network"),
        (["--network", ".relative:factory"], "--network: cannot import '.relative'"),
        (["--data", ""], "--data: an empty name is not a folder"),
    ],
)
def test_a_bad_argument_is_one_sentence_and_exit_2(arguments, sentence, tmp_path, capsys):
    out = tmp_path / "out"
    assert main([*arguments, "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert len(error.strip().splitlines()) == 1
    assert not (out / "results.json").exists()


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff\xff\xff"])
def test_data_that_cannot_be_used_is_one_sentence_before_a_folder_is_made(content, tmp_path, capsys):
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    (data / "train-images-idx3-ubyte.gz").write_bytes(content)
    assert main(["--only", "label-corruption", "--jobs", "1", "--data", str(data), "--out", str(out)]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert line.startswith(f"error: --data: {data}")
    assert not out.exists()


def test_a_network_that_exits_or_speaks_no_utf_8_is_named_and_the_rest_goes_on(tmp_path, capsys, monkeypatch):
    (tmp_path / "odd.py").write_text(
        "def leaves():\n    raise SystemExit(0)\n\n\ndef mumbles():\n    raise RuntimeError('bad \\udcff')\n"
    )
    monkeypatch.chdir(tmp_path)
    networks = ["--network", "odd:leaves", "--network", "odd:mumbles"]
    assert main(["--only", "proposition-7/g", "--jobs", "1", *networks, "--out", "out"]) == 2
    error = capsys.readouterr().err
    assert "--network: network odd:leaves: SystemExit: 0" in error
    assert "--network: network odd:mumbles: RuntimeError: bad" in error
    assert Path("out/report.pdf").exists()


def test_a_users_network_is_answered_on_the_console_and_on_its_page(tmp_path, capsys, monkeypatch):
    lines = ("import torch", "def factory():", "    model, x = torch.nn.Linear(3, 2), torch.randn(9, 3)")
    returned = "    return model, torch.nn.MSELoss(), [(x, torch.randn(9, 2))]"
    (tmp_path / "brought_here.py").write_text("\n".join((*lines, returned)))
    monkeypatch.chdir(tmp_path)
    network = ["--network", "brought_here:factory", "--network", "brought_here:factory"]
    assert main(["--only", "proposition-7/g", "--jobs", "1", *network, "--out", "out"]) == 0
    results = json.loads(Path("out/results.json").read_text())
    validate(results)
    (entry,) = results["networks"]
    out = capsys.readouterr().out
    assert "brought_here:factory: Corollary 5.1\n" in out
    said = "".join(out.split())
    assert all("".join(f"{question}{answer}".split()) in said for question, answer in entry["answers"].items())
    assert {"network-1.layers", "network-1.bounds"} <= {figure["id"] for figure in results["figures"]}
    page = Path("out/report.html").read_text()
    assert page.index("Is it at a minimum?") < page.index("The layers of the network") < page.index("nuclear norm")


def test_what_failed_before_is_forgotten_once_it_works(tmp_path):
    out = tmp_path / "out"
    main(["--only", "proposition-7/g", "--jobs", "1", "--out", str(out)])
    (out / "failures.log").write_text("of an earlier try")
    main(["--only", "proposition-7/g", "--jobs", "1", "--out", str(out)])
    assert not (out / "failures.log").exists()


def test_cuda_without_a_device_is_refused(tmp_path, capsys):
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("there is a CUDA device here")
    assert main(["--device", "cuda", "--out", str(tmp_path)]) == 2
    assert "--device: cuda was asked for" in capsys.readouterr().err


def test_an_out_that_cannot_be_written_is_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("mine")
    assert main(["--only", "proposition-7/g", "--out", str(tmp_path / "file" / "out")]) == 2
    assert "--out: cannot be written" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"
    assert main(["--only", "proposition-7/g", "--out", ""]) == 2
    assert "--out: must name a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("room", "written"),
    [(100, ()), (750, ("run.json",)), (3_000, ("run.json",)), (20_000, ("run.json", "results.json"))],
)
def test_a_full_disk_ends_the_run_clearly_with_nothing_half_written(room, written, tmp_path):
    # a limit on the size of a file fails a write midway, as a full disk does
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))  # noqa: E731
    done = command("--only", "proposition-7/g", "--jobs", "1", "--out", str(tmp_path), preexec_fn=limit)
    assert done.returncode == 2
    assert "--out: cannot be written" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert [name for name in ("run.json", "results.json") if (tmp_path / name).exists()] == list(written)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(json.loads(path.read_text()) for path in left)
    assert main(["--only", "proposition-7/g", "--jobs", "1", "--out", str(tmp_path)]) == 0


@pytest.mark.parametrize("content", ["not json", "{}", '{"schema": 99}'])
def test_a_results_file_that_is_not_ours_is_never_overwritten(tmp_path, capsys, content):
    (tmp_path / "results.json").write_text(content)
    assert main(["--only", "proposition-7/g", "--out", str(tmp_path)]) == 2
    assert "results.json" in capsys.readouterr().err
    assert (tmp_path / "results.json").read_text() == content
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


@pytest.mark.parametrize(
    "name", ["run.json", "report.html", "report.pdf", "failures.log", "figures", "networks", "cells"]
)
def test_nor_is_anything_else_that_no_run_has_written(tmp_path, capsys, name):
    (tmp_path / name).write_text('{"mine": 1}')
    assert main(["--only", "proposition-7/g", "--out", str(tmp_path)]) == 2
    assert f"{name} is not of a run" in capsys.readouterr().err
    assert [path.read_text() for path in tmp_path.iterdir()] == ['{"mine": 1}']


def test_a_terminal_without_our_marks_still_gets_the_verdicts(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = command("--only", "proposition-7/g", "--jobs", "1", "--out", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "proposition-7/g" in done.stdout


def test_help_answers_within_a_second():
    started = time.perf_counter()
    assert command("--help").returncode == 0
    assert time.perf_counter() - started < 1


def test_one_statement_from_end_to_end(tmp_path, capsys):
    assert main(["--only", "proposition-7/g", "--out", str(tmp_path), "--jobs", "1"]) == 0
    results = json.loads((tmp_path / "results.json").read_text())
    validate(results)
    (statement,) = results["statements"]
    verdicts = {reading["name"]: reading["verdict"] for reading in statement["readings"]}
    assert verdicts["printed"] == "refuted"
    for name in ("report.html", "report.pdf"):
        assert (tmp_path / name).stat().st_size > 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"quick profile, seed 0 into {tmp_path}: reading the papers\n")
    assert "refuted" in shown
    assert str(tmp_path / "report.html") in shown.replace("\n", "")
    tally = Counter(verdicts.values())
    counts = next(line for line in shown.splitlines() if line.startswith(f"{len(verdicts)} reading"))
    assert all(f"{count} {verdict}" in counts for verdict, count in tally.items())


@pytest.mark.parametrize("there_is_one", [True, False])
def test_open_shows_the_report_in_a_browser(tmp_path, monkeypatch, capsys, there_is_one):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or there_is_one)
    assert main(["--only", "proposition-7/g", "--out", str(tmp_path), "--jobs", "1", "--open"]) == 0
    assert opened == [(tmp_path / "report.html").as_uri()]
    assert ("note: --open: no browser" in capsys.readouterr().out) == (not there_is_one)


def test_the_first_line_comes_at_once():
    asked = [sys.executable, "-m", "validation.run_all", "--only", "no-such-statement"]
    started = time.perf_counter()
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout.readline() == "quick profile, seed 0: reading the papers\n"
        assert time.perf_counter() - started < 2
        process.stdout.read()


def test_the_same_seed_gives_the_same_results_but_for_times(tmp_path):
    def run(name, *extra):
        main(
            ["--only", "proposition-7/g", "proposition-6/sigma-1", "--out", str(tmp_path / name), "--jobs", "1", *extra]
        )
        return timeless(json.loads((tmp_path / name / "results.json").read_text()))

    assert run("a") == run("b")


def timeless(value):
    if isinstance(value, dict):
        varying = ("seconds", "started", "finished", "provenance")
        return {key: timeless(item) for key, item in value.items() if key not in varying}
    return [timeless(item) for item in value] if isinstance(value, list) else value


def test_a_verdict_that_is_not_the_audited_one_exits_1(tmp_path, capsys, monkeypatch):
    from bounds.claims.statement import Verdict

    table = {**SUITE.audited_verdicts, ("proposition-7/g", "printed"): Verdict.PROVED}
    monkeypatch.setitem(vars(SUITE), "audited_verdicts", table)
    assert main(["--only", "proposition-7/g", "--out", str(tmp_path), "--jobs", "1"]) == 1
    assert "not as audited: proposition-7/g printed: found refuted, audited proved" in capsys.readouterr().out.replace(
        "\n", " "
    )


def test_a_default_run_goes_to_runs_latest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["--only", "proposition-7/g", "--jobs", "1"]) == 0
    assert Path("runs/latest/results.json").exists()
