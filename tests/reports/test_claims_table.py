"""The table of claims: what is wrong with each, and what to use instead, with what that assumes."""

from sample_results import parts_together, reading, statement

from reports.claims_table import claims_table, claims_tables, copied, instead
from reports.document import Fold, Link, Maths, Table, plain


def anchored(*claims):
    return [{**one, "anchor": one["id"]} for one in claims]


REPAIRED = reading("repaired", "proved", r"a \le c", change="A c for the b.", hypotheses=["finite", "zero mean"])
CLAIM = statement("theorem-1", "T", "1", [reading("printed", "refuted", fault="wrong constant or sign"), REPAIRED])
PART = statement("theorem-1/width", "W", "1", [reading("printed", "refuted", fault="wrong direction or index")])
SOUND = statement("theorem-2", "S", "1", [reading("printed", "proved"), reading("sharpened", "proved", "a < b")])


def cells(*claims) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in claims_table(anchored(*claims), caption="").rows]


def test_a_refuted_claim_says_what_is_wrong_and_what_to_use() -> None:
    (row, part) = cells(CLAIM, PART)
    assert row[0] == "Theorem 1 T (1 part, 1 fails as printed)"
    assert row[1:3] == ["refuted", "wrong constant or sign: A c for the b"]
    assert row[3].endswith(" as repaired, under 2 hypotheses")
    assert part[3] == "see Theorem 1, as repaired"
    table = claims_table(anchored(CLAIM, PART), caption="")
    assert table.under == ("", "theorem-1")
    assert isinstance(table.rows[0][3][0], Maths)


def test_what_holds_as_printed_needs_no_other() -> None:
    ((_, _, wrong, use),) = cells(SOUND)
    assert (wrong, use) == ("", "")


def test_where_nothing_is_established_the_table_says_so() -> None:
    alone = statement("theorem-3", "F", "1", [reading("printed", "refuted", fault="false")])
    weak = {**REPAIRED, "verdict": "undecided"}
    ((_, _, wrong, use), (*_, other)) = cells(alone, {**CLAIM, "readings": [CLAIM["readings"][0], weak]})
    assert (wrong, use, other) == ("false", "nothing is established", "nothing is established")


def test_a_claim_that_only_its_parts_print_offers_its_own_form() -> None:
    whole = {**CLAIM, "readings": [parts_together("printed", "refuted"), REPAIRED]}
    assert instead(whole) is REPAIRED
    ((_, printed, wrong, use),) = cells(whole)
    assert (printed, wrong) == ("", "")
    assert "as repaired" in use


def test_a_long_change_is_left_to_the_card() -> None:
    long = {**REPAIRED, "change": "This goes on for longer than the few words that a table has."}
    ((_, _, wrong, _),) = cells({**CLAIM, "readings": [CLAIM["readings"][0], long]})
    assert wrong == "wrong constant or sign"


def test_a_copied_formula_carries_its_hypotheses() -> None:
    informational = reading(
        "repaired", "proved", "H(a) = 0", formula="H(a) = 0  given  a = f(b)", hypotheses=["finite"]
    )
    assert copied(informational) == "H(a) = 0\n% given a = f(b)\n% given finite"


def test_the_table_links_to_every_card() -> None:
    rows = claims_table(anchored(CLAIM, PART, SOUND), caption="").rows
    assert [row[0][0].anchor for row in rows if isinstance(row[0][0], Link)] == [
        "theorem-1",
        "theorem-1/width",
        "theorem-2",
    ]


def test_what_is_no_numbered_result_has_a_folded_table_of_its_own() -> None:
    ranked = [{**one, "rank": "main result"} for one in (CLAIM, SOUND)] + [{**PART, "rank": "part of a result"}]
    remark = {**statement("remark-1", "R", "1", [reading("printed", "proved")]), "rank": "remark"}
    note = {**statement("remark-1/aside", "A", "1", [reading("printed", "refuted")]), "rank": "sentence"}
    results, folded = claims_tables(anchored(*ranked, remark, note), of=" of the page")
    assert isinstance(results, Table)
    assert isinstance(folded, Fold)
    (others,) = folded.blocks
    assert isinstance(others, Table)
    assert plain(folded.summary).startswith("1 other claim of the page: ")
    names = [[plain(row[0]).split()[0] for row in table.rows] for table in (results, others)]
    assert names == [["Theorem", "width", "Theorem"], ["Remark", "aside"]]
    assert results.under == ("", "theorem-1", "")
    for alone in (ranked, [remark, note]):
        assert [block.kind for block in claims_tables(anchored(*alone), of="")] == ["table"]
