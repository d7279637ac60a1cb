"""The chat: a column of messages that follows the stream only while the reader is at its end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from shiboken6 import isValid

from desktop.ui.chat.answer import Answer
from desktop.ui.chat.buttons import JumpButton
from desktop.ui.chat.message import MessageWidget
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.question import Question
from desktop.ui.chat.style import COLUMN_PX, ChatStyle
from desktop.ui.theme import LIGHT, Palette

FRAME_MS = 16
_SIDE_PX = 24
_TOP_PX = 20


@dataclass
class _Pending:
    """What arrived for one answer since the last frame."""

    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)


class ChatView(QScrollArea):
    """Shows the messages of one conversation.

    Signals:
        action_requested(uuid, action): `copy`, `regenerate`, `edit`, `previous_sibling`, `next_sibling`, or the id of
            an action of the message's notice. The box for `edit` is open by then.
        link_activated(address): a live link was clicked; http or https.
        edited(uuid, text): a question was changed and sent.
    """

    action_requested = Signal(str, str)
    link_activated = Signal(str)
    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chatView")
        self.setAccessibleName(self.tr("Chat"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._style = ChatStyle(LIGHT)
        self._messages: list[MessageWidget] = []
        self._pending: dict[str, _Pending] = {}
        self._following = True
        self._selecting = False
        self._moving = False
        self._ctrl_enter = False
        self._flushed_at = 0.0
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._flush)
        self._column = QWidget()
        self._column.setObjectName("chatColumn")
        self.setWidget(self._column)
        self._jump = JumpButton()
        self._jump.setParent(self)
        self._jump.hide()
        self._jump.clicked.connect(self.jump_to_end)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        bar.setSingleStep(24)
        self._take_colours()

    def set_messages(self, messages: Sequence[MessageView]) -> None:
        """Show these messages and no others; a message that is shown already keeps its widget."""
        self._pending.clear()
        known = {widget.view.uuid: widget for widget in self._messages}
        self._messages = []
        for view in messages:
            widget = known.pop(view.uuid, None)
            if widget is not None and widget.view.role == view.role:
                widget.set_view(view)
            else:
                widget = self._made(view)
            self._messages.append(widget)
        for widget in known.values():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._mark_last()
        self._lay_out(0)

    def add_message(self, message: MessageView) -> None:
        """Show one more message at the end."""
        self._messages.append(self._made(message))
        self._mark_last()
        self._lay_out(len(self._messages) - 1)

    def append_text(self, uuid: str, text: str) -> None:
        """Append to an answer, at once or with all that arrives within a frame; an unknown message is ignored."""
        self._pending.setdefault(uuid, _Pending()).text.append(text)
        self._flush_in_time()

    def append_reasoning(self, uuid: str, text: str) -> None:
        """Append to what the model thought."""
        self._pending.setdefault(uuid, _Pending()).reasoning.append(text)
        self._flush_in_time()

    def update_message(self, message: MessageView) -> None:
        """Show a message as it is now; what did not change is not touched, selections stay."""
        # `message.text` is all the text, so what waits for the next frame is part of it.
        self._pending.pop(message.uuid, None)
        index = self._index(message.uuid)
        if index is not None:
            self._messages[index].set_view(message)
            self._lay_out(index)

    def start_edit(self, uuid: str) -> None:
        """Turn a question into a text box."""
        index = self._index(uuid)
        widget = self._messages[index] if index is not None else None
        if isinstance(widget, Question):
            widget.start_edit()
            self.ensureWidgetVisible(widget, 0, _TOP_PX)

    def set_ctrl_enter(self, on: bool) -> None:
        """Send a changed question with Ctrl+Enter instead of Enter."""
        self._ctrl_enter = on
        for widget in self._messages:
            if isinstance(widget, Question):
                widget.set_ctrl_enter(on)

    def set_theme(self, palette: Palette, zoom_percent: int = 100) -> None:
        """Draw everything in a palette, at a zoom of 50 to 300."""
        if palette == self._style.palette and zoom_percent == self._style.zoom_percent:
            return
        self._style = ChatStyle(palette, zoom_percent)
        self._take_colours()
        self._draw_anew()

    def at_end(self) -> bool:
        """Whether the end of the last message is in sight."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 2

    def jump_to_end(self) -> None:
        """Show the end and follow the stream from here."""
        self._flush()
        self._following = True
        self._scroll_to(self.verticalScrollBar().maximum())

    def message(self, uuid: str) -> MessageWidget | None:
        """The widget of a message, None where it is not shown."""
        index = self._index(uuid)
        return None if index is None else self._messages[index]

    def _made(self, view: MessageView) -> MessageWidget:
        widget: MessageWidget
        if view.role == "user":
            widget = Question(self._style, view, ctrl_enter=self._ctrl_enter)
        else:
            widget = Answer(self._style, view)
        widget.setParent(self._column)
        widget.triggered.connect(self.action_requested)
        widget.link_activated.connect(self.link_activated)
        widget.edited.connect(self.edited)
        widget.resized.connect(self._on_resized)
        widget.selecting.connect(self._on_selecting)
        widget.dragged.connect(self._on_dragged)
        return widget

    def _index(self, uuid: str) -> int | None:
        for index in range(len(self._messages) - 1, -1, -1):
            if self._messages[index].view.uuid == uuid:
                return index
        return None

    def _mark_last(self) -> None:
        for widget in self._messages:
            widget.set_last(last=widget is self._messages[-1])

    def _flush_in_time(self) -> None:
        """Show what waits, unless the last frame is younger than a frame: then when that one is over."""
        if self._frame.isActive():
            return
        passed_ms = (time.monotonic() - self._flushed_at) * 1000
        if passed_ms >= FRAME_MS:
            self._flush()
        else:
            self._frame.start(max(1, round(FRAME_MS - passed_ms)))

    def _flush(self) -> None:
        self._frame.stop()
        pending, self._pending = self._pending, {}
        first = len(self._messages)
        for uuid, waiting in pending.items():
            index = self._index(uuid)
            widget = self._messages[index] if index is not None else None
            if index is None or not isinstance(widget, Answer):
                continue
            if waiting.reasoning:
                widget.append_reasoning("".join(waiting.reasoning))
            if waiting.text:
                widget.append_text("".join(waiting.text))
            first = min(first, index)
        if first < len(self._messages):
            self._lay_out(first)
        self._flushed_at = time.monotonic()

    def _lay_out(self, first: int) -> None:
        """Place the messages from `first` on; the first visible line, or the end, stays where it is."""
        bar = self.verticalScrollBar()
        anchor = None if self._following else self._anchor()
        px = self._style.px
        room = self.width()
        width = max(80, min(COLUMN_PX, room - 2 * _SIDE_PX))
        left = max(0, (room - width) // 2)
        y = px(_TOP_PX)
        if 0 < first <= len(self._messages):
            above = self._messages[first - 1].geometry()
            y = above.y() + above.height()
        for widget in self._messages[first:]:
            height = widget.height_for(width)
            widget.setGeometry(left, y, width, height)
            if widget.isHidden():
                widget.show()
            y += height
        self._moving = True
        self._column.resize(self.viewport().width(), y + px(_TOP_PX) - px(8))
        self._moving = False
        if self._following and not self._selecting:
            self._scroll_to(bar.maximum())
        elif anchor is not None:
            row, offset = anchor
            if isValid(row) and self._column.isAncestorOf(row):
                self._scroll_to(row.mapTo(self._column, QPoint(0, 0)).y() + offset)
        self._show_jump()

    def _anchor(self) -> tuple[QWidget, int] | None:
        """The first visible row and how far its top stands above the edge."""
        top = self.verticalScrollBar().value()
        for message in self._messages:
            if message.y() + message.height() <= top:
                continue
            for row in message.rows():
                y = row.mapTo(self._column, QPoint(0, 0)).y()
                if y + row.height() > top:
                    return row, top - y
            return message, top - message.y()
        return None

    def _scroll_to(self, value: int) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(value)
        self._moving = False
        self._show_jump()

    def _on_scrolled(self) -> None:
        if not self._moving:
            self._following = self.at_end()
        self._show_jump()

    def _show_jump(self) -> None:
        shown = not self.at_end()
        if shown:
            size = self._jump.sizeHint()
            # The button stands in the middle of the column, 8 px above the composer; 2 px of it are shadow.
            self._jump.setGeometry(
                (self.width() - size.width()) // 2, self.height() - size.height() - 6, size.width(), size.height()
            )
            self._jump.raise_()
        self._jump.setVisible(shown)

    def _on_resized(self) -> None:
        sender = self.sender()
        if isinstance(sender, MessageWidget) and sender in self._messages:
            # A fold or box that is used by hand stays under the hand.
            following, self._following = self._following, False
            self._lay_out(self._messages.index(sender))
            self._following = following and self.at_end()

    def _on_selecting(self, active: bool) -> None:
        self._selecting = active
        if not active:
            self._following = self.at_end()
        else:
            for widget in self._messages:
                if widget is not self.sender():
                    widget.selection.clear()

    def _on_dragged(self, point: QPoint) -> None:
        sender = self.sender()
        if isinstance(sender, MessageWidget):
            place = sender.mapTo(self._column, point)
            self.ensureVisible(self._column.width() // 2, place.y(), 0, 10)

    def _draw_anew(self) -> None:
        self._flush()
        for widget in self._messages:
            widget.set_style(self._style)
        self._lay_out(0)

    def _take_colours(self) -> None:
        palette = QPalette(self.palette())
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, QColor(self._style.palette.bg))
        self.setPalette(palette)
        self._jump.set_look(self._style, self._style.small_font, (0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # The window zooms.
            event.ignore()
            return
        super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Chat"))
            self._jump.retranslate()
            self._draw_anew()
