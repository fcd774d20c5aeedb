"""Free records as tables."""

from reports.document import Table, plain
from reports.records import ROWS, blocks, cell


def rows(table: Table) -> list[list[str]]:
    return [[plain(entry) for entry in row] for row in table.rows]


def heads(table: Table) -> list[str]:
    return [plain(head) for head in table.head]


def test_an_estimate_is_shown_with_its_interval_in_either_form() -> None:
    assert cell({"value": 1.25, "low": 1.2, "high": 1.31}) == "1.25 [1.2, 1.31]"
    assert cell({"value": 1.25, "interval": [1.2, 1.31]}) == "1.25 [1.2, 1.31]"


def test_a_long_list_is_summarised_and_a_short_one_is_not() -> None:
    assert cell(list(range(50))) == "50 numbers from 0 to 49"
    assert cell([1, 2.5]) == "1, 2.5"
    assert cell([[1, 2], [3, 4]]) == "(1, 2), (3, 4)"


def test_plain_entries_nested_parts_and_rows_each_get_their_table() -> None:
    record = {
        "trace": 3,
        "parts": {f"k{k}": k for k in range(5)},
        "layers": [{"name": "x", "I": {"value": 2.0, "low": 1.0, "high": 3.0}}],
    }
    made = blocks(record, caption="Flatness")
    assert [table.caption for table in made] == ["Flatness", "Flatness: parts", "Flatness: layers"]
    assert rows(made[0]) == [["trace", "3"]]
    assert heads(made[2]) == ["name", "I"]
    assert rows(made[2]) == [["x", "2 [1, 3]"]]


def test_rows_that_lack_an_entry_leave_its_cell_empty() -> None:
    (table,) = blocks({"layers": [{"a": 1}, {"b": 2}]}, caption="")
    assert rows(table) == [["1", ""], ["", "2"]]


def test_more_rows_than_a_reader_wants_are_counted() -> None:
    table, note = blocks({"cells": [{"k": k} for k in range(ROWS + 5)]}, caption="")
    assert len(table.rows) == ROWS
    assert plain(note.text).startswith("5 more rows")


def test_a_joint_distribution_is_a_table_of_exact_probabilities() -> None:
    joint = {"names": ["x", "y"], "atoms": [{"x": 0, "y": 1, "p": "1/3"}, {"x": 1, "y": 1, "p": "2/3"}]}
    (table,) = blocks(joint, caption="The counterexample")
    assert heads(table) == ["x", "y", "probability"]
    assert rows(table) == [["0", "1", "1/3"], ["1", "1", "2/3"]]


def test_an_estimate_with_further_entries_keeps_both() -> None:
    made = blocks({"value": 812.3, "low": 805.0, "high": 820.0, "n": 4}, caption="I")
    assert rows(made[0]) == [["value", "812.3 [805, 820]"], ["n", "4"]]


def test_ends_that_are_no_numbers_are_entries_like_others() -> None:
    (table,) = blocks({"value": "x", "low": None, "high": [1, 2]}, caption="")
    assert rows(table) == [["value", "x"], ["high", "1, 2"]]


def test_a_joint_of_a_variable_called_p_keeps_both() -> None:
    (table,) = blocks({"names": ["p"], "atoms": [{"p": 0, "p'": "1"}]}, caption="")
    assert rows(table) == [["0", "1"]]


def test_parts_of_one_shape_are_the_rows_of_one_table() -> None:
    (table,) = blocks({"readings": {"printed": {"bound": 1}, "repaired": {"bound": 2}}}, caption="")
    assert heads(table) == ["reading", "bound"]
    assert rows(table) == [["printed", "1"], ["repaired", "2"]]


def test_an_exact_estimate_is_its_number_and_a_warning_is_told() -> None:
    assert cell({"value": 2.5, "low": 2.5, "high": 2.5, "standard_error": 0.0}) == "2.5"
    assert cell({"value": 2.5, "low": 2.0, "high": 3.0, "warnings": ["off"]}) == "2.5 [2, 3], with a warning"


def test_an_estimate_of_an_array_is_shown_entry_by_entry() -> None:
    assert cell({"value": [1, 2], "low": [0, 1], "high": [2, 3]}) == "value 1, 2, low 0, 1, high 2, 3"


def test_a_table_too_wide_goes_on_below_with_its_rows_named_again() -> None:
    first, second = blocks({"rows": [{"name": "a"} | {f"k{k}": k for k in range(10)}]}, caption="wide")
    assert (heads(first)[0], heads(second)[0]) == ("name", "name")
    assert heads(first)[1:] + heads(second)[1:] == [f"k{k}" for k in range(10)]
    assert second.caption == "wide: rows, continued"


def test_what_is_too_deep_for_a_row_is_named() -> None:
    row = {"a": 1, "readings": {"p": {"bound": 1}, "q": {"bound": 2}}, "rows": [{"b": 1}], "pairs": [[1, 2]]}
    table, note = blocks({"rows": [row]}, caption="")
    assert rows(table) == [["1"]]
    assert plain(note.text) == "Of each row, the results file also has: readings, rows, pairs."


def test_empty_entries_are_left_out() -> None:
    (table,) = blocks({"reason": "", "modes": {}, "n": 0, "holds": False}, caption="")
    assert rows(table) == [["n", "0"], ["holds", "no"]]


def test_a_value_and_its_ends_in_columns_of_their_own_are_one_estimate() -> None:
    row = {"beta": 1, "mean": 2.0, "low": 1.0, "high": 3.0, "median": 5, "median_low": 4, "median_high": 6}
    (table,) = blocks({"rows": [row | {"slope": 1, "slope_interval": [0, 2], "low_only": 7}]}, caption="")
    assert heads(table) == ["β", "mean", "median", "slope", "low only"]
    assert rows(table) == [["1", "2 [1, 3]", "5 [4, 6]", "1 [0, 2]", "7"]]


def test_a_small_part_is_one_line() -> None:
    (table,) = blocks({"n": 4, "architecture": {"name": "mlp", "hidden": [16, 10]}}, caption="")
    assert table.caption == "In general"
    assert rows(table) == [["n", "4"], ["architecture", "name mlp, hidden 16, 10"]]


def test_parts_of_a_whole_record_have_captions_of_their_own() -> None:
    (table,) = blocks({"by_beta": [{"beta": 1}]}, caption="")
    assert table.caption == "By β"


def test_rows_too_long_for_a_line_are_continued_below() -> None:
    wide = {"value": 1234.5678, "low": 1234.5123, "high": 1234.6123}
    row = {"name": "a", **{f"k{k}": wide for k in range(7)}}
    made = blocks({"cells": [row]}, caption="")
    assert [table.caption for table in made] == ["Cells", "Cells, continued"]
    assert [heads(table)[0] for table in made] == ["name", "name"]
    assert [head for table in made for head in heads(table)[1:]] == [f"k{k}" for k in range(7)]


def test_words_in_a_cell_are_set_and_a_name_is_not() -> None:
    (table,) = blocks({"posterior": "with alpha <= 1: w_hat is free", "name": "alpha", "w": "-7/64"}, caption="")
    (small,) = blocks({"prior": {"a": "at alpha >= 2"}}, caption="")
    assert rows(small) == [["prior", "a at α ≥ 2"]]
    assert rows(table) == [["posterior", "with α ≤ 1: ŵ is free"], ["name", "alpha"], ["w", "−7/64"]]
