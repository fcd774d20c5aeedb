"""The sections of networks and experiments."""

from reports.document import Fold, Items, Paragraph, plain
from reports.findings import experiment
from reports.pictures import Pictures
from reports.record import Quantity, Record, Table

RUN = {"profile": "quick", "seed": 0}


def blocks_of(**fields):
    record = Record("", (Quantity("n", 3),), (Table("networks", ("seed",), ((0,), (1,)), shown=False),))
    data = {"title": "t", "group": "experiments", "paper": "", "found": "", "record": record.to_json()} | fields
    return experiment("name", data, Pictures([]), run=RUN).blocks


def test_one_finding_is_a_sentence_and_more_are_a_list() -> None:
    sentence, *_ = blocks_of(found="It rises by 0.1 at alpha = 1.")
    assert isinstance(sentence, Paragraph)
    assert plain(sentence.text) == "Here. It rises by 0.1 at α = 1."
    lead, listed, *_ = blocks_of(found="It rises.\nIt falls.\n")
    assert plain(lead.text) == "Here:"
    assert isinstance(listed, Items)
    assert [plain(item) for item in listed.items] == ["It rises.", "It falls."]


def test_the_numbers_leave_single_networks_to_the_results_file() -> None:
    numbers, _ = blocks_of()
    assert isinstance(numbers, Fold)
    table, note = numbers.blocks
    assert len(table.rows) == 1
    assert plain(note.text) == "Networks: 2 rows in the results file."
