"""The list of two columns."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyleFactory

from desktop.ui.two_columns import TwoColumns


def test_a_screen_reader_hears_both_texts_of_a_row(qtbot):
    rows = TwoColumns("rows")
    qtbot.addWidget(rows)

    group = rows.add("Chats", "")
    row = rows.add("New chat", "Ctrl+N", group)

    assert group.data(0, Qt.ItemDataRole.AccessibleTextRole) == "Chats"
    assert row.data(0, Qt.ItemDataRole.AccessibleTextRole) == "New chat Ctrl+N"


def test_the_short_text_keeps_its_room(qtbot):
    rows = TwoColumns("rows")
    qtbot.addWidget(rows)
    rows.add("words " * 100, "Ctrl+Shift+P")
    rows.resize(240, 100)
    rows.show()

    assert rows.columnWidth(1) >= rows.fontMetrics().horizontalAdvance("Ctrl+Shift+P")
    assert rows.columnWidth(0) + rows.columnWidth(1) <= rows.viewport().width()


def test_a_chosen_row_with_the_keyboard_is_flat(qtbot):
    rows = TwoColumns("rows")
    qtbot.addWidget(rows)
    style = QStyleFactory.create("Fusion")
    rows.setStyle(style)
    rows.setStyleSheet("QTreeView { outline: none } QTreeView::item:selected { background: #d0e0f0 }")
    item = rows.add("words", "Ctrl+P")
    rows.setCurrentItem(item)
    rows.resize(300, 100)
    rows.show()
    rows.activateWindow()
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)

    place = rows.visualItemRect(item)
    picture = rows.viewport().grab().toImage()
    middle = place.center().x()

    assert {picture.pixelColor(middle, y).name() for y in range(place.top(), place.bottom() + 1)} == {"#d0e0f0"}
