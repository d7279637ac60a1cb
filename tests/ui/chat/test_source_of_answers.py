"""Answers as they were written: shown by keyboard, button and menu, and copied the same in both ways."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication

from desktop.ui.chat.clipboard import copy, select_all
from desktop.ui.chat.message_bar import MessageBar
from desktop.ui.chat.said import piece_text

MARKDOWN = "# Title\n\n- one **bold** word\n- two\n\n\nlast"


def shown_text(view, uuid="a"):
    entry = view.entry(uuid)
    return "|".join(piece_text(entry.slots[index].piece) for index in entry.text_slots)


def copied(view, uuid="a"):
    select_all(view)
    copy(view)
    return QGuiApplication.clipboard().text()


def test_an_answer_is_shown_as_it_was_written_and_as_it_reads_again(chat, question, answer):
    chat.set_messages([question(), answer(MARKDOWN), answer("*other*", uuid="b")])
    before = shown_text(chat)

    chat.toggle_source("a")
    assert shown_text(chat) == MARKDOWN
    assert shown_text(chat, "b") == "other"

    chat.toggle_source("a")
    assert shown_text(chat) == before


def test_the_source_of_an_answer_goes_on_growing_and_its_end_changes_nothing(chat, answer):
    chat.set_messages([answer("# Ti", streaming=True)])
    chat.toggle_source("a")

    chat.append_text("a", "tle\n\n**bo")
    chat.jump_to_end()
    assert shown_text(chat) == "# Title\n\n**bo"
    chat.update_message(answer("# Title\n\n**bold**"))
    assert shown_text(chat) == "# Title\n\n**bold**"

    chat.toggle_source("a")
    assert shown_text(chat) == "Title|bold"


def test_the_source_stays_shown_while_other_chats_are_looked_at(chat, answer):
    chat.set_messages([answer(MARKDOWN)])
    chat.toggle_source("a")

    chat.set_messages([answer("x", uuid="other")])
    chat.set_messages([answer(MARKDOWN)])

    assert shown_text(chat) == MARKDOWN


def test_what_is_copied_of_either_is_the_source(chat, answer):
    chat.set_messages([answer(MARKDOWN)])
    assert copied(chat) == MARKDOWN

    chat.toggle_source("a")

    assert copied(chat) == MARKDOWN


def test_a_part_of_the_source_is_copied_as_it_stands(qtbot, chat, answer, spot):
    chat.set_messages([answer(MARKDOWN)])
    chat.toggle_source("a")

    qtbot.mouseClick(chat.viewport(), Qt.MouseButton.LeftButton, pos=spot("**bold**", 3))
    qtbot.mouseDClick(chat.viewport(), Qt.MouseButton.LeftButton, pos=spot("**bold**", 3))
    copy(chat)

    assert QGuiApplication.clipboard().text() == "bold"


def test_the_keyboard_shows_the_source_of_the_answer_it_is_in_else_of_the_last(chat, question, answer):
    chat.set_messages([question(), answer(MARKDOWN), answer("*other*", uuid="b")])

    chat.toggle_source_in_use()
    assert shown_text(chat, "b") == "*other*"

    chat.walk.step_message(-1)
    while chat.walk.entry.view.uuid != "a":
        chat.walk.step_message(-1)
    chat.toggle_source_in_use()
    assert shown_text(chat) == MARKDOWN


def test_without_an_answer_there_is_no_source_to_show(chat, question):
    chat.set_messages([question("*q*")])

    chat.toggle_source_in_use()
    chat.toggle_source("q")

    assert shown_text(chat, "q") == "*q*"


def test_the_right_button_offers_the_source_of_an_answer(qtbot, chat, question, answer, spot):
    chat.set_messages([question("ask"), answer("some *text*")])

    def offered(words):
        menu = chat.menu_at(QPointF(spot(words)))
        actions = {action.text(): action for action in menu.actions()}
        menu.deleteLater()
        return actions

    action = offered("text")["Source of this answer"]
    assert not action.isChecked()
    action.trigger()
    assert shown_text(chat) == "some *text*"
    assert offered("text")["Source of this answer"].isChecked()
    assert "Source of this answer" not in offered("ask")


def test_the_button_under_an_answer_shows_its_source(qtbot, chat, question, answer):
    chat.set_messages([question(), answer("some *text*")])
    bar = chat.findChild(MessageBar)

    qtbot.mouseClick(bar.source, Qt.MouseButton.LeftButton)

    assert shown_text(chat) == "some *text*"
    assert bar.source.accessibleName() == "Show as text"
