"""The expressions that Propositions 6 and 7 are made of, each written once.

One row of the layer: z = sum_i eps_i w_i x_i with weights' means w[i], log eps ~ N(-alpha/2, alpha), and inputs x[n, i]
of probability P[n] (`bounds.derivations.expectation`). A row's m, V, rho and c are the audit's.
"""

from functools import cached_property

import sympy

from bounds.derivations.expectation import INPUT, Mean
from bounds.derivations.naming import Named


class Row:
    """The symbols and moments of one row; `per_weight` gives every weight its own alpha[i]."""

    def __init__(self, *, per_weight: bool = False) -> None:
        self.i, self.j = sympy.symbols("i j", integer=True)
        self.n = INPUT
        self.d = sympy.Symbol("d", integer=True, positive=True)
        self.w, self.x = (sympy.IndexedBase(name, real=True) for name in ("w", "x"))
        self.information = sympy.Symbol("I", real=True)
        noise = sympy.IndexedBase("alpha", positive=True)
        self.alpha = noise[self.i] if per_weight else sympy.Symbol("alpha", positive=True)

    def total(self, term: sympy.Expr, index: sympy.Symbol | None = None) -> sympy.Sum:
        """The sum over the row's weights."""
        return sympy.Sum(term, (self.i if index is None else index, 0, self.d - 1))

    def input(self, index: sympy.Symbol | None = None) -> sympy.Expr:
        return self.x[self.n, self.i if index is None else index]

    @property
    def alpha_tilde(self) -> sympy.Expr:
        """alpha-tilde, the variance of eps."""
        return sympy.exp(self.alpha) - 1

    @cached_property
    def square(self) -> sympy.Expr:
        """w^2 . x^2 at the input n."""
        return self.total(self.w[self.i] ** 2 * self.input() ** 2)

    @cached_property
    def m(self) -> Named:
        """w^2 . E[x^2]."""
        return Named("m", self.total(self.w[self.i] ** 2 * Mean.over(self.input() ** 2)))

    @cached_property
    def V(self) -> Named:
        """w . Cov(x) w."""
        x, y = self.input(), self.input(self.j)
        covariance = Mean.over(x * y) - Mean.over(x) * Mean.over(y)
        return Named("V", self.total(self.total(self.w[self.i] * self.w[self.j] * covariance, self.j)))

    @cached_property
    def rho(self) -> Named:
        return Named(r"\rho", self.V / self.m)

    @cached_property
    def c(self) -> Named:
        """-1/2 E log s with s = w^2 . x^2 / m; at least 0."""
        return Named("c", -Mean.over(sympy.log(self.square / self.m)) / 2)

    @cached_property
    def surrogate(self) -> Named:
        """Equation (4) for one row."""
        share = self.alpha_tilde * self.square / (self.V + self.alpha_tilde * self.m)
        return Named("I_G", -Mean.over(sympy.log(share)) / 2)

    @cached_property
    def noise_power(self) -> sympy.Expr:
        """E Var(z | x), with an alpha of its own for every weight."""
        return self.total(self.alpha_tilde * self.w[self.i] ** 2 * Mean.over(self.input() ** 2))

    @cached_property
    def entropy_power(self) -> sympy.Expr:
        """The terms' entropy powers, summed, over 2 pi e: a lower bound of z's given the input n."""
        return self.total(self.alpha * sympy.exp(-self.alpha) * self.w[self.i] ** 2 * self.input() ** 2)

    @property
    def dependence_bound(self) -> sympy.Expr:
        """sum_i p_i c_i with c_i = 1/2 (log E x_i^2 - E log x_i^2): bounds c under any dependence (T2)."""
        second = Mean.over(self.input() ** 2)
        each = (sympy.log(second) - Mean.over(sympy.log(self.input() ** 2))) / 2
        return self.total(self.w[self.i] ** 2 * second / self.m * each)

    @property
    def second_moment(self) -> sympy.Expr:
        """E z^2, from E eps_i eps_j = 1 + alpha-tilde for i = j and 1 otherwise."""
        pair = self.w[self.i] * self.w[self.j] * Mean.over(self.input() * self.input(self.j))
        return self.total(self.total(pair * (1 + self.alpha_tilde * sympy.KroneckerDelta(self.i, self.j)), self.j))

    @property
    def mean(self) -> sympy.Expr:
        return self.total(self.w[self.i] * Mean.over(self.input()))

    @property
    def deviation(self) -> sympy.Expr:
        """E[z | x] - E[z] at the input n."""
        return self.total(self.w[self.i] * self.input()) - self.mean


def g(alpha: sympy.Expr) -> sympy.Expr:
    """Proposition 7's g with its sign mended: 1/2 log(1 + 1/alpha-tilde)."""
    return -sympy.log(1 - sympy.exp(-alpha)) / 2


def printed_g(alpha: sympy.Expr) -> sympy.Expr:
    """Proposition 7's g as printed."""
    return sympy.log(1 - sympy.exp(-alpha)) / 2


def chi_square_gap(degrees: sympy.Expr) -> sympy.Expr:
    """1/2 (log(d/2) - psi(d/2)): c of d equal independent Gaussian inputs."""
    return (sympy.log(degrees / 2) - sympy.digamma(degrees / 2)) / 2


def kurtosis_bound(kappa: sympy.Expr, D: sympy.Expr, Lambda: sympy.Expr) -> sympy.Expr:
    """T2's bound on c for independent squares with E y^2 <= kappa and effective dimension D."""
    return (2 * sympy.log(2) - 1) * (kappa - 1) / D + Lambda * sympy.exp(-D / (16 * kappa)) / 2
