"""The examples in a package's docstrings: those that there are, what they print wrongly, and who has none."""

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples_of(package: str) -> dict[str, list[doctest.DocTest]]:
    """The examples of a package by module: of the module itself, its functions, and its classes with their methods."""
    finder = doctest.DocTestFinder()
    found = {}
    for module in _modules(package):
        # doctest's own search passes over decorated functions, whose globals are those of the decorator
        inside = [(f"{module.__name__}.{name}", inspect.unwrap(value)) for name, value in _defined(module)]
        tests = doctest.DocTestFinder(recurse=False).find(module)
        for name, value in inside:
            tests += finder.find(value, name, module=module, globs=vars(module))
        found[module.__name__] = [test for test in tests if test.examples]
    return {name: tests for name, tests in found.items() if tests}


def complaints(tests: Iterable[doctest.DocTest]) -> str:
    """What doctest has to say of the examples that do not print what they claim; empty where all do."""
    runner, lines = doctest.DocTestRunner(optionflags=FLAGS, verbose=False), []
    for test in tests:
        runner.run(test, out=lines.append)
    return "".join(lines)


def without_example(package: str) -> list[str]:
    """The public functions and classes whose docstring has no example, by full name.

    Public is what the package's `__all__` lists; without one, what has no underscore in a module that has none.
    """
    return [name for name, value in _public(importlib.import_module(package)) if ">>>" not in (value.__doc__ or "")]


def _public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    if hasattr(module, "__all__"):
        named = ((name, getattr(module, name)) for name in module.__all__)
        yield from ((f"{module.__name__}.{name}", value) for name, value in named if _is_documentable(value))
        return
    for name, value in _defined(module):
        if not name.startswith("_"):
            yield f"{module.__name__}.{name}", value
    for inner in pkgutil.iter_modules(getattr(module, "__path__", [])):
        if not inner.name.startswith("_"):
            yield from _public(importlib.import_module(f"{module.__name__}.{inner.name}"))


def _modules(package: str) -> Iterator[ModuleType]:
    module = importlib.import_module(package)
    yield module
    for inner in pkgutil.iter_modules(getattr(module, "__path__", [])):
        if inner.name != "__main__":
            yield from _modules(f"{package}.{inner.name}")


def _defined(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        if _is_documentable(value) and getattr(value, "__module__", None) == module.__name__:
            yield name, value


def _is_documentable(value: Any) -> bool:
    return inspect.isclass(value) or inspect.isroutine(inspect.unwrap(value))
