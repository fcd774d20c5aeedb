"""Records as tables."""

from reports.document import Paragraph, Table, plain
from reports.record import Quantity, Record
from reports.record import Table as Rows
from reports.records import ROWS, blocks, entry, table_blocks


def rows(table: Table) -> list[list[str]]:
    return [[plain(entry) for entry in row] for row in table.rows]


def heads(table: Table) -> list[str]:
    return [plain(head) for head in table.head]


def notes(made) -> list[str]:
    return [plain(block.text) for block in made if isinstance(block, Paragraph)]


def test_a_quantity_is_shown_with_its_interval_and_its_unit() -> None:
    assert plain(entry(Quantity("I", 1.25, 1.2, 1.31, unit="nats"))) == "1.25 [1.2, 1.31] nats"
    assert plain(entry(Quantity("I", 2.5, 2.5, 2.5))) == "2.5"
    assert plain(entry(Quantity("I", 2.5, 2.0, float("inf")))) == "2.5 [2, ∞]"
    assert plain(entry(Quantity("I", None, unit="nats"))) == "none"


def test_a_long_list_is_summarised_and_a_short_one_is_not() -> None:
    assert plain(entry(tuple(range(50)))) == "50 numbers from 0 to 49"
    assert plain(entry((1, 2.5))) == "1, 2.5"


def test_quantities_tables_and_groups_each_get_their_table_under_their_name() -> None:
    layers = Rows("layers", ("name", "I"), (("x", Quantity("", 2.0, 1.0, 3.0)),))
    group = Record("parts", (Quantity("k", 0),))
    made = blocks(Record("Flatness", (Quantity("trace", 3),), (layers,), (group,)))
    assert [table.caption for table in made] == ["Flatness", "Flatness: layers", "Flatness: parts"]
    assert rows(made[0]) == [["trace", "3"]]
    assert (heads(made[1]), rows(made[1])) == (["name", "I"], [["x", "2 [1, 3]"]])


def test_a_whole_record_without_a_name_has_captions_of_its_own() -> None:
    made = blocks(Record("", (Quantity("N", 4),), (Rows("means by beta", ("beta",), ((1,),)),)))
    assert [table.caption for table in made] == ["In general", "Means by β"]


def test_what_a_reader_must_know_stands_beside_a_quantity_and_below_a_table() -> None:
    (table,) = blocks(Record("r", (Quantity("trace", 3, note="sampled"),)))
    assert rows(table) == [["trace", "3 · sampled"]]
    found = tuple((name, Quantity("", 1.0, 0.0, 2.0, note=note)) for name, note in (("a", "w"), ("b", "v"), ("c", "w")))
    made = table_blocks(Rows("t", ("name", "I"), found))
    assert rows(made[0]) == [["a", "1 [0, 2]1"], ["b", "1 [0, 2]2"], ["c", "1 [0, 2]1"]]
    assert notes(made) == ["1 w. 2 v. "]


def test_an_empty_cell_is_empty_and_a_column_of_nothing_is_left_out() -> None:
    (table,) = table_blocks(Rows("t", ("a", "b", "c"), ((1, None, None), (None, None, 2))))
    assert heads(table) == ["a", "c"]
    assert rows(table) == [["1", ""], ["", "2"]]
    assert table_blocks(Rows("t", ("a",), ())) == ()


def test_more_rows_than_a_reader_wants_are_counted() -> None:
    table, note = table_blocks(Rows("cells", ("k",), tuple((k,) for k in range(ROWS + 5))))
    assert len(table.rows) == ROWS
    assert plain(note.text) == "5 more rows are in the results file."
    (hidden,) = table_blocks(Rows("networks", ("k",), ((1,), (2,)), shown=False))
    assert plain(hidden.text) == "Networks: 2 rows in the results file."


def test_a_table_too_wide_goes_on_below_with_its_rows_named_again() -> None:
    names = tuple(f"k{k}" for k in range(10))
    first, second = table_blocks(Rows("wide", ("name", *names), (("a", *range(10)),)))
    assert (heads(first)[0], heads(second)[0]) == ("name", "name")
    assert heads(first)[1:] + heads(second)[1:] == list(names)
    assert (first.caption, second.caption) == ("Wide", "Wide, continued")
    assert first.numeric == tuple(range(1, 10))
    assert second.numeric == (1,)


def test_rows_too_long_for_a_line_are_continued_below() -> None:
    wide = Quantity("", 1234.5678, 1234.5123, 1234.6123)
    made = table_blocks(Rows("cells", ("name", *(f"k{k}" for k in range(7))), (("a", *[wide] * 7),)))
    assert [table.caption for table in made] == ["Cells", "Cells, continued"]
    assert [head for table in made for head in heads(table)[1:]] == [f"k{k}" for k in range(7)]


def test_words_in_a_cell_are_set_and_a_name_is_not() -> None:
    items = (Quantity("posterior", "with alpha <= 1: w_hat is free"), Quantity("name", "alpha"))
    (table,) = blocks(Record("r", items))
    assert rows(table) == [["posterior", "with α ≤ 1: ŵ is free"], ["name", "alpha"]]
