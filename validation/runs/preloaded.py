"""What workers need, loaded once before any is forked: seconds of importing that each would spend by itself.

For the process that workers are forked from alone: it leaves Ctrl-C to the main process.
"""

import signal
from contextlib import suppress

signal.signal(signal.SIGINT, signal.SIG_IGN)

with suppress(ImportError, MemoryError):  # the cells that want what is missing here say so
    import scipy.stats  # noqa: F401
    import sympy  # noqa: F401

    import bounds.derivations.theorems  # noqa: F401
    import validation.checks.informations  # noqa: F401
    from estimators.extras import has_networks

    if has_networks():
        import sklearn.datasets  # noqa: F401
        import torch

        import estimators.hessian  # noqa: F401

        torch.optim.SGD([torch.zeros(1, requires_grad=True)])  # the first optimiser loads torch's compiler
