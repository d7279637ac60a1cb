"""`desktop.ui.chat.view`, driven as a person would."""

from __future__ import annotations

import pytest
from fakes.chat_views import LONG, picture, placed, shown, words
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.messages import MessageView, Notice, NoticeAction
from desktop.ui.chat.pieces import BubblePiece
from desktop.ui.chat.said import piece_text
from desktop.ui.palettes import LIGHT


def test_messages_are_shown_in_order_and_replaced_as_a_whole(chat, question, answer):
    chat.set_messages([question(), answer()])
    kept = chat.entry("q")

    chat.set_messages([question(), answer(uuid="b")])

    assert chat.entry("a") is None
    assert chat.entry("q") is kept
    assert placed(chat, "question").y < placed(chat, "answer").y


def test_all_of_a_message_is_asked_for_when_it_comes_near_the_sight(chat, question, answer):
    asked = []

    def complete(message):
        asked.append(message.uuid)
        return replace(message, caption="whole")

    outlines = [MessageView(f"a{number}", "assistant", "words " * 200) for number in range(300)]
    streaming = answer("so far", uuid="live", streaming=True)

    chat.set_messages([*outlines, streaming], complete)

    assert 0 < len(asked) < 10
    assert asked[0] == "a299"
    assert chat.entry("a299").slots[0].piece.text == "whole"
    assert chat.was_near("a299")
    assert not chat.was_near("a0")
    assert chat.entry("live").view == streaming
    chat.scroll_to_start()
    assert chat.was_near("a0")
    assert len(asked) == len(set(asked))


def test_messages_that_are_shown_again_are_whole_where_they_were_near(chat):
    outlines = [MessageView(f"a{number}", "assistant", "words " * 200) for number in range(300)]
    chat.set_messages(outlines, lambda message: replace(message, caption="one"))
    place = [(one.slot, one.y) for one in chat.column.placed]

    chat.set_messages(outlines, lambda message: replace(message, caption="two"))

    assert chat.entry("a299").slots[0].piece.text == "two"
    assert [(one.slot, one.y) for one in chat.column.placed][1:] == place[1:]
    assert not chat.was_near("a0")


def test_appended_text_arrives_at_once_or_within_a_frame(qtbot, chat, answer):
    chat.set_messages([answer("", streaming=True)])

    for letter in "hello":
        chat.append_text("a", letter)

    qtbot.waitUntil(lambda: shown(chat) == "hello", timeout=10_000)
    assert words(chat) == ["hello"]


def test_text_for_a_message_that_is_not_shown_is_ignored(chat, answer):
    chat.set_messages([answer("kept")])

    chat.append_text("other", "text")
    chat.jump_to_end()

    assert shown(chat) == "kept"


def test_an_update_that_overtakes_waiting_text_does_not_show_it_twice(chat, answer):
    chat.set_messages([answer("", streaming=True)])
    chat.append_text("a", "one ")
    chat.append_text("a", "two")

    chat.update_message(answer("one two", streaming=False))
    chat.jump_to_end()

    assert shown(chat) == "one two"


def test_an_answer_is_a_centred_column_and_a_question_stands_at_its_right(chat, question, answer):
    chat.set_messages([question(), answer()])

    image = picture(chat)

    bubble = next(one for one in chat.column.placed if isinstance(one.slot.piece, BubblePiece))
    right = (chat.width() + 760) // 2
    middle = bubble.y + bubble.item.height // 2
    assert image.pixelColor(right - 4, middle).name() == LIGHT.bubble
    assert image.pixelColor(right + 2, middle).name() == LIGHT.bg


def test_editing_asks_for_the_changed_question(qtbot, chat, question, answer):
    chat.set_messages([question("old"), answer()])

    chat.start_edit("q")
    box = chat.focusWidget() or QApplication.focusWidget()
    box.replace_text("new")
    with qtbot.waitSignal(chat.edited) as seen:
        qtbot.keyClick(box, Qt.Key.Key_Return)

    assert seen.args == ["q", "new"]
    assert placed(chat, "old")


def test_appending_to_a_long_answer_touches_no_finished_block(chat, answer):
    chat.set_messages([answer(LONG, streaming=True)])
    before = list(chat.entry("a").slots)

    chat.append_text("a", "\n\nnew\n\nlast")
    chat.jump_to_end()

    after = chat.entry("a").slots
    texts = chat.entry("a").text_slots
    assert after[: texts.start + 79] == before[: texts.start + 79]
    assert words(chat)[-2:] == ["new", "last"]


def test_a_selection_survives_the_stream_and_its_end(chat, answer):
    chat.set_messages([answer("First words.\n\nSecond", streaming=True)])
    chat.jump_to_end()
    one = placed(chat, "First words.")
    begin, end = (one.item.caret_rect(position).center() for position in (0, 5))
    left = (chat.width() - 760) // 2

    QTest.mousePress(chat.viewport(), Qt.MouseButton.LeftButton, pos=point(left, one, begin))
    QTest.mouseMove(chat.viewport(), point(left, one, end))
    chat.append_text("a", " and **more**")
    chat.jump_to_end()
    QTest.mouseRelease(chat.viewport(), Qt.MouseButton.LeftButton, pos=point(left, one, end))
    chat.update_message(answer("First words.\n\nSecond and **more**"))

    QTest.keyClick(chat, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "First"


def point(left, one, inside):
    return QPoint(round(left + inside.x()), round(one.y + inside.y()))


def test_everything_copied_is_the_markdown_that_was_written(chat, question, answer):
    source = "# Title\n\n- one\n- **two**\n\n```python\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    chat.set_messages([question("Ask *this*"), answer(source)])
    chat.setFocus()

    QTest.keyClick(chat, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(chat, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == f"Ask *this*\n\n{source}"


def test_a_link_opens_by_a_click_and_by_the_keyboard(qtbot, chat, answer):
    chat.set_messages([answer("See [the page](https://example.com/x) now.")])
    one = placed(chat, "See the page now.")
    left = (chat.width() - 760) // 2

    with qtbot.waitSignal(chat.link_activated) as clicked:
        place = point(left, one, one.item.caret_rect(6).center())
        QTest.mouseClick(chat.viewport(), Qt.MouseButton.LeftButton, pos=place)
    chat.walk.step_message(1)
    with qtbot.waitSignal(chat.link_activated) as pressed:
        QTest.keyClick(chat, Qt.Key.Key_Tab)
        QTest.keyClick(chat, Qt.Key.Key_Return)

    assert clicked.args == pressed.args == ["https://example.com/x"]


def test_a_notice_is_a_card_whose_button_can_be_pressed(qtbot, chat, answer):
    notice = Notice("err", "It failed", "why", actions=(NoticeAction("retry", "Retry"),))
    chat.set_messages([answer("part", notice=notice)])

    with qtbot.waitSignal(chat.action_requested) as seen:
        qtbot.mouseClick(chat.findChild(QPushButton, "retryButton"), Qt.MouseButton.LeftButton)

    assert seen.args == ["a", "retry"]


def test_the_reasoning_folds_by_itself_and_a_press_decides_for_good(qtbot, chat, answer):
    chat.set_messages([answer("", reasoning="deep thought", streaming=True)])
    assert placed(chat, "deep thought")

    chat.append_text("a", "So.")
    chat.update_message(answer("So.", reasoning="deep thought", reasoning_s=12.0))
    toggle = chat.findChild(QPushButton, "reasoningToggle")
    assert toggle.text() == "Thought for 12 s"
    assert not any(piece_text(one.slot.piece) == "deep thought" for one in chat.column.placed)

    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)

    assert placed(chat, "deep thought")


def test_reveal_brings_a_word_of_a_message_that_was_never_seen_into_sight(chat, question, answer):
    chat.set_messages([answer(f"{LONG}\n\nneedle {number}", f"a{number}") for number in range(30)])
    chat.jump_to_end()
    assert not chat.entry("a3").is_loaded

    chat.reveal("a3", "NEEDLE 3")

    one = placed(chat, "needle 3")
    assert 0 <= one.y < chat.viewport().height()
    assert [mark.kind for mark in chat.marks(one.slot)] == ["current"]
    chat.finder.search("")


@pytest.mark.parametrize(
    ("text", "needle", "flashed"),
    [
        ("Straße, STRASSE, İstanbul: needle", "needle", "needle"),
        ("some **bold** words", "**bold**", "bold"),
        ("some `code` and *more*", "code` and *mo", "code and mo"),
        ("some **bold** words", "**", None),
    ],
)
def test_reveal_marks_the_words_and_nothing_beside_them(chat, answer, text, needle, flashed):
    chat.set_messages([answer(text)])

    chat.reveal("a", needle)

    hit = chat.finder.current
    assert (hit and piece_text(hit.slot.piece)[hit.start : hit.end]) == flashed
    chat.finder.search("")


def test_a_text_that_arrives_faster_than_it_is_parsed_is_shown_and_then_parsed(chat, settle, answer):
    text = "some **bold** words\n\n" * 4_000
    chat.set_messages([answer("", streaming=True)])
    chat.jump_to_end()

    chat.append_text("a", text)
    chat.update_message(answer(text))
    at_once = words(chat)[-1]
    settle(chat)

    assert "words" in at_once
    assert words(chat)[-1] == "some bold words"
    assert len(words(chat)) == 4_000
    assert chat.at_end()


def test_a_language_change_says_the_words_anew(chat, answer):
    chat.set_messages([answer("text", reasoning="thought", reasoning_s=2.0)])

    QApplication.sendEvent(chat, language_change())

    assert chat.findChild(QPushButton, "reasoningToggle").text() == "Thought for 2.0 s"
    assert placed(chat, "text")


def language_change():
    from PySide6.QtCore import QEvent

    return QEvent(QEvent.Type.LanguageChange)


def test_a_step_in_a_long_fence_looks_at_few_of_its_lines(chat, answer, settle, monkeypatch):
    code = "\n".join(f"value_{number} = {number}" for number in range(3000))
    chat.set_messages([answer(f"```python\n{code}\n```")])
    chat.jump_to_end()
    settle(chat)
    asked = []
    plain = CodeItem.line_at
    monkeypatch.setattr(CodeItem, "line_at", lambda item, position: asked.append(position) or plain(item, position))

    chat.scroll_pixels(-72)

    assert 0 < len(asked) < 10
