"""How much the next question sends: the whole path again, since a chat API remembers nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from desktop.chat.attachments import pastes_in
from desktop.chat.conversation import Conversation, Part, State
from desktop.chat.usage import MESSAGE_TOKENS, estimate_tokens
from desktop.ui.chat_page import ChatPage
from desktop.ui.chat_session import ChatSession
from desktop.ui.figure_words import short_count
from desktop.ui.workspace import Workspace

# Between the last key and the count of what it changed.
REST_MS = 120
# What models count for a picture of a megapixel is from 250 to 1,600.
PICTURE_TOKENS = 800


class ContextMeter(QObject):
    """Counts the shown chat and its draft, and says so beside the Send button.

    Always an estimate, by `estimate_tokens`. What was counted of a turn is kept until its text is of another length.
    """

    def __init__(self, workspace: Workspace, chat: ChatPage) -> None:
        super().__init__(chat)
        self._workspace = workspace
        self._chat = chat
        self._counted: dict[str, tuple[int, float]] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.show)
        chat.composer.text_changed.connect(self._rest.start)
        workspace.current_changed.connect(self._on_other)
        workspace.session_changed.connect(lambda _session: self.show())

    @property
    def tokens(self) -> int:
        """About how many tokens the next question sends, the draft among them."""
        session = self._workspace.current
        if session is None:
            return 0
        draft, attached = self._chat.composer.text, session.conversation.draft_parts
        total = self._of_path(session.conversation)
        if draft.strip() or attached:
            total += estimate_tokens(draft) + _of_attached(attached) + MESSAGE_TOKENS
        return round(total)

    def show(self) -> None:
        """Show the count of now."""
        self._rest.stop()
        session, tokens = self._workspace.current, self.tokens
        if session is None or not tokens:
            self._chat.composer.show_context("", "")
            return
        limit = self._workspace.prices.get(session.conversation.model).context_tokens
        count = short_count(tokens)
        if limit is not None:
            count = f"{count} / {short_count(limit)}"
        if session.conversation.turns:
            shown = self.tr("re-sends ≈ {count} tokens").format(count=count)
            words = self.tr("This turn re-sends ≈ {count} tokens: all that was said before goes along each time.")
        else:
            shown = self.tr("≈ {count} tokens").format(count=count)
            words = self.tr("This turn sends ≈ {count} tokens.")
        is_full = limit is not None and tokens > limit
        self._chat.composer.show_context(shown, words.format(count=count), full=is_full)

    def _of_path(self, conversation: Conversation) -> float:
        prompt = conversation.system_prompt
        total = estimate_tokens(prompt) + MESSAGE_TOKENS if prompt.strip() else 0.0
        for turn in conversation.path():
            if turn.role == "assistant" and turn.state is State.FAILED:
                continue  # it is not sent
            text = turn.text
            length = len(text) + sum(len(part.data) for part in turn.parts) + sum(map(len, pastes_in(turn.parts)))
            known = self._counted.get(turn.uuid)
            if known is None or known[0] != length:
                known = (length, estimate_tokens(text) + _of_attached(turn.parts))
                self._counted[turn.uuid] = known
            total += known[1] + MESSAGE_TOKENS if length else 0.0
        return total

    def _on_other(self, _session: ChatSession) -> None:
        self._counted.clear()
        self.show()


def _of_attached(parts: Sequence[Part]) -> float:
    """The texts of files and pastes among parts by their characters, and a round figure for each picture."""
    texts = [*pastes_in(parts), *(part.data.decode("utf-8", "replace") for part in parts if part.kind == "file")]
    return sum(estimate_tokens(text) for text in texts) + PICTURE_TOKENS * sum(part.kind == "image" for part in parts)
