"""What a cell's result can depend on: the source that its module can reach, and a hash of it.

The reach of a module is found from its text, without running it: every module that it imports, at its top or inside a
function, every module that one of its strings names ("package.module", or "package.module:function", as formulas and
cells are named), and so on from these. Importing `a.b` runs `a/__init__.py`, so that file belongs to the reach, with
what it imports at its top; its functions are not called by the import. Libraries are left out (their versions are in
the provenance). Where it can be wrong: a name put together at run time (`f"{package}.{name}"`) reaches nothing here, so
a cell says in `reaches` what it looks up by such a name; data files that a module reads are not part of it; a module
that is named but never used on a cell's way is part of it, which costs time and no correctness.
"""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

NAME = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?::[A-Za-z_]\w*)?")
OURS = ("bounds", "estimators", "reports", "validation")  # ours wherever they are installed
LIBRARIES = ("site-packages", "dist-packages")


def source_hash(modules: Iterable[str]) -> str:
    """A hash of all source that the modules can reach: a changed formula never meets an old result."""
    digest = hashlib.sha256()
    for name in reach(modules):
        path = _path(name)
        if path is not None:
            digest.update(f"{name}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def libraries(modules: Iterable[str]) -> frozenset[str]:
    """The top names of all modules, ours or a library's, that what these can reach imports."""
    return frozenset(name.split(".")[0] for module in reach(modules) for name in _imported(module, True))


def reach(modules: Iterable[str]) -> tuple[str, ...]:
    """The names of all modules that these can reach, themselves among them, sorted."""
    return tuple(sorted(frozenset[str]().union(*(_reach(name) for name in modules))))


@cache
def _reach(module: str) -> frozenset[str]:
    found: set[tuple[str, bool]] = set()
    waiting = [(module, True)]
    while waiting:
        name, whole = waiting.pop()
        if (name, whole) in found or _path(name) is None:
            continue
        found.add((name, whole))
        waiting += [(other, True) for other in _named(name, whole)]
        parts = name.split(".")
        waiting += [(".".join(parts[:k]), False) for k in range(1, len(parts))]
    return frozenset(name for name, _ in found)


@cache
def _path(name: str) -> Path | None:
    """The file of a module whose source may change under our hands; None for a library's, or where there is none."""
    search: list[str] | None = None
    spec = None
    for part in _prefixes(name):
        spec = PathFinder.find_spec(part, search)
        if spec is None:
            return None
        search = list(spec.submodule_search_locations or [])
    path = Path(spec.origin) if spec and spec.origin and spec.origin.endswith(".py") else None
    return path if path is not None and (name.split(".")[0] in OURS or _is_local(path)) else None


def _prefixes(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[: k + 1]) for k in range(len(parts)))


def _is_local(path: Path) -> bool:
    library = Path(ast.__file__).parent  # the standard library's folder
    return not any(part in LIBRARIES for part in path.parts) and library not in path.parents


@cache
def _named(module: str, whole: bool) -> frozenset[str]:
    """The modules of ours that a module's text names; of its top level alone unless `whole`."""
    names = _imported(module, whole)
    return frozenset(name for name in names if name != module and _path(name) is not None)


def _imported(module: str, whole: bool) -> frozenset[str]:
    """All that a module's text imports, and what its strings name; of its top level alone unless `whole`."""
    path = _path(module)
    if path is None:
        return frozenset()
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    names: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if whole else tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
        elif whole and isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = NAME.fullmatch(node.value)
            names |= {match[1]} if match else set()
    return frozenset(names)
