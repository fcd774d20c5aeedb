"""What is folded away on a page stands at the end of the printed report, linked there and back."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import sample_results

from reports.appendix import FORMULA, LONG, hoisted
from reports.content import compose
from reports.document import Fold, Formula, Group, Items, Link, Section, Table


def within(item: Any) -> Iterator[Any]:
    yield item
    if is_dataclass(item):
        for field in fields(item):
            yield from within(getattr(item, field.name))
    elif isinstance(item, tuple):
        for inner in item:
            yield from within(inner)


def of(kind: type, item: Any) -> list[Any]:
    return [one for one in within(item) if isinstance(one, kind)]


PAGE, _ = compose(sample_results.results())
PRINT = hoisted(PAGE)
BODY, APPENDICES = PRINT.sections[: len(PAGE.sections)], PRINT.sections[len(PAGE.sections) :]


def test_long_certificates_and_numbers_leave_the_body() -> None:
    assert [one.anchor for one in APPENDICES] == ["appendix:certificates", "appendix:numbers"]
    assert all(len(one.items) <= LONG for one in of(Items, BODY) if one.role == "certificate")
    assert all(len(of(Formula, one)) * FORMULA <= LONG for one in of(Group, BODY))
    assert [one for one in of(Fold, BODY) if one.role == "numbers"] == []
    assert any(len(one.items) > LONG for one in of(Items, APPENDICES[0]))


def test_nothing_is_lost() -> None:
    assert len(of(Table, PRINT)) == len(of(Table, PAGE))
    assert sum(len(one.items) for one in of(Items, PRINT)) == sum(len(one.items) for one in of(Items, PAGE))


def test_links_lead_there_and_back() -> None:
    anchors = {one.anchor for one in of(Section, PRINT)}
    entries = {one.anchor for appendix in APPENDICES for one in appendix.sections}
    assert {link.anchor for link in of(Link, BODY)} >= entries
    assert {link.anchor for link in of(Link, APPENDICES)} <= anchors - entries


def test_a_document_without_either_stays_as_it_is() -> None:
    bare, _ = compose(sample_results.results() | {"experiments": {}, "statements": [], "networks": []})
    assert hoisted(bare) == bare
