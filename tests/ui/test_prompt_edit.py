from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.ui.prompt_edit import MAX_LINES, PromptEdit
from desktop.ui.theme import text_font


@pytest.fixture
def edit(qtbot):
    edit = PromptEdit()
    qtbot.addWidget(edit)
    edit.setFixedWidth(400)
    edit.show()
    return edit


@pytest.mark.parametrize("text", ["x", "给我讲一个笑话", "Grüße\n你好\nx", "国\n" * 8 + "国"])
def test_a_text_that_fits_has_no_scroll_bar(qtbot, edit, text):
    qtbot.keyClicks(edit, "x")
    edit.insertPlainText(text)

    assert edit.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("pixels", [14, 28, 42])
def test_an_empty_box_has_room_for_all_of_its_placeholder(qtbot, edit, pixels):
    font = text_font(100)
    font.setPixelSize(pixels)
    edit.setFont(font)
    edit.setPlaceholderText("给 lingdu 发消息")
    empty = edit.height()

    edit.setPlainText("给")

    assert edit.height() == empty


def test_a_long_line_and_many_short_ones_take_ten_lines_at_most(edit):
    edit.replace_text("\n".join("x" * MAX_LINES))
    ten = edit.height()

    edit.replace_text("\n".join("x" * 50))
    assert edit.height() == ten
    edit.replace_text("words " * 2000)
    assert edit.height() == ten


def test_enter_sends_and_with_the_other_setting_breaks_the_line(qtbot, edit):
    with qtbot.waitSignal(edit.submitted):
        qtbot.keyClick(edit, Qt.Key.Key_Return)

    edit.set_ctrl_enter(True)
    with qtbot.assertNotEmitted(edit.submitted):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.toPlainText() == "\n"
