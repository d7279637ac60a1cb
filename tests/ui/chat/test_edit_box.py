from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.ui.chat.edit_box import EditBox


@pytest.fixture
def box(qtbot, style):
    box = EditBox(style, "text", ctrl_enter=False)
    qtbot.addWidget(box)
    box.resize(560, box.height_for(560))
    box.show()
    return box


def test_send_gives_the_text_and_cancel_gives_nothing(qtbot, box):
    with qtbot.waitSignal(box.sent) as seen:
        qtbot.mouseClick(box.send_button, Qt.MouseButton.LeftButton)
    assert seen.args == ["text"]

    with qtbot.waitSignal(box.cancelled):
        qtbot.mouseClick(box.cancel_button, Qt.MouseButton.LeftButton)


def test_escape_cancels(qtbot, box):
    with qtbot.waitSignal(box.cancelled):
        qtbot.keyClick(box.field, Qt.Key.Key_Escape)


def test_the_box_grows_with_its_lines(qtbot, box):
    height = box.height_for(560)

    with qtbot.waitSignal(box.resized):
        box.field.replace_text("one\ntwo\nthree")

    assert box.height_for(560) > height


def test_a_line_of_chinese_has_no_scroll_bar(qtbot, box):
    box.field.replace_text("给我讲一个关于程序员的笑话")
    box.height_for(560)

    assert box.field.verticalScrollBar().maximum() == 0
