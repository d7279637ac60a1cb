"""The Qt application, which leaves it to the program how it ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication


class Program(QApplication):
    """Hands on what the system asks of the whole program.

    Qt's own answer to "Quit" of the Dock or of a logout closes the windows and leaves its event loop at once, in the
    middle of an answer; here it is a wish like any other.

    Signals:
        quit_asked(): the system wants the program to end.
    """

    quit_asked = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit:
            event.ignore()
            self.quit_asked.emit()
            return True
        return bool(super().event(event))
