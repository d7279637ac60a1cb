"""One attachment as a chip: what it looks like, what it is called, and its buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.chat.attachments import Attachment
from desktop.ui.attachments.thumbnails import thumbnail
from desktop.ui.attachments.words import attachment_facts
from desktop.ui.icons import icon_pixmap, set_icon
from desktop.ui.kinds import dress, set_kind
from desktop.ui.labels import plain_label, set_plain_tooltip
from desktop.ui.palettes import Palette

PICTURE_PX = 36
NAME_PX = 190
ERROR_PX = 330


class Chip(QFrame):
    """Reading, ready or failed; it can always be removed.

    Attributes:
        attachment: what is ready; None before, and where it failed.
        error: why it failed, in words; empty otherwise.

    Signals:
        remove_requested(): take it away.
        text_requested(): a long paste is to be text, or a file again.
    """

    remove_requested = Signal()
    text_requested = Signal()

    def __init__(self, parent: QWidget, name: str, palette: Palette) -> None:
        super().__init__(parent)
        self.setObjectName("attachmentChip")
        self.attachment: Attachment | None = None
        self.error = ""
        self._name = name
        self._palette = palette
        self._room = ERROR_PX
        self._picture = plain_label("", "attachmentPicture")
        self._picture.setFixedSize(PICTURE_PX, PICTURE_PX)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = plain_label("", "attachmentName")
        self._facts = plain_label("", "attachmentFacts")
        self.as_text = QPushButton()
        self.as_text.setObjectName("attachmentAsTextButton")
        self.as_text.setProperty("link", True)
        self.as_text.clicked.connect(self.text_requested)
        self.as_text.hide()
        self.remove = QToolButton()
        self.remove.setObjectName("attachmentRemoveButton")
        self.remove.clicked.connect(self.remove_requested)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 5, 4, 5)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addLayout(texts, 1)
        row.addWidget(self.as_text)
        row.addWidget(self.remove)
        self.set_theme(palette)

    def show_attachment(self, attachment: Attachment) -> None:
        """It is ready."""
        self.attachment, self._name = attachment, attachment.name
        self.as_text.setVisible(attachment.pasted)
        self.set_theme(self._palette)

    def show_error(self, words: str) -> None:
        """It cannot be attached."""
        self.error = words
        self.set_theme(self._palette)

    def set_room(self, width: int) -> None:
        """Fit into so many pixels: long words are cut, whole in the tooltip."""
        room = max(40, width - PICTURE_PX - 70 - (0 if self.as_text.isHidden() else self.as_text.sizeHint().width()))
        if room != self._room:
            self._room = room
            self.retranslate()

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self._palette = palette
        set_icon(self.remove, "close", palette.dim, 12)
        set_kind(self, "err" if self.error else "")
        dress(self._facts)
        self._picture.setPixmap(self._pixmap())
        self.retranslate()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        facts = self.error or (attachment_facts(self.attachment) if self.attachment else self.tr("Reading…"))
        self._facts.setWordWrap(False)
        for label, text, room in (
            (self._title, self._name, NAME_PX),
            (self._facts, facts, ERROR_PX if self.error else NAME_PX),
        ):
            label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, min(room, self._room)))
            set_plain_tooltip(label, text)
        self.setAccessibleName(f"{self._name}, {facts}")
        if self.attachment is not None and self.attachment.as_text:
            self.as_text.setText(self.tr("As file"))
            self.as_text.setAccessibleName(self.tr("Attach {name} as a file").format(name=self._name))
        else:
            self.as_text.setText(self.tr("As text"))
            self.as_text.setAccessibleName(self.tr("Put {name} into the message as text").format(name=self._name))
        self.remove.setAccessibleName(self.tr("Remove {name}").format(name=self._name))
        set_plain_tooltip(self.remove, self.tr("Remove"))
        self.adjustSize()

    def _pixmap(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self.attachment is not None and self.attachment.thumbnail:
            return thumbnail(self.attachment.thumbnail, PICTURE_PX, ratio)
        return icon_pixmap("file", self._palette.err if self.error else self._palette.dim, 20, ratio)
