"""The sections of claims: a card wears its own verdict, and the claim's names the parts that fall."""

import json

import pytest
import sample_results
from sample_results import evidence, parts_together, reading, statement

from reports import statements
from reports.document import Chip, Link, Panel, Paragraph, Section, plain
from reports.frontpage import front
from reports.pictures import Pictures
from reports.results import validate
from reports.statements import section

PROOF = evidence("proof", summary="It adds up.")
BROKEN = sample_results.counterexample()


def made(claim, *parts) -> Section:
    run = {**sample_results.results(), "statements": [anchored(one) for one in (claim, *parts)]}
    return section(anchored(claim), [anchored(part) for part in parts], Pictures([]), run=run)


def anchored(one):
    return {**one, "anchor": one["id"]}


CLAIM = statement(
    "theorem-1",
    "T",
    "1",
    [reading("printed", "proved", combined="refuted", evidence=[PROOF]), parts_together("repaired", "proved")],
)
PARTS = (
    statement(
        "theorem-1/sigma-1",
        "S",
        "1",
        [reading("printed", "refuted", evidence=[BROKEN]), reading("repaired", "proved", evidence=[PROOF])],
    ),
    statement("theorem-1/kl-display", "K", "1", [reading("printed", "refuted", evidence=[BROKEN])]),
    statement("theorem-1/sound", "W", "1", [reading("printed", "proved", evidence=[PROOF])]),
)


def test_a_proof_stands_under_its_own_verdict_though_a_part_falls() -> None:
    found = made(CLAIM, *PARTS)
    assert found.chips == (Chip("proved", label="printed"),)  # the repaired form is its parts' alone
    assert found.sign == "refuted"  # in the contents a claim stands for its parts too
    (panel,) = [block for block in found.blocks if isinstance(block, Panel)]
    assert panel.chip == Chip("proved")


def test_the_heading_names_the_parts_that_fall() -> None:
    first = made(CLAIM, *PARTS).blocks[0]
    assert isinstance(first, Paragraph)
    assert plain(first.text) == "As printed: sound holds; σ₁ and KL display fail."
    links = [one.anchor for one in first.text if isinstance(one, Link)]
    assert links == ["theorem-1/sound", "theorem-1/sigma-1", "theorem-1/kl-display"]
    assert not any(isinstance(b, Paragraph) and b.tone == "falls" for b in made(CLAIM, PARTS[2]).blocks)


def test_a_reading_that_only_parts_have_is_counted_once() -> None:
    results = {**sample_results.results(), "statements": [CLAIM, *PARTS]}
    validate(json.loads(json.dumps(results)))
    results["statements"] = [anchored(one) for one in results["statements"]]
    counts = next(block for block in front(results) if getattr(block, "role", "") == "counts")
    printed, repaired = (row[1:] for row in counts.rows)
    assert [cell[0] for cell in printed] == ["2", "0", "2", "0"]  # proved, supported, refuted, undecided
    assert [cell[0] for cell in repaired] == ["1", "0", "0", "0"]


def test_a_reading_without_any_verdict_is_refused() -> None:
    bare = {key: item for key, item in parts_together("printed", "proved").items() if key != "combined"}
    with pytest.raises(ValueError, match="does not meet the schema at statements/0/readings/0"):
        validate({**sample_results.results(), "figures": [], "statements": [statement("theorem-1", "T", "1", [bare])]})


def test_what_another_paper_of_the_run_has_too_is_shown_there_alone() -> None:
    same = {"paper": "toy", "id": "claim-1", "name": "repaired"}
    first = {**statement("claim-1", "t", "1", [reading("repaired", "proved", evidence=[evidence("proof")])])}
    other = {
        **statement("claim-9", "t", "1", [reading("printed", "proved", evidence=[evidence("proof")], same_as=same)])
    }
    both = [{**one, "anchor": one["id"]} for one in (first, other)]
    grounds = statements._grounds(both[1], both[1]["readings"][0], both)
    assert [plain(block.text) for block in grounds] == ["The same as Claim 1, as repaired, where its evidence stands."]
    assert len(statements._grounds(both[1], both[1]["readings"][0], both[1:])) > 1  # alone it shows its own


def test_what_the_machine_found_true_stands_beside_what_is_refuted_and_changes_no_verdict() -> None:
    found = {
        "line": "with y -> x -> z, which is necessary",
        "goal": ["y _|_ x | z"],
        "given": ["y -> x -> z"],
        "necessary": True,
        "beside": {"repaired": "same", "sharpened": "other"},
    }
    plain_one = reading("printed", "refuted", evidence=[BROKEN])
    claim = statement("theorem-1", "T", "1", [{**plain_one, "proposals": [found]}])
    validate({**sample_results.results(), "figures": [], "statements": [claim]})
    told, bare = made(claim), made(statement("theorem-1", "T", "1", [plain_one]))
    assert told.chips == bare.chips
    (panel,) = (block for block in told.blocks if isinstance(block, Panel))
    heading, items = panel.blocks[-2:]
    assert plain(heading.text).startswith("Found by the machine.")
    assert [plain(item) for item in items.items] == [
        "with y -> x -> z, which is necessary. (as repaired the claim says the same)"
    ]


def test_an_edited_formula_says_by_which_reading_it_is_proved_or_that_it_is_not() -> None:
    edited = {"given": [], "necessary": None, "beside": {}, "trials": 60}
    found = [
        {
            **edited,
            "line": "sign of x",
            "goal": ["-x <= y"],
            "latex": "-x \\le y",
            "same_as": [{"id": "claim-1/part", "name": "repaired"}],
        },
        {**edited, "line": "half of y", "goal": ["x <= y/2"], "latex": "x \\le y/2", "same_as": []},
    ]
    claim = statement("theorem-1", "T", "1", [{**reading("printed", "refuted", evidence=[BROKEN]), "proposals": found}])
    validate({**sample_results.results(), "figures": [], "statements": [claim]})
    (panel,) = (block for block in made(claim).blocks if isinstance(block, Panel))
    first, second = (plain(item) for item in panel.blocks[-1].items)
    assert "proved: part as repaired says so" in first
    assert "survives 60 trials, not proved" in second
    assert "proved: " not in second


def card(**printed) -> Section:
    use = reading("repaired", "proved", r"a \\le b + c", text="With c.", hypotheses=["c > 0", "b > 0"])
    return made(
        statement("theorem-1", "T", "1", [reading(**{"name": "printed", "verdict": "refuted", **printed}), use])
    )


def test_a_card_begins_with_what_to_use_where_its_result_does_not_hold() -> None:
    said, formula = card().blocks[:2]
    assert plain(said.text) == "Use instead (as repaired below, under the 2 hypotheses listed there): With c."
    assert (formula.kind, formula.latex) == ("formula", r"a \\le b + c")


def test_a_result_that_holds_as_printed_or_as_meant_needs_nothing_instead() -> None:
    meant = statement("theorem-1", "T", "1", [reading("printed", "refuted"), reading("intended", "proved")])
    remark = {**statement("remark-1", "T", "1", [reading("printed", "refuted"), reading("repaired", "proved")])}
    for found in (card(verdict="proved"), made(meant), made({**remark, "rank": "remark"})):
        assert not any("Use instead" in repr(block) for block in found.blocks)
