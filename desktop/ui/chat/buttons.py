"""Buttons of the chat view: painted from the palette, so that they are cheap and look alike everywhere."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from desktop.ui.chat.style import ChatStyle
from desktop.ui.icons import icon_pixmap
from desktop.ui.labels import set_plain_tooltip

_COPIED_MS = 1500


class FlatButton(QPushButton):
    """An icon, a word, or both; `colour` and `border` are tokens of the palette."""

    def __init__(self, name: str, words: str, *, picture: str = "", colour: str = "dim", border: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._picture = picture
        self._colour = colour
        self._border = border
        self._shows_words = True
        self._style = ChatStyle()
        self._font = self._style.small_font
        self._padding = (6, 3)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """The words, also for a screen reader."""
        self.setText(words)
        self.setAccessibleName(words)
        set_plain_tooltip(self, "" if self._shows_words else words)
        self.updateGeometry()

    def show_icon_only(self) -> None:
        """Keep the words for the tooltip and the screen reader."""
        self._shows_words = False
        self.set_words(self.text())

    def set_picture(self, name: str) -> None:
        """Another icon."""
        self._picture = name
        self.update()

    def set_look(self, style: ChatStyle, font: QFont, padding: tuple[int, int], colour: str = "") -> None:
        """Take fonts and colours; `padding` is (sides, top and bottom) in design pixels."""
        self._style = style
        self._font = font
        self._padding = padding
        self._colour = colour or self._colour
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        style = self._style
        metrics = QFontMetrics(self._font)
        icon_px = style.px(14) if self._picture else 0
        words = metrics.horizontalAdvance(self.text()) if self._shows_words else 0
        gap = style.px(4) if icon_px and words else 0
        height = max(icon_px, metrics.height() if words else 0)
        sides, ends = self._padding
        return QSize(icon_px + gap + words + 2 * style.px(sides), height + 2 * style.px(ends))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = min(style.px(9), box.height() / 2)
        hovered = self.underMouse() and self.isEnabled()
        painter.setPen(QPen(style.colour("accent"), 1.4) if self.hasFocus() else self._border_pen())
        if hovered or self.isDown():
            painter.setBrush(style.colour("hover"))
        if hovered or self._border or self.hasFocus():
            painter.drawRoundedRect(box, radius, radius)
        colour = style.colour(self._colour if self.isEnabled() else "faint")
        if not self.isEnabled():
            colour.setAlphaF(0.55)
        self._paint_content(painter, colour)

    def _border_pen(self) -> QPen:
        return QPen(self._style.colour(self._border), 1) if self._border else QPen(Qt.PenStyle.NoPen)

    def _paint_content(self, painter: QPainter, colour: QColor) -> None:
        style = self._style
        words = self.text() if self._shows_words else ""
        width = QFontMetrics(self._font).horizontalAdvance(words)
        icon_px = style.px(14) if self._picture else 0
        gap = style.px(4) if icon_px and words else 0
        x = (self.width() - icon_px - gap - width) / 2
        if self._picture:
            painter.setOpacity(colour.alphaF())
            tinted = QColor(colour.rgb()).name()
            pixmap = icon_pixmap(self._picture, tinted, icon_px, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(x, (self.height() - icon_px) / 2), pixmap)
            painter.setOpacity(1)
        if words:
            painter.setPen(colour)
            painter.setFont(self._font)
            rect = QRectF(x + icon_px + gap, 0, width + 2, self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


class JumpButton(FlatButton):
    """The round button that leads back to the end."""

    def __init__(self) -> None:
        super().__init__("jumpToEndButton", "", picture="arrow-down", border="line")
        self.show_icon_only()
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words in the current language."""
        self.set_words(self.tr("Jump to the end"))

    def sizeHint(self) -> QSize:
        # Two pixels on each side hold the shadow.
        return QSize(self._style.px(32) + 4, self._style.px(32) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        shadow = QColor(0, 0, 0, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shadow)
        painter.drawEllipse(disc.translated(0, 1).adjusted(-1.5, -1, 1.5, 1))
        painter.setPen(QPen(style.colour("accent" if self.hasFocus() else "line"), 1))
        painter.setBrush(style.colour("hover" if self.underMouse() else "bg"))
        painter.drawEllipse(disc)
        self._paint_content(painter, style.colour("dim"))


class CopyCodeButton(FlatButton):
    """Copy in the header of a code block; it says for a moment that it did."""

    def __init__(self, style: ChatStyle) -> None:
        super().__init__("copyCodeButton", "", picture="copy")
        self._name = ""
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(_COPIED_MS)
        self._said.timeout.connect(self.show_copy)
        self.set_style(style)
        self.show_copy()

    def set_style(self, style: ChatStyle) -> None:
        """Take fonts and colours."""
        self.set_look(style, style.small_font, (4, 2))

    def name_language(self, words: str) -> None:
        """What a screen reader says."""
        if words != self._name:
            self._name = words
            self.setAccessibleName(words)

    def show_copied(self) -> None:
        """Say that the code is on the clipboard."""
        self.set_picture("check")
        self.set_words(self.tr("Copied"))
        self.adjustSize()
        self._said.start()

    def show_copy(self) -> None:
        """Offer to copy, whatever was said."""
        self._said.stop()
        self.set_picture("copy")
        self.set_words(self.tr("Copy"))
        self.setAccessibleName(self._name or self.text())
