"""A chapter of claims follows the sections of the page, each with the count of its verdicts as printed."""

import sample_results
from sample_results import parts_together, reading, statement

from reports.document import Chip
from reports.page_sections import by_section
from reports.pictures import Pictures


def made(*claims):
    anchored = [{**one, "anchor": one["id"]} for one in claims]
    run = {**sample_results.results(), "statements": anchored}
    return by_section(anchored, Pictures([]), anchor="claims", run=run)


def claim(id: str, section: str, *verdicts: str):
    names = ("printed", "repaired")
    return statement(id, "T", section, [reading(name, verdict) for name, verdict in zip(names, verdicts, strict=False)])


def test_sections_stand_in_the_order_of_the_page_under_their_names() -> None:
    found = made(
        claim("remark-7", "10.2", "proved"),
        claim("remark-8", "A to C", "proved"),
        claim("remark-1", "4.1", "proved"),
        claim("remark-2", "4 Learning minimal weights", "proved"),
        claim("remark-3", "4", "proved"),
        claim("remark-4", "2.2", "proved"),
    )
    assert [one.title for one in found] == [
        "Section 2",
        "Section 4 Learning minimal weights",
        "Section 10",
        "Appendix A to C",
    ]
    assert [one.anchor for one in found] == ["claims/2", "claims/4", "claims/10", "claims/A"]
    assert [inner.anchor for inner in found[1].sections] == ["remark-1", "remark-2", "remark-3"]


def test_printed_verdicts_alone_are_counted_those_of_parts_too() -> None:
    whole = statement("theorem-1", "T", "1", [parts_together("printed", "refuted"), reading("repaired", "proved")])
    (found,) = made(
        whole,
        claim("theorem-1/left", "1", "refuted", "proved"),
        claim("theorem-1/right", "1", "proved"),
        claim("remark-1", "1.4", "refuted", "supported"),
    )
    assert found.chips == (Chip("proved", label="1"), Chip("refuted", label="2"))
    assert found.kicker == "2 claims with 2 parts, as printed"
    assert found.family_verdicts == ("proved", "refuted", "supported")
    assert made(claim("remark-1", "1", "proved"))[0].kicker == "1 claim, as printed"
