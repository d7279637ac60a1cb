"""Formulas as pictures to paint: drawn beside the GUI thread, kept for as long as memory allows."""

from __future__ import annotations

import enum
import math
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Final, Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import QByteArray, QObject, QPointF, QRectF, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.markup.math import MathLetter, MathPicture, ink
from desktop.markup.tex import drawable_tex
from desktop.ui.theme import text_font
from desktop.worker.math_worker import MathResult, MathWorker

MAX_DRAWINGS: Final = 8 * 1024 * 1024
MAX_IMAGES: Final = 32 * 1024 * 1024
# One picture of more device pixels is not made: 32 MB.
MAX_PIXELS: Final = 8_000_000
# Device pixels around a picture, for the soft edge of its ink.
_EDGE: Final = 1

_Value = TypeVar("_Value")


class Missing(enum.Enum):
    """Why there is no picture; either way the source is shown."""

    NOT_YET = "it is being drawn"
    NEVER = "it cannot be drawn"


class FormulaPicture(Struct, frozen=True, eq=False):
    """A formula for one size, colour and screen; sizes in device independent pixels.

    Attributes:
        width: how far the text goes on behind it.
        height: from its highest to its lowest ink.
        depth: how much of the height is below the baseline.
        image: what `draw` paints, with an edge around it.
        ascent: device pixels of the image above the baseline.
    """

    width: float
    height: float
    depth: float
    image: QImage
    ascent: int

    def paint(self, painter: QPainter, place: QPointF) -> None:
        """Draw it with its upper left corner at `place`."""
        self.draw(painter, place.x(), place.y() + self.height - self.depth)

    def draw(self, painter: QPainter, x: float, baseline: float) -> None:
        """Paint it with its left edge at `x`, on whole device pixels, so that its lines stay sharp."""
        transform = painter.deviceTransform()
        origin = transform.map(QPointF(x, baseline))
        corner = QPointF(round(origin.x()) - _EDGE, round(origin.y()) - self.ascent)
        painter.drawImage(transform.inverted()[0].map(corner), self.image)


class FormulaCache(QObject):
    """The pictures of formulas, by LaTeX and look.

    A formula is drawn once; another size, colour or screen costs a fraction of a millisecond.

    Signals:
        ready(tex): the formula has a picture now, or never will.
    """

    ready = Signal(str)

    def __init__(self, worker: MathWorker, max_drawings: int = MAX_DRAWINGS, max_images: int = MAX_IMAGES) -> None:
        super().__init__()
        self._worker = worker
        self._waiting: set[tuple[str, bool]] = set()
        self._drawings: _Recent[MathPicture | None] = _Recent(max_drawings)
        self._images: _Recent[FormulaPicture] = _Recent(max_images)
        worker.drawn.connect(self._keep)

    def picture(self, tex: str, display: bool, size_px: float, colour: str, ratio: float) -> FormulaPicture | Missing:
        """The picture of a formula, at once; after `NOT_YET`, `ready` follows.

        Args:
            tex: LaTeX without delimiters.
            display: whether it stands alone.
            size_px: font size of the text around it, in device independent pixels.
            colour: `#rrggbb`.
            ratio: device pixels in one device independent pixel.
        """
        look = (tex, display, size_px, colour, ratio)
        kept = self._images.get(look)
        if kept is not None:
            return kept
        formula = (tex, display)
        if formula not in self._drawings:
            return self._ask(formula)
        drawing = self._drawings.get(formula)
        if drawing is None or _pixels(drawing, size_px * ratio) > MAX_PIXELS:
            return Missing.NEVER
        made = _paint(drawing, size_px, colour, ratio)
        self._images.put(look, made, made.image.sizeInBytes())
        return made

    @property
    def is_drawing(self) -> bool:
        """Whether `ready` will still follow for one that was asked for."""
        return bool(self._waiting)

    def close(self) -> None:
        """Draw no more."""
        self._worker.close()

    def _ask(self, formula: tuple[str, bool]) -> Missing:
        if drawable_tex(formula[0]) is None:
            return Missing.NEVER
        if formula not in self._waiting:
            self._waiting.add(formula)
            self._worker.draw(*formula)
        return Missing.NOT_YET

    @Slot(MathResult)
    def _keep(self, result: MathResult) -> None:
        formula = (result.tex, result.display)
        self._waiting.discard(formula)
        drawing = result.picture
        self._drawings.put(formula, drawing, len(result.tex) + (len(drawing.drawing) if drawing else 0))
        self.ready.emit(result.tex)


class _Recent(Generic[_Value]):
    """Values by key, those used last, up to a sum of bytes; the newest whatever its size."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, tuple[_Value, int]] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def get(self, key: Hashable) -> _Value | None:
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: _Value, size: int) -> None:
        self._bytes += size - self._kept.pop(key, (value, 0))[1]
        self._kept[key] = value, size
        while self._bytes > self._max_bytes and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1][1]


def _pixels(drawing: MathPicture, em: float) -> float:
    return (drawing.width_em * em + 2 * _EDGE) * (drawing.height_em * em + 2 * _EDGE)


def _paint(drawing: MathPicture, size_px: float, colour: str, ratio: float) -> FormulaPicture:
    em = size_px * ratio
    above = (drawing.height_em - drawing.depth_em) * em
    ascent = math.ceil(above) + _EDGE
    image = QImage(
        math.ceil(drawing.width_em * em) + 2 * _EDGE,
        ascent + math.ceil(drawing.depth_em * em) + _EDGE,
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(0)
    painter = QPainter(image)
    box = QRectF(_EDGE, ascent - above, drawing.width_em * em, drawing.height_em * em)
    QSvgRenderer(QByteArray(drawing.svg(colour))).render(painter, box)
    if drawing.letters:
        _paint_letters(painter, drawing.letters, box.topLeft(), em, colour)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return FormulaPicture(
        drawing.width_em * size_px, drawing.height_em * size_px, drawing.depth_em * size_px, image, ascent
    )


def _paint_letters(painter: QPainter, letters: Sequence[MathLetter], corner: QPointF, em: float, colour: str) -> None:
    """Letters of the font of texts, each in the middle of its room."""
    font = text_font(100)
    for one in letters:
        font.setPixelSize(max(1, round(one.size_em * em)))
        font.setBold(one.bold)
        room = one.size_em * em - QFontMetricsF(font).horizontalAdvance(one.letter)
        painter.setFont(font)
        painter.setPen(QColor(ink(one.colour, colour)))
        painter.drawText(corner + QPointF(one.x_em * em + room / 2, one.baseline_em * em), one.letter)
