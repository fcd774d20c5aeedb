"""A card says all that its reading assumes: what a reader copies from it can be proved, and nothing less."""

import re
from collections.abc import Iterator
from fractions import Fraction
from html import unescape
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import sample_results
from sample_results import reading, statement

from bounds.claims import Reading
from bounds.claims.formula import Chained, Informational
from bounds.shannon.parametric import find_parametric_proof
from bounds.shannon.proof import find_proof
from reports.assumed import NEW, assumed, texts
from reports.document import Document, Maths, Section, plain
from reports.gloss import gloss
from reports.html import to_html
from reports.pdf import to_data
from reports.pictures import Pictures
from reports.prose import prose
from reports.statements import section
from reports.takeaways import takeaways
from validation.checks.informations import proof_with_auxiliary, question
from validation.console import answer
from validation.papers import suites

LAYERS = 3  # of a chain of any length: it is proved again at one of them
READINGS = [
    (f"{suite.paper.id}:{one.id}", own, suite.audited_verdicts.get((one.id, own.name)))
    for suite in suites()
    for one in suite.ledger
    for own in one.readings
]


def recorded(own: Reading) -> dict[str, Any]:
    """A reading as a results file has it."""
    latex, hypotheses = own.formula.to_latex(), [one.to_json() for one in own.hypotheses]
    return reading(own.name, "proved", latex, formula=str(own.formula), text=own.text) | {"hypotheses": hypotheses}


def document(*statements: dict[str, Any]) -> Document:
    """All of these claims, on one page."""
    anchored = [{**one, "anchor": one["id"]} for one in statements]
    run = {**sample_results.results(), "statements": anchored}
    sections = tuple(section(one, [], Pictures([]), run=run) for one in anchored)
    return Document("t", "s", "q", (), (Section("claims", "Claims", sections=sections),), (), "f")


def cards(*readings: Reading) -> list[str]:
    """The HTML of each reading's card, in their order."""
    claims = [statement(f"theorem-{k}", "T", "1", [recorded(own)]) for k, own in enumerate(readings)]
    return to_html(document(*claims), {}).split('<details class="panel')[1:]


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def lines(card: str) -> tuple[list[str], list[str]]:
    """The goal and what it is given, as a reader would copy them from the card."""
    shown = [ElementTree.fromstring(one) for one in re.findall(r"<math.*?</math>", card.split("</ul>")[0])]
    goals = [line for one in shown if one.get("display") == "block" for line in _typed(one)]
    return goals, [line for one in shown if one.get("display") != "block" for line in _typed(one)]


def _typed(formula: Element) -> list[str]:
    text = re.sub("⟂ *⟂", "_|_", " ".join(_signs(formula))).replace("⋯", "...").replace("β", "beta")
    return [line.strip(" ,") for line in text.split("\n") if line.strip()]


def _signs(element: Element) -> Iterator[str]:
    if element.tag == "mfrac":
        yield "/".join("".join(_signs(child)) for child in element)
    elif element.tag == "msub":
        base, index = ("".join(_signs(child)) for child in element)
        yield f"{base}{index}" if index.isdigit() else f"{base}[{index}]"
    elif element.tag == "mspace":
        yield "\n" if element.get("width") == "1em" else ""
    else:
        yield element.text or ""
        for child in element:
            yield from _signs(child)


def displayed(own: Reading, card: str) -> Informational:
    """The claim that the card makes, a chain of any length at one of them."""
    goal, hypotheses = lines(card)
    if isinstance(own.formula, Chained):
        chain, *more = hypotheses
        head = tuple(member.strip() for member in chain.split("→"))[:-3]
        places = re.compile(r"\( *1 *≤ *i")
        return Chained(tuple(line for line in goal if not places.match(line)), head, tuple(more)).at(LAYERS)
    return Informational(tuple(goal), tuple(hypotheses))


def proved(formula: Informational, words: str) -> bool:
    """Whether the prover proves it as the checks would, from its lines and from the range of beta in words."""
    if "beta" in str(formula):
        upper = Fraction(1) if "0 < beta < 1" in words else None
        return find_parametric_proof(formula, "beta", upper) is not None and ("beta > 0" in words or upper == 1)
    problem = question(formula)
    return find_proof(problem) is not None or proof_with_auxiliary(formula) is not None


INFORMATIONAL = [
    one
    for one in READINGS
    if isinstance(one[1].formula, Informational | Chained)
    and one[2] == "proved"
    and not getattr(one[1].formula, "exists", ())
]


@pytest.fixture(scope="module")
def shannon() -> list[tuple[str, Reading, str]]:
    """The readings that the prover proves, with their cards."""
    shown = zip(INFORMATIONAL, cards(*(own for _, own, _ in INFORMATIONAL)), strict=True)
    return [(f"{name} {own.name}", own, card) for (name, own, _), card in shown]


def test_what_a_card_displays_is_enough_to_prove_it_again(shannon: list[tuple[str, Reading, str]]) -> None:
    again = 0
    for name, own, card in shannon:
        words = " ".join(hypothesis.text for hypothesis in own.hypotheses)
        formula = own.formula.at(LAYERS) if isinstance(own.formula, Chained) else own.formula
        assert isinstance(formula, Informational)
        shown = displayed(own, card)
        assert (len(shown.goal), len(shown.given)) == (len(formula.goal), len(formula.given)), name
        if proved(formula, words):  # a few have a proof of another kind
            again += 1
            assert proved(shown, words_of(card).replace("β", "beta")), f"{name}: {shown}"
    assert again > 0.9 * len(shannon)


def test_without_one_of_its_hypotheses_a_card_proves_nothing(shannon: list[tuple[str, Reading, str]]) -> None:
    wanted = {"achille-soatto-2017:proposition-1/inequality repaired", "achille-soatto-2017:corollary-3.4 repaired"}
    met = [(own, card) for name, own, card in shannon if name in wanted]
    assert len(met) == len(wanted)
    for own, card in met:
        shown = displayed(own, card)
        for dropped in shown.given:
            fewer = tuple(line for line in shown.given if line != dropped)
            assert not proved(Informational(shown.goal, fewer), ""), f"{own.name} holds without {dropped}"


def test_every_hypothesis_of_a_reading_is_on_its_card() -> None:
    for (name, own, _), card in zip(READINGS, cards(*(own for _, own, _ in READINGS)), strict=True):
        for hypothesis in own.hypotheses:
            said = " ".join(plain(prose(hypothesis.text)).split())
            assert said in words_of(card), f"{name} {own.name}: {hypothesis.text}"


def test_what_the_page_does_not_assume_is_marked_whether_it_is_a_line_or_words() -> None:
    printed = reading("printed", "refuted", formula="I(a;b) = 0  given  a = f(c)", hypotheses=["finite"])
    repaired = reading("repaired", "proved", formula="I(a;b) = 0  given  a = f(c); a -> c -> b", hypotheses=["finite"])
    marked = [(plain(one.runs(new=one.text not in texts(printed)))) for one in assumed(repaired)]
    assert [NEW in line for line in marked] == [False, True, False]
    page = to_html(document(statement("theorem-1", "T", "1", [printed, repaired])), {})
    assert page.count(NEW.strip()) == 1


def test_lines_and_words_are_counted_together_on_the_front_page() -> None:
    printed = reading("printed", "refuted", formula="H(a) = 0", hypotheses=["finite"])
    repaired = reading("repaired", "proved", formula="H(a) = 0  given  a = f(c); a -> c -> b", hypotheses=["finite"])
    claim = statement("theorem-1", "T", "1", [printed, repaired])
    said = plain(takeaways([{**claim, "anchor": claim["id"]}])[-1])
    assert "the repairs assume 2 hypotheses that the printed forms do without" in said


def test_a_hypothesis_of_words_and_mathematics_shows_both() -> None:
    claim = reading("printed", "proved") | {"hypotheses": [{"text": "zero mean", "latex": "E x = 0"}]}
    (one,) = assumed(claim)
    assert one.runs(new=False) == (Maths("zero mean", "E x = 0"), ": ", "zero mean")


def test_the_lines_of_a_formula_reach_print_and_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    own = next(one for name, one, _ in READINGS if name.endswith("2017:proposition-1/inequality"))
    data = to_data(document(statement("theorem-1", "T", "1", [recorded(own)])))
    assert '"kind": "maths", "typst"' in data
    assert "z is sufficient for y" in data
    assert answer(["show", "proposition-1/inequality", "--paper", "achille-soatto-2017"]) == 0
    shown = capsys.readouterr().out
    assert "given: I(z;y) = I(x;y): z is sufficient for y" in shown
    assert "given: (y,n) -> x -> z: z depends on (y, n) only through x (not assumed on the page)" in shown


@pytest.mark.parametrize(
    ("line", "beside", "said"),
    [
        ("(y,n) -> x -> z", (), "z depends on (y, n) only through x"),
        ("x -> z1 -> z2 -> z3", (), "each depends on those before it only through its neighbour"),
        ("I(y;n) = 0", (), "y and n are independent"),
        ("I(v;n|u,w) > 0", (), "v and n are dependent given (u, w)"),
        ("z1 _|_ z2 _|_ z3 | x", (), "z_1, z_2 and z_3 are independent together given x"),
        ("TC(z1,z2|x) = 0", (), "z_1 and z_2 are independent given x"),
        ("(x,y) = f(D)", (), "(x, y) is a function of D"),
        ("H(y|x,w) = 0", (), "y is a function of (x, w)"),
        ("I(z;y) = I(x;y)", (), "z tells as much about y as x does"),
        ("I(z[L];y) = I(x;y)", ("y -> x -> z[1] -> ... -> z[L]",), "z_{L} is sufficient for y"),
        ("I(z;y) = I(x;y)", ("x -> y -> z",), "z tells as much about y as x does"),
        ("I(z;x) <= I(t;x)", (), "z tells at most as much about x as t does"),
        ("I(z;x) = I(t;y)", (), ""),
        ("H(y) = H(n)", (), ""),
        ("<b>; rm -rf", (), ""),
    ],
)
def test_a_line_is_said_in_words(line: str, beside: tuple[str, ...], said: str) -> None:
    assert gloss(line, beside) == said
