"""The sections of networks and experiments."""

import pytest
from sample_results import figures as sample_figures

from reports.document import Fold, Items, Paragraph, plain
from reports.findings import conclusion, experiment
from reports.pictures import Pictures
from reports.record import Quantity, Record, Table

RUN = {"profile": "quick", "seed": 0, "statements": [], "papers": []}


def blocks_of(**fields):
    record = Record("", (Quantity("n", 3),), (Table("networks", ("seed",), ((0,), (1,)), shown=False),))
    data = {"title": "t", "group": "experiments", "paper": "", "found": "", "record": record.to_json()} | fields
    return experiment("name", data, Pictures([]), run=RUN).blocks


def test_one_finding_is_a_sentence_and_more_are_a_folded_list() -> None:
    sentence, *_ = blocks_of(found="It rises by 0.1 at alpha = 1.")
    assert isinstance(sentence, Paragraph)
    assert plain(sentence.text) == "Here. It rises by 0.1 at α = 1."
    fold, *_ = blocks_of(found="It rises.\nIt falls.\n")
    assert isinstance(fold, Fold)
    assert plain(fold.summary) == "2 findings · a sentence each"
    (listed,) = fold.blocks
    assert isinstance(listed, Items)
    assert [plain(item) for item in listed.items] == ["It rises.", "It falls."]


def claimed(*answers: str, reading: str = "printed") -> list[dict[str, str]]:
    ids = ("figure-2", "figure-2/two-nats", "remark-4.2/price")
    return [
        {"paper": "p", "statement": one, "reading": reading, "answer": a} for one, a in zip(ids, answers, strict=False)
    ]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (claimed("reproduced"), "Reproduced: Figure 2."),
        (claimed("not reproduced"), "Not reproduced: Figure 2."),
        (claimed("partly reproduced"), "Partly reproduced: Figure 2."),
        (claimed("intervals too wide to tell"), "Not reproduced: Figure 2: intervals too wide to tell."),
        (
            claimed("reproduced", "not reproduced", "reproduced"),
            "Partly reproduced: of 3 claims measured here, Figure 2, Remark 4.2 (price): reproduced; Figure 2 (two "
            "nats): not reproduced.",
        ),
        (claimed("reproduced", reading="sharpened"), "Reproduced: Figure 2 (sharpened)."),
        (claimed("not reproduced") + claimed("reproduced", reading="repaired"), "Not reproduced: Figure 2."),
        ([], "Not reproduced: no measurement of this run decides what the paper says of it."),
    ],
)
def test_an_experiment_says_in_one_sentence_whether_it_came_out(claims: list[dict[str, str]], said: str) -> None:
    assert plain(conclusion(claims, RUN)) == said


def test_three_numbers_with_their_intervals_stand_before_the_first_figure_and_other_figures_are_folded() -> None:
    numbers = [Quantity(f"n{k}", k, k - 0.5, k + 0.5, unit="nats").to_json() for k in range(4)]
    figures = [{**figure, "subject": "name"} for figure in sample_figures()[:3]]
    record = Record("").to_json()
    data = {"title": "t", "group": "experiments", "paper": "", "found": "", "record": record, "numbers": numbers}
    table, first, more, _ = experiment("name", data, Pictures(figures), run=RUN).blocks
    assert [plain(row[1]) for row in table.rows] == ["0 [−0.5, 0.5] nats", "1 [0.5, 1.5] nats", "2 [1.5, 2.5] nats"]
    assert first.number == 1
    assert plain(more.summary).startswith("2 further figures")
    assert [picture.number for picture in more.blocks] == [2, 3]


def test_the_numbers_leave_single_networks_to_the_results_file() -> None:
    numbers, _ = blocks_of()
    assert isinstance(numbers, Fold)
    table, note = numbers.blocks
    assert len(table.rows) == 1
    assert plain(note.text) == "Networks: 2 rows in the results file."
