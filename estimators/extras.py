"""What is not installed by itself: libraries that only networks need, in the extra [networks]."""

from importlib.util import find_spec

NETWORKS = "needs the extra [networks] (pip install 'emergence-audit[networks]')"


def has_networks() -> bool:
    """Whether torch is installed, with which the extra [networks] comes.

    >>> has_networks() in (True, False)
    True
    """
    return find_spec("torch") is not None


def require_networks(what: str) -> None:
    """Raises ImportError, in a sentence that begins with `what`, where torch is not installed.

    >>> if has_networks():
    ...     require_networks("a critic")
    """
    if not has_networks():
        raise ImportError(f"{what} {NETWORKS}")
