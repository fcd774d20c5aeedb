"""The whole report: complete, the same bytes each time, hostile names as text, part runs told as such."""

import html as entities
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sample_results

from reports.document import plain
from reports.prose import prose
from reports.rendering import Rendered, render

VOID = {"meta", "link", "input", "br", "img", "hr"}
ROOT = Path(__file__).resolve().parents[2]


class Page(HTMLParser):
    """Collects ids, links, scripts and headings, and notes elements that are not closed in turn."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.scripts = 0
        self.levels: list[int] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs) -> None:
        attributes = dict(attrs)
        self.open += [] if tag in VOID else [tag]
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.targets += [attributes["href"]] if tag == "a" else []
        self.scripts += tag == "script"
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        if "style" in attributes or any(name.startswith("on") for name in attributes):
            self.faults.append(f"{tag} has a style or a handler")

    def handle_startendtag(self, tag, attrs) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")


@pytest.fixture(scope="session")
def page(html: str) -> Page:
    return Page(html)


def test_the_page_is_well_formed(page: Page) -> None:
    assert page.faults == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_every_link_leads_somewhere(page: Page, rendered) -> None:
    for target in page.targets:
        if not target.startswith("data:text/csv"):  # the data of a figure
            inside = target.startswith("#")
            assert target[1:] in page.ids if inside else (rendered.html.parent / target).is_file(), target


def test_headings_skip_no_level(page: Page) -> None:
    assert page.levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))


def test_every_statement_has_its_section_and_every_finding_its_words(html: str, page: Page) -> None:
    text = entities.unescape(re.sub("</?su[bp]>", "", html))
    for statement in sample_results.statements():
        assert statement["id"] in page.ids
        assert plain(prose(statement["quote"])) in text
        for reading in statement["readings"]:
            words = [one["text"] for one in reading["hypotheses"]]
            words += [finding["summary"] for finding in reading["evidence"]]
            assert [word for word in words if plain(prose(word)) not in text] == []


def test_hostile_names_are_shown_as_text(html: str, page: Page) -> None:
    assert page.scripts == 1
    assert "<script>document" not in html
    assert html.count("&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;") >= 8


def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    assert "default-src 'none'" in entities.unescape(html)
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", html)
    assert not re.search(r"@import|url\((?!#)", html)


def test_the_same_results_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    programme = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import sample_results, pathlib; "
        "from reports.rendering import render; render(sample_results.results(), pathlib.Path(sys.argv[1]))"
    )
    for name, seed in (("a", "1"), ("b", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC{seed}"}
        subprocess.run([sys.executable, "-c", programme, str(tmp_path / name)], check=True, env=environment)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert len(files) == 3 + 2 * len(sample_results.figures())
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file


def test_the_users_own_network_comes_first(html: str) -> None:
    assert html.index('id="your-networks"') < html.index('id="claims"') < html.index('id="networks"')


def test_figures_are_numbered_in_the_order_of_the_page(html: str) -> None:
    numbers = [int(number) for number in re.findall(r"<strong>Figure (\d+)\.", html)]
    assert numbers == list(range(1, len(sample_results.figures()) + 1))


@pytest.mark.parametrize("missing", ["experiments", "networks", "figures", "statements"])
def test_a_part_run_still_makes_a_whole_report(tmp_path: Path, missing: str) -> None:
    results = sample_results.results()
    results[missing] = type(results[missing])()
    results["only"] = ["proposition-7"]
    rendered = render(results, tmp_path)
    text = rendered.html.read_text(encoding="utf-8")
    assert "This run was limited to proposition-7." in text
    if missing in ("experiments", "networks"):
        assert f"This run holds no {missing[:-1]}." in text
    for path in (rendered.pdf, rendered.supplement):
        assert path.read_bytes().startswith(b"%PDF")


def test_failures_are_told(html: str) -> None:
    assert "1 part of this run failed" in html
    assert "<strong>nuisance-invariance</strong>: ValueError" in html


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
class TestPages:
    """The PDF as a reader of it sees it."""

    def test_it_says_what_the_page_says(self, rendered) -> None:
        text = " ".join(pdf_text(rendered.supplement).replace("\u200b", "").split())
        for statement in sample_results.statements():
            assert statement["title"].split()[0] in text
        assert "A binary joint meets the printed definition" in text
        assert "document.title='owned'" in text.replace("’", "'").replace("‘", "'")
        assert "violated in trials" in text

    def test_no_line_runs_over_the_margins(self, rendered) -> None:
        boxes = "".join(pdf_text(path, "-bbox") for path in (rendered.pdf, rendered.supplement))
        words = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)"', boxes)
        assert len(words) > 500
        assert min(float(left) for left, _ in words) > 50
        assert max(float(right) for _, right in words) < 595 - 55

    def test_it_has_bookmarks_for_every_claim(self, rendered) -> None:
        data = rendered.supplement.read_bytes()
        assert b"/Outlines" in data
        assert data.count(b"/Title") > len(sample_results.statements())


def pdf_text(path: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True, text=True).stdout


def test_a_letter_stands_once_on_a_page_of_many_drawings(html: str, rendered: Rendered) -> None:
    letters = re.findall(r'<path [^>]*id="(g-[^"]*)"', html)
    assert letters
    assert len(letters) == len(set(letters))
    assert set(re.findall(r'href="#(g-[^"]*)"', html)) == set(letters)
    alone = next(iter(sorted((rendered.html.parent / "figures").glob("*.svg")))).read_text(encoding="utf-8")
    used, own = (set(re.findall(rf'{name}="#?(g-[^"]*)"', alone)) for name in ("href", "id"))
    assert used == own  # a drawing beside the report has its letters with it


def test_it_says_how_it_is_cited(html: str) -> None:
    from reports.frontpage import bibtex

    own = sample_results.results()
    entries = bibtex(own).split("\n\n")
    assert len(entries) == 1 + len(own["papers"])
    assert f"commit {own['provenance']['commit']}" in entries[0]
    assert entities.escape(entries[0], quote=False).splitlines()[1] in html
    hostile = {**own, "papers": [{**own["papers"][0], "title": f"{{50 % of_it}} \\ {sample_results.HOSTILE}"}]}
    title = bibtex(hostile).split("\n\n")[1].splitlines()[1]
    assert title.startswith("  title = {\\{50 \\% of\\_it\\} / ")
