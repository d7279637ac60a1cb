"""One row of code laid out: tabs in columns, colours, badges in place of what cannot be seen.

The one place where positions in the row (characters as Python counts them) meet those of Qt (UTF-16 units).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from itertools import accumulate
from typing import Final, NamedTuple, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from desktop.markup.highlight import Colour
from desktop.ui.chat.badge_picture import BadgePicture
from desktop.ui.chat.badges import badged
from desktop.ui.chat.code_rows import TAB_COLUMNS
from desktop.ui.chat.item import MarkKind
from desktop.ui.chat.shown import Shown
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_layout import MARK_COLOURS

# Holds the place of a badge: it has no look of its own and a width that can be set.
_HOLDER: Final = "\u00a0"
_ENDLESS_PX: Final = 1e6
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BREAK_PX: Final = 4


class RowMark(NamedTuple):
    """A marked stretch of a row; `breaks` says that it goes on behind the end of the line."""

    start: int
    end: int
    breaks: bool
    kind: MarkKind


class RowLook:
    """What all rows of a code block share."""

    def __init__(self, style: ChatStyle) -> None:
        self.style = style
        self.font = style.code_font
        metrics = style.metrics(self.font)
        self.cell = metrics.horizontalAdvance("x")
        self.wide = metrics.horizontalAdvance("\u4e2d")
        self.line_height = style.line_height(self.font, 1.55)
        self.baseline = round((self.line_height - metrics.height()) / 2 + metrics.ascent())
        self.option = QTextOption()
        self.option.setWrapMode(QTextOption.WrapMode.NoWrap)
        # Code reads from the left, whatever its first letter.
        self.option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.option.setTabStopDistance(TAB_COLUMNS * self.cell)
        self._colours: dict[Colour, QTextCharFormat] = {}
        self._badges: dict[str, tuple[BadgePicture, QTextCharFormat]] = {}

    def colour(self, colour: Colour) -> QTextCharFormat:
        """The format of a kind of token."""
        result = self._colours.get(colour)
        if result is None:
            result = self._colours[colour] = QTextCharFormat()
            result.setForeground(self.style.colour(colour))
        return result

    def badge(self, label: str) -> tuple[BadgePicture, QTextCharFormat]:
        """A badge and the format that makes room for it."""
        result = self._badges.get(label)
        if result is None:
            picture = BadgePicture(label, self.style, self.font)
            room = QTextCharFormat()
            room.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
            room.setFontLetterSpacing(picture.width - self.cell)
            result = self._badges[label] = picture, room
        return result


class CodeRow:
    """A row of code; its origin is the upper left corner.

    Attributes:
        width: of what is shown, in pixels.
    """

    def __init__(self, text: str, colours: Iterable[tuple[int, int, Colour]], look: RowLook) -> None:
        """Lay out; `colours` are (start, length, colour) in characters of `text`, in order."""
        self._look = look
        hidden = badged(text, code=True)
        string = text
        if hidden:
            characters = list(text)
            for badge in hidden:
                characters[badge.start] = _HOLDER
            string = "".join(characters)
        self._shown = Shown(text, string, offsets=_offsets(string))
        self._mixed = not string.isascii() and _RIGHT_TO_LEFT.search(string) is not None
        self._badges: list[tuple[int, BadgePicture]] = []
        formats = [self._range(start, start + length, look.colour(colour)) for start, length, colour in colours]
        for badge in hidden:
            picture, room = look.badge(badge.label)
            formats.append(self._range(badge.start, badge.end, room))
            self._badges.append((badge.start, picture))
        self._layout = QTextLayout(string, look.font)
        self._layout.setCacheEnabled(True)
        self._layout.setTextOption(look.option)
        self._layout.setFormats(formats)
        self._layout.beginLayout()
        self._line = self._layout.createLine()
        self._line.setLineWidth(_ENDLESS_PX)
        # A font that stands in for another one has its own ascent; the baseline stays.
        self._line.setPosition(QPointF(0, look.baseline - self._line.ascent()))
        self._layout.endLayout()
        self.width = max(self.x(len(text)), self._line.naturalTextWidth())

    def x(self, position: int) -> float:
        """Where a position stands."""
        # PySide gives the place and the position it was rounded to.
        return cast("tuple[float, int]", self._line.cursorToX(self._shown.to_shown(position)))[0]

    def position_at(self, x: float) -> int:
        """The position nearest to a place."""
        return self._shown.to_text(self._line.xToCursor(x))

    def paint(self, painter: QPainter, marks: Iterable[RowMark]) -> None:
        """Draw at the painter's origin."""
        look, style = self._look, self._look.style
        over: list[QTextLayout.FormatRange] = []
        for mark in marks:
            ground, ink = MARK_COLOURS[mark.kind]
            form = QTextCharFormat()
            if ink:
                form.setForeground(style.colour(ink))
            left, right = self.x(mark.start), self.x(mark.end)
            if self._mixed:
                # A stretch of text in two directions is several on the screen, which Qt knows.
                form.setBackground(style.colour(ground))
                left = right = self.width
            right += style.px(_BREAK_PX) if mark.breaks else 0
            painter.fillRect(QRectF(left, 0, right - left, look.line_height), style.colour(ground))
            if mark.end > mark.start and (ink or self._mixed):
                over.append(self._range(mark.start, mark.end, form))
        painter.setPen(style.colour("text"))
        self._layout.draw(painter, QPointF(0, 0), over)
        for position, picture in self._badges:
            left = min(self.x(position), self.x(position + 1))
            picture.paint(painter, QPointF(left, look.baseline - picture.height + picture.depth))

    def _range(self, start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
        result = QTextLayout.FormatRange()
        result.start = self._shown.to_shown(start)
        result.length = self._shown.to_shown(end) - result.start
        result.format = form
        return result


def _offsets(string: str) -> array[int] | None:
    """The UTF-16 position of each character and of the end; None where they are the same."""
    if string.isascii() or max(string) <= "\uffff":
        return None
    return array("l", accumulate((2 if character > "\uffff" else 1 for character in string), initial=0))
