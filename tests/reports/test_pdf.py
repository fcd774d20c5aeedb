"""The printed report as PDF/UA-1: words for each formula and drawing, and no link that leads nowhere."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sample_results
import typst

from reports.content import compose
from reports.document import Document, Formula, Link, Maths, Paragraph, Quote, Section
from reports.figure import Figure, Series
from reports.paper import paper
from reports.pdf import to_data, to_pdf
from reports.rendering import Rendered, render

STARTED = "2026-03-01T09:30:00+00:00"
WIDE = " + ".join(rf"\frac{{x_{{{k}}}}}{{y_{{{k}}}}}" for k in range(40))


def document(*blocks: Any, **fields: Any) -> Document:
    return Document("t", "s", "q", tuple(blocks), (Section("here", "Here"),), (), "f", **fields)


def kinds(data: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        if data.get("kind") == kind:
            yield data
        for item in data.values():
            yield from kinds(item, kind)
    elif isinstance(data, list):
        for item in data:
            yield from kinds(item, kind)


def test_both_documents_say_that_they_are_pdf_ua(rendered: Rendered) -> None:
    for path in (rendered.pdf, rendered.supplement):
        assert b"<pdfuaid:part>1</pdfuaid:part>" in path.read_bytes()


def test_a_formula_without_words_is_refused() -> None:
    told = to_data(document(Formula("a = b")))
    assert to_pdf(told, {}, started=STARTED).startswith(b"%PDF")
    (formula,) = kinds(json.loads(told), "formula")
    assert formula["alt"] == "a = b"
    with pytest.raises(typst.TypstError, match="alt text"):
        to_pdf(told.replace('"alt": "a = b"', '"alt": null'), {}, started=STARTED)


@pytest.mark.parametrize(
    "block",
    [
        Formula(WIDE, plain="a long sum"),
        Formula("x"),
        Paragraph((Maths("", "x"), Maths("a sum", WIDE, copied="x"), Maths("", r"\frac{", copied=""))),
        Formula(r"\sqrt{x} \ge \hat{y}", other=r"\sqrt{x} \ge y"),
    ],
)
def test_every_way_to_set_a_formula_has_words(block: Any) -> None:
    assert to_pdf(to_data(document(block)), {}, started=STARTED).startswith(b"%PDF")


def test_a_figure_without_a_title_has_a_word_too(tmp_path: Any) -> None:
    results = sample_results.results()
    series = [Series(name="", x=[1, 2], y=[1.0, 2.0])]
    bare = Figure(id="bare", subject="none", title="", x_label="", y_label="", caption="", series=series)
    assert render({**results, "figures": [bare.to_json()]}, tmp_path).pdf.stat().st_size > 0


def test_links_to_what_a_document_lacks_are_text() -> None:
    there, gone = Link("here", "here"), Link("gone", "gone")
    quotes = Quote(("q",), "s", anchor="gone"), Quote(("q",), "s", anchor="here")
    data = json.loads(to_data(document(Paragraph((there, gone)), *quotes)))
    assert [one["anchor"] for one in kinds(data, "link")] == ["here"]
    assert [one["anchor"] for one in kinds(data, "quote")] == ["", "here"]
    whole, _ = compose(sample_results.results())
    short = json.loads(to_data(paper(whole)))
    assert not any(one["anchor"] == "proposition-7/g" for one in kinds(short, "link"))


def test_a_letter_that_no_font_has_costs_the_mark_and_not_the_report() -> None:
    for word, marked in (("plain", True), ("\u7f51", False), ("\N{UNICORN FACE}", False), ("\x00", False)):
        data = to_data(document(Paragraph((word,)), Formula("a", plain=word)))
        made = to_pdf(data, {}, started=STARTED)
        assert (b"<pdfuaid:part>1" in made) is marked
        assert made == to_pdf(data, {}, started=STARTED)
