"""What a reading's card says of what its proof rests on, and of what rests on it."""

from reports.citations import axioms, citations
from reports.document import Link, plain


def statement(id_, *cites):
    cited = [{"paper": "small", "id": one, "name": name} for one, name in cites]
    reading = {"name": "repaired", "cites": cited}
    return {"paper": "small", "id": id_, "anchor": f"small:{id_}", "readings": [reading]}


def test_the_citing_and_the_cited_card_name_each_other() -> None:
    bound = statement("proposition-7")
    stack = statement("corollary-5.1", ("proposition-7", "repaired"), ("claim-1", "printed"))
    (below,) = citations(stack, stack["readings"][0], [bound, stack])
    words = plain(below.text)
    assert words == "Rests on: Proposition 7, as repaired; Claim 1, as printed (checked beside this selection)."
    assert [run.anchor for run in below.text if isinstance(run, Link)] == ["small:proposition-7"]
    (above,) = citations(bound, bound["readings"][0], [bound, stack])
    assert plain(above.text) == "Cited by: Corollary 5.1, as repaired."
    assert citations(bound, bound["readings"][0], [bound]) == ()


def test_a_derivation_says_its_axioms_in_one_sentence() -> None:
    rule = {"name": "Jensen", "statement": "s", "source": "Somebody (1900)"}
    rests_on = {"algebra": ["algebra"], "rules": [rule], "lemmas": [{**rule, "name": "Maurer"}], "citations": []}
    assert axioms({"rests_on": rests_on}) == (
        "It rests on computation: algebra; textbook rules: Jensen (Somebody (1900)); "
        "lemmas taken without proof: Maurer (Somebody (1900))."
    )
    assert axioms({}) == ""
