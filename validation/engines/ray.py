"""Ray: this machine's processes, or the cluster that RAY_ADDRESS names."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from validation.engines import MISSING, RETRIES

try:
    import ray
except ImportError as error:
    raise ImportError(MISSING) from error


def local() -> Executor:
    """Ray as it is reached from here; one that is not running yet is started, for this run."""
    return OnRay()


class OnRay(Executor):
    """Ray's remote functions as an executor of the standard library. Cells of lost workers are begun again."""

    def __init__(self) -> None:
        ray.init(ignore_reinit_error=True, include_dashboard=False, log_to_driver=False, logging_level="error")
        self._call = ray.remote(num_cpus=1, max_retries=RETRIES)(_call)
        self._references: list[Any] = []

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> "Future[Any]":
        reference = self._call.remote(function, arguments, named)
        self._references.append(reference)
        future: Future[Any] = reference.future()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End; without `wait` what has not begun never will."""
        if wait and not cancel_futures:
            ray.wait(self._references, num_returns=len(self._references)) if self._references else None
            return
        for reference in self._references:
            ray.cancel(reference)


def _call(function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
    return function(*arguments, **named)
