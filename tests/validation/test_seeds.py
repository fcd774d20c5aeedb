"""Checks over many seeds: what counts as remarkable, what is run again, and the table."""

from dataclasses import asdict
from datetime import UTC, datetime
from json import dumps

import pytest

from bounds.claims import Evidence
from validation import seeds
from validation.seeds import Finding, OfSeed, main, near_misses, of_seed, over_seeds, source_of, to_markdown


def evidence(kind="trial", **fields):
    return Evidence(kind=kind, method="m", summary="s", **fields)


@pytest.mark.parametrize(
    ("one", "remarkable"),
    [
        (evidence(p_value=0.3), False),
        (evidence(p_value=0.002), True),
        (evidence(margin=0.0, error=1e-9), False),
        (evidence(margin=-9e-10, error=1e-9), True),
        (evidence(margin=-1.0, error=1e-9), False),  # a violation, which the verdict tells
        (evidence("counterexample", witness={"search": {"seeds": 20, "seeds_with_witness": 3}}), True),
        (evidence("counterexample", witness={"search": {"seeds": 20, "seeds_with_witness": 4}}), False),
    ],
)
def test_a_near_miss_is_what_another_draw_might_have_turned(one, remarkable) -> None:
    assert bool(near_misses([one])) == remarkable


def test_one_seed_of_a_few_checks_finds_the_audited_verdicts() -> None:
    found = of_seed(3, only=["footnote-8"])
    assert (found.seed, found.readings, found.findings) == (3, 2, ())
    assert found.evidence >= 2


def test_a_verdict_that_differs_and_a_check_that_fails_are_told(monkeypatch) -> None:
    from bounds.claims import Verdict
    from validation.papers import Suite

    everything_proved = property(lambda self: {(s.id, r.name): Verdict.PROVED for s in self.ledger for r in s.readings})
    monkeypatch.setattr(Suite, "audited_verdicts", everything_proved)
    found = of_seed(0, only=["footnote-8"])
    assert [(one.kind, one.what) for one in found.findings] == [("verdict", "refuted for proved")]


def test_a_seed_that_is_stored_for_this_source_is_not_run_again(tmp_path, monkeypatch, capsys) -> None:
    source = source_of(seeds.checks_alone(seeds.select(["footnote-8"])))
    stored = OfSeed(
        seed=0, source=source, readings=2, evidence=3, findings=(Finding(reading="a", kind="warning", what="w"),)
    )
    (tmp_path / "0.json").write_text(dumps(asdict(stored)))
    assert over_seeds([0], out=tmp_path, jobs=1, only=["footnote-8"]) == [stored]
    (tmp_path / "0.json").write_text(dumps({**asdict(stored), "source": "other"}))
    (again,) = over_seeds([0], out=tmp_path, jobs=1, only=["footnote-8"])
    assert again.findings == ()
    assert "seed 0: 2 readings, nothing remarkable" in capsys.readouterr().out


def test_the_table_counts_what_differs() -> None:
    odd = (Finding(reading="a printed", kind="verdict", what="proved for refuted"),)
    some = [OfSeed(seed=n, source="", readings=2, evidence=3, findings=odd if n else ()) for n in range(3)]
    text = to_markdown(some, at=datetime(2026, 1, 2, tzinfo=UTC))
    assert "failed: **2**" in text
    assert "| verdict | a printed | 2 | proved for refuted (seed 1) |" in text
    assert "No warning and no near miss either." in to_markdown(some[:1], at=datetime(2026, 1, 2, tzinfo=UTC))


def test_bad_numbers_are_one_sentence(capsys) -> None:
    assert main(["--seeds", "0"]) == 2
    assert capsys.readouterr().err == "--seeds: must be at least 1, got 0\n"
