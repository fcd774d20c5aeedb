"""Formulas: the same tree for both outputs, every formula of the ledger in both, differences marked where they are."""

import pytest
import typst

from bounds.ledger import LEDGER
from reports import mathematics

READINGS = [(s.id, r.name, r.formula.to_latex()) for s in LEDGER for r in s.readings]


def changed(latex: str, other: str) -> list[str]:
    tree = mathematics.parse_marked(latex, other)
    return ["".join(e.itertext()) for e in tree.iter() if e.get("class") == mathematics.CHANGED]


def test_every_formula_of_the_ledger_is_shown_in_html_and_sets_in_typst() -> None:
    assert READINGS
    source = ["#let changed(it) = it"]
    for statement, name, latex in READINGS:
        tree = mathematics.parse(latex)
        assert mathematics.to_html(tree).startswith("<math"), (statement, name)
        source.append(f"$ {mathematics.to_typst(tree)} $")
    pages = typst.compile("\n".join(source).encode(), format="pdf", ignore_system_fonts=True)
    assert pages.startswith(b"%PDF")


def test_marked_formulas_of_the_ledger_set_in_typst_too() -> None:
    source = ["#let changed(it) = $it$"]
    for statement in LEDGER:
        forms = [reading.formula.to_latex() for reading in statement.readings]
        source += [f"$ {mathematics.to_typst(mathematics.parse_marked(a, b))} $" for a in forms for b in forms]
    assert typst.compile("\n".join(source).encode(), format="pdf", ignore_system_fonts=True).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("latex", "typst_form"),
    [
        (r"\frac{a}{b}", "frac(a, b)"),
        (r"x_{i}^{2}", 'attach(x, b: i, t: "2")'),
        (r"\hat{w}", "accent(w, hat)"),
        (r"w_{hat}", "accent(w, hat)"),
        (r"beta I(z2;x)", r'β I \( attach(z, b: "2") \; x \)'),
        (r"\log{\left(x \right)}", r'op("log") lr(\( x \))'),
        (r"\log x", r'op("log") thin x'),
        (r"\sum_{i=1}^{K} x", 'attach(limits(∑), b: i \\= "1", t: K) x'),
        (r"\sqrt{a/b}", r"sqrt(a \/ b)"),
    ],
)
def test_typst_form(latex: str, typst_form: str) -> None:
    assert mathematics.to_typst(mathematics.parse(latex)) == typst_form


def test_a_sign_that_changed_is_marked_and_nothing_else() -> None:
    printed, repaired = (
        r"- \frac{\log{\left(1 - e^{\alpha} \right)}}{2}",
        r"- \frac{\log{\left(1 - e^{- \alpha} \right)}}{2}",
    )
    assert changed(repaired, printed) == ["−"]
    assert changed(printed, repaired) == []


def test_neighbours_that_changed_are_marked_as_one() -> None:
    assert changed(r"I(z;x) - I(x;y)", r"I(z;x)") == ["−I(x;y)"]


def test_a_new_sum_is_marked_with_its_limits_and_keeps_its_size() -> None:
    printed = r"c + \sum_{k=0}^{K - 1} p_{k} q_{k} = d"
    repaired = r"c + \sum_{k=0}^{K - 1} p_{k} q_{k} + \sum_{k=0}^{K - 1} r_{k} = d"
    assert changed(repaired, printed) == ["+∑k=0K−1rk"]
    assert "changed(display(" in mathematics.to_typst(mathematics.parse_marked(repaired, printed))


def test_a_change_in_a_script_stays_small() -> None:
    assert mathematics.to_typst(mathematics.parse_marked("x_{i} + y = z", "x_{j} + y = z")).startswith(
        "attach(x, b: changed(script(i)))"
    )


def test_a_marked_row_can_still_be_cut() -> None:
    tree = mathematics.parse_marked(r"a + b + c + d = e + f - g - h", r"a + b + c + d = e")
    assert mathematics.pieces(tree)[-3:] == [f"changed(display({part}))" for part in (r"\+ f", "− g", "− h")]


def test_names_of_programs_are_written_as_signs() -> None:
    assert mathematics.to_typst(mathematics.parse(r"\operatorname{polygamma}{\left(0,x \right)}")) == r"ψ lr(\( x \))"
    assert mathematics.to_typst(mathematics.parse(r"dim_{next}")) == 'attach(op("dim"), b: "next")'


def test_another_formula_altogether_is_not_marked() -> None:
    assert changed(r"\int_{0}^{1} f(t) dt = 3", r"H(a) \le H(b)") == []


def test_what_is_no_formula_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"^latex: .* cannot be read as a formula"):
        mathematics.parse(r"\frac{")


@pytest.mark.parametrize("text", ["<script>x</script>", "<b>", "<mtext><img/></mtext>"])
def test_markup_in_a_formula_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="markup"):
        mathematics.parse(rf"\text{{{text}}}")


def test_text_in_a_formula_cannot_leave_it_in_typst() -> None:
    tree = mathematics.parse(r'\text{ " $ #panic() \ }')
    assert typst.compile(f"${mathematics.to_typst(tree)}$".encode(), format="pdf").startswith(b"%PDF")


def test_a_formula_can_also_be_cut_within_its_brackets() -> None:
    tree = mathematics.parse(r"\lim_{x \to 0} \left(a + b - \frac{c + d}{2}\right) = e")
    assert len(mathematics.pieces(tree)) == 2
    finer = mathematics.pieces(tree, within=True)
    assert len(finer) == 4
    assert [piece.count("frac") for piece in finer] == [0, 0, 1, 0]


def test_a_function_stands_apart_from_what_is_in_front_of_it() -> None:
    page = mathematics.to_html(mathematics.parse(r"\frac{1}{2} \log{\left(a \right)}"))
    assert '</mfrac><mspace width="0.167em" /><mi>log</mi>' in page.replace("<mo>log</mo>", "<mi>log</mi>")
    assert "mspace" not in mathematics.to_html(mathematics.parse("a b + c"))


def test_what_a_browser_takes_for_granted_is_not_sent() -> None:
    page = mathematics.to_html(mathematics.parse(r"{\left(a + b \right)}"))
    assert "stretchy" not in page
    assert "fence" not in page
    assert mathematics.to_html(mathematics.parse("a", display="inline")) == "<math><mi>a</mi></math>"
