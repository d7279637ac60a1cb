"""A failure, or an end that was not the end, as a card below the text it belongs to."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.chat.buttons import FlatButton
from desktop.ui.chat.item import rounded
from desktop.ui.chat.messages import Notice, NoticeAction
from desktop.ui.chat.style import ChatStyle
from desktop.ui.labels import plain_label

_BUTTON_NAMES = {
    "retry": "retryButton",
    "continue": "continueButton",
    "open_key_settings": "openKeySettingsButton",
    "cancel": "cancelRetryButton",
    "diagnose": "diagnoseButton",
    "details": "detailsButton",
}


class NoticeCard(QWidget):
    """Shows a `Notice`; a new notice with the same actions keeps the buttons, so that none vanishes under a finger.

    Signals:
        triggered(action): a button was pressed; `action` is its id.
    """

    triggered = Signal(str)

    def __init__(self, style: ChatStyle, notice: Notice) -> None:
        super().__init__()
        self.setObjectName("errorCard")
        self._style = style
        self._notice = notice
        self._actions: tuple[NoticeAction, ...] = ()
        self._buttons: list[FlatButton] = []
        self._title = plain_label("", "errorTitle", wrap=True, selectable=True)
        self._detail = plain_label("", "errorDetail", wrap=True, selectable=True)
        self._small = plain_label("", "errorSmall", wrap=True, selectable=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title, self._detail, self._small):
            words.addWidget(label)
        self._row = QHBoxLayout(self)
        self._row.addLayout(words, 1)
        self.set_notice(notice)
        self.set_style(style)

    def set_notice(self, notice: Notice) -> None:
        """Show another notice."""
        if notice == self._notice and self._title.text():
            return
        self._notice = notice
        self._title.setText(notice.title)
        self._detail.setText(notice.detail)
        self._detail.setVisible(bool(notice.detail))
        self._small.setText(notice.small)
        self._small.setVisible(bool(notice.small))
        self.setAccessibleName("\n".join(part for part in (notice.title, notice.detail, notice.small) if part))
        if notice.actions != self._actions:
            self._make_buttons(notice.actions)
        self._colour()
        self.update()

    def set_style(self, style: ChatStyle) -> None:
        """Take fonts and colours."""
        self._style = style
        self._row.setContentsMargins(style.px(14), style.px(11), style.px(14), style.px(11))
        self._row.setSpacing(style.px(8))
        self._colour()

    @property
    def stops(self) -> list[QWidget]:
        """What the Tab key visits."""
        return list(self._buttons)

    def height_for(self, width: int) -> int:
        """The height the card takes at a width."""
        self._row.invalidate()
        return max(self._row.heightForWidth(width), self._row.minimumSize().height())

    def _make_buttons(self, actions: tuple[NoticeAction, ...]) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._actions = actions
        self._buttons = []
        for action in actions:
            button = FlatButton(_BUTTON_NAMES[action.id], action.label, border="field_line")
            button.clicked.connect(lambda _checked=False, name=action.id: self.triggered.emit(name))
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self._buttons.append(button)
            button.show()

    def _colour(self) -> None:
        style, kind = self._style, self._notice.kind
        _dress(self._title, style, kind, 13.5, bold=True)
        _dress(self._detail, style, "dim", 12, bold=False)
        _dress(self._small, style, "dim", 12, bold=False)
        for button in self._buttons:
            button.set_look(style, style.fold_font, (14, 6), kind)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = self._style.colour(f"{self._notice.kind}_soft")
        rounded(painter, QRectF(self.rect()), self._style.px(10), fill, None)


def _dress(label: QLabel, style: ChatStyle, token: str, size: float, *, bold: bool) -> None:
    """Give a label a colour and a size that the application's style sheet does not overrule."""
    weight = 600 if bold else 400
    colour = style.colour(token).name()
    label.setStyleSheet(
        f"color: {colour}; font-size: {style.px(size)}px; font-weight: {weight}; background: transparent;"
    )
