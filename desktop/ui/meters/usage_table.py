"""The table behind the plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.chat.usage_report import Grouping, ReportRow
from desktop.ui.figure_words import count_words, money_words

Index = QModelIndex | QPersistentModelIndex

_TEXT_COLUMNS = {"day", "model", "chat"}


class UsageTable(QAbstractTableModel):
    """Lines of a report; which of day, model and chat they show depends on what they are grouped by."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[ReportRow] = ()
        self._columns: list[str] = []
        self._currency = ""
        self.show_rows((), "day", "")

    @property
    def rows(self) -> Sequence[ReportRow]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[ReportRow], grouping: Grouping, currency: str) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._rows, self._currency = rows, currency
        first = {"day": ["day", "model"], "model": ["model"], "chat": ["chat"]}[grouping]
        self._columns = [
            *first, "requests", "prompt", "completion", "total", "cached", "reasoning", "estimated", "price",
        ]  # fmt: skip
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(self._rows[index.row()], column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column not in _TEXT_COLUMNS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return {
            "day": self.tr("Day"),
            "model": self.tr("Model"),
            "chat": self.tr("Chat"),
            "requests": self.tr("Requests"),
            "prompt": self.tr("Prompt"),
            "completion": self.tr("Completion"),
            "total": self.tr("Total"),
            "cached": self.tr("Cached"),
            "reasoning": self.tr("Reasoning"),
            "estimated": self.tr("≈ Estimated"),
            "price": self.tr("Price"),
        }[self._columns[section]]

    def _words(self, row: ReportRow, column: str) -> str:
        if column == "day":
            return row.day
        if column == "model":
            return row.model or self.tr("(no name)")
        if column == "chat":
            return row.chat or self.tr("(deleted chat)")
        if column == "price":
            return "" if row.cost is None else money_words(self._currency, row.cost)
        count = getattr(row.sums, column)
        if count is None:
            return ""
        return f"≈ {count_words(count)}" if column == "estimated" else count_words(count)
