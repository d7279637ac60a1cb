from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import __version__
from desktop.ui.dialogs import about_text, show_about


def test_about_names_versions_and_licences(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)

    show_about(parent)

    box = parent.findChild(QMessageBox, "aboutDialog")
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert __version__ in box.text()
    assert "LGPL" in about_text()
    box.close()
