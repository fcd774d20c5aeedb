"""Certificates and counterexamples as theorems in Coq, about the entropies of every finite joint distribution.

The theory is `coq/*.v`, ours. What is stated is read from the claim's own lines, never from the certificate.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Any

from bounds.claims.formula import Chained, Informational
from bounds.distribution.joint import Joint
from bounds.shannon.certificate import CONSTANT, ELEMENTAL, Auxiliary, ShannonCertificate, Term
from bounds.shannon.checker_grammar import Number, Unreadable, Vector, entropy, information, read
from bounds.shannon.example import Example
from bounds.shannon.grammar import names_in, parse
from bounds.shannon.induction import Induction, problems
from bounds.shannon.parametric import ParametricCertificate, at_value
from bounds.shannon.witness import Counterexample, violation

Line = tuple[Vector, str]
LineInT = tuple[tuple[Vector, Vector], str]  # f + t g, and its sign
Pool = Sequence[tuple[str, Sequence[Any]]]  # the lines that each reason stands for, in the order of a theorem
RELATIONS = {">=": "Ge", ">": "Gt", "=": "Eq"}
NAME = re.compile(r"[^\W\d][\w']*")
ELEMENT = re.compile(r"([HI])\(([^|()]+)(?:\|([^|()]+))?\) >= 0")


class Unwritten(Exception):
    """Why something is not written as a theorem."""


def theorem(certificate: Any, formula: Any) -> str:
    """What Coq is to accept; NAME stands for the theorem's name.

    Raises Unwritten, with the reason, for a kind that the theory does not have or a claim that it cannot state.

    >>> from bounds.shannon.api import prove
    >>> claim = Informational(goal=("I(x;y) >= 0",))
    >>> print(theorem(prove(claim.goal, []).certificate, claim))
    (* I(x;y) >= 0 *)
    Theorem NAME : valid []
      [([((1 # 1), H_ ["x"]); ((-1 # 1), H_ ["x"; "y"]); ((1 # 1), H_ ["y"])], Ge)].
    Proof. apply by_sums with (cs := [[((1 # 1), Information ["x"] ["y"] [])]]); checked. Qed.
    """
    try:
        if isinstance(certificate, Induction) and isinstance(formula, Chained):
            return _of_every_length(certificate, formula)
        if isinstance(formula, Informational):
            if isinstance(certificate, ShannonCertificate) and not formula.exists:
                return _valid(certificate, formula)
            if isinstance(certificate, ParametricCertificate) and not formula.exists:
                return _valid_in(certificate, formula)
            if isinstance(certificate, Counterexample) and not formula.exists:
                return _refuted(certificate.joint, formula)
            if isinstance(certificate, Example) and not formula.given:
                return _possible(certificate.joint, formula)
    except (Unreadable, ValueError, IndexError, KeyError) as error:
        raise Unwritten(f"it cannot be read ({error})") from None
    raise Unwritten("the theory has no such certificate")


def _valid(certificate: ShannonCertificate, formula: Informational) -> str:
    given, goal = _lines(formula.given), _lines(formula.goal)
    hypotheses = [(f"given {k}", read(text)) for k, text in enumerate(formula.given)]
    pool, steps = [*hypotheses], []
    names = frozenset[str]().union(*(group for vector, _ in (*given, *goal) for group in vector))
    for k, auxiliary in enumerate(certificate.auxiliaries):
        rule = {"common part": _common_part, "copy": _copy}[auxiliary.kind]
        step, rows = rule(auxiliary, hypotheses, names)
        steps.append(f"apply {step}.")
        pool.append((f"auxiliary {k}", rows))
        names |= set(auxiliary.names)
    proof = " ".join([*steps, f"{_by_sums(certificate, formula.goal, pool)}."])
    return _theorem(formula, f"valid {_stated(given)}\n  {_stated(goal)}", proof)


def _by_sums(certificate: ShannonCertificate, goal: Sequence[str], pool: Pool) -> str:
    sums = _sums(certificate.terms, map(_number, certificate.multipliers), _lines(goal), pool, read)
    return f"apply by_sums with (cs := {sums}); checked"


def _common_part(auxiliary: Auxiliary, given: Pool, _: frozenset[str]) -> tuple[str, list[Line]]:
    """The rule that lets a proof assume a common part, and the rows that it brings, in the theory's order."""
    (u,), (a, b, c) = auxiliary.names, auxiliary.of
    chains = (f"I({a};{b}|{c}) = 0",), (f"I({a};{c}|{b}) = 0",)
    shown = (_by_sums(one, chain, given) for one, chain in zip(auxiliary.preconditions, chains, strict=True))
    rule = f"(common_part {' '.join(map(_text, (u, a, b, c)))}); [checked | {' | '.join(shown)} |]"
    left, right, part = (frozenset((name,)) for name in (b, c, u))
    joint = information([frozenset((a,)), left | right], part)
    return rule, [(entropy(part, left), "="), (entropy(part, right), "="), (joint, "=")]


def _copy(auxiliary: Auxiliary, _: Pool, names: frozenset[str]) -> tuple[str, list[Line]]:
    """The same of copies: each set of them has, with each set of `over`, the entropy of what was copied."""
    if auxiliary.preconditions:
        raise Unwritten("the theory has no copies that keep a dependence")
    old = dict(zip(auxiliary.names, auxiliary.of, strict=True))
    sets: list[str] = []
    rows: list[Line] = []
    for chosen in _subsets(auxiliary.names):
        for beside in _subsets(auxiliary.over) if chosen else ():
            of = frozenset(map(old.__getitem__, chosen)) | set(beside)
            sets.append(_set((*chosen, *beside)))
            rows.append(({frozenset((*chosen, *beside)): 1, of: -1}, "="))
    over = frozenset(auxiliary.over)
    rows.append((information([frozenset(old), names - over], over), "="))
    copies = _list(f"({_text(new)}, {_text(name)})" for new, name in old.items())
    return f"(copy_lemma {copies} {_set(over)} {_set(names - over)} {_list(sets)}); [checked |]", rows


def _subsets(names: Sequence[str]) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(names) + 1) for chosen in combinations(names, size)]


def _valid_in(certificate: ParametricCertificate, formula: Informational) -> str:
    def linear(text: str) -> list[LineInT]:
        return _linear(text, certificate.parameter)

    given, goal = ([line for text in texts for line in linear(text)] for texts in (formula.given, formula.goal))
    pairs = zip(certificate.at_zero, certificate.slope, strict=True)
    multipliers = (f"{_number(zero)}, {_number(slope)}" for zero, slope in pairs)
    pool = [(f"given {k}", linear(text)) for k, text in enumerate(formula.given)]
    sums = _sums(certificate.terms, multipliers, goal, pool, linear)
    within = "Positive" if certificate.upper is None else "Below_1"
    said = [_list(f"({_form(f)}, {_form(g)}, {RELATIONS[sign]})" for (f, g), sign in lines) for lines in (given, goal)]
    statement = f"valid_in {within} {said[0]}\n  {said[1]}"
    return _theorem(formula, statement, f"apply by_sums_in with (cs := {sums}); checked.")


def _linear(text: str, parameter: str) -> list[LineInT]:
    """Each line as f + t g. Of k places where t stands, k + 2 values tell whether the line is linear in it."""
    values = [Fraction(k + 1) for k in range(2 + len(re.findall(rf"\b{parameter}\b", text)))]
    read_at = [read(at_value(text, parameter, value)) for value in values]
    found: list[LineInT] = []
    for rows in zip(*read_at, strict=True):
        names = {name: None for vector, _ in rows for name in vector}
        slope = {name: rows[1][0].get(name, Fraction(0)) - rows[0][0].get(name, Fraction(0)) for name in names}
        at_zero = {name: rows[0][0].get(name, Fraction(0)) - slope[name] for name in names}
        for (vector, sign), value in zip(rows, values, strict=True):
            if sign != rows[0][1] or any(at_zero[n] + value * slope[n] != vector.get(n, Fraction(0)) for n in names):
                raise Unreadable(text)
        kept = ({name: c for name, c in part.items() if c} for part in (at_zero, slope))
        found.append(((next(kept), next(kept)), rows[0][1]))
    return found


def _sums(
    terms: Sequence[Term],
    multipliers: Iterable[str],
    goal: Sequence[tuple[Any, str]],
    pool: Pool,
    lines_of: Callable[[str], Sequence[Any]],
) -> str:
    """For each line of the goal, twice where it is an equation, its terms with their multipliers."""
    first, known = 0, {}
    for reason, rows in pool:
        known[reason] = first, list(rows)
        first += len(rows)
    sums: list[list[str]] = [[] for _, sign in goal for _ in range(2 if sign == "=" else 1)]
    for term, multiplier in zip(terms, multipliers, strict=True):
        if term.reason in known:
            first, rows = known[term.reason]
            source = f"Given {first + rows.index(lines_of(term.text)[0])}%nat"
        else:
            source = _source(term)
        sums[term.line].append(f"({multiplier}, {source})")
    return _list(map(_list, sums))


def _source(term: Term) -> str:
    if term.reason == CONSTANT:
        return "Constant"
    element = ELEMENT.fullmatch(term.text)
    if term.reason != ELEMENTAL or element is None:
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
    constant = Fraction(vector.get(frozenset(), 0))
    exact = joint.combination({names: Fraction(c) for names, c in vector.items() if names}, constant).exact
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


def _of_every_length(certificate: Induction, formula: Chained) -> str:
    if not formula.head:
        raise Unwritten("its chain has no member in front of the layers")
    _, base, step, end = problems(formula, certificate.carried)
    front = len(end.given) - len(certificate.carried) - len(formula.given)
    parts = end.given[front : front + len(certificate.carried)], end.given[front + len(certificate.carried) :], end.goal
    carried, given, goal = (_stated(_lines(texts)) for texts in parts)
    first, *others = (_set(names_in(member)) for member in formula.head)
    following = str(formula.names_next).lower()
    statement = (
        f"forall z i L, (1 <= i)%nat -> (start {following} i <= L)%nat ->\n"
        f"  valid (chained {first} ({_list(others)} ++ layers z L) ++ placed (place z i L) {given})\n"
        f"  (placed (place z i L) {goal})"
    )
    shown = (
        _by_sums(proof, part.goal, [(f"given {k}", read(text)) for k, text in enumerate(part.given)])
        for proof, part in zip(certificate.proofs[1:], (base, step, end), strict=True)
    )
    rule = f"by_induction {first} {_list(others)} {following}\n  {carried} {given} {goal} _ _ _ _ z i one L"
    return _theorem(formula, statement, f"intros z i L one; refine ({rule});\n  [checked | {' | '.join(shown)}].")


def _theorem(formula: Informational | Chained, statement: str, proof: str) -> str:
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


def _number(value: Number) -> str:
    return f"({value.numerator} # {value.denominator})"


def _list(items: Iterable[str]) -> str:
    return f"[{'; '.join(items)}]"
