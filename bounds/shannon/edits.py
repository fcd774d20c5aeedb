"""The slips that people make in a claim about informations, one at a time, and their undoing.

A change is the same either way: what spoils a true claim and what repairs a false one are drawn from here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import combinations, permutations

from bounds.claims.formula import Relation
from bounds.shannon.phrases import Comparison, Group, Information, Members, Phrase, Sum
from bounds.shannon.questions import largest, smallest

# how far each kind of change is from what stands there: plainer ones are shown first
COST = {
    "best factor": 1,
    "relation": 1,
    "hypothesis": 1,
    "chain": 1,
    "sign": 2,
    "dropped term": 2,
    "variable": 2,
    "exchange": 2,
    "condition": 2,
    "group": 2,
    "dropped member": 2,
    "factor": 3,
    "measure": 3,
    "added term": 4,
    "another term": 4,
}
OTHERS: dict[Relation, tuple[Relation, ...]] = {
    "<": ("<=", ">", ">=", "="),
    "<=": (">=", "=", "<"),
    "=": ("<=", ">=", "<", ">"),
    ">=": ("<=", "=", ">"),
    ">": (">=", "<", "<=", "="),
}


@dataclass(frozen=True)
class Change:
    """One line for another; `kind` is one of `COST`, `extra` how much less plain it is than others of its kind."""

    line: Phrase
    kind: str
    extra: int = 0

    @property
    def cost(self) -> int:
        return COST[self.kind] + self.extra


def changes(line: Phrase, names: Sequence[str], *, terms: bool = True) -> Iterator[Change]:
    """What one slip makes of a line; `names`: the variables that may enter, `terms`: whether terms may be added.

    >>> from bounds.shannon.phrases import phrases
    >>> (chain,) = phrases("x -> y -> z")
    >>> sorted(str(change.line) for change in changes(chain, "wxyz") if change.kind == "chain")[:3]
    ['(w,x) -> y -> z', 'w -> x -> y -> z', 'x -> (w,y) -> z']
    """
    seen = {str(line)}
    made = _of_members(line, names) if isinstance(line, Members) else _of_comparison(line, names, terms)
    for change in (*made, *_exchanged(line)):
        text = str(change.line)
        if text not in seen:
            seen.add(text)
            yield change


def factors(line: Phrase, given: Sequence[str]) -> Iterator[Change]:
    """The line with the best constant for which it has a Shannon-type proof, in the place of a term's or side's factor.

    >>> from bounds.shannon.phrases import phrases
    >>> print(*(change.line for change in factors(phrases("I(x;z) <= 1/3 I(x;y)")[0], ["x -> y -> z"])))
    I(x;z) <= I(x;y)
    """
    if isinstance(line, Members) or line.relation not in ("<=", ">="):
        return
    for k, side in enumerate((line.lhs, line.rhs)):
        least = (line.relation == "<=") == bool(k)  # of a factor on the greater side
        for chosen in _with_factors(side):
            unit = min(abs(c) for _, c in chosen)
            rest = [term for term in side.terms if term not in chosen]
            scaled = Sum(tuple((one, c / unit) for one, c in chosen))
            text = f"{Sum(tuple(rest), side.constant)} + factor ({scaled})"
            claim = f"{line.lhs if k else text} {line.relation} {text if k else line.rhs}"
            best = smallest if least == (len(chosen) > 1 or chosen[0][1] > 0) else largest
            try:
                value = best("factor", claim, given).value
            except ValueError:  # there is none
                continue
            if value > 0:
                new = {one: c * value for one, c in scaled.terms}
                changed = replace(side, terms=tuple((one, new.get(one, c)) for one, c in side.terms))
                yield Change(replace(line, rhs=changed) if k else replace(line, lhs=changed), "best factor")


def _with_factors(side: Sum) -> Iterator[tuple[tuple[Information, Fraction], ...]]:
    """All terms, where each has a factor, and the single ones that have."""
    with_factor = [term for term in side.terms if abs(term[1]) != 1]
    if 1 < len(with_factor) == len(side.terms) and not side.constant:
        yield side.terms
    yield from ((term,) for term in with_factor)


def additions(names: Sequence[str], *, strict: bool = False) -> Iterator[Change]:
    """Hypotheses of few variables: independences, chains, functions, equal informations; where `strict`, positive ones.

    >>> [str(change.line) for change in additions("xy")]
    ['x _|_ y', 'y = f(x)', 'x = f(y)']
    """
    for a, b in combinations(names, 2):
        yield _with(Members("_|_", ((a,), (b,))))
        yield _with(Members("=", ((b,), (a,))))
        yield _with(Members("=", ((a,), (b,))))
    for chosen in combinations(names, 3):
        yield _with(Members("_|_", tuple((name,) for name in chosen)), 1)
        for a in chosen:
            b, c = (name for name in chosen if name != a)
            sides = (Sum(((Information("I", ((a,), (one,))), Fraction(1)),)) for one in (b, c))
            yield _with(Comparison(next(sides), "=", next(sides)), 2)
            yield _with(Members("->", ((b,), (a,), (c,))))
            yield _with(Members("_|_", ((a,), (b, c))), 1)
            yield _with(Members("=", ((a,), (b, c))), 1)
    for four in combinations(names, 4):
        for order in permutations(four):
            if order[0] < order[-1]:
                yield _with(Members("->", tuple((name,) for name in order)), 2)
        for a in four:
            for b in (name for name in four if name != a):
                rest = tuple(name for name in four if name not in (a, b))
                yield _with(Members("->", (rest, (a,), (b,))), 1)
        for pair in combinations(four, 2):
            a, b = (name for name in four if name not in pair)
            yield _with(Members("->", ((a,), pair, (b,))), 2)
    if strict:
        for information in library(names, 1):
            yield _with(Comparison(Sum(((information, Fraction(1)),)), ">", Sum(())), 1)


def _with(line: Phrase, extra: int = 0) -> Change:
    return Change(line, "hypothesis", extra)


def library(names: Sequence[str], most: int) -> Iterator[Information]:
    """Entropies and informations of single variables given at most so many others.

    >>> print(*library("xy", 1))
    H(x) H(x|y) H(y) H(y|x) I(x;y)
    """
    for a in names:
        others = [name for name in names if name != a]
        for size in range(most + 1):
            yield from (Information("H", ((a,),), given) for given in combinations(others, size))
    for a, b in combinations(names, 2):
        others = [name for name in names if name not in (a, b)]
        for size in range(most + 1):
            yield from (Information("I", ((a,), (b,)), given) for given in combinations(others, size))


def _of_comparison(line: Comparison, names: Sequence[str], terms: bool) -> Iterator[Change]:
    for relation in OTHERS[line.relation]:
        yield Change(replace(line, relation=relation), "relation")
    sides = (line.lhs, line.rhs)

    def put(k: int, side: Sum) -> Comparison:
        return replace(line, rhs=side) if k else replace(line, lhs=side)

    for k, side in enumerate(sides):
        for changed, kind in _of_sum(side, names, alone=not sides[1 - k].terms):
            yield Change(put(k, changed), kind)
        for changed in _of_terms_twice(side, names) if terms and line.relation == "=" else ():
            yield Change(put(k, changed), "another term")
        for information in library(names, 2) if terms else ():
            if information not in dict(side.terms):
                for c in (1, -1):
                    more = Sum((*side.terms, (information, Fraction(c))), side.constant)
                    yield Change(put(k, more), "added term", int(c < 0))


def _of_terms_twice(side: Sum, names: Sequence[str]) -> Iterator[Sum]:
    """One term with two slips, as in H(a,y|w) for H(y|x,w): of an equation, where few others are true."""
    for at, (information, c) in enumerate(side.terms):
        once = [one for one, _ in _of_information(information, names)]
        for one in dict.fromkeys(again for changed in once for again, _ in _of_information(changed, names)):
            yield _with_term(side, at, (one, c))


def _with_term(side: Sum, at: int, *new: tuple[Information, Fraction]) -> Sum:
    total: dict[Information, Fraction] = {}
    for one, factor in (*side.terms[:at], *new, *side.terms[at + 1 :]):
        total[one] = total.get(one, Fraction(0)) + factor
    return Sum(tuple((one, factor) for one, factor in total.items() if factor), side.constant)


def _of_sum(side: Sum, names: Sequence[str], *, alone: bool) -> Iterator[tuple[Sum, str]]:
    for at, (information, c) in enumerate(side.terms):
        put = partial(_with_term, side, at)
        if len(side.terms) > 1 or not alone:
            yield put(), "dropped term"
        if len(side.terms) > 1:
            yield put((information, -c)), "sign"
        for factor in (Fraction(2), Fraction(1, 2)):
            yield put((information, c * factor)), "factor"
        for changed, kind in _of_information(information, names):
            yield put((changed, c)), kind
            if abs(c) == 2:  # twice the same, where one of them was meant to be another
                yield put((information, c / 2), (changed, c / 2)), kind


def _of_information(one: Information, names: Sequence[str]) -> Iterator[tuple[Information, str]]:
    present = sorted(set(one.names))
    absent = [name for name in names if name not in present]
    for old in present:
        for new in absent:
            yield _renamed(one, {old: new}), "variable"
    for a, b in combinations(present, 2):
        yield _renamed(one, {a: b, b: a}), "exchange"
    if one.given:
        yield replace(one, given=()), "condition"
    for name in one.given:
        yield replace(one, given=_without(one.given, name)), "condition"
    for more in (*((name,) for name in absent), *(() if one.given else combinations(absent, 2))):
        yield replace(one, given=(*one.given, *more)), "condition"
    for k, group in enumerate(one.groups):
        for name in group if len(group) > 1 else ():
            fewer = _put(one.groups, k, _without(group, name))
            yield replace(one, groups=fewer), "group"
            yield replace(one, groups=fewer, given=(*one.given, name)), "group"
        for name in one.given:
            more = _put(one.groups, k, (*group, name))
            yield replace(one, groups=more, given=_without(one.given, name)), "group"
        for name in absent:
            yield replace(one, groups=_put(one.groups, k, (*group, name))), "group"
    if one.kind == "I":
        yield from ((Information("H", (group,), one.given), "measure") for group in one.groups)
    if one.kind == "I" and len(one.groups) == 2:
        for first, second in (one.groups, one.groups[::-1]):
            yield Information("H", (first,), (*second, *one.given)), "measure"
    if one.kind == "H":
        yield from ((Information("I", (*one.groups, (name,)), one.given), "measure") for name in absent)
        for name in one.given:
            yield Information("I", (*one.groups, (name,)), _without(one.given, name)), "measure"


def _of_members(line: Members, names: Sequence[str]) -> Iterator[Change]:
    present = line.names
    absent = [name for name in names if name not in present]
    more = [*((name,) for name in absent), *combinations(absent, 2)]
    if line.mark == "=":
        target, of = line.groups
        yield Change(replace(line, groups=(of, target)), "exchange")
        yield from (Change(replace(line, groups=(target, (*of, name))), "group") for name in absent)
        yield from (Change(replace(line, groups=(target, _without(of, name))), "group") for name in of if len(of) > 1)
        yield from (
            Change(replace(line, groups=(_without(target, name), of)), "group") for name in target if len(target) > 1
        )
    else:
        chain = line.mark == "->"
        for k, group in enumerate(line.groups):
            for new in more:
                yield Change(replace(line, groups=_put(line.groups, k, (*new, *group))), "chain", len(new) - 1)
            for name in group if len(group) > 1 else ():
                yield Change(replace(line, groups=_put(line.groups, k, _without(group, name))), "group")
        for new in more:
            for k in range(len(line.groups) + 1) if chain else (len(line.groups),):
                longer = (*line.groups[:k], new, *line.groups[k:])
                yield Change(replace(line, groups=longer), "chain", len(new) - 1)
        if len(line.groups) > (3 if chain else 2):
            for k in range(len(line.groups)):
                yield Change(replace(line, groups=(*line.groups[:k], *line.groups[k + 1 :])), "dropped member")
        if not chain:
            yield from (Change(replace(line, given=(*line.given, name)), "condition") for name in absent)
            yield from (Change(replace(line, given=_without(line.given, name)), "condition") for name in line.given)
    for old in present:
        yield from (Change(_all_renamed(line, {old: new}), "variable") for new in absent)


def _exchanged(line: Phrase) -> Iterator[Change]:
    """Two variables of the line for each other, everywhere in it."""
    for a, b in combinations(line.names, 2):
        yield Change(_all_renamed(line, {a: b, b: a}), "exchange")


def _all_renamed(line: Phrase, change: dict[str, str]) -> Phrase:
    if isinstance(line, Members):
        groups = tuple(_renamed_group(group, change) for group in line.groups)
        return replace(line, groups=groups, given=_renamed_group(line.given, change))
    lhs, rhs = (
        Sum(tuple((_renamed(one, change), c) for one, c in side.terms), side.constant) for side in (line.lhs, line.rhs)
    )
    return replace(line, lhs=lhs, rhs=rhs)


def _renamed(one: Information, change: dict[str, str]) -> Information:
    groups = tuple(_renamed_group(group, change) for group in one.groups)
    return replace(one, groups=groups, given=_renamed_group(one.given, change))


def _renamed_group(group: Group, change: dict[str, str]) -> Group:
    return tuple(change.get(name, name) for name in group)


def _without(group: Group, name: str) -> Group:
    return tuple(one for one in group if one != name)


def _put(groups: tuple[Group, ...], k: int, group: Group) -> tuple[Group, ...]:
    return (*groups[:k], group, *groups[k + 1 :])
