"""Certificates and counterexamples as theorems in Coq, about the entropies of every finite joint distribution.

The theory is `coq/*.v`, ours. What is stated is read from the claim's own lines, never from the certificate.
"""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from bounds.claims.formula import Chained, Informational
from bounds.distribution.joint import Joint
from bounds.shannon.certificate import CONSTANT, ELEMENTAL, ShannonCertificate, Term
from bounds.shannon.checker_grammar import Unreadable, Vector, read
from bounds.shannon.example import Example
from bounds.shannon.grammar import parse
from bounds.shannon.induction import Induction, problems
from bounds.shannon.witness import Counterexample, violation

Line = tuple[Vector, str]
RELATIONS = {">=": "Ge", ">": "Gt", "=": "Eq"}
NAME = re.compile(r"[^\W\d][\w']*")
ELEMENT = re.compile(r"([HI])\(([^|()]+)(?:\|([^|()]+))?\) >= 0")


class Unwritten(Exception):
    """Why something is not written as a theorem."""


def theorems(certificate: Any, formula: Any) -> tuple[str, ...]:
    """What Coq is to accept: one theorem, of an induction one for each of its parts; each without its name.

    Raises Unwritten, with the reason, for a kind that the theory does not have or a claim that it cannot state.

    >>> from bounds.shannon.api import prove
    >>> claim = Informational(goal=("I(x;y) >= 0",))
    >>> print(*theorems(prove(claim.goal, []).certificate, claim))
    (* I(x;y) >= 0 *)
    Theorem NAME : valid []
      [([((1 # 1), H_ ["x"]); ((-1 # 1), H_ ["x"; "y"]); ((1 # 1), H_ ["y"])], Ge)].
    Proof. apply by_sums with (cs := [[((1 # 1), Information ["x"] ["y"] [])]]). checked. Qed.
    """
    try:
        if isinstance(certificate, Induction) and isinstance(formula, Chained):
            parts = zip(certificate.proofs, problems(formula, certificate.carried), strict=True)
            return tuple(_valid(proof, part) for proof, part in parts)
        if isinstance(formula, Informational):
            if isinstance(certificate, ShannonCertificate) and not formula.exists:
                return (_valid(certificate, formula),)
            if isinstance(certificate, Counterexample) and not formula.exists:
                return (_refuted(certificate.joint, formula),)
            if isinstance(certificate, Example) and not formula.given:
                return (_possible(certificate.joint, formula),)
    except (Unreadable, ValueError, IndexError) as error:
        raise Unwritten(f"it cannot be read ({error})") from None
    raise Unwritten("the theory has no such certificate")


def _valid(certificate: ShannonCertificate, formula: Informational) -> str:
    if certificate.auxiliaries:
        raise Unwritten("it uses an auxiliary variable, and the theory has none")
    given, goal = _lines(formula.given), _lines(formula.goal)
    first = [0]  # where each hypothesis begins among the lines
    for text in formula.given:
        first.append(first[-1] + len(read(text)))
    sums: list[list[str]] = [[] for _, sign in goal for _ in range(2 if sign == "=" else 1)]
    for term, multiplier in zip(certificate.terms, certificate.multipliers, strict=True):
        sums[term.line].append(f"({_number(multiplier)}, {_source(term, formula.given, first)})")
    proof = f"apply by_sums with (cs := {_list(_list(terms) for terms in sums)}). checked."
    return _theorem(formula, f"valid {_stated(given)}\n  {_stated(goal)}", proof)


def _source(term: Term, given: Sequence[str], first: Sequence[int]) -> str:
    kind, _, number = term.reason.partition(" ")
    if kind == CONSTANT:
        return "Constant"
    if kind == "given":
        return f"Given {first[int(number)] + read(given[int(number)]).index(read(term.text)[0])}"
    element = ELEMENT.fullmatch(term.text)
    if kind != ELEMENTAL or element is None:
        raise Unreadable(term.text)
    sides = element[2].split(";")
    one, other = (sides[0], sides[-1])  # H(a|c) is I(a;a|c)
    return f"Information {_set([one])} {_set([other])} {_set(element[3].split(',') if element[3] else [])}"


def _refuted(joint: Joint, formula: Informational) -> str:
    found = violation(joint, [parse(line) for line in formula.goal], [parse(line, "given") for line in formula.given])
    if found is None:
        raise Unwritten("it is no counterexample")
    goal = _lines(formula.goal)
    broken = next(k for k, line in enumerate(goal) if not _met(joint, line))
    proof = f"apply (refuted_by\n  {_law(joint)}) with (k := {broken}%nat); [repeat constructor; met | broken]."
    return _theorem(formula, f"refuted {_stated(_lines(formula.given))}\n  {_stated(goal)}", proof)


def _possible(joint: Joint, formula: Informational) -> str:
    proof = f"apply (possible_by\n  {_law(joint)}); repeat constructor; met."
    return _theorem(formula, f"possible {_stated(_lines(formula.goal))}", proof)


def _met(joint: Joint, line: Line) -> bool:
    vector, sign = line
    constant = vector.get(frozenset(), Fraction(0))
    exact = joint.combination({names: c for names, c in vector.items() if names}, constant).exact
    if exact is None:
        raise Unwritten("its probabilities are not rational")
    return {">=": exact.sign() >= 0, ">": exact.sign() > 0, "=": exact.sign() == 0}[sign]


def _law(joint: Joint) -> str:
    """The joint as counts of one unit, and a number for each value."""
    unit = lcm(*(p.denominator for p in joint.probabilities.values()))
    atoms = []
    for key, p in joint.probabilities.items():
        places = zip(joint.names, key, strict=True)
        values = _list(f"({_text(name)}, {joint.alphabets[name].index(value)}%nat)" for name, value in places)
        atoms.append(f"({int(p * unit)}%positive, at_values {values})")
    return _list(atoms)


def _theorem(formula: Informational, statement: str, proof: str) -> str:
    said = str(formula).replace("(*", "( *").replace("*)", "* )").replace('"', "'")  # what a comment may not hold
    return f"(* {said} *)\nTheorem NAME : {statement}.\nProof. {proof} Qed."


def _lines(texts: Iterable[str]) -> list[Line]:
    return [line for text in texts for line in read(text)]


def _stated(lines: Iterable[Line]) -> str:
    return _list(f"({_form(vector)}, {RELATIONS[sign]})" for vector, sign in lines)


def _form(vector: Vector) -> str:
    ordered = sorted(vector.items(), key=lambda item: sorted(item[0]))
    return _list(f"({_number(c)}, {f'H_ {_set(names)}' if names else 'One'})" for names, c in ordered)


def _set(names: Iterable[str]) -> str:
    return _list(map(_text, sorted(names)))


def _text(name: str) -> str:
    if not NAME.fullmatch(name):
        raise Unreadable(name)
    return f'"{name}"'


def _number(value: Fraction) -> str:
    return f"({value.numerator} # {value.denominator})"


def _list(items: Iterable[str]) -> str:
    return f"[{'; '.join(items)}]"
