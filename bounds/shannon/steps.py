"""Auxiliary variables, one step after another: the rows that each brings, and steps said by hand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from bounds.shannon.certificate import Auxiliary, ShannonCertificate
from bounds.shannon.expression import MAXIMUM, Assertion, Constraint, Expression, H, I, assertion, constraint
from bounds.shannon.problem import Problem, estimate
from bounds.shannon.proof import find_proof

Names = tuple[str, ...]
_NAME = r"[^\W\d]\w*'*"
_GROUP = rf"(?:{_NAME}|\(?\s*{_NAME}(?:\s*,\s*{_NAME})*\s*\)?)"
_COPY = re.compile(rf"\s*({_GROUP})\s*=\s*copy of\s+({_GROUP})\s+given\s+({_GROUP})\s*")
_PART = re.compile(rf"\s*({_NAME})\s*=\s*common part of\s+({_GROUP})\s+for\s+({_NAME})\s*")


class Facts:
    """Equations between three variables that the hypotheses of a problem prove, each asked for once."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._known: dict[str, ShannonCertificate | None] = {}

    def independent(self, a: str, b: str, *given: str) -> ShannonCertificate | None:
        """The proof of I(a;b|given) = 0."""
        return self._proved(I(a, b, given=given), f"I({a};{b}{'|' if given else ''}{','.join(given)}) = 0")

    def function(self, c: str, *of: str) -> ShannonCertificate | None:
        """The proof of H(c|of) = 0."""
        return self._proved(H(c, given=of), f"H({c}|{','.join(of)}) = 0")

    def common_part(self, u: str, a: str, b: str, c: str) -> Auxiliary | None:
        """u, the common part of b and c for a, where both chains a -> b -> c and a -> c -> b are proved."""
        first, second = self.independent(a, b, c), self.independent(a, c, b)
        return Auxiliary("common part", (u,), (a, b, c), (), (first, second)) if first and second else None

    def copy(self, names: Names, of: Names, over: Names) -> Auxiliary:
        """The copies, with proofs of what makes them keep the dependence of a c in `over` on the copied and a b."""
        kept = []
        if self._problem.given:
            own = self._problem.names
            for a, c in ((a, c) for a in of for c in over if a in own and c in own):
                for b in own:
                    if b not in (a, c) and (first := self.independent(a, b, c)):
                        second = self.independent(a, b) or self.function(c, a, b)
                        kept += [first, second] if second else []
        return Auxiliary("copy", names, of, over, tuple(kept))

    def _proved(self, expression: Expression, text: str) -> ShannonCertificate | None:
        if text not in self._known:
            asked = Problem.of((assertion(expression, "=", 0, text),), self._problem.given)
            self._known[text] = find_proof(asked)
        return self._known[text]


def extended(problem: Problem, auxiliaries: Sequence[Auxiliary]) -> Problem:
    """The problem with the rows that the auxiliaries bring, one assertion each, as further hypotheses."""
    names, given = problem.names, list(problem.given)
    for one in auxiliaries:
        given.append(Assertion(f"the choice of {', '.join(one.names)}", tuple(_rows(one, names))))
        names += one.names
    return Problem.of(problem.goal, given)


def _rows(one: Auxiliary, names: Names) -> Iterator[Constraint]:
    if one.kind == "common part":
        (u,), (a, b, c) = one.names, one.of
        yield from map(_vanishes, (H(u, given=b), H(u, given=c), I(a, (b, c), given=u)))
        return
    pairs = list(zip(one.names, one.of, strict=True))
    for chosen in _subsets(pairs):
        for beside in _subsets(one.over) if chosen else ():
            new, old = zip(*chosen, strict=True)
            yield _vanishes(H(new, beside) - H(old, beside))
    yield _vanishes(I(one.names, [name for name in names if name not in one.over], given=one.over))
    yield from _kept(one).values()


def _kept(one: Auxiliary) -> dict[int, Constraint]:
    """H(c|a',b) <= H(c|a,b), by the place of the first of its two preconditions."""
    new_of = dict(zip(one.of, one.names, strict=True))
    rows = {}
    for k in range(0, len(one.preconditions), 2):
        a, b, c = re.findall(_NAME, one.preconditions[k].goal[0])[1:]
        rows[k] = constraint(H(c, given=(a, b)) - H(c, given=(new_of[a], b)), ">=", Expression())
    return rows


def without_spare(certificate: ShannonCertificate) -> ShannonCertificate:
    """The certificate with the preconditions alone that its terms use."""
    steps = []
    for k, one in enumerate(certificate.auxiliaries):
        if one.kind == "copy" and one.preconditions:
            used = {term.text for term in certificate.terms if term.reason == f"auxiliary {k}"}
            places = [at for at, row in _kept(one).items() if f"{row.expression} >= 0" in used]
            one = replace(one, preconditions=tuple(c for at in places for c in one.preconditions[at : at + 2]))
        steps.append(one)
    return replace(certificate, auxiliaries=tuple(steps))


def by_hand(problem: Problem, lines: Sequence[str]) -> tuple[Auxiliary, ...]:
    """The steps that lines such as `c' = copy of c given a, b` and `u = common part of x, y for z` say.

    Raises ValueError where a line is none, a name is unknown or taken, or a chain of a common part is not proved.
    """
    facts, names = Facts(problem), problem.names
    steps: list[Auxiliary] = []
    for line in lines:
        step = _said(facts, line, names)
        steps.append(step)
        names += step.names
        if len(names) > MAXIMUM:
            raise ValueError(f"auxiliary: {estimate(len(names))}; at most {MAXIMUM} variables are taken")
    return tuple(steps)


def _said(facts: Facts, line: str, names: Names) -> Auxiliary:
    if not isinstance(line, str):
        raise ValueError(f"auxiliary: must be True, False or lines of steps, got {line!r}")
    copy = _COPY.fullmatch(line)
    found = copy or _PART.fullmatch(line)
    if found is None:
        forms = "`c' = copy of c given a, b` or `u = common part of x, y for z`"
        raise ValueError(f"auxiliary: {line!r} is not of the form {forms}")
    new, of, over = (tuple(re.findall(_NAME, group)) for group in found.groups())
    for name in (*of, *over):
        if name not in names:
            raise ValueError(f"auxiliary: unknown variable {name!r} in {line!r}; the variables are {', '.join(names)}")
    for name in new:
        if name in names:
            raise ValueError(f"auxiliary: {name!r} in {line!r} is a variable already; a copy needs a new name")
    if len({*new, *of, *over}) < len(new) + len(of) + len(over):
        raise ValueError(f"auxiliary: a variable stands twice in {line!r}")
    if copy:
        if len(new) != len(of):
            raise ValueError(f"auxiliary: {line!r} names {len(new)} copies of {len(of)} variables")
        return facts.copy(new, of, over)
    if len(of) != 2:
        raise ValueError(f"auxiliary: a common part is of two variables, in {line!r} it is of {len(of)}")
    (u,), (a,), (b, c) = new, over, of
    part = facts.common_part(u, a, b, c)
    if part is None:
        raise ValueError(f"auxiliary: {line!r} needs {a} -> {b} -> {c} and {a} -> {c} -> {b}, which is not proved")
    return part


def fresh(of: Iterable[str], taken: Iterable[str]) -> Names:
    """New names for copies: the old ones with strokes.

    >>> fresh(["a", "b"], taken=["a", "b", "b'"])
    ("a'", "b''")
    """
    known = set(taken)
    new = []
    for name in of:
        while name in known:
            name += "'"
        known.add(name)
        new.append(name)
    return tuple(new)


def _vanishes(expression: Expression) -> Constraint:
    return constraint(expression, "=", Expression())


def _subsets(items: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for size in range(len(items) + 1):
        yield from combinations(items, size)
