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
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

NAME = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[A-Za-z_]\w*(?=:))(?::[A-Za-z_]\w*)?")
OURS = ("bounds", "estimators", "reports", "validation")  # ours wherever they are installed
LIBRARIES = ("site-packages", "dist-packages")


def source_hash(modules: Iterable[str]) -> str:
    """A hash of all source that the modules can reach, comments apart: a changed formula never meets an old result."""
    return _source_hash(tuple(modules))


@cache
def _source_hash(modules: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    ours = _ours(modules)
    for name in reach(modules):
        digest.update(f"{name}\n{_meaning(name, ours)}\n".encode())
    return digest.hexdigest()


def libraries(modules: Iterable[str]) -> frozenset[str]:
    """The top names of all modules, ours or a library's, that what these can reach imports."""
    ours = _ours(modules)
    return frozenset(name.split(".")[0] for module in reach(modules) for name in _imported(module, True, ours))


def reach(modules: Iterable[str]) -> tuple[str, ...]:
    """The names of all modules that these can reach, themselves among them, sorted."""
    ours = _ours(modules)
    return tuple(sorted(frozenset[str]().union(*(_reach(name, ours) for name in modules))))


def _ours(modules: Iterable[str]) -> frozenset[str]:
    """The top names whose source counts wherever it is installed: ours, and those of the modules asked about."""
    return frozenset((*OURS, *(name.split(".")[0] for name in modules)))


@cache
def _reach(module: str, ours: frozenset[str]) -> frozenset[str]:
    found: set[tuple[str, bool]] = set()
    waiting = [(module, True)]
    while waiting:
        name, whole = waiting.pop()
        if (name, whole) in found or _path(name, ours) is None:
            continue
        found.add((name, whole))
        waiting += [(other, True) for other in _imported(name, whole, ours) if _path(other, ours) is not None]
        parts = name.split(".")
        waiting += [(".".join(parts[:k]), False) for k in range(1, len(parts))]
    return frozenset(name for name, _ in found)


@cache
def _path(name: str, ours: frozenset[str]) -> Path | None:
    """The file of a module whose source counts; None for a library's, or where there is none."""
    search: Sequence[str] | None = None
    spec = None
    parts = name.split(".")
    for k in range(1, len(parts) + 1):
        try:
            spec = PathFinder.find_spec(".".join(parts[:k]), search)
        except (ImportError, KeyError):  # a package without a folder of its own, not yet imported
            return None
        if spec is None:
            return None
        search = list(spec.submodule_search_locations or [])
    path = Path(spec.origin) if spec and spec.origin and spec.origin.endswith(".py") else None
    return path if path is not None and path.is_file() and (parts[0] in ours or _is_local(path)) else None


def _is_local(path: Path) -> bool:
    library = Path(ast.__file__).parent  # the standard library's folder
    return not any(part in LIBRARIES for part in path.parts) and library not in path.parents


@cache
def _meaning(name: str, ours: frozenset[str]) -> str:
    """A module's text without comments and layout; its bytes where Python cannot read it."""
    path = _path(name, ours)
    if path is None:
        return ""
    tree = _tree(path)
    return path.read_bytes().hex() if tree is None else ast.dump(tree)


def _tree(path: Path) -> ast.Module | None:
    try:
        return ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return None


@cache
def _imported(module: str, whole: bool, ours: frozenset[str]) -> frozenset[str]:
    """All that a module's text imports, and what its strings name; of what its import runs alone unless `whole`."""
    path = _path(module, ours)
    tree = None if path is None else _tree(path)
    if path is None or tree is None:
        return frozenset()
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    names: set[str] = set()
    for node in ast.walk(tree) if whole else _run_by_import(tree):
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
    return frozenset(name for name in names if name and name != module)


def _run_by_import(tree: ast.Module) -> Iterator[ast.AST]:
    """Everything that runs when the module is imported: all but the bodies of functions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
