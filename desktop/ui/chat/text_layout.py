"""Wrapped text in a width: what `TextItem`, a bubble, the cells of a table and code on paper have in common."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import cast

from msgspec import structs
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from desktop.markup.nodes import Runs
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Link, Mark
from desktop.ui.chat.shown import run_text, show_runs
from desktop.ui.chat.style import ChatStyle

MARK_COLOURS = {"selection": ("accent", "on_accent"), "hit": ("mark", ""), "current": ("warn", "bg")}
# Letters may reach so far out of their line.
_REACH_PX = 4
# Neighbours whose edges differ by rounding touch.
_TOUCH_PX = 0.5
# Hebrew, Arabic and the like.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


class TextBox:
    """A text broken into lines.

    Attributes:
        text: what it says; positions count its characters.
        natural_width: the width of the longest line, in pixels.
        is_right_to_left: whether it begins at the right.
    """

    def __init__(
        self, runs: Runs, style: ChatStyle, formulas: Formulas, font: QFont, colour: QColor, *, line_ratio: float = 1.6
    ) -> None:
        self._runs = runs
        self._style = style
        self._font = font
        self._colour = colour
        self._shown = show_runs(runs, style, font, colour, formulas)
        self._metrics = style.metrics(font)
        self._line_height = max(round(font.pixelSize() * line_ratio), round(self._metrics.height()))
        self._layout = QTextLayout(self._shown.string, font)
        self._layout.setCacheEnabled(True)
        self._layout.setFormats(self._shown.formats)
        self.is_right_to_left = _is_right_to_left(self._shown.string)
        self._turns = _RIGHT_TO_LEFT.search(self._shown.string) is not None
        self._tops: list[int] = []
        self.text = self._shown.text
        self.links: Sequence[Link] = self._shown.links
        self.height = self._line_height
        self.natural_width = 0.0

    def lay_out(self, width: float, alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
        """Break the lines at `width` pixels."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if self.is_right_to_left:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            if alignment == Qt.AlignmentFlag.AlignLeft:
                alignment = Qt.AlignmentFlag.AlignRight
        option.setAlignment(alignment)
        layout, metrics = self._layout, self._metrics
        layout.setTextOption(option)
        base = (self._line_height - metrics.height()) / 2 + metrics.ascent()
        insets = iter(self._shown.insets)
        inset = next(insets, None)
        self._tops = []
        y = 0
        self.natural_width = 0.0
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            above, below = base, self._line_height - base
            while inset is not None and inset.at < line.textStart() + line.textLength():
                above = max(above, inset.picture.height - inset.picture.depth + 2)
                below = max(below, inset.picture.depth + 2)
                inset = next(insets, None)
            line.setPosition(QPointF(0, round(y + above - line.ascent())))
            self._tops.append(y)
            y += round(above + below)
            self.natural_width = max(self.natural_width, line.naturalTextWidth())
        layout.endLayout()
        self.height = max(y, self._line_height)

    def paint(
        self, painter: QPainter, origin: QPointF, clip: QRectF, marks: Sequence[Mark], ring: Link | None = None
    ) -> None:
        """Draw at `origin`; `clip` is in the painter's coordinates."""
        style = self._style
        texts: list[QTextLayout.FormatRange] = []
        begin, end = self._seen(clip.translated(-origin)) if marks else (0, 0)
        for mark in marks:
            # Thousands of hits may be marked, and each is looked for in the layout.
            if mark.end < begin or mark.start > end:
                continue
            ground, ink = MARK_COLOURS[mark.kind]
            for rect in self.rects(mark.start, mark.end):
                painter.fillRect(rect.translated(origin), style.colour(ground))
            if ink:
                stretch = QTextLayout.FormatRange()
                stretch.start = self._shown.to_shown(mark.start)
                stretch.length = self._shown.to_shown(mark.end) - stretch.start
                look = QTextCharFormat()
                look.setForeground(style.colour(ink))
                stretch.format = look
                texts.append(stretch)
        painter.setPen(self._colour)
        if texts:
            self._layout.draw(painter, origin, texts, clip)
        else:
            # Qt would draw the line above the clip as well, which on paper stands on the page before.
            for number in self._lines(clip.top() - origin.y() - _REACH_PX, clip.bottom() - origin.y() + _REACH_PX):
                self._layout.lineAt(number).draw(painter, origin)
        for inset in self._shown.insets:
            line = self._layout.lineForTextPosition(inset.at)
            x = cast("tuple[float, int]", line.cursorToX(inset.at))[0]
            baseline = line.y() + line.ascent()
            top = baseline - inset.picture.height + inset.picture.depth
            if any(it.start <= inset.at < it.start + it.length for it in texts):
                # Its colours do not change, so the ground that makes a text's turn gives way.
                room = QRectF(x, top, inset.picture.width, inset.picture.height).adjusted(-1, -1, 1, 1)
                painter.fillRect(room.translated(origin), style.colour("accent_soft"))
            inset.picture.paint(painter, origin + QPointF(x, top))
        if ring is not None:
            painter.setPen(QPen(style.colour("accent"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for rect in self.rects(ring.start, ring.end):
                painter.drawRoundedRect(rect.translated(origin).adjusted(-1.5, 1, 1.5, -1), 3, 3)

    def cuts(self) -> Sequence[int]:
        """Where lines end but the last, in pixels from the top."""
        return self._tops[1:]

    def colour(self, spans: Iterable[tuple[int, int, QColor]]) -> None:
        """Draw stretches, given by their start and length, in a colour of their own; before `lay_out`."""
        formats = list(self._layout.formats())
        for start, length, colour in spans:
            stretch = QTextLayout.FormatRange()
            stretch.start = self._shown.to_shown(start)
            stretch.length = self._shown.to_shown(start + length) - stretch.start
            look = QTextCharFormat()
            look.setForeground(colour)
            stretch.format = look
            formats.append(stretch)
        self._layout.setFormats(formats)

    def kept_height(self, before: TextBox) -> int:
        """How many pixels from the top look as those of a box of the same width that said something else."""
        if self._turns or before._turns or self._shown.insets or before._shown.insets:
            return 0
        same = 0
        for run, old in zip(self._runs, before._runs, strict=False):
            if run != old:
                # It goes on, as no formula and no image does.
                if run.text.startswith(old.text) and structs.replace(old, text=run.text) == run and not run.source:
                    same += len(old.text)
                break
            same += len(run_text(run))
        # Where a line ends depends on what follows it, so the one that changes may be the one before.
        line = before._layout.lineForTextPosition(before._shown.to_shown(same)).lineNumber() - 1
        return self._tops[line] if line > 0 else 0

    def rects(self, start: int, end: int) -> list[QRectF]:
        """The stretches of lines between two positions: a rectangle a line, more where its text turns around."""
        first, last = self._shown.to_shown(start), self._shown.to_shown(end)
        result: list[QRectF] = []
        # One line earlier: the end of a line is also the start of the next.
        for number in range(max(0, self._layout.lineForTextPosition(first).lineNumber() - 1), self._layout.lineCount()):
            line = self._layout.lineAt(number)
            begin, stop = line.textStart(), line.textStart() + line.textLength()
            if stop <= first and not (begin == first == stop):
                continue
            if begin >= last:
                break
            top = self._tops[number]
            bottom = self._tops[number + 1] if number + 1 < len(self._tops) else self.height
            stretches = self._stretches(line, max(first, begin), min(last, stop))
            left, right = stretches[-1]
            if last > stop or (last == stop and stop < len(self._shown.string) and self._ends_by_break(line)):
                # A selection that goes on in the next line holds the break.
                stretches[-1] = left, right + self._style.px(4)
            result += [QRectF(left, top, right - left, bottom - top) for left, right in stretches]
        return result

    def _lines(self, top: float, bottom: float) -> range:
        """The numbers of the lines between two heights."""
        return range(max(0, bisect_right(self._tops, top) - 1), bisect_right(self._tops, bottom))

    def _seen(self, clip: QRectF) -> tuple[int, int]:
        """The positions of the first and the last line that are in sight."""
        if not self._tops:
            return 0, 0
        top = self._layout.lineAt(max(0, bisect_right(self._tops, clip.top()) - 1))
        bottom = self._layout.lineAt(max(0, bisect_right(self._tops, clip.bottom()) - 1))
        return self._shown.to_text(top.textStart()), self._shown.to_text(bottom.textStart() + bottom.textLength())

    def _stretches(self, line: QTextLine, first: int, last: int) -> list[tuple[float, float]]:
        """Where the characters between two places of a line are, from left to right."""
        if not self._turns:
            left, right = self._x(line, first), self._x(line, last)
            return [(min(left, right), max(left, right))]
        # What follows in the text need not stand beside it. Each run of glyphs goes in one direction.
        rects = [run.boundingRect() for run in line.glyphRuns(first, last - first)]
        ends = sorted((rect.left(), rect.right()) for rect in rects)
        found: list[tuple[float, float]] = []
        for left, right in ends:
            if found and left <= found[-1][1] + _TOUCH_PX:
                found[-1] = found[-1][0], max(found[-1][1], right)
            else:
                found.append((left, right))
        return found or [(self._x(line, first), self._x(line, first))]

    def position_at(self, point: QPointF) -> int:
        """The position nearest to a point."""
        if not self._tops:
            return 0
        number = max(0, bisect_right(self._tops, point.y()) - 1)
        line = self._layout.lineAt(number)
        shown = line.xToCursor(point.x())
        stop = line.textStart() + line.textLength()
        if shown >= stop > line.textStart() and number + 1 < len(self._tops):
            # The end of a wrapped line is the start of the next; a press behind it means this line.
            shown = stop - 1
        return self._shown.to_text(shown)

    def caret_rect(self, position: int) -> QRectF:
        """Where a position stands, as a rectangle of no width and the height of its line."""
        shown = self._shown.to_shown(position)
        line = self._layout.lineForTextPosition(shown)
        if not line.isValid():
            return QRectF(0, 0, 0, self.height)
        number = line.lineNumber()
        bottom = self._tops[number + 1] if number + 1 < len(self._tops) else self.height
        return QRectF(self._x(line, shown), self._tops[number], 0, bottom - self._tops[number])

    def line_at(self, position: int) -> tuple[int, int]:
        """Start and end of the visual line that holds a position."""
        line = self._layout.lineForTextPosition(self._shown.to_shown(position))
        if not line.isValid():
            return 0, len(self.text)
        stop = line.textStart() + line.textLength()
        if line.lineNumber() + 1 < len(self._tops):
            stop = max(line.textStart(), stop - 1)
        return self._shown.to_text(line.textStart()), self._shown.to_text(stop)

    def link_at(self, point: QPointF) -> Link | None:
        """The live address under a point."""
        for link in self.links:
            if any(rect.contains(point) for rect in self.rects(link.start, link.end)):
                return link
        return None

    def _ends_by_break(self, line: QTextLine) -> bool:
        return self._shown.string[line.textStart() + line.textLength() - 1 :][:1] == "\u2028"

    @staticmethod
    def _x(line: QTextLine, shown: int) -> float:
        # PySide gives the place and the position it was rounded to.
        return cast("tuple[float, int]", line.cursorToX(shown))[0]


def _is_right_to_left(text: str) -> bool:
    """Whether the first strong letter is Hebrew, Arabic or the like (UAX #9, P2)."""
    if text.isascii():
        return False
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False
