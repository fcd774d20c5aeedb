"""The sections of networks and experiments."""

from reports.document import Items, Paragraph, plain
from reports.findings import experiment
from reports.pictures import Pictures

RUN = {"profile": "quick", "seed": 0}


def blocks_of(**fields):
    data = {"title": "t", "group": "experiments", "paper": "", "found": "", "record": {}} | fields
    return experiment("name", data, Pictures([]), run=RUN).blocks


def test_one_finding_is_a_sentence_and_more_are_a_list() -> None:
    sentence, _ = blocks_of(found="It rises by 0.1 at alpha = 1.")
    assert isinstance(sentence, Paragraph)
    assert plain(sentence.text) == "Here. It rises by 0.1 at α = 1."
    lead, listed, _ = blocks_of(found="It rises.\nIt falls.\n")
    assert plain(lead.text) == "Here:"
    assert isinstance(listed, Items)
    assert [plain(item) for item in listed.items] == ["It rises.", "It falls."]
