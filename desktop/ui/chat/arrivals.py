"""What arrived for the answers since the last frame, and when it is time to show it."""

from __future__ import annotations

import time
from typing import Final

from msgspec import Struct, field
from PySide6.QtCore import QObject, Qt, QTimer, Signal

FRAME_MS: Final = 16
# A frame that would bring less text than this is a long one: 100 tokens a second read as well in some 35 pictures a
# second as in 60, and those are the work.
ENOUGH_CHARACTERS: Final = 12
LONG_FRAME_MS: Final = 33
# What comes this long after a frame comes slowly, if a little early: no more is waited for.
_SLOW_MS: Final = 12


class Arrival(Struct):
    """Text and reasoning of one answer."""

    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)


class Arrivals(QObject):
    """Text that comes slowly is shown at once, other text with all that comes within a frame of the last time.

    Signals:
        due(): take what is there now.
    """

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, Arrival] = {}
        self._taken_at = 0.0
        self._is_long = False
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self.due)

    def add(self, uuid: str, text: str = "", reasoning: str = "") -> None:
        """Something arrived for the message `uuid`; `due` is emitted now or when the frame is over."""
        arrival = self._waiting.setdefault(uuid, Arrival())
        if text:
            arrival.text.append(text)
        if reasoning:
            arrival.reasoning.append(reasoning)
        is_begun = self._frame.isActive()
        if is_begun and not self._is_long:
            return
        passed_ms = (time.monotonic() - self._taken_at) * 1000
        self._is_long = (is_begun or passed_ms < _SLOW_MS) and self._is_little()
        if is_begun and self._is_long:
            return
        rest_ms = (LONG_FRAME_MS if self._is_long else FRAME_MS) - passed_ms
        if rest_ms <= 0:
            self.due.emit()
        else:
            # Only the rest of the frame: a whole one would add 16 ms to every delta.
            self._frame.start(max(1, round(rest_ms)))

    def forget(self, uuid: str) -> None:
        """All the text of a message is known by another way."""
        self._waiting.pop(uuid, None)

    def clear(self) -> None:
        """Other messages are shown."""
        self._waiting.clear()
        self._frame.stop()

    def take(self) -> dict[str, Arrival]:
        """What waits, by message; call `shown` when it is on the screen."""
        waiting, self._waiting = self._waiting, {}
        self._frame.stop()
        return waiting

    def shown(self) -> None:
        """The frame begins anew here."""
        self._taken_at = time.monotonic()

    def _is_little(self) -> bool:
        waiting = self._waiting.values()
        return sum(len(text) for one in waiting for text in (*one.text, *one.reasoning)) < ENOUGH_CHARACTERS
