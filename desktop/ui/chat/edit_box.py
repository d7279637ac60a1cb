"""The box in which a question is changed, in the place of its bubble."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.buttons import FlatButton
from desktop.ui.chat.item import rounded
from desktop.ui.chat.style import ChatStyle
from desktop.ui.prompt_edit import PromptEdit


class EditBox(QWidget):
    """A text box with Send and Cancel; the keys are those of the composer.

    Signals:
        sent(text): the changed question.
        cancelled(): it stays as it was.
        resized(): the height is another one now.
    """

    sent = Signal(str)
    cancelled = Signal()
    resized = Signal()

    def __init__(self, style: ChatStyle, text: str, *, ctrl_enter: bool) -> None:
        super().__init__()
        self._style = style
        self.field = PromptEdit()
        self.field.setObjectName("editField")
        self.field.setAccessibleName(self.tr("Edit the question"))
        self.field.setParent(self)
        self.field.set_ctrl_enter(ctrl_enter)
        self.field.submitted.connect(self._send)
        self.field.textChanged.connect(self.resized)
        self.send_button = FlatButton("editSendButton", self.tr("Send"), colour="accent_text", border="field_line")
        self.cancel_button = FlatButton("editCancelButton", self.tr("Cancel"), border="line")
        for button in (self.send_button, self.cancel_button):
            button.setParent(self)
        self.send_button.clicked.connect(self._send)
        self.cancel_button.clicked.connect(self.cancelled)
        self.field.replace_text(text)
        self.set_style(style)

    @property
    def stops(self) -> list[QWidget]:
        """What the Tab key visits."""
        return [self.field, self.cancel_button, self.send_button]

    def set_ctrl_enter(self, on: bool) -> None:
        """Send with Ctrl+Enter instead of Enter."""
        self.field.set_ctrl_enter(on)

    def set_style(self, style: ChatStyle) -> None:
        """Take fonts and colours."""
        self._style = style
        size = style.text_font.pixelSize()
        self.field.setStyleSheet(f"background: transparent; border: none; font-size: {size}px;")
        for button in (self.send_button, self.cancel_button):
            button.set_look(style, style.fold_font, (14, 5))

    def height_for(self, width: int) -> int:
        """Lay out for a width; the height that takes."""
        style = self._style
        side, gap = style.px(12), style.px(10)
        self.field.setGeometry(side, gap, width - 2 * side, self.field.height())
        y = gap + self.field.height() + style.px(6)
        x = width - side
        for button in (self.send_button, self.cancel_button):
            size = button.sizeHint()
            x -= size.width()
            button.setGeometry(x, y, size.width(), size.height())
            x -= style.px(8)
        return y + self.send_button.height() + gap

    def _send(self) -> None:
        text = self.field.toPlainText()
        if text.strip():
            self.sent.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        style = self._style
        rounded(painter, QRectF(self.rect()), style.px(14), style.colour("bg"), style.colour("accent"))
