"""The command line: exit codes, and one sentence for bad input."""

import os
import subprocess
import sys

import pytest
import sample_results

from reports.__main__ import main


def test_a_report_is_made_beside_its_results_or_where_asked(results_file, tmp_path, capsys) -> None:
    assert main([str(results_file())]) == 0
    assert main([str(results_file()), "--out", str(tmp_path / "elsewhere")]) == 0
    for folder in (tmp_path, tmp_path / "elsewhere"):
        assert {"report.html", "report.pdf", "figures"} <= {path.name for path in folder.iterdir()}
    assert "report.html" in capsys.readouterr().out


def one_sentence(capsys, *arguments: str) -> str:
    assert main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err


def test_bad_results_give_one_sentence(results_file, tmp_path, capsys) -> None:
    sample = sample_results.results()
    assert "schema 99" in one_sentence(capsys, str(results_file(sample | {"schema": 99})))
    twice = sample["figures"] + sample["figures"][-1:]
    assert "more than one figure with the id" in one_sentence(capsys, str(results_file(sample | {"figures": twice})))
    del sample["statements"]
    assert "'statements'" in one_sentence(capsys, str(results_file(sample)))
    truncated = results_file()
    truncated.write_text(truncated.read_text()[:500])
    assert "not whole JSON" in one_sentence(capsys, str(truncated))
    assert "cannot be read" in one_sentence(capsys, str(tmp_path / "none.json"))
    assert "a character that no file can" in one_sentence(
        capsys, str(results_file(sample_results.results() | {"device": "\ud800"}))
    )
    for text in ("[" * 100_000, '{"schema": ' + "9" * 5000 + "}"):
        truncated.write_text(text)
        assert "is not a results file" in one_sentence(capsys, str(truncated))
    assert "no JSON object" in one_sentence(capsys, str(results_file([1])))
    assert not (tmp_path / "report.html").exists()


def test_a_place_that_cannot_be_written_gives_one_sentence(results_file, tmp_path, capsys) -> None:
    (tmp_path / "file").write_text("")
    assert one_sentence(capsys, str(results_file()), "--out", str(tmp_path / "file" / "below")).startswith("--out: ")


def test_a_start_that_is_no_time_still_gives_a_report(results_file) -> None:
    for text in ("yesterday", "2026-01-02T03:04:05"):
        assert main([str(results_file(sample_results.results() | {"started": text}))]) == 0


def test_comparing(results_file, capsys) -> None:
    sample = sample_results.results()
    one = str(results_file(name="a.json"))
    assert main(["--compare", one, one]) == 0
    sample["statements"][0]["readings"][0]["verdict"] = "undecided"
    assert main(["--compare", one, str(results_file(sample, name="b.json"))]) == 1
    assert "markov-chain printed: refuted -> undecided" in capsys.readouterr().out
    assert "cannot be read" in one_sentence(capsys, "--compare", one, "none.json")


def test_nothing_named_is_refused(capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2


def test_an_empty_place_is_refused(results_file, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert one_sentence(capsys, str(results_file()), "--out", "").startswith("--out: is empty")
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_closes_its_pipe_sees_no_traceback(results_file, unbuffered) -> None:
    one = str(results_file())
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "reports", "--compare", one, one],
        stdout=writer, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": unbuffered}, check=False,
    )  # fmt: skip
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == 0
