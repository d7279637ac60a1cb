from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from desktop.ui.dialogs import give_size, room_for, show_text
from desktop.ui.theme import text_font


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


def test_a_dialog_grows_with_the_zoom_and_never_beyond_the_screen(qtbot, qapp):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    before = qapp.font()
    sizes = []
    for zoom in (100, 200, 300):
        qapp.setFont(text_font(zoom))
        give_size(dialog, 300, 200)
        sizes.append((dialog.width(), dialog.height()))
    qapp.setFont(before)

    room = room_for(dialog)
    assert sizes == [(300, 200), (600, 400), (min(900, room.width()), min(600, room.height()))]
    assert room.width() < dialog.screen().size().width()
