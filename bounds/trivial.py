"""Formulas that cannot fail: a claim that says A = A says nothing, and no check of it could find a mistake."""

from bounds.claims.formula import Chained, Formula, Informational, Symbolic


def why_trivial(formula: Formula) -> str | None:
    """Why the formula is true whatever it speaks of, in words; None where it can fail.

    Two sides that agree once products and logarithms are expanded, with no integral, sum, limit or derivative done; a
    goal that is assumed, or that has one text on both sides.
    """
    return _of_relation(formula) if isinstance(formula, Symbolic) else _of_informations(formula)


def _of_relation(formula: Symbolic) -> str | None:
    import sympy

    if formula.relation in ("<", ">"):
        return None
    if formula.lhs == formula.rhs:
        return "both sides are the same expression"
    if sympy.expand(sympy.expand_log(formula.lhs - formula.rhs, force=True)) == 0:
        return "both sides are the same once products and logarithms are expanded"
    return None


def _of_informations(formula: Informational | Chained) -> str | None:
    given = set(map(_plain, formula.given))
    for line in formula.goal:
        relation = next((sign for sign in ("<=", ">=", "=") if sign in line), None)
        sides = {_plain(side) for side in line.split(relation)} if relation else {line, ""}
        if len(sides) == 1:
            return f"both sides of {line} are the same"
        if _plain(line) in given:
            return f"{line} is among the hypotheses"
    return None


def _plain(text: str) -> str:
    return "".join(text.split())
