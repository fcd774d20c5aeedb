"""The two forms a reading's formula takes: a sympy relation, or a claim about informations.

A formula is held once: the report prints it, `evaluate` and `enclose` compute its two sides, proofs manipulate it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from bounds.claims.enclosure import Enclosure, ball, ball_precision

if TYPE_CHECKING:
    import sympy
    from sympy.core.relational import Relational

Relation = Literal["<=", "<", "=", ">=", ">"]
RELATIONS: dict[str, Relation] = {
    "Equality": "=",
    "LessThan": "<=",
    "StrictLessThan": "<",
    "GreaterThan": ">=",
    "StrictGreaterThan": ">",
}
LATEX = {"<->": r"\leftrightarrow", "->": r"\to", "_|_": r"\perp\!\!\!\perp", "<=": r"\le", ">=": r"\ge", "|": r"\mid"}
GIVEN = "  given  "  # between what a claim about informations says and what it is given


@dataclass(frozen=True)
class Symbolic:
    """A relation between two sympy expressions, built on first use.

    `build`, or the function that it names as "module:function", returns an unevaluated relation (pass `evaluate=False`
    to sympy's Le, Eq, ...). Vectors are IndexedBase symbols under a Sum. Values are given by symbol name; an array
    stands for an IndexedBase.
    """

    build: Callable[[], "Relational"] | str

    @cached_property
    def expression(self) -> "Relational":
        if not isinstance(self.build, str):
            return self.build()
        module, function = self.build.split(":")
        return getattr(import_module(module), function)()

    @property
    def module(self) -> str:
        """The module whose source says what this is."""
        return self.build.split(":")[0] if isinstance(self.build, str) else self.build.__module__

    @property
    def relation(self) -> Relation:
        """How the left side stands to the right: one of =, <=, <, >=, >."""
        return RELATIONS[type(self.expression).__name__]

    @property
    def lhs(self) -> "sympy.Expr":
        return self.expression.lhs

    @property
    def rhs(self) -> "sympy.Expr":
        return self.expression.rhs

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the free symbols, sorted."""
        return tuple(sorted(str(symbol) for symbol in symbols_of(self.expression)))

    def evaluate(self, values: Mapping[str, Any]) -> tuple[Any, Any]:
        """Both sides in float64; scalar values may be arrays of one shape. Raises ValueError where one is missing."""
        return _call(self.expression, "numpy", values, self.parameters)

    def enclose(self, values: Mapping[str, Any]) -> tuple[Enclosure, Enclosure]:
        """Both sides in ball arithmetic at exact values (int, Fraction, or nested lists of them)."""

        def exact(value: Any) -> Any:
            return [exact(item) for item in value] if isinstance(value, list | tuple) else ball(value)

        with ball_precision():
            # a bound of a Sum must stay an int: an int value is used as it is wherever the formula counts
            used = {name: value for name, value in values.items() if name in self.parameters}
            balls = {name: value if isinstance(value, int) else exact(value) for name, value in used.items()}
            lhs, rhs = _call(self.expression, "arb", balls, self.parameters)
            return Enclosure.of_ball(ball(lhs)), Enclosure.of_ball(ball(rhs))

    def exactly(self, values: Mapping[str, Any]) -> tuple[Any, Any]:
        """Both sides as exact numbers at exact values, where they are rational functions of these."""
        return _call(self.expression, "exact", values, self.parameters)

    def to_latex(self) -> str:
        from bounds.claims.printing import latex

        return latex(self.expression)

    def __str__(self) -> str:
        return str(self.expression)


@dataclass(frozen=True)
class Informational:
    """A claim about entropies and informations, in the grammar of `bounds.shannon`.

    Every line of `goal` holds whenever every line of `given` does. `exists` names variables that the claim supplies:
    for all joint distributions of the others there is an extension by these that satisfies `goal`.
    """

    goal: tuple[str, ...]
    given: tuple[str, ...] = ()
    exists: tuple[str, ...] = ()

    def to_latex(self) -> str:
        goal = r",\quad ".join(_information_latex(line) for line in self.goal)
        for_some = rf"\exists\, {', '.join(self.exists)}:\ " if self.exists else ""
        return for_some + goal

    def __str__(self) -> str:
        goal = "; ".join(self.goal)
        given = GIVEN + "; ".join(self.given) if self.given else ""
        return (f"exists {', '.join(self.exists)}: " if self.exists else "") + goal + given


@dataclass(frozen=True)
class Chained:
    """A claim about informations in Markov chains of every length L, `head` -> z[1] -> ... -> z[L].

    `head` are the members in front, such as ("(y,n)", "x"). The lines of `goal` name the layers z[i], z[i+1] and z[L],
    those of `given`, which hold beside the chain, z[L] alone. The goal holds for every L >= 1 and 1 <= i <= L, or
    1 <= i < L where a line names z[i+1].

    >>> print(Chained(goal=("I(x;z[L]) <= I(x;z[i])",), head=("x",)).at(2))
    I(x;z2) <= I(x;z1); I(x;z2) <= I(x;z2)  given  x -> z1 -> z2
    """

    goal: tuple[str, ...]
    head: tuple[str, ...]
    given: tuple[str, ...] = ()

    @property
    def chain(self) -> str:
        return " -> ".join((*self.head, "z[1]", "...", "z[L]"))

    @property
    def names_next(self) -> bool:
        """Whether a line of the goal names z[i+1], so that i ends before L."""
        return any("z[i+1]" in line for line in self.goal)

    def at(self, length: int) -> Informational:
        """The claim about chains of that many layers z1, z2, ... Raises ValueError for fewer than the claim names."""
        if length < 1 + self.names_next:
            raise ValueError(f"length: must be {1 + self.names_next} at least, got {length}")
        chain = (*self.head, *(f"z{k}" for k in range(1, length + 1)))

        def written(line: str, i: int) -> str:
            for index, k in (("i", i), ("i+1", i + 1), ("L", length)):
                line = line.replace(f"z[{index}]", f"z{k}")
            return line

        places = range(1, length + 1 - self.names_next)
        goal = tuple(written(line, i) for i in places for line in self.goal)
        chains = (" -> ".join(chain),) if len(chain) > 2 else ()
        return Informational(goal, (*chains, *(written(line, length) for line in self.given)))

    def to_latex(self) -> str:
        goal = r",\quad ".join(_information_latex(line) for line in self.goal)
        places = f"1 \\le i {'<' if self.names_next else chr(92) + 'le'} L"
        return re.sub(r"z\[([^]]+)\]", r"z_{\1}", goal) + rf"\quad ({places})"

    def __str__(self) -> str:
        places = "1 <= i < L" if self.names_next else "1 <= i <= L"
        return f"{'; '.join(self.goal)}  for {places}{GIVEN}{'; '.join((self.chain, *self.given))}"


Formula = Symbolic | Informational | Chained


def formulas_in(module: str) -> Callable[[str], Symbolic]:
    """A maker of formulas from the names of functions in a module, which is imported when a formula is wanted."""
    return lambda function: Symbolic(f"{module}:{function}")


def _information_latex(line: str) -> str:
    for text, latex in LATEX.items():
        line = line.replace(text, f" {latex} ")
    return line.replace("TC(", r"\mathrm{TC}(")


@lru_cache(maxsize=512)
def symbols_of(expression: "sympy.Basic") -> frozenset["sympy.Symbol"]:
    """The free symbols that a value can be given for; an array's is its base's."""
    from sympy import Indexed, IndexedBase

    bases = {base.label for base in expression.atoms(IndexedBase)}
    return frozenset(s for s in expression.free_symbols if not isinstance(s, Indexed | IndexedBase)) | bases


def _call(expression: Any, backend: str, values: Mapping[str, Any], parameters: tuple[str, ...]) -> tuple[Any, Any]:
    missing = [name for name in parameters if name not in values]
    if missing:
        raise ValueError(f"values: no value for {', '.join(missing)}")
    return _compiled(expression, backend)(*(values[name] for name in parameters))


@lru_cache(maxsize=512)
def _compiled(expression: Any, backend: str) -> Callable[..., tuple[Any, Any]]:
    from bounds.claims.compiling import compiled

    return compiled((expression.lhs, expression.rhs), sorted(symbols_of(expression), key=str), backend)
