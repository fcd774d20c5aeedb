"""Whatever a results file says, the page has no element, attribute or link but those of an honest one."""

import copy
import html as entities
import itertools
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest
import sample_results

from reports import mathematics
from reports.content import compose
from reports.drawing import drawn
from reports.html import to_html
from reports.results import finite, schema, validate

ATTACKS = {
    "an element": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "the end of an attribute": "\" onload=\"alert(1)' onload='alert(1)",
    "a link": "javascript:alert(1)",
    "a link in a formula": r"\href{javascript:alert(1)}{x} \href{https://example.org}{y}",
    "a style in a formula": r"\style{background:url(//example.org)}{x} \class{panel}{y} \textcolor{red}{z}",
    "an element in a formula": r"\text{<img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>}",
    "a handler in a formula": r"\text{<mi onclick='alert(1)' xlink:href='javascript:alert(1)'>x</mi>}",
    "the end of a script, a style, a comment": "</script></style></title>--><svg onload=alert(1)>",
}
CHOICES = ("type", "kind")  # what a certificate is: another word is another shape
LINKS = ("#", "figures/", "networks/", "data:,", "data:image/png;base64,")
Path = tuple[Any, ...]


class Page(HTMLParser):
    """The elements of a page, each with its attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag

    @property
    def kinds(self) -> set[tuple[str, str]]:
        return {(tag, name) for tag, attributes in self.elements for name in ("", *attributes)}

    @property
    def links(self) -> set[str]:
        return {v or "" for _, attrs in self.elements for name, v in attrs.items() if name.split(":")[-1] in LINKING}


LINKING = ("href", "src", "action", "formaction", "data", "poster", "background")


def page(results: dict[str, Any]) -> Page:
    document, figures = compose(results)
    return Page(to_html(document, drawn(figures, jobs=1)))


def strings(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where the strings of JSON data stand; a key that may be chosen freely stands at (…, KEY, key)."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from strings(item, (*path, key)) if key not in CHOICES else ()
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from strings(item, (*path, place))
    elif isinstance(value, str):
        yield path


def put(data: Any, path: Path, value: str) -> None:
    for part in path[:-1]:
        data = data[part]
    data[path[-1]] = value


def get(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def attacked(attack: str) -> tuple[dict[str, Any], int]:
    """The sample with the attack in every string, and in every free name, where the schema allows one; how many."""
    clean = json.loads(json.dumps(finite(sample_results.results())))
    planted = copy.deepcopy(clean)
    places = dict.fromkeys(strings(clean))
    for number, path in enumerate(places):
        put(planted, path, f"{attack} {number}")
    while errors := list(jsonschema.Draft202012Validator(schema()).iter_errors(planted)):
        before = len(places)
        for error in errors:
            path = tuple(error.absolute_path)
            for inner in [place for place in places if place[: len(path)] == path]:
                put(planted, inner, get(clean, inner))
                del places[inner]
        assert len(places) < before, errors[0].message[:200]
    for statement in planted["statements"]:  # what ties the parts of the file together
        statement["paper"] = clean["papers"][0]["id"]
    planted["papers"][0]["prefix"] = ""
    count = itertools.count()
    rename: Callable[[dict[str, Any]], dict[str, Any]] = lambda named: {  # noqa: E731
        f"{attack} key {next(count)}": value for value in named.values()
    }
    planted["experiments"] = rename(planted["experiments"])
    planted["provenance"]["packages"] = rename(planted["provenance"]["packages"])
    for finding in (e for s in planted["statements"] for r in s["readings"] for e in r["evidence"]):
        if "atoms" not in finding["witness"]:
            finding["witness"] = rename(finding["witness"])
    validate(planted)
    return planted, len(places)


@pytest.fixture(scope="module")
def honest() -> Page:
    return page(sample_results.results())


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_field_of_a_results_file_makes_markup(attack: str, honest: Page) -> None:
    results, count = attacked(attack)
    assert count > 200
    found = page(results)
    mathematical = {(tag, name) for tag in mathematics.ELEMENTS for name in ("", "class", *mathematics.ATTRIBUTES)}
    assert found.kinds - honest.kinds - mathematical == set()
    assert [link for link in found.links if not link.startswith(LINKS)] == []
    assert sum(tag == "script" for tag, _ in found.elements) == 1
    assert sum(tag == "style" for tag, _ in found.elements) == 1


def test_the_attacks_reach_the_page() -> None:
    document, figures = compose(attacked(ATTACKS["an element"])[0])
    text = entities.unescape(to_html(document, drawn(figures, jobs=1)))
    assert text.count(ATTACKS["an element"]) > 100


@pytest.mark.parametrize(
    "latex",
    [r"\href{javascript:alert(1)}{x}", r"\style{color:red}{x}", r"\class{changed}{x}", r"\rule{1em}{1em;x}"],
)
def test_a_formula_keeps_its_symbols_and_loses_what_it_may_not_have(latex: str) -> None:
    tree = mathematics.parse(latex)
    names = {name for element in tree.iter() for name in element.attrib}
    assert names <= set(mathematics.ATTRIBUTES)
    assert all(value != "1em;x" for element in tree.iter() for value in element.attrib.values())


def test_what_formulas_need_is_allowed() -> None:
    tree = mathematics.parse(r"\left(\hat{x} \quad \log y\right) \mathrm{ab} x \bigl(z")
    names = {name for element in tree.iter() for name in element.attrib}
    assert {"fence", "form", "stretchy", "accent", "width", "mathvariant", "minsize", "display"} <= names
