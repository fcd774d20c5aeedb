"""Examples in docstrings, as tests: those of a package, and what a reader finds without one.

What a package exports (`__all__`) is what it documents; without that, all that its modules define under a public name.
"""

import doctest
import inspect
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pkgutil import walk_packages
from types import FunctionType, ModuleType
from typing import Any

METHODS = (FunctionType, classmethod, staticmethod)


def examples_of(package: ModuleType) -> list[doctest.DocTest]:
    """The examples of every module of the package (or of one module), one test a docstring."""
    parser = doctest.DocTestParser()
    tests = []
    for module in _modules(package):
        for name, thing in [("", module), *_defined(module)]:
            place = f"{module.__name__}.{name}".rstrip(".")
            tests.append(
                parser.get_doctest(inspect.getdoc(thing) or "", vars(module).copy(), place, module.__file__, 0)
            )
    return [test for test in tests if test.examples]


def without_example(package: ModuleType) -> list[str]:
    """The public functions, classes and methods that have no example; a method may be shown by its class's."""
    modules = [package] if hasattr(package, "__all__") else list(_modules(package))
    found = {
        f"{thing.__module__}.{name}": thing
        for module in modules
        for name, thing in vars(module).items()
        if name in getattr(module, "__all__", [name]) and not name.startswith("_") and _is_documented(thing)
        if hasattr(module, "__all__") or thing.__module__ == module.__name__
    }
    missing = [name for name, thing in found.items() if not _examples(thing)]
    for name, thing in found.items():
        for method, part in _members(thing):
            if isinstance(part, METHODS) and not method.startswith("_"):
                if f".{method}(" not in _examples(thing) and not _examples(part):
                    missing.append(f"{name}.{method}")
    return missing


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for found in walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def _defined(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The functions and classes that the module defines, and the classes' members."""
    for name, thing in vars(module).items():
        if _is_documented(thing) and thing.__module__ == module.__name__:
            yield name, thing
            yield from ((f"{name}.{member}", part) for member, part in _members(thing))


def _members(thing: Any) -> list[tuple[str, Any]]:
    kinds = (*METHODS, property, cached_property)
    return [(n, part) for n, part in vars(thing).items() if isinstance(part, kinds)] if inspect.isclass(thing) else []


def _is_documented(thing: Any) -> bool:
    # a function behind a decorator such as lru_cache is an object with a wrapped one
    return inspect.isclass(thing) or isinstance(thing, FunctionType) or hasattr(thing, "__wrapped__")


def _examples(thing: Any) -> str:
    return "".join(example.source for example in doctest.DocTestParser().get_examples(inspect.getdoc(thing) or ""))
