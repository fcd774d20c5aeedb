"""A run of two papers that share the id of a statement: each has its own anchor, name and command."""

import re

import pytest
import sample_results

from reports.content import compose
from reports.document import Command, Link, Quote, Section, Table, plain
from reports.rendering import render

SECOND = sample_results.PAPER | {"id": "toy-2", "title": "A toy paper again", "year": 2021, "prefix": "toy-2"}
SHARED = "markov-chain"


def results():
    sample = sample_results.results()
    again = [{**one, "paper": "toy-2"} for one in sample_results.statements() if one["id"] in (SHARED, "proposition-7")]
    parts = [{**one, "paper": "toy-2"} for one in sample_results.statements() if one["parent"] == "proposition-7"]
    figure = {**sample["figures"][0], "id": "second", "subject": f"toy-2:{SHARED}"}
    return sample | {
        "papers": [sample_results.PAPER, SECOND],
        "statements": [*sample["statements"], *again, *parts],
        "figures": [*sample["figures"], figure],
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return render(results(), tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="module")
def chapters() -> dict[str, Section]:
    document, _ = compose(results())
    return {chapter.title: chapter for chapter in document.sections}


def of(kind, section: Section):
    return next(block for block in section.blocks if isinstance(block, kind))


def claims(chapter):
    return [claim for group in chapter.sections for claim in group.sections]


def test_each_paper_has_a_chapter_of_its_claims(chapters) -> None:
    first, second = (claims(chapters[f"Claims of Author and Writer {year}"])[0] for year in (2020, 2021))
    assert (first.anchor, second.anchor) == (SHARED, f"toy-2:{SHARED}")
    assert first.short == second.short == "Markov chain"
    assert of(Quote, second).source == "Author and Writer 2021, section 2.2"
    assert of(Command, second).text.endswith(f"--paper toy-2 --only {SHARED}")
    assert of(Command, first).text.endswith(f"--paper toy --only {SHARED}")


def test_one_paper_is_the_paper() -> None:
    document, _ = compose(sample_results.results())
    chapter = next(one for one in document.sections if one.anchor == "claims")
    assert of(Quote, claims(chapter)[0]).source == "the paper, section 2.2"
    assert "--paper" not in of(Command, claims(chapter)[0]).text


def test_a_part_stands_with_its_claim(chapters) -> None:
    (claim,) = (one for one in claims(chapters["Claims of Author and Writer 2021"]) if one.anchor.endswith("-7"))
    assert [part.anchor for part in claim.sections] == ["toy-2:proposition-7/g"]


def test_the_front_page_tells_them_apart() -> None:
    document, _ = compose(results())
    tables = [block for block in document.front if isinstance(block, Table) and block.role == "verdicts"]
    captions = [table.caption for table in tables]
    assert captions == [f"Every claim of Author and Writer {year}" for year in (2020, 2021)]
    links = [row[0][0] for row in tables[1].rows]
    assert next(link.anchor for link in links if isinstance(link, Link)) == f"toy-2:{SHARED}"
    assert "‘A toy paper’ and ‘A toy paper again’" in document.subtitle
    words = [plain(block.text) for block in document.front if hasattr(block, "text")]
    assert {"Author and Writer 2020", "Author and Writer 2021"} <= set(words)


def test_every_id_stands_once_and_every_link_leads_to_one(report) -> None:
    page = report.html.read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {SHARED, f"toy-2:{SHARED}", "toy-2:proposition-7/g"} <= set(ids)
    assert [target for target in re.findall(r'<a href="#([^"]+)"', page) if target not in ids] == []
    assert page.count('<fieldset class="filter">') == 1
    assert (
        page.index(f'id="toy-2:{SHARED}"') < page.index('id="figure:second"') < page.index('id="toy-2:proposition-7"')
    )


def test_the_printed_report_links_them_too(report) -> None:
    assert report.pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.browser
def test_the_filter_and_a_link_with_a_colon_work(chromium, report) -> None:
    shown = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.id)"
    chromium.get(report.html.as_uri())
    chromium.execute_script("document.querySelector(\"input[value='supported']\").click()")
    sections = chromium.execute_script(shown, "section.level-4[data-verdicts]")
    assert sections == ["corollary-3.4", "proposition-7", "toy-2:proposition-7"]
    chromium.execute_script(f"document.documentElement.style.scrollBehavior = 'auto'; location.hash = 'toy-2:{SHARED}'")
    chromium.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 50))")
    assert f"toy-2:{SHARED}" in chromium.execute_script(shown, "section.level-4[data-verdicts]")
