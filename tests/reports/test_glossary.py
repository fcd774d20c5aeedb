"""The glossary: what it says, where its words are marked, and that a page without it is as it was."""

from pathlib import Path

import pytest
import sample_results
from test_browser import LEVELS, narrow, run, shown, visit

from bounds.papers import achille_soatto_2017, achille_soatto_2018
from reports.content import compose
from reports.document import Entries, Panel, Paragraph, Section, Table, Term, plain
from reports.glossary import OWN, _marks, meanings
from reports.rendering import render
from reports.results import InvalidResults, validate

TERMS = [
    {
        "term": "T3",
        "name": "unit bound",
        "says": "at most Ibar + c",
        "unit": "nats",
        "of": {"id": "proposition-7/g", "name": "repaired"},
    },
    {"term": "rho", "says": "the rate of label noise", "within": ["proposition-1"]},
    {
        "term": "rho",
        "says": "the share that varies",
        "within": ["proposition-7"],
        "of": {"id": "proposition-7/g", "name": "printed"},
    },
    {"term": "nuisance", "says": "what tells nothing of the label", "of": {"id": "nowhere", "name": "printed"}},
]


def results(**reading):
    """The sample with a glossary, and its reading of Proposition 7's g as repaired changed."""
    sample = sample_results.results()
    changed = [
        {**one, **reading} if (statement["id"], one["name"]) == ("proposition-7/g", "repaired") else one
        for statement in sample["statements"]
        if statement["id"] == "proposition-7/g"
        for one in statement["readings"]
    ]
    statements = [{**s, "readings": changed} if s["id"] == "proposition-7/g" else s for s in sample["statements"]]
    return sample | {"papers": [sample_results.PAPER | {"glossary": TERMS}], "statements": statements}


def glossary(data):
    document, _ = compose(data)
    section = document.sections[-1]
    assert (section.anchor, section.title) == ("glossary", "Glossary")
    (block,) = section.blocks
    assert isinstance(block, Entries)
    return {one.anchor: one for one in block.entries}


def find(sections, anchor) -> Section:
    return next(one for one in every(sections) if one.anchor == anchor)


def every(sections):
    for one in sections:
        yield one
        yield from every(one.sections)


def test_an_entry_says_what_it_is_its_unit_and_where_it_is_proved() -> None:
    entries = glossary(results())
    assert plain(entries["term:T3"].name) == "unit bound (T3)"
    assert plain(entries["term:T3"].text) == "At most Ī + c. In nats. Proved in Proposition 7, g, as repaired."
    assert plain(entries["term:nuisance"].text) == "What tells nothing of the label."  # its claim is not in this run


@pytest.mark.parametrize("verdict", ["refuted", "supported", "undecided"])
def test_where_the_claim_is_not_proved_the_entry_says_so(verdict: str) -> None:
    text = plain(glossary(results(verdict=verdict))["term:T3"].text)
    assert "Proved" not in text
    assert f"It is {verdict} in Proposition 7" in text


def panel_text(data, words: str):
    document, _ = compose(data)
    claim = find(document.sections, "proposition-7/g")
    panel = next(one for one in claim.blocks if isinstance(one, Panel) and one.title == "As repaired")
    return next(one.text for one in panel.blocks if isinstance(one, Paragraph) and words in plain(one.text))


@pytest.mark.parametrize(
    ("said", "set_"),
    [
        ("T3: the bound", "The unit bound (T3): the bound"),
        ("a layer, which T3 bounds", "a layer, which the unit bound (T3) bounds"),
        ("true (T3) and T3's form", "true (T3) and T3's form"),
        ("it holds. T3 gives it", "it holds. The unit bound (T3) gives it"),
        ("xT3 T33 T3* T3_1", "xT3 T33 T3* T31"),
    ],
)
def test_a_theorem_is_called_by_its_name(said: str, set_: str) -> None:
    assert plain(panel_text(results(text=said), set_.split()[0])) == set_


def test_a_letter_means_what_its_claim_says_and_is_marked_once() -> None:
    text = panel_text(results(text="rho and rho, rho_1, nuisances"), "ρ")
    assert [run for run in text if isinstance(run, Term)] == [
        Term("ρ", "term:rho:2"),
        Term("nuisances", "term:nuisance"),
    ]
    assert plain(glossary(results())["term:rho:2"].text) == "The share that varies. See Proposition 7, g."


def test_papers_that_say_the_same_have_one_entry_each_letter_in_its_own_claims() -> None:
    second = {"id": "toy-2", "prefix": "toy-2", "title": "Again", "authors": ["A"], "year": 2021, "glossary": TERMS[1:]}
    both = results() | {"papers": [*results()["papers"], second]}
    assert list(glossary(both)) == list(glossary(results()))
    for where, marked in (("toy-2:proposition-7", "term:rho:2"), ("proposition-1", "term:rho"), ("figure-1", None)):
        (run,) = _marks(meanings(both), where=where).text(("ρ",))
        assert run == (Term("ρ", marked) if marked else "ρ")


def test_an_older_file_has_no_glossary_and_no_marks() -> None:
    document, _ = compose(sample_results.results())
    assert all(one.anchor != "glossary" for one in document.sections)
    assert "Term(" not in repr(document)


def test_a_table_head_is_marked_though_the_words_above_it_are() -> None:
    marks = _marks(meanings(results()), where="")
    marks.text(("T3",))
    table = marks.block(Table("", ("T3 (nats)",), ((("T3",),),)))
    assert table == Table("", ((Term("T3", "term:T3"), " (", Term("nats", "term:nat"), ")"),), ((("T3",),),))


@pytest.mark.parametrize("wrong", [{"term": "T3"}, {"term": " ", "says": "x"}, {"term": "x", "says": 1}])
def test_a_glossary_that_is_none_is_one_sentence(wrong) -> None:
    data = sample_results.results() | {"papers": [sample_results.PAPER | {"glossary": [wrong]}]}
    with pytest.raises(InvalidResults, match="papers/0/glossary/0"):
        validate(data)


@pytest.mark.parametrize("paper", [achille_soatto_2017, achille_soatto_2018])
def test_what_our_papers_say_of_their_terms_is_short_and_names_readings(paper) -> None:
    ours = paper.PAPER.glossary
    assert len(ours) + len(OWN) <= 25
    assert len({(one.term, one.says) for one in ours}) == len(ours)
    first = achille_soatto_2017
    for one in ours:
        assert len(one.says.split()) <= 35
        if one.of:
            assert one.of[1] in [reading.name for reading in first.LEDGER[one.of[0]].readings]
        claims = {statement.id.split("/")[0] for statement in paper.LEDGER}
        assert {claim for claim in one.within if not claim.startswith("experiment-")} <= claims


def test_terms_of_one_meaning_do_not_overlap() -> None:
    """In no claim has a letter two meanings."""
    ours = achille_soatto_2017.PAPER.glossary
    for term in {one.term for one in ours}:
        claims = [claim for one in ours if one.term == term for claim in one.within or ("everywhere",)]
        assert len(set(claims)) == len(claims)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return render(results(text="T3, and rho."), tmp_path_factory.mktemp("glossary")).html


FIRST = "#main a[href^='#term:']"


def visible(chromium):
    """The first marked word that can be seen."""
    found = next(one for one in chromium.find_elements("css selector", FIRST) if one.is_displayed())
    run(chromium, "arguments[0].scrollIntoView({behavior: 'instant', block: 'center'})", found)
    return found


def told(chromium) -> list[str]:
    return shown(chromium, ".tip:popover-open")


def test_a_word_that_is_pointed_at_says_what_it_is(chromium, page) -> None:
    from selenium.webdriver import ActionChains

    visit(chromium, page)
    word = visible(chromium)
    assert told(chromium) == []
    ActionChains(chromium).move_to_element(word).perform()
    assert len(told(chromium)) == 1
    tip = chromium.find_element("css selector", ".tip:popover-open")
    entry = run(
        chromium, "return document.getElementById(decodeURIComponent(arguments[0].hash.slice(1))).innerText", word
    )
    assert entry.split() == tip.text.split()
    ActionChains(chromium).move_to_element(tip).pause(0.5).perform()
    assert len(told(chromium)) == 1  # it can be pointed at itself
    ActionChains(chromium).move_to_element(chromium.find_element("css selector", "h1")).pause(0.5).perform()
    assert told(chromium) == []
    ActionChains(chromium).move_to_element(visible(chromium)).click().perform()
    assert "#term:" in chromium.current_url


def test_the_keyboard_reaches_what_a_word_is_and_its_proof(chromium, page) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(chromium, page, "#proposition-7/g")
    run(chromium, "for (const fold of document.querySelectorAll('details')) fold.open = true")
    word = chromium.find_element("css selector", "a[href='#term:T3']")
    run(chromium, "arguments[0].focus()", word)
    assert len(told(chromium)) == 1
    word.send_keys(Keys.TAB)
    assert run(chromium, "return document.activeElement.closest('.tip') !== null")
    assert run(chromium, "return document.activeElement.hash") == "#proposition-7/g"
    chromium.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert told(chromium) == []
    run(chromium, "arguments[0].blur(); arguments[0].focus()", word)
    word.send_keys(Keys.ENTER)
    assert chromium.current_url.endswith("#term:T3")


def test_a_tap_says_what_a_word_is_and_a_second_leads_to_its_entry(chromium, page) -> None:
    narrow(chromium, 390)
    chromium.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        visit(chromium, page)
        word = visible(chromium)
        box = run(chromium, "const b = arguments[0].getBoundingClientRect(); return [b.x + b.width / 2, b.y + 5]", word)
        for count in (1, 2):
            for kind, points in (("touchStart", [{"x": box[0], "y": box[1]}]), ("touchEnd", [])):
                chromium.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            run(chromium, "return new Promise((done) => setTimeout(done, 400))")
            assert ("#term:" in chromium.current_url) is (count == 2)
            assert len(told(chromium)) == 2 - count
    finally:
        chromium.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_without_the_script_a_word_leads_to_its_entry(chromium, page) -> None:
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        visit(chromium, page)
        word = visible(chromium)
        anchor = word.get_attribute("href").partition("#")[2]
        word.click()
        assert chromium.current_url.endswith(f"#{anchor}")
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert chromium.find_element("css selector", f"[id='{anchor}']").is_displayed()


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_of_it_violates_accessibility(chromium, page, width: int) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    narrow(chromium, width)
    visit(chromium, page)
    run(chromium, "for (const fold of document.querySelectorAll('details')) fold.open = true")
    run(chromium, "arguments[0].focus()", visible(chromium))
    assert len(told(chromium)) == 1
    assert run(chromium, "return document.documentElement.scrollWidth") <= width
    run(chromium, (Path(axe.__path__[0]) / "axe.min.js").read_text(encoding="utf-8"))
    options = {"runOnly": {"type": "tag", "values": LEVELS}}
    script = "axe.run(document, arguments[0]).then(r => arguments[1](r.violations.map(v => [v.id, v.nodes[0].html])))"
    assert chromium.execute_async_script(script, options) == []
