"""The keyboard's way through the chat: from message to message, its links, and the buttons that lie over it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.chat.accessible_slots import has_words
from desktop.ui.chat.entry import Entry, Slot, Splice
from desktop.ui.chat.item import Link
from desktop.ui.chat.overlays import Overlays
from desktop.ui.chat.selection import place_in
from desktop.ui.chat.surface import Surface


class FocusWalk:
    """Knows which message, which block and which link the keyboard is at.

    Attributes:
        entry: the focused message, None where none is.
        block: the focused block of it; None where the message has no words.
        ring: the link that Enter opens, with its slot.
    """

    def __init__(self, view: Surface, widget: QWidget, overlays: Overlays) -> None:
        self._view = view
        self._widget = widget
        self._overlays = overlays
        self.entry: Entry | None = None
        self.block: Slot | None = None
        self.ring: tuple[Slot, Link] | None = None

    def has_focus(self) -> bool:
        """Whether the keyboard is in the chat at all."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self._widget or self._widget.isAncestorOf(focus))

    def line_in_sight(self) -> QRectF | None:
        """Where the link or the block that has the keyboard begins, in the viewport; None out of sight."""
        view = self._view
        slot, position = (self.ring[0], self.ring[1].start) if self.ring is not None else (self.block, 0)
        placed = next((one for one in view.column.placed if one.slot is slot), None)
        if placed is None:
            return None
        caret = placed.item.caret_rect(position)
        # A rectangle of no width lies between two letters, and the one behind it is meant.
        line = QRectF(view.left() + caret.x(), placed.y + caret.y(), 2, caret.height())
        return line if line.intersects(QRectF(view.viewport().rect())) else None

    def enter(self) -> None:
        """The Tab key came in: begin at the first message in sight."""
        if self.entry is None:
            placed = self._view.column.placed
            self.entry = next((one.slot.entry for one in placed if one.bottom > 0), None)
            in_sight = (one.slot for one in placed if one.slot.entry is self.entry and has_words(one.slot))
            self.block = next(in_sight, None)

    def leave(self) -> None:
        """The mouse took over."""
        self.entry = self.block = self.ring = None

    def drop_entries(self, gone: set[Entry]) -> None:
        """Messages are not shown any more."""
        if self.entry in gone:
            self.entry = self.block = None
        self.ring = None

    def spliced(self, splice: Splice) -> None:
        """Slots were replaced."""
        if self.ring is not None and self.ring[0] in splice.removed:
            self.ring = None
        block = self.block
        if block in splice.removed and block not in splice.added:
            place = splice.start + splice.removed.index(block)
            self.block = _nearest(splice.entry, place)

    def step_message(self, direction: int) -> None:
        """Go to the next message (1) or the one before (-1)."""
        column = self._view.column
        if self.entry is not None:
            index = self.entry.index + direction
        elif column.placed:
            first = next(one for one in column.placed if one.bottom > 0)
            index = (column.placed[-1] if direction < 0 else first).slot.entry.index
        else:
            return
        # At an end it stays there, and takes the keyboard all the same.
        self.entry = column.entries[max(0, min(index, len(column.entries) - 1))]
        self.ring = None
        column.load(self.entry)
        self.block = next(iter(_blocks(self.entry)), None)
        self._widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._view.show_start(self.entry)
        # Where nothing scrolled, nothing else paints the mark at its new place.
        self._view.viewport().update()

    def step_block(self, direction: int) -> None:
        """Go to the next block (1) or the one before (-1), through all messages."""
        if self.block is None:
            self.step_message(direction)
            return
        block = self._block_beside(self.block, direction)
        if block is None:
            return
        self.entry, self.block = block.entry, block
        self.ring = None
        self._widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._view.show_place(place_in(block, 0))
        self._view.place_widgets()
        self._view.viewport().update()

    def step(self, direction: int) -> bool:
        """Take the Tab key (1) or Shift+Tab (-1); False where the way leads out of the chat."""
        focus = QApplication.focusWidget()
        if focus is self._widget and self._step_ring(direction):
            return True
        following = self._following(focus, direction)
        if following is None:
            return False
        forwards = direction > 0
        following.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
        holder = self._overlays.holder(following)
        if holder is not None and holder is not self.entry:
            self.entry, self.block = holder, next(iter(_blocks(holder)), None)
        self._view.place_widgets()
        return True

    def leave_chat(self, *, forwards: bool) -> bool:
        """Go on to what stands behind or before the whole chat; False where nothing takes the keyboard.

        The widgets over the chat come into being later than the rest of the window, so in Qt's own order they stand at
        its end, far from the chat. That order cannot be walked either: PySide takes what `nextInFocusChain` and
        `findChildren` give for a part of the widget that was asked, and no object of the window may end with a button
        of the chat, nor a part of the chat with the window.
        """
        chat = self._widget
        everything = list(_with_descendants(chat.window()))
        at = everything.index(chat)
        others = everything[at + 1 :] + everything[:at]
        for widget in others if forwards else reversed(others):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
            if takes and widget.window() is chat.window() and not chat.isAncestorOf(widget):
                widget.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
                return True
        return False

    def open_link(self) -> bool:
        """Activate the link that has the keyboard; False where none has."""
        if self.ring is None:
            return False
        self._view.open_link(self.ring[1].address)
        return True

    def _block_beside(self, block: Slot, direction: int) -> Slot | None:
        column = self._view.column
        beside = column.after if direction > 0 else column.before
        found = beside(block)
        while found is not None and not has_words(found):
            found = beside(found)
        return found

    def _following(self, focus: QWidget | None, direction: int) -> QWidget | None:
        stops = self._overlays.stops()
        if focus is self._widget:
            if direction < 0:
                return None
            # The buttons of the focused message first, then those below it.
            own = [stop for stop in stops if self._overlays.holder(stop) is self.entry]
            return next(iter(own or stops), None)
        for number, stop in enumerate(stops):
            if stop is focus:
                at = number + direction
                return self._widget if at < 0 else stops[at] if at < len(stops) else None
        return None

    def _step_ring(self, direction: int) -> bool:
        if self.entry is None:
            return False
        column = self._view.column
        links = [(slot, link) for slot in self.entry.slots for link in column.item(slot).links]
        at = links.index(self.ring) if self.ring in links else (-1 if direction > 0 else len(links))
        at += direction
        self.ring = links[at] if 0 <= at < len(links) else None
        self._view.viewport().update()
        if self.ring is None:
            return False
        self._view.show_place(place_in(self.ring[0], self.ring[1].start))
        return True


def _with_descendants(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all that are in it, as they came into being."""
    yield widget
    for child in widget.children():
        if isinstance(child, QWidget):
            yield from _with_descendants(child)


def _blocks(entry: Entry) -> list[Slot]:
    return [slot for slot in entry.slots if has_words(slot)]


def _nearest(entry: Entry, place: int) -> Slot | None:
    """The block that stands where one was that is gone."""
    blocks = _blocks(entry)
    return min(blocks, key=lambda slot: abs(slot.index - place), default=None)
