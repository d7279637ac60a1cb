from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from desktop.ui.dialogs import show_text


def test_a_long_text_is_shown_as_it_is_and_can_be_copied(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    dialog = show_text(parent, "Details", "<b>no markup</b>\n" * 300)
    dialog.findChild(QPushButton, "copyDetailsButton").click()

    assert dialog.findChild(QPlainTextEdit).toPlainText() == "<b>no markup</b>\n" * 300
    assert QGuiApplication.clipboard().text() == "<b>no markup</b>\n" * 300
    with qtbot.waitSignal(dialog.finished, timeout=10_000):
        dialog.findChild(QPushButton, "closeDetailsButton").click()
