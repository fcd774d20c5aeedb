"""Two editions of a toy paper: what both say stands side by side, and what one of them alone has is marked."""

import re

import pytest
import sample_results

from reports.content import compose
from reports.document import Beside, Quote, plain
from reports.pdf import to_data
from reports.rendering import render

LATER = sample_results.PAPER | {
    **{"id": "toy-2", "title": "A toy paper again", "year": 2021, "prefix": "toy-2"},
    **{"retold": "a copy", "unread": ["line of a proof"]},
}


def later(id_, *earlier, source="read", quote="so it is"):
    readings = [] if source != "read" else [sample_results.reading("printed", "proved")]
    made = sample_results.statement(id_, id_, "9", readings, quote)
    return made | {"paper": "toy-2", "earlier": list(earlier), "source": source, "rank": "sentence"}


def results(**changes):
    sample = sample_results.results()
    new = [
        later("markov-chain", "markov-chain"),
        later("equation-9"),
        later("claim-8", "proposition-7/g"),
        later("section-6.3", "corollary-3.4", source="withdrawn"),
        later("appendices", source="not read"),
    ]
    fates = {"section-6.3": "withdrawn", "appendices": "not read"}
    told = [
        {"id": s["id"], "earlier": s["earlier"], "fate": fates.get(s["id"], "new and true"), "source": s["source"]}
        for s in new
    ]
    return sample | {
        "papers": [sample_results.PAPER, LATER],
        "statements": [*sample["statements"], *new],
        "editions": [{"earlier": "toy", "later": "toy-2", "changes": told}],
        **changes,
    }


def cards(run):
    """Every claim's section, and every part's, by its anchor."""
    document, _ = compose(run)
    claims = [claim for chapter in document.sections for group in chapter.sections for claim in group.sections]
    return {one.anchor: one for claim in claims for one in (claim, *claim.sections)}


def said(section):
    """What stands side by side on a card, as (words, source, link) a column."""
    found = [block for block in section.blocks if isinstance(block, Beside)]
    return [[(plain(q.text), q.source, q.anchor) for q in column] for block in found for column in block.columns]


def test_what_both_say_stands_side_by_side_on_both_cards_the_earlier_first():
    made = cards(results())
    (old, new), (again, itself) = said(made["markov-chain"]), said(made["toy-2:markov-chain"])
    assert old[0][1:] == ("Author and Writer 2020, section 2.2", "")
    assert new == [("so it is", "Author and Writer 2021, section 9, Markov chain, in our words", "toy-2:markov-chain")]
    assert again[0][0] == old[0][0]
    assert again[0][2] == "markov-chain"
    assert itself == [("so it is", "Author and Writer 2021, section 9, in our words", "")]


def test_what_one_edition_alone_has_is_marked():
    made = cards(results())
    assert made["toy-2:equation-9"].kicker.endswith("2021 only")
    assert made["corollary-3.4"].kicker.endswith("2020 only")  # withdrawn
    assert "only" not in made["toy-2:appendices"].kicker
    assert made["toy-2:appendices"].kicker.endswith("not read")
    assert not any("only" in made[anchor].kicker for anchor in ("markov-chain", "toy-2:markov-chain", "proposition-7"))
    assert made["proposition-7/g"].kicker == ""
    (quote,) = (block for block in made["toy-2:equation-9"].blocks if isinstance(block, Quote))
    assert quote.source == "Author and Writer 2021, section 9, in our words"


def test_a_claim_without_any_part_in_the_other_edition_is_marked_and_what_was_not_read_is_not_called_missing():
    run = results()
    bare = [one | {"rank": "line of a proof"} if one["id"] == "proposition-7" else one for one in run["statements"]]
    dropped = [one for one in bare if one["id"] != "claim-8"]
    told = [change for change in run["editions"][0]["changes"] if change["id"] != "claim-8"]
    made = cards(run | {"statements": dropped, "editions": [{**run["editions"][0], "changes": told}]})
    assert made["proposition-7"].kicker.endswith("not read in 2021")
    assert made["proposition-7/g"].kicker == "2020 only"


def test_a_run_that_compares_no_editions_marks_nothing():
    made = cards(results(editions=[]))
    assert not any("only" in section.kicker for section in made.values())
    assert not any(said(section) for section in made.values())


def test_the_tables_of_the_front_page_have_the_marks():
    document, _ = compose(results())
    tables = [block for block in document.front if hasattr(block, "rows")]
    rows = {plain(row[0]): [plain(cell) for cell in row] for table in tables for row in table.rows}
    assert any("2021 only" in "".join(cells) for name, cells in rows.items() if name.startswith("Equation 9"))
    assert any("2020 only" in name for name in rows if name.startswith("Corollary 3.4"))


def test_both_formats_show_them(tmp_path):
    made = render(results(), tmp_path)
    page = made.html.read_text(encoding="utf-8")
    card = page[page.index('<section id="toy-2:markov-chain"') :]
    assert re.search(r'<div class="beside">.*?<blockquote>.*?<a href="#markov-chain">.*?<blockquote>', card, re.DOTALL)
    data = to_data(compose(results())[0])
    assert '"kind": "beside"' in data
    assert "2021 only" in data


@pytest.mark.parametrize("id_", ["section-6.2/discriminator"])
def test_a_name_that_says_its_section_is_not_told_twice(id_):
    run = results()
    old = sample_results.statement(id_, "The discriminator", "6.2", [sample_results.reading("printed", "proved")], "D*")
    statements = [*run["statements"], old, later("equation-8", id_)]
    made = cards(run | {"statements": statements})
    assert said(made["toy-2:equation-8"])[0] == [("D*", "Author and Writer 2020, Section 6.2, discriminator", id_)]
