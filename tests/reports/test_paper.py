"""The paper has what a reader came for, and its supplement the rest."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import sample_results

from reports.content import compose
from reports.document import Document, Fold, Formula, Items, Panel, Paragraph, Picture, Quote, Section, Table, plain
from reports.paper import POINTER, paper
from reports.rendering import Rendered


@pytest.fixture(scope="module")
def whole() -> Document:
    results = sample_results.results()
    ranks = {"proposition-1": "main result", "corollary-3.4": "main result", "markov-chain": "definition"}
    for one in results["statements"]:
        one["rank"] = ranks.get(one["id"], "main result" if one["parent"] is None else "part of a result")
    return compose(results)[0]


def sections(document: Document, anchor: str) -> tuple[Section, ...]:
    return next(one.sections for one in document.sections if one.anchor == anchor)


def claims_of(document: Document) -> list[Section]:
    return [claim for group in sections(document, "claims") for claim in group.sections]


def test_main_results_stand_without_their_parts_and_the_rest_is_left_to_the_supplement(whole: Document) -> None:
    kept = sections(paper(whole), "claims")
    assert [one.anchor for one in kept] == ["proposition-1", "corollary-3.4", "claim-1", "proposition-7"]
    assert all(one.sections == () for one in kept)
    assert {one.anchor for one in paper(whole).sections} == {"claims", "experiments", "failures"}


def test_a_result_has_the_page_its_printed_form_and_the_one_to_use(whole: Document) -> None:
    chain = replace(next(one for one in claims_of(whole) if one.anchor == "markov-chain"), rank="main result")
    group = Section("claims/2", "Section 2", sections=(chain,))
    document = replace(whole, sections=(Section("claims", "Claims", sections=(group,)),))
    (kept,) = sections(paper(document), "claims")
    quote, printed, repaired = kept.blocks
    assert isinstance(quote, Quote)
    assert [one.title for one in (printed, repaired) if isinstance(one, Panel)] == ["As printed", "As repaired"]
    assert isinstance(repaired, Panel)
    assert not any(isinstance(block, Fold | Table) for block in (*printed.blocks, *repaired.blocks))
    assert sum(isinstance(block, Formula) for block in repaired.blocks) == 1
    assert any(isinstance(block, Items) for block in repaired.blocks)  # its hypotheses
    words = [plain(block.text) for block in repaired.blocks if isinstance(block, Paragraph)]
    assert any(line.startswith("Why it holds.") for line in words)
    assert any(line.startswith("What differs.") for line in words)


def test_the_front_page_keeps_its_claims_without_parts_and_says_where_the_rest_is(whole: Document) -> None:
    front = paper(whole).front
    folds = [inner for block in whole.front if isinstance(block, Fold) for inner in block.blocks]
    for table, before in zip(verdicts(front), verdicts((*whole.front, *folds)), strict=True):
        assert table.caption == before.caption
        assert len(table.rows) == len(table.verdicts) == before.under.count("")
    assert sum(len(table.rows) for table in verdicts(front)) == len(claims_of(whole))
    assert plain(front[-1].text) == POINTER  # type: ignore[union-attr]


def test_folded_tables_stand_in_the_open_and_other_folds_keep_what_they_are_called() -> None:
    rows = Table("of all", ("a",), (), role="verdicts")
    other, cite = (Fold(("more",), (Paragraph(("words",)),), role=role) for role in ("numbers", "cite"))
    front = (Fold(("others",), (rows,), role="table"), other, cite)
    kept = paper(Document("t", "s", "q", front, (), (), "f")).front
    assert kept[:2] == (rows, other)
    assert cite not in kept  # the page has it, to be copied


def verdicts(blocks: Iterable[object]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table) and block.role == "verdicts"]


def test_an_experiment_has_one_figure_with_the_number_of_the_page(whole: Document) -> None:
    for one in sections(paper(whole), "experiments"):
        assert sum(isinstance(block, Picture) for block in one.blocks) <= 1
        assert not any(isinstance(block, Fold) for block in one.blocks)


def test_both_are_written_and_the_paper_is_the_shorter(rendered: Rendered) -> None:
    assert rendered.supplement.name == "supplement.pdf"
    assert pages(rendered.pdf) < pages(rendered.supplement)


def pages(path: Path) -> int:
    said = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip("pdfinfo is not installed")
    return int(re.search(r"Pages:\s+(\d+)", said.stdout)[1])  # type: ignore[index]
