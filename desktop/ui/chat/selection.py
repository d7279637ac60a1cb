"""Selecting inside one message, across its text items, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.text_item import TextItem

_MOVES = {
    QKeySequence.StandardKey.SelectNextChar: QTextCursor.MoveOperation.NextCharacter,
    QKeySequence.StandardKey.SelectPreviousChar: QTextCursor.MoveOperation.PreviousCharacter,
    QKeySequence.StandardKey.SelectNextWord: QTextCursor.MoveOperation.NextWord,
    QKeySequence.StandardKey.SelectPreviousWord: QTextCursor.MoveOperation.PreviousWord,
    QKeySequence.StandardKey.SelectNextLine: QTextCursor.MoveOperation.Down,
    QKeySequence.StandardKey.SelectPreviousLine: QTextCursor.MoveOperation.Up,
    QKeySequence.StandardKey.SelectStartOfLine: QTextCursor.MoveOperation.StartOfLine,
    QKeySequence.StandardKey.SelectEndOfLine: QTextCursor.MoveOperation.EndOfLine,
}
_BACKWARDS = {
    QTextCursor.MoveOperation.PreviousCharacter,
    QTextCursor.MoveOperation.PreviousWord,
    QTextCursor.MoveOperation.Up,
}

Place = tuple[TextItem, int]


class Selection:
    """An anchor and an end, each a text item and a position in it.

    Finished items keep their text, so what is selected in them stays through the stream; in the open end the positions
    stay, and the text there only grows as a rule.

    Args:
        holder: the widget in whose coordinates points are given.
        items: gives the items that can be selected, from top to bottom.
    """

    def __init__(self, holder: QWidget, items: Callable[[], Sequence[TextItem]]) -> None:
        self._holder = holder
        self._items = items
        self._anchor: Place | None = None
        self._end: Place | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return not any(item.selection != (0, 0) for item in self._items())

    def text(self) -> str:
        """What is selected, the items' texts with a blank line between them."""
        return "\n\n".join(text for text in (item.selected_text() for item in self._items()) if text)

    def copy(self) -> None:
        """Put the selected text on the clipboard, if there is any."""
        if not self.is_empty:
            QGuiApplication.clipboard().setText(self.text())

    def clear(self) -> None:
        """Select nothing."""
        self._anchor = self._end = None
        for item in self._items():
            item.select(0, 0)

    def select_all(self) -> None:
        """Select the whole message."""
        items = self._items()
        if items:
            self._anchor, self._end = (items[0], 0), (items[-1], items[-1].length)
            self._mark()

    def press(self, point: QPointF, *, extend: bool) -> None:
        """Begin at a point, or take the end of the selection there."""
        place = self._place_at(point)
        if place is None:
            return
        if not extend or self._anchor is None:
            self._anchor = place
        self._end = place
        self._mark()

    def select_unit(self, point: QPointF, *, line: bool) -> None:
        """Select the word, or the paragraph, at a point."""
        place = self._place_at(point)
        if place is None:
            return
        item, position = place
        start, end = item.line_at(position) if line else item.word_at(position)
        self._anchor, self._end = (item, start), (item, end)
        self._mark()

    def drag(self, point: QPointF) -> None:
        """Take the end to a point."""
        place = self._place_at(point)
        if place is not None and self._anchor is not None:
            self._end = place
            self._mark()

    def release(self) -> None:
        """The mouse is done: X11's middle button can paste what is selected."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.supportsSelection() and not self.is_empty:
            clipboard.setText(self.text(), QClipboard.Mode.Selection)

    def key(self, event: QKeyEvent) -> bool:
        """Take a key that copies or selects; False where it is none."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        else:
            for key, move in _MOVES.items():
                if event.matches(key):
                    self._move(move)
                    return True
            return False
        return True

    def _move(self, move: QTextCursor.MoveOperation) -> None:
        items = list(self._items())
        if not items:
            return
        if self._end is None or self._end[0] not in items:
            self._anchor = self._end = (items[0], 0)
        item, position = self._end
        cursor = QTextCursor(item.document)
        cursor.setPosition(min(position, item.length))
        moved = cursor.movePosition(move)
        index = items.index(item)
        if moved:
            self._end = (item, cursor.position())
        elif move in _BACKWARDS and index > 0:
            self._end = (items[index - 1], items[index - 1].length)
        elif move not in _BACKWARDS and index + 1 < len(items):
            self._end = (items[index + 1], 0)
        self._mark()

    def _place_at(self, point: QPointF) -> Place | None:
        best: TextItem | None = None
        distance = 0.0
        for item in self._items():
            top = item.mapTo(self._holder, QPoint(0, 0)).y()
            gap = max(top - point.y(), point.y() - top - item.height(), 0.0)
            if best is None or gap < distance:
                best, distance = item, gap
        if best is None:
            return None
        inside = best.mapFrom(self._holder, point)
        return best, best.position_at(inside)

    def _mark(self) -> None:
        items = list(self._items())
        if self._anchor is None or self._end is None:
            return
        if self._anchor[0] not in items or self._end[0] not in items:
            self.clear()
            return
        first, last = items.index(self._anchor[0]), items.index(self._end[0])
        start, stop = self._anchor[1], self._end[1]
        if first > last:
            first, last, start, stop = last, first, stop, start
        for index, item in enumerate(items):
            if index < first or index > last:
                item.select(0, 0)
            else:
                item.select(start if index == first else 0, stop if index == last else item.length)


def wants_extension(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether a click with these keys held extends the selection."""
    return bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
