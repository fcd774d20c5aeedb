"""A normal form for the expressions of this package: logarithms expanded, sums split, constants taken out of them."""

import sympy


def normal_form(expression: sympy.Expr) -> sympy.Expr:
    """The expression with logs and products expanded and every sum over one term free of index-independent factors.

    W0(x) of a positive x becomes a positive symbol; two expressions that differ in nothing else get equal forms.
    """
    expression = expression.replace(lambda node: isinstance(node, sympy.Subs), lambda node: node.doit())
    return _split(sympy.expand_log(named_lambert(expression), deep=True)).expand()


def named_lambert(expression: sympy.Expr) -> sympy.Expr:
    """The expression with W0(x) of every positive x as a positive symbol: sympy does not know that it is positive."""
    names: dict[sympy.Expr, sympy.Dummy] = {}
    return expression.replace(
        lambda node: isinstance(node, sympy.LambertW) and len(node.args) == 1 and bool(node.args[0].is_positive),
        lambda node: names.setdefault(node, sympy.Dummy("W", positive=True)),
    )


def is_zero(expression: sympy.Expr) -> bool:
    """Whether the expression vanishes as a rational function of its logarithms, exponentials, errors and symbols."""
    expanded = sympy.expand_log(expression, deep=True, force=True)
    names: dict[sympy.Expr, sympy.Dummy] = {}
    plain = expanded.replace(
        lambda node: isinstance(node, sympy.log | sympy.exp | sympy.erf),
        lambda node: names.setdefault(node, sympy.Dummy()),
    )
    return bool(sympy.cancel(sympy.together(plain)) == 0)


def _split(expression: sympy.Expr) -> sympy.Expr:
    if not expression.has(sympy.Sum):
        return expression.expand()
    if isinstance(expression, sympy.Sum):
        term = _split(sympy.expand_log(expression.function, deep=True)).expand()
        for one in expression.limits:  # the inner one first
            term = sympy.Add(*(_without_constants(part, one) for part in sympy.Add.make_args(term)))
        return term
    return expression.func(*(_split(argument) for argument in expression.args))


def _without_constants(term: sympy.Expr, limits: sympy.Tuple) -> sympy.Expr:
    """The sum of a term over an index, what does not depend on it in front."""
    index, low, high = limits
    constant, moving = term.as_independent(index, as_Add=False)
    return constant * (high - low + 1 if moving == 1 else sympy.Sum(moving, limits))
