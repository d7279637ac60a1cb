"""Whether anything moves by itself: cursors that blink, menus that fade, bars that run."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar, QProgressDialog, QStyle

# Of the style sheet; Qt's styles ask it before they animate anything.
STILL = "QWidget { widget-animation-duration: 0; }\n"


class Motion:
    """Stops what Qt moves by itself, and lets it move again as it did before."""

    def __init__(self, application: QApplication) -> None:
        self._flash_ms = application.styleHints().cursorFlashTime()
        self._effects = QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
        self.is_reduced = False

    def reduce(self, reduced: bool) -> None:
        """Let nothing move, or what the system lets move."""
        self.is_reduced = reduced
        QApplication.setCursorFlashTime(0 if reduced else self._flash_ms)
        QApplication.setEffectEnabled(Qt.UIEffect.UI_General, self._effects and not reduced)


def show_busy(bar: QProgressBar | QProgressDialog) -> None:
    """Let a bar run up and down where nothing is known of the end; where motion is reduced it stands, empty."""
    is_still = bar.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, bar) == 0
    bar.setRange(0, 1 if is_still else 0)
    bar.setValue(0)
