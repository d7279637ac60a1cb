"""The actions of one message: copy, regenerate, edit, and the way between sibling answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.buttons import FlatButton
from desktop.ui.chat.messages import MessageView, offers
from desktop.ui.chat.style import ChatStyle
from desktop.ui.labels import plain_label

BAR_PX = 22


class MessageBar(QWidget):
    """A row of small buttons.

    Signals:
        triggered(action): `copy`, `regenerate`, `edit`, `source`, `previous_sibling`, `next_sibling`,
            `recorder` or `delete`.
    """

    triggered = Signal(str)

    def __init__(self, style: ChatStyle, view: MessageView) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        self._style = style
        self._at_right = False
        self.copy = self._button("copyButton", self.tr("Copy"), "copy", "copy")
        self.regenerate = self._button("regenerateButton", self.tr("Regenerate"), "regenerate", "regenerate")
        self.edit = self._button("editButton", self.tr("Edit and resend"), "edit", "edit")
        self.source = self._button("sourceButton", self.tr("Show source"), "source", "source")
        self.delete = self._button("deleteButton", self.tr("Delete"), "trash", "delete")
        self.recorder = self._button("recorderButton", self.tr("Flight recorder"), "pulse", "recorder")
        self.previous = self._button(
            "previousSiblingButton", self.tr("Previous version"), "chevron-left", "previous_sibling"
        )
        self.sibling = plain_label("", "siblingLabel")
        self.sibling.setParent(self)
        self.next = self._button("nextSiblingButton", self.tr("Next version"), "chevron-right", "next_sibling")
        self.time = plain_label("", "messageTime")
        self.time.setParent(self)
        self.setAccessibleName(self.tr("Message actions"))
        self.set_view(view)
        self.set_style(style)

    def set_view(self, view: MessageView) -> None:
        """Offer what can be done with a message now."""
        self._at_right = view.role == "user"
        offered = offers(view)
        self._show(self.copy, on="copy" in offered)
        self._show(self.regenerate, on="regenerate" in offered)
        self._show(self.edit, on="edit" in offered)
        self._show(self.source, on="source" in offered)
        self._show(self.recorder, on="recorder" in offered)
        self._show(self.delete, on="delete" in offered)
        several = view.siblings > 1
        for part in (self.previous, self.sibling, self.next):
            self._show(part, on=several)
        self.previous.setEnabled("previous_sibling" in offered)
        self.next.setEnabled("next_sibling" in offered)
        self.sibling.setText(f"{view.position}/{view.siblings}")
        self.sibling.setAccessibleName(
            self.tr("Version {position} of {siblings}").format(position=view.position, siblings=view.siblings)
        )
        self.time.setText(view.time_text)
        self._show(self.time, on=bool(view.time_text))
        self._place()

    def set_source(self, on: bool) -> None:
        """Say whether the message is shown as it was written."""
        words = self.tr("Show as text") if on else self.tr("Show source")
        if self.source.text() != words:
            self.source.set_words(words)

    def set_style(self, style: ChatStyle) -> None:
        """Take fonts and colours."""
        self._style = style
        for button in self.buttons:
            button.set_look(style, style.small_font, (5, 4))
        for label in (self.sibling, self.time):
            colour = style.colour("faint").name()
            label.setStyleSheet(f"color: {colour}; font-size: {style.px(12)}px; background: transparent;")
        self._place()

    @property
    def buttons(self) -> tuple[FlatButton, ...]:
        """The buttons in the order of the keyboard."""
        return (
            self.previous,
            self.next,
            self.copy,
            self.regenerate,
            self.edit,
            self.source,
            self.recorder,
            self.delete,
        )

    def set_width(self, width: int) -> None:
        """Lay the row out in a width; an answer's begins left, a question's ends right."""
        self.resize(width, self._style.px(BAR_PX))
        self._place()

    def _button(self, name: str, words: str, picture: str, action: str) -> FlatButton:
        button = FlatButton(name, words, picture=picture, colour="faint")
        button.show_icon_only()
        button.setParent(self)
        button.clicked.connect(lambda: self.triggered.emit(action))
        return button

    @staticmethod
    def _show(part: QWidget, *, on: bool) -> None:
        if part.isHidden() == on:
            part.setVisible(on)

    def _place(self) -> None:
        style = self._style
        order: tuple[QWidget, ...] = (
            self.previous,
            self.sibling,
            self.next,
            self.copy,
            self.regenerate,
            self.edit,
            self.source,
            self.recorder,
            self.delete,
            self.time,
        )
        if self._at_right:
            order = (self.time, self.previous, self.sibling, self.next, self.copy, self.edit, self.delete)
        shown = [part for part in order if not part.isHidden()]
        widths = [part.sizeHint().width() for part in shown]
        gap = style.px(2)
        # The first icon, not its hover box, stands in line with the text.
        x = -style.px(5) if not self._at_right else self.width() - sum(widths) - gap * len(widths) + style.px(5)
        x = max(0, x) if self._at_right else x
        for part, width in zip(shown, widths, strict=True):
            height = min(part.sizeHint().height(), self.height())
            part.setGeometry(max(x, 0), (self.height() - height) // 2, width, height)
            x = max(x, 0) + width + gap
