"""The keyboard in the chat: scrolling, selecting, copying."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop.ui.chat.block_reader import BlockReader
from desktop.ui.chat.clipboard import copy, select_all
from desktop.ui.chat.entry import Slot
from desktop.ui.chat.focus_walk import FocusWalk
from desktop.ui.chat.said import is_text
from desktop.ui.chat.selection import Place, place_in
from desktop.ui.chat.surface import Surface
from desktop.ui.chat.words import next_character, next_word, previous_character, previous_word

_Key = QKeySequence.StandardKey


class Keys:
    """Moves the end of the selection, and the page."""

    def __init__(self, view: Surface, walk: FocusWalk, reader: BlockReader) -> None:
        self._view = view
        self._walk = walk
        self._reader = reader
        # The x that Shift+Up and Shift+Down keep through short lines.
        self._x: float | None = None
        self._moves: tuple[tuple[_Key, Callable[[Place], Place | None]], ...] = (
            (_Key.SelectNextChar, lambda place: self._step(place, next_character, 1)),
            (_Key.SelectPreviousChar, lambda place: self._step(place, previous_character, -1)),
            (_Key.SelectNextWord, lambda place: self._step(place, next_word, 1)),
            (_Key.SelectPreviousWord, lambda place: self._step(place, previous_word, -1)),
            (_Key.SelectStartOfLine, lambda place: self._line_end(place, 0)),
            (_Key.SelectEndOfLine, lambda place: self._line_end(place, 1)),
            (_Key.SelectStartOfDocument, lambda _place: self._end_of_chat(-1)),
            (_Key.SelectEndOfDocument, lambda _place: self._end_of_chat(1)),
            (_Key.SelectNextLine, lambda place: self._line(place, 1)),
            (_Key.SelectPreviousLine, lambda place: self._line(place, -1)),
        )

    def press(self, event: QKeyEvent) -> bool:
        """Take a key; False where it means nothing here."""
        view = self._view
        if event.matches(_Key.Copy):
            copy(view)
            return True
        if event.matches(_Key.SelectAll):
            select_all(view)
            return True
        for key, move in self._moves:
            if event.matches(key):
                self._select(move, keep_x=key in {_Key.SelectNextLine, _Key.SelectPreviousLine})
                return True
        return self._scroll(event)

    def _scroll(self, event: QKeyEvent) -> bool:
        view = self._view
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        line = view.column.measure.style.line_height(view.column.measure.style.text_font)
        page = view.viewport().height() - line
        match event.key():
            case Qt.Key.Key_Up:
                view.scroll_pixels(-line)
            case Qt.Key.Key_Down:
                view.scroll_pixels(line)
            case Qt.Key.Key_PageUp:
                view.scroll_pixels(-page)
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                view.scroll_pixels(page)
            case Qt.Key.Key_Home:
                view.scroll_to_start()
            case Qt.Key.Key_End:
                view.jump_to_end()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._walk.open_link() or self._read_block()
            case _:
                return False
        return True

    def _read_block(self) -> bool:
        if self._walk.block is None:
            return False
        self._reader.open(self._walk.block)
        return True

    def _select(self, move: Callable[[Place], Place | None], *, keep_x: bool) -> None:
        view = self._view
        end = view.selection.end or self._start()
        if end is None:
            return
        if not keep_x:
            self._x = None
        target = move(end)
        if target is None:
            return
        view.selection.select(view.selection.anchor or end, target)
        view.show_place(target)
        view.selection_changed()

    def _start(self) -> Place | None:
        """Where a selection by keyboard begins: the first text of the focused message, else the first in sight."""
        view = self._view
        entry = self._walk.entry
        slots = entry.slots if entry is not None else [one.slot for one in view.column.placed]
        return next((place_in(slot, 0) for slot in slots if is_text(slot.piece)), None)

    def _step(self, place: Place, find: Callable[[str, int], int], direction: int) -> Place | None:
        at_end = place.position >= len(place.text) if direction > 0 else place.position == 0
        if not at_end:
            return place_in(place.slot, find(place.text, place.position))
        slot = self._neighbour(place.slot, direction)
        if slot is None:
            return None
        return place_in(slot, 0 if direction > 0 else 1 << 62)

    def _line_end(self, place: Place, which: int) -> Place:
        return place_in(place.slot, self._view.column.item(place.slot).line_at(place.position)[which])

    def _end_of_chat(self, direction: int) -> Place | None:
        entries = self._view.column.entries
        for entry in entries if direction < 0 else reversed(entries):
            self._view.column.load(entry)
            for slot in entry.slots if direction < 0 else reversed(entry.slots):
                if is_text(slot.piece):
                    return place_in(slot, 0 if direction < 0 else 1 << 62)
        return None

    def _line(self, place: Place, direction: int) -> Place | None:
        column = self._view.column
        item = column.item(place.slot)
        rect = item.caret_rect(place.position)
        if self._x is None:
            self._x = rect.left()
        y = rect.bottom() + 1 if direction > 0 else rect.top() - 2
        if 0 <= y < item.height:
            found = item.position_at(QPointF(self._x, y))
            if (found - place.position) * direction > 0:
                return place_in(place.slot, found)
        slot = self._neighbour(place.slot, direction)
        if slot is None:
            return place_in(place.slot, len(place.text) if direction > 0 else 0)
        other = column.item(slot)
        return place_in(slot, other.position_at(QPointF(self._x, 1 if direction > 0 else other.height - 2)))

    def _neighbour(self, slot: Slot, direction: int) -> Slot | None:
        column = self._view.column
        found = column.after(slot) if direction > 0 else column.before(slot)
        while found is not None and not is_text(found.piece):
            found = column.after(found) if direction > 0 else column.before(found)
        return found
