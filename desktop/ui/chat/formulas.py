"""The formulas of one view: their pictures in its fonts, colours and on its screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont

from desktop.ui.chat.formula import FormulaCache, FormulaPicture
from desktop.worker.math_worker import MathWorker


class Formulas(QObject):
    """Gives pictures to those who lay out text.

    Attributes:
        ratio: device pixels in one pixel of the screen that the view is on.

    Signals:
        ready(tex): a formula that had no picture has one now, or never will.
    """

    ready = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ratio = 1.0
        self._cache = FormulaCache(MathWorker())
        self._cache.ready.connect(self.ready)

    @property
    def is_drawing(self) -> bool:
        """Whether one that was asked for has no picture yet and may get one."""
        return self._cache.is_drawing

    def close(self) -> None:
        """Draw no more; there is no more `ready`."""
        self._cache.close()

    def picture(self, tex: str, *, display: bool, font: QFont, colour: QColor) -> FormulaPicture | None:
        """The picture of a formula beside text of a font and colour; None while, or where, there is none."""
        found = self._cache.picture(tex, display, font.pixelSize(), colour.name(), self.ratio)
        return found if isinstance(found, FormulaPicture) else None
