"""A plain text box that long words do not stop."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit

# Characters of a stretch in which Qt finds no place to break a line.
LONGEST_WORD = 5000

_ENDLESS = re.compile(rf"[^ \t\n]{{{LONGEST_WORD + 1}}}")


class TextBox(QPlainTextEdit):
    """Breaks lines between words, but anywhere once a stretch without a space is very long.

    Qt's search for the end of such a word takes the square of its length: 0.5 s for 100,000 letters, 25 s for a
    million. Broken anywhere, those take 0.03 s and 0.4 s.
    """

    def setPlainText(self, text: str) -> None:
        mode = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere if _ENDLESS.search(text) else mode)
        super().setPlainText(text)

    def insertPlainText(self, text: str) -> None:
        self._prepare_for(text)
        super().insertPlainText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text())

    def _prepare_for(self, text: str) -> None:
        """Before it is inserted: with the insertion Qt lays out."""
        if self.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere:
            return
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        document = self.document()
        first, last = document.findBlock(start), document.findBlock(end)
        before = first.text()[: start - first.position()]
        after = last.text()[end - last.position() :]
        if _ENDLESS.search(f"{before}{text}{after}"):
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
