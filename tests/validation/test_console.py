"""`emergence-audit`: `verify --coq` with Coq or without, and `show` as text and as data."""

import json
import os
import subprocess
import sys

import pytest

import bounds.accepted
from bounds.accepted import Accepted
from bounds.shannon.coqc import Unusable
from validation.console import answer


@pytest.fixture
def results(tmp_path, monkeypatch):
    """A results file that stands."""
    monkeypatch.setattr("reports.__main__._verify", lambda path: 0)
    monkeypatch.setattr("reports.results.read", lambda path: json.loads(path.read_text()))
    file = tmp_path / "results.json"
    file.write_text(json.dumps({"statements": []}))
    return str(file)


@pytest.mark.parametrize(("rejected", "status"), [([], 0), ([("Shannon proof", "claim-1: no")], 1)])
def test_what_coq_rejects_is_told_and_ends_in_1(results, monkeypatch, capsys, rejected, status):
    monkeypatch.setattr(bounds.accepted, "accepted", lambda results: Accepted("8.16.1", rejected=rejected))
    assert answer(["verify", "--coq", results]) == status
    assert capsys.readouterr().out.count("rejected: claim-1: no") == status


def test_without_coq_it_is_one_sentence(results, monkeypatch, capsys):
    def absent(results):
        raise Unusable("coqc: is not installed")

    monkeypatch.setattr(bounds.accepted, "accepted", absent)
    assert answer(["verify", "--coq", results]) == 2
    assert capsys.readouterr().err == "error: coqc: is not installed\n"
    assert answer(["verify", results]) == 0


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("corollary-5.1/width", "(dim_next for dim_k): as corollary-5.1 repaired, which is proved"),
        ("footnote-3", "with n _|_ y, which is necessary"),
    ],
)
def test_what_would_be_true_is_shown_on_request(capsys, named, found):
    assert answer(["show", f"achille-soatto-2017:{named}"]) == 0
    assert "found by the machine" not in capsys.readouterr().out
    assert answer(["show", f"achille-soatto-2017:{named}", "--repair"]) == 0
    assert f"found by the machine: {found}" in " ".join(capsys.readouterr().out.split()).replace(
        "I_L <= dim_next*(Ibar + c + exp(-2*Ibar)) ", ""
    )


@pytest.mark.parametrize("name", ["proposition-7", "proposition-7/g", "achille-soatto-2018:proposition-5.2"])
def test_a_statement_is_shown_as_data_too(name, capsys):
    assert answer(["show", name, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert answer(["show", name]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert f"{found['id']}: {found['title']}" in text
    for reading in found["readings"]:
        assert f"{reading['name']} (audited: {reading['audited']}" in text
        assert " ".join(reading["text"].split()) in text
    assert all(f"{part}: " in text for part in found["parts"])


def test_data_of_a_statement_that_there_is_not_is_a_sentence(capsys):
    assert answer(["show", "propositon-7", "--json"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "error: ID: 'propositon-7' is no statement; did you mean 'proposition-7'?\n")


def test_the_command_takes_one_thread_for_matrices_before_numpy_is_imported():
    """Else the search for counterexamples takes several times as long: its matrices are small."""
    said = (
        "import os, sys; from validation import console; assert 'numpy' not in sys.modules; sys.argv[1:] = ['list']; "
    )
    said += "console.main(); print(os.environ['OMP_NUM_THREADS'], os.environ['OPENBLAS_NUM_THREADS'])"
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    ended = subprocess.run([sys.executable, "-c", said], env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "1 1"
