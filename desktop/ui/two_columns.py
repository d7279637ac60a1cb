"""A list of two columns: words on the left, something short on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem


class TwoColumns(QTreeWidget):
    """Rows of two texts; the left one is elided where both do not fit, the right one never."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("twoColumns", True)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        # Fusion would draw the focus of a whole row as a button; the frame of the list shows it.
        self.setAllColumnsShowFocus(False)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def add(self, words: str, short: str, below: QTreeWidgetItem | None = None) -> QTreeWidgetItem:
        """Add a row, at the end of all or below a row that groups."""
        item = QTreeWidgetItem([words, short])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # A screen reader reads the first cell of a row.
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{words} {short}".rstrip())
        if below is None:
            self.addTopLevelItem(item)
        else:
            below.addChild(item)
        return item
