"""The chapters of networks."""

import sample_results

from reports.document import Fold, Paragraph, Section, Table, plain
from reports.networks import trained, users
from reports.pictures import Pictures
from reports.record import Record
from reports.record import Table as Rows


def rows(table: Table) -> list[list[str]]:
    return [[plain(entry) for entry in row] for row in table.rows]


def heads(table: Table) -> list[str]:
    return [plain(head) for head in table.head]


def chapter(*networks) -> Section:
    return trained(networks, Pictures([]), first=1)


def test_one_table_has_every_network_beside_its_bounds_and_says_why_there_is_none() -> None:
    overview, *notes = chapter(sample_results.trained(0.03), sample_results.convolution()).blocks
    assert heads(overview) == [
        "network", "share of test errors", "I(w;D) (nats)", "repaired bound (nats)", "printed bound (nats)",
        "I(zL;x), from below (nats)",
    ]  # fmt: skip
    assert rows(overview) == [
        ["mlp, β 0.03, seed 0", "0.08", "19661", "21.9", "−25.9", "2.03 [2.01, 2.05]"],
        ["all-convolutional", "0.08", "19661", "none2", "", ""],
    ]
    assert overview.rows[1][0][0].anchor == "network-2"
    said = [plain(note.text) for note in notes]
    assert said[0] == "1 one α a layer. 2 not applicable: rows share their noise. "


def test_each_network_shows_its_layers_and_folds_the_rest() -> None:
    layers, numbers = chapter(sample_results.convolution()).sections[0].blocks
    assert heads(layers) == ["layer", "inputs", "α", "sum of I(zk;x) (nats)"]
    assert rows(layers)[0] == ["1", "48", "0.3", "21.5"]
    assert isinstance(numbers, Fold)
    assert [table.caption for table in numbers.blocks] == ["The network", "Information in the weights", "The corollary"]


def test_what_a_network_does_not_have_is_left_out() -> None:
    nothing = dict.fromkeys(("flatness", "information_in_weights", "corollary_5_1"), Record().to_json())
    made = chapter({"name": "x", "layers": Rows("Layers", (), ()).to_json(), **nothing})
    assert heads(made.blocks[0]) == ["network"]
    assert all(not getattr(block, "blocks", ()) for block in made.sections[0].blocks)
    assert chapter().blocks == ()


def test_a_users_network_answers_first_and_folds_its_numbers() -> None:
    (section,) = users([sample_results.network("mine")], Pictures([]), first=1).sections
    told, about, numbers = section.blocks
    assert [plain(one) for one in told.items] == ["Is it at a minimum? No: α is < 1.", "What was left out? Nothing."]
    tables = {block.caption: block for block in numbers.blocks if isinstance(block, Table)}
    assert {"Layers", "Flatness", "Information in the weights: bounds: readings"} <= set(tables)
    assert "slack (nats)" in heads(tables["Information in the weights: bounds: readings"])
    assert ["nuclear norm", "1769 [1740, 1801] · sampled"] in rows(tables["Flatness"])
    assert isinstance(about, Paragraph)
    assert "enter no verdict" in plain(about.text)
