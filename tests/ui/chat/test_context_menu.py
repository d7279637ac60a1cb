from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from desktop.ui.chat.clipboard import select_all
from desktop.ui.chat.context_menu import context_menu
from desktop.ui.chat.item import Link


@pytest.fixture
def menu(chat):
    made = []

    def make(link=None):
        made.append(context_menu(chat, link))
        return {action.text().replace("&", ""): action for action in made[-1].actions() if action.text()}

    yield make
    for one in made:
        one.close()
        one.deleteLater()


def test_nothing_can_be_copied_where_nothing_is_selected(chat, answer, menu):
    chat.set_messages([answer("text")])

    actions = menu()

    assert list(actions) == ["Copy", "Copy as rich text", "Select all"]
    assert [action.isEnabled() for action in actions.values()] == [False, False, True]


def test_the_selection_is_copied(chat, answer, menu):
    chat.set_messages([answer("some **text**")])
    menu()["Select all"].trigger()

    actions = menu()
    actions["Copy as rich text"].trigger()
    assert QGuiApplication.clipboard().mimeData().html() == "<p>some <b>text</b></p>"
    actions["Copy"].trigger()

    assert not QGuiApplication.clipboard().mimeData().hasHtml()
    assert QGuiApplication.clipboard().text() == "some **text**"


def test_a_link_is_opened_or_its_address_copied(qtbot, chat, answer, menu):
    chat.set_messages([answer("text")])

    actions = menu(Link(0, 3, "https://one.example/", "tip"))

    assert list(actions) == ["Copy", "Copy as rich text", "Open link", "Copy link address", "Select all"]
    with qtbot.waitSignal(chat.link_activated) as seen:
        actions["Open link"].trigger()
    assert seen.args == ["https://one.example/"]
    actions["Copy link address"].trigger()
    assert QGuiApplication.clipboard().text() == "https://one.example/"


# The offscreen platform, of every popup.
no_popups = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@no_popups
def test_the_right_button_opens_it_and_keeps_the_selection(qtbot, chat, answer, spot):
    chat.set_messages([answer("see [one](https://one.example/)")])
    select_all(chat)
    point = spot("one", 1)

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, chat.viewport().mapToGlobal(point))
    QGuiApplication.sendEvent(chat.viewport(), event)

    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert "Open link" in [action.text() for action in popup.actions()]
    assert not chat.selection.is_empty
    popup.close()
    qtbot.waitUntil(lambda: chat.viewport().findChildren(QMenu) == [])


@no_popups
def test_the_keyboard_opens_it_inside_the_view(chat, answer):
    chat.set_messages([answer("text")])

    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(10, 10), chat.mapToGlobal(QPoint(10, 10)))
    QGuiApplication.sendEvent(chat.viewport(), event)

    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()


@pytest.fixture
def menu_of_the_keyboard(chat):
    """What the menu key opens: its words, and where it stands in the viewport; Qt names the middle of the view."""

    def press():
        middle = chat.rect().center()
        QGuiApplication.sendEvent(
            chat, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, chat.mapToGlobal(middle))
        )
        popup = QApplication.activePopupWidget()
        words, place = [action.text() for action in popup.actions()], chat.viewport().mapFromGlobal(popup.pos())
        popup.close()
        return words, place

    return press


@no_popups
def test_the_keyboard_opens_it_for_the_block_and_the_link_that_have_the_focus(
    chat, answer, question, spot, menu_of_the_keyboard
):
    chat.set_messages([question("words"), answer("one\n\nsee [two](https://two.example/)")])
    chat.walk.step_message(-1)

    words, place = menu_of_the_keyboard()
    assert "Source of this answer" in words
    assert abs(place.y() - spot("one").y()) < 40

    chat.walk.step(1)
    words, place = menu_of_the_keyboard()
    assert "Open link" in words
    assert abs(place.y() - spot("two").y()) < 40
