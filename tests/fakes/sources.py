"""The project's own source files, for the tests in `tests/rules`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of `desktop`, parsed: the path below the root, with slashes, to its tree."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))
    }


def nodes(tree: ast.AST, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Every node of these kinds, at any depth."""
    return (node for node in ast.walk(tree) if isinstance(node, kinds))


def dotted(node: ast.AST) -> str:
    """`a.b.c` as it stands in the source; "" for what is no plain name (`f().c` gives `.c`)."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """`(line, module or module.name)` for everything imported, anywhere in the file."""
    for node in nodes(tree, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        else:
            yield from ((node.lineno, f"{'.' * node.level}{node.module or ''}.{alias.name}") for alias in node.names)
