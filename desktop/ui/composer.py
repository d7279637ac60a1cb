"""The composer: a text box of 1 to 10 lines with Send and Stop in one place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.attachments.tray import AttachmentTray
from desktop.ui.icons import set_icon
from desktop.ui.key_words import in_words
from desktop.ui.kinds import set_kind, set_state
from desktop.ui.labels import plain_label, set_plain_tooltip
from desktop.ui.palettes import LIGHT, Palette
from desktop.ui.prompt_edit import PromptEdit
from desktop.ui.prompt_history import PromptHistory
from desktop.ui.theme import zoomed

OWN_NAME_MS = 1000
UNDO_PX = 200
MARGIN_PX = 12
# As wide as the chat's column, at every zoom.
WIDTH_PX = 760
# Of the box, drawn by the style sheet.
BORDER_PX = 1


class Composer(QWidget):
    """The text box with its hint and its one button.

    Signals:
        send_requested(text): Enter or Send; the text stays until `clear`.
        stop_requested(): the button, while an answer is being made.
        edit_last_requested(): Up in the empty box.
        text_changed(): the text is another one now.
        attach_requested(): a file is to be attached.
        undo_requested(): what was offered by `offer_undo` is wanted.
    """

    send_requested = Signal(str)
    stop_requested = Signal()
    edit_last_requested = Signal()
    text_changed = Signal()
    attach_requested = Signal()
    undo_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._busy = False
        self._ctrl_enter = False
        self._model = ""
        self._spoken = ""
        self._palette = LIGHT
        self._history = PromptHistory()
        self.edit = PromptEdit()
        self.edit.setObjectName("composer")
        self.tray = AttachmentTray()
        self.attach = QToolButton()
        self.attach.setObjectName("attachButton")
        self.attach.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.undo = QPushButton()
        self.undo.setObjectName("undoAttachmentButton")
        self.undo.setProperty("link", True)
        self.undo.hide()
        self.hint = plain_label("", "composerHint")
        self.context = plain_label("", "contextLabel")
        self.button = QPushButton()
        self.button.setObjectName("sendButton")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)

        self._box = QFrame()
        self._box.setObjectName("composerBox")
        self._tools = tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self.attach)
        tools.addWidget(self.undo)
        # Words that do not fit are cut off rather than making the window wide.
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        tools.addWidget(self.hint, 100)
        tools.addStretch()
        tools.addWidget(self.context)
        tools.addWidget(self.button)
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(MARGIN_PX, 10, MARGIN_PX, 10)
        inner.setSpacing(6)
        inner.addWidget(self.tray)
        inner.addWidget(self.edit)
        inner.addLayout(tools)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 4, 24, 12)
        outer.addWidget(self._box)  # in the middle, as it has a maximum
        self._box.setMaximumWidth(WIDTH_PX)

        self.edit.submitted.connect(self.submit)
        self.edit.edit_last_requested.connect(self.edit_last_requested)
        self.edit.textChanged.connect(self._changed)
        self.edit.focus_changed.connect(self._show_focus)
        self.button.clicked.connect(self._press)
        self.attach.clicked.connect(self.attach_requested)
        self.undo.clicked.connect(self.undo_requested)
        self.tray.changed.connect(self._update_button)
        self.tray.focus_left.connect(self.edit.setFocus)
        self._last_text = ""
        self.retranslate()

    @property
    def text(self) -> str:
        """What the box shows."""
        return self.edit.toPlainText()

    @property
    def draft(self) -> str:
        """What the user is writing; an old question that is only looked at is not it."""
        return self._history.draft(self.text)

    @property
    def ctrl_enter(self) -> bool:
        """Whether Ctrl+Enter sends, and not Enter."""
        return self._ctrl_enter

    def set_text(self, text: str) -> None:
        """Show another draft, without `text_changed`."""
        self._history.leave()
        self._show(text)

    def step_history(self, questions: Sequence[str], direction: int) -> None:
        """Show the question before (-1) or after (1), of those that were asked; the draft comes after the last."""
        text = self._history.step(questions, direction, self.text)
        if text is not None:
            self._show(text)
        self.edit.setFocus()

    def _show(self, text: str) -> None:
        with QSignalBlocker(self.edit):
            self.edit.replace_text(text)
        self._last_text = text
        self.offer_undo("")
        self.edit.fit()
        self._update_button()

    def clear(self) -> None:
        """Empty the box."""
        self.set_text("")

    def set_busy(self, busy: bool) -> None:
        """Turn the button into Stop, or back into Send."""
        if self._busy and not busy:
            self.retranslate()  # that the answer is still being written is not so any more
        self._busy = busy
        self._update_button()

    def set_model(self, model: str) -> None:
        """Name the model in the placeholder."""
        self._model = model
        self.retranslate()

    def set_ctrl_enter(self, on: bool) -> None:
        """Send with Ctrl+Enter instead of Enter."""
        self._ctrl_enter = on
        self.edit.set_ctrl_enter(on)
        self.retranslate()

    def set_theme(self, palette: Palette) -> None:
        """Take the icon colours of a palette."""
        self._palette = palette
        self._box.setMaximumWidth(zoomed(WIDTH_PX))
        set_icon(self.attach, "paperclip", palette.dim)
        self.tray.set_theme(palette)
        self._update_button()

    def offer_undo(self, words: str) -> None:
        """Show a button that says `words`, until something else is written here; none with empty words."""
        if self.undo.hasFocus():
            self.edit.setFocus()
        room = max(60, min(UNDO_PX, self._box.width() - 250))
        self.undo.setText(self.undo.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.undo.setAccessibleName(words)
        self.undo.setVisible(bool(words))
        # There is room for one of them.
        self._fit_hint()

    def show_context(self, text: str, details: str, *, full: bool = False) -> None:
        """Say how much the next question sends; `full`: more than the model takes."""
        self.context.setText(text)
        self.context.setAccessibleName(details)
        set_plain_tooltip(self.context, details)
        set_kind(self.context, "warn" if full else "")
        self._fit_hint()

    def say(self, text: str) -> None:
        """Say in the hint why nothing was sent, until the text changes."""
        self.hint.setText(text)
        self.context.hide()
        self._fit_hint()

    def say_as_name(self, text: str) -> None:
        """Say something by the name of the box, if it has the keyboard: a screen reader speaks the new name at once."""
        if self.edit.hasFocus():
            self._spoken = text
            self.edit.setAccessibleName(text)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.context.show()
        # Back to its own name only once the keyboard has left, else that would be spoken too.
        self.edit.setAccessibleName(self._spoken or self.tr("Message"))
        if self._model:
            self.edit.setPlaceholderText(self.tr("Message {model}…").format(model=self._model))
        else:
            self.edit.setPlaceholderText(self.tr("Write a message…"))
        send, line = ("Ctrl+Enter", "Enter") if self._ctrl_enter else ("Enter", "Shift+Enter")
        hint = self.tr("{send} sends · {line} breaks the line")
        self.hint.setText(hint.format(send=in_words(send), line=in_words(line)))
        self.attach.setText(self.tr("Attach"))
        self.attach.setAccessibleName(self.tr("Attach files"))
        set_plain_tooltip(self.attach, self.tr("Attach pictures, text files or PDFs"))
        self.tray.retranslate()
        self._update_button()
        self._fit_hint()

    def _fit_hint(self) -> None:
        """Put the hint away where it would be cut off by the count beside it; what is said there always shows.

        At a large zoom the words of Attach go too, before the count is cut.
        """
        style = Qt.ToolButtonStyle
        self.attach.setToolButtonStyle(style.ToolButtonTextBesideIcon)
        gaps = 2 * (MARGIN_PX + BORDER_PX) + 3 * self._tools.spacing()
        beside = gaps + self.button.sizeHint().width() + self.attach.sizeHint().width()
        room = min(self._box.maximumWidth(), self.width() - 48) - beside
        context = self.context.sizeHint().width()
        needed = self.hint.sizeHint().width() + context
        if context > room:
            self.attach.setToolButtonStyle(style.ToolButtonIconOnly)
        self.hint.setVisible(self.context.isHidden() or (self.undo.isHidden() and needed <= room))

    def _update_button(self) -> None:
        name = self.tr("Stop") if self._busy else self.tr("Send")
        self.button.setText(name)
        self.button.setAccessibleName(name)
        self.button.setEnabled(self._busy or bool(self.text.strip() or self.tray.attachments))
        colour = self._palette.on_accent if self.button.isEnabled() else self._palette.faint
        set_icon(self.button, "stop" if self._busy else "send", colour)

    def _changed(self) -> None:
        # Every key of an input method sends textChanged, with the text unchanged.
        text = self.text
        if text == self._last_text:
            return
        self._last_text = text
        self._history.leave()
        self.retranslate()
        self.text_changed.emit()

    def _press(self) -> None:
        if self._busy:
            self.stop_requested.emit()
        else:
            self.submit()

    def submit(self) -> None:
        """Send what is written, or say why not."""
        if self._busy:
            self.say(self.tr("The answer is still being written. Stop it first, or wait; your draft stays."))
        elif self.text.strip() or self.tray.attachments:
            self.send_requested.emit(self.text)

    def _take_own_name(self) -> None:
        if not self.edit.hasFocus():
            self._spoken = ""
            self.edit.setAccessibleName(self.tr("Message"))

    def _show_focus(self) -> None:
        if self._spoken and not self.edit.hasFocus():
            # Once the screen reader has followed the keyboard: until then the name would be spoken.
            QTimer.singleShot(OWN_NAME_MS, self, self._take_own_name)
        set_state(self._box, "focused", self.edit.hasFocus())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_hint()
