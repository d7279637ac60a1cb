"""The layers of desktop/ARCHITECTURE.md, as pyproject.toml states them for import-linter, and what it cannot see."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys

import pytest
from fakes.sources import PACKAGE, ROOT, dotted, imports, modules, nodes


def lint(folder):
    """Run import-linter on the package in `folder`."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_are_kept():
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("api/types.py", "import desktop.worker.loop_thread"),
        ("chat/usage.py", "import desktop.settings.settings"),
        ("errors.py", "import desktop.paths"),
        ("chat/usage.py", "import PySide6.QtCore"),
        ("chat/usage.py", "import httpx"),
        ("worker/loop_thread.py", "import keyring"),
        ("settings/settings.py", "import sqlite3"),
        ("ui/labels.py", "import pygments"),
        ("markup/tex.py", "import ziamath"),
        ("ui/labels.py", "import desktop.demo"),
        ("new_module.py", ""),
    ],
)
def test_a_contract_breaks_when_a_forbidden_import_is_added(tmp_path, module, line):
    shutil.copytree(PACKAGE, tmp_path / "desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "desktop" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")

    result = lint(tmp_path)

    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout or "Contract configuration" in result.stdout or "new_module" in result.stdout


# What is not needed for the first picture is loaded late (tests/app/test_first_picture.py says what), and the program
# itself only where a hotkey finds none that runs. import-linter sees these imports too, so no cycle can hide.
LATE = {
    "desktop/__main__.py",
    "desktop/app.py",
    "desktop/application.py",
    "desktop/ui/key_setup.py",
    "desktop/ui/main_window.py",
    "desktop/ui/meters/meters.py",
    "desktop/ui/organiser.py",
    "desktop/ui/presence.py",
    "desktop/ui/recorder/flight.py",
    "desktop/ui/request_setup.py",
    "desktop/worker/late_client.py",
    "desktop/worker/loop_thread.py",
}


def test_our_own_package_is_imported_at_the_top_of_a_file_only():
    """An inline import hides a cycle; Qt clients have grown cycles of 34 modules that way."""
    inline = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if path not in LATE
        for function in nodes(tree, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        for node in nodes(function, ast.Import, ast.ImportFrom)
        if any(name.split(".")[0] in {"desktop", ""} for _, name in imports(node))
    ]

    assert inline == []


def test_workers_use_qt_core_and_nothing_else_of_qt():
    """A worker that knows widgets ends up touching them from its thread. import-linter sees PySide6 only as a whole."""
    foreign = [
        f"{path}:{line} {name}"
        for path, tree in modules().items()
        if path.startswith("desktop/worker/")
        for line, name in imports(tree)
        if name.split(".")[0] == "PySide6" and name.split(".")[1:2] != ["QtCore"]
    ]

    assert foreign == []


def test_the_demo_endpoint_and_the_command_line_need_the_standard_library_only():
    """The demo must say the same on every machine, and --help must answer before anything heavy is loaded."""
    foreign = [
        f"{path}:{line} {name}"
        for path, tree in modules().items()
        if path.startswith("desktop/demo/") or path == "desktop/command_line.py"
        for line, name in imports(tree)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("desktop.demo")
        and name != "desktop.__version__"
    ]

    assert foreign == []


def test_only_the_composition_root_asks_for_the_application():
    """What a class needs comes through its constructor; a hidden global makes tests share one application."""
    asked = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if path != "desktop/app.py"
        for node in nodes(tree, ast.Attribute, ast.Name)
        if dotted(node) in {f"{name}.instance" for name in ("QApplication", "QGuiApplication", "QCoreApplication")}
        or dotted(node) == "qApp"
    ]

    assert asked == []
