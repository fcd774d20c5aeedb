"""The mark 'accepted by Coq': at the certificate that was accepted, letter by letter, and nowhere else."""

import json

import pytest
import sample_results

from bounds.accepted import Accepted, seal
from reports.__main__ import main
from reports.coq import FILE_NAME, marked, write
from reports.results import InvalidResults


def certified() -> tuple[dict, str, dict]:
    """Sample results, and the seal and the evidence of the first certificate."""
    results = json.loads(json.dumps(sample_results.results()))
    for statement in results["statements"]:
        for reading in statement["readings"]:
            for item in reading["evidence"]:
                if item["certificate"]:
                    where = statement["paper"], statement["id"], reading["name"], reading["formula"]
                    return results, seal(*where, item["certificate"]), item
    raise AssertionError("the sample has no certificate")


def marks(results: dict) -> list[str]:
    return [
        item["coq"] for s in results["statements"] for r in s["readings"] for item in r["evidence"] if item.get("coq")
    ]


def test_a_mark_stands_at_what_was_accepted_and_a_changed_certificate_loses_it(tmp_path) -> None:
    path = tmp_path / "results.json"
    results, sealed, item = certified()
    assert marks(marked(results, path)) == []
    assert write(Accepted("8.16.1", seals=[sealed]), path) == tmp_path / FILE_NAME
    assert marks(marked(results, path)) == ["8.16.1"]
    item["certificate"] = {**item["certificate"], "more": 1}
    assert marks(marked(results, path)) == []


def test_the_report_shows_the_mark_and_none_without_the_file(results_file, tmp_path, capsys) -> None:
    results, sealed, _ = certified()
    path = results_file(results)
    assert main([str(path)]) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "accepted by Coq" not in page
    write(Accepted("8.16.1", seals=[sealed]), path)
    assert main([str(path)]) == 0
    assert (tmp_path / "report.html").read_text(encoding="utf-8").count("accepted by Coq 8.16.1") == 1


@pytest.mark.parametrize("text", ["", "[]", '{"coq": "8.16.1"}', '{"coq": "8", "accepted": 3}'])
def test_a_file_of_other_form_is_refused_in_one_sentence(results_file, capsys, text: str) -> None:
    path = results_file()
    path.with_name(FILE_NAME).write_text(text)
    with pytest.raises(InvalidResults, match="delete it"):
        marked(sample_results.results(), path)
    assert main([str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
