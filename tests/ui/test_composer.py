from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.chat.attachments import text_attachment
from desktop.ui.composer import Composer
from desktop.ui.palettes import LIGHT
from desktop.ui.theme import text_font


@pytest.fixture
def composer(qtbot):
    composer = Composer()
    qtbot.addWidget(composer)
    composer.resize(700, 120)
    composer.show()
    return composer


def sent(qtbot, composer: Composer, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> list[str]:
    texts: list[str] = []
    composer.send_requested.connect(texts.append)
    qtbot.keyClick(composer.edit, key, modifier)
    composer.send_requested.disconnect(texts.append)
    return texts


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_and_keypad_enter_send(qtbot, composer, key):
    qtbot.keyClicks(composer.edit, "hello")
    modifier = Qt.KeyboardModifier.KeypadModifier if key == Qt.Key.Key_Enter else Qt.KeyboardModifier.NoModifier

    assert sent(qtbot, composer, key, modifier) == ["hello"]
    assert composer.text == "hello"


def test_shift_enter_breaks_the_line_with_a_plain_line_feed(qtbot, composer):
    qtbot.keyClicks(composer.edit, "a")

    assert sent(qtbot, composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier) == []
    qtbot.keyClicks(composer.edit, "b")

    assert composer.text == "a\nb"


def test_with_ctrl_enter_the_plain_enter_breaks_the_line(qtbot, composer):
    composer.set_ctrl_enter(True)
    qtbot.keyClicks(composer.edit, "a")

    assert sent(qtbot, composer, Qt.Key.Key_Return) == []
    assert composer.text == "a\n"
    assert sent(qtbot, composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == ["a\n"]


def test_enter_sends_nothing_while_an_input_method_composes(qtbot, composer):
    qtbot.keyClicks(composer.edit, "a")
    QApplication.sendEvent(composer.edit, QInputMethodEvent("ni hao", []))

    assert sent(qtbot, composer, Qt.Key.Key_Return) == []

    commit = QInputMethodEvent("", [])
    commit.setCommitString("你好")
    QApplication.sendEvent(composer.edit, commit)
    assert sent(qtbot, composer, Qt.Key.Key_Return) == ["a你好"]


def test_switching_the_draft_while_composing_changes_only_the_new_text(qtbot, composer):
    QApplication.sendEvent(composer.edit, QInputMethodEvent("ni", []))

    composer.set_text("other draft")

    assert composer.text == "other draft"
    assert sent(qtbot, composer, Qt.Key.Key_Return) == ["other draft"]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_message_is_not_sent(qtbot, composer, text):
    composer.set_text(text)

    assert sent(qtbot, composer, Qt.Key.Key_Return) == []
    assert not composer.button.isEnabled()


def test_while_an_answer_is_written_enter_keeps_the_draft_and_says_why(qtbot, composer):
    composer.set_text("next question")
    composer.set_busy(True)

    assert sent(qtbot, composer, Qt.Key.Key_Return) == []
    assert composer.text == "next question"
    assert "draft" in composer.hint.text()


def test_send_and_stop_are_one_button_in_one_place(qtbot, composer):
    composer.set_text("x")
    place = composer.button.geometry().topLeft()
    assert composer.button.text() == "Send"

    composer.set_busy(True)

    assert composer.button.text() == "Stop"
    assert composer.button.accessibleName() == "Stop"
    assert composer.button.geometry().topLeft() == place
    with qtbot.waitSignal(composer.stop_requested, timeout=10_000):
        qtbot.mouseClick(composer.button, Qt.MouseButton.LeftButton)


def test_rich_paste_arrives_as_plain_text(qtbot, composer):
    data = QMimeData()
    data.setHtml("<b>bold</b><img src='file:///etc/passwd'>")
    data.setText("bold")

    composer.edit.insertFromMimeData(data)

    assert composer.text == "bold"


def test_the_hint_is_shown_whole_or_not_at_all(qtbot, composer):
    composer.set_theme(LIGHT)
    composer.show_context("re-sends ≈ 119 tokens", "")
    composer.show()
    shown = set()
    for width in range(360, 640):
        composer.resize(width, composer.height())
        composer._box.layout().activate()
        hint = composer.hint
        shown.add(hint.isVisible())
        assert not hint.isVisible() or hint.width() >= hint.sizeHint().width(), width

    assert shown == {True, False}


def test_why_nothing_was_sent_is_said_no_longer_than_it_is_so(qtbot, composer):
    composer.set_text("draft")
    usual = composer.hint.text()
    composer.set_busy(True)
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    assert "still being written" in composer.hint.text()

    composer.set_busy(False)

    assert composer.hint.text() == usual
    assert composer.text == "draft"


def test_the_box_stands_in_the_middle(qtbot, composer):
    composer.show()
    composer.resize(1201, composer.height())

    assert composer._box.width() == 760
    assert composer._box.x() == 220


@pytest.mark.parametrize("zoom", [50, 200, 300])
def test_the_box_is_as_wide_as_the_column_at_every_zoom(qtbot, qapp, composer, zoom):
    before = qapp.font()
    qapp.setFont(text_font(zoom))
    composer.show()
    composer.resize(3000, composer.height())

    composer.set_theme(LIGHT)

    composer.layout().activate()
    assert composer._box.width() == 760 * zoom // 100
    qapp.setFont(before)


def test_the_box_grows_to_ten_lines_and_no_further(qtbot, composer):
    composer.set_text("x")
    one = composer.edit.height()
    composer.set_text("\n".join("x" * 5))
    five = composer.edit.height()
    composer.set_text("\n".join("x" * 10))
    ten = composer.edit.height()
    composer.set_text("\n".join("x" * 50))

    assert one < five < ten
    assert composer.edit.height() == ten


def test_up_in_the_empty_box_asks_to_edit_the_last_question(qtbot, composer):
    with qtbot.waitSignal(composer.edit_last_requested, timeout=10_000):
        qtbot.keyClick(composer.edit, Qt.Key.Key_Up)


def test_what_is_said_as_the_name_of_the_box_goes_once_the_keyboard_has_left(qtbot, composer):
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    composer.activateWindow()
    composer.edit.setFocus()
    qtbot.waitUntil(composer.edit.hasFocus)

    composer.say_as_name("Answer finished")
    composer.set_text("typing on")
    composer.retranslate()
    said = composer.edit.accessibleName()
    other.activateWindow()
    other.setFocus()

    assert said == "Answer finished"
    qtbot.waitUntil(lambda: composer.edit.accessibleName() == "Message")


def test_without_the_keyboard_the_box_keeps_its_name(composer):
    composer.edit.clearFocus()

    composer.say_as_name("Answer finished")

    assert composer.edit.accessibleName() == "Message"


class Shelf:
    """Takes pictures, and text that begins with `long`."""

    def __init__(self):
        self.taken = []

    def can_take(self, source):
        return source.hasImage()

    def take(self, source):
        is_mine = source.hasImage() or source.text().startswith("long")
        if is_mine:
            self.taken.append(source)
        return is_mine


def test_what_is_pasted_is_offered_before_it_becomes_text(composer):
    shelf = Shelf()
    picture, long, short = QMimeData(), QMimeData(), QMimeData()
    picture.setImageData(QImage(1, 1, QImage.Format.Format_RGB32))
    long.setText("long words")
    short.setText("short")
    assert not composer.edit.canInsertFromMimeData(picture)
    composer.edit.set_taker(shelf)

    for source in (picture, long, short):
        assert composer.edit.canInsertFromMimeData(source)
        composer.edit.insertFromMimeData(source)

    assert (shelf.taken, composer.text) == ([picture, long], "short")


def test_an_attachment_alone_can_be_sent(qtbot, composer):
    assert not composer.button.isEnabled()
    composer.tray.add(1, "a.txt")
    composer.tray.show_ready(1, text_attachment("a.txt", "x"))

    assert composer.button.isEnabled()
    assert sent(qtbot, composer, Qt.Key.Key_Return) == [""]


def test_the_button_of_attachments_asks_for_them(qtbot, composer):
    with qtbot.waitSignal(composer.attach_requested, timeout=10_000):
        composer.attach.click()


def test_the_count_of_the_next_question_stands_beside_the_button(composer):
    composer.show_context("re-sends ≈ 84k tokens", "This turn re-sends ≈ 84k tokens", full=True)

    assert composer.context.text() == "re-sends ≈ 84k tokens"
    assert composer.context.accessibleName() == "This turn re-sends ≈ 84k tokens"
    assert composer.context.property("kind") == "warn"
    assert composer.hint.isVisible()


def test_where_both_do_not_fit_the_hint_gives_way_to_the_count_but_never_what_is_said(composer):
    composer.show_context("re-sends ≈ 84k tokens", "")

    composer.resize(420, 120)
    assert not composer.hint.isVisible()
    assert composer.context.isVisible()

    composer.say("Stop it first")
    assert composer.hint.isVisible()
    assert not composer.context.isVisible()


def test_before_the_count_is_cut_attach_loses_its_words(composer):
    composer.show_context("re-sends ≈ 119 tokens", "")
    composer.resize(700, composer.height())
    assert composer.attach.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon

    beside = composer.button.sizeHint().width() + composer.context.sizeHint().width()
    composer.resize(beside + 120, composer.height())

    assert composer.attach.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
