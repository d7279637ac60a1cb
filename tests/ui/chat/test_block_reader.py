"""A block opened for reading by caret: it holds the text, follows it, and nobody sees it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.ui.chat.block_reader import BlockReader
from desktop.ui.chat.said import piece_text

Key = Qt.Key


@pytest.fixture
def active(chat, qtbot):
    """The chat with the keyboard."""
    chat.activateWindow()
    chat.setFocus()
    qtbot.waitUntil(chat.hasFocus)
    return chat


@pytest.fixture
def reading(active, qtbot, answer):
    """The second block of an answer, opened by Enter."""
    active.set_messages([answer("one\n\ntwo 😀 and more\n\nthree")])
    active.walk.step_message(1)
    active.walk.step_block(1)
    qtbot.keyClick(active, Key.Key_Return)
    assert isinstance(active.reader, BlockReader)
    return active


def test_enter_opens_the_focused_block_and_esc_comes_back(reading, qtbot):
    inside = (reading.reader.hasFocus(), reading.reader.toPlainText())

    qtbot.keyClick(reading.reader, Key.Key_Escape)

    assert inside == (True, "two 😀 and more")
    assert reading.hasFocus()
    assert reading.reader.isHidden()
    assert piece_text(reading.walk.block.piece) == "two 😀 and more"


def test_the_picture_is_the_same_with_and_without_it(reading, qtbot, qapp):
    def pictures():
        qapp.processEvents()
        reading.repaint()
        return reading.grab().toImage(), reading.screen().grabWindow(reading.winId()).toImage()

    with_it = pictures()
    qtbot.keyClick(reading.reader, Key.Key_Right)
    qtbot.keyClick(reading.reader, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    selected = pictures()
    qtbot.keyClick(reading.reader, Key.Key_Escape)
    without = pictures()

    assert with_it == without
    assert selected == without


def test_it_lies_over_its_block(reading):
    placed = next(one for one in reading.column.placed if one.slot is reading.walk.block)

    geometry = reading.reader.geometry()

    assert (geometry.top(), geometry.height()) == (placed.y, placed.item.height)


def test_the_mouse_goes_through_it(reading):
    assert reading.reader.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert reading.viewport().childAt(reading.reader.geometry().center()) is not reading.reader


def test_nothing_can_be_written_into_it(reading, qtbot):
    qtbot.keyClicks(reading.reader, "abc")

    assert reading.reader.toPlainText() == "two 😀 and more"


def test_a_block_that_grows_is_followed_and_the_caret_stays(active, qtbot, answer):
    active.set_messages([answer("", streaming=True)])
    active.append_text("a", "one two")
    active.jump_to_end()
    active.walk.step_message(1)
    qtbot.keyClick(active, Key.Key_Return)
    qtbot.keyClick(active.reader, Key.Key_End)

    active.append_text("a", " three")
    active.jump_to_end()

    assert active.reader.toPlainText() == "one two three"
    assert active.reader.textCursor().position() == len("one two")


def test_it_ends_with_its_block(reading, question):
    reading.set_messages([question("another")])

    assert reading.reader.slot is None
    assert reading.hasFocus()


def test_it_ends_when_the_keyboard_goes_elsewhere(reading):
    reading.verticalScrollBar().setFocus()

    assert reading.reader.slot is None
    assert reading.reader.isHidden()


def test_tab_goes_on_from_the_block(reading, qtbot):
    qtbot.keyClick(reading.reader, Key.Key_Tab)

    assert reading.reader.slot is None


def test_the_caret_is_kept_in_sight(active, qtbot, answer):
    code = "\n".join(f"line {number}" for number in range(200))
    active.set_messages([answer(f"```\n{code}\n```")])
    active.scroll_to_start()
    active.walk.step_message(1)
    qtbot.keyClick(active, Key.Key_Return)

    qtbot.keyClick(active.reader, Key.Key_End, Qt.KeyboardModifier.ControlModifier)

    placed = active.column.placed[-1] if active.column.placed[-1].slot is active.walk.block else active.column.placed[0]
    caret = placed.item.caret_rect(len(code))
    assert placed.y + caret.bottom() <= active.viewport().height() + 1


def test_enter_on_a_link_opens_the_link(active, qtbot, answer):
    active.set_messages([answer("see https://example.org/ now")])
    active.walk.step_message(1)
    qtbot.keyClick(active, Key.Key_Tab)

    with qtbot.waitSignal(active.link_activated) as activated:
        qtbot.keyClick(active, Key.Key_Return)

    assert activated.args == ["https://example.org/"]
    assert active.reader.slot is None
