"""What the tests of the chat view share: a view on the screen, and messages."""

from __future__ import annotations

import pytest
from fakes.columns import HEIGHT
from fakes.mouse import Mouse
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.chat.column import Column
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.factory import ItemFactory
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.overlays import Overlays
from desktop.ui.chat.said import piece_text
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.view import ChatView


@pytest.fixture
def style(qapp):
    return ChatStyle()


@pytest.fixture
def chat(qtbot):
    """A chat view of 936 × 700 that is shown."""
    # The mouse of the test before must not hover over a message of this one.
    QCursor.setPos(5000, 5000)
    view = ChatView()
    qtbot.addWidget(view)
    view.resize(936, 700)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def question():
    def make(text="question", uuid="q", **fields):
        return MessageView(uuid, "user", text, **{"can_edit": True, **fields})

    return make


@pytest.fixture
def answer():
    def make(text="answer", uuid="a", **fields):
        return MessageView(uuid, "assistant", text, **{"caption": "gpt-4o", **fields})

    return make


@pytest.fixture
def long_answer(answer):
    """Some screens of text."""
    return answer("\n\n".join(f"paragraph {number}" for number in range(120)), uuid="long")


@pytest.fixture
def spot(chat):
    """Where the first letter of some words stands in the viewport, `into` the words by so many characters."""

    def spot(words, into=0):
        for one in chat.column.placed:
            text = piece_text(one.slot.piece)
            if words in text:
                position = text.index(words) + into
                caret = one.item.caret_rect(position)
                left = (chat.width() - chat.column.measure.width) // 2
                return QPoint(round(left + caret.x()) + 1, round(one.y + caret.center().y()))
        raise LookupError(f"{words!r} is not in sight")

    return spot


@pytest.fixture
def selected(chat):
    """What is selected, as it would be copied in part: the pieces parted by a bar."""

    def selected():
        found = []
        for entry in chat.column.entries:
            for slot in entry.slots:
                range_ = chat.selection.range_in(slot)
                if range_ is not None:
                    found.append(piece_text(slot.piece)[range_[0] : range_[1]])
        return "|".join(found)

    return selected


@pytest.fixture
def settle(qtbot):
    """Let the work beside the frames come to its end."""

    def wait(view):
        qtbot.waitUntil(lambda: not view.is_busy, timeout=20_000)

    return wait


@pytest.fixture
def mouse(chat):
    """A mouse whose clicks belong together however long a busy machine takes, save where they are `apart`."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(60_000)
    yield Mouse(chat)
    QApplication.setDoubleClickInterval(before)


@pytest.fixture
def make_column(qtbot):
    """A column of these messages, 600 px of it in sight, at its beginning."""

    def make(views):
        widget = QWidget()
        qtbot.addWidget(widget)
        measure = Measure(ChatStyle(), 760)
        overlays = Overlays(widget, measure.style)
        factory = ItemFactory(measure, Formulas(widget), overlays)
        column = Column(measure, factory.make, factory.is_stale)
        column.height = HEIGHT
        column.set_entries([Entry(view, measure) for view in views])
        column.fill()
        return column

    return make
