"""What is attached to the question that is being written, as chips above the text box."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.chat.attachments import Attachment
from desktop.ui.attachments.chip import Chip
from desktop.ui.palettes import LIGHT, Palette

GAP_PX = 6
# More than this scrolls.
MAX_ROWS_PX = 124


class AttachmentTray(QScrollArea):
    """The chips in the order in which they were attached; not there while there is none.

    Signals:
        changed(): an attachment came, went, or cannot be had.
        removed(number, attachment): its button took a chip away; None where it was not ready.
        focus_left(): the chip that had the keyboard was the last.
        text_wanted(number): a long paste is to be text in the question, or a file again.
    """

    changed = Signal()
    removed = Signal(int, object)
    focus_left = Signal()
    text_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("attachmentTray")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._palette = LIGHT
        self._chips: dict[int, Chip] = {}
        self._board = QWidget()
        self._board.setObjectName("attachmentBoard")
        self.setWidget(self._board)
        self.hide()
        self.retranslate()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What is ready to be sent."""
        return tuple(chip.attachment for chip in self._chips.values() if chip.attachment is not None)

    @property
    def count(self) -> int:
        """How many are ready or being read."""
        return sum(chip.error == "" for chip in self._chips.values())

    @property
    def is_reading(self) -> bool:
        """Whether one is still being read."""
        return any(chip.attachment is None and not chip.error for chip in self._chips.values())

    def __contains__(self, number: int) -> bool:
        return number in self._chips

    def attachment(self, number: int) -> Attachment | None:
        """The attachment of a chip, None where it is not ready or has gone."""
        chip = self._chips.get(number)
        return chip.attachment if chip is not None else None

    def add(self, number: int, name: str) -> None:
        """A new chip, for what is being read."""
        chip = Chip(self._board, name, self._palette)
        chip.remove_requested.connect(lambda: self._take_away(number))
        chip.text_requested.connect(lambda: self.text_wanted.emit(number))
        self._chips[number] = chip
        chip.show()
        self._arrange()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self.changed.emit()

    def show_ready(self, number: int, attachment: Attachment) -> None:
        """What was read; nothing where its chip was removed meanwhile."""
        if number in self._chips:
            self._chips[number].show_attachment(attachment)
            self._arrange()
            self.changed.emit()

    def show_error(self, number: int, words: str) -> None:
        """Why it cannot be attached."""
        if number in self._chips:
            self._chips[number].show_error(words)
            self._arrange()
            self.changed.emit()

    def remove(self, number: int) -> None:
        """Take a chip away; the keyboard goes to the next one."""
        numbers = list(self._chips)
        at = numbers.index(number)
        chip = self._chips.pop(number)
        had_focus = chip.remove.hasFocus() or chip.as_text.hasFocus()
        chip.hide()
        chip.deleteLater()
        self._arrange()
        if had_focus:
            left = list(self._chips.values())
            if left:
                left[min(at, len(left) - 1)].remove.setFocus()
            else:
                self.focus_left.emit()
        self.changed.emit()

    def clear(self) -> None:
        """Take all chips away."""
        for chip in self._chips.values():
            chip.hide()
            chip.deleteLater()
        self._chips.clear()
        self._arrange()
        self.changed.emit()

    def set_theme(self, palette: Palette) -> None:
        """Take the icon colours of a palette, and the sizes of the current zoom."""
        self._palette = palette
        for chip in self._chips.values():
            chip.set_theme(palette)
        self._arrange()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.setAccessibleName(self.tr("Attachments"))
        for chip in self._chips.values():
            chip.retranslate()

    def _take_away(self, number: int) -> None:
        attachment = self._chips[number].attachment
        self.remove(number)
        self.removed.emit(number, attachment)

    def _arrange(self) -> None:
        """Place the chips in rows, and take the height of those."""
        width = max(120, self.width() - 14)
        x = y = bottom = 0
        for chip in self._chips.values():
            chip.set_room(width)
            size = chip.sizeHint().boundedTo(QSize(width, 400))
            if x and x + size.width() > width:
                x, y = 0, bottom + GAP_PX
            chip.setGeometry(x, y, size.width(), size.height())
            x += size.width() + GAP_PX
            bottom = max(bottom, y + size.height())
        self._board.setFixedSize(width, bottom)
        self.setFixedHeight(min(MAX_ROWS_PX, bottom))
        self.setVisible(bool(self._chips))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()
