"""What stands where, and how large it may grow."""

from __future__ import annotations

import ast

import pytest
from fakes.sources import ROOT, imports, modules


@pytest.mark.parametrize("folder", ["packaging", "resources", "tests"])
def test_a_sibling_folder_is_no_package(folder):
    """With an __init__.py, `import packaging` from the repository root would pick our folder over PyPA's package."""
    assert list((ROOT / folder).rglob("__init__.py")) == []


def test_a_package_says_nothing_in_its_init():
    """An __init__.py with code in it runs for every import below it, and has no test file of its own name."""
    speaking = [
        path
        for path, tree in modules().items()
        if path.endswith("/__init__.py")
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    ]

    assert speaking == []


def test_every_module_with_code_has_its_test_file():
    """One test file a module, same name: who changes a module knows where its promises are written down."""
    absent = []
    for path, tree in modules().items():
        if not any(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) for node in tree.body):
            continue
        folder, _, name = path.removeprefix("desktop/").rpartition("/")
        test = ROOT / "tests" / folder / f"test_{name.removesuffix('.py').strip('_')}.py"
        dotted_name = path.removesuffix(".py").replace("/", ".")
        if not test.is_file():
            absent.append(f"{path}: no {test.relative_to(ROOT)}")
        elif not is_about(test.read_text("utf-8"), dotted_name):
            absent.append(f"{test.relative_to(ROOT)} has no test, or does not name {dotted_name}")

    assert absent == []


def is_about(source: str, module: str) -> bool:
    """Whether a test file imports `module`, or starts it by its name, and has a test."""
    tree = ast.parse(source)
    named = any(f"{name}.".startswith(f"{module}.") for _, name in imports(tree)) or module in source
    return named and any(
        isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
        for node in ast.walk(tree)
    )


def test_no_module_is_longer_than_400_lines():
    """A file is one idea; one over 400 lines wants to be two. A MainWindow of 2,252 lines began as one of 300."""
    long = {path: count for path in modules() if (count := len((ROOT / path).read_text("utf-8").splitlines())) > 400}

    assert long == {}
