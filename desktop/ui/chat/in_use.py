"""The message that the menus mean: the one that the keyboard is at, else the last answer."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from desktop.ui.chat.clipboard import copy_message_rich
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.focus_walk import FocusWalk
from desktop.ui.chat.messages import NoticeAction, offers
from desktop.ui.chat.pieces import CodePiece
from desktop.ui.chat.surface import Surface
from desktop.ui.code_blocks import clean_code


class MessageInUse:
    """Knows what can be done with it, and does what needs nothing but the view."""

    def __init__(self, view: Surface, walk: FocusWalk) -> None:
        self._view = view
        self._walk = walk

    @property
    def entry(self) -> Entry | None:
        """The message; None in a chat without answers."""
        if self._walk.entry is not None and self._walk.has_focus():
            return self._walk.entry
        return self._last_answer

    @property
    def answer(self) -> Entry | None:
        """The message where it is an answer, else the last answer."""
        entry = self.entry
        return entry if entry is not None and entry.view.role == "assistant" else self._last_answer

    @property
    def _last_answer(self) -> Entry | None:
        entries = self._view.column.entries
        return next((one for one in reversed(entries) if one.view.role == "assistant"), None)

    def offered(self) -> frozenset[str]:
        """What can be done now, by the names of `ChatView.act_on`."""
        entry = self.entry
        if entry is None:
            return frozenset()
        self._view.column.load(entry)
        found = set(offers(entry.view))
        if entry.view.text or entry.view.refusal:
            found.add("copy_rich")
        if entry.view.reasoning:
            found.add("fold")
        if entry is self._walk.entry:
            if self._walk.block is not None and isinstance(self._walk.block.piece, CodePiece):
                found.add("copy_code")
            if self._walk.ring is not None:
                found.update({"open_link", "copy_link"})
        return frozenset(found)

    def steps(self) -> tuple[NoticeAction, ...]:
        """The next steps that its card offers."""
        entry = self.entry
        return entry.view.notice.actions if entry is not None and entry.view.notice is not None else ()

    def act(self, entry: Entry, action: str) -> bool:
        """Do it; False where it is not a matter of the view alone."""
        walk = self._walk
        clipboard = QGuiApplication.clipboard()
        match action:
            case "copy_rich":
                copy_message_rich(self._view, entry)
            case "copy_code":
                if walk.block is not None and isinstance(walk.block.piece, CodePiece):
                    clipboard.setText(clean_code(walk.block.piece.code.text))
            case "open_link":
                walk.open_link()
            case "copy_link":
                if walk.ring is not None:
                    clipboard.setText(walk.ring[1].address)
            case _:
                return False
        return True
