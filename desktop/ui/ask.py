"""`--ask`: one question through the window, its answer as an object, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.chat.conversation import State, Turn
from desktop.errors import RequestNotSentError, StoreError
from desktop.ui.chat_session import ChatSession
from desktop.ui.error_record import error_record
from desktop.ui.main_window import MainWindow
from desktop.ui.notices import error_title, shown_detail
from desktop.ui.store_words import cause_words
from desktop.ui.turn_views import turn_figures
from desktop.ui.workspace import Workspace

EXIT_CODES = {State.COMPLETE: 0, State.STOPPED: 4, State.INTERRUPTED: 4, State.FAILED: 5}


class AskRun(QObject):
    """Asks one question in a new conversation and waits for the answer's final state, automatic retries included.

    Signals:
        done(result, exit_code): the object of `--json`, and what the process ends with.
    """

    done = Signal(object, int)

    def __init__(self, window: MainWindow, workspace: Workspace, text: str, model: str) -> None:
        super().__init__()
        self._window = window
        self._workspace = workspace
        self._text = text
        self._model = model
        self._session: ChatSession | None = None
        self._is_done = False

    def start(self) -> None:
        """Put the question into the composer and press Send."""
        session = self._workspace.new_chat(self._model)
        self._session = session
        session.ended.connect(self._on_ended)
        session.refused.connect(self._on_refused)
        self._window.chat.composer.set_text(self._text)
        self._window.chat.send(self._window.chat.composer.text)

    def _on_ended(self, uuid: str) -> None:
        session = self._session
        if session is None:
            return
        turn = session.conversation.turns[uuid]
        self._finish(turn_result(turn, session.conversation.uuid), EXIT_CODES[turn.state])

    def _on_refused(self, _text: str, error: StoreError) -> None:
        session = self._session
        if session is None:
            return
        not_saved = RequestNotSentError("not saved", reason="not_saved", detail=cause_words(error))
        result = not_sent_result(not_saved, session.conversation.uuid)
        self._finish(result, EXIT_CODES[State.FAILED])

    def _finish(self, result: Mapping[str, Any], code: int) -> None:
        if not self._is_done:
            self._is_done = True
            self.done.emit(result, code)


def turn_result(turn: Turn, conversation: str) -> dict[str, Any]:
    """What `--json` prints of an answer."""
    figures = turn_figures(turn)
    return {
        "state": turn.state.value,
        "text": turn.text,
        "reasoning": turn.reasoning or None,
        "tool_calls": [
            {"id": call.get("id"), "name": call.get("name"), "arguments": call.get("arguments")}
            for call in turn.tool_calls
        ]
        or None,
        "finish_reason": turn.finish_reason,
        "usage": turn.usage,
        "model": turn.model_answered or turn.model_asked or None,
        "error": _error(turn),
        "requests_sent": turn.requests_sent,
        "first_token_s": None if figures.first_token_s is None else round(figures.first_token_s, 3),
        "tokens_per_s": None if figures.tokens_per_s is None or figures.estimated else round(figures.tokens_per_s, 2),
        "conversation": conversation,
    }


def _error(turn: Turn) -> dict[str, Any] | None:
    error = turn.error
    if error is None:
        return None
    return {
        "title": error_title(error),
        "detail": shown_detail(str(error.get("detail") or error.get("message") or "")),
        "status": error.get("status"),
        "request_id": error.get("request_id") or turn.request_id,
        "retryable": bool(error.get("retryable")),
        "may_be_charged": bool(error.get("may_be_charged")),
    }


def not_sent_result(error: RequestNotSentError, conversation: str = "") -> dict[str, Any]:
    """What `--json` prints where nothing could be sent."""
    turn = Turn(uuid="", parent=None, role="assistant", state=State.FAILED, error=error_record(error))
    return turn_result(turn, conversation)


def stopped_result() -> dict[str, Any]:
    """What `--json` prints where the program was ended before the question was put."""
    return turn_result(Turn(uuid="", parent=None, role="assistant", state=State.STOPPED), "")
