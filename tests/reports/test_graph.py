"""The graph of claims: who cites whom, in columns, and the same as a list."""

import re
from pathlib import Path

import pytest
import sample_results
from sample_results import reading, statement

from reports.content import compose
from reports.document import plain
from reports.graph import graph_of, section
from reports.html import to_html


def claims(*, but: str = "", **cites: list[str]) -> list[dict]:
    """Claims named by letters, each with the letters that it cites; those in `but` are only supported."""
    found = []
    for name, cited in cites.items():
        citations = [{"paper": "toy", "id": f"theorem-{one}", "name": "printed"} for one in cited]
        verdict = "supported" if name in but else "proved"
        one = statement(f"theorem-{name}", "T", "1", [reading("printed", verdict, cites=citations)])
        found.append({**one, "anchor": one["id"]})
    return found


def test_a_reading_stands_behind_all_that_it_rests_on() -> None:
    graph = graph_of(claims(a=[], b=["a"], c=["a", "b"], d=[]))
    columns = {node.anchor: node.column for node in graph.nodes}
    assert columns == {"theorem-a": 0, "theorem-b": 1, "theorem-c": 2}  # d rests on nothing, and nothing on it
    arrows = {(edge.start.anchor, edge.end.anchor) for edge in graph.edges}
    assert arrows == {("theorem-a", "theorem-b"), ("theorem-a", "theorem-c"), ("theorem-b", "theorem-c")}


def test_no_two_stand_in_one_place() -> None:
    graph = graph_of(claims(a=[], b=[], c=["a"], d=["a"], e=["b"], f=["c", "e"]))
    places = [(node.column, node.row) for node in graph.nodes]
    assert len(places) == len(set(places))


def words(branches) -> list:
    return [(plain(one.text).split(",")[0], words(one.inner)) for one in branches]


def test_the_list_has_under_each_reading_what_it_rests_on_and_all_of_it_once() -> None:
    graph = graph_of(claims(a=[], b=["a"], c=["b"], d=["b", "a"]))
    chain = [("Theorem b", [("Theorem a", [])])]
    assert words(graph.branches) == [("Theorem c", chain), ("Theorem d", [("Theorem b", []), ("Theorem a", [])])]
    again = graph.branches[1].inner[0]
    assert plain(again.text).endswith("(as above)")


def test_the_ground_is_the_printed_form_the_border_the_repaired_and_dark_what_is_proved_to_the_bottom() -> None:
    found = claims(but="b", a=[], b=["a"], c=["b"], d=["a"], e=["c"])
    graph = graph_of(found)
    assert {node.anchor[-1]: node.grounded for node in graph.nodes} == dict(zip("abdce", [1, 0, 1, 0, 0], strict=True))
    assert {(node.printed, node.repaired) for node in graph.nodes} == {("proved", ""), ("supported", "")}
    both = statement(
        "theorem-f", "T", "1", [reading("printed", "refuted"), {**found[1]["readings"][0], "name": "repaired"}]
    )
    (node,) = [one for one in graph_of([*found, {**both, "anchor": both["id"]}]).nodes if one.anchor == "theorem-f"]
    assert (node.verdict, node.printed, node.repaired) == ("supported", "refuted", "supported")


def test_what_rests_on_a_reading_that_is_not_here_is_not_called_proved_to_the_bottom() -> None:
    graph = graph_of(claims(a=["z"], b=["a"]))
    assert not any(node.grounded for node in graph.nodes)


def test_what_is_cited_and_not_here_is_left_out() -> None:
    assert section(claims(a=["z"])).blocks == ()
    assert section([]).blocks == ()


def test_a_circle_in_a_file_that_was_not_checked_does_not_hang() -> None:
    assert len(graph_of(claims(a=["b"], b=["a"])).nodes) == 2


@pytest.fixture(scope="module")
def page() -> str:
    """The sample with a citation in it."""
    results = sample_results.results()
    whole = next(one for one in results["statements"] if one["id"] == "proposition-7")
    repaired = next(one for one in whole["readings"] if one["name"] == "repaired")
    repaired["cites"] = [{"paper": "toy", "id": "proposition-7/g", "name": "repaired"}]
    document, figures = compose(results)
    return to_html(document, {figure.id: "<svg/>" for figure in figures})


def test_the_page_links_every_node(page: str) -> None:
    (graph,) = re.findall(r'<div class="scroll graph".*?</svg>', page, re.S)
    targets = re.findall(r'<a href="#([^"]+)"', graph)
    assert targets == ["proposition-7/g", "proposition-7"]
    assert all(f'id="{target}"' in page for target in targets)
    assert graph.count('class="edge"') == 1
    assert 'class="printed-refuted repaired-proved"' in graph


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_graph_can_be_read_by_everyone(chromium, page: str, scheme: str, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    chromium.get((tmp_path / "report.html").as_uri())
    chromium.execute_script((Path(axe.__path__[0]) / "axe.min.js").read_text(encoding="utf-8"))
    script = "axe.run('#graph').then(r => arguments[0](r.violations.map(v => [v.id, v.nodes[0].html])))"
    assert chromium.execute_async_script(script) == []
