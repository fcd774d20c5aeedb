"""The page in a real headless Chromium, from disk, with the network off."""

import base64
import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def visit(chromium, path: Path, anchor: str = "") -> None:
    chromium.get(path.as_uri() + anchor)


def run(chromium, script: str, *arguments):
    return chromium.execute_script(script, *arguments)


def shown(chromium, selector: str) -> list[str]:
    visible = "[...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
    return run(chromium, f"return {visible}.map(e => e.id || e.innerText)", selector)


def choose(chromium, verdict: str) -> None:
    button = chromium.find_element("css selector", f"input[name=verdict][value='{verdict}']")
    run(chromium, "arguments[0].scrollIntoView({behavior: 'instant', block: 'center'})", button)
    button.click()


def in_view(chromium, element_id: str) -> bool:
    top = run(chromium, "return document.getElementById(arguments[0]).getBoundingClientRect().top", element_id)
    return -1 <= top < run(chromium, "return innerHeight")


def test_no_request_leaves_and_the_console_stays_empty(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    for fold in chromium.find_elements("css selector", "main details > summary"):
        run(chromium, "arguments[0].click()", fold)
    events = [json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")]
    sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
    requests = [one["request"]["url"] for one in sent if one["documentURL"] == rendered.html.as_uri()]
    assert [url for url in requests if not url.startswith("data:")] == [rendered.html.as_uri()]
    assert chromium.get_log("browser") == []


def test_the_policy_stops_what_a_hostile_name_would_load(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    assert chromium.title.startswith("Which bounds hold?")
    run(chromium, "const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i)")
    assert any("Content Security Policy" in entry["message"] for entry in chromium.get_log("browser"))


def test_filtering_by_refuted(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    rows = len(shown(chromium, "table.verdicts tbody tr"))
    choose(chromium, "refuted")
    assert len(shown(chromium, "table.verdicts tbody tr")) == 4
    assert shown(chromium, "section.level-3[data-verdicts]") == ["claims/2", "claims/3", "claims/5"]
    sections = shown(chromium, "section.level-4[data-verdicts]")
    assert sections == ["markov-chain", "proposition-1", "proposition-7"]
    assert "4 of 8 shown" in chromium.find_element("css selector", ".filter output").text
    choose(chromium, "")
    assert len(shown(chromium, "table.verdicts tbody tr")) == rows


def test_the_filter_works_from_the_keyboard(chromium, rendered) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(chromium, rendered.html)
    chromium.find_element("css selector", "input[name=verdict][value='']").send_keys(Keys.ARROW_RIGHT)
    assert run(chromium, "return document.querySelector('input[name=verdict]:checked').value") == "proved"
    assert len(shown(chromium, "table.verdicts tbody tr")) == 5


def test_the_parts_of_a_claim_unfold_under_it(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    rows, parts = "table.verdicts tbody tr", "table.verdicts tbody tr[data-under]"
    assert shown(chromium, parts) == []
    button = next(b for b in chromium.find_elements("css selector", "button.parts") if b.text.startswith("2 parts"))
    before = len(shown(chromium, rows))
    run(chromium, "arguments[0].click()", button)
    assert button.get_attribute("aria-expanded") == "true"
    assert len(shown(chromium, rows)) == before + 2 == before + len(shown(chromium, parts))
    run(chromium, "arguments[0].click()", button)
    assert shown(chromium, parts) == []


def test_what_is_sought_stands_in_the_address(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    chromium.find_element("css selector", "input[name=words]").send_keys("proposition 7 g")
    choose(chromium, "refuted")
    assert chromium.current_url.endswith("?verdict=refuted&words=proposition+7+g")
    found = shown(chromium, "table.verdicts tbody tr")
    assert len(found) == 1
    assert "The function g" in found[0]
    visit(chromium, rendered.html, "?verdict=refuted&words=proposition+7+g")
    assert shown(chromium, "table.verdicts tbody tr") == found
    visit(chromium, rendered.html, "?verdict=nonsense")
    assert run(chromium, "return document.querySelector('[name=verdict]:checked').value") == ""


def test_the_formula_to_use_instead_can_be_copied(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    copied = "window.copied = ''; navigator.clipboard.writeText = async (text) => { window.copied = text; }"
    run(chromium, copied)
    run(chromium, "document.querySelector('button.copy').click()")
    lines = run(chromium, "return window.copied").split("\n")
    assert lines[0] == r"I(x;z) \ge I(x;y)"
    assert lines[1:] == ["% given finite alphabets", "% given x → z → y: p(x|z,y) = p(x|z)"]


def test_any_formula_can_be_copied_as_latex(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    run(chromium, "document.querySelectorAll('details').forEach(one => { one.open = true; })")
    formula = chromium.find_element("css selector", "[data-latex]")
    run(
        chromium,
        "navigator.clipboard.writeText = async (text) => { window.copied = text; }; arguments[0].focus()",
        formula,
    )
    button = run(chromium, "return arguments[0].nextElementSibling", formula)
    assert button.text == "copy LaTeX"
    run(chromium, "arguments[0].click()", button)
    assert run(chromium, "return window.copied") == formula.get_attribute("data-latex")
    run(chromium, "arguments[0].blur(); arguments[0].focus()", formula)
    assert len(chromium.find_elements("css selector", ".copy.latex")) == 1


def test_a_figure_is_downloaded_whole_and_its_data_are_those_beside_the_page(chromium, rendered) -> None:
    from urllib.parse import unquote
    from xml.etree import ElementTree

    visit(chromium, rendered.html)
    links = run(chromium, "return [...document.querySelectorAll('a.svg')]")
    name = links[0].get_attribute("download")
    assert (rendered.html.parent / links[0].get_attribute("href").rpartition("/")[0].rpartition("/")[2] / name).exists()
    stop = "arguments[0].addEventListener('click', (event) => event.preventDefault()); arguments[0].click()"
    run(chromium, stop, links[0])
    kind, _, drawing = links[0].get_attribute("href").partition(",")
    assert kind == "data:image/svg+xml"
    root = ElementTree.fromstring(unquote(drawing))
    known = {one.get("id") for one in root.iter()}
    assert {one.get("href")[1:] for one in root.iter() if one.tag.endswith("}use")} <= known
    for link in chromium.find_elements("css selector", ".files a[download$='.csv']"):
        data = unquote(link.get_attribute("href").partition(",")[2])
        assert data == (rendered.html.parent / "figures" / link.get_attribute("download")).read_text(encoding="utf-8")


def test_a_figures_link_is_its_address(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    own = "a => document.getElementById(decodeURIComponent(a.hash.slice(1))) === a.closest('figure')"
    assert run(chromium, f"return [...document.querySelectorAll('.files a:last-child')].every({own})")


def test_following_a_link_to_a_statement(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    link = chromium.find_element("css selector", "table.verdicts a[href='#proposition-7/g']")
    run(chromium, "document.documentElement.style.scrollBehavior = 'auto'; arguments[0].click()", link)
    assert chromium.current_url.endswith("#proposition-7/g")
    assert in_view(chromium, "proposition-7/g")


def test_a_link_to_what_the_filter_hides_shows_it(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    choose(chromium, "supported")
    assert "markov-chain" not in shown(chromium, "section.level-4")
    run(chromium, "document.documentElement.style.scrollBehavior = 'auto'; location.hash = '#markov-chain'")
    chromium.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 50))")
    assert "markov-chain" in shown(chromium, "section.level-4")
    assert in_view(chromium, "markov-chain")


def test_the_contents_follow(chromium, rendered) -> None:
    visit(chromium, rendered.html, "#corollary-3.4")
    from selenium.webdriver.support.wait import WebDriverWait

    current = "return document.querySelector('nav [aria-current]')?.hash"
    WebDriverWait(chromium, 5).until(lambda _: run(chromium, current) == "#corollary-3.4")


def test_a_fold_opens_and_its_proof_is_there(chromium, rendered) -> None:
    visit(chromium, rendered.html, "#markov-chain")
    fold = chromium.find_element("css selector", "#markov-chain .panel details")
    assert "informations are never negative" not in fold.text
    run(chromium, "arguments[0].click()", fold.find_element("css selector", "summary"))
    assert "informations are never negative" in fold.text


def test_a_link_to_a_part_unfolds_it_and_its_readings(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    readings = "[id='proposition-7/g'] .panel .formula"
    assert shown(chromium, readings) == []
    run(chromium, "document.documentElement.style.scrollBehavior = 'auto'; location.hash = '#proposition-7/g'")
    chromium.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 50))")
    assert len(shown(chromium, readings)) == 3
    assert shown(chromium, "#proposition-7 > details > .panel .formula") == []
    assert in_view(chromium, "proposition-7/g")


def test_what_stands_within_a_chapter_is_folded_and_one_button_unfolds_all(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    height = "return document.documentElement.scrollHeight"
    folded, claims = run(chromium, height), "section:is(.level-4, .level-5)"
    assert shown(chromium, claims) == []
    assert "network-1" in shown(chromium, "section.level-3")
    assert shown(chromium, "#network-1 > details > .note") != []  # a reader's own network stands open
    assert shown(chromium, "#network-2 table") == []
    button = chromium.find_element("css selector", "button.all")
    button.click()
    assert len(shown(chromium, claims)) == len(
        run(chromium, "return [...document.querySelectorAll(arguments[0])]", claims)
    )
    assert run(chromium, "return document.querySelectorAll('main details:not([open])').length") == 0
    assert run(chromium, height) > 4 * folded
    button.click()
    assert shown(chromium, claims) == []


def test_what_is_sought_unfolds_and_folds_again(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    words = chromium.find_element("css selector", "input[name=words]")
    words.send_keys("function g")
    assert shown(chromium, "section.level-5") == ["proposition-7/g"]
    assert shown(chromium, "section.level-4") == ["proposition-7"]
    assert shown(chromium, "#contents [data-verdicts] [data-verdicts]")[0].endswith("Proposition 7")
    words.clear()
    words.send_keys(" ")
    assert shown(chromium, "section.level-4") == []


def test_without_the_script_a_link_still_unfolds_what_it_leads_to(chromium, rendered) -> None:
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        visit(chromium, rendered.html, "#proposition-7/g")
        summary = chromium.find_element("css selector", "[id='proposition-7/g'] > details > summary")
        assert summary.is_displayed()
        assert not chromium.find_element("css selector", "#markov-chain").is_displayed()
        assert not chromium.find_element("css selector", "button.all").is_displayed()
        printed = chromium.execute_cdp_cmd("Page.printToPDF", {})["data"]
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert len(base64.b64decode(printed)) > 0


def test_printing_shows_the_folds_and_hides_the_controls(chromium, rendered, tmp_path) -> None:
    visit(chromium, rendered.html)
    printed = base64.b64decode(chromium.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    assert printed.startswith(b"%PDF")
    run(chromium, "dispatchEvent(new Event('beforeprint'))")
    assert run(chromium, "return document.querySelectorAll('main details:not([open])').length") == 0
    run(chromium, "dispatchEvent(new Event('afterprint'))")
    assert shown(chromium, "main details[open]") == shown(chromium, "main #network-1 > details")
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert shown(chromium, "#contents, .filter") == []


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_page_never_scrolls_sideways(chromium, rendered, width: int) -> None:
    narrow(chromium, width)
    visit(chromium, rendered.html)
    run(chromium, "for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert run(chromium, "return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1440])
def test_no_accessibility_violation_of_level_a_or_aa(chromium, rendered, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    narrow(chromium, width)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    visit(chromium, rendered.html)
    run(chromium, (Path(axe.__path__[0]) / "axe.min.js").read_text(encoding="utf-8"))
    options = {"runOnly": {"type": "tag", "values": LEVELS}}
    script = "axe.run(document, arguments[0]).then(r => arguments[1](r.violations.map(v => [v.id, v.nodes[0].html])))"
    assert chromium.execute_async_script(script, options) == []  # folded
    run(chromium, "for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert chromium.execute_async_script(script, options) == []
    assert run(chromium, "return matchMedia('(prefers-color-scheme: dark)').matches") is (scheme == "dark")


@pytest.mark.parametrize("width", [390, 1440])
def test_what_to_use_instead_is_one_click_from_the_first_sentence(chromium, rendered, width: int) -> None:
    narrow(chromium, width)
    visit(chromium, rendered.html)
    chromium.find_element("css selector", "p.lead").find_element("link text", "Markov chain").click()
    inside = "[...document.querySelectorAll('#markov-chain p')].find((p) => p.innerText.startsWith('Use instead'))"
    formula = f"const box = {inside}.nextElementSibling.getBoundingClientRect(); return [box.top, box.bottom]"
    run(chromium, "return new Promise((done) => setTimeout(done, 1000))")  # it scrolls there
    top, bottom = run(chromium, formula)
    assert 0 <= top < bottom <= 1000


def test_the_first_paint_from_disk_comes_within_a_second(chromium, rendered) -> None:
    visit(chromium, rendered.html)
    paint = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()"
    assert run(chromium, paint) < 1000


def narrow(chromium, width: int) -> None:
    metrics = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
