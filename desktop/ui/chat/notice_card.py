"""A failure, or an end that was not the end, as a card below the text it belongs to."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.chat.buttons import FlatButton
from desktop.ui.chat.item import rounded
from desktop.ui.chat.messages import Notice, NoticeAction
from desktop.ui.chat.style import ChatStyle
from desktop.ui.labels import plain_label

# Narrower than this, at a zoom of 100%, words beside buttons become a column of single words.
MIN_TEXT_WIDTH = 240
MAX_BESIDE = 2
LINE_GAP = 2
_TITLE_PX = 13.5
_WORDS_PX = 12
# Lines also break behind these signs.
_WORD = re.compile(r"[^\s/-]+[/-]?")

_BUTTON_NAMES = {
    "retry": "retryButton",
    "continue": "continueButton",
    "open_key_settings": "openKeySettingsButton",
    "cancel": "cancelRetryButton",
    "diagnose": "diagnoseButton",
    "details": "detailsButton",
    "open_parameters": "openParametersButton",
}


class NoticeCard(QWidget):
    """Shows a `Notice`; a new notice with the same actions keeps the buttons, so that none vanishes under a finger.

    One or two buttons stand beside the words where there is room; else the buttons stand in rows below them.

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
        self._labels = (self._title, self._detail, self._small)
        # What `_dress` was called with last.
        self._dressed: dict[QLabel, tuple[str, float]] = {}
        for label in self._labels:
            label.setParent(self)
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
        self._place(self.width())
        self.update()

    def set_style(self, style: ChatStyle) -> None:
        """Take fonts and colours."""
        self._style = style
        self._colour()
        self._place(self.width())

    @property
    def stops(self) -> list[QWidget]:
        """What the Tab key visits."""
        return list(self._buttons)

    def height_for(self, width: int) -> int:
        """The height the card takes at a width."""
        return self._plan(width)[1]

    def _make_buttons(self, actions: tuple[NoticeAction, ...]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._actions = actions
        self._buttons = []
        for action in actions:
            button = FlatButton(_BUTTON_NAMES[action.id], action.label, border="field_line")
            button.clicked.connect(lambda _checked=False, name=action.id: self.triggered.emit(name))
            button.setParent(self)
            self._buttons.append(button)
            button.show()

    def _colour(self) -> None:
        for button in self._buttons:
            button.set_look(self._style, self._style.fold_font, (14, 6), self._notice.kind)

    def _dress(self, label: QLabel, room: int) -> None:
        """Give a label a colour and a size that the application's style sheet does not overrule.

        No label breaks a word. In a narrow window, zoomed in, one with a long word, as a request id, is set smaller.
        """
        is_title = label is self._title
        font = QFont(label.font())
        font.setBold(is_title)
        usual = _TITLE_PX if is_title else _WORDS_PX
        font.setPixelSize(self._style.px(usual))
        widest = max(map(QFontMetrics(font).horizontalAdvance, _WORD.findall(label.text())), default=0)
        if widest > room:
            least = min(font.pixelSize(), round(usual))
            font.setPixelSize(max(least, font.pixelSize() * room // widest))
        look = self._style.colour(self._notice.kind if is_title else "dim").name(), font.pixelSize()
        if self._dressed.get(label) != look:
            self._dressed[label] = look
            label.setStyleSheet(
                f"color: {look[0]}; font-size: {look[1]}px; font-weight: {600 if is_title else 400};"
                " background: transparent;"
            )

    def _place(self, width: int) -> None:
        for widget, place in self._plan(width)[0]:
            widget.setGeometry(place)

    def _plan(self, width: int) -> tuple[list[tuple[QWidget, QRect]], int]:
        """Where each label and button stands in a card of this width, and the height of the card."""
        left, top, gap = self._style.px(14), self._style.px(11), self._style.px(8)
        room = max(1, width - 2 * left)
        beside = room - sum(button.sizeHint().width() + gap for button in self._buttons)
        is_below = bool(self._buttons) and (len(self._buttons) > MAX_BESIDE or beside < self._style.px(MIN_TEXT_WIDTH))
        places: list[tuple[QWidget, QRect]] = []
        y = top
        text_width = room if is_below else beside
        for label in self._labels:
            if not label.isHidden():
                self._dress(label, text_width)
                label.ensurePolished()
                height = label.heightForWidth(text_width)
                places.append((label, QRect(left, y, text_width, height)))
                y += height + LINE_GAP
        y -= LINE_GAP
        if is_below:
            rows, y = self._rows(left, y + gap, room)
            return places + rows, y + top
        tallest = max([y - top, *(button.sizeHint().height() for button in self._buttons)])
        x = left + beside + gap
        for button in self._buttons:
            size = button.sizeHint()
            places.append((button, QRect(x, top + (tallest - size.height()) // 2, size.width(), size.height())))
            x += size.width() + gap
        return places, tallest + 2 * top

    def _rows(self, left: int, top: int, room: int) -> tuple[list[tuple[QWidget, QRect]], int]:
        """The buttons from the left, in as many rows as they need, and where the last row ends."""
        gap = self._style.px(8)
        places: list[tuple[QWidget, QRect]] = []
        x, y, bottom = 0, top, top
        for button in self._buttons:
            size = button.sizeHint()
            if x and x + size.width() > room:
                x, y = 0, bottom + gap
            places.append((button, QRect(left + x, y, min(size.width(), room), size.height())))
            x += size.width() + gap
            bottom = y + size.height()
        return places, bottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(event.size().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = self._style.colour(f"{self._notice.kind}_soft")
        rounded(painter, QRectF(self.rect()), self._style.px(10), fill, None)
