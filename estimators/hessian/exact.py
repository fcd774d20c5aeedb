"""The curvature entry by entry, for networks small enough."""

import torch
from torch import Tensor

from estimators.hessian.operator import Operator, of_network

EXACT_SIZE = 4096  # up to this many parameters a call without a budget is exact
CHUNK = 128  # rows at once: small networks pay for calls, not for arithmetic


def is_exact(op: Operator, probes: int | None, tolerance: float | None = None) -> bool:
    """Whether a call is to be exact: no budget is named, and K <= 4096."""
    return probes is None and tolerance is None and op.size <= EXACT_SIZE


@of_network()
def matrix(op: Operator) -> Tensor:
    """The symmetric matrix of an operator, (size, size); ValueError above its memory limit.

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> matrix(model, loss, data)
    tensor([[2., 0.],
            [0., 8.]], dtype=torch.float64)
    """
    op.announce("the exact matrix", products=op.size, vectors=2 * op.size)
    rows = torch.cat([_rows(op, start) for start in range(0, op.size, CHUNK)])
    return (rows + rows.T) / 2


def exact_diagonal(op: Operator) -> Tensor:
    """The diagonal of an operator, (size,), from `size` products."""
    op.announce("the exact diagonal", products=op.size, vectors=4 * CHUNK)
    return torch.cat([_rows(op, start).diagonal(offset=start) for start in range(0, op.size, CHUNK)])


@of_network()
def eigenvalues(op: Operator) -> Tensor:
    """All eigenvalues, ascending.

    >>> from estimators.hessian import MatrixOperator
    >>> eigenvalues(MatrixOperator(torch.tensor([[2.0, 0.0], [0.0, 8.0]])))
    tensor([2., 8.])
    """
    ascending: Tensor = torch.linalg.eigvalsh(matrix(op))
    return ascending


def _rows(op: Operator, start: int) -> Tensor:
    stop = min(start + CHUNK, op.size)
    basis = torch.zeros(stop - start, op.size, dtype=op.dtype, device=op.device)
    basis[torch.arange(stop - start), torch.arange(start, stop)] = 1
    return op.products(basis)
