"""Runs of text as Qt shows them: a string for QTextLayout, its formats, and where each character of the text stands."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Final, Protocol

from msgspec import Struct, field
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextFormat, QTextLayout

from desktop.markup.nodes import Run, Runs
from desktop.ui.chat.badge_picture import BadgePicture
from desktop.ui.chat.badges import Badge, badged
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.item import Link
from desktop.ui.chat.style import ChatStyle

# Holds the place of a picture; a space that no line breaks at, so that the picture stays with its neighbours.
_HOLDER: Final = "\u00a0"
# Embeddings, overrides and isolates (UAX #9); letters of right-to-left scripts need none of them.
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FONT: Final = QTextFormat.Property.FontFamilies


class Picture(Protocol):
    """What can stand in a line in place of text; sizes in pixels, `depth` of the height lies below the base line."""

    @property
    def width(self) -> float:
        """From left to right."""

    @property
    def height(self) -> float:
        """From top to bottom."""

    @property
    def depth(self) -> float:
        """Below the base line."""

    def paint(self, painter: QPainter, place: QPointF) -> None:
        """Draw it with its upper left corner at `place`."""


class Inset(Struct, frozen=True):
    """A picture in a line of text: where it is in the shown string, what it shows."""

    at: int
    picture: Picture


class Shown(Struct):
    """What `show_runs` makes.

    Attributes:
        text: what the runs say; positions count its characters.
        string: what is laid out, in which positions are UTF-16 units.
    """

    text: str = ""
    string: str = ""
    formats: list[QTextLayout.FormatRange] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    insets: list[Inset] = field(default_factory=list)
    # Shown position of each position, one more than the text has characters; None where they are the same.
    offsets: array[int] | None = None

    def to_shown(self, position: int) -> int:
        """A position of the text in the shown string."""
        if self.offsets is None:
            return position
        return self.offsets[max(0, min(position, len(self.offsets) - 1))]

    def to_text(self, shown: int) -> int:
        """A position of the shown string in the text."""
        if self.offsets is None:
            return shown
        return min(bisect_left(self.offsets, shown), len(self.offsets) - 1)


def run_text(run: Run) -> str:
    """What a run says: an image is named by words, a formula by its source."""
    if run.image is not None:
        words = QCoreApplication.translate("ChatView", "image: {alt}, {host}")
        return "\u00a0" + words.format(alt=run.text, host=run.image) + "\u00a0"
    return run.source if run.math else run.text


def runs_text(runs: Runs) -> str:
    """What runs say."""
    return "".join(run_text(run) for run in runs)


def show_runs(runs: Runs, style: ChatStyle, font: QFont, colour: QColor, formulas: Formulas) -> Shown:
    """Prepare runs for a layout in a font and colour."""
    builder = _Builder(style, font)
    for run in runs:
        text = run_text(run)
        look = _run_format(run, style, font)
        begin = builder.said
        picture = formulas.picture(run.text, display=False, font=font, colour=colour) if run.math else None
        if picture is not None:
            builder.add_picture(text, picture, look)
        elif not (text.isascii() and text.isprintable()):
            at = 0
            for badge in _badges(run, text):
                builder.add_text(text[at : badge.start], look)
                builder.add_picture(text[badge.start : badge.end], BadgePicture(badge.label, style, font), look)
                at = badge.end
            builder.add_text(text[at:], look)
        else:
            builder.add_text(text, look)
        if run.link is not None:
            builder.links.append(Link(begin, builder.said, run.link, f"{run.link}\n{run.title}".strip()))
    return builder.result()


class _Builder:
    """Puts a `Shown` together.

    Attributes:
        said: how many characters the text has by now.
    """

    def __init__(self, style: ChatStyle, font: QFont) -> None:
        self.said = 0
        self.links: list[Link] = []
        self._style = style
        self._font = font
        self._texts: list[str] = []
        self._strings: list[str] = []
        self._formats: list[QTextLayout.FormatRange] = []
        self._insets: list[Inset] = []
        self._at = 0
        # Filled from the first character on that does not take one unit.
        self._offsets: array[int] | None = None

    def add_text(self, text: str, look: QTextCharFormat) -> None:
        """Text that is shown as it is."""
        if not text:
            return
        length = len(text)
        if not text.isascii() and max(text) > "\uffff":
            self._bend()
        if self._offsets is not None:
            length = 0
            for character in text:
                self._offsets.append(self._at + length)
                length += 2 if character > "\uffff" else 1
        self._add(text, text, length, look)

    def add_picture(self, text: str, picture: Picture, look: QTextCharFormat) -> None:
        """Text in whose place a picture is shown."""
        self._bend().extend([self._at] * len(text))
        look = QTextCharFormat(look)
        holder = self._style.metrics(look.font() if look.hasProperty(_FONT) else self._font).horizontalAdvance(_HOLDER)
        look.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        look.setFontLetterSpacing(picture.width - holder)
        self._insets.append(Inset(self._at, picture))
        self._add(text, _HOLDER, 1, look)

    def result(self) -> Shown:
        """All of it."""
        if self._offsets is not None:
            self._offsets.append(self._at)
        string = "".join(self._strings).replace("\n", "\u2028")
        return Shown("".join(self._texts), string, self._formats, self.links, self._insets, self._offsets)

    def _bend(self) -> array[int]:
        if self._offsets is None:
            self._offsets = array("l", range(self.said))
        return self._offsets

    def _add(self, text: str, string: str, length: int, look: QTextCharFormat) -> None:
        self._texts.append(text)
        self._strings.append(string)
        if look.propertyCount():
            stretch = QTextLayout.FormatRange()
            stretch.start, stretch.length, stretch.format = self._at, length, look
            self._formats.append(stretch)
        self._at += length
        self.said += len(text)


def _badges(run: Run, text: str) -> list[Badge]:
    """What must be shown as what it is: in code and links all that deceives, in prose what turns the line around."""
    found = badged(text, code=run.code)
    if run.code or run.link is not None:
        return found
    return [badge for badge in found if text[badge.start] in _TURNING]


def _run_format(run: Run, style: ChatStyle, base: QFont) -> QTextCharFormat:
    result = QTextCharFormat()
    if run.code or run.math:
        font = QFont(style.code_font)
        font.setPixelSize(max(6, round(base.pixelSize() * 13.4 / 14)))
        font.setWeight(base.weight())
        result.setFont(font)
    if run.bold:
        result.setFontWeight(QFont.Weight.Bold)
    if run.italic:
        result.setFontItalic(True)
    if run.strike:
        result.setFontStrikeOut(True)
    if run.image is not None:
        result.setBackground(style.colour("code_head"))
        result.setForeground(style.colour("dim"))
    if run.link is not None:
        result.setForeground(style.colour("accent_text"))
        result.setFontUnderline(run.image is None)
    return result
