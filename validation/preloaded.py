"""What workers need, loaded once before any is forked: seconds of importing that each would spend by itself."""

import scipy.stats  # noqa: F401
import sklearn.datasets  # noqa: F401
import sympy  # noqa: F401
import torch

import bounds.ledger  # noqa: F401
import estimators.hessian  # noqa: F401
import validation.checks  # noqa: F401

torch.optim.SGD([torch.zeros(1, requires_grad=True)])  # the first optimiser loads torch's compiler
