"""The versions of what the program runs on."""

from __future__ import annotations

import sqlite3
from importlib.metadata import version

import pytest
from packaging.version import Version

from desktop import __version__
from desktop.ui.versions import versions


def test_the_versions_are_those_that_are_loaded():
    found = versions()

    assert found["lingdu"] == __version__
    assert found["PySide6"] == version("PySide6-Essentials")
    assert found["httpx"] == version("httpx")
    assert found["SQLite"] == sqlite3.sqlite_version


@pytest.mark.parametrize("name", versions())
def test_a_version_is_a_version(name):
    assert Version(versions()[name]) > Version("0")
