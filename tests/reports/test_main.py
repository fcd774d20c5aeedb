"""The command line: exit codes, and one sentence for bad input."""

import os
import subprocess
import sys

import pytest
import sample_results

from reports.__main__ import main
from reports.frontpage import COMPUTED, UNVERIFIED


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
    answers = one_sentence(capsys, str(results_file({"type": "answers", "claims": []})))
    assert "the prover's answers" in answers
    assert "ShannonCertificate.from_json(DATA).verify()" in answers
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
    sample["statements"][0]["readings"][0] |= {"verdict": "undecided", "evidence": []}
    assert main(["--compare", one, str(results_file(sample, name="b.json"))]) == 1
    assert "markov-chain printed: refuted -> undecided" in capsys.readouterr().out
    assert "cannot be read" in one_sentence(capsys, "--compare", one, "none.json")


@pytest.mark.parametrize(
    "change",
    [
        lambda reading: reading.update(verdict="proved", evidence=[]),
        lambda reading: reading.update(verdict="proved"),
        lambda reading: reading.update(verdict="undecided"),
        lambda reading: reading.update(evidence=[]),
        lambda reading: reading["evidence"][0].update(accepted=False),
        lambda reading: reading.update(violated=True),
        lambda reading: reading.update(combined="proved"),
        lambda reading: reading.update(cites=[{"paper": "toy", "id": "lemma-2.2", "name": "printed"}]),
    ],
)
def test_a_verdict_that_its_evidence_does_not_give_is_refused(change, results_file, tmp_path, capsys) -> None:
    sample = sample_results.results()
    change(sample["statements"][0]["readings"][0])
    path, whole = str(results_file(sample)), str(results_file(name="whole.json"))
    assert "toy:markov-chain printed is" in one_sentence(capsys, path)
    assert "toy:markov-chain printed is" in one_sentence(capsys, "--compare", whole, path)
    assert not (tmp_path / "report.html").exists()


def test_a_parent_that_its_parts_do_not_give_is_refused(results_file, capsys) -> None:
    sample = sample_results.results()
    (parent,) = [s for s in sample["statements"] if s["id"] == "proposition-1"]
    parent["readings"][0]["combined"] = "proved"
    sentence = one_sentence(capsys, str(results_file(sample)))
    assert "toy:proposition-1 printed is recorded as proved (combined), where its evidence makes it refuted" in sentence


def test_an_unverified_report_says_so_on_top(results_file, tmp_path, capsys) -> None:
    sample = sample_results.results()
    sample["statements"][0]["readings"][0] |= {"verdict": "proved", "evidence": []}
    path = str(results_file(sample))
    assert main([path, "--unverified"]) == 0
    html = (tmp_path / "report.html").read_text()
    assert html.index(UNVERIFIED) < html.index("recorded as proved (verdict)") < html.index("Every claim")
    assert COMPUTED not in html
    assert main(["--compare", path, path, "--unverified"]) == 0
    assert main([str(results_file()), "--unverified"]) == 0  # nothing is wrong with this one
    html = (tmp_path / "report.html").read_text()
    assert UNVERIFIED not in html
    assert COMPUTED in html


def _figure(**changes):
    sample = sample_results.results()
    figure = next(one for one in sample["figures"] if one["series"])
    figure["series"][0] |= changes
    return sample


def _experiment(**changes):
    sample = sample_results.results()
    next(iter(sample["experiments"].values())).update(changes)
    return sample


def _image(values):
    sample = sample_results.results()
    figure = next(one for one in sample["figures"] if one["images"])
    figure["images"][0]["values"] = values
    return sample


def _evidence(**changes):
    sample = sample_results.results()
    sample["statements"][0]["readings"][1]["evidence"][0] |= changes
    return sample


def _contradiction():
    sample = sample_results.results()
    sample["statements"][0]["readings"][1]["evidence"].append(sample_results.counterexample())
    return sample


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (_figure(x=[1]), "has not as many heights as places"),
        (_figure(low=[1]), "has not as many heights as places"),
        (_figure(y=["one"] * 3), "a figure that cannot be drawn"),
        (_figure(colour="red"), "a figure that cannot be drawn"),
        (_figure(style="pie"), "style: 'pie' is not one of"),
        (_figure(seeds=[[1.0]]), "has not as many heights as places"),
        (_figure(panel="one"), "is on no panel, where others are"),
        (_experiment(claims=[{"paper": "p", "statement": "s", "reading": "printed", "answer": "odd"}]), "'odd' is not"),
        (_experiment(numbers=[{"name": "n", "value": 1, "low": 0}]), "'high' is a dependency of 'low'"),
        (_image([[1, 2], [1]]), "has no rows of one length"),
        (_image([]), "has no rows of one length"),
        (_image(3), "a figure that cannot be drawn"),
        (_evidence(margin=10**400), "is too large"),
        (_contradiction(), "evidence that contradicts itself"),
        (_evidence(lhs={"low": "2", "high": "1"}), "evidence that cannot be read"),
        (_evidence(certificate={"rests_on": {"citations": [1]}}), "does not meet the schema"),
        (sample_results.results() | {"seconds": 10**400}, "is too large"),
    ],
)
def test_what_no_run_writes_is_one_sentence(wrong, sentence, results_file, capsys) -> None:
    assert sentence in one_sentence(capsys, str(results_file(wrong)))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400"])
def test_a_number_that_is_not_finite_is_one_sentence(number, results_file, capsys) -> None:
    path = results_file()
    text = path.read_text()
    assert '"margin": 0.0031' in text
    path.write_text(text.replace('"margin": 0.0031', f'"margin": {number}', 1))
    assert "is not a results file" in one_sentence(capsys, str(path))


def test_two_readings_of_one_name_are_refused(results_file, capsys) -> None:
    sample = sample_results.results()
    readings = sample["statements"][0]["readings"]
    readings.insert(0, {**readings[0], "evidence": []})
    assert "'markov-chain printed' twice" in one_sentence(capsys, str(results_file(sample)))


def test_verifying_names_what_is_not_checked_and_what_does_not_stand(results_file, capsys) -> None:
    assert main(["--verify", str(results_file())]) == 0  # the paper of the sample is installed nowhere
    assert "(the paper toy is not installed)" in capsys.readouterr().out
    sample = sample_results.results()
    sample["statements"][0]["readings"][0] |= {"verdict": "proved", "evidence": []}
    assert main(["--verify", str(results_file(sample))]) == 1
    assert "does not stand: toy:markov-chain printed is recorded as proved" in capsys.readouterr().out
    assert "cannot be read" in one_sentence(capsys, "--verify", "none.json")


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
