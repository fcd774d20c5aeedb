"""Witnesses, which are free data, as tables."""

from reports.document import Table, plain
from reports.witness import ROWS, blocks


def rows(table: Table) -> list[list[str]]:
    return [[plain(entry) for entry in row] for row in table.rows]


def test_a_joint_distribution_is_a_table_of_exact_probabilities() -> None:
    joint = {"names": ["x", "y"], "atoms": [{"x": 0, "y": 1, "p": "1/3"}, {"x": 1, "y": [1, 0], "p": "2/3"}]}
    (table,) = blocks(joint, caption="The counterexample")
    assert [plain(head) for head in table.head] == ["x", "y", "probability"]
    assert rows(table) == [["0", "1", "1/3"], ["1", "1, 0", "2/3"]]
    (long,) = blocks({**joint, "atoms": joint["atoms"] * ROWS}, caption="")
    assert len(long.rows) == ROWS


def test_a_joint_of_a_variable_called_p_keeps_both() -> None:
    (table,) = blocks({"names": ["p"], "atoms": [{"p": 0, "p'": "1"}]}, caption="")
    assert rows(table) == [["0", "1"]]


def test_values_stand_by_their_symbols_and_parts_under_their_names() -> None:
    witness = {"alpha_1": "1/10", "w_hat": [1, -2], "dim_next": 3, "x": [["1/2", 0]], "search": {"seeds_drawn": 8}}
    values, search = blocks(witness, caption="The counterexample")
    assert rows(values) == [["α1", "1/10"], ["ŵ", "1, −2"], ["dim next", "3"], ["x", "(1/2, 0)"]]
    assert (search.caption, rows(search)) == ("The counterexample: search", [["seeds drawn", "8"]])


def test_a_long_list_is_counted() -> None:
    (table,) = blocks({"x": list(range(50))}, caption="")
    assert rows(table) == [["x", "50 entries"]]
