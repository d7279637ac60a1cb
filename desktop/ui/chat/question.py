"""A question: a bubble on the right, or the box in which it is changed."""

from __future__ import annotations

from desktop.ui.chat.edit_box import EditBox
from desktop.ui.chat.message import MessageWidget
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.parts import Bubble
from desktop.ui.chat.style import BUBBLE_PX, ChatStyle
from desktop.ui.chat.text_item import TextItem


class Question(MessageWidget):
    """A user's turn."""

    def __init__(self, style: ChatStyle, view: MessageView, *, ctrl_enter: bool = False) -> None:
        super().__init__(style, view)
        self._ctrl_enter = ctrl_enter
        self.bubble = Bubble(style, view.text)
        self.bubble.setParent(self)
        self.box: EditBox | None = None
        self.setAccessibleName(self.tr("You"))

    def text_items(self) -> list[TextItem]:
        return self.bubble.text_items if self.box is None else []

    def set_view(self, view: MessageView) -> None:
        if view.text != self.bubble.text:
            self.selection.clear()
            self.bubble.set_text(view.text)
        super().set_view(view)

    def set_style(self, style: ChatStyle) -> None:
        super().set_style(style)
        self.bubble.set_style(style)
        if self.box is not None:
            self.box.set_style(style)

    def set_ctrl_enter(self, on: bool) -> None:
        """Send a changed question with Ctrl+Enter instead of Enter."""
        self._ctrl_enter = on
        if self.box is not None:
            self.box.set_ctrl_enter(on)

    def start_edit(self) -> None:
        """Put a text box in the place of the bubble."""
        if self.box is None:
            self.selection.clear()
            self.box = EditBox(self.chat_style, self.view.text, ctrl_enter=self._ctrl_enter)
            self.box.setParent(self)
            self.box.sent.connect(self._send)
            self.box.cancelled.connect(self.end_edit)
            self.box.resized.connect(self.resized)
            self.bubble.hide()
            self.box.show()
            self.resized.emit()
        self.box.field.setFocus()

    def end_edit(self) -> None:
        """Show the bubble again."""
        if self.box is not None:
            self.box.hide()
            self.box.deleteLater()
            self.box = None
            self.bubble.show()
            self.resized.emit()
            self.setFocus()

    def height_for(self, width: int) -> int:
        if self.box is not None:
            box_width = min(width, max(BUBBLE_PX, self.chat_style.px(BUBBLE_PX)))
            height = self.box.height_for(box_width)
            self.box.setGeometry(width - box_width, 0, box_width, height)
        else:
            self.bubble.fit(width)
            self.bubble.move(width - self.bubble.width(), 0)
            height = self.bubble.height()
        return self.place_bar(height, width)

    def _on_triggered(self, action: str) -> None:
        if action == "edit":
            self.start_edit()
        super()._on_triggered(action)

    def _send(self, text: str) -> None:
        self.end_edit()
        self.edited.emit(self.view.uuid, text)
