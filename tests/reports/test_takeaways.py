"""The three sentences follow the verdicts, whatever they are."""

from sample_results import reading, statement

from reports.document import plain
from reports.takeaways import takeaways


def claim(id: str, **verdicts: str):
    return anchored(statement(id, id, "3", [reading(name, verdict) for name, verdict in verdicts.items()]))


def anchored(claim):
    return {**claim, "anchor": claim["id"]}


def sentences(*claims) -> list[str]:
    return [plain(text) for text in takeaways(claims)]


def test_each_verdict_is_counted_where_it_belongs() -> None:
    stands, replaced, certain = sentences(
        claim("proposition-1", printed="refuted", repaired="proved"),
        claim("proposition-2", printed="refuted", repaired="supported"),
        claim("proposition-3", printed="refuted"),
        claim("proposition-4", printed="proved"),
        claim("proposition-5", printed="undecided"),
    )
    assert stands == (
        "As printed, 3 of 5 claims are false, in whole or in a part; 1 is proved (Proposition 4); "
        "1 is undecided (Proposition 5)."
    )
    assert replaced == (
        "1 of the false ones has a repaired form that is proved, to build on instead: Proposition 1; "
        "trials or measurements alone support the repair of Proposition 2; nothing established replaces Proposition 3."
    )
    assert certain.startswith("5 of 7 readings are settled by a proof or a counterexample, 1 rests on trials")


def test_a_changed_verdict_changes_the_sentence() -> None:
    before = sentences(claim("proposition-1", printed="refuted", repaired="proved"))
    after = sentences(claim("proposition-1", printed="refuted", repaired="undecided"))
    assert before[1].startswith("The false one has a repaired form that is proved")
    assert after[1].startswith("The false one lacks a repaired form that is proved")


def test_all_of_several_false_ones_are_said_to_be_all() -> None:
    names = ("proposition-1", "proposition-2")
    both = sentences(*(claim(name, printed="refuted", repaired="proved") for name in names))
    assert both[1].startswith("All 2 false ones have a repaired form that is proved")
    neither = sentences(*(claim(name, printed="refuted", repaired="undecided") for name in names))
    assert neither[1].startswith("None of the false ones has a repaired form that is proved")


def test_where_nothing_is_false_nothing_is_replaced() -> None:
    assert len(sentences(claim("lemma-2.2", printed="proved"))) == 2
    assert sentences() == []


def test_parts_count_with_their_claim() -> None:
    stands, *_ = sentences(
        claim("proposition-1", printed="refuted"), claim("proposition-1/equality", printed="refuted")
    )
    assert stands.startswith("As printed, 1 of 1 claim is false")


def test_hypotheses_that_only_the_repair_states_are_counted() -> None:
    printed = reading("printed", "refuted", hypotheses=["finite"])
    repaired = reading("repaired", "proved", hypotheses=["finite", "zero mean"])
    *_, certain = sentences(anchored(statement("proposition-7", "t", "5", [printed, repaired])))
    assert certain.endswith("the repairs assume 1 hypothesis that the page does not state, most often ‘zero mean’.")
