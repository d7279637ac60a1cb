from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.chat import pointer as module
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.pointer import Pointer
from desktop.ui.palettes import DARK

SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def mouse(chat):
    """The mouse of a person whose clicks belong together however long a busy machine takes, save where `apart`."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(60_000)
    yield Mouse(chat)
    QApplication.setDoubleClickInterval(before)


class Mouse:
    """The left button over the viewport."""

    def __init__(self, chat):
        self.chat = chat
        self.viewport = chat.viewport()

    def press(self, point, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.mousePress(self.viewport, LEFT, modifiers, point)

    def move(self, point):
        place = QPointF(self.viewport.mapToGlobal(point))
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(point), place, Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier
        )
        QGuiApplication.sendEvent(self.viewport, event)

    def release(self, point):
        QTest.mouseRelease(self.viewport, LEFT, Qt.KeyboardModifier.NoModifier, point)

    def drag(self, start, *points, clicks=1):
        for _ in range(clicks - 1):
            self.click(start)
        self.press(start)
        for point in points:
            self.move(point)
        self.release(points[-1])

    def click(self, point, modifiers=Qt.KeyboardModifier.NoModifier):
        self.press(point, modifiers)
        self.release(point)


def apart(chat):
    """The next click is not the second of a double click."""
    chat._pointer._click_end.stop()


def test_a_drag_selects_from_press_to_release(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("some words here\n\n- and more")])

    mouse.drag(spot("words"), spot("words", 3), spot("more", 2))
    assert selected() == "words here|and mo"

    apart(chat)
    mouse.drag(spot("more", 2), spot("words"))
    assert selected() == "words here|and mo"


def test_a_drag_goes_over_messages(chat, question, answer, mouse, spot, selected):
    chat.set_messages([question("the question"), answer("the *answer* here")])

    mouse.drag(spot("question"), spot("here"))

    assert selected() == "question|the answer "


def test_a_click_selects_nothing_and_gives_up_what_was(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("some words")])
    mouse.drag(spot("some"), spot("words"))
    assert selected() == "some "

    apart(chat)
    mouse.click(spot("words"))

    assert chat.selection.is_empty


def test_a_tremble_of_the_hand_is_no_drag(chat, answer, mouse, spot):
    chat.set_messages([answer("some words")])
    point = spot("words")

    mouse.drag(point, point + QPoint(3, 2))

    assert chat.selection.is_empty


def test_two_clicks_select_the_word_and_three_the_line(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("it isn't 用中文。 here\nsecond line")])

    for words, two, three in (
        ("isn", "isn't", "it isn't 用中文。 here"),
        ("中", "用中文", None),
        ("line", "line", "second line"),
    ):
        apart(chat)
        mouse.click(spot(words, 1))
        mouse.click(spot(words, 1))
        assert selected() == two
        mouse.click(spot(words, 1))
        assert three is None or selected() == three
        mouse.click(spot(words, 1))
        assert selected() == ""


def test_qts_own_double_click_counts_as_the_second_press(chat, answer, spot, selected):
    chat.set_messages([answer("some words here")])

    QTest.mouseClick(chat.viewport(), LEFT, pos=spot("words", 2))
    QTest.mouseDClick(chat.viewport(), LEFT, pos=spot("words", 2))

    assert selected() in {"words", "some words here"}


def test_a_drag_after_two_clicks_takes_whole_words_both_ways(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("one two three four five")])

    mouse.drag(spot("three", 2), spot("four", 2), clicks=2)
    assert selected() == "three four"

    apart(chat)
    mouse.drag(spot("three", 2), spot("four", 2), spot("two", 1), clicks=2)
    assert selected() == "two three"


def test_a_drag_after_three_clicks_takes_whole_paragraphs(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("one two\n\nthree four\n\nfive six")])

    mouse.drag(spot("three", 2), spot("six", 1), clicks=3)
    assert selected() == "three four|five six"


def test_clicks_at_other_places_are_no_double_click(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("some words at a distance from here")])

    mouse.click(spot("some", 1))
    mouse.click(spot("distance", 1))

    assert selected() == ""


def test_shift_click_goes_on_from_where_the_selection_began(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("one two three\n\nfour five six")])
    mouse.click(spot("two"))
    apart(chat)

    mouse.click(spot("six"), SHIFT)
    assert selected() == "two three|four five "
    apart(chat)
    mouse.click(spot("one"), SHIFT)
    assert selected() == "one "


def test_a_press_beside_or_below_the_text_means_the_nearest(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("one\n\nlast")])

    mouse.drag(QPoint(5, spot("one").y()), QPoint(chat.width() - 30, chat.viewport().height() - 5))

    assert selected() == "one|last"


def test_a_drag_past_the_edge_scrolls_and_selects_on(qtbot, chat, answer, mouse, spot, selected):
    chat.set_messages([answer("\n\n".join(f"paragraph {number}" for number in range(200)))])
    chat.scroll_to_start()
    point = spot("paragraph 3")
    mouse.press(point)
    mouse.move(QPoint(point.x(), chat.viewport().height() + 80))

    qtbot.waitUntil(lambda: "paragraph 40" in selected(), timeout=5000)
    assert not chat.at_end()
    value = chat.column.value
    assert value > 300
    mouse.move(QPoint(point.x(), -90))
    qtbot.waitUntil(lambda: chat.column.value < value, timeout=5000)
    mouse.release(QPoint(point.x(), -90))

    assert not chat._pointer._edge.isActive()


# Links


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
        apart(chat)
        mouse.press(spot(start, 1))
        mouse.release(spot(end, 1))
    apart(chat)
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


# Hovering


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


# Boxes that scroll sideways


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
    apart(chat)
    point = thumb_of(chat, code)

    mouse.drag(point, point + QPoint(40, 0))

    assert selected() == "end"


def test_nothing_happens_where_there_is_nothing(chat, mouse):
    chat.set_messages([])

    mouse.drag(QPoint(50, 50), QPoint(90, 90))

    assert chat.selection.is_empty
    assert isinstance(chat._pointer, Pointer)


def test_a_press_whose_release_went_to_a_dialog_does_not_hold_the_view(chat, answer, mouse, spot):
    chat.set_messages([answer("\n\n".join(f"paragraph {number}" for number in range(60)), streaming=True)])
    mouse.press(spot("paragraph 55"))
    point = spot("paragraph 57")

    place = QPointF(chat.viewport().mapToGlobal(point))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(point), place, none, none, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(chat.viewport(), event)
    chat.append_text("a", "\n\nmore" * 40)
    chat._flush()

    assert chat.selection.is_empty
    assert chat.at_end()


def test_a_selection_under_the_mouse_does_not_follow_the_stream(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("\n\n".join(f"paragraph {number}" for number in range(60)), streaming=True)])
    assert chat.at_end()
    point = spot("paragraph 55")
    mouse.press(point)

    for number in range(40):
        chat.append_text("a", f"\n\nmore {number}")
        chat._flush()
    assert spot("paragraph 55") == point
    mouse.move(spot("paragraph 56", 9))
    mouse.release(spot("paragraph 56", 9))

    assert selected() == "paragraph 55|paragraph"
    assert not chat.at_end()


def test_every_gesture_keeps_its_characters_while_sixty_appends_a_second_come(chat, answer, mouse, spot, selected):
    """The stream goes on between all parts of a gesture; each append is flushed as a frame of its own."""
    stream = iter(
        [
            "**bold ",
            "text** ",
            "`co",
            "de` ",
            "\n",
            "\n- item ",
            "*one",
            "* x\n",
            "- two\n",
            "\n| a | b |\n|--",
            "|--|\n",
        ]
        * 60
    )
    chat.set_messages(
        [answer("start of the text, target words here and\n\n> quoted *part*\n\nnext *one", streaming=True)]
    )
    appended = 0

    def frames(count=3):
        nonlocal appended
        for _ in range(count):
            chat.append_text("a", next(stream))
            chat._flush()
            appended += 1

    def gesture(*steps):
        apart(chat)
        for step in steps:
            step()
            frames()

    gesture(
        lambda: mouse.press(spot("target")),
        lambda: mouse.move(spot("words", 2)),
        lambda: mouse.move(spot("quoted", 3)),
        lambda: mouse.release(spot("quoted", 3)),
    )
    assert selected() == "target words here and|quo"
    gesture(lambda: mouse.click(spot("target")), lambda: mouse.click(spot("here", 4), SHIFT))
    assert selected() == "target words here"
    gesture(lambda: mouse.click(spot("words", 2)), lambda: mouse.click(spot("words", 2)))
    assert selected() == "words"
    gesture(lambda: mouse.drag(spot("words", 2), spot("quoted", 2), clicks=2))
    assert selected() == "words here and|quoted"
    gesture(lambda: mouse.drag(spot("target", 2), spot("quoted", 2), clicks=3))
    assert selected() == "start of the text, target words here and|quoted part"
    gesture(lambda: mouse.click(spot("target")), *[lambda: QTest.keyClick(chat, Qt.Key.Key_Right, SHIFT)] * 6)
    assert selected() == "target"
    words = Qt.KeyboardModifier.ControlModifier | SHIFT
    gesture(*[lambda: QTest.keyClick(chat, Qt.Key.Key_Right, words)] * 3)
    assert selected() == "target words here "
    gesture(lambda: QTest.keyClick(chat, Qt.Key.Key_Down, SHIFT), lambda: QTest.keyClick(chat, Qt.Key.Key_Home, SHIFT))
    assert selected() == "target words here and"
    gesture(lambda: chat.scroll_pixels(40), lambda: chat.resize(700, 600), lambda: chat.set_theme(DARK, 120))
    assert selected() == "target words here and"
    chat.update_message(answer(chat.entry("a").body.text))
    assert selected() == "target words here and"
    assert appended > 60


def test_a_click_without_a_selection_goes_on_following_the_stream(chat, answer, mouse, spot):
    chat.set_messages([answer("\n\n".join(f"paragraph {number}" for number in range(60)), streaming=True)])
    point = spot("paragraph 55")
    mouse.press(point)
    chat.append_text("a", "\n\nmore")
    chat._flush()
    mouse.release(point)

    chat.append_text("a", "\n\nand more")
    chat._flush()

    assert chat.at_end()


class Dragged:
    """Takes the place of Qt's drag, which waits for a real mouse."""

    mimes = ()

    def __init__(self, _source):
        pass

    def setMimeData(self, mime):
        self.mimes.append(mime)

    def exec(self, action):
        assert action == Qt.DropAction.CopyAction


def test_what_is_selected_can_be_dragged_out_and_stays_selected(chat, answer, mouse, spot, selected, monkeypatch):
    monkeypatch.setattr(module, "QDrag", Dragged)
    monkeypatch.setattr(Dragged, "mimes", [])
    chat.set_messages([answer("some *words* here")])
    mouse.drag(spot("some"), spot("here", 4))
    apart(chat)

    mouse.press(spot("words", 2))
    mouse.move(spot("here"))
    mouse.release(spot("here"))

    (mime,) = Dragged.mimes
    assert mime.text() == "some *words* here"
    assert "words" in mime.html()
    assert selected() == "some words here"


def test_a_click_on_what_is_selected_gives_it_up(chat, answer, mouse, spot, selected, monkeypatch):
    monkeypatch.setattr(module, "QDrag", Dragged)
    monkeypatch.setattr(Dragged, "mimes", [])
    chat.set_messages([answer("some words here")])
    mouse.drag(spot("some"), spot("here"))
    apart(chat)

    mouse.press(spot("words", 2))
    assert selected() == "some words "
    mouse.release(spot("words", 2))

    assert selected() == ""
    assert Dragged.mimes == []


def test_the_pointer_over_what_is_selected_says_that_it_can_be_taken(chat, answer, mouse, spot):
    chat.set_messages([answer("some words here")])
    mouse.drag(spot("some"), spot("here"))

    chat._pointer.hover(QPointF(spot("words", 2)))
    assert chat.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    chat._pointer.hover(QPointF(spot("here", 2)))
    assert chat.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
