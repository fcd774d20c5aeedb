"""The chapters of networks."""

import sample_results

from reports.document import Paragraph, Section, Table, plain
from reports.networks import trained, users
from reports.pictures import Pictures


def rows(table: Table) -> list[list[str]]:
    return [[plain(entry) for entry in row] for row in table.rows]


def heads(table: Table) -> list[str]:
    return [plain(head) for head in table.head]


def chapter(*networks) -> Section:
    return trained(networks, Pictures([]), first=1)


def test_one_table_has_every_network_beside_its_bounds() -> None:
    overview, _ = chapter(sample_results.trained(0.03), sample_results.convolution()).blocks
    assert heads(overview) == [
        "network", "test error", "I(w;D)", "I(zL;x), from below", "repaired bound", "printed bound",
        "slack of the repaired",
    ]  # fmt: skip
    assert rows(overview) == [
        ["mlp, β 0.03, seed 0", "0.08", "1966", "2.03 [2.01, 2.05]", "21.9", "−25.9", "19.87"],
        ["all-convolutional", "0.08", "1966", "", "", "", ""],
    ]


def test_each_network_has_one_table_of_its_layers_and_says_why_a_bound_is_not_there() -> None:
    section = chapter(sample_results.convolution()).sections[0]
    layers, *notes = section.blocks
    assert heads(layers)[:3] == ["layer", "inputs → units", "α"]
    assert rows(layers)[0][:3] == ["1", "64 → 16", "0.2"]
    said = [plain(note.text) for note in notes if isinstance(note, Paragraph)]
    assert said[0] == "Corollary 5.1: not applicable: rows share their noise."


def test_what_a_network_does_not_have_is_left_out() -> None:
    bare = {"name": "x", "layers": [{}], "flatness": {}, "information_in_weights": {}, "corollary_5_1": {}}
    made = chapter(bare)
    assert heads(made.blocks[0]) == ["network"]
    assert heads(made.sections[0].blocks[0]) == ["layer"]
    assert chapter().blocks == ()


def test_a_users_network_has_all_that_was_measured_and_a_slack_beside_each_bound() -> None:
    (section,) = users([sample_results.network("mine")], Pictures([]), first=1).sections
    tables = {table.caption: table for table in section.blocks if isinstance(table, Table)}
    readings = next(table for name, table in tables.items() if name.endswith("readings"))
    assert "slack" in heads(readings)
    assert {"Layers", "Flatness"} <= set(tables)
