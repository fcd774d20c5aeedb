"""The three sentences follow the verdicts, whatever they are."""

from sample_results import evidence, reading, statement

from bounds.claims.statement import Rank
from bounds.fault import Fault
from reports.document import plain
from reports.takeaways import takeaways


def claim(id: str, rank: str = Rank.RESULT, fault: str = Fault.FALSE, **verdicts: str):
    of = {"printed": {"fault": fault}} if verdicts.get("printed") == "refuted" else {}
    readings = [reading(name, verdict, **of.get(name, {})) for name, verdict in verdicts.items()]
    return anchored({**statement(id, id, "3", readings), "rank": rank})


def anchored(claim):
    return {**claim, "anchor": claim["id"]}


def sentences(*claims) -> list[str]:
    return [plain(text) for text in takeaways(claims)]


def test_each_claim_is_counted_where_it_belongs() -> None:
    results, others, certain = sentences(
        claim("proposition-1", printed="refuted", repaired="proved"),
        claim("proposition-2", printed="refuted", intended="proved", fault=Fault.MISPRINT),
        claim("proposition-3", printed="refuted"),
        claim("proposition-4", printed="proved"),
        claim("proposition-5", printed="undecided"),
        claim("remark-1", Rank.REMARK, printed="supported"),
        claim("footnote-1", Rank.FOOTNOTE, printed="refuted", repaired="proved", fault=Fault.CONSTANT),
    )
    assert results == (
        "Of 5 numbered results 1 holds as printed (Proposition 4), 1 holds as meant (Proposition 2), "
        "1 holds only in another form (Proposition 1), "
        "1 does not hold in any form that is established (Proposition 3), 1 is undecided (Proposition 5)."
    )
    assert others == (
        "Of 2 other claims (definitions, sentences, remarks, footnotes, lines of proofs) 1 holds as printed "
        "(Remark 1), 1 holds with another constant, sign, direction or index (Footnote 1)."
    )
    assert certain.startswith("8 of 10 readings are settled by a proof or a counterexample, 1 rests on trials")


def test_a_changed_verdict_changes_the_sentence() -> None:
    before = sentences(claim("proposition-1", printed="refuted", repaired="proved"))
    after = sentences(claim("proposition-1", printed="refuted", repaired="undecided"))
    assert "1 holds only in another form" in before[0]
    assert "1 does not hold in any form that is established (" in after[0]


def test_without_claims_nothing_is_said() -> None:
    assert len(sentences(claim("lemma-2.2", printed="proved"))) == 2
    assert sentences() == []


def test_parts_count_with_their_claim_and_lines_of_its_proof_do_not() -> None:
    results, others, _ = sentences(
        claim("proposition-1", printed="proved"),
        claim("proposition-1/equality", Rank.PART, printed="refuted"),
        claim("proposition-1/line", Rank.LINE, printed="refuted"),
    )
    assert results == "Of 1 numbered result 1 does not hold in any form that is established (Proposition 1)."
    assert others.endswith("1 does not hold in any form that is established (Proposition 1, line).")


def test_hypotheses_that_only_the_repair_states_are_counted() -> None:
    printed = reading("printed", "refuted", hypotheses=["finite"])
    repaired = reading("repaired", "proved", hypotheses=["finite", "zero mean"])
    *_, certain = sentences(anchored(statement("proposition-7", "t", "5", [printed, repaired])))
    assert certain.endswith(
        "the repairs assume 1 hypothesis that the printed forms do without, most often ‘zero mean’."
    )


def test_what_was_measured_is_told_by_its_answer() -> None:
    intervals = {"type": "measured quantities", "intervals": {"a": [0.0, 1.0]}, "lines": []}
    seen = evidence("measurement", answer="not reproduced", certificate=intervals)
    caption = {**statement("figure-1", "t", "1", [reading("printed", "undecided", evidence=[seen])])}
    other = {**statement("figure-2", "t", "1", [reading("printed", "undecided")])}
    claims = [anchored({**one, "rank": Rank.CAPTION}) for one in (caption, other)]
    results, certain = sentences(claim("proposition-1", printed="proved"), *claims)
    assert results == "Of 1 numbered result 1 holds as printed (Proposition 1)."
    assert certain == (
        "1 of 1 reading is settled by a proof or a counterexample, 0 rest on trials or measurements and none are "
        "undecided; of 2 claims about figures and experiments, at the size of this run: 1 not reproduced and 1 not "
        "measured."
    )


def test_one_of_anything_is_spoken_of_as_one() -> None:
    (*_, certain) = sentences(claim("proposition-1", printed="proved"))
    assert certain.startswith("1 of 1 reading is settled by a proof or a counterexample")
    (*_, certain) = sentences(claim("proposition-1", printed="supported"))
    assert certain.startswith("0 of 1 reading is settled by a proof or a counterexample, 1 rests on")
