"""What a notebook shows of a statement, a reading and a proof."""

from dataclasses import replace

import latex2mathml.converter

from bounds.ledger import LEDGER
from bounds.shannon import prove

STATEMENT = LEDGER["proposition-7/true-information"]


def test_a_statement_shows_all_its_readings_with_their_formulas() -> None:
    shown = STATEMENT._repr_html_()
    assert shown.startswith("<table><caption>proposition-7/true-information: ")
    assert shown.count("<tr>") == 1 + len(STATEMENT.readings)
    assert all(f"<th>{reading.name}</th>" in shown for reading in STATEMENT.readings)


def test_a_reading_shows_its_formula_and_what_it_assumes() -> None:
    reading = STATEMENT["printed"]
    latex = reading._repr_latex_()
    assert latex == rf"$\displaystyle {reading.formula.to_latex()}$"
    assert "<math" in latex2mathml.converter.convert(latex.strip("$"))
    assert reading.hypotheses[0].text.split("<")[0] in reading._repr_html_()


def test_names_with_markup_are_text() -> None:
    hostile = "<script>alert(1)</script>"
    shown = replace(STATEMENT, title=hostile)._repr_html_() + replace(STATEMENT["printed"], text=hostile)._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2


def test_a_proof_is_set_as_latex() -> None:
    shown = prove("I(x;z) <= I(x;y)", ["x -> y -> z"])._repr_latex_()
    assert "<math" in latex2mathml.converter.convert(shown.strip("$"))
