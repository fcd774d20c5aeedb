"""Steps that cite a reading: what is accepted as an instance of it, under which hypotheses, and what is not."""

import json

import pytest
import sympy

from bounds.claims import Evidence, Hypothesis, Informational, Ledger, Rank, Reading, Statement, Symbolic, finding
from bounds.claims.hypothesis import implied_by
from bounds.derivations import citing
from bounds.derivations.citing import Cited
from bounds.derivations.context import cores
from bounds.derivations.derivation import POINTS, Derivation, Step, sampled
from bounds.derivations.naming import Named
from bounds.derivations.storing import Table

a, b = sympy.symbols("a b", positive=True)
x, y = sympy.symbols("x y", real=True)
i, j = sympy.symbols("i j", integer=True)
n = sympy.Symbol("n", integer=True, nonnegative=True)
t, u = sympy.IndexedBase("t", positive=True), sympy.IndexedBase("u", positive=True)
share = Named("s", sympy.Sum(t[i], (i, 0, n - 1)))
WEAK = Hypothesis("weak")
TOLD = Hypothesis("a and c are told", binds=("a", "c"))
STRONG = Hypothesis("strong", implies=((WEAK, "for the test"),))


def stated(id_, formula):
    return Statement(
        id=id_,
        title=id_,
        section="1",
        rank=Rank.SENTENCE,
        quote="so",
        readings=(Reading("printed", formula, hypotheses=(WEAK,)),),
    )


def le(lhs, rhs) -> Symbolic:
    return Symbolic(lambda: sympy.Le(lhs, rhs, evaluate=False))


LEDGER = Ledger(
    (
        stated("one", le(sympy.log(a), a - 1)),
        stated("strict", Symbolic(lambda: sympy.Gt(sympy.exp(a), 1 + a, evaluate=False))),
        stated("array", le(sympy.log(t[0]), t[0])),
        stated("summed", le(sympy.log(a), sympy.Sum(a / (i + 1), (i, 0, n)))),
        stated("named", le(sympy.log(share), share)),
        stated("beside", le(share, share + t[0])),
        stated("informations", Informational(goal=("I(z;x) <= I(y;x) + I(z;y)", "z -> y -> x"))),
    )
)


@pytest.fixture(autouse=True)
def _ledger(monkeypatch):
    monkeypatch.setattr(citing, "ledger_of", lambda paper: LEDGER)


def cited(id_, **substitution) -> Cited:
    return Cited("small", id_, "printed", substitution)


def faults(by, lhs, relation, rhs, *, hypotheses=(STRONG,)):
    step = Step(lhs=lhs, relation=relation, rhs=rhs, by=by)
    kind = {"=": sympy.Eq, "<=": sympy.Le, ">=": sympy.Ge}[relation]
    formula = Symbolic(lambda: kind(lhs, rhs, evaluate=False))
    values = {"a": 0.7, "b": 1.3, "x": 0.2, "y": 0.5, "n": 2, "t": (1.0, 2.0), "j": 0, "u": (0.5, 1.0), "c": 4.0}
    return Derivation(steps=(step,), points=(values,) * POINTS).faults(formula, hypotheses)


def test_an_instance_is_accepted_in_any_context_that_keeps_order() -> None:
    one = cited("one", a=b)
    assert one.lhs == sympy.log(b)
    assert faults(one, sympy.log(b), "<=", b - 1) == []
    assert faults(one, x + a * sympy.log(b), "<=", x + a * (b - 1)) == []
    assert faults(one, -a * (b - 1), "<=", -a * sympy.log(b)) == []
    assert faults(one, b - 1, ">=", sympy.log(b)) == []
    each = cited("one", a=u[j])
    limits = (j, 0, n - 1)
    assert faults(each, sympy.Sum(sympy.log(u[j]), limits), "<=", sympy.Sum(u[j] - 1, limits)) == []
    assert faults(cited("strict", a=b), 1 + b, "<=", sympy.exp(b)) == []


@pytest.mark.parametrize(
    ("lhs", "relation", "rhs"),
    [
        (sympy.log(b), "<=", b),
        (sympy.log(b), "=", b - 1),
        (sympy.log(b), ">=", b - 1),
        (-a * sympy.log(b), "<=", -a * (b - 1)),
        (x * sympy.log(b), "<=", x * (b - 1)),
        (sympy.log(a), "<=", a - 1),
        (sympy.log(b) ** 2, "<=", (b - 1) ** 2),
    ],
)
def test_what_is_no_instance_is_refused(lhs, relation, rhs) -> None:
    (fault,) = faults(cited("one", a=b), lhs, relation, rhs)
    assert fault == "step 1 is no instance of small:one printed"


def test_a_strict_relation_gives_no_identity_and_no_reverse() -> None:
    for relation in ("<=", "="):
        (fault,) = faults(cited("strict", a=b), sympy.exp(b), relation, 1 + b)
        assert fault == "step 1 is no instance of small:strict printed"


def test_the_cited_hypotheses_must_be_implied() -> None:
    assert implied_by([STRONG]) == {STRONG, WEAK}
    assert implied_by([WEAK]) == {WEAK}
    assert faults(cited("one"), sympy.log(a), "<=", a - 1, hypotheses=(WEAK,)) == []
    (fault,) = faults(cited("one"), sympy.log(a), "<=", a - 1, hypotheses=())
    assert fault == "step 1 cites small:one printed, which assumes more: weak"


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (cited("one", a=x), "a is positive, and x is not known to be"),
        (cited("one", z=b), "the formula has no z"),
        (cited("two"), "'two' is no statement"),
        (Cited("small", "one", "repaired"), "has no reading 'repaired'"),
        (cited("summed", i=sympy.Integer(1)), "an index of a sum is no symbol"),
        (cited("summed", a=u[i]), "an index of the cited formula's own sums"),
        (cited("beside", s=b), "what it is made of stands beside it"),
    ],
)
def test_a_substitution_must_fit(by, why) -> None:
    (fault,) = faults(by, sympy.log(a), "<=", a - 1)
    assert "cannot cite" in fault
    assert why in fault


def test_arrays_and_named_quantities_are_replaced_whole() -> None:
    assert faults(cited("array", t=b), sympy.log(b), "<=", b) == []
    assert faults(cited("named", s=b), sympy.log(b), "<=", b) == []


def test_a_line_about_informations_is_cited_by_its_terms() -> None:
    said = {"I(z;x)": x, "I(y;x)": y, "I(z;y)": a}
    names = (STRONG, Hypothesis("x, y, a", informations=tuple((str(symbol), of) for of, symbol in said.items())))
    by = Cited("small", "informations", "printed", said)
    assert faults(by, x, "<=", y + a, hypotheses=names) == []
    assert faults(by, x, "<=", y + b, hypotheses=names)
    assert faults(by, y + a, "<=", x, hypotheses=names)
    partial = Cited("small", "informations", "printed", {"I(z;x)": x, "I(y;x)": y})
    assert faults(partial, x, "<=", y, hypotheses=names)
    other = Cited("small", "informations", "printed", {**said, "I(z;y)": b})
    assert "which no hypothesis says it is" in faults(other, x, "<=", y + b, hypotheses=names)[0]


def test_a_proof_says_what_it_rests_on() -> None:
    middle = a - 1
    steps = (
        Step(lhs=sympy.log(a), relation="<=", rhs=middle, by=cited("one")),
        Step(lhs=middle, relation="<=", rhs=a),
    )
    proof = Derivation(steps=steps, points=sampled(lambda rng: {"a": rng.uniform(0.1, 3)}))
    reading = Reading("printed", le(sympy.log(a), a), hypotheses=(WEAK,))
    found = Evidence(kind="proof", method="derivation", summary="s", certificate=proof).examine(reading)
    assert found.accepted
    assert found.cites == (("small", "one", "printed"),)
    assert Evidence.from_json(found.to_json()).cites == found.cites
    rests = found.to_json()["certificate"]["rests_on"]
    assert rests["algebra"] == ["algebra"]
    assert rests["citations"] == [{"paper": "small", "id": "one", "name": "printed"}]
    assert not rests["rules"]
    assert not rests["lemmas"]


def test_a_citation_is_stored_and_read_again() -> None:
    one, table = cited("one", a=b + 1), Table()
    stored = json.loads(json.dumps([one.to_json(table), table.nodes]))
    assert Cited.from_json(stored[0], Table.of(stored[1])) == one


def test_cores_end_where_order_is_not_kept() -> None:
    assert [core.lhs for core in cores(a * sympy.log(b) + x, "<=", a * b + x)] == [
        a * sympy.log(b) + x,
        a * sympy.log(b),
        sympy.log(b),
    ]
    assert [core.relation for core in cores(-a, "<=", -b)] == ["<=", ">="]
    assert len(list(cores(x * a, "<=", x * b))) == 1
    assert len(list(cores(x * a, "=", x * b))) == 2
    assert len(list(cores(sympy.sqrt(a), "<=", sympy.sqrt(b)))) == 2
    assert len(list(cores(sympy.exp(x), "<=", sympy.exp(y)))) == 2
    assert len(list(cores(x**2, "<=", y**2))) == 1
    assert len(list(cores(1 / a, "<=", 1 / b))) == 1


def test_a_paper_is_found_by_its_id_and_no_other_is() -> None:
    assert len(finding.ledger_of("achille-soatto-2017")) > 50
    for unknown in ("nobody-1900", "No Paper", "finding"):
        with pytest.raises(KeyError, match="is no paper whose ledger is installed"):
            finding.ledger_of(unknown)


def test_nothing_else_is_put_in_the_place_of_what_a_hypothesis_speaks_of(monkeypatch) -> None:
    told = Reading("printed", le(sympy.log(a), a - 1), hypotheses=(TOLD,))
    ledger = Ledger(
        (Statement(id="told", title="told", section="1", rank=Rank.SENTENCE, quote="so", readings=(told,)),)
    )
    monkeypatch.setattr(citing, "ledger_of", lambda paper: ledger)

    def found(other) -> list[str]:
        return faults(cited("told", a=other), sympy.log(other), "<=", other - 1, hypotheses=(TOLD,))

    assert found(a) == found(u[j]) == found(b) == []  # a name of its own, of which nothing is said
    for other in (2 * a, a + b, sympy.Integer(7), sympy.Symbol("c", positive=True)):
        assert "which a hypothesis says is another" in found(other)[0]


@pytest.mark.parametrize("other", [2 * a, sympy.Integer(0), x])
def test_an_information_is_no_expression_and_no_other_information(other) -> None:
    by = Cited("small", "informations", "printed", {"I(z;x)": x, "I(y;x)": y, "I(z;y)": other})
    assert "each information has a symbol of its own" in faults(by, x, "<=", y + other)[0]
