"""The raw events of a stream as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.api.sse import ServerSentEvent
from desktop.chat.recorder import Recording
from desktop.ui.recorder.texts import seconds_words

Index = QModelIndex | QPersistentModelIndex

# What a cell of the table shows of an event; the box below has all of it.
_SHOWN = 300


class EventTable(QAbstractTableModel):
    """When each event came, how long after the one before, and its data as it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self._events: Sequence[tuple[float, ServerSentEvent]] = ()
        self._gaps: Sequence[float] = ()

    def show_events(self, recording: Recording | None) -> None:
        """Show the events of a recording; those that came since the last time are added below."""
        events = recording.events if recording is not None else ()
        gaps = recording.gaps() if recording is not None else ()
        known = len(self._events)
        if 0 < known < len(events) and events[0] is self._events[0]:
            self.beginInsertRows(QModelIndex(), known, len(events) - 1)
            self._events, self._gaps = events, gaps
            self.endInsertRows()
        elif events != self._events:
            self.beginResetModel()
            self._events, self._gaps = events, gaps
            self.endResetModel()

    def event_at(self, row: int) -> ServerSentEvent:
        """One event."""
        return self._events[row][1]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._events)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() < 2:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        second, event = self._events[index.row()]
        if index.column() == 0:
            return seconds_words(second)
        if index.column() == 1:
            return seconds_words(self._gaps[index.row()])
        kind = "" if event.event in {"", "message"} else f"{event.event}: "
        return (kind + event.data[:_SHOWN]).replace("\n", " ")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("Time"), self.tr("Gap"), self.tr("Data"))[section]
