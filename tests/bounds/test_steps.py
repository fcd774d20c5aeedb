"""Proofs with several auxiliary variables: inequalities of the literature, steps said by hand, forged steps."""

import dataclasses
import json
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from bounds.claims import Informational
from bounds.shannon import ShannonCertificate, parse, prove
from bounds.shannon.__main__ import main
from bounds.shannon.auxiliary import PROGRAMS
from bounds.shannon.certificate import Auxiliary
from bounds.shannon.kernel import Unwritten, theorem
from bounds.shannon.problem import Problem
from bounds.shannon.proof import find_proof
from bounds.shannon.steps import extended


def four(h: int, *c: int) -> str:
    """The form in which Dougherty, Freiling and Zeger state theirs."""
    terms = ("I(a;b|c)", "I(a;c|b)", "I(b;c|a)", "I(a;b|d)", "I(a;d|b)", "I(b;d|a)")
    right = " + ".join(f"{k} {term}" for k, term in zip(c, terms, strict=True))
    return f"{h} I(a;b) <= {right} + {h} I(c;d)"


def matus(s: int) -> str:
    """Of Matus' family of 2007; 1 is Zhang and Yeung's inequality."""
    return four(2 * s, 2 * s + 2, s * (s + 1), s * (s + 1), 2 * s, 0, 0)


SIX = {  # Dougherty, Freiling and Zeger 2006, and two steps that prove each
    (2, 5, 3, 1, 2, 0, 0): ("r = copy of c given a, b", "s = copy of r given a, c"),
    (2, 4, 2, 1, 3, 1, 0): ("r = copy of c given a, b", "s = copy of r given a, d"),
    (2, 4, 4, 1, 2, 1, 1): ("r = copy of a given b, c", "s = copy of d given a, b, r"),
    (2, 3, 3, 3, 2, 0, 0): ("r = copy of c given a, b", "s = copy of c given a, b, r"),
    (2, 3, 4, 2, 3, 1, 0): ("r = copy of a given b, c", "s = copy of a given b, d, r"),
    (2, 3, 2, 2, 2, 1, 1): ("r = copy of c given a, b", "s = copy of d given (a, b, r)"),
}
LATER = [four(2, 5, 2, 0, 3, 3, 1), four(3, 7, 4, 1, 4, 1, 0)]  # of 2011, by a copy of a pair and one, by three copies
INGLETON = "I(c;d) <= I(c;d|a) + I(c;d|b) + I(a;b)"
CONDITIONAL = {  # Kaced and Romashchenko 2013: no unconditional inequality has them as a case
    "Zhang and Yeung 1997": ("I(c;d) <= I(c;d|a) + I(c;d|b)", ["I(a;b) = 0", "I(a;b|c) = 0"]),
    "I1": (INGLETON, ["a _|_ b", "a -> c -> b"]),
    "I3": (INGLETON, ["c = f(a,b)", "I(a;b|c) = 0"]),
}


@pytest.mark.parametrize("numbers", SIX)
def test_the_six_of_dougherty_freiling_and_zeger_need_two_copies(numbers: tuple[int, ...]) -> None:
    goal, steps = four(*numbers), SIX[numbers]
    result = prove(goal, search=False, auxiliary=steps)
    assert result.certificate.verify(goal)
    assert [a.names for a in result.certificate.auxiliaries] == [("r",), ("s",)]
    assert result.polymatroid.verify(goal)  # it has no plain proof
    assert prove(goal, search=False, auxiliary=steps[:1]).verdict == "undecided"
    for k, number in enumerate(numbers[1:], start=1):
        if number:
            less = four(*numbers[:k], number - 1, *numbers[k + 1 :])
            assert prove(less, search=False, auxiliary=steps).verdict == "undecided"


@pytest.mark.parametrize("goal", [four(*numbers) for numbers in SIX] + [matus(s) for s in (1, 2, 3)] + LATER)
def test_the_steps_are_found(goal: str) -> None:
    certificate = prove(goal, search=False, auxiliary=True).certificate
    assert certificate.verify(goal)
    data = json.loads(json.dumps(certificate.to_json()))
    assert ShannonCertificate.from_json(data).verify(goal)


@pytest.mark.parametrize("s", [1, 2, 3])
def test_matus_s_needs_s_copies(s: int) -> None:
    steps = [f"r{k} = copy of c given a, b{''.join(f', r{i}' for i in range(k))}" for k in range(s)]
    assert prove(matus(s), search=False, auxiliary=steps).certificate.verify(matus(s))
    assert prove(matus(s), search=False, auxiliary=steps[:-1]).verdict == "undecided"


def test_other_names_and_further_variables_are_the_same_question() -> None:
    swapped = matus(2).translate(str.maketrans("abcd", "wyzx"))
    assert prove(swapped, search=False, auxiliary=True).verdict == "proved"
    goal, given = CONDITIONAL["I3"]
    assert prove(goal + " + H(e)", given, search=False, auxiliary=True).verdict == "proved"
    renamed = [line.replace("b", "x") for line in (goal, *given)]
    assert prove(renamed[0], renamed[1:], search=False, auxiliary=True).verdict == "proved"


@pytest.mark.parametrize("name", CONDITIONAL)
def test_conditional_inequalities_need_a_copy_that_keeps_a_dependence(name: str) -> None:
    goal, given = CONDITIONAL[name]
    result = prove(goal, given, search=False, auxiliary=True)
    assert result.certificate.verify(goal)
    assert result.polymatroid.verify([goal], given)
    (copy,) = result.certificate.auxiliaries
    assert "H(c|a',b) <= H(c|a,b), since I(a;b|c) = 0" in str(result)
    # each hypothesis is needed, and so is what the copy keeps
    for fewer in (given[:1], given[1:]):
        assert prove(goal, fewer, search=False, auxiliary="r = copy of a given c, d").verdict == "undecided"
    plain = dataclasses.replace(copy, preconditions=())
    assert not dataclasses.replace(result.certificate, auxiliaries=(plain,)).verify()
    with pytest.raises(Unwritten, match="keep a dependence"):
        theorem(result.certificate, Informational(goal=(goal,), given=tuple(given)))


def test_a_certificate_carries_no_precondition_that_it_does_not_use() -> None:
    goal, given = CONDITIONAL["I1"]
    certificate = prove(goal, [*given, "a _|_ b | d"], search=False, auxiliary="r = copy of a given c, d").certificate
    (copy,) = certificate.auxiliaries
    used = [term for term in certificate.terms if term.reason == "auxiliary 0" and term.text.endswith(">= 0")]
    assert len(copy.preconditions) == 2 * len(used) == 2
    assert certificate.verify(goal)


def test_a_copy_keeps_a_dependence_under_its_conditions_alone() -> None:
    rng = np.random.default_rng(0)
    broken = 0
    for _ in range(50):
        p, q, r, s = (rng.dirichlet(np.ones(k), size) for k, size in ((3, None), (3, None), (2, 3), (2, 3)))
        noisy = rng.dirichlet(np.full(3, 0.3), size=(3, 3, 2, 2))  # of d
        # a and b independent, c what a channel makes of each
        independent = np.einsum("a,b,ax,by,abxyd->abxyd", p, q, r, s, noisy).reshape(3, 3, 4, 3)
        # a = (c, i) and b = (c, j): c is a function of both
        told = np.zeros((6, 6, 2, 3))
        for c, i, j in product(range(2), range(3), range(3)):
            told[3 * c + i, 3 * c + j, c] = r[0, c] * p[i] * q[j] * noisy[i, j, c, 0]
        for law in (independent, told):
            assert _kept(law) >= -1e-12
        # a -> c -> b alone
        chain = np.einsum("c,ca,cb,abcd->abcd", r[0], rng.dirichlet(p, 2), rng.dirichlet(q, 2), noisy[:, :, 0])
        broken += _kept(chain) < -1e-6
    assert broken


def _kept(law: np.ndarray) -> float:
    """H(c|a,b) - H(c|a',b) for the copy a' of a given c and d."""
    of_a, of_b = law.sum(1), law.sum(0)
    whole = of_a.sum(0)
    copied = np.einsum("acd,bcd,cd->abc", of_a, of_b, np.divide(1, whole, where=whole > 0, out=np.zeros_like(whole)))
    return _conditional(law.sum(3)) - _conditional(copied)


def _conditional(law: np.ndarray) -> float:
    pairs = np.broadcast_to(law.sum(2, keepdims=True), law.shape)
    return float(-np.sum(law[law > 0] * np.log(law[law > 0] / pairs[law > 0])))


def test_what_needs_infinitely_many_copies_is_left_open() -> None:
    # I2 of Kaced and Romashchenko (Matus 1999): a limit of Matus' family
    given = ["I(a;b|c) = 0", "I(b;d|c) = 0"]
    steps = ["r = copy of a given c, d", "s = copy of b given c, d", "t = copy of b given a, c, r"]
    assert prove(INGLETON, given, search=False, auxiliary=steps).verdict == "undecided"
    open_ = prove(INGLETON, search=False, auxiliary=True)
    assert f"up to {PROGRAMS} choices of steps" in open_.tried[-1]


def test_a_common_part_and_a_copy_work_together() -> None:
    chains = ["z -> x -> y", "z -> y -> x"]  # u, their common part, makes z independent of both
    goal = "I(x,y;z) <= H(w) + I(x;z)"
    assert prove(goal, chains, search=False, auxiliary=["u = common part of x, y for z"]).verdict == "proved"
    both = f"{matus(1)} + I(x,y;z)".replace("<=", "+ I(x,y;z) <=")
    assert prove(both, chains, search=False, auxiliary="r = copy of c given a, b").certificate.verify(both)


@pytest.mark.parametrize("given", [["I(c;d|e) = 0", "I(c;e|d) = 0", "I(d;e|c) = 0"], ["I(c;d|a) = 0", "I(a;c|d) = 0"]])
def test_ingleton_s_inequality_holds_where_there_is_a_common_part(given: list[str]) -> None:
    open_ = prove(INGLETON, given, search=False)
    assert open_.verdict == "undecided"
    assert "auxiliary=True, at the command line --auxiliary" in open_.tried[-1]
    certificate = prove(INGLETON, given, search=False, auxiliary=True).certificate
    assert certificate.verify(INGLETON)
    assert [a.kind for a in certificate.auxiliaries] == ["common part"]


def test_forged_steps_are_rejected() -> None:
    goal = four(2, 4, 2, 1, 3, 1, 0)
    certificate = prove(goal, search=False, auxiliary=SIX[2, 4, 2, 1, 3, 1, 0]).certificate
    first, second = certificate.auxiliaries
    forged = [
        (second, first),  # a copy before what it copies
        (first, dataclasses.replace(second, names=("r",))),  # a name that is taken
        (first, dataclasses.replace(second, of=("c",))),
        (first, dataclasses.replace(second, over=("a", "b"))),
        (first,),
    ]
    assert not any(dataclasses.replace(certificate, auxiliaries=steps).verify() for steps in forged)
    for k in range(len(certificate.terms)):
        more = [m + Fraction(1, 7) * (i == k) for i, m in enumerate(certificate.multipliers)]
        assert not dataclasses.replace(certificate, multipliers=tuple(more)).verify()


def test_a_dependence_that_is_not_kept_is_rejected() -> None:
    goal, given = CONDITIONAL["I1"]
    certificate = prove(goal, given, search=False, auxiliary=True).certificate
    (copy,) = certificate.auxiliaries
    chain, apart = copy.preconditions[:2]

    def verified(**changed: object) -> bool:
        return dataclasses.replace(certificate, auxiliaries=(dataclasses.replace(copy, **changed),)).verify()

    assert verified()
    assert not verified(preconditions=(chain,))
    assert not verified(preconditions=(chain, chain))
    assert not verified(preconditions=(apart, chain))
    assert not verified(preconditions=(chain, dataclasses.replace(apart, multipliers=(Fraction(2),))))
    assert not verified(preconditions=(chain, dataclasses.replace(apart, goal=("I(a;d) = 0",))))
    assert not verified(preconditions=(dataclasses.replace(chain, goal=("I(a;b|d) = 0",)), apart))
    assert not dataclasses.replace(certificate, given=given[1:]).verify()


@pytest.mark.parametrize("over", [(), ("d",), ("c",)])
def test_no_false_claim_follows_from_a_copy_that_is_not_over_the_dependent(over: tuple[str, ...]) -> None:
    given = ["I(a;b) = 0", "I(a;b|c) = 0"]
    preconditions = tuple(prove(line, given, search=False).certificate for line in reversed(given))
    forged = Auxiliary("copy", ("r",), ("a",), over, preconditions)
    # over nothing r would be of no use for c: H(c|b) = H(c|r,b) <= H(c|a,b)
    false = Problem.of([parse("I(a;c|b) <= I(a;c|b,d) + I(b;d) + I(c;d)")], [*map(parse, given)])
    assert find_proof(extended(false, [forged]), [forged], own=2) is None


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("r = c", "is not of the form `c' = copy of c given a, b` or `u = common part of x, y for z`"),
        ("r = copy of e given a, b", "unknown variable 'e'"),
        ("r = copy of c given a, e", "unknown variable 'e'"),
        ("d = copy of c given a, b", "'d' in .* is a variable already"),
        ("r = copy of c given a, c", "a variable stands twice"),
        ("(r, s) = copy of c given a, b", "names 2 copies of 1 variables"),
        ("u = common part of a for b", "is of two variables"),
        ("u = common part of a, b for c", "needs c -> a -> b and c -> b -> a, which is not proved"),
        (7, "must be True, False or lines"),
        ((7,), "must be True, False or lines"),
    ],
)
def test_a_wrong_step_is_said_in_one_sentence(step: object, said: str) -> None:
    with pytest.raises(ValueError, match=f"^auxiliary: .*{said}"):
        prove(matus(1), search=False, auxiliary=[step] if isinstance(step, str) else step)


def test_steps_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    steps = [part for line in SIX[2, 3, 3, 3, 2, 0, 0] for part in ("--step", line)]
    assert main([matus(2), *steps]) == 0
    assert "let s be a copy of c given a, b, r" in capsys.readouterr().out
    assert main([matus(2), "--rounds", "0", *steps[:2]]) == 3
    assert "no proof with these auxiliary variables: r = copy of c given a, b" in capsys.readouterr().out
    assert main(["--file", "claims.toml", *steps]) == 2
    assert capsys.readouterr().err.startswith("step: is for one claim")
