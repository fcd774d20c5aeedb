"""The formulas about random labels: what a fit must store, what its Lagrangian is at least, where it loses its worth.

All are sums over the N labels, in nats: H_pq the cross-entropy, I the information in the weights, I_0 what a solution
that knows nothing of the labels pays, so that its Lagrangian is N log C + beta I_0.
"""

import sympy
from sympy.core.relational import Relational

cross_entropy, information, price = sympy.symbols("H_pq I I_0", nonnegative=True)
size, classes, beta, rho = sympy.symbols("N C beta rho", positive=True)
excess = sympy.Symbol("eps", nonnegative=True)  # of a Lagrangian over the least, in nats a label

lagrangian = cross_entropy + beta * information
entropy_of_labels = size * sympy.log(classes)
ignorance = entropy_of_labels + beta * price  # the Lagrangian of a solution that knows nothing
fit_price = information - price  # what a fit pays more than such a solution
crossing = (entropy_of_labels - cross_entropy) / fit_price


def payment() -> Relational:
    return sympy.Ge(cross_entropy + information, entropy_of_labels, evaluate=False)


def payment_for_noisy_labels() -> Relational:
    return sympy.Ge(cross_entropy + information, size * entropy_of_a_noisy_label(), evaluate=False)


def entropy_of_a_noisy_label() -> sympy.Expr:
    """h_C(rho): of a label that is the true one, and with probability rho redrawn uniformly from all C."""
    other = rho / classes
    true = 1 - rho + other
    return -true * sympy.log(true) - (classes - 1) * other * sympy.log(other)


def least_lagrangian() -> Relational:
    return sympy.Ge(lagrangian, entropy_of_labels * sympy.Min(1, beta), evaluate=False)


def information_of_near_minimisers() -> Relational:
    return sympy.Le(information, (excess * size + beta * price) / (beta - 1), evaluate=False)


def loss_of_near_minimisers() -> Relational:
    return sympy.Le(cross_entropy, excess * size / (1 - beta), evaluate=False)


def fit_loses() -> Relational:
    return sympy.Ge(lagrangian, ignorance, evaluate=False)


def crossing_is_at_most_one() -> Relational:
    return sympy.Le(crossing, 1, evaluate=False)


def crossing_with_a_price() -> Relational:
    return sympy.Le(crossing, information / fit_price, evaluate=False)


def near_ignorance() -> Relational:
    """What is within eps N of the least Lagrangian is no worse than knowing nothing by more."""
    return sympy.Le(lagrangian, ignorance + excess * size, evaluate=False)


def near_table() -> Relational:
    """The same, where a table of the labels attains beta N log C."""
    return sympy.Le(lagrangian, beta * entropy_of_labels + excess * size, evaluate=False)


def from_crossing_on() -> Relational:
    return sympy.Le(entropy_of_labels, cross_entropy + beta * fit_price, evaluate=False)
