"""Certificates for assertions with a parameter in their coefficients, such as beta in the information bottleneck.

Multipliers are linear in the parameter, like the rows, so what must vanish is quadratic in it: zero at three values, it
is zero at all.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from bounds.claims.formula import Informational
from bounds.shannon.certificate import ShannonCertificate, Term
from bounds.shannon.grammar import beside_numbers, parse
from bounds.shannon.problem import Problem
from bounds.shannon.proof import find_proof

RANGES = {None: "{} > 0", Fraction(1): "0 < {} < 1"}  # the hypothesis that says so, by the upper end


@dataclass(frozen=True)
class ParametricCertificate:
    """`terms` with multipliers `at_zero` + parameter * `slope`, for all 0 < parameter < upper (None: unbounded).

    >>> formula = Informational(goal=("H(x) + beta H(y) >= 0",))
    >>> certificate = find_parametric_proof(formula, "beta")
    >>> certificate.verify(formula), certificate.verify(formula, hypotheses=("beta < 0",))
    (True, False)
    >>> certificate.lines[1], certificate.to_json()["rows"][0]["slope"]
    ('    (1 + 1 beta) x [I(x;y) >= 0]    informations and entropies are never negative', '1')
    >>> ParametricCertificate.from_json(certificate.to_json()) == certificate
    True
    """

    parameter: str
    upper: Fraction | None
    goal: tuple[str, ...]
    given: tuple[str, ...]
    terms: tuple[Term, ...]
    at_zero: tuple[Fraction, ...]
    slope: tuple[Fraction, ...]

    def verify(self, formula: Any = None, hypotheses: Sequence[Any] | None = None) -> bool:
        """Whether the terms add up to the goal for every value of the parameter, with multipliers of the right sign."""
        if formula is not None and not isinstance(formula, Informational):
            return False
        goal = self.goal if formula is None else tuple(formula.goal)
        given = self.given if formula is None else tuple(formula.given)
        if hypotheses is not None and RANGES[self.upper].format(self.parameter) not in map(str, hypotheses):
            return False
        if formula is not None and formula.exists:
            return False
        return all(value >= 0 for value in self._ends()) and all(
            self._certificate(Fraction(k, 4), goal, given).verify() for k in (1, 2, 3)
        )

    def _ends(self) -> list[Fraction]:
        """The multipliers of inequalities at both ends of the range (their slopes, where it has no upper end)."""
        ends = []
        for term, zero, slope in zip(self.terms, self.at_zero, self.slope, strict=True):
            if re.search("[<≤≥]|(?<!-)>", term.text):
                ends += [zero, slope if self.upper is None else zero + self.upper * slope]
        return ends

    def _certificate(self, value: Fraction, goal: Sequence[str], given: Sequence[str]) -> ShannonCertificate:
        terms = tuple(replace(term, text=at_value(term.text, self.parameter, value)) for term in self.terms)
        multipliers = tuple(zero + value * slope for zero, slope in zip(self.at_zero, self.slope, strict=True))
        goal, given = (tuple(at_value(text, self.parameter, value) for text in texts) for texts in (goal, given))
        return ShannonCertificate(tuple(goal), tuple(given), terms, multipliers)

    @property
    def lines(self) -> tuple[str, ...]:
        """The derivation: one term a line."""
        text = []
        for line, goal in enumerate(self.goal):
            text.append(f"{goal}, because it is the sum of")
            for term, zero, slope in zip(self.terms, self.at_zero, self.slope, strict=True):
                if term.line == line:
                    factor = str(zero) if not slope else f"({zero} + {slope} {self.parameter})"
                    text.append(f"    {factor} x [{term.text}]    {self._because(term)}")
        return tuple(text)

    def _because(self, term: Term) -> str:
        kind, _, number = term.reason.partition(" ")
        return f"hypothesis {int(number) + 1}" if kind == "given" else "informations and entropies are never negative"

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "parametric Shannon proof",
            "parameter": self.parameter,
            "upper": None if self.upper is None else str(self.upper),
            "goal": list(self.goal),
            "given": list(self.given),
            "rows": [
                {"line": t.line, "row": t.text, "reason": t.reason, "multiplier": str(zero), "slope": str(slope)}
                for t, zero, slope in zip(self.terms, self.at_zero, self.slope, strict=True)
            ],
            "lines": list(self.lines),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ParametricCertificate":
        """The certificate that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            rows, upper = data["rows"], data["upper"]
            if upper not in (None, "1"):
                raise ValueError(f"upper: {upper!r} is no end of a range")
            return cls(
                str(data["parameter"]),
                None if upper is None else Fraction(upper),
                tuple(data["goal"]),
                tuple(data["given"]),
                tuple(Term(row["line"], row["row"], row["reason"]) for row in rows),
                tuple(Fraction(row["multiplier"]) for row in rows),
                tuple(Fraction(row["slope"]) for row in rows),
            )
        except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            raise ValueError(f"data: is not a certificate ({type(error).__name__}: {error})") from None


def find_parametric_proof(
    formula: Informational, parameter: str, upper: Fraction | None = None
) -> ParametricCertificate | None:
    """Proofs at two values of the parameter, joined by a line; None where either fails or the line leaves the range.

    >>> bounded = Informational(goal=("(1 - beta) H(x) >= 0",))
    >>> find_parametric_proof(bounded, "beta"), find_parametric_proof(bounded, "beta", Fraction(1)).verify()
    (None, True)
    """
    first, second = Fraction(1, 4), Fraction(3, 4)
    found: list[dict[Term, Fraction]] = []
    for value in (first, second):
        goal = [parse(at_value(line, parameter, value)) for line in formula.goal]
        given = [parse(at_value(line, parameter, value), "given") for line in formula.given]
        certificate = find_proof(Problem.of(goal, given))
        if certificate is None:
            return None
        total: dict[Term, Fraction] = {}
        for term, multiplier in zip(certificate.terms, certificate.multipliers, strict=True):
            kind, _, number = term.reason.partition(" ")
            if kind == "given" and parameter in formula.given[int(number)]:
                term = replace(term, text=formula.given[int(number)])
            total[term] = total.get(term, Fraction(0)) + multiplier
        found.append(total)
    terms = tuple(dict.fromkeys([*found[0], *found[1]]))
    low, high = ([values.get(term, Fraction(0)) for term in terms] for values in found)
    slope = tuple((b - a) / (second - first) for a, b in zip(low, high, strict=True))
    at_zero = tuple(a - first * s for a, s in zip(low, slope, strict=True))
    joined = ParametricCertificate(parameter, upper, formula.goal, formula.given, terms, at_zero, slope)
    return joined if joined.verify() else None


def at_value(text: str, parameter: str, value: Fraction) -> str:
    """The line with a number in the parameter's place.

    >>> at_value("beta I(z;x) >= 0", "beta", Fraction(1, 4))
    '1/4 I(z;x) >= 0'
    """
    return re.sub(rf"\b{parameter}\b", lambda match: beside_numbers(str(value), match), text)
