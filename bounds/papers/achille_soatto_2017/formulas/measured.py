"""Formulas of what the paper's figures show, about measured quantities; how near is near is said here, once.

Changes go from the smallest beta to the largest, increases from no label corrupted to all of them.
"""

import sympy
from sympy.core.relational import Relational

NEAR = 2  # a factor: "at beta = 1" is within it
CLOSE = sympy.Rational(1, 2)  # nats a sample: "about 2"; or a share: half of the error that knowing nothing makes
KEPT = sympy.Rational(1, 10)  # a share: "constant" is a change by less


def transition_at_one() -> Relational:
    return near_one(sympy.Symbol("beta_c", positive=True))


def place_as_predicted() -> Relational:
    """r, the measured place over the predicted one."""
    return near_one(sympy.Symbol("r", positive=True))


def grows_sharper() -> Relational:
    """The width goes with N to the power s."""
    return sympy.Lt(sympy.Symbol("s", real=True), 0, evaluate=False)


def best_near_one() -> Relational:
    return near_one(sympy.Symbol("beta_best", positive=True))


def near_one(beta: sympy.Expr) -> Relational:
    """1/2 <= beta <= 2, as one relation."""
    low, high = sympy.Rational(1, NEAR), sympy.Integer(NEAR)
    return sympy.Le(sympy.Abs(beta - (low + high) / 2), (high - low) / 2, evaluate=False)


def random_labels_are_fitted() -> Relational:
    return sympy.Le(sympy.Symbol("e", nonnegative=True), KEPT, evaluate=False)


def grows_linearly() -> Relational:
    return sympy.Le(sympy.Abs(sympy.Symbol("s", real=True) - 1), CLOSE / 2, evaluate=False)


def saturates() -> Relational:
    return sympy.Le(sympy.Symbol("s", real=True), CLOSE / 2, evaluate=False)


def fits_beyond_one() -> Relational:
    return sympy.Gt(sympy.Symbol("beta_c", positive=True), 1, evaluate=False)


def stochastic_gradients_leave_less() -> Relational:
    """i, what a weight holds after steps on batches, beyond what it holds after steps on the whole data set."""
    return sympy.Lt(sympy.Symbol("i", real=True), 0, evaluate=False)


def weights_log_uniform() -> Relational:
    """d, the distance of the law of log|w| from a uniform one."""
    return sympy.Le(sympy.Symbol("d", nonnegative=True), KEPT, evaluate=False)


def invariance_and_disentanglement_emerge() -> Relational:
    """The changes of I(z;n) and of TC(z), both below 0."""
    changes = sympy.symbols("Delta_n Delta_TC", real=True)
    return sympy.Lt(sympy.Max(*changes), 0, evaluate=False)


def information_rises() -> Relational:
    return sympy.Gt(sympy.Symbol("Delta", real=True), 0, evaluate=False)


def rises_by_two() -> Relational:
    return sympy.Le(sympy.Abs(sympy.Symbol("Delta", real=True) - 2), CLOSE, evaluate=False)


def nuisance_is_lost() -> Relational:
    return sympy.Lt(sympy.Symbol("Delta_n", real=True), 0, evaluate=False)


def class_is_kept() -> Relational:
    change, first = sympy.Symbol("Delta_y", real=True), sympy.Symbol("I_y", positive=True)
    return sympy.Le(sympy.Abs(change), KEPT * first, evaluate=False)


def image_is_close() -> Relational:
    return sympy.Le(sympy.Symbol("e_n", nonnegative=True), CLOSE, evaluate=False)


def background_is_lost() -> Relational:
    return sympy.Gt(sympy.Symbol("Delta_n", real=True), 0, evaluate=False)


def task_is_kept() -> Relational:
    return sympy.Le(sympy.Symbol("Delta_t", real=True), KEPT, evaluate=False)


def chance_accuracy() -> Relational:
    """The label v has probability 1/M, and is said with probability p_v."""
    v, labels = sympy.Symbol("v", integer=True), sympy.Symbol("M", integer=True, positive=True)
    said = sympy.IndexedBase("p", positive=True)[v]
    return sympy.Eq(sympy.Sum(said / labels, (v, 0, labels - 1)), 1 / labels, evaluate=False)


def test_error_falls() -> Relational:
    return sympy.Lt(sympy.Symbol("Delta_e", real=True), 0, evaluate=False)


def overfits() -> Relational:
    """A share: the test error beyond the training error."""
    return sympy.Ge(sympy.Symbol("G", real=True), KEPT, evaluate=False)


def best_rate_falls() -> Relational:
    """Of the logarithm, from the smallest N to the largest."""
    return sympy.Lt(sympy.Symbol("Delta_eta", real=True), 0, evaluate=False)


def fits_without_overfitting() -> Relational:
    """Shares: the training error, and the test error beyond it."""
    missed, beyond = sympy.Symbol("e", nonnegative=True), sympy.Symbol("G", real=True)
    return sympy.Le(sympy.Max(missed, beyond), KEPT, evaluate=False)


def both_ends_are_worse() -> Relational:
    """Test errors at the smallest and the largest beta beyond the least."""
    ends = sympy.symbols("e_s e_l", real=True)
    return sympy.Gt(sympy.Min(*ends), 0, evaluate=False)


def interval_is_large() -> Relational:
    return sympy.Ge(sympy.Symbol("beta_c", positive=True), NEAR, evaluate=False)
