"""The atlas of information measures says what its claims file and the prover say; each claim is what its id says."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from bounds.shannon import Counterexample, ShannonCertificate
from bounds.shannon.claims_file import read

ATLAS = Path(__file__).parents[1] / "docs" / "atlas"
FALSE = ("-strict", "-dependent", "-pairwise", "against")  # what an id says of a claim that is there to be refuted


@pytest.fixture(scope="module")
def atlas() -> ModuleType:
    specification = importlib.util.spec_from_file_location("atlas", ATLAS / "atlas.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_every_claim_is_decided_as_its_id_says_with_evidence_that_stands() -> None:
    answers = read(ATLAS / "claims.toml").answers(rounds=1)
    assert len(answers["claims"]) >= 40
    for claim in answers["claims"]:
        refuted = any(word in claim["id"] for word in FALSE)
        assert claim["verdict"] == ("refuted" if refuted else "proved"), claim["id"]
        if refuted:
            assert Counterexample.from_json(claim["counterexample"]).verify()
        else:
            assert ShannonCertificate.from_json(claim["certificate"]).verify(claim["goal"])


def test_the_page_is_the_one_that_the_claims_give(atlas: ModuleType, tmp_path: Path) -> None:
    atlas.main(tmp_path)
    assert (tmp_path / "atlas.md").read_text() == (ATLAS / "atlas.md").read_text()
    assert (tmp_path / "order.svg").stat().st_size > 10_000


def test_a_line_of_the_figure_is_a_proof_and_solid_for_a_refuted_converse(atlas: ModuleType) -> None:
    def claim(id_: str, goal: str, verdict: str) -> dict:
        return {"id": id_, "goal": [goal], "verdict": verdict}

    mi, individual = atlas.KINDS["I(w;s1,s2)"], atlas.KINDS["I(w;s1) + I(w;s2)"]
    proved = claim("a", "I(w;s1) + I(w;s2) <= I(w;s1,s2)", "proved")
    converse = claim("a-strict", "I(w;s1,s2) <= I(w;s1) + I(w;s2)", "refuted")
    assert atlas.edges({"claims": [proved]}) == {(individual, mi): False}
    assert atlas.edges({"claims": [proved, converse]}) == {(individual, mi): True}
    assert atlas.edges({"claims": [{**proved, "verdict": "undecided"}, converse]}) == {}


def test_each_converse_is_of_the_claim_that_it_is_named_after() -> None:
    claims = {claim.id: claim for claim in read(ATLAS / "claims.toml").claims}
    for id_, claim in claims.items():
        if id_.endswith("-strict"):
            of = claims[id_.removesuffix("-strict")]
            ((lower, upper), (left, right)) = (one.goal[0].split(" <= ") for one in (of, claim))
            assert (lower, upper) == (right, left), id_
