"""One message: what all messages have in common. A question and an answer fill it with their parts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.chat.message_bar import BAR_PX, MessageBar
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.selection import Selection, wants_extension
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_item import TextItem


class MessageWidget(QWidget):
    """A message with its selection and its action row.

    Signals:
        triggered(uuid, action): an action of the row or of the card was pressed.
        link_activated(address): a live link was clicked.
        edited(uuid, text): the changed question was sent.
        resized(): the height is another one now.
        selecting(active): a mouse button selects, or no longer does.
        dragged(point): the mouse selects at this point of the message.
    """

    triggered = Signal(str, str)
    link_activated = Signal(str)
    edited = Signal(str, str)
    resized = Signal()
    selecting = Signal(bool)
    dragged = Signal(QPoint)

    def __init__(self, style: ChatStyle, view: MessageView) -> None:
        super().__init__()
        self.setObjectName(f"{view.role}Message")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.chat_style = style
        self.view = view
        self.selection = Selection(self, self.text_items)
        self.bar: MessageBar | None = None
        self._bar_place = (0, 0)
        self._is_last = False
        self._pressed = False
        self._pressed_link = ""
        self._clicks = 0
        self._clicked_at = QPointF()
        self._click_end = QTimer(self)
        self._click_end.setSingleShot(True)

    def text_items(self) -> list[TextItem]:
        """What can be selected, from top to bottom."""
        return []

    def rows(self) -> list[QWidget]:
        """The widgets of the message from top to bottom; the view keeps the first visible one in its place."""
        return list(self.text_items())

    def set_view(self, view: MessageView) -> None:
        """Show the message as it is now; text that did not change is not touched."""
        self.view = view
        if self.bar is not None:
            self.bar.set_view(view)

    def set_style(self, style: ChatStyle) -> None:
        """Draw everything in another theme or zoom."""
        self.chat_style = style
        self.selection.clear()
        if self.bar is not None:
            self.bar.hide()
            self.bar.deleteLater()
            self.bar = None
        self._update_bar()

    def set_last(self, *, last: bool) -> None:
        """Say whether this is the last message; the last answer's actions are always visible."""
        self._is_last = last
        self._update_bar()

    def height_for(self, width: int) -> int:
        """Lay out for a width; the height that takes, with the room of the action row."""
        raise NotImplementedError

    def place_bar(self, y: int, width: int) -> int:
        """Put the action row at `y`; where the room for it ends."""
        height = self.chat_style.px(BAR_PX)
        self._bar_place = (y, width)
        if self.bar is not None:
            self.bar.move(0, y)
            self.bar.set_width(width)
        return y + height

    def link_at(self, point: QPointF) -> str:
        """The live address under a point of the message."""
        for item in self.text_items():
            inside = item.mapFrom(self, point)
            if item.rect().contains(inside.toPoint()):
                return item.link_at(inside)
        return ""

    def menu_at(self, place: QPoint) -> QMenu:
        """What can be done with the selection and the link at a point; the menu goes when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy"), self.selection.copy)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setEnabled(not self.selection.is_empty)
        link = self.link_at(QPointF(place))
        if link:
            menu.addAction(self.tr("Copy link address"), lambda: QGuiApplication.clipboard().setText(link))
        select = menu.addAction(self.tr("Select all"), self.selection.select_all)
        select.setShortcut(QKeySequence.StandardKey.SelectAll)
        return menu

    def _update_bar(self) -> None:
        kept = self._is_last and self.view.role == "assistant" and not self.view.streaming
        wanted = kept or self.underMouse() or self._has_focus_inside()
        if wanted and self.bar is None:
            self._make_bar()
        if self.bar is not None:
            self.bar.setVisible(wanted)

    def _has_focus_inside(self) -> bool:
        buttons = self.bar.buttons if self.bar is not None else ()
        return self.hasFocus() or any(button.hasFocus() for button in buttons)

    def _make_bar(self) -> None:
        self.bar = MessageBar(self.chat_style, self.view)
        self.bar.setParent(self)
        self.bar.triggered.connect(self._on_triggered)
        previous: QWidget = self
        for button in self.bar.buttons:
            button.installEventFilter(self)
            QWidget.setTabOrder(previous, button)
            previous = button
        y, width = self._bar_place
        self.bar.move(0, y)
        self.bar.set_width(width)

    def _on_triggered(self, action: str) -> None:
        self.triggered.emit(self.view.uuid, action)

    def _is_far(self, event: QMouseEvent) -> bool:
        """Whether the mouse is a drag away from the last click."""
        moved = (event.position() - self._clicked_at).manhattanLength()
        return moved >= QGuiApplication.styleHints().startDragDistance()

    def _later_update_bar(self) -> None:
        QTimer.singleShot(0, self, self._update_bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self._later_update_bar()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._update_bar()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._update_bar()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_bar()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._later_update_bar()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        near = not self._is_far(event)
        self._clicks = self._clicks + 1 if self._click_end.isActive() and near else 1
        self._clicked_at = event.position()
        self._click_end.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._pressed = True
        self.selecting.emit(True)
        self._pressed_link = self.link_at(event.position())
        extend = wants_extension(event.modifiers())
        if self._clicks in {2, 3} and not extend:
            self.selection.select_unit(event.position(), line=self._clicks == 3)
        else:
            self.selection.press(event.position(), extend=extend)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._pressed:
            event.ignore()
            return
        if self._is_far(event):
            self._pressed_link = ""
            self.selection.drag(event.position())
            self.dragged.emit(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._pressed:
            event.ignore()
            return
        self._pressed = False
        self.selecting.emit(False)
        self.selection.release()
        link, self._pressed_link = self._pressed_link, ""
        if link and self._clicks == 1 and link == self.link_at(event.position()):
            self.link_activated.emit(link)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.selection.key(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_at(event.pos()).popup(event.globalPos())
