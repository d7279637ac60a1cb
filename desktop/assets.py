"""The files that ship with the program: icons, style sheets, translations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resources() -> Path:
    """The folder of the shipped files.

    An installed package holds it inside itself (`desktop/resources`); in a checkout it stands beside the package.
    """
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def path(name: str) -> Path:
    """The path of one shipped file, by its name below `resources` (`icons/copy.svg`)."""
    return resources() / name


def read_text(name: str) -> str:
    """The text of one shipped file."""
    return path(name).read_text(encoding="utf-8")
