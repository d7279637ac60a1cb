"""Says to a screen reader that an answer has ended, wherever the keyboard is."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.view import ChatView
from desktop.ui.composer import Composer


class AnswerAnnouncer(QObject):
    """Announces the end of each answer of a view.

    WORKAROUND: Orca before version 45 does not hear announcements. It hears that the focused widget has another name,
    so the composer is named so until the keyboard leaves it.
    """

    def __init__(self, view: ChatView, composer: Composer) -> None:
        super().__init__(view)
        self._view = view
        self._composer = composer
        view.answer_ended.connect(self._on_answer_ended)

    def _on_answer_ended(self, uuid: str) -> None:
        entry = self._view.entry(uuid)
        if entry is not None and QAccessible.isActive():
            words = self.words(entry.view)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, words))
            self._composer.say_as_name(words)

    def words(self, message: MessageView) -> str:
        """What is said of an answer that has ended: how long it is, or what went wrong."""
        if message.notice is not None:
            return message.notice.title
        return self.tr("Answer finished, %n words", "", len(_word().findall(message.text)))


@cache
def _word() -> re.Pattern[str]:
    """A word; a Han or Kana character counts as one, as word processors count Chinese."""
    # Compiled with the first answer that is announced and not at the program's start: it takes 2 ms.
    return re.compile(
        "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\\W\u3040-\u30ff\u3400-\u9fff]+"
    )
