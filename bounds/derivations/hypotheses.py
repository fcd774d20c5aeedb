"""What textbook rules require of a reading: apart from the rules, since a reading that assumes it needs no sympy."""

from bounds.claims.hypothesis import Hypothesis

SUMS_TO_ONE = Hypothesis("sum of p is 1")
MIXTURE = Hypothesis("q is the posteriors' mixture")
PROBABILITIES = Hypothesis("p_d, r and pi are probabilities")
SMOOTH_LOSS = Hypothesis("loss twice differentiable, of polynomial growth")
SYMMETRIC = Hypothesis("H symmetric")
