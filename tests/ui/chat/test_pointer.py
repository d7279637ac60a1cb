from __future__ import annotations

from fakes.mouse import LEFT
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest

from desktop.ui.chat import pointer as module
from desktop.ui.chat.pointer import Pointer
from desktop.ui.palettes import DARK

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_drag_selects_from_press_to_release(chat, answer, mouse, spot, selected):
    chat.set_messages([answer("some words here\n\n- and more")])

    mouse.drag(spot("words"), spot("words", 3), spot("more", 2))
    assert selected() == "words here|and mo"

    mouse.apart()
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

    mouse.apart()
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
        mouse.apart()
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

    mouse.apart()
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
    mouse.apart()

    mouse.click(spot("six"), SHIFT)
    assert selected() == "two three|four five "
    mouse.apart()
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


# Hovering


# Boxes that scroll sideways


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
        mouse.apart()
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
    mouse.apart()

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
    mouse.apart()

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
