"""Curvature as a symmetric linear operator: products with vectors, never the matrix."""

import inspect
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar, cast, overload

import torch
from torch import Tensor, nn

from estimators.arguments import whole_number
from estimators.hessian.objective import Data, Objective, Regulariser, Selection, Tensors, flatten, objective
from estimators.hessian.summed import Examples, Loss, Reduction

log = logging.getLogger(__name__)

GIB = 2**30
CHUNK_ENTRIES = 2**22  # of all vectors multiplied at once, where no chunk is named
Curvature = Literal["hessian", "gauss-newton"]
Product = Callable[[Tensors], Tensors]

A = TypeVar("A")
B = TypeVar("B")
P = ParamSpec("P")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class Operator(ABC):
    """A symmetric operator of `size` rows; `chunk` is how many vectors one call multiplies at once.

    >>> op = MatrixOperator(torch.diag(torch.tensor([3.0, 1.0, -1.0]).double()))
    >>> isinstance(op, Operator), op.size, op.products(torch.ones(1, 3).double())
    (True, 3, tensor([[ 3.,  1., -1.]], dtype=torch.float64))
    """

    size: int
    dtype: torch.dtype
    device: torch.device
    chunk: int = 8
    memory_limit: float = 4 * GIB  # bytes
    progress: Callable[[str, int, int], None] | None = None  # is told the computation, its products done, and all of it
    _begun: tuple[str, int, int] = ("", 0, 0)

    @abstractmethod
    def products(self, vectors: Tensor) -> Tensor:
        """The products with the rows of (k, size), as rows."""

    def announce(self, what: str, *, products: int, vectors: float) -> None:
        """Say the price of a computation before it is paid; ValueError where it holds more than the memory limit.

        `vectors` counts the vectors of length `size` held at once, beyond what a gradient of the model needs.
        """
        self.begin(what, products=products)
        bytes_held = vectors * self.size * torch.finfo(self.dtype).bits / 8
        log.info("%s: %d products, %.3g GiB for %.3g vectors", what, products, bytes_held / GIB, vectors)
        if bytes_held > self.memory_limit:
            raise ValueError(
                f"memory_limit: {what} of {self.size:,} parameters holds {bytes_held / GIB:.3g} GiB and takes "
                f"{products:,} products; the limit is {self.memory_limit / GIB:.3g} GiB"
            )

    def begin(self, what: str, *, products: int = 0) -> None:
        """Say what is computed from here on, and in how many products, where that is known."""
        self._begun = (what, 0, products)
        self._tell(0)

    def _tell(self, products: int) -> None:
        what, done, total = self._begun
        self._begun = (what, done + products, total)
        if self.progress is not None and what:
            self.progress(*self._begun)


class MatrixOperator(Operator):
    """A symmetric matrix given entry by entry.

    >>> op = MatrixOperator(torch.diag(torch.tensor([3.0, 1.0, -1.0]).double()))
    >>> op.products(torch.eye(3).double()).diagonal()
    tensor([ 3.,  1., -1.], dtype=torch.float64)
    """

    def __init__(self, matrix: Tensor) -> None:
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.is_floating_point():
            raise ValueError(f"matrix: must be square and floating, got {tuple(matrix.shape)} of {matrix.dtype}")
        tolerance = 1e-6 * float(matrix.abs().max())
        if not torch.isfinite(matrix).all() or not torch.allclose(matrix, matrix.T, atol=tolerance):
            raise ValueError("matrix: must be finite and symmetric")
        self.matrix = matrix
        self.size, self.dtype, self.device = matrix.shape[0], matrix.dtype, matrix.device

    def products(self, vectors: Tensor) -> Tensor:
        return vectors @ self.matrix


class NetworkOperator(Operator):
    """The curvature of an objective, summed over its batches in their order."""

    def __init__(self, problem: Objective, *, chunk: int | None = None, memory_limit: float = 4 * GIB) -> None:
        if chunk is not None:
            whole_number("chunk", chunk, least=1)
        self.objective = problem
        self.size, self.dtype, self.device = problem.size, problem.dtype, problem.device
        self.chunk = chunk or min(max(CHUNK_ENTRIES // problem.size, 1), 256)
        self.memory_limit = memory_limit
        self._check_determinism()

    def products(self, vectors: Tensor) -> Tensor:
        total = torch.zeros_like(vectors)
        with torch.no_grad():  # batch normalisation by the batch's own moments would leave a graph behind
            for product in self._term_products():
                for start in range(0, len(vectors), self.chunk):
                    part = slice(start, start + self.chunk)
                    total[part] += self._mapped(product, vectors[part])
        self._tell(len(vectors))
        return total

    @abstractmethod
    def _term_products(self) -> Iterator[Product]:
        """For each term of the objective the product of its curvature with a named vector, as a function."""

    def _mapped(self, product: Product, vectors: Tensor) -> Tensor:
        if len(vectors) == 1:
            return flatten(product(self.objective.unflatten(vectors[0]))).unsqueeze(0)
        return flatten(torch.func.vmap(product)(self.objective.unflatten(vectors)), lead=1)

    def _check_determinism(self) -> None:
        generator = torch.Generator().manual_seed(0)
        probes = torch.randn(2, self.size, generator=generator, dtype=self.dtype).to(self.device)
        try:
            (once, other), (twice,) = self.products(probes), self.products(probes[:1])
        except (NotImplementedError, RuntimeError) as error:
            first = str(error).split("\n")[0]
            raise ValueError(f"loss: torch has no second derivative of it or of the model ({first})") from error
        if not torch.isfinite(once).all():
            raise ValueError("loss: its curvature is not finite at these weights")
        # reductions on an accelerator may change their order, a random mode changes far more than rounding
        if torch.linalg.vector_norm(once - twice) > torch.finfo(self.dtype).eps ** 0.5 * torch.linalg.vector_norm(once):
            raise ValueError("model: two identical products differ; is a random mode, or a data order, left on?")
        # a kernel whose second derivative is wrong seldom has a symmetric one
        one, another = probes[1] @ once, probes[0] @ other
        size = torch.linalg.vector_norm(probes[1]) * torch.linalg.vector_norm(once)
        if (one - another).abs() > torch.finfo(self.dtype).eps ** 0.5 * size:
            raise ValueError(
                "model: its curvature is not symmetric; some operation in it has a wrong second derivative"
            )


class HessianOperator(NetworkOperator):
    """The Hessian, exactly: the gradient is differentiated in reverse a second time (Pearlmutter 1994).

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> HessianOperator(objective(model, loss, data)).products(torch.eye(2).double())
    tensor([[2., 0.],
            [0., 8.]], dtype=torch.float64)
    """

    def _term_products(self) -> Iterator[Product]:
        for term in self.objective.terms():
            yield pullback(torch.func.grad(term), self.objective.point)[1]


class GaussNewtonOperator(NetworkOperator):
    """The Gauss-Newton matrix, J' (d^2 loss / d output^2) J; for a cross-entropy on logits the true Fisher matrix.

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> GaussNewtonOperator(objective(model, loss, data)).products(torch.eye(2).double())  # the Hessian's own
    tensor([[2., 0.],
            [0., 8.]], dtype=torch.float64)
    """

    def _term_products(self) -> Iterator[Product]:
        problem = self.objective
        for batch in problem.batches():
            yield self._batch_product(batch)
        if problem.regulariser is not None:
            yield pullback(torch.func.grad(problem.penalty), problem.point)[1]

    def _batch_product(self, batch: tuple[Any, Any]) -> Product:
        problem = self.objective
        inputs, target = batch

        def outputs(point: Tensors) -> Tensor:
            output: Tensor = problem.output(point, inputs)
            return output

        def outer_loss(out: Tensor) -> Tensor:
            return problem.total(out, target)

        output, pull = pullback(outputs, problem.point)
        curve = pullback(torch.func.grad(outer_loss), output)[1]
        # J v by reverse mode twice: u -> J'u is linear, and its own transpose is J
        push = pullback(pull, torch.zeros_like(output))[1]
        return lambda vector: pull(curve(push(vector)))


def pullback(function: Callable[[A], B], at: A) -> tuple[B, Callable[[B], A]]:
    """The value of a function and the product with its transposed derivative: a typed `torch.func.vjp`."""
    value, pull = torch.func.vjp(function, at)[:2]

    def transposed(cotangent: B) -> A:
        product: A = pull(cotangent)[0]
        return product

    return value, transposed


def operator(
    model: nn.Module,
    loss: Loss | None,
    data: Data,
    *,
    parameters: Selection = None,
    reduction: Reduction | None = None,
    examples: Examples = None,
    weight_decay: float = 0.0,
    regulariser: Regulariser | None = None,
    dtype: torch.dtype = torch.float64,
    curvature: Curvature = "hessian",
    chunk: int | None = None,
    memory_limit: float = Operator.memory_limit,
) -> NetworkOperator:
    """The curvature operator of a model's summed loss, checked for determinism.

    `parameters` to `dtype` as in `objective`; a regulariser's part of a Gauss-Newton matrix is its Hessian. `chunk`:
    the vectors multiplied at once; `memory_limit` in bytes. Raises ValueError for bad input (see `objective`).

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> operator(model, loss, data).products(torch.ones(1, 2).double())
    tensor([[2., 8.]], dtype=torch.float64)
    """
    kinds: dict[str, type[NetworkOperator]] = {"hessian": HessianOperator, "gauss-newton": GaussNewtonOperator}
    if curvature not in kinds:
        raise ValueError(f"curvature: must be one of {', '.join(kinds)}, got {curvature!r}")
    of_loss: dict[str, Any] = {"reduction": reduction, "examples": examples}
    of_loss |= {"weight_decay": weight_decay, "regulariser": regulariser}
    problem = objective(model, loss, data, parameters=parameters, dtype=dtype, **of_loss)
    return kinds[curvature](problem, chunk=chunk, memory_limit=memory_limit)


OPTIONS = [name for name, kind in inspect.signature(operator).parameters.items() if kind.kind is kind.KEYWORD_ONLY]


class OfNetwork(Protocol[P, Result_co]):
    """What `of_network` makes of an algorithm: a function of an operator, or of a model, its loss and its data."""

    @overload
    def __call__(self, model: Operator, /, *args: P.args, **kwargs: P.kwargs) -> Result_co: ...

    @overload
    def __call__(self, model: nn.Module, loss: Loss | None, data: Data, **options: Any) -> Result_co: ...


def of_network(**defaults: Any) -> Callable[[Callable[Concatenate[Operator, P], Result]], OfNetwork[P, Result]]:
    """Make an algorithm that takes an operator take (model, loss, data) as well, with the options of `operator`.

    `defaults` are the algorithm's own for those options. Keywords that neither knows raise TypeError.
    """

    def decorated(algorithm: Callable[Concatenate[Operator, P], Result]) -> OfNetwork[P, Result]:
        signature = inspect.signature(algorithm)
        run: Callable[..., Result] = algorithm

        @wraps(algorithm)
        def call(model: Any, loss: Any = None, data: Any = None, **keywords: Any) -> Result:
            if isinstance(model, Operator):
                if loss is not None or data is not None:
                    raise ValueError("loss, data: an operator has its own")
                return run(model, **keywords)
            if data is None:
                raise ValueError("data: must be given with a model, and a loss unless the model returns its own")
            options = defaults | {name: keywords.pop(name) for name in OPTIONS if name in keywords}
            signature.bind(model, **keywords)  # a misspelt keyword is found before anything is computed
            return run(operator(model, loss, data, **options), **keywords)

        return cast(OfNetwork[P, Result], call)

    return decorated
