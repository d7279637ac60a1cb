"""Gives a screen reader the messages and blocks in sight, from a pool of objects that are made once.

Only what is in sight has an object: thousands of blocks would cost time for each, and memory for ever. What scrolls
out gives its object to what comes in, except the focused block: a client that follows the focus would read another
text in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.accessible_slots import (
    AccessibleSlot,
    BlockSlot,
    MessageSlot,
    has_words,
    make_interface,
    message_name,
)
from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.focus_walk import FocusWalk
from desktop.ui.chat.surface import Surface

_Thing = TypeVar("_Thing")
_Place = TypeVar("_Place", bound=AccessibleSlot)


class _Pool(Generic[_Thing, _Place]):
    """Objects for things; one that is free is used again before another is made."""

    def __init__(self, make: Callable[[], _Place]) -> None:
        self._make = make
        self._used: dict[_Thing, _Place] = {}
        self._free: list[_Place] = []

    def assign(self, things: Iterable[_Thing]) -> tuple[dict[_Thing, _Place], list[_Place]]:
        """Let these things and no others have an object; gives theirs, and those that are free now."""
        wanted = list(things)
        before, self._used = self._used, {}
        for thing in wanted:
            if thing in before:
                self._used[thing] = before.pop(thing)
        self._free += before.values()
        for thing in wanted:
            if thing not in self._used:
                self._used[thing] = self._free.pop() if self._free else self._make()
        return {thing: self._used[thing] for thing in wanted}, list(self._free)


class AccessibleMessages(QObject):
    """What is in sight, as accessible objects; see `accessible_slots`.

    Nothing is done while no assistive technology is there.
    """

    def __init__(self, view: Surface, widget: QWidget, walk: FocusWalk) -> None:
        super().__init__(widget)
        _install()
        self._view = view
        self._widget = widget
        self._walk = walk
        self._messages: _Pool[Entry, MessageSlot] = _Pool(lambda: MessageSlot(self, widget, view.viewport()))
        self._blocks: _Pool[Slot, BlockSlot] = _Pool(lambda: BlockSlot(self, widget, view.viewport()))
        self._shown: list[MessageSlot] = []
        self._is_stale = True
        self._told: QObject | None = None
        # Qt tells of the view's own focus after the event, and the block must come last.
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._tell_focus)
        widget.installEventFilter(self)

    def follow(self) -> None:
        """The layout is another one, or the keyboard is elsewhere."""
        self._is_stale = True
        if QAccessible.isActive():
            self.shown()
            if not self._late.isActive():
                self._tell_focus()

    def shown(self) -> list[MessageSlot]:
        """The messages in sight, from top to bottom."""
        if self._is_stale:
            self._is_stale = False
            self._assign()
        return self._shown

    def focused(self) -> QObject | None:
        """The message or block that has the keyboard; None where the view itself or a widget over it has it."""
        if not self._widget.hasFocus():
            return None
        for message in self.shown():
            for block in message.blocks:
                if block.slot is self._walk.block:
                    return block
            if self._walk.block is None and message.entry is self._walk.entry:
                return message
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self._told = None
            if QAccessible.isActive():
                self._late.start()
        return False

    def _assign(self) -> None:
        """Give what is in sight, and the focused block wherever it is, their objects."""
        surface = self._view.viewport()
        rows: dict[Entry, dict[Slot, QRect]] = {}
        for one in self._view.column.placed:
            row = rows.setdefault(one.slot.entry, {})
            if has_words(one.slot):
                row[one.slot] = QRect(self._view.left(), one.y, self._view.column.measure.width, one.item.height)
        held = self._walk.block
        if held is not None:
            rows.setdefault(held.entry, {}).setdefault(held, QRect(0, -1, 0, 0))
        entries = sorted(rows, key=lambda entry: entry.index)
        messages, idle_messages = self._messages.assign(entries)
        blocks, idle_blocks = self._blocks.assign(slot for row in rows.values() for slot in row)
        for message in idle_messages:
            message.entry, message.blocks, message.rect, message.has_focus = None, [], QRect(), False
        for block in idle_blocks:
            block.slot, block.message, block.told, block.has_focus = None, None, None, False
        for entry in entries:
            message = messages[entry]
            message.entry = entry
            message.blocks = [blocks[slot] for slot in sorted(rows[entry], key=lambda slot: slot.index)]
            message.rect = QRect()
            for slot, rect in rows[entry].items():
                block = blocks[slot]
                block.slot, block.message, block.rect = slot, message, rect.intersected(surface.rect())
                message.rect = message.rect.united(block.rect)
        self._shown = [messages[entry] for entry in entries]
        if QAccessible.isActive():
            self._tell_names()

    def _tell_names(self) -> None:
        """Clients keep names, so they are told of another one; of a text that grows once it has grown.

        A reader that hears of another name of the focused block reads the whole block again.
        """
        for message in self._shown:
            entry = message.entry
            if entry is not None and not entry.view.streaming and message.told != message_name(entry):
                message.told = message_name(entry)
                QAccessible.updateAccessibility(QAccessibleEvent(message, QAccessible.Event.NameChanged))
            for block in message.blocks:
                slot = block.slot
                if slot is None or block.told is slot.piece:
                    continue
                if slot.entry.view.streaming and (slot is slot.entry.caret_slot or slot is self._walk.block):
                    continue
                block.told = slot.piece
                QAccessible.updateAccessibility(QAccessibleEvent(block, QAccessible.Event.NameChanged))

    def _tell_focus(self) -> None:
        target = self.focused()
        for message in self._shown:
            for place in (message, *message.blocks):
                place.has_focus = place is target
        if target is not self._told and self._widget.hasFocus():
            self._told = target
            QAccessible.updateAccessibility(QAccessibleEvent(target or self._widget, QAccessible.Event.Focus))


@cache
def _install() -> None:
    """Once: Qt asks every factory for every object."""
    QAccessible.installFactory(make_interface)
