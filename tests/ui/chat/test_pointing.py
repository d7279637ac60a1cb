"""`desktop.ui.chat.pointer`: links, thumbs and cards under the mouse, which select nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest

from desktop.ui.chat.code_item import CodeItem


@pytest.fixture
def opened(chat):
    found = []
    chat.link_activated.connect(found.append)
    return found


def test_a_click_opens_a_link(chat, answer, mouse, spot, opened):
    chat.set_messages([answer("see [one](https://one.example/) and [two](https://two.example/)")])

    mouse.click(spot("one", 1))

    assert opened == ["https://one.example/"]


def test_a_press_and_a_release_on_different_links_open_none(chat, answer, mouse, spot, opened):
    chat.set_messages([answer("see [one](https://one.example/) and [two](https://two.example/) end")])

    for start, end in (("one", "two"), ("one", "end"), ("end", "one")):
        mouse.apart()
        mouse.press(spot(start, 1))
        mouse.release(spot(end, 1))
    mouse.apart()
    mouse.drag(spot("one"), spot("two", 1), spot("one", 1))

    assert opened == []


def test_the_second_click_of_two_does_not_open_a_link_again(chat, answer, mouse, spot, opened):
    chat.set_messages([answer("see [one](https://one.example/)")])

    mouse.click(spot("one", 1))
    mouse.click(spot("one", 1))
    mouse.click(spot("one", 1))

    assert opened == ["https://one.example/"]


def test_only_the_left_button_opens_and_selects(chat, answer, spot, opened):
    chat.set_messages([answer("see [one](https://one.example/)")])

    point = QPointF(spot("one", 1))
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            event = QMouseEvent(kind, point, point, button, button, Qt.KeyboardModifier.NoModifier)
            QGuiApplication.sendEvent(chat.viewport(), event)

    assert opened == []
    assert chat.selection.anchor is None


def test_a_link_that_streams_away_under_the_press_is_not_opened(chat, answer, mouse, spot, opened):
    chat.set_messages([answer("see [one](https://one.example/)", streaming=True)])
    point = spot("one", 1)

    mouse.press(point)
    chat.update_message(answer("nothing more here", streaming=True))
    mouse.release(point)

    assert opened == []


def test_the_cursor_tells_what_is_under_it(chat, answer, mouse, spot):
    chat.set_messages([answer("see [one](https://one.example/ 'there') words\n\n---\n\nend")])
    shapes = []

    for point in (spot("words"), spot("one", 1), QPoint(200, chat.viewport().height() - 5)):
        QTest.mouseMove(chat.viewport(), point)
        chat._pointer.hover(QPointF(point))
        shapes.append((chat.viewport().cursor().shape(), "one.example" in chat.viewport().toolTip()))

    assert shapes == [
        (Qt.CursorShape.IBeamCursor, False),
        (Qt.CursorShape.PointingHandCursor, True),
        (Qt.CursorShape.ArrowCursor, False),
    ]


def test_the_message_under_the_mouse_shows_its_actions(chat, question, answer, spot):
    chat.set_messages([question("one"), answer("two")])
    entry = chat.entry("q")
    assert chat._overlays.bar(entry) is None

    chat._pointer.hover(QPointF(spot("one")))
    assert chat._pointer.hovered is entry
    assert chat._overlays.bar(entry).isVisible()
    chat._pointer.hover(None)

    assert chat._pointer.hovered is None
    assert chat._overlays.bar(entry) is None


def test_a_message_that_goes_is_not_hovered_any_more(chat, question, answer, spot, mouse):
    chat.set_messages([question("one"), answer("two")])
    chat._pointer.hover(QPointF(spot("two")))
    mouse.press(spot("two"))

    chat.set_messages([question("one")])

    assert chat._pointer.hovered is None
    assert not chat._pointer.is_down


@pytest.fixture
def code(chat, answer):
    chat.set_messages([answer("```\n" + "a long line of code " * 30 + "\nshort\n```\n\nend")])
    return next(one for one in chat.column.placed if isinstance(one.item, CodeItem))


def thumb_of(chat, code):
    left = (chat.width() - chat.column.measure.width) // 2
    return code.item.thumb_rect().center().toPoint() + QPoint(left, code.y)


def test_the_thumb_of_a_box_is_dragged_and_nothing_selected(chat, code, mouse):
    point = thumb_of(chat, code)

    mouse.drag(point, point + QPoint(40, 0), point + QPoint(60, 30))

    assert code.item.sideways > 60
    assert code.slot.sideways == code.item.sideways
    assert chat.selection.is_empty
    before = code.item.sideways
    mouse.move(point + QPoint(90, 0))
    assert code.item.sideways == before


def test_a_box_keeps_its_place_when_it_is_laid_out_anew(chat, code, mouse):
    point = thumb_of(chat, code)
    mouse.drag(point, point + QPoint(40, 0))
    before = code.item.sideways

    chat.resize(chat.width() - 20, chat.height())
    chat.resize(chat.width() + 20, chat.height())

    again = next(one for one in chat.column.placed if isinstance(one.item, CodeItem))
    assert again.item.sideways == pytest.approx(before, abs=2)


def test_a_press_on_the_thumb_keeps_what_is_selected(chat, code, mouse, spot, selected):
    mouse.drag(spot("end"), spot("end", 3))
    mouse.apart()
    point = thumb_of(chat, code)

    mouse.drag(point, point + QPoint(40, 0))

    assert selected() == "end"
