"""The left button of a mouse over a chat view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest

LEFT = Qt.MouseButton.LeftButton


class Mouse:
    """The left button over the viewport."""

    def __init__(self, chat):
        self.chat = chat
        self.viewport = chat.viewport()

    def press(self, point, modifiers=Qt.KeyboardModifier.NoModifier):
        """Press the button."""
        QTest.mousePress(self.viewport, LEFT, modifiers, point)

    def move(self, point):
        """Move while it is held."""
        place = QPointF(self.viewport.mapToGlobal(point))
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(point), place, Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier
        )
        QGuiApplication.sendEvent(self.viewport, event)

    def release(self, point):
        """Let it go."""
        QTest.mouseRelease(self.viewport, LEFT, Qt.KeyboardModifier.NoModifier, point)

    def drag(self, start, *points, clicks=1):
        """Press, the last of `clicks` times, move over the points, and let go at the last."""
        for _ in range(clicks - 1):
            self.click(start)
        self.press(start)
        for point in points:
            self.move(point)
        self.release(points[-1])

    def click(self, point, modifiers=Qt.KeyboardModifier.NoModifier):
        """Press and let go."""
        self.press(point, modifiers)
        self.release(point)

    def apart(self):
        """The next click is not the second of a double click."""
        self.chat._pointer._click_end.stop()
