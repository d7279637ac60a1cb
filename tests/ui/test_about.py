"""What the program is made of."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from desktop import __version__
from desktop.ui.about import LIBRARIES, about_text, components, show_about

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def test_about_names_versions_and_licences(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    dialog = show_about(parent)

    assert dialog.objectName() == "aboutDialog"
    text = dialog.findChild(QPlainTextEdit).toPlainText()
    assert text == about_text()
    assert f"Lingdu Chat {__version__}" in text
    assert f"Qt {qVersion()} · LGPL-3.0-only" in text
    dialog.findChild(QPushButton, "closeDetailsButton").click()


@pytest.mark.skipif(not PROJECT.is_file(), reason="the sources are not here: the tests run against the wheel")
def test_every_library_that_the_program_is_installed_with_is_named():
    named = {name.casefold() for name in LIBRARIES}

    wanted = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"]
    names = {re.split(r"[^\w.-]", one)[0].casefold() for one in wanted}
    assert names - named == {"pyside6-essentials"}


def test_each_part_has_a_version_and_a_licence():
    for name, number, licence in components():
        assert name
        assert number[0].isdigit()
        assert licence
